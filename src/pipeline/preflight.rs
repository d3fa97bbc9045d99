//! The report that goes with each file: what it holds, what it claims, what is wrong with it for its use, at the author's line.

use super::cover::piece;
use super::fit::FitFact;
use super::{Job, Loaded};
use crate::base::diag::{Diagnostic, Lang, Severity};
use crate::base::source::{Span, Spanned};
use crate::lang::format::page_list;
use crate::model::making::{Papers, Piece};
use crate::model::preflight::{FileFacts, PageFacts, PictureFact, QrFact, ReducedFact};
use crate::model::profile::Profile;
use crate::model::publication::Publication;
use crate::press::{self, Opened, Tagged};
use serde::Serialize;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::{Arc, Mutex, PoisonError};

/// Distance in mm that text keeps from the trimmed edge in a printing house: DOMAIN.md 4.1 (safety).
const SAFETY: f64 = 5.0;
/// Resolution in pixels per inch below which a picture looks soft in offset: DOMAIN.md 4.1 (images).
const OFFSET_PPI: f64 = 225.0;
/// The same on the office copier.
const OFFICE_PPI: f64 = 150.0;
/// The smallest QR code in mm, and its smallest module: DOMAIN.md 4.1 (QR).
const LEAST_QR: (f64, f64) = (15.0, 0.4);
/// What rounding may hide, in mm.
const ROUNDING: f64 = 0.05;

/// The report of one file.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Report {
    /// The publication or the fiche.
    pub publication: String,
    /// The profile.
    pub profile: String,
    /// Pages in reading order.
    pub pages: u32,
    /// Whether they are for paper.
    #[serde(skip)]
    pub printed: bool,
    /// Remarks in the margin, when it is a proof; the pages behind the last one list them.
    pub remarks: Option<usize>,
    /// Whether they are a multiple of four.
    pub multiple_of_four: bool,
    /// Width of a trimmed page in mm.
    pub width: f64,
    /// Height of a trimmed page in mm.
    pub height: f64,
    /// Sheets of paper that are folded, once imposed.
    pub sheets: Option<u32>,
    /// Whether a sheet of instructions is printed before them.
    pub instructions: bool,
    /// Bleed in mm.
    pub bleed: f64,
    /// Pages on which something reaches the edge.
    pub bleeding: Vec<u32>,
    /// Page and distance in mm of the text that comes nearest to the edge.
    pub nearest_text: Option<(u32, f64)>,
    /// What the file holds.
    pub file: FileFacts,
    /// Pictures of pixels.
    pub pictures: Vec<PictureFact>,
    /// Pictures that were written with fewer pixels than their files have.
    pub reduced: Vec<ReducedFact>,
    /// Pixels per inch that are enough for a picture in this profile; 0 where none is made smaller.
    pub resolution: f64,
    /// QR codes.
    pub codes: Vec<QrFact>,
    /// The standards that it claims; the engine refused to write the file if it did not meet one of them.
    pub standards: Vec<String>,
    /// What is said to the printing house of its conformity.
    pub conformity: String,
    /// How many rules of PDF/X-4 were looked at, and how many of them are met; none where nobody prints in CMYK.
    pub print_rules: Option<(usize, usize)>,
    /// What was done to reach a number of pages.
    pub fit: Option<FitFact>,
    /// Width of the spine in mm: the file is a cover.
    pub spine: Option<f64>,
    /// The paper, as its profile gives it.
    pub paper: Option<PaperFact>,
    /// How it is bound by a printing house, in French.
    pub binding: Option<String>,
    /// What is wrong: code, sentence, place.
    pub findings: Vec<(String, String, String)>,
    /// How many of them are warnings.
    #[serde(skip)]
    pub warnings: usize,
}

/// What follows from the paper.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PaperFact {
    /// Weight of the inside in g/m².
    pub weight: f64,
    /// Weight of one copy in g.
    pub copy: f64,
    /// Thickness of one copy in mm.
    pub thickness: f64,
}

#[expect(clippy::too_many_arguments, reason = "the report is about all of it")]
/// Looks at a finished file and at the pages it was made from. The safety distance is [`safety`]. `found` begins with what was found of this
/// file before, on its sheets or of its binding; all of it is said in the report.
pub(super) fn report(
    loaded: &Loaded,
    job: &Job,
    profile: &Profile,
    publication: &Publication,
    bytes: &[u8],
    pages: (u32, (f64, f64)),
    sides: Option<u32>,
    mut seen: PageFacts,
    found: &mut Vec<Diagnostic>,
) -> Report {
    let opened = || Opened::new(bytes, &job.file).ok();
    let opened = if profile.tagged && profile.condition.is_none() { None } else { opened() };
    let tagged = if profile.tagged { Tagged::new(bytes, &job.file).ok() } else { None };
    let condition = profile.condition.as_ref().and_then(|wanted| condition(loaded, wanted).ok());
    let facts = || opened.as_ref().map(|o| o.facts(condition.as_deref())).or_else(|| tagged.as_ref().map(Tagged::facts));
    let (file, structure) = rayon::join(facts, || tagged.as_ref().map(Tagged::structure));
    let file = file.unwrap_or_default();
    found.extend(structure.into_iter().flat_map(|s| s.findings));
    let rules = opened.as_ref().filter(|_| profile.condition.is_some()).map(|o| o.print_rules(&file));
    let print_rules = rules.as_ref().map(|rules| (rules.len(), rules.iter().filter(|r| r.met).count()));
    for rule in rules.iter().flatten().filter(|r| !r.met) {
        found.push(Diagnostic::on(&press::NOT_X4, job.file.clone()).with("rule", rule.wants.0).with("rule_en", rule.wants.1));
    }
    let (count, (width, height)) = pages;
    let spine = match &publication.piece {
        Piece::Cover(spine) => Some(spine.width),
        Piece::Whole | Piece::Inside => None,
    };
    place_pictures(loaded, publication, &mut seen.pictures);
    look(loaded, profile, &seen, &file, &job.file, found);
    let mut bleeding: Vec<u32> = seen.edges.iter().map(|e| e.page).collect();
    bleeding.dedup();
    let standards: Vec<String> = profile.standards.iter().map(|s| s.value.word().to_owned()).collect();
    let place = |span: Option<Span>| {
        span.map_or_else(String::new, |s| {
            let source = loaded.sources.get(s.source);
            format!("{}:{}", source.path, source.position(s.start as usize).line)
        })
    };
    let instructions = sides.is_some() && profile.impose.0.instructions;
    Report {
        publication: publication.id.clone(),
        profile: job.profile.clone(),
        pages: count,
        printed: profile.cmyk || profile.multiple > 1 || profile.impose.0.folds(),
        remarks: None,
        multiple_of_four: count % 4 == 0,
        width: round(width),
        height: round(height),
        sheets: sides.map(|s| (s / 2).saturating_sub(u32::from(instructions))),
        instructions,
        bleed: profile.bleed,
        bleeding,
        nearest_text: seen.nearest.as_ref().map(|n| (n.page, round(n.distance))),
        pictures: seen
            .pictures
            .iter()
            .map(|p| PictureFact { place: place(p.span), width: round(p.width), height: round(p.height), ppi: p.ppi.round(), ..p.clone() })
            .collect(),
        reduced: seen.reduced,
        resolution: profile.resolution,
        codes: seen.codes.iter().map(|c| QrFact { side: round(c.side), module: round(c.module), ..c.clone() }).collect(),
        conformity: conformity(&standards, print_rules),
        standards,
        print_rules,
        fit: None,
        spine: spine.map(round),
        paper: Papers::of(&publication.making, profile.paper.as_ref()).map(|p| paper(&p, publication, count, profile)),
        binding: super::cover::words(publication, profile, count),
        findings: found.iter().map(|f| (f.code.id.to_owned(), f.message(Lang::Fr), f.path.clone().unwrap_or_else(|| place(f.span)))).collect(),
        warnings: found.iter().filter(|f| f.severity == Severity::Warning).count(),
        file: FileFacts { ink: file.ink.round(), ..file },
    }
}

/// Says where the author asked for each picture: the same file may be shown several times, in the order of the texts.
fn place_pictures(loaded: &Loaded, publication: &Publication, pictures: &mut [PictureFact]) {
    use crate::model::markup::{Block, pictures as of};
    let corpus = &loaded.corpus;
    let mut places: BTreeMap<String, Vec<Span>> = BTreeMap::new();
    let mut add = |path: &str, span: Span| places.entry(path.to_owned()).or_default().push(span);
    publication.cover.iter().chain(corpus.collection.logos.iter().filter_map(|l| l.file.as_ref())).for_each(|p| add(&p.value, p.span));
    let mut texts: Vec<&[Block]> = vec![&publication.blurb];
    for fiche in publication.fiches.iter().filter_map(|id| corpus.fiche(id)) {
        texts.extend([fiche.lead.as_slice(), &fiche.body.blocks]);
        texts.extend(fiche.body.notes.iter().map(Vec::as_slice));
    }
    if let Some(memorandum) = publication.memorandum.as_ref().and_then(|p| corpus.memorandum(&p.id)) {
        texts.extend([memorandum.lead.as_slice(), &memorandum.method, &memorandum.body.blocks]);
        texts.extend(memorandum.body.notes.iter().map(Vec::as_slice));
        memorandum.signatories.iter().filter_map(|s| s.logo.as_ref()).for_each(|l| add(&l.value, l.span));
    }
    for picture in texts.into_iter().flat_map(of) {
        add(&picture.path, picture.span);
    }
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    for picture in pictures {
        let nth = seen.entry(picture.path.clone()).or_default();
        picture.span = places.get(&picture.path).and_then(|p| p.get(*nth).or(p.last())).copied();
        *nth += 1;
    }
}

fn round(mm: f64) -> f64 {
    (mm * 100.0).round() / 100.0
}

/// The printing conditions that were opened, by profile of colours and name.
#[derive(Default)]
pub(super) struct Conditions(Mutex<BTreeMap<(String, String), Arc<press::Condition>>>);

/// The printing condition of a profile: one for all its files.
pub(super) fn condition(loaded: &Loaded, wanted: &Spanned<crate::model::profile::Condition>) -> Result<Arc<press::Condition>, Diagnostic> {
    let path = format!("templates/icc/{}", wanted.icc);
    let here = |finding: Diagnostic| Diagnostic { span: Some(wanted.span), path: None, ..finding };
    let Some(icc) = loaded.templates.0.get(&format!("icc/{}", wanted.icc)) else {
        let finding = Diagnostic::at(&press::NOT_A_PROFILE, wanted.span).with("file", path);
        return Err(finding.with("why", "il n’existe pas").with("why_en", "it does not exist"));
    };
    let name = (wanted.icc.clone(), wanted.identifier.clone());
    let mut known = loaded.conditions.0.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(condition) = known.get(&name) {
        return Ok(condition.clone());
    }
    let condition = Arc::new(press::Condition::new(icc.clone(), wanted.identifier.clone(), &path).map_err(here)?);
    known.insert(name, condition.clone());
    Ok(condition)
}

/// The distance in mm that text keeps from the edge in a profile.
pub(super) fn safety(profile: &Profile) -> f64 {
    if profile.cmyk { SAFETY } else { profile.impose.0.border }
}

fn paper(papers: &Papers, publication: &Publication, pages: u32, profile: &Profile) -> PaperFact {
    let leaves = f64::from(pages.div_ceil(2));
    let glued = piece(publication, profile) == Piece::Inside;
    // The cover comes around the leaves of a glued publication; of another one it takes the place of the first and of the last, where its
    // paper is not theirs.
    let (inside, covers) = match (glued, papers.own_cover) {
        (true, _) => (leaves, 2.0),
        (false, true) => (leaves - 2.0_f64.min(leaves), 2.0_f64.min(leaves)),
        (false, false) => (leaves, 0.0),
    };
    let (width, height) = publication.format.size();
    let area = width * height / 1e6;
    let thickness = if glued { papers.spine(pages) } else { inside * papers.inside.thickness + covers * papers.cover.thickness };
    PaperFact {
        weight: papers.inside.weight,
        copy: ((inside * papers.inside.weight + covers * papers.cover.weight) * area).round(),
        thickness: round(thickness),
    }
}

/// What is said of standards: those that are claimed, or why none is. `rules` are those of PDF/X-4: how many there are, how many are met.
fn conformity(standards: &[String], rules: Option<(usize, usize)>) -> String {
    match (standards.is_empty(), rules) {
        (false, _) => format!("{} : contrôlé à l’export, le fichier n’est pas écrit s’il y manque", standards.join(" + ").to_uppercase()),
        (true, Some((all, met))) if met < all => "à corriger avant l’impression : des règles de PDF/X-4 ne sont pas respectées ; non PDF/X".to_owned(),
        (true, Some(_)) => "prêt pour l’impression, non PDF/X : aucun second programme libre ne vérifie toute la norme".to_owned(),
        (true, None) => "aucune norme demandée".to_owned(),
    }
}

/// What is wrong with a file for its use.
fn look(loaded: &Loaded, profile: &Profile, seen: &PageFacts, file: &FileFacts, name: &str, findings: &mut Vec<Diagnostic>) {
    let mut tell = |finding: Diagnostic| {
        if !findings.iter().any(|f| f.code == finding.code && f.span.is_some() && f.span == finding.span) {
            findings.push(finding);
        }
    };
    let at = |code, span: Option<Span>| span.map_or_else(|| Diagnostic::on(code, name), |s| Diagnostic::at(code, s));
    let least = match (profile.cmyk, profile.impose.0.folds()) {
        (true, _) => OFFSET_PPI,
        (false, true) => OFFICE_PPI,
        (false, false) => 0.0,
    };
    for picture in seen.pictures.iter().filter(|p| p.ppi < least) {
        // In a text a picture can be made smaller; on a cover it cannot.
        let in_text = picture.span.is_some_and(|s| loaded.sources.get(s.source).path.ends_with(".md"));
        let needed = |mm: f64| format!("{:.0}", (mm / 25.4 * 300.0).ceil());
        tell(
            at(&press::SOFT, picture.span)
                .with("ppi", format!("{:.0}", picture.ppi))
                .with("page", picture.page.to_string())
                .with("least", format!("{least:.0}"))
                .with("width", needed(picture.width))
                .with("height", needed(picture.height))
                .with("smaller", if in_text { "réduisez-la" } else { "" })
                .with("smaller_en", if in_text { "make it smaller" } else { "" }),
        );
    }
    if profile.bleed > 0.0 {
        for edge in seen.edges.iter().filter(|e| e.beyond < profile.bleed - ROUNDING) {
            let reach = edge.beyond.max(0.0);
            tell(at(&press::SHORT_BLEED, edge.span).with("page", edge.page.to_string()).with("reach", comma(reach)).with("bleed", comma(profile.bleed)));
        }
    }
    for near in &seen.near {
        tell(
            at(&press::NEAR_EDGE, near.span)
                .with("words", crate::base::node::shorten(&near.words))
                .with("page", near.page.to_string())
                .with("distance", comma(near.distance))
                .with("least", comma(safety(profile))),
        );
    }
    for font in file.fonts.iter().filter(|f| !f.embedded) {
        tell(Diagnostic::on(&press::NOT_EMBEDDED, name).with("font", font.name.clone()));
    }
    if profile.cmyk && !file.rgb_pages.is_empty() {
        let list = page_list(&file.rgb_pages);
        let of_page = |p: &&PictureFact| file.rgb_pages.contains(&p.page);
        let span = seen.pictures.iter().filter(of_page).find_map(|p| p.span);
        tell(at(&press::RGB, span).with("pages", list));
    }
    if profile.cmyk && file.ink > press::MOST_INK + 0.5 {
        tell(Diagnostic::on(&press::INK, name).with("ink", format!("{:.0}", file.ink)));
    }
    for code in &seen.codes {
        if code.content.is_none() {
            tell(at(&press::QR_UNREADABLE, code.span).with("page", code.page.to_string()));
        } else if code.side < LEAST_QR.0 || code.module < LEAST_QR.1 - 0.001 {
            tell(at(&press::QR_SMALL, code.span).with("page", code.page.to_string()).with("side", comma(code.side)));
        }
    }
}

/// A number with at most two decimals, as French writes it.
pub(super) fn comma(value: f64) -> String {
    let text = format!("{value:.2}");
    text.trim_end_matches('0').trim_end_matches('.').replace('.', ",")
}

impl Report {
    /// The report as people read it, in French.
    pub fn text(&self) -> String {
        let mut out = format!("Rapport de {}-{}{}\n\n", self.publication, self.profile, if self.spine.is_some() { "-couverture" } else { "" });
        let mut line = |name: &str, value: String| {
            let _ = writeln!(out, "{name:<24}{value}");
        };
        match self.spine {
            Some(spine) => line("Couverture", format!("deux pages et un dos de {} mm, autour de {} pages", comma(spine), self.pages)),
            None => {
                // What a screen shows has no sheets to fill.
                let four = match (self.printed, self.multiple_of_four) {
                    (true, true) => " (multiple de quatre)",
                    (true, false) => " (pas un multiple de quatre)",
                    (false, _) => "",
                };
                let what = if self.remarks.is_some_and(|n| n > 0) { "remarques" } else { "changements" };
                let listed = match self.listed() {
                    0 => String::new(),
                    1 => format!(" + 1 page de {what}"),
                    n => format!(" + {n} pages de {what}"),
                };
                line("Pages", format!("{}{four}{listed}", self.pages));
            }
        }
        if let Some(fit) = self.fit.as_ref().filter(|f| !f.attempts.is_empty()) {
            let changes: Vec<&str> = fit.attempts.iter().map(|a| a.change.as_str()).collect();
            line("Ajustement", format!("{} → {} pages : {}", fit.natural, fit.pages, changes.join(", ")));
        }
        line("Format rogné", format!("{} × {} mm", comma(self.width), comma(self.height)));
        if let Some(sheets) = self.sheets {
            let first = if self.instructions { ", après une feuille d’instructions" } else { "" };
            line("Feuilles", format!("{sheets}, recto verso{first}"));
        }
        // What the file counts: the sides of sheets, once pages stand on them.
        let (side, short) = if self.sheets.is_some() { ("côté", "côtés") } else { ("page", "p.") };
        for b in &self.file.boxes {
            line(b.name, format!("{} × {} mm, {} {}{}", comma(b.width), comma(b.height), b.pages, side, if b.pages > 1 { "s" } else { "" }));
        }
        let bleed = if self.bleed > 0.0 { format!("{} mm", comma(self.bleed)) } else { "aucun".to_owned() };
        let reached = if self.bleeding.is_empty() {
            "rien ne touche le bord".to_owned()
        } else {
            format!("couleurs ou images jusqu’au bord : p. {}", page_list(&self.bleeding))
        };
        line("Fond perdu", format!("{bleed} ; {reached}"));
        if let Some((page, distance)) = self.nearest_text {
            line("Texte le plus au bord", format!("{} mm, p. {page}", comma(distance)));
        }
        let fonts = &self.file.fonts;
        let embedded = fonts.iter().filter(|f| f.embedded).count();
        line("Polices", format!("{}, {embedded} incorporée{}", fonts.len(), if embedded > 1 { "s" } else { "" }));
        for font in fonts {
            line("", format!("{}{}", font.name, if font.embedded { "" } else { " (non incorporée)" }));
        }
        let c = &self.file.colours;
        let spaces: Vec<String> = [("gris", c.grey), ("RVB", c.rgb), ("CMJN", c.cmyk), ("tons directs", c.spot)]
            .into_iter()
            .filter(|(_, n)| *n > 0)
            .map(|(name, n)| format!("{name} ({n} {})", if n > 1 { short } else { short.trim_end_matches('s') }))
            .collect();
        line("Couleurs", if spaces.is_empty() { "noir".to_owned() } else { spaces.join(", ") });
        line(if self.sheets.is_some() { "Côtés en noir seul" } else { "Pages en noir seul" }, format!("{} sur {}", c.black_only, self.file.pages));
        if c.cmyk > 0 {
            line("Encrage le plus fort", format!("{} % (limite {} %)", comma(self.file.ink), comma(press::MOST_INK)));
        }
        match self.pictures.iter().min_by(|a, b| a.ppi.total_cmp(&b.ppi)) {
            Some(p) => {
                let place = if p.place.is_empty() { String::new() } else { format!(", {}", p.place) };
                line("Images", format!("{}, la plus faible : {:.0} ppp, p. {}{place}", self.pictures.len(), p.ppi, p.page));
            }
            None => line("Images", "aucune en pixels".to_owned()),
        }
        for (n, r) in self.reduced.iter().enumerate() {
            let name = if n == 0 { format!("Réduites à {} ppp", comma(self.resolution)) } else { String::new() };
            line(&name, format!("{} : {} × {} → {} × {} pixels", r.path, r.from.0, r.from.1, r.to.0, r.to.1));
        }
        for code in &self.codes {
            let content = code.content.as_deref().map_or_else(|| "illisible".to_owned(), |c| format!("lu : {c}"));
            line("Code QR", format!("p. {}, {} mm, module de {} mm, {content}", code.page, comma(code.side), comma(code.module)));
        }
        line("PDF", self.file.version.clone());
        line("Conformité", self.conformity.clone());
        if let Some((rules, met)) = self.print_rules {
            line("Règles de PDF/X-4", format!("{met} respectée{} sur {rules} contrôlées", if met > 1 { "s" } else { "" }));
        }
        // The profile that PDF/A wants for the colours of a screen is no condition of printing, and says so: it has no name.
        if let Some(intent) = self.file.intent.as_ref().filter(|i| *i != "Custom") {
            line("Condition d’impression", intent.clone());
        }
        if let Some(paper) = &self.paper {
            line("Papier", format!("{} g/m², un exemplaire pèse {} g et a {} mm d’épaisseur", comma(paper.weight), comma(paper.copy), comma(paper.thickness)));
        }
        if let Some(binding) = &self.binding {
            line("Reliure", binding.clone());
        }
        out.push('\n');
        match self.remarks.filter(|n| *n > 0) {
            Some(n) => {
                let _ = writeln!(out, "À voir : {n} remarque{} dans la marge ; la liste est page {}", if n > 1 { "s" } else { "" }, self.pages + 1);
            }
            None if self.findings.is_empty() => out.push_str("Rien à signaler.\n"),
            None => {}
        }
        for (code, message, place) in &self.findings {
            let _ = writeln!(out, "À voir : {message} [{code}] {place}");
        }
        out
    }

    /// The pages behind those of the publication, that list what a proof shows.
    fn listed(&self) -> u32 {
        self.remarks.map_or(0, |_| self.file.pages.saturating_sub(self.pages))
    }

    /// The report for machines.
    pub fn json(&self) -> String {
        let mut text = serde_json::to_string_pretty(self).unwrap_or_default();
        text.push('\n');
        text
    }
}
