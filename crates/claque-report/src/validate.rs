//! Does a folder keep the contract? Opens every table as a stranger would and compares it, column by
//! column, with the contract; checks that the hashes are those of the files and that the report is the one
//! that the saved model gives.

use crate::audience::AudienceModel;
use crate::export::parquet::data_type;
use crate::folder::{AUDIT_JSON, REPORT_HTML, sha256};
use crate::model::Model;
use crate::saved_model::SavedModel;
use arrow_array::RecordBatch;
use claque_marks::contract::{AUDIENCE_TABLES, TABLES, Table};
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use std::fs::{self, File};
use std::path::Path;

/// Checks a folder.
///
/// # Errors
/// Every way in which it breaks the contract, one line each.
pub fn validate(dir: &Path) -> Result<(), Vec<String>> {
    let mut faults = vec![];
    let text = match fs::read_to_string(dir.join(AUDIT_JSON)) {
        Ok(text) => text,
        Err(why) => return Err(vec![format!("{AUDIT_JSON}: {why}")]),
    };
    let audience = AudienceModel::is_one(&text);
    for table in if audience { AUDIENCE_TABLES } else { TABLES } {
        match parquet_rows(dir, table, &mut faults) {
            Err(why) => faults.push(format!("{}.parquet: {why}", table.name)),
            Ok(rows) if table.csv => csv_copy(dir, table, rows, &mut faults),
            Ok(_) => {}
        }
    }
    let saved = if audience {
        saved_model::<AudienceModel>(dir, &text, &mut faults)
    } else {
        saved_model::<Model>(dir, &text, &mut faults)
    };
    if let Err(why) = saved {
        faults.push(format!("{AUDIT_JSON}: {why}"));
    }
    if faults.is_empty() { Ok(()) } else { Err(faults) }
}

fn parquet_rows(
    dir: &Path,
    table: &Table,
    faults: &mut Vec<String>,
) -> Result<usize, Box<dyn std::error::Error>> {
    let reader =
        ParquetRecordBatchReaderBuilder::try_new(File::open(dir.join(format!("{}.parquet", table.name)))?)?;
    let schema = reader.schema().clone();
    let names: Vec<&str> = schema.fields().iter().map(|f| f.name().as_str()).collect();
    let wanted: Vec<&str> = table.columns.iter().map(|c| c.name).collect();
    if names != wanted {
        faults.push(format!("{}.parquet: columns are {names:?}, not {wanted:?}", table.name));
        return Ok(reader.metadata().file_metadata().num_rows() as usize);
    }
    for (field, column) in schema.fields().iter().zip(table.columns) {
        if *field.data_type() != data_type(column.holds) {
            faults.push(format!(
                "{}.parquet: `{}` is {}, not {}",
                table.name,
                column.name,
                field.data_type(),
                column.holds.name()
            ));
        }
        if field.is_nullable() != column.nullable {
            faults.push(format!(
                "{}.parquet: `{}` may{} be null",
                table.name,
                column.name,
                if column.nullable { " not" } else { "" }
            ));
        }
    }
    let mut rows = 0;
    for batch in reader.build()? {
        let batch: RecordBatch = batch?;
        rows += batch.num_rows();
        for (values, column) in batch.columns().iter().zip(table.columns) {
            if !column.nullable && values.null_count() > 0 {
                faults.push(format!("{}.parquet: `{}` holds a null", table.name, column.name));
            }
        }
    }
    Ok(rows)
}

fn csv_copy(dir: &Path, table: &Table, rows: usize, faults: &mut Vec<String>) {
    let name = format!("{}.csv", table.name);
    let read = || -> Result<(Vec<String>, usize), csv::Error> {
        let mut reader = csv::Reader::from_path(dir.join(&name))?;
        let header = reader.headers()?.iter().map(str::to_owned).collect();
        let mut n = 0;
        for record in reader.records() {
            record?;
            n += 1;
        }
        Ok((header, n))
    };
    match read() {
        Err(why) => faults.push(format!("{name}: {why}")),
        Ok((header, n)) => {
            if !header.iter().map(String::as_str).eq(table.columns.iter().map(|c| c.name)) {
                faults.push(format!("{name}: its columns are not those of the contract"));
            }
            if n != rows {
                faults.push(format!("{name}: {n} rows where the Parquet file has {rows}"));
            }
        }
    }
}

fn saved_model<M: SavedModel>(
    dir: &Path,
    text: &str,
    faults: &mut Vec<String>,
) -> Result<(), Box<dyn std::error::Error>> {
    let model = M::from_json(text)?;
    for output in &model.provenance().outputs {
        let bytes = match fs::read(dir.join(&output.name)) {
            Ok(bytes) => bytes,
            Err(why) => {
                faults.push(format!("{}: {why}", output.name));
                continue;
            }
        };
        if sha256(&bytes) != output.sha256 {
            faults.push(format!("{}: its bytes are not those that audit.json names", output.name));
        }
    }
    if !model.provenance().outputs.iter().any(|o| o.name == REPORT_HTML) {
        faults.push(format!("{AUDIT_JSON}: it does not name the hash of {REPORT_HTML}"));
    }
    if fs::read_to_string(dir.join(REPORT_HTML))? != model.report() {
        faults.push(format!("{REPORT_HTML}: it is not the report of this audit.json"));
    }
    Ok(())
}
