//! A workspace in memory, and what comes out of it, without a disk.

use super::roomy;
use livret::base::diag::Diagnostic;
use livret::base::files::MemFiles;
use livret::pipeline::{self, Input, Job, Laid, Loaded, Made, Outcome, Request, Subject, Work};
use std::sync::Mutex;

/// A PNG of one grey pixel.
pub(crate) const PNG: &[u8] = &[
    0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0x00, 0x00, 0x00, 0x0d, 0x49, 0x48, 0x44, 0x52, 0x00, 0x00, 0x00, 0x01, 0x00, 0x00, 0x00, 0x01, 0x08, 0x00,
    0x00, 0x00, 0x00, 0x3a, 0x7e, 0x9b, 0x55, 0x00, 0x00, 0x00, 0x0a, 0x49, 0x44, 0x41, 0x54, 0x78, 0xda, 0x63, 0x68, 0x00, 0x00, 0x00, 0x82, 0x00, 0x81, 0xda,
    0x45, 0x08, 0x3b, 0x00, 0x00, 0x00, 0x00, 0x49, 0x45, 0x4e, 0x44, 0xae, 0x42, 0x60, 0x82,
];

const COLLECTION: &str = "version: 1
nom: Maison d’essai
date: 2026-03-01
editeur_responsable: { nom: Prénom Nom, adresse: \"Rue de l’Essai 1, 5000 Namur\" }
langue: fr
";

const CATEGORIES: &str = "- { id: accueil, famille: axe, nom: Accueil, couleur: \"#0b6e4f\", icone: accompagnement, definition: Ouvrir la porte. }
- { id: logement, famille: generale, nom: Logement, couleur: \"#a0522d\", icone: logement, definition: Un toit. }
";

const PUBLICATIONS: &str = "- id: livret
  genre: livret
  titre: Livret d’essai
  format: A5
  selection: { statut: brouillon }
  profils: [ecran]
";

/// A workspace in the making.
#[derive(Clone)]
pub(crate) struct Project(pub(crate) MemFiles);

impl Project {
    /// A workspace with a collection, two categories, and one booklet of all its fiches, of which there are none yet.
    pub(crate) fn new() -> Self {
        let mut files = MemFiles::default();
        files.put("content/collection.yaml", COLLECTION);
        files.put("content/categories.yaml", CATEGORIES);
        files.put("content/publications.yaml", PUBLICATIONS);
        Self(files)
    }

    /// The workspace of a folder of `tests/fixtures/projects/`, or the repository itself for `""`.
    pub(crate) fn folder(path: &str) -> Self {
        use livret::base::files::Files as _;
        let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
        let disk = livret::workspace::DiskFiles::open(&root).unwrap_or_else(|e| panic!("{}: {e}", root.display()));
        let mut files = MemFiles::default();
        for path in disk.list("content") {
            let bytes = disk.read(&path).unwrap_or_else(|e| panic!("{path}: {e:?}"));
            files.put(path, bytes.to_vec());
        }
        Self(files)
    }

    /// Adds or replaces a file.
    pub(crate) fn file(mut self, path: &str, bytes: impl Into<Vec<u8>>) -> Self {
        self.0.put(path, bytes);
        self
    }

    /// Adds a fiche: the lines of its header beside the title, and its text.
    pub(crate) fn fiche(self, id: &str, header: &str, body: &str) -> Self {
        self.file(&format!("content/fiches/{id}.md"), format!("---\ntitre: {id}\n{header}\n---\n{body}"))
    }

    /// Reads everything.
    pub(crate) fn load(&self) -> Book {
        Book(pipeline::load(&Input { files: &self.0, date: None }))
    }
}

/// A workspace that was read.
pub(crate) struct Book(pub(crate) Loaded);

impl Book {
    /// One line a finding: `file:line:column code`.
    pub(crate) fn short(&self, findings: &[Diagnostic]) -> Vec<String> {
        findings.iter().map(|f| self.line(f)).collect()
    }

    fn line(&self, finding: &Diagnostic) -> String {
        match finding.span {
            Some(span) => {
                let source = self.0.sources.get(span.source);
                let at = source.position(span.start as usize);
                format!("{}:{}:{} {}", source.path, at.line, at.column, finding.code.id)
            }
            None => format!("{} {}", finding.path.as_deref().unwrap_or(""), finding.code.id),
        }
    }

    /// What was found while reading.
    pub(crate) fn findings(&self) -> Vec<String> {
        self.short(&self.0.findings)
    }

    /// What was found and asks for something, less what rules say of the words: made-up texts repeat themselves and have pictures without
    /// credit.
    pub(crate) fn faults(&self) -> Vec<Diagnostic> {
        use livret::base::diag::Severity;
        let of_words = |f: &Diagnostic| f.severity == Severity::Warning && f.code.id.starts_with('C') && f.code.id > "C106";
        self.0.findings.iter().filter(|f| f.severity > Severity::Note && !of_words(f)).cloned().collect()
    }

    /// Fails unless the text can be made as it is.
    pub(crate) fn clean(self) -> Self {
        assert_eq!(self.short(&self.faults()), [""; 0]);
        self
    }

    /// The pages of a publication.
    pub(crate) fn pages(&self, id: &str, profile: &str) -> Laid {
        self.laid(Subject::Publication(id.to_owned()), profile).unwrap_or_else(|f| panic!("{id}, {profile}: {:?}", self.short(&f)))
    }

    /// The pages of a subject, or why there are none.
    pub(crate) fn laid(&self, subject: Subject, profile: &str) -> Result<Laid, Vec<Diagnostic>> {
        roomy(|| pipeline::lay_out(&self.0, &job(subject, profile)))
    }

    /// The bundle of a subject, set up for the Typst program.
    pub(crate) fn emitted(&self, subject: Subject, profile: &str) -> livret::model::bundle::Bundle {
        pipeline::emit(&self.0, &job(subject, profile)).unwrap_or_else(|f| panic!("{:?}", self.short(&f)))
    }

    /// The same bundle as `build --emit typst` writes it.
    pub(crate) fn settled(&self, subject: Subject, profile: &str) -> livret::model::bundle::Bundle {
        let bundle = self.emitted(subject.clone(), profile);
        pipeline::settled(&self.0, &job(subject, profile), bundle)
    }

    /// The file of a publication: what became of it, the file when it was made, and what was found.
    pub(crate) fn build(&self, id: &str, profile: &str) -> (Outcome, Option<Made>, Vec<String>) {
        let request = Request { publications: vec![id.to_owned()], profiles: vec![profile.to_owned()], ..Request::default() };
        let jobs = pipeline::plan(&self.0, &request).unwrap_or_else(|f| panic!("{:?}", self.short(&f)));
        let made = Mutex::new(None);
        let sink = |_: &Job, file: Made| {
            *made.lock().expect("nothing panics while it holds the lock") = Some(file);
            Ok(())
        };
        let work = Work { is_fresh: &|_, _| false, sink: &sink, progress: &|_, _| {}, pictures: None, proof: None, since: None, explain_fit: true, threads: 1 };
        let (outcomes, findings) = pipeline::build(&self.0, &jobs, &work);
        (outcomes[0], made.into_inner().expect("nothing panics while it holds the lock"), self.short(&findings))
    }

    /// Every page of a publication as a PNG.
    pub(crate) fn pictures(&self, id: &str, profile: &str, ppi: f64) -> Vec<Vec<u8>> {
        let laid = self.pages(id, profile);
        livret::typeset::png(&laid.layout, ppi).unwrap_or_else(|e| panic!("{id}: {e}"))
    }
}

fn job(subject: Subject, profile: &str) -> Job {
    Job { subject, profile: profile.to_owned(), file: "essai.pdf".to_owned() }
}
