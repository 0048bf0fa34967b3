//! Two crews with workers in common, as two brands of one operator had (De Cristofaro et al., IMC 2014). Each
//! order goes to one crew, and to the workers in common. In truth the common ones belong to the first; the jobs
//! are of whichever crew got the order.

use crate::behaviour::{Behaviour, Between, Share};
use crate::draw::Draw;
use crate::supplier::workers::task;
use crate::supplier::{customers, persons};
use crate::world::{Role, World};
use serde::Deserialize;

/// Parameters.
#[derive(Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct SharesWorkers {
    /// Workers of each crew.
    pub accounts: Between,
    /// Share of the first crew that works for the second too.
    pub common: Share,
    /// Pages that order from each.
    pub orders: Between,
    /// Share of the workers who take a task.
    pub share: Share,
    /// Mean days until a worker comes to it.
    pub days: Between,
    /// Mean marks of one's own.
    pub marks: Between,
}

impl Default for SharesWorkers {
    fn default() -> Self {
        Self {
            accounts: Between::just(500.0),
            common: Share(0.33),
            orders: Between::just(30.0),
            share: Share(0.5),
            days: Between::just(0.8),
            marks: Between::just(24.0),
        }
    }
}

impl Behaviour for SharesWorkers {
    fn act(&self, world: &mut World, name: &str, draw: &mut Draw) {
        let first = world.crew(&format!("{name}A"), Role::Hired);
        let second = world.crew(&format!("{name}B"), Role::Hired);
        let (count, marks) = (self.accounts.whole(draw), self.marks.draw(draw));
        let a = persons(world, first, count, marks, draw);
        let common = (self.common.0 * count as f64).round() as usize;
        let mut b = a[..common].to_vec();
        b.extend(persons(world, second, count - common, marks, draw));
        let orders = self.orders.whole(draw);
        for (nth, page) in customers(world, 2 * orders, None, draw).into_iter().enumerate() {
            let (crew, workers) = if nth % 2 == 0 { (first, &a) } else { (second, &b) };
            let days = self.days.draw(draw);
            task(world, crew, page, workers, self.share.0, days, draw);
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::{accounts, after, by_page, long};

    #[test]
    fn two_crews_serve_different_pages_with_workers_in_common() {
        let (world, marks) = after(long(3000), "is = \"shares_workers\"\naccounts = 120\norders = 15");
        let of = |crew: u16| marks.iter().copied().filter(|m| m.crew == crew).collect::<Vec<_>>();
        let (a, b) = (accounts(&of(1)), accounts(&of(2)));
        let common = a.intersection(&b).count();
        assert!((36..=40).contains(&common), "{common}");
        assert!(a.len() > 115 && b.len() > 115);
        let pages = |crew| by_page(&of(crew)).iter().map(|o| o[0].page).collect::<Vec<_>>();
        assert!(pages(1).iter().all(|p| !pages(2).contains(p)));
        assert_eq!(
            (world.crews[1].name.as_str(), world.crews[2].name.as_str()),
            ("shares_workersA", "shares_workersB")
        );
    }
}
