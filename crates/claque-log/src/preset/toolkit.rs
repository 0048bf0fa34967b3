//! The CSV of the coordination network toolkit.

use super::{Preset, UNKNOWN, sign};

/// `message_id, user_id, username, repost_id, reply_id, message, timestamp, urls`. A repost is a mark on the message
/// that it repeats; a message of one's own is none.
pub(super) const SHAPE: Preset = Preset {
    name: "toolkit",
    about: "the coordination network toolkit's CSV: reposts",
    source: "the toolkit's own sample, in the tests",
    signs: &[sign(&["message_id", "user_id", "repost_id", "timestamp"])],
    columns: &[("account", &["user_id"]), ("page", &["repost_id"]), ("time", &["timestamp"])],
    verb: Some("repost"),
    no_page: Some("a message that is no repost is no mark"),
    ..UNKNOWN
};
