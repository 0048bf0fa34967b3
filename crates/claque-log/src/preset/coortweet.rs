//! CooRTweet's four columns.

use super::{Preset, UNKNOWN, sign};

/// `object_id, account_id, content_id, timestamp_share`: an account shared an object.
pub(super) const SHAPE: Preset = Preset {
    name: "coortweet",
    about: "CooRTweet's four columns: shares of objects",
    source: "data sets of the package, in the tests",
    signs: &[sign(&["object_id", "account_id", "content_id", "timestamp_share"])],
    columns: &[("account", &["account_id"]), ("page", &["object_id"]), ("time", &["timestamp_share"])],
    verb: Some("share"),
    ..UNKNOWN
};
