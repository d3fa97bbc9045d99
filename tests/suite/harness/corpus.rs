//! Real inputs that are not part of the project: a folder beside the repository, or where `LIVRET_CORPUS` says.

use std::path::PathBuf;

/// A file of the shared corpus; none, with a line that says so, when the corpus is not on this machine.
#[expect(clippy::print_stderr, reason = "a test that is skipped says so")]
pub(crate) fn text(test: &str, path: &str) -> Option<String> {
    let root = std::env::var_os("LIVRET_CORPUS").map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared/corpus"), PathBuf::from);
    match std::fs::read_to_string(root.join(path)) {
        Ok(text) => Some(text),
        Err(error) => {
            eprintln!("SKIPPED {test}: {path} cannot be read in {} ({error}); set LIVRET_CORPUS to the folder of the corpus", root.display());
            None
        }
    }
}
