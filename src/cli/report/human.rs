//! For a person: the line shown, the place marked, the remedy.

use super::word;
use crate::base::diag::{Diagnostic, Lang, Severity, is_unprintable, printable};
use crate::base::source::{Source, Sources, Span};
use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};

/// The longest line that is shown whole, in characters; of a longer one, what is around the place.
const WIDEST: usize = 160;

pub(super) fn render(findings: &[Diagnostic], sources: &Sources, lang: Lang) -> String {
    let mut out = String::new();
    let renderer = Renderer::styled();
    for finding in findings {
        let name = word(finding.severity, lang);
        let level = match finding.severity {
            Severity::Error => Level::ERROR,
            Severity::Warning => Level::WARNING,
            Severity::Note => Level::NOTE,
        }
        .with_name(name);
        let message = finding.message(lang);
        let title = level.primary_title(message).id(finding.code.id);
        let remedy = finding.remedy(lang);
        let help = Level::HELP.with_name(match lang {
            Lang::Fr => "remède",
            Lang::En => "remedy",
        });
        let mut report: Vec<Group<'_>> = Vec::new();
        let shown: Vec<Shown> = finding.span.iter().chain(&finding.related).map(|s| Shown::new(sources.get(s.source), *s)).collect();
        let mut group = if shown.is_empty() {
            match &finding.path {
                Some(path) if !path.is_empty() => title.element(annotate_snippets::Origin::path(printable(path))),
                _ => title.elements(Vec::<annotate_snippets::Message<'_>>::new()),
            }
        } else {
            title.elements(Vec::<annotate_snippets::Message<'_>>::new())
        };
        for (i, part) in shown.iter().enumerate() {
            let kind = if i == 0 { AnnotationKind::Primary } else { AnnotationKind::Context };
            group = group.element(
                Snippet::source(part.text.as_str()).path(part.path.as_str()).line_start(part.line).fold(false).annotation(kind.span(part.mark.clone())),
            );
        }
        if !remedy.is_empty() {
            group = group.element(help.message(remedy));
        }
        report.push(group);
        out.push_str(&renderer.render(&report));
        out.push_str("\n\n");
    }
    out
}

/// One line of a source, made fit for a terminal, and what is marked in it.
struct Shown {
    path: String,
    line: usize,
    text: String,
    mark: std::ops::Range<usize>,
}

impl Shown {
    fn new(source: &Source, span: Span) -> Self {
        let at = source.position(span.start as usize);
        let line_start = source.line_start(at.line);
        let line = source.line(at.line);
        let start = (span.start as usize).saturating_sub(line_start).min(line.len());
        let end = (span.end as usize).saturating_sub(line_start).clamp(start, line.len());
        // What is shown is the line with its controls written out, cut around the place.
        let mut text = String::new();
        let mut mark = 0..0;
        let from = line[..start].char_indices().rev().nth(WIDEST / 2).map_or(0, |(i, _)| i);
        for (i, c) in line[from..].char_indices().map(|(i, c)| (i + from, c)) {
            if i == start {
                mark.start = text.len();
            }
            if i == end {
                mark.end = text.len();
            }
            if text.chars().count() > WIDEST {
                break;
            }
            if is_unprintable(c) { text.extend(c.escape_unicode()) } else { text.push(c) }
        }
        if start >= line.len() {
            mark.start = text.len();
        }
        if mark.end <= mark.start {
            mark.end = if end >= line.len() { text.len().max(mark.start) } else { mark.start };
        }
        Self { path: printable(&source.path), line: at.line, text, mark }
    }
}
