//! `claque why`: evidence that adds up, from the folder alone.

use crate::support::town::{audited, crew_of};
use serde_json::Value;

#[test]
fn the_bits_add_up_to_the_odds_of_the_crews_table() {
    let (scratch, folder) = audited(&["--decoys", "3"]);
    // The log is not needed, and neither is the place where the audit was made.
    std::fs::remove_file(scratch.path().join("town.csv")).unwrap();
    let crews = folder.table("crews");
    let kinds = ["hired", "fabricated", "directed", "organised", "episode", "unclear"];
    for (i, crew) in crews.text("crew").iter().enumerate() {
        let run = scratch.claque(&["why", "town.claque", crew, "--json"]);
        let said: Value = serde_json::from_str(&run.ends_with(0).stdout).expect("JSON");
        let number = |key: &str| said[key].as_f64().unwrap_or_else(|| panic!("{crew}: no {key}: {said}"));
        let steps = said["steps"].as_array().unwrap();
        let bits: f64 = steps.iter().map(|s| s["bits"].as_f64().unwrap()).sum();
        assert!((number("prior") + bits - number("odds")).abs() < 1e-9, "{crew}: {said}");
        let last = steps.last().unwrap()["sum"].as_f64().unwrap();
        assert!((last - number("odds")).abs() < 1e-9, "the running sum ends at the odds");
        let p = |kind: &str| crews.number(&format!("p_kind_{kind}"))[i];
        let (called, rival) = (said["kind"].as_str().unwrap(), said["rival"].as_str().unwrap());
        assert_eq!(called, crews.text("kind")[i]);
        assert!((number("odds") - (p(called) / p(rival)).log2()).abs() < 1e-6, "{crew}: {said}");
        let doubted = |k: &str| k == "hired" || k == "fabricated";
        let strongest = kinds.into_iter().filter(|k| doubted(k) != doubted(called));
        assert!(
            strongest.clone().all(|k| p(k) <= p(rival)),
            "{crew}: the rival is the strongest of its camp"
        );
        // Three of each kind that tests what carries its proof: one kind, or both that keep tastes.
        let searched = said["chance"]["decoys"].as_u64().unwrap();
        assert!([3, 6].contains(&searched), "{crew}: {said}");
    }
}

#[test]
fn people_read_it() {
    let (scratch, folder) = audited(&["--decoys", "3"]);
    let hired = crew_of(&folder, |k| k == "hired");
    let run = scratch.claque(&["why", "town.claque", &hired]);
    run.ends_with(0);
    for said in ["serves unrelated pages together", "Before any evidence", "All together", "shuffled copies"]
    {
        assert!(run.stdout.contains(said), "{said}:\n{}", run.stdout);
    }
    assert!(run.stdout.contains(&format!("claque rows town.claque {hired}")), "{}", run.stdout);
    assert!(
        run.stdout.lines().all(|l| l.chars().count() <= 100),
        "no wider than a terminal:\n{}",
        run.stdout
    );
    assert!(!run.stdout.contains("planted-") && !run.stdout.contains('\u{1b}'));
    let job = scratch.claque(&["why", "town.claque", &format!("{hired}/J2")]);
    assert!(job.ends_with(0).stdout.contains(&format!("{hired}/J2")) && !job.stdout.contains("/J1 "));
}

#[test]
fn a_page_says_what_was_taken_off_and_by_whom() {
    let (scratch, folder) = audited(&["--decoys", "3"]);
    let pages = folder.table("pages");
    let worst = (0..pages.number("hired").len())
        .max_by(|a, b| pages.number("hired")[*a].total_cmp(&pages.number("hired")[*b]))
        .unwrap();
    let name = &pages.text("page")[worst];
    for asked in [name.clone(), format!("page:{name}")] {
        let run = scratch.claque(&["why", "town.claque", &asked, "--json"]);
        let said: Value = serde_json::from_str(&run.ends_with(0).stdout).unwrap();
        let target = &said["targets"][0];
        let taken: f64 =
            target["crews"].as_array().unwrap().iter().filter_map(|c| c["doubted"].as_f64()).sum();
        let (off, elsewhere) =
            (target["doubted"].as_f64().unwrap(), target["doubted_elsewhere"].as_f64().unwrap());
        assert!(taken > 20.0 && (taken + elsewhere - off).abs() < 1e-4, "{target}");
        let left = target["likes"].as_f64().unwrap() - off;
        assert!((left - target["authentic"].as_f64().unwrap()).abs() < 1e-6, "{target}");
    }
    let text = scratch.claque(&["why", "town.claque", name]);
    assert!(text.ends_with(0).stdout.contains("doubted"), "{}", text.stdout);
}

#[test]
fn a_crowd_left_alone_lists_nobody() {
    let (scratch, folder) = audited(&["--decoys", "0"]);
    let crowd = crew_of(&folder, |k| !["hired", "fabricated"].contains(&k));
    let run = scratch.claque(&["why", "town.claque", &crowd]);
    assert!(run.ends_with(0).stdout.contains("--all-members"), "{}", run.stdout);
    assert!(!run.stdout.contains("guest-"), "{}", run.stdout);
    scratch.claque(&["rows", "town.claque", &crowd]).refuses(2, &[&crowd, "--all-members"]);
    scratch.claque(&["rows", "town.claque", &format!("{crowd}/J1")]).refuses(2, &["--all-members"]);
}

#[test]
fn what_is_not_there_is_told_with_what_is() {
    let (scratch, folder) = audited(&["--decoys", "0"]);
    let last = folder.crews().len();
    scratch.claque(&["why", "town.claque", "C99"]).refuses(2, &["C99", &format!("C{last}")]);
    scratch.claque(&["why", "town.claque", "C1/J999"]).refuses(2, &["C1", "job"]);
    scratch.claque(&["why", "town.claque", "page:nowhere"]).refuses(2, &["nowhere", "page:NAME"]);
    scratch.claque(&["why", "town.claque", "Page-0"]).refuses(2, &["`page-0`"]);
    scratch.claque(&["why", "town.csv", "C1"]).refuses(2, &["town.csv", "folder"]);
    scratch.claque(&["why", "nowhere", "C1"]).refuses(2, &["nowhere"]);
    std::fs::create_dir(scratch.path().join("empty")).unwrap();
    scratch.claque(&["why", "empty", "C1"]).refuses(2, &["audit.json"]);
    // Nothing is told from a table that was altered.
    let jobs = scratch.path().join("town.claque/jobs.parquet");
    let mut bytes = std::fs::read(&jobs).unwrap();
    bytes[40] ^= 1;
    std::fs::write(&jobs, bytes).unwrap();
    scratch.claque(&["why", "town.claque", "C1"]).refuses(2, &["jobs.parquet", "audit.json"]);
}
