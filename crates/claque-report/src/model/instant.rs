//! An instant in the saved model: RFC 3339 where people read the file, microseconds where code does.

use claque_marks::Micros;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error};

/// Microseconds since 1970, UTC; in JSON a string such as `2021-05-01T10:00:00Z`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Instant(pub Micros);

impl Serialize for Instant {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        match jiff::Timestamp::from_microsecond(self.0) {
            Ok(t) => to.collect_str(&t),
            // Beyond the year 9999 there is no date to print; the number still reads back.
            Err(_) => to.serialize_i64(self.0),
        }
    }
}

impl<'de> Deserialize<'de> for Instant {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(untagged)]
        enum Form {
            Number(i64),
            Text(String),
        }
        match Form::deserialize(from)? {
            Form::Number(n) => Ok(Self(n)),
            Form::Text(t) => {
                t.parse::<jiff::Timestamp>().map(|t| Self(t.as_microsecond())).map_err(D::Error::custom)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_back_what_it_writes() {
        for micros in [0, 1_619_863_200_000_001, -5_000_000, i64::MAX] {
            let text = serde_json::to_string(&Instant(micros)).unwrap();
            assert_eq!(serde_json::from_str::<Instant>(&text).unwrap(), Instant(micros), "{text}");
        }
        assert_eq!(
            serde_json::to_string(&Instant(1_619_863_200_000_000)).unwrap(),
            "\"2021-05-01T10:00:00Z\""
        );
    }
}
