//! Laid-out pages as whoever judges them sees them: lines, pictures and colours, each with the author's place. No engine is named here.
//!
//! Lengths are in pt, from the top left corner of the trimmed page; pages count from 1.

use crate::base::source::Span;

/// A rectangle.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Rect {
    /// Left.
    pub x0: f64,
    /// Top.
    pub y0: f64,
    /// Right.
    pub x1: f64,
    /// Bottom.
    pub y1: f64,
}

impl Rect {
    /// The rectangle between two corners.
    pub fn new(x0: f64, y0: f64, x1: f64, y1: f64) -> Self {
        Self { x0, y0, x1, y1 }
    }

    /// How wide it is.
    pub fn width(&self) -> f64 {
        self.x1 - self.x0
    }

    /// How high it is.
    pub fn height(&self) -> f64 {
        self.y1 - self.y0
    }

    /// The smallest rectangle that holds both.
    #[must_use]
    pub fn with(self, other: Self) -> Self {
        Self::new(self.x0.min(other.x0), self.y0.min(other.y0), self.x1.max(other.x1), self.y1.max(other.y1))
    }

    /// What both have in common; empty (with a negative width or height) when that is nothing.
    #[must_use]
    pub fn common(self, other: Self) -> Self {
        Self::new(self.x0.max(other.x0), self.y0.max(other.y0), self.x1.min(other.x1), self.y1.min(other.y1))
    }

    /// It, larger by this much on each side.
    #[must_use]
    pub fn with_border(self, by: f64) -> Self {
        Self::new(self.x0 - by, self.y0 - by, self.x1 + by, self.y1 + by)
    }

    /// Whether a point lies in it.
    pub fn holds(&self, x: f64, y: f64) -> bool {
        self.x0 <= x && x <= self.x1 && self.y0 <= y && y <= self.y1
    }
}

/// What a run of lines is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A paragraph of running text.
    Paragraph,
    /// A title; 0 is that of the publication.
    Heading(u8),
    /// An item of a list.
    Item,
    /// A note at the foot.
    Note,
    /// A cell of a table.
    Cell,
    /// What is said under a picture.
    Caption,
    /// Labels, signatures, words of the cover.
    Other,
}

/// A word space.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Gap {
    /// Its left end.
    pub x: f64,
    /// Its width.
    pub width: f64,
    /// The width that its font gives it.
    pub normal: f64,
}

/// A line of text.
#[derive(Debug, Clone, PartialEq)]
pub struct Line {
    /// What it covers: from the height of small letters to a little under the baseline.
    pub bounds: Rect,
    /// The baseline.
    pub baseline: f64,
    /// The size of its type.
    pub size: f64,
    /// Its words.
    pub text: String,
    /// Which run of lines it belongs to: the lines of one paragraph have one number.
    pub unit: usize,
    /// What that run is.
    pub kind: Kind,
    /// Its word spaces, in the order of the text.
    pub gaps: Vec<Gap>,
    /// The author's place of its beginning; none for words of the library.
    pub place: Option<Span>,
    /// It was put at a place of its own, outside of the flow.
    pub placed: bool,
    /// It belongs to the sources, resources and sigles that end a fiche.
    pub apparatus: bool,
}

/// A picture.
#[derive(Debug, Clone, PartialEq)]
pub struct Picture {
    /// What is seen of it.
    pub bounds: Rect,
    /// Its whole printed size, which may be cut.
    pub size: (f64, f64),
    /// Its pixels; none for a drawing.
    pub pixels: Option<(u32, u32)>,
    /// Its file.
    pub path: String,
    /// Where the author asks for it.
    pub place: Option<Span>,
    /// It was put at a place of its own, outside of the flow.
    pub placed: bool,
    /// It stands in a line of text.
    pub inline: bool,
}

/// What stands in the text block of a page.
#[derive(Debug, Clone, PartialEq)]
pub enum Thing {
    /// A line of text.
    Line(Line),
    /// A picture.
    Picture(Picture),
}

impl Thing {
    /// The line that it is.
    pub fn line(&self) -> Option<&Line> {
        match self {
            Self::Line(line) => Some(line),
            Self::Picture(_) => None,
        }
    }

    /// What it covers.
    pub fn bounds(&self) -> Rect {
        match self {
            Self::Line(line) => line.bounds,
            Self::Picture(picture) => picture.bounds,
        }
    }

    /// The author's place.
    pub fn place(&self) -> Option<Span> {
        match self {
            Self::Line(line) => line.place,
            Self::Picture(picture) => picture.place,
        }
    }
}

/// What a run of pages is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SectionKind {
    /// A fiche.
    Fiche,
    /// A theme of a memorandum.
    Theme,
    /// A part: cover, contents, glossary.
    Part,
}

/// A run of pages with a beginning of its own.
#[derive(Debug, Clone, PartialEq)]
pub struct Section {
    /// What it is.
    pub kind: SectionKind,
    /// Its key.
    pub key: String,
    /// The page on which it begins.
    pub page: u32,
}

/// A page.
#[derive(Debug, Clone, PartialEq)]
pub struct Page {
    /// Trimmed width and height.
    pub size: (f64, f64),
    /// How far it is printed beyond its edges.
    pub bleed: f64,
    /// The text block.
    pub area: Rect,
    /// What stands on it, in reading order, without running head and folio; each with the number of its section.
    pub things: Vec<(Option<usize>, Thing)>,
    /// Something is drawn on it beside text and pictures.
    pub drawn: bool,
}

/// A colour on another, once in a publication.
#[derive(Debug, Clone, PartialEq)]
pub struct Ink {
    /// The colour: red, green, blue.
    pub ink: [u8; 3],
    /// The colour under it.
    pub ground: [u8; 3],
    /// It draws an icon; else it is that of text.
    pub icon: bool,
    /// The page on which it comes first.
    pub page: u32,
    /// Where it comes first.
    pub bounds: Rect,
    /// The author's place of the words.
    pub place: Option<Span>,
}

/// The call of a note.
#[derive(Debug, Clone, PartialEq)]
pub struct Call {
    /// The number of the note.
    pub number: String,
    /// The page of the call.
    pub page: u32,
    /// How far down it stands.
    pub y: f64,
    /// The page on which the note begins, where it is printed.
    pub note: Option<u32>,
}

/// A laid-out publication.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Pages {
    /// Its identifier.
    pub name: String,
    /// Its pages.
    pub pages: Vec<Page>,
    /// Its runs of pages, in the order of the pages.
    pub sections: Vec<Section>,
    /// Its colours, each pair once.
    pub inks: Vec<Ink>,
    /// The calls of notes, in the order of the text.
    pub calls: Vec<Call>,
    /// It is made to be printed.
    pub paper: bool,
}
