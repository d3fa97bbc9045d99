//! Findings: what is wrong, where, and what to do, in French and in English.
//!
//! A finding is data. How it is printed is the business of `cli/report`.

use super::source::Span;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;

/// How much a finding weighs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Worth knowing; asks for nothing.
    Note,
    /// Does not stop a build, unless `--strict`.
    Warning,
    /// The content is wrong; what depends on it is not built.
    Error,
}

impl Severity {
    /// The word for it in the formats for programs, which have no language.
    pub fn word(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Note => "note",
        }
    }
}

/// The language of messages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Lang {
    /// French.
    #[default]
    Fr,
    /// English.
    En,
}

/// A text in both languages of messages. `{name}` stands for an argument of the finding.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bi {
    /// French.
    pub fr: &'static str,
    /// English.
    pub en: &'static str,
}

impl Bi {
    /// The text in one language.
    pub fn get(self, lang: Lang) -> &'static str {
        match lang {
            Lang::Fr => self.fr,
            Lang::En => self.en,
        }
    }
}

/// A kind of finding: its stable code, its weight and all its wording.
#[derive(Debug, PartialEq, Eq)]
pub struct Code {
    /// The stable code, one letter for the stage and three digits.
    pub id: &'static str,
    /// The weight by default.
    pub severity: Severity,
    /// One sentence: what is wrong.
    pub message: Bi,
    /// What to do about it.
    pub remedy: Bi,
    /// Why it matters, for `livret explain`.
    pub why: Bi,
    /// Whether the rule says nothing until the collection asks for it.
    pub off: bool,
    /// Whether what is wrong is not in the content: the command as typed, the templates, the disk.
    pub outside: bool,
    /// The same text wrong and right, for `livret explain`: what editors write, so in French only.
    pub example: Option<Example>,
}

/// A text that has a finding, and how it is written right. One that begins with `---` is a whole fiche, one that begins with
/// `version:` a `collection.yaml`; any other is the text of a fiche below its header.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Example {
    /// With the finding.
    pub wrong: &'static str,
    /// Without.
    pub right: &'static str,
}

/// Declares the codes of a stage, and the table `CODES` of all of them.
///
/// A code is its message, its remedy and its reason, each in French and in English; then, where there is one, an example:
/// `wrong "…", right "…"`. `off` after the weight makes a rule that says nothing until the collection asks for it; `outside`, an error
/// that is not in the content (see [`Code::outside`](base::diag::Code::outside)).
#[macro_export]
macro_rules! codes {
    (@is $mark:ident) => { false };
    (@is off off) => { true };
    (@is outside outside) => { true };
    (@is $mark:ident $other:ident) => { false };
    (@example) => { None };
    (@example $wrong:literal $right:literal) => { Some($crate::base::diag::Example { wrong: $wrong, right: $right }) };
    ($($(#[$doc:meta])* $name:ident = $id:literal $severity:ident $($mark:ident)? {
        $mfr:literal / $men:literal, $rfr:literal / $ren:literal, $wfr:literal / $wen:literal $(, wrong $bad:literal, right $good:literal)? $(,)?
    })*) => {
        $($(#[$doc])*
        #[allow(unreachable_pub, reason = "a private module declares codes too")]
        pub static $name: $crate::base::diag::Code = $crate::base::diag::Code {
            id: $id,
            severity: $crate::base::diag::Severity::$severity,
            message: $crate::base::diag::Bi { fr: $mfr, en: $men },
            remedy: $crate::base::diag::Bi { fr: $rfr, en: $ren },
            why: $crate::base::diag::Bi { fr: $wfr, en: $wen },
            off: $crate::codes!(@is off $($mark)?),
            outside: $crate::codes!(@is outside $($mark)?),
            example: $crate::codes!(@example $($bad $good)?),
        };)*
        /// Every code of this stage.
        #[allow(unreachable_pub, reason = "a private module declares codes too")]
        pub static CODES: &[&$crate::base::diag::Code] = &[$(&$name),*];
    };
}

/// One finding.
#[derive(Debug, Clone, PartialEq)]
pub struct Diagnostic {
    /// The kind.
    pub code: &'static Code,
    /// The weight here, which may differ from the code's.
    pub severity: Severity,
    /// Where, when there is a place.
    pub span: Option<Span>,
    /// A path when the finding is about a file that is no source (a picture, a font, a folder).
    pub path: Option<String>,
    /// What the wording's `{names}` stand for.
    pub args: Vec<(&'static str, Cow<'static, str>)>,
    /// Other places that belong to the finding (the first of two duplicates).
    pub related: Vec<Span>,
    /// The change that mends it, when one is known.
    pub fix: Option<Box<Fix>>,
}

/// A change of a source that mends a finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fix {
    /// What is replaced; an empty span is a place to insert at.
    pub span: Span,
    /// What stands there afterwards, as written in the source.
    pub replacement: String,
    /// Whether `check --fix` may apply it by itself: only when the meaning cannot change. Letters and digits are only ever proposed.
    pub sure: bool,
}

impl Diagnostic {
    /// A finding at a place.
    pub fn at(code: &'static Code, span: Span) -> Self {
        Self { code, severity: code.severity, span: Some(span), path: None, args: Vec::new(), related: Vec::new(), fix: None }
    }

    /// A finding about a file that has no text, or about the workspace.
    pub fn on(code: &'static Code, path: impl Into<String>) -> Self {
        Self { code, severity: code.severity, span: None, path: Some(path.into()), args: Vec::new(), related: Vec::new(), fix: None }
    }

    /// Says what `{name}` stands for. Control characters, which could drive a terminal, are shown as escapes.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl Into<Cow<'static, str>>) -> Self {
        let value = value.into();
        let value = if value.chars().any(|c| c == '\n' || is_unprintable(c)) { Cow::Owned(printable(&value)) } else { value };
        self.args.push((name, value));
        self
    }

    /// Adds another place.
    #[must_use]
    pub fn see(mut self, span: Span) -> Self {
        self.related.push(span);
        self
    }

    /// Adds the change that mends it.
    #[must_use]
    pub fn fix(mut self, span: Span, replacement: impl Into<String>, sure: bool) -> Self {
        self.fix = Some(Box::new(Fix { span, replacement: replacement.into(), sure }));
        self
    }

    /// Whether another finding says the same of the same place, perhaps on the way from elsewhere.
    pub fn repeats(&self, other: &Self) -> bool {
        self.code == other.code && self.span == other.span && self.path == other.path && self.args == other.args
    }

    /// The sentence.
    pub fn message(&self, lang: Lang) -> String {
        self.fill(self.code.message.get(lang))
    }

    /// What to do; empty when there is nothing to say.
    pub fn remedy(&self, lang: Lang) -> String {
        self.fill(self.code.remedy.get(lang))
    }

    /// Fills a wording: `{name}` is an argument, and `{?…?}` a part that is left out when an argument in it says nothing;
    /// `{{` and `}}` are braces.
    fn fill(&self, template: &str) -> String {
        let mut out = String::with_capacity(template.len() + 32);
        let mut rest = template;
        while let Some(open) = rest.find("{?") {
            let Some(close) = rest[open..].find("?}") else { break };
            out.push_str(&self.fill_plain(&rest[..open]).0);
            let (part, whole) = self.fill_plain(&rest[open + 2..open + close]);
            if whole {
                out.push_str(&part);
            }
            rest = &rest[open + close + 2..];
        }
        out.push_str(&self.fill_plain(rest).0);
        out.trim().to_owned()
    }

    /// Fills the arguments of a wording without optional parts, and says whether each of them said something.
    fn fill_plain(&self, mut rest: &str) -> (String, bool) {
        let mut out = String::new();
        let mut whole = true;
        while let Some(at) = rest.find(['{', '}']) {
            out.push_str(&rest[..at]);
            let here = &rest[at..];
            if here.starts_with("{{") || here.starts_with("}}") {
                out.push_str(&here[..1]);
                rest = &here[2..];
                continue;
            }
            let Some(close) = here.find('}') else {
                rest = here;
                break;
            };
            match self.args.iter().find(|(n, _)| *n == here[..close].trim_start_matches('{')) {
                Some((_, value)) if !value.is_empty() => out.push_str(value),
                _ => whole = false,
            }
            rest = &here[close + 1..];
        }
        out.push_str(rest);
        (out, whole)
    }
}

/// Whether a character must not reach a terminal as it is: controls, and the marks that reorder text (Unicode TR 36).
pub fn is_unprintable(c: char) -> bool {
    (c.is_control() && c != '\t' && c != '\n') || matches!(c, '\u{061C}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

/// A text on one line, with its unprintable characters written as `\u{…}`.
pub fn printable(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\n' => out.push_str("\\n"),
            c if is_unprintable(c) => out.extend(c.escape_unicode()),
            c => out.push(c),
        }
    }
    out
}

/// A value and the findings that came with it: no stage stops at the first fault.
#[derive(Debug, Clone)]
pub struct Warned<T> {
    /// The value, as good as the input allowed.
    pub value: T,
    /// What was found on the way.
    pub findings: Vec<Diagnostic>,
}

impl<T> Warned<T> {
    /// Moves the findings into a list and returns the value.
    pub fn unload(self, into: &mut Vec<Diagnostic>) -> T {
        into.extend(self.findings);
        self.value
    }
}

/// The candidate nearest to what was written, if one is near enough to be meant.
pub fn nearest<'a>(written: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let fold = |s: &str| s.to_lowercase();
    let written = fold(written);
    let length = written.chars().count();
    let limit = (length / 3).max(1);
    // Thousands of candidates are compared with thousands of words: what cannot be near is left out first.
    let distance = |c: &str| -> Option<usize> {
        let candidate = fold(c);
        if candidate.chars().count().abs_diff(length) > limit {
            return None;
        }
        let same = written.bytes().zip(candidate.bytes()).take_while(|(a, b)| a == b).count();
        let same = (0..=same).rev().find(|i| written.is_char_boundary(*i) && candidate.is_char_boundary(*i))?;
        Some(strsim::osa_distance(&written[same..], &candidate[same..])).filter(|d| *d <= limit)
    };
    candidates.into_iter().filter_map(|c| Some((distance(c)?, c))).min_by_key(|(d, _)| *d).map(|(_, c)| c)
}

#[cfg(test)]
mod tests {
    use super::*;

    static TEST: Code = Code {
        id: "X001",
        severity: Severity::Error,
        message: Bi { fr: "clé « {key} » inconnue", en: "unknown key “{key}”" },
        remedy: Bi { fr: "{?écrivez « {nearest} » ; ?}clés : {keys}", en: "" },
        why: Bi { fr: "", en: "" },
        off: false,
        outside: false,
        example: None,
    };

    #[test]
    fn wording_takes_its_arguments_and_shows_escapes() {
        let d = Diagnostic::on(&TEST, "a").with("key", "ti\u{1b}[2Jtre");
        assert_eq!(d.message(Lang::Fr), "clé « ti\\u{1b}[2Jtre » inconnue");
        assert_eq!(d.clone().with("keys", "a, b").remedy(Lang::Fr), "clés : a, b");
        assert_eq!(d.with("nearest", "titre").with("keys", "a").remedy(Lang::Fr), "écrivez « titre » ; clés : a");
    }

    #[test]
    fn nearest_is_near() {
        assert_eq!(nearest("titer", ["titre", "date"]), Some("titre"));
        assert_eq!(nearest("Titre", ["titre"]), Some("titre"));
        assert_eq!(nearest("xyz", ["titre", "date"]), None);
    }
}
