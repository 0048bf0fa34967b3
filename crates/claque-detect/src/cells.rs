//! Cells: one target in one window, as far as its marks are not yet explained.

use crate::csr::Lists;
use crate::index::Index;
use claque_marks::{Columns, Grid, window::HOUR};

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
}

impl Cells {
    /// Cuts the unexplained marks of a log. Marks are sorted by (target, time), so a cell is a run.
    pub fn cut(columns: &Columns, index: &Index, alive: &[bool], cut: &Cut, least: u32) -> Self {
        let mut cells = Cells {
            target: vec![],
            window: vec![],
            start: vec![0],
            marks: vec![],
            of_account: Lists::default(),
        };
        for t in 0..columns.targets() {
            let marks = columns.target_start[t]..columns.target_start[t + 1];
            let mut open = u32::MAX;
            let mut from = cells.marks.len();
            let close = |cells: &mut Cells, from: usize, window: u32| {
                if cells.marks.len() - from >= least as usize {
                    cells.target.push(t as u32);
                    cells.window.push(window);
                    cells.start.push(cells.marks.len() as u32);
                } else {
                    cells.marks.truncate(from);
                }
            };
            for m in marks.filter(|&m| alive[m]) {
                let w = cut.window(index.time[m]);
                if w != open {
                    close(&mut cells, from, open);
                    from = cells.marks.len();
                    open = w;
                }
                cells.marks.push(m as u32);
            }
            close(&mut cells, from, open);
        }
        let cell_of: Vec<u32> =
            (0..cells.len() as u32).flat_map(|c| std::iter::repeat_n(c, cells.size(c) as usize)).collect();
        let by_account =
            Lists::group(columns.accounts, cells.marks.iter().map(|&m| columns.account[m as usize].0));
        let items = by_account.items.iter().map(|&i| cell_of[i as usize]).collect();
        cells.of_account = Lists { start: by_account.start, items };
        cells
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

    /// How many accounts a cell holds.
    #[inline]
    pub fn size(&self, cell: u32) -> u32 {
        self.start[cell as usize + 1] - self.start[cell as usize]
    }
}
