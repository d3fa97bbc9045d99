//! `livret import`: foreign bytes → a workspace that builds, and a report of every decision.

use super::args::{Format, Global, ImportArgs};
use super::terminal::Terminal;
use super::{Exit, exit_of, report};
use crate::base::diag::{Diagnostic, Lang};
use crate::base::source::Sources;
use crate::import;
use crate::parse::text::decode_archive;
use crate::workspace::{EXISTS, create_new, scaffold, unreadable};

/// The file of the report.
const REPORT: &str = "import-rapport.txt";

pub(super) fn run(args: &ImportArgs, global: &Global, terminal: &mut Terminal) -> Exit {
    let lang = global.lang(None);
    let mut sources = Sources::default();
    let fail = |finding: Diagnostic, terminal: &mut Terminal| {
        report::findings(&[finding], &Sources::default(), lang, terminal);
        Exit::Command
    };
    let bytes = match std::fs::read(&args.file) {
        Ok(bytes) => bytes,
        Err(error) => {
            return fail(unreadable(&args.file, &error), terminal);
        }
    };
    // The report names the file, not where it lay.
    let name = args.file.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let mut findings = Vec::new();
    let id = decode_archive(&mut sources, &name, &bytes).unload(&mut findings);
    let imported = (args.from.read())(sources.get(id), id);
    let mut files: Vec<(String, String)> = imported.unload(&mut findings).into_iter().map(|f| (format!("content/{}", f.path), f.text)).collect();
    // What is produced stays out of version control, as in a workspace made by `init`.
    files.extend(
        scaffold().into_iter().filter(|(path, _)| path == "output/.gitignore").map(|(path, bytes)| (path, String::from_utf8_lossy(bytes).into_owned())),
    );
    files.push((REPORT.to_owned(), report::render(&findings, &[], &sources, lang, Format::Short)));
    // Nothing is written when something is already there.
    if let Some((path, _)) = files.iter().find(|(path, _)| args.into.join(path).exists()) {
        return fail(Diagnostic::on(&EXISTS, path.clone()).with("path", path.clone()), terminal);
    }
    for (path, text) in &files {
        if let Err(finding) = create_new(&args.into.join(path), text.as_bytes()) {
            return fail(finding, terminal);
        }
        terminal.out(&format!("{path}\n"));
    }
    report::findings(&findings, &sources, lang, terminal);
    terminal.err(&match lang {
        Lang::Fr => format!("{} fichiers ; chaque décision est dans {REPORT}. Ensuite : livret check --workspace {}\n", files.len(), args.into.display()),
        Lang::En => format!("{} files; every decision is in {REPORT}. Next: livret check --workspace {}\n", files.len(), args.into.display()),
    });
    exit_of(&findings, &sources, false)
}

impl super::args::ImportFormat {
    /// The importer of the format.
    fn read(self) -> fn(&crate::base::source::Source, crate::base::source::SourceId) -> crate::base::diag::Warned<Vec<import::ImportedFile>> {
        match self {
            Self::Texte => import::texte,
        }
    }
}
