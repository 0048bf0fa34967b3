//! Simulated logs with known truth: who is called, in which order, and how many of them are innocent.

use crate::support::folder::Table;
use crate::support::score::average_precision;
use crate::support::shared::shared;
use crate::support::{Folder, Scratch};
use std::collections::BTreeMap;
use std::path::Path;

/// Roles by account.
fn truth(world: &Path) -> BTreeMap<String, String> {
    let table = Table::read(&world.join("truth_accounts.parquet"));
    table.text("account").into_iter().zip(table.text("role")).collect()
}

/// P(hired or fabricated) by account.
fn audited(world: &Path) -> (Scratch, Folder) {
    let scratch = Scratch::new();
    let file = |name: &str| world.join(name).into_os_string();
    let mut args = vec!["audit".into(), file("likes.parquet"), "--pages".into(), file("pages.parquet")];
    if world.join("accounts.parquet").exists() {
        args.extend(["--accounts".into(), file("accounts.parquet")]);
    }
    args.extend(["--decoys", "0", "--out", "out"].map(Into::into));
    scratch.claque(&args).ends_with(0);
    let folder = Folder::open(scratch.path().join("out"));
    (scratch, folder)
}

fn mixed(name: &str) {
    let Some(world) = shared(name, &format!("worlds/{name}")) else { return };
    let truth = truth(&world);
    let (_scratch, folder) = audited(&world);
    let doubted = folder.doubted();
    let is_crew = |role: &str| role == "hired" || role == "fabricated";
    let scored: Vec<(f64, bool)> = truth
        .iter()
        .map(|(account, role)| (doubted.get(account).copied().unwrap_or(0.0), is_crew(role)))
        .collect();
    let precision = average_precision(&scored);
    assert!(precision >= 0.85, "average precision {precision}");
    let called = folder.called();
    let innocent = called.iter().filter(|a| truth[*a] == "organic").count();
    assert!(
        !called.is_empty() && innocent * 100 <= called.len(),
        "{innocent} innocent of {} called",
        called.len()
    );
}

#[test]
fn long_organic_nobody_is_called() {
    let Some(world) = shared("long_organic_nobody_is_called", "worlds/long_organic") else { return };
    let (_scratch, folder) = audited(&world);
    assert_eq!(folder.called().len(), 0);
}

#[test]
fn long_mixed_is_ranked_and_the_innocent_are_few() {
    mixed("long_mixed");
}

#[test]
fn posts_mixed_is_ranked_and_the_innocent_are_few() {
    mixed("posts_mixed");
}
