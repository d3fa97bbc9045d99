//! Inclusive forms: « intervenant.e.s » with a median point.

use super::characters::{had, has, is_apostrophe, is_exactly, is_letter, is_word, word_at, word_at_after};
use super::{Changes, Inclusive, Settings};

/// Feminine endings of inclusive forms, plural or not.
pub(super) const FEMININE: &[&str] = &[
    "e", "es", "ne", "nes", "le", "les", "rice", "rices", "trice", "trices", "euse", "euses", "ère", "ères", "ière", "ières", "te", "tes", "sse", "sses",
    "esse", "esses", "ve", "ves", "fe", "fes", "elle", "elles", "ale", "ales", "enne", "ennes",
];

/// « intervenant.e.s », « seul-e-s », « motivé(e)s » with U+00B7, when the house asks for it.
pub(super) fn forms(text: &[char], settings: &Settings, changes: &mut Changes) {
    /// Endings that no pronoun looks like: « est-elle », « donne-les » are not inclusive forms.
    const AFTER_HYPHEN: &[&str] = &["e", "ne", "rice", "trice", "euse", "ère", "ière"];
    if settings.inclusive != Inclusive::Median {
        return;
    }
    let mut at = 0;
    while at < text.len() {
        let stem = word_at(text, at);
        let sign_at = at + stem.len();
        let sign = text.get(sign_at).copied().unwrap_or(' ');
        if stem.len() < 2 || !matches!(sign, '.' | '-' | '(') {
            at = sign_at.max(at + 1);
            continue;
        }
        let ending = word_at_after(text, sign_at + 1);
        let end = sign_at + 1 + ending.len();
        let again = if sign == '(' { ')' } else { sign };
        let plural = has(text, end, |c| c == again) && has(text, end + 1, |c| c == 's') && !has(text, end + 2, is_word);
        let shut = sign == '(' && has(text, end, |c| c == ')');
        let stop = if plural { end + 2 } else { end + usize::from(shut) };
        // Part of a longer compound, of an address or of a list of abbreviations: no inclusive form.
        let goes_on = has(text, stop, |c| is_word(c) || is_apostrophe(c) || matches!(c, '-' | '@' | '/'))
            || (has(text, stop, |c| c == '.') && has(text, stop + 1, is_word));
        let preceded = had(text, at, |c| matches!(c, '-' | '.' | '@' | '/'));
        let known = is_exactly(ending, FEMININE) && (sign != '-' || plural || is_exactly(ending, AFTER_HYPHEN));
        if known && !goes_on && !preceded && (sign != '(' || shut) {
            changes.glyph(sign_at, '·');
            if plural {
                changes.glyph(end, '·');
            } else if shut {
                changes.space(text, end..end + 1, None);
            }
            at = stop;
        } else {
            at = sign_at + 1;
        }
    }
}

/// Whether the text is a word, a sign, a feminine ending and perhaps the sign again with a plural s.
pub(super) fn inclusive_tail(text: &[char], sign: char) -> bool {
    let mut parts = text.split(|&c| c == sign);
    let (stem, ending, plural, rest) = (parts.next(), parts.next(), parts.next(), parts.next());
    stem.is_some_and(|stem| stem.len() >= 2 && stem.iter().all(|&c| is_letter(c)))
        && ending.is_some_and(|ending| is_exactly(ending, FEMININE))
        && plural.is_none_or(|plural| plural == ['s'])
        && rest.is_none()
}

/// « médiatrices et médiateurs » for « médiateurs(trices) »: the feminine that a short form means, then the masculine. Nothing when
/// stem and ending do not fit together.
pub(super) fn doublet(stem: &[char], ending: &[char], plural: bool) -> Option<String> {
    let stem: String = stem.iter().collect();
    let ending: String = ending.iter().collect();
    let (one, many) = match stem.strip_suffix('s') {
        // « médiateurs(trices) »: both are in the plural already. « Belges » has its s too, « permis » has no plural.
        Some(one) if ending.ends_with('s') => (one.to_owned(), true),
        _ => (stem.clone(), plural || ending.ends_with('s')),
    };
    let ending = ending.strip_suffix('s').filter(|e| !e.is_empty()).unwrap_or(&ending);
    // What the ending takes the place of, and what stands there.
    let (cut, put) = match ending {
        "rice" | "trice" if one.ends_with("teur") => ("teur", "trice"),
        "euse" if one.ends_with("eur") => ("eur", "euse"),
        "ère" | "ière" if one.ends_with("er") => ("er", "ère"),
        "ve" if one.ends_with('f') => ("f", "ve"),
        "elle" if one.ends_with("el") => ("el", "elle"),
        "enne" if one.ends_with("en") => ("en", "enne"),
        "ale" if one.ends_with("al") => ("al", "ale"),
        "fe" if one.ends_with('f') => ("", "fe"),
        "ne" if one.ends_with('n') => ("", "ne"),
        "le" if one.ends_with('l') => ("", "le"),
        "te" if one.ends_with('t') => ("", "te"),
        "sse" if one.ends_with('e') => ("", "sse"),
        "esse" if !one.ends_with('e') => ("", "esse"),
        "e" if !one.ends_with('e') => ("", "e"),
        _ => return None,
    };
    let feminine = format!("{}{put}", one.strip_suffix(cut)?);
    if !many {
        // « un(e) » is no noun.
        return (one.chars().count() > 2).then(|| format!("{feminine} ou {one}"));
    }
    let masculine = match one.as_str() {
        o if o.ends_with("al") => format!("{}aux", o.strip_suffix("al")?),
        o if o.ends_with("eau") => format!("{o}x"),
        o if o.ends_with(['s', 'x', 'z']) => o.to_owned(),
        o => format!("{o}s"),
    };
    Some(format!("{feminine}s et {masculine}"))
}
