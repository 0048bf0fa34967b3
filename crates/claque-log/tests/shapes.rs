//! Sources that are known by their shape, workbooks, lists, dates of two orders, patterns of names.

mod common;

use claque_log::{DateOrder, FaultKind, Reading, read};
use claque_marks::{NEVER, Silent};
use common::*;

/// A mark: account, page, verb, owner, withdrawn.
type Mark = (String, String, String, String, bool);

fn marks(reading: &Reading) -> Vec<Mark> {
    let (names, columns) = (&reading.log.names, &reading.log.columns);
    let mut out: Vec<_> = columns
        .target_of_mark()
        .iter()
        .enumerate()
        .map(|(i, t)| {
            let page = columns.target_page[t.index()];
            (
                names.account(columns.account[i]).to_owned(),
                names.page(page).to_owned(),
                names.verb(columns.target_verb[t.index()]).to_owned(),
                names.owner(columns.page_owner[page.index()]).to_owned(),
                columns.withdrawn[i] != NEVER,
            )
        })
        .collect();
    out.sort();
    out
}

fn mark(account: &str, page: &str, verb: &str, owner: &str, gone: bool) -> Mark {
    (account.into(), page.into(), verb.into(), owner.into(), gone)
}

#[test]
fn a_delete_is_joined_to_its_create_by_the_record_key() {
    let v1 = |did: &str, time: u64, operation: &str, kind: &str, key: &str, subject: &str| {
        let record =
            if subject.is_empty() { String::new() } else { format!(",\"record\":{{\"subject\":{subject}}}") };
        format!(
            "{{\"did\":\"{did}\",\"time_us\":{time},\"kind\":\"commit\",\"commit\":{{\"operation\":\"{operation}\",\"collection\":\"{kind}\",\"rkey\":\"{key}\"{record}}}}}\n"
        )
    };
    let (like, follow) = ("app.bsky.feed.like", "app.bsky.graph.follow");
    let post = "{\"uri\":\"at://did:plc:p/app.bsky.feed.post/1\",\"cid\":\"c\"}";
    let t = 1_780_000_000_000_000;
    let lines = [
        v1("did:plc:a", t, "create", like, "k1", post),
        v1("did:plc:a", t + 5, "delete", like, "k1", ""),
        v1("did:plc:b", t + 1, "create", follow, "k1", "\"did:plc:q\""),
        // The same key of another kind, of another account, and before its create.
        v1("did:plc:b", t + 2, "delete", like, "k1", ""),
        v1("did:plc:c", t + 2, "delete", follow, "k1", ""),
        v1("did:plc:d", t + 2, "delete", like, "k2", ""),
        v1("did:plc:d", t + 3, "create", like, "k2", post),
        "{\"did\":\"did:plc:e\",\"time_us\":1,\"kind\":\"identity\"}\n".to_owned(),
        v1("did:plc:e", t, "create", "app.bsky.feed.post", "k9", ""),
    ];
    let want = vec![
        mark("did:plc:a", "at://did:plc:p/app.bsky.feed.post/1", "like", "did:plc:p", true),
        mark("did:plc:b", "did:plc:q", "follow", "did:plc:q", false),
        mark("did:plc:d", "at://did:plc:p/app.bsky.feed.post/1", "like", "did:plc:p", false),
    ];
    for order in 0..4 {
        let mut lines = lines.to_vec();
        Draw(order).shuffle(&mut lines);
        let reading = read_as("log.jsonl", lines.concat(), |r| r.strict = true).unwrap();
        assert_eq!(marks(&reading), want);
        assert_eq!((reading.ledger.rejected, reading.ledger.no_marks, reading.ledger.used), (5, 5, 4));
        assert_eq!(reading.mapping.format, Some("jetstream"));
        assert!(reading.warnings.iter().any(|w| w.0.starts_with("3 withdrawals")), "{:?}", reading.warnings);
        assert!(!reading.log.names.accounts.iter().any(|a| a == "did:plc:e" || a == "did:plc:c"));
    }
    let second = lines
        .concat()
        .replace("\"kind\":\"commit\",\"commit\":{", "\"seq\":1,")
        .replace("}}\n", "}\n")
        .replace("\"}}\n", "\"}\n")
        .replace("\"time_us\":17800000000000", "\"time\":\"2026-05-28T20:26:40.0000");
    let second: String = second
        .lines()
        .filter(|l| l.contains("\"seq\""))
        .map(|l| {
            let (front, back) = l.split_once(",\"seq\"").unwrap();
            let back = back.trim_end_matches('}');
            let close = back.matches('{').count() - back.matches('}').count();
            format!("{front}\",\"seq\"{back}}}{}\n", "}".repeat(close))
        })
        .collect();
    let reading = read_as("log.jsonl", second, |_| {}).unwrap();
    assert_eq!((marks(&reading), reading.mapping.format), (want, Some("jetstream2")));
}

#[test]
fn sources_are_told_by_their_shape() {
    let cases: [(&str, &str, &str, Vec<Mark>); 12] = [
        (
            "gharchive",
            "a.json",
            "[{\"type\":\"WatchEvent\",\"actor\":{\"login\":\"a\"},\"repo\":{\"name\":\"o/r\"},\"payload\":{\"action\":\"started\"},\"created_at\":\"2024-01-01T00:00:00Z\"},\n {\"type\":\"ForkEvent\",\"actor\":{\"login\":\"b\"},\"repo\":{\"name\":\"o/r\"},\"payload\":{},\"created_at\":\"2024-01-01T00:00:00Z\"}]",
            vec![mark("a", "o/r", "star", "o", false)],
        ),
        (
            "gharchive",
            "bigquery.csv",
            "type,payload,repo_id,repo_name,actor_id,actor_login,created_at,id\nWatchEvent,\"{\"\"action\"\":\"\"started\"\"}\",1,o/r,7,a,2024-03-01 10:00:00 UTC,1\nPushEvent,{},1,o/r,8,b,2024-03-01 10:01:00 UTC,2\n",
            vec![mark("a", "o/r", "star", "o", false)],
        ),
        (
            "gharchive",
            "clickhouse.tsv",
            "event_type\tactor_login\trepo_name\tcreated_at\taction\nWatchEvent\ta\to/r\t2024-03-01 10:00:00\tstarted\nForkEvent\tb\to/r\t2024-03-01 10:00:00\tnone\n",
            vec![mark("a", "o/r", "star", "o", false)],
        ),
        (
            "gharchive2014",
            "2013-04-01-10.json",
            "{\"created_at\":\"2013-04-01T10:00:00-07:00\",\"payload\":{\"action\":\"started\"},\"type\":\"WatchEvent\",\"actor\":\"a\",\"repository\":{\"name\":\"r\",\"url\":\"https://github.com/o/r\",\"owner\":\"o\"}}\n{\"created_at\":\"2013-04-01T10:00:00-07:00\",\"payload\":{\"action\":\"started\"},\"type\":\"WatchEvent\",\"actor\":\"a\",\"repository\":{\"name\":\"r\",\"url\":\"https://github.com/q/r\",\"owner\":\"q\"}}\n{\"created_at\":\"2013-04-01T10:00:01-07:00\",\"payload\":{\"size\":1},\"type\":\"PushEvent\",\"actor\":\"b\",\"repository\":{\"name\":\"r\",\"url\":\"https://github.com/o/r\",\"owner\":\"o\"}}\n",
            vec![
                mark("a", "https://github.com/o/r", "star", "o", false),
                mark("a", "https://github.com/q/r", "star", "q", false),
            ],
        ),
        (
            "stargazers",
            "linux.ndjson",
            "{\"starredAt\":\"2024-01-01T00:00:00Z\",\"node\":{\"login\":\"a\"}}\n",
            vec![mark("a", "linux", "star", "linux", false)],
        ),
        (
            "communitynotes",
            "ratings-00000.tsv",
            "noteId\traterParticipantId\tcreatedAtMillis\tversion\thelpfulnessLevel\n1\tA\t1611888455000\t2\tHELPFUL\n1\tB\t1611888456000\t2\tNOT_HELPFUL\n2\tA\t1611888457000\t1\t\n",
            vec![
                mark("A", "1", "HELPFUL", "1", false),
                mark("A", "2", "vote", "2", false),
                mark("B", "1", "NOT_HELPFUL", "1", false),
            ],
        ),
        (
            "mastodon",
            "outbox.jsonl",
            "{\"type\":\"Like\",\"actor\":\"a\",\"object\":\"s1\",\"published\":\"2024-01-01T00:00:00Z\"}\n{\"type\":\"Undo\",\"actor\":\"a\",\"object\":{\"type\":\"Like\",\"object\":\"s1\"},\"published\":\"2024-01-02T00:00:00Z\"}\n{\"type\":\"Announce\",\"actor\":\"b\",\"object\":\"s1\",\"published\":\"2024-01-01T00:00:00Z\"}\n{\"type\":\"Create\",\"actor\":\"b\",\"object\":{\"type\":\"Note\"},\"published\":\"2024-01-01T00:00:00Z\"}\n{\"type\":\"Undo\",\"actor\":\"b\",\"object\":{\"type\":\"Block\",\"object\":\"x\"},\"published\":\"2024-01-01T00:00:00Z\"}\n",
            vec![mark("a", "s1", "like", "s1", true), mark("b", "s1", "repost", "s1", false)],
        ),
        (
            "mastodon",
            "favourites.csv",
            "id,account_id,status_id,created_at\n1,11,21,2024-01-01 00:00:00\n2,12,21,2024-01-01 00:00:05\n",
            vec![mark("11", "21", "like", "21", false), mark("12", "21", "like", "21", false)],
        ),
        (
            "x-io",
            "tweets.csv",
            "tweetid,userid,account_creation_date,tweet_time,is_retweet,retweet_userid,retweet_tweetid\n1,u,2015-01-01,2018-05-01 10:00,True,w,9\n2,u,2015-01-01,2018-05-01 10:05,False,,\n",
            vec![mark("u", "9", "repost", "w", false)],
        ),
        (
            "crowdtangle",
            "posts.csv",
            "Page Name,Facebook Id,Post Created,Type,Total Interactions,Link,Final Link\nP,1,2024-01-14 09:15:26 NZDT,Link,\"1,234\",http://a,http://b\nQ,2,2024-01-14 09:15:30 NZDT,Link,3,http://a,\nQ,2,2024-01-14 09:16:30 NZDT,Photo,3,,\n",
            vec![
                mark("1", "http://b", "share", "http://b", false),
                mark("2", "http://a", "share", "http://a", false),
            ],
        ),
        (
            "stargazers",
            "linux.json",
            "[{\"starred_at\":\"2024-01-01T00:00:00Z\",\"user\":{\"login\":\"a\",\"id\":1}},{\"starred_at\":\"2024-01-01T00:00:09Z\",\"user\":{\"login\":\"b\",\"id\":2}}]",
            vec![mark("a", "linux", "star", "linux", false), mark("b", "linux", "star", "linux", false)],
        ),
        (
            "toolkit",
            "messages.csv",
            "message_id,user_id,username,repost_id,reply_id,message,timestamp,urls\n1,4,u,,,\"a\nb\",1606451170.5,[]\n2,1,v,1,,c,1606451171.5,[]\n",
            vec![mark("1", "1", "repost", "1", false)],
        ),
    ];
    for (format, name, text, want) in cases {
        let reading = read_as(name, text, |_| {}).unwrap_or_else(|f| panic!("{format}: {f}"));
        assert_eq!((reading.mapping.format, marks(&reading)), (Some(format), want), "{format}");
        assert_eq!(reading.ledger.rejected, reading.ledger.no_marks, "{format}");
    }
    let plain =
        read_as("l.csv", "object_id,account_id,content_id,timestamp_share\no,a,c,1600000000\n", |r| {
            r.format = Some("plain".into());
        });
    assert_eq!(plain.unwrap().mapping.format, None);
    let wrong = read_as("l.csv", "a,b\n1,2\n", |r| r.format = Some("gharchive".into())).unwrap_err();
    assert!(
        wrong.what.contains("gharchive") && wrong.remedy.iter().any(|r| r.contains("--format plain")),
        "{wrong}"
    );
    let unknown = read_as("l.csv", "a,b\n1,2\n", |r| r.format = Some("myspace".into())).unwrap_err();
    assert_eq!(unknown.kind, FaultKind::Usage);
    let named = read_as("stars.csv", "starred_at,login\n2024-01-01T00:00:00Z,a\n", |r| {
        r.one_page = Some("o/r".into());
    });
    assert_eq!(marks(&named.unwrap()), [mark("a", "o/r", "star", "o", false)]);
}

#[test]
fn a_bomb_behind_a_header_is_refused_at_once() {
    // A frame of zstd: a header and a row as they are, then blocks that say one byte 131,072 times.
    let block =
        |n: u32, kind: u32, last: bool| (n << 3 | kind << 1 | u32::from(last)).to_le_bytes()[..3].to_vec();
    for (head, byte) in [("account,page\na,p\n", b'\n'), ("{\"account\":\"a\",\"page\":\"p\"}\n", b'x')] {
        let mut bomb = b"\x28\xb5\x2f\xfd\x00\x58".to_vec();
        bomb.extend(block(head.len() as u32, 0, false));
        bomb.extend(head.as_bytes());
        for i in 0..32_768 {
            bomb.extend(block(131_072, 1, i == 32_767));
            bomb.push(byte);
        }
        let begun = std::time::Instant::now();
        let fault = read_as("log", &bomb, |_| {}).unwrap_err();
        assert!(fault.what.contains("bomb"), "{fault}");
        assert!(begun.elapsed().as_secs() < 10, "4 GiB are not unpacked: {:?}", begun.elapsed());
    }
}

#[test]
fn day_and_month_are_told_by_the_column_or_by_the_user() {
    let log = |dates: &[&str]| {
        let rows: Vec<String> = dates.iter().enumerate().map(|(i, d)| format!("a{i};ទំព័រ;{d}\n")).collect();
        format!("\u{feff}account;page;time\n{}", rows.concat())
    };
    let first = 1_612_137_600_000_000; // 2021-02-01T00:00:00Z
    let days = read_as("log.csv", log(&["13/2/2021 10:00", "1/2/2021"]), |_| {}).unwrap();
    assert_eq!((days.log.columns.time[0], days.log.names.pages[0].as_str()), (first, "ទំព័រ"));
    assert_eq!(days.mapping.time_format.as_deref(), Some("day, month, year, read as UTC"));
    let months = read_as("log.csv", log(&["2/13/2021", "2/1/2021"]), |_| {}).unwrap();
    assert_eq!(months.log.columns.time[0], first);
    let dots = read_as("log.csv", log(&["1.2.2021", "2.2.2021"]), |_| {}).unwrap();
    assert_eq!(dots.log.columns.time[0], first);
    let fault = read_as("log.csv", log(&["1/2/2021", "2/3/2021"]), |_| {}).unwrap_err();
    assert!(fault.remedy.iter().any(|r| r.starts_with("--dates day-first")), "{fault}");
    let told =
        read_as("log.csv", log(&["1/2/2021", "2/3/2021"]), |r| r.dates = Some(DateOrder::DayFirst)).unwrap();
    assert_eq!(told.log.columns.time[0], first);
    let both = read_as("log.csv", log(&["13/2/2021", "2/13/2021"]), |_| {}).unwrap_err();
    assert!(both.what.contains("turned round"), "{both}");
    let mut many: Vec<String> = (0..200).map(|i| format!("{}/2/2021", 1 + i % 28)).collect();
    many[7] = "13/2/1970".into();
    let many: Vec<&str> = many.iter().map(String::as_str).collect();
    let early = read_as("log.csv", log(&many), |_| {}).unwrap();
    assert_eq!((early.ledger.rejected, early.rejected.first[0].line, early.ledger.used), (1, 9, 199));
    assert!(!early.log.names.accounts.contains(&"a7".to_owned()));
}

#[test]
fn a_spreadsheet_in_utf_16_with_khmer_digits_is_read() {
    let khmer = |text: String| -> String {
        text.chars().map(|c| c.to_digit(10).map_or(c, |d| char::from_u32('០' as u32 + d).unwrap())).collect()
    };
    let row = |i: u32| {
        let time = format!("{:02}/{:02}/2021 {:02}:{:02}", 1 + i % 28, 1 + i % 12, i % 24, i % 60);
        format!("អ្នក {};ទំព័រ {};{}\r\n", i % 60, i / 60, khmer(time))
    };
    let text = format!("\u{feff}account;page;date\r\n{}", (0..600).map(row).collect::<String>());
    let utf16: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let reading = read_as("log.csv", utf16, |_| {}).unwrap();
    assert_eq!((reading.ledger.used, reading.ledger.rejected), (600, 0));
    assert_eq!(reading.mapping.time_format.as_deref(), Some("day, month, year, read as UTC"));
    assert_eq!(reading.mapping.first, Some(1_609_459_200_000_000));
}

#[test]
fn an_answer_around_a_list_is_refused_with_what_to_type() {
    let item =
        "{\"type\":\"Announce\",\"actor\":\"u\",\"object\":\"p\",\"published\":\"2022-11-01T10:00:00Z\"}";
    let outbox =
        format!("{{\"id\":\"outbox.json\",\"type\":\"OrderedCollection\",\"orderedItems\":[{item},{item}]}}");
    let fault = read_as("outbox.json", outbox, |_| {}).unwrap_err();
    assert!(fault.to_string().contains("jq -c '.orderedItems[]'"), "{fault}");
    let edges = "{\"data\":{\"repository\":{\"stargazers\":{\"edges\":[\n{\"starredAt\":\"2024-01-01T00:00:00Z\",\"node\":{\"login\":\"a\"}}]}}}}";
    for text in [edges.replace('\n', ""), edges.to_owned()] {
        let fault = read_as("gql.json", text, |_| {}).unwrap_err();
        assert!(fault.to_string().contains("jq -c '.data.repository.stargazers.edges[]'"), "{fault}");
    }
    let hostile = read_as("x.json", "{\"a'; rm x #\":[{\"b\":1}]}", |_| {}).unwrap_err();
    assert!(!hostile.remedy.iter().any(|r| r.contains("rm x")), "{hostile}");
    // One row with a list beside its values is a row.
    let row = "{\"account\":\"a\",\"page\":\"p\",\"time\":1600000000,\"tags\":[{\"x\":1}]}\n";
    assert_eq!(read_as("log", row, |_| {}).unwrap().ledger.used, 1);
}

#[test]
fn patterns_stand_for_the_files_they_fit() {
    let folder = Folder::new();
    folder.file("2024-01.csv", "account,page\na,p\n");
    folder.file("2024-02.csv", "account,page\nb,p\n");
    folder.file("2023.csv", "account,page\nc,p\n");
    folder.file("x[1].csv", "account,page\nd,p\n");
    let accounts = |name: &str| read(&of(&[folder.path().join(name)]), &Silent).map(|r| r.log.names.accounts);
    assert_eq!(accounts("2024-*.csv").unwrap(), ["a", "b"]);
    assert_eq!(accounts("x[1].csv").unwrap(), ["d"], "a name that is there means itself");
    let none = accounts("1999-*.csv").unwrap_err();
    assert!(none.what.contains("no file has a name like this"), "{none}");
}
