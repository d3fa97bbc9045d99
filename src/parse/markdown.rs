//! Markdown → our tree. The one place that knows comrak.

use super::attributes;
use super::codes::{
    BAD_ATTRIBUTE, BAD_ATTRIBUTES, DEMAND_EMPTY, DEMAND_ID, DEMAND_LEVELS, DUPLICATE_NOTE, EXTRA_CELLS, LARGE_TABLE, RAW_HTML, TOO_DEEP, UNKNOWN_ATTRIBUTE,
    UNKNOWN_DIRECTIVE, UNKNOWN_LANGUAGE, UNKNOWN_NOTE, UNUSED_NOTE,
};
use super::text::{escaped, forbidden};
use crate::base::diag::{Diagnostic, nearest};
use crate::base::node::shorten;
use crate::base::source::{Source, SourceId, Span};
use crate::model::allowance::is_comment;
use crate::model::markup::{
    AlertKind, Align, Block, BlockKind, Body, Cost, Definition, Demand, DemandStatus, Directive, Inline, InlineKind, Item, Line, Picture, PowerLevel, Priority,
};
use comrak::nodes::{AlertType, ListType, Node, NodeValue, Sourcepos, TableAlignment};
use std::collections::BTreeMap;
use std::ops::Range;

/// The deepest nesting of blocks that is laid out. The engine stops at 8 citations, 15 tables or 16 quotations one in the other
/// (measured with Typst 0.15.1); a page shows three or four levels.
pub(crate) const DEEPEST: usize = 7;

/// The most marks of quotation before a line; a parser's time grows with their square, and the depth limit is far below.
const MOST_QUOTES: usize = 64;

/// The most columns of a table; a page shows about a dozen.
const MOST_COLUMNS: usize = 40;

/// The most cells of a table: 50 pages of it.
const MOST_CELLS: usize = 10_000;

/// The deepest nesting of emphasis and links; the engine stops at 32.
const DEEPEST_INLINE: usize = 12;

/// A Markdown text and where each of its lines stands in its source.
pub(crate) struct Text<'a> {
    /// The text.
    text: &'a str,
    source: SourceId,
    /// Byte offsets of the lines in the text, and of the same lines in the source.
    lines: Vec<(usize, usize)>,
    /// When lines cannot be told apart (a folded scalar), the place of the whole.
    whole: Option<Span>,
}

/// Byte offsets at which lines begin: after `\n`, `\r\n` or `\r`, as CommonMark has it.
fn line_starts(text: &str) -> Vec<usize> {
    let bytes = text.as_bytes();
    let mut starts = vec![0];
    for (i, b) in bytes.iter().enumerate() {
        if *b == b'\n' || (*b == b'\r' && bytes.get(i + 1) != Some(&b'\n')) {
            starts.push(i + 1);
        }
    }
    starts
}

impl<'a> Text<'a> {
    /// The part of a source, as it stands there.
    pub(crate) fn part(source: &'a Source, id: SourceId, range: Range<usize>) -> Self {
        let text = &source.text[range.clone()];
        let lines = line_starts(text).into_iter().map(|s| (s, range.start + s)).collect();
        Self { text, source: id, lines, whole: None }
    }

    /// A value of YAML: its lines are looked for in the source, where a literal block has them indented.
    pub(crate) fn value(value: &'a str, source: &Source, span: Span) -> Self {
        let slice = source.text.get(span.range()).unwrap_or("");
        // A scalar's span may end early or begin at its `|`: the search goes on to the end of the source, in order.
        let from = span.start as usize;
        let mut at = from;
        let mut lines = Vec::new();
        let mut found = true;
        let starts = line_starts(value);
        for (i, start) in starts.iter().enumerate() {
            let end = starts.get(i + 1).copied().unwrap_or(value.len());
            let line = value[*start..end].trim_end_matches(['\n', '\r']);
            if line.trim().is_empty() {
                lines.push((*start, at));
                continue;
            }
            if let Some(offset) = source.text.get(at..).and_then(|rest| rest.find(line)) {
                lines.push((*start, at + offset));
                at += offset + line.len();
            } else {
                found = false;
                break;
            }
        }
        // What was found far below belongs to something else.
        let far = lines.last().is_some_and(|(_, l)| *l > from + slice.len().max(value.len() * 2) + 4096);
        let whole = (!found || far).then_some(span);
        Self { text: value, source: span.source, lines, whole }
    }

    /// The place of a byte range of the text.
    fn span(&self, range: Range<usize>) -> Span {
        if let Some(whole) = self.whole {
            return whole;
        }
        let at = |offset: usize| {
            let line = self.lines.partition_point(|(start, _)| *start <= offset).saturating_sub(1);
            let (start, mapped) = self.lines[line];
            mapped + (offset - start)
        };
        let start = at(range.start);
        // The last byte, and then one further: an end at the start of a line belongs to the line before.
        let end = if range.end > range.start { at(range.end - 1) + 1 } else { start };
        Span::new(self.source, start..end.max(start))
    }

    /// The byte range of comrak's position: lines from 1, byte columns from 1, the end inclusive.
    fn range(&self, pos: Sourcepos) -> Range<usize> {
        let offset = |line: usize, column: usize| {
            let start = self.lines_start(line);
            start + column.saturating_sub(1)
        };
        let len = self.text.len();
        let start = floor(self.text, offset(pos.start.line, pos.start.column).min(len));
        let end = ceil(self.text, offset(pos.end.line, pos.end.column + 1).min(len));
        start..end.max(start)
    }

    fn lines_start(&self, line: usize) -> usize {
        if self.whole.is_some() {
            // Lines of a folded scalar are still lines of the value.
            return line_starts(self.text).get(line.saturating_sub(1)).copied().unwrap_or(self.text.len());
        }
        self.lines.get(line.saturating_sub(1)).map_or(self.text.len(), |(start, _)| *start)
    }
}

fn floor(text: &str, mut at: usize) -> usize {
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

fn ceil(text: &str, mut at: usize) -> usize {
    while !text.is_char_boundary(at) {
        at += 1;
    }
    at
}

/// The one configuration of the parser.
fn options() -> comrak::Options<'static> {
    let mut options = comrak::Options::default();
    let e = &mut options.extension;
    e.strikethrough = true;
    e.table = true;
    e.autolink = true;
    e.tasklist = true;
    e.superscript = true;
    e.subscript = true;
    e.footnotes = true;
    e.description_lists = true;
    e.alerts = true;
    e.wikilinks_title_after_pipe = true;
    e.block_directive = true;
    e.header_attributes = true;
    e.link_attributes = true;
    options.parse.leave_footnote_definitions = true;
    options
}

/// Parses a text.
pub(crate) fn parse(text: &Text<'_>, findings: &mut Vec<Diagnostic>) -> Body {
    let arena = comrak::Arena::new();
    let shallow = shallow(text, findings);
    let root = comrak::parse_document(&arena, &guarded(&shallow), &options());
    let mut converter = Converter { text, findings, notes: Vec::new(), definitions: BTreeMap::new(), called: BTreeMap::new(), depth: 0 };
    // The children of a document are iterated without recursion: a thousand nested lists are met by the depth limit only.
    for node in root.descendants() {
        if let NodeValue::FootnoteDefinition(def) = &node.data().value {
            match converter.definitions.get(&def.name) {
                Some(first) => {
                    let (here, first) = (converter.opening(node), converter.opening(first));
                    converter.findings.push(Diagnostic::at(&DUPLICATE_NOTE, here).with("name", shorten(&def.name)).see(first));
                }
                None => {
                    converter.definitions.insert(def.name.clone(), node);
                }
            }
        }
    }
    let blocks = converter.blocks(root);
    // Notes that are called by notes are found while those are converted.
    let mut next = 0;
    let mut notes: Vec<Vec<Block>> = Vec::new();
    while next < converter.notes.len() {
        let node = converter.notes[next];
        notes.push(converter.blocks(node));
        next += 1;
    }
    let unused: Vec<_> = converter.definitions.iter().filter(|(name, _)| !converter.called.contains_key(*name)).map(|(n, d)| (n.clone(), *d)).collect();
    for (name, node) in unused {
        let span = converter.opening(node);
        converter.findings.push(Diagnostic::at(&UNUSED_NOTE, span).with("name", shorten(&name)));
    }
    Body { blocks, notes }
}

/// Parses a text that must be one line of words: a source, a definition.
pub(crate) fn line(text: &Text<'_>, findings: &mut Vec<Diagnostic>) -> Line {
    let mut out: Line = Vec::new();
    for block in parse(text, findings).blocks {
        let content = match block.kind {
            BlockKind::Paragraph(content) | BlockKind::Heading { content, .. } => content,
            _ => vec![Inline { kind: InlineKind::Text(text.text.trim().to_owned()), span: block.span }],
        };
        if let (Some(last), false) = (out.last(), content.is_empty()) {
            let end = last.span;
            out.push(Inline { kind: InlineKind::Text(" ".to_owned()), span: end });
        }
        out.extend(content);
    }
    out
}

/// The text without the lines that are quotations of quotations of quotations, each a finding; blanks stand for them.
fn shallow<'t>(text: &'t Text<'_>, findings: &mut Vec<Diagnostic>) -> std::borrow::Cow<'t, str> {
    let quotes = |line: &str| line.bytes().take_while(|b| matches!(b, b'>' | b' ' | b'\t' | b'-' | b'*' | b'+')).filter(|b| *b == b'>').count();
    if !text.text.split('\n').any(|line| quotes(line) > MOST_QUOTES) {
        return text.text.into();
    }
    let mut out = String::with_capacity(text.text.len());
    for line in text.text.split_inclusive('\n') {
        if quotes(line) > MOST_QUOTES {
            let at = out.len();
            findings.push(Diagnostic::at(&TOO_DEEP, text.span(at..at)).with("limit", DEEPEST.to_string()));
            out.extend(line.bytes().map(|b| if b == b'\n' { '\n' } else { ' ' }));
        } else {
            out.push_str(line);
        }
    }
    out.into()
}

/// What stands for a colon in the opening line of a directive: the parser does not take one there, and French titles are full of them.
/// It is one byte like the colon, so that places hold, and a control character, which no accepted text contains.
const COLON: char = '\u{1a}';

/// The text with the colons of opening lines replaced.
fn guarded(text: &str) -> std::borrow::Cow<'_, str> {
    let opens = |line: &str| {
        let rest = line.trim_start_matches([' ', '\t', '>', '-', '*', '+']);
        rest.starts_with(":::") && rest.trim_start_matches(':').contains(':')
    };
    if !text.contains(":::") || !text.split('\n').any(opens) {
        return text.into();
    }
    let mut out = String::with_capacity(text.len());
    for line in text.split_inclusive('\n') {
        if opens(line) {
            let fence = line.find(":::").unwrap_or(0);
            let info = fence + line[fence..].chars().take_while(|c| *c == ':').count();
            out.push_str(&line[..info]);
            out.extend(line[info..].chars().map(|c| if c == ':' { COLON } else { c }));
        } else {
            out.push_str(line);
        }
    }
    out.into()
}

/// The colons back in a text of the parser's.
fn restored(text: &str) -> String {
    text.replace(COLON, ":")
}

struct Converter<'t, 'f, 'n> {
    text: &'t Text<'t>,
    findings: &'f mut Vec<Diagnostic>,
    /// Definitions in the order of their first call.
    notes: Vec<Node<'n>>,
    definitions: BTreeMap<String, Node<'n>>,
    called: BTreeMap<String, usize>,
    depth: usize,
}

impl<'n> Converter<'_, '_, 'n> {
    fn span(&self, node: Node<'n>) -> Span {
        self.text.span(self.text.range(node.data().sourcepos))
    }

    /// The span of a node with the lines of its text: the parser ends some code before its text when what is around it is not closed.
    fn covering(&self, node: Node<'n>, text: &str) -> Span {
        let range = self.text.range(node.data().sourcepos);
        let mut at = range.start;
        for line in text.lines().map(str::trim).filter(|l| !l.is_empty()) {
            let Some(found) = self.text.text[at..].find(line) else { break };
            at += found + line.len();
        }
        self.text.span(range.start..range.end.max(at))
    }

    /// The span of a piece of a node's own text, when it stands there literally.
    fn part(&self, node: Node<'n>, piece: &str) -> Span {
        let range = self.text.range(node.data().sourcepos);
        match self.text.text[range.clone()].rfind(piece) {
            Some(at) if !piece.is_empty() => self.text.span(range.start + at..range.start + at + piece.len()),
            _ => self.text.span(range),
        }
    }

    /// The words of a node and all below it, without recursion.
    fn flat(&self, node: Node<'n>) -> String {
        let mut out = String::new();
        for n in node.descendants() {
            match &n.data().value {
                NodeValue::Text(t) => out.push_str(&restored(t)),
                NodeValue::Code(c) => out.push_str(&restored(&c.literal)),
                NodeValue::CodeBlock(c) => out.push_str(&restored(&c.literal)),
                NodeValue::HtmlBlock(h) => out.push_str(&strip_tags(&h.literal)),
                NodeValue::Paragraph | NodeValue::SoftBreak | NodeValue::LineBreak | NodeValue::TableCell if !out.is_empty() => out.push(' '),
                _ => {}
            }
        }
        out.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// The children of a node as blocks.
    fn blocks(&mut self, parent: Node<'n>) -> Vec<Block> {
        let mut out = Vec::new();
        for node in parent.children() {
            self.block(node, &mut out);
        }
        out
    }

    /// The children of a node, one level further in; flat words when that is too deep.
    fn inner(&mut self, node: Node<'n>) -> Vec<Block> {
        if self.depth >= DEEPEST {
            let span = self.span(node);
            self.findings.push(Diagnostic::at(&TOO_DEEP, Span::new(span.source, span.start as usize..span.start as usize)).with("limit", DEEPEST.to_string()));
            let words = self.flat(node);
            return vec![Block { kind: BlockKind::Paragraph(vec![Inline { kind: InlineKind::Text(words), span }]), span }];
        }
        self.depth += 1;
        let out = self.blocks(node);
        self.depth -= 1;
        out
    }

    fn block(&mut self, node: Node<'n>, out: &mut Vec<Block>) {
        let span = self.span(node);
        let data = node.data();
        let kind = match &data.value {
            NodeValue::Paragraph => {
                if let Some(pictures) = self.only_pictures(node) {
                    out.extend(pictures);
                    return;
                }
                let content = self.inlines(node);
                if content.is_empty() {
                    return;
                }
                BlockKind::Paragraph(content)
            }
            NodeValue::Heading(heading) => {
                let level = heading.level.clamp(1, 6);
                let id = data.attrs.as_ref().and_then(|a| a.id.clone());
                self.check_attributes(node, &[], true);
                BlockKind::Heading { level, id, content: self.inlines(node) }
            }
            NodeValue::BlockQuote | NodeValue::MultilineBlockQuote(_) => BlockKind::Quote(self.inner(node)),
            NodeValue::Alert(alert) => {
                let kind = match alert.alert_type {
                    AlertType::Note => AlertKind::Note,
                    AlertType::Tip => AlertKind::Tip,
                    AlertType::Important => AlertKind::Important,
                    AlertType::Warning => AlertKind::Warning,
                    AlertType::Caution => AlertKind::Caution,
                };
                BlockKind::Alert { kind, title: alert.title.clone(), blocks: self.inner(node) }
            }
            NodeValue::List(list) => {
                let start = (list.list_type == ListType::Ordered).then(|| u32::try_from(list.start).unwrap_or(1));
                let tight = list.tight;
                if self.depth >= DEEPEST {
                    out.extend(self.inner(node));
                    return;
                }
                let items = node
                    .children()
                    .map(|item| {
                        let task = match &item.data().value {
                            NodeValue::TaskItem(task) => Some(task.symbol.is_some()),
                            _ => None,
                        };
                        Item { task, blocks: self.inner(item) }
                    })
                    .collect();
                BlockKind::List { start, tight, items }
            }
            NodeValue::DescriptionList => {
                let mut list = Vec::new();
                for item in node.children() {
                    let mut term = Vec::new();
                    let mut details = Vec::new();
                    for part in item.children() {
                        match &part.data().value {
                            NodeValue::DescriptionTerm => {
                                for child in part.children() {
                                    term.extend(self.inlines(child));
                                }
                            }
                            _ => details.extend(self.inner(part)),
                        }
                    }
                    list.push(Definition { term, details });
                }
                BlockKind::Definitions(list)
            }
            NodeValue::CodeBlock(code) => {
                let language = code.info.split_whitespace().next().filter(|w| !w.is_empty()).map(str::to_owned);
                let text = restored(code.literal.trim_end_matches('\n'));
                out.push(Block { span: self.covering(node, &text), kind: BlockKind::Code { language, text } });
                return;
            }
            // A comment for the program leaves nothing.
            NodeValue::HtmlBlock(html) if is_comment(&html.literal) => return,
            NodeValue::HtmlBlock(html) => {
                self.findings.push(Diagnostic::at(&RAW_HTML, self.first_line(span)).with("found", shorten(html.literal.trim())));
                let words = strip_tags(&html.literal).split_whitespace().collect::<Vec<_>>().join(" ");
                if words.is_empty() {
                    return;
                }
                BlockKind::Paragraph(vec![Inline { kind: InlineKind::Text(words), span }])
            }
            NodeValue::ThematicBreak => BlockKind::Rule,
            NodeValue::Table(table) => {
                let align = table
                    .alignments
                    .iter()
                    .map(|a| match a {
                        TableAlignment::None => Align::Auto,
                        TableAlignment::Left => Align::Left,
                        TableAlignment::Center => Align::Center,
                        TableAlignment::Right => Align::Right,
                    })
                    .collect();
                let mut header = Vec::new();
                let mut rows = Vec::new();
                let size = (table.alignments.len(), node.children().count());
                let too_large = size.0 > MOST_COLUMNS || size.0 * size.1 > MOST_CELLS;
                if too_large {
                    let finding = Diagnostic::at(&LARGE_TABLE, self.first_line(span)).with("columns", size.0.to_string()).with("rows", size.1.to_string());
                    self.findings.push(finding.with("limit", MOST_COLUMNS.to_string()).with("cells", MOST_CELLS.to_string()));
                }
                for row in node.children().take(if too_large { 0 } else { size.1 }) {
                    self.check_row(row);
                    let cells: Vec<_> = row.children().map(|cell| self.inlines(cell)).collect();
                    if matches!(row.data().value, NodeValue::TableRow(true)) {
                        header = cells;
                    } else {
                        rows.push(cells);
                    }
                }
                BlockKind::Table { align, header, rows }
            }
            NodeValue::BlockDirective(_) => match self.directive(node) {
                Some(kind) => kind,
                None => {
                    out.extend(self.inner(node));
                    return;
                }
            },
            // Definitions of notes are converted where they are called.
            NodeValue::FootnoteDefinition(_) => return,
            _ => {
                // No other block comes out of the options above; if one does, its words are kept.
                let words = self.flat(node);
                if words.is_empty() {
                    return;
                }
                BlockKind::Paragraph(vec![Inline { kind: InlineKind::Text(words), span }])
            }
        };
        out.push(Block { kind, span });
    }

    /// Reports cells that the header has no column for: the parser leaves them out.
    fn check_row(&mut self, row: Node<'n>) {
        let Some(last) = row.last_child() else { return };
        let (row, cell) = (self.text.range(row.data().sourcepos), self.text.range(last.data().sourcepos));
        let line_end = self.text.text[cell.end..].find(['\n', '\r']).map_or(self.text.text.len(), |i| cell.end + i);
        let rest = cell.end..line_end.min(row.end.max(cell.end));
        if self.text.text[rest.clone()].contains(char::is_alphanumeric) {
            let found = self.text.text[rest.clone()].trim_matches(|c: char| c.is_whitespace() || c == '|').to_owned();
            let span = self.text.span(rest);
            self.findings.push(Diagnostic::at(&EXTRA_CELLS, span).with("found", shorten(&found)));
        }
    }

    /// The mark that opens the definition of a note.
    fn opening(&self, node: Node<'n>) -> Span {
        let range = self.text.range(node.data().sourcepos);
        let mark = self.text.text[range.clone()].find("]:").map_or(range.len(), |i| i + 2);
        self.text.span(range.start..range.start + mark)
    }

    /// Reports what no text may hold and an entity (`&#27;`) wrote all the same.
    fn escaped(&mut self, value: &str, node: Node<'n>) {
        if value.chars().any(|c| forbidden(c).is_some()) {
            let range = self.text.range(node.data().sourcepos);
            let written = &self.text.text[range.clone()];
            let made: String = value.chars().filter(|c| !written.contains(*c)).collect();
            let place = written.find("&").map_or(range.clone(), |i| range.start + i..range.start + i + 1);
            let place = self.text.span(place);
            self.findings.extend(escaped(&made, place));
        }
    }

    /// The first line of a span, for findings about a block.
    fn first_line(&self, span: Span) -> Span {
        let start = span.start as usize;
        Span::new(span.source, start..start + 1).part(0..1)
    }

    /// The pictures of a paragraph that holds nothing else.
    fn only_pictures(&mut self, node: Node<'n>) -> Option<Vec<Block>> {
        let mut any = false;
        for child in node.children() {
            match &child.data().value {
                NodeValue::Image(_) => any = true,
                NodeValue::SoftBreak | NodeValue::LineBreak => {}
                _ => return None,
            }
        }
        any.then(|| {
            node.children()
                .filter(|child| matches!(child.data().value, NodeValue::Image(_)))
                .map(|child| {
                    let picture = self.picture(child);
                    Block { span: picture.span, kind: BlockKind::Picture(picture) }
                })
                .collect()
        })
    }

    fn picture(&mut self, node: Node<'n>) -> Picture {
        let span = self.span(node);
        let alt = self.flat(node);
        let (path, title) = match &node.data().value {
            NodeValue::Image(link) => (link.url.clone(), link.title.clone()),
            _ => (String::new(), String::new()),
        };
        for value in [&path, &title, &alt] {
            self.escaped(value, node);
        }
        let (caption, credit) = match title.rfind('©') {
            Some(at) => (title[..at].trim(), title[at..].trim()),
            None => (title.trim(), ""),
        };
        let text = |piece: &str| (!piece.is_empty()).then(|| vec![Inline { kind: InlineKind::Text(piece.to_owned()), span: self.part(node, piece) }]);
        let (caption, credit) = (text(caption), text(credit));
        let mut width = None;
        for (key, value) in self.check_attributes(node, &["largeur"], false) {
            if key == "largeur" {
                match value.trim_end_matches('%').trim().parse::<u8>() {
                    Ok(n) if (5..=100).contains(&n) => width = Some(n),
                    _ => {
                        let span = self.part(node, &value);
                        self.findings.push(Diagnostic::at(&BAD_ATTRIBUTE, span).with("key", key).with("found", shorten(&value)).with("words", "5%…100%"));
                    }
                }
            }
        }
        Picture { path, alt, caption, credit, width, span }
    }

    /// The attributes of a node of comrak's; those that are not in the list are reported, and so are classes, which nothing uses,
    /// and an anchor where none is kept.
    fn check_attributes(&mut self, node: Node<'n>, known: &[&'static str], anchor: bool) -> Vec<(String, String)> {
        let Some(attrs) = node.data().attrs.clone() else { return Vec::new() };
        let keys = attrs.pairs.iter().map(|(key, _)| key.clone()).filter(|key| !known.contains(&key.as_str()));
        let classes = attrs.classes.iter().map(|class| format!(".{class}"));
        let anchors = attrs.id.iter().filter(|_| !anchor).map(|id| format!("#{id}"));
        let words: Vec<&str> = known.iter().copied().chain(anchor.then_some("#ancre")).collect();
        for key in keys.chain(classes).chain(anchors) {
            let span = self.part(node, &key);
            self.findings.push(
                Diagnostic::at(&UNKNOWN_ATTRIBUTE, span)
                    .with("key", shorten(&key))
                    .with("nearest", nearest(&key, known.iter().copied()).unwrap_or_default())
                    .with("words", if words.is_empty() { "aucun".to_owned() } else { words.join(", ") }),
            );
        }
        attrs.pairs
    }

    /// A block directive; none when it does not exist, and its content is kept as ordinary text.
    fn directive(&mut self, node: Node<'n>) -> Option<BlockKind> {
        const WORDS: &[&str] = &["encadre", "citation", "temoignage", "constat", "enjeu", "bonne-pratique", "demande"];
        // The opening line as it stands in the text, and where its information begins.
        let range = self.text.range(node.data().sourcepos);
        let line_end = self.text.text[range.clone()].find(['\n', '\r']).map_or(range.end, |i| range.start + i);
        let opening = &self.text.text[range.start..line_end];
        let info = opening.trim_start_matches(':');
        let info_at = range.start + opening.len() - info.len();
        let place = |r: Range<usize>| self.text.span(info_at + r.start..info_at + r.end);
        let Some(attributes) = attributes::parse(info) else {
            let found = shorten(info);
            self.findings.push(Diagnostic::at(&BAD_ATTRIBUTES, place(0..info.len())).with("found", found));
            return None;
        };
        let name = match attributes.name.as_str() {
            "témoignage" => "temoignage",
            "encadré" => "encadre",
            other => other,
        };
        if !WORDS.contains(&name) {
            self.findings.push(
                Diagnostic::at(&UNKNOWN_DIRECTIVE, place(attributes.name_range.clone()))
                    .with("found", shorten(name))
                    .with("nearest", nearest(name, WORDS.iter().copied()).unwrap_or_default())
                    .with("words", WORDS.join(", ")),
            );
            return None;
        }
        let known: &[&str] = match name {
            "encadre" | "bonne-pratique" => &["titre"],
            "citation" => &["auteur", "source"],
            "temoignage" => &["nom", "lieu", "date", "portrait", "alt"],
            "demande" => &["niveaux", "priorite", "cout", "statut", "publics"],
            _ => &[],
        };
        let mut values: BTreeMap<&str, (String, Span)> = BTreeMap::new();
        let mut unknown = Vec::new();
        for (key, key_range, value, value_range) in &attributes.pairs {
            match known.iter().find(|k| *k == key) {
                Some(k) => {
                    values.insert(k, (value.clone(), place(value_range.clone())));
                }
                None => unknown.push(
                    Diagnostic::at(&UNKNOWN_ATTRIBUTE, place(key_range.clone()))
                        .with("key", shorten(key))
                        .with("nearest", nearest(key, known.iter().copied()).unwrap_or_default())
                        .with("words", if known.is_empty() { "aucun".to_owned() } else { known.join(", ") }),
                ),
            }
        }
        let opening_span = self.text.span(range.start..line_end);
        self.findings.extend(unknown);
        let take =
            |key: &str| values.get(key).filter(|(v, _)| !v.trim().is_empty()).map(|(v, span)| vec![Inline { kind: InlineKind::Text(v.clone()), span: *span }]);
        let directive = match name {
            "encadre" => Directive::Encadre { title: take("titre") },
            "bonne-pratique" => Directive::Practice { title: take("titre") },
            "citation" => Directive::Citation { author: take("auteur"), source: take("source") },
            "constat" => Directive::Finding,
            "enjeu" => Directive::Stake,
            "temoignage" => Directive::Testimony {
                name: take("nom"),
                place: take("lieu"),
                date: take("date"),
                portrait: values.get("portrait").map(|(path, span)| Picture {
                    path: path.clone(),
                    alt: values.get("alt").map(|(v, _)| v.clone()).unwrap_or_default(),
                    caption: None,
                    credit: None,
                    width: None,
                    span: *span,
                }),
            },
            _ => {
                let demand = self.demand(node, attributes.id, &values, opening_span);
                return Some(BlockKind::Demand(Box::new(demand)));
            }
        };
        Some(BlockKind::Directive(directive, self.inner(node)))
    }

    fn demand(&mut self, node: Node<'n>, id: Option<String>, values: &BTreeMap<&str, (String, Span)>, opening: Span) -> Demand {
        let id = id.unwrap_or_else(|| {
            self.findings.push(Diagnostic::at(&DEMAND_ID, opening));
            String::new()
        });
        let mut levels = Vec::new();
        match values.get("niveaux") {
            Some((words, span)) => {
                for word in words.split([' ', ',', ';']).filter(|w| !w.is_empty()) {
                    match PowerLevel::from_word(&word.to_lowercase()) {
                        Some(level) => levels.push(level),
                        None => self.bad_word("niveaux", word, *span, PowerLevel::WORDS),
                    }
                }
                levels.sort_unstable();
                levels.dedup();
            }
            None => self.findings.push(Diagnostic::at(&DEMAND_LEVELS, opening).with("words", PowerLevel::WORDS.join(", "))),
        }
        let mut blocks = self.inner(node);
        let title = match blocks.first().map(|b| &b.kind) {
            Some(BlockKind::Paragraph(_)) => match blocks.remove(0).kind {
                BlockKind::Paragraph(content) => content,
                _ => Vec::new(),
            },
            _ => {
                self.findings.push(Diagnostic::at(&DEMAND_EMPTY, opening));
                Vec::new()
            }
        };
        let priority = self.word("priorite", values, Priority::from_word, Priority::WORDS);
        let cost = self.word("cout", values, Cost::from_word, Cost::WORDS);
        let status = self.word("statut", values, DemandStatus::from_word, DemandStatus::WORDS);
        let audience = values.get("publics").map(|(v, span)| vec![Inline { kind: InlineKind::Text(v.clone()), span: *span }]);
        Demand { id, levels, priority, cost, status, audience, title, details: blocks }
    }

    /// A value of a closed list.
    fn word<T>(&mut self, key: &'static str, values: &BTreeMap<&str, (String, Span)>, read: fn(&str) -> Option<T>, words: &[&'static str]) -> Option<T> {
        let (value, span) = values.get(key)?;
        let found = read(value.trim());
        if found.is_none() {
            self.bad_word(key, value, *span, words);
        }
        found
    }

    fn bad_word(&mut self, key: &'static str, found: &str, span: Span, words: &[&'static str]) {
        self.findings.push(
            Diagnostic::at(&BAD_ATTRIBUTE, span)
                .with("key", key)
                .with("found", shorten(found))
                .with("nearest", nearest(found, words.iter().copied()).unwrap_or_default())
                .with("words", words.join(", ")),
        );
    }

    fn inlines(&mut self, parent: Node<'n>) -> Vec<Inline> {
        let mut out = Vec::new();
        self.inlines_at(parent, 0, &mut out);
        foreign_passages(out, self.findings)
    }

    fn inlines_at(&mut self, parent: Node<'n>, depth: usize, out: &mut Vec<Inline>) {
        for node in parent.children() {
            self.inline(node, depth, out);
        }
    }

    /// Reports calls of notes that nobody wrote: `[^name]` is then left in the words.
    fn unknown_notes(&mut self, words: &str, node: Node<'n>) {
        let range = self.text.range(node.data().sourcepos);
        for (at, _) in words.match_indices("[^") {
            let Some(name) = words[at + 2..].split(']').next().filter(|n| !n.is_empty() && n.len() < 100 && words[at + 2 + n.len()..].starts_with(']')) else {
                continue;
            };
            let call = format!("[^{name}]");
            let written = &self.text.text[range.clone()];
            let Some(start) = written.find(&call).filter(|i| !written[..*i].ends_with('\\')) else { continue };
            let place = self.text.span(range.start + start..range.start + start + call.len());
            self.findings.push(Diagnostic::at(&UNKNOWN_NOTE, place).with("name", shorten(name)));
        }
    }

    fn nested(&mut self, node: Node<'n>, depth: usize) -> Vec<Inline> {
        let span = self.span(node);
        if depth >= DEEPEST_INLINE {
            self.findings.push(Diagnostic::at(&TOO_DEEP, span).with("limit", DEEPEST_INLINE.to_string()));
            return vec![Inline { kind: InlineKind::Text(self.flat(node)), span }];
        }
        let mut content = Vec::new();
        self.inlines_at(node, depth + 1, &mut content);
        foreign_passages(content, self.findings)
    }

    fn inline(&mut self, node: Node<'n>, depth: usize, out: &mut Vec<Inline>) {
        let span = self.span(node);
        let data = node.data();
        let kind = match &data.value {
            NodeValue::Text(text) => {
                let words = restored(text);
                self.escaped(&words, node);
                self.unknown_notes(&words, node);
                push_text(out, &words, span);
                return;
            }
            NodeValue::SoftBreak => {
                push_text(out, " ", span);
                return;
            }
            NodeValue::LineBreak => InlineKind::Break,
            NodeValue::Code(code) => InlineKind::Code(restored(&code.literal)),
            NodeValue::Emph => InlineKind::Emph(self.nested(node, depth)),
            NodeValue::Strong => InlineKind::Strong(self.nested(node, depth)),
            NodeValue::Strikethrough => InlineKind::Strike(self.nested(node, depth)),
            NodeValue::Superscript => InlineKind::Super(self.nested(node, depth)),
            NodeValue::Subscript => InlineKind::Sub(self.nested(node, depth)),
            NodeValue::Link(link) => {
                self.check_attributes(node, &[], false);
                self.escaped(&link.url, node);
                InlineKind::Link { url: link.url.clone(), content: self.nested(node, depth) }
            }
            NodeValue::Image(_) => InlineKind::Picture(self.picture(node)),
            NodeValue::WikiLink(link) => {
                let target = link.url.clone();
                let words = self.flat(node);
                InlineKind::WikiLink { shown: (words != target && !words.is_empty()).then_some(words), target }
            }
            NodeValue::FootnoteReference(reference) => match self.definitions.get(&reference.name) {
                Some(definition) => {
                    let definition = *definition;
                    let next = self.notes.len();
                    let index = *self.called.entry(reference.name.clone()).or_insert(next);
                    if index == next {
                        self.notes.push(definition);
                    }
                    InlineKind::Note(index)
                }
                None => {
                    push_text(out, &format!("[^{}]", reference.name), span);
                    return;
                }
            },
            NodeValue::HtmlInline(html) if is_comment(html) => {
                // Nor does the blank before it, at the end of a line.
                if let Some(Inline { kind: InlineKind::Text(text), span }) = out.last_mut()
                    && let Some(extra) = text.len().checked_sub(text.trim_end().len()).filter(|n| *n > 0)
                {
                    text.truncate(text.len() - extra);
                    span.end = span.end.saturating_sub(u32::try_from(extra).unwrap_or(0)).max(span.start);
                }
                return;
            }
            NodeValue::HtmlInline(html) => {
                self.findings.push(Diagnostic::at(&RAW_HTML, span).with("found", shorten(html)));
                let words = strip_tags(html);
                if !words.is_empty() {
                    push_text(out, &words, span);
                }
                return;
            }
            _ => {
                // No other inline comes out of the options above; if one does, its words are kept.
                let words = self.flat(node);
                push_text(out, &words, span);
                return;
            }
        };
        out.push(Inline { kind, span });
    }
}

/// Adds words, joining them to words just before: a line of text is then one node, whatever the parser split it at.
fn push_text(out: &mut Vec<Inline>, text: &str, span: Span) {
    // A soft break ends a line of the source, and a span should stay within one line.
    if let Some(Inline { kind: InlineKind::Text(last), span: before }) = out.last_mut()
        && !last.ends_with(' ')
        && before.end == span.start
    {
        last.push_str(text);
        before.end = span.end;
        return;
    }
    if !text.is_empty() {
        out.push(Inline { kind: InlineKind::Text(text.to_owned()), span });
    }
}

/// Finds `[words]{lang=xx}` in a run and makes it a passage in that language; the words may hold emphasis.
fn foreign_passages(run: Vec<Inline>, findings: &mut Vec<Diagnostic>) -> Vec<Inline> {
    let is_close = |kind: &InlineKind| matches!(kind, InlineKind::Text(t) if t.contains("]{lang="));
    if !run.iter().any(|i| is_close(&i.kind)) {
        return run;
    }
    let mut out: Vec<Inline> = Vec::new();
    for inline in run {
        let InlineKind::Text(text) = &inline.kind else {
            out.push(inline);
            continue;
        };
        let mut rest = text.as_str();
        let mut at = 0;
        let piece = |range: Range<usize>| {
            // Escapes and entities make the text shorter than its source; then the whole place stands for the piece.
            let exact = (inline.span.end - inline.span.start) as usize == text.len();
            Inline { kind: InlineKind::Text(text[range.clone()].to_owned()), span: if exact { inline.span.part(range) } else { inline.span } }
        };
        while let Some(close) = rest.find("]{lang=") {
            let after = &rest[close + 7..];
            let Some(end) = after.find('}') else { break };
            let lang = after[..end].trim_matches('"');
            // The opening bracket: in this piece, else in the words before.
            let mut content = Vec::new();
            if let Some(open) = rest[..close].rfind('[') {
                if open > 0 {
                    out.push(piece(at..at + open));
                }
                content.push(piece(at + open + 1..at + close));
            } else if let Some(i) = out.iter().rposition(|i| matches!(&i.kind, InlineKind::Text(t) if t.contains('['))) {
                let tail: Vec<Inline> = out.drain(i + 1..).collect();
                if let Some(Inline { kind: InlineKind::Text(t), span }) = out.pop() {
                    let open = t.rfind('[').unwrap_or(0);
                    let (before, inside) = (t[..open].to_owned(), t[open + 1..].to_owned());
                    let split = span.part(open..open).start;
                    if !before.is_empty() {
                        out.push(Inline { kind: InlineKind::Text(before), span: Span { end: split, ..span } });
                    }
                    if !inside.is_empty() {
                        content.push(Inline { kind: InlineKind::Text(inside), span: Span { start: (split + 1).min(span.end), ..span } });
                    }
                }
                content.extend(tail);
                if close > 0 {
                    content.push(piece(at..at + close));
                }
            } else {
                break;
            }
            if lang.len() != 2 || !lang.bytes().all(|b| b.is_ascii_lowercase()) {
                findings.push(Diagnostic::at(&UNKNOWN_LANGUAGE, inline.span).with("found", shorten(lang)));
                out.extend(content);
            } else {
                let span = content.first().map_or(inline.span, |c| c.span);
                out.push(Inline { kind: InlineKind::Foreign { lang: lang.to_owned(), content }, span });
            }
            let next = close + 7 + end + 1;
            at += next;
            rest = &rest[next..];
        }
        if !rest.is_empty() {
            out.push(piece(at..at + rest.len()));
        }
    }
    out
}

/// Tags that stand inside of a word as well as between words.
const INLINE_TAGS: &[&str] = &[
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font", "i", "ins", "kbd", "label", "mark", "q", "s", "samp",
    "small", "span", "strike", "strong", "sub", "sup", "time", "tt", "u", "var", "wbr",
];

/// The text of an HTML fragment: tags, comments and declarations left out, entities resolved. What is opened and never closed ends with
/// its line, so that no text is lost.
fn strip_tags(html: &str) -> String {
    let mut out = String::new();
    let mut rest = html;
    while let Some(open) = rest.find('<') {
        out.push_str(&rest[..open]);
        let here = &rest[open..];
        let line = here.find(['\n', '\r']).unwrap_or(here.len());
        let skip = if here.starts_with("<!-->") {
            5
        } else if let Some(comment) = here.strip_prefix("<!--") {
            comment.find("-->").map_or(line, |i| 4 + i + 3)
        } else if let Some(cdata) = here.strip_prefix("<![CDATA[") {
            let end = cdata.find("]]>").unwrap_or(cdata.len());
            out.push_str(&cdata[..end]);
            (9 + end + 3).min(here.len())
        } else if here.starts_with("<?") {
            here.find("?>").map_or(line, |i| i + 2)
        } else if here[1..].starts_with(|c: char| c.is_ascii_alphabetic() || c == '/' || c == '!') {
            tag_end(here).unwrap_or(line)
        } else {
            out.push('<');
            1
        };
        // The tag of a block or of a line separates words, as it does on a web page.
        let name = here[1..].trim_start_matches('/').split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or("").to_ascii_lowercase();
        if skip > 1 && !name.is_empty() && !INLINE_TAGS.contains(&name.as_str()) {
            out.push(' ');
        }
        rest = &here[skip..];
    }
    out.push_str(rest);
    html_escape::decode_html_entities(&out).into_owned()
}

/// The length of the tag at the beginning of a text, when it is closed: quotes may hold `>`.
fn tag_end(html: &str) -> Option<usize> {
    let mut quote = None;
    for (i, c) in html.char_indices() {
        match (quote, c) {
            (Some(q), c) if q == c => quote = None,
            (None, '"' | '\'') => quote = Some(c),
            (None, '>') => return Some(i + 1),
            _ => {}
        }
    }
    html.find('>').map(|i| i + 1)
}
