//! Units and quantities: « 30 km² », « 50 € », « 000 habitants ».

use super::Changes;
use super::characters::{NO_BREAK, WORD, after_spaces, has, is_apostrophe, is_exactly, is_letter, is_one_of, is_space, is_word, word_at_after};
use std::ops::Range;

/// Units recognised even when they touch the number: « 400h », « 3km ».
const TOUCHING_UNITS: &[&str] = &[
    "h", "min", "km", "km²", "m²", "m³", "cm", "cm²", "cm³", "mm", "mm²", "dm³", "kg", "mg", "kW", "kWh", "MWh", "GWh", "ha", "dl", "cl", "ml", "Ko", "Mo",
    "Go", "Hz", "kHz", "MHz", "GHz", "km/h",
];

/// Units and nouns of measure kept with the number when a space parts them already.
const UNITS: &[&str] = &[
    "m",
    "g",
    "l",
    "L",
    "s",
    "a",
    "t",
    "W",
    "V",
    "FM",
    "AM",
    "EUR",
    "an",
    "ans",
    "année",
    "années",
    "mois",
    "jour",
    "jours",
    "semaine",
    "semaines",
    "heure",
    "heures",
    "minute",
    "minutes",
    "seconde",
    "secondes",
    "euro",
    "euros",
    "franc",
    "francs",
    "FB",
    "BEF",
    "cent",
    "cents",
    "centime",
    "centimes",
    "mètre",
    "mètres",
    "kilomètre",
    "kilomètres",
    "hectare",
    "hectares",
    "kilo",
    "kilos",
    "tonne",
    "tonnes",
    "litre",
    "litres",
    "degré",
    "degrés",
    "millier",
    "milliers",
    "million",
    "millions",
    "milliard",
    "milliards",
    "km",
    "ares",
];

/// Nouns that are counted: they show that a number is a quantity, and may go to the next line without it.
const COUNTED: &[&str] = &[
    "habitants",
    "habitant",
    "personnes",
    "personne",
    "exemplaires",
    "visiteurs",
    "participants",
    "participantes",
    "bénéficiaires",
    "travailleurs",
    "travailleuses",
    "élèves",
    "étudiants",
    "étudiantes",
    "femmes",
    "hommes",
    "enfants",
    "jeunes",
    "familles",
    "ménages",
    "membres",
    "citoyens",
    "migrants",
    "réfugiés",
    "demandeurs",
    "spectateurs",
    "emplois",
    "logements",
    "signatures",
    "places",
    "dossiers",
    "lettres",
    "mots",
    "signes",
];

/// U+00A0 between a number (its digits end at `end`) and its unit.
pub(super) fn units(text: &[char], start: usize, end: usize, changes: &mut Changes) {
    if start == end {
        return;
    }
    let next = after_spaces(text, end);
    match text.get(next..).unwrap_or_default() {
        ['%' | '‰' | '€' | '£', after @ ..] if !after.first().is_some_and(|&c| is_word(c)) => {
            changes.space(text, end..next, Some(NO_BREAK));
        }
        ['°', after @ ..] => {
            let gap = usize::from(after.first().is_some_and(|&c| is_space(c)));
            if matches!(after.get(gap), Some('C' | 'F')) && !after.get(gap + 1).is_some_and(|&c| is_word(c) || c == '.') {
                changes.space(text, end..next, Some(NO_BREAK));
                changes.space(text, next + 1..next + 1 + gap, None);
            }
        }
        _ => {
            if let Some(unit) = unit_end(text, end) {
                changes.space(text, end..unit.start, Some(NO_BREAK));
            }
        }
    }
}

/// Whether something that is counted or measured follows: « 50 € », « 000 habitants ».
pub(super) fn is_quantity(text: &[char], end: usize) -> bool {
    let next = after_spaces(text, end);
    let symbol = has(text, next, |c| matches!(c, '€' | '%' | '‰')) && !has(text, next + 1, char::is_alphanumeric);
    let word = word_at_after(text, next);
    let letters = next + word.len();
    let free = !has(text, letters, |c| is_word(c) || is_apostrophe(c) || c == '-');
    symbol || (next > end && free && (is_exactly(word, UNITS) || is_one_of(word, COUNTED))) || unit_end(text, end).is_some()
}

/// The letters of a unit that follows, its beginning and end: « km² » in « 30 km² ».
pub(super) fn unit_end(text: &[char], end: usize) -> Option<Range<usize>> {
    let start = after_spaces(text, end);
    let rest = text.get(start..).unwrap_or_default();
    let mut length = rest.iter().take(WORD).take_while(|&&c| is_letter(c) || matches!(c, '²' | '³')).count();
    if rest.get(..4) == Some(&['k', 'm', '/', 'h']) {
        length = 4;
    }
    let word = &rest[..length];
    let stop = start + length;
    let goes_on = has(text, stop, |c| is_word(c) || is_apostrophe(c) || matches!(c, '@' | '_'))
        || (has(text, stop, |c| matches!(c, '-' | '.')) && has(text, stop + 1, is_letter));
    let known = is_exactly(word, TOUCHING_UNITS) || (start > end && is_exactly(word, UNITS));
    (length > 0 && !goes_on && known).then_some(start..stop)
}
