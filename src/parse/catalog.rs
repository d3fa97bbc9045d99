//! The YAML files of `content/` and `templates/` → what the collection shares.

use super::document::{blocks, line};
use super::yaml;
use crate::base::diag::Diagnostic;
use crate::base::node::{FromNode, Pairs, Reader};
use crate::base::source::{SourceId, Sources, Spanned};
use crate::model::brand::Brand;
use crate::model::catalog::{CatalogDraft, CategoryEntry, Collection, PublicationEntry, TermEntry};
use crate::model::profile::Profile;

/// Reads a whole YAML file as a value of ours.
fn read<T: FromNode + Default>(sources: &Sources, id: SourceId, findings: &mut Vec<Diagnostic>) -> T {
    let source = sources.get(id);
    let node = yaml::parse(source, id, 0..source.text.len()).unload(findings);
    let mut reader = Reader { key: source.path.clone(), findings };
    T::from_node(&node, &mut reader).unwrap_or_default()
}

/// Parses `collection.yaml`.
pub fn collection(sources: &Sources, id: SourceId, findings: &mut Vec<Diagnostic>) -> Collection {
    read(sources, id, findings)
}

/// Parses `marque.yaml`.
pub fn brand(sources: &Sources, id: SourceId, findings: &mut Vec<Diagnostic>) -> Brand {
    read(sources, id, findings)
}

/// Parses `categories.yaml` into the draft.
pub fn categories(sources: &Sources, id: SourceId, draft: &mut CatalogDraft, findings: &mut Vec<Diagnostic>) {
    draft.categories = read::<Vec<Spanned<CategoryEntry>>>(sources, id, findings);
}

/// Parses `sigles.yaml` into the draft.
pub fn terms(sources: &Sources, id: SourceId, draft: &mut CatalogDraft, findings: &mut Vec<Diagnostic>) {
    let entries: Vec<Spanned<TermEntry>> = read(sources, id, findings);
    draft.terms = entries
        .into_iter()
        .map(|entry| {
            let definition = entry.definition.as_ref().map(|d| line(d, sources.get(id), findings));
            (entry, definition)
        })
        .collect();
}

/// Parses `faits.yaml` into the draft.
pub fn facts(sources: &Sources, id: SourceId, draft: &mut CatalogDraft, findings: &mut Vec<Diagnostic>) {
    draft.facts = read(sources, id, findings);
}

/// Parses `publications.yaml` into the draft.
pub fn publications(sources: &Sources, id: SourceId, draft: &mut CatalogDraft, findings: &mut Vec<Diagnostic>) {
    let entries: Vec<Spanned<PublicationEntry>> = read(sources, id, findings);
    draft.publications = entries
        .into_iter()
        .map(|entry| {
            let blurb = blocks(entry.blurb.as_ref(), sources.get(id), findings);
            (entry, blurb)
        })
        .collect();
}

/// Parses `profiles.yaml`.
pub fn profiles(sources: &Sources, id: SourceId, findings: &mut Vec<Diagnostic>) -> Vec<(Spanned<String>, Profile)> {
    read::<Pairs<Profile>>(sources, id, findings).0
}
