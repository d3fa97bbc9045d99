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

/// The most characters that the tables of a font may claim together. Unicode has 1.1 million places, and a font has a few tables.
const MOST_CHARACTERS: u64 = 4_000_000;

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

    /// Whether something holds of every font.
    pub(super) fn all(&self, holds: impl Fn(&Font) -> bool) -> bool {
        self.0.fonts.iter().all(holds)
    }

    /// The names of the families, in alphabetical order.
    pub fn families(&self) -> impl Iterator<Item = &str> {
        self.0.book.families().map(|(name, _)| name)
    }

    /// Whether there is a family with this name, in capitals or not.
    pub fn has_family(&self, name: &str) -> bool {
        self.0.book.contains_family(&name.to_lowercase())
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
    let mut characters = 0;
    for i in 0..tables {
        let at = 12 + 16 * i;
        let (Some(name), Some(offset), Some(length)) = (bytes.get(at..at + 4), long(at + 8), long(at + 12)) else {
            return Err("fichier tronqué / truncated file");
        };
        let Some(table) = offset.checked_add(length).and_then(|end| bytes.get(offset..end)) else {
            return Err("fichier tronqué / truncated file");
        };
        if name == b"cmap" {
            characters += claimed(table);
        }
        names.insert(name.to_owned());
    }
    if characters > MOST_CHARACTERS {
        return Err("table des caractères abîmée / damaged character table");
    }
    let needed: [&[u8]; 4] = [b"cmap", b"head", b"hhea", b"maxp"];
    if needed.iter().any(|n| !names.contains(*n)) {
        return Err("il manque une table obligatoire / a required table is missing");
    }
    Ok(())
}

/// How many characters a `cmap` table claims to have (OpenType 1.9, cmap): the engine lists each of them, and a few damaged bytes can
/// claim billions.
fn claimed(table: &[u8]) -> u64 {
    let word = |at: usize| table.get(at..at + 2).map_or(0, |b| u64::from(u16::from_be_bytes([b[0], b[1]])));
    let long = |at: usize| table.get(at..at + 4).map_or(0, |b| u64::from(u32::from_be_bytes([b[0], b[1], b[2], b[3]])));
    let index = |n: u64| usize::try_from(n).unwrap_or(usize::MAX);
    let span = |first: u64, last: u64| (last + 1).saturating_sub(first);
    let subtable = |at: usize| -> u64 {
        match word(at) {
            4 => {
                let segments = index(word(at + 6) / 2);
                (0..segments).map(|i| span(word(at + 16 + 2 * segments + 2 * i), word(at + 14 + 2 * i))).sum()
            }
            6 => word(at + 8),
            10 => long(at + 16),
            // Never more groups than the table has room for.
            12 | 13 => {
                let groups = index(long(at + 12)).min(table.len() / 12);
                (0..groups).map(|i| span(long(at + 16 + 12 * i), long(at + 20 + 12 * i))).sum()
            }
            _ => 65_536,
        }
    };
    (0..index(word(2))).map(|i| long(4 + 8 * i + 4)).filter(|at| *at < table.len() as u64).map(|at| subtable(index(at))).sum()
}
