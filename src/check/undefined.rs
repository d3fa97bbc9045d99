//! Sigles that nothing explains: DOMAIN.md 1.5.

use super::{Context, Rule};
use crate::base::diag::{Code, Diagnostic, nearest};
use crate::base::source::Span;
use crate::lang::sigles::{spelling_key, words};
use std::collections::{BTreeMap, BTreeSet};

crate::codes! {
    /// A sigle that is explained nowhere.
    UNDEFINED = "C401" Warning {
        "« {term} » n’est expliqué nulle part (emplois : {count})" / "“{term}” is explained nowhere (uses: {count})",
        "{?vouliez-vous « {nearest} » ? ?}ajoutez-le à content/sigles.yaml ou sous « sigles » dans l’en-tête de la fiche ; s’il est connu de tous, à « sigles_courants » dans collection.yaml" /
        "{?did you mean “{nearest}”? ?}add it to content/sigles.yaml, or under `sigles` in the fiche’s header; if everyone knows it, to `sigles_courants` in collection.yaml",
        "Chaque fiche se lit seule : un sigle sans explication y est un mot perdu." / "Each fiche is read alone: a sigle without explanation is a lost word there.",
        wrong "La RTA émet depuis Namur.\n",
        right "La Radio et télévision associative (RTA) émet depuis Namur.\n",
    }
    /// A sigle that only another document explains.
    ELSEWHERE = "C402" Warning {
        "« {term} » n’est expliqué que dans {file}" / "“{term}” is explained in {file} only",
        "ajoutez-le au glossaire : « livret sigles suggest » écrit l’entrée" / "add it to the glossary: `livret sigles suggest` writes the entry",
        "Chaque fiche se lit seule ; ce que le glossaire définit est expliqué dans toutes." / "Each fiche is read alone; what the glossary defines is explained in all of them.",
        wrong "---\ntitre: Une fiche\ndate: 2001\n# Une autre fiche écrit : « La Régie de quartier namuroise (RQN) »\n---\nLa RQN engage.\n",
        right "---\ntitre: Une fiche\ndate: 2001\n# Une autre fiche écrit : « La Régie de quartier namuroise (RQN) »\n---\nLa Régie de quartier namuroise (RQN) engage.\n",
    }
    /// A sigle that the texts explain and the glossary does not have.
    NOT_LISTED = "C403" Note {
        "« {term} » est expliqué ici et manque au glossaire" / "“{term}” is explained here and is missing from the glossary",
        "« livret sigles suggest --write » ajoute les entrées sûres" / "`livret sigles suggest --write` adds the sure entries",
        "Le glossaire du livret ne montre que les termes de sigles.yaml et ceux que les fiches définissent." / "The booklet’s glossary shows only the terms of sigles.yaml and those that fiches define.",
        wrong "Le Plan local d’action (PLA) commence.\n",
        right "Le Centre d’action interculturelle (CAI) dure.\n",
    }
    /// A sigle whose meanings all belong to other documents.
    NO_MEANING_HERE = "C412" Warning {
        "« {term} » n’a pas de sens dans cette fiche : le glossaire ne lui en donne que dans d’autres" / "“{term}” has no meaning in this fiche: the glossary gives it some in others only",
        "ajoutez cette fiche à la « portee » de l’entrée qui convient" / "add this fiche to the `portee` of the entry that fits",
        "Deux sigles qui s’écrivent de même ne se distinguent que par les fiches où ils valent." / "Two sigles that are written the same are told apart only by the fiches where they hold.",
        wrong "---\ntitre: Une fiche\ndate: 2001\n# Le glossaire n’a PST que pour une autre fiche : « portee: [voisine] »\n---\nLe PST avance.\n",
        right "---\ntitre: Une fiche\ndate: 2001\n# Le glossaire n’a PST que pour une autre fiche : « portee: [voisine] »\n---\nLe plan avance.\n",
    }
}

/// The most other places that a finding shows.
const MOST_PLACES: usize = 5;

/// The rule.
pub(super) struct Undefined;

impl Rule for Undefined {
    fn codes(&self) -> &'static [&'static Code] {
        CODES
    }

    fn check(&self, context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
        let reading = &context.reading;
        let collection = &context.corpus.collection;
        let plain: BTreeSet<String> = collection.plain_sigles.iter().chain(&collection.short).map(|s| spelling_key(s)).collect();
        // Every unknown word, by its spelling: the document, and the place in it.
        let mut unknown: BTreeMap<String, Vec<(usize, &super::reading::Unknown)>> = BTreeMap::new();
        for (document, list) in reading.unknown.iter().enumerate() {
            for word in list {
                unknown.entry(spelling_key(&word.text)).or_default().push((document, word));
            }
        }
        unknown.retain(|key, _| !plain.contains(key));
        let explained: BTreeMap<String, Vec<(usize, Span)>> = {
            let mut out: BTreeMap<String, Vec<(usize, Span)>> = BTreeMap::new();
            for (document, list) in reading.explained.iter().enumerate() {
                for e in list {
                    out.entry(spelling_key(&e.sigle)).or_default().push((document, e.span));
                }
            }
            out
        };
        let ordinary = reading.in_small_letters(unknown.keys().filter(|k| !explained.contains_key(*k)));
        let names: Vec<&str> = context.corpus.terms.values().map(|t| t.term.value.as_str()).collect();
        for (key, uses) in &unknown {
            if let Some(keys) = reading.known.get(key) {
                // Another spelling of a known term is the business of `spellings`; a homonym without a meaning here is ours.
                for (document, word) in uses {
                    let exact = keys
                        .iter()
                        .any(|k| context.corpus.terms.get(*k).is_some_and(|t| t.term.value == word.text && !t.is_meant_in(reading.documents[*document].id)));
                    if exact {
                        findings.push(Diagnostic::at(&NO_MEANING_HERE, place(context, *document, word)).with("term", word.text.clone()));
                    }
                }
                continue;
            }
            let bare: Vec<_> = uses.iter().filter(|(d, _)| explained.get(key).is_none_or(|e| !e.iter().any(|(at, _)| at == d))).collect();
            // What is only seen after a first name is a family name.
            let Some((document, first)) = bare.first().filter(|_| !uses.iter().all(|(_, w)| w.name)) else {
                if let Some((_, span)) = explained.get(key).and_then(|e| e.first()) {
                    let term = context.sources.slice(*span);
                    findings.push(Diagnostic::at(&NOT_LISTED, *span).with("term", if term.is_empty() { uses[0].1.text.clone() } else { term.to_owned() }));
                }
                continue;
            };
            let mut finding = match explained.get(key).and_then(|e| e.first()) {
                Some((_, span)) => {
                    let finding = Diagnostic::at(&ELSEWHERE, place(context, *document, first)).with("file", context.sources.get(span.source).path.clone());
                    finding.with("term", first.text.clone()).see(*span)
                }
                None if ordinary.contains(key) || uses.iter().any(|(d, w)| glossed(context, *d, w)) => continue,
                None => {
                    // Two or three letters are near to everything.
                    let near = if first.text.chars().count() < 4 { None } else { nearest(&first.text, names.iter().copied()) };
                    Diagnostic::at(&UNDEFINED, place(context, *document, first))
                        .with("term", first.text.clone())
                        .with("count", uses.len().to_string())
                        .with("nearest", near.unwrap_or_default().to_owned())
                }
            };
            let mut seen = BTreeSet::from([*document]);
            for (document, word) in bare.iter().filter(|(d, _)| seen.insert(*d)).take(MOST_PLACES) {
                finding = finding.see(place(context, *document, word));
            }
            findings.push(finding);
        }
    }
}

fn place(context: &Context<'_>, document: usize, word: &super::reading::Unknown) -> Span {
    context.reading.run(document, word.run).place(word.range.clone())
}

/// Whether words in brackets say what a sigle is: « CRAC’S (centre culturel local de Sambreville) ».
fn glossed(context: &Context<'_>, document: usize, word: &super::reading::Unknown) -> bool {
    let after = context.reading.run(document, word.run).text[word.range.end..].trim_start();
    let Some(inside) = after.strip_prefix('(').and_then(|rest| rest.split(')').next()) else { return false };
    inside.starts_with(char::is_alphabetic) && words(inside).len() >= 2 && !inside.contains(|c: char| c.is_numeric()) && !inside.contains("exemple")
}
