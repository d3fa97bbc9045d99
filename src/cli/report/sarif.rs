//! SARIF 2.1.0 (OASIS), which code hosts show beside the lines.

use super::{open, place, to_json};
use crate::base::diag::{Diagnostic, Lang};
use crate::base::source::{Sources, Span};
use serde::Serialize;

#[derive(Serialize)]
struct Log {
    #[serde(rename = "$schema")]
    schema: &'static str,
    version: &'static str,
    runs: Vec<Run>,
}

#[derive(Serialize)]
struct Run {
    tool: Tool,
    #[serde(rename = "columnKind")]
    column_kind: &'static str,
    results: Vec<Finding>,
}

#[derive(Serialize)]
struct Tool {
    driver: Driver,
}

#[derive(Serialize)]
struct Driver {
    name: &'static str,
    version: &'static str,
    rules: Vec<Rule>,
}

#[derive(Serialize)]
struct Rule {
    id: &'static str,
    #[serde(rename = "shortDescription")]
    short: Text,
    #[serde(rename = "fullDescription")]
    full: Text,
    help: Text,
    #[serde(rename = "defaultConfiguration")]
    default: Configuration,
}

#[derive(Serialize)]
struct Configuration {
    enabled: bool,
    level: &'static str,
}

#[derive(Serialize)]
struct Text {
    text: String,
}

#[derive(Serialize)]
struct Finding {
    #[serde(rename = "ruleId")]
    rule: &'static str,
    level: &'static str,
    message: Text,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    locations: Vec<Location>,
    #[serde(rename = "relatedLocations", skip_serializing_if = "Vec::is_empty")]
    related: Vec<Location>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    fixes: Vec<Fix>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    suppressions: Vec<Suppression>,
}

/// A line of the text allows the finding.
#[derive(Serialize)]
struct Suppression {
    kind: &'static str,
    justification: String,
}

#[derive(Serialize)]
struct Fix {
    description: Text,
    #[serde(rename = "artifactChanges")]
    changes: Vec<Change>,
}

#[derive(Serialize)]
struct Change {
    #[serde(rename = "artifactLocation")]
    artifact: Artifact,
    replacements: Vec<Replacement>,
}

#[derive(Serialize)]
struct Replacement {
    #[serde(rename = "deletedRegion")]
    deleted: Region,
    #[serde(rename = "insertedContent")]
    inserted: Text,
}

#[derive(Serialize)]
struct Location {
    #[serde(rename = "physicalLocation")]
    physical: Physical,
}

#[derive(Serialize)]
struct Physical {
    #[serde(rename = "artifactLocation")]
    artifact: Artifact,
    #[serde(skip_serializing_if = "Option::is_none")]
    region: Option<Region>,
}

#[derive(Serialize)]
struct Artifact {
    uri: String,
}

#[derive(Serialize)]
struct Region {
    #[serde(rename = "startLine")]
    start_line: usize,
    #[serde(rename = "startColumn")]
    start_column: usize,
    #[serde(rename = "endLine")]
    end_line: usize,
    #[serde(rename = "endColumn")]
    end_column: usize,
}

pub(super) fn render(findings: &[Diagnostic], allowed: &[(Diagnostic, String)], sources: &Sources, lang: Lang) -> String {
    let all = || findings.iter().map(|f| (f, None)).chain(allowed.iter().map(|(f, reason)| (f, Some(reason))));
    let mut codes: Vec<_> = all().map(|(f, _)| f.code).collect();
    codes.sort_by_key(|c| c.id);
    codes.dedup_by_key(|c| c.id);
    let rules = codes
        .into_iter()
        .map(|c| Rule {
            id: c.id,
            short: Text { text: open(c.message.get(lang)) },
            full: Text { text: c.why.get(lang).to_owned() },
            help: Text { text: open(c.remedy.get(lang)) },
            default: Configuration { enabled: !c.off, level: c.severity.word() },
        })
        .collect();
    let part = |span: Span| {
        let source = sources.get(span.source);
        let (s, e) = (source.position(span.start as usize), source.position(span.end as usize));
        Region { start_line: s.line, start_column: s.column, end_line: e.line, end_column: e.column }
    };
    let artifact = |span: Span| Artifact { uri: uri(&sources.get(span.source).path) };
    let results = all()
        .map(|(f, reason)| {
            let (path, at) = place(f, sources);
            let region = at.map(|(s, e)| Region { start_line: s.line, start_column: s.column, end_line: e.line, end_column: e.column });
            let locations = if path.is_empty() { Vec::new() } else { vec![Location { physical: Physical { artifact: Artifact { uri: uri(&path) }, region } }] };
            let remedy = f.remedy(lang);
            let text = if remedy.is_empty() { f.message(lang) } else { format!("{}. {remedy}", f.message(lang)) };
            let related = f.related.iter().map(|s| Location { physical: Physical { artifact: artifact(*s), region: Some(part(*s)) } }).collect();
            let fixes = f.fix.as_deref().into_iter().map(|fix| Fix {
                description: Text { text: remedy.clone() },
                changes: vec![Change {
                    artifact: artifact(fix.span),
                    replacements: vec![Replacement { deleted: part(fix.span), inserted: Text { text: fix.replacement.clone() } }],
                }],
            });
            let suppressions = reason.into_iter().map(|r| Suppression { kind: "inSource", justification: r.clone() }).collect();
            Finding { rule: f.code.id, level: f.severity.word(), message: Text { text }, locations, related, fixes: fixes.collect(), suppressions }
        })
        .collect();
    let log = Log {
        schema: "https://json.schemastore.org/sarif-2.1.0.json",
        version: "2.1.0",
        runs: vec![Run {
            tool: Tool { driver: Driver { name: "livret", version: env!("CARGO_PKG_VERSION"), rules } },
            column_kind: "unicodeCodePoints",
            results,
        }],
    };
    to_json(&log)
}

/// A path as a relative URI reference (RFC 3986).
fn uri(path: &str) -> String {
    path.bytes()
        .map(|b| if b.is_ascii_alphanumeric() || matches!(b, b'/' | b'-' | b'.' | b'_' | b'~') { char::from(b).to_string() } else { format!("%{b:02X}") })
        .collect()
}
