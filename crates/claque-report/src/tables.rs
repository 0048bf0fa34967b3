//! The tables of an audit, built column by column against the contract: a column that the contract does
//! not know, that is missing, of another type, or null where it may not be, is refused.

use crate::error::{ReportFault, TableFault};
use crate::gate::{Gate, LISTED_FROM};
use crate::model::crew_name;
use claque_log::Log;
use claque_marks::TargetId;
use claque_marks::contract::{self, Table, Type};
use claque_verdict::Audit;

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

/// All tables of an audit, in the order of the contract.
#[derive(Clone, Debug, PartialEq)]
pub struct Tables(Vec<Filled>);

impl Tables {
    /// The tables, in the order of the contract.
    pub fn all(&self) -> &[Filled] {
        &self.0
    }
}

/// Fills every table of the contract from an audit, behind the gate.
///
/// # Errors
/// A number that the contract forbids: a fault of ours.
pub fn build_tables(audit: &Audit, log: &Log, gate: Gate) -> Result<Tables, ReportFault> {
    let made = vec![
        pages(audit, log)?,
        crews(audit, log)?,
        members(audit, log, gate)?,
        jobs(audit, log)?,
        accounts(audit, log, gate)?,
        evidence(audit)?,
    ];
    let in_order = made.iter().map(|f| f.table.name).eq(contract::TABLES.iter().map(|t| t.name));
    if !in_order {
        return Err(ReportFault::internal("the tables are not those of the contract"));
    }
    Ok(Tables(made))
}

fn page_of(log: &Log, target: TargetId) -> Option<String> {
    Some(log.names.page(log.columns.target_page[target.index()]).to_owned())
}

fn verb_of(log: &Log, target: TargetId) -> Option<String> {
    Some(log.names.verb(log.columns.target_verb[target.index()]).to_owned())
}

fn pages(audit: &Audit, log: &Log) -> Result<Filled, TableFault> {
    let mut rows: Vec<_> = audit.pages.iter().collect();
    rows.sort_by_key(|p| p.target);
    let mut b = Builder::new(&contract::PAGES);
    b.text("page", &rows, |p| page_of(log, p.target))?
        .text("verb", &rows, |p| verb_of(log, p.target))?
        .count("likes", &rows, |p| Some(p.likes))?
        .count("withdrawn", &rows, |p| Some(p.withdrawn))?
        .estimate("authentic", &rows, |p| Some(p.authentic))?
        .estimate("authentic_lo", &rows, |p| p.authentic_lo)?
        .estimate("authentic_hi", &rows, |p| p.authentic_hi)?
        .estimate("hired", &rows, |p| Some(p.hired))?
        .estimate("directed", &rows, |p| Some(p.directed))?
        .estimate("fabricated", &rows, |p| Some(p.fabricated))?
        .estimate("organised", &rows, |p| Some(p.organised))?
        .estimate("episode", &rows, |p| Some(p.episode))?
        .estimate("by_crew", &rows, |p| Some(p.by_crew))?
        .estimate("q", &rows, |p| p.q)?
        .text("note", &rows, |p| {
            let alone = log.columns.target_page.len() == 1;
            let note = if alone {
                crate::words::say("note.one_page", &[])
            } else if p.by_crew >= 0.5 {
                crate::words::say("note.by_crew", &[])
            } else {
                return None;
            };
            Some(note)
        })?;
    b.finish()
}

fn crews(audit: &Audit, log: &Log) -> Result<Filled, TableFault> {
    let rows: Vec<_> = audit.crews.iter().enumerate().collect();
    let mut b = Builder::new(&contract::CREWS);
    b.text("crew", &rows, |r| Some(crew_name(r.0)))?
        .text("kind", &rows, |r| Some(r.1.crew.kinds.called().key().to_owned()))?;
    for kind in claque_detect::Kind::ALL {
        b.estimate(&format!("p_kind_{}", kind.key()), &rows, |r| Some(r.1.crew.kinds.of(kind)))?;
    }
    b.count("accounts", &rows, |r| Some(r.1.crew.accounts() as u64))?
        .count("pages", &rows, |r| {
            let pages: std::collections::HashSet<_> =
                r.1.crew.jobs.iter().map(|j| log.columns.target_page[j.target.index()]).collect();
            Some(pages.len() as u64)
        })?
        .count("jobs", &rows, |r| Some(r.1.crew.jobs.len() as u64))?
        .count("episodes", &rows, |r| r.1.crew.episodes.map(u64::from))?
        .estimate("recurrence", &rows, |r| r.1.crew.recurrence)?
        .estimate("coherence", &rows, |r| r.1.crew.coherence)?
        .estimate("closure", &rows, |r| Some(r.1.crew.closure))?
        .estimate("pace", &rows, |r| r.1.crew.pace)?
        .instant("start", &rows, |r| r.1.crew.jobs.iter().filter_map(|j| j.start).min())?
        .instant("end", &rows, |r| r.1.crew.jobs.iter().filter_map(|j| j.end).max())?
        .estimate("score", &rows, |r| Some(r.1.crew.score))?
        .estimate("q", &rows, |r| r.1.q)?;
    b.finish()
}

fn members(audit: &Audit, log: &Log, gate: Gate) -> Result<Filled, TableFault> {
    let mut rows = vec![];
    for (i, c) in audit.crews.iter().enumerate().filter(|(_, c)| gate.lists_members(c.crew.kinds.called())) {
        rows.extend(c.crew.members.iter().filter(|m| m.posterior >= LISTED_FROM).map(|m| (i, m)));
    }
    let mut b = Builder::new(&contract::MEMBERS);
    b.text("crew", &rows, |r| Some(crew_name(r.0)))?
        .text("account", &rows, |r| Some(log.names.account(r.1.account).to_owned()))?
        .count("jobs", &rows, |r| Some(u64::from(r.1.jobs)))?
        .estimate("posterior", &rows, |r| Some(r.1.posterior))?;
    b.finish()
}

fn jobs(audit: &Audit, log: &Log) -> Result<Filled, TableFault> {
    let rows: Vec<_> =
        audit.crews.iter().enumerate().flat_map(|(i, c)| c.crew.jobs.iter().map(move |j| (i, j))).collect();
    let mut b = Builder::new(&contract::JOBS);
    b.text("crew", &rows, |r| Some(crew_name(r.0)))?
        .text("page", &rows, |r| page_of(log, r.1.target))?
        .text("verb", &rows, |r| verb_of(log, r.1.target))?
        .instant("start", &rows, |r| r.1.start)?
        .instant("end", &rows, |r| r.1.end)?
        .count("accounts", &rows, |r| Some(u64::from(r.1.accounts)))?
        .estimate("expected", &rows, |r| Some(r.1.expected))?
        .count("withdrawn", &rows, |r| Some(u64::from(r.1.withdrawn)))?;
    b.finish()
}

fn accounts(audit: &Audit, log: &Log, gate: Gate) -> Result<Filled, TableFault> {
    let called = |crew: Option<u32>| audit.crews.get(crew? as usize).map(|c| c.crew.kinds.called());
    let mut rows: Vec<_> = audit.accounts.iter().filter(|a| gate.lists_account(a, called(a.crew))).collect();
    rows.sort_by_key(|a| a.account);
    let mut b = Builder::new(&contract::ACCOUNTS);
    b.text("account", &rows, |a| Some(log.names.account(a.account).to_owned()))?
        .estimate("p_hired", &rows, |a| Some(a.p_hired))?
        .estimate("p_fabricated", &rows, |a| Some(a.p_fabricated))?
        .estimate("p_directed", &rows, |a| gate.directed(a.p_directed))?
        .text("crew", &rows, |a| {
            let shown = called(a.crew).is_some_and(|k| gate.lists_members(k));
            a.crew.filter(|_| shown).map(|c| crew_name(c as usize))
        })?;
    b.finish()
}

fn evidence(audit: &Audit) -> Result<Filled, TableFault> {
    let rows: Vec<_> = audit
        .crews
        .iter()
        .enumerate()
        .flat_map(|(i, c)| c.crew.evidence.iter().map(move |e| (i, e)))
        .collect();
    let mut b = Builder::new(&contract::EVIDENCE);
    b.text("crew", &rows, |r| Some(crew_name(r.0)))?
        .text("piece", &rows, |r| Some(r.1.piece.clone()))?
        .estimate("value", &rows, |r| r.1.value)?
        .estimate("expected", &rows, |r| r.1.expected)?
        .estimate("weight", &rows, |r| r.1.weight)?
        .flag("testable", &rows, |r| Some(r.1.testable))?
        .text("message", &rows, |r| Some(r.1.message.clone()))?;
    b.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

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
