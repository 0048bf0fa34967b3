//! The list of stars of one repository.

use super::{Preset, Sign, UNKNOWN, before_slash};

/// GitHub's REST list with times (`starred_at` and `user`), the edges of its GraphQL answer, or a table with `starred_at` and `login`. It does not say
/// of which repository it is: the file's name does, or `--one-page`.
pub(super) const SHAPE: Preset = Preset {
    name: "stargazers",
    about: "the list of stars of one repository, which the file's name or --one-page names",
    source: "GitHub's description of the REST answer; built from it, without a sample",
    signs: &[
        Sign { columns: &["starred_at", "user.login"], value: None, without: NAMED },
        Sign { columns: &["starred_at", "login"], value: None, without: NAMED },
        // The edges of GraphQL's answer.
        Sign { columns: &["starredAt", "node.login"], value: None, without: NAMED },
    ],
    columns: &[("account", &["node.login", "user.login", "login"]), ("time", &["starredAt", "starred_at"])],
    verb: Some("star"),
    owner: Some(before_slash),
    one_page: true,
    ..UNKNOWN
};

/// Columns that say of which repository a row is.
const NAMED: &[&str] = &["repo", "repository", "repo.name", "repo_name", "full_name", "page"];
