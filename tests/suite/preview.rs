//! The preview: that it shows what a build makes, that words lead to their lines, and that nobody else gets anything from it.

use crate::harness::project::Project;
use livret::pipeline::Subject;
use livret::preview::places::{self, Index};
use serde_json::Value;
use std::collections::BTreeMap;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// How long something may take on a machine that is busy with other things.
const PATIENCE: Duration = Duration::from_secs(120);

/// A preview that runs, over a workspace of its own.
pub(crate) struct Served {
    folder: tempfile::TempDir,
    child: Child,
    pub(crate) port: u16,
    token: String,
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// An answer: status, head and body.
struct Reply {
    status: u16,
    head: String,
    body: Vec<u8>,
}

impl Reply {
    fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or(Value::Null)
    }
}

fn livret() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_livret"));
    command.env_remove("VISUAL").env_remove("SOURCE_DATE_EPOCH").env("NO_COLOR", "1");
    command
}

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).expect("a folder");
    for entry in std::fs::read_dir(from).expect("a folder").flatten() {
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &target);
        } else {
            std::fs::copy(entry.path(), target).expect("a copy");
        }
    }
}

/// Sends bytes and reads until the other side closes.
fn raw(port: u16, request: &[u8]) -> std::io::Result<Vec<u8>> {
    let mut stream = TcpStream::connect(("127.0.0.1", port))?;
    stream.set_read_timeout(Some(PATIENCE))?;
    stream.write_all(request)?;
    let mut out = Vec::new();
    stream.read_to_end(&mut out)?;
    Ok(out)
}

impl Served {
    /// Serves a copy of a folder of the repository.
    pub(crate) fn new(source: &str, args: &[&str]) -> Self {
        Self::with(source, args, None)
    }

    /// The same with a command in `$VISUAL`.
    pub(crate) fn with(source: &str, args: &[&str], visual: Option<&str>) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        copy(&Path::new(env!("CARGO_MANIFEST_DIR")).join(source).join("content"), &folder.path().join("content"));
        let mut child = livret()
            .envs(visual.map(|command| ("VISUAL", command)))
            .arg("preview")
            .args(args)
            .args(["--port", "0", "--workspace"])
            .arg(folder.path())
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("the program starts");
        let mut line = String::new();
        BufReader::new(child.stdout.take().expect("it has an output")).read_line(&mut line).expect("it says its address");
        let port = line.trim().trim_end_matches('/').rsplit(':').next().and_then(|p| p.parse().ok()).unwrap_or_else(|| panic!("no address: {line:?}"));
        let mut served = Self { folder, child, port, token: String::new() };
        let page = String::from_utf8(served.get("/").body).expect("the page is text");
        served.token = page.split("data-token=\"").nth(1).and_then(|rest| rest.split('"').next()).expect("the page has its token").to_owned();
        served
    }

    pub(crate) fn path(&self, path: &str) -> PathBuf {
        self.folder.path().join(path)
    }

    fn request(&self, text: &str) -> Reply {
        let bytes = raw(self.port, text.as_bytes()).unwrap_or_else(|e| panic!("{text}: {e}"));
        let end = bytes.windows(4).position(|w| w == b"\r\n\r\n").unwrap_or_else(|| panic!("{text}: no head in {:?}", String::from_utf8_lossy(&bytes)));
        let head = String::from_utf8_lossy(&bytes[..end]).to_lowercase();
        let status = head.split_whitespace().nth(1).and_then(|s| s.parse().ok()).expect("a status");
        Reply { status, head, body: bytes[end + 4..].to_vec() }
    }

    fn ask(&self, method: &str, path: &str, headers: &str, body: &str) -> Reply {
        let length = if body.is_empty() { String::new() } else { format!("Content-Length: {}\r\n", body.len()) };
        self.request(&format!("{method} {path} HTTP/1.1\r\nHost: 127.0.0.1:{}\r\nConnection: close\r\n{headers}{length}\r\n{body}", self.port))
    }

    fn get(&self, path: &str) -> Reply {
        self.ask("GET", path, "", "")
    }

    fn post(&self, path: &str, body: &str) -> Reply {
        self.ask("POST", path, &format!("X-Livret: {}\r\n", self.token), body)
    }

    /// Looks at views, as the page does, until it is dropped.
    fn look(&self, views: &[&str]) -> TcpStream {
        let query: Vec<String> = views.iter().map(|v| format!("view={v}")).collect();
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).expect("it answers");
        let request = format!("GET /events?{} HTTP/1.1\r\nHost: 127.0.0.1:{}\r\n\r\n", query.join("&"), self.port);
        stream.write_all(request.as_bytes()).expect("it listens");
        stream.set_read_timeout(Some(Duration::from_millis(200))).expect("a time limit");
        stream
    }

    /// What a view is, once it is as wanted.
    fn until(&self, view: &str, what: &str, wanted: impl Fn(&Value) -> bool) -> Value {
        let begun = Instant::now();
        loop {
            let now = self.get(&format!("/view?view={view}&since=0")).json();
            if wanted(&now) {
                return now;
            }
            assert!(begun.elapsed() < PATIENCE, "{view} never became {what}: {now}");
            std::thread::sleep(Duration::from_millis(20));
        }
    }

    /// The pages of a view as pictures of so many pixels a point.
    fn pictures(&self, view: &str, now: &Value, scale: f64) -> Vec<Vec<u8>> {
        let pages = now["pages"].as_array().expect("pages");
        let address = |p: &Value| format!("/page?view={view}&page={}&key={}&scale={scale}", p[0], p[1].as_str().unwrap_or_default());
        pages.iter().map(|p| self.get(&address(p)).body).collect()
    }

    /// What a build makes of the workspace as it is now.
    fn build(&self, args: &[&str]) -> tempfile::TempDir {
        let output = tempfile::tempdir().expect("a folder");
        let run = livret().arg("build").args(args).arg("--workspace").arg(self.folder.path()).arg("--output").arg(output.path()).output();
        let run = run.expect("the program starts");
        assert!(run.status.code().is_some_and(|c| c < 2), "{}", String::from_utf8_lossy(&run.stderr));
        output
    }

    /// The same as pictures of so many pixels a point.
    fn built(&self, args: &[&str], profile: &str, name: &str, scale: f64) -> Vec<Vec<u8>> {
        let ppi = (72.0 * scale).to_string();
        let output = self.build(&[args, &["--profile", profile, "--emit", "png", "--ppi", &ppi]].concat());
        let mut files: Vec<_> = std::fs::read_dir(output.path().join(name)).expect("pictures").flatten().map(|e| e.path()).collect();
        files.sort();
        files.iter().map(|f| std::fs::read(f).expect("a picture")).collect()
    }

    /// Copies fiches until there are so many.
    pub(crate) fn copies(&self, count: usize) {
        let folder = self.path("content/fiches");
        let mut fiches: Vec<PathBuf> = std::fs::read_dir(&folder).expect("fiches").flatten().map(|e| e.path()).collect();
        fiches.sort();
        for i in 0..count.saturating_sub(fiches.len()) {
            // A number that is fixed belongs to one fiche.
            let text = std::fs::read_to_string(&fiches[i % fiches.len()]).expect("a fiche");
            let text: String = text.lines().filter(|l| !l.starts_with("numero:")).map(|l| format!("{l}\n")).collect();
            std::fs::write(folder.join(format!("copie-{i}.md")), text).expect("it is written");
        }
    }

    /// Waits until a view has at least so many pages that show what is on disk; gives them all.
    pub(crate) fn pages(&self, view: &str, least: u64) -> u64 {
        let _looking = self.look(&[view]);
        self.until(view, "ready", |v| fresh(v) && v["count"].as_u64() >= Some(least))["count"].as_u64().unwrap_or(0)
    }

    fn version(&self, view: &str) -> u64 {
        self.get(&format!("/view?view={view}&since=0")).json()["version"].as_u64().unwrap_or(0)
    }
}

const BASIC: &str = "tests/fixtures/projects/basic";

fn ready(now: &Value) -> bool {
    now["ready"] == true
}

/// Whether every page shows what is on disk: a file may be read while it is being written, and then stands as it was.
fn fresh(now: &Value) -> bool {
    ready(now) && now["behind"] == false && now["pages"].as_array().is_some_and(|pages| pages.iter().all(|p| p[5] == false))
}

/// Whether the pages are also what a build makes, and not what those before them suggest.
fn settled(now: &Value) -> bool {
    fresh(now) && now["sure"] == true
}

/// The first fiche of a workspace, by name.
fn a_fiche(served: &Served) -> String {
    let state = served.get("/state").json();
    state["fiches"][0]["id"].as_str().expect("a fiche").to_owned()
}

#[test]
fn what_is_shown_is_what_a_build_makes() {
    let served = Served::new(BASIC, &[]);
    let fiche = a_fiche(&served);
    let (alone, whole) = (format!("fiche/{fiche}/ecran"), "publication/livret/ecran".to_owned());
    let _looking = served.look(&[&alone, &whole]);
    let file = served.path(&format!("content/fiches/{fiche}.md"));
    let before = std::fs::read_to_string(&file).expect("a fiche");
    // As it is, then after paragraphs came and went: what is remembered must not show.
    for text in
        [before.clone(), format!("{before}\n\n{}", "Un alinéa de plus, et de quoi tourner la page. ".repeat(200)), before.replace("titre:", "titre: Autre")]
    {
        let (old, changed) = (served.version(&whole).max(served.version(&alone)), std::fs::read_to_string(&file).expect("a fiche") != text);
        std::fs::write(&file, &text).expect("the fiche is written");
        let now = served.until(&alone, "ready", |v| settled(v) && (!changed || v["version"].as_u64() > Some(old)));
        assert!(served.pictures(&alone, &now, 1.0) == served.built(&["--fiche", &fiche], "ecran", &fiche, 1.0), "the fiche alone differs from its build");
        let now = served.until(&whole, "ready", |v| settled(v) && (!changed || v["version"].as_u64() > Some(old)));
        assert!(served.pictures(&whole, &now, 1.0) == served.built(&["livret"], "ecran", "livret-ecran", 1.0), "the booklet differs from its build");
    }
}

#[test]
fn every_profile_is_shown_and_exported_as_it_is_built() {
    let served = Served::new(BASIC, &[]);
    for profile in ["bureau", "imprimeur"] {
        let view = format!("publication/livret/{profile}");
        let _looking = served.look(&[&view]);
        let now = served.until(&view, "ready", fresh);
        // Nine pixels a millimetre: the bleed of the printing house is a whole number of them, and a build draws no bleed.
        let bleed = now["pages"][0][4].as_f64().expect("a bleed");
        let scale = if bleed > 0.0 { 3.175 } else { 1.0 };
        let (shown, built) = (served.pictures(&view, &now, scale), served.built(&["livret"], profile, &format!("livret-{profile}"), scale));
        assert_eq!(shown.len(), built.len(), "{profile}");
        let edge = (bleed * scale).round() as u32;
        for (page, (shown, built)) in shown.iter().zip(&built).enumerate() {
            let read = |bytes: &[u8]| image::load_from_memory(bytes).expect("a picture").to_rgb8();
            let (mut shown, built) = (read(shown), read(built));
            let trimmed = image::imageops::crop(&mut shown, edge, edge, built.width(), built.height()).to_image();
            let far = trimmed.iter().zip(built.iter()).filter(|(a, b)| a.abs_diff(**b) > 8).count();
            // What is moved by whole pixels may be rounded otherwise at an edge.
            assert!(far * 10_000 <= if edge > 0 { built.len() } else { 0 }, "{profile}, page {}: {far} values differ", page + 1);
        }
        let output = served.build(&["livret", "--profile", profile]);
        let file = std::fs::read(output.path().join(format!("livret-{profile}.pdf"))).expect("the build's file");
        assert!(served.post("/export", &format!("{{\"view\":\"{view}\"}}")).body == file, "{profile}: what is exported differs from the build's");
    }
}

#[test]
fn every_kind_of_file_is_followed() {
    let served = Served::new(BASIC, &[]);
    let view = "publication/livret/ecran";
    let _looking = served.look(&[view]);
    let keys = |v: &Value| -> Vec<String> { v["pages"].as_array().into_iter().flatten().map(|p| p[1].to_string()).collect() };
    let mut now = served.until(view, "ready", fresh);
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let read = |path: &str| std::fs::read_to_string(served.path(path)).expect("a text");
    let tokens = std::fs::read_to_string(root.join("templates/tokens.yaml")).expect("tokens");
    let changes = [
        ("content/publications.yaml", read("content/publications.yaml").replace("Quatre dates", "Cinq dates")),
        ("content/collection.yaml", read("content/collection.yaml").replacen("nom: ", "nom: Autre ", 1)),
        ("content/images/dessin.svg", read("content/images/dessin.svg").replacen("fill=\"", "stroke=\"red\" fill=\"", 1)),
        ("templates/tokens.yaml", tokens.replace("#0f4c5c", "#5c0f4c")),
    ];
    for (path, text) in changes {
        std::fs::create_dir_all(served.path(path).parent().expect("a folder")).expect("a folder");
        std::fs::write(served.path(path), text).expect("it is written");
        let before = keys(&now);
        now = served.until(view, path, |v| fresh(v) && keys(v) != before);
    }
    // A font that is none is said, and its going too.
    let fonts =
        |v: &Value| v["findings"]["value"].as_array().into_iter().flatten().filter(|f| f["file"].as_str().is_some_and(|p| p.starts_with("fonts/"))).count();
    std::fs::create_dir_all(served.path("fonts")).expect("a folder");
    std::fs::write(served.path("fonts/abimee.ttf"), "rien").expect("it is written");
    served.until(view, "told of the font", |v| fonts(v) > 0);
    std::fs::remove_file(served.path("fonts/abimee.ttf")).expect("it goes");
    let now = served.until(view, "without the font", |v| fresh(v) && fonts(v) == 0);
    assert!(served.pictures(view, &now, 1.0) == served.built(&["livret"], "ecran", "livret-ecran", 1.0));
}

#[test]
fn what_is_half_written_or_deleted_settles() {
    let served = Served::new(BASIC, &[]);
    let view = "publication/livret/ecran";
    let _looking = served.look(&[view]);
    let first = served.until(view, "ready", fresh);
    let file = served.path("content/fiches/ouverture.md");
    let good = std::fs::read_to_string(&file).expect("the fiche");
    // A slow editor empties the file, writes half of its header, and then the rest.
    let whole = good.replacen("titre:", "titre: Nouveau", 1);
    for part in ["", &whole[..30], &whole] {
        std::fs::write(&file, part).expect("it is written");
        std::thread::sleep(Duration::from_millis(300));
        assert_eq!(served.get(&format!("/view?view={view}&since=0")).json()["count"].as_u64(), first["count"].as_u64(), "the pages stay");
    }
    let now = served.until(view, "fresh", |v| fresh(v) && v["version"] != first["version"]);
    assert!(served.pictures(view, &now, 1.0) == served.built(&["livret"], "ecran", "livret-ecran", 1.0));
    // A whole folder goes, as when another branch is checked out, and comes back.
    let (fiches, away) = (served.path("content/fiches"), served.path("ailleurs"));
    std::fs::rename(&fiches, &away).expect("the folder goes");
    served.until(view, "told", |v| v["behind"] == true || v["count"] != first["count"] || v["findings"]["print"] != now["findings"]["print"]);
    std::fs::rename(&away, &fiches).expect("the folder comes back");
    std::fs::write(&file, &good).expect("it is written");
    let now = served.until(view, "as it was", |v| {
        fresh(v) && v["count"] == first["count"] && v["pages"][0][1] == first["pages"][0][1] && v["findings"]["print"] == first["findings"]["print"]
    });
    assert!(served.pictures(view, &now, 1.0) == served.built(&["livret"], "ecran", "livret-ecran", 1.0));
}

#[cfg(unix)]
#[test]
fn a_place_opens_in_the_editor_that_is_set() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = tempfile::tempdir().expect("a folder");
    let script = folder.path().join("editeur");
    let told = folder.path().join("dit");
    std::fs::write(&script, format!("#!/bin/sh\nprintf '%s|' \"$@\" > '{}.neuf' && mv '{0}.neuf' '{0}'\n", told.display())).expect("a script");
    std::fs::set_permissions(&script, std::fs::Permissions::from_mode(0o755)).expect("it may be run");
    let target = r#"{"file":"content/fiches/ouverture.md","line":2,"column":8}"#;
    let served = Served::with(BASIC, &[], Some(&format!("{} --au {{line}}:{{column}} {{file}}", script.display())));
    let opened = served.post("/open", target);
    assert_eq!((opened.status, &opened.json()["address"]), (200, &Value::Null));
    let begun = Instant::now();
    while !told.exists() && begun.elapsed() < PATIENCE {
        std::thread::sleep(Duration::from_millis(20));
    }
    let said = std::fs::read_to_string(&told).expect("the editor was called");
    assert!(said.starts_with("--au|2:8|/") && said.ends_with("/content/fiches/ouverture.md|"), "{said}");
    // What cannot be opened is said in a sentence.
    let missing = Served::with(BASIC, &[], Some("/nulle/part/editeur")).post("/open", target);
    assert!(missing.status == 500 && String::from_utf8_lossy(&missing.body).contains("/nulle/part/editeur"));
    let terminal = Served::with(BASIC, &[], Some("vi")).post("/open", target);
    assert!(terminal.status == 409 && String::from_utf8_lossy(&terminal.body).contains("terminal"));
}

#[test]
fn a_memorandum_has_contents_and_findings_come_with_their_line() {
    let served = Served::new(BASIC, &[]);
    let view = "publication/memorandum/ecran";
    let _looking = served.look(&[view, "fiche/ouverture/ecran"]);
    let now = served.until(view, "ready", ready);
    let contents = now["frame"]["value"]["contents"].as_array().expect("contents");
    assert!(contents.iter().any(|c| c["title"].as_str().is_some_and(|t| t.contains("Logement")) && c["page"].as_u64() > Some(1)), "{contents:?}");
    // What the page has is not sent again.
    let same = served
        .get(&format!(
            "/view?view={view}&since={}&frame={}&found={}",
            now["version"],
            now["frame"]["print"].as_str().unwrap_or(""),
            now["findings"]["print"].as_str().unwrap_or("")
        ))
        .json();
    assert!(same["pages"] == serde_json::json!([]) && same["frame"]["value"].is_null() && same["findings"]["value"].is_null(), "{same}");
    // The fiche that is looked at comes first, with the line that is meant.
    let file = served.path("content/fiches/ouverture.md");
    let good = std::fs::read_to_string(&file).expect("the fiche");
    std::fs::write(&file, format!("{good}\n\nVoir [[nulle-part]].\n")).expect("it is written");
    let first = |v: &Value| v["findings"]["value"][0].clone();
    let now = served.until("fiche/ouverture/ecran", "told", |v| first(v)["written"].as_str().is_some_and(|w| w.contains("nulle-part")));
    assert_eq!((first(&now)["file"].as_str(), first(&now)["severity"].as_str()), (Some("content/fiches/ouverture.md"), Some("error")));
}

#[test]
fn a_broken_fiche_keeps_its_last_pages() {
    let served = Served::new(BASIC, &[]);
    let fiche = a_fiche(&served);
    let whole = "publication/livret/ecran";
    let _looking = served.look(&[whole]);
    let first = served.until(whole, "ready", ready);
    let file = served.path(&format!("content/fiches/{fiche}.md"));
    let good = std::fs::read_to_string(&file).expect("a fiche");
    let stale = |v: &Value| v["pages"].as_array().is_some_and(|pages| pages.iter().any(|p| p[5] == true));
    std::fs::write(&file, "---\ntitre: [\n---\nRien.\n").expect("it is written");
    // The pages come first, what the rules say a moment later.
    let told = |v: &Value| v["findings"]["value"].as_array().is_some_and(|f| f.iter().any(|f| f["severity"] == "error"));
    let broken = served.until(whole, "marked", |v| stale(v) && told(v));
    assert_eq!(broken["count"], first["count"]);
    assert!(broken["pages"].as_array().is_some_and(|pages| pages.iter().any(|p| p[5] == false)), "the other fiches go on");
    let findings = broken["findings"]["value"].as_array().expect("findings");
    assert!(findings.iter().any(|f| f["severity"] == "error" && f["file"] == format!("content/fiches/{fiche}.md") && f["remedy"] != ""), "{findings:?}");
    // Replaced by rename, as editors do.
    let beside = served.path("content/fiches/.neuf");
    std::fs::write(&beside, &good).expect("it is written");
    std::fs::rename(&beside, &file).expect("it is renamed");
    let mended = served.until(whole, "mended", |v| ready(v) && !stale(v) && v["version"].as_u64() > broken["version"].as_u64());
    assert_eq!(mended["count"], first["count"]);
    // A template that cannot be run: the pages stay, all of them marked or said to be behind.
    std::fs::create_dir_all(served.path("templates/lib")).expect("a folder");
    std::fs::write(served.path("templates/lib/body.typ"), "#let para(").expect("it is written");
    let behind = served.until(whole, "behind", |v| v["behind"] == true || stale(v));
    assert_eq!(behind["count"], first["count"]);
    std::fs::remove_dir_all(served.path("templates")).expect("the folder goes");
    served.until(whole, "mended", |v| ready(v) && v["behind"] == false && !stale(v));
}

#[test]
fn a_thousand_files_at_once_settle() {
    let served = Served::new(BASIC, &[]);
    let whole = "publication/livret/ecran";
    let _looking = served.look(&[whole]);
    let first = served.until(whole, "ready", ready);
    for i in 0..1000 {
        std::fs::write(served.path(&format!("content/images/essai-{i}.svg")), "<svg/>").expect("it is written");
        std::fs::write(served.path(&format!("content/fiches/essai-{i}.md")), "---\ntitre: Essai\n").expect("it is written");
    }
    for i in 0..1000 {
        std::fs::remove_file(served.path(&format!("content/images/essai-{i}.svg"))).expect("it goes");
        std::fs::remove_file(served.path(&format!("content/fiches/essai-{i}.md"))).expect("it goes");
    }
    let findings = |v: &Value| v["findings"]["value"].as_array().map_or(0, Vec::len);
    let now = served.until(whole, "settled", |v| ready(v) && findings(v) == findings(&first));
    assert_eq!(now["count"], first["count"]);
}

#[test]
fn a_word_leads_to_its_line() {
    let mut told = Vec::new();
    // What the program itself says on a page: words of the templates, and of the data that Rust makes (months, levels of power).
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut own = String::new();
    for folder in ["templates/lib", "templates", "src/render", "src/lang/format.rs", "src/model", "src/assemble", "src/typeset"] {
        let path = root.join(folder);
        let files = if path.is_dir() { std::fs::read_dir(&path).expect("a folder").flatten().map(|e| e.path()).collect() } else { vec![path] };
        files.iter().filter_map(|f| std::fs::read_to_string(f).ok()).for_each(|text| own.push_str(&text.to_lowercase()));
    }
    for (folder, publication) in [("", "livret-chronologique"), ("", "memorandum-2024"), (BASIC, "livret"), (BASIC, "memorandum")] {
        let book = Project::folder(folder).load();
        let laid = book.laid(Subject::Publication(publication.to_owned()), "ecran").unwrap_or_else(|f| panic!("{:?}", book.short(&f)));
        let sources = &book.0.sources;
        let index = Index::new(sources);
        let expansions: BTreeMap<String, String> =
            book.0.corpus.terms.values().map(|t| (places::fold(&t.term.value), places::fold(&format!("{t:?}")))).collect();
        // What a reference prints: « fiche 4, Titre, page 14 ».
        let titles: Vec<String> =
            book.0.corpus.fiches.iter().flat_map(|f| f.title.value.split(|c: char| !c.is_alphanumeric()).map(places::fold).collect::<Vec<_>>()).collect();
        let refers = |letters: &str| {
            let digits = letters.chars().all(|c| c.is_ascii_digit());
            digits || ["fiche", "page", "voir"].contains(&letters) || titles.iter().any(|t| !t.is_empty() && letters.contains(t.as_str()))
        };
        let (mut words, mut right, mut template) = (0, 0, 0);
        let mut wrong: Vec<String> = Vec::new();
        for page in 0..laid.layout.pages() as usize {
            let placed = places::place(laid.layout.page_words(page), &laid.bundle, sources, &index);
            for word in &placed {
                let letters = places::fold(&word.glyphs.text);
                if letters.is_empty() {
                    continue;
                }
                let Some(place) = word.place else {
                    template += 1;
                    // A number is the program's; a word must be one that the program knows.
                    let known = letters.chars().all(|c| c.is_ascii_digit())
                        || word.glyphs.text.to_lowercase().split(|c: char| !c.is_alphabetic()).all(|part| own.contains(part));
                    if !known {
                        words += 1;
                        wrong.push(format!("p. {} « {} » → nowhere", page + 1, word.glyphs.text));
                    }
                    continue;
                };
                words += 1;
                let (source, at) = places::position(place, sources);
                assert!(!source.path.starts_with("templates/"), "{}", source.path);
                let line = places::fold(source.line(at.line));
                // A reference prints the title of another fiche, a sigle what it stands for: their line is the one that holds the sign.
                let sign = source.line(at.line);
                let reference = sign.contains("[[") || places::fold(sign).contains("fiche");
                let date = sign.starts_with("date:") && places::DATE_WORDS.contains(&letters.as_str());
                let made = date || reference && refers(&letters) || expansions.iter().any(|(sigle, words)| line.contains(sigle) && words.contains(&letters));
                if line.contains(&letters) || made {
                    right += 1;
                } else if wrong.len() < 40 {
                    wrong.push(format!("p. {} « {} » → {}:{} {}", page + 1, word.glyphs.text, source.path, at.line, source.line(at.line)));
                }
            }
        }
        let share = 100.0 * f64::from(right) / f64::from(words);
        // Of a few pages of one construct each, a handful of words is a percent.
        let least = if folder.is_empty() { 99.0 } else { 98.0 };
        told.push(format!("{publication}: {right} of {words} words ({share:.2} %), {template} of a template\n{}", wrong.join("\n")));
        if share < least {
            told.push("TOO FEW".to_owned());
        }
    }
    let told = told.join("\n");
    assert!(!told.contains("TOO FEW"), "{told}");
}

#[test]
fn a_click_and_the_way_back() {
    let served = Served::new(BASIC, &[]);
    let whole = "publication/livret/ecran";
    let _looking = served.look(&[whole]);
    served.until(whole, "ready", ready);
    let fiche = a_fiche(&served);
    let file = format!("content/fiches/{fiche}.md");
    let text = std::fs::read_to_string(served.path(&file)).expect("a fiche");
    let line = text.lines().position(|l| l.starts_with("titre:")).expect("a title") + 1;
    let spot = served.get(&format!("/find?view={whole}&file={file}&line={line}")).json();
    let number = |key: &str| spot[key].as_f64().unwrap_or_else(|| panic!("{key}: {spot}"));
    let place = served.get(&format!("/place?view={whole}&page={}&x={}&y={}", spot["page"], number("x") + 1.0, number("y") - 2.0)).json();
    assert_eq!((place["file"].as_str(), place["line"].as_u64()), (Some(file.as_str()), Some(line as u64)), "{place}");
    assert!(place["written"].as_str().is_some_and(|w| w.starts_with("titre:")), "{place}");
    // An editor sends the page to a line, by the path that it knows.
    let full = served.path(&file);
    let full = full.canonicalize().expect("it is there");
    assert_eq!(served.get(&format!("/goto?file={}&line={line}", full.display())).status, 200);
    let now = served.get(&format!("/view?view={whole}&since=0")).json();
    assert_eq!(now["edited"]["spot"]["page"], spot["page"]);
    assert_eq!(served.get("/goto?file=/etc/passwd&line=1").status, 404);
    // The place opens in the editor that the address names, only with the token.
    let target = format!("{{\"file\":\"{file}\",\"line\":{line},\"column\":1}}");
    let opened = served.post("/open", &target);
    assert!(opened.json()["address"].as_str().is_some_and(|a| a.starts_with("vscode://file/") && a.ends_with(&format!(":{line}:1"))), "{}", opened.status);
    assert_eq!(served.ask("POST", "/open", "", &target).status, 403);
    assert_eq!(served.post("/open", "{\"file\":\"../../etc/passwd\",\"line\":1,\"column\":1}").status, 404);
    let found =
        served.get(&format!("/search?view={whole}&words={}", text.lines().nth(line - 1).and_then(|l| l.split_whitespace().nth(1)).unwrap_or_default())).json();
    assert!(found.as_array().is_some_and(|f| !f.is_empty()), "{found}");
}

#[test]
fn only_our_own_page_is_answered() {
    let served = Served::new(BASIC, &[]);
    let port = served.port;
    let page = served.get("/");
    assert_eq!(page.status, 200);
    for header in
        ["content-security-policy: default-src 'none'; script-src 'self'", "x-content-type-options: nosniff", "cross-origin-resource-policy: same-origin"]
    {
        assert!(page.head.contains(header), "{}", page.head);
    }
    // Another name of this machine (DNS rebinding), none, or two.
    for host in [
        "Host: exemple.be\r\n".to_owned(),
        format!("Host: exemple.be:{port}\r\n"),
        String::new(),
        format!("Host: 127.0.0.1:{port}\r\nHost: exemple.be\r\n"),
        "Host: 127.0.0.1\r\n".to_owned(),
    ] {
        let reply = served.request(&format!("GET /state HTTP/1.1\r\n{host}Connection: close\r\n\r\n"));
        assert!(matches!(reply.status, 400 | 421), "{host:?}: {}", reply.status);
    }
    for header in ["Origin: http://exemple.be", "Origin: null", "Origin: https://127.0.0.1", "Sec-Fetch-Site: cross-site", "Sec-Fetch-Site: same-site"] {
        assert_eq!(served.ask("GET", "/state", &format!("{header}\r\n"), "").status, 403, "{header}");
    }
    assert_eq!(served.ask("GET", "/state", &format!("Origin: http://localhost:{port}\r\n"), "").status, 200);
    for method in ["PUT", "DELETE", "OPTIONS", "HEAD", "PATCH", "TRACE", "CONNECT", "ABC"] {
        assert!(matches!(served.ask(method, "/state", "", "").status, 400 | 405), "{method}");
    }
    for path in [
        "/../Cargo.toml",
        "/%2e%2e/%2e%2e/etc/passwd",
        "//etc/passwd",
        "/etc/passwd",
        "/content/collection.yaml",
        "/page.js/",
        "/page.js%00",
        "/..%5c..%5cx",
        "http://127.0.0.1/x",
    ] {
        assert!(matches!(served.get(path).status, 400 | 404 | 421), "{path}");
    }
    for path in ["/open", "/export"] {
        assert_eq!(served.get(path).status, 405, "{path}");
        assert_eq!(served.ask("POST", path, "", "{}").status, 403, "{path}: without the token");
        assert_eq!(served.ask("POST", path, "X-Livret: 00000000000000000000000000000000\r\n", "{}").status, 403);
        assert_eq!(served.post(path, "{").status, 400, "{path}");
    }
    assert_eq!(served.post("/state", "{}").status, 405);
    assert_eq!(served.post("/export", &"x".repeat(100_000)).status, 413);
    assert_eq!(served.ask("GET", "/state", "", "corps").status, 400);
    assert!(matches!(served.get(&format!("/{}", "x".repeat(60_000))).status, 414 | 431));
    for view in ["fiche/nulle/ecran", "publication/livret/nul", "x", "", "fiche/../../etc/passwd/ecran"] {
        assert_eq!(served.get(&format!("/view?view={view}")).status, 404, "{view}");
        assert_eq!(served.get(&format!("/events?view={view}")).status, 404, "{view}");
    }
    // The PDF is the build's.
    let pdf = served.post("/export", "{\"view\":\"publication/livret/ecran\"}");
    assert!(pdf.status == 200 && pdf.body.starts_with(b"%PDF"), "{}", pdf.status);
}

#[test]
fn ten_thousand_bad_requests_leave_it_serving() {
    let served = Served::new(BASIC, &[]);
    // A hundred half requests that stay open.
    let half: Vec<TcpStream> = (0..100)
        .map(|i| {
            let mut stream = TcpStream::connect(("127.0.0.1", served.port)).expect("it listens");
            stream.write_all(&b"GET /state HTTP/1.1\r\nHost: 127.0.0.1"[..i % 36]).expect("it reads");
            stream
        })
        .collect();
    let mut seed = 0x2545_f491_4f6c_dd1du64;
    for i in 0..10_000 {
        let Ok(mut stream) = TcpStream::connect(("127.0.0.1", served.port)) else { continue };
        let bytes: Vec<u8> = (0..(i % 300))
            .map(|_| {
                seed ^= seed << 13;
                seed ^= seed >> 7;
                seed ^= seed << 17;
                seed.to_le_bytes()[3]
            })
            .collect();
        // It may close before everything is said.
        let _ = stream.write_all(if i % 2 == 0 { b"GET /" } else { b"" }).and_then(|()| stream.write_all(&bytes));
    }
    assert_eq!(served.get("/state").status, 200);
    drop(half);
    assert_eq!(served.get("/state").status, 200);
}

#[test]
fn a_port_that_is_taken_is_said() {
    let served = Served::new(BASIC, &[]);
    let run = livret().args(["preview", "--port", &served.port.to_string(), "--workspace"]).arg(served.folder.path()).output().expect("the program starts");
    let said = String::from_utf8_lossy(&run.stderr);
    assert_eq!(run.status.code(), Some(2), "{said}");
    assert!(said.contains("P110") && said.contains(&served.port.to_string()) && said.contains("--port"), "{said}");
    let run = livret().args(["preview", "nulle-part", "--port", "0", "--workspace"]).arg(served.folder.path()).output().expect("the program starts");
    assert!(run.status.code() == Some(2) && String::from_utf8_lossy(&run.stderr).contains("P104"));
}

#[cfg(unix)]
#[test]
fn ctrl_c_ends_it() {
    let mut served = Served::new(BASIC, &["--readonly"]);
    let _looking = served.look(&["publication/livret/ecran"]);
    assert_eq!(served.post("/open", "{\"file\":\"content/collection.yaml\",\"line\":1,\"column\":1}").status, 403);
    let id = served.child.id().to_string();
    assert!(Command::new("kill").args(["-INT", &id]).status().is_ok_and(|s| s.success()));
    let begun = Instant::now();
    loop {
        if let Some(status) = served.child.try_wait().expect("it can be asked") {
            assert_eq!(status.code(), Some(0));
            break;
        }
        assert!(begun.elapsed() < PATIENCE, "it does not end");
        std::thread::sleep(Duration::from_millis(20));
    }
}

#[test]
fn the_page_holds_nothing_from_elsewhere() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/preview");
    for name in ["page.html", "page.js", "page.css"] {
        let text = std::fs::read_to_string(folder.join(name)).expect("the file");
        for sign in ["http://", "https://", "innerHTML", "outerHTML", "insertAdjacentHTML", "eval(", "document.write", "style=\"", "onclick=\""] {
            assert!(!text.contains(sign), "{name} contains {sign}");
        }
    }
}

/// The pages of the fiche that is saved are shown before those around it are laid out: they must be the ones that then come.
#[test]
fn a_fiche_shown_first_is_the_one_that_comes() {
    use livret::base::files::{Files as _, MemFiles};
    use livret::pipeline::{self, Input, Job, Subject};
    let disk = livret::workspace::DiskFiles::open(Path::new(env!("CARGO_MANIFEST_DIR"))).expect("the sample");
    let mut files = MemFiles::default();
    for path in disk.list("content") {
        if let Ok(bytes) = disk.read(&path) {
            files.0.insert(path, bytes);
        }
    }
    for profile in ["ecran", "imprimeur"] {
        let job = Job { subject: Subject::Publication("livret-chronologique".to_owned()), profile: profile.to_owned(), file: String::new() };
        let mut loaded = pipeline::read_after(&Input { files: &files, date: None }, None);
        let mut before = pipeline::lay_out_after(&loaded, &job, None).unwrap_or_else(|_| panic!("it is laid out"));
        let fiches: Vec<String> = before.layout.fiches.keys().cloned().collect();
        let mut shown = 0;
        for fiche in &fiches {
            // Another word in each: the text is as long as it was, or nearly.
            let path = format!("content/fiches/{fiche}.md");
            let text = String::from_utf8(files.0[&path].to_vec()).expect("UTF-8");
            let at = text.rfind(" de ").expect("French");
            files.put(path, format!("{} des{}", &text[..at], &text[at + 3..]));
            loaded = pipeline::read_after(&Input { files: &files, date: None }, Some(&loaded));
            let mut first = None;
            let show = |laid| {
                first = Some(laid);
                true
            };
            let whole = pipeline::lay_out_showing(&loaded, &job, Some(&before), show).expect("it is wanted").unwrap_or_else(|_| panic!("it is laid out"));
            if let Some(first) = first {
                shown += 1;
                assert_eq!(first.layout.pages(), whole.layout.pages());
                let begin = whole.layout.fiches[fiche] as usize - 1;
                let end = whole.layout.fiches.values().map(|p| *p as usize - 1).filter(|p| *p > begin).min().unwrap_or(begin + 1);
                for page in begin - 1..end {
                    assert!(first.layout.page_png(page, 1.0) == whole.layout.page_png(page, 1.0), "{profile}, {fiche}: page {}", page + 1);
                    assert_eq!(first.layout.look(page), whole.layout.look(page), "{profile}, {fiche}: page {}", page + 1);
                    let words = |layout: &livret::typeset::Layout| layout.page_words(page);
                    assert_eq!(words(&first.layout), words(&whole.layout), "{profile}, {fiche}: page {}", page + 1);
                }
            }
            before = whole;
        }
        assert!(shown * 4 >= fiches.len() * 3, "{shown} of {} fiches were shown first", fiches.len());
    }
}

/// From the save of a fiche to the bytes of its changed page, in ms, sorted.
fn saves(served: &Served, view: &str, file: &Path, count: usize, pause: Duration) -> Vec<f64> {
    let looking = served.look(&[view]);
    looking.set_read_timeout(Some(PATIENCE)).expect("a time limit");
    let mut events = BufReader::new(looking);
    let mut now = served.until(view, "ready", ready);
    let text = std::fs::read_to_string(file).expect("a fiche");
    let mut out = Vec::new();
    for i in 0..count {
        let begun = Instant::now();
        std::fs::write(file, format!("{text}\n\nUn alinéa de plus, le {i}e.\n")).expect("it is written");
        let seen = now["version"].as_u64().unwrap_or(0);
        loop {
            let mut line = String::new();
            events.read_line(&mut line).expect("an event");
            if !line.starts_with("data:") {
                continue;
            }
            now = served.get(&format!("/view?view={view}&since={seen}")).json();
            let Some(page) = now["pages"].as_array().and_then(|p| p.first()).filter(|_| fresh(&now)) else { continue };
            let png = served.get(&format!("/page?view={view}&page={}&key={}&scale=1.333", page[0], page[1].as_str().unwrap_or_default()));
            // What has changed again meanwhile is announced again.
            if png.status != 404 {
                assert!(png.body.starts_with(b"\x89PNG"), "{}", png.status);
                break;
            }
        }
        out.push(begun.elapsed().as_secs_f64() * 1000.0);
        // Nobody saves twice in a breath; the rules run meanwhile.
        std::thread::sleep(pause);
    }
    std::fs::write(file, text).expect("it is written");
    out.sort_by(f64::total_cmp);
    out
}

/// Memory in use by the program, in kB.
fn memory(served: &Served) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{}/status", served.child.id())).unwrap_or_default();
    status.lines().find_map(|l| l.strip_prefix("VmRSS:")).and_then(|l| l.split_whitespace().next()?.parse().ok()).unwrap_or(0)
}

/// `cargo test --release --test suite -- --ignored --nocapture benchmark_of_saves`, on a machine that does nothing else.
#[test]
#[ignore = "a measure: its limits hold on a machine that does nothing else"]
fn benchmark_of_saves() {
    let served = Served::new("", &[]);
    served.copies(200);
    let file = served.path("content/fiches/a-nous-la-parole.md");
    let breath = Duration::from_millis(300);
    let percentile = |times: &[f64]| times[(times.len() * 95).div_ceil(100) - 1];
    let alone = percentile(&saves(&served, "fiche/a-nous-la-parole/ecran", &file, 100, breath));
    crate::command::notice(&format!("one fiche alone, in a workspace of 200: {alone:.0} ms"));
    let whole = percentile(&saves(&served, "publication/livret-chronologique/ecran", &file, 40, breath));
    crate::command::notice(&format!("a page in a booklet of 200 fiches: {whole:.0} ms"));
    drop(served);
    let served = Served::new("", &[]);
    let file = served.path("content/fiches/a-nous-la-parole.md");
    let view = "publication/livret-chronologique/ecran";
    // What the allocator keeps at hand and what the engine remembers of the last changes are there after some hundred.
    saves(&served, view, &file, 500, Duration::ZERO);
    let before = memory(&served);
    saves(&served, view, &file, 2000, Duration::ZERO);
    let after = memory(&served);
    crate::command::notice(&format!("memory after 500 saves: {before} kB, after 2 500: {after} kB"));
    assert!(alone <= 100.0 && whole <= 400.0 && after <= before + before / 20, "{alone:.0} ms, {whole:.0} ms, {before} kB → {after} kB");
}
