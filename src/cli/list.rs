//! `livret list`.

use super::args::{Global, ListArgs, Listed};
use super::terminal::Terminal;
use super::{Exit, Workspace};
use crate::lang::collate::Collator;
use crate::lang::{chronology, format};
use crate::model::fiche::Fiche;
use serde::Serialize;

/// One line of a list: named columns.
#[derive(Serialize)]
struct Row {
    id: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    number: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    date: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    kind: Option<String>,
    title: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    more: Vec<String>,
}

pub(super) fn run(args: &ListArgs, global: &Global, terminal: &mut Terminal) -> Exit {
    let Some(workspace) = Workspace::open(global, terminal) else { return Exit::Command };
    let loaded = workspace.load();
    let corpus = &loaded.corpus;
    let rows: Vec<Row> = match args.what {
        Listed::Publications => corpus
            .publications
            .iter()
            .map(|p| Row {
                id: p.id.clone(),
                number: None,
                date: None,
                kind: Some(format!("{} {}", p.contents.kind().word(), p.format.word())),
                title: p.title.value.clone(),
                more: p.profiles.iter().map(|p| p.value.clone()).collect(),
            })
            .collect(),
        Listed::Fiches => corpus
            .fiches
            .iter()
            .map(|f| Row {
                id: f.id.clone(),
                number: f.number,
                date: f.date.as_ref().map(|d| format::date(d)),
                kind: Some(f.status.word().to_owned()),
                title: f.title.value.clone(),
                more: f.categories.filled().cloned().unwrap_or_default(),
            })
            .collect(),
        Listed::Chronologie => {
            let collator = Collator::french();
            let pinned = |n: u32| corpus.pinned.contains_key(&n);
            let mut before: Option<&Fiche> = None;
            corpus
                .fiches
                .iter()
                .map(|f| {
                    let why = before.replace(f).map(|b| chronology::compare_numbered(b, f, &collator, &pinned).1.word());
                    let fixed = f.number.filter(|n| pinned(*n)).map(|_| "numéro fixé".to_owned());
                    Row {
                        id: f.id.clone(),
                        number: f.number,
                        date: f.date.as_ref().map(|d| d.to_string()),
                        kind: Some(why.unwrap_or("première").to_owned()),
                        title: f.title.value.clone(),
                        more: (f.order != 0).then(|| format!("ordre {}", f.order)).into_iter().chain(fixed).collect(),
                    }
                })
                .collect()
        }
        Listed::Profils => loaded
            .profiles
            .iter()
            .map(|(name, p)| Row {
                id: name.clone(),
                number: None,
                date: None,
                kind: None,
                title: p.standards.iter().map(|s| s.value.word()).collect::<Vec<_>>().join(" + "),
                more: Vec::new(),
            })
            .collect(),
        Listed::Categories => corpus
            .categories
            .iter()
            .map(|c| Row { id: c.id.clone(), number: None, date: None, kind: Some(c.family.word().to_owned()), title: c.name.value.clone(), more: Vec::new() })
            .collect(),
        Listed::Sigles => corpus
            .terms
            .values()
            .map(|t| Row {
                id: t.term.value.clone(),
                number: None,
                date: None,
                kind: Some(t.kind.word().to_owned()),
                title: t.expansion.as_ref().map(|e| e.value.clone()).unwrap_or_default(),
                more: Vec::new(),
            })
            .collect(),
    };
    if args.json {
        terminal.out(&super::report::to_json(&rows));
        return Exit::Done;
    }
    // Columns as wide as their widest value.
    let cells: Vec<Vec<String>> = rows
        .iter()
        .map(|r| {
            vec![
                r.number.map(|n| n.to_string()).unwrap_or_default(),
                r.date.clone().unwrap_or_default(),
                r.id.clone(),
                r.kind.clone().unwrap_or_default(),
                r.title.clone(),
                r.more.join(" "),
            ]
        })
        .collect();
    let widths: Vec<usize> = (0..6).map(|i| cells.iter().map(|c| c[i].chars().count()).max().unwrap_or(0)).collect();
    for row in cells {
        let mut line = String::new();
        for (cell, width) in row.iter().zip(&widths).filter(|(_, w)| **w > 0) {
            line.push_str(cell);
            line.extend(std::iter::repeat_n(' ', width + 2 - cell.chars().count()));
        }
        terminal.out(&format!("{}\n", crate::base::diag::printable(line.trim_end())));
    }
    Exit::Done
}
