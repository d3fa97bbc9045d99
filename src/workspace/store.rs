//! Writing: to a temporary name beside the target, then renamed over it.

use super::{DiskFiles, EXISTS, LINKED, Restored, STANDS, not_written};
use crate::base::diag::Diagnostic;
use crate::base::files::MemFiles;
use std::fs;
use std::io::Write;
use std::path::Path;

/// Writes a file whole, or leaves what was there.
///
/// # Errors
/// What the system says, as a finding.
pub fn store(path: &Path, bytes: &[u8]) -> Result<(), Diagnostic> {
    let write = || -> std::io::Result<()> {
        let folder = path.parent().unwrap_or(Path::new("."));
        fs::create_dir_all(folder)?;
        let mut file = tempfile::Builder::new().prefix(".livret-").tempfile_in(folder)?;
        file.write_all(bytes)?;
        file.as_file().sync_all()?;
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            // A temporary file is private; what is published is as readable as any other file.
            file.as_file().set_permissions(fs::Permissions::from_mode(0o644))?;
        }
        file.persist(path).map_err(|e| e.error)?;
        Ok(())
    };
    write().map_err(|error| not_written(path, &error))
}

/// Writes a file of the workspace anew, if it is still what was read. A link stays a link, and the file keeps its permissions.
///
/// # Errors
/// When somebody has changed it meanwhile, or what the system says.
pub fn replace(files: &DiskFiles, path: &str, before: &[u8], after: &[u8]) -> Result<(), Diagnostic> {
    let named = files.root().join(path);
    let write = || -> std::io::Result<()> {
        let real = fs::canonicalize(&named)?;
        if !real.starts_with(files.root()) || fs::read(&real)? != before {
            return Err(std::io::Error::other("le fichier a changé entre-temps / the file has changed meanwhile"));
        }
        let permissions = fs::metadata(&real)?.permissions();
        let mut file = tempfile::Builder::new().prefix(".livret-").tempfile_in(real.parent().unwrap_or(Path::new(".")))?;
        file.write_all(after)?;
        file.as_file().sync_all()?;
        file.as_file().set_permissions(permissions)?;
        file.persist(&real).map_err(|e| e.error)?;
        Ok(())
    };
    write().map_err(|error| not_written(&named, &error))
}

/// Writes a file that must not exist yet.
///
/// # Errors
/// When it exists, or what the system says.
pub fn create_new(path: &Path, bytes: &[u8]) -> Result<(), Diagnostic> {
    if path.exists() {
        let name = path.to_string_lossy().into_owned();
        return Err(Diagnostic::on(&EXISTS, name.clone()).with("path", name));
    }
    store(path, bytes)
}

/// Writes files below a folder, each at its path: none through a link, and none over another file unless it is the same. All is looked
/// at before anything is written.
///
/// # Errors
/// Everything that stands in the way, or what the system says.
pub fn restore(root: &Path, files: &MemFiles) -> Result<Restored, Vec<Diagnostic>> {
    let mut findings: Vec<Diagnostic> = Vec::new();
    let mut missing = Vec::new();
    for (path, bytes) in &files.0 {
        let full = root.join(path);
        let folders = Path::new(path).ancestors().filter(|a| !a.as_os_str().is_empty());
        if let Some(link) = folders.map(|a| root.join(a)).find(|a| fs::symlink_metadata(a).is_ok_and(|m| m.file_type().is_symlink())) {
            let name = link.strip_prefix(root).unwrap_or(&link).to_string_lossy().into_owned();
            let finding = Diagnostic::on(&LINKED, name.clone()).with("path", name);
            if !findings.iter().any(|f| f.repeats(&finding)) {
                findings.push(finding);
            }
        } else if fs::symlink_metadata(&full).is_err() {
            missing.push((full, bytes));
        } else if fs::read(&full).ok().as_deref() != Some(bytes.as_slice()) {
            findings.push(Diagnostic::on(&STANDS, path.clone()).with("path", path.clone()));
        }
    }
    if !findings.is_empty() {
        return Err(findings);
    }
    let written = missing.len();
    for (path, bytes) in missing {
        // It may be there by now: where letters of both cases are one name, two files are one.
        create_new(&path, bytes).map_err(|f| vec![f])?;
    }
    Ok(Restored { written, same: files.0.len() - written })
}
