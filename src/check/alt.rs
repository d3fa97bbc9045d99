//! Alternative texts: WCAG 1.1.1, PDF/UA-1 7.3.

use super::{Context, Rule};
use crate::base::diag::{Code, Diagnostic};
use crate::model::markup::pictures;

crate::codes! {
    /// A picture without alternative text.
    ALT = "C103" Error {
        "cette image n’a pas de texte alternatif" / "this picture has no alternative text",
        "écrivez ce qu’elle montre entre les crochets : ![Une salle pendant un colloque](…) ; pour un portrait, ajoutez alt=\"…\"" /
        "write what it shows between the brackets: ![A room during a colloquium](…); for a portrait add alt=\"…\"",
        "Qui ne voit pas l’image n’a que ces mots ; la norme PDF/UA les exige." / "Who does not see the picture has only these words; PDF/UA requires them.",
        wrong "![](images/colloque.svg \"Le colloque, 2007. © Exemple\")\n",
        right "![Une salle pendant un colloque](images/colloque.svg \"Le colloque, 2007. © Exemple\")\n",
    }
}

/// The rule.
pub(super) struct Alt;

impl Rule for Alt {
    fn codes(&self) -> &'static [&'static Code] {
        CODES
    }

    fn is_firm(&self) -> bool {
        true
    }

    fn check(&self, context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
        for picture in context.corpus.texts().flat_map(|blocks| pictures(blocks)) {
            if picture.alt.trim().is_empty() {
                findings.push(Diagnostic::at(&ALT, picture.span));
            }
        }
    }
}
