//! `claque rows`: the rows behind every figure, from inputs that are known again.

use crate::support::log::{DAY, HOUR, MONDAY, village};
use crate::support::plant::is_planted;
use crate::support::town::{audited, crew_of, log};
use crate::support::{Folder, Random, Run, Scratch};
use std::collections::BTreeSet;

/// The rows as tables of cells; no cell of these logs holds a comma but the row itself.
fn cells(run: &Run) -> Vec<Vec<String>> {
    let mut lines = run.stdout.lines();
    assert_eq!(lines.next(), Some("file,line,account,page,verb,time,withdrawn,jobs,posterior,doubted,row"));
    lines.map(|l| l.splitn(11, ',').map(|c| c.trim_matches('"').to_owned()).collect()).collect()
}

/// A job of the crew that was planted, as the table has it: its reference, page and number of accounts.
fn job(folder: &Folder, crew: &str) -> (String, String, f64) {
    let jobs = folder.table("jobs");
    let first = jobs.text("crew").iter().position(|c| c == crew).unwrap();
    (format!("{crew}/J1"), jobs.text("page")[first].clone(), jobs.number("accounts")[first])
}

#[test]
fn every_row_of_a_job_stands_in_the_log_at_its_line() {
    let (scratch, folder) = audited(&["--decoys", "0"]);
    let (reference, page, accounts) = job(&folder, &crew_of(&folder, |k| k == "hired"));
    let run = scratch.claque(&["rows", "town.claque", &reference, "--reveal"]);
    run.ends_with(0).tells(&["SHA-256", &reference]);
    let rows = cells(&run);
    let text = log();
    let lines: Vec<&str> = text.lines().collect();
    for row in &rows {
        let line: usize = row[1].parse().unwrap();
        assert_eq!(lines[line - 1], row[10], "line {line} is shown as it stands");
        assert!(row[10].starts_with(&format!("{},{page},", row[2])), "{row:?}");
        assert_eq!((row[0].as_str(), &row[7]), ("town.csv", &reference));
    }
    let sure = rows.iter().filter(|r| r[8].parse::<f64>().unwrap() > 0.5);
    let sure: BTreeSet<&String> = sure.map(|r| &r[2]).collect();
    assert!(sure.iter().all(|a| is_planted(a)), "{sure:?}");
    assert!((sure.len() as f64 - accounts).abs() <= 2.0, "{} rows, the job has {accounts}", sure.len());
}

#[test]
fn names_and_rows_stay_hidden_until_asked() {
    let (scratch, folder) = audited(&["--decoys", "0"]);
    let crew = crew_of(&folder, |k| k == "hired");
    let run = scratch.claque(&["rows", "town.claque", &crew]);
    run.ends_with(0);
    assert!(!run.stdout.contains("planted-"), "pseudonyms");
    let rows = cells(&run);
    assert!(rows.iter().all(|r| r[2].starts_with('A') && r[10].is_empty()), "{:?}", rows.first());
    // The same pseudonyms as the report: its surest member is A0001.
    assert!(rows.iter().any(|r| r[2] == "A0001"));
    // A page's rows are those of everybody: who is in no listed crew is named on no condition.
    let page = &rows[0][3];
    let all = scratch.claque(&["rows", "town.claque", &format!("page:{page}"), "--reveal"]);
    let all = cells(all.ends_with(0));
    let likes = folder.authentic()[page].0;
    assert_eq!(all.len() as f64, likes, "one row a mark");
    for row in &all {
        assert!(row[2].is_empty() || is_planted(&row[2]), "{row:?}");
        assert_eq!(row[2].is_empty(), row[10].is_empty(), "{row:?}");
    }
    assert!(all.iter().any(|r| r[2].is_empty()) && all.iter().any(|r| is_planted(&r[2])));
}

#[test]
fn the_rows_of_a_page_add_up_to_its_figure() {
    let (scratch, folder) = audited(&["--decoys", "0"]);
    let (_, page, _) = job(&folder, &crew_of(&folder, |k| k == "hired"));
    let run = scratch.claque(&["rows", "town.claque", &format!("page:{page}"), "--json", "--quiet"]);
    assert_eq!(run.ends_with(0).stderr, "");
    let rows: Vec<serde_json::Value> = run.stdout.lines().map(|l| serde_json::from_str(l).unwrap()).collect();
    let off: f64 = rows.iter().map(|r| r["doubted"].as_f64().unwrap()).sum();
    let (likes, authentic) = folder.authentic()[&page];
    assert_eq!(rows.len() as f64, likes);
    // Crowds left alone take off a crumb each, by the small chance that they are doubted crews.
    assert!(
        off <= likes - authentic + 1e-4 && off > 0.98 * (likes - authentic),
        "{off} of {}",
        likes - authentic
    );
}

#[test]
fn a_cell_is_a_stretch_of_time_on_a_page() {
    let (scratch, folder) = audited(&["--decoys", "0"]);
    let (_, page, _) = job(&folder, &crew_of(&folder, |k| k == "hired"));
    let all = cells(&scratch.claque(&["rows", "town.claque", &page]));
    let day = all[0][5][..10].to_owned();
    let of_day = cells(&scratch.claque(&["rows", "town.claque", &format!("page:{page}@{day}")]));
    assert_eq!(of_day.len(), all.iter().filter(|r| r[5].starts_with(&day)).count());
    assert!(!of_day.is_empty() && of_day.len() < all.len());
    let some = scratch.claque(&["rows", "town.claque", &page, "--limit", "2"]);
    some.tells(&["more rows"]);
    assert_eq!(cells(&some), all[..2]);
}

#[test]
fn an_input_that_was_changed_or_moved() {
    let (scratch, folder) = audited(&["--decoys", "0"]);
    let crew = crew_of(&folder, |k| k == "hired");
    let before = scratch.claque(&["rows", "town.claque", &crew]).ends_with(0).stdout.clone();
    let moved = scratch.path().join("elsewhere.csv");
    std::fs::rename(scratch.path().join("town.csv"), &moved).unwrap();
    scratch.claque(&["rows", "town.claque", &crew]).refuses(3, &["town.csv", "--input"]);
    let found = scratch.claque(&["rows", "town.claque", &crew, "--input", "elsewhere.csv"]);
    assert_eq!(found.ends_with(0).stdout, before, "the same rows under the name that the audit knows");
    scratch.write("town.csv", log().replacen("villager", "newcomer", 1));
    scratch.claque(&["rows", "town.claque", &crew]).refuses(3, &["town.csv", "changed", "SHA-256"]);
    let wrong =
        scratch.claque(&["rows", "town.claque", &crew, "--input", "elsewhere.csv", "--input", "town.csv"]);
    wrong.refuses(3, &["town.csv", "no input of the audit"]);
}

#[test]
fn what_came_through_a_pipe_was_kept() {
    let scratch = Scratch::new();
    let text = log();
    scratch.claque_fed(&["audit", "-", "--decoys", "0"], Some(text.as_bytes())).ends_with(0);
    let folder = Folder::open(scratch.path().join("stdin.claque"));
    assert_eq!(scratch.names(), ["stdin.claque"]);
    let json = folder.json();
    assert_eq!(json["provenance"]["inputs"][0]["kept"], "input-1.zst");
    let outputs = json["provenance"]["outputs"].to_string();
    assert!(outputs.contains("input-1.zst"), "its hash is told: {outputs}");
    let crew = crew_of(&folder, |k| k == "hired");
    let piped = scratch.claque(&["rows", "stdin.claque", &crew, "--reveal"]).ends_with(0).stdout.clone();
    scratch.write("town.csv", &text);
    scratch.claque(&["audit", "town.csv", "--decoys", "0"]).ends_with(0);
    let filed = scratch.claque(&["rows", "town.claque", &crew, "--reveal"]).ends_with(0).stdout.clone();
    assert_eq!(piped.replace("standard input", "town.csv"), filed);
    // The copy is claque's own: the audit can be made again.
    scratch.claque_fed(&["audit", "-", "--decoys", "0"], Some(text.as_bytes())).ends_with(0);
    let none = ["audit", "-", "--decoys", "0", "--no-keep", "--out", "bare"];
    scratch.claque_fed(&none, Some(text.as_bytes())).ends_with(0);
    assert!(!Folder::open(scratch.path().join("bare")).files().contains_key("input-1.zst"));
    scratch.claque(&["rows", "bare", &crew]).refuses(3, &["standard input", "--no-keep"]);
}

#[test]
fn all_members_opens_the_gate_and_the_demo_needs_no_input() {
    let (scratch, folder) = audited(&["--decoys", "0", "--all-members"]);
    let crowd = crew_of(&folder, |k| !["hired", "fabricated"].contains(&k));
    let run = scratch.claque(&["rows", "town.claque", &crowd, "--reveal"]);
    assert!(run.ends_with(0).stdout.contains("guest-") || run.stdout.contains("villager-"), "{}", run.stdout);
    scratch.claque(&["demo", "--decoys", "0", "--quiet"]).ends_with(0);
    let rows = cells(scratch.claque(&["rows", "claque-demo", "C1"]).ends_with(0));
    assert!(rows.len() > 500 && rows[0][0] == "stars-among-retweets.csv.gz", "{:?}", rows.first());
    assert_eq!(scratch.names(), ["claque-demo", "town.claque", "town.csv"], "nothing is left behind");
}

#[test]
fn a_log_read_by_flags_is_read_again_by_them() {
    let scratch = Scratch::new();
    let csv = log().replacen("account,page,owner,time", "x,y,z,w", 1).replace(',', ";");
    scratch.write("odd.csv", csv);
    let flags = ["--account", "x", "--page", "y", "--owner", "z", "--time", "w", "--delimiter", ";"];
    scratch.claque(&[&["audit", "odd.csv", "--decoys", "0"], &flags[..]].concat()).ends_with(0);
    let folder = Folder::open(scratch.path().join("odd.claque"));
    let crew = crew_of(&folder, |k| k == "hired");
    let rows = cells(scratch.claque(&["rows", "odd.claque", &crew]).ends_with(0));
    assert!(rows.len() > 400, "{}", rows.len());
}

#[test]
fn a_log_without_times_has_rows_too() {
    let scratch = Scratch::new();
    let csv: String =
        village(300, 1).csv().lines().map(|r| format!("{}\n", r.rsplit_once(',').unwrap().0)).collect();
    scratch.write("timeless.csv", csv);
    scratch.claque(&["audit", "timeless.csv", "--decoys", "0"]).ends_with(0);
    let rows = cells(scratch.claque(&["rows", "timeless.claque", "page-0"]).ends_with(0));
    assert!(!rows.is_empty() && rows.iter().all(|r| r[5].is_empty()));
}

/// A village in which ninety people, each with a life of their own, take marks back from eight pages on four evenings.
fn with_losses() -> String {
    let mut random = Random::new(5);
    let mut log = village(600, 9);
    let mut rows = String::new();
    for person in 0..90 {
        let name = format!("changer-{person}");
        for _ in 0..14 {
            let page = random.below(120);
            let time = MONDAY + random.between(0, 41) * DAY + random.between(7 * HOUR, 23 * HOUR);
            log.push(&name, &format!("page-{page}"), &format!("owner-{}", page % 30), time);
        }
        for rival in 0..8i64 {
            let (page, owner) = (format!("rival-{rival}"), format!("ally-{rival}"));
            log.push(
                &name,
                &page,
                &owner,
                MONDAY + random.between(0, 18) * DAY + random.between(7 * HOUR, 23 * HOUR),
            );
            if random.share() < 0.85 {
                let evening = MONDAY + (22 + rival / 2 * 5) * DAY + 19 * HOUR;
                rows += &format!("{name},{page},{owner},{},unlike\n", evening + random.between(0, 2 * HOUR));
            }
        }
    }
    let likes: String = log.csv().lines().skip(1).map(|row| format!("{row},like\n")).collect();
    format!("account,page,owner,time,action\n{likes}{rows}")
}

#[test]
fn a_crowd_that_took_marks_back_has_rows_and_they_stay_shut_until_asked() {
    let scratch = Scratch::new();
    scratch.write("losses.csv", with_losses());
    let audit = ["audit", "losses.csv", "--decoys", "0", "--quiet"];
    scratch.claque(&audit).ends_with(0);
    let folder = Folder::open(scratch.path().join("losses.claque"));
    let crowd = &folder.json()["taken_back"][0];
    assert!(crowd["accounts"].as_u64().unwrap() > 60 && crowd["listed"].is_null(), "{crowd}");
    let report = folder.text("report.html");
    assert!(report.contains("id=\"taken-back\"") && report.contains(">T1</td>"), "it carries its reference");
    scratch.claque(&["rows", "losses.claque", "T1"]).refuses(2, &["T1", "--all-members"]);
    scratch.claque(&["rows", "losses.claque", "T99"]).refuses(2, &["T99"]);
    scratch.claque(&["why", "losses.claque", "T1"]).refuses(2, &["T1", "claque rows"]);
    assert!(!folder.text("audit.json").contains("changer-"), "nobody is listed");
    scratch.claque(&[&audit[..], &["--all-members", "--force"]].concat()).ends_with(0);
    let run = scratch.claque(&["rows", "losses.claque", "T1", "--reveal"]);
    run.ends_with(0).tells(&["took back", "SHA-256"]);
    let rows = cells(&run);
    let told = crowd["marks"].as_u64().unwrap() as usize;
    assert!(rows.len() >= told && rows.len() <= told + told / 20, "{} rows, {told} told", rows.len());
    let text = with_losses();
    for row in &rows {
        let (account, page, gone) = (&row[2], &row[3], &row[6]);
        assert!(account.starts_with("changer-") && page.starts_with("rival-") && !gone.is_empty(), "{row:?}");
        assert!(text.contains(&format!("{account},{page},")), "{row:?}");
    }
}
