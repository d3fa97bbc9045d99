//! Jobs → pages: assemble → render → layout, for a build and for the preview.

use super::{DEEP_STACK, Job, Loaded, Subject, archive, colours, cover, fit};
use crate::assemble;
use crate::base::diag::{Diagnostic, Severity};
use crate::model::bundle::Bundle;
use crate::model::corpus::{Contents, PublicationSpec};
use crate::model::making::Piece;
use crate::model::profile::Profile;
use crate::model::publication::Publication;
use crate::render::data::Engine;
use crate::{render, typeset};
use std::sync::Arc;

/// Assembles what a job asks for; nothing when that has an error.
pub(super) fn assembled<'a>(loaded: &'a Loaded, job: &Job, findings: &mut Vec<Diagnostic>) -> Option<(Publication, &'a Profile)> {
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
pub(super) fn bundle(loaded: &Loaded, publication: &Publication, profile_name: &str, profile: &Profile, engine: Engine) -> Result<Bundle, Diagnostic> {
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
pub fn lay_out_showing(loaded: &Loaded, job: &Job, before: Option<&Laid>, show: impl FnOnce(Arc<Laid>) -> bool) -> Option<Result<Laid, Vec<Diagnostic>>> {
    let Some(before) = before else { return Some(lay_out(loaded, job)) };
    let change = before.change.clone();
    let (Ready { profile, bundle, .. }, mut findings) = match ready(loaded, job, change.as_ref()) {
        Ok(ready) => ready,
        Err(found) => return Some(Err(found)),
    };
    let bundle = Arc::new(bundle);
    let first = changed_fiche(loaded, job, &before.bundle, &bundle).and_then(|(fiche, body)| {
        let layout = typeset::layout_fiche(&bundle, &loaded.fonts, fiche, &body, &before.layout)?;
        Some(Arc::new(Laid { bundle: bundle.clone(), layout, findings: findings.clone(), change: change.clone() }))
    });
    if first.clone().is_some_and(|first| !show(first)) {
        return None;
    }
    // What the fiche alone has found out is not looked for again.
    let before = first.as_deref().unwrap_or(before);
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
    let number = |node: &Node, key: &str| match &node.get(key)?.value {
        Value::Scalar(text) => text.parse::<f64>().ok(),
        Value::Null | Value::Seq(_) | Value::Map(_) => None,
    };
    let format = match &job.subject {
        Subject::Publication(id) => loaded.corpus.publications.iter().find(|p| p.id == *id)?.format,
        Subject::Fiche(_) => loaded.corpus.fiche_format(),
    };
    let (_, tokens) = colours::tokens(&loaded.templates)?;
    let format = tokens.get("formats")?.get(format.word())?;
    let margins = format.get("margins_mm")?;
    let hanging = number(format, "hanging_mm").unwrap_or(0.0) > 0.0;
    let facing = loaded.profiles.iter().find(|(name, _)| *name == job.profile).is_some_and(|(_, p)| p.facing);
    let (inside, outside) = (number(margins, "inside")?, number(margins, "outside")?);
    let middle = (inside + outside) / 2.0;
    // As templates/lib/page.typ sets them: the same on both sides where pages do not face, fixed where words hang.
    let (inside, outside) = if hanging || facing { (inside, outside) } else { (middle, middle) };
    let (top, bottom, line) = (number(margins, "top")?, number(margins, "bottom")?, number(format, "line_pt")?);
    Some(Grid { top, bottom, inside, outside, line, facing: facing && !hanging })
}
