//! Texts that people wrote, and places in them.

use std::fmt;
use std::sync::Arc;

/// The number of a source in its [`Sources`]; meaningful only together with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SourceId(pub u32);

/// One text file of the workspace or of the program's own templates.
pub struct Source {
    /// The path as people know it: relative to the workspace, with forward slashes.
    pub path: String,
    /// The whole text, exactly as read.
    pub text: String,
    /// Byte offsets at which lines begin; the first is 0.
    lines: Vec<usize>,
}

impl Source {
    /// Wraps a text and indexes its lines.
    pub fn new(path: impl Into<String>, text: impl Into<String>) -> Self {
        let text = text.into();
        let lines = std::iter::once(0).chain(text.bytes().enumerate().filter(|(_, b)| *b == b'\n').map(|(i, _)| i + 1)).collect();
        Self { path: path.into(), text, lines }
    }

    /// The position of a byte offset. Offsets past the end are taken as the end, those inside a character as its start.
    pub fn position(&self, offset: usize) -> Position {
        let mut offset = offset.min(self.text.len());
        while !self.text.is_char_boundary(offset) {
            offset -= 1;
        }
        let line = self.lines.partition_point(|start| *start <= offset) - 1;
        Position { line: line + 1, column: self.text[self.lines[line]..offset].chars().count() + 1 }
    }

    /// The byte offset at which a line (1-based) begins; the end of the text for a line that does not exist.
    pub fn line_start(&self, line: usize) -> usize {
        line.checked_sub(1).and_then(|i| self.lines.get(i)).copied().unwrap_or(self.text.len())
    }

    /// The text of a line (1-based) without its end of line.
    pub fn line(&self, line: usize) -> &str {
        self.text[self.line_start(line)..self.line_start(line + 1)].trim_end_matches(['\n', '\r'])
    }
}

impl std::hash::Hash for Source {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        // The lines follow from the text.
        self.path.hash(state);
        self.text.hash(state);
    }
}

impl fmt::Debug for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Source({}, {} bytes)", self.path, self.text.len())
    }
}

/// A line and a column for people: both count from 1, the column in characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// The line, from 1.
    pub line: usize,
    /// The column in characters, from 1.
    pub column: usize,
}

/// All sources of a run, in the order in which they were added.
#[derive(Debug, Clone, Default)]
pub struct Sources(Vec<Arc<Source>>);

impl Sources {
    /// Adds a source and returns its number.
    pub fn add(&mut self, source: Source) -> SourceId {
        self.0.push(Arc::new(source));
        SourceId(u32::try_from(self.0.len() - 1).unwrap_or(u32::MAX))
    }

    /// Adds a source that another collection holds too.
    pub fn share(&mut self, source: Arc<Source>) -> SourceId {
        self.0.push(source);
        SourceId(u32::try_from(self.0.len() - 1).unwrap_or(u32::MAX))
    }

    /// A source, for another collection.
    pub fn shared(&self, id: SourceId) -> Arc<Source> {
        self.0[id.0 as usize].clone()
    }

    /// The source of a number that this collection gave out.
    pub fn get(&self, id: SourceId) -> &Source {
        &self.0[id.0 as usize]
    }

    /// The number of the source with this path.
    pub fn find(&self, path: &str) -> Option<SourceId> {
        self.0.iter().position(|s| s.path == path).and_then(|i| u32::try_from(i).ok()).map(SourceId)
    }

    /// All sources with their numbers.
    pub fn iter(&self) -> impl Iterator<Item = (SourceId, &Source)> {
        (0u32..).map(SourceId).zip(self.0.iter().map(|s| &**s))
    }

    /// The text that a span covers; empty when the span does not lie on character boundaries.
    pub fn slice(&self, span: Span) -> &str {
        self.get(span.source).text.get(span.range()).unwrap_or("")
    }
}

/// A range of bytes in a source.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// The source.
    pub source: SourceId,
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl Span {
    /// A span over a byte range.
    pub fn new(source: SourceId, range: std::ops::Range<usize>) -> Self {
        let clamp = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        Self { source, start: clamp(range.start), end: clamp(range.end) }
    }

    /// The span of the very beginning of a source, for findings about the file as a whole.
    pub fn file(source: SourceId) -> Self {
        Self { source, start: 0, end: 0 }
    }

    /// The byte range.
    pub fn range(self) -> std::ops::Range<usize> {
        self.start as usize..self.end as usize
    }

    /// The part of this span between two byte offsets relative to its start.
    pub fn part(self, range: std::ops::Range<usize>) -> Self {
        let at = |n: usize| (self.start.saturating_add(u32::try_from(n).unwrap_or(u32::MAX))).min(self.end);
        Self { source: self.source, start: at(range.start), end: at(range.end) }
    }

    /// The smallest span that covers both; they must be of one source.
    pub fn to(self, other: Self) -> Self {
        debug_assert_eq!(self.source, other.source);
        Self { source: self.source, start: self.start.min(other.start), end: self.end.max(other.end) }
    }
}

impl fmt::Debug for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}..{}", self.start, self.end)
    }
}

/// A value and the place where it was written.
#[derive(Clone, PartialEq, Eq)]
pub struct Spanned<T> {
    /// The value.
    pub value: T,
    /// Where it was written.
    pub span: Span,
}

impl<T> Spanned<T> {
    /// Pairs a value with its place.
    pub fn new(value: T, span: Span) -> Self {
        Self { value, span }
    }

    /// The same place with a value made from this one.
    pub fn map<U>(self, f: impl FnOnce(T) -> U) -> Spanned<U> {
        Spanned { value: f(self.value), span: self.span }
    }
}

impl<T> std::ops::Deref for Spanned<T> {
    type Target = T;
    fn deref(&self) -> &T {
        &self.value
    }
}

impl<T: fmt::Debug> fmt::Debug for Spanned<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}@{:?}", self.value, self.span)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_count_characters() {
        let s = Source::new("a.md", "é1\r\nœuf\n");
        for (offset, line, column) in [(0, 1, 1), (1, 1, 1), (2, 1, 2), (5, 2, 1), (7, 2, 2), (10, 3, 1), (99, 3, 1)] {
            assert_eq!(s.position(offset), Position { line, column }, "offset {offset}");
        }
        assert_eq!((s.line(1), s.line(2), s.line(3), s.line(4)), ("é1", "œuf", "", ""));
    }
}
