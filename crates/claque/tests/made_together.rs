//! Accounts made together where no table says when: ids that carry time, names of one pattern, and newcomers.

use crate::support::log::{DAY, HOUR, Log, MONDAY, one_time_crowd, village};
use crate::support::plant::{Crew, is_planted, plant};
use crate::support::{Folder, Random, Scratch};
use std::collections::BTreeMap;

/// An id in which a platform wrote the instant of its making: milliseconds since 2010-11-04 above 22 bits.
fn snowflake(made: i64, random: &mut Random) -> String {
    let ms = made * 1_000 + random.between(0, 999) - 1_288_834_974_657;
    ((ms << 22) + random.between(0, (1 << 22) - 1)).to_string()
}

/// When each account marked first.
fn first(log: &Log) -> BTreeMap<String, i64> {
    let mut first = BTreeMap::new();
    for m in &log.0 {
        let t = first.entry(m.account.clone()).or_insert(m.time);
        *t = m.time.min(*t);
    }
    first
}

/// The log under snowflakes: the planted made within an hour, guests in the days before their evening, villagers
/// at any time of three years, every tenth of them a newcomer. And by snowflake what the account was called.
fn under_snowflakes(log: &Log, random: &mut Random) -> (Log, BTreeMap<String, String>) {
    let mut names = BTreeMap::new();
    let mut ids = BTreeMap::new();
    for (account, first) in first(log) {
        let made = match &account {
            a if is_planted(a) => MONDAY - 40 * DAY + random.between(0, HOUR),
            a if a.starts_with("guest-") => first.min(MONDAY + 20 * DAY) - random.between(60, 3 * DAY),
            _ if random.below(10) == 0 => first - random.between(1, 2 * HOUR),
            _ => MONDAY - random.between(1, 1_100 * DAY),
        };
        let id = snowflake(made, random);
        names.insert(id.clone(), account.clone());
        ids.insert(account, id);
    }
    let mut out = log.clone();
    out.0.iter_mut().for_each(|m| m.account = ids[&m.account].clone());
    (out, names)
}

/// Names as people choose them, and for the planted one pattern in three scripts.
fn name(account: &str, random: &mut Random) -> String {
    let word = |random: &mut Random| -> String {
        let of = |random: &mut Random| char::from(b'a' + random.below(26) as u8);
        (0..3 + random.below(6)).map(|_| of(random)).collect()
    };
    if is_planted(account) {
        let given = ["Sokha", "Maria", "សុខា", "ស្រីមុំ", "سارة", "محمد"];
        return format!("{}{:04}", given[random.below(6)], random.below(10_000));
    }
    let (a, b) = (word(random), word(random));
    match random.below(8) {
        0 | 1 => a,
        2 => format!("{a}_{b}"),
        3 => format!("{a}.{b}"),
        4 => format!("{a}{}", random.below(100)),
        5 => format!("{a}{}", 1960 + random.below(50)),
        6 => format!("{a} {b}"),
        _ => format!("ស្រី{}", ["មុំ", "នាង", "ពៅ"][random.below(3)]),
    }
}

fn town(seed: u64) -> Log {
    let mut log = village(900, seed);
    plant(&mut log, &Crew { accounts: 80, pages: 16, days: 4, order: 64, own_life: 2 }, seed + 1);
    one_time_crowd(&mut log, 120, seed + 2);
    log
}

/// By piece of the crew that holds most of the called: its sentence.
fn said(folder: &Folder, piece: &str) -> Vec<String> {
    let t = folder.table("evidence");
    let rows = t.text("piece").into_iter().zip(t.text("message"));
    rows.filter(|r| r.0 == piece).map(|r| r.1).collect()
}

#[test]
fn ids_that_carry_time_tell_accounts_made_together_from_newcomers() {
    let scratch = Scratch::new();
    let (log, names) = under_snowflakes(&town(11), &mut Random::new(5));
    scratch.write("log.csv", log.csv());
    let run = scratch.claque(&["audit", "log.csv", "--decoys", "0"]);
    run.ends_with(0).tells(&["created", "read from the ids", "snowflakes that count from 2010-11-04"]);
    let folder = Folder::open(scratch.path().join("log.claque"));
    let called = folder.called();
    assert!(called.iter().all(|a| is_planted(&names[a])), "somebody else was called");
    assert!(called.len() >= 76, "{} of 80", called.len());
    let accounts = folder.table("accounts");
    let made = accounts.number("p_fabricated").into_iter().filter(|p| *p > 0.5).count();
    assert!(made >= 76, "{made} of 80 were seen to be created together");
    assert!(said(&folder, "creation").contains(&"creation.high".to_owned()));
    // Numbers are no names.
    assert!(said(&folder, "pattern").iter().all(|m| m == "pattern.untested"));
    assert!(folder.json()["provenance"]["mapping"].to_string().contains("read from the ids"));
}

#[test]
fn names_of_one_pattern_are_seen_in_any_script_in_a_table_or_as_ids() {
    let log = town(21);
    let mut random = Random::new(6);
    let named: BTreeMap<String, String> = first(&log)
        .into_keys()
        .map(|a| {
            let n = name(&a, &mut random);
            (a, n)
        })
        .collect();
    let table: String = named.iter().map(|(a, n)| format!("{a},{n}\n")).collect();
    // As ids, each with its owner's number in letters behind it where two chose the same.
    let mut seen: BTreeMap<&String, &String> = BTreeMap::new();
    let ids: BTreeMap<&String, String> = named
        .iter()
        .map(|(a, n)| {
            let twice = seen.insert(n, a).is_some();
            (
                a,
                if twice {
                    format!("{n} {}", a.replace(|c: char| !c.is_alphanumeric(), ""))
                } else {
                    n.clone()
                },
            )
        })
        .collect();
    let mut under = log.clone();
    under.0.iter_mut().for_each(|m| m.account = ids[&m.account].clone());
    let planted: Vec<&String> = ids.iter().filter(|(a, _)| is_planted(a)).map(|(_, n)| n).collect();
    let scratch = Scratch::new();
    scratch.write("log.csv", log.csv());
    scratch.write("accounts.csv", format!("account,name\n{table}"));
    scratch.write("ids.csv", under.csv());
    for args in [
        &["audit", "log.csv", "--accounts", "accounts.csv", "--decoys", "0"][..],
        &["audit", "ids.csv", "--decoys", "0"],
    ] {
        scratch.claque(args).ends_with(0);
        let folder = Folder::open(scratch.path().join(args[1].replace("csv", "claque")));
        let called = folder.called();
        assert!(called.iter().all(|a| is_planted(a) || planted.contains(&a)), "somebody else was called");
        assert!(called.len() >= 76, "{} of 80", called.len());
        let said = said(&folder, "pattern");
        assert_eq!(said.iter().filter(|m| *m == "pattern.high").count(), 1, "{said:?}");
    }
}
