//! The shared lists, made complete.

use super::codes::{BAD_COLOR, BAD_VERSION, DUPLICATE_ID, MISSING_KEY, NO_DATE};
use crate::base::diag::Diagnostic;
use crate::base::source::{SourceId, Span, Spanned};
use crate::model::catalog::{CatalogDraft, Category, Collection, Term, TermKind};
use crate::model::date::Date;
use std::collections::BTreeMap;

/// A value that must be there, or the finding that it is not.
pub(super) fn demand<T: Clone>(value: Option<&Spanned<T>>, key: &'static str, place: Span, findings: &mut Vec<Diagnostic>) -> Option<Spanned<T>> {
    if value.is_none() {
        findings.push(Diagnostic::at(&MISSING_KEY, Span { end: place.start, ..place }).with("key", key));
    }
    value.cloned()
}

/// Reports a second use of an identifier; true when it is new.
pub(super) fn fresh(seen: &mut BTreeMap<String, Span>, id: &Spanned<String>, findings: &mut Vec<Diagnostic>) -> bool {
    match seen.get(&id.value) {
        Some(first) => {
            findings.push(Diagnostic::at(&DUPLICATE_ID, id.span).with("id", id.value.clone()).see(*first));
            false
        }
        None => {
            seen.insert(id.value.clone(), id.span);
            true
        }
    }
}

pub(super) fn categories(draft: &CatalogDraft, findings: &mut Vec<Diagnostic>) -> Vec<Category> {
    let mut seen = BTreeMap::new();
    draft
        .categories
        .iter()
        .filter_map(|entry| {
            let id = demand(entry.id.as_ref(), "id", entry.span, findings);
            let family = demand(entry.family.as_ref(), "famille", entry.span, findings);
            let name = demand(entry.name.as_ref(), "nom", entry.span, findings);
            let color = match &entry.color {
                Some(c) if c.len() == 7 && c.starts_with('#') && c[1..].bytes().all(|b| b.is_ascii_hexdigit()) => c.value.clone(),
                Some(c) => {
                    findings.push(Diagnostic::at(&BAD_COLOR, c.span).with("found", c.value.clone()));
                    "#333333".to_owned()
                }
                None => "#333333".to_owned(),
            };
            let (id, family, name) = (id?, family?, name?);
            fresh(&mut seen, &id, findings).then(|| Category {
                icon: entry.icon.as_ref().map_or_else(|| id.value.clone(), |i| i.value.clone()),
                id: id.value,
                family: family.value,
                name,
                color,
                definition: entry.definition.clone(),
            })
        })
        .collect()
}

pub(super) fn terms(draft: &CatalogDraft, findings: &mut Vec<Diagnostic>) -> BTreeMap<String, Term> {
    let mut seen = BTreeMap::new();
    let mut out = BTreeMap::new();
    for (entry, definition) in &draft.terms {
        let Some(term) = demand(entry.term.as_ref(), "terme", entry.span, findings).filter(|t| !t.trim().is_empty()) else { continue };
        if !fresh(&mut seen, &term, findings) {
            continue;
        }
        out.insert(
            term.value.clone(),
            Term {
                kind: entry.kind.as_ref().map_or(TermKind::Sigle, |k| k.value),
                expansion: entry.expansion.clone(),
                plural: entry.plural.clone(),
                definition: definition.clone(),
                variants: entry.variants.clone(),
                see: entry.see.iter().map(|s| s.value.clone()).collect(),
                term,
            },
        );
    }
    out
}

/// The date of the edition. Without one, a fixed date stands in, so that nothing depends on the clock.
pub(super) fn edition_date(collection: &Collection, source: Option<SourceId>, given: Option<(i32, u8, u8)>, findings: &mut Vec<Diagnostic>) -> (i32, u8, u8) {
    let place = source.map(Span::file);
    match (&collection.version, place) {
        (Some(v), _) if v.value == 1 => {}
        (Some(v), _) => findings.push(Diagnostic::at(&BAD_VERSION, v.span).with("found", v.value.to_string())),
        (None, Some(place)) => findings.push(Diagnostic::at(&MISSING_KEY, place).with("key", "version")),
        (None, None) => {}
    }
    if let (None, Some(place)) = (&collection.name, place) {
        findings.push(Diagnostic::at(&MISSING_KEY, place).with("key", "nom"));
    }
    match (given, &collection.date) {
        (Some(given), _) => given,
        (None, Some(date)) => day_of(date),
        (None, None) => {
            if let Some(place) = place {
                findings.push(Diagnostic::at(&NO_DATE, place));
            }
            (2000, 1, 1)
        }
    }
}

/// The first day of a date.
fn day_of(date: &Date) -> (i32, u8, u8) {
    // The canonical text begins with what is known: 2026, 2026-11 or 2026-11-23.
    let text = date.to_string();
    let mut parts = text.split('-').map(|p| p.parse::<u8>().ok().filter(|n| (1..=31).contains(n)));
    parts.next();
    let month = parts.next().flatten().filter(|m| *m <= 12).unwrap_or(1);
    let day = parts.next().flatten().unwrap_or(1);
    (date.start_year(), month, day)
}
