//! A world as Parquet: the log, what is known of accounts and pages, and the truth.

use crate::truth::Truth;
use crate::world::World;
use arrow_array::{ArrayRef, Int64Array, LargeStringArray, RecordBatch};
use parquet::arrow::ArrowWriter;
use parquet::basic::{Compression, ZstdLevel};
use parquet::errors::ParquetError;
use parquet::file::properties::WriterProperties;
use std::io::Write;
use std::sync::Arc;

/// Rows in a row group: a fixed number, so that the bytes never depend on memory.
const ROW_GROUP: usize = 1 << 20;

/// The files of a world. None of the first three says anything of roles.
pub const FILES: [&str; 6] = [
    "likes.parquet",
    "accounts.parquet",
    "pages.parquet",
    "truth_accounts.parquet",
    "truth_jobs.parquet",
    "truth_pages.parquet",
];

fn text<'a>(values: impl Iterator<Item = &'a str>) -> ArrayRef {
    Arc::new(LargeStringArray::from_iter_values(values))
}

fn count(values: impl Iterator<Item = i64>) -> ArrayRef {
    Arc::new(Int64Array::from_iter_values(values))
}

/// All tables, in the order of [`FILES`].
pub fn tables(world: &World, truth: &Truth) -> Result<[RecordBatch; 6], ParquetError> {
    let made = [
        likes(world, truth),
        accounts(world, truth),
        pages(world, truth),
        truth_accounts(world, truth),
        truth_jobs(world, truth),
        truth_pages(truth),
    ];
    let made: Result<Vec<RecordBatch>, _> = made.into_iter().map(RecordBatch::try_from_iter).collect();
    Ok(made?.try_into().unwrap_or_else(|_| unreachable!("six tables are six tables")))
}

type Columns = Vec<(&'static str, ArrayRef)>;

/// The log: everything given and taken back, in order of time.
fn likes(world: &World, truth: &Truth) -> Columns {
    // Both lists are in order of time; at the same instant what is given comes first.
    let (mut given, mut taken) = (truth.given.iter().peekable(), truth.withdrawn.iter().peekable());
    let mut rows = Vec::with_capacity(truth.given.len() + truth.withdrawn.len());
    loop {
        match (given.peek(), taken.peek()) {
            (Some(g), Some(t)) if g.time <= t.time => rows.extend(given.next().map(|m| (m, "like"))),
            (_, Some(_)) => rows.extend(taken.next().map(|m| (m, "unlike"))),
            (Some(_), None) => rows.extend(given.next().map(|m| (m, "like"))),
            (None, None) => break,
        }
    }
    vec![
        ("account", text(rows.iter().map(|(m, _)| truth.ids.accounts[m.account as usize].as_str()))),
        ("page", text(rows.iter().map(|(m, _)| truth.ids.pages[m.page as usize].as_str()))),
        ("time", count(rows.iter().map(|(m, _)| world.start + i64::from(m.time)))),
        ("action", text(rows.iter().map(|(_, action)| *action))),
    ]
}

fn accounts(world: &World, truth: &Truth) -> Columns {
    let people = &world.people;
    let mut first = vec![f64::INFINITY; people.len()];
    for m in truth.given.iter().chain(&truth.withdrawn) {
        let first = &mut first[m.account as usize];
        *first = first.min(f64::from(m.time));
    }
    // An account is made before it marks anything.
    let created = |a: usize| world.start + people.created[a].min(first[a] - people.lead[a]).floor() as i64;
    let seen = || truth.accounts.iter().map(|&a| a as usize);
    vec![
        ("account", text(seen().map(|a| truth.ids.accounts[a].as_str()))),
        ("created", count(seen().map(created))),
        ("country", text(seen().map(|a| crate::clock::COUNTRIES[usize::from(people.country[a])].code))),
        ("name", text(seen().map(|a| people.name[a].as_str()))),
    ]
}

fn pages(world: &World, truth: &Truth) -> Columns {
    let seen = || truth.pages.iter().map(|&p| p as usize);
    let owner = |p: usize| match world.pages.owner[p] {
        Some(owner) => truth.ids.owners[owner as usize].as_str(),
        None => truth.ids.pages[p].as_str(),
    };
    vec![("page", text(seen().map(|p| truth.ids.pages[p].as_str()))), ("owner", text(seen().map(owner)))]
}

fn truth_accounts(world: &World, truth: &Truth) -> Columns {
    let seen = || truth.accounts.iter().map(|&a| a as usize);
    let crew = |a: usize| &world.crews[usize::from(world.people.crew[a])];
    vec![
        ("account", text(seen().map(|a| truth.ids.accounts[a].as_str()))),
        ("role", text(seen().map(|a| crew(a).role.name()))),
        ("crew", text(seen().map(|a| crew(a).name.as_str()))),
    ]
}

fn truth_jobs(world: &World, truth: &Truth) -> Columns {
    let jobs = || truth.jobs.iter();
    vec![
        ("crew", text(jobs().map(|j| world.crews[usize::from(j.crew)].name.as_str()))),
        ("page", text(jobs().map(|j| truth.ids.pages[j.page as usize].as_str()))),
        ("start", count(jobs().map(|j| world.start + i64::from(j.start)))),
        ("end", count(jobs().map(|j| world.start + i64::from(j.end)))),
        ("accounts", count(jobs().map(|j| i64::from(j.accounts)))),
    ]
}

fn truth_pages(truth: &Truth) -> Columns {
    let of = |value: fn(&crate::truth::Counts) -> u32| {
        count(truth.pages.iter().map(move |&p| i64::from(value(&truth.counts[p as usize]))))
    };
    vec![
        ("page", text(truth.pages.iter().map(|&p| truth.ids.pages[p as usize].as_str()))),
        ("likes", of(|c| c.likes)),
        ("authentic", of(|c| c.authentic)),
        ("hired", of(|c| c.hired)),
        ("directed", of(|c| c.directed)),
        ("fabricated", of(|c| c.fabricated)),
    ]
}

/// Writes a table. The same table is the same bytes on every machine.
pub fn write<W: Write + Send>(table: &RecordBatch, to: W) -> Result<(), ParquetError> {
    let properties = WriterProperties::builder()
        // Neither a version of a library nor a time: both would change the bytes of the same world.
        .set_created_by("claque".to_owned())
        .set_compression(Compression::ZSTD(ZstdLevel::default()))
        .set_max_row_group_row_count(Some(ROW_GROUP))
        .build();
    let mut writer = ArrowWriter::try_new(to, table.schema(), Some(properties))?;
    writer.write(table)?;
    writer.close()?;
    Ok(())
}
