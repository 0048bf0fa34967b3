//! Small worlds for the tests of this room.

use crate::draw::Draw;
use crate::recipe::Recipe;
use crate::world::{Family, Mark, Size, World};
use claque_marks::Seed;

fn size(family: Family, people: usize) -> Size {
    let (days, pages) = if family == Family::Long { (150, people / 4) } else { (40, people) };
    Size { family, days, people, pages, topics: 8, marks: 15.0, scale: 1.0 }
}

/// People on long-lived pages, and nothing else.
pub fn long(people: usize) -> World {
    World::new(size(Family::Long, people), Seed(11))
}

/// People who read posts, and nothing else.
pub fn posts(people: usize) -> World {
    World::new(size(Family::Posts, people), Seed(12))
}

/// What one behaviour adds to a world: its marks, and the world with them. `text` is what stands under
/// `[[behaviour]]` in a recipe.
pub fn after(mut world: World, text: &str) -> (World, Vec<Mark>) {
    let before = world.marks.len();
    let recipe = format!(
        "about = \"a test\"\nfamily = \"{}\"\nseed = 1\ndays = 10\npeople = 10\npages = 10\n[[behaviour]]\n{text}\n",
        if world.is_posts() { "posts" } else { "long" }
    );
    let recipe = Recipe::read("test", &recipe).expect("a recipe");
    let named = &recipe.behaviours[0];
    named.behaviour.act(&mut world, &named.name, &mut Draw::named(Seed(5), &named.name));
    let marks = world.marks[before..].to_vec();
    (world, marks)
}

/// The marks by page, each in order of time.
pub fn by_page(marks: &[Mark]) -> Vec<Vec<Mark>> {
    let mut marks = marks.to_vec();
    marks.sort_by_key(|m| (m.page, m.time));
    marks.chunk_by(|a, b| a.page == b.page).map(<[Mark]>::to_vec).collect()
}

/// First to last mark, in seconds.
pub fn spread(marks: &[Mark]) -> f64 {
    let times = || marks.iter().map(|m| f64::from(m.time));
    times().fold(f64::MIN, f64::max) - times().fold(f64::MAX, f64::min)
}

/// Different accounts in these marks.
pub fn accounts(marks: &[Mark]) -> std::collections::BTreeSet<u32> {
    marks.iter().map(|m| m.account).collect()
}
