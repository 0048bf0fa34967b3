//! Columns of Parquet as cells.

use arrow_array::cast::AsArray;
use arrow_array::types as t;
use arrow_array::{Array, ArrayRef, StringArray};
use arrow_schema::{DataType, TimeUnit};

use super::Cell;
use super::parquet::damaged;
use crate::error::Fault;

/// Bytes of a UUID.
const UUID: i32 = 16;

/// Whether a column of this type holds single values.
pub(super) fn readable(kind: &DataType) -> bool {
    use DataType as D;
    let text = matches!(kind, D::Utf8 | D::LargeUtf8 | D::Utf8View | D::Binary | D::LargeBinary | D::Boolean);
    let time = matches!(kind, D::Timestamp(..) | D::Date32 | D::Date64);
    let whole = matches!(kind, D::Decimal128(_, 0) | D::FixedSizeBinary(UUID));
    text || time || whole || kind.is_integer() || matches!(kind, D::Float32 | D::Float64)
}

/// What a column that cannot be read holds.
pub(super) fn held(kind: &DataType) -> &'static str {
    use DataType as D;
    match kind {
        D::Decimal128(..) | D::Decimal256(..) => "decimals with a fraction, or of more than 38 digits",
        D::FixedSizeBinary(_) => "bytes that are no UUID",
        D::Time32(_) | D::Time64(_) => "times of day without a day",
        D::List(_) | D::LargeList(_) | D::FixedSizeList(..) => "lists",
        D::Struct(_) | D::Map(..) => "groups of values",
        _ => "values of another type",
    }
}

pub(super) fn shown(cell: Cell<'_>) -> String {
    match cell {
        Cell::Missing | Cell::Unfit(_) => String::new(),
        Cell::Text(text) | Cell::Number(text) => String::from_utf8_lossy(text).into_owned(),
        Cell::Word(word) => String::from_utf8_lossy(word.text()).into_owned(),
        Cell::Int(v) => v.to_string(),
        Cell::Uint(v) => v.to_string(),
        Cell::Float(v) => v.to_string(),
        Cell::Wide(v) => v.to_string(),
        Cell::Uuid(v) => uuid(v),
        Cell::Bool(v) => v.to_string(),
        Cell::Time(at, _) | Cell::Day(at) => crate::sense::date(at),
    }
}

/// A word of a dictionary. Most are known by their place, and their text is never looked at.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Word<'a> {
    words: &'a StringArray,
    /// Its place.
    pub at: u32,
}

impl<'a> Word<'a> {
    pub fn text(self) -> &'a [u8] {
        self.words.value(self.at as usize).as_bytes()
    }
}

/// Whether some word of a dictionary says nothing.
pub(super) fn has_gaps(dictionary: &ArrayRef) -> bool {
    dictionary.as_string_opt::<i32>().is_none_or(|words| {
        words.null_count() > 0 || words.value_offsets().windows(2).any(|ends| ends[0] == ends[1])
    })
}

/// A column of a batch, its type known.
pub(crate) enum Values<'a> {
    Text(&'a StringArray),
    LargeText(&'a arrow_array::LargeStringArray),
    TextView(&'a arrow_array::StringViewArray),
    Bytes(&'a arrow_array::BinaryArray),
    LargeBytes(&'a arrow_array::LargeBinaryArray),
    /// Places, the dictionary, and whether some of its words may say nothing.
    Words(&'a arrow_array::Int32Array, &'a StringArray, bool),
    Bool(&'a arrow_array::BooleanArray),
    Uuid(&'a arrow_array::FixedSizeBinaryArray),
    /// Whole numbers of many digits.
    Decimal(&'a arrow_array::Decimal128Array),
    I8(&'a arrow_array::Int8Array),
    I16(&'a arrow_array::Int16Array),
    I32(&'a arrow_array::Int32Array),
    I64(&'a arrow_array::Int64Array),
    U8(&'a arrow_array::UInt8Array),
    U16(&'a arrow_array::UInt16Array),
    U32(&'a arrow_array::UInt32Array),
    U64(&'a arrow_array::UInt64Array),
    F32(&'a arrow_array::Float32Array),
    F64(&'a arrow_array::Float64Array),
    Seconds(&'a arrow_array::TimestampSecondArray, bool),
    Millis(&'a arrow_array::TimestampMillisecondArray, bool),
    Micros(&'a arrow_array::TimestampMicrosecondArray, bool),
    Nanos(&'a arrow_array::TimestampNanosecondArray, bool),
    Days(&'a arrow_array::Date32Array),
    DayMillis(&'a arrow_array::Date64Array),
}

impl<'a> Values<'a> {
    pub fn of(array: &'a ArrayRef) -> Result<Self, Fault> {
        Ok(match array.data_type() {
            DataType::Utf8 => Values::Text(array.as_string()),
            DataType::LargeUtf8 => Values::LargeText(array.as_string()),
            DataType::Utf8View => Values::TextView(array.as_string_view()),
            DataType::Binary => Values::Bytes(array.as_binary()),
            DataType::LargeBinary => Values::LargeBytes(array.as_binary()),
            DataType::Boolean => Values::Bool(array.as_boolean()),
            DataType::Decimal128(_, 0) => Values::Decimal(array.as_primitive::<t::Decimal128Type>()),
            DataType::FixedSizeBinary(UUID) => Values::Uuid(array.as_fixed_size_binary()),
            DataType::Int8 => Values::I8(array.as_primitive::<t::Int8Type>()),
            DataType::Int16 => Values::I16(array.as_primitive::<t::Int16Type>()),
            DataType::Int32 => Values::I32(array.as_primitive::<t::Int32Type>()),
            DataType::Int64 => Values::I64(array.as_primitive::<t::Int64Type>()),
            DataType::UInt8 => Values::U8(array.as_primitive::<t::UInt8Type>()),
            DataType::UInt16 => Values::U16(array.as_primitive::<t::UInt16Type>()),
            DataType::UInt32 => Values::U32(array.as_primitive::<t::UInt32Type>()),
            DataType::UInt64 => Values::U64(array.as_primitive::<t::UInt64Type>()),
            DataType::Float32 => Values::F32(array.as_primitive::<t::Float32Type>()),
            DataType::Float64 => Values::F64(array.as_primitive::<t::Float64Type>()),
            DataType::Timestamp(unit, zone) => match unit {
                TimeUnit::Second => Values::Seconds(array.as_primitive(), zone.is_some()),
                TimeUnit::Millisecond => Values::Millis(array.as_primitive(), zone.is_some()),
                TimeUnit::Microsecond => Values::Micros(array.as_primitive(), zone.is_some()),
                TimeUnit::Nanosecond => Values::Nanos(array.as_primitive(), zone.is_some()),
            },
            DataType::Date32 => Values::Days(array.as_primitive::<t::Date32Type>()),
            DataType::Date64 => Values::DayMillis(array.as_primitive::<t::Date64Type>()),
            DataType::Dictionary(..) => {
                let Some(array) = array.as_dictionary_opt::<t::Int32Type>() else {
                    return Err(damaged(format!("a column of type {}", array.data_type())));
                };
                match array.values().as_string_opt::<i32>() {
                    Some(words) => Values::Words(array.keys(), words, true),
                    None => return Err(damaged(format!("a column of type {}", array.data_type()))),
                }
            }
            other => return Err(damaged(format!("a column of type {other}"))),
        })
    }

    pub fn cell(&self, i: usize) -> Cell<'a> {
        macro_rules! value {
            ($array:expr, |$v:ident| $cell:expr) => {{
                if $array.is_null(i) {
                    Cell::Missing
                } else {
                    let $v = $array.value(i);
                    $cell
                }
            }};
        }
        let scaled = |v: i64, by: i64, zoned: bool| match v.checked_mul(by) {
            Some(at) => Cell::Time(at, zoned),
            None => Cell::Unfit("a timestamp beyond all years"),
        };
        match self {
            Values::Text(a) => value!(a, |v| text(v.as_bytes())),
            Values::LargeText(a) => value!(a, |v| text(v.as_bytes())),
            Values::TextView(a) => value!(a, |v| text(v.as_bytes())),
            Values::Bytes(a) => value!(a, |v| text(v)),
            Values::LargeBytes(a) => value!(a, |v| text(v)),
            Values::Words(keys, words, gaps) => {
                let at = keys.value(i);
                let within = usize::try_from(at).is_ok_and(|at| at < words.len());
                if !within || keys.is_null(i) {
                    return Cell::Missing;
                }
                let says = !gaps || (words.is_valid(at as usize) && !words.value(at as usize).is_empty());
                if says { Cell::Word(Word { words, at: at as u32 }) } else { Cell::Missing }
            }
            Values::Bool(a) => value!(a, |v| Cell::Bool(v)),
            Values::Decimal(a) => value!(a, |v| match i64::try_from(v) {
                Ok(v) => Cell::Int(v),
                Err(_) => Cell::Wide(&a.values()[i]),
            }),
            Values::Uuid(a) => value!(a, |v| Cell::Uuid(v)),
            Values::I8(a) => value!(a, |v| Cell::Int(v.into())),
            Values::I16(a) => value!(a, |v| Cell::Int(v.into())),
            Values::I32(a) => value!(a, |v| Cell::Int(v.into())),
            Values::I64(a) => value!(a, |v| Cell::Int(v)),
            Values::U8(a) => value!(a, |v| Cell::Int(v.into())),
            Values::U16(a) => value!(a, |v| Cell::Int(v.into())),
            Values::U32(a) => value!(a, |v| Cell::Int(v.into())),
            Values::U64(a) => value!(a, |v| Cell::Uint(v)),
            Values::F32(a) => value!(a, |v| Cell::Float(v.into())),
            Values::F64(a) => value!(a, |v| Cell::Float(v)),
            Values::Seconds(a, zoned) => value!(a, |v| scaled(v, 1_000_000, *zoned)),
            Values::Millis(a, zoned) => value!(a, |v| scaled(v, 1_000, *zoned)),
            Values::Micros(a, zoned) => value!(a, |v| Cell::Time(v, *zoned)),
            Values::Nanos(a, zoned) => value!(a, |v| Cell::Time(v.div_euclid(1_000), *zoned)),
            Values::Days(a) => value!(a, |v| Cell::Day(i64::from(v) * 86_400_000_000)),
            Values::DayMillis(a) => value!(a, |v| match v.checked_mul(1_000) {
                Some(at) => Cell::Day(at),
                None => Cell::Unfit("a date beyond all years"),
            }),
        }
    }
}

/// A UUID as it is written.
pub(crate) fn uuid(bytes: &[u8]) -> String {
    let digits: String = bytes.iter().map(|b| format!("{b:02x}")).collect();
    let parts = [0..8, 8..12, 12..16, 16..20, 20..32].map(|part| digits.get(part).unwrap_or_default());
    parts.join("-")
}

fn text(bytes: &[u8]) -> Cell<'_> {
    if bytes.is_empty() { Cell::Missing } else { Cell::Text(bytes) }
}
