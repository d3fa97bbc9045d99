//! Texts and headings with nothing below them.

use super::{Context, Rule};
use crate::base::diag::{Code, Diagnostic};
use crate::base::source::Span;
use crate::model::markup::{BlockKind, Role};

crate::codes! {
    /// A fiche without text.
    TEXT = "C127" Warning {
        "cette fiche n’a pas de texte" / "this fiche has no text",
        "écrivez-la, ou supprimez le fichier" / "write it, or remove the file",
        "Un titre seul occuperait une page du livret." / "A lone title would take up a page of the booklet.",
        wrong "---\ntitre: Rencontre des associations\ndate: 2022\n---\n",
        right "---\ntitre: Rencontre des associations\ndate: 2022\n---\nLe 26 septembre, vingt-trois associations se rencontrent.\n",
    }
    /// A heading without text.
    HEADING = "C128" Warning {
        "il n’y a rien sous cet intertitre" / "there is nothing below this heading",
        "écrivez ce passage, ou supprimez l’intertitre" / "write this passage, or remove the heading",
        "Un intertitre annonce un texte ; le plan du document le donnerait pour un chapitre." / "A heading announces a text; the document’s outline would give it as a chapter.",
        wrong "## Les débuts\n\n## La suite\n\nUn texte.\n",
        right "## Les débuts\n\nUn texte.\n\n## La suite\n\n### En ville\n\nUn texte.\n",
    }
    /// A paragraph of blanks.
    BLANK = "C138" Warning {
        "ce paragraphe ne contient que des espaces" / "this paragraph holds nothing but spaces",
        "supprimez la ligne : le blanc entre les paragraphes se met seul" / "remove the line: the space between paragraphs comes by itself",
        "Les sites en mettent pour écarter les paragraphes ; imprimé, il ferait un trou dans la page." / "Websites use them to set paragraphs apart; in print it would make a hole in the page.",
        wrong "Un texte.\n\n\u{a0}\n\nUn autre.\n",
        right "Un texte.\n\nUn autre.\n",
    }
}

/// The rule.
pub(super) struct Empty;

impl Rule for Empty {
    fn codes(&self) -> &'static [&'static Code] {
        CODES
    }

    fn check(&self, context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
        let corpus = context.corpus;
        for fiche in &corpus.fiches {
            if fiche.body.blocks.is_empty() && fiche.lead.is_empty() {
                findings.push(Diagnostic::at(&TEXT, Span { end: fiche.title.span.end, ..fiche.title.span }));
            }
        }
        for run in context.documents.iter().flat_map(|d| &d.runs).filter(|r| r.role == Role::Text && r.text.chars().all(char::is_whitespace)) {
            let Some(span) = run.whole() else { continue };
            let finding = Diagnostic::at(&BLANK, span);
            let change = run.exact(0..run.text.len(), context.sources).filter(|s| !context.sources.slice(*s).contains(['\n', '\r']));
            findings.push(change.into_iter().fold(finding, |f, change| f.fix(change, "", true)));
        }
        let bodies = corpus.fiches.iter().map(|f| &f.body.blocks).chain(corpus.memorandums.iter().map(|m| &m.body.blocks));
        for blocks in bodies {
            for (i, block) in blocks.iter().enumerate() {
                let BlockKind::Heading { level, .. } = &block.kind else { continue };
                // A heading may be followed by one of the next level.
                let bare = match blocks.get(i + 1).map(|b| &b.kind) {
                    None => true,
                    Some(BlockKind::Heading { level: next, .. }) => next <= level,
                    Some(_) => false,
                };
                if bare {
                    findings.push(Diagnostic::at(&HEADING, block.span));
                }
            }
        }
    }
}
