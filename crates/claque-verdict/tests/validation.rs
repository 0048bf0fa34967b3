//! What `docs/validation.md` measures on large worlds, on small ones: the same assertions, with the room that few
//! pages and few campaigns need.

use claque_marks::window::{DAY, HOUR};
use claque_marks::{Parameters, Seed, Silent};
use claque_oracle::log::Log;
use claque_oracle::planted::{MONDAY, Town};
use claque_verdict::power::{Campaign, SEEN};
use claque_verdict::{Asked, Audit, Effort, Planting, audit};
use std::collections::HashMap;
use std::ops::Range;

/// Days on which a town's crews deliver, from noon on for six hours.
const DELIVERED: [i64; 5] = [3, 10, 18, 23, 36];

fn audited(log: &Log, seed: u64) -> Audit {
    let asked =
        Asked { seed: Seed(seed), decoys: Effort::thorough(20), planting: Planting::Enough, coverage: None };
    audit(&log.columns(), &Parameters::default(), &asked, &Silent)
}

/// A town of so many people, and the accounts of its crews, of which there may be none.
fn town(people: u32, seed: u64, crews: u32) -> (Log, Range<u32>) {
    let mut town = Town::new(people, people / 5, seed);
    town.fan_club(50, 15, 1_500);
    town.shared_list(60);
    let from = town.log.accounts;
    for c in 0..crews {
        town.crew(50 + 15 * c, 8);
    }
    let to = town.log.accounts;
    (town.log, from..to)
}

/// Marks that crews gave in orders, by page.
fn delivered(log: &Log, crew: &Range<u32>) -> HashMap<u32, f64> {
    let mut out = HashMap::new();
    let in_order =
        |t: i64| DELIVERED.iter().any(|d| (0..6 * HOUR).contains(&(t - MONDAY - d * DAY - 12 * HOUR)));
    for m in log.marks.iter().filter(|m| crew.contains(&m.account) && in_order(m.time)) {
        *out.entry(m.page).or_insert(0.0) += 1.0;
    }
    out
}

/// Whether a page's true count of marks by people for themselves lies in its interval.
fn holds(page: &claque_verdict::PageVerdict, given: f64) -> bool {
    let real = page.likes as f64 - given;
    page.authentic_lo.unwrap() <= real && real <= page.authentic_hi.unwrap()
}

#[test]
fn in_small_innocent_worlds_nobody_is_called_and_every_page_keeps_its_marks() {
    for seed in 20..22 {
        let a = audited(&town(700, seed, 0).0, seed);
        let called = a.accounts.iter().filter(|v| v.p_hired + v.p_fabricated > 0.5).count();
        assert_eq!(called, 0, "world {seed}");
        let held = a.pages.iter().filter(|p| holds(p, 0.0)).count();
        assert!(held * 100 >= a.pages.len() * 99, "world {seed}: {held} of {}", a.pages.len());
        for t in &a.decoys.turing {
            assert!(t.share.is_none_or(|s| s <= t.allowed), "world {seed}: {t:?}");
        }
    }
}

#[test]
fn in_small_worlds_with_crews_intervals_hold_and_stated_crews_are_crews() {
    let (mut touched, mut held, mut narrow, mut curves) = (0, 0, 0, 0);
    for seed in 30..32 {
        let (log, crew) = town(700, seed, 2);
        let given = delivered(&log, &crew);
        let a = audited(&log, seed);
        let columns = log.columns();
        for p in &a.pages {
            let page = columns.target_page[p.target.index()].0;
            if let Some(&n) = given.get(&page).filter(|n| **n >= 20.0) {
                touched += 1;
                held += usize::from(holds(p, n));
                let width = p.authentic_hi.unwrap() - p.authentic_lo.unwrap();
                narrow += usize::from(width <= 0.15 * p.likes as f64);
            }
        }
        let stated: Vec<_> = a
            .crews
            .iter()
            .filter(|c| c.q.is_some_and(|q| q <= 0.05) && c.crew.kinds.called().is_doubted())
            .collect();
        assert!(!stated.is_empty(), "world {seed} states a crew");
        for c in stated {
            let members = || c.crew.members.iter().filter(|m| m.posterior > 0.5);
            let ours = members().filter(|m| crew.contains(&m.account.0)).count();
            assert!(ours * 20 >= members().count() * 19, "world {seed}: {ours} of {}", members().count());
        }
        let calibrated = a.calibration.log_loss;
        assert_eq!(calibrated.is_some(), a.calibration.members.is_some());
        assert!(calibrated.is_none_or(|(before, after)| after < before), "world {seed}: {calibrated:?}");
        curves += usize::from(calibrated.is_some());
    }
    assert!(curves > 0, "in one of them at least enough accounts were planted");
    assert!(touched >= 40, "{touched}");
    assert!(held * 100 >= touched * 90, "{held} of {touched}");
    assert!(narrow * 2 >= touched, "{narrow} of {touched} are narrow");
}

#[test]
fn stated_power_is_what_fresh_campaigns_show() {
    let (log, _) = town(2_500, 40, 1);
    let (stated, fresh) = (audited(&log, 1), audited(&log, 2));
    let curve = stated.power.curve.as_ref().unwrap();
    let n = fresh.power.trials.len() as f64;
    assert!(n >= 25.0, "{n} campaigns");
    let of = |c: &Campaign| curve.power(c, curve.background);
    let said = fresh.power.trials.iter().map(|t| of(&t.campaign)).sum::<f64>() / n;
    let seen = fresh.power.trials.iter().filter(|t| t.found >= SEEN).count() as f64 / n;
    // Ten points, and two standard errors of so few.
    let room = 0.1 + 2.0 * (said * (1.0 - said) / n).sqrt();
    assert!((said - seen).abs() <= room, "said {said:.2}, seen {seen:.2} of {n}");
}
