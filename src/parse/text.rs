//! Bytes → text: encoding, line ends, and the characters that no text may hold.

use super::codes::{BIDI, BOM, CONTROL, CRLF, LONG_LINE, NOT_UTF8};
use crate::base::diag::{Diagnostic, Warned};
use crate::base::source::{Source, SourceId, Sources, Span};

/// The longest line that is accepted, in bytes. A page of print is about 3 000.
pub const LONGEST_LINE: usize = 100_000;

/// Reads bytes as a source and adds it. Without valid UTF-8 the source is empty.
pub fn decode(sources: &mut Sources, path: &str, bytes: &[u8]) -> Warned<SourceId> {
    let mut findings = Vec::new();
    let (bytes, bom) = bytes.strip_prefix(b"\xEF\xBB\xBF").map_or((bytes, false), |rest| (rest, true));
    let (text, fault) = match std::str::from_utf8(bytes) {
        Ok(text) => (text, None),
        Err(error) => ("", Some(error.valid_up_to())),
    };
    let id = sources.add(Source::new(path, text));
    if let Some(offset) = fault {
        findings.push(Diagnostic::at(&NOT_UTF8, Span::file(id)).with("offset", offset.to_string()));
        return Warned { value: id, findings };
    }
    if bom {
        findings.push(Diagnostic::at(&BOM, Span::file(id)));
    }
    if let Some(at) = text.find("\r\n") {
        findings.push(Diagnostic::at(&CRLF, Span::new(id, at..at + 1)));
    }
    for (at, c) in text.char_indices() {
        let code = match c {
            '\t' | '\n' | '\r' => continue,
            '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' => &BIDI,
            c if c.is_control() => &CONTROL,
            _ => continue,
        };
        findings.push(Diagnostic::at(code, Span::new(id, at..at + c.len_utf8())).with("char", format!("U+{:04X}", u32::from(c))));
        // One text may hold thousands of them; the first of a file says enough.
        break;
    }
    let mut at = 0;
    for line in text.split('\n') {
        if line.len() > LONGEST_LINE {
            findings.push(Diagnostic::at(&LONG_LINE, Span::new(id, at..at)).with("length", line.len().to_string()).with("limit", LONGEST_LINE.to_string()));
        }
        at += line.len() + 1;
    }
    Warned { value: id, findings }
}
