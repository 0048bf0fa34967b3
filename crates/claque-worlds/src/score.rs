//! The score of an audit against the truth of its world: who was called, in which order, how sure, and how far
//! the pages' counts are off. What an audit does not say is null here, never 0.

mod pages;
mod table;

pub use table::table;

use crate::error::WorldFault;
use crate::ranking::{average_precision, calibration_error, mean};
use crate::read::Table;
use serde::Serialize;
use std::collections::{BTreeMap, HashMap};
use std::path::Path;

/// An account is called where P(hired or fabricated) is above this.
const CALLED: f64 = 0.5;
/// Accounts with less than this were given no mass.
const MASS: f64 = 0.01;
/// Between these a probability says something: most are near 0 or 1.
const MIDDLE: (f64, f64) = (0.05, 0.95);
/// Fewer accounts than this in the middle are no measurement.
const ENOUGH: usize = 50;
/// The score of an audit.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Score {
    /// Accounts of the world.
    pub accounts: usize,
    /// Average precision of P(hired or fabricated); null where the world has no such account.
    pub average_precision: Option<f64>,
    /// Average precision of P(directed); null where nobody is directed, or the audit does not say.
    pub average_precision_directed: Option<f64>,
    /// Accounts called: P(hired or fabricated) above one half.
    pub called: usize,
    /// Of the called: people for themselves.
    pub innocent_called: usize,
    /// Of the called: people who act as told.
    pub directed_called: usize,
    /// Innocent among the called; null where nobody was called.
    pub innocent_share: Option<f64>,
    /// Calibration error of P(hired or fabricated) over accounts given any mass.
    pub calibration_error: Option<f64>,
    /// The same between 0.05 and 0.95, where a probability says something; null for fewer than 50 accounts.
    pub calibration_error_middle: Option<f64>,
    /// Accounts between 0.05 and 0.95.
    pub middle: usize,
    /// By role.
    pub roles: Vec<RoleScore>,
    /// By crew of the world.
    pub crews: Vec<CrewScore>,
    /// Crews of the audit, by kind.
    pub found: BTreeMap<String, usize>,
    /// Of a crew of the audit, the share of listed members who are of one true crew (or all of none), averaged.
    pub crew_purity: Option<f64>,
    /// The pages in summary.
    pub pages: PagesScore,
    /// Every touched page, the worst first.
    pub touched: Vec<PageScore>,
}

/// A role.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct RoleScore {
    /// organic, hired, directed or fabricated.
    pub role: String,
    /// Accounts.
    pub accounts: usize,
    /// Of these, called hired or fabricated.
    pub called: usize,
}

/// A crew of the world.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct CrewScore {
    /// Its name in the truth files.
    pub crew: String,
    /// What its accounts are.
    pub role: String,
    /// Accounts.
    pub accounts: usize,
    /// Pages that it served.
    pub jobs: usize,
    /// Share of its accounts that were found: called, or, of a directed crew, given P(directed) above one half.
    /// Null where the audit does not say.
    pub recall: Option<f64>,
    /// Mean of P(hired or fabricated) over its accounts.
    pub mean_probability: f64,
    /// The crew of the audit that holds most of its accounts (posterior above one half), and that share.
    pub mostly_in: Option<(String, f64)>,
}

/// Pages in summary.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct PagesScore {
    /// Pages with at least 20 marks to take off.
    pub touched: usize,
    /// Mean of |authentic said − true| as a share of the page's likes, over touched pages.
    pub error_share: Option<f64>,
    /// The same in marks.
    pub error_marks: Option<f64>,
    /// Touched pages that have an interval, and the share of them whose interval holds the truth.
    pub with_interval: usize,
    /// Null where no touched page has an interval.
    pub covered: Option<f64>,
    /// The same over all other pages; null where none has an interval.
    pub covered_untouched: Option<f64>,
    /// Median width of the touched pages' intervals as a share of their likes.
    pub width_share: Option<f64>,
}

/// A page.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PageScore {
    /// Its id.
    pub page: String,
    /// Marks that it was given.
    pub likes: f64,
    /// Of these authentic in truth, directed ones included, as the contract counts them.
    pub authentic: f64,
    /// What the audit says; null where it does not know the page.
    pub said: Option<f64>,
    /// |said − authentic| / likes.
    pub error_share: Option<f64>,
}

/// Scores an audit.
///
/// # Errors
/// One of the folders is not what it should be.
pub fn score(world: &Path, audit: &Path) -> Result<Score, WorldFault> {
    let truth = Table::open(world, "truth_accounts")?;
    let (account, role, crew) = (truth.text("account")?, truth.text("role")?, truth.text("crew")?);
    let at: HashMap<&str, usize> = account.iter().enumerate().map(|(i, a)| (a.as_str(), i)).collect();
    let said = Table::open(audit, "accounts")?;
    let named = said.text("account")?;
    if let Some(stranger) = named.iter().find(|a| !at.contains_key(a.as_str())) {
        return Err(WorldFault::table(
            &audit.join("accounts.parquet"),
            format!("account `{stranger}` is not in this world: it is an audit of another log"),
        ));
    }
    let column = |name: &str| -> Result<(Vec<f64>, bool), WorldFault> {
        let values = if said.has(name) { said.numbers(name)? } else { vec![] };
        // Whoever is not listed has no mass.
        let mut all = vec![0.0; account.len()];
        for (a, v) in named.iter().zip(&values) {
            all[at[a.as_str()]] = v.unwrap_or(0.0);
        }
        Ok((all, values.iter().any(Option::is_some)))
    };
    let (hired, fabricated) = (column("p_hired")?.0, column("p_fabricated")?.0);
    let (p_directed, says_directed) = column("p_directed")?;
    // P(hired or fabricated) = 1 − (1 − p_hired)(1 − p_fabricated)
    let p: Vec<f64> = hired.iter().zip(&fabricated).map(|(h, f)| 1.0 - (1.0 - h) * (1.0 - f)).collect();
    let doubted = |i: usize| role[i] == "hired" || role[i] == "fabricated";
    let all = || 0..account.len();
    let scored: Vec<(f64, bool)> = all().map(|i| (p[i], doubted(i))).collect();
    let called_of = |of: &str| all().filter(|&i| p[i] > CALLED && role[i] == of).count();
    let called = p.iter().filter(|&&p| p > CALLED).count();
    let innocent_called = called_of("organic");
    let given: Vec<(f64, bool)> = scored.iter().copied().filter(|s| s.0 > MASS).collect();
    let middle: Vec<(f64, bool)> =
        scored.iter().copied().filter(|s| s.0 > MIDDLE.0 && s.0 < MIDDLE.1).collect();
    let directed: Vec<(f64, bool)> = all().map(|i| (p_directed[i], role[i] == "directed")).collect();

    let members = Table::open(audit, "members")?;
    let (in_crew, member) = (members.text("crew")?, members.text("account")?);
    let posterior = members.numbers("posterior")?;
    let crews = Table::open(audit, "crews")?;
    let mut found = BTreeMap::new();
    for kind in crews.text("kind")? {
        *found.entry(kind).or_insert(0) += 1;
    }
    // By crew of the audit: how many of its listed members are of each true crew.
    let mut mixture: BTreeMap<&str, HashMap<&str, usize>> = BTreeMap::new();
    // By true crew: how many of its accounts each crew of the audit holds.
    let mut holds: HashMap<&str, BTreeMap<&str, usize>> = HashMap::new();
    for ((c, a), q) in in_crew.iter().zip(&member).zip(&posterior) {
        let Some(&i) = at.get(a.as_str()) else { continue };
        *mixture.entry(c).or_default().entry(&crew[i]).or_default() += 1;
        if q.is_some_and(|q| q > 0.5) {
            *holds.entry(&crew[i]).or_default().entry(c).or_default() += 1;
        }
    }
    let purity: Vec<f64> = mixture
        .values()
        .map(|of| of.values().copied().max().unwrap_or(0) as f64 / of.values().sum::<usize>() as f64)
        .collect();

    let mut jobs: HashMap<String, usize> = HashMap::new();
    for crew in Table::open(world, "truth_jobs")?.text("crew")? {
        *jobs.entry(crew).or_default() += 1;
    }
    let mut of_crew: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for i in all().filter(|&i| role[i] != "organic") {
        of_crew.entry(&crew[i]).or_default().push(i);
    }
    let crew_scores = of_crew
        .iter()
        .map(|(&name, of)| {
            let is_directed = role[of[0]] == "directed";
            let by = if is_directed { &p_directed } else { &p };
            let recall = of.iter().filter(|&&i| by[i] > CALLED).count() as f64 / of.len() as f64;
            let most =
                holds.get(name).and_then(|h| h.iter().max_by_key(|(c, n)| (**n, std::cmp::Reverse(*c))));
            CrewScore {
                crew: name.to_owned(),
                role: role[of[0]].clone(),
                accounts: of.len(),
                jobs: jobs.get(name).copied().unwrap_or(0),
                recall: (!is_directed || says_directed).then_some(recall),
                mean_probability: of.iter().map(|&i| p[i]).sum::<f64>() / of.len() as f64,
                mostly_in: most.map(|(c, n)| ((*c).to_owned(), *n as f64 / of.len() as f64)),
            }
        })
        .collect();
    let roles = ["organic", "hired", "directed", "fabricated"]
        .iter()
        .map(|&of| RoleScore {
            role: of.to_owned(),
            accounts: role.iter().filter(|r| *r == of).count(),
            called: called_of(of),
        })
        .filter(|r| r.accounts > 0)
        .collect();
    let (pages, touched) = pages::pages(world, audit)?;
    Ok(Score {
        accounts: account.len(),
        average_precision: average_precision(&scored),
        average_precision_directed: average_precision(&directed).filter(|_| says_directed),
        called,
        innocent_called,
        directed_called: called_of("directed"),
        innocent_share: (called > 0).then(|| innocent_called as f64 / called as f64),
        calibration_error: calibration_error(&given),
        calibration_error_middle: calibration_error(&middle).filter(|_| middle.len() >= ENOUGH),
        middle: middle.len(),
        roles,
        crews: crew_scores,
        found,
        crew_purity: mean(&purity),
        pages,
        touched,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tables::write;
    use arrow_array::{ArrayRef, Float64Array, Int64Array, RecordBatch, StringArray};
    use std::sync::Arc;

    fn text(values: &[&str]) -> ArrayRef {
        Arc::new(StringArray::from_iter_values(values))
    }

    fn numbers<const N: usize>(values: [Option<f64>; N]) -> ArrayRef {
        Arc::new(Float64Array::from_iter(values))
    }

    fn counts(values: &[i64]) -> ArrayRef {
        Arc::new(Int64Array::from_iter_values(values.iter().copied()))
    }

    fn put<const N: usize>(folder: &Path, name: &str, columns: [(&str, ArrayRef); N]) {
        let table = RecordBatch::try_from_iter(columns).unwrap();
        write(&table, std::fs::File::create(folder.join(format!("{name}.parquet"))).unwrap()).unwrap();
    }

    /// Two hired, one directed, three organic; pages with 100 and 10 likes; an audit that errs a little.
    fn case() -> (tempfile::TempDir, tempfile::TempDir) {
        let (world, audit) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        put(
            world.path(),
            "truth_accounts",
            [
                ("account", text(&["a", "b", "c", "d", "e", "f"])),
                ("role", text(&["hired", "hired", "directed", "organic", "organic", "organic"])),
                ("crew", text(&["x", "x", "y", "", "", ""])),
            ],
        );
        put(world.path(), "truth_jobs", [("crew", text(&["x", "x", "y"]))]);
        put(
            world.path(),
            "truth_pages",
            [
                ("page", text(&["p", "q"])),
                ("likes", counts(&[100, 10])),
                ("authentic", counts(&[60, 10])),
                ("hired", counts(&[30, 0])),
                ("directed", counts(&[10, 0])),
                ("fabricated", counts(&[0, 0])),
            ],
        );
        put(
            audit.path(),
            "accounts",
            [
                ("account", text(&["a", "b", "c", "d"])),
                ("p_hired", numbers([Some(0.9), Some(0.1), Some(0.0), Some(0.5)])),
                ("p_fabricated", numbers([Some(0.0), Some(0.0), Some(0.0), Some(0.6)])),
                ("p_directed", numbers([Some(0.0), Some(0.0), Some(0.7), None])),
            ],
        );
        put(
            audit.path(),
            "members",
            [
                ("crew", text(&["C1", "C1", "C2"])),
                ("account", text(&["a", "d", "c"])),
                ("posterior", numbers([Some(0.9), Some(0.8), Some(0.7)])),
            ],
        );
        put(audit.path(), "crews", [("crew", text(&["C1", "C2"])), ("kind", text(&["hired", "directed"]))]);
        put(
            audit.path(),
            "pages",
            [
                ("page", text(&["p", "q"])),
                ("authentic", numbers([Some(65.0), Some(10.0)])),
                ("authentic_lo", numbers([Some(62.0), None])),
                ("authentic_hi", numbers([Some(68.0), None])),
            ],
        );
        (world, audit)
    }

    #[test]
    fn a_hand_made_case() {
        let (world, audit) = case();
        let s = score(world.path(), audit.path()).unwrap();
        let near = |a: Option<f64>, b: f64| assert!((a.unwrap() - b).abs() < 1e-12, "{a:?}, not {b}");
        // p: a 0.9, d 1 − 0.5·0.4 = 0.8, b 0.1, the others 0. Right, wrong, right.
        near(s.average_precision, 0.5 + 1.0 / 3.0);
        near(s.average_precision_directed, 1.0);
        assert_eq!((s.called, s.innocent_called, s.directed_called), (2, 1, 0));
        near(s.innocent_share, 0.5);
        // Given mass: 0.9 (right), 0.8 (wrong), 0.1 (right): (0.1 + 0.8 + 0.9) / 3.
        near(s.calibration_error, 0.6);
        assert_eq!((s.middle, s.calibration_error_middle), (3, None), "three are no measurement");
        assert_eq!(s.crews.len(), 2);
        assert_eq!((s.crews[0].crew.as_str(), s.crews[0].accounts, s.crews[0].jobs), ("x", 2, 2));
        near(s.crews[0].recall, 0.5);
        assert_eq!(s.crews[0].mostly_in, Some(("C1".to_owned(), 0.5)));
        near(s.crews[1].recall, 1.0);
        // C1 is half of x and half of nobody, C2 is all of y.
        near(s.crew_purity, 0.75);
        assert_eq!((s.found["hired"], s.found["directed"]), (1, 1));
        // 70 of 100 are authentic, directed ones included; 65 was said, and 62 to 68.
        assert_eq!((s.pages.touched, s.pages.with_interval), (1, 1));
        near(s.pages.error_share, 0.05);
        near(s.pages.error_marks, 5.0);
        near(s.pages.covered, 0.0);
        near(s.pages.width_share, 0.06);
        assert_eq!(
            s.pages.covered_untouched, None,
            "an interval that is not there holds nothing and misses nothing"
        );
        assert_eq!(s.touched[0].page, "p");
    }

    #[test]
    fn an_audit_of_another_log_is_refused() {
        let (world, audit) = case();
        put(
            audit.path(),
            "accounts",
            [("account", text(&["z"])), ("p_hired", numbers([Some(0.9)])), ("p_fabricated", numbers([None]))],
        );
        let fault = score(world.path(), audit.path()).unwrap_err();
        assert!(fault.what.contains("another log"), "{fault}");
        std::fs::remove_file(audit.path().join("crews.parquet")).unwrap();
        assert!(score(world.path(), world.path()).is_err());
    }

    #[test]
    fn what_is_not_said_is_null() {
        let (world, audit) = case();
        put(
            audit.path(),
            "accounts",
            [
                ("account", text(&["a"])),
                ("p_hired", numbers([Some(0.2)])),
                ("p_fabricated", numbers([Some(0.0)])),
            ],
        );
        let s = score(world.path(), audit.path()).unwrap();
        assert_eq!((s.called, s.innocent_share, s.average_precision_directed), (0, None, None));
        assert_eq!(s.crews[1].recall, None);
        assert_eq!(s.crews[0].recall, Some(0.0));
    }
}
