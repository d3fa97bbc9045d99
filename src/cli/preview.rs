//! `livret preview`.

use super::args::{Global, PreviewArgs};
use super::terminal::Terminal;
use super::{Exit, Workspace, exit_of, report};
use crate::base::diag::Lang;
use crate::base::source::Sources;
use crate::preview::{self, Options};

pub(super) fn run(args: &PreviewArgs, global: &Global, terminal: &mut Terminal) -> Exit {
    let Some(workspace) = Workspace::open(global, terminal) else { return Exit::Command };
    let options = Options {
        subject: args.subject.clone(),
        port: args.port,
        readonly: args.readonly,
        editor: std::env::var("VISUAL").ok(),
        date: workspace.date,
        lang: global.lang.map(Into::into),
    };
    let lang = global.lang(None);
    let served = preview::run(&workspace.files, options, |address| {
        terminal.out(&format!("{address}\n"));
        terminal.err(match lang {
            Lang::Fr => "L’aperçu suit chaque enregistrement. Ctrl-C pour terminer.\n",
            Lang::En => "The preview follows every save. Ctrl-C to end.\n",
        });
        if args.open && open::that_detached(address).is_err() {
            terminal.err(match lang {
                Lang::Fr => "Aucun navigateur ne s’ouvre d’ici : ouvrez cette adresse vous-même.\n",
                Lang::En => "No browser can be opened from here: open this address yourself.\n",
            });
        }
    });
    match served {
        Ok(()) => Exit::Done,
        Err(findings) => {
            report::findings(&findings, &Sources::default(), lang, terminal);
            exit_of(&findings, &Sources::default(), false).max(Exit::Command)
        }
    }
}
