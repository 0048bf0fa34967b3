//! A world as a file: its size, and a list of behaviours with their parameters. A recipe says nothing of any
//! real page: there is no way to write a page's name or a time of day into it.

use crate::behaviour::{BEHAVIOURS, Behaviour};
use crate::draw::Draw;
use crate::error::WorldFault;
use crate::world::{Family, Size, World};
use claque_marks::Seed;
use serde::Deserialize;
use std::collections::BTreeSet;
use std::path::Path;

/// A recipe as it is written.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    about: String,
    family: Family,
    seed: u64,
    days: u32,
    people: usize,
    pages: usize,
    #[serde(default = "usual_topics")]
    topics: usize,
    #[serde(default = "usual_marks")]
    marks: f64,
    #[serde(default)]
    behaviour: Vec<toml::Table>,
}

fn usual_topics() -> usize {
    16
}

fn usual_marks() -> f64 {
    15.0
}

/// A behaviour with the name that a recipe gives it.
#[derive(Debug)]
pub struct Named {
    /// Unique in the recipe; the name of the crew, where there is one, and of the stream of random numbers.
    pub name: String,
    /// What it does.
    pub behaviour: Box<dyn Behaviour>,
}

/// A world as a file.
pub struct Recipe {
    /// What it is called.
    pub name: String,
    /// What it is for, in a line.
    pub about: String,
    /// The seed, unless another is asked for.
    pub seed: u64,
    /// How big.
    pub size: Size,
    /// What happens beyond ordinary life, in the order of the file.
    pub behaviours: Vec<Named>,
}

macro_rules! built_in {
    ($($name:literal)*) => {
        &[$(($name, include_str!(concat!("../recipes/", $name, ".toml")))),*]
    };
}

/// The recipes that travel inside the program.
pub const BUILT_IN: &[(&str, &str)] = built_in! {
    "long-mixed" "long-adapting" "long-innocent" "long-hard" "pool-4" "pool-2" "directed" "framed" "tiny" "bulk"
    "posts-mixed" "posts-adapting" "posts-innocent" "posts-one-owner" "long-calls"
    "long-letters" "long-arrivals"
};

impl Recipe {
    /// The recipe of this name, or in this file.
    ///
    /// # Errors
    /// There is none, it cannot be read, or it is not understood.
    pub fn find(asked: &str) -> Result<Self, WorldFault> {
        if let Some((name, text)) = BUILT_IN.iter().find(|(name, _)| *name == asked) {
            return Self::read(name, text);
        }
        if Path::new(asked).extension().is_none_or(|e| e != "toml") {
            let names: Vec<&str> = BUILT_IN.iter().map(|b| b.0).collect();
            return Err(WorldFault::usage(
                asked,
                "no recipe of this name",
                format!("give a file that ends in .toml, or one of {}", names.join(", ")),
            ));
        }
        let text = std::fs::read_to_string(asked).map_err(|why| WorldFault {
            remedy: "look at the name, and whether it may be read".to_owned(),
            ..WorldFault::io(Path::new(asked), "cannot read it", &why)
        })?;
        let name = Path::new(asked).file_stem().map(|s| s.to_string_lossy().into_owned());
        Self::read(&name.unwrap_or_default(), &text)
            .map_err(|fault| WorldFault { place: Some(asked.to_owned()), ..fault })
    }

    /// Reads a recipe.
    ///
    /// # Errors
    /// It is not understood; the fault names the key.
    pub fn read(name: &str, text: &str) -> Result<Self, WorldFault> {
        let fault = |what: String| WorldFault::recipe(name, what);
        let written: Written = toml::from_str(text).map_err(|why| fault(plain(&why)))?;
        for (key, value, range) in [
            ("days", f64::from(written.days), 7.0..=3_650.0),
            ("people", written.people as f64, 10.0..=5e6),
            ("pages", written.pages as f64, 10.0..=5e6),
            ("topics", written.topics as f64, 2.0..=200.0),
            ("marks", written.marks, 0.1..=1_000.0),
        ] {
            if !range.contains(&value) {
                let (low, high) = range.into_inner();
                return Err(fault(format!("`{key}` is {value}, and has to lie between {low} and {high}")));
            }
        }
        let mut names = BTreeSet::new();
        let mut behaviours = vec![];
        for (i, mut parameters) in written.behaviour.into_iter().enumerate() {
            let number = i + 1;
            let is = text_of(&mut parameters, "is")
                .map_err(|what| fault(format!("behaviour {number}: {what}")))?;
            let is = is.ok_or_else(|| {
                fault(format!("behaviour {number} has no key `is`, which says what sort of behaviour it is"))
            })?;
            let at = format!("behaviour {number} (`{is}`)");
            let entry = BEHAVIOURS.iter().find(|b| b.key == is).ok_or_else(|| {
                let known: Vec<&str> = BEHAVIOURS.iter().map(|b| b.key).collect();
                fault(format!("{at}: there is no such behaviour; `is` can be {}", known.join(", ")))
            })?;
            let given = text_of(&mut parameters, "name").map_err(|what| fault(format!("{at}: {what}")))?;
            // The second of a sort that has no name is `sort-2`, wherever others stand.
            let mut name = given.clone().unwrap_or_else(|| is.clone());
            let mut nth = 2;
            while given.is_none() && names.contains(&name) {
                name = format!("{is}-{nth}");
                nth += 1;
            }
            if name.is_empty() || !names.insert(name.clone()) {
                return Err(fault(format!("{at}: the name `{name}` is empty or given twice")));
            }
            let behaviour =
                (entry.read)(parameters).map_err(|why| fault(format!("{at}: {}", plain(&why))))?;
            behaviours.push(Named { name, behaviour });
        }
        let size = Size {
            family: written.family,
            days: written.days,
            people: written.people,
            pages: written.pages,
            topics: written.topics,
            marks: written.marks,
            scale: 1.0,
        };
        Ok(Self { name: name.to_owned(), about: written.about, seed: written.seed, size, behaviours })
    }

    /// The same world with so many times the people and pages, and crowds so many times as often. Crews stay
    /// what they are.
    ///
    /// # Errors
    /// The scale would leave nobody, or more than fits into memory.
    pub fn scaled(mut self, scale: f64) -> Result<Self, WorldFault> {
        let of = |n: usize| (n as f64 * scale).round();
        if !(of(self.size.people) >= 10.0 && of(self.size.pages) >= 10.0 && of(self.size.people) <= 5e6) {
            return Err(WorldFault::usage(
                format!("--scale {scale}"),
                "a world has from 10 to 5,000,000 people and at least 10 pages",
                "give a number such as 0.5 or 2",
            ));
        }
        self.size.people = of(self.size.people) as usize;
        self.size.pages = of(self.size.pages) as usize;
        self.size.scale = scale;
        Ok(self)
    }

    /// Makes the world.
    pub fn make(&self, seed: u64) -> World {
        let seed = Seed(seed);
        let mut world = World::new(self.size.clone(), seed);
        for named in &self.behaviours {
            // One stream a behaviour, by its name.
            let mut draw = Draw::named(seed, &format!("behaviour/{}", named.name));
            named.behaviour.act(&mut world, &named.name, &mut draw);
        }
        world
    }
}

/// A key that holds text, taken out of a table.
fn text_of(table: &mut toml::Table, key: &str) -> Result<Option<String>, String> {
    match table.remove(key) {
        None => Ok(None),
        Some(toml::Value::String(text)) => Ok(Some(text)),
        Some(other) => Err(format!("`{key}` has to be text, not {}", other.type_str())),
    }
}

/// A fault of the TOML reader in one line.
fn plain(why: &toml::de::Error) -> String {
    why.to_string().lines().map(str::trim).filter(|l| !l.is_empty()).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEAD: &str = "about = \"x\"\nfamily = \"long\"\nseed = 1\ndays = 30\npeople = 100\npages = 50\n";

    fn refused(text: &str) -> String {
        match Recipe::read("x", text) {
            Ok(_) => panic!("it was understood: {text}"),
            Err(fault) => fault.what,
        }
    }

    #[test]
    fn every_recipe_inside_is_understood() {
        for (name, text) in BUILT_IN {
            let recipe = Recipe::read(name, text).unwrap_or_else(|fault| panic!("{fault}"));
            assert!(!recipe.about.is_empty() && recipe.about.len() < 160, "{name}");
            assert_eq!(recipe.size.family == Family::Posts, name.starts_with("posts"), "{name}");
        }
        assert!(Recipe::find("long-mixed").is_ok());
    }

    #[test]
    fn every_behaviour_is_used_by_some_recipe() {
        for entry in BEHAVIOURS {
            let line = format!("is = \"{}\"", entry.key);
            assert!(BUILT_IN.iter().any(|(_, text)| text.contains(&line)), "{}", entry.key);
        }
    }

    #[test]
    fn a_fault_names_the_key() {
        let with = |text: &str| refused(&format!("{HEAD}[[behaviour]]\n{text}\n"));
        for (said, key) in [
            (refused(&HEAD.replace("days = 30\n", "")), "days"),
            (refused(&HEAD.replace("days = 30", "days = 1")), "days"),
            (refused(&HEAD.replace("days = 30", "days = \"long\"")), "days"),
            (refused(&HEAD.replace("long", "short")), "short"),
            (refused(&format!("{HEAD}peple = 3\n")), "peple"),
            (with("is = \"burst\"\nordres = 3"), "ordres"),
            (with("is = \"burst\"\norders = \"many\""), "orders"),
            (with("is = \"burst\"\norders = [5, 3]"), "orders"),
            (with("is = \"burst\"\norders = [5, 6, 7]"), "orders"),
            (with("is = \"burst\"\norders = -1"), "orders"),
            (with("is = \"burst\"\nshare = 1.5"), "share"),
            (with("is = 3"), "`is`"),
            (with("orders = 3"), "`is`"),
            (with("is = \"brust\""), "brust"),
            (with("is = \"burst\"\n[[behaviour]]\nis = \"slow\"\nname = \"burst\""), "burst"),
            (refused("about = "), "line 1"),
        ] {
            assert!(said.contains(key), "`{key}` is not named in: {said}");
        }
    }

    #[test]
    fn names_are_given_where_there_are_none() {
        let recipe =
            Recipe::read("x", &format!("{HEAD}{}", "[[behaviour]]\nis = \"viral\"\n".repeat(3))).unwrap();
        let names: Vec<&str> = recipe.behaviours.iter().map(|b| b.name.as_str()).collect();
        assert_eq!(names, ["viral", "viral-2", "viral-3"]);
    }

    #[test]
    fn a_scale_changes_people_pages_and_crowds() {
        let recipe = Recipe::read("x", HEAD).unwrap().scaled(2.0).unwrap();
        assert_eq!((recipe.size.people, recipe.size.pages), (200, 100));
        assert!(Recipe::read("x", HEAD).unwrap().scaled(0.0).is_err());
        assert!(Recipe::read("x", HEAD).unwrap().scaled(f64::NAN).is_err());
        assert!(Recipe::read("x", HEAD).unwrap().scaled(1e9).is_err());
    }

    #[test]
    fn a_behaviour_more_changes_no_draw_of_another() {
        let crowd = "[[behaviour]]\nis = \"viral\"\npeople = 20\n";
        let crew = "[[behaviour]]\nis = \"tiny\"\norders = 5\n";
        let made = |text: String| Recipe::read("x", &text).unwrap().make(3);
        let alone = made(format!("{HEAD}{crew}"));
        let both = made(format!("{HEAD}{crew}{crowd}"));
        assert_eq!(alone.marks[..], both.marks[..alone.marks.len()]);
        assert!(both.marks.len() > alone.marks.len());
        // The crowd first: the crew's accounts have the same ids, and mark the same pages at the same times.
        let after = made(format!("{HEAD}{crowd}{crew}"));
        let jobs = |w: &World| {
            let job = |m: &&crate::world::Mark| m.crew > 0;
            w.marks
                .iter()
                .filter(job)
                .map(|m| (w.people.id[m.account as usize], w.pages.id[m.page as usize], m.time))
                .collect::<Vec<_>>()
        };
        assert_eq!(jobs(&alone), jobs(&after));
        assert!(!jobs(&alone).is_empty());
    }

    #[test]
    fn no_parameter_breaks_the_smallest_world() {
        for family in ["long", "posts"] {
            let head = HEAD.replace("long", family).replace("days = 30", "days = 7").replace("= 100", "= 10");
            let small = head.replace("pages = 50", "pages = 10\ntopics = 2");
            for entry in BEHAVIOURS {
                let of = format!("{small}[[behaviour]]\nis = \"{}\"\n", entry.key);
                let mut tried = 0;
                for set in
                    ["", "accounts", "people", "orders", "pages", "times", "days", "weeks", "fans", "marks"]
                {
                    for value in ["0", "1", "300"] {
                        let line = if set.is_empty() { String::new() } else { format!("{set} = {value}\n") };
                        // Not every behaviour has every parameter.
                        let Ok(recipe) = Recipe::read("x", &format!("{of}{line}")) else { continue };
                        let world = recipe.make(1);
                        crate::truth::Truth::of(&world);
                        tried += 1;
                    }
                }
                assert!(tried >= 9, "{}", entry.key);
            }
        }
    }
}
