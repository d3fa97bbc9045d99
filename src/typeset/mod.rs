//! Bundle → laid-out pages → PDF, PNG. The only user of the engine.
//!
//! The layout asks the engine nothing about places. What depends on them is put right in the laid-out pages ([`places`]); the little that
//! can move something (how many figures a number has, the pages in the glossary) is data of the next layout, until it no longer changes.

mod breaks;
mod codes;
mod diagnostics;
mod export;
mod fonts;
mod looks;
mod margin;
mod pages;
mod places;
mod preflight;
mod proof;
mod world;

pub use codes::CODES;
pub use export::{conflict, draws, pdf, png};
pub use fonts::Fonts;
pub use looks::{Glyphs, Heading, Origin, PageKey};
pub use margin::annotate;
pub use pages::pages;
pub use preflight::page_facts;
pub use proof::{Mark, proof};

use crate::base::diag::{Diagnostic, Warned};
use crate::model::bundle::{Bundle, PADDING, is_guess};
use places::Places;
use rayon::prelude::*;
use std::collections::BTreeMap;
use typst_layout::PagedDocument;
use world::World;

/// How often a publication is laid out at most. Two are the rule (the glossary wants the pages of its
/// terms, which stand before it); a number that gets one figure more than was guessed may need another.
const MOST_LAYOUTS: usize = 6;

/// A publication, laid out.
pub struct Layout {
    document: PagedDocument,
    /// The page on which each fiche begins, by identifier.
    pub fiches: BTreeMap<String, u32>,
    world: World,
    fitting: places::Fitting,
    /// How many layouts it took.
    pub rounds: usize,
    raw: Raw,
}

/// What pages were before they were put right: those of the next layout that are the same need not be put right again.
#[derive(Default)]
struct Raw {
    /// A hash of each page; none where nobody lays out again.
    pages: Vec<u128>,
    /// What the pages were put right with.
    places: u128,
}

impl Layout {
    /// How many pages there are.
    pub fn pages(&self) -> u32 {
        u32::try_from(self.document.pages().len()).unwrap_or(u32::MAX)
    }

    /// Width and height of each page in pt, trimmed.
    pub fn sizes(&self) -> Vec<(f64, f64)> {
        self.document.pages().iter().map(|page| (page.frame.width().to_pt(), page.frame.height().to_pt())).collect()
    }

    /// The words of each page, in the order in which they were set, pieces separated by spaces where they stand apart.
    pub fn text(&self) -> Vec<Vec<Piece>> {
        self.document.pages().iter().map(|page| export::pieces(&page.frame)).collect()
    }
}

/// A piece of text on a page.
#[derive(Debug, Clone, PartialEq)]
pub struct Piece {
    /// Its words.
    pub text: String,
    /// Left end of the baseline, in pt from the left of the page.
    pub x: f64,
    /// The baseline, in pt from the top of the page.
    pub y: f64,
    /// The size of the type, in pt.
    pub size: f64,
    /// The width, in pt.
    pub width: f64,
    /// The family of its font.
    pub family: String,
}

/// Lays a bundle out.
///
/// # Errors
/// Every error of the engine, at the author's place where there is one.
pub fn layout(bundle: &Bundle, fonts: &Fonts, multiple: u32) -> Result<Warned<Layout>, Vec<Diagnostic>> {
    layout_after(bundle, fonts, multiple, None)
}

/// The same for a bundle that was laid out before and has changed a little: what that layout found out is the first guess of this one.
///
/// # Errors
/// As [`layout`].
pub fn layout_after(bundle: &Bundle, fonts: &Fonts, multiple: u32, before: Option<&Layout>) -> Result<Warned<Layout>, Vec<Diagnostic>> {
    let mut world = World::new(bundle, fonts, before.map(|b| &b.world));
    let mut padding = 0;
    if let Some(before) = before {
        padding = before.world.text(PADDING).and_then(|text| text.parse().ok()).unwrap_or(0);
        for path in bundle.files.keys().filter(|path| is_guess(path)) {
            if let Some(text) = before.world.text(path) {
                world.put_text(path, text.to_owned());
            }
        }
    }
    world.evaluate(bundle);
    let mut fitting = before.map(|b| b.fitting.clone()).unwrap_or_default();
    let mut findings = Vec::new();
    let mut rounds = 0;
    loop {
        rounds += 1;
        let warned = typst::compile::<PagedDocument>(&world);
        let document = warned.output.map_err(|errors| diagnostics::all(&errors, &world, bundle))?;
        let places = Places::read(&document);
        fitting.look(&places, &document);
        let pages = u32::try_from(document.pages().len()).unwrap_or(u32::MAX);
        padding = (multiple - (pages.saturating_sub(padding)) % multiple.max(1)) % multiple.max(1);
        // What nobody read changes nothing: a fiche alone has no glossary.
        let changed: Vec<(String, String)> =
            places.files(padding, fitting.scales()).into_iter().filter(|(path, text)| world.was_read(path) && !world.holds(path, text)).collect();
        if changed.is_empty() || rounds == MOST_LAYOUTS {
            findings.extend(diagnostics::all(&warned.warnings, &world, bundle));
            if !changed.is_empty() {
                findings.push(Diagnostic::on(&codes::UNSTABLE, "").with("rounds", rounds.to_string()));
            }
            let fiches = places.pages("fiche").map(|(key, page)| (key.to_owned(), page)).collect();
            let raw = match before {
                Some(_) => Raw { pages: document.pages().par_iter().map(typst::utils::hash128).collect(), places: places.print() },
                None => Raw::default(),
            };
            let done = |index: usize| {
                let before = before.filter(|b| b.raw.places == raw.places && b.raw.pages.get(index).is_some_and(|page| raw.pages.get(index) == Some(page)))?;
                before.document.pages().get(index).cloned()
            };
            let document = places.fill(document, done);
            return Ok(Warned { value: Layout { document, fiches, world, fitting, rounds, raw }, findings });
        }
        for (path, text) in changed {
            world.put_text(&path, text);
        }
    }
}

/// Gives the bodies of a bundle the signs with which the engine hyphenates French words; a bundle that the Typst program is to compile into
/// the same pages needs them in its files.
pub fn hyphenable(bundle: &mut Bundle, fonts: &Fonts) {
    if !breaks::fits(fonts) {
        return;
    }
    for file in bundle.files.values_mut() {
        if let Some((text, _)) = breaks::of(file) {
            file.bytes = std::sync::Arc::new(text.into_bytes());
        }
    }
}

/// Forgets what the engine remembers and has not used during the last `age` calls: memory would grow with each publication.
pub fn forget(age: usize) {
    typst::comemo::evict(age);
}
