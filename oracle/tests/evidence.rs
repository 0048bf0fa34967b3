//! Guards the numbers of the evidence: every piece on every crew, its bits and P(kind), against plain sums over
//! rows, for random crews on random logs with creation times, withdrawals and withdrawals without a gift.

mod support;

use claque_detect::inside::{Completed, Scene, compete};
use claque_detect::{Kind, Piece};
use claque_marks::parameters::{KindParameters, PieceParameters};
use claque_marks::window::{DAY, HOUR};
use claque_marks::{NEVER, NO_PATTERN, Seed};
use claque_oracle::close;
use claque_oracle::crew::{Crew, Look};
use claque_oracle::evidence::{self, Number};
use claque_oracle::log::{Log, Mark};
use rand::{Rng, RngExt};
use std::collections::{BTreeMap, BTreeSet};
use support::{Case, in_threads};

const CASES: u64 = 800;
/// Crews of one log.
const CREWS: usize = 2;

/// A random log in which some were created together, and some pages are taken back from soon after something
/// else was marked: mostly by accounts of even number, who are mostly members.
fn log(seed: u64, r: &mut impl Rng) -> Log {
    let mut log = Log::random(seed);
    log.timed = seed % 8 != 7;
    log.owners_known = seed % 3 != 1;
    let begin = log.marks.iter().map(|m| m.time).min().unwrap();
    if r.random_range(0..4) > 0 {
        let made = begin - r.random_range(1..100) * DAY;
        let batches = u32::from(!seed.is_multiple_of(3));
        log.created = (0..log.accounts)
            .map(|a| match r.random_range(0..6) {
                0 => NEVER,
                1 | 2 if a % 2 == 0 => made + i64::from(a % 3 * batches) * DAY + r.random_range(0..HOUR),
                _ => begin - r.random_range(0..200 * DAY),
            })
            .collect();
    }
    if r.random_range(0..4) > 0 {
        log.pattern = (0..log.accounts)
            .map(|a| match r.random_range(0..6) {
                0 => NO_PATTERN,
                1..=3 if a % 2 == 0 => 2,
                _ => r.random_range(0..4),
            })
            .collect();
    }
    let rivals: Vec<u32> = (0..r.random_range(0..=3)).map(|_| r.random_range(0..5)).collect();
    for a in (0..log.accounts).step_by(2) {
        for &page in &rivals {
            log.mark(a, page, begin + r.random_range(0..HOUR));
        }
    }
    // In half of the logs others hardly ever take back.
    let seldom = [1, 50][seed as usize % 2];
    for i in 0..log.marks.len() {
        let m = log.marks[i];
        let later = |x: &&Mark| x.account == m.account && x.time >= m.time;
        let times: Vec<i64> = log.marks.iter().filter(later).map(|x| x.time).collect();
        let after = times[r.random_range(0..times.len())];
        let often = [39, 1 / seldom][m.account as usize % 2];
        if rivals.contains(&m.page) && r.random_range(0..40) < often {
            log.marks[i].withdrawn = Some(after + r.random_range(0..HOUR / 2));
        }
    }
    for a in 0..log.accounts {
        let times: Vec<i64> = log.marks.iter().filter(|x| x.account == a).map(|x| x.time).collect();
        let (page, at) = (r.random_range(0..5), times[r.random_range(0..times.len())]);
        let gift = log.marks.iter().any(|m| m.key() == (a, page, 0));
        let rare = [6, 60 * seldom][a as usize % 2];
        if !rivals.is_empty() && r.random_range(0..rare) == 0 && !gift {
            log.orphans.push((a, page, 0, at + r.random_range(0..4 * HOUR)));
        }
    }
    log
}

/// Up to three crews among the withdrawals, mostly of accounts of even number; rising.
fn takers(accounts: u32, r: &mut impl Rng) -> Vec<Vec<u32>> {
    let mut crew =
        || (0..accounts).filter(|a| r.random_range(0..if a % 2 == 0 { 2 } else { 9 }) == 0).collect();
    (0..accounts % 4).map(|_| crew()).collect()
}

/// Thresholds that some crews of a small log reach and others do not.
fn parameters(r: &mut impl Rng) -> KindParameters {
    let usual = KindParameters::default();
    KindParameters {
        new_day: r.random_range(0.5..60.0),
        taste_near: r.random_range(0.5..1.5),
        taste_least: r.random_range(0.1..4.0),
        return_least: r.random_range(0.0..4.0),
        return_prior: r.random_range(0.1..5.0),
        coherence_least: r.random_range(0.0..20.0),
        coherence_life: r.random_range(1.0..400.0),
        coherence_owners: r.random_range(2..=5),
        bunch_reach: r.random_range(0.2..30.0),
        bunch_size: r.random_range(1..=3),
        one_owner: r.random_range(0.1..0.9),
        batch_others: r.random_range(0.0..0.6),
        pattern_least: r.random_range(2..=8),
        pattern_common: r.random_range(0.1..0.6),
        empty_marks: f64::from(r.random_range(0..=6)),
        mirror_reach: r.random_range(0.5..5.0),
        circle_closure: r.random_range(0.2..1.0),
        circle_share: r.random_range(0.2..1.0),
        circle_each: r.random_range(1.0..5.0),
        circle_pages: r.random_range(1.0..7.0),
        circle_owners: r.random_range(1.0..8.0),
        circle_seconds: r.random_range(1.0..2000.0),
        circle_coherence: r.random_range(1.0..3.0),
        days_cap: r.random_range(2.0..5.0),
        rotation_days: r.random_range(1.0..20.0),
        once_least: r.random_range(0.0..5.0),
        once_life: r.random_range(0.0..0.4),
        recurrence: PieceParameters { threshold: r.random_range(1.0..1.6), ..usual.recurrence.clone() },
        at_once: PieceParameters { threshold: r.random_range(0.5..1.5), ..usual.at_once.clone() },
        own_public: PieceParameters { threshold: r.random_range(0.5..2.0), ..usual.own_public.clone() },
        ..usual
    }
}

#[test]
fn every_piece_on_every_crew() {
    let mut tested: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    let (mut rivals, mut bunched, mut near, mut alike, mut together, mut once) = (0, 0, 0, 0, 0, 0);
    for seed in 0..CASES {
        let mut r = Seed(seed).for_stage("oracle evidence", 0);
        let mut c = Case::of(seed, log(seed, &mut r));
        let p = parameters(&mut r);
        c.p.batch_reach = r.random_range(0.1..3.0);
        c.p.batch_apart = c.p.batch_reach * r.random_range(1.0..200.0);
        c.p.batch_share = r.random_range(0.1..0.8);
        let (engine, plain): (Vec<Completed>, Vec<Crew>) = (0..CREWS).map(|_| c.crew(&mut r)).unzip();
        let ground = c.ground();
        let taken = takers(c.log.accounts, &mut r);
        let taken_sets: Vec<BTreeSet<u32>> = taken.iter().map(|t| t.iter().copied().collect()).collect();
        for (at, completed) in engine.iter().enumerate() {
            if completed.membership.members().is_empty() {
                continue;
            }
            let (pieces, kinds) = in_threads(|| {
                let scene = Scene::of(&ground, &p, &engine, &taken);
                compete(&scene, &scene.view(completed))
            });
            let look = Look::of(&c.log, (&p, &c.p), &plain, &taken_sets, at);
            let by_hand = evidence::all(&look);
            assert_eq!(pieces.len(), by_hand.len());
            for (piece, (name, number, bits)) in pieces.iter().zip(&by_hand) {
                assert_eq!(piece.piece, *name);
                agrees(seed, piece, number);
                assert!(
                    piece.bits.iter().zip(bits).all(|(e, p)| close(*e, *p)),
                    "{name}: {piece:?} {bits:?}"
                );
                let count = tested.entry(name).or_default();
                *if number.value.is_some() { &mut count.0 } else { &mut count.1 } += 1;
                rivals += usize::from(*name == "mirror" && number.value > Some(0.0));
                alike += usize::from(*name == "pattern" && number.value > Some(0.2));
                together += usize::from(*name == "takes_back" && number.value > Some(0.2));
                bunched += usize::from(*name == "creation" && number.value > Some(0.0));
                let batches = number.named.iter().any(|n| n.0 == "batches" && n.1 > 0.0);
                once += usize::from(number.value.is_none() && batches);
                near +=
                    usize::from(*name == "own_taste" && number.value.is_some() && number.named[0].1 > 0.0);
            }
            let probable = evidence::kinds(&by_hand, &p);
            assert!(kinds.0.iter().zip(&probable).all(|(e, p)| close(*e, *p)), "{kinds:?} {probable:?}");
            weights_add_up(&pieces, &kinds.0, &evidence::by_tables(&by_hand, &p), &p);
        }
    }
    for (name, (yes, no)) in &tested {
        let always = ["size", "closure"].contains(name);
        let least = if *name == "batches" { 80 } else { 200 };
        assert!(*yes > least && (always || *no > 20), "{name}: tested {yes} times, {no} times not");
    }
    assert!(rivals > 20 && bunched > 100 && near > 100, "{rivals} {bunched} {near}");
    assert!(alike > 50 && together > 100 && once > 5, "{alike} {together} {once}");
}

fn agrees(seed: u64, piece: &Piece, plain: &Number) {
    let same = |e: Option<f64>, p: Option<f64>| match (e, p) {
        (Some(e), Some(p)) => close(e, p),
        (e, p) => e.is_none() && p.is_none(),
    };
    assert!(same(piece.value, plain.value), "seed {seed}: {piece:?} {plain:?}");
    assert!(same(piece.expected, plain.expected), "seed {seed}: {piece:?} {plain:?}");
    assert_eq!(piece.testable, plain.value.is_some());
    let names = piece.values.iter().map(|v| v.0.as_str());
    assert!(names.eq(plain.named.iter().map(|n| n.0)), "seed {seed}: {piece:?} {plain:?}");
    for (e, p) in piece.values.iter().zip(&plain.named) {
        assert!(close(e.1, p.1), "seed {seed}: {piece:?} {plain:?}");
    }
}

/// What a reader is shown: weights and the prior's add up to the odds by the tables of the called kind against its strongest
/// rival of the other camp; of directed crews, the strongest kind by which nobody was told to act.
fn weights_add_up(pieces: &[Piece], kinds: &[f64; 6], by_tables: &[f64; 6], p: &KindParameters) {
    let best =
        |of: &mut dyn Iterator<Item = usize>| of.max_by(|a, b| kinds[*a].total_cmp(&kinds[*b])).unwrap();
    let doubted = |k: usize| k < 2;
    let called = best(&mut (0..6).filter(|k| doubted(*k) == (kinds[0] + kinds[1] > 0.5)));
    let against = |k: usize| if called == 2 { k > 2 } else { doubted(k) != doubted(called) };
    let rival = best(&mut (0..6).filter(|k| against(*k)));
    let says = |e: &Piece| e.piece != "circle" || e.message == "circle.high";
    let tested = |name: &str| pieces.iter().any(|e| e.piece == name && e.testable && says(e));
    let prior = |k: usize| {
        let unrelated = ["breadth", "coherence", "circle"].into_iter().any(tested);
        let untested = (k == 0 && !unrelated)
            || (k == 1 && !["creation", "batches", "pattern"].into_iter().any(tested))
            || (k == 2 && !tested("mirror"));
        p.prior[k] * if untested { p.untested_share } else { 1.0 }
    };
    let said: f64 = pieces.iter().filter_map(|e| e.weight).sum();
    let odds = (by_tables[called] / by_tables[rival]).log2();
    assert!((said + (prior(called) / prior(rival)).log2() - odds).abs() < 1e-6, "{:?}", Kind::ALL[called]);
}
