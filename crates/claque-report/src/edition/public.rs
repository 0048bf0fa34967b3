//! The public edition: the same report with small groups left out. What counts fewer than ten accounts or marks
//! could point at a person, so crews, jobs and counts below that are left out, together with whatever would let
//! a reader work them out; accounts carry pseudonyms of a key that stays with the analyst.

use super::Key;
use super::few_pages::reduce_pages;
use crate::error::ReportFault;
use crate::gate::Gate;
use crate::model::{CrewRow, Growth, JobRow, Line, Model, Pictures, Rest, ServedPage};
use crate::pseudonyms;
use crate::saved::Saved;
use claque_detect::Piece;
use claque_marks::contract;
use std::collections::{HashMap, HashSet};
use std::path::Path;

/// Smallest group that is told (k-anonymity). The same k as official statistics use for sensitive counts.
pub const K: u64 = 10;

/// What was left out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LeftOut {
    /// Crews of fewer than [`K`] accounts.
    pub crews: u64,
    /// Pages whose counts are told in the sum of the rest only.
    pub pages: u64,
    /// Pages on which so few marks are under direction that they are counted with those for themselves.
    pub folded: u64,
    /// Pages of which only the crews' marks are told, since fewer than [`K`] others would show as the difference.
    pub others: u64,
    /// Whether the marks under direction in all are so few that they are counted with those for themselves.
    pub directed: bool,
    /// Jobs of fewer than [`K`] accounts, of the crews that are told.
    pub jobs: u64,
}

/// The public edition.
#[derive(Clone, Debug, PartialEq)]
pub struct Public {
    /// What it tells.
    pub model: Model,
    /// What it leaves out.
    pub left_out: LeftOut,
}

/// Makes it from a saved audit.
///
/// # Errors
/// The table of members cannot be told from.
pub fn public(saved: &Saved, key: &Key) -> Result<Public, ReportFault> {
    let members = saved.table(&contract::MEMBERS)?;
    let labels = pseudonyms::labels(&members);
    // The report shows an account by its label, or by its name where that was asked for.
    let keyed: HashMap<String, String> = labels
        .into_iter()
        .flat_map(|(name, label)| {
            let pseudonym = key.pseudonym(&name);
            [(label, pseudonym.clone()), (name, pseudonym)]
        })
        .collect();
    Ok(reduce(saved.model.clone(), &|label| keyed.get(label).cloned()))
}

/// Whether a count points at few: neither none nor many.
pub(super) fn small(n: u64) -> bool {
    n > 0 && n < K
}

fn reduce(mut model: Model, pseudonym: &dyn Fn(&str) -> Option<String>) -> Public {
    let mut left_out = LeftOut::default();
    let all = model.crews.len();
    model.crews.retain(|c| c.accounts >= K);
    left_out.crews = (all - model.crews.len()) as u64;
    let a = &mut model.answer;
    if small(a.parts.directed) {
        a.parts.themselves += std::mem::take(&mut a.parts.directed);
        left_out.directed = true;
    }
    a.withdrawn = a.withdrawn.filter(|n| !small(*n));
    a.orphans = if small(a.orphans) { 0 } else { a.orphans };
    if let Some(page) = &mut model.lone_page {
        page.bursts.retain(|b| b.marks >= K);
    }
    model.taken_back.retain(|t| t.accounts >= K);
    for t in &mut model.taken_back {
        t.listed = None;
        keep_none_of_few(&mut t.named, |from| from.marks, t.marks);
        t.crew = t.crew.take().filter(|(_, n)| *n >= K && t.accounts - n >= K);
    }
    let told: HashSet<String> = model.crews.iter().map(|c| c.crew.clone()).collect();
    for kind in &mut model.answer.crews {
        let of = || model.crews.iter().filter(|c| c.kind == kind.kind);
        let all = std::mem::replace(&mut kind.crews, of().count() as u64);
        kind.few = all > kind.crews;
        kind.accounts = of().map(|c| c.accounts).sum();
        kind.marks = of().map(|c| c.given).sum::<f64>() + 0.0;
    }
    model.growth = model.growth.drain(..).filter_map(coarser).collect();
    reduce_pages(&mut model, &told, &mut left_out);
    // Of what page the total is told: where its others are few, its crews' marks would say how few.
    let totals: HashSet<(String, String)> = (model.pages.shown.iter().filter(|p| !p.others_few))
        .map(|p| (p.page.clone(), p.verb.clone()))
        .collect();
    let total_told = |page: &str, verb: &str| totals.contains(&(page.to_owned(), verb.to_owned()));
    for crew in &mut model.crews {
        for s in &mut crew.served {
            s.likes = s.likes.filter(|_| total_told(&s.page, &s.verb));
        }
        left_out.jobs += reduce_crew(crew, pseudonym);
        reduce_pictures(&mut crew.pictures);
    }
    model.growth.retain(|g| g.of.as_ref().is_none_or(|of| total_told(&of.page, &of.verb)));
    model.by_country.retain(|p| total_told(&p.of.page, &p.of.verb));
    model.by_country = model.by_country.drain(..).filter_map(super::by_country::reduced).collect();
    // What a decoy or an error rate says is of no person; what opens the gate is not for the public.
    model.gate = Gate::default();
    let p = &mut model.provenance;
    for column in &mut p.mapping {
        column.samples = column.samples.iter().map(|s| model.gate.sample(&column.role, s)).collect();
    }
    p.rejected.clear();
    let bare =
        |name: &str| Path::new(name).file_name().map_or(String::new(), |n| n.to_string_lossy().into_owned());
    for warning in &mut p.warnings {
        *warning = p.inputs.iter().fold(std::mem::take(warning), |w, i| w.replace(&i.name, &bare(&i.name)));
    }
    p.ledger.unseen_withdrawals = p.ledger.unseen_withdrawals.filter(|n| !small(*n));
    p.inputs.iter_mut().for_each(|i| i.name = bare(&i.name));
    p.settings_file.iter_mut().for_each(|f| f.name = bare(&f.name));
    p.settings
        .iter_mut()
        .filter(|s| ["accounts", "pages"].contains(&s.name.as_str()))
        .for_each(|s| s.value = bare(&s.value));
    Public { model, left_out }
}

/// Keeps what counts at least [`K`], and so much less of it that what is left out of `all` is none, or at least [`K`]:
/// the difference would say it. Gives the sum of what is left out.
fn keep_none_of_few<T>(list: &mut Vec<T>, count: impl Fn(&T) -> u64, all: u64) -> u64 {
    list.retain(|of| count(of) >= K);
    loop {
        let left = all.saturating_sub(list.iter().map(&count).sum());
        let least = (0..list.len()).min_by_key(|i| count(&list[*i]));
        match least.filter(|_| small(left)) {
            Some(least) => drop(list.remove(least)),
            None => return left,
        }
    }
}

/// Leaves small jobs and pages out of a crew. Says how many jobs.
fn reduce_crew(crew: &mut CrewRow, pseudonym: &dyn Fn(&str) -> Option<String>) -> u64 {
    let (pages, jobs) = (crew.served.len(), crew.timeline.len());
    let of_page = |s: &ServedPage| s.marks;
    let of_job = |j: &JobRow| u64::from(j.accounts);
    let was = crew.served.clone();
    let marks = crew.served_rest.marks + crew.served.iter().map(of_page).sum::<u64>();
    // A page of which the crew gave nearly all would say how many it did not give.
    crew.served.retain(|s| s.likes.is_none_or(|likes| !small(likes.saturating_sub(s.marks))));
    crew.served_rest.marks = keep_none_of_few(&mut crew.served, of_page, marks);
    crew.served_rest.rows += (pages - crew.served.len()) as u64;
    let marks = crew.timeline_rest.marks + crew.timeline.iter().map(of_job).sum::<u64>();
    crew.timeline_rest.marks = keep_none_of_few(&mut crew.timeline, of_job, marks);
    crew.timeline_rest.rows += (jobs - crew.timeline.len()) as u64;
    let place = |p: u32| {
        let page = was.get(p as usize)?;
        crew.served.iter().position(|s| (&s.page, &s.verb) == (&page.page, &page.verb)).map(|i| i as u32)
    };
    for j in &mut crew.timeline {
        j.page = j.page.and_then(place);
        j.withdrawn = j.withdrawn.filter(|n| !small(u64::from(*n)));
    }
    for rest in [&mut crew.served_rest, &mut crew.timeline_rest] {
        // All that a crew did is of few: nothing is said of it.
        if small(rest.marks) {
            *rest = Rest::default();
        }
    }
    if !crew.kind.is_doubted() {
        crew.members.clear();
        crew.members_rest = 0;
    }
    for member in &mut crew.members {
        // An account without a name in the table of members has no pseudonym to carry.
        member.label = pseudonym(&member.label).unwrap_or_default();
    }
    crew.members.retain(|m| !m.label.is_empty());
    if let Some(f) = &mut crew.framing {
        f.withdrawn = f.withdrawn.filter(|n| !small(*n));
    }
    crew.evidence.iter_mut().for_each(few_in_words);
    (jobs - crew.timeline.len()) as u64
}

/// Says that members who took marks back are few, instead of how many.
fn few_in_words(piece: &mut Piece) {
    let few = |(name, n): &(String, f64)| name == "members" && small(n.round() as u64);
    if piece.values.iter().any(few) {
        piece.message = "takes_back.few".to_owned();
        piece.values = vec![("k".to_owned(), K as f64)];
    }
}

/// A picture whose cells are single accounts goes; one of sums stays where none of them is of few.
fn reduce_pictures(pictures: &mut Pictures) {
    let few = |of: [&Line; 2]| of.iter().any(|line| line.0.iter().any(|n| small(*n)));
    pictures.blocks = None;
    pictures.seconds.clear();
    pictures.created.take_if(|c| few([&c.members, &c.others]));
    pictures.mirrored.take_if(|m| few([&m.given, &m.taken]));
    if let Some(m) = &mut pictures.mirrored {
        m.given_to.retain(|p| p.marks >= K);
        m.taken_from.retain(|p| p.marks >= K);
    }
}

/// The same growth by longer periods, as long as it takes for no count to be of few; `None` where no length does.
fn coarser(mut g: Growth) -> Option<Growth> {
    // What a small chance of mirrored support adds up to is counted with the marks for themselves.
    if g.directed.0.iter().any(|n| small(*n)) {
        g.directed.0.fill(0);
    }
    let few = |g: &Growth| {
        let others = |i: usize| g.given.0[i] - g.doubted.0[i].min(g.given.0[i]);
        let counts = (0..g.given.0.len()).any(|i| small(others(i)));
        counts || [&g.given, &g.doubted, &g.withdrawn].iter().any(|line| line.0.iter().any(|n| small(*n)))
    };
    while few(&g) {
        if g.given.0.len() < 4 {
            return None;
        }
        let pairs = |line: &Line| Line(line.0.chunks(2).map(|pair| pair.iter().sum()).collect());
        let places = |line: &Line| {
            let mut half: Vec<u64> = line.0.iter().map(|i| i / 2).collect();
            half.dedup();
            Line(half)
        };
        g = Growth { every: g.every * 2, ..g.each(pairs, places) };
    }
    Some(g)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::build_model;
    use crate::testing::{showcase, small as small_audit};
    use crate::words::t;
    use claque_detect::Kind;

    fn reduced(all_members: bool, reveal: bool) -> Public {
        let (audit, log, provenance) = showcase();
        let model = build_model(&audit, &log, provenance, Gate { all_members, reveal });
        reduce(model, &|label| Some(format!("K-{label}")))
    }

    #[test]
    fn no_small_count_is_left() {
        let public = reduced(false, false);
        for crew in &public.model.crews {
            assert!(crew.accounts >= K);
            assert!(
                crew.timeline
                    .iter()
                    .all(|j| u64::from(j.accounts) >= K && !j.withdrawn.is_some_and(|n| small(n.into())))
            );
            assert!(crew.served.iter().all(|s| s.marks >= K));
            assert!(crew.timeline.iter().all(|j| j.page.is_none_or(|p| (p as usize) < crew.served.len())));
        }
        let pages = &public.model.pages;
        assert!(!pages.shown.is_empty());
        for p in &pages.shown {
            assert!(!small(p.likes) && !small(p.parts.doubted) && !small(p.parts.directed), "{p:?}");
            assert!(!p.withdrawn.is_some_and(small));
        }
        let (audit, _, _) = showcase();
        let most = audit.pages.iter().map(|p| p.hired + p.fabricated).fold(0.0, f64::max).round() as u64;
        assert_eq!(pages.shown[0].parts.doubted, most, "what matters most is told");
        assert!(!small(pages.rest.doubted), "the rest is none, or ten: {:?}", pages.rest);
    }

    #[test]
    fn periods_grow_until_no_count_is_of_few() {
        let line = |of: &[u64]| Line(of.to_vec());
        let g = Growth {
            of: None,
            from: crate::model::Instant(0),
            every: 3_600,
            given: line(&[40, 30, 12, 12]),
            directed: line(&[0, 1, 0, 0]),
            doubted: line(&[8, 8, 0, 0]),
            withdrawn: line(&[0, 0, 0, 0]),
            level: line(&[30, 30, 30, 30]),
            surges: line(&[0, 1]),
            stops: line(&[3]),
        };
        let told = coarser(g.clone()).unwrap();
        assert_eq!((told.every, told.given.0, told.doubted.0), (7_200, vec![70, 24], vec![16, 0]));
        assert_eq!((told.surges.0, told.stops.0, told.directed.sum()), (vec![0], vec![1], 0));
        assert_eq!(coarser(Growth { given: line(&[1, 1, 0, 1]), ..g }), None);
    }

    #[test]
    fn totals_stay_and_small_crews_go() {
        let (audit, log, provenance) = small_audit();
        let model = build_model(&audit, &log, provenance, Gate::default());
        let public = reduce(model.clone(), &|_| None);
        assert_eq!(public.left_out.crews, 2, "both have three accounts");
        assert!(public.model.crews.is_empty() && public.model.pages.shown.is_empty());
        let left_out: Vec<Kind> =
            public.model.answer.crews.iter().filter(|k| k.few).map(|k| k.kind).collect();
        let had: Vec<Kind> = model.answer.crews.iter().filter(|k| k.crews > 0).map(|k| k.kind).collect();
        assert_eq!(left_out, had);
        assert_eq!(public.model.answer.parts, model.answer.parts);
    }

    #[test]
    fn that_small_crews_are_left_out_is_not_that_there_is_none() {
        let (audit, log, provenance) = small_audit();
        let mut model = build_model(&audit, &log, provenance, Gate::default());
        model.untested.clear();
        for crew in &mut model.crews {
            crew.kind = Kind::Directed;
        }
        let crews = model.crews.len() as u64;
        for of in &mut model.answer.crews {
            of.crews = if of.kind == Kind::Directed { crews } else { 0 };
        }
        model.answer.message = "answer.none_doubted".to_owned();
        let public = reduce(model, &|_| None);
        let report = crate::edition::public_page(&public);
        let press = crate::edition::press(&public);
        for (page, words) in [
            (&report, t!("answer.directed_few", k = K)),
            (&report, t!("answer.few_crowds", k = K)),
            (&report, t!("crew.none_few", k = K)),
            (&press, t!("answer.directed_few", k = K)),
            (&press, t!("answer.few_crowds", k = K)),
        ] {
            assert!(page.contains(&words), "{words}");
        }
        for words in [t!("answer.directed_none"), t!("crew.none"), t!("pages.intro_alone")] {
            assert!(!report.contains(&words) && !press.contains(&words), "{words}");
        }
    }

    #[test]
    fn whatever_was_asked_of_the_audit_the_public_sees_no_name() {
        let public = reduced(true, true);
        assert_eq!(public.model.gate, Gate::default());
        let json = public.model.to_json().unwrap();
        assert!(json.contains("K-user"), "a doubted crew's members are shown under the key");
        assert!(!json.contains("\"user0"), "and under nothing else");
        assert!(public.model.crews.iter().filter(|c| !c.kind.is_doubted()).all(|c| c.members.is_empty()));
        assert!(public.model.provenance.rejected.is_empty());
    }
}
