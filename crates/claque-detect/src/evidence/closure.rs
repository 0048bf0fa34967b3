//! Closure: how much of what its members do lies in the crew's jobs.
//!
//! ```text
//! V = members' marks in jobs / members' marks
//! ```
//!
//! A crowd to which everybody belongs is a small part of everybody's life.

use super::{Evidence, Measured, Scene, View};
use claque_marks::parameters::{KindParameters, PieceParameters};

/// See the file's head.
pub struct Closure;

/// Share of members' marks that lie in jobs.
pub fn share(scene: &Scene, view: &View) -> f64 {
    let given: f64 = view.members.iter().map(|&a| scene.ground.activity.given[a as usize]).sum();
    view.marks.len() as f64 / given.max(1.0)
}

impl Evidence for Closure {
    fn piece(&self) -> &'static str {
        "closure"
    }

    fn measure(&self, scene: &Scene, view: &View) -> Measured {
        Measured { value: Some(share(scene, view)), expected: None, noise: 0.0, values: vec![] }
    }

    fn weighs<'a>(&self, p: &'a KindParameters) -> &'a PieceParameters {
        &p.closure
    }
}
