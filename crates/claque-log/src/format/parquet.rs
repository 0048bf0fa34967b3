//! Parquet. The library behind it has been seen to panic on hostile files, so every call into it stands
//! behind a guard; and what a file claims is checked before anything is allocated for it.

use std::fs::File;
use std::panic::{AssertUnwindSafe, catch_unwind};

use arrow_array::cast::AsArray;
use arrow_array::types as t;
use arrow_array::{Array, ArrayRef, RecordBatch};
use arrow_schema::{DataType, TimeUnit};
use parquet::arrow::ProjectionMask;
use parquet::arrow::arrow_reader::{ParquetRecordBatchReader, ParquetRecordBatchReaderBuilder};

use super::{Cell, Column, Row, Sink, Table};
use crate::budget::{HEAD_RECORDS, MAX_COLUMNS, MAX_RATIO, MAX_ROWS, RATIO_FREE_BYTES};
use crate::error::Fault;
use crate::source::Opened;

/// Rows taken at a time.
const BATCH: usize = 8_192;

/// A Parquet file, its footer read.
pub(crate) struct Parquet {
    file: File,
    columns: Vec<Column>,
    /// By column: its place in the file's schema.
    roots: Vec<usize>,
    packed: Option<&'static str>,
}

/// Calls into the library: errors and panics both become a fault.
fn guarded<T, E: std::fmt::Display>(doing: &str, call: impl FnOnce() -> Result<T, E>) -> Result<T, Fault> {
    match catch_unwind(AssertUnwindSafe(call)) {
        Ok(Ok(value)) => Ok(value),
        Ok(Err(error)) => Err(damaged(format!("{doing}: {error}"))),
        Err(_) => Err(damaged(format!("{doing}: the file breaks the rules of its format"))),
    }
}

fn damaged(what: String) -> Fault {
    Fault::unusable(format!("this Parquet file is damaged ({what})")).remedy("write or fetch the file again")
}

impl Parquet {
    pub fn open(mut opened: Opened) -> Result<Self, Fault> {
        let file = opened.seekable()?;
        let size = file.metadata().map_err(|e| Fault::io("cannot be read", &e))?.len();
        let builder = guarded("footer", || builder(&file))?;
        check_claims(&builder, size)?;
        let schema = builder.schema().clone();
        if schema.fields().len() > MAX_COLUMNS {
            return Err(damaged(format!("{} columns", schema.fields().len())));
        }
        let (mut columns, mut roots) = (Vec::new(), Vec::new());
        for (root, field) in schema.fields().iter().enumerate() {
            if readable(field.data_type()) {
                columns.push(Column::named(field.name().clone()));
                roots.push(root);
            }
        }
        if columns.is_empty() {
            return Err(Fault::unusable("no column of this Parquet file holds single values"));
        }
        let mask = ProjectionMask::roots(builder.parquet_schema(), roots.iter().copied());
        let mut head = guarded("first rows", || {
            builder.with_projection(mask).with_limit(HEAD_RECORDS).with_batch_size(HEAD_RECORDS).build()
        })?;
        if let Some(batch) = guarded("first rows", || head.next().transpose())? {
            for (column, array) in columns.iter_mut().zip(batch.columns()) {
                let values = Values::of(array)?;
                for row in 0..batch.num_rows() {
                    column.sample(&shown(values.cell(row)));
                }
            }
        }
        Ok(Self { file, columns, roots, packed: opened.packed })
    }

    fn reader(&self, roots: &[usize]) -> Result<ParquetRecordBatchReader, Fault> {
        guarded("rows", || {
            let builder = builder(&self.file)?;
            let mask = ProjectionMask::roots(builder.parquet_schema(), roots.iter().copied());
            builder.with_projection(mask).with_batch_size(BATCH).build()
        })
    }
}

fn builder(file: &File) -> parquet::errors::Result<ParquetRecordBatchReaderBuilder<File>> {
    ParquetRecordBatchReaderBuilder::try_new(file.try_clone()?)
}

/// A small file may claim to hold any number of rows by pointing to the same bytes again and again.
fn check_claims(builder: &ParquetRecordBatchReaderBuilder<File>, size: u64) -> Result<(), Fault> {
    let (mut rows, mut packed, mut unpacked) = (0u64, 0u64, 0u64);
    for group in builder.metadata().row_groups() {
        let of = |n: i64| u64::try_from(n).map_err(|_| damaged("a size below zero".into()));
        rows = rows.saturating_add(of(group.num_rows())?);
        for column in group.columns() {
            packed = packed.saturating_add(of(column.compressed_size())?);
            unpacked = unpacked.saturating_add(of(column.uncompressed_size())?);
            if column.num_values() < 0 || column.data_page_offset() < 0 {
                return Err(damaged("an offset below zero".into()));
            }
        }
    }
    if packed > size {
        return Err(damaged("its parts lie over each other".into()));
    }
    if rows > MAX_ROWS {
        return Err(Fault::unusable(format!("it claims {rows} rows, more than {MAX_ROWS}")));
    }
    if unpacked > RATIO_FREE_BYTES && unpacked / MAX_RATIO > size {
        return Err(Fault::unusable(
            "it unpacks to far more than any log would: refused as a decompression bomb",
        ));
    }
    Ok(())
}

fn readable(kind: &DataType) -> bool {
    use DataType as D;
    match kind {
        D::Utf8 | D::LargeUtf8 | D::Utf8View | D::Binary | D::LargeBinary | D::Boolean => true,
        D::Int8 | D::Int16 | D::Int32 | D::Int64 | D::UInt8 | D::UInt16 | D::UInt32 | D::UInt64 => true,
        D::Float32 | D::Float64 | D::Timestamp(..) | D::Date32 | D::Date64 => true,
        D::Dictionary(key, value) => {
            matches!(**key, D::Int8 | D::Int16 | D::Int32 | D::Int64 | D::UInt8 | D::UInt16 | D::UInt32)
                && matches!(**value, D::Utf8 | D::LargeUtf8)
        }
        _ => false,
    }
}

fn shown(cell: Cell<'_>) -> String {
    match cell {
        Cell::Missing | Cell::Unfit(_) => String::new(),
        Cell::Text(text) | Cell::Number(text) => String::from_utf8_lossy(text).into_owned(),
        Cell::Int(v) => v.to_string(),
        Cell::Uint(v) => v.to_string(),
        Cell::Float(v) => v.to_string(),
        Cell::Bool(v) => v.to_string(),
        Cell::Time(at, _) | Cell::Day(at) => crate::sense::date(at),
    }
}

/// A column of a batch, its type known.
enum Values<'a> {
    Text(&'a arrow_array::StringArray),
    LargeText(&'a arrow_array::LargeStringArray),
    TextView(&'a arrow_array::StringViewArray),
    Bytes(&'a arrow_array::BinaryArray),
    LargeBytes(&'a arrow_array::LargeBinaryArray),
    Words(Vec<Option<usize>>, &'a ArrayRef),
    Bool(&'a arrow_array::BooleanArray),
    I8(&'a arrow_array::Int8Array),
    I16(&'a arrow_array::Int16Array),
    I32(&'a arrow_array::Int32Array),
    I64(&'a arrow_array::Int64Array),
    U8(&'a arrow_array::UInt8Array),
    U16(&'a arrow_array::UInt16Array),
    U32(&'a arrow_array::UInt32Array),
    U64(&'a arrow_array::UInt64Array),
    F32(&'a arrow_array::Float32Array),
    F64(&'a arrow_array::Float64Array),
    Seconds(&'a arrow_array::TimestampSecondArray, bool),
    Millis(&'a arrow_array::TimestampMillisecondArray, bool),
    Micros(&'a arrow_array::TimestampMicrosecondArray, bool),
    Nanos(&'a arrow_array::TimestampNanosecondArray, bool),
    Days(&'a arrow_array::Date32Array),
    DayMillis(&'a arrow_array::Date64Array),
}

impl<'a> Values<'a> {
    fn of(array: &'a ArrayRef) -> Result<Self, Fault> {
        Ok(match array.data_type() {
            DataType::Utf8 => Values::Text(array.as_string()),
            DataType::LargeUtf8 => Values::LargeText(array.as_string()),
            DataType::Utf8View => Values::TextView(array.as_string_view()),
            DataType::Binary => Values::Bytes(array.as_binary()),
            DataType::LargeBinary => Values::LargeBytes(array.as_binary()),
            DataType::Boolean => Values::Bool(array.as_boolean()),
            DataType::Int8 => Values::I8(array.as_primitive::<t::Int8Type>()),
            DataType::Int16 => Values::I16(array.as_primitive::<t::Int16Type>()),
            DataType::Int32 => Values::I32(array.as_primitive::<t::Int32Type>()),
            DataType::Int64 => Values::I64(array.as_primitive::<t::Int64Type>()),
            DataType::UInt8 => Values::U8(array.as_primitive::<t::UInt8Type>()),
            DataType::UInt16 => Values::U16(array.as_primitive::<t::UInt16Type>()),
            DataType::UInt32 => Values::U32(array.as_primitive::<t::UInt32Type>()),
            DataType::UInt64 => Values::U64(array.as_primitive::<t::UInt64Type>()),
            DataType::Float32 => Values::F32(array.as_primitive::<t::Float32Type>()),
            DataType::Float64 => Values::F64(array.as_primitive::<t::Float64Type>()),
            DataType::Timestamp(unit, zone) => match unit {
                TimeUnit::Second => Values::Seconds(array.as_primitive(), zone.is_some()),
                TimeUnit::Millisecond => Values::Millis(array.as_primitive(), zone.is_some()),
                TimeUnit::Microsecond => Values::Micros(array.as_primitive(), zone.is_some()),
                TimeUnit::Nanosecond => Values::Nanos(array.as_primitive(), zone.is_some()),
            },
            DataType::Date32 => Values::Days(array.as_primitive::<t::Date32Type>()),
            DataType::Date64 => Values::DayMillis(array.as_primitive::<t::Date64Type>()),
            DataType::Dictionary(..) => {
                let words = array.as_any_dictionary();
                let used = (0..array.len()).map(|i| array.is_valid(i)).collect::<Vec<_>>();
                let keys = words.normalized_keys();
                let keys = keys.into_iter().zip(used).map(|(k, ok)| ok.then_some(k)).collect();
                Values::Words(keys, words.values())
            }
            other => return Err(damaged(format!("a column of type {other}"))),
        })
    }

    fn cell(&self, i: usize) -> Cell<'a> {
        macro_rules! value {
            ($array:expr, |$v:ident| $cell:expr) => {{
                if $array.is_null(i) {
                    Cell::Missing
                } else {
                    let $v = $array.value(i);
                    $cell
                }
            }};
        }
        let scaled = |v: i64, by: i64, zoned: bool| match v.checked_mul(by) {
            Some(at) => Cell::Time(at, zoned),
            None => Cell::Unfit("a timestamp beyond all years"),
        };
        match self {
            Values::Text(a) => value!(a, |v| text(v.as_bytes())),
            Values::LargeText(a) => value!(a, |v| text(v.as_bytes())),
            Values::TextView(a) => value!(a, |v| text(v.as_bytes())),
            Values::Bytes(a) => value!(a, |v| text(v)),
            Values::LargeBytes(a) => value!(a, |v| text(v)),
            Values::Words(keys, words) => match keys[i] {
                None => Cell::Missing,
                Some(k) if words.is_null(k) => Cell::Missing,
                Some(k) => match words.data_type() {
                    DataType::LargeUtf8 => text(words.as_string::<i64>().value(k).as_bytes()),
                    _ => text(words.as_string::<i32>().value(k).as_bytes()),
                },
            },
            Values::Bool(a) => value!(a, |v| Cell::Bool(v)),
            Values::I8(a) => value!(a, |v| Cell::Int(v.into())),
            Values::I16(a) => value!(a, |v| Cell::Int(v.into())),
            Values::I32(a) => value!(a, |v| Cell::Int(v.into())),
            Values::I64(a) => value!(a, |v| Cell::Int(v)),
            Values::U8(a) => value!(a, |v| Cell::Int(v.into())),
            Values::U16(a) => value!(a, |v| Cell::Int(v.into())),
            Values::U32(a) => value!(a, |v| Cell::Int(v.into())),
            Values::U64(a) => value!(a, |v| Cell::Uint(v)),
            Values::F32(a) => value!(a, |v| Cell::Float(v.into())),
            Values::F64(a) => value!(a, |v| Cell::Float(v)),
            Values::Seconds(a, zoned) => value!(a, |v| scaled(v, 1_000_000, *zoned)),
            Values::Millis(a, zoned) => value!(a, |v| scaled(v, 1_000, *zoned)),
            Values::Micros(a, zoned) => value!(a, |v| Cell::Time(v, *zoned)),
            Values::Nanos(a, zoned) => value!(a, |v| Cell::Time(v.div_euclid(1_000), *zoned)),
            Values::Days(a) => value!(a, |v| Cell::Day(i64::from(v) * 86_400_000_000)),
            Values::DayMillis(a) => value!(a, |v| match v.checked_mul(1_000) {
                Some(at) => Cell::Day(at),
                None => Cell::Unfit("a date beyond all years"),
            }),
        }
    }
}

fn text(bytes: &[u8]) -> Cell<'_> {
    if bytes.is_empty() { Cell::Missing } else { Cell::Text(bytes) }
}

impl Table for Parquet {
    fn format(&self) -> String {
        self.packed.map_or("Parquet".to_owned(), |p| format!("Parquet, {p}"))
    }

    fn columns(&self) -> &[Column] {
        &self.columns
    }

    fn read(self: Box<Self>, wanted: &[Option<usize>], sink: &mut dyn Sink) -> Result<(), Fault> {
        // The reader yields columns in the order of the schema, each once.
        let mut roots: Vec<usize> = wanted.iter().flatten().map(|&c| self.roots[c]).collect();
        roots.sort_unstable();
        roots.dedup();
        let place: Vec<Option<usize>> =
            wanted.iter().map(|w| w.and_then(|c| roots.binary_search(&self.roots[c]).ok())).collect();
        let mut reader = self.reader(&roots)?;
        let mut line = 0;
        let mut batch = decoded(&mut reader, line)?;
        while let Some(at_hand) = batch.take() {
            // While the rows at hand are taken in, the next ones are decoded.
            let before = line + at_hand.num_rows() as u64;
            let mut next = Ok(None);
            let taken = rayon::in_place_scope(|side| {
                side.spawn(|_| next = decoded(&mut reader, before));
                rows(&at_hand, &place, &mut line, sink)
            });
            taken?;
            batch = next?;
        }
        Ok(())
    }
}

/// The next rows of a file; `None` at its end. `line` rows came before.
fn decoded(reader: &mut ParquetRecordBatchReader, line: u64) -> Result<Option<RecordBatch>, Fault> {
    guarded("rows", || reader.next().transpose())
        .map_err(|f| Fault { what: format!("{}; {line} rows were read before", f.what), ..f }.at(line))
}

fn rows(
    batch: &RecordBatch,
    place: &[Option<usize>],
    line: &mut u64,
    sink: &mut dyn Sink,
) -> Result<(), Fault> {
    let values = guarded("rows", || {
        place
            .iter()
            .map(|p| p.map(|p| Values::of(batch.column(p))).transpose())
            .collect::<Result<Vec<_>, _>>()
    })?;
    let mut cells = vec![Cell::Missing; place.len()];
    for i in 0..batch.num_rows() {
        *line += 1;
        for (cell, column) in cells.iter_mut().zip(&values) {
            *cell = column.as_ref().map_or(Cell::Missing, |v| v.cell(i));
        }
        sink.row(&Row { line: *line, cells: &cells, raw: None })?;
    }
    Ok(())
}
