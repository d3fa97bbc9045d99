//! Contradictions between dates: a title and its header, two statements of one fact, numbers that print cites.

use super::{Context, Rule};
use crate::base::diag::{Code, Diagnostic};
use crate::base::source::Span;
use crate::lang::format;
use crate::lang::sigles::{fold, spelling_key};
use crate::model::catalog::Event;
use crate::model::date::Date;
use regex::Regex;
use std::collections::BTreeMap;
use std::sync::LazyLock;

crate::codes! {
    /// A title whose year is not the header's.
    TITLE_YEAR = "C451" Warning {
        "le titre dit {found}, et « date » dit {date}" / "the title says {found}, and `date` says {date}",
        "corrigez l’un des deux ; l’année n’a pas besoin d’être dans le titre, elle s’imprime d’après « date »" / "correct one of the two; the year need not be in the title, it is printed from `date`",
        "L’ordre, la frise et le sommaire suivent « date » : le lecteur lirait deux années." / "Order, timeline and contents follow `date`: the reader would read two years.",
        wrong "---\ntitre: 2007 – Les Assises\ndate: 2008\n---\nUn texte.\n",
        right "---\ntitre: Les Assises\ndate: 2007\n---\nUn texte.\n",
    }
    /// Two dates of one fact.
    TWO_DATES = "C453" Warning {
        "{subject}, {event} : {second} ici, {first} ailleurs" / "{subject}, {event}: {second} here, {first} elsewhere",
        "vérifiez à la source, et corrigez l’une des deux dates" / "check at the source, and correct one of the two dates",
        "Deux fiches qui se contredisent sur une date font douter de toutes les autres." / "Two fiches that contradict each other on a date cast doubt on all others.",
        wrong "---\ntitre: Une fiche\ndate: 1990\n# Le glossaire dit : CSCIN depuis 1983\n---\nLe CSCIN est créé en 1982.\n",
        right "---\ntitre: Une fiche\ndate: 1990\n# Le glossaire dit : CSCIN depuis 1983\n---\nLe CSCIN est créé en 1983.\n",
    }
    /// A number that is cited and not pinned.
    LOOSE_NUMBER = "C454" Warning {
        "« Fiche {number} » est cité par son numéro, que la chronologie peut changer" / "“Fiche {number}” is cited by its number, which the chronology may change",
        "écrivez [[{id}]], ou fixez « numero: {number} » dans la fiche visée si ce numéro est déjà imprimé" / "write [[{id}]], or pin `numero: {number}` in the fiche meant if this number is in print already",
        "Une fiche ajoutée plus tôt dans le temps décale tous les numéros qui suivent, et le renvoi mènerait ailleurs." /
        "A fiche added earlier in time moves every number after it, and the reference would lead elsewhere.",
        wrong "---\ntitre: Une fiche\ndate: 2001\n# La fiche « voisine » vient après celle-ci, et aucun numéro n’est fixé\n---\nLa suite est dans la Fiche 2.\n",
        right "---\ntitre: Une fiche\ndate: 2001\n# La fiche « voisine » vient après celle-ci, et aucun numéro n’est fixé\n---\nLa suite est dans [[voisine]].\n",
    }
    /// A pinned number out of the order of time.
    OUT_OF_ORDER = "C455" Note {
        "le numéro {number} vient après le {other}, et la fiche avant : les numéros fixés ne suivent plus les dates" / "the number {number} comes after {other}, and its fiche before: the pinned numbers no longer follow the dates",
        "rien à faire si ces numéros sont imprimés ; sinon, libérez l’un des deux" / "nothing to do if these numbers are in print; else release one of the two",
        "Un numéro déjà cité ne change plus ; une fiche ajoutée depuis prend le premier numéro libre." / "A number that was cited never changes; a fiche added since takes the first free number.",
        wrong "---\ntitre: Une fiche\ndate: 2001\nnumero: 7\n# Une fiche de 2003 n’a pas de numéro fixé\n---\nUn texte.\n",
        right "---\ntitre: Une fiche\ndate: 2001\n# Une fiche de 2003 n’a pas de numéro fixé\n---\nUn texte.\n",
    }
}

/// The rule.
pub(super) struct Chronology;

impl Rule for Chronology {
    fn codes(&self) -> &'static [&'static Code] {
        CODES
    }

    fn check(&self, context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
        titles(context, findings);
        facts(context, findings);
        numbers(context, findings);
    }
}

/// « 2007 – Les Assises », « 1983/1985 : … », « … (2022) », « … en 2022 ».
static TITLED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^\s*(?P<a>(?:1[89]|20)\d\d)(?:\s*(?:/|-|–|à)\s*(?P<b>(?:1[89]|20)\d\d))?\s*(?:[–—:,.]|-\s)|\((?P<c>(?:1[89]|20)\d\d)(?:\s*(?:/|-|–)\s*(?P<d>(?:1[89]|20)\d\d))?\)\s*$|\ben\s(?P<e>(?:1[89]|20)\d\d)\s*$")
        .expect("the pattern is valid")
});

fn titles(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    for fiche in &context.corpus.fiches {
        let (Some(date), Some(found)) = (&fiche.date, TITLED.captures(&fiche.title)) else { continue };
        let year = |names: &[&str]| names.iter().find_map(|n| found.name(n)).and_then(|m| m.as_str().parse::<i32>().ok());
        let Some(first) = year(&["a", "c", "e"]) else { continue };
        let last = year(&["b", "d"]);
        let (start, end) = (date.start_year(), date.end_year().unwrap_or(i32::MAX));
        let within = |y: i32| (start..=end).contains(&y);
        let agrees = match last {
            None => within(first),
            Some(last) => (first == start && last == end) || (date.is_vague() && within(first)),
        };
        if !agrees {
            let shown = last.map_or_else(|| first.to_string(), |l| format!("{first}–{l}"));
            findings.push(Diagnostic::at(&TITLE_YEAR, fiche.title.span).with("found", shown).with("date", format::date(date)).see(date.span));
        }
    }
}

/// A date that somebody states.
struct Statement {
    subject: String,
    event: Event,
    date: Date,
    span: Span,
}

/// « Le CSCIN est créé en 1983 », after the sigle.
static CREATED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^\s+(?:(?:est|a\s+été|fut)\s+(?:officiellement\s+|légalement\s+)?(?:créée?|fondée?|constituée?)(?:\s+officiellement)?|naît|voit\s+le\s+jour)\s+(?:en|le)\s+(?:(?:\d{1,2}(?:er)?\s+)?(?:janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre)\s+)?(\d{4})\b")
        .expect("the pattern is valid")
});

/// « Créé en 1983, le CSCIN », before the sigle.
static BORN: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"(?:^|[.!?]\s+)(?:Créée?|Fondée?|Née?|Constituée?)\s+en\s+(\d{4}),\s+(?:le\s+|la\s+|l[’'])$").expect("the pattern is valid"));

/// The head of a sentence, with an article: « la commission du CAI est créée » is not about the CAI.
static SUBJECT: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"(?:^|[.!?]\s+)(?:Le\s+|La\s+|L[’'])?$").expect("the pattern is valid"));

fn facts(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let (reading, corpus) = (&context.reading, context.corpus);
    let key = |subject: &str| reading.known.get(&spelling_key(subject)).and_then(|k| k.first()).map_or_else(|| fold(subject), |k| (*k).to_owned());
    let mut all: Vec<(String, Statement)> = Vec::new();
    for fact in &corpus.facts {
        let statement = Statement { subject: fact.subject.value.clone(), event: fact.event, date: fact.date.value.clone(), span: fact.date.span };
        all.push((key(&fact.subject), statement));
    }
    for (id, term) in &corpus.terms {
        // With a name before it, « depuis » is the day of the new name.
        let renamed = corpus.terms.values().any(|t| t.becomes.as_ref().is_some_and(|b| b.value == *id));
        if let Some(since) = &term.since {
            let event = if renamed { Event::Naming } else { Event::Creation };
            all.push((id.clone(), Statement { subject: term.term.value.clone(), event, date: since.value.clone(), span: since.span }));
        }
    }
    for (i, uses) in reading.uses.iter().enumerate().filter(|(i, _)| reading.documents[*i].french) {
        for u in uses {
            let run = reading.run(i, u.run);
            let (before, after) = (&run.text[..u.range.start], &run.text[u.range.end..]);
            let after = &after[..after.char_indices().nth(80).map_or(after.len(), |(at, _)| at)];
            let before = &before[before.char_indices().rev().nth(60).map_or(0, |(at, _)| at)..];
            let year = CREATED.captures(after).filter(|_| SUBJECT.is_match(before)).or_else(|| BORN.captures(before));
            if let Some(date) = year.and_then(|c| Date::parse(&c[1]).ok()) {
                let subject = corpus.terms.get(&u.key).map_or_else(|| u.key.clone(), |t| t.term.value.clone());
                all.push((u.key.clone(), Statement { subject, event: Event::Creation, date, span: run.place(u.range.clone()) }));
            }
        }
    }
    let mut first: BTreeMap<(String, Event), Statement> = BTreeMap::new();
    for (subject, statement) in all {
        match first.get(&(subject.clone(), statement.event)) {
            Some(said) if contradict(&said.date, &statement.date) => findings.push(
                Diagnostic::at(&TWO_DATES, statement.span)
                    .with("subject", statement.subject)
                    .with("event", statement.event.word())
                    .with("first", format::date(&said.date))
                    .with("second", format::date(&statement.date))
                    .see(said.span),
            ),
            Some(_) => {}
            None => {
                first.insert((subject, statement.event), statement);
            }
        }
    }
}

/// Whether two dates cannot both be right: they have no day in common, and neither is a guess near the other.
fn contradict(a: &Date, b: &Date) -> bool {
    let slack = if a.is_vague() || b.is_vague() { 2.0 } else { 0.0 };
    // Dates are years with decimals; what touches by less than an hour does not overlap.
    let apart = |a: &Date, b: &Date| a.end() + slack <= b.start() + 0.0001;
    apart(a, b) || apart(b, a)
}

fn numbers(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let corpus = context.corpus;
    let number: BTreeMap<&str, u32> = corpus.fiches.iter().filter_map(|f| Some((f.id.as_str(), f.number?))).collect();
    for (_, target, span) in context.reading.documents.iter().flat_map(|d| &d.runs).flat_map(|r| &r.references) {
        // [[id]] is no number; « Fiche 12 » and [[12]] are.
        let written = context.sources.slice(*span);
        let bare = written.trim_start_matches('[').trim_end_matches(']').trim();
        let by_number = !written.starts_with("[[") || bare.parse::<u32>().is_ok();
        if let Some(n) = number.get(target.as_str()).filter(|n| by_number && !written.is_empty() && !corpus.pinned.contains_key(n)) {
            findings.push(Diagnostic::at(&LOOSE_NUMBER, *span).with("number", n.to_string()).with("id", target.clone()).fix(
                *span,
                format!("[[{target}]]"),
                false,
            ));
        }
    }
    let mut greatest: Option<u32> = None;
    let mut said = std::collections::BTreeSet::new();
    for n in corpus.fiches.iter().filter_map(|f| f.number) {
        match greatest {
            Some(g) if g > n => {
                if let Some(span) = corpus.pinned.get(&g).or_else(|| corpus.pinned.get(&n)).filter(|s| said.insert(**s)) {
                    findings.push(Diagnostic::at(&OUT_OF_ORDER, *span).with("number", g.to_string()).with("other", n.to_string()));
                }
            }
            _ => greatest = Some(n),
        }
    }
}
