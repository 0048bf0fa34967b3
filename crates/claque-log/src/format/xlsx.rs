//! Sheets of Excel, cell by cell: a sheet that claims a million columns costs what it holds.

use calamine::{DataRef, ExcelDateTime, Reader, SheetType, SheetVisible, Xlsx};

use super::sheet::{Each, File, Value, damaged};
use crate::dates;
use crate::error::Fault;
use crate::time::SECOND;

fn open(file: File) -> Result<Xlsx<File>, Fault> {
    Xlsx::new(file).map_err(damaged)
}

/// The sheets' names, in the order of the workbook, and which of them are hidden.
pub(super) fn names(file: File) -> Result<Vec<(String, bool)>, Fault> {
    let book = open(file)?;
    let tables = book.sheets_metadata().iter().filter(|s| s.typ == SheetType::WorkSheet);
    Ok(tables.map(|s| (s.name.clone(), s.visible != SheetVisible::Visible)).collect())
}

/// Hands the rows of a sheet on that have a value.
pub(super) fn rows(file: File, sheet: &str, each: &mut Each<'_>) -> Result<(), Fault> {
    let mut book = open(file)?;
    let mut cells = book.worksheet_cells_reader(sheet).map_err(damaged)?;
    let mut row = 0;
    let mut values: Vec<(usize, Value)> = Vec::new();
    let mut give = |row: u64, values: &mut Vec<(usize, Value)>| {
        values.sort_by_key(|v| v.0);
        let more = values.is_empty() || each(row, values)?;
        values.clear();
        Ok::<bool, Fault>(more)
    };
    while let Some(cell) = cells.next_cell().map_err(damaged)? {
        let (at, column) = cell.get_position();
        let number = u64::from(at) + 1;
        if number != row {
            if number < row {
                return Err(damaged("its rows are out of order"));
            }
            if !give(row, &mut values)? {
                return Ok(());
            }
            row = number;
        }
        if let Some(value) = value(cell.get_value()) {
            values.push((column as usize, value));
        }
    }
    give(row, &mut values).map(|_| ())
}

fn value(data: &DataRef<'_>) -> Option<Value> {
    Some(match data {
        DataRef::Empty => return None,
        DataRef::String(text) => Value::text(text),
        DataRef::SharedString(text) => Value::text(text),
        DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => Value::text(text),
        DataRef::Int(value) => Value::number(*value as f64),
        DataRef::Float(value) => Value::number(*value),
        DataRef::Bool(value) => Value::Bool(*value),
        DataRef::DateTime(time) => instant(time),
        DataRef::Error(_) => Value::Error,
    })
    .filter(|v| !matches!(v, Value::Text(text) if text.trim().is_empty()))
}

fn instant(time: &ExcelDateTime) -> Value {
    if time.is_duration() {
        return Value::Number(time.as_f64());
    }
    let (year, month, day, hour, minute, second, milli) = time.to_ymd_hms_milli();
    let days = dates::days_since_1970(year.into(), month.into(), day.into());
    let seconds = ((days * 24 + i64::from(hour)) * 60 + i64::from(minute)) * 60 + i64::from(second);
    Value::Time(seconds * SECOND + i64::from(milli) * 1_000)
}
