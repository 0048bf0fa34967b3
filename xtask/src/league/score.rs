//! Scores against the truth. Directed people and those of whom nobody knows are left out of every ranking, whoever called
//! them: peers look for people who act together, and directed people do.

use super::Fault;
use super::results::{Best, Called};
use std::collections::BTreeMap;
use std::path::Path;

/// What is known of an account.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Role {
    /// Hired or fabricated: to be found.
    Crew,
    /// Acts for itself: never to be called.
    Innocent,
    /// Told what to mark: counted apart.
    Directed,
    /// Nobody knows: counted apart.
    Unknown,
}

/// Roles by account.
pub struct Truth(BTreeMap<String, Role>);

impl Truth {
    /// Reads truth.csv: account, role.
    pub fn read(path: &Path) -> Result<Truth, Fault> {
        let mut roles = BTreeMap::new();
        for [account, role] in rows(path)? {
            let role = match role.as_str() {
                "hired" | "fabricated" => Role::Crew,
                "organic" => Role::Innocent,
                "directed" => Role::Directed,
                "unknown" => Role::Unknown,
                other => return Err(format!("{}: no role is called {other}", path.display())),
            };
            roles.insert(account, role);
        }
        Ok(Truth(roles))
    }

    /// How many accounts have this role.
    pub fn count(&self, role: Role) -> usize {
        self.0.values().filter(|r| **r == role).count()
    }
}

/// Score, whether called, and role of every account of a log.
pub struct Scores(Vec<(f64, bool, Role)>);

impl Scores {
    /// Reads scores.csv: account, score, called. Who is not listed has 0 and is not called.
    pub fn read(path: &Path, truth: &Truth) -> Result<Scores, Fault> {
        let mut listed = BTreeMap::new();
        for [account, score, called] in rows(path)? {
            if !truth.0.contains_key(&account) {
                return Err(format!("{}: {account} is nobody in this log", path.display()));
            }
            let score: f64 = score.parse().map_err(|e| format!("{}: score {score}: {e}", path.display()))?;
            listed.insert(account, (score, called == "1"));
        }
        let of = |account| listed.get(account).copied().unwrap_or((0.0, false));
        Ok(Scores(truth.0.iter().map(|(account, role)| (of(account).0, of(account).1, *role)).collect()))
    }

    /// Who was called, by role.
    pub fn called(&self) -> Called {
        let count = |role| self.0.iter().filter(|(_, called, r)| *called && *r == role).count();
        Called {
            crew: count(Role::Crew),
            innocent: count(Role::Innocent),
            directed: count(Role::Directed),
            unknown: count(Role::Unknown),
        }
    }

    /// Crew and innocent accounts at or above each score, from the highest; equal scores are one step.
    fn steps(&self) -> Vec<(f64, usize, usize)> {
        let judged = |role: &Role| matches!(role, Role::Crew | Role::Innocent);
        let mut ranked: Vec<_> = self.0.iter().filter(|(_, _, role)| judged(role)).collect();
        ranked.sort_by(|a, b| b.0.total_cmp(&a.0));
        let (mut crew, mut innocent, mut steps) = (0, 0, vec![]);
        for (i, (score, _, role)) in ranked.iter().enumerate() {
            if *role == Role::Crew {
                crew += 1;
            } else {
                innocent += 1;
            }
            if ranked.get(i + 1).is_none_or(|next| next.0 < *score) {
                steps.push((*score, crew, innocent));
            }
        }
        steps
    }

    /// How many crew accounts there are to be ranked; `None` without any, or without innocents to rank them against.
    fn crew(&self) -> Option<f64> {
        let count = |of| self.0.iter().filter(|(_, _, role)| *role == of).count();
        let crew = count(Role::Crew);
        (crew > 0 && count(Role::Innocent) > 0).then_some(crew as f64)
    }

    /// Σ over steps (recall now − recall before) · precision now; `None` where there is no crew.
    pub fn average_precision(&self) -> Option<f64> {
        let all = self.crew()?;
        let (mut before, mut sum) = (0, 0.0);
        for (_, crew, innocent) in self.steps() {
            sum += (crew - before) as f64 / all * crew as f64 / (crew + innocent) as f64;
            before = crew;
        }
        Some(sum)
    }

    /// The largest share of the crews' accounts above any threshold at which at most `share` of the judged accounts
    /// above it are innocent.
    pub fn recall_at(&self, share: f64) -> Option<f64> {
        let all = self.crew()?;
        let fits = |&(score, crew, innocent): &(f64, usize, usize)| {
            score > 0.0 && innocent as f64 <= share * (crew + innocent) as f64
        };
        Some(self.steps().iter().filter(|s| fits(s)).map(|s| s.1).max().unwrap_or(0) as f64 / all)
    }

    /// The threshold that somebody would choose who knows the truth: the highest F1 = 2 found/(found + called + missed).
    pub fn best(&self) -> Option<Best> {
        let all = self.crew()?;
        let f1 = |crew: usize, innocent: usize| 2.0 * crew as f64 / ((crew + innocent) as f64 + all);
        self.steps()
            .into_iter()
            .filter(|(score, ..)| *score > 0.0)
            .map(|(threshold, crew, innocent)| Best { threshold, crew, innocent, f1: f1(crew, innocent) })
            .max_by(|a, b| a.f1.total_cmp(&b.f1))
    }
}

/// The rows of a table whose fields hold no quotes, without its header.
fn rows<const N: usize>(path: &Path) -> Result<Vec<[String; N]>, Fault> {
    let text = std::fs::read_to_string(path).map_err(|e| format!("{}: {e}", path.display()))?;
    let row = |(i, line): (usize, &str)| {
        let fields: Vec<String> = line.split(',').map(str::to_owned).collect();
        fields.try_into().map_err(|_| format!("{}, line {}: not {N} fields", path.display(), i + 1))
    };
    text.lines().enumerate().skip(1).map(row).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scores(of: &[(f64, Role)]) -> Scores {
        Scores(of.iter().map(|(score, role)| (*score, *score > 0.5, *role)).collect())
    }

    #[test]
    fn average_precision_by_hand_equal_scores_being_one_step() {
        use Role::{Crew, Directed, Innocent};
        // Steps: 0.9 (1 of 1), 0.8 (2 of 3), 0 (3 of 5): 1/3 · 1 + 1/3 · 2/3 + 1/3 · 3/5.
        let s = scores(&[
            (0.9, Crew),
            (0.8, Crew),
            (0.8, Innocent),
            (0.7, Directed),
            (0.0, Crew),
            (0.0, Innocent),
        ]);
        let expected = (1.0 + 2.0 / 3.0 + 3.0 / 5.0) / 3.0;
        assert!((s.average_precision().unwrap() - expected).abs() < 1e-12);
        assert_eq!((s.called().crew, s.called().innocent, s.called().directed), (2, 1, 1));
        assert_eq!(s.recall_at(0.01), Some(1.0 / 3.0));
        assert_eq!(s.recall_at(0.5), Some(2.0 / 3.0), "nobody is called at a score of 0");
        let best = s.best().unwrap();
        // F1 at 0.9 is 2/(1 + 3), at 0.8 4/(3 + 3).
        assert_eq!((best.threshold, best.crew, best.innocent), (0.8, 2, 1));
        assert!((best.f1 - 4.0 / 6.0).abs() < 1e-12);
    }

    #[test]
    fn without_a_crew_or_without_innocents_nothing_is_ranked() {
        assert!(scores(&[(0.9, Role::Crew), (0.0, Role::Unknown)]).average_precision().is_none());
        let s = scores(&[(0.9, Role::Innocent), (0.0, Role::Unknown)]);
        assert!(s.average_precision().is_none() && s.recall_at(0.01).is_none() && s.best().is_none());
        assert_eq!(s.called().innocent, 1);
    }
}
