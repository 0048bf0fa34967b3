//! A table as Parquet: the contract itself. The same table is the same bytes on every machine.

use crate::filled::{Filled, Values};
use arrow_array::{
    ArrayRef, BooleanArray, Float64Array, Int64Array, RecordBatch, StringArray, TimestampMicrosecondArray,
};
use arrow_schema::{DataType, Field, Schema, TimeUnit};
use claque_marks::contract::{Table, Type};
use parquet::arrow::ArrowWriter;
use parquet::basic::{Compression, ZstdLevel};
use parquet::errors::ParquetError;
use parquet::file::properties::WriterProperties;
use std::io::Write;
use std::sync::Arc;

/// Rows in a row group: a fixed number, so that the bytes never depend on memory.
const ROW_GROUP: usize = 1 << 20;

/// The type of a column in Parquet.
pub fn data_type(holds: Type) -> DataType {
    match holds {
        Type::Text => DataType::Utf8,
        Type::Count => DataType::Int64,
        Type::Estimate => DataType::Float64,
        Type::Instant => DataType::Timestamp(TimeUnit::Microsecond, Some("UTC".into())),
        Type::Flag => DataType::Boolean,
    }
}

/// The schema of a table of the contract.
pub fn schema(table: &Table) -> Schema {
    let field = |c: &claque_marks::contract::Column| Field::new(c.name, data_type(c.holds), c.nullable);
    Schema::new(table.columns.iter().map(field).collect::<Vec<_>>())
}

fn array(values: &Values) -> ArrayRef {
    match values {
        Values::Text(v) => Arc::new(StringArray::from_iter(v.iter().map(Option::as_deref))),
        Values::Count(v) => Arc::new(Int64Array::from(v.clone())),
        Values::Estimate(v) => Arc::new(Float64Array::from(v.clone())),
        Values::Instant(v) => Arc::new(TimestampMicrosecondArray::from(v.clone()).with_timezone("UTC")),
        Values::Flag(v) => Arc::new(BooleanArray::from(v.clone())),
    }
}

/// Writes a table.
///
/// # Errors
/// The disk refused.
pub fn write<W: Write + Send>(filled: &Filled, to: W) -> Result<(), ParquetError> {
    let schema = Arc::new(schema(filled.table()));
    let batch = RecordBatch::try_new(schema.clone(), filled.columns().iter().map(array).collect())?;
    let properties = WriterProperties::builder()
        // Neither a version of a library nor a time: both would change the bytes of the same audit.
        .set_created_by("claque".to_owned())
        .set_compression(Compression::ZSTD(ZstdLevel::default()))
        .set_max_row_group_row_count(Some(ROW_GROUP))
        .build();
    let mut writer = ArrowWriter::try_new(to, schema, Some(properties))?;
    writer.write(&batch)?;
    writer.close()?;
    Ok(())
}
