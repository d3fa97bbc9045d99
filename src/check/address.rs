//! Addresses of links: what can be neither followed nor typed.

use super::{Context, Rule};
use crate::base::diag::{Code, Diagnostic};
use crate::base::node::shorten;
use crate::base::source::Span;
use crate::lang::format::is_web;
use crate::model::markup::{Inline, InlineKind, Role, visit};

crate::codes! {
    /// An address that leads nowhere.
    ADDRESS = "C106" Warning {
        "l’adresse « {url} » ne mène nulle part depuis un PDF" / "the address “{url}” leads nowhere from a PDF",
        "écrivez une adresse complète (https://…), ou un renvoi [[identifiant]] vers une fiche ; seuls les mots du lien s’impriment" /
        "write a complete address (https://…), or a reference [[identifier]] to a fiche; only the words of the link print",
        "Une adresse relative n’a de sens que dans le dossier où elle est écrite ; un script n’en a aucun sur papier." /
        "A relative address makes sense only in the folder where it is written; a script makes none on paper.",
        wrong "Voir la [brochure de synthèse](../synthese.pdf).\n",
        right "Voir la [brochure de synthèse](https://exemple.be/synthese.pdf).\n",
    }
}

/// The rule.
pub(super) struct Address;

impl Rule for Address {
    fn codes(&self) -> &'static [&'static Code] {
        CODES
    }

    fn check(&self, context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
        let mut report = |url: &str, span: Span| {
            if !is_web(url) {
                findings.push(Diagnostic::at(&ADDRESS, span).with("url", shorten(url)));
            }
        };
        let corpus = context.corpus;
        let mut each = |inline: &Inline, _: Role| {
            if let InlineKind::Link { url, .. } = &inline.kind {
                report(url, inline.span);
            }
        };
        for fiche in &corpus.fiches {
            visit(&fiche.lead, &mut each);
            fiche.body.visit(&mut each);
        }
        for memorandum in &corpus.memorandums {
            visit(&memorandum.lead, &mut each);
            visit(&memorandum.method, &mut each);
            memorandum.body.visit(&mut each);
        }
        for resource in corpus.fiches.iter().filter_map(|f| f.resources.filled()).flatten() {
            if let Some(url) = &resource.url {
                report(url, url.span);
            }
        }
    }
}
