//! The ways in which French texts explain a sigle (DOMAIN.md 1.5), found in one paragraph.

use super::align::{Cost, Letters, Pause, Word, cost, limit, split};
use super::{Found, Pattern};
use crate::lang::sigles::{has_shape, in_address, words};
use std::ops::Range;

/// What may stand between an expansion and its sigle, before the sigle: « ci-après », « en abrégé », « ou ». Those marked true say by
/// themselves that a short form comes.
const BEFORE: &[(&str, bool)] = &[
    ("abrégé en", true),
    ("abrégée en", true),
    ("abrégés en", true),
    ("abrégées en", true),
    ("abrégé", true),
    ("abrégée", true),
    ("en abrégé", true),
    ("en sigle", true),
    ("ci-après désigné", true),
    ("ci-après désignée", true),
    ("ci-après dénommé", true),
    ("ci-après dénommée", true),
    ("ci-après dénommés", true),
    ("ci-après dénommées", true),
    ("ci-après", true),
    ("ci-dessous", true),
    ("sous le sigle", true),
    ("sous l’acronyme", true),
    ("sous le nom de", true),
    ("par le sigle", true),
    ("par l’acronyme", true),
    ("dont le sigle est", true),
    ("dont l’acronyme est", true),
    ("plus connu sous le nom de", true),
    ("plus connue sous le nom de", true),
    ("mieux connu sous le sigle", true),
    ("ou encore", false),
    ("ou bien", false),
    ("ou", false),
    ("soit", false),
    ("dit", false),
    ("dite", false),
    ("dits", false),
    ("dites", false),
    ("alias", false),
    ("sigle", false),
    ("acronyme", false),
    ("appelé", false),
    ("appelée", false),
    ("dénommé", false),
    ("dénommée", false),
    ("en", false),
    ("le", false),
    ("la", false),
    ("les", false),
    ("l’", false),
    ("un", false),
    ("une", false),
];

/// What may stand between a sigle and its expansion, after the sigle.
const AFTER: &[(&str, bool)] = &[
    ("signifie", true),
    ("désigne", true),
    ("veut dire", true),
    ("est l’acronyme de", true),
    ("est l’abréviation de", true),
    ("est le sigle de", true),
    ("est le sigle du", true),
    ("abréviation de", true),
    ("acronyme de", true),
    ("sigle de", true),
    ("sigle du", true),
    ("c’est-à-dire", true),
    ("à savoir", true),
    ("autrement dit", true),
    ("en toutes lettres", true),
    ("pour", false),
    ("soit", false),
    ("ou", false),
    ("le", false),
    ("la", false),
    ("les", false),
    ("l’", false),
    ("un", false),
    ("une", false),
];

/// The price of an expansion whose words have the letters of the sigle in another order: only four letters or more make it likely.
const TURNED: Cost = 0.9;

/// The most bytes that an expansion may take: the search is linear in the length of a text.
const LONGEST: usize = 400;

/// Where a sentence, a bracket or a quotation begins or ends.
fn is_stop(c: char) -> bool {
    matches!(c, ';' | ':' | '!' | '?' | '(' | ')' | '[' | ']' | '{' | '}' | '«' | '»' | '“' | '”' | '"' | '\u{fffc}' | '•' | '|')
}

/// The expansions that a paragraph gives, in the order of their sigles.
pub(super) fn find(text: &str) -> Vec<Found> {
    let mut out: Vec<Found> = Vec::new();
    let all = words(text);
    for range in &all {
        let word = &text[range.clone()];
        if !word.starts_with(char::is_uppercase) || word.chars().filter(|c| c.is_alphabetic()).count() > 12 {
            continue;
        }
        let strong = has_shape(word);
        if !strong && (word.chars().count() < 4 || word.chars().skip(1).any(|c| !c.is_lowercase())) {
            continue;
        }
        // A name such as Mirena counts only beside a bracket.
        let behind = &text[text.floor_char_boundary(range.start.saturating_sub(60))..range.start];
        let ahead = text[range.end..].trim_start_matches(['»', '”', '"', ' ', '\u{a0}', '\u{202f}']);
        if !strong && !behind.contains(['(', '[']) && !ahead.starts_with(['(', '[', ':', '=', '–', '—']) {
            continue;
        }
        let Some(letters) = Letters::of(word) else { continue };
        if in_address(text, range.clone()) {
            continue;
        }
        let sigle = numbered(text, range);
        let place = Place { text, sigle: sigle.clone(), letters, strong };
        if let Some(found) = place.explained() {
            out.push(found);
        }
    }
    // One explanation, one sigle: the words of one are not the sigle of another.
    let mut taken: Vec<Range<usize>> = out.iter().map(|f| f.expansion.clone()).collect();
    taken.sort_by_key(|t| t.start);
    let near = |at: usize| taken.partition_point(|t| t.start + LONGEST < at);
    out.retain(|f| !taken[near(f.sigle.start)..].iter().take_while(|t| t.start <= f.sigle.start).any(|t| f.sigle.end <= t.end));
    out
}

/// A sigle with the number that belongs to it: « PST 3 », « Alpha 5000 ».
fn numbered(text: &str, word: &Range<usize>) -> Range<usize> {
    let rest = &text[word.end..];
    let space = rest.chars().next().filter(|c| matches!(c, ' ' | '\u{a0}' | '\u{202f}')).map_or(0, char::len_utf8);
    let figures = rest[space..].bytes().take_while(u8::is_ascii_digit).count();
    let closed = rest[space + figures..].trim_start().chars().next().is_none_or(|c| matches!(c, ')' | ']' | ',' | '»' | '('));
    if space > 0 && (1..=2).contains(&figures) && closed { word.start..word.end + space + figures } else { word.clone() }
}

struct Place<'a> {
    text: &'a str,
    sigle: Range<usize>,
    letters: Letters,
    /// Whether the word has the shape of a sigle by itself; a name such as Mirena needs more proof.
    strong: bool,
}

impl Place<'_> {
    /// The best explanation of the sigle at this place.
    fn explained(&self) -> Option<Found> {
        let before = &self.text[..self.sigle.start];
        let after = &self.text[self.sigle.end..];
        let (lead, said) = strip_before(before);
        let mut ways: Vec<Found> = Vec::new();
        let opened = lead.ends_with(['(', '[']);

        // « (PLIC : plan local d’intégration …) », and a line or a sentence « FSE : Fonds social européen ».
        let closing = after.trim_start().trim_start_matches(['»', '”', '"']).trim_start();
        let sign = closing.chars().next().filter(|c| matches!(c, ':' | '=' | '–' | '—'));
        let line = lead.trim_matches(|c: char| !c.is_alphanumeric()).is_empty();
        let sentence = self.strong && before.trim_end().ends_with(['.', ';', '!', '?', '…']);
        if let Some(sign) = sign
            && (opened || line || (sentence && self.letters.len() >= 3))
        {
            let from = self.text.len() - closing.len() + sign.len_utf8();
            let to = end_of(self.text, from, opened);
            // A sentence that begins with a sigle may say something of it: only its letters show that it says what it stands for.
            let most = if opened || line { limit(self.letters.len()) } else { 0.1 };
            ways.extend(self.right(from..to, Pattern::Colon, most));
        }
        // « FSE (Fonds social européen) ».
        if let Some(open) = closing.chars().next().filter(|c| matches!(c, '(' | '[')) {
            let from = self.text.len() - closing.len() + open.len_utf8();
            let to = end_of(self.text, from, true);
            ways.extend(self.right(from..to, Pattern::Reversed, limit(self.letters.len())));
        }
        // « Fonds social européen (FSE) », « (ci-après “FSE”) », « (le FSE) ».
        if opened && ways.is_empty() {
            let ends = closing.is_empty() || closing.starts_with([')', ']', ',', ';', ':', '/', '–', '—', '-']);
            let most = if !self.strong {
                0.7
            } else if ends {
                limit(self.letters.len())
            } else {
                0.2
            };
            let end = lead.len() - 1;
            ways.extend(self.left(end, Pattern::Bracket, most));
        }
        // « …, DIIS) », « …, en abrégé FSE », « … – FSE ».
        let ends = closing.is_empty() || closing.starts_with([',', ';', '.', ')', ']', '»', ':', '–', '—', '!', '?']);
        let pause = lead.trim_end().ends_with([',', '–', '—']);
        if !opened && self.strong && self.letters.len() >= 3 && ((pause && ends) || said) {
            let end = lead.trim_end().trim_end_matches([',', '–', '—']).len();
            ways.extend(self.left(end, Pattern::Apposition, if said { limit(self.letters.len()).min(0.6) } else { 0.2 }));
        }
        // « le FSE, c’est-à-dire le Fonds social européen », « FSE signifie … », « la DIIS, Direction interdépartementale …, ».
        if self.strong && self.letters.len() >= 3 && ways.is_empty() {
            let comma = after.trim_start().starts_with(',');
            let body = after.trim_start().trim_start_matches(',');
            let (rest, said) = strip_after(body);
            if comma || said {
                let rest = rest.trim_start();
                let begin = self.text.len() - rest.len();
                let window = &self.text[begin..self.text.ceil_char_boundary(begin + LONGEST)];
                let inside = window.trim_start_matches(['«', '“', '"', ' ', '\u{a0}', '\u{202f}']);
                let from = begin + (window.len() - inside.len());
                let ends: &[char] = if window.starts_with(['«', '“', '"']) { &['»', '”', '"'] } else { &[',', '.', ';', ':', '(', ')', '!', '?', '»'] };
                let stop = from + inside.find(ends).unwrap_or(inside.len());
                ways.extend(self.right(from..stop, Pattern::Apposition, if said { 0.35 } else { 0.1 }));
            }
        }
        ways.into_iter().min_by(|a, b| a.cost.total_cmp(&b.cost))
    }

    fn found(&self, expansion: Range<usize>, pattern: Pattern, cost: Cost) -> Found {
        Found { sigle: self.sigle.clone(), expansion, pattern, cost }
    }

    /// The expansion that ends at a place.
    fn left(&self, end: usize, pattern: Pattern, most: Cost) -> Option<Found> {
        let text = self.text[..end].trim_end();
        let quoted = text.ends_with(['»', '”', '"']);
        let text = if quoted { text.trim_end_matches(['»', '”', '"', ' ', '\u{a0}', '\u{202f}']) } else { text };
        let floor = text.floor_char_boundary(text.len().saturating_sub(LONGEST));
        let stops = || text[floor..].char_indices().rev().filter(|(at, c)| is_stop(*c) || (*c == '.' && ends_sentence(text, floor + *at)));
        let begin = |stop: Option<(usize, char)>| stop.map_or(floor, |(at, c)| floor + at + c.len_utf8());
        let found = self.named(text, begin(stops().next()), quoted, pattern, most);
        // « le plan “Habiter ici” (PHI) »: the noun stands before its quotation.
        let before_quotation = || stops().next().filter(|(_, c)| quoted && matches!(c, '«' | '“' | '"')).map(|_| begin(stops().nth(1)));
        found.or_else(|| self.named(text, before_quotation()?, quoted, pattern, most.min(0.2)))
    }

    /// The expansion that ends at the end of a text and begins at `from` at the earliest.
    fn named(&self, text: &str, from: usize, quoted: bool, pattern: Pattern, most: Cost) -> Option<Found> {
        let words = split(&text[from..]);
        let window = self.letters.len() * 2 + 10;
        let mut best: Option<(Cost, usize)> = None;
        for start in (words.len().saturating_sub(window)..words.len()).rev() {
            let word = &words[start];
            if !self.letters.opens(word) || !begins_name(word, &text[from..]) {
                continue;
            }
            let span = &words[start..];
            let Some(mut price) = cost(span, &self.letters, quoted) else { continue };
            if span.len() < 2 && !compound(word, &text[from..]) {
                continue;
            }
            // A list of things before the name is no part of it.
            if span[1..].iter().any(|w| w.pause == Pause::Comma) {
                price += 0.15;
            }
            if price <= most && best.is_none_or(|(b, _)| price < b - 0.001) {
                best = Some((price, from + word.range.start));
            }
        }
        // « Fonds asile, migration et intégration (AMIF) »: the letters of another language's order.
        let turned = || {
            let start = (0..words.len()).rev().find(|i| words[*i..].iter().filter(|w| !w.small).count() == self.letters.len())?;
            let fits = pattern == Pattern::Bracket && TURNED <= most && self.letters.are_initials(&words[start..]);
            (fits && begins_name(&words[start], &text[from..])).then_some((TURNED, from + words[start].range.start))
        };
        let (price, start) = best.or_else(turned)?;
        let end = from + words.last()?.range.end;
        Some(self.found(start..end, pattern, price))
    }

    /// The expansion in a range: from its first word, to its end or to a comment behind a comma.
    fn right(&self, range: Range<usize>, pattern: Pattern, most: Cost) -> Option<Found> {
        let text = &self.text[range.clone()];
        let words = split(text);
        let first = words.iter().position(|w| self.letters.opens(w) && begins_name(w, text)).filter(|i| words[..*i].iter().all(|w| w.small))?;
        let words = &words[first..];
        let mut best: Option<(Cost, usize)> = None;
        let cuts = (1..words.len()).filter(|i| words[*i].pause != Pause::None).chain(std::iter::once(words.len()));
        for cut in cuts {
            let span = &words[..cut];
            if span.len() < 2 && !compound(&span[0], text) {
                continue;
            }
            let Some(price) = cost(span, &self.letters, true) else { continue };
            if price <= most && best.is_none_or(|(b, _)| price < b - 0.001) {
                best = Some((price, cut));
            }
        }
        let (price, cut) = best?;
        let start = range.start + words[0].range.start;
        Some(self.found(start..range.start + words[cut - 1].range.end, pattern, price))
    }
}

/// Whether a name may begin with this word: one that counts, or a small one with a capital (« Sans Abri »).
fn begins_name(word: &Word, text: &str) -> bool {
    !word.small || (text[word.range.clone()].starts_with(char::is_uppercase) && word.range.len() > 2)
}

/// Whether a single word can be an expansion: « psycho-médico-social » has several parts.
fn compound(word: &Word, text: &str) -> bool {
    text[word.range.end..].starts_with(['-', '\u{2011}'])
}

/// Whether a dot ends a sentence: not that of « St. » or « A.S.B.L. ».
fn ends_sentence(text: &str, at: usize) -> bool {
    let spaced = text[at + 1..].chars().next().is_none_or(char::is_whitespace);
    let word = text[..at].rsplit(|c: char| !c.is_alphanumeric()).next().unwrap_or("");
    spaced && !(word.chars().count() <= 2 && word.starts_with(char::is_uppercase))
}

/// Where what begins here ends: the bracket that closes it, or the sentence's end.
fn end_of(text: &str, from: usize, bracket: bool) -> usize {
    let mut depth = 0;
    let ceil = text.ceil_char_boundary(from + LONGEST);
    for (at, c) in text[from..ceil].char_indices() {
        match c {
            '(' | '[' => depth += 1,
            ')' | ']' if depth > 0 => depth -= 1,
            ')' | ']' => return from + at,
            ';' | '!' | '?' | '\u{fffc}' if depth == 0 => return from + at,
            '.' if !bracket && ends_sentence(text, from + at) => return from + at,
            _ => {}
        }
    }
    ceil
}

/// Takes words such as « ci-après » and opening quotes off the end of a text; says whether one of them announces a short form.
fn strip_before(text: &str) -> (&str, bool) {
    let mut rest = text.trim_end();
    let mut said = false;
    'again: loop {
        let plain = rest.trim_end().trim_end_matches(['«', '“', '"', ' ', '\u{a0}', '\u{202f}']);
        let plain = if said || plain.len() < rest.len() { plain } else { rest.trim_end() };
        rest = plain;
        for (filler, strong) in BEFORE {
            if let Some(cut) = ends_with(rest, filler) {
                rest = rest[..cut].trim_end();
                said |= strong;
                continue 'again;
            }
        }
        if rest.ends_with(':') && ["ci-après :", "abrégé :", "sigle :", "acronyme :"].iter().any(|e| rest.replace(['\u{a0}', '\u{202f}'], " ").ends_with(e))
        {
            rest = rest[..rest.len() - 1].trim_end();
            continue;
        }
        return (rest, said);
    }
}

/// Where a word begins at the end of a text, if it stands there, whole.
fn ends_with(text: &str, word: &str) -> Option<usize> {
    let mut at = text.len();
    for w in word.chars().rev() {
        let c = text[..at].chars().next_back()?;
        let equal = c == w || c.to_lowercase().eq(std::iter::once(w)) || (w == '’' && c == '\'') || (w == ' ' && matches!(c, '\u{a0}' | '\u{202f}'));
        if !equal {
            return None;
        }
        at -= c.len_utf8();
    }
    (!text[..at].ends_with(char::is_alphanumeric)).then_some(at)
}

/// Takes words such as « c’est-à-dire » off the beginning of a text; says whether one of them announces an expansion.
fn strip_after(text: &str) -> (&str, bool) {
    let mut rest = text.trim_start();
    let mut said = false;
    'again: loop {
        for (filler, strong) in AFTER {
            if let Some(tail) = starts_with(rest, filler) {
                rest = tail.trim_start();
                said |= strong;
                continue 'again;
            }
        }
        return (rest, said);
    }
}

/// What follows a word at the beginning of a text, if it stands there, whole.
fn starts_with<'a>(text: &'a str, word: &str) -> Option<&'a str> {
    let mut rest = text.chars();
    for w in word.chars() {
        let c = rest.next()?;
        let equal = c == w || c.to_lowercase().eq(std::iter::once(w)) || (w == '’' && c == '\'') || (w == ' ' && matches!(c, '\u{a0}' | '\u{202f}'));
        if !equal {
            return None;
        }
    }
    let rest = rest.as_str();
    (word.ends_with('’') || !rest.starts_with(char::is_alphanumeric)).then_some(rest)
}
