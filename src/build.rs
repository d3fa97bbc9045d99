//! Gives the program the hash of its own sources, so that what another build of it made is made again.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::Path;

fn visit(path: &Path, hash: &mut DefaultHasher) {
    if path.is_dir() {
        let mut entries: Vec<_> = std::fs::read_dir(path).into_iter().flatten().flatten().map(|e| e.path()).collect();
        entries.sort();
        for entry in entries {
            visit(&entry, hash);
        }
    } else if let Ok(bytes) = std::fs::read(path) {
        path.to_string_lossy().replace('\\', "/").hash(hash);
        bytes.hash(hash);
    }
}

fn main() {
    // `DefaultHasher::new` has fixed keys: the same sources give the same value.
    let mut hash = DefaultHasher::new();
    // `include_dir!` does not tell cargo what it reads: templates and fonts are in the program.
    for path in ["src", "Cargo.lock", "templates", "fonts"] {
        println!("cargo::rerun-if-changed={path}");
        visit(Path::new(path), &mut hash);
    }
    println!("cargo::rustc-env=LIVRET_BUILD={:016x}", hash.finish());
}
