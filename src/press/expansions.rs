//! What sigles stand for, in the structure of a tagged file (`/E`; PDF 32000-1, 14.9.5): a screen reader says it in the place of the letters.
//!
//! The engine cannot write this. The elements around sigles leave it with a colour behind them that stands for the term; the colour goes,
//! and the words come. A file for the screen has thousands of objects, and this is its only step after the engine: the objects are not
//! parsed. The table at the end of the file tells where each begins, the few that are concerned are written anew, and the table is put
//! right.

use super::codes::UNTOLD;
use crate::base::diag::Diagnostic;
use std::fmt::Write as _;
use std::io::Write as _;
use std::ops::Range;

/// How an element of the structure that stands in a line begins.
const ELEMENT: &[u8] = b"<</Type/StructElem/S/Span";
/// How a colour behind a text is told.
const COLOUR: &str = "/BackgroundColor[";
/// What is left of a list of attributes that held nothing but the colour.
const NOTHING_LEFT: &str = "/A[<</O/Layout>>]";
/// The length of a line of the table: ten figures of a place, five of a generation, a letter.
const LINE: usize = 20;

/// Gives the elements of a file the words that their letters stand for: a colour of the structure, and what is said in its place; a colour
/// without words only goes.
///
/// # Errors
/// When the file is not built as the engine builds files.
pub fn expand<'a>(bytes: &[u8], name: &str, terms: impl Iterator<Item = ([u8; 3], Option<&'a str>)>) -> Result<Vec<u8>, Diagnostic> {
    let terms: Vec<([u8; 3], Option<&str>)> = terms.collect();
    let fault = || Diagnostic::on(&UNTOLD, name).with("file", name.to_owned());
    if terms.is_empty() {
        return Ok(bytes.to_vec());
    }
    let table = Table::find(bytes).ok_or_else(fault)?;
    let mut changes: Vec<(Range<usize>, String)> = Vec::new();
    for line in table.lines.clone().step_by(LINE) {
        let Some(at) = place(bytes, line) else { continue };
        let Some((range, element)) = element(bytes, at).ok_or_else(fault)? else { continue };
        if let Some(changed) = told(element, &terms) {
            changes.push((range, changed));
        }
    }
    changes.sort_unstable_by_key(|(range, _)| range.start);
    let mut out = Vec::with_capacity(bytes.len() + changes.iter().map(|(_, text)| text.len()).sum::<usize>());
    let mut done = 0;
    // Where something that begins after a change stands now: by how much it moves.
    let mut moves: Vec<(usize, usize, usize)> = Vec::with_capacity(changes.len());
    for (range, text) in &changes {
        out.extend_from_slice(bytes.get(done..range.start).ok_or_else(fault)?);
        out.extend_from_slice(text.as_bytes());
        done = range.end;
        moves.push((range.end, range.end, out.len()));
    }
    let moved = |at: usize| match moves[..moves.partition_point(|(end, ..)| *end <= at)].last() {
        Some((_, before, after)) => at - before + after,
        None => at,
    };
    out.extend_from_slice(bytes.get(done..table.lines.start).ok_or_else(fault)?);
    for line in table.lines.clone().step_by(LINE) {
        match place(bytes, line) {
            Some(at) => {
                let _ = write!(out, "{:010}", moved(at));
                out.extend_from_slice(&bytes[line + 10..line + LINE]);
            }
            None => out.extend_from_slice(&bytes[line..line + LINE]),
        }
    }
    out.extend_from_slice(&bytes[table.lines.end..table.pointer.start]);
    let _ = write!(out, "{}", moved(table.at));
    out.extend_from_slice(&bytes[table.pointer.end..]);
    Ok(out)
}

/// The table of a file, and where it is told where the table begins.
struct Table {
    at: usize,
    lines: Range<usize>,
    pointer: Range<usize>,
}

impl Table {
    fn find(bytes: &[u8]) -> Option<Self> {
        let tail = bytes.len().saturating_sub(64);
        let pointer = tail + find(&bytes[tail..], b"startxref\n")? + b"startxref\n".len();
        let (at, figures) = integer(bytes, pointer)?;
        let rest = bytes.get(at..)?.strip_prefix(b"xref\n0 ")?;
        let start = bytes.len() - rest.len();
        let (count, length) = integer(bytes, start)?;
        let first = start + length + 1;
        let end = first.checked_add(count.checked_mul(LINE)?)?;
        // One table with every object: nothing was appended, nothing is compressed.
        bytes.get(end..)?.starts_with(b"trailer").then_some(Self { at, lines: first..end, pointer: pointer..pointer + figures })
    }
}

/// Where the object of a line of the table begins; none for one that is free.
fn place(bytes: &[u8], line: usize) -> Option<usize> {
    let text = bytes.get(line..line + LINE)?;
    if text[17] != b'n' {
        return None;
    }
    integer(text, 0).map(|(at, _)| at)
}

/// The dictionary of an object that is an element in a line, and its place; none when it is something else.
fn element(bytes: &[u8], at: usize) -> Option<Option<(Range<usize>, &str)>> {
    let object = bytes.get(at..)?;
    let start = at + find(object.get(..32.min(object.len()))?, b" obj\n")? + b" obj\n".len();
    if !bytes[start..].starts_with(ELEMENT) {
        return Some(None);
    }
    let end = start + find(&bytes[start..], b"\nendobj")?;
    Some(Some((start..end, std::str::from_utf8(&bytes[start..end]).ok()?)))
}

/// An element with the words of its term in the place of its colour; none when it has no such colour.
fn told(element: &str, terms: &[([u8; 3], Option<&str>)]) -> Option<String> {
    let from = element.find(COLOUR)?;
    let numbers = &element[from + COLOUR.len()..];
    let length = numbers.find(']')?;
    let mut colour = [0; 3];
    let mut parts = numbers[..length].split(' ');
    for value in &mut colour {
        *value = (parts.next()?.parse::<f64>().ok()? * 255.0).round() as u8;
    }
    let (_, words) = terms.iter().find(|(mark, _)| *mark == colour)?;
    let words = words.map_or_else(String::new, |words| format!("/E<{}>", text_string(words)));
    let rest = format!("{}{}", &element[..from], &numbers[length + 1..]);
    Some(if rest.contains(NOTHING_LEFT) { rest.replacen(NOTHING_LEFT, &words, 1) } else { rest.replacen(" 0 R/A[", &format!(" 0 R{words}/A["), 1) })
}

/// A text as a PDF holds it: UTF-16, in hexadecimal figures.
fn text_string(text: &str) -> String {
    text.encode_utf16().fold("FEFF".to_owned(), |mut out, unit| {
        let _ = write!(out, "{unit:04X}");
        out
    })
}

fn find(bytes: &[u8], part: &[u8]) -> Option<usize> {
    bytes.windows(part.len()).position(|w| w == part)
}

/// The number that stands somewhere, and how many figures it has.
fn integer(bytes: &[u8], at: usize) -> Option<(usize, usize)> {
    let text = bytes.get(at..)?;
    let length = text.iter().take_while(|b| b.is_ascii_digit()).count();
    Some((std::str::from_utf8(&text[..length]).ok()?.parse().ok()?, length))
}
