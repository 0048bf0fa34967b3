//! Logs that do not say whose the pages are: each page then counts as an owner, and fans of one owner must still not
//! look like hands that serve many customers.

use claque_detect::{Found, search};
use claque_marks::{Parameters, Seed, Silent};
use claque_oracle::log::Log;
use claque_oracle::planted::Town;

/// The same log where nobody says whose a page is.
fn searched_without_owners(mut log: Log) -> Found {
    log.owner = (0..log.owner.len() as u32).collect();
    log.owners_known = false;
    search(&log.columns(), &Parameters::default(), Seed(1), &Silent)
}

#[test]
fn fans_are_not_called_where_owners_are_unknown() {
    // Own marks of each fan, and how many others like some of the owner's pages: many, few, nobody.
    for (own_life, public) in [(20, 200), (12, 60), (12, 0)] {
        for seed in 20..23 {
            let mut town = Town::new(600, 120, seed);
            let fans = town.fan_club(80, own_life, 0);
            let first = town.log.owner.len() as u32 - 20;
            for someone in 0..public {
                for _ in 0..5 {
                    let (page, time) = (first + town.below(20), town.waking());
                    town.log.mark(someone, page, time);
                }
            }
            let found = searched_without_owners(town.log);
            let of_fans = |c: &&claque_detect::Crew| c.members.iter().any(|m| fans.contains(&m.account.0));
            assert!(found.crews.iter().any(|c| of_fans(&c)), "a fan club stands out");
            let called = found.crews.iter().filter(|c| c.kinds.called().is_doubted()).count();
            assert_eq!(called, 0, "{own_life} {public} {seed}");
        }
    }
}

#[test]
fn a_crew_on_pages_with_publics_of_their_own_is_called_all_the_same() {
    for seed in 0..3 {
        let mut town = Town::new(600, 120, seed);
        let crew = town.crew(80, 10);
        let found = searched_without_owners(town.log);
        let called: Vec<_> = found.crews.iter().filter(|c| c.kinds.called().is_doubted()).collect();
        assert_eq!(called.len(), 1, "{seed}");
        let members = called[0].members.iter().filter(|m| m.posterior > 0.5);
        assert!(members.filter(|m| crew.contains(&m.account.0)).count() > 70, "{seed}");
    }
}
