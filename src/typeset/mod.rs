//! Bundle → laid-out pages → PDF, PNG. The only user of the engine.
//!
//! The layout asks the engine nothing about places: page numbers are read back from one layout and given as data to the next, until
//! they no longer change; then links get their destinations in the laid-out frames.

mod codes;
mod diagnostics;
mod export;
mod fonts;
mod links;
mod preflight;
mod world;

pub use codes::CODES;
pub use export::{draws, pdf, png};
pub use fonts::Fonts;
pub use preflight::page_facts;

use crate::base::diag::{Diagnostic, Warned};
use crate::lang::format::page_list;
use crate::model::bundle::{Bundle, PAGES, first_page};
use std::collections::BTreeMap;
use typst::foundations::{Label, Selector, Value};
use typst::introspection::Introspector as _;
use typst::utils::PicoStr;
use typst_layout::PagedDocument;
use world::World;

/// How often a publication is laid out at most. Two layouts are the rule; a page number that moves another needs one more.
const MOST_LAYOUTS: usize = 6;

/// Page numbers as the data of a layout: kind → key → what is printed.
type Numbers = BTreeMap<String, BTreeMap<String, String>>;

/// A publication, laid out.
pub struct Layout {
    document: PagedDocument,
    /// The page on which each fiche begins, by identifier.
    pub fiches: BTreeMap<String, u32>,
    world: World,
    /// How many layouts it took.
    pub rounds: usize,
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
    let mut world = World::new(bundle, fonts);
    let mut numbers: Numbers = bundle.files.get(PAGES).and_then(|f| serde_json::from_slice(&f.bytes).ok()).unwrap_or_default();
    let mut findings = Vec::new();
    let mut rounds = 0;
    loop {
        rounds += 1;
        let warned = typst::compile::<PagedDocument>(&world);
        let document = warned.output.map_err(|errors| diagnostics::all(&errors, &world, bundle))?;
        let (mut read, fiches) = read_back(&document);
        let pages = u32::try_from(document.pages().len()).unwrap_or(u32::MAX);
        let padding = padding(&numbers);
        let wanted = if multiple > 1 { (multiple - pages.saturating_sub(padding) % multiple) % multiple } else { 0 };
        if wanted > 0 {
            read.insert("padding".to_owned(), BTreeMap::from([(String::new(), wanted.to_string())]));
        }
        let stable = read == numbers;
        if stable || rounds == MOST_LAYOUTS {
            findings.extend(diagnostics::all(&warned.warnings, &world, bundle));
            if !stable {
                findings.push(Diagnostic::on(&codes::UNSTABLE, "").with("rounds", rounds.to_string()));
            }
            let document = links::resolve(document);
            return Ok(Warned { value: Layout { document, fiches, world, rounds }, findings });
        }
        for (fiche, page) in read.get("fiche").into_iter().flatten() {
            world.put_text(&first_page(fiche), page.clone());
        }
        world.put_text(PAGES, serde_json::to_string(&read).unwrap_or_default());
        numbers = read;
    }
}

/// How many blank pages a layout was given.
fn padding(numbers: &Numbers) -> u32 {
    numbers.get("padding").and_then(|p| p.get("")).and_then(|n| n.parse().ok()).unwrap_or(0)
}

/// Forgets what the engine remembers and has not used during the last `age` calls: memory would grow with each publication.
pub fn forget(age: usize) {
    typst::comemo::evict(age);
}

/// Reads the places that `templates/lib/places.typ` marked.
fn read_back(document: &PagedDocument) -> (Numbers, BTreeMap<String, u32>) {
    let introspector = document.introspector();
    let mut numbers = Numbers::new();
    let mut fiches = BTreeMap::new();
    for kind in ["fiche", "demand", "theme", "part", "term", "use"] {
        let mut pages: BTreeMap<String, Vec<u32>> = BTreeMap::new();
        let Some(label) = Label::new(PicoStr::intern(&format!("lv-{kind}"))) else { continue };
        for element in introspector.query(&Selector::Label(label)) {
            let Ok(Value::Str(key)) = element.get_by_name("value") else { continue };
            let page = element.location().and_then(|l| introspector.page(l)).and_then(|p| u32::try_from(p.get()).ok());
            if let Some(page) = page {
                let list = pages.entry(key.to_string()).or_default();
                if list.last() != Some(&page) {
                    list.push(page);
                }
            }
        }
        if kind == "fiche" {
            fiches = pages.iter().filter_map(|(k, v)| Some((k.clone(), *v.first()?))).collect();
        }
        let shown = |list: &mut Vec<u32>| {
            list.sort_unstable();
            list.dedup();
            if kind == "use" { page_list(list) } else { list.first().map(u32::to_string).unwrap_or_default() }
        };
        let entries: BTreeMap<String, String> = pages.into_iter().map(|(k, mut v)| (k, shown(&mut v))).collect();
        if !entries.is_empty() {
            numbers.insert(kind.to_owned(), entries);
        }
    }
    (numbers, fiches)
}
