//! One sigle, two spellings: C.A.I. and CAI, FeCRI and FéCRI, FOREM and Forem (DOMAIN.md 1.5).

use super::{Context, Rule};
use crate::base::diag::{Code, Diagnostic};
use crate::base::source::Span;
use crate::lang::sigles::spelling_key;
use std::collections::BTreeMap;

crate::codes! {
    /// A spelling that the glossary does not have.
    ODD_SPELLING = "C406" Warning {
        "« {found} » est une autre graphie de « {term} »" / "“{found}” is another spelling of “{term}”",
        "écrivez « {term} », ou ajoutez « {found} » aux « variantes » de l’entrée" / "write “{term}”, or add “{found}” to the `variantes` of the entry",
        "Sous une graphie inconnue, le sigle n’est ni expliqué ni relié au glossaire." / "Under an unknown spelling the sigle is neither explained nor linked to the glossary.",
        wrong "---\ntitre: Une fiche\ndate: 2001\n# Le glossaire a : FéCRI\n---\nLa FeCRI publie un rapport.\n",
        right "---\ntitre: Une fiche\ndate: 2001\n# Le glossaire a : FéCRI\n---\nLa FéCRI publie un rapport.\n",
    }
    /// Two spellings in one document, or of a sigle that the glossary does not have.
    TWO_SPELLINGS = "C407" Warning {
        "« {found} » s’écrit aussi « {term} »" / "“{found}” is also written “{term}”",
        "écrivez partout « {term} »" / "write “{term}” everywhere",
        "Deux graphies d’un même nom font chercher deux choses." / "Two spellings of one name make the reader look for two things.",
        wrong "Le Forem propose une formation ; le FOREM la finance.\n",
        right "Le Forem propose une formation et la finance.\n",
    }
    /// A spelling that the glossary accepts and does not prefer.
    VARIANT = "C408" Note {
        "« {found} » : le glossaire écrit « {term} »" / "“{found}”: the glossary writes “{term}”",
        "écrivez « {term} », sauf dans une citation" / "write “{term}”, except in a quotation",
        "Le glossaire et l’index montrent la graphie de l’entrée." / "Glossary and index show the spelling of the entry.",
        wrong "---\ntitre: Une fiche\ndate: 2001\n# Le glossaire a : Forem, variante FOREM\n---\nLe FOREM propose une formation.\n",
        right "---\ntitre: Une fiche\ndate: 2001\n# Le glossaire a : Forem, variante FOREM\n---\nLe Forem propose une formation.\n",
    }
}

/// The rule.
pub(super) struct Spellings;

/// A spelling with plain spaces, hyphens and apostrophes, and without the plural s and the last dot: those are no spellings of their own.
fn plain(word: &str) -> String {
    let word = word.replace(['\u{a0}', '\u{202f}', '\u{2009}'], " ").replace('\u{2011}', "-").replace(['\'', 'ʼ'], "’");
    let capitals = word.chars().filter(|c| c.is_uppercase()).count();
    let letters = word.chars().filter(|c| c.is_alphabetic()).count();
    let word = if capitals >= 2 && capitals + 1 == letters { word.strip_suffix('s').unwrap_or(&word).to_owned() } else { word };
    word.trim_end_matches('.').to_owned()
}

/// A finding with its change: only signs differ when the letters and figures are the same, and the last dot may be the sentence's.
fn report(code: &'static Code, span: Span, found: &str, term: &str, after: &str) -> Diagnostic {
    let letters = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).collect::<String>();
    let ends = found.ends_with('.') && after.trim_start().chars().next().is_none_or(char::is_uppercase);
    let sure = letters(found) == letters(term) && !ends;
    Diagnostic::at(code, span).with("found", found.to_owned()).with("term", term.to_owned()).fix(span, term, sure)
}

impl Rule for Spellings {
    fn codes(&self) -> &'static [&'static Code] {
        CODES
    }

    fn check(&self, context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
        let reading = &context.reading;
        let terms = &context.corpus.terms;
        // Spellings of sigles that the glossary does not have: how often each, and its first place.
        let mut strange: BTreeMap<String, BTreeMap<String, Vec<Span>>> = BTreeMap::new();
        for (i, uses) in reading.uses.iter().enumerate() {
            let mut by_term: BTreeMap<&str, BTreeMap<String, Vec<Diagnostic>>> = BTreeMap::new();
            for u in uses {
                let Some(term) =
                    terms.get(&u.key).filter(|t| !matches!(t.kind, crate::model::catalog::TermKind::Jargon | crate::model::catalog::TermKind::Abbreviation))
                else {
                    continue;
                };
                let run = reading.run(i, u.run);
                let found = &run.text[u.range.clone()];
                let diagnostic = report(&VARIANT, run.place(u.range.clone()), found, &term.term, &run.text[u.range.end..]);
                by_term.entry(&u.key).or_default().entry(plain(found)).or_default().push(diagnostic);
            }
            for (key, mut spellings) in by_term {
                let Some(own) = terms.get(key).map(|t| plain(&t.term)) else { continue };
                let mixed = spellings.len() > 1;
                spellings.remove(&own);
                for mut places in spellings.into_values() {
                    let mut first = places.remove(0);
                    if mixed {
                        first.code = &TWO_SPELLINGS;
                        first.severity = TWO_SPELLINGS.severity;
                    }
                    findings.push(places.iter().take(5).filter_map(|p| p.span).fold(first, Diagnostic::see));
                }
            }
            for word in &reading.unknown[i] {
                let run = reading.run(i, word.run);
                let span = run.place(word.range.clone());
                let key = spelling_key(&word.text);
                match reading.known.get(&key).and_then(|keys| keys.iter().find_map(|k| terms.get(*k))) {
                    Some(term) if plain(&term.term) != plain(&word.text) && !term.variants.iter().any(|v| plain(v) == plain(&word.text)) => {
                        findings.push(report(&ODD_SPELLING, span, &word.text, &term.term, &run.text[word.range.end..]));
                    }
                    Some(_) => {}
                    None => strange.entry(key).or_default().entry(plain(&word.text)).or_default().push(span),
                }
            }
            for word in &reading.odd[i] {
                let run = reading.run(i, word.run);
                let (key, span) = (spelling_key(&word.text), run.place(word.range.clone()));
                match reading.known.get(&key).and_then(|keys| keys.iter().find_map(|k| terms.get(*k))) {
                    Some(term) => findings.push(report(&ODD_SPELLING, span, &word.text, &term.term, &run.text[word.range.end..])),
                    None => strange.entry(key).or_default().entry(word.text.clone()).or_default().push(span),
                }
            }
        }
        let words = reading.in_small_letters(strange.keys());
        strange.retain(|key, spellings| spellings.len() > 1 && !words.contains(key));
        for spellings in strange.into_values() {
            // The commonest is the model; of two, the one that keeps its accents.
            let Some((model, places)) = spellings.iter().max_by_key(|(word, places)| (places.len(), !word.is_ascii(), std::cmp::Reverse(word.len()))) else {
                continue;
            };
            for (other, others) in spellings.iter().filter(|(word, _)| *word != model) {
                let found = context.sources.slice(others[0]);
                let found = if found.is_empty() { other } else { found };
                let finding = report(&TWO_SPELLINGS, others[0], found, model, "A");
                findings.push(finding.see(places[0]));
            }
        }
    }
}
