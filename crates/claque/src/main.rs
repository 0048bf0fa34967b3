//! The thin skin.
fn main() {}
