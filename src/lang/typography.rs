//! French typography of running text: spaces, quotes, dashes, superscripts.

use std::ops::Range;

/// A change to a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit {
    /// The bytes replaced, on character boundaries of the original text; empty for an insertion.
    pub range: Range<usize>,
    /// What stands there instead.
    pub text: String,
    /// How it is set.
    pub style: Style,
}

/// How the text of an [`Edit`] is set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Style {
    /// As its surroundings.
    #[default]
    Plain,
    /// Raised: the « er » of « 1er ».
    Superscript,
    /// Italic.
    Italic,
}
