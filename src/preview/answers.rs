//! What is answered to each request.

use super::Preview;
use super::places::{self, Placed, fold};
use super::session::{Board, Edited, Shown, Spot as Wanted, View};
use crate::base::diag::{Diagnostic, Lang, Severity};
use crate::base::source::Sources;
use crate::model::catalog::MessageLanguage;
use crate::pipeline::{self, Grid, Input, Job, Loaded, Subject};
use crate::typeset::{Glyphs, Heading};
use serde::{Deserialize, Serialize};
use std::collections::VecDeque;
use std::sync::Arc;
use std::sync::atomic::Ordering;

const PAGE: &str = include_str!("page.html");
const SCRIPT: &str = include_str!("page.js");
const STYLE: &str = include_str!("page.css");
const ICON: &str = r##"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><path fill="#0f4c5c" d="M1 2h6.5v12H1zM8.5 2H15v12H8.5z"/></svg>"##;

/// The most findings that are shown with their place on a page: to find a place, the pages of a text are read.
const MOST_PLACED: usize = 100;

/// The most places that a search gives.
const MOST_FOUND: usize = 500;

/// The largest and smallest pictures, in pixels per point.
const SCALES: (f64, f64) = (0.2, 8.0);

/// How many bytes of drawn pages are kept: what several people or a second look ask for again.
const KEPT: usize = 24 * 1024 * 1024;

/// The answer to a request.
pub(super) struct Answer {
    pub(super) status: u16,
    pub(super) kind: &'static str,
    pub(super) bytes: Vec<u8>,
    /// Whether the same address always gives the same bytes.
    pub(super) stays: bool,
}

impl Answer {
    fn new(kind: &'static str, bytes: impl Into<Vec<u8>>) -> Self {
        Self { status: 200, kind, bytes: bytes.into(), stays: false }
    }

    fn json(value: &impl Serialize) -> Self {
        Self::new("application/json; charset=utf-8", serde_json::to_vec(value).unwrap_or_default())
    }

    pub(super) fn refused(status: u16, why: &str) -> Self {
        Self { status, kind: "text/plain; charset=utf-8", bytes: format!("{status} {why}\n").into_bytes(), stays: false }
    }

    /// A sentence for whoever reads the page.
    fn told(status: u16, sentence: String) -> Self {
        Self { status, kind: "text/plain; charset=utf-8", bytes: sentence.into_bytes(), stays: false }
    }

    fn missing() -> Self {
        Self::refused(404, "")
    }
}

/// Pages that were drawn lately, oldest first.
#[derive(Default)]
pub(super) struct Drawn(VecDeque<(DrawnKey, Arc<Vec<u8>>)>);

/// The hash of a page and the scale of its picture, in thousandths of a pixel per point.
type DrawnKey = (u128, u64);

impl Drawn {
    fn get(&self, key: DrawnKey) -> Option<Arc<Vec<u8>>> {
        self.0.iter().find(|(k, _)| *k == key).map(|(_, png)| png.clone())
    }

    fn put(&mut self, key: DrawnKey, png: Arc<Vec<u8>>) {
        self.0.push_back((key, png));
        while self.0.iter().map(|(_, png)| png.len()).sum::<usize>() > KEPT && self.0.len() > 1 {
            self.0.pop_front();
        }
    }
}

/// The name of a job in addresses: `fiche/<id>/<profil>` or `publication/<id>/<profil>`.
pub(super) fn id_of(job: &Job) -> String {
    match &job.subject {
        Subject::Fiche(id) => format!("fiche/{id}/{}", job.profile),
        Subject::Publication(id) => format!("publication/{id}/{}", job.profile),
    }
}

/// The job of a name, when the workspace has it.
pub(super) fn job(preview: &Preview, id: &str) -> Option<Job> {
    let loaded = preview.session.board().loaded.clone();
    let (kind, rest) = id.split_once('/')?;
    let (name, profile) = rest.rsplit_once('/')?;
    let corpus = &loaded.corpus;
    let subject = match kind {
        // A fiche that cannot be read now may have been shown, and may come back.
        "fiche" if corpus.fiche(name).is_some() || corpus.broken.iter().any(|b| b.id == name) => Subject::Fiche(name.to_owned()),
        "publication" if corpus.publications.iter().any(|p| p.id == name) => Subject::Publication(name.to_owned()),
        _ => return None,
    };
    is_shown(&loaded, profile).then(|| Job { subject, profile: profile.to_owned(), file: "livret.pdf".to_owned() })
}

/// Whether pages are shown in a profile. A proof is made of the pages of another one and of findings in its margin: here they stand beside
/// the page, and change while one writes.
pub(super) fn is_shown(loaded: &Loaded, profile: &str) -> bool {
    loaded.profiles.iter().any(|(name, p)| name == profile && !p.proof)
}

/// A request that changes nothing.
pub(super) fn get(preview: &Preview, path: &str, query: &[(String, String)]) -> Answer {
    let value = |key: &str| query.iter().find(|(k, _)| k == key).map(|(_, v)| v.as_str());
    let shown = || {
        let job = job(preview, value("view")?)?;
        preview.session.board().views.get(&job)?.shown.clone()
    };
    let number = |key: &str| value(key).and_then(|v| v.parse::<usize>().ok());
    let length = |key: &str| value(key).and_then(|v| v.parse::<f64>().ok()).filter(|n| n.is_finite());
    let answer = match path {
        "/" => Some(Answer::new("text/html; charset=utf-8", page(preview))),
        "/page.js" => Some(Answer::new("text/javascript; charset=utf-8", SCRIPT)),
        "/page.css" => Some(Answer::new("text/css; charset=utf-8", STYLE)),
        "/icon.svg" => Some(Answer::new("image/svg+xml", ICON)),
        "/state" => Some(Answer::json(&state(preview))),
        "/view" => value("view").and_then(|id| job(preview, id)).map(|job| {
            let known = |key: &str| value(key).unwrap_or_default();
            Answer::json(&view(preview, &job, number("since").unwrap_or(0) as u64, [known("frame"), known("found")]))
        }),
        "/spots" => value("view").and_then(|id| job(preview, id)).map(|job| Answer::json(&spots(preview, &job))),
        "/page" => shown().and_then(|s| picture(preview, &s, number("page")?, value("key")?, length("scale")?)),
        "/text" => shown().and_then(|s| text(&s, number("page")?, value("key")?)),
        "/place" => shown().and_then(|s| Some(Answer::json(&at(&s, number("page")?, length("x")?, length("y")?)?))),
        "/find" => shown().and_then(|s| Some(Answer::json(&spot(&s, value("file")?, number("line")?)?))),
        "/search" => shown().and_then(|s| Some(Answer::json(&search(&s, value("words")?)))),
        "/goto" => value("file").zip(number("line")).and_then(|(file, line)| go(preview, file, line)),
        _ => None,
    };
    answer.unwrap_or_else(|| if matches!(path, "/open" | "/export") { Answer::refused(405, "POST") } else { Answer::missing() })
}

/// A request that acts outside of the page.
pub(super) fn post(preview: &Preview, path: &str, body: &[u8]) -> Answer {
    match path {
        "/open" if preview.options.readonly => Answer::refused(403, "readonly"),
        "/open" => match serde_json::from_slice::<Target>(body) {
            Ok(target) => open(preview, &target).unwrap_or_else(Answer::missing),
            Err(_) => Answer::refused(400, "JSON"),
        },
        "/export" => match serde_json::from_slice::<Export>(body) {
            Ok(export) => job(preview, &export.view).map_or_else(Answer::missing, |job| pdf(preview, &job)),
            Err(_) => Answer::refused(400, "JSON"),
        },
        "/" | "/page.js" | "/page.css" | "/icon.svg" | "/state" | "/view" | "/spots" | "/page" | "/text" | "/place" | "/find" | "/search" | "/goto"
        | "/events" => Answer::refused(405, "GET"),
        _ => Answer::missing(),
    }
}

fn lang(preview: &Preview) -> Lang {
    let of_collection = || preview.session.board().loaded.corpus.collection.language.as_ref().map(|l| l.value);
    preview.options.lang.unwrap_or_else(|| if of_collection() == Some(MessageLanguage::English) { Lang::En } else { Lang::Fr })
}

fn page(preview: &Preview) -> String {
    let lang = if lang(preview) == Lang::En { "en" } else { "fr" };
    PAGE.replacen("{lang}", lang, 1).replacen("{token}", &preview.token, 1)
}

#[derive(Serialize)]
struct State {
    /// What tells one run of the program from another.
    began: String,
    lang: &'static str,
    readonly: bool,
    first: Vec<String>,
    publications: Vec<Named>,
    fiches: Vec<Named>,
    profiles: Vec<String>,
}

#[derive(Serialize)]
struct Named {
    id: String,
    title: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    profiles: Vec<String>,
}

/// A fiche as a list says it.
fn titled(number: Option<u32>, title: &str) -> String {
    number.map_or_else(|| title.to_owned(), |n| format!("{n}. {title}"))
}

fn state(preview: &Preview) -> State {
    let loaded = preview.session.board().loaded.clone();
    let corpus = &loaded.corpus;
    let publications = corpus.publications.iter().map(|p| Named {
        id: p.id.clone(),
        title: p.title.value.clone(),
        profiles: p.profiles.iter().map(|n| n.value.clone()).filter(|n| is_shown(&loaded, n)).collect(),
    });
    let fiches = corpus.fiches.iter().map(|f| Named { id: f.id.clone(), title: titled(f.number, &f.title.value), profiles: Vec::new() });
    State {
        began: preview.began.clone(),
        lang: if lang(preview) == Lang::En { "en" } else { "fr" },
        readonly: preview.options.readonly,
        first: preview.first.clone(),
        publications: publications.collect(),
        fiches: fiches.collect(),
        profiles: loaded.profiles.iter().map(|(name, _)| name.clone()).filter(|n| is_shown(&loaded, n)).collect(),
    }
}

#[derive(Serialize)]
struct Viewed {
    version: u64,
    /// Whether there are pages.
    ready: bool,
    /// Whether the pages are older than what is on disk.
    behind: bool,
    /// Whether the pages are what a build makes, and not what the layout before them suggests.
    sure: bool,
    count: usize,
    /// The pages that changed since: number, key, width, height, bleed, whether its text is an older one.
    pages: Vec<(usize, String, f64, f64, f64, bool)>,
    frame: Part<Frame>,
    findings: Part<Vec<Finding>>,
    /// What tells one state of the choices from another.
    state: String,
    edited: Option<Move>,
}

/// What stays the same at most saves, and is sent only when the page does not have it.
#[derive(Serialize)]
struct Part<T> {
    print: String,
    value: Option<T>,
}

impl<T: Serialize> Part<T> {
    fn new(value: T, known: &str) -> Self {
        let print = print(&value);
        let new = print != known;
        Self { print, value: new.then_some(value) }
    }
}

/// A short sign for a value: another value has another one, as far as one page of a browser can tell.
fn print(value: &impl Serialize) -> String {
    use std::hash::{DefaultHasher, Hasher as _};
    let mut hasher = DefaultHasher::new();
    hasher.write(&serde_json::to_vec(value).unwrap_or_default());
    format!("{:016x}", hasher.finish())
}

/// What stands around the pages.
#[derive(Serialize, Default)]
struct Frame {
    contents: Vec<Chapter>,
    /// The pages of each side of the sheets.
    sheets: Vec<[Option<u32>; 2]>,
    grid: Option<Grid>,
}

#[derive(Serialize)]
struct Chapter {
    title: String,
    /// How deep it stands, from 1.
    level: usize,
    page: usize,
}

#[derive(Serialize)]
struct Finding {
    code: &'static str,
    severity: &'static str,
    message: String,
    remedy: String,
    file: String,
    line: usize,
    column: usize,
    /// The line as it is written.
    written: String,
}

#[derive(Serialize)]
struct Move {
    serial: u64,
    spot: Option<Spot>,
}

/// A place on a page, in pt.
#[derive(Serialize)]
struct Spot {
    page: usize,
    x: f64,
    y: f64,
    width: f64,
    size: f64,
}

impl Spot {
    fn new(page: usize, g: &Glyphs) -> Self {
        Self { page, x: g.x, y: g.y, width: g.width, size: g.size }
    }
}

fn spot(shown: &Shown, file: &str, line: usize) -> Option<Spot> {
    shown.find_line(file, line).map(|(page, glyphs)| Spot::new(page, &glyphs))
}

/// Where the page is to go after a change, or when somebody asks.
fn moved(shown: &Shown, job: &Job, edited: &Edited) -> Option<Spot> {
    // A text that is shown in no page of this view leads nowhere.
    if edited.path.ends_with(".md") && !belongs(&edited.path, job) {
        return None;
    }
    match edited.spot {
        Wanted::Line(line) => spot(shown, &edited.path, line),
        Wanted::Byte(at) => shown.find_byte(&edited.path, at).map(|(page, glyphs)| Spot::new(page, &glyphs)),
    }
}

fn view(preview: &Preview, job: &Job, since: u64, [frame, found]: [&str; 2]) -> Viewed {
    let state = print(&state(preview));
    let (view, seen, edited) = {
        let board = preview.session.board();
        let view = board.views.get(job);
        let now = view.map(|v| (v.stamp, v.shown.clone(), v.behind, v.sure, v.changed.clone()));
        (now, Seen::new(&board, view), board.edited.clone().filter(|e| view.is_some_and(|v| v.knows(e))))
    };
    let findings = Part::new(seen.told(job, lang(preview)), found);
    let Some((version, Some(shown), behind, sure, changed)) = view else {
        let (version, behind) = view.map_or((0, false), |(stamp, _, behind, ..)| (stamp, behind));
        return Viewed {
            version,
            ready: false,
            behind,
            sure: false,
            count: 0,
            pages: vec![],
            frame: Part::new(Frame::default(), frame),
            findings,
            state,
            edited: None,
        };
    };
    let pages = shown.keys.iter().enumerate().filter(|(i, _)| changed.get(*i).is_none_or(|at| *at > since));
    let pages = pages.map(|(i, key)| (i, format!("{:032x}", key.hash), key.width, key.height, key.bleed, shown.stale.get(i) == Some(&true))).collect();
    let count = shown.keys.len();
    let corpus = &shown.loaded.corpus;
    let begins: std::collections::BTreeMap<usize, &str> = shown.laid.layout.fiches.iter().map(|(id, page)| (*page as usize, id.as_str())).collect();
    let chapter = |heading: Heading| {
        // The heading of a fiche says its date and its number too, in their places on the page.
        let fiche =
            begins.get(&heading.page).and_then(|id| corpus.fiche(id)).filter(|f| heading.level == 1 && fold(&heading.title).ends_with(&fold(&f.title.value)));
        Chapter { title: fiche.map_or(heading.title, |f| titled(f.number, &f.title.value)), level: heading.level, page: heading.page }
    };
    let contents = shown.laid.layout.headings().into_iter().map(chapter).collect();
    let profile = shown.loaded.profiles.iter().find(|(name, _)| *name == job.profile);
    // A profile that folds nothing shows what one booklet would be.
    let settings = profile.map(|(_, p)| p.impose.0.clone()).unwrap_or_default();
    let sheets = crate::impose::sheets(u32::try_from(count).unwrap_or(u32::MAX), &settings).into_iter().flat_map(|s| [s.front, s.back]).collect();
    let around = Frame { contents, sheets, grid: pipeline::grid(&shown.loaded, job) };
    let edited = edited.map(|e| Move { serial: e.serial, spot: moved(&shown, job, &e) });
    Viewed { version, ready: true, behind, sure, count, pages, frame: Part::new(around, frame), findings, state, edited }
}

/// What was found, at one moment.
struct Seen {
    /// In the workspace.
    checked: Arc<(Arc<Loaded>, Vec<Diagnostic>)>,
    /// By the layout.
    laid: Option<(Arc<Loaded>, Vec<Diagnostic>)>,
}

impl Seen {
    fn new(board: &Board, view: Option<&View>) -> Self {
        Self { checked: board.findings.clone(), laid: view.and_then(|v| v.found.clone()) }
    }

    /// All of it, what concerns the view first, errors before the rest.
    fn told(&self, job: &Job, lang: Lang) -> Vec<Finding> {
        let both = [Some(self.checked.as_ref()), self.laid.as_ref()].into_iter().flatten();
        let all = both.flat_map(|(loaded, found)| found.iter().map(|f| (&loaded.sources, f)));
        let mut out: Vec<(bool, Severity, Finding)> = all
            .map(|(sources, finding)| {
                let finding_said = said(finding, sources, lang);
                (!belongs(&finding_said.file, job), finding.severity, finding_said)
            })
            .collect();
        out.sort_by_key(|(elsewhere, severity, _)| (*elsewhere, std::cmp::Reverse(*severity)));
        out.into_iter().map(|(_, _, finding)| finding).collect()
    }
}

/// Where each finding of a view stands on its pages: asked for beside the pages, which do not wait for it.
fn spots(preview: &Preview, job: &Job) -> Vec<Option<Spot>> {
    let (seen, shown) = {
        let board = preview.session.board();
        let view = board.views.get(job);
        (Seen::new(&board, view), view.and_then(|v| v.shown.clone()))
    };
    let mut budget = MOST_PLACED;
    let place = |finding: Finding| {
        let in_text = finding.line > 0 && finding.file.ends_with(".md") && belongs(&finding.file, job);
        let shown = shown.as_deref().filter(|_| in_text && budget > 0)?;
        budget -= 1;
        spot(shown, &finding.file, finding.line)
    };
    seen.told(job, lang(preview)).into_iter().map(place).collect()
}

/// Whether a text may stand in a view: a fiche alone holds no other.
fn belongs(file: &str, job: &Job) -> bool {
    match &job.subject {
        Subject::Fiche(id) => file == format!("content/fiches/{id}.md"),
        Subject::Publication(_) => true,
    }
}

fn said(finding: &Diagnostic, sources: &Sources, lang: Lang) -> Finding {
    let (file, line, column, written) = match finding.span {
        Some(span) => {
            let source = sources.get(span.source);
            let at = source.position(span.start as usize);
            (source.path.clone(), at.line, at.column, source.line(at.line).to_owned())
        }
        None => (finding.path.clone().unwrap_or_default(), 0, 0, String::new()),
    };
    let severity = finding.severity.word();
    Finding { code: finding.code.id, severity, message: finding.message(lang), remedy: finding.remedy(lang), file, line, column, written }
}

fn picture(preview: &Preview, shown: &Shown, page: usize, key: &str, scale: f64) -> Option<Answer> {
    let hash = shown.keys.get(page)?.hash;
    // The page may have changed between two requests: its own address then shows nothing, never another page for ever.
    if format!("{hash:032x}") != key {
        return None;
    }
    let scale = (scale.clamp(SCALES.0, SCALES.1) * 1000.0).round();
    let name = (hash, scale as u64);
    let kept = preview.drawn.lock().ok().and_then(|drawn| drawn.get(name));
    let png = match kept {
        Some(png) => png,
        None => {
            let png = Arc::new(shown.laid.layout.page_png(page, scale / 1000.0)?);
            if let Ok(mut drawn) = preview.drawn.lock() {
                drawn.put(name, png.clone());
            }
            png
        }
    };
    Some(Answer { stays: true, ..Answer::new("image/png", png.to_vec()) })
}

/// The words of a page: text, left, baseline, width, size.
fn text(shown: &Shown, page: usize, key: &str) -> Option<Answer> {
    if format!("{:032x}", shown.keys.get(page)?.hash) != key {
        return None;
    }
    let words: Vec<_> = shown.laid.layout.page_words(page).into_iter().map(|w| (w.text, w.x, w.y, w.width, w.size)).collect();
    Some(Answer { stays: true, ..Answer::json(&words) })
}

#[derive(Serialize)]
struct Clicked {
    word: String,
    /// The text; none when a template wrote the word.
    file: Option<String>,
    line: usize,
    column: usize,
    /// The line as it is written.
    written: String,
    spot: Spot,
}

/// The word at a place of a page, and where it is written.
fn at(shown: &Shown, page: usize, x: f64, y: f64) -> Option<Clicked> {
    let away = |word: &Placed| {
        let g = &word.glyphs;
        let dx = (g.x - x).max(x - g.x - g.width).max(0.0);
        let dy = (g.y - 0.8 * g.size - y).max(y - g.y - 0.25 * g.size).max(0.0);
        dx + 2.0 * dy
    };
    let word = shown.words(page).iter().min_by(|a, b| away(a).total_cmp(&away(b)))?;
    let spot = Spot::new(page, &word.glyphs);
    let Some(place) = word.place else {
        return Some(Clicked { word: word.glyphs.text.clone(), file: None, line: 0, column: 0, written: String::new(), spot });
    };
    let (source, at) = places::position(place, &shown.loaded.sources);
    let written = source.line(at.line).to_owned();
    Some(Clicked { word: word.glyphs.text.clone(), file: Some(source.path.clone()), line: at.line, column: at.column, written, spot })
}

/// Where words stand, in the order of the pages.
fn search(shown: &Shown, wanted: &str) -> Vec<Spot> {
    let wanted: Vec<String> = wanted.split_whitespace().map(fold).filter(|w| !w.is_empty()).collect();
    let mut out = Vec::new();
    if wanted.is_empty() {
        return out;
    }
    for page in 0..shown.keys.len() {
        let words: Vec<_> = shown.laid.layout.page_words(page).into_iter().map(|g| (fold(&g.text), g)).filter(|(w, _)| !w.is_empty()).collect();
        for window in words.windows(wanted.len()) {
            let last = wanted.len() - 1;
            let same = |i: usize, have: &str| match (i == 0, i == last) {
                (true, true) => have.contains(&wanted[i]),
                (true, false) => have.ends_with(&wanted[i]),
                (false, true) => have.starts_with(&wanted[i]),
                (false, false) => have == wanted[i],
            };
            if window.iter().enumerate().all(|(i, (have, _))| same(i, have)) {
                out.push(Spot::new(page, &window[0].1));
                if out.len() == MOST_FOUND {
                    return out;
                }
            }
        }
    }
    out
}

fn go(preview: &Preview, file: &str, line: usize) -> Option<Answer> {
    let path = known(preview, file)?;
    preview.session.go(path, Wanted::Line(line.max(1)));
    Some(Answer::new("text/plain; charset=utf-8", "ok\n"))
}

/// The path in the workspace of a file that an editor names as it sees it: only a text that was read has one.
fn known(preview: &Preview, file: &str) -> Option<String> {
    let root = preview.disk.root().to_string_lossy().replace('\\', "/");
    let path = file.replace('\\', "/");
    let path = path.strip_prefix(&root).map_or(path.as_str(), |rest| rest.trim_start_matches('/'));
    let loaded = preview.session.board().loaded.clone();
    loaded.sources.find(path).map(|_| path.to_owned())
}

#[derive(Deserialize)]
struct Target {
    file: String,
    line: usize,
    column: usize,
}

#[derive(Deserialize)]
struct Export {
    view: String,
}

#[derive(Serialize)]
struct Opened {
    /// Where the browser goes when no command is set.
    address: Option<String>,
}

/// Opens a text in the editor: the command that is set, else by the address that VS Code answers to.
fn open(preview: &Preview, target: &Target) -> Option<Answer> {
    let path = preview.disk.root().join(known(preview, &target.file)?);
    let path = path.to_string_lossy().into_owned();
    let Some(editor) = preview.options.editor.as_deref().filter(|e| !e.trim().is_empty()) else {
        let safe = |b: u8| b.is_ascii_alphanumeric() || b"/-_.~".contains(&b);
        let encoded: String = path.bytes().map(|b| if safe(b) { char::from(b).to_string() } else { format!("%{b:02X}") }).collect();
        let slash = if encoded.starts_with('/') { "" } else { "/" };
        return Some(Answer::json(&Opened { address: Some(format!("vscode://file{slash}{encoded}:{}:{}", target.line, target.column)) }));
    };
    let (program, arguments) = command(editor, &path, target.line, target.column)?;
    let english = lang(preview) == Lang::En;
    // An editor of the terminal takes that of the preview, one at a time, as `git commit` does.
    let taken = in_terminal(&program).then(|| preview.terminal.clone());
    if let Some(taken) = &taken {
        use std::io::IsTerminal as _;
        if !std::io::stdin().is_terminal() {
            let why = if english { "needs a terminal, and the preview has none" } else { "demande un terminal, et l’aperçu n’en a pas" };
            return Some(Answer::told(409, format!("{program} {why}")));
        }
        if taken.swap(true, Ordering::SeqCst) {
            let why = if english { "is still open in the terminal of the preview" } else { "est encore ouvert dans le terminal de l’aperçu" };
            return Some(Answer::told(409, format!("{program} {why}")));
        }
    }
    // No shell: the path is one argument, whatever it is called.
    match std::process::Command::new(&program).args(arguments).spawn() {
        Ok(mut child) => {
            std::thread::spawn(move || {
                let _ = child.wait();
                taken.inspect(|taken| taken.store(false, Ordering::SeqCst));
            });
            Some(Answer::json(&Opened { address: None }))
        }
        Err(error) => {
            taken.inspect(|taken| taken.store(false, Ordering::SeqCst));
            Some(Answer::told(500, format!("$VISUAL, {program} : {error}")))
        }
    }
}

/// Whether an editor writes on the terminal.
fn in_terminal(program: &str) -> bool {
    let name = program.rsplit(['/', '\\']).next().unwrap_or(program);
    matches!(name, "vi" | "vim" | "nvim" | "nano" | "pico" | "kak" | "micro" | "hx" | "helix" | "joe" | "mcedit" | "ne" | "ed")
}

/// The command line of an editor for a place. `{file}`, `{line}` and `{column}` are replaced; an editor that is known gets the place in its
/// own way, and another one the file.
fn command(editor: &str, path: &str, line: usize, column: usize) -> Option<(String, Vec<String>)> {
    let mut words = editor.split_whitespace().map(str::to_owned);
    let program = words.next()?;
    let mut arguments: Vec<String> = words.collect();
    if arguments.iter().any(|a| a.contains("{file}")) {
        let fill = |a: String| a.replace("{line}", &line.to_string()).replace("{column}", &column.to_string()).replace("{file}", path);
        return Some((program, arguments.into_iter().map(fill).collect()));
    }
    let name = program.rsplit(['/', '\\']).next().unwrap_or(&program).trim_end_matches(".exe").to_owned();
    match name.as_str() {
        "code" | "codium" | "vscodium" | "code-insiders" | "cursor" => arguments.extend(["--goto".to_owned(), format!("{path}:{line}:{column}")]),
        "subl" | "zed" | "hx" | "helix" => arguments.push(format!("{path}:{line}:{column}")),
        "vi" | "vim" | "nvim" | "gvim" | "nano" | "emacs" | "emacsclient" | "kak" | "micro" | "gedit" => {
            arguments.extend([format!("+{line}"), path.to_owned()])
        }
        "kate" => arguments.extend(["--line".to_owned(), line.to_string(), "--column".to_owned(), column.to_string(), path.to_owned()]),
        _ => arguments.push(path.to_owned()),
    }
    Some((program, arguments))
}

/// The PDF of a view as a build writes it, or refuses to.
fn pdf(preview: &Preview, job: &Job) -> Answer {
    let loaded = pipeline::load(&Input { files: &preview.disk, date: preview.options.date });
    // Export recurses as layout does.
    let made = std::thread::scope(|scope| {
        let work = std::thread::Builder::new().stack_size(pipeline::DEEP_STACK).spawn_scoped(scope, || pipeline::build_one(&loaded, job));
        work.ok().and_then(|work| work.join().ok())
    });
    match made {
        Some(Ok(bytes)) => Answer::new("application/pdf", bytes),
        Some(Err(findings)) => {
            let lang = lang(preview);
            let errors = loaded.findings.iter().chain(&findings).filter(|f| f.severity != Severity::Warning);
            let said: Vec<String> = errors.take(5).map(|f| format!("{} {}", f.code.id, f.message(lang))).collect();
            Answer::told(409, said.join("\n"))
        }
        None => Answer::refused(500, "panic"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_editor_gets_the_place_its_own_way() {
        let line = |editor: &str| command(editor, "/a b/c.md", 3, 7).map(|(program, arguments)| [vec![program], arguments].concat().join("|"));
        assert_eq!(line("code -r").as_deref(), Some("code|-r|--goto|/a b/c.md:3:7"));
        assert_eq!(line("/usr/bin/nvim").as_deref(), Some("/usr/bin/nvim|+3|/a b/c.md"));
        assert_eq!(line("ed --at {line}:{column} {file}").as_deref(), Some("ed|--at|3:7|/a b/c.md"));
        assert_eq!(line("autre").as_deref(), Some("autre|/a b/c.md"));
        assert_eq!(line(" "), None);
    }

    #[test]
    fn drawn_pages_do_not_pile_up() {
        let mut drawn = Drawn::default();
        for i in 0..100 {
            drawn.put((i, 1), Arc::new(vec![0; 1024 * 1024]));
        }
        assert_eq!(drawn.0.len(), 24);
        assert!(drawn.get((99, 1)).is_some() && drawn.get((0, 1)).is_none());
    }
}
