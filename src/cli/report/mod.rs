//! Findings as people and programs read them: one file a format.

mod github;
mod human;
mod json;
mod sarif;
mod short;

use super::args::Format;
use super::terminal::Terminal;
use crate::base::diag::{Diagnostic, Lang, Severity, is_unprintable};
use crate::base::source::{Position, Sources};

/// Findings in a format, as text.
pub(super) fn render(findings: &[Diagnostic], sources: &Sources, lang: Lang, format: Format) -> String {
    match format {
        Format::Human => human::render(findings, sources, lang),
        Format::Short => short::render(findings, sources, lang),
        Format::Json => json::render(findings, sources, lang),
        Format::Sarif => sarif::render(findings, sources, lang),
        Format::Github => github::render(findings, sources, lang),
    }
}

/// A value as JSON. What could drive a terminal is escaped, which JSON itself asks for the first controls only.
pub(super) fn to_json(value: &impl serde::Serialize) -> String {
    let mut out = String::new();
    for c in serde_json::to_string_pretty(value).unwrap_or_default().chars() {
        if is_unprintable(c) { out.push_str(&format!("\\u{:04x}", u32::from(c))) } else { out.push(c) }
    }
    out.push('\n');
    out
}

/// Findings for a person, on standard error.
pub(super) fn findings(findings: &[Diagnostic], sources: &Sources, lang: Lang, terminal: &mut Terminal) {
    if !findings.is_empty() {
        terminal.err(&human::render(findings, sources, lang));
    }
}

/// How many findings of each weight.
pub(super) fn count(findings: &[Diagnostic]) -> (usize, usize) {
    let of = |s: Severity| findings.iter().filter(|f| f.severity == s).count();
    (of(Severity::Error), of(Severity::Warning))
}

/// « 2 erreurs, 1 avertissement ».
pub(super) fn summary(findings: &[Diagnostic], lang: Lang) -> String {
    let (errors, warnings) = count(findings);
    let plural = |n: usize| if n > 1 { "s" } else { "" };
    match lang {
        Lang::Fr => format!("{errors} erreur{}, {warnings} avertissement{}", plural(errors), plural(warnings)),
        Lang::En => format!("{errors} error{}, {warnings} warning{}", if errors == 1 { "" } else { "s" }, if warnings == 1 { "" } else { "s" }),
    }
}

/// The word for a weight.
fn word(severity: Severity, lang: Lang) -> &'static str {
    match (severity, lang) {
        (Severity::Error, Lang::Fr) => "erreur",
        (Severity::Warning, Lang::Fr) => "avertissement",
        (Severity::Note, _) => "note",
        (Severity::Error, Lang::En) => "error",
        (Severity::Warning, Lang::En) => "warning",
    }
}

/// The file, and the first and last positions of a finding.
fn place(finding: &Diagnostic, sources: &Sources) -> (String, Option<(Position, Position)>) {
    match finding.span {
        Some(span) => {
            let source = sources.get(span.source);
            (source.path.clone(), Some((source.position(span.start as usize), source.position(span.end as usize))))
        }
        None => (finding.path.clone().unwrap_or_default(), None),
    }
}
