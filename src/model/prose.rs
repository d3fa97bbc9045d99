//! The words of a document as plain text, paragraph by paragraph, with the place of each: for what reads texts rather than setting them.

use super::corpus::Corpus;
use super::date::Date;
use super::markup::{Block, Inline, InlineKind, Role, visit_runs};
use crate::base::source::{SourceId, Span, Spanned};
use std::ops::Range;

/// What stands for something that is no text of the document's language: code, a picture, a passage in another language.
pub const OPAQUE: char = '\u{fffc}';

/// A document that people wrote: a fiche or a memorandum.
#[derive(Debug)]
pub struct Document<'a> {
    /// Its identifier.
    pub id: &'a str,
    /// Its file.
    pub source: SourceId,
    /// Its date.
    pub date: Option<&'a Spanned<Date>>,
    /// Whether its language is French.
    pub french: bool,
    /// The terms that it defines itself.
    pub terms: &'a [(Spanned<String>, Spanned<String>)],
    /// Its words: the title, then every paragraph, item, cell and note in reading order.
    pub runs: Vec<Prose>,
}

/// A run of words.
#[derive(Debug, Clone)]
pub struct Prose {
    /// The words, markup left out.
    pub text: String,
    /// What the run is for.
    pub role: Role,
    /// The known terms in it: their bytes in `text`, and their keys.
    pub terms: Vec<(Range<usize>, String)>,
    /// References by number to a fiche, as written (« Fiche 12 »): bytes of the sign that stands for each, the fiche, and the place.
    pub references: Vec<(usize, String, Span)>,
    /// Where each piece of the text begins, and its place.
    pieces: Vec<(usize, Span)>,
}

impl Prose {
    /// The place of a range of the text: exact within one piece, else from the first piece to the last.
    pub fn place(&self, range: Range<usize>) -> Span {
        let piece = |at: usize| self.pieces.partition_point(|(start, _)| *start <= at).saturating_sub(1);
        let end_of = |i: usize| self.pieces.get(i + 1).map_or(self.text.len(), |(start, _)| *start);
        let part = |i: usize, range: Range<usize>| {
            let (start, span) = self.pieces[i];
            let exact = (span.end - span.start) as usize == end_of(i) - start;
            if exact { span.part(range.start.saturating_sub(start)..range.end.saturating_sub(start)) } else { span }
        };
        let Some((_, first)) = self.pieces.first() else { return Span::file(SourceId(0)) };
        let (from, to) = (piece(range.start), piece(range.end.max(range.start + 1) - 1));
        if from == to {
            return part(from, range);
        }
        let (a, b) = (part(from, range.start..end_of(from)), part(to, self.pieces[to].0..range.end));
        if a.source == b.source && a.start <= b.end { a.to(b) } else { *first }
    }
}

/// Every document of a corpus, fiches first, as prose.
pub fn documents(corpus: &Corpus) -> Vec<Document<'_>> {
    let fiches = corpus.fiches.iter().map(|f| {
        let blocks = [&f.lead, &f.body.blocks].into_iter().chain(&f.body.notes);
        let own = f.terms.filled().map_or(&[][..], Vec::as_slice);
        Document { id: &f.id, source: f.source, date: f.date.as_ref(), french: f.language == "fr", terms: own, runs: runs(&f.title, blocks) }
    });
    let memorandums = corpus.memorandums.iter().map(|m| {
        let blocks = [&m.lead, &m.method, &m.body.blocks].into_iter().chain(&m.body.notes);
        let own = m.terms.filled().map_or(&[][..], Vec::as_slice);
        Document { id: &m.id, source: m.source, date: m.date.as_ref(), french: m.language == "fr", terms: own, runs: runs(&m.title, blocks) }
    });
    fiches.chain(memorandums).collect()
}

fn runs<'a>(title: &Spanned<String>, blocks: impl Iterator<Item = &'a Vec<Block>>) -> Vec<Prose> {
    let mut out = vec![Prose { text: title.value.clone(), role: Role::Heading, terms: Vec::new(), references: Vec::new(), pieces: vec![(0, title.span)] }];
    for blocks in blocks {
        visit_runs(blocks, &mut |run, role| {
            let mut prose = Prose { text: String::new(), role, terms: Vec::new(), references: Vec::new(), pieces: Vec::new() };
            add(run, &mut prose);
            out.push(prose);
        });
    }
    out
}

fn add(run: &[Inline], prose: &mut Prose) {
    for inline in run {
        let start = prose.text.len();
        match &inline.kind {
            InlineKind::Text(text) => prose.text.push_str(text),
            InlineKind::Break => prose.text.push(' '),
            InlineKind::Sigle(sigle) => {
                prose.text.push_str(&sigle.shown);
                prose.terms.push((start..prose.text.len(), sigle.key.clone()));
            }
            InlineKind::FicheRef { target, shown } => {
                if shown.is_none() {
                    prose.references.push((start, target.clone(), inline.span));
                }
                prose.text.push(OPAQUE);
            }
            InlineKind::Foreign { .. }
            | InlineKind::Code(_)
            | InlineKind::Picture(_)
            | InlineKind::Note(_)
            | InlineKind::WikiLink { .. }
            | InlineKind::DemandRef { .. } => prose.text.push(OPAQUE),
            kind => {
                // Its words have places of their own.
                add(kind.children().map_or(&[], Vec::as_slice), prose);
                continue;
            }
        }
        prose.pieces.push((start, inline.span));
    }
}
