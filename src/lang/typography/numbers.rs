//! Numbers: thousands, hours, days and months, postal codes, ranges.

use super::characters::{
    NO_BREAK, OPAQUE, THIN, after_digits, after_spaces, before_spaces, had, has, is_apostrophe, is_digit, is_exactly, is_letter, is_one_of, is_sigle, is_space,
    is_word, value, word_at, word_before,
};
use super::references::{NUMBERED, NUMBERED_ABBREVIATIONS};
use super::units::{is_quantity, unit_end, units};
use super::{Changes, Settings, Style};

pub(super) const MONTHS: &[&str] =
    &["janvier", "février", "fevrier", "mars", "avril", "mai", "juin", "juillet", "août", "aout", "septembre", "octobre", "novembre", "décembre", "decembre"];

/// The integer part of a number, with its groups.
#[derive(Clone, Copy)]
struct Number {
    start: usize,
    end: usize,
}

/// « pp. 12-14, 18-20 » is written « p. 12–14, 18–20 ».
pub(super) fn page_ranges(text: &[char], _: &Settings, changes: &mut Changes) {
    let mut at = 0;
    while at < text.len() {
        if !matches!(text[at], 'p' | 'P') {
            at += 1;
            continue;
        }
        let word = word_at(text, at);
        let end = at + word.len();
        let point = usize::from(has(text, end, |c| c == '.'));
        let known = is_one_of(word, &["page", "pages"]) || (point == 1 && is_one_of(word, &["p", "pp"]));
        let first = after_spaces(text, end + point);
        if !known || had(text, at, |c| c == OPAQUE) || !has(text, first, is_digit) {
            at = end.max(at + 1);
            continue;
        }
        if point == 1 && word.len() == 2 {
            changes.space(text, at + 1..at + 2, None);
        }
        at = first;
        loop {
            let digits = after_digits(text, at);
            let second = after_digits(text, digits + 1);
            let range = has(text, digits, |c| c == '-') && second > digits + 1 && digits - at <= 4 && second - digits <= 5;
            let chained = has(text, second, |c| is_word(c) || matches!(c, '-' | '/' | '–'))
                || (has(text, second, |c| matches!(c, '.' | ',')) && has(text, second + 1, is_digit));
            if range && !chained {
                changes.glyph(digits, '–');
                at = second;
            } else {
                at = digits;
            }
            let next = match text.get(at..).unwrap_or_default() {
                [',', s, d, ..] if is_space(*s) && is_digit(*d) => at + 2,
                [s, 'e', 't', s2, d, ..] if is_space(*s) && is_space(*s2) && is_digit(*d) => at + 4,
                ['–', d, ..] if is_digit(*d) => at + 1,
                _ => break,
            };
            at = next;
        }
    }
}

/// Thousands, units, hours, days and months, postal codes, ranges.
pub(super) fn numbers(text: &[char], settings: &Settings, changes: &mut Changes) {
    let mut at = 0;
    // Where the number before ended, and how many digits it had.
    let mut previous = (usize::MAX, 0);
    while at < text.len() {
        if !is_digit(text[at]) {
            at += 1;
            continue;
        }
        let end = after_digits(text, at);
        // The second half of « 1.2 », « A-12 » or « 14:30 » is no number of its own.
        let joined = |c: char| matches!(c, '.' | ',' | ':' | '/' | '-' | '\'' | '’' | '°');
        if had(text, at, is_word) || (had(text, at, joined) && at >= 2 && had(text, at - 1, is_word)) {
            previous = (end, end - at);
            at = end;
            continue;
        }
        if let ['€' | '£' | '$', s] = text[at.saturating_sub(2)..at]
            && is_space(s)
            && !(at >= 3 && had(text, before_spaces(text, at - 2), is_digit))
        {
            changes.space(text, at - 1..at, Some(NO_BREAK));
        }
        let follows = at == previous.0.wrapping_add(1) && had(text, at, is_space) && previous.1 < 4;
        let mut number = Number { start: at, end };
        if !follows {
            number = thousands(text, number, settings, changes);
        }
        let plain = number.end == end;
        previous = (number.end, end - at);
        if !plain {
            previous.1 = 4;
        }
        at = number.end;
        let decimals = after_decimals(text, number.end);
        if decimals > number.end {
            at = decimals;
            units(text, number.start, decimals, changes);
            continue;
        }
        if plain {
            if let Some(next) = range(text, number.start, end, changes) {
                at = next;
                // What follows the range belongs to its second number.
                let second_end = after_digits(text, next);
                units(text, next, second_end, changes);
                month(text, next, second_end, changes);
                previous = (second_end, second_end - next);
                at = second_end.max(at);
                continue;
            }
            if let Some(next) = hour(text, number.start, end, changes) {
                at = next;
                previous = (usize::MAX, 0);
                continue;
            }
            month(text, number.start, end, changes);
            postal_code(text, number.start, end, changes);
        }
        units(text, number.start, number.end, changes);
    }
}

/// Sets the groups of three digits. A space already there, points before a comma or a unit, or five digits and more
/// before a unit, show a quantity; a name (« Fiche 37 200 »), a code or a version are left alone.
fn thousands(text: &[char], number: Number, settings: &Settings, changes: &mut Changes) -> Number {
    let Number { start, end } = number;
    let first = end - start;
    let named = {
        let before = before_spaces(text, start);
        let point = usize::from(had(text, before, |c| c == '.'));
        let word = word_before(text, before - point);
        before < start
            && (is_one_of(word, NUMBERED)
                || (point == 1 && is_one_of(word, NUMBERED_ABBREVIATIONS))
                || is_one_of(word, &["version", "v"])
                // « PST 3 200 », but « EUR 12 000 ».
                || (first == 1 && is_sigle(word))
                || had(text, before, |c| matches!(c, '°' | '§' | 'º')))
    };
    if text[start] == '0' || named {
        return number;
    }
    let groups = |separator: &dyn Fn(char) -> bool| {
        let mut ends = vec![end];
        let mut at = end;
        while has(text, at, separator) && after_digits(text, at + 1) == at + 4 {
            at += 4;
            ends.push(at);
        }
        ends
    };
    if first > 3 {
        // Five digits and more in one piece, four where the house wants it.
        let decimals = after_decimals(text, end);
        if (settings.grouped_from..=12).contains(&first) && is_quantity(text, decimals) {
            for at in start + 1..end {
                if (end - at) % 3 == 0 {
                    changes.space(text, at..at, Some(settings.thin()));
                }
            }
        }
        return number;
    }
    let spaced = groups(&|c| matches!(c, ' ' | NO_BREAK | THIN));
    if spaced.len() > 1 {
        let last = spaced[spaced.len() - 1];
        let goes_on = has(text, last, is_space) && has(text, last + 1, is_digit);
        if goes_on || has(text, last, is_word) && unit_end(text, last).is_none() {
            return number;
        }
        for &at in &spaced[..spaced.len() - 1] {
            changes.space(text, at..at + 1, Some(settings.thin()));
        }
        return Number { start, end: last };
    }
    let pointed = groups(&|c| c == '.');
    let last = pointed[pointed.len() - 1];
    let comma = has(text, last, |c| c == ',') && has(text, last + 1, is_digit) && after_decimals(text, last) > last;
    let goes_on = has(text, last, |c| c == '.') && has(text, last + 1, is_digit);
    let shown = match pointed.len() {
        0 | 1 => false,
        // « 192.168.100.200 » is an address.
        2 | 4 => comma || is_quantity(text, last),
        _ => true,
    };
    if !shown || goes_on || (has(text, last, is_word) && unit_end(text, last).is_none()) {
        return number;
    }
    for &at in &pointed[..pointed.len() - 1] {
        changes.space(text, at..at + 1, Some(settings.thin()));
    }
    Number { start, end: last }
}

/// The end of « ,50 » or « .5 » after the integer part; the same place when there is none, or when it goes on
/// as a version or a section number does.
fn after_decimals(text: &[char], at: usize) -> usize {
    if !has(text, at, |c| matches!(c, ',' | '.')) {
        return at;
    }
    let end = after_digits(text, at + 1);
    let goes_on = has(text, end, |c| matches!(c, ',' | '.')) && has(text, end + 1, is_digit);
    if end == at + 1 || goes_on { at } else { end }
}

/// The dash of a tight range of years (« 2006-2009 ») or of quantities and days (« 12-14 ans », « 3-5 juin »): numbers of at
/// most four digits, the second greater, and no third one, which would make a date or a file number.
/// Gives the place of the second number.
fn range(text: &[char], start: usize, end: usize, changes: &mut Changes) -> Option<usize> {
    let sign = *text.get(end)?;
    let second = end + 1;
    let stop = after_digits(text, second);
    let chained = had(text, start, |c| matches!(c, '-' | '–' | '/' | '.' | ':' | '+'))
        || has(text, stop, |c| matches!(c, '-' | '–' | '/' | ':'))
        || (has(text, stop, |c| matches!(c, '.' | ',')) && has(text, stop + 1, is_digit));
    if !matches!(sign, '-' | '–') || stop == second || stop - second > 4 || end - start > 4 || chained {
        return None;
    }
    let (from, to) = (value(&text[start..end])?, value(&text[second..stop])?);
    let year = |number, length| length == 4 && (1000..=2100).contains(&number);
    let years = year(from, end - start) && year(to, stop - second) && !has(text, stop, is_word);
    let next = after_spaces(text, stop);
    let counted = text[start] != '0' && (is_quantity(text, stop) || (next > stop && is_one_of(word_at(text, next), MONTHS)));
    if from >= to || !(years || counted) {
        return None;
    }
    if sign == '-' {
        changes.glyph(end, '–');
    }
    Some(second)
}

/// « 13h45 » → « 13 h 45 », and the dash of « 9h-9h15 », whose ends have spaces. Gives the place after.
fn hour(text: &[char], start: usize, end: usize, changes: &mut Changes) -> Option<usize> {
    let h = after_spaces(text, end);
    if end - start > 2 || !has(text, h, |c| c == 'h') {
        return None;
    }
    let minutes = after_spaces(text, h + 1);
    let digits = after_digits(text, minutes);
    let full = digits == minutes + 2 && matches!(text[minutes], '0'..='5') && !has(text, digits, |c| is_letter(c) || c == OPAQUE);
    let stop = if full {
        digits
    } else if has(text, h + 1, |c| is_word(c) || is_apostrophe(c)) || (has(text, h + 1, |c| matches!(c, '-' | '.')) && has(text, h + 2, is_letter)) {
        return None;
    } else {
        h + 1
    };
    changes.space(text, end..h, Some(NO_BREAK));
    if full {
        changes.space(text, h + 1..minutes, Some(NO_BREAK));
        // « 14 h 05 min ».
        let unit = after_spaces(text, stop);
        if unit > stop && is_exactly(word_at(text, unit), &["min"]) {
            changes.space(text, stop..unit, Some(NO_BREAK));
        }
    }
    // A range of hours, written tight.
    if has(text, stop, |c| matches!(c, '-' | '–')) && has(text, stop + 1, is_digit) {
        let second = after_digits(text, stop + 1);
        if second <= stop + 3 && has(text, after_spaces(text, second), |c| c == 'h') {
            changes.push(stop..stop + 1, vec![NO_BREAK, '–', ' '], Style::Plain);
        }
    }
    Some(stop)
}

/// U+00A0 between day and month.
fn month(text: &[char], start: usize, end: usize, changes: &mut Changes) {
    let next = after_spaces(text, end);
    let day = value(&text[start..end]).is_some_and(|day| (1..=31).contains(&day));
    if next > end && day && end - start <= 2 && is_one_of(word_at(text, next), MONTHS) {
        changes.space(text, end..next, Some(NO_BREAK));
    }
}

/// U+00A0 between a Belgian postal code and the name of the place. A number that may be a year needs a comma
/// before it to be a code: « En 2009 Namur », but « rue Haute 3, 2018 Anvers ».
fn postal_code(text: &[char], start: usize, end: usize, changes: &mut Changes) {
    let next = after_spaces(text, end);
    let code = value(&text[start..end]).filter(|code| end - start == 4 && *code >= 1000);
    let name = word_at(text, next);
    let capital = name.first().is_some_and(|c| c.is_uppercase());
    let place = capital && (name.get(1).is_some_and(|c| c.is_lowercase()) || (name.len() > 3 && is_sigle(name)));
    let year = code.is_some_and(|code| (1800..=2100).contains(&code));
    let after_comma = had(text, before_spaces(text, start), |c| c == ',');
    if next > end && code.is_some() && place && (!year || after_comma) {
        changes.space(text, end..next, Some(NO_BREAK));
    }
}
