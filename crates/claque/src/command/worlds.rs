//! `claque worlds`: logs with known truth, made and scored. Files only.

use crate::exit_code::ExitCode;
use crate::flags::{MakeFlags, ScoreFlags, WorldsCommand, WorldsFlags};
use crate::interrupt;
use crate::progress;
use crate::tell::Trouble;
use claque_marks::Seed;
use claque_worlds::counts::{Counts, FULL, Make, Size, is_counts, score_counts, write_counts};
use claque_worlds::score::{score, table};
use claque_worlds::{
    BEHAVIOURS, BUILT_IN, FaultKind, Recipe, Truth, World, WorldFault, check_out, write_world,
};
use std::fmt::Write;

/// Runs it.
///
/// # Errors
/// The fault that ends the run.
pub fn run(flags: &WorldsFlags) -> Result<ExitCode, Trouble> {
    let said = match &flags.command {
        WorldsCommand::Make(flags) => make(flags)?,
        WorldsCommand::Score(flags) => scored(flags)?,
        WorldsCommand::List => list()?,
    };
    progress::stdout(&said)
        .map_err(|fault| Trouble::machine(format!("cannot print the result: {fault}"), "ask again"))?;
    Ok(ExitCode::Made)
}

fn make(flags: &MakeFlags) -> Result<String, Trouble> {
    if let Some(make) = Make::ALL.into_iter().find(|m| m.recipe() == flags.recipe) {
        return make_counts(make, flags);
    }
    let recipe = Recipe::find(&flags.recipe)?.scaled(flags.scale)?;
    // Nobody should wait for a world that cannot be kept.
    check_out(&flags.out)?;
    let seed = flags.seed.unwrap_or(recipe.seed);
    let world = recipe.make(seed);
    let truth = Truth::of(&world);
    interrupt::whole(|| write_world(&world, &truth, &flags.out))?;
    Ok(made(&recipe, seed, &world, &truth))
}

/// Tables of counts with known deliveries.
fn make_counts(make: Make, flags: &MakeFlags) -> Result<String, Trouble> {
    check_out(&flags.out)?;
    if !(flags.scale > 0.0 && flags.scale <= 1000.0) {
        return Err(Trouble::usage("--scale must be above 0 and at most 1000", "1 is 500 pages"));
    }
    let pages = ((FULL.pages as f64 * flags.scale).round() as usize).max(1);
    let seed = flags.seed.unwrap_or(1);
    let world = Counts::make(Size { pages, ..FULL }, make, Seed(seed));
    interrupt::whole(|| write_counts(&world, &flags.out))?;
    let flows: usize = world.pages.iter().map(|p| p.flows.len()).sum();
    Ok(format!(
        "{}, seed {seed}: {pages} pages, {} days, {flows} flows beside organic growth\n",
        make.recipe(),
        FULL.days
    ))
}

/// What was made.
fn made(recipe: &Recipe, seed: u64, world: &World, truth: &Truth) -> String {
    let mut said = format!(
        "{}, seed {seed}: {} marks and {} withdrawals by {} accounts on {} pages, {} days\n",
        recipe.name,
        truth.given.len(),
        truth.withdrawn.len(),
        truth.accounts.len(),
        truth.pages.len(),
        world.size.days
    );
    for (number, crew) in world.crews.iter().enumerate().skip(1) {
        let accounts =
            truth.accounts.iter().filter(|&&a| usize::from(world.people.crew[a as usize]) == number);
        let jobs = || truth.jobs.iter().filter(|j| usize::from(j.crew) == number);
        let marks: u32 = jobs().map(|j| j.accounts).sum();
        let line = (crew.name.as_str(), crew.role.name(), accounts.count(), marks, jobs().count());
        let _ = writeln!(
            said,
            "  {:<18}{:<12}{:>6} accounts gave {:>6} marks in {:>3} jobs",
            line.0, line.1, line.2, line.3, line.4
        );
    }
    said
}

fn scored(flags: &ScoreFlags) -> Result<String, Trouble> {
    if is_counts(&flags.world) {
        return Ok(score_counts(&flags.world, &flags.audit)?.told());
    }
    let score = score(&flags.world, &flags.audit)?;
    if !flags.json {
        return Ok(table(&score));
    }
    let json = serde_json::to_string_pretty(&score);
    json.map(|text| text + "\n").map_err(|fault| Trouble::internal(fault.to_string()))
}

fn list() -> Result<String, Trouble> {
    let mut said = String::from("Recipes (docs/worlds.md says how to write one):\n");
    for (name, text) in BUILT_IN {
        let recipe = Recipe::read(name, text)?;
        let _ = writeln!(said, "  {name:<16}{}", recipe.about);
    }
    for make in Make::ALL {
        let _ = writeln!(said, "  {:<16}{}", make.recipe(), make.about());
    }
    said.push_str("\nBehaviours that a recipe can ask for:\n");
    for b in BEHAVIOURS {
        let _ = writeln!(said, "  {:<16}{:<11}{}", b.key, b.sort, b.about);
    }
    Ok(said)
}

impl From<WorldFault> for Trouble {
    fn from(fault: WorldFault) -> Self {
        Self {
            code: match fault.kind {
                FaultKind::Usage => ExitCode::Usage,
                FaultKind::Unusable => ExitCode::Input,
                FaultKind::Io => ExitCode::Failed,
            },
            place: fault.place,
            what: fault.what,
            remedy: vec![fault.remedy],
        }
    }
}
