//! Sigles that texts explain, as entries of `sigles.yaml`: those of an archive, and those that `livret sigles suggest` finds.

use super::codes::{TERM_CONFLICT, TERM_FOUND, TERM_PLURAL};
use super::write::scalar;
use crate::base::diag::Diagnostic;
use crate::base::source::Span;
use crate::lang::collate::Collator;
use crate::lang::mining::{Confidence, Passage, Suggestion, suggest};
use crate::lang::sigles::spelling_key;
use std::fmt::Write as _;

/// A sigle that the archive explains.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Explained {
    /// What the texts say.
    pub suggestion: Suggestion,
    /// The paragraph that says it first.
    pub span: Span,
}

/// Finds what the paragraphs (document, words, place) explain; each is reported, with its other expansions; terms that the fiches define
/// themselves are left out.
pub(super) fn explained(paragraphs: &[(usize, String, Span)], known: &[String], findings: &mut Vec<Diagnostic>) -> Vec<Explained> {
    let passages: Vec<Passage<'_>> = paragraphs.iter().map(|(document, text, _)| Passage { document: *document, text }).collect();
    let known: Vec<String> = known.iter().map(|k| spelling_key(k)).collect();
    let place = |passage: usize| paragraphs[passage].2;
    let mut out = Vec::new();
    for suggestion in suggest(&passages, &|_| true) {
        if known.contains(&spelling_key(&suggestion.term)) {
            continue;
        }
        let Some(span) = suggestion.evidence.first().map(|e| place(e.passage)) else { continue };
        let code = if suggestion.confidence == Confidence::Sure { &TERM_FOUND } else { &TERM_PLURAL };
        findings.push(Diagnostic::at(code, span).with("term", suggestion.term.clone()).with("expansion", suggestion.expansion.clone()));
        for (rival, evidence) in &suggestion.rivals {
            let Some(second) = evidence.first() else { continue };
            findings.push(
                Diagnostic::at(&TERM_CONFLICT, place(second.passage))
                    .with("term", suggestion.term.clone())
                    .with("first", suggestion.expansion.clone())
                    .with("second", rival.clone())
                    .see(span),
            );
        }
        out.push(Explained { suggestion, span });
    }
    let collator = Collator::french();
    out.sort_by(|a, b| collator.compare(&a.suggestion.term, &b.suggestion.term));
    out
}

/// A suggestion as an entry of `sigles.yaml`, each line with its indentation. The comments stand before it; an entry that is not sure is a comment
/// itself, so that nothing unread is printed.
pub fn entry(suggestion: &Suggestion, comments: &[String], indent: &str) -> String {
    let mut out = String::new();
    for comment in comments {
        let _ = writeln!(out, "{indent}# {comment}");
    }
    // Small letters are pronounced: Mirena, FéCRI, CeRAIC.
    let kind = if suggestion.term.chars().any(char::is_lowercase) { "acronyme" } else { "sigle" };
    let mut lines =
        vec![format!("- terme: {}", scalar(&suggestion.term)), format!("  nature: {kind}"), format!("  developpement: {}", scalar(&suggestion.expansion))];
    lines.extend(suggestion.plural.as_ref().map(|p| format!("  pluriel: {}", scalar(p))));
    let sign = if suggestion.confidence == Confidence::Sure { "" } else { "# " };
    for line in lines {
        let _ = writeln!(out, "{indent}{sign}{line}");
    }
    out
}

/// Adds entries to the text of a `sigles.yaml`, and changes no other byte: in their alphabetical place when the list has that order, else at
/// its end. `starts` are the terms of the list and the offsets at which their values begin.
///
/// # Errors
/// Why the list cannot be written in, in French and in English.
pub fn insert(text: &str, starts: &[(String, usize)], entries: &[(&Suggestion, Vec<String>)]) -> Result<String, (&'static str, &'static str)> {
    let ending = if text.contains("\r\n") { "\r\n" } else { "\n" };
    let line_start = |at: usize| text[..at].rfind('\n').map_or(0, |i| i + 1);
    // Each entry begins with its own dash, all of them in one column.
    let mut indent: Option<&str> = None;
    for (_, at) in starts {
        let lead = &text[line_start(*at)..*at];
        let dash =
            lead.trim_end().strip_suffix('-').ok_or(("ses entrées ne commencent pas chacune par un tiret", "its entries do not each begin with a dash"))?;
        if !dash.chars().all(|c| c == ' ') || indent.is_some_and(|i| i != dash) {
            return Err(("ses entrées ne sont pas alignées", "its entries are not aligned"));
        }
        indent = Some(dash);
    }
    let bare = |line: &str| line.trim().is_empty() || line.trim_start().starts_with('#') || line.trim_end() == "---";
    if starts.is_empty() && !text.lines().all(bare) {
        return Err(("sa liste n’est pas écrite avec un tiret par entrée", "its list is not written with a dash for each entry"));
    }
    if text.lines().any(|l| l.trim_end() == "...") {
        return Err(("le fichier a une marque de fin « ... »", "the file has an end mark `...`"));
    }
    let indent = indent.unwrap_or("");
    let collator = Collator::french();
    let sorted = starts.windows(2).all(|w| collator.compare(&w[0].0, &w[1].0).is_le());
    // Pieces by the place where they go; those of one place in alphabetical order.
    let mut pieces: Vec<(usize, &str, String)> = Vec::new();
    for (suggestion, comments) in entries {
        let next = if sorted { starts.iter().position(|(term, _)| collator.compare(term, &suggestion.term).is_gt()) } else { None };
        let at = next.map_or(text.len(), |i| {
            let mut at = line_start(starts[i].1);
            // The comments just above an entry are its own; those above the first may be the file's.
            while i > 0 && at > 0 {
                let before = line_start(at - 1);
                if !text[before..at].trim_start().starts_with('#') {
                    break;
                }
                at = before;
            }
            at
        });
        pieces.push((at, &suggestion.term, entry(suggestion, comments, indent).replace('\n', ending)));
    }
    pieces.sort_by(|a, b| a.0.cmp(&b.0).then_with(|| collator.compare(a.1, b.1)));
    let mut out = String::with_capacity(text.len() + 256 * pieces.len());
    let mut done = 0;
    for (at, _, piece) in pieces {
        out.push_str(&text[done..at]);
        if !out.is_empty() && !out.ends_with('\n') {
            out.push_str(ending);
        }
        out.push_str(&piece);
        done = at;
    }
    out.push_str(&text[done..]);
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::source::SourceId;

    fn found(text: &str) -> Vec<Suggestion> {
        let span = Span::file(SourceId(0));
        explained(&[(0, text.to_owned(), span)], &["DEJA".to_owned()], &mut Vec::new()).into_iter().map(|e| e.suggestion).collect()
    }

    #[test]
    fn terms_of_the_fiches_are_left_out() {
        assert_eq!(found("Un dispositif d’écoute jeune et active (DEJA)"), []);
    }

    #[test]
    fn entries_go_to_their_place() {
        let new = found("Le Fonds social européen (FSE), l’association sans but lucratif (ASBL) et la zone urbaine propre (ZUP).");
        let entries: Vec<_> = new.iter().map(|s| (s, vec!["a.md:1".to_owned()])).collect();
        let asbl = "# a.md:1\n- terme: ASBL\n  nature: sigle\n  developpement: association sans but lucratif\n";
        let fse = "# a.md:1\n- terme: FSE\n  nature: sigle\n  developpement: Fonds social européen\n";
        let zup = "# a.md:1\n- terme: ZUP\n  nature: sigle\n  developpement: zone urbaine propre\n";
        let starts = |text: &str| -> Vec<(String, usize)> {
            text.match_indices("terme: ").map(|(at, _)| (text[at + 7..].split(['\n', '\r', ' ']).next().unwrap_or("").to_owned(), at)).collect()
        };
        let try_on = |text: &str| insert(text, &starts(text), &entries);
        // In order, comments kept with their entries.
        let text = "# en-tête\n- terme: CAI # note\n\n# de PCS\n- terme: PCS\n  nature: sigle\n# fin\n";
        assert_eq!(
            try_on(text).as_deref(),
            Ok(&*format!("# en-tête\n{asbl}- terme: CAI # note\n\n{fse}# de PCS\n- terme: PCS\n  nature: sigle\n# fin\n{zup}"))
        );
        // Out of order: at the end.
        assert_eq!(try_on("- terme: PCS\n- terme: CAI").as_deref(), Ok(&*format!("- terme: PCS\n- terme: CAI\n{asbl}{fse}{zup}")));
        // An empty file, another line end, an indented list.
        assert_eq!(try_on("").as_deref(), Ok(&*format!("{asbl}{fse}{zup}")));
        assert_eq!(try_on("- terme: CAI\r\n").as_deref(), Ok(&*format!("{asbl}- terme: CAI\r\n{fse}{zup}").replace("\r\n", "\n").replace('\n', "\r\n")));
        let indented: String = format!("{asbl}- terme: CAI\n{fse}{zup}").lines().map(|l| format!("  {l}\n")).collect();
        assert_eq!(try_on("  - terme: CAI\n").as_deref(), Ok(&*indented));
        // What is no list of dashes is left alone.
        assert!(try_on("[{ terme: CAI }]\n").is_err());
        assert!(try_on("[]\n").is_err());
        assert!(try_on("- terme: CAI\n...\n").is_err());
    }
}
