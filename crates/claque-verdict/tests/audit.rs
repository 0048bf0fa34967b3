//! An audit's figures add up: pages, totals, accounts, q-values, decoys, and what is said to be untested.

use claque_marks::{NEVER, Parameters, Seed, Silent};
use claque_oracle::log::Log;
use claque_oracle::planted::Town;
use claque_verdict::{Asked, Audit, Effort, Planting, Proof, Shuffle, audit};

fn audited(log: &Log, decoys: u32) -> Audit {
    planted(log, decoys, Planting::None)
}

fn planted(log: &Log, decoys: u32, planting: Planting) -> Audit {
    let asked = Asked { seed: Seed(7), decoys: Effort::thorough(decoys), planting, coverage: None };
    audit(&log.columns(), &Parameters::default(), &asked, &Silent)
}

/// The search alone: no decoys, nothing planted.
fn bare() -> Asked {
    Asked { seed: Seed(7), decoys: Effort::thorough(0), planting: Planting::None, coverage: None }
}

/// Crews of several kinds among independent people.
fn everybody(seed: u64) -> Log {
    let mut town = Town::new(500, 120, seed);
    let made = town.crew(90, 4);
    town.crew(80, 6);
    town.fan_club(60, 20, 1_500);
    town.supporters(90);
    town.sign_ups(made);
    town.log
}

#[test]
fn figures_of_pages_add_up_and_totals_are_their_sums() {
    for seed in 0..2 {
        let log = everybody(seed);
        let a = audited(&log, 0);
        for p in &a.pages {
            assert!(
                [p.hired, p.fabricated, p.directed, p.organised, p.episode, p.by_crew]
                    .iter()
                    .all(|x| *x >= 0.0)
            );
            let whole = p.authentic + p.hired + p.fabricated;
            let likes = p.likes as f64;
            assert!((whole - likes).abs() < 1e-6 || (p.authentic == 0.0 && whole > likes), "{p:?}");
            assert!(whole < likes + 1e-4, "each mark is taken off at most once: {p:?}");
            let kinds = p.hired + p.fabricated + p.directed + p.organised + p.episode;
            assert!(kinds < likes + 1e-4, "{p:?}");
            assert!(p.withdrawn <= p.likes && p.by_crew <= likes);
            assert!(p.authentic_lo.is_none() && p.authentic_hi.is_none(), "not yet earned");
            assert!(p.q.is_none(), "no decoys, no q");
            assert!(p.crews.windows(2).all(|w| w[0] < w[1]));
        }
        let sum = |f: fn(&claque_verdict::PageVerdict) -> f64| a.pages.iter().map(f).sum::<f64>();
        for (total, sum) in [
            (a.totals.likes as f64, sum(|p| p.likes as f64)),
            (a.totals.withdrawn as f64, sum(|p| p.withdrawn as f64)),
            (a.totals.authentic, sum(|p| p.authentic)),
            (a.totals.hired, sum(|p| p.hired)),
            (a.totals.directed, sum(|p| p.directed)),
            (a.totals.fabricated, sum(|p| p.fabricated)),
        ] {
            assert!((total - sum).abs() < 1e-6, "{total} {sum}");
        }
        let t = &a.totals;
        assert!(t.hired > 500.0 && t.fabricated > 500.0, "crews of both kinds stand in the log: {t:?}");
        assert_eq!(t.likes as usize, log.marks.len());
        assert_eq!((t.accounts, t.pages), (u64::from(log.accounts), log.owner.len() as u64));
        // What was planted is what is taken off: 18 of 20 orders by each of 170 accounts, give or take chance.
        assert!((t.hired + t.fabricated - 170.0 * 18.0).abs() < 150.0, "{t:?}");
    }
}

#[test]
fn accounts_are_listed_from_one_in_a_thousand() {
    let log = everybody(3);
    let a = audited(&log, 0);
    assert!(a.accounts.windows(2).all(|w| w[0].account < w[1].account));
    for v in &a.accounts {
        let p = [v.p_hired, v.p_fabricated, v.p_directed];
        assert!(p.iter().all(|p| (0.0..=1.0).contains(p)));
        assert!(p.iter().any(|p| *p >= 0.001), "{v:?}");
        if let Some(c) = v.crew {
            assert!(a.crews[c as usize].crew.members.iter().any(|m| m.account == v.account));
        }
    }
    let likely = |from: u32, to: u32| {
        a.accounts
            .iter()
            .filter(|v| (from..to).contains(&v.account.0))
            .filter(|v| v.p_hired + v.p_fabricated > 0.9)
            .count()
    };
    assert_eq!((likely(500, 590), likely(590, 670)), (90, 80), "the planted are all there");
    assert!(likely(0, 500) <= 2, "and nobody else");
}

#[test]
fn q_falls_as_the_score_rises() {
    let log = everybody(4);
    let a = audited(&log, 3);
    assert!(a.decoys.searched >= 3);
    // Within each sort of proof, by the definition and the worst of the shuffles that test it:
    // q(s) = min over s′ ≤ s of (1 + decoy crews ≥ s′)/(decoys · crews ≥ s′), at most 1.
    for proof in [Proof::When, Proof::What] {
        let of = a.crews.iter().filter(|c| c.proof == proof);
        let mut by_score: Vec<(f64, f64)> = of.map(|c| (c.crew.score, c.q.unwrap())).collect();
        by_score.sort_by(|x, y| x.0.total_cmp(&y.0));
        assert!(by_score.windows(2).all(|w| w[0].1 >= w[1].1), "{by_score:?}");
        for &(s, q) in &by_score {
            let by = |shuffle: &claque_verdict::decoys::Shuffled| {
                let share = |at: f64| {
                    let decoys = shuffle.scores.iter().filter(|d| **d >= at).count();
                    let crews = by_score.iter().filter(|c| c.0 >= at).count();
                    (1 + decoys) as f64 / (shuffle.searched as usize * crews) as f64
                };
                by_score.iter().filter(|c| c.0 <= s).map(|c| share(c.0)).fold(1.0, f64::min)
            };
            let tests = a.decoys.by_shuffle.iter().filter(|d| d.tests == proof);
            let worst = tests.map(by).fold(0.0, f64::max);
            assert!((q - worst).abs() < 1e-12, "{q} {worst}");
        }
    }
    for p in &a.pages {
        let worst = |p: &claque_verdict::PageVerdict| {
            p.crews.iter().filter_map(|c| a.crews[*c as usize].q).fold(0.0, f64::max)
        };
        assert!(p.q.is_none_or(|q| q <= worst(p)), "a page's q is that of a crew that did jobs there");
        assert!(p.hired + p.fabricated < 1.0 || p.q.is_some(), "{p:?}");
    }
}

#[test]
fn decoys_stop_when_settled_and_are_the_same_again() {
    let mut town = Town::new(400, 100, 5);
    town.crew(70, 6);
    let none = audited(&town.log, 0);
    assert_eq!((none.decoys.searched, none.decoys.wrong_crews), (0, None));
    assert!(none.crews.iter().all(|c| c.q.is_none()));
    let four = audited(&town.log, 4);
    assert_eq!(four, audited(&town.log, 4), "the same log, the same decoys");
    assert!(four.decoys.by_shuffle.iter().all(|s| s.searched <= 4));
    assert!(four.decoys.by_shuffle.iter().all(|s| s.scores.windows(2).all(|w| w[0] >= w[1])));
    let tests = |s: &claque_verdict::decoys::Shuffled| s.tests == four.crews[0].proof;
    assert!(
        four.decoys.by_shuffle.iter().filter(|s| tests(s)).all(|s| s.searched == 4),
        "one crew needs all"
    );
    let found: usize = four.decoys.by_shuffle.iter().map(|s| s.scores.len()).sum();
    assert!(found <= 1, "shuffled, the crew is gone: {:?}", four.decoys);
    assert!(four.crews[0].q.unwrap() <= 0.5);
    let many = audited(&town.log, 40);
    assert!(many.crews[0].q.unwrap() <= 0.05, "{:?}", many.crews[0].q);
    assert!(many.crews[0].log10_bound < -10.0);
    assert!(many.decoys.by_shuffle.iter().map(|s| s.shuffle).eq(Shuffle::ALL));
}

#[test]
fn planted_campaigns_give_a_limit_intervals_and_calibration_and_touch_nothing() {
    let mut town = Town::new(900, 160, 11);
    town.crew(60, 6);
    let bare = audited(&town.log, 0);
    let a = planted(&town.log, 1, Planting::Enough);
    assert!(a.power.planted >= 10 && a.power.seen <= a.power.planted, "{:?}", a.power);
    assert_eq!(a.power.trials.len(), a.power.planted as usize);
    assert_eq!(a.crews.len(), bare.crews.len(), "the log's own audit is that of the log");
    for (with, without) in a.pages.iter().zip(&bare.pages) {
        let (lo, hi) = (with.authentic_lo.unwrap(), with.authentic_hi.unwrap());
        assert!(0.0 <= lo && lo <= with.authentic && with.authentic <= hi && hi <= with.likes as f64);
        assert!(without.authentic_lo.is_none() && without.limit.is_none());
        assert!(without.hired + without.fabricated > 0.5 || hi == with.likes as f64, "untouched: up to all");
    }
    let curve = a.power.curve.as_ref().unwrap();
    assert!(curve.points.windows(2).all(|w| w[0].power <= w[1].power), "more is seen of what is larger");
    let small = Town::new(9, 3, 1);
    let nothing = planted(&small.log, 1, Planting::Enough);
    assert_eq!(planted(&town.log, 0, Planting::Enough).power.planted, 0, "no limit without an error rate");
    assert_eq!(nothing.power.planted, 0);
    assert!(nothing.untested.iter().any(|k| k == "too_small_to_plant"), "{:?}", nothing.untested);
}

#[test]
fn innocent_explanations_are_tested_for_crews_that_matter() {
    let a = audited(&everybody(5), 1);
    let told: Vec<_> = a.crews.iter().filter(|c| !c.explanations.is_empty()).collect();
    assert!(told.len() >= 2);
    for c in told {
        assert_eq!(c.explanations.len(), claque_verdict::explanations::LIST.len());
        for e in &c.explanations {
            assert_eq!(e.testable, e.value.is_some() && e.bits.is_some() && e.verbal.is_some());
        }
        let of = |key: &str| c.explanations.iter().find(|e| e.explanation == key).unwrap();
        if c.crew.kinds.called() == claque_detect::Kind::Hired {
            assert_eq!(of("viral").message, "explained.viral.against", "twenty orders are no single post");
            assert_eq!(of("news_wave").message, "explained.news_wave.against", "it met again and again");
        }
        assert!(!of("local_ad").testable, "this log has no countries");
    }
    let strip = &a.sensitivity;
    assert_eq!(strip[0].variant, "as_audited");
    assert!(strip.iter().any(|v| v.variant == "longer_windows"), "a small log is searched again");
    assert!((strip[0].doubted - a.totals.hired - a.totals.fabricated).abs() < 5.0, "{strip:?}");
}

#[test]
fn what_is_untested_is_said() {
    let says = |log: &Log, decoys| audited(log, decoys).untested;
    let mut town = Town::new(200, 60, 6);
    assert_eq!(says(&town.log, 0), ["no_accounts_table", "no_withdrawals", "no_spike_ins", "no_decoys"]);
    assert_eq!(says(&town.log, 1), ["no_accounts_table", "no_withdrawals", "no_spike_ins"]);
    town.sign_ups(0..1);
    let (who, page) = (town.log.marks[0].account, town.log.marks[0].page);
    town.take_back(who, page, town.log.marks[0].time + 1);
    assert_eq!(says(&town.log, 1), ["no_spike_ins"]);
    town.log.created = vec![NEVER; 200];
    town.log.owners_known = false;
    town.log.timed = false;
    assert_eq!(says(&town.log, 1), ["no_times", "no_accounts_table", "no_owners", "no_spike_ins"]);
    let mut small = Log::new(9, 1);
    (0..9).for_each(|a| small.mark(a, 0, i64::from(a)));
    let said = says(&small, 0);
    assert!(said.contains(&"one_page".to_owned()) && said.contains(&"small_log".to_owned()), "{said:?}");
}

#[test]
fn an_empty_log_is_an_audit_of_nothing() {
    let a = audited(&Log::default(), 2);
    assert_eq!((a.totals.likes, a.pages.len(), a.crews.len(), a.accounts.len()), (0, 0, 0, 0));
    assert_eq!(a.totals.span, None);
    assert_eq!(a.decoys.searched, 1);
}

#[test]
fn authentic_marks_by_country_and_week_add_up_to_those_of_the_pages() {
    let mut columns = everybody(1).columns();
    let of = |m: usize| (m % 4 != 3).then_some(claque_marks::CountryId((m % 3) as u32));
    columns.country = (0..columns.marks()).map(of).collect();
    let made = audit(&columns, &Parameters::default(), &bare(), &Silent);
    let rows = claque_verdict::by_country(&columns, &made.crews);
    assert!(rows.iter().any(|r| r.hired > 1.0), "the planted crew shows");
    for page in &made.pages {
        let of: Vec<_> = rows.iter().filter(|r| r.target == page.target).collect();
        assert_eq!(of.iter().map(|r| r.likes).sum::<u64>(), page.likes);
        assert!((of.iter().map(|r| r.authentic()).sum::<f64>() - page.authentic).abs() < 1e-6);
    }
    columns.country = vec![];
    assert!(claque_verdict::by_country(&columns, &made.crews).is_empty(), "no country, no row");
}
