//! What a log as a whole says against its mapping, put into one fault.

use crate::action::FAMILIES;
use crate::error::Fault;
use crate::ingest::Ingest;
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
    }
    fault
}

/// What the rejected rows say of the mapping.
fn mapping_faults(ingest: &Ingest<'_>, first: &First) -> Vec<(String, String)> {
    let mut faults = Vec::new();
    if let Some(column) = first.column(2) {
        sense::of_times(&ingest.times, ingest.ledger.lines_in, column, &mut faults);
    }
    if let Some(column) = first.column(3)
        && ingest.actions.unknown * 2 > ingest.ledger.lines_in
    {
        faults.push((
            format!(
                "{} of {} actions in `{column}` are not known",
                ingest.actions.unknown, ingest.ledger.lines_in
            ),
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
    accounts: usize,
    pages: usize,
    relative: bool,
) -> Result<(), Fault> {
    let mut faults = mapping_faults(ingest, first);
    let flagged = &first.chosen.flagged;
    let chosen = sense::Chosen {
        account: first.column(0).unwrap_or_default(),
        page: first.column(1).unwrap_or_default(),
        time: first.column(2).filter(|_| !relative),
        ids_flagged: flagged[0] && flagged[1],
        time_flagged: flagged[2],
    };
    sense::of_events(&ingest.dated, accounts, pages, &chosen, &mut faults);
    let families: Vec<&str> = FAMILIES
        .iter()
        .filter(|f| ingest.actions.families[**f as usize] > 0 && f.name() != "give")
        .map(|f| f.name())
        .collect();
    if families.len() > 1 && first.chosen.wanted[4].is_none() {
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
