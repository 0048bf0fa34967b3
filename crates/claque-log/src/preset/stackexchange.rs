//! Votes of Stack Exchange's data dump, written as a table.

use super::{Preset, UNKNOWN, given, sign};

/// `Id, PostId, VoteTypeId, CreationDate, UserId, BountyAmount`. `CreationDate` is that of the vote. Who voted for or
/// against a post is not published: rows without an account, which most are, cannot be used, and favourites remain.
pub(super) const SHAPE: Preset = Preset {
    name: "stackexchange",
    about: "votes of Stack Exchange's data dump: votes for and against posts, favourites",
    source: "Stack Exchange's description of the dump; built from it, without a sample",
    signs: &[sign(&["PostId", "VoteTypeId", "CreationDate", "UserId"])],
    columns: &[
        ("account", &["UserId"]),
        ("page", &["PostId"]),
        ("time", &["CreationDate"]),
        ("event", &["VoteTypeId"]),
    ],
    marks: &[given("2", "upvote"), given("3", "downvote"), given("5", "favourite")],
    ..UNKNOWN
};
