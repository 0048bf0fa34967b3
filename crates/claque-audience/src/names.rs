//! What columns are called, in the languages in which tables come; a name stands here without its blanks and signs.

use crate::columns::Measure;

pub(crate) const PAGE: &[&str] = &[
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
    "pagetitle",
    "ឈ្មោះគណនី",
    "គណនី",
];
pub(crate) const COUNTRY: &[&str] = &[
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
    "countryorregion",
    "country/region",
    "ឈ្មោះប្រទេស",
];
pub(crate) const DATE: &[&str] = &[
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
    "កាលបរិច្ឆេត",
];
pub(crate) const WEEK: &[&str] = &["week", "weekof", "weekstarting", "weekbeginning", "សប្តាហ៍", "សប្ដាហ៍"];
pub(crate) const PERIOD: &[&str] = &[
    "period",
    "month",
    "mois",
    "monat",
    "mes",
    "ខែ",
    "រយៈពេល",
    "year",
    "quarter",
    "jahr",
    "quartal",
    "année",
    "annee",
    "año",
    "tahun",
    "ឆ្នាំ",
    "ត្រីមាស",
];
pub(crate) const START: &[&str] = &[
    "periodstart",
    "start",
    "startdate",
    "from",
    "since",
    "begin",
    "begins",
    "ចាប់ផ្តើម",
    "ចាប់ផ្ដើម",
    "ចាប់ពី",
    "ថ្ងៃចាប់ផ្តើម",
    "ថ្ងៃចាប់ផ្ដើម",
    "ពី",
];
pub(crate) const END: &[&str] =
    &["periodend", "end", "enddate", "to", "until", "till", "បញ្ចប់", "ថ្ងៃបញ្ចប់", "ដល់", "រហូតដល់"];
pub(crate) const NEW: &[&str] = &[
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
    "increase",
    "added",
    "ចូលចិត្តថ្មី",
    "ការចូលចិត្តថ្មី",
    "ថ្មី",
    "ចំនួនថ្មី",
    "កំណើន",
    "កើនឡើង",
    "ការកើនឡើង",
    "អ្នកតាមដានថ្មី",
    "អ្នកចូលចិត្តថ្មី",
    "newpagefollowers",
    "neu",
    "neue",
    "neuelikes",
    "neuefollower",
    "neueabonnenten",
    "neuefans",
    "nouveaux",
    "nouveauxabonnés",
    "nouveauxfans",
    "nouveauxj'aime",
    "nouveauxj’aime",
    "nouvellesmentionsj'aime",
    "nouvellesmentionsj’aime",
    "nuevosseguidores",
    "nouveau",
    "nuevos",
    "nuevo",
    "novos",
    "baru",
    "mới",
    "новые",
    "新增",
];
pub(crate) const GAINED: &[&str] = &[
    "gained",
    "gains",
    "subscribersgained",
    "fanadds",
    "adds",
    "pagefanadds",
    "likesgained",
    "followersgained",
    "abonnésgagnés",
    "gewonneneabonnenten",
    "ទទួលបាន",
    "បានទទួល",
];
pub(crate) const LOST: &[&str] = &[
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
    "abonnésperdus",
    "verloreneabonnenten",
    "បាត់បង់",
    "ចំនួនបាត់បង់",
    "លុបការចូលចិត្ត",
];
pub(crate) const TOTAL: &[&str] = &[
    "total",
    "totallikes",
    "totalfollowers",
    "totalfans",
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
    "អ្នកតាមដានសរុប",
    "ការចូលចិត្តសរុប",
    "gesamt",
    "insgesamt",
    "jumlah",
    "totales",
    "totaux",
];
pub(crate) const ENGAGED: &[&str] = &[
    "engagement",
    "engaged",
    "engagements",
    "engagedusers",
    "interactions",
    "totalinteractions",
    "reactions",
    "pagepostengagements",
    "អន្តរកម្ម",
    "ការចូលរួម",
];

/// What a table calls both the new marks of a period and those that stand at its end: taken for new marks.
pub(crate) const NEW_OR_TOTAL: &[&str] =
    &["likes", "follows", "count", "stars", "ចំនួន", "numberoflikes", "nooflikes", "likecount", "likescount"];
/// The same, taken for those that stand.
pub(crate) const TOTAL_OR_NEW: &[&str] = &[
    "fans",
    "followers",
    "subscribers",
    "អ្នកតាមដាន",
    "អ្នកចូលចិត្ត",
    "numberoffollowers",
    "followercount",
    "followerscount",
    "subscribercount",
    "fancount",
    "fanscount",
    "abonnés",
    "abonnenten",
    "seguidores",
];

/// A name without what spellings do not share.
pub(crate) fn key(text: &str) -> String {
    text.chars()
        .flat_map(char::to_lowercase)
        .filter(|c| {
            !c.is_whitespace()
                && !matches!(c, '_' | '-' | '.' | '(' | ')' | '#' | ':' | '*' | '\u{200b}' | '\u{200c}')
        })
        .collect()
}

/// What a header names as a measure.
pub(crate) fn measure(key: &str) -> Option<Measure> {
    let lists = [
        (NEW, Measure::New),
        (NEW_OR_TOTAL, Measure::New),
        (GAINED, Measure::Gained),
        (LOST, Measure::Lost),
        (TOTAL, Measure::Total),
        (TOTAL_OR_NEW, Measure::Total),
        (ENGAGED, Measure::Engaged),
    ];
    lists.into_iter().find(|l| l.0.contains(&key)).map(|l| l.1)
}

/// What the name of a tab or a file says is counted, for wide tables; by whole words, as a page may be called `Livestock`.
pub(crate) fn measure_of(name: &str) -> Option<Measure> {
    let mut parted = String::new();
    let mut before = ' ';
    for c in name.chars() {
        if before.is_lowercase() && c.is_uppercase() {
            parted.push(' ');
        }
        parted.push(c);
        before = c;
    }
    let lower = parted.to_lowercase();
    let words: Vec<&str> = lower.split(|c: char| !c.is_alphanumeric()).collect();
    let has = |of: &[&str]| words.iter().any(|w| of.contains(w));
    let (new, total) = (&["new", "daily", "adds", "growth", "gained"], ["total", "totals"]);
    if has(&["removes", "removed", "unlike", "unlikes", "unfollow", "unfollows", "lost", "losses"]) {
        Some(Measure::Lost)
    } else if has(&total) && has(new) {
        // `Total new likes` may be either.
        None
    } else if has(&total)
        || has(&["lifetime", "stock", "cumulative", "standing"])
        || key(name).contains("pagefanscountry")
    {
        Some(Measure::Total)
    } else if has(new) {
        Some(Measure::New)
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_files_are_read_by_whole_words() {
        for (name, of) in [
            ("page_fans_country", Some(Measure::Total)),
            ("TotalLikes by country", Some(Measure::Total)),
            ("livestock-page", None),
            ("totally-lossless", None),
            ("page_fan_removes", Some(Measure::Lost)),
            ("newspaper", None),
            ("new-likes", Some(Measure::New)),
            ("Daily new page likes by country", Some(Measure::New)),
            ("Total new likes", None),
        ] {
            assert_eq!(measure_of(name), of, "{name}");
        }
    }
}
