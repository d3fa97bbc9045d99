//! Bytes → text: encoding, line ends, and the characters that no text may hold.

use super::codes::{BIDI, BOM, CONTROL, CRLF, LONG_LINE, LONG_TEXT, LONG_WORD, NOT_UTF8};
use crate::base::diag::{Code, Diagnostic, Warned};
use crate::base::source::{Source, SourceId, Sources, Span};

/// The longest line that is accepted, in bytes: a paragraph on one line is seldom over 3 000.
const LONGEST_LINE: usize = 20_000;

/// The longest word that is accepted, in bytes: an address is seldom over 500, and the engine gives up on words of tens of thousands.
const LONGEST_WORD: usize = 10_000;

/// The longest text that is accepted, in bytes: about 600 pages.
const LONGEST_TEXT: usize = 1_500_000;

/// The code of a character that no text may hold, whether it stands in the file or comes out of an escape.
pub(super) fn forbidden(c: char) -> Option<&'static Code> {
    match c {
        '\t' | '\n' | '\r' => None,
        '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' => Some(&BIDI),
        c if c.is_control() => Some(&CONTROL),
        _ => None,
    }
}

/// The finding about the first forbidden character of a value that was written with escapes.
pub(super) fn escaped(value: &str, span: Span) -> Option<Diagnostic> {
    value.chars().find_map(|c| Some((forbidden(c)?, c))).map(|(code, c)| Diagnostic::at(code, span).with("char", name(c)))
}

fn name(c: char) -> String {
    format!("U+{:04X}", u32::from(c))
}

/// Reads bytes as a source and adds it. What is no text, or too much of it, is cut off: its finding says so, and nothing works for
/// minutes on a file that cannot be printed anyway.
pub fn decode(sources: &mut Sources, path: &str, bytes: &[u8]) -> Warned<SourceId> {
    read(sources, path, bytes, LONGEST_TEXT)
}

/// The same for a text that becomes many, an archive to import: nothing is cut off, since the importer breaks what is too long.
pub fn decode_archive(sources: &mut Sources, path: &str, bytes: &[u8]) -> Warned<SourceId> {
    read(sources, path, bytes, usize::MAX)
}

fn read(sources: &mut Sources, path: &str, bytes: &[u8], longest: usize) -> Warned<SourceId> {
    let mut findings = Vec::new();
    let (bytes, bom) = bytes.strip_prefix(b"\xEF\xBB\xBF").map_or((bytes, false), |rest| (rest, true));
    let whole = bytes.len();
    let bytes = &bytes[..whole.min(longest)];
    let (text, fault) = match std::str::from_utf8(bytes) {
        Ok(text) => (text, None),
        // The cut may fall inside a character.
        Err(error) if error.error_len().is_none() && whole > longest => (std::str::from_utf8(&bytes[..error.valid_up_to()]).unwrap_or(""), None),
        Err(error) => (std::str::from_utf8(&bytes[..error.valid_up_to()]).unwrap_or(""), Some(error.valid_up_to())),
    };
    if let Some(at) = fault {
        // What follows the fault is shown with the usual mark; nothing else is said about such a file.
        let id = sources.add(Source::new(path, String::from_utf8_lossy(bytes)));
        findings.push(Diagnostic::at(&NOT_UTF8, Span::new(id, at..at + '\u{fffd}'.len_utf8())));
        return Warned { value: id, findings };
    }
    let cut = if longest == usize::MAX { Cut { text: text.to_owned(), faults: Vec::new() } } else { cut(text) };
    let id = sources.add(Source::new(path, cut.text));
    if whole > longest {
        let sizes = |n: usize| (n / 1000).to_string();
        findings.push(Diagnostic::at(&LONG_TEXT, Span::file(id)).with("length", sizes(whole)).with("limit", sizes(longest)));
    }
    for (code, at, length, limit) in cut.faults {
        findings.push(Diagnostic::at(code, Span::new(id, at..at)).with("length", length.to_string()).with("limit", limit.to_string()));
    }
    let text = &sources.get(id).text;
    if bom {
        // The mark is no part of the text: an empty change at its beginning stands for taking it away.
        findings.push(Diagnostic::at(&BOM, Span::file(id)).fix(Span::file(id), "", true));
    }
    if let Some(at) = text.find("\r\n") {
        findings.push(Diagnostic::at(&CRLF, Span::new(id, at..at + 1)).fix(Span::new(id, 0..text.len()), text.replace("\r\n", "\n"), true));
    }
    // One text may hold thousands of them; the first says enough.
    if let Some((at, c, code)) = text.char_indices().find_map(|(at, c)| Some((at, c, forbidden(c)?))) {
        findings.push(Diagnostic::at(code, Span::new(id, at..at + c.len_utf8())).with("char", name(c)));
    }
    Warned { value: id, findings }
}

/// A text without what is too long in it.
struct Cut {
    text: String,
    /// The code, the place in the cut text, the length and the limit.
    faults: Vec<(&'static Code, usize, usize, usize)>,
}

fn cut(text: &str) -> Cut {
    let mut out = Cut { text: String::with_capacity(text.len()), faults: Vec::new() };
    for line in text.split_inclusive('\n') {
        let end = line.len() - line.trim_end_matches(['\n', '\r']).len();
        let (words, end) = line.split_at(line.len() - end);
        let at = out.text.len();
        if words.len() > LONGEST_LINE {
            out.faults.push((&LONG_LINE, at, words.len(), LONGEST_LINE));
            out.text.push_str(begin(words, LONGEST_WORD));
        } else if let Some(word) = words.split([' ', '\t', '\u{a0}', '\u{202f}']).find(|w| w.len() > LONGEST_WORD) {
            let start = word.as_ptr() as usize - words.as_ptr() as usize;
            out.faults.push((&LONG_WORD, at + start, word.len(), LONGEST_WORD));
            out.text.push_str(begin(words, start + LONGEST_WORD));
        } else {
            out.text.push_str(words);
        }
        out.text.push_str(end);
    }
    out
}

/// The beginning of a text: at most so many bytes, whole characters.
fn begin(text: &str, bytes: usize) -> &str {
    let mut at = bytes.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    &text[..at]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_too_long_is_cut_at_its_place() {
        let mut sources = Sources::default();
        let text = format!("court\n{}\nun {} mot\nfin\n", "ab ".repeat(10_000), "é".repeat(6_000));
        let decoded = decode(&mut sources, "a.md", text.as_bytes());
        let source = sources.get(decoded.value);
        let found: Vec<_> =
            decoded.findings.iter().map(|f| (f.code.id, source.position(f.span.map_or(0, |s| s.start as usize)))).map(|(c, p)| (c, p.line, p.column)).collect();
        assert_eq!(found, [("S006", 2, 1), ("S007", 3, 4)]);
        assert_eq!((source.line(4), source.line(1)), ("fin", "court"));
        let decoded = decode(&mut sources, "b.md", "é\n".repeat(600_000).as_bytes());
        assert_eq!(decoded.findings.iter().map(|f| f.code.id).collect::<Vec<_>>(), ["S008"]);
    }

    #[test]
    fn a_fault_of_encoding_has_a_place() {
        let mut sources = Sources::default();
        let decoded = decode(&mut sources, "a.md", b"titre\nl'\xe9t\xe9\n");
        let place = sources.get(decoded.value).position(decoded.findings[0].span.map_or(0, |s| s.start as usize));
        assert_eq!((decoded.findings.len(), decoded.findings[0].code.id, place.line, place.column), (1, "S001", 2, 3));
    }
}
