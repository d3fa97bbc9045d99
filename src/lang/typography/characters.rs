//! Kinds of characters, and how the rules look around a place in the line: spaces, digits, words, lists of words.
//!
//! What runs at nearly every character is `#[inline]`: the compiler does not otherwise inline it into the other files.

use unicode_normalization::char::is_combining_mark;

/// Stands for something that is not text (code, a picture, a reference): never edited, a letter for its
/// neighbours. The rules also see it in place of every protected character.
pub(super) const OPAQUE: char = '\u{fffc}';

pub(super) const NO_BREAK: char = '\u{a0}';
pub(super) const THIN: char = '\u{202f}';

/// The longest word that any list here contains, and then some.
pub(super) const WORD: usize = 24;

#[inline]
pub(super) fn is_space(c: char) -> bool {
    if c.is_ascii() { matches!(c, ' ' | '\t'..='\r') } else { c.is_whitespace() }
}

#[inline]
pub(super) fn is_letter(c: char) -> bool {
    // The letters of French and its neighbours, and the signs of French: the tables of Unicode are asked about the others only.
    match c {
        '\0'..='\x7f' => c.is_ascii_alphabetic(),
        '\u{c0}'..='\u{24f}' => c != '×' && c != '÷',
        '\u{80}'..='\u{bf}' => matches!(c, 'ª' | 'µ' | 'º'),
        '\u{2000}'..='\u{2070}' => false,
        _ => c.is_alphabetic() || is_combining_mark(c),
    }
}

pub(super) fn is_digit(c: char) -> bool {
    c.is_ascii_digit()
}

/// A letter, a digit or something opaque.
pub(super) fn is_word(c: char) -> bool {
    is_letter(c) || c.is_numeric() || c == OPAQUE
}

pub(super) fn is_opening(c: char) -> bool {
    matches!(c, '(' | '[' | '{' | '«' | '“' | '„' | '‘' | '‚' | '¿' | '¡')
}

pub(super) fn is_closing(c: char) -> bool {
    matches!(c, ')' | ']' | '}' | '»' | '”' | '’' | '"')
}

pub(super) fn is_apostrophe(c: char) -> bool {
    matches!(c, '’' | '\'')
}

pub(super) fn is_high(c: char) -> bool {
    matches!(c, ';' | '!' | '?' | ':')
}

/// Whether the character at `at` exists and is one of a kind.
pub(super) fn has(text: &[char], at: usize, kind: impl Fn(char) -> bool) -> bool {
    text.get(at).is_some_and(|&c| kind(c))
}

/// Whether the character before `at` exists and is one of a kind.
pub(super) fn had(text: &[char], at: usize, kind: impl Fn(char) -> bool) -> bool {
    at > 0 && has(text, at - 1, kind)
}

/// The end of the spaces that begin at `at`.
#[inline]
pub(super) fn after_spaces(text: &[char], at: usize) -> usize {
    at + text.get(at..).unwrap_or_default().iter().take_while(|&&c| is_space(c)).count()
}

/// The beginning of the spaces that end at `at`.
pub(super) fn before_spaces(text: &[char], at: usize) -> usize {
    at - text.get(..at).unwrap_or_default().iter().rev().take_while(|&&c| is_space(c)).count()
}

/// The end of the ASCII digits that begin at `at`.
pub(super) fn after_digits(text: &[char], at: usize) -> usize {
    at + text.get(at..).unwrap_or_default().iter().take_while(|&&c| is_digit(c)).count()
}

/// The letters that begin at `at`, if they are a whole word of reasonable length.
#[inline]
pub(super) fn word_at(text: &[char], at: usize) -> &[char] {
    let rest = text.get(at..).unwrap_or_default();
    let length = rest.iter().take(WORD + 1).take_while(|&&c| is_letter(c)).count();
    if length > WORD || had(text, at, is_letter) { &[] } else { &rest[..length] }
}

/// The letters that begin at `at`, whatever stands before.
pub(super) fn word_at_after(text: &[char], at: usize) -> &[char] {
    let rest = text.get(at..).unwrap_or_default();
    let length = rest.iter().take(WORD + 1).take_while(|&&c| is_letter(c)).count();
    if length > WORD { &[] } else { &rest[..length] }
}

/// The letters that end at `at`, if they are a whole word of reasonable length.
pub(super) fn word_before(text: &[char], at: usize) -> &[char] {
    let before = text.get(..at).unwrap_or_default();
    let length = before.iter().rev().take(WORD + 1).take_while(|&&c| is_letter(c)).count();
    if length > WORD { &[] } else { &before[at - length..] }
}

/// The small letter: no list has a word whose capitals become more than one.
#[inline]
fn lower(c: char) -> char {
    if c.is_ascii() { c.to_ascii_lowercase() } else { c.to_lowercase().next().unwrap_or(c) }
}

/// Whether the word is in a list, whatever its capitals.
pub(super) fn is_one_of(word: &[char], list: &[&str]) -> bool {
    let Some(first) = word.first().map(|c| lower(*c)) else { return false };
    // Nearly every entry fails at its first letter or at its length.
    list.iter().any(|entry| entry.starts_with(first) && entry.len() >= word.len() && entry.chars().eq(word.iter().map(|c| lower(*c))))
}

/// Whether the word is in a list, with the same capitals.
pub(super) fn is_exactly(word: &[char], list: &[&str]) -> bool {
    let Some(first) = word.first() else { return false };
    list.iter().any(|entry| entry.starts_with(*first) && entry.chars().eq(word.iter().copied()))
}

/// Two capitals or more, and nothing else.
pub(super) fn is_sigle(word: &[char]) -> bool {
    word.len() >= 2 && word.iter().all(|c| c.is_uppercase())
}

/// The number written by at most nine digits.
pub(super) fn value(digits: &[char]) -> Option<u32> {
    if digits.is_empty() || digits.len() > 9 {
        return None;
    }
    digits.iter().try_fold(0, |number, c| Some(number * 10 + c.to_digit(10)?))
}
