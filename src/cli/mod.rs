//! The command line: arguments as typed → one command, one file. The only user of clap, of the terminal and of colours.

mod archive;
mod args;
mod build;
mod check;
mod explain;
mod help;
mod import;
mod impose;
mod init;
mod list;
mod new;
mod preview;
mod report;
mod schema;
mod sigles;
mod terminal;
mod usage;

use crate::base::diag::{Diagnostic, Lang, Severity};
use crate::base::source::Sources;
use crate::model::catalog::MessageLanguage;
use crate::pipeline::{Input, Loaded, load};
use crate::workspace::{self, DiskFiles, NO_WORKSPACE};
use args::{Args, Command, Global};
use clap::{CommandFactory, FromArgMatches};
use std::ffi::OsString;
use std::path::PathBuf;
use std::process::ExitCode;
use terminal::Terminal;

/// The exit codes: scripts rely on them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Exit {
    /// Done.
    Done = 0,
    /// The content has errors.
    Content = 1,
    /// The command could not work.
    Command = 2,
}

/// Runs the program.
pub fn run(args: impl IntoIterator<Item = OsString>) -> ExitCode {
    let args: Vec<OsString> = args.into_iter().collect();
    let matches = help::french(Args::command()).try_get_matches_from(&args);
    let args = match matches.and_then(|matches| Args::from_arg_matches(&matches)) {
        Ok(args) => args,
        Err(error) => {
            let code = if error.use_stderr() { Exit::Command } else { Exit::Done };
            // Nothing is left to do when even the message cannot be written.
            let _ = if usage::wants_english(&args) { error.print() } else { error.apply::<usage::French>().print() };
            return ExitCode::from(code as u8);
        }
    };
    let mut terminal = Terminal::new(args.global.color);
    let exit = match args.command {
        Command::Build(ref a) => build::run(a, &args.global, &mut terminal),
        Command::Check(ref a) => check::run(a, &args.global, &mut terminal),
        Command::Preview(ref a) => preview::run(a, &args.global, &mut terminal),
        Command::List(ref a) => list::run(a, &args.global, &mut terminal),
        Command::Sigles(ref a) => sigles::run(a, &args.global, &mut terminal),
        Command::New(ref a) => new::run(a, &args.global, &mut terminal),
        Command::Init(ref a) => init::run(a, &args.global, &mut terminal),
        Command::Import(ref a) => import::run(a, &args.global, &mut terminal),
        Command::Impose(ref a) => impose::run(a, &args.global, &mut terminal),
        Command::Recover(ref a) => archive::recover(a, &args.global, &mut terminal),
        Command::Verify(ref a) => archive::verify(a, &args.global, &mut terminal),
        Command::Explain(ref a) => explain::run(a, &args.global, &mut terminal),
        Command::Schema(ref a) => schema::run(a, &args.global, &mut terminal),
        Command::Completions { shell } => {
            let mut command = Args::command();
            let mut out = Vec::new();
            clap_complete::generate(shell, &mut command, "livret", &mut out);
            terminal.out(&String::from_utf8_lossy(&out));
            Exit::Done
        }
    };
    ExitCode::from(exit as u8)
}

/// An open workspace.
struct Workspace {
    root: PathBuf,
    files: DiskFiles,
    date: Option<(i32, u8, u8)>,
}

impl Workspace {
    /// Opens the workspace that the arguments mean, or says why there is none.
    fn open(global: &Global, terminal: &mut Terminal) -> Option<Self> {
        let from = match &global.workspace {
            Some(dir) => dir.clone(),
            None => std::env::current_dir().unwrap_or_default(),
        };
        // A folder that was named must be one itself; without a name it is looked for upwards.
        let root = if global.workspace.is_some() { Some(from.clone()).filter(|d| d.join(workspace::MARK).is_file()) } else { workspace::find(&from) };
        let files = root.as_ref().and_then(|r| DiskFiles::open(r).ok());
        match (root, files) {
            (Some(root), Some(files)) => Some(Self { root, files, date: source_date() }),
            _ => {
                report::findings(&[Diagnostic::on(&NO_WORKSPACE, from.to_string_lossy())], &Sources::default(), global.lang(None), terminal);
                None
            }
        }
    }

    fn input(&self) -> Input<'_> {
        Input { files: &self.files, date: self.date }
    }

    fn load(&self) -> Loaded {
        load(&self.input())
    }
}

/// The date of `SOURCE_DATE_EPOCH` (reproducible-builds.org), as year, month, day.
fn source_date() -> Option<(i32, u8, u8)> {
    let seconds: i64 = std::env::var("SOURCE_DATE_EPOCH").ok()?.trim().parse().ok()?;
    // Days to a civil date: the proleptic Gregorian calendar counted from 0000-03-01, so that leap days end the year.
    let days = seconds.div_euclid(86_400) + 719_468;
    let era = days.div_euclid(146_097);
    let day_of_era = days.rem_euclid(146_097);
    let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * shifted + 2) / 5 + 1;
    let month = if shifted < 10 { shifted + 3 } else { shifted - 9 };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    Some((i32::try_from(year).ok()?, u8::try_from(month).ok()?, u8::try_from(day).ok()?))
}

impl Global {
    /// The language of messages: as asked, else the collection's, else French.
    fn lang(&self, loaded: Option<&Loaded>) -> Lang {
        let of_collection = loaded.and_then(|l| l.corpus.collection.language.as_ref()).map(|l| l.value);
        match (self.lang, of_collection) {
            (Some(lang), _) => lang.into(),
            (None, Some(MessageLanguage::English)) => Lang::En,
            (None, Some(MessageLanguage::French) | None) => Lang::Fr,
        }
    }
}

/// The exit code that findings ask for.
fn exit_of(findings: &[Diagnostic], sources: &Sources, strict: bool) -> Exit {
    let template = |f: &Diagnostic| f.span.is_some_and(|s| sources.get(s.source).path.starts_with("templates/"));
    let of = |f: &Diagnostic| match f.severity {
        Severity::Error if f.code.outside || template(f) => Exit::Command,
        Severity::Error => Exit::Content,
        Severity::Warning if strict => Exit::Content,
        Severity::Warning | Severity::Note => Exit::Done,
    };
    findings.iter().map(of).max().unwrap_or(Exit::Done)
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    #[test]
    fn arguments_are_sound() {
        super::args::Args::command().debug_assert();
        super::help::french(super::args::Args::command()).debug_assert();
    }
}
