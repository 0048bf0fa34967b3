//! `claque demo`: a crew found, an innocent crowd left alone, the pages' authentic counts.

use crate::support::{Folder, Scratch};

#[test]
fn it_finds_the_campaign_and_leaves_the_crowd_alone() {
    let scratch = Scratch::new();
    let run = scratch.claque(&["demo"]);
    run.ends_with(0);
    assert_eq!(scratch.names(), ["claque-demo"]);
    assert!(run.stdout.lines().count() <= 40, "a summary, not a table:\n{}", run.stdout);
    let folder = Folder::open(scratch.path().join("claque-demo"));

    let crews = folder.crews();
    let doubted = || crews.iter().filter(|c| c.kind == "hired" || c.kind == "fabricated");
    assert!(doubted().any(|c| c.accounts > 100.0), "{crews:?}");
    assert!(doubted().any(|c| c.q <= 0.05), "{crews:?}");

    // Stars were given by accounts `a…` to repositories `r…`, retweets by `u…` to posts `t…`.
    let called = folder.called();
    assert!(called.len() > 100, "{}", called.len());
    assert!(called.iter().all(|a| a.starts_with('a')), "no retweeter is called");
    let (mut stars, mut stars_left) = (0.0, 0.0);
    for (page, (likes, authentic)) in folder.authentic() {
        if page.starts_with('r') {
            stars += likes;
            stars_left += authentic;
        } else {
            assert!(likes - authentic < 0.5, "{page}: {authentic} of {likes}");
        }
    }
    assert!(stars > 2_900.0, "{stars}");
    assert!(stars_left < 0.35 * stars, "{stars_left} of {stars} stars are left");
}

#[test]
fn it_needs_nothing_but_itself() {
    let scratch = Scratch::new();
    let run = scratch.claque(&["demo", "--decoys", "0", "--out", "here", "--json"]);
    serde_json::from_str::<serde_json::Value>(&run.ends_with(0).stdout).expect("JSON");
    let json = Folder::open(scratch.path().join("here")).json();
    let inputs = &json["provenance"]["inputs"];
    assert_eq!(inputs[0]["name"], "stars-among-retweets.csv.gz", "no path of this machine");
    assert_eq!(inputs[0]["rows"], 38_362);
}

/// Figures of the example in docs/plain.md stand there as the program says them.
#[test]
fn the_example_in_plain_words_is_what_it_says() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/plain.md");
    let flowing = |text: &str| text.replace("\n> ", " ").split_whitespace().collect::<Vec<_>>().join(" ");
    let told = flowing(&std::fs::read_to_string(path).unwrap());
    let scratch = Scratch::new();
    let summary = flowing(&scratch.claque(&["demo"]).ends_with(0).stdout);
    let answer = summary.split_inclusive("the other 35,150.").next().unwrap();
    assert!(told.contains(answer), "docs/plain.md does not say: {answer}");
    let crew = flowing(&scratch.claque(&["why", "claque-demo", "C1"]).ends_with(0).stdout);
    let said = format!("{summary} {crew}");
    let figures = [
        "136 accounts gave 1,366 marks",
        "17 pages of 5 owners",
        "0.076",
        "serves the same pages together",
        "1.0 separate days",
        "91 %",
        "99 %",
        "89 %",
        "15 to 1",
        "1,479 to 1",
        "0.048",
    ];
    for figure in figures {
        assert!(told.contains(figure) && said.contains(figure), "{figure} is not in both");
    }
    let authentic = Folder::open(scratch.path().join("claque-demo")).authentic();
    let (likes, left) = authentic["rd7f5f66fe332"];
    let page = format!("of its {likes} stars {left:.1} are left as authentic");
    assert!(told.contains(&page), "docs/plain.md does not say: {page}");
}
