//! A report in a real browser: how wide it is, what it asked for, what ran, and what axe-core finds. The report is opened
//! in a frame as wide as asked, since a browser without a screen has a least width of its own; two scripts are put into
//! it under a nonce that the test adds to the report's policy, which stays as it is otherwise.

use super::Scratch;
use flate2::read::GzDecoder;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpListener;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// How long a browser may take on a busy machine.
const PATIENCE: Duration = Duration::from_secs(300);

/// In the page around the report: sends what was seen to the test.
const SAID: &str =
    r#"window.said = function (out) { fetch("/said", { method: "POST", body: JSON.stringify(out) }); };"#;

/// axe-core 4.14.1, whole and unchanged, under the MPL-2.0 (`axe-core.LICENSE`).
const AXE: &[u8] = include_bytes!("../data/axe-core-4.14.1.min.js.gz");

/// Runs before anything in the report: notes whatever it tries.
const GUARD: &str = r#"
window.seen = { dialogs: 0, errors: [], refused: [], saved: [] };
["alert", "confirm", "prompt", "open", "print"].forEach(function (n) { window[n] = function () { window.seen.dialogs += 1; }; });
addEventListener("error", function (e) { window.seen.errors.push(String(e.message)); });
addEventListener("securitypolicyviolation", function (e) { window.seen.refused.push(e.effectiveDirective + " " + e.blockedURI); });
var made = URL.createObjectURL;
URL.createObjectURL = function (blob) { window.seen.saved.push(blob); return made.call(URL, blob); };
"#;

/// Runs after everything: looks, uses what the script layer offers, and asks axe-core.
const LOOK: &str = r#"
(async function () {
  var out = { wide: document.documentElement.scrollWidth, high: document.documentElement.scrollHeight };
  // A country's bars stand under the bars of the large picture: at the same left end, as wide.
  var place = function (of) { var b = of.getBoundingClientRect(); return Math.round(b.left) + " " + Math.round(b.width); };
  var lanes = 0, astray = 0;
  document.querySelectorAll("figure .drawn:has(.weeks)").forEach(function (drawn) {
    var large = Array.from(drawn.querySelectorAll(".both svg.plot")).map(place);
    drawn.querySelectorAll(".week-lane svg").forEach(function (lane) {
      if (!lane.getClientRects().length) return;
      lanes += 1;
      // The second column may have no large picture above it: then the width alone tells.
      var width = place(lane).split(" ")[1];
      if (!large.some(function (l) { return Math.abs(l.split(" ")[1] - width) <= 1; })) astray += 1;
      if (place(lane).split(" ")[0] === large[0].split(" ")[0] && place(lane) !== large[0]) astray += 1;
    });
  });
  out.lanes = lanes; out.astray = astray;
  out.broken = Array.from(document.querySelectorAll(".date")).filter(function (d) { return d.getClientRects().length > 1; }).length;
  out.dates = document.querySelectorAll("h1 .date").length;
  document.querySelectorAll("details").forEach(function (d) { d.open = true; });
  out.open = document.documentElement.scrollWidth;
  out.tools = document.querySelectorAll(".tool").length;
  out.scripts = document.scripts.length;
  var used = [];
  var theme = document.querySelector("nav .tool");
  if (theme) { theme.click(); used.push("theme " + document.documentElement.dataset.theme); theme.click(); }
  var head = document.querySelector("th.n button");
  if (head) {
    head.click();
    var table = head.closest("table"), place = head.closest("th").cellIndex;
    var first = table.tBodies[0].rows[0].cells[place].textContent, last = table.tBodies[0].rows[table.tBodies[0].rows.length - 1].cells[place].textContent;
    used.push("sort " + head.closest("th").getAttribute("aria-sort") + " " + (parseFloat(first.replace(/,/g, "")) >= parseFloat(last.replace(/,/g, ""))));
  }
  var field = document.querySelector(".filter input");
  if (field) {
    field.value = "no such row \u0001"; field.dispatchEvent(new Event("input"));
    await new Promise(function (done) { requestAnimationFrame(function () { requestAnimationFrame(done); }); });
    var rows = Array.from(field.closest("label").nextElementSibling.querySelectorAll("tbody tr"));
    used.push("filter " + rows.every(function (r) { return r.hidden; }));
    field.value = ""; field.dispatchEvent(new Event("input"));
  }
  var shape = document.querySelector(".hit");
  if (shape) {
    var b = shape.getBoundingClientRect();
    shape.dispatchEvent(new PointerEvent("pointermove", { bubbles: true, clientX: b.left + 1, clientY: b.top + 1 }));
    var tip = document.querySelector(".tip");
    if (tip) used.push("tip " + (!tip.hidden && tip.textContent.length > 10));
  }
  document.querySelectorAll(".tools .tool").forEach(function (b, i) { if (i < 40) b.click(); });
  out.saved = [];
  for (var blob of window.seen.saved) out.saved.push([blob.type, await blob.text()]);
  out.drawn = out.saved.filter(function (s) { return s[0] === "image/svg+xml"; }).map(function (s) {
    return new DOMParser().parseFromString(s[1], "image/svg+xml").querySelector("parsererror") ? "broken" : "whole";
  });
  out.saved = out.saved.filter(function (s) { return s[0] === "text/csv"; }).map(function (s) { return s[1]; });
  out.used = used;
  var axe = await window.axe.run(document, { resultTypes: ["violations"], runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"] });
  out.violations = axe.violations.map(function (v) { return v.id + " x" + v.nodes.length + ": " + v.nodes[0].html.slice(0, 160) + " | " + v.nodes[0].failureSummary.slice(0, 200); });
  out.requests = performance.getEntriesByType("resource").map(function (e) { return e.name; });
  out.dialogs = window.seen.dialogs; out.errors = window.seen.errors; out.refused = window.seen.refused;
  parent.said(out);
})().catch(function (e) { parent.said({ failed: String(e) }); });
"#;

/// The browser: `CLAQUE_CHROMIUM`, else one that is installed.
pub fn browser() -> Option<String> {
    let works =
        |name: &String| Command::new(name).arg("--version").output().is_ok_and(|o| o.status.success());
    let installed = ["chromium", "chromium-browser", "google-chrome"].map(str::to_owned);
    std::env::var("CLAQUE_CHROMIUM").into_iter().chain(installed).find(works)
}

fn run(browser: &str, profile: &Path) -> Command {
    let mut command = Command::new(browser);
    command.args([
        "--headless=new",
        "--no-sandbox",
        "--disable-gpu",
        "--no-first-run",
        "--disable-component-update",
    ]);
    command.args([
        "--disable-background-networking",
        "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",
    ]);
    command.arg("--window-size=1400,1000").arg(format!("--user-data-dir={}", profile.display()));
    command
}

/// What was seen of a report.
pub struct Seen(pub serde_json::Value);

impl Seen {
    /// A list of texts.
    pub fn list(&self, what: &str) -> Vec<String> {
        let texts = self.0[what].as_array().unwrap_or_else(|| panic!("{what} in {}", self.0));
        texts.iter().map(|t| t.as_str().unwrap_or_default().to_owned()).collect()
    }

    /// A number.
    pub fn number(&self, what: &str) -> u64 {
        self.0[what].as_u64().unwrap_or_else(|| panic!("{what} in {}", self.0))
    }
}

/// Opens a report at this width, with its own script or without it.
pub fn look(browser: &str, scratch: &Scratch, report: &str, width: u32, script: bool) -> Seen {
    let mut axe = String::new();
    GzDecoder::new(AXE).read_to_string(&mut axe).unwrap();
    let (before, rest) = report.split_once("script-src 'sha256-").expect("the report names its script");
    let (hash, after) = rest.split_once('\'').unwrap();
    let own = if script { format!("'sha256-{hash}' ") } else { String::new() };
    let report = format!("{before}script-src {own}'nonce-looking'{after}");
    let report = report.replacen("<head>", &format!("<head><script nonce=\"looking\">{GUARD}</script>"), 1);
    let end = report.rfind("</body>").expect("the report ends");
    let looked = format!(
        "{}<script nonce=\"looking\">{axe}</script><script nonce=\"looking\">{LOOK}</script>{}",
        &report[..end],
        &report[end..]
    );
    let quoted = looked.replace('&', "&amp;").replace('"', "&quot;");
    let page = format!(
        "<!doctype html><meta charset=\"utf-8\"><script>{SAID}</script><iframe width=\"{width}\" height=\"900\" \
         style=\"border:0\" srcdoc=\"{quoted}\"></iframe>"
    );
    let desk = TcpListener::bind("127.0.0.1:0").unwrap();
    let mut browser = run(browser, &scratch.path().join("profile"))
        .arg(format!("http://{}/", desk.local_addr().unwrap()))
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let said = answered(&desk, &page);
    let _ = browser.kill();
    let _ = browser.wait();
    Seen(serde_json::from_str(&said.expect("the browser answers within the patience of the test")).unwrap())
}

/// Gives the page to whoever asks, until somebody sends an answer; that is the answer.
fn answered(desk: &TcpListener, page: &str) -> Option<String> {
    desk.set_nonblocking(true).unwrap();
    let begun = Instant::now();
    while begun.elapsed() < PATIENCE {
        let Ok((mut to, _)) = desk.accept() else {
            std::thread::sleep(Duration::from_millis(20));
            continue;
        };
        to.set_nonblocking(false).unwrap();
        let mut reader = BufReader::new(to.try_clone().unwrap());
        let (mut line, mut length, mut posts) = (String::new(), 0, false);
        while reader.read_line(&mut line).is_ok_and(|n| n > 2) {
            posts |= line.starts_with("POST");
            let (name, value) = line.split_once(':').unwrap_or_default();
            if name.eq_ignore_ascii_case("content-length") {
                length = value.trim().parse().unwrap_or(0);
            }
            line.clear();
        }
        let mut body = vec![0; length];
        reader.read_exact(&mut body).ok()?;
        let given = if posts { "" } else { page };
        let head = "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nConnection: close\r\nContent-Length:";
        let _ = to.write_all(format!("{head} {}\r\n\r\n{given}", given.len()).as_bytes());
        if posts {
            return String::from_utf8(body).ok();
        }
    }
    None
}

/// Prints a file as PDF.
pub fn printed(browser: &str, scratch: &Scratch, report: &Path) -> Vec<u8> {
    let pdf = scratch.path().join("report.pdf");
    run(browser, &scratch.path().join("profile"))
        .arg("--no-pdf-header-footer")
        .arg(format!("--print-to-pdf={}", pdf.display()))
        .arg(format!("file://{}", report.display()))
        .output()
        .unwrap();
    std::fs::read(&pdf).expect("a PDF")
}
