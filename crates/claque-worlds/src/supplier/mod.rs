//! Suppliers, one a file: crews that mark what is ordered. What they share stands here: accounts, customers,
//! and the marks that hide the jobs. Only marks of a job count as hired, directed or fabricated; marks that
//! hide them count as the accounts' own, as the contract of an audit counts them.

pub mod bulk;
pub mod burst;
pub mod directed;
pub mod pool;
pub mod slow;
pub mod tiny;
pub mod workers;

use crate::clock::{DAY, HOUR};
use crate::draw::{Draw, sums};
use crate::people::Block;
use crate::world::World;

/// Accounts that do nothing by themselves.
pub fn accounts(world: &mut World, crew: u16, count: usize, draw: &mut Draw) -> Vec<u32> {
    world.bring(&Block { crew, settled: true, ..Block::ordinary(count, 1.0) }, draw)
}

/// People with lives of their own.
pub fn persons(world: &mut World, crew: u16, count: usize, marks: f64, draw: &mut Draw) -> Vec<u32> {
    let block = Block { crew, ..Block::ordinary(count, marks) };
    let persons = world.bring(&block, draw);
    crate::life::live(world, &persons, draw);
    persons
}

/// Pages whose owners order: not those that are famous already, and there for some time yet. Of one topic or of
/// all.
pub fn customers(world: &World, count: usize, topic: Option<usize>, draw: &mut Draw) -> Vec<u32> {
    let all = 0..world.base_pages() as u32;
    let mut weights: Vec<f64> = all.clone().map(|p| world.pages.weight[p as usize]).collect();
    weights.sort_by(f64::total_cmp);
    let famous = weights[weights.len() * 97 / 100];
    let latest = if world.is_posts() { world.span - 2.0 * DAY } else { 0.75 * world.span };
    let fit: Vec<u32> = all
        .filter(|&p| {
            let p = p as usize;
            world.pages.weight[p] < famous
                && world.pages.launch[p] < latest
                && topic.is_none_or(|k| usize::from(world.pages.topic[p]) == k)
        })
        .collect();
    draw.some_of(&fit, count)
}

/// Those who take part in an order: about `share` of all, a little more or less from order to order.
pub fn takers(of: &[u32], share: f64, draw: &mut Draw) -> Vec<u32> {
    let share = draw.lognormal(share, 0.12).min(0.97);
    of.iter().copied().filter(|_| draw.chance(share)).collect()
}

/// Marks that hide the jobs: about `mean` an account on well-known pages, in a supplier's working hours.
pub fn cover(world: &mut World, accounts: &[u32], mean: f64, draw: &mut Draw) {
    // Popular pages, but not only the most popular: weight to the power 0.85.
    let weights = sums(world.pages.weight[..world.base_pages()].iter().map(|&w| libm::pow(w, 0.85)));
    for &account in accounts {
        // Spread 0.8 around a mean: median · e^(0.8²/2)
        let marks = draw.lognormal(mean / libm::exp(0.32), 0.8);
        for _ in 0..draw.poisson(marks) {
            let page = draw.weighted(&weights) as u32;
            let time = if world.is_posts() {
                world.pages.launch[page as usize] + draw.exponential(7.0 * HOUR)
            } else {
                draw.below(world.size.days as usize) as f64 * DAY + draw.between(1.0, 16.0) * HOUR
            };
            world.mark(account, page, time, 0);
        }
    }
}

/// Delivers an order: these accounts mark the page at times that `when` gives.
pub fn deliver(
    world: &mut World,
    crew: u16,
    page: u32,
    by: &[u32],
    draw: &mut Draw,
    mut when: impl FnMut(&World, u32, &mut Draw) -> Option<f64>,
) {
    for &account in by {
        if let Some(time) = when(world, account, draw) {
            world.mark(account, page, time, crew);
        }
    }
}
