//! Headers and trees → the text of a `.md` file in the house format.
//!
//! Words stay exactly the words: what Markdown or YAML would read as a sign is escaped, and nothing else, so that a person
//! still likes to read the file. The property is tested: what is written parses back to the same values.

use crate::model::catalog::FactEntry;
use crate::model::fiche::{FicheHeader, PLACEHOLDER, ResourceHeader, Slot};
use crate::model::markup::{AlertKind, Align, Block, BlockKind, Body, Demand, Directive, Inline, InlineKind, Item, Line, Picture, PowerLevel, plain};
use regex::Regex;
use std::fmt::Write as _;
use std::sync::LazyLock;

/// Longer lines are broken between two words; the program refuses lines of 20 000 bytes.
const LONGEST_LINE: usize = 15_000;

/// Something to say in the header beside a key, as a comment of YAML.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Remark {
    /// The key after which it stands.
    pub key: &'static str,
    /// One line.
    pub text: String,
}

/// A file of `fiches/`.
pub fn fiche(header: &FicheHeader, remarks: &[Remark], body: &Body) -> String {
    let mut out = String::from("---\n");
    for key in FicheHeader::KEYS {
        entry(&mut out, key, header);
        for remark in remarks.iter().filter(|r| r.key == *key) {
            let _ = writeln!(out, "# {}", one_line(&remark.text));
        }
    }
    out.push_str("---\n");
    out.push_str(&text(body));
    out
}

/// A key of the header and its value, if there is one.
fn entry(out: &mut String, key: &str, header: &FicheHeader) {
    let mut put = |value: String| {
        let _ = writeln!(out, "{key}: {value}");
    };
    match key {
        "genre" => header.genre.iter().for_each(|g| put(g.word().to_owned())),
        "titre" => header.title.iter().for_each(|t| put(scalar(t))),
        "date" => header.date.iter().for_each(|d| put(d.to_string())),
        "ordre" => header.order.iter().for_each(|n| put(n.to_string())),
        "numero" => header.number.iter().for_each(|n| put(n.to_string())),
        "statut" => header.status.iter().for_each(|s| put(s.word().to_owned())),
        "chapeau" => header.lead.iter().for_each(|l| put(literal(l))),
        "axes" => slot(out, key, &header.axes, |out, list| flow(out, key, list.iter().map(|i| i.as_str()))),
        "thematiques" => slot(out, key, &header.themes, |out, list| flow(out, key, list.iter().map(|i| i.as_str()))),
        "langue" => header.language.iter().for_each(|l| put(scalar(l))),
        "sigles" => slot(out, key, &header.terms, |out, pairs| {
            let _ = writeln!(out, "{key}:");
            for (term, expansion) in &pairs.0 {
                let _ = writeln!(out, "  {}: {}", scalar(term), scalar(expansion));
            }
        }),
        "ressources" => slot(out, key, &header.resources, |out, list| {
            let _ = writeln!(out, "{key}:");
            list.iter().for_each(|r| resource(out, r));
        }),
        "sources" => slot(out, key, &header.sources, |out, list| {
            let _ = writeln!(out, "{key}:");
            for source in list {
                let _ = writeln!(out, "  - {}", scalar(source));
            }
        }),
        "faits" => {
            if !header.facts.is_empty() {
                let _ = writeln!(out, "{key}:");
                header.facts.iter().for_each(|f| fact(out, f));
            }
        }
        other => debug_assert!(false, "no writer for the key {other}"),
    }
}

/// A block of the header in its three states.
fn slot<T>(out: &mut String, key: &str, value: &Slot<T>, filled: impl FnOnce(&mut String, &T)) {
    match value {
        Slot::Absent => {}
        Slot::Placeholder(_) => {
            let _ = writeln!(out, "{key}: {PLACEHOLDER}");
        }
        Slot::Filled(value) => filled(out, value),
    }
}

fn resource(out: &mut String, resource: &ResourceHeader) {
    let mut mark = "- ";
    for (key, value) in [("titre", &resource.title), ("fichier", &resource.file), ("url", &resource.url), ("description", &resource.description)] {
        if let Some(value) = value {
            let _ = writeln!(out, "  {mark}{key}: {}", scalar(value));
            mark = "  ";
        }
    }
}

fn fact(out: &mut String, fact: &FactEntry) {
    let values = [
        ("sujet", fact.subject.as_ref().map(|s| s.value.clone())),
        ("fait", fact.event.as_ref().map(|e| e.word().to_owned())),
        ("date", fact.date.as_ref().map(|d| d.to_string())),
        ("source", fact.source.as_ref().map(|s| s.value.clone())),
    ];
    let mut mark = "- ";
    for (key, value) in values.into_iter().filter_map(|(k, v)| Some((k, v?))) {
        let _ = writeln!(out, "  {mark}{key}: {}", if key == "date" { value } else { scalar(&value) });
        mark = "  ";
    }
}

/// `key: [a, b]`.
fn flow<'a>(out: &mut String, key: &str, items: impl Iterator<Item = &'a str>) {
    let items: Vec<_> = items.map(scalar).collect();
    let _ = writeln!(out, "{key}: [{}]", items.join(", "));
}

/// A text as a YAML scalar on one line: as it stands where nothing in it could be taken for a sign, else between quotes.
pub fn scalar(text: &str) -> String {
    if is_plain(text) { text.to_owned() } else { quoted(text) }
}

/// Whether a text reads as itself in YAML, in block and in flow context.
fn is_plain(text: &str) -> bool {
    let Some(first) = text.chars().next() else { return false };
    let word = matches!(text.to_lowercase().as_str(), "null" | "true" | "false" | "yes" | "no" | "on" | "off" | "y" | "n" | "nan" | "inf");
    (first.is_alphabetic() || matches!(first, '«' | '“' | '…' | '€'))
        && !word
        && !text.ends_with([' ', ':'])
        && !text.contains(": ")
        && !text.contains(" #")
        && !text.chars().any(|c| matches!(c, ',' | '[' | ']' | '{' | '}' | '"' | '\'' | '`' | '\\') || needs_escape(c))
}

/// Characters that YAML does not take as they are, or takes for line ends.
fn needs_escape(c: char) -> bool {
    c.is_control() || matches!(c, '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}')
}

/// A text between double quotes, escaped as in JSON.
fn quoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            c if needs_escape(c) => {
                let _ = write!(out, "\\u{:04x}", u32::from(c));
            }
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

/// A text of several lines as a `|` block, indented by two.
fn literal(text: &str) -> String {
    let text = text.trim_end_matches('\n');
    if text.trim().is_empty() || text.starts_with([' ', '\n']) || text.chars().any(|c| c != '\n' && (c == '\t' || needs_escape(c))) {
        return quoted(text);
    }
    let mut out = String::from("|");
    for line in text.split('\n') {
        out.push('\n');
        if !line.is_empty() {
            out.push_str("  ");
            out.push_str(line);
        }
    }
    out
}

/// A text without line ends and control characters, for a comment.
fn one_line(text: &str) -> String {
    text.chars().map(|c| if needs_escape(c) { ' ' } else { c }).collect()
}

/// A whole text with its notes.
pub fn text(body: &Body) -> String {
    let mut parts = vec![blocks(&body.blocks)];
    for (index, note) in body.notes.iter().enumerate() {
        let lines = block_lines(note);
        let mut lines = lines.iter();
        let mut out = format!("[^{}]: {}\n", index + 1, lines.next().map_or("", String::as_str));
        for line in lines {
            out.push_str(&indented(line, "    "));
            out.push('\n');
        }
        parts.push(out);
    }
    parts.retain(|p| !p.is_empty());
    parts.join("\n")
}

/// Blocks as Markdown, with a line end at the end.
pub fn blocks(blocks: &[Block]) -> String {
    let mut out = String::new();
    for line in block_lines(blocks) {
        out.push_str(&line);
        out.push('\n');
    }
    out
}

/// A run of words as Markdown on one line.
pub fn line(run: &[Inline]) -> String {
    guarded(&inlines(run, Within::Text).replace("\\\n", " "))
}

fn indented(line: &str, prefix: &str) -> String {
    if line.is_empty() { String::new() } else { format!("{prefix}{line}") }
}

/// Blocks with a blank line between two of them.
fn block_lines(blocks: &[Block]) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    let mut lists = 0;
    for block in blocks {
        // Two lists in a row would read as one; another bullet tells them apart.
        lists = if matches!(block.kind, BlockKind::List { .. }) { lists + 1 } else { 0 };
        let lines = one_block(block, lists % 2 == 0 && lists > 0);
        if lines.is_empty() {
            continue;
        }
        if !out.is_empty() {
            out.push(String::new());
        }
        out.extend(lines);
    }
    out
}

fn one_block(block: &Block, other_bullet: bool) -> Vec<String> {
    match &block.kind {
        BlockKind::Paragraph(content) => inlines(content, Within::Text).split('\n').flat_map(wrapped).filter(|l| !l.is_empty()).collect(),
        BlockKind::Heading { level, id, content } => {
            let mut words = inlines(content, Within::Text).replace("\\\n", " ").trim().to_owned();
            if words.ends_with('#') {
                words.insert(words.len() - 1, '\\');
            }
            let anchor = id.as_ref().map(|id| format!(" {{#{id}}}")).unwrap_or_default();
            vec![format!("{} {words}{anchor}", "#".repeat(usize::from((*level).clamp(1, 6))))]
        }
        BlockKind::List { start, tight, items } => {
            let mut out = Vec::new();
            for (index, item) in items.iter().enumerate() {
                let mark = match (start, other_bullet) {
                    (Some(first), false) => format!("{}. ", first.saturating_add(u32::try_from(index).unwrap_or(0))),
                    (Some(first), true) => format!("{}) ", first.saturating_add(u32::try_from(index).unwrap_or(0))),
                    (None, false) => "- ".to_owned(),
                    (None, true) => "* ".to_owned(),
                };
                if index > 0 && !tight {
                    out.push(String::new());
                }
                out.extend(item_lines(item, &mark, *tight));
            }
            out
        }
        BlockKind::Quote(blocks) => block_lines(blocks).iter().map(|l| format!("> {l}").trim_end().to_owned()).collect(),
        BlockKind::Alert { kind, title, blocks } => {
            let word = match kind {
                AlertKind::Note => "NOTE",
                AlertKind::Tip => "TIP",
                AlertKind::Important => "IMPORTANT",
                AlertKind::Warning => "WARNING",
                AlertKind::Caution => "CAUTION",
            };
            let first = format!("> [!{word}] {}", title.as_deref().unwrap_or(""));
            std::iter::once(first.trim_end().to_owned()).chain(block_lines(blocks).iter().map(|l| format!("> {l}").trim_end().to_owned())).collect()
        }
        BlockKind::Code { language, text } => {
            let fence = "`".repeat(longest_run(text, '`').max(2) + 1);
            let first = format!("{fence}{}", language.as_deref().unwrap_or(""));
            std::iter::once(first).chain(text.lines().map(str::to_owned)).chain(std::iter::once(fence.clone())).collect()
        }
        BlockKind::Table { align, header, rows } => table(align, header, rows),
        BlockKind::Definitions(list) => {
            let mut out = Vec::new();
            for definition in list {
                if !out.is_empty() {
                    out.push(String::new());
                }
                out.push(line(&definition.term));
                for (index, l) in block_lines(&definition.details).iter().enumerate() {
                    out.push(if index == 0 { format!(": {l}") } else { indented(l, "  ") });
                }
            }
            out
        }
        BlockKind::Picture(p) => vec![picture(p)],
        BlockKind::Rule => vec!["***".to_owned()],
        BlockKind::Directive(kind, blocks) => {
            let (name, values) = match kind {
                Directive::Encadre { title } => ("encadre", vec![("titre", words(title))]),
                Directive::Citation { author, source } => ("citation", vec![("auteur", words(author)), ("source", words(source))]),
                Directive::Testimony { name, place, date, portrait } => (
                    "temoignage",
                    vec![
                        ("nom", words(name)),
                        ("lieu", words(place)),
                        ("date", words(date)),
                        ("portrait", portrait.as_ref().map(|p| p.path.clone())),
                        ("alt", portrait.as_ref().map(|p| p.alt.clone())),
                    ],
                ),
                Directive::Finding => ("constat", Vec::new()),
                Directive::Stake => ("enjeu", Vec::new()),
                Directive::Practice { title } => ("bonne-pratique", vec![("titre", words(title))]),
            };
            directive(name, None, &values, blocks)
        }
        BlockKind::Demand(demand) => self::demand(demand, block),
    }
}

fn words(line: &Option<Line>) -> Option<String> {
    line.as_ref().map(|l| plain(l))
}

fn item_lines(item: &Item, mark: &str, tight: bool) -> Vec<String> {
    let mut lines = Vec::new();
    for (index, block) in item.blocks.iter().enumerate() {
        // In a tight list, only a list may follow its item's words without a blank line.
        if index > 0 && !(tight && matches!(block.kind, BlockKind::List { .. })) {
            lines.push(String::new());
        }
        lines.extend(one_block(block, false));
    }
    let task = match item.task {
        Some(true) => "[x] ",
        Some(false) => "[ ] ",
        None => "",
    };
    let indent = " ".repeat(mark.len());
    let mut out: Vec<String> = Vec::new();
    for (index, l) in lines.iter().enumerate() {
        out.push(if index == 0 { format!("{mark}{task}{l}") } else { indented(l, &indent) });
    }
    if out.is_empty() {
        out.push(format!("{mark}{task}").trim_end().to_owned());
    }
    out
}

fn table(align: &[Align], header: &[Vec<Inline>], rows: &[Vec<Vec<Inline>>]) -> Vec<String> {
    let row = |cells: &[Vec<Inline>]| {
        let cells: Vec<_> = cells.iter().map(|c| inlines(c, Within::Cell).replace("\\\n", " ")).collect();
        format!("| {} |", cells.join(" | "))
    };
    let rule: Vec<_> = (0..header.len())
        .map(|i| match align.get(i).copied().unwrap_or(Align::Auto) {
            Align::Auto => "---",
            Align::Left => ":--",
            Align::Center => ":-:",
            Align::Right => "--:",
        })
        .collect();
    let mut out = vec![row(header), format!("| {} |", rule.join(" | "))];
    out.extend(rows.iter().map(|r| row(r)));
    out
}

fn demand(demand: &Demand, block: &Block) -> Vec<String> {
    let levels: Vec<_> = demand.levels.iter().map(|l: &PowerLevel| l.word()).collect();
    let values = [
        ("niveaux", Some(levels.join(" "))),
        ("priorite", demand.priority.map(|p| p.word().to_owned())),
        ("cout", demand.cost.map(|c| c.word().to_owned())),
        ("statut", demand.status.map(|s| s.word().to_owned())),
        ("publics", words(&demand.audience)),
    ];
    let mut blocks = vec![Block { kind: BlockKind::Paragraph(demand.title.clone()), span: block.span }];
    blocks.extend(demand.details.iter().cloned());
    directive("demande", Some(&demand.id), &values, &blocks)
}

/// A block directive: its colons are more than those of any directive inside it.
fn directive(name: &str, id: Option<&str>, values: &[(&str, Option<String>)], blocks: &[Block]) -> Vec<String> {
    let inner = block_lines(blocks);
    let deepest = inner.iter().map(|l| l.chars().skip_while(|c| matches!(c, ' ' | '>' | '-')).take_while(|c| *c == ':').count()).max().unwrap_or(0);
    let colons = ":".repeat((deepest + 1).max(3));
    let mut attributes: Vec<String> = id.filter(|i| !i.is_empty()).map(|id| format!("#{id}")).into_iter().collect();
    attributes.extend(values.iter().filter_map(|(key, value)| Some(format!("{key}=\"{}\"", one_line(value.as_ref()?).replace('"', "”")))));
    let attributes = if attributes.is_empty() { String::new() } else { format!(" {{{}}}", attributes.join(" ")) };
    std::iter::once(format!("{colons}{name}{attributes}")).chain(inner).chain(std::iter::once(colons.clone())).collect()
}

/// What surrounds a run of words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Within {
    Text,
    Link,
    Cell,
}

fn inlines(run: &[Inline], within: Within) -> String {
    let mut out = String::new();
    for inline in run {
        match &inline.kind {
            InlineKind::Text(t) => out.push_str(&escaped(t, within)),
            InlineKind::Break => out.push_str("\\\n"),
            InlineKind::Emph(c) => wrap(&mut out, "*", &inlines(c, within)),
            InlineKind::Strong(c) => wrap(&mut out, "**", &inlines(c, within)),
            InlineKind::Strike(c) => wrap(&mut out, "~~", &inlines(c, within)),
            InlineKind::Super(c) => wrap(&mut out, "^", &inlines(c, within)),
            InlineKind::Sub(c) => wrap(&mut out, "~", &inlines(c, within)),
            InlineKind::Code(text) => {
                let ticks = "`".repeat(longest_run(text, '`') + 1);
                let pad = if text.starts_with(['`', ' ']) || text.ends_with(['`', ' ']) { " " } else { "" };
                let text = if within == Within::Cell { text.replace('|', "\\|") } else { text.clone() };
                let _ = write!(out, "{ticks}{pad}{text}{pad}{ticks}");
            }
            InlineKind::Link { url, content } => {
                let shown = plain(content);
                if shown == *url && (url.starts_with("http://") || url.starts_with("https://")) && !url.contains([' ', '<', '>']) {
                    let _ = write!(out, "<{url}>");
                } else {
                    let _ = write!(out, "[{}]({})", inlines(content, Within::Link), target(url));
                }
            }
            InlineKind::Picture(p) => out.push_str(&picture(p)),
            InlineKind::Note(index) => {
                let _ = write!(out, "[^{}]", index + 1);
            }
            InlineKind::Foreign { lang, content } => {
                let _ = write!(out, "[{}]{{lang={lang}}}", inlines(content, Within::Link));
            }
            InlineKind::WikiLink { target, shown } | InlineKind::FicheRef { target, shown } | InlineKind::DemandRef { target, shown } => match shown {
                Some(shown) => {
                    let _ = write!(out, "[[{target}|{shown}]]");
                }
                None => {
                    let _ = write!(out, "[[{target}]]");
                }
            },
            InlineKind::Sigle(s) => out.push_str(&escaped(&s.shown, within)),
        }
    }
    out
}

/// Puts marks around words; spaces at the edges stay outside, where the marks would not be read otherwise.
fn wrap(out: &mut String, mark: &str, words: &str) {
    let inner = words.trim();
    if inner.is_empty() {
        out.push_str(words);
        return;
    }
    let start = words.len() - words.trim_start().len();
    let _ = write!(out, "{}{mark}{inner}{mark}{}", &words[..start], &words[start + inner.len()..]);
}

fn picture(picture: &Picture) -> String {
    let mut title = words(&picture.caption).unwrap_or_default();
    if let Some(credit) = &picture.credit {
        title = format!("{title} {}", plain(credit)).trim().to_owned();
    }
    let title = if title.is_empty() { String::new() } else { format!(" \"{}\"", title.replace('\\', "\\\\").replace('"', "\\\"")) };
    let width = picture.width.map(|w| format!("{{largeur={w}%}}")).unwrap_or_default();
    format!("![{}]({}{title}){width}", escaped(&picture.alt, Within::Link), target(&picture.path))
}

/// The address of a link.
fn target(url: &str) -> String {
    if url.is_empty() || url.contains([' ', '(', ')', '<', '>', '"']) { format!("<{}>", url.replace('<', "%3C").replace('>', "%3E")) } else { url.to_owned() }
}

fn longest_run(text: &str, of: char) -> usize {
    text.split(|c| c != of).map(str::len).max().unwrap_or(0)
}

/// An address in running text, which the parser finds by itself: its signs need no escape, and escapes would break it.
static ADDRESS: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?:https?://|\bwww\.)[A-Za-z0-9][A-Za-z0-9-]*(?:\.[A-Za-z0-9-]*[A-Za-z0-9])+(?:/[A-Za-z0-9/._~%?&=#+,;:@-]*)?").expect("the pattern is valid")
});

/// Words of running text: what Markdown would read as a sign is escaped.
fn escaped(text: &str, within: Within) -> String {
    let mut out = String::with_capacity(text.len() + text.len() / 16);
    let mut done = 0;
    for address in ADDRESS.find_iter(text) {
        signs(&mut out, text, done..address.start(), within);
        out.push_str(address.as_str());
        done = address.end();
    }
    signs(&mut out, text, done..text.len(), within);
    out
}

fn signs(out: &mut String, text: &str, range: std::ops::Range<usize>, within: Within) {
    let mut before = text[..range.start].chars().next_back();
    let mut chars = text[range.clone()].char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let after = chars.peek().map(|(_, c)| *c).or_else(|| text[range.end..].chars().next());
        let rest = &text[range.start + at..];
        let alphanumeric = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        let sign = match c {
            '\\' | '`' | '*' | '[' | '<' | '|' | '~' | '^' | '{' => true,
            ']' => within == Within::Link,
            // Inside a word it is an underscore.
            '_' => !(alphanumeric(before) && alphanumeric(after)),
            '&' => is_entity(rest),
            _ => false,
        };
        match c {
            // A passage in another language is found in the text after escapes: only a space keeps the two apart.
            ']' if rest.starts_with("]{lang=") => out.push_str("] "),
            '\n' => out.push(' '),
            c => {
                if sign {
                    out.push('\\');
                }
                out.push(c);
            }
        }
        before = Some(c);
    }
}

/// Whether a text begins with what HTML takes for a character.
fn is_entity(text: &str) -> bool {
    let name: usize = text[1..].bytes().take_while(|b| b.is_ascii_alphanumeric() || *b == b'#').count();
    name > 0 && text.as_bytes().get(1 + name) == Some(&b';')
}

/// A line whose beginning is no sign of a block.
fn guarded(line: &str) -> String {
    let line = line.trim();
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    if line.starts_with(['-', '+', '=', '>', '#', ':']) {
        return format!("\\{line}");
    }
    if (1..=9).contains(&digits) && line[digits..].starts_with(['.', ')']) {
        return format!("{}\\{}", &line[..digits], &line[digits..]);
    }
    line.to_owned()
}

/// A line as lines of a bearable length; each is guarded as the first was.
fn wrapped(line: &str) -> Vec<String> {
    let mut out = Vec::new();
    let mut rest = line;
    while rest.len() > LONGEST_LINE {
        let mut end = LONGEST_LINE;
        while !rest.is_char_boundary(end) {
            end -= 1;
        }
        // A line that began with backquotes could open a block of code.
        let good = |at: &usize| *at > 0 && !rest[at + 1..].starts_with(['`', ' ']);
        let spaces = || rest.match_indices(' ').map(|(at, _)| at);
        let Some(cut) = rest[..end].rmatch_indices(' ').map(|(at, _)| at).find(good).or_else(|| spaces().filter(|at| *at >= end).find(good)) else { break };
        out.push(guarded(&rest[..cut]));
        rest = &rest[cut + 1..];
    }
    out.push(guarded(rest));
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::node::Pairs;
    use crate::base::source::{SourceId, Sources, Span, Spanned};
    use crate::model::catalog::Event;
    use crate::model::date::Date;
    use crate::model::fiche::{FicheDraft, Genre, Status};
    use crate::model::markup::Role;
    use proptest::prelude::*;

    fn at<T>(value: T) -> Spanned<T> {
        Spanned::new(value, Span::file(SourceId(0)))
    }

    fn run(text: &str) -> Vec<Inline> {
        vec![Inline { kind: InlineKind::Text(text.to_owned()), span: Span::file(SourceId(0)) }]
    }

    fn block(kind: BlockKind) -> Block {
        Block { kind, span: Span::file(SourceId(0)) }
    }

    fn reparsed(text: &str) -> (FicheDraft, String) {
        let mut sources = Sources::default();
        let decoded = crate::parse::text::decode(&mut sources, "fiches/x.md", text.as_bytes());
        let mut findings = decoded.findings;
        let draft = crate::parse::fiche(sources.get(decoded.value), decoded.value).unload(&mut findings);
        let report: Vec<_> = findings.iter().map(|f| format!("{} {}", f.code.id, f.message(crate::base::diag::Lang::Fr))).collect();
        (draft, report.join("\n"))
    }

    /// The shape of blocks as text, links taken for their words.
    fn shape(blocks: &[Block]) -> String {
        blocks
            .iter()
            .map(|b| match &b.kind {
                BlockKind::Paragraph(c) => format!("P({})", plain(c)),
                BlockKind::Heading { content, .. } => format!("H({})", plain(content)),
                BlockKind::List { start, items, .. } => {
                    format!("L{}[{}]", start.map(|n| n.to_string()).unwrap_or_default(), items.iter().map(|i| shape(&i.blocks)).collect::<Vec<_>>().join(";"))
                }
                other => format!("{other:?}"),
            })
            .collect::<Vec<_>>()
            .join(" ")
    }

    #[test]
    fn scalars() {
        for (text, wanted) in [
            ("Le plan", "Le plan"),
            ("l’été : vif", "\"l’été : vif\""),
            ("« Relance » à Namur", "« Relance » à Namur"),
            ("", "\"\""),
            ("2009", "\"2009\""),
            ("no", "\"no\""),
            ("a, b", "\"a, b\""),
            ("dit \"oui\"", "\"dit \\\"oui\\\"\""),
            ("a\nb\u{7f}", "\"a\\nb\\u007f\""),
            ("https://exemple.be/a#b", "https://exemple.be/a#b"),
            ("- a", "\"- a\""),
            ("fin:", "\"fin:\""),
        ] {
            assert_eq!(scalar(text), wanted, "{text}");
        }
    }

    #[test]
    fn every_key_is_written_in_order() {
        let header = FicheHeader {
            genre: Some(at(Genre::Page)),
            title: Some(at("« Relance » : l’emploi".to_owned())),
            date: Date::parse("2010/2015").ok().map(at),
            order: Some(at(2)),
            number: Some(at(37)),
            status: Some(at(Status::Published)),
            lead: Some(at("Un.\n\nDeux.\n".to_owned())),
            axes: Slot::Filled(vec![at("accompagnement".to_owned()), at("a, b".to_owned())]),
            themes: Slot::Placeholder(Span::file(SourceId(0))),
            language: Some(at("fr".to_owned())),
            terms: Slot::Filled(Pairs(vec![(at("PST 3".to_owned()), at("plan : trois".to_owned()))])),
            resources: Slot::Filled(vec![at(ResourceHeader {
                title: Some(at("Synthèse".to_owned())),
                url: Some(at("https://exemple.be/a?b=1".to_owned())),
                file: None,
                description: Some(at("PDF, 2 pages".to_owned())),
            })]),
            sources: Slot::Filled(vec![at("Rapport *2008*".to_owned())]),
            facts: vec![at(FactEntry {
                subject: Some(at("CAI".to_owned())),
                event: Some(at(Event::Creation)),
                date: Date::parse("1983").ok().map(at),
                source: None,
            })],
        };
        let remarks = [Remark { key: "ressources", text: "adresse perdue : « a »\nb".to_owned() }];
        let text = fiche(&header, &remarks, &Body { blocks: vec![block(BlockKind::Paragraph(run("Texte.")))], notes: Vec::new() });
        assert_eq!(
            text,
            "---\ngenre: page\ntitre: \"« Relance » : l’emploi\"\ndate: 2010/2015\nordre: 2\nnumero: 37\nstatut: publié\nchapeau: |\n  Un.\n\n  Deux.\naxes: [accompagnement, \"a, b\"]\nthematiques: à compléter\nlangue: fr\nsigles:\n  PST 3: \"plan : trois\"\nressources:\n  - titre: Synthèse\n    url: https://exemple.be/a?b=1\n    description: \"PDF, 2 pages\"\n# adresse perdue : « a » b\nsources:\n  - Rapport *2008*\nfaits:\n  - sujet: CAI\n    fait: création\n    date: 1983\n---\nTexte.\n"
        );
        let (draft, report) = reparsed(&text);
        assert_eq!(report, "");
        assert_eq!(draft.header.title.map(|t| t.value), header.title.map(|t| t.value));
        assert_eq!(draft.header.lead.map(|t| t.value), header.lead.map(|t| t.value));
        assert_eq!(draft.header.resources.filled().map(Vec::len), Some(1));
    }

    #[test]
    fn signs_of_markdown_stay_words() {
        for text in [
            "- pas une liste",
            "1. pas un numéro",
            "12) non plus",
            "# pas un titre",
            "> pas une citation",
            "+ plus",
            ": pas une définition",
            ":::encadre",
            "=== égal",
            "---",
            "* pas une puce",
            "a * b * c",
            "_souligné_ et main_d_oeuvre",
            "[accompagnées d’/jumelée]",
            "FéCRI[1]",
            "[^1]: note",
            "[[slug]]",
            "a < b > c <br> &eacute; AT&T",
            "`code`",
            "a | b",
            "x^2^ H~2~O ~~non~~",
            "\\ fin \\",
            "titre {#ancre}",
            "www.exemple.be/a_b_c",
            "https://exemple.be/~x/~y_z_",
            "![image](x)",
            "[texte](lien)",
            "<https://exemple.be>",
            "a_b_ c",
            "fin #",
            "2009",
            "http://",
            "www.",
            "a@b.be",
            "$x$ {{y}} {lang=fr}",
            "&#39; &amp &;",
            "!",
            "*",
            "“a” ”",
        ] {
            for kind in [BlockKind::Paragraph(run(text)), BlockKind::Heading { level: 2, id: None, content: run(text) }] {
                let original = vec![block(kind)];
                let (draft, report) = reparsed(&format!("---\ntitre: x\n---\n{}", blocks(&original)));
                assert_eq!(report, "", "{text}");
                assert_eq!(shape(&draft.body.blocks), shape(&original), "{text}");
            }
        }
    }

    #[test]
    fn other_kinds_parse_again() {
        let source = "Avant *doux* et **fort**, ~~barré~~, x^2^, H~2~O, `a|b`, [lien](https://exemple.be \"t\"), [[slug|mots]], [dag]{lang=nl} et note[^1].\\\nSuite.\n\n> Cité\n>\n> deux fois\n\n> [!TIP] Titre\n> Conseil\n\n```rust\nfn x() {}\n```\n\n| A | B |\n|:--|--:|\n| 1 | `x\\|y` |\n\nTerme\n: Sens\n: Autre\n\n***\n\n![alt](images/a.svg \"Légende. © Moi\"){largeur=60%}\n\n::::encadre {titre=\"À retenir\"}\n:::constat\nVu.\n:::\n::::\n\n3. trois\n4. quatre\n\n- [x] fait\n- [ ] à faire\n\n[^1]: La note.\n";
        let (first, report) = reparsed(&format!("---\ntitre: x\n---\n{source}"));
        assert_eq!(report, "");
        let written = text(&first.body);
        let (second, report) = reparsed(&format!("---\ntitre: x\n---\n{written}"));
        assert_eq!(report, "", "{written}");
        assert_eq!(text(&second.body), written);
        let runs = |body: &Body| {
            let mut out = Vec::new();
            body.visit(&mut |inline, role: Role| out.push(format!("{role:?} {}", plain(std::slice::from_ref(inline)))));
            out
        };
        assert_eq!(runs(&second.body), runs(&first.body), "{written}");
    }

    #[test]
    fn long_lines_are_broken() {
        let text = "- 1. # [x] > ".repeat(10_000);
        let written = blocks(&[block(BlockKind::Paragraph(run(&text)))]);
        assert!(written.lines().all(|l| l.len() <= LONGEST_LINE + 1) && written.lines().count() > 5);
        let (draft, report) = reparsed(&format!("---\ntitre: x\n---\n{written}"));
        assert_eq!((draft.body.blocks.len(), report.as_str()), (1, ""));
        assert_eq!(shape(&draft.body.blocks), format!("P({})", text.trim_end()));
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 256, rng_seed: proptest::test_runner::RngSeed::Fixed(7), failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn words_come_back(parts in proptest::collection::vec("[a-zé0-9 .,:;!?#*_`~^<>&|{}()+=\"'\\\\\\[\\]/@$%«»’-]{1,24}", 1..5)) {
            let items: Vec<_> = parts.iter().map(|p| p.split_whitespace().collect::<Vec<_>>().join(" ")).filter(|p| !p.is_empty()).collect();
            prop_assume!(!items.is_empty() && !items.iter().any(|i| i.contains("]{lang=")));
            let item = |t: &String| Item { task: None, blocks: vec![block(BlockKind::Paragraph(run(t)))] };
            let original = vec![
                block(BlockKind::Paragraph(run(&items[0]))),
                block(BlockKind::Heading { level: 2, id: None, content: run(&items[0]) }),
                block(BlockKind::List { start: None, tight: true, items: items.iter().map(item).collect() }),
            ];
            let header = FicheHeader { title: Some(at(items[0].clone())), lead: Some(at(blocks(&original[..1]))), sources: Slot::Filled(vec![at(line(&run(&items[0])))]), ..FicheHeader::default() };
            let written = fiche(&header, &[], &Body { blocks: original.clone(), notes: Vec::new() });
            let (draft, report) = reparsed(&written);
            prop_assert_eq!(&report, "", "{}", written);
            prop_assert_eq!(shape(&draft.body.blocks), shape(&original), "{}", written);
            prop_assert_eq!(shape(&draft.lead), shape(&original[..1]), "{}", written);
            prop_assert_eq!(draft.header.title.map(|t| t.value), Some(items[0].clone()));
            if let Some(first) = draft.sources.first() {
                prop_assert_eq!(plain(first), items[0].clone(), "{}", written);
            }
        }
    }
}
