//! Sentences that stand twice in a text: DOMAIN.md 1.1 (a sentence pasted twice, a chapeau that is the beginning of the text again).

use super::prose::{likeness, words};
use super::{Context, Rule};
use crate::base::diag::{Code, Diagnostic};
use crate::model::markup::Role;
use std::collections::BTreeMap;

crate::codes! {
    /// A sentence twice.
    SENTENCE = "C131" Warning {
        "ce passage est déjà dans la fiche : « {found} »" / "this passage is in the fiche already: “{found}”",
        "gardez-le une seule fois" / "keep it once",
        "Un copier-coller a doublé la phrase, ou le chapeau reprend le début du texte." / "Copy and paste doubled the sentence, or the chapeau repeats the beginning of the text.",
        wrong "Le Centre accueille chaque année des centaines de personnes. Il les informe aussi.\n\nLe Centre accueille chaque année des centaines de personnes.\n",
        right "Le Centre accueille chaque année des centaines de personnes. Il les informe aussi.\n",
    }
}

/// The shortest sentence that counts, in words: shorter ones are repeated on purpose.
const SHORTEST: usize = 8;

/// From which likeness on a paragraph is the chapeau again.
const ALIKE: f64 = 0.8;

/// The rule.
pub(super) struct Repeated;

impl Rule for Repeated {
    fn codes(&self) -> &'static [&'static Code] {
        CODES
    }

    fn check(&self, context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
        for document in &context.documents {
            let mut seen = BTreeMap::new();
            let mut reported = Vec::new();
            for (i, run) in document.runs.iter().enumerate().filter(|(_, r)| r.role == Role::Text) {
                for range in sentences(&run.text) {
                    if words(&run.text[range.clone()]).count() < SHORTEST {
                        continue;
                    }
                    let key = print(&run.text[range.clone()]);
                    let Some(span) = run.span(range.clone()) else { continue };
                    if let Some(first) = seen.get(&key) {
                        findings.push(Diagnostic::at(&SENTENCE, span).with("found", crate::base::node::shorten(run.text[range].trim())).see(*first));
                        reported.push(i);
                    } else {
                        seen.insert(key, span);
                    }
                }
            }
            // The chapeau almost word for word: the first paragraphs of the text are compared with it.
            let (lead, body) = document.runs.split_at(document.leads.min(document.runs.len()));
            for (_, run) in body.iter().enumerate().take(3).filter(|(i, r)| r.role == Role::Text && !reported.contains(&(i + document.leads))) {
                let again = lead.iter().find(|l| words(&l.text).count() > 2 * SHORTEST && likeness(&l.text, &run.text) >= ALIKE);
                if let (Some(first), Some(span)) = (again.and_then(super::prose::Prose::whole), run.whole()) {
                    findings.push(Diagnostic::at(&SENTENCE, span).with("found", crate::base::node::shorten(run.text.trim())).see(first));
                }
            }
        }
    }
}

/// A sentence as it is compared: a hash of its words in small letters, without signs.
fn print(text: &str) -> u64 {
    // FNV-1a, a character at a time.
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    let mut add = |c: char| hash = (hash ^ u64::from(u32::from(c))).wrapping_mul(0x0100_0000_01b3);
    for word in words(text) {
        word.chars().flat_map(char::to_lowercase).for_each(&mut add);
        add(' ');
    }
    hash
}

/// The sentences of a text: what ends with « . », « ! », « ? » or « … » before a blank.
fn sentences(text: &str) -> impl Iterator<Item = std::ops::Range<usize>> {
    let mut from = 0;
    let mut out = Vec::new();
    let mut ends = false;
    for (i, c) in text.char_indices() {
        if ends && c.is_whitespace() {
            out.push(from..i);
            from = i + c.len_utf8();
        }
        ends = matches!(c, '.' | '!' | '?' | '…') || (ends && matches!(c, '»' | '”' | ')'));
    }
    if from < text.len() {
        out.push(from..text.len());
    }
    // A sentence begins with its first word.
    out.into_iter().map(|r| r.start + (text[r.clone()].len() - text[r.clone()].trim_start().len())..r.end)
}
