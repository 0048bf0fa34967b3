//! Whole searches of logs of which the truth is known: who is found, who is left alone, and what must hold of
//! whatever is found.

use claque_detect::{Crew, Found, Job, Kind, search};
use claque_marks::{Columns, Parameters, Seed, Silent};
use claque_oracle::log::Log;
use claque_oracle::planted::Town;
use std::ops::Range;

fn found(columns: &Columns) -> Found {
    let found = search(columns, &Parameters::default(), Seed(1), &Silent);
    sound(columns, &found);
    found
}

/// What must hold of every crew, whoever it is.
fn sound(columns: &Columns, found: &Found) {
    let target_of = columns.target_of_mark();
    let mut doubted = vec![0f64; columns.marks()];
    let sizes: Vec<f64> = found.crews.iter().map(Crew::given).collect();
    assert!(sizes.windows(2).all(|w| w[0] >= w[1]), "crews by falling size: {sizes:?}");
    for c in &found.crews {
        let sum: f64 = c.kinds.0.iter().sum();
        assert!((sum - 1.0).abs() < 1e-9 && c.kinds.0.iter().all(|p| (0.0..=1.0).contains(p)));
        assert!(c.members.windows(2).all(|w| w[0].account < w[1].account));
        assert!(c.members.iter().all(|m| (0.001..=1.0).contains(&m.posterior)));
        assert!(c.marks.windows(2).all(|w| w[0].mark < w[1].mark), "a mark counts once in a crew");
        assert!(c.marks.iter().all(|m| (0.01..=1.0).contains(&m.posterior)));
        assert!(c.score >= 0.0 && (0.0..=1.0).contains(&c.closure), "{} {}", c.score, c.closure);
        for m in &c.marks {
            let job = &c.jobs[m.job as usize];
            assert_eq!(target_of[m.mark as usize], job.target, "a mark lies in its job");
            if columns.has_times() && is_member(c, columns.account[m.mark as usize].0) {
                let t = Some(columns.time[m.mark as usize]);
                assert!(job.start <= t && t <= job.end, "a member's mark lies in its job's time");
            }
            if c.kinds.called().is_doubted() {
                doubted[m.mark as usize] += m.posterior;
            }
        }
        for j in &c.jobs {
            assert!(j.withdrawn <= j.accounts && j.expected >= 0.0);
            assert_eq!(j.start.is_some(), columns.has_times() && j.accounts > 0);
        }
        for e in &c.evidence {
            assert_eq!(e.testable, e.value.is_some());
            assert_eq!(e.message.ends_with(".untested"), !e.testable, "{}", e.message);
            assert!(e.bits.iter().all(|b| b.is_finite()), "{}", e.piece);
        }
        let pieces: Vec<&str> = c.evidence.iter().map(|e| e.piece.as_str()).collect();
        assert_eq!(pieces, claque_detect::evidence::pieces());
    }
    let most = doubted.iter().copied().fold(0.0, f64::max);
    assert!(most <= 1.0 + 1e-9, "crews that are doubted claim {most} of one mark");
}

fn is_member(c: &Crew, account: u32) -> bool {
    c.members.iter().any(|m| m.account.0 == account && m.posterior > 0.5)
}

/// Members of crews that were called so.
fn called(found: &Found, kind: Kind) -> Vec<u32> {
    let mut all: Vec<u32> = found
        .crews
        .iter()
        .filter(|c| c.kinds.called() == kind)
        .flat_map(|c| c.members.iter().filter(|m| m.posterior > 0.5).map(|m| m.account.0))
        .collect();
    all.sort_unstable();
    all.dedup();
    all
}

/// Members of crews that were called hired or fabricated.
fn doubted(found: &Found) -> Vec<u32> {
    let mut all = [called(found, Kind::Hired), called(found, Kind::Fabricated)].concat();
    all.sort_unstable();
    all
}

/// The crew with the most of these accounts, and how many that is.
fn crew_of<'a>(found: &'a Found, who: &Range<u32>) -> Option<(&'a Crew, usize)> {
    let ours = |c: &Crew| who.clone().filter(|a| is_member(c, *a)).count();
    found.crews.iter().map(|c| (c, ours(c))).max_by_key(|x| x.1)
}

fn told(found: &Found) -> String {
    let line = |c: &Crew| {
        let pieces: Vec<String> =
            c.evidence.iter().map(|e| format!("{} {:.3?}", e.piece, e.value.unwrap_or(f64::NAN))).collect();
        format!("{:?} {:.4?} {} accounts: {}\n", c.kinds.called(), c.kinds.0, c.accounts(), pieces.join(", "))
    };
    found.crews.iter().map(line).collect()
}

#[test]
fn a_crew_among_independent_people_is_one_crew_with_all_its_members_and_nobody_else() {
    for seed in 0..3 {
        let mut town = Town::new(600, 120, seed);
        let crew = town.crew(60, 6);
        let f = found(&town.log.columns());
        assert_eq!(f.crews.len(), 1, "{}", told(&f));
        assert_eq!(called(&f, Kind::Hired), crew.collect::<Vec<_>>(), "{}", told(&f));
        let c = &f.crews[0];
        assert!(c.kinds.of(Kind::Hired) > 0.9, "{}", told(&f));
        assert_eq!(c.jobs.len(), 20, "every order is found once");
        assert!(c.marks.iter().all(|m| m.posterior < 1.0 + 1e-12));
        // A member's own mark on the page, days apart, may stretch an order and tie two episodes.
        assert!((3..=5).contains(&c.episodes.unwrap()));
        assert!(c.recurrence.unwrap() > 4.0 && c.owners == 20);
    }
}

#[test]
fn independent_people_are_no_crew() {
    for seed in 10..14 {
        let f = found(&Town::new(600, 120, seed).log.columns());
        assert!(f.crews.is_empty(), "{}", told(&f));
        assert_eq!(f.searched.findings, 0);
        assert!(!f.searched.scales.is_empty());
    }
}

#[test]
fn fans_of_one_owner_are_never_hired() {
    // Own marks of each fan, and marks of others on the owner's pages.
    for (own_life, others) in [(20, 1_500), (20, 600), (12, 1_500)] {
        for seed in 20..23 {
            let mut town = Town::new(600, 120, seed);
            let fans = town.fan_club(80, own_life, others);
            let f = found(&town.log.columns());
            let (crew, n) = crew_of(&f, &fans).expect("a fan club stands out");
            assert!(n > 70, "{}", told(&f));
            assert!(crew.kinds.of(Kind::Hired) < 0.05, "{}", told(&f));
            assert!(f.crews.iter().all(|c| !c.kinds.called().is_doubted()), "{}", told(&f));
        }
    }
}

#[test]
fn fans_who_do_little_else_for_an_owner_with_few_others_are_never_hired() {
    for (own_life, others) in [(12, 600), (12, 200), (4, 200)] {
        let mut town = Town::new(600, 120, 20);
        town.fan_club(80, own_life, others);
        let f = found(&town.log.columns());
        assert!(f.crews.iter().all(|c| c.kinds.of(Kind::Hired) < 0.05), "{}", told(&f));
    }
}

#[test]
fn a_crew_that_copies_each_pages_curve_is_told_from_people_who_are_shown_the_same_pages() {
    for seed in 70..73 {
        let mut town = Town::new(1_200, 400, seed);
        let crew = town.copies_curves(150, 8);
        let people = town.shelf(120, 8);
        let f = found(&town.log.columns());
        // Marks come when everybody's do: whoever gave four of the nine pages a mark of his own cannot be told apart.
        let called = doubted(&f);
        let ours = called.iter().filter(|a| crew.contains(a)).count();
        assert!(ours >= 145 && 12 * (called.len() - ours) <= called.len(), "{ours} {}", told(&f));
        assert!(called.iter().all(|a| !people.contains(a)), "{}", told(&f));
        let (c, _) = crew_of(&f, &crew).unwrap();
        assert!(c.jobs.len() == 9 && c.recurrence.unwrap() > 4.0, "{}", told(&f));
    }
}

#[test]
fn jobs_are_ordered_by_their_first_mark() {
    let f = found(&everybody(70).columns());
    for c in &f.crews {
        assert!(c.jobs.windows(2).all(|w| (w[0].start, w[0].target) <= (w[1].start, w[1].target)));
    }
}

#[test]
fn an_order_of_an_afternoon_does_not_last_the_night() {
    let mut town = Town::new(600, 120, 0);
    town.crew(60, 6);
    let f = found(&town.log.columns());
    let hours = |j: &claque_detect::Job| (j.end.unwrap() - j.start.unwrap()) / claque_marks::window::HOUR;
    assert!(f.crews[0].jobs.iter().all(|j| hours(j) <= 12), "{:?}", f.crews[0].jobs);
}

#[test]
fn a_crowd_that_meets_once_is_never_hired() {
    for seed in 30..33 {
        let mut town = Town::new(600, 120, seed);
        let guests = town.shared_list(200);
        let f = found(&town.log.columns());
        let (crew, n) = crew_of(&f, &guests).expect("such a crowd stands out");
        assert!(n > 150, "{}", told(&f));
        assert_eq!(crew.kinds.called(), Kind::Episode, "{}", told(&f));
        assert!(crew.kinds.of(Kind::Hired) < 0.05, "{}", told(&f));
        assert!(called(&f, Kind::Hired).is_empty());
    }
}

#[test]
fn accounts_made_in_bulk_are_fabricated() {
    for seed in 40..43 {
        let mut town = Town::new(600, 120, seed);
        let crew = town.crew(150, 4);
        town.sign_ups(crew.clone());
        let f = found(&town.log.columns());
        assert_eq!(f.crews.len(), 1, "{}", told(&f));
        assert_eq!(called(&f, Kind::Fabricated), crew.collect::<Vec<_>>(), "{}", told(&f));
    }
}

#[test]
fn accounts_made_in_batches_for_one_owner_are_told_from_his_fans() {
    for seed in 50..53 {
        let mut town = Town::new(800, 120, seed);
        let fans = town.fan_club(70, 12, 400);
        let crew = town.serve_last_owner(90, 1);
        // Made on three days within ten minutes each: the crew and nobody else.
        town.made_on_days(crew.clone(), 3, 10);
        let f = found(&town.log.columns());
        assert_eq!(called(&f, Kind::Fabricated), crew.clone().collect::<Vec<_>>(), "{}", told(&f));
        assert_eq!(doubted(&f).len(), crew.len(), "{}", told(&f));
        // Made at once, or within six hours each, as followers who come at a call: nobody is doubted.
        for (days, minutes) in [(1, 10), (3, 360)] {
            town.made_on_days(crew.clone(), days, minutes);
            let f = found(&town.log.columns());
            assert_eq!(doubted(&f), [], "{days} days of {minutes} minutes: {}", told(&f));
        }
        // So may fans, for all that is known of them: but they have lives of their own.
        town.made_on_days(fans.clone(), 1, 10);
        assert_eq!(doubted(&found(&town.log.columns())), []);
    }
}

#[test]
fn names_of_one_pattern_speak_for_accounts_made_in_bulk_and_against_nobody_else() {
    for seed in 0..2 {
        let mut town = Town::new(600, 120, 33 + seed);
        let crew = town.crew(80, 2);
        let guests = town.shared_list(120);
        let fans = town.fan_club(70, 20, 1_500);
        town.names(crew.clone());
        let f = found(&town.log.columns());
        let piece = |who: &Range<u32>| {
            let (c, n) = crew_of(&f, who).unwrap();
            assert!(n > 50, "{}", told(&f));
            c.evidence.iter().find(|e| e.piece == "pattern").unwrap().clone()
        };
        let ours = piece(&crew);
        assert!(ours.message == "pattern.high" && ours.value.unwrap() > 0.95, "{ours:?}");
        assert!(ours.bits[Kind::Fabricated as usize] - ours.bits[Kind::Episode as usize] > 4.0);
        assert_eq!(doubted(&f), crew.clone().collect::<Vec<_>>(), "{}", told(&f));
        let made = |f: &Found| crew_of(f, &crew).unwrap().0.kinds.of(Kind::Fabricated);
        let by_name = made(&f);
        for who in [guests, fans] {
            assert_eq!(piece(&who).message, "pattern.low", "{}", told(&f));
        }
        // Where most others have the same shape, nothing is tested and nobody is told apart by it.
        town.log.pattern = vec![0; town.log.accounts as usize];
        let f = found(&town.log.columns());
        assert!(f.crews.iter().all(|c| c.evidence.iter().all(|e| e.piece != "pattern" || !e.testable)));
        assert_eq!(doubted(&f), crew.clone().collect::<Vec<_>>(), "{}", told(&f));
        assert!(by_name > 10.0 * made(&f), "{by_name}: {}", told(&f));
    }
}

#[test]
fn supporters_who_take_back_from_a_rival_are_never_hired() {
    for seed in 50..53 {
        let mut town = Town::new(600, 120, seed);
        let people = town.supporters(120);
        let f = found(&town.log.columns());
        assert!(
            called(&f, Kind::Hired).is_empty() && called(&f, Kind::Fabricated).is_empty(),
            "{}",
            told(&f)
        );
        let (crew, n) = crew_of(&f, &people).expect("supporters stand out");
        assert!(n > 100, "{}", told(&f));
        assert!(crew.kinds.of(Kind::Hired) < 0.05, "{}", told(&f));
        let mirror = crew.evidence.iter().find(|e| e.piece == "mirror").unwrap();
        assert_eq!(mirror.message, "mirror.high", "{mirror:?}");
        assert_eq!(crew.kinds.called(), Kind::Directed, "{}", told(&f));
    }
}

#[test]
fn supporters_take_back_together_and_accounts_that_are_closed_do_not() {
    let mut town = Town::new(600, 120, 47);
    let people = town.supporters(120);
    // The rival's pages are of eight allies: what one owner's pages lose together may be taste.
    let pages = town.log.owner.len() as u32;
    town.log.owner.iter_mut().skip(pages as usize - 8).enumerate().for_each(|(k, o)| *o = pages + k as u32);
    let guests = town.shared_list(120);
    let piece = |f: &Found, who: &Range<u32>| {
        let (c, n) = crew_of(f, who).unwrap();
        assert!(n > 60, "{}", told(f));
        c.evidence.iter().find(|e| e.piece == "takes_back").unwrap().clone()
    };
    let f = found(&town.log.columns());
    let ours = piece(&f, &people);
    assert!(ours.message == "takes_back.high" && ours.value.unwrap() > 0.8, "{ours:?}");
    let crowd = f.taken_back.first().expect("what was taken back together is told");
    assert!(crowd.accounts.len() > 60 && crowd.accounts.iter().all(|a| people.contains(&a.0)), "{crowd:?}");
    let apart = |j: &claque_detect::Job| f64::from(j.accounts) > 10.0 * j.expected && j.start < j.end;
    assert!(crowd.jobs.len() > 1 && crowd.jobs.iter().all(apart), "{crowd:?}");
    assert_eq!(piece(&f, &guests).value, Some(0.0));
    assert!(f.crews.iter().flat_map(|c| &c.jobs).all(|j| j.withdrawn <= j.accounts));
    // All that the guests ever gave is gone within an hour, half a day after their evening: closed accounts.
    let closed = |log: &Log, all: bool| {
        let mut log = log.clone();
        let gone = log.marks.iter().map(|m| m.time).max().unwrap();
        for m in log.marks.iter_mut().filter(|m| guests.contains(&m.account)) {
            if all || m.page % 2 == 0 {
                m.withdrawn = Some(gone + i64::from((m.account * 31 + m.page) % 3_600) * 1_000_000);
            }
        }
        found(&log.columns())
    };
    let f = closed(&town.log, true);
    assert_eq!(piece(&f, &guests).value, Some(0.0), "{}", told(&f));
    // Half of it, by the same people in the same hour: taken back together, and still nobody is called.
    let f = closed(&town.log, false);
    assert!(piece(&f, &guests).value.unwrap() > 0.5, "{}", told(&f));
    assert!(f.crews.iter().all(|c| !c.kinds.called().is_doubted()), "{}", told(&f));
}

#[test]
fn without_times_nobody_is_hired_but_a_closed_circle() {
    for seed in 60..62 {
        let mut town = Town::new(600, 120, seed);
        town.crew(60, 12);
        town.log.timed = false;
        let f = found(&town.log.columns());
        assert_eq!(f.searched.scales, [] as [u32; 0], "one window, the log");
        assert!(called(&f, Kind::Hired).is_empty(), "{}", told(&f));
        for c in &f.crews {
            assert_eq!((c.recurrence, c.pace, c.episodes), (None, None, None));
            let untested: Vec<&str> =
                c.evidence.iter().filter(|e| !e.testable).map(|e| e.piece.as_str()).collect();
            for piece in ["recurrence", "returning", "pace", "timetable", "creation", "mirror"] {
                assert!(untested.contains(&piece), "{piece} needs times or more: {untested:?}");
            }
        }
    }
    // Accounts that do nothing else, on pages that get nothing else, show without times as well.
    let mut town = Town::new(600, 120, 63);
    let first = town.log.owner.len() as u32;
    town.log.owner.extend(first..first + 20);
    let circle = town.arrive(60, 0);
    let pages: Vec<u32> = (first..first + 20).collect();
    town.serve(circle.clone(), &pages, &[20], 0.9, 2);
    town.log.timed = false;
    let f = found(&town.log.columns());
    assert_eq!(called(&f, Kind::Hired), circle.collect::<Vec<_>>(), "{}", told(&f));
}

#[test]
fn next_to_nothing_is_no_panic_and_nothing_found() {
    let mut one_mark = Log::new(1, 1);
    one_mark.mark(0, 0, 5);
    let mut one_page = Log::new(300, 1);
    (0..300).for_each(|a| one_page.mark(a, 0, i64::from(a) * 1_000_000_000));
    let mut one_account = Log::new(1, 300);
    (0..300).for_each(|p| one_account.mark(0, p, i64::from(p) * 1_000_000_000));
    let mut at_once = Log::new(40, 3);
    (0..120).for_each(|i| at_once.mark(i / 3, i % 3, 7));
    let mut taken = Log::new(5, 2);
    taken.orphans.extend((0..5).map(|a| (a, 0, 0, 10)));
    for mut log in [Log::default(), Log::new(3, 3), one_mark, one_page, one_account, at_once, taken] {
        for timed in [true, false] {
            log.timed = timed;
            let f = found(&log.columns());
            assert!(f.crews.iter().all(|c| !c.kinds.called().is_doubted()), "{}", told(&f));
            if log.accounts < 8 || log.owner.len() < 2 {
                assert!(f.crews.is_empty());
            }
        }
    }
    let empty = Columns { target_start: vec![0], ..Columns::default() };
    empty.check().unwrap();
    assert_eq!(search(&empty, &Parameters::default(), Seed(1), &Silent).crews, []);
}

/// A log with everybody in it.
fn everybody(seed: u64) -> Log {
    let mut town = Town::new(600, 120, seed);
    let crew = town.crew(100, 6);
    town.fan_club(70, 20, 1_500);
    town.shared_list(120);
    town.supporters(90);
    town.sign_ups(crew.start..crew.start + 1);
    town.log
}

#[test]
fn the_number_of_threads_changes_nothing() {
    for seed in 70..72 {
        let columns = everybody(seed).columns();
        let run = |n| {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(n).build().unwrap();
            pool.install(|| search(&columns, &Parameters::default(), Seed(1), &Silent))
        };
        let one = run(1);
        assert!(one.crews.len() >= 3, "{}", told(&one));
        assert!(one == run(2));
        sound(&columns, &one);
    }
}

#[test]
fn whoever_stands_in_a_log_is_told_apart() {
    for seed in 80..82 {
        let f = found(&everybody(seed).columns());
        let hired = called(&f, Kind::Hired);
        assert_eq!(hired, (600..700).collect::<Vec<_>>(), "{}", told(&f));
        assert!(called(&f, Kind::Fabricated).is_empty(), "{}", told(&f));
    }
}

#[test]
fn the_seed_decides_cuts_and_nothing_else() {
    // A clear case is the same under every seed: same members, jobs and kinds.
    let mut town = Town::new(600, 120, 90);
    town.crew(80, 6);
    let columns = town.log.columns();
    let one = search(&columns, &Parameters::default(), Seed(1), &Silent);
    for seed in [2, 3] {
        let other = search(&columns, &Parameters::default(), Seed(seed), &Silent);
        assert_eq!(one.crews.len(), other.crews.len());
        for (a, b) in one.crews.iter().zip(&other.crews) {
            assert_eq!((&a.members, a.jobs.len()), (&b.members, b.jobs.len()));
            // What chance would give is a sum that begins elsewhere: the same but for rounding.
            for (x, y) in a.jobs.iter().zip(&b.jobs) {
                assert!((x.expected - y.expected).abs() < 1e-9, "{x:?} {y:?}");
                assert_eq!(x, &Job { expected: x.expected, ..*y });
            }
            assert_eq!(a.kinds, b.kinds);
        }
    }
}
