//! The éditeur responsable: DOMAIN.md 2.3.

use super::{Context, Rule};
use crate::base::diag::{Code, Diagnostic};
use crate::base::source::Span;

crate::codes! {
    /// No éditeur responsable.
    PUBLISHER = "C102" Warning {
        "il manque l’éditeur responsable (nom et adresse)" / "the éditeur responsable is missing (name and address)",
        "ajoutez dans collection.yaml : editeur_responsable: {{ nom: …, adresse: … }}" / "add to collection.yaml: editeur_responsable: {{ nom: …, adresse: … }}",
        "En Belgique, tout imprimé porte le nom et l’adresse d’une personne qui en répond." / "In Belgium every printed matter bears the name and address of a person who answers for it.",
        wrong "version: 1\nnom: Maison\ndate: 2026-03-01\n",
        right "version: 1\nnom: Maison\ndate: 2026-03-01\nediteur_responsable: { nom: Prénom Nom, adresse: Rue de l’Exemple 1 }\n",
    }
}

/// The rule.
pub(super) struct Publisher;

impl Rule for Publisher {
    fn codes(&self) -> &'static [&'static Code] {
        CODES
    }

    fn check(&self, context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
        let complete = context.corpus.collection.publisher.as_ref().is_some_and(|p| p.name.is_some() && p.address.is_some());
        if !complete && let Some(id) = context.sources.find("content/collection.yaml") {
            let place = context.corpus.collection.publisher.as_ref().map_or(Span::file(id), |p| p.span);
            findings.push(Diagnostic::at(&PUBLISHER, place));
        }
    }
}
