//! A workspace, read: load → parse → resolve → check, and what a fix does to it.

use super::{CONFLICT, MARKED, OUT_OF_RANGE, archive, codes, colours, preflight, sheets};
use crate::base::diag::{Diagnostic, Severity};
use crate::base::files::{Bytes, FileFault, Files, Overlay};
use crate::base::source::{Source, SourceId, Sources, Span};
use crate::lang::format::{is_file_name, slug};
use crate::lang::typography;
use crate::model::assets::{Assets, Templates};
use crate::model::catalog::{CatalogDraft, RuleLevel};
use crate::model::corpus::Corpus;
use crate::model::profile::Profile;
use crate::typeset::Fonts;
use crate::workspace::digest;
use crate::{check, parse, press, render, resolve, typeset, workspace};
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// The largest bleed, in mm: printers ask for 3 to 5.
const WIDEST_BLEED: f64 = 20.0;

/// The finest resolution of pictures, in pixels per inch: that of line art on a press.
const FINEST: f64 = 2400.0;

/// The largest number that pages are made a multiple of: a printer's sheet of 32 pages, twice.
const LARGEST_MULTIPLE: u32 = 64;

/// Everything that was read, and what was found.
pub struct Loaded {
    /// What people wrote.
    pub sources: Sources,
    /// The texts without a fault, by path, with the bytes that they were read from.
    pub(super) texts: BTreeMap<String, (Bytes, Arc<Source>)>,
    /// The collection.
    pub corpus: Corpus,
    /// The profiles, in the order of the file.
    pub profiles: Vec<(String, Profile)>,
    /// The templates in force.
    pub templates: Templates,
    /// The fonts in force.
    pub fonts: Fonts,
    /// Whether every font file is one.
    pub(super) sound_fonts: bool,
    /// The files that the fonts were read from.
    pub(super) font_files: Vec<(String, Bytes)>,
    /// What the fonts are, as a hash.
    pub(super) fonts_print: String,
    /// The pictures that may be shown.
    pub assets: Assets,
    /// The date that takes the place of the collection's.
    pub(super) date: Option<(i32, u8, u8)>,
    /// The printing conditions that were opened, each with the pictures that it has converted.
    pub(super) conditions: preflight::Conditions,
    /// The sources, for files that carry them.
    pub(super) carried: Option<archive::Carried>,
    /// How a file was made, in its own words, when it is made again.
    pub(super) recipe: Option<Bytes>,
    /// How text is set.
    pub typography: typography::Settings,
    /// What was found, in the order of the sources.
    pub findings: Vec<Diagnostic>,
    /// What was found and a line of its text allows, with the reason given there.
    pub allowed: Vec<(Diagnostic, String)>,
}

/// What a run starts from.
pub struct Input<'a> {
    /// The workspace.
    pub files: &'a dyn Files,
    /// A date that takes the place of the collection's: year, month, day.
    pub date: Option<(i32, u8, u8)>,
}

/// The hash of every file that can have an effect on what is made.
pub fn inputs_digest(input: &Input<'_>) -> String {
    let paths: Vec<String> = ["content", "templates", "fonts"].iter().flat_map(|folder| input.files.list(folder)).collect();
    let contents: Vec<Result<Bytes, FileFault>> = paths.par_iter().map(|p| input.files.read(p)).collect();
    let date = format!("{:?}", input.date);
    let mut pieces: Vec<&[u8]> = vec![env!("LIVRET_BUILD").as_bytes(), date.as_bytes()];
    for (path, bytes) in paths.iter().zip(&contents) {
        pieces.push(path.as_bytes());
        pieces.push(bytes.as_ref().map_or(b"?".as_slice(), |b| b.as_slice()));
    }
    digest(pieces)
}

/// load → parse → resolve → check.
pub fn load(input: &Input<'_>) -> Loaded {
    let mut loaded = read_after(input, None);
    (loaded.findings, loaded.allowed) = inspect(&loaded, input.files);
    loaded
}

/// Reads the workspace without checking it; what did not change since an earlier moment is taken from there. Its findings are those
/// without which nothing can be laid out; [`inspect`] gives all of them.
pub fn read_after(input: &Input<'_>, before: Option<&Loaded>) -> Loaded {
    let mut findings = Vec::new();
    let mut sources = Sources::default();
    let templates = workspace::templates(input.files);
    let font_files = workspace::fonts(input.files);
    let same =
        |old: &&Loaded| old.sound_fonts && old.font_files.iter().map(|(p, b)| (p, Arc::as_ptr(b))).eq(font_files.iter().map(|(p, b)| (p, Arc::as_ptr(b))));
    let (fonts, fonts_print) = match before.filter(same) {
        Some(old) => (old.fonts.clone(), old.fonts_print.clone()),
        None => (Fonts::open(&font_files, &mut findings), fonts_digest(&font_files)),
    };
    let sound_fonts = findings.is_empty();
    for path in ["templates", "fonts"].iter().flat_map(|folder| input.files.list(folder)) {
        if let Err(fault) = input.files.read(&path) {
            findings.push(unreadable(&fault, None, &path));
        }
    }
    findings.extend(templates.0.iter().filter_map(|(name, bytes)| foreign(name, bytes)));

    let mut texts_read = BTreeMap::new();
    let mut read = |path: &str, findings: &mut Vec<Diagnostic>| -> Option<SourceId> {
        match input.files.read(path) {
            Ok(bytes) => {
                let known = before.and_then(|b| b.texts.get(path)).filter(|(old, _)| Arc::ptr_eq(old, &bytes));
                let faults = findings.len();
                let id = match known {
                    Some((_, source)) => sources.share(source.clone()),
                    None => parse::text::decode(&mut sources, path, &bytes).unload(findings),
                };
                // A text with a fault is read again each time, so that the fault is said each time.
                if findings.len() == faults {
                    texts_read.insert(path.to_owned(), (bytes, sources.shared(id)));
                }
                Some(id)
            }
            Err(FileFault::Missing) if !listed(input.files, path) => None,
            // An empty source stands for it: the finding has a place, and the publications that might hold the text are not made.
            Err(fault) => {
                let id = sources.add(Source::new(path, ""));
                findings.push(unreadable(&fault, Some(id), path));
                Some(id)
            }
        }
    };
    // A link to a folder is not walked: what is in it would be missing without a word, so it counts as a text that cannot be read.
    let astray = |p: &String| matches!(input.files.read(p), Err(FileFault::Missing | FileFault::Outside | FileFault::Unreadable(_)));
    let texts = |folder: &str| -> Vec<String> { input.files.list(folder).into_iter().filter(|p| p.ends_with(".md") || astray(p)).collect() };
    let [collection, brand, categories, terms, facts, publications] =
        ["collection", "marque", "categories", "sigles", "faits", "publications"].map(|name| read(&format!("content/{name}.yaml"), &mut findings));
    let fiches: Vec<SourceId> = texts("content/fiches").iter().filter_map(|p| read(p, &mut findings)).collect();
    let memorandums: Vec<SourceId> = texts("content/memorandums").iter().filter_map(|p| read(p, &mut findings)).collect();
    let profiles_source =
        templates.0.get("profiles.yaml").map(|bytes| parse::text::decode(&mut sources, "templates/profiles.yaml", bytes).unload(&mut findings));

    let mut catalog = CatalogDraft::default();
    if let Some(id) = collection {
        catalog.collection = parse::catalog::collection(&sources, id, &mut findings);
    }
    if let Some(id) = brand {
        catalog.brand = parse::catalog::brand(&sources, id, &mut findings);
    }
    if let Some(id) = categories {
        parse::catalog::categories(&sources, id, &mut catalog, &mut findings);
    }
    if let Some(id) = terms {
        parse::catalog::terms(&sources, id, &mut catalog, &mut findings);
    }
    if let Some(id) = facts {
        parse::catalog::facts(&sources, id, &mut catalog, &mut findings);
    }
    if let Some(id) = publications {
        parse::catalog::publications(&sources, id, &mut catalog, &mut findings);
    }
    let profiles = profiles_source.map(|id| parse::catalog::profiles(&sources, id, &mut findings)).unwrap_or_default();
    for (name, profile) in &profiles {
        if !is_file_name(name) {
            findings.push(Diagnostic::at(&resolve::codes::NO_FILE_NAME, name.span).with("id", name.value.clone()).with("nearest", slug(name)));
        }
        if let (Some(why), Some(first)) = (typeset::conflict(profile), profile.standards.first()) {
            let words: Vec<&str> = profile.standards.iter().map(|s| s.value.word()).collect();
            findings.push(Diagnostic::at(&CONFLICT, first.span).with("id", name.value.clone()).with("standards", words.join(", ")).with("why", why));
        }
        if let (false, Some(first)) = (profile.marks.0.is_empty(), profile.standards.first()) {
            let words: Vec<&str> = profile.standards.iter().map(|s| s.value.word()).collect();
            findings.push(Diagnostic::at(&MARKED, first.span).with("id", name.value.clone()).with("standards", words.join(", ")));
        }
        findings.extend(archive::unfit(name, profile).map(|f| Diagnostic { span: Some(name.span), path: None, ..f }));
        let mut within = |key: &'static str, fits: bool, limit: String| {
            if !fits {
                findings.push(Diagnostic::at(&OUT_OF_RANGE, name.span).with("id", name.value.clone()).with("key", key).with("limit", limit));
            }
        };
        within("bleed", (0.0..=WIDEST_BLEED).contains(&profile.bleed), WIDEST_BLEED.to_string());
        for (key, limit) in profile.impose.0.faults().into_iter().chain(profile.paper.iter().flat_map(|p| p.faults())) {
            within(key, false, limit.to_string());
        }
        within("resolution", (0.0..=FINEST).contains(&profile.resolution), FINEST.to_string());
        within("multiple", profile.multiple <= LARGEST_MULTIPLE, LARGEST_MULTIPLE.to_string());
    }
    let profiles: Vec<(String, Profile)> = profiles.into_iter().map(|(name, p)| (name.value, p)).collect();

    let parsed: Vec<_> = fiches.par_iter().map(|id| parse::fiche(sources.get(*id), *id)).collect();
    let fiches = parsed.into_iter().map(|p| p.unload(&mut findings)).collect();
    let parsed: Vec<_> = memorandums.par_iter().map(|id| parse::memorandum(sources.get(*id), *id)).collect();
    let memorandums = parsed.into_iter().map(|p| p.unload(&mut findings)).collect();

    let drafts = resolve::Drafts { catalog, collection_source: collection, fiches, memorandums, profiles: profiles.iter().map(|(n, _)| n.clone()).collect() };
    let corpus = resolve::resolve(drafts, input.date).unload(&mut findings);
    if let Some(duplex) = &corpus.collection.duplex {
        let measured = sheets::offset_faults(crate::model::imposition::Offset { x: duplex.value.x, y: duplex.value.y });
        findings.extend(measured.into_iter().map(|f| Diagnostic { span: Some(duplex.span), path: None, ..f }));
    }
    for spec in &corpus.publications {
        for (key, span, least, limit) in spec.making.faults() {
            let finding = Diagnostic::at(&press::BINDING_RANGE, span).with("key", key);
            findings.push(finding.with("least", least.to_string()).with("limit", limit.to_string()));
        }
    }
    findings.extend(colours::of_brand(&corpus.brand, &templates, &fonts));
    let assets = check::assets(&corpus, input.files, &typeset::draws, &fonts.families().map(str::to_owned).collect::<Vec<_>>(), &mut findings);
    let typography = typography::Settings::of(&corpus.collection.typography);
    let texts = texts_read;
    let carried = profiles.iter().any(|(_, p)| p.sources).then(|| archive::Carried::read(input.files));
    Loaded {
        sources,
        texts,
        corpus,
        profiles,
        templates,
        fonts,
        sound_fonts,
        font_files,
        fonts_print,
        assets,
        date: input.date,
        conditions: preflight::Conditions::default(),
        carried,
        recipe: None,
        typography,
        findings,
        allowed: Vec::new(),
    }
}

/// The hash of the fonts. The program's own are part of its build, which every fingerprint names: only their names count here.
fn fonts_digest(files: &[(String, Bytes)]) -> String {
    let own = workspace::embedded_fonts();
    let bytes = |path: &String, bytes: &Bytes| own.get(path).is_none_or(|b| !Arc::ptr_eq(b, bytes));
    digest(files.iter().flat_map(|(p, b)| [p.as_bytes(), if bytes(p, b) { b.as_slice() } else { &[] }]))
}

/// Checks what was read: all that was found, weighed as the collection wants, in the order of the sources; and beside it what the texts
/// allow, with their reasons.
pub fn inspect(loaded: &Loaded, files: &dyn Files) -> (Vec<Diagnostic>, Vec<(Diagnostic, String)>) {
    let Loaded { sources, corpus, fonts, typography, .. } = loaded;
    let mut findings = loaded.findings.clone();
    let covers = |c: char| fonts.covers(c);
    findings.extend(check::check(&check::Context::new(corpus, sources, files, &covers, typography)));
    quiet(&mut findings, sources);
    findings.extend(misnamed_rules(corpus));
    weigh(&mut findings, corpus);
    let mut allowed = check::allowance::apply(&mut findings, sources, &codes(), &check::is_adjustable);
    let place = |f: &Diagnostic| (f.span.map(|s| (s.source, s.start)), f.code.id);
    findings.sort_by_key(place);
    allowed.sort_by_key(|(f, _)| place(f));
    (findings, allowed)
}

/// Whether a path stands in its folder: a dead link and a name in another encoding do, and still cannot be read.
fn listed(files: &dyn Files, path: &str) -> bool {
    path.rsplit_once('/').is_some_and(|(folder, _)| files.list(folder).iter().any(|p| p == path))
}

/// The finding about a file that is there and cannot be read.
pub(super) fn unreadable(fault: &FileFault, source: Option<SourceId>, path: &str) -> Diagnostic {
    let (why, why_en) = match fault {
        FileFault::Outside => ("il mène hors de l’espace de travail".to_owned(), "it leads out of the workspace".to_owned()),
        FileFault::TooLarge(limit) => (format!("il dépasse {} Mo", limit / 1_000_000), format!("it is over {} MB", limit / 1_000_000)),
        FileFault::Unreadable(why) => (why.clone(), why.clone()),
        FileFault::Missing => (
            "c’est un lien sans fichier, un dossier lié, ou un nom mal codé".to_owned(),
            "it is a link without a file, a linked folder, or a garbled name".to_owned(),
        ),
    };
    let place = source.map_or_else(|| Diagnostic::on(&workspace::UNREADABLE, path), |id| Diagnostic::at(&workspace::UNREADABLE, Span::file(id)));
    place.with("why", why).with("why_en", why_en)
}

/// The finding about a template that is no UTF-8 text.
fn foreign(name: &str, bytes: &[u8]) -> Option<Diagnostic> {
    let fault = std::str::from_utf8(bytes).err()?;
    let line = bytes[..fault.valid_up_to()].iter().filter(|b| **b == b'\n').count() + 1;
    let text = [".typ", ".hbs", ".yaml"].iter().any(|end| name.ends_with(end));
    let finding = Diagnostic::on(&render::TEMPLATE, format!("templates/{name}:{line}"));
    text.then(|| finding.with("why", "ce n’est pas du texte en UTF-8").with("why_en", "it is not UTF-8 text").with("file", name.to_owned()))
}

/// What follows when a file that the texts rely on cannot be read: its path, and the codes that would only say that it is empty.
const FOLLOWS: [(&str, &[&str]); 4] = [
    ("content/categories.yaml", &["R104"]),
    ("content/sigles.yaml", &["R117", "C401", "C402", "C403"]),
    ("content/collection.yaml", &["C102", "R113"]),
    ("templates/profiles.yaml", &["R110"]),
];

/// Leaves out what only follows from another finding: a key whose value cannot be read is not missing too, a file that cannot be read as
/// a whole has no other fault worth a line, and what other files take from it is not unknown.
fn quiet(findings: &mut Vec<Diagnostic>, sources: &Sources) {
    let source = |f: &Diagnostic| f.span.map(|s| s.source);
    let of = |codes: &[&str]| -> BTreeSet<SourceId> { findings.iter().filter(|f| codes.contains(&f.code.id)).filter_map(source).collect() };
    let unread = of(&["S001", "S008", "W102"]);
    let headless = of(&["H001", "H002", "H003", "H004"]);
    let key = |f: &Diagnostic| f.args.iter().find(|(name, _)| *name == "key").map(|(_, v)| v.to_string());
    // A file of the collection that is no YAML, or no list where a list is wanted, gave nothing at all.
    let nothing = |f: &Diagnostic, path: &str| {
        matches!(f.code.id, "S001" | "S008" | "W102" | "H003" | "H004") || f.code.id == "H103" && key(f).is_some_and(|k| k == path)
    };
    let lost = |path: &str| sources.find(path).is_some_and(|id| findings.iter().any(|f| source(f) == Some(id) && nothing(f, path)));
    let echoes: BTreeSet<&str> = FOLLOWS.iter().filter(|(path, _)| lost(path)).flat_map(|(_, codes)| codes.iter().copied()).collect();
    // Each bad value answers for the nearest « missing » before it with the same key; a bad header for all at its top.
    let mut followers: BTreeSet<usize> = BTreeSet::new();
    for bad in findings.iter().filter(|f| matches!(f.code.id, "H103" | "H104" | "H105")) {
        let Some(place) = bad.span else { continue };
        let missing = findings.iter().enumerate().filter(|(_, f)| f.code.id == "R101" && source(f) == Some(place.source));
        let whole = key(bad).is_some_and(|k| k == parse::HEADER || k.ends_with(".yaml"));
        if whole {
            followers.extend(missing.filter(|(_, f)| f.span.is_some_and(|s| s.start == 0)).map(|(i, _)| i));
        } else {
            let before = missing.filter(|(_, f)| f.span.is_some_and(|s| s.start <= place.start) && key(f) == key(bad));
            followers.extend(before.max_by_key(|(_, f)| f.span.map(|s| s.start)).map(|(i, _)| i));
        }
    }
    let mut index = 0;
    findings.retain(|f| {
        index += 1;
        let of_source = |set: &BTreeSet<SourceId>| source(f).is_some_and(|s| set.contains(&s));
        let follows = followers.contains(&(index - 1));
        // A memorandum that is there, with a fault of its own, is not unknown.
        let there = f.code.id == "R109" && f.args.iter().any(|(name, v)| *name == "found" && sources.find(&format!("content/{v}")).is_some());
        let empty = of_source(&headless) && f.code.id == "R101" && f.span.is_some_and(|s| s.start == 0);
        !follows && !there && !empty && !echoes.contains(f.code.id) && (!of_source(&unread) || matches!(f.code.id, "S001" | "S008" | "W102"))
    });
}

/// Whether a collection or a line of a text may lower a finding with this code.
pub fn is_adjustable(code: &crate::base::diag::Code) -> bool {
    check::is_adjustable(code)
}

/// The rules of the collection that there are not, or that cannot be lowered.
fn misnamed_rules(corpus: &Corpus) -> Vec<Diagnostic> {
    use check::allowance::{FIRM, UNKNOWN};
    let known = codes();
    let mut findings = Vec::new();
    for (name, level) in &corpus.collection.rules.0 {
        match known.iter().find(|c| c.id == name.value) {
            Some(code) if level.value != RuleLevel::Error && !check::is_adjustable(code) => {
                findings.push(Diagnostic::at(&FIRM, name.span).with("code", name.value.clone()));
            }
            Some(_) => {}
            None => {
                let near = crate::base::diag::nearest(name, known.iter().map(|c| c.id)).unwrap_or_default();
                findings.push(Diagnostic::at(&UNKNOWN, name.span).with("found", name.value.clone()).with("nearest", near));
            }
        }
    }
    findings
}

/// Gives rules the weight that the collection wants.
pub(super) fn weigh(findings: &mut Vec<Diagnostic>, corpus: &Corpus) {
    let levels: BTreeMap<&str, RuleLevel> = corpus.collection.rules.0.iter().map(|(code, level)| (code.value.as_str(), level.value)).collect();
    findings.retain_mut(|f| match levels.get(f.code.id) {
        None => !f.code.off,
        Some(RuleLevel::Off) => !check::is_adjustable(f.code),
        Some(RuleLevel::Error) => {
            f.severity = Severity::Error;
            true
        }
        Some(RuleLevel::Warning) => {
            // What cannot be printed stays an error.
            f.severity = if check::is_adjustable(f.code) { Severity::Warning } else { f.severity };
            true
        }
    });
}

/// A file as it is and as it would be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// The path.
    pub path: String,
    /// The bytes that were read.
    pub before: Bytes,
    /// The bytes that mend what is sure.
    pub after: Bytes,
}

/// The most passes: a change may lay open another one, or stand in its way.
const MOST_PASSES: usize = 10;

/// The sure changes of what was loaded, then of what that makes, until there are none: what is then left, and what becomes of which file. Nothing is written.
///
/// Only the files named are changed; all of `content/` when none is.
pub fn fix(input: &Input<'_>, loaded: Loaded, wanted: &BTreeSet<String>) -> (Loaded, Vec<Change>) {
    let mut overlay = Overlay { files: input.files, changed: BTreeMap::new() };
    let mut loaded = loaded;
    for _ in 0..MOST_PASSES {
        let path = |f: &Diagnostic| f.span.map(|s| loaded.sources.get(s.source).path.as_str());
        let here = |f: &&Diagnostic| path(f).is_some_and(|p| p.starts_with("content/") && (wanted.is_empty() || wanted.contains(p)));
        let findings: Vec<Diagnostic> = loaded.findings.iter().filter(here).cloned().collect();
        let changed = check::fix::apply(&findings, &loaded.sources, &|p| overlay.read(p).ok().map(|b| b.to_vec()));
        if changed.is_empty() {
            break;
        }
        for (id, bytes) in changed {
            overlay.changed.insert(loaded.sources.get(id).path.clone(), bytes.into());
        }
        loaded = load(&Input { files: &overlay, date: input.date });
    }
    let changes =
        overlay.changed.iter().filter_map(|(path, after)| Some(Change { path: path.clone(), before: input.files.read(path).ok()?, after: after.clone() }));
    let changes = changes.filter(|c| c.before != c.after).collect();
    (loaded, changes)
}
