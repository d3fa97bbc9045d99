//! A PDF, opened: what is protected, damaged or empty is refused here, before anything is made of it.

use super::MM;
use super::codes::{BROKEN, ENCRYPTED, NO_PAGES, WORN};
use crate::base::diag::Diagnostic;
use lopdf::{Dictionary, Document, Error, Object, ObjectId};

/// The most bytes that the content of a page may unfold to.
const MOST_CONTENT: usize = 256 * 1024 * 1024;

/// How far up the page tree a value is looked for.
const DEEPEST_TREE: usize = 64;

/// A PDF whose pages can be read.
pub struct Opened {
    pub(super) document: Document,
    pub(super) pages: Vec<ObjectId>,
    /// Its name, for findings.
    pub(super) name: String,
}

/// A rectangle in the space of a page, in pt.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Rect {
    pub(super) x0: f64,
    pub(super) y0: f64,
    pub(super) x1: f64,
    pub(super) y1: f64,
}

impl Rect {
    pub(super) fn width(self) -> f64 {
        self.x1 - self.x0
    }

    pub(super) fn height(self) -> f64 {
        self.y1 - self.y0
    }

    pub(super) fn within(self, other: Self) -> Self {
        Self { x0: self.x0.max(other.x0), y0: self.y0.max(other.y0), x1: self.x1.min(other.x1), y1: self.y1.min(other.y1) }
    }

    fn is_real(self) -> bool {
        let sides = [self.width(), self.height()];
        // Half a point to two hundred inches: PDF 32000-1, Annex C.
        sides.iter().all(|s| (0.5..=14_400.0).contains(s))
    }
}

/// A page as it is seen.
pub(super) struct Face {
    /// What is left of it once trimmed, in its own space.
    pub(super) shown: Rect,
    /// From its own space to one whose origin is the lower left corner of what is seen, turned as it is shown, in pt.
    pub(super) upright: [f64; 6],
    /// Width and height as it is seen, in pt.
    pub(super) size: (f64, f64),
}

impl Opened {
    /// Opens a PDF.
    ///
    /// # Errors
    /// When it is protected, damaged or without pages.
    pub fn new(bytes: &[u8], name: &str) -> Result<Self, Diagnostic> {
        let broken = |why: &str, why_en: &str| broken(name, why, why_en);
        let encrypted = || Diagnostic::on(&ENCRYPTED, name).with("file", name.to_owned());
        if !bytes.get(..bytes.len().min(1024)).is_some_and(|head| head.windows(5).any(|w| w == b"%PDF-")) {
            return Err(broken("il ne commence pas comme un PDF", "it does not begin like a PDF"));
        }
        let document = Document::load_mem(bytes).map_err(|error| match error {
            Error::Decryption(_) | Error::InvalidPassword | Error::UnsupportedSecurityHandler(_) => encrypted(),
            // What cannot be read may be so because it is encrypted.
            _ if bytes.windows(8).any(|w| w == b"/Encrypt") => encrypted(),
            error => broken("sa structure est abîmée", &format!("its structure is damaged ({error})")),
        })?;
        if document.is_encrypted() || document.was_encrypted() {
            return Err(encrypted());
        }
        Self::of(document, name)
    }

    /// A document, once its pages are there.
    pub(super) fn of(document: Document, name: &str) -> Result<Self, Diagnostic> {
        let broken = |why: &str, why_en: &str| broken(name, why, why_en);
        let pages: Vec<ObjectId> = document.page_iter().collect();
        let count = document.catalog().and_then(|c| c.get(b"Pages")).and_then(|p| document.dereference(p)).and_then(|(_, p)| p.as_dict());
        let count = count.map_err(|_| broken("la liste des pages manque", "the list of pages is missing"))?;
        let announced = count.get(b"Count").and_then(Object::as_i64).ok();
        if pages.is_empty() && announced.is_none_or(|n| n == 0) {
            return Err(Diagnostic::on(&NO_PAGES, name).with("file", name.to_owned()));
        }
        if announced.is_some_and(|n| usize::try_from(n) != Ok(pages.len())) {
            let (n, found) = (announced.unwrap_or_default(), pages.len());
            return Err(broken(&format!("il annonce {n} pages et en montre {found}"), &format!("it announces {n} pages and shows {found}")));
        }
        Ok(Self { document, pages, name: name.to_owned() })
    }

    /// How many pages there are.
    pub fn pages(&self) -> u32 {
        u32::try_from(self.pages.len()).unwrap_or(u32::MAX)
    }

    /// Width and height of each page as it is seen, trimmed, in mm.
    ///
    /// # Errors
    /// When a page has no usable size.
    pub fn sizes(&self) -> Result<Vec<(f64, f64)>, Diagnostic> {
        (0..self.pages.len()).map(|i| self.face(i).map(|f| (f.size.0 / MM, f.size.1 / MM))).collect()
    }

    /// The page at an index as it is seen.
    pub(super) fn face(&self, index: usize) -> Result<Face, Diagnostic> {
        let page = self.pages[index];
        let media = self.rect(page, b"MediaBox");
        let Some(media) = media.filter(|r| r.is_real()) else {
            return Err(self.worn(index, ("sa taille est illisible", "its size cannot be read")));
        };
        // What is left after trimming; a box that is none, or lies outside, does not count (PDF 32000-1, 14.11.2).
        let inside = |key: &[u8], outer: Rect| self.rect(page, key).map(|r| r.within(outer)).filter(|r| r.is_real()).unwrap_or(outer);
        let shown = inside(b"TrimBox", inside(b"CropBox", media));
        let unit = self.value(page, b"UserUnit").and_then(|v| number(&v)).filter(|u| (0.001..=1000.0).contains(u)).unwrap_or(1.0);
        let turn = self.value(page, b"Rotate").and_then(|v| number(&v)).unwrap_or(0.0);
        let Rect { x0, y0, x1, y1 } = shown;
        let (w, h) = (shown.width() * unit, shown.height() * unit);
        let (matrix, size) = match ((turn / 90.0).round() as i64).rem_euclid(4) {
            1 => ([0.0, -1.0, 1.0, 0.0, -y0, x1], (h, w)),
            2 => ([-1.0, 0.0, 0.0, -1.0, x1, y1], (w, h)),
            3 => ([0.0, 1.0, -1.0, 0.0, y1, -x0], (h, w)),
            _ => ([1.0, 0.0, 0.0, 1.0, -x0, -y0], (w, h)),
        };
        Ok(Face { shown, upright: matrix.map(|v| v * unit), size })
    }

    /// The content of a page, with its filters when it is one stream that can be taken as it is.
    pub(super) fn content(&self, index: usize) -> Result<(Vec<u8>, Dictionary), Diagnostic> {
        let lost = || self.worn(index, ("son contenu est illisible", "its content cannot be read"));
        let page = self.document.get_dictionary(self.pages[index]).map_err(|_| lost())?;
        let Ok(contents) = page.get(b"Contents") else { return Ok((Vec::new(), Dictionary::new())) };
        let mut streams = Vec::new();
        match self.document.dereference(contents).map_err(|_| lost())?.1 {
            Object::Null => return Ok((Vec::new(), Dictionary::new())),
            Object::Stream(stream) => streams.push(stream),
            Object::Array(list) => {
                for item in list {
                    let (_, item) = self.document.dereference(item).map_err(|_| lost())?;
                    streams.push(item.as_stream().map_err(|_| lost())?);
                }
            }
            _ => return Err(lost()),
        }
        if let [stream] = streams.as_slice()
            && stream.dict.get(b"F").is_err()
        {
            let mut filters = Dictionary::new();
            for key in [&b"Filter"[..], b"DecodeParms"] {
                if let Ok(value) = stream.dict.get(key) {
                    filters.set(key, value.clone());
                }
            }
            return Ok((stream.content.clone(), filters));
        }
        let mut out = Vec::new();
        for stream in streams {
            if stream.is_compressed() {
                out.extend(stream.decompressed_content_with_limit(MOST_CONTENT - out.len().min(MOST_CONTENT)).map_err(|_| lost())?);
            } else {
                out.extend_from_slice(&stream.content);
            }
            out.push(b'\n');
        }
        Ok((out, Dictionary::new()))
    }

    /// A value of a page or of the nodes above it.
    pub(super) fn value(&self, page: ObjectId, key: &[u8]) -> Option<Object> {
        let mut at = page;
        for _ in 0..DEEPEST_TREE {
            let node = self.document.get_dictionary(at).ok()?;
            if let Ok(value) = node.get(key) {
                return Some(self.document.dereference(value).ok()?.1.clone());
            }
            at = node.get(b"Parent").ok()?.as_reference().ok()?;
        }
        None
    }

    fn rect(&self, page: ObjectId, key: &[u8]) -> Option<Rect> {
        self.rectangle(&self.value(page, key)?)
    }

    /// Four numbers as a rectangle; its corners may come in any order.
    pub(super) fn rectangle(&self, value: &Object) -> Option<Rect> {
        let list = self.document.dereference(value).ok()?.1.as_array().ok()?;
        let numbers: Vec<f64> = list.iter().filter_map(|n| number(self.document.dereference(n).ok()?.1)).collect();
        match numbers.as_slice() {
            [a, b, c, d] => Some(Rect { x0: a.min(*c), y0: b.min(*d), x1: a.max(*c), y1: b.max(*d) }),
            _ => None,
        }
    }

    pub(super) fn worn(&self, index: usize, why: (&'static str, &'static str)) -> Diagnostic {
        Diagnostic::on(&WORN, self.name.clone()).with("file", self.name.clone()).with("page", (index + 1).to_string()).with("why", why.0).with("why_en", why.1)
    }
}

/// A file that is damaged, and how.
pub(super) fn broken(name: &str, why: &str, why_en: &str) -> Diagnostic {
    Diagnostic::on(&BROKEN, name).with("file", name.to_owned()).with("why", why.to_owned()).with("why_en", why_en.to_owned())
}

/// A number of a PDF.
pub(super) fn number(value: &Object) -> Option<f64> {
    match value {
        Object::Integer(i) => Some(*i as f64),
        Object::Real(r) => Some(f64::from(*r)),
        _ => None,
    }
    .filter(|n| n.is_finite())
}
