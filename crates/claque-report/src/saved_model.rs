//! What every saved model has in common: it is a text, it knows where it comes from, and it is a report.

use crate::provenance::ProvenanceBlock;
use serde::Serialize;
use serde::de::DeserializeOwned;

/// A saved model: what `audit.json` holds, and all that the report knows.
pub trait SavedModel: Clone + Serialize + DeserializeOwned {
    /// Where it comes from.
    fn provenance(&self) -> &ProvenanceBlock;

    /// The same, to be filled.
    fn provenance_mut(&mut self) -> &mut ProvenanceBlock;

    /// The report: the same model is the same bytes.
    fn report(&self) -> String;

    /// Reads a saved model.
    ///
    /// # Errors
    /// What the JSON lacks or spells wrong.
    fn from_json(text: &str) -> Result<Self, serde_json::Error> {
        serde_json::from_str(text)
    }

    /// The text of `audit.json`.
    ///
    /// # Errors
    /// A number that JSON cannot hold.
    fn to_json(&self) -> Result<String, serde_json::Error> {
        let mut text = serde_json::to_string_pretty(self)?;
        text.push('\n');
        Ok(text)
    }
}
