//! Memory stays within the bound that `docs/formats.md` states, also on inputs that ask for more.

use crate::support::*;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;

/// The bound for two threads, in bytes: what every input costs, what a row and what a name of so many bytes costs.
const ANY: u64 = 104 << 20;
const ROW: u64 = 56;
const NAME: u64 = 120;

/// The most memory that `claque look` held, in bytes; none where the system does not tell. Its results go into a pipe
/// that is full, so that it stands still, with all of the log in hand, when it is asked how much it ever held.
fn peak(log: &Path) -> Option<u64> {
    const PIPE: usize = 1 << 16;
    if !Path::new("/proc/self/status").exists() {
        return None;
    }
    let (mut results, mut full) = std::io::pipe().unwrap();
    full.write_all(&[b' '; PIPE]).unwrap();
    let mut look = claque();
    look.args(["look", "--threads", "2", "--quiet"]).arg(log);
    let mut child = look.stdin(Stdio::null()).stdout(full).stderr(Stdio::null()).spawn().unwrap();
    drop(look);
    let process = PathBuf::from(format!("/proc/{}", child.id()));
    let field = |name: &str| {
        let text = std::fs::read_to_string(process.join("status")).ok()?;
        let line = text.lines().find(|l| l.starts_with(name))?;
        line.split_whitespace().nth(1)?.parse::<u64>().ok().map(|kib| kib << 10)
    };
    // All threads sleep, again and again, and none has worked in between.
    let work = || {
        let mut ticks = 0;
        for task in std::fs::read_dir(process.join("task")).ok()? {
            let text = std::fs::read_to_string(task.ok()?.path().join("stat")).ok()?;
            let mut behind_the_name = text.rsplit_once(')')?.1.split_whitespace();
            if behind_the_name.next()? != "S" {
                return None;
            }
            let spent = behind_the_name.skip(10).take(2);
            ticks += spent.map(|t| t.parse::<u64>().unwrap_or(0)).sum::<u64>();
        }
        Some(ticks)
    };
    let (mut most, mut still, mut before) = (None, 0, None);
    while still < 40 && child.try_wait().unwrap().is_none() {
        most = field("VmHWM:").max(most);
        let now = work();
        still = if now.is_some() && now == before { still + 1 } else { 0 };
        before = now;
        std::thread::sleep(Duration::from_millis(5));
    }
    std::io::copy(&mut results, &mut std::io::sink()).unwrap();
    child.wait().unwrap();
    most
}

fn holds(what: &str, log: &Path, rows: u64, names: u64, length: u64) {
    let Some(peak) = peak(log) else {
        println!("{what}: skipped, this system does not tell how much memory a process held");
        return;
    };
    let bound = ANY + ROW * rows + (NAME + 2 * length) * names;
    println!("{what}: {} MB of {} MB", peak >> 20, bound >> 20);
    assert!(peak <= bound, "{what}: {} MB, {} MB are stated", peak >> 20, bound >> 20);
}

/// Rows of a log of so many accounts on a thousand pages, a mark each.
fn rows(n: u64, accounts: u64) -> String {
    let row = |i: u64| format!("a{:07},p{},{}\n", (i + i / 1_000) % accounts, i % 1_000, 1_600_000_000 + i);
    "account,page,time\n".to_owned() + &(0..n).map(row).collect::<String>()
}

#[test]
fn memory_stays_within_the_stated_bound() {
    let here = Scratch::new();
    holds("few names", &here.write("few.csv", rows(1_000_000, 5_000)), 1_000_000, 6_000, 8);
    holds("a name in each row", &here.write("names.csv", rows(500_000, u64::MAX)), 500_000, 501_000, 8);
}

#[test]
fn inputs_that_ask_for_more_get_no_more() {
    let here = Scratch::new();
    let (some, last) = (rows(600, 50), "b,p,1600000000\n");
    let line = format!("{some}{}\n{last}", "x".repeat(200 << 20));
    holds("a line of 200 MB", &here.write("line.csv", line), 601, 100, 8);
    let blank = format!("{some}{}{last}", "\n".repeat(100 << 20));
    holds("a hundred million blank lines", &here.write("blank.csv", blank), 601, 100, 8);
    let bad = format!("{some}{}\n{}", "x".repeat(15 << 20), "x\n".repeat(4_000_000));
    holds("rows that are none behind a long line", &here.write("bad.csv", bad), 601, 100, 8);
    let json = |i: u64| format!("{{\"account\":\"a{i}\",\"page\":\"p\",\"time\":{}}}\n", 1_600_000_000 + i);
    let deep = format!("{}{{\"x\":{}\n", (0..600).map(json).collect::<String>(), "[".repeat(15 << 20));
    holds("lists within each other", &here.write("deep.ndjson", deep), 600, 601, 8);
}
