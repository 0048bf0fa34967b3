//! The chapter by country for the public: no count of a country in a bar is of few.

use super::public::small;
use crate::model::by_country::{ByCountry, InCountry};

/// The same page with small countries put together and weeks put together, as far as needed; `None` where a count of
/// few would stay.
pub(super) fn reduced(mut page: ByCountry) -> Option<ByCountry> {
    if small(page.crowds.round() as u64) {
        page.crowds = 0.0;
    }
    let few = |c: &InCountry| {
        let (given, doubted) = (c.given.sum(), c.doubted_in_all.max(0.0).round() as u64);
        small(given) || small(doubted) || small(given.saturating_sub(doubted))
    };
    // The page's totals are told, so the others must not be the difference of a few: the smallest join them.
    let (mut rest, mut told): (Vec<_>, Vec<_>) =
        page.countries.drain(..).partition(|c| c.country == "ZZ" || few(c));
    while !rest.is_empty() && few(&InCountry::together(&rest, "ZZ")) {
        rest.push(told.pop()?);
    }
    let named = |of: &[InCountry]| of.iter().any(|c| c.country != "ZZ");
    // Where no country is told apart, they are all countries, and not what no country is named for.
    let all_of = |of: &[InCountry], named: bool| InCountry::together(of, if named { "ALL" } else { "ZZ" });
    let any = named(&told) || named(&rest);
    if !rest.is_empty() {
        told.push(all_of(&rest, told.is_empty() && any));
    }
    let all = ByCountry { countries: vec![all_of(&told, any)], ..page.clone() };
    page.countries = told;
    coarser(page).or_else(|| coarser(all))
}

/// By longer bars, as long as it takes.
fn coarser(mut page: ByCountry) -> Option<ByCountry> {
    let few = |c: &InCountry| {
        let bars = c.given.0.iter().zip(&c.doubted.0);
        bars.into_iter().any(|(g, d)| small(*g) || small(*d) || small(g.saturating_sub(*d)))
    };
    while page.countries.iter().any(few) {
        if page.bars().0.len() < 4 {
            return None;
        }
        page = page.halved();
    }
    Some(page)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::edition::K;
    use crate::model::by_country::tests::page;

    #[test]
    fn no_count_of_few_is_left_and_sums_stay() {
        let whole = page(&[
            ("KH", &[40, 30, 20, 60, 20, 15]),
            ("US", &[12, 0, 11, 14, 20, 30]),
            ("FR", &[1, 0, 2, 0, 0, 0]),
        ]);
        let told = reduced(whole.clone()).unwrap();
        assert_eq!(told.countries.iter().map(|c| c.given.sum()).sum::<u64>(), whole.given);
        assert!(told.countries.iter().all(|c| c.given.0.iter().all(|n| !small(*n))), "{told:?}");
        let names: Vec<&str> = told.countries.iter().map(|c| c.country.as_str()).collect();
        assert_eq!(names, ["KH", "ZZ"], "three marks from France would show as a difference alone");
    }

    #[test]
    fn where_countries_leave_no_bar_the_page_is_told_as_one_or_not_at_all() {
        let thin = page(&[("KH", &[9, 11, 9]), ("US", &[11, 9, 11])]);
        let told = reduced(thin).unwrap();
        assert!(told.countries.iter().all(|c| c.given.0.iter().all(|n| *n >= K)));
        assert_eq!(told.countries[0].country, "ALL");
        assert_eq!(reduced(page(&[("KH", &[3, 2])])), None);
        // Three countries of few, together enough: they are all countries, and not none.
        let folded = reduced(page(&[("KH", &[5, 4]), ("US", &[5, 4]), ("FR", &[4, 5])])).unwrap();
        assert_eq!(folded.countries.iter().map(|c| c.country.as_str()).collect::<Vec<_>>(), ["ALL"]);
        let unnamed = reduced(page(&[("ZZ", &[30, 20])])).unwrap();
        assert_eq!(unnamed.countries[0].country, "ZZ");
    }
}
