//! `livret impose`: any PDF → sheets to print on both sides and fold; and the sheet that measures the offset of the two sides.

use super::args::{Global, ImposeArgs};
use super::terminal::Terminal;
use super::{Exit, Workspace, report};
use crate::base::diag::{Diagnostic, Lang, printable};
use crate::base::source::Sources;
use crate::model::imposition::{Impose, Offset, Scheme};
use crate::pipeline::{NO_FILE, SAME_FILE, Sheets};
use crate::workspace::{self, store, unreadable};
use std::path::{Path, PathBuf};

/// The name of the calibration sheet when no other is given.
const CALIBRATION: &str = "reglage-recto-verso.pdf";

pub(super) fn run(args: &ImposeArgs, global: &Global, terminal: &mut Terminal) -> Exit {
    let here = std::env::current_dir().unwrap_or_default();
    // A workspace is not needed; when there is one, it knows its printer.
    let loaded = if global.workspace.is_some() || workspace::find(&here).is_some() {
        let Some(workspace) = Workspace::open(global, terminal) else { return Exit::Command };
        Some(workspace.load())
    } else {
        None
    };
    let lang = global.lang(loaded.as_ref());
    let fail = |findings: Vec<Diagnostic>, terminal: &mut Terminal| {
        report::findings(&findings, &Sources::default(), lang, terminal);
        Exit::Command
    };
    let mut sheets = loaded.as_ref().map_or_else(Sheets::embedded, Sheets::of);
    if let Some((x, y)) = args.offset {
        sheets = sheets.with_offset(Offset { x, y });
    }
    let settings = settings(args);
    if args.calibration {
        let target = args.output.clone().unwrap_or_else(|| PathBuf::from(CALIBRATION));
        return match sheets.calibration(&settings).and_then(|bytes| store(&target, &bytes).map_err(|f| vec![f])) {
            Ok(()) => {
                terminal.out(&format!("{}\n", printable(&target.to_string_lossy())));
                Exit::Done
            }
            Err(findings) => fail(findings, terminal),
        };
    }
    let Some(file) = &args.file else { return fail(vec![Diagnostic::on(&NO_FILE, "")], terminal) };
    let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let target = args.output.clone().unwrap_or_else(|| beside(file));
    if same(file, &target) {
        return fail(vec![Diagnostic::on(&SAME_FILE, name.clone()).with("file", name)], terminal);
    }
    let bytes = match std::fs::read(file) {
        Ok(bytes) => bytes,
        Err(error) => {
            return fail(vec![unreadable(file, &error)], terminal);
        }
    };
    match sheets.impose(&bytes, &name, &settings).and_then(|imposed| store(&target, &imposed.bytes).map(|()| imposed).map_err(|f| vec![f])) {
        Ok(imposed) => {
            report::findings(&imposed.findings, &Sources::default(), lang, terminal);
            // The sheet of instructions is printed with the others, and is none of those that are folded.
            let count = imposed.sides.div_ceil(2).saturating_sub(u32::from(args.instructions));
            let words = match (lang, count > 1) {
                (Lang::Fr, true) => "feuilles",
                (Lang::Fr, false) => "feuille",
                (Lang::En, true) => "sheets",
                (Lang::En, false) => "sheet",
            };
            let first = match (lang, args.instructions) {
                (Lang::Fr, true) => ", après une feuille d’instructions",
                (Lang::En, true) => ", after a sheet of instructions",
                (_, false) => "",
            };
            terminal.out(&format!("{}  {count} {words}{first}\n", printable(&target.to_string_lossy())));
            Exit::Done
        }
        Err(findings) => fail(findings, terminal),
    }
}

/// `livret.pdf` → `livret-imposé.pdf`, in the same folder.
fn beside(file: &Path) -> PathBuf {
    file.with_file_name(format!("{}-imposé.pdf", file.file_stem().unwrap_or_default().to_string_lossy()))
}

/// Whether two paths are one file.
fn same(a: &Path, b: &Path) -> bool {
    a == b || matches!((std::fs::canonicalize(a), std::fs::canonicalize(b)), (Ok(a), Ok(b)) if a == b)
}

fn settings(args: &ImposeArgs) -> Impose {
    Impose {
        scheme: Some(Scheme::TwoUp),
        sheet: args.sheet,
        duplex: args.duplex,
        signature: args.signature,
        thickness: args.thickness,
        border: args.border,
        fit: args.fit,
        fold: args.fold,
        staples: args.staples,
        cover: args.cover,
        instructions: args.instructions,
    }
}
