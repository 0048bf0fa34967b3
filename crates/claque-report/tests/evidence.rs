//! What detection measures and what the catalogue says of it fit together: every number that a sentence names is
//! one that its piece of evidence sends, on crowds of every kind; and a sum of nothing is 0 in every output.

use claque_detect::{Piece, search};
use claque_log::{Log, Names};
use claque_marks::{Parameters, Seed, Silent};
use claque_oracle::log::Log as Rows;
use claque_oracle::planted::Town;
use claque_report::testing::small;
use claque_report::words::{evidence_said, piece_title};
use claque_report::{Gate, build_model, summary};
use std::collections::BTreeSet;

/// Every piece of evidence on every crew of logs with crowds of every kind, together and apart, and without times.
fn measured() -> Vec<Piece> {
    let mut logs = vec![];
    for seed in 1..4 {
        let mut town = Town::new(600, 120, seed);
        let made = town.crew(100, 6);
        town.fan_club(70, 20, 1_500);
        town.shared_list(120);
        town.supporters(90);
        town.sign_ups(made.clone());
        town.names(made);
        let mut without = town.log.clone();
        without.timed = false;
        let mut alone = Town::new(600, 120, seed);
        alone.supporters(120);
        logs.extend([town.log, without, alone.log]);
    }
    // However few marks a piece rests on: what is asked here is what it sends, not what it is worth.
    let mut eager = Parameters::default();
    (eager.kinds.taste_least, eager.kinds.return_least, eager.kinds.coherence_least) = (0.0, 0.0, 0.0);
    let found = logs.iter().map(|l| search(&l.columns(), &eager, Seed(1), &Silent));
    found.flat_map(|f| f.crews).flat_map(|c| c.evidence).collect()
}

#[test]
fn every_number_that_a_sentence_names_is_measured() {
    let all = measured();
    let mut said = BTreeSet::new();
    for piece in &all {
        // Every level of a piece names numbers of the same piece.
        let levels: &[&str] = if piece.testable { &["high", "middle", "low"] } else { &["untested"] };
        for level in levels {
            let message = format!("{}.{level}", piece.piece);
            let text = evidence_said(&Piece { message: message.clone(), ..piece.clone() });
            assert!(!text.contains("not known") && !text.contains('{'), "{message}: {text}");
            assert!(!text.starts_with("A further piece"), "{message} has no sentence");
            said.insert(message);
        }
        assert_ne!(piece_title(piece), piece.piece, "{} has no title", piece.piece);
    }
    for piece in claque_detect::evidence::pieces() {
        assert!(said.contains(&format!("{piece}.low")), "{piece} was measured on no crew");
    }
}

/// An audit of rows that have no names of their own.
fn audited(rows: &Rows) -> (claque_verdict::Audit, Log) {
    let columns = rows.columns();
    let asked = claque_verdict::Asked {
        seed: Seed(1),
        decoys: claque_verdict::Effort::quick(1),
        planting: claque_verdict::Planting::None,
        coverage: None,
    };
    let audit = claque_verdict::audit(&columns, &Parameters::default(), &asked, &Silent);
    let names = Names {
        accounts: (0..columns.accounts).map(|a| format!("a{a}")).collect(),
        pages: (0..columns.pages()).map(|p| format!("p{p}")).collect(),
        owners: (0..columns.owners).map(|o| format!("o{o}")).collect(),
        verbs: (0..columns.verbs).map(|v| format!("v{v}")).collect(),
        countries: vec![],
    };
    (audit, Log { columns, names })
}

#[test]
fn a_sum_of_nothing_is_nothing() {
    // No mark at all; a page of which only a withdrawal is known; independent people.
    let mut taken = Rows::new(5, 2);
    taken.orphans.extend((0..5).map(|a| (a, 0, 0, 10)));
    taken.mark(0, 1, 5);
    for rows in [Rows::default(), taken, Town::new(60, 30, 1).log] {
        let (audit, log) = audited(&rows);
        let model = build_model(&audit, &log, small().2, Gate::default());
        for text in [model.to_json().unwrap(), summary::json(&model)] {
            let at = text.find("-0.0").map(|i| &text[i.saturating_sub(60)..i + 4]);
            assert_eq!(at, None, "a negative zero");
        }
    }
}
