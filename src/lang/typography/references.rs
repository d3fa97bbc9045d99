//! What goes by a number or a name: ordinals, « art. 12 », « Fiche 37 », « PST 3 », « M. Dupont ».

use super::characters::{
    NO_BREAK, OPAQUE, after_digits, after_spaces, had, has, is_apostrophe, is_digit, is_exactly, is_one_of, is_sigle, is_space, is_word, value, word_at,
    word_at_after, word_before,
};
use super::numbers::MONTHS;
use super::{Changes, Ordinals, Settings, Style};
use std::ops::Range;

/// Nouns that a number follows as a name: « Fiche 37 ».
pub(super) const NUMBERED: &[&str] = &[
    "fiche",
    "fiches",
    "page",
    "pages",
    "article",
    "articles",
    "tableau",
    "tableaux",
    "photo",
    "photos",
    "chapitre",
    "chapitres",
    "annexe",
    "annexes",
    "axe",
    "axes",
    "figure",
    "figures",
    "tome",
    "tomes",
    "volume",
    "volumes",
    "module",
    "modules",
    "niveau",
    "niveaux",
    "phase",
    "phases",
    "étape",
    "étapes",
    "encadré",
    "encadrés",
    "paragraphe",
    "alinéa",
    "section",
    "partie",
    "point",
    "points",
    "salle",
    "local",
    "bloc",
    "question",
    "objectif",
    "mesure",
    "priorité",
];

/// Abbreviations, without their point, that a number follows: « art. 12 ».
pub(super) const NUMBERED_ABBREVIATIONS: &[&str] = &["p", "pp", "art", "al", "chap", "vol", "t", "fig", "ann", "tabl", "col", "éd", "sect"];

/// Titles that a name follows, written without a point.
const TITLES: &[&str] = &["Mme", "Mmes", "Mlle", "Mlles", "Mgr", "Dr", "Pr", "Me", "Mr"];

/// 1er, 1re, 2e, XXe: the ending is raised; « 2ème » is « 2e » written long. The month, or the word « siècle », stays
/// on the same line.
pub(super) fn ordinals(text: &[char], settings: &Settings, changes: &mut Changes) {
    let mut at = 0;
    while at < text.len() {
        if !matches!(text[at], '0'..='9' | 'I' | 'V' | 'X' | 'L') {
            at += 1;
            continue;
        }
        // « Lu–Ve » has no ordinal, « XXe–XXIe » has two.
        let second = had(text, at, |c| matches!(c, '-' | '–')) && {
            let first = word_before(text, at - 1);
            !first.is_empty() && !first.iter().all(|c| matches!(c, 'I' | 'V' | 'X' | 'L' | 'e' | 'r'))
        };
        let inside = second || had(text, at, is_word) || (had(text, at, |c| matches!(c, '.' | ',' | '/' | '-')) && at >= 2 && had(text, at - 1, is_digit));
        let digits = after_digits(text, at);
        let numeral = at + text[at..].iter().take(9).take_while(|c| matches!(c, 'I' | 'V' | 'X' | 'L')).count();
        let number = if digits > at { value(&text[at..digits]).filter(|_| digits - at <= 4) } else { roman(&text[at..numeral]) };
        let start = digits.max(numeral);
        let (false, Some(number)) = (inside, number) else {
            at = start.max(at + 1);
            continue;
        };
        let ending = word_at_after(text, start);
        let end = start + ending.len();
        let raised: Option<&str> = match (number, ending.iter().collect::<String>().as_str()) {
            (1, "er" | "ers" | "re" | "res") | (_, "e" | "es") => Some(""),
            (2, "nd" | "nds" | "nde" | "ndes") => Some(""),
            (1, "ère") => Some("re"),
            (1, "ères") => Some("res"),
            (2.., "ème" | "eme" | "ième" | "ieme" | "è") => Some("e"),
            (2.., "èmes" | "emes" | "ièmes" | "iemes") => Some("es"),
            _ => None,
        };
        let raised = raised.filter(|short| short.is_empty() || settings.ordinals == Ordinals::Normalise);
        if let Some(short) = raised
            && !has(text, end, is_word)
        {
            let letters = if short.is_empty() { ending.to_vec() } else { short.chars().collect() };
            changes.push(start..end, letters, Style::Superscript);
            let next = after_spaces(text, end);
            let word = word_at(text, next);
            if next > end && (is_one_of(word, &["siècle", "siècles", "millénaire"]) || (number == 1 && is_one_of(word, MONTHS))) {
                changes.space(text, end..next, Some(NO_BREAK));
            }
        }
        at = end;
    }
}

/// What stays with what it names: « n° 52 », « art. 12 », « § 3 », « Fiche 37 », « PST 3 », « M. Dupont », « J. Dupont ».
pub(super) fn references(text: &[char], settings: &Settings, changes: &mut Changes) {
    let mut at = 0;
    while at < text.len() {
        if text[at] == '§' {
            let next = after_spaces(text, at + 1);
            if has(text, next, is_digit) {
                changes.space(text, at + 1..next, Some(NO_BREAK));
            }
            at += 1;
            continue;
        }
        let word = word_at(text, at);
        if word.is_empty() {
            at += 1;
            continue;
        }
        let end = at + word.len();
        let free = !had(text, at, |c| c == OPAQUE || c.is_numeric() || matches!(c, '@' | '_' | '·'));
        if free {
            reference(text, at..end, settings, changes);
        }
        at = end;
    }
}

/// The references that begin with the word at `range`.
fn reference(text: &[char], range: Range<usize>, settings: &Settings, changes: &mut Changes) {
    let Range { start, end } = range;
    let word = &text[range];
    let next = after_spaces(text, end);
    match text.get(end) {
        Some('°' | 'º') if is_one_of(word, &["n"]) => {
            let number = after_spaces(text, end + 1);
            if has(text, number, is_digit) || (number > end + 1 && has(text, number, char::is_alphanumeric)) {
                changes.space(text, end + 1..number, Some(NO_BREAK));
            }
        }
        // « n ° 8 »: the sign stands with its letter.
        Some(&c)
            if is_space(c) && is_one_of(word, &["n"]) && has(text, next, |c| matches!(c, '°' | 'º')) && has(text, after_spaces(text, next + 1), is_digit) =>
        {
            changes.space(text, end..next, None);
            changes.space(text, next + 1..after_spaces(text, next + 1), Some(NO_BREAK));
        }
        Some('.') => {
            let after = after_spaces(text, end + 1);
            let spaced = after > end + 1;
            if is_exactly(word, &["Cf"]) && had(text, start, |c| c == '(') {
                changes.glyph(start, 'c');
            }
            let capital = has(text, after, char::is_uppercase);
            let numeral = || spaced && roman(word_at(text, after)).is_some();
            let numbered = is_one_of(word, NUMBERED_ABBREVIATIONS) && (has(text, after, is_digit) || numeral());
            // « M.Dupont » has lost its space; « M.B. » is something else.
            let glued = !spaced && capital && has(text, after + 1, char::is_lowercase) && has(text, after + 2, char::is_lowercase);
            let title = is_exactly(word, &["M", "MM"]) && ((spaced && capital) || glued) && !had(text, start, |c| matches!(c, '.' | '-' | '’'));
            // An initial and a name. « M.B. Le texte » has no initial: a point stands before its letter.
            let initial = matches!(word, [c] if c.is_uppercase())
                && !had(text, start, |c| matches!(c, '.' | '’' | '\''))
                && spaced
                && capital
                && has(text, after + 1, |c| c.is_lowercase() || matches!(c, '.' | '’'));
            let example = is_exactly(word, &["p"]) && spaced && is_exactly(word_at(text, after), &["ex"]);
            if numbered || title || initial || example {
                changes.space(text, end + 1..after, Some(NO_BREAK));
            }
        }
        // What is named begins with a digit or a capital: most words are followed by neither.
        Some(&c) if is_space(c) && has(text, next, |c| is_digit(c) || c.is_uppercase()) => {
            let digit = has(text, next, is_digit);
            let numeral = || roman(word_at(text, next)).is_some() && has(text, next + 1, |c| !is_apostrophe(c));
            let plural_number = is_exactly(word, &["nos", "Nos"]) && digit;
            if plural_number || is_one_of(word, NUMBERED) && (digit || numeral()) {
                changes.space(text, end..next, Some(NO_BREAK));
            } else if is_sigle(word) && digit {
                let stop = after_digits(text, next);
                let alone = stop - next <= 3
                    && !has(text, stop, is_word)
                    && !(has(text, stop, |c| is_space(c) || matches!(c, ',' | '.')) && has(text, stop + 1, is_digit));
                if alone {
                    changes.space(text, end..next, Some(NO_BREAK));
                }
            } else if is_exactly(word, TITLES) && has(text, next, char::is_uppercase) {
                if settings.superscript_titles && word != ['M', 'r'] {
                    changes.push(start + 1..end, word[1..].to_vec(), Style::Superscript);
                }
                changes.space(text, end..next, Some(NO_BREAK));
            }
        }
        _ => {}
    }
}

/// « CASIT-UO »: a sigle is not divided at the end of a line, its hyphen is one that does not break.
pub(super) fn whole_sigles(text: &[char], _: &Settings, changes: &mut Changes) {
    for (at, _) in text.iter().enumerate().filter(|(_, c)| **c == '-') {
        let (before, after) = (word_before(text, at), word_at_after(text, at + 1));
        let alone = !had(text, at - before.len(), |c| c.is_numeric() || matches!(c, OPAQUE | '@' | '_' | '.' | '/'));
        if is_sigle(before) && is_sigle(after) && alone && before.len() + after.len() <= LONGEST_SIGLE {
            changes.glyph(at, '\u{2011}');
        }
    }
}

/// The longest sigle with a hyphen, in letters; longer ones are shouted names (« JEMEPPE-SUR-SAMBRE »).
const LONGEST_SIGLE: usize = 10;

/// The number a plausible Roman numeral stands for, up to 89: beyond, C, D and M make French words and names
/// of everything (« Ce », « De », « MMe »).
fn roman(letters: &[char]) -> Option<u32> {
    const VALUES: [(u32, &str); 7] = [(50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")];
    if letters.is_empty() || letters.len() > 8 || letters == ['L'] {
        return None;
    }
    let mut rest = letters;
    let mut number = 0;
    for (value, numeral) in VALUES {
        let numeral: Vec<char> = numeral.chars().collect();
        let most = if matches!(value, 1 | 10) { 3 } else { 1 };
        for _ in 0..most {
            let Some(after) = rest.strip_prefix(numeral.as_slice()) else { break };
            rest = after;
            number += value;
        }
    }
    // « VIV » or « IXI » are built of good parts in a bad order: writing the number again shows it.
    rest.is_empty().then_some(number).filter(|&number| {
        let mut left = number;
        let mut canonical = Vec::new();
        for (value, numeral) in VALUES {
            while left >= value {
                canonical.extend(numeral.chars());
                left -= value;
            }
        }
        canonical == letters
    })
}
