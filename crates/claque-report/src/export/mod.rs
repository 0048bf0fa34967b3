//! One export, one file. Each writes a table that keeps the contract; none decides what is in it.

pub mod csv;
pub mod parquet;
