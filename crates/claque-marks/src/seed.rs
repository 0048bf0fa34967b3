//! Randomness named by stage: every draw comes from one seed and the name of what it is for, so adding a
//! stage never changes the draws of another.

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::SeedableRng;

/// The seed of an audit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Seed(pub u64);

impl Seed {
    /// The generator of the `index`-th run of a stage. ChaCha8, whose stream is fixed by its
    /// specification and does not change between releases of a crate.
    pub fn for_stage(self, stage: &str, index: u64) -> ChaCha8Rng {
        let mut key = [0u8; 32];
        key[..8].copy_from_slice(&self.0.to_le_bytes());
        key[8..16].copy_from_slice(&fnv1a(stage.as_bytes()).to_le_bytes());
        key[16..24].copy_from_slice(&index.to_le_bytes());
        ChaCha8Rng::from_seed(key)
    }

    /// A seed for a library that takes a number, named by stage like a generator.
    pub fn number_for(self, stage: &str) -> u64 {
        self.0.rotate_left(17) ^ fnv1a(stage.as_bytes())
    }
}

/// FNV-1a, 64 bits: a hash that is the same on every platform and in every release.
fn fnv1a(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |h, &b| (h ^ u64::from(b)).wrapping_mul(0x0100_0000_01b3))
}

#[cfg(test)]
mod tests {
    use super::*;
    use rand_chacha::rand_core::Rng;

    #[test]
    fn a_stage_draws_the_same_and_stages_differ() {
        let draw = |seed: u64, stage: &str, i| Seed(seed).for_stage(stage, i).next_u64();
        assert_eq!(draw(1, "decoys", 0), draw(1, "decoys", 0));
        assert_ne!(draw(1, "decoys", 0), draw(1, "decoys", 1));
        assert_ne!(draw(1, "decoys", 0), draw(1, "communities", 0));
        assert_ne!(draw(1, "decoys", 0), draw(2, "decoys", 0));
        assert_ne!(Seed(1).number_for("a"), Seed(1).number_for("b"));
    }

    #[test]
    fn the_hash_is_fnv_1a() {
        assert_eq!(fnv1a(b""), 0xcbf2_9ce4_8422_2325);
        assert_eq!(fnv1a(b"a"), 0xaf63_dc4c_8601_ec8c);
    }
}
