//! Who made a picture: DOMAIN.md 6.4, story 21.

use super::{Context, Rule};
use crate::base::diag::{Code, Diagnostic};
use crate::model::markup::{Block, BlockKind, visit_siblings};

crate::codes! {
    /// A picture without credit.
    CREDIT = "C125" Warning {
        "cette image n’a pas de crédit" / "this picture has no credit",
        "ajoutez-le à la fin de la légende : ![…](… \"Le colloque, 2007. © Prénom Nom\")" / "add it at the end of the caption: ![…](… \"The colloquium, 2007. © First name Name\")",
        "Toute image a un auteur, que la loi demande de nommer ; dix ans plus tard, personne ne sait plus qui c’était." /
        "Every picture has an author, whom the law wants named; ten years later nobody knows who it was.",
        wrong "![Une salle pendant un colloque](images/colloque.svg \"Le colloque, 2007.\")\n",
        right "![Une salle pendant un colloque](images/colloque.svg \"Le colloque, 2007. © Exemple\")\n",
    }
}

/// The rule.
pub(super) struct Credit;

impl Rule for Credit {
    fn codes(&self) -> &'static [&'static Code] {
        CODES
    }

    fn check(&self, context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
        // A portrait has its name beside it, and a sign in the line has no caption: neither has a place for a credit.
        for blocks in context.corpus.texts() {
            visit_siblings(blocks, &mut |siblings: &[Block]| {
                for block in siblings {
                    if let BlockKind::Picture(picture) = &block.kind
                        && picture.credit.is_none()
                    {
                        findings.push(Diagnostic::at(&CREDIT, picture.span));
                    }
                }
            });
        }
    }
}
