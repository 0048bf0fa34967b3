//! Saved answers of platforms: Page Insights (`{"data":[{"name","period","values":[{"value":{"KH":1},"end_time"}]}]}`)
//! and YouTube Analytics (`{"columnHeaders":[{"name"}],"rows":[[…]]}`), turned into sheets.

use crate::cells::Sheet;
use crate::country::Place;
use claque_log::Fault;
use serde_json::Value;

/// The sheets of a saved answer.
pub(crate) fn sheets(text: &str, file: &str) -> Result<Vec<Sheet>, Fault> {
    let remedy = "give Page Insights by country, YouTube Analytics by country and day, or the same as CSV";
    let fault = |what: String| Fault::unusable(what).in_file(file).remedy(remedy);
    let value: Value =
        serde_json::from_str(text).map_err(|e| fault(format!("this is no JSON: {e}")).at(e.line() as u64))?;
    if let Some(data) = value.get("data").and_then(Value::as_array) {
        let made: Vec<_> = data.iter().map(|metric| (metric_name(metric), insights(metric, file))).collect();
        let some = made.iter().any(|(_, m)| matches!(m, Ok(Some(_))));
        // Beside a metric by country, one by city, age or language is left out as a sheet without a table.
        let one = |(name, sheet): (&str, Result<Option<Sheet>, Fault>)| match sheet {
            Err(_) if some && !name.contains("country") => Some(Ok(Sheet::new(file, Some(name)))),
            other => other.transpose(),
        };
        return made.into_iter().filter_map(one).collect();
    }
    if let (Some(heads), Some(rows)) =
        (value.get("columnHeaders").and_then(Value::as_array), value.get("rows").and_then(Value::as_array))
    {
        let mut sheet = Sheet::new(file, None);
        sheet.push(1, heads.iter().map(|h| h.get("name").and_then(Value::as_str).unwrap_or_default()));
        for (i, row) in rows.iter().enumerate() {
            let cells: Vec<String> = row.as_array().into_iter().flatten().map(plain).collect();
            sheet.push(i + 2, cells.iter().map(String::as_str));
        }
        return Ok(vec![sheet]);
    }
    if let Some(rows) = value.as_array().filter(|r| r.first().is_some_and(Value::is_object)) {
        let mut names: Vec<&str> = vec![];
        for key in rows.iter().filter_map(Value::as_object).flat_map(|o| o.keys()) {
            if !names.contains(&key.as_str()) {
                names.push(key);
            }
        }
        let mut sheet = Sheet::new(file, None);
        sheet.push(1, names.iter().copied());
        for (i, row) in rows.iter().enumerate() {
            let cells: Vec<String> =
                names.iter().map(|n| row.get(n).map_or_else(String::new, plain)).collect();
            sheet.push(i + 2, cells.iter().map(String::as_str));
        }
        return Ok(vec![sheet]);
    }
    Err(fault("this JSON has neither `data` nor `columnHeaders` and `rows`".into()))
}

fn plain(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(s) => s.clone(),
        Value::Number(n) if n.as_i64().is_none() => match n.as_f64() {
            Some(n) if n.fract() == 0.0 && n.abs() < 9e15 => format!("{n:.0}"),
            _ => crate::number::written(&n.to_string()),
        },
        other => other.to_string(),
    }
}

fn metric_name(metric: &Value) -> &str {
    metric.get("name").and_then(Value::as_str).unwrap_or("metric")
}

/// One metric of Page Insights: a value a day, by country.
fn insights(metric: &Value, file: &str) -> Result<Option<Sheet>, Fault> {
    let name = metric_name(metric);
    let fault =
        |what: String, remedy: &str| Fault::unusable(what).in_file(file).in_column(name).remedy(remedy);
    let lower = name.to_ascii_lowercase();
    let measure = if lower.contains("remove") || lower.contains("unfollow") {
        "lost"
    } else if lower.contains("add") || lower.contains("new") || lower.contains("daily_follows") {
        "gained"
    } else {
        "total"
    };
    let mut sheet = Sheet::new(file, Some(name));
    sheet.push(1, ["date", "country", measure]);
    let values = metric.get("values").and_then(Value::as_array);
    let mut line = 1;
    for (i, entry) in values.into_iter().flatten().enumerate() {
        let Some(Value::Object(by)) = entry.get("value") else {
            // A metric that is not split by country is none of ours.
            return Ok(None);
        };
        let Some(end) = entry.get("end_time").and_then(Value::as_str) else {
            return Err(fault(
                format!("value {} has no end_time, so that nobody knows of which day it is", i + 1),
                "ask for the metric with period=day, since and until",
            ));
        };
        // A day of Page Insights ends at midnight of California, 07:00 or 08:00 UTC of the next day.
        let day = match crate::date::When::read(end).span(None) {
            Some(span) if end.contains('T') && !end.contains("T23:59") => crate::date::said(span.start - 1),
            Some(span) => crate::date::said(span.start),
            None => {
                return Err(fault(format!("`{end}` is no time"), "save the answer as the platform gave it"));
            }
        };
        for (key, n) in by {
            if Place::named(key).is_none() {
                let city = key.contains(',');
                return Err(fault(
                    format!("`{key}` in value {} is no country", i + 1),
                    if city { "this metric is by city: ask for the one by country" } else { "mend the key" },
                ));
            }
            line += 1;
            sheet.push(line, [day.as_str(), key.as_str(), plain(n).as_str()]);
        }
    }
    Ok(Some(sheet))
}
