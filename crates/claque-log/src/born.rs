//! Creation times that ids carry: ids in which the platform wrote the instant of their making, and ids that
//! rise, of which those close together were made together.
//!
//! ```text
//! snowflake   epoch + (id >> bits), in milliseconds     TID   µs = base32(id) >> 10
//! ```
//!
//! METHOD: a time read from an id that holds none would be an invention, so it is taken only when it is sure.
//! Nearly all ids must be of the form, nearly all times must lie before the account's first mark, and where the
//! form is a mere number, some accounts must be newcomers, made while the log ran: the epoch of another platform,
//! or numbers drawn at random, put nobody there, or half of those after their own first marks.

use claque_marks::window::{DAY, SECOND};
use claque_marks::{Micros, NEVER};
use rayon::prelude::*;

use crate::mapping::Mapped;

mod rising;

/// Fewest accounts that show what their ids are.
const LEAST: usize = 50;
/// Share of accounts that may be otherwise.
const OTHERWISE: f64 = 0.01;
/// Share of accounts that must carry a time; the rest may be older than the form.
const CARRY: f64 = 0.2;
/// Fewest newcomers, and the share of them that may be made after their first marks.
const NEWCOMERS: usize = 8;
const NEWCOMERS_LATE: f64 = 0.1;
/// Clocks of two machines differ by less.
const SLACK: Micros = 60 * SECOND;
/// Digits of numbers that are older than any snowflake.
const OLD_DIGITS: usize = 11;
/// What ids said.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Born {
    /// Said of the form, for people.
    pub said: &'static str,
    /// By account: when it was made, or [`NEVER`].
    pub created: Vec<Micros>,
}

impl Born {
    /// How it is told and kept: as a column that was found in the ids.
    pub fn mapped(&self, column: &str) -> Mapped {
        let known = || self.created.iter().filter(|c| **c != NEVER);
        let mut distinct: Vec<Micros> = known().copied().collect();
        distinct.sort_unstable();
        distinct.dedup();
        let instant =
            |at: &Micros| jiff::Timestamp::from_microsecond(*at).map_or(String::new(), |t| t.to_string());
        Mapped {
            role: "created",
            column: column.to_owned(),
            why: format!("creation times of {} accounts read from the ids: {}", known().count(), self.said),
            samples: known().take(3).map(instant).collect(),
            distinct: distinct.len() as u64,
        }
    }
}

/// A form of ids that carry time.
struct Form {
    said: &'static str,
    /// Whether it is a mere number, so that newcomers must prove it.
    number: bool,
    /// The earliest time that it can carry.
    since: Micros,
    read: fn(&str) -> Option<Micros>,
}

const MS: Micros = 1_000;

/// Milliseconds since `epoch` above so many bits of a decimal number.
fn above(id: &str, bits: u32, epoch: i64) -> Option<Micros> {
    let n: u64 = if id.len() > OLD_DIGITS { id.parse().ok()? } else { return None };
    ((n >> bits) as i64).checked_add(epoch)?.checked_mul(MS)
}

/// A whole number in an alphabet, most significant sign first.
fn in_base(id: &str, alphabet: &str) -> Option<u64> {
    id.chars().try_fold(0u64, |n, c| {
        let digit = alphabet.find(c)? as u64;
        n.checked_mul(alphabet.len() as u64)?.checked_add(digit)
    })
}

/// 2010-11-04, 2015-01-01 and 2011-08-24: the epochs of X, Discord and Instagram, in milliseconds.
const EPOCHS: [i64; 3] = [1_288_834_974_657, 1_420_070_400_000, 1_314_220_021_721];

const FORMS: [Form; 8] = [
    Form {
        said: "snowflakes that count from 2010-11-04, as on X",
        number: true,
        since: EPOCHS[0] * MS + 30 * DAY,
        read: |id| above(id, 22, EPOCHS[0]),
    },
    Form {
        said: "snowflakes that count from 2015-01-01, as on Discord",
        number: true,
        since: EPOCHS[1] * MS,
        read: |id| above(id, 22, EPOCHS[1]),
    },
    Form {
        said: "snowflakes that count from 2011-08-24, as on Instagram",
        number: true,
        since: EPOCHS[2] * MS,
        read: |id| above(id, 23, EPOCHS[2]),
    },
    Form {
        said: "milliseconds since 1970 above 16 bits, as on Mastodon",
        number: true,
        since: 1_451_606_400_000 * MS,
        read: |id| above(id, 16, 0),
    },
    Form {
        said: "seconds since 1970 above 32 bits, as on TikTok",
        number: true,
        since: 1_451_606_400_000 * MS,
        read: |id| Some(above(id, 32, 0)?.saturating_mul(1_000)),
    },
    Form {
        said: "TIDs, as on AT Protocol",
        number: false,
        since: 1_577_836_800_000 * MS,
        read: |id| {
            let form = id.len() == 13 && id.as_bytes()[0] <= b'j';
            let n = if form { in_base(id, "234567abcdefghijklmnopqrstuvwxyz")? } else { return None };
            i64::try_from(n >> 10).ok()
        },
    },
    Form {
        said: "ULIDs",
        number: false,
        since: 1_451_606_400_000 * MS,
        read: |id| {
            let ms = in_base(id.get(..10).filter(|_| id.len() == 26)?, "0123456789ABCDEFGHJKMNPQRSTVWXYZ")?;
            i64::try_from(ms).ok()?.checked_mul(MS)
        },
    },
    Form {
        said: "UUIDs of version 7",
        number: false,
        since: 1_577_836_800_000 * MS,
        read: |id| {
            let form = id.len() == 36 && id.is_ascii() && id.as_bytes()[14] == b'7';
            let hex = if form { format!("{}{}", &id[..8], &id[9..13]) } else { return None };
            i64::from_str_radix(&hex, 16).ok()?.checked_mul(MS)
        },
    },
];

/// Whether ids may carry times at all, whatever the log says of them: enough are of some form, or all are numbers.
pub(crate) fn may_carry(ids: &[String]) -> bool {
    let carries = |form: &Form| {
        let carry = ids.par_iter().filter(|id| (form.read)(id).is_some_and(|at| at >= form.since)).count();
        carry as f64 >= CARRY * ids.len() as f64
    };
    let number = |id: &String| id.parse::<u64>().is_ok();
    ids.len() >= LEAST && (ids.par_iter().all(number) || FORMS.iter().any(carries))
}

/// Reads creation times from ids, if ids carry them for sure. `first` is by account its first mark, and the log
/// spans `span`.
pub(crate) fn read(ids: &[String], first: &[Micros], span: (Micros, Micros)) -> Option<Born> {
    if ids.len() < LEAST {
        return None;
    }
    let sure = FORMS.iter().filter_map(|form| {
        let created = of_form(form, ids, first, span)?;
        let newcomers = created.iter().filter(|c| **c != NEVER && **c >= span.0).count();
        Some((newcomers, Born { said: form.said, created }))
    });
    // Of two epochs that both fit a log of many years, the later has more newcomers.
    sure.max_by_key(|x| x.0).map(|x| x.1).or_else(|| rising::read(ids, first, span))
}

/// Times of one form, if it is sure.
fn of_form(form: &Form, ids: &[String], first: &[Micros], span: (Micros, Micros)) -> Option<Vec<Micros>> {
    let (mut carried, mut otherwise, mut new, mut new_late) = (0usize, 0usize, 0usize, 0usize);
    let mut created = vec![NEVER; ids.len()];
    for ((id, &first), created) in ids.iter().zip(first).zip(&mut created) {
        match (form.read)(id) {
            Some(at) if at >= form.since => {
                let late = at > first.saturating_add(SLACK);
                carried += 1;
                otherwise += usize::from(late);
                new += usize::from(at >= span.0);
                new_late += usize::from(late && at >= span.0);
                *created = if late { NEVER } else { at };
            }
            Some(_) => otherwise += 1,
            None => otherwise += usize::from(!(form.number && is_old(id))),
        }
    }
    let most = |share: f64, of: usize| share * of as f64;
    let sure = otherwise as f64 <= most(OTHERWISE, ids.len())
        && carried as f64 >= most(CARRY, ids.len())
        && (!form.number || (new >= NEWCOMERS && new_late as f64 <= most(NEWCOMERS_LATE, new)));
    sure.then_some(created)
}

/// A number from before snowflakes.
fn is_old(id: &str) -> bool {
    id.len() <= OLD_DIGITS && !id.is_empty() && id.bytes().all(|b| b.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 2024-03-01T00:00:00Z, and a log of sixty days from then.
    const BEGIN: Micros = 1_709_251_200 * SECOND;
    const SPAN: (Micros, Micros) = (BEGIN, BEGIN + 60 * DAY);

    /// Numbers that look drawn, the same in every run.
    fn drawn(i: u64) -> u64 {
        (i + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(29).wrapping_mul(0xbf58_476d_1ce4_e5b9)
    }

    /// Accounts of the four years before the end of the log, a fifth of them made while it ran, and first marks.
    fn accounts() -> Vec<(Micros, Micros)> {
        (0..6_000u64)
            .map(|i| {
                let share = (drawn(i) % 10_000) as i64;
                let since = if i % 5 == 0 { SPAN.0 } else { SPAN.1 - 1_500 * DAY };
                let made = since + (SPAN.1 - DAY - since) / 10_000 * share;
                let first = made.max(SPAN.0)
                    + (drawn(i + 7_000) % 1_000) as i64 * (SPAN.1 - made.max(SPAN.0)) / 1_000;
                (made, first)
            })
            .collect()
    }

    fn ids(of: impl Fn(i64, u64) -> String) -> (Vec<String>, Vec<Micros>, Vec<Micros>) {
        let all = accounts();
        let ids = all.iter().enumerate().map(|(i, a)| of(a.0 / MS, drawn(i as u64))).collect();
        (ids, all.iter().map(|a| a.0 / MS * MS).collect(), all.iter().map(|a| a.1).collect())
    }

    fn sortable(mut n: u64, signs: usize, alphabet: &str) -> String {
        let base = alphabet.len() as u64;
        let mut out: Vec<char> = vec![];
        for _ in 0..signs {
            out.push(alphabet.as_bytes()[(n % base) as usize] as char);
            n /= base;
        }
        out.into_iter().rev().collect()
    }

    #[test]
    fn every_form_gives_its_times_back() {
        let number = |bits: u32, epoch: i64| {
            move |ms: i64, r: u64| ((((ms - epoch) as u64) << bits) | (r & ((1 << bits) - 1))).to_string()
        };
        let made = [
            ("as on X", ids(number(22, EPOCHS[0]))),
            ("as on Discord", ids(number(22, EPOCHS[1]))),
            ("as on Instagram", ids(number(23, EPOCHS[2]))),
            ("as on Mastodon", ids(number(16, 0))),
            (
                "as on AT Protocol",
                ids(|ms, r| {
                    sortable(
                        ((ms * 1_000) as u64) << 10 | (r & 1_023),
                        13,
                        "234567abcdefghijklmnopqrstuvwxyz",
                    )
                }),
            ),
            (
                "ULIDs",
                ids(|ms, r| {
                    format!(
                        "{}{}",
                        sortable(ms as u64, 10, "0123456789ABCDEFGHJKMNPQRSTVWXYZ"),
                        sortable(r, 16, "0123456789ABCDEFGHJKMNPQRSTVWXYZ")
                    )
                }),
            ),
            (
                "version 7",
                ids(|ms, r| {
                    format!(
                        "{:08x}-{:04x}-7{:03x}-8{:03x}-{:012x}",
                        ms >> 16,
                        ms & 0xffff,
                        r & 0xfff,
                        r >> 52,
                        r >> 16
                    )
                }),
            ),
        ];
        for (said, (ids, made, first)) in made {
            let born = read(&ids, &first, SPAN).unwrap_or_else(|| panic!("{said}: {}", ids[0]));
            assert!(born.said.contains(said), "{} for {said}", born.said);
            assert_eq!(born.created, made, "{said}");
        }
        let (ids, made, first) = ids(|ms, _| format!("{}", (ms / 1_000) << 32));
        let born = read(&ids, &first, SPAN).unwrap();
        assert!(born.said.contains("TikTok"), "{}", born.said);
        assert!(born.created.iter().zip(made).all(|(a, b)| b - a < SECOND && b >= *a));
    }

    #[test]
    fn accounts_older_than_snowflakes_have_no_time() {
        let (mut ids, _, first) = ids(|ms, _| (((ms - EPOCHS[0]) as u64) << 22).to_string());
        for (i, id) in ids.iter_mut().enumerate().filter(|x| x.0 % 3 == 1) {
            *id = (i * 7_919_000).to_string();
        }
        let born = read(&ids, &first, SPAN).unwrap();
        assert!(born.created.iter().enumerate().all(|(i, c)| (*c == NEVER) == (i % 3 == 1)));
    }

    fn said(ids: &[String], first: &[Micros]) -> Option<&'static str> {
        read(ids, first, SPAN).map(|born| born.said)
    }

    #[test]
    fn what_carries_no_time_for_sure_gives_none() {
        let now = |ms: i64| ((ms - EPOCHS[0]) as u64) << 22;
        let hashes = ids(|_, r| (r >> 1).to_string());
        let drawn = ids(|_, r| (100_000_000_000_000_000 + r % 900_000_000_000_000_000).to_string());
        let names = ids(|_, r| format!("name-{}", r % 9_999_999));
        let random = ids(|_, r| sortable(r, 13, "234567abcdefghijklmnopqrstuvwxyz"));
        let counted = ids(|_, r| (r % 100_000).to_string());
        for (ids, _, first) in [hashes, drawn, names, random, counted] {
            assert_eq!(said(&ids, &first), None, "{}", ids[0]);
        }
        // Snowflakes without a newcomer could be of any epoch; times after first marks are none of theirs.
        let (old, _, first) = ids(|ms, _| now(ms.min(BEGIN / MS - 86_400_000)).to_string());
        assert_eq!(said(&old, &first), None);
        let (late, ..) = ids(|ms, _| now(ms + 40 * 86_400_000).to_string());
        assert!(said(&late, &first).unwrap().contains("rise"), "numbers that rise, of another epoch");
        assert_eq!(said(&late[..20], &first), None);
    }

    #[test]
    fn numbers_that_rise_say_when_and_numbers_given_by_the_log_do_not() {
        let all = accounts();
        let by = |key: &dyn Fn(usize) -> Micros| -> Vec<String> {
            let mut order: Vec<usize> = (0..all.len()).collect();
            order.sort_by_key(|&i| (key(i), i));
            let mut ids = vec![String::new(); all.len()];
            order.iter().enumerate().for_each(|(n, &i)| ids[i] = (1_000 + n * 13).to_string());
            ids
        };
        let first: Vec<Micros> = all.iter().map(|a| a.1).collect();
        let born = read(&by(&|i| all[i].0), &first, SPAN).expect("they rise");
        let known: Vec<usize> = (0..all.len()).filter(|&i| born.created[i] != NEVER).collect();
        assert!(known.len() > 800, "{}", known.len());
        let mut off: Vec<Micros> = known.iter().map(|&i| (born.created[i] - all[i].0).abs()).collect();
        off.sort_unstable();
        let (middle, late) = (off[off.len() / 2] / DAY, off[off.len() * 9 / 10] / DAY);
        assert!(middle < 2 && late < 12, "{middle}, {late} days off");
        assert!(known.iter().all(|&i| born.created[i] <= all[i].1), "made, then marked");
        let by_made = |key: &dyn Fn(usize) -> Micros| {
            let mut order = known.clone();
            order.sort_by_key(|&i| (key(i), all[i].0, i));
            order
        };
        assert_eq!(by_made(&|i| born.created[i]), by_made(&|i| all[i].0), "in the order of their making");
        // In the order of first marks, and without any order.
        assert_eq!(said(&by(&|i| all[i].1), &first), None);
        assert_eq!(said(&by(&|i| drawn(i as u64) as i64), &first), None);
    }
}
