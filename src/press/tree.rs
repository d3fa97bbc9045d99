//! The trees of a PDF, walked through: that of its structure, and those of its names. Neither a tree that comes back to itself nor one
//! that is too deep keeps anybody.

use super::opened::Opened;
use hayro_syntax::Pdf;
use hayro_syntax::object::{Dict, MaybeRef, Name, Number, Object as Found, ObjectIdentifier};
use lopdf::{Dictionary, Object, ObjectId};
use std::collections::{BTreeSet, HashSet};

/// How deep a tree may be.
const DEEPEST: usize = 128;
/// The most names of a tree that are read.
const MOST_NAMES: usize = 200_000;

/// Who is told what is met on the way through the structure, in its order.
pub(super) trait Reader {
    /// An element begins: its role, as the standard names it, and the page on which it stands.
    fn open(&mut self, role: &[u8], element: &Dict<'_>, page: Option<ObjectIdentifier>);
    /// What an element itself holds: a page, and the number of the piece on it.
    fn content(&mut self, page: Option<ObjectIdentifier>, number: i64);
    /// An element ends.
    fn close(&mut self, role: &[u8]);
}

/// Walks through the structure (PDF 32000-1, 14.7); whether there is one.
pub(super) fn read_structure(pdf: &Pdf, reader: &mut dyn Reader) -> bool {
    let catalog: Option<Dict<'_>> = pdf.xref().get(pdf.xref().root_id());
    let Some(root) = catalog.and_then(|c| c.get::<Dict<'_>>("StructTreeRoot")) else { return false };
    let mut walk = Walk { pdf, roles: root.get("RoleMap"), seen: HashSet::new(), reader };
    if let Some(kids) = root.get_raw("K") {
        walk.item(kids, None, 0);
    }
    true
}

impl Opened {
    /// The pairs of a tree of names, in its order (PDF 32000-1, 7.9.6).
    pub(super) fn names<'a>(&'a self, tree: &'a Dictionary) -> Vec<(&'a Object, &'a Object)> {
        let mut out = Vec::new();
        self.names_of(tree, 0, &mut BTreeSet::new(), &mut out);
        out
    }

    fn names_of<'a>(&'a self, node: &'a Dictionary, depth: usize, seen: &mut BTreeSet<ObjectId>, out: &mut Vec<(&'a Object, &'a Object)>) {
        let list = |key: &[u8]| node.get(key).ok().and_then(|v| self.document.dereference(v).ok()).and_then(|(_, v)| v.as_array().ok());
        out.extend(list(b"Names").into_iter().flat_map(|names| names.chunks_exact(2)).map(|pair| (&pair[0], &pair[1])));
        for kid in list(b"Kids").into_iter().flatten() {
            let Ok((id, kid)) = self.document.dereference(kid) else { continue };
            let fresh = id.is_none_or(|id| seen.insert(id));
            if let (true, true, Ok(kid)) = (fresh, depth < DEEPEST && out.len() < MOST_NAMES, kid.as_dict()) {
                self.names_of(kid, depth + 1, seen, out);
            }
        }
    }
}

struct Walk<'a, 'r> {
    pdf: &'a Pdf,
    /// The roles that a file names in its own way, and what they stand for.
    roles: Option<Dict<'a>>,
    seen: HashSet<ObjectIdentifier>,
    reader: &'r mut dyn Reader,
}

impl<'a> Walk<'a, '_> {
    fn item(&mut self, item: MaybeRef<Found<'a>>, page: Option<ObjectIdentifier>, depth: usize) {
        if depth > DEEPEST {
            return;
        }
        let found = match item {
            MaybeRef::NotRef(found) => Some(found),
            MaybeRef::Ref(to) if self.seen.insert(to.into()) => self.pdf.xref().get(to.into()),
            MaybeRef::Ref(_) => None,
        };
        match found {
            Some(Found::Number(number)) => self.reader.content(page, number.as_i64()),
            Some(Found::Array(list)) => list.raw_iter().for_each(|kid| self.item(kid, page, depth + 1)),
            Some(Found::Dict(dict)) => self.element(&dict, page, depth),
            _ => {}
        }
    }

    fn element(&mut self, dict: &Dict<'a>, page: Option<ObjectIdentifier>, depth: usize) {
        let page = dict.get_ref("Pg").map(Into::into).or(page);
        let Some(role) = dict.get::<Name<'_>>("S") else {
            // A piece of a page; what has no number is a link or another object, which says nothing itself.
            if let Some(number) = dict.get::<Number>("MCID") {
                self.reader.content(page, number.as_i64());
            }
            return;
        };
        let role = self.roles.as_ref().and_then(|roles| roles.get::<Name<'_>>(&*role)).unwrap_or(role);
        self.reader.open(&role, dict, page);
        if let Some(kids) = dict.get_raw("K") {
            self.item(kids, page, depth + 1);
        }
        self.reader.close(&role);
    }
}
