//! A report by keys alone: every control is reached, in the order of reading, with a focus that is seen; what hovering
//! shows, the arrow keys show; a ranking of thousands of pages filters and sorts, fast, and says what it did.

use crate::support::browser::browser;
use crate::support::driven::Driven;
use crate::support::shared::skip;
use crate::support::{Folder, Scratch};
use claque_report::{Model, render};

/// How long the page may work on a key until its change is drawn, in milliseconds.
const FELT: f64 = 1_000.0;
/// Pages of the large ranking.
const PAGES: usize = 2_000;

/// In the page: the stops of the Tab key, in the order of the file.
const STOPS: &str = r#"
window.stops = function () {
  return Array.from(document.querySelectorAll('a[href],button,input,summary,[tabindex="0"]')).filter(function (e) {
    return e.checkVisibility({ visibilityProperty: true });
  });
};
window.drawn = function () {
  return new Promise(function (done) { requestAnimationFrame(function () { requestAnimationFrame(done); }); });
};
"#;

/// In the page: which stop has the focus (−1: none), and what is wrong with it.
const STOP: &str = r#"
(function () {
  const at = document.activeElement, box = at.getBoundingClientRect(), style = getComputedStyle(at);
  const wrong = [];
  if (style.outlineStyle === "none" || parseFloat(style.outlineWidth) < 2) wrong.push("no outline");
  if (box.width < 2 || box.height < 2) wrong.push("no size");
  if (box.bottom < 1 || box.top > innerHeight - 1) wrong.push("out of sight: " + box.top + " to " + box.bottom);
  const name = at.getAttribute("aria-label") || at.textContent.trim() || (at.labels && at.labels.length ? "labelled" : "");
  if (!name) wrong.push("no name");
  return [stops().indexOf(at), wrong.length ? wrong.join(", ") + ": " + at.outerHTML.slice(0, 120) : ""];
})()
"#;

fn demo(scratch: &Scratch) -> Folder {
    scratch.claque(&["demo", "--decoys", "1"]).ends_with(0);
    Folder::open(scratch.path().join("claque-demo"))
}

#[test]
fn every_control_is_reached_in_order_and_the_focus_is_seen() {
    let Some(browser) = browser() else { return skip("keyboard", "no Chromium on this machine") };
    let scratch = Scratch::new();
    demo(&scratch);
    let report = scratch.path().join("claque-demo/report.html");
    for width in [1280, 400] {
        let mut page = Driven::open(&browser, &scratch, &report, width);
        page.eval(STOPS);
        let stops = page.eval("stops().length").as_u64().unwrap();
        assert!(stops > 60, "{stops}");
        for wanted in 0..stops {
            page.key("Tab");
            let stop = page.eval(STOP);
            assert_eq!((&stop[0], &stop[1]), (&wanted.into(), &"".into()), "at {width}");
        }
        page.key("Tab");
        assert_eq!(page.eval("stops().indexOf(document.activeElement)"), -1, "no trap at the end");
    }
}

#[test]
fn the_first_stop_leads_past_the_answer() {
    let Some(browser) = browser() else { return skip("keyboard", "no Chromium on this machine") };
    let scratch = Scratch::new();
    demo(&scratch);
    let mut page = Driven::open(&browser, &scratch, &scratch.path().join("claque-demo/report.html"), 1280);
    page.key("Tab");
    assert_eq!(page.eval("document.activeElement.className"), "skip");
    page.key("Enter");
    page.key("Tab");
    assert_eq!(page.eval("!!document.activeElement.closest('main section')"), true);
}

#[test]
fn the_arrow_keys_show_what_hovering_shows() {
    let Some(browser) = browser() else { return skip("keyboard", "no Chromium on this machine") };
    let scratch = Scratch::new();
    let report = demo(&scratch).text("report.html");
    let mut page = Driven::open(&browser, &scratch, &scratch.path().join("claque-demo/report.html"), 1280);
    let tip = "[document.querySelector('.tip').hidden, document.querySelector('.tip').textContent, \
               document.querySelector('[role=status].unseen').textContent]";
    page.eval("document.querySelector('#growth .drawn').focus()");
    let mut seen = std::collections::BTreeSet::new();
    for _ in 0..5 {
        page.key("ArrowRight");
        let said = page.eval(tip);
        assert_eq!((&said[0], &said[1]), (&false.into(), &said[2]), "shown, and told to those who listen");
        let text = said[1].as_str().unwrap().to_owned();
        let words = text.replace('&', "&amp;");
        assert!(report.contains(words.lines().last().unwrap()), "{text} stands in a title");
        assert!(seen.insert(text), "each key goes on");
    }
    page.key("Escape");
    assert_eq!(page.eval(tip)[0], true);
    // In blocks, down goes from account to account.
    page.eval("document.querySelector('.drawn:has(.blocks)').focus()");
    for key in ["ArrowRight", "ArrowRight", "ArrowDown"] {
        page.key(key);
    }
    let said = page.eval(tip);
    let account = page.eval("document.querySelector('figure:has(.blocks) tbody tr').cells[0].textContent");
    assert!(said[1].as_str().unwrap().starts_with(account.as_str().unwrap()), "{said}");
    // No shape that speaks lies outside of a picture that the Tab key reaches.
    let lost = page.eval("Array.from(document.querySelectorAll('.hit, .dot')).filter(function (s) { return !s.closest('[tabindex=\"0\"]'); }).length");
    assert_eq!(lost, 0);
    page.key("Tab");
    assert_eq!(page.eval(tip)[0], true, "what was shown goes with the focus");
}

/// The demo's report, as if crews had touched thousands of pages.
fn of_thousands(folder: &Folder) -> String {
    let mut model = Model::from_json(&folder.text("audit.json")).unwrap();
    let few = std::mem::take(&mut model.pages.shown);
    model.pages.shown = few.iter().cycle().take(PAGES).cloned().collect();
    for (i, p) in model.pages.shown.iter_mut().enumerate() {
        p.page = format!("{}-{i}", p.page);
        p.likes += i as u64 / 7;
    }
    render(&model)
}

#[test]
fn a_ranking_of_thousands_of_pages_filters_and_sorts_by_keys() {
    let Some(browser) = browser() else { return skip("keyboard", "no Chromium on this machine") };
    let scratch = Scratch::new();
    let report = scratch.write("thousands.html", of_thousands(&demo(&scratch)));
    for width in [1280, 400] {
        let mut page = Driven::open(&browser, &scratch, &report, width);
        page.eval(STOPS);
        page.eval("document.querySelector('figure[data-name=pages] summary').focus()");
        let mut took = vec![];
        let timed = |page: &mut Driven, took: &mut Vec<(String, f64)>, what: String, key: &str| {
            let begun = page.worked();
            page.key(key);
            page.eval("drawn().then(function () { return true; })");
            took.push((what, page.worked() - begun));
        };
        timed(&mut page, &mut took, "open".to_owned(), "Enter");
        page.key("Tab");
        assert_eq!(page.eval("document.activeElement.type"), "search");
        for letter in ["-", "1", "9", "9", "9"] {
            timed(&mut page, &mut took, format!("type {letter}"), letter);
        }
        let left = page.eval("document.querySelector('figure[data-name=pages] output').textContent");
        assert_eq!(left, "1 of 2,000 rows");
        assert_eq!(
            page.eval("document.querySelector('figure[data-name=pages] output').role || 'status'"),
            "status"
        );
        timed(&mut page, &mut took, "clear".to_owned(), "Escape");
        let left = page.eval("document.querySelector('figure[data-name=pages] output').textContent");
        assert_eq!(left, "2,000 of 2,000 rows");
        page.key("Tab");
        let columns = page.eval("document.querySelectorAll('figure[data-name=pages] thead th').length");
        for column in 0..columns.as_u64().unwrap() {
            page.key("Tab");
            let head = page.eval("document.activeElement.textContent").as_str().unwrap().to_owned();
            assert_eq!(page.eval("document.activeElement.closest('th').cellIndex"), column, "{head}");
            for key in ["Enter", " "] {
                timed(&mut page, &mut took, format!("sort {head}"), key);
                let said = page.eval(
                    "[document.activeElement.closest('th').getAttribute('aria-sort'), \
                     document.querySelectorAll('figure[data-name=pages] [aria-sort]').length, \
                     document.querySelector('[role=status].unseen').textContent]",
                );
                let falls = page.eval("document.activeElement.closest('th').classList.contains('n')") == true;
                let falls = falls == (key == "Enter");
                assert_eq!(said[0], if falls { "descending" } else { "ascending" }, "{head}");
                assert_eq!(said[1], 1, "{head}");
                assert!(said[2].as_str().unwrap().contains(&format!("“{head}”")), "{said}");
            }
        }
        // Name and head stay in sight, however far one has scrolled.
        page.eval("(function () { const s = document.querySelector('figure[data-name=pages] .scroll'); s.scrollTop = 9999; s.scrollLeft = 300; s.scrollIntoView(); })()");
        let kept = page.eval(
            "(function () { const s = document.querySelector('figure[data-name=pages] .scroll'), b = s.getBoundingClientRect(); \
             const head = s.querySelector('th').getBoundingClientRect(); \
             const name = s.querySelector('tbody td').getBoundingClientRect(); \
             return [Math.abs(head.top - b.top) < 2, Math.abs(name.left - b.left) < 2, s.scrollTop > 1000]; })()",
        );
        assert_eq!(kept, serde_json::json!([true, true, true]), "at {width}");
        for (what, ms) in &took {
            println!("{width} px, {PAGES} rows: {what}: {ms:.0} ms");
            assert!(*ms < FELT, "{what} took {ms:.0} ms at {width}");
        }
    }
}
