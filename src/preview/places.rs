//! Words of a page ↔ lines of the author's texts.
//!
//! Letters that a generated body made carry the literal that they stand in, and the literal its place in the Markdown. What a template
//! prints out of the data (titles in the contents, terms, categories) carries none: it is looked for between the literals around it, then
//! among the lines of the headers and of the YAML files. A template is never the answer.

use crate::base::source::{Source, SourceId, Sources, Span};
use crate::model::bundle::{Bundle, BundleFile};
use crate::typeset::{Glyphs, Origin};
use std::collections::{BTreeMap, BTreeSet};

/// Where a word comes from: a source and a byte in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// The text.
    pub source: SourceId,
    /// The byte at which the word begins in it, or what the word was made from.
    pub at: usize,
}

/// A word of a page and its place.
#[derive(Debug, Clone, PartialEq)]
pub struct Placed {
    /// The word.
    pub glyphs: Glyphs,
    /// Its place; none when it is nobody's text, as the word « Glossaire » or the number of a page.
    pub place: Option<Place>,
}

/// The lines in which data is written: all those of YAML files, and the headers of texts.
pub struct Index {
    lines: Vec<IndexLine>,
    /// Where the date of a text is written.
    dates: BTreeMap<SourceId, usize>,
    by_word: BTreeMap<String, Vec<usize>>,
}

struct IndexLine {
    source: SourceId,
    start: usize,
    words: Vec<(String, usize)>,
}

impl Index {
    /// Reads the lines. Texts that a generated body holds (chapeaux, definitions of terms, paragraphs) carry their places and stay out: a
    /// word of a template would be found in them by chance.
    pub fn new(sources: &Sources) -> Self {
        let mut out = Self { lines: Vec::new(), dates: BTreeMap::new(), by_word: BTreeMap::new() };
        // Profiles are read as a text too, and are a template all the same.
        for (id, source) in sources.iter().filter(|(_, source)| source.path.starts_with("content/")) {
            let (yaml, terms) = (source.path.ends_with(".yaml"), source.path.ends_with("/sigles.yaml"));
            let mut marks = 0;
            let mut start = 0;
            // The indent of the key whose block of text is being passed over.
            let mut passing: Option<usize> = None;
            let mut demand = false;
            for line in source.text.split_inclusive('\n') {
                let indent = line.len() - line.trim_start_matches([' ', '-']).len();
                let key = line.trim();
                marks += usize::from(key == "---");
                let header = yaml || marks < 2;
                if key.is_empty() || passing.is_some_and(|i| header && indent > i) {
                    start += line.len();
                    continue;
                }
                passing = (header && key.ends_with(['|', '>'])).then_some(indent);
                let listed = if header {
                    !(key.starts_with('#') || terms && key.trim_start_matches("- ").starts_with("definition:"))
                } else {
                    demand || key.starts_with(['#', ':'])
                };
                demand = key.starts_with(":::demande");
                if listed {
                    out.add(id, start, line);
                }
                if !yaml && header && line.starts_with("date:") {
                    out.dates.entry(id).or_insert(start + "date:".len() + usize::from(line.as_bytes().get(5) == Some(&b' ')));
                }
                start += line.len();
            }
        }
        out
    }

    fn add(&mut self, source: SourceId, start: usize, line: &str) {
        let mut words = words(line);
        // What stands between spaces counts as a word too: « D/2026/0000/1 ».
        let mut at = 0;
        for piece in line.split_inclusive(char::is_whitespace) {
            let whole = fold(piece);
            if !whole.is_empty() && !words.iter().any(|(word, _)| *word == whole) {
                words.push((whole, at));
            }
            at += piece.len();
        }
        for (word, _) in &words {
            self.by_word.entry(word.clone()).or_default().push(self.lines.len());
        }
        self.lines.push(IndexLine { source, start, words });
    }

    /// The lines that a run of words was most likely taken from; one place a word.
    fn places(&self, run: &[&str], near: Option<SourceId>) -> Vec<Option<Place>> {
        let mut out = vec![None; run.len()];
        let keys: Vec<String> = run.iter().map(|word| self.key(word)).collect();
        let mut left: BTreeSet<usize> = (0..run.len()).filter(|i| !keys[*i].is_empty()).collect();
        let mut favourite = near;
        while !left.is_empty() {
            let mut score: BTreeMap<usize, usize> = BTreeMap::new();
            let mut counted = BTreeSet::new();
            for i in &left {
                if counted.insert(&keys[*i]) {
                    let mut lines = self.by_word.get(&keys[*i]).cloned().unwrap_or_default();
                    lines.dedup();
                    // Words tell lines apart; numbers hardly do.
                    let weight = if keys[*i].chars().filter(|c| c.is_alphabetic()).count() >= 3 { 20 } else { 2 };
                    lines.into_iter().for_each(|line| *score.entry(line).or_default() += weight);
                }
            }
            for (line, points) in &mut score {
                *points += usize::from(Some(self.lines[*line].source) == favourite);
            }
            // The first of the best: the order of the sources is that of the workspace.
            let Some((line, _)) = score.into_iter().max_by_key(|(line, points)| (*points, std::cmp::Reverse(*line))) else { break };
            let line = &self.lines[line];
            let taken: Vec<(usize, usize)> =
                left.iter().filter_map(|i| line.words.iter().find(|(word, _)| *word == keys[*i]).map(|(_, at)| (*i, line.start + at))).collect();
            // A number that the program counted stands in some line by chance.
            let sure = Some(line.source) == favourite && taken.iter().any(|(i, _)| keys[*i].len() >= 4);
            if !sure && !taken.iter().any(|(i, _)| keys[*i].chars().filter(|c| c.is_alphabetic()).count() >= 3 || (keys[*i].len() >= 6)) {
                break;
            }
            favourite = Some(line.source);
            for (i, at) in taken {
                left.remove(&i);
                out[i] = Some(Place { source: line.source, at });
            }
            // « années 1980 » beside a title says the date of that text, however it is written: 198X.
            if let Some(at) = self.dates.get(&line.source) {
                left.retain(|i| {
                    let says = DATE_WORDS.contains(&fold(run[*i]).as_str());
                    if says {
                        out[*i] = Some(Place { source: line.source, at: *at });
                    }
                    !says
                });
            }
        }
        out
    }

    /// The word by which a piece of a page is looked for: itself where a line has it, else its longest part.
    fn key(&self, word: &str) -> String {
        let whole = fold(word);
        if self.by_word.contains_key(&whole) {
            return whole;
        }
        let part = longest(word);
        // « 2.1 » is counted by the program: its parts stand anywhere.
        if part.len() < 4 && whole.chars().all(|c| c.is_ascii_digit()) { String::new() } else { part }
    }
}

/// The words in which the program says dates, folded.
pub const DATE_WORDS: [&str; 24] = [
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
    "printemps",
    "été",
    "automne",
    "hiver",
    "années",
    "vers",
    "depuis",
    "jusquen",
    "avant",
    "après",
    "début",
    "fin",
];

/// The words of a line, folded, each with the byte at which it begins.
fn words(line: &str) -> Vec<(String, usize)> {
    let mut out: Vec<(String, usize)> = Vec::new();
    let mut open = false;
    for (at, c) in line.char_indices() {
        if c.is_alphanumeric() {
            match out.last_mut().filter(|_| open) {
                Some((word, _)) => word.extend(c.to_lowercase()),
                None => out.push((c.to_lowercase().collect(), at)),
            }
        }
        open = c.is_alphanumeric();
    }
    out
}

/// The letters and digits of a word, folded; what a typographer may change is left out.
pub fn fold(word: &str) -> String {
    word.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// The longest word of a piece between punctuation, folded.
fn longest(text: &str) -> String {
    words(text).into_iter().map(|(word, _)| word).rev().max_by_key(|word| word.chars().count()).unwrap_or_default()
}

/// Whether a piece of Markdown is a reference, whose words on the page are those of what it leads to.
fn is_reference(written: &str) -> bool {
    written.starts_with("[[") || fold(written).starts_with("fiche")
}

/// What a generated literal says: the reverse of `render::code::literal`.
pub fn unescape(literal: &str) -> String {
    let inner = literal.strip_prefix('"').and_then(|l| l.strip_suffix('"')).unwrap_or(literal);
    let mut out = String::with_capacity(inner.len());
    let mut rest = inner.chars();
    while let Some(c) = rest.next() {
        if c != '\\' {
            out.push(c);
            continue;
        }
        match rest.next() {
            Some('n') => out.push('\n'),
            Some('t') => out.push('\t'),
            Some('r') => out.push('\r'),
            Some('u') => {
                let digits: String = rest.by_ref().skip(1).take_while(|c| *c != '}').collect();
                out.extend(u32::from_str_radix(&digits, 16).ok().and_then(char::from_u32));
            }
            Some(c) => out.push(c),
            None => {}
        }
    }
    out
}

/// The byte of `written` that became the byte `at` of `printed`. Typography changes spaces, quotes and dashes, Markdown hides signs:
/// letters and digits are counted, and where the count fails the nearest place with the same word is taken.
pub fn align(printed: &str, at: usize, written: &str) -> Option<usize> {
    let mut at = at.min(printed.len());
    while !printed.is_char_boundary(at) {
        at -= 1;
    }
    let wanted: Vec<char> = printed[at..].chars().skip_while(|c| !c.is_alphanumeric()).take_while(|c| c.is_alphanumeric()).collect();
    let letters: Vec<(usize, char)> = written.char_indices().filter(|(_, c)| c.is_alphanumeric()).collect();
    let count = printed[..at].chars().filter(|c| c.is_alphanumeric()).count();
    let stands = |i: usize| letters.get(i..i + wanted.len()).is_some_and(|l| l.iter().map(|(_, c)| c).eq(wanted.iter()));
    if wanted.is_empty() {
        return letters.get(count.min(letters.len().saturating_sub(1))).map(|(at, _)| *at);
    }
    let farthest = letters.len();
    let found = (0..=farthest).flat_map(|d| [count.checked_sub(d), Some(count + d)]).flatten().find(|i| stands(*i))?;
    letters.get(found).map(|(at, _)| *at)
}

/// The piece of author's text that a generated file has at some bytes: its number in the map and its range and place.
fn literal<'a>(file: &'a BundleFile, origin: &Origin) -> Option<(usize, &'a (std::ops::Range<usize>, Span))> {
    let after = file.map.0.partition_point(|(range, _)| range.start <= origin.range.start);
    let number = after.checked_sub(1)?;
    file.map.0.get(number).filter(|(range, _)| range.end > origin.range.start).map(|found| (number, found))
}

/// Finds the place of every word of a page.
pub fn place(words: Vec<Glyphs>, bundle: &Bundle, sources: &Sources, index: &Index) -> Vec<Placed> {
    // First what is certain: letters of a generated literal.
    let mut known: Vec<Option<(&str, usize)>> = Vec::with_capacity(words.len());
    let mut places: Vec<Option<Place>> = Vec::with_capacity(words.len());
    for word in &words {
        let found = word.origin.as_ref().and_then(|origin| {
            let (path, file) = bundle.files.get_key_value(&origin.file)?;
            let (number, (range, span)) = literal(file, origin)?;
            let code = std::str::from_utf8(file.bytes.get(range.clone())?).ok()?;
            let at = align(&unescape(code), origin.offset, sources.slice(*span)).unwrap_or(0);
            Some(((path.as_str(), number), Place { source: span.source, at: span.start as usize + at }))
        });
        known.push(found.map(|f| f.0));
        places.push(found.map(|f| f.1));
    }
    // Then, between two literals of a file, what stands between them in that file: a reference and the title that it prints.
    let mut i = 0;
    while i < words.len() {
        if known[i].is_some() {
            i += 1;
            continue;
        }
        let end = (i..words.len()).find(|j| known[*j].is_some()).unwrap_or(words.len());
        let around = i.checked_sub(1).and_then(|b| known[b]).zip(known.get(end).copied().flatten());
        let between = around.filter(|((a, from), (b, to))| a == b && from + 1 < *to);
        if let Some(((path, from), (_, to))) = between
            && let Some(file) = bundle.files.get(path)
        {
            let inner = &file.map.0[from + 1..to];
            // Where the reading of each literal has come to: a block of code is one literal of many lines.
            let mut read = vec![0; inner.len()];
            for j in i..end {
                let word = longest(&words[j].text);
                let found = inner.iter().enumerate().filter(|_| !word.is_empty()).find_map(|(n, (_, span))| {
                    let written = self::words(sources.slice(*span));
                    let same = |from: usize| written.iter().find(|(w, at)| *at >= from && *w == word).map(|(_, at)| *at);
                    let at = same(read[n]).or_else(|| same(0))?;
                    read[n] = at + 1;
                    Some(Place { source: span.source, at: span.start as usize + at })
                });
                let reference = || {
                    inner.iter().find(|(_, span)| is_reference(sources.slice(*span))).map(|(_, span)| Place { source: span.source, at: span.start as usize })
                };
                places[j] = found.or_else(reference);
            }
        }
        // At last what the data says.
        if places[i..end].iter().any(Option::is_none) {
            let near = places[..i].iter().rev().chain(&places[end..]).flatten().next().map(|p| p.source);
            let mut from = i;
            while from < end {
                let to = (from + 1..end).find(|j| (words[*j].y - words[from].y).abs() > 0.5 * words[from].size).unwrap_or(end);
                let run: Vec<&str> = words[from..to].iter().map(|w| w.text.as_str()).collect();
                for (j, place) in (from..to).zip(index.places(&run, near)) {
                    places[j] = places[j].or(place);
                }
                from = to;
            }
        }
        i = end;
    }
    words.into_iter().zip(places).map(|(glyphs, place)| Placed { glyphs, place }).collect()
}

/// The line and the column of a place, from 1.
pub fn position(place: Place, sources: &Sources) -> (&Source, crate::base::source::Position) {
    let source = sources.get(place.source);
    (source, source.position(place.at))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_are_found_again() {
        let written = "Le **Centre** dit : \"l'accueil\" --\nc'est tout";
        let printed = "Le Centre dit : « l’accueil » – c’est tout";
        for word in ["Centre", "accueil", "tout"] {
            let at = printed.find(word).expect("it is there");
            assert_eq!(align(printed, at, written), written.find(word));
        }
        assert_eq!(align("Fonds social (", 0, "FSE"), None);
        assert_eq!(align("", 0, ""), None);
    }

    #[test]
    fn a_literal_says_what_it_said() {
        assert_eq!(unescape("\"a\\\\b \\\"c\\\" \\n\\u{1b}é\""), "a\\b \"c\" \n\u{1b}é");
    }
}
