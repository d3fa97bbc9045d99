//! Blocks that still hold the template's placeholder: DOMAIN.md 1.4.

use super::{Context, Rule};
use crate::base::diag::{Code, Diagnostic};
use crate::base::source::Span;
use crate::model::fiche::{Slot, is_placeholder};
use crate::model::markup::{BlockKind, plain};

crate::codes! {
    /// A placeholder.
    PLACEHOLDER = "C101" Warning {
        "{block} : encore le texte du modèle" / "{block}: still the template’s text",
        "remplissez ce bloc ou supprimez-le ; il n’est pas imprimé" / "fill this block or remove it; it is not printed",
        "« Ajouter liens » ou des catégories toutes cochées ne disent rien : imprimées, elles tromperaient le lecteur." /
        "“Ajouter liens”, or categories all ticked, say nothing: printed, they would mislead the reader.",
    }
}

/// The rule.
pub(super) struct Placeholder;

impl Rule for Placeholder {
    fn codes(&self) -> &'static [&'static Code] {
        CODES
    }

    fn check(&self, context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
        let mut report = |place: Option<Span>, block: &'static str| {
            if let Some(span) = place {
                findings.push(Diagnostic::at(&PLACEHOLDER, span).with("block", block));
            }
        };
        for fiche in &context.corpus.fiches {
            report(placeholder(&fiche.resources), "ressources");
            report(placeholder(&fiche.terms), "sigles");
            report(placeholder(&fiche.sources), "sources");
            report(placeholder(&fiche.categories), "catégories");
            for block in fiche.lead.iter().chain(&fiche.body.blocks) {
                if let BlockKind::Paragraph(content) = &block.kind
                    && is_placeholder(&plain(content))
                {
                    report(Some(block.span), "texte");
                }
            }
        }
    }
}

fn placeholder<T>(slot: &Slot<T>) -> Option<Span> {
    match slot {
        Slot::Placeholder(span) => Some(*span),
        Slot::Absent | Slot::Filled(_) => None,
    }
}
