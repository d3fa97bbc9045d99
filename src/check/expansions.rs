//! One sigle, two explanations: DOMAIN.md 1.5 (ATAC, PST).

use super::{Context, Rule};
use crate::base::diag::{Code, Diagnostic};
use crate::base::source::Span;
use crate::lang::mining::says;
use crate::lang::sigles::spelling_key;
use std::collections::BTreeMap;

crate::codes! {
    /// Two expansions of one sigle.
    TWO_EXPANSIONS = "C404" Warning {
        "« {term} » est expliqué de deux façons : « {second} », et ailleurs « {first} »" / "“{term}” is explained in two ways: “{second}”, and elsewhere “{first}”",
        "gardez la bonne ; si ce sont deux sigles qui s’écrivent de même, donnez à chacun son entrée dans sigles.yaml, l’une avec « portee: [{id}] »" /
        "keep the right one; if these are two sigles that are written the same, give each its entry in sigles.yaml, one with `portee: [{id}]`",
        "Le lecteur ne peut pas savoir laquelle est juste, ni si l’on parle de la même chose." / "The reader cannot know which is right, nor whether both speak of the same thing.",
        wrong "---\ntitre: Une fiche\ndate: 2001\n# Le glossaire dit : CAI, Centre d’action interculturelle\n---\nLe Centre d’accueil intercommunal (CAI) ouvre ses portes.\n",
        right "---\ntitre: Une fiche\ndate: 2001\n# Le glossaire dit : CAI, Centre d’action interculturelle\n---\nLe Centre d’action interculturelle (CAI) ouvre ses portes.\n",
    }
}

/// The rule.
pub(super) struct Expansions;

impl Rule for Expansions {
    fn codes(&self) -> &'static [&'static Code] {
        CODES
    }

    fn check(&self, context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
        let reading = &context.reading;
        // What was said first of a sigle that the glossary does not have.
        let mut first: BTreeMap<String, (String, Span)> = BTreeMap::new();
        for (i, document) in reading.documents.iter().enumerate() {
            let headers = document.terms.iter().map(|(k, e)| (k.value.as_str(), e.value.as_str(), e.span));
            let texts = reading.explained[i].iter().map(|e| (e.sigle.as_str(), e.expansion.as_str(), e.span));
            for (sigle, expansion, span) in headers.chain(texts) {
                let key = spelling_key(sigle);
                let meant = |t: &&crate::model::catalog::Term| t.is_meant_in(document.id) && t.expansion.is_some();
                let entries: Vec<_> = reading.known.get(&key).into_iter().flatten().filter_map(|k| context.corpus.terms.get(*k)).filter(meant).collect();
                // A term with a scope here hides the one without.
                let scoped: Vec<_> = entries.iter().copied().filter(|t| !t.scope.is_empty()).collect();
                let entries = if scoped.is_empty() { entries } else { scoped };
                let own = document.terms.iter().find(|(k, _)| spelling_key(k) == key).filter(|(_, e)| e.span != span);
                let finding = |code, first: &str, place: Span| {
                    Diagnostic::at(code, span)
                        .with("term", sigle.to_owned())
                        .with("second", expansion.to_owned())
                        .with("first", first.to_owned())
                        .with("id", document.id.to_owned())
                        .see(place)
                };
                if let Some((_, stated)) = own {
                    if !says(stated, expansion) {
                        findings.push(finding(&TWO_EXPANSIONS, stated, stated.span));
                    }
                } else if let Some(known) = entries.iter().find_map(|t| t.expansion.as_ref()) {
                    let agrees = entries.iter().flat_map(|t| [&t.expansion, &t.plural]).flatten().any(|e| says(e, expansion));
                    if !agrees && known.span != span {
                        findings.push(finding(&TWO_EXPANSIONS, known, known.span));
                    }
                } else if let Some((said, place)) = first.get(&key) {
                    if !says(said, expansion) {
                        findings.push(finding(&TWO_EXPANSIONS, said, *place));
                    }
                } else {
                    first.insert(key, (expansion.to_owned(), span));
                }
            }
        }
    }
}
