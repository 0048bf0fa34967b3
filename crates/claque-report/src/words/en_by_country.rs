//! English, of the chapter by country: two readings of one page side by side. See [`super::en`].

/// Key and sentence, one a line.
#[rustfmt::skip]
pub const TEXTS: &[(&str, &str)] = &[
    ("chapter.by_country", "By country, read twice"),
    ("by_country.intro", "Here the pages that are doubted most, and the largest, are read twice. The first reading knows every mark: those in jobs of doubted crews are taken off one by one. The second knows only how many marks came from each country on each day, as a newspaper would from a table, and says what the page's own quiet days do not explain. It sees no account and nothing of the first reading."),
    ("by_country.of_marks", "Countries are those that the log names for each mark."),
    ("by_country.of_accounts", "The log names no country of a mark, so each mark counts for the country of its account in the table of accounts."),
    ("by_country.key_given", "marks"),
    ("by_country.key_top", "of these, doubted (single marks) or unexplained (counts alone)"),
    ("by_country.key_band", "expected from counts alone"),
    ("by_country.nothing", "Both readings find nothing: no mark is doubted, and its quiet days explain all of its growth."),
    ("by_country.meet", "Both readings agree within their intervals: {doubted} {doubted?mark is|marks are} doubted one by one, and counts alone leave {unexplained} unexplained, between {low} and {high}. They know nothing of each other, so each supports the other; only the first says which marks."),
    ("by_country.marks", "The two differ, and single marks show more: {doubted} {doubted?is|are} doubted, where counts alone leave at most {high} unexplained. Marks that come slowly, or while a page grows by itself, leave no surge: counts would show a delivery from about {smallest} a month on. What is doubted rests on the same accounts meeting on unrelated pages, and counts neither support nor deny it."),
    ("by_country.counts", "The two differ, and counts show more: at least {low} marks came beyond what quiet days explain, and {doubted} {doubted?is|are} doubted one by one. Something brought the others at once, by accounts that serve no unrelated pages together: news, a link or advertising does that, and so would accounts that are used once and never meet again. Unexplained is no doubt."),
    ("by_country.crowds", "Crowds that were left alone, because they came once, share a cause or acted under direction, gave {n} of this page's marks."),
    ("by_country.short", "Marks came on {days} {days?day|days}; a reading of counts alone needs {least}. {doubted} {doubted?mark is|marks are} doubted one by one."),
    ("by_country.marks_head", "Single marks: {doubted} of {given} doubted"),
    ("by_country.counts_head", "Counts alone: {unexplained} unexplained, {low} to {high}"),
    ("by_country.counts_short", "Counts alone: too few days to say"),
    ("by_country.marks_title", "Marks of {page} by week from single marks: {doubted} of {given} doubted"),
    ("by_country.counts_title", "Marks of {page} by week from counts alone: {unexplained} of {given} unexplained"),
    ("by_country.bar_marks", "{from} to {to}: {given} given, {doubted} of them doubted"),
    ("by_country.bar_counts", "{from} to {to}: {given} given, {expected} expected, {unexplained} unexplained"),
    ("by_country.lane", "{given}, {doubted} doubted"),
    ("by_country.lane_title", "{country}: {given} given, {doubted} of them doubted, by week on a scale of its own"),
    ("by_country.others", "all others"),
    ("by_country.unnamed", "no country named"),
    ("by_country.together", "all countries: told apart, counts would be of few"),
    ("by_country.all", "all"),
    ("by_country.note", "Each bar is {every}. The two large pictures share one scale; each country stands on a scale of its own, no finer than ten times the largest one's, with doubted marks on top. Shaded: where chance keeps what counts alone lead one to expect, 95 weeks in 100."),
    ("by_country.table", "Both readings by country"),
];
