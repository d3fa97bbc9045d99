//! Whether words can be what a sigle stands for, and how good the guess is.
//!
//! Schwartz and Hearst (2003, *A simple algorithm for identifying abbreviation definitions in biomedical text*) look for the letters of the
//! short form from right to left, the first at the beginning of a word. French needs more: small words give a letter or none (« sans » in ASBL,
//! « de la » in CAW), a compound gives several (« primo-arrivants », « socioprofessionnelle »), an acronym takes syllables (Mirena,
//! CRILUX), a name goes on after its letters (« … de la province de Namur »). So the letters are aligned with the words by
//! dynamic programming, and what is irregular has a price.

use crate::lang::sigles::{fold, spelling_key};
use std::ops::Range;

/// A price: 0 for letters that are exactly the initials of the words that count.
pub(super) type Cost = f32;

/// A word of an expansion.
#[derive(Debug, Clone)]
pub(super) struct Word {
    /// Where it stands, in bytes.
    pub range: Range<usize>,
    letters: Vec<char>,
    /// Whether it can give no letter for nothing: articles, prepositions, conjunctions.
    pub small: bool,
    number: bool,
    /// Where a part of a compound begins: socio|professionnelle.
    seam: Option<usize>,
    /// Whether a comma, or a dash between spaces, stands before it.
    pub pause: Pause,
}

/// What stands before a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Pause {
    None,
    Comma,
    Dash,
}

/// Words that count for nothing: closed classes.
pub(super) const SMALL: &[&str] = &[
    "a", "afin", "ainsi", "au", "aux", "avec", "ce", "ces", "chez", "d", "dans", "de", "des", "du", "en", "entre", "et", "for", "l", "la", "le", "les", "leur",
    "leurs", "of", "ou", "par", "pour", "qu", "que", "qui", "s", "sa", "sans", "ses", "son", "sous", "sur", "the", "un", "une", "vers", "and", "lez",
];

/// First parts of compounds that are written in one word (nouns and adjectives of the administration, mostly).
const COMPOUNDS: &[&str] = &[
    "agro", "anti", "audio", "auto", "bio", "centro", "co", "contre", "demo", "dermato", "eco", "electro", "ethno", "euro", "extra", "gastro", "geo", "hydro",
    "hyper", "hypo", "inter", "intra", "macro", "medico", "meteo", "micro", "mono", "multi", "neuro", "para", "petro", "photo", "pluri", "poly", "post", "pre",
    "primo", "psycho", "radio", "retro", "servo", "socio", "stereo", "super", "sur", "techno", "tele", "thermo", "trans", "tri", "uni", "vice", "video",
];

/// The words of a text. Apostrophes and hyphens part words: « d’accueil » and « primo-arrivants » are two each.
pub(super) fn split(text: &str) -> Vec<Word> {
    let mut out: Vec<Word> = Vec::new();
    let mut start = None;
    let mut done = 0;
    for (at, c) in text.char_indices().chain(std::iter::once((text.len(), ' '))) {
        match (c.is_alphanumeric(), start) {
            (true, None) => start = Some(at),
            (false, Some(from)) => {
                let word = fold(&text[from..at]);
                let letters: Vec<char> = word.chars().collect();
                let seam = COMPOUNDS.iter().filter(|c| word.starts_with(**c) && word.len() >= c.len() + 4).map(|c| c.len()).max();
                let gap = &text[done..from];
                let pause = if gap.contains(',') {
                    Pause::Comma
                } else if gap.contains(['–', '—']) || gap.contains(" - ") {
                    Pause::Dash
                } else {
                    Pause::None
                };
                let number = word.chars().all(char::is_numeric);
                out.push(Word { range: from..at, letters, small: SMALL.contains(&word.as_str()), number, seam, pause });
                done = at;
                start = None;
            }
            (true, Some(_)) | (false, None) => {}
        }
    }
    out
}

/// The letters of a sigle that words must give.
#[derive(Debug, Clone)]
pub(super) struct Letters {
    letters: Vec<char>,
    /// Whether a word may begin at each: FéCRI begins none at its é.
    begins: Vec<bool>,
}

impl Letters {
    /// The letters of a sigle, without its figures and signs; none when fewer than two are left.
    pub(super) fn of(sigle: &str) -> Option<Self> {
        let mut letters = Vec::new();
        let mut begins = Vec::new();
        // A word in lower case after its capital (Mirena, Forem) says nothing of where its parts begin; a plural s is no letter.
        let sigle = if super::super::sigles::has_shape(sigle) { sigle.strip_suffix('s').unwrap_or(sigle) } else { sigle };
        let mixed = sigle.chars().filter(|c| c.is_uppercase()).count() >= 2;
        for c in sigle.chars().filter(|c| c.is_alphabetic()) {
            for l in spelling_key(&c.to_string()).chars() {
                letters.push(l);
                begins.push(!mixed || c.is_uppercase());
            }
        }
        (letters.len() >= 2).then_some(Self { letters, begins })
    }

    /// How many.
    pub(super) fn len(&self) -> usize {
        self.letters.len()
    }

    /// Whether they are the initials of the words that count, in whatever order.
    pub(super) fn are_initials(&self, words: &[Word]) -> bool {
        let mut initials: Vec<char> = words.iter().filter(|w| !w.small).filter_map(|w| w.letters.first().copied()).collect();
        let mut letters = self.letters.clone();
        initials.sort_unstable();
        letters.sort_unstable();
        initials == letters
    }

    /// Whether the first of these words may give the first letter.
    pub(super) fn opens(&self, word: &Word) -> bool {
        word.letters.first() == self.letters.first()
    }
}

/// A small word that gives its letter: dearer than none, so that « de » is not taken for the D of DISIE where a noun has it.
const SMALL_GIVES: Cost = 0.05;
/// A letter beyond the first of a word: the syllables of an acronym.
const SYLLABLE: Cost = 0.15;
/// The second part of a compound.
const SEAM: Cost = 0.05;
/// A letter from inside a word.
const INSIDE: Cost = 0.6;
/// A word that counts and gives nothing.
const SILENT: Cost = 0.8;
/// A number that gives nothing.
const FIGURE: Cost = 0.1;
/// A letter that no word gives.
const MISSING: Cost = 1.1;

/// The price of taking all these words for the expansion, up to its tail; none when the letters do not fit.
///
/// `bounded`: the text itself says where the expansion ends, so that a tail costs little.
pub(super) fn cost(words: &[Word], sigle: &Letters, bounded: bool) -> Option<Cost> {
    let n = sigle.len();
    if words.is_empty() || !sigle.opens(&words[0]) {
        return None;
    }
    // best[j]: the least price of having taken j letters from the words so far; missed[j]: the same with one letter that no word gave.
    let mut best = vec![Cost::INFINITY; n + 1];
    let mut missed = vec![Cost::INFINITY; n + 1];
    best[0] = 0.0;
    let mut answer = Cost::INFINITY;
    for (i, word) in words.iter().enumerate() {
        let mut next = vec![Cost::INFINITY; n + 1];
        let mut next_missed = vec![Cost::INFINITY; n + 1];
        for j in 0..=n {
            for (from, to) in [(&best, &mut next), (&missed, &mut next_missed)] {
                let now = from[j];
                if !now.is_finite() {
                    continue;
                }
                if i > 0 {
                    let price = if word.small {
                        0.0
                    } else if word.number {
                        FIGURE
                    } else {
                        SILENT
                    };
                    to[j] = to[j].min(now + price);
                }
                if j < n && sigle.begins[j] {
                    gives(word, sigle, j, now, to);
                }
            }
            // One letter of four or more may be missing, never the first: FNRS, « Fonds de la recherche scientifique ».
            if n >= 4 && j > 0 && j < n {
                let now = next[j];
                next_missed[j + 1] = next_missed[j + 1].min(now + MISSING);
            }
        }
        best = next;
        missed = next_missed;
        let end = best[n].min(missed[n]);
        if end.is_finite()
            && let Some(tail) = tail(&words[i + 1..], bounded)
        {
            answer = answer.min(end + tail);
        }
    }
    answer.is_finite().then_some(answer)
}

/// The ways in which a word gives letters from the j-th on.
fn gives(word: &Word, sigle: &Letters, j: usize, now: Cost, to: &mut [Cost]) {
    let letters = &sigle.letters;
    let base = now + if word.small { SMALL_GIVES } else { 0.0 };
    let mut price = base;
    for k in 1..=word.letters.len().min(letters.len() - j) {
        if word.letters[k - 1] != letters[j + k - 1] {
            break;
        }
        if k > 1 {
            price += if sigle.begins[j + k - 1] { SYLLABLE } else { 0.0 };
        }
        to[j + k] = to[j + k].min(price);
        if word.small {
            break;
        }
        // The second part of a compound, from its beginning.
        if let Some(seam) = word.seam.filter(|s| k <= *s) {
            let mut price = price + SEAM;
            for m in 0..(word.letters.len() - seam).min(letters.len() - j - k) {
                if word.letters[seam + m] != letters[j + k + m] {
                    break;
                }
                if m > 0 {
                    price += SYLLABLE;
                }
                to[j + k + m + 1] = to[j + k + m + 1].min(price);
            }
        }
        // One letter from further inside, in a sigle of some length.
        if k <= 2 && letters.len() >= 3 && j + k < letters.len() && word.letters[k..].contains(&letters[j + k]) {
            to[j + k + 1] = to[j + k + 1].min(price + INSIDE);
        }
    }
}

/// What the words after the last letter cost; none when they cannot belong to the name.
fn tail(words: &[Word], bounded: bool) -> Option<Cost> {
    let Some(first) = words.first() else { return Some(0.0) };
    if words.iter().all(|w| w.small) {
        // « Centre d’action de » is no name.
        return None;
    }
    let count = words.iter().filter(|w| !w.small && !w.number).count();
    let figures = words.iter().filter(|w| w.number).count();
    let price = count as Cost * 0.15 + figures as Cost * 0.05;
    let linked = first.small || first.number || first.pause == Pause::Dash;
    // A name goes on with a complement (« de la province de Namur ») or a subtitle after a dash; in brackets also with an adjective.
    match (linked, bounded) {
        (true, _) if words.len() <= 8 => Some(0.1 + price),
        (false, true) if count <= 3 => Some(0.3 + price * 2.0),
        _ => None,
    }
}

/// The most that a guess may cost, by the number of letters.
pub(super) fn limit(letters: usize) -> Cost {
    match letters {
        0..=2 => 0.1,
        3 => 0.55,
        4 => 1.15,
        5 => 1.5,
        _ => 1.9,
    }
}
