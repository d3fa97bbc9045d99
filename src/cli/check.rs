//! `livret check`: what is missing or wrong, and the changes that mend it.

use super::args::{CheckArgs, Format, Global};
use super::terminal::Terminal;
use super::{Exit, Workspace, exit_of, report};
use crate::base::diag::{Lang, is_unprintable};
use crate::pipeline::{self, Change, Loaded};
use crate::workspace::replace;
use similar::TextDiff;
use std::collections::BTreeSet;
use std::path::Path;

pub(super) fn run(args: &CheckArgs, global: &Global, terminal: &mut Terminal) -> Exit {
    let Some(workspace) = Workspace::open(global, terminal) else { return Exit::Command };
    let mut loaded = workspace.load();
    let lang = global.lang(Some(&loaded));
    let mut wanted = BTreeSet::new();
    for file in &args.files {
        match named(file, &workspace, &loaded) {
            Some(path) => {
                wanted.insert(path);
            }
            None => {
                terminal.err(&match lang {
                    Lang::Fr => format!("« {} » n’est pas un texte de cet espace de travail\n", file.display()),
                    Lang::En => format!("“{}” is no text of this workspace\n", file.display()),
                });
                return Exit::Command;
            }
        }
    }
    if args.fix {
        let (after, changes) = pipeline::fix(&workspace.input(), loaded, &wanted);
        if args.dry_run {
            changes.iter().for_each(|change| terminal.out(&diff(change)));
            return Exit::Done;
        }
        let refused: Vec<_> = changes.iter().filter_map(|c| replace(&workspace.files, &c.path, &c.before, &c.after).err()).collect();
        if !refused.is_empty() {
            report::findings(&refused, &Default::default(), lang, terminal);
            return Exit::Command;
        }
        if args.format == Format::Human {
            terminal.err(&fixed(&changes, lang));
        }
        loaded = after;
    }
    let mut findings: Vec<_> = loaded.findings.iter().cloned().chain(pipeline::publications(&loaded)).collect();
    findings.retain(|f| wanted.is_empty() || f.span.is_some_and(|s| wanted.contains(&loaded.sources.get(s.source).path)));
    findings.sort_by_key(|f| (f.span.map(|s| (s.source, s.start)), f.code.id));
    let mut allowed = std::mem::take(&mut loaded.allowed);
    allowed.retain(|(f, _)| wanted.is_empty() || f.span.is_some_and(|s| wanted.contains(&loaded.sources.get(s.source).path)));
    terminal.out(&report::render(&findings, &allowed, &loaded.sources, lang, args.format));
    if args.format == Format::Human {
        terminal.out(&report::missing(&findings, &loaded.sources, lang));
        terminal.err(&format!("{}\n", report::summary(&findings, lang)));
    }
    exit_of(&findings, &loaded.sources, args.strict)
}

/// The path in the workspace of a file that is named as the shell sees it, or relative to the workspace.
fn named(file: &Path, workspace: &Workspace, loaded: &Loaded) -> Option<String> {
    let full = std::fs::canonicalize(file).or_else(|_| std::fs::canonicalize(workspace.root.join(file))).ok()?;
    let relative = full.strip_prefix(workspace.files.root()).ok()?.to_string_lossy().replace('\\', "/");
    loaded.sources.find(&relative).map(|_| relative)
}

/// A change as a unified diff, which `patch -p1` and `git apply` read.
fn diff(change: &Change) -> String {
    let (before, after) = (String::from_utf8_lossy(&change.before), String::from_utf8_lossy(&change.after));
    let text = TextDiff::from_lines(before.as_ref(), after.as_ref());
    let diff = text.unified_diff().context_radius(1).header(&format!("a/{}", change.path), &format!("b/{}", change.path)).to_string();
    let mut out = String::with_capacity(diff.len());
    for c in diff.chars() {
        // The ends of lines are what may change; what could drive a terminal is shown only.
        if is_unprintable(c) && c != '\r' { out.extend(c.escape_unicode()) } else { out.push(c) }
    }
    out
}

/// « 2 fichiers corrigés ».
fn fixed(changes: &[Change], lang: Lang) -> String {
    let s = if changes.len() > 1 { "s" } else { "" };
    let mut out = match (lang, changes.len()) {
        (Lang::Fr, 0) => "rien à corriger sans vous\n".to_owned(),
        (Lang::Fr, n) => format!("{n} fichier{s} corrigé{s}\n"),
        (Lang::En, 0) => "nothing to correct without you\n".to_owned(),
        (Lang::En, n) => format!("{n} file{s} corrected\n"),
    };
    changes.iter().for_each(|c| out.push_str(&format!("  {}\n", c.path)));
    out
}
