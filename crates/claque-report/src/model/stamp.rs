//! Who made an audit, and whether its error rate is established.

use serde::{Deserialize, Serialize};

/// Who made the folder: by this block claque knows its own.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Marker {
    /// Version of the form of this file.
    pub format: u32,
    /// Version of claque.
    pub version: String,
}

/// Whether the audit's error rate is established.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stamp {
    /// Decoys that ran.
    pub decoys: u32,
    /// Spike-ins that ran.
    pub spike_ins: u32,
    /// Both ran.
    pub established: bool,
}
