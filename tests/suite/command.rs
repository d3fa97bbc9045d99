//! Runs the program itself on a folder of its own: what it printed, its exit code, what it made.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// No command may take longer, whatever is in its folder: what lasts longer hangs. The sample needs five seconds of one
/// processor for all its publications; a machine that many share was seen to take more than a minute for them.
const LONGEST: Duration = Duration::from_secs(180);

/// What a command printed and returned.
pub(crate) struct Run {
    /// The exit code; none when a signal ended the program.
    pub(crate) code: Option<i32>,
    /// Standard output, with the folder's path as `<dossier>`.
    pub(crate) out: String,
    /// Standard error, likewise.
    pub(crate) err: String,
}

impl Run {
    /// Asserts the exit code, and that nothing went wrong inside.
    #[track_caller]
    pub(crate) fn exits(self, code: i32) -> Self {
        assert_eq!(self.code, Some(code), "exit code\n--- out\n{}\n--- err\n{}", self.out, self.err);
        assert!(!self.err.contains("panicked"), "{}", self.err);
        self
    }

    /// Both streams.
    pub(crate) fn all(&self) -> String {
        format!("{}{}", self.out, self.err)
    }
}

/// A temporary folder.
pub(crate) struct Folder {
    dir: tempfile::TempDir,
}

/// The header of a fiche that is right.
pub(crate) const HEAD: &str = "---\ntitre: Une fiche\ndate: 2005\nstatut: publié\n---\n";

impl Folder {
    /// A folder with nothing in it.
    pub(crate) fn empty() -> Self {
        Self { dir: tempfile::tempdir().expect("a temporary folder") }
    }

    /// A workspace with two publications: `bon` holds the fiche `bonne` and is right; `mauvais` holds every other fiche.
    pub(crate) fn two() -> Self {
        let folder = Self::empty();
        folder.put(
            "content/collection.yaml",
            "version: 1\nnom: Association Exemple\nediteur_responsable: { nom: Prénom Nom, adresse: Rue de l’Exemple 1 }\ndate: 2026-01-01\n",
        );
        folder.put(
            "content/categories.yaml",
            "- { id: accueil, famille: axe, nom: Accueil, couleur: \"#0b6e4f\" }\n- { id: sante, famille: generale, nom: Santé, couleur: \"#ad2a5d\" }\n",
        );
        folder.put(
            "content/publications.yaml",
            "- { id: bon, genre: livret, titre: Bon, selection: { fiches: [bonne] } }\n- { id: mauvais, genre: livret, titre: Mauvais, selection: { sauf: [bonne] } }\n",
        );
        folder.put("content/fiches/bonne.md", "---\ntitre: Une bonne fiche\ndate: 2001\nstatut: publié\n---\nUn texte.\n");
        folder
    }

    /// A copy of the sample workspace.
    pub(crate) fn sample() -> Self {
        let folder = Self::empty();
        copy(&Path::new(env!("CARGO_MANIFEST_DIR")).join("content"), &folder.path("content"), false);
        folder
    }

    /// The path of something in the folder.
    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    /// Writes a file.
    pub(crate) fn put(&self, name: &str, bytes: impl AsRef<[u8]>) -> &Self {
        let path = self.path(name);
        std::fs::create_dir_all(path.parent().expect("a parent")).expect("the folder");
        std::fs::write(path, bytes).expect("the file");
        self
    }

    /// The bytes of a file.
    #[track_caller]
    pub(crate) fn get(&self, name: &str) -> Vec<u8> {
        std::fs::read(self.path(name)).unwrap_or_else(|e| panic!("{name}: {e}"))
    }

    /// Whether something is there.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.path(name).exists()
    }

    /// The names in `output/`, sorted, without the report that goes with each PDF.
    pub(crate) fn outputs(&self) -> Vec<String> {
        self.everything().into_iter().filter(|name| !name.contains(".rapport.")).collect()
    }

    /// The names in `output/`, sorted.
    pub(crate) fn everything(&self) -> Vec<String> {
        let mut names: Vec<String> =
            std::fs::read_dir(self.path("output")).into_iter().flatten().flatten().map(|e| e.file_name().to_string_lossy().into_owned()).collect();
        names.sort();
        names
    }

    /// Runs the program in the folder.
    #[track_caller]
    pub(crate) fn livret(&self, args: &[&str]) -> Run {
        self.run_in("", args, &[])
    }

    /// Runs the program in a folder below, with variables.
    #[track_caller]
    pub(crate) fn run_in(&self, below: &str, args: &[&str], variables: &[(&str, &str)]) -> Run {
        let mut command = Command::new(env!("CARGO_BIN_EXE_livret"));
        command.args(args);
        self.finish(command, below, variables)
    }

    /// Runs the program through the shell, after a line of its own: `ulimit`, a redirection.
    #[track_caller]
    pub(crate) fn shell(&self, before: &str, args: &[&str]) -> Run {
        let mut command = Command::new("sh");
        command.arg("-c").arg(format!("{before}; exec \"$@\"")).arg("sh").arg(env!("CARGO_BIN_EXE_livret")).args(args);
        self.finish(command, "", &[])
    }

    #[track_caller]
    fn finish(&self, mut command: Command, below: &str, variables: &[(&str, &str)]) -> Run {
        for name in ["NO_COLOR", "CLICOLOR_FORCE", "SOURCE_DATE_EPOCH", "CI"] {
            command.env_remove(name);
        }
        let streams = tempfile::tempdir().expect("a temporary folder");
        let file = |name: &str| std::fs::File::create(streams.path().join(name)).expect("a file");
        let mut child = command
            .envs(variables.iter().copied())
            .current_dir(self.path(below))
            .stdin(Stdio::null())
            .stdout(file("out"))
            .stderr(file("err"))
            .spawn()
            .expect("the program starts");
        let begin = Instant::now();
        let status = loop {
            if let Some(status) = child.try_wait().expect("the program can be waited for") {
                break status;
            }
            if begin.elapsed() > LONGEST {
                let _ = child.kill();
                let _ = child.wait();
                panic!("{:?} takes longer than {LONGEST:?}", command.get_args().collect::<Vec<_>>());
            }
            std::thread::sleep(Duration::from_millis(5));
        };
        let read = |name: &str| {
            let text = String::from_utf8_lossy(&std::fs::read(streams.path().join(name)).unwrap_or_default()).into_owned();
            text.replace(&*self.dir.path().to_string_lossy(), "<dossier>")
        };
        Run { code: status.code(), out: read("out"), err: read("err") }
    }

    /// The errors that `check` finds: code and `file:line:column`, in order.
    #[track_caller]
    pub(crate) fn errors(&self) -> Vec<(String, String)> {
        self.findings("error")
    }

    /// The findings of a weight.
    #[track_caller]
    pub(crate) fn findings(&self, weight: &str) -> Vec<(String, String)> {
        let run = self.livret(&["check", "--format", "json"]);
        let report: serde_json::Value = serde_json::from_str(&run.out).unwrap_or_else(|e| panic!("{e}: {}", run.all()));
        let list = report["findings"].as_array().cloned().unwrap_or_default();
        list.iter()
            .filter(|f| f["severity"] == weight)
            .map(|f| {
                assert!(f["remedy"].as_str().is_some_and(|r| !r.is_empty()), "no remedy: {f}");
                let place = match f["start"]["line"].as_u64() {
                    Some(line) => format!("{}:{line}:{}", f["file"].as_str().unwrap_or(""), f["start"]["column"]),
                    None => f["file"].as_str().unwrap_or("").to_owned(),
                };
                (f["code"].as_str().unwrap_or("").to_owned(), place)
            })
            .collect()
    }

    /// Asserts that a file is a whole PDF.
    #[track_caller]
    pub(crate) fn is_pdf(&self, name: &str) {
        let bytes = self.get(name);
        assert!(bytes.starts_with(b"%PDF-") && bytes.trim_ascii_end().ends_with(b"%%EOF"), "{name} is no whole PDF");
        match Command::new("qpdf").arg("--check").arg(self.path(name)).output() {
            Ok(out) => assert!(out.status.success(), "qpdf: {name}: {}", String::from_utf8_lossy(&out.stdout)),
            Err(_) => notice("qpdf is not installed: PDFs are looked at from outside only"),
        }
    }

    /// The words of a PDF; none when the tool is absent.
    pub(crate) fn words(&self, name: &str) -> Option<String> {
        match Command::new("pdftotext").arg("-enc").arg("UTF-8").arg(self.path(name)).arg("-").output() {
            Ok(out) => Some(String::from_utf8_lossy(&out.stdout).into_owned()),
            Err(_) => {
                notice("pdftotext is not installed: the words of PDFs are not checked");
                None
            }
        }
    }
}

/// Says that a check was left out.
#[expect(clippy::print_stderr, reason = "a test that checks less than it could says so")]
pub(crate) fn notice(text: &str) {
    eprintln!("notice: {text}");
}

/// Copies a folder; in the other order when asked, so that files are created in another order.
pub(crate) fn copy(from: &Path, to: &Path, backwards: bool) {
    std::fs::create_dir_all(to).expect("the folder");
    let mut entries: Vec<_> = std::fs::read_dir(from).expect("the folder").flatten().collect();
    entries.sort_by_key(std::fs::DirEntry::file_name);
    if backwards {
        entries.reverse();
    }
    for entry in entries {
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &target, backwards);
        } else {
            std::fs::copy(entry.path(), target).expect("the file");
        }
    }
}
