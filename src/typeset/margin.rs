//! The margin of a proof: line numbers, remarks and bars beside the pages, lists behind them.
//!
//! Every page gets a column to its right and is otherwise as it will be: the same lines at the same places. All of it is drawn into the
//! laid-out pages.

use super::Layout;
use super::proof::{Setter, weight};
use crate::model::proof::{MarginNote, Proof};
use typst::layout::{Abs, Frame, FrameItem, Point, Size};
use typst::syntax::Span;
use typst::visualize::{Color, FixedStroke, Geometry, Paint};
use typst_layout::{Page, PagedDocument};

/// The width of the column, in pt: 62 mm, so that an A5 page with its column holds on an A4 sheet, and an A4 page on an A3 sheet.
const COLUMN: f64 = 62.0 / 25.4 * 72.0;

/// White on both sides of the column, and at its head and foot, in pt.
const SIDE: f64 = 9.0;
const FOOT: f64 = 18.0;

/// Sizes of type and distances of baselines, in pt.
const TEXT: f64 = 6.8;
const LEADING: f64 = 8.4;
const FIGURES: f64 = 6.0;

/// White between two remarks, in pt.
const BETWEEN: f64 = 3.0;

/// The most lines of a remark in the column; the list has all of it.
const MOST_LINES: usize = 5;

/// Draws a proof into its pages; without any font they stay as they are.
pub fn annotate(layout: &mut Layout, proof: &Proof) {
    let Some(setter) = Setter::new(layout) else { return };
    let mut pages: Vec<Page> = layout.document.pages().to_vec();
    for (number, page) in (1..).zip(&mut pages) {
        Margin { setter: &setter, proof, number, width: page.frame.width().to_pt(), height: page.frame.height().to_pt() }.draw(&mut page.frame);
    }
    if let Some(first) = pages.first().cloned() {
        for (title, entries) in &proof.lists {
            pages.extend(setter.list(&first, title, entries));
        }
    }
    let info = layout.document.info_mut().clone();
    layout.document = PagedDocument::new(pages.into_iter().collect(), info);
}

fn grey() -> Color {
    Color::from_u8(110, 110, 110, 255)
}

/// The margin of one page.
struct Margin<'a> {
    setter: &'a Setter,
    proof: &'a Proof,
    number: u32,
    width: f64,
    height: f64,
}

impl Margin<'_> {
    fn draw(&self, frame: &mut Frame) {
        frame.set_size(Size::new(Abs::pt(self.width + COLUMN), Abs::pt(self.height)));
        // The column is white whatever the page is, and begins where the page is cut.
        rect(frame, (self.width, 0.0), (COLUMN, self.height), Color::WHITE);
        rect(frame, (self.width, 0.0), (0.4, self.height), grey());
        for line in self.proof.numbers.iter().filter(|l| l.page == self.number) {
            self.words(frame, (line.x + 4.0, line.y), &line.number.to_string(), FIGURES, grey());
        }
        for bar in self.proof.bars.iter().filter(|b| b.page == self.number) {
            let color = Color::from_u8(0, 120, 60, 255);
            let x = (bar.x - 7.0).max(2.0);
            rect(frame, (x, bar.y0 - 2.5), (1.6, bar.y1 - bar.y0 + 5.0), color.clone());
            if let Some(number) = bar.removed {
                let label = format!("–{number}");
                self.words(frame, ((x - self.setter.width(&label, FIGURES) - 1.5).max(1.0), bar.y1), &label, FIGURES, color);
            }
        }
        let mut top = SIDE + LEADING;
        for line in self.proof.head.iter().flat_map(|h| self.setter.wrapped(h, COLUMN - 2.0 * SIDE, TEXT)) {
            self.words(frame, (self.width + SIDE, top), &line, TEXT, grey());
            top += LEADING;
        }
        self.notes(frame, top + BETWEEN);
    }

    /// The remarks, each as near to its line as those before and after it allow.
    fn notes(&self, frame: &mut Frame, top: f64) {
        let notes: Vec<&MarginNote> = self.proof.notes.iter().filter(|n| n.page == self.number).collect();
        let bottom = self.height - FOOT;
        let all: Vec<(&MarginNote, Vec<String>)> = notes.iter().map(|n| (*n, self.lines(n))).collect();
        let high = |lines: &[String]| lines.len() as f64 * LEADING + BETWEEN;
        let mut room = bottom - top;
        if all.iter().map(|(_, l)| high(l)).sum::<f64>() > room {
            room -= LEADING;
        }
        let mut used = 0.0;
        let shown = all.iter().take_while(|(_, l)| {
            used += high(l);
            used <= room
        });
        let shown: Vec<&(&MarginNote, Vec<String>)> = shown.collect();
        let mut places = Vec::new();
        let mut free = top;
        for (note, lines) in &shown {
            let y = (note.y - LEADING / 2.0).max(free);
            free = y + high(lines);
            places.push(y);
        }
        let mut limit = top + room;
        for (y, (_, lines)) in places.iter_mut().zip(&shown).rev() {
            *y = y.min(limit - high(lines));
            limit = *y;
        }
        for (y, (note, lines)) in places.iter().zip(&shown) {
            let color = weight(note.heavy);
            for (i, line) in lines.iter().enumerate() {
                let black = if i == 0 { color.clone() } else { Color::BLACK };
                self.words(frame, (self.width + SIDE, y + LEADING * (i as f64 + 0.8)), line, TEXT, black);
            }
            // From the line to its remark.
            rect(frame, (self.width - 5.0, note.y - 0.25), (5.0, 0.5), color.clone());
            let stroke = FixedStroke::from_pair(Paint::Solid(color), Abs::pt(0.5));
            let to = Point::new(Abs::pt(SIDE - 2.0), Abs::pt(y + LEADING / 2.0 - note.y));
            frame.push(Point::new(Abs::pt(self.width), Abs::pt(note.y)), FrameItem::Shape(Geometry::Line(to).stroked(stroke), Span::detached()));
        }
        if let (Some((first, _)), Some((last, _))) = (all.get(shown.len()), all.last()) {
            let rest = if first.number == last.number { format!("→ {}", first.number) } else { format!("→ {}–{}", first.number, last.number) };
            self.words(frame, (self.width + SIDE, bottom), &rest, TEXT, weight(true));
        }
    }

    /// A remark in the column: its number, then its words.
    fn lines(&self, note: &MarginNote) -> Vec<String> {
        let (head, words) = note.text.split_once('\n').unwrap_or(("", &note.text));
        let mut lines = vec![format!("{}  {head}", note.number)];
        let wrapped = self.setter.wrapped(words, COLUMN - 2.0 * SIDE, TEXT);
        let cut = wrapped.len() > MOST_LINES;
        lines.extend(wrapped.into_iter().take(MOST_LINES));
        if cut && let Some(last) = lines.last_mut() {
            last.push_str(" …");
        }
        lines
    }

    fn words(&self, frame: &mut Frame, at: (f64, f64), text: &str, size: f64, color: Color) {
        frame.push(Point::new(Abs::pt(at.0), Abs::pt(at.1)), self.setter.words(text, size, color));
    }
}

fn rect(frame: &mut Frame, at: (f64, f64), size: (f64, f64), color: Color) {
    let shape = Geometry::Rect(Size::new(Abs::pt(size.0), Abs::pt(size.1))).filled(Paint::Solid(color));
    frame.push(Point::new(Abs::pt(at.0), Abs::pt(at.1)), FrameItem::Shape(shape, Span::detached()));
}
