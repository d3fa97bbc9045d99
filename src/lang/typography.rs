//! French typography of running text: spaces, quotes, apostrophes, dashes, numbers, superscripts.
//!
//! [`edits`] looks at one paragraph and says what to change. It follows DOMAIN.md, section 3: only marks
//! that can be undone are touched (spaces, quotes, dashes, an ordinal's ending), never a word or a digit, and
//! nothing inside an address, a file name, a telephone or an account number.
//!
//! How it works: the paragraph becomes a line of characters, some of them *opaque* (see `protect`); the rules,
//! each a single walk from left to right, run one after the other over the line; the whole is repeated until
//! nothing changes any more, so that a text already set stays as it is. A line that never settles is left as
//! written. Every walk looks a bounded distance around each character, hence the time is linear.

use std::ops::Range;

use unicode_normalization::char::is_combining_mark;

/// Stands for something that is not text (code, a picture, a reference): never edited, a letter for its
/// neighbours. The rules also see it in place of every protected character.
const OPAQUE: char = '\u{fffc}';
const NO_BREAK: char = '\u{a0}';
const THIN: char = '\u{202f}';

/// Rounds before a line that does not settle is given up. Three are usual, the last one changing nothing.
const ROUNDS: usize = 24;

/// A change to a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit {
    /// The bytes replaced, on character boundaries of the original text; empty for an insertion.
    pub range: Range<usize>,
    /// What stands there instead. It equals the original where only the style changes.
    pub text: String,
    /// How it is set.
    pub style: Style,
}

/// How the text of an [`Edit`] is set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Style {
    /// As its surroundings.
    #[default]
    Plain,
    /// Raised: the « er » of « 1er ».
    Superscript,
    /// Italic. No rule here asks for it yet: « 12*bis* » is a correction proposed to the author.
    Italic,
}

/// The habits of a house (DOMAIN.md 3.2).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Profile {
    /// Thin space before ; ! ? and inside « », U+00A0 before the colon.
    #[default]
    BeDefault,
    /// Thin space before the colon too.
    FinePartout,
    /// U+00A0 inside « ».
    ImprimerieNationale,
    /// No space before ; : ! ? nor inside « » (EU Interinstitutional style guide, 6.4).
    Ue,
    /// Easy to read: no thin space anywhere, U+00A0 in its place.
    Falc,
}

/// The space before a sign.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Space {
    /// None at all.
    None,
    /// U+00A0.
    NoBreak,
    /// U+202F.
    Thin,
}

/// Quotes inside quotes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum NestedQuotes {
    /// “ ”, then ‘ ’.
    #[default]
    English,
    /// « » at every level.
    French,
}

/// « 2ème ».
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Ordinals {
    /// Becomes « 2e », with the ending raised.
    #[default]
    Normalise,
    /// Stays. « 1er » and « 2e » are still raised.
    Keep,
}

/// « intervenant.e.s » (DOMAIN.md 3.8).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Inclusive {
    /// As the author wrote it.
    #[default]
    Garder,
    /// With U+00B7: « intervenant·e·s », from points, hyphens and parentheses.
    Median,
}

/// What depends on the house.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Settings {
    /// The spaces around signs.
    pub profile: Profile,
    /// The space before a colon; `None` leaves it to the profile.
    pub colon: Option<Space>,
    /// Quotes inside quotes.
    pub nested: NestedQuotes,
    /// Whether ! and ? keep their space after « … ».
    pub space_after_ellipsis: bool,
    /// Endings of ordinals.
    pub ordinals: Ordinals,
    /// Inclusive forms.
    pub inclusive: Inclusive,
    /// Whether the « me » of « Mme » is raised, and its like (Mlle, Dr, Me, Mgr).
    pub superscript_titles: bool,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            profile: Profile::default(),
            colon: None,
            nested: NestedQuotes::default(),
            space_after_ellipsis: true,
            ordinals: Ordinals::default(),
            inclusive: Inclusive::default(),
            superscript_titles: false,
        }
    }
}

impl Settings {
    /// U+202F, or what the profile has in its place.
    fn thin(&self) -> char {
        match self.profile {
            Profile::BeDefault | Profile::FinePartout | Profile::ImprimerieNationale => THIN,
            Profile::Ue | Profile::Falc => NO_BREAK,
        }
    }

    fn before_high_sign(&self) -> Option<char> {
        (self.profile != Profile::Ue).then(|| self.thin())
    }

    fn before_colon(&self) -> Option<char> {
        match (self.colon, self.profile) {
            (Some(Space::None), _) | (None, Profile::Ue) => None,
            (Some(Space::Thin), _) | (None, Profile::FinePartout) => Some(THIN),
            (Some(Space::NoBreak), _) | (None, Profile::BeDefault | Profile::ImprimerieNationale | Profile::Falc) => Some(NO_BREAK),
        }
    }

    fn inside_guillemets(&self) -> Option<char> {
        match self.profile {
            Profile::BeDefault | Profile::FinePartout => Some(THIN),
            Profile::ImprimerieNationale | Profile::Falc => Some(NO_BREAK),
            Profile::Ue => None,
        }
    }
}

/// The language of a paragraph. All rules are for French; Dutch, German and English get their quotes,
/// apostrophes and ellipses, another language nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Language {
    /// French.
    #[default]
    French,
    /// Dutch: ‘ ’.
    Dutch,
    /// German: „ “.
    German,
    /// English: “ ”.
    English,
    /// Any other.
    Other,
}

/// What to change in one paragraph, flattened (emphasis removed, so that quotes pair across it), with U+FFFC
/// in place of whatever is not text. The edits are sorted and do not overlap; several may touch, and at the same
/// place the first comes first.
pub fn edits(text: &str, settings: &Settings, language: Language) -> Vec<Edit> {
    settle(text, settings, language).map(|line| line.edits(text)).unwrap_or_default()
}

/// Repeats the rules until a round changes nothing: what comes out is then its own result, by construction.
fn settle(text: &str, settings: &Settings, language: Language) -> Option<Line> {
    let mut line = Line::new(text);
    for _ in 0..ROUNDS {
        let before = line.characters();
        line.round(settings, language);
        if line.same_as(&before) {
            return Some(line);
        }
    }
    None
}

/// The text with the edits made, styles dropped. An edit that does not fit the text (out of order, out of range,
/// inside a character) is passed over.
pub fn apply(text: &str, edits: &[Edit]) -> String {
    let mut result = String::with_capacity(text.len() + text.len() / 8);
    let mut position = 0;
    for edit in edits {
        let (Some(before), Some(_)) = (text.get(position..edit.range.start), text.get(edit.range.clone())) else {
            continue;
        };
        result.push_str(before);
        result.push_str(&edit.text);
        position = edit.range.end;
    }
    result.push_str(text.get(position..).unwrap_or_default());
    result
}

/// The text as it is to be printed, styles dropped. Doing it twice changes nothing more.
pub fn typeset(text: &str, settings: &Settings, language: Language) -> String {
    apply(text, &edits(text, settings, language))
}

/// One character of the line being set.
#[derive(Clone, Copy)]
struct Cell {
    c: char,
    /// Its byte offset in the original text; `None` for a character put in by a rule.
    source: Option<usize>,
    /// Part of something that must not be edited.
    fixed: bool,
    style: Style,
}

/// The paragraph while the rules work on it.
struct Line {
    cells: Vec<Cell>,
}

/// A rule: reads the characters and asks for changes, from left to right.
type Rule = fn(&[char], &Settings, &mut Changes);

impl Line {
    fn new(text: &str) -> Self {
        let cell = |(offset, c)| Cell { c, source: Some(offset), fixed: c == OPAQUE, style: Style::Plain };
        Self { cells: text.char_indices().map(cell).collect() }
    }

    fn characters(&self) -> Vec<char> {
        self.cells.iter().map(|cell| cell.c).collect()
    }

    fn same_as(&self, characters: &[char]) -> bool {
        self.cells.len() == characters.len() && self.cells.iter().zip(characters).all(|(cell, &c)| cell.c == c)
    }

    fn round(&mut self, settings: &Settings, language: Language) {
        const FRENCH: [Rule; 15] = [
            collapse_spaces,
            ellipses,
            french_quotes,
            french_apostrophes,
            inclusive_forms,
            ordinals,
            page_ranges,
            numbers,
            references,
            dashes,
            slashes,
            brackets,
            low_signs,
            guillemets,
            high_signs,
        ];
        const DUTCH: [Rule; 3] = [ellipses, dutch_quotes, dutch_apostrophes];
        const GERMAN: [Rule; 3] = [ellipses, german_quotes, german_apostrophes];
        const ENGLISH: [Rule; 3] = [ellipses, english_quotes, english_apostrophes];
        let rules: &[Rule] = match language {
            Language::French => &FRENCH,
            Language::Dutch => &DUTCH,
            Language::German => &GERMAN,
            Language::English => &ENGLISH,
            Language::Other => &[],
        };
        let protected = protect(&self.characters(), settings);
        for (cell, protected) in self.cells.iter_mut().zip(protected) {
            cell.fixed = protected;
        }
        let mut view = self.view();
        for rule in rules {
            let mut changes = Changes::default();
            rule(&view, settings, &mut changes);
            if !changes.list.is_empty() {
                self.make(changes);
                view = self.view();
            }
        }
    }

    /// The characters as the rules see them.
    fn view(&self) -> Vec<char> {
        self.cells.iter().map(|cell| if cell.fixed { OPAQUE } else { cell.c }).collect()
    }

    fn make(&mut self, changes: Changes) {
        let mut cells = Vec::with_capacity(self.cells.len() + changes.list.len());
        let mut position = 0;
        for Change { range, text, style } in changes.list {
            // Rules see what is fixed as opaque and have no reason to touch it; this makes it certain.
            let Some(old) = self.cells.get(range.clone()) else { continue };
            if range.start < position || old.iter().any(|cell| cell.fixed) {
                continue;
            }
            cells.extend_from_slice(&self.cells[position..range.start]);
            if old.len() == text.len() && old.iter().zip(&text).all(|(cell, &c)| cell.c == c) {
                cells.extend(old.iter().map(|&cell| Cell { style, ..cell }));
            } else {
                cells.extend(text.into_iter().map(|c| Cell { c, source: None, fixed: false, style }));
            }
            position = range.end;
        }
        cells.extend_from_slice(&self.cells[position..]);
        self.cells = cells;
    }

    /// Compares what is left of the original with the original.
    fn edits(&self, text: &str) -> Vec<Edit> {
        let mut edits: Vec<Edit> = Vec::new();
        let mut position = 0;
        let mut rest = self.cells.as_slice();
        while !rest.is_empty() || position < text.len() {
            // What was put in up to the next original character stands for what was taken out before it.
            let kept = rest.iter().position(|cell| cell.source.is_some()).unwrap_or(rest.len());
            let (inserted, after) = rest.split_at(kept);
            let until = after.first().and_then(|cell| cell.source).unwrap_or(text.len());
            let removed = text.get(position..until).unwrap_or_default();
            let unchanged = inserted.iter().all(|cell| cell.style == Style::Plain) && inserted.iter().map(|cell| cell.c).eq(removed.chars());
            if !unchanged {
                let mut start = position;
                for run in inserted.chunk_by(|a, b| a.style == b.style) {
                    let text = run.iter().map(|cell| cell.c).collect();
                    edits.push(Edit { range: start..until, text, style: run[0].style });
                    start = until;
                }
                if inserted.is_empty() {
                    edits.push(Edit { range: start..until, text: String::new(), style: Style::Plain });
                }
            }
            position = until;
            rest = after;
            // Original characters: an edit only where the style changed, one for neighbours of the same style.
            let count = rest.iter().take_while(|cell| cell.source == Some(position) && advance(&mut position, cell.c)).count();
            let (originals, after) = rest.split_at(count);
            for run in originals.chunk_by(|a, b| a.style == b.style) {
                if let [Cell { source: Some(start), style, .. }, ..] = *run
                    && style != Style::Plain
                {
                    let text: String = run.iter().map(|cell| cell.c).collect();
                    edits.push(Edit { range: start..start + text.len(), text, style });
                }
            }
            rest = after;
        }
        edits
    }
}

fn advance(position: &mut usize, c: char) -> bool {
    *position += c.len_utf8();
    true
}

/// A change to the line: positions are characters, not bytes.
struct Change {
    range: Range<usize>,
    text: Vec<char>,
    style: Style,
}

/// What one rule asks for, from left to right. A request that overlaps an earlier one is passed over, even when
/// the earlier one found its wish fulfilled: two wishes for one place would take turns for ever.
#[derive(Default)]
struct Changes {
    list: Vec<Change>,
    /// The end of the last place asked for.
    claimed: usize,
}

impl Changes {
    fn push(&mut self, range: Range<usize>, text: Vec<char>, style: Style) {
        if self.claim(&range) {
            self.list.push(Change { range, text, style });
        }
    }

    fn claim(&mut self, range: &Range<usize>) -> bool {
        let free = range.start >= self.claimed;
        if free {
            self.claimed = range.end;
        }
        free
    }

    fn replace(&mut self, range: Range<usize>, text: &str) {
        self.push(range, text.chars().collect(), Style::Plain);
    }

    fn glyph(&mut self, at: usize, c: char) {
        self.push(at..at + 1, vec![c], Style::Plain);
    }

    /// Sets the space that stands at `range` (an empty range where there is none yet).
    fn space(&mut self, text: &[char], range: Range<usize>, wanted: Option<char>) {
        if text.get(range.clone()) == Some(wanted.as_slice()) {
            self.claim(&range);
        } else {
            self.push(range, wanted.into_iter().collect(), Style::Plain);
        }
    }

    /// Makes the space at `range` one at which a line may break.
    fn breakable(&mut self, text: &[char], range: Range<usize>) {
        if matches!(text.get(range.clone()), Some([' ' | '\n'])) {
            self.claim(&range);
        } else {
            self.push(range, vec![' '], Style::Plain);
        }
    }
}

// ---------------------------------------------------------------------------------------------------------
// Characters and words

fn is_space(c: char) -> bool {
    if c.is_ascii() { matches!(c, ' ' | '\t'..='\r') } else { c.is_whitespace() }
}

fn is_letter(c: char) -> bool {
    if c.is_ascii() { c.is_ascii_alphabetic() } else { c.is_alphabetic() || is_combining_mark(c) }
}

/// A letter, a digit or something opaque.
fn is_word(c: char) -> bool {
    is_letter(c) || c.is_numeric() || c == OPAQUE
}

fn is_opening(c: char) -> bool {
    matches!(c, '(' | '[' | '{' | '«' | '“' | '„' | '‘' | '‚' | '¿' | '¡')
}

fn is_closing(c: char) -> bool {
    matches!(c, ')' | ']' | '}' | '»' | '”' | '’' | '"')
}

fn is_apostrophe(c: char) -> bool {
    matches!(c, '’' | '\'')
}

fn is_high(c: char) -> bool {
    matches!(c, ';' | '!' | '?' | ':')
}

fn is_digit(c: char) -> bool {
    c.is_ascii_digit()
}

/// Whether the character at `at` exists and is one of a kind.
fn has(text: &[char], at: usize, kind: impl Fn(char) -> bool) -> bool {
    text.get(at).is_some_and(|&c| kind(c))
}

/// Whether the character before `at` exists and is one of a kind.
fn had(text: &[char], at: usize, kind: impl Fn(char) -> bool) -> bool {
    at > 0 && has(text, at - 1, kind)
}

/// The end of the spaces that begin at `at`.
fn after_spaces(text: &[char], at: usize) -> usize {
    at + text.get(at..).unwrap_or_default().iter().take_while(|&&c| is_space(c)).count()
}

/// The beginning of the spaces that end at `at`.
fn before_spaces(text: &[char], at: usize) -> usize {
    at - text.get(..at).unwrap_or_default().iter().rev().take_while(|&&c| is_space(c)).count()
}

/// The end of the ASCII digits that begin at `at`.
fn after_digits(text: &[char], at: usize) -> usize {
    at + text.get(at..).unwrap_or_default().iter().take_while(|&&c| is_digit(c)).count()
}

/// The longest word that any list here contains, and then some.
const WORD: usize = 24;

/// The letters that begin at `at`, if they are a whole word of reasonable length.
fn word_at(text: &[char], at: usize) -> &[char] {
    let rest = text.get(at..).unwrap_or_default();
    let length = rest.iter().take(WORD + 1).take_while(|&&c| is_letter(c)).count();
    if length > WORD || had(text, at, is_letter) { &[] } else { &rest[..length] }
}

/// The letters that end at `at`, if they are a whole word of reasonable length.
fn word_before(text: &[char], at: usize) -> &[char] {
    let before = text.get(..at).unwrap_or_default();
    let length = before.iter().rev().take(WORD + 1).take_while(|&&c| is_letter(c)).count();
    if length > WORD { &[] } else { &before[at - length..] }
}

/// Whether the word is in a list, whatever its capitals.
fn is_one_of(word: &[char], list: &[&str]) -> bool {
    let Some(first) = word.first().and_then(|c| c.to_lowercase().next()) else { return false };
    // Nearly every entry fails at its first letter.
    list.iter().any(|entry| entry.starts_with(first) && entry.chars().eq(word.iter().flat_map(|c| c.to_lowercase())))
}

/// Whether the word is in a list, with the same capitals.
fn is_exactly(word: &[char], list: &[&str]) -> bool {
    let Some(first) = word.first() else { return false };
    list.iter().any(|entry| entry.starts_with(*first) && entry.chars().eq(word.iter().copied()))
}

/// The number written by at most nine digits.
fn value(digits: &[char]) -> Option<u32> {
    if digits.is_empty() || digits.len() > 9 {
        return None;
    }
    digits.iter().try_fold(0, |number, c| Some(number * 10 + c.to_digit(10)?))
}

/// The number a plausible Roman numeral stands for, up to 89: beyond, C, D and M make French words and names
/// of everything (« Ce », « De », « MMe »).
fn roman(letters: &[char]) -> Option<u32> {
    const VALUES: [(u32, &str); 7] = [(50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")];
    if letters.is_empty() || letters.len() > 8 || letters == ['L'] {
        return None;
    }
    let mut rest = letters;
    let mut number = 0;
    for (value, numeral) in VALUES {
        let numeral: Vec<char> = numeral.chars().collect();
        let most = if matches!(value, 1 | 10) { 3 } else { 1 };
        for _ in 0..most {
            let Some(after) = rest.strip_prefix(numeral.as_slice()) else { break };
            rest = after;
            number += value;
        }
    }
    // « VIV » or « IXI » are built of good parts in a bad order: writing the number again shows it.
    rest.is_empty().then_some(number).filter(|&number| {
        let mut left = number;
        let mut canonical = Vec::new();
        for (value, numeral) in VALUES {
            while left >= value {
                canonical.extend(numeral.chars());
                left -= value;
            }
        }
        canonical == letters
    })
}

const MONTHS: &[&str] =
    &["janvier", "février", "fevrier", "mars", "avril", "mai", "juin", "juillet", "août", "aout", "septembre", "octobre", "novembre", "décembre", "decembre"];

/// Nouns that a number follows as a name: « Fiche 37 ».
const NUMBERED: &[&str] = &[
    "fiche",
    "fiches",
    "page",
    "pages",
    "article",
    "articles",
    "tableau",
    "tableaux",
    "photo",
    "photos",
    "chapitre",
    "chapitres",
    "annexe",
    "annexes",
    "axe",
    "axes",
    "figure",
    "figures",
    "tome",
    "tomes",
    "volume",
    "volumes",
    "module",
    "modules",
    "niveau",
    "niveaux",
    "phase",
    "phases",
    "étape",
    "étapes",
    "encadré",
    "encadrés",
    "paragraphe",
    "alinéa",
    "section",
    "partie",
    "point",
    "points",
    "salle",
    "local",
    "bloc",
    "question",
    "objectif",
    "mesure",
    "priorité",
];

/// Abbreviations, without their point, that a number follows: « art. 12 ».
const NUMBERED_ABBREVIATIONS: &[&str] = &["p", "pp", "art", "al", "chap", "vol", "t", "fig", "ann", "tabl", "col", "éd", "sect"];

/// Titles that a name follows, written without a point.
const TITLES: &[&str] = &["Mme", "Mmes", "Mlle", "Mlles", "Mgr", "Dr", "Pr", "Me", "Mr"];

/// Units recognised even when they touch the number: « 400h », « 3km ».
const TOUCHING_UNITS: &[&str] = &[
    "h", "min", "km", "km²", "m²", "m³", "cm", "cm²", "cm³", "mm", "kg", "mg", "kW", "kWh", "MWh", "GWh", "ha", "dl", "cl", "ml", "Ko", "Mo", "Go", "Hz",
    "kHz", "MHz", "GHz", "km/h",
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

// ---------------------------------------------------------------------------------------------------------
// What is never edited

/// Marks the characters that belong to addresses, file names, paths, identifiers, telephone and account numbers,
/// minutes and seconds of arc, smileys.
fn protect(text: &[char], settings: &Settings) -> Vec<bool> {
    let mut fixed: Vec<bool> = text.iter().map(|&c| c == OPAQUE).collect();
    let limit = |c: char| is_space(c) || matches!(c, OPAQUE | '"' | '«' | '»' | '“' | '”' | '„' | '<' | '>');
    let mut at = 0;
    while at < text.len() {
        let end = at + text[at..].iter().take_while(|&&c| !limit(c)).count();
        if end > at {
            protect_token(text, at..end, settings, &mut fixed);
        }
        at = end + 1;
    }
    let mut at = 0;
    while at < text.len() {
        let found = if had(text, at, |c| is_word(c) || c == '+') {
            None
        } else {
            telephone(text, at).or_else(|| account(text, at)).or_else(|| minutes_and_seconds(text, at))
        };
        match found {
            Some(end) if end > at => {
                fixed[at..end].fill(true);
                at = end;
            }
            _ => at += 1,
        }
    }
    fixed
}

/// Protects what looks like an address or a name for machines in a run without spaces.
fn protect_token(text: &[char], token: Range<usize>, settings: &Settings, fixed: &mut [bool]) {
    const SMILEYS: &[&str] = &[":)", ":-)", ";)", ";-)", ":(", ":-(", ":D", ":-D", ":P", ":-P", ":/", ":-/"];
    let whole = &text[token.clone()];
    if is_exactly(whole, SMILEYS) {
        fixed[token].fill(true);
        return;
    }
    for (index, _) in whole.iter().enumerate().filter(|&(_, &c)| c == '&') {
        if let Some(length) = entity(&whole[index..]) {
            fixed[token.start + index..token.start + index + length].fill(true);
        }
    }
    let scheme = whole.windows(3).position(|three| three == [':', '/', '/']);
    if let Some(colon) = scheme {
        let name = whole[..colon].iter().rev().take_while(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '.' | '-')).count();
        let address = trimmed(text, token.start + colon - name..token.end);
        if name > 0 && address.end > token.start + colon + 3 {
            fixed[address].fill(true);
            return;
        }
    }
    // An elision is no part of the name that follows it: « l'index.html ».
    let mut start = token.start;
    for part in whole.split(|&c| matches!(c, '\'' | '’' | '‘' | '´')) {
        let range = trimmed(text, start..start + part.len());
        if is_machine_name(&text[range.clone()], settings) {
            fixed[range].fill(true);
        }
        start += part.len() + 1;
    }
}

/// Leaves out the brackets and signs around an address.
fn trimmed(text: &[char], range: Range<usize>) -> Range<usize> {
    let Range { mut start, mut end } = range;
    while start < end && matches!(text[start], '(' | '[' | '{' | '*' | ',' | ';' | '-' | '–' | '—') {
        start += 1;
    }
    let mut open = text[start..end].iter().filter(|&&c| c == '(').count();
    let mut shut = text[start..end].iter().filter(|&&c| c == ')').count();
    while start < end {
        match text[end - 1] {
            '.' | ',' | ';' | ':' | '!' | '?' | ']' | '}' | '…' | '*' | '\'' | '’' | '–' | '—' => {}
            // « (voir cainamur.be) », but « wiki/Namur_(ville) ».
            ')' if shut > open => shut -= 1,
            _ => break,
        }
        end -= 1;
        open = open.min(end - start);
    }
    start..end
}

/// The length of the character reference (`&nbsp;` and its like) with which the text begins.
fn entity(text: &[char]) -> Option<usize> {
    let name = text.iter().skip(1).take(WORD).take_while(|&&c| c.is_ascii_alphanumeric() || c == '#').count();
    (name > 0 && has(text, name + 1, |c| c == ';')).then_some(name + 2)
}

/// An e-mail address, a host, a file name, a path, an identifier.
fn is_machine_name(part: &[char], settings: &Settings) -> bool {
    const EXTENSIONS: &[&str] = &[
        "jpg", "jpeg", "png", "gif", "svg", "tif", "tiff", "webp", "pdf", "doc", "docx", "odt", "rtf", "xls", "xlsx", "ods", "ppt", "pptx", "odp", "csv",
        "tsv", "txt", "md", "typ", "html", "htm", "php", "xml", "json", "yaml", "yml", "toml", "zip", "mp3", "mp4", "wav", "avi", "mov", "epub", "rs", "js",
        "css", "idml", "indd",
    ];
    let Some(&first) = part.first() else { return false };
    let starts = |prefix: &str| part.len() > prefix.len() && prefix.chars().eq(part[..prefix.len()].iter().map(char::to_ascii_lowercase));
    if part.iter().any(|&c| matches!(c, '_' | '\\' | '=')) || part.windows(2).any(|two| two == [':', ':']) {
        return part.iter().any(|&c| is_word(c));
    }
    if starts("www.") || starts("mailto:") || starts("tel:") || starts("doi:") {
        return true;
    }
    if starts("./") || starts("../") || starts("~/") || (first == '/' && has(part, 1, is_letter)) {
        return true;
    }
    if let Some(sign) = part.iter().position(|&c| c == '@') {
        return sign > 0 && part[sign + 1..].contains(&'.');
    }
    if settings.inclusive == Inclusive::Median && !part.contains(&'/') && inclusive_tail(part, '.') {
        return false;
    }
    let name = part.split(|&c| matches!(c, '?' | '#')).next().unwrap_or_default();
    let host = name.split(|&c| matches!(c, '/' | ':')).next().unwrap_or_default();
    let file = name.rsplit(|&c| c == '/').next().unwrap_or_default();
    let extension = file.iter().rposition(|&c| c == '.').filter(|&dot| dot > 0).map(|dot| &file[dot + 1..]);
    extension.is_some_and(|extension| is_one_of(extension, EXTENSIONS)) || is_host(host)
}

/// `cainamur.be`: labels of ASCII letters, digits and hyphens, the last one of two letters or more. A capital
/// there shows a sentence whose space is missing (« fin.Mais »).
fn is_host(text: &[char]) -> bool {
    let mut labels = text.split(|&c| c == '.').rev();
    let last = labels.next().unwrap_or_default();
    let mut more = false;
    last.len() >= 2
        && (last.iter().all(char::is_ascii_lowercase) || last.iter().all(char::is_ascii_uppercase))
        && labels.all(|label| {
            more = true;
            !label.is_empty() && label.iter().all(|&c| c.is_ascii_alphanumeric() || c == '-')
        })
        && more
}

/// The end of a telephone or enterprise number that begins at `at`: +32 81 73 71 76, 081/25.51.80, 0456.789.012.
/// Dates such as 06/07/2009 come under it too, and no harm.
fn telephone(text: &[char], at: usize) -> Option<usize> {
    let (mut end, enough, least) = match (text.get(at)?, text.get(at + 1)) {
        ('+', Some('1'..='9')) => (at + 1, 11, 9),
        ('0', Some('0'..='9')) => (at, 9, 8),
        _ => return None,
    };
    let mut groups: Vec<usize> = Vec::new();
    let mut total = 0;
    let mut last = at;
    loop {
        let next = after_digits(text, end);
        let length = next - end;
        if length == 0 || total + length > enough + 3 {
            break;
        }
        // « 06/07/2009 14h30 »: the hour is no part of it.
        if has(text, next, is_letter) {
            break;
        }
        total += length;
        groups.push(length);
        last = next;
        if total >= enough || groups == [2, 2, 4] {
            break;
        }
        end = match text.get(next..).unwrap_or_default() {
            [' ' | NO_BREAK | THIN, '(', '0', ')', ' ' | NO_BREAK | THIN, d, ..] if is_digit(*d) => next + 5,
            [' ' | NO_BREAK | THIN, '(', '0', ')', d, ..] if is_digit(*d) => next + 4,
            ['.' | '/' | '-' | ' ' | NO_BREAK | THIN, d, ..] if is_digit(*d) => next + 1,
            _ => break,
        };
    }
    (total >= least).then_some(last)
}

/// The end of an IBAN that begins at `at`: two capitals, two digits, then groups of four.
fn account(text: &[char], at: usize) -> Option<usize> {
    let [a, b, c, d, ..] = *text.get(at..)? else { return None };
    if !(a.is_ascii_uppercase() && b.is_ascii_uppercase() && is_digit(c) && is_digit(d)) {
        return None;
    }
    let good = |c: char| c.is_ascii_uppercase() || is_digit(c);
    let (mut end, mut total) = (at + 4, 4);
    loop {
        let gap = usize::from(has(text, end, is_space));
        let length = text[end + gap..].iter().take(31).take_while(|&&c| good(c)).count();
        if length == 0 || total + length > 34 || (gap == 1 && length > 4) || has(text, end + gap + length, is_letter) {
            break;
        }
        end += gap + length;
        total += length;
        // A shorter group is the last one.
        if gap == 1 && length < 4 {
            break;
        }
    }
    (total >= 15).then_some(end)
}

/// The end of « 5' 30" » that begins at `at`.
fn minutes_and_seconds(text: &[char], at: usize) -> Option<usize> {
    let minutes = after_digits(text, at);
    if minutes == at || minutes > at + 4 || !has(text, minutes, |c| c == '\'') {
        return None;
    }
    let seconds = minutes + 1 + usize::from(has(text, minutes + 1, is_space));
    let end = after_digits(text, seconds);
    (end > seconds && end <= seconds + 4 && has(text, end, |c| c == '"')).then_some(end + 1)
}

// ---------------------------------------------------------------------------------------------------------
// The rules

/// One space where there were several. A run of no-break spaces stays one; a mixture is what a web page or a hand
/// left behind, and breaks; typographic spaces that break (U+2009) have no place in French.
fn collapse_spaces(text: &[char], settings: &Settings, changes: &mut Changes) {
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
fn ellipses(text: &[char], _: &Settings, changes: &mut Changes) {
    let mut at = 0;
    while at < text.len() {
        let end = at + text[at..].iter().take_while(|&&c| c == '.').count();
        if end - at == 3 {
            changes.replace(at..end, "…");
        }
        at = end.max(at + 1);
    }
}

/// A pair of quotes: where it opens, where it closes, how deep it is (1 for the outermost).
struct Pair {
    open: usize,
    close: usize,
    depth: usize,
}

/// Finds which quotes belong together. With `curly`, « » “ ” „ count; without, only the straight ones.
/// The second value tells, for every pair, whether a quotation that begins or ends in another paragraph may
/// surround it.
fn pairs(text: &[char], curly: bool) -> (Vec<Pair>, Vec<bool>) {
    let mut stack: Vec<usize> = Vec::new();
    let mut found: Vec<(usize, usize)> = Vec::new();
    let mut open = Open::default();
    let mut last_stray_close = None;
    for (at, &c) in text.iter().enumerate() {
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

/// « » outside, “ ” inside, ‘ ’ further inside.
fn french_quotes(text: &[char], settings: &Settings, changes: &mut Changes) {
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

/// Straight quotes become those of a language, outer and inner.
fn straight_quotes(text: &[char], outer: (char, char), inner: (char, char), changes: &mut Changes) {
    let mut marks: Vec<(usize, char)> = Vec::new();
    for pair in pairs(text, false).0 {
        let (open, close) = if pair.depth % 2 == 1 { outer } else { inner };
        marks.push((pair.open, open));
        marks.push((pair.close, close));
    }
    marks.sort_unstable();
    for (at, mark) in marks {
        changes.glyph(at, mark);
    }
}

fn dutch_quotes(text: &[char], _: &Settings, changes: &mut Changes) {
    straight_quotes(text, ('‘', '’'), ('“', '”'), changes);
}

fn german_quotes(text: &[char], _: &Settings, changes: &mut Changes) {
    straight_quotes(text, ('„', '“'), ('‚', '‘'), changes);
}

fn english_quotes(text: &[char], _: &Settings, changes: &mut Changes) {
    straight_quotes(text, ('“', '”'), ('‘', '’'), changes);
}

fn french_apostrophes(text: &[char], _: &Settings, changes: &mut Changes) {
    apostrophes(text, ('‘', '’'), changes);
}

fn dutch_apostrophes(text: &[char], _: &Settings, changes: &mut Changes) {
    apostrophes(text, ('‘', '’'), changes);
}

fn german_apostrophes(text: &[char], _: &Settings, changes: &mut Changes) {
    apostrophes(text, ('‚', '‘'), changes);
}

fn english_apostrophes(text: &[char], _: &Settings, changes: &mut Changes) {
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

/// Feminine endings of inclusive forms, plural or not.
const FEMININE: &[&str] = &[
    "e", "es", "ne", "nes", "le", "les", "rice", "rices", "trice", "trices", "euse", "euses", "ère", "ères", "ière", "ières", "te", "tes", "sse", "sses",
    "esse", "esses", "ve", "ves", "fe", "fes", "elle", "elles", "ale", "ales", "enne", "ennes",
];

/// Whether the text is a word, a sign, a feminine ending and perhaps the sign again with a plural s.
fn inclusive_tail(text: &[char], sign: char) -> bool {
    let mut parts = text.split(|&c| c == sign);
    let (stem, ending, plural, rest) = (parts.next(), parts.next(), parts.next(), parts.next());
    stem.is_some_and(|stem| stem.len() >= 2 && stem.iter().all(|&c| is_letter(c)))
        && ending.is_some_and(|ending| is_exactly(ending, FEMININE))
        && plural.is_none_or(|plural| plural == ['s'])
        && rest.is_none()
}

/// « intervenant.e.s », « seul-e-s », « motivé(e)s » with U+00B7, when the house asks for it.
fn inclusive_forms(text: &[char], settings: &Settings, changes: &mut Changes) {
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

/// The letters that begin at `at`, whatever stands before.
fn word_at_after(text: &[char], at: usize) -> &[char] {
    let rest = text.get(at..).unwrap_or_default();
    let length = rest.iter().take(WORD + 1).take_while(|&&c| is_letter(c)).count();
    if length > WORD { &[] } else { &rest[..length] }
}

/// 1er, 1re, 2e, XXe: the ending is raised; « 2ème » is « 2e » written long. The month, or the word « siècle », stays
/// on the same line.
fn ordinals(text: &[char], settings: &Settings, changes: &mut Changes) {
    let mut at = 0;
    while at < text.len() {
        let inside = had(text, at, is_word) || (had(text, at, |c| matches!(c, '.' | ',' | '/' | '-')) && at >= 2 && had(text, at - 1, is_digit));
        let digits = after_digits(text, at);
        let numeral = at + text[at..].iter().take(9).take_while(|c| matches!(c, 'I' | 'V' | 'X' | 'L')).count();
        let number = if digits > at { value(&text[at..digits]).filter(|_| digits - at <= 4) } else { roman(&text[at..numeral]) };
        let start = digits.max(numeral);
        let (false, Some(number)) = (inside, number) else {
            at = start.max(at + 1);
            continue;
        };
        let ending = word_at_after(text, start);
        let end = start + ending.len();
        let raised: Option<&str> = match (number, ending.iter().collect::<String>().as_str()) {
            (1, "er" | "ers" | "re" | "res") | (_, "e" | "es") => Some(""),
            (2, "nd" | "nds" | "nde" | "ndes") => Some(""),
            (1, "ère") => Some("re"),
            (1, "ères") => Some("res"),
            (2.., "ème" | "eme" | "ième" | "ieme" | "è") => Some("e"),
            (2.., "èmes" | "emes" | "ièmes" | "iemes") => Some("es"),
            _ => None,
        };
        let raised = raised.filter(|short| short.is_empty() || settings.ordinals == Ordinals::Normalise);
        if let Some(short) = raised
            && !has(text, end, is_word)
        {
            let letters = if short.is_empty() { ending.to_vec() } else { short.chars().collect() };
            changes.push(start..end, letters, Style::Superscript);
            let next = after_spaces(text, end);
            let word = word_at(text, next);
            if next > end && (is_one_of(word, &["siècle", "siècles", "millénaire"]) || (number == 1 && is_one_of(word, MONTHS))) {
                changes.space(text, end..next, Some(NO_BREAK));
            }
        }
        at = end;
    }
}

/// « pp. 12-14, 18-20 » is written « p. 12–14, 18–20 ».
fn page_ranges(text: &[char], _: &Settings, changes: &mut Changes) {
    let mut at = 0;
    while at < text.len() {
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
fn numbers(text: &[char], settings: &Settings, changes: &mut Changes) {
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

/// The integer part of a number, with its groups.
#[derive(Clone, Copy)]
struct Number {
    start: usize,
    end: usize,
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

/// Whether something that is counted or measured follows: « 50 € », « 000 habitants ».
fn is_quantity(text: &[char], end: usize) -> bool {
    let next = after_spaces(text, end);
    let symbol = has(text, next, |c| matches!(c, '€' | '%' | '‰')) && !has(text, next + 1, char::is_alphanumeric);
    let word = word_at_after(text, next);
    let letters = next + word.len();
    let free = !has(text, letters, |c| is_word(c) || is_apostrophe(c) || c == '-');
    symbol || (next > end && free && (is_exactly(word, UNITS) || is_one_of(word, COUNTED))) || unit_end(text, end).is_some()
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
        // Five digits and more in one piece.
        let decimals = after_decimals(text, end);
        if (5..=12).contains(&first) && is_quantity(text, decimals) {
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

/// The letters of a unit that follows, its beginning and end: « km² » in « 30 km² ».
fn unit_end(text: &[char], end: usize) -> Option<Range<usize>> {
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

/// U+00A0 between a number (its digits end at `end`) and its unit.
fn units(text: &[char], start: usize, end: usize, changes: &mut Changes) {
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

/// Two capitals or more, and nothing else.
fn is_sigle(word: &[char]) -> bool {
    word.len() >= 2 && word.iter().all(|c| c.is_uppercase())
}

/// What stays with what it names: « n° 52 », « art. 12 », « § 3 », « Fiche 37 », « PST 3 », « M. Dupont », « J. Dupont ».
fn references(text: &[char], settings: &Settings, changes: &mut Changes) {
    let mut at = 0;
    while at < text.len() {
        if text[at] == '§' {
            let next = after_spaces(text, at + 1);
            if has(text, next, is_digit) {
                changes.space(text, at + 1..next, Some(NO_BREAK));
            }
            at += 1;
            continue;
        }
        let word = word_at(text, at);
        if word.is_empty() {
            at += 1;
            continue;
        }
        let end = at + word.len();
        let free = !had(text, at, |c| c == OPAQUE || c.is_numeric() || matches!(c, '@' | '_' | '·'));
        if free {
            reference(text, at..end, settings, changes);
        }
        at = end;
    }
}

/// The references that begin with the word at `range`.
fn reference(text: &[char], range: Range<usize>, settings: &Settings, changes: &mut Changes) {
    let Range { start, end } = range;
    let word = &text[range];
    let next = after_spaces(text, end);
    match text.get(end) {
        Some('°' | 'º') if is_one_of(word, &["n"]) => {
            let number = after_spaces(text, end + 1);
            if has(text, number, is_digit) || (number > end + 1 && has(text, number, char::is_alphanumeric)) {
                changes.space(text, end + 1..number, Some(NO_BREAK));
            }
        }
        Some('.') => {
            let after = after_spaces(text, end + 1);
            let spaced = after > end + 1;
            if is_exactly(word, &["Cf"]) && had(text, start, |c| c == '(') {
                changes.glyph(start, 'c');
            }
            let capital = has(text, after, char::is_uppercase);
            let numeral = || spaced && roman(word_at(text, after)).is_some();
            let numbered = is_one_of(word, NUMBERED_ABBREVIATIONS) && (has(text, after, is_digit) || numeral());
            let title = is_exactly(word, &["M", "MM"]) && spaced && capital;
            // An initial and a name. « M.B. Le texte » has no initial: a point stands before its letter.
            let initial = matches!(word, [c] if c.is_uppercase())
                && !had(text, start, |c| matches!(c, '.' | '’' | '\''))
                && spaced
                && capital
                && has(text, after + 1, |c| c.is_lowercase() || matches!(c, '.' | '’'));
            let example = is_exactly(word, &["p"]) && spaced && is_exactly(word_at(text, after), &["ex"]);
            if numbered || title || initial || example {
                changes.space(text, end + 1..after, Some(NO_BREAK));
            }
        }
        Some(&c) if is_space(c) => {
            let digit = has(text, next, is_digit);
            let numeral = || roman(word_at(text, next)).is_some() && has(text, next + 1, |c| !is_apostrophe(c));
            if is_one_of(word, NUMBERED) && (digit || numeral()) {
                changes.space(text, end..next, Some(NO_BREAK));
            } else if is_sigle(word) && digit {
                let stop = after_digits(text, next);
                let alone = stop - next <= 3
                    && !has(text, stop, is_word)
                    && !(has(text, stop, |c| is_space(c) || matches!(c, ',' | '.')) && has(text, stop + 1, is_digit));
                if alone {
                    changes.space(text, end..next, Some(NO_BREAK));
                }
            } else if is_exactly(word, TITLES) && has(text, next, char::is_uppercase) {
                if settings.superscript_titles && word != ['M', 'r'] {
                    changes.push(start + 1..end, word[1..].to_vec(), Style::Superscript);
                }
                changes.space(text, end..next, Some(NO_BREAK));
            }
        }
        _ => {}
    }
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

/// A dash between spaces: where it stands and what it does.
struct Dash {
    start: usize,
    end: usize,
    role: Role,
}

/// Dashes between spaces: the hyphen typed for one becomes U+2013, and each gets a no-break space on the side to
/// which it belongs. Two in one sentence surround an incise.
fn dashes(text: &[char], _: &Settings, changes: &mut Changes) {
    let mut sentence: Vec<Dash> = Vec::new();
    let mut beginning = 0;
    let mut at = 0;
    while at < text.len() {
        match text[at] {
            '-' | '–' | '—' => {
                let twice = text[at..].starts_with(&['-', '-']);
                let end = at + 1 + usize::from(twice);
                if let Some(role) = dash_role(text, beginning, at, end) {
                    sentence.push(Dash { start: at, end, role });
                }
                // Longer rows of hyphens are rules, not dashes.
                at = if twice { at + text[at..].iter().take_while(|&&c| c == '-').count() } else { end };
            }
            '.' | '!' | '?' | '…' | ';' | '\n' => {
                if ends_sentence(text, at) {
                    set_dashes(text, &mut sentence, changes);
                    beginning = at + 1;
                }
                at += 1;
            }
            _ => at += 1,
        }
    }
    set_dashes(text, &mut sentence, changes);
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
        // « – mot » without its inner space; never « –5 °C ».
        (_, Some(c)) if long && end == start + 1 && (space_before || before.is_none()) && is_letter(c) => Some(Role::Opens),
        (Some(c), Some(_)) if long && space_after && is_letter(c) => Some(Role::Closes),
        _ => None,
    }
}

/// Whether the dash follows the date or the number of a title: the sentence so far is only digits (« 1983/1985 – »),
/// or it ends in a noun and its number (« voir Fiche 37 – »).
fn follows_number_of_title(text: &[char], beginning: usize, end: usize) -> bool {
    /// The longest date that a title begins with.
    const DATE: usize = 24;
    let digits = end - text[..end].iter().rev().take(DATE).take_while(|&&c| is_digit(c)).count();
    if digits == end {
        return false;
    }
    let first = after_spaces(text, beginning);
    let dated = end.saturating_sub(first) <= DATE
        && text.get(first..end).unwrap_or_default().iter().all(|&c| is_digit(c) || is_space(c) || matches!(c, '/' | '–' | '-'));
    let noun_end = before_spaces(text, digits);
    dated || (noun_end < digits && is_one_of(word_before(text, noun_end), NUMBERED))
}

/// Settles the roles of one sentence and sets its dashes.
fn set_dashes(text: &[char], sentence: &mut Vec<Dash>, changes: &mut Changes) {
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
        if text[dash.start] == '-' {
            changes.replace(dash.start..dash.end, "–");
        }
        match role {
            Role::Opens if after < text.len() => changes.space(text, dash.end..after, Some(NO_BREAK)),
            Role::Closes | Role::Parts if after > dash.end => changes.breakable(text, dash.end..after),
            Role::Opens | Role::Closes | Role::Parts | Role::Unknown => {}
        }
    }
}

/// « a / b » stays with its stroke (DOMAIN.md 3.2, names of categories).
fn slashes(text: &[char], _: &Settings, changes: &mut Changes) {
    for (at, &c) in text.iter().enumerate() {
        let before = before_spaces(text, at);
        let after = after_spaces(text, at + 1);
        if c == '/' && before < at && before > 0 && after > at + 1 && after < text.len() {
            changes.space(text, before..at, Some(NO_BREAK));
            changes.breakable(text, at + 1..after);
        }
    }
}

/// No space inside ( ) and [ ], unless there is nothing else (« [ ] » is a box to tick).
fn brackets(text: &[char], _: &Settings, changes: &mut Changes) {
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
fn low_signs(text: &[char], _: &Settings, changes: &mut Changes) {
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
fn guillemets(text: &[char], settings: &Settings, changes: &mut Changes) {
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
fn high_signs(text: &[char], settings: &Settings, changes: &mut Changes) {
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

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Makes spaces visible in expectations: `_` for U+00A0, `~` for U+202F; raised letters stand between ^ ^.
    fn shown(text: &str, settings: &Settings) -> String {
        let mut edits = edits(text, settings, Language::French);
        for edit in &mut edits {
            if edit.style == Style::Superscript {
                edit.text = format!("^{}^", edit.text);
            }
        }
        apply(text, &edits).replace(NO_BREAK, "_").replace(THIN, "~")
    }

    #[track_caller]
    fn check(settings: &Settings, cases: &[(&str, &str)]) {
        for (text, wanted) in cases {
            assert_eq!(shown(text, settings), *wanted, "{text}");
        }
    }

    #[track_caller]
    fn check_default(cases: &[(&str, &str)]) {
        check(&Settings::default(), cases);
    }

    #[test]
    fn cases_of_the_house() {
        // The rows of mode `auto` of shared/typography/cases.tsv, by their number.
        for (row, text, wanted) in [
            ("T001", "Pourquoi ?", "Pourquoi~?"),
            ("T002", "Pourquoi?", "Pourquoi~?"),
            ("T004", "Quoi ?!", "Quoi~?!"),
            ("T005", "Non !!!", "Non~!!!"),
            ("T007", "[!]", "[!]"),
            ("T010", "freins à l’emploi\u{a0};", "freins à l’emploi~;"),
            ("T013", "14h00 \u{202f}: rencontre", "14_h_00_: rencontre"),
            ("T014", "https://cainamur.be/notre-histoire", "https://cainamur.be/notre-histoire"),
            ("T016", "Le train part à 14:30.", "Le train part à 14:30."),
            ("T017", "échelle 1:100", "échelle 1:100"),
            ("T019", "“Place à l’Emploi” ,Un salon", "«~Place à l’Emploi~», Un salon"),
            ("T022", "projet\u{a0} « Relance »", "projet «~Relance~»"),
            ("T023", "«\u{a0}À nous la parole\u{a0}»", "«~À nous la parole~»"),
            ("T025", "\"À nous la parole\"", "«~À nous la parole~»"),
            ("T026", "“À nous la parole”", "«~À nous la parole~»"),
            ("T032", "«\u{202f}N’aie pas peur\u{202f}»", "«~N’aie pas peur~»"),
            ("T034", "CRAC'S", "CRAC’S"),
            ("T040", "2009 –\u{a0}Un travail en réseau", "2009_– Un travail en réseau"),
            ("T041", "1985 –  Lancement du bulletin", "1985_– Lancement du bulletin"),
            ("T043", "de 2010 à 2015", "de 2010 à 2015"),
            ("T044", "1983/1985 – Constitution", "1983/1985_– Constitution"),
            ("T046", "son identité - ou un sentiment - et", "son identité –_ou un sentiment_– et"),
            ("T047", "- le Maroc et la Turquie -, cet événement", "–_le Maroc et la Turquie_–, cet événement"),
            ("T049", "Métier-Formation-Emploi", "Métier-Formation-Emploi"),
            ("T056", "Œuvrer à l’ouverture", "Œuvrer à l’ouverture"),
            ("T062", "le PST 3", "le PST_3"),
            ("T064", "Fiche 37", "Fiche_37"),
            ("T065", "voir Fiche 37 – Parcours d’intégration", "voir Fiche_37_– Parcours d’intégration"),
            ("T067", "(Cf. Fiche 8 – Français Alphabétisation)", "(cf. Fiche_8_– Français Alphabétisation)"),
            ("T068", "Le CAR prévoit", "Le CAR prévoit"),
            ("T070", "une version 2.0", "une version 2.0"),
            ("T071", "465 000 habitants", "465~000 habitants"),
            ("T074", "1 046 personnes", "1~046 personnes"),
            ("T076", "5000 Namur", "5000_Namur"),
            ("T079", "12,6%", "12,6_%"),
            ("T080", "5€", "5_€"),
            ("T082", "323.000,50 €", "323~000,50_€"),
            ("T083", "400h sur 16 mois", "400_h sur 16_mois"),
            ("T085", "13h45", "13_h_45"),
            ("T086", "101.5 FM", "101.5_FM"),
            ("T088", "1er janvier 2025", "1^er^_janvier 2025"),
            ("T089", "le 6 juin 2023", "le 6_juin 2023"),
            ("T094", "n°52", "n°_52"),
            ("T098", "loi du 8 décembre 1992", "loi du 8_décembre 1992"),
            ("T100", "p. 16", "p._16"),
            ("T101", "pp. 12-14", "p._12–14"),
            ("T110", "enseignant·e, animateur·rice", "enseignant·e, animateur·rice"),
            ("T115", "www.pci.cfwb.be.", "www.pci.cfwb.be."),
        ] {
            assert_eq!(shown(text, &Settings::default()), wanted, "{row}");
        }
        // The rows of mode `config`, under the setting that they name and under the other ones.
        let thin_colon = Settings { profile: Profile::FinePartout, ..Settings::default() };
        let lacroux = Settings { space_after_ellipsis: false, ..Settings::default() };
        let french_nesting = Settings { nested: NestedQuotes::French, ..Settings::default() };
        let as_written = Settings { ordinals: Ordinals::Keep, ..Settings::default() };
        let titles = Settings { superscript_titles: true, ..Settings::default() };
        let median = Settings { inclusive: Inclusive::Median, ..Settings::default() };
        let plain = Settings::default();
        for (row, settings, text, wanted) in [
            ("T008", &plain, "Vraiment…?", "Vraiment…~?"),
            ("T008", &lacroux, "Vraiment… ?", "Vraiment…?"),
            ("T011", &plain, "Catégories :", "Catégories_:"),
            ("T011", &thin_colon, "Catégories :", "Catégories~:"),
            ("T028", &plain, "« Il dit : « non » et sort. »", "«~Il dit_: “non” et sort.~»"),
            ("T028", &french_nesting, "« Il dit : “non” et sort. »", "«~Il dit_: «~non~» et sort.~»"),
            ("T091", &plain, "2ème ligne", "2^e^ ligne"),
            ("T091", &as_written, "2ème ligne", "2ème ligne"),
            ("T092", &plain, "XXème siècle", "XX^e^_siècle"),
            ("T092", &as_written, "XXe siècle", "XX^e^_siècle"),
            ("T103", &titles, "Mme Dubois", "M^me^_Dubois"),
            ("T103", &plain, "Mme Dubois", "Mme_Dubois"),
            ("T109", &median, "Intervenant.e.s :", "Intervenant·e·s_:"),
            ("T109", &plain, "Intervenant.e.s :", "Intervenant.e.s_:"),
            ("T112", &median, "seul-e-s", "seul·e·s"),
            ("T112", &plain, "seul-e-s", "seul-e-s"),
        ] {
            assert_eq!(shown(text, settings), wanted, "{row}");
        }
    }

    #[test]
    fn spaces_before_signs() {
        check_default(&[
            ("Oui ; non", "Oui~; non"),
            ("Oui;non", "Oui~; non"),
            ("Vraiment?Parce que", "Vraiment~? Parce que"),
            ("Quoi ? !", "Quoi~?!"),
            ("(vraiment ?)", "(vraiment~?)"),
            ("(?)", "(?)"),
            ("« Quoi ? » !", "«~Quoi~?~»~!"),
            ("Note :suite", "Note_:suite"),
            ("Note:suite et std::vec", "Note:suite et std::vec"),
            ("¿Que?", "¿Que~?"),
            ("\u{fffc} ?", "\u{fffc}~?"),
            ("la fin\n?", "la fin~?"),
            ("Ça va :) bien ;-)", "Ça va :) bien ;-)"),
            ("R&amp;D &nbsp;", "R&amp;D &nbsp;"),
            ("si a != b", "si a != b"),
            ("Namur,Dinant ,Ciney .", "Namur, Dinant, Ciney."),
            ("12,5 et .NET", "12,5 et .NET"),
            ("( voir ici ) et [ ]", "(voir ici) et [ ]"),
            ("mot … suite", "mot… suite"),
            ("mot\u{2009}mot", "mot mot"),
            ("accueil / formation", "accueil_/ formation"),
            ("et/ou", "et/ou"),
            ("?", "?"),
            (" ? seul", " ? seul"),
        ]);
    }

    #[test]
    fn profiles() {
        let text = "Il dit : « oui » ; 465 000 fois !";
        for (profile, wanted) in [
            (Profile::BeDefault, "Il dit_: «~oui~»~; 465~000 fois~!"),
            (Profile::FinePartout, "Il dit~: «~oui~»~; 465~000 fois~!"),
            (Profile::ImprimerieNationale, "Il dit_: «_oui_»~; 465~000 fois~!"),
            (Profile::Ue, "Il dit: «oui»; 465_000 fois!"),
            (Profile::Falc, "Il dit_: «_oui_»_; 465_000 fois_!"),
        ] {
            assert_eq!(shown(text, &Settings { profile, ..Settings::default() }), wanted, "{profile:?}");
        }
        let colon = Settings { colon: Some(Space::None), ..Settings::default() };
        assert_eq!(shown("Note : oui", &colon), "Note: oui");
    }

    #[test]
    fn quotes_by_level() {
        check_default(&[
            ("Il dit \"oui\" puis \"non\".", "Il dit «~oui~» puis «~non~»."),
            ("\"je dis \"non\" et oui\"", "«~je dis “non” et oui~»"),
            ("« a « b « c » d » e »", "«~a “b ‘c’ d” e~»"),
            ("l'\"Emploi\"", "l’«~Emploi~»"),
            ("\" mot \" et \" autre \"", "«~mot~» et «~autre~»"),
            ("(\"annexe\")", "(«~annexe~»)"),
            ("„mot“ et „mot”", "«~mot~» et «~mot~»"),
            ("”mot”", "«~mot~»"),
            ("\"mot”", "«~mot~»"),
            // A quotation of several paragraphs: the level is not known, what is typed stays.
            ("« Il dit “non” et « oui »", "«~Il dit “non” et «~oui~»"),
            ("Il dit “non”. »", "Il dit “non”.~»"),
            ("« Il dit \"non\"", "«~Il dit “non”"),
            ("un seul \" ici", "un seul \" ici"),
            ("\"\" et « »", "\"\" et « »"),
            ("12\" de large", "12\" de large"),
            ("le \u{fffc} \"mot \u{fffc}\"", "le \u{fffc} «~mot \u{fffc}~»"),
        ]);
    }

    #[test]
    fn apostrophes_by_context() {
        check_default(&[
            ("l'été d'un aujourd'hui, qu'il", "l’été d’un aujourd’hui, qu’il"),
            ("l´école", "l’école"),
            ("d'\u{fffc}", "d’\u{fffc}"),
            ("les années '60", "les années ’60"),
            ("un 'mot' ici", "un ‘mot’ ici"),
            ("un 'mot ici", "un ’mot ici"),
            ("5' 30\" et 7'", "5' 30\" et 7'"),
            ("l'image.png d'https://x.be/l'eau", "l’image.png d’https://x.be/l'eau"),
        ]);
    }

    #[test]
    fn dashes_by_role() {
        check_default(&[
            ("un mot - une incise - et une suite", "un mot –_une incise_– et une suite"),
            ("Titre - sous-titre", "Titre_– sous-titre"),
            ("2009 - 20 ans", "2009_– 20_ans"),
            ("En 2009 - année faste - le centre", "En 2009 –_année faste_– le centre"),
            ("Axe 2 -- Emploi", "Axe_2_– Emploi"),
            ("a — b — c", "a —_b_— c"),
            ("un –mot– seul", "un –_mot_– seul"),
            ("A - b. C - d.", "A_– b. C_– d."),
            ("M. Dupont - qui - va", "M._Dupont –_qui_– va"),
            ("- Bonjour", "–_Bonjour"),
            ("9 h - 9 h 15", "9_h_– 9_h_15"),
            ("-5 °C et –5 °C", "-5_°C et –5_°C"),
            ("Jemeppe-sur-Sambre", "Jemeppe-sur-Sambre"),
            ("Métier- Emploi", "Métier- Emploi"),
        ]);
    }

    #[test]
    fn numbers_and_units() {
        check_default(&[
            ("465000 habitants et 12500 €", "465~000 habitants et 12~500_€"),
            ("75001 Paris, 1046 pages", "75001 Paris, 1046 pages"),
            ("1 234 567,89 euros", "1~234~567,89_euros"),
            ("1.234.567 et 323.000 euros", "1~234~567 et 323~000_euros"),
            ("version 2.000 sur 192.168.100.200", "version 2.000 sur 192.168.100.200"),
            ("En 2009 465 000 personnes", "En 2009 465~000 personnes"),
            ("Fiche 37 200 mots", "Fiche_37 200 mots"),
            ("EUR 12 000", "EUR 12~000"),
            ("081/25.51.80 et 0473 12 34 56", "081/25.51.80 et 0473 12 34 56"),
            ("+32 (0)81 73 71 76", "+32 (0)81 73 71 76"),
            ("BE68 5390 0754 7034", "BE68 5390 0754 7034"),
            ("BE 0456.789.012 et 0456 789 012", "BE 0456.789.012 et 0456 789 012"),
            ("le 06/07/2009 14h30 et 10 %", "le 06/07/2009 14_h_30 et 10_%"),
            ("100% 20°C, 20° C, 12°", "100_% 20_°C, 20_°C, 12°"),
            ("3km, 30 km², 90 km/h, 5 m", "3_km, 30_km², 90_km/h, 5_m"),
            ("3 millions d’euros en 16 mois", "3_millions d’euros en 16_mois"),
            ("4x4, 3D, 5G, A4", "4x4, 3D, 5G, A4"),
            ("€ 5 et 50 €/mois", "€_5 et 50_€/mois"),
            ("24h/24, 9h à 10h30.", "24_h/24, 9_h à 10_h_30."),
            ("de 9h-9h15", "de 9_h_– 9_h_15"),
            ("rue Haute 3, 1000 Bruxelles", "rue Haute 3, 1000_Bruxelles"),
            ("En 2009 Namur, 1950 Kraainem", "En 2009 Namur, 1950_Kraainem"),
            ("5000 NAMUR et 5000 FSE", "5000_NAMUR et 5000 FSE"),
            ("Alpha 5000", "Alpha 5000"),
        ]);
    }

    #[test]
    fn ranges_between_numbers() {
        check_default(&[
            ("2006-2009, (1983-1985)", "2006–2009, (1983–1985)"),
            ("pages 12-14, 16-18 et 20-22", "pages_12–14, 16–18 et 20–22"),
            ("de 12-14 ans, 3-5 juin, 10-12%", "de 12–14_ans, 3–5_juin, 10–12_%"),
            ("2006-12-04", "2006-12-04"),
            ("2009-06", "2009-06"),
            ("2009-2006", "2009-2006"),
            ("n° 12-14 et art. 458-1", "n°_12-14 et art._458-1"),
            ("02-123-45-67", "02-123-45-67"),
            ("RW-2006-2009 et COVID-19", "RW-2006-2009 et COVID-19"),
            ("photo-2006-2009.jpg", "photo-2006-2009.jpg"),
            ("pp. 12-14-16", "p._12-14-16"),
        ]);
    }

    #[test]
    fn ordinals_raised() {
        check_default(&[
            ("1ère, 1re, 2nde, 3es, 2ièmes", "1^re^, 1^re^, 2^nde^, 3^es^, 2^es^"),
            ("XIXe et XXe siècles, Ier siècle, VIe", "XIX^e^ et XX^e^_siècles, I^er^_siècle, VI^e^"),
            ("Me Dupont, Le, De, Ce, MMe, Ie", "Me_Dupont, Le, De, Ce, MMe, I^e^"),
            ("VIVe et IIIIe", "VIVe et IIIIe"),
            ("21er, 12ers, 1.2e, 3e5", "21er, 12ers, 1.2e, 3e5"),
            ("§1er et § 3", "§_1^er^ et §_3"),
        ]);
        let text = "1er et 2ème";
        let styles = edits(text, &Settings::default(), Language::French);
        let superscript = |range, text: &str| Edit { range, text: text.to_owned(), style: Style::Superscript };
        assert_eq!(styles, [superscript(1..3, "er"), superscript(8..12, "e")]);
    }

    #[test]
    fn what_stays_together() {
        check_default(&[
            ("art.12, al. 2, § 3, chap. IV, t. II", "art._12, al._2, §_3, chap._IV, t._II"),
            ("N° 12 et n°12", "N°_12 et n°_12"),
            ("M. Dupont, MM. Martin et J. Durand", "M._Dupont, MM._Martin et J._Durand"),
            ("Mlle Roy, Dr House", "Mlle_Roy, Dr_House"),
            ("L’A.R. Namur", "L’A.R. Namur"),
            ("Axe II, tableau 3, pages 12", "Axe_II, tableau_3, pages_12"),
            ("PST 10 et CAI 2009", "PST_10 et CAI 2009"),
            ("p. ex. et p.16", "p._ex. et p._16"),
            ("le point I’m", "le point I’m"),
        ]);
    }

    #[test]
    fn inclusive_forms_with_a_median_point() {
        let median = Settings { inclusive: Inclusive::Median, ..Settings::default() };
        check(
            &median,
            &[
                ("les motivé(e)s", "les motivé·e·s"),
                ("invité(e)", "invité·e"),
                ("formateur.rice.s", "formateur·rice·s"),
                ("étudiant.es", "étudiant·es"),
                ("est-elle, donne-le, a-t-elle", "est-elle, donne-le, a-t-elle"),
                ("www.enseignant.es et site.ne.jp", "www.enseignant.es et site.ne.jp"),
                ("fin.Elle, p.ex.", "fin.Elle, p.ex."),
            ],
        );
    }

    #[test]
    fn machine_names_are_left_alone() {
        for text in [
            "https://x.be/a?b=c;d:e!f",
            "info@cainamur.be",
            "photo.jpg",
            "l’Été...2009.pdf",
            "src/main.rs",
            "C:\\Mes documents\\a.txt",
            "./a...b",
            "nom_de_variable",
            "a==b",
            "wiki.be/Namur_(ville)",
            "1.2.3",
            "version 10.0.1",
        ] {
            assert_eq!(french(text), text);
        }
        check_default(&[("(voir https://x.be/a?b.)", "(voir https://x.be/a?b.)"), ("Voir www.x.be?", "Voir www.x.be~?"), ("À info@x.be;", "À info@x.be~;")]);
    }

    fn french(text: &str) -> String {
        typeset(text, &Settings::default(), Language::French)
    }

    #[test]
    fn other_languages() {
        let text = "it's \"a \"b\" c\"... oui ? 5%";
        for (language, wanted) in [
            (Language::Dutch, "it’s ‘a “b” c’… oui ? 5%"),
            (Language::German, "it’s „a ‚b‘ c“… oui ? 5%"),
            (Language::English, "it’s “a ‘b’ c”… oui ? 5%"),
            (Language::Other, text),
        ] {
            assert_eq!(typeset(text, &Settings::default(), language), wanted, "{language:?}");
        }
        let dutch = typeset("'s avonds in 't dorp", &Settings::default(), Language::Dutch);
        assert_eq!(dutch, "’s avonds in ’t dorp");
    }

    #[test]
    fn edits_that_do_not_fit_are_passed_over() {
        let edit = |range| Edit { range, text: "x".to_owned(), style: Style::Plain };
        assert_eq!(apply("été", &[edit(0..1), edit(0..2), edit(1..3), edit(9..12)]), "xté");
    }

    /// Pieces that rules react to, put side by side without sense.
    fn nasty() -> impl Strategy<Value = String> {
        let piece = prop_oneof![
            6 => "[ \u{a0}\u{202f}\u{2009}\u{200b}\n\t]",
            6 => "[\"'«»“”‘’„‚´]",
            5 => "[-–—·./,:;!?…]",
            2 => "\\.\\.\\.|--|\\?!|://",
            4 => "( [-–—])+ | [-–] [-–] |« ?| ?»|\" | \"|[?!;:] [?!]| [,.] | / |\\( | \\)",
            4 => "[0-9]{1,4}",
            2 => "[()\\[\\]{}<>@_=&#*%€§°+|\\\\]",
            6 => "[a-zA-ZéÉœçßIVXLhpn]{1,3}",
            3 => "er|e|ème|siècle|juin|h|km|mois|Fiche|pp|p|art|M|Mme|MM|Cf|n|et|CAI|PST|www|jpg|be|habitants|BE68|rice|s",
            2 => "[\u{fffc}\u{301}🎉שم²\u{200f}\u{feff}]",
        ];
        prop::collection::vec(piece, 0..24).prop_map(|pieces| pieces.concat())
    }

    fn any_settings() -> impl Strategy<Value = Settings> {
        let profiles =
            prop_oneof![Just(Profile::BeDefault), Just(Profile::FinePartout), Just(Profile::ImprimerieNationale), Just(Profile::Ue), Just(Profile::Falc),];
        (profiles, any::<[bool; 5]>()).prop_map(|(profile, [nested, ellipsis, ordinals, inclusive, titles])| Settings {
            profile,
            colon: nested.then_some(Space::None),
            nested: if nested { NestedQuotes::French } else { NestedQuotes::English },
            space_after_ellipsis: ellipsis,
            ordinals: if ordinals { Ordinals::Keep } else { Ordinals::Normalise },
            inclusive: if inclusive { Inclusive::Median } else { Inclusive::Garder },
            superscript_titles: titles,
        })
    }

    /// What must come through unchanged: letters, digits and opaque signs, in order. « pp. » and « (Cf. » are
    /// the two words that lose or change a letter.
    fn substance(text: &str) -> String {
        let mut kept: Vec<char> = text.chars().filter(|&c| is_word(c)).flat_map(char::to_lowercase).collect();
        kept.dedup_by(|a, b| *a == 'p' && *b == 'p');
        kept.into_iter().collect()
    }

    fn check_properties(text: &str, settings: &Settings, language: Language) -> Result<(), TestCaseError> {
        let settled = settle(text, settings, language);
        prop_assert!(settled.is_some(), "{:?} does not settle", text);
        let made = settled.map(|line| line.edits(text)).unwrap_or_default();
        let mut position = 0;
        for edit in &made {
            prop_assert!(edit.range.start >= position && edit.range.end >= edit.range.start);
            let replaced = text.get(edit.range.clone());
            prop_assert!(replaced.is_some_and(|old| !old.contains(OPAQUE)));
            prop_assert!(replaced != Some(&edit.text) || edit.style != Style::Plain);
            position = edit.range.end;
        }
        let once = apply(text, &made);
        prop_assert_eq!(&typeset(&once, settings, language), &once);
        if settings.ordinals == Ordinals::Keep {
            prop_assert_eq!(substance(&once), substance(text));
        }
        Ok(())
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 20_000, ..ProptestConfig::default() })]

        #[test]
        fn setting_twice_is_setting_once(text in nasty()) {
            check_properties(&text, &Settings::default(), Language::French)?;
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 1_000, ..ProptestConfig::default() })]

        #[test]
        fn under_any_settings_too(text in nasty(), settings in any_settings()) {
            check_properties(&text, &settings, Language::French)?;
        }

        #[test]
        fn nothing_is_lost(text in nasty()) {
            let settings = Settings { ordinals: Ordinals::Keep, ..Settings::default() };
            check_properties(&text, &settings, Language::French)?;
        }
    }

    proptest! {
        #[test]
        fn in_other_languages_too(text in nasty(), language in prop_oneof![Just(Language::Dutch), Just(Language::German), Just(Language::English), Just(Language::Other)]) {
            check_properties(&text, &Settings { ordinals: Ordinals::Keep, ..Settings::default() }, language)?;
        }

        #[test]
        fn no_text_panics(text in any::<String>()) {
            check_properties(&text, &Settings::default(), Language::French)?;
        }
    }
}
