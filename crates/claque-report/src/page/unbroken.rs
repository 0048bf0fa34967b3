//! Dates and times in running text are kept on one line: a browser breaks a line after any hyphen, and half a date is
//! hard to read on a narrow screen.

/// Elements inside which nothing is changed: drawings and their captions are saved word for word, tables keep their own.
const LEFT: [&str; 4] = ["figure", "svg", "table", "script"];

/// What a date stands in: the style sheet keeps it on one line.
const DATE: &str = r#"<span class="date">"#;

/// The same document, each date in the running text of its body in a span that does not break.
pub(crate) fn unbroken(document: &str) -> String {
    let body = document.find("<body").unwrap_or(0);
    let mut out = String::with_capacity(document.len() + document.len() / 50);
    out.push_str(&document[..body]);
    let mut rest = &document[body..];
    let mut tag = "";
    while !rest.is_empty() {
        let (text, next) = rest.split_at(rest.find('<').unwrap_or(rest.len()));
        if tag == DATE {
            out.push_str(text)
        } else {
            in_text(text, &mut out)
        }
        let end = LEFT.iter().find(|name| opens(next, name)).and_then(|name| {
            let close = format!("</{name}>");
            next.find(&close).map(|at| at + close.len())
        });
        let end = end.or_else(|| next.find('>').map(|at| at + 1)).unwrap_or(next.len());
        (tag, rest) = next.split_at(end);
        out.push_str(tag);
    }
    out
}

fn opens(at: &str, name: &str) -> bool {
    let after = at.strip_prefix('<').and_then(|s| s.strip_prefix(name));
    after.is_some_and(|s| s.starts_with([' ', '>']))
}

fn in_text(text: &str, out: &mut String) {
    let bytes = text.as_bytes();
    let (mut done, mut at) = (0, 0);
    while at < bytes.len() {
        let begins = at == 0 || !bytes[at - 1].is_ascii_alphanumeric() && bytes[at - 1] != b'-';
        let n = if begins { date(&bytes[at..]) } else { 0 };
        if n == 0 {
            at += 1;
            continue;
        }
        out.push_str(&text[done..at]);
        out.push_str(DATE);
        out.push_str(&text[at..at + n]);
        out.push_str("</span>");
        (done, at) = (at + n, at + n);
    }
    out.push_str(&text[done..]);
}

/// The length of the date that a text begins with, with the time after it; 0 where there is none.
fn date(text: &[u8]) -> usize {
    let like = |from: usize, form: &[u8]| {
        let part = text.get(from..from + form.len());
        part.is_some_and(|t| {
            t.iter().zip(form).all(|(c, f)| if *f == b'0' { c.is_ascii_digit() } else { c == f })
        })
    };
    if !like(0, b"0000-00-00") {
        return 0;
    }
    let forms: [&[u8]; 5] = [b" 00:00:00", b"T00:00:00Z", b"T00:00:00", b" 00:00", b""];
    let time = forms.into_iter().find(|form| like(10, form)).unwrap_or_default();
    let end = 10 + time.len();
    let goes_on = text.get(end).is_some_and(|c| c.is_ascii_alphanumeric() || *c == b'-');
    if goes_on { 0 } else { end }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_in_running_text_does_not_break() {
        let body = |text: &str| unbroken(&format!("<head>2024-01-01</head><body>{text}</body>"));
        let kept = |text: &str| format!("<head>2024-01-01</head><body>{text}</body>");
        let span = |date: &str| format!("{DATE}{date}</span>");
        for date in ["2024-05-24", "2024-05-31 21:41", "2024-05-24 18:51:10", "2024-03-07T11:41:32Z"] {
            assert_eq!(
                body(&format!("<p>from {date}, on</p>")),
                kept(&format!("<p>from {}, on</p>", span(date)))
            );
        }
        let two = body("2024-05-24 to 2024-05-31");
        assert_eq!(two, kept(&format!("{} to {}", span("2024-05-24"), span("2024-05-31"))));
        for whole in [
            "<p>1-2024-05-24 2024-05-244 2024-05-2 202-05-24 x2024-05-24</p>",
            "<figure class=\"pic\"><p>2024-05-24</p></figure>",
            "<table><td>2024-05-24</td></table>",
            "<script>if (a<b) c('2024-05-24')</script>",
            "<svg><text>2024-05-24</text></svg>",
            "<b title=\"2024-05-24\">ក 2024-05</b>",
            r#"<span class="date">2024-05-24</span>"#,
        ] {
            assert_eq!(body(whole), kept(whole));
        }
    }
}
