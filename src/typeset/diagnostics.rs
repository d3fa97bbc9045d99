//! What the engine reports, at the author's words.

use super::codes::{ENGINE, ENGINE_WARNING, TEMPLATE_TYPST};
use super::world::World;
use crate::base::diag::Diagnostic;
use crate::base::source::Span;
use crate::model::bundle::Bundle;
use typst::World as _;
use typst::WorldExt;
use typst::diag::{Severity, SourceDiagnostic};
use typst::syntax::{DiagSpan, DiagSpanKind, FileId};

/// All reports as findings.
pub(super) fn all(reports: &[SourceDiagnostic], world: &World, bundle: &Bundle) -> Vec<Diagnostic> {
    let mut out: Vec<Diagnostic> = Vec::new();
    for report in reports {
        let finding = one(report, world, bundle);
        if !out.contains(&finding) {
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
    // A fault in a template that no author's text led to is the template's.
    let template = places.iter().find_map(|p| template_place(*p, world, bundle));
    match (author, template) {
        (Some(span), _) => Diagnostic::at(code, span).with("why", why).with("hint", hint),
        (None, Some((file, line, column))) if report.severity == Severity::Error => {
            let name = file.trim_start_matches("templates/").to_owned();
            Diagnostic::on(&TEMPLATE_TYPST, format!("{file}:{line}:{column}")).with("why", why).with("hint", hint).with("file", name)
        }
        (None, Some((file, line, column))) => Diagnostic::on(code, format!("{file}:{line}:{column}")).with("why", why).with("hint", hint),
        (None, None) => Diagnostic::on(code, "").with("why", why).with("hint", hint),
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
    let source = world.source(id).ok()?;
    let (line, column) = source.lines().byte_to_line_column(range.start)?;
    // The main file is the driver's work.
    (known || path == crate::model::bundle::MAIN).then_some((path, line + 1, column + 1))
}
