//! What may have been read wrongly: columns whose name may mean new marks or marks that stand, and columns that were left out.

use crate::audience::Finding;
use crate::cells::{Sheet, letter, stem};
use crate::columns::{Columns, Measure};
use crate::entries::{Asked, Entry};
use crate::names::measure_of;
use crate::number::{Number, count};
use claque_log::Fault;
use std::collections::BTreeMap;

/// Steps from one period to the next, up or down, that tell what is counted.
const STEPS: u32 = 12;
/// Rows of a column that are looked at.
const LOOKED: usize = 200;

/// What the numbers look like, whatever they are called; nothing where they do not tell.
///
/// METHOD: marks that stand hardly ever fall, and never by much; new marks rise and fall alike. Over the steps of each
/// country from one period to the next, totals fall in at most one of fifty, new marks in a quarter or more, and then the
/// middle step is a twentieth of the number or more.
pub(crate) fn looks(list: &[Entry]) -> Option<Measure> {
    let mut series: BTreeMap<_, Vec<_>> = BTreeMap::new();
    for e in list {
        if let Some(span) = e.span {
            series.entry((e.page, e.place)).or_default().push((span, e.value));
        }
    }
    let (mut up, mut down, mut parts) = (0, 0, vec![]);
    for of in series.values_mut() {
        of.sort_by_key(|x| x.0);
        for w in of.windows(2) {
            let (a, b) = (w[0].1, w[1].1);
            up += u32::from(b > a);
            down += u32::from(b < a);
            if a != b {
                parts.push((b - a).abs() / a.abs().max(b.abs()));
            }
        }
    }
    let steps = up + down;
    if steps < STEPS {
        return None;
    }
    let longest = series.values().map(Vec::len).max().unwrap_or(0);
    let part = crate::fit::median(&mut parts);
    // Three numbers in a row may rise by chance in all countries, as growth is shared; six may not.
    if down * 50 <= steps && (longest >= 6 || part <= 0.1) {
        Some(Measure::Total)
    } else if down * 4 >= steps && part >= 0.05 {
        Some(Measure::New)
    } else {
        None
    }
}

/// Names that two countries share: which was taken, and how the other is said.
pub(crate) fn shared_names(sheet: &Sheet, c: &Columns, read: impl Iterator<Item = String>) -> Vec<Finding> {
    let mut names: Vec<String> =
        read.chain(c.places.iter().map(|p| sheet.cell(c.header, p.0).to_owned())).collect();
    names.sort();
    names.dedup();
    let of = |name: String| {
        let (taken, other) = crate::country::shared(&name)?;
        let (taken, other) = (taken.code(), other.code());
        let texts = [("country", taken), ("countries", other.clone()), ("code", other)];
        let texts = [("file", sheet.name()), ("name", name)].into_iter().chain(texts).collect::<Vec<_>>();
        Some(Finding::note("shared_name", &[], &texts))
    };
    names.into_iter().filter_map(of).collect()
}

/// Names of columns, for people.
pub(crate) fn named(sheet: &Sheet, c: &Columns, columns: &[usize]) -> String {
    let cells = columns.iter().map(|i| sheet.cell(c.header, *i)).filter(|h| !h.is_empty());
    cells.map(|h| format!("`{h}`")).collect::<Vec<_>>().join(", ")
}

/// A column of numbers without a name, or of a wide table one that names no country: its numbers would be lost.
pub(crate) fn lost_column(sheet: &Sheet, c: &Columns) -> Option<Fault> {
    let numbers = |i: usize| -> Vec<f64> {
        let cells = (c.header + 1..sheet.len()).take(LOOKED).map(|r| count(sheet.cell(r, i)));
        cells.filter_map(|n| if let Number::Some(n, _) = n { Some(n) } else { None }).collect()
    };
    c.unread.iter().find_map(|i| {
        let head = sheet.cell(c.header, *i);
        if !head.is_empty() && !c.measures.is_empty() {
            return None;
        }
        let found = numbers(*i);
        // Row numbers are no counts.
        let rows = found.len() > 1 && found[0] <= 1.0 && found.windows(2).all(|w| w[1] == w[0] + 1.0);
        if found.is_empty() || rows || crate::names::measure(&crate::names::key(head)).is_some() {
            return None;
        }
        let what = match (head.is_empty(), c.country.is_some()) {
            (true, _) => "this column holds numbers and has no name".to_owned(),
            (_, true) => format!("`{head}` is no date that is known"),
            (_, false) => format!("`{head}` is no country that is known"),
        };
        let remedy = if head.is_empty() {
            "name the column, or take it out; put numbers with thousands into quotes"
        } else if c.country.is_some() {
            "write the date as 2021-05-31 or 2021-05, or take the column out"
        } else {
            "write the country's name or its code of two letters, or take the column out"
        };
        let letter = letter(*i);
        let column = if head.is_empty() { letter } else { head.to_owned() };
        let line = sheet.line(c.header) as u64;
        Some(Fault::unusable(what).in_file(&sheet.name()).at(line).in_column(column).remedy(remedy))
    })
}

/// How the numbers of a sheet were taken where its header leaves that open.
pub(crate) struct Taken {
    /// As what.
    pub measure: Measure,
    /// The columns; empty for all numbers of a wide table.
    pub columns: Vec<usize>,
    /// Whether a name says so: a title, the tab or the file.
    named: bool,
}

impl Taken {
    /// What people are told of it; nothing where the table says that it counts new marks.
    pub fn note(&self, sheet: &Sheet, c: &Columns) -> Option<Finding> {
        if self.named && self.measure == Measure::New {
            return None;
        }
        let of = match self.measure {
            Measure::Total => "total",
            Measure::Lost => "lost",
            _ => "new",
        };
        let wide = if self.columns.is_empty() { "wide" } else { "read" };
        let texts = [("file", sheet.name()), ("columns", named(sheet, c, &self.columns))];
        Some(Finding::note(&format!("{wide}_as_{of}"), &[], &texts))
    }

    /// Refuses numbers that are clearly the other thing.
    pub fn check(&self, sheet: &Sheet, c: &Columns, list: &[Entry]) -> Result<(), Fault> {
        let mine = |e: &&Entry| self.columns.is_empty() || self.columns.contains(&usize::from(e.spot.column));
        let list: Vec<Entry> = list.iter().filter(mine).copied().collect();
        let other = |seen: &Measure| *seen != self.measure && self.measure != Measure::Lost;
        let Some(seen) = looks(&list).filter(other) else { return Ok(()) };
        let (are, as_what) = match seen {
            Measure::Total => ("hardly ever fall, as marks that stand do", "new marks"),
            _ => ("rise and fall, as new marks do", "marks that stand"),
        };
        let whose = named(sheet, c, &self.columns);
        let whose = if whose.is_empty() { "the numbers" } else { &whose };
        let what = format!("{whose} would be read as {as_what}, but they {are}");
        let fault = Fault::unusable(what).in_file(&sheet.name()).at(sheet.line(c.header) as u64);
        Err(fault.remedy("say which they are: --counts new or --counts total"))
    }
}

/// As what the numbers of a wide table are taken, and what a header leaves open.
pub(crate) struct Counted {
    /// What a wide table counts.
    pub wide: Measure,
    /// What is told and checked.
    pub open: Vec<Taken>,
}

/// What was asked decides what a header leaves open; then a title above it, the name of the tab or the file; else it is told.
pub(crate) fn taken(sheet: &Sheet, mut c: Columns, asked: &Asked) -> (Columns, Counted) {
    let title = (0..c.header).find_map(|row| {
        let cells: Vec<&str> = (0..sheet.width(row)).map(|i| sheet.cell(row, i)).collect();
        measure_of(&cells.join(" "))
    });
    let by_name = title
        .or_else(|| sheet.tab.as_deref().and_then(measure_of))
        .or_else(|| measure_of(&stem(&sheet.file)));
    let wide = asked.counts.or(by_name).unwrap_or(Measure::New);
    let either = &c.either;
    let mut open = vec![];
    match asked.counts {
        Some(measure) => {
            c.measures.iter_mut().filter(|(i, _)| either.contains(i)).for_each(|(_, m)| *m = measure);
        }
        None if c.measures.is_empty() => {
            open.push(Taken { measure: wide, columns: vec![], named: by_name.is_some() });
        }
        None => open.extend([Measure::New, Measure::Total].map(|measure| {
            let of = c.measures.iter().filter(|(i, m)| *m == measure && either.contains(i));
            Taken { measure, columns: of.map(|m| m.0).collect(), named: false }
        })),
    }
    let wide_table = c.measures.is_empty();
    open.retain(|t| wide_table || !t.columns.is_empty());
    (c, Counted { wide, open })
}
