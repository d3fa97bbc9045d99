//! Runs of lines: widows, orphans, runts, ladders, loose lines, rivers, and the signs at both ends of a line.

use super::codes::{CUT, LADDER, LINE_END, LINE_START, LOOSE, ORPHAN, RIVER, RUNT, WIDOW};
use super::words::{by_words, clean, first, words};
use super::{Remark, Set, View};
use crate::model::page::{Gap, Kind, Rect};

/// A last line under so many ems is a runt.
const RUNT_EM: f64 = 2.0;

/// So many hyphens in a row are allowed.
const HYPHENS: usize = 2;

/// A line is loose when its word spaces are over so many times the normal.
const LOOSE_TIMES: f64 = 2.0;

/// A river is so many wide spaces under each other, each at least so many times the normal.
const RIVER_LINES: usize = 4;
const RIVER_TIMES: f64 = 1.35;

/// Signs that never begin a line in French, and those that never end one.
const NEVER_FIRST: [char; 5] = [';', ':', '!', '?', '»'];
const NEVER_LAST: [char; 1] = ['«'];

pub(super) fn judge(view: &View<'_>, out: &mut Vec<Remark>) {
    for run in view.texts() {
        ends(view, run, out);
        ladders(view, run, out);
        loose(view, run, out);
        cut(view, run, out);
        rivers(view, run, out);
    }
    signs(view, out);
}

/// « de la page », or of the column when it goes on beside.
fn of(before: &Set<'_>, after: &Set<'_>) -> (String, String) {
    if before.page == after.page { ("de la colonne".to_owned(), "column".to_owned()) } else { ("de la page".to_owned(), "page".to_owned()) }
}

fn ends(view: &View<'_>, run: &[Set<'_>], out: &mut Vec<Remark>) {
    let [.., before, last] = run else { return };
    if last.breaks(before) {
        let cut = by_words(words(&last.line.text).count());
        let remark = view.remark(&WIDOW, last.page, last.index, last.line.bounds);
        out.push(remark.say("of", "of_en", of(before, last)).say("words", "words_en", cut));
    }
    let (one, two) = (&run[0], &run[1]);
    if two.breaks(one) {
        let mut remark = view.remark(&ORPHAN, one.page, one.index, one.line.bounds).say("of", "of_en", of(one, two));
        if let Some((before, count)) = view.shortest_before(one.page, one.index) {
            remark = remark.with("before", before).say("words", "words_en", by_words(count));
        }
        out.push(remark);
    }
    // A note is set small and in the language of references: its last line is what it is. Words of the library may end a line.
    let text = last.line.kind != Kind::Note && !last.line.apparatus && last.line.place.is_some();
    if text && last.line.bounds.width() < RUNT_EM * last.line.size && !last.breaks(before) {
        let remark = view.remark(&RUNT, last.page, last.index, last.line.bounds).with("tail", clean(&last.line.text));
        out.push(remark.say("words", "words_en", by_words(words(&last.line.text).count())));
    }
}

fn is_cut(line: &str) -> bool {
    line.trim_end().ends_with(['-', '\u{ad}', '\u{2010}'])
}

/// A word goes on in the next line: its hyphen is the engine's.
fn is_hyphenated(line: &str) -> bool {
    line.trim_end().ends_with('\u{ad}')
}

/// The last piece of a line.
fn tail(line: &str) -> String {
    clean(line.split_whitespace().next_back().unwrap_or_default())
}

fn ladders(view: &View<'_>, run: &[Set<'_>], out: &mut Vec<Remark>) {
    for steps in run.chunk_by(|a, b| is_cut(&a.line.text) && is_cut(&b.line.text) && !b.breaks(a)) {
        // The last step may be a line that is not cut.
        let steps: Vec<&Set<'_>> = steps.iter().filter(|l| is_cut(&l.line.text)).collect();
        if steps.len() <= HYPHENS {
            continue;
        }
        let (Some(one), Some(third)) = (steps.first(), steps.get(HYPHENS)) else { continue };
        let bounds = steps.iter().fold(one.line.bounds, |all, l| all.with(l.line.bounds));
        let tails: Vec<String> = steps.iter().map(|l| tail(&l.line.text)).collect();
        let remark = view.remark(&LADDER, one.page, one.index, bounds).with("count", steps.len().to_string());
        out.push(remark.with("tails", tails.join(", ")).with("word", tail(&third.line.text)));
    }
}

/// A word goes on over the end of a page.
fn cut(view: &View<'_>, run: &[Set<'_>], out: &mut Vec<Remark>) {
    for pair in run.windows(2).filter(|pair| pair[1].breaks(&pair[0]) && pair[1].page != pair[0].page && is_hyphenated(&pair[0].line.text)) {
        let set = pair[0];
        let remark = view.remark(&CUT, set.page, set.index, set.line.bounds).say("of", "of_en", of(&pair[0], &pair[1]));
        out.push(remark.with("tail", tail(&set.line.text)).with("line", first(&set.line.text)));
    }
}

/// How many times the normal the word spaces of a line are.
fn times(gaps: &[Gap]) -> f64 {
    let (width, normal) = gaps.iter().fold((0.0, 0.0), |(w, n), g| (w + g.width, n + g.normal));
    if normal > 0.0 { width / normal } else { 1.0 }
}

fn loose(view: &View<'_>, run: &[Set<'_>], out: &mut Vec<Remark>) {
    for (i, set) in run.iter().enumerate() {
        let times = times(&set.line.gaps);
        if times <= LOOSE_TIMES {
            continue;
        }
        let next = run.get(i + 1).and_then(|l| l.line.text.split_whitespace().next()).map(clean).unwrap_or_default();
        let remark = view.remark(&LOOSE, set.page, set.index, set.line.bounds).with("line", first(&set.line.text));
        out.push(remark.with("times", format!("{times:.1}").replace('.', ",")).with("word", next));
    }
}

/// How many spaces stand under each other down to each space of each line, and which lines they run through.
fn rivers(view: &View<'_>, run: &[Set<'_>], out: &mut Vec<Remark>) {
    struct Stream {
        gap: Gap,
        length: usize,
        bounds: Rect,
    }
    let wide = |set: &Set<'_>| -> Vec<Gap> { set.line.gaps.iter().filter(|g| g.width >= RIVER_TIMES * g.normal).copied().collect() };
    let middle = |g: &Gap| g.x + g.width / 2.0;
    let mut open: Vec<Stream> = Vec::new();
    let mut best: Option<(usize, usize, Rect)> = None;
    for (i, set) in run.iter().enumerate() {
        if i > 0 && set.breaks(&run[i - 1]) {
            open.clear();
        }
        open = wide(set)
            .into_iter()
            .map(|gap| {
                let own = Rect::new(gap.x, set.line.bounds.y0, gap.x + gap.width, set.line.bounds.y1);
                let above = open.iter().filter(|s| (middle(&s.gap) - middle(&gap)).abs() <= s.gap.width.min(gap.width) / 2.0).max_by_key(|s| s.length);
                Stream { gap, length: above.map_or(1, |s| s.length + 1), bounds: above.map_or(own, |s| s.bounds.with(own)) }
            })
            .collect();
        if let Some(longest) = open.iter().max_by_key(|s| s.length)
            && longest.length >= RIVER_LINES
            && best.is_none_or(|(length, ..)| longest.length > length)
        {
            best = Some((longest.length, i, longest.bounds));
        }
    }
    // One remark a paragraph: mending one river moves the others.
    let Some((length, last, bounds)) = best else { return };
    let (top, middle) = (&run[last + 1 - length], &run[last - length / 2]);
    let remark = view.remark(&RIVER, top.page, top.index, bounds).with("count", length.to_string());
    out.push(remark.with("line", first(&top.line.text)).with("middle", first(&middle.line.text)));
}

fn signs(view: &View<'_>, out: &mut Vec<Remark>) {
    for run in view.runs.values().filter(|run| run.first().is_some_and(|l| l.line.unit != 0)) {
        for (i, set) in run.iter().enumerate() {
            let text = set.line.text.trim_matches(|c: char| c.is_whitespace() || c == '\u{200b}');
            let wrapped = i > 0 && !text.is_empty();
            if let Some(sign) = text.chars().next().filter(|c| wrapped && NEVER_FIRST.contains(c)) {
                out.push(view.remark(&LINE_START, set.page, set.index, set.line.bounds).with("sign", sign.to_string()));
            }
            if let Some(sign) = text.chars().next_back().filter(|c| i + 1 < run.len() && NEVER_LAST.contains(c)) {
                out.push(view.remark(&LINE_END, set.page, set.index, set.line.bounds).with("sign", sign.to_string()));
            }
        }
    }
}
