//! What texts say their sigles stand for: text in, suggestions out.
//!
//! `align` says whether words fit the letters of a sigle and at what price; `patterns` finds the places where a text explains one
//! (« développement (SIGLE) », « SIGLE (développement) », « développement, SIGLE », « (SIGLE : développement, …) », « ci-après », « signifie »);
//! `number` gives singulars; this module puts together what several passages say.

mod align;
mod number;
mod patterns;

pub use number::{is_plural, same, says, singular};

use super::sigles::{shaped, spelling_key};
use std::collections::BTreeMap;
use std::ops::Range;

/// How a text explains a sigle.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Pattern {
    /// « Fonds social européen (FSE) ».
    Bracket,
    /// « FSE (Fonds social européen) ».
    Reversed,
    /// « (FSE : Fonds social européen) », or a line of a glossary.
    Colon,
    /// « …, DIIS », « FSE, c’est-à-dire … ».
    Apposition,
    /// The sigle stands alone, and elsewhere in the same text a title or a quotation has exactly its initials.
    Initials,
}

/// An explanation in one passage: byte ranges of the sigle and of the expansion.
#[derive(Debug, Clone, PartialEq)]
pub struct Found {
    /// The sigle as written.
    pub sigle: Range<usize>,
    /// The words.
    pub expansion: Range<usize>,
    /// How.
    pub pattern: Pattern,
    /// 0 when the initials of the words are exactly the letters; more for syllables, silent words, tails.
    cost: f32,
}

/// A piece of text to mine.
#[derive(Debug, Clone, Copy)]
pub struct Passage<'a> {
    /// The number of the document that it belongs to.
    pub document: usize,
    /// A paragraph, an item, a heading.
    pub text: &'a str,
}

/// How sure a suggestion is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Confidence {
    /// The text explains the sigle in brackets, and its letters are the initials; a singular stands somewhere in the texts.
    Sure,
    /// The letters fit, not only as initials; or the singular is ours.
    Likely,
    /// The sigle and the words stand apart.
    Doubtful,
}

impl Confidence {
    /// The word for people, in French.
    pub fn word(self) -> &'static str {
        match self {
            Self::Sure => "sûr",
            Self::Likely => "probable",
            Self::Doubtful => "à vérifier",
        }
    }
}

/// Where a text says it.
#[derive(Debug, Clone, PartialEq)]
pub struct Evidence {
    /// The index of the passage.
    pub passage: usize,
    /// The place of the sigle and of the words in it.
    pub found: Found,
}

/// What texts say of one sigle.
#[derive(Debug, Clone, PartialEq)]
pub struct Suggestion {
    /// The sigle, without dots.
    pub term: String,
    /// What it stands for, in the singular.
    pub expansion: String,
    /// The same in the plural, when a text has it.
    pub plural: Option<String>,
    /// How sure it is.
    pub confidence: Confidence,
    /// Where texts say so.
    pub evidence: Vec<Evidence>,
    /// Other expansions that texts give the same sigle, each with its places.
    pub rivals: Vec<(String, Vec<Evidence>)>,
}

/// The explanations in one passage, in the order of their sigles.
pub fn find(text: &str) -> Vec<Found> {
    patterns::find(text)
}

/// What the passages say, one suggestion a sigle, in the order of the sigles' letters. `bare` says of a sigle whether it is looked for in titles
/// and quotations too, when no text explains it: of those that are known already it is not.
pub fn suggest(passages: &[Passage<'_>], bare: &dyn Fn(&str) -> bool) -> Vec<Suggestion> {
    // By spelling, so that C.A.I. and CAI are one.
    let mut groups: BTreeMap<String, (&str, Vec<Evidence>)> = BTreeMap::new();
    for (passage, p) in passages.iter().enumerate() {
        for found in find(p.text) {
            let sigle = &p.text[found.sigle.clone()];
            groups.entry(spelling_key(sigle)).or_insert((sigle, Vec::new())).1.push(Evidence { passage, found });
        }
    }
    for (sigle, evidence) in initials(passages, &groups, bare) {
        groups.entry(spelling_key(sigle)).or_insert((sigle, Vec::new())).1.push(evidence);
    }
    groups.into_values().filter_map(|(sigle, evidence)| group(passages, sigle, evidence)).collect()
}

/// Sigles that no passage explains, whose letters are exactly the initials of a title or of a quotation of the same document.
fn initials<'a>(passages: &[Passage<'a>], explained: &BTreeMap<String, (&str, Vec<Evidence>)>, bare: &dyn Fn(&str) -> bool) -> Vec<(&'a str, Evidence)> {
    let mut out = Vec::new();
    let mut from = 0;
    while from < passages.len() {
        let document = passages[from].document;
        let to = passages[from..].iter().position(|p| p.document != document).map_or(passages.len(), |i| from + i);
        let mut wanted: BTreeMap<String, &str> = BTreeMap::new();
        for p in &passages[from..to] {
            for range in shaped(p.text) {
                let sigle = &p.text[range];
                let key = spelling_key(sigle);
                if sigle.chars().filter(|c| c.is_uppercase()).count() >= 3 && !explained.contains_key(&key) && bare(sigle) {
                    wanted.entry(key).or_insert(sigle);
                }
            }
        }
        if !wanted.is_empty() {
            for (passage, p) in passages.iter().enumerate().take(to).skip(from) {
                for phrase in phrases(p.text) {
                    for sigle in wanted.values() {
                        out.extend(whole(p.text, passage, phrase.clone(), sigle).map(|e| (*sigle, e)));
                    }
                }
            }
        }
        from = to;
    }
    out
}

/// The quotations of a passage, and the passage itself when it is as short as a title.
fn phrases(text: &str) -> Vec<Range<usize>> {
    let mut out = Vec::new();
    if text.chars().count() <= 120 {
        out.push(0..text.len());
    }
    for (open, close) in [('«', '»'), ('“', '”')] {
        let mut at = 0;
        while let Some(i) = text[at..].find(open) {
            let start = at + i + open.len_utf8();
            let Some(length) = text[start..].find(close) else { break };
            out.push(start..start + length);
            at = start + length;
        }
    }
    out
}

/// The evidence that a whole phrase has the initials of a sigle: every word that counts gives one letter, a year at the end none. The sigle itself
/// stands elsewhere: its place is empty.
fn whole(text: &str, passage: usize, phrase: Range<usize>, sigle: &str) -> Option<Evidence> {
    let words_of = &text[phrase.clone()];
    let mut words = align::split(words_of);
    while words.last().is_some_and(|w| words_of[w.range.clone()].chars().all(char::is_numeric)) {
        words.pop();
    }
    let letters = align::Letters::of(sigle)?;
    let (first, last) = (words.first()?, words.last()?);
    if first.small || words.len() < 3 || align::cost(&words, &letters, false)? > 0.01 {
        return None;
    }
    let expansion = phrase.start + first.range.start..phrase.start + last.range.end;
    let sigle = expansion.start..expansion.start;
    Some(Evidence { passage, found: Found { sigle, expansion, pattern: Pattern::Initials, cost: 0.0 } })
}

/// Puts together what is said of one sigle.
fn group(passages: &[Passage<'_>], sigle: &str, evidence: Vec<Evidence>) -> Option<Suggestion> {
    let words = |e: &Evidence| passages[e.passage].text[e.found.expansion.clone()].to_owned();
    // The same expansion, in either number, is one; the one that most passages give is the sigle's, then the one that fits best.
    let mut clusters: Vec<(String, Vec<Evidence>)> = Vec::new();
    for e in evidence {
        let text = words(&e);
        match clusters.iter_mut().find(|(first, _)| same(first, &text)) {
            Some((_, list)) => list.push(e),
            None => clusters.push((text, vec![e])),
        }
    }
    let price = |list: &[Evidence]| list.iter().map(|e| e.found.cost).fold(f32::INFINITY, f32::min);
    clusters.sort_by(|a, b| price(&a.1).total_cmp(&price(&b.1)).then(b.1.len().cmp(&a.1.len())));
    let (_, mine) = (!clusters.is_empty()).then(|| clusters.remove(0))?;
    let forms: Vec<String> = mine.iter().map(words).collect();
    let plural = forms.iter().find(|f| is_plural(f)).cloned();
    let attested = forms.iter().find(|f| !is_plural(f)).cloned();
    let (expansion, ours) = match (attested, &plural) {
        (Some(one), _) => (one, false),
        (None, Some(many)) => singular_in(passages, many),
        (None, None) => return None,
    };
    let pattern = mine.iter().map(|e| e.found.pattern).min()?;
    // Letters that are all initials: no syllable, no tail, no silent word.
    let exact = price(&mine) <= 0.12;
    let confidence = match pattern {
        Pattern::Initials => Confidence::Doubtful,
        Pattern::Bracket | Pattern::Reversed | Pattern::Colon if exact && !ours => Confidence::Sure,
        Pattern::Bracket | Pattern::Reversed | Pattern::Colon | Pattern::Apposition => Confidence::Likely,
    };
    Some(Suggestion { term: clean(sigle), expansion: tidy(&expansion), plural: plural.map(|p| tidy(&p)), confidence, evidence: mine, rivals: clusters })
}

/// The singular of an expansion: as some passage writes it, else ours (true).
fn singular_in(passages: &[Passage<'_>], plural: &str) -> (String, bool) {
    let one = singular(plural);
    let folded = super::sigles::fold(&one);
    let attested = passages.iter().any(|p| format!(" {} ", super::sigles::fold(p.text)).contains(&format!(" {folded} ")));
    (one, !attested)
}

/// A sigle without the dots of its letters and with plain spaces.
fn clean(sigle: &str) -> String {
    let plain: String = sigle.replace(['\u{a0}', '\u{202f}'], " ").replace('\'', "’").replace('.', "");
    let plural = plain.strip_suffix('s').filter(|p| p.chars().filter(|c| c.is_alphabetic()).all(char::is_uppercase));
    plural.map_or(plain.clone(), str::to_owned)
}

/// An expansion on one line with plain spaces and curly apostrophes.
fn tidy(text: &str) -> String {
    // « le plan “Habiter ici” (PHI) »: the expansion ends before its quotation does.
    let whole = text.matches(['«', '“']).count() == text.matches(['»', '”']).count();
    let text = if whole { text.to_owned() } else { text.replace(['«', '»', '“', '”'], "") };
    text.split_whitespace().collect::<Vec<_>>().join(" ").replace('\'', "’")
}

#[cfg(test)]
mod tests;
