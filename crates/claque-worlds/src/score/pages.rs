//! The pages' counts against the truth.

use super::{PageScore, PagesScore};
use crate::error::WorldFault;
use crate::ranking::{mean, median};
use crate::read::Table;
use std::collections::HashMap;
use std::path::Path;

/// A page is touched from so many hired and fabricated marks on.
const TOUCHED: f64 = 20.0;

/// Scores the pages: in summary, and every touched page, the worst first.
pub fn pages(world: &Path, audit: &Path) -> Result<(PagesScore, Vec<PageScore>), WorldFault> {
    let truth = Table::open(world, "truth_pages")?;
    let page = truth.text("page")?;
    let count = |name: &str| -> Result<Vec<f64>, WorldFault> {
        Ok(truth.numbers(name)?.into_iter().map(|n| n.unwrap_or(0.0)).collect())
    };
    let (likes, own, directed) = (count("likes")?, count("authentic")?, count("directed")?);
    let (hired, fabricated) = (count("hired")?, count("fabricated")?);
    let said = Table::open(audit, "pages")?;
    let [authentic, low, high] = ["authentic", "authentic_lo", "authentic_hi"].map(|c| said.numbers(c));
    let (authentic, low, high) = (authentic?, low?, high?);
    let mut row: HashMap<String, usize> = HashMap::new();
    for (i, page) in said.text("page")?.into_iter().enumerate() {
        if let Some(_before) = row.insert(page.clone(), i) {
            return Err(WorldFault::table(
                &audit.join("pages.parquet"),
                format!("page `{page}` stands under several verbs, and a world has one"),
            ));
        }
    }
    let mut touched = vec![];
    let (mut inside, mut inside_untouched, mut widths) = (vec![], vec![], vec![]);
    for i in 0..page.len() {
        // What the contract calls authentic: by people for themselves or as told.
        let real = own[i] + directed[i];
        let said_of = |column: &[Option<f64>]| row.get(&page[i]).and_then(|&r| column[r]);
        let is_touched = hired[i] + fabricated[i] >= TOUCHED;
        if let (Some(low), Some(high)) = (said_of(&low), said_of(&high)) {
            let holds = f64::from(low <= real && real <= high);
            if is_touched {
                inside.push(holds);
                widths.push((high - low) / likes[i]);
            } else {
                inside_untouched.push(holds);
            }
        }
        if is_touched {
            let said = said_of(&authentic);
            touched.push(PageScore {
                page: page[i].clone(),
                likes: likes[i],
                authentic: real,
                said,
                error_share: said.map(|s| (s - real).abs() / likes[i]),
            });
        }
    }
    let shares: Vec<f64> = touched.iter().filter_map(|p| p.error_share).collect();
    let marks: Vec<f64> = touched.iter().filter_map(|p| p.said.map(|s| (s - p.authentic).abs())).collect();
    let summary = PagesScore {
        touched: touched.len(),
        error_share: mean(&shares),
        error_marks: mean(&marks),
        with_interval: inside.len(),
        covered: mean(&inside),
        covered_untouched: mean(&inside_untouched),
        width_share: median(&widths),
    };
    // A page that the audit does not know comes first: it could not be worse.
    let worst = |p: &PageScore| p.error_share.unwrap_or(f64::INFINITY);
    touched.sort_by(|a, b| worst(b).total_cmp(&worst(a)).then_with(|| a.page.cmp(&b.page)));
    Ok((summary, touched))
}
