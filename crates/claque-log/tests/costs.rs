//! Inputs that are small and ask for much, and several that fail at once.

mod common;

use claque_log::{FaultKind, read};
use claque_marks::Silent;
use common::*;

#[test]
fn lines_that_cost_more_than_they_say() {
    let good: String = (0..500).map(good).collect();
    let begun = std::time::Instant::now();
    // Blank lines without end, of several kinds, between rows.
    for (blank, count) in [("\n", 20 << 20), (" \n", 10 << 20), ("\r\n", 10 << 20)] {
        let text = format!("account,page,time\n{good}{}b,p,1600000000\n", blank.repeat(count));
        let ledger = csv(text).unwrap().ledger;
        assert_eq!((ledger.blank, ledger.used, ledger.rejected), (count as u64, 501, 0), "{blank:?}");
    }
    // A line of white space that the delimiter parts is a row without values; so is one in a single column.
    let tabs = csv("account\tpage\ttime\na\tp\t1600000000\n\t\t\n\t\n \n\n").unwrap();
    assert_eq!(
        (tabs.ledger.used, tabs.ledger.rejected, tabs.ledger.blank),
        (1, 1, 3),
        "{:?}",
        tabs.rejected.first
    );
    // Millions of fields: told, and not kept.
    let wide = format!("account,page,time\n{good}{}\n\"x\"{}\n", ",".repeat(9 << 20), ",".repeat(9 << 20));
    let reading = csv(wide).unwrap();
    assert_eq!((reading.ledger.used, reading.ledger.rejected), (500, 2));
    assert!(reading.rejected.first.iter().all(|r| r.reason.contains("more than 20000 fields")));
    // An object of a million keys, and the same with one of them twice.
    let keys: String = (0..900_000).map(|i| format!("\"k{i}\":1,")).collect();
    let row = |more: &str| format!("{{{keys}{more}\"account\":\"a\",\"page\":\"p\",\"time\":1600000000}}\n");
    let small = "{\"account\":\"b\",\"page\":\"p\",\"time\":1600000001}\n";
    let reading = read_as("log", format!("{small}{}{}", row(""), row("\"k7\":1,")), |_| {}).unwrap();
    assert_eq!((reading.ledger.used, reading.ledger.rejected), (2, 1));
    assert_eq!(reading.rejected.first[0].reason, "a key stands twice in one object");
    assert!(begun.elapsed().as_secs() < 40, "{:?}", begun.elapsed());
}

#[test]
fn rows_without_end_of_which_none_can_be_used_are_refused() {
    let bad =
        |n: usize| format!("account,page,time\n{}{}", (0..60).map(good).collect::<String>(), "x\n".repeat(n));
    let reading = csv(bad(1_000_000)).unwrap();
    assert_eq!((reading.ledger.used, reading.ledger.rejected), (60, 1_000_000));
    refused(
        csv(bad(6_000_000)),
        FaultKind::Unusable,
        &["more than 5000000 rows", "the first: row 62: ", "log"],
    );
}

#[test]
fn one_row_said_millions_of_times_by_parquet_is_refused() {
    let say = |n: usize| {
        let one = |text: &str| texts(std::iter::repeat_n(text.to_owned(), n));
        let time = ints(std::iter::repeat_n(1_600_000_000, n));
        csv(parquet(vec![("account", one("a")), ("page", one("p")), ("time", time)]))
    };
    assert_eq!(say(1_000_000).unwrap().ledger.repeats, 999_999);
    refused(say(3_000_000), FaultKind::Unusable, &["bomb"]);
}

#[test]
fn bombs_are_refused() {
    let bomb = zst(&[b"account,page,time\n".to_vec(), vec![b'\n'; 200 << 20]].concat());
    let begun = std::time::Instant::now();
    refused(csv(bomb), FaultKind::Unusable, &["decompression bomb"]);
    assert!(begun.elapsed().as_secs() < 20);
}

#[test]
fn faults_of_several_logs_are_told_together() {
    let folder = Folder::new();
    let good = folder.file("good.csv", rows(60, good));
    let named = folder.file("named.csv", "who,what,time\na,b,1600000000\n");
    let empty = folder.file("empty.csv", "");
    let missing = folder.path().join("missing.csv");
    let faults = read(&of(&[good.clone(), named.clone(), empty, missing]), &Silent);
    let fault = refused(
        faults,
        FaultKind::Unusable,
        &["named.csv: ", "empty.csv: ", "missing.csv: ", "--account COLUMN"],
    );
    assert!(!fault.what.contains("good.csv"), "{fault}");
    // One alone is told as it is; one that breaks off while it is read is told with those behind it.
    let alone = refused(read(&of(&[good, named.clone()]), &Silent), FaultKind::Unusable, &["named.csv"]);
    assert!(alone.file.is_some_and(|f| f.ends_with("named.csv")));
    let whole = gzip(rows(9_000, |i| format!("a{i},p{},{}\n", i % 7, 1_600_000_000 + i)).as_bytes());
    let cut = folder.file("cut.csv.gz", &whole[..whole.len() / 2]);
    refused(read(&of(&[cut, named]), &Silent), FaultKind::Unusable, &["cut.csv.gz, row", "named.csv: "]);
}
