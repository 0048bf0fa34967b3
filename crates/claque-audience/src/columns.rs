//! Which column of a sheet is what: a long table has a column of countries, a wide one a column for each
//! country (or for each date).

use crate::cells::Sheet;
use crate::country::Place;
use crate::date::When;

/// What is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Measure {
    /// New marks in a period; below 0 where more were lost.
    New,
    /// Marks gained, losses left out.
    Gained,
    /// Marks lost.
    Lost,
    /// Marks that stand at the end of a period.
    Total,
    /// Engagement with what the page posted.
    Engaged,
}

impl Measure {
    /// Every measure.
    pub const ALL: [Measure; 5] =
        [Measure::New, Measure::Gained, Measure::Lost, Measure::Total, Measure::Engaged];
}

/// Where what stands.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Columns {
    /// Row of the header.
    pub header: usize,
    pub page: Option<usize>,
    pub country: Option<usize>,
    pub start: Option<usize>,
    pub end: Option<usize>,
    pub date: Option<usize>,
    /// Whether the date column names weeks or months.
    pub weeks: bool,
    /// Columns of a long table.
    pub measures: Vec<(usize, Measure)>,
    /// Columns of a wide table: a country each.
    pub places: Vec<(usize, Place)>,
    /// Columns of a wide table: a date each.
    pub dates: Vec<usize>,
}

const PAGE: &[&str] = &[
    "page",
    "pagename",
    "channel",
    "channelname",
    "profile",
    "account",
    "username",
    "entity",
    "pageid",
    "ទំព័រ",
    "ផេក",
    "ឈ្មោះទំព័រ",
    "ឈ្មោះផេក",
];
const COUNTRY: &[&str] = &[
    "country",
    "countries",
    "countryname",
    "countrycode",
    "geography",
    "geo",
    "territory",
    "nation",
    "market",
    "location",
    "land",
    "pays",
    "país",
    "pais",
    "paese",
    "negara",
    "quốcgia",
    "ប្រទេស",
    "страна",
    "国家",
    "topcountries",
    "audiencecountry",
];
const DATE: &[&str] = &[
    "date",
    "day",
    "endtime",
    "datum",
    "fecha",
    "jour",
    "ថ្ងៃ",
    "តារីខ",
    "កាលបរិច្ឆេទ",
    "ថ្ងៃខែ",
    "ថ្ងៃខែឆ្នាំ",
    "time",
    "asof",
    "timestamp",
];
const WEEK: &[&str] = &["week", "weekof", "weekstarting", "weekbeginning"];
const PERIOD: &[&str] = &["period", "month", "mois", "monat", "mes", "ខែ"];
const START: &[&str] = &["periodstart", "start", "startdate", "from", "since", "begin", "begins"];
const END: &[&str] = &["periodend", "end", "enddate", "to", "until", "till"];
const NEW: &[&str] = &[
    "new",
    "newlikes",
    "newfollowers",
    "newfollows",
    "newfans",
    "newmarks",
    "newsubscribers",
    "newpagelikes",
    "growth",
    "netgrowth",
    "net",
    "netlikes",
    "netfollowers",
    "netfollows",
    "change",
    "delta",
    "likes",
    "follows",
    "count",
    "increase",
    "added",
    "stars",
    "ចំនួន",
    "ចូលចិត្តថ្មី",
    "ការចូលចិត្តថ្មី",
];
const GAINED: &[&str] = &[
    "gained",
    "gains",
    "subscribersgained",
    "fanadds",
    "adds",
    "pagefanadds",
    "likesgained",
    "followersgained",
];
const LOST: &[&str] = &[
    "lost",
    "losses",
    "subscriberslost",
    "unlikes",
    "unfollows",
    "removes",
    "fanremoves",
    "pagefanremoves",
    "followerslost",
    "likeslost",
];
const TOTAL: &[&str] = &[
    "total",
    "totallikes",
    "totalfollowers",
    "totalfans",
    "fans",
    "followers",
    "subscribers",
    "lifetime",
    "lifetimelikes",
    "cumulative",
    "stock",
    "standing",
    "totalmarks",
    "pagefans",
    "pagefanscountry",
    "lifetimetotallikes",
    "សរុប",
    "ចំនួនសរុប",
    "ចូលចិត្តសរុប",
];
const ENGAGED: &[&str] = &[
    "engagement",
    "engaged",
    "engagements",
    "engagedusers",
    "interactions",
    "totalinteractions",
    "reactions",
    "pagepostengagements",
];

fn key(text: &str) -> String {
    text.chars()
        .flat_map(char::to_lowercase)
        .filter(|c| !c.is_whitespace() && !matches!(c, '_' | '-' | '.' | '(' | ')' | '#' | ':' | '\u{200b}'))
        .collect()
}

/// What a header names as a measure.
fn measure(key: &str) -> Option<Measure> {
    let lists = [
        (NEW, Measure::New),
        (GAINED, Measure::Gained),
        (LOST, Measure::Lost),
        (TOTAL, Measure::Total),
        (ENGAGED, Measure::Engaged),
    ];
    lists.into_iter().find(|l| l.0.contains(&key)).map(|l| l.1)
}

/// What the name of a tab or a file says is counted, for wide tables.
pub(crate) fn measure_of(name: &str) -> Option<Measure> {
    let k = key(name);
    let has = |words: &[&str]| words.iter().any(|w| k.contains(w));
    if has(&["removes", "unlike", "unfollow", "lost"]) {
        Some(Measure::Lost)
    } else if has(&["total", "lifetime", "stock", "cumulative", "standing", "pagefanscountry"]) {
        Some(Measure::Total)
    } else if has(&["new", "daily", "adds", "growth", "gained"]) {
        Some(Measure::New)
    } else {
        None
    }
}

/// Rows that are looked through for a header.
const HEADER_WITHIN: usize = 30;

/// Finds the header and what its columns are; nothing if no row looks like one.
pub(crate) fn columns(sheet: &Sheet) -> Option<Columns> {
    (0..sheet.len().min(HEADER_WITHIN)).find_map(|row| header(sheet, row))
}

fn header(sheet: &Sheet, row: usize) -> Option<Columns> {
    let mut out = Columns { header: row, ..Columns::default() };
    for i in 0..sheet.width(row) {
        let cell = sheet.cell(row, i);
        let k = key(cell);
        let is = |list: &[&str]| list.contains(&k.as_str());
        let slot = if is(PAGE) {
            &mut out.page
        } else if is(COUNTRY) {
            &mut out.country
        } else if is(START) {
            &mut out.start
        } else if is(END) {
            &mut out.end
        } else if is(DATE) || is(WEEK) || is(PERIOD) {
            out.weeks |= is(WEEK);
            &mut out.date
        } else {
            if let Some(m) = measure(&k) {
                out.measures.push((i, m));
            }
            if let Some(place) = Place::named(cell) {
                out.places.push((i, place));
            } else if matches!(When::read(cell), When::Span(_) | When::Either(..)) {
                out.dates.push(i);
            }
            continue;
        };
        slot.get_or_insert(i);
    }
    let dated = out.date.is_some() || out.end.is_some() || out.start.is_some();
    let countries = out.places.iter().filter(|p| matches!(p.1, Place::Country(_))).count();
    if out.country.is_some() && out.dates.len() >= 2 {
        (out.places, out.measures) = (vec![], vec![]);
        return Some(out);
    }
    out.dates = vec![];
    if out.country.is_some() && !out.measures.is_empty() {
        out.places = vec![];
        return Some(out);
    }
    if dated && countries >= 2 {
        // `Total` is then the sum over countries.
        out.measures = vec![];
        return Some(out);
    }
    None
}
