//! Bluesky's Jetstream, both versions: likes, follows and reposts.
//!
//! A delete carries no subject. It is joined to its create by account, collection and record key; one whose create
//! lies outside the log is counted apart. Times are those at which the stream witnessed the event: what the
//! account's own program claims (`createdAt`) is left alone.

use super::{Means, Preset, Sign, UNKNOWN, at_repo, given};

const MARKS: &[Means] = &[
    given("app.bsky.feed.like", "like"),
    given("app.bsky.graph.follow", "follow"),
    given("app.bsky.feed.repost", "repost"),
];

/// Version 1: what happened stands in `commit`.
pub(super) const V1: Preset = Preset {
    name: "jetstream",
    about: "lines of Bluesky's Jetstream, version 1: likes, follows, reposts",
    source: "events of the stream, in the tests",
    signs: &[Sign {
        columns: &["did", "time_us", "commit.collection", "commit.rkey"],
        value: None,
        without: &[],
    }],
    columns: &[
        ("account", &["did"]),
        ("page", &["commit.record.subject.uri"]),
        ("time", &["time_us"]),
        ("action", &["commit.operation"]),
        ("event", &["commit.collection"]),
        ("record", &["commit.rkey"]),
        ("page else", &["commit.record.subject"]),
    ],
    marks: MARKS,
    owner: Some(at_repo),
    ..UNKNOWN
};

/// Version 2: the same without `commit` around it, with a number (`seq`) by which what is sent twice is known; a
/// mark that is given twice counts once in any case.
pub(super) const V2: Preset = Preset {
    name: "jetstream2",
    about: "lines of Bluesky's Jetstream, version 2: likes, follows, reposts",
    source: "the lexicon network.bsky.jetstream.subscribeEvents; built from this description, without a sample",
    signs: &[Sign { columns: &["did", "seq", "operation", "collection", "rkey"], value: None, without: &[] }],
    columns: &[
        ("account", &["did"]),
        ("page", &["record.subject.uri"]),
        ("time", &["witnessedAt", "time"]),
        ("action", &["operation"]),
        ("event", &["collection"]),
        ("record", &["rkey"]),
        ("page else", &["record.subject"]),
    ],
    marks: MARKS,
    owner: Some(at_repo),
    ..UNKNOWN
};
