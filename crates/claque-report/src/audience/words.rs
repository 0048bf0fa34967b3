//! What people read of an answer from counts: its sentences, with their numbers.

use super::AudienceModel;
use crate::visible;
use crate::words::{Arg, country_said as country, say, t};
use claque_audience::{Assumption, Basis, Finding, PageAnswer, Signal, Sort, said};

/// Countries for people, at most six by name.
pub(super) fn countries(codes: &[String]) -> String {
    let named: Vec<String> = codes.iter().take(6).map(|c| country(c)).collect();
    let more = codes.len().saturating_sub(6);
    if more > 0 { format!("{} (+{more})", named.join(", ")) } else { named.join(", ") }
}

/// The answer in one sentence.
pub(super) fn sentence(model: &AudienceModel, page: &PageAnswer) -> String {
    let u = page.unexplained;
    let shares = page.assumptions.iter().filter_map(|a| a.number);
    let (h_low, h_high) = shares.fold((1.0, 0.0), |a: (f64, f64), h| (a.0.min(h), a.1.max(h)));
    let clean = page.signals.iter().all(|s| s.sort != Sort::Surge) && u.value.abs() < 0.5;
    let key = match page.basis {
        Basis::Quiet | Basis::Compared if clean => "audience.clean",
        Basis::Quiet => "audience.quiet",
        Basis::Compared => "audience.compared",
        Basis::Mix => "audience.mix",
        Basis::Rates => "audience.rates",
        Basis::Nothing => "audience.nothing",
    };
    let (low, high) =
        if page.basis == Basis::Mix { (page.share.low, page.share.high) } else { (u.low, u.high) };
    // A table that names no page is of one page.
    let name = match (page.page.as_str(), page.basis) {
        ("page", Basis::Nothing) => t!("audience.page_alone"),
        ("page", _) => t!("audience.the_page"),
        (name, _) => visible::name(name),
    };
    t!(
        key,
        new = page.new,
        page = name,
        unexplained = u.value,
        low = low,
        high = high,
        home = home(model),
        h_low = h_low,
        h_high = h_high,
        smallest = page.smallest.map_or(0.0, |s| s.1)
    )
}

/// The country called home, for people.
pub(super) fn home(model: &AudienceModel) -> String {
    model.audience.home.as_deref().map_or_else(|| t!("unknown"), country)
}

/// An assumption.
pub(super) fn assumption(model: &AudienceModel, a: &Assumption) -> String {
    let mut args: Vec<(&str, Arg)> = vec![("home", home(model).into())];
    args.extend(a.number.map(|n| ("number", Arg::Number(n))));
    say(&a.message, &args)
}

/// A day, or that it is not known.
pub(super) fn day(day: Option<i32>) -> String {
    day.map_or_else(|| t!("unknown"), said)
}

/// A signal.
pub(super) fn signal(s: &Signal) -> String {
    let mut args: Vec<(&str, Arg)> = vec![
        ("start", day(s.start).into()),
        ("end", day(s.end).into()),
        ("countries", countries(&s.countries).into()),
        ("n", s.countries.len().into()),
    ];
    let mut number = |name: &'static str, n: Option<f64>| args.extend(n.map(|n| (name, Arg::Number(n))));
    number("observed", s.observed);
    number("expected", s.expected);
    number("unexplained", s.unexplained.map(|u| u.value));
    number("missing", s.unexplained.map(|u| -u.value));
    number("low", s.unexplained.map(|u| u.low));
    number("high", s.unexplained.map(|u| u.high));
    number("chance", s.chance.map(|c| c.max(1e-12)));
    number("measured", s.shares.map(|x| x.0));
    number("usual", s.shares.map(|x| x.1));
    // A table by weeks or months knows no day.
    let within = matches!(s.sort, Sort::Start | Sort::Stop) && s.start != s.end;
    // Steps that only the edge of a surge tells have no chance of their own.
    let edge = matches!(s.sort, Sort::Start | Sort::Stop) && s.chance.is_none();
    let (edge, within) = (if edge { "_of_surge" } else { "" }, if within { "_within" } else { "" });
    say(&format!("signal.{}{edge}{within}", s.sort.key()), &args)
}

/// A finding in a report: a file by its name alone, since where it lies is nobody else's concern.
pub(super) fn finding_told(f: &Finding) -> String {
    let mut told = f.clone();
    for (name, text) in &mut told.texts {
        if name == "file"
            && let Some(file) = std::path::Path::new(text.as_str()).file_name()
        {
            *text = file.to_string_lossy().into_owned();
        }
    }
    finding(&told)
}

/// A finding.
pub(super) fn finding(f: &Finding) -> String {
    let mut args: Vec<(&str, Arg)> = f.numbers.iter().map(|n| (n.0.as_str(), Arg::Number(n.1))).collect();
    args.extend(f.texts.iter().map(|(name, text)| {
        let shown = match (name.as_str(), text.as_str()) {
            ("country", code) => country(code),
            ("countries", codes) => countries(&codes.split(',').map(str::to_owned).collect::<Vec<_>>()),
            // A table without dates has one period, which has no name.
            ("period", "") => t!("finding.the_period"),
            (_, text) => visible::cut(text, 400),
        };
        (name.as_str(), Arg::Text(shown))
    }));
    say(&format!("finding.{}", f.message), &args)
}
