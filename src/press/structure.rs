//! What validators do not look at in a tagged file: links and bookmarks that lead nowhere, a language, links without words, pages that
//! readers would walk through in another order (TYPST.md, section 12).

use super::codes::{BOOKMARK, DEAD_LINK, NO_BOOKMARKS, NO_LANGUAGE, ORDER, SILENT_LINK};
use super::opened::Opened;
use super::reading::Heading;
use super::tagged::Tagged;
use crate::base::diag::Diagnostic;
use crate::lang::format::page_list;
use lopdf::{Dictionary, Object, ObjectId};
use std::collections::{BTreeMap, BTreeSet};

/// How deep bookmarks may be.
const DEEPEST: usize = 64;
/// From this number of pages on a file needs bookmarks (PDF/UA-1, 7.17 and the Matterhorn protocol speak of long documents).
const LONG: usize = 21;

/// The structure of a file, as a reader meets it.
pub struct Structure {
    /// Named destinations and the page, from 1, to which each leads.
    pub destinations: BTreeMap<String, u32>,
    /// Bookmarks in their order: depth, title, page.
    pub bookmarks: Vec<(usize, String, u32)>,
    /// Headings in the order in which they are read.
    pub headings: Vec<Heading>,
    /// What is wrong.
    pub findings: Vec<Diagnostic>,
}

impl Tagged {
    /// Walks through links, bookmarks and names, then through the structure.
    pub fn structure(&self) -> Structure {
        let opened = &self.opened;
        let mut walk = Walk {
            opened,
            pages: (1..).zip(&opened.pages).map(|(n, id)| (*id, n)).collect(),
            names: BTreeMap::new(),
            dead: BTreeSet::new(),
            findings: Vec::new(),
        };
        let catalog = opened.document.catalog().ok();
        walk.collect_names(catalog);
        let destinations: BTreeMap<String, u32> =
            walk.names.iter().filter_map(|(name, target)| Some((String::from_utf8_lossy(name).into_owned(), walk.page_of(target, 0)?))).collect();
        for name in walk.names.keys().map(|n| String::from_utf8_lossy(n).into_owned()).filter(|n| !destinations.contains_key(n)).collect::<Vec<_>>() {
            walk.dead.insert((0, name));
        }
        walk.links();
        let mut bookmarks = Vec::new();
        let first = catalog.and_then(|c| walk.dict(c, b"Outlines")).and_then(|o| o.get(b"First").ok());
        walk.bookmarks(first, 0, &mut BTreeSet::new(), &mut bookmarks);
        let Walk { dead, mut findings, .. } = walk;
        let on = |code| Diagnostic::on(code, opened.name.clone());
        if catalog.and_then(|c| c.get(b"Lang").ok()).and_then(|l| l.as_str().ok()).is_none_or(<[u8]>::is_empty) {
            findings.push(on(&NO_LANGUAGE));
        }
        if opened.pages.len() >= LONG && bookmarks.is_empty() {
            findings.push(on(&NO_BOOKMARKS).with("pages", opened.pages.len().to_string()));
        }
        for (page, what) in dead {
            findings.push(on(&DEAD_LINK).with("what", what).with("page", if page > 0 { page.to_string() } else { String::new() }));
        }
        let reading = &self.reading;
        if !reading.astray.is_empty() {
            let pages: Vec<u32> = reading.astray.iter().copied().collect();
            findings.push(on(&ORDER).with("pages", page_list(&pages)));
        }
        for (page, title, is_bookmark) in unequal(&bookmarks, &reading.headings) {
            let (what, what_en) = if is_bookmark { ("le signet", "the bookmark") } else { ("le titre", "the heading") };
            let (lacks, lacks_en) = if is_bookmark { ("n’a pas de titre", "has no heading") } else { ("n’a pas de signet", "has no bookmark") };
            let finding = on(&BOOKMARK).with("page", page.to_string()).with("title", crate::base::node::shorten(&title));
            findings.push(finding.with("what", what).with("what_en", what_en).with("lacks", lacks).with("lacks_en", lacks_en));
        }
        Structure { destinations, bookmarks, headings: reading.headings.clone(), findings }
    }
}

/// Bookmarks without a heading, and headings of the first level without a bookmark: page, title, whether it is a bookmark. A heading of a
/// lower level may go without (letters of a glossary), but none comes out of turn.
fn unequal(bookmarks: &[(usize, String, u32)], headings: &[Heading]) -> Vec<(u32, String, bool)> {
    let words = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut out = Vec::new();
    let mut marked = BTreeSet::new();
    let mut from = 0;
    for (_, title, page) in bookmarks {
        let found = headings.iter().skip(from).position(|h| h.page == *page && words(&h.title) == words(title));
        match found {
            Some(at) => {
                marked.insert(from + at);
                from += at + 1;
            }
            None => out.push((*page, title.clone(), true)),
        }
    }
    // A file of a few pages may have no bookmark at all.
    let lone = headings.iter().enumerate().filter(|(i, h)| h.level == 1 && !marked.contains(i) && !bookmarks.is_empty());
    out.extend(lone.map(|(_, h)| (h.page, h.title.clone(), false)));
    out
}

struct Walk<'a> {
    opened: &'a Opened,
    pages: BTreeMap<ObjectId, u32>,
    names: BTreeMap<Vec<u8>, Object>,
    /// Page and name of what leads nowhere.
    dead: BTreeSet<(u32, String)>,
    findings: Vec<Diagnostic>,
}

impl<'a> Walk<'a> {
    fn get(&self, dict: &'a Dictionary, key: &[u8]) -> Option<&'a Object> {
        self.opened.document.dereference(dict.get(key).ok()?).ok().map(|(_, o)| o)
    }

    fn dict(&self, dict: &'a Dictionary, key: &[u8]) -> Option<&'a Dictionary> {
        self.get(dict, key)?.as_dict().ok()
    }

    /// Named destinations, in the tree of names and in the older dictionary.
    fn collect_names(&mut self, catalog: Option<&'a Dictionary>) {
        let Some(catalog) = catalog else { return };
        if let Some(old) = self.dict(catalog, b"Dests") {
            self.names.extend(old.iter().map(|(name, target)| (name.clone(), target.clone())));
        }
        let tree = self.dict(catalog, b"Names").and_then(|n| self.dict(n, b"Dests"));
        for (name, target) in tree.map(|tree| self.opened.names(tree)).unwrap_or_default() {
            if let Ok(name) = name.as_str() {
                self.names.insert(name.to_vec(), target.clone());
            }
        }
    }

    /// The page to which a destination leads.
    fn page_of(&self, target: &Object, depth: usize) -> Option<u32> {
        if depth > 4 {
            return None;
        }
        match self.opened.document.dereference(target).ok()?.1 {
            Object::Array(parts) => self.pages.get(&parts.first()?.as_reference().ok()?).copied(),
            Object::Dictionary(dict) => self.page_of(dict.get(b"D").ok()?, depth + 1),
            Object::Name(name) | Object::String(name, _) => self.page_of(self.names.get(name)?, depth + 1),
            _ => None,
        }
    }

    /// The page to which a link or a bookmark leads; nothing when it leads out of the file.
    fn led(&self, dict: &Dictionary) -> Option<Option<u32>> {
        if let Ok(target) = dict.get(b"Dest") {
            return Some(self.page_of(target, 0));
        }
        let action = self.opened.document.dereference(dict.get(b"A").ok()?).ok()?.1.as_dict().ok()?;
        let inside = action.get(b"S").and_then(Object::as_name).is_ok_and(|s| s == b"GoTo");
        inside.then(|| action.get(b"D").ok().and_then(|d| self.page_of(d, 0)))
    }

    fn links(&mut self) {
        let mut silent = BTreeSet::new();
        for (i, page) in (1u32..).zip(&self.opened.pages) {
            let Some(Object::Array(list)) = self.opened.value(*page, b"Annots") else { continue };
            for item in &list {
                let Some(link) = self.opened.document.dereference(item).ok().and_then(|(_, o)| o.as_dict().ok()) else { continue };
                if link.get(b"Subtype").and_then(Object::as_name).ok() != Some(b"Link") {
                    continue;
                }
                if self.led(link) == Some(None) {
                    let name = link.get(b"Dest").ok().and_then(|d| d.as_str().ok()).map(|n| String::from_utf8_lossy(n).into_owned());
                    self.dead.insert((i, name.unwrap_or_default()));
                }
                if link.get(b"Contents").and_then(Object::as_str).is_ok_and(<[u8]>::is_empty) || !link.has(b"Contents") {
                    silent.insert(i);
                }
            }
        }
        for page in silent {
            self.findings.push(Diagnostic::on(&SILENT_LINK, self.opened.name.clone()).with("page", page.to_string()));
        }
    }

    fn bookmarks(&mut self, first: Option<&'a Object>, depth: usize, seen: &mut BTreeSet<ObjectId>, out: &mut Vec<(usize, String, u32)>) {
        let mut next = first;
        while let Some(Ok(id)) = next.map(Object::as_reference) {
            let Ok(item) = self.opened.document.get_dictionary(id) else { return };
            if depth > DEEPEST || !seen.insert(id) {
                return;
            }
            let title = item.get(b"Title").and_then(lopdf::decode_text_string).unwrap_or_default();
            match self.led(item) {
                Some(Some(page)) => out.push((depth, title, page)),
                Some(None) | None => {
                    self.dead.insert((0, title));
                }
            }
            self.bookmarks(item.get(b"First").ok(), depth + 1, seen, out);
            next = item.get(b"Next").ok();
        }
    }
}
