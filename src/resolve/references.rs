//! References in the text: `[[slug]]`, `[[slug|words]]`, and « voir Fiche 37 » as people write it.

use super::codes::{UNKNOWN_NUMBER, UNKNOWN_TARGET};
use crate::base::diag::{Diagnostic, nearest};
use crate::base::node::shorten;
use crate::base::source::Span;
use crate::model::corpus::{Broken, demands};
use crate::model::fiche::{Fiche, Memorandum};
use crate::model::markup::{Block, Inline, InlineKind, map_runs, plain};
use regex::Regex;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

/// What a reference can lead to.
pub(super) struct Targets {
    ids: BTreeSet<String>,
    numbers: BTreeMap<u32, String>,
    demands: BTreeSet<String>,
    /// Fiches that exist but cannot be read: a reference to one is not wrong.
    broken: BTreeSet<String>,
}

impl Targets {
    pub(super) fn new(fiches: &[Fiche], broken: &[Broken], memorandums: &[Memorandum]) -> Self {
        Self {
            ids: fiches.iter().map(|f| f.id.clone()).collect(),
            numbers: fiches.iter().filter_map(|f| Some((f.number?, f.id.clone()))).collect(),
            demands: memorandums.iter().flat_map(|m| demands(&m.body.blocks)).map(|(d, _)| d.id.clone()).collect(),
            broken: broken.iter().map(|b| b.id.clone()).collect(),
        }
    }
}

/// « Fiche 37 », with what may follow: « – Titre court ». The word has a capital, or « voir » or « cf. » before it.
static NUMBERED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?P<intro>(?i:\bvoir(?:\s+aussi)?|\bcf\.?)\s+(?:la\s+)?)?(?P<word>\b[Ff]iche)[\s\u{a0}\u{202f}]+(?:n[°º][\s\u{a0}\u{202f}]*)?(?P<number>\d{1,4})\b(?P<title>[\s\u{a0}]*[–—-][\s\u{a0}]+[^()\[\].;:!?]+)?")
        .expect("the pattern is valid")
});

/// Replaces the references of some blocks.
pub(super) fn resolve(blocks: &mut [Block], targets: &Targets, cites: &mut BTreeSet<String>, findings: &mut Vec<Diagnostic>) {
    map_runs(blocks, &mut |run, _| *run = self::run(std::mem::take(run), targets, cites, findings));
}

fn run(inlines: Vec<Inline>, targets: &Targets, cites: &mut BTreeSet<String>, findings: &mut Vec<Diagnostic>) -> Vec<Inline> {
    let mut out = Vec::with_capacity(inlines.len());
    for mut inline in inlines {
        match inline.kind {
            InlineKind::WikiLink { target, shown } => {
                inline.kind = link(&target, shown, inline.span, targets, cites, findings);
                if matches!(inline.kind, InlineKind::FicheRef { shown: None, .. }) {
                    drop_word(&mut out);
                }
                out.push(inline);
            }
            InlineKind::Text(text) if text.contains("iche") => numbered(&text, inline.span, targets, cites, findings, &mut out),
            // `[words](other-fiche.md)` is how other tools write a reference.
            InlineKind::Link { url, content } => {
                let id = url.trim_start_matches("./").trim_end_matches(".md");
                inline.kind = if url.ends_with(".md") && targets.ids.contains(id) {
                    cites.insert(id.to_owned());
                    InlineKind::FicheRef { target: id.to_owned(), shown: Some(plain(&content)).filter(|words| !words.trim().is_empty()) }
                } else {
                    // A link already leads somewhere; nothing in its words leads elsewhere.
                    InlineKind::Link { url, content }
                };
                out.push(inline);
            }
            mut kind => {
                if let Some(children) = kind.children_mut() {
                    *children = run(std::mem::take(children), targets, cites, findings);
                }
                out.push(Inline { kind, span: inline.span });
            }
        }
    }
    out
}

/// « la fiche [[slug]] »: the reference says the word itself.
fn drop_word(before: &mut Vec<Inline>) {
    let Some(Inline { kind: InlineKind::Text(text), span }) = before.last_mut() else { return };
    let trimmed = text.trim_end();
    let Some(rest) = trimmed.strip_suffix("fiche").or_else(|| trimmed.strip_suffix("Fiche")) else { return };
    if rest.ends_with(char::is_alphanumeric) {
        return;
    }
    let cut = u32::try_from(text.len() - rest.len()).unwrap_or(0);
    if (span.end - span.start) as usize == text.len() {
        span.end -= cut;
    }
    *text = rest.to_owned();
    if text.is_empty() {
        before.pop();
    }
}

fn link(target: &str, shown: Option<String>, span: Span, targets: &Targets, cites: &mut BTreeSet<String>, findings: &mut Vec<Diagnostic>) -> InlineKind {
    let id = target.trim().trim_end_matches(".md");
    if targets.ids.contains(id) {
        cites.insert(id.to_owned());
        return InlineKind::FicheRef { target: id.to_owned(), shown };
    }
    if let Some(found) = id.parse().ok().and_then(|n| targets.numbers.get(&n)) {
        cites.insert(found.clone());
        return InlineKind::FicheRef { target: found.clone(), shown };
    }
    if targets.demands.contains(id.trim_start_matches('#')) {
        return InlineKind::DemandRef { target: id.trim_start_matches('#').to_owned(), shown };
    }
    if !targets.broken.contains(id) {
        let known = targets.ids.iter().chain(&targets.demands).map(String::as_str);
        let near = nearest(id, known);
        let finding = Diagnostic::at(&UNKNOWN_TARGET, span).with("found", shorten(target)).with("nearest", near.unwrap_or_default().to_owned());
        let words = shown.as_ref().map(|s| format!("|{s}")).unwrap_or_default();
        findings.push(near.into_iter().fold(finding, |f, near| f.fix(span, format!("[[{near}{words}]]"), false)));
    }
    InlineKind::Text(shown.unwrap_or_else(|| target.to_owned()))
}

fn numbered(text: &str, span: Span, targets: &Targets, cites: &mut BTreeSet<String>, findings: &mut Vec<Diagnostic>, out: &mut Vec<Inline>) {
    let exact = (span.end - span.start) as usize == text.len();
    let place = |range: std::ops::Range<usize>| if exact { span.part(range) } else { span };
    let push = |out: &mut Vec<Inline>, range: std::ops::Range<usize>| {
        if !range.is_empty() {
            out.push(Inline { kind: InlineKind::Text(text[range.clone()].to_owned()), span: place(range) });
        }
    };
    let mut done = 0;
    for found in NUMBERED.captures_iter(text) {
        let (Some(word), Some(number)) = (found.name("word"), found.name("number")) else { continue };
        if found.name("intro").is_none() && word.as_str() == "fiche" {
            continue;
        }
        let here = place(word.start()..number.end());
        let Some(target) = number.as_str().parse().ok().and_then(|n: u32| targets.numbers.get(&n)) else {
            findings.push(Diagnostic::at(&UNKNOWN_NUMBER, here).with("number", number.as_str().to_owned()));
            continue;
        };
        cites.insert(target.clone());
        push(out, done..word.start());
        out.push(Inline { kind: InlineKind::FicheRef { target: target.clone(), shown: None }, span: here });
        // A short title that closes a parenthesis or the sentence gives way to the real one; other words after a dash are a sentence.
        done = match found.name("title") {
            Some(title) if title.len() < 100 && text[title.end()..].chars().next().is_none_or(|c| matches!(c, ')' | ']' | '.' | ';')) => title.end(),
            _ => number.end(),
        };
    }
    push(out, done..text.len());
}
