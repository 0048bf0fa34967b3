//! The flags of the commands that make and score simulated logs.

use std::path::PathBuf;

use clap::{Args, Subcommand};

const WORLD: &str = "The world";

pub(super) const EXAMPLES: &str = "\
Examples:
  claque worlds list                                      the recipes inside, and what they can ask for
  claque worlds make long-mixed --seed 7 --out world
  claque audit world/likes.parquet --accounts world/accounts.parquet --pages world/pages.parquet --out audit
  claque worlds score world audit";

/// `claque worlds`.
#[derive(Args, Debug)]
pub struct WorldsFlags {
    /// What to do.
    #[command(subcommand)]
    pub command: WorldsCommand,
}

/// What to do with worlds.
#[derive(Debug, Subcommand)]
pub enum WorldsCommand {
    /// Make a world: a log, what is known of its accounts and pages, and the truth.
    Make(MakeFlags),
    /// Score an audit of a world against its truth: by role, crew and page.
    Score(ScoreFlags),
    /// List the recipes inside this program, and the behaviours that a recipe can ask for.
    List,
}

/// `claque worlds make`.
#[derive(Args, Debug)]
pub struct MakeFlags {
    /// A recipe inside this program (`claque worlds list`), or a file that ends in .toml.
    #[arg(value_name = "RECIPE", help_heading = WORLD)]
    pub recipe: String,
    /// Another seed than the recipe's. The same recipe and seed are the same bytes.
    #[arg(long, value_name = "N", help_heading = WORLD)]
    pub seed: Option<u64>,
    /// So many times the people and pages, and crowds so many times as often; crews stay what they are.
    #[arg(long, value_name = "X", default_value_t = 1.0, help_heading = WORLD)]
    pub scale: f64,
    /// The folder to write, as a whole or not at all; it must be new or empty.
    #[arg(long, value_name = "DIR", help_heading = WORLD)]
    pub out: PathBuf,
}

/// `claque worlds score`.
#[derive(Args, Debug)]
pub struct ScoreFlags {
    /// The folder that `claque worlds make` wrote.
    #[arg(value_name = "WORLD", help_heading = WORLD)]
    pub world: PathBuf,
    /// The folder that `claque audit` wrote. What is said of directed people needs an audit with --all-members.
    #[arg(value_name = "AUDIT", help_heading = WORLD)]
    pub audit: PathBuf,
    /// Print all numbers as JSON, every touched page among them.
    #[arg(long, help_heading = WORLD)]
    pub json: bool,
}
