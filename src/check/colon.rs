//! « : » that announces nothing, and what looks like a heading and is none (DOMAIN.md 1.1, 1.3).

use super::holes::texts;
use super::{Context, Rule};
use crate::base::diag::{Code, Diagnostic};
use crate::base::source::Span;
use crate::model::markup::{Block, BlockKind, InlineKind, Item, plain, visit_siblings};

crate::codes! {
    /// A colon with nothing after it.
    NOTHING = "C119" Warning {
        "ce deux-points n’annonce rien" / "this colon announces nothing",
        "ajoutez ce qu’il annonce, ou terminez la phrase par un point" / "add what it announces, or end the sentence with a full stop",
        "Une liste ou une citation a sans doute été perdue." / "A list or a quotation has probably been lost.",
        wrong "Les commissions sont les suivantes :\n\n## La suite\n\nUn texte.\n",
        right "Les commissions sont les suivantes :\n\n- le logement ;\n- la santé.\n\n## La suite\n\nUn texte.\n",
    }
    /// A bullet that is a heading.
    BULLET = "C129" Warning {
        "cette puce seule sert d’intertitre" / "this lone bullet stands for a heading",
        "écrivez un intertitre : « ## {words} »" / "write a heading: `## {words}`",
        "Une liste d’un seul point n’en est pas une : un lecteur d’écran annonce une liste, et le sommaire ignore l’intertitre." /
        "A list of one item is none: a screen reader announces a list, and the outline does not know the heading.",
        wrong "- Un statut inédit aux contours imprécis :\n\nLe texte continue ici.\n",
        right "## Un statut inédit aux contours imprécis\n\nLe texte continue ici.\n",
    }
    /// A paragraph that is a heading.
    PARAGRAPH = "C130" Warning off {
        "ce court paragraphe ressemble à un intertitre" / "this short paragraph looks like a heading",
        "écrivez un intertitre : « ## {words} »" / "write a heading: `## {words}`",
        "Un intertitre qui n’en est pas un n’a ni sa place ni son aspect, et un lecteur d’écran ne le trouve pas." /
        "A heading that is none has neither its place nor its look, and a screen reader does not find it.",
        wrong "Des mémorandums au service du plan :\n\nDepuis 2006, une tradition s’est instaurée.\n",
        right "## Des mémorandums au service du plan\n\nDepuis 2006, une tradition s’est instaurée.\n",
    }
}

/// The longest paragraph that may be a heading, in characters.
const LONGEST_HEADING: usize = 80;

/// The rule.
pub(super) struct Colon;

impl Rule for Colon {
    fn codes(&self) -> &'static [&'static Code] {
        CODES
    }

    fn check(&self, context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
        for blocks in texts(context.corpus) {
            // Items are lists of blocks too; what follows the list is then what the colon announces, at least of the last one.
            visit_siblings(blocks, &mut |siblings| announce(siblings, findings));
        }
    }
}

fn announce(siblings: &[Block], findings: &mut Vec<Diagnostic>) {
    for (i, block) in siblings.iter().enumerate() {
        let next = siblings.get(i + 1);
        match &block.kind {
            BlockKind::Paragraph(content) => {
                let Some(words) = ends_with_colon(block) else { continue };
                match next.map(|b| &b.kind) {
                    Some(BlockKind::Heading { .. } | BlockKind::Rule) => findings.push(Diagnostic::at(&NOTHING, end(block))),
                    Some(BlockKind::Paragraph(_)) if words.chars().count() <= LONGEST_HEADING && content.len() == 1 => {
                        findings.push(Diagnostic::at(&PARAGRAPH, block.span).with("words", heading(&words)));
                    }
                    _ => {}
                }
            }
            BlockKind::List { items, start, .. } => {
                if let ([Item { blocks, .. }], None) = (items.as_slice(), start)
                    && let [only] = blocks.as_slice()
                    && let Some(words) = ends_with_colon(only)
                    && words.chars().count() <= LONGEST_HEADING * 2
                    && matches!(next.map(|b| &b.kind), Some(BlockKind::Paragraph(_)))
                {
                    findings.push(Diagnostic::at(&BULLET, only.span).with("words", heading(&words)));
                    continue;
                }
                for (n, item) in items.iter().enumerate() {
                    let Some(last) = item.blocks.last() else { continue };
                    // What follows the list may be what its last item announces.
                    let followed = n + 1 == items.len() && next.is_some_and(|b| !matches!(b.kind, BlockKind::Heading { .. } | BlockKind::Rule));
                    if !followed && ends_with_colon(last).is_some() {
                        findings.push(Diagnostic::at(&NOTHING, end(last)));
                    }
                }
            }
            _ => {}
        }
        // Nothing at all follows the last paragraph of the whole text; inside of an item the list says what follows.
    }
}

/// The words of a paragraph that ends with a colon.
fn ends_with_colon(block: &Block) -> Option<String> {
    let BlockKind::Paragraph(content) = &block.kind else { return None };
    // A picture or a formula may end the line: then something is announced.
    let text = matches!(content.last()?.kind, InlineKind::Text(_) | InlineKind::Strong(_) | InlineKind::Emph(_) | InlineKind::Sigle(_));
    let words = plain(content);
    (text && words.trim_end().ends_with(':')).then(|| words.trim().to_owned())
}

fn heading(words: &str) -> String {
    words.trim_end_matches([':', ' ', '\u{a0}', '\u{202f}']).to_owned()
}

/// The last sign of a block.
fn end(block: &Block) -> Span {
    let end = block.span.end as usize;
    Span::new(block.span.source, end.saturating_sub(1).max(block.span.start as usize)..end)
}
