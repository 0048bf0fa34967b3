//! Texts of JSON that are no log yet: an answer of some API around its list, lists of lists, columns in place of rows. Each is
//! told with what makes a log of it.

use serde_json::Value;

use crate::budget::MAX_DEPTH;
use crate::error::Fault;

pub(super) type Object = serde_json::Map<String, serde_json::Value>;

/// A list that is all that an object holds, at any depth: an answer of some API.
pub(super) struct Inner {
    /// The names of the objects around it, and its own.
    keys: Vec<String>,
    /// Whether its items hold counts by date.
    counts: bool,
}

pub(super) fn list_in(object: &Object) -> Option<Inner> {
    fn below(object: &Object, depth: usize) -> Option<Inner> {
        object.iter().find_map(|(key, value)| match value {
            serde_json::Value::Array(items) => {
                let item = items.first()?.as_object()?;
                let counts = item.contains_key("values") && item.contains_key("period");
                Some(Inner { keys: vec![key.clone()], counts })
            }
            serde_json::Value::Object(inner) if depth < MAX_DEPTH => {
                let mut found = below(inner, depth + 1)?;
                found.keys.insert(0, key.clone());
                Some(found)
            }
            _ => None,
        })
    }
    below(object, 0)
}

impl Inner {
    pub fn fault(&self) -> Fault {
        if self.counts {
            let what = "this is a table of counts (an answer of an API of insights): it names no accounts";
            return Fault::unusable(what).remedy("claque audience FILE examines counts by country and date");
        }
        let path = self.keys.join(".");
        // What is printed to be typed must not end a word of the shell.
        let plain = self.keys.iter().all(|k| {
            !k.is_empty()
                && k.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_')
                && !k.as_bytes()[0].is_ascii_digit()
        });
        let typed = if plain { format!(": jq -c '.{path}[]' < file > file.ndjson") } else { String::new() };
        Fault::unusable(format!("all of it is one JSON object around a list, `{path}`"))
            .remedy(format!("write the items one a line{typed}"))
    }
}

/// Why a text of which no line is one object is no log.
pub(super) fn no_objects(text: &[u8]) -> Fault {
    // An object over many lines may be an answer whose list is what is wanted.
    let whole = serde_json::from_slice(text).ok();
    if let Some(list) = whole.as_ref().and_then(list_in) {
        return list.fault();
    }
    let first = text.split(|&b| b == b'\n').find(|line| !line.trim_ascii().is_empty());
    if matches!(first.map(serde_json::from_slice), Some(Ok(Value::Array(_)))) {
        let fault = Fault::unusable("it is a list of lists: its rows have no names for their values");
        return fault.remedy("write it as CSV, the first list as header: jq -r '.[] | @csv' FILE > file.csv");
    }
    let what = "it begins like JSON, but no line of its beginning is one JSON object";
    Fault::unusable(what).remedy("write one object a line: jq -c . < file > file.ndjson")
}

/// Why objects without a single value are no log.
pub(super) fn no_values(text: &[u8]) -> Fault {
    let first = text.split(|&b| b == b'\n').find_map(|line| serde_json::from_slice::<Object>(line).ok());
    let Some(object) = first.filter(|o| !o.is_empty()) else {
        return Fault::unusable("its objects are empty").remedy("give the file that holds the rows");
    };
    if let Some((name, _)) = object.iter().find(|(_, v)| v.as_array().is_some_and(Vec::is_empty)) {
        let fault = Fault::unusable(format!("the list `{name}` is empty"));
        return fault.remedy("give the file that holds the rows");
    }
    if object.len() > 1 && object.values().all(Value::is_array) {
        return columns();
    }
    Fault::unusable("its objects hold no single value, only lists").remedy("write one object a row")
}

/// Why one object that holds a whole table is no log yet, if its first letters say so: the ways in which pandas writes a
/// table (`orient` is `columns`, `index` or `split`), whose rows are numbered from 0.
pub(super) fn of_pandas(text: &[u8]) -> Option<Fault> {
    const ENOUGH: usize = 400;
    let front: Vec<u8> = text.iter().copied().filter(|b| !b.is_ascii_whitespace()).take(ENOUGH).collect();
    let front = String::from_utf8_lossy(&front);
    let (key, held) = front.strip_prefix("{\"")?.split_once("\":")?;
    if held.starts_with("{\"0\":") && key != "0" {
        return Some(columns());
    }
    if key == "0" && held.starts_with("{\"") {
        let what = "it is one JSON object around numbered rows";
        return Some(Fault::unusable(what).remedy("write one row a line: jq -c '.[]' FILE > file.ndjson"));
    }
    (key == "columns" && held.starts_with("[\"")).then(|| {
        let what = "it is a table whose names of columns (`columns`) stand apart from its rows (`data`)";
        Fault::unusable(what).remedy(
            "write one object a row: jq -c '.columns as $c | .data[] | [$c, .] | transpose | map({(.[0]): .[1]}) | add' FILE > file.ndjson",
        )
    })
}

/// What a table is that is written column by column, as pandas does.
fn columns() -> Fault {
    Fault::unusable("it is a table written column by column: each name has the values of all rows").remedy(
        "write one object a row: jq -c '. as $t | (.[keys[0]] | keys[]) as $i | $t | map_values(.[$i])' FILE > file.ndjson",
    )
}
