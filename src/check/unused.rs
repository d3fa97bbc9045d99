//! Terms that are defined and never used.

use super::{Context, Rule};
use crate::base::diag::{Code, Diagnostic};
use std::collections::BTreeSet;

crate::codes! {
    /// A term that no text uses.
    UNUSED = "C405" Note {
        "« {term} » est défini et n’est employé nulle part" / "“{term}” is defined and used nowhere",
        "rien à faire si d’autres textes viendront ; il n’est pas imprimé" / "nothing to do if more texts will come; it is not printed",
        "Le glossaire imprimé ne montre que ce que le livret emploie ; une définition sans emploi est souvent une faute de frappe." /
        "The printed glossary shows only what the booklet uses; a definition without a use is often a typing error.",
        wrong "# Les fiches écrivent « CAI ».\n- terme: CAIN\n  developpement: Centre d’action interculturelle\n",
        right "# Les fiches écrivent « CAI ».\n- terme: CAI\n  developpement: Centre d’action interculturelle\n",
    }
    /// A term that a fiche defines and does not use.
    UNUSED_HERE = "C413" Note {
        "la fiche définit « {term} » et ne l’emploie pas" / "the fiche defines “{term}” and does not use it",
        "supprimez la ligne, ou écrivez le sigle comme dans le texte" / "remove the line, or write the sigle as the text does",
        "Le bloc des sigles s’imprime sous la fiche : il expliquerait un mot que personne n’y lit." / "The block of sigles prints below the fiche: it would explain a word that nobody reads there.",
        wrong "---\ntitre: Une fiche\ndate: 2001\nsigles: { RTA: Radio et télévision associative }\n---\nUn texte sans sigle.\n",
        right "---\ntitre: Une fiche\ndate: 2001\nsigles: { RTA: Radio et télévision associative }\n---\nLa RTA émet depuis Namur.\n",
    }
}

/// The rule.
pub(super) struct Unused;

impl Rule for Unused {
    fn codes(&self) -> &'static [&'static Code] {
        CODES
    }

    fn check(&self, context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
        let reading = &context.reading;
        let used: BTreeSet<&str> = reading.uses.iter().flatten().map(|u| u.key.as_str()).collect();
        // What a used term leads to is there for the reader who follows it.
        let led: BTreeSet<&str> = used
            .iter()
            .filter_map(|k| context.corpus.terms.get(*k))
            .flat_map(|t| t.see.iter().map(String::as_str).chain(t.becomes.iter().map(|b| b.value.as_str())))
            .collect();
        let headers: BTreeSet<_> = reading.documents.iter().flat_map(|d| d.terms).map(|(k, _)| k.span).collect();
        for (key, term) in &context.corpus.terms {
            if !used.contains(key.as_str()) && !led.contains(key.as_str()) && !headers.contains(&term.term.span) {
                findings.push(Diagnostic::at(&UNUSED, term.term.span).with("term", term.term.value.clone()));
            }
        }
        for (document, uses) in reading.documents.iter().zip(&reading.uses) {
            for (term, _) in document.terms {
                let used = uses.iter().any(|u| context.corpus.terms.get(&u.key).is_some_and(|t| t.term.value == term.value));
                if !used {
                    findings.push(Diagnostic::at(&UNUSED_HERE, term.span).with("term", term.value.clone()));
                }
            }
        }
    }
}
