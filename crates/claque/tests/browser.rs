//! Reports in a real browser, where one is installed: of the demo, of a simulated world and of hostile names, with
//! their script and without it, at the width of a desk and of a phone, and on paper. axe-core finds no fault, nothing
//! is asked of the network, no dialog opens, nothing lies off the page.

use crate::support::browser::{Seen, browser, look, printed};
use crate::support::log::MONDAY;
use crate::support::shared::skip;
use crate::support::{Folder, Log, Random, Scratch};

/// The Big List of Naughty Strings, 485 of them, under the MIT licence (`naughty.LICENSE`).
const NAUGHTY: &str = include_str!("data/naughty.json");

fn naughty() -> Vec<String> {
    let all: Vec<String> = serde_json::from_str(NAUGHTY).unwrap();
    assert_eq!(all.len(), 485);
    all
}

/// What every report owes, in every way of opening it.
#[track_caller]
fn owes(scratch: &Scratch, browser: &str, report: &str) -> Seen {
    let mut last = None;
    for (width, script) in [(1280, true), (400, true), (400, false)] {
        let seen = look(browser, scratch, report, width, script);
        let at = format!("{width} wide, script {script}");
        assert_eq!(seen.list("violations"), Vec::<String>::new(), "{at}");
        assert_eq!(seen.list("requests"), Vec::<String>::new(), "{at}");
        assert_eq!(seen.list("errors"), Vec::<String>::new(), "{at}");
        assert_eq!(seen.number("dialogs"), 0, "{at}");
        assert!(seen.number("wide") <= u64::from(width), "{} {at}", seen.number("wide"));
        assert!(seen.number("open") <= u64::from(width), "{} with all opened, {at}", seen.number("open"));
        assert!(seen.number("high") > 900, "the report is there, {at}");
        println!("{} pixels high, {at}", seen.number("high"));
        assert_eq!(
            (seen.number("astray"), seen.number("broken")),
            (0, 0),
            "lanes off their dates, broken dates, {at}"
        );
        assert_eq!(seen.number("scripts"), 4, "the report's own and three of the test, {at}");
        // Without its script the report is a report without tools; the policy alone kept the script out.
        let refused = if script { vec![] } else { vec!["script-src-elem inline".to_owned()] };
        assert_eq!((seen.list("refused"), seen.number("tools") > 0), (refused, script), "{at}");
        if script {
            last = Some(seen);
        }
    }
    last.expect("three ways")
}

/// What the script layer did when it was used.
#[track_caller]
fn tools_work(seen: &Seen) {
    let used = seen.list("used").join(", ");
    for works in ["theme dark", "sort descending true", "filter true", "tip true"] {
        assert!(used.contains(works), "{works}: {used}");
    }
    let (drawn, saved) = (seen.list("drawn"), seen.list("saved"));
    assert!(drawn.len() > 3 && drawn.iter().all(|d| d == "whole"), "{drawn:?}");
    assert!(saved.len() > 3, "tables are saved");
    let rows = saved.iter().flat_map(|csv| csv.split("\"\r\n\""));
    for cell in rows.flat_map(|row| row.split("\",\"")) {
        let starts = cell.trim_start_matches(['\u{feff}', '"']).trim_start_matches(['\r', '\n', '"']);
        let number = starts.chars().skip(1).all(|c| c.is_ascii_digit() || ",.% \"\r\n".contains(c));
        assert!(number || !starts.starts_with(['=', '+', '-', '@']), "a cell begins a formula: {starts}");
    }
}

#[test]
fn the_demos_report() {
    let Some(browser) = browser() else { return skip("the_demos_report", "no Chromium on this machine") };
    let scratch = Scratch::new();
    scratch.claque(&["demo", "--decoys", "1"]).ends_with(0);
    let folder = Folder::open(scratch.path().join("claque-demo"));
    let seen = owes(&scratch, &browser, &folder.text("report.html"));
    assert_eq!(seen.number("dates"), 2, "the days of the answer do not break");
    tools_work(&seen);
    let pdf = printed(&browser, &scratch, &scratch.path().join("claque-demo/report.html"));
    assert!(pdf.starts_with(b"%PDF"));
    let pages = String::from_utf8_lossy(&pdf).matches("/Type /Page\n").count();
    println!("{pages} pages of paper");
    assert!(
        (4..=26).contains(&pages),
        "{pages} pages of paper: long tables are printed only where they were opened"
    );
}

#[test]
fn a_worlds_report() {
    let Some(browser) = browser() else { return skip("a_worlds_report", "no Chromium on this machine") };
    let scratch = Scratch::new();
    scratch.claque(&["worlds", "make", "directed", "--scale", "0.2", "--out", "world"]).ends_with(0);
    let from = |name: &str| format!("world/{name}.parquet");
    let (likes, accounts, pages) = (from("likes"), from("accounts"), from("pages"));
    let args =
        ["audit", &likes, "--accounts", &accounts, "--pages", &pages, "--decoys", "0", "--out", "a.claque"];
    scratch.claque(&args).ends_with(0);
    let seen = owes(&scratch, &browser, &Folder::open(scratch.path().join("a.claque")).text("report.html"));
    assert!(seen.number("lanes") > 0, "pages are told by country");
}

/// A log whose accounts, pages and owners are all called by naughty strings, with a crew among them.
fn hostile() -> Log {
    // An id that a spreadsheet rounded is refused, which other tests hold: what reads as a number gets a letter.
    let text =
        |s: String| if s.replace(',', ".").trim().parse::<f64>().is_ok() { format!("n{s}") } else { s };
    let names: Vec<String> = naughty().into_iter().filter(|s| !s.trim().is_empty()).map(text).collect();
    let mut random = Random::new(11);
    let mut log = Log::default();
    let n = names.len();
    for (i, account) in names.iter().enumerate() {
        for _ in 0..6 {
            let page = random.below(n);
            log.push(account, &names[page], &names[(page + 7) % n], MONDAY + random.between(0, 60 * 86_400));
        }
        // Every tenth page gets an order of the first sixty accounts, on days of its own.
        if i < 60 {
            for order in 0..12usize {
                let page = (order * 37 + 5) % n;
                let at = MONDAY + order as i64 * 4 * 86_400 + random.between(0, 1_800);
                log.push(account, &names[page], &names[(page + 7) % n], at);
            }
        }
    }
    log
}

/// The log as CSV, whatever its names hold.
fn csv(log: &Log) -> String {
    let quoted = |s: &str| format!("\"{}\"", s.replace('"', "\"\""));
    let mut out = String::from("account,page,owner,time\n");
    for m in &log.0 {
        out += &format!("{},{},{},{}\n", quoted(&m.account), quoted(&m.page), quoted(&m.owner), m.time);
    }
    out
}

#[test]
fn hostile_names_execute_nothing_and_the_layout_holds() {
    let scratch = Scratch::new();
    scratch.write("hostile.csv", csv(&hostile()));
    let args = ["audit", "hostile.csv", "--decoys", "0", "--reveal", "--all-members"];
    scratch.claque(&args).ends_with(0);
    let folder = Folder::open(scratch.path().join("hostile.claque"));
    assert!(!folder.crews().is_empty(), "the crew is found, so that its names are shown");
    let report = folder.text("report.html");
    assert_eq!(report.matches("<script").count(), 1, "the report's own, and no other");
    let unseen = |c: char| {
        matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{200b}' | '\u{feff}')
            || (c.is_control() && c != '\n' && c != '\t')
    };
    let own = report.find("<script").unwrap();
    assert!(!report[..own].contains(unseen), "what cannot be seen is shown as such");
    let Some(browser) = browser() else {
        return skip("hostile_names_execute_nothing_and_the_layout_holds", "no Chromium on this machine");
    };
    owes(&scratch, &browser, &report);
}

#[test]
fn it_asks_nothing_of_the_network() {
    let scratch = Scratch::new();
    scratch.claque(&["demo", "--decoys", "0"]).ends_with(0);
    let report = Folder::open(scratch.path().join("claque-demo")).text("report.html").to_lowercase();
    for asked in ["src=\"", "href=\"http", "@import", "url(http", "<link", "<iframe", "onload=", "onclick="] {
        assert!(!report.contains(asked), "{asked}");
    }
}
