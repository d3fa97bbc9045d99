//! `livret init`: a workspace that builds at once.

use super::args::{Global, InitArgs};
use super::terminal::Terminal;
use super::{Exit, report};
use crate::base::diag::Lang;
use crate::workspace::{create_new, scaffold};

pub(super) fn run(args: &InitArgs, global: &Global, terminal: &mut Terminal) -> Exit {
    let lang = global.lang(None);
    let files = scaffold();
    // Nothing is written when something is already there.
    if let Some((name, _)) = files.iter().find(|(name, _)| args.dir.join(name).exists()) {
        let finding = crate::base::diag::Diagnostic::on(&crate::workspace::EXISTS, name.clone()).with("path", name.clone());
        report::findings(&[finding], &Default::default(), lang, terminal);
        return Exit::Command;
    }
    for (name, bytes) in files {
        if let Err(finding) = create_new(&args.dir.join(&name), bytes) {
            report::findings(&[finding], &Default::default(), lang, terminal);
            return Exit::Command;
        }
        terminal.out(&format!("{name}\n"));
    }
    terminal.err(&match lang {
        Lang::Fr => format!("Espace de travail prêt. Ensuite : livret build --workspace {}\n", args.dir.display()),
        Lang::En => format!("The workspace is ready. Next: livret build --workspace {}\n", args.dir.display()),
    });
    Exit::Done
}
