//! A score as people read it.

use super::Score;
use std::fmt::Write;

/// Touched pages shown: the worst.
const SHOWN: usize = 10;

/// A value with so many decimals, or what stands for a value that is not there.
fn shown(value: Option<f64>, decimals: usize) -> String {
    value.map_or_else(|| "–".to_owned(), |v| format!("{v:.decimals$}"))
}

/// A share in percent.
fn percent(value: Option<f64>) -> String {
    value.map_or_else(|| "–".to_owned(), |v| format!("{:.2} %", 100.0 * v))
}

/// The whole score.
pub fn table(score: &Score) -> String {
    let mut out = String::new();
    // Writing to a string cannot fail.
    let _ = write_all(score, &mut out);
    out
}

fn write_all(score: &Score, out: &mut String) -> std::fmt::Result {
    let s = score;
    writeln!(out, "average precision    hired or fabricated {}", shown(s.average_precision, 4))?;
    writeln!(out, "                     directed            {}", shown(s.average_precision_directed, 4))?;
    writeln!(
        out,
        "called               {}, innocent {} ({}), directed {}",
        s.called,
        s.innocent_called,
        percent(s.innocent_share),
        s.directed_called
    )?;
    writeln!(
        out,
        "calibration error    {}; between 0.05 and 0.95: {} ({} accounts)",
        shown(s.calibration_error, 4),
        shown(s.calibration_error_middle, 2),
        s.middle
    )?;
    let found: Vec<String> = s.found.iter().map(|(kind, n)| format!("{n} {kind}")).collect();
    let found = if found.is_empty() { "none".to_owned() } else { found.join(", ") };
    writeln!(out, "crews found          {found}; purity {}", shown(s.crew_purity, 3))?;
    let p = &s.pages;
    writeln!(
        out,
        "touched pages        {}, authentic off by {} of the likes ({} marks) on average",
        p.touched,
        percent(p.error_share),
        shown(p.error_marks, 1)
    )?;
    writeln!(
        out,
        "intervals            on {} of them, {} hold the truth, median width {}; other pages: {}",
        p.with_interval,
        percent(p.covered),
        percent(p.width_share),
        percent(p.covered_untouched)
    )?;
    writeln!(out, "\n{:<14}{:>9}{:>9}", "role", "accounts", "called")?;
    for r in &s.roles {
        writeln!(out, "{:<14}{:>9}{:>9}", r.role, r.accounts, r.called)?;
    }
    if !s.crews.is_empty() {
        let wide = s.crews.iter().map(|c| c.crew.chars().count()).max().unwrap_or(0).max(12) + 2;
        writeln!(
            out,
            "\n{:<wide$}{:<12}{:>9}{:>7}{:>9}{:>9}  mostly in",
            "crew", "role", "accounts", "jobs", "recall", "mean p"
        )?;
        for c in &s.crews {
            let most = c
                .mostly_in
                .as_ref()
                .map_or_else(|| "–".to_owned(), |(c, n)| format!("{c} ({:.0} %)", 100.0 * n));
            writeln!(
                out,
                "{:<wide$}{:<12}{:>9}{:>7}{:>9}{:>9.3}  {most}",
                c.crew,
                c.role,
                c.accounts,
                c.jobs,
                shown(c.recall, 3),
                c.mean_probability,
            )?;
        }
    }
    if !s.touched.is_empty() {
        writeln!(out, "\n{:<14}{:>9}{:>11}{:>11}{:>10}", "worst pages", "likes", "authentic", "said", "off")?;
        for p in s.touched.iter().take(SHOWN) {
            writeln!(
                out,
                "{:<14}{:>9}{:>11}{:>11}{:>10}",
                p.page,
                p.likes,
                p.authentic,
                shown(p.said, 1),
                percent(p.error_share)
            )?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::score::{CrewScore, PageScore, PagesScore, RoleScore};

    #[test]
    fn what_is_not_known_is_a_dash_and_never_a_zero() {
        let text = table(&Score::default());
        assert!(text.contains("hired or fabricated –") && text.contains("innocent 0 (–)"), "{text}");
        assert!(text.contains("off by – of the likes (– marks)"), "{text}");
    }

    #[test]
    fn a_score_stands_in_lines() {
        let score = Score {
            average_precision: Some(0.9876),
            called: 12,
            innocent_called: 3,
            innocent_share: Some(0.25),
            roles: vec![RoleScore { role: "organic".into(), accounts: 90, called: 3 }],
            crews: vec![CrewScore {
                crew: "burstA".into(),
                role: "hired".into(),
                accounts: 10,
                jobs: 4,
                recall: Some(0.9),
                mean_probability: 0.91,
                mostly_in: Some(("C1".into(), 0.8)),
            }],
            pages: PagesScore {
                touched: 1,
                error_share: Some(0.05),
                error_marks: Some(5.0),
                ..Default::default()
            },
            touched: vec![PageScore {
                page: "p1".into(),
                likes: 100.0,
                authentic: 60.0,
                said: Some(65.0),
                error_share: Some(0.05),
            }],
            ..Score::default()
        };
        let text = table(&score);
        for line in [
            "average precision    hired or fabricated 0.9876",
            "called               12, innocent 3 (25.00 %), directed 0",
            "organic              90        3",
            "burstA        hired              10      4    0.900    0.910  C1 (80 %)",
            "p1                  100         60       65.0    5.00 %",
        ] {
            assert!(text.lines().any(|l| l == line), "no line `{line}` in\n{text}");
        }
    }
}
