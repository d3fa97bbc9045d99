//! What still holds the template's text: DOMAIN.md 1.4 and 1.7.

use super::{Context, Rule};
use crate::base::diag::{Code, Diagnostic};
use crate::base::node::shorten;
use crate::base::source::Span;
use crate::model::fiche::{Slot, is_placeholder};
use regex::Regex;
use std::sync::LazyLock;

crate::codes! {
    /// A placeholder.
    PLACEHOLDER = "C101" Warning {
        "{block} : encore le texte du modèle{words}" / "{block_en}: still the template’s text{words}",
        "remplissez ce bloc ou supprimez-le ; ceux de l’en-tête ne sont pas imprimés" / "fill this block or remove it; those of the header are not printed",
        "« Ajouter liens » ou des catégories toutes cochées ne disent rien : imprimées, elles tromperaient le lecteur." /
        "“Ajouter liens”, or categories all ticked, say nothing: printed, they would mislead the reader.",
        wrong "La réunion a lieu le [date à préciser].\n\n- Ajouter liens\n",
        right "La réunion a lieu le 6 juin 2023.\n",
    }
}

/// A placeholder inside of a sentence: in brackets, or a sign that no text has.
static INSIDE: LazyLock<Regex> = LazyLock::new(|| {
    let verbs = "compléter|completer|remplir|remplacer|vérifier|préciser|confirmer|définir|choisir|insérer|ajouter|écrire|venir";
    Regex::new(&format!(
        r"(?i)\[[^\[\]\n]*à (?:{verbs})(?-u:\b)[^\[\]\n]*\]|\[\?+\]|(?-u:\b)lorem ipsum(?-u:\b)|(?-i:(?-u:\b)TODO(?-u:\b)|(?-u:\b)XXX+(?-u:\b)|(?:Ajouter (?:des |un )?liens?|[ÀA] (?:compléter|remplir))\s*(?:[.…]|$))|\?\?\?+"
    ))
    .expect("a pattern that is tested")
});

/// The rule.
pub(super) struct Placeholder;

impl Rule for Placeholder {
    fn codes(&self) -> &'static [&'static Code] {
        CODES
    }

    fn check(&self, context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
        let mut report = |place: Option<Span>, block: (&'static str, &'static str)| {
            if let Some(span) = place {
                let words = shorten(context.sources.slice(span).trim());
                // A list of boxes says nothing in one line.
                let words = if words.is_empty() || words.contains('\n') { String::new() } else { format!(" : « {words} »") };
                findings.push(Diagnostic::at(&PLACEHOLDER, span).with("block", block.0).with("block_en", block.1).with("words", words));
            }
        };
        const RESOURCES: (&str, &str) = ("ressources", "resources");
        const TERMS: (&str, &str) = ("sigles", "sigles");
        const SOURCES: (&str, &str) = ("sources", "sources");
        for fiche in &context.corpus.fiches {
            report(slot(&fiche.resources), RESOURCES);
            report(slot(&fiche.terms), TERMS);
            report(slot(&fiche.sources), SOURCES);
            report(slot(&fiche.categories), ("catégories", "categories"));
            for resource in fiche.resources.filled().into_iter().flatten() {
                for value in [Some(&resource.title), resource.url.as_ref(), resource.file.as_ref(), resource.description.as_ref()].into_iter().flatten() {
                    report(is_placeholder(value).then_some(value.span), RESOURCES);
                }
            }
            for (term, expansion) in fiche.terms.filled().into_iter().flatten() {
                report(is_placeholder(expansion).then_some(term.span), TERMS);
            }
        }
        for memorandum in &context.corpus.memorandums {
            report(slot(&memorandum.terms), TERMS);
            report(slot(&memorandum.sources), SOURCES);
        }
        for document in &context.documents {
            report(document.title.whole().filter(|_| is_placeholder(&document.title.text)), ("titre", "title"));
            for run in &document.runs {
                let text = ("texte", "text");
                if is_placeholder(&run.text) {
                    report(run.whole(), text);
                } else {
                    INSIDE.find_iter(&run.text).for_each(|m| report(run.span(m.range()), text));
                }
            }
        }
    }
}

fn slot<T>(slot: &Slot<T>) -> Option<Span> {
    match slot {
        Slot::Placeholder(span) => Some(*span),
        Slot::Absent | Slot::Filled(_) => None,
    }
}
