//! For a person: the line shown, the place marked, the remedy.

use super::word;
use crate::base::diag::{Diagnostic, Lang, Severity, is_unprintable, printable};
use crate::base::node::shorten;
use crate::base::source::{Source, Sources, Span};
use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};

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
        let mut group = match &finding.path {
            Some(path) if !path.is_empty() => title.element(Origin::path(printable(path))),
            _ => title.elements(Vec::<annotate_snippets::Message<'_>>::new()),
        };
        for (i, part) in shown.iter().enumerate() {
            let kind = if i == 0 { AnnotationKind::Primary } else { AnnotationKind::Context };
            let snippet = Snippet::source(part.text.as_str()).line_start(part.line).fold(false).annotation(kind.span(part.mark.clone()));
            group = if part.whole {
                group.element(snippet.path(part.path.as_str()))
            } else {
                // The place is given apart: the columns of a line that is cut are not those of the file.
                group.element(Origin::path(part.path.as_str()).line(part.line).char_column(part.column)).element(snippet)
            };
        }
        if finding.path.as_deref().is_none_or(str::is_empty) && shown.is_empty() {
            // Nothing is shown that a margin would stand beside: two lines, each rendered alone.
            out.push_str(&renderer.render(&[group]));
            if !remedy.is_empty() {
                out.push('\n');
                out.push_str(&renderer.render(&[Group::with_title(help.secondary_title(remedy))]));
            }
            out.push_str("\n\n");
            continue;
        }
        if !remedy.is_empty() {
            group = group.element(help.message(remedy));
        }
        if let Some(words) = proposal(finding, sources, lang) {
            let name = match lang {
                Lang::Fr => "proposition",
                Lang::En => "proposal",
            };
            group = group.element(Level::HELP.with_name(name).message(words));
        }
        report.push(group);
        out.push_str(&renderer.render(&report));
        out.push_str("\n\n");
    }
    out
}

/// The change that mends a finding, in words.
fn proposal(finding: &Diagnostic, sources: &Sources, lang: Lang) -> Option<String> {
    let fix = finding.fix.as_deref()?;
    if fix.sure {
        return Some(match lang {
            Lang::Fr => "« livret check --fix » le corrige".to_owned(),
            Lang::En => "`livret check --fix` mends it".to_owned(),
        });
    }
    let old = printable(&shorten(sources.slice(fix.span)));
    let new = printable(&shorten(&fix.replacement));
    Some(match (lang, old.trim().is_empty(), new.is_empty()) {
        (Lang::Fr, true, true) => "supprimer l’espace ou la fin de ligne".to_owned(),
        (Lang::En, true, true) => "remove the space or the end of line".to_owned(),
        (Lang::Fr, false, true) => format!("supprimer « {} »", old.trim()),
        (Lang::En, false, true) => format!("remove “{}”", old.trim()),
        (Lang::Fr, true, false) => format!("insérer « {new} »"),
        (Lang::En, true, false) => format!("insert “{new}”"),
        (Lang::Fr, false, false) => format!("« {old} » → « {new} »"),
        (Lang::En, false, false) => format!("“{old}” → “{new}”"),
    })
}

/// One line of a source, made fit for a terminal, and what is marked in it.
struct Shown {
    path: String,
    line: usize,
    column: usize,
    /// Whether the line is shown as it stands in the file.
    whole: bool,
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
        Self { path: printable(&source.path), line: at.line, column: at.column, whole: text == line, text, mark }
    }
}
