//! The letter of reply: to those behind a page, before anything is published. It says what was found about
//! their page and how, what it does not mean, and asks what only they can answer. Plain text, no account, no
//! other page's name.

use crate::error::ReportFault;
use crate::numbers;
use crate::page::{dates, expected_by_chance};
use crate::saved::Saved;
use crate::summary::wrap_at;
use crate::visible;
use crate::why::{JobWhy, PageCrew, PageWhy, Why};
use crate::words::t;
use claque_detect::Kind;

/// Widest line: a letter is quoted in answers.
const WIDTH: usize = 76;
/// Most jobs that the letter names.
const JOBS: usize = 6;

/// What they are asked, by key of its sentence.
const QUESTIONS: &[&str] = &[
    "letter.ask_event",
    "letter.ask_group",
    "letter.ask_promotion",
    "letter.ask_others",
    "letter.ask_noticed",
    "letter.ask_platform",
    "letter.ask_data",
];

/// The letter about a page.
///
/// # Errors
/// The audit has no such page, or a table cannot be told from.
pub fn letter(saved: &Saved, page: &str) -> Result<String, ReportFault> {
    let reference = if page.starts_with("page:") || page.starts_with("page/") {
        page.to_owned()
    } else {
        format!("page:{page}")
    };
    let Why::Page { targets } = Why::ask(saved, &reference)? else {
        return Err(ReportFault::usage(&saved.dir, t!("letter.no_page"), t!("letter.no_page_remedy")));
    };
    let model = &saved.model;
    let mut lines = vec![];
    let mut say = |text: String| {
        wrap_at(WIDTH, &text, &mut lines);
        lines.push(String::new());
    };
    let name = targets.first().map_or_else(String::new, |p| visible::name(&p.page));
    say(t!("letter.place"));
    say(t!("letter.subject", page = name.as_str()));
    say(t!("letter.dear"));
    let dates = dates(model.answer.first, model.answer.last).unwrap_or_else(|| t!("head.no_span"));
    say(t!(
        "letter.opening",
        page = name.as_str(),
        marks = model.answer.likes,
        pages = model.answer.pages,
        dates = dates
    ));
    for target in &targets {
        say(figures(model.answer.verbs, target));
    }
    if !model.stamp.established {
        say(t!("letter.stamp"));
    }
    for target in &targets {
        for told in crews(target) {
            say(told);
        }
    }
    say(t!("letter.means"));
    say(t!("letter.ask"));
    for (n, question) in QUESTIONS.iter().enumerate() {
        say(format!("{}. {}", n + 1, t!(question)));
    }
    say(t!("letter.may_see"));
    say(t!("letter.deadline"));
    say(t!("letter.close"));
    Ok(crate::numbers::plain_spaces(lines.join("\n").trim_end()) + "\n")
}

/// The page's figures under one kind of mark.
fn figures(verbs: u64, p: &PageWhy) -> String {
    let of = if verbs > 1 { t!("letter.kind_of_mark", verb = visible::name(&p.verb)) } else { String::new() };
    let mut said = if p.doubted < 0.5 {
        t!("letter.none", of = of, likes = p.likes)
    } else if p.by_small_chances() {
        t!("letter.small", of = of, likes = p.likes, doubted = p.doubted.round())
    } else {
        t!(
            "letter.figures",
            of = of,
            likes = p.likes,
            authentic = p.likes as f64 - p.doubted.round(),
            doubted = p.doubted.round()
        )
    };
    said.push_str(&match (p.authentic_lo, p.authentic_hi) {
        (Some(lo), Some(hi)) => match numbers::wide((lo, hi)) {
            Some((lo, hi)) => t!("letter.interval", lo = lo, hi = hi),
            None => format!(" {}", t!("answer.interval_flat")),
        },
        _ => t!("letter.no_interval"),
    });
    // A crowd's small chance of mirrored support is nothing to tell a page; a crew that was called so is.
    if p.directed >= 0.5 && p.crews.iter().any(|c| c.kind == Kind::Directed) {
        said.push_str(&t!("letter.directed", n = p.directed.round()));
    }
    said
}

/// What each crew that takes marks off the page did on it.
fn crews(p: &PageWhy) -> Vec<String> {
    p.crews.iter().filter(|c| c.kind.is_doubted()).map(crew).collect()
}

fn crew(c: &PageCrew) -> String {
    let mut list: Vec<String> = c.jobs.iter().take(JOBS).map(job).collect();
    if c.jobs.len() > JOBS {
        list.push(t!("letter.more_jobs", n = c.jobs.len() - JOBS));
    }
    let mut said = t!(
        "letter.crew",
        crew = c.crew.as_str(),
        kind = c.said.as_str(),
        p = c.p,
        jobs = c.jobs.len(),
        list = list.join("; ")
    );
    if let Some(reason) = &c.reason {
        said.push_str(&t!("letter.why", reason = reason.as_str()));
    }
    said
}

fn job(job: &JobWhy) -> String {
    let when = match (job.start, job.end) {
        (Some(from), Some(to)) => t!("letter.when", from = numbers::minute(from), to = numbers::minute(to)),
        _ => String::new(),
    };
    let reference = job.reference.as_str();
    t!(
        "letter.job",
        reference = reference,
        accounts = job.accounts,
        when = when,
        chance = expected_by_chance(job.expected)
    )
}
