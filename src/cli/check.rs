//! `livret check`: what is missing or wrong.

use super::args::{CheckArgs, Format, Global};
use super::terminal::Terminal;
use super::{Exit, Workspace, exit_of, report};
use crate::base::diag::Lang;

pub(super) fn run(args: &CheckArgs, global: &Global, terminal: &mut Terminal) -> Exit {
    let Some(workspace) = Workspace::open(global, terminal) else { return Exit::Command };
    let loaded = workspace.load();
    let lang = global.lang(Some(&loaded));
    let mut wanted = Vec::new();
    for file in &args.files {
        // A file is named as the shell sees it, or relative to the workspace.
        let full = std::fs::canonicalize(file).or_else(|_| std::fs::canonicalize(workspace.root.join(file)));
        let relative = full.ok().and_then(|f| f.strip_prefix(workspace.files.root()).ok().map(|p| p.to_string_lossy().replace('\\', "/")));
        match relative.and_then(|r| loaded.sources.find(&r)) {
            Some(id) => wanted.push(id),
            None => {
                terminal.err(&match lang {
                    Lang::Fr => format!("« {} » n’est pas un texte de cet espace de travail\n", file.display()),
                    Lang::En => format!("“{}” is no text of this workspace\n", file.display()),
                });
                return Exit::Command;
            }
        }
    }
    let findings: Vec<_> = loaded.findings.iter().filter(|f| wanted.is_empty() || f.span.is_some_and(|s| wanted.contains(&s.source))).cloned().collect();
    terminal.out(&report::render(&findings, &loaded.sources, lang, args.format));
    if args.format == Format::Human {
        terminal.err(&format!("{}\n", report::summary(&findings, lang)));
    }
    exit_of(&findings, args.strict)
}
