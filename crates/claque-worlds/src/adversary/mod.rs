//! Adversaries that adapt, one a file: each gives up one thing by which crews are found.

pub mod copies_curve;
pub mod frames_rival;
pub mod one_customer;
pub mod one_topic;
pub mod rotates;
pub mod shares_workers;
