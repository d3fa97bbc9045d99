//! `livret build`.

use super::args::{BuildArgs, Emit, Global};
use super::terminal::Terminal;
use super::{Exit, Workspace, exit_of, report};
use crate::base::diag::{Diagnostic, Lang, Severity, printable};
use crate::model::bundle::Bundle;
use crate::pipeline::{self, Job, Made, NO_PROOF, NO_RELEASE, Outcome, Request, Since, Work};
use crate::workspace::{self, Manifest, Output, Said, digest, store};
use indicatif::{ProgressBar, ProgressStyle};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Mutex;

pub(super) fn run(args: &BuildArgs, global: &Global, terminal: &mut Terminal) -> Exit {
    let Some(workspace) = Workspace::open(global, terminal) else { return Exit::Command };
    let output = args.output.clone().unwrap_or_else(|| workspace.root.join("output"));
    let request = Request { publications: args.publications.clone(), fiches: args.fiche.clone(), profiles: args.profile.clone() };
    let manifest = Manifest::read(&output);
    if let Some(jobs) = args.jobs {
        // The engine's own threads; a second pool cannot be made in one process, and then the first one serves.
        let _ = rayon::ThreadPoolBuilder::new().num_threads(jobs.max(1)).build_global();
    }

    // Nothing at all changed since the last complete build of the same request: say so, and read no text.
    let whole = args.since.is_none()
        && args.emit.is_none()
        && !args.layout_report
        && !args.explain_fit
        && !args.force
        && args.standard.is_none()
        && !args.embed_sources
        && args.publications.is_empty()
        && args.fiche.is_empty()
        && args.profile.is_empty();
    let inputs = pipeline::inputs_digest(&workspace.input());
    if whole
        && !manifest.inputs.is_empty()
        && manifest.inputs == inputs
        && !(args.strict && manifest.warnings > 0)
        && manifest.files.keys().all(|name| manifest.is_intact(&output, name))
    {
        return unchanged(&manifest, global.lang(None), terminal);
    }

    let mut loaded = pipeline::read_after(&workspace.input(), None);
    let lang = global.lang(Some(&loaded));
    let jobs = match pipeline::plan(&loaded, &request) {
        Ok(jobs) => jobs,
        Err(unplanned) => {
            // A publication may be unknown because its description has an error: both are said.
            let exit = exit_of(&unplanned, &loaded.sources, args.strict);
            let (found, _) = pipeline::inspect(&loaded, &workspace.files);
            report::findings(&[found, unplanned].concat(), &loaded.sources, lang, terminal);
            return exit;
        }
    };
    let claims = args.standard.is_some() || args.embed_sources;
    if claims && let Err(refused) = claim(args, &mut loaded, &workspace.files, &jobs) {
        report::findings(&refused, &loaded.sources, lang, terminal);
        return Exit::Command;
    }
    // What asks for nothing is for `check` to say.
    let worth_saying = |found: &[Diagnostic]| found.iter().filter(|f| f.severity > Severity::Note).cloned().collect::<Vec<_>>();
    if args.emit == Some(Emit::Typst) {
        (loaded.findings, _) = pipeline::inspect(&loaded, &workspace.files);
        let mut findings = worth_saying(&loaded.findings);
        let exit = emit(&loaded, &jobs, &output, &mut findings, terminal);
        report::findings(&findings, &loaded.sources, lang, terminal);
        return exit.max(exit_of(&findings, &loaded.sources, args.strict));
    }

    let (since, uncompared) = match args.since.as_deref().map(|path| since(path, &loaded, &jobs)) {
        None => (None, Vec::new()),
        Some(Ok((since, more))) => (Some(since), more),
        Some(Err(finding)) => {
            report::findings(&[finding], &loaded.sources, lang, terminal);
            return Exit::Command;
        }
    };

    let bar = progress_bar(&jobs, terminal);
    let made: Mutex<Manifest> = Mutex::new(manifest.clone());
    let explained: Mutex<BTreeMap<String, String>> = Mutex::default();
    let sink = |job: &Job, file: Made| -> Result<(), Diagnostic> {
        let write = |name: &str, bytes: &[u8], report: &pipeline::Report| {
            store(&output.join(name), bytes)?;
            let texts = [report.text(), report.json()];
            workspace::report_names(name).into_iter().zip(texts).try_for_each(|(name, text)| store(&output.join(name), text.as_bytes()))
        };
        write(&job.file, &file.bytes, &file.report)?;
        for (i, picture) in file.pictures.iter().enumerate() {
            let stem = job.file.trim_end_matches(".pdf");
            store(&output.join(stem).join(format!("{:03}.png", i + 1)), picture)?;
        }
        if let Some(proof) = &file.proof {
            store(&output.join(format!("{}-mise-en-page.pdf", job.file.trim_end_matches(".pdf"))), proof)?;
        }
        let id = job.subject.id();
        if let (true, Some(fit), Ok(mut explained)) = (args.explain_fit, &file.fit, explained.lock()) {
            explained.insert(job.file.clone(), fit.text(&job.file, lang));
        }
        // The file may have had a cover of its own before.
        if let Ok(mut manifest) = made.lock() {
            manifest.files.retain(|_, entry| entry.part_of.as_deref() != Some(&job.file));
        }
        if let Some(cover) = file.cover {
            write(&cover.file, &cover.bytes, &cover.report)?;
            let entry = Output {
                publication: id.to_owned(),
                profile: job.profile.clone(),
                pages: cover.report.file.pages,
                sides: None,
                sha256: digest([cover.bytes.as_slice()]),
                fingerprint: file.fingerprint.clone(),
                standards: Vec::new(),
                warnings: cover.report.warnings,
                fiches: BTreeMap::new(),
                part_of: Some(job.file.clone()),
                findings: Vec::new(),
            };
            if let Ok(mut manifest) = made.lock() {
                manifest.files.insert(cover.file, entry);
            }
        }
        let entry = Output {
            publication: id.to_owned(),
            profile: job.profile.clone(),
            pages: file.pages,
            sides: file.sides,
            sha256: digest([file.bytes.as_slice()]),
            fingerprint: file.fingerprint,
            standards: file.standards,
            warnings: file.report.warnings,
            fiches: file.fiches,
            findings: file.findings.iter().map(|f| Said::of(f, &loaded.sources)).collect(),
            part_of: None,
        };
        if let Ok(mut manifest) = made.lock() {
            manifest.files.insert(job.file.clone(), entry);
        }
        Ok(())
    };
    let work = Work {
        is_fresh: &|job, fingerprint| {
            !args.force && args.emit.is_none() && !args.layout_report && !args.explain_fit && manifest.is_fresh(&output, &job.file, fingerprint)
        },
        sink: &sink,
        progress: &|job, _| {
            bar.inc(1);
            bar.set_message(job.file.clone());
        },
        pictures: (args.emit == Some(Emit::Png)).then_some(args.ppi.clamp(20.0, 600.0)),
        proof: args.layout_report.then_some(lang),
        explain_fit: args.explain_fit,
        since: since.as_ref(),
        threads: args.jobs.unwrap_or_else(|| std::thread::available_parallelism().map_or(1, std::num::NonZero::get)),
    };
    let (outcomes, found, more) = pipeline::inspect_and_build(&loaded, &workspace.files, &jobs, &work);
    bar.finish_and_clear();
    let mut findings = worth_saying(&found);
    findings.extend(uncompared);
    findings.extend(more);
    // What stands from an earlier build is as it was then: what was found is said again.
    let codes = pipeline::codes();
    let standing = jobs.iter().zip(&outcomes).filter(|(_, o)| **o == Outcome::Fresh).filter_map(|(job, _)| manifest.files.get(&job.file));
    let mut known: BTreeSet<Said> = findings.iter().map(|f| Said::of(f, &loaded.sources)).collect();
    let mut places: BTreeSet<(&str, String)> = findings.iter().filter_map(|f| Some((f.code.id, f.path.clone()?))).collect();
    for said in standing.flat_map(|entry| &entry.findings) {
        if !places.contains(&(said.code.as_str(), said.place.clone()))
            && known.insert(said.clone())
            && let Some(finding) = said.again(&codes)
        {
            places.insert((finding.code.id, said.place.clone()));
            findings.push(finding);
        }
    }

    let mut next = made.into_inner().unwrap_or_default();
    let complete = outcomes.iter().all(|o| matches!(o, Outcome::Made | Outcome::Fresh));
    let warnings = findings.iter().filter(|f| f.severity == Severity::Warning).count();
    let no_error = findings.iter().all(|f| f.severity != Severity::Error);
    if whole || next != manifest {
        if whole && complete {
            // What no publication makes any more is forgotten; the files themselves are the user's.
            next.files.retain(|name, entry| {
                jobs.iter().any(|j| j.file == *name || entry.part_of.as_deref() == Some(&j.file))
                    || (output.join(name).exists() && loaded.corpus.fiche(&entry.publication).is_some())
            });
        }
        // A part that was made from the same inputs leaves the rest as it stands.
        let known = whole && complete && no_error || !whole && !claims && args.since.is_none() && manifest.inputs == inputs;
        next.inputs = if known { inputs } else { String::new() };
        if whole {
            next.warnings = warnings;
        }
        if let Err(finding) = next.write(&output) {
            findings.push(finding);
        }
    }
    report::findings(&findings, &loaded.sources, lang, terminal);
    for (job, outcome) in jobs.iter().zip(&outcomes) {
        let pages = next.files.get(&job.file).map_or(0, |e| e.pages);
        let line = match outcome {
            Outcome::Made => line(&job.file, pages, "", lang),
            Outcome::Fresh => line(&job.file, pages, unchanged_word(lang), lang),
            Outcome::Blocked | Outcome::Failed => continue,
        };
        terminal.out(&line);
        for (part, entry) in next.files.iter().filter(|(_, e)| e.part_of.as_deref() == Some(&job.file)) {
            terminal.out(&self::line(part, entry.pages, if *outcome == Outcome::Fresh { unchanged_word(lang) } else { "" }, lang));
        }
    }
    if args.explain_fit {
        let explained = explained.into_inner().unwrap_or_default();
        // A goal out of reach has its finding, which says what was tried.
        if explained.is_empty() && !findings.iter().any(pipeline::is_goal) {
            terminal.err(match lang {
                Lang::Fr => "aucun des fichiers demandés n’a de nombre de pages à atteindre (`pages` dans publications.yaml)\n",
                Lang::En => "none of the files asked for has a number of pages to reach (`pages` in publications.yaml)\n",
            });
        }
        explained.values().for_each(|text| terminal.out(text));
    }
    if !findings.is_empty() {
        terminal.err(&format!("{}\n", report::summary(&findings, lang)));
    }
    let failed = outcomes.iter().any(|o| matches!(o, Outcome::Failed | Outcome::Blocked));
    let exit = exit_of(&findings, &loaded.sources, args.strict);
    if failed { exit.max(Exit::Content) } else { exit }
}

/// What `--standard` and `--embed-sources` ask for.
fn claim(args: &BuildArgs, loaded: &mut pipeline::Loaded, files: &workspace::DiskFiles, jobs: &[Job]) -> Result<(), Vec<Diagnostic>> {
    let standards = args.standard.as_deref().map(pipeline::standards).transpose().map_err(|f| vec![f])?;
    pipeline::claim(loaded, files, jobs, standards.as_deref(), args.embed_sources)
}

/// The release that proofs are compared with.
fn since(path: &Path, loaded: &pipeline::Loaded, jobs: &[Job]) -> Result<(Since, Vec<Diagnostic>), Diagnostic> {
    let read = |path: &Path| std::fs::read(path);
    let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let bytes = read(path).map_err(|e| Diagnostic::on(&NO_RELEASE, path.to_string_lossy()).with("why", e.to_string()))?;
    let is_proof = |job: &&Job| loaded.profiles.iter().any(|(name, p)| *name == job.profile && p.proof);
    let proofs: Vec<Job> = jobs.iter().filter(is_proof).cloned().collect();
    if proofs.is_empty() {
        return Err(Diagnostic::on(&NO_PROOF, name));
    }
    Since::read(&name, &bytes, &proofs, &|beside| read(&path.with_file_name(beside)).ok())
}

fn line(file: &str, pages: u32, note: &str, lang: Lang) -> String {
    let word = match lang {
        Lang::Fr => "p.",
        Lang::En => "pp.",
    };
    format!("{:<48} {pages:>5} {word}{note}\n", printable(file))
}

fn unchanged_word(lang: Lang) -> &'static str {
    if lang == Lang::Fr { "  (inchangé)" } else { "  (unchanged)" }
}

/// Says that nothing changed.
fn unchanged(manifest: &Manifest, lang: Lang, terminal: &mut Terminal) -> Exit {
    let note = unchanged_word(lang);
    let named = |name: &str, e: &Output| e.part_of.is_some() || name == format!("{}-{}.pdf", e.publication, e.profile);
    // A part comes after the file that it is a part of, as when both are made.
    let mut files: Vec<_> = manifest.files.iter().filter(|(name, e)| named(name, e)).collect();
    files.sort_by_key(|(name, e)| (e.part_of.as_ref().unwrap_or(name), e.part_of.is_some(), *name));
    for (name, entry) in files {
        terminal.out(&line(name, entry.pages, note, lang));
    }
    let codes = pipeline::codes();
    let mut known = BTreeSet::new();
    let said = manifest.files.values().flat_map(|f| &f.findings).filter(|said| known.insert(*said));
    let findings: Vec<Diagnostic> = said.filter_map(|said| said.again(&codes)).collect();
    report::findings(&findings, &Default::default(), lang, terminal);
    if manifest.warnings > 0 {
        terminal.err(&match lang {
            Lang::Fr => format!("{} avertissement(s) : « livret check » les montre\n", manifest.warnings),
            Lang::En => format!("{} warning(s): `livret check` shows them\n", manifest.warnings),
        });
    }
    Exit::Done
}

fn progress_bar(jobs: &[Job], terminal: &Terminal) -> ProgressBar {
    if !terminal.is_watched() {
        return ProgressBar::hidden();
    }
    let bar = ProgressBar::new(jobs.len() as u64);
    if let Ok(style) = ProgressStyle::with_template("{spinner} {pos}/{len} {msg}") {
        bar.set_style(style);
    }
    bar.enable_steady_tick(std::time::Duration::from_millis(120));
    bar
}

/// Writes the bundle of each job to a folder that the Typst program compiles.
fn emit(loaded: &pipeline::Loaded, jobs: &[Job], output: &Path, findings: &mut Vec<Diagnostic>, terminal: &mut Terminal) -> Exit {
    let mut exit = Exit::Done;
    for job in jobs {
        // As when building: what is incomplete must not look like a whole.
        if let Some(finding) = pipeline::obstacle(loaded, job) {
            findings.push(finding);
            exit = Exit::Content;
            continue;
        }
        match pipeline::emit(loaded, job).map(|bundle| pipeline::settled(loaded, job, bundle)) {
            Ok(bundle) => {
                let name = format!("{}-typst", job.file.trim_end_matches(".pdf"));
                if let Err(finding) = write_bundle(&bundle, &output.join(&name)) {
                    findings.push(finding);
                    return Exit::Command;
                }
                terminal.out(&format!("{}/\n", printable(&name)));
            }
            Err(more) => {
                findings.extend(more);
                exit = Exit::Content;
            }
        }
    }
    exit
}

fn write_bundle(bundle: &Bundle, folder: &Path) -> Result<(), Diagnostic> {
    for (path, file) in &bundle.files {
        store(&folder.join(path), &file.bytes)?;
    }
    for (path, bytes) in workspace::embedded_fonts() {
        store(&folder.join(path), &bytes)?;
    }
    let readme = "Projet Typst écrit par livret. Pour le composer :\n\n    typst compile --ignore-system-fonts --font-path fonts main.typ\n";
    store(&folder.join("LISEZMOI.txt"), readme.as_bytes())
}
