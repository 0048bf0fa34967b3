//! What chance gives: tails, masses, weights of evidence, estimates and decoy competition. Pure
//! functions of numbers: nothing here reads, draws at random, or knows what a mark is.

pub mod competition;
pub mod critical;
pub mod error;
pub mod estimate;
pub mod gamma;
pub mod isotonic;
pub mod logistic_fit;
pub mod overdispersed;
pub mod probability;
pub mod tails;
pub mod weight;

mod uniform;

pub use competition::q_values;
pub use critical::CriticalTable;
pub use error::ChanceError;
pub use estimate::Estimate;
pub use gamma::{ln_binomial_pmf, ln_gamma, ln_poisson_pmf};
pub use isotonic::Isotonic;
pub use logistic_fit::{LogisticFit, Trial};
pub use overdispersed::ln_negative_binomial_pmf;
pub use probability::{LnProbability, Probability, QValue, ln_1m_exp, log_sum_exp, logistic, softmax_bits};
pub use tails::{ln_poisson_tail, ln_scaled_tail};
pub use weight::{Bits, Strength, Verbal, poisson_gain};
