//! What the Parquet format says of the fields in a footer and in a page's header.
//!
//! The library reads a field that it knows as what the format says, whatever the bytes call it. A field that is called a
//! text and is a number there hides all that "the text" holds from whoever believes the bytes, so both must agree.
//! Source: parquet.thrift of Apache Parquet; fields that it does not name are passed over as what they call themselves.

use super::claims::STRUCT;

/// What a field is.
pub(super) enum Of {
    /// Numbers of 16 to 64 bits and choices: all are written alike.
    Number,
    Byte,
    Truth,
    Double,
    Text,
    List(&'static Of),
    Struct(Fields),
    /// Nothing is known of it.
    Any,
}

/// Fields of a struct by their numbers.
pub(super) type Fields = &'static [(i16, Of)];

use Of::{Any, Byte, Double, List, Number, Struct, Text, Truth};

/// What a field of a struct is.
pub(super) fn of(fields: Fields, number: i16) -> &'static Of {
    fields.iter().find(|field| field.0 == number).map_or(&Any, |field| &field.1)
}

impl Of {
    /// Whether a value that is called `kind` is written as this is.
    pub fn is(&self, kind: u8) -> bool {
        match self {
            Number => matches!(kind, 4..=6),
            Byte => kind == 3,
            Truth => matches!(kind, 1 | 2),
            Double => kind == 7,
            Text => kind == 8,
            List(_) => matches!(kind, 9 | 10),
            Struct(_) => kind == STRUCT,
            Any => true,
        }
    }

    /// What stands in its list.
    pub fn each(&self) -> &'static Of {
        match self {
            List(each) => each,
            _ => &Any,
        }
    }

    /// The fields of its struct.
    pub fn fields(&self) -> Fields {
        match self {
            Struct(fields) => fields,
            _ => &[],
        }
    }
}

/// `FileMetaData`: the footer.
pub(super) const FILE: Fields = &[
    (1, Number),
    (2, List(&Struct(SCHEMA))),
    (3, Number),
    (4, List(&Struct(GROUP))),
    (5, List(&Struct(KEY_VALUE))),
    (6, Text),
    (7, List(&Struct(&[(1, Struct(&[])), (2, Struct(&[]))]))),
];

const SCHEMA: Fields = &[
    (1, Number),
    (2, Number),
    (3, Number),
    (4, Text),
    (5, Number),
    (6, Number),
    (7, Number),
    (8, Number),
    (9, Number),
    (10, Struct(LOGICAL)),
];

/// `LogicalType`; those that are not here hold nothing.
const LOGICAL: Fields = &[
    (1, Struct(&[])),
    (2, Struct(&[])),
    (3, Struct(&[])),
    (4, Struct(&[])),
    (5, Struct(&[(1, Number), (2, Number)])),
    (6, Struct(&[])),
    (7, Struct(TIME)),
    (8, Struct(TIME)),
    (10, Struct(&[(1, Byte), (2, Truth)])),
    (11, Struct(&[])),
    (12, Struct(&[])),
    (13, Struct(&[])),
    (14, Struct(&[])),
    (15, Struct(&[])),
    (16, Struct(&[(1, Byte)])),
    (17, Struct(&[(1, Text)])),
    (18, Struct(&[(1, Text), (2, Number)])),
    (19, Struct(&[])),
];

const TIME: Fields = &[(1, Truth), (2, Struct(&[(1, Struct(&[])), (2, Struct(&[])), (3, Struct(&[]))]))];

const KEY_VALUE: Fields = &[(1, Text), (2, Text)];

/// `RowGroup`.
const GROUP: Fields = &[
    (1, List(&Struct(CHUNK))),
    (2, Number),
    (3, Number),
    (4, List(&Struct(&[(1, Number), (2, Truth), (3, Truth)]))),
    (5, Number),
    (6, Number),
    (7, Number),
];

/// `ColumnChunk`.
const CHUNK: Fields =
    &[(1, Text), (2, Number), (3, Struct(COLUMN)), (4, Number), (5, Number), (6, Number), (7, Number)];

/// `ColumnMetaData`.
const COLUMN: Fields = &[
    (1, Number),
    (2, List(&Number)),
    (3, List(&Text)),
    (4, Number),
    (5, Number),
    (6, Number),
    (7, Number),
    (8, List(&Struct(KEY_VALUE))),
    (9, Number),
    (10, Number),
    (11, Number),
    (12, Struct(STATISTICS)),
    (13, List(&Struct(&[(1, Number), (2, Number), (3, Number)]))),
    (14, Number),
    (15, Number),
    (16, Struct(&[(1, Number), (2, List(&Number)), (3, List(&Number))])),
    (17, Struct(&[(1, Struct(BOX)), (2, List(&Number))])),
];

const STATISTICS: Fields = &[
    (1, Text),
    (2, Text),
    (3, Number),
    (4, Number),
    (5, Text),
    (6, Text),
    (7, Truth),
    (8, Truth),
    (9, Number),
];

const BOX: Fields =
    &[(1, Double), (2, Double), (3, Double), (4, Double), (5, Double), (6, Double), (7, Double), (8, Double)];

/// `PageHeader`.
pub(super) const PAGE: Fields = &[
    (1, Number),
    (2, Number),
    (3, Number),
    (4, Number),
    (5, Struct(DATA)),
    (6, Struct(&[])),
    (7, Struct(WORDS)),
    (8, Struct(DATA_2)),
];

const DATA: Fields = &[(1, Number), (2, Number), (3, Number), (4, Number), (5, Struct(STATISTICS))];

const WORDS: Fields = &[(1, Number), (2, Number), (3, Truth)];

const DATA_2: Fields = &[
    (1, Number),
    (2, Number),
    (3, Number),
    (4, Number),
    (5, Number),
    (6, Number),
    (7, Truth),
    (8, Struct(STATISTICS)),
];
