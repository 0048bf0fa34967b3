//! The stages of the search on one page: find and peel, join, complete, join again, ask for kinds, follow
//! what recurs among strangers over the whole log, and ask again.

use crate::activity::Activity;
use crate::among::Accounts;
use crate::complete::{Completed, Orders, complete};
use crate::crew::{Crew, CrewMark, Found, Job, Kind, Member, Searched, TakenBack};
use crate::evidence::{Scene, View};
use crate::followers::Followers;
use crate::free::Free;
use crate::index::Index;
use crate::join::{Joined, join};
use crate::kinds::{self, FirstLook, compete};
use crate::late::{self, LateMark};
use crate::made_together;
use crate::parts::in_parts;
use crate::peel::{self, Finding, Ground};
use crate::settle;
use crate::withdrawn;
use claque_marks::window::DAY;
use claque_marks::{AccountId, Columns, NEVER, Parameters, Seed, Silent, TargetId, Watch};
use rayon::prelude::*;

/// Searches a log for crews. A pure function of (columns, parameters, seed); `watch` is told how far it is.
pub fn search(columns: &Columns, parameters: &Parameters, seed: Seed, watch: &dyn Watch) -> Found {
    watch.begins("index");
    let (activity, index) = rayon::join(|| Activity::of(columns, &parameters.search), || Index::of(columns));
    let ground = Ground { columns, index: &index, activity: &activity, p: &parameters.search, seed, watch };
    let (findings, scales, skipped) = peel::find(&ground);
    let explained = findings.iter().map(|f| f.marks.len() as u64).sum();
    let searched = Searched { scales, skipped, findings: findings.len() as u32, explained };
    watch.progress("joining", 0, 1);
    let first = join_until_settled(&ground, &findings);
    watch.begins("withdrawals");
    let taken_back = took_back(&ground);
    let taken: Vec<Vec<u32>> = taken_back.iter().map(|t| t.accounts.iter().map(|a| a.0).collect()).collect();
    let crews = follow(&ground, parameters, first, &taken);
    watch.progress("joining", 1, 1);
    watch.begins("evidence");
    let scene = Scene::of(&ground, &parameters.kinds, &crews, &taken);
    let mut crews: Vec<Crew> = crews.par_iter().with_max_len(1).map(|c| crew(&scene, c)).collect();
    let size = |c: &Crew| c.given();
    crews.sort_by(|a, b| {
        let members = |c: &Crew| c.members.iter().map(|m| m.account).collect::<Vec<_>>();
        size(b).total_cmp(&size(a)).then_with(|| members(a).cmp(&members(b)))
    });
    Found { crews, taken_back, searched }
}

/// Joins findings into crews, completes each once, and joins again until nothing joins: completed, the
/// pieces of one pool know more of their accounts. Those that joined are completed anew; others stay as they are.
pub(crate) fn join_until_settled(ground: &Ground, findings: &[Finding]) -> Vec<Completed> {
    let free = Free::all(ground.index);
    let once = |mut joined: Vec<Joined>| -> Vec<Completed> {
        joined.sort_by_key(|j| std::cmp::Reverse(j.marks.len()));
        joined
            .par_iter()
            .with_max_len(1)
            .filter_map(|j| complete(ground, j, &free, Orders::AsJoined))
            .collect()
    };
    let joining = |findings: &[Finding]| {
        ground.watch.begins("join");
        let joined = join(ground, findings);
        ground.watch.begins("complete");
        joined
    };
    let mut crews = once(joining(findings));
    for _ in 0..ground.p.join_again {
        let pieces: Vec<Finding> = crews.iter().map(as_finding).collect();
        let joined = joining(&pieces);
        if joined.len() == crews.len() {
            break;
        }
        let (alone, joined): (Vec<Joined>, Vec<Joined>) = joined.into_iter().partition(|j| j.from.len() == 1);
        let whole = once(joined.into_iter().map(|j| Joined { scales: scales_of(&j, &crews), ..j }).collect());
        let alone = alone.iter().map(|j| crews[j.from[0] as usize].clone());
        crews = alone.chain(whole).collect();
    }
    crews
}

/// The crews that the same search finds among what was taken back. METHOD: whoever gives marks might
/// take some back, so activity is that of the whole log, scaled to the withdrawals: among themselves, the members of
/// one crew may be all that there is.
fn took_back(ground: &Ground) -> Vec<TakenBack> {
    let Some(columns) = withdrawn::taken_back(ground.columns, ground.index, ground.p) else { return vec![] };
    let scale = columns.marks() as f64 / ground.columns.marks().max(1) as f64;
    let given: Vec<f64> = ground.activity.given.iter().map(|d| d * scale).collect();
    let activity = ground.activity.clone().with_given(given);
    let index = Index::of(&columns);
    let ground = Ground { columns: &columns, index: &index, activity: &activity, watch: &Silent, ..*ground };
    let findings = peel::find(&ground).0;
    let crews = join_until_settled(&ground, &findings);
    let mut told: Vec<TakenBack> = crews.iter().map(|c| withdrawn::told(&columns, c)).collect();
    let marks = |t: &TakenBack| t.jobs.iter().map(|j| j.accounts).sum::<u32>();
    told.sort_by(|a, b| marks(b).cmp(&marks(a)).then_with(|| a.accounts.cmp(&b.accounts)));
    told
}

/// A completed crew as a finding that can be joined again.
fn as_finding(c: &Completed) -> Finding {
    let mut marks: Vec<u32> = c.membership.taken().collect();
    marks.sort_unstable();
    Finding {
        hours: c.scales.last().copied().unwrap_or(0),
        members: c.membership.members(),
        marks,
        gain: c.gain,
    }
}

/// A completed crew as what it may be completed from again.
fn as_joined(c: &Completed) -> Joined {
    Joined {
        from: vec![],
        marks: vec![],
        stretches: c.stretches.clone(),
        scales: c.scales.clone(),
        gain: c.gain,
    }
}

/// Scales of all crews that went into a joined one, rising.
fn scales_of(joined: &Joined, crews: &[Completed]) -> Vec<u32> {
    let of = |&i: &u32| crews[i as usize].scales.iter().copied();
    let mut scales: Vec<u32> = joined.from.iter().flat_map(of).collect();
    scales.sort_unstable();
    scales.dedup();
    scales
}

/// How many times those who were known before a crew may come to when it is followed.
const LED_TO: usize = 5;

/// Share of its marks that must be left of a crew that is doubted only once it was followed: crowds that its members were in by the
/// way fall off it. Where the crew as it was found turns out to be doubted as well, once all are known, that is kept, with all its
/// jobs.
const LEFT_OF: f64 = 0.5;

/// Follows crews that may be doubted over the whole log. METHOD: only what may recur without coherence is
/// followed, since a topic's fans would lead to the whole topic; and what was followed is kept only if,
/// whole, it is still doubted and not many times those who were known before, from all pieces of it: a pool of which
/// each order takes a few falls into pieces. Who was made together for one owner is told from who comes in the same
/// hours before crowds that are not doubted take their marks.
fn follow(
    ground: &Ground,
    parameters: &Parameters,
    first: Vec<Completed>,
    taken: &[Vec<u32>],
) -> Vec<Completed> {
    ground.watch.begins("follow: evidence");
    let scene = Scene::of(ground, &parameters.kinds, &first, taken);
    let look = |c: &Completed, least: f64| kinds::first_look(&scene, &scene.view(c), least);
    let looks: Vec<FirstLook> =
        first.par_iter().with_max_len(1).map(|c| look(c, ground.p.follow_doubt)).collect();
    let of_doubtful = first.iter().zip(&looks).filter(|(_, l)| l.doubt >= ground.p.follow_doubt);
    let doubtful = of_doubtful.flat_map(|(c, _)| c.membership.members());
    let doubtful = Accounts::of(ground.columns.accounts, doubtful);
    ground.watch.begins("follow");
    let mut free = Free::all(ground.index);
    let mut order: Vec<usize> = (0..first.len()).collect();
    let given: Vec<f64> = first.iter().map(|c| c.membership.given()).collect();
    order.sort_by(|&a, &b| given[b].total_cmp(&given[a]).then(a.cmp(&b)));
    let mostly_taken = |c: &Completed, free: &Free| {
        let (mut all, mut gone) = (0usize, 0usize);
        for m in c.membership.taken() {
            all += 1;
            gone += usize::from(!free.marks[m as usize]);
        }
        2 * gone > all
    };
    let mut done: Vec<Completed> = Vec::new();
    let mut rest: Vec<usize> = Vec::new();
    // Places among those done of crews that lost marks, and what they were.
    let mut lessened: Vec<(usize, usize)> = Vec::new();
    for i in order {
        let c = &first[i];
        if looks[i].doubt < ground.p.follow_doubt {
            rest.push(i);
            continue;
        }
        if mostly_taken(c, &free) {
            continue;
        }
        let least = if looks[i].doubt > 0.5 { given[i] } else { LEFT_OF * given[i] };
        let followed = complete(ground, &as_joined(c), &free, Orders::Everywhere).filter(|r| {
            let members = r.membership.members();
            let known = members.iter().filter(|a| doubtful.has(**a)).count();
            r.membership.given() >= least
                && members.len() < LED_TO * known.max(c.membership.members().len())
                && look(r, 0.5).doubt > 0.5
        });
        if followed.is_none() && looks[i].doubt <= 0.5 {
            rest.push(i);
            continue;
        }
        let kept = followed.unwrap_or_else(|| c.clone());
        let lost_marks = kept.membership.given() < given[i];
        let parts = in_parts(ground, kept, &free);
        if lost_marks && parts.len() == 1 {
            lessened.push((done.len(), i));
        }
        parts.iter().for_each(|part| free.take(ground.index, part.membership.taken()));
        done.extend(parts);
    }
    ground.watch.begins("made together");
    let made = made_together::find(ground, &free.marks);
    let mut lost: Vec<u32> = made.iter().flat_map(|c| c.membership.taken()).collect();
    lost.sort_unstable();
    free.take(ground.index, lost.iter().copied());
    done.extend(made);
    for i in rest {
        let c = &first[i];
        if mostly_taken(c, &free) {
            continue;
        }
        if let Some(whole) = looks[i].mirrors.then(|| told_to_act(&scene, c, &free)).flatten() {
            free.take(ground.index, whole.membership.taken());
            done.push(whole);
        } else if c.membership.taken().any(|m| lost.binary_search(&m).is_ok()) {
            // Who is left of it.
            done.extend(complete(ground, &as_joined(c), &free, Orders::AsJoined));
        } else {
            done.push(c.clone());
        }
    }
    for (at, i) in lessened {
        let followed = std::mem::replace(&mut done[at], first[i].clone());
        let scene = Scene::of(ground, &parameters.kinds, &done, taken);
        if crew(&scene, &done[at]).kinds.doubted() <= 0.5 {
            done[at] = followed;
        }
    }
    done
}

/// A crew that mirrored marks and withdrawals show to be directed, with its orders to their ends: windows cut them off.
/// METHOD: its people have a taste in common, so that it is led to no further page; kept only if it is still directed.
fn told_to_act(scene: &Scene, c: &Completed, free: &Free) -> Option<Completed> {
    let directed = |c: &Completed| compete(scene, &scene.view(c)).1.called() == Kind::Directed;
    if !directed(c) {
        return None;
    }
    let whole = complete(scene.ground, &as_joined(c), free, Orders::OnItsTargets)?;
    (whole.membership.given() >= c.membership.given() && directed(&whole)).then_some(whole)
}

/// A crew with membership by its followers, and its late marks.
pub(crate) fn settle(scene: &Scene, completed: &Completed) -> (Completed, Vec<LateMark>) {
    let followers = Followers::new(scene, completed);
    let settled =
        Completed { membership: settle::settle(scene.ground, &followers, completed), ..completed.clone() };
    let late = late::marks(scene, &settled, &followers);
    (settled, late)
}

/// The same without the jobs in which those members gave no more than chance would.
pub fn served(scene: &Scene, completed: &Completed) -> (Completed, Vec<LateMark>) {
    let (settled, late) = settle(scene, completed);
    settle::served(scene.ground, settled, late)
}

/// A crew as it leaves the room.
fn crew(scene: &Scene, completed: &Completed) -> Crew {
    let first = scene.view(completed);
    let at_first = compete(scene, &first);
    // METHOD: who may be doubted, and for which marks, is settled; other crowds are left as they are.
    // Members who are known by when they were made are told from nobody by when they marked.
    let settles = at_first.1.doubted() >= scene.ground.p.settle_doubt && !completed.scales.is_empty();
    let settled = settles.then(|| served(scene, completed));
    let (view, (evidence, kinds), late) = match &settled {
        None => (first, at_first, &[][..]),
        Some((settled, late)) => {
            let view = scene.view(settled);
            let kinds = compete(scene, &view);
            (view, kinds, &late[..])
        }
    };
    let completed = view.crew;
    let m = &completed.membership;
    let columns = scene.ground.columns;
    let (jobs, place) = jobs_by_time(scene, &view, late);
    let in_time = m.marks.iter().zip(&m.job).zip(&m.own).map(|((&mark, &j), &p)| (mark, j, p));
    let mut marks: Vec<CrewMark> = in_time
        .chain(late.iter().map(|l| (l.mark, l.job, l.posterior)))
        .filter(|(.., posterior)| *posterior >= 0.01)
        .map(|(mark, j, posterior)| CrewMark { mark, job: place[j as usize], posterior })
        .collect();
    marks.sort_unstable_by_key(|c| c.mark);
    let probably = late.iter().filter(|l| l.posterior > 0.5).map(|l| (l.mark, l.job));
    let given = m.marks.iter().copied().zip(m.job.iter().copied()).chain(probably);
    let mut took: Vec<(u32, u32)> = given.map(|(k, j)| (columns.account[k as usize].0, j)).collect();
    took.sort_unstable();
    took.dedup();
    let members = m
        .accounts
        .iter()
        .zip(&m.z)
        .filter(|(_, z)| **z >= 0.001)
        .map(|(&a, &posterior)| {
            let from = took.partition_point(|t| t.0 < a);
            let to = took.partition_point(|t| t.0 <= a);
            Member { account: AccountId(a), jobs: (to - from) as u32, posterior }
        })
        .collect();
    let value = |piece: &str| evidence.iter().find(|e| e.piece == piece).and_then(|e| e.value);
    Crew {
        members,
        marks,
        episodes: episodes(&jobs),
        recurrence: evidence
            .iter()
            .find(|e| e.piece == "recurrence")
            .and_then(|e| e.values.iter().find(|v| v.0 == "days"))
            .map(|v| v.1),
        coherence: value("coherence"),
        closure: crate::evidence::closure_share(scene, &view),
        pace: crate::evidence::pace_seconds(scene, &view),
        owners: view.owners.len() as u32,
        score: completed.gain / std::f64::consts::LN_2,
        evidence,
        kinds,
        scales: completed.scales.clone(),
        jobs,
    }
}

/// Jobs in order of (start, target), and by stretch its place in that order.
fn jobs_by_time(scene: &Scene, view: &View, late: &[LateMark]) -> (Vec<Job>, Vec<u32>) {
    let mut jobs: Vec<(Job, usize)> =
        (0..view.crew.stretches.len()).map(|j| (job(scene, view, late, j), j)).collect();
    jobs.sort_by_key(|(job, j)| (job.start, job.target, *j));
    let mut place = vec![0u32; jobs.len()];
    for (at, (_, j)) in jobs.iter().enumerate() {
        place[*j] = at as u32;
    }
    (jobs.into_iter().map(|(job, _)| job).collect(), place)
}

/// One job, from the marks by members in it and those that were probably late.
fn job(scene: &Scene, view: &View, late: &[LateMark], j: usize) -> Job {
    let m = &view.crew.membership;
    let columns = scene.ground.columns;
    let all = &m.marks[m.in_job(j as u32)];
    let late = &late[late.partition_point(|l| l.job < j as u32)..late.partition_point(|l| l.job <= j as u32)];
    let late = || late.iter().filter(|l| l.posterior > 0.5);
    let in_time = || all.iter().filter(|&&k| view.is_member.has(columns.account[k as usize].0));
    let ours = || in_time().chain(late().map(|l| &l.mark));
    let timed = columns.has_times();
    let time = |k: &u32| scene.ground.index.time[*k as usize];
    Job {
        target: TargetId(view.crew.stretches[j].target),
        start: ours().map(time).min().filter(|_| timed),
        end: ours().map(time).max().filter(|_| timed),
        accounts: ours().count() as u32,
        expected: m.expected[j] + late().map(|l| 1.0 - l.posterior).sum::<f64>(),
        withdrawn: ours().filter(|&&k| columns.withdrawn[k as usize] != NEVER).count() as u32,
    }
}

/// Stretches of time in which jobs fall together: apart by more than two days without any.
fn episodes(jobs: &[Job]) -> Option<u32> {
    let mut times: Vec<(i64, i64)> = jobs.iter().filter_map(|j| Some((j.start?, j.end?))).collect();
    times.sort_unstable();
    let mut open = times.first()?.1;
    let mut n = 1;
    for (start, end) in &times[1..] {
        n += u32::from(*start > open.saturating_add(2 * DAY));
        open = open.max(*end);
    }
    Some(n)
}
