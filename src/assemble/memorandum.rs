//! The lists of a memorandum: themes, numbered demands, summary, table by level of power.

use crate::lang::format::slug;
use crate::model::corpus::demands;
use crate::model::fiche::Memorandum;
use crate::model::markup::{BlockKind, PowerLevel, Priority, plain};
use crate::model::publication::{MemorandumParts, NumberedDemand, Theme};
use std::collections::{BTreeMap, BTreeSet};

/// The level of the headings that open a theme: the highest in the text.
fn theme_level(memorandum: &Memorandum) -> Option<u8> {
    memorandum
        .body
        .blocks
        .iter()
        .filter_map(|b| match &b.kind {
            BlockKind::Heading { level, .. } => Some(*level),
            _ => None,
        })
        .min()
}

pub(super) fn parts(memorandum: &Memorandum) -> MemorandumParts {
    let level = theme_level(memorandum);
    let mut themes: Vec<Theme> = Vec::new();
    let mut numbered = BTreeMap::new();
    let mut order = Vec::new();
    let mut used: BTreeSet<String> = BTreeSet::new();
    for block in &memorandum.body.blocks {
        if let BlockKind::Heading { level: l, id, content } = &block.kind
            && Some(*l) == level
        {
            let title = plain(content);
            let wanted = id.clone().unwrap_or_else(|| slug(&title));
            // Two themes of one title still are two places.
            let id = (1..).map(|n| if n == 1 { wanted.clone() } else { format!("{wanted}-{n}") }).find(|id| used.insert(id.clone())).unwrap_or(wanted);
            themes.push(Theme { id, number: u32::try_from(themes.len() + 1).unwrap_or(u32::MAX), title, demands: Vec::new() });
            continue;
        }
        for (demand, _) in demands(std::slice::from_ref(block)) {
            let (theme, number) = match themes.last_mut() {
                Some(theme) => {
                    theme.demands.push(demand.id.clone());
                    (theme.id.clone(), format!("{}.{}", theme.number, theme.demands.len()))
                }
                None => (String::new(), (order.len() + 1).to_string()),
            };
            order.push(demand.id.clone());
            numbered.entry(demand.id.clone()).or_insert(NumberedDemand { number, theme, demand: demand.clone() });
        }
    }
    let summary = order.iter().filter(|id| numbered.get(*id).is_some_and(|d: &NumberedDemand| d.demand.priority == Some(Priority::High))).cloned().collect();
    let by_level = PowerLevel::ALL
        .iter()
        .map(|level| (*level, order.iter().filter(|id| numbered.get(*id).is_some_and(|d| d.demand.levels.contains(level))).cloned().collect::<Vec<_>>()))
        .filter(|(_, list)| !list.is_empty())
        .collect();
    MemorandumParts { id: memorandum.id.clone(), theme_level: level, themes, demands: numbered, summary, by_level }
}
