//! Workbooks, and what stands beside the tables: comparison pages, known events, base rates.

mod common;

use claque_audience::{
    Answer, Asked, Audience, Basis, Place, Request, answer, base_rates, events, read, said,
};
use claque_log::Whole;
use common::table;
use std::io::Write;

const DAYS: usize = 60;
const FIRST: i32 = 18_748;
const CODES: [&str; 3] = ["KH", "IN", "PH"];

/// Counts that go up and down with the day, by `rise` on ten days from day 30, in the second country.
fn count(c: usize, t: usize, rise: u64) -> u64 {
    let base = [300, 90, 60][c];
    base + ((t * 7 + c * 3) % 11) as u64 + if c == 1 && (30..40).contains(&t) { rise } else { 0 }
}

fn long(name: &str, rise: u64) -> String {
    let mut out = "page,date,country,new\n".to_owned();
    for t in 0..DAYS {
        for (c, code) in CODES.iter().enumerate() {
            out += &format!("{name},{},{code},{}\n", said(FIRST + t as i32), count(c, t, rise));
        }
    }
    out
}

fn audience(text: &str) -> Audience {
    read(&[table("x.csv", text)], &Asked::default()).unwrap()
}

fn request() -> Request {
    Request { home: Place::named("KH"), ..Request::default() }
}

fn surges(answer: &Answer) -> usize {
    answer.pages[0].signals.iter().filter(|s| s.sort.key() == "surge").count()
}

fn book(files: &[(&str, &str)]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(vec![]));
    for (name, text) in files {
        zip.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// A wide table as a workbook of Excel: a sheet of notes, and one whose name says what it counts.
fn xlsx() -> Vec<u8> {
    const MAIN: &str = "xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\" xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"";
    const OF: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let text = |t: &str| format!("<c t=\"inlineStr\"><is><t>{t}</t></is></c>");
    let mut rows =
        format!("<row>{}{}{}{}</row>", text("Date"), text("Cambodia"), text("India"), text("Philippines"));
    for t in 0..DAYS {
        // Days since 1899-12-30, in the form of a date.
        let cells: String = (0..3).map(|c| format!("<c><v>{}</v></c>", count(c, t, 400))).collect();
        rows += &format!("<row><c s=\"1\"><v>{}</v></c>{cells}</row>", FIRST + t as i32 + 25_569);
    }
    let sheet = |rows: &str| format!("<worksheet {MAIN}><sheetData>{rows}</sheetData></worksheet>");
    let notes = sheet(&format!("<row>{}</row>", text("Made by hand")));
    let counts = sheet(&rows);
    let workbook = format!(
        "<workbook {MAIN}><sheets><sheet name=\"Notes\" sheetId=\"1\" r:id=\"r1\"/><sheet name=\"New likes\" sheetId=\"2\" r:id=\"r2\"/></sheets></workbook>"
    );
    let styles = format!(
        "<styleSheet {MAIN}><cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/></cellXfs></styleSheet>"
    );
    let one = |id: &str, of: &str, to: &str| {
        format!("<Relationship Id=\"{id}\" Type=\"{OF}/{of}\" Target=\"{to}\"/>")
    };
    let relations = |list: String| format!("<Relationships>{list}</Relationships>");
    let root = relations(one("r0", "officeDocument", "xl/workbook.xml"));
    let sheets = relations(
        one("r1", "worksheet", "worksheets/sheet1.xml") + &one("r2", "worksheet", "worksheets/sheet2.xml"),
    );
    book(&[
        ("[Content_Types].xml", "<Types/>"),
        ("_rels/.rels", &root),
        ("xl/workbook.xml", &workbook),
        ("xl/_rels/workbook.xml.rels", &sheets),
        ("xl/styles.xml", &styles),
        ("xl/worksheets/sheet1.xml", &notes),
        ("xl/worksheets/sheet2.xml", &counts),
    ])
}

/// The same as LibreOffice writes it, with thousands apart in what people see.
fn ods() -> Vec<u8> {
    let text = |t: &str| {
        format!("<table:table-cell office:value-type=\"string\"><text:p>{t}</text:p></table:table-cell>")
    };
    let row = |cells: String| format!("<table:table-row>{cells}</table:table-row>");
    let mut rows = row(["Date", "Cambodia", "India", "Philippines"].map(text).concat());
    for t in 0..DAYS {
        let day = said(FIRST + t as i32);
        let number = |n: u64| {
            format!(
                "<table:table-cell office:value-type=\"float\" office:value=\"{n}\"><text:p>{n}.00</text:p></table:table-cell>"
            )
        };
        let date = format!(
            "<table:table-cell office:value-type=\"date\" office:date-value=\"{day}\"><text:p>{day}</text:p></table:table-cell>"
        );
        rows += &row(date + &(0..3).map(|c| number(count(c, t, 400))).collect::<String>());
    }
    let content = format!(
        "<office:document-content xmlns:office=\"o\" xmlns:table=\"t\" xmlns:text=\"x\"><office:body><office:spreadsheet><table:table table:name=\"New likes\">{rows}</table:table></office:spreadsheet></office:body></office:document-content>"
    );
    book(&[
        ("mimetype", "application/vnd.oasis.opendocument.spreadsheet"),
        ("META-INF/manifest.xml", "<manifest/>"),
        ("content.xml", &content),
    ])
}

#[test]
fn workbooks_are_the_same_table() {
    let want = answer(&audience(&long("x", 400)), request());
    assert_eq!(surges(&want), 1);
    for (name, content) in [("x.xlsx", xlsx()), ("x.ods", ods())] {
        let input = Whole { name: name.to_owned(), content, ..Whole::default() };
        let made = answer(&read(&[input], &Asked::default()).unwrap(), request());
        assert_eq!(made.pages.len(), 1, "{name}: {:?}", made.notes);
        assert_eq!(made.pages[0].unexplained, want.pages[0].unexplained, "{name}");
        assert_eq!(made.pages[0].signals, want.pages[0].signals, "{name}");
    }
}

#[test]
fn what_comparison_pages_did_too_is_expected() {
    let page = audience(&long("x", 400));
    let alone = answer(&page, request());
    assert!(alone.pages[0].unexplained.low > 3_000.0, "{:?}", alone.pages[0].unexplained);
    // Other pages grew as much in India on those days, as at a festival; others did not.
    let others = |rise: u64| {
        let mut asked = request();
        let text = ["a", "b", "c"].map(|n| long(n, rise).replace("page,date,country,new\n", "")).concat();
        asked.compare_with(audience(&format!("page,date,country,new\n{text}")));
        asked
    };
    let with = answer(&page, others(400));
    assert_eq!(with.pages[0].basis, Basis::Compared);
    let (alone, with) = (alone.pages[0].unexplained.value, with.pages[0].unexplained.value);
    // A comparison page's surge counts up to thrice its usual, which leaves some of it.
    assert!(with < 0.65 * alone, "{with} of {alone}");
    let against = answer(&page, others(0)).pages[0].unexplained.value;
    assert!((against - alone).abs() < 0.1 * alone, "{against} and {alone}");
}

#[test]
fn days_of_known_events_are_no_quiet_ones_and_their_explanation_is_told() {
    let text = "start,end,country,what\n2021-05-31,2021-06-09,India,a film with the page's owner\n";
    let known = events(&table("events.csv", text)).unwrap();
    assert_eq!((known.len(), known[0].place), (1, Place::named("IN")));
    let made = answer(&audience(&long("x", 400)), Request { events: known, ..request() });
    let page = &made.pages[0];
    // It is counted as unexplained by quiet periods, and explained by what is known.
    assert!((page.unexplained.value - 4_000.0).abs() < 150.0, "{:?}", page.unexplained);
    let fits: Vec<&str> = page
        .explanations
        .iter()
        .filter(|e| e.fit == claque_audience::Fit::Fits)
        .map(|e| e.key.as_str())
        .collect();
    assert!(fits.contains(&"event"), "{:?}", page.explanations);
    for (text, cell) in [
        ("start,what\nyesterday,x\n", "yesterday"),
        ("start,end,what\n2021-05-02,2021-05-01,x\n", "ends before"),
        ("start,country\n2021-05-02,Narnia\n", "Narnia"),
    ] {
        let fault = events(&table("events.csv", text)).unwrap_err();
        assert!(fault.what.contains(cell) && fault.row == Some(2), "{fault}");
    }
}

#[test]
fn base_rates_stand_in_for_quiet_periods_where_a_table_is_short() {
    let month = audience("page,month,country,new\nx,2021-05,KH,7000\nx,2021-05,IN,3000\n");
    let rates = base_rates(&table("rates.csv", "country,share\nKH,70 %\nIN,0.1\n")).unwrap();
    assert_eq!((rates[0].share, rates[1].share), (Some(0.7), Some(0.1)));
    let made = answer(&month, Request { rates, ..request() });
    let rows = &made.pages[0].assumptions;
    assert!(
        rows.iter().any(|a| (a.unexplained.value - 0.0).abs() < 1.0 && a.message.contains("rate")),
        "{rows:#?}"
    );
    for (text, cell) in [
        ("country,share\nKH,seven\n", "no rate"),
        ("country,per_day\nKH,7\nKH,8\n", "stands twice"),
        ("country,share\nTotal,0.5\n", "of one country"),
        ("country,share\nKH,0.7\nIN,0.4\n", "110.0 %"),
    ] {
        let fault = base_rates(&table("rates.csv", text)).unwrap_err();
        assert!(fault.what.contains(cell), "{fault}");
    }
}

#[test]
fn faults_of_several_tables_come_at_once() {
    let good = table("good.csv", "date,country,new\n2021-05-01,KH,5\n");
    let one = table("one.csv", "date,country,new\n2021-05-01,Narnia,5\n");
    let two = table("two.csv", "date,country,new\n2021-05-01,KH,5\n2021-05-02,KH,many\n");
    let fault = read(&[one.clone(), good, two], &Asked::default()).unwrap_err();
    for part in ["one.csv", "row 2", "Narnia", "two.csv", "row 3", "many"] {
        assert!(fault.to_string().contains(part), "{part}: {fault}");
    }
    let alone = read(&[one], &Asked::default()).unwrap_err();
    assert_eq!((alone.file.as_deref(), alone.row), (Some("one.csv"), Some(2)));
}

#[test]
fn base_rates_are_one_more_assumption_where_quiet_periods_tell() {
    let rates = |text: &str| base_rates(&table("rates.csv", text)).unwrap();
    let of = |text: &str| {
        let made = answer(&audience(&long("a", 400)), Request { rates: rates(text), ..request() });
        assert_eq!(made.pages[0].basis, Basis::Quiet);
        made.pages[0].assumptions.clone()
    };
    let find = |list: &[claque_audience::Assumption], message: &str| {
        list.iter().find(|a| a.message == message).map(|a| (a.number, a.unexplained.value, a.main))
    };
    // Ten days of 4,000 more in India. By hand: home counted H in them, all countries N, and U = N − H/0.6.
    let (mut h, mut n) = (0.0, 0.0);
    for t in 30..40 {
        h += count(0, t, 400) as f64;
        n += (0..3).map(|c| count(c, t, 400) as f64).sum::<f64>();
    }
    let (number, u, main) = find(&of("country,share\nKH,60 %\n"), "assume.base_rate").unwrap();
    assert_eq!((number, main), (Some(0.6), false));
    assert!((u - (n - h / 0.6)).abs() < 1e-6, "{u}");
    // 90 a day in India: what came, less 900.
    let india: f64 = (30..40).map(|t| count(1, t, 400) as f64).sum();
    let u = find(&of("country,per_day\nIN,90\n"), "assume.rates").unwrap().1;
    assert!((u - (india - 900.0)).abs() < 1e-6, "{u}");
    assert_eq!(find(&of("country,per_day\nPH,90\n"), "assume.rates"), None, "nothing is given for India");
}

#[test]
fn what_no_surge_shows_may_decide_which_page_is_ahead() {
    // Two pages alike but for one mark: neither is ahead.
    let mut text = long("a", 0);
    text += &long("b", 0).replace("page,date,country,new\n", "");
    let more = text.replacen(",KH,300\n", ",KH,301\n", 1);
    assert_ne!(more, text);
    let p = answer(&audience(&more), request()).ahead.unwrap().probability.unwrap();
    assert!((0.4..0.6).contains(&p), "{p}");
    // Far ahead stays far ahead.
    let mut text = long("a", 0);
    for t in 0..DAYS {
        text += &format!("b,{},KH,{}\n", said(FIRST + t as i32), 40 + t % 5);
        text += &format!("b,{},IN,{}\n", said(FIRST + t as i32), 10 + t % 3);
    }
    let p = answer(&audience(&text), request()).ahead.unwrap().probability.unwrap();
    assert!(p > 0.99, "{p}");
}

/// Whether a note says so.
fn notes(answer: &Answer, message: &str) -> bool {
    answer.notes.iter().any(|n| n.message == message)
}

#[test]
fn what_had_no_effect_is_told_with_its_reason() {
    let told = |request: Request, rise: u64| answer(&audience(&long("A", rise)), request);
    let unused = ["home_unused", "compare_unused_days", "events_unused", "rates_unused_quiet"];
    assert!(unused.iter().all(|m| !notes(&told(request(), 400), m)));

    assert!(notes(&told(Request { home: Place::named("FR"), ..Request::default() }, 400), "home_unused"));
    // The same days of another year.
    let other = long("B", 0).replace("2021-", "2019-");
    let mut with = request();
    with.compare_with(audience(&other));
    assert!(notes(&told(with, 400), "compare_unused_days"));
    let mut with = request();
    with.compare_with(audience(&long("B", 0)));
    assert!(!told(with, 400).notes.iter().any(|n| n.message.starts_with("compare_unused")));

    let side = |text: &str| table("side.csv", text);
    let happened = events(&side(
        "start,end,country,page,what\n2021-05-31,2021-06-02,IN,,fair\n2011-05-31,2011-06-02,IN,,another\n",
    ));
    let answered = told(Request { events: happened.unwrap(), ..request() }, 400);
    let note = answered.notes.iter().find(|n| n.message == "events_unused").expect("a note");
    assert_eq!(note.texts, [("what".to_owned(), "another".to_owned())]);

    let rates = |text: &str| Request { rates: base_rates(&side(text)).unwrap(), ..request() };
    let home = "country,share\nKH,0.7\n";
    assert!(notes(&told(rates(home), 0), "rates_unused_quiet"));
    assert!(!told(rates(home), 400).notes.iter().any(|n| n.message.starts_with("rates_unused")));
    assert!(notes(&told(rates("country,share\nFR,0.7\n"), 400), "rates_unused_countries"));
    assert!(notes(&told(rates("country,per_day\nPH,60\n"), 400), "rates_unused_partly"));
}
