//! Words in capitals that are no sigles: numerals, units, words of every day, legal references, shouted words, names, initials.
//!
//! Each exclusion has its reason; a list is a closed class or what a general dictionary has as a word, never the sigles of one organisation.

use super::sigles::{has_shape, in_address, spelling_key, with_number, words};
use std::ops::Range;

/// A word that looks like a sigle, and is not known to be another thing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    /// Where, in bytes, with the number that belongs to it.
    pub range: Range<usize>,
    /// Whether it may be a family name: it follows what may be a first name.
    pub name: bool,
}

/// Short forms that general dictionaries have as words, and marks of identity that print beside their number.
const EVERYDAY: &[&str] = &[
    "ADN", "AM", "BD", "BIC", "CD", "CDROM", "CV", "DJ", "DVD", "FAQ", "FM", "GPS", "GSM", "HTML", "IBAN", "ISBN", "ISSN", "KO", "NB", "OK", "OVNI", "PC",
    "PDF", "PDG", "PIN", "PM", "QI", "QR", "RPM", "SMS", "SOS", "TV", "TVA", "URL", "USB", "VHS", "VIP", "VO", "WC", "WWW",
    // Languages, as tables name them (ISO 639-1).
    "FR", "NL", "EN", // Messieurs; the editor’s and the author’s notes.
    "MM", "NDLR", "NdlR", "NdR", "NDA", "NdA", "NDT", "NdT", "NDE", "NdE",
];

/// Marks of legal texts, written with dots (arrêté royal, arrêté ministériel, Moniteur belge, nota bene, post-scriptum, éditeur responsable).
const LEGAL: &[&str] = &["A.R.", "A.M.", "M.B.", "A.E.", "A.G.", "N.B.", "P.S.", "É.R.", "E.R.", "S.A.R.", "S.M.", "T.S.V.P.", "R.S.V.P."];

/// Units and currencies, after a number (SI brochure; ISO 4217, those of Belgium and of the countries that these texts name).
const UNITS: &[&str] = &[
    "FM", "GB", "GW", "KB", "KW", "MB", "MHZ", "GHZ", "MW", "TB", "EUR", "USD", "GBP", "CHF", "BEF", "FRF", "LUF", "MAD", "TND", "FB", "BF", "FF", "ETP", "BC",
    "AV",
];

/// Words that have no meaning of their own: articles, prepositions, pronouns, conjunctions, the commonest adverbs.
const FUNCTION: &[&str] = &[
    "au", "aux", "avec", "car", "ce", "ces", "cette", "chez", "dans", "de", "des", "dont", "du", "elle", "elles", "en", "est", "et", "il", "ils", "jamais",
    "je", "la", "le", "les", "leur", "leurs", "lui", "mais", "moins", "ne", "ni", "non", "nos", "notre", "nous", "on", "or", "ou", "oui", "par", "pas", "peu",
    "plus", "pour", "que", "qui", "sa", "sans", "se", "ses", "si", "son", "sont", "sous", "sur", "ta", "tes", "tous", "tout", "toute", "toutes", "très",
    "trop", "tu", "un", "une", "vos", "votre", "vous", "ainsi", "aussi", "bien", "deux", "trois", "être", "ai", "as", "ont",
];

/// Words before a sigle that say that it is a noun.
const DETERMINERS: &[&str] =
    &["le", "la", "les", "l", "du", "des", "de", "d", "au", "aux", "un", "une", "ce", "cet", "cette", "ces", "notre", "nos", "chaque", "aucun", "aucune"];

/// Titles before a name.
const TITLES: &[&str] = &["m", "mm", "mme", "mmes", "mlle", "me", "dr", "pr", "prof", "monsieur", "madame", "docteur"];

/// Words before a Roman numeral.
const NUMBERED: &[&str] = &[
    "tome", "chapitre", "livre", "titre", "partie", "volume", "vol", "annexe", "article", "art", "phase", "acte", "siècle", "section", "groupe", "type",
    "niveau",
];

/// The longest word in capitals that can be a sigle, in letters; longer ones are shouted.
const LONGEST: usize = 8;

/// Whether a word is made of capitals only.
fn all_capitals(word: &str) -> bool {
    let mut letters = word.chars().filter(|c| c.is_alphabetic()).peekable();
    letters.peek().is_some() && letters.all(char::is_uppercase) && !word.chars().any(char::is_numeric)
}

/// The words of a paragraph that may be sigles. `title`: the paragraph is a heading, a label, a name.
pub fn candidates(text: &str, title: bool) -> Vec<Candidate> {
    let all = words(text);
    let mut out = Vec::new();
    if !all.iter().any(|r| has_shape(&text[r.clone()])) {
        return out;
    }
    let shouted = shouted(text, &all);
    let lone = title && all.len() == 1;
    for (i, range) in all.iter().enumerate() {
        let range = head(text, range);
        let word = &text[range.clone()];
        if !has_shape(word) || shouted[i] || (lone && all_capitals(word)) || in_address(text, range.clone()) {
            continue;
        }
        let before = |n: usize| i.checked_sub(n).map_or("", |j| &text[all[j].clone()]);
        let gap = i.checked_sub(1).map_or("", |j| &text[all[j].end..range.start]);
        let next = all.get(i + 1).map_or("", |r| &text[r.clone()]);
        let lower = before(1).to_lowercase();
        if LEGAL.contains(&word)
            || EVERYDAY.contains(&word)
            || (word.contains('.')
                && is_capitalised(next)
                && text[range.end..].starts_with([' ', '\u{a0}'])
                && word.chars().filter(|c| c.is_alphabetic()).count() <= 3)
        {
            continue;
        }
        let determined = DETERMINERS.contains(&lower.as_str());
        if (FUNCTION.contains(&word.to_lowercase().as_str()) && !determined) || is_numeral(word, &lower, next) {
            continue;
        }
        // « BE 0456.789.012 »: the number of an enterprise, of an account.
        if word == "BE" && next.starts_with(|c: char| c.is_ascii_digit()) {
            continue;
        }
        // « ETAT » is a word without its accent, and typography says so.
        if all_capitals(word) && super::typography::is_misspelt(word) {
            continue;
        }
        // « XXXX » is what a template leaves.
        if word.len() >= 3 && word.chars().all(|c| c == 'X') {
            continue;
        }
        if UNITS.contains(&word) && before(1).ends_with(|c: char| c.is_ascii_digit()) {
            continue;
        }
        if TITLES.contains(&lower.trim_end_matches('.')) && gap.chars().all(|c| c.is_whitespace() || c == '.') {
            continue;
        }
        // « Liliana GOMEZ »: a capital word before it that no article makes a noun. At the head of a sentence nobody can say.
        let blank = gap.chars().all(char::is_whitespace) && !gap.is_empty();
        let name = blank
            && !determined
            && all_capitals(word)
            && word.chars().count() >= 3
            && is_capitalised(before(1))
            && !DETERMINERS.contains(&before(2).to_lowercase().as_str());
        out.push(Candidate { range: with_number(text, range), name });
    }
    out
}

/// « XYZ-Namur » is a use of XYZ.
fn head(text: &str, range: &Range<usize>) -> Range<usize> {
    let word = &text[range.clone()];
    match word.find(['-', '\u{2011}']) {
        Some(at) if all_capitals(&word[..at]) && word[..at].chars().count() >= 2 && !all_capitals(&word[at..]) => range.start..range.start + at,
        _ => range.clone(),
    }
}

fn is_capitalised(word: &str) -> bool {
    let mut chars = word.chars();
    chars.next().is_some_and(char::is_uppercase) && word.chars().count() >= 2 && chars.filter(|c| c.is_alphabetic()).all(char::is_lowercase)
}

/// For each word, whether it is shouted: it stands in a row of words in capitals that is three long, or holds a word too long for a sigle, or a
/// word without meaning of its own (« INSCRIPTIONS CLOTUREES », « ENTRÉE ET SORTIE »).
fn shouted(text: &str, all: &[Range<usize>]) -> Vec<bool> {
    let mut out = vec![false; all.len()];
    let mut from = 0;
    while from < all.len() {
        if !all_capitals(&text[all[from].clone()]) {
            from += 1;
            continue;
        }
        let mut to = from + 1;
        while to < all.len()
            && all_capitals(&text[all[to].clone()])
            && text[all[to - 1].end..all[to].start].chars().all(|c| c.is_whitespace() || matches!(c, '’' | '\'' | '-'))
        {
            to += 1;
        }
        let row: Vec<&str> = all[from..to].iter().map(|r| &text[r.clone()]).filter(|w| w.chars().count() > 1).collect();
        let long = row.iter().any(|w| w.split(['-', '\u{2011}']).any(|p| p.chars().count() > LONGEST));
        let small = row.len() > 1 && row.iter().any(|w| FUNCTION.contains(&w.to_lowercase().as_str()));
        // « J’AI »: the pronoun is in capitals too.
        let elided = row.len() == 1 && to - from == 2 && ["J", "N", "S", "C", "M", "T", "QU"].contains(&&text[all[from].clone()]);
        if long || small || row.len() >= 3 || elided {
            out[from..to].fill(true);
        }
        from = to;
    }
    out
}

/// Whether a word is a Roman numeral: of I, V and X in any place; of the other letters, which make words too (CD, CM, DI), beside a word that is numbered.
fn is_numeral(word: &str, before: &str, next: &str) -> bool {
    // « XXe-XXIe ».
    if let Some((first, last)) = word.split_once(['-', '\u{2011}']) {
        return is_numeral(first, "", "") && is_numeral(last, before, next);
    }
    // « XXe », « Ier » : the ending of an ordinal.
    let figures = ["ème", "eme", "er", "re", "e", "è"].iter().find_map(|e| word.strip_suffix(e)).unwrap_or(word);
    let ordinal = figures.len() < word.len();
    let valid = {
        let mut rest = figures;
        for (sign, most) in
            [("M", 3), ("CM", 1), ("D", 1), ("CD", 1), ("C", 3), ("XC", 1), ("L", 1), ("XL", 1), ("X", 3), ("IX", 1), ("V", 1), ("IV", 1), ("I", 3)]
        {
            let mut count = 0;
            while count < most && rest.starts_with(sign) {
                rest = &rest[sign.len()..];
                count += 1;
            }
        }
        rest.is_empty() && !figures.is_empty()
    };
    valid && (ordinal || word.chars().all(|c| matches!(c, 'I' | 'V' | 'X')) || NUMBERED.contains(&before) || spelling_key(next) == "siecle")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_in_capitals_is_not_always_a_sigle() {
        for (text, wanted) in [
            ("le CPAS, la RTA et le PST 3", "CPAS RTA PST 3"),
            ("INSCRIPTIONS CLOTUREES", ""),
            ("ENTRÉE ET SORTIE", ""),
            ("À LIRE AVANT TOUT", ""),
            ("l’ASBL CARA agit", "ASBL CARA"),
            ("Louis XIV, le XXe siècle, au XIXe, tome CD, chapitre II", ""),
            ("La RTA émet. Le CSCIN dure.", "RTA CSCIN"),
            ("le CD et le CV, en PDF", ""),
            ("le CC et le DI", "CC DI"),
            ("101.5 FM, 12 MW, 250 EUR, 250 CPAS", "CPAS"),
            ("l’A.R. du 4 mai (M.B. du 6)", ""),
            ("J.P. Dupont et le C.A.I. agissent", "C.A.I."),
            ("il ne faut PAS, ni TOUS, mais le CAR renouvelé", "CAR"),
            ("avec Liliana GOMEZ et M. DURAND", "GOMEZ?"),
            ("le Projet DISIE", "DISIE"),
            ("https://exemple.be/ABC et a@ABC.be", ""),
            ("XYZ-Namur, ABC-DEF", "XYZ ABC-DEF"),
            ("J’AI VU", ""),
            ("la FéCRI et InES, un iPhone, McDonald", "FéCRI InES"),
        ] {
            let found: Vec<String> = candidates(text, false).into_iter().map(|c| format!("{}{}", &text[c.range], if c.name { "?" } else { "" })).collect();
            assert_eq!(found.join(" "), wanted, "{text}");
        }
        assert_eq!(candidates("CONTEXTE", true), []);
    }
}
