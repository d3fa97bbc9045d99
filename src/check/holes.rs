//! Holes: a number that is missing from a list, an item with nothing in it, two commas with nothing between (DOMAIN.md 1.1, 1.7).

use super::{Context, Rule};
use crate::base::diag::{Code, Diagnostic};
use crate::base::source::{Source, Sources, Span};
use crate::model::corpus::Corpus;
use crate::model::markup::{Block, BlockKind, visit_siblings};
use regex::Regex;
use std::sync::LazyLock;

crate::codes! {
    /// A number that does not follow.
    NUMBER = "C116" Warning {
        "la liste passe de {before} à {found}" / "the list goes from {before} to {found}",
        "retrouvez le point manquant, ou renumérotez ; le livret numérote de suite" / "find the missing item, or number anew; the booklet numbers without gaps",
        "Un point a sans doute été perdu ; et « voir le point 4 » ne mènerait pas au bon." / "An item has probably been lost; and “see item 4” would not lead to the right one.",
        wrong "1. Accueillir.\n2. Informer.\n4. Orienter.\n",
        right "1. Accueillir.\n2. Informer.\n3. Orienter.\n",
    }
    /// An item without content.
    ITEM = "C117" Warning {
        "ce point de la liste est vide" / "this item of the list is empty",
        "écrivez-le ou supprimez la puce" / "write it or remove the bullet",
        "Une puce sans texte s’imprime, et le lecteur cherche ce qui manque." / "A bullet without text prints, and the reader looks for what is missing.",
        wrong "- Accueillir\n-\n- Orienter\n",
        right "- Accueillir\n- Orienter\n",
    }
    /// Nothing between two signs.
    GAP = "C118" Warning {
        "il n’y a rien entre ces signes : « {found} »" / "there is nothing between these signs: “{found}”",
        "retrouvez le mot manquant, ou supprimez le signe de trop" / "find the missing word, or remove the extra sign",
        "Un mot a sans doute été supprimé de l’énumération." / "A word has probably been removed from the enumeration.",
        wrong "Les partenaires sont Carrefour, ; Surprise et () d’autres.\n",
        right "Les partenaires sont Carrefour, Surprise et d’autres.\n",
    }
}

static GAPS: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"[,;](?:[\s\u{a0}\u{202f}]*[,;])+|[,;][\s\u{a0}\u{202f}]+\.(?:\s|$)|\([\s\u{a0}\u{202f}]*\)|«[\s\u{a0}\u{202f}]*»|“\s*”")
        .expect("a pattern that is tested")
});

/// The number that begins an item, after the marks of what is around it.
static NUMBERED: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"^[\s>*+\-]*(\d{1,9})[.)](?:\s|$)").expect("a pattern that is tested"));

/// A line with the mark of an item and nothing else.
static EMPTY: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"^[\s>]*(?:[-*+]|\d{1,9}[.)])[ \t]*$").expect("a pattern that is tested"));

/// The rule.
pub(super) struct Holes;

impl Rule for Holes {
    fn codes(&self) -> &'static [&'static Code] {
        CODES
    }

    fn check(&self, context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
        for blocks in texts(context.corpus) {
            visit_siblings(blocks, &mut |siblings| lists(siblings, context.sources, findings));
        }
        for (document, run) in context.documents.iter().flat_map(|d| d.all().map(move |run| (d, run))) {
            for found in GAPS.find_iter(&run.text) {
                // Two commas are German or Dutch quotes when they touch; in French commas alone are typography's (C301).
                let commas = found.as_str().chars().all(|c| c == ',' || c.is_whitespace());
                if found.as_str() != ",,"
                    && !(commas && document.is_french())
                    && let Some(span) = run.span(found.range())
                {
                    findings.push(Diagnostic::at(&GAP, span).with("found", found.as_str().trim().to_owned()));
                }
            }
        }
    }
}

/// The texts of fiches and memorandums, as blocks.
pub(super) fn texts(corpus: &Corpus) -> impl Iterator<Item = &Vec<Block>> {
    corpus.texts()
}

fn lists(siblings: &[Block], sources: &Sources, findings: &mut Vec<Diagnostic>) {
    // The number with which the numbered list before ended: a text between two lists does not end the count.
    let mut ended: Option<u64> = None;
    for block in siblings {
        let BlockKind::List { start, items, .. } = &block.kind else {
            if matches!(block.kind, BlockKind::Heading { .. }) {
                ended = None;
            }
            continue;
        };
        let source = sources.get(block.span.source);
        if items.iter().any(|i| i.blocks.is_empty()) {
            findings.extend(empty_lines(source, block.span).map(|span| Diagnostic::at(&ITEM, span)));
        }
        if start.is_none() {
            continue;
        }
        let numbers: Vec<(u64, Span)> = items.iter().filter_map(|item| number(source, item.blocks.first()?.span)).collect();
        // « 1. 1. 1. » is how some people write a list that numbers itself.
        let same = numbers.len() > 1 && numbers.iter().all(|(n, _)| *n == numbers[0].0);
        let mut last =
            ended.filter(|_| numbers.first().is_some_and(|(n, _)| *n > 1)).or_else(|| numbers.first().filter(|(n, _)| *n <= 1).map(|(n, _)| n.wrapping_sub(1)));
        if same {
            ended = None;
            continue;
        }
        for (found, span) in numbers {
            let expected = last.map(|n| n.wrapping_add(1));
            if let (Some(before), Some(expected)) = (last, expected)
                && found != expected
                && before != u64::MAX
            {
                findings.push(Diagnostic::at(&NUMBER, span).with("before", before.to_string()).with("found", found.to_string()));
            } else if expected.is_none() && found > 1 {
                findings.push(Diagnostic::at(&NUMBER, span).with("before", "0").with("found", found.to_string()));
            }
            last = Some(found);
        }
        ended = last;
    }
}

/// The number before the text of an item, and its place.
fn number(source: &Source, item: Span) -> Option<(u64, Span)> {
    let line = source.position(item.start as usize).line;
    let from = source.line_start(line);
    let before = source.text.get(from..item.start as usize)?;
    // The innermost mark is the one just before the text.
    let found = NUMBERED.captures(before)?.get(1)?;
    Some((found.as_str().parse().ok()?, Span::new(item.source, from + found.start()..from + found.end())))
}

fn empty_lines(source: &Source, list: Span) -> impl Iterator<Item = Span> {
    let (first, last) = (source.position(list.start as usize).line, source.position(list.end.saturating_sub(1).max(list.start) as usize).line);
    (first..=last).filter(|l| EMPTY.is_match(source.line(*l))).map(move |l| {
        let start = source.line_start(l);
        Span::new(list.source, start..start + source.line(l).len())
    })
}
