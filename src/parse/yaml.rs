//! YAML text → [`Node`]: a tree with places, in which every scalar is the text as written.

use super::codes::{BAD_YAML, YAML_LIMIT};
use super::text::escaped;
use crate::base::diag::{Code, Diagnostic, Warned};
use crate::base::node::{Node, Value};
use crate::base::source::{Source, SourceId, Span, Spanned};
use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_saphyr::options::DuplicateKeyPolicy;
use std::fmt;
use std::ops::Range;

/// The deepest YAML that is accepted; the deepest of our formats has four levels.
const DEPTH: usize = 16;

/// Parses a part of a source. What cannot be parsed is one finding and an empty node.
pub fn parse(source: &Source, id: SourceId, range: Range<usize>) -> Warned<Node> {
    let text = &source.text[range.clone()];
    let empty = Node { value: Value::Null, span: Span::new(id, range.start..range.start) };
    if text.trim().is_empty() {
        return Warned { value: empty, findings: Vec::new() };
    }
    let mut options = serde_saphyr::options! { duplicate_keys: DuplicateKeyPolicy::LastWins, with_snippet: false };
    if let Some(budget) = &mut options.budget {
        budget.max_depth = DEPTH;
        budget.max_aliases = 64;
    }
    match serde_saphyr::from_str_with_options::<Raw>(text, options) {
        Ok(raw) => {
            let value = Converter { text, id, base: range.start }.node(raw, 0..text.len());
            let mut findings = Vec::new();
            escapes(&value, text.contains('\\'), &mut findings);
            Warned { value, findings }
        }
        Err(error) => {
            let place = error.location().map_or(range.start, |l| {
                let line = usize::try_from(l.line()).unwrap_or(1);
                let column = usize::try_from(l.column()).unwrap_or(1);
                let first = source.position(range.start).line;
                let start = source.line_start(first + line.saturating_sub(1));
                let shift: usize = source.text[start..].chars().take(column.saturating_sub(1)).take_while(|c| *c != '\n').map(char::len_utf8).sum();
                (start + shift).min(range.end)
            });
            let (code, why, why_en) = reason(&error.to_string());
            Warned { value: empty, findings: vec![Diagnostic::at(code, Span::new(id, place..place)).with("why", why).with("why_en", why_en)] }
        }
    }
}

/// Reports the values whose escapes (`"\e"`) make what no text may hold.
fn escapes(node: &Node, any: bool, findings: &mut Vec<Diagnostic>) {
    if !any {
        return;
    }
    match &node.value {
        Value::Null => {}
        Value::Scalar(text) => findings.extend(escaped(text, node.span)),
        Value::Seq(items) => items.iter().for_each(|item| escapes(item, any, findings)),
        Value::Map(entries) => {
            for (key, value) in entries {
                findings.extend(escaped(key, key.span));
                escapes(value, any, findings);
            }
        }
    }
}

/// What the library says, in words for people. The places in its sentences are those of the header: the finding has the right one.
fn reason(message: &str) -> (&'static Code, String, String) {
    let line = message.lines().next().unwrap_or("");
    let words = line.split(" at line ").next().unwrap_or("").trim();
    let known: &[(&str, &'static Code, &str, &str)] = &[
        ("Depth", &YAML_LIMIT, "trop de niveaux", "too many levels"),
        ("recursion limit", &YAML_LIMIT, "trop de niveaux", "too many levels"),
        ("budget", &YAML_LIMIT, "trop de valeurs", "too many values"),
        ("unknown anchor", &BAD_YAML, "une valeur qui commence par « * » se met entre guillemets", "a value that begins with `*` goes between quotes"),
        ("found a tab", &BAD_YAML, "une tabulation là où il faut des espaces", "a tab where spaces must be"),
        ("mapping values are not allowed", &BAD_YAML, "un « : » de trop, ou un retrait qui ne convient pas", "a `:` too many, or a wrong indentation"),
        ("illegal placement of ':'", &BAD_YAML, "un « : » mal placé", "a misplaced `:`"),
        ("unclosed quote", &BAD_YAML, "des guillemets qui ne sont pas refermés", "a quote that is not closed"),
        ("unclosed bracket", &BAD_YAML, "un crochet qui n’est pas refermé", "a bracket that is not closed"),
        (
            "unexpected character",
            &BAD_YAML,
            "une valeur qui commence par ce signe se met entre guillemets",
            "a value that begins with this sign goes between quotes",
        ),
        ("multiple", &BAD_YAML, "une ligne « --- » sépare deux documents", "a line `---` separates two documents"),
    ];
    match known.iter().find(|(part, ..)| words.contains(part)) {
        Some((_, code, why, why_en)) => (code, (*why).to_owned(), (*why_en).to_owned()),
        None => (if words.contains("alias") || words.contains("limit") { &YAML_LIMIT } else { &BAD_YAML }, words.to_owned(), words.to_owned()),
    }
}

/// A value with the library's own idea of its place.
struct Raw(serde_saphyr::Spanned<Any>);

/// The shape of a value.
enum Any {
    Null,
    /// A string, as YAML understands it.
    Text(String),
    /// A number or a truth value: its text is in the source.
    Plain(String),
    Seq(Vec<Raw>),
    Map(Vec<(Raw, Raw)>),
}

impl<'de> Deserialize<'de> for Raw {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        serde_saphyr::Spanned::deserialize(deserializer).map(Self)
    }
}

impl<'de> Deserialize<'de> for Any {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(AnyVisitor)
    }
}

struct AnyVisitor;

impl<'de> Visitor<'de> for AnyVisitor {
    type Value = Any;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }
    fn visit_unit<E>(self) -> Result<Any, E> {
        Ok(Any::Null)
    }
    fn visit_none<E>(self) -> Result<Any, E> {
        Ok(Any::Null)
    }
    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Any, D::Error> {
        Any::deserialize(deserializer)
    }
    fn visit_bool<E>(self, v: bool) -> Result<Any, E> {
        Ok(Any::Plain(v.to_string()))
    }
    fn visit_i64<E>(self, v: i64) -> Result<Any, E> {
        Ok(Any::Plain(v.to_string()))
    }
    fn visit_u64<E>(self, v: u64) -> Result<Any, E> {
        Ok(Any::Plain(v.to_string()))
    }
    fn visit_i128<E>(self, v: i128) -> Result<Any, E> {
        Ok(Any::Plain(v.to_string()))
    }
    fn visit_u128<E>(self, v: u128) -> Result<Any, E> {
        Ok(Any::Plain(v.to_string()))
    }
    fn visit_f64<E>(self, v: f64) -> Result<Any, E> {
        Ok(Any::Plain(v.to_string()))
    }
    fn visit_str<E>(self, v: &str) -> Result<Any, E> {
        Ok(Any::Text(v.to_owned()))
    }
    fn visit_string<E>(self, v: String) -> Result<Any, E> {
        Ok(Any::Text(v))
    }
    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Any, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = seq.next_element()? {
            items.push(item);
        }
        Ok(Any::Seq(items))
    }
    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Any, A::Error> {
        let mut entries = Vec::new();
        while let Some(entry) = map.next_entry()? {
            entries.push(entry);
        }
        Ok(Any::Map(entries))
    }
}

/// Turns the library's values into ours.
struct Converter<'a> {
    text: &'a str,
    id: SourceId,
    base: usize,
}

impl Converter<'_> {
    /// The bytes that a value covers in the text; `within` stands in when the library does not know.
    fn range(&self, raw: &Raw, within: &Range<usize>) -> Range<usize> {
        let span = raw.0.referenced.span();
        match span.byte_offset() {
            Some(start) => {
                let start = usize::try_from(start).unwrap_or(0).min(self.text.len());
                let length = span.byte_len().and_then(|n| usize::try_from(n).ok()).unwrap_or(0);
                start..(start + length).min(self.text.len())
            }
            None => within.clone(),
        }
    }

    fn node(&self, raw: Raw, within: Range<usize>) -> Node {
        let range = self.range(&raw, &within);
        let value = match raw.0.value {
            Any::Null => Value::Null,
            Any::Text(text) => Value::Scalar(text),
            Any::Plain(parsed) => {
                // The author's own digits: 007 stays 007, and 2010 never becomes 2010.0.
                let written = self.text.get(range.clone()).unwrap_or("").trim();
                Value::Scalar(if written.is_empty() || written.starts_with('*') { parsed } else { written.to_owned() })
            }
            Any::Seq(items) => Value::Seq(items.into_iter().map(|item| self.node(item, range.clone())).collect()),
            Any::Map(entries) => Value::Map(
                entries
                    .into_iter()
                    .map(|(k, v)| {
                        let key = self.node(k, range.clone());
                        let name = match key.value {
                            Value::Scalar(s) => s,
                            Value::Null | Value::Seq(_) | Value::Map(_) => String::new(),
                        };
                        (Spanned::new(name, key.span), self.node(v, range.clone()))
                    })
                    .collect(),
            ),
        };
        Node { value, span: Span::new(self.id, self.base + range.start..self.base + range.end) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::source::Sources;

    fn show(text: &str) -> String {
        let mut sources = Sources::default();
        let id = sources.add(Source::new("t.yaml", text));
        let parsed = parse(sources.get(id), id, 0..text.len());
        fn write(node: &Node, sources: &Sources, out: &mut String) {
            match &node.value {
                Value::Null => out.push('~'),
                Value::Scalar(s) => out.push_str(&format!("{s:?}<{}>", sources.slice(node.span))),
                Value::Seq(items) => {
                    out.push('[');
                    items.iter().for_each(|i| write(i, sources, out));
                    out.push(']');
                }
                Value::Map(entries) => {
                    out.push('{');
                    for (k, v) in entries {
                        out.push_str(&format!("{}<{}>=", k.value, sources.slice(k.span)));
                        write(v, sources, out);
                        out.push(' ');
                    }
                    out.push('}');
                }
            }
        }
        let mut out = String::new();
        write(&parsed.value, &sources, &mut out);
        for f in parsed.findings {
            let at = sources.get(id).position(f.span.map_or(0, |s| s.start as usize));
            out.push_str(&format!(" {}@{}:{}", f.code.id, at.line, at.column));
        }
        out
    }

    #[test]
    fn scalars_keep_their_writing_and_their_place() {
        assert_eq!(show("date: 2007\nnumero: 007\n"), r#"{date<date>="2007"<2007> numero<numero>="007"<007> }"#);
        assert_eq!(show("a: [x, \"é y\"]"), r#"{a<a>=["x"<x>"é y"<"é y">] }"#);
        assert_eq!(show("t: 1985~\nu: 2016/..\nv: 198X\n"), r#"{t<t>="1985~"<1985~> u<u>="2016/.."<2016/..> v<v>="198X"<198X> }"#);
        assert_eq!(show("a: 1\na: 2"), r#"{a<a>="1"<1> a<a>="2"<2> }"#);
    }

    #[test]
    fn faults_have_a_place() {
        assert_eq!(show("a: b\nc: [d\n"), "~ H003@2:4");
        assert!(show("a: &a [x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b]\nd: &d [*c,*c,*c,*c,*c,*c,*c,*c,*c]\ne: [*d,*d,*d,*d,*d,*d,*d,*d,*d]\nf: [*d,*d,*d,*d,*d,*d,*d,*d,*d,*d,*d,*d,*d,*d,*d,*d,*d,*d,*d,*d,*d,*d]\ng: [*d,*d,*d,*d,*d,*d,*d,*d,*d,*d,*d,*d,*d,*d,*d,*d,*d,*d,*d]").contains("H004"));
    }
}
