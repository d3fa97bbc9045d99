//! Lists that mix styles: DOMAIN.md 3.7. Items begin with small letters and end with « ; », the last with « . » — or with capitals and full stops.

use super::prose::OBJECT;
use super::{Context, Rule};
use crate::base::diag::{Code, Diagnostic};
use crate::base::source::Span;
use crate::model::markup::{Block, BlockKind, Inline, InlineKind, Item, plain, visit_siblings};
use std::cell::OnceCell;
use std::collections::HashSet;

crate::codes! {
    /// Items that end differently.
    ENDINGS = "C120" Warning {
        "les points de cette liste ne finissent pas de la même façon : {found} ici, {other} ailleurs" /
        "the items of this list do not end alike: {found_en} here, {other_en} elsewhere",
        "terminez chaque point par « ; » et le dernier par « . », ou chacun par « . », ou aucun" / "end each item with “;” and the last with “.”, or each with “.”, or none",
        "Une liste se lit comme une phrase, ou comme plusieurs : jamais les deux." / "A list reads as one sentence or as several: never as both.",
        wrong "- l’accueil ;\n- l’orientation.\n- la formation\n",
        right "- l’accueil ;\n- l’orientation ;\n- la formation.\n",
    }
    /// Items that begin differently.
    STARTS = "C136" Warning {
        "les points de cette liste ne commencent pas tous de la même façon : « {found} »" / "the items of this list do not all begin alike: “{found}”",
        "commencez chaque point par une minuscule, ou chacun par une capitale" / "begin each item with a small letter, or each with a capital",
        "Une liste qui mélange les deux paraît copiée de deux endroits." / "A list that mixes both looks copied from two places.",
        wrong "- les ateliers de français ;\n- Les permanences sociales ;\n- les visites.\n\nAinsi vont les choses.\n",
        right "- les ateliers de français ;\n- les permanences sociales ;\n- Namur et ses quartiers.\n",
    }
}

/// The rule.
pub(super) struct Lists;

impl Rule for Lists {
    fn codes(&self) -> &'static [&'static Code] {
        CODES
    }

    fn check(&self, context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
        // The words that stand somewhere in small letters: a capital on one of them is the capital of a sentence, not of a name.
        let common: OnceCell<HashSet<&str>> = OnceCell::new();
        let common = || {
            common.get_or_init(|| {
                let words = |text| super::prose::words(text).filter(|w| w.chars().next().is_some_and(char::is_lowercase));
                context.documents.iter().flat_map(|d| &d.runs).flat_map(|r| words(r.text.as_str())).collect()
            })
        };
        for blocks in super::holes::texts(context.corpus) {
            visit_siblings(blocks, &mut |siblings| {
                for block in siblings {
                    if let BlockKind::List { items, .. } = &block.kind
                        && items.len() > 1
                    {
                        endings(items, findings);
                        starts(items, &common, findings);
                    }
                }
            });
        }
    }
}

/// How an item ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Ending {
    Semicolon,
    Comma,
    Stop,
    Nothing,
    /// « : » before a list, « ? », « ! », « … », an object: goes with any style.
    Neutral,
}

impl Ending {
    /// In French and in English.
    fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::Semicolon => ("« ; »", "“;”"),
            Self::Comma => ("« , »", "“,”"),
            Self::Stop => ("« . »", "“.”"),
            Self::Nothing | Self::Neutral => ("rien", "nothing"),
        }
    }
}

/// The first paragraph of an item, when the item is words.
fn words_of(item: &Item) -> Option<(&Vec<Inline>, &Block)> {
    let first = item.blocks.first()?;
    match &first.kind {
        BlockKind::Paragraph(content) => Some((content, first)),
        _ => None,
    }
}

fn ending(item: &Item) -> Option<(Ending, Span)> {
    let (mut content, mut block) = words_of(item)?;
    // Of several paragraphs the last one ends the item; a list inside has endings of its own.
    if let Some(last) = item.blocks.iter().rev().find(|b| matches!(b.kind, BlockKind::Paragraph(_)))
        && let BlockKind::Paragraph(c) = &last.kind
    {
        (content, block) = (c, last);
    }
    if item.blocks.last().is_some_and(|b| !matches!(b.kind, BlockKind::Paragraph(_))) {
        return Some((Ending::Neutral, block.span));
    }
    let text = plain(content);
    let last = content.last().map_or(OBJECT, |i| if matches!(i.kind, InlineKind::Picture(_)) { OBJECT } else { ' ' });
    let text = text.trim_end();
    let kind = match text.chars().next_back()? {
        _ if last == OBJECT => Ending::Neutral,
        ';' => Ending::Semicolon,
        ',' => Ending::Comma,
        '.' if text.ends_with("etc.") || text.ends_with("...") => Ending::Neutral,
        '.' => Ending::Stop,
        ':' | '?' | '!' | '…' => Ending::Neutral,
        // « … (Bruxelles).» and « … ». » end as the sentence does: the sign before the quote counts.
        '»' | '”' if text.trim_end_matches(['»', '”', ' ', '\u{a0}', '\u{202f}']).ends_with(['.', '?', '!', '…']) => Ending::Neutral,
        _ => Ending::Nothing,
    };
    let end = block.span.end as usize;
    let start = end.saturating_sub(1).max(block.span.start as usize);
    Some((kind, Span::new(block.span.source, start..end)))
}

fn endings(items: &[Item], findings: &mut Vec<Diagnostic>) {
    let all: Vec<(Ending, Span)> = items.iter().filter_map(ending).collect();
    let Some(((last, last_place), others)) = all.split_last() else { return };
    // « …, et » before the last item.
    let counted: Vec<&(Ending, Span)> = others.iter().filter(|(e, _)| *e != Ending::Neutral).collect();
    let Some((style, _)) = counted.first().copied() else { return };
    // The style is that of most items.
    let style = counted.iter().map(|(e, _)| *e).max_by_key(|e| (counted.iter().filter(|(o, _)| o == e).count(), e == style)).unwrap_or(*style);
    let odd = counted.iter().find(|(e, _)| *e != style).map(|(e, s)| (*e, *s)).or_else(|| {
        let fits = match style {
            // A list inside of another may end like its surroundings.
            Ending::Semicolon | Ending::Comma => matches!(last, Ending::Stop | Ending::Neutral | Ending::Semicolon),
            Ending::Stop => matches!(last, Ending::Stop | Ending::Neutral),
            Ending::Nothing | Ending::Neutral => matches!(last, Ending::Nothing | Ending::Neutral | Ending::Stop),
        };
        (!fits).then_some((*last, *last_place))
    });
    if let Some((found, place)) = odd {
        let (found, other) = (found.words(), style.words());
        let finding = Diagnostic::at(&ENDINGS, place).with("found", found.0).with("other", other.0);
        findings.push(finding.with("found_en", found.1).with("other_en", other.1));
    }
}

fn starts<'a>(items: &[Item], common: &dyn Fn() -> &'a HashSet<&'a str>, findings: &mut Vec<Diagnostic>) {
    let mut small = false;
    let mut capitals: Vec<(String, Span)> = Vec::new();
    for item in items {
        let Some((content, block)) = words_of(item) else { continue };
        if !matches!(content.first().map(|i| &i.kind), Some(InlineKind::Text(_) | InlineKind::Strong(_) | InlineKind::Emph(_))) {
            continue;
        }
        let text = plain(content);
        let word: String = text.trim_start().chars().take_while(|c| c.is_alphanumeric()).collect();
        let mut letters = word.chars();
        match letters.next() {
            Some(c) if c.is_lowercase() => small = true,
            // Initials and names with capitals inside are no sentence.
            Some(c)
                if c.is_uppercase()
                    && !letters.clone().any(char::is_uppercase)
                    && !(letters.clone().next().is_none() && text.trim_start().chars().nth(1) == Some('.')) =>
            {
                capitals.push((word, block.span));
            }
            _ => {}
        }
    }
    if !small {
        return;
    }
    if let Some((word, span)) = capitals.into_iter().find(|(word, _)| common().contains(word.to_lowercase().as_str())) {
        findings.push(Diagnostic::at(&STARTS, span.part(0..word.len())).with("found", word));
    }
}
