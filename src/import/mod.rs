//! Foreign bytes → drafts → `.md`: what another program wrote becomes the files of a workspace.
//!
//! An importer reads one [`Source`] and gives whole files; the command line stores them. Every decision that it takes is a
//! finding at the line of the foreign text: a note for what it understood, a warning for what a person should look at.
//! Nothing of the text is lost: a word is in a file, or the finding that dropped it names it.

pub mod codes;
pub mod glossary;
mod texte;
mod workspace;
pub mod write;

/// A file to store.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportedFile {
    /// The path relative to `content/`.
    pub path: String,
    /// The whole text.
    pub text: String,
}

pub use texte::texte;
