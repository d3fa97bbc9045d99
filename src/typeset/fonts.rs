//! The fonts: only those that are given, never the system's.

use super::codes::BAD_FONT;
use crate::base::diag::Diagnostic;
use crate::base::files::Bytes as FileBytes;
use std::collections::BTreeSet;
use std::sync::Arc;
use typst::foundations::Bytes;
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;

/// The largest font file that is opened, in bytes. The largest of ours is under 1 MB, a large CJK font about 20 MB.
const LARGEST: usize = 32 * 1024 * 1024;

/// The fonts in force.
#[derive(Clone)]
pub struct Fonts(Arc<Inner>);

struct Inner {
    book: LazyHash<FontBook>,
    fonts: Vec<Font>,
    /// The characters that some font has, as disjoint ranges in order, both ends included.
    covered: Vec<(u32, u32)>,
}

struct Shared(FileBytes);

impl AsRef<[u8]> for Shared {
    fn as_ref(&self) -> &[u8] {
        &self.0
    }
}

impl Fonts {
    /// Opens font files, given with their paths. What is no font is a finding.
    pub fn open(files: &[(String, FileBytes)], findings: &mut Vec<Diagnostic>) -> Self {
        let mut fonts = Vec::new();
        for (path, bytes) in files {
            if let Err(why) = sound(bytes) {
                findings.push(Diagnostic::on(&BAD_FONT, path.clone()).with("file", path.clone()).with("why", why));
                continue;
            }
            let before = fonts.len();
            fonts.extend(Font::iter(Bytes::new(Shared(bytes.clone()))));
            if fonts.len() == before {
                findings.push(Diagnostic::on(&BAD_FONT, path.clone()).with("file", path.clone()).with("why", "ttf-parser"));
            }
        }
        let book = FontBook::from_fonts(&fonts);
        Self(Arc::new(Inner { book: LazyHash::new(book), covered: covered(&fonts), fonts }))
    }

    pub(super) fn book(&self) -> &LazyHash<FontBook> {
        &self.0.book
    }

    pub(super) fn get(&self, index: usize) -> Option<Font> {
        self.0.fonts.get(index).cloned()
    }

    /// Whether some font has a character.
    pub fn covers(&self, c: char) -> bool {
        let c = u32::from(c);
        let after = self.0.covered.partition_point(|(first, _)| *first <= c);
        after > 0 && self.0.covered[after - 1].1 >= c
    }
}

/// The characters that some font has.
fn covered(fonts: &[Font]) -> Vec<(u32, u32)> {
    let all: BTreeSet<u32> = fonts.iter().flat_map(|f| f.info().coverage.iter()).collect();
    let mut out: Vec<(u32, u32)> = Vec::new();
    for c in all {
        match out.last_mut() {
            Some((_, last)) if *last + 1 == c => *last = c,
            _ => out.push((c, c)),
        }
    }
    out
}

/// Looks at the table directory before anything parses the file: a damaged one can make parsers allocate gigabytes or search for
/// ever (measured with Typst 0.15.1: TYPST.md section 11).
fn sound(bytes: &[u8]) -> Result<(), &'static str> {
    if bytes.len() > LARGEST {
        return Err("trop grand / too large");
    }
    let word = |at: usize| bytes.get(at..at + 2).map(|b| usize::from(u16::from_be_bytes([b[0], b[1]])));
    let long = |at: usize| bytes.get(at..at + 4).and_then(|b| usize::try_from(u32::from_be_bytes([b[0], b[1], b[2], b[3]])).ok());
    match bytes.get(..4) {
        Some(b"\x00\x01\x00\x00" | b"OTTO" | b"true") => {}
        Some(b"ttcf") => return Err("les collections .ttc ne sont pas admises / .ttc collections are not accepted"),
        _ => return Err("ni TrueType ni OpenType / neither TrueType nor OpenType"),
    }
    let tables = word(4).filter(|n| (1..=128).contains(n)).ok_or("table des matières illisible / unreadable directory")?;
    let mut names = BTreeSet::new();
    for i in 0..tables {
        let at = 12 + 16 * i;
        let (Some(name), Some(offset), Some(length)) = (bytes.get(at..at + 4), long(at + 8), long(at + 12)) else {
            return Err("fichier tronqué / truncated file");
        };
        if offset.checked_add(length).is_none_or(|end| end > bytes.len()) {
            return Err("fichier tronqué / truncated file");
        }
        names.insert(name.to_owned());
    }
    let needed: [&[u8]; 4] = [b"cmap", b"head", b"hhea", b"maxp"];
    if needed.iter().any(|n| !names.contains(*n)) {
        return Err("il manque une table obligatoire / a required table is missing");
    }
    Ok(())
}
