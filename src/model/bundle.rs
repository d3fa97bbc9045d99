//! What the engine is given: virtual files, and the map from what is in them back to the author's words.

use crate::base::files::Bytes;
use crate::base::source::Span;
use std::collections::BTreeMap;

/// For one generated file: ranges of its bytes and the places they came from, in the order of the file.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct SourceMap(pub Vec<(std::ops::Range<usize>, Span)>);

impl SourceMap {
    /// The place of the text in a range of the generated file: the literal that holds its beginning, else the first one inside (the range
    /// of a call begins before its words), else the nearest before.
    pub fn lookup(&self, range: std::ops::Range<usize>) -> Option<Span> {
        let after = self.0.partition_point(|(literal, _)| literal.start <= range.start);
        let before = self.0[..after].last();
        let next = self.0.get(after);
        let holds = before.is_some_and(|(literal, _)| literal.end > range.start);
        let inside = next.is_some_and(|(literal, _)| literal.start < range.end);
        let found = if !holds && inside { next } else { before.or(next) };
        found.map(|(_, span)| *span)
    }
}

/// One virtual file.
#[derive(Debug, Clone, PartialEq)]
pub struct BundleFile {
    /// Its bytes.
    pub bytes: Bytes,
    /// For a generated body: where its words came from.
    pub map: SourceMap,
    /// For a template: its path for people, `templates/lib/body.typ`.
    pub template: bool,
}

/// Everything that one layout needs; equal bundles give equal bytes.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Bundle {
    /// Virtual files by path, without the leading slash.
    pub files: BTreeMap<String, BundleFile>,
}

/// The path of the main file in a bundle.
pub const MAIN: &str = "main.typ";
/// The path of the pages on which each term is used.
pub const USES: &str = "data/uses.json";
/// The path of by how much pictures are smaller than they could be.
pub const PICTURES: &str = "data/pictures.json";
/// The path of how many figures the page number of each demand has.
pub const FIGURES: &str = "data/figures.json";
/// The path of the number of blank pages before the back cover.
pub const PADDING: &str = "data/padding";
/// The path of the facts in a bundle.
pub const DATA: &str = "data/publication.json";

/// Where the bodies are.
pub const BODIES: &str = "body/";

/// The path of the body of a fiche.
pub fn body_path(fiche: &str) -> String {
    format!("{BODIES}{}.typ", file_name(fiche))
}

/// The path of how many figures the number of a fiche's first page has.
pub fn figures(fiche: &str) -> String {
    format!("data/figures/{}", file_name(fiche))
}

/// The path of whether the apparatus of a fiche is set run-in: `1`, else `0`.
pub fn tight(fiche: &str) -> String {
    format!("{TIGHT}{}", file_name(fiche))
}

const TIGHT: &str = "data/tight/";

/// Whether a path is one of [`tight`].
pub fn is_tight(path: &str) -> bool {
    path.starts_with(TIGHT)
}

/// Whether a virtual file tells what only a layout can know: its first contents are a guess.
pub fn is_guess(path: &str) -> bool {
    [USES, PICTURES, FIGURES, PADDING].contains(&path) || path.starts_with("data/figures/") || is_tight(path)
}

/// A name for a virtual file: an identifier may hold anything that a file name can.
pub fn file_name(id: &str) -> String {
    let mut out = String::new();
    for c in id.chars() {
        if c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-' {
            out.push(c);
        } else {
            out.push_str(&format!("_{:x}_", u32::from(c)));
        }
    }
    out
}

impl Bundle {
    /// Adds a file that was not generated from the author's words.
    pub fn put(&mut self, path: impl Into<String>, bytes: impl Into<Vec<u8>>) {
        self.files.insert(path.into(), BundleFile { bytes: std::sync::Arc::new(bytes.into()), map: SourceMap::default(), template: false });
    }
}
