//! A PDF that carries what it was made from.

use crate::base::files::Bytes;
use serde::{Deserialize, Serialize};

/// The name under which the [`Recipe`] is embedded.
pub const RECIPE: &str = "livret.json";

/// The format of the recipe that this program writes and reads.
pub const RECIPE_VERSION: u32 = 1;

/// How a file was made, beside its sources: what a build of the same bytes needs to be told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Recipe {
    /// The format of this description.
    pub version: u32,
    /// The program's version: « 0.1.0 ».
    pub program: String,
    /// Which build of that version: the hash of its own sources.
    pub build: String,
    /// Whether it is a publication or a single fiche.
    pub kind: RecipeKind,
    /// The identifier of the publication or of the fiche.
    pub id: String,
    /// The profile.
    pub profile: String,
    /// The standards that the file claims, as words of `profiles.yaml`.
    pub standards: Vec<String>,
    /// The date that took the place of the collection's: year, month, day.
    pub date: Option<(i32, u8, u8)>,
}

/// What a file shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum RecipeKind {
    /// A publication.
    Publication,
    /// A fiche alone.
    Fiche,
}

/// A file to be embedded.
#[derive(Debug, Clone, PartialEq)]
pub struct Attachment {
    /// Its path in the workspace, with forward slashes.
    pub path: String,
    /// Its bytes.
    pub bytes: Bytes,
    /// Whether the publication was made from it; else it tells how.
    pub is_source: bool,
}

/// Why a path that a PDF gives may not be written; none for a path of a workspace.
///
/// Only what a workspace is made of is taken (`content/`, `templates/`, `fonts/`), so that a file made by somebody else can leave
/// nothing in a folder that means something to another program.
pub fn path_fault(path: &str) -> Option<(&'static str, &'static str)> {
    let parts: Vec<&str> = path.split('/').collect();
    if path.starts_with('/') || path.contains('\\') || path.as_bytes().get(1) == Some(&b':') {
        return Some(("il est absolu, ou n’est pas un chemin de livret", "it is absolute, or no path of livret"));
    }
    if parts.iter().any(|p| p.is_empty() || *p == "." || *p == "..") {
        return Some(("il mène ailleurs", "it leads elsewhere"));
    }
    if path.chars().any(char::is_control) || path.len() > LONGEST_PATH || parts.len() > DEEPEST_PATH {
        return Some(("il est démesuré ou contient des signes invisibles", "it is outsized or holds invisible characters"));
    }
    if parts.iter().any(|p| p.starts_with('.')) {
        return Some(("il désigne un fichier caché", "it names a hidden file"));
    }
    if parts.len() < 2 || !["content", "templates", "fonts"].contains(&parts[0]) {
        return Some(("il n’est ni dans content/, ni dans templates/, ni dans fonts/", "it is neither in content/, nor in templates/, nor in fonts/"));
    }
    None
}

/// The longest path, in bytes.
const LONGEST_PATH: usize = 1024;
/// How many folders deep a path may be.
const DEEPEST_PATH: usize = 20;
