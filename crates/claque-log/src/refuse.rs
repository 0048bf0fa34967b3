//! What a log as a whole says against its mapping, put into one fault.

use crate::action::FAMILIES;
use crate::cells::{BREAK_IN_NAME, NO_UTF_8};
use crate::error::Fault;
use crate::format::{BREAK, OPENS, TORN};
use crate::ingest::Ingest;
use crate::mapping::{ACCOUNT, ACTION, LOG, PAGE, TIME, VERB};
use crate::read::First;
use crate::rejected::RejectedRow;
use crate::{sense, synonyms};

/// The fault of a log of which no row could be used.
pub(crate) fn nothing(ingest: &Ingest<'_>, first: &First) -> Fault {
    let rows = ingest.ledger.lines_in;
    if rows == ingest.ledger.blank {
        let fault = Fault::unusable("there is a header and no row").in_file(&first.file);
        return fault.remedy("give the file that holds the rows");
    }
    let mut fault = Fault::unusable(format!("none of {rows} rows can be used")).in_file(&first.file);
    for (what, remedy) in mapping_faults(ingest, first) {
        fault.what.push_str(&format!("\n{what}"));
        fault.remedy.push(remedy);
    }
    if let Some(row) = ingest.rejected.first.first() {
        fault.what.push_str(&format!("\nthe first: row {} of {}: {}", row.line, row.file, row.reason));
        fault.remedy.extend(mended(row, &first.format).map(str::to_owned));
    }
    fault
}

/// What mends rows that are wrong as this one is, in an input of this format.
fn mended(row: &RejectedRow, format: &str) -> Option<&'static str> {
    let (reason, content) = (row.reason.as_str(), row.content.as_str());
    let backslashes = reason == TORN || reason == OPENS;
    match () {
        () if reason.ends_with(NO_UTF_8) && format.starts_with("Parquet") => {
            Some("write the bytes of the column as text, such as hex(COLUMN) in DuckDB")
        }
        () if reason.ends_with(NO_UTF_8) => {
            Some("save it as UTF-8 (from a shell: iconv -f WINDOWS-1252 -t UTF-8 FILE > NEW)")
        }
        () if backslashes && content.contains("\\\"") => Some(
            "write a quote within quotes as two, not behind a backslash: sed 's/\\\\\"/\"\"/g' FILE > NEW",
        ),
        () if reason.contains(" fields where the header has ")
            && content.ends_with([',', ';', '\t', '|']) =>
        {
            Some("its lines end in a delimiter and its header does not: sed '1!s/.$//' FILE > NEW")
        }
        () if reason.ends_with(BREAK_IN_NAME) || reason == BREAK => {
            Some("take the line breaks out of its ids (in a spreadsheet: CLEAN(A2), or replace Ctrl+J)")
        }
        () => None,
    }
}

/// What the rejected rows say of the mapping.
fn mapping_faults(ingest: &Ingest<'_>, first: &First) -> Vec<(String, String)> {
    let mut faults = Vec::new();
    let rows = ingest.rows_that_count();
    if let Some(column) = first.column(TIME) {
        let free = first.columns.iter().enumerate().filter(|(i, _)| !first.chosen.wanted.contains(&Some(*i)));
        let dates = free.map(|(_, c)| c.name.as_str()).filter(|name| synonyms::is_time(name));
        let others: Vec<String> = dates.map(synonyms::typed).collect();
        let others: Vec<&str> = others.iter().map(String::as_str).collect();
        sense::of_times(&ingest.times(), rows, (column, &others), &mut faults);
    }
    let decided = first.chosen.flagged[ACCOUNT] && first.chosen.flagged[PAGE];
    for role in [ACCOUNT, PAGE] {
        let (missing, name) = (ingest.missing[role], LOG[role].name);
        let Some(column) = first.column(role).filter(|_| missing * 2 > rows && !decided) else { continue };
        let (account, page) = (first.column(ACCOUNT), first.column(PAGE));
        let typed = |column: Option<&str>| synonyms::typed(column.unwrap_or("COLUMN"));
        faults.push((
            format!("{missing} of {rows} rows have no {name} in `{column}`: one cell may stand for all rows below it"),
            format!("fill the empty cells (in a spreadsheet: unmerge the column, Go To > Special > Blanks, = and the cell above, Ctrl+Enter), or --account {} --page {} to read the other rows alone", typed(account), typed(page)),
        ));
    }
    let unknown = ingest.sum(|w| w.actions.unknown);
    if let Some(column) = first.column(ACTION)
        && unknown * 2 > rows
    {
        faults.push((
            format!("{unknown} of {rows} actions in `{column}` are not known"),
            format!(
                "--action COLUMN (now `{column}`); like/unlike, +1/-1, create/delete and their like are known"
            ),
        ));
    }
    faults
}

/// Refuses a mapping that makes no sense, all its faults at once.
pub(crate) fn refuse_nonsense(
    ingest: &Ingest<'_>,
    first: &First,
    events: impl Iterator<Item = (u32, claque_marks::Micros)>,
    counts: (usize, usize, usize),
    relative: bool,
) -> Result<(), Fault> {
    let mut faults = mapping_faults(ingest, first);
    let flagged = &first.chosen.flagged;
    let chosen = sense::Chosen {
        account: first.column(ACCOUNT).unwrap_or_default(),
        page: first.column(PAGE).unwrap_or_default(),
        time: first.column(TIME).filter(|_| !relative),
        // A known shape names the columns as surely as a user does.
        ids_flagged: (flagged[ACCOUNT] && flagged[PAGE]) || !first.about.preset.columns.is_empty(),
        time_flagged: flagged[TIME],
    };
    sense::of_events(events, counts, &chosen, &mut faults);
    let families: Vec<&str> = FAMILIES
        .iter()
        .filter(|f| ingest.sum(|w| w.actions.families[**f as usize]) > 0 && f.name() != "give")
        .map(|f| f.name())
        .collect();
    if families.len() > 1 && first.chosen.wanted[VERB].is_none() && first.about.preset.columns.is_empty() {
        let action = synonyms::typed(first.column(ACTION).unwrap_or_default());
        faults.push((
            format!("actions of several kinds of mark ({}) stand in one column, and nothing tells the kinds apart", families.join(", ")),
            format!("--action {action} --verb {action} takes both from it, or --verb COLUMN names another"),
        ));
    }
    if faults.is_empty() {
        return Ok(());
    }
    let mut fault = Fault::unusable("").in_file(&first.file);
    fault.what = faults.iter().map(|f| f.0.as_str()).collect::<Vec<_>>().join("\n");
    fault.remedy = faults.into_iter().map(|f| f.1).collect();
    Err(fault)
}
