//! Apostrophes, and single quotes typed with them.

use super::characters::{OPAQUE, after_spaces, had, has, is_digit, is_letter, is_one_of, is_opening, is_space, is_word, word_before};
use super::{Changes, Settings};

pub(super) fn french(text: &[char], _: &Settings, changes: &mut Changes) {
    apostrophes(text, ('‘', '’'), changes);
}

pub(super) fn dutch(text: &[char], _: &Settings, changes: &mut Changes) {
    apostrophes(text, ('‘', '’'), changes);
}

pub(super) fn german(text: &[char], _: &Settings, changes: &mut Changes) {
    apostrophes(text, ('‚', '‘'), changes);
}

pub(super) fn english(text: &[char], _: &Settings, changes: &mut Changes) {
    apostrophes(text, ('‘', '’'), changes);
}

/// « l’ école »: an elision clings to what follows.
pub(super) fn elisions(text: &[char], _: &Settings, changes: &mut Changes) {
    const ELIDED: &[&str] = &["l", "d", "qu", "j", "m", "n", "s", "t", "c", "jusqu", "lorsqu", "puisqu", "quoiqu"];
    for (at, _) in text.iter().enumerate().filter(|(_, c)| matches!(c, '’' | '\'')) {
        let next = after_spaces(text, at + 1);
        let vowel = |c: char| matches!(plain_letter(c), 'a' | 'e' | 'i' | 'o' | 'u' | 'y' | 'h' | 'œ' | 'æ');
        let word = word_before(text, at);
        // A sentence does not end in an elision, but a quotation of one letter may.
        let quoted = had(text, at - word.len(), |c| matches!(c, '’' | '\'' | '‘'));
        if next > at + 1 && has(text, next, vowel) && has(text, next + 1, is_letter) && is_one_of(word, ELIDED) && !quoted {
            changes.space(text, at + 1..next, None);
        }
    }
}

/// The letter in small, without its accent.
fn plain_letter(c: char) -> char {
    match c {
        'é' | 'è' | 'ê' | 'ë' | 'É' | 'È' | 'Ê' => 'e',
        'à' | 'â' | 'À' | 'Â' => 'a',
        'î' | 'ï' | 'Î' => 'i',
        'ô' | 'Ô' => 'o',
        'û' | 'ù' => 'u',
        'Œ' => 'œ',
        other => other.to_ascii_lowercase(),
    }
}

/// ' becomes ’ after a letter (« l’été », « parents’ ») and before a cut word or year (« ’60 »); two that surround words
/// become quotes. After a digit it stands for feet or minutes.
fn apostrophes(text: &[char], quotes: (char, char), changes: &mut Changes) {
    let mut marks: Vec<(usize, char)> = Vec::new();
    let mut pending: Option<usize> = None;
    for (at, &c) in text.iter().enumerate().filter(|(_, c)| matches!(c, '\'' | '´')) {
        let letter_before = had(text, at, |c| is_letter(c) || c == OPAQUE);
        let word_after = has(text, at + 1, is_word);
        match c {
            '´' if letter_before && word_after => marks.push((at, '’')),
            '\'' if letter_before && word_after => marks.push((at, '’')),
            '\'' if word_after && !had(text, at, |c| is_word(c) || matches!(c, '\'' | '’')) => {
                // « ’t », « ’s avonds », « ’60 » open nothing.
                let cut = has(text, at + 1, is_digit) || (has(text, at + 1, is_letter) && has(text, at + 2, is_space));
                if cut {
                    marks.push((at, '’'));
                } else {
                    if let Some(earlier) = pending.replace(at) {
                        marks.push((earlier, '’'));
                    }
                }
            }
            '\'' if !word_after && had(text, at, |c| !is_space(c) && !is_opening(c) && c != '\'') => match pending.take() {
                Some(open) => marks.extend([(open, quotes.0), (at, quotes.1)]),
                None if letter_before => marks.push((at, '’')),
                None => {}
            },
            _ => {}
        }
    }
    marks.extend(pending.map(|earlier| (earlier, '’')));
    marks.sort_unstable();
    for (at, mark) in marks {
        changes.glyph(at, mark);
    }
}
