//! The parts in which the row groups of a Parquet file are read.

use super::parquet::BATCH;

/// Rows of a block, at most and at least about: larger row groups are split, the more so the nearer the end of the file,
/// so that all threads are busy to the end; but each part reads its dictionaries again.
const BLOCK: u64 = 1 << 20;
const LAST_BLOCK: u64 = 1 << 17;
/// A block holds at most this part of the rows that are left.
const SHARE: u64 = 4;
/// A row group, rows to skip there, rows, number of the first of them in the file.
pub(super) type Part = (usize, u64, u64, u64);

/// The parts in which row groups of so many rows are read. They depend on the file alone: what is told of one that is
/// damaged must not depend on the number of threads.
pub(super) fn parts(groups: &[u64]) -> Vec<Part> {
    let mut left: u64 = groups.iter().sum();
    let (mut parts, mut first) = (Vec::new(), 1);
    for (group, &rows) in groups.iter().enumerate() {
        let most = (left / SHARE).clamp(LAST_BLOCK, BLOCK);
        // Whole batches, so that parts end where batches would.
        let block = rows.div_ceil(rows.div_ceil(most).max(1)).next_multiple_of(BATCH as u64);
        let mut skip = 0;
        while skip < rows {
            let taken = (rows - skip).min(block);
            parts.push((group, skip, taken, first));
            skip += taken;
            first += taken;
        }
        left -= rows;
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_hold_each_row_once_and_the_last_are_small() {
        let million = 1 << 20;
        for groups in
            [&[][..], &[0], &[1], &[0, 7, 0, 300_000], &[million; 10], &[9 * million + 5], &[90_000; 50]]
        {
            let (mut next, mut left) = (1, groups.iter().sum::<u64>());
            for (group, &rows) in groups.iter().enumerate() {
                let of_group: Vec<Part> = parts(groups).into_iter().filter(|part| part.0 == group).collect();
                let mut skip = 0;
                for &(_, skipped, taken, first) in &of_group {
                    assert_eq!((skipped, first), (skip, next));
                    assert!(taken > 0 && taken <= BLOCK, "{taken} rows of {groups:?}");
                    (skip, next) = (skip + taken, next + taken);
                }
                assert_eq!(skip, rows);
                let most = (left / SHARE).max(LAST_BLOCK) + BATCH as u64;
                assert!(of_group.iter().all(|part| part.2 <= most), "{of_group:?}");
                left -= rows;
            }
        }
    }
}
