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
//!
//! `FRENCH` and the lists beside it name the rules in their order, each with the file of its family.

mod apostrophes;
mod characters;
mod dashes;
mod inclusive;
mod lexicon;
mod lint;
mod numbers;
mod protect;
mod quotes;
mod references;
mod spaces;
#[cfg(test)]
mod tests;
mod titles;
mod units;

use crate::base::source::Spanned;
use crate::model::typography::TypographyEntry;
pub use crate::model::typography::{Dash, Inclusive, NestedQuotes, Ordinals, Profile, Space};
use characters::{NO_BREAK, OPAQUE, THIN};
use protect::protect;
use std::ops::Range;

pub use lint::{Lint, LintKind, guillemets_astray, is_misspelt, lint, mend, shares_second_half};
pub use titles::bound;

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

/// What depends on the house: a profile, and what differs from it.
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
    /// Digits from which a number in one piece is set in groups of three: 4 or 5.
    pub grouped_from: usize,
    /// The dash of incises.
    pub dash: Dash,
}

impl Default for Settings {
    fn default() -> Self {
        Self::of(&TypographyEntry::default())
    }
}

impl Settings {
    /// The settings that a collection asks for; what it leaves open is its profile's.
    pub fn of(entry: &TypographyEntry) -> Self {
        fn or<T: Copy>(value: &Option<Spanned<T>>, default: T) -> T {
            value.as_ref().map_or(default, |v| v.value)
        }
        let profile = or(&entry.profile, Profile::BeDefault);
        let inclusive = match profile {
            Profile::Falc => Inclusive::Doublet,
            Profile::BeDefault | Profile::FinePartout | Profile::ImprimerieNationale | Profile::Ue => Inclusive::Garder,
        };
        Self {
            profile,
            colon: entry.colon.as_ref().map(|v| v.value),
            nested: or(&entry.nested, NestedQuotes::English),
            space_after_ellipsis: or(&entry.space_after_ellipsis, true),
            ordinals: or(&entry.ordinals, Ordinals::Normalise),
            inclusive: or(&entry.inclusive, inclusive),
            superscript_titles: or(&entry.superscript_titles, false),
            grouped_from: if or(&entry.four_digits, false) { 4 } else { 5 },
            dash: or(&entry.dash, Dash::En),
        }
    }

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

/// The language of a paragraph. French has all the rules; Dutch, German and English have theirs for quotes, spaces and
/// apostrophes; another language none.
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

impl Language {
    /// The language of an ISO 639-1 code.
    pub fn of(code: &str) -> Self {
        match code {
            "fr" => Self::French,
            "nl" => Self::Dutch,
            "de" => Self::German,
            "en" => Self::English,
            _ => Self::Other,
        }
    }
}

/// What to change in one paragraph, flattened (emphasis removed, so that quotes pair across it), with U+FFFC
/// in place of whatever is not text. The edits are sorted and do not overlap; several may touch, and at the same
/// place the first comes first.
///
/// Remembered: a preview sets the same paragraphs again at every save, and a build sets them once a profile.
#[comemo::memoize]
pub fn edits(text: &str, settings: &Settings, language: Language) -> Vec<Edit> {
    settle(text, settings, language).map(|line| line.edits(text)).unwrap_or_default()
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

/// Rounds before a line that does not settle is given up. Three are usual, the last one changing nothing.
const ROUNDS: usize = 24;

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

/// A rule: reads the characters and asks for changes, from left to right.
type Rule = fn(&[char], &Settings, &mut Changes);

/// The rules for French, in order.
const FRENCH: [Rule; 17] = [
    spaces::collapse,
    spaces::ellipses,
    quotes::french,
    apostrophes::french,
    apostrophes::elisions,
    inclusive::forms,
    references::ordinals,
    references::whole_sigles,
    numbers::page_ranges,
    numbers::numbers,
    references::references,
    dashes::dashes,
    spaces::slashes,
    spaces::brackets,
    spaces::low_signs,
    spaces::guillemets,
    spaces::high_signs,
];
/// The rules for other languages, in order: their own quotes, and no space where only French has one.
const DUTCH: [Rule; 8] =
    [spaces::collapse, spaces::ellipses, quotes::dutch, apostrophes::dutch, spaces::brackets, spaces::low_signs, spaces::foreign_signs, spaces::foreign_units];
const GERMAN: [Rule; 8] = [
    spaces::collapse,
    spaces::ellipses,
    quotes::german,
    apostrophes::german,
    spaces::brackets,
    spaces::low_signs,
    spaces::foreign_signs,
    spaces::foreign_units,
];
const ENGLISH: [Rule; 8] = [
    spaces::collapse,
    spaces::ellipses,
    quotes::english,
    apostrophes::english,
    spaces::brackets,
    spaces::low_signs,
    spaces::foreign_signs,
    spaces::foreign_units,
];

/// The paragraph while the rules work on it.
struct Line {
    cells: Vec<Cell>,
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

/// What one rule asks for, from left to right. A request that overlaps an earlier one is passed over, even when
/// the earlier one found its wish fulfilled: two wishes for one place would take turns for ever.
#[derive(Default)]
struct Changes {
    list: Vec<Change>,
    /// The end of the last place asked for.
    claimed: usize,
}

/// A change to the line: positions are characters, not bytes.
struct Change {
    range: Range<usize>,
    text: Vec<char>,
    style: Style,
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
