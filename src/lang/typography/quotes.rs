//! Quotes: which ones belong together, how deep they are, and what each language writes there.

use super::characters::{after_spaces, before_spaces, is_apostrophe, is_opening, is_space, is_word};
use super::{Changes, NestedQuotes, Settings};

/// A pair of quotes: where it opens, where it closes, how deep it is (1 for the outermost).
struct Pair {
    open: usize,
    close: usize,
    depth: usize,
}

/// How many quotes of each kind are open.
#[derive(Default)]
struct Open {
    straight: usize,
    guillemet: usize,
    curly: usize,
}

impl Open {
    fn count(&mut self, mark: Mark, more: bool) {
        let count = match mark {
            Mark::Straight => &mut self.straight,
            Mark::Guillemet => &mut self.guillemet,
            Mark::Curly => &mut self.curly,
        };
        *count = if more { *count + 1 } else { count.saturating_sub(1) };
    }
}

/// The kinds of quotes that pair among themselves.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Mark {
    Straight,
    Guillemet,
    Curly,
}

impl Mark {
    fn of(c: char) -> Self {
        match c {
            '"' => Self::Straight,
            '«' | '»' => Self::Guillemet,
            _ => Self::Curly,
        }
    }
}

/// « » outside, “ ” inside, ‘ ’ further inside.
pub(super) fn french(text: &[char], settings: &Settings, changes: &mut Changes) {
    let (pairs, doubtful) = pairs(text, true);
    let mut marks: Vec<(usize, char, bool)> = Vec::new();
    for (pair, doubtful) in pairs.iter().zip(doubtful) {
        let straight = text[pair.open] == '"' || text[pair.close] == '"';
        let (open, close) = match (settings.nested, pair.depth) {
            // One cannot tell how deep the paragraph already is: what the author chose stays.
            _ if doubtful && !straight => (text[pair.open], text[pair.close]),
            (NestedQuotes::French, _) => ('«', '»'),
            (NestedQuotes::English, 1) if !doubtful => ('«', '»'),
            (NestedQuotes::English, 1 | 2) => ('“', '”'),
            (NestedQuotes::English, _) => ('‘', '’'),
        };
        marks.push((pair.open, open, true));
        marks.push((pair.close, close, false));
    }
    marks.sort_unstable();
    for (at, mark, opens) in marks {
        // Only guillemets have a space inside; their own rule sets it.
        let spaced = matches!(mark, '«' | '»');
        let before = before_spaces(text, at);
        if !opens && !spaced && before < at {
            changes.space(text, before..at, None);
        }
        if text[at] != mark {
            changes.glyph(at, mark);
        }
        let after = after_spaces(text, at + 1);
        if opens && !spaced && after > at + 1 {
            changes.space(text, at + 1..after, None);
        }
    }
}

pub(super) fn dutch(text: &[char], _: &Settings, changes: &mut Changes) {
    foreign(text, &House { outer: ('‘', '’'), inner: ('“', '”'), own: &['‘', '’', '“', '”', '„'] }, changes);
}

pub(super) fn german(text: &[char], _: &Settings, changes: &mut Changes) {
    foreign(text, &House { outer: ('„', '“'), inner: ('‚', '‘'), own: &['„', '‚'] }, changes);
}

pub(super) fn english(text: &[char], _: &Settings, changes: &mut Changes) {
    foreign(text, &House { outer: ('“', '”'), inner: ('‘', '’'), own: &['“', '”', '‘', '’'] }, changes);
}

/// The quotes of a language.
struct House {
    outer: (char, char),
    inner: (char, char),
    /// Marks that an author of this language may have chosen: they stay.
    own: &'static [char],
}

/// Straight quotes, guillemets and the curly quotes of another language become those of this one; no space inside. Guillemets written
/// »so« are a German habit and stay.
fn foreign(text: &[char], house: &House, changes: &mut Changes) {
    let mut marks: Vec<(usize, char, bool)> = Vec::new();
    for pair in pairs(text, true).0 {
        let (open, close) = if pair.depth % 2 == 1 { house.outer } else { house.inner };
        let chosen = house.own.contains(&text[pair.open]);
        marks.push((pair.open, if chosen { text[pair.open] } else { open }, true));
        marks.push((pair.close, if chosen { text[pair.close] } else { close }, false));
    }
    marks.sort_unstable();
    for (at, mark, opens) in marks {
        let before = before_spaces(text, at);
        if !opens && before < at {
            changes.space(text, before..at, None);
        }
        if text[at] != mark {
            changes.glyph(at, mark);
        }
        let after = after_spaces(text, at + 1);
        if opens && after > at + 1 {
            changes.space(text, at + 1..after, None);
        }
    }
}

/// Finds which quotes belong together. With `curly`, « » “ ” „ count; without, only the straight ones.
/// The second value tells, for every pair, whether a quotation that begins or ends in another paragraph may
/// surround it.
fn pairs(text: &[char], curly: bool) -> (Vec<Pair>, Vec<bool>) {
    let mut stack: Vec<usize> = Vec::new();
    let mut found: Vec<(usize, usize)> = Vec::new();
    let mut open = Open::default();
    let mut last_stray_close = None;
    for (at, &c) in text.iter().enumerate().filter(|(_, c)| matches!(c, '"' | '«' | '»' | '“' | '„' | '”')) {
        let before = at.checked_sub(1).map(|index| text[index]);
        let after = text.get(at + 1).copied();
        let ends_word = before.is_some_and(|c| !is_space(c) && !is_opening(c));
        let may_close = ends_word && after.is_none_or(|c| !is_word(c));
        let may_open = before.is_none_or(|c| is_space(c) || is_opening(c) || is_apostrophe(c) || matches!(c, '-' | '–' | '—' | '/' | '"'))
            && after.is_some_and(|c| !is_space(c) && !matches!(c, '.' | ',' | ';' | ':' | '!' | '?' | ')' | ']' | '}' | '…' | '»' | '”'));
        // `" mot "`, as French spacing makes people type it.
        let loose = before.is_none_or(is_space) && after.is_some_and(is_space) || after.is_none() && before.is_some_and(is_space);
        let mut closes = None;
        let mut opens = false;
        match c {
            '"' if open.straight > 0 && (may_close || loose) => closes = Some(Mark::Straight),
            '"' if may_open => opens = true,
            '"' if loose => opens = after.is_some(),
            '«' if curly => opens = true,
            '»' if curly && open.guillemet > 0 => closes = Some(Mark::Guillemet),
            '»' if curly => last_stray_close = Some(at),
            '“' if curly && open.curly > 0 && stack.last().is_some_and(|&top| text[top] == '„' || (text[top] == '“' && may_close)) => {
                closes = Some(Mark::Curly);
            }
            '“' | '„' if curly => opens = true,
            '”' if curly && open.curly > 0 => closes = Some(Mark::Curly),
            '”' if curly && open.straight > 0 && may_close => closes = Some(Mark::Straight),
            '”' if curly && may_open => opens = true,
            _ => {}
        }
        if let Some(mark) = closes {
            // A `"` closes a “ that a keyboard with habits opened.
            while let Some(top) = stack.pop() {
                let kind = Mark::of(text[top]);
                open.count(kind, false);
                if kind == mark {
                    // Two quotes with nothing between them are no quotation.
                    if after_spaces(text, top + 1) < at {
                        found.push((top, at));
                    }
                    break;
                }
            }
        } else if opens {
            open.count(Mark::of(c), true);
            stack.push(at);
        }
    }
    let first_stray_open = stack.iter().copied().find(|&at| text[at] == '«');
    found.sort_unstable();
    let mut enclosing: Vec<usize> = Vec::new();
    let mut pairs = Vec::with_capacity(found.len());
    let mut doubtful = Vec::with_capacity(found.len());
    for (open, close) in found {
        while enclosing.last().is_some_and(|&end| end < open) {
            enclosing.pop();
        }
        enclosing.push(close);
        pairs.push(Pair { open, close, depth: enclosing.len() });
        doubtful.push(first_stray_open.is_some_and(|stray| stray < open) || last_stray_close.is_some_and(|stray| stray > close));
    }
    (pairs, doubtful)
}
