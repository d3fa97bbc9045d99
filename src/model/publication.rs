//! A publication, assembled: which fiches, in which order, with which numbers, and every list that is made from them.
//! Nothing of its looks is decided here.

use super::catalog::{Category, PageFormat, PublicationKind};
use super::making::{Fit, Making, Piece};
use super::markup::{Block, Demand, PowerLevel};
use crate::base::source::Spanned;
use std::collections::BTreeMap;

/// A period of the table of contents.
#[derive(Debug, Clone, PartialEq)]
pub struct Period {
    /// « 1983–1989 »; none for texts without a date.
    pub label: Option<String>,
    /// The fiches, in order.
    pub fiches: Vec<String>,
}

/// A span on the timeline, in decimal years.
#[derive(Debug, Clone, PartialEq)]
pub struct TimelineEntry {
    /// The fiche.
    pub fiche: String,
    /// When it begins.
    pub start: f64,
    /// When it is over (exclusive).
    pub end: f64,
    /// Something of the date is not known well.
    pub vague: bool,
    /// Nothing says when it began, or nobody knows.
    pub open_before: bool,
    /// It goes on, or nobody knows when it ended.
    pub open_after: bool,
}

/// A term of the glossary, in print order.
#[derive(Debug, Clone, PartialEq)]
pub struct GlossaryEntry {
    /// The key in the corpus.
    pub key: String,
    /// The heading under which it stands.
    pub letter: String,
}

/// A theme of a memorandum: a heading of its first level and the demands under it.
#[derive(Debug, Clone, PartialEq)]
pub struct Theme {
    /// The identifier, from the anchor or the title.
    pub id: String,
    /// The printed number.
    pub number: u32,
    /// The title.
    pub title: String,
    /// The demands, in order.
    pub demands: Vec<String>,
}

/// A demand and its printed number.
#[derive(Debug, Clone, PartialEq)]
pub struct NumberedDemand {
    /// « 2.1 »: the theme's number and the place in it.
    pub number: String,
    /// The theme's identifier.
    pub theme: String,
    /// The demand.
    pub demand: Demand,
}

/// What only a memorandum has.
#[derive(Debug, Clone, PartialEq)]
pub struct MemorandumParts {
    /// The memorandum in the corpus.
    pub id: String,
    /// The level of the headings that open a theme: the highest in the text.
    pub theme_level: Option<u8>,
    /// Themes, in order.
    pub themes: Vec<Theme>,
    /// Demands by identifier.
    pub demands: BTreeMap<String, NumberedDemand>,
    /// Demands of high priority, in order.
    pub summary: Vec<String>,
    /// Demands by level of power; levels without demands are left out.
    pub by_level: Vec<(PowerLevel, Vec<String>)>,
}

/// A publication, assembled.
#[derive(Debug, Clone, PartialEq)]
pub struct Publication {
    /// The identifier: files are named after it.
    pub id: String,
    /// The kind; a single fiche is a booklet of one.
    pub kind: PublicationKind,
    /// Whether it is the output of one fiche, without cover and lists.
    pub single: bool,
    /// The title.
    pub title: Spanned<String>,
    /// The subtitle.
    pub subtitle: Option<Spanned<String>>,
    /// The trimmed format.
    pub format: PageFormat,
    /// The cover's picture, a path in `content/`.
    pub cover: Option<Spanned<String>>,
    /// The back cover's text.
    pub blurb: Vec<Block>,
    /// The fiches in order.
    pub fiches: Vec<String>,
    /// The table of contents.
    pub contents: Vec<Period>,
    /// The categories in use, in the order of the catalogue.
    pub legend: Vec<Category>,
    /// The fiches of each category in use.
    pub index: Vec<(String, Vec<String>)>,
    /// The timeline, in order.
    pub timeline: Vec<TimelineEntry>,
    /// The glossary, in French alphabetical order.
    pub glossary: Vec<GlossaryEntry>,
    /// « Voir aussi »: for each fiche, those that it cites and those that cite it.
    pub see_also: BTreeMap<String, Vec<(String, Direction)>>,
    /// What only a memorandum has.
    pub memorandum: Option<MemorandumParts>,
    /// How it is bound, on which paper, with how many pages.
    pub making: Making,
    /// How much of it this file holds.
    pub piece: Piece,
    /// By how much its layout is narrower or wider than the templates say.
    pub fit: Fit,
}

/// Which of two fiches cites the other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// This one cites the other.
    Cites,
    /// The other cites this one.
    CitedBy,
}
