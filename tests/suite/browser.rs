//! The preview in a real Chromium, driven over the DevTools protocol: what an editor sees and does.
//!
//! Without Chromium these tests say `SKIPPED` and pass; with `LIVRET_SKIP_NOTHING=1`, as in CI, that is a failure.

use crate::preview::Served;
use serde_json::{Value, json};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};
use tungstenite::stream::MaybeTlsStream;
use tungstenite::{Message, WebSocket};

const PATIENCE: Duration = Duration::from_secs(60);

/// A browser with one page.
struct Browser {
    child: Child,
    _profile: tempfile::TempDir,
    socket: WebSocket<MaybeTlsStream<TcpStream>>,
    last: u64,
    /// What the page complained of.
    complaints: Vec<String>,
}

impl Drop for Browser {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn program() -> Option<&'static str> {
    let found = ["chromium", "chromium-browser", "google-chrome"]
        .into_iter()
        .find(|name| Command::new(name).arg("--version").stdout(Stdio::null()).stderr(Stdio::null()).status().is_ok_and(|s| s.success()));
    assert!(found.is_some() || std::env::var_os("LIVRET_SKIP_NOTHING").is_none(), "Chromium is missing: apt-get install chromium");
    if found.is_none() {
        crate::command::notice("no Chromium: not tried");
    }
    found
}

impl Browser {
    /// Opens the page of a preview.
    fn open(program: &str, served: &Served) -> Self {
        let profile = tempfile::tempdir().expect("a folder");
        let child = Command::new(program)
            .args(["--headless=new", "--no-sandbox", "--disable-gpu", "--remote-debugging-port=0", "--window-size=1400,1000", "--force-color-profile=srgb"])
            .arg(format!("--user-data-dir={}", profile.path().display()))
            .arg("about:blank")
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("Chromium starts");
        let begun = Instant::now();
        let told = profile.path().join("DevToolsActivePort");
        let port: u16 = loop {
            // The file is written in one go, and its first line is the port.
            if let Some(port) = std::fs::read_to_string(&told).ok().and_then(|t| t.lines().next().and_then(|l| l.parse().ok())) {
                break port;
            }
            assert!(begun.elapsed() < PATIENCE, "Chromium never said its port");
            std::thread::sleep(Duration::from_millis(50));
        };
        let target = loop {
            let list = http(port, "/json/list");
            let pages: Value = serde_json::from_str(&list).unwrap_or(Value::Null);
            let page = pages.as_array().and_then(|pages| pages.iter().find(|p| p["type"] == "page").cloned());
            if let Some(address) = page.and_then(|p| p["webSocketDebuggerUrl"].as_str().map(str::to_owned)) {
                break address;
            }
            assert!(begun.elapsed() < PATIENCE, "Chromium has no page: {list}");
            std::thread::sleep(Duration::from_millis(50));
        };
        let (socket, _) = tungstenite::connect(target).expect("the page answers");
        let mut browser = Self { child, _profile: profile, socket, last: 0, complaints: Vec::new() };
        for domain in ["Page", "Runtime", "Log"] {
            browser.send(&format!("{domain}.enable"), json!({}));
        }
        browser.send("Page.navigate", json!({ "url": format!("http://127.0.0.1:{}/", served.port) }));
        browser.until("document.querySelectorAll('.page[data-shown]').length > 0 && document.getElementById('status').textContent !== ''");
        browser
    }

    fn send(&mut self, method: &str, parameters: Value) -> Value {
        self.last += 1;
        let text = json!({ "id": self.last, "method": method, "params": parameters }).to_string();
        self.socket.send(Message::text(text)).expect("Chromium listens");
        loop {
            let message = self.socket.read().expect("Chromium answers");
            let Ok(text) = message.to_text() else { continue };
            let value: Value = serde_json::from_str(text).unwrap_or(Value::Null);
            if value["id"] == self.last {
                return value["result"].clone();
            }
            if matches!(value["method"].as_str(), Some("Runtime.exceptionThrown" | "Log.entryAdded")) {
                self.complaints.push(value["params"].to_string());
            }
        }
    }

    /// The value of an expression in the page.
    fn eval(&mut self, expression: &str) -> Value {
        let parameters = json!({ "expression": expression, "awaitPromise": true, "returnByValue": true });
        self.send("Runtime.evaluate", parameters)["result"]["value"].clone()
    }

    /// Waits until an expression is true, and says how long that took.
    #[track_caller]
    fn until(&mut self, expression: &str) -> Duration {
        let begun = Instant::now();
        while self.eval(expression) != true {
            if begun.elapsed() > PATIENCE {
                let page = self.eval("document.body.innerText.slice(0, 600)");
                panic!("never: {expression}\n{page}\n{:?}", self.complaints);
            }
            std::thread::sleep(Duration::from_millis(10));
        }
        begun.elapsed()
    }

    fn key(&mut self, key: &str) {
        for kind in ["keyDown", "keyUp"] {
            let text = match key {
                "Enter" => "\r",
                key if key.chars().count() == 1 => key,
                _ => "",
            };
            let text = if kind == "keyDown" { text } else { "" };
            let code = match key {
                "Enter" => 13,
                "Tab" => 9,
                "End" => 35,
                "Home" => 36,
                "ArrowDown" => 40,
                _ => 0,
            };
            self.send("Input.dispatchKeyEvent", json!({ "type": kind, "key": key, "text": text, "windowsVirtualKeyCode": code }));
        }
    }

    fn picture(&mut self) -> Vec<u8> {
        use image::ImageEncoder as _;
        let data = self.send("Page.captureScreenshot", json!({ "format": "png", "clip": { "x": 0, "y": 0, "width": 1400, "height": 850, "scale": 0.25 } }));
        let bytes = base64(data["data"].as_str().unwrap_or_default());
        let picture = image::load_from_memory(&bytes).expect("a picture").to_luma8();
        let mut out = Vec::new();
        let (width, height) = picture.dimensions();
        image::codecs::png::PngEncoder::new(&mut out).write_image(&picture, width, height, image::ExtendedColorType::L8).expect("a picture");
        out
    }
}

fn base64(text: &str) -> Vec<u8> {
    let value = |b: u8| match b {
        b'A'..=b'Z' => Some(b - b'A'),
        b'a'..=b'z' => Some(b - b'a' + 26),
        b'0'..=b'9' => Some(b - b'0' + 52),
        b'+' => Some(62),
        b'/' => Some(63),
        _ => None,
    };
    let mut out = Vec::new();
    let (mut bits, mut held) = (0u32, 0);
    for six in text.bytes().filter_map(value) {
        bits = (bits << 6) | u32::from(six);
        held += 6;
        if held >= 8 {
            held -= 8;
            out.push((bits >> held & 0xff) as u8);
        }
    }
    out
}

fn http(port: u16, path: &str) -> String {
    use std::io::{Read as _, Write as _};
    let Ok(mut stream) = TcpStream::connect(("127.0.0.1", port)) else { return String::new() };
    let _ = stream.set_read_timeout(Some(Duration::from_secs(2)));
    let _ = write!(stream, "GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: close\r\n\r\n");
    let mut bytes = Vec::new();
    let mut piece = [0; 4096];
    // The other side may keep the connection: what is whole is enough.
    while let Ok(n) = stream.read(&mut piece) {
        bytes.extend_from_slice(&piece[..n]);
        if n == 0 || String::from_utf8_lossy(&bytes).trim_end().ends_with(']') {
            break;
        }
    }
    String::from_utf8_lossy(&bytes).split_once("\r\n\r\n").map_or_else(String::new, |(_, body)| body.to_owned())
}

const BASIC: &str = "tests/fixtures/projects/basic";

#[test]
fn an_editor_at_work() {
    let Some(program) = program() else { return };
    // The click opens an editor that ends at once: an address that no program takes would ask the user something, and the keys would go there.
    let served = Served::with(BASIC, &["ouverture"], Some("true"));
    let mut browser = Browser::open(program, &served);
    // The fiche alone is there at once, and the booklet around it follows.
    browser.until("shown.startsWith('publication/') && pages.length > 4 && document.querySelectorAll('.page[data-shown]').length > 0");
    browser.eval("window.kept = true");
    // Pages load as they come into view.
    let loaded =
        browser.eval("document.querySelectorAll('.page img[src]').length < pages.length && pages.every(p => p.near || !p.element.querySelector('.text span'))");
    assert_eq!(loaded, true);
    let file = served.path("content/fiches/ouverture.md");
    let good = std::fs::read_to_string(&file).expect("the fiche");
    let seen = |word: &str| format!("[...document.querySelectorAll('.text span')].some(s => s.textContent.includes('{word}'))");

    // A save is seen without a reload of the page, and the page goes there.
    std::fs::write(&file, format!("{good}\n\nUn mot-témoin zébulon.\n")).expect("it is written");
    browser.until(&seen("zébulon"));
    browser.until("document.querySelector('.mark') !== null");
    assert_eq!(browser.eval("window.kept"), true);

    // A click on the word says its line.
    let spot = "(() => { const s = [...document.querySelectorAll('.text span')].find(s => s.textContent.includes('zébulon')); s.scrollIntoView({block: 'center'}); \
                const b = s.getBoundingClientRect(); return [b.left + 8, b.top + b.height / 2]; })()";
    let at = browser.eval(spot);
    for kind in ["mousePressed", "mouseReleased"] {
        browser.send("Input.dispatchMouseEvent", json!({ "type": kind, "x": at[0], "y": at[1], "button": "left", "clickCount": 1 }));
    }
    browser.until("document.getElementById('place').textContent.startsWith('content/fiches/ouverture.md:')");
    let place = browser.eval("document.getElementById('place').textContent");
    let told: usize = place.as_str().and_then(|p| p.split(':').nth(1)).and_then(|l| l.parse().ok()).unwrap_or(0);
    let written = std::fs::read_to_string(&file).expect("the fiche");
    assert!(written.lines().nth(told.saturating_sub(1)).is_some_and(|l| l.contains("zébulon")), "{place}");

    // A fiche that breaks keeps its last pages, marked; mended, it goes on.
    std::fs::write(&file, "---\ntitre: [\n---\n").expect("it is written");
    browser.until("document.querySelectorAll('.page.old').length > 0 && document.querySelectorAll('#findings li.error').length > 0");
    std::fs::write(&file, &good).expect("it is written");
    browser.until("document.querySelectorAll('.page.old').length === 0");

    // With the keyboard alone: to the last page, to a line of it, to its place; then search.
    browser.key("Home");
    browser.until("current() === 0");
    browser.key("j");
    browser.until("current() === 1 && document.activeElement === pages[1].element");
    browser.until("pages[1].element.querySelectorAll('.text span').length > 2");
    browser.eval("document.getElementById('place').textContent = ''");
    browser.key("ArrowDown");
    browser.key("Enter");
    browser.until("document.getElementById('place').textContent !== ''");
    browser.key("/");
    browser.until("document.activeElement.id === 'words'");
    browser.send("Input.insertText", json!({ "text": "fiche" }));
    browser.key("Enter");
    browser.until("/1 sur [0-9]+/.test(document.getElementById('found').textContent)");
    assert_eq!(browser.eval("window.kept"), true);
    assert!(browser.complaints.is_empty(), "{:?}", browser.complaints);
}

#[test]
fn everyone_can_use_it() {
    let Some(program) = program() else { return };
    let served = Served::new(BASIC, &[]);
    let mut browser = Browser::open(program, &served);
    let axe = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/axe/axe.min.js")).expect("axe");
    browser.eval(&format!("{axe};true"));
    let sizes = [(1400, 1000, 1), (400, 800, 1), (700, 500, 2)];
    for scheme in ["light", "dark"] {
        browser.send("Emulation.setEmulatedMedia", json!({ "features": [{ "name": "prefers-color-scheme", "value": scheme }] }));
        for (width, height, scale) in sizes {
            browser.send("Emulation.setDeviceMetricsOverride", json!({ "width": width, "height": height, "deviceScaleFactor": scale, "mobile": false }));
            let faults = browser.eval("axe.run().then(r => r.violations.map(v => v.id + ' ' + v.nodes.map(n => n.html.slice(0, 120)).join(' | ')))");
            assert_eq!(faults, json!([]), "{scheme}, {width} × {height}");
            let overflow = browser.eval("document.documentElement.scrollWidth - document.documentElement.clientWidth");
            assert_eq!(overflow, 0, "{scheme}, {width}: the window scrolls sideways");
        }
    }
    // The words of a page are there as text.
    browser.until("document.querySelectorAll('.text span').length > 3");
}

#[test]
fn the_page_looks_as_it_did() {
    let Some(program) = program() else { return };
    let served = Served::new(BASIC, &[]);
    let mut browser = Browser::open(program, &served);
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/preview");
    let mut wrong = Vec::new();
    for (name, scheme, mode) in [("clair", "light", "single"), ("sombre", "dark", "single"), ("regard", "light", "spread"), ("feuilles", "light", "sheet")] {
        browser.send("Emulation.setEmulatedMedia", json!({ "features": [{ "name": "prefers-color-scheme", "value": scheme }] }));
        browser.eval(&format!(
            "window.scrollTo(0, 0); $('mode').value = '{mode}'; $('mode').onchange(); window.scrollTo(0, 0); document.activeElement.blur(); true"
        ));
        browser.until("pages.every(p => !p.near || p.element.querySelector('img').complete && p.element.dataset.shown === p.key && p.element.querySelector('img').naturalWidth > 0)");
        std::thread::sleep(Duration::from_millis(200));
        let now = browser.picture();
        let path = folder.join(format!("{name}.png"));
        if std::env::var_os("UPDATE").is_some() {
            std::fs::create_dir_all(&folder).expect("a folder");
            std::fs::write(&path, &now).expect("it is written");
            continue;
        }
        // Another Chromium draws letters a little otherwise: what is compared is the arrangement, in squares of eight points.
        let read = |bytes: &[u8]| image::load_from_memory(bytes).map(|i| image::imageops::thumbnail(&i.to_luma8(), 44, 27)).ok();
        let golden = std::fs::read(&path).ok().and_then(|b| read(&b));
        let far = golden.zip(read(&now)).map(|(a, b)| a.iter().zip(b.iter()).filter(|(a, b)| a.abs_diff(**b) > 40).count());
        if far.is_none_or(|far| far > 30) {
            let shown = std::env::temp_dir().join(format!("livret-apercu-{name}.png"));
            let _ = std::fs::write(&shown, &now);
            wrong.push(format!("{name}: {far:?} squares differ; as it is now: {}", shown.display()));
        }
    }
    assert!(wrong.is_empty(), "UPDATE=1 rewrites the pictures:\n{}", wrong.join("\n"));
}

/// `cargo test --release --test suite -- --ignored --nocapture benchmark_of_opening`
#[test]
#[ignore = "a measure"]
fn benchmark_of_opening() {
    let Some(program) = program() else { return };
    let served = Served::new("", &[]);
    served.copies(320);
    let mut times = Vec::new();
    for (view, least) in [("fiche/a-nous-la-parole/ecran", 1), ("publication/livret-chronologique/ecran", 900)] {
        let pages = served.pages(view, least);
        let mut browser = Browser::open(program, &served);
        // The program draws pages for one reader at a time: what it did for the first page opened is over.
        let mut all: Vec<f64> = (0..9)
            .map(|_| {
                browser.send("Page.navigate", json!({ "url": "about:blank" }));
                let address = format!("http://127.0.0.1:{}/#{}", served.port, view.replace('/', "%2F"));
                browser.send("Page.navigate", json!({ "url": address }));
                browser.until("document.querySelector('.page[data-shown]') !== null");
                browser.eval("performance.now()").as_f64().unwrap_or(0.0)
            })
            .collect();
        all.sort_by(f64::total_cmp);
        crate::command::notice(&format!("{pages} pages: the first one is seen after {:.0} ms (median of nine)", all[4]));
        times.push(all[4]);
    }
    assert!(times[1] <= 2.0 * times[0] + 200.0, "{times:?}");
}

/// Firefox with one page, over WebDriver BiDi, which it speaks by itself.
struct Firefox {
    child: Child,
    _profile: tempfile::TempDir,
    socket: WebSocket<MaybeTlsStream<TcpStream>>,
    context: String,
    last: u64,
    complaints: Vec<String>,
}

impl Drop for Firefox {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Firefox {
    fn open(program: &str, served: &Served) -> Self {
        use std::io::{BufRead as _, BufReader};
        let profile = tempfile::tempdir().expect("a folder");
        let mut child = Command::new(program)
            .args(["--headless", "--no-remote", "--remote-debugging-port", "0", "--width", "1400", "--height", "1000", "--profile"])
            .arg(profile.path())
            .env("HOME", profile.path())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .expect("Firefox starts");
        let mut said = BufReader::new(child.stderr.take().expect("it has an output"));
        let mut line = String::new();
        let address = loop {
            line.clear();
            assert!(said.read_line(&mut line).is_ok_and(|n| n > 0), "Firefox ended before it said its address");
            if let Some((_, address)) = line.trim().split_once("listening on ") {
                break address.to_owned();
            }
        };
        // It must never wait for somebody to read what it says.
        std::thread::spawn(move || said.lines().for_each(drop));
        let (socket, _) = tungstenite::connect(format!("{address}/session")).expect("Firefox answers");
        let mut firefox = Self { child, _profile: profile, socket, context: String::new(), last: 0, complaints: Vec::new() };
        firefox.send("session.new", json!({ "capabilities": {} }));
        firefox.send("session.subscribe", json!({ "events": ["log.entryAdded"] }));
        let tree = firefox.send("browsingContext.getTree", json!({}));
        firefox.context = tree["contexts"][0]["context"].as_str().expect("a page").to_owned();
        let address = format!("http://127.0.0.1:{}/", served.port);
        firefox.send("browsingContext.navigate", json!({ "context": firefox.context, "url": address, "wait": "complete" }));
        firefox
    }

    fn send(&mut self, method: &str, parameters: Value) -> Value {
        self.last += 1;
        let text = json!({ "id": self.last, "method": method, "params": parameters }).to_string();
        self.socket.send(Message::text(text)).expect("Firefox listens");
        loop {
            let message = self.socket.read().expect("Firefox answers");
            let Ok(text) = message.to_text() else { continue };
            let value: Value = serde_json::from_str(text).unwrap_or(Value::Null);
            if value["id"] == self.last {
                assert_eq!(value["type"], "success", "{method}: {value}");
                return value["result"].clone();
            }
            if value["method"] == "log.entryAdded" && value["params"]["level"] == "error" {
                self.complaints.push(value["params"]["text"].to_string());
            }
        }
    }

    fn eval(&mut self, expression: &str) -> Value {
        let parameters = json!({ "expression": expression, "target": { "context": self.context }, "awaitPromise": true });
        self.send("script.evaluate", parameters)["result"]["value"].clone()
    }

    #[track_caller]
    fn until(&mut self, expression: &str) {
        let begun = Instant::now();
        while self.eval(expression) != true {
            if begun.elapsed() > PATIENCE {
                let page = self.eval("document.body.innerText.slice(0, 600)");
                panic!("never: {expression}\n{page}\n{:?}", self.complaints);
            }
            std::thread::sleep(Duration::from_millis(20));
        }
    }

    fn act(&mut self, actions: Value) {
        self.send("input.performActions", json!({ "context": self.context, "actions": actions }));
    }
}

#[test]
fn it_works_in_firefox() {
    let found = ["firefox-esr", "firefox"]
        .into_iter()
        .find(|name| Command::new(name).arg("--version").stdout(Stdio::null()).stderr(Stdio::null()).status().is_ok_and(|s| s.success()));
    assert!(found.is_some() || std::env::var_os("LIVRET_SKIP_NOTHING").is_none(), "Firefox is missing: apt-get install firefox-esr");
    let Some(program) = found else { return crate::command::notice("no Firefox: not tried") };
    let served = Served::new(BASIC, &["ouverture"]);
    let mut firefox = Firefox::open(program, &served);
    firefox.until("typeof shown !== 'undefined' && shown.startsWith('publication/') && document.querySelectorAll('.page[data-shown]').length > 0");
    firefox.eval("window.kept = true");
    // A save is seen without a reload.
    let file = served.path("content/fiches/ouverture.md");
    let good = std::fs::read_to_string(&file).expect("the fiche");
    std::fs::write(&file, format!("{good}\n\nUn mot-témoin zébulon.\n")).expect("it is written");
    firefox.until("[...document.querySelectorAll('.text span')].some(s => s.textContent.includes('zébulon'))");
    firefox.until("document.querySelector('.mark') !== null && window.kept === true");
    // A click on it says its line; keys do what they say.
    let at = |axis: &str| {
        format!(
            "(() => {{ const s = [...document.querySelectorAll('.text span')].find(s => s.textContent.includes('zébulon')); s.scrollIntoView({{block: 'center'}}); \
             const b = s.getBoundingClientRect(); return Math.round({axis}); }})()"
        )
    };
    let (x, y) = (firefox.eval(&at("b.left + 8")), firefox.eval(&at("b.top + b.height / 2")));
    firefox.act(json!([{ "type": "pointer", "id": "mouse", "actions": [
        { "type": "pointerMove", "x": x, "y": y }, { "type": "pointerDown", "button": 0 }, { "type": "pointerUp", "button": 0 }] }]));
    firefox.until("document.getElementById('written').textContent.includes('zébulon')");
    firefox.act(json!([{ "type": "key", "id": "keys", "actions": [{ "type": "keyDown", "value": "v" }, { "type": "keyUp", "value": "v" }] }]));
    firefox.until("document.getElementById('mode').value === 'spread' && document.querySelectorAll('#pages.spread .row').length > 1");
    firefox.until("document.documentElement.scrollWidth === document.documentElement.clientWidth");
    assert!(firefox.complaints.is_empty(), "{:?}", firefox.complaints);
}
