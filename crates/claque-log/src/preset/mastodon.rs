//! Favourites of the Fediverse: the table of a Mastodon server, and activities as servers send them.

use super::{Means, Preset, Sign, UNKNOWN, given, sign};

/// The table `favourites` (`account_id, status_id, created_at`), or ActivityPub activities one a line: `Like`,
/// `Announce`, `Follow`, and `Undo` around one of these. The list behind `favourited_by` names no status and has the
/// times at which accounts were made: it is no log.
pub(super) const SHAPE: Preset = Preset {
    name: "mastodon",
    about: "favourites of a Mastodon server's database, or ActivityPub activities: likes, boosts, follows",
    source: "the schema of Mastodon's table and the ActivityStreams vocabulary; built from these, without a sample",
    signs: &[
        sign(&["account_id", "status_id", "created_at"]),
        Sign {
            columns: &["type", "actor"],
            value: Some(("type", &["Like", "Undo", "Announce", "Follow"])),
            without: &[],
        },
    ],
    columns: &[
        ("account", &["account_id", "actor"]),
        ("page", &["status_id", "object.object"]),
        ("time", &["created_at", "published"]),
        ("event", &["type"]),
        ("verb", &["object.type"]),
        ("page else", &["object"]),
    ],
    marks: &[
        given("Like", "like"),
        given("Announce", "repost"),
        given("Follow", "follow"),
        Means { event: "Undo", verb: None, withdraws: true },
    ],
    verb: Some("like"),
    ..UNKNOWN
};
