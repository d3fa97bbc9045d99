//! Sigles as words of a text: finding those that are known, seeing which others look like one, comparing spellings and expansions.
//!
//! Rules: DOMAIN.md 1.5. A sigle is a whole word, and its case counts: « car » is not CAR.

use crate::model::catalog::{Term, TermKind};
use aho_corasick::AhoCorasick;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// What a text is searched for: the spellings of known terms.
#[derive(Debug)]
pub struct Lexicon {
    automaton: Option<AhoCorasick>,
    /// For each pattern, the keys of its terms: homonyms have several.
    keys: Vec<Vec<String>>,
}

/// A known term in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found<'a> {
    /// Where, in bytes.
    pub range: Range<usize>,
    /// The keys of the terms that are written so; more than one for homonyms.
    pub keys: &'a [String],
}

/// Words that may stand before a sigle with a hyphen: « ex-CSCIN », « inter-CRI ».
const PREFIXES: &[&str] = &["anti", "co", "ex", "extra", "hors", "inter", "intra", "mi", "multi", "non", "post", "pro", "pré", "quasi", "semi", "vice"];

/// The two apostrophes that people type, and a third that phones do.
const APOSTROPHES: [char; 3] = ['’', '\'', 'ʼ'];

impl Lexicon {
    /// A lexicon of terms with their keys.
    pub fn new<'a>(terms: impl Iterator<Item = (&'a String, &'a Term)>) -> Self {
        let mut patterns: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for (key, term) in terms {
            for spelling in std::iter::once(&term.term.value).chain(term.variants.iter().map(|v| &v.value)) {
                for form in forms(spelling.trim(), term.kind) {
                    let keys = patterns.entry(form).or_default();
                    if !keys.contains(key) {
                        keys.push(key.clone());
                    }
                }
            }
        }
        let (words, keys): (Vec<String>, Vec<Vec<String>>) = patterns.into_iter().unzip();
        let automaton = (!words.is_empty()).then(|| AhoCorasick::new(&words).ok()).flatten();
        Self { automaton, keys }
    }

    /// The terms in a text, as whole words, outside addresses, in their order; of two at one place the longer.
    pub fn find(&self, text: &str) -> Vec<Found<'_>> {
        let Some(automaton) = &self.automaton else { return Vec::new() };
        // All matches, so that a long one that is no whole word does not hide a short one: « PST 30 » holds PST, not PST 3.
        let mut all: Vec<_> = automaton.find_overlapping_iter(text).collect();
        all.sort_by_key(|m| (m.start(), std::cmp::Reverse(m.end())));
        let mut out: Vec<Found<'_>> = Vec::new();
        for m in all {
            let last = out.last().map_or(0, |f| f.range.end);
            if m.start() < last || !is_whole(text, m.range(), last) {
                continue;
            }
            out.push(Found { range: m.range(), keys: &self.keys[m.pattern().as_usize()] });
        }
        out
    }
}

/// The forms of a spelling that people type: either apostrophe, any space before a number, either hyphen, dots after each letter, a plural s.
fn forms(spelling: &str, kind: TermKind) -> BTreeSet<String> {
    let mut out = BTreeSet::new();
    if spelling.is_empty() {
        return out;
    }
    out.insert(spelling.to_owned());
    let capitalised = |text: &str| {
        let mut chars = text.chars();
        chars.next().map(|c| c.to_uppercase().chain(chars).collect::<String>()).unwrap_or_default()
    };
    match kind {
        TermKind::Sigle | TermKind::Acronym => {
            if let Some(dotted) = dotted(spelling) {
                // The last dot may be the sentence's, or missing.
                out.insert(dotted.trim_end_matches('.').to_owned());
                out.insert(dotted);
            }
            if spelling.chars().count() > 1 && spelling.ends_with(char::is_uppercase) {
                out.insert(format!("{spelling}s"));
            }
        }
        TermKind::Jargon => {
            out.insert(format!("{spelling}s"));
            out.insert(format!("{}s", capitalised(spelling)));
            out.insert(capitalised(spelling));
        }
        TermKind::Abbreviation => {
            out.insert(capitalised(spelling));
        }
    }
    for (from, to) in [("’", "'"), ("’", "ʼ"), (" ", "\u{a0}"), (" ", "\u{202f}"), (" ", "\u{2009}"), ("-", "\u{2011}")] {
        let more: Vec<String> = out.iter().filter(|f| f.contains(from)).map(|f| f.replace(from, to)).collect();
        out.extend(more);
    }
    out
}

/// A sigle with a dot after each letter: « C.A.I. », « C.A.S.I.T.-U.O. », « P.S.T. 3 »; none for one that is not made of capitals.
fn dotted(spelling: &str) -> Option<String> {
    let letters = spelling.chars().filter(|c| c.is_alphabetic()).count();
    let plain = spelling.chars().all(|c| c.is_uppercase() || c.is_ascii_digit() || matches!(c, '-' | ' '));
    let starts = spelling.starts_with(char::is_uppercase);
    (letters >= 2 && plain && starts).then(|| {
        let mut out = String::new();
        for c in spelling.chars() {
            out.push(c);
            if c.is_uppercase() {
                out.push('.');
            }
        }
        out
    })
}

/// Whether a match is a whole word. « CAI-Namur » holds CAI, « l’ILI » holds ILI; « sous-CAI » and « CAI’s » are other words.
/// `accepted` is where the term before it ended: « PLI-PCS » and « CPAS/CAI » hold both.
fn is_whole(text: &str, range: Range<usize>, accepted: usize) -> bool {
    let mut back = text[..range.start].chars().rev();
    let before = back.next();
    let mut after = text[range.end..].chars();
    let next = after.next();
    let word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    if word(before) || word(next) {
        return false;
    }
    let follows = range.start > 0 && accepted > 0 && text[accepted..range.start].chars().count() == 1;
    let joined = match before {
        Some('·' | '_' | '.' | '@') => word(back.next()),
        Some('-' | '\u{2011}') => word(back.next()) && !follows && !has_prefix(&text[..range.start]),
        Some('/') => in_path(text, range.start),
        _ => false,
    };
    let elided = next.is_some_and(|c| APOSTROPHES.contains(&c) || matches!(c, '_' | '@')) && word(after.next());
    !joined && !elided && !in_address(text, range)
}

/// Whether a text ends with one of [`PREFIXES`] and its hyphen.
fn has_prefix(before: &str) -> bool {
    let before = before.trim_end_matches(['-', '\u{2011}']);
    let start = before.rfind(|c: char| !c.is_alphanumeric()).map_or(0, |i| i + before[i..].chars().next().map_or(1, char::len_utf8));
    PREFIXES.contains(&before[start..].to_lowercase().as_str())
}

/// The blank-separated word around a range.
fn chunk(text: &str, range: Range<usize>) -> &str {
    // No address is longer: what is must not make the search quadratic.
    let (floor, ceil) = (text.floor_char_boundary(range.start.saturating_sub(2_000)), text.ceil_char_boundary(range.end + 2_000));
    let from = text[floor..range.start].rfind(char::is_whitespace).map_or(floor, |i| floor + i + text[floor + i..].chars().next().map_or(1, char::len_utf8));
    let to = text[range.end..ceil].find(char::is_whitespace).map_or(ceil, |i| range.end + i);
    text.get(from..to).unwrap_or("")
}

/// Whether the word around a place is a path: a slash first, or a dot with letters on both sides, as in « exemple.be/CAI ».
fn in_path(text: &str, at: usize) -> bool {
    let word = chunk(text, at..at);
    let chars: Vec<char> = word.chars().collect();
    word.starts_with('/') || chars.windows(3).any(|w| w[1] == '.' && w[0].is_lowercase() && w[2].is_lowercase())
}

/// Whether a range lies in an address: the blank-separated word around it is one.
pub fn in_address(text: &str, range: Range<usize>) -> bool {
    let word = chunk(text, range);
    word.contains("://") || word.contains('@') || word.contains("www.")
}

/// Letters and figures only, lower case, without accents: FéCRI, FeCRI and F.é.C.R.I. compare equal.
pub fn spelling_key(word: &str) -> String {
    word.nfd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase).filter(|c| c.is_alphanumeric()).collect()
}

/// Lower case, without accents, other signs as single spaces: two writings of one expansion compare equal.
pub fn fold(text: &str) -> String {
    let mut out = String::new();
    for c in text.nfd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase) {
        if c.is_alphanumeric() {
            out.push(c);
        } else if !out.ends_with(' ') {
            out.push(' ');
        }
    }
    out.trim().to_owned()
}

/// The words of a text that have the shape of a sigle, as byte ranges, with a number that follows: at least two capitals, all of them or at
/// least half of the letters, or three in a row; letters may be apart by dots, hyphens or apostrophes. What precedes an elision is no part.
pub fn shaped(text: &str) -> Vec<Range<usize>> {
    let mut out = Vec::new();
    for range in words(text) {
        let word = &text[range.clone()];
        if has_shape(word) && !in_address(text, range.clone()) && !in_path(text, range.start) {
            out.push(with_number(text, range));
        }
    }
    out
}

/// Whether a word alone has the shape of a sigle.
pub fn has_shape(word: &str) -> bool {
    // Most words of a text are in small letters.
    if word.starts_with(char::is_lowercase) || !word.chars().skip(1).any(char::is_uppercase) {
        return false;
    }
    let letters: Vec<char> = word.chars().filter(|c| c.is_alphabetic()).collect();
    let capitals = letters.iter().filter(|c| c.is_uppercase()).count();
    let plain = word.chars().all(|c| !c.is_numeric());
    // A plural s is no letter of the sigle: « ASBLs ».
    let row = letters.split(|c| !c.is_uppercase()).map(<[char]>::len).max().unwrap_or(0);
    plain && letters.first().is_some_and(|c| c.is_uppercase()) && capitals >= 2 && (capitals * 2 >= letters.len() || row >= 3)
}

/// The words of a text: letters and figures, joined by single dots, hyphens or apostrophes; an elided article is a word of its own
/// (« l’ILI » → l, ILI; « L’EnTrain » → L, EnTrain), a final dot belongs to a word that has dots (« C.A.I. »).
pub fn words(text: &str) -> Vec<Range<usize>> {
    let mut out = Vec::new();
    let mut start: Option<usize> = None;
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        if c.is_alphanumeric() {
            start.get_or_insert(at);
        } else if let Some(from) = start {
            let following = chars.peek().map_or(' ', |(_, n)| *n);
            let next = following.is_alphanumeric();
            let word = &text[from..at];
            let apostrophe = matches!(c, '’' | '\'' | 'ʼ');
            let elides = apostrophe
                && matches!(spelling_key(word).as_str(), "l" | "d" | "qu" | "n" | "s" | "j" | "m" | "t" | "c" | "jusqu" | "lorsqu" | "puisqu" | "quoiqu");
            // A dot joins single letters only: « fin.Le » are two words.
            let initial = c == '.' && {
                word.rsplit(['.', '-']).next().is_some_and(|part| part.chars().count() <= 2 && part.chars().all(char::is_alphabetic))
                    && word.contains(char::is_uppercase)
            };
            let joins = next && !elides && (matches!(c, '-' | '\u{2011}') || apostrophe || (initial && following.is_uppercase()));
            if !joins {
                let dots = initial && (word.contains('.') || next);
                out.push(from..if dots { at + c.len_utf8() } else { at });
                start = None;
            }
        }
    }
    if let Some(from) = start {
        out.push(from..text.len());
    }
    out
}

/// A word and the one figure that follows it after a space: « PST 3 ».
pub(super) fn with_number(text: &str, range: Range<usize>) -> Range<usize> {
    let mut rest = text[range.end..].chars();
    let space = rest.next().filter(|c| matches!(c, ' ' | '\u{a0}' | '\u{202f}'));
    let figure = rest.next().filter(char::is_ascii_digit);
    let (next, after) = (rest.next(), rest.next());
    // « PST 3,5 » and « PST 3-4 » are numbers of another kind.
    let goes_on = |c: char| c.is_alphanumeric() || c == '%' || (matches!(c, ',' | '.' | '-' | '/' | '\u{2011}') && after.is_some_and(char::is_numeric));
    let stops = next.is_none_or(|c| !goes_on(c));
    match (space, figure) {
        (Some(space), Some(_)) if stops => range.start..range.end + space.len_utf8() + 1,
        _ => range,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::source::{SourceId, Span, Spanned};

    fn term(key: &str, kind: TermKind) -> (String, Term) {
        let term = Spanned::new(key.to_owned(), Span::file(SourceId(0)));
        (key.to_owned(), Term::bare(term, kind))
    }

    /// The text with the known terms between braces.
    fn found(text: &str) -> String {
        let sigles = [
            "CAI",
            "FéCRI",
            "CIRÉ",
            "CRAC’S",
            "CASIT-UO",
            "PST",
            "PST 3",
            "ILI",
            "CPAS",
            "ASBL",
            "CAR",
            "160° FEE",
            "UCLouvain",
            "Mirena",
            "PLI",
            "PCS",
            "CSCIN",
        ];
        let mut terms: BTreeMap<String, Term> = sigles.iter().map(|s| term(s, TermKind::Sigle)).collect();
        terms.extend([term("cf.", TermKind::Abbreviation), term("primo-arrivant", TermKind::Jargon)]);
        let lexicon = Lexicon::new(terms.iter());
        let mut out = String::new();
        let mut done = 0;
        for f in lexicon.find(text) {
            out.push_str(&format!("{}{{{}}}", &text[done..f.range.start], &text[f.range.clone()]));
            done = f.range.end;
        }
        out.push_str(&text[done..]);
        out
    }

    #[test]
    fn known_terms_are_whole_words() {
        for (text, wanted) in [
            // Accents, apostrophes, hyphens, degrees, inner capitals.
            ("la FéCRI, le CIRÉ, le CRAC’S et le CRAC'S", "la {FéCRI}, le {CIRÉ}, le {CRAC’S} et le {CRAC'S}"),
            ("au CASIT-UO, au CASIT\u{2011}UO", "au {CASIT-UO}, au {CASIT\u{2011}UO}"),
            ("la 160° FEE et l’UCLouvain", "la {160° FEE} et l’{UCLouvain}"),
            ("Fecri, CIRE, CRACS, CASIT", "Fecri, CIRE, CRACS, CASIT"),
            // Numbers.
            ("le PST 3, le PST\u{a0}3, le PST, le PST 30", "le {PST 3}, le {PST\u{a0}3}, le {PST}, le {PST} 30"),
            // Dots.
            ("le C.A.I. de Namur, du C.A.I, au C.A.I.", "le {C.A.I.} de Namur, du {C.A.I}, au {C.A.I.}"),
            ("le P.S.T. 3 et le C.A.S.I.T.-U.O.", "le {P.S.T. 3} et le {C.A.S.I.T.-U.O.}"),
            ("le C.I.R.É.", "le {C.I.R.É.}"),
            // Elisions and plurals.
            ("l’ILI, d’ILI, qu’ILI, L'ILI", "l’{ILI}, d’{ILI}, qu’{ILI}, L'{ILI}"),
            ("les CPAS, des ASBLs, les ILIs", "les {CPAS}, des {ASBLs}, les {ILIs}"),
            ("des primo-arrivants, Primo-arrivant", "des {primo-arrivants}, {Primo-arrivant}"),
            ("Cf. la fiche, cf. la note", "{Cf.} la fiche, {cf.} la note"),
            // Case: a word is not a sigle.
            ("car le CAR part en car, un Car", "car le {CAR} part en car, un Car"),
            ("MIRENA, mirena, la Mirena", "MIRENA, mirena, la {Mirena}"),
            // Neighbours.
            ("CAI-Namur, ex-CSCIN, sous-CAI, CAI’s, XCAI, CAIX, CAI2", "{CAI}-Namur, ex-{CSCIN}, sous-CAI, CAI’s, XCAI, CAIX, CAI2"),
            ("PLI-PCS, CPAS/CAI, (CAI), « CAI », CAI.", "{PLI}-{PCS}, {CPAS}/{CAI}, ({CAI}), « {CAI} », {CAI}."),
            ("commune/CAI", "commune/{CAI}"),
            ("https://exemple.be/CAI a@CAI www.CAI.be exemple.be/CAI /CAI/x.CAI", "https://exemple.be/CAI a@CAI www.CAI.be exemple.be/CAI /CAI/x.CAI"),
        ] {
            assert_eq!(found(text), wanted);
        }
    }

    #[test]
    fn some_words_look_like_sigles() {
        let text = "L’ILI, le C.A.I. et la FéCRI ; CASIT-UO, CRAC’S, PST 3, UCLouvain. Forem, DisCRI, ASBLs, McDonald, iPhone, X, A4, en 2009, \
                    https://exemple.be/ABC CAI.Le J.-P. Dupont, InES (2023), RUN 12 pages, J’AI";
        let words: Vec<&str> = shaped(text).into_iter().map(|r| &text[r]).collect();
        assert_eq!(words, ["ILI", "C.A.I.", "FéCRI", "CASIT-UO", "CRAC’S", "PST 3", "UCLouvain", "DisCRI", "ASBLs", "CAI", "InES", "RUN", "AI"]);
    }

    #[test]
    fn spellings_compare() {
        for same in [["FéCRI", "FeCRI"], ["C.A.I.", "CAI"], ["CRAC’S", "CRAC'S"], ["PST 3", "PST3"], ["CASIT-UO", "Casit UO"]] {
            assert_eq!(spelling_key(same[0]), spelling_key(same[1]));
        }
    }
}
