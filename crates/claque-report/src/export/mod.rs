//! One export, one file. Each writes a table that keeps the contract, or a graph; none decides what is in it.

pub mod csv;
pub mod gexf;
pub mod graph_csv;
pub mod graphml;
pub mod parquet;
mod xml;
