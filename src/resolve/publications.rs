//! The publications asked for, made complete.

use super::catalog::{demand, fresh};
use super::codes::{BAD_YEARS, NO_FILE_NAME, UNKNOWN_CATEGORY, UNKNOWN_FICHE, UNKNOWN_MEMORANDUM, UNKNOWN_PROFILE};
use crate::base::diag::{Code, Diagnostic, nearest};
use crate::base::node::shorten;
use crate::base::source::Spanned;
use crate::lang::format::{is_file_name, slug};
use crate::model::catalog::{CatalogDraft, Category, Family, PageFormat, PublicationKind, Selection};
use crate::model::corpus::{Broken, Contents, Filter, PublicationSpec};
use crate::model::fiche::{Fiche, Memorandum, Status};
use crate::model::making::Making;
use std::collections::{BTreeMap, BTreeSet};

pub(super) fn complete(
    catalog: &CatalogDraft,
    fiches: &[Fiche],
    broken: &[Broken],
    memorandums: &[Memorandum],
    categories: &[Category],
    profiles: &[String],
    findings: &mut Vec<Diagnostic>,
) -> Vec<PublicationSpec> {
    let mut seen = BTreeMap::new();
    let mut out = Vec::new();
    for (entry, blurb) in &catalog.publications {
        let before = findings.len();
        let id = demand(entry.id.as_ref(), "id", entry.span, findings);
        let kind = demand(entry.kind.as_ref(), "genre", entry.span, findings);
        if let Some(id) = id.as_ref().filter(|id| !is_file_name(id)) {
            findings.push(Diagnostic::at(&NO_FILE_NAME, id.span).with("id", shorten(id)).with("nearest", slug(id)));
        }
        let unique = id.as_ref().is_some_and(|id| fresh(&mut seen, id, findings));
        for profile in &entry.profiles {
            known(profile, profiles.iter().map(String::as_str), &UNKNOWN_PROFILE, findings);
        }
        let mut title = entry.title.clone();
        let contents = match kind.as_ref().map(|k| k.value) {
            Some(PublicationKind::Booklet) => {
                title = demand(title.as_ref(), "titre", entry.span, findings);
                Some(Contents::Fiches(filter(&entry.selection, fiches, broken, categories, findings)))
            }
            Some(PublicationKind::Memorandum) => demand(entry.source.as_ref(), "source", entry.span, findings).and_then(|source| {
                let stem = source.rsplit('/').next().unwrap_or("").trim_end_matches(".md");
                match memorandums.iter().find(|m| m.id == stem) {
                    Some(m) => {
                        title = title.take().or_else(|| Some(m.title.clone()));
                        Some(Contents::Memorandum(m.id.clone()))
                    }
                    None => {
                        known(&source, memorandums.iter().map(|m| m.id.as_str()), &UNKNOWN_MEMORANDUM, findings);
                        None
                    }
                }
            }),
            None => None,
        };
        if findings[before..].iter().any(|f| f.severity == crate::base::diag::Severity::Error) {
            continue;
        }
        let (Some(id), Some(title), Some(contents), true) = (id, title, contents, unique) else { continue };
        let default_format = match contents.kind() {
            PublicationKind::Booklet => PageFormat::A5,
            PublicationKind::Memorandum => PageFormat::A4,
        };
        out.push(PublicationSpec {
            span: id.span,
            id: id.value,
            title,
            subtitle: entry.subtitle.clone(),
            format: entry.format.as_ref().or(catalog.brand.format.as_ref()).map_or(default_format, |f| f.value),
            cover: entry.cover.clone(),
            blurb: blurb.clone(),
            contents,
            profiles: if entry.profiles.is_empty() { vec![Spanned::new("ecran".to_owned(), entry.span)] } else { entry.profiles.clone() },
            making: Making { binding: entry.binding.clone(), paper: entry.paper.clone(), spine: entry.spine.clone(), goal: entry.goal.clone() },
        });
    }
    out
}

/// Reports a word that is not among those known.
fn known<'a>(word: &Spanned<String>, words: impl Iterator<Item = &'a str> + Clone, code: &'static Code, findings: &mut Vec<Diagnostic>) -> bool {
    let found = words.clone().any(|w| w == word.value);
    if !found {
        findings.push(
            Diagnostic::at(code, word.span)
                .with("found", shorten(word))
                .with("nearest", nearest(word, words.clone()).unwrap_or_default().to_owned())
                .with("words", words.collect::<Vec<_>>().join(", ")),
        );
    }
    found
}

fn filter(selection: &Selection, fiches: &[Fiche], broken: &[Broken], categories: &[Category], findings: &mut Vec<Diagnostic>) -> Filter {
    let ids = || fiches.iter().map(|f| f.id.as_str()).chain(broken.iter().map(|b| b.id.as_str()));
    let mut named = |list: &[Spanned<String>]| -> BTreeSet<String> {
        list.iter().filter(|id| known(id, ids(), &UNKNOWN_FICHE, findings)).map(|id| id.value.clone()).collect()
    };
    let (only, except) = (named(&selection.fiches), named(&selection.except));
    let mut of_family = |list: &[Spanned<String>], axis: bool| -> BTreeSet<String> {
        let words = categories.iter().filter(move |c| (c.family == Family::Axis) == axis).map(|c| c.id.as_str());
        list.iter().filter(|c| known(c, words.clone(), &UNKNOWN_CATEGORY, findings)).map(|c| c.value.clone()).collect()
    };
    let (axes, themes) = (of_family(&selection.axes, true), of_family(&selection.themes, false));
    let (from, to) = match &selection.years {
        None => (None, None),
        Some(years) => years_of(years).unwrap_or_else(|| {
            findings.push(Diagnostic::at(&BAD_YEARS, years.span).with("found", shorten(years)));
            (None, None)
        }),
    };
    Filter { status: selection.status.as_ref().map_or(Status::Published, |s| s.value), from, to, axes, themes, fiches: only, except }
}

/// `1983..1999`, `2007..`, `..1999`, `2007`.
fn years_of(text: &str) -> Option<(Option<i32>, Option<i32>)> {
    let side = |s: &str| if s.trim().is_empty() { Some(None) } else { s.trim().parse().ok().map(Some) };
    match text.split_once("..") {
        Some((from, to)) => {
            let (from, to): (Option<i32>, Option<i32>) = (side(from)?, side(to)?);
            (from.is_some() || to.is_some()).then_some(())?;
            (from.unwrap_or(i32::MIN) <= to.unwrap_or(i32::MAX)).then_some((from, to))
        }
        None => side(text)?.map(|y| (Some(y), Some(y))),
    }
}
