//! A second look at the few fiches on which something is still wrong when a book has been laid out: a loose line that no hyphen could mend,
//! a word that the end of a page cuts, a hole before what is kept together.
//!
//! Such a fiche alone is set again, with one paragraph in another way, and the pages that the judge likes better stay: a book is not laid out
//! a third time for a few lines. Every fiche begins a page and leaves nothing to the next, so its pages take the place of the others as long
//! as there are as many and the glossary says the same of them. What looks suspicious is found by a glance at the frames; whether it is
//! wrong, and what is better, the judge alone says.

use super::breaks::{self, JOINED};
use super::places::Places;
use super::world::{World, file_id};
use super::{pages, run};
use crate::base::diag::Severity;
use crate::judge::{self, Remark, Remedy};
use crate::model::bundle::{Bundle, BundleFile, MAIN, body_path};
use crate::model::page::Rect;
use rayon::prelude::*;
use std::collections::BTreeSet;
use std::ops::Range;
use typst::introspection::{Location, Tag};
use typst::layout::{Frame, FrameItem, GroupItem};
use typst::model::Destination;
use typst::syntax::FileId;
use typst_layout::{Page, PagedDocument};

/// How often a fiche is set again at most.
const ATTEMPTS: usize = 4;

/// The pages of a fiche, set in one way.
struct Pass {
    pages: Vec<Page>,
    remarks: Vec<Remark>,
}

impl Pass {
    fn of(world: &World, (path, file): (&String, &BundleFile), first: u32, pages: Vec<Page>, places: &Places) -> Self {
        let range = first..first + u32::try_from(pages.len()).unwrap_or(0);
        let mut calls = places.calls();
        calls.retain(|call| range.contains(&call.page));
        for call in &mut calls {
            call.page -= first - 1;
            call.note = call.note.map(|note| note.saturating_sub(first - 1));
        }
        let seen = pages::read(world, std::iter::once((path, file)), &pages, first - 1, calls);
        Self { remarks: judge::judge(&seen), pages }
    }

    /// How much is wrong: a warning counts for ten notes.
    fn weight(&self) -> usize {
        self.remarks.iter().map(|r| if r.finding.severity > Severity::Note { 10 } else { 1 }).sum()
    }
}

/// Looks again at the fiches of a layout that have not been looked at, and puts the better pages into it.
pub(super) fn look(world: &mut World, bundle: &Bundle, mut document: PagedDocument, places: Places) -> (PagedDocument, Places) {
    let mut places = places;
    let mut starts: Vec<(u32, &str)> = places.pages("fiche").map(|(fiche, page)| (page, fiche)).collect();
    starts.extend(places.pages("part").map(|(_, page)| (page, "")));
    starts.sort_unstable();
    let fiche = |window: &[(u32, &str)]| {
        let [(first, fiche), (next, _)] = *window else { return None };
        let body = file_id(&body_path(fiche)).filter(|id| !fiche.is_empty() && world.looks_at(*id))?;
        Some((fiche.to_owned(), first..next, body))
    };
    let fiches: Vec<(String, Range<u32>, FileId)> = starts.windows(2).filter_map(fiche).collect();
    let index = |page: u32| page as usize - 1;
    let all = document.pages();
    let suspicious = |(_, range, _): &&(String, Range<u32>, FileId)| {
        let Some(pages) = all.get(index(range.start)..index(range.end)) else { return false };
        pages.iter().enumerate().any(|(i, page)| is_suspicious(page, i + 1 == pages.len()))
    };
    let few: Vec<(String, Range<u32>, FileId)> = fiches.par_iter().filter(suspicious).cloned().collect();
    for (_, _, body) in fiches {
        world.looked_at(body);
    }
    let mut anew: Vec<(Range<usize>, Vec<Page>)> = Vec::new();
    for (fiche, range, body) in few {
        let Some(pages) = document.pages().get(index(range.start)..index(range.end)) else { continue };
        if let Some((pages, found)) = better(world, bundle, &fiche, body, range.start, pages.to_vec(), &places) {
            places = places.with(&range, found);
            anew.push((index(range.start)..index(range.end), pages));
        }
    }
    if !anew.is_empty() {
        let mut pages = document.pages().to_vec();
        for (range, better) in anew {
            pages.splice(range, better);
        }
        let info = document.info_mut().clone();
        document = PagedDocument::new(pages.into_iter().collect(), info);
    }
    (document, places)
}

/// The pages of a fiche, better than these, and where things are on them; none where nothing is wrong or nothing helps.
pub(super) fn better(
    world: &mut World,
    bundle: &Bundle,
    fiche: &str,
    body: FileId,
    first: u32,
    pages: Vec<Page>,
    places: &Places,
) -> Option<(Vec<Page>, Places)> {
    let file = bundle.files.get_key_value(&body_path(fiche))?;
    let range = first..first + u32::try_from(pages.len()).ok()?;
    let blank = first.is_multiple_of(2);
    let main = run(std::str::from_utf8(&bundle.files.get(MAIN)?.bytes).ok()?, file.0, blank)?;
    let mut best = Pass::of(world, file, first, pages, places);
    let mut found = None;
    for attempt in 0..ATTEMPTS {
        let edits = edits(world, &best, body, attempt);
        if edits.is_empty() {
            continue;
        }
        let before = world.body(body)?;
        world.edit(body, &edits);
        world.begin_with(super::RUN, &main);
        let output = typst::compile::<PagedDocument>(&*world).output.ok();
        world.begin_with_main();
        let taken = output.and_then(|document| {
            let skipped = usize::from(blank);
            let number = usize::try_from(first).ok()?;
            let mut own = Places::read(&document, first - 1 - u32::from(blank));
            let mut pages: Vec<Page> = document.pages().get(skipped..)?.to_vec();
            if pages.len() != range.len() || !own.says_the_same(places, &range) {
                return None;
            }
            own.rename(number);
            pages.iter_mut().for_each(|page| rename(&mut page.frame, number));
            let pass = Pass::of(world, file, first, pages, &own);
            (pass.weight() < best.weight()).then_some((pass, own))
        });
        match taken {
            Some((pass, own)) => {
                best = pass;
                found = Some(own);
            }
            None => world.put_body(body, before),
        }
        if best.remarks.is_empty() {
            break;
        }
    }
    found.map(|own| (best.pages, own))
}

/// What to change for what is wrong, in a fiche's body as the engine reads it.
fn edits(world: &World, pass: &Pass, body: FileId, attempt: usize) -> BTreeSet<(usize, &'static str)> {
    let mut out = BTreeSet::new();
    let Some(source) = world.source_of(body) else { return out };
    let text = source.text();
    for remark in &pass.remarks {
        let Some(remedy) = remark.remedy() else { continue };
        let index = remark.page as usize - 1;
        let words = |index: usize, bounds: Option<Rect>| {
            let mut found = None;
            first_words(&pass.pages.get(index)?.frame, 0.0, bounds, body, &mut found);
            world.literal(found?)
        };
        let mut say = |literal: &Range<usize>, argument: breaks::Argument| out.extend(breaks::argument(text, literal.start, argument));
        match remedy {
            Remedy::Spaces => {
                let Some(literal) = words(index, Some(remark.bounds)) else { continue };
                say(&literal, [breaks::WIDE, breaks::CUT, breaks::SHORT, breaks::WIDER][attempt]);
            }
            Remedy::Cut => {
                let Some(end) = pass.pages.get(index).and_then(breaks::end_of_page).filter(|end| end.span.id() == Some(body)) else { continue };
                let Some(literal) = world.literal(end.span) else { continue };
                if attempt > 0 {
                    say(&literal, [breaks::WIDE, breaks::WIDE, breaks::CUT, breaks::SHORT][attempt]);
                }
                out.extend(breaks::joints(text, literal, end.offset).into_iter().map(|at| (at, JOINED)));
            }
            Remedy::Length => {
                let Some(literal) = words(index, Some(remark.bounds)) else { continue };
                say(&literal, [breaks::SHORT, breaks::WIDE, breaks::KEPT, breaks::WIDER][attempt]);
            }
            Remedy::Fill => {
                let Some(literal) = words(index + 1, None) else { continue };
                let together = breaks::together(text, literal.start);
                let literal = breaks::under_titles(text, literal);
                match (attempt, together) {
                    (0 | 2, Some(at)) => drop(out.insert((at, "(free: true)"))),
                    (1 | 3, Some(at)) => {
                        say(&literal, breaks::SHORT);
                        out.insert((at, "(free: true)"));
                    }
                    (_, None) => {
                        say(&literal, if attempt == 0 { breaks::FREE } else { breaks::FREE_AND_SHORT });
                    }
                    (_, Some(_)) => {}
                }
            }
        }
    }
    out
}

/// The first words of a body that stand between two heights of a page, or at all.
fn first_words(frame: &Frame, y: f64, bounds: Option<Rect>, body: FileId, found: &mut Option<typst::syntax::Span>) {
    for (position, item) in frame.items() {
        if found.is_some() {
            return;
        }
        let here = y + position.y.to_pt();
        match item {
            FrameItem::Group(group) => first_words(&group.frame, here, bounds, body, found),
            FrameItem::Text(text) if bounds.is_none_or(|b| (b.y0..b.y1).contains(&here)) => {
                *found = text.glyphs.iter().map(|g| g.span.0).find(|span| span.id() == Some(body));
            }
            FrameItem::Text(_) | FrameItem::Tag(_) | FrameItem::Shape(..) | FrameItem::Image(..) | FrameItem::Link(..) => {}
        }
    }
}

/// Gives the elements of a page names that no others have: what is set alone gets those of the first elements of the book.
fn rename(frame: &mut Frame, number: usize) {
    let anew = |location: Location| location.variant(number);
    frame.retain(|item| {
        match item {
            FrameItem::Group(group) => {
                let group: &mut GroupItem = group;
                if let Some(parent) = &mut group.parent {
                    parent.location = anew(parent.location);
                }
                rename(&mut group.frame, number);
            }
            FrameItem::Tag(Tag::Start(element, _)) => {
                if let Some(location) = element.location() {
                    element.set_location(anew(location));
                }
            }
            FrameItem::Tag(Tag::End(location, ..)) | FrameItem::Link(Destination::Location(location), _) => *location = anew(*location),
            FrameItem::Link(..) | FrameItem::Text(_) | FrameItem::Shape(..) | FrameItem::Image(..) => {}
        }
        true
    });
}

/// Whether something may be wrong with a page of a fiche; `last`: the last one.
fn is_suspicious(page: &Page, last: bool) -> bool {
    if breaks::end_of_page(page).is_some_and(|end| end.cuts) {
        return true;
    }
    let mut spaces = Vec::new();
    let mut loose = false;
    look_at_spaces(&page.frame, (0.0, 0.0), &mut spaces, &mut loose);
    loose || runs_through(&mut spaces) || !last && super::places::has_hole(page)
}

/// The judge's limits, a little lower: it measures again.
const LOOSE: f64 = 1.98;
const RIVER: f64 = 1.34;
const RIVER_LINES: usize = 4;

/// The wide spaces of a page: baseline, middle, width.
type Space = (f64, f64, f64);

fn look_at_spaces(frame: &Frame, at: (f64, f64), out: &mut Vec<Space>, loose: &mut bool) {
    for (position, item) in frame.items() {
        let here = (at.0 + position.x.to_pt(), at.1 + position.y.to_pt());
        match item {
            FrameItem::Group(group) => look_at_spaces(&group.frame, here, out, loose),
            FrameItem::Text(text) => {
                let is_space = |g: &&typst::text::Glyph| text.text.as_bytes().get(usize::from(g.range.start)) == Some(&b' ');
                // All spaces of a line are drawn out alike.
                let Some(space) = text.glyphs.iter().find(is_space) else { continue };
                let Some(own) = text.font.x_advance(space.id).map(|own| own.get()).filter(|own| *own > 0.0) else { continue };
                let times = space.x_advance.get() / own;
                *loose |= times > LOOSE;
                if times < RIVER {
                    continue;
                }
                let mut x = here.0;
                for glyph in &text.glyphs {
                    let width = glyph.x_advance.at(text.size).to_pt();
                    if glyph.id == space.id {
                        out.push((here.1, x + width / 2.0, width));
                    }
                    x += width;
                }
            }
            FrameItem::Tag(_) | FrameItem::Shape(..) | FrameItem::Image(..) | FrameItem::Link(..) => {}
        }
    }
}

/// Whether wide spaces stand under each other on several lines.
fn runs_through(spaces: &mut [Space]) -> bool {
    spaces.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.total_cmp(&b.1)));
    let mut lengths: Vec<usize> = Vec::with_capacity(spaces.len());
    for (i, (y, middle, width)) in spaces.iter().enumerate() {
        // No line of text is further from the next than this.
        let above = spaces[..i].iter().zip(&lengths).rev().take_while(|(s, _)| y - s.0 < 20.0);
        let longest = above.filter(|(s, _)| y - s.0 > 1.0 && (s.1 - middle).abs() <= s.2.min(*width) / 2.0).map(|(_, n)| *n).max().unwrap_or(0);
        lengths.push(longest + 1);
    }
    lengths.into_iter().any(|n| n >= RIVER_LINES)
}
