//! Reading what an audit wrote, through Parquet, the contract.

use arrow_array::cast::AsArray;
use arrow_array::types::{Float64Type, Int64Type};
use arrow_array::{Array, RecordBatch};
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// A table in memory.
pub struct Table(Vec<RecordBatch>);

impl Table {
    pub fn read(path: &Path) -> Self {
        let file = std::fs::File::open(path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
        let reader = ParquetRecordBatchReaderBuilder::try_new(file).unwrap().build().unwrap();
        Self(reader.map(|batch| batch.unwrap()).collect())
    }

    fn column<T>(&self, name: &str, read: impl Fn(&dyn Array) -> Vec<Option<T>>) -> Vec<Option<T>> {
        self.0
            .iter()
            .flat_map(|b| {
                read(b.column_by_name(name).unwrap_or_else(|| panic!("no column `{name}`")).as_ref())
            })
            .collect()
    }

    /// A column of text; null stays null.
    pub fn texts(&self, name: &str) -> Vec<Option<String>> {
        self.column(name, |a| match a.as_string_opt::<i32>() {
            Some(text) => text.iter().map(|t| t.map(str::to_owned)).collect(),
            None => a.as_string::<i64>().iter().map(|t| t.map(str::to_owned)).collect(),
        })
    }

    /// A column of text that is never null.
    pub fn text(&self, name: &str) -> Vec<String> {
        self.texts(name).into_iter().map(|t| t.unwrap_or_else(|| panic!("`{name}` is null"))).collect()
    }

    /// A column of numbers of either type; null is NaN.
    pub fn number(&self, name: &str) -> Vec<f64> {
        let numbers = self.column(name, |a| match a.as_primitive_opt::<Float64Type>() {
            Some(estimates) => estimates.iter().collect(),
            None => a.as_primitive::<Int64Type>().iter().map(|n| n.map(|n| n as f64)).collect(),
        });
        numbers.into_iter().map(|n| n.unwrap_or(f64::NAN)).collect()
    }

    /// Everything in it that is text.
    pub fn all_text(&self) -> Vec<String> {
        let Some(batch) = self.0.first() else { return vec![] };
        let schema = batch.schema();
        let is_text = |f: &&std::sync::Arc<arrow_schema::Field>| f.data_type().is_string();
        schema.fields().iter().filter(is_text).flat_map(|f| self.texts(f.name())).flatten().collect()
    }
}

/// The folder of an audit.
pub struct Folder(pub PathBuf);

/// What the tests ask of a crew.
#[derive(Debug)]
pub struct Crew {
    pub kind: String,
    pub accounts: f64,
    pub q: f64,
}

impl Folder {
    /// A folder that keeps the contract; anything else stops the test.
    #[track_caller]
    pub fn open(path: impl Into<PathBuf>) -> Self {
        let path = path.into();
        if let Err(faults) = claque_report::validate(&path) {
            panic!("{}:\n{}", path.display(), faults.join("\n"));
        }
        Self(path)
    }

    pub fn table(&self, name: &str) -> Table {
        Table::read(&self.0.join(format!("{name}.parquet")))
    }

    pub fn text(&self, name: &str) -> String {
        std::fs::read_to_string(self.0.join(name)).unwrap_or_else(|e| panic!("{name}: {e}"))
    }

    pub fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.text("audit.json")).expect("audit.json is JSON")
    }

    /// All files with their bytes.
    pub fn files(&self) -> BTreeMap<String, Vec<u8>> {
        super::run::names(&self.0)
            .into_iter()
            .map(|n| (n.clone(), std::fs::read(self.0.join(n)).unwrap()))
            .collect()
    }

    pub fn crews(&self) -> Vec<Crew> {
        let t = self.table("crews");
        let (kinds, accounts, q) = (t.text("kind"), t.number("accounts"), t.number("q"));
        let rows = kinds.into_iter().zip(accounts).zip(q);
        rows.map(|((kind, accounts), q)| Crew { kind, accounts, q }).collect()
    }

    /// P(hired or fabricated) by account; who is not in it has 0.
    pub fn doubted(&self) -> BTreeMap<String, f64> {
        let t = self.table("accounts");
        let either = t.number("p_hired").into_iter().zip(t.number("p_fabricated"));
        t.text("account").into_iter().zip(either.map(|(h, f)| 1.0 - (1.0 - h) * (1.0 - f))).collect()
    }

    /// Accounts that are called: more likely hired or fabricated than not.
    pub fn called(&self) -> BTreeSet<String> {
        self.doubted().into_iter().filter(|(_, p)| *p > 0.5).map(|(account, _)| account).collect()
    }

    /// Likes and authentic marks by page.
    pub fn authentic(&self) -> BTreeMap<String, (f64, f64)> {
        let t = self.table("pages");
        t.text("page").into_iter().zip(t.number("likes").into_iter().zip(t.number("authentic"))).collect()
    }
}
