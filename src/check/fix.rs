//! Changes that mend findings, applied to a text: what is sure, in one pass; everything else byte for byte as it was.

use crate::base::diag::{Diagnostic, Fix};
use crate::base::source::{SourceId, Sources};
use std::collections::BTreeMap;

/// The mark that some editors put before a text; it is no part of a [`Source`](crate::base::source::Source).
const BOM: &[u8] = b"\xEF\xBB\xBF";

/// The bytes of each source after the sure changes of some findings; only sources that change.
///
/// Changes that touch each other are not applied together: the first in the text is, and the next pass finds the other again.
/// `read` gives the bytes of a file: a source that is not the whole of its file (too long, in another encoding) is left alone.
pub fn apply(findings: &[Diagnostic], sources: &Sources, read: &dyn Fn(&str) -> Option<Vec<u8>>) -> BTreeMap<SourceId, Vec<u8>> {
    let mut wanted: BTreeMap<SourceId, Vec<&Fix>> = BTreeMap::new();
    for fix in findings.iter().filter_map(|f| f.fix.as_deref()).filter(|f| is_sure(f, sources)) {
        wanted.entry(fix.span.source).or_default().push(fix);
    }
    let mut out = BTreeMap::new();
    for (id, mut fixes) in wanted {
        let source = sources.get(id);
        let Some(bytes) = read(&source.path) else { continue };
        let (mark, text) = bytes.strip_prefix(BOM).map_or((&[][..], bytes.as_slice()), |rest| (BOM, rest));
        if text != source.text.as_bytes() {
            continue;
        }
        fixes.sort_by_key(|f| (f.span.start, f.span.end, f.replacement.as_str()));
        // An empty change at the very beginning stands for the mark.
        let unmark = fixes.iter().any(|f| drops_mark(f));
        let mut changed = if unmark { Vec::new() } else { mark.to_vec() };
        let mut done = 0;
        let mut free = 0;
        for fix in fixes.into_iter().filter(|f| !drops_mark(f)) {
            let range = fix.span.range();
            // Two changes may follow each other, but not insert at one place or share a byte.
            if range.start < free || range.end > source.text.len() || !source.text.is_char_boundary(range.start) || !source.text.is_char_boundary(range.end) {
                continue;
            }
            changed.extend_from_slice(&source.text.as_bytes()[done..range.start]);
            changed.extend_from_slice(fix.replacement.as_bytes());
            done = range.end;
            free = range.end.max(range.start + 1);
        }
        changed.extend_from_slice(&source.text.as_bytes()[done..]);
        if changed != bytes {
            out.insert(id, changed);
        }
    }
    out
}

fn drops_mark(fix: &Fix) -> bool {
    fix.span.start == 0 && fix.span.end == 0 && fix.replacement.is_empty()
}

/// Whether a change may be applied by itself: it says so, and no letter and no figure changes.
pub fn is_sure(fix: &Fix, sources: &Sources) -> bool {
    let signs = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).collect::<String>();
    fix.sure && signs(sources.slice(fix.span)) == signs(&fix.replacement)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::diag::{Bi, Code, Severity};
    use crate::base::source::{Source, Span};

    static TEST: Code = Code {
        id: "X002",
        severity: Severity::Warning,
        message: Bi { fr: "", en: "" },
        remedy: Bi { fr: "", en: "" },
        why: Bi { fr: "", en: "" },
        off: false,
        outside: false,
        example: None,
    };

    fn fixed(text: &str, fixes: &[(std::ops::Range<usize>, &str, bool)]) -> String {
        let mut sources = Sources::default();
        let id = sources.add(Source::new("a.md", text.trim_start_matches('\u{feff}')));
        let findings: Vec<_> = fixes.iter().map(|(r, to, sure)| Diagnostic::at(&TEST, Span::file(id)).fix(Span::new(id, r.clone()), *to, *sure)).collect();
        let out = apply(&findings, &sources, &|_| Some(text.as_bytes().to_vec()));
        String::from_utf8(out.get(&id).cloned().unwrap_or_else(|| text.into())).unwrap_or_default()
    }

    #[test]
    fn only_sure_changes_are_made_and_none_over_another() {
        assert_eq!(fixed("a  b  c", &[(1..3, " ", true), (4..6, " ", true)]), "a b c");
        assert_eq!(fixed("a  b", &[(1..3, " ", true), (2..3, "", true)]), "a b");
        assert_eq!(fixed("et et", &[(2..5, "", false)]), "et et");
        assert_eq!(fixed("et et", &[(2..5, "", true)]), "et et", "letters are only proposed");
        assert_eq!(fixed("ab", &[(1..1, " ", true), (1..1, ";", true)]), "a b");
        assert_eq!(fixed("\u{feff}a  b", &[(1..3, " ", true)]), "\u{feff}a b");
        assert_eq!(fixed("\u{feff}a  b", &[(0..0, "", true), (1..3, " ", true)]), "a b");
        assert_eq!(fixed("é", &[(1..2, "", true)]), "é", "half a character is none");
    }
}
