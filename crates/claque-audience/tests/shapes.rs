//! One growth in every shape that tables come in gives one answer.

mod common;

use claque_audience::{Answer, Asked, Measure, Place, Request, Span, answer, read, span};
use common::table;

const DAYS: usize = 40;

fn count(c: usize, t: usize) -> u64 {
    let base = [100, 20, 10][c];
    base + ((t * 7 + c * 3) % 5) as u64 + if c == 1 && (20..26).contains(&t) { 300 } else { 0 }
}

const CODES: [&str; 3] = ["KH", "IN", "PH"];

fn date(t: usize) -> String {
    claque_audience::said(18_748 + t as i32)
}

fn long() -> String {
    let mut out = "date,country,new\n".to_owned();
    for t in 0..DAYS {
        for (c, code) in CODES.iter().enumerate() {
            out += &format!("{},{code},{}\n", date(t), count(c, t));
        }
    }
    out
}

fn made(name: &str, text: &str, asked: &Asked) -> Answer {
    let audience = read(&[table(name, text)], asked).unwrap();
    answer(&audience, Request { home: Place::named("KH"), ..Request::default() })
}

fn same(a: &Answer, b: &Answer, why: &str) {
    let key = |a: &Answer| (a.pages[0].new, a.pages[0].unexplained, a.pages[0].signals.clone());
    assert_eq!(key(a), key(b), "{why}");
}

#[test]
fn long_and_wide_and_turned_tables_are_one() {
    let want = made("x.csv", &long(), &Asked::default());
    assert_eq!(
        want.pages[0].signals.iter().filter(|s| s.sort.key() == "surge").count(),
        1,
        "{:#?}",
        want.pages[0].signals
    );
    let surge = &want.pages[0].signals[0];
    assert_eq!((surge.start, surge.end), (Some(18_768), Some(18_773)));
    let mut wide = "Date\tCambodia\tIndia\tPhilippines\n".to_owned();
    let mut turned = format!("Country,{}\n", (0..DAYS).map(date).collect::<Vec<_>>().join(","));
    for t in 0..DAYS {
        wide += &format!("{}\t{}\t{}\t{}\n", date(t), count(0, t), count(1, t), count(2, t));
    }
    for (c, code) in CODES.iter().enumerate() {
        let cells: Vec<String> = (0..DAYS).map(|t| count(c, t).to_string()).collect();
        turned += &format!("{code},{}\n", cells.join(","));
    }
    same(&want, &made("x.csv", &wide, &Asked::default()), "wide");
    same(&want, &made("x.csv", &turned, &Asked::default()), "turned");
    let periods = long().replace("date,country,new", "x").lines().skip(1).fold(
        "period_start,period_end,country,new\n".to_owned(),
        |out, l| {
            let day = l.split(',').next().unwrap();
            out + &format!("{day},{l}\n")
        },
    );
    same(&want, &made("x.csv", &periods, &Asked::default()), "periods");
}

#[test]
fn totals_and_gains_and_platforms_shapes() {
    // Totals begin a day earlier: their differences are the same growth.
    let mut totals = "date,KH,IN,PH\n".to_owned();
    let mut sums = [50_000, 9_000, 4_000];
    totals += &format!("{},{},{},{}\n", claque_audience::said(18_747), sums[0], sums[1], sums[2]);
    let mut insights = vec![];
    let mut youtube = vec![];
    let day = |t: usize| claque_audience::said(18_748 + t as i32);
    insights.push(format!(
        r#"{{"value":{{"KH":{},"IN":{},"PH":{}}},"end_time":"{}T08:00:00+0000"}}"#,
        sums[0],
        sums[1],
        sums[2],
        day(0)
    ));
    for t in 0..DAYS {
        for c in 0..3 {
            sums[c] += count(c, t);
            youtube.push(format!(r#"["{}","{}",{},1]"#, CODES[c], day(t), count(c, t)));
        }
        totals += &format!("{},{},{},{}\n", day(t), sums[0], sums[1], sums[2]);
        insights.push(format!(
            r#"{{"value":{{"KH":{},"IN":{},"PH":{}}},"end_time":"{}T08:00:00+0000"}}"#,
            sums[0],
            sums[1],
            sums[2],
            day(t + 1)
        ));
    }
    let want = made("x.csv", &long(), &Asked::default());
    same(
        &want,
        &made("x.csv", &totals, &Asked { counts: Some(Measure::Total), ..Asked::default() }),
        "totals",
    );
    let json = format!(
        r#"{{"data":[{{"name":"page_fans_country","period":"day","values":[{}]}}]}}"#,
        insights.join(",")
    );
    same(&want, &made("x.json", &json, &Asked::default()), "Page Insights");
    let json = format!(
        r#"{{"columnHeaders":[{{"name":"country"}},{{"name":"day"}},{{"name":"subscribersGained"}},{{"name":"subscribersLost"}}],"rows":[{}]}}"#,
        youtube.join(",")
    );
    let made = made("x.json", &json, &Asked::default());
    assert_eq!(made.pages[0].unexplained, want.pages[0].unexplained, "YouTube Analytics");
    assert!(
        made.pages[0].signals.iter().any(|s| s.sort.key() == "remains"),
        "gains and losses say what remains"
    );
}

#[test]
fn cities_and_answers_without_days_are_refused_by_name() {
    let cities =
        r#"{"data":[{"name":"page_fans_city","period":"day","values":[{"value":{"Udipi, India":1}}]}]}"#;
    let fault = read(&[table("x.json", cities)], &Asked::default()).unwrap_err();
    assert!(fault.what.contains("end_time") && fault.column.as_deref() == Some("page_fans_city"), "{fault}");
    let dated = cities.replace("}}]}]}", r#"},"end_time":"2016-03-09T08:00:00+0000"}]}]}"#);
    let fault = read(&[table("x.json", &dated)], &Asked::default()).unwrap_err();
    assert!(fault.what.contains("Udipi, India"), "{fault}");
    // Beside a metric by country the one by city is left out, and told.
    let both = dated.replace(
        r#"{"data":["#,
        r#"{"data":[{"name":"page_fans_country","period":"day","values":[{"value":{"KH":10},"end_time":"2016-03-09T08:00:00+0000"},{"value":{"KH":14},"end_time":"2016-03-10T08:00:00+0000"}]},"#,
    );
    let made = read(&[table("x.json", &both)], &Asked::default()).unwrap();
    assert_eq!(made.pages[0].new, [[4.0]]);
    assert!(
        made.notes.iter().any(|n| n.message == "sheet_left_out" && n.texts[0].1.contains("page_fans_city"))
    );
    let mended = both.replace(r#""KH":14"#, r#""KHX":14"#);
    assert!(read(&[table("x.json", &mended)], &Asked::default()).is_err(), "no country is left out with it");
}

#[test]
fn a_list_from_an_article_needs_no_header() {
    let text = "Here is the list:\n1. Cambodia 157,331\n2. India – 255,692 likes\n• Philippines: 98,256\nUnited Arab Emirates\t3,952\n";
    let made =
        made("standard input", text, &Asked { period: span("2016-02-08..2016-03-09"), ..Asked::default() });
    let page = &made.pages[0];
    assert_eq!(page.new, 157_331.0 + 255_692.0 + 98_256.0 + 3_952.0);
    assert_eq!((page.start, page.end), (Some(16_839), Some(16_869)));
    assert_eq!(span("2016-02-08..2016-03-09"), Some(Span { start: 16_839, end: 16_869 }));
}

#[test]
fn three_figure_totals_make_no_steps() {
    // Growth of 4,000 a day printed to three figures of millions: every step of 10,000 is rounding.
    let mut text = "date,country,total\n".to_owned();
    for t in 0..60 {
        let exact = 1_230_000 + t * 4_000 + (t * 13 % 7) * 100;
        text += &format!("{},KH,{}\n", date(t as usize), exact / 10_000 * 10_000);
    }
    let made = made("x.csv", &text, &Asked::default());
    assert!(made.pages[0].signals.iter().all(|s| s.sort.key() != "surge"), "{:?}", made.pages[0].signals);
}

/// What a reader is told of a table, by message.
fn notes(name: &str, text: &str) -> Vec<String> {
    let audience = read(&[table(name, text)], &Asked::default()).unwrap();
    audience.notes.iter().map(|n| n.message.clone()).collect()
}

#[test]
fn a_title_says_what_a_wide_table_counts() {
    let wide = "Date,Cambodia,India\n2024-01-01,100,20\n2024-01-02,90,25\n2024-01-03,95,22\n";
    assert_eq!(notes("x.csv", wide), ["wide_as_new"]);
    assert_eq!(notes("x.csv", &format!("Daily new likes by country,,\n{wide}")), [""; 0]);
    assert_eq!(notes("x.csv", &format!("Total new likes,,\n{wide}")), ["wide_as_new"]);
    assert_eq!(notes("x.csv", &format!("Total likes by country,,\n{wide}")), ["wide_as_total"]);
}

#[test]
fn a_name_of_two_countries_is_told() {
    let text = "country,new\nCambodia,5000\nCongo,300\nKorea [2],400\n";
    let audience = read(&[table("x.csv", text)], &Asked::default()).unwrap();
    let told: Vec<Vec<&str>> = audience
        .notes
        .iter()
        .filter(|n| n.message == "shared_name")
        .map(|n| n.texts.iter().map(|t| t.1.as_str()).collect())
        .collect();
    assert_eq!(told, [["x.csv", "Congo", "CG", "CD", "CD"], ["x.csv", "Korea [2]", "KR", "KP", "KP"]]);
    assert_eq!(
        notes("x.csv", "date,Congo,Cambodia\n2024-01-01,5,6\n")
            .iter()
            .filter(|n| *n == "shared_name")
            .count(),
        1
    );
    assert_eq!(notes("x.csv", "country,new\nSouth Korea,5\nDR Congo,7\nCambodia,9\n"), [""; 0]);
}

#[test]
fn headers_and_numbers_of_other_languages() {
    for (text, new) in [
        ("Jour;Pays;Nouveaux abonnés\n01/02/2024;Cambodge;1\u{202f}500\n13/02/2024;Inde;60\n", 1_560.0),
        ("Datum;Land;Neue Follower\n01.02.2024;Kambodscha;1.500\n13.02.2024;Indien;60\n", 1_560.0),
        (
            "Jour;Pays;Abonnés gagnés;Abonnés perdus\n01/02/2024;Cambodge;1 500;7\n13/02/2024;Inde;60;2\n",
            1_560.0,
        ),
    ] {
        let audience = read(&[table("x.csv", text)], &Asked::default()).unwrap();
        let sum: f64 = audience.pages[0].periods.iter().flat_map(|p| &p.places).map(|p| p.1).sum();
        assert_eq!(sum, new, "{text}");
    }
}

#[test]
fn home_and_a_sum_by_day_are_a_table() {
    for (sum, abroad) in [("Total", 500.0), ("Foreign", 800.0), ("Other", 800.0)] {
        let text = format!("date,Cambodia,{sum}\n2016-03-01,100,300\n2016-03-02,200,500\n");
        let audience = read(&[table("x.csv", &text)], &Asked::default()).unwrap();
        let page = &audience.pages[0];
        let of = |p: &claque_audience::Period| {
            let named: f64 =
                p.places.iter().filter(|x| x.0 == Place::named("KH").unwrap()).map(|x| x.1).sum();
            let beside: f64 = p.places.iter().filter(|x| x.0 == Place::Rest).map(|x| x.1).sum();
            p.abroad.or_else(|| p.all.map(|all| all - named)).unwrap_or(beside)
        };
        assert_eq!(page.periods.iter().map(of).sum::<f64>(), abroad, "{sum}");
    }
}

#[test]
fn what_a_spreadsheet_does_not_know_is_no_country() {
    let text = "country,new\nCambodia,5000\nN/A,1000\n";
    let audience = read(&[table("x.csv", text)], &Asked::default()).unwrap();
    let places = &audience.pages[0].periods[0].places;
    assert!(places.contains(&(Place::Rest, 1000.0)), "{places:?}");
    assert_eq!(Place::named("NA").map(Place::code).as_deref(), Some("NA"));
}

#[test]
fn a_western_spreadsheets_bytes_are_read_and_said() {
    let mut of = table("x.csv", "");
    of.content = b"country,new\nC\xf4te d'Ivoire,70\nT\xfcrkiye,5\n".to_vec();
    let audience = read(&[of.clone()], &Asked::default()).unwrap();
    let codes: Vec<String> = audience.pages[0].periods[0].places.iter().map(|p| p.0.code()).collect();
    assert_eq!(codes, ["CI", "TR"]);
    assert!(audience.notes.iter().any(|n| n.message == "western"));
    // Control characters are no text of any sheet.
    of.content = b"country,new\nC\xf4te\x01d'Ivoire,70\n".to_vec();
    assert!(read(&[of], &Asked::default()).is_err());
}
