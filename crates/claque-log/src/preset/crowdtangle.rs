//! CrowdTangle's list of posts: pages that share the same links.

use super::{Preset, UNKNOWN, sign};

/// A list of posts. The numbers of a post (likes, loves …) are counts, which name nobody. What can be audited is who
/// shares what: the page that posts is the account, the link is what is marked. Posts without a link are no marks. A list
/// of posts of groups names the group where one of pages names the page: no sample of it was at hand.
pub(super) const SHAPE: Preset = Preset {
    name: "crowdtangle",
    about: "CrowdTangle's export of posts: pages that share links",
    source: "the header of such a file, in the tests",
    signs: &[
        sign(&["Page Name", "Facebook Id", "Post Created", "Total Interactions", "Link"]),
        sign(&["Group Name", "Facebook Id", "Post Created", "Total Interactions", "Link"]),
    ],
    columns: &[
        ("account", &["Facebook Id"]),
        ("page", &["Final Link"]),
        ("time", &["Post Created"]),
        ("page else", &["Link"]),
    ],
    verb: Some("share"),
    no_page: Some("a post without a link is no mark"),
    ..UNKNOWN
};
