//! What a crew may be called in words: no more than was measured.

use super::CrewRow;
use crate::words::{kind_said, t};
use claque_detect::{Kind, Piece};

impl CrewRow {
    /// Whether the log showed that its pages are unrelated: outsiders do not mark them together, or they spread over as
    /// many owners as pages drawn at random.
    pub(crate) fn serves_unrelated(&self) -> bool {
        self.evidence.iter().any(|e| ["coherence.low", "breadth.high"].contains(&e.message.as_str()))
    }

    /// A reading of this crew in words. That it serves *unrelated* pages is said only where it was measured.
    pub(crate) fn reading(&self, kind: Kind) -> String {
        match kind {
            Kind::Hired if self.kind == Kind::Hired && !self.serves_unrelated() => t!("kind.hired_same"),
            kind => kind_said(kind),
        }
    }

    /// What it was called, in words.
    pub(crate) fn said(&self) -> String {
        self.reading(self.kind)
    }

    /// The pieces that speak for what it was called, the strongest first.
    pub(crate) fn reasons(&self) -> Vec<&Piece> {
        let mut speak: Vec<&Piece> =
            self.evidence.iter().filter(|e| e.weight.is_some_and(|w| w > 0.0)).collect();
        speak.sort_by(|a, b| b.weight.unwrap_or(0.0).total_cmp(&a.weight.unwrap_or(0.0)));
        speak
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gate::Gate;
    use crate::model::build_model;
    use crate::testing::small;

    #[test]
    fn unrelated_is_said_only_where_it_was_measured() {
        let (audit, log, provenance) = small();
        let model = build_model(&audit, &log, provenance, Gate::default());
        let mut crew = model.crews.into_iter().find(|c| c.kind == Kind::Hired).unwrap();
        let mut piece = crew.evidence[0].clone();
        for (message, unrelated) in [
            ("coherence.low", true),
            ("breadth.high", true),
            ("coherence.untested", false),
            ("breadth.low", false),
            ("coherence.middle", false),
        ] {
            piece.message = message.to_owned();
            crew.evidence = vec![piece.clone()];
            let said = if unrelated { kind_said(Kind::Hired) } else { t!("kind.hired_same") };
            assert_eq!(crew.said(), said, "{message}");
            assert_eq!(crew.reading(Kind::Episode), kind_said(Kind::Episode));
        }
    }
}
