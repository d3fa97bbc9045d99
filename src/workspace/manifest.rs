//! `output/manifest.json`: what was built, and from what.

use crate::base::diag::{Code, Diagnostic, Severity};
use crate::base::source::Sources;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::path::Path;

/// One file that was built.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Output {
    /// The publication or the fiche.
    pub publication: String,
    /// The profile.
    pub profile: String,
    /// Pages in reading order.
    pub pages: u32,
    /// Sides of sheets, when pages were imposed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sides: Option<u32>,
    /// The SHA-256 of the file.
    pub sha256: String,
    /// The SHA-256 of all that it was made from.
    pub fingerprint: String,
    /// The standards that it claims.
    pub standards: Vec<String>,
    /// How many warnings its report holds.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub warnings: usize,
    /// The page on which each fiche begins.
    pub fiches: BTreeMap<String, u32>,
    /// The file that it belongs to: a cover goes with its inside.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub part_of: Option<String>,
    /// What was found while it was made: a file that is not made again says it again.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub findings: Vec<Said>,
}

/// A finding as it is kept beside the file that it is about.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Said {
    /// Its code.
    pub code: String,
    /// Its weight: note, warning or error.
    pub severity: Severity,
    /// Its file, with line and column when it has them: `content/fiches/a.md:5:8`.
    pub place: String,
    /// What the wording's names stand for.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub args: BTreeMap<String, String>,
}

impl Said {
    /// A finding, to be kept.
    pub fn of(finding: &Diagnostic, sources: &Sources) -> Self {
        let place = match finding.span {
            Some(span) => {
                let source = sources.get(span.source);
                let at = source.position(span.start as usize);
                format!("{}:{}:{}", source.path, at.line, at.column)
            }
            None => finding.path.clone().unwrap_or_default(),
        };
        let args = finding.args.iter().map(|(name, value)| ((*name).to_owned(), value.to_string())).collect();
        Self { code: finding.code.id.to_owned(), severity: finding.severity, place, args }
    }

    /// The finding once more; none when the program no longer knows its code.
    pub fn again(&self, codes: &[&'static Code]) -> Option<Diagnostic> {
        let code = *codes.iter().find(|c| c.id == self.code)?;
        let mut finding = Diagnostic::on(code, self.place.clone());
        finding.severity = self.severity;
        // The names are those of the wording itself.
        let names = [code.message, code.remedy].into_iter().flat_map(|b| [b.fr, b.en]).flat_map(|w| w.split(['{', '}', '?']));
        for name in names {
            if let Some(value) = self.args.get(name)
                && !finding.args.iter().any(|(n, _)| *n == name)
            {
                finding = finding.with(name, value.clone());
            }
        }
        Some(finding)
    }
}

/// A number that need not be written.
#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde gives a reference")]
fn is_zero(n: &usize) -> bool {
    *n == 0
}

/// What was built, by file name in `output/`.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Manifest {
    /// The format of this file.
    pub version: u32,
    /// The SHA-256 of every input of the last complete build, when it had no error.
    #[serde(default)]
    pub inputs: String,
    /// How many warnings that build gave.
    #[serde(default)]
    pub warnings: usize,
    /// The files.
    pub files: BTreeMap<String, Output>,
}

impl Manifest {
    /// Reads the manifest of an output folder; an unreadable one is as none.
    pub fn read(output: &Path) -> Self {
        std::fs::read(output.join("manifest.json")).ok().and_then(|bytes| Self::parse(&bytes)).unwrap_or(Self { version: 1, ..Self::default() })
    }

    /// Reads a manifest; none when it is none, or one of another format.
    pub fn parse(bytes: &[u8]) -> Option<Self> {
        serde_json::from_slice(bytes).ok().filter(|m: &Self| m.version == 1)
    }

    /// Writes the manifest.
    ///
    /// # Errors
    /// What the system says, as a finding.
    pub fn write(&self, output: &Path) -> Result<(), Diagnostic> {
        let mut text = serde_json::to_string_pretty(self).unwrap_or_default();
        text.push('\n');
        super::store(&output.join("manifest.json"), text.as_bytes())
    }

    /// Whether a file stands as it was built, from the same inputs.
    pub fn is_fresh(&self, output: &Path, name: &str, fingerprint: &str) -> bool {
        let parts = self.files.iter().filter(|(_, entry)| entry.part_of.as_deref() == Some(name));
        let own = self.files.get(name).is_some_and(|entry| entry.fingerprint == fingerprint) && self.is_intact(output, name);
        own && parts.map(|(part, _)| part).all(|part| self.is_intact(output, part))
    }

    /// Whether a file stands as it was built, with its report beside it.
    pub fn is_intact(&self, output: &Path, name: &str) -> bool {
        report_names(name).iter().all(|report| output.join(report).is_file())
            && self.files.get(name).is_some_and(|entry| std::fs::read(output.join(name)).is_ok_and(|bytes| digest([bytes.as_slice()]) == entry.sha256))
    }
}

/// The names of the reports beside a file, for people and for machines.
pub fn report_names(file: &str) -> [String; 2] {
    let stem = file.trim_end_matches(".pdf");
    [format!("{stem}.rapport.txt"), format!("{stem}.rapport.json")]
}

/// The SHA-256 of some pieces, each with its length so that their borders count.
pub fn digest<'a>(pieces: impl IntoIterator<Item = &'a [u8]>) -> String {
    let pieces: Vec<&[u8]> = pieces.into_iter().collect();
    let mut hash = Sha256::new();
    for piece in &pieces {
        if pieces.len() > 1 {
            hash.update((piece.len() as u64).to_le_bytes());
        }
        hash.update(piece);
    }
    hash.finalize().iter().map(|b| format!("{b:02x}")).collect()
}
