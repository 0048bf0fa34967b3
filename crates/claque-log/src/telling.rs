//! Columns that nobody took for anything and whose values say that not every row is a mark that was given: unlikes,
//! votes against, other events. Left aside in silence they would all count as likes.
//!
//! What can mean nothing else refuses the mapping, with the flag that reads it; what may be harmless is told. Who names a
//! column of actions or of verbs, or asks for `--format plain`, has decided, and so has a known shape.

use claque_marks::Action;

use crate::action::{self, Family};
use crate::format::Column;
use crate::mapping::{ACCOUNT, PAGE, TIME};
use crate::preset;
use crate::sense;
use crate::synonyms::{self, KIND, LIKED, TAKEN_BACK, VOTED, typed};

/// What a column tells.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Told {
    /// Why the mapping cannot stand, and each way out.
    Fault(String, Vec<String>),
    /// What people should know.
    Note(String),
}

/// Words of a vote for or against something.
const VOTES: [(&str, bool); 8] = [
    ("up", true),
    ("down", false),
    ("upvote", true),
    ("downvote", false),
    ("upvoted", true),
    ("downvoted", false),
    ("thumbsup", true),
    ("thumbsdown", false),
];

/// What the columns without a role tell, one after the other.
pub(crate) fn told(columns: &[Column], wanted: &[Option<usize>]) -> Vec<Told> {
    let free = columns.iter().enumerate().filter(|(at, _)| !wanted.contains(&Some(*at)));
    free.filter_map(|(_, column)| {
        hours(column, columns, wanted).or_else(|| of_column(column, columns, wanted))
    })
    .collect()
}

/// Hours of the day that stand in a column of their own, beside days that were taken for the time.
fn hours(column: &Column, columns: &[Column], wanted: &[Option<usize>]) -> Option<Told> {
    let days = &columns[(*wanted.get(TIME)?)?];
    let all = |of: &Column, is: &dyn Fn(&str) -> bool| {
        !of.samples.is_empty() && of.samples.iter().all(|s| is(s.trim()))
    };
    // A day of a workbook is written as its midnight.
    let day = |text: &str| !text.contains(':') || text.ends_with("T00:00:00Z");
    (all(column, &sense::is_clock) && all(days, &day)).then(|| {
        Told::Note(format!(
            "`{}` holds hours and was not used: the days of `{}` are read alone. To have both, write them into one column as 2021-05-01 10:00:00 (in a spreadsheet =D2&\" \"&E2 of texts, =D2+E2 of dates and hours, copied down) and name it: --time COLUMN.",
            column.name, days.name
        ))
    })
}

fn of_column(column: &Column, columns: &[Column], wanted: &[Option<usize>]) -> Option<Told> {
    let name = synonyms::plain(&column.name);
    let is = |list: &[&str]| list.contains(&name.as_str());
    let samples: Vec<&str> = column.samples.iter().map(|s| s.trim()).collect();
    let several = samples.len() > 1;
    let each = |of: &dyn Fn(&str) -> bool| !samples.is_empty() && samples.iter().all(|s| of(s));
    let any = |of: &dyn Fn(&str) -> bool| samples.iter().any(|s| of(s));
    let called = &column.name;
    let flag = |role: &str| format!("--{role} {}", typed(called));
    let fault = |what: &str, mut ways: Vec<String>| {
        let what = format!("`{called}` {what} ({}), and is not used", samples.join(", "));
        ways.push("--format plain reads every row as given all the same".to_owned());
        Some(Told::Fault(what, ways))
    };

    if is(TAKEN_BACK) && any(&|s| answer(s) != Some(false)) {
        let way = format!(
            "write `unlike` into a column for the rows that `{called}` takes back, and name it: --action COLUMN"
        );
        return fault("says which marks were taken back", vec![way]);
    }
    if is(LIKED) && each(&|s| answer(s).is_some()) && any(&|s| answer(s) == Some(false)) && several {
        let known = each(&|s| action::read(s.as_bytes()).is_some());
        let first = if known { "" } else { "write true and false, and name it: " };
        return fault("says which marks were taken back", vec![format!("{first}{}", flag("action"))]);
    }
    let vote = |s: &str| VOTES.iter().find(|v| v.0 == synonyms::plain(s)).map(|v| v.1);
    let against = any(&|s| vote(s) == Some(false)) && each(&|s| vote(s).is_some());
    if against || (is(VOTED) && several && each(&|s| vote(s).or(answer(s)).or(signed(s)).is_some())) {
        return fault("holds votes for and against", vec![flag("verb") + " counts each kind on its own"]);
    }
    if each(&|s| signed(s).is_some() || s == "0") && any(&|s| signed(s) == Some(false)) && several {
        return Some(Told::Note(format!(
            "`{called}` holds 1 and -1 and was not used: {} if -1 is a vote against, {} if it takes a mark back.",
            flag("verb"),
            flag("action")
        )));
    }
    let words: Vec<_> = samples.iter().filter_map(|s| action::word(s)).collect();
    let events = samples.iter().filter(|s| preset::is_event(s)).count();
    let marks = events > 0 || words.iter().any(|w| w.1 != Family::Neutral);
    let known = each(&|s| action::word(s).is_some() || preset::is_event(s));
    if several && ((marks && is(KIND)) || (known && !words.is_empty())) {
        let mut ways = source(called, &samples, columns, wanted);
        let mut families: Vec<Family> = words.iter().map(|w| w.1).filter(|f| *f != Family::Neutral).collect();
        families.sort_unstable();
        families.dedup();
        if words.len() < samples.len() {
            ways.push(flag("verb") + " counts each kind on its own");
        } else if families.len() > 1 {
            ways.push(format!("{} {}", flag("action"), flag("verb")));
        } else {
            ways.push(flag("action"));
        }
        return fault("says what each row is", ways);
    }
    let backwards = words.iter().any(|w| w.0 == Action::Withdrawn);
    (marks || backwards || (several && is(KIND))).then(|| {
        Told::Note(format!(
            "`{called}` may say what each row is ({}) and was not used: {} if it says given or taken back, {} if it names the kind of mark.",
            samples.join(", "),
            flag("action"),
            flag("verb")
        ))
    })
}

/// The known source whose events these are, with the columns that were found.
fn source(called: &str, samples: &[&str], columns: &[Column], wanted: &[Option<usize>]) -> Vec<String> {
    let Some(preset) = preset::of_event(called, samples) else { return Vec::new() };
    let roles = [("account", ACCOUNT), ("page", PAGE), ("time", TIME)];
    let named = roles.into_iter().filter_map(|(role, at)| {
        let column = &columns[(*wanted.get(at)?)?];
        Some(format!(" --{role} {}", typed(&column.name)))
    });
    vec![format!("--format {preset}{} takes only those that are marks", named.collect::<String>())]
}

/// A yes or a no.
fn answer(text: &str) -> Option<bool> {
    match text.to_ascii_lowercase().as_str() {
        "true" | "t" | "yes" | "y" | "1" => Some(true),
        "false" | "f" | "no" | "n" | "0" => Some(false),
        _ => None,
    }
}

/// One with its sign.
fn signed(text: &str) -> Option<bool> {
    match text {
        "1" | "+1" | "1.0" => Some(true),
        "-1" | "-1.0" | "\u{2212}1" => Some(false),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn column(name: &str, samples: &[&str]) -> Column {
        Column { name: name.into(), samples: samples.iter().map(|s| (*s).to_owned()).collect() }
    }

    fn of(name: &str, samples: &[&str]) -> Option<Told> {
        let columns = [column("user", &["a"]), column("repo", &["r"]), column(name, samples)];
        told(&columns, &[Some(0), Some(1), None]).pop()
    }

    #[test]
    fn what_is_no_gift_is_told_with_the_flag_that_reads_it() {
        for (name, samples, way) in [
            ("type", &["like", "unlike"][..], "--action type"),
            ("Event Type", &["unlike", "like"], "--action 'Event Type'"),
            ("what", &["like", "follow", "unfollow"], "--action what --verb what"),
            ("event", &["like", "view", "comment"], "--verb event counts"),
            ("op_kind", &["create", "delete"], "--action op_kind"),
            ("type", &["WatchEvent", "PushEvent"], "--format gharchive --account user --page repo takes"),
            ("vote", &["1", "-1", "0"], "--verb vote"),
            ("vote", &["up", "down"], "--verb vote"),
            ("how", &["down", "up"], "--verb how"),
            ("downvote", &["0", "1"], "--verb downvote"),
            ("voted_up", &["True", "False"], "--verb voted_up"),
            ("liked", &["true", "false"], "--action liked"),
            ("liked", &["1", "0"], "write true and false"),
            ("deleted", &["f", "t"], "--action COLUMN"),
            ("unliked_at", &["2021-05-01"], "--action COLUMN"),
        ] {
            let Some(Told::Fault(what, ways)) = of(name, samples) else { panic!("{name} {samples:?}") };
            assert!(what.contains(name) && what.contains(samples[0]), "{what}");
            assert!(ways.iter().any(|w| w.contains(way)), "{way}: {ways:?}");
            assert!(ways.iter().any(|w| w.contains("--format plain")), "{ways:?}");
        }
    }

    #[test]
    fn what_may_be_harmless_is_a_note_and_the_rest_is_left_alone() {
        for (name, samples) in [
            ("score", &["1", "-1"][..]),
            ("type", &["like"]),
            ("type", &["photo", "video"]),
            ("status", &["active", "deleted"]),
        ] {
            assert!(matches!(of(name, samples), Some(Told::Note(_))), "{name} {samples:?}");
        }
        for (name, samples) in [
            ("text", &["I like it", "so do I"][..]),
            ("deleted", &["f", "f"]),
            ("deleted_at", &[]),
            ("liked", &["true"]),
            ("weight", &["0", "1", "2"]),
            ("rating", &["5", "1", "4"]),
            ("minor", &["1", "0"]),
            ("lang", &["en", "km"]),
        ] {
            assert_eq!(of(name, samples), None, "{name} {samples:?}");
        }
    }
}
