//! The peers that are restated in Python, on logs small enough to be judged by hand; in the league's own environment where
//! it was made, else by any Python, without what needs NumPy.

use std::fs::File;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;

#[test]
fn restated_peers_keep_their_rules() {
    let scripts = Path::new(env!("CARGO_MANIFEST_DIR")).join("league");
    let target =
        std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| scripts.join("../../target"), PathBuf::from);
    let own = target.join("league/venv/bin/python");
    let python = if own.exists() { own } else { PathBuf::from("python3") };
    let tests = ["-B", "-m", "unittest", "test_peers"];
    match Command::new(python).args(tests).current_dir(scripts).output() {
        Ok(ran) => assert!(ran.status.success(), "{}", String::from_utf8_lossy(&ran.stderr)),
        Err(why) => {
            let line = format!("SKIPPED restated_peers_keep_their_rules: no python3 ({why})\n");
            // Past the capture of test harnesses, and into the list of `tests/run`.
            let list = std::env::var_os("CLAQUE_SKIPPED").map(|list| File::options().append(true).open(list));
            let _ = std::io::stderr().write_all(line.as_bytes());
            if let Some(list) = list {
                list.expect("the list of skips").write_all(line.as_bytes()).expect("the list of skips");
            }
        }
    }
}
