//! `claque look`: which column is what and what to type, from a newcomer's files.

use crate::support::Scratch;
use crate::support::log::village;

/// The words behind "to audit it:".
fn command(stdout: &str) -> Vec<String> {
    let line = stdout.lines().skip_while(|l| *l != "to audit it:").nth(1).expect("a command");
    line.split_whitespace().skip(1).map(|w| w.trim_matches('\'').to_owned()).collect()
}

#[test]
fn it_says_what_is_what_and_the_command_it_prints_works() {
    let scratch = Scratch::new();
    scratch.write("likes.csv", village(200, 1).csv());
    let run = scratch.claque(&["look", "likes.csv"]);
    run.ends_with(0);
    for words in ["account = ", "different in", "repeat what was already so", "read as"] {
        assert!(run.stdout.contains(words), "{words}: {}", run.stdout);
    }
    assert_eq!(scratch.names(), ["likes.csv"], "it writes nothing");
    let mut words = command(&run.stdout);
    words.extend(["--decoys", "0", "--quiet"].map(str::to_owned));
    scratch.claque(&words).ends_with(0);

    let json = scratch.claque(&["look", "likes.csv", "--json", "--quiet"]);
    json.ends_with(0);
    let seen: serde_json::Value = serde_json::from_str(&json.stdout).unwrap();
    assert_eq!(seen["ledger"]["lines_in"], seen["inputs"][0]["rows"]);
    assert!(seen["mapping"]["columns"][0]["distinct"].as_u64().unwrap() > 0);
    assert!(seen["command"].as_array().unwrap().iter().any(|w| w == "--account"));
}

#[test]
fn a_sheet_with_cambodian_names_semicolons_and_day_first_dates() {
    let scratch = Scratch::new();
    let row = |i: usize, date: String| format!("អ្នកប្រើ{};ទំព័រ {};{date} 9:{:02}\n", i % 30, i % 7, i % 60);
    let log = |date: fn(usize) -> String| {
        let rows: String = (0..100).map(|i| row(i, date(i))).collect();
        format!("\u{feff}account;page;time\n{rows}")
    };
    scratch.write("clear.csv", log(|i| format!("{}/5/2021", 1 + i % 28)));
    let clear = scratch.claque(&["look", "clear.csv"]);
    clear.ends_with(0);
    assert!(
        clear.stdout.contains("day, month, year") && clear.stdout.contains("2021-05-28"),
        "{}",
        clear.stdout
    );
    scratch.write("unclear.csv", log(|i| format!("{}/5/2021", 1 + i % 12)));
    let unclear = scratch.claque(&["look", "unclear.csv"]);
    // What was seen of the columns is shown although the log is refused.
    unclear.ends_with(3).tells(&["claque: ", "what to do: "]).tells(&[
        "unclear.csv",
        "--dates day-first",
        "--dates month-first",
    ]);
    assert!(unclear.stdout.contains("`time` such as"), "the columns are shown: {}", unclear.stdout);
    scratch.claque(&["look", "unclear.csv", "--dates", "day-first"]).ends_with(0);
}

#[test]
fn all_faults_come_at_once_with_the_flags_that_override_them() {
    let scratch = Scratch::new();
    scratch.write("log.csv", "who,what,when\na,b,1600000000\n");
    let run = scratch.claque(&["look", "log.csv", "--time", "wehn", "--json"]);
    run.ends_with(2).tells(&["claque: ", "what to do: "]).tells(&[
        "--time when",
        "--account COLUMN",
        "--page COLUMN",
    ]);
    let seen: serde_json::Value = serde_json::from_str(&run.stdout).unwrap();
    assert_eq!(seen["fault"]["what"].as_array().unwrap().len(), 3);
    assert_eq!(seen["inputs"][0]["columns"][0]["name"], "who");
    scratch.claque(&["look", "log.csv", "--account", "who", "--page", "what", "--time", "when"]).ends_with(0);
}

#[test]
fn hostile_parquet_ends_in_a_fault_and_no_panic_is_seen() {
    use arrow_array::{ArrayRef, RecordBatch, StringArray};
    let column = |name: &str| -> ArrayRef {
        std::sync::Arc::new(StringArray::from_iter_values((0..300).map(|i| format!("{name}{}", i * i % 83))))
    };
    let batch = RecordBatch::try_from_iter([("account", column("a")), ("page", column("p"))]).unwrap();
    let mut file = Vec::new();
    let mut writer = parquet::arrow::ArrowWriter::try_new(&mut file, batch.schema(), None).unwrap();
    writer.write(&batch).unwrap();
    writer.close().unwrap();
    let scratch = Scratch::new();
    let mut refused = 0;
    for i in 0..60usize {
        let mut bytes = file.clone();
        // The footer, where a library is most easily led astray, gets most of the flips.
        let at = bytes.len() - 9 - (i * 7_919) % (bytes.len() / 2);
        bytes[at] ^= 1 << (i % 8);
        scratch.write("hostile.parquet", bytes);
        // Every run is held to say nothing of a panic.
        let run = scratch.claque(&["look", "hostile.parquet", "--quiet"]);
        assert!(matches!(run.code, Some(0 | 2 | 3)), "{:?}: {}", run.code, run.stderr);
        refused += u32::from(run.code != Some(0));
    }
    // A flip that leaves the file well-formed is read.
    assert!(refused > 10, "{refused}");
}

#[test]
fn what_claque_made_is_no_log() {
    let scratch = Scratch::new();
    scratch.write("logs/likes.csv", village(60, 1).csv());
    let rows = |scratch: &Scratch| -> serde_json::Value {
        let run = scratch.claque(&["look", "logs", "--json", "--quiet"]);
        run.ends_with(0);
        serde_json::from_str(&run.stdout).unwrap()
    };
    let before = rows(&scratch);
    scratch.claque(&["audit", "logs", "--decoys", "0", "--out", "logs/of.claque"]).ends_with(0);
    let after = rows(&scratch);
    assert_eq!(before["ledger"], after["ledger"]);
    assert!(after["warnings"][0].as_str().unwrap().contains("logs/of.claque was made by claque"), "{after}");
    let pattern = scratch.claque(&["look", "logs/**/*.csv"]);
    assert!(pattern.stdout.contains("logs/of.claque was made by claque"), "{}", pattern.stdout);
    scratch.claque(&["look", "logs/of.claque"]).refuses(3, &["claque made this folder", "audit.json"]);
}

#[test]
fn the_command_of_inputs_that_differ_reads_all_of_them_again() {
    let scratch = Scratch::new();
    let csv = |header: &str, n: usize| -> String {
        let row = |i| format!("{},{},2024-01-01 10:{n}:{i:02}\n", i % 9, i % 7);
        format!("{header}\n") + &(0..n).map(row).collect::<String>()
    };
    scratch.write("mix/a.csv", csv("account_id,status_id,created_at", 40));
    scratch.write("mix/b.csv", csv("user,page,time", 30));
    let run = scratch.claque(&["look", "mix"]);
    run.ends_with(0);
    assert!(run.stdout.contains("70 rows = "), "{}", run.stdout);
    assert_eq!(command(&run.stdout), ["audit", "mix"]);
}

#[test]
fn a_list_of_one_page_says_which_and_a_name_like_a_flag_is_typed_as_a_file() {
    let scratch = Scratch::new();
    scratch.write("-stars.csv", "starred_at,login\n2024-01-01T00:00:00Z,a\n");
    let run = scratch.claque(&["look", "--", "-stars.csv"]);
    run.ends_with(0);
    assert!(run.stdout.contains("all of the page `-stars`"), "{}", run.stdout);
    let words = command(&run.stdout);
    assert_eq!(words[..2], ["audit", "./-stars.csv"]);
    let look = [&["look".to_owned()], &words[1..]].concat();
    scratch.claque(&look).ends_with(0);
}

#[test]
fn a_dry_run_in_json_is_json_and_items_of_a_list_are_no_lines() {
    let scratch = Scratch::new();
    scratch.write("likes.json", "[{\"user\":\"a\",\"page\":\"p\"},\n\n{\"user\":\"\",\"page\":\"p\"}]");
    let run = scratch.claque(&["audit", "likes.json", "--dry-run", "--json", "--quiet"]);
    run.ends_with(0);
    let said: serde_json::Value = serde_json::from_str(&run.stdout).unwrap();
    assert_eq!(said["would_write"], "likes.claque");
    let look = scratch.claque(&["look", "likes.json"]);
    assert!(look.stdout.contains("likes.json, item 2, column `user`: no account"), "{}", look.stdout);
}
