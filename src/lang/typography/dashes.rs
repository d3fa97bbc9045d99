//! Dashes between spaces: those that surround an incise, those that part a title.

use super::characters::{
    NO_BREAK, after_spaces, before_spaces, had, has, is_digit, is_exactly, is_letter, is_one_of, is_opening, is_space, is_word, word_before,
};
use super::references::NUMBERED;
use super::{Changes, Dash, Settings};

/// A dash between spaces: where it stands and what it does.
struct Sign {
    start: usize,
    end: usize,
    role: Role,
}

/// What a dash does.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Role {
    /// Opens an incise: it goes with what follows.
    Opens,
    /// Closes an incise: it goes with what precedes.
    Closes,
    /// Parts a title from its date, or two halves of a sentence: no line begins with it.
    Parts,
    /// To be told from its neighbours.
    Unknown,
}

/// Dashes between spaces: the hyphen typed for one becomes U+2013, and each gets a no-break space on the side to
/// which it belongs. Two in one sentence surround an incise.
pub(super) fn dashes(text: &[char], settings: &Settings, changes: &mut Changes) {
    let mut sentence: Vec<Sign> = Vec::new();
    let mut beginning = 0;
    let mut at = 0;
    while at < text.len() {
        match text[at] {
            '-' | '–' | '—' => {
                let twice = text[at..].starts_with(&['-', '-']);
                let end = at + 1 + usize::from(twice);
                if let Some(role) = dash_role(text, beginning, at, end) {
                    sentence.push(Sign { start: at, end, role });
                }
                // Longer rows of hyphens are rules, not dashes.
                at = if twice { at + text[at..].iter().take_while(|&&c| c == '-').count() } else { end };
            }
            '.' | '!' | '?' | '…' | ';' | '\n' => {
                if ends_sentence(text, at) {
                    set_dashes(text, &mut sentence, settings, changes);
                    beginning = at + 1;
                }
                at += 1;
            }
            _ => at += 1,
        }
    }
    set_dashes(text, &mut sentence, settings, changes);
}

/// Whether a sentence ends at this sign: a capital, or a quote, begins the next one. The point of « M. » or
/// « J. » does not end any.
fn ends_sentence(text: &[char], at: usize) -> bool {
    if matches!(text[at], ';' | '\n') {
        return true;
    }
    let next = after_spaces(text, at + 1);
    let abbreviated = text[at] == '.' && {
        let word = word_before(text, at);
        matches!(word, [c] if c.is_uppercase()) || is_exactly(word, &["MM", "cf", "Cf", "av", "art"])
    };
    next > at + 1 && !abbreviated && has(text, next, |c| c.is_uppercase() || is_opening(c))
}

/// What a dash does, as far as its neighbours tell; `None` for a hyphen or a dash inside a word.
fn dash_role(text: &[char], beginning: usize, start: usize, end: usize) -> Option<Role> {
    let left = before_spaces(text, start);
    let right = after_spaces(text, end);
    let (space_before, space_after) = (left < start, right > end);
    let before = left.checked_sub(1).map(|index| text[index]);
    let after = text.get(right).copied();
    let long = text[start] != '-';
    match (before, after) {
        (None, None) => None,
        (None, Some(_)) if space_after => Some(Role::Opens),
        (Some(c), Some(_)) if space_after && !space_before && is_opening(c) => Some(Role::Opens),
        (Some(_), Some(c)) if space_before && !space_after && matches!(c, ',' | '.' | ';' | '!' | '?' | ')' | ']' | '»' | '”') => {
            (!has(text, end + 1, is_word)).then_some(Role::Closes)
        }
        (Some(before), Some(after)) if space_before && space_after => {
            let hours = before == 'h' && left >= 2 && had(text, left - 1, |c| is_digit(c) || is_space(c));
            let between_numbers = (is_digit(before) || hours) && is_digit(after);
            Some(if between_numbers || follows_number_of_title(text, beginning, left) { Role::Parts } else { Role::Unknown })
        }
        // « 2009- Un travail en réseau ».
        (Some(before), Some(after))
            if text[start] == '-' && space_after && !space_before && is_digit(before) && after.is_uppercase() && dated(text, beginning, left) =>
        {
            Some(Role::Parts)
        }
        // « – mot » without its inner space; never « –5 °C ».
        (_, Some(c)) if long && end == start + 1 && (space_before || before.is_none()) && is_letter(c) => Some(Role::Opens),
        (Some(c), Some(_)) if long && space_after && is_letter(c) => Some(Role::Closes),
        _ => None,
    }
}

/// The longest date that a title begins with.
const DATE: usize = 24;

/// Whether the sentence so far is a year, or two: « 2009 », « 2010/2015 ».
fn dated(text: &[char], beginning: usize, end: usize) -> bool {
    let first = after_spaces(text, beginning);
    let date = text.get(first..end).unwrap_or_default();
    date.len() <= DATE && date.split(|c| matches!(c, '/' | '–' | '-')).all(|year| year.len() == 4 && year.iter().all(|&c| is_digit(c)))
}

/// Whether the dash follows the date or the number of a title: the sentence so far is only digits (« 1983/1985 – »),
/// or it ends in a noun and its number (« voir Fiche 37 – »).
fn follows_number_of_title(text: &[char], beginning: usize, end: usize) -> bool {
    let digits = end - text[..end].iter().rev().take(DATE).take_while(|&&c| is_digit(c)).count();
    if digits == end {
        return false;
    }
    let noun_end = before_spaces(text, digits);
    let first = after_spaces(text, beginning);
    let numbers = end.saturating_sub(first) <= DATE
        && text.get(first..end).unwrap_or_default().iter().all(|&c| is_digit(c) || is_space(c) || matches!(c, '/' | '–' | '-'));
    numbers || (noun_end < digits && is_one_of(word_before(text, noun_end), NUMBERED))
}

/// Settles the roles of one sentence and sets its dashes.
fn set_dashes(text: &[char], sentence: &mut Vec<Sign>, settings: &Settings, changes: &mut Changes) {
    let mut inside = false;
    // Dashes that can still close what an unknown one would open.
    let mut left = sentence.iter().filter(|dash| matches!(dash.role, Role::Unknown | Role::Closes)).count();
    for dash in sentence.drain(..) {
        if matches!(dash.role, Role::Unknown | Role::Closes) {
            left -= 1;
        }
        let role = match dash.role {
            Role::Unknown if inside => Role::Closes,
            Role::Unknown if left > 0 => Role::Opens,
            Role::Unknown => Role::Parts,
            known => known,
        };
        inside = match role {
            Role::Opens => true,
            Role::Closes => false,
            Role::Parts | Role::Unknown => inside,
        };
        let before = before_spaces(text, dash.start);
        let after = after_spaces(text, dash.end);
        match role {
            Role::Opens if before < dash.start && before > 0 => changes.breakable(text, before..dash.start),
            Role::Opens => {}
            Role::Closes | Role::Parts | Role::Unknown => changes.space(text, before..dash.start, Some(NO_BREAK)),
        }
        let incise = matches!(role, Role::Opens | Role::Closes) && settings.dash == Dash::Em;
        if incise && text[dash.start] != '—' {
            changes.replace(dash.start..dash.end, "—");
        } else if text[dash.start] == '-' {
            changes.replace(dash.start..dash.end, "–");
        }
        match role {
            Role::Opens if after < text.len() => changes.space(text, dash.end..after, Some(NO_BREAK)),
            Role::Closes | Role::Parts if after > dash.end => changes.breakable(text, dash.end..after),
            Role::Opens | Role::Closes | Role::Parts | Role::Unknown => {}
        }
    }
}
