//! What was read: told to people before the audit begins, and handed to the report as provenance.

use crate::settings::Settings;
use claque_log::Reading;
use claque_report::{Gate, Input, Ledger, Mapped, Provenance, RejectedRow, visible};

/// Most sample values of a column that are told.
const SAMPLES: usize = 3;
/// Most rejected rows that are told; all stand in `rejected.csv`.
const REJECTED: usize = 10;

/// The mapping with its reasons, the dates, the row ledger, the first rejected rows and the warnings.
pub fn told(read: &Reading, gate: Gate) -> String {
    let mut lines: Vec<String> = vec![];
    for input in read.inputs.iter() {
        let page = input.page.as_ref().map(|p| format!(", all of the page `{}`", visible::name(p)));
        let (name, rows) = (visible::name(&input.name), many(input.rows, "row"));
        lines.push(format!("{name}: {}, {rows}{}", input.format, page.unwrap_or_default()));
    }
    let width = read.mapping.columns.iter().map(|c| c.role.chars().count()).max().unwrap_or(0);
    for c in &read.mapping.columns {
        let samples: Vec<String> =
            c.samples.iter().take(SAMPLES).map(|s| visible::cut(&gate.sample(c.role, s), 40)).collect();
        let column = visible::name(&c.column);
        lines.push(format!("  {:width$} = `{column}` ({}), such as {}", c.role, c.why, samples.join(", ")));
    }
    if let (Some(first), Some(last)) = (read.mapping.first, read.mapping.last) {
        let read_as = read.mapping.time_format.as_ref().map(|f| format!(", read as {f}")).unwrap_or_default();
        lines.push(format!("  {} to {}{read_as}", instant(first), instant(last)));
    }
    lines.push(rows(read));
    for row in read.rejected.first.iter().take(REJECTED) {
        let column =
            row.column.as_ref().map(|c| format!(", column `{}`", visible::name(c))).unwrap_or_default();
        let file = visible::name(&row.file);
        lines.push(format!("  {file}, {} {}{column}: {}", counted(read, &row.file), row.line, row.reason));
    }
    if read.rejected.count() > REJECTED as u64 {
        lines.push("  … all of them in rejected.csv".to_owned());
    }
    lines.extend(read.warnings.iter().map(|w| format!("note: {w}")));
    // Reasons and notes may name what the user's files hold.
    lines.iter().map(|line| visible::visible(line)).collect::<Vec<_>>().join("\n")
}

/// What the rows of an input are counted in.
fn counted(read: &Reading, file: &str) -> &'static str {
    let format = read.inputs.iter().find(|i| i.name == file).map_or("", |i| &i.format);
    match format.split([',', ' ']).next() {
        Some("JSON") => "item",
        Some("Parquet" | "XLSX" | "ODS") => "row",
        _ => "line",
    }
}

/// The row ledger as one sum.
fn rows(read: &Reading) -> String {
    let l = &read.ledger;
    format!(
        "{} = {} used + {} repeats + {} blank + {} rejected; {}, {} of them withdrawn",
        many(l.lines_in, "row"),
        grouped(l.used),
        grouped(l.repeats),
        grouped(l.blank),
        grouped(l.rejected),
        many(l.marks, "mark"),
        grouped(l.withdrawals)
    )
}

/// An instant for people.
fn instant(micros: claque_marks::Micros) -> String {
    jiff::Timestamp::from_microsecond(micros).map_or_else(|_| format!("{micros} µs"), |t| t.to_string())
}

/// A whole number with its thousands apart.
pub fn grouped(n: u64) -> String {
    let digits = n.to_string();
    let mut out = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// So many of these.
fn many(n: u64, thing: &str) -> String {
    format!("{} {thing}{}", grouped(n), if n == 1 { "" } else { "s" })
}

/// All that the report needs to know of the reading.
pub fn provenance(read: &Reading, title: &str, settings: &Settings) -> Provenance {
    let l = &read.ledger;
    Provenance {
        title: title.to_owned(),
        inputs: read
            .inputs
            .iter()
            .map(|i| Input {
                role: if i.part == "log" { "events" } else { i.part }.to_owned(),
                name: i.name.clone(),
                format: i.format.clone(),
                bytes: i.bytes,
                sha256: i.sha256.clone(),
                rows: i.rows,
                kept: i.kept.clone(),
            })
            .collect(),
        ledger: Ledger {
            lines_in: l.lines_in,
            used: l.used,
            repeats: l.repeats,
            blank: l.blank,
            rejected: l.rejected,
            marks: l.marks,
            withdrawals: l.withdrawals,
            orphan_withdrawals: l.orphan_withdrawals,
            unseen_withdrawals: l.unseen_withdrawals,
        },
        rejected: read
            .rejected
            .first
            .iter()
            .map(|r| RejectedRow {
                file: r.file.clone(),
                line: r.line,
                column: r.column.clone(),
                reason: r.reason.clone(),
                content: Some(r.content.clone()),
            })
            .collect(),
        mapping: read
            .mapping
            .columns
            .iter()
            .map(|c| Mapped {
                role: c.role.to_owned(),
                column: c.column.clone(),
                why: c.why.clone(),
                samples: c.samples.clone(),
                distinct: c.distinct,
            })
            .collect(),
        time_format: read.mapping.time_format.clone(),
        warnings: read.warnings.iter().map(|w| w.0.clone()).collect(),
        settings: settings.asked.clone(),
        settings_file: settings.file.clone(),
    }
}

/// What the audit cost, in searches of the log: the unit in which decoys and planted campaigns are dear.
pub fn searches(audit: &claque_verdict::Audit) -> String {
    let copies = |n: u32, what: &str| match n {
        0 => format!("no copy with {what}"),
        1 => format!("1 copy with {what}"),
        n => format!("{n} copies with {what}"),
    };
    format!(
        "searched the log, {} shuffled copies, {}",
        audit.decoys.searched,
        copies(audit.power.copies, "planted campaigns")
    )
}

#[cfg(test)]
mod tests {
    use super::{grouped, many};

    #[test]
    fn thousands_stand_apart() {
        assert_eq!(grouped(0), "0");
        assert_eq!(grouped(999), "999");
        assert_eq!(grouped(1_000), "1,000");
        assert_eq!(grouped(12_345_678), "12,345,678");
        assert_eq!(
            (many(1, "row"), many(0, "row"), many(2_000, "row")),
            ("1 row".into(), "0 rows".into(), "2,000 rows".into())
        );
    }
}
