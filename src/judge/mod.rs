//! Laid-out pages → what a typographer would mend on them, with the remedy that an editor has.
//!
//! Each rule looks at a plain description of the pages ([`Pages`]) and knows nothing of the engine. A rule is silent where it is not sure:
//! a false alarm costs more than a loose line.

mod codes;
mod colours;
mod flow;
mod lines;
mod placing;
mod words;

pub use codes::CODES;
pub use colours::{DRAWN, TEXT, contrast, faint, hex};

use crate::base::diag::{Code, Diagnostic};
use crate::base::source::Span;
use crate::model::page::{Kind, Line, Page, Pages, Rect, Thing};
use std::collections::BTreeMap;

/// Something found on a page.
#[derive(Debug, Clone, PartialEq)]
pub struct Remark {
    /// What is said of it.
    pub finding: Diagnostic,
    /// The page, counted from 1.
    pub page: u32,
    /// Where on the page.
    pub bounds: Rect,
}

/// Everything that is found on the pages, in the order of the pages.
pub fn judge(pages: &Pages) -> Vec<Remark> {
    let view = View::new(pages);
    let mut out = Vec::new();
    placing::judge(&view, &mut out);
    lines::judge(&view, &mut out);
    flow::judge(&view, &mut out);
    colours::judge(&view, &mut out);
    out.sort_by(|a, b| (a.page, a.finding.code.id).cmp(&(b.page, b.finding.code.id)).then(a.bounds.y0.total_cmp(&b.bounds.y0)));
    out
}

/// What another setting of the same words may mend.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Remedy {
    /// Other line ends in the paragraph.
    Spaces,
    /// Another word at the end of the page.
    Cut,
    /// A line more or less in the paragraph.
    Length,
    /// What is kept together may part.
    Fill,
}

impl Remark {
    /// How another setting may mend it; none where only other words, pictures or colours can.
    pub fn remedy(&self) -> Option<Remedy> {
        let is = |codes: &[&Code]| codes.iter().any(|code| code.id == self.finding.code.id);
        let remedies = [
            (Remedy::Spaces, &[&codes::LOOSE, &codes::RIVER, &codes::LADDER][..]),
            (Remedy::Cut, &[&codes::CUT]),
            (Remedy::Length, &[&codes::WIDOW, &codes::ORPHAN, &codes::RUNT]),
            (Remedy::Fill, &[&codes::HOLE]),
        ];
        remedies.into_iter().find(|(_, codes)| is(codes)).map(|(remedy, _)| remedy)
    }
}

/// A line and where it stands.
#[derive(Clone, Copy)]
struct Set<'a> {
    /// The index of its page.
    page: usize,
    /// Its index on the page.
    index: usize,
    line: &'a Line,
}

impl Set<'_> {
    /// Whether it begins a new column or page after a line of the same run.
    fn breaks(&self, before: &Self) -> bool {
        self.page != before.page || self.line.baseline < before.line.baseline - 1.0
    }
}

/// The pages, with what the rules look up.
struct View<'a> {
    pages: &'a Pages,
    /// The lines of each run.
    runs: BTreeMap<usize, Vec<Set<'a>>>,
}

impl<'a> View<'a> {
    fn new(pages: &'a Pages) -> Self {
        let mut runs: BTreeMap<usize, Vec<Set<'a>>> = BTreeMap::new();
        for (page, p) in pages.pages.iter().enumerate() {
            for (index, (_, thing)) in p.things.iter().enumerate() {
                if let Thing::Line(line) = thing {
                    runs.entry(line.unit).or_default().push(Set { page, index, line });
                }
            }
        }
        Self { pages, runs }
    }

    fn page(&self, index: usize) -> &'a Page {
        &self.pages.pages[index]
    }

    /// The runs of text in several lines that an author wrote and that flow: paragraphs, items, notes.
    fn texts(&self) -> impl Iterator<Item = &Vec<Set<'a>>> {
        self.runs.values().filter(|run| {
            run.first().is_some_and(|l| matches!(l.line.kind, Kind::Paragraph | Kind::Item | Kind::Note) && !l.line.placed && l.line.unit != 0)
                && run.iter().any(|l| l.line.place.is_some())
        })
    }

    /// The author's place of a thing, or of what stands nearest to it on its page.
    fn place(&self, page: usize, index: usize) -> Option<Span> {
        let things = &self.page(page).things;
        let place = |i: usize| things.get(i).and_then(|(_, t)| t.place());
        let after = (index..things.len()).find_map(place);
        place(index).or_else(|| (0..index).rev().take(3).find_map(place)).or(after).or_else(|| (0..index).rev().find_map(place))
    }

    /// A remark about a thing on a page.
    fn remark(&self, code: &'static Code, page: usize, index: usize, bounds: Rect) -> Remark {
        self.remark_at(code, page, self.place(page, index), bounds)
    }

    fn remark_at(&self, code: &'static Code, page: usize, place: Option<Span>, bounds: Rect) -> Remark {
        let number = u32::try_from(page + 1).unwrap_or(u32::MAX);
        let finding = place.map_or_else(|| Diagnostic::on(code, ""), |span| Diagnostic::at(code, span));
        Remark { finding: finding.with("id", self.pages.name.clone()).with("page", number.to_string()), page: number, bounds }
    }
}

impl Remark {
    fn with(mut self, name: &'static str, value: impl Into<std::borrow::Cow<'static, str>>) -> Self {
        self.finding = self.finding.with(name, value);
        self
    }

    /// An argument that has words of its own in each language.
    fn say(self, name: &'static str, name_en: &'static str, (fr, en): (String, String)) -> Self {
        self.with(name, fr).with(name_en, en)
    }
}
