//! X's archive of information operations: retweets among its tweets.

use super::{Preset, UNKNOWN, given, sign};

/// The file of tweets with 31 columns. A retweet is a mark on the tweet that it repeats; a tweet of one's own is none.
pub(super) const SHAPE: Preset = Preset {
    name: "x-io",
    about: "tweets of X's information operations archive: retweets",
    source: "the header of such a file, in the tests",
    signs: &[sign(&["tweetid", "userid", "tweet_time", "is_retweet", "retweet_tweetid"])],
    columns: &[
        ("account", &["userid"]),
        ("page", &["retweet_tweetid"]),
        ("time", &["tweet_time"]),
        ("owner", &["retweet_userid"]),
        ("event", &["is_retweet"]),
    ],
    marks: &[given("True", "repost"), given("true", "repost"), given("TRUE", "repost"), given("1", "repost")],
    ..UNKNOWN
};
