//! What typography cannot mend by itself: letters, digits and signs that the author must look at. [`lint`] finds them and says
//! what to write instead (DOMAIN.md, sections 3.1 to 3.8).
//!
//! What [`super::edits`] mends without a word is never found here, and nothing inside an address or a number for machines is.
//! Each rule is one walk from left to right that looks a bounded distance around, hence the time is linear.

use super::characters::{
    NO_BREAK, OPAQUE, after_digits, after_spaces, before_spaces, had, has, is_apostrophe, is_closing, is_digit, is_exactly, is_letter, is_one_of, is_opening,
    is_sigle, is_space, is_word, value, word_at, word_at_after, word_before,
};
use super::inclusive::{FEMININE, doublet};
use super::lexicon;
use super::numbers::MONTHS;
use super::protect::{protect, telephone};
use super::units::is_quantity;
use super::{Inclusive, Language, Settings};
use std::ops::Range;

/// Something to look at in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lint {
    /// The bytes in question, on character boundaries; empty where something is missing.
    pub range: Range<usize>,
    /// What it is.
    pub kind: LintKind,
    /// What to write there, as Markdown; none when only the author can know.
    pub replacement: Option<String>,
    /// Whether the replacement cannot change the meaning: no letter and no digit differs.
    pub sure: bool,
}

/// The kinds of [`Lint`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum LintKind {
    /// « , , »: a comma too many, or a word too few.
    DoubledComma,
    /// « » mot » »: a guillemet turned the wrong way.
    ReversedGuillemet,
    /// « »Mais »: what is left of a template.
    StrayGuillemet,
    /// « Métier-Formation- Emploi »: a space inside a compound.
    BrokenCompound,
    /// « années ’60 ».
    Decade,
    /// « etc… ».
    EtCaetera,
    /// « Gembloux,… ».
    CommaBeforeEllipsis,
    /// « A Namur » for « À Namur », « Ca » for « Ça ».
    CapitalA,
    /// « Etat » for « État ».
    CapitalAccent,
    /// « coeur » for « cœur ».
    Ligature,
    /// « C.S.C.I.N. ».
    DottedSigle,
    /// « les CRIs ».
    PluralSigle,
    /// « km2 » for « km² ».
    Power,
    /// « B-5000 Namur ».
    PostalPrefix,
    /// « voir N° 12 ».
    NumberCapital,
    /// « art. 12. § 1er 1° ».
    LegalSeparator,
    /// « art. 12bis », whose « bis » is italic.
    LegalSuffix,
    /// « Mr Dupont », « Melle Roy ».
    CivilTitle,
    /// « 081/25.51.80 ».
    Telephone,
    /// « médiateurs(trices) », and every short form where the house wants doublets.
    ShortFeminine,
    /// « 06 Juin ».
    Date,
    /// « à 14:30 ».
    Hour,
    /// « 12.5 % ».
    DecimalPoint,
}

/// What to look at in one paragraph, flattened as for [`super::edits`]; sorted, without overlaps. Texts in other languages than
/// French have none.
pub fn lint(text: &str, settings: &Settings, language: Language) -> Vec<Lint> {
    if language != Language::French {
        return Vec::new();
    }
    let raw: Vec<char> = text.chars().collect();
    let fixed = protect(&raw, settings);
    let view: Vec<char> = raw.iter().zip(&fixed).map(|(&c, &fixed)| if fixed { OPAQUE } else { c }).collect();
    let mut found = Found { list: Vec::new() };
    for rule in RULES {
        rule(&view, settings, &mut found);
    }
    telephones(&raw, &mut found);
    decimals(&view, &mut found);
    let mut list = found.list;
    list.sort_by_key(|f| (f.range.start, f.range.end, f.kind));
    // Two rules that want the same place: the first is enough, the other comes back if it still holds afterwards.
    let mut end = None;
    list.retain(|f| {
        let free = end.is_none_or(|end| f.range.start >= end);
        if free {
            // What stands side by side would be one place for whoever replaces it.
            end = Some(f.range.end.max(f.range.start + 1));
        }
        free
    });
    let offsets: Vec<usize> = text.char_indices().map(|(offset, _)| offset).chain([text.len()]).collect();
    list.into_iter()
        .map(|f| Lint {
            range: offsets[f.range.start.min(raw.len())]..offsets[f.range.end.min(raw.len())],
            kind: f.kind,
            replacement: f.replacement,
            sure: f.sure,
        })
        .collect()
}

/// The guillemets that are turned the wrong way or left by a template: what [`lint`] finds of them, for who looks at nothing else.
pub fn guillemets_astray(text: &str, settings: &Settings, language: Language) -> Vec<Lint> {
    if language != Language::French || !text.contains(['«', '»']) {
        return Vec::new();
    }
    let raw: Vec<char> = text.chars().collect();
    let fixed = protect(&raw, settings);
    let view: Vec<char> = raw.iter().zip(&fixed).map(|(&c, &fixed)| if fixed { OPAQUE } else { c }).collect();
    let mut found = Found { list: Vec::new() };
    guillemets(&view, settings, &mut found);
    if found.list.is_empty() {
        return Vec::new();
    }
    let offsets: Vec<usize> = text.char_indices().map(|(offset, _)| offset).chain([text.len()]).collect();
    found
        .list
        .into_iter()
        .map(|f| Lint { range: offsets[f.range.start]..offsets[f.range.end], kind: f.kind, replacement: f.replacement, sure: f.sure })
        .collect()
}

/// Whether a word lacks the accent of its capital, or its ligature: « ETAT », « COEUR ».
pub fn is_misspelt(word: &str) -> bool {
    let letters: Vec<char> = word.chars().collect();
    lexicon::accented(&letters).or_else(|| lexicon::ligature(&letters)).is_some()
}

/// The text with the replacements made.
pub fn mend(text: &str, lints: &[Lint]) -> String {
    let edits: Vec<super::Edit> =
        lints.iter().filter_map(|l| Some(super::Edit { range: l.range.clone(), text: l.replacement.clone()?, style: super::Style::Plain })).collect();
    super::apply(text, &edits)
}

/// A rule: reads the characters and says what it finds.
type Rule = fn(&[char], &Settings, &mut Found);

const RULES: [Rule; 12] =
    [commas, guillemets, compounds, decades, et_caetera, words, dotted_sigles, powers_and_codes, legal_references, short_feminines, dates_and_hours, ellipses];

/// What the rules have found; positions are characters.
struct Found {
    list: Vec<Place>,
}

struct Place {
    range: Range<usize>,
    kind: LintKind,
    replacement: Option<String>,
    sure: bool,
}

impl Found {
    /// A change of spaces and signs only.
    fn sure(&mut self, kind: LintKind, range: Range<usize>, replacement: impl Into<String>) {
        self.list.push(Place { range, kind, replacement: Some(replacement.into()), sure: true });
    }

    /// A proposal: it changes letters or digits, or something may be missing.
    fn propose(&mut self, kind: LintKind, range: Range<usize>, replacement: impl Into<String>) {
        self.list.push(Place { range, kind, replacement: Some(replacement.into()), sure: false });
    }

    /// Something that only the author can mend.
    fn report(&mut self, kind: LintKind, range: Range<usize>) {
        self.list.push(Place { range, kind, replacement: None, sure: false });
    }
}

/// Two commas with nothing between them: one too many, or a word too few.
fn commas(text: &[char], _: &Settings, found: &mut Found) {
    let mut at = 0;
    while at < text.len() {
        if text[at] != ',' {
            at += 1;
            continue;
        }
        let mut end = at + 1;
        let mut count = 1;
        while has(text, after_spaces(text, end), |c| c == ',') {
            end = after_spaces(text, end) + 1;
            count += 1;
        }
        // « ,,Wort'' »: quotes of a typewriter.
        let quote = end == at + 2 && has(text, end, is_letter) && !had(text, at, |c| is_word(c) || is_closing(c));
        if count > 1 && !quote {
            let start = before_spaces(text, at);
            let stop = after_spaces(text, end);
            let space = if stop > end && stop < text.len() || has(text, stop, is_letter) { ", " } else { "," };
            found.propose(LintKind::DoubledComma, start..stop, space);
        }
        at = end;
    }
}

/// Guillemets that close where they should open, or open where they should close; and one that a template left behind.
fn guillemets(text: &[char], _: &Settings, found: &mut Found) {
    let marks: Vec<usize> = text.iter().enumerate().filter(|(_, c)| matches!(c, '«' | '»')).map(|(at, _)| at).collect();
    let last_close = marks.iter().rposition(|&at| text[at] == '»');
    let mut open = 0usize;
    let mut skip = false;
    for (i, &at) in marks.iter().enumerate() {
        let next = marks.get(i + 1).map(|&n| text[n]);
        if skip {
            skip = false;
            continue;
        }
        let before = before_spaces(text, at);
        let after = after_spaces(text, at + 1);
        let word_after = has(text, after, is_word);
        let begins = before == 0 || text[..before].iter().all(|&c| is_opening(c));
        if text[at] == '«' {
            // « mot « : the second one has its word before it.
            let closes = open == 1 && next != Some('»') && had(text, before, is_word) && !has(text, at + 1, is_word);
            let clings =
                before == at || text[before..at].iter().all(|c| *c != ' ') || after >= text.len() || has(text, after, |c| matches!(c, ',' | '.' | ';'));
            if closes && clings && last_close.is_none_or(|last| last < i) {
                found.sure(LintKind::ReversedGuillemet, at..at + 1, "»");
                open = 0;
            } else {
                open += 1;
            }
            continue;
        }
        if open > 0 {
            open -= 1;
            continue;
        }
        // Nothing is open here. A quotation of several paragraphs closes so: then its word stands before the sign.
        let loose = text.get(before..at).unwrap_or_default().contains(&' ') && (after == at + 1 || text[at + 1..after].iter().all(|c| *c != ' '));
        let parted = before > 0 && text[before..at].contains(&' ') && had(text, before, is_letter);
        if next == Some('»') && word_after && !begins && !loose && parted {
            // Spaces on both sides: it may be either.
            found.propose(LintKind::ReversedGuillemet, at..at + 1, "«");
            skip = true;
        } else if next == Some('»') && word_after && (begins || loose) {
            found.sure(LintKind::ReversedGuillemet, if before == 0 { 0..at + 1 } else { at..at + 1 }, "«");
            skip = true;
        } else if begins && has(text, at + 1, is_letter) {
            found.report(LintKind::StrayGuillemet, at..at + 1);
        }
    }
}

/// The words that may stand between two halves of compounds: « socio- et psychologique ».
const SHARING: &[&str] = &["et", "ou", "ni", "à", "au", "aux", "puis", "mais", "voire", "comme", "que", "de", "du", "des", "en", "dans", "pour", "sur"];

/// Whether a word after « socio- » says that the first half waits for the second on purpose.
pub fn shares_second_half(word: &str) -> bool {
    SHARING.contains(&word)
}

/// A space beside a hyphen of a compound. « socio- et psycho- » share their second half and are right.
fn compounds(text: &[char], _: &Settings, found: &mut Found) {
    for (at, _) in text.iter().enumerate().filter(|(_, c)| **c == '-') {
        let next = after_spaces(text, at + 1);
        let last = before_spaces(text, at);
        let (left, right) = (word_before(text, last), word_at(text, next));
        let goes_on = !right.is_empty() && has(text, next + right.len(), |c| c == '-');
        if left.len() < 2 || (right.len() < 2 && !goes_on) || (is_one_of(right, SHARING) && !goes_on) {
            continue;
        }
        let joined = had(text, last - left.len(), |c| c == '-') || goes_on;
        let capitals = right.len() > 1 && left[0].is_uppercase() && right[0].is_uppercase() && left[1].is_lowercase() && right[1].is_lowercase();
        // « savoir- faire »: the hyphen clings to the first half.
        let small = left.len() > 2 && right.len() > 2 && left.iter().skip(1).chain(right).all(|c| c.is_lowercase());
        let one_space = (next == at + 1) != (last == at);
        if !one_space || !(joined || ((capitals || small) && last == at)) {
            continue;
        }
        // A dash glued to one of its words: « Namur -Dinant » may be two things.
        let place = if next > at + 1 { at + 1..next } else { last..at };
        if joined && next > at + 1 {
            found.sure(LintKind::BrokenCompound, place, "");
        } else {
            found.propose(LintKind::BrokenCompound, place, "");
        }
    }
}

/// « années ’60 »: French has no apostrophe there.
fn decades(text: &[char], _: &Settings, found: &mut Found) {
    let apostrophe = |c: char| matches!(c, '’' | '\'' | '‘' | '´' | '`');
    let mut at = 0;
    while at < text.len() {
        if !matches!(text[at], 'a' | 'A' | 'm' | 'M') {
            at += 1;
            continue;
        }
        let word = word_at(text, at);
        let end = at + word.len();
        if !is_one_of(word, &["années", "annees", "année", "mai"]) {
            at = end.max(at + 1);
            continue;
        }
        let mut next = after_spaces(text, end);
        loop {
            let sign = next;
            let digits = sign + usize::from(has(text, sign, apostrophe));
            let stop = after_digits(text, digits);
            if !matches!(stop - digits, 2 | 4) || has(text, stop, is_letter) {
                break;
            }
            if digits > sign && stop - digits == 2 {
                found.sure(LintKind::Decade, sign..digits, "");
            }
            // « les années 1960’s ».
            if has(text, stop, apostrophe) && has(text, stop + 1, |c| c == 's') && !has(text, stop + 2, is_word) {
                found.propose(LintKind::Decade, stop..stop + 2, "");
                break;
            }
            next = match text.get(stop..).unwrap_or_default() {
                ['-' | '–' | '/', ..] => stop + 1,
                [s, 'e', 't', t, ..] | [s, 'o', 'u', t, ..] if is_space(*s) && is_space(*t) => after_spaces(text, stop + 3),
                [s, 'à', t, ..] if is_space(*s) && is_space(*t) => after_spaces(text, stop + 2),
                [',', s, ..] if is_space(*s) => after_spaces(text, stop + 1),
                _ => break,
            };
        }
        at = end;
    }
}

/// « etc. » has one point, and says by itself that the list goes on.
fn et_caetera(text: &[char], _: &Settings, found: &mut Found) {
    let mut at = 0;
    while at < text.len() {
        if !matches!(text[at], 'e' | 'E') {
            at += 1;
            continue;
        }
        let word = word_at(text, at);
        let end = at + word.len();
        if is_one_of(word, &["etc"]) && !had(text, at, |c| matches!(c, OPAQUE | '.' | '/' | '-')) {
            let mut stop = end;
            let mut points = 0;
            while has(text, after_spaces(text, stop), |c| matches!(c, '.' | '…')) {
                let sign = after_spaces(text, stop);
                points += if text[sign] == '…' { 3 } else { 1 };
                stop = sign + 1;
            }
            let name = has(text, stop, |c| is_word(c) || matches!(c, '/' | '-' | '_'));
            if points > 1 {
                found.sure(LintKind::EtCaetera, end..stop, ".");
            } else if points == 0 && !name {
                found.sure(LintKind::EtCaetera, end..end, ".");
            }
        }
        // « ect. », two letters having changed places.
        if is_one_of(word, &["ect"]) && !had(text, at, |c| is_word(c) || matches!(c, '.' | '/' | '-' | '@')) && has(text, end, |c| matches!(c, '.' | '…')) {
            let points = text[end..].iter().take_while(|c| matches!(c, '.' | '…')).count();
            if !has(text, end + points, is_word) {
                found.propose(LintKind::EtCaetera, at..end + points, "etc.");
            }
        }
        at = end.max(at + 1);
    }
}

/// No comma before « … ».
fn ellipses(text: &[char], _: &Settings, found: &mut Found) {
    for (at, _) in text.iter().enumerate().filter(|(_, c)| **c == ',') {
        let next = after_spaces(text, at + 1);
        let end = match text.get(next..).unwrap_or_default() {
            ['…', ..] => next + 1,
            ['.', '.', '.', ..] => next + 3,
            _ => continue,
        };
        // « , …et puis »: the sign belongs to what follows. Two commas have a finding of their own.
        if has(text, end, is_letter) || had(text, before_spaces(text, at), |c| c == ',') {
            continue;
        }
        found.sure(LintKind::CommaBeforeEllipsis, before_spaces(text, at)..next, "");
    }
}

/// What a single word shows: accents on capitals, ligatures, plurals of sigles, civil titles.
fn words(text: &[char], _: &Settings, found: &mut Found) {
    let mut at = 0;
    while at < text.len() {
        let length = text[at..].iter().take_while(|&&c| is_letter(c)).count();
        if length == 0 {
            at += 1;
            continue;
        }
        let end = at + length;
        let word = &text[at..end];
        // Small letters have nothing to show but « oe ».
        let shows = word[0].is_uppercase() || word.windows(2).any(|two| matches!(two, ['o' | 'O', 'e' | 'E']));
        if shows && !had(text, at, |c| c == OPAQUE || c.is_numeric() || matches!(c, '@' | '_')) && !has(text, end, |c| c == OPAQUE || c.is_numeric()) {
            capital_a(text, at, end, found);
            if let Some(right) = lexicon::accented(word)
                && !is_english(text, at, end)
            {
                found.propose(LintKind::CapitalAccent, at..end, right);
            } else if let Some(right) = lexicon::ligature(word) {
                found.propose(LintKind::Ligature, at..end, right);
            }
            plural_sigle(text, at, end, found);
            civil_title(text, at, end, found);
        }
        at = end;
    }
}

/// Whether a neighbour shows that the word is English: « Education of Adults ».
fn is_english(text: &[char], at: usize, end: usize) -> bool {
    const WORDS: &[&str] = &["of", "for", "and", "the", "in", "with", "first", "second", "adult", "european", "network"];
    is_one_of(word_before(text, before_spaces(text, at)), WORDS) || is_one_of(word_at(text, after_spaces(text, end)), WORDS)
}

/// Whether a sentence begins at `at`.
fn begins_sentence(text: &[char], at: usize) -> bool {
    let before = before_spaces(text, at);
    let Some(&sign) = before.checked_sub(1).and_then(|i| text.get(i)) else { return true };
    match sign {
        '.' => {
            // « M. A. » and « p. ex. » end none; « en 2010. » and « 14 h. » do.
            let word = word_before(text, before - 1);
            let counted = had(text, before_spaces(text, before - 1 - word.len()), is_digit);
            let abbreviated = word.len() == 1 && !counted || is_exactly(word, &["MM", "cf", "Cf", "av", "art", "pp", "al", "vol", "chap", "fig"]);
            before < at && !abbreviated
        }
        '!' | '?' | '…' | ':' => before < at,
        // « Enfin ! » A la suite…
        '»' | '”' => before < at && had(text, before_spaces(text, before - 1), |c| matches!(c, '!' | '?' | '…' | '.')),
        '«' | '“' | '"' | '(' | '•' => true,
        '–' | '—' | '-' => before < at && text[..before - 1].iter().all(|&c| is_space(c)),
        _ => false,
    }
}

/// « A Namur » at the beginning of a sentence is the preposition, unless it is a letter (« A. », « A/B ») or the verb (« A participé »).
fn capital_a(text: &[char], at: usize, end: usize, found: &mut Found) {
    const AFTER: &[&str] = &[
        "la",
        "cet",
        "cette",
        "ces",
        "ce",
        "son",
        "sa",
        "ses",
        "leur",
        "leurs",
        "mon",
        "ma",
        "mes",
        "notre",
        "nos",
        "votre",
        "vos",
        "un",
        "une",
        "chaque",
        "tout",
        "toute",
        "toutes",
        "tous",
        "partir",
        "travers",
        "propos",
        "défaut",
        "côté",
        "cause",
        "titre",
        "condition",
        "force",
        "terme",
        "noter",
        "savoir",
        "suivre",
        "lire",
        "voir",
        "vrai",
        "bientôt",
        "nouveau",
        "peine",
        "quel",
        "quelle",
        "quels",
        "quelles",
        "qui",
        "quoi",
        "quand",
        "ceux",
        "celles",
        "celui",
        "celle",
        "deux",
        "trois",
        "quatre",
        "plusieurs",
        "présent",
        "long",
        "court",
        "moyen",
        "moins",
        "mesure",
        "même",
        "jamais",
        "droite",
        "gauche",
        "raison",
        "part",
        "proximité",
        "distance",
        "domicile",
        "destination",
        "compter",
        "commencer",
        "découvrir",
        "faire",
        "retenir",
        "venir",
        "ne",
        "ses",
        "midi",
        "minuit",
        "pied",
        "vélo",
        "table",
        "nous",
        "vous",
        "eux",
        "elle",
        "elles",
        "lui",
    ];
    let next = after_spaces(text, end);
    if next == end || next >= text.len() {
        return;
    }
    let word = word_at(text, next);
    match &text[at..end] {
        ['A'] => {
            if has(text, end, |c| !is_space(c)) || !begins_sentence(text, at) {
                return;
            }
            let stop = next + word.len();
            let elided = word.len() <= 2 && is_one_of(word, &["l", "d", "qu"]) && has(text, stop, is_apostrophe);
            // A name: « A Sambreville », but not « A B C » nor the title of an English book.
            let following = word_at(text, after_spaces(text, stop));
            let name = word.len() > 2
                && word[0].is_uppercase()
                && word[1..].iter().all(|c| c.is_lowercase())
                && !is_one_of(following, &["in", "of", "the", "to", "and", "for", "is", "y"])
                && !is_one_of(word, &["Coruña"]);
            let digits = after_digits(text, next);
            let counted =
                digits > next && has(text, after_spaces(text, digits), |c| c.is_lowercase()) && !has(text, after_spaces(text, digits) + 1, is_apostrophe);
            if elided || name || is_one_of(word, AFTER) || (counted && !had(text, at, |c| c == '-')) {
                found.propose(LintKind::CapitalA, at..end, "À");
            }
        }
        ['C', 'a'] if begins_sentence(text, at) && !word.is_empty() && word[0].is_lowercase() => found.propose(LintKind::CapitalA, at..end, "Ça"),
        _ => {}
    }
}

/// « les CRIs », « les CRI’s »: sigles do not vary.
fn plural_sigle(text: &[char], at: usize, end: usize, found: &mut Found) {
    let word = &text[at..end];
    let capitals = |w: &[char]| w.len() >= 2 && w[0].is_uppercase() && w[w.len() - 2..].iter().all(|c| c.is_uppercase());
    if let [stem @ .., 's'] = word
        && capitals(stem)
        && !has(text, end, |c| c == '@' || is_apostrophe(c))
        && !(has(text, end, |c| c == '.') && has(text, end + 1, is_word))
    {
        found.propose(LintKind::PluralSigle, end - 1..end, "");
    }
    if capitals(word) && has(text, end, is_apostrophe) && has(text, end + 1, |c| c == 's') && !has(text, end + 2, |c| is_word(c) || matches!(c, '.' | '-')) {
        found.propose(LintKind::PluralSigle, end..end + 2, "");
    }
}

/// « Mr » is the English Mister, « Melle » is no word, and « Mme » has no point: its last letter is there.
fn civil_title(text: &[char], at: usize, end: usize, found: &mut Found) {
    let word = &text[at..end];
    let point = end + usize::from(has(text, end, |c| c == '.'));
    let next = after_spaces(text, point);
    // « Mr et Mme Dupont ».
    let pair = is_one_of(word_at(text, next), &["et", "ou"])
        && is_exactly(word_at(text, after_spaces(text, next + 2)), &["Mme", "Mmes", "Mlle", "Melle", "Mr", "Mrs", "M", "Madame"]);
    let named = next > end && (pair || has(text, next, char::is_uppercase) || is_one_of(word_at_after(text, next), &["le", "la"]));
    if !named || had(text, at, |c| matches!(c, '-' | '’' | '\'')) {
        return;
    }
    if is_exactly(word, &["Mr"]) {
        found.propose(LintKind::CivilTitle, at..point, if next > point { "M." } else { "M. " });
    } else if is_exactly(word, &["Melle"]) {
        found.propose(LintKind::CivilTitle, at..point, "Mlle");
    } else if is_exactly(word, &["Melles"]) {
        found.propose(LintKind::CivilTitle, at..point, "Mlles");
    } else if point > end && next > point && is_exactly(word, &["Mme", "Mmes", "Mlle", "Mlles", "Dr", "Mgr"]) {
        found.sure(LintKind::CivilTitle, end..point, "");
    }
}

/// « C.S.C.I.N. »: a sigle has no points. Initials of a person, and what has two letters (« A.R. », « M.B. »), keep theirs.
fn dotted_sigles(text: &[char], _: &Settings, found: &mut Found) {
    const DETERMINERS: &[&str] =
        &["le", "la", "l", "les", "un", "une", "des", "du", "de", "d", "au", "aux", "ce", "cet", "cette", "ces", "son", "sa", "leur", "par", "et", "ou", "en"];
    const OPENINGS: &[&str] = &[
        "le", "la", "l", "les", "un", "une", "des", "il", "elle", "ils", "elles", "en", "ce", "cet", "cette", "ces", "dans", "pour", "par", "à", "au", "aux",
        "on", "nous", "vous", "son", "sa", "ses", "depuis", "avec", "mais", "or", "si", "de", "du", "d", "c", "j", "qu", "s", "n",
    ];
    if !text.contains(&'.') {
        return;
    }
    let mut at = 0;
    while at < text.len() {
        let mut end = at;
        let mut letters = String::new();
        while let (Some(&c), true) = (text.get(end), has(text, end + 1, |c| c == '.')) {
            // « a.s.b.l. » too: letters of one kind.
            if !is_letter(c) || letters.chars().next().is_some_and(|first| first.is_uppercase() != c.is_uppercase()) {
                break;
            }
            letters.push(c);
            end += 2;
        }
        // Short rows of small letters are abbreviations of words (« p.ex. », « c.q.f.d. » is a word of four).
        let small = letters.starts_with(char::is_lowercase);
        if small && (letters.chars().count() < 4 || letters == "cqfd") {
            at = end.max(at + 1);
            continue;
        }
        // The last letter may have no point.
        if !small && letters.chars().count() >= 2 && has(text, end, char::is_uppercase) && !has(text, end + 1, |c| is_word(c) || c == '.') {
            letters.push(text[end]);
            end += 1;
        }
        let apart =
            !had(text, at, |c| is_word(c) || matches!(c, '.' | '-' | '@' | '_' | '/')) && !has(text, end, |c| is_word(c) || matches!(c, '@' | '/' | '-'));
        if letters.chars().count() < 3 || !apart {
            at = end.max(at + 1);
            continue;
        }
        let pointed = had(text, end, |c| c == '.');
        let next = after_spaces(text, end);
        let word = word_at(text, next);
        let name = next > end && word.len() > 1 && word[0].is_uppercase() && word[1].is_lowercase();
        let opens = is_one_of(word, OPENINGS);
        let before = word_before(text, {
            let b = before_spaces(text, at);
            b - usize::from(had(text, b, is_apostrophe))
        });
        // « J.R.R. Tolkien ».
        if name && !opens && !is_one_of(before, DETERMINERS) {
            at = end;
            continue;
        }
        // Its last point may also be that of the sentence.
        let alone = text[..at].iter().all(|&c| is_space(c));
        let last = pointed && ((name && opens) || (next >= text.len() && !alone));
        if last {
            letters.push('.');
            found.propose(LintKind::DottedSigle, at..end, letters);
        } else {
            found.sure(LintKind::DottedSigle, at..end, letters);
        }
        at = end;
    }
}

/// « km2 », « B-5000 Namur », « voir N° 12 ».
fn powers_and_codes(text: &[char], _: &Settings, found: &mut Found) {
    const LENGTHS: &[&str] = &["m", "km", "hm", "dam", "dm", "cm", "mm"];
    if !text.iter().any(|c| is_digit(*c)) {
        return;
    }
    let mut at = 0;
    while at < text.len() {
        let word = if had(text, at, is_letter) { &[][..] } else { word_at_after(text, at) };
        let end = at + word.len();
        if is_exactly(word, LENGTHS) && !had(text, at, |c| matches!(c, '.' | '-' | '_' | '@' | OPAQUE)) {
            let measured = had(text, before_spaces(text, at), is_digit);
            let sign = end + usize::from(measured && has(text, end, |c| c == '.'));
            let power = match text.get(sign) {
                Some('2') => "²",
                Some('3') => "³",
                _ => "",
            };
            let goes_on = has(text, sign + 1, |c| is_word(c) || matches!(c, '@' | '_' | '²' | '³'))
                || (has(text, sign + 1, |c| matches!(c, '.' | ',' | '/' | '-')) && has(text, sign + 2, is_word));
            if !power.is_empty() && !goes_on {
                found.propose(LintKind::Power, end..sign + 1, power);
            }
        }
        let hyphen = after_spaces(text, end);
        let spaced = hyphen > end && is_exactly(word, &["B"]) && has(text, hyphen, |c| matches!(c, '-' | '–')) && has(text, hyphen + 1, is_space);
        let end = if spaced { hyphen } else { end };
        if is_exactly(word, &["B", "BE"]) && has(text, end, |c| matches!(c, '-' | '–')) && !had(text, at, |c| is_word(c) || matches!(c, '-' | '.' | '/')) {
            let first = after_spaces(text, end + 1);
            let digits = after_digits(text, first);
            let place = after_spaces(text, digits);
            if digits == first + 4 && place > digits && has(text, place, char::is_uppercase) && text[first] != '0' {
                found.propose(LintKind::PostalPrefix, at..first, "");
            }
        }
        if matches!(text[at], 'N') && has(text, at + 1, |c| matches!(c, '°' | 'º')) && !had(text, at, is_word) {
            let number = after_spaces(text, at + 2);
            let stop = after_digits(text, number);
            let whole = text[..at].iter().chain(&text[stop..]).all(|&c| is_space(c));
            let shouted = is_sigle(word_before(text, before_spaces(text, at)));
            if stop > number && !shouted && (whole || !begins_sentence(text, at)) {
                found.propose(LintKind::NumberCapital, at..at + 1, "n");
            }
        }
        at = end.max(at + 1);
    }
}

/// The suffixes of articles that were put between two others.
const SUFFIXES: &[&str] = &[
    "bis",
    "ter",
    "quater",
    "quinquies",
    "sexies",
    "septies",
    "octies",
    "nonies",
    "novies",
    "decies",
    "undecies",
    "duodecies",
    "terdecies",
    "quaterdecies",
    "quindecies",
    "vicies",
];

/// « art. 12*bis*, § 1er, 1° »: commas part the members of a reference to a law, and its suffixes are italic.
fn legal_references(text: &[char], _: &Settings, found: &mut Found) {
    let mut at = 0;
    while at < text.len() {
        let first = match matches!(text[at], 'a' | 'A' | '§').then(|| member(text, at, true)).flatten() {
            Some(member) if !had(text, at, |c| is_word(c) || c == '-') => member,
            _ => {
                at += 1;
                continue;
            }
        };
        let mut current = first;
        loop {
            if let Some(suffix) = current.suffix.clone() {
                let letters: String = text[suffix.clone()].iter().collect();
                found.propose(LintKind::LegalSuffix, suffix, format!("*{letters}*"));
            }
            let sign = current.end + usize::from(has(text, current.end, |c| matches!(c, '.' | ',')));
            let next = after_spaces(text, sign);
            let Some(following) = member(text, next, false).filter(|_| next > current.end) else { break };
            let comma = text[current.end..sign] == [','] && next > sign;
            if !comma {
                found.sure(LintKind::LegalSeparator, current.end..next, ", ");
            }
            current = following;
        }
        at = current.end.max(at + 1);
    }
}

/// A member of a reference to a law: where it ends, and its suffix.
struct Member {
    end: usize,
    suffix: Option<Range<usize>>,
}

/// Reads « art. 12bis », « § 1er », « al. 2 » or « 1° ». Only an article or a paragraph begins a reference.
fn member(text: &[char], at: usize, first: bool) -> Option<Member> {
    let word = word_at(text, at);
    let head = at + word.len();
    let point = head + usize::from(has(text, head, |c| c == '.'));
    let article = is_one_of(word, &["art", "article"]);
    let number = if article || (!first && is_one_of(word, &["al", "alinéa"])) {
        after_spaces(text, point)
    } else if has(text, at, |c| c == '§') {
        after_spaces(text, at + 1)
    } else if !first && has(text, at, is_digit) {
        at
    } else {
        return None;
    };
    let mut digits = after_digits(text, number);
    if digits == number || digits > number + 4 {
        return None;
    }
    if has(text, digits, |c| matches!(c, '/' | '-')) && has(text, digits + 1, is_digit) {
        digits = after_digits(text, digits + 1);
    }
    if number == at {
        // « 1° » needs its sign: otherwise it is any number.
        return has(text, digits, |c| matches!(c, '°' | 'º')).then_some(Member { end: digits + 1, suffix: None }).filter(|m| !has(text, m.end, is_word));
    }
    let start = after_spaces(text, digits);
    let letters = word_at_after(text, start);
    let end = start + letters.len();
    if is_exactly(letters, SUFFIXES) {
        return Some(Member { end, suffix: Some(start..end) });
    }
    if start == digits && is_exactly(letters, &["er", "e", "re"]) {
        return Some(Member { end, suffix: None });
    }
    (!has(text, digits, is_word)).then_some(Member { end: digits, suffix: None })
}

/// « médiateurs(trices) »: a parenthesis makes the feminine an aside. Where the house wants doublets, every short form is found.
fn short_feminines(text: &[char], settings: &Settings, found: &mut Found) {
    if settings.inclusive != Inclusive::Doublet && !text.contains(&'(') {
        return;
    }
    let mut at = 0;
    while at < text.len() {
        let stem = word_at(text, at);
        let sign_at = at + stem.len();
        let sign = text.get(sign_at).copied().unwrap_or(' ');
        let signs: &[char] = if settings.inclusive == Inclusive::Doublet { &['(', '·', '.', '-', '•', '‧'] } else { &['('] };
        if stem.len() < 2 || !signs.contains(&sign) || had(text, at, |c| matches!(c, '-' | '.' | '@' | '/' | OPAQUE)) {
            at = sign_at.max(at + 1);
            continue;
        }
        let begin = sign_at + 1 + usize::from(sign == '(' && has(text, sign_at + 1, |c| c == '-'));
        let ending = word_at_after(text, begin);
        let end = begin + ending.len();
        let again = if sign == '(' { ')' } else { sign };
        let shut = has(text, end, |c| c == again);
        let plural = shut && has(text, end + 1, |c| c == 's') && !has(text, end + 2, is_word);
        let stop = if plural { end + 2 } else { end + usize::from(sign == '(' && shut) };
        let goes_on = has(text, stop, |c| is_word(c) || is_apostrophe(c) || matches!(c, '-' | '@' | '/' | '·'))
            || (has(text, stop, |c| c == '.') && has(text, stop + 1, is_word));
        let hyphen = sign == '-' && !plural;
        if is_exactly(ending, FEMININE) && !goes_on && !hyphen && (sign != '(' || shut) {
            match doublet(stem, ending, plural) {
                Some(words) => found.propose(LintKind::ShortFeminine, at..stop, words),
                // « un(e) » goes with the noun that follows.
                None if stem.len() <= 2 => {}
                None => found.report(LintKind::ShortFeminine, at..stop),
            }
            at = stop;
        } else {
            at = sign_at + 1;
        }
    }
}

/// « 06 juin », « 6 Juin », « 1 mai »; « à 14:30 ».
fn dates_and_hours(text: &[char], _: &Settings, found: &mut Found) {
    const BEFORE_HOUR: &[&str] = &["à", "de", "dès", "vers", "avant", "après", "jusqu", "entre", "et", "h", "heure", "heures", "partir"];
    let mut at = 0;
    while at < text.len() {
        if !is_digit(text[at]) {
            at += 1;
            continue;
        }
        let end = after_digits(text, at);
        let apart = !had(text, at, |c| is_word(c) || matches!(c, '.' | ',' | '/' | ':' | '-' | '–' | '\'' | '’')) && end - at <= 2;
        if apart && let Some(number) = value(&text[at..end]) {
            let next = after_spaces(text, end);
            let month = word_at(text, next);
            if next > end && (1..=31).contains(&number) && is_one_of(month, MONTHS) {
                if number == 1 {
                    found.propose(LintKind::Date, at..end, "1er");
                } else if text[at] == '0' {
                    found.propose(LintKind::Date, at..at + 1, "");
                }
                if month[0].is_uppercase() && month[1..].iter().all(|c| c.is_lowercase()) {
                    found.propose(LintKind::Date, next..next + 1, month[0].to_lowercase().to_string());
                }
            }
            let minutes = after_digits(text, end + 1);
            let clock = has(text, end, |c| c == ':') && minutes == end + 3 && number <= 23 && text[end + 1] <= '5';
            let goes_on = has(text, minutes, |c| is_word(c) || matches!(c, ':' | '/' | '-'))
                || (has(text, minutes, |c| matches!(c, '.' | ',')) && has(text, minutes + 1, is_digit));
            let before = before_spaces(text, at);
            let said = before == 0 || had(text, before, |c| matches!(c, '(' | '–' | '•')) || is_one_of(word_before(text, before), BEFORE_HOUR);
            let already = has(text, after_spaces(text, minutes), |c| c == 'h');
            if clock && !goes_on && said && !already {
                found.propose(LintKind::Hour, end..end + 1, format!("{NO_BREAK}h{NO_BREAK}"));
            }
        }
        at = end;
    }
}

/// « 12.5 % »: the decimal sign of French is a comma. The frequency of a station (« 101.5 FM ») is its name, and three digits are thousands.
fn decimals(text: &[char], found: &mut Found) {
    for (at, _) in text.iter().enumerate().filter(|(_, c)| **c == '.') {
        let end = after_digits(text, at + 1);
        let start = at - text[..at].iter().rev().take_while(|c| is_digit(**c)).count();
        let short = (1..=2).contains(&(end - at - 1)) && (1..=6).contains(&(at - start));
        if !short || had(text, start, |c| is_word(c) || matches!(c, '.' | ',' | '/' | '-' | ':' | '+')) {
            continue;
        }
        let unit = word_at_after(text, after_spaces(text, end));
        // Hours and the parts of a text are numbered with points too.
        if is_quantity(text, end) && !is_exactly(unit, &["FM", "AM", "h", "a", "V"]) {
            found.sure(LintKind::DecimalPoint, at..at + 1, ",");
        }
    }
}

/// Telephone numbers with strokes, points or a zero in parentheses. They are protected from every other rule, so that this one looks
/// at the text itself. International numbers: ITU-T E.123; Belgian groups: by zone, as the numbering plan has them.
fn telephones(text: &[char], found: &mut Found) {
    let mut at = 0;
    while at < text.len() {
        let starts = matches!(text[at], '+' | '0') && !had(text, at, |c| is_word(c) || matches!(c, '+' | '.' | '/' | '-' | ':' | '=' | '@' | '_'));
        let Some(end) = starts.then(|| telephone(text, at)).flatten() else {
            at += 1;
            continue;
        };
        let written = &text[at..end];
        let named = had(text, before_spaces(text, at), |c| matches!(c, '°' | 'º'))
            || is_one_of(word_before(text, before_spaces(text, at)), &["BCE", "TVA", "BE", "KBO", "ISBN", "ISSN", "entreprise", "dossier", "compte", "RPM"]);
        let goes_on = has(text, end, |c| is_word(c) || matches!(c, '/' | '-' | '_' | '=')) || (has(text, end, |c| c == '.') && has(text, end + 1, is_word));
        // « 0032 81 … »: a sign everywhere, the digits of one exchange.
        let signs = written.starts_with(&['0', '0']) || written.iter().any(|c| matches!(c, '/' | '.' | '-' | '('));
        if signs
            && !named
            && !goes_on
            && let Some((right, sure)) = telephone_groups(written)
        {
            if sure {
                found.sure(LintKind::Telephone, at..end, right);
            } else {
                found.propose(LintKind::Telephone, at..end, right);
            }
        }
        at = end;
    }
}

/// The number in the groups in which it is said, and whether its digits are the same; nothing when it may be something else.
fn telephone_groups(written: &[char]) -> Option<(String, bool)> {
    let zero = written.windows(3).any(|three| three == ['(', '0', ')']);
    let groups: Vec<usize> = written.split(|c| !is_digit(*c)).map(<[char]>::len).filter(|n| *n > 0).collect();
    let text: String = written.iter().collect::<String>().replace("(0)", " ");
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    let (prefix, national) = if let Some(rest) = digits.strip_prefix("32").filter(|_| text.starts_with('+')) {
        ("+32", rest.to_owned())
    } else if let Some(rest) = digits.strip_prefix("0032") {
        ("+32", rest.to_owned())
    } else if text.starts_with('+') {
        // Another country: its groups are its own business.
        return zero.then(|| (text.split_whitespace().collect::<Vec<_>>().join(&NO_BREAK.to_string()), false));
    } else {
        // A date, or an enterprise number.
        if groups == [2, 2, 4] || groups == [4, 3, 3] {
            return None;
        }
        ("0", digits.strip_prefix('0')?.to_owned())
    };
    let national = national.strip_prefix('0').filter(|_| prefix == "+32").unwrap_or(&national);
    let sizes: &[usize] = match (national.len(), national.as_bytes().first()?) {
        (9, b'4') => &[3, 2, 2, 2],
        (8, b'2' | b'3' | b'4' | b'9') if !national.starts_with("90") => &[1, 3, 2, 2],
        (8, b'8') if national.starts_with("800") => &[3, 2, 3],
        (8, b'9') => &[3, 2, 3],
        (8, b'1' | b'5' | b'6' | b'7' | b'8') => &[2, 2, 2, 2],
        _ => return None,
    };
    let mut out = if prefix == "+32" { format!("+32{NO_BREAK}") } else { "0".to_owned() };
    let mut from = 0;
    for (i, size) in sizes.iter().enumerate() {
        if i > 0 {
            out.push(NO_BREAK);
        }
        out.push_str(national.get(from..from + size)?);
        from += size;
    }
    let same: String = out.chars().filter(char::is_ascii_digit).collect();
    let before: String = written.iter().filter(|c| is_digit(**c)).collect();
    Some((out, same == before))
}
