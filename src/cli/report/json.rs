//! For programs: a versioned document.

use super::{place, to_json};
use crate::base::diag::{Diagnostic, Lang, Severity};
use crate::base::source::{Position, Sources};
use serde::Serialize;

#[derive(Serialize)]
struct Report {
    version: u32,
    findings: Vec<Finding>,
}

#[derive(Serialize)]
struct Finding {
    code: &'static str,
    severity: &'static str,
    message: String,
    remedy: String,
    file: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    start: Option<Place>,
    #[serde(skip_serializing_if = "Option::is_none")]
    end: Option<Place>,
}

#[derive(Serialize)]
struct Place {
    line: usize,
    column: usize,
}

impl From<Position> for Place {
    fn from(p: Position) -> Self {
        Self { line: p.line, column: p.column }
    }
}

/// The word for a weight in the formats for programs, which have no language.
pub(super) fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "note",
    }
}

pub(super) fn render(findings: &[Diagnostic], sources: &Sources, lang: Lang) -> String {
    let findings = findings
        .iter()
        .map(|f| {
            let (file, at) = place(f, sources);
            let (start, end) = at.map_or((None, None), |(s, e)| (Some(s.into()), Some(e.into())));
            Finding { code: f.code.id, severity: severity(f.severity), message: f.message(lang), remedy: f.remedy(lang), file, start, end }
        })
        .collect();
    to_json(&Report { version: 1, findings })
}
