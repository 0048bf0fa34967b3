//! What a log as a whole says against its mapping, put into one fault.

use crate::action::FAMILIES;
use crate::cells::NO_UTF_8;
use crate::error::Fault;
use crate::ingest::Ingest;
use crate::mapping::{ACCOUNT, ACTION, PAGE, TIME, VERB};
use crate::read::First;
use crate::sense;

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
        if row.reason.ends_with(NO_UTF_8) {
            fault
                .remedy
                .push("save it as UTF-8 (from a shell: iconv -f LATIN1 -t UTF-8 FILE > NEW)".to_owned());
        }
    }
    fault
}

/// What the rejected rows say of the mapping.
fn mapping_faults(ingest: &Ingest<'_>, first: &First) -> Vec<(String, String)> {
    let mut faults = Vec::new();
    let rows = ingest.rows_that_count();
    if let Some(column) = first.column(TIME) {
        sense::of_times(&ingest.times(), rows, column, &mut faults);
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
        faults.push((
            format!("actions of several kinds of mark ({}) stand in one column, and nothing tells the kinds apart", families.join(", ")),
            "--verb COLUMN".to_owned(),
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
