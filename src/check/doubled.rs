//! Words and spaces written twice: DOMAIN.md 1.7.

use super::prose::{OBJECT, Prose};
use super::{Context, Rule};
use crate::base::diag::{Code, Diagnostic};
use crate::base::source::Sources;

crate::codes! {
    /// A word twice.
    WORD = "C113" Warning {
        "« {word} » est écrit deux fois" / "“{word}” is written twice",
        "supprimez l’un des deux" / "remove one of the two",
        "C’est la trace d’une correction ; le correcteur de Word ne la voit plus une fois le texte collé." / "It is left by a correction; nobody sees it once the text has been pasted.",
        wrong "Les cours de français et et les ateliers commencent en 1985.\n",
        right "Les cours de français et les ateliers commencent en 1985 ; nous nous en souvenons.\n",
    }
    /// A space twice.
    SPACE = "C114" Warning {
        "plusieurs espaces se suivent" / "several spaces in a row",
        "gardez-en une seule" / "keep one of them",
        "Une espace double vient souvent d’un copier-coller, et cache parfois un mot supprimé." / "A double space often comes from copy and paste, and sometimes hides a word that was removed.",
        wrong "Il développe un projet  « Relance ».\n",
        right "Il développe un projet « Relance ».\n",
    }
}

/// Words that French writes twice on purpose: « nous nous souvenons », « il l’a fait faire faire », « tout en en parlant ».
const LEGITIMATE: &[&str] = &[
    "nous", "vous", "en", "faire", "très", "trop", "si", "oui", "non", "ah", "oh", "ha", "hé", "bien", "bon", "petit", "plus", "jamais", "presque", "bla",
    "tam", "ding", "etc", "fait", "lui", "elle", "elles", "tout", "toute", "encore", "mille", "cent",
];

/// The rule.
pub(super) struct Doubled;

impl Rule for Doubled {
    fn codes(&self) -> &'static [&'static Code] {
        CODES
    }

    fn check(&self, context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
        for document in &context.documents {
            for run in document.all() {
                if document.is_french() {
                    words(run, context.sources, findings);
                }
                spaces(run, context.sources, findings);
            }
        }
    }
}

/// Whether a character belongs to a word.
fn is_word(c: char) -> bool {
    c.is_alphabetic() || matches!(c, '’' | '\'' | '-' | '\u{2011}')
}

fn words(run: &Prose, sources: &Sources, findings: &mut Vec<Diagnostic>) {
    // The word before, where it ends, and whether only blanks have followed.
    let mut before: Option<(&str, usize)> = None;
    let mut rest = run.text.as_str();
    let mut at = 0;
    // Where the last finding ends: the same word three times is one fault.
    let mut told = usize::MAX;
    while let Some(c) = rest.chars().next() {
        let end = rest.find(|c| !is_word(c)).unwrap_or(rest.len());
        if end > 0 {
            let word = &rest[..end];
            if let Some((first, stop)) = before
                && first.len() == word.len()
                && first.to_lowercase() == word
                && word.chars().any(char::is_alphabetic)
                && !(first.chars().all(char::is_uppercase) && first.chars().count() > 1)
                && !LEGITIMATE.contains(&word)
                && std::mem::replace(&mut told, at + end) != stop
                && let Some(span) = run.span(stop - first.len()..at + end)
            {
                let finding = Diagnostic::at(&WORD, span).with("word", word.to_owned());
                let extra = run.exact(stop..at + end, sources);
                findings.push(match extra {
                    Some(extra) => finding.fix(extra, "", false),
                    None => finding,
                });
            }
            // « Namur-Dinant 5 » : what touches a figure or an object is no word of a sentence.
            before = Some((word, at + end));
            rest = &rest[end..];
            at += end;
        } else {
            if !c.is_whitespace() {
                before = None;
            }
            rest = &rest[c.len_utf8()..];
            at += c.len_utf8();
        }
    }
}

fn spaces(run: &Prose, sources: &Sources, findings: &mut Vec<Diagnostic>) {
    let is_space = |c: char| c.is_whitespace() && c != '\n' && c != '\r';
    let mut at = 0;
    while let Some(found) = run.text[at..].find(is_space) {
        let start = at + found;
        let end = run.text[start..].find(|c| !is_space(c)).map_or(run.text.len(), |i| start + i);
        at = end;
        let blanks = &run.text[start..end];
        // Blanks around an object may be the parser's own.
        let beside = run.text[..start].ends_with(OBJECT) && run.text[end..].starts_with(OBJECT);
        // A paragraph of blanks alone has a finding of its own.
        if blanks.chars().nth(1).is_none() || beside || blanks.len() == run.text.len() {
            continue;
        }
        let Some(span) = run.span(start..end) else { continue };
        let finding = Diagnostic::at(&SPACE, span);
        // One that does not break, when there is one, is the one that somebody wanted. The end of a line is kept by not touching it.
        let one = blanks.chars().find(|c| matches!(c, '\u{a0}' | '\u{202f}')).unwrap_or(' ');
        let change = run.exact(start..end, sources).filter(|s| !sources.slice(*s).contains(['\n', '\r']));
        findings.push(match change {
            Some(change) => finding.fix(change, one.to_string(), true),
            None => finding,
        });
    }
}
