//! Isotonic regression: the rising step curve nearest to what was seen, by pooling adjacent violators.
//!
//! M. Ayer and others, Annals of Mathematical Statistics 26 (1955) 641–647. Between the steps' centres the curve is
//! read by straight lines, so that it rises and does not jump.

use serde::{Deserialize, Serialize};

/// A rising curve from what was stated to what was seen.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Isotonic {
    /// Centres of the steps, rising.
    pub stated: Vec<f64>,
    /// What was seen there, rising.
    pub seen: Vec<f64>,
}

impl Isotonic {
    /// Fits points (stated, seen, weight). Points of one stated value are one point. Weights are above 0.
    pub fn fit(points: &[(f64, f64, f64)]) -> Self {
        let mut points = points.to_vec();
        points.sort_by(|a, b| a.0.total_cmp(&b.0));
        // A block: Σ wx, Σ wy, Σ w.
        let mut blocks: Vec<(f64, f64, f64)> = Vec::new();
        for (x, y, w) in points {
            let mut new = (w * x, w * y, w);
            while let Some(last) = blocks.last() {
                let same = (last.0 / last.2 - new.0 / new.2).abs() < 1e-12;
                if last.1 / last.2 < new.1 / new.2 && !same {
                    break;
                }
                new = (new.0 + last.0, new.1 + last.1, new.2 + last.2);
                blocks.pop();
            }
            blocks.push(new);
        }
        Self {
            stated: blocks.iter().map(|b| b.0 / b.2).collect(),
            seen: blocks.iter().map(|b| b.1 / b.2).collect(),
        }
    }

    /// The curve at x: straight between centres, level beyond the outermost. Without points: x itself.
    pub fn at(&self, x: f64) -> f64 {
        let at = self.stated.partition_point(|s| *s <= x);
        match (at.checked_sub(1), self.stated.get(at)) {
            (None, None) => x,
            (None, Some(_)) => self.seen[0],
            (Some(below), None) => self.seen[below],
            (Some(below), Some(&right)) => {
                let left = self.stated[below];
                let t = (x - left) / (right - left);
                self.seen[below] + t * (self.seen[at] - self.seen[below])
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn violators_are_pooled_by_hand() {
        let f = Isotonic::fit(&[(0.1, 0.0, 1.0), (0.2, 0.6, 1.0), (0.3, 0.2, 1.0), (0.9, 1.0, 2.0)]);
        // 0.6 and 0.2 pool to 0.4 at 0.25.
        assert_eq!(f.stated.len(), 3);
        assert!((f.stated[1] - 0.25).abs() < 1e-12 && (f.seen[1] - 0.4).abs() < 1e-12);
        assert!((f.at(0.175) - 0.2).abs() < 1e-12, "half way between 0 and 0.4");
        assert_eq!((f.at(0.0), f.at(1.0)), (0.0, 1.0));
    }

    #[test]
    fn it_rises_whatever_was_seen() {
        let points: Vec<(f64, f64, f64)> =
            (0..50).map(|i| (f64::from(i) / 50.0, f64::from((i * 37) % 11) / 10.0, 1.0)).collect();
        let f = Isotonic::fit(&points);
        assert!(f.seen.windows(2).all(|w| w[0] <= w[1]) && f.stated.windows(2).all(|w| w[0] < w[1]));
        assert_eq!(Isotonic::default().at(0.3), 0.3);
    }
}
