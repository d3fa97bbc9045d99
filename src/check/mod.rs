//! Corpus → findings. One rule, one file, one line in the table.

mod address;
pub mod allowance;
mod alt;
mod alternative;
mod brackets;
mod chronology;
mod colon;
mod credit;
mod doubled;
mod empty;
mod expansions;
mod glyph;
mod grammar;
mod holes;
mod leak;
mod lettering;
mod lifetime;
mod links;
mod lists;
mod marks;
mod pictures;
mod placeholder;
mod prose;
mod publisher;
mod reading;
mod repeated;
mod resolution;
mod resource;
mod spelling;
mod spellings;
mod titles;
mod typography;
mod undefined;
mod unused;
mod wording;

pub mod fix;

pub use pictures::{Drawable, assets};
pub use prose::Document;
pub use reading::Reading;

use crate::base::diag::{Code, Diagnostic};
use crate::base::files::Files;
use crate::base::source::Sources;
use crate::lang::typography::Settings;
use crate::model::corpus::Corpus;
use rayon::prelude::*;

/// What a rule may look at.
pub struct Context<'a> {
    /// The collection.
    pub corpus: &'a Corpus,
    /// What people wrote.
    pub sources: &'a Sources,
    /// The workspace's files.
    pub files: &'a dyn Files,
    /// Whether some font has a character.
    pub covers: &'a (dyn Fn(char) -> bool + Sync),
    /// How text is set.
    pub typography: &'a Settings,
    /// The texts, read once for all rules.
    pub reading: Reading<'a>,
    /// The words of fiches and memorandums, run by run.
    pub documents: Vec<Document>,
}

impl<'a> Context<'a> {
    /// Gathers what the rules look at.
    pub fn new(corpus: &'a Corpus, sources: &'a Sources, files: &'a dyn Files, covers: &'a (dyn Fn(char) -> bool + Sync), typography: &'a Settings) -> Self {
        Self { corpus, sources, files, covers, typography, reading: Reading::new(corpus), documents: prose::documents(corpus, sources) }
    }
}

/// A rule.
pub trait Rule: Sync {
    /// Its codes, with their weight and wording.
    fn codes(&self) -> &'static [&'static Code];
    /// Adds what it finds.
    fn check(&self, context: &Context<'_>, findings: &mut Vec<Diagnostic>);
    /// Whether what it finds cannot be printed well whatever anybody thinks of it: it can be neither lowered nor allowed.
    fn is_firm(&self) -> bool {
        false
    }
}

/// Every rule, in the order of their codes.
pub static RULES: &[&dyn Rule] = &[
    &placeholder::Placeholder,
    &publisher::Publisher,
    &alt::Alt,
    &glyph::Glyph,
    &resource::ResourceFile,
    &address::Address,
    &typography::Typography,
    &undefined::Undefined,
    &expansions::Expansions,
    &unused::Unused,
    &spellings::Spellings,
    &wording::Wording,
    &lifetime::Lifetime,
    &chronology::Chronology,
    &alternative::Alternative,
    &leak::Leak,
    &doubled::Doubled,
    &brackets::Brackets,
    &holes::Holes,
    &colon::Colon,
    &lists::Lists,
    &titles::Titles,
    &links::Links,
    &credit::Credit,
    &empty::Empty,
    &repeated::Repeated,
    &marks::Marks,
    &grammar::Grammar,
    &spelling::Spelling,
];

/// The codes of this stage that are no rule's: pictures, allowances.
pub fn other_codes() -> Vec<&'static Code> {
    [pictures::CODES, resolution::CODES, lettering::CODES, allowance::CODES].concat()
}

/// Whether a collection or a line of a text may lower a finding: rules that judge, and all that is no error.
pub fn is_adjustable(code: &Code) -> bool {
    use crate::base::diag::Severity;
    let rule = RULES.iter().find(|r| r.codes().iter().any(|c| c.id == code.id));
    rule.map_or(code.severity != Severity::Error, |r| !r.is_firm() || code.severity != Severity::Error)
}

/// Runs every rule, several at once; the findings come in the order of the rules.
pub fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let each = |rule: &&dyn Rule| {
        let mut findings = Vec::new();
        rule.check(context, &mut findings);
        findings
    };
    RULES.par_iter().map(each).collect::<Vec<_>>().into_iter().flatten().collect()
}
