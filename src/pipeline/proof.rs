//! The proof of a publication: what stands in its margin, and the release that it is compared with.

use super::{Job, Loaded, judge};
use crate::base::diag::{Diagnostic, Lang, Severity};
use crate::lang::format;
use crate::model::catalog::MessageLanguage;
use crate::model::page::Pages;
use crate::model::proof::{MarginNote, Passage, Proof};
use crate::press;
use crate::proof::{self, NO_RELEASE, NOT_INTACT, NOT_LISTED, Placed, UNTAGGED, WHICH};
use crate::workspace::{Manifest, digest};
use std::collections::BTreeMap;

/// What proofs are compared with.
#[derive(Debug, Clone, Default)]
pub struct Since {
    /// The passages of the earlier file of each publication.
    passages: BTreeMap<String, Vec<Passage>>,
    /// What it is called on the proof.
    name: String,
    print: String,
}

impl Since {
    /// The release that a user names, for the proofs that are asked for: a PDF, or a manifest with the files beside it, which `beside`
    /// reads by name.
    ///
    /// # Errors
    /// When it cannot be read or compared.
    pub fn read(name: &str, bytes: &[u8], jobs: &[Job], beside: &dyn Fn(&str) -> Option<Vec<u8>>) -> Result<(Self, Vec<Diagnostic>), Diagnostic> {
        let mut subjects: Vec<&str> = jobs.iter().map(|job| job.subject.id()).collect();
        subjects.dedup();
        let mut out = Self { name: name.to_owned(), print: digest([bytes]), ..Self::default() };
        let mut findings = Vec::new();
        if !name.ends_with(".json") {
            let [subject] = subjects.as_slice() else { return Err(Diagnostic::on(&WHICH, name).with("words", subjects.join(", "))) };
            out.passages.insert((*subject).to_owned(), passages(name, bytes)?);
            return Ok((out, findings));
        }
        let manifest = Manifest::parse(bytes).ok_or_else(|| Diagnostic::on(&NO_RELEASE, name).with("why", "ce n’est pas un manifeste de livret".to_owned()))?;
        for subject in subjects {
            let of = |(_, entry): &(&String, &crate::workspace::Output)| entry.publication == subject && entry.profile == "ecran";
            let Some((file, entry)) = manifest.files.iter().find(of) else {
                findings.push(Diagnostic::on(&NOT_LISTED, name).with("id", subject.to_owned()).with("file", name.to_owned()));
                continue;
            };
            // The names of a manifest are those of its folder: no path leads elsewhere.
            let plain = !file.contains(['/', '\\']) && !file.starts_with('.');
            let found = plain.then(|| beside(file)).flatten().filter(|bytes| digest([bytes.as_slice()]) == entry.sha256);
            let Some(found) = found else { return Err(Diagnostic::on(&NOT_INTACT, name).with("file", file.clone())) };
            out.passages.insert(subject.to_owned(), passages(file, &found)?);
        }
        Ok((out, findings))
    }
}

fn passages(name: &str, bytes: &[u8]) -> Result<Vec<Passage>, Diagnostic> {
    let found = press::passages(bytes, name)?.filter(|p| !p.is_empty());
    found.ok_or_else(|| Diagnostic::on(&UNTAGGED, name).with("file", name.to_owned()))
}

/// What the margin of a proof is made from, as a hash: the pages are the bundle's.
pub(super) fn print(findings: &[Diagnostic], since: Option<&Since>) -> String {
    let findings = format!("{findings:?}");
    digest([findings.as_bytes(), since.map_or("", |s| s.print.as_str()).as_bytes()])
}

/// What a proof is called.
pub(super) struct Name<'a> {
    /// The publication.
    pub(super) id: &'a str,
    /// What tells one text from another.
    pub(super) version: &'a str,
    /// The edition, as the collection says it.
    pub(super) edition: Option<&'a str>,
    /// The word on its pages.
    pub(super) label: Option<&'a str>,
}

/// What stands beside the pages of a proof: `known` are the findings of the texts, of assembling and of the layout.
pub(super) fn proof(loaded: &Loaded, name: &Name<'_>, pages: &Pages, remarks: &[judge::Remark], known: &[Diagnostic], since: Option<&Since>) -> Proof {
    let Name { id, version, edition, label } = *name;
    let lang = match loaded.corpus.collection.language.as_ref().map(|l| l.value) {
        Some(MessageLanguage::English) => Lang::En,
        Some(MessageLanguage::French) | None => Lang::Fr,
    };
    let mut findings: Vec<Diagnostic> = Vec::new();
    for finding in known {
        if !judge::CODES.contains(&finding.code) && !findings.iter().any(|f| f.repeats(finding)) {
            findings.push(finding.clone());
        }
    }
    let mut placed = proof::placed(pages, &loaded.sources, &findings);
    placed.extend(remarks.iter().map(|r| Placed { page: r.page, y: r.bounds.y0.max(0.0) + 3.0, finding: r.finding.clone() }));
    proof::sort(&mut placed);
    let numbers = proof::numbers(pages);
    let line = |p: &Placed| {
        let near = numbers.iter().filter(|n| n.page == p.page).min_by_key(|n| ((n.y - p.y).abs() * 100.0) as i64)?;
        ((near.y - p.y).abs() < 8.0).then_some(near.number)
    };
    let short = |finding: &Diagnostic, page: u32| {
        let message = finding.message(lang);
        // The place is where the remark stands.
        let prefixes = [format!("{id}, page {page} : "), format!("{id}, page {page}: ")];
        prefixes.iter().find_map(|p| message.strip_prefix(p.as_str())).unwrap_or(&message).to_owned()
    };
    let notes: Vec<MarginNote> = (1..)
        .zip(&placed)
        .map(|(number, p)| MarginNote {
            page: p.page,
            y: p.y,
            number,
            text: format!("{}\n{}", p.finding.code.id, short(&p.finding, p.page)),
            heavy: p.finding.severity > Severity::Note,
        })
        .collect();
    let changes = since.and_then(|s| s.passages.get(id)).map(|before| proof::changes(pages, before, label));
    let words = Words::of(lang);
    let date = &day(loaded);
    let mut head = vec![[words.proof, date.as_str()].into_iter().filter(|w| !w.is_empty()).collect::<Vec<_>>().join(" · ")];
    head.push(
        [edition.map(|e| format!("{} {e}", words.edition)), Some(format!("{} {version}", words.version))].into_iter().flatten().collect::<Vec<_>>().join(" · "),
    );
    if let (Some(since), Some(_)) = (since, &changes) {
        head.push(format!("{} {}", words.compared, since.name));
    }
    let mut lists = Vec::new();
    if !placed.is_empty() {
        let entry = |(number, p): (usize, &Placed)| {
            let place = p.finding.span.map_or(String::new(), |span| {
                let source = loaded.sources.get(span.source);
                format!(" ({}:{})", source.path, source.position(span.start as usize).line)
            });
            let at = line(p).map_or(String::new(), |n| format!(", {} {n}", words.line));
            let remedy = p.finding.remedy(lang);
            let remedy = if remedy.is_empty() { remedy } else { format!(" — {}{}{remedy}", words.remedy, words.colon) };
            format!("{number}. p. {}{at}{}{}{}{}{place}{remedy}", p.page, words.colon, p.finding.code.id, words.colon, short(&p.finding, p.page))
        };
        lists.push((format!("{} ({})", words.remarks, placed.len()), (1..).zip(&placed).map(entry).collect()));
    }
    let changes = changes.unwrap_or_default();
    if !changes.removed.is_empty() {
        let entry = |(number, (page, context, gone)): (usize, &(u32, String, String))| {
            let context = if context.is_empty() { String::new() } else { format!("… {context} ") };
            format!("–{number}. p. {page}{}{context}[{gone}]", words.colon)
        };
        lists.push((format!("{} ({})", words.removed, changes.removed.len()), (1..).zip(&changes.removed).map(entry).collect()));
    }
    Proof { head, numbers, bars: changes.bars, notes, lists }
}

/// The date of the edition in words.
fn day(loaded: &Loaded) -> String {
    let (year, month, day) = loaded.corpus.date;
    format::day(year, month, day)
}

/// The words of a proof.
struct Words {
    proof: &'static str,
    edition: &'static str,
    version: &'static str,
    compared: &'static str,
    line: &'static str,
    remedy: &'static str,
    colon: &'static str,
    remarks: &'static str,
    removed: &'static str,
}

impl Words {
    fn of(lang: Lang) -> Self {
        match lang {
            Lang::Fr => Self {
                proof: "ÉPREUVE",
                edition: "édition",
                version: "version",
                compared: "changements marqués depuis",
                line: "ligne",
                remedy: "remède",
                colon: " : ",
                remarks: "Remarques sur cette épreuve",
                removed: "Passages retirés depuis la version comparée (entre crochets, après les mots qui les précédaient)",
            },
            Lang::En => Self {
                proof: "PROOF",
                edition: "edition",
                version: "version",
                compared: "changes are marked since",
                line: "line",
                remedy: "remedy",
                colon: ": ",
                remarks: "Remarks about this proof",
                removed: "Passages removed since the release compared (in brackets, after the words before them)",
            },
        }
    }
}
