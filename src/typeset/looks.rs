//! One page at a time, for whoever looks at pages: its identity, its picture, its words and what they were made from.

use super::Layout;
use rayon::prelude::*;
use std::ops::Range;
use typst::foundations::{NativeElement as _, StyleChain};
use typst::introspection::Introspector as _;
use typst::layout::{Abs, Frame, FrameItem, Point};
use typst::model::HeadingElem;
use typst::text::TextItem;

/// What a page is: equal keys look equal.
#[derive(Debug, Clone, PartialEq)]
pub struct PageKey {
    /// A hash of all that stands on the page.
    pub hash: u128,
    /// The trimmed width in pt.
    pub width: f64,
    /// The trimmed height in pt.
    pub height: f64,
    /// The bleed on every side in pt; the largest one where they differ.
    pub bleed: f64,
}

/// Where some letters come from: bytes of a virtual file, and how many bytes into the text that is written there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Origin {
    /// The virtual file.
    pub file: String,
    /// The piece of code that made the letters: a string literal with its quotes, or an expression of a template.
    pub range: Range<usize>,
    /// Bytes from the beginning of the text.
    pub offset: usize,
}

/// Letters that stand together in a line: a word, or a part of one where the font or the style changes.
#[derive(Debug, Clone, PartialEq)]
pub struct Glyphs {
    /// The letters, without the spaces around them.
    pub text: String,
    /// Left end in pt from the left of the trimmed page.
    pub x: f64,
    /// The baseline in pt from the top of the trimmed page.
    pub y: f64,
    /// The width in pt.
    pub width: f64,
    /// The size of the type in pt.
    pub size: f64,
    /// Where the first letter comes from; none for what the engine adds.
    pub origin: Option<Origin>,
}

/// A heading, as the bookmarks of the PDF say it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heading {
    /// Its words.
    pub title: String,
    /// How deep it stands, from 1.
    pub level: usize,
    /// Its page, from 1.
    pub page: usize,
}

impl Layout {
    /// The headings that the PDF has as bookmarks, in order.
    pub fn headings(&self) -> Vec<Heading> {
        let introspector = self.document.introspector();
        let heading = |element: &typst::foundations::Content| {
            let heading = element.to_packed::<HeadingElem>()?;
            let styles = StyleChain::default();
            heading.bookmarked.get(styles).unwrap_or_else(|| heading.outlined.get(styles)).then_some(())?;
            let title = heading.body.plain_text().trim().to_owned();
            Some(Heading { title, level: heading.resolve_level(styles).get(), page: introspector.page(element.location()?)?.get() })
        };
        introspector.query(&HeadingElem::ELEM.select()).iter().filter_map(heading).collect()
    }

    /// The identity of every page, in order.
    pub fn keys(&self) -> Vec<PageKey> {
        let key = |page: &typst_layout::Page| PageKey {
            hash: typst::utils::hash128(page),
            width: page.frame.width().to_pt(),
            height: page.frame.height().to_pt(),
            bleed: [page.bleed.left, page.bleed.top, page.bleed.right, page.bleed.bottom].into_iter().fold(0.0, |most, side| side.to_pt().max(most)),
        };
        self.document.pages().par_iter().map(key).collect()
    }

    /// A hash of what is seen of a page, without the signs and links that each layout names in its own way; nothing past the last.
    pub fn look(&self, index: usize) -> Option<u128> {
        fn walk(frame: &Frame, out: &mut Vec<u128>) {
            use typst::utils::hash128;
            out.push(hash128(&frame.size()));
            for (position, item) in frame.items() {
                match item {
                    FrameItem::Group(group) => {
                        out.push(hash128(&(position, group.transform, &group.clip)));
                        walk(&group.frame, out);
                        out.push(0);
                    }
                    FrameItem::Text(_) | FrameItem::Shape(..) | FrameItem::Image(..) => out.push(hash128(&(position, item))),
                    FrameItem::Link(..) | FrameItem::Tag(_) => {}
                }
            }
        }
        let page = self.document.pages().get(index)?;
        let mut out = Vec::new();
        walk(&page.frame, &mut out);
        Some(typst::utils::hash128(&(out, &page.fill)))
    }

    /// One page as a PNG with its bleed; the first page is 0, and there is nothing past the last.
    pub fn page_png(&self, index: usize, pixels_per_pt: f64) -> Option<Vec<u8>> {
        let page = self.document.pages().get(index)?;
        let options = typst_render::RenderOptions { pixel_per_pt: typst::utils::Scalar::new(pixels_per_pt), render_bleed: true };
        typst_render::render(page, &options).encode_png().ok()
    }

    /// The words of one page in the order in which they were set.
    pub fn page_words(&self, index: usize) -> Vec<Glyphs> {
        let mut out = Vec::new();
        if let Some(page) = self.document.pages().get(index) {
            self.walk(&page.frame, Point::zero(), &mut out);
        }
        out
    }

    fn walk(&self, frame: &Frame, at: Point, out: &mut Vec<Glyphs>) {
        for (position, item) in frame.items() {
            let here = at + *position;
            match item {
                // What turns or scales is a drawing, or a word in a margin: its corner is near enough.
                FrameItem::Group(group) => self.walk(&group.frame, here + Point::new(group.transform.tx, group.transform.ty), out),
                FrameItem::Text(text) => self.words(text, here, out),
                FrameItem::Shape(..) | FrameItem::Image(..) | FrameItem::Link(..) | FrameItem::Tag(_) => {}
            }
        }
    }

    /// Cuts a run of text at its spaces.
    fn words(&self, text: &TextItem, at: Point, out: &mut Vec<Glyphs>) {
        let mut x = at.x;
        let mut open: Option<(Range<usize>, Abs, Abs, &typst::text::Glyph)> = None;
        let mut close = |word: Option<(Range<usize>, Abs, Abs, &typst::text::Glyph)>| {
            let Some((range, from, to, first)) = word else { return };
            let letters = text.text.get(range).unwrap_or("").trim();
            if !letters.is_empty() {
                let word = Glyphs {
                    text: letters.to_owned(),
                    x: from.to_pt(),
                    y: at.y.to_pt(),
                    width: (to - from).to_pt(),
                    size: text.size.to_pt(),
                    origin: self.origin(first.span),
                };
                out.push(word);
            }
        };
        for glyph in &text.glyphs {
            let end = x + glyph.x_advance.at(text.size);
            let range = glyph.range();
            let blank = text.text.get(range.clone()).is_none_or(|letters| letters.chars().all(|c| c.is_whitespace() || c == '\u{200b}'));
            if blank {
                close(open.take());
            } else {
                // Letters of a script that goes from right to left come in the order in which they stand.
                open = Some(match open {
                    Some((word, from, _, first)) => {
                        (word.start.min(range.start)..word.end.max(range.end), from, end, if range.start < word.start { glyph } else { first })
                    }
                    None => (range, x, end, glyph),
                });
            }
            x = end;
        }
        close(open);
    }

    fn origin(&self, (span, offset): (typst::syntax::Span, u16)) -> Option<Origin> {
        let id = span.id()?;
        let (range, offset) = self.world.place(id, span, usize::from(offset))?;
        Some(Origin { file: id.vpath().get_without_slash().to_owned(), range, offset })
    }
}
