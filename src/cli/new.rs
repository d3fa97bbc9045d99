//! `livret new`: a fiche or a memorandum that checks clean.

use super::args::{Global, NewArgs, NewKind};
use super::terminal::Terminal;
use super::{Exit, Workspace, report};
use crate::base::diag::Lang;
use crate::lang::format::slug;
use crate::model::date::Date;
use crate::render::driver::{NewFiche, scaffold};
use crate::workspace::{create_new, templates};

pub(super) fn run(args: &NewArgs, global: &Global, terminal: &mut Terminal) -> Exit {
    let Some(workspace) = Workspace::open(global, terminal) else { return Exit::Command };
    let lang = global.lang(None);
    let (folder, template) = match args.what {
        NewKind::Fiche => ("fiches", "new/fiche.md.hbs"),
        NewKind::Memorandum => ("memorandums", "new/memorandum.md.hbs"),
    };
    let date = match (&args.date, args.what) {
        (Some(date), _) => date.trim().to_owned(),
        (None, NewKind::Fiche) => {
            terminal.err(match lang {
                Lang::Fr => "une fiche a une date : ajoutez --date 2012 (ou 2012-06-23, 2010/2015, 1985~, 198X, 2016/..)\n",
                Lang::En => "a fiche has a date: add --date 2012 (or 2012-06-23, 2010/2015, 1985~, 198X, 2016/..)\n",
            });
            return Exit::Command;
        }
        (None, NewKind::Memorandum) => workspace.date.map_or_else(|| "2000".to_owned(), |(y, _, _)| format!("{y:04}")),
    };
    if let Err(error) = Date::parse(&date) {
        terminal.err(&match lang {
            Lang::Fr => format!("« {date} » n’est pas une date EDTF : {error}\n"),
            Lang::En => format!("“{date}” is no EDTF date: {error}\n"),
        });
        return Exit::Command;
    }
    let id = slug(&args.title);
    if id.is_empty() {
        terminal.err(match lang {
            Lang::Fr => "le titre doit contenir au moins une lettre ou un chiffre\n",
            Lang::En => "the title must hold at least one letter or digit\n",
        });
        return Exit::Command;
    }
    let path = workspace.root.join("content").join(folder).join(format!("{id}.md"));
    // A JSON string is a YAML string: quotes, colons and backslashes of the title are safe in it.
    let title = serde_json::to_string(args.title.trim()).unwrap_or_default();
    let date = serde_json::to_string(&date).unwrap_or_default();
    let written =
        scaffold(template, &templates(&workspace.files), &NewFiche { title: &title, date: &date }).and_then(|text| create_new(&path, text.as_bytes()));
    match written {
        Ok(()) => {
            terminal.out(&format!("content/{folder}/{id}.md\n"));
            Exit::Done
        }
        Err(finding) => {
            report::findings(&[finding], &Default::default(), lang, terminal);
            Exit::Command
        }
    }
}
