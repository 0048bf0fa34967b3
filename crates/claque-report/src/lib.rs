//! Results out: the saved model of an audit, the folder of tables, the report, the summary.
//!
//! Names come back only here, behind one [`Gate`]; every sentence that people read stands in one catalogue
//! ([`words`]); the report renders the saved [`Model`] and computes nothing. This room never decides what
//! a crew is, and never reads a log.
//!
//! ```text
//! Audit + Log + Provenance + Gate ─ build_model ─▶ Model ─▶ report.html, audit.json, summary
//!                                 └ build_tables ─▶ Tables ─▶ *.parquet, *.csv
//! ```

mod audience;
mod chart;
mod country_table;
pub mod docs;
pub mod edition;
mod error;
pub mod export;
mod filled;
mod folder;
mod font;
mod gate;
pub mod graph;
pub mod model;
mod numbers;
mod page;
mod provenance;
mod pseudonyms;
pub mod reference;
pub mod rows;
mod saved;
mod saved_model;
mod script;
mod style;
pub mod summary;
mod tables;
pub mod testing;
mod validate;
pub mod visible;
pub mod why;
pub mod words;

pub use audience::{AudienceModel, audience_json, audience_note, audience_text, build_audience};
pub use error::{FaultKind, ReportFault, TableFault};
pub use filled::{Builder, Filled, Values};
pub use folder::{
    AUDIT_JSON, Beside, REJECTED_CSV, REPORT_HTML, WriteRejected, Written, check_out, write_audit,
};
pub use gate::{Gate, LISTED_FROM};
pub use model::{Model, build_model};
pub use page::render;
pub use provenance::{
    Input, Ledger, Mapped, Output, Provenance, ProvenanceBlock, RejectedRow, Setting, SettingsFile,
};
pub use reference::Reference;
pub use saved::{Opened, Saved};
pub use saved_model::SavedModel;
pub use tables::{Tables, build_tables};
pub use validate::validate;
