//! Numbers as people read them.

use crate::model::Instant;

/// Between a number and its unit no line may break: the space before `%`, and every space of a number with a unit.
const UNBROKEN: &str = "\u{a0}";

/// A text whose numbers do not part from their percent signs.
pub fn unbroken_percents(text: &str) -> String {
    text.replace(" %", &format!("{UNBROKEN}%"))
}

/// A number with its unit, on one line.
fn unbroken(text: &str) -> String {
    text.replace(' ', UNBROKEN)
}

/// The same text where no line is laid out, for terminals and scripts that search it.
pub fn plain_spaces(text: &str) -> String {
    text.replace(UNBROKEN, " ")
}

/// A whole number with thousands apart: `38,204`.
pub fn count(n: f64) -> String {
    let digits = format!("{:.0}", n.abs());
    let mut out = String::with_capacity(digits.len() + digits.len() / 3 + 1);
    if n.round() < 0.0 {
        out.push('−');
    }
    for (i, d) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i) % 3 == 0 {
            out.push(',');
        }
        out.push(d);
    }
    out
}

/// A number of which two digits matter: `4.5`, `0.031`, `1,204`.
pub fn decimal(n: f64) -> String {
    let size = n.abs();
    let shown = match size {
        s if s >= 99.5 => return count(n),
        s if s >= 9.95 => format!("{s:.0}"),
        s if s >= 0.995 => format!("{s:.1}"),
        s if s >= 0.0995 => format!("{s:.2}"),
        s if s >= 0.001 => format!("{s:.3}"),
        0.0 => "0".to_owned(),
        _ => crate::words::say("number.less", &[("n", "0.001".into())]),
    };
    if n < 0.0 { format!("−{shown}") } else { shown }
}

/// What chance gives, as it may be said: never nothing, only less than can be told.
pub fn by_chance(n: f64) -> f64 {
    n.max(f64::MIN_POSITIVE)
}

/// An interval that has a width as it is printed: one without would seem surer than anything that was measured.
pub fn wide(ends: (f64, f64)) -> Option<(f64, f64)> {
    (ends.0.round() != ends.1.round()).then_some(ends)
}

/// A share of one, in percent: `31 %`, `less than 1 %`, never a rounded 100 % or 0 % that is not one.
pub fn share(n: f64) -> String {
    let percent = n * 100.0;
    unbroken_percents(&if n > 0.0 && percent < 0.5 {
        crate::words::say("number.less", &[("n", "1 %".into())])
    } else if n < 1.0 && percent >= 99.5 {
        crate::words::say("number.more", &[("n", "99 %".into())])
    } else {
        format!("{percent:.0} %")
    })
}

/// A share of one to a tenth of a percent: `70.7 %`.
pub fn points(n: f64) -> String {
    let percent = (n * 1000.0).round() / 10.0;
    let sign = if percent < 0.0 { "−" } else { "" };
    unbroken_percents(&format!("{sign}{} %", percent.abs()))
}

/// A share of one with the digits that a reader needs to divide by it and get what is printed: `72.1094 %`.
pub fn exact(n: f64) -> String {
    let digits = format!("{:.4}", n * 100.0);
    unbroken_percents(&format!("{} %", digits.trim_end_matches('0').trim_end_matches('.')))
}

/// A share in percent, where there is little room: `< 1 %`.
pub fn share_short(n: f64) -> String {
    if n > 0.0 && n < 0.005 {
        unbroken("< 1 %")
    } else if (0.995..1.0).contains(&n) {
        unbroken("> 99 %")
    } else {
        share(n)
    }
}

/// Bits with their sign: `+3.1`, `−0.4`.
pub fn bits(n: f64) -> String {
    if n.abs() < 0.05 {
        "0.0".to_owned()
    } else {
        format!("{}{:.1}", if n < 0.0 { '−' } else { '+' }, n.abs())
    }
}

/// Odds of so many bits: `12 to 1`, `1 to 40`, `about even`.
pub fn odds(bits: f64) -> String {
    // Beyond a million to one the number says nothing more than its size.
    let ratio = bits.abs().exp2();
    let shown = if ratio >= 1e6 { crate::words::say("odds.more", &[]) } else { decimal(ratio) };
    match bits {
        b if b.abs() < 0.1 => crate::words::say("odds.even", &[]),
        b if b > 0.0 => crate::words::say("odds.for", &[("n", shown.into())]),
        _ => crate::words::say("odds.against", &[("n", shown.into())]),
    }
}

/// Seconds as a stretch of time: `2 seconds`, `3 minutes`, `5 hours`, `12 days`.
pub fn duration(seconds: f64) -> String {
    for (size, key) in [(86_400.0, "unit.day"), (3_600.0, "unit.hour"), (60.0, "unit.minute")] {
        if seconds >= 1.5 * size || seconds == size {
            return unbroken(&crate::words::say(key, &[("n", (seconds / size).round().into())]));
        }
    }
    if seconds < 1.0 {
        return crate::words::say("unit.below_second", &[]);
    }
    unbroken(&crate::words::say("unit.second", &[("n", seconds.round().into())]))
}

/// A length of time where there is little room: `10 s`, `1 h`.
pub fn duration_short(seconds: u64) -> String {
    let (n, unit) = match seconds {
        s if s < 60 => (s, "brief.s"),
        s if s < 3_600 => (s / 60, "brief.min"),
        s if s < 86_400 => (s / 3_600, "brief.h"),
        s => (s / 86_400, "brief.d"),
    };
    crate::words::say(unit, &[("n", n.into())])
}

/// The length of a window: whole days are said in days.
pub fn hours(n: u32) -> String {
    let (n, key) = if n.is_multiple_of(24) { (n / 24, "unit.day") } else { (n, "unit.hour") };
    unbroken(&crate::words::say(key, &[("n", n.into())]))
}

/// A size in bytes: `3.2 MB`.
pub fn bytes(n: u64) -> String {
    let n = n as f64;
    for (size, unit) in [(1e9, "GB"), (1e6, "MB"), (1e3, "kB")] {
        if n >= size {
            return unbroken(&format!("{} {unit}", decimal(n / size)));
        }
    }
    unbroken(&crate::words::say("number.bytes", &[("n", n.into())]))
}

/// The date of an instant: `2021-05-01`.
pub fn date(at: Instant) -> String {
    strftime(at, "%Y-%m-%d")
}

/// An instant in full: `2021-05-01T10:00:00Z`, with its fraction of a second where it has one.
pub fn instant(at: Instant) -> String {
    jiff::Timestamp::from_microsecond(at.0).map_or_else(|_| at.0.to_string(), |t| t.to_string())
}

/// An instant to the minute: `2021-05-01 10:00`.
pub fn minute(at: Instant) -> String {
    strftime(at, "%Y-%m-%d %H:%M")
}

/// An instant to the second: `2021-05-01 10:00:03`.
pub fn second(at: Instant) -> String {
    strftime(at, "%Y-%m-%d %H:%M:%S")
}

/// An instant in a form of `strftime`, in UTC.
pub fn strftime(at: Instant, form: &str) -> String {
    match jiff::Timestamp::from_microsecond(at.0) {
        Ok(t) => t.strftime(form).to_string(),
        Err(_) => at.0.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// As it reads, whatever keeps it on one line.
    fn share(n: f64) -> String {
        plain_spaces(&super::share(n))
    }

    #[test]
    fn no_line_breaks_before_a_percent_sign_or_a_unit() {
        assert_eq!(super::share(0.31), "31\u{a0}%");
        assert_eq!(duration(200.0), "3\u{a0}minutes");
        assert_eq!(
            crate::words::say("unit.day", &[("n", 3.0.into())]),
            "3 days",
            "a sentence may break elsewhere"
        );
        assert_eq!(unbroken_percents("95 % interval"), "95\u{a0}% interval");
    }

    #[test]
    fn an_interval_without_width_is_none() {
        assert_eq!(wide((2.0, 2.3)), None);
        assert_eq!(wide((2.0, 2.6)), Some((2.0, 2.6)));
    }

    #[test]
    fn numbers_read_well() {
        assert_eq!(count(38204.0), "38,204");
        assert_eq!(count(-1000.0), "−1,000");
        assert_eq!(count(-0.2), "0");
        assert_eq!(count(999.6), "1,000");
        assert_eq!(
            (decimal(4.52), decimal(0.0312), decimal(1204.0), decimal(0.0)),
            ("4.5".into(), "0.031".into(), "1,204".into(), "0".into())
        );
        assert_eq!(decimal(by_chance(0.0)), "less than 0.001", "chance never gives nothing");
        assert_eq!(decimal(by_chance(4.52)), "4.5");
        assert_eq!(
            (share(0.003), share(0.9999), share(1.0), share(0.0)),
            ("less than 1 %".into(), "more than 99 %".into(), "100 %".into(), "0 %".into())
        );
        assert_eq!([0.003, 0.996, 0.4].map(|n| plain_spaces(&share_short(n))), ["< 1 %", "> 99 %", "40 %"]);
        assert_eq!([0.7072, 0.5, -0.03].map(|n| plain_spaces(&points(n))), ["70.7 %", "50 %", "−3 %"]);
        assert_eq!([0.721_094, 0.5].map(|n| plain_spaces(&exact(n))), ["72.1094 %", "50 %"]);
        assert_eq!((bits(3.12), bits(-0.4), bits(-0.01)), ("+3.1".into(), "−0.4".into(), "0.0".into()));
        assert_eq!(
            [2.0, 200.0, 0.2].map(|n| plain_spaces(&duration(n))),
            ["2 seconds", "3 minutes", "less than a second"]
        );
        assert_eq!(
            [1, 6, 24, 384].map(|n| plain_spaces(&hours(n))),
            ["1 hour", "6 hours", "1 day", "16 days"]
        );
        assert_eq!(plain_spaces(&bytes(3_200_000)), "3.2 MB");
        assert_eq!(
            (odds(4.0), odds(-3.0), odds(0.01), odds(40.0)),
            ("16 to 1".into(), "1 to 8.0".into(), "about even".into(), "more than a million to 1".into())
        );
        assert_eq!(minute(Instant(1_619_863_200_000_000)), "2021-05-01 10:00");
    }
}
