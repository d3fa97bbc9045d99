//! Allowances: a line of a text that lets one finding stand, and says why.
//!
//! In the text `<!-- livret: permettre C113 « raison » -->`, in a header or a file of settings `# livret: permettre C113 « raison »`.
//! At the end of a line it holds for that line; alone on its line, for what comes next up to a blank line.

use crate::base::diag::{Code, Diagnostic, nearest};
use crate::base::source::{Source, SourceId, Sources, Span};
use crate::model::allowance::MARK;
use regex::Regex;
use std::collections::BTreeMap;
use std::ops::RangeInclusive;
use std::sync::LazyLock;

crate::codes! {
    /// A code that nobody knows.
    UNKNOWN = "C107" Warning {
        "le code « {found} » n’existe pas" / "there is no code “{found}”",
        "{?vouliez-vous {nearest} ? ?}« livret explain » les montre tous" / "{?did you mean {nearest}? ?}`livret explain` shows them all",
        "Une permission ou une règle mal nommée n’aurait aucun effet, sans que rien ne le dise." / "A misnamed allowance or rule would have no effect, and nothing would say so.",
        wrong "Un texte. <!-- livret: permettre C999 « exprès » -->\n",
        right "Un texte.\n",
    }
    /// No reason.
    NO_REASON = "C108" Warning {
        "cette permission n’a pas de raison" / "this allowance has no reason",
        "écrivez pourquoi, entre guillemets : <!-- livret: permettre {code} « citation d’époque » -->" /
        "write why, in quotes: <!-- livret: permettre {code} « citation d’époque » -->",
        "Dans un an, personne ne saura plus s’il s’agissait d’un choix ou d’un oubli." / "In a year nobody will know whether it was a choice or an oversight.",
        wrong "Il dit et et répète. <!-- livret: permettre C113 -->\n",
        right "Il dit et et répète. <!-- livret: permettre C113 « bégaiement voulu » -->\n",
    }
    /// Nothing to allow.
    USELESS = "C109" Warning {
        "cette permission de {code} ne sert plus" / "this allowance of {code} is no longer needed",
        "supprimez le commentaire" / "remove the comment",
        "Une permission qui reste après la faute laisserait passer la suivante." / "An allowance that stays after the fault would let the next one pass.",
        wrong "Il dit et répète. <!-- livret: permettre C113 « bégaiement voulu » -->\n",
        right "Il dit et répète.\n",
    }
    /// What cannot be allowed.
    FIRM = "C110" Warning {
        "{code} ne peut être ni permis ni abaissé" / "{code} can be neither allowed nor lowered",
        "corrigez la faute elle-même" / "correct the fault itself",
        "Ce n’est pas une affaire de goût : la page ne pourrait pas s’imprimer, ou pas telle qu’elle est écrite." / "It is no matter of taste: the page could not print, or not as it is written.",
    }
    /// A comment for the program that it does not understand.
    UNREAD = "C137" Warning {
        "ce commentaire pour livret n’est pas compris" / "this comment for livret is not understood",
        "écrivez <!-- livret: permettre CODE « raison » -->" / "write <!-- livret: permettre CODE « raison » -->",
        "Il ne laisse rien à l’impression, et n’aurait aucun effet." / "It leaves nothing in print, and would have no effect.",
        wrong "Un texte. <!-- livret: ignorer tout -->\n",
        right "Un texte.\n",
    }
}

/// An allowance.
struct Allowance {
    code: String,
    /// The code, as a place.
    place: Span,
    reason: Option<String>,
    /// The lines for which it holds.
    lines: RangeInclusive<usize>,
}

/// What follows the mark: « permettre », a code, a reason in quotes.
static ORDER: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r#"^\s*permettre\s+([\p{L}\d]+)\s*(?:[:–—-]\s*)?(?:«\s*([^»]*?)\s*»|"([^"]*)"|“([^”]*)”)?\s*$"#).expect("a pattern that is tested")
});

/// Takes out the findings that the texts allow and returns them with the reasons, and reports the allowances that are wrong or no longer
/// needed.
///
/// `known` are all codes of the program; `adjustable` tells those that may be allowed.
pub fn apply(findings: &mut Vec<Diagnostic>, sources: &Sources, known: &[&'static Code], adjustable: &dyn Fn(&Code) -> bool) -> Vec<(Diagnostic, String)> {
    let mut taken = Vec::new();
    let marked: Vec<(SourceId, &Source)> = sources.iter().filter(|(_, s)| s.path.starts_with("content/") && s.text.contains(MARK)).collect();
    for (id, source) in marked {
        let mut faults = Vec::new();
        let allowances = read(id, source, &mut faults);
        let mut allowed: BTreeMap<usize, String> = BTreeMap::new();
        for allowance in allowances {
            let fault = |code: &'static Code| Diagnostic::at(code, allowance.place).with("code", allowance.code.clone());
            let Some(code) = known.iter().find(|c| c.id == allowance.code) else {
                let near = nearest(&allowance.code, known.iter().map(|c| c.id)).unwrap_or_default();
                faults.push(Diagnostic::at(&UNKNOWN, allowance.place).with("found", allowance.code.clone()).with("nearest", near));
                continue;
            };
            let holds = |f: &Diagnostic| {
                f.code.id == code.id && f.span.is_some_and(|s| s.source == id && allowance.lines.contains(&source.position(s.start as usize).line))
            };
            let mine: Vec<usize> = findings.iter().enumerate().filter(|(_, f)| holds(f)).map(|(i, _)| i).collect();
            match (adjustable(code), mine.is_empty(), allowance.reason) {
                (false, _, _) => faults.push(fault(&FIRM)),
                (true, true, _) => faults.push(fault(&USELESS)),
                (true, false, None) => faults.push(fault(&NO_REASON)),
                (true, false, Some(reason)) => allowed.extend(mine.into_iter().map(|i| (i, reason.clone()))),
            }
        }
        let mut kept = Vec::with_capacity(findings.len());
        for (i, finding) in findings.drain(..).enumerate() {
            match allowed.remove(&i) {
                Some(reason) => taken.push((finding, reason)),
                None => kept.push(finding),
            }
        }
        *findings = kept;
        findings.extend(faults);
    }
    taken
}

/// The allowances of a text.
fn read(id: SourceId, source: &Source, faults: &mut Vec<Diagnostic>) -> Vec<Allowance> {
    let mut out = Vec::new();
    let settings = source.path.ends_with(".yaml");
    let mut header = settings;
    let mut fence: Option<&str> = None;
    let mut at = 0;
    for (number, line) in (1..).zip(source.text.split_inclusive('\n')) {
        let start = at;
        at += line.len();
        let words = line.trim();
        if !settings && words == "---" && (number == 1 || header) {
            header = number == 1;
            continue;
        }
        // What stands in preformatted text is shown, not meant.
        if !header {
            let opens = ["```", "~~~"].into_iter().find(|f| words.starts_with(f));
            match (fence, opens) {
                (None, Some(mark)) => fence = Some(mark),
                (Some(mark), Some(found)) if mark == found => fence = None,
                _ => {}
            }
            if fence.is_some() {
                continue;
            }
        }
        for (from, _) in line.match_indices(MARK) {
            let before = line[..from].trim_end();
            let opened = before.strip_suffix("<!--").map(|b| (b, "-->")).or_else(|| before.strip_suffix('#').filter(|_| header).map(|b| (b, "\n")));
            let Some((before, close)) = opened else { continue };
            // In a span of code it is shown too.
            if before.matches('`').count() % 2 == 1 {
                continue;
            }
            let rest = &line[from + MARK.len()..];
            let end = rest.find(close).unwrap_or(rest.trim_end().len());
            let place = Span::new(id, start + from..start + from + MARK.len() + end);
            let Some(order) = ORDER.captures(rest[..end].trim_end_matches(['\r', '\n'])) else {
                faults.push(Diagnostic::at(&UNREAD, place));
                continue;
            };
            let alone = before.trim().is_empty() && rest[end..].trim_start_matches(close).trim().is_empty();
            let last = if alone { next_block(source, number) } else { number };
            let Some(code) = order.get(1) else { continue };
            out.push(Allowance {
                code: code.as_str().to_uppercase(),
                place: Span::new(id, start + from + MARK.len() + code.start()..start + from + MARK.len() + code.end()),
                reason: (2..=4).filter_map(|i| order.get(i)).map(|r| r.as_str().trim().to_owned()).find(|r| r.contains(char::is_alphanumeric)),
                lines: number..=last,
            });
        }
    }
    out
}

/// The last line of what comes after a line: blank lines are passed over, then it ends before the next one.
fn next_block(source: &Source, line: usize) -> usize {
    let count = source.text.split('\n').count();
    let is_blank = |l: &usize| source.line(*l).trim().is_empty();
    // Another allowance for the same block may stand between.
    let first = (line + 1..=count).find(|l| !is_blank(l) && !source.line(*l).contains(MARK)).unwrap_or(line);
    (first..=count).take_while(|l| !is_blank(l)).last().unwrap_or(first)
}
