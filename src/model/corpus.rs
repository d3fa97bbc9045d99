//! The whole collection, resolved: what every publication is made from.

use super::catalog::{Category, Collection, Fact, PageFormat, PublicationKind, Term};
use super::fiche::{Fiche, FicheHeader, Memorandum, Status};
use super::markup::{Block, Demand};
use crate::base::source::{SourceId, Span, Spanned};
use std::collections::{BTreeMap, BTreeSet};

/// What a booklet retains, resolved.
#[derive(Debug, Clone, PartialEq)]
pub struct Filter {
    /// At least this far.
    pub status: Status,
    /// First year.
    pub from: Option<i32>,
    /// Last year.
    pub to: Option<i32>,
    /// At least one of these, when there are any.
    pub axes: BTreeSet<String>,
    /// At least one of these, when there are any.
    pub themes: BTreeSet<String>,
    /// Only these, when there are any.
    pub fiches: BTreeSet<String>,
    /// None of these.
    pub except: BTreeSet<String>,
}

/// What a publication is made of.
#[derive(Debug, Clone, PartialEq)]
pub enum Contents {
    /// Fiches.
    Fiches(Filter),
    /// A memorandum, by identifier.
    Memorandum(String),
}

impl Contents {
    /// The kind of publication.
    pub fn kind(&self) -> PublicationKind {
        match self {
            Self::Fiches(_) => PublicationKind::Booklet,
            Self::Memorandum(_) => PublicationKind::Memorandum,
        }
    }
}

/// A publication asked for, resolved.
#[derive(Debug, Clone, PartialEq)]
pub struct PublicationSpec {
    /// The identifier.
    pub id: String,
    /// Where it is asked for.
    pub span: Span,
    /// The title, when it is not the memorandum's.
    pub title: Spanned<String>,
    /// The subtitle.
    pub subtitle: Option<Spanned<String>>,
    /// The trimmed format.
    pub format: PageFormat,
    /// The cover's picture.
    pub cover: Option<Spanned<String>>,
    /// The back cover's text.
    pub blurb: Vec<Block>,
    /// What it is made of.
    pub contents: Contents,
    /// The profiles asked for.
    pub profiles: Vec<Spanned<String>>,
    /// How it is bound, on which paper, with how many pages.
    pub making: super::making::Making,
}

/// The whole collection.
#[derive(Debug, Clone, PartialEq)]
pub struct Corpus {
    /// The organisation; its logos are those of the brand where it has some.
    pub collection: Collection,
    /// What its publications look like.
    pub brand: super::brand::Brand,
    /// The date of the edition, as year, month, day.
    pub date: (i32, u8, u8),
    /// Fiches in chronological order, then pages by title.
    pub fiches: Vec<Fiche>,
    /// Memorandums in the order of their identifiers.
    pub memorandums: Vec<Memorandum>,
    /// Categories in the order of the catalogue.
    pub categories: Vec<Category>,
    /// Terms in the order of the catalogue, then those that fiches define.
    pub terms: BTreeMap<String, Term>,
    /// The dated facts of `faits.yaml`, then those of the fiches' headers.
    pub facts: Vec<Fact>,
    /// The numbers that fiches pin, each with its place.
    pub pinned: BTreeMap<u32, Span>,
    /// The publications asked for, in the order of the file.
    pub publications: Vec<PublicationSpec>,
    /// Fiches that cannot be read as such; what is known of them, so that no booklet is made without one of its fiches.
    pub broken: Vec<Broken>,
}

/// A fiche whose header is too damaged for it to be one.
#[derive(Debug, Clone, PartialEq)]
pub struct Broken {
    /// The identifier.
    pub id: String,
    /// The file.
    pub source: SourceId,
    /// What could be read.
    pub header: FicheHeader,
}

impl Corpus {
    /// The format of a single fiche: the brand's, else A5.
    pub fn fiche_format(&self) -> PageFormat {
        self.brand.format.as_ref().map_or(PageFormat::A5, |f| f.value)
    }

    /// The fiche with this identifier.
    pub fn fiche(&self, id: &str) -> Option<&Fiche> {
        self.fiches.iter().find(|f| f.id == id)
    }

    /// Every text that people wrote, as blocks: fiches, then memorandums, each with its notes, then the blurbs of publications.
    pub fn texts(&self) -> impl Iterator<Item = &Vec<Block>> {
        let fiches = self.fiches.iter().flat_map(|f| [&f.lead, &f.body.blocks].into_iter().chain(&f.body.notes));
        let memorandums = self.memorandums.iter().flat_map(|m| [&m.lead, &m.method, &m.body.blocks].into_iter().chain(&m.body.notes));
        fiches.chain(memorandums).chain(self.publications.iter().map(|p| &p.blurb))
    }

    /// The memorandum with this identifier.
    pub fn memorandum(&self, id: &str) -> Option<&Memorandum> {
        self.memorandums.iter().find(|m| m.id == id)
    }

    /// The category with this identifier.
    pub fn category(&self, id: &str) -> Option<&Category> {
        self.categories.iter().find(|c| c.id == id)
    }
}

/// The demands of some blocks, in reading order.
pub fn demands(blocks: &[Block]) -> Vec<(&Demand, Span)> {
    use super::markup::BlockKind;
    let mut out = Vec::new();
    for block in blocks {
        match &block.kind {
            BlockKind::Demand(d) => out.push((&**d, block.span)),
            BlockKind::Directive(_, inner) | BlockKind::Quote(inner) => out.extend(demands(inner)),
            BlockKind::Paragraph(_)
            | BlockKind::Heading { .. }
            | BlockKind::List { .. }
            | BlockKind::Alert { .. }
            | BlockKind::Code { .. }
            | BlockKind::Table { .. }
            | BlockKind::Definitions(_)
            | BlockKind::Picture(_)
            | BlockKind::Rule => {}
        }
    }
    out
}
