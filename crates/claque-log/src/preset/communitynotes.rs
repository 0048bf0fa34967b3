//! Ratings of Community Notes, X's open log of votes.

use super::{Preset, Sign, UNKNOWN};

/// `ratings-00000.tsv`: who rated which note, and how. A rating of another kind is another verb, not a withdrawal;
/// deleted ratings leave the files, so that withdrawals show only between two snapshots. Until June 2021 a rating said
/// `helpful` or `notHelpful` in a column each, and later files leave the level of those empty.
pub(super) const SHAPE: Preset = Preset {
    name: "communitynotes",
    about: "ratings of Community Notes: votes on notes, by kind",
    source: "X's description of the download; built from it, without a sample",
    signs: &[
        Sign { columns: &["noteId", "raterParticipantId", "createdAtMillis"], value: None, without: &[] },
        Sign {
            columns: &["noteId", "participantId", "createdAtMillis", "helpfulnessLevel"],
            value: None,
            without: &[],
        },
        Sign {
            columns: &["noteId", "participantId", "createdAtMillis", "helpful", "notHelpful"],
            value: None,
            without: &[],
        },
    ],
    columns: &[
        ("account", &["raterParticipantId", "participantId"]),
        ("page", &["noteId"]),
        ("time", &["createdAtMillis"]),
        ("verb", &["helpfulnessLevel"]),
        ("for", &["helpful"]),
        ("against", &["notHelpful"]),
    ],
    verb: Some("vote"),
    sides: Some(["HELPFUL", "NOT_HELPFUL"]),
    ..UNKNOWN
};
