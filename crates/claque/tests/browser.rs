//! The report in a real browser, where one is installed: no sideways scrolling at the width of a desk or a
//! phone, and nothing asked of the network.

use crate::support::shared::skip;
use crate::support::{Folder, Scratch};
use std::process::Command;

fn browser() -> Option<&'static str> {
    ["chromium", "chromium-browser", "google-chrome"]
        .into_iter()
        .find(|name| Command::new(name).arg("--version").output().is_ok_and(|o| o.status.success()))
}

/// The report in a frame of this width, and beside it a script that writes down how wide it became.
fn framed(report: &str, width: u32) -> String {
    let quoted = report.replace('&', "&amp;").replace('"', "&quot;");
    format!(
        r#"<!doctype html><meta charset="utf-8"><iframe id="f" width="{width}" height="900" style="border:0"
srcdoc="{quoted}"></iframe><p id="said"></p><script>
document.getElementById("f").onload = function () {{
  var page = this.contentDocument.documentElement;
  document.getElementById("said").textContent =
    "wide " + page.scrollWidth + " high " + page.scrollHeight + " end";
}};</script>"#
    )
}

#[test]
fn it_fits_a_desk_and_a_phone() {
    let Some(browser) = browser() else {
        skip("it_fits_a_desk_and_a_phone", "no Chromium on this machine");
        return;
    };
    let scratch = Scratch::new();
    scratch.claque(&["demo", "--decoys", "1"]).ends_with(0);
    let report = Folder::open(scratch.path().join("claque-demo")).text("report.html");
    for width in [1280, 400] {
        let page = scratch.write("framed.html", framed(&report, width));
        let out = Command::new(browser)
            .args([
                "--headless=new",
                "--no-sandbox",
                "--disable-gpu",
                "--window-size=1400,1000",
                "--dump-dom",
            ])
            .arg("--virtual-time-budget=5000")
            .arg(format!("--user-data-dir={}", scratch.path().join("profile").display()))
            .arg(format!("file://{}", page.display()))
            .output()
            .unwrap();
        let dom = String::from_utf8_lossy(&out.stdout).into_owned();
        let said = dom.split_once(r#"id="said">"#).map(|(_, rest)| rest.to_owned()).unwrap_or_default();
        let numbers: Vec<u32> = said.split_whitespace().filter_map(|w| w.parse().ok()).take(2).collect();
        let [wide, high] = numbers[..] else { panic!("{}", String::from_utf8_lossy(&out.stderr)) };
        assert!(wide <= width, "the report is {wide} wide in a window of {width}");
        assert!(high > 900, "the report is there: {high} high");
    }
}

#[test]
fn it_asks_nothing_of_the_network_and_runs_no_script() {
    let scratch = Scratch::new();
    scratch.claque(&["demo", "--decoys", "0"]).ends_with(0);
    let report = Folder::open(scratch.path().join("claque-demo")).text("report.html").to_lowercase();
    for asked in
        ["<script", "src=\"http", "href=\"http", "@import", "url(http", "<link", "<iframe", "onload="]
    {
        assert!(!report.contains(asked), "{asked}");
    }
}
