//! Jobs → files: layout → export → press, several at once; what is found on the way.

use super::jobs::blocked;
use super::laid::{assembled, bundle};
use super::reading::weigh;
use super::{Cover, FitFact, Job, Loaded, Report, Since, archive, colours, cover, fit, inspect, preflight, proof, sheets};
use crate::base::diag::{Diagnostic, Lang, Severity};
use crate::base::files::{Bytes, Files};
use crate::model::bundle::{Bundle, MAIN};
use crate::model::catalog::RuleLevel;
use crate::model::making::Piece;
use crate::model::preflight::PageFacts;
use crate::model::profile::Profile;
use crate::model::publication::Publication;
use crate::render::data::Engine;
use crate::workspace::digest;
use crate::{judge, press, render, typeset};
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, OnceLock};

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
    let mut shown = None;
    let (written, (remarks, seen), annotated) = if profile.proof {
        let (remarks, seen, looked) = look(layout);
        let annotated = work.proof.and_then(|lang| proof(loaded, publication, layout, &remarks, lang));
        let known = [inspected, findings.as_slice()].concat();
        let edition = loaded.corpus.collection.edition.as_ref().map(|e| e.value.as_str());
        let name = proof::Name { id: &publication.id, version: &fingerprint[..8.min(fingerprint.len())], edition, label: profile.label.as_deref() };
        let margin = proof::proof(loaded, &name, &looked, &remarks, &known, work.since);
        shown = Some(margin.notes.len());
        typeset::annotate(layout, &margin);
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
    // What is wrong with this very file: its report says it too.
    let mut own = Vec::new();
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
        match sheets::of_job(loaded, profile, &bytes, &job.file) {
            Ok(imposed) => {
                bytes = imposed.bytes;
                sides = Some(imposed.sides);
                own.extend(imposed.findings);
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
    cover::findings(publication, profile, pages, &mut own);
    let report = preflight::report(loaded, job, profile, publication, &bytes, (pages, size), sides, seen, &mut own);
    let report = preflight::Report { fit: fit.clone(), remarks: shown, ..report };
    findings.extend(own);
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
