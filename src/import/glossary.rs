//! Sigles that a text explains: « développement (SIGLE) » and « SIGLE (développement) », where the initials are the letters.

use super::codes::{TERM_CONFLICT, TERM_FOUND, TERM_PLURAL};
use crate::base::diag::Diagnostic;
use crate::base::source::Span;
use crate::lang::collate::Collator;
use regex::Regex;
use std::sync::LazyLock;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// A sigle and what the text says it stands for.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Explained {
    /// The sigle.
    pub term: String,
    /// What it stands for, as the text writes it.
    pub expansion: String,
    /// Whether the text has it in the plural.
    pub plural: bool,
    /// The paragraph.
    pub span: Span,
}

/// A word in brackets that can be a sigle: two to eight capitals.
static AFTER: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"\((\p{Lu}{2,8})\)").expect("the pattern is valid"));
/// A sigle before words in brackets.
static BEFORE: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"\b(\p{Lu}{2,8}) \(([^()]{4,200})\)").expect("the pattern is valid"));

/// Words that give no letter, or one.
const SMALL: &[&str] =
    &["a", "à", "au", "aux", "d", "dans", "de", "des", "du", "en", "et", "l", "la", "le", "les", "ou", "par", "pour", "sans", "sur", "un", "une"];

/// Words that end with s or x in the singular.
const SINGULAR: &[&str] = &["accès", "bras", "corps", "cours", "fonds", "progrès", "parcours", "processus", "temps", "prix", "voix", "choix"];

/// Finds what the paragraphs explain; conflicts and plurals are reported, terms that the fiches define themselves are left out.
pub(super) fn explained<'a>(paragraphs: impl Iterator<Item = (&'a str, Span)>, known: &[String], findings: &mut Vec<Diagnostic>) -> Vec<Explained> {
    let mut out: Vec<Explained> = Vec::new();
    for (text, span) in paragraphs {
        let mut found: Vec<(usize, String, String)> = Vec::new();
        for sigle in AFTER.captures_iter(text) {
            let (Some(whole), Some(term)) = (sigle.get(0), sigle.get(1)) else { continue };
            if let Some(expansion) = expansion_before(&text[..whole.start()], term.as_str()) {
                found.push((whole.start(), term.as_str().to_owned(), expansion.to_owned()));
            }
        }
        for sigle in BEFORE.captures_iter(text) {
            let (Some(term), Some(words)) = (sigle.get(1), sigle.get(2)) else { continue };
            if matches_letters(&tokens(words.as_str()), term.as_str()) {
                found.push((term.start(), term.as_str().to_owned(), words.as_str().to_owned()));
            }
        }
        found.sort();
        for (_, term, expansion) in found {
            if known.contains(&term) {
                continue;
            }
            let plural = is_plural(&expansion);
            match out.iter_mut().find(|e| e.term == term) {
                Some(first) if first.plural && !plural => *first = Explained { term, expansion, plural, span },
                Some(first) if first.plural != plural || fold(&first.expansion) == fold(&expansion) => {}
                Some(first) => findings.push(
                    Diagnostic::at(&TERM_CONFLICT, span).with("term", term).with("first", first.expansion.clone()).with("second", expansion).see(first.span),
                ),
                None => out.push(Explained { term, expansion, plural, span }),
            }
        }
    }
    let collator = Collator::french();
    out.sort_by(|a, b| collator.compare(&a.term, &b.term).then_with(|| a.term.cmp(&b.term)));
    for e in &out {
        let code = if e.plural { &TERM_PLURAL } else { &TERM_FOUND };
        findings.push(Diagnostic::at(code, e.span).with("term", e.term.clone()).with("expansion", e.expansion.clone()));
    }
    out
}

/// Lower case without accents.
fn fold(text: &str) -> String {
    text.nfd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase).collect()
}

/// The words of a text with the place where each begins; apostrophes and hyphens separate.
fn tokens(text: &str) -> Vec<(usize, &str)> {
    let mut out = Vec::new();
    let mut start = None;
    for (at, c) in text.char_indices().chain(std::iter::once((text.len(), ' '))) {
        match (c.is_alphanumeric(), start) {
            (true, None) => start = Some(at),
            (false, Some(from)) => {
                out.push((from, &text[from..at]));
                start = None;
            }
            (true, Some(_)) | (false, None) => {}
        }
    }
    out
}

/// The shortest end of a text whose initials are the letters of a sigle.
fn expansion_before<'a>(text: &'a str, sigle: &str) -> Option<&'a str> {
    let text = text.trim_end();
    let from = text
        .rfind(['.', ';', ':', '!', '?', '(', ')', '«', '»', ',', '“', '”', '[', ']'])
        .map_or(0, |at| at + text[at..].chars().next().map_or(1, char::len_utf8));
    let words = tokens(&text[from..]);
    let longest = sigle.chars().count() * 2 + 3;
    (2..=longest.min(words.len())).map(|count| &words[words.len() - count..]).find(|end| matches_letters(end, sigle)).map(|end| &text[from + end[0].0..])
}

/// Whether the initials of words are the letters of a sigle: each word gives its own, small words may give none.
fn matches_letters(words: &[(usize, &str)], sigle: &str) -> bool {
    let letters: Vec<char> = fold(sigle).chars().collect();
    let words: Vec<String> = words.iter().map(|(_, w)| fold(w)).collect();
    let small = |word: &str| SMALL.iter().any(|s| fold(s) == word);
    let Some(first) = words.first() else { return false };
    if words.len() < 2 || small(first) || words.last().is_some_and(|w| small(w)) {
        return false;
    }
    // reached[i]: the words so far can give the first i letters.
    let mut reached = vec![false; letters.len() + 1];
    reached[0] = true;
    for word in &words {
        let mut next = vec![false; letters.len() + 1];
        for i in 0..=letters.len() {
            if reached[i] {
                next[i] |= small(word);
                if i < letters.len() && word.starts_with(letters[i]) {
                    next[i + 1] = true;
                }
            }
        }
        reached = next;
    }
    reached[letters.len()]
}

/// Whether an expansion stands in the plural.
fn is_plural(expansion: &str) -> bool {
    let words = tokens(expansion);
    let ending = |word: &str| word.ends_with(['s', 'x']);
    let Some((_, first)) = words.first() else { return false };
    let first = first.to_lowercase();
    if !ending(&first) || SINGULAR.contains(&first.as_str()) {
        return false;
    }
    // An adjective in the singular settles it.
    words.get(1).is_none_or(|(_, second)| SMALL.contains(&second.to_lowercase().as_str()) || ending(second))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::source::SourceId;

    fn found(text: &str) -> String {
        let span = Span::file(SourceId(0));
        let list = explained(std::iter::once((text, span)), &["DEJA".to_owned()], &mut Vec::new());
        list.iter().map(|e| format!("{}={}{}", e.term, e.expansion, if e.plural { "+" } else { "" })).collect::<Vec<_>>().join("; ")
    }

    #[test]
    fn initials_make_it_sure() {
        for (text, wanted) in [
            ("l’appel du Fonds social européen (FSE) pour", "FSE=Fonds social européen"),
            ("une insertion socio-professionnelle (ISP) du Centre", "ISP=insertion socio-professionnelle"),
            ("des Centres régionaux d’intégration (CRI)", "CRI=Centres régionaux d’intégration+"),
            ("Un Contrat d’Avenir pour la Wallonie (CAW)", "CAW=Contrat d’Avenir pour la Wallonie"),
            ("dont l’exemple (FIPI) et Urban (URBAN)", ""),
            ("le projet ABCD (Accueil bien commun à Dinant)", "ABCD=Accueil bien commun à Dinant"),
            ("le CRAB (centre culturel local)", ""),
            ("le Plan (PST 3) et l’été (2009)", ""),
            ("Déjà écrit joliment, alors (DEJA)", ""),
            ("Bureaux d’accueil (BA) et le bureau d’accueil (BA)", "BA=bureau d’accueil"),
            ("Nous allons. Plan de cohésion sociale (PCS)", "PCS=Plan de cohésion sociale"),
        ] {
            assert_eq!(found(text), wanted, "{text}");
        }
    }
}
