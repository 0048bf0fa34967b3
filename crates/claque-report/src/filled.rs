//! A table of the contract, built column by column: a column that the contract does not know, that is missing,
//! of another type, or null where it may not be, is refused.

use crate::error::TableFault;
use claque_marks::contract::{Table, Type};

/// The values of one column; `None` is null.
#[derive(Clone, Debug, PartialEq)]
pub enum Values {
    /// Text.
    Text(Vec<Option<String>>),
    /// Whole numbers.
    Count(Vec<Option<i64>>),
    /// Estimates and probabilities.
    Estimate(Vec<Option<f64>>),
    /// Instants, in microseconds.
    Instant(Vec<Option<i64>>),
    /// True or false.
    Flag(Vec<Option<bool>>),
}

impl Values {
    /// How many there are.
    pub fn len(&self) -> usize {
        match self {
            Values::Text(v) => v.len(),
            Values::Count(v) | Values::Instant(v) => v.len(),
            Values::Estimate(v) => v.len(),
            Values::Flag(v) => v.len(),
        }
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    fn holds(&self) -> Type {
        match self {
            Values::Text(_) => Type::Text,
            Values::Count(_) => Type::Count,
            Values::Estimate(_) => Type::Estimate,
            Values::Instant(_) => Type::Instant,
            Values::Flag(_) => Type::Flag,
        }
    }

    fn first_null(&self) -> Option<usize> {
        match self {
            Values::Text(v) => v.iter().position(Option::is_none),
            Values::Count(v) | Values::Instant(v) => v.iter().position(Option::is_none),
            Values::Estimate(v) => v.iter().position(Option::is_none),
            Values::Flag(v) => v.iter().position(Option::is_none),
        }
    }

    fn first_not_finite(&self) -> Option<(usize, f64)> {
        let Values::Estimate(v) = self else { return None };
        v.iter().enumerate().filter_map(|(i, x)| Some((i, (*x)?))).find(|(_, x)| !x.is_finite())
    }
}

/// A table whose columns keep the contract.
#[derive(Clone, Debug, PartialEq)]
pub struct Filled {
    table: &'static Table,
    columns: Vec<Values>,
}

impl Filled {
    /// The table in the contract.
    pub fn table(&self) -> &'static Table {
        self.table
    }

    /// Its columns, in the contract's order.
    pub fn columns(&self) -> &[Values] {
        &self.columns
    }

    /// A column by name, and as what it is read.
    fn column(&self, name: &str) -> &Values {
        let at = self.table.columns.iter().position(|c| c.name == name);
        &self.columns[at.unwrap_or_else(|| panic!("the contract has no column `{}.{name}`", self.table.name))]
    }

    /// A column of text.
    ///
    /// # Panics
    /// The contract has no such column, or another type for it: the name is ours, never a user's.
    pub fn text(&self, name: &str) -> &[Option<String>] {
        let Values::Text(v) = self.column(name) else { panic!("`{name}` is no text") };
        v
    }

    /// A column of whole numbers or of instants in microseconds.
    ///
    /// # Panics
    /// As [`Filled::text`].
    pub fn whole(&self, name: &str) -> &[Option<i64>] {
        let (Values::Count(v) | Values::Instant(v)) = self.column(name) else {
            panic!("`{name}` is not whole")
        };
        v
    }

    /// A column of estimates.
    ///
    /// # Panics
    /// As [`Filled::text`].
    pub fn estimate(&self, name: &str) -> &[Option<f64>] {
        let Values::Estimate(v) = self.column(name) else { panic!("`{name}` is no estimate") };
        v
    }

    /// How many rows it has.
    pub fn rows(&self) -> usize {
        self.columns.first().map_or(0, Values::len)
    }
}

/// Fills one table of the contract.
pub struct Builder {
    table: &'static Table,
    columns: Vec<Option<Values>>,
}

impl Builder {
    /// Begins a table.
    pub fn new(table: &'static Table) -> Self {
        Self { table, columns: vec![None; table.columns.len()] }
    }

    /// Fills a column.
    ///
    /// # Errors
    /// The contract has no such column, or another type for it, or forbids one of the values.
    pub fn fill(&mut self, name: &str, values: Values) -> Result<&mut Self, TableFault> {
        let table = self.table.name;
        let Some(at) = self.table.columns.iter().position(|c| c.name == name) else {
            return Err(TableFault::Unknown { table, column: name.to_owned() });
        };
        let wanted = &self.table.columns[at];
        let column = wanted.name;
        if values.holds() != wanted.holds {
            let given = values.holds().name();
            return Err(TableFault::Type { table, column, wanted: wanted.holds.name(), given });
        }
        if let (false, Some(row)) = (wanted.nullable, values.first_null()) {
            return Err(TableFault::Null { table, column, row });
        }
        if let Some((row, value)) = values.first_not_finite() {
            return Err(TableFault::NotFinite { table, column, row, value: value.to_string() });
        }
        self.columns[at] = Some(values);
        Ok(self)
    }

    /// Fills a column of text from every row.
    pub fn text<R>(
        &mut self,
        name: &str,
        rows: &[R],
        f: impl Fn(&R) -> Option<String>,
    ) -> Result<&mut Self, TableFault> {
        self.fill(name, Values::Text(rows.iter().map(f).collect()))
    }

    /// Fills a column of whole numbers from every row.
    pub fn count<R>(
        &mut self,
        name: &str,
        rows: &[R],
        f: impl Fn(&R) -> Option<u64>,
    ) -> Result<&mut Self, TableFault> {
        let value = |r: &R| f(r).map(|n| i64::try_from(n).unwrap_or(i64::MAX));
        self.fill(name, Values::Count(rows.iter().map(value).collect()))
    }

    /// Fills a column of estimates from every row.
    pub fn estimate<R>(
        &mut self,
        name: &str,
        rows: &[R],
        f: impl Fn(&R) -> Option<f64>,
    ) -> Result<&mut Self, TableFault> {
        // −0 and 0 are one number and must be one text.
        self.fill(name, Values::Estimate(rows.iter().map(|r| f(r).map(|x| x + 0.0)).collect()))
    }

    /// Fills a column of instants from every row.
    pub fn instant<R>(
        &mut self,
        name: &str,
        rows: &[R],
        f: impl Fn(&R) -> Option<i64>,
    ) -> Result<&mut Self, TableFault> {
        self.fill(name, Values::Instant(rows.iter().map(f).collect()))
    }

    /// Fills a column of flags from every row.
    pub fn flag<R>(
        &mut self,
        name: &str,
        rows: &[R],
        f: impl Fn(&R) -> Option<bool>,
    ) -> Result<&mut Self, TableFault> {
        self.fill(name, Values::Flag(rows.iter().map(f).collect()))
    }

    /// Ends the table.
    ///
    /// # Errors
    /// A column was not filled, or not to the length of the others.
    pub fn finish(self) -> Result<Filled, TableFault> {
        let table = self.table.name;
        let mut columns = Vec::with_capacity(self.columns.len());
        for (values, wanted) in self.columns.into_iter().zip(self.table.columns) {
            columns.push(values.ok_or(TableFault::Missing { table, column: wanted.name })?);
        }
        let rows = columns.first().map_or(0, Values::len);
        for (values, wanted) in columns.iter().zip(self.table.columns) {
            if values.len() != rows {
                return Err(TableFault::Length {
                    table,
                    column: wanted.name,
                    rows: values.len(),
                    wanted: rows,
                });
            }
        }
        Ok(Filled { table: self.table, columns })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use claque_marks::contract;

    #[test]
    fn a_column_that_breaks_the_contract_is_refused() {
        let mut b = Builder::new(&contract::MEMBERS);
        let text = |v: Option<&str>| Values::Text(vec![v.map(str::to_owned)]);
        assert!(matches!(b.fill("nobody", text(Some("x"))), Err(TableFault::Unknown { .. })));
        assert!(matches!(b.fill("jobs", text(Some("x"))), Err(TableFault::Type { .. })));
        assert!(matches!(b.fill("crew", text(None)), Err(TableFault::Null { row: 0, .. })));
        let not_a_number = Values::Estimate(vec![Some(f64::NAN)]);
        assert!(matches!(b.fill("posterior", not_a_number), Err(TableFault::NotFinite { .. })));
        b.fill("crew", text(Some("C1"))).unwrap();
        assert!(matches!(b.finish(), Err(TableFault::Missing { column: "account", .. })));
    }

    #[test]
    fn columns_of_unequal_length_are_refused() {
        let mut b = Builder::new(&contract::MEMBERS);
        b.text("crew", &[1, 2], |_| Some("C1".into())).unwrap();
        b.text("account", &[1], |_| Some("a".into())).unwrap();
        b.count("jobs", &[1], |_| Some(1)).unwrap();
        b.estimate("posterior", &[1], |_| Some(1.0)).unwrap();
        assert!(matches!(b.finish(), Err(TableFault::Length { column: "account", .. })));
    }
}
