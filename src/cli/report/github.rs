//! Workflow commands of GitHub Actions, which show findings on a pull request.

use super::place;
use crate::base::diag::{Diagnostic, Lang, Severity, printable};
use crate::base::source::Sources;

pub(super) fn render(findings: &[Diagnostic], sources: &Sources, lang: Lang) -> String {
    let data = |s: &str| s.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A");
    let property = |s: &str| data(s).replace(':', "%3A").replace(',', "%2C");
    let mut out = String::new();
    for finding in findings {
        let (path, at) = place(finding, sources);
        let command = match finding.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Note => "notice",
        };
        let mut properties = vec![format!("title={}", property(finding.code.id))];
        if !path.is_empty() {
            properties.push(format!("file={}", property(&printable(&path))));
        }
        if let Some((start, end)) = at {
            properties.push(format!("line={},endLine={},col={},endColumn={}", start.line, end.line, start.column, end.column));
        }
        let remedy = finding.remedy(lang);
        let message = if remedy.is_empty() { finding.message(lang) } else { format!("{}. {remedy}", finding.message(lang)) };
        out.push_str(&format!("::{command} {}::{}\n", properties.join(","), data(&message)));
    }
    out
}
