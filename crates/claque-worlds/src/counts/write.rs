//! The folder of a world of counts.

use super::folder::Made;
use super::{COUNTRIES, Counts, FIRST_DAY};
use crate::error::WorldFault;
use crate::folder::write_files;
use std::io::{self, Write};
use std::path::Path;

/// The files of a world of counts: the table that claque reads, and the truth.
pub const COUNTS_FILES: [&str; 4] = ["audience.csv", "added.csv", "flows.csv", super::folder::MADE];

/// Writes a world of counts, whole or not at all.
///
/// # Errors
/// The place cannot be used, or the disk refused.
pub fn write_counts(world: &Counts, out: &Path) -> Result<(), WorldFault> {
    write_files(out, &COUNTS_FILES, |i, to| match i {
        0 => audience(world, to),
        1 => added(world, to),
        2 => flows(world, to),
        _ => {
            let made =
                Made { pages: world.pages.len(), days: world.days, make: world.make, seed: world.seed.0 };
            to.write_all(toml::to_string(&made).map_err(io::Error::other)?.as_bytes())
        }
    })
}

fn audience(world: &Counts, to: &mut (dyn Write + Send)) -> io::Result<()> {
    writeln!(to, "page,date,country,new")?;
    for page in &world.pages {
        for t in 0..world.days {
            for (c, country) in COUNTRIES.iter().enumerate() {
                let n = page.organic[c][t] + page.added[c][t];
                writeln!(to, "{},{},{country},{n}", page.name, date(t))?;
            }
        }
    }
    Ok(())
}

/// Only cells to which something was added.
fn added(world: &Counts, to: &mut (dyn Write + Send)) -> io::Result<()> {
    writeln!(to, "page,date,country,added")?;
    for page in &world.pages {
        for t in 0..world.days {
            for (c, country) in COUNTRIES.iter().enumerate().filter(|(c, _)| page.added[*c][t] > 0) {
                writeln!(to, "{},{},{country},{}", page.name, date(t), page.added[c][t])?;
            }
        }
    }
    Ok(())
}

fn flows(world: &Counts, to: &mut (dyn Write + Send)) -> io::Result<()> {
    writeln!(to, "page,sort,start,end,countries,share")?;
    for page in &world.pages {
        for f in &page.flows {
            let countries: Vec<&str> = f.rates.iter().map(|r| COUNTRIES[r.0]).collect();
            let (start, end) = (date(f.from), date(f.to));
            writeln!(
                to,
                "{},{},{start},{end},{},{:.4}",
                page.name,
                f.sort.name(),
                countries.join(" "),
                f.share
            )?;
        }
    }
    Ok(())
}

/// A day of the world, as a date.
pub(super) fn date(t: usize) -> String {
    // Civil date of a day number (Hinnant, "chrono-compatible low-level date algorithms").
    let z = i64::from(FIRST_DAY) + t as i64 + 719_468;
    let era = z.div_euclid(146_097);
    let day = z.rem_euclid(146_097);
    let year = (day - day / 1_460 + day / 36_524 - day / 146_096) / 365;
    let of_year = day - (365 * year + year / 4 - year / 100);
    let part = (5 * of_year + 2) / 153;
    let (d, m) = (of_year - (153 * part + 2) / 5 + 1, if part < 10 { part + 3 } else { part - 9 });
    format!("{:04}-{m:02}-{d:02}", year + era * 400 + i64::from(m <= 2))
}

#[cfg(test)]
mod tests {
    #[test]
    fn days_are_dates() {
        assert_eq!(super::date(0), "2024-01-01");
        assert_eq!(super::date(59), "2024-02-29");
        assert_eq!(super::date(199), "2024-07-18");
        assert_eq!(super::date(366), "2025-01-01");
    }
}
