//! Spaces: runs of them, those around signs and inside brackets; and the ellipsis.

use super::characters::{NO_BREAK, THIN, after_spaces, before_spaces, had, has, is_closing, is_digit, is_high, is_letter, is_opening, is_space, is_word};
use super::{Changes, Profile, Settings};

/// One space where there were several. A run of no-break spaces stays one; a mixture is what a web page or a hand
/// left behind, and breaks; typographic spaces that break (U+2009) have no place in French.
pub(super) fn collapse(text: &[char], settings: &Settings, changes: &mut Changes) {
    let mut at = 0;
    while at < text.len() {
        let end = after_spaces(text, at);
        if end > at {
            let run = &text[at..end];
            let one = if run.contains(&'\n') {
                '\n'
            } else if run.iter().all(|&c| c == THIN) && settings.profile != Profile::Falc {
                THIN
            } else if run.iter().all(|&c| matches!(c, THIN | NO_BREAK)) {
                NO_BREAK
            } else {
                ' '
            };
            changes.space(text, at..end, Some(one));
        }
        at = end.max(at + 1);
    }
}

/// Three points make one sign; more are a line to fill in. The sign clings to the word before it.
pub(super) fn ellipses(text: &[char], _: &Settings, changes: &mut Changes) {
    let mut at = 0;
    while at < text.len() {
        let end = at + text[at..].iter().take_while(|&&c| c == '.').count();
        if end - at == 3 {
            changes.replace(at..end, "…");
        }
        at = end.max(at + 1);
    }
}

/// « a / b » stays with its stroke (DOMAIN.md 3.2, names of categories).
pub(super) fn slashes(text: &[char], _: &Settings, changes: &mut Changes) {
    for (at, _) in text.iter().enumerate().filter(|(_, c)| **c == '/') {
        let before = before_spaces(text, at);
        let after = after_spaces(text, at + 1);
        if before < at && before > 0 && after > at + 1 && after < text.len() {
            changes.space(text, before..at, Some(NO_BREAK));
            changes.breakable(text, at + 1..after);
        }
    }
}

/// No space inside ( ) and [ ], unless there is nothing else (« [ ] » is a box to tick).
pub(super) fn brackets(text: &[char], _: &Settings, changes: &mut Changes) {
    for (at, &c) in text.iter().enumerate() {
        match c {
            '(' | '[' => {
                let next = after_spaces(text, at + 1);
                if next > at + 1 && has(text, next, |c| !is_closing(c)) {
                    changes.space(text, at + 1..next, None);
                }
            }
            ')' | ']' => {
                let last = before_spaces(text, at);
                if last < at && had(text, last, |c| !is_opening(c)) {
                    changes.space(text, last..at, None);
                }
            }
            _ => {}
        }
    }
}

/// No space before , . and …, and one after a comma between words.
pub(super) fn low_signs(text: &[char], _: &Settings, changes: &mut Changes) {
    for (at, &c) in text.iter().enumerate() {
        if !matches!(c, ',' | '.' | '…') {
            continue;
        }
        let last = before_spaces(text, at);
        let follows = had(text, last, |c| is_word(c) || is_closing(c) || matches!(c, '%' | '€' | '°' | '…'));
        let spaced = last < at && follows;
        let next = text.get(at + 1).copied();
        match c {
            ',' => {
                let decimals = had(text, last, is_digit) && next.is_some_and(is_digit);
                let words = had(text, at, is_letter) && at >= 2 && had(text, at - 1, is_letter) && next.is_some_and(is_letter) && has(text, at + 2, is_letter);
                if spaced && !decimals {
                    changes.space(text, last..at, None);
                }
                let begins = next.is_some_and(|c| is_letter(c) || is_opening(c));
                if words || (spaced && begins) {
                    changes.space(text, at + 1..at + 1, Some(' '));
                }
            }
            _ => {
                // « .NET » and « …suite » begin something.
                if spaced && !next.is_some_and(|c| is_word(c) || is_opening(c) || matches!(c, '.' | '…' | '/')) {
                    changes.space(text, last..at, None);
                }
            }
        }
    }
}

/// The space inside « ».
pub(super) fn guillemets(text: &[char], settings: &Settings, changes: &mut Changes) {
    let wanted = settings.inside_guillemets();
    for (at, &c) in text.iter().enumerate() {
        match c {
            '«' => {
                let next = after_spaces(text, at + 1);
                if has(text, next, |c| c != '»') {
                    changes.space(text, at + 1..next, wanted);
                }
            }
            '»' => {
                let last = before_spaces(text, at);
                if had(text, last, |c| c != '«') {
                    changes.space(text, last..at, wanted);
                }
            }
            _ => {}
        }
    }
}

/// The space before ; ! ? and : — once for a cluster such as « ?! ». A sign between two letters is left alone,
/// unless a capital after it shows that a sentence begins there.
pub(super) fn high_signs(text: &[char], settings: &Settings, changes: &mut Changes) {
    let mut at = 0;
    while at < text.len() {
        let sign = text[at];
        if !is_high(sign) {
            at += 1;
            continue;
        }
        let end = at + text[at..].iter().take_while(|&&c| is_high(c) || c == '…').count();
        let last = before_spaces(text, at);
        let spaced = last < at;
        let Some(before) = last.checked_sub(1).map(|index| text[index]) else {
            at = end;
            continue;
        };
        let after = text.get(end).copied();
        let ascii_symbol = before.is_ascii_punctuation() && !is_closing(before) && !matches!(before, '%' | '.' | ',');
        let ends_word = !is_opening(before) && !is_high(before) && !ascii_symbol && !matches!(before, '.' | ',' | '–' | '—');
        let sentences = had(text, at, |c| is_letter(c) && !c.is_uppercase()) && after.is_some_and(char::is_uppercase);
        let clauses =
            sign == ';' && had(text, at, is_letter) && at >= 2 && had(text, at - 1, is_letter) && after.is_some_and(is_letter) && has(text, end + 1, is_letter);
        let glued = after.is_some_and(is_word);
        let applies = match (spaced, sign) {
            // « a != b » is no sentence.
            (true, _) => !is_opening(before) && after != Some('='),
            (false, ':') => ends_word && !glued && after.is_none_or(|c| is_space(c) || is_closing(c) || is_opening(c)),
            (false, _) => ends_word && (!glued || sentences || clauses) && after != Some('='),
        };
        if applies {
            let wanted = match sign {
                ':' => settings.before_colon(),
                // « ? ! » is a cluster that somebody spaced out.
                '!' | '?' if matches!(before, '!' | '?') => None,
                '!' | '?' if before == '…' && !settings.space_after_ellipsis => None,
                _ => settings.before_high_sign(),
            };
            changes.space(text, last..at, wanted);
            if sign != ':' && !spaced && (sentences || clauses) {
                changes.space(text, end..end, Some(' '));
            }
        }
        at = end;
    }
}

/// No space before ; : ! ? in the languages that have none there. A smiley or an operator (« a != b ») keeps its own.
pub(super) fn foreign_signs(text: &[char], _: &Settings, changes: &mut Changes) {
    let mut at = 0;
    while at < text.len() {
        if !is_high(text[at]) {
            at += 1;
            continue;
        }
        let end = at + text[at..].iter().take_while(|&&c| is_high(c)).count();
        let last = before_spaces(text, at);
        let word = had(text, last, |c| is_word(c) || is_closing(c) || matches!(c, '%' | '€' | '…' | '.' | '“' | '‘'));
        let free = text.get(end).is_none_or(|&c| is_space(c) || is_closing(c) || matches!(c, '“' | '‘'));
        if last < at && word && free {
            changes.space(text, last..at, None);
        }
        at = end;
    }
}

/// A number stays with its sign: « 5 % », « 20 € », « € 20 ».
pub(super) fn foreign_units(text: &[char], _: &Settings, changes: &mut Changes) {
    for (at, &c) in text.iter().enumerate() {
        if !matches!(c, '%' | '‰' | '€' | '£' | '$') {
            continue;
        }
        let last = before_spaces(text, at);
        let next = after_spaces(text, at + 1);
        if last < at && had(text, last, is_digit) && !has(text, at + 1, is_word) {
            changes.space(text, last..at, Some(NO_BREAK));
        } else if next > at + 1 && has(text, next, is_digit) && !had(text, at, is_word) && matches!(c, '€' | '£' | '$') {
            changes.space(text, at + 1..next, Some(NO_BREAK));
        }
    }
}
