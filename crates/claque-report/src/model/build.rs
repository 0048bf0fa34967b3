//! From an audit, in numbers, to the saved model, with names and behind the gate.

use super::by_country::by_country;
use super::framing::framing;
use super::pictures::{PAGES_GROWN, Sight, growths, pictures};
use super::taken_back::taken_back;
use super::*;
use crate::provenance::{Mapped, Provenance, REJECTED_MOST, RejectedRow};
use crate::pseudonyms::{Pseudonyms, surest_first};
use claque_chance::softmax_bits;
use claque_detect::{Crew, Standing, standing};
use claque_log::Log;
use claque_marks::TargetId;
use claque_marks::parameters::KindParameters;
use claque_verdict::{Audit, CrewVerdict, PageVerdict};
use rayon::prelude::*;
use std::collections::{BTreeMap, HashSet};

/// Doubted marks from which a page's own growth is drawn.
const GROWN_FROM: f64 = 5.0;

/// Makes the saved model of an audit.
pub fn build_model(audit: &Audit, log: &Log, provenance: Provenance, gate: Gate) -> Model {
    let pseudonyms = Pseudonyms::new(audit, &log.names, gate);
    let full = told_in_full(audit);
    let in_a_crew = audit
        .crews
        .iter()
        .flat_map(|c| c.crew.members.iter().filter(|m| m.posterior > 0.5).map(|m| m.account))
        .collect();
    let row = |(i, c): (usize, &CrewVerdict)| {
        let sight = Sight { crew: &c.crew, log, names: &pseudonyms, in_a_crew: &in_a_crew };
        crew(i, c, full.contains(&i), &sight, gate, &audit.parameters.kinds)
    };
    let (crews, (growth, pages)) = rayon::join(
        || audit.crews.par_iter().enumerate().with_max_len(1).map(row).collect(),
        || {
            let doubted = most_doubted(audit).iter().map(|p| p.target).collect::<Vec<_>>();
            (growths(audit, log, &doubted), pages(audit, log))
        },
    );
    let mut decoys = audit.decoys.clone();
    for s in &mut decoys.by_shuffle {
        s.scores.truncate(DECOY_SCORES_MOST);
    }
    let (searched, spike_ins) = (decoys.searched, audit.power.planted);
    Model {
        claque: Marker { format: FORMAT, version: env!("CARGO_PKG_VERSION").to_owned() },
        stamp: Stamp { decoys: searched, spike_ins, established: searched > 0 && spike_ins > 0 },
        gate,
        answer: answer(audit, log),
        coverage: audit.coverage,
        decoys,
        power: audit.power.clone(),
        calibration: audit.calibration.clone(),
        interval_ends: audit.ends,
        missed: audit.missed,
        sensitivity: audit.sensitivity.clone(),
        lone_page: audit.lone_page.clone(),
        taken_back: taken_back(audit, log, gate),
        searched: audit.searched.clone(),
        untested: audit.untested.clone(),
        parameters: audit.parameters.clone(),
        seed: audit.seed,
        growth,
        by_country: by_country(audit, log),
        pages,
        crews,
        mapping: provenance
            .mapping
            .iter()
            .map(|m| MappedColumn { role: m.role.clone(), column: m.column.clone() })
            .collect(),
        provenance: block(provenance, gate),
    }
}

/// The crews that matter: doubted first, then mirrored support, each by falling size.
fn told_in_full(audit: &Audit) -> HashSet<usize> {
    let of = |wanted: fn(Kind) -> bool| {
        audit.crews.iter().enumerate().filter(move |(_, c)| wanted(c.crew.kinds.called())).map(|(i, _)| i)
    };
    of(Kind::is_doubted).chain(of(|k| k == Kind::Directed)).take(CREWS_IN_FULL).collect()
}

fn block(from: Provenance, gate: Gate) -> ProvenanceBlock {
    let mapped =
        |m: Mapped| Mapped { samples: m.samples.iter().map(|s| gate.sample(&m.role, s)).collect(), ..m };
    let row = |r: RejectedRow| RejectedRow { content: r.content.and_then(|c| gate.row_content(&c)), ..r };
    ProvenanceBlock {
        title: from.title,
        inputs: from.inputs,
        ledger: from.ledger,
        rejected: from.rejected.into_iter().take(REJECTED_MOST).map(row).collect(),
        mapping: from.mapping.into_iter().map(mapped).collect(),
        time_format: from.time_format,
        warnings: from.warnings,
        settings: from.settings,
        settings_file: from.settings_file,
        outputs: vec![],
    }
}

/// Whole numbers that add up to the marks given: the two estimates are rounded, the rest is the rest.
fn parts(likes: u64, doubted: f64, directed: f64) -> Parts {
    let doubted = (doubted.max(0.0).round() as u64).min(likes);
    let directed = (directed.max(0.0).round() as u64).min(likes - doubted);
    Parts { themselves: likes - doubted - directed, directed, doubted }
}

fn answer(audit: &Audit, log: &Log) -> Answer {
    let t = &audit.totals;
    let crews = Kind::ALL.map(|kind| {
        let of: Vec<_> = audit.crews.iter().filter(|c| c.crew.kinds.called() == kind).collect();
        KindCount {
            kind,
            crews: of.len() as u64,
            accounts: of.iter().map(|c| c.crew.accounts() as u64).sum(),
            marks: plain(of.iter().map(|c| c.crew.given()).sum()),
            few: false,
        }
    });
    let doubted_crews: u64 = crews.iter().filter(|k| k.kind.is_doubted()).map(|k| k.crews).sum();
    let message = match (t.likes, doubted_crews, audit.crews.is_empty()) {
        (0, _, _) => "answer.empty",
        (_, 0, true) if audit.untested.iter().any(|k| k == "small_log") => "answer.small",
        (_, 0, true) => "answer.no_crew",
        (_, 0, false) => "answer.none_doubted",
        _ => "answer.doubted",
    };
    let doubted = |c: &&CrewVerdict| c.crew.kinds.called().is_doubted();
    Answer {
        message: message.to_owned(),
        likes: t.likes,
        withdrawn: Some(t.withdrawn),
        orphans: t.orphans,
        accounts: t.accounts,
        pages: t.pages,
        doubted_pages: Some(doubted_pages(audit, log)),
        verbs: log.names.verbs.len() as u64,
        authentic: plain(t.authentic),
        interval: t.authentic_lo.zip(t.authentic_hi),
        hired: plain(t.hired),
        directed: plain(t.directed),
        fabricated: plain(t.fabricated),
        parts: parts(t.likes, t.hired + t.fabricated, t.directed),
        q: audit.crews.iter().filter(doubted).filter_map(|c| c.q).max_by(f64::total_cmp),
        crews,
        first: t.span.map(|s| Instant(s.0)),
        last: t.span.map(|s| Instant(s.1)),
    }
}

pub(super) fn page_name(log: &Log, target: TargetId) -> String {
    log.names.page(log.columns.target_page[target.index()]).to_owned()
}

pub(super) fn verb_name(log: &Log, target: TargetId) -> String {
    log.names.verb(log.columns.target_verb[target.index()]).to_owned()
}

/// Pages on which a doubted crew did a job.
fn doubted_pages(audit: &Audit, log: &Log) -> u64 {
    let doubted = audit.pages.iter().filter(|p| served_by(p, audit, Kind::is_doubted));
    doubted.map(|p| log.columns.target_page[p.target.index()]).collect::<HashSet<_>>().len() as u64
}

/// Whether a crew of such a kind did a job on the page.
fn served_by(p: &PageVerdict, audit: &Audit, of: fn(Kind) -> bool) -> bool {
    p.crews.iter().any(|&c| audit.crews.get(c as usize).is_some_and(|c| of(c.crew.kinds.called())))
}

fn page(p: &PageVerdict, audit: &Audit, log: &Log) -> PageRow {
    PageRow {
        page: page_name(log, p.target),
        verb: verb_name(log, p.target),
        likes: p.likes,
        others_few: false,
        small_chances: !served_by(p, audit, Kind::is_doubted),
        directed_small: !served_by(p, audit, |k| k == Kind::Directed),
        withdrawn: Some(p.withdrawn),
        authentic: plain(p.authentic),
        authentic_lo: p.authentic_lo,
        authentic_hi: p.authentic_hi,
        parts: parts(p.likes, p.hired + p.fabricated, p.directed),
        organised: plain(p.organised),
        episode: plain(p.episode),
        by_crew: Some(plain(p.by_crew)),
        limit: p.limit,
        q: p.q,
        crews: p.crews.iter().map(|&c| crew_name(c as usize)).collect(),
    }
}

/// JSON has no word for what is not a number: it is not known.
fn finite(value: Option<f64>) -> Option<f64> {
    value.filter(|v| v.is_finite()).map(plain)
}

/// −0 and 0 are one number and must be one text: a sum of nothing is −0.
fn plain(value: f64) -> f64 {
    value + 0.0
}

fn sound(piece: &Piece) -> Piece {
    Piece {
        value: finite(piece.value),
        expected: finite(piece.expected),
        weight: finite(piece.weight),
        values: piece.values.iter().filter(|v| v.1.is_finite()).map(|v| (v.0.clone(), plain(v.1))).collect(),
        ..piece.clone()
    }
}

/// The name of the crew at this place.
pub(crate) fn crew_name(index: usize) -> String {
    format!("C{}", index + 1)
}

fn doubt(p: &PageVerdict) -> f64 {
    p.hired + p.fabricated
}

fn touched(p: &PageVerdict) -> bool {
    !p.crews.is_empty() || doubt(p) + p.directed > 0.0
}

/// The pages that a crew touched, most doubted first.
fn ranked(audit: &Audit) -> Vec<&PageVerdict> {
    let mut list: Vec<&PageVerdict> = audit.pages.iter().filter(|p| touched(p)).collect();
    list.sort_by(|a, b| {
        doubt(b)
            .total_cmp(&doubt(a))
            .then(b.directed.total_cmp(&a.directed))
            .then(b.likes.cmp(&a.likes))
            .then(a.target.cmp(&b.target))
    });
    list
}

/// Pages that a doubted crew gave at least a few marks, most doubted first.
pub(super) fn most_doubted(audit: &Audit) -> Vec<&PageVerdict> {
    let doubted = |p: &&PageVerdict| doubt(p) >= GROWN_FROM && served_by(p, audit, Kind::is_doubted);
    ranked(audit).into_iter().filter(doubted).take(PAGES_GROWN).collect()
}

fn pages(audit: &Audit, log: &Log) -> Pages {
    let list = ranked(audit);
    let rest = |of: &mut dyn Iterator<Item = &PageVerdict>| {
        of.fold(Rest::default(), |r, p| Rest {
            rows: r.rows + 1,
            marks: r.marks + p.likes,
            doubted: r.doubted + parts(p.likes, doubt(p), p.directed).doubted,
        })
    };
    Pages {
        shown: list.iter().take(PAGES_MOST).map(|p| page(p, audit, log)).collect(),
        rest: rest(&mut list.iter().skip(PAGES_MOST).copied()),
        untouched: rest(&mut audit.pages.iter().filter(|p| !touched(p))),
    }
}

/// What the pieces start from, and what they and calibration add up to.
fn odds(crew: &Crew, parameters: &KindParameters) -> Odds {
    let Standing { prior, total, called, rival, .. } = standing(parameters, &crew.evidence);
    let between = |bits: [f64; 6]| plain(bits[called as usize] - bits[rival as usize]);
    let now = (crew.kinds.of(called) / crew.kinds.of(rival)).log2() - between(total);
    // A probability of 0 has no bits, and what is less than a millionth of one is rounding.
    let calibrated = Some(now).filter(|b| b.is_finite() && b.abs() > 1e-6).unwrap_or(0.0);
    let before = softmax_bits(&total)[called as usize];
    Odds { rival, prior: between(prior), calibrated, before, odds: between(total) + calibrated }
}

fn crew(
    index: usize,
    c: &CrewVerdict,
    in_full: bool,
    sight: &Sight<'_>,
    gate: Gate,
    parameters: &KindParameters,
) -> CrewRow {
    let Sight { crew: found, log, names, .. } = *sight;
    let kind = found.kinds.called();
    // What it served, by falling marks, then name: a target is numbered by name.
    let mut by_target: BTreeMap<TargetId, (u64, u64)> = BTreeMap::new();
    for job in &found.jobs {
        let entry = by_target.entry(job.target).or_default();
        entry.0 += 1;
        entry.1 += u64::from(job.accounts);
    }
    let pages: HashSet<_> = by_target.keys().map(|t| log.columns.target_page[t.index()]).collect();
    let mut served: Vec<_> = by_target.into_iter().collect();
    served.sort_by(|a, b| b.1.1.cmp(&a.1.1).then(a.0.cmp(&b.0)));
    let named = if in_full { CREW_PAGES_MOST.min(served.len()) } else { 0 };
    let place = |t: TargetId| served[..named].iter().position(|s| s.0 == t).map(|i| i as u32);

    let mut largest: Vec<usize> = (0..found.jobs.len()).collect();
    largest.sort_by(|&a, &b| found.jobs[b].accounts.cmp(&found.jobs[a].accounts).then(a.cmp(&b)));
    let told = if in_full { JOBS_MOST.min(largest.len()) } else { 0 };
    let beyond = &largest[told..];
    let mut kept = largest[..told].to_vec();
    kept.sort_unstable();

    let listed = if in_full && gate.lists_members(kind) { surest_first(&found.members) } else { vec![] };
    CrewRow {
        crew: crew_name(index),
        kind,
        kinds: found.kinds.0,
        odds: odds(found, parameters),
        in_full,
        q: c.q,
        score: found.score,
        proof: c.proof,
        log10_bound: c.log10_bound,
        explanations: c.explanations.clone(),
        framing: framing(c, log),
        accounts: found.accounts() as u64,
        given: plain(found.given()),
        by_chance: finite(Some(found.jobs.iter().map(|j| j.expected).sum::<f64>())),
        pages: pages.len() as u64,
        owners: found.owners,
        jobs: found.jobs.len() as u64,
        episodes: found.episodes,
        recurrence: finite(found.recurrence),
        coherence: finite(found.coherence),
        closure: found.closure,
        pace: finite(found.pace),
        start: found.jobs.iter().filter_map(|j| j.start).min().map(Instant),
        end: found.jobs.iter().filter_map(|j| j.end).max().map(Instant),
        scales: found.scales.clone(),
        evidence: found.evidence.iter().map(sound).collect(),
        served_rest: Rest {
            rows: (served.len() - named) as u64,
            marks: served[named..].iter().map(|s| s.1.1).sum(),
            doubted: 0,
        },
        timeline: kept
            .iter()
            .map(|&j| (j, &found.jobs[j]))
            .map(|(number, j)| JobRow {
                job: number as u32 + 1,
                page: place(j.target),
                start: j.start.map(Instant),
                end: j.end.map(Instant),
                accounts: j.accounts,
                expected: plain(j.expected),
                withdrawn: Some(j.withdrawn),
            })
            .collect(),
        timeline_rest: Rest {
            rows: beyond.len() as u64,
            marks: beyond.iter().map(|&j| u64::from(found.jobs[j].accounts)).sum(),
            doubted: 0,
        },
        members: listed
            .iter()
            .take(MEMBERS_MOST)
            .filter_map(|m| {
                Some(MemberRow { label: names.label(m.account)?, jobs: m.jobs, posterior: m.posterior })
            })
            .collect(),
        members_rest: listed.len().saturating_sub(MEMBERS_MOST) as u64,
        served: served[..named]
            .iter()
            .map(|&(t, (jobs, marks))| ServedPage {
                page: page_name(log, t),
                verb: verb_name(log, t),
                jobs,
                marks,
                likes: Some(log.columns.marks_of(t).len() as u64),
            })
            .collect(),
        pictures: if in_full { pictures(sight, gate) } else { Pictures::default() },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_add_up() {
        for (likes, doubted, directed) in [(10, 2.5, 2.5), (3, 2.9, 2.9), (0, 1.0, 1.0), (7, -0.1, 0.0)] {
            let p = parts(likes, doubted, directed);
            assert_eq!(p.themselves + p.directed + p.doubted, likes);
        }
        assert_eq!(parts(10, 2.6, 1.4), Parts { themselves: 6, directed: 1, doubted: 3 });
    }
}
