//! The engine's outside world: a bundle and the given fonts. No disk, no network, no clock.

use super::breaks::{self, Shift};
use super::fonts::Fonts;
use crate::model::bundle::{BODIES, Bundle, BundleFile, MAIN, is_guess};
use rayon::prelude::*;
use std::collections::{BTreeSet, HashMap, HashSet};
use std::ops::Range;
use std::sync::{LazyLock, Mutex};
use typst::comemo::Track;
use typst::diag::{FileError, FileResult};
use typst::engine::{Route, Sink, Traced};
use typst::foundations::{Bytes, Datetime, Duration};
use typst::syntax::{DiagSpan, DiagSpanKind, FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt, WorldExt};
use typst_layout::PagedDocument;

static LIBRARY: LazyLock<LazyHash<Library>> = LazyLock::new(|| LazyHash::new(Library::default()));

/// A body as the engine reads it, where it differs from the generated one, and whether it was mended.
pub(super) type Body = (Source, Option<Shift>, bool);

/// One bundle as the engine reads it.
pub(super) struct World {
    fonts: Fonts,
    main: FileId,
    sources: HashMap<FileId, Source>,
    files: HashMap<FileId, Bytes>,
    /// Where the bodies that the engine reads differ from those that were generated.
    shifts: HashMap<FileId, Shift>,
    /// The data files that the engine asked for.
    read: Mutex<HashSet<FileId>>,
    /// What the bundle held: a hash of each file.
    given: HashMap<FileId, u128>,
    /// The bodies that were mended after a first layout.
    mended: HashSet<FileId>,
    /// The bodies whose pages were looked at a second time.
    looked: HashSet<FileId>,
}

/// The number of a virtual file; none for a path that the engine does not take.
pub(super) fn file_id(path: &str) -> Option<FileId> {
    Some(RootedPath::new(VirtualRoot::Project, VirtualPath::new(path).ok()?).intern())
}

impl World {
    /// With a world of an earlier moment, a file that changed is parsed where it changed only, and the others not at all.
    pub(super) fn new(bundle: &Bundle, fonts: &Fonts, before: Option<&Self>) -> Self {
        let mut world = Self {
            fonts: fonts.clone(),
            main: file_id(MAIN).expect("the main path is valid"),
            sources: HashMap::new(),
            files: HashMap::new(),
            shifts: HashMap::new(),
            read: Mutex::default(),
            given: bundle.files.iter().filter_map(|(path, file)| Some((file_id(path)?, typst::utils::hash128(file.bytes.as_slice())))).collect(),
            mended: HashSet::new(),
            looked: HashSet::new(),
        };
        let whole = breaks::fits(fonts);
        // What was found out about a body holds as long as nothing else has changed.
        let kept = before.filter(|before| world.is_like(before, bundle));
        for (id, before) in kept.iter().flat_map(|b| b.mended.iter().map(|id| (id, *b))) {
            if world.given.get(id) == before.given.get(id) {
                world.mended.insert(*id);
            }
        }
        for (id, before) in kept.iter().flat_map(|b| b.looked.iter().map(|id| (id, *b))) {
            if world.given.get(id) == before.given.get(id) {
                world.looked.insert(*id);
            }
        }
        let parsed = |id: FileId, text: &str| match before.and_then(|b| b.sources.get(&id)) {
            Some(source) => {
                let mut source = source.clone();
                source.replace(text);
                source
            }
            None => Source::new(id, text.to_owned()),
        };
        let read = |(path, file): (&String, &BundleFile)| {
            let id = file_id(path)?;
            if world.mended.contains(&id)
                && let Some(source) = before.and_then(|b| b.sources.get(&id))
            {
                return Some((id, before.and_then(|b| b.shifts.get(&id).cloned()), Ok(source.clone())));
            }
            let text = path.ends_with(".typ").then(|| std::str::from_utf8(&file.bytes).ok()).flatten();
            let opened = text.filter(|_| whole).and_then(|_| breaks::of(file));
            let (text, shift) = match &opened {
                Some((text, shift)) => (Some(text.as_str()), Some(shift.clone())),
                None => (text, None),
            };
            Some((id, shift, text.map(|text| parsed(id, text)).ok_or_else(|| Bytes::new(SharedBytes(file.bytes.clone())))))
        };
        for (id, shift, file) in bundle.files.par_iter().filter_map(read).collect::<Vec<_>>() {
            world.shifts.extend(shift.map(|shift| (id, shift)));
            match file {
                Ok(source) => drop(world.sources.insert(id, source)),
                Err(bytes) => drop(world.files.insert(id, bytes)),
            }
        }
        world
    }

    /// The place of a span in the generated file.
    pub(super) fn range(&self, span: impl Into<DiagSpan>) -> Option<Range<usize>> {
        let span = span.into();
        let range = WorldExt::range(self, span)?;
        let id = match span.get() {
            DiagSpanKind::Detached => return None,
            DiagSpanKind::Number { id, .. } | DiagSpanKind::Range { id, .. } => id,
        };
        Some(self.shifts.get(&id).map_or(range.clone(), |shift| shift.back(range)))
    }

    /// The place of a span in the generated file, and how many bytes of the text that is written there come before something that is
    /// `offset` bytes into the text that the engine read.
    pub(super) fn place(&self, id: FileId, span: impl Into<DiagSpan>, offset: usize) -> Option<(Range<usize>, usize)> {
        let range = WorldExt::range(self, span)?;
        let Some(shift) = self.shifts.get(&id) else { return Some((range, offset)) };
        // The text begins behind the quote of its literal.
        Some((shift.back(range.clone()), shift.between(range.start + 1, offset)))
    }

    /// Evaluates the texts, and the parts around them, several at once: the engine would take one after the other, and now finds in its
    /// memory what this made. What is wrong with them it says itself.
    pub(super) fn evaluate(&self, bundle: &Bundle) {
        let evaluate = |world: &dyn typst::World, source: &Source| {
            let mut sink = Sink::new();
            let _ = typst_eval::eval(world.track(), &LIBRARY, Traced::default().track(), sink.track_mut(), Route::default().track(), source);
        };
        let texts = bundle.files.iter().filter(|(path, file)| !file.template && *path != MAIN);
        let texts: Vec<&Source> = texts.filter_map(|(path, _)| self.sources.get(&file_id(path)?)).collect();
        // The first one brings the library that all of them import.
        if let Some((first, others)) = texts.split_first() {
            evaluate(self, first);
            let parts = || self.sources.get(&self.main).into_iter().for_each(|main| evaluate(&Parts::of(self, main), main));
            rayon::join(parts, || others.par_iter().for_each(|source| evaluate(self, source)));
        }
    }

    /// The text of a data file.
    pub(super) fn text(&self, path: &str) -> Option<&str> {
        file_id(path).and_then(|id| self.files.get(&id)).and_then(|bytes| std::str::from_utf8(bytes.as_slice()).ok())
    }

    /// Whether some layout read a data file.
    pub(super) fn was_read(&self, path: &str) -> bool {
        file_id(path).is_some_and(|id| self.read.lock().is_ok_and(|read| read.contains(&id)))
    }

    /// Whether a data file holds just this text.
    pub(super) fn holds(&self, path: &str, text: &str) -> bool {
        file_id(path).and_then(|id| self.files.get(&id)).is_some_and(|bytes| bytes.as_slice() == text.as_bytes())
    }

    /// Whether another world was given the same file under a path.
    pub(super) fn has_same(&self, path: &str, other: &Self) -> bool {
        file_id(path).is_some_and(|id| self.given.get(&id) == other.given.get(&id))
    }

    /// Whether another world was given the same files but for the bodies.
    pub(super) fn is_like(&self, other: &Self, bundle: &Bundle) -> bool {
        bundle.files.keys().all(|path| is_guess(path) || path.starts_with(BODIES) || self.has_same(path, other))
    }

    /// Mends the bodies after a first layout, each once: paragraphs with loose lines get hyphens, and no word is cut where a page ends. Says
    /// whether there was anything to do.
    pub(super) fn mend(&mut self, document: &PagedDocument) -> bool {
        let body = |span: typst::syntax::Span| {
            let id = span.id().filter(|id| !self.mended.contains(id) && id.vpath().get_without_slash().starts_with(BODIES))?;
            Some((id, self.sources.get(&id)?.text(), WorldExt::range(self, span)?))
        };
        let mut edits: HashMap<FileId, BTreeSet<(usize, &'static str)>> = HashMap::new();
        for (id, text, literal) in breaks::loose(document).into_iter().filter_map(body) {
            edits.entry(id).or_default().extend(breaks::hyphens(text, literal.start));
        }
        for end in breaks::ends(document) {
            let Some((id, text, literal)) = body(end.span) else { continue };
            let edits = edits.entry(id).or_default();
            if end.cuts || breaks::hyphens(text, literal.start).is_some_and(|hyphens| edits.contains(&hyphens)) {
                edits.extend(breaks::joints(text, literal, end.offset).into_iter().map(|at| (at, breaks::JOINED)));
            }
        }
        edits.retain(|_, edits| !edits.is_empty());
        #[expect(clippy::iter_over_hash_type, reason = "each file is changed by itself")]
        for (id, edits) in &edits {
            self.edit(*id, edits);
        }
        !edits.is_empty()
    }

    /// Puts texts into a body.
    pub(super) fn edit(&mut self, id: FileId, edits: &BTreeSet<(usize, &'static str)>) {
        let Some(source) = self.sources.get_mut(&id) else { return };
        let shift = self.shifts.entry(id).or_default();
        // One by one, so that what stands between them is the same for the engine, which then knows how it was set.
        for (at, text) in edits.iter().rev() {
            source.edit(*at..*at, text);
            shift.insert(*at, text.len());
        }
        self.mended.insert(id);
    }

    /// Whether the pages of a body are to be looked at a second time.
    pub(super) fn looks_at(&self, id: FileId) -> bool {
        self.sources.contains_key(&id) && !self.looked.contains(&id)
    }

    /// The pages of a body were looked at.
    pub(super) fn looked_at(&mut self, id: FileId) {
        self.looked.insert(id);
    }

    /// A body as it is now.
    pub(super) fn body(&self, id: FileId) -> Option<Body> {
        Some((self.sources.get(&id)?.clone(), self.shifts.get(&id).cloned(), self.mended.contains(&id)))
    }

    /// The body as it was.
    pub(super) fn put_body(&mut self, id: FileId, (source, shift, mended): Body) {
        self.sources.insert(id, source);
        match shift {
            Some(shift) => drop(self.shifts.insert(id, shift)),
            None => drop(self.shifts.remove(&id)),
        }
        if !mended {
            self.mended.remove(&id);
        }
    }

    /// A text as the engine reads it.
    pub(super) fn source_of(&self, id: FileId) -> Option<&Source> {
        self.sources.get(&id)
    }

    /// The literal of some words, in the text as the engine reads it.
    pub(super) fn literal(&self, span: typst::syntax::Span) -> Option<Range<usize>> {
        WorldExt::range(self, span)
    }

    /// The text of a body that was mended.
    pub(super) fn mended(&self, path: &str) -> Option<&str> {
        let id = file_id(path).filter(|id| self.mended.contains(id))?;
        self.sources.get(&id).map(Source::text)
    }

    /// Takes another text for the main file, under a name of its own.
    pub(super) fn begin_with(&mut self, path: &str, text: &str) {
        if let Some(id) = file_id(path) {
            self.sources.insert(id, Source::new(id, text.to_owned()));
            self.main = id;
        }
    }

    /// Takes the main file of the bundle again.
    pub(super) fn begin_with_main(&mut self) {
        self.sources.remove(&self.main);
        self.main = file_id(MAIN).expect("the main path is valid");
    }

    /// Replaces a data file.
    pub(super) fn put_text(&mut self, path: &str, text: String) {
        if let Some(id) = file_id(path) {
            self.files.insert(id, Bytes::from_string(text));
        }
    }
}

/// Bytes that the engine shares with us.
pub(super) struct SharedBytes(pub(super) crate::base::files::Bytes);

impl AsRef<[u8]> for SharedBytes {
    fn as_ref(&self) -> &[u8] {
        &self.0
    }
}

impl typst::World for World {
    fn library(&self) -> &LazyHash<Library> {
        &LIBRARY
    }

    fn book(&self) -> &LazyHash<FontBook> {
        self.fonts.book()
    }

    fn main(&self) -> FileId {
        self.main
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        self.sources.get(&id).cloned().ok_or_else(|| missing(id))
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        if let Ok(mut read) = self.read.lock() {
            read.insert(id);
        }
        match self.files.get(&id) {
            Some(bytes) => Ok(bytes.clone()),
            None => self.sources.get(&id).map(|s| Bytes::from_string(s.clone())).ok_or_else(|| missing(id)),
        }
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.fonts.get(index)
    }

    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        // The date comes with the data; the clock is never read.
        None
    }
}

/// A world in which the texts that the main file includes are empty: its other calls (contents, glossary…) are answered without them.
struct Parts<'a> {
    world: &'a World,
    empty: HashMap<FileId, Source>,
}

impl<'a> Parts<'a> {
    fn of(world: &'a World, main: &Source) -> Self {
        let included = main.text().lines().filter_map(|line| file_id(line.strip_prefix("#include \"/")?.strip_suffix('"')?));
        Self { world, empty: included.map(|id| (id, Source::new(id, String::new()))).collect() }
    }
}

impl typst::World for Parts<'_> {
    fn library(&self) -> &LazyHash<Library> {
        self.world.library()
    }

    fn book(&self) -> &LazyHash<FontBook> {
        self.world.book()
    }

    fn main(&self) -> FileId {
        self.world.main()
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        self.empty.get(&id).map_or_else(|| self.world.source(id), |source| Ok(source.clone()))
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        self.world.file(id)
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.world.font(index)
    }

    fn today(&self, offset: Option<Duration>) -> Option<Datetime> {
        self.world.today(offset)
    }
}

fn missing(id: FileId) -> FileError {
    FileError::NotFound(id.vpath().get_without_slash().into())
}
