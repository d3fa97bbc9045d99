//! What a copy left of notes: DOMAIN.md 1.1 (« FéCRI[1] »).

use super::{Context, Rule};
use crate::base::diag::{Code, Diagnostic};
use regex::Regex;
use std::sync::LazyLock;

crate::codes! {
    /// The call of a note that is not there.
    NOTE = "C132" Warning {
        "« {found} » est l’appel d’une note qui n’est plus là" / "“{found}” calls a note that is no longer there",
        "écrivez la note : « mot[^{number}] » dans le texte et « [^{number}]: … » plus bas ; ou supprimez l’appel" /
        "write the note: `word[^{number}]` in the text and `[^{number}]: …` further down; or remove the call",
        "Word et les sites écrivent ainsi leurs appels de note ; la note, elle, n’a pas été copiée." / "Word and websites write calls of notes like this; the note itself was not copied.",
        wrong "Les centres fondent la FéCRI[1] en 2006.\n",
        right "Les centres fondent la FéCRI[^1] en 2006.\n\n[^1]: Fédération des centres.\n",
    }
}

static CALL: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"[\p{L}\d.,;»”)](\[(\d{1,3})\])|^(\[(\d{1,3})\])\s+\p{Lu}").expect("a pattern that is tested"));

/// The rule.
pub(super) struct Marks;

impl Rule for Marks {
    fn codes(&self) -> &'static [&'static Code] {
        CODES
    }

    fn check(&self, context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
        for run in context.documents.iter().flat_map(super::Document::all) {
            for found in CALL.captures_iter(&run.text) {
                let (Some(call), Some(number)) = (found.get(1).or_else(|| found.get(3)), found.get(2).or_else(|| found.get(4))) else { continue };
                if let Some(span) = run.span(call.range()) {
                    findings.push(Diagnostic::at(&NOTE, span).with("found", call.as_str().to_owned()).with("number", number.as_str().to_owned()));
                }
            }
        }
    }
}
