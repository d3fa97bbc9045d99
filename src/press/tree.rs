//! The trees of a PDF, walked through: that of its structure, and those of its names. Neither a tree that comes back to itself nor one
//! that is too deep keeps anybody.

use super::opened::Opened;
use lopdf::{Dictionary, Object, ObjectId};
use std::collections::BTreeSet;

/// How deep a tree may be.
const DEEPEST: usize = 128;
/// The most names of a tree that are read.
const MOST_NAMES: usize = 200_000;

/// Who is told what is met on the way through the structure, in its order.
pub(super) trait Reader<'a> {
    /// An element begins: its role, as the standard names it, and the page on which it stands.
    fn open(&mut self, role: &'a [u8], element: &'a Dictionary, page: Option<ObjectId>);
    /// What an element itself holds: a page, and the number of the piece on it.
    fn content(&mut self, page: Option<ObjectId>, number: i64);
    /// An element ends.
    fn close(&mut self, role: &'a [u8]);
}

impl Opened {
    /// Walks through the structure (PDF 32000-1, 14.7); whether there is one.
    pub(super) fn read_structure<'a>(&'a self, reader: &mut dyn Reader<'a>) -> bool {
        let dict = |object: &'a Object| self.document.dereference(object).ok()?.1.as_dict().ok();
        let Some(root) = self.document.catalog().ok().and_then(|c| c.get(b"StructTreeRoot").ok()).and_then(dict) else { return false };
        let roles = root.get(b"RoleMap").ok().and_then(dict);
        let mut walk = Walk { opened: self, roles, seen: BTreeSet::new(), reader };
        if let Ok(kids) = root.get(b"K") {
            walk.item(kids, None, 0);
        }
        true
    }

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
    opened: &'a Opened,
    /// The roles that a file names in its own way, and what they stand for.
    roles: Option<&'a Dictionary>,
    seen: BTreeSet<ObjectId>,
    reader: &'r mut dyn Reader<'a>,
}

impl<'a> Walk<'a, '_> {
    fn item(&mut self, item: &'a Object, page: Option<ObjectId>, depth: usize) {
        if depth > DEEPEST || item.as_reference().is_ok_and(|id| !self.seen.insert(id)) {
            return;
        }
        let Ok((_, item)) = self.opened.document.dereference(item) else { return };
        match item {
            Object::Integer(number) => self.reader.content(page, *number),
            Object::Array(list) => list.iter().for_each(|kid| self.item(kid, page, depth + 1)),
            Object::Dictionary(dict) => {
                let page = dict.get(b"Pg").and_then(Object::as_reference).ok().or(page);
                match dict.get(b"S").and_then(Object::as_name) {
                    Ok(role) => {
                        let role = self.roles.and_then(|roles| roles.get(role).and_then(Object::as_name).ok()).unwrap_or(role);
                        self.reader.open(role, dict, page);
                        if let Ok(kids) = dict.get(b"K") {
                            self.item(kids, page, depth + 1);
                        }
                        self.reader.close(role);
                    }
                    // A piece of a page; what has no number is a link or another object, which says nothing itself.
                    Err(_) => {
                        if let Ok(number) = dict.get(b"MCID").and_then(Object::as_i64) {
                            self.reader.content(page, number);
                        }
                    }
                }
            }
            _ => {}
        }
    }
}
