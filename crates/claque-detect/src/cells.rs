//! Cells: one target in one window, as far as its marks are not yet explained.

use crate::among::Accounts;
use crate::csr::Lists;
use crate::index::Index;
use claque_marks::parameters::SearchParameters;
use claque_marks::{Columns, Grid, window::HOUR};
use rayon::prelude::*;
use std::sync::atomic::{AtomicU32, Ordering};

/// A grid that the log is cut by, or no cut at all for a log without times.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cut {
    /// The grid; `None` for one window, the whole log.
    pub grid: Option<Grid>,
    /// Length of its windows in hours, for the report; 0 in a log without times.
    pub hours: u32,
}

impl Cut {
    /// Grids from fine to coarse, each once as it is and once shifted by half a window.
    pub fn all(columns: &Columns, hours: &[u32], span_share: f64) -> (Vec<[Cut; 2]>, Vec<u32>) {
        let Some((first, last)) = columns.span() else {
            return (vec![], vec![]);
        };
        let (fit, skipped): (Vec<u32>, Vec<u32>) = hours
            .iter()
            .partition(|&&h| (i64::from(h) * HOUR) as f64 <= (last - first + 1) as f64 * span_share);
        let cut = |h: u32, shift: i64| Cut {
            grid: Some(Grid { origin: first - shift, length: i64::from(h) * HOUR }),
            hours: h,
        };
        (fit.into_iter().map(|h| [cut(h, 0), cut(h, i64::from(h) * HOUR / 2)]).collect(), skipped)
    }

    /// Hours of the coarsest grid that fits a log; 0 where none does.
    pub fn coarsest(columns: &Columns, p: &SearchParameters) -> u32 {
        Self::all(columns, &p.scales, p.span_share).0.last().map_or(0, |cuts| cuts[0].hours)
    }

    /// One window, the whole log.
    pub fn whole(columns: &Columns) -> Cut {
        let hours = columns.span().map_or(0, |(first, last)| ((last - first) / HOUR + 1) as u32);
        Cut { grid: None, hours }
    }

    /// The window of an instant.
    #[inline]
    pub fn window(&self, time: i64) -> u32 {
        self.grid.map_or(0, |g| g.at(time).0)
    }

    /// First instant of a window and of the next.
    pub fn bounds(&self, window: u32) -> (i64, i64) {
        self.grid.map_or((i64::MIN, i64::MAX), |g| {
            let from = g.origin + i64::from(window) * g.length;
            (from, from + g.length)
        })
    }

    /// Tells each run of rising times that lies in one window: the window, and the places of the run.
    pub fn runs(&self, times: &[i64], mut each: impl FnMut(u32, std::ops::Range<usize>)) {
        let mut from = 0;
        while from < times.len() {
            let window = self.window(times[from]);
            let next = self.bounds(window).1;
            let run = times[from..].iter().take_while(|&&t| t < next).count().max(1);
            each(window, from..from + run);
            from += run;
        }
    }

    /// Length of a window in µs; `None` without a grid.
    pub fn length(&self) -> Option<i64> {
        self.grid.map(|g| g.length)
    }
}

/// The cells of one cut that hold enough unexplained marks, by (target, window).
#[derive(Debug)]
pub struct Cells {
    /// By cell: its target.
    pub target: Vec<u32>,
    /// By cell: its window.
    pub window: Vec<u32>,
    /// By cell, and one more: where its marks begin.
    pub start: Vec<u32>,
    /// Unexplained marks in cells, by cell, then time.
    pub marks: Vec<u32>,
    /// By account: the cells that it marked, rising.
    pub of_account: Lists,
    /// Beside `marks`: the account.
    pub account: Vec<u32>,
    /// Beside `marks`: where the cell stands in `of_account.items`.
    place: Vec<u32>,
}

impl Cells {
    /// Cuts the unexplained marks of a log. Marks are sorted by (target, time), so a cell is a run.
    pub fn cut(columns: &Columns, index: &Index, alive: &[bool], cut: &Cut, least: u32) -> Self {
        // Targets in as many pieces as keep all threads busy; the pieces follow each other, so their number
        // does not matter.
        let pieces: Vec<Runs> = by_marks(columns, rayon::current_num_threads() * 4)
            .into_par_iter()
            .map(|targets| Runs::of(columns, index, alive, cut, least as usize, targets))
            .collect();
        let mut cells = Self::of_runs(columns, &pieces);
        (cells.of_account, cells.place) =
            of_accounts(columns.accounts, &cells.start, &cells.account, |_| true);
        cells
    }

    /// The same cells after marks were explained, as far as enough are left of them. They are to be listed.
    pub(crate) fn without_explained(&self, columns: &Columns, alive: &[bool], least: u32) -> Self {
        let each = self.len() / (rayon::current_num_threads() * 4) + 1;
        let pieces: Vec<Runs> = (0..self.len())
            .into_par_iter()
            .step_by(each)
            .map(|from| {
                let mut runs = Runs::default();
                for cell in from..(from + each).min(self.len()) {
                    let from = runs.marks.len();
                    runs.marks.extend(self.marks_of(cell as u32).iter().filter(|&&m| alive[m as usize]));
                    runs.close(from, least as usize, self.target[cell] as usize, self.window[cell]);
                }
                runs
            })
            .collect();
        Self::of_runs(columns, &pieces)
    }

    /// Cells of runs that follow each other, not yet listed by account.
    fn of_runs(columns: &Columns, pieces: &[Runs]) -> Self {
        let (n, all) = pieces.iter().fold((0, 0), |s, r| (s.0 + r.target.len(), s.1 + r.marks.len()));
        let mut start = Vec::with_capacity(n + 1);
        start.push(0u32);
        for r in pieces {
            let before = *start.last().expect("not empty");
            start.extend(r.end.iter().map(|e| before + e));
        }
        let (mut marks, mut account) = (vec![0; all], vec![0; all]);
        let lengths = || pieces.iter().map(|r| r.marks.len());
        pieces
            .par_iter()
            .zip(in_pieces(&mut marks, lengths()))
            .zip(in_pieces(&mut account, lengths()))
            .for_each(|((r, marks), account)| {
                marks.copy_from_slice(&r.marks);
                marks.iter().zip(account).for_each(|(&m, a)| *a = columns.account[m as usize].0);
            });
        let target = pieces.iter().flat_map(|r| r.target.iter().copied()).collect();
        let window = pieces.iter().flat_map(|r| r.window.iter().copied()).collect();
        Cells { target, window, start, marks, of_account: Lists::default(), account, place: vec![] }
    }

    /// Lists the cells of some accounts. Those of others must not be asked for.
    pub(crate) fn list(&mut self, accounts: usize, some: &Accounts) {
        (self.of_account, self.place) = of_accounts(accounts, &self.start, &self.account, |a| some.has(a));
    }

    /// How many cells there are.
    pub fn len(&self) -> usize {
        self.target.len()
    }

    /// The marks of a cell. A mark is one account, and counts once, so this is also its set of accounts.
    #[inline]
    pub fn marks_of(&self, cell: u32) -> &[u32] {
        &self.marks[self.start[cell as usize] as usize..self.start[cell as usize + 1] as usize]
    }

    /// The accounts of a cell, beside its marks.
    #[inline]
    pub fn accounts_of(&self, cell: u32) -> &[u32] {
        &self.account[self.places_of(cell)]
    }

    /// Places of a cell's marks in `marks`.
    #[inline]
    pub fn places_of(&self, cell: u32) -> std::ops::Range<usize> {
        self.start[cell as usize] as usize..self.start[cell as usize + 1] as usize
    }

    /// Where the cells of an account lie that [`Cells::later`] and [`Cells::earlier`] tell.
    #[inline]
    pub fn places_of_account(&self, account: u32) -> (u32, u32) {
        (self.of_account.start[account as usize], self.of_account.start[account as usize + 1])
    }

    /// The later cells of the account that gave the mark at a place; its cells end there.
    #[inline]
    pub fn later(&self, place: usize, end: u32) -> &[u32] {
        &self.of_account.items[self.place[place] as usize + 1..end as usize]
    }

    /// The earlier cells of the account that gave the mark at a place; its cells start there.
    #[inline]
    pub fn earlier(&self, place: usize, start: u32) -> &[u32] {
        &self.of_account.items[start as usize..self.place[place] as usize]
    }

    /// How many accounts a cell holds.
    #[inline]
    pub fn size(&self, cell: u32) -> u32 {
        self.start[cell as usize + 1] - self.start[cell as usize]
    }
}

/// The cells of some targets that follow each other.
#[derive(Default)]
struct Runs {
    target: Vec<u32>,
    window: Vec<u32>,
    /// By cell: where its marks end in `marks`.
    end: Vec<u32>,
    marks: Vec<u32>,
}

impl Runs {
    fn of(
        columns: &Columns,
        index: &Index,
        alive: &[bool],
        cut: &Cut,
        least: usize,
        targets: std::ops::Range<usize>,
    ) -> Self {
        let mut runs = Self::default();
        for t in targets {
            let marks = columns.target_start[t]..columns.target_start[t + 1];
            if marks.len() < least {
                continue;
            }
            let mut from = runs.marks.len();
            let mut open = 0;
            // Times rise: the window is asked for only where the one at hand ends.
            let mut next = i64::MIN;
            for m in marks.filter(|&m| alive[m]) {
                let time = index.time[m];
                if time >= next {
                    runs.close(from, least, t, open);
                    from = runs.marks.len();
                    open = cut.window(time);
                    next = cut.bounds(open).1;
                }
                runs.marks.push(m as u32);
            }
            runs.close(from, least, t, open);
        }
        runs
    }

    /// Ends a cell; one of too few marks is none.
    fn close(&mut self, from: usize, least: usize, target: usize, window: u32) {
        if self.marks.len() - from < least.max(1) {
            self.marks.truncate(from);
            return;
        }
        self.target.push(target as u32);
        self.window.push(window);
        self.end.push(self.marks.len() as u32);
    }
}

/// Targets in at most so many ranges of about as many marks each.
fn by_marks(columns: &Columns, ranges: usize) -> Vec<std::ops::Range<usize>> {
    let each = columns.marks() / ranges + 1;
    let mut out = vec![];
    let mut from = 0;
    while from < columns.targets() {
        let enough = columns.target_start[from] + each;
        let to = columns.target_start.partition_point(|&s| s < enough).clamp(from + 1, columns.targets());
        out.push(from..to);
        from = to;
    }
    out
}

/// A slice in pieces of these lengths, which follow each other.
fn in_pieces<T>(mut rest: &mut [T], lengths: impl Iterator<Item = usize>) -> Vec<&mut [T]> {
    lengths.map(|n| rest.split_off_mut(..n).expect("the lengths add up")).collect()
}

/// By account its cells, and by mark in a cell its place among them: a counting sort in as many pieces of cells as there
/// are threads. The pieces follow each other, so their number does not matter. Accounts that are not asked about have none.
fn of_accounts(
    accounts: usize,
    start: &[u32],
    account: &[u32],
    asked: impl Fn(u32) -> bool + Sync,
) -> (Lists, Vec<u32>) {
    let cells = start.len() - 1;
    let threads = rayon::current_num_threads();
    // Where a thread's share of the marks ends.
    let end = |thread: usize| start.partition_point(|&s| (s as usize) < account.len() * thread / threads);
    let pieces: Vec<std::ops::Range<usize>> =
        (0..threads).map(|t| end(t).min(cells)..if t + 1 == threads { cells } else { end(t + 1) }).collect();
    let marks = |cells: &std::ops::Range<usize>| start[cells.start] as usize..start[cells.end] as usize;
    // By account: how many cells in the piece; then where the next one stands.
    let mut next: Vec<Vec<u32>> = pieces
        .par_iter()
        .map(|piece| {
            let mut next = vec![0u32; accounts];
            let those = account[marks(piece)].iter().filter(|&&a| asked(a));
            those.for_each(|&a| next[a as usize] += 1);
            next
        })
        .collect();
    let of = starts(accounts, &mut next);
    let items: Vec<AtomicU32> = (0..of[accounts]).into_par_iter().map(|_| AtomicU32::new(0)).collect();
    let mut place = vec![0u32; account.len()];
    let each_place = in_pieces(&mut place, pieces.iter().map(|piece| marks(piece).len()));
    pieces.par_iter().zip(&mut next).zip(each_place).for_each(|((piece, next), place)| {
        let of_cell = |cell: usize| start[cell] as usize..start[cell + 1] as usize;
        let cell_of_mark = piece.clone().flat_map(|cell| of_cell(cell).map(move |mark| (cell as u32, mark)));
        for ((cell, mark), place) in cell_of_mark.zip(place) {
            let a = account[mark];
            if !asked(a) {
                continue;
            }
            let at = &mut next[a as usize];
            items[*at as usize].store(cell, Ordering::Relaxed);
            *place = *at;
            *at += 1;
        }
    });
    let items = items.into_iter().map(AtomicU32::into_inner).collect();
    (Lists { start: of, items }, place)
}

/// By account, and one more: where its items begin. `numbers`, how many of them lie in each piece by account, become the
/// places where those begin.
fn starts(accounts: usize, numbers: &mut [Vec<u32>]) -> Vec<u32> {
    let few = accounts / (rayon::current_num_threads() * 4) + 1;
    let mut stretches: Vec<Vec<&mut [u32]>> = (0..accounts.div_ceil(few)).map(|_| vec![]).collect();
    for piece in numbers {
        stretches.iter_mut().zip(piece.chunks_mut(few)).for_each(|(s, numbers)| s.push(numbers));
    }
    let sums: Vec<u32> = stretches.par_iter().map(|s| s.iter().flat_map(|n| n.iter()).sum()).collect();
    let before = sums.iter().scan(0, |sum, n| Some(std::mem::replace(sum, *sum + n)));
    let before: Vec<u32> = before.collect();
    let mut of = vec![0u32; accounts + 1];
    of[accounts] = sums.iter().sum();
    of[..accounts].par_chunks_mut(few).zip(stretches).zip(before).for_each(|((of, mut pieces), mut sum)| {
        for (a, of) in of.iter_mut().enumerate() {
            *of = sum;
            pieces.iter_mut().for_each(|numbers| sum += std::mem::replace(&mut numbers[a], sum));
        }
    });
    of
}
