//! One word written in several ways in one fiche: DOMAIN.md 1.1 (« L’EnTrain », three spellings) and 1.7 (« socio-X », « socioX »; two orthographies).

use super::prose::Prose;
use super::{Context, Rule};
use crate::base::diag::{Code, Diagnostic};
use crate::base::source::{Sources, Span};
use crate::lang::sigles::in_address;
use std::collections::{BTreeMap, BTreeSet};
use unicode_normalization::UnicodeNormalization;

crate::codes! {
    /// Two spellings.
    SPELLING = "C135" Warning {
        "« {found} » est aussi écrit « {other} » dans cette fiche" / "“{found}” is also written “{other}” in this fiche",
        "choisissez l’une des graphies et gardez-la partout" / "choose one of the spellings and keep it everywhere",
        "Le lecteur croit à deux choses différentes, et la recherche n’en trouve qu’une." / "The reader believes in two different things, and a search finds one of them.",
        wrong "L’insertion socio-professionnelle est un droit. L’action socioprofessionnelle commence à « L’EnTrain », puis à « L’En train ».\n",
        right "L’insertion socioprofessionnelle est un droit. L’action socioprofessionnelle commence à « L’EnTrain ».\n",
    }
}

/// The longest name in quotes, in bytes; longer ones are sentences.
const LONGEST_NAME: usize = 60;

/// What stands in quotes and is short enough for a name.
fn quoted(text: &str) -> Vec<std::ops::Range<usize>> {
    let mut out = Vec::new();
    for (at, sign) in text.match_indices('«') {
        let inner = &text[at + sign.len()..];
        let Some(end) = inner.find(['«', '»']).filter(|e| *e <= LONGEST_NAME && inner[*e..].starts_with('»')) else { continue };
        // The sentence may end inside, and a second pair of quotes stand there.
        let name = inner[..end].trim_matches(|c: char| c.is_whitespace() || matches!(c, '.' | ',' | ';' | ':' | '!' | '?' | '…' | '“' | '”' | '"'));
        let start = name.as_ptr() as usize - text.as_ptr() as usize;
        if name.len() > 2 {
            out.push(start..start + name.len());
        }
    }
    out
}

/// The shortest word that is compared, in letters: short ones are too often two words (« pêche » and « péché »).
const SHORTEST: usize = 7;

/// The rule.
pub(super) struct Spelling;

impl Rule for Spelling {
    fn codes(&self) -> &'static [&'static Code] {
        CODES
    }

    fn check(&self, context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
        for document in context.documents.iter().filter(|d| d.is_french()) {
            let mut words: Spellings = BTreeMap::new();
            let mut names: Spellings = BTreeMap::new();
            document.all().for_each(|run| compounds(run, true, &mut words));
            document.all().for_each(|run| compounds(run, false, &mut words));
            for run in document.all() {
                for range in quoted(&run.text) {
                    let name = &run.text[range.clone()];
                    let key: String = plain(name).filter(|c| c.is_alphanumeric()).collect();
                    add(&mut names, key, name, name, run, range);
                }
            }
            // A capital inside a word makes a name of it without quotes (« EnTrain »).
            for run in document.all() {
                for word in super::prose::words(&run.text).filter(|w| has_inner_capital(w)) {
                    let at = word.as_ptr() as usize - run.text.as_ptr() as usize;
                    add(&mut names, plain(word).collect(), word, word, run, at..at + word.len());
                }
            }
            // A name that has quotes in one place may have none in another.
            let known: BTreeSet<String> = names.iter().filter(|(_, ways)| ways.iter().any(|(way, ..)| is_name(way))).map(|(k, _)| k.clone()).collect();
            if !known.is_empty() {
                document.runs.iter().for_each(|run| unquoted(run, &known, &mut names));
            }
            let mut found = Vec::new();
            for (_, ways) in words.into_iter().chain(names) {
                report(ways, context.sources, &mut found);
            }
            // « En train » is in « L’En train »: one is enough.
            let places: Vec<Span> = found.iter().filter_map(|f: &Diagnostic| f.span).collect();
            let inside = |a: Span, b: Span| a.source == b.source && b.start <= a.start && a.end <= b.end && a != b;
            found.retain(|f| f.span.is_none_or(|s| !places.iter().any(|p| inside(s, *p))));
            findings.extend(found);
        }
    }
}

/// Whether a word has small letters before a capital, and no other sign of a sigle (« FéCRI »).
fn has_inner_capital(word: &str) -> bool {
    let mut small = false;
    let inner = word.starts_with(char::is_uppercase)
        && word.chars().any(|c| {
            let found = small && c.is_uppercase();
            small = c.is_lowercase();
            found
        });
    inner && !crate::lang::sigles::has_shape(word)
}

/// Whether a way of writing has a capital after its first letter: a name, and no phrase.
fn is_name(way: &str) -> bool {
    way.chars().skip(1).any(char::is_uppercase)
}

/// The most words of a name.
const MOST_WORDS: usize = 4;

/// The names that stand without quotes.
fn unquoted(run: &Prose, known: &BTreeSet<String>, names: &mut Spellings) {
    let start = |word: &str| word.as_ptr() as usize - run.text.as_ptr() as usize;
    let words: Vec<&str> = super::prose::words(&run.text).collect();
    for (i, word) in words.iter().enumerate() {
        if !word.starts_with(char::is_uppercase) {
            continue;
        }
        // Some name begins with this word.
        let head: String = plain(word).collect();
        if known.range(head.clone()..).next().is_none_or(|k| !k.starts_with(&head)) {
            continue;
        }
        let mut key = String::new();
        for next in words[i..].iter().take(MOST_WORDS) {
            key.extend(plain(next));
            let range = start(word)..start(next) + next.len();
            let written = &run.text[range.clone()];
            if known.contains(&key) && !written.contains(['.', ',', ';', '(', '«', '»']) {
                add(names, key.clone(), written, written, run, range);
            }
        }
    }
}

/// The ways of writing one thing: how they differ, as written, and the first place of each.
type Spellings = BTreeMap<String, Vec<(String, String, Span)>>;

fn add(all: &mut Spellings, key: String, way: &str, written: &str, run: &Prose, range: std::ops::Range<usize>) {
    // The sentence may begin with the name.
    let mut letters = way.chars();
    let way: String = letters.next().into_iter().flat_map(char::to_lowercase).chain(letters).collect();
    let way = way.replace('\'', "’").replace(['\u{a0}', '\u{202f}'], " ").replace('\u{2011}', "-");
    let ways = all.entry(key).or_default();
    if !ways.iter().any(|(w, _, _)| *w == way)
        && !in_address(&run.text, range.clone())
        && let Some(span) = run.span(range)
    {
        ways.push((way, written.to_owned(), span));
    }
}

fn report(mut ways: Vec<(String, String, Span)>, sources: &Sources, findings: &mut Vec<Diagnostic>) {
    ways.sort_by_key(|(_, _, span)| span.start);
    let Some(((_, other, first), rest)) = ways.split_first() else { return };
    for (_, found, span) in rest {
        let finding = Diagnostic::at(&SPELLING, *span).with("found", found.clone()).with("other", other.clone()).see(*first);
        findings.push(match like(found, other).filter(|_| sources.slice(*span) == found) {
            Some(new) => finding.fix(*span, new, false),
            None => finding,
        });
    }
}

/// A word or a name written like another: with its hyphen, without it, in one word. None where letters differ that agreement does not explain.
fn like(found: &str, other: &str) -> Option<String> {
    let letters = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect::<String>();
    if letters(found) == letters(other) {
        return Some(other.to_owned());
    }
    if [found, other].iter().any(|w| w.contains(|c: char| !c.is_alphabetic() && !is_hyphen(c))) {
        return None;
    }
    let bare = found.replace(is_hyphen, "");
    let mut halves = other.split(is_hyphen);
    let seam = halves.next()?.chars().count();
    match (halves.next(), halves.next(), found.contains(is_hyphen)) {
        (None, None, true) => Some(bare),
        (Some(_), None, false) => {
            let at = bare.char_indices().nth(seam).map_or(bare.len(), |(i, _)| i);
            Some(format!("{}-{}", &bare[..at], &bare[at..]))
        }
        _ => None,
    }
}

/// A text in small letters without accents.
fn plain(text: &str) -> impl Iterator<Item = char> {
    text.nfd().filter(|c| !unicode_normalization::char::is_combining_mark(*c)).flat_map(char::to_lowercase)
}

/// The words that may be written joined or with a hyphen, with or without a circumflex: « socio-professionnel », « reconnaît ».
/// A first pass takes those that have one, a second those that are the same without it.
fn compounds(run: &Prose, marked: bool, all: &mut Spellings) {
    let is_word = |c: char| c.is_alphabetic() || is_hyphen(c);
    let mut at = 0;
    while let Some(start) = run.text[at..].find(is_word).map(|i| at + i) {
        let end = run.text[start..].find(|c| !is_word(c)).map_or(run.text.len(), |i| start + i);
        at = end;
        let word = &run.text[start..end];
        if word.len() < SHORTEST || word.contains(|c| is_hyphen(c) || matches!(c, 'î' | 'û')) != marked {
            continue;
        }
        let key = stem(word);
        if key.chars().count() + 2 < SHORTEST || !(marked || all.contains_key(&key)) {
            continue;
        }
        add(all, key, &shape(word), word, run, start..end);
    }
}

fn is_hyphen(c: char) -> bool {
    matches!(c, '-' | '\u{2011}')
}

/// What two spellings of a word have in common: its letters without circumflex and without the endings of agreement (-s, -e, -es, -elle).
fn stem(word: &str) -> String {
    let letters = word.chars().flat_map(char::to_lowercase).filter(|c| c.is_alphabetic()).map(|c| match c {
        'î' => 'i',
        'û' => 'u',
        c => c,
    });
    let mut key: String = letters.collect();
    key.truncate(key.trim_end_matches('s').trim_end_matches('e').len());
    if key.ends_with("ll") {
        key.pop();
    }
    key
}

/// How a word is spelt, endings apart: where its hyphens are, and its circumflexes.
fn shape(word: &str) -> String {
    let mut pieces: Vec<String> = word.split(is_hyphen).map(|p| p.chars().count().to_string()).collect();
    // The length of the last piece is a matter of agreement.
    pieces.pop();
    pieces.extend(word.chars().filter(|c| matches!(c, 'î' | 'û')).map(String::from));
    pieces.join("-")
}
