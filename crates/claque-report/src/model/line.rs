//! Whole numbers in a row: one text in the saved model, `"3 0 12"`, where a list of its own would take a line each.

use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error};

/// The numbers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Line(pub Vec<u64>);

impl Line {
    /// Estimates as the nearest whole numbers.
    pub fn rounded(of: &[f64]) -> Self {
        Self(of.iter().map(|v| v.max(0.0).round() as u64).collect())
    }

    /// Their sum.
    pub fn sum(&self) -> u64 {
        self.0.iter().sum()
    }
}

impl Serialize for Line {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let texts: Vec<String> = self.0.iter().map(u64::to_string).collect();
        to.serialize_str(&texts.join(" "))
    }
}

impl<'de> Deserialize<'de> for Line {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let text = String::deserialize(from)?;
        let numbers = text.split_whitespace().map(|n| n.parse().map_err(D::Error::custom));
        Ok(Self(numbers.collect::<Result<_, _>>()?))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_back_what_it_writes() {
        for line in [vec![], vec![7], vec![0, 12, u64::MAX]] {
            let text = serde_json::to_string(&Line(line.clone())).unwrap();
            assert_eq!(serde_json::from_str::<Line>(&text).unwrap(), Line(line), "{text}");
        }
        assert_eq!(serde_json::to_string(&Line::rounded(&[0.4, 2.5, -1.0])).unwrap(), "\"0 3 0\"");
        assert!(serde_json::from_str::<Line>("\"1 x\"").is_err());
    }
}
