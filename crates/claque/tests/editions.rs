//! `claque report`: editions that leave out what could point at a person, and the letter of reply.

use crate::support::plant::is_planted;
use crate::support::shared::skip;
use crate::support::town::{audited, crew_of};
use crate::support::{Folder, Scratch};
use claque_report::words::forbidden::forbidden_words;
use std::process::Command;

fn read(scratch: &Scratch, name: &str) -> String {
    std::fs::read_to_string(scratch.path().join(name)).unwrap_or_else(|e| panic!("{name}: {e}"))
}

/// Pseudonyms of a key in a report: eight letters of the alphabet of keys, alone in a cell.
fn keyed(report: &str) -> Vec<String> {
    let pseudonym =
        |w: &&str| w.len() == 8 && w.chars().all(|c| "23456789ABCDEFGHJKLMNPQRSTUVWXYZ".contains(c));
    let mut all: Vec<String> = report.split(['<', '>']).filter(pseudonym).map(str::to_owned).collect();
    all.sort();
    all
}

#[test]
fn the_full_edition_is_the_report_of_the_folder() {
    let (scratch, folder) = audited(&["--decoys", "2"]);
    scratch.claque(&["report", "town.claque", "--edition", "full"]).ends_with(0);
    assert!(read(&scratch, "town-full.html") == folder.text("report.html"));
    let printed = scratch.claque(&["report", "town.claque", "--edition", "full", "--out", "-"]);
    assert_eq!(printed.ends_with(0).stdout.trim_end(), folder.text("report.html").trim_end());
}

#[test]
fn the_public_edition_names_nobody_and_its_pseudonyms_have_a_key() {
    // Whatever the audit was asked to show.
    let (scratch, _) = audited(&["--decoys", "2", "--all-members", "--reveal"]);
    let args = ["report", "town.claque", "--edition", "public"];
    scratch.claque(&args).ends_with(0).tells(&["claque.key", "town-public.html"]);
    let report = read(&scratch, "town-public.html");
    for name in ["planted-", "guest-", "villager-"] {
        assert!(!report.contains(name), "{name}");
    }
    assert!(report.contains("Public edition"), "it says what it is");
    let first = keyed(&report);
    assert!(first.len() > 5, "members carry pseudonyms of the key: {first:?}");
    scratch.claque(&[&args[..], &["--out", "again.html"]].concat()).ends_with(0);
    assert_eq!(keyed(&read(&scratch, "again.html")), first, "the same key, the same pseudonyms");
    scratch.claque(&[&args[..], &["--out", "other.html", "--key", "other.key"]].concat()).ends_with(0);
    let other = keyed(&read(&scratch, "other.html"));
    assert!(other.len() == first.len() && other.iter().all(|p| !first.contains(p)), "{other:?}");
    let key = read(&scratch, "claque.key");
    assert_eq!(key.trim().len(), 64);
    assert!(!report.contains(key.trim()));
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let rights = std::fs::metadata(scratch.path().join("claque.key")).unwrap().permissions().mode();
        assert_eq!(rights & 0o777, 0o600, "its owner alone can read it");
    }
    scratch.write("bad.key", "secret");
    scratch.claque(&[&args[..], &["--key", "bad.key", "--force"]].concat()).refuses(2, &["bad.key", "64"]);
    Folder::open(scratch.path().join("town.claque"));
}

#[test]
fn the_press_edition_is_one_page() {
    let (scratch, _) = audited(&["--decoys", "2", "--no-power"]);
    scratch.claque(&["report", "town.claque", "--edition", "press"]).ends_with(0);
    let press = read(&scratch, "town-press.html");
    assert!(!scratch.path().join("claque.key").exists(), "it names no account and needs no key");
    assert!(press.contains("not for publication") && press.contains("doubted"), "{press}");
    assert!(!press.contains("planted-") && !press.contains("A0001"));
    let Some(browser) = ["chromium", "chromium-browser", "google-chrome"]
        .into_iter()
        .find(|name| Command::new(name).arg("--version").output().is_ok_and(|o| o.status.success()))
    else {
        skip("the_press_edition_is_one_page", "no Chromium on this machine");
        return;
    };
    scratch.claque(&["demo", "--decoys", "1", "--quiet"]).ends_with(0);
    scratch.claque(&["report", "claque-demo", "--edition", "press", "--quiet"]).ends_with(0);
    // More crews and pages than the page has room for.
    scratch.claque(&["worlds", "make", "long-mixed", "--scale", "0.3", "--out", "world"]).ends_with(0);
    let from = |name: &str| format!("world/{name}.parquet");
    let (likes, accounts, pages) = (from("likes"), from("accounts"), from("pages"));
    let args = [
        "audit",
        &likes,
        "--accounts",
        &accounts,
        "--pages",
        &pages,
        "--decoys",
        "1",
        "--out",
        "world.claque",
    ];
    scratch.claque(&args).ends_with(0);
    assert!(Folder::open(scratch.path().join("world.claque")).crews().len() > 10);
    scratch.claque(&["report", "world.claque", "--edition", "press", "--quiet"]).ends_with(0);
    for name in ["town-press.html", "claque-demo-press.html", "world-press.html"] {
        let pdf = scratch.path().join("press.pdf");
        Command::new(browser)
            .args(["--headless=new", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer"])
            .arg(format!("--user-data-dir={}", scratch.path().join("profile").display()))
            .arg(format!("--print-to-pdf={}", pdf.display()))
            .arg(format!("file://{}", scratch.path().join(name).display()))
            .output()
            .unwrap();
        let bytes = String::from_utf8_lossy(&std::fs::read(&pdf).unwrap()).into_owned();
        let pages = bytes.matches("/Type /Page\n").count() + bytes.matches("/Type /Page/").count();
        assert_eq!(pages, 1, "{name} is one page of paper");
    }
}

#[test]
fn the_letter_speaks_of_one_page_and_alleges_nothing() {
    let (scratch, folder) = audited(&["--decoys", "2"]);
    let crew = crew_of(&folder, |k| k == "hired");
    let jobs = folder.table("jobs");
    let mine = jobs.text("crew").iter().position(|c| *c == crew).unwrap();
    let page = jobs.text("page")[mine].clone();
    scratch.claque(&["report", "town.claque", "--letter", &page]).ends_with(0).tells(&["town-letter.txt"]);
    let letter = read(&scratch, "town-letter.txt");
    let (likes, authentic) = folder.authentic()[&page];
    for said in [&page, &crew, &format!("{likes}"), &format!("{:.0}", (likes - authentic).round())] {
        assert!(letter.contains(said.as_str()), "{said}:\n{letter}");
    }
    assert!(letter.contains("We ask you") && letter.lines().all(|l| l.chars().count() <= 76), "{letter}");
    for (other, _) in folder.authentic() {
        let named = letter.split(|c: char| !(c.is_alphanumeric() || c == '-')).any(|w| w == other);
        assert!(other == page || !named, "the letter names another page, {other}");
    }
    assert!(!letter.split_whitespace().any(is_planted), "no account is named");
    assert_eq!(forbidden_words(&letter, &[&page]), Vec::<String>::new());
    scratch.claque(&["report", "town.claque", "--letter", "nowhere"]).refuses(2, &["nowhere"]);
    let dry =
        scratch.claque(&["report", "town.claque", "--letter", &page, "--force", "--dry-run", "--out", "x"]);
    assert!(dry.ends_with(0).stdout.contains("would write x") && !scratch.path().join("x").exists());
    scratch.claque(&["report", "town.claque"]).ends_with(2);
}
