//! The order of the stages, written once; what stops what.
//!
//! An error in a text stops the publications that hold it, and no other. A finding never stops the search for others.

use crate::assemble;
use crate::base::diag::{Diagnostic, Lang, Severity};
use crate::base::files::{Bytes, FileFault, Files, Overlay};
use crate::base::source::{Source, SourceId, Sources, Span};
use crate::lang::format::{is_file_name, slug};
use crate::lang::typography;
use crate::model::assets::{Assets, Templates};
use crate::model::bundle::{Bundle, MAIN};
use crate::model::catalog::{CatalogDraft, RuleLevel};
use crate::model::corpus::{Broken, Contents, Corpus, PublicationSpec};
use crate::model::fiche::{Fiche, FicheHeader};
use crate::model::making::Piece;
use crate::model::preflight::PageFacts;
use crate::model::profile::Profile;
use crate::model::publication::Publication;
use crate::render::data::Engine;
use crate::typeset::Fonts;
use crate::workspace::digest;
use crate::{check, judge, parse, press, render, resolve, typeset, workspace};
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, OnceLock};

mod archive;
mod colours;
mod cover;
mod fit;
mod preflight;
mod proof;
mod sheets;

pub use crate::proof::{NO_PROOF, NO_RELEASE};
pub use archive::{Archive, Verdict, claim, standards};
pub use cover::Cover;
pub use fit::{Attempt, FitFact};
pub use preflight::{PaperFact, Report};
pub use press::{NO_FILE, SAME_FILE};
pub use proof::Since;
pub use sheets::Sheets;

crate::codes! {
    /// A publication that is not made.
    BLOCKED = "P103" Note {
        "« {id} » n’est pas produit (fichiers en erreur : {count})" / "“{id}” is not made (files with errors: {count})",
        "corrigez les erreurs de {files}" / "correct the errors of {files}",
        "Une publication incomplète pourrait partir à l’impression sans que personne ne le voie." / "An incomplete publication might go to print without anybody noticing.",
    }
    /// A publication or a fiche that does not exist.
    NO_SUBJECT = "P104" Error {
        "il n’y a ni publication ni fiche « {id} »" / "there is no publication or fiche “{id}”",
        "{?vouliez-vous « {nearest} » ? ?}« livret list » les montre toutes" / "{?did you mean “{nearest}”? ?}`livret list` shows them all",
        "Le nom est celui de publications.yaml, ou celui du fichier de la fiche." / "The name is that of publications.yaml, or of the fiche’s file.",
    }
    /// A profile that does not exist.
    NO_PROFILE = "P105" Error {
        "le profil « {id} » n’existe pas" / "there is no profile “{id}”",
        "{?vouliez-vous « {nearest} » ? ?}{?profils : {words}?}" / "{?did you mean “{nearest}”? ?}{?profiles: {words}?}",
        "Les profils sont ceux de templates/profiles.yaml." / "Profiles are those of templates/profiles.yaml.",
    }
    /// A number of a profile that no press could use.
    OUT_OF_RANGE = "P107" Error {
        "profil « {id} » : « {key} » va de 0 à {limit}" / "profile “{id}”: `{key}` goes from 0 to {limit}",
        "corrigez ce nombre, ou supprimez la ligne" / "correct this number, or remove the line",
        "Un fond perdu démesuré ou un multiple énorme produirait des milliers de pages vides." / "A huge bleed or multiple would make thousands of blank pages.",
    }
    /// Standards that exclude each other.
    CONFLICT = "P109" Error {
        "profil « {id} » : les normes {standards} ne vont pas ensemble ({why})" / "profile “{id}”: the standards {standards} do not go together ({why})",
        "retirez l’une des normes de « standards » ; « ua-1 » va avec une seule norme PDF/A" / "take one of the standards out of `standards`; `ua-1` goes with one PDF/A standard",
        "Chaque norme fixe la version du PDF et ce qu’il peut contenir : certaines se contredisent." / "Each standard fixes the version of the PDF and what it may hold: some contradict each other.",
    }
    /// Marks on a file that claims a standard.
    MARKED = "P111" Error {
        "profil « {id} » : des repères (marks) ne vont pas avec {standards}" / "profile “{id}”: marks do not go with {standards}",
        "retirez `marks`, ou les normes de `standards`" / "take out `marks`, or the `standards`",
        "Les repères sont dessinés sur le fichier terminé, qui ne respecterait plus la norme qu’il annonce." / "Marks are drawn on the finished file, which would no longer meet the standard that it claims.",
    }
    /// A workspace that asks for nothing.
    NOTHING = "P108" Error {
        "il n’y a rien à produire : aucune publication n’est décrite" / "there is nothing to make: no publication is described",
        "décrivez-en une dans content/publications.yaml, ou demandez une fiche avec --fiche" / "describe one in content/publications.yaml, or ask for a fiche with --fiche",
        "Une publication dit quelles fiches vont ensemble, sous quel titre, dans quel format." / "A publication tells which fiches go together, under which title, in which format.",
    }
    /// A port that cannot be listened on.
    PORT_TAKEN = "P110" Error {
        "le port {port} ne peut pas servir : {why}" / "port {port} cannot be used: {why}",
        "un autre aperçu tourne sans doute déjà : ouvrez-le, fermez-le, ou choisissez un autre port avec --port (0 : n’importe lequel)" /
        "another preview probably runs already: open it, close it, or choose another port with --port (0: any)",
        "L’aperçu répond à une adresse de cette machine, et un port n’a qu’un seul occupant." / "The preview answers at an address of this machine, and a port has one holder only.",
    }
    /// A file that two documents would write.
    SAME_OUTPUT = "P106" Error {
        "« {id} » produirait le même fichier qu’une autre demande" / "“{id}” would make the same file as another request",
        "donnez à la publication un autre identifiant que celui d’une fiche" / "give the publication another identifier than a fiche’s",
        "L’un des deux fichiers écraserait l’autre." / "One of the two files would overwrite the other.",
    }
}

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
    texts: BTreeMap<String, (Bytes, Arc<Source>)>,
    /// The collection.
    pub corpus: Corpus,
    /// The profiles, in the order of the file.
    pub profiles: Vec<(String, Profile)>,
    /// The templates in force.
    pub templates: Templates,
    /// The fonts in force.
    pub fonts: Fonts,
    /// Whether every font file is one.
    sound_fonts: bool,
    /// The files that the fonts were read from.
    font_files: Vec<(String, Bytes)>,
    /// What the fonts are, as a hash.
    fonts_print: String,
    /// The pictures that may be shown.
    pub assets: Assets,
    /// The date that takes the place of the collection's.
    date: Option<(i32, u8, u8)>,
    /// The printing conditions that were opened, each with the pictures that it has converted.
    conditions: preflight::Conditions,
    /// The sources, for files that carry them.
    carried: Option<archive::Carried>,
    /// How a file was made, in its own words, when it is made again.
    recipe: Option<Bytes>,
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
fn unreadable(fault: &FileFault, source: Option<SourceId>, path: &str) -> Diagnostic {
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

/// Leaves out what only follows from another finding: a key whose value cannot be read is not missing too, and a file that cannot be
/// read as a whole has no other fault worth a line.
fn quiet(findings: &mut Vec<Diagnostic>, sources: &Sources) {
    let source = |f: &Diagnostic| f.span.map(|s| s.source);
    let of = |codes: &[&str]| -> BTreeSet<SourceId> { findings.iter().filter(|f| codes.contains(&f.code.id)).filter_map(source).collect() };
    let unread = of(&["S001", "S008", "W102"]);
    let headless = of(&["H001", "H002", "H003", "H004"]);
    let key = |f: &Diagnostic| f.args.iter().find(|(name, _)| *name == "key").map(|(_, v)| v.to_string());
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
        !follows && !there && !empty && (!of_source(&unread) || matches!(f.code.id, "S001" | "S008" | "W102"))
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
fn weigh(findings: &mut Vec<Diagnostic>, corpus: &Corpus) {
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

/// What is wrong with the publications as such: the findings of assembling that need no layout. A publication whose texts have errors
/// says nothing more.
pub fn publications(loaded: &Loaded) -> Vec<Diagnostic> {
    let errors = error_sources(&loaded.findings);
    let sound = |spec: &&PublicationSpec| blocking(loaded, &Subject::Publication(spec.id.clone()), &errors).is_empty();
    let mut findings: Vec<Diagnostic> = loaded.corpus.publications.iter().filter(sound).flat_map(|spec| assemble::findings(&loaded.corpus, spec)).collect();
    weigh(&mut findings, &loaded.corpus);
    findings
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

/// What is to be made.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Subject {
    /// A publication, by identifier.
    Publication(String),
    /// A single fiche, by identifier.
    Fiche(String),
}

impl Subject {
    /// Its identifier.
    pub fn id(&self) -> &str {
        match self {
            Self::Publication(id) | Self::Fiche(id) => id,
        }
    }
}

/// One file to make.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Job {
    /// What.
    pub subject: Subject,
    /// In which profile.
    pub profile: String,
    /// The name of the file in `output/`.
    pub file: String,
}

/// What the user asks for.
#[derive(Debug, Clone, Default)]
pub struct Request {
    /// Publications; none for all.
    pub publications: Vec<String>,
    /// Single fiches.
    pub fiches: Vec<String>,
    /// Profiles; none for those that each publication declares.
    pub profiles: Vec<String>,
}

/// Turns a request into jobs.
///
/// # Errors
/// Every name that does not exist.
pub fn plan(loaded: &Loaded, request: &Request) -> Result<Vec<Job>, Vec<Diagnostic>> {
    use crate::base::diag::nearest;
    let mut findings = Vec::new();
    let mut jobs = Vec::new();
    let profile_names: Vec<&str> = loaded.profiles.iter().map(|(n, _)| n.as_str()).collect();
    for profile in &request.profiles {
        if !profile_names.contains(&profile.as_str()) {
            findings.push(
                Diagnostic::on(&NO_PROFILE, "")
                    .with("id", profile.clone())
                    .with("nearest", nearest(profile, profile_names.iter().copied()).unwrap_or_default().to_owned())
                    .with("words", profile_names.join(", ")),
            );
        }
    }
    let publications = || loaded.corpus.publications.iter();
    let fiche_ids = || loaded.corpus.fiches.iter().map(|f| f.id.as_str()).chain(loaded.corpus.broken.iter().map(|b| b.id.as_str()));
    let unknown = |id: &String| {
        Diagnostic::on(&NO_SUBJECT, "")
            .with("id", id.clone())
            .with("nearest", nearest(id, publications().map(|p| p.id.as_str()).chain(fiche_ids())).unwrap_or_default().to_owned())
    };
    let mut publish = |spec: &PublicationSpec| {
        let profiles: Vec<String> =
            if request.profiles.is_empty() { spec.profiles.iter().map(|p| p.value.clone()).collect() } else { request.profiles.clone() };
        for profile in profiles {
            jobs.push(Job { subject: Subject::Publication(spec.id.clone()), file: format!("{}-{profile}.pdf", spec.id), profile });
        }
    };
    if request.publications.is_empty() && request.fiches.is_empty() {
        publications().for_each(&mut publish);
    }
    for id in &request.publications {
        match publications().find(|p| p.id == *id) {
            Some(spec) => publish(spec),
            None => findings.push(unknown(id)),
        }
    }
    for id in &request.fiches {
        let id = id.trim_end_matches(".md").rsplit('/').next().unwrap_or(id).to_owned();
        if !fiche_ids().any(|f| f == id) {
            findings.push(unknown(&id));
            continue;
        }
        let profiles = if request.profiles.is_empty() { vec!["ecran".to_owned()] } else { request.profiles.clone() };
        for profile in profiles {
            let file = if profile == "ecran" { format!("{id}.pdf") } else { format!("{id}-{profile}.pdf") };
            jobs.push(Job { subject: Subject::Fiche(id.clone()), profile, file });
        }
    }
    let missing: BTreeSet<&str> = jobs.iter().map(|j| j.profile.as_str()).filter(|p| !profile_names.contains(p)).collect();
    let faultless = !loaded.findings.iter().any(|f| f.severity == Severity::Error);
    if findings.is_empty() && faultless {
        findings.extend(
            missing
                .into_iter()
                .map(|p| Diagnostic::on(&NO_PROFILE, "templates/profiles.yaml").with("id", p.to_owned()).with("words", profile_names.join(", "))),
        );
    }
    // Without a publication something must be said; when one is there with a fault, its finding says it.
    if jobs.is_empty() && findings.is_empty() && faultless {
        findings.push(Diagnostic::on(&NOTHING, "content/publications.yaml"));
    }
    jobs.sort();
    jobs.dedup();
    let mut files = BTreeSet::new();
    for job in &jobs {
        if !files.insert(job.file.to_lowercase()) {
            findings.push(Diagnostic::on(&SAME_OUTPUT, job.file.clone()).with("id", job.file.clone()));
        }
    }
    if findings.is_empty() { Ok(jobs) } else { Err(findings) }
}

/// A file, made.
pub struct Made {
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// Pages in reading order.
    pub pages: u32,
    /// Sides of sheets, when pages were imposed.
    pub sides: Option<u32>,
    /// The page on which each fiche begins.
    pub fiches: BTreeMap<String, u32>,
    /// The standards that it claims.
    pub standards: Vec<String>,
    /// The hash of all that it was made from.
    pub fingerprint: String,
    /// The pages as pictures, when they were asked for.
    pub pictures: Vec<Vec<u8>>,
    /// What was found while it was made.
    pub findings: Vec<Diagnostic>,
    /// The pages with what is to be mended on them, as a PDF, when they were asked for.
    pub proof: Option<Vec<u8>>,
    /// What the file holds, and what is wrong with it for its use.
    pub report: Report,
    /// The cover of a glued publication: a file of its own.
    pub cover: Option<Cover>,
    /// What was done to reach a number of pages.
    pub fit: Option<FitFact>,
}

/// What became of a job.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// It was made.
    Made,
    /// It stands as it was made from the same inputs.
    Fresh,
    /// It holds texts with errors.
    Blocked,
    /// It could not be laid out or written.
    Failed,
}

/// How jobs are done.
pub struct Work<'a> {
    /// Whether a file already stands as made from this fingerprint.
    pub is_fresh: &'a (dyn Fn(&Job, &str) -> bool + Sync),
    /// What is done with a file that was made.
    pub sink: &'a (dyn Fn(&Job, Made) -> Result<(), Diagnostic> + Sync),
    /// Told when a job is over.
    pub progress: &'a (dyn Fn(&Job, Outcome) + Sync),
    /// Also make pictures of the pages, at this resolution in pixels per inch.
    pub pictures: Option<f64>,
    /// Also make a proof of what is to be mended on the pages, in this language.
    pub proof: Option<Lang>,
    /// Also find out what one more step towards fewer pages would give.
    pub explain_fit: bool,
    /// What proofs are compared with.
    pub since: Option<&'a Since>,
    /// How many jobs at once.
    pub threads: usize,
}

/// assemble → render → typeset → export → press, for every job; several at once.
pub fn build(loaded: &Loaded, jobs: &[Job], work: &Work<'_>) -> (Vec<Outcome>, Vec<Diagnostic>) {
    do_jobs(loaded, &OnceLock::from(loaded.findings.clone()), jobs, work)
}

/// The same for what was [`read_after`] and not inspected: the rules are applied while pages are laid out, and an error that they find stops
/// a file before it is written. Gives what became of the jobs, what the inspection found, and what was found on the way.
pub fn inspect_and_build(loaded: &Loaded, files: &dyn Files, jobs: &[Job], work: &Work<'_>) -> (Vec<Outcome>, Vec<Diagnostic>, Vec<Diagnostic>) {
    let inspected = OnceLock::new();
    let (outcomes, findings) = std::thread::scope(|scope| {
        let look = || {
            inspected.get_or_init(|| inspect(loaded, files).0);
        };
        if std::thread::Builder::new().stack_size(DEEP_STACK).spawn_scoped(scope, look).is_err() {
            look();
        }
        do_jobs(loaded, &inspected, jobs, work)
    });
    (outcomes, inspected.into_inner().unwrap_or_default(), findings)
}

/// `inspected` has the findings of the texts, or will have them.
fn do_jobs(loaded: &Loaded, inspected: &OnceLock<Vec<Diagnostic>>, jobs: &[Job], work: &Work<'_>) -> (Vec<Outcome>, Vec<Diagnostic>) {
    let results: Mutex<BTreeMap<usize, (Outcome, Vec<Diagnostic>)>> = Mutex::default();
    let next = AtomicUsize::new(0);
    std::thread::scope(|scope| {
        for _ in 0..work.threads.clamp(1, jobs.len().max(1)) {
            let run = || {
                while let Some((i, job)) = Some(next.fetch_add(1, Ordering::Relaxed)).and_then(|i| Some((i, jobs.get(i)?))) {
                    let mut findings = Vec::new();
                    let last = i + work.threads >= jobs.len();
                    let outcome = one(loaded, inspected, job, last, work, &mut findings);
                    (work.progress)(job, outcome);
                    // What the layouts under way remember is younger than this; the end of the process frees the last ones.
                    if outcome == Outcome::Made && !last {
                        typeset::forget(work.threads);
                    }
                    if let Ok(mut results) = results.lock() {
                        results.insert(i, (outcome, findings));
                    }
                }
            };
            let spawned = std::thread::Builder::new().stack_size(DEEP_STACK).spawn_scoped(scope, run);
            if spawned.is_err() {
                run();
            }
        }
    });
    let mut outcomes = Vec::new();
    let mut findings: Vec<Diagnostic> = Vec::new();
    for (outcome, found) in results.into_inner().unwrap_or_default().into_values() {
        outcomes.push(outcome);
        for finding in found {
            if !findings.iter().any(|f| same(f, &finding)) {
                findings.push(finding);
            }
        }
    }
    (outcomes, findings)
}

/// The stack of a thread that lays out or walks pages, in bytes: both recurse, and the default is small for deep texts.
pub const DEEP_STACK: usize = 64 * 1024 * 1024;

/// How many files a finding names.
const MOST_NAMED: usize = 5;

/// The finding about a subject with errors in its texts.
fn blocked(loaded: &Loaded, job: &Job, found: &[Diagnostic]) -> Option<Diagnostic> {
    let blocking = blocking(loaded, &job.subject, &error_sources(found));
    if blocking.is_empty() {
        return None;
    }
    let id = job.subject.id();
    let mut files: Vec<&str> = blocking.iter().take(MOST_NAMED).map(|s| loaded.sources.get(*s).path.as_str()).collect();
    if blocking.len() > MOST_NAMED {
        files.push("…");
    }
    let place = loaded.corpus.publications.iter().find(|p| p.id == id && matches!(job.subject, Subject::Publication(_))).map(|p| p.span);
    let finding = place.map_or_else(|| Diagnostic::on(&BLOCKED, ""), |span| Diagnostic::at(&BLOCKED, span));
    Some(finding.with("id", id.to_owned()).with("count", blocking.len().to_string()).with("files", files.join(", ")))
}

/// The same for a job, before anything is made of it.
pub fn obstacle(loaded: &Loaded, job: &Job) -> Option<Diagnostic> {
    blocked(loaded, job, &loaded.findings)
}

/// `last`: no other job begins after this one.
fn one(loaded: &Loaded, inspected: &OnceLock<Vec<Diagnostic>>, job: &Job, last: bool, work: &Work<'_>, findings: &mut Vec<Diagnostic>) -> Outcome {
    // What reading found is known; what the rules find, and what becomes of both, is waited for when there is something to say or to write.
    if blocked(loaded, job, &loaded.findings).is_some()
        && let Some(finding) = blocked(loaded, job, inspected.wait())
    {
        findings.push(finding);
        return Outcome::Blocked;
    }
    // A template that cannot be read has its finding; what the engine would say of it adds nothing.
    if loaded.findings.iter().any(|f| f.code == &render::TEMPLATE) {
        return Outcome::Failed;
    }
    let Some((publication, profile)) = assembled(loaded, job, findings) else { return Outcome::Blocked };
    if let Some(carried) = loaded.carried.as_ref().filter(|c| profile.sources && !c.faults.is_empty()) {
        findings.extend(carried.faults.iter().cloned());
        return Outcome::Failed;
    }
    let bundle = match bundle(loaded, &publication, &job.profile, profile, Engine::Livret) {
        Ok(bundle) => bundle,
        Err(finding) => {
            findings.push(finding);
            return Outcome::Failed;
        }
    };
    let mut fingerprint = fingerprint(&bundle, loaded, profile, &publication);
    if profile.proof {
        // A proof shows what the rules find.
        fingerprint = digest([fingerprint.as_bytes(), proof::print(inspected.wait(), work.since).as_bytes()]);
    }
    let fresh = (work.is_fresh)(job, &fingerprint);
    let lay_out = || match if profile.cmyk { colours::faults(loaded) } else { Vec::new() } {
        faults if faults.is_empty() => fit::fitted(loaded, job, &bundle, profile, &publication, work.explain_fit),
        faults => Err(faults),
    };
    let layout = (!fresh).then(lay_out);
    let inspected = inspected.wait();
    if let Some(finding) = blocked(loaded, job, inspected) {
        findings.push(finding);
        return Outcome::Blocked;
    }
    let before = findings.len();
    let mut layout = match layout {
        None => return Outcome::Fresh,
        Some(Ok(layout)) => layout.unload(findings),
        Some(Err(errors)) => {
            findings.extend(errors.into_iter().map(|f| at_driver(f, &bundle, loaded, &publication)));
            return Outcome::Failed;
        }
    };
    let made = make(loaded, inspected, job, profile, &mut layout, fingerprint, work, (findings, before));
    if last {
        // Taking a book apart takes as long as setting a few of its pages, and the process ends here.
        std::mem::forget((layout, bundle));
    }
    match made {
        Some(made) => match (work.sink)(job, made) {
            Ok(()) => Outcome::Made,
            Err(finding) => {
                findings.push(finding);
                Outcome::Failed
            }
        },
        None => Outcome::Failed,
    }
}

/// Assembles what a job asks for; nothing when that has an error.
fn assembled<'a>(loaded: &'a Loaded, job: &Job, findings: &mut Vec<Diagnostic>) -> Option<(Publication, &'a Profile)> {
    let profile = loaded.profiles.iter().find(|(name, _)| *name == job.profile).map(|(_, p)| p)?;
    let corpus = &loaded.corpus;
    let publication = match &job.subject {
        Subject::Publication(id) => {
            let spec = corpus.publications.iter().find(|p| p.id == *id)?;
            let before = findings.len();
            let publication = assemble::publication(corpus, spec).unload(findings);
            if findings[before..].iter().any(|f| f.severity == Severity::Error) {
                return None;
            }
            publication
        }
        Subject::Fiche(id) => assemble::single(corpus, corpus.fiche(id)?, corpus.fiche_format()),
    };
    let piece = cover::piece(&publication, profile);
    let publication = Publication { piece, ..publication };
    Some((publication, profile))
}

/// The bundle of a publication.
fn bundle(loaded: &Loaded, publication: &Publication, profile_name: &str, profile: &Profile, engine: Engine) -> Result<Bundle, Diagnostic> {
    let mut bundle = render::bundle(
        publication,
        &render::Setting {
            corpus: &loaded.corpus,
            templates: &loaded.templates,
            assets: &loaded.assets,
            profile_name,
            profile,
            engine,
            typography: &loaded.typography,
        },
    )?;
    if profile.sources && !matches!(publication.piece, Piece::Cover(_)) {
        archive::carry(&mut bundle, loaded, publication, profile_name, profile);
    }
    Ok(bundle)
}

/// The bundle of a job, set up for the Typst program.
///
/// # Errors
/// What a build of the job would report.
pub fn emit(loaded: &Loaded, job: &Job) -> Result<Bundle, Vec<Diagnostic>> {
    let mut findings = Vec::new();
    let Some((publication, profile)) = assembled(loaded, job, &mut findings) else { return Err(findings) };
    bundle(loaded, &publication, &job.profile, profile, Engine::Typst).map_err(|f| vec![f])
}

/// The same bundle with what makes the Typst program set the same pages: the signs with which it hyphenates as a build does, and what only
/// the layout of a build found out.
pub fn settled(loaded: &Loaded, job: &Job, mut bundle: Bundle) -> Bundle {
    typeset::hyphenable(&mut bundle, &loaded.fonts);
    let deep = || std::thread::Builder::new().stack_size(DEEP_STACK);
    let laid = std::thread::scope(|scope| deep().spawn_scoped(scope, || lay_out(loaded, job)).ok()?.join().ok());
    if let Some(Ok(laid)) = laid {
        laid.layout.settle(&mut bundle);
    }
    bundle
}

/// A job, laid out but not written as a file.
pub struct Laid {
    /// What the engine was given.
    pub bundle: Arc<Bundle>,
    /// The pages.
    pub layout: typeset::Layout,
    /// What was found on the way.
    pub findings: Vec<Diagnostic>,
    /// What was changed to reach a number of pages.
    change: Option<fit::State>,
}

/// assemble → render → typeset: the pages of a job as a build makes them, for whoever wants to look at them. Errors in its texts do not stop
/// it, nor does a number of pages that cannot be reached.
///
/// # Errors
/// What stops the layout.
pub fn lay_out(loaded: &Loaded, job: &Job) -> Result<Laid, Vec<Diagnostic>> {
    let (Ready { publication, profile, bundle }, mut findings) = ready(loaded, job, None)?;
    match fit::fitted(loaded, job, &bundle, profile, &publication, false) {
        Ok(fitted) => {
            let fit::Fitted { bundle, layout, change, .. } = fitted.unload(&mut findings);
            Ok(Laid { bundle: Arc::new(bundle), layout, findings, change })
        }
        Err(found) if fit::is_only_goal(&found) => {
            let layout = typeset::layout(&bundle, &loaded.fonts, profile.multiple)?.unload(&mut findings);
            findings.extend(found);
            Ok(Laid { bundle: Arc::new(bundle), layout, findings, change: None })
        }
        Err(found) => Err(found),
    }
}

/// The same for a job that was laid out before and has changed a little.
///
/// # Errors
/// As [`lay_out`].
pub fn lay_out_after(loaded: &Loaded, job: &Job, before: Option<&Laid>) -> Result<Laid, Vec<Diagnostic>> {
    lay_out_showing(loaded, job, before, |_| true).unwrap_or_else(|| Err(Vec::new()))
}

/// The same, and a fiche in which alone something changed is laid out first: `show` gets the pages with its own ones anew, and says whether
/// the whole is still wanted. Nothing when it is not. A change that the number of pages needed before is made again; whether it is still
/// the smallest one is found out by [`lay_out`].
///
/// # Errors
/// As [`lay_out`].
pub fn lay_out_showing(loaded: &Loaded, job: &Job, before: Option<&Laid>, show: impl FnOnce(Laid) -> bool) -> Option<Result<Laid, Vec<Diagnostic>>> {
    let Some(before) = before else { return Some(lay_out(loaded, job)) };
    let change = before.change.clone();
    let (Ready { profile, bundle, .. }, mut findings) = match ready(loaded, job, change.as_ref()) {
        Ok(ready) => ready,
        Err(found) => return Some(Err(found)),
    };
    let bundle = Arc::new(bundle);
    let first = changed_fiche(loaded, job, &before.bundle, &bundle).and_then(|(fiche, body)| {
        let layout = typeset::layout_fiche(&bundle, &loaded.fonts, fiche, &body, &before.layout)?;
        Some(Laid { bundle: bundle.clone(), layout, findings: findings.clone(), change: change.clone() })
    });
    if first.is_some_and(|first| !show(first)) {
        return None;
    }
    let laid = typeset::layout_after(&bundle, &loaded.fonts, profile.multiple, Some(&before.layout));
    Some(laid.map(|laid| Laid { bundle, layout: laid.unload(&mut findings), findings, change }))
}

/// The fiche of a publication, and its body, when that is all that differs between two bundles.
fn changed_fiche<'a>(loaded: &'a Loaded, job: &Job, before: &Bundle, now: &Bundle) -> Option<(&'a str, String)> {
    if matches!(job.subject, Subject::Fiche(_)) || !before.files.keys().eq(now.files.keys()) {
        return None;
    }
    let mut differ = before.files.iter().zip(now.files.values()).filter(|((_, a), b)| a.bytes != b.bytes).map(|((path, _), _)| path);
    let (path, None) = (differ.next()?, differ.next()) else { return None };
    let fiche = loaded.corpus.fiches.iter().find(|f| crate::model::bundle::body_path(&f.id) == *path)?;
    Some((&fiche.id, path.clone()))
}

/// A job before its layout.
struct Ready<'a> {
    publication: Publication,
    profile: &'a Profile,
    bundle: Bundle,
}

/// What is laid out for a job, with a change that its number of pages needs, and what was found on the way.
fn ready<'a>(loaded: &'a Loaded, job: &Job, change: Option<&fit::State>) -> Result<(Ready<'a>, Vec<Diagnostic>), Vec<Diagnostic>> {
    let mut findings = Vec::new();
    let Some((publication, profile)) = assembled(loaded, job, &mut findings) else { return Err(findings) };
    // A goal may be gone with the change that reached it.
    let publication = match change.filter(|_| publication.making.goal.is_some()) {
        Some(change) => change.of(&publication),
        None => publication,
    };
    let bundle = bundle(loaded, &publication, &job.profile, profile, Engine::Livret).map_err(|f| vec![f])?;
    Ok((Ready { publication, profile, bundle }, findings))
}

/// Whether a publication retains a fiche.
pub fn holds(loaded: &Loaded, spec: &PublicationSpec, fiche: &str) -> bool {
    match &spec.contents {
        Contents::Fiches(filter) => loaded.corpus.fiche(fiche).is_some_and(|f| assemble::selects(filter, f)),
        Contents::Memorandum(_) => false,
    }
}

/// The grid of a format, as `templates/tokens.yaml` sets it.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize)]
pub struct Grid {
    /// The margin at the head in mm.
    pub top: f64,
    /// The margin at the foot in mm.
    pub bottom: f64,
    /// The margin at the fold in mm.
    pub inside: f64,
    /// The margin at the edge in mm.
    pub outside: f64,
    /// The distance of baselines in pt.
    pub line: f64,
    /// Whether left and right pages differ.
    pub facing: bool,
}

/// The grid of a job; none where the templates say none.
pub fn grid(loaded: &Loaded, job: &Job) -> Option<Grid> {
    use crate::base::node::{Node, Value};
    let get = |node: &Node, key: &str| match &node.value {
        Value::Map(entries) => entries.iter().find(|(k, _)| k.value == key).map(|(_, v)| v.clone()),
        Value::Null | Value::Scalar(_) | Value::Seq(_) => None,
    };
    let number = |node: &Node, key: &str| match get(node, key)?.value {
        Value::Scalar(text) => text.parse::<f64>().ok(),
        Value::Null | Value::Seq(_) | Value::Map(_) => None,
    };
    let format = match &job.subject {
        Subject::Publication(id) => loaded.corpus.publications.iter().find(|p| p.id == *id)?.format,
        Subject::Fiche(_) => loaded.corpus.fiche_format(),
    };
    let text = String::from_utf8(loaded.templates.0.get("tokens.yaml")?.to_vec()).ok()?;
    let source = Source::new("templates/tokens.yaml", text);
    let tokens = parse::yaml(&source, SourceId(0), 0..source.text.len()).value;
    let format = get(&get(&tokens, "formats")?, format.word())?;
    let margins = get(&format, "margins_mm")?;
    let hanging = number(&format, "hanging_mm").unwrap_or(0.0) > 0.0;
    let facing = loaded.profiles.iter().find(|(name, _)| *name == job.profile).is_some_and(|(_, p)| p.facing);
    let (inside, outside) = (number(&margins, "inside")?, number(&margins, "outside")?);
    let middle = (inside + outside) / 2.0;
    // As templates/lib/page.typ sets them: the same on both sides where pages do not face, fixed where words hang.
    let (inside, outside) = if hanging || facing { (inside, outside) } else { (middle, middle) };
    let (top, bottom, line) = (number(&margins, "top")?, number(&margins, "bottom")?, number(&format, "line_pt")?);
    Some(Grid { top, bottom, inside, outside, line, facing: facing && !hanging })
}

/// The file of a job as a build writes it.
///
/// # Errors
/// What a build of the job would report.
pub fn build_one(loaded: &Loaded, job: &Job) -> Result<Vec<u8>, Vec<Diagnostic>> {
    let made: Mutex<Option<Vec<u8>>> = Mutex::default();
    let sink = |_: &Job, file: Made| {
        if let Ok(mut made) = made.lock() {
            *made = Some(file.bytes);
        }
        Ok(())
    };
    let work = Work { is_fresh: &|_, _| false, sink: &sink, progress: &|_, _| {}, pictures: None, proof: None, since: None, explain_fit: false, threads: 1 };
    let (_, findings) = build(loaded, std::slice::from_ref(job), &work);
    made.into_inner().unwrap_or_default().ok_or(findings)
}

fn fingerprint(bundle: &Bundle, loaded: &Loaded, profile: &Profile, publication: &Publication) -> String {
    let standards: String = profile.standards.iter().map(|s| s.value.word()).collect::<Vec<_>>().join(",");
    let rest = format!("{standards} {:?} {} {:?}", profile.impose.0, sheets::leaf(profile), sheets::offset(loaded));
    let condition = profile.condition.as_ref().map(|c| &c.value);
    let icc = condition.and_then(|c| loaded.templates.0.get(&format!("icc/{}", c.icc))).map(|b| b.as_slice()).unwrap_or_default();
    let rest = format!("{rest} {:?} {:?} {} {} {:?} {:?}", condition, profile.paper, profile.bleed, profile.resolution, profile.marks, profile.cover);
    // The spans of a setting move with every line above it; what it says does not.
    let making = &publication.making;
    let rest = format!("{rest} {:?} {:?}", making.binding(), making.paper.as_ref().map(|p| &p.value));
    let rest = format!("{rest} {:?} {:?}", making.spine.as_ref().map(|s| (s.width, s.text.as_ref().map(|t| &t.value))), making.goal.as_ref().map(|g| &g.value));
    // What was found is kept with the file, weighed as the collection wants.
    let rules: Vec<(&str, RuleLevel)> = loaded.corpus.collection.rules.0.iter().map(|(code, level)| (code.value.as_str(), level.value)).collect();
    let rest = format!("{rest} {rules:?}");
    let driver = loaded.templates.0.get("couverture.typ.hbs").map(|b| b.as_slice()).unwrap_or_default();
    let files = bundle.files.iter().flat_map(|(p, f)| [p.as_bytes(), f.bytes.as_slice()]);
    digest([env!("LIVRET_BUILD").as_bytes(), loaded.fonts_print.as_bytes(), rest.as_bytes(), icc, driver].into_iter().chain(files))
}

/// export → press. What was found in the layout begins at `before`.
#[expect(clippy::too_many_arguments, reason = "the last step needs what every step before it gave")]
fn make(
    loaded: &Loaded,
    inspected: &[Diagnostic],
    job: &Job,
    profile: &Profile,
    fitted: &mut fit::Fitted,
    fingerprint: String,
    work: &Work<'_>,
    (findings, before): (&mut Vec<Diagnostic>, usize),
) -> Option<Made> {
    let fit::Fitted { publication, bundle, layout, fact: fit, .. } = fitted;
    let (publication, bundle): (&Publication, &Bundle) = (publication, bundle);
    // The pages are looked at while the file is written; those of a proof before, since it shows what is seen. What has links is read on a
    // screen.
    let look = |layout: &typeset::Layout| {
        let looked = typeset::pages(layout, bundle, &publication.id, !profile.links);
        (judged(loaded, &looked), typeset::page_facts(layout, bundle, preflight::safety(profile)), looked)
    };
    let pages = layout.pages();
    let (written, (remarks, seen), annotated) = if profile.proof {
        let (remarks, seen, looked) = look(layout);
        let annotated = work.proof.and_then(|lang| proof(loaded, publication, layout, &remarks, lang));
        let known = [inspected, findings.as_slice()].concat();
        let edition = loaded.corpus.collection.edition.as_ref().map(|e| e.value.as_str());
        let name = proof::Name { id: &publication.id, version: &fingerprint[..8.min(fingerprint.len())], edition, label: profile.label.as_deref() };
        typeset::annotate(layout, &proof::proof(loaded, &name, &looked, &remarks, &known, work.since));
        (written(loaded, job, profile, (publication, bundle), layout), (remarks, seen), annotated)
    } else {
        let layout: &typeset::Layout = layout;
        let (pdf, (remarks, seen, _)) = std::thread::scope(|scope| {
            let looking = std::thread::Builder::new().stack_size(DEEP_STACK).spawn_scoped(scope, || look(layout));
            let written = written(loaded, job, profile, (publication, bundle), layout);
            (written, looking.ok().and_then(|thread| thread.join().ok()).unwrap_or_else(|| look(layout)))
        });
        let annotated = work.proof.and_then(|lang| proof(loaded, publication, layout, &remarks, lang));
        (pdf, (remarks, seen), annotated)
    };
    findings.extend(remarks.iter().filter(|r| !is_said(inspected, profile, &r.finding)).map(|r| r.finding.clone()));
    let typeset::Export { mut bytes, plates, reduced } = match written {
        Ok(file) => file,
        Err(errors) => {
            findings.extend(errors);
            return None;
        }
    };
    if let Some(condition) = &profile.condition {
        match preflight::condition(loaded, condition).and_then(|c| press::for_press(&bytes, &job.file, &c, profile.bleed, &plates)) {
            Ok(finished) => bytes = finished,
            Err(finding) => {
                findings.push(finding);
                return None;
            }
        }
    }
    let seen = PageFacts { reduced, ..seen };
    let mut sides = None;
    if !profile.marks.0.is_empty() && !profile.impose.0.folds() {
        match press::with_marks(&bytes, &job.file, &profile.marks.0, profile.bleed, &[]) {
            Ok(marked) => bytes = marked,
            Err(finding) => {
                findings.push(finding);
                return None;
            }
        }
    }
    if profile.impose.0.folds() {
        match sheets::of_job(loaded, profile, &bytes, &publication.id) {
            Ok(imposed) => {
                bytes = imposed.bytes;
                sides = Some(imposed.sides);
                findings.extend(imposed.findings);
            }
            Err(finding) => {
                findings.push(finding);
                return None;
            }
        }
    }
    let pictures = work.pictures.map(|ppi| typeset::png(layout, ppi).unwrap_or_default()).unwrap_or_default();
    let standards = profile.standards.iter().map(|s| s.value.word().to_owned()).collect();
    let size = publication.format.size();
    let report = preflight::Report {
        fit: fit.clone(),
        ..preflight::report(loaded, job, profile, publication, &bytes, (pages, size), sides.map(|s| s / 2), seen, findings)
    };
    cover::findings(publication, profile, pages, findings);
    if profile.sources {
        findings.extend(archive::unpublished(loaded, publication));
    }
    let cover = match publication.piece {
        Piece::Inside => match cover::make(loaded, job, profile, publication, pages, findings) {
            Ok(cover) => Some(cover),
            Err(errors) => {
                findings.extend(errors);
                return None;
            }
        },
        Piece::Whole | Piece::Cover(_) => None,
    };
    let fit = fit.clone();
    let found = findings[before..].to_vec();
    Some(Made { cover, fit, bytes, pages, sides, fiches: layout.fiches.clone(), standards, fingerprint, pictures, findings: found, proof: annotated, report })
}

/// The PDF of a layout. In a tagged one each use of a sigle says what its letters stand for.
fn written(
    loaded: &Loaded,
    job: &Job,
    profile: &Profile,
    (publication, bundle): (&Publication, &Bundle),
    layout: &typeset::Layout,
) -> Result<typeset::Export, Vec<Diagnostic>> {
    let file = typeset::pdf(layout, bundle, profile, &publication.id)?;
    if !profile.tagged {
        return Ok(file);
    }
    let expansion = |key: &str, several: bool| {
        let term = loaded.corpus.terms.get(key)?;
        term.plural.as_ref().filter(|_| several).or(term.expansion.as_ref()).map(|e| e.value.as_str())
    };
    let bytes = press::expand(&file.bytes, &job.file, layout.used().map(|(colour, key, several)| (colour, expansion(key, several))))
        .map_err(|finding| vec![finding])?;
    Ok(typeset::Export { bytes, ..file })
}

/// What is to be mended on the pages, weighed as the collection wants.
fn judged(loaded: &Loaded, pages: &crate::model::page::Pages) -> Vec<judge::Remark> {
    let weighed = |remark: judge::Remark| {
        let mut one = vec![remark.finding];
        weigh(&mut one, &loaded.corpus);
        one.pop().map(|finding| judge::Remark { finding, ..remark })
    };
    judge::judge(pages).into_iter().filter_map(weighed).collect()
}

/// Whether check or preflight says the same of a picture: its pixels are worth one finding. The annotated proof shows it all the same.
fn is_said(inspected: &[Diagnostic], profile: &Profile, finding: &Diagnostic) -> bool {
    let checked = || inspected.iter().any(|f| f.code.id == "C206" && f.span == finding.span);
    finding.code.id == "L015" && (profile.cmyk || profile.impose.0.folds() || checked())
}

/// The annotated proof: marks on the pages, and the list of remarks with the author's places.
fn proof(loaded: &Loaded, publication: &Publication, layout: &typeset::Layout, remarks: &[judge::Remark], lang: Lang) -> Option<Vec<u8>> {
    let mark = |(i, r): (usize, &judge::Remark)| typeset::Mark { page: r.page, bounds: r.bounds, number: i + 1, heavy: r.finding.severity > Severity::Note };
    let marks: Vec<typeset::Mark> = remarks.iter().enumerate().map(mark).collect();
    let (title, remedy, colon) = match lang {
        Lang::Fr => (format!("{} : {} à revoir dans la mise en page", publication.id, remarks.len()), "remède", " : "),
        Lang::En => (format!("{}: {} to mend on the pages", publication.id, remarks.len()), "remedy", ": "),
    };
    let entry = |(i, r): (usize, &judge::Remark)| {
        let place = r.finding.span.map_or(String::new(), |span| {
            let source = loaded.sources.get(span.source);
            format!(" ({}:{})", source.path, source.position(span.start as usize).line)
        });
        format!("{}. {}{colon}{}{place} — {remedy}{colon}{}", i + 1, r.finding.code.id, r.finding.message(lang), r.finding.remedy(lang))
    };
    let list: Vec<String> = remarks.iter().enumerate().map(entry).collect();
    typeset::proof(layout, &marks, &title, &list).ok()
}

/// Whether two findings are one for whoever mends the text: a place on the pages is judged once, though several profiles and publications
/// show it.
fn same(a: &Diagnostic, b: &Diagnostic) -> bool {
    a.repeats(b) || judge::CODES.contains(&a.code) && a.code == b.code && a.span.is_some() && a.span == b.span
}

/// A finding in the main file, moved to the driver that wrote it: the line with the same words.
fn at_driver(mut finding: Diagnostic, bundle: &Bundle, loaded: &Loaded, publication: &Publication) -> Diagnostic {
    let Some(place) = finding.path.as_deref().and_then(|p| p.strip_prefix(MAIN)) else { return finding };
    let name = render::driver_name(publication);
    let text = |bytes: &Bytes| String::from_utf8_lossy(bytes).into_owned();
    let line = place.trim_start_matches(':').split(':').next().and_then(|l| l.parse::<usize>().ok()).unwrap_or(1);
    let main = bundle.files.get(MAIN).map(|f| text(&f.bytes)).unwrap_or_default();
    let driver = loaded.templates.0.get(&name).map(text).unwrap_or_default();
    let at = main.lines().nth(line - 1).and_then(|words| driver.lines().position(|l| l == words));
    finding.path = Some(at.map_or_else(|| format!("templates/{name}"), |i| format!("templates/{name}:{}", i + 1)));
    finding.args.retain(|(key, _)| *key != "file");
    finding.with("file", name)
}

/// The sources with an error.
fn error_sources(findings: &[Diagnostic]) -> BTreeSet<SourceId> {
    findings.iter().filter(|f| f.severity == Severity::Error).filter_map(|f| f.span).map(|s| s.source).collect()
}

/// Whether a finding leaves it open which publications a fiche belongs to.
fn misleads(finding: &Diagnostic) -> bool {
    finding.severity == Severity::Error && (finding.code.id.starts_with('H') || finding.code.id == "R104")
}

/// The sources whose errors stop a subject: those of its texts, and those that every text depends on.
fn blocking(loaded: &Loaded, subject: &Subject, errors: &BTreeSet<SourceId>) -> Vec<SourceId> {
    let corpus = &loaded.corpus;
    let mut mine: BTreeSet<SourceId> =
        ["content/collection.yaml", "content/marque.yaml", "content/categories.yaml", "content/sigles.yaml", "templates/profiles.yaml"]
            .iter()
            .filter_map(|p| loaded.sources.find(p))
            .collect();
    match subject {
        Subject::Fiche(id) => {
            mine.extend(corpus.fiche(id).map(|f| f.source));
            // A fiche whose header cannot be read has an error of its own.
            mine.extend(corpus.broken.iter().filter(|b| b.id == *id).map(|b| b.source));
        }
        Subject::Publication(id) => {
            let Some(spec) = corpus.publications.iter().find(|p| p.id == *id) else { return Vec::new() };
            let places: Vec<Span> = spec.cover.iter().map(|c| c.span).chain(spec.blurb.iter().map(|b| b.span)).collect();
            let own = |f: &&Diagnostic| {
                f.severity == Severity::Error && f.span.is_some_and(|s| places.iter().any(|p| p.source == s.source && p.start <= s.start && s.start <= p.end))
            };
            let asked: BTreeSet<SourceId> = loaded.findings.iter().filter(own).filter_map(|f| f.span).map(|s| s.source).collect();
            match &spec.contents {
                Contents::Fiches(filter) => {
                    mine.extend(corpus.fiches.iter().filter(|f| assemble::selects(filter, f)).map(|f| f.source));
                    mine.extend(corpus.broken.iter().filter(|b| assemble::might_select(filter, b)).map(|b| b.source));
                    // A fiche whose header has an error may be left out only because of it: a misspelt status must not lose it.
                    let doubtful = |f: &&Fiche| loaded.findings.iter().any(|d| d.span.is_some_and(|s| s.source == f.source) && misleads(d));
                    let unknown = |f: &Fiche| Broken { id: f.id.clone(), source: f.source, header: FicheHeader::default() };
                    mine.extend(corpus.fiches.iter().filter(doubtful).filter(|f| assemble::might_select(filter, &unknown(f))).map(|f| f.source));
                }
                Contents::Memorandum(id) => mine.extend(corpus.memorandum(id).map(|m| m.source)),
            }
            mine.extend(asked);
        }
    }
    mine.intersection(errors).copied().collect()
}

/// Every code of every stage, in the order of their identifiers.
pub fn codes() -> Vec<&'static crate::base::diag::Code> {
    let mut all: Vec<&'static crate::base::diag::Code> = [
        crate::base::node::CODES,
        crate::model::fiche::CODES,
        parse::codes::CODES,
        resolve::codes::CODES,
        assemble::CODES,
        render::CODES,
        judge::CODES,
        typeset::CODES,
        crate::import::codes::CODES,
        press::CODES,
        fit::CODES,
        archive::CODES,
        colours::CODES,
        crate::proof::CODES,
        workspace::CODES,
        CODES,
    ]
    .concat();
    all.extend(check::other_codes());
    all.extend(check::RULES.iter().flat_map(|r| r.codes().iter().copied()));
    all.sort_by_key(|c| c.id);
    all
}
