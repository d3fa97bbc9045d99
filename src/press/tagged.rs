//! A tagged PDF, read in two ways. Three of four objects of such a file are elements of its structure: a library that makes all of them
//! objects of its own takes a fifteenth of the time in which a book is made. Those are read where they stand, one after the other.

use super::opened::{Opened, broken};
use super::reading::Reading;
use crate::base::diag::Diagnostic;
use crate::model::preflight::FileFacts;
use hayro_syntax::Pdf;
use hayro_syntax::object::{Dict, MaybeRef, Object as Found, ObjectIdentifier};
use lopdf::{Dictionary, Document, Object, ObjectId, Stream, StringFormat, dictionary};
use std::collections::BTreeSet;

/// How deep a value may stand in another one.
const DEEPEST: usize = 64;

/// What leads from the pages into the structure.
const INTO_STRUCTURE: [&[u8]; 2] = [b"StructTreeRoot", b"SE"];

/// A tagged PDF that this program made.
pub struct Tagged {
    /// All but the structure.
    pub(super) opened: Opened,
    /// The structure, as a screen reader walks through it.
    pub(super) reading: Reading,
}

impl Tagged {
    /// Reads a file, its structure beside the rest.
    ///
    /// # Errors
    /// When it is damaged or without pages.
    pub fn new(bytes: &[u8], name: &str) -> Result<Self, Diagnostic> {
        let pdf = Pdf::new(bytes.to_vec()).map_err(|_| damaged(name))?;
        let (opened, reading) = rayon::join(|| but_structure(&pdf, bytes, name), || Reading::of(&pdf));
        Ok(Self { opened: opened?, reading })
    }

    /// What the file holds, as [`Opened::facts`].
    pub fn facts(&self) -> FileFacts {
        self.opened.facts(None)
    }
}

pub(super) fn damaged(name: &str) -> Diagnostic {
    broken(name, "sa structure est abîmée", "its structure is damaged")
}

/// All objects that the pages and the catalog lead to without going through the structure.
fn but_structure(pdf: &Pdf, bytes: &[u8], name: &str) -> Result<Opened, Diagnostic> {
    let mut document = Document::with_version(version(bytes).ok_or_else(|| damaged(name))?);
    let root = id(pdf.xref().root_id()).ok_or_else(|| damaged(name))?;
    document.trailer = dictionary! { "Root" => root };
    let mut seen = BTreeSet::from([root]);
    let mut open = vec![root];
    while let Some(at) = open.pop() {
        let Some(found) = pdf.xref().get::<Found<'_>>(identifier(at)) else { continue };
        let mut reach = |next: ObjectId| {
            if seen.insert(next) {
                open.push(next);
            }
        };
        document.objects.insert(at, taken(&found, &mut reach, 0));
    }
    Opened::of(document, name)
}

/// The version that the first line says.
fn version(bytes: &[u8]) -> Option<&str> {
    let line = std::str::from_utf8(bytes.strip_prefix(b"%PDF-")?.get(..3)?).ok()?;
    Some(line).filter(|l| l.bytes().all(|b| b.is_ascii_digit() || b == b'.'))
}

/// An object in the words of the other library; `reach` is told of what it refers to.
fn taken(found: &Found<'_>, reach: &mut impl FnMut(ObjectId), depth: usize) -> Object {
    match found {
        Found::Null(_) => Object::Null,
        Found::Boolean(b) => Object::Boolean(*b),
        Found::Number(n) if n.as_f64().fract() == 0.0 => Object::Integer(n.as_i64()),
        Found::Number(n) => Object::Real(n.as_f32()),
        Found::String(s) => Object::String(s.as_bytes().to_vec(), StringFormat::Literal),
        Found::Name(n) => Object::Name(n.as_ref().to_vec()),
        Found::Array(_) | Found::Dict(_) | Found::Stream(_) if depth > DEEPEST => Object::Null,
        Found::Array(list) => Object::Array(list.raw_iter().map(|item| either(&item, reach, depth)).collect()),
        Found::Dict(dict) => Object::Dictionary(entries(dict, reach, depth)),
        Found::Stream(stream) => Object::Stream(Stream::new(entries(stream.dict(), reach, depth), stream.raw_data().into_owned())),
    }
}

fn entries(dict: &Dict<'_>, reach: &mut impl FnMut(ObjectId), depth: usize) -> Dictionary {
    let mut out = Dictionary::new();
    for (key, value) in dict.entries().filter(|(key, _)| !INTO_STRUCTURE.contains(&key.as_ref())) {
        out.set(key.as_ref().to_vec(), either(&value, reach, depth));
    }
    out
}

fn either(value: &MaybeRef<Found<'_>>, reach: &mut impl FnMut(ObjectId), depth: usize) -> Object {
    match value {
        MaybeRef::NotRef(found) => taken(found, reach, depth + 1),
        MaybeRef::Ref(to) => match id((*to).into()) {
            Some(to) => {
                reach(to);
                Object::Reference(to)
            }
            None => Object::Null,
        },
    }
}

/// The name of an object in the other library.
pub(super) fn id(of: ObjectIdentifier) -> Option<ObjectId> {
    Some((u32::try_from(of.obj_number).ok()?, u16::try_from(of.gen_number).ok()?))
}

fn identifier(of: ObjectId) -> ObjectIdentifier {
    ObjectIdentifier::new(i32::try_from(of.0).unwrap_or(i32::MAX), i32::from(of.1))
}
