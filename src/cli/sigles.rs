//! `livret sigles suggest`: what the texts say of sigles that the glossary does not have.

use super::args::{Global, SiglesArgs, SiglesCommand, SuggestArgs, SuggestFormat};
use super::terminal::Terminal;
use super::{Exit, Workspace, report};
use crate::base::diag::{Diagnostic, Lang};
use crate::base::source::{Source, SourceId, Sources};
use crate::import::codes::GLOSSARY_SHAPE;
use crate::import::glossary;
use crate::lang::mining::{self, Confidence, Evidence, Passage, Suggestion};
use crate::lang::sigles::spelling_key;
use crate::model::catalog::{CatalogDraft, Term};
use crate::model::prose::{Document, Prose, documents};
use crate::parse;
use crate::workspace::store;
use serde::Serialize;
use std::collections::BTreeMap;

/// The glossary, relative to the workspace.
const GLOSSARY: &str = "content/sigles.yaml";

/// The most places that are shown of one suggestion.
const MOST_PLACES: usize = 3;

pub(super) fn run(args: &SiglesArgs, global: &Global, terminal: &mut Terminal) -> Exit {
    match &args.command {
        SiglesCommand::Suggest(args) => suggest(args, global, terminal),
    }
}

/// What the command answers in JSON.
#[derive(Serialize)]
struct Answer {
    version: u32,
    suggestions: Vec<SuggestionView>,
    conflicts: Vec<ConflictView>,
    written: Vec<String>,
}

#[derive(Serialize)]
struct SuggestionView {
    term: String,
    expansion: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    plural: Option<String>,
    confidence: &'static str,
    evidence: Vec<PlaceView>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    rivals: Vec<RivalView>,
}

#[derive(Serialize)]
struct RivalView {
    expansion: String,
    evidence: Vec<PlaceView>,
}

/// An expansion that a text gives to a sigle whose entry says something else.
#[derive(Serialize)]
struct ConflictView {
    term: String,
    known: String,
    expansion: String,
    evidence: Vec<PlaceView>,
}

#[derive(Serialize)]
struct PlaceView {
    file: String,
    line: usize,
    column: usize,
    text: String,
}

fn confidence(confidence: Confidence) -> &'static str {
    match confidence {
        Confidence::Sure => "sure",
        Confidence::Likely => "likely",
        Confidence::Doubtful => "doubtful",
    }
}

/// What the texts say beside the glossary.
struct Mined {
    new: Vec<Suggestion>,
    /// Known term, its expansion, and what a text says instead.
    conflicts: Vec<(String, String, String, Vec<Evidence>)>,
}

fn mine(runs: &[(usize, &Prose)], terms: &BTreeMap<String, Term>) -> Mined {
    let passages: Vec<Passage<'_>> = runs.iter().map(|(document, run)| Passage { document: *document, text: &run.text }).collect();
    let mut known: BTreeMap<String, Vec<&Term>> = BTreeMap::new();
    for term in terms.values() {
        for spelling in std::iter::once(&term.term.value).chain(term.variants.iter().map(|v| &v.value)) {
            known.entry(spelling_key(spelling)).or_default().push(term);
        }
    }
    let mut out = Mined { new: Vec::new(), conflicts: Vec::new() };
    for suggestion in mining::suggest(&passages, &|sigle| !known.contains_key(&spelling_key(sigle))) {
        let Some(entries) = known.get(&spelling_key(&suggestion.term)) else {
            out.new.push(suggestion);
            continue;
        };
        let says = |text: &str| entries.iter().flat_map(|t| [&t.expansion, &t.plural]).flatten().any(|e| mining::says(e, text));
        let all = std::iter::once((suggestion.expansion.clone(), suggestion.evidence)).chain(suggestion.rivals);
        for (expansion, evidence) in all.filter(|(text, _)| !says(text)) {
            if let Some(first) = entries.iter().find_map(|t| t.expansion.as_ref()) {
                out.conflicts.push((entries[0].term.value.clone(), first.value.clone(), expansion, evidence));
            }
        }
    }
    out
}

fn suggest(args: &SuggestArgs, global: &Global, terminal: &mut Terminal) -> Exit {
    let Some(workspace) = Workspace::open(global, terminal) else { return Exit::Command };
    let loaded = workspace.load();
    let lang = global.lang(Some(&loaded));
    let documents: Vec<Document<'_>> = documents(&loaded.corpus);
    let runs: Vec<(usize, &Prose)> = documents.iter().enumerate().filter(|(_, d)| d.french).flat_map(|(i, d)| d.runs.iter().map(move |r| (i, r))).collect();
    let mined = mine(&runs, &loaded.corpus.terms);
    let places = |evidence: &[Evidence]| -> Vec<PlaceView> {
        evidence
            .iter()
            .map(|e| {
                let run = runs[e.passage].1;
                let found = &e.found;
                let end = found.sigle.end.max(found.expansion.end);
                let closing = run.text[end..].chars().next().filter(|c| matches!(c, ')' | ']')).map_or(0, char::len_utf8);
                let whole = found.sigle.start.min(found.expansion.start)..end + closing;
                let span = run.place(whole.clone());
                let source = loaded.sources.get(span.source);
                let at = source.position(span.start as usize);
                PlaceView { file: source.path.clone(), line: at.line, column: at.column, text: run.text[whole].to_owned() }
            })
            .collect()
    };

    let mut written = Vec::new();
    if args.write {
        let sure: Vec<(&Suggestion, Vec<String>)> = mined
            .new
            .iter()
            .filter(|s| s.confidence == Confidence::Sure && s.rivals.is_empty())
            .map(|s| (s, places(&s.evidence).iter().take(1).map(|p| format!("{}:{}", p.file, p.line)).collect()))
            .collect();
        if !sure.is_empty() {
            let changed = loaded
                .sources
                .find(GLOSSARY)
                .map_or_else(|| glossary::insert("", &[], &sure).map_err(|(why, why_en)| shape(why, why_en)), |id| with_entries(&loaded.sources, id, &sure));
            let stored = changed.and_then(|text| store(&workspace.root.join(GLOSSARY), text.as_bytes()));
            if let Err(finding) = stored {
                report::findings(&[finding], &loaded.sources, lang, terminal);
                return Exit::Command;
            }
        }
        written = sure.iter().map(|(s, _)| s.term.clone()).collect();
    }

    match args.format {
        SuggestFormat::Json => {
            let suggestions = mined
                .new
                .iter()
                .map(|s| SuggestionView {
                    term: s.term.clone(),
                    expansion: s.expansion.clone(),
                    plural: s.plural.clone(),
                    confidence: confidence(s.confidence),
                    evidence: places(&s.evidence),
                    rivals: s.rivals.iter().map(|(expansion, e)| RivalView { expansion: expansion.clone(), evidence: places(e) }).collect(),
                })
                .collect();
            let conflicts = mined
                .conflicts
                .iter()
                .map(|(term, known, expansion, e)| ConflictView { term: term.clone(), known: known.clone(), expansion: expansion.clone(), evidence: places(e) })
                .collect();
            terminal.out(&report::to_json(&Answer { version: 1, suggestions, conflicts, written }));
        }
        SuggestFormat::Human => {
            let (but, or) = match lang {
                Lang::Fr => ("mais le glossaire dit", "ou bien"),
                Lang::En => ("but the glossary says", "or"),
            };
            for s in mined.new.iter().filter(|s| !written.contains(&s.term)) {
                let mut comments = Vec::new();
                for p in places(&s.evidence).iter().take(MOST_PLACES) {
                    comments.push(format!("{}:{}, {} : {}", p.file, p.line, word(s.confidence, lang), shown(&p.text)));
                }
                for (rival, evidence) in &s.rivals {
                    let place = places(evidence).first().map(|p| format!("{}:{}", p.file, p.line)).unwrap_or_default();
                    comments.push(format!("{place}, {or} : {}", shown(rival)));
                }
                terminal.out(&glossary::entry(s, &comments, ""));
            }
            for (term, known, expansion, evidence) in &mined.conflicts {
                for p in places(evidence) {
                    terminal.out(&format!("# {}:{} : {term} = {} ; {but} : {}\n", p.file, p.line, shown(expansion), shown(known)));
                }
            }
            let count = |c: Confidence| mined.new.iter().filter(|s| s.confidence == c).count();
            let (sure, other) = (count(Confidence::Sure), count(Confidence::Likely) + count(Confidence::Doubtful));
            terminal.err(&match (lang, args.write) {
                (Lang::Fr, true) => format!("ajouté à {GLOSSARY} : {} ; à vérifier : {other} ; en conflit : {}\n", written.len(), mined.conflicts.len()),
                (Lang::Fr, false) => format!("propositions sûres : {sure} ; à vérifier : {other} ; en conflit : {}\n", mined.conflicts.len()),
                (Lang::En, true) => format!("added to {GLOSSARY}: {}; to check: {other}; in conflict: {}\n", written.len(), mined.conflicts.len()),
                (Lang::En, false) => format!("sure suggestions: {sure}; to check: {other}; in conflict: {}\n", mined.conflicts.len()),
            });
        }
    }
    Exit::Done
}

fn word(confidence: Confidence, lang: Lang) -> &'static str {
    match (lang, confidence) {
        (Lang::Fr, c) => c.word(),
        (Lang::En, Confidence::Sure) => "sure",
        (Lang::En, Confidence::Likely) => "likely",
        (Lang::En, Confidence::Doubtful) => "to check",
    }
}

/// A text that may stand in a comment: one line, nothing that drives a terminal.
fn shown(text: &str) -> String {
    crate::base::diag::printable(&text.split_whitespace().collect::<Vec<_>>().join(" "))
}

fn shape(why: &'static str, why_en: &'static str) -> Diagnostic {
    Diagnostic::on(&GLOSSARY_SHAPE, GLOSSARY).with("why", why).with("why_en", why_en)
}

/// The entries of a glossary as the program reads them, and the offsets of their values.
fn entries(sources: &Sources, id: SourceId) -> (CatalogDraft, Vec<(String, usize)>, bool) {
    let mut draft = CatalogDraft::default();
    let mut findings = Vec::new();
    parse::catalog::terms(sources, id, &mut draft, &mut findings);
    let starts = draft.terms.iter().map(|(e, _)| (e.term.as_ref().map(|t| t.value.clone()).unwrap_or_default(), e.span.start as usize)).collect();
    (draft, starts, findings.is_empty())
}

/// The text of the glossary with entries added; refused unless every entry of before is read again, and the new ones with them.
fn with_entries(sources: &Sources, id: SourceId, new: &[(&Suggestion, Vec<String>)]) -> Result<String, Diagnostic> {
    let (_, starts, readable) = entries(sources, id);
    if !readable {
        return Err(shape("il contient des erreurs ; voyez « livret check »", "it has errors; see `livret check`"));
    }
    let text = glossary::insert(&sources.get(id).text, &starts, new).map_err(|(why, why_en)| shape(why, why_en))?;
    let mut after = Sources::default();
    let again = after.add(Source::new(GLOSSARY, text.clone()));
    let (_, found, readable) = entries(&after, again);
    let mut wanted: Vec<&str> = starts.iter().map(|(t, _)| t.as_str()).chain(new.iter().map(|(s, _)| s.term.as_str())).collect();
    let mut there: Vec<&str> = found.iter().map(|(t, _)| t.as_str()).collect();
    wanted.sort_unstable();
    there.sort_unstable();
    if readable && wanted == there {
        Ok(text)
    } else {
        Err(shape("ses entrées ne se relisent pas une fois complétées", "its entries cannot be read again once completed"))
    }
}
