//! Brackets and quotes that are not opened or not closed: DOMAIN.md 1.7.

use super::prose::Prose;
use super::{Context, Rule};
use crate::base::diag::{Code, Diagnostic};
use crate::lang::typography::{Language, LintKind, Settings, guillemets_astray};
use crate::model::markup::Role;
use std::borrow::Cow;

crate::codes! {
    /// One without its other half.
    UNBALANCED = "C115" Warning {
        "« {sign} » {what}" / "“{sign}” {what_en}",
        "ajoutez l’autre moitié, ou supprimez celle-ci" / "add the other half, or remove this one",
        "Le lecteur ne sait plus où finit la parenthèse, ni qui parle." / "The reader no longer knows where the parenthesis ends, or who is speaking.",
        wrong "Le réseau (associations, communes et province se réunit.\n",
        right "Le réseau (associations, communes et province) se réunit : a) pour débattre ; b) pour décider.\n",
    }
}

/// What opens, and what closes it.
const PAIRS: &[(char, char)] = &[('(', ')'), ('[', ']'), ('«', '»'), ('“', '”')];

/// The rule.
pub(super) struct Brackets;

/// A half without the other: the run, where in it, the sign, whether it opens.
type Half = (usize, usize, char, bool);

impl Rule for Brackets {
    fn codes(&self) -> &'static [&'static Code] {
        CODES
    }

    fn check(&self, context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
        for document in &context.documents {
            let runs: Vec<&Prose> = document.all().collect();
            let mut halves: Vec<Half> = Vec::new();
            for (i, run) in runs.iter().enumerate() {
                let text = turned(&run.text, context.typography, Language::of(&document.language));
                halves.extend(single(&text, document.language == "de").into_iter().map(|(at, sign, opens)| (i, at, sign, opens)));
            }
            for (i, at, sign, opens) in alone(&halves, &runs) {
                let Some(span) = runs[i].span(at..at + sign.len_utf8()) else { continue };
                let what = if opens { ("n’est pas fermé", "is not closed") } else { ("n’est pas ouvert", "is not opened") };
                findings.push(Diagnostic::at(&UNBALANCED, span).with("sign", sign.to_string()).with("what", what.0).with("what_en", what.1));
            }
        }
    }
}

/// The text with its guillemets as typography wants them (C302, C303): what it finds there is found once. No byte changes its place.
fn turned<'a>(text: &'a str, settings: &Settings, language: Language) -> Cow<'a, str> {
    if !text.contains(['«', '»']) {
        return Cow::Borrowed(text);
    }
    let mut out = text.to_owned();
    for found in guillemets_astray(text, settings, language) {
        // The sign ends the range; blanks may come before it.
        let Some(at) = text[found.range.clone()].rfind(['«', '»']).map(|at| found.range.start + at) else { continue };
        let new = match (found.kind, &text[at..at + '«'.len_utf8()]) {
            (LintKind::ReversedGuillemet, "«") => "»",
            (LintKind::ReversedGuillemet, _) => "«",
            (LintKind::StrayGuillemet, _) => "  ",
            _ => continue,
        };
        out.replace_range(at..at + '«'.len_utf8(), new);
    }
    Cow::Owned(out)
}

/// The halves in a run that have no other there: place, sign, whether it opens.
fn single(text: &str, german: bool) -> Vec<(usize, char, bool)> {
    let mut open: Vec<(usize, char)> = Vec::new();
    let mut out = Vec::new();
    let mut straight = Vec::new();
    for (at, c) in text.char_indices() {
        // After a figure the sign is an inch, unless a quotation is open.
        if c == '"' && (straight.len() % 2 == 1 || !text[..at].ends_with(|c: char| c.is_ascii_digit())) {
            straight.push(at);
        }
        // German quotes close with the sign that opens English ones.
        if german && matches!(c, '“' | '”' | '«' | '»') {
            continue;
        }
        if PAIRS.iter().any(|(o, _)| *o == c) {
            open.push((at, c));
        } else if let Some((opening, _)) = PAIRS.iter().find(|(_, close)| *close == c) {
            match open.iter().rposition(|(_, o)| o == opening) {
                // What was opened inside and not closed is alone.
                Some(i) => {
                    out.extend(open.drain(i + 1..).map(|(at, c)| (at, c, true)));
                    open.pop();
                }
                None if c == ')' && is_label(text, at) => {}
                None => out.push((at, c, false)),
            }
        }
    }
    out.extend(open.into_iter().map(|(at, c)| (at, c, true)));
    if straight.len() % 2 == 1 {
        out.extend(straight.last().map(|at| (*at, '"', true)));
    }
    out.sort_unstable();
    out
}

/// Whether a closing parenthesis belongs to a label: « a) », « 1) », « 2°) », « iv) », or to a smiling face.
fn is_label(text: &str, at: usize) -> bool {
    let before = &text[..at];
    let word = before.rsplit(|c: char| c.is_whitespace() || matches!(c, '(' | '\u{a0}' | '\u{202f}' | ';' | ',')).next().unwrap_or("");
    let plain = word.trim_end_matches(['°', '.', 'º']);
    let roman = !plain.is_empty() && plain.chars().all(|c| matches!(c.to_ascii_lowercase(), 'i' | 'v' | 'x'));
    let short = plain.chars().count() == 1 && plain.chars().all(char::is_alphabetic);
    let number = !plain.is_empty() && plain.len() <= 3 && plain.bytes().all(|b| b.is_ascii_digit());
    roman || short || number || matches!(word, ":" | ";" | ":-" | ";-")
}

/// The halves that no later or earlier paragraph completes: a quotation may run over several, each beginning with the opening quote.
fn alone(halves: &[Half], runs: &[&Prose]) -> Vec<Half> {
    let mut out: Vec<Half> = Vec::new();
    let mut waiting: Option<Half> = None;
    let mut rest = halves.iter().peekable();
    for (i, run) in runs.iter().enumerate().filter(|(_, r)| r.role == Role::Text) {
        out.extend(std::iter::from_fn(|| rest.next_if(|h| h.0 < i)));
        let mut quotes = false;
        while let Some(half) = rest.next_if(|h| h.0 == i) {
            let (_, _, sign, opens) = *half;
            if !matches!(sign, '«' | '»' | '“' | '”') {
                out.push(*half);
                continue;
            }
            quotes = true;
            match (&waiting, opens) {
                // A new paragraph of the same quotation begins with the quote again.
                (Some(first), true) if first.2 == sign && i > first.0 && run.text.trim_start().starts_with(sign) => {}
                (_, true) => out.extend(waiting.replace(*half)),
                (Some(first), false) if i > first.0 && i - first.0 < LONGEST_QUOTATION && PAIRS.contains(&(first.2, sign)) => waiting = None,
                (_, false) => out.push(*half),
            }
        }
        // Its last paragraph may be balanced by itself.
        let last = |first: &Half| i > first.0 && run.text.trim_start().starts_with(first.2) && run.text.contains(|c| PAIRS.contains(&(first.2, c)));
        if !quotes && waiting.as_ref().is_some_and(last) {
            waiting = None;
        }
    }
    out.extend(rest);
    out.extend(waiting);
    out.sort_unstable();
    out
}

/// The most paragraphs of a quotation.
const LONGEST_QUOTATION: usize = 8;
