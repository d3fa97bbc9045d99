//! Foreign bytes → drafts → `.md`: what another program wrote becomes the files of a workspace.
//!
//! An importer reads one [`Source`] and gives whole files; the command line stores them. Every decision that it takes is a
//! finding at the line of the foreign text: a note for what it understood, a warning for what a person should look at.
//! Nothing of the text is lost: a word is in a file, or the finding that dropped it names it.

pub mod codes;
mod glossary;
mod texte;
mod workspace;
pub mod write;

use crate::base::diag::{Bi, Warned};
use crate::base::source::{Source, SourceId};

/// A file to store.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportedFile {
    /// The path relative to `content/`.
    pub path: String,
    /// The whole text.
    pub text: String,
}

/// A format that can be imported.
#[derive(Debug)]
pub struct Format {
    /// The word of `--from`.
    pub name: &'static str,
    /// What it is.
    pub about: Bi,
    /// Reads a text of this format.
    pub read: fn(&Source, SourceId) -> Warned<Vec<ImportedFile>>,
}

/// The formats, in the order in which help shows them.
pub static FORMATS: &[Format] = &[Format {
    name: "texte",
    about: Bi { fr: "le texte d’un site, tel que l’impression d’archive le donne", en: "the text of a site, as its archive print gives it" },
    read: texte::texte,
}];

/// The format of a name.
pub fn format(name: &str) -> Option<&'static Format> {
    FORMATS.iter().find(|f| f.name == name)
}

pub use texte::texte;
