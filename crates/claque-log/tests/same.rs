//! The same events give the same columns: whatever the order of rows, the format, the packing, the split.

mod common;

use claque_log::{ColumnFlags, Reading, Request, read};
use claque_marks::{Columns, Silent};
use common::*;

/// Columns without the numbers of rows, which alone may follow the order of rows.
fn without_rows(reading: &Reading) -> (Columns, claque_log::Names) {
    let mut columns = reading.log.columns.clone();
    columns.row.iter_mut().for_each(|r| *r = 0);
    columns.orphans.iter_mut().for_each(|o| o.row = 0);
    (columns, reading.log.names.clone())
}

#[test]
fn order_format_packing_and_split_change_nothing() {
    let mut rows = made(3_000, 7);
    let plain = read_as("log.csv", as_csv(&rows, ','), |_| {}).unwrap();
    let want = without_rows(&plain);
    let nested = |r: &mut Request| {
        r.columns = ColumnFlags { account: Some("who.account".into()), ..ColumnFlags::default() };
    };
    assert!(
        plain.ledger.repeats > 100 && plain.ledger.withdrawals > 100 && plain.ledger.orphan_withdrawals > 10
    );
    assert!(plain.log.columns.owners_known && plain.log.columns.withdrawals_known);

    let csv = as_csv(&rows, ',');
    let (a, b) = csv.split_at(csv.len() / 2);
    let bom = [b"\xef\xbb\xbf".to_vec(), as_csv(&rows, ';')].concat();
    let dos = String::from_utf8(csv.clone()).unwrap().replace('\n', "\r\n");
    let mac = String::from_utf8(csv.clone()).unwrap().replace('\n', "\r");
    let quoted = String::from_utf8(csv.clone()).unwrap().replace(',', "\",\"").replace('\n', "\"\n\"");
    let quoted = format!("\"{}", quoted.strip_suffix('"').unwrap());
    let marked = format!("\u{feff}{}", String::from_utf8(csv.clone()).unwrap());
    let utf16: Vec<u8> = marked.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let forms: Vec<(&str, Vec<u8>)> = vec![
        ("tabs", as_csv(&rows, '\t')),
        ("bars", as_csv(&rows, '|')),
        ("mark and semicolons", bom),
        ("carriage returns and line feeds", dos.into_bytes()),
        ("carriage returns", mac.into_bytes()),
        ("UTF-16", utf16.clone()),
        ("UTF-16 in gzip", gzip(&utf16)),
        ("quotes", quoted.into_bytes()),
        ("gzip of two members", [gzip(a), gzip(b)].concat()),
        ("zstd", zst(&csv)),
        ("zstd of two frames", [zst(a), zst(b)].concat()),
        ("parquet", as_parquet(&rows)),
        ("parquet in gzip", gzip(&as_parquet(&rows))),
    ];
    for (what, bytes) in forms {
        // A name that says nothing, or the wrong thing.
        let reading = read_as("log.txt", bytes, |_| {}).unwrap_or_else(|f| panic!("{what}: {f}"));
        assert_eq!(without_rows(&reading), want, "{what}");
        assert_eq!(reading.log.columns.row, plain.log.columns.row, "{what}");
        assert_eq!(reading.ledger, plain.ledger, "{what}");
    }
    for (what, bytes) in [("ndjson", as_ndjson(&rows)), ("ndjson in zstd", zst(&as_ndjson(&rows)))] {
        let reading = read_as("log.json", bytes, nested).unwrap_or_else(|f| panic!("{what}: {f}"));
        assert_eq!(without_rows(&reading), want, "{what}");
    }
    for seed in 1..6 {
        Draw(seed).shuffle(&mut rows);
        let reading = read_as("log.csv", as_csv(&rows, ','), |_| {}).unwrap();
        assert_eq!(without_rows(&reading), want, "shuffled {seed}");
        let counted = (reading.ledger.used, reading.ledger.repeats);
        assert_eq!(counted, (plain.ledger.used, plain.ledger.repeats), "shuffled {seed}");
    }
}

#[test]
fn a_split_into_files_of_a_folder_changes_nothing() {
    let rows = made(3_000, 11);
    let plain = read_as("log.csv", as_csv(&rows, ','), |_| {}).unwrap();
    let folder = Folder::new();
    folder.file("b/one.csv", as_csv(&rows[..1_000], ','));
    folder.file("a/two.tsv.gz", gzip(&as_csv(&rows[1_000..1_700], '\t')));
    folder.file("c.parquet", as_parquet(&rows[1_700..]));
    folder.file(".hidden/three.csv", as_csv(&rows, ','));
    folder.file("README.md", "# Not a log\n\nIt says so.\n");
    folder.file("picture.png", [0x89, b'P', b'N', b'G', 0, 0, 0, 1]);
    let reading = read(&of(&[folder.path()]), &Silent).unwrap();
    assert_eq!(without_rows(&reading), without_rows(&plain));
    assert_eq!(reading.ledger, plain.ledger);
    let names: Vec<&str> = reading.inputs.iter().map(|i| i.name.rsplit('/').next().unwrap()).collect();
    assert_eq!(names, ["two.tsv.gz", "one.csv", "c.parquet"], "sorted by path");
    assert_eq!(reading.inputs[0].format, "TSV, gzip");
    assert_eq!(reading.inputs.iter().map(|i| i.rows).sum::<u64>(), 3_000);
    assert_eq!(reading.warnings.iter().filter(|w| w.0.contains("was not read")).count(), 2);
    // A mark's row counts on over all inputs.
    assert!(reading.log.columns.row.iter().all(|r| (1..=3_000).contains(r)));
    assert!(reading.log.columns.row.iter().any(|r| *r > 2_500));
}

#[test]
fn threads_change_nothing() {
    let rows = made(20_000, 3);
    let folder = Folder::new();
    let path = folder.file("log.csv", as_csv(&rows, ','));
    let with = |threads| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| read(&of(std::slice::from_ref(&path)), &Silent)).unwrap()
    };
    let (one, four) = (with(1), with(4));
    assert_eq!(one.log.columns, four.log.columns);
    assert_eq!(one.log.names, four.log.names);
}

#[test]
fn side_tables_in_any_format_say_the_same() {
    let log = "account,page,owner,time\na,p,x,1600000000\nb,q,x,1600000001\nc,r,,1600000002\n";
    let accounts = "account,created,country,name\na,2020-01-01,KH,Ann\nb,0,,\nzz,2020-01-01,IN,Who\n";
    let pages = "page;owner;title\np;y;The Page\n";
    let folder = Folder::new();
    let mut request = of(&[folder.file("log.csv", log)]);
    request.pages = Some(folder.file("pages.csv", pages));
    request.accounts = Some(folder.file("accounts.csv.gz", gzip(accounts.as_bytes())));
    let csv = read(&request, &Silent).unwrap();
    let (names, columns) = (&csv.log.names, &csv.log.columns);
    assert_eq!(names.owners, ["r", "x", "y"], "the table wins over the column; no owner is one's own");
    assert_eq!(columns.page_owner.iter().map(|o| names.owner(*o)).collect::<Vec<_>>(), ["y", "x", "r"]);
    assert_eq!(columns.created[0], 1_577_836_800_000_000);
    assert!(columns.created[1..].iter().all(|c| *c == claque_marks::NEVER));
    assert_eq!(csv.sides.account_name, [Some("Ann".to_owned()), None, None]);
    assert_eq!(csv.sides.page_name, [Some("The Page".to_owned()), None, None]);
    assert_eq!(csv.sides.account_country[0].map(|c| names.country(c)), Some("KH"));
    assert_eq!(names.countries, ["KH"], "accounts that the log does not name add nothing");
    assert_eq!(csv.inputs.iter().map(|i| i.part).collect::<Vec<_>>(), ["log", "accounts", "pages"]);
    let told: Vec<&str> = csv.warnings.iter().map(|w| w.0.as_str()).collect();
    assert!(told.iter().any(|w| w.contains("another owner than the log for 1 pages")), "{told:?}");
    assert!(
        told.iter().any(|w| w.contains("One row of the accounts table names what the log does not")),
        "{told:?}"
    );

    request.accounts = Some(folder.file(
        "accounts.parquet",
        parquet(vec![
            ("account", texts(["zz", "b", "a"].map(String::from))),
            ("created", ints([1_577_836_800, 0, 1_577_836_800])),
            ("country", texts(["IN", "", "KH"].map(String::from))),
            ("name", texts(["Who", "", "Ann"].map(String::from))),
        ]),
    ));
    let parquet = read(&request, &Silent).unwrap();
    assert_eq!(parquet.log.columns, csv.log.columns);
    assert_eq!(parquet.sides, csv.sides);
}
