//! What changed since an earlier release, word by word.
//!
//! Both sides are streams of words: those of the earlier file in the order of its structure, those of the pages in reading order; notes
//! apart, since they stand elsewhere in the two. Hyphens and spaces do not count, since lines end elsewhere, nor the numbers of pages. What
//! this cannot see: pictures, looks, hyphens, letters that only change places in words written from right to left, and that a passage was moved (it is removed in one
//! place and new in another).

use super::lines;
use crate::model::page::{Kind, Line, Pages, SectionKind};
use crate::model::proof::{Bar, Passage};
use similar::{Algorithm, DiffOp};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

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

/// Compares pages with an earlier release. `label` is the word that the pages of the proof have and the release has not.
pub fn changes(pages: &Pages, before: &[Passage], label: Option<&str>) -> Changes {
    let mut cells: BTreeMap<(usize, &str), u32> = BTreeMap::new();
    let mut all: Vec<(Option<usize>, u32, &Line)> = Vec::new();
    for (section, page, line) in lines(pages) {
        // The head of a table comes again on its next page.
        let again = line.kind == Kind::Cell && *cells.entry((line.unit, line.text.as_str())).or_insert(page) != page;
        if !(again || line.placed && label.is_some_and(|l| line.text.starts_with(l))) {
            all.push((section, page, line));
        }
    }
    // Contents, legend and glossary are lists of pages: figures there move by themselves.
    let is_list = |at: usize| !all[at].0.is_some_and(|s| matches!(pages.sections[s].kind, SectionKind::Fiche | SectionKind::Theme));
    let mut marked: BTreeMap<usize, Option<usize>> = BTreeMap::new();
    let mut removed: Vec<(usize, String, String)> = Vec::new();
    for notes in [false, true] {
        let now = words(all.iter().enumerate().filter(|(_, (.., l))| (l.kind == Kind::Note) == notes).map(|(i, (.., l))| (i, l.text.as_str())));
        let then = words(before.iter().enumerate().filter(|(_, p)| p.note == notes).map(|(i, p)| (i, p.text.as_str())));
        let keys = |words: &[Word]| words.iter().map(|w| w.key.clone()).collect::<Vec<_>>();
        for (old, new) in hunks(&keys(&then), &keys(&now)) {
            let in_list = !new.is_empty() && now[new.clone()].iter().all(|w| is_list(w.place));
            let letters = |words: &[Word]| words.iter().flat_map(|w| w.key.chars()).filter(|c| !in_list || c.is_alphabetic()).collect::<String>();
            let (was, is) = (letters(&then[old.clone()]), letters(&now[new.clone()]));
            // Words that only hang together otherwise are the same. What is written from right to left stands in a file in the order of the
            // eye: there only the letters count, wherever they stand.
            let same = |was: &str, is: &str| was == is || is_leftwards(was) && is_leftwards(is) && signs(was) == signs(is);
            if same(&was, &is) {
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

/// What differs between two lists: ranges of the one and of the other, between which both are the same.
fn hunks(then: &[String], now: &[String]) -> Vec<(Range<usize>, Range<usize>)> {
    let mut out: Vec<(Range<usize>, Range<usize>)> = Vec::new();
    for op in similar::capture_diff_slices(Algorithm::Patience, then, now) {
        if matches!(op, DiffOp::Equal { .. }) {
            continue;
        }
        let (old, new) = (op.old_range(), op.new_range());
        match out.last_mut() {
            Some((o, n)) if o.end == old.start && n.end == new.start => (o.end, n.end) = (old.end, new.end),
            _ => out.push((old, new)),
        }
    }
    out
}

/// Whether some of it is written from right to left: the blocks of Hebrew and Arabic, and their forms of presentation.
fn is_leftwards(text: &str) -> bool {
    text.chars().any(|c| matches!(c, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{fefc}'))
}

fn signs(text: &str) -> BTreeSet<char> {
    text.chars().filter(|c| c.is_alphabetic()).collect()
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
