//! Characters that no font has: they would print as empty boxes.

use super::{Context, Rule};
use crate::base::diag::{Code, Diagnostic};
use crate::base::source::Span;
use std::collections::BTreeSet;

crate::codes! {
    /// A character without a glyph.
    GLYPH = "C104" Error {
        "aucune police n’a le caractère « {char} » ({code})" / "no font has the character “{char}” ({code})",
        "remplacez-le, ou ajoutez dans fonts/ une police libre qui le contient" / "replace it, or add to fonts/ a free font that has it",
        "Il s’imprimerait comme une case vide, et un lecteur d’écran ne dirait rien." / "It would print as an empty box, and a screen reader would say nothing.",
    }
}

/// The rule.
pub(super) struct Glyph;

impl Rule for Glyph {
    fn codes(&self) -> &'static [&'static Code] {
        CODES
    }

    fn check(&self, context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
        for (id, source) in context.sources.iter().filter(|(_, s)| s.path.starts_with("content/")) {
            if source.text.is_ascii() {
                continue;
            }
            let mut seen = BTreeSet::new();
            for (at, c) in source.text.char_indices() {
                if !c.is_ascii() && !shows_nothing(c) && !(context.covers)(c) && seen.insert(c) {
                    let span = Span::new(id, at..at + c.len_utf8());
                    findings.push(Diagnostic::at(&GLYPH, span).with("char", c.to_string()).with("code", format!("U+{:04X}", u32::from(c))));
                }
            }
        }
    }
}

/// Whether a character has no shape of its own: spaces, controls, joiners, variation selectors (Unicode, Default_Ignorable_Code_Point).
fn shows_nothing(c: char) -> bool {
    c.is_whitespace()
        || c.is_control()
        || matches!(c, '\u{00AD}' | '\u{034F}' | '\u{061C}' | '\u{180E}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' | '\u{E0000}'..='\u{E0FFF}')
}
