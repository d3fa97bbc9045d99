//! Corpus → findings. One rule, one file, one line in the table.

mod address;
mod alt;
mod glyph;
mod pictures;
mod placeholder;
mod publisher;
mod resource;
mod typography;

pub use pictures::{CODES as PICTURE_CODES, Drawable, assets};

use crate::base::diag::{Code, Diagnostic};
use crate::base::files::Files;
use crate::base::source::Sources;
use crate::lang::typography::Settings;
use crate::model::corpus::Corpus;

/// What a rule may look at.
pub struct Context<'a> {
    /// The collection.
    pub corpus: &'a Corpus,
    /// What people wrote.
    pub sources: &'a Sources,
    /// The workspace's files.
    pub files: &'a dyn Files,
    /// Whether some font has a character.
    pub covers: &'a dyn Fn(char) -> bool,
    /// How text is set.
    pub typography: &'a Settings,
}

/// A rule.
pub trait Rule: Sync {
    /// Its codes, with their weight and wording.
    fn codes(&self) -> &'static [&'static Code];
    /// Adds what it finds.
    fn check(&self, context: &Context<'_>, findings: &mut Vec<Diagnostic>);
}

/// Every rule, in the order of their codes.
pub static RULES: &[&dyn Rule] =
    &[&placeholder::Placeholder, &publisher::Publisher, &alt::Alt, &glyph::Glyph, &resource::ResourceFile, &address::Address, &typography::Typography];

/// Runs every rule.
pub fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    for rule in RULES {
        rule.check(context, &mut findings);
    }
    findings
}
