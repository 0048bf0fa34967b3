//! Are the values of parameters such that make sense? The ranges are those that the descriptions print, read
//! as they stand: `2 or more`, `above 0`, `0 to 1`, `0 to soft` (the value of another parameter).

use super::{AudienceParameters, Description, KindParameters, Parameters, PieceParameters, SearchParameters};

/// A value that makes no sense.
#[derive(Clone, Debug, PartialEq)]
pub struct OutOfRange {
    /// The parameter with its group, as in a settings file: `search.min_cell`.
    pub name: String,
    /// The value, printed.
    pub value: String,
    /// The values that make sense.
    pub range: String,
}

/// The numbers of a parameter.
pub(super) trait Numbers {
    /// Them, and whether they must lie in the range that its description prints.
    fn numbers(&self) -> (Vec<f64>, bool);
    /// What is wrong with them whatever the description says.
    fn fault(&self) -> Option<&'static str> {
        None
    }
}

impl Numbers for u32 {
    fn numbers(&self) -> (Vec<f64>, bool) {
        (vec![f64::from(*self)], true)
    }
}

impl Numbers for f64 {
    fn numbers(&self) -> (Vec<f64>, bool) {
        (vec![*self], true)
    }
}

impl Numbers for Vec<u32> {
    fn numbers(&self) -> (Vec<f64>, bool) {
        (self.iter().map(|n| f64::from(*n)).collect(), true)
    }

    fn fault(&self) -> Option<&'static str> {
        let rising = self.windows(2).all(|w| w[0] < w[1]);
        (self.is_empty() || !rising).then_some("one number or more, rising")
    }
}

impl<const N: usize> Numbers for [u32; N] {
    fn numbers(&self) -> (Vec<f64>, bool) {
        (self.iter().map(|n| f64::from(*n)).collect(), true)
    }

    fn fault(&self) -> Option<&'static str> {
        (!self.windows(2).all(|w| w[0] < w[1])).then_some("rising numbers")
    }
}

/// Shares that are assumed in turn.
impl Numbers for [f64; 5] {
    fn numbers(&self) -> (Vec<f64>, bool) {
        (self.to_vec(), true)
    }
}

impl Numbers for [f64; 6] {
    fn numbers(&self) -> (Vec<f64>, bool) {
        (self.to_vec(), true)
    }

    fn fault(&self) -> Option<&'static str> {
        ((self.iter().sum::<f64>() - 1.0).abs() > 1e-6).then_some("six numbers that sum to 1")
    }
}

impl Numbers for PieceParameters {
    fn numbers(&self) -> (Vec<f64>, bool) {
        // The printed range is that of what is measured.
        (vec![self.threshold, self.softness].into_iter().chain(self.high).collect(), false)
    }

    fn fault(&self) -> Option<&'static str> {
        let sound =
            self.threshold > 0.0 && self.softness > 0.0 && self.high.iter().all(|p| (1e-12..1.0).contains(p));
        (!sound)
            .then_some("threshold and softness above 0, six probabilities between 0 and 1, neither included")
    }
}

/// A parameter by name: its numbers, whether its printed range holds for them, and what is wrong anyway.
pub(super) type Value = (&'static str, Vec<f64>, bool, Option<&'static str>);

/// The bounds that a range prints: least and greatest, and whether the least is left out. `None` where it
/// cannot be read.
fn bounds(range: &str, of: &dyn Fn(&str) -> Option<f64>) -> Option<(f64, f64, bool)> {
    let range = range.split(',').next()?.trim();
    let end = |text: &str| text.parse().ok().or_else(|| of(text));
    if let Some(least) = range.strip_suffix(" or more") {
        return Some((end(least)?, f64::INFINITY, false));
    }
    if let Some(least) = range.strip_prefix("above ") {
        return Some((end(least)?, f64::INFINITY, true));
    }
    let (least, most) = range.split_once(" to ")?;
    Some((end(least)?, end(most)?, false))
}

fn check_group(group: &str, values: &[Value], described: &[Description], out: &mut Vec<OutOfRange>) {
    let of = |name: &str| values.iter().find(|v| v.0 == name).and_then(|v| v.1.first().copied());
    for ((name, numbers, ranged, fault), about) in values.iter().zip(described) {
        let within = |n: &f64| match bounds(about.range, &of) {
            Some((least, most, open)) if *ranged => {
                *n <= most && (if open { *n > least } else { *n >= least })
            }
            _ => n.is_finite(),
        };
        if fault.is_some() || !numbers.iter().all(within) {
            out.push(OutOfRange {
                name: format!("{group}.{name}"),
                value: format!("{numbers:?}"),
                range: fault.unwrap_or(about.range).to_owned(),
            });
        }
    }
}

impl Parameters {
    /// Every value that makes no sense, in the order of the documentation.
    pub fn check(&self) -> Vec<OutOfRange> {
        let mut out = vec![];
        check_group("search", &self.search.values(), &SearchParameters::describe(), &mut out);
        check_group("kinds", &self.kinds.values(), &KindParameters::describe(), &mut out);
        out
    }
}

impl AudienceParameters {
    /// Every value that makes no sense, in the order of the documentation.
    pub fn check(&self) -> Vec<OutOfRange> {
        let mut out = vec![];
        check_group("audience", &self.values(), &AudienceParameters::describe(), &mut out);
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn defaults_make_sense_and_every_range_is_read() {
        assert_eq!(Parameters::default().check(), vec![]);
        assert_eq!(AudienceParameters::default().check(), vec![]);
        let p = Parameters::default();
        for (values, described) in [
            (p.search.values(), SearchParameters::describe()),
            (p.kinds.values(), KindParameters::describe()),
            (AudienceParameters::default().values(), AudienceParameters::describe()),
        ] {
            let of = |name: &str| values.iter().find(|v| v.0 == name).and_then(|v| v.1.first().copied());
            for ((name, _, ranged, _), about) in values.iter().zip(&described) {
                assert_eq!(*name, about.name);
                assert!(!ranged || bounds(about.range, &of).is_some(), "{name}: `{}`", about.range);
            }
        }
    }

    #[test]
    fn what_makes_no_sense_is_named() {
        let mut p = Parameters::default();
        p.search.min_cell = 1;
        p.search.firm = 0.5;
        p.search.scales = vec![6, 1];
        p.search.rare_offset = 0.0;
        p.kinds.prior = [0.5; 6];
        p.kinds.pace.high[0] = 1.0;
        let names: Vec<String> = p.check().into_iter().map(|f| f.name).collect();
        // firm_alone is measured against firm and stays below it.
        let wrong = [
            "search.scales",
            "search.min_cell",
            "search.firm",
            "search.rare_offset",
            "kinds.prior",
            "kinds.pace",
        ];
        assert_eq!(names, wrong);
    }
}
