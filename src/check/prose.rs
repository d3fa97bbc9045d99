//! The words of the collection as rules read them: each paragraph, heading, item or cell as one string, with the place of every byte.

use crate::base::source::{SourceId, Sources, Span, Spanned};
use crate::model::corpus::Corpus;
use crate::model::markup::{Block, Inline, InlineKind, Role, visit_runs};
use std::borrow::Cow;
use std::ops::Range;

/// Stands in the words for what is none: code, a picture, a computed reference, a passage in another language.
pub(super) const OBJECT: char = '\u{fffc}';

/// One text of the collection: a fiche or a memorandum.
#[derive(Debug)]
pub struct Document {
    /// Its file.
    pub source: SourceId,
    /// Its language, ISO 639-1.
    pub(super) language: String,
    /// Its title.
    pub(super) title: Prose,
    /// Its chapeau, its text, its notes and its sources, run by run.
    pub(super) runs: Vec<Prose>,
    /// How many of the runs are the chapeau's.
    pub(super) leads: usize,
}

impl Document {
    /// Whether the rules of French words hold for it.
    pub(super) fn is_french(&self) -> bool {
        self.language == "fr"
    }

    /// The title and every run.
    pub(super) fn all(&self) -> impl Iterator<Item = &Prose> {
        std::iter::once(&self.title).chain(&self.runs)
    }
}

/// A run of words.
#[derive(Debug)]
pub(super) struct Prose {
    /// The words.
    pub(super) text: String,
    /// What they are for.
    pub(super) role: Role,
    pieces: Vec<Piece>,
}

/// A part of a run that stands in one piece in its source.
#[derive(Debug)]
struct Piece {
    /// Where it begins in the words.
    at: usize,
    span: Span,
    /// How to find a byte of it in the source.
    map: Map,
}

#[derive(Debug)]
enum Map {
    /// Byte for byte.
    Exact,
    /// With entities and escapes: where both go together again.
    Steps(Vec<Step>),
    /// No telling: the whole place stands for each byte.
    Whole,
}

/// Two bytes, of a text and of its source, from which on both go together.
#[derive(Debug, Clone, Copy)]
struct Step {
    text: usize,
    source: usize,
    /// Whether an entity ends here, and with it what ends in the text; a backslash belongs to what follows it.
    entity: bool,
}

impl Prose {
    /// The words of a run.
    fn of(run: &[Inline], role: Role, sources: &Sources) -> Self {
        let mut out = Self { text: String::new(), role, pieces: Vec::new() };
        out.add(run, sources);
        out
    }

    /// A value of a header.
    pub(super) fn value(value: &Spanned<String>, role: Role, sources: &Sources) -> Self {
        let mut out = Self { text: String::new(), role, pieces: Vec::new() };
        let written = sources.slice(value.span);
        // A quoted value: its words begin behind the quote.
        let inner = written.find(value.value.as_str()).filter(|_| !value.value.is_empty());
        let span = inner.map_or(value.span, |at| value.span.part(at..at + value.value.len()));
        out.push(&value.value, span, sources);
        out
    }

    fn push(&mut self, text: &str, span: Span, sources: &Sources) {
        let written = sources.slice(span);
        let map = if same(text, written) { Map::Exact } else { align(text, written).map_or(Map::Whole, Map::Steps) };
        self.pieces.push(Piece { at: self.text.len(), span, map });
        self.text.push_str(text);
    }

    fn object(&mut self, span: Span) {
        self.pieces.push(Piece { at: self.text.len(), span, map: Map::Whole });
        self.text.push(OBJECT);
    }

    fn add(&mut self, run: &[Inline], sources: &Sources) {
        for inline in run {
            match &inline.kind {
                InlineKind::Text(text) => self.push(text, inline.span, sources),
                InlineKind::Break => self.push("\n", inline.span, sources),
                InlineKind::Sigle(used) => self.push(&used.shown, inline.span, sources),
                InlineKind::Emph(c) | InlineKind::Strong(c) | InlineKind::Strike(c) | InlineKind::Super(c) | InlineKind::Sub(c) => self.add(c, sources),
                InlineKind::Link { content, .. } => self.add(content, sources),
                InlineKind::FicheRef { .. }
                | InlineKind::DemandRef { .. }
                | InlineKind::WikiLink { .. }
                | InlineKind::Code(_)
                | InlineKind::Picture(_)
                | InlineKind::Foreign { .. } => self.object(inline.span),
                InlineKind::Note(_) => {}
            }
        }
    }

    /// The place of a part of the words.
    pub(super) fn span(&self, range: Range<usize>) -> Option<Span> {
        let first = self.piece(range.start)?;
        let last = self.piece(range.end.saturating_sub(1).max(range.start))?;
        let (start, end) = (first.place(range.start, false), last.place(range.end, true));
        (start.source == end.source && start.start <= end.end).then_some(Span { end: end.end, ..start })
    }

    /// The place of a part of the words, when the source has exactly these bytes there: what a change may replace.
    pub(super) fn exact(&self, range: Range<usize>, sources: &Sources) -> Option<Span> {
        let span = self.span(range.clone())?;
        same(&self.text[range], sources.slice(span)).then_some(span)
    }

    /// The place of the whole run.
    pub(super) fn whole(&self) -> Option<Span> {
        self.span(0..self.text.len())
    }

    fn piece(&self, at: usize) -> Option<&Piece> {
        let i = self.pieces.partition_point(|p| p.at <= at);
        self.pieces.get(i.checked_sub(1)?)
    }
}

impl Piece {
    /// The place of the byte `at` of the words, or of what ends before it.
    fn place(&self, at: usize, end: bool) -> Span {
        let offset = at - self.at;
        let here = |n: usize| self.span.part(n..n);
        match &self.map {
            Map::Exact => here(offset),
            Map::Steps(steps) => {
                let i = steps.partition_point(|step| if end { step.text < offset } else { step.text <= offset });
                let (text, source) = i.checked_sub(1).and_then(|i| steps.get(i)).map_or((0, 0), |step| (step.text, step.source));
                let entity = steps.get(i).filter(|step| end && step.entity && step.text == offset);
                here(entity.map_or(source + (offset - text), |step| step.source))
            }
            Map::Whole => self.span,
        }
    }
}

/// Whether a text stands as it is in its source; the end of a line is a space in the words.
fn same(text: &str, written: &str) -> bool {
    text.len() == written.len() && text.bytes().zip(written.bytes()).all(|(a, b)| a == b || (matches!(a, b' ' | b'\n') && matches!(b, b'\n' | b'\r' | b' ')))
}

/// Lays a text beside its source, in which some characters are written as entities or behind a backslash.
fn align(text: &str, written: &str) -> Option<Vec<Step>> {
    let mut steps = Vec::new();
    let (mut t, mut s) = (0, 0);
    while t < text.len() {
        let (rest, source) = (&text[t..], &written[s..]);
        let c = rest.chars().next()?;
        if source.starts_with('&')
            && let Some(end) = source.find(';').filter(|e| *e < 40)
            && let decoded = html_escape::decode_html_entities(&source[..=end])
            && matches!(decoded, Cow::Owned(_))
            && rest.starts_with(&*decoded)
        {
            t += decoded.len();
            s += end + 1;
            steps.push(Step { text: t, source: s, entity: true });
        } else if source.starts_with(c) || (c == ' ' && source.starts_with(['\n', '\r'])) {
            t += c.len_utf8();
            s += source.chars().next()?.len_utf8();
        } else if source.starts_with('\\') {
            s += 1;
            steps.push(Step { text: t, source: s, entity: false });
        } else {
            return None;
        }
    }
    Some(steps)
}

/// Every text of the collection, in its order: fiches, then memorandums.
pub(super) fn documents(corpus: &Corpus, sources: &Sources) -> Vec<Document> {
    use rayon::prelude::*;
    let fiches = corpus.fiches.par_iter().map(|f| {
        let texts: Vec<&Vec<Block>> = [&f.lead, &f.body.blocks].into_iter().chain(&f.body.notes).collect();
        let lines = f.sources.filled().into_iter().flatten().map(|l| l.as_slice()).collect::<Vec<_>>();
        document(f.source, &f.language, &f.title, &texts, &lines, sources)
    });
    let memorandums = corpus.memorandums.par_iter().map(|m| {
        let texts: Vec<&Vec<Block>> = [&m.lead, &m.method, &m.body.blocks].into_iter().chain(&m.body.notes).collect();
        let lines = m.sources.filled().into_iter().flatten().map(|l| l.as_slice()).collect::<Vec<_>>();
        document(m.source, &m.language, &m.title, &texts, &lines, sources)
    });
    fiches.chain(memorandums).collect()
}

fn document(source: SourceId, language: &str, title: &Spanned<String>, texts: &[&Vec<Block>], lines: &[&[Inline]], sources: &Sources) -> Document {
    let mut runs = Vec::new();
    let mut leads = 0;
    for (i, blocks) in texts.iter().enumerate() {
        visit_runs(blocks, &mut |run, role| runs.push(Prose::of(run, role, sources)));
        if i == 0 {
            leads = runs.len();
        }
    }
    runs.extend(lines.iter().map(|line| Prose::of(line, Role::Text, sources)));
    Document { source, language: language.to_owned(), title: Prose::value(title, Role::Heading, sources), runs, leads }
}

/// A text as it is compared: small letters, one space, no typographic sign that a copy may change.
pub(super) fn folded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for word in words(text) {
        if !out.is_empty() {
            out.push(' ');
        }
        out.extend(word.chars().flat_map(char::to_lowercase));
    }
    out
}

/// The words of a text: letters and digits that stand together.
pub(super) fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty())
}

/// How much two texts have in common, from 0 to 1: twice their common words over all their words (Dice).
pub(super) fn likeness(a: &str, b: &str) -> f64 {
    let (a, b) = (folded(a), folded(b));
    let (a, mut b): (Vec<&str>, Vec<&str>) = (a.split(' ').collect(), b.split(' ').collect());
    let all = a.len() + b.len();
    let mut common = 0;
    for word in a {
        if let Some(i) = b.iter().position(|w| *w == word) {
            b.swap_remove(i);
            common += 2;
        }
    }
    f64::from(u32::try_from(common).unwrap_or(0)) / f64::from(u32::try_from(all.max(1)).unwrap_or(u32::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_entity_keeps_its_place() {
        let steps = align("a😀b*c", "a&#x1F600;b\\*c").map(Map::Steps);
        let piece = |map| Piece { at: 0, span: Span { source: SourceId(0), start: 10, end: 24 }, map };
        let piece = piece(steps.unwrap_or(Map::Whole));
        let at = |range: Range<usize>| (piece.place(range.start, false).start, piece.place(range.end, true).end);
        assert_eq!(at(0..1), (10, 11));
        assert_eq!(at(1..5), (11, 20));
        assert_eq!(at(5..6), (20, 21));
        assert_eq!(at(6..7), (22, 23));
        assert!(align("abc", "abd").is_none());
    }

    #[test]
    fn likeness_counts_words() {
        assert!(likeness("La médiation interculturelle", "La médiation culturelle") > 0.6);
        assert_eq!(folded("« Carrefour » : un\u{a0}Nouveau centre"), "carrefour un nouveau centre");
    }
}
