//! Names in a time that is not theirs: before they existed, after another took their place.
//!
//! A text may speak of the future and of the past: « CECLR, futur Unia », « quarante ans après le CSCIN de 1983 ». So a use is left alone when
//! the document also has the other name, or when its sentence says that it looks elsewhere, by a year of the name's life or by a word.

use super::{Context, Rule};
use crate::base::diag::{Code, Diagnostic};
use crate::base::source::Spanned;
use crate::lang::format;
use crate::model::catalog::{Event, Term};
use crate::model::date::Date;
use crate::model::prose::Prose;
use regex::Regex;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

crate::codes! {
    /// A name before its time.
    TOO_EARLY = "C410" Warning {
        "« {term} » n’existe que depuis {since} ; la fiche est datée {date}" / "“{term}” exists since {since} only; the fiche is dated {date}",
        "écrivez « {other} », le nom de l’époque, ou dites que le nom vient plus tard (« futur {term} »)" / "write “{other}”, the name of that time, or say that the name comes later (“futur {term}”)",
        "Une fiche raconte son époque : un nom d’après y est un anachronisme." / "A fiche tells of its time: a later name is an anachronism.",
        wrong "---\ntitre: Une fiche\ndate: 1990\n# Le glossaire dit : CAI depuis 1998-10, avant lui CSCIN\n---\nLe CAI agit à Namur.\n",
        right "---\ntitre: Une fiche\ndate: 1990\n# Le glossaire dit : CAI depuis 1998-10, avant lui CSCIN\n---\nLe CSCIN agit à Namur.\n",
    }
    /// A name after its time.
    TOO_LATE = "C411" Warning {
        "« {term} » n’existe plus depuis {until} ; la fiche est datée {date}" / "“{term}” has not existed since {until}; the fiche is dated {date}",
        "{?écrivez « {other} », ou ?}dites qu’il s’agit de l’ancien nom, avec l’année" / "{?write “{other}”, or ?}say that it is the former name, with the year",
        "Le lecteur chercherait une organisation qui a changé de nom." / "The reader would look for an organisation that has changed its name.",
        wrong "---\ntitre: Une fiche\ndate: 2005\n# Le glossaire dit : CSCIN jusqu’à 1998-10, devient CAI\n---\nLe CSCIN agit à Namur.\n",
        right "---\ntitre: Une fiche\ndate: 2005\n# Le glossaire dit : CSCIN jusqu’à 1998-10, devient CAI\n---\nLe CAI agit à Namur.\n",
    }
    /// An organisation before it existed.
    NOT_YET = "C452" Warning {
        "la fiche est datée {date}, et « {term} » n’est créé qu’en {since}" / "the fiche is dated {date}, and “{term}” is created in {since} only",
        "vérifiez la date de la fiche et « depuis » dans le glossaire (ou le fait « création »)" / "check the fiche’s date and `depuis` in the glossary (or the fact `création`)",
        "L’une des deux dates est fausse, ou le texte doit dire qu’il parle de l’avenir." / "One of the two dates is wrong, or the text must say that it speaks of the future.",
        wrong "---\ntitre: Une fiche\ndate: 1990\n# Le glossaire dit : Unia depuis 2014\n---\nUnia traite les plaintes.\n",
        right "---\ntitre: Une fiche\ndate: 2016\n# Le glossaire dit : Unia depuis 2014\n---\nUnia traite les plaintes.\n",
    }
}

/// Words of a sentence that looks to another time.
static ELSEWHEN: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)\b(?:futurs?|futures?|anciens?|anciennes?|anciennement|deven(?:u|ue|us|ues|ir)|devient|deviendra|deviennent|rebaptisée?s?|renommée?s?|ex|prédécesseurs?|successeurs?|succède|remplace|remplacée?|aujourd’hui|aujourd'hui|actuel|actuelle|actuellement|désormais|plus tard|à l’époque|jadis|autrefois|naguère|naissance|naît|création|mémoire|héritier|héritière|ans (?:après|plus tard|avant)|alors)\b").expect("the pattern is valid")
});

/// A year.
static YEAR: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"\b(?:1[89]|20)\d\d\b").expect("the pattern is valid"));

/// Two days that touch are equal, whatever the arithmetic makes of them: an hour, in years.
const SAME: f64 = 0.0001;

/// The rule.
pub(super) struct Lifetime;

impl Rule for Lifetime {
    fn codes(&self) -> &'static [&'static Code] {
        CODES
    }

    fn check(&self, context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
        let (reading, corpus) = (&context.reading, context.corpus);
        // Who had the name before: a term whose « devient » leads here.
        let mut before: BTreeMap<&str, &Term> = BTreeMap::new();
        for term in corpus.terms.values() {
            if let Some(next) = &term.becomes {
                before.entry(&next.value).or_insert(term);
            }
        }
        // A fact says since when, where the entry does not.
        let created: BTreeMap<&str, &Spanned<Date>> = corpus
            .facts
            .iter()
            .filter(|f| f.event == Event::Creation)
            .filter_map(|f| Some((*reading.known.get(&crate::lang::sigles::spelling_key(&f.subject))?.first()?, &f.date)))
            .collect();
        for (i, document) in reading.documents.iter().enumerate() {
            let Some(date) = document.date else { continue };
            let here: BTreeSet<&str> = reading.uses[i].iter().map(|u| u.key.as_str()).collect();
            let mut said = BTreeSet::new();
            for u in &reading.uses[i] {
                let Some(term) = corpus.terms.get(&u.key) else { continue };
                let since = term.since.as_ref().or_else(|| created.get(u.key.as_str()).copied());
                let early = since.filter(|s| date.end() <= s.start() + SAME);
                let late = term.until.as_ref().filter(|t| date.start() >= t.end() - SAME);
                if (early.is_none() && late.is_none()) || said.contains(&u.key) {
                    continue;
                }
                let earlier = before.get(u.key.as_str());
                let other = if early.is_some() { earlier.map(|t| t.term.value.as_str()) } else { term.becomes.as_ref().map(|b| b.value.as_str()) };
                if other.is_some_and(|o| here.contains(o)) || looks_elsewhere(reading.run(i, u.run), u.range.start, since, term.until.as_ref()) {
                    continue;
                }
                said.insert(u.key.clone());
                let span = reading.run(i, u.run).place(u.range.clone());
                let code = match (early, other) {
                    (Some(_), Some(_)) => &TOO_EARLY,
                    (Some(_), None) => &NOT_YET,
                    (None, _) => &TOO_LATE,
                };
                let mut finding = Diagnostic::at(code, span)
                    .with("term", term.term.value.clone())
                    .with("date", format::date(date))
                    .with("other", other.unwrap_or_default().to_owned());
                for (name, limit) in [("since", early), ("until", late)] {
                    if let Some(limit) = limit {
                        finding = finding.with(name, format::date(limit)).see(limit.span);
                    }
                }
                if let Some(other) = other.filter(|_| context.sources.slice(span) == term.term.value) {
                    finding = finding.fix(span, other, false);
                }
                findings.push(finding);
            }
        }
    }
}

/// Whether the sentence around a place looks to another time.
fn looks_elsewhere(prose: &Prose, at: usize, since: Option<&Spanned<Date>>, until: Option<&Spanned<Date>>) -> bool {
    let text = &prose.text;
    let stop = |c: char| matches!(c, '.' | '!' | '?' | ';');
    let from = text[..at].rfind(stop).map_or(0, |i| i + 1);
    let to = text[at..].find(stop).map_or(text.len(), |i| at + i);
    let sentence = &text[from..to];
    let lived = |year: i32| since.is_none_or(|s| year >= s.start_year()) && until.is_none_or(|u| u.end_year().is_none_or(|end| year <= end));
    ELSEWHEN.is_match(sentence) || YEAR.find_iter(sentence).any(|y| y.as_str().parse().is_ok_and(lived))
}
