//! Size: how many accounts. Suppliers sell by the hundred; a class, a pod or a family is a few dozen.
//!
//! ```text
//! V = members
//! ```

use super::{Evidence, Measured, Scene, View};
use claque_marks::parameters::{KindParameters, PieceParameters};

/// See the file's head.
pub struct Size;

impl Evidence for Size {
    fn piece(&self) -> &'static str {
        "size"
    }

    fn measure(&self, _: &Scene, view: &View) -> Measured {
        Measured { value: Some(view.members.len() as f64), expected: None, noise: 0.0, values: vec![] }
    }

    fn weighs<'a>(&self, p: &'a KindParameters) -> &'a PieceParameters {
        &p.size
    }
}
