//! Where things are, and what depends on it: page numbers, running heads and links are put right in the laid-out pages.
//!
//! The library asks the engine nothing (`templates/lib/places.typ`). It leaves signs, elements whose label begins with `lv-`:
//! - `lv-fiche`, `lv-demand`, `lv-theme`, `lv-part`, `lv-term`, `lv-anchor`, `lv-note`, `lv-call`: something with this key begins here; `lv-use`: a term is used; `lv-several`: in the plural;
//! - `lv-page`, `lv-page-left`, `lv-page-right`: the next figures are the place of a page number, which stands at that side of it;
//! - `lv-only` … `lv-only-end`: what is between them stands on some pages only;
//! - `lv-guide` … `lv-guide-end`: a term as a running head shows it, which stands nowhere until `lv-guide-first` or `lv-guide-last`, whose next
//!   zero is where that of the first or the last term of the page begins or ends: so it is right, whatever another layout moves;
//!
//! a sigle stands in an element without looks of its own, which gets a colour for its term: see [`Places::used`];
//!
//! and links to addresses `livret:<kind>/<key>`. A page number thus changes no paragraph, and a paragraph is set once. What a number does
//! change goes back to the library as data, for another layout: how many figures it has, the pages of the glossary, the blank pages.

use super::breaks;
use crate::lang::format::page_list;
use crate::model::bundle::{FIGURES, PADDING, PICTURES, USES, figures, tight};
use crate::model::page::Call;
use rayon::prelude::*;
use rustybuzz::ttf_parser::Tag as Feature;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::ops::Range;
use std::sync::Mutex;
use typst::foundations::{Content, Label, Selector, Value};
use typst::introspection::{Introspector as _, Location, Tag};
use typst::layout::{Abs, Em, Frame, FrameItem, GroupItem, Inherit, Point, Size};
use typst::model::{Destination, LinkMarker};
use typst::text::{FontInstance, HighlightElem, TextItem};
use typst::utils::PicoStr;
use typst::visualize::{Color, Paint};
use typst_layout::{Page, PagedDocument};

const SCHEME: &str = "livret:";

/// The kinds of places that bear a key, and what a screen reader says of a link to one.
const KINDS: [(&str, &str); 8] = [
    ("fiche", "Fiche"),
    ("term", "Glossaire"),
    ("demand", "Demande"),
    ("theme", "Thème"),
    ("part", "Partie"),
    ("anchor", "Passage"),
    ("note", "Note"),
    ("call", "Retour au texte, note"),
];

/// Where something begins.
#[derive(Clone, Hash)]
struct Place {
    location: Location,
    page: u32,
    /// How far down, in whole pt.
    y: i32,
    /// What to say of a link to it.
    words: String,
}

/// Where the things of a layout are, by `<kind>/<key>`.
pub(super) struct Places {
    begins: BTreeMap<String, Place>,
    /// The pages on which each term is used, in ascending order.
    uses: BTreeMap<String, Vec<u32>>,
    pictures: Vec<PicturePlace>,
    apparatus: Vec<ApparatusPlace>,
}

/// Where the apparatus of a fiche begins that can be set run-in; heights in pt.
struct ApparatusPlace {
    fiche: String,
    page: u32,
    top: f64,
    /// How high it is at most when it is set run-in.
    run_in: f64,
    /// The first and the last height at which texts stand on a page.
    area: (f64, f64),
}

/// Where a picture stands in a text, and what it takes; heights in pt.
struct PicturePlace {
    key: String,
    page: u32,
    top: f64,
    height: f64,
    /// What stands with it: its caption, the white around it.
    beside: f64,
    /// The first and the last height at which texts stand on a page.
    area: (f64, f64),
}

/// The white above a picture and the rest of the last line below it, in pt: no grid has more.
const WHITE: f64 = 30.0;
/// How near to the edge of a page no text of the publication stands, in pt: numbers on the fore-edge do.
const EDGE: f64 = 34.0;

/// Whether something that begins there is no number on the fore-edge of a page.
pub(super) fn is_inside(x: Abs, width: Abs) -> bool {
    (EDGE..width.to_pt() - EDGE).contains(&x.to_pt())
}

fn label(name: &str) -> Option<Label> {
    Label::new(PicoStr::intern(&format!("lv-{name}")))
}

fn value(element: &Content) -> Option<String> {
    match element.get_by_name("value") {
        Ok(Value::Str(value)) => Some(value.to_string()),
        _ => None,
    }
}

impl Places {
    /// Reads the signs of a layout whose first page is the one after `shift` others.
    pub(super) fn read(document: &PagedDocument, shift: u32) -> Self {
        let introspector = document.introspector();
        let places = |kind: &str| {
            let elements = label(kind).map(|l| introspector.query(&Selector::Label(l))).unwrap_or_default();
            let place = |element: &Content| {
                let location = element.location()?;
                let page = introspector.page(location).and_then(|p| u32::try_from(p.get()).ok())? + shift;
                Some((value(element)?, location, page))
            };
            elements.iter().filter_map(place).collect::<Vec<_>>()
        };
        let mut begins = BTreeMap::new();
        for (kind, word) in KINDS {
            for (key, location, page) in places(kind) {
                let words = match (kind, key.rsplit_once('/')) {
                    ("term", _) => format!("{word} : {key}, page {page}"),
                    ("note" | "call", Some((_, number))) => format!("{word} {number}"),
                    _ => format!("{word}, page {page}"),
                };
                let y = if kind == "call" { introspector.position(location).map_or(0, |p| p.point.y.to_pt() as i32) } else { 0 };
                begins.entry(format!("{kind}/{key}")).or_insert(Place { location, page, y, words });
            }
        }
        let mut uses: BTreeMap<String, Vec<u32>> = BTreeMap::new();
        for (key, _, page) in places("use") {
            uses.entry(key).or_default().push(page);
        }
        for pages in uses.values_mut() {
            pages.sort_unstable();
            pages.dedup();
        }
        let picture = |(value, location, page): (String, Location, u32)| {
            let mut parts = value.rsplitn(5, ' ').collect::<Vec<_>>().into_iter().rev();
            let key = parts.next()?.to_owned();
            let [height, beside, first, last] = [(); 4].map(|()| parts.next().and_then(|n| n.parse::<f64>().ok()));
            let top = introspector.position(location)?.point.y.to_pt();
            Some(PicturePlace { key, page, top, height: height?, beside: beside?, area: (first?, last?) })
        };
        let pictures = places("picture").into_iter().filter_map(picture).collect();
        let beginning = |(value, location, page): (String, Location, u32)| {
            let mut parts = value.rsplitn(4, ' ');
            let [last, first, run_in] = [(); 3].map(|()| parts.next().and_then(|n| n.parse::<f64>().ok()));
            let top = introspector.position(location)?.point.y.to_pt();
            Some(ApparatusPlace { fiche: parts.next()?.to_owned(), page, top, run_in: run_in?, area: (first?, last?) })
        };
        let apparatus = places("apparatus").into_iter().filter_map(beginning).collect();
        Self { begins, uses, pictures, apparatus }
    }

    /// The page on which each thing of a kind begins.
    pub(super) fn pages<'a>(&'a self, kind: &'a str) -> impl Iterator<Item = (&'a str, u32)> {
        self.begins.iter().filter_map(move |(key, place)| Some((key.strip_prefix(kind)?.strip_prefix('/')?, place.page)))
    }

    /// The calls of notes, by page and height.
    pub(super) fn calls(&self) -> Vec<Call> {
        let call = |(key, place): (&String, &Place)| {
            let key = key.strip_prefix("call/")?;
            let note = self.begins.get(&format!("note/{key}")).map(|note| note.page);
            let number = key.rsplit_once('/').map_or(key, |(_, number)| number).to_owned();
            Some(Call { number, page: place.page, y: f64::from(place.y), note })
        };
        let mut calls: Vec<Call> = self.begins.iter().filter_map(call).collect();
        calls.sort_by(|a, b| a.page.cmp(&b.page).then(a.y.total_cmp(&b.y)));
        calls
    }

    /// These places, but for those on some pages, which are read anew.
    pub(super) fn with(&self, pages: &Range<u32>, anew: Self) -> Self {
        let stays = |place: &&Place| !pages.contains(&place.page);
        let mut begins: BTreeMap<String, Place> = self.begins.iter().filter(|(_, p)| stays(p)).map(|(k, p)| (k.clone(), p.clone())).collect();
        begins.extend(anew.begins.into_iter().filter(|(_, p)| pages.contains(&p.page)));
        Self { begins, uses: self.uses.clone(), pictures: Vec::new(), apparatus: Vec::new() }
    }

    /// Whether the glossary says the same of some pages after both layouts, each of which may know of more pages.
    pub(super) fn says_the_same(&self, other: &Self, pages: &Range<u32>) -> bool {
        let uses = |of: &Self| -> Vec<(String, Vec<u32>)> {
            let on = |all: &Vec<u32>| all.iter().copied().filter(|page| pages.contains(page)).collect::<Vec<_>>();
            of.uses.iter().map(|(key, all)| (key.clone(), on(all))).filter(|(_, all)| !all.is_empty()).collect()
        };
        uses(self) == uses(other)
    }

    /// Gives the places other names, as the elements of their pages got.
    pub(super) fn rename(&mut self, number: usize) {
        self.begins.values_mut().for_each(|place| place.location = place.location.variant(number));
    }

    /// What pages are put right with: the same number, the same places.
    pub(super) fn print(&self) -> u128 {
        typst::utils::hash128(&(&self.begins, self.used().collect::<Vec<_>>()))
    }

    /// The terms that are used, each with the colour that stands for it: of a use, the engine can write into a file nothing but a colour
    /// behind it. No page is that colour, and `press` writes what the letters stand for in the place of it.
    pub(super) fn used(&self) -> impl Iterator<Item = ([u8; 3], &str, bool)> {
        let colour = |number: u16, several: bool| [1 + u8::from(several), (number >> 8) as u8, number as u8];
        let each = move |(number, key)| [false, true].map(|several| (colour(number, several), key, several));
        (0..=u16::MAX).zip(self.uses.keys().map(String::as_str)).flat_map(each)
    }

    /// What the library has to know of this layout, as files: of its pages as they will be without those that the next layout saves.
    pub(super) fn files(&self, padding: u32, fitting: &Fitting) -> BTreeMap<String, String> {
        let length = |page: u32| fitting.shifted(page).to_string().len();
        let mut out: BTreeMap<String, String> = self.pages("fiche").map(|(key, page)| (figures(key), length(page).to_string())).collect();
        let demands: BTreeMap<String, usize> = self.pages("demand").map(|(key, page)| (format!("demand/{key}"), length(page))).collect();
        out.extend(self.pages("fiche").map(|(key, _)| (tight(key), u8::from(fitting.tight.contains(key)).to_string())));
        let shifted = |pages: &[u32]| {
            let mut pages: Vec<u32> = pages.iter().map(|page| fitting.shifted(*page)).collect();
            pages.dedup();
            page_list(&pages)
        };
        let uses: BTreeMap<&String, String> = self.uses.iter().map(|(key, pages)| (key, shifted(pages))).collect();
        out.insert(FIGURES.to_owned(), serde_json::to_string(&demands).unwrap_or_default());
        out.insert(USES.to_owned(), serde_json::to_string(&uses).unwrap_or_default());
        out.insert(PICTURES.to_owned(), serde_json::to_string(&fitting.scales).unwrap_or_default());
        out.insert(PADDING.to_owned(), padding.to_string());
        out
    }

    /// Puts the pages right. A link to nothing becomes plain text.
    ///
    /// `done` gives a page that was put right before, when it is the same.
    pub(super) fn fill(&self, mut document: PagedDocument, done: impl Fn(usize) -> Option<Page> + Sync) -> PagedDocument {
        let mut pages: Vec<_> = document.pages().to_vec();
        self.fill_pages(&mut pages, 0, done);
        let info = document.info_mut().clone();
        PagedDocument::new(pages.into_iter().collect(), info)
    }

    /// Puts pages right, of which the first one is the one after `shift` others.
    pub(super) fn fill_pages(&self, pages: &mut [Page], shift: u32, done: impl Fn(usize) -> Option<Page> + Sync) {
        let names = Names::new();
        let digits = Mutex::default();
        let glossary: BTreeSet<u32> = self.pages("term").map(|(_, page)| page).collect();
        pages.par_iter_mut().enumerate().for_each(|(index, page)| {
            if let Some(done) = done(index) {
                *page = done;
                return;
            }
            let page_number = u32::try_from(index + 1).unwrap_or(u32::MAX).saturating_add(shift);
            // A glossary of one page needs no guide.
            let guided = glossary.len() > 1 && glossary.contains(&page_number);
            let guides = if guided { Guides::of(&page.frame, &names) } else { Guides::default() };
            let mut filler = Filler {
                places: self,
                names: &names,
                page: page_number,
                number: None,
                guide: None,
                guides,
                used: None,
                several: false,
                shown: Vec::new(),
                digits: &digits,
            };
            filler.frame(&mut page.frame);
        });
    }
}

/// What is made a little smaller so that pages are full: a picture that just failed to fit on the page before, the pictures of a fiche whose
/// last page holds a few lines only, and the apparatus of a fiche whose last page would be saved without its columns. Each fiche and each
/// picture is tried once; a picture that gains nothing keeps its size.
#[derive(Default, Clone)]
pub(super) struct Fitting {
    /// By picture: the part of its size.
    scales: BTreeMap<String, f64>,
    /// By fiche: how many pages it had, and the pictures that were made smaller for its sake.
    tried: BTreeMap<String, (u32, Vec<String>)>,
    /// The fiches whose apparatus is set run-in.
    tight: BTreeSet<String>,
    /// The pages, in ascending order, that the next layout saves by it.
    saved: Vec<u32>,
}

impl Fitting {
    /// No picture gets smaller than this part of its size.
    const LEAST: f64 = 0.62;
    /// A last page that is filled less than this is worth the trouble.
    const FEW: f64 = 0.4;

    /// What stands between the text of the page before and that of the last page when they become one, in pt.
    const JOINT: f64 = 16.0;

    /// The page on which something will be that is on a page now.
    fn shifted(&self, page: u32) -> u32 {
        page - u32::try_from(self.saved.partition_point(|saved| *saved <= page)).unwrap_or(0)
    }

    /// How many pages the next layout has less.
    pub(super) fn saved(&self) -> u32 {
        u32::try_from(self.saved.len()).unwrap_or(0)
    }

    /// Whether something of a fiche is smaller than it was written.
    pub(super) fn holds(&self, fiche: &str) -> bool {
        self.tight.contains(fiche)
    }

    /// Forgets what was decided for some fiches, and says which.
    pub(super) fn forget(&mut self, which: impl Fn(&str) -> bool) -> Vec<String> {
        let (forgotten, kept): (BTreeSet<String>, _) = std::mem::take(&mut self.tight).into_iter().partition(|fiche| which(fiche));
        self.tight = kept;
        forgotten.into_iter().collect()
    }

    /// Looks at a layout, and decides what to try in the next one.
    pub(super) fn look(&mut self, places: &Places, document: &PagedDocument) {
        self.saved.clear();
        let pages = document.pages();
        let filled =
            |page: u32, area: (f64, f64)| pages.get(page as usize - 1).map_or(area.0, |p| lowest(&p.frame, Point::zero(), p.frame.width(), area).max(area.0));
        let mut starts: Vec<(u32, &str)> = places.pages("fiche").map(|(key, page)| (page, key)).collect();
        starts.extend(places.pages("part").chain(places.pages("theme")).map(|(_, page)| (page, "")));
        starts.sort_unstable();
        for picture in places.pictures.iter().filter(|p| p.top < p.area.0 + 1.0 && p.page > 1 && starts.iter().all(|(page, _)| *page != p.page)) {
            if let Some(scale) = self.scales.get_mut(&picture.key) {
                *scale = 1.0;
                continue;
            }
            let before = pages.get(picture.page as usize - 2).map(|p| Heights::of(&p.frame, p.frame.width(), picture.area)).unwrap_or_default();
            let room = picture.area.1 - before.notes - before.text;
            let scale = (room - picture.beside - WHITE) / picture.height;
            if (Self::LEAST..1.0).contains(&scale) {
                self.scales.insert(picture.key.clone(), (scale * 100.0).floor() / 100.0);
            }
        }
        for window in starts.windows(2) {
            let [(start, fiche), (next, _)] = *window else { continue };
            let count = next.saturating_sub(start);
            if let Some((before, pictures)) = self.tried.get(fiche) {
                if count >= *before {
                    self.scales.extend(pictures.iter().map(|key| (key.clone(), 1.0)));
                }
                continue;
            }
            let own = |p: &&PicturePlace| p.key.rsplit_once('/').is_some_and(|(id, _)| id == fiche) && p.page + 1 < next && !self.scales.contains_key(&p.key);
            let pictures: Vec<&PicturePlace> = places.pictures.iter().filter(own).collect();
            let Some(area) = pictures.first().map(|p| p.area).filter(|_| count > 1) else { continue };
            let last = filled(next - 1, area) - area.0;
            let blank = area.1 - filled(next - 2, area);
            let scale = 1.0 - (last - blank + WHITE) / pictures.iter().map(|p| p.height).sum::<f64>();
            if last < (area.1 - area.0) * Self::FEW && (Self::LEAST..1.0).contains(&scale) {
                let keys: Vec<String> = pictures.iter().map(|p| p.key.clone()).collect();
                self.scales.extend(keys.iter().map(|key| (key.clone(), (scale * 100.0).floor() / 100.0)));
                self.tried.insert(fiche.to_owned(), (count, keys));
            }
        }
        for apparatus in &places.apparatus {
            let place = starts.partition_point(|(page, _)| *page <= apparatus.page);
            let own = place.checked_sub(1).and_then(|i| starts.get(i)).filter(|(page, fiche)| *fiche == apparatus.fiche && *page < apparatus.page);
            // The next fiche or part begins on the page after; nothing is known of what the next layout does to pictures.
            let last = own.is_some() && starts.get(place).is_some_and(|(page, _)| *page == apparatus.page + 1);
            if !last || self.scales.keys().any(|key| key.rsplit_once('/').is_some_and(|(id, _)| id == apparatus.fiche)) {
                continue;
            }
            let (first, bottom) = apparatus.area;
            let heights = |page: u32| pages.get(page as usize - 1).map(|p| Heights::of(&p.frame, p.frame.width(), apparatus.area)).unwrap_or_default();
            let (before, after) = (heights(apparatus.page - 1), heights(apparatus.page));
            let blank = bottom - before.notes - before.text;
            let over = after.text - first + after.notes + Self::JOINT - blank;
            let gained = after.text - apparatus.top - apparatus.run_in;
            if (-Self::JOINT..=gained).contains(&over) && self.tight.insert(apparatus.fiche.clone()) {
                self.saved.push(apparatus.page);
            }
        }
        self.saved.sort_unstable();
    }
}

/// Whether so much of a page is blank at its foot that the judge may call it a hole.
pub(super) fn has_hole(page: &Page) -> bool {
    let Some((top, bottom)) = breaks::area(&page.frame) else { return false };
    let heights = Heights::of(&page.frame, page.frame.width(), (top, bottom));
    bottom - heights.notes - heights.text > 0.22 * (bottom - top)
}

/// What stands on a page: how far down its text goes, and how high its notes are, in pt.
#[derive(Default)]
struct Heights {
    text: f64,
    notes: f64,
}

impl Heights {
    fn of(frame: &Frame, width: Abs, area: (f64, f64)) -> Self {
        let mut out = Self { text: area.0, notes: 0.0 };
        out.look(frame, Point::zero(), width, area);
        out
    }

    fn look(&mut self, frame: &Frame, at: Point, width: Abs, area: (f64, f64)) {
        for (position, item) in frame.items() {
            let here = at + *position;
            let bottom = match item {
                // A note belongs to its call, which stands elsewhere; the rule and the white above it are no higher than this.
                FrameItem::Group(group) if group.parent.is_some_and(|p| matches!(p.inherit, Inherit::No)) => {
                    self.notes = self.notes.max(area.1 - here.y.to_pt() + 12.0);
                    0.0
                }
                FrameItem::Group(group) => {
                    self.look(&group.frame, here, width, area);
                    0.0
                }
                FrameItem::Text(text) if is_inside(here.x, width) => (here.y + text.size * 0.2).to_pt(),
                FrameItem::Image(_, size, _) => (here.y + size.y).to_pt(),
                FrameItem::Text(_) | FrameItem::Shape(..) | FrameItem::Link(..) | FrameItem::Tag(_) => 0.0,
            };
            if bottom <= area.1 + 4.0 {
                self.text = self.text.max(bottom);
            }
        }
    }
}

/// The lowest place, in pt, of a text or picture between two heights of a page.
fn lowest(frame: &Frame, at: Point, width: Abs, area: (f64, f64)) -> f64 {
    let mut found: f64 = 0.0;
    for (position, item) in frame.items() {
        let here = at + *position;
        let bottom = match item {
            FrameItem::Group(group) => lowest(&group.frame, here, width, area),
            FrameItem::Text(text) if is_inside(here.x, width) => (here.y + text.size * 0.2).to_pt(),
            FrameItem::Image(_, size, _) => (here.y + size.y).to_pt(),
            FrameItem::Text(_) | FrameItem::Shape(..) | FrameItem::Link(..) | FrameItem::Tag(_) => 0.0,
        };
        if bottom <= area.1 + 4.0 {
            found = found.max(bottom);
        }
    }
    found
}

/// The labels of the signs.
struct Names {
    page: Option<Label>,
    page_left: Option<Label>,
    page_right: Option<Label>,
    only: Option<Label>,
    only_end: Option<Label>,
    guide: Option<Label>,
    guide_end: Option<Label>,
    guide_first: Option<Label>,
    guide_last: Option<Label>,
    used: Option<Label>,
    several: Option<Label>,
}

impl Names {
    fn new() -> Self {
        let [page, page_left, page_right, only, only_end, used, several] = ["page", "page-left", "page-right", "only", "only-end", "use", "several"].map(label);
        let [guide, guide_end, guide_first, guide_last] = ["guide", "guide-end", "guide-first", "guide-last"].map(label);
        Self { page, page_left, page_right, only, only_end, guide, guide_end, guide_first, guide_last, used, several }
    }
}

/// The words of one term for a running head, by their places on the page.
type Guide = Vec<(Point, TextItem)>;

/// The first and the last term that begin on a page.
#[derive(Default)]
struct Guides {
    first: Guide,
    last: Guide,
}

impl Guides {
    fn of(frame: &Frame, names: &Names) -> Self {
        let mut found = Vec::new();
        let mut open = false;
        Self::look(frame, Point::zero(), names, &mut open, &mut found);
        found.retain(|guide| !guide.is_empty());
        let last = if found.len() > 1 { found.pop().unwrap_or_default() } else { Guide::new() };
        Self { first: found.into_iter().next().unwrap_or_default(), last }
    }

    fn look(frame: &Frame, at: Point, names: &Names, open: &mut bool, found: &mut Vec<Guide>) {
        for (position, item) in frame.items() {
            let here = at + *position;
            match item {
                FrameItem::Group(group) => Self::look(&group.frame, here, names, open, found),
                FrameItem::Tag(Tag::Start(content, _)) => {
                    let label = content.label();
                    if label.is_some() && label == names.guide {
                        *open = true;
                        found.push(Guide::new());
                    } else if label.is_some() && label == names.guide_end {
                        *open = false;
                    }
                }
                FrameItem::Text(text) => {
                    if let (true, Some(guide)) = (*open, found.last_mut()) {
                        guide.push((here, text.clone()));
                    }
                }
                FrameItem::Tag(Tag::End(..)) | FrameItem::Link(..) | FrameItem::Shape(..) | FrameItem::Image(..) => {}
            }
        }
    }
}

/// On which side of its place a number stands that is shorter.
#[derive(Clone, Copy, PartialEq)]
enum Side {
    Left,
    Right,
}

/// By font and glyph of a zero: the glyphs of the ten figures.
type Digits = HashMap<(FontInstance, u16), [u16; 10]>;

/// A page being put right.
struct Filler<'a> {
    places: &'a Places,
    names: &'a Names,
    page: u32,
    /// The number that the next figures become.
    number: Option<(String, Side)>,
    /// The side on which the next zero is the place of a guide.
    guide: Option<Side>,
    /// The guides of this page.
    guides: Guides,
    /// The term whose use comes next.
    used: Option<String>,
    /// Whether it is in the plural.
    several: bool,
    /// For each open `lv-only`, whether what it holds stands on this page.
    shown: Vec<bool>,
    /// The glyphs of the ten figures that belong to a font and its zero, once they are known.
    digits: &'a Mutex<Digits>,
}

impl Filler<'_> {
    fn frame(&mut self, frame: &mut Frame) {
        frame.retain(|item| {
            let shown = self.shown.iter().all(|s| *s);
            match item {
                // A frame that the engine remembers is copied when it is changed: what has nothing to change is left alone.
                FrameItem::Group(group) if !shown || self.number.is_some() || self.guide.is_some() || self.concerns(&group.frame) => {
                    self.frame(&mut group.frame)
                }
                FrameItem::Group(_) => {}
                FrameItem::Tag(Tag::Start(content, _)) => self.sign(content),
                FrameItem::Tag(Tag::End(..)) => {}
                FrameItem::Link(destination, _) => {
                    if let Destination::Url(url) = destination
                        && let Some(key) = url.as_str().strip_prefix(SCHEME)
                    {
                        let Some(place) = self.places.begins.get(key) else { return false };
                        *destination = Destination::Location(place.location);
                    }
                    return shown;
                }
                FrameItem::Text(text) => {
                    if let Some(side) = self.guide.take() {
                        let Some(guide) = self.put_guide(side, text.width()).filter(|_| shown) else { return false };
                        *item = FrameItem::Group(GroupItem::new(guide));
                        return true;
                    }
                    if text.text.bytes().all(|b| b == b'0')
                        && let Some((number, side)) = self.number.take()
                    {
                        self.figures(text, &number, side);
                    }
                    if breaks::concerns(text) {
                        breaks::close(text);
                    }
                    return shown;
                }
                FrameItem::Shape(..) | FrameItem::Image(..) => return shown,
            }
            true
        });
    }

    /// Whether something in a frame has to be put right.
    fn concerns(&self, frame: &Frame) -> bool {
        let names = self.names;
        frame.items().any(|(_, item)| match item {
            FrameItem::Group(group) => self.concerns(&group.frame),
            FrameItem::Link(Destination::Url(url), _) => url.as_str().starts_with(SCHEME),
            FrameItem::Tag(Tag::Start(content, _)) => {
                let label = content.label();
                let signs = [names.page, names.page_left, names.page_right, names.only, names.only_end, names.guide, names.guide_first, names.guide_last];
                content.is::<HighlightElem>() || label.is_some() && signs.contains(&label)
            }
            FrameItem::Text(text) => breaks::concerns(text),
            FrameItem::Tag(Tag::End(..)) | FrameItem::Link(..) | FrameItem::Shape(..) | FrameItem::Image(..) => false,
        })
    }

    /// Takes note of a sign, and gives a link the words that are said of it.
    fn sign(&mut self, content: &mut Content) {
        if let Some(marker) = content.to_packed_mut::<LinkMarker>() {
            let key = marker.alt.as_ref().and_then(|alt| alt.strip_prefix(SCHEME));
            if let Some(place) = key.and_then(|k| self.places.begins.get(k)) {
                marker.alt = Some(place.words.as_str().into());
            }
            return;
        }
        if let Some(element) = content.to_packed_mut::<HighlightElem>() {
            let use_ = (self.used.take(), std::mem::take(&mut self.several));
            if let Some(([red, green, blue], ..)) = self.places.used().find(|(_, used, several)| use_.0.as_deref() == Some(used) && use_.1 == *several) {
                element.fill.set(Some(Paint::Solid(Color::from_u8(red, green, blue, u8::MAX))));
            }
            return;
        }
        let Some(found) = content.label().filter(|l| l.resolve().starts_with("lv-")).map(Some) else { return };
        let names = self.names;
        if found == names.used {
            self.used = value(content);
        } else if found == names.several {
            self.several = true;
        } else if found == names.guide {
            self.shown.push(false);
        } else if found == names.guide_first {
            self.guide = Some(Side::Left);
        } else if found == names.guide_last {
            self.guide = Some(Side::Right);
        } else if found == names.only_end || found == names.guide_end {
            self.shown.pop();
        } else if found == names.only {
            let rule = value(content).unwrap_or_default();
            let shown = match rule.split_once(' ') {
                Some(("placed", key)) => self.places.begins.contains_key(key),
                Some((_, key)) => self.places.begins.get(key).is_none_or(|p| p.page != self.page),
                None => (rule == "even") == self.page.is_multiple_of(2),
            };
            self.shown.push(shown);
        } else if [names.page, names.page_left, names.page_right].contains(&found) {
            let key = value(content).unwrap_or_default();
            let page = if key.is_empty() { Some(self.page) } else { self.places.begins.get(&key).map(|p| p.page) };
            let side = if found == names.page_right { Side::Right } else { Side::Left };
            self.number = Some((page.map_or_else(|| "?".to_owned(), |p| p.to_string()), side));
        }
    }

    /// The first or the last term of this page, where something of some width stood: from its left end, or up to its right one.
    fn put_guide(&mut self, side: Side, width: Abs) -> Option<Frame> {
        let guide = match side {
            Side::Left => std::mem::take(&mut self.guides.first),
            Side::Right => std::mem::take(&mut self.guides.last),
        };
        let origin = guide.first()?.0;
        let end = guide.iter().map(|(at, text)| at.x + text.width()).max()?;
        let shift = if side == Side::Left { Abs::zero() } else { width - (end - origin.x) };
        let mut frame = Frame::soft(Size::zero());
        frame.push_multiple(guide.into_iter().map(|(at, text)| (Point::new(at.x - origin.x + shift, at.y - origin.y), FrameItem::Text(text))));
        Some(frame)
    }

    /// Writes a number in the place of figures. Each glyph keeps the width that the line gave to the one it replaces.
    fn figures(&mut self, text: &mut TextItem, number: &str, side: Side) {
        let Some(zero) = text.glyphs.first().cloned() else { return };
        let font = text.font.clone();
        let find = || digits(&font, zero.id);
        let digits = self.digits.lock().map_or_else(|_| find(), |mut known| *known.entry((font.clone(), zero.id)).or_insert_with(find));
        let advance = |count: usize| zero.x_advance * count as f64;
        let spare = text.glyphs.len().saturating_sub(number.len());
        let over = number.len().saturating_sub(text.glyphs.len());
        let shift = if side == Side::Right { advance(spare) - advance(over) } else { Em::zero() };
        let glyph = |(i, byte): (usize, u8)| {
            let mut glyph = text.glyphs.get(i).cloned().unwrap_or_else(|| zero.clone());
            glyph.id = if byte.is_ascii_digit() { digits[usize::from(byte - b'0')] } else { font.ttf().glyph_index(char::from(byte)).map_or(0, |g| g.0) };
            glyph.x_offset += shift;
            let at = u16::try_from(i).unwrap_or(u16::MAX);
            glyph.range = at..at + 1;
            glyph
        };
        text.glyphs = number.bytes().enumerate().map(glyph).collect();
        text.text = number.into();
    }
}

/// The glyphs of the ten figures of a font, in the style whose zero is `zero`: lining or old-style, of one width or not.
fn digits(font: &FontInstance, zero: u16) -> [u16; 10] {
    let feature = |tag: &[u8; 4]| rustybuzz::Feature::new(Feature::from_bytes(tag), 1, ..);
    let shaped = |features: &[&[u8; 4]]| {
        let mut buffer = rustybuzz::UnicodeBuffer::new();
        buffer.push_str("0123456789");
        buffer.guess_segment_properties();
        let features: Vec<_> = features.iter().map(|f| feature(f)).collect();
        let glyphs = rustybuzz::shape(font.rusty(), &features, buffer);
        let ids: Vec<u16> = glyphs.glyph_infos().iter().map(|g| u16::try_from(g.glyph_id).unwrap_or(0)).collect();
        <[u16; 10]>::try_from(ids).unwrap_or([0; 10])
    };
    let styles: [&[&[u8; 4]]; 6] = [&[b"tnum"], &[b"tnum", b"lnum"], &[b"tnum", b"onum"], &[], &[b"lnum"], &[b"onum"]];
    let all = styles.map(shaped);
    all.into_iter().find(|ids| ids[0] == zero).unwrap_or(all[0])
}
