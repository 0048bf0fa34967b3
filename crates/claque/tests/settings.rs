//! `claque.toml` beside the log: what is tedious to repeat, flags above it, unknown keys an error.

use crate::support::log::village;
use crate::support::{Folder, Scratch};

fn setting(folder: &Folder, name: &str) -> Option<(String, String)> {
    let json = folder.json();
    let all = json["provenance"]["settings"].as_array().unwrap();
    let found = all.iter().find(|s| s["name"] == name)?;
    Some((found["value"].as_str()?.to_owned(), found["from"].as_str()?.to_owned()))
}

fn odd(scratch: &Scratch, at: &str) {
    let csv = village(200, 1).csv().replacen("account,page,owner,time", "x,y,z,w", 1).replace(',', ";");
    scratch.write(at, csv);
}

const COLUMNS: &str = "\
[columns]
account = \"x\"
page = \"y\"
owner = \"z\"
time = \"w\"
delimiter = \";\"

[search]
decoys = 0
seed = 7

[parameters.search]
min_cell = 12
";

#[test]
fn a_file_beside_the_log_is_read_and_a_flag_wins() {
    let scratch = Scratch::new();
    odd(&scratch, "case/odd.csv");
    scratch.write("case/claque.toml", COLUMNS);
    scratch.claque(&["audit", "case/odd.csv"]).ends_with(0).tells(&["case/claque.toml", "`x`", "`y`", "`w`"]);
    let folder = Folder::open(scratch.path().join("odd.claque"));
    let json = folder.json();
    assert_eq!((json["seed"].as_u64(), json["decoys"]["searched"].as_u64()), (Some(7), Some(0)));
    assert_eq!(json["parameters"]["search"]["min_cell"], 12);
    let of = |value: &str, from: &str| Some((value.to_owned(), from.to_owned()));
    assert_eq!(setting(&folder, "columns.account"), of("x", "file"));
    assert_eq!(setting(&folder, "parameters.search.min_cell"), of("12", "file"));
    assert_eq!(json["provenance"]["settings_file"]["name"], "case/claque.toml");
    scratch.claque(&["audit", "case/odd.csv", "--seed", "9", "--out", "b"]).ends_with(0);
    let folder = Folder::open(scratch.path().join("b"));
    assert_eq!(folder.json()["seed"], 9);
    assert_eq!(setting(&folder, "search.seed"), of("9", "flag"));
    assert_eq!(setting(&folder, "columns.assume_tz"), of("UTC", "default"));
    // Without the file the columns are not known: it was the file that told.
    odd(&scratch, "odd.csv");
    scratch.claque(&["audit", "odd.csv", "--out", "c"]).refuses(3, &["account"]);
    scratch.claque(&["audit", "odd.csv", "--out", "c", "--config", "case/claque.toml"]).ends_with(0);
}

#[test]
fn side_tables_lie_beside_the_file_that_names_them() {
    let scratch = Scratch::new();
    let log = village(200, 1);
    scratch.write("case/town.csv", log.csv());
    let owners: String = log.pages().iter().map(|(page, _)| format!("{page},everyone\n")).collect();
    scratch.write("case/owners.csv", format!("page,owner\n{owners}"));
    scratch.write("case/claque.toml", "pages = \"owners.csv\"\n[search]\ndecoys = 0\n");
    scratch.claque(&["audit", "case/town.csv"]).ends_with(0);
    let inputs = Folder::open(scratch.path().join("town.claque")).json()["provenance"]["inputs"].to_string();
    assert!(inputs.contains("owners.csv"), "{inputs}");
}

#[test]
fn what_it_cannot_mean_is_told_with_its_line() {
    let scratch = Scratch::new();
    scratch.write("town.csv", village(50, 1).csv());
    for (text, line, words) in [
        ("strict = true\n[columns]\nacount = \"x\"\n", "line 3", &["acount", "account"][..]),
        ("\n\nall_members = true\n", "line 3", &["all_members", "--all-members"]),
        ("[search]\ndecoys = \"many\"\n", "line 2", &["string"]),
        ("[search]\ndecoys = 1\nseed = \n", "line 3", &[]),
        ("[columns]\n\ndelimiter = \";;\"\n", "line 3", &["delimiter", "one ASCII character"]),
        ("[parameters.search]\nmin_overlap = 3\nmin_cell = 1\n", "line 3", &["min_cell", "2 or more"]),
        ("[parameters.kinds]\nprior = [1, 1, 1, 1, 1, 1]\n", "line 2", &["prior", "sum to 1"]),
        ("[parameters.search]\nmin_sell = 3\n", "line 2", &["min_sell"]),
    ] {
        scratch.write("claque.toml", text);
        let run = scratch.claque(&["audit", "town.csv"]);
        run.refuses(2, &["claque.toml", line]).tells(words);
        assert_eq!(scratch.names(), ["claque.toml", "town.csv"]);
    }
    scratch.claque(&["audit", "town.csv", "--config", "nowhere.toml"]).refuses(2, &["nowhere.toml"]);
}

#[test]
fn a_dry_run_reads_and_says_and_writes_nothing() {
    let scratch = Scratch::new();
    scratch.write("town.csv", village(100, 1).csv());
    let run = scratch.claque(&["audit", "town.csv", "--dry-run", "--decoys", "3"]);
    run.ends_with(0).tells(&["account", "rows"]);
    assert!(
        run.stdout.contains("would write town.claque") && run.stdout.contains("search.decoys = 3 (flag)"),
        "{}",
        run.stdout
    );
    assert_eq!(scratch.names(), ["town.csv"]);
    scratch.claque_fed(&["audit", "-", "--dry-run"], Some(village(100, 1).csv().as_bytes())).ends_with(0);
    assert_eq!(scratch.names(), ["town.csv"]);
}

#[test]
fn the_documents_example_is_a_settings_file() {
    let scratch = Scratch::new();
    let documents = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/settings.md");
    let text = std::fs::read_to_string(documents).unwrap();
    let example = text.split("```toml\n").nth(1).unwrap().split("```").next().unwrap();
    // Its columns and tables are there, so that every key of it is read.
    let log = village(200, 1);
    scratch.write(
        "likes.csv",
        log.csv().replacen("account,page,owner,time", "user_id,post,author,when", 1).replace(',', ";"),
    );
    scratch.write("accounts.csv", "account;created\nvillager-0;2020-01-01\n");
    scratch.write("owners.csv", "page;owner\npage-0;ann\n");
    let unused = ["action", "verb", "country", "one_page", "time_origin"];
    let used: String = example
        .lines()
        .filter(|l| !unused.iter().any(|k| l.starts_with(&format!("{k} ="))))
        .map(|l| format!("{l}\n"))
        .collect();
    scratch.write("claque.toml", used);
    let run = scratch.claque(&["audit", "likes.csv", "--dry-run"]);
    let said = run.ends_with(0).stdout.clone();
    for line in example.lines().filter(|l| l.contains(" = ") && !l.starts_with('#')) {
        let key = line.split(" = ").next().unwrap();
        assert!(unused.contains(&key) || key == "threads" || said.contains(key), "{key}:\n{said}");
    }
}

#[test]
fn a_look_honours_the_file_as_an_audit_does() {
    let scratch = Scratch::new();
    odd(&scratch, "case/odd.csv");
    scratch.write("case/claque.toml", COLUMNS);
    let look = scratch.claque(&["look", "case/odd.csv"]);
    look.ends_with(0).tells(&["case/claque.toml"]);
    assert!(look.stdout.contains("--account x") && look.stdout.contains("--page y"), "{}", look.stdout);
    scratch.write("other.toml", "[columns]\nacount = \"x\"\n");
    scratch
        .claque(&["look", "case/odd.csv", "--config", "other.toml"])
        .ends_with(2)
        .tells(&["other.toml", "line 2"]);
}

#[test]
fn a_column_that_the_file_names_wrongly_is_blamed_on_the_file() {
    let scratch = Scratch::new();
    scratch.write("likes.csv", "who,page\na,p\n");
    scratch.write("claque.toml", "[columns]\naccount = \"nope\"\n");
    for command in ["look", "audit"] {
        let run = scratch.claque(&[command, "likes.csv"]);
        run.ends_with(2).tells(&["`account` in claque.toml names a column `nope`"]);
    }
    scratch.claque(&["look", "likes.csv", "--account", "who"]).ends_with(0);
}
