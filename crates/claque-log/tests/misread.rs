//! Logs that could be taken for something they are not: what is no gift, no name, no time, no row.

mod common;

use claque_log::FaultKind;
use common::*;

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
fn a_comma_behind_an_object_is_no_part_of_it() {
    for last in ["", ", "] {
        let text = format!("{{\"user\":\"a\",\"page\":\"p\"}},\n{{\"user\":\"b\",\"page\":\"p\"}}{last}\n");
        assert_eq!(read_as("x", text, |_| {}).unwrap().ledger.used, 2);
    }
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
fn values_in_records_of_several_lines_are_shown() {
    let rows: String = (0..20).map(|i| format!("a{i},p{},2021-05-01,\"one\ntwo\"\n", i % 3)).collect();
    let reading = csv(format!("user,page,time,text\n{rows}")).unwrap();
    assert_eq!(reading.mapping.columns[0].samples, ["a0", "a1", "a2"]);
}
