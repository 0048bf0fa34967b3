//! Why, in the terminal: plain words and a waterfall of bits, no wider than a terminal, no account.

use super::crew::{CrewWhy, JobWhy, Step};
use super::page::PageWhy;
use crate::model::Instant;
use crate::numbers;
use crate::page::expected_by_chance;
use crate::saved::Saved;
use crate::summary::{WIDTH, wrap, wrap_at};
use crate::visible;
use crate::words::{kind_said, t};
use claque_detect::Kind;

/// Characters of the picture of bits.
const PICTURE: usize = 32;
/// Width of a piece's title.
const TITLE: usize = 30;
/// Most jobs that are shown.
const JOBS: usize = 8;

/// A crew.
pub(super) fn crew(saved: &Saved, c: &CrewWhy, folder: &str) -> String {
    let mut lines = vec![t!("why.crew", crew = c.reference.as_str(), kind = c.said.as_str(), p = c.p)];
    let dates = match (c.start, c.end) {
        (Some(from), Some(to)) => t!("why.dates", from = numbers::date(from), to = numbers::date(to)),
        _ => String::new(),
    };
    let jobs = saved.model.crews.iter().find(|r| r.crew == c.crew).map_or(0, |r| r.jobs);
    let facts = t!(
        "why.crew_facts",
        accounts = c.accounts,
        marks = c.marks.round(),
        jobs = jobs,
        pages = c.pages,
        owners = c.owners,
        dates = dates
    );
    wrap(&facts, &mut lines);
    wrap(&t!("crew.met", marks = c.marks.round(), chance = expected_by_chance(c.by_chance)), &mut lines);
    lines.push(String::new());
    waterfall(c, &mut lines);
    lines.push(String::new());
    for step in &c.steps {
        indented(&format!("{}: {}{}", step.title, step.said, measured(step)), &mut lines);
    }
    if !c.untested.is_empty() {
        lines.push(String::new());
        lines.push(t!("why.untested"));
        c.untested.iter().for_each(|said| indented(said, &mut lines));
    }
    lines.push(String::new());
    wrap(&chance(c), &mut lines);
    lines.push(String::new());
    lines.push(if c.job.is_some() { t!("why.job") } else { t!("why.jobs") });
    largest(&c.jobs, &mut lines);
    lines.push(String::new());
    match c.rows {
        Some(n) => {
            lines.push(t!("why.rows_crew", n = n));
            lines.push(command(folder, "rows", &c.reference));
        }
        None => wrap(&t!("why.rows_shut"), &mut lines),
    }
    lines.join("\n") + "\n"
}

/// The bits from the prior to the odds, each piece drawn from the sum before it to the sum after it.
fn waterfall(c: &CrewWhy, lines: &mut Vec<String>) {
    let off = match (c.kind, c.rival.is_doubted()) {
        (Kind::Directed, _) => t!("why.off_told"),
        (_, true) => t!("why.off_some"),
        (_, false) => t!("why.off_none"),
    };
    let rival = kind_said(c.rival);
    wrap(&t!("why.bits", kind = c.said.as_str(), rival = rival.as_str(), off = off), lines);
    let ends: Vec<f64> = std::iter::once(0.0).chain([c.prior]).chain(c.steps.iter().map(|s| s.sum)).collect();
    let low = ends.iter().copied().fold(0.0, f64::min);
    let high = ends.iter().copied().fold(0.0, f64::max);
    let scale = (PICTURE - 1) as f64 / (high - low).max(1.0);
    let place = |bits: f64| ((bits - low) * scale).round() as usize;
    let row = |title: &str, bits: &str, sum: &str, picture: &str| {
        format!("{:<TITLE$}{bits:>7}{sum:>8}  {picture}", visible::cut(title, TITLE)).trim_end().to_owned()
    };
    let step = |title: &str, from: f64, to: f64| {
        let picture = bar(place(from), place(to), place(0.0));
        row(title, &numbers::bits(to - from), &numbers::bits(to), &picture)
    };
    lines.push(row(" ", &t!("why.bit_column"), &t!("why.sum"), ""));
    lines.push(step(&t!("why.prior"), 0.0, c.prior));
    let mut before = c.prior;
    for s in &c.steps {
        lines.push(step(&s.title, before, s.sum));
        before = s.sum;
    }
    let said = t!(
        "why.odds_said",
        odds = c.odds,
        kind = c.said.as_str(),
        p = c.p,
        rival = rival.as_str(),
        p_rival = c.p_rival
    );
    lines.push(row(&t!("why.odds"), "", &numbers::bits(c.odds), &bar(place(0.0), place(c.odds), place(0.0))));
    wrap(&said, lines);
}

/// `>` adds and `<` takes; `|` is where the odds are even.
fn bar(from: usize, to: usize, zero: usize) -> String {
    let mut cells = [' '; PICTURE + 1];
    let sign = if to < from { '<' } else { '>' };
    cells[from.min(to)..from.max(to)].fill(sign);
    // The line of even odds stands where it does not hide the only mark of a step.
    if cells[zero] == ' ' || from.abs_diff(to) > 1 {
        cells[zero] = '|';
    }
    cells.iter().collect::<String>().trim_end().to_owned()
}

/// What was measured against what is expected, where the sentence's own numbers do not say it.
fn measured(step: &Step) -> String {
    match (step.value, step.expected) {
        (Some(value), Some(expected)) => {
            format!(" {}", t!("why.measured", value = value, expected = expected))
        }
        _ => String::new(),
    }
}

fn chance(c: &CrewWhy) -> String {
    let d = &c.chance;
    let Some(q) = d.q.filter(|_| d.decoys > 0) else {
        return t!("why.chance_unknown", score = c.score.round());
    };
    let each = d.crews as f64 / f64::from(d.decoys);
    let score = c.score.round();
    if d.at_least {
        t!("why.chance_more", score = score, decoys = d.decoys, crews = d.crews, q = q)
    } else {
        t!("why.chance", score = score, decoys = d.decoys, crews = d.crews, each = each, q = q)
    }
}

fn largest(jobs: &[JobWhy], lines: &mut Vec<String>) {
    let mut by_size: Vec<&JobWhy> = jobs.iter().collect();
    // The sort is stable: of equals, the earlier.
    by_size.sort_by_key(|j| std::cmp::Reverse(j.accounts));
    let width = by_size.iter().take(JOBS).map(|j| j.reference.len()).max().unwrap_or(0);
    for j in by_size.iter().take(JOBS) {
        let when = match (j.start, j.end) {
            (Some(from), Some(to)) => moment(from, to),
            _ => String::new(),
        };
        let mut line = t!("why.job_line", accounts = j.accounts, expected = numbers::by_chance(j.expected));
        if j.withdrawn > 0 {
            line.push_str(&t!("why.job_withdrawn", withdrawn = j.withdrawn));
        }
        let page = visible::cut(&j.page, WIDTH.saturating_sub(width + when.len() + line.len() + 9).max(12));
        lines.push(format!("  {:<width$}  {when}  {page}: {line}", j.reference));
    }
    if jobs.len() > JOBS {
        lines.push(format!("  {}", t!("why.jobs_more", n = jobs.len() - JOBS)));
    }
}

/// A stretch to the minute, its day said once where it is one.
fn moment(from: Instant, to: Instant) -> String {
    if numbers::date(from) == numbers::date(to) {
        format!("{} to {}", numbers::minute(from), numbers::strftime(to, "%H:%M"))
    } else {
        format!("{} to {}", numbers::minute(from), numbers::minute(to))
    }
}

/// A page under each kind of mark.
pub(super) fn pages(saved: &Saved, targets: &[PageWhy], folder: &str) -> String {
    targets.iter().map(|p| page(saved, p, folder)).collect::<Vec<_>>().join("\n")
}

fn page(saved: &Saved, p: &PageWhy, folder: &str) -> String {
    let name = match saved.model.answer.verbs {
        0 | 1 => visible::name(&p.page),
        _ => format!("{} · {}", visible::name(&p.page), visible::name(&p.verb)),
    };
    let mut lines = vec![];
    let head = if p.doubted < 0.5 {
        t!("why.page_none", page = name.as_str(), likes = p.likes)
    } else if p.by_small_chances() {
        t!("why.page_small", page = name.as_str(), doubted = p.doubted.round(), likes = p.likes)
    } else {
        let share = p.doubted / p.likes as f64;
        t!("why.page", page = name.as_str(), doubted = p.doubted.round(), likes = p.likes, share = share)
    };
    wrap(&head, &mut lines);
    lines.push(format!(
        "  {}",
        t!("why.page_sum", likes = p.likes, doubted = p.doubted, authentic = p.authentic)
    ));
    lines.push(format!(
        "  {}",
        match (p.authentic_lo, p.authentic_hi) {
            (Some(lo), Some(hi)) => match numbers::wide((lo, hi)) {
                Some((lo, hi)) => t!("why.parts.interval", lo = lo, hi = hi),
                None => t!("answer.interval_flat"),
            },
            _ => t!("why.parts.no_interval"),
        }
    ));
    let mut part = |key: &str, n: f64| {
        if n >= 0.5 {
            lines.push(format!("  {}", t!(key, n = n.round())));
        }
    };
    part("why.parts.directed", p.directed);
    part("why.parts.organised", p.organised);
    part("why.parts.episode", p.episode);
    part("why.parts.by_crew", p.by_crew);
    part("why.parts.withdrawn", p.withdrawn as f64);
    if let Some(q) = p.q {
        lines.push(format!("  {}", t!("why.page_q", q = q)));
    }
    // The further marks of members have a line of their own above.
    if let Some(note) = p.note.as_ref().filter(|_| p.by_crew < 0.5) {
        indented(note, &mut lines);
    }
    lines.push(String::new());
    lines.push(if p.crews.is_empty() { t!("why.page_untouched") } else { t!("why.page_crews") });
    for c in &p.crews {
        let taken = c.doubted.map_or_else(String::new, |n| t!("why.page_taken", n = n));
        let jobs = c.jobs.len();
        let said = c.said.as_str();
        indented(
            &t!("why.page_crew", crew = c.crew.as_str(), kind = said, p = c.p, jobs = jobs, taken = taken),
            &mut lines,
        );
        if let Some(reason) = &c.reason {
            indented(&format!("  {reason}"), &mut lines);
        }
        if let Some(f) = &c.framing {
            indented(&format!("  {}", f.said(&name)), &mut lines);
        }
        largest(&c.jobs, &mut lines);
    }
    if p.doubted_elsewhere >= 0.05 {
        indented(&t!("why.page_elsewhere", n = p.doubted_elsewhere), &mut lines);
    }
    lines.push(String::new());
    if let Some(c) = p.crews.first() {
        lines.push(t!("why.page_more"));
        lines.push(command(folder, "why", &c.crew));
    }
    lines.push(t!("why.rows", n = p.likes));
    lines.push(command(folder, "rows", &p.reference));
    lines.join("\n") + "\n"
}

/// A command to copy.
fn command(folder: &str, verb: &str, reference: &str) -> String {
    format!("  claque {verb} {} {}", quoted(folder), quoted(reference))
}

/// A word as a shell takes it, whatever is in it.
fn quoted(word: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || "-_./:@+=,".contains(c);
    if !word.is_empty() && word.chars().all(plain) {
        return word.to_owned();
    }
    format!("'{}'", visible::visible(word).replace('\'', r"'\''"))
}

/// A text in lines that begin with two blanks.
fn indented(text: &str, lines: &mut Vec<String>) {
    let mut own = vec![];
    wrap_at(WIDTH - 4, text, &mut own);
    lines.extend(
        own.into_iter().enumerate().map(|(i, l)| if i == 0 { format!("  {l}") } else { format!("    {l}") }),
    );
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_step_is_drawn_from_sum_to_sum() {
        assert_eq!(bar(4, 8, 4), "    |>>>");
        assert_eq!(bar(8, 5, 2), "  |  <<<");
        assert_eq!(bar(3, 3, 3), "   |");
        assert_eq!(bar(2, 3, 2), "  >", "the only mark of a step is not hidden");
    }

    #[test]
    fn a_command_can_be_copied() {
        assert_eq!(command("a.claque", "rows", "C3/J5"), "  claque rows a.claque C3/J5");
        assert_eq!(command("my audit", "rows", "page:it's"), r"  claque rows 'my audit' 'page:it'\''s'");
    }
}
