//! The words of a tagged file, as a screen reader says them: block by block, in the order of the structure.

use super::Opened;
use super::tagged::{damaged, id};
use super::tree::{Reader, read_structure};
use crate::base::diag::Diagnostic;
use crate::model::proof::Passage;
use hayro_syntax::Pdf;
use hayro_syntax::object::{Dict, ObjectIdentifier};
use lopdf::content::Content;
use lopdf::{Document, Encoding, Object, ObjectId};
use std::collections::BTreeMap;

/// The most bytes that the content of a page may unfold to.
const MOST_CONTENT: usize = 64 * 1024 * 1024;

/// What stands in the line of its parent; every other element is a block.
const INLINE: &[&[u8]] = &[b"Span", b"Link", b"Em", b"Strong", b"Quote", b"Reference", b"Code", b"Annot", b"Formula"];

/// What stands in the middle of a sentence, which goes on after it.
const NOTES: &[&[u8]] = &[b"Note", b"FENote"];

/// How far a baseline moves at most within a line, in pt: raised letters and small capitals stay in their line.
const SAME_LINE: f64 = 6.0;

/// The passages of a file; none when it has no structure.
///
/// # Errors
/// When it is protected, damaged or without pages.
pub fn passages(bytes: &[u8], name: &str) -> Result<Option<Vec<Passage>>, Diagnostic> {
    let opened = Opened::new(bytes, name)?;
    let pdf = Pdf::new(bytes.to_vec()).map_err(|_| damaged(name))?;
    let marked = opened.pages.iter().map(|id| (*id, opened.marked(*id))).collect();
    let mut words = Words { marked, out: Vec::new(), open: String::new(), sentences: Vec::new() };
    let structured = read_structure(&pdf, &mut words);
    words.end();
    Ok(structured.then_some(words.out))
}

impl Opened {
    /// The text of each piece of a page that the structure can name.
    fn marked(&self, page: ObjectId) -> BTreeMap<i64, String> {
        let mut out: BTreeMap<i64, String> = BTreeMap::new();
        let Ok(bytes) = self.document.get_page_content_with_limit(page, MOST_CONTENT) else { return out };
        let Ok(content) = Content::decode(&bytes) else { return out };
        let fonts = self.document.get_page_fonts(page).unwrap_or_default();
        let encodings: BTreeMap<&[u8], Encoding<'_>> =
            fonts.iter().filter_map(|(name, font)| Some((name.as_slice(), font.get_font_encoding(&self.document).ok()?))).collect();
        // For each open mark: the piece that it names, and whether it says its text itself.
        let mut marks: Vec<(Option<i64>, bool)> = Vec::new();
        let mut font: &[u8] = b"";
        let mut saved: Vec<f64> = Vec::new();
        let (mut origin, mut y) = (0.0, 0.0);
        let mut last: BTreeMap<i64, f64> = BTreeMap::new();
        for operation in &content.operations {
            let operands = &operation.operands;
            let number = |i: usize| operands.get(i).and_then(super::opened::number).unwrap_or(0.0);
            match operation.operator.as_str() {
                "q" => saved.push(origin),
                "Q" => origin = saved.pop().unwrap_or(origin),
                // Pages are drawn upside down or not: only whether the line is another one counts.
                "cm" => origin += number(5),
                "Tf" => font = operands.first().and_then(|f| f.as_name().ok()).unwrap_or(b""),
                "Tm" => y = origin + number(5),
                "Td" | "TD" => y += number(1),
                "BMC" => marks.push((None, false)),
                "BDC" => {
                    let properties = operands.get(1).and_then(|p| p.as_dict().ok());
                    let mcid = properties.and_then(|p| p.get(b"MCID").ok()).and_then(|m| m.as_i64().ok());
                    let said = properties.and_then(|p| p.get(b"ActualText").ok()).and_then(|t| lopdf::decode_text_string(t).ok());
                    if let Some(said) = &said
                        && let Some(id) = mcid.or_else(|| marks.iter().rev().find_map(|(id, _)| *id))
                    {
                        begin_line(out.entry(id).or_default(), &mut last, id, y);
                        out.entry(id).or_default().push_str(said);
                    }
                    marks.push((mcid, said.is_some()));
                }
                "EMC" => {
                    marks.pop();
                }
                "Tj" | "TJ" | "'" | "\"" => {
                    let Some(id) = marks.iter().rev().find_map(|(id, _)| *id) else { continue };
                    if marks.iter().any(|(_, said)| *said) {
                        continue;
                    }
                    let Some(encoding) = encodings.get(font) else { continue };
                    let text = out.entry(id).or_default();
                    begin_line(text, &mut last, id, y);
                    let mut say = |bytes: &[u8]| text.push_str(&Document::decode_text(encoding, bytes).unwrap_or_default());
                    for operand in operands {
                        match operand {
                            Object::String(bytes, _) => say(bytes),
                            Object::Array(list) => list.iter().filter_map(|o| o.as_str().ok()).for_each(&mut say),
                            _ => {}
                        }
                    }
                }
                _ => {}
            }
        }
        out
    }
}

/// Ends the line of a piece when its next words stand on another one.
fn begin_line(text: &mut String, last: &mut BTreeMap<i64, f64>, id: i64, y: f64) {
    if last.insert(id, y).is_some_and(|before| (before - y).abs() > SAME_LINE) {
        text.push('\n');
    }
}

struct Words {
    /// The text of each piece, by page and number.
    marked: BTreeMap<ObjectId, BTreeMap<i64, String>>,
    out: Vec<Passage>,
    /// The words of the block so far.
    open: String,
    /// For each open note, the sentence in the middle of which it stands.
    sentences: Vec<String>,
}

impl Words {
    fn end(&mut self) {
        let text = std::mem::take(&mut self.open);
        if !text.trim().is_empty() {
            self.out.push(Passage { text, note: !self.sentences.is_empty() });
        }
    }
}

impl Reader for Words {
    fn open(&mut self, role: &[u8], _: &Dict<'_>, _: Option<ObjectIdentifier>) {
        if NOTES.contains(&role) {
            self.sentences.push(std::mem::take(&mut self.open));
        } else if !INLINE.contains(&role) {
            self.end();
        }
    }

    fn content(&mut self, page: Option<ObjectIdentifier>, number: i64) {
        if let Some(text) = page.and_then(id).and_then(|p| self.marked.get(&p)).and_then(|m| m.get(&number)) {
            self.open.push_str(text);
            // Two pieces of one block stand on one line or not: a word that was divided says so by its hyphen.
            if self.open.ends_with('\u{ad}') {
                self.open.push('\n');
            }
        }
    }

    fn close(&mut self, role: &[u8]) {
        if NOTES.contains(&role) {
            self.end();
            self.open = self.sentences.pop().unwrap_or_default();
        } else if !INLINE.contains(&role) {
            // What is written in a picture is the picture's; its caption is an element of its own.
            if role == b"Figure" {
                self.open.clear();
            }
            self.end();
        }
    }
}
