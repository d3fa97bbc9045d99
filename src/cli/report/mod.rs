//! Findings as people and programs read them: one file a format.

mod github;
mod human;
mod json;
mod sarif;
mod short;

use super::args::Format;
use super::terminal::Terminal;
use crate::base::diag::{Diagnostic, Lang, Severity, is_unprintable, printable};
use crate::base::source::{Position, Sources};
use std::collections::BTreeMap;

/// Findings in a format, as text; `allowed` are those that the texts allow, with their reasons, for the format that knows of them.
pub(super) fn render(findings: &[Diagnostic], allowed: &[(Diagnostic, String)], sources: &Sources, lang: Lang, format: Format) -> String {
    match format {
        Format::Human => human::render(findings, sources, lang),
        Format::Short => short::render(findings, sources, lang),
        Format::Json => json::render(findings, sources, lang),
        Format::Sarif => sarif::render(findings, allowed, sources, lang),
        Format::Github => github::render(findings, sources, lang),
    }
}

/// The JSON Schema of the report for programs.
pub(super) fn schema() -> schemars::Schema {
    schemars::schema_for!(json::Report)
}

/// What is to be done in one file.
struct Todo {
    path: String,
    errors: usize,
    warnings: usize,
    /// For each code, in their order: how often, and its sentences.
    codes: BTreeMap<&'static str, (usize, Vec<String>)>,
}

/// What is to be done, file by file, in the order of the findings. Notes ask for nothing.
fn todo(findings: &[Diagnostic], sources: &Sources, lang: Lang) -> Vec<Todo> {
    let mut out: Vec<Todo> = Vec::new();
    let mut places: BTreeMap<String, usize> = BTreeMap::new();
    for finding in findings.iter().filter(|f| f.severity != Severity::Note) {
        let (path, _) = place(finding, sources);
        let at = *places.entry(path.clone()).or_insert_with(|| {
            out.push(Todo { path, errors: 0, warnings: 0, codes: BTreeMap::new() });
            out.len() - 1
        });
        let todo = &mut out[at];
        match finding.severity {
            Severity::Error => todo.errors += 1,
            Severity::Warning | Severity::Note => todo.warnings += 1,
        }
        let (count, sentences) = todo.codes.entry(finding.code.id).or_default();
        *count += 1;
        let sentence = finding.message(lang);
        if sentences.len() <= MOST_SENTENCES && !sentences.contains(&sentence) {
            sentences.push(sentence);
        }
    }
    out
}

/// How many sentences of one code the list gives.
const MOST_SENTENCES: usize = 3;

/// « Ce qui manque avant d’imprimer », file by file; nothing when nothing is missing.
pub(super) fn missing(findings: &[Diagnostic], sources: &Sources, lang: Lang) -> String {
    let todo = todo(findings, sources, lang);
    if todo.is_empty() {
        return String::new();
    }
    let mut out = match lang {
        Lang::Fr => "Ce qui manque avant d’imprimer\n".to_owned(),
        Lang::En => "What is missing before printing\n".to_owned(),
    };
    for file in todo {
        out.push_str(&format!("\n{} ({})\n", printable(&file.path), counted(file.errors, file.warnings, lang)));
        for (code, (count, sentences)) in file.codes {
            let times = if count > 1 { format!(" ×\u{a0}{count}") } else { String::new() };
            let more = if sentences.len() > MOST_SENTENCES { " ; …" } else { "" };
            let words = sentences[..sentences.len().min(MOST_SENTENCES)].join(" ; ").replace('\n', " ");
            out.push_str(&format!("  {code}{times}  {words}{more}\n"));
        }
    }
    out
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
    counted(errors, warnings, lang)
}

fn counted(errors: usize, warnings: usize, lang: Lang) -> String {
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

/// A wording with its arguments left open.
pub(super) fn open(wording: &str) -> String {
    let mut out = wording.replace("{?", "").replace("?}", "").replace("{{", "\u{1}").replace("}}", "\u{2}");
    while let (Some(open), Some(close)) = (out.find('{'), out.find('}')) {
        if close < open {
            break;
        }
        out.replace_range(open..=close, "…");
    }
    out.replace('\u{1}', "{").replace('\u{2}', "}")
}
