//! Guards what is taken off pages: the figures of every page and account of an audit are those that plain sums
//! over its crews' marks and members give, in logs with crews of several kinds, with accounts in two crews and
//! marks claimed by two.

use claque_marks::{Parameters, Seed, Silent};
use claque_oracle::pages::{self, Crew};
use claque_oracle::planted::Town;

/// Below this P(kind), a crew's accounts get none of it: as the audit has it.
const CREW_COUNTS: f64 = 0.05;
/// The audit adds up what several crews claim of a mark in single precision.
const SINGLE: f64 = 1e-5;

fn agrees(town: &Town) -> usize {
    let log = &town.log;
    let columns = log.columns();
    let asked = claque_verdict::Asked {
        seed: Seed(1),
        decoys: claque_verdict::Effort::thorough(0),
        planting: claque_verdict::Planting::None,
        coverage: None,
    };
    let audit = claque_verdict::audit(&columns, &Parameters::default(), &asked, &Silent);
    let marks = log.in_order();
    let crews: Vec<Crew> = audit
        .crews
        .iter()
        .map(|c| Crew {
            kinds: c.crew.kinds.0,
            members: c.crew.members.iter().map(|m| (m.account.0, m.posterior)).collect(),
            marks: c.crew.marks.iter().map(|m| (marks[m.mark as usize].key(), m.posterior)).collect(),
        })
        .collect();
    let plain = pages::of(log, &crews, CREW_COUNTS);
    assert_eq!(audit.pages.len(), plain.len());
    for (p, (target, f)) in audit.pages.iter().zip(&plain) {
        let at = p.target.index();
        assert_eq!((columns.target_page[at].0, columns.target_verb[at].0), *target);
        assert_eq!((p.likes as f64, p.withdrawn as f64), (f.likes, f.withdrawn));
        let [hired, fabricated, directed, organised, episode, _] = f.by_kind;
        for (engine, plain) in [
            (p.hired, hired),
            (p.fabricated, fabricated),
            (p.directed, directed),
            (p.organised, organised),
            (p.episode, episode),
            (p.authentic, f.authentic),
            (p.by_crew, f.by_crew),
        ] {
            assert!((engine - plain).abs() < SINGLE * (1.0 + plain), "{target:?}: {engine} {plain}");
        }
    }
    for a in &audit.accounts {
        for (kind, p) in [(0, a.p_hired), (1, a.p_fabricated), (2, a.p_directed)] {
            let plain = pages::account(&crews, a.account.0, kind, CREW_COUNTS);
            assert!((p - plain).abs() < 1e-12, "{:?}: {p} {plain}", a.account);
        }
    }
    let listed = |a: u32| audit.accounts.iter().any(|v| v.account.0 == a);
    for a in (0..log.accounts).filter(|a| !listed(*a)) {
        for kind in 0..3 {
            assert!(pages::account(&crews, a, kind, CREW_COUNTS) < 0.01, "{a} is not listed");
        }
    }
    crews.len()
}

#[test]
fn figures_of_pages_and_accounts() {
    let mut found = 0;
    for seed in 0..4 {
        let mut town = Town::new(500, 120, seed);
        let crew = town.crew(80, 6);
        town.fan_club(60, 12, 600);
        town.shared_list(100);
        // Half of the crew works for a second one as well, on pages of which some are the first one's.
        let other = town.arrive(40, 6);
        let pages = town.some_pages(20);
        let days = [5, 12, 20, 25, 38];
        town.serve(other.clone(), &pages, &days, 0.9, 6);
        town.serve(crew.start..crew.start + 40, &pages, &days, 0.9, 6);
        found += agrees(&town);
    }
    assert!(found >= 8, "only {found} crews to compare by");
}
