//! One finding a line: `file:line:column: severity[code] message — remedy`.

use super::{place, word};
use crate::base::diag::{Diagnostic, Lang, printable};
use crate::base::source::Sources;

pub(super) fn render(findings: &[Diagnostic], sources: &Sources, lang: Lang) -> String {
    let mut out = String::new();
    for finding in findings {
        let (path, at) = place(finding, sources);
        let place = match at {
            Some((start, _)) => format!("{}:{}:{}: ", printable(&path), start.line, start.column),
            None if path.is_empty() => String::new(),
            None => format!("{}: ", printable(&path)),
        };
        let remedy = finding.remedy(lang);
        let remedy = if remedy.is_empty() { remedy } else { format!(" — {remedy}") };
        let line = format!("{place}{}[{}] {}{remedy}", word(finding.severity, lang), finding.code.id, finding.message(lang));
        out.push_str(&line.replace('\n', " "));
        out.push('\n');
    }
    out
}
