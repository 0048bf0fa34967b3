//! Whose marks on two pages lie days apart: what counts where the one window is the whole log.
//!
//! METHOD: people who like one thing mark a few pages of it in one sitting, and that is most of what related pages share. There
//! *when* asks of it in every other window; here it cannot, and a supplier that copies each page's own curve would have to
//! share more than any public does. It sends its accounts to each page on days of their own, so an account counts if its
//! two marks lie a day or more apart:
//!
//! ```text
//! x = Σ w_a over the accounts in both cells with |t_a1 − t_a2| ≥ 1 d
//! ```
//!
//! Activity is not asked to be apart, which only raises what it lets expect.

use crate::cells::Cells;
use crate::null_what;
use crate::overlaps::Overlap;
use crate::peel::Ground;
use crate::turns;
use claque_chance::tails::CriticalTable;
use claque_marks::Micros;
use claque_marks::window::DAY;

/// No mark: further from any than a log lasts.
const NONE: Micros = Micros::MIN / 2;

/// These overlaps by the accounts whose marks lie apart, as far as activity alone would still hardly give them. Overlaps
/// of one first cell follow each other.
pub fn counted(
    ground: &Ground,
    cells: &Cells,
    critical: &CriticalTable,
    overlaps: &[Overlap],
) -> Vec<Overlap> {
    let groups: Vec<&[Overlap]> = overlaps.chunk_by(|a, b| a.i == b.i).collect();
    let scratch = || vec![NONE; ground.columns.accounts];
    turns::flat_map(&groups, scratch, |met, group, kept| {
        let i = group[0].i;
        for (&a, &m) in cells.accounts_of(i).iter().zip(cells.marks_of(i)) {
            met[a as usize] = ground.index.time[m as usize];
        }
        kept.extend(group.iter().map(|o| of_pair(ground, cells, met, o)).filter(|o| {
            let (n1, n2) = (f64::from(cells.size(o.i)), f64::from(cells.size(o.j)));
            o.accounts >= ground.p.min_overlap
                && null_what::is_below(ground.activity, n1, n2, o.weight, critical, ground.p.soft.ln())
        }));
        cells.accounts_of(i).iter().for_each(|&a| met[a as usize] = NONE);
    })
}

/// An overlap counted anew; `met`, by account: when it marked the first cell's page.
fn of_pair(ground: &Ground, cells: &Cells, met: &[Micros], o: &Overlap) -> Overlap {
    let (mut accounts, mut weight) = (0, 0.0);
    for (&a, &m) in cells.accounts_of(o.j).iter().zip(cells.marks_of(o.j)) {
        let first = met[a as usize];
        if first != NONE && (first - ground.index.time[m as usize]).abs() >= DAY {
            accounts += 1;
            weight += ground.activity.weight[a as usize];
        }
    }
    Overlap { accounts, weight, ..*o }
}
