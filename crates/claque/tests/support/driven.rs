//! A browser driven by keys, as a reader without a mouse drives it: messages of the DevTools protocol through two pipes, so
//! that no port is opened and nothing has to be installed but the browser.

use super::Scratch;
use serde_json::{Value, json};
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

/// A browser with one file open.
pub struct Driven {
    browser: Child,
    to: ChildStdin,
    from: BufReader<ChildStdout>,
    session: Option<String>,
    asked: u64,
}

impl Driven {
    /// Opens a file at this width.
    pub fn open(browser: &str, scratch: &Scratch, file: &Path, width: u32) -> Self {
        // The protocol wants the pipes as files 3 and 4.
        let mut child = Command::new("sh")
            .args(["-c", r#"exec "$0" "$@" 3<&0 4>&1 </dev/null >/dev/null 2>&1"#, browser])
            .args(["--headless=new", "--no-sandbox", "--disable-gpu", "--no-first-run"])
            .args(["--disable-component-update", "--disable-background-networking"])
            .arg("--remote-debugging-pipe")
            .arg(format!("--user-data-dir={}", scratch.path().join("driven").display()))
            .arg("about:blank")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("the browser starts");
        let (to, from) = (child.stdin.take().unwrap(), BufReader::new(child.stdout.take().unwrap()));
        let mut it = Self { browser: child, to, from, session: None, asked: 0 };
        let targets = it.ask("Target.getTargets", json!({}));
        let infos = targets["targetInfos"].as_array().expect("targets");
        let page = infos.iter().find(|t| t["type"] == "page").expect("a page")["targetId"].clone();
        let attached = it.ask("Target.attachToTarget", json!({ "targetId": page, "flatten": true }));
        it.session = attached["sessionId"].as_str().map(str::to_owned);
        let size = json!({ "width": width, "height": 900, "deviceScaleFactor": 1, "mobile": false });
        it.ask("Emulation.setDeviceMetricsOverride", size);
        it.ask("Page.enable", json!({}));
        it.ask("Performance.enable", json!({ "timeDomain": "threadTicks" }));
        it.ask("Page.navigate", json!({ "url": format!("file://{}", file.display()) }));
        while it.heard()["method"] != "Page.loadEventFired" {}
        it
    }

    fn heard(&mut self) -> Value {
        let mut message = vec![];
        self.from.read_until(0, &mut message).expect("the browser speaks");
        assert_eq!(message.pop(), Some(0), "the browser ended");
        serde_json::from_slice(&message).expect("JSON")
    }

    fn ask(&mut self, method: &str, params: Value) -> Value {
        self.asked += 1;
        let mut message = json!({ "id": self.asked, "method": method, "params": params });
        if let Some(session) = &self.session {
            message["sessionId"] = json!(session);
        }
        self.to.write_all(format!("{message}\0").as_bytes()).expect("the browser listens");
        loop {
            let mut heard = self.heard();
            if heard["id"] == self.asked {
                assert!(heard["error"].is_null(), "{method}: {heard}");
                return heard["result"].take();
            }
        }
    }

    /// What an expression gives in the page; a promise is waited for.
    pub fn eval(&mut self, expression: &str) -> Value {
        let params = json!({ "expression": expression, "returnByValue": true, "awaitPromise": true });
        let mut out = self.ask("Runtime.evaluate", params);
        assert!(out["exceptionDetails"].is_null(), "{expression}: {out}");
        out["result"]["value"].take()
    }

    /// Milliseconds for which the page has worked so far: of its own thread, whatever else the machine does.
    pub fn worked(&mut self) -> f64 {
        let told = self.ask("Performance.getMetrics", json!({}));
        let metrics = told["metrics"].as_array().expect("metrics");
        let spent = metrics.iter().find(|m| m["name"] == "TaskDuration").expect("time spent on tasks");
        spent["value"].as_f64().expect("seconds") * 1_000.0
    }

    /// A key, pressed and let go.
    pub fn key(&mut self, name: &str) {
        let (code, text) = match name {
            "Tab" => (9, ""),
            "Enter" => (13, "\r"),
            "Escape" => (27, ""),
            " " => (32, " "),
            "End" => (35, ""),
            "Home" => (36, ""),
            "ArrowLeft" => (37, ""),
            "ArrowRight" => (39, ""),
            "ArrowDown" => (40, ""),
            other => (other.to_uppercase().bytes().next().map_or(0, u32::from), other),
        };
        let down = if text.is_empty() { "rawKeyDown" } else { "keyDown" };
        let mut key = json!({ "type": down, "key": name, "windowsVirtualKeyCode": code });
        if !text.is_empty() {
            key["text"] = json!(text);
        }
        self.ask("Input.dispatchKeyEvent", key);
        self.ask(
            "Input.dispatchKeyEvent",
            json!({ "type": "keyUp", "key": name, "windowsVirtualKeyCode": code }),
        );
    }
}

impl Drop for Driven {
    fn drop(&mut self) {
        let _ = self.browser.kill();
        let _ = self.browser.wait();
    }
}
