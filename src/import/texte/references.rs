//! « voir Fiche 37 – Parcours d’intégration »: references by number, which stay words and are told.

use super::Made;
use super::lines::Line;
use crate::base::diag::Diagnostic;
use crate::base::source::{Source, Span};
use crate::import::codes::{REFERENCE, REFERENCE_OPEN};
use crate::lang::format::slug;
use regex::Regex;
use std::sync::LazyLock;

/// A reference as written.
pub(super) struct Cited {
    number: usize,
    title: String,
    text: String,
    span: Span,
}

static NUMBERED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"\b[Ff]iche[\s\u{a0}\u{202f}]+(?:n[°º][\s\u{a0}\u{202f}]*)?(\d{1,4})\b(?:[\s\u{a0}\u{202f}]*[–—-][\s\u{a0}\u{202f}]+([^()\[\].;:!?\n]{1,120}))?",
    )
    .expect("the pattern is valid")
});

/// The references of some lines, each at its own place.
pub(super) fn cited(lines: &[Line], source: &Source) -> Vec<Cited> {
    let mut out = Vec::new();
    for line in lines.iter().filter(|l| l.text.contains("iche")) {
        let raw = source.text.get(line.span.range()).unwrap_or("");
        for found in NUMBERED.captures_iter(raw) {
            let (Some(whole), Some(number)) = (found.get(0), found.get(1)) else { continue };
            let Ok(number) = number.as_str().parse() else { continue };
            out.push(Cited {
                number,
                title: found.get(2).map(|t| slug(t.as_str())).unwrap_or_default(),
                text: whole.as_str().split_whitespace().collect::<Vec<_>>().join(" "),
                span: line.span.part(whole.range()),
            });
        }
    }
    out
}

/// Reports where the references lead.
pub(super) fn report(made: &[Made], findings: &mut Vec<Diagnostic>) {
    // The numbers that the chronology of these fiches alone would give.
    let mut chronology: Vec<&Made> = made.iter().filter(|m| m.header.date.is_some()).collect();
    chronology.sort_by(|a, b| {
        let key = |m: &Made| m.header.date.as_ref().map_or((0.0, 0.0), |d| (d.start(), d.end()));
        let (x, y) = (key(a), key(b));
        x.0.total_cmp(&y.0).then(x.1.total_cmp(&y.1)).then_with(|| a.name.cmp(&b.name))
    });
    for cited in made.iter().flat_map(|m| &m.references) {
        if let Some(target) = made.iter().find(|m| same_words(&cited.title, &slug(&m.title))) {
            findings.push(Diagnostic::at(&REFERENCE, cited.span).with("found", cited.text.clone()).with("target", target.name.clone()));
        } else {
            let guess = cited.number.checked_sub(1).and_then(|i| chronology.get(i)).map(|m| m.name.clone()).unwrap_or_default();
            findings.push(
                Diagnostic::at(&REFERENCE_OPEN, cited.span).with("found", cited.text.clone()).with("number", cited.number.to_string()).with("guess", guess),
            );
        }
    }
}

/// Whether a short title quoted stands in a title: at least two whole words in a row, since one word is in many titles.
fn same_words(quoted: &str, title: &str) -> bool {
    quoted == title && !quoted.is_empty() || (quoted.contains('-') && format!("-{title}-").contains(&format!("-{quoted}-")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::source::SourceId;

    #[test]
    fn references_are_seen() {
        for (text, wanted) in [
            ("(voir Fiche\u{a0}37 – Parcours d’intégration).", "37 parcours-d-integration"),
            ("(Voir Fiche 12)", "12 "),
            ("(Cf. Fiche n° 8 – Français Alphabétisation)", "8 francais-alphabetisation"),
            ("une fiche technique", ""),
        ] {
            let source = Source::new("a.txt", text);
            let lines = super::super::lines::read(&source, SourceId(0), &mut Vec::new());
            let shown: Vec<_> = cited(&lines, &source).into_iter().map(|c| format!("{} {}", c.number, c.title)).collect();
            assert_eq!(shown.join("; "), wanted, "{text}");
        }
        assert!(same_words("parcours-d-integration", "du-parcours-d-integration-obligatoire"));
        assert!(!same_words("integration", "du-parcours-d-integration"));
    }
}
