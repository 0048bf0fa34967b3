//! Reading tables of a world or of an audit, through Parquet, whatever tool wrote them.

use crate::error::WorldFault;
use arrow_array::cast::AsArray;
use arrow_array::types::{Float64Type, Int64Type, TimestampMicrosecondType};
use arrow_array::{Array, RecordBatch};
use arrow_schema::DataType;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use std::fs::File;
use std::path::{Path, PathBuf};

/// A table in memory.
pub struct Table {
    path: PathBuf,
    batches: Vec<RecordBatch>,
    columns: Vec<String>,
}

impl Table {
    /// The table of this name in a folder.
    ///
    /// # Errors
    /// It is not there, or is no Parquet.
    pub fn open(folder: &Path, name: &str) -> Result<Self, WorldFault> {
        let path = folder.join(format!("{name}.parquet"));
        let file =
            File::open(&path).map_err(|why| WorldFault::table(&path, format!("cannot open it: {why}")))?;
        let unreadable =
            |why: &dyn std::fmt::Display| WorldFault::table(&path, format!("cannot read it: {why}"));
        let reader = ParquetRecordBatchReaderBuilder::try_new(file).map_err(|why| unreadable(&why))?;
        let columns = reader.schema().fields().iter().map(|f| f.name().clone()).collect();
        let batches = reader
            .build()
            .map_err(|why| unreadable(&why))?
            .collect::<Result<Vec<_>, _>>()
            .map_err(|why| unreadable(&why))?;
        Ok(Self { path, batches, columns })
    }

    /// Whether it has a column.
    pub fn has(&self, column: &str) -> bool {
        self.columns.iter().any(|c| c == column)
    }

    fn column<T>(
        &self,
        name: &str,
        read: impl Fn(&dyn Array) -> Option<Vec<Option<T>>>,
    ) -> Result<Vec<Option<T>>, WorldFault> {
        if !self.has(name) {
            return Err(WorldFault::table(&self.path, format!("there is no column `{name}`")));
        }
        let mut all = vec![];
        for array in self.batches.iter().filter_map(|b| b.column_by_name(name)) {
            // A column without any value may have no type.
            let values = match array.data_type() {
                DataType::Null => (0..array.len()).map(|_| None).collect(),
                of => read(array.as_ref()).ok_or_else(|| {
                    WorldFault::table(
                        &self.path,
                        format!("column `{name}` holds {of}, which is not expected there"),
                    )
                })?,
            };
            all.extend(values);
        }
        Ok(all)
    }

    /// A column of text; null is empty.
    ///
    /// # Errors
    /// There is no such column, or it holds something else.
    pub fn text(&self, name: &str) -> Result<Vec<String>, WorldFault> {
        let texts = self.column(name, |a| {
            let short = a.as_string_opt::<i32>().map(|t| t.iter().map(|t| t.map(str::to_owned)).collect());
            short.or_else(|| {
                a.as_string_opt::<i64>().map(|t| t.iter().map(|t| t.map(str::to_owned)).collect())
            })
        })?;
        Ok(texts.into_iter().map(Option::unwrap_or_default).collect())
    }

    /// A column of numbers, whole or not, or of times in microseconds; null stays null.
    ///
    /// # Errors
    /// There is no such column, or it holds something else.
    pub fn numbers(&self, name: &str) -> Result<Vec<Option<f64>>, WorldFault> {
        self.column(name, |a| {
            let whole =
                a.as_primitive_opt::<Int64Type>().map(|n| n.iter().map(|n| n.map(|n| n as f64)).collect());
            let time = || {
                let times = a.as_primitive_opt::<TimestampMicrosecondType>();
                times.map(|n| n.iter().map(|n| n.map(|n| n as f64)).collect())
            };
            whole.or_else(time).or_else(|| a.as_primitive_opt::<Float64Type>().map(|n| n.iter().collect()))
        })
    }
}
