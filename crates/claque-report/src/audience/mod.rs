//! Answers from tables of counts: their saved model, tables, report and summary.

mod build;
mod chapters;
mod page;
mod summary;
mod words;

pub use build::build_audience;
pub(crate) use build::put_together;
pub use summary::{audience_json, audience_note, audience_text};

use crate::model::Marker;
use crate::provenance::ProvenanceBlock;
use crate::saved_model::SavedModel;
use claque_audience::Answer;
use claque_marks::parameters::AudienceParameters;
use serde::{Deserialize, Serialize};

/// Most pages that are told in full; the tables hold all.
pub const PAGES_IN_FULL: usize = 12;
/// Most periods of a page in the saved model; more are put together in groups of equal number.
pub const PERIODS_MOST: usize = 370;

/// A page in one line.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PageShort {
    /// The page.
    pub page: String,
    /// New marks.
    pub new: f64,
    /// Unexplained, with its interval.
    pub unexplained: claque_audience::Between,
    /// The same with what no surge shows; nothing where that is not known.
    pub with_unseen: Option<claque_audience::Between>,
    /// Surges found.
    pub surges: u64,
}

/// An answer from tables of counts, as saved.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AudienceModel {
    /// Who made it.
    pub claque: Marker,
    /// The answer; pages beyond [`PAGES_IN_FULL`] are in `others`.
    pub audience: Answer,
    /// Pages in one line.
    pub others: Vec<PageShort>,
    /// How many periods each bar of the pictures holds, by page.
    pub grouped: Vec<u64>,
    /// Parameters.
    pub parameters: AudienceParameters,
    /// Where it comes from.
    pub provenance: ProvenanceBlock,
}

impl SavedModel for AudienceModel {
    fn provenance(&self) -> &ProvenanceBlock {
        &self.provenance
    }

    fn provenance_mut(&mut self) -> &mut ProvenanceBlock {
        &mut self.provenance
    }

    fn report(&self) -> String {
        page::render(self)
    }
}

impl AudienceModel {
    /// Whether a saved model is one of these.
    pub fn is_one(text: &str) -> bool {
        #[derive(Deserialize)]
        struct Probe {
            #[serde(rename = "audience")]
            _audience: serde::de::IgnoredAny,
        }
        serde_json::from_str::<Probe>(text).is_ok()
    }
}
