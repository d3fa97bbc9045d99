//! What the binary carries: templates, fonts, and the files of a new workspace.

use crate::base::files::Bytes;
use crate::model::assets::Templates;
use include_dir::{Dir, DirEntry, include_dir};
use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock};

static TEMPLATES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/templates");
static FONTS: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/fonts");

fn walk(dir: &'static Dir<'_>, each: &mut dyn FnMut(&str, &'static [u8])) {
    for entry in dir.entries() {
        match entry {
            DirEntry::Dir(inner) => walk(inner, each),
            DirEntry::File(file) => {
                if let Some(path) = file.path().to_str() {
                    each(&path.replace('\\', "/"), file.contents());
                }
            }
        }
    }
}

/// The program's own templates.
pub fn embedded_templates() -> Templates {
    static READ: LazyLock<Templates> = LazyLock::new(read_templates);
    READ.clone()
}

fn read_templates() -> Templates {
    let mut out = Templates::default();
    walk(&TEMPLATES, &mut |path, bytes| {
        if !path.starts_with("new/workspace/") && !path.ends_with(".md") && !path.ends_with(".png") {
            out.0.insert(path.to_owned(), Arc::new(bytes.to_vec()));
        }
    });
    out
}

/// The program's own fonts, by path `fonts/…`.
pub fn embedded_fonts() -> BTreeMap<String, Bytes> {
    static READ: LazyLock<BTreeMap<String, Bytes>> = LazyLock::new(read_fonts);
    READ.clone()
}

fn read_fonts() -> BTreeMap<String, Bytes> {
    let mut out = BTreeMap::new();
    walk(&FONTS, &mut |path, bytes| {
        if path.ends_with(".ttf") || path.ends_with(".otf") {
            out.insert(format!("fonts/{path}"), Arc::new(bytes.to_vec()));
        }
    });
    out
}

/// The files of a new workspace, by path.
pub fn scaffold() -> Vec<(String, &'static [u8])> {
    let mut out = Vec::new();
    walk(&TEMPLATES, &mut |path, bytes| {
        if let Some(name) = path.strip_prefix("new/workspace/") {
            // A dot-file cannot be embedded under its own name everywhere.
            out.push((name.replace("dot-", "."), bytes));
        }
    });
    out.sort_by(|a, b| a.0.cmp(&b.0));
    out
}
