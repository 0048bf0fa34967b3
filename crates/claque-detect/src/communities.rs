//! The cut: cells into communities, findings into crews, by the Leiden algorithm (Traag, Waltman and
//! van Eck 2019) with a fixed seed and node order. Every community is connected.

use rayon::prelude::*;
use single_clustering::community_search::leiden::{LeidenConfig, ObjectiveKind, leiden};
use single_clustering::network::CSRNetwork;

/// What a cut maximises.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Objective {
    /// Modularity (Newman and Girvan 2004).
    Modularity,
    /// The constant Potts model at this resolution (Traag, Van Dooren and Nesterov 2011).
    Potts(f64),
}

/// Cuts the nodes that any edge touches into communities: each rising, by first node. Edges are
/// (node, node, weight > 0), each pair once.
pub fn cut(edges: &[(u32, u32, f64)], objective: Objective, seed: u64) -> Vec<Vec<u32>> {
    let mut nodes: Vec<u32> = edges.iter().flat_map(|e| [e.0, e.1]).collect();
    nodes.par_sort_unstable();
    nodes.dedup();
    if nodes.is_empty() {
        return vec![];
    }
    let at = |n: u32| nodes.binary_search(&n).expect("every node was listed");
    let local: Vec<(usize, usize, f64)> = edges.par_iter().map(|&(i, j, w)| (at(i), at(j), w)).collect();
    let graph = CSRNetwork::from_edges(nodes.len(), &local).expect("edges are finite and in range");
    let config = LeidenConfig {
        objective: match objective {
            Objective::Modularity => ObjectiveKind::Rb { resolution: 1.0 },
            Objective::Potts(resolution) => ObjectiveKind::Cpm { resolution },
        },
        seed: Some(seed),
        n_iterations: 10,
        ..LeidenConfig::default()
    };
    let labels = leiden(&graph, &config).expect("the configuration is valid").into_labels();
    let mut communities: Vec<Vec<u32>> = vec![vec![]; labels.iter().max().map_or(0, |m| m + 1)];
    for (n, l) in nodes.iter().zip(labels) {
        communities[l].push(*n);
    }
    communities.retain(|c| !c.is_empty());
    communities.sort_unstable_by_key(|c| c[0]);
    communities
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_cliques_joined_by_a_thread_are_two() {
        let clique =
            |from: u32| (from..from + 6).flat_map(move |i| (i + 1..from + 6).map(move |j| (i, j, 1.0)));
        let mut edges: Vec<_> = clique(10).chain(clique(20)).collect();
        edges.push((15, 20, 0.1));
        let expected = vec![(10..16).collect::<Vec<u32>>(), (20..26).collect()];
        assert_eq!(cut(&edges, Objective::Modularity, 1), expected);
        assert_eq!(cut(&edges, Objective::Potts(0.15), 1), expected);
        assert!(cut(&[], Objective::Modularity, 1).is_empty());
    }
}
