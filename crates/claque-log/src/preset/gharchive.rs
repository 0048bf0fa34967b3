//! Stars of GitHub as events: GH Archive's hourly files since 2015, and the Events API.

use super::{Preset, Sign, before_slash, given};

/// One event a line (or in a list). `WatchEvent` with the action `started` is a star; there is no event for taking
/// one back.
pub(super) const SHAPE: Preset = Preset {
    name: "gharchive",
    about: "events of GitHub (GH Archive, Events API): stars",
    source: "rows of both, in the tests",
    signs: &[Sign {
        columns: &["type", "actor.login", "repo.name", "created_at"],
        value: None,
        without: &[],
    }],
    columns: &[
        ("account", &["actor.login"]),
        ("page", &["repo.name"]),
        ("time", &["created_at"]),
        ("action", &["payload.action"]),
        ("event", &["type"]),
    ],
    marks: &[given("WatchEvent", "star")],
    verb: None,
    no_page: None,
    owner: Some(before_slash),
    one_page: false,
};
