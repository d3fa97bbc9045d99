//! Choices that nobody made: DOMAIN.md 1.7 and 3.3.

use super::{Context, Rule};
use crate::base::diag::{Code, Diagnostic};
use crate::base::node::shorten;
use regex::Regex;
use std::sync::LazyLock;

crate::codes! {
    /// Alternatives left in brackets.
    ALTERNATIVE = "C111" Error {
        "le choix entre les variantes « {found} » n’est pas fait" / "the choice between the variants “{found}” is not made",
        "gardez l’une des variantes et supprimez les crochets" / "keep one of the variants and remove the brackets",
        "Ces crochets sont une question de l’auteur à lui-même : imprimés, ils seraient lus par tout le monde. « […] » et « [sic] » ne sont pas visés." /
        "These brackets are a question of the author’s to himself: printed, everybody would read them. “[…]” and “[sic]” are not meant.",
        wrong "Les femmes en rupture, [accompagnées d’/jumelée/couplées] une réflexion.\n",
        right "Les femmes en rupture, accompagnées d’une réflexion […] « comme avant [sic] ».\n",
    }
}

/// Brackets that hold a bar between words.
static BRACKETS: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"\[([^\[\]\n]*[\p{L}’'.)]\s?[/|]\s?[\p{L}’'(«][^\[\]\n]*)\]").expect("a pattern that is tested"));

/// The rule.
pub(super) struct Alternative;

impl Rule for Alternative {
    fn codes(&self) -> &'static [&'static Code] {
        CODES
    }

    fn check(&self, context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
        for run in context.documents.iter().flat_map(super::Document::all) {
            for found in BRACKETS.captures_iter(&run.text) {
                let (Some(whole), Some(inner)) = (found.get(0), found.get(1)) else { continue };
                let inner = inner.as_str();
                // An address, a path, « et/ou », an article of a law (« art. 152/3 ») are no choice.
                let settled = ["://", "www.", "@"].iter().any(|sign| inner.contains(sign)) || inner.trim().to_lowercase() == "et/ou" || is_path(inner);
                if !settled
                    && inner.chars().count() <= 160
                    && let Some(span) = run.span(whole.range())
                {
                    findings.push(Diagnostic::at(&ALTERNATIVE, span).with("found", shorten(inner)));
                }
            }
        }
    }
}

/// Whether a text is the path of a file: no blank, and an extension at its end.
fn is_path(text: &str) -> bool {
    !text.contains(char::is_whitespace)
        && text.is_ascii()
        && text.rsplit_once('.').is_some_and(|(_, e)| (2..=4).contains(&e.len()) && e.bytes().all(|b| b.is_ascii_alphanumeric()))
}
