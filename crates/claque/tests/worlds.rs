//! `claque worlds`: a world with known truth is made, audited and scored by the same program.

use crate::support::run::names;
use crate::support::{Folder, Scratch};
use claque_report::words::forbidden::forbidden_words;

const RECIPE: &str = "about = \"a village and a farm\"\nfamily = \"long\"\nseed = 3\ndays = 60\npeople = 1500\n\
    pages = 400\n[[behaviour]]\nis = \"viral\"\ntimes = 2\npeople = 80\n[[behaviour]]\nis = \"burst\"\n\
    name = \"farm\"\naccounts = 120\norders = 25\ncover = 10\n";

#[test]
fn a_world_is_made_audited_and_scored() {
    let scratch = Scratch::new();
    scratch.write("farm.toml", RECIPE);
    let made = scratch.claque(&["worlds", "make", "farm.toml", "--out", "world"]);
    assert!(made.ends_with(0).stdout.contains("farm, seed 3:"), "{}", made.stdout);
    assert_eq!(
        names(&scratch.path().join("world")),
        [
            "accounts.parquet",
            "likes.parquet",
            "pages.parquet",
            "truth_accounts.parquet",
            "truth_jobs.parquet",
            "truth_pages.parquet"
        ]
    );
    let args = [&["audit", "world/likes.parquet", "--decoys", "0", "--out", "audit"][..], &TABLES].concat();
    scratch.claque(&args).ends_with(0);
    Folder::open(scratch.path().join("audit"));
    let score = scratch.claque(&["worlds", "score", "world", "audit", "--json"]);
    let score: serde_json::Value = serde_json::from_str(&score.ends_with(0).stdout).expect("JSON");
    assert!(score["average_precision"].as_f64().unwrap() > 0.95, "{score}");
    assert_eq!(score["crews"][0]["crew"], "farm");
    assert!(score["crews"][0]["recall"].as_f64().unwrap() > 0.9, "{score}");
    assert_eq!(score["average_precision_directed"], serde_json::Value::Null, "the audit does not say");
    let text = scratch.claque(&["worlds", "score", "world", "audit"]);
    assert!(text.ends_with(0).stdout.contains("average precision"), "{}", text.stdout);
}

#[test]
fn the_same_seed_is_the_same_bytes_and_nothing_is_overwritten() {
    let scratch = Scratch::new();
    scratch.write("farm.toml", RECIPE);
    for (out, seed) in [("one", "5"), ("two", "5"), ("other", "6")] {
        scratch.claque(&["worlds", "make", "farm.toml", "--seed", seed, "--out", out]).ends_with(0);
    }
    let likes = |out: &str| std::fs::read(scratch.path().join(out).join("likes.parquet")).unwrap();
    assert_eq!(likes("one"), likes("two"));
    assert_ne!(likes("one"), likes("other"));
    scratch.claque(&["worlds", "make", "farm.toml", "--out", "one"]).refuses(2, &["one", "would be lost"]);
    assert_eq!(likes("one"), likes("two"));
}

#[test]
fn what_is_wrong_is_told() {
    let scratch = Scratch::new();
    scratch.write("bad.toml", RECIPE.replace("orders", "ordres"));
    let out = ["--out", "world"];
    let make = |recipe: &str| scratch.claque(&[&["worlds", "make", recipe][..], &out[..]].concat());
    make("bad.toml").refuses(3, &["bad.toml", "behaviour 2 (`burst`)", "ordres"]);
    make("no-such").refuses(2, &["no-such", "long-mixed"]);
    make("no-such.toml").refuses(1, &["no-such.toml"]);
    scratch.claque(&["worlds", "score", "nowhere", "nowhere"]).refuses(3, &["truth_accounts.parquet"]);
    scratch.claque(&["worlds", "make", "tiny", "--scale", "0", "--out", "world"]).refuses(2, &["--scale 0"]);
    assert_eq!(scratch.names(), ["bad.toml"], "nothing is left behind");
}

#[test]
fn the_list_names_recipes_and_behaviours() {
    let run = Scratch::new().claque(&["worlds", "list"]);
    let listed = &run.ends_with(0).stdout;
    for name in ["long-mixed", "posts-innocent", "pool-2", "starter_pack", "copies_curve"] {
        assert!(listed.contains(name), "{listed}");
    }
}

#[test]
fn no_word_alleges() {
    let scratch = Scratch::new();
    scratch.write("farm.toml", RECIPE);
    for args in [
        &["worlds", "list"][..],
        &["worlds", "--help"],
        &["worlds", "make", "--help"],
        &["worlds", "score", "--help"],
        &["worlds", "make", "farm.toml", "--out", "world"],
        &["worlds", "score", "world", "nowhere"],
    ] {
        let run = scratch.claque(args);
        let said = format!("{}{}", run.stdout, run.stderr);
        assert!(!said.is_empty());
        assert_eq!(forbidden_words(&said, &[]), Vec::<String>::new(), "{said}");
    }
}

/// Makes a world as `world`, audits its log as `audit`, with these flags and without decoys, and scores that.
fn scored(scratch: &Scratch, [recipe, seed, scale]: [&str; 3], flags: &[&str]) -> serde_json::Value {
    let make = ["worlds", "make", recipe, "--seed", seed, "--scale", scale, "--out", "world"];
    scratch.claque(&make).ends_with(0);
    let audit = ["audit", "world/likes.parquet", "--decoys", "0", "--out", "audit"];
    scratch.claque(&[&audit[..], flags].concat()).ends_with(0);
    let score = scratch.claque(&["worlds", "score", "world", "audit", "--json"]);
    serde_json::from_str(&score.ends_with(0).stdout).expect("JSON")
}

/// The tables of a world beside its log.
const TABLES: [&str; 4] = ["--accounts", "world/accounts.parquet", "--pages", "world/pages.parquet"];

/// In the first, a club's fans who met everybody on a few pages of others were called; in the second, people to whom a
/// recommender showed the pages of a crew of one topic, weeks after its orders, were taken for its members.
#[test]
fn innocents_who_share_pages_with_others_are_not_called() {
    for world in [["long-mixed", "88006", "0.3"], ["long-adapting", "60300", "0.2"]] {
        let score = scored(&Scratch::new(), world, &TABLES);
        let number = |key: &str| score[key].as_u64().expect("a number");
        assert!(number("called") > 7_000, "{score}");
        assert!(number("innocent_called") * 500 < number("called"), "{score}");
    }
}

/// A window had cut their orders off, and who came after it was lost: 8 % of the larger crew.
#[test]
fn people_told_to_act_are_found_to_the_ends_of_their_orders() {
    let flags = [&TABLES[..], &["--all-members"]].concat();
    let score = scored(&Scratch::new(), ["directed", "77004", "0.4"], &flags);
    assert!(score["average_precision_directed"].as_f64().unwrap() > 0.98, "{score}");
    assert_eq!(score["directed_called"], 0, "real people are never hired");
}

/// 160 followers of one author were called here when a coherence beside its threshold counted as an answer.
#[test]
fn among_posts_whose_owners_nobody_told_followers_are_not_called() {
    let score = scored(&Scratch::new(), ["posts-adapting", "95507", "0.25"], &[]);
    assert_eq!(score["innocent_called"], 0, "{score}");
}

/// Subscribers of a weekly letter and fans of one person were called here, 200 to 700 of them in each.
#[test]
fn who_meets_every_week_or_for_one_owner_is_not_called() {
    for seed in ["76001", "76002", "76003"] {
        let score = scored(&Scratch::new(), ["long-letters", seed, "0.5"], &TABLES);
        assert_eq!(score["innocent_called"], 0, "{score}");
    }
}

/// Those who had left another platform and signed up within days were called fabricated here, 275 to 451 of them.
#[test]
fn who_signs_up_in_a_wave_and_who_is_first_is_not_called() {
    for seed in ["77001", "77003", "77004"] {
        let score = scored(&Scratch::new(), ["long-arrivals", seed, "0.5"], &TABLES);
        assert_eq!(score["innocent_called"], 0, "{score}");
    }
}

#[test]
fn a_framed_page_is_accused_of_nothing() {
    let scratch = Scratch::new();
    // In this one the fans were taken in when each of their marks in a job spoke against their being fans.
    let score = scored(&scratch, ["framed", "93002", "0.3"], &TABLES);
    assert_eq!(score["innocent_called"], 0, "the rival's fans stood in the same hours: {score}");
    // The rival is the owner with the most pages among those that the crew served.
    let world = Folder(scratch.path().join("world"));
    let (jobs, pages, truth) = (world.table("truth_jobs"), world.table("pages"), world.table("truth_pages"));
    let of_page = |table: &[String], page: &str| table.iter().position(|p| p == page).unwrap();
    let (listed, owners) = (pages.text("page"), pages.texts("owner"));
    let served: Vec<String> = jobs
        .text("page")
        .into_iter()
        .zip(jobs.text("crew"))
        .filter(|j| j.1 == "frames_rival")
        .map(|j| j.0)
        .collect();
    let owner = |page: &str| owners[of_page(&listed, page)].clone();
    let count = |o: &Option<String>| served.iter().filter(|p| owner(p) == *o).count();
    let rival = served.iter().map(|p| owner(p)).filter(Option::is_some).max_by_key(|o| count(o)).unwrap();
    let framed: Vec<&String> = served.iter().filter(|p| owner(p) == rival).collect();
    assert!(framed.len() >= 12, "{framed:?}");
    for page in framed {
        let asked = format!("page:{page}");
        let said = scratch.claque(&["why", "audit", &asked, "--json"]);
        let said: serde_json::Value = serde_json::from_str(&said.ends_with(0).stdout).expect("JSON");
        let at = of_page(&truth.text("page"), page);
        let given = truth.number("hired")[at] / truth.number("likes")[at];
        let crews = said["targets"][0]["crews"].as_array().unwrap();
        let framing = crews.iter().map(|c| &c["framing"]).find(|f| !f.is_null()).expect("a crew served it");
        assert!((framing["share"].as_f64().unwrap() - given).abs() < 0.1, "{page}: {given} {framing}");
        assert!(framing["others"].as_u64().unwrap() >= 8, "it also served pages of others: {framing}");
        assert_eq!(framing["withdrawn"], 0, "{framing}");
        let text = scratch.claque(&["why", "audit", &asked]).ends_with(0).stdout.clone();
        let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(words.contains("Whose wish that was the log does not say"), "{text}");
        assert_eq!(forbidden_words(&text, &[]), Vec::<String>::new(), "{text}");
    }
}
