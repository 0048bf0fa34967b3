//! The answer in the terminal, for people and for scripts.

use super::AudienceModel;
use super::words::{self, sentence};
use crate::summary::{LINES, wrap};
use crate::words::t;
use claque_audience::{Basis, Finding, Sort};

/// Most pages that are told.
const PAGES: usize = 3;
/// Most signals of a page that are told.
const SIGNALS: usize = 4;

/// The summary that people read.
pub fn audience_text(model: &AudienceModel) -> String {
    let mut lines = vec![];
    if model.audience.pages.is_empty() {
        lines.push(t!("audience.empty"));
    }
    for page in model.audience.pages.iter().take(PAGES) {
        wrap(&sentence(model, page), &mut lines);
        let quiet = matches!(page.basis, Basis::Quiet | Basis::Compared);
        if page.basis != Basis::Nothing {
            let u = page.unexplained;
            let none = page.with_unseen.filter(|_| u.is_none());
            let told = match none {
                Some(unseen) => t!(
                    "text.audience_none",
                    new = page.new,
                    expected = page.expected.value,
                    high = unseen.high
                ),
                None => t!(
                    "text.audience_totals",
                    new = page.new,
                    expected = page.expected.value,
                    unexplained = u.value,
                    low = u.low,
                    high = u.high
                ),
            };
            wrap(&told, &mut lines);
        }
        let loud = page
            .signals
            .iter()
            .filter(|s| matches!(s.sort, Sort::Surge | Sort::Stop | Sort::Loss | Sort::Removed));
        for s in loud.take(SIGNALS) {
            wrap(&words::signal(s), &mut lines);
        }
        if page.signals.is_empty() && quiet && !page.unexplained.is_none() {
            lines.push(t!("signals.events"));
        }
        let against = page.findings.iter().filter(|f| f.contradiction).count();
        if against > 0 {
            lines.push(t!("text.audience_contradictions", n = against));
        }
        for gap in page
            .findings
            .iter()
            .filter(|f| matches!(f.message.as_str(), "days_missing" | "country_short" | "reached"))
        {
            wrap(&words::finding(gap), &mut lines);
        }
        lines.push(String::new());
    }
    let more = model.audience.pages.len().saturating_sub(PAGES) + model.others.len();
    if more > 0 {
        lines.push(t!("audience.more_pages", n = more));
    }
    lines.truncate(LINES);
    crate::numbers::plain_spaces(lines.join("\n").trim_end()) + "\n"
}

/// A note on how the tables were read.
pub fn audience_note(note: &Finding) -> String {
    crate::numbers::plain_spaces(&words::finding(note))
}

/// The same for scripts: one JSON object on one line.
pub fn audience_json(model: &AudienceModel) -> String {
    let pages: Vec<_> = model
        .audience
        .pages
        .iter()
        .map(|p| {
            serde_json::json!({
                "page": p.page,
                "basis": p.basis,
                "answer": sentence(model, p),
                "new": p.new,
                "expected": p.expected,
                "unexplained": p.unexplained,
                "share": p.share,
                "assumptions": p.assumptions,
                "readings": p.readings,
                "contradictions": p.findings.iter().map(words::finding).collect::<Vec<_>>(),
                "signals": p.signals,
            })
        })
        .collect();
    let object = serde_json::json!({
        "claque": model.claque.version,
        "home": model.audience.home,
        "pages": pages,
        "others": model.others,
        "ahead": model.audience.ahead,
    });
    object.to_string() + "\n"
}
