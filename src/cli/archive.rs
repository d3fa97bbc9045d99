//! `livret recover` and `livret verify`: what a PDF was made from, and whether it still makes that PDF.

use super::args::{Global, RecoverArgs, VerifyArgs};
use super::terminal::Terminal;
use super::{Exit, report};
use crate::base::diag::{Diagnostic, Lang, printable};
use crate::base::source::Sources;
use crate::model::archive::RecipeKind;
use crate::pipeline::Archive;
use crate::workspace::{restore, unreadable};
use std::path::{Path, PathBuf};

/// The bytes of a file and what it carries.
fn open(file: &Path) -> Result<(Vec<u8>, Archive), Vec<Diagnostic>> {
    let bytes = std::fs::read(file).map_err(|error| vec![unreadable(file, &error)])?;
    let archive = Archive::open(&bytes, &name(file))?;
    Ok((bytes, archive))
}

fn name(file: &Path) -> String {
    file.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

pub(super) fn recover(args: &RecoverArgs, global: &Global, terminal: &mut Terminal) -> Exit {
    let lang = global.lang(None);
    let into = args.into.clone().unwrap_or_else(|| PathBuf::from(format!("{}-sources", args.file.file_stem().unwrap_or_default().to_string_lossy())));
    let done = open(&args.file).and_then(|(_, archive)| restore(&into, &archive.files).map(|restored| (archive, restored)));
    let (archive, restored) = match done {
        Ok(done) => done,
        Err(findings) => {
            report::findings(&findings, &Sources::default(), lang, terminal);
            return Exit::Command;
        }
    };
    report::findings(&archive.other_program().into_iter().collect::<Vec<_>>(), &Sources::default(), lang, terminal);
    let folder = printable(&into.to_string_lossy());
    terminal.out(&match lang {
        Lang::Fr => format!("{folder}  fichiers écrits : {}, déjà là : {}\n", restored.written, restored.same),
        Lang::En => format!("{folder}  files written: {}, there already: {}\n", restored.written, restored.same),
    });
    let recipe = &archive.recipe;
    let subject = match recipe.kind {
        RecipeKind::Publication => recipe.id.clone(),
        RecipeKind::Fiche => format!("--fiche {}", recipe.id),
    };
    let command = format!("livret build {subject} --profile {} --standard {} --embed-sources", recipe.profile, recipe.standards.join("+"));
    let date = recipe.date.map(|(year, month, day)| format!("{year:04}-{month:02}-{day:02}"));
    terminal.err(&printable(&match (lang, date) {
        (Lang::Fr, None) => format!("pour refaire ce fichier, dans ce dossier : {command}"),
        (Lang::Fr, Some(date)) => format!("pour refaire ce fichier, dans ce dossier, SOURCE_DATE_EPOCH disant le {date} : {command}"),
        (Lang::En, None) => format!("to make this file again, in that folder: {command}"),
        (Lang::En, Some(date)) => format!("to make this file again, in that folder, SOURCE_DATE_EPOCH saying {date}: {command}"),
    }));
    terminal.err("\n");
    Exit::Done
}

pub(super) fn verify(args: &VerifyArgs, global: &Global, terminal: &mut Terminal) -> Exit {
    let lang = global.lang(None);
    let (bytes, archive) = match open(&args.file) {
        Ok(opened) => opened,
        Err(findings) => {
            report::findings(&findings, &Sources::default(), lang, terminal);
            return Exit::Command;
        }
    };
    match archive.verify(&bytes) {
        Ok(verdict) => {
            report::findings(&verdict.findings, &verdict.sources, lang, terminal);
            let file = name(&args.file);
            let file = printable(&file);
            terminal.out(&match (verdict.same, lang) {
                (true, Lang::Fr) => format!("{file}  identique, octet pour octet\n"),
                (true, Lang::En) => format!("{file}  the same, byte for byte\n"),
                (false, Lang::Fr) => format!("{file}  différent\n"),
                (false, Lang::En) => format!("{file}  different\n"),
            });
            if verdict.same { Exit::Done } else { Exit::Content }
        }
        Err((findings, sources)) => {
            report::findings(&findings, &sources, lang, terminal);
            Exit::Command
        }
    }
}
