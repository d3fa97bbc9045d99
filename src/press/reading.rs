//! The structure of a tagged file as a screen reader walks through it: its headings, and the order of what it reads.

use super::tree::{Reader, read_structure};
use hayro_syntax::Pdf;
use hayro_syntax::object::{Dict, ObjectIdentifier, String as Text};
use std::collections::{BTreeSet, HashMap};

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

struct Order<'a> {
    pages: HashMap<ObjectIdentifier, u32>,
    /// For each open element, whether it may stand elsewhere on the page.
    apart: Vec<bool>,
    out: &'a mut Reading,
    /// Page and number of the content that was read last.
    last: (u32, i64),
}

impl Reading {
    /// Reads the structure in its order. Contents are numbered on each page in the order in which they are set, which is that of the text:
    /// a lower number after a higher one is read out of turn. Notes are read at their call and captions before their picture: they may
    /// stand elsewhere on the page.
    pub(super) fn of(pdf: &Pdf) -> Self {
        let mut out = Self::default();
        let pages = (1..).zip(pdf.pages().iter()).filter_map(|(n, page)| Some((page.raw().obj_id()?, n))).collect();
        read_structure(pdf, &mut Order { pages, apart: Vec::new(), out: &mut out, last: (0, -1) });
        out
    }
}

impl Order<'_> {
    fn page(&self, id: Option<ObjectIdentifier>) -> u32 {
        id.and_then(|id| self.pages.get(&id)).copied().unwrap_or(0)
    }
}

impl Reader for Order<'_> {
    fn open(&mut self, role: &[u8], element: &Dict<'_>, page: Option<ObjectIdentifier>) {
        if let [b'H', level @ b'1'..=b'6'] = role {
            let title = element.get::<Text<'_>>("T").map(|t| lopdf::Object::string_literal(t.as_bytes().to_vec()));
            let title = title.and_then(|t| lopdf::decode_text_string(&t).ok()).unwrap_or_default();
            self.out.headings.push(Heading { level: level - b'0', title, page: self.page(page) });
        }
        self.apart.push(matches!(role, b"Note" | b"FENote" | b"Caption") || self.apart.last() == Some(&true));
    }

    fn content(&mut self, page: Option<ObjectIdentifier>, number: i64) {
        if self.apart.last() == Some(&true) {
            return;
        }
        let here = (self.page(page), number);
        if here < self.last {
            self.out.astray.insert(here.0);
        }
        self.last = here;
    }

    fn close(&mut self, _: &[u8]) {
        self.apart.pop();
    }
}
