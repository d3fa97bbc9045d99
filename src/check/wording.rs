//! One name, several capitals in one document: « Plan de cohésion sociale » and « Plan de Cohésion sociale » (DOMAIN.md 1.7).

use super::{Context, Rule};
use crate::base::diag::{Code, Diagnostic};
use crate::base::source::Span;
use crate::lang::mining::{is_plural, singular};
use crate::lang::sigles::{fold, words};
use crate::model::markup::Role;
use crate::model::prose::{Document, Prose};
use aho_corasick::{AhoCorasick, MatchKind};
use std::collections::BTreeMap;
use std::ops::Range;

crate::codes! {
    /// The capitals of a name that change.
    CAPITALS = "C414" Note {
        "« {found} » : ce texte met aussi d’autres capitales, « {term} »" / "“{found}”: this text also has other capitals, “{term}”",
        "choisissez une façon de mettre les capitales ; le glossaire en montre une" / "choose one way to set the capitals; the glossary shows one",
        "La capitale dit s’il s’agit du nom d’une institution ou d’un mot commun." / "The capital tells the name of an institution from a common word.",
        wrong "Le Fonds social européen aide, puis le fonds social européen se retire.\n",
        right "Le Fonds social européen aide, puis le Fonds social européen se retire.\n",
    }
}

/// The rule.
pub(super) struct Wording;

/// A word or a group of words in a document.
struct Place {
    run: usize,
    range: Range<usize>,
}

impl Rule for Wording {
    fn codes(&self) -> &'static [&'static Code] {
        CODES
    }

    fn check(&self, context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
        let reading = &context.reading;
        let explained = reading.explained.iter().flatten().map(|e| e.expansion.as_str());
        let terms = context.corpus.terms.values().flat_map(|t| [&t.expansion, &t.plural]).flatten().map(|e| e.value.as_str());
        let names = Names::new(terms.chain(explained));
        for document in reading.documents.iter().filter(|d| d.french) {
            names.check(document, findings);
        }
    }
}

fn place(document: &Document<'_>, at: &Place) -> Span {
    document.runs[at.run].place(at.range.clone())
}

fn text<'a>(document: &'a Document<'_>, at: &Place) -> &'a str {
    &document.runs[at.run].text[at.range.clone()]
}

/// Known expansions, to be found whatever their capitals.
struct Names {
    automaton: Option<AhoCorasick>,
    /// For each pattern, the number of its name: singular and plural have one.
    groups: Vec<usize>,
}

impl Names {
    fn new<'a>(expansions: impl Iterator<Item = &'a str>) -> Self {
        let mut groups: BTreeMap<String, usize> = BTreeMap::new();
        let mut patterns: BTreeMap<String, usize> = BTreeMap::new();
        for expansion in expansions.map(str::trim).filter(|e| e.contains(' ')) {
            let one = if is_plural(expansion) { singular(expansion) } else { expansion.to_owned() };
            let next = groups.len();
            let group = *groups.entry(fold(&one)).or_insert(next);
            for form in [expansion, &one] {
                patterns.insert(form.to_lowercase(), group);
            }
        }
        let (words, groups): (Vec<String>, Vec<usize>) = patterns.into_iter().unzip();
        let automaton = (!words.is_empty())
            .then(|| AhoCorasick::builder().ascii_case_insensitive(true).match_kind(MatchKind::LeftmostLongest).build(&words).ok())
            .flatten();
        Self { automaton, groups }
    }

    fn check(&self, document: &Document<'_>, findings: &mut Vec<Diagnostic>) {
        let Some(automaton) = &self.automaton else { return };
        let mut found: BTreeMap<usize, BTreeMap<Vec<bool>, Vec<Place>>> = BTreeMap::new();
        for (run, prose) in document.runs.iter().enumerate().filter(|(_, p)| p.role == Role::Text) {
            for m in automaton.find_iter(&prose.text) {
                let edge = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric());
                let whole = edge(prose.text[..m.start()].chars().next_back()) && edge(prose.text[m.end()..].chars().next());
                // The first word of a sentence has its capital anyway.
                if whole && !begins_sentence(prose, m.start()) {
                    let style = words(&prose.text[m.range()]).into_iter().map(|r| prose.text[m.start() + r.start..].starts_with(char::is_uppercase)).collect();
                    found.entry(self.groups[m.pattern().as_usize()]).or_default().entry(style).or_default().push(Place { run, range: m.range() });
                }
            }
        }
        for styles in found.into_values().filter(|s| s.len() > 1) {
            let Some((model, places)) = styles.iter().max_by_key(|(_, places)| places.len()) else { continue };
            for (_, others) in styles.iter().filter(|(style, _)| *style != model) {
                let finding = Diagnostic::at(&CAPITALS, place(document, &others[0])).with("found", text(document, &others[0]).to_owned());
                findings.push(finding.with("term", text(document, &places[0]).to_owned()).see(place(document, &places[0])));
            }
        }
    }
}

fn begins_sentence(prose: &Prose, at: usize) -> bool {
    let before = prose.text[..at].trim_end_matches(['«', '“', '"', ' ', '\u{a0}', '\u{202f}']);
    before.is_empty() || before.ends_with(['.', '!', '?', ':'])
}
