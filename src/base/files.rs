//! The outside world as the stages see it: a folder of bytes. The disk is in `workspace`, memory in tests.

use std::collections::BTreeMap;
use std::sync::Arc;

/// Why a file cannot be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FileFault {
    /// There is none.
    Missing,
    /// It lies outside the workspace, by `..`, by an absolute path or through a link.
    Outside,
    /// It is larger than the program accepts; the limit in bytes.
    TooLarge(u64),
    /// The system refused, in its words.
    Unreadable(String),
}

/// Bytes that are shared and never change.
pub type Bytes = Arc<Vec<u8>>;

/// A folder of files. Paths are relative, with forward slashes, and never leave it.
pub trait Files: Sync {
    /// The paths of all files below a folder, sorted; empty when there is no such folder.
    fn list(&self, folder: &str) -> Vec<String>;
    /// The bytes of a file.
    ///
    /// # Errors
    /// When it is missing, outside, too large or unreadable.
    fn read(&self, path: &str) -> Result<Bytes, FileFault>;
}

/// Files over which others lie: what a change would make of a folder, before anything is written.
pub struct Overlay<'a> {
    /// What is below.
    pub files: &'a dyn Files,
    /// What lies over it, by path: files that are there below too.
    pub changed: BTreeMap<String, Bytes>,
}

impl Files for Overlay<'_> {
    fn list(&self, folder: &str) -> Vec<String> {
        self.files.list(folder)
    }

    fn read(&self, path: &str) -> Result<Bytes, FileFault> {
        self.changed.get(path).cloned().map_or_else(|| self.files.read(path), Ok)
    }
}

/// Files in memory: for tests, and for what the binary carries.
#[derive(Debug, Clone, Default)]
pub struct MemFiles(pub BTreeMap<String, Bytes>);

impl MemFiles {
    /// Adds or replaces a file.
    pub fn put(&mut self, path: impl Into<String>, bytes: impl Into<Vec<u8>>) {
        self.0.insert(path.into(), Arc::new(bytes.into()));
    }
}

impl Files for MemFiles {
    fn list(&self, folder: &str) -> Vec<String> {
        let prefix = format!("{}/", folder.trim_end_matches('/'));
        self.0.keys().filter(|p| p.starts_with(&prefix)).cloned().collect()
    }

    fn read(&self, path: &str) -> Result<Bytes, FileFault> {
        if path.split('/').any(|part| part == "..") || path.starts_with('/') {
            return Err(FileFault::Outside);
        }
        self.0.get(path).cloned().ok_or(FileFault::Missing)
    }
}
