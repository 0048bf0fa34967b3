//! Draws from one stream: the laws that behaviours need, on ChaCha8 and pure-Rust logarithms, so that the
//! same seed is the same world on every machine.

use claque_marks::Seed;
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::Rng;

/// The stream of one behaviour.
pub struct Draw {
    from: ChaCha8Rng,
    /// The polar method yields two normal numbers at a time.
    spare: Option<f64>,
}

impl Draw {
    /// The stream that belongs to a name. Streams of different names know nothing of each other, so a
    /// behaviour added to a recipe changes no draw of another.
    pub fn named(seed: Seed, name: &str) -> Self {
        Self { from: seed.for_stage(&format!("worlds/{name}"), 0), spare: None }
    }

    /// 64 random bits.
    pub fn bits(&mut self) -> u64 {
        self.from.next_u64()
    }

    /// Uniform on [0, 1).
    pub fn unit(&mut self) -> f64 {
        // 53 bits, the mantissa of a double.
        (self.bits() >> 11) as f64 * (1.0 / 9_007_199_254_740_992.0)
    }

    /// Uniform on [low, high).
    pub fn between(&mut self, low: f64, high: f64) -> f64 {
        low + (high - low) * self.unit()
    }

    /// A whole number below `n`, which is at least 1.
    pub fn below(&mut self, n: usize) -> usize {
        // ⌊n · bits / 2⁶⁴⌋: its bias is n / 2⁶⁴.
        ((self.bits() as u128 * n as u128) >> 64) as usize
    }

    /// True with probability `p`.
    pub fn chance(&mut self, p: f64) -> bool {
        self.unit() < p
    }

    /// Standard normal.
    pub fn normal(&mut self) -> f64 {
        if let Some(spare) = self.spare.take() {
            return spare;
        }
        loop {
            let (x, y) = (self.between(-1.0, 1.0), self.between(-1.0, 1.0));
            let s = x * x + y * y;
            if s > 0.0 && s < 1.0 {
                // Marsaglia's polar method: √(−2 ln s / s) · (x, y)
                let f = (-2.0 * libm::log(s) / s).sqrt();
                self.spare = Some(y * f);
                return x * f;
            }
        }
    }

    /// Log-normal with this median; `sigma` is the standard deviation of its logarithm.
    pub fn lognormal(&mut self, median: f64, sigma: f64) -> f64 {
        median * libm::exp(sigma * self.normal())
    }

    /// Uniform in its logarithm.
    pub fn log_uniform(&mut self, low: f64, high: f64) -> f64 {
        if low <= 0.0 || high <= low {
            return self.between(low, high);
        }
        libm::exp(self.between(libm::log(low), libm::log(high)))
    }

    /// Exponential with this mean.
    pub fn exponential(&mut self, mean: f64) -> f64 {
        -mean * libm::log(1.0 - self.unit())
    }

    /// Pareto on [1, ∞): P(X > x) = x^(−alpha).
    pub fn pareto(&mut self, alpha: f64) -> f64 {
        libm::pow(1.0 - self.unit(), -1.0 / alpha)
    }

    /// Gamma with mean `shape`.
    pub fn gamma(&mut self, shape: f64) -> f64 {
        if shape < 1.0 {
            // Gamma(a) = Gamma(a + 1) · U^(1/a)
            let u = 1.0 - self.unit();
            return self.gamma(shape + 1.0) * libm::pow(u, 1.0 / shape);
        }
        // Marsaglia and Tsang 2000: d·(1 + c·Z)³ with d = a − 1/3, c = 1/√(9d)
        let d = shape - 1.0 / 3.0;
        let c = 1.0 / (9.0 * d).sqrt();
        loop {
            let z = self.normal();
            let root = 1.0 + c * z;
            let v = root * root * root;
            let u = 1.0 - self.unit();
            if v > 0.0 && libm::log(u) < 0.5 * z * z + d - d * v + d * libm::log(v) {
                return d * v;
            }
        }
    }

    /// Beta on (0, 1).
    pub fn beta(&mut self, a: f64, b: f64) -> f64 {
        let (x, y) = (self.gamma(a), self.gamma(b));
        x / (x + y).max(f64::MIN_POSITIVE)
    }

    /// Poisson. A sum of Poissons is one, so large means are drawn in parts; the time grows with the mean.
    pub fn poisson(&mut self, mean: f64) -> usize {
        const PART: f64 = 20.0;
        let (mut left, mut count) = (mean.max(0.0), 0);
        while left > 0.0 {
            // Arrivals at rate 1 until `part` has passed: Π U < e^(−part)
            let part = left.min(PART);
            let end = libm::exp(-part);
            let mut passed = 1.0 - self.unit();
            while passed > end {
                count += 1;
                passed *= 1.0 - self.unit();
            }
            left -= part;
        }
        count
    }

    /// Geometric on 1, 2, … with this mean, at least 1.
    pub fn geometric(&mut self, mean: f64) -> usize {
        if mean <= 1.0 {
            return 1;
        }
        // P(X > k) = (1 − 1/mean)^k
        1 + (libm::log(1.0 - self.unit()) / libm::log(1.0 - 1.0 / mean)) as usize
    }

    /// An index with probability proportional to its weight, of which the running sums are given.
    pub fn weighted(&mut self, sums: &[f64]) -> usize {
        let target = self.unit() * sums.last().copied().unwrap_or(0.0);
        sums.partition_point(|&s| s <= target).min(sums.len().saturating_sub(1))
    }

    /// One of them; there is at least one.
    pub fn one_of<T: Copy>(&mut self, of: &[T]) -> T {
        of[self.below(of.len())]
    }

    /// `n` of them without repetition, in random order; all of them where there are fewer.
    pub fn some_of<T: Copy>(&mut self, of: &[T], n: usize) -> Vec<T> {
        let (mut all, n) = (of.to_vec(), n.min(of.len()));
        for i in 0..n {
            let j = i + self.below(all.len() - i);
            all.swap(i, j);
        }
        all.truncate(n);
        all
    }

    /// `n` of them without repetition, weighted, in their own order; never those of weight 0.
    pub fn some_weighted<T: Copy>(&mut self, of: &[T], n: usize, weight: impl Fn(T) -> f64) -> Vec<T> {
        // Efraimidis and Spirakis 2006: the n smallest of Exp(1)/w
        let mut keys: Vec<(f64, usize)> = Vec::with_capacity(of.len());
        for (i, &x) in of.iter().enumerate() {
            let w = weight(x);
            let e = self.exponential(1.0);
            if w > 0.0 {
                keys.push((e / w, i));
            }
        }
        if keys.len() > n && n > 0 {
            keys.select_nth_unstable_by(n - 1, |a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        }
        keys.truncate(n);
        let mut chosen: Vec<usize> = keys.into_iter().map(|k| k.1).collect();
        chosen.sort_unstable();
        chosen.into_iter().map(|i| of[i]).collect()
    }
}

/// Running sums of weights, as [`Draw::weighted`] reads them.
pub fn sums(weights: impl IntoIterator<Item = f64>) -> Vec<f64> {
    let mut total = 0.0;
    weights
        .into_iter()
        .map(|w| {
            total += w;
            total
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const N: usize = 40_000;

    /// Mean and variance of many draws.
    fn moments(mut draw: impl FnMut(&mut Draw) -> f64) -> (f64, f64) {
        let mut d = Draw::named(Seed(7), "test");
        let x: Vec<f64> = (0..N).map(|_| draw(&mut d)).collect();
        let mean = x.iter().sum::<f64>() / N as f64;
        (mean, x.iter().map(|v| (v - mean).powi(2)).sum::<f64>() / N as f64)
    }

    #[track_caller]
    fn near((mean, variance): (f64, f64), to: (f64, f64)) {
        // Five standard errors of the mean; a tenth of the variance.
        assert!((mean - to.0).abs() < 5.0 * (to.1 / N as f64).sqrt() + 1e-12, "mean {mean}, not {}", to.0);
        assert!((variance - to.1).abs() < 0.1 * to.1 + 1e-12, "variance {variance}, not {}", to.1);
    }

    #[test]
    fn every_law_has_its_mean_and_variance() {
        near(moments(Draw::unit), (0.5, 1.0 / 12.0));
        near(moments(|d| d.below(10) as f64), (4.5, 8.25));
        near(moments(Draw::normal), (0.0, 1.0));
        near(moments(|d| d.exponential(3.0)), (3.0, 9.0));
        near(moments(|d| d.gamma(0.12)), (0.12, 0.12));
        near(moments(|d| d.gamma(2.5)), (2.5, 2.5));
        near(moments(|d| d.beta(2.0, 3.0)), (0.4, 0.04));
        near(moments(|d| d.poisson(0.7) as f64), (0.7, 0.7));
        near(moments(|d| d.poisson(55.0) as f64), (55.0, 55.0));
        near(moments(|d| d.geometric(3.2) as f64), (3.2, 3.2 * 2.2));
        near(moments(|d| d.lognormal(5.0, 0.3).ln()), (5f64.ln(), 0.09));
        near(moments(|d| d.pareto(4.0)), (4.0 / 3.0, 4.0 / (9.0 * 2.0)));
    }

    #[test]
    fn choices_keep_their_weights_and_never_repeat() {
        let weights = sums([1.0, 0.0, 3.0]);
        near(moments(|d| f64::from(d.weighted(&weights) == 2)), (0.75, 0.1875));
        near(moments(|d| f64::from(d.weighted(&weights) == 1)), (0.0, 0.0));
        let mut d = Draw::named(Seed(1), "choice");
        for n in [0, 1, 5, 9] {
            for mut some in [d.some_of(&[1, 2, 3, 4, 5], n), d.some_weighted(&[1, 2, 3, 4, 5], n, f64::from)]
            {
                assert_eq!(some.len(), n.min(5));
                some.sort_unstable();
                some.dedup();
                assert_eq!(some.len(), n.min(5));
            }
        }
        let heavy = |d: &mut Draw| f64::from(d.some_weighted(&[0, 1], 1, |i| [1.0, 4.0][i])[0] == 1);
        near(moments(heavy), (0.8, 0.16));
    }

    #[test]
    fn streams_are_named() {
        let first = |seed, name| Draw::named(Seed(seed), name).bits();
        assert_eq!(first(1, "a"), first(1, "a"));
        assert_ne!(first(1, "a"), first(1, "b"));
        assert_ne!(first(1, "a"), first(2, "a"));
    }
}
