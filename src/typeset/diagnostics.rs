//! What the engine reports, at the author's words.

use super::codes::{ENGINE, ENGINE_WARNING, TEMPLATE_TYPST};
use super::world::World;
use crate::base::diag::Diagnostic;
use crate::base::source::Span;
use crate::model::bundle::Bundle;
use typst::World as _;
use typst::diag::{Severity, SourceDiagnostic};
use typst::syntax::{DiagSpan, DiagSpanKind, FileId};

/// All reports as findings.
pub(super) fn all(reports: &[SourceDiagnostic], world: &World, bundle: &Bundle) -> Vec<Diagnostic> {
    let mut out: Vec<Diagnostic> = Vec::new();
    for report in reports {
        let finding = one(report, world, bundle);
        if !out.iter().any(|f| f.repeats(&finding)) {
            out.push(finding);
        }
    }
    out
}

fn one(report: &SourceDiagnostic, world: &World, bundle: &Bundle) -> Diagnostic {
    let places: Vec<DiagSpan> = std::iter::once(report.span).chain(report.trace.iter().map(|t| t.span.into())).collect();
    let author = places.iter().find_map(|p| author_place(*p, world, bundle));
    let hint = report.hints.iter().map(|h| h.v.as_str()).collect::<Vec<_>>().join(" ; ");
    let why = report.message.to_string();
    let code = match report.severity {
        Severity::Error => &ENGINE,
        Severity::Warning => &ENGINE_WARNING,
    };
    let template = places.iter().find_map(|p| template_place(*p, world, bundle));
    let told = |finding: Diagnostic| finding.with("why", why.clone()).with("hint", hint.clone());
    if report.severity == Severity::Error {
        let of_template = |place: String, file: &str| {
            let finding = told(Diagnostic::on(&TEMPLATE_TYPST, place)).with("file", file.to_owned());
            author.map_or(finding.clone(), |span| finding.see(span))
        };
        // A body calls what the library must define: no author can mend that.
        if why.starts_with("unknown variable") && template_place(report.span, world, bundle).is_none() {
            return of_template("templates/lib/body.typ".to_owned(), "lib/body.typ");
        }
        // What begins in a template is its own fault, but for what depends on how much it is given to lay out.
        let first = template_place(report.span, world, bundle).filter(|_| !why.starts_with("maximum ") && !why.contains("image"));
        if let Some((file, line, column)) = first.or_else(|| template.clone().filter(|_| author.is_none())) {
            let name = file.trim_start_matches("templates/").to_owned();
            return of_template(format!("{file}:{line}:{column}"), &name);
        }
    }
    match (author, template) {
        (Some(span), _) => told(Diagnostic::at(code, span)),
        (None, Some((file, line, column))) => told(Diagnostic::on(code, format!("{file}:{line}:{column}"))),
        (None, None) => told(Diagnostic::on(code, "")),
    }
}

fn file_of(span: DiagSpan) -> Option<FileId> {
    match span.get() {
        DiagSpanKind::Detached => None,
        DiagSpanKind::Number { id, .. } | DiagSpanKind::Range { id, .. } => Some(id),
    }
}

/// The author's place behind a place in a generated file.
pub(super) fn author_place(span: DiagSpan, world: &World, bundle: &Bundle) -> Option<Span> {
    let id = file_of(span)?;
    let file = bundle.files.get(id.vpath().get_without_slash())?;
    let range = world.range(span)?;
    file.map.lookup(range)
}

/// The file, line and column of a place in a template or driver.
fn template_place(span: DiagSpan, world: &World, bundle: &Bundle) -> Option<(String, usize, usize)> {
    let id = file_of(span)?;
    let path = id.vpath().get_without_slash().to_owned();
    let known = bundle.files.get(&path).is_none_or(|f| f.template);
    let range = world.range(span)?;
    let (line, column) = match world.source(id) {
        Ok(source) => source.lines().byte_to_line_column(range.start)?,
        // A data file of the library: tokens.yaml.
        Err(_) => {
            let before = bundle.files.get(&path)?.bytes.get(..range.start)?.to_vec();
            let line = before.iter().filter(|b| **b == b'\n').count();
            (line, before.iter().rev().take_while(|b| **b != b'\n').count())
        }
    };
    // The main file is the driver's work.
    (known || path == crate::model::bundle::MAIN).then_some((path, line + 1, column + 1))
}
