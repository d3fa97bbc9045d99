//! One term, several writings in one document: « socio-économique » and « socioéconomique », « EnTrain » and « En Train », « Plan de cohésion
//! sociale » and « Plan de Cohésion sociale » (DOMAIN.md 1.7).

use super::{Context, Rule};
use crate::base::diag::{Code, Diagnostic};
use crate::base::source::Span;
use crate::lang::mining::{is_plural, singular};
use crate::lang::sigles::{fold, has_shape, spelling_key, words};
use crate::model::markup::Role;
use crate::model::prose::{Document, Prose};
use aho_corasick::{AhoCorasick, MatchKind};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

crate::codes! {
    /// A word with and without its hyphen or space.
    MIXED = "C409" Warning {
        "« {found} » s’écrit « {term} » ailleurs dans ce texte" / "“{found}” is written “{term}” elsewhere in this text",
        "écrivez partout de même" / "write it the same everywhere",
        "Un mot écrit de deux façons dans la même fiche se voit à l’impression, et ne se retrouve pas par une recherche." /
        "A word written in two ways in one fiche shows in print, and is not found by a search.",
        wrong "L’insertion socioprofessionnelle passe par des projets socio-professionnels.\n",
        right "L’insertion socioprofessionnelle passe par des projets socioprofessionnels.\n",
    }
    /// The capitals of a name that change.
    CAPITALS = "C414" Note {
        "« {found} » : ce texte met aussi d’autres capitales, « {term} »" / "“{found}”: this text also has other capitals, “{term}”",
        "choisissez une façon de mettre les capitales ; le glossaire en montre une" / "choose one way to set the capitals; the glossary shows one",
        "La capitale dit s’il s’agit du nom d’une institution ou d’un mot commun." / "The capital tells the name of an institution from a common word.",
        wrong "Le Fonds social européen aide, puis le fonds social européen se retire.\n",
        right "Le Fonds social européen aide, puis le Fonds social européen se retire.\n",
    }
}

/// The rule.
pub(super) struct Wording;

/// A word or a group of words in a document.
struct Place {
    run: usize,
    range: Range<usize>,
}

impl Rule for Wording {
    fn codes(&self) -> &'static [&'static Code] {
        CODES
    }

    fn check(&self, context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
        let reading = &context.reading;
        let explained = reading.explained.iter().flatten().map(|e| e.expansion.as_str());
        let terms = context.corpus.terms.values().flat_map(|t| [&t.expansion, &t.plural]).flatten().map(|e| e.value.as_str());
        let names = Names::new(terms.chain(explained));
        for document in reading.documents.iter().filter(|d| d.french) {
            hyphens(document, findings);
            inner_capitals(document, findings);
            names.check(document, findings);
        }
    }
}

fn place(document: &Document<'_>, at: &Place) -> Span {
    document.runs[at.run].place(at.range.clone())
}

fn text<'a>(document: &'a Document<'_>, at: &Place) -> &'a str {
    &document.runs[at.run].text[at.range.clone()]
}

/// The letters of a word without hyphens and without the endings of gender and number.
fn stem(word: &str) -> String {
    let mut key = spelling_key(word);
    for ending in ['s', 'e'] {
        if key.ends_with(ending) {
            key.pop();
        }
    }
    let bytes = key.as_bytes();
    if bytes.len() > 2 && bytes[bytes.len() - 1] == bytes[bytes.len() - 2] {
        key.pop();
    }
    key
}

/// Compounds with and without a hyphen. Parts of fewer than three letters are prefixes that change the meaning, or inversions (« a-t-il »).
fn hyphens(document: &Document<'_>, findings: &mut Vec<Diagnostic>) {
    let compound = |word: &str| {
        if !word.contains(['-', '\u{2011}']) {
            return false;
        }
        let parts: Vec<&str> = word.split(['-', '\u{2011}']).collect();
        parts.len() == 2
            && parts.iter().all(|p| p.chars().count() >= 3 && p.chars().all(char::is_alphabetic))
            && word.chars().skip(1).all(|c| !c.is_uppercase())
    };
    let mut with: BTreeMap<String, Vec<Place>> = BTreeMap::new();
    for (run, prose) in document.runs.iter().enumerate().filter(|(_, p)| p.text.contains(['-', '\u{2011}'])) {
        for range in words(&prose.text).into_iter().filter(|r| compound(&prose.text[r.clone()])) {
            with.entry(stem(&prose.text[range.clone()])).or_default().push(Place { run, range });
        }
    }
    if with.is_empty() {
        return;
    }
    // Most words differ in their first letters from every compound: they need no stem.
    let heads: BTreeSet<String> = with.keys().map(|k| k.chars().take(3).collect()).collect();
    let mut without: BTreeMap<String, Vec<Place>> = BTreeMap::new();
    for (run, prose) in document.runs.iter().enumerate() {
        for range in words(&prose.text) {
            let word = &prose.text[range.clone()];
            if word.len() >= 8 && word.chars().all(char::is_alphabetic) && heads.contains(&spelling_key(&word.chars().take(3).collect::<String>())) {
                let key = stem(word);
                if with.contains_key(&key) {
                    without.entry(key).or_default().push(Place { run, range });
                }
            }
        }
    }
    for (key, joined) in without {
        let Some(parted) = with.get(&key) else { continue };
        // The commoner is the model; of two, the one in one word, as the 1990 orthography has it.
        let (model, others) = if parted.len() > joined.len() { (&parted[0], &joined) } else { (&joined[0], parted) };
        let found = text(document, &others[0]);
        let replacement = if found.contains(['-', '\u{2011}']) {
            found.replace(['-', '\u{2011}'], "")
        } else {
            let seam = text(document, model).chars().take_while(|c| !matches!(c, '-' | '\u{2011}')).count();
            let at = found.char_indices().nth(seam).map_or(found.len(), |(i, _)| i);
            format!("{}-{}", &found[..at], &found[at..])
        };
        let span = place(document, &others[0]);
        let finding = Diagnostic::at(&MIXED, span).with("found", found.to_owned()).with("term", text(document, model).to_owned()).see(place(document, model));
        findings.push(others[1..].iter().take(4).fold(finding, |f, o| f.see(place(document, o))).fix(span, replacement, false));
    }
}

/// Names with a capital inside (EnTrain) that are also written in two words.
fn inner_capitals(document: &Document<'_>, findings: &mut Vec<Diagnostic>) {
    let inner = |word: &str| {
        if !word.starts_with(char::is_uppercase) {
            return false;
        }
        let chars: Vec<char> = word.chars().collect();
        chars.first().is_some_and(|c| c.is_uppercase())
            && chars.iter().all(|c| c.is_alphabetic())
            && chars.windows(2).any(|w| w[0].is_lowercase() && w[1].is_uppercase())
            && !has_shape(word)
    };
    let mut names: BTreeMap<String, Place> = BTreeMap::new();
    for (run, prose) in document.runs.iter().enumerate() {
        for range in words(&prose.text).into_iter().filter(|r| inner(&prose.text[r.clone()])) {
            names.entry(spelling_key(&prose.text[range.clone()])).or_insert(Place { run, range });
        }
    }
    if names.is_empty() {
        return;
    }
    let mut seen = BTreeSet::new();
    for prose in &document.runs {
        let all = words(&prose.text);
        for pair in all.windows(2) {
            let range = pair[0].start..pair[1].end;
            let gap = &prose.text[pair[0].end..pair[1].start];
            let first = &prose.text[pair[0].clone()];
            if !first.starts_with(char::is_uppercase) || gap.chars().count() != 1 || !gap.chars().all(char::is_whitespace) {
                continue;
            }
            let found = &prose.text[range.clone()];
            let Some(name) = names.get(&spelling_key(found)) else { continue };
            if seen.insert(found.to_owned()) {
                let (span, model) = (prose.place(range), text(document, name).to_owned());
                findings.push(
                    Diagnostic::at(&MIXED, span).with("found", found.to_owned()).with("term", model.clone()).see(place(document, name)).fix(span, model, false),
                );
            }
        }
    }
}

/// Known expansions, to be found whatever their capitals.
struct Names {
    automaton: Option<AhoCorasick>,
    /// For each pattern, the number of its name: singular and plural have one.
    groups: Vec<usize>,
}

impl Names {
    fn new<'a>(expansions: impl Iterator<Item = &'a str>) -> Self {
        let mut groups: BTreeMap<String, usize> = BTreeMap::new();
        let mut patterns: BTreeMap<String, usize> = BTreeMap::new();
        for expansion in expansions.map(str::trim).filter(|e| e.contains(' ')) {
            let one = if is_plural(expansion) { singular(expansion) } else { expansion.to_owned() };
            let next = groups.len();
            let group = *groups.entry(fold(&one)).or_insert(next);
            for form in [expansion, &one] {
                patterns.insert(form.to_lowercase(), group);
            }
        }
        let (words, groups): (Vec<String>, Vec<usize>) = patterns.into_iter().unzip();
        let automaton = (!words.is_empty())
            .then(|| AhoCorasick::builder().ascii_case_insensitive(true).match_kind(MatchKind::LeftmostLongest).build(&words).ok())
            .flatten();
        Self { automaton, groups }
    }

    fn check(&self, document: &Document<'_>, findings: &mut Vec<Diagnostic>) {
        let Some(automaton) = &self.automaton else { return };
        let mut found: BTreeMap<usize, BTreeMap<Vec<bool>, Vec<Place>>> = BTreeMap::new();
        for (run, prose) in document.runs.iter().enumerate().filter(|(_, p)| p.role == Role::Text) {
            for m in automaton.find_iter(&prose.text) {
                let edge = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric());
                let whole = edge(prose.text[..m.start()].chars().next_back()) && edge(prose.text[m.end()..].chars().next());
                // The first word of a sentence has its capital anyway.
                if whole && !begins_sentence(prose, m.start()) {
                    let style = words(&prose.text[m.range()]).into_iter().map(|r| prose.text[m.start() + r.start..].starts_with(char::is_uppercase)).collect();
                    found.entry(self.groups[m.pattern().as_usize()]).or_default().entry(style).or_default().push(Place { run, range: m.range() });
                }
            }
        }
        for styles in found.into_values().filter(|s| s.len() > 1) {
            let Some((model, places)) = styles.iter().max_by_key(|(_, places)| places.len()) else { continue };
            for (_, others) in styles.iter().filter(|(style, _)| *style != model) {
                let finding = Diagnostic::at(&CAPITALS, place(document, &others[0])).with("found", text(document, &others[0]).to_owned());
                findings.push(finding.with("term", text(document, &places[0]).to_owned()).see(place(document, &places[0])));
            }
        }
    }
}

fn begins_sentence(prose: &Prose, at: usize) -> bool {
    let before = prose.text[..at].trim_end_matches(['«', '“', '"', ' ', '\u{a0}', '\u{202f}']);
    before.is_empty() || before.ends_with(['.', '!', '?', ':'])
}
