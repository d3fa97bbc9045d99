//! Laid-out pages + findings + an earlier release → what a proof shows beside the text. Nothing here lays out or draws.

mod codes;
mod since;

pub use codes::{CODES, NO_PROOF, NO_RELEASE, NOT_INTACT, NOT_LISTED, UNTAGGED, WHICH};
pub use since::{Changes, changes};

use crate::base::diag::{Diagnostic, Severity};
use crate::base::source::{Sources, Span};
use crate::model::page::{Kind, Line, Pages, SectionKind, Thing};
use crate::model::proof::LineNumber;
use std::collections::BTreeMap;

/// Two baselines that are nearer than this, in pt, are one line.
const SAME_LINE: f64 = 1.0;

/// The numbers of the lines of running text: they begin again with each fiche and each theme. Titles, tables, captions, notes, the
/// apparatus and the words of the library have none.
pub fn numbers(pages: &Pages) -> Vec<LineNumber> {
    let mut out: Vec<LineNumber> = Vec::new();
    let mut last: Option<(usize, u32, f64)> = None;
    let mut number = 0;
    for (section, page, line) in lines(pages) {
        let Some(section) = section.filter(|s| matches!(pages.sections[*s].kind, SectionKind::Fiche | SectionKind::Theme)) else { continue };
        if !matches!(line.kind, Kind::Paragraph | Kind::Item) || line.placed || line.apparatus || line.place.is_none() || line.text.trim().is_empty() {
            continue;
        }
        if last.is_some_and(|(s, p, y)| (s, p) == (section, page) && (y - line.baseline).abs() < SAME_LINE) {
            continue;
        }
        number = if last.is_some_and(|(s, ..)| s == section) { number + 1 } else { 1 };
        last = Some((section, page, line.baseline));
        out.push(LineNumber { page, x: pages.pages[page as usize - 1].area.x1, y: line.baseline, number });
    }
    out
}

/// Every line, in reading order, with its section and its page.
fn lines(pages: &Pages) -> impl Iterator<Item = (Option<usize>, u32, &Line)> {
    (1..).zip(&pages.pages).flat_map(|(n, page)| page.things.iter().filter_map(move |(s, t)| Some((*s, n, t.line()?))))
}

/// A remark and where it stands on the pages.
#[derive(Debug, Clone)]
pub struct Placed {
    /// The page.
    pub page: u32,
    /// The middle of the line, in pt from the top.
    pub y: f64,
    /// The remark.
    pub finding: Diagnostic,
}

/// The findings whose texts stand on these pages, each at its line; in the order of the pages. What is about a header stands at the title.
pub fn placed(pages: &Pages, sources: &Sources, findings: &[Diagnostic]) -> Vec<Placed> {
    let mut by_source: BTreeMap<u32, Vec<(u32, &Line, Span)>> = BTreeMap::new();
    let mut pictures: BTreeMap<(u32, u32), (u32, f64)> = BTreeMap::new();
    for (n, page) in (1..).zip(&pages.pages) {
        for (_, thing) in &page.things {
            let Some(place) = thing.place() else { continue };
            match thing {
                Thing::Line(line) => by_source.entry(place.source.0).or_default().push((n, line, place)),
                Thing::Picture(picture) => {
                    pictures.entry((place.source.0, place.start)).or_insert((n, picture.bounds.y0.max(0.0) + 6.0));
                }
            }
        }
    }
    let mut out = Vec::new();
    for finding in findings {
        let Some(span) = finding.span else { continue };
        let picture = pictures.range((span.source.0, span.start)..=(span.source.0, span.end.max(span.start))).next().map(|(_, at)| *at);
        let source = sources.get(span.source);
        // A file of data is not a text: only what is printed of it has a line.
        let is_printed =
            |lines: &Vec<(u32, &Line, Span)>| source.path.ends_with(".md") || lines.iter().any(|(.., p)| p.start <= span.start && span.start < p.end);
        let line = || by_source.get(&span.source.0).filter(|l| is_printed(l)).and_then(|lines| at_line(lines, span, &source.text));
        if let Some((page, y)) = picture.or_else(line) {
            out.push(Placed { page, y, finding: finding.clone() });
        }
    }
    sort(&mut out);
    out
}

/// Puts remarks in the order of the pages; the heavier first where several are about one line.
pub fn sort(placed: &mut [Placed]) {
    let weight = |s: Severity| std::cmp::Reverse(s);
    placed.sort_by(|a, b| {
        (a.page, a.y.round() as i64, weight(a.finding.severity), a.finding.code.id).cmp(&(
            b.page,
            b.y.round() as i64,
            weight(b.finding.severity),
            b.finding.code.id,
        ))
    });
}

/// The line of a place. Lines know only where the run of words begins that they belong to: among those of one run it is the one with the
/// words that the finding is about, else the one as far into the lines as the place is into the run.
fn at_line(lines: &[(u32, &Line, Span)], span: Span, text: &str) -> Option<(u32, f64)> {
    let begin = lines.iter().map(|(.., p)| p.start).filter(|s| *s <= span.start).max();
    let middle = |l: &Line| (l.bounds.y0 + l.bounds.y1) / 2.0;
    let Some(begin) = begin else { return lines.first().map(|(page, line, _)| (*page, middle(line))) };
    let first = lines.iter().position(|(.., p)| p.start == begin)?;
    let mut run: Vec<(u32, &Line)> = lines.iter().filter(|(.., p)| p.start == begin).map(|(n, l, _)| (*n, *l)).collect();
    let end = lines[first].2.end.max(begin + 1);
    // A run that begins in the middle of a line belongs to a line whose own place is before.
    if let Some((n, line, _)) = first.checked_sub(1).and_then(|i| lines.get(i))
        && line.unit == run[0].1.unit
    {
        run.insert(0, (*n, line));
    }
    let letters = |t: &str| t.chars().filter(|c| c.is_alphanumeric()).collect::<String>();
    let total: usize = run.iter().map(|(_, l)| l.text.len()).sum();
    let share = f64::from(span.start.min(end) - begin) / f64::from(end - begin);
    let mut before = 0;
    let guess = run
        .iter()
        .position(|(_, l)| {
            before += l.text.len();
            before as f64 > share * total as f64
        })
        .unwrap_or(run.len() - 1);
    let words = text.get(span.start as usize..span.end as usize).unwrap_or_default();
    let word = words.split_whitespace().map(letters).find(|w| w.chars().count() > 1).unwrap_or_default();
    let has = |i: &usize| !word.is_empty() && letters(&run[*i].1.text).contains(&word);
    let best = (0..run.len()).filter(has).min_by_key(|i| i.abs_diff(guess)).unwrap_or(guess);
    run.get(best).map(|(n, l)| (*n, middle(l)))
}
