//! Corpus + what is asked for → [`Publication`]: which fiches, in which order, and every list made from them.

mod memorandum;

use crate::base::diag::{Diagnostic, Warned};
use crate::base::source::Spanned;
use crate::lang::collate::{Collator, letter};
use crate::model::catalog::{Category, PageFormat, PublicationKind};
use crate::model::corpus::{Broken, Contents, Corpus, Filter, PublicationSpec, demands};
use crate::model::fiche::{Fiche, FicheHeader, Slot};
use crate::model::making::{Fit, Making, Piece};
use crate::model::publication::{Direction, GlossaryEntry, Period, Publication, TimelineEntry};
use std::collections::{BTreeMap, BTreeSet};

crate::codes! {
    /// A selection that selects nothing.
    EMPTY = "P101" Error {
        "aucune fiche ne répond à la sélection de « {id} »" / "no fiche answers the selection of “{id}”",
        "élargissez la sélection, ou publiez des fiches (statut: publié)" / "widen the selection, or publish fiches (statut: publié)",
        "Un livret sans fiche serait une couverture vide." / "A booklet without fiches would be an empty cover.",
    }
    /// A memorandum without demands.
    NO_DEMANDS = "P102" Warning {
        "ce mémorandum ne contient aucune demande" / "this memorandum holds no demand",
        "écrivez les demandes en blocs :::demande {{#identifiant niveaux=\"…\"}}" / "write the demands as blocks :::demande {{#identifier niveaux=\"…\"}}",
        "Le résumé et les tableaux sont faits des demandes." / "The summary and the tables are made from the demands.",
    }
}

/// How many years a period of the contents covers.
const DECADE: i32 = 10;

/// What is wrong with a publication as a whole, without assembling it.
pub fn findings(corpus: &Corpus, spec: &PublicationSpec) -> Vec<Diagnostic> {
    match &spec.contents {
        Contents::Fiches(filter) if !corpus.fiches.iter().any(|f| selects(filter, f)) => vec![Diagnostic::at(&EMPTY, spec.span).with("id", spec.id.clone())],
        Contents::Fiches(_) => Vec::new(),
        Contents::Memorandum(id) => {
            let without = corpus.memorandum(id).filter(|m| demands(&m.body.blocks).is_empty());
            without.map(|m| Diagnostic::at(&NO_DEMANDS, crate::base::source::Span::file(m.source))).into_iter().collect()
        }
    }
}

/// Assembles what a publication asks for.
pub fn publication(corpus: &Corpus, spec: &PublicationSpec) -> Warned<Publication> {
    let findings = findings(corpus, spec);
    let mut out = blank(&spec.id, spec.contents.kind(), spec.title.clone(), spec.format);
    out.subtitle.clone_from(&spec.subtitle);
    out.cover.clone_from(&spec.cover);
    out.blurb.clone_from(&spec.blurb);
    out.making.clone_from(&spec.making);
    match &spec.contents {
        Contents::Fiches(filter) => {
            let chosen: Vec<&Fiche> = corpus.fiches.iter().filter(|f| selects(filter, f)).collect();
            fill(&mut out, corpus, &chosen);
        }
        Contents::Memorandum(id) => {
            if let Some(memorandum) = corpus.memorandum(id) {
                out.subtitle = out.subtitle.take().or_else(|| memorandum.subtitle.clone());
                let parts = memorandum::parts(memorandum);
                out.memorandum = Some(parts);
                out.glossary = glossary(corpus, memorandum.uses.iter().chain(own(&memorandum.terms)));
            }
        }
    }
    Warned { value: out, findings }
}

/// Assembles the output of one fiche, with the number and the references that it has in the booklet.
pub fn single(corpus: &Corpus, fiche: &Fiche, format: PageFormat) -> Publication {
    let mut out = blank(&fiche.id, PublicationKind::Booklet, fiche.title.clone(), format);
    out.single = true;
    fill(&mut out, corpus, &[fiche]);
    out.see_also = see_also(corpus, &[fiche], |_| true);
    out
}

fn blank(id: &str, kind: PublicationKind, title: Spanned<String>, format: PageFormat) -> Publication {
    Publication {
        id: id.to_owned(),
        kind,
        single: false,
        title,
        subtitle: None,
        format,
        cover: None,
        blurb: Vec::new(),
        fiches: Vec::new(),
        contents: Vec::new(),
        legend: Vec::new(),
        index: Vec::new(),
        timeline: Vec::new(),
        glossary: Vec::new(),
        see_also: BTreeMap::new(),
        memorandum: None,
        making: Making::default(),
        piece: Piece::Whole,
        fit: Fit::default(),
    }
}

/// Makes every list of a booklet from its fiches.
fn fill(out: &mut Publication, corpus: &Corpus, fiches: &[&Fiche]) {
    let inside: BTreeSet<&str> = fiches.iter().map(|f| f.id.as_str()).collect();
    out.fiches = fiches.iter().map(|f| f.id.clone()).collect();
    out.contents = periods(fiches);
    out.index = corpus
        .categories
        .iter()
        .filter_map(|category| {
            let of: Vec<String> = fiches.iter().filter(|f| f.categories.filled().is_some_and(|c| c.contains(&category.id))).map(|f| f.id.clone()).collect();
            (!of.is_empty()).then(|| (category.id.clone(), of))
        })
        .collect();
    out.legend = corpus.categories.iter().filter(|c| out.index.iter().any(|(id, _)| *id == c.id)).cloned().collect::<Vec<Category>>();
    out.timeline = fiches
        .iter()
        .filter_map(|f| {
            let date = f.date.as_ref()?;
            // A span without end runs to the edition; one without beginning comes from before the first year.
            let end = if date.is_open_after() { f64::from(corpus.date.0 + 1) } else { date.end() };
            let start = if date.is_open_before() { f64::from(date.start_year()) } else { date.start() };
            let open_before = date.is_open_before() || date.is_unknown_before();
            let open_after = date.is_open_after() || date.is_unknown_after();
            Some(TimelineEntry { fiche: f.id.clone(), start, end: end.max(start), vague: date.is_vague(), open_before, open_after })
        })
        .collect();
    out.glossary = glossary(corpus, fiches.iter().flat_map(|f| f.uses.iter().chain(own(&f.terms))));
    out.see_also = see_also(corpus, fiches, |id| inside.contains(id));
}

/// The terms that a document defines itself.
fn own(terms: &Slot<Vec<(Spanned<String>, Spanned<String>)>>) -> impl Iterator<Item = &String> {
    terms.filled().into_iter().flatten().map(|(k, _)| &k.value)
}

fn glossary<'a>(corpus: &Corpus, keys: impl Iterator<Item = &'a String>) -> Vec<GlossaryEntry> {
    let collator = Collator::french();
    let mut keys: BTreeSet<&String> = keys.collect();
    // A term to see must stand in the glossary too.
    let more: Vec<&String> =
        keys.iter().filter_map(|k| corpus.terms.get(*k)).flat_map(|t| &t.see).filter_map(|s| corpus.terms.get_key_value(s)).map(|(k, _)| k).collect();
    keys.extend(more);
    let mut keys: Vec<&String> = keys.into_iter().filter(|k| corpus.terms.contains_key(*k)).collect();
    keys.sort_by(|a, b| collator.compare(a, b));
    keys.into_iter().map(|key| GlossaryEntry { key: key.clone(), letter: letter(key) }).collect()
}

/// The table of contents: decades, each once; texts without a date last. A fiche stands in the decade in which its date begins, but never
/// after one of an earlier decade: « jusqu’en 1998 » comes first in the chronology, so it stands in the first decade.
fn periods(fiches: &[&Fiche]) -> Vec<Period> {
    let own = |fiche: &Fiche| fiche.date.as_ref().map(|d| d.start_year().div_euclid(DECADE));
    let mut least = None;
    let mut decades: Vec<Option<i32>> = Vec::new();
    for fiche in fiches.iter().rev() {
        let of = own(fiche);
        least = match (of, least) {
            (Some(of), Some(least)) => Some(of.min(least)),
            (of, least) => of.or(least),
        };
        decades.push(of.and(least));
    }
    let dated: Vec<(Option<i32>, String)> = decades.into_iter().rev().zip(fiches.iter().map(|f| f.id.clone())).collect();
    let period = |of: &[(Option<i32>, String)]| Period {
        label: of[0].0.map(|decade| format!("{}–{}", decade * DECADE, decade * DECADE + DECADE - 1)),
        fiches: of.iter().map(|(_, id)| id.clone()).collect(),
    };
    dated.chunk_by(|a, b| a.0 == b.0).map(period).collect()
}

/// « Voir aussi »: those that a fiche cites and those that cite it, each once, in chronological order.
fn see_also(corpus: &Corpus, fiches: &[&Fiche], inside: impl Fn(&str) -> bool) -> BTreeMap<String, Vec<(String, Direction)>> {
    // Keyed by the place in the corpus, which is the chronological order.
    let place: BTreeMap<&str, usize> = corpus.fiches.iter().enumerate().map(|(i, f)| (f.id.as_str(), i)).collect();
    let mut citing: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (i, fiche) in corpus.fiches.iter().enumerate() {
        for cited in &fiche.cites {
            citing.entry(cited).or_default().push(i);
        }
    }
    fiches
        .iter()
        .filter_map(|fiche| {
            let mut list: BTreeMap<usize, Direction> = citing.get(fiche.id.as_str()).into_iter().flatten().map(|i| (*i, Direction::CitedBy)).collect();
            list.extend(fiche.cites.iter().filter_map(|c| Some((*place.get(c.as_str())?, Direction::Cites))));
            let list: Vec<(String, Direction)> =
                list.into_iter().map(|(i, d)| (corpus.fiches[i].id.clone(), d)).filter(|(id, _)| *id != fiche.id && inside(id)).collect();
            (!list.is_empty()).then(|| (fiche.id.clone(), list))
        })
        .collect()
}

/// Whether a filter keeps a fiche. Years keep what overlaps them: a fiche on « 1983/1985 » belongs to 1984..1990.
pub fn selects(filter: &Filter, fiche: &Fiche) -> bool {
    let categories: &[String] = fiche.categories.filled().map_or(&[], Vec::as_slice);
    let any = |wanted: &BTreeSet<String>| wanted.is_empty() || categories.iter().any(|c| wanted.contains(c));
    let in_years = match &fiche.date {
        Some(date) => {
            let last = date.end_year().unwrap_or(i32::MAX);
            filter.from.is_none_or(|from| last >= from) && filter.to.is_none_or(|to| date.start_year() <= to)
        }
        None => filter.from.is_none() && filter.to.is_none(),
    };
    fiche.status >= filter.status
        && in_years
        && any(&filter.axes)
        && any(&filter.themes)
        && (filter.fiches.is_empty() || filter.fiches.contains(&fiche.id))
        && !filter.except.contains(&fiche.id)
}

/// Whether a filter might keep a fiche of which only a part could be read: what is not known does not exclude it.
pub fn might_select(filter: &Filter, broken: &Broken) -> bool {
    let FicheHeader { status, date, axes, themes, .. } = &broken.header;
    let any = |wanted: &BTreeSet<String>, slot: &Slot<Vec<Spanned<String>>>| match slot {
        Slot::Filled(list) => wanted.is_empty() || list.iter().any(|c| wanted.contains(&c.value)),
        // Nothing known: it might.
        Slot::Absent | Slot::Placeholder(_) => true,
    };
    let in_years = date
        .as_ref()
        .is_none_or(|d| filter.from.is_none_or(|from| d.end_year().unwrap_or(i32::MAX) >= from) && filter.to.is_none_or(|to| d.start_year() <= to));
    status.as_ref().is_none_or(|s| s.value >= filter.status)
        && in_years
        && any(&filter.axes, axes)
        && any(&filter.themes, themes)
        && (filter.fiches.is_empty() || filter.fiches.contains(&broken.id))
        && !filter.except.contains(&broken.id)
}
