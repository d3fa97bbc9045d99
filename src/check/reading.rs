//! What the rules on sigles and dates read, made once: the words of every document, what the texts explain, and the words that look like sigles.

use crate::base::source::Span;
use crate::lang::capitals::{Candidate, candidates};
use crate::lang::mining::{self, Found};
use crate::lang::sigles::{Lexicon, spelling_key, words};
use crate::model::corpus::Corpus;
use crate::model::markup::Role;
use crate::model::prose::{Document, Prose, documents};
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// The texts, read.
#[derive(Debug)]
pub struct Reading<'a> {
    /// Every document that people wrote.
    pub(super) documents: Vec<Document<'a>>,
    /// The explanations in each document, in its order; none in other languages.
    pub(super) explained: Vec<Vec<Explanation>>,
    /// The words of each document that look like sigles and are no known term.
    pub(super) unknown: Vec<Vec<Unknown>>,
    /// Capitalised words of each document that have the letters of a known term in another spelling (Irfam for IRFAM).
    pub(super) odd: Vec<Vec<Unknown>>,
    /// The terms of each document, titles included: their places and keys.
    pub(super) uses: Vec<Vec<Use>>,
    /// The spelling keys of terms and of their variants, with the keys of the terms.
    pub(super) known: BTreeMap<String, BTreeSet<&'a str>>,
}

/// An explanation in a document.
#[derive(Debug)]
pub(super) struct Explanation {
    /// The sigle, as written.
    pub sigle: String,
    /// What the text says it stands for.
    pub expansion: String,
    /// Where.
    pub span: Span,
}

/// A word that looks like a sigle.
#[derive(Debug)]
pub(super) struct Unknown {
    /// The word.
    pub text: String,
    /// Its run.
    pub run: usize,
    /// Its bytes in the run.
    pub range: Range<usize>,
    /// Whether it may be a family name.
    pub name: bool,
}

/// A known term in a document.
#[derive(Debug)]
pub(super) struct Use {
    /// Its key.
    pub key: String,
    /// Its run.
    pub run: usize,
    /// Its bytes in the run.
    pub range: Range<usize>,
}

impl<'a> Reading<'a> {
    /// Reads the documents of a corpus, in one pass over each.
    pub fn new(corpus: &'a Corpus) -> Self {
        let documents = documents(corpus);
        let lexicon = Lexicon::new(corpus.terms.iter());
        let mut known: BTreeMap<String, BTreeSet<&str>> = BTreeMap::new();
        for (key, term) in &corpus.terms {
            for spelling in std::iter::once(&term.term.value).chain(term.variants.iter().map(|v| &v.value)) {
                known.entry(spelling_key(spelling)).or_default().insert(key);
            }
        }
        let read: Vec<_> = documents.par_iter().map(|document| read(document, corpus, &lexicon)).collect();
        let mut out = Self { documents, explained: Vec::new(), unknown: Vec::new(), odd: Vec::new(), uses: Vec::new(), known };
        for (explained, unknown, uses) in read {
            out.explained.push(explained);
            out.unknown.push(unknown);
            out.uses.push(uses);
        }
        let unknown: BTreeSet<String> = out.unknown.iter().flatten().map(|u| spelling_key(&u.text)).collect();
        let keys: BTreeSet<&str> = out.known.keys().chain(&unknown).map(String::as_str).filter(|k| k.len() >= 4).collect();
        let odd =
            out.documents.par_iter().zip(&out.uses).map(|(document, uses)| if keys.is_empty() { Vec::new() } else { odd(document, uses, &keys) }).collect();
        out.odd = odd;
        out
    }

    /// Those of the keys, of four letters and more, that some text writes in small letters: « le PLAN » is emphasis, not a sigle. Shorter ones make
    /// sigles and words alike (CAR, PAC, RUN).
    pub(super) fn in_small_letters<'k>(&self, keys: impl Iterator<Item = &'k String>) -> BTreeSet<String> {
        let wanted: BTreeSet<&String> = keys.filter(|k| k.chars().count() >= 4).collect();
        let mut out = BTreeSet::new();
        if wanted.is_empty() {
            return out;
        }
        for run in self.documents.iter().filter(|d| d.french).flat_map(|d| &d.runs) {
            for range in words(&run.text) {
                let word = &run.text[range];
                if word.len() >= 4 && word.chars().all(char::is_lowercase) {
                    let key = spelling_key(word);
                    if wanted.contains(&key) {
                        out.insert(key);
                    }
                }
            }
        }
        out
    }

    /// The run of a place in a document.
    pub(super) fn run(&self, document: usize, run: usize) -> &Prose {
        &self.documents[document].runs[run]
    }
}

/// What is read in one document: explanations, unknown words, uses.
type Read = (Vec<Explanation>, Vec<Unknown>, Vec<Use>);

fn read(document: &Document<'_>, corpus: &Corpus, lexicon: &Lexicon) -> Read {
    let (mut explained, mut unknown, mut uses) = (Vec::new(), Vec::new(), Vec::new());
    for (i, run) in document.runs.iter().enumerate() {
        let mut taken: Vec<Range<usize>> = Vec::new();
        for (range, key) in &run.terms {
            uses.push(Use { key: key.clone(), run: i, range: range.clone() });
            taken.push(range.clone());
        }
        // A title is no Markdown: nothing has marked its terms yet.
        if i == 0 {
            for found in lexicon.find(&run.text) {
                let meant = found.keys.iter().filter(|k| corpus.terms.get(*k).is_some_and(|t| t.is_meant_in(document.id)));
                if let Some(key) = meant.max_by_key(|k| corpus.terms.get(*k).is_some_and(|t| !t.scope.is_empty())) {
                    uses.push(Use { key: key.clone(), run: i, range: found.range.clone() });
                    taken.push(found.range);
                }
            }
        }
        if !document.french || !run.text.contains(|c: char| c.is_uppercase()) {
            continue;
        }
        // They follow each other, and none overlaps another.
        let free = |range: &Range<usize>| taken.get(taken.partition_point(|t| t.end <= range.start)).is_none_or(|t| t.start >= range.end);
        let title = matches!(run.role, Role::Heading | Role::Label | Role::TableHeader);
        for Candidate { range, name } in candidates(&run.text, title).into_iter().filter(|c| free(&c.range)) {
            unknown.push(Unknown { text: run.text[range.clone()].to_owned(), run: i, range, name });
        }
        explained.extend(mining::find(&run.text).into_iter().map(|f: Found| Explanation {
            sigle: run.text[f.sigle.clone()].to_owned(),
            expansion: run.text[f.expansion.clone()].to_owned(),
            span: run.place(f.sigle),
        }));
    }
    (explained, unknown, uses)
}

/// Capitalised words in the middle of a sentence that have the letters of one of the keys, and are no known term as they stand.
fn odd(document: &Document<'_>, uses: &[Use], keys: &BTreeSet<&str>) -> Vec<Unknown> {
    let mut out = Vec::new();
    for (i, run) in document.runs.iter().enumerate().filter(|_| document.french) {
        for range in words(&run.text) {
            let word = &run.text[range.clone()];
            let mut chars = word.chars();
            if !chars.next().is_some_and(char::is_uppercase) || word.len() < 4 || !chars.all(char::is_lowercase) {
                continue;
            }
            // Not at the head of a sentence, where « Car » is a word.
            let before = run.text[..range.start].trim_end_matches(['«', '“', '(', ' ', '\u{a0}', '\u{202f}']);
            let inside = before.ends_with(|c: char| c.is_alphanumeric() || matches!(c, ',' | '’' | '\''));
            let taken = || uses.iter().any(|u| u.run == i && u.range.start < range.end && range.start < u.range.end);
            if inside && keys.contains(spelling_key(word).as_str()) && !taken() {
                out.push(Unknown { text: word.to_owned(), run: i, range, name: false });
            }
        }
    }
    out
}
