//! Drafts and catalogue → [`Corpus`]: identifiers, dates, numbers, categories, references, sigles in the text.

mod catalog;
pub mod codes;
mod fiches;
mod publications;
mod references;
mod sigles;

use crate::base::diag::{Diagnostic, Warned};
use crate::base::source::SourceId;
use crate::lang::sigles::Lexicon;
use crate::model::catalog::CatalogDraft;
use crate::model::corpus::{Corpus, demands};
use crate::model::fiche::{FicheDraft, MemorandumDraft};
use rayon::prelude::*;
use std::collections::BTreeMap;

/// What `resolve` starts from: everything that was parsed.
#[derive(Debug, Default)]
pub struct Drafts {
    /// The catalogue.
    pub catalog: CatalogDraft,
    /// The file of the collection, for findings about what it lacks.
    pub collection_source: Option<SourceId>,
    /// Fiches, in the order of their paths.
    pub fiches: Vec<FicheDraft>,
    /// Memorandums, in the order of their paths.
    pub memorandums: Vec<MemorandumDraft>,
    /// The names of the profiles.
    pub profiles: Vec<String>,
}

/// Makes the corpus. What cannot be resolved is a finding, and the rest is complete.
///
/// A date given here takes the place of the collection's.
pub fn resolve(drafts: Drafts, date: Option<(i32, u8, u8)>) -> Warned<Corpus> {
    let mut findings: Vec<Diagnostic> = Vec::new();
    let Drafts { catalog, collection_source, fiches, memorandums, profiles } = drafts;
    let categories = catalog::categories(&catalog, &mut findings);
    let mut terms = catalog::terms(&catalog, &mut findings);
    let date = catalog::edition_date(&catalog.collection, collection_source, date, &mut findings);

    let stated = catalog.facts.iter().chain(fiches.iter().flat_map(|d| &d.header.facts));
    let facts = catalog::facts(stated, &mut findings);
    let pinned = fiches.iter().filter_map(|d| Some((d.source, d.header.number.as_ref()?.span))).collect();
    let (mut fiches, broken) = fiches::complete(fiches, &categories, &mut findings);
    let pinned = fiches::order_and_number(&mut fiches, &pinned, &mut findings);
    let mut memorandums = fiches::complete_memorandums(memorandums, &mut findings);
    fiches::own_terms(&fiches, &memorandums, &mut terms);

    let targets = references::Targets::new(&fiches, &broken, &memorandums);
    for fiche in &mut fiches {
        let mut cites = std::collections::BTreeSet::new();
        for run in [&mut fiche.lead, &mut fiche.body.blocks] {
            references::resolve(run, &targets, &mut cites, &mut findings);
        }
        fiche.body.notes.iter_mut().for_each(|note| references::resolve(note, &targets, &mut cites, &mut findings));
        cites.remove(&fiche.id);
        fiche.cites = cites;
    }
    for memorandum in &mut memorandums {
        let mut cites = std::collections::BTreeSet::new();
        for run in [&mut memorandum.lead, &mut memorandum.method, &mut memorandum.body.blocks] {
            references::resolve(run, &targets, &mut cites, &mut findings);
        }
        memorandum.body.notes.iter_mut().for_each(|note| references::resolve(note, &targets, &mut cites, &mut findings));
        memorandum.cites = cites;
        let mut seen = BTreeMap::new();
        for (demand, span) in demands(&memorandum.body.blocks) {
            if let Some(first) = seen.insert(demand.id.clone(), span).filter(|_| !demand.id.is_empty()) {
                findings.push(Diagnostic::at(&codes::DUPLICATE_ID, span.part(0..3)).with("id", demand.id.clone()).see(first.part(0..3)));
            }
        }
    }

    let documents = fiches.iter().map(|f| f.id.as_str()).chain(memorandums.iter().map(|m| m.id.as_str())).chain(broken.iter().map(|b| b.id.as_str())).collect();
    catalog::check_terms(&terms, &documents, &mut findings);
    let lexicon = Lexicon::new(terms.iter());
    fiches.par_iter_mut().for_each(|fiche| {
        let own = fiche.terms.filled().cloned().unwrap_or_default();
        let known = sigles::Known { lexicon: &lexicon, terms: &terms, document: &fiche.id, own: &own };
        fiche.uses = sigles::mark(&known, &mut fiche.lead, &mut fiche.body, &mut []);
    });
    for memorandum in &mut memorandums {
        let own = memorandum.terms.filled().cloned().unwrap_or_default();
        let mut method = std::mem::take(&mut memorandum.method);
        let known = sigles::Known { lexicon: &lexicon, terms: &terms, document: &memorandum.id, own: &own };
        memorandum.uses = sigles::mark(&known, &mut memorandum.lead, &mut memorandum.body, &mut method);
        memorandum.method = method;
    }

    let publications = publications::complete(&catalog, &fiches, &broken, &memorandums, &categories, &profiles, &mut findings);
    let mut collection = catalog.collection;
    if !catalog.brand.logos.is_empty() {
        collection.logos.clone_from(&catalog.brand.logos);
    }
    let corpus = Corpus { collection, brand: catalog.brand, date, fiches, memorandums, categories, terms, facts, pinned, publications, broken };
    Warned { value: corpus, findings }
}
