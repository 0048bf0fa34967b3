//! Logs that could be taken for something they are not: what is no gift, no name, no time, no row.

mod common;

use std::sync::Arc;

use claque_log::{Fault, FaultKind, Reading, read};
use claque_marks::Silent;
use common::*;

fn warns(reading: &Reading, words: &[&str]) {
    for word in words {
        assert!(reading.warnings.iter().any(|w| w.0.contains(word)), "`{word}` in {:?}", reading.warnings);
    }
}

/// A log of so many rows with one more column.
fn with(column: &str, values: &[&str]) -> String {
    let rows: String = (0..60)
        .map(|i| format!("a{},p{},{},{}\n", i % 9, i % 7, 1_600_000_000 + i, values[i % values.len()]))
        .collect();
    format!("user,page,time,{column}\n{rows}")
}

fn as_format(text: &str, format: &str) -> Result<Reading, Fault> {
    read_as("log.csv", text, |r| r.format = Some(format.into()))
}

#[test]
fn a_line_break_in_an_id_makes_no_row() {
    for text in [
        "user,page,time\n\"a\nb\",p,2021-05-01\nc,p,2021-05-02\n",
        "page,user,time\n\"p\r\nq\",a,2021-05-01\r\np,c,2021-05-02\r\n",
        "time,user,page\n2021-05-01,\"a\n\nb\",p\n2021-05-02,c,p\n",
    ] {
        let reading = csv(text).unwrap();
        assert_eq!(reading.log.names.accounts, ["c"], "{text}");
        assert_eq!(reading.log.names.pages, ["p"], "{text}");
        assert_eq!((reading.ledger.lines_in, reading.ledger.rejected), (2, 1), "{text}");
        assert!(reading.rejected.first[0].reason.contains("line break"));
    }
    // An id with a delimiter and a line break looks like two rows, and so do two rows with a stray quote each: neither
    // line is used, and those between are.
    let text = "user,page\n\"a,x\nc,p\nd,p\nb\",q\ne,p\n";
    let reading = csv(text).unwrap();
    assert_eq!(reading.log.names.accounts, ["c", "d", "e"]);
    let told: Vec<(u64, bool)> =
        reading.rejected.first.iter().map(|r| (r.line, r.reason.contains("closes here"))).collect();
    assert_eq!((told, reading.ledger.lines_in), (vec![(2, false), (5, true)], 5));
}

#[test]
fn a_column_that_says_what_a_row_is_is_not_left_aside() {
    for (column, values, way) in [
        ("type", &["like", "unlike"][..], "--action type"),
        ("event_type", &["like", "unlike"], "--action event_type"),
        ("vote", &["1", "-1", "0"], "--verb vote"),
        ("vote", &["up", "down"], "--verb vote"),
        ("liked", &["true", "false"], "--action liked"),
        ("unliked_at", &["2021-06-01", ""], "--action COLUMN"),
        ("deleted", &["t", "f"], "--action COLUMN"),
        ("event", &["like", "view", "comment"], "--verb event"),
    ] {
        let text = with(column, values);
        let fault = refused(csv(&text), FaultKind::Unusable, &[column, way, "--format plain"]);
        assert!(fault.what.contains("is not used"), "{fault}");
        assert_eq!(as_format(&text, "plain").unwrap().ledger.lines_in, 60, "{column}");
    }
    // In a folder too such a file is a log, and is not passed over as if it were none.
    let folder = Folder::new();
    folder.file("a.csv", "user,page,time\na,p,1600000000\n");
    folder.file("b.csv", with("type", &["like", "unlike"]));
    refused(read(&of(&[folder.path()]), &Silent), FaultKind::Unusable, &["b.csv", "--action type"]);
    let typed = read_as("l", with("type", &["like", "unlike"]), |r| r.columns.action = Some("type".into()));
    assert!(typed.unwrap().ledger.orphan_withdrawals > 0);
    let votes = read_as("l", with("vote", &["1", "-1"]), |r| r.columns.verb = Some("vote".into())).unwrap();
    assert_eq!((votes.log.names.verbs, votes.ledger.withdrawals), (vec!["-1".to_owned(), "1".to_owned()], 0));
    let stars = with("type", &["WatchEvent", "PushEvent", "ForkEvent"]);
    let fault = refused(csv(&stars), FaultKind::Unusable, &["--format gharchive --account user --page page"]);
    assert!(fault.remedy[0].contains("--time time"), "{fault}");
    let typed = read_as("l", stars, |r| {
        r.format = Some("gharchive".into());
        (r.columns.account, r.columns.page) = (Some("user".into()), Some("page".into()));
        r.columns.time = Some("time".into());
    });
    assert_eq!(typed.unwrap().ledger.no_marks, 40);
    warns(&csv(with("type", &["like"])).unwrap(), &["`type` may say what each row is", "--action type"]);
    warns(&csv(with("score", &["1", "-1"])).unwrap(), &["1 and -1", "--verb score"]);
}

#[test]
fn one_column_of_follows_and_unlikes_says_both_what_and_which_kind() {
    let text = "user,page,time,action\na,p,1600000000,follow\na,p,1600000001,unfollow\nb,p,1600000000,like\n\
        b,p,1600000001,unlike\nc,p,1600000000,like\nc,p,1600000000,follow\n";
    refused(csv(text), FaultKind::Unusable, &["follow", "--action action --verb action"]);
    let both = read_as("l", text, |r| {
        (r.columns.action, r.columns.verb) = (Some("action".into()), Some("action".into()));
    });
    let both = both.unwrap();
    assert_eq!((both.ledger.marks, both.ledger.withdrawals), (4, 2));
    assert_eq!(both.log.names.verbs, ["follow", "like"]);
    let verb = read_as("l", text, |r| r.columns.verb = Some("action".into())).unwrap();
    warns(&verb, &["`unfollow`, `unlike` in `action`", "--action action --verb action"]);
    let columns = parquet(vec![
        ("user", texts(["a", "a", "b"].map(str::to_owned))),
        ("page", texts(["p", "p", "p"].map(str::to_owned))),
        ("time", ints([1_600_000_000, 1_600_000_001, 1_600_000_002])),
        ("action", texts(["follow", "unfollow", "like"].map(str::to_owned))),
    ]);
    let both = read_as("l", columns, |r| {
        (r.columns.action, r.columns.verb) = (Some("action".into()), Some("action".into()));
    });
    assert_eq!(both.unwrap().log.names.verbs, ["follow", "like"]);
}

#[test]
fn lists_of_one_page_say_which_and_that_there_are_several() {
    let folder = Folder::new();
    let list =
        |a: &str| format!("[{{\"starred_at\":\"2024-01-01T00:00:00Z\",\"user\":{{\"login\":\"{a}\"}}}}]");
    let parts = [folder.file("hello_p1.json", list("a")), folder.file("hello_p2.json", list("b"))];
    let reading = read(&of(&parts), &Silent).unwrap();
    assert_eq!(reading.inputs[0].page.as_deref(), Some("hello_p1"));
    warns(&reading, &["2 such pages", "--one-page NAME"]);
    let mut request = of(&parts);
    request.one_page = Some("o/hello".into());
    let reading = read(&request, &Silent).unwrap();
    assert_eq!(reading.log.names.pages, ["o/hello"]);
    assert!(reading.warnings.iter().all(|w| !w.0.contains("--one-page")));
}

#[test]
fn words_that_stand_for_nothing_are_no_names() {
    let text = rows(60, |i| {
        let account = match i % 10 {
            0 => "#N/A".to_owned(),
            1 => "NULL".to_owned(),
            _ => format!("a{}", i % 10),
        };
        let page = if i == 7 { "None".to_owned() } else { format!("p{}", i % 7) };
        format!("{account},{page},{}\n", 1_600_000_000 + i)
    });
    let reading = csv(&text).unwrap();
    assert_eq!((reading.ledger.lines_in, reading.ledger.rejected), (60, 13));
    warns(&reading, &["13 rows have `#N/A`, `NULL`, `None`", "--null-names"]);
    let told: Vec<_> = reading.rejected.first.iter().map(|r| (r.line, r.column.as_deref())).collect();
    let (account, page) = (Some("account"), Some("page"));
    assert_eq!(told[..4], [(2, account), (3, account), (9, page), (12, account)]);
    let names = &reading.log.names;
    assert!(!names.accounts.iter().any(|n| n == "NULL") && !names.pages.iter().any(|n| n == "None"));
    let kept = read_as("log.csv", &text, |r| r.null_names = true).unwrap();
    assert_eq!((kept.ledger.rejected, kept.log.names.accounts.len()), (0, 10));
    assert!(kept.warnings.is_empty(), "who asks for it is not told: {:?}", kept.warnings);
    let strict = read_as("log.csv", &text, |r| r.strict = true).unwrap_err();
    assert_eq!((strict.row, strict.column.as_deref()), (Some(2), account));
}

#[test]
fn one_name_for_many_rows_below_it_is_told_and_not_read_as_few_rows() {
    let text = rows(60, |i| {
        let page = if i % 10 == 0 { format!("p{}", i / 10) } else { String::new() };
        format!("a{},{page},{}\n", i % 7, 1_600_000_000 + i)
    });
    let fault = csv(&text).unwrap_err();
    assert!(fault.what.contains("54 of 60 rows have no page in `page`"), "{fault:?}");
    assert!(fault.remedy.iter().any(|r| r.contains("--account account --page page")), "{fault:?}");
    let named = read_as("log.csv", &text, |r| {
        r.columns.account = Some("account".into());
        r.columns.page = Some("page".into());
    });
    let ledger = named.unwrap().ledger;
    assert_eq!((ledger.used, ledger.rejected), (6, 54));
}

#[test]
fn hours_in_a_column_of_their_own_are_told() {
    let of = |third: &str, hour: fn(u32) -> String| {
        let row = |i: u32| format!("a{};p{};{:02}/05/2021;{}\n", i % 9, i % 5, i % 28 + 1, hour(i));
        csv(format!("account;page;date;{third}\n{}", (0..60).map(row).collect::<String>())).unwrap()
    };
    warns(
        &of("Heure", |i| format!("{}:{:02}", i % 24, i % 60)),
        &["`Heure` holds hours", "`date`", "--time COLUMN"],
    );
    assert!(of("note", |i| format!("n{i}")).warnings.is_empty());
}

#[test]
fn a_title_filled_up_with_delimiters_is_told() {
    let rows: String = (0..60).map(|i| format!("a{};p{};2021-05-01\n", i % 9, i % 5)).collect();
    let fault = csv(format!("Report of May;;\nUtilisateur;Page;Date\n{rows}")).unwrap_err();
    assert!(fault.remedy.iter().any(|r| r.contains("tail -n +2 FILE > NEW")), "{fault:?}");
    assert_eq!(csv(format!("Utilisateur;Page;Date\n{rows}")).unwrap().ledger.lines_in, 60);
}

#[test]
fn people_of_a_known_source_may_be_called_null() {
    let star = |i: u32| {
        let login = if i.is_multiple_of(9) { "null".to_owned() } else { format!("a{i}") };
        format!(
            "{{\"type\":\"WatchEvent\",\"actor\":{{\"login\":\"{login}\"}},\"repo\":{{\"name\":\"o/r{}\"}},\"payload\":{{\"action\":\"started\"}},\"created_at\":\"2024-01-01T00:00:{:02}Z\"}}\n",
            i % 5,
            i % 60
        )
    };
    let reading = read_as("x.ndjson", (0..60).map(star).collect::<String>(), |_| {}).unwrap();
    assert_eq!(reading.ledger.rejected, 0);
    warns(&reading, &["`null` among the accounts may stand for nothing"]);
}

#[test]
fn tables_as_pandas_writes_them_are_told_what_to_type() {
    let column = |name: &str| format!("\"{name}\":{{\"0\":\"x\",\"1\":\"y\",\"2\":\"z\"}}");
    let columns = format!("{{{},{},{}}}", column("user"), column("page"), column("time"));
    let row = "{\"user\":\"a\",\"page\":\"p\",\"time\":1600000000}";
    let index = format!("{{\"0\":{row},\"1\":{row}}}");
    let split = "{\"columns\":[\"user\",\"page\"],\"index\":[0,1],\"data\":[[\"a\",\"p\"],[\"b\",\"q\"]]}";
    let pretty = columns.replace(':', " : ").replace(',', ",\n ");
    for (text, typed) in [
        (columns.as_str(), "map_values(.[$i])"),
        (&pretty, "map_values"),
        (&index, "jq -c '.[]'"),
        (split, "transpose"),
    ] {
        let fault = read_as("t.json", text, |_| {}).unwrap_err();
        assert!(fault.remedy.iter().any(|r| r.contains(typed)), "{text}: {fault:?}");
    }
}

#[test]
fn a_word_behind_a_time_is_a_zone_for_sure_or_is_told() {
    let of =
        |zone: &str| csv(rows(60, |i| format!("a{},p{},2021-05-01 10:{i:02}:00 {zone}\n", i % 9, i % 5)));
    let est = of("EST").unwrap();
    assert_eq!(est.mapping.time_format.as_deref(), Some("date and time with the word of a zone"));
    assert_eq!(est.mapping.first, Some(1_619_881_200_000_000), "10:00 in New York's winter is 15:00");
    for zone in ["IST", "BST", "XYZ"] {
        let fault = of(zone).unwrap_err();
        assert!(fault.what.contains(&format!("end in `{zone}`")), "{fault:?}");
        assert!(
            fault.remedy.iter().any(|r| r.contains("--assume-tz") && r.contains(&format!("s/ {zone}//")))
        );
    }
}

#[test]
fn old_ratings_of_notes_keep_their_side() {
    let old = "noteId\tparticipantId\tcreatedAtMillis\tversion\thelpful\tnotHelpful\n1\tA\t1611000000000\t1\t1\t0\n1\tB\t1611000060000\t1\t0\t1\n";
    let empty = "noteId\traterParticipantId\tcreatedAtMillis\thelpful\tnotHelpful\thelpfulnessLevel\n1\tA\t1611000000000\t1\t0\t\n1\tB\t1611000060000\t0\t1\t\n1\tC\t1651000060000\t0\t0\tSOMEWHAT_HELPFUL\n";
    for (text, verbs) in
        [(old, &["HELPFUL", "NOT_HELPFUL"][..]), (empty, &["HELPFUL", "NOT_HELPFUL", "SOMEWHAT_HELPFUL"])]
    {
        let reading = read_as("ratings.tsv", text, |_| {}).unwrap();
        assert_eq!(
            (reading.mapping.format, &reading.log.names.verbs[..]),
            (Some("communitynotes"), &verbs.iter().map(|v| (*v).to_owned()).collect::<Vec<_>>()[..])
        );
    }
}

#[test]
fn an_event_that_is_sent_twice_is_no_unseen_withdrawal() {
    let star = |at: u32| {
        format!(
            "{{\"type\":\"WatchEvent\",\"actor\":{{\"login\":\"a\"}},\"repo\":{{\"name\":\"o/r\"}},\"payload\":{{\"action\":\"started\"}},\"created_at\":\"2024-01-0{at}T00:00:00Z\"}}\n"
        )
    };
    let text = [star(1), star(1), star(2), star(2)].concat();
    let reading = read_as("x", text, |_| {}).unwrap();
    assert_eq!((reading.ledger.repeats, reading.ledger.unseen_withdrawals), (3, Some(1)));
}

#[test]
fn years_and_hours_are_no_seconds() {
    let of = |time: &dyn Fn(u64) -> u64| rows(60, |i| format!("a{},p{},{}\n", i % 20, i % 9, time(i)));
    let years = of(&|i| 2000 + i % 21);
    refused(csv(&years), FaultKind::Unusable, &["like a year", "--time-origin", "column `time`"]);
    refused(csv(of(&|i| i % 24)), FaultKind::Unusable, &["an hour of the day", "--time-origin"]);
    let counted = read_as("l", &years, |r| r.time_origin = Some("2021-05-01".into())).unwrap();
    assert_eq!(counted.ledger.lines_in, 60);
    assert!(csv(of(&|i| i % 40)).is_ok(), "counts from 0 stay counts");
}

#[test]
fn json_without_a_column_that_may_be_absent_is_read_as_its_table_is() {
    let line = |i: u32| {
        format!(
            "{{\"account_id\":\"{}\",\"status_id\":\"s{}\",\"created_at\":\"2023-01-01 10:00:0{}\"}}",
            i,
            i % 3,
            i % 10
        )
    };
    let lines: String = (0..20).map(|i| line(i) + "\n").collect();
    let list = format!("[{}]", (0..20).map(line).collect::<Vec<_>>().join(","));
    for text in [lines, list] {
        let reading = read_as("x", text, |_| {}).unwrap();
        assert_eq!((reading.mapping.format, reading.ledger.used), (Some("mastodon"), 20));
        assert_eq!(reading.log.names.verbs, ["like"]);
    }
    let slim = |kind: &str, rest: &str| {
        format!(
            "{{\"type\":\"{kind}\",\"actor\":{{\"login\":\"a\"}},\"repo\":{{\"name\":\"o/r\"}},\"created_at\":\"2024-01-01T00:00:00Z\"{rest}}}\n"
        )
    };
    for rest in ["", ",\"payload\":\"{\\\"action\\\": \\\"started\\\"}\""] {
        let text = slim("WatchEvent", rest) + &slim("PushEvent", rest);
        let reading = read_as("x", text, |_| {}).unwrap();
        assert_eq!((reading.ledger.used, reading.ledger.no_marks), (1, 1), "{rest}");
        assert_eq!(reading.ledger.unseen_withdrawals, Some(0), "{rest}");
    }
}

#[test]
fn votes_of_a_dump_are_known_with_the_date_of_the_vote() {
    let text = "Id,PostId,VoteTypeId,CreationDate,UserId,BountyAmount\n1,7,2,2021-05-01T00:00:00.000,5,\n2,7,3,2021-05-02T00:00:00.000,6,\n3,7,1,2021-05-02T00:00:00.000,6,\n";
    let reading = csv(text).unwrap();
    assert_eq!((reading.mapping.format, reading.ledger.no_marks), (Some("stackexchange"), 1));
    assert_eq!(
        (reading.log.names.verbs.join(" "), reading.log.columns.has_times()),
        ("downvote upvote".into(), true)
    );
    warns(
        &csv("account,page,CreationDate\na,p,2020-01-01\n").unwrap(),
        &["`CreationDate` may say when accounts"],
    );
}

#[test]
fn inputs_that_differ_say_so() {
    let folder = Folder::new();
    let a = folder.file("a.csv", "user,page\na,p\nb,p\n");
    let b = folder.file("b.csv", "account_id,status_id,created_at\n1,2,2024-01-01\n");
    let c = folder.file("c.csv", "user,page\nc,p\n");
    assert!(read(&of(&[a.clone(), c]), &Silent).unwrap().mapping.alike);
    let d = folder.file("d.csv", "actor,repo\na,p\n");
    assert!(!read(&of(&[a.clone(), d]), &Silent).unwrap().mapping.alike);
    refused(read(&of(&[a, b]), &Silent), FaultKind::Unusable, &["column of times"]);
}

#[test]
fn advice_says_what_mends_the_file_at_hand() {
    let bytes = Arc::new(arrow_array::BinaryArray::from_iter_values((0..60).map(|i: u8| [0xff, i])));
    let file = parquet(vec![("account", bytes as _), ("page", texts((0..60).map(|i| format!("p{i}"))))]);
    let fault = refused(csv(file), FaultKind::Unusable, &["hex(COLUMN)"]);
    assert!(!fault.to_string().contains("iconv"), "{fault}");
    refused(csv(b"user,page\nRen\xe9,p\n"), FaultKind::Unusable, &["iconv -f WINDOWS-1252"]);
    refused(
        csv("user,page,time\na,p,2021-05-01,\nb,p,2021-05-02,\n"),
        FaultKind::Unusable,
        &["sed '1!s/.$//'"],
    );
    refused(csv("user,page\na,\"p\\\"0\\\"\"\n"), FaultKind::Unusable, &["as two", "sed"]);
    let list = read_as("x", "[[\"user\",\"page\"],[\"a\",\"p\"]]", |_| {});
    refused(list, FaultKind::Unusable, &["list of lists", "jq -r '.[] | @csv'"]);
    let columns = read_as("x", "{\"user\":[\"a\",\"b\"],\"page\":[\"p\",\"q\"]}", |_| {});
    refused(columns, FaultKind::Unusable, &["column by column", "map_values"]);
    refused(read_as("x", "{}\n", |_| {}), FaultKind::Unusable, &["empty", "holds the rows"]);
    refused(read_as("x", "{\"data\":[]}", |_| {}), FaultKind::Unusable, &["`data` is empty"]);
    let apart: String = (0..60).map(|i| format!("a{},p,2021-05-01,10:{:02}:00\n", i, i % 60)).collect();
    let text = format!("user,page,date,time\n{apart}");
    refused(csv(&text), FaultKind::Unusable, &["an hour and no day", "--time date", "one column"]);
    let days = read_as("l", &text, |r| r.columns.time = Some("date".into())).unwrap();
    assert_eq!(days.ledger.used, 60);
}

#[test]
fn a_comma_behind_an_object_is_no_part_of_it() {
    for last in ["", ", "] {
        let text = format!("{{\"user\":\"a\",\"page\":\"p\"}},\n{{\"user\":\"b\",\"page\":\"p\"}}{last}\n");
        assert_eq!(read_as("x", text, |_| {}).unwrap().ledger.used, 2);
    }
}

#[test]
fn what_else_happens_to_a_mark_of_a_known_source_is_no_fault() {
    let line = |what: &str, n: u32| {
        format!(
            "{{\"did\":\"did:plc:u{n}\",\"time_us\":1783175888085434,\"kind\":\"commit\",\"commit\":{{\"operation\":\"{what}\",\"collection\":\"app.bsky.feed.like\",\"rkey\":\"{n}\",\"record\":{{\"subject\":{{\"uri\":\"at://did:plc:x/app.bsky.feed.post/p\"}}}}}}}}\n"
        )
    };
    let reading = read_as("x", line("create", 1) + &line("update", 2), |r| r.strict = true).unwrap();
    assert_eq!((reading.ledger.used, reading.ledger.no_marks), (1, 1));
}

#[test]
fn a_first_line_that_names_the_delimiter_is_no_header() {
    let log = "user;page;time\na;p;2021-05-01\nb;p;2021-05-02\n";
    let want = csv(log).unwrap();
    for first in ["sep=;\n", "\u{feff}SEP=;\r\n", "\"sep=;\"\n"] {
        let reading = csv(format!("{first}{log}")).unwrap();
        assert_eq!(
            (reading.log.columns, &reading.inputs[0].format[..]),
            (want.log.columns.clone(), "CSV (;)")
        );
    }
}

#[test]
fn fourteen_digits_are_a_date_and_a_time() {
    let want = csv("user,page,time\na,p,2021-05-01 10:00:09\nb,p,2021-05-02 10:00:00\n").unwrap();
    let text = csv("user,page,time\na,p,20210501100009\nb,p,20210502100000\n").unwrap();
    assert_eq!(text.log.columns, want.log.columns);
    let columns = parquet(vec![
        ("user", texts(["a", "b"].map(str::to_owned))),
        ("page", texts(["p", "p"].map(str::to_owned))),
        ("time", ints([20_210_501_100_009, 20_210_502_100_000])),
    ]);
    assert_eq!(csv(columns).unwrap().log.columns, want.log.columns);
}

#[test]
fn uuids_and_long_decimals_are_ids() {
    let page = "00112233-4455-6677-8899-aabbccddeeff";
    let bytes: Vec<u8> = (0..16).map(|i| i * 0x11).collect();
    let ids = arrow_array::FixedSizeBinaryArray::try_from_iter((0..3).map(|_| bytes.clone())).unwrap();
    let long = 12_345_678_901_234_567_890_123_i128;
    let accounts = arrow_array::Decimal128Array::from_iter_values((0..3).map(|i| long + i));
    let accounts = accounts.with_precision_and_scale(38, 0).unwrap();
    let reading = csv(parquet(vec![("account", Arc::new(accounts)), ("page", Arc::new(ids))])).unwrap();
    assert_eq!((reading.log.names.pages[0].as_str(), reading.log.names.accounts.len()), (page, 3));
    assert_eq!(reading.log.names.accounts[2], (long + 2).to_string());
}

#[test]
fn values_in_records_of_several_lines_are_shown() {
    let rows: String = (0..20).map(|i| format!("a{i},p{},2021-05-01,\"one\ntwo\"\n", i % 3)).collect();
    let reading = csv(format!("user,page,time,text\n{rows}")).unwrap();
    assert_eq!(reading.mapping.columns[0].samples, ["a0", "a1", "a2"]);
}
