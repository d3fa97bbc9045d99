//! What is asked for: requests → jobs, and what stops a job.

use super::reading::weigh;
use super::{BLOCKED, Loaded, NO_PROFILE, NO_SUBJECT, NOTHING, SAME_OUTPUT};
use crate::assemble;
use crate::base::diag::{Diagnostic, Severity};
use crate::base::source::{SourceId, Span};
use crate::model::corpus::{Broken, Contents, PublicationSpec};
use crate::model::fiche::{Fiche, FicheHeader};
use std::collections::BTreeSet;

/// What is to be made.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Subject {
    /// A publication, by identifier.
    Publication(String),
    /// A single fiche, by identifier.
    Fiche(String),
}

impl Subject {
    /// Its identifier.
    pub fn id(&self) -> &str {
        match self {
            Self::Publication(id) | Self::Fiche(id) => id,
        }
    }
}

/// One file to make.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Job {
    /// What.
    pub subject: Subject,
    /// In which profile.
    pub profile: String,
    /// The name of the file in `output/`.
    pub file: String,
}

/// What the user asks for.
#[derive(Debug, Clone, Default)]
pub struct Request {
    /// Publications; none for all.
    pub publications: Vec<String>,
    /// Single fiches.
    pub fiches: Vec<String>,
    /// Profiles; none for those that each publication declares.
    pub profiles: Vec<String>,
}

/// Turns a request into jobs.
///
/// # Errors
/// Every name that does not exist.
pub fn plan(loaded: &Loaded, request: &Request) -> Result<Vec<Job>, Vec<Diagnostic>> {
    use crate::base::diag::nearest;
    let mut findings = Vec::new();
    let mut jobs = Vec::new();
    let profile_names: Vec<&str> = loaded.profiles.iter().map(|(n, _)| n.as_str()).collect();
    for profile in &request.profiles {
        if !profile_names.contains(&profile.as_str()) {
            findings.push(
                Diagnostic::on(&NO_PROFILE, "")
                    .with("id", profile.clone())
                    .with("nearest", nearest(profile, profile_names.iter().copied()).unwrap_or_default().to_owned())
                    .with("words", profile_names.join(", ")),
            );
        }
    }
    let publications = || loaded.corpus.publications.iter();
    let fiche_ids = || loaded.corpus.fiches.iter().map(|f| f.id.as_str()).chain(loaded.corpus.broken.iter().map(|b| b.id.as_str()));
    let unknown = |id: &String| {
        Diagnostic::on(&NO_SUBJECT, "")
            .with("id", id.clone())
            .with("nearest", nearest(id, publications().map(|p| p.id.as_str()).chain(fiche_ids())).unwrap_or_default().to_owned())
    };
    let mut publish = |spec: &PublicationSpec| {
        let profiles: Vec<String> =
            if request.profiles.is_empty() { spec.profiles.iter().map(|p| p.value.clone()).collect() } else { request.profiles.clone() };
        for profile in profiles {
            jobs.push(Job { subject: Subject::Publication(spec.id.clone()), file: format!("{}-{profile}.pdf", spec.id), profile });
        }
    };
    if request.publications.is_empty() && request.fiches.is_empty() {
        publications().for_each(&mut publish);
    }
    for id in &request.publications {
        match publications().find(|p| p.id == *id) {
            Some(spec) => publish(spec),
            None => findings.push(unknown(id)),
        }
    }
    for id in &request.fiches {
        let id = id.trim_end_matches(".md").rsplit('/').next().unwrap_or(id).to_owned();
        if !fiche_ids().any(|f| f == id) {
            findings.push(unknown(&id));
            continue;
        }
        let profiles = if request.profiles.is_empty() { vec!["ecran".to_owned()] } else { request.profiles.clone() };
        for profile in profiles {
            let file = if profile == "ecran" { format!("{id}.pdf") } else { format!("{id}-{profile}.pdf") };
            jobs.push(Job { subject: Subject::Fiche(id.clone()), profile, file });
        }
    }
    let missing: BTreeSet<&str> = jobs.iter().map(|j| j.profile.as_str()).filter(|p| !profile_names.contains(p)).collect();
    let faultless = !loaded.findings.iter().any(|f| f.severity == Severity::Error);
    if findings.is_empty() && faultless {
        findings.extend(
            missing
                .into_iter()
                .map(|p| Diagnostic::on(&NO_PROFILE, "templates/profiles.yaml").with("id", p.to_owned()).with("words", profile_names.join(", "))),
        );
    }
    // Without a publication something must be said; when one is there with a fault, its finding says it.
    if jobs.is_empty() && findings.is_empty() && faultless {
        findings.push(Diagnostic::on(&NOTHING, "content/publications.yaml"));
    }
    jobs.sort();
    jobs.dedup();
    let mut files = BTreeSet::new();
    for job in &jobs {
        if !files.insert(job.file.to_lowercase()) {
            findings.push(Diagnostic::on(&SAME_OUTPUT, job.file.clone()).with("id", job.file.clone()));
        }
    }
    if findings.is_empty() { Ok(jobs) } else { Err(findings) }
}

/// How many files a finding names.
const MOST_NAMED: usize = 5;

/// The finding about a subject with errors in its texts.
pub(super) fn blocked(loaded: &Loaded, job: &Job, found: &[Diagnostic]) -> Option<Diagnostic> {
    let blocking = blocking(loaded, &job.subject, &error_sources(found));
    if blocking.is_empty() {
        return None;
    }
    let id = job.subject.id();
    let mut files: Vec<&str> = blocking.iter().take(MOST_NAMED).map(|s| loaded.sources.get(*s).path.as_str()).collect();
    if blocking.len() > MOST_NAMED {
        files.push("…");
    }
    let place = loaded.corpus.publications.iter().find(|p| p.id == id && matches!(job.subject, Subject::Publication(_))).map(|p| p.span);
    let finding = place.map_or_else(|| Diagnostic::on(&BLOCKED, ""), |span| Diagnostic::at(&BLOCKED, span));
    Some(finding.with("id", id.to_owned()).with("count", blocking.len().to_string()).with("files", files.join(", ")))
}

/// The same for a job, before anything is made of it.
pub fn obstacle(loaded: &Loaded, job: &Job) -> Option<Diagnostic> {
    blocked(loaded, job, &loaded.findings)
}

/// The sources with an error.
fn error_sources(findings: &[Diagnostic]) -> BTreeSet<SourceId> {
    findings.iter().filter(|f| f.severity == Severity::Error).filter_map(|f| f.span).map(|s| s.source).collect()
}

/// Whether a finding leaves it open which publications a fiche belongs to.
fn misleads(finding: &Diagnostic) -> bool {
    finding.severity == Severity::Error && (finding.code.id.starts_with('H') || finding.code.id == "R104")
}

/// The sources whose errors stop a subject: those of its texts, and those that every text depends on.
fn blocking(loaded: &Loaded, subject: &Subject, errors: &BTreeSet<SourceId>) -> Vec<SourceId> {
    let corpus = &loaded.corpus;
    let mut mine: BTreeSet<SourceId> =
        ["content/collection.yaml", "content/marque.yaml", "content/categories.yaml", "content/sigles.yaml", "templates/profiles.yaml"]
            .iter()
            .filter_map(|p| loaded.sources.find(p))
            .collect();
    match subject {
        Subject::Fiche(id) => {
            mine.extend(corpus.fiche(id).map(|f| f.source));
            // A fiche whose header cannot be read has an error of its own.
            mine.extend(corpus.broken.iter().filter(|b| b.id == *id).map(|b| b.source));
        }
        Subject::Publication(id) => {
            let Some(spec) = corpus.publications.iter().find(|p| p.id == *id) else { return Vec::new() };
            let places: Vec<Span> = spec.cover.iter().map(|c| c.span).chain(spec.blurb.iter().map(|b| b.span)).collect();
            let own = |f: &&Diagnostic| {
                f.severity == Severity::Error && f.span.is_some_and(|s| places.iter().any(|p| p.source == s.source && p.start <= s.start && s.start <= p.end))
            };
            let asked: BTreeSet<SourceId> = loaded.findings.iter().filter(own).filter_map(|f| f.span).map(|s| s.source).collect();
            match &spec.contents {
                Contents::Fiches(filter) => {
                    mine.extend(corpus.fiches.iter().filter(|f| assemble::selects(filter, f)).map(|f| f.source));
                    mine.extend(corpus.broken.iter().filter(|b| assemble::might_select(filter, b)).map(|b| b.source));
                    // A fiche whose header has an error may be left out only because of it: a misspelt status must not lose it.
                    let doubtful = |f: &&Fiche| loaded.findings.iter().any(|d| d.span.is_some_and(|s| s.source == f.source) && misleads(d));
                    let unknown = |f: &Fiche| Broken { id: f.id.clone(), source: f.source, header: FicheHeader::default() };
                    mine.extend(corpus.fiches.iter().filter(doubtful).filter(|f| assemble::might_select(filter, &unknown(f))).map(|f| f.source));
                }
                Contents::Memorandum(id) => mine.extend(corpus.memorandum(id).map(|m| m.source)),
            }
            mine.extend(asked);
        }
    }
    mine.intersection(errors).copied().collect()
}

/// What is wrong with the publications as such: the findings of assembling that need no layout. A publication whose texts have errors
/// says nothing more.
pub fn publications(loaded: &Loaded) -> Vec<Diagnostic> {
    let errors = error_sources(&loaded.findings);
    let sound = |spec: &&PublicationSpec| blocking(loaded, &Subject::Publication(spec.id.clone()), &errors).is_empty();
    let mut findings: Vec<Diagnostic> = loaded.corpus.publications.iter().filter(sound).flat_map(|spec| assemble::findings(&loaded.corpus, spec)).collect();
    weigh(&mut findings, &loaded.corpus);
    findings
}
