//! Drafts of fiches and memorandums, made complete; their order and their numbers.

use super::catalog::{demand, fresh};
use super::codes::{DUPLICATE_NUMBER, NUMBER_LOST, ODD_ID, UNKNOWN_CATEGORY};
use crate::base::diag::{Diagnostic, nearest};
use crate::base::node::Pairs;
use crate::base::source::{SourceId, Span, Spanned};
use crate::lang::chronology;
use crate::lang::collate::Collator;
use crate::lang::format::slug;
use crate::model::catalog::{Category, Family, Term, TermKind};
use crate::model::corpus::Broken;
use crate::model::fiche::{Fiche, FicheDraft, Genre, Memorandum, MemorandumDraft, Resource, ResourceHeader, Slot, Status};
use std::collections::{BTreeMap, BTreeSet};

pub(super) fn complete(drafts: Vec<FicheDraft>, categories: &[Category], findings: &mut Vec<Diagnostic>) -> (Vec<Fiche>, Vec<Broken>) {
    let mut seen = BTreeMap::new();
    let mut fiches = Vec::new();
    let mut broken = Vec::new();
    for draft in drafts {
        let place = Span::file(draft.source);
        let id = Spanned::new(draft.id.clone(), place);
        let unique = fresh(&mut seen, &id, findings);
        let clean = slug(&draft.id);
        if clean != draft.id {
            findings.push(Diagnostic::at(&ODD_ID, place).with("id", draft.id.clone()).with("nearest", clean));
        }
        let header = draft.header.clone();
        let page = header.genre.as_ref().is_some_and(|g| g.value == Genre::Page);
        let at_header = Span { start: 0, end: 0, ..place };
        let title = demand(header.title.as_ref().filter(|t| !t.trim().is_empty()), "titre", at_header, findings);
        let date = if page { header.date.clone() } else { demand(header.date.as_ref(), "date", at_header, findings) };
        let categories = chosen(&draft, categories, findings);
        let resources = header.resources.clone().map(|list| list.into_iter().filter_map(|r| resource(r, findings)).collect());
        let (Some(title), true, true) = (title, page || date.is_some(), unique) else {
            broken.push(Broken { id: draft.id, source: draft.source, header });
            continue;
        };
        let sources = match draft.header.sources {
            Slot::Absent => Slot::Absent,
            Slot::Placeholder(span) => Slot::Placeholder(span),
            Slot::Filled(_) => Slot::Filled(draft.sources),
        };
        fiches.push(Fiche {
            id: draft.id,
            source: draft.source,
            title,
            date: if page { None } else { date },
            order: header.order.map_or(0, |o| o.value),
            number: header.number.map(|n| n.value),
            status: header.status.map_or(Status::Draft, |s| s.value),
            language: header.language.map_or_else(|| "fr".to_owned(), |l| l.value),
            lead: draft.lead,
            categories,
            terms: header.terms.map(pairs),
            resources,
            sources,
            body: draft.body,
            cites: BTreeSet::new(),
            uses: BTreeSet::new(),
        });
    }
    (fiches, broken)
}

fn pairs(pairs: Pairs<Spanned<String>>) -> Vec<(Spanned<String>, Spanned<String>)> {
    pairs.0
}

fn resource(header: Spanned<ResourceHeader>, findings: &mut Vec<Diagnostic>) -> Option<Resource> {
    let title = demand(header.title.as_ref(), "titre", header.span, findings)?;
    if header.url.is_none() && header.file.is_none() {
        demand::<String>(None, "url", header.span, findings);
    }
    let ResourceHeader { file, url, description, .. } = header.value;
    Some(Resource { title, description, url, file })
}

/// The categories of a draft in the order of the catalogue. All of them ticked is the untouched template: DOMAIN.md 1.4.
fn chosen(draft: &FicheDraft, categories: &[Category], findings: &mut Vec<Diagnostic>) -> Slot<Vec<String>> {
    let header = &draft.header;
    let mut ids = BTreeSet::new();
    let mut place = None;
    for (slot, axis) in [(&header.axes, true), (&header.themes, false)] {
        match slot {
            Slot::Absent => {}
            Slot::Placeholder(span) => place = Some(*span),
            Slot::Filled(list) => {
                for item in list {
                    let of_family = |c: &&Category| (c.family == Family::Axis) == axis;
                    if let Some(category) = categories.iter().filter(of_family).find(|c| c.id == item.value || c.name.value == item.value) {
                        ids.insert(category.id.clone());
                    } else {
                        let words: Vec<&str> = categories.iter().filter(of_family).map(|c| c.id.as_str()).collect();
                        findings.push(
                            Diagnostic::at(&UNKNOWN_CATEGORY, item.span)
                                .with("found", crate::base::node::shorten(item))
                                .with("nearest", nearest(item, words.iter().copied()).unwrap_or_default().to_owned())
                                .with("words", words.join(", ")),
                        );
                    }
                }
            }
        }
    }
    if !categories.is_empty() && ids.len() == categories.len() {
        let first = [&header.axes, &header.themes].into_iter().find_map(|s| s.filled().and_then(|l| l.first()).map(|i| i.span));
        return Slot::Placeholder(first.unwrap_or(Span::file(draft.source)));
    }
    match (ids.is_empty(), place) {
        (true, Some(span)) => Slot::Placeholder(span),
        (true, None) => Slot::Absent,
        (false, _) => Slot::Filled(categories.iter().filter(|c| ids.contains(&c.id)).map(|c| c.id.clone()).collect()),
    }
}

/// Puts fiches in chronological order, pages last, and gives each dated fiche its number; returns the pinned numbers with their places.
///
/// The order is that of [`crate::lang::chronology`]. Pinned numbers are kept, the others
/// are the next free ones. All dated fiches count, whatever their status: publishing one never renumbers another.
pub(super) fn order_and_number(fiches: &mut [Fiche], places: &BTreeMap<SourceId, Span>, findings: &mut Vec<Diagnostic>) -> BTreeMap<u32, Span> {
    let collator = Collator::french();
    fiches.sort_by(|a, b| chronology::compare(a, b, &collator).0);
    let mut pinned: BTreeMap<u32, Span> = BTreeMap::new();
    for fiche in fiches.iter_mut() {
        if let (None, Some(number)) = (&fiche.date, fiche.number) {
            let place = places.get(&fiche.source).copied().unwrap_or(Span::file(fiche.source));
            findings.push(Diagnostic::at(&NUMBER_LOST, place).with("number", number.to_string()));
            fiche.number = None;
        }
        let Some(number) = fiche.number else { continue };
        let place = places.get(&fiche.source).copied().unwrap_or(Span::file(fiche.source));
        if let Some(first) = pinned.get(&number) {
            findings.push(Diagnostic::at(&DUPLICATE_NUMBER, place).with("number", number.to_string()).see(*first));
            fiche.number = None;
        } else {
            pinned.insert(number, place);
        }
    }
    let mut next = 1;
    for fiche in fiches.iter_mut().filter(|f| f.date.is_some() && f.number.is_none()) {
        while pinned.contains_key(&next) {
            next += 1;
        }
        fiche.number = Some(next);
        next += 1;
    }
    pinned
}

pub(super) fn complete_memorandums(drafts: Vec<MemorandumDraft>, findings: &mut Vec<Diagnostic>) -> Vec<Memorandum> {
    drafts
        .into_iter()
        .filter_map(|draft| {
            let header = draft.header;
            let title = demand(header.title.as_ref(), "titre", Span::file(draft.source), findings)?;
            let sources = match header.sources {
                Slot::Absent => Slot::Absent,
                Slot::Placeholder(span) => Slot::Placeholder(span),
                Slot::Filled(_) => Slot::Filled(draft.sources),
            };
            let mut addressed: Vec<_> = header.addressed.iter().map(|l| l.value).collect();
            addressed.sort_unstable();
            addressed.dedup();
            Some(Memorandum {
                id: draft.id,
                source: draft.source,
                title,
                subtitle: header.subtitle,
                date: header.date,
                vote: header.vote,
                signatories: header.signatories.into_iter().map(|s| s.value).collect(),
                lead: draft.lead,
                method: draft.method,
                addressed,
                language: header.language.map_or_else(|| "fr".to_owned(), |l| l.value),
                terms: header.terms.map(pairs),
                sources,
                body: draft.body,
                cites: BTreeSet::new(),
                uses: BTreeSet::new(),
            })
        })
        .collect()
}

/// Adds the terms that documents define for themselves, where the glossary does not have them.
pub(super) fn own_terms(fiches: &[Fiche], memorandums: &[Memorandum], terms: &mut BTreeMap<String, Term>) {
    let own = fiches.iter().map(|f| &f.terms).chain(memorandums.iter().map(|m| &m.terms));
    for (key, expansion) in own.filter_map(Slot::filled).flatten() {
        terms.entry(key.value.clone()).or_insert_with(|| Term { expansion: Some(expansion.clone()), ..Term::bare(key.clone(), TermKind::Sigle) });
    }
}
