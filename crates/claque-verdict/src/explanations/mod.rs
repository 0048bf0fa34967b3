//! Innocent explanations as tests, one a file, entered in one list.
//!
//! Each asks one number v of a crew and sets two propositions against each other: that the crowd is what it was
//! called, and that the explanation holds. As in evidence on kinds, near its threshold θ *high* is no yes or no:
//!
//! ```text
//! s = logistic((ln v − ln θ)/0.15)
//! bits = s · log₂ P(high | called)/P(high | explanation) + (1 − s) · log₂ P(low | called)/P(low | explanation)
//! ```
//!
//! The verdict is the place of 2^bits on the verbal scale of forensic science (ENFSI 2015). METHOD: the P(high | …)
//! are judgements, and between 0.01 and 0.99, so that no single test says more than *moderate*. Tests of one crew
//! share numbers with its evidence and with each other: they are not to be added up.

mod class;
mod double_logging;
mod fan_club;
mod import;
mod local_ad;
mod news_wave;
mod page_order;
mod purge;
mod recommender;
mod shared_list;
mod viral;

use claque_chance::probability::logistic;
use claque_chance::{Bits, Verbal};
use claque_detect::Crew;
use claque_marks::window::HOUR;
use claque_marks::{AccountId, Columns, Micros, TargetId};
use serde::{Deserialize, Serialize};

/// One explanation.
pub trait Explanation: Sync {
    /// Its key in the saved model and in the catalogue.
    fn key(&self) -> &'static str;
    /// The number that tells; `None` where this log cannot test it.
    fn number(&self, look: &Look) -> Option<f64>;
    /// Where the number counts as high: θ, P(high | called), P(high | explanation).
    fn weighs(&self) -> (f64, f64, f64);
}

/// All of them, in the order of the report.
pub const LIST: [&dyn Explanation; 11] = [
    &recommender::Recommender,
    &viral::Viral,
    &news_wave::NewsWave,
    &shared_list::SharedList,
    &fan_club::FanClub,
    &local_ad::LocalAd,
    &page_order::PageOrder,
    &class::Class,
    &import::Import,
    &purge::Purge,
    &double_logging::DoubleLogging,
];

/// How one explanation fared with one crew.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Explained {
    /// The explanation's key.
    pub explanation: String,
    /// Whether this log could test it.
    pub testable: bool,
    /// The number that tells; `None` where not testable.
    pub value: Option<f64>,
    /// Bits for what the crew was called against the explanation; `None` where not testable.
    pub bits: Option<f64>,
    /// The same on the verbal scale.
    pub verbal: Option<Verbal>,
    /// Id of its sentence: `explained.KEY.against`, `.for`, `.open` or `.untested`.
    pub message: String,
}

/// Softness of every threshold.
const SOFT: f64 = 0.15;
/// Bits from which a test speaks for one side.
const SPEAKS: f64 = 1.0;

/// Tests every explanation on one crew.
pub fn test(columns: &Columns, crew: &Crew) -> Vec<Explained> {
    let look = Look::of(columns, crew);
    LIST.iter()
        .map(|e| {
            let value = e.number(&look).filter(|v| v.is_finite());
            let bits = value.map(|v| bits(v, e.weighs()));
            let side = match bits {
                None => "untested",
                Some(b) if b >= SPEAKS => "against",
                Some(b) if b <= -SPEAKS => "for",
                Some(_) => "open",
            };
            Explained {
                explanation: e.key().to_owned(),
                testable: value.is_some(),
                value,
                bits,
                verbal: bits.map(|b| Bits(b).verbal()),
                message: format!("explained.{}.{side}", e.key()),
            }
        })
        .collect()
}

/// Bits for what was called.
fn bits(value: f64, (threshold, called, explained): (f64, f64, f64)) -> f64 {
    let s = logistic((value.max(1e-6).ln() - threshold.ln()) / SOFT);
    s * (called / explained).log2() + (1.0 - s) * ((1.0 - called) / (1.0 - explained)).log2()
}

/// What the tests look at: a crew's marks in jobs, member by member.
pub struct Look<'a> {
    /// The log.
    pub columns: &'a Columns,
    /// The crew.
    pub crew: &'a Crew,
    /// Its members' marks in jobs, by (account, time): account, time, target, mark.
    pub marks: Vec<(AccountId, Micros, TargetId, usize)>,
}

impl<'a> Look<'a> {
    /// One crew of a log.
    fn of(columns: &'a Columns, crew: &'a Crew) -> Self {
        let mut marks: Vec<_> = crew
            .marks
            .iter()
            .filter(|m| m.posterior > 0.5)
            .map(|m| {
                let at = m.mark as usize;
                let time = columns.time.get(at).copied().unwrap_or(0);
                (columns.account[at], time, crew.jobs[m.job as usize].target, at)
            })
            .collect();
        marks.sort_unstable();
        Self { columns, crew, marks }
    }

    /// Marks member by member.
    fn by_member(&self) -> impl Iterator<Item = &[(AccountId, Micros, TargetId, usize)]> {
        self.marks.chunk_by(|a, b| a.0 == b.0)
    }

    /// Steps from a member's mark to its next within an hour: the two marks.
    fn steps(&self) -> impl Iterator<Item = (TargetId, TargetId)> {
        let near = |w: &[(AccountId, Micros, TargetId, usize)]| w[0].0 == w[1].0 && w[1].1 - w[0].1 < HOUR;
        self.marks.windows(2).filter(move |w| near(w)).map(|w| (w[0].2, w[1].2))
    }

    /// What a piece of the crew's evidence measured.
    fn piece(&self, key: &str) -> Option<f64> {
        self.crew.evidence.iter().find(|e| e.piece == key).and_then(|e| e.value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bits_by_hand_and_a_scale_without_ends() {
        // Far above θ: log₂ 0.02/0.9; far below: log₂ 0.98/0.1.
        assert!((bits(100.0, (1.0, 0.02, 0.9)) - (0.02f64 / 0.9).log2()).abs() < 1e-6);
        assert!((bits(0.01, (1.0, 0.02, 0.9)) - 9.8f64.log2()).abs() < 1e-6);
        let mut keys: Vec<_> = LIST.iter().map(|e| e.key()).collect();
        keys.sort_unstable();
        keys.dedup();
        assert_eq!(keys.len(), LIST.len());
        for e in LIST {
            let (threshold, called, explained) = e.weighs();
            assert!(threshold > 0.0 && (0.01..=0.99).contains(&called) && (0.01..=0.99).contains(&explained));
        }
    }
}
