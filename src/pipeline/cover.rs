//! The cover of a glued publication: a file of its own, whose spine is as wide as the pages inside are thick.

use super::{Job, Loaded, Report, bundle, preflight};
use crate::base::diag::Diagnostic;
use crate::model::making::{Binding, Papers, Piece, Spine};
use crate::model::profile::{CoverFile, Profile};
use crate::model::publication::Publication;
use crate::press;
use crate::render::data::Engine;
use crate::typeset;

/// The narrowest spine in mm that can be glued and printed on (DOMAIN.md 4.1).
const LEAST_SPINE: f64 = 3.0;
/// The most pages that staples hold, by the weight of the paper in g/m² (DOMAIN.md 4.1).
const STAPLED: [(f64, u32); 3] = [(90.0, 80), (114.9, 64), (f64::INFINITY, 48)];

/// A cover, made.
pub struct Cover {
    /// The name of its file in `output/`.
    pub file: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// What it holds, and what is wrong with it.
    pub report: Report,
}

/// How much of a publication its file holds in a profile.
pub(super) fn piece(publication: &Publication, profile: &Profile) -> Piece {
    let apart = !publication.single && profile.cover == CoverFile::Separate && publication.making.binding() == Binding::Glued;
    if apart { Piece::Inside } else { Piece::Whole }
}

/// How a printing house binds a publication, in the words of its report; none for what goes to no printing house.
pub(super) fn words(publication: &Publication, profile: &Profile, pages: u32) -> Option<String> {
    if publication.single || profile.cover != CoverFile::Separate || matches!(publication.piece, Piece::Cover(_)) {
        return None;
    }
    let width = width(publication, profile, pages);
    let spine = |width: f64| format!("dos de {} mm", preflight::comma(width));
    Some(match publication.making.binding.as_ref().map(|b| b.value) {
        Some(Binding::Glued) => {
            ["dos carré collé".to_owned()].into_iter().chain(width.map(spine)).chain(["couverture à part".to_owned()]).collect::<Vec<_>>().join(", ")
        }
        Some(Binding::Stapled) => "agrafée au pli".to_owned(),
        None => {
            let glued = width.filter(|w| *w >= LEAST_SPINE).map(|w| format!("dos carré collé possible ({})", spine(w)));
            let first = match limit(publication, profile).filter(|limit| pages > *limit) {
                Some(limit) => format!("à choisir ; trop de pages pour l’agrafe ({limit} au plus)"),
                None => "agrafée au pli, faute d’autre indication".to_owned(),
            };
            [Some(first), glued].into_iter().flatten().collect::<Vec<_>>().join(" ; ")
        }
    })
}

/// What is wrong with the binding itself.
pub(super) fn findings(publication: &Publication, profile: &Profile, pages: u32, findings: &mut Vec<Diagnostic>) {
    let making = &publication.making;
    if publication.single || profile.cover != CoverFile::Separate || making.binding() != Binding::Stapled {
        return;
    }
    let (Some(papers), Some(limit)) = (Papers::of(making, profile.paper.as_ref()), limit(publication, profile)) else { return };
    if pages > limit {
        let finding = match &making.binding {
            Some(stapled) => Diagnostic::at(&press::MANY_STAPLED, stapled.span),
            // Whoever says nothing of the binding may still be told otherwise by the printing house.
            None => Diagnostic::at(&press::UNBOUND, publication.title.span).with("spine", preflight::comma(papers.spine(pages))),
        };
        findings.push(finding.with("pages", pages.to_string()).with("limit", limit.to_string()));
    }
}

/// The most pages that staples hold on the paper of a publication.
fn limit(publication: &Publication, profile: &Profile) -> Option<u32> {
    let papers = Papers::of(&publication.making, profile.paper.as_ref())?;
    STAPLED.iter().find(|(weight, _)| papers.inside.weight <= *weight).map(|(_, limit)| *limit)
}

/// The width of the spine that a publication has when it is glued, in mm: as the printing house says, else what follows from the paper.
fn width(publication: &Publication, profile: &Profile, pages: u32) -> Option<f64> {
    let making = &publication.making;
    making.spine.as_ref().and_then(|s| s.width).or_else(|| Papers::of(making, profile.paper.as_ref()).map(|papers| papers.spine(pages)))
}

/// The spine of a publication with this many pages inside.
fn spine(publication: &Publication, profile: &Profile, pages: u32, findings: &mut Vec<Diagnostic>) -> Result<Spine, Diagnostic> {
    let making = &publication.making;
    let entry = making.spine.as_ref();
    let place = entry.map(|s| s.span).or(making.binding.as_ref().map(|b| b.span)).unwrap_or(publication.title.span);
    let Some(width) = width(publication, profile, pages) else {
        return Err(Diagnostic::at(&press::SPINE_UNKNOWN, place).with("id", publication.id.clone()));
    };
    let asked = entry.and_then(|s| s.text.as_ref());
    let own = asked.filter(|t| !matches!(t.value.as_str(), "oui" | "true"));
    let text = match own {
        Some(text) if matches!(text.value.trim(), "non" | "false" | "") => None,
        Some(text) => Some(text.value.clone()),
        None => Some(publication.title.value.clone()),
    };
    if width < LEAST_SPINE {
        // A title that nobody asked for is only left out.
        let lost = text.as_ref().filter(|_| asked.is_some()).cloned().unwrap_or_default();
        let finding = Diagnostic::at(&press::SPINE_THIN, asked.map_or(place, |t| t.span));
        findings.push(finding.with("width", preflight::comma(width)).with("text", crate::base::node::shorten(&lost)));
    }
    Ok(Spine { width, text: text.filter(|_| width >= LEAST_SPINE) })
}

/// Makes the cover of a publication whose inside has this many pages.
pub(super) fn make(
    loaded: &Loaded,
    job: &Job,
    profile: &Profile,
    publication: &Publication,
    pages: u32,
    findings: &mut Vec<Diagnostic>,
) -> Result<Cover, Vec<Diagnostic>> {
    let one = |f: Diagnostic| vec![f];
    let mut found = Vec::new();
    let spine = spine(publication, profile, pages, &mut found).map_err(one)?;
    let width = spine.width;
    let publication = Publication { piece: Piece::Cover(spine), ..publication.clone() };
    // Nobody reads a cover by its structure: it goes to the printing house only.
    let plain = Profile { tagged: false, standards: Vec::new(), multiple: 1, ..profile.clone() };
    let file = format!("{}-couverture.pdf", job.file.trim_end_matches(".pdf"));
    let bundle = bundle(loaded, &publication, &job.profile, &plain, Engine::Livret).map_err(one)?;
    let layout = typeset::layout(&bundle, &loaded.fonts, 1)?.unload(findings);
    let typeset::Export { mut bytes, plates, reduced } = typeset::pdf(&layout, &bundle, &plain, &format!("{}-couverture", publication.id))?;
    if let Some(condition) = &profile.condition {
        bytes = preflight::condition(loaded, condition).and_then(|c| press::for_press(&bytes, &file, &c, profile.bleed, &plates)).map_err(one)?;
    }
    let sheet = press::cover_sheet(&bytes, &file).map_err(one)?;
    bytes = sheet.bytes;
    if !profile.marks.0.is_empty() {
        bytes = press::with_marks(&bytes, &file, &profile.marks.0, profile.bleed, &sheet.folds).map_err(one)?;
    }
    let mut seen = typeset::page_facts(&layout, &bundle, preflight::safety(profile));
    seen.reduced = reduced;
    seen.on_one_page();
    let (page, height) = publication.format.size();
    let job = Job { file: file.clone(), ..job.clone() };
    let report = preflight::report(loaded, &job, &plain, &publication, &bytes, (pages, (2.0 * page + width, height)), None, seen, &mut found);
    findings.extend(found);
    Ok(Cover { file, bytes, report })
}
