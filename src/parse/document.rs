//! One file → one draft: the header's values and the text.

use super::codes::{DEMAND_PLACE, NO_HEADER, OPEN_HEADER};
use super::markdown::{self, Text};
use super::yaml;
use crate::base::diag::{Diagnostic, Warned};
use crate::base::node::{FromNode, Reader};
use crate::base::source::{Source, SourceId, Span, Spanned};
use crate::model::fiche::{FicheDraft, FicheHeader, MemorandumDraft, MemorandumHeader, Slot};
use crate::model::markup::{Block, BlockKind, Body, Line};
use std::ops::Range;

/// What findings call the header as a whole.
pub const HEADER: &str = "en-tête";

/// The byte ranges of a file's header (between its two `---` lines), when there is one, and of its text. Without a header, or without
/// its end, what can still be taken as text, and the finding.
pub fn split_front_matter(source: &Source, id: SourceId) -> (Option<Range<usize>>, Range<usize>, Option<Diagnostic>) {
    let text = &source.text;
    let line_end = |from: usize| text[from..].find('\n').map_or(text.len(), |i| from + i + 1);
    let first = line_end(0);
    if text[..first].trim_end() != "---" {
        return (None, 0..text.len(), Some(Diagnostic::at(&NO_HEADER, Span::new(id, 0..first.min(text.len())))));
    }
    let mut at = first;
    while at < text.len() {
        let next = line_end(at);
        if matches!(text[at..next].trim_end(), "---" | "...") {
            return (Some(first..at), next..text.len(), None);
        }
        at = next;
    }
    (None, text.len()..text.len(), Some(Diagnostic::at(&OPEN_HEADER, Span::new(id, 0..3.min(text.len())))))
}

/// Reads a header of any record type and gives the range of the text after it.
fn header<T: FromNode + Default>(source: &Source, id: SourceId, findings: &mut Vec<Diagnostic>) -> (T, Range<usize>) {
    let (header, body, finding) = split_front_matter(source, id);
    findings.extend(finding);
    let Some(header) = header else { return (T::default(), body) };
    let node = yaml::parse(source, id, header).unload(findings);
    let mut reader = Reader { key: HEADER.to_owned(), findings };
    (T::from_node(&node, &mut reader).unwrap_or_default(), body)
}

/// A value of the header as blocks.
pub(super) fn blocks(value: Option<&Spanned<String>>, source: &Source, findings: &mut Vec<Diagnostic>) -> Vec<Block> {
    let Some(value) = value else { return Vec::new() };
    let blocks = markdown::parse(&Text::value(value, source, value.span), findings).blocks;
    misplaced(&blocks, false, findings);
    blocks
}

/// The text of a file. Demands are counted in memorandums only.
fn body(source: &Source, id: SourceId, range: Range<usize>, demands: bool, findings: &mut Vec<Diagnostic>) -> Body {
    let body = markdown::parse(&Text::part(source, id, range), findings);
    misplaced(&body.blocks, demands, findings);
    body.notes.iter().for_each(|note| misplaced(note, false, findings));
    body
}

/// Reports the demands that [`crate::model::corpus::demands`] does not count.
fn misplaced(blocks: &[Block], allowed: bool, findings: &mut Vec<Diagnostic>) {
    for block in blocks {
        match &block.kind {
            BlockKind::Demand(demand) => {
                if !allowed {
                    findings.push(Diagnostic::at(&DEMAND_PLACE, block.span.part(0..3)));
                }
                misplaced(&demand.details, false, findings);
            }
            BlockKind::Directive(_, inner) | BlockKind::Quote(inner) => misplaced(inner, allowed, findings),
            BlockKind::Alert { blocks, .. } => misplaced(blocks, false, findings),
            BlockKind::List { items, .. } => items.iter().for_each(|item| misplaced(&item.blocks, false, findings)),
            BlockKind::Definitions(list) => list.iter().for_each(|d| misplaced(&d.details, false, findings)),
            BlockKind::Paragraph(_)
            | BlockKind::Heading { .. }
            | BlockKind::Code { .. }
            | BlockKind::Table { .. }
            | BlockKind::Picture(_)
            | BlockKind::Rule => {}
        }
    }
}

/// A value of the header as a line.
pub(super) fn line(value: &Spanned<String>, source: &Source, findings: &mut Vec<Diagnostic>) -> Line {
    markdown::line(&Text::value(value, source, value.span), findings)
}

fn lines(values: &Slot<Vec<Spanned<String>>>, source: &Source, findings: &mut Vec<Diagnostic>) -> Vec<Line> {
    values.filled().map(|list| list.iter().map(|v| line(v, source, findings)).collect()).unwrap_or_default()
}

/// The stem of a path.
fn stem(path: &str) -> String {
    let name = path.rsplit('/').next().unwrap_or(path);
    name.strip_suffix(".md").unwrap_or(name).to_owned()
}

/// Parses a file of `fiches/`. Remembered: a preview reads the whole workspace again at every save, of which one file changed.
#[comemo::memoize]
pub fn fiche(source: &Source, id: SourceId) -> Warned<FicheDraft> {
    let mut findings = Vec::new();
    let (header, range): (FicheHeader, _) = header(source, id, &mut findings);
    let lead = blocks(header.lead.as_ref(), source, &mut findings);
    let sources = lines(&header.sources, source, &mut findings);
    let body = body(source, id, range, false, &mut findings);
    Warned { value: FicheDraft { id: stem(&source.path), source: id, header, lead, sources, body }, findings }
}

/// Parses a file of `memorandums/`; remembered too.
#[comemo::memoize]
pub fn memorandum(source: &Source, id: SourceId) -> Warned<MemorandumDraft> {
    let mut findings = Vec::new();
    let (header, range): (MemorandumHeader, _) = header(source, id, &mut findings);
    let lead = blocks(header.lead.as_ref(), source, &mut findings);
    let method = blocks(header.method.as_ref(), source, &mut findings);
    let sources = lines(&header.sources, source, &mut findings);
    let body = body(source, id, range, true, &mut findings);
    Warned { value: MemorandumDraft { id: stem(&source.path), source: id, header, lead, method, sources, body }, findings }
}
