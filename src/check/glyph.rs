//! Characters that no font has: they would print as empty boxes.

use super::{Context, Rule};
use crate::base::diag::{Code, Diagnostic};
use crate::base::source::{SourceId, Span, Spanned};
use crate::model::fiche::Slot;
use crate::model::markup::{Block, BlockKind, Inline, InlineKind, Role, visit, visit_siblings};
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

crate::codes! {
    /// A character without a glyph.
    GLYPH = "C104" Error {
        "aucune police n’a le caractère « {char} » ({code})" / "no font has the character “{char}” ({code})",
        "remplacez-le, ou ajoutez dans fonts/ une police libre qui le contient" / "replace it, or add to fonts/ a free font that has it",
        "Il s’imprimerait comme une case vide, et un lecteur d’écran ne dirait rien." / "It would print as an empty box, and a screen reader would say nothing.",
        wrong "Merci &#x1F600; à tous.\n",
        right "Merci à tous.\n",
    }
}

/// The rule.
pub(super) struct Glyph;

impl Rule for Glyph {
    fn codes(&self) -> &'static [&'static Code] {
        CODES
    }

    fn is_firm(&self) -> bool {
        true
    }

    fn check(&self, context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
        let mut seen: BTreeSet<(SourceId, char)> = BTreeSet::new();
        let mut report = |c: char, span: Span| {
            if seen.insert((span.source, c)) {
                findings.push(Diagnostic::at(&GLYPH, span).with("char", c.to_string()).with("code", format!("U+{:04X}", u32::from(c))));
            }
        };
        // Fonts are asked once for each character.
        let asked: RefCell<BTreeMap<char, bool>> = RefCell::default();
        let lacks =
            |c: char| !c.is_ascii() && *asked.borrow_mut().entry(c).or_insert_with(|| c != super::prose::OBJECT && !shows_nothing(c) && !(context.covers)(c));
        // What was read: an entity and an escape stand for a character too, and keep its place.
        for document in &context.documents {
            for run in document.all().filter(|r| !r.text.is_ascii()) {
                for (at, c) in run.text.char_indices().filter(|(_, c)| lacks(*c)) {
                    if let Some(span) = run.span(at..at + c.len_utf8()) {
                        report(c, span);
                    }
                }
            }
        }
        // A value, or a piece of text that the words do not hold: the character where it stands, else the place of the whole.
        let mut value = |text: &str, span: Span| {
            for c in text.chars().filter(|c| lacks(*c)) {
                let written = context.sources.slice(span);
                report(c, written.find(c).map_or(span, |at| span.part(at..at + c.len_utf8())));
            }
        };
        let corpus = context.corpus;
        for blocks in corpus.texts() {
            pieces(blocks, &mut value);
        }
        let mut spanned = |text: &Spanned<String>| value(text, text.span);
        for fiche in &corpus.fiches {
            pairs(&fiche.terms).for_each(&mut spanned);
            for resource in fiche.resources.filled().into_iter().flatten() {
                [Some(&resource.title), resource.description.as_ref(), resource.url.as_ref()].into_iter().flatten().for_each(&mut spanned);
            }
        }
        for memorandum in &corpus.memorandums {
            pairs(&memorandum.terms).for_each(&mut spanned);
            memorandum.subtitle.iter().chain(&memorandum.vote).for_each(&mut spanned);
            memorandum.signatories.iter().filter_map(|s| s.name.as_ref()).for_each(&mut spanned);
        }
        // What is no text of the corpus, the settings and fiches that cannot be read, is looked at as it is written.
        let read: BTreeSet<SourceId> = corpus.fiches.iter().map(|f| f.source).chain(corpus.memorandums.iter().map(|m| m.source)).collect();
        for (id, source) in context.sources.iter().filter(|(id, s)| s.path.starts_with("content/") && !read.contains(id) && !s.text.is_ascii()) {
            for (at, c) in source.text.char_indices().filter(|(_, c)| lacks(*c)) {
                report(c, Span::new(id, at..at + c.len_utf8()));
            }
        }
    }
}

fn pairs(terms: &Slot<Vec<(Spanned<String>, Spanned<String>)>>) -> impl Iterator<Item = &Spanned<String>> {
    terms.filled().into_iter().flatten().flat_map(|(term, expansion)| [term, expansion])
}

/// The printed pieces of some blocks that are no running words: code, shown references, passages in other languages.
fn pieces(blocks: &[Block], value: &mut dyn FnMut(&str, Span)) {
    let mut codes: Vec<(String, Span)> = Vec::new();
    visit_siblings(blocks, &mut |siblings| {
        for block in siblings {
            if let BlockKind::Code { text, .. } = &block.kind
                && !text.is_ascii()
            {
                codes.push((text.clone(), block.span));
            }
        }
    });
    codes.iter().for_each(|(text, span)| value(text, *span));
    visit(blocks, &mut |inline: &Inline, _: Role| match &inline.kind {
        InlineKind::Code(text) => value(text, inline.span),
        InlineKind::FicheRef { shown: Some(text), .. } | InlineKind::DemandRef { shown: Some(text), .. } => value(text, inline.span),
        InlineKind::Foreign { content, .. } => crate::model::markup::visit_inlines(content, Role::Text, &mut |inner, _| {
            if let InlineKind::Text(text) = &inner.kind {
                value(text, inner.span);
            }
        }),
        _ => {}
    });
}

/// Whether a character has no shape of its own: spaces, controls, joiners, variation selectors (Unicode, Default_Ignorable_Code_Point).
fn shows_nothing(c: char) -> bool {
    c.is_whitespace()
        || c.is_control()
        || matches!(c, '\u{00AD}' | '\u{034F}' | '\u{061C}' | '\u{180E}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' | '\u{E0000}'..='\u{E0FFF}')
}
