//! The kind of a mark, where no cell of its own says it.

use claque_marks::Action;

use crate::budget::MAX_VERBS;
use crate::cells;
use crate::error::Fault;
use crate::format::{Cell, Row};
use crate::intern::Interner;
use crate::mapping::{AGAINST, FOR, VERB};
use crate::preset::Preset;

/// The verb of a log that has none.
pub(crate) const DEFAULT_VERB: &str = "mark";

/// The kind of a mark whose sides have columns of their own, where no other column tells it.
pub(crate) fn side_of(preset: &Preset, row: &Row<'_>) -> Option<&'static str> {
    let sides = preset.sides.filter(|_| row.cells[VERB] == Cell::Missing)?;
    let [given, against] =
        [FOR, AGAINST].map(|role| matches!(cells::action(row.cells[role]), Some((Action::Given, _))));
    match (given, against) {
        (true, false) => Some(sides[0]),
        (false, true) => Some(sides[1]),
        _ => None,
    }
}

/// The number of the verb of rows that have none.
pub(crate) fn default_verb(preset: &Preset, known: &mut Option<u32>, verbs: &mut Interner) -> u32 {
    *known.get_or_insert_with(|| verbs.intern(preset.verb.unwrap_or(DEFAULT_VERB)))
}

/// The fault of a column of verbs that is none.
pub(crate) fn too_many_verbs() -> Fault {
    Fault::usage(format!("there are more than {MAX_VERBS} kinds of mark"))
        .remedy("--verb COLUMN (this one holds something else)")
}
