//! What can be seen on finished pages and in a finished file: the facts of the report that goes with each PDF. Lengths are in mm.

use crate::base::source::Span;
use serde::Serialize;

/// A picture of pixels, as it is printed.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PictureFact {
    /// The page, from 1.
    pub page: u32,
    /// Width as printed.
    pub width: f64,
    /// Height as printed.
    pub height: f64,
    /// Pixels per inch, the smaller of the two directions.
    pub ppi: f64,
    /// The path of its file in `content/`.
    pub path: String,
    /// Where the author asked for it: `file:line`, empty when no text did.
    pub place: String,
    /// The same as a span.
    #[serde(skip)]
    pub span: Option<Span>,
}

/// A picture that was written with fewer pixels than its file has: what its profile wants at the largest size in which it is shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ReducedFact {
    /// The path of its file in `content/`.
    pub path: String,
    /// Width and height of the file, in pixels.
    pub from: (u32, u32),
    /// Width and height as written.
    pub to: (u32, u32),
}

/// A QR code, read from the page as it is drawn.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct QrFact {
    /// The page, from 1.
    pub page: u32,
    /// Width of the code without its quiet zone.
    pub side: f64,
    /// Width of a module.
    pub module: f64,
    /// What a reader reads; none when it cannot be read.
    pub content: Option<String>,
    /// Where the author asked for it.
    #[serde(skip)]
    pub span: Option<Span>,
}

/// Something that reaches the edge of the trimmed page.
#[derive(Debug, Clone, PartialEq)]
pub struct EdgeFact {
    /// The page, from 1.
    pub page: u32,
    /// How far it reaches beyond the edge, at the side where it reaches least.
    pub beyond: f64,
    /// Where the author asked for it.
    pub span: Option<Span>,
}

/// The text that comes nearest to the edge of the trimmed page.
#[derive(Debug, Clone, PartialEq)]
pub struct NearFact {
    /// The page, from 1.
    pub page: u32,
    /// Distance from the edge.
    pub distance: f64,
    /// The words.
    pub words: String,
    /// Where the author wrote them.
    pub span: Option<Span>,
}

/// What the laid-out pages show.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct PageFacts {
    /// Pictures of pixels, in the order of the pages.
    pub pictures: Vec<PictureFact>,
    /// Pictures that were written smaller, in the order of their paths.
    pub reduced: Vec<ReducedFact>,
    /// QR codes, in the order of the pages.
    pub codes: Vec<QrFact>,
    /// What reaches the edge of a page, in the order of the pages.
    pub edges: Vec<EdgeFact>,
    /// The text nearest to an edge.
    pub nearest: Option<NearFact>,
    /// Text nearer to an edge than the safety distance, one for each page.
    pub near: Vec<NearFact>,
}

impl PageFacts {
    /// The same facts once all pages stand on one sheet.
    pub fn on_one_page(&mut self) {
        self.pictures.iter_mut().for_each(|p| p.page = 1);
        self.codes.iter_mut().for_each(|c| c.page = 1);
        self.edges.iter_mut().for_each(|e| e.page = 1);
        self.near.iter_mut().chain(&mut self.nearest).for_each(|n| n.page = 1);
    }
}

/// A box of a page and how many pages have it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct BoxFact {
    /// Which box.
    pub name: &'static str,
    /// Width.
    pub width: f64,
    /// Height.
    pub height: f64,
    /// How many pages have it in this size.
    pub pages: u32,
}

/// A font of the file.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct FontFact {
    /// Its name, without the tag of the subset.
    pub name: String,
    /// Whether its letters are in the file.
    pub embedded: bool,
}

/// The colour spaces that a file uses, each with how many pages use it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct ColourFacts {
    /// Pages with grey.
    pub grey: u32,
    /// Pages with RGB.
    pub rgb: u32,
    /// Pages with CMYK.
    pub cmyk: u32,
    /// Pages with spot colours.
    pub spot: u32,
    /// Pages whose only ink is black: grey, or CMYK with no C, M or Y.
    pub black_only: u32,
}

/// What the file holds.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct FileFacts {
    /// The version in its header.
    pub version: String,
    /// Pages of the file: sides of sheets, once imposed.
    pub pages: u32,
    /// The boxes of its pages.
    pub boxes: Vec<BoxFact>,
    /// Its fonts.
    pub fonts: Vec<FontFact>,
    /// Its colours.
    pub colours: ColourFacts,
    /// The most ink of a tone or of a picture's pixel in CMYK, in % (four inks of 100 % are 400).
    pub ink: f64,
    /// The pages with RGB, from 1.
    #[serde(skip)]
    pub rgb_pages: Vec<u32>,
    /// The name of its output intent.
    pub intent: Option<String>,
}
