//! Apostrophes, and single quotes typed with them.

use super::characters::{OPAQUE, had, has, is_digit, is_letter, is_opening, is_space, is_word};
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

/// ' becomes ’ after a letter (« l’été », « parents’ ») and before a cut word or year (« ’60 »); two that surround words
/// become quotes. After a digit it stands for feet or minutes.
fn apostrophes(text: &[char], quotes: (char, char), changes: &mut Changes) {
    let mut marks: Vec<(usize, char)> = Vec::new();
    let mut pending: Option<usize> = None;
    for (at, &c) in text.iter().enumerate() {
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
