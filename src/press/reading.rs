//! The structure of a tagged file as a screen reader walks through it: its headings, and the order of what it reads.

use super::opened::Opened;
use lopdf::{Dictionary, Object, ObjectId};
use std::collections::{BTreeMap, BTreeSet};

/// How deep elements stand in each other at most.
const DEEPEST: usize = 256;

/// A heading of the structure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heading {
    /// Its level, from 1.
    pub level: u8,
    /// Its words.
    pub title: String,
    /// The page on which it begins.
    pub page: u32,
}

/// What a reader meets.
#[derive(Debug, Default)]
pub(super) struct Reading {
    pub(super) headings: Vec<Heading>,
    /// Pages on which something is read before what stands before it.
    pub(super) astray: BTreeSet<u32>,
}

struct Walk<'a> {
    opened: &'a Opened,
    pages: BTreeMap<ObjectId, u32>,
    seen: BTreeSet<ObjectId>,
    out: Reading,
    /// Page and number of the content that was read last.
    last: (u32, i64),
}

impl Opened {
    /// Reads the structure in its order. Contents are numbered on each page in the order in which they are set, which is that of the text:
    /// a lower number after a higher one is read out of turn. Notes are read at their call and captions before their picture: they may
    /// stand elsewhere on the page.
    pub(super) fn reading(&self) -> Reading {
        let pages = (1..).zip(&self.pages).map(|(n, id)| (*id, n)).collect();
        let mut walk = Walk { opened: self, pages, seen: BTreeSet::new(), out: Reading::default(), last: (0, -1) };
        if let Some(root) = self.document.catalog().ok().and_then(|c| c.get(b"StructTreeRoot").ok()) {
            walk.item(root, 0, false, 0);
        }
        walk.out
    }
}

impl Walk<'_> {
    fn item(&mut self, item: &Object, page: u32, apart: bool, depth: usize) {
        if depth > DEEPEST {
            return;
        }
        match item {
            Object::Reference(id) => {
                if self.seen.insert(*id)
                    && let Ok(object) = self.opened.document.get_object(*id)
                {
                    let object = object.clone();
                    self.item(&object, page, apart, depth);
                }
            }
            Object::Array(list) => list.iter().for_each(|i| self.item(i, page, apart, depth)),
            Object::Integer(number) => self.content(page, *number, apart),
            Object::Dictionary(dict) => self.element(dict, page, apart, depth),
            _ => {}
        }
    }

    fn element(&mut self, dict: &Dictionary, page: u32, apart: bool, depth: usize) {
        let page = dict.get(b"Pg").and_then(Object::as_reference).ok().and_then(|id| self.pages.get(&id)).copied().unwrap_or(page);
        let is = |name: &[u8]| dict.get(b"Type").and_then(Object::as_name).is_ok_and(|t| t == name);
        if is(b"MCR") {
            if let Ok(number) = dict.get(b"MCID").and_then(Object::as_i64) {
                self.content(page, number, apart);
            }
            return;
        }
        if is(b"OBJR") {
            return;
        }
        let kind = dict.get(b"S").and_then(Object::as_name).unwrap_or_default();
        if let [b'H', level @ b'1'..=b'6'] = kind {
            let title = dict.get(b"T").and_then(lopdf::decode_text_string).unwrap_or_default();
            self.out.headings.push(Heading { level: level - b'0', title, page });
        }
        let apart = apart || matches!(kind, b"Note" | b"FENote" | b"Caption");
        if let Ok(kids) = dict.get(b"K") {
            self.item(kids, page, apart, depth + 1);
        }
    }

    fn content(&mut self, page: u32, number: i64, apart: bool) {
        if apart {
            return;
        }
        if (page, number) < self.last {
            self.out.astray.insert(page);
        }
        self.last = (page, number);
    }
}
