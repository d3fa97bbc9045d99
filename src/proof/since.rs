//! What changed since an earlier release, word by word.
//!
//! Both sides are streams of words: those of the earlier file in the order of its structure, those of the pages in reading order; notes
//! apart, since they stand elsewhere in the two. Hyphens and spaces do not count, since lines end elsewhere, nor the numbers of pages. What
//! this cannot see: pictures, looks, punctuation that stands between spaces alone, and that a passage was moved (it is removed in one
//! place and new in another).

use super::lines;
use crate::model::page::{Kind, Line, Pages, SectionKind};
use crate::model::proof::{Bar, Passage};
use similar::{Algorithm, DiffOp};
use std::collections::BTreeMap;

/// How many words of what stands before a removed passage are shown with it.
const CONTEXT: usize = 4;

/// Two bars with less than this between them, in lines, are one.
const JOINED: f64 = 1.2;

/// What changed.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Changes {
    /// The bars beside what is new, and where something is missing.
    pub bars: Vec<Bar>,
    /// What was removed: the page on which it is missing, the words before it, its words.
    pub removed: Vec<(u32, String, String)>,
}

/// A word, as it counts, as it is written, and where it stands.
struct Word {
    key: String,
    written: String,
    place: usize,
}

/// Compares pages with an earlier release.
pub fn changes(pages: &Pages, before: &[Passage]) -> Changes {
    let all: Vec<(Option<usize>, u32, &Line)> = lines(pages).collect();
    // Contents, legend and glossary are lists of pages: figures there move by themselves.
    let is_list = |at: usize| !all[at].0.is_some_and(|s| matches!(pages.sections[s].kind, SectionKind::Fiche | SectionKind::Theme));
    let mut marked: BTreeMap<usize, Option<usize>> = BTreeMap::new();
    let mut removed: Vec<(usize, String, String)> = Vec::new();
    for notes in [false, true] {
        let now = words(all.iter().enumerate().filter(|(_, (.., l))| (l.kind == Kind::Note) == notes).map(|(i, (.., l))| (i, l.text.as_str())));
        let then = words(before.iter().enumerate().filter(|(_, p)| p.note == notes).map(|(i, p)| (i, p.text.as_str())));
        let keys = |words: &[Word]| words.iter().map(|w| w.key.clone()).collect::<Vec<_>>();
        for op in similar::capture_diff_slices(Algorithm::Patience, &keys(&then), &keys(&now)) {
            let (old, new) = match op {
                DiffOp::Equal { .. } => continue,
                DiffOp::Delete { old_index, old_len, new_index } => (old_index..old_index + old_len, new_index..new_index),
                DiffOp::Insert { old_index, new_index, new_len } => (old_index..old_index, new_index..new_index + new_len),
                DiffOp::Replace { old_index, old_len, new_index, new_len } => (old_index..old_index + old_len, new_index..new_index + new_len),
            };
            let in_list = !new.is_empty() && now[new.clone()].iter().all(|w| is_list(w.place));
            let letters = |words: &[Word]| words.iter().flat_map(|w| w.key.chars()).filter(|c| !in_list || c.is_alphabetic()).collect::<String>();
            // Words that only hang together otherwise are the same.
            if letters(&then[old.clone()]) == letters(&now[new.clone()]) {
                continue;
            }
            for word in &now[new.clone()] {
                marked.entry(word.place).or_insert(None);
            }
            if !old.is_empty() {
                let written = |words: &[Word]| words.iter().map(|w| w.written.as_str()).collect::<Vec<_>>().join(" ");
                let at = now.get(new.start).or(now.last()).map_or(0, |w| w.place);
                removed.push((at, written(&then[old.start.saturating_sub(CONTEXT)..old.start]), written(&then[old])));
            }
        }
    }
    removed.sort_by_key(|(at, ..)| *at);
    for (i, (at, ..)) in removed.iter().enumerate() {
        marked.entry(*at).or_insert(None).get_or_insert(i + 1);
    }
    let page = |at: usize| all.get(at).map_or(1, |(_, n, _)| *n);
    let mut bars: Vec<Bar> = Vec::new();
    for (at, number) in marked {
        let Some((_, n, line)) = all.get(at) else { continue };
        let bar = Bar { page: *n, x: pages.pages[*n as usize - 1].area.x0, y0: line.bounds.y0, y1: line.bounds.y1, removed: number };
        match bars.last_mut() {
            Some(last) if last.page == bar.page && number.is_none() && bar.y0 >= last.y0 && bar.y0 - last.y1 < JOINED * line.size => {
                last.y1 = last.y1.max(bar.y1)
            }
            _ => bars.push(bar),
        }
    }
    Changes { bars, removed: removed.into_iter().map(|(at, context, words)| (page(at), context, words)).collect() }
}

/// The words of some texts. One that ends in a hyphen goes on in the next.
fn words<'a>(texts: impl Iterator<Item = (usize, &'a str)>) -> Vec<Word> {
    let mut out: Vec<Word> = Vec::new();
    let mut open = false;
    let mut page = false;
    for (place, text) in texts {
        for written in text.split(|c: char| c.is_whitespace() || c == '\u{200b}').filter(|w| !w.is_empty()) {
            let hyphen = |c: char| matches!(c, '-' | '\u{ad}' | '\u{2010}' | '\u{2011}');
            let mut key: String = written.chars().filter(|c| !hyphen(*c) && *c != '\u{2060}').collect();
            // After « p. », the number of a page, which moves by itself.
            let number = page && key.chars().any(|c| c.is_ascii_digit()) && !key.chars().any(char::is_alphabetic);
            page = matches!(key.trim_start_matches('('), "p." | "pp." | "page" | "pages") || number && key.ends_with(',');
            if number {
                key = key.chars().filter(|c| !c.is_ascii_digit() && !matches!(c, '–' | ',')).collect();
            }
            match out.last_mut() {
                Some(last) if open => {
                    last.key.push_str(&key);
                    let kept = last.written.trim_end_matches(hyphen).len();
                    last.written.truncate(kept);
                    last.written.push_str(written);
                }
                _ if key.is_empty() => {}
                _ => out.push(Word { key, written: written.to_owned(), place }),
            }
            open = written.ends_with(hyphen) && written.chars().count() > 1;
        }
    }
    out
}
