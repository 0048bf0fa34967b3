//! The audit in the terminal: plain words, no account, no colour, no wider than a terminal.

use crate::model::Model;
use crate::numbers;
use crate::page::totals::{self, Directed};
use crate::page::{sentence, sure};
use crate::words::{has, t};

/// Widest line, in characters.
pub const WIDTH: usize = 100;
/// Most lines.
pub const LINES: usize = 25;
/// Most crews that are named.
const CREWS: usize = 8;

/// The summary that people read.
pub fn text(model: &Model) -> String {
    let a = &model.answer;
    let mut lines = vec![];
    wrap(&sentence(model), &mut lines);
    if a.likes > 0 {
        lines.push(String::new());
        let parts = totals::parts(model);
        let (themselves, directed) = match totals::directed(model) {
            Directed::Told(n) => ("text.totals", t!("text.directed", directed = n)),
            Directed::None => ("text.totals", t!("text.directed_none")),
            Directed::Few => ("text.either", t!("text.directed_few", k = crate::edition::K)),
            Directed::Unknown => ("text.either", t!("text.directed_untested")),
        };
        lines.push(t!(themselves, themselves = parts.themselves));
        lines.push(directed);
        lines.push(t!("text.doubted", doubted = parts.doubted));
        lines.push(match a.interval {
            Some(ends) => match numbers::wide(ends) {
                Some((lo, hi)) => t!("text.interval_known", lo = lo, hi = hi),
                None => t!("text.interval_flat"),
            },
            None => t!("text.interval"),
        });
        if let Some(said) = totals::by_chance(model) {
            wrap(&said, &mut lines);
        }
    }
    let (alone, matter): (Vec<_>, Vec<_>) =
        model.crews.iter().partition(|c| !c.kind.is_doubted() && c.kind != claque_detect::Kind::Directed);
    if !matter.is_empty() {
        lines.push(String::new());
    }
    for c in matter.iter().take(CREWS) {
        let q = c.q.map_or_else(String::new, |q| t!("text.q", q = q));
        let line = t!(
            "text.crew",
            crew = c.crew.as_str(),
            kind = c.said(),
            p = c.kinds[c.kind as usize],
            accounts = c.accounts,
            pages = c.pages,
            jobs = c.jobs,
            q = q
        );
        wrap(&line, &mut lines);
    }
    if matter.len() > CREWS {
        lines.push(t!("text.more", n = matter.len() - CREWS));
    }
    lines.push(String::new());
    if a.likes > 0 && !model.crews.iter().all(|c| !c.kind.is_doubted()) {
        wrap(&sure::limit(model), &mut lines);
    }
    if !alone.is_empty() {
        lines.push(t!("text.alone", n = alone.len()));
    }
    let rejected = model.provenance.ledger.rejected;
    if rejected > 0 {
        lines.push(t!("text.rejected", n = rejected));
    }
    let short: Vec<String> =
        model.untested.iter().map(|k| format!("short.{k}")).filter(|k| has(k)).map(|k| t!(&k)).collect();
    if !short.is_empty() {
        wrap(&t!("text.untested", list = short.join("; ")), &mut lines);
    }
    if !model.stamp.established {
        lines.push(t!("stamp"));
    }
    lines.truncate(LINES);
    crate::numbers::plain_spaces(&lines.join("\n")) + "\n"
}

/// The same for scripts: one JSON object on one line.
pub fn json(model: &Model) -> String {
    let a = &model.answer;
    let crews: Vec<_> = model
        .crews
        .iter()
        .map(|c| {
            serde_json::json!({
                "crew": c.crew,
                "kind": c.kind,
                "p_kind": c.kinds[c.kind as usize],
                "accounts": c.accounts,
                "pages": c.pages,
                "jobs": c.jobs,
                "marks": c.given,
                "q": c.q,
            })
        })
        .collect();
    let object = serde_json::json!({
        "claque": model.claque.version,
        "answer": sentence(model),
        "error_rate_established": model.stamp.established,
        "likes": a.likes,
        "withdrawn": a.withdrawn,
        "accounts": a.accounts,
        "pages": a.pages,
        "authentic": a.authentic,
        "authentic_lo": a.interval.map(|i| i.0),
        "authentic_hi": a.interval.map(|i| i.1),
        "hired": a.hired,
        "fabricated": a.fabricated,
        "directed": a.directed,
        "q": a.q,
        "crews": crews,
        "decoys": model.decoys.searched,
        "planted": model.power.planted,
        "smallest_order_seen": model.power.curve.as_ref().and_then(|c| c.limit),
        "untested": model.untested,
        "rows": model.provenance.ledger,
        "seed": model.seed,
        "first": a.first,
        "last": a.last,
    });
    object.to_string() + "\n"
}

/// Breaks a text into lines at spaces.
pub(crate) fn wrap(text: &str, lines: &mut Vec<String>) {
    wrap_at(WIDTH, text, lines);
}

/// The same, into lines of at most so many characters.
pub(crate) fn wrap_at(width: usize, text: &str, lines: &mut Vec<String>) {
    let mut line = String::new();
    for word in text.split(' ') {
        if !line.is_empty() && line.chars().count() + 1 + word.chars().count() > width {
            lines.push(std::mem::take(&mut line));
        }
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    lines.push(line);
}
