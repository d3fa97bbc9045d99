//! A folder on disk as [`Files`]: nothing outside of it can be read.

use crate::base::files::{Bytes, FileFault, Files};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The largest file that is read, in bytes.
const LARGEST: u64 = 64_000_000;

/// The files of a folder.
#[derive(Debug, Clone)]
pub struct DiskFiles {
    root: PathBuf,
}

impl DiskFiles {
    /// Opens a folder.
    ///
    /// # Errors
    /// When it does not exist.
    pub fn open(root: &Path) -> std::io::Result<Self> {
        Ok(Self { root: fs::canonicalize(root)? })
    }

    /// The folder, absolute.
    pub fn root(&self) -> &Path {
        &self.root
    }

    fn walk(&self, folder: &Path, prefix: &str, out: &mut Vec<String>, depth: usize) {
        let Ok(entries) = fs::read_dir(folder) else { return };
        let mut entries: Vec<_> = entries.flatten().collect();
        entries.sort_by_key(fs::DirEntry::file_name);
        for entry in entries {
            let name = entry.file_name().to_string_lossy().into_owned();
            if name.starts_with('.') {
                continue;
            }
            let path = format!("{prefix}/{name}");
            // A link is followed when it is read, where it is checked; a link to a folder is not walked.
            match entry.file_type() {
                Ok(kind) if kind.is_dir() && depth < 16 => self.walk(&entry.path(), &path, out, depth + 1),
                Ok(kind) if kind.is_dir() => {}
                // What is no file is listed all the same: reading it says so, and nothing is skipped silently.
                _ => out.push(path),
            }
        }
    }
}

impl Files for DiskFiles {
    fn list(&self, folder: &str) -> Vec<String> {
        let mut out = Vec::new();
        self.walk(&self.root.join(folder), folder.trim_end_matches('/'), &mut out, 0);
        out.sort();
        out
    }

    fn read(&self, path: &str) -> Result<Bytes, FileFault> {
        let relative = Path::new(path);
        if relative.components().any(|c| !matches!(c, std::path::Component::Normal(_))) || path.contains('\\') {
            return Err(FileFault::Outside);
        }
        let full = match fs::canonicalize(self.root.join(relative)) {
            Ok(full) => full,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Err(FileFault::Missing),
            Err(error) => return Err(FileFault::Unreadable(error.to_string())),
        };
        if !full.starts_with(&self.root) {
            return Err(FileFault::Outside);
        }
        let unreadable = |error: std::io::Error| FileFault::Unreadable(error.to_string());
        let meta = fs::metadata(&full).map_err(unreadable)?;
        if !meta.is_file() {
            return Err(FileFault::Missing);
        }
        if meta.len() > LARGEST {
            return Err(FileFault::TooLarge(LARGEST));
        }
        fs::read(&full).map(Arc::new).map_err(unreadable)
    }
}
