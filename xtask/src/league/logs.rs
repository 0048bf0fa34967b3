//! Which logs are played: worlds by recipe and seed, and real sets where they are.

use std::path::{Path, PathBuf};

/// A log of the league.
pub struct Log {
    /// The name by which `--only` and the tables call it.
    pub name: &'static str,
    /// What it is, for readers.
    pub about: &'static str,
    /// Where it comes from.
    pub source: Source,
}

/// Where a log comes from.
pub enum Source {
    /// Made by `claque worlds make RECIPE --seed SEED --scale SCALE`.
    World {
        /// A recipe inside claque.
        recipe: &'static str,
        /// A seed that no test or parameter was chosen on.
        seed: u64,
        /// So many times the people, pages and crowds of the recipe.
        scale: f64,
    },
    /// The first world once more, with less in it: claque alone is asked what that costs.
    Gap {
        /// What it lacks, as `prepare.py` calls it.
        gap: &'static str,
    },
    /// Read from files that may not travel with the project.
    Real {
        /// How `prepare.py` calls it.
        set: &'static str,
        /// What it needs, in the order of `prepare.py`.
        files: &'static [File],
    },
}

/// A file of a real set.
pub enum File {
    /// Under the folder of `--data`.
    Shared(&'static str),
    /// MovieLens-100k, which everybody has to fetch for himself.
    MovieLens,
}

impl File {
    /// Where it is, if it is here.
    pub fn find(&self, root: &Path, movielens: Option<&Path>) -> Option<PathBuf> {
        let path = match self {
            File::Shared(path) => root.join(path),
            File::MovieLens => movielens?.to_owned(),
        };
        path.is_file().then_some(path)
    }

    /// What to say of it when it is not here.
    pub fn missing(&self) -> String {
        match self {
            File::Shared(path) => format!("no {path} in the folder that CLAQUE_DATA or --data names"),
            File::MovieLens => "CLAQUE_MOVIELENS or --movielens names no copy of MovieLens-100k".to_owned(),
        }
    }
}

const CAMPAIGN: File = File::Shared("data/github_stars_campaign/stars.csv");
const WIKIPEDIA: File = File::Shared("data/organic/wikipedia_edits.csv.gz");
const MESSAGES: File = File::Shared("data/organic/collegemsg.csv.gz");
const SHOP: File = File::Shared("data/organic/amazon28k.csv.gz");
const LOW_ACTIVITY: File = File::Shared("data/github_stars_low_activity/stars.csv.gz");
const RETWEETS: File = File::Shared("data/coortweet/russian_coord_tweets.csv.gz");
const LINKS: File = File::Shared("data/coortweet/german_elections.csv.gz");

/// Half of a recipe's people and pages: all detectors on all logs take less than half an hour on two processors.
pub const SCALE: f64 = 0.5;
/// The world of which gaps are made, and its seed.
pub const GAPPED: (&str, u64) = ("long-mixed", 40_101);
/// For `--quick`.
const SMALL: f64 = 0.05;

const fn world(name: &'static str, about: &'static str, seed: u64, scale: f64) -> Log {
    Log { name, about, source: Source::World { recipe: name, seed, scale } }
}

const fn gap(name: &'static str, about: &'static str, gap: &'static str) -> Log {
    Log { name, about, source: Source::Gap { gap } }
}

const fn real(name: &'static str, about: &'static str, files: &'static [File]) -> Log {
    Log { name, about, source: Source::Real { set: name, files } }
}

/// The logs of a league, in the order of its tables.
pub fn all(quick: bool) -> Vec<Log> {
    if quick {
        return vec![
            world("long-mixed", "crews of every usual sort among innocent crowds", 70_001, SMALL),
            world("long-innocent", "every innocent crowd, no crew", 70_002, SMALL),
        ];
    }
    vec![
        world(GAPPED.0, "seven crews of the usual sorts and a directed campaign", GAPPED.1, SCALE),
        world("long-adapting", "every supplier that adapts, at once", 40_102, SCALE),
        world("posts-mixed", "posts that live a day: five crews among followers", 40_103, SCALE),
        world("posts-adapting", "posts that live a day: suppliers that adapt", 40_104, SCALE),
        world("pool-4", "one pool that sends 4 % of its accounts to an order", 40_105, SCALE),
        world("pool-2", "one pool that sends 2 % of its accounts to an order", 40_106, SCALE),
        world("bulk", "two crews of accounts made together", 40_107, SCALE),
        world("directed", "two directed campaigns and one farm", 40_108, SCALE),
        world("tiny", "five crews of 11 to 22 accounts", 40_109, SCALE),
        world("long-innocent", "every innocent crowd, no crew", 40_110, SCALE),
        world("long-hard", "the innocent crowds that are most like crews, no crew", 40_111, SCALE),
        world("posts-innocent", "posts that live a day: every innocent crowd, no crew", 40_112, SCALE),
        real(
            "campaign-in-wikipedia",
            "a real star campaign, at its own times and with its owners, among a month of Wikipedia edits that are \
             moved and stretched onto its span",
            &[CAMPAIGN, WIKIPEDIA],
        ),
        real(
            "campaign-in-messages",
            "the same campaign among half a year of messages between students, moved likewise",
            &[CAMPAIGN, MESSAGES],
        ),
        real(
            "campaign-alone",
            "the same campaign and nothing else: no ordinary life to stand out from",
            &[CAMPAIGN],
        ),
        real("wikipedia", "a month of Wikipedia edits (JODIE's set)", &[WIKIPEDIA]),
        real(
            "messages",
            "messages between students (SNAP CollegeMsg): the page is who was written to",
            &[MESSAGES],
        ),
        real("shop-ratings", "Amazon ratings, times by the day", &[SHOP]),
        real(
            "film-ratings",
            "MovieLens-100k, rated in the order in which a page showed the films",
            &[File::MovieLens],
        ),
        real("low-activity-stars", "stars by accounts that a profile rule suspects", &[LOW_ACTIVITY]),
        real("retweets", "retweets that CooRTweet's authors publish as an example", &[RETWEETS]),
        real("shared-links", "links shared before an election, from the same authors", &[LINKS]),
        gap("gap-none", "nothing", "whole"),
        gap("gap-accounts", "creation times and names of accounts", "accounts"),
        gap("gap-owners", "owners of pages", "owners"),
        gap("gap-times", "times", "times"),
        gap("gap-half", "half of its rows, drawn at random", "half"),
        gap("gap-fifth", "four fifths of its rows, drawn at random", "fifth"),
    ]
}
