//! Innocent explanations, each on a table made by hand for it.

mod common;

use claque_audience::{Asked, Fit, Place, Request, Sort, answer, events, read, said};
use common::table;

const DAYS: usize = 70;
const FIRST: i32 = 18_748;
const CODES: [&str; 6] = ["KH", "IN", "PH", "TH", "US", "VN"];

/// 300 a day at home, 60 in each other country, with a little noise; `added` by country and day on top.
fn long(column: &str, added: impl Fn(usize, usize) -> i64) -> String {
    let mut out = format!("date,country,{column}\n");
    for t in 0..DAYS {
        for (c, code) in CODES.iter().enumerate() {
            let base = if c == 0 { 300 } else { 60 };
            let n = base + ((t * 7 + c * 3 + t * t) % 11) as i64 + added(c, t);
            out += &format!("{},{code},{n}\n", said(FIRST + t as i32));
        }
    }
    out
}

/// How an explanation fares on a table, and the sentence that says why.
fn fares(key: &str, text: &str, known: Option<&str>) -> (Fit, String) {
    let audience = read(&[table("x.csv", text)], &Asked::default()).unwrap();
    let events = known.map_or(vec![], |k| events(&table("events.csv", k)).unwrap());
    let request = Request { home: Place::named("KH"), events, ..Request::default() };
    let page = answer(&audience, request).pages.swap_remove(0);
    let of = page.explanations.iter().find(|e| e.key == key).unwrap_or_else(|| panic!("{key}: {page:?}"));
    (of.fit, of.why.clone())
}

fn why(key: &str, added: impl Fn(usize, usize) -> i64) -> (Fit, String) {
    fares(key, &long("new", added), None)
}

fn is(found: (Fit, String), fit: Fit, why: &str) {
    assert_eq!(found, (fit, format!("explain.{why}")));
}

/// As many each day for two weeks, in so many countries abroad.
fn flat(countries: usize) -> impl Fn(usize, usize) -> i64 {
    move |c, t| if (1..=countries).contains(&c) && (30..44).contains(&t) { 500 } else { 0 }
}

/// A peak that halves every other day, in one country.
fn fading(country: usize) -> impl Fn(usize, usize) -> i64 {
    move |c, t| if c == country && t >= 30 { 900 >> ((t - 30) / 2).min(60) } else { 0 }
}

#[test]
fn advertising_in_one_country_fits_and_news_does_not() {
    is(why("advertising", flat(1)), Fit::Fits, "advertising.fits");
    is(why("news", flat(1)), Fit::Against, "news.lasts");
    is(why("roaming", flat(1)), Fit::Open, "roaming.open");
    is(why("diaspora", flat(1)), Fit::Open, "diaspora.open");
    is(why("counting", flat(1)), Fit::Against, "counting.against");
    // At home too.
    let at_home = |c, t| if c == 0 && (30..44).contains(&t) { 900 } else { 0 };
    is(why("advertising", at_home), Fit::Fits, "advertising.fits");
}

#[test]
fn news_rises_at_once_and_fades() {
    is(why("news", fading(0)), Fit::Fits, "news.fits");
    is(why("news", fading(2)), Fit::Fits, "news.fits");
    let a_day = |c, t| if c == 1 && t == 30 { 900 } else { 0 };
    is(why("news", a_day), Fit::Fits, "news.short");
    is(why("news", flat(4)), Fit::Against, "news.against");
    is(why("news", |_, _| 0), Fit::Open, "news.open");
}

#[test]
fn people_abroad_do_not_begin_or_stop_on_one_day() {
    is(why("diaspora", flat(4)), Fit::Against, "diaspora.against");
    is(why("roaming", flat(4)), Fit::Against, "roaming.against");
    // A start that nothing ends within the table is one too.
    let begins = |c, t| if (1..=4).contains(&c) && t >= 40 { 500 } else { 0 };
    is(why("diaspora", begins), Fit::Against, "diaspora.against");
    // Home and two others are no three routes abroad.
    let near = |c, t| if c <= 2 && (30..44).contains(&t) { 500 } else { 0 };
    is(why("roaming", near), Fit::Open, "roaming.open");
}

#[test]
fn a_removal_touches_most_countries_and_needs_losses() {
    let all = |_, t| if t == 35 { -2_000 } else { 0 };
    is(why("purge", all), Fit::Fits, "purge.fits");
    let one = |c, t| if c == 1 && (30..44).contains(&t) { -55 } else { 0 };
    is(why("purge", one), Fit::Against, "purge.against");
    is(why("purge", |_, _| 0), Fit::Open, "purge.open");
    // What was gained holds nothing that was removed.
    is(fares("purge", &long("gained", one), None), Fit::Open, "purge.gained");
}

#[test]
fn a_removal_in_one_day_is_a_loss_of_its_size_and_leaves_the_rest_quiet() {
    let all = long("new", |_, t| if t == 35 { -2_000 } else { 0 });
    let audience = read(&[table("x.csv", &all)], &Asked::default()).unwrap();
    let page =
        answer(&audience, Request { home: Place::named("KH"), ..Request::default() }).pages.swap_remove(0);
    let loud: Vec<_> = page.signals.iter().filter(|s| matches!(s.sort, Sort::Surge | Sort::Loss)).collect();
    assert_eq!(loud.len(), 1, "{loud:?}");
    assert_eq!((loud[0].sort, loud[0].start, loud[0].end), (Sort::Loss, Some(FIRST + 35), Some(FIRST + 35)));
    assert!((page.missing - 12_000.0).abs() < 300.0, "{}", page.missing);
}

#[test]
fn what_is_removed_is_told_where_losses_are_apart() {
    let mut text = "date,country,gained,lost\n".to_owned();
    for t in 0..DAYS {
        for (c, code) in CODES.iter().enumerate() {
            let lost = if t == 35 { 900 } else { 5 + (t * 5 + c) % 4 };
            text += &format!("{},{code},{},{lost}\n", said(FIRST + t as i32), 60 + (t * 7 + c * 3) % 11);
        }
    }
    let audience = read(&[table("x.csv", &text)], &Asked::default()).unwrap();
    let request = Request { home: Place::named("KH"), ..Request::default() };
    let page = answer(&audience, request).pages.swap_remove(0);
    let removed: Vec<_> = page.signals.iter().filter(|s| s.sort == Sort::Removed).collect();
    assert_eq!(removed.len(), 1, "{:?}", page.signals);
    assert_eq!((removed[0].start, removed[0].end), (Some(FIRST + 35), Some(FIRST + 35)));
    assert_eq!(removed[0].observed, Some(5_400.0));
    assert_eq!(page.unexplained.value, 0.0, "nothing that was gained stands out");
    assert_eq!(page.in_periods[35].lost, Some(5_400.0));
    is(fares("purge", &text, None), Fit::Fits, "purge.fits");
}

#[test]
fn a_dip_of_two_weeks_makes_no_surge_of_the_rest() {
    for (countries, days) in [(1..2, 30..44), (1..5, 30..44), (0..6, 20..34), (2..3, 50..64)] {
        let dip = |c: usize, t: usize| {
            let usual = if c == 0 { 300 } else { 60 };
            if countries.contains(&c) && days.contains(&t) { -usual * 9 / 10 } else { 0 }
        };
        let audience = read(&[table("x.csv", &long("new", dip))], &Asked::default()).unwrap();
        let page = answer(&audience, Request { home: Place::named("KH"), ..Request::default() })
            .pages
            .swap_remove(0);
        let told = format!("{countries:?} {days:?}: {:?}", page.signals);
        assert!(page.signals.iter().all(|s| s.sort != Sort::Surge), "{told}");
        assert!(page.signals.iter().any(|s| s.sort == Sort::Loss), "{told}");
    }
}

#[test]
fn an_event_that_fills_the_table_leaves_nothing_to_expect_from() {
    let text = long("new", |_, _| 0);
    let events = events(&table("e.csv", "start,end,country\n2021-01-01,2022-01-01,IN\n")).unwrap();
    let audience = read(&[table("x.csv", &text)], &Asked::default()).unwrap();
    let request = Request { home: Place::named("KH"), events, ..Request::default() };
    let page = answer(&audience, request).pages.swap_remove(0);
    let india: f64 = page.countries.iter().filter(|c| c.country == "IN").map(|c| c.new).sum();
    assert!(page.unexplained.high <= 1.01 * india && page.unexplained.low >= -1.0, "{:?}", page.unexplained);
}

#[test]
fn another_way_to_count_moves_all_countries() {
    let all = |c, t| if t == 35 { if c == 0 { 3_000 } else { 600 } } else { 0 };
    is(why("counting", all), Fit::Fits, "counting.fits");
    is(why("counting", |_, _| 0), Fit::Open, "counting.open");
}

#[test]
fn an_event_explains_what_comes_after_it_where_it_happens() {
    let table = long("new", flat(1));
    let of = |known: &str| fares("event", &table, Some(known));
    let day = |t: usize| said(FIRST + t as i32);
    // All its days known: what they hold is no surge and is the event's.
    is(of(&format!("start,end,country\n{},{},IN\n", day(30), day(43))), Fit::Fits, "event.fits");
    // The first day known, and a surge from the next on.
    is(of(&format!("date,country\n{},IN\n", day(30))), Fit::Fits, "event.fits");
    // Elsewhere, and long before; after it has begun.
    is(of(&format!("date,country\n{},TH\n", day(30))), Fit::Against, "event.against");
    is(of(&format!("date,country\n{},IN\n", day(10))), Fit::Against, "event.against");
    is(of(&format!("date,country\n{},IN\n", day(60))), Fit::Against, "event.against");
    // One of two.
    let two = |c: usize, t: usize| flat(1)(c, t) + if c == 3 && (55..60).contains(&t) { 700 } else { 0 };
    let known = format!("date,country\n{},IN\n", day(30));
    is(fares("event", &long("new", two), Some(&known)), Fit::Open, "event.part");
    // Nothing stands out.
    is(fares("event", &long("new", |_, _| 0), Some(&known)), Fit::Open, "event.open");
}
