//! A Typst project → a tagged PDF, in one process: the smallest program around the engine, to which `whole.py` compares livret.
//!
//! Same engine, same fonts, same allocator as livret. It reads a file when the engine asks for it, as the Typst program does.
//!
//! `typst ROOT FONTS OUT.pdf` compiles ROOT/main.typ and prints the number of pages.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Mutex;
use typst::diag::{FileError, FileResult};
use typst::foundations::{Bytes, Datetime, Duration};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt};
use typst_layout::PagedDocument;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

struct World {
    root: PathBuf,
    main: FileId,
    library: LazyHash<Library>,
    book: LazyHash<FontBook>,
    fonts: Vec<Font>,
    sources: Mutex<HashMap<FileId, Source>>,
    files: Mutex<HashMap<FileId, Bytes>>,
}

impl World {
    fn new(root: PathBuf, fonts: &Path) -> Result<Self, String> {
        let mut paths = Vec::new();
        font_files(fonts, &mut paths)?;
        paths.sort();
        let mut fonts = Vec::new();
        for path in paths {
            fonts.extend(Font::iter(Bytes::new(std::fs::read(&path).map_err(|e| format!("{}: {e}", path.display()))?)));
        }
        let main = VirtualPath::new("main.typ").map_err(|e| format!("{e:?}"))?;
        Ok(Self {
            root,
            main: RootedPath::new(VirtualRoot::Project, main).intern(),
            library: LazyHash::new(Library::default()),
            book: LazyHash::new(FontBook::from_fonts(&fonts)),
            fonts,
            sources: Mutex::default(),
            files: Mutex::default(),
        })
    }

    fn read(&self, id: FileId) -> FileResult<Vec<u8>> {
        let path = self.root.join(id.vpath().get_without_slash());
        std::fs::read(&path).map_err(|e| FileError::from_io(e, &path))
    }
}

impl typst::World for World {
    fn library(&self) -> &LazyHash<Library> {
        &self.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &self.book
    }

    fn main(&self) -> FileId {
        self.main
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        let mut sources = self.sources.lock().expect("no thread stopped");
        if let Some(source) = sources.get(&id) {
            return Ok(source.clone());
        }
        let text = String::from_utf8(self.read(id)?).map_err(|_| FileError::InvalidUtf8)?;
        Ok(sources.entry(id).or_insert(Source::new(id, text)).clone())
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        let mut files = self.files.lock().expect("no thread stopped");
        if let Some(bytes) = files.get(&id) {
            return Ok(bytes.clone());
        }
        Ok(files.entry(id).or_insert(Bytes::new(self.read(id)?)).clone())
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.fonts.get(index).cloned()
    }

    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        None
    }
}

fn font_files(folder: &Path, out: &mut Vec<PathBuf>) -> Result<(), String> {
    for entry in std::fs::read_dir(folder).map_err(|e| format!("{}: {e}", folder.display()))?.flatten() {
        let path = entry.path();
        if path.is_dir() {
            font_files(&path, out)?;
        } else if path.extension().is_some_and(|e| e == "ttf" || e == "otf") {
            out.push(path);
        }
    }
    Ok(())
}

fn compile(root: &str, fonts: &str, out: &str) -> Result<usize, String> {
    let world = World::new(PathBuf::from(root), Path::new(fonts))?;
    let warned = typst::compile::<PagedDocument>(&world);
    let said = |all: &[typst::diag::SourceDiagnostic]| all.iter().map(|d| d.message.to_string()).collect::<Vec<_>>().join("\n");
    let document = warned.output.map_err(|errors| said(&errors))?;
    if !warned.warnings.is_empty() {
        return Err(said(&warned.warnings));
    }
    let options = typst_pdf::PdfOptions { tagged: true, ..Default::default() };
    let bytes = typst_pdf::pdf(&document, &options).map_err(|errors| said(&errors))?;
    std::fs::write(out, bytes).map_err(|e| format!("{out}: {e}"))?;
    Ok(document.pages().len())
}

fn main() -> ExitCode {
    // Cargo gives `--bench` to every benchmark: without a project there is nothing to do.
    let args: Vec<String> = std::env::args().skip(1).filter(|a| !a.starts_with("--")).collect();
    let [root, fonts, out] = args.as_slice() else { return ExitCode::SUCCESS };
    let (text, code) = match compile(root, fonts, out) {
        Ok(pages) => (pages.to_string(), ExitCode::SUCCESS),
        Err(why) => (why, ExitCode::FAILURE),
    };
    let _ = std::io::Write::write_all(&mut std::io::stdout(), format!("{text}\n").as_bytes());
    code
}
