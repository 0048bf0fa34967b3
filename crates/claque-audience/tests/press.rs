//! The founding case: what the press printed, and what can be said of it. The truth here is arithmetic by hand.

mod common;

use claque_audience::{Answer, Asked, Basis, Place, Request, Sort, answer, read};
use common::{number, table};

fn press(shares: &[f64]) -> Answer {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../examples/likes-by-country/likes-by-country.csv");
    let audience =
        read(&[table("press.csv", &std::fs::read_to_string(path).unwrap())], &Asked::default()).unwrap();
    answer(
        &audience,
        Request { home: Place::named("KH"), home_shares: shares.to_vec(), ..Request::default() },
    )
}

#[test]
fn the_unexplained_share_follows_from_the_assumed_share_at_home() {
    let made = press(&[0.5, 0.6, 0.707, 0.8, 0.85]);
    let page = made.pages.iter().find(|p| p.page == "Hun Sen").unwrap();
    assert_eq!((page.basis, page.new), (Basis::Mix, 779_000.0));
    // 1 − 157,331/(h × 779,000).
    for (h, percent) in [(0.5, 60.0), (0.6, 66.0), (0.707, 71.0), (0.8, 75.0), (0.85, 76.0)] {
        let row =
            page.assumptions.iter().find(|a| a.message == "assume.share" && a.number == Some(h)).unwrap();
        assert!((row.share.value * 100.0 - percent).abs() <= 0.5, "{h}: {:?}", row.share);
    }
    let lowest = page.assumptions.iter().map(|a| a.share.value).fold(1.0, f64::min);
    let highest = page.assumptions.iter().map(|a| a.share.value).fold(0.0, f64::max);
    assert!((0.0..0.01).contains(&(lowest - page.share.low)), "{} {lowest}", page.share.low);
    assert!((0.0..0.01).contains(&(page.share.high - highest)), "{} {highest}", page.share.high);
    let driver = &page.assumptions[page.driven_by.unwrap()];
    assert_eq!(driver.number, Some(0.5), "the lowest share moves it most");
}

#[test]
fn every_inconsistency_is_found_with_its_arithmetic() {
    let made = press(&[]);
    let page = made.pages.iter().find(|p| p.page == "Hun Sen").unwrap();
    let find = |message: &str| {
        page.findings
            .iter()
            .find(|f| f.message == message)
            .unwrap_or_else(|| panic!("{message}: {:#?}", page.findings))
    };
    let listed = find("listed_short");
    assert_eq!(
        (number(listed, "sum"), number(listed, "all"), number(listed, "rest")),
        (660_861.0, 779_000.0, 118_139.0)
    );
    let abroad = find("abroad_differs");
    assert_eq!(
        (number(abroad, "abroad"), number(abroad, "left"), number(abroad, "difference")),
        (591_717.0, 621_669.0, 29_952.0)
    );
    // India stood at 332,475 on 9 March and at 360,791 on 13 March, with 22,932 new from 8 March on.
    let india = find("stock_beyond_flow");
    assert_eq!(
        (number(india, "grown"), number(india, "flow"), number(india, "difference")),
        (28_316.0, 22_932.0, 5_384.0)
    );
    assert_eq!(number(find("periods_overlap"), "days"), 2.0);
    let news: Vec<f64> = page.readings.iter().map(|r| r.new).collect();
    assert_eq!(news, [779_000.0, 749_048.0, 660_861.0], "the answer is given under each reading");
    assert!(page.signals.iter().any(|s| s.sort == Sort::FlowAgainstStock && s.countries == ["IN"]));
}

#[test]
fn what_stood_before_is_one_of_the_assumptions() {
    let made = press(&[]);
    let page = made.pages.iter().find(|p| p.page == "Hun Sen").unwrap();
    // (1,730,000 − 157,331)/((1,730,000 − 157,331) + (1,200,000 − 591,717)) = 72.1 %.
    let row = page.assumptions.iter().find(|a| a.message == "assume.earlier").unwrap();
    assert!((row.number.unwrap() - 0.7211).abs() < 1e-3 && row.main, "{row:?}");
    let by_country: f64 = page.countries.iter().map(|c| c.new).sum();
    assert_eq!(by_country, 779_000.0, "what no country is named for has a row");
    let sum: f64 = page.countries.iter().map(|c| c.unexplained.value).sum();
    assert!(
        (sum - page.unexplained.value).abs() < 1.0,
        "countries add up: {sum} and {}",
        page.unexplained.value
    );
}

#[test]
fn what_one_month_cannot_date_is_not_said_to_be_absent() {
    let made = press(&[]);
    let page = made.pages.iter().find(|p| p.page == "Hun Sen").unwrap();
    let why = |key: &str| page.explanations.iter().find(|e| e.key == key).unwrap().why.clone();
    assert_eq!(why("advertising"), "explain.advertising.undated", "560,000 from abroad would be its marks");
    assert_eq!(why("counting"), "explain.counting.undated");
}
