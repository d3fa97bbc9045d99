//! What is shown, kept up to date: the workspace is read again at every change, and what somebody looks at is laid out again.
//!
//! One thread reads and lays out fiches, which takes milliseconds; another lays out publications behind it, and a third one runs the rules.
//! What cannot be typeset keeps its last good text, and its pages are marked.

use super::places::{self, Index, Placed};
use crate::base::diag::{Diagnostic, Lang, Severity};
use crate::base::files::Bytes;
use crate::base::source::SourceId;
use crate::pipeline::{self, Input, Job, Laid, Loaded, Subject};
use crate::typeset::{self, Glyphs, PageKey};
use crate::workspace::{DiskFiles, Snapshot, Watch};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, OnceLock};
use std::time::Duration;

/// How long nothing must happen before the files are read: an editor writes a file in several steps.
const QUIET: Duration = Duration::from_millis(4);

/// How many steps are waited for at most, so that a folder that never rests is shown all the same.
const MOST_STEPS: usize = 64;

/// How often the files are looked at when nothing is said about them: no system tells everything.
const SWEEP: Duration = Duration::from_secs(2);

/// How long the rules leave the machine to the pages after a change.
const BREATH: Duration = Duration::from_millis(150);

/// How long the pages of a fiche have to be drawn before those around it are laid out.
const DRAWING: Duration = Duration::from_millis(60);

/// How often in a row the pages around a fiche are left alone, since something newer is there.
const MOST_HASTY: usize = 6;

/// How many changes what the engine remembers outlives without being used.
const MEMORY: usize = 8;

/// Pages that were laid out.
pub(super) struct Shown {
    /// What they were made from.
    pub(super) loaded: Arc<Loaded>,
    /// The pages.
    pub(super) laid: Arc<Laid>,
    /// What each page is.
    pub(super) keys: Vec<PageKey>,
    /// What the layout says that they are: the same page, set anew, may have another name there.
    names: Vec<u128>,
    /// The pages that show an older text than the one on disk.
    pub(super) stale: Vec<bool>,
    index: OnceLock<Index>,
    words: Vec<OnceLock<Vec<Placed>>>,
}

impl Shown {
    fn new(loaded: Arc<Loaded>, laid: impl Into<Arc<Laid>>, old: &BTreeSet<String>) -> Self {
        let laid = laid.into();
        let keys = laid.layout.keys();
        let whole = old.iter().any(|path| !path.starts_with("content/fiches/"));
        let mut begins: Vec<(u32, &String)> = laid.layout.fiches.iter().map(|(id, page)| (*page, id)).collect();
        begins.sort_unstable();
        let of_old = |page: usize| {
            let fiche = begins.iter().rev().find(|(first, _)| (*first as usize) <= page + 1);
            fiche.is_some_and(|(_, id)| old.contains(&format!("content/fiches/{id}.md")))
        };
        let stale = (0..keys.len()).map(|page| whole || of_old(page)).collect();
        let words = keys.iter().map(|_| OnceLock::new()).collect();
        let names = keys.iter().map(|key| key.hash).collect();
        Self { loaded, laid, keys, names, stale, index: OnceLock::new(), words }
    }

    /// Gives pages that look as they did before the key that they had.
    fn after(mut self, before: &Self) -> Self {
        let (old, new) = (&before.laid.layout, &self.laid.layout);
        for (page, (key, was)) in self.keys.iter_mut().zip(&before.keys).enumerate() {
            let set_anew = || old.anew.contains(&page) || new.anew.contains(&page);
            if self.names[page] == before.names[page] || set_anew() && old.look(page) == new.look(page) {
                key.hash = was.hash;
            }
        }
        self
    }

    /// The words of a page with their places; none for a page that does not exist.
    pub(super) fn words(&self, page: usize) -> &[Placed] {
        let sources = &self.loaded.sources;
        let index = || self.index.get_or_init(|| Index::new(sources));
        self.words.get(page).map_or(&[], |words| words.get_or_init(|| places::place(self.laid.layout.page_words(page), &self.laid.bundle, sources, index())))
    }

    /// Where a line of a text begins to be seen: the page, from 0, and what stands of it in one line of that page.
    pub(super) fn find_line(&self, path: &str, line: usize) -> Option<(usize, Glyphs)> {
        let source = self.loaded.sources.get(self.loaded.sources.find(path)?);
        let (page, first) = self.find(path, &(source.line_start(line)..source.line_start(line + 1)))?;
        // The line itself may print nothing: the nearest one then stands for it.
        let line = source.position(first.place?.at).line;
        let range = source.line_start(line)..source.line_start(line + 1);
        let mut out = first.glyphs.clone();
        let same = |word: &&Placed| word.place.is_some_and(|p| Some(p.source) == first.place.map(|f| f.source) && range.contains(&p.at));
        for word in self.words(page).iter().filter(same).map(|w| &w.glyphs).filter(|g| (g.y - first.glyphs.y).abs() < 0.1) {
            let right = (out.x + out.width).max(word.x + word.width);
            out.x = out.x.min(word.x);
            out.width = right - out.x;
        }
        Some((page, out))
    }

    /// The word at a byte of a text: the page, from 0, and the word.
    pub(super) fn find_byte(&self, path: &str, at: usize) -> Option<(usize, Glyphs)> {
        self.find(path, &(at..at + 1)).map(|(page, word)| (page, word.glyphs.clone()))
    }

    /// The word nearest to a piece of a text.
    fn find(&self, path: &str, range: &Range<usize>) -> Option<(usize, &Placed)> {
        let sources = &self.loaded.sources;
        let id = sources.find(path)?;
        let (start, end) = (range.start, range.end);
        let stem = path.strip_prefix("content/fiches/").and_then(|p| p.strip_suffix(".md"));
        let pages = match stem.and_then(|s| self.laid.layout.fiches.get(s)) {
            Some(first) => {
                let next = self.laid.layout.fiches.values().filter(|p| *p > first).min().map_or(self.keys.len(), |p| *p as usize);
                // The end of a fiche may share its page with the beginning of the next.
                (*first as usize).saturating_sub(1)..next.min(self.keys.len())
            }
            None => 0..self.keys.len(),
        };
        let distance = |at: usize| if at < start { 2 * (start - at) + 1 } else { at.saturating_sub(end.saturating_sub(1)) };
        let mut best: Option<(usize, usize, &Placed)> = None;
        for page in pages {
            for word in self.words(page) {
                let Some(place) = word.place.filter(|p| p.source == id) else { continue };
                let far = distance(place.at);
                if best.is_none_or(|(_, least, _)| far < least) {
                    best = Some((page, far, word));
                }
            }
        }
        best.map(|(page, _, word)| (page, word))
    }
}

/// One thing to look at.
#[derive(Default)]
pub(super) struct View {
    /// The moment of the workspace that it was last made from.
    version: u64,
    /// The number of what is shown: it grows with each change.
    pub(super) stamp: u64,
    /// Whether the layout began with what the one before had found out: it is made once more from nothing, when there is time.
    guessed: bool,
    /// Whether the pages were made from nothing, as a build makes them.
    pub(super) sure: bool,
    /// The last good pages.
    pub(super) shown: Option<Arc<Shown>>,
    /// The number at which each page changed.
    pub(super) changed: Vec<u64>,
    /// Whether the pages are those of an earlier moment, since what is there now cannot be typeset.
    pub(super) behind: bool,
    /// What the layout found, with the texts that the places are in.
    pub(super) found: Option<(Arc<Loaded>, Vec<Diagnostic>)>,
}

/// A place in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Spot {
    /// A line, from 1.
    Line(usize),
    /// A byte.
    Byte(usize),
}

impl View {
    /// Whether the pages were made since a place was named.
    pub(super) fn knows(&self, edited: &Edited) -> bool {
        self.version >= edited.version
    }
}

/// The place of the last change, or the last one that was asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Edited {
    /// The path of the text.
    pub(super) path: String,
    /// The place in it.
    pub(super) spot: Spot,
    /// The moment of the workspace in which it is that place: pages of an earlier one do not show it yet.
    version: u64,
    /// Its number among all moves: a page goes there once.
    pub(super) serial: u64,
}

/// What the server reads.
pub(super) struct Board {
    /// The moment of the workspace, counted from 1.
    pub(super) version: u64,
    /// The workspace as it is.
    pub(super) loaded: Arc<Loaded>,
    /// What check finds in it; of the moment before, until it is known.
    pub(super) findings: Arc<(Arc<Loaded>, Vec<Diagnostic>)>,
    /// What was made for those who look.
    pub(super) views: BTreeMap<Job, View>,
    /// How often something was shown.
    stamps: u64,
    /// How many look at each.
    wanted: BTreeMap<Job, usize>,
    /// The last change.
    pub(super) edited: Option<Edited>,
}

enum Word {
    Changed,
    Wanted,
    Stop,
}

/// What the thread of publications has to do.
enum Next {
    Nothing,
    Moment(Box<Moment>),
    /// Makes sure of what was made of a moment.
    Settle(Box<Moment>),
    End,
}

/// What the thread of the rules has to do.
enum Unruled {
    Nothing,
    Moment(Arc<Loaded>, Snapshot),
    End,
}

/// A moment of the workspace.
#[derive(Clone)]
struct Moment {
    version: u64,
    /// What is there.
    loaded: Arc<Loaded>,
    /// What can be shown: the same, but for texts that cannot be read, which stand as they last could.
    shown: Arc<Loaded>,
    /// The files of what can be shown.
    files: Snapshot,
    /// The paths that stand as they last could.
    old: BTreeSet<String>,
}

/// A preview under way.
pub(super) struct Session {
    date: Option<(i32, u8, u8)>,
    board: Mutex<Board>,
    words: Sender<Word>,
    /// The moment that publications are to be made from.
    next: (Mutex<Next>, Condvar),
    /// The moment that is to be checked.
    unruled: (Mutex<Unruled>, Condvar),
    /// How often in a row only the pages of a fiche were laid out, since there was something newer.
    hasty: AtomicUsize,
    /// The last bytes of each file with which pages could be made.
    good: Mutex<BTreeMap<String, Bytes>>,
    /// Told of everything that changes on the board.
    news: Box<dyn Fn(u64) + Send + Sync>,
}

impl Session {
    /// Reads the workspace, and follows it until [`Session::stop`].
    pub(super) fn begin(disk: &DiskFiles, date: Option<(i32, u8, u8)>, news: Box<dyn Fn(u64) + Send + Sync>) -> std::io::Result<Arc<Self>> {
        let (words, hear) = std::sync::mpsc::channel();
        let files = Snapshot::read(disk);
        let loaded = Arc::new(pipeline::read_after(&Input { files: &files, date }, None));
        let findings = Arc::new((loaded.clone(), pipeline::inspect(&loaded, &files).0));
        let board = Board { version: 1, loaded: loaded.clone(), findings, views: BTreeMap::new(), stamps: 0, wanted: BTreeMap::new(), edited: None };
        let session = Arc::new(Self {
            date,
            board: Mutex::new(board),
            words,
            next: (Mutex::new(Next::Nothing), Condvar::new()),
            unruled: (Mutex::new(Unruled::Nothing), Condvar::new()),
            hasty: AtomicUsize::new(0),
            good: Mutex::default(),
            news,
        });
        let watch = session.watch(disk);
        let follow = (session.clone(), disk.clone());
        std::thread::Builder::new()
            .name("follow".to_owned())
            .stack_size(pipeline::DEEP_STACK)
            .spawn(move || follow.0.follow(&follow.1, files, loaded, watch, &hear))?;
        let behind = session.clone();
        std::thread::Builder::new().name("publications".to_owned()).stack_size(pipeline::DEEP_STACK).spawn(move || behind.publications())?;
        let rules = session.clone();
        std::thread::Builder::new().name("rules".to_owned()).stack_size(pipeline::DEEP_STACK).spawn(move || rules.rules())?;
        Ok(session)
    }

    fn watch(&self, disk: &DiskFiles) -> Option<Watch> {
        // A system that cannot watch is no reason to stop: the sweep sees the changes too, later.
        Watch::begin(disk, self.words.clone(), || Word::Changed).ok()
    }

    /// Ends both threads.
    pub(super) fn stop(&self) {
        let _ = self.words.send(Word::Stop);
    }

    /// What the server reads. A thread that panicked leaves the board as it was.
    pub(super) fn board(&self) -> MutexGuard<'_, Board> {
        self.board.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }

    /// Somebody looks at something.
    pub(super) fn want(&self, job: &Job) {
        *self.board().wanted.entry(job.clone()).or_default() += 1;
        let _ = self.words.send(Word::Wanted);
    }

    /// Somebody no longer does. The pages are freed when something else is looked at.
    pub(super) fn leave(&self, job: &Job) {
        let mut board = self.board();
        if let Some(count) = board.wanted.get_mut(job) {
            *count -= 1;
            if *count == 0 {
                board.wanted.remove(job);
            }
        }
    }

    /// Sends every page that is open to a place.
    pub(super) fn go(&self, path: String, spot: Spot) {
        let mut board = self.board();
        let serial = board.edited.as_ref().map_or(0, |e| e.serial) + 1;
        let version = board.version;
        board.edited = Some(Edited { path, spot, version, serial });
        drop(board);
        (self.news)(version);
    }

    fn follow(&self, disk: &DiskFiles, mut files: Snapshot, loaded: Arc<Loaded>, mut watch: Option<Watch>, hear: &Receiver<Word>) {
        let mut moment = self.moment(1, loaded, files.clone());
        let mut unsure = false;
        self.serve(&moment);
        loop {
            let changed = match hear.recv_timeout(SWEEP) {
                Ok(Word::Changed) => {
                    for _ in 0..MOST_STEPS {
                        match hear.recv_timeout(QUIET) {
                            Ok(Word::Changed | Word::Wanted) => {}
                            Ok(Word::Stop) => break,
                            Err(_) => break,
                        }
                    }
                    unsure = true;
                    files.refresh(false)
                }
                Ok(Word::Wanted) => Vec::new(),
                Err(RecvTimeoutError::Timeout) => {
                    // Two writings of one length in one tick of the clock look the same from outside.
                    let changed = files.refresh(std::mem::take(&mut unsure));
                    if changed.is_empty() {
                        self.hand_over(Next::Settle(Box::new(moment.clone())));
                        continue;
                    }
                    watch = self.watch(disk);
                    changed
                }
                Ok(Word::Stop) | Err(RecvTimeoutError::Disconnected) => break,
            };
            if !changed.is_empty() {
                let version = moment.version + 1;
                let loaded = Arc::new(pipeline::read_after(&Input { files: &files, date: self.date }, Some(&moment.loaded)));
                let edited = edited(&changed, &moment.loaded, &loaded);
                moment = self.moment(version, loaded.clone(), files.clone());
                let mut board = self.board();
                board.version = version;
                board.loaded = loaded;
                drop(board);
                if let Some((path, at)) = edited {
                    self.go(path, Spot::Byte(at));
                }
            }
            self.serve(&moment);
            if !changed.is_empty() {
                self.rule(Unruled::Moment(moment.loaded.clone(), files.clone()));
            }
        }
        drop(watch);
        self.hand_over(Next::End);
        self.rule(Unruled::End);
    }

    fn rule(&self, what: Unruled) {
        if let Ok(mut next) = self.unruled.0.lock() {
            *next = what;
            self.unruled.1.notify_one();
        }
    }

    /// Checks the last moment, whenever there is a new one: neither pages nor the next save wait for the rules.
    fn rules(&self) {
        loop {
            let Ok(mut next) = self.unruled.0.lock() else { return };
            while matches!(*next, Unruled::Nothing) {
                next = match self.unruled.1.wait(next) {
                    Ok(guard) => guard,
                    Err(_) => return,
                };
            }
            drop(next);
            // The page is drawn meanwhile, and what is saved again in the same breath is checked once.
            std::thread::sleep(BREATH);
            let Ok(mut next) = self.unruled.0.lock() else { return };
            let (loaded, files) = match std::mem::replace(&mut *next, Unruled::Nothing) {
                Unruled::Moment(loaded, files) => (loaded, files),
                Unruled::End => return,
                Unruled::Nothing => continue,
            };
            drop(next);
            let found = pipeline::inspect(&loaded, &files).0;
            let mut board = self.board();
            board.findings = Arc::new((loaded, found));
            let version = board.version;
            drop(board);
            (self.news)(version);
        }
    }

    /// A moment of the workspace: texts that cannot be read are replaced by what they last were.
    fn moment(&self, version: u64, loaded: Arc<Loaded>, mut files: Snapshot) -> Moment {
        let mut old = BTreeSet::new();
        if let Ok(good) = self.good.lock() {
            for path in unreadable(&loaded) {
                if let Some(bytes) = good.get(&path).filter(|b| files.bytes(&path).is_none_or(|now| now != *b)) {
                    files.put(&path, bytes.clone());
                    old.insert(path);
                }
            }
        }
        let shown = if old.is_empty() { loaded.clone() } else { Arc::new(pipeline::read_after(&Input { files: &files, date: self.date }, Some(&loaded))) };
        Moment { version, loaded, shown, files, old }
    }

    /// Makes the fiches that somebody looks at, and passes the rest on.
    fn serve(&self, moment: &Moment) {
        let mut board = self.board();
        let wanted = board.wanted.clone();
        if !wanted.is_empty() {
            board.views.retain(|job, _| wanted.contains_key(job));
        }
        drop(board);
        for job in wanted.keys().filter(|job| matches!(job.subject, Subject::Fiche(_))) {
            self.make(job, moment);
        }
        self.hand_over(Next::Moment(Box::new(moment.clone())));
        (self.news)(moment.version);
    }

    fn hand_over(&self, what: Next) {
        if let Ok(mut next) = self.next.0.lock() {
            *next = what;
            self.next.1.notify_one();
        }
    }

    fn publications(&self) {
        loop {
            let Ok(mut next) = self.next.0.lock() else { return };
            let (moment, sure) = loop {
                match std::mem::replace(&mut *next, Next::Nothing) {
                    Next::Moment(moment) => break (moment, false),
                    Next::Settle(moment) => break (moment, true),
                    Next::End => return,
                    Next::Nothing => {}
                }
                next = match self.next.1.wait(next) {
                    Ok(guard) => guard,
                    Err(_) => return,
                };
            };
            drop(next);
            let mut wanted: Vec<Job> = self.board().wanted.keys().cloned().collect();
            wanted.retain(|job| sure || matches!(job.subject, Subject::Publication(_)));
            for job in wanted {
                let new = if sure { self.settle(&job, &moment) } else { self.make(&job, &moment) };
                if new {
                    (self.news)(moment.version);
                }
                // Something newer is waiting: what is left of this moment is made from it.
                if self.next.0.lock().is_ok_and(|next| !matches!(*next, Next::Nothing)) {
                    break;
                }
            }
        }
    }

    /// Lays a job out as of a moment, unless that was done; says whether it was.
    fn make(&self, job: &Job, moment: &Moment) -> bool {
        let before = match self.board().views.get(job) {
            Some(view) if view.version >= moment.version => return false,
            Some(view) => view.shown.clone(),
            None => None,
        };
        let show = |first: Arc<Laid>| {
            self.keep(&first, moment);
            // What was found in the whole is still there, as far as anybody knows.
            let found = self.board().views.get(job).and_then(|v| v.found.clone()).map_or_else(Vec::new, |(_, found)| found);
            self.publish(job, moment, Some(Shown::new(moment.shown.clone(), first, &moment.old)), found, true);
            (self.news)(moment.version);
            self.rests()
        };
        let Some(laid) = pipeline::lay_out_showing(&moment.shown, job, before.as_ref().map(|b| &*b.laid), show) else { return true };
        self.hasty.store(0, Ordering::Relaxed);
        let (shown, found) = match laid {
            Ok(laid) => {
                self.keep(&laid, moment);
                let found = laid.findings.clone();
                (Some(Shown::new(moment.shown.clone(), laid, &moment.old)), found)
            }
            Err(found) => (self.mend(job, moment, &found, before.as_deref()), found),
        };
        let guessed = before.is_some() && shown.is_some();
        self.publish(job, moment, shown, found, guessed);
        (self.news)(moment.version);
        typeset::forget(MEMORY);
        true
    }

    /// Whether nobody saves again while the pages of a fiche are drawn: the pages around it are then laid out. Now and then they are in any
    /// case.
    fn rests(&self) -> bool {
        let Ok(next) = self.next.0.lock() else { return true };
        let busy = |next: &mut Next| matches!(*next, Next::Nothing);
        let Ok((next, _)) = self.next.1.wait_timeout_while(next, DRAWING, busy) else { return true };
        matches!(*next, Next::Nothing) || self.hasty.fetch_add(1, Ordering::Relaxed) >= MOST_HASTY
    }

    /// Lays a job out again without any guess, and shows that when it differs: what is seen in the end is what a build makes. Says whether
    /// it differed.
    fn settle(&self, job: &Job, moment: &Moment) -> bool {
        let before = self
            .board()
            .views
            .get_mut(job)
            .filter(|view| view.version == moment.version)
            .and_then(|view| std::mem::take(&mut view.guessed).then(|| view.shown.clone())?);
        let Some(before) = before.filter(|b| Arc::ptr_eq(&b.loaded, &moment.shown)) else { return false };
        let Ok(laid) = pipeline::lay_out(&moment.shown, job) else { return false };
        let found = laid.findings.clone();
        let shown = Shown::new(moment.shown.clone(), laid, &moment.old);
        let told = |findings: &[Diagnostic]| findings.iter().map(|f| (f.code.id, f.span, f.message(Lang::En))).collect::<Vec<_>>();
        let same = shown.keys == before.keys && told(&found) == told(&before.laid.findings);
        let mut board = self.board();
        let Some(view) = board.views.get_mut(job).filter(|view| view.version == moment.version) else { return false };
        view.sure |= same;
        drop(board);
        if !same {
            self.publish(job, moment, Some(shown), found, false);
        }
        typeset::forget(MEMORY);
        !same
    }

    fn publish(&self, job: &Job, moment: &Moment, shown: Option<Shown>, found: Vec<Diagnostic>, guessed: bool) {
        let mut board = self.board();
        board.stamps += 1;
        let stamp = board.stamps;
        let view = board.views.entry(job.clone()).or_default();
        view.version = moment.version;
        view.stamp = stamp;
        view.guessed = guessed;
        view.sure = !guessed;
        view.behind = shown.is_none();
        view.found = Some((moment.shown.clone(), found));
        if let Some(shown) = shown {
            let shown = match &view.shown {
                Some(before) => shown.after(before),
                None => shown,
            };
            let old = view.shown.as_ref().map(|b| (&b.keys, &b.stale));
            let same = |page: usize| old.is_some_and(|(keys, stale)| keys.get(page) == shown.keys.get(page) && stale.get(page) == shown.stale.get(page));
            let changed = |page: usize| if same(page) { view.changed.get(page).copied().unwrap_or(view.stamp) } else { view.stamp };
            view.changed = (0..shown.keys.len()).map(changed).collect();
            view.shown = Some(Arc::new(shown));
        }
    }

    /// Tries again with the last good bytes of the files that an error is in.
    fn mend(&self, job: &Job, moment: &Moment, found: &[Diagnostic], before: Option<&Shown>) -> Option<Shown> {
        let mut files = moment.files.clone();
        let mut old = moment.old.clone();
        for finding in found.iter().filter(|f| f.severity == Severity::Error) {
            let named = finding.path.as_deref().map(|p| p.split(':').next().unwrap_or(p).to_owned());
            let path = finding.span.map(|s| moment.shown.sources.get(s.source).path.clone()).or(named)?;
            let good = self.good.lock().ok().and_then(|good| good.get(&path).cloned());
            if let Some(bytes) = good.filter(|b| files.bytes(&path).is_none_or(|now| now != b)) {
                files.put(&path, bytes);
                old.insert(path);
            }
        }
        if old == moment.old {
            return None;
        }
        let loaded = Arc::new(pipeline::read_after(&Input { files: &files, date: self.date }, Some(&moment.shown)));
        let laid = pipeline::lay_out_after(&loaded, job, before.map(|b| &*b.laid)).ok()?;
        Some(Shown::new(loaded, laid, &old))
    }

    /// Remembers the files that pages were made from.
    fn keep(&self, laid: &Laid, moment: &Moment) {
        let sources: BTreeSet<SourceId> = laid.bundle.files.values().flat_map(|f| &f.map.0).map(|(_, span)| span.source).collect();
        let texts: BTreeSet<&str> = sources.into_iter().map(|id| moment.shown.sources.get(id).path.as_str()).collect();
        let Ok(mut good) = self.good.lock() else { return };
        for path in moment.files.paths().filter(|p| !p.ends_with(".md") || texts.contains(p)) {
            if let Some(bytes) = moment.files.bytes(path).filter(|_| !path.starts_with("fonts/")) {
                good.insert(path.to_owned(), bytes.clone());
            }
        }
    }
}

/// The texts that cannot be read as what they are: fiches and memorandums that are none, and catalogues with an error.
fn unreadable(loaded: &Loaded) -> Vec<String> {
    let corpus = &loaded.corpus;
    let known: BTreeSet<SourceId> = corpus.fiches.iter().map(|f| f.source).chain(corpus.memorandums.iter().map(|m| m.source)).collect();
    let errors: BTreeMap<SourceId, bool> = loaded.findings.iter().filter(|f| f.severity == Severity::Error).fold(BTreeMap::new(), |mut out, f| {
        if let Some(span) = f.span {
            *out.entry(span.source).or_default() |= matches!(f.code.id, "S001" | "S008" | "W102");
        }
        out
    });
    let bad = |id: SourceId, path: &str| {
        if path.ends_with(".md") { !known.contains(&id) || errors.get(&id) == Some(&true) } else { errors.contains_key(&id) }
    };
    loaded.sources.iter().filter(|(id, source)| bad(*id, &source.path)).map(|(_, source)| source.path.clone()).collect()
}

/// Where the word begins that differs first, when one text changed.
fn edited(changed: &[String], before: &Loaded, now: &Loaded) -> Option<(String, usize)> {
    let mut texts = changed.iter().filter_map(|path| Some((path, now.sources.find(path)?)));
    let (path, id) = texts.next()?;
    if texts.next().is_some() {
        return None;
    }
    let old = before.sources.find(path).map_or("", |id| before.sources.get(id).text.as_str());
    Some((path.clone(), differs(old, &now.sources.get(id).text)))
}

/// The byte of `now` at which the word begins that differs first from `old`; the next one where blank lines come first.
fn differs(old: &str, now: &str) -> usize {
    let same = now.chars().zip(old.chars()).take_while(|(a, b)| a == b).map(|(a, _)| a.len_utf8()).sum::<usize>();
    let (before, after) = now.split_at(same);
    match after.find(|c: char| !c.is_whitespace()) {
        // What was taken away at the end, or blank lines only: the last word that stands.
        None => before.trim_end().rfind(char::is_whitespace).map_or(0, |at| at + 1),
        Some(0) => before.char_indices().rev().take_while(|(_, c)| !c.is_whitespace()).last().map_or(same, |(at, _)| at),
        Some(blank) => same + blank,
    }
}

#[cfg(test)]
mod tests {
    use super::differs;

    #[test]
    fn the_word_that_was_touched_is_found() {
        let at = |old: &str, now: &str| now[differs(old, now)..].split_whitespace().next().unwrap_or("").to_owned();
        assert_eq!(at("Le petit été", "Le petite été"), "petite");
        assert_eq!(at("Le petit été", "Le petit étang"), "étang");
        assert_eq!(at("Un.\n", "Un.\n\nDeux mots.\n"), "Deux");
        assert_eq!(at("Un deux trois", "Un deux"), "deux");
        assert_eq!(at("", "Un"), "Un");
        assert_eq!(at("Un", ""), "");
    }
}
