//! Small words that went wrong while a sentence was mended: DOMAIN.md 1.1 and 1.7 (« n’en n’ai », « leurs présenter », « aux choix », « de la
//! auprès »). Only what is wrong in every sentence: a grammar is another program.

use super::prose::{Prose, words};
use super::{Context, Rule};
use crate::base::diag::{Code, Diagnostic};
use crate::base::source::Sources;
use std::ops::Range;

crate::codes! {
    /// Words that cannot follow each other.
    GRAMMAR = "C139" Warning {
        "« {found} » : ces mots ne peuvent pas se suivre" / "“{found}”: these words cannot follow each other",
        "{?écrivez « {new} »?}{?{missing}?}" / "{?write “{new}”?}{?{missing_en}?}",
        "Une phrase retouchée garde souvent un petit mot de l’ancienne, ou en perd un." / "A sentence that was changed often keeps a small word of the old one, or loses one.",
        wrong "Le Centre s’occupe ensuite de la auprès des services, pour leurs présenter le projet.\n",
        right "Le Centre s’occupe ensuite de la démarche auprès des services, pour leur présenter leurs projets.\n",
    }
}

/// Prepositions that no article stands before.
const PREPOSITIONS: &[&str] = &["auprès", "avec", "chez", "dans", "parmi", "envers", "selon", "afin", "malgré"];

/// The rule.
pub(super) struct Grammar;

impl Rule for Grammar {
    fn codes(&self) -> &'static [&'static Code] {
        CODES
    }

    fn check(&self, context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
        for run in context.documents.iter().filter(|d| d.is_french()).flat_map(super::Document::all) {
            look(run, context.sources, findings);
        }
    }
}

fn look(run: &Prose, sources: &Sources, findings: &mut Vec<Diagnostic>) {
    let text = run.text.as_str();
    let start = |word: &str| word.as_ptr() as usize - text.as_ptr() as usize;
    // The three words before, and where the last one ends.
    let mut before: [&str; 3] = [""; 3];
    let mut end = 0;
    for word in words(text) {
        let at = start(word);
        let gap = &text[end..at];
        let spaced = !gap.is_empty() && gap.chars().all(char::is_whitespace);
        let [third, second, first] = before;
        if spaced && first == "leurs" && is_infinitive(word) {
            let from = start(first);
            report(run, from..at + word.len(), from + 4..from + 5, sources, findings);
        } else if spaced && first == "aux" && word == "choix" && second.bytes().all(|b| b.is_ascii_digit()) && !second.is_empty() {
            let from = start(first);
            report(run, from..at + word.len(), from + 2..from + 3, sources, findings);
        } else if spaced && matches!(first, "le" | "la" | "les" | "du" | "des") && PREPOSITIONS.contains(&word) && !text[..start(first)].ends_with('-') {
            let whole = start(first)..at + word.len();
            if let Some(span) = run.span(whole.clone()) {
                let finding = Diagnostic::at(&GRAMMAR, span).with("found", text[whole].to_owned());
                findings.push(
                    finding.with("missing", "écrivez le mot qui manque entre les deux").with("missing_en", "write the word that is missing between them"),
                );
            }
        } else if first == "n" && second == "en" && third == "n" && matches!(gap, "’" | "'") {
            let from = start(third);
            report(run, from..at + word.len(), start(first)..at, sources, findings);
        }
        before = [second, first, word];
        end = at + word.len();
    }
}

/// Whether a word is the infinitive of a verb, or at least no plural: « présenter ».
fn is_infinitive(word: &str) -> bool {
    word.len() >= 5 && word.chars().all(char::is_lowercase) && ["er", "ir", "oir", "dre", "tre"].iter().any(|e| word.ends_with(e))
}

/// A finding on a place, which goes away when a part of it is left out: that is only proposed.
fn report(run: &Prose, whole: Range<usize>, part: Range<usize>, sources: &Sources, findings: &mut Vec<Diagnostic>) {
    let Some(span) = run.span(whole.clone()) else { return };
    let mended = format!("{}{}", &run.text[whole.start..part.start], &run.text[part.end..whole.end]);
    let finding = Diagnostic::at(&GRAMMAR, span).with("found", run.text[whole].to_owned()).with("new", mended);
    findings.push(match run.exact(part, sources) {
        Some(exact) => finding.fix(exact, "", false),
        None => finding,
    });
}
