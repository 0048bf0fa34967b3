//! What a log could not test of a crew, and by which cause: the one that holds, not a list of those that might.

use crate::model::{CrewRow, Model};
use crate::words::{evidence_said, t};
use claque_detect::Piece;

/// What could not be tested, in a sentence, and why in another.
pub(crate) fn untested_said(model: &Model, crew: &CrewRow, piece: &Piece) -> String {
    match cause(model, crew, piece) {
        Some(cause) => format!("{} {}", evidence_said(piece), t!(cause)),
        None => evidence_said(piece),
    }
}

/// The key of the cause, in the order in which the pieces ask.
fn cause(model: &Model, crew: &CrewRow, piece: &Piece) -> Option<&'static str> {
    let lacks = |key: &str| model.untested.iter().any(|k| k == key);
    let times = lacks("no_times").then_some("cause.no_times");
    let owners = lacks("no_owners").then_some("cause.no_owners");
    let withdrawals = lacks("no_withdrawals").then_some("cause.no_withdrawals");
    let created = lacks("no_accounts_table").then_some("cause.no_creation");
    // Of a crew of most accounts nobody is left to compare with.
    let public = (2 * crew.accounts > model.answer.accounts).then_some("cause.most_accounts");
    // A piece that was begun to be measured and given up says of what it found too little.
    let begun = !piece.values.is_empty();
    // Pages on which others' marks cover less of the whole time live too briefly to be marked side by side.
    let brief = model.parameters.kinds.once_life;
    match piece.piece.as_str() {
        "recurrence" | "rotation" => times,
        "pace" => times.or(Some("cause.one_job")),
        "timetable" => times.or(Some("cause.few_days")),
        "at_once" if !begun => times.or(Some("cause.met_once")),
        "at_once" if piece.values.iter().any(|(key, share)| key == "others" && *share < brief) => {
            Some("cause.short_pages")
        }
        "at_once" => owners.or(Some("cause.seldom")),
        "coherence" => public.or(match (begun, owners) {
            (false, _) => Some("cause.few_owners"),
            (true, Some(_)) => Some("cause.seldom_without_owners"),
            (true, None) => Some("cause.seldom"),
        }),
        "breadth" => public.or(owners).or(Some("cause.one_page")),
        "own_taste" => public.or(Some("cause.few_marks")),
        "returning" => times.or(owners).or(public).or(Some("cause.few_marks")),
        "lives" => Some("cause.short_lives"),
        "circle" => owners,
        "creation" => {
            created.or(Some(if crew.owners == 1 { "cause.one_owner" } else { "cause.few_creations" }))
        }
        "batches" => created.or(Some(match (begun, crew.owners) {
            (true, _) => "cause.one_go",
            (false, 1) => "cause.few_creations",
            (false, _) => "cause.many_owners",
        })),
        "takes_back" | "mirror" => withdrawals.or(times),
        "pattern" if !begun => Some("cause.few_names"),
        "pattern" => Some("cause.common_names"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gate::Gate;
    use crate::model::build_model;
    use crate::testing::small;

    #[test]
    fn the_cause_is_the_one_that_holds() {
        let (audit, log, provenance) = small();
        let mut model = build_model(&audit, &log, provenance, Gate::default());
        let mut crew = model.crews[0].clone();
        (crew.accounts, crew.owners, model.answer.accounts) = (10, 4, 1_000);
        let mut piece = crew.evidence[0].clone();
        piece.values.clear();
        let mut of = |name: &str, lacking: &[&str], accounts: u64| {
            (piece.piece, piece.message) = (name.to_owned(), format!("{name}.untested"));
            model.untested = lacking.iter().map(|k| (*k).to_owned()).collect();
            crew.accounts = accounts;
            untested_said(&model, &crew, &piece)
        };
        assert!(of("returning", &["no_times"], 10).ends_with(&t!("cause.no_times")));
        assert!(of("returning", &[], 10).ends_with(&t!("cause.few_marks")));
        assert!(of("coherence", &[], 10).ends_with(&t!("cause.few_owners")));
        assert!(of("coherence", &[], 600).ends_with(&t!("cause.most_accounts")));
        assert!(of("batches", &[], 10).ends_with(&t!("cause.many_owners")));
        assert!(of("mirror", &["no_withdrawals", "no_times"], 10).ends_with(&t!("cause.no_withdrawals")));
    }
}
