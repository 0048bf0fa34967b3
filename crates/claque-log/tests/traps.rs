//! What breaks readers elsewhere.

mod common;

use std::sync::Arc;

use claque_log::{ColumnFlags, FaultKind, read};
use claque_marks::{NEVER, Silent};
use common::*;

const DAY: i64 = 86_400_000_000;

#[test]
fn a_stray_quote_costs_its_own_row_only() {
    for stray in
        ["\"a1,p1,1600000000\n", "a1,\"p1,1600000000\n", "a1,p1,\"1600000000\n", "a1,p1,1600000000\",\"\n"]
    {
        let text = rows(10_000, |i| if i == 5_000 { stray.into() } else { good(i) });
        let reading = csv(text).unwrap();
        assert_eq!((reading.ledger.used, reading.ledger.rejected), (9_999, 1), "{stray}");
        assert_eq!(reading.rejected.first[0].line, 5_002, "{stray}");
    }
}

#[test]
fn a_pair_of_stray_quotes_swallows_nothing() {
    for apart in [1, 2, 5, 99, 150, 8_900] {
        let text = rows(10_000, |i| match i {
            _ if i == 100 => "a1,\"p1,1600000000\n".into(),
            _ if i == 100 + apart => "a2,p2\",1600000000\n".into(),
            _ => good(i),
        });
        let reading = csv(text).unwrap();
        let ledger = reading.ledger;
        assert_eq!(ledger.lines_in, 10_000, "{apart}");
        assert!(ledger.used >= 9_998 && ledger.rejected >= 1, "{apart}: {ledger:?}");
    }
}

#[test]
fn khmer_headers_are_known() {
    for [account, page, time, country] in [
        ["គណនី", "ទំព័រ", "កាលបរិច្ឆេទ", "ប្រទេស"],
        ["ឈ្មោះ\u{200b}អ្នកប្រើ", "ឈ្មោះ\u{200b}ទំព័រ", "ថ្ងៃ ខែ ឆ្នាំ", "ប្រទេស"],
        ["អ្នកប្រើប្រាស់", "ផេក", "ពេលវេលា", "ប្រទេស"],
    ] {
        let rows: String =
            (1..=40).map(|i| format!("ស{};ទំ{};{}/02/2024 21:30;KH\n", i % 9, i % 5, i % 28 + 1)).collect();
        let reading = csv(format!("\u{feff}{account};{page};{time};{country}\n{rows}")).unwrap();
        let roles: Vec<&str> = reading.mapping.columns.iter().map(|c| c.role).collect();
        assert_eq!(roles, ["account", "page", "time", "country"], "{page}");
        assert_eq!(reading.mapping.first, Some(1_706_823_000_000_000), "the day stands first");
    }
}

#[test]
fn a_text_of_several_lines_is_one_row() {
    let text =
        "id,user,item,ts,text\n1,a,p,1600000000,\"one\ntwo, \"\"three\"\"\n\nfour\"\n2,b,p,1600000001,five\n";
    let reading = csv(text).unwrap();
    assert_eq!((reading.ledger.lines_in, reading.ledger.used), (2, 2), "{:?}", reading.rejected.first);
}

#[test]
fn rows_that_cannot_be_read_are_told_with_line_and_reason() {
    let text = b"account,page,time\n\na,p,1600000000\n,p,1600000000\na,,1600000000\na,p\na,p,1,2\na\xff,p,1600000000\na,p,\na,p,yesterday\na,p,1.6E+09\na,q,1600000001\na,r,1600000002\n1.01421E+18,p,1600000000\naccount,page,time\nb,p,4102444799\nb,p,1600000003\nb,q,1600000004\nb,r,1600000005\nc,q,1600000004\nc,r,1600000005\nc,p,1600000005\nd,r,1600000005\nd,p,1600000005\nd,q,1600000005\n";
    let reading = csv(text).unwrap();
    let told: Vec<(u64, Option<&str>, &str)> =
        reading.rejected.first.iter().map(|r| (r.line, r.column.as_deref(), r.reason.as_str())).collect();
    assert_eq!(
        told,
        [
            (4, Some("account"), "no account"),
            (5, Some("page"), "no page"),
            (6, None, "2 fields where the header has 3"),
            (7, None, "4 fields where the header has 3"),
            (8, Some("account"), "the account cannot be read: it is no UTF-8 text"),
            (9, Some("time"), "no time"),
            (10, Some("time"), "this is no time that can be read"),
            (11, Some("time"), "a number rounded by a spreadsheet: the time is lost"),
            (
                14,
                Some("account"),
                "the account is a number rounded by a spreadsheet: its last digits are lost"
            ),
            (15, None, "this is the header again"),
        ]
    );
    assert_eq!((reading.ledger.rejected, reading.ledger.blank, reading.ledger.used), (11, 1, 12));
    let mut table = Vec::new();
    reading.rejected.write_csv(&mut table).unwrap();
    let table = String::from_utf8(table).unwrap();
    assert_eq!(table.lines().count(), 12);
    assert!(table.lines().last().unwrap().contains("the time lies in the future"), "{table}");
    assert!(!reading.log.names.accounts.iter().any(|a| a.contains("1.01")), "no name of a rejected row");

    let strict = read_as("log.csv", text, |r| r.strict = true);
    let fault = refused(strict, FaultKind::Unusable, &["--strict", "no account"]);
    assert_eq!((fault.row, fault.column.as_deref()), (Some(4), Some("account")));
}

#[test]
fn ids_ruined_by_a_spreadsheet_refuse_the_log_when_they_are_many() {
    let text = rows(100, |i| if i % 10 == 0 { format!("1.0142{i}E+18,p,1600000000\n") } else { good(i) });
    refused(csv(text), FaultKind::Unusable, &["rounded by a spreadsheet", "ids as text"]);
}

#[test]
fn packed_files_that_break_off_are_refused_with_the_rows_before() {
    let text = rows(200_000, good);
    for whole in [gzip(text.as_bytes()), zst(text.as_bytes())] {
        let fault = refused(
            csv(&whole[..whole.len() / 2]),
            FaultKind::Unusable,
            &["breaks off", "rows were read before"],
        );
        assert!((1_000..200_000).contains(&fault.row.unwrap()), "{fault}");
        assert!(fault.file.unwrap().ends_with("log.csv"));
    }
    let mut wrong = gzip(text.as_bytes());
    let crc = wrong.len() - 6;
    wrong[crc] ^= 1;
    refused(csv(wrong), FaultKind::Unusable, &["damaged"]);
    let parquet = as_parquet(&made(10_000, 1));
    refused(csv(&parquet[..parquet.len() / 2]), FaultKind::Unusable, &["Parquet file is damaged"]);
}

#[test]
fn hostile_parquet_is_a_fault_and_never_a_panic() {
    let whole = as_parquet(&made(500, 1));
    let mut draw = Draw(5);
    let (mut read_well, mut refused) = (0, 0);
    for _ in 0..300 {
        let mut bytes = whole.clone();
        for _ in 0..=draw.below(4) {
            let at = draw.below(bytes.len() as u64) as usize;
            bytes[at] ^= 1 << draw.below(8);
        }
        match csv(bytes) {
            Ok(_) => read_well += 1,
            Err(fault) => {
                assert_ne!(fault.kind, FaultKind::Usage, "{fault}");
                refused += 1;
            }
        }
    }
    assert!(refused > 50, "{refused} refused, {read_well} read");
}

#[test]
fn a_footer_that_says_it_holds_more_truths_than_it_has_bytes_is_refused_at_once() {
    // A field that nobody knows: 200 lists of two thousand million truths each, of which none is there.
    let mut footer = vec![0x09, 0xc8, 0x01, 0xf9, 0xc8, 0x01];
    footer.extend([0xf1, 0xff, 0xff, 0xff, 0xff, 0x07].repeat(200));
    footer.push(0);
    let length = (footer.len() as u32).to_le_bytes();
    let bytes = [b"PAR1", &footer[..], &length, b"PAR1"].concat();
    let began = std::time::Instant::now();
    refused(csv(bytes), FaultKind::Unusable, &["Parquet file is damaged", "footer"]);
    assert!(began.elapsed().as_secs() < 5, "{:?}", began.elapsed());
    // The same within what calls itself a text, where the version's number stands: the library reads a number of one byte
    // there, and the rest of the text as fields.
    let hidden =
        [&[0x09, 0xc8, 0x01, 0xf9, 0x32][..], &[0xf1, 0xff, 0xff, 0xff, 0xff, 0x07].repeat(50), &[0]]
            .concat();
    let footer = [&[0x18, 0xb2, 0x02][..], &hidden, &[0]].concat();
    let length = (footer.len() as u32).to_le_bytes();
    let bytes = [b"PAR1", &footer[..], &length, b"PAR1"].concat();
    let began = std::time::Instant::now();
    refused(csv(bytes), FaultKind::Unusable, &["Parquet file is damaged", "footer"]);
    assert!(began.elapsed().as_millis() < 1_000, "{:?}", began.elapsed());
    let short = [b"PAR1", &[0xff; 6][..], b"PAR1"].concat();
    refused(csv(short), FaultKind::Unusable, &["Parquet file is damaged"]);
}

#[test]
fn parquet_packed_in_a_way_that_is_not_read_is_said_to_be_so() {
    // Written by DuckDB 1.x with COMPRESSION brotli.
    let file = include_bytes!("fixtures/brotli.parquet").to_vec();
    refused(csv(file), FaultKind::Unusable, &["BROTLI", "not read", "zstd"]);
}

#[test]
fn a_page_that_claims_more_than_it_holds_is_refused_before_room_is_made_for_it() {
    const WORDS: i64 = 20_000;
    let account = texts((0..WORDS).map(|i| format!("a{}", i % 500)));
    let page = texts((0..WORDS).map(|i| format!("p{}", i % 7)));
    let whole = parquet(vec![
        ("time", ints((0..WORDS).map(|i| 1_600_000_000 + i))),
        ("account", account),
        ("page", page),
    ]);
    // The header of the first page, in which a count of 20,000 stands in three bytes that could say a million.
    let header = &whole[4..40];
    let count = [0xc0, 0xb8, 0x02];
    let at = 4 + header.windows(3).rposition(|three| three == count).expect("the words of the dictionary");
    let mut more = whole.clone();
    more[at..at + 3].copy_from_slice(&[0xfe, 0xff, 0x7f]);
    assert_eq!(csv(whole).unwrap().ledger.lines_in, WORDS as u64);
    refused(csv(more), FaultKind::Unusable, &["a dictionary of 1048575 words in 160000 bytes"]);
}

#[test]
fn text_of_another_encoding_is_refused_with_what_to_do() {
    let text: Vec<u8> = rows(60, good).bytes().map(|b| if b == b'p' { 0xe9 } else { b }).collect();
    let text = [b"account,page,time\n".to_vec(), text[18..].to_vec()].concat();
    refused(csv(text), FaultKind::Unusable, &["no UTF-8 text", "iconv"]);
}

#[test]
fn nothing_to_read_is_refused() {
    for (text, words) in [
        ("", "empty"),
        ("account,page,time\n", "a header and no row"),
        ("\n\n  \n", "blanks"),
        ("account,page,time\n,,\n", "none of 1 rows"),
        ("[]", "empty"),
        ("PK\x03\x04rest", "workbook"),
        ("\0\0\0\0", "no text"),
    ] {
        let fault = refused(csv(text), FaultKind::Unusable, &[words]);
        assert!(fault.file.is_some(), "{fault}");
    }
    refused(csv(b"\xff\xfea\0,\0b"), FaultKind::Unusable, &["half a character"]);
    let one = csv("account,page,time\na,p,1600000000\n").unwrap();
    assert_eq!((one.ledger.used, one.log.columns.marks()), (1, 1));
    let folder = Folder::new();
    refused(read(&of(&[folder.path().join("missing.csv")]), &Silent), FaultKind::Io, &["missing.csv"]);
    refused(read(&of(&[]), &Silent), FaultKind::Usage, &["no input"]);
    refused(read(&of(&[folder.path()]), &Silent), FaultKind::Unusable, &["no file"]);
}

#[test]
fn a_mapping_tells_all_its_faults_at_once() {
    let result = read_as("log.csv", "who,what,when\na,b,1600000000\n", |r| {
        r.columns = ColumnFlags { time: Some("wehn".into()), ..ColumnFlags::default() };
    });
    let fault = refused(
        result,
        FaultKind::Usage,
        &[
            "--time names a column `wehn`",
            "--time when",
            "hold the account",
            "hold the page",
            "who, what, when",
        ],
    );
    assert_eq!(fault.what.lines().count(), 3);
    assert_eq!(fault.remedy.len(), 3);
    refused(csv("a1,p1,1600000000\na2,p2,1600000001\n"), FaultKind::Unusable, &["no header"]);
    let wrong = read_as("log.csv", "account,page,time\na,b,1600000000\n", |r| r.delimiter = Some(b';'));
    refused(wrong, FaultKind::Unusable, &["one column only", "--delimiter"]);
    refused(csv("account,account,page\na,b,c\n"), FaultKind::Unusable, &["two columns are named `account`"]);
}

#[test]
fn mappings_without_sense_are_refused() {
    let early = rows(100, |i| format!("a{},p{},1980-01-01T00:00:0{}Z\n", i % 10, i / 10, i % 10));
    refused(csv(early), FaultKind::Unusable, &["before 1990", "--time"]);
    let future = rows(100, |i| format!("a{},p{},{}\n", i % 10, i / 10, 4_000_000_000 + i));
    refused(csv(future), FaultKind::Unusable, &["in the future", "--time"]);
    let both_new = rows(60, |i| format!("a{i},p{i},{}\n", 1_600_000_000 + i));
    refused(
        csv(&both_new),
        FaultKind::Unusable,
        &["new account", "new page", "--account COLUMN --page COLUMN"],
    );
    let named = read_as("log.csv", both_new, |r| {
        r.columns.account = Some("account".into());
        r.columns.page = Some("page".into());
    });
    assert_eq!(named.unwrap().ledger.used, 60);
    let created = rows(200, |i| format!("a{},p{},{}\n", i % 40, i / 40, 1_600_000_000 + (i % 40) * 77_777));
    refused(csv(created), FaultKind::Unusable, &["when accounts were made", "--time"]);
    let by_name = csv("account,page,account_creation_date\na,p,2020-01-01\nb,p,2020-01-02\n").unwrap();
    assert!(!by_name.log.columns.has_times());
    assert!(by_name.warnings.iter().any(|w| w.0.contains("account_creation_date")));
    let dashless = rows(60, |i| format!("a{},p{},202105{:02}\n", i % 7, i / 7, 1 + i % 28));
    refused(csv(dashless), FaultKind::Unusable, &["without dashes"]);
    let kinds = "account,page,time,action\na,p,1600000000,like\na,p,1600000001,follow\n";
    refused(csv(kinds), FaultKind::Unusable, &["like, follow", "--verb"]);
}

#[test]
fn a_few_wrong_dates_are_rejected_and_many_refuse_the_log() {
    let text = rows(1_000, |i| if i % 100 == 0 { format!("a{i},p,{}\n", i % 3) } else { good(i) });
    let reading = csv(text).unwrap();
    assert_eq!((reading.ledger.used, reading.ledger.rejected), (990, 10));
    assert!(!reading.mapping.relative);
    let text = rows(1_000, |i| if i % 3 == 0 { format!("a{i},p,{i}\n") } else { good(i) });
    refused(csv(text), FaultKind::Unusable, &["counts from 0"]);
}

#[test]
fn units_of_time_are_told_and_said() {
    let at = 1_600_000_000_000_000;
    for (unit, said) in
        [(1, "epoch microseconds"), (1_000, "epoch milliseconds"), (1_000_000, "epoch seconds")]
    {
        let reading = csv(format!("account,page,time\na,p,{}\nb,p,{}\n", at / unit, at / unit + 1)).unwrap();
        assert_eq!(reading.mapping.time_format.as_deref(), Some(said));
        assert_eq!(reading.log.columns.time, [at, at + unit]);
        assert_eq!((reading.mapping.first, reading.mapping.last), (Some(at), Some(at + unit)));
    }
    let nanos = csv("account,page,time\na,p,1600000000000000999\n").unwrap();
    assert_eq!(
        (nanos.log.columns.time[0], nanos.mapping.time_format.as_deref()),
        (at, Some("epoch nanoseconds"))
    );
    let local = "account,page,time\na,p,2021-05-01 10:00:00\n";
    let utc = csv(local).unwrap().log.columns.time[0];
    let east = read_as("log.csv", local, |r| r.assume_tz = Some("+07:00".into())).unwrap();
    assert_eq!(utc - east.log.columns.time[0], 7 * 3_600_000_000);
    assert!(east.mapping.time_format.clone().unwrap().contains("+07:00"));
    let named = read_as("log.csv", local, |r| r.assume_tz = Some("Asia/Phnom_Penh".into())).unwrap();
    assert_eq!(named.log.columns, east.log.columns);
    refused(read_as("l", local, |r| r.assume_tz = Some("Mars".into())), FaultKind::Usage, &["Mars"]);

    let counts = "user,page,ts\n1,8228,0\n2,8229,36\n2,8228,86400\n";
    let relative = csv(counts).unwrap();
    assert_eq!(relative.log.columns.time, [0, DAY, 36_000_000]);
    assert!(relative.mapping.relative && relative.warnings.iter().any(|w| w.0.contains("--time-origin")));
    let origin = read_as("log.csv", counts, |r| r.time_origin = Some("2021-05-01".into())).unwrap();
    assert_eq!(origin.log.columns.time[0], 1_619_827_200_000_000);
}

#[test]
fn actions_and_marks_follow_the_rules() {
    let text = "account,page,time,action\n\
        a,p,1600000005,like\na,p,1600000007,unlike\nb,p,1600000001,-1\nc,p,1600000003,DELETE\nc,p,1600000003,create\n\
        d,p,1600000001,like\nd,p,1600000002,like\ne,p,1600000001,wow\nf,p,1600000001,\n";
    let reading = csv(text).unwrap();
    let (names, columns, ledger) = (&reading.log.names, &reading.log.columns, reading.ledger);
    assert_eq!((ledger.used, ledger.repeats, ledger.rejected), (6, 1, 2));
    assert_eq!((ledger.marks, ledger.withdrawals, ledger.orphan_withdrawals), (3, 2, 1));
    assert_eq!(ledger.unseen_withdrawals, None);
    assert_eq!(names.accounts, ["a", "b", "c", "d"], "rejected rows leave no name");
    let order: Vec<&str> = columns.account.iter().map(|a| names.account(*a)).collect();
    assert_eq!(order, ["d", "c", "a"]);
    assert_eq!(columns.withdrawn, [NEVER, 1_600_000_003_000_000, 1_600_000_007_000_000]);
    assert_eq!(columns.row, [6, 5, 1]);
    assert_eq!(names.account(columns.orphans[0].account), "b");
    assert_eq!(names.verbs, ["mark"]);
    assert!(reading.rejected.first[0].reason.contains("`wow`"));

    let started =
        "actor,repo,created_at,action\na,p,2024-01-01T00:00:00Z,started\na,p,2024-01-02T00:00:00Z,started\n";
    let hub = csv(started).unwrap();
    assert_eq!((hub.ledger.unseen_withdrawals, hub.log.columns.withdrawals_known), (Some(1), false));
    let timeless = csv("account,page,action\na,p,unlike\na,p,like\nb,p,like\n").unwrap();
    assert_eq!(timeless.log.columns.withdrawn, [0, NEVER]);
    assert!(timeless.log.columns.time.is_empty() && timeless.mapping.time_format.is_none());
}

#[test]
fn json_ids_keep_their_digits_and_doubled_keys_are_rejected() {
    let text = r#"{"account":12345678901234567890123,"page":9007199254740993,"time":1600000000}
{"account":"x","account":"y","page":1,"time":1600000000}
{"account":"z","page":1e5,"time":1600000000}
{"account":"tab\tnew","page":{"id":1},"time":1600000000}
{"account":"\u0061\u00e9","page":"q","time":1600000000.5}
{"account":"\ud800","page":"q","time":1600000000}
{"account":"b","page":true,"time":1600000000}
not json
{"account":"b","page":"q","time":1600000001} trailing
{"other":{"a":1,"a":2},"account":"c","page":"q","time":1600000001}
"#;
    let reading = read_as("log.ndjson", text, |_| {}).unwrap();
    let names = &reading.log.names;
    assert_eq!(names.accounts, ["12345678901234567890123", "aé", "c"], "{:?}", reading.rejected.first);
    assert_eq!(names.pages, ["9007199254740993", "q"]);
    let lines: Vec<u64> = reading.rejected.first.iter().map(|r| r.line).collect();
    assert_eq!(lines, [2, 3, 4, 6, 7, 8, 9]);
    assert!(reading.rejected.first[0].reason.contains("twice"));
    let deep = "{\"a\":".repeat(1_000_000) + "1" + &"}".repeat(1_000_000);
    let deep =
        format!("{{\"account\":\"a\",\"page\":\"p\"}}\n{{\"account\":\"b\",\"page\":\"p\",\"x\":{deep}}}\n");
    let reading = read_as("log.ndjson", deep, |_| {}).unwrap();
    assert_eq!(reading.ledger.lines_in, 2);
}

#[test]
fn parquet_types_become_ids_and_times() {
    use arrow_array::types::Int32Type;
    use arrow_array::{
        DictionaryArray, Float64Array, LargeStringArray, TimestampMillisecondArray, UInt64Array,
    };
    let users: DictionaryArray<Int32Type> = vec![Some("u"), None, Some("v"), Some("u")].into_iter().collect();
    let bytes = parquet(vec![
        ("user", Arc::new(users)),
        ("item", Arc::new(UInt64Array::from(vec![u64::MAX, 1, 2, 3]))),
        ("ts", Arc::new(TimestampMillisecondArray::from(vec![1_600_000_000_000; 4]).with_timezone("UTC"))),
        ("owner", Arc::new(LargeStringArray::from(vec![Some("o"), None, None, Some("o")]))),
    ]);
    let reading = csv(bytes).unwrap();
    assert_eq!(reading.log.names.pages, ["18446744073709551615", "2", "3"]);
    assert_eq!(reading.mapping.time_format.as_deref(), Some("timestamps"));
    assert_eq!((reading.ledger.rejected, reading.rejected.first[0].line), (1, 2));
    assert_eq!(reading.log.names.owners, ["2", "o"]);

    let floats: Vec<f64> = vec![1.0, 1.5, 9_007_199_254_740_993.0, f64::NAN];
    let bytes = parquet(vec![
        ("account", Arc::new(Float64Array::from(floats))),
        ("page", ints([1, 1, 1, 1])),
        ("time", Arc::new(Float64Array::from(vec![1_600_000_000.25; 4]))),
    ]);
    let reading = csv(bytes).unwrap();
    assert_eq!((reading.log.names.accounts.as_slice(), reading.ledger.rejected), (&["1".to_owned()][..], 3));
    assert_eq!(reading.log.columns.time, [1_600_000_000_250_000]);
}

#[test]
fn owners_that_rows_disagree_about_are_decided_by_most_rows() {
    let text = "account,page,owner,time\na,p,x,1600000000\nb,p,y,1600000001\nc,p,y,1600000002\nd,q,z,1600000003\nd,q,w,1600000004\ne,s,,1600000005\n";
    let reading = csv(text).unwrap();
    let (names, columns) = (&reading.log.names, &reading.log.columns);
    assert_eq!(columns.page_owner.iter().map(|o| names.owner(*o)).collect::<Vec<_>>(), ["y", "w", "s"]);
    assert!(reading.warnings.iter().any(|w| w.0.contains("2 pages have several owners")));
    let none = csv("account,page\na,p\nb,q\n").unwrap();
    assert!(!none.log.columns.owners_known);
    assert_eq!(none.log.names.owners, none.log.names.pages);
}

#[test]
fn a_file_given_twice_is_read_once_and_hashes_are_those_of_the_bytes() {
    let folder = Folder::new();
    let path = folder.file("log.csv", "account,page\na,p\n");
    let reading = read(&of(&[path.clone(), path]), &Silent).unwrap();
    assert_eq!((reading.ledger.lines_in, reading.inputs.len()), (1, 1));
    assert!(reading.warnings.iter().any(|w| w.0.contains("twice")));
    assert_eq!(reading.inputs[0].sha256, sha(b"account,page\na,p\n"));
    assert_eq!(reading.inputs[0].format, "CSV (,)");
}

fn sha(bytes: &[u8]) -> String {
    use sha2::Digest;
    sha2::Sha256::digest(bytes).iter().map(|b| format!("{b:02x}")).collect()
}

/// A log of so many good rows whose times are written by `time`.
fn dated(time: impl Fn(u64) -> String) -> String {
    rows(60, |i| format!("a{},p{},{}\n", i % 20, i % 9, time(i)))
}

#[test]
fn files_that_are_not_read_are_refused_with_what_to_do() {
    for (bytes, words) in [
        (&b"BZh91AY&SY\x8c\x01\x02\x00"[..], "bunzip2"),
        (b"\xfd7zXZ\0\0\x04", "unxz"),
        (b"SQLite format 3\0\x10\0", "sqlite3 -header -csv"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\0\0", ".xlsx"),
    ] {
        refused(read_as("x", bytes, |_| {}), FaultKind::Unusable, &[words]);
    }
    refused(
        read_as("x", gzip(&gzip(b"account,page\na,p\n")), |_| {}),
        FaultKind::Unusable,
        &["twice", "gunzip"],
    );
}

#[test]
fn utf_16_without_its_mark_is_read() {
    let text = dated(|i| format!("{}", 1_600_000_000 + i));
    let want = csv(&text).unwrap();
    let little: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let big: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
    for bytes in [little, big] {
        assert_eq!(csv(bytes).unwrap().log.columns, want.log.columns);
    }
}

#[test]
fn a_title_above_the_header_is_told_with_how_to_leave_it_out() {
    let text = "Report of likes\nMade by hand\n\n".to_owned() + &dated(|i| format!("{}", 1_600_000_000 + i));
    refused(csv(text), FaultKind::Unusable, &["line 4 has several", "tail -n +4"]);
}

#[test]
fn a_nought_in_a_name_costs_no_log_wherever_it_stands() {
    for at in [3, 2_000] {
        let text = rows(2_001, |i| {
            let account = if i == at { "a\0b".to_owned() } else { format!("a{}", i % 20) };
            format!("{account},p{},{}\n", i % 9, 1_600_000_000 + i)
        });
        let reading = csv(text).unwrap();
        assert_eq!((reading.ledger.lines_in, reading.ledger.rejected), (2_001, 0));
        assert!(reading.log.names.accounts.iter().any(|name| name == "a\0b"));
    }
}

#[test]
fn dates_with_a_month_as_a_word_are_read() {
    let want = csv(dated(|i| format!("2021-05-03T10:00:{:02}Z", i % 60))).unwrap();
    let twitter = csv(dated(|i| format!("Mon May 03 10:00:{:02} +0000 2021", i % 60))).unwrap();
    let mail = csv(dated(|i| format!("\"Mon, 3 May 2021 17:00:{:02} +0700\"", i % 60))).unwrap();
    assert_eq!((&twitter.log.columns, &mail.log.columns), (&want.log.columns, &want.log.columns));
    assert!(twitter.mapping.time_format.unwrap().contains("month as a word"));
}

#[test]
fn days_as_numbers_of_a_spreadsheet_are_no_seconds() {
    let sheet = dated(|i| format!("{}.{:04}", 44_319 + i / 10, i * 7));
    let fault = refused(csv(&sheet), FaultKind::Unusable, &["spreadsheet", "2021-05-01", "--time-origin"]);
    assert_eq!(fault.column.as_deref(), Some("time"));
    let counted = read_as("log", &sheet, |r| r.time_origin = Some("2021-05-01".into())).unwrap();
    assert_eq!(counted.ledger.used, 60);
    assert!(csv(dated(|i| format!("{}", i * 1_000))).is_ok(), "counts from 0 stay counts");
}

#[test]
fn whole_decimals_are_ids_and_what_is_not_read_is_named() {
    let time = ints((0..60).map(|i| 1_600_000_000 + i));
    let ids = || (0..60).map(|i| 12_345_678_901_234_567_890 + i128::from(i % 9));
    let decimals = |scale: i8| {
        let array = arrow_array::Decimal128Array::from_iter_values(ids());
        Arc::new(array.with_precision_and_scale(38, scale).unwrap())
    };
    let accounts = || texts((0..60).map(|i| format!("a{i}")));
    let log = vec![("account", accounts()), ("page", decimals(0) as _), ("time", time.clone())];
    let reading = csv(parquet(log)).unwrap();
    assert_eq!(reading.log.names.pages[8], "12345678901234567898");
    let log = vec![("account", accounts()), ("page", decimals(2) as _), ("time", time)];
    refused(csv(parquet(log)), FaultKind::Unusable, &["no text, whole numbers or times: `page` (decimals"]);
}
