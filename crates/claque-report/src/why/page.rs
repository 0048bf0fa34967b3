//! Why a page has the figures that it has: its marks in parts, and the crews that did jobs on it.

use super::crew::{CALIBRATION, JobWhy, jobs, steps};
use crate::error::ReportFault;
use crate::filled::Filled;
use crate::model::Framing;
use crate::reference::{self, PageReference};
use crate::saved::Saved;
use claque_detect::Kind;
use claque_marks::contract;
use serde::Serialize;

/// A crew that did jobs on the page.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PageCrew {
    /// Its name.
    pub crew: String,
    /// The kind called.
    pub kind: Kind,
    /// The kind as people read it.
    pub said: String,
    /// P(kind called).
    pub p: f64,
    /// Its jobs on this page.
    pub jobs: Vec<JobWhy>,
    /// How many of its marks are taken off the page; `None` where the gate is shut.
    pub doubted: Option<f64>,
    /// Marks of it here whose rows `claque rows` can print; `None` where the gate is shut.
    pub rows: Option<u64>,
    /// What speaks most for the kind called, in a sentence.
    pub reason: Option<String>,
    /// What it gave here and elsewhere, without saying whose wish that was; `None` for crowds that are left alone.
    pub framing: Option<Framing>,
}

/// All that is told of a page under one kind of mark.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PageWhy {
    /// By which it is asked for.
    pub reference: String,
    /// The page, as the log names it.
    pub page: String,
    /// The kind of mark.
    pub verb: String,
    /// Marks given.
    pub likes: u64,
    /// Of these, taken back.
    pub withdrawn: u64,
    /// likes − hired − fabricated.
    pub authentic: f64,
    /// Lower end of its interval, where it is established.
    pub authentic_lo: Option<f64>,
    /// Upper end of its interval, where it is established.
    pub authentic_hi: Option<f64>,
    /// Marks taken off: hired and fabricated.
    pub doubted: f64,
    /// Of these, from crews whose members are not listed, by the small chance that they are doubted ones.
    pub doubted_elsewhere: f64,
    /// Marks under direction.
    pub directed: f64,
    /// Marks of shared causes.
    pub organised: f64,
    /// Marks of one-time crowds.
    pub episode: f64,
    /// Other marks by members of doubted crews, not taken off.
    pub by_crew: f64,
    /// Worst q among the crews that take marks off it.
    pub q: Option<f64>,
    /// What a reader must know.
    pub note: Option<String>,
    /// The crews that did jobs here.
    pub crews: Vec<PageCrew>,
}

impl PageWhy {
    /// Whether no crew whose marks are doubted did jobs here: what is doubted is the small chance that crowds which are left
    /// alone are such crews.
    pub(crate) fn by_small_chances(&self) -> bool {
        !self.crews.iter().any(|c| c.kind.is_doubted())
    }
}

pub(super) fn why(saved: &Saved, asked: &PageReference) -> Result<Vec<PageWhy>, ReportFault> {
    let pages = saved.table(&contract::PAGES)?;
    let marks = saved.table(&contract::MARKS)?;
    let mine = |i: &usize| {
        pages.text("page")[*i].as_deref() == Some(asked.page.as_str())
            && asked.verb.as_ref().is_none_or(|v| pages.text("verb")[*i].as_ref() == Some(v))
    };
    let jobs = saved.table(&contract::JOBS)?;
    Ok((0..pages.rows()).filter(mine).map(|i| one(saved, &pages, &marks, &jobs, asked, i)).collect())
}

fn one(
    saved: &Saved,
    pages: &Filled,
    marks: &Filled,
    all_jobs: &Filled,
    asked: &PageReference,
    i: usize,
) -> PageWhy {
    let text = |column: &str| pages.text(column)[i].clone();
    let estimate = |column: &str| pages.estimate(column)[i];
    let sure = |column: &str| estimate(column).unwrap_or(0.0);
    let (page, verb) = (text("page").unwrap_or_default(), text("verb").unwrap_or_default());
    let mut crews = vec![];
    for row in &saved.model.crews {
        let within = |j: &JobWhy| match (&asked.within, j.start, j.end) {
            (Some(w), Some(start), Some(end)) => start.0 < w.to && end.0 >= w.from,
            (w, ..) => w.is_none(),
        };
        let mut here = jobs(all_jobs, &row.crew);
        here.retain(|j| j.page == page && j.verb == verb && within(j));
        if here.is_empty() {
            continue;
        }
        let at = (0..marks.rows()).filter(|&m| {
            marks.text("crew")[m].as_ref() == Some(&row.crew)
                && marks.text("page")[m].as_ref() == Some(&page)
                && marks.text("verb")[m].as_ref() == Some(&verb)
        });
        let (rows, doubted) =
            at.fold((0, 0.0), |(n, sum), m| (n + 1, sum + marks.estimate("doubted")[m].unwrap_or(0.0)));
        let listed = saved.model.gate.lists_members(row.kind);
        let likes = pages.whole("likes")[i].unwrap_or(0).max(1) as f64;
        let framing = row.framing.as_ref().filter(|_| row.kind.is_doubted()).map(|f| Framing {
            page: page.clone(),
            share: (doubted / likes).min(1.0),
            others: f.others,
            withdrawn: f.withdrawn.map(|_| here.iter().map(|j| j.withdrawn).sum()),
        });
        crews.push(PageCrew {
            crew: row.crew.clone(),
            kind: row.kind,
            said: row.said(),
            p: row.kinds[row.kind as usize],
            jobs: here,
            doubted: listed.then_some(doubted),
            rows: listed.then_some(rows),
            framing,
            reason: steps(&saved.model, row)
                .into_iter()
                .find(|s| s.bits > 0.0 && s.piece != CALIBRATION)
                .map(|s| s.said),
        });
    }
    let doubted = sure("hired") + sure("fabricated");
    let told: f64 = crews.iter().filter_map(|c| c.doubted).sum();
    let several = saved.model.answer.verbs > 1;
    PageWhy {
        reference: reference::page(&page, several.then_some(verb.as_str())),
        likes: pages.whole("likes")[i].unwrap_or(0) as u64,
        withdrawn: pages.whole("withdrawn")[i].unwrap_or(0) as u64,
        authentic: sure("authentic"),
        authentic_lo: estimate("authentic_lo"),
        authentic_hi: estimate("authentic_hi"),
        doubted,
        doubted_elsewhere: (doubted - told).max(0.0),
        directed: sure("directed"),
        organised: sure("organised"),
        episode: sure("episode"),
        by_crew: sure("by_crew"),
        q: estimate("q"),
        note: text("note"),
        crews,
        page,
        verb,
    }
}
