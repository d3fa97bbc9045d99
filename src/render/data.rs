//! The contract of `/data/publication.json`: what the Typst library and the drivers may know. A change here is a change of the contract;
//! a snapshot test shows it.

use super::Setting;
use crate::base::source::Spanned;
use crate::lang::{format, typography};
use crate::model::brand::{Brand, BrandColour};
use crate::model::bundle::file_name;
use crate::model::catalog::{Collection, TermKind};
use crate::model::making::{Fit, Piece};
use crate::model::markup::{Cost, DemandStatus, PowerLevel, Priority, plain};
use crate::model::profile::Profile;
use crate::model::publication::{MemorandumParts, Publication};
use serde::Serialize;
use std::collections::BTreeMap;

/// For whom the library is set up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Engine {
    /// This program: page numbers are data, links are put into the laid-out pages.
    Livret,
    /// The Typst program: labels and queries.
    Typst,
}

/// The facts of a publication.
#[derive(Debug, Serialize)]
pub struct PublicationView {
    engine: Engine,
    kind: &'static str,
    id: String,
    lang: &'static str,
    region: &'static str,
    /// Whether words are divided and lines justified: not where text must be easy to read (DOMAIN.md 3.6).
    hyphenate: bool,
    title: String,
    subtitle: Option<String>,
    author: String,
    description: Option<String>,
    keywords: Vec<String>,
    date: DateView,
    edition: Option<String>,
    format: FormatView,
    brand: BrandView,
    cover: Option<String>,
    logos: Vec<LogoView>,
    profile: ProfileView,
    organisation: OrganisationView,
    colophon: Vec<ColophonView>,
    fiches: Map<FicheView>,
    contents: Vec<PeriodView>,
    categories: Map<CategoryView>,
    legend: Vec<FamilyView>,
    index: Vec<IndexView>,
    timeline: Option<TimelineView>,
    glossary: Vec<LetterView>,
    terms: Map<TermView>,
    memorandum: Option<MemorandumView>,
    /// `whole`, `inside` or `cover`.
    piece: &'static str,
    /// Only with the cover alone.
    spine: Option<SpineView>,
    fit: FitView,
}

/// What takes the place of values of `templates/tokens.yaml`.
#[derive(Debug, Serialize)]
struct BrandView {
    colors: BTreeMap<&'static str, ColorView>,
    families: BTreeMap<&'static str, Vec<String>>,
}

#[derive(Debug, Serialize)]
struct ColorView {
    rgb: String,
    /// Four shares, in percent; without them, no profile with inks is made.
    #[serde(skip_serializing_if = "Option::is_none")]
    cmyk: Option<Vec<f64>>,
}

fn brand(brand: &Brand) -> BrandView {
    let color = |c: &BrandColour| Some(ColorView { rgb: c.rgb.as_ref()?.value.clone(), cmyk: c.cmyk.as_ref().map(|v| v.value.clone()) });
    let families = brand.families.lists().into_iter().filter(|(_, list)| !list.is_empty());
    BrandView {
        colors: brand.colours.given().filter_map(|(name, _, c)| Some((name, color(c)?))).collect(),
        families: families.map(|(name, list)| (name, list.iter().map(|f| f.value.clone()).collect())).collect(),
    }
}

#[derive(Debug, Serialize)]
struct SpineView {
    /// mm
    width: f64,
    text: Option<String>,
}

/// By how much the layout differs from that of the templates, to reach a number of pages.
#[derive(Debug, Serialize)]
struct FitView {
    leading: f64,
    /// em
    tracking: f64,
    least_space: f64,
    pictures: f64,
    run_on: bool,
}

/// A map that keeps the order of its entries.
#[derive(Debug)]
struct Map<T>(Vec<(String, T)>);

impl<T: Serialize> Serialize for Map<T> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(k, v)| (k, v)))
    }
}

#[derive(Debug, Serialize)]
struct DateView {
    year: i32,
    month: u8,
    day: u8,
    text: String,
}

#[derive(Debug, Serialize)]
struct FormatView {
    name: &'static str,
    /// mm
    width: f64,
    /// mm
    height: f64,
}

#[derive(Debug, Serialize)]
struct LogoView {
    path: String,
    alt: String,
}

#[derive(Debug, Serialize)]
struct ProfileView {
    id: String,
    links: bool,
    tagged: bool,
    /// mm
    bleed: f64,
    marks: bool,
    proof: bool,
    cmyk: bool,
    urls: bool,
    multiple: u32,
    facing: bool,
    label: Option<String>,
}

#[derive(Debug, Serialize)]
struct OrganisationView {
    name: String,
    short: Option<String>,
    address: Vec<String>,
    phone: Option<String>,
    email: Option<String>,
    web: Option<String>,
    web_shown: Option<String>,
}

#[derive(Debug, Serialize)]
struct ColophonView {
    label: Option<String>,
    lines: Vec<String>,
}

#[derive(Debug, Serialize)]
struct FicheView {
    id: String,
    /// The name of its virtual files.
    file: String,
    number: Option<String>,
    date: Option<String>,
    title: String,
    marks: Vec<String>,
}

#[derive(Debug, Serialize)]
struct PeriodView {
    label: Option<String>,
    entries: Vec<String>,
}

#[derive(Debug, Serialize)]
struct CategoryView {
    id: String,
    name: String,
    family: &'static str,
    family_name: &'static str,
    definition: Option<String>,
    color: String,
    icon: String,
}

#[derive(Debug, Serialize)]
struct FamilyView {
    family: &'static str,
    categories: Vec<String>,
}

#[derive(Debug, Serialize)]
struct IndexView {
    category: String,
    entries: Vec<String>,
}

#[derive(Debug, Serialize)]
struct TimelineView {
    from: i32,
    to: i32,
    entries: Vec<TimelineEntryView>,
}

#[derive(Debug, Serialize)]
struct TimelineEntryView {
    id: String,
    start: f64,
    end: f64,
    vague: bool,
    open_before: bool,
    open_after: bool,
}

#[derive(Debug, Serialize)]
struct LetterView {
    letter: String,
    terms: Vec<String>,
}

#[derive(Debug, Serialize)]
struct TermView {
    key: String,
    term: String,
    kind: &'static str,
    expansion: Option<String>,
    see: Vec<String>,
}

#[derive(Debug, Serialize)]
struct NamedView {
    id: &'static str,
    name: &'static str,
}

#[derive(Debug, Serialize)]
struct SignatoryView {
    name: String,
    logo: Option<String>,
    alt: Option<String>,
}

#[derive(Debug, Serialize)]
struct ThemeView {
    id: String,
    number: String,
    title: String,
    demands: Vec<String>,
}

#[derive(Debug, Serialize)]
struct DemandView {
    id: String,
    number: String,
    title: String,
    levels: Vec<&'static str>,
    priority: Option<&'static str>,
    priority_name: Option<&'static str>,
    cost: Option<&'static str>,
    cost_name: Option<&'static str>,
    status: Option<&'static str>,
    status_name: Option<&'static str>,
    audience: Option<String>,
    theme: String,
}

#[derive(Debug, Serialize)]
struct LevelView {
    level: &'static str,
    demands: Vec<String>,
}

#[derive(Debug, Serialize)]
struct MemorandumView {
    subtitle: Option<String>,
    vote: Option<String>,
    signatories: Vec<SignatoryView>,
    levels: Vec<NamedView>,
    addressed: Vec<&'static str>,
    themes: Vec<ThemeView>,
    demands: BTreeMap<String, DemandView>,
    summary: Vec<String>,
    by_level: Vec<LevelView>,
}

/// The address as it is printed: without scheme, `www.` and a last slash.
pub fn shown_address(url: &str) -> String {
    let short = url.trim();
    let short = ["https://", "http://", "mailto:", "tel:"].iter().find_map(|s| short.strip_prefix(s)).unwrap_or(short);
    short.strip_prefix("www.").unwrap_or(short).trim_end_matches('/').to_owned()
}

/// Collects the facts of a publication.
pub fn publication(publication: &Publication, setting: &Setting<'_>) -> PublicationView {
    let corpus = setting.corpus;
    let collection = &corpus.collection;
    let set = |text: &str| typography::typeset(text, setting.typography, typography::Language::French);
    let spanned = |text: &Spanned<String>| set(text);
    let optional = |text: &Option<Spanned<String>>| text.as_ref().map(spanned);
    let path = |p: &Spanned<String>| setting.assets.0.contains_key(&p.value).then(|| format!("/{}", p.value));

    // The fiches of the publication in order, then those that they cite.
    let mut ids: Vec<String> = publication.fiches.clone();
    let memorandum = publication.memorandum.as_ref().and_then(|p| corpus.memorandum(&p.id));
    let cited = publication.fiches.iter().filter_map(|id| corpus.fiche(id)).flat_map(|f| &f.cites).chain(memorandum.iter().flat_map(|m| &m.cites));
    let also = publication.see_also.values().flatten().map(|(id, _)| id);
    for id in cited.chain(also) {
        if !ids.contains(id) {
            ids.push(id.clone());
        }
    }
    let fiches = ids
        .iter()
        .filter_map(|id| corpus.fiche(id))
        .map(|f| {
            let view = FicheView {
                id: f.id.clone(),
                file: file_name(&f.id),
                number: f.number.map(|n| n.to_string()),
                date: f.date.as_ref().map(|d| format::date(d)),
                title: typography::typeset(&f.title, setting.typography, typography::Language::of(&f.language)),
                marks: f.categories.filled().cloned().unwrap_or_default(),
            };
            (f.id.clone(), view)
        })
        .collect();

    let mut legend: Vec<FamilyView> = Vec::new();
    for category in &publication.legend {
        let family = category.family.label();
        if legend.last().is_none_or(|l| l.family != family) {
            legend.push(FamilyView { family, categories: Vec::new() });
        }
        if let Some(last) = legend.last_mut() {
            last.categories.push(category.id.clone());
        }
    }
    let mut glossary: Vec<LetterView> = Vec::new();
    for entry in &publication.glossary {
        if glossary.last().is_none_or(|l| l.letter != entry.letter) {
            glossary.push(LetterView { letter: entry.letter.clone(), terms: Vec::new() });
        }
        if let Some(last) = glossary.last_mut() {
            last.terms.push(entry.key.clone());
        }
    }
    let years = publication.timeline.iter().map(|t| t.start).fold(f64::INFINITY, f64::min)
        ..publication.timeline.iter().map(|t| t.end).fold(f64::NEG_INFINITY, f64::max);
    let (year, month, day) = corpus.date;
    let (width, height) = publication.format.size();
    // A memorandum bears its own date, whenever it is printed.
    let own = memorandum.and_then(|m| m.date.as_ref()).map(|d| format::date(&d.value));
    let dated = own.unwrap_or_else(|| format::day(year, month, day));

    PublicationView {
        engine: setting.engine,
        kind: if publication.single { "fiche" } else { publication.kind.word() },
        id: publication.id.clone(),
        lang: "fr",
        hyphenate: setting.typography.profile != typography::Profile::Falc,
        region: "BE",
        title: spanned(&publication.title),
        subtitle: optional(&publication.subtitle),
        author: optional(&collection.name).unwrap_or_default(),
        description: optional(&publication.subtitle),
        keywords: publication.legend.iter().map(|c| c.name.value.clone()).collect(),
        date: DateView { year, month, day, text: dated.clone() },
        edition: optional(&collection.edition),
        format: FormatView { name: publication.format.word(), width, height },
        brand: brand(&corpus.brand),
        cover: publication.cover.as_ref().and_then(path),
        logos: collection.logos.iter().filter_map(|l| Some(LogoView { path: path(l.file.as_ref()?)?, alt: optional(&l.alt).unwrap_or_default() })).collect(),
        profile: profile(setting.engine, setting.profile_name, setting.profile),
        organisation: OrganisationView {
            name: optional(&collection.name).unwrap_or_default(),
            short: collection.short.as_ref().map(|s| s.value.clone()),
            address: collection.address.iter().map(spanned).collect(),
            phone: optional(&collection.phone),
            email: collection.email.as_ref().map(|e| e.value.clone()),
            web: collection.web.as_ref().map(|w| w.value.clone()).filter(|w| format::is_web(w)),
            web_shown: collection.web.as_ref().map(|w| shown_address(w)),
        },
        colophon: colophon(collection, dated, &set),
        fiches: Map(fiches),
        contents: publication.contents.iter().map(|p| PeriodView { label: p.label.clone(), entries: p.fiches.clone() }).collect(),
        categories: Map(corpus
            .categories
            .iter()
            .map(|c| {
                let view = CategoryView {
                    id: c.id.clone(),
                    name: spanned(&c.name),
                    family: c.family.word(),
                    family_name: c.family.label(),
                    definition: optional(&c.definition),
                    color: c.color.clone(),
                    icon: c.icon.clone(),
                };
                (c.id.clone(), view)
            })
            .collect()),
        legend,
        index: publication.index.iter().map(|(category, entries)| IndexView { category: category.clone(), entries: entries.clone() }).collect(),
        timeline: (!publication.timeline.is_empty()).then(|| TimelineView {
            from: decade(years.start, f64::floor),
            to: decade(years.end, f64::ceil),
            entries: publication
                .timeline
                .iter()
                .map(|t| TimelineEntryView {
                    id: t.fiche.clone(),
                    start: t.start,
                    end: t.end,
                    vague: t.vague,
                    open_before: t.open_before,
                    open_after: t.open_after,
                })
                .collect(),
        }),
        glossary,
        terms: Map(publication
            .glossary
            .iter()
            .filter_map(|e| corpus.terms.get_key_value(&e.key))
            .map(|(key, t)| {
                let view = TermView {
                    key: key.clone(),
                    term: spanned(&t.term),
                    kind: match t.kind {
                        TermKind::Sigle => "sigle",
                        TermKind::Acronym => "acronyme",
                        TermKind::Abbreviation => "abréviation",
                        TermKind::Jargon => "jargon",
                    },
                    expansion: optional(&t.expansion),
                    see: t.see.clone(),
                };
                (key.clone(), view)
            })
            .collect()),
        memorandum: publication.memorandum.as_ref().zip(memorandum).map(|(parts, m)| memorandum_view(parts, m, setting)),
        piece: match publication.piece {
            Piece::Whole => "whole",
            Piece::Inside => "inside",
            Piece::Cover(_) => "cover",
        },
        spine: match &publication.piece {
            Piece::Cover(spine) => Some(SpineView { width: spine.width, text: spine.text.as_deref().map(set) }),
            Piece::Whole | Piece::Inside => None,
        },
        fit: {
            let Fit { leading, tracking, least_space, pictures, run_on } = publication.fit;
            FitView { leading, tracking, least_space, pictures, run_on }
        },
    }
}

/// A year rounded to a decade.
fn decade(year: f64, round: fn(f64) -> f64) -> i32 {
    // Years of dates fit in an i32; the cast saturates.
    #[expect(clippy::cast_possible_truncation, reason = "years are small whole numbers here")]
    let out = (round(year / 10.0) * 10.0) as i32;
    out
}

fn profile(engine: Engine, id: &str, p: &Profile) -> ProfileView {
    ProfileView {
        id: id.to_owned(),
        links: p.links,
        tagged: p.tagged,
        bleed: p.bleed,
        // This program draws marks on the finished file.
        marks: engine == Engine::Typst && !p.marks.0.is_empty(),
        proof: p.proof,
        cmyk: p.cmyk,
        urls: p.urls,
        multiple: p.multiple.max(1),
        facing: p.facing,
        label: p.label.clone(),
    }
}

/// The inside cover: who answers for the publication, and every mention that must stand there (DOMAIN.md 2.3).
fn colophon(collection: &Collection, date: String, set: &dyn Fn(&str) -> String) -> Vec<ColophonView> {
    let mut out = Vec::new();
    let mut put = |label: Option<&str>, lines: Vec<String>| {
        if !lines.is_empty() {
            out.push(ColophonView { label: label.map(str::to_owned), lines });
        }
    };
    if let Some(publisher) = &collection.publisher {
        put(Some("Éditeur responsable"), publisher.name.iter().chain(&publisher.address).map(|s| set(s)).collect());
    }
    for credit in &collection.credits {
        if let Some(role) = &credit.role {
            let names: Vec<String> = credit.names.iter().map(|n| set(n)).collect();
            put(Some(&set(role)), if names.is_empty() { Vec::new() } else { vec![format::list(&names)] });
        }
    }
    let one = |value: &Option<Spanned<String>>| value.iter().map(|v| set(v)).collect::<Vec<_>>();
    put(Some("Dépôt légal"), one(&collection.legal_deposit));
    put(Some("ISBN"), one(&collection.isbn));
    put(Some("Numéro d’entreprise"), one(&collection.enterprise));
    put(Some("Date"), vec![date]);
    put(Some("Édition"), one(&collection.edition));
    put(Some("Licence"), one(&collection.licence));
    put(None, one(&collection.support));
    for mention in &collection.mentions {
        put(None, vec![set(mention)]);
    }
    out
}

fn memorandum_view(parts: &MemorandumParts, m: &crate::model::fiche::Memorandum, setting: &Setting<'_>) -> MemorandumView {
    let set = |text: &str| typography::typeset(text, setting.typography, typography::Language::of(&m.language));
    let optional = |text: &Option<Spanned<String>>| text.as_ref().map(|t| set(t));
    MemorandumView {
        subtitle: optional(&m.subtitle),
        vote: optional(&m.vote),
        signatories: m
            .signatories
            .iter()
            .filter_map(|s| {
                let logo = s.logo.as_ref().filter(|l| setting.assets.0.contains_key(&l.value)).map(|l| format!("/{}", l.value));
                Some(SignatoryView { name: optional(&s.name)?, logo, alt: optional(&s.alt) })
            })
            .collect(),
        levels: PowerLevel::ALL.iter().map(|l| NamedView { id: l.word(), name: level_name(*l) }).collect(),
        addressed: m.addressed.iter().map(|l| l.word()).collect(),
        themes: parts
            .themes
            .iter()
            .map(|t| ThemeView { id: t.id.clone(), number: t.number.to_string(), title: set(&t.title), demands: t.demands.clone() })
            .collect(),
        demands: parts
            .demands
            .iter()
            .map(|(id, d)| {
                let view = DemandView {
                    id: id.clone(),
                    number: d.number.clone(),
                    title: set(&plain(&d.demand.title)),
                    levels: d.demand.levels.iter().map(|l| l.word()).collect(),
                    priority: d.demand.priority.map(Priority::word),
                    priority_name: d.demand.priority.map(Priority::word),
                    cost: d.demand.cost.map(Cost::word),
                    cost_name: d.demand.cost.map(cost_name),
                    status: d.demand.status.map(DemandStatus::word),
                    status_name: d.demand.status.map(DemandStatus::word),
                    audience: d.demand.audience.as_ref().map(|a| set(&plain(a))),
                    theme: d.theme.clone(),
                };
                (id.clone(), view)
            })
            .collect(),
        summary: parts.summary.clone(),
        by_level: parts.by_level.iter().map(|(level, demands)| LevelView { level: level.word(), demands: demands.clone() }).collect(),
    }
}

/// The six words of DOMAIN.md 3.7.
fn level_name(level: PowerLevel) -> &'static str {
    match level {
        PowerLevel::European => "européen",
        PowerLevel::Federal => "fédéral",
        PowerLevel::Community => "communautaire",
        PowerLevel::Regional => "régional",
        PowerLevel::Provincial => "provincial",
        PowerLevel::Municipal => "communal",
    }
}

fn cost_name(cost: Cost) -> &'static str {
    match cost {
        Cost::None => "sans coût",
        Cost::Low => "coût faible",
        Cost::Medium => "coût moyen",
        Cost::High => "coût élevé",
        Cost::Unknown => "à chiffrer",
    }
}
