//! One JSON object a line. Nested values are columns under dotted names (`repo.name`); a value keeps its
//! spelling, so that an id of twenty digits stays what it is.

use std::collections::BTreeMap;
use std::fmt;
use std::hash::BuildHasher;
use std::sync::{Mutex, PoisonError};

use foldhash::fast::FixedState;
use hashbrown::HashSet;
use serde::de::{DeserializeSeed, Deserializer as _, Error as _, IgnoredAny, MapAccess, Visitor};
use serde_json::value::RawValue;

use super::answers::{self, Object, list_in};
use super::lines::{Lines, each_line};
use super::{Block, Blocks, Cell, Column, Row, Sink, Stop, Table};
use crate::budget::{HEAD_BYTES, HEAD_RECORDS, MAX_COLUMNS, MAX_DEPTH};
use crate::error::Fault;
use crate::mapping::MOST_ROLES;
use crate::source::Opened;
use crate::synonyms;

/// Lines of JSON objects.
pub(crate) struct Ndjson {
    lines: Lines,
    columns: Vec<Column>,
    packed: Option<&'static str>,
    /// What people call the format.
    called: &'static str,
}

impl Ndjson {
    pub fn open(
        opened: Opened,
        head: &[u8],
        skip: usize,
        name: &str,
        called: &'static str,
    ) -> Result<Self, Fault> {
        let packed = opened.packed;
        let cut = head.len() >= HEAD_BYTES;
        let mut found: BTreeMap<String, Column> = BTreeMap::new();
        let mut order: Vec<String> = Vec::new();
        let (mut objects, mut list) = (0, None);
        let mut lines = head[skip..].split(|&b| b == b'\n').take(HEAD_RECORDS).peekable();
        while let Some(line) = lines.next() {
            if cut && lines.peek().is_none() && objects > 0 {
                break;
            }
            let Ok(serde_json::Value::Object(object)) = serde_json::from_slice(without_comma(line)) else {
                continue;
            };
            objects += 1;
            list = list.or_else(|| list_in(&object));
            flatten(&object, "", 0, &mut |path, value| {
                if order.len() < MAX_COLUMNS {
                    let column = found.entry(path.to_owned()).or_insert_with(|| {
                        order.push(path.to_owned());
                        Column::named(path)
                    });
                    column.sample(value);
                }
            });
        }
        if let Some(fault) = answers::of_pandas(&head[skip..]).filter(|_| objects <= 1) {
            return Err(fault.in_file(name));
        }
        if objects == 0 {
            return Err(answers::no_objects(&head[skip..]).in_file(name));
        }
        // What stands around the list may say whose list it is, but names no account and no page.
        let around = !order.iter().any(|c| synonyms::is_any(c) && !matches!(c.as_str(), "id" | "name"));
        if let (1, true, Some(list)) = (objects, around, list) {
            return Err(list.fault().in_file(name));
        }
        if order.is_empty() {
            return Err(answers::no_values(&head[skip..]).in_file(name));
        }
        let columns = order.iter().filter_map(|path| found.remove(path)).collect();
        Ok(Self { lines: Lines::new(super::skip_mark(opened.text, skip)?, b'\n'), columns, packed, called })
    }
}

/// Every single value of an object with its dotted name. Lists are no columns.
fn flatten(object: &Object, prefix: &str, depth: usize, each: &mut impl FnMut(&str, &str)) {
    use serde_json::Value;
    for (key, value) in object {
        let path = if prefix.is_empty() { key.clone() } else { format!("{prefix}.{key}") };
        match value {
            Value::Object(inner) if depth < MAX_DEPTH => flatten(inner, &path, depth + 1, each),
            Value::Object(_) | Value::Array(_) => {}
            Value::Null => each(&path, ""),
            Value::String(text) => each(&path, text),
            other => each(&path, &other.to_string()),
        }
    }
}

/// The names that are asked for, as a tree of keys.
#[derive(Default)]
struct Tree {
    /// Key, the place of the value in the row if it is asked for, and what lies below.
    keys: Vec<(String, Option<usize>, Tree)>,
}

impl Tree {
    fn add(&mut self, path: &[&str], slot: usize) {
        let [key, rest @ ..] = path else { return };
        let at = self.keys.iter().position(|k| k.0 == *key).unwrap_or_else(|| {
            self.keys.push(((*key).to_owned(), None, Tree::default()));
            self.keys.len() - 1
        });
        if rest.is_empty() {
            self.keys[at].1 = Some(slot);
        } else {
            self.keys[at].2.add(rest, slot);
        }
    }

    /// Keys may hold dots themselves (`user.id` as one key): each way of reading the name is looked for.
    fn add_all_ways(&mut self, name: &str, slot: usize) {
        let parts: Vec<&str> = name.split('.').collect();
        self.add(&parts, slot);
        if parts.len() > 1 {
            self.add(&[name], slot);
        }
    }
}

/// Walks an object along the tree and puts raw values into their slots.
struct Walk<'t, 'v, 'de> {
    tree: &'t Tree,
    slots: &'v mut [Option<&'de RawValue>],
}

/// What serde tells of an object that says one thing twice.
const DOUBLED: &str = "a key stands twice in one object";

impl<'de> DeserializeSeed<'de> for Walk<'_, '_, 'de> {
    type Value = ();
    fn deserialize<D: serde::Deserializer<'de>>(self, from: D) -> Result<(), D::Error> {
        from.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for Walk<'_, '_, 'de> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let mut met = Met::default();
        let tree = self.tree;
        while let Some(hit) = map.next_key_seed(Key { tree, met: &mut met })? {
            let Some(at) = hit else {
                map.next_value::<IgnoredAny>()?;
                continue;
            };
            let (_, slot, below) = &tree.keys[at];
            let raw: &'de RawValue = map.next_value()?;
            if let Some(slot) = slot {
                if self.slots[*slot].is_some() {
                    return Err(A::Error::custom(DOUBLED));
                }
                self.slots[*slot] = Some(raw);
            }
            if !below.keys.is_empty() && raw.get().starts_with('{') {
                let mut inner = serde_json::Deserializer::from_str(raw.get());
                inner.deserialize_map(Walk { tree: below, slots: self.slots }).map_err(A::Error::custom)?;
            }
        }
        Ok(())
    }
}

/// Reads a key: where it stands in the tree, if there.
struct Key<'t, 'm> {
    tree: &'t Tree,
    met: &'m mut Met,
}

/// Hashes of the keys met. Objects are small, and a list is faster than a set; a few have thousands of keys.
#[derive(Default)]
struct Met {
    few: Vec<u64>,
    many: HashSet<u64, FixedState>,
}

impl Met {
    const FEW: usize = 64;

    /// Whether a key was not met before.
    fn is_new(&mut self, hash: u64) -> bool {
        if self.few.contains(&hash) {
            return false;
        }
        if self.few.len() < Self::FEW {
            self.few.push(hash);
            return true;
        }
        self.many.insert(hash)
    }
}

impl<'de> DeserializeSeed<'de> for Key<'_, '_> {
    type Value = Option<usize>;
    fn deserialize<D: serde::Deserializer<'de>>(self, from: D) -> Result<Option<usize>, D::Error> {
        from.deserialize_str(self)
    }
}

impl Visitor<'_> for Key<'_, '_> {
    type Value = Option<usize>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a key")
    }

    fn visit_str<E: serde::de::Error>(self, key: &str) -> Result<Option<usize>, E> {
        let hash = FixedState::with_seed(0x6a73_6f6e).hash_one(key.as_bytes());
        if !self.met.is_new(hash) {
            return Err(E::custom(DOUBLED));
        }
        Ok(self.tree.keys.iter().position(|k| k.0 == key))
    }
}

/// A raw value as a cell. Strings with escapes are written out into `scratch`.
fn cell<'a>(raw: &'a RawValue, scratch: &'a mut String) -> Cell<'a> {
    let text = raw.get();
    match text.as_bytes()[0] {
        b'"' if memchr::memchr(b'\\', text.as_bytes()).is_none() => {
            let inner = &text.as_bytes()[1..text.len() - 1];
            if inner.is_empty() { Cell::Missing } else { Cell::Text(inner) }
        }
        b'"' => match serde_json::from_str::<String>(text) {
            Ok(written) => {
                *scratch = written;
                if scratch.is_empty() { Cell::Missing } else { Cell::Text(scratch.as_bytes()) }
            }
            Err(_) => Cell::Unfit("the text has an escape that means nothing"),
        },
        b't' => Cell::Bool(true),
        b'f' => Cell::Bool(false),
        b'n' => Cell::Missing,
        b'{' => Cell::Unfit("an object stands where a single value should"),
        b'[' => Cell::Unfit("a list stands where a single value should"),
        _ => Cell::Number(text.as_bytes()),
    }
}

impl Table for Ndjson {
    fn format(&self) -> String {
        self.packed.map_or(self.called.to_owned(), |p| format!("{}, {p}", self.called))
    }

    fn columns(&self) -> &[Column] {
        &self.columns
    }

    /// Any line may have a key that the first lines do not have.
    fn ask(&mut self, name: &str) -> Option<usize> {
        Some(super::position(&self.columns, name).unwrap_or_else(|| {
            self.columns.push(Column::named(name));
            self.columns.len() - 1
        }))
    }

    fn blocks(self: Box<Self>, wanted: &[Option<usize>]) -> Result<Box<dyn Blocks>, Fault> {
        // Two roles may ask for one column: each column has one slot, roles point to it.
        let mut tree = Tree::default();
        let mut slot_of_role = Vec::new();
        let mut distinct: Vec<usize> = Vec::new();
        for column in wanted {
            slot_of_role.push(column.map(|c| {
                distinct.iter().position(|&d| d == c).unwrap_or_else(|| {
                    tree.add_all_ways(&self.columns[c].name, distinct.len());
                    distinct.push(c);
                    distinct.len() - 1
                })
            }));
        }
        let shape = Shape { tree, slot_of_role, slots: distinct.len() };
        Ok(Box::new(JsonBlocks { lines: Mutex::new(self.lines), shape }))
    }
}

/// What is asked for of every line.
struct Shape {
    tree: Tree,
    slot_of_role: Vec<Option<usize>>,
    slots: usize,
}

/// The lines of a log of JSON objects.
struct JsonBlocks {
    lines: Mutex<Lines>,
    shape: Shape,
}

impl Blocks for JsonBlocks {
    fn next(&self) -> Result<Option<Block>, Stop> {
        self.lines.lock().unwrap_or_else(PoisonError::into_inner).block(|_, end| end)
    }

    fn rows(&self, block: Block, sink: &mut dyn Sink) -> Result<(), Fault> {
        each_line(block, b'\n', Some(0), sink, |lines, end, next, sink| {
            let (line, number) = (lines.ahead(0, end), lines.number);
            if line.trim_ascii().is_empty() {
                sink.blank(1)?;
            } else {
                record(line, number, &self.shape, sink)?;
            }
            Ok((next, 1))
        })
    }
}

/// An object without the comma behind it, as a list has it whose brackets were left out.
fn without_comma(line: &[u8]) -> &[u8] {
    line.trim_ascii_end().strip_suffix(b",").unwrap_or(line)
}

fn record(line: &[u8], number: u64, shape: &Shape, sink: &mut dyn Sink) -> Result<(), Fault> {
    let mut raw: [Option<&RawValue>; MOST_ROLES] = [None; MOST_ROLES];
    let mut json = serde_json::Deserializer::from_slice(without_comma(line));
    let walk = Walk { tree: &shape.tree, slots: &mut raw[..shape.slots] };
    let walked = json.deserialize_map(walk).and_then(|()| json.end());
    if let Err(error) = walked {
        let text = error.to_string();
        let reason = if text.contains(DOUBLED) {
            DOUBLED.to_owned()
        } else {
            format!("this is no JSON object: {text}")
        };
        return sink.bad(number, &reason, line);
    }
    let mut scratch: [String; MOST_ROLES] = Default::default();
    let mut cells = [Cell::Missing; MOST_ROLES];
    for ((cell_of, slot), scratch) in cells.iter_mut().zip(&shape.slot_of_role).zip(&mut scratch) {
        if let Some(value) = slot.and_then(|s| raw[s]) {
            *cell_of = cell(value, scratch);
        }
    }
    sink.row(&Row { line: number, cells: &cells[..shape.slot_of_role.len()], raw: Some(line) })
}
