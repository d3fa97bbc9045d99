//! What a proof shows beside its text. Lengths are in pt from the top left corner of the trimmed page; pages count from 1.

/// The number of a line of running text.
#[derive(Debug, Clone, PartialEq)]
pub struct LineNumber {
    /// The page.
    pub page: u32,
    /// The right end of the text block.
    pub x: f64,
    /// The baseline.
    pub y: f64,
    /// Counted from 1 in each fiche, in each theme of a memorandum.
    pub number: u32,
}

/// A bar beside lines that are not as they were.
#[derive(Debug, Clone, PartialEq)]
pub struct Bar {
    /// The page.
    pub page: u32,
    /// The left end of the text block.
    pub x: f64,
    /// Its upper end.
    pub y0: f64,
    /// Its lower end.
    pub y1: f64,
    /// The number of the passage in the list of what was removed here.
    pub removed: Option<usize>,
}

/// A remark about a line, in the margin.
#[derive(Debug, Clone, PartialEq)]
pub struct MarginNote {
    /// The page.
    pub page: u32,
    /// The middle of the line that it is about.
    pub y: f64,
    /// Its number in the list at the end.
    pub number: usize,
    /// Its code and its sentence.
    pub text: String,
    /// It weighs more than a note.
    pub heavy: bool,
}

/// Everything that a proof shows beside its text.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Proof {
    /// What stands at the head of the margin of every page: what this proof is.
    pub head: Vec<String>,
    /// The numbers of the lines.
    pub numbers: Vec<LineNumber>,
    /// What changed.
    pub bars: Vec<Bar>,
    /// The remarks, in the order of the pages.
    pub notes: Vec<MarginNote>,
    /// The lists behind the pages: a title, and its entries.
    pub lists: Vec<(String, Vec<String>)>,
}

/// A piece of an earlier release.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Passage {
    /// Its words; a line that ended is a line end.
    pub text: String,
    /// It is a note.
    pub note: bool,
}
