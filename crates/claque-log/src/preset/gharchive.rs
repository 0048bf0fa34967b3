//! Stars of GitHub as events: GH Archive's hourly files, the Events API, and tables made from them.

use crate::action::Family;

use super::{Preset, UNKNOWN, before_slash, given, sign};

/// One event a line (or in a list). `WatchEvent` with the action `started` is a star; there is no event for taking
/// one back.
pub(super) const SHAPE: Preset = Preset {
    name: "gharchive",
    about: "events of GitHub (GH Archive, Events API): stars",
    source: "rows of both, in the tests",
    signs: &[
        sign(&["type", "actor.login", "repo.name", "created_at"]),
        // Tables out of databases that hold the archive.
        sign(&["type", "actor_login", "repo_name", "created_at"]),
        sign(&["event_type", "actor_login", "repo_name", "created_at"]),
    ],
    columns: &[
        ("account", &["actor.login", "actor_login"]),
        ("page", &["repo.name", "repo_name"]),
        ("time", &["created_at"]),
        ("action", &["action", "payload.action"]),
        ("event", &["event_type", "type"]),
    ],
    marks: &[given("WatchEvent", "star")],
    gives: Some(Family::Started),
    owner: Some(before_slash),
    ..UNKNOWN
};

/// Until 2014 an event named its account alone, and its repository apart from whose it is: a name such as `dotfiles`
/// is that of thousands, the address of one.
pub(super) const OLD: Preset = Preset {
    name: "gharchive2014",
    about: "events of GitHub as GH Archive has them until 2014: stars",
    source: "GH Archive's description of that schema; built from it, without a sample",
    signs: &[sign(&["type", "actor", "repository.url", "repository.owner", "created_at"])],
    columns: &[
        ("account", &["actor"]),
        ("page", &["repository.url"]),
        ("time", &["created_at"]),
        ("owner", &["repository.owner"]),
        ("action", &["payload.action"]),
        ("event", &["type"]),
    ],
    marks: &[given("WatchEvent", "star")],
    gives: Some(Family::Started),
    ..UNKNOWN
};
