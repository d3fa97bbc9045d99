//! The structure of a tagged file as a screen reader walks through it: its headings, and the order of what it reads.

use hayro_syntax::Pdf;
use hayro_syntax::object::{Dict, MaybeRef, Name, Number, Object, ObjectIdentifier, String as Text};
use std::collections::{BTreeSet, HashMap, HashSet};

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
    pdf: &'a Pdf,
    pages: HashMap<ObjectIdentifier, u32>,
    seen: HashSet<ObjectIdentifier>,
    out: Reading,
    /// Page and number of the content that was read last.
    last: (u32, i64),
}

impl Reading {
    /// Reads the structure in its order. Contents are numbered on each page in the order in which they are set, which is that of the text:
    /// a lower number after a higher one is read out of turn. Notes are read at their call and captions before their picture: they may
    /// stand elsewhere on the page.
    pub(super) fn of(pdf: &Pdf) -> Self {
        let pages = (1..).zip(pdf.pages().iter()).filter_map(|(n, page)| Some((page.raw().obj_id()?, n))).collect();
        let mut walk = Walk { pdf, pages, seen: HashSet::new(), out: Self::default(), last: (0, -1) };
        let catalog: Option<Dict<'_>> = pdf.xref().get(pdf.xref().root_id());
        if let Some(root) = catalog.and_then(|c| c.get_raw::<Object<'_>>("StructTreeRoot")) {
            walk.item(root, 0, false, 0);
        }
        walk.out
    }
}

impl<'a> Walk<'a> {
    fn item(&mut self, item: MaybeRef<Object<'a>>, page: u32, apart: bool, depth: usize) {
        if depth > DEEPEST {
            return;
        }
        let found = match item {
            MaybeRef::NotRef(found) => Some(found),
            MaybeRef::Ref(to) if self.seen.insert(to.into()) => self.pdf.xref().get(to.into()),
            MaybeRef::Ref(_) => None,
        };
        match found {
            Some(Object::Array(list)) => list.raw_iter().for_each(|i| self.item(i, page, apart, depth + 1)),
            Some(Object::Number(number)) => self.content(page, number.as_i64(), apart),
            Some(Object::Dict(dict)) => self.element(&dict, page, apart, depth),
            _ => {}
        }
    }

    fn element(&mut self, dict: &Dict<'a>, page: u32, apart: bool, depth: usize) {
        let page = dict.get_ref("Pg").and_then(|to| self.pages.get(&to.into())).copied().unwrap_or(page);
        let kind = dict.get::<Name<'_>>("Type");
        match kind.as_deref() {
            Some(b"MCR") => {
                if let Some(number) = dict.get::<Number>("MCID") {
                    self.content(page, number.as_i64(), apart);
                }
                return;
            }
            Some(b"OBJR") => return,
            _ => {}
        }
        let role = dict.get::<Name<'_>>("S");
        let role = role.as_deref().unwrap_or_default();
        if let [b'H', level @ b'1'..=b'6'] = role {
            let title = dict.get::<Text<'_>>("T").map(|t| lopdf::Object::string_literal(t.as_bytes().to_vec()));
            let title = title.and_then(|t| lopdf::decode_text_string(&t).ok()).unwrap_or_default();
            self.out.headings.push(Heading { level: level - b'0', title, page });
        }
        let apart = apart || matches!(role, b"Note" | b"FENote" | b"Caption");
        if let Some(kids) = dict.get_raw::<Object<'_>>("K") {
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
