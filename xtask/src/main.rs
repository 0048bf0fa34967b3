//! Work on the project itself, which no user needs: `cargo xtask league` makes `docs/accuracy.md`.

use clap::{Parser, Subcommand};
use std::process::ExitCode;

mod league;

#[derive(Parser)]
#[command(name = "cargo xtask", about = "Work on the project itself")]
struct Arguments {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Runs claque and its peers on simulated and real logs, side by side, and writes docs/accuracy.md and .json
    League(league::Flags),
}

fn main() -> ExitCode {
    let Task::League(flags) = Arguments::parse().task;
    match league::run(&flags) {
        Ok(()) => ExitCode::SUCCESS,
        Err(fault) => {
            eprintln!("error: {fault}");
            ExitCode::FAILURE
        }
    }
}
