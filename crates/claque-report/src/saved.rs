//! A folder read back: the saved model and, where asked for, its tables as they were written. A file whose
//! bytes are not those that `audit.json` names is refused: nothing is told from an altered table.

use crate::audience::AudienceModel;
use crate::error::ReportFault;
use crate::filled::{Filled, Values};
use crate::folder::{AUDIT_JSON, sha256};
use crate::model::{FORMAT, Model};
use crate::saved_model::SavedModel;
use crate::{Builder, TableFault};
use arrow_array::cast::AsArray;
use arrow_array::types::{Float64Type, Int64Type, TimestampMicrosecondType};
use arrow_array::{Array, RecordBatch};
use claque_marks::contract::{Table, Type};
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use std::fs;
use std::path::{Path, PathBuf};

/// The folder of an audit, opened.
#[derive(Clone, Debug)]
pub struct Saved {
    /// Where it stands.
    pub dir: PathBuf,
    /// Its saved model.
    pub model: Model,
}

/// What to do about a folder that cannot be told from.
const AGAIN: &str = "audit the log again, or fetch the folder again from where it was made";

impl Saved {
    /// Opens the folder of an audit.
    ///
    /// # Errors
    /// It is no folder that claque made, or one of another form.
    pub fn open(dir: &Path) -> Result<Self, ReportFault> {
        match Opened::open(dir)? {
            Opened::Audit(saved) => Ok(*saved),
            Opened::Counts(_) => {
                let what = "this is an answer from tables of counts, which know no account";
                let remedy = "name the folder of an audit of a log; `claque report FOLDER --edition full` tells this one again, \
                              and its tables are audience.parquet and signals.parquet";
                Err(ReportFault::usage(dir, what, remedy))
            }
        }
    }

    /// A table of the folder, as it was written.
    ///
    /// # Errors
    /// It is not there, its bytes are not those that `audit.json` names, or it breaks the contract.
    pub fn table(&self, table: &'static Table) -> Result<Filled, ReportFault> {
        let name = format!("{}.parquet", table.name);
        let path = self.dir.join(&name);
        let bytes =
            fs::read(&path).map_err(|e| ReportFault::usage(&path, format!("cannot be read: {e}"), AGAIN))?;
        let named = self.model.provenance.outputs.iter().find(|o| o.name == name);
        if named.is_none_or(|o| o.sha256 != sha256(&bytes)) {
            return Err(ReportFault::usage(
                &path,
                format!("its bytes are not those that {AUDIT_JSON} names"),
                AGAIN,
            ));
        }
        let broken = |why: String| ReportFault::usage(&path, format!("it breaks the contract: {why}"), AGAIN);
        let read = || -> Result<Vec<RecordBatch>, Box<dyn std::error::Error>> {
            let reader = ParquetRecordBatchReaderBuilder::try_new(fs::File::open(&path)?)?.build()?;
            Ok(reader.collect::<Result<_, _>>()?)
        };
        let batches = read().map_err(|e| broken(e.to_string()))?;
        filled(table, &batches).map_err(|e| broken(e.to_string()))
    }
}

/// A folder that claque wrote, opened: which of the two it is, its saved model says.
#[derive(Clone, Debug)]
pub enum Opened {
    /// Of an audit of a log.
    Audit(Box<Saved>),
    /// Of an answer from tables of counts.
    Counts(Box<AudienceModel>),
}

impl Opened {
    /// Opens it.
    ///
    /// # Errors
    /// It is no folder that claque made, or one of another form.
    pub fn open(dir: &Path) -> Result<Self, ReportFault> {
        let text = saved_text(dir)?;
        if AudienceModel::is_one(&text) {
            return told(dir, &text, |m: &AudienceModel| m.claque.format)
                .map(|m| Opened::Counts(Box::new(m)));
        }
        let model = told(dir, &text, |m: &Model| m.claque.format)?;
        Ok(Opened::Audit(Box::new(Saved { dir: dir.to_owned(), model })))
    }
}

/// The text of a folder's saved model.
fn saved_text(dir: &Path) -> Result<String, ReportFault> {
    let refuse = |what: String| {
        ReportFault::usage(
            dir,
            what,
            "name a folder that `claque audit`, `claque audience` or `claque demo` wrote",
        )
    };
    if !dir.is_dir() {
        let what = if dir.exists() {
            "this is a file, not the folder of an audit"
        } else {
            "there is no such folder"
        };
        return Err(refuse(what.to_owned()));
    }
    fs::read_to_string(dir.join(AUDIT_JSON)).map_err(|e| match e.kind() {
        std::io::ErrorKind::NotFound => refuse(format!("it holds no {AUDIT_JSON}")),
        _ => refuse(format!("{AUDIT_JSON} cannot be read: {e}")),
    })
}

/// A saved model of the form that this version reads.
fn told<M: SavedModel>(dir: &Path, text: &str, form: impl Fn(&M) -> u32) -> Result<M, ReportFault> {
    let refuse = |what: String| Err(ReportFault::usage(dir, what, AGAIN));
    match M::from_json(text) {
        Ok(model) if form(&model) == FORMAT => Ok(model),
        Ok(model) => {
            let (theirs, ours) = (form(&model), FORMAT);
            refuse(format!("its {AUDIT_JSON} has form {theirs}; this version reads form {ours}"))
        }
        Err(why) => refuse(format!("its {AUDIT_JSON} is not what this version writes: {why}")),
    }
}

/// The batches of a file as the table of the contract.
fn filled(table: &'static Table, batches: &[RecordBatch]) -> Result<Filled, TableFault> {
    let mut builder = Builder::new(table);
    for column in table.columns {
        let missing = || TableFault::Missing { table: table.name, column: column.name };
        let arrays: Option<Vec<_>> = batches.iter().map(|b| b.column_by_name(column.name)).collect();
        let values = column_values(column.holds, &arrays.ok_or_else(missing)?).ok_or_else(missing)?;
        builder.fill(column.name, values)?;
    }
    builder.finish()
}

/// `None` where an array is of another type.
fn column_values(holds: Type, arrays: &[&std::sync::Arc<dyn Array>]) -> Option<Values> {
    Some(match holds {
        Type::Text => {
            let mut out = vec![];
            for a in arrays {
                out.extend(a.as_string_opt::<i32>()?.iter().map(|t| t.map(str::to_owned)));
            }
            Values::Text(out)
        }
        Type::Count => {
            let mut out = vec![];
            for a in arrays {
                out.extend(a.as_primitive_opt::<Int64Type>()?.iter());
            }
            Values::Count(out)
        }
        Type::Estimate => {
            let mut out = vec![];
            for a in arrays {
                out.extend(a.as_primitive_opt::<Float64Type>()?.iter());
            }
            Values::Estimate(out)
        }
        Type::Instant => {
            let mut out = vec![];
            for a in arrays {
                out.extend(a.as_primitive_opt::<TimestampMicrosecondType>()?.iter());
            }
            Values::Instant(out)
        }
        Type::Flag => {
            let mut out = vec![];
            for a in arrays {
                out.extend(a.as_boolean_opt()?.iter());
            }
            Values::Flag(out)
        }
    })
}
