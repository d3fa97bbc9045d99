//! The preview in a real Chromium, driven by headless_chrome: what an editor sees and does.
//!
//! Firefox speaks WebDriver BiDi by itself; no Rust library speaks it, and Debian has no driver for the older protocol, so the few words that
//! it needs are written here.
//!
//! Without Chromium these tests say `SKIPPED` and pass; with `LIVRET_SKIP_NOTHING=1`, as in CI, that is a failure.

use crate::preview::Served;
use headless_chrome::browser::tab::point::Point;
use headless_chrome::protocol::cdp::types::{Event, Method};
use headless_chrome::protocol::cdp::{Emulation, Page, Runtime};
use headless_chrome::{LaunchOptions, Tab};
use serde_json::{Value, json};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};
use tungstenite::stream::MaybeTlsStream;
use tungstenite::{Message, WebSocket};

const PATIENCE: Duration = Duration::from_secs(60);

/// A browser with one page.
struct Browser {
    _chrome: headless_chrome::Browser,
    tab: Arc<Tab>,
    /// What the page complained of.
    complaints: Arc<Mutex<Vec<String>>>,
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
        let options = LaunchOptions::default_builder()
            .path(Some(program.into()))
            .sandbox(false)
            .window_size(Some((1400, 1000)))
            .args(vec!["--force-color-profile=srgb".as_ref()])
            .idle_browser_timeout(PATIENCE)
            .build()
            .expect("options");
        let chrome = headless_chrome::Browser::new(options).expect("Chromium starts");
        let tab = chrome.new_tab().expect("a page");
        tab.set_default_timeout(PATIENCE);
        let complaints: Arc<Mutex<Vec<String>>> = Arc::default();
        let heard = complaints.clone();
        let hear = move |event: &Event| {
            let complaint = match event {
                Event::RuntimeExceptionThrown(thrown) => format!("{thrown:?}"),
                Event::LogEntryAdded(entry) => format!("{entry:?}"),
                _ => return,
            };
            heard.lock().expect("nobody panicked").push(complaint);
        };
        tab.add_event_listener(Arc::new(hear)).expect("events");
        tab.enable_runtime().and_then(|tab| tab.enable_log()).expect("the page answers");
        let mut browser = Self { _chrome: chrome, tab, complaints };
        browser.navigate(&format!("http://127.0.0.1:{}/", served.port));
        browser.until("document.querySelectorAll('.page[data-shown]').length > 0 && document.getElementById('status').textContent !== ''");
        browser
    }

    fn send<C: Method + serde::Serialize + std::fmt::Debug>(&self, method: C) -> C::ReturnObject {
        self.tab.call_method(method).unwrap_or_else(|e| panic!("{e}"))
    }

    fn navigate(&self, address: &str) {
        self.tab.navigate_to(address).expect("an address");
    }

    /// The value of an expression in the page.
    fn eval(&mut self, expression: &str) -> Value {
        let asked = Runtime::Evaluate {
            expression: expression.to_owned(),
            await_promise: Some(true),
            return_by_value: Some(true),
            object_group: None,
            include_command_line_api: None,
            silent: None,
            context_id: None,
            generate_preview: None,
            user_gesture: None,
            throw_on_side_effect: None,
            timeout: None,
            disable_breaks: None,
            repl_mode: None,
            allow_unsafe_eval_blocked_by_csp: None,
            unique_context_id: None,
            serialization_options: None,
        };
        // While a page is left for another one, nothing answers.
        self.tab.call_method(asked).ok().and_then(|answer| answer.result.value).unwrap_or(Value::Null)
    }

    fn complaints(&self) -> Vec<String> {
        self.complaints.lock().expect("nobody panicked").clone()
    }

    /// A window of some points, and how many pixels each is.
    fn resize(&self, width: u32, height: u32, device_scale_factor: f64) {
        self.send(Emulation::SetDeviceMetricsOverride {
            width,
            height,
            device_scale_factor,
            mobile: false,
            scale: None,
            screen_width: None,
            screen_height: None,
            position_x: None,
            position_y: None,
            dont_set_visible_size: None,
            screen_orientation: None,
            viewport: None,
            display_feature: None,
            device_posture: None,
        });
    }

    /// What the reader likes: light or dark.
    fn prefer(&self, scheme: &str) {
        let feature = Emulation::MediaFeature { name: "prefers-color-scheme".to_owned(), value: scheme.to_owned() };
        self.send(Emulation::SetEmulatedMedia { media: None, features: Some(vec![feature]) });
    }

    /// Waits until an expression is true, and says how long that took.
    #[track_caller]
    fn until(&mut self, expression: &str) -> Duration {
        let begun = Instant::now();
        while self.eval(expression) != true {
            if begun.elapsed() > PATIENCE {
                let page = self.eval("document.body.innerText.slice(0, 600)");
                panic!("never: {expression}\n{page}\n{:?}", self.complaints());
            }
            std::thread::sleep(Duration::from_millis(10));
        }
        begun.elapsed()
    }

    fn key(&mut self, key: &str) {
        self.tab.press_key(key).unwrap_or_else(|e| panic!("{key}: {e}"));
    }

    fn picture(&mut self) -> Vec<u8> {
        use image::ImageEncoder as _;
        let clip = Page::Viewport { x: 0.0, y: 0.0, width: 1400.0, height: 850.0, scale: 0.25 };
        let bytes = self.tab.capture_screenshot(Page::CaptureScreenshotFormatOption::Png, None, Some(clip), true).expect("a picture");
        let picture = image::load_from_memory(&bytes).expect("a picture").to_luma8();
        let mut out = Vec::new();
        let (width, height) = picture.dimensions();
        image::codecs::png::PngEncoder::new(&mut out).write_image(&picture, width, height, image::ExtendedColorType::L8).expect("a picture");
        out
    }
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
    let number = |i: usize| at[i].as_f64().expect("a number");
    browser.tab.click_point(Point { x: number(0), y: number(1) }).expect("a click");
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
    browser.tab.send_character("fiche").expect("letters");
    browser.key("Enter");
    browser.until("/1 sur [0-9]+/.test(document.getElementById('found').textContent)");
    assert_eq!(browser.eval("window.kept"), true);
    assert!(browser.complaints().is_empty(), "{:?}", browser.complaints());
}

#[test]
fn everyone_can_use_it() {
    let Some(program) = program() else { return };
    let served = Served::new(BASIC, &[]);
    let mut browser = Browser::open(program, &served);
    let axe = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/axe/axe.min.js")).expect("axe");
    browser.eval(&format!("{axe};true"));
    let sizes = [(1400, 1000, 1.0), (400, 800, 1.0), (700, 500, 2.0)];
    for scheme in ["light", "dark"] {
        browser.prefer(scheme);
        for (width, height, scale) in sizes {
            browser.resize(width, height, scale);
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
        browser.prefer(scheme);
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
                browser.navigate("about:blank");
                let address = format!("http://127.0.0.1:{}/#{}", served.port, view.replace('/', "%2F"));
                browser.navigate(&address);
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
