//! The archive as lines: spaces made ordinary, what no text may hold taken out, and the gaps between lines counted.

use crate::base::diag::{Diagnostic, is_unprintable};
use crate::base::source::{Source, SourceId, Span};
use crate::import::codes::{CONTROLS, LONG_WORD, SPACES};
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// The longest word that is taken for one, in bytes.
const LONGEST_WORD: usize = 4_000;

/// A line with words.
#[derive(Debug, Clone)]
pub(super) struct Line {
    /// The words, trimmed, with ordinary single spaces.
    pub text: String,
    /// How many blanks stand before them.
    pub indent: usize,
    /// Its place, without the blanks around.
    pub span: Span,
    /// The blank lines before it, those of one no-break space included.
    pub blank: usize,
    /// The longest run of truly empty lines before it: the site's separator, since an empty paragraph holds a no-break space.
    pub empty: usize,
}

/// Reads the lines that have words.
pub(super) fn read(source: &Source, id: SourceId, findings: &mut Vec<Diagnostic>) -> Vec<Line> {
    let mut cleaner = Cleaner::default();
    let mut out = Vec::new();
    let (mut blank, mut empty, mut run) = (0, 0, 0);
    let mut at = 0;
    for raw in source.text.split('\n') {
        let start = at;
        at += raw.len() + 1;
        let Some((text, indent)) = cleaner.clean(raw, start, id, findings) else {
            blank += 1;
            run = if raw.trim_matches([' ', '\t', '\r']).is_empty() { run + 1 } else { 0 };
            empty = empty.max(run);
            continue;
        };
        let lead = raw.len() - raw.trim_start().len();
        let span = Span::new(id, start + lead..start + raw.trim_end().len().max(lead));
        out.push(Line { text, indent, span, blank, empty });
        (blank, empty, run) = (0, 0, 0);
    }
    cleaner.report(id, findings);
    out
}

/// What was made ordinary, counted.
#[derive(Default)]
struct Cleaner {
    spaces: BTreeMap<String, usize>,
    doubled: usize,
    controls: usize,
    first: Option<usize>,
    first_control: Option<usize>,
}

impl Cleaner {
    /// The words of a line and its indentation; none when there are no words.
    fn clean(&mut self, raw: &str, start: usize, id: SourceId, findings: &mut Vec<Diagnostic>) -> Option<(String, usize)> {
        let mut out = String::with_capacity(raw.len());
        let mut indent = 0;
        let mut gap = 0usize;
        // The bytes of the word so far, and whether it was cut already.
        let (mut word, mut cut) = (0, false);
        for (at, c) in raw.trim_end_matches('\r').char_indices() {
            let space = match c {
                ' ' | '\t' => true,
                '\u{a0}' | '\u{1680}' | '\u{2000}'..='\u{200a}' | '\u{202f}' | '\u{205f}' | '\u{3000}' | '\u{2028}' | '\u{2029}' => {
                    self.count(c, start + at);
                    true
                }
                // Marks without width: a word goes on across them.
                '\u{ad}' | '\u{200b}' | '\u{2060}' | '\u{feff}' => {
                    self.count(c, start + at);
                    continue;
                }
                c if is_unprintable(c) => {
                    self.controls += 1;
                    self.first_control.get_or_insert(start + at);
                    true
                }
                _ => false,
            };
            if space {
                if out.is_empty() {
                    indent += if c == '\t' { 4 } else { 1 };
                }
                gap += 1;
                continue;
            }
            if gap > 0 {
                if gap > 1 && !out.is_empty() {
                    self.doubled += 1;
                    self.first.get_or_insert(start + at);
                }
                (word, cut, gap) = (0, false, 0);
                if !out.is_empty() {
                    out.push(' ');
                }
            }
            if word >= LONGEST_WORD {
                if !std::mem::replace(&mut cut, true) {
                    let length = word + raw[at..].split_whitespace().next().map_or(0, str::len);
                    findings.push(Diagnostic::at(&LONG_WORD, Span::new(id, start + at..start + at)).with("length", length.to_string()));
                }
                out.push(' ');
                word = 0;
            }
            word += c.len_utf8();
            out.push(c);
        }
        (!out.is_empty()).then_some((out, indent))
    }

    fn count(&mut self, c: char, at: usize) {
        *self.spaces.entry(format!("U+{:04X}", u32::from(c))).or_default() += 1;
        self.first.get_or_insert(at);
    }

    fn report(&self, id: SourceId, findings: &mut Vec<Diagnostic>) {
        let mut counts = String::new();
        for (name, count) in &self.spaces {
            let _ = write!(counts, "{}{name} × {count}", if counts.is_empty() { "" } else { ", " });
        }
        if self.doubled > 0 {
            let _ = write!(counts, "{}suites × {}", if counts.is_empty() { "" } else { ", " }, self.doubled);
        }
        let place = |at: Option<usize>| Span::new(id, at.unwrap_or(0)..at.unwrap_or(0));
        if !counts.is_empty() {
            findings.push(Diagnostic::at(&SPACES, place(self.first)).with("counts", counts));
        }
        if self.controls > 0 {
            findings.push(Diagnostic::at(&CONTROLS, place(self.first_control)).with("count", self.controls.to_string()));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gaps_and_spaces() {
        let source = Source::new("a.txt", "\u{a0}un\u{a0} \u{202f}deux \n\n\u{a0}\n\n\n  • tr\u{ad}ois\r\nqua\u{0}tre");
        let mut findings = Vec::new();
        let lines: Vec<_> = read(&source, SourceId(0), &mut findings).into_iter().map(|l| (l.text, l.indent, l.blank, l.empty)).collect();
        assert_eq!(lines, [("un deux".to_owned(), 1, 0, 0), ("• trois".to_owned(), 2, 4, 2), ("qua tre".to_owned(), 0, 0, 0)]);
        let report: Vec<_> = findings.iter().map(|f| f.message(crate::base::diag::Lang::Fr)).collect();
        assert_eq!(
            report,
            [
                "espaces ramenées à des espaces ordinaires : U+00A0 × 3, U+00AD × 1, U+202F × 1, suites × 1",
                "1 caractère(s) de commande remplacé(s) par une espace"
            ]
        );
    }

    #[test]
    fn a_huge_word_is_cut() {
        let mut findings = Vec::new();
        let source = Source::new("a.txt", "é".repeat(500_000));
        let lines = read(&source, SourceId(0), &mut findings);
        assert!(lines.iter().all(|l| l.text.split(' ').all(|w| w.len() <= LONGEST_WORD)));
        assert_eq!(findings.len(), 1);
    }
}
