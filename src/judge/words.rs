//! How remarks say things: the first words of a line, numbers in words, lengths.

use super::{Set, View};
use crate::model::page::Line;

/// How many words of a line name it.
const NAMING: usize = 5;

const NUMBERS: [&str; 17] =
    ["zéro", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix", "onze", "douze", "treize", "quatorze", "quinze", "seize"];

/// The words of a text: what stands between spaces and holds a letter or a figure.
pub(super) fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| c.is_whitespace()).filter(|w| w.chars().any(char::is_alphanumeric))
}

/// The first words of a line.
pub(super) fn first(text: &str) -> String {
    let all: Vec<&str> = text.split_whitespace().collect();
    let shown = clean(&all.iter().take(NAMING).copied().collect::<Vec<_>>().join(" "));
    if all.len() > NAMING { format!("{shown} …") } else { shown }
}

/// A text without the marks that only say where it may break.
pub(super) fn clean(text: &str) -> String {
    text.replace('\u{200b}', "").replace('\u{ad}', "-").trim().to_owned()
}

/// « six mots », « une ligne »: a number of things in words, in French and in English.
pub(super) fn count(n: usize, feminine: bool, (one, many): (&str, &str), (one_en, many_en): (&str, &str)) -> (String, String) {
    let fr = match NUMBERS.get(n) {
        Some(_) if n == 1 && feminine => "une".to_owned(),
        Some(word) => (*word).to_owned(),
        None => n.to_string(),
    };
    (format!("{fr} {}", if n < 2 { one } else { many }), format!("{n} {}", if n == 1 { one_en } else { many_en }))
}

/// « de six mots », “by 6 words”.
pub(super) fn by_words(n: usize) -> (String, String) {
    let (fr, en) = count(n.max(1), false, ("mot", "mots"), ("word", "words"));
    (of(&fr), format!("by {en}"))
}

/// « de deux lignes », « d’une ligne ».
pub(super) fn of(counted: &str) -> String {
    if counted.starts_with("un") { format!("d’{counted}") } else { format!("de {counted}") }
}

/// « deux lignes ».
pub(super) fn lines(n: usize) -> (String, String) {
    if n == 0 { ("aucune ligne".to_owned(), "no line".to_owned()) } else { count(n, true, ("ligne", "lignes"), ("line", "lines")) }
}

/// A length in mm, whole, or with one figure where it is short.
pub(super) fn mm(pt: f64) -> String {
    let mm = pt * 25.4 / 72.0;
    if mm < 10.0 { format!("{mm:.1}").replace('.', ",") } else { format!("{mm:.0}") }
}

/// How a line is called in a sentence.
pub(super) fn named(line: &Line) -> (String, String) {
    let words = first(&line.text);
    (format!("le texte « {words} »"), format!("the text “{words}”"))
}

impl View<'_> {
    /// The paragraph that ends on a page before a thing and has the fewest words in its last line: its first words, and how many to take
    /// out so that it is a line shorter.
    pub(super) fn shortest_before(&self, page: usize, index: usize) -> Option<(String, usize)> {
        let ends = |run: &&Vec<Set<'_>>| {
            let last = run.last();
            run.len() > 1 && last.is_some_and(|l| l.page == page && l.index < index)
        };
        let tail = |run: &Vec<Set<'_>>| run.last().map_or(usize::MAX, |l| words(&l.line.text).count().max(1));
        let best = self.texts().filter(ends).min_by_key(|run| tail(run))?;
        Some((first(&best.first()?.line.text), tail(best)))
    }
}
