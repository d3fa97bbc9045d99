//! The annotated proof: the pages with a numbered frame around each remark, and the list of the remarks behind them.
//!
//! The frames are drawn into the laid-out pages, so that nothing of the layout moves.

use super::Layout;
use crate::model::page::Rect;
use typst::World as _;
use typst::foundations::Smart;
use typst::layout::{Abs, Em, Frame, FrameItem, Point, Size};
use typst::syntax::Span;
use typst::text::{FontInstance, FontVariant, FontVariations, Glyph, Lang, TextItem};
use typst::visualize::{Color, FixedStroke, Geometry, Paint};
use typst_layout::{Page, PagedDocument};
use typst_pdf::PdfOptions;

/// The family of the list and of the numbers: the one that the program carries, else the first font.
const FAMILY: &str = "source sans 3";

/// Sizes of type, distances of baselines and margins of the list, in pt.
const TEXT: f64 = 8.5;
const LEADING: f64 = 11.5;
const MARGIN: f64 = 40.0;
const NUMBER: f64 = 7.0;

/// A frame around what a remark is about.
#[derive(Debug, Clone, PartialEq)]
pub struct Mark {
    /// The page, counted from 1.
    pub page: u32,
    /// Where.
    pub bounds: Rect,
    /// The number of the remark in the list.
    pub number: usize,
    /// It weighs more than a note.
    pub heavy: bool,
}

/// The pages with their marks, then the list: a PDF for the eye, which claims no standard.
///
/// # Errors
/// The words of the engine.
pub fn proof(layout: &Layout, marks: &[Mark], title: &str, list: &[String]) -> Result<Vec<u8>, String> {
    let Some(setter) = Setter::new(layout) else { return Err("no font".to_owned()) };
    let mut pages: Vec<Page> = layout.document.pages().to_vec();
    for mark in marks {
        if let Some(page) = pages.get_mut(mark.page as usize - 1) {
            setter.mark(&mut page.frame, mark);
        }
    }
    if let Some(first) = pages.first().cloned() {
        pages.extend(setter.list(&first, title, list));
    }
    let document = PagedDocument::new(pages.into_iter().collect(), typst::model::DocumentInfo::default());
    let options = PdfOptions { ident: Smart::Custom(title.to_owned()), timestamp: None, tagged: false, ..PdfOptions::default() };
    typst_pdf::pdf(&document, &options).map_err(|errors| errors.iter().map(|e| e.message.to_string()).collect::<Vec<_>>().join(" ; "))
}

/// The colour of a remark.
pub(super) fn weight(heavy: bool) -> Color {
    if heavy { Color::from_u8(200, 30, 30, 255) } else { Color::from_u8(30, 90, 190, 255) }
}

/// Sets words without the engine: one glyph after the other, as the font has them.
pub(super) struct Setter {
    font: FontInstance,
}

impl Setter {
    pub(super) fn new(layout: &Layout) -> Option<Self> {
        let book = layout.world.book();
        let variant = FontVariant::default();
        let font = layout.world.font(book.select(FAMILY, variant).unwrap_or(0))?;
        Some(Self { font: font.instantiate(variant, Abs::pt(TEXT), &FontVariations::default()) })
    }

    fn advance(&self, c: char) -> (u16, Em) {
        let glyph = |c: char| self.font.ttf().glyph_index(c);
        let id = glyph(c).or_else(|| c.is_whitespace().then(|| glyph(' ')).flatten()).map_or(0, |g| g.0);
        (id, self.font.x_advance(id).unwrap_or(Em::new(0.5)))
    }

    pub(super) fn width(&self, text: &str, size: f64) -> f64 {
        text.chars().map(|c| self.advance(c).1.at(Abs::pt(size)).to_pt()).sum()
    }

    pub(super) fn words(&self, text: &str, size: f64, color: Color) -> FrameItem {
        let glyph = |(at, c): (usize, char)| {
            let (id, x_advance) = self.advance(c);
            let at = u16::try_from(at).unwrap_or(u16::MAX);
            let end = at.saturating_add(u16::try_from(c.len_utf8()).unwrap_or(1));
            Glyph { id, x_advance, x_offset: Em::zero(), y_advance: Em::zero(), y_offset: Em::zero(), range: at..end, span: (Span::detached(), 0) }
        };
        FrameItem::Text(TextItem {
            font: self.font.clone(),
            size: Abs::pt(size),
            fill: Paint::Solid(color),
            stroke: None,
            lang: Lang::FRENCH,
            region: None,
            text: text.into(),
            glyphs: text.char_indices().map(glyph).collect(),
        })
    }

    fn mark(&self, frame: &mut Frame, mark: &Mark) {
        let color = weight(mark.heavy);
        let wide = |r: Rect| Rect::new(r.x0 - 1.5, r.y0 - 2.0, r.x1 + 1.5, r.y1 + 1.5);
        let page = Rect::new(1.0, 1.0, frame.width().to_pt() - 1.0, frame.height().to_pt() - 1.0);
        // What leaves the page is framed where it is still seen.
        let seen = wide(mark.bounds).common(page);
        let seen = Rect::new(seen.x0.min(page.x1 - 4.0), seen.y0.min(page.y1 - 4.0), seen.x1.max(seen.x0 + 3.0), seen.y1.max(seen.y0 + 3.0));
        let size = Size::new(Abs::pt(seen.width()), Abs::pt(seen.height()));
        let stroke = FixedStroke::from_pair(Paint::Solid(color.clone()), Abs::pt(0.8));
        frame.push(Point::new(Abs::pt(seen.x0), Abs::pt(seen.y0)), FrameItem::Shape(Geometry::Rect(size).stroked(stroke), Span::detached()));
        // The number on a tab over the right end of the frame, where it hides no beginning of a line.
        let number = mark.number.to_string();
        let width = self.width(&number, NUMBER) + 3.0;
        let (x, y) = ((seen.x1 - width).max(page.x0), (seen.y0 - NUMBER - 0.5).max(page.y0));
        let tab = Geometry::Rect(Size::new(Abs::pt(width), Abs::pt(NUMBER + 0.5))).filled(Paint::Solid(color));
        frame.push(Point::new(Abs::pt(x), Abs::pt(y)), FrameItem::Shape(tab, Span::detached()));
        let words = self.words(&number, NUMBER, Color::WHITE);
        frame.push(Point::new(Abs::pt(x + 1.5), Abs::pt(y + NUMBER - 1.0)), words);
    }

    /// The list on pages like the first one.
    pub(super) fn list(&self, like: &Page, title: &str, list: &[String]) -> Vec<Page> {
        let size = like.frame.size();
        let (width, height) = (size.x.to_pt(), size.y.to_pt());
        let mut lines = self.wrapped(title, width - 2.0 * MARGIN, TEXT);
        lines.push(String::new());
        for entry in list {
            lines.extend(self.wrapped(entry, width - 2.0 * MARGIN, TEXT));
            lines.push(String::new());
        }
        let rows = (((height - 2.0 * MARGIN) / LEADING) as usize).max(1);
        let page = |lines: &[String]| {
            let mut frame = Frame::hard(size);
            for (i, line) in lines.iter().enumerate().filter(|(_, l)| !l.is_empty()) {
                frame.push(Point::new(Abs::pt(MARGIN), Abs::pt(MARGIN + LEADING * (i + 1) as f64)), self.words(line, TEXT, Color::BLACK));
            }
            Page { frame, ..like.clone() }
        };
        lines.chunks(rows).map(page).collect()
    }

    /// A text in lines of at most this width; what has no space is cut.
    pub(super) fn wrapped(&self, text: &str, width: f64, size: f64) -> Vec<String> {
        let mut out = Vec::new();
        let mut line = String::new();
        let mut used = 0.0;
        for word in text.split(' ') {
            let mut wide = self.width(word, size);
            if !line.is_empty() && used + self.width(" ", size) + wide > width {
                out.push(std::mem::take(&mut line));
                used = 0.0;
            }
            if !line.is_empty() {
                line.push(' ');
                used += self.width(" ", size);
            }
            for c in word.chars() {
                let one = self.width(c.encode_utf8(&mut [0; 4]), size);
                if wide > width && used + one > width {
                    out.push(std::mem::take(&mut line));
                    wide -= used;
                    used = 0.0;
                }
                line.push(c);
                used += one;
            }
        }
        out.push(line);
        out
    }
}
