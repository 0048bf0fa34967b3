//! Parquet. The library behind it has been seen to panic on hostile files, so every call into it stands
//! behind a guard; and what a file claims is checked before anything is allocated for it. Pages that carry a
//! checksum are checked against it.
//!
//! Row groups are decoded side by side. A column of texts whose pages all point into a dictionary is handed on as
//! words of that dictionary, so that each word is looked up once and not in every row.

use std::sync::{Arc, Mutex, PoisonError};

use arrow_array::{ArrayRef, RecordBatch, cast::AsArray};
use arrow_schema::{DataType, Field, Schema};
use parquet::arrow::ProjectionMask;
use parquet::arrow::arrow_reader::{
    ArrowReaderMetadata, ArrowReaderOptions, ParquetRecordBatchReader, ParquetRecordBatchReaderBuilder,
    RowSelection, RowSelector,
};
use parquet::basic::{Compression, Encoding};
use parquet::file::metadata::{ColumnChunkMetaData, ParquetMetaData};

use super::claims;
use super::pages::Pages;
use super::parts::{Part, parts};
use super::values::{Values, has_gaps, held, readable, shown};
use super::{Block, Blocks, Cell, Column, Row, Sink, Stop, Table};
use crate::budget::{
    FREE_ROWS, HEAD_RECORDS, MAX_COLUMNS, MAX_RATIO, MAX_ROWS, MAX_ROWS_PER_BYTE, RATIO_FREE_BYTES,
};
use crate::error::Fault;
use crate::guard;
use crate::mapping::MOST_ROLES;
use crate::source::{Meter, Opened};

/// Rows decoded at a time.
pub(super) const BATCH: usize = 8_192;
/// Rows handed on together.
const TOGETHER: usize = 512;

/// A Parquet file, its footer read.
pub(crate) struct Parquet {
    pages: Pages,
    footer: ArrowReaderMetadata,
    columns: Vec<Column>,
    unread: Vec<(String, &'static str)>,
    /// By column: its place in the file's schema.
    roots: Vec<usize>,
    packed: Option<&'static str>,
    /// What has hashed the head of the file alone.
    unhashed: Option<Meter>,
}

/// Calls into the library: errors and panics both become a fault.
fn guarded<T, E: std::fmt::Display>(doing: &str, call: impl FnOnce() -> Result<T, E>) -> Result<T, Fault> {
    match guard::guarded(call) {
        Some(Ok(value)) => Ok(value),
        Some(Err(error)) => Err(damaged(format!("{doing}: {error}"))),
        None => Err(damaged(format!("{doing}: the file breaks the rules of its format"))),
    }
}

pub(super) fn damaged(what: String) -> Fault {
    Fault::unusable(format!("this Parquet file is damaged ({what})")).remedy("write or fetch the file again")
}

/// The types follow from the file's own schema: what else Arrow wrote beside it is left alone.
fn options() -> ArrowReaderOptions {
    ArrowReaderOptions::new().with_skip_arrow_metadata(true)
}

impl Parquet {
    pub fn open(mut opened: Opened) -> Result<Self, Fault> {
        let (file, unhashed) = match opened.file.take() {
            Some(file) => (file, Some(opened.meter.clone())),
            None => (opened.seekable()?, None),
        };
        let pages = Pages::new(file).map_err(|e| Fault::io("cannot be read", &e))?;
        claims::check_footer(&pages)?;
        let footer = guarded("footer", || ArrowReaderMetadata::load(&pages, options()))?;
        check_claims(footer.metadata(), parquet::file::reader::Length::len(&pages))?;
        let schema = footer.schema().clone();
        if schema.fields().len() > MAX_COLUMNS {
            return Err(damaged(format!("{} columns", schema.fields().len())));
        }
        let (mut columns, mut unread, mut roots) = (Vec::new(), Vec::new(), Vec::new());
        // Arrow leaves out groups that hold nothing: a field's place there need not be its place in the file.
        let in_file = footer.parquet_schema().root_schema().get_fields();
        let mut next = 0;
        for field in schema.fields() {
            let found = in_file[next..].iter().position(|root| root.name() == field.name());
            let root =
                next + found.ok_or_else(|| damaged("its columns are not those of its schema".into()))?;
            next = root + 1;
            if readable(field.data_type()) {
                columns.push(Column::named(field.name().clone()));
                roots.push(root);
            } else {
                unread.push((field.name().clone(), held(field.data_type())));
            }
        }
        if columns.is_empty() {
            return Err(Fault::unusable("no column of this Parquet file holds single values")
                .remedy("write the ids and times of nested columns into columns of their own"));
        }
        let all = ProjectionMask::roots(footer.parquet_schema(), roots.iter().copied());
        let mut rows = 0;
        for (number, group) in footer.metadata().row_groups().iter().enumerate() {
            if rows >= HEAD_RECORDS as i64 {
                break;
            }
            check_pages(&pages, &footer, number, &all)?;
            rows += group.num_rows();
        }
        let mut head = guarded("first rows", || {
            let builder = ParquetRecordBatchReaderBuilder::new_with_metadata(pages.clone(), footer.clone());
            builder.with_projection(all).with_limit(HEAD_RECORDS).with_batch_size(HEAD_RECORDS).build()
        })?;
        if let Some(batch) = guarded("first rows", || head.next().transpose())? {
            guarded("first rows", || {
                for (column, array) in columns.iter_mut().zip(batch.columns()) {
                    let values = Values::of(array)?;
                    (0..batch.num_rows()).for_each(|row| column.sample(&shown(values.cell(row))));
                }
                Ok::<(), Fault>(())
            })?;
        }
        Ok(Self { pages, footer, columns, unread, roots, packed: opened.packed, unhashed })
    }
}

/// A small file may claim to hold any number of rows by pointing to the same bytes again and again.
fn check_claims(footer: &ParquetMetaData, size: u64) -> Result<(), Fault> {
    let (mut rows, mut packed, mut unpacked) = (0u64, 0u64, 0u64);
    for group in footer.row_groups() {
        let of = |n: i64| u64::try_from(n).map_err(|_| damaged("a size below zero".into()));
        rows = rows.saturating_add(of(group.num_rows())?);
        for column in group.columns() {
            if matches!(column.compression(), Compression::BROTLI(_) | Compression::LZO) {
                let what = format!("its columns are packed with {}, which is not read", column.compression());
                return Err(Fault::unusable(what).remedy("write it again with zstd, gzip or snappy"));
            }
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
        return Err(Fault::unusable(format!("it claims {rows} rows, more than {MAX_ROWS}"))
            .remedy("split the log, or leave out the file"));
    }
    let bomb = unpacked > RATIO_FREE_BYTES && unpacked / MAX_RATIO > size;
    if bomb || (rows > FREE_ROWS && rows / MAX_ROWS_PER_BYTE > size) {
        return Err(Fault::unusable(crate::source::BOMB).remedy("write the file again from its source"));
    }
    Ok(())
}

/// Looks at what the pages claim that will be read of a row group.
fn check_pages(
    pages: &Pages,
    footer: &ArrowReaderMetadata,
    group: usize,
    mask: &ProjectionMask,
) -> Result<(), Fault> {
    let columns = footer.metadata().row_group(group).columns();
    let wanted = columns.iter().enumerate().filter(|(leaf, _)| mask.leaf_included(*leaf));
    wanted.map(|(_, column)| column).try_for_each(|column| claims::check(pages, column))
}

impl Table for Parquet {
    fn format(&self) -> String {
        self.packed.map_or("Parquet".to_owned(), |p| format!("Parquet, {p}"))
    }

    fn columns(&self) -> &[Column] {
        &self.columns
    }

    fn unread(&self) -> &[(String, &'static str)] {
        &self.unread
    }

    fn blocks(self: Box<Self>, wanted: &[Option<usize>]) -> Result<Box<dyn Blocks>, Fault> {
        // The reader yields columns in the order of the schema, each once.
        let mut roots: Vec<usize> = wanted.iter().flatten().map(|&c| self.roots[c]).collect();
        roots.sort_unstable();
        roots.dedup();
        let place: Vec<Option<usize>> =
            wanted.iter().map(|w| w.and_then(|c| roots.binary_search(&self.roots[c]).ok())).collect();
        let rows = self.footer.metadata().row_groups().iter().map(|g| g.num_rows().max(0) as u64);
        let mut parts = parts(&rows.collect::<Vec<_>>());
        parts.reverse();
        let Parquet { pages, footer, unhashed, .. } = *self;
        Ok(Box::new(Groups { pages, footer, roots, place, left: Mutex::new(parts), unhashed }))
    }
}

/// The row groups of a file.
struct Groups {
    pages: Pages,
    footer: ArrowReaderMetadata,
    roots: Vec<usize>,
    /// By role: the place of its column in a batch.
    place: Vec<Option<usize>>,
    /// Parts not yet given, the last first.
    left: Mutex<Vec<Part>>,
    unhashed: Option<Meter>,
}

impl Groups {
    fn reader(&self, group: usize, skip: u64, rows: u64) -> Result<ParquetRecordBatchReader, Fault> {
        let mask = ProjectionMask::roots(self.footer.parquet_schema(), self.roots.iter().copied());
        check_pages(&self.pages, &self.footer, group, &mask)?;
        let footer = guarded("footer", || {
            let options = options().with_schema(Arc::new(self.schema(group)));
            ArrowReaderMetadata::try_new(Arc::clone(self.footer.metadata()), options)
        });
        let footer = footer.unwrap_or_else(|_| self.footer.clone());
        guarded("rows", || {
            let builder = ParquetRecordBatchReaderBuilder::new_with_metadata(self.pages.clone(), footer);
            let builder = builder.with_row_groups(vec![group]).with_projection(mask).with_batch_size(BATCH);
            let whole = self.footer.metadata().row_group(group).num_rows() as u64 == rows;
            let selection = || {
                let select = RowSelector::select(rows as usize);
                RowSelection::from(vec![RowSelector::skip(skip as usize), select])
            };
            if whole { builder.build() } else { builder.with_row_selection(selection()).build() }
        })
    }

    /// The file's schema, with texts as words where all pages of this row group point into a dictionary, and
    /// as views of the page elsewhere.
    fn schema(&self, group: usize) -> Schema {
        let group = self.footer.metadata().row_group(group);
        let schema = self.footer.schema();
        let parquet = self.footer.parquet_schema();
        let fields: Vec<Field> = schema
            .fields()
            .iter()
            .enumerate()
            .map(|(root, field)| {
                let text =
                    matches!(field.data_type(), DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View);
                if !text {
                    return field.as_ref().clone();
                }
                let leaf = (0..parquet.num_columns()).find(|&leaf| parquet.get_column_root_idx(leaf) == root);
                let kind = match leaf.is_some_and(|leaf| in_words(group.column(leaf))) {
                    true => DataType::Dictionary(Box::new(DataType::Int32), Box::new(DataType::Utf8)),
                    false => DataType::Utf8View,
                };
                field.as_ref().clone().with_data_type(kind)
            })
            .collect();
        Schema::new_with_metadata(fields, schema.metadata().clone())
    }
}

/// Whether all data pages of a column point into its dictionary.
fn in_words(column: &ColumnChunkMetaData) -> bool {
    if column.dictionary_page_offset().is_none() {
        return false;
    }
    match column.page_encoding_stats_mask() {
        Some(mask) => mask.is_only(Encoding::RLE_DICTIONARY) || mask.is_only(Encoding::PLAIN_DICTIONARY),
        None => column.encodings().all(|e| {
            !matches!(e, Encoding::PLAIN | Encoding::DELTA_LENGTH_BYTE_ARRAY | Encoding::DELTA_BYTE_ARRAY)
        }),
    }
}

impl Blocks for Groups {
    fn next(&self) -> Result<Option<Block>, Stop> {
        let part = self.left.lock().unwrap_or_else(PoisonError::into_inner).pop();
        Ok(part.map(|(group, skip, rows, first)| Block::Group { group, skip, rows, first }))
    }

    fn beside(&self) -> Result<(), Fault> {
        let Some(meter) = &self.unhashed else { return Ok(()) };
        let rest = meter.rest(self.pages.from(meter.bytes()));
        rest.map_err(|e| Fault::io("cannot be read", &e))
    }

    fn rows(&self, block: Block, sink: &mut dyn Sink) -> Result<(), Fault> {
        let Block::Group { group, skip, rows: claimed, first } = block else { return Ok(()) };
        let mut line = first;
        let broken = |f: Fault, line: u64| {
            Fault { what: format!("{}; {} rows were read before", f.what, line - 1), ..f }.at(line - 1)
        };
        let mut reader = self.reader(group, skip, claimed).map_err(|f| broken(f, line))?;
        let mut words: [Option<(ArrayRef, bool)>; MOST_ROLES] = Default::default();
        loop {
            let batch = guarded("rows", || reader.next().transpose()).map_err(|f| broken(f, line))?;
            let Some(batch) = batch else { break };
            rows(&batch, &self.place, &mut words, &mut line, sink)?;
        }
        match line - first == claimed {
            true => Ok(()),
            false => {
                Err(broken(damaged(format!("{claimed} rows are claimed, {} are there", line - first)), line))
            }
        }
    }
}

fn rows(
    batch: &RecordBatch,
    place: &[Option<usize>],
    words: &mut [Option<(ArrayRef, bool)>; MOST_ROLES],
    line: &mut u64,
    sink: &mut dyn Sink,
) -> Result<(), Fault> {
    let mut values = Vec::with_capacity(place.len());
    for (role, at) in place.iter().enumerate() {
        let Some(at) = at else {
            values.push(None);
            continue;
        };
        let array = batch.column(*at);
        let mut column = guarded("rows", || Values::of(array))?;
        if let Values::Words(_, _, gaps) = &mut column {
            let dictionary = array.as_any_dictionary().values();
            if words[role].as_ref().is_none_or(|(known, _)| !Arc::ptr_eq(known, dictionary)) {
                sink.words(role, dictionary.len());
                words[role] = Some((Arc::clone(dictionary), has_gaps(dictionary)));
            }
            *gaps = words[role].as_ref().is_none_or(|known| known.1);
        }
        values.push(Some(column));
    }
    let mut cells = [Cell::Missing; MOST_ROLES];
    let n = batch.num_rows();
    for from in (0..n).step_by(TOGETHER) {
        let rows = from..n.min(from + TOGETHER);
        if sink.together(&values, rows.clone())? {
            *line += rows.len() as u64;
            continue;
        }
        for i in rows {
            for (cell, column) in cells.iter_mut().zip(&values) {
                if let Some(column) = column {
                    *cell = column.cell(i);
                }
            }
            sink.row(&Row { line: *line, cells: &cells[..place.len()], raw: None })?;
            *line += 1;
        }
    }
    Ok(())
}
