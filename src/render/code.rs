//! The one writer of Typst text.
//!
//! Words go into string literals, which are inert: two characters need escaping, and no text of a fiche can become code. Each literal
//! keeps the place that its words came from.

use crate::base::source::Span;
use crate::model::bundle::SourceMap;

/// Typst text in the making.
#[derive(Debug, Default)]
pub struct Code {
    text: String,
    map: SourceMap,
}

impl Code {
    /// Adds syntax of our own.
    pub fn raw(&mut self, syntax: &str) {
        self.text.push_str(syntax);
    }

    /// Adds a string literal that is no text of the author's, or whose place does not matter.
    pub fn string(&mut self, value: &str) {
        literal(value, &mut self.text);
    }

    /// Adds a string literal and remembers its place.
    pub fn string_at(&mut self, value: &str, span: Span) {
        let start = self.text.len();
        literal(value, &mut self.text);
        self.map.0.push((start..self.text.len(), span));
    }

    /// Adds words to content: `#"…"`.
    pub fn words(&mut self, value: &str, span: Span) {
        if !value.is_empty() {
            self.text.push('#');
            self.string_at(value, span);
        }
    }

    /// Whether what was written last ends with a space, or begins some content: a space here would be one too many.
    pub fn is_spaced(&self) -> bool {
        self.text.ends_with(" \"") || self.text.ends_with('[')
    }

    /// Adds an optional string argument.
    pub fn option(&mut self, value: Option<&str>) {
        match value {
            Some(v) => self.string(v),
            None => self.raw("none"),
        }
    }

    /// The text, and where its literals came from.
    pub fn finish(self) -> (String, SourceMap) {
        (self.text, self.map)
    }
}

/// A document that shows one picture of a bundle and nothing else.
pub fn picture_alone(path: &str) -> String {
    let mut code = Code::default();
    code.raw("#image(");
    code.string(&format!("/{path}"));
    code.raw(")\n");
    code.finish().0
}

/// Writes a Typst string literal. Beside `\` and `"`, control characters are written as escapes so that a body keeps one block a line.
pub fn literal(value: &str, out: &mut String) {
    out.push('"');
    for c in value.chars() {
        match c {
            '\\' => out.push_str("\\\\"),
            '"' => out.push_str("\\\""),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            '\r' => out.push_str("\\r"),
            c if c.is_control() => out.push_str(&format!("\\u{{{:x}}}", u32::from(c))),
            c => out.push(c),
        }
    }
    out.push('"');
}
