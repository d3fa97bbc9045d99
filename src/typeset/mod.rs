//! Bundle → laid-out pages → PDF, PNG. The only user of the engine.
//!
//! The layout asks the engine nothing about places. What depends on them is put right in the laid-out pages ([`places`]); the little that
//! can move something (how many figures a number has, the pages in the glossary) is data of the next layout, until it no longer changes.

mod again;
mod breaks;
mod codes;
mod diagnostics;
mod export;
mod fonts;
mod looks;
mod margin;
mod pages;
mod pictures;
mod places;
mod preflight;
mod proof;
mod world;

pub use codes::CODES;
pub use export::{Export, conflict, draws, pdf, png};
pub use fonts::Fonts;
pub use looks::{Glyphs, Heading, Origin, PageKey};
pub use margin::annotate;
pub use pages::pages;
pub use preflight::page_facts;
pub use proof::{Mark, proof};

use crate::base::diag::{Diagnostic, Warned};
use crate::model::bundle::{Bundle, MAIN, PADDING, body_path, is_guess, is_tight, tight};
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
    places: Places,
    /// The pages, from 0, that were set anew between those of an earlier layout.
    pub anew: std::ops::Range<usize>,
}

/// What pages were before they were put right: those of the next layout that are the same need not be put right again.
#[derive(Clone, Default)]
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

    /// The terms that are used, by the colour that stands for them in the structure of a tagged file: each in the singular, then in the plural.
    pub fn used(&self) -> impl Iterator<Item = ([u8; 3], &str, bool)> {
        self.places.used()
    }

    /// Width and height of each page in pt, trimmed.
    pub fn sizes(&self) -> Vec<(f64, f64)> {
        self.document.pages().iter().map(|page| (page.frame.width().to_pt(), page.frame.height().to_pt())).collect()
    }

    /// Gives a bundle that another program lays out what this layout found out: which apparatus are set run-in, where hyphens are.
    pub fn settle(&self, bundle: &mut Bundle) {
        for (path, file) in &mut bundle.files {
            let found = if is_tight(path) { self.world.text(path) } else { self.world.mended(path) };
            if let Some(text) = found {
                file.bytes = std::sync::Arc::new(text.as_bytes().to_vec());
            }
        }
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
    let mut world = world_after(bundle, fonts, before);
    let mut padding = before.and_then(|b| b.world.text(PADDING)?.parse().ok()).unwrap_or(0);
    let mut fitting = before.map(|b| b.fitting.clone()).unwrap_or_default();
    // What was decided for other words is decided anew: the bytes never depend on what was laid out before.
    if let Some(before) = before {
        let like = world.is_like(&before.world, bundle);
        for fiche in fitting.forget(|fiche| !like || !world.has_same(&body_path(fiche), &before.world)) {
            world.put_text(&tight(&fiche), "0".to_owned());
        }
    }
    let mut findings = Vec::new();
    let mut rounds = 0;
    loop {
        rounds += 1;
        world.evaluate(bundle);
        let warned = typst::compile::<PagedDocument>(&world);
        let document = warned.output.map_err(|errors| diagnostics::all(&errors, &world, bundle))?;
        let places = Places::read(&document, 0);
        fitting.look(&places, &document);
        let pages = u32::try_from(document.pages().len()).unwrap_or(u32::MAX);
        padding = (multiple - (pages.saturating_sub(padding + fitting.saved())) % multiple.max(1)) % multiple.max(1);
        // What nobody read changes nothing: a fiche alone has no glossary.
        let changed: Vec<(String, String)> =
            places.files(padding, &fitting).into_iter().filter(|(path, text)| world.was_read(path) && !world.holds(path, text)).collect();
        // The first layout finds the lines that need hyphens, and where pages end; what is wrong with the next one, the judge says.
        let mended = rounds == 1 && world.mend(&document);
        if changed.is_empty() && !mended || rounds == MOST_LAYOUTS {
            findings.extend(diagnostics::all(&warned.warnings, &world, bundle));
            if !changed.is_empty() {
                findings.push(Diagnostic::on(&codes::UNSTABLE, "").with("rounds", rounds.to_string()));
            }
            let (document, places) = again::look(&mut world, bundle, document, places);
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
            return Ok(Warned { value: Layout { document, fiches, world, fitting, rounds, raw, places, anew: 0..0 }, findings });
        }
        for (path, text) in changed {
            world.put_text(&path, text);
        }
    }
}

/// The world of a bundle, with what an earlier layout found out.
fn world_after(bundle: &Bundle, fonts: &Fonts, before: Option<&Layout>) -> World {
    let mut world = World::new(bundle, fonts, before.map(|b| &b.world));
    for path in bundle.files.keys().filter(|path| is_guess(path)) {
        if let Some(text) = before.and_then(|b| b.world.text(path)) {
            world.put_text(path, text.to_owned());
        }
    }
    world
}

/// The main file of a layout of some pages: a blank page, which is not kept, makes the first one a left page.
const RUN: &str = "run.typ";
const BLANK: &str = "#page(header: none, footer: none, foreground: none)[]\n";

/// The main file of a layout of one fiche, by its body, behind a blank page or not; none when the main file of the book is more than a list
/// of calls.
fn run(main: &str, body: &str, blank: bool) -> Option<String> {
    let include = format!("#include \"/{body}\"");
    let (head, rest) = main.split_at(main.find("#include ")?);
    if head.lines().chain(rest.lines()).any(|line| !line.is_empty() && !line.starts_with('#')) || !rest.lines().any(|line| line == include) {
        return None;
    }
    let kept = head.lines().filter(|l| ["#import ", "#show", "#set ", "#let "].iter().any(|w| l.starts_with(w)));
    let mut text: String = kept.map(|l| format!("{l}\n")).collect();
    text.push_str(if blank { BLANK } else { "" });
    text.push_str(&include);
    Some(text)
}

/// The layout of a bundle in which nothing but the body of one fiche has changed, as far as that can be said without laying out the rest: the
/// pages of this fiche anew, between the others as they were. Every fiche begins a page and leaves nothing to the next one, so these are the
/// pages that [`layout_after`] would give, as long as there are as many as before.
///
/// Nothing when there are not, when the main file is more than a list of calls, or when the engine finds an error: [`layout_after`] says it.
pub fn layout_fiche(bundle: &Bundle, fonts: &Fonts, fiche: &str, body: &str, before: &Layout) -> Option<Layout> {
    let first = *before.fiches.get(fiche)?;
    if before.fitting.holds(fiche) {
        return None;
    }
    let begins = before.places.pages("fiche").chain(before.places.pages("part"));
    let end = begins.map(|(_, page)| page).filter(|page| *page > first).min()?;
    let blank = first.is_multiple_of(2);
    let text = run(std::str::from_utf8(&bundle.files.get(MAIN)?.bytes).ok()?, body, blank)?;

    let mut world = world_after(bundle, fonts, Some(before));
    world.begin_with(RUN, &text);
    let mut document = typst::compile::<PagedDocument>(&world).output.ok()?;
    if world.mend(&document) {
        document = typst::compile::<PagedDocument>(&world).output.ok()?;
    }
    world.begin_with_main();
    let skipped = u32::from(blank);
    let shift = first - 1 - skipped;
    let mut anew = document.pages().to_vec();
    if u32::try_from(anew.len()).ok()? != skipped + end - first {
        return None;
    }
    let mut own = Places::read(&document, shift);
    if let Some(id) = world::file_id(body).filter(|id| world.looks_at(*id)) {
        world.looked_at(id);
        let all = before.places.with(&(first..end), Places::read(&document, shift));
        if let Some((pages, found)) = again::better(&mut world, bundle, fiche, id, first, anew.split_off(skipped as usize), &all) {
            (own, anew) = (found, anew.into_iter().chain(pages).collect());
        } else {
            anew = document.pages().to_vec();
        }
    }
    let places = before.places.with(&(first..end), own);
    places.fill_pages(&mut anew, shift, |_| None);
    let range = first as usize - 1..end as usize - 1;
    let mut pages = before.document.pages().to_vec();
    pages.splice(range.clone(), anew.into_iter().skip(skipped as usize));
    let info = before.document.clone().info_mut().clone();
    let mut raw = before.raw.clone();
    // No page is the same as one of these: the next layout of the whole puts its own right.
    raw.pages.iter_mut().enumerate().filter(|(i, _)| range.contains(i)).for_each(|(_, hash)| *hash = 0);
    let document = PagedDocument::new(pages.into_iter().collect(), info);
    Some(Layout { document, fiches: before.fiches.clone(), world, fitting: before.fitting.clone(), rounds: 1, raw, places, anew: range })
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
