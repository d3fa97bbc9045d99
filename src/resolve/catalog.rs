//! The shared lists, made complete.

use super::codes::{BAD_COLOR, BAD_LIFE, BAD_VERSION, DUPLICATE_ID, HOMONYM, MISSING_KEY, NO_DATE, UNKNOWN_FICHE, UNKNOWN_TERM};
use crate::base::diag::{Diagnostic, nearest};
use crate::base::node::shorten;
use crate::base::source::{SourceId, Span, Spanned};
use crate::lang::sigles::fold;
use crate::model::brand::rgb;
use crate::model::catalog::{CatalogDraft, Category, Collection, Fact, FactEntry, Term, TermKind};
use crate::model::date::Date;
use std::collections::{BTreeMap, BTreeSet};

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
                Some(c) if rgb(c).is_some() => c.value.clone(),
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

/// The terms of the glossary by their keys. Two terms may be written the same when their scopes part them: the second has a key of its own.
pub(super) fn terms(draft: &CatalogDraft, findings: &mut Vec<Diagnostic>) -> BTreeMap<String, Term> {
    let mut out: BTreeMap<String, Term> = BTreeMap::new();
    for (entry, definition) in &draft.terms {
        let Some(term) = demand(entry.term.as_ref(), "terme", entry.span, findings).filter(|t| !t.trim().is_empty()) else { continue };
        let new = Term {
            expansion: entry.expansion.clone(),
            plural: entry.plural.clone(),
            definition: definition.clone(),
            variants: entry.variants.clone(),
            see: entry.see.iter().map(|s| s.value.clone()).collect(),
            scope: entry.scope.clone(),
            since: entry.since.clone(),
            until: entry.until.clone(),
            becomes: entry.becomes.clone(),
            ..Term::bare(term.clone(), entry.kind.as_ref().map_or(TermKind::Sigle, |k| k.value))
        };
        // Homonyms: at most one without a scope, and no document in two scopes.
        let twin = out
            .values()
            .filter(|t| t.term.value == term.value)
            .find(|t| (t.scope.is_empty() && new.scope.is_empty()) || new.scope.iter().any(|d| t.scope.iter().any(|o| o.value == d.value)));
        if let Some(twin) = twin {
            let text = |t: &Term| t.expansion.as_ref().map(|e| fold(e)).unwrap_or_default();
            let code = if text(twin) == text(&new) { &DUPLICATE_ID } else { &HOMONYM };
            findings.push(Diagnostic::at(code, term.span).with("id", term.value.clone()).see(twin.term.span));
            continue;
        }
        let key = std::iter::once(term.value.clone()).chain((2..).map(|n| format!("{} ({n})", term.value))).find(|k| !out.contains_key(k));
        out.extend(key.map(|k| (k, new)));
    }
    out
}

/// Reports scopes and successors that lead nowhere.
pub(super) fn check_terms(terms: &BTreeMap<String, Term>, documents: &BTreeSet<&str>, findings: &mut Vec<Diagnostic>) {
    for term in terms.values() {
        for id in term.scope.iter().filter(|id| !documents.contains(id.as_str())) {
            let near = nearest(id, documents.iter().copied()).unwrap_or_default().to_owned();
            findings.push(Diagnostic::at(&UNKNOWN_FICHE, id.span).with("found", shorten(id)).with("nearest", near));
        }
        if let Some(next) = &term.becomes
            && !terms.contains_key(&next.value)
        {
            let near = nearest(next, terms.keys().map(String::as_str)).unwrap_or_default().to_owned();
            findings.push(Diagnostic::at(&UNKNOWN_TERM, next.span).with("found", shorten(next)).with("nearest", near));
        }
        if let (Some(since), Some(until)) = (&term.since, &term.until)
            && until.end() <= since.start() + 0.0001
        {
            findings.push(Diagnostic::at(&BAD_LIFE, until.span).with("id", term.term.value.clone()).see(since.span));
        }
    }
}

/// Facts, each complete.
pub(super) fn facts<'a>(entries: impl Iterator<Item = &'a Spanned<FactEntry>>, findings: &mut Vec<Diagnostic>) -> Vec<Fact> {
    entries
        .filter_map(|entry| {
            let subject = demand(entry.subject.as_ref(), "sujet", entry.span, findings);
            let event = demand(entry.event.as_ref(), "fait", entry.span, findings);
            let date = demand(entry.date.as_ref(), "date", entry.span, findings);
            Some(Fact { subject: subject?, event: event?.value, date: date? })
        })
        .collect()
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
