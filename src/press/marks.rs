//! Marks for the printing house, outside of the bleed: where to trim and fold, whether the plates lie on each other, patches of the inks.

use super::MM;
use super::codes::FINISH;
use super::opened::{Opened, Rect};
use crate::base::diag::Diagnostic;
use crate::model::profile::Mark;
use lopdf::{Dictionary, Object, ObjectId, Stream, dictionary};
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// The name under which a page draws its marks: they are none of its colours.
pub(super) const MARKS: &[u8] = b"LivretReperes";

/// What is left around the bleed for marks, in mm.
const SLUG: f64 = 7.0;
/// Distance of crop marks from the bleed, in mm: no mark touches what is printed.
const APART: f64 = 0.5;
/// Length of crop marks in mm (DOMAIN.md 4.1).
const LENGTH: f64 = 5.0;
/// Radius of a registration mark in mm.
const RADIUS: f64 = 1.5;
/// Side of a patch in mm.
const PATCH: f64 = 4.5;
/// The inks of the patches: each alone, two by two, half of each, a grey of three inks beside one of black.
const PATCHES: [[f64; 4]; 12] = [
    [1.0, 0.0, 0.0, 0.0],
    [0.0, 1.0, 0.0, 0.0],
    [0.0, 0.0, 1.0, 0.0],
    [0.0, 0.0, 0.0, 1.0],
    [1.0, 1.0, 0.0, 0.0],
    [0.0, 1.0, 1.0, 0.0],
    [1.0, 0.0, 1.0, 0.0],
    [0.5, 0.0, 0.0, 0.0],
    [0.0, 0.5, 0.0, 0.0],
    [0.0, 0.0, 0.5, 0.0],
    [0.0, 0.0, 0.0, 0.5],
    [0.5, 0.4, 0.4, 0.0],
];

/// Adds marks around every page, and the room that they take. `folds` are distances from the left of the trimmed page, in mm.
///
/// # Errors
/// When the PDF does not hold what it should.
pub fn with_marks(bytes: &[u8], name: &str, marks: &[Mark], bleed: f64, folds: &[f64]) -> Result<Vec<u8>, Diagnostic> {
    let mut opened = Opened::new(bytes, name)?;
    let fault = |why: String| Diagnostic::on(&FINISH, name.to_owned()).with("why", why);
    // All plates at once: the separation « All » (PDF 32000-1, 8.6.6.4).
    let tint = opened.document.add_object(dictionary! {
        "FunctionType" => 2, "N" => 1, "Domain" => vec![0.into(), 1.into()],
        "C0" => vec![Object::Integer(0); 4], "C1" => vec![Object::Integer(1); 4],
    });
    let all = opened.document.add_object(vec!["Separation".into(), "All".into(), "DeviceCMYK".into(), Object::Reference(tint)]);
    let mut drawn: BTreeMap<[i64; 4], ObjectId> = BTreeMap::new();
    for (index, page) in opened.pages.clone().into_iter().enumerate() {
        let rect = |key: &[u8]| opened.value(page, key).and_then(|v| opened.rectangle(&v));
        let Some(media) = rect(b"MediaBox") else { continue };
        let trim = rect(b"TrimBox").unwrap_or(media);
        let by = (bleed + SLUG) * MM;
        let room = Rect { x0: trim.x0 - by, y0: trim.y0 - by, x1: trim.x1 + by, y1: trim.y1 + by };
        let key = [trim.x0, trim.y0, trim.x1, trim.y1].map(|v| (v * 100.0).round() as i64);
        let form = match drawn.get(&key) {
            Some(form) => *form,
            None => {
                let content = content(trim, marks, bleed * MM, folds);
                let dict = dictionary! {
                    "Type" => "XObject", "Subtype" => "Form", "FormType" => 1, "BBox" => numbers(room),
                    "Resources" => dictionary! { "ColorSpace" => dictionary! { "All" => all } },
                };
                let mut stream = Stream::new(dict, content.into_bytes());
                // What cannot be compressed stays as it is.
                let _ = stream.compress();
                let form = opened.document.add_object(stream);
                drawn.insert(key, form);
                form
            }
        };
        let mut resources = opened.resources(index).cloned().unwrap_or_default();
        let mut forms = resources.get(b"XObject").ok().and_then(|x| opened.document.dereference(x).ok()?.1.as_dict().ok().cloned()).unwrap_or_default();
        forms.set(MARKS, form);
        resources.set("XObject", forms);
        let contents = opened.document.get_dictionary(page).ok().and_then(|p| p.get(b"Contents").ok()).cloned();
        let document = &mut opened.document;
        let before = document.add_object(Stream::new(Dictionary::new(), b"q\n".to_vec()));
        let after = document.add_object(Stream::new(Dictionary::new(), [b"\nQ /", MARKS, b" Do\n"].concat()));
        let mut parts = vec![Object::Reference(before)];
        match contents {
            Some(Object::Array(list)) => parts.extend(list),
            Some(one @ Object::Reference(_)) => match document.dereference(&one) {
                Ok((_, Object::Array(list))) => parts.extend(list.clone()),
                _ => parts.push(one),
            },
            Some(_) | None => {}
        }
        parts.push(Object::Reference(after));
        let page = document.get_dictionary_mut(page).map_err(|e| fault(e.to_string()))?;
        page.set("Contents", parts);
        page.set("Resources", resources);
        page.set("MediaBox", numbers(room));
        page.remove(b"CropBox");
    }
    let mut out = Vec::new();
    opened.document.save_to(&mut out).map_err(|e| fault(e.to_string()))?;
    Ok(out)
}

/// What is drawn around a page.
fn content(trim: Rect, marks: &[Mark], bleed: f64, folds: &[f64]) -> String {
    let Rect { x0, y0, x1, y1 } = trim;
    let mut out = String::from("/All CS 1 SCN /All cs 1 scn 0.25 w\n");
    let line = |a: (f64, f64), b: (f64, f64), out: &mut String| {
        let _ = writeln!(out, "{:.4} {:.4} m {:.4} {:.4} l S", a.0, a.1, b.0, b.1);
    };
    let (near, far) = (bleed + APART * MM, bleed + (APART + LENGTH) * MM);
    if marks.contains(&Mark::Crop) {
        for x in [x0, x1] {
            line((x, y0 - near), (x, y0 - far), &mut out);
            line((x, y1 + near), (x, y1 + far), &mut out);
        }
        for y in [y0, y1] {
            line((x0 - near, y), (x0 - far, y), &mut out);
            line((x1 + near, y), (x1 + far, y), &mut out);
        }
        // A fold is dashed, so that nobody cuts there.
        for fold in folds {
            let x = x0 + fold * MM;
            out.push_str("[2 1.5] 0 d\n");
            line((x, y0 - near), (x, y0 - far), &mut out);
            line((x, y1 + near), (x, y1 + far), &mut out);
            out.push_str("[] 0 d\n");
        }
    }
    if marks.contains(&Mark::Registration) {
        let middle = bleed + SLUG / 2.0 * MM;
        // Beside the middle of the page where a cover is folded there.
        let centre = |from: f64, to: f64| from + (to - from) / if folds.is_empty() { 2.0 } else { 4.0 };
        for (x, y) in [(centre(x0, x1), y0 - middle), (centre(x0, x1), y1 + middle), (x0 - middle, (y0 + y1) / 2.0), (x1 + middle, (y0 + y1) / 2.0)] {
            target(x, y, &mut out);
        }
    }
    if marks.contains(&Mark::Colours) {
        let side = PATCH * MM;
        let y = y0 - bleed - (SLUG / 2.0) * MM - side / 2.0;
        // From the middle to the right, between the mark of registration and that of the corner.
        let from = (x0 + x1) / 2.0 + 6.0 * MM;
        let fits = (((x1 - 2.0 * MM - from) / side).max(0.0)) as usize;
        for (i, [c, m, ye, k]) in (0_u8..).zip(PATCHES.iter().take(fits)) {
            let _ = writeln!(out, "{c} {m} {ye} {k} k {:.4} {y:.4} {side:.4} {side:.4} re f", from + f64::from(i) * side);
        }
    }
    out
}

/// A circle and a cross.
fn target(x: f64, y: f64, out: &mut String) {
    let r = RADIUS * MM;
    // Four Bézier curves that differ from a circle by less than a thousandth of its radius.
    let k = r * 0.5523;
    let _ = writeln!(
        out,
        "{:.4} {y:.4} m {:.4} {:.4} {:.4} {:.4} {x:.4} {:.4} c {:.4} {:.4} {:.4} {:.4} {:.4} {y:.4} c {:.4} {:.4} {:.4} {:.4} {x:.4} {:.4} c {:.4} {:.4} {:.4} {:.4} {:.4} {y:.4} c S",
        x + r,
        x + r,
        y + k,
        x + k,
        y + r,
        y + r,
        x - k,
        y + r,
        x - r,
        y + k,
        x - r,
        x - r,
        y - k,
        x - k,
        y - r,
        y - r,
        x + k,
        y - r,
        x + r,
        y - k,
        x + r,
    );
    let arm = r * 1.6;
    let _ = writeln!(out, "{:.4} {y:.4} m {:.4} {y:.4} l S {x:.4} {:.4} m {x:.4} {:.4} l S", x - arm, x + arm, y - arm, y + arm);
}

fn numbers(rect: Rect) -> Vec<Object> {
    [rect.x0, rect.y0, rect.x1, rect.y1].map(|v| Object::Real(v as f32)).to_vec()
}
