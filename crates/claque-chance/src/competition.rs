//! Target–decoy competition, written once: how often a search finds, in logs that hold nothing, what it
//! found in this one.
//!
//! J. E. Elias and S. P. Gygi, Nature Methods 4 (2007) 207–214, for the idea; the 1 that is added to the
//! decoys keeps the estimate from promising more than so few runs can show (K. He, Y. Fu and others,
//! arXiv:1501.00537; L. Levitsky and others, J. Proteome Res. 16 (2017) 393–397).

/// The q-value of each found score, in the order of `found`.
///
/// q(s) = min over found s′ ≤ s of (1 + decoys ≥ s′) / (runs · found ≥ s′), at most 1
///
/// `decoy_scores` are those of all runs together, in any order. Without runs nothing can be said: `None`
/// for each. A NaN score is not comparable: `None`, and not counted; a NaN decoy counts against all.
pub fn q_values(found: &[f64], decoy_scores: &[f64], decoy_runs: u32) -> Vec<Option<f64>> {
    let mut q = vec![None; found.len()];
    if decoy_runs == 0 {
        return q;
    }
    let mut decoys = decoy_scores.to_vec();
    // Positive NaN sorts above all in the total order, hence the absolute value.
    for decoy in decoys.iter_mut().filter(|d| d.is_nan()) {
        *decoy = f64::NAN.abs();
    }
    decoys.sort_unstable_by(|a, b| b.total_cmp(a));
    let mut order: Vec<usize> = (0..found.len()).filter(|&i| !found[i].is_nan()).collect();
    order.sort_unstable_by(|&a, &b| found[a].total_cmp(&found[b]));

    // From the lowest score upwards, so that the minimum over s′ ≤ s is the minimum so far.
    let mut best = 1.0_f64;
    let mut start = 0;
    while start < order.len() {
        let s = found[order[start]];
        let ties = order[start..].iter().take_while(|&&i| found[i] == s).count();
        let at_least = order.len() - start;
        let decoys_at_least = decoys.partition_point(|&d| d.is_nan() || d >= s);
        // (1 + decoys ≥ s′) / (runs · found ≥ s′)
        let share = (1 + decoys_at_least) as f64 / (f64::from(decoy_runs) * at_least as f64);
        best = best.min(share);
        for &i in &order[start..start + ties] {
            q[i] = Some(best);
        }
        start += ties;
    }
    q
}
