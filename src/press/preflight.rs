//! What a finished PDF holds: boxes, fonts, colours, ink.

use super::MM;
use super::cmyk::Condition;
use super::opened::Opened;
use super::scan::Scanner;
use crate::model::preflight::{BoxFact, FileFacts, FontFact};
use lopdf::{Dictionary, Document, Object, ObjectId};
use rayon::prelude::*;
use std::collections::BTreeMap;

impl Opened {
    /// What the file holds. What cannot be read is not there. The condition for which it was made knows the ink of its photographs.
    pub fn facts<'a>(&'a self, condition: Option<&'a Condition>) -> FileFacts {
        let document = &self.document;
        const BOXES: [&str; 3] = ["MediaBox", "BleedBox", "TrimBox"];
        let hundredths = |pt: f64| (pt / MM * 100.0).round() as i64;
        let seen = |scanner: &mut Scanner<'a>, (i, page): (usize, &ObjectId)| {
            let sides = BOXES.map(|name| {
                let rect = self.value(*page, name.as_bytes()).and_then(|v| self.rectangle(&v))?;
                Some((hundredths(rect.width()), hundredths(rect.height())))
            });
            (sides, scanner.page(&document.get_page_content(*page), self.resources(i)))
        };
        let pages: Vec<_> = self.pages.par_iter().enumerate().map_init(|| Scanner::new(document, condition), seen).collect();
        let mut boxes: BTreeMap<(usize, i64, i64), u32> = BTreeMap::new();
        let mut out = FileFacts { version: document.version.clone(), pages: self.pages(), ..FileFacts::default() };
        for (n, (sides, inks)) in (1..).zip(pages) {
            for (order, (width, height)) in sides.into_iter().enumerate().filter_map(|(order, side)| Some((order, side?))) {
                *boxes.entry((order, width, height)).or_default() += 1;
            }
            out.colours.grey += u32::from(inks.grey);
            out.colours.rgb += u32::from(inks.rgb);
            out.colours.cmyk += u32::from(inks.cmyk);
            out.colours.spot += u32::from(inks.spot);
            out.colours.black_only += u32::from(!inks.rgb && !inks.spot && !inks.colour);
            if inks.rgb {
                out.rgb_pages.push(n);
            }
            out.ink = out.ink.max(inks.most);
        }
        out.boxes = boxes
            .into_iter()
            .map(|((order, width, height), pages)| BoxFact { name: BOXES[order], width: width as f64 / 100.0, height: height as f64 / 100.0, pages })
            .collect();
        out.fonts = fonts(document);
        out.intent = intent(document);
        out
    }

    /// What a page draws with.
    pub(super) fn resources(&self, index: usize) -> Option<&Dictionary> {
        let mut at = self.pages[index];
        for _ in 0..64 {
            let node = self.document.get_dictionary(at).ok()?;
            if let Ok(value) = node.get(b"Resources") {
                return self.document.dereference(value).ok()?.1.as_dict().ok();
            }
            at = node.get(b"Parent").ok()?.as_reference().ok()?;
        }
        None
    }
}

/// Every font of the file once, in the order of their names.
fn fonts(document: &Document) -> Vec<FontFact> {
    let mut out = Vec::new();
    for object in document.objects.values() {
        let Ok(dict) = object.as_dict() else { continue };
        // A composite font has its letters in its descendant, which is looked at itself.
        let composite = dict.get(b"Subtype").and_then(Object::as_name).is_ok_and(|s| s == b"Type0");
        if composite || dict.get(b"Type").and_then(Object::as_name).ok() != Some(b"Font") {
            continue;
        }
        let drawn = dict.get(b"Subtype").and_then(Object::as_name).is_ok_and(|s| s == b"Type3");
        let name = dict.get(b"BaseFont").and_then(Object::as_name).map(|n| String::from_utf8_lossy(n).into_owned()).unwrap_or_else(|_| "Type3".to_owned());
        let name = name.split_once('+').filter(|(tag, _)| tag.len() == 6).map_or(name.clone(), |(_, rest)| rest.to_owned());
        let descriptor = dict.get(b"FontDescriptor").and_then(|d| document.dereference(d)).and_then(|(_, d)| d.as_dict());
        let file = |d: &Dictionary| [&b"FontFile"[..], b"FontFile2", b"FontFile3"].iter().any(|key| d.has(key));
        out.push(FontFact { name, embedded: drawn || descriptor.is_ok_and(file) });
    }
    out.sort();
    out.dedup();
    out
}

/// What the output intent names.
fn intent(document: &Document) -> Option<String> {
    let list = document.catalog().ok()?.get(b"OutputIntents").ok()?;
    let first = document.dereference(list).ok()?.1.as_array().ok()?.first()?.clone();
    let dict = document.dereference(&first).ok()?.1.as_dict().ok()?.clone();
    let text = dict.get(b"OutputConditionIdentifier").ok()?.as_str().ok()?.to_vec();
    Some(String::from_utf8_lossy(&text).into_owned())
}
