//! Pages on sheets: each page becomes a form that its sheet draws, as vectors.

use super::MM;
use super::codes::{IMPOSE, MANY_SHEETS, REDUCED, THICK};
use super::opened::{Opened, Rect, number};
use crate::base::diag::Diagnostic;
use crate::lang::format::page_list;
use crate::model::imposition::{Duplex, Impose, Offset, Sheet, Side};
use lopdf::{Dictionary, Document, Object, ObjectId, Stream, dictionary};
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// Creep in mm from which the inner margin is at stake.
const MOST_CREEP: f64 = 3.0;

/// The most sheets of a booklet that is folded and stapled: 80 pages (DOMAIN.md 4.1).
const MOST_SHEETS: u32 = 20;

/// A page may be this much larger than half a sheet, in pt: sizes are rounded in many files.
const SLACK: f64 = 1.5;

/// What is put on sheets, and how.
pub struct Imposition<'a> {
    /// Which page stands where.
    pub sheets: &'a [Sheet],
    /// How.
    pub impose: &'a Impose,
    /// Width and height of a sheet in mm.
    pub size: (f64, f64),
    /// Thickness of a leaf in mm: the pages of a sheet move towards the fold by that for each sheet around it.
    pub leaf: f64,
    /// What the calibration sheet showed.
    pub offset: Offset,
    /// A PDF whose first page is printed on a sheet of its own before the others.
    pub first: Option<Opened>,
}

/// Sheets, made.
pub struct Imposed {
    /// The PDF.
    pub bytes: Vec<u8>,
    /// How many sides of sheets it has.
    pub sides: u32,
    /// What is worth knowing.
    pub findings: Vec<Diagnostic>,
}

/// A page as a form.
#[derive(Clone, Copy)]
struct Form {
    id: ObjectId,
    /// Width and height as it is seen, in pt.
    size: (f64, f64),
}

/// Puts pages on sheets.
///
/// # Errors
/// When a page cannot be taken over whole.
pub fn impose(opened: Opened, imposition: Imposition<'_>) -> Result<Imposed, Diagnostic> {
    let mut findings = Vec::new();
    let mut opened = opened;
    let settings = imposition.impose;
    let forms = (0..opened.pages.len()).map(|i| form(&mut opened, i)).collect::<Result<Vec<Form>, _>>()?;
    let press = Press::new(&imposition, &forms);
    press.tell(&forms, &mut findings);
    let Opened { mut document, name, .. } = opened;
    let fault = |e: lopdf::Error| Diagnostic::on(&IMPOSE, name.clone()).with("why", e.to_string());

    let tree: ObjectId = document.new_object_id();
    let mut kids: Vec<Object> = Vec::new();
    if let Some(mut first) = imposition.first {
        first.document.renumber_objects_with(document.max_id + 1);
        first.pages = first.document.page_iter().collect();
        let form = form(&mut first, 0)?;
        document.max_id = first.document.max_id;
        document.objects.extend(std::mem::take(&mut first.document.objects));
        kids.push(press.page(&mut document, tree, "/P0 Do\n".to_owned(), dictionary! { "P0" => form.id }));
        kids.push(press.page(&mut document, tree, String::new(), Dictionary::new()));
    }
    for sheet in imposition.sheets {
        for (side, is_back) in [(&sheet.front, false), (&sheet.back, true)] {
            let (content, drawn) = press.side(side, sheet.depth, is_back, &forms);
            kids.push(press.page(&mut document, tree, content, drawn));
        }
    }
    let sides = u32::try_from(kids.len()).unwrap_or(u32::MAX);
    document.objects.insert(tree, Object::Dictionary(dictionary! { "Type" => "Pages", "Count" => i64::from(sides), "Kids" => kids }));
    let flip = match settings.duplex {
        Duplex::ShortEdge => "DuplexFlipShortEdge",
        Duplex::LongEdge => "DuplexFlipLongEdge",
    };
    let catalog = document.catalog_mut().map_err(fault)?;
    catalog.set("Pages", tree);
    // What spoke of the single pages is no longer true: their tree, their outline, the standards that the file claimed.
    for key in [
        &b"Outlines"[..],
        b"Dests",
        b"Names",
        b"StructTreeRoot",
        b"MarkInfo",
        b"PageLabels",
        b"OpenAction",
        b"AA",
        b"AcroForm",
        b"Metadata",
        b"PageMode",
        b"PageLayout",
        b"Threads",
        b"Perms",
        b"Collection",
    ] {
        catalog.remove(key);
    }
    catalog.set("ViewerPreferences", dictionary! { "Duplex" => flip, "PrintScaling" => "None", "DisplayDocTitle" => true });
    if let Ok(info) = document.trailer.get(b"Info").and_then(Object::as_reference)
        && let Ok(info) = document.get_dictionary_mut(info)
    {
        info.remove(b"GTS_PDFXVersion");
        info.remove(b"GTS_PDFXConformance");
    }
    document.prune_objects();
    document.renumber_objects();
    let mut bytes = Vec::new();
    document.save_to(&mut bytes).map_err(|e| Diagnostic::on(&IMPOSE, name.clone()).with("why", e.to_string()))?;
    Ok(Imposed { bytes, sides, findings })
}

/// Makes a form of a page: its content, and over it what its annotations show when printed.
fn form(opened: &mut Opened, index: usize) -> Result<Form, Diagnostic> {
    let face = opened.face(index)?;
    let page = opened.pages[index];
    let (content, filters) = opened.content(index)?;
    let resources = opened.value(page, b"Resources").filter(|r| r.as_dict().is_ok()).unwrap_or_else(|| Object::Dictionary(Dictionary::new()));
    let Rect { x0, y0, x1, y1 } = face.shown;
    let mut dict = dictionary! {
        "Type" => "XObject", "Subtype" => "Form", "FormType" => 1,
        "BBox" => numbers(&[x0, y0, x1, y1]),
        "Matrix" => numbers(&face.upright),
        "Resources" => resources,
    };
    dict.extend(&filters);
    // Transparency is computed as it was on the page: a group of its own.
    if let Some(group) = opened.value(page, b"Group") {
        dict.set("Group", group);
    }
    let id = opened.document.add_object(Stream::new(dict, content));
    let shown = appearances(opened, page);
    if shown.is_empty() {
        return Ok(Form { id, size: face.size });
    }
    let mut drawn = dictionary! { "P" => id };
    let mut content = "/P Do\n".to_owned();
    for (i, (matrix, appearance)) in shown.into_iter().enumerate() {
        let [a, b, c, d, e, f] = matrix;
        let _ = writeln!(content, "q {a:.4} {b:.4} {c:.4} {d:.4} {e:.4} {f:.4} cm /A{i} Do Q");
        drawn.set(format!("A{i}"), appearance);
    }
    // The page's own form is upright already; what its annotations show is in the space of the page.
    if let Ok(Object::Stream(stream)) = opened.document.get_object_mut(id) {
        stream.dict.remove(b"Matrix");
    }
    let dict = dictionary! {
        "Type" => "XObject", "Subtype" => "Form", "FormType" => 1,
        "BBox" => numbers(&[x0, y0, x1, y1]),
        "Matrix" => numbers(&face.upright),
        "Resources" => dictionary! { "XObject" => drawn },
    };
    let id = opened.document.add_object(Stream::new(dict, content.into_bytes()));
    Ok(Form { id, size: face.size })
}

/// What the annotations of a page show when it is printed: filled fields, stamps, notes. Each with the matrix that puts it in its
/// rectangle (PDF 32000-1, 12.5.5).
fn appearances(opened: &Opened, page: ObjectId) -> Vec<([f64; 6], ObjectId)> {
    let document = &opened.document;
    let Some(Object::Array(list)) = opened.value(page, b"Annots") else { return Vec::new() };
    let one = |item: &Object| -> Option<([f64; 6], ObjectId)> {
        let annotation = document.dereference(item).ok()?.1.as_dict().ok()?;
        let flags = annotation.get(b"F").ok().and_then(number).unwrap_or(0.0) as i64;
        let (hidden, print) = (flags & 0b10 != 0, flags & 0b100 != 0);
        if hidden || !print || annotation.get(b"Subtype").and_then(Object::as_name).is_ok_and(|n| n == b"Popup") {
            return None;
        }
        let normal = document.dereference(annotation.get(b"AP").ok()?).ok()?.1.as_dict().ok()?.get(b"N").ok()?;
        let (mut id, mut appearance) = document.dereference(normal).ok()?;
        if let Object::Dictionary(states) = appearance {
            let state = annotation.get(b"AS").and_then(Object::as_name).ok()?;
            (id, appearance) = document.dereference(states.get(state).ok()?).ok()?;
        }
        let dict = &appearance.as_stream().ok()?.dict;
        let target = opened.rectangle(annotation.get(b"Rect").ok()?)?;
        let bounds = opened.rectangle(dict.get(b"BBox").ok()?)?;
        let matrix: Vec<f64> = dict.get(b"Matrix").and_then(Object::as_array).map(|m| m.iter().filter_map(number).collect()).unwrap_or_default();
        let [a, b, c, d, e, f] = <[f64; 6]>::try_from(matrix).unwrap_or([1.0, 0.0, 0.0, 1.0, 0.0, 0.0]);
        let corners = [(bounds.x0, bounds.y0), (bounds.x1, bounds.y0), (bounds.x0, bounds.y1), (bounds.x1, bounds.y1)];
        let at = corners.map(|(x, y)| (a * x + c * y + e, b * x + d * y + f));
        let least = at.iter().fold((f64::MAX, f64::MAX), |m, p| (m.0.min(p.0), m.1.min(p.1)));
        let most = at.iter().fold((f64::MIN, f64::MIN), |m, p| (m.0.max(p.0), m.1.max(p.1)));
        let (w, h) = (most.0 - least.0, most.1 - least.1);
        if w <= 0.0 || h <= 0.0 {
            return None;
        }
        let (sx, sy) = (target.width() / w, target.height() / h);
        Some(([sx, 0.0, 0.0, sy, target.x0 - least.0 * sx, target.y0 - least.1 * sy], id?))
    };
    list.iter().filter_map(one).collect()
}

/// The sheet, in pt.
struct Press<'a> {
    settings: &'a Impose,
    width: f64,
    height: f64,
    /// Largest width and height of the pages, as they are drawn.
    block: (f64, f64),
    border: f64,
    leaf: f64,
    offset: Offset,
    deepest: u32,
}

impl<'a> Press<'a> {
    fn new(imposition: &Imposition<'a>, forms: &[Form]) -> Self {
        let mut press = Press {
            settings: imposition.impose,
            width: imposition.size.0 * MM,
            height: imposition.size.1 * MM,
            block: (0.0, 0.0),
            border: imposition.impose.border * MM,
            leaf: imposition.leaf * MM,
            offset: imposition.offset,
            deepest: imposition.sheets.iter().map(|s| s.depth).max().unwrap_or(0),
        };
        let scaled = |form: &Form| (form.size.0 * press.scale(form), form.size.1 * press.scale(form));
        press.block = forms.iter().map(scaled).fold((0.0, 0.0), |m: (f64, f64), s| (m.0.max(s.0), m.1.max(s.1)));
        press
    }

    /// How much a page is scaled.
    fn scale(&self, form: &Form) -> f64 {
        let (half, height) = (self.width / 2.0, self.height);
        if self.settings.fit {
            return ((half - self.border) / form.size.0).min((height - 2.0 * self.border) / form.size.1);
        }
        if form.size.0 <= half + SLACK && form.size.1 <= height + SLACK { 1.0 } else { (half / form.size.0).min(height / form.size.1) }
    }

    /// Says what is not as it was: smaller pages, and a thick booklet.
    fn tell(&self, forms: &[Form], findings: &mut Vec<Diagnostic>) {
        let mut smaller: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
        for (number, form) in (1..).zip(forms) {
            let percent = (self.scale(form) * 100.0).round() as u32;
            if percent < 100 {
                smaller.entry(percent).or_default().push(number);
            }
        }
        for (percent, pages) in smaller {
            let list = page_list(&pages);
            let (word, word_en) = if pages.len() > 1 { ("pages", "pages") } else { ("page", "page") };
            findings.push(
                Diagnostic::on(&REDUCED, "")
                    .with("pages", format!("{word} {list}"))
                    .with("pages_en", format!("{word_en} {list}"))
                    .with("percent", percent.to_string()),
            );
        }
        let sheets = self.deepest + 1;
        if sheets > MOST_SHEETS {
            findings.push(Diagnostic::on(&MANY_SHEETS, "").with("sheets", sheets.to_string()).with("limit", MOST_SHEETS.to_string()));
        }
        let creep = f64::from(self.deepest) * self.leaf / MM;
        if creep > MOST_CREEP {
            findings.push(Diagnostic::on(&THICK, "").with("creep", format!("{creep:.1}").replace('.', ",")));
        }
    }

    /// The content of a side, and the forms that it draws.
    fn side(&self, side: &Side, depth: u32, is_back: bool, forms: &[Form]) -> (String, Dictionary) {
        let mut drawn = Dictionary::new();
        let mut content = String::new();
        if is_back {
            let (dx, dy) = self.correction();
            let _ = writeln!(content, "1 0 0 1 {dx:.4} {dy:.4} cm");
            if self.settings.duplex == Duplex::LongEdge {
                let _ = writeln!(content, "-1 0 0 -1 {:.4} {:.4} cm", self.width, self.height);
            }
        }
        let fold = self.width / 2.0;
        for (i, page) in side.iter().enumerate() {
            let Some(form) = page.and_then(|p| forms.get(usize::try_from(p).ok()?.checked_sub(1)?)) else { continue };
            let name = format!("P{i}");
            let s = self.scale(form);
            let (w, h) = (form.size.0 * s, form.size.1 * s);
            // Pages meet at the fold; one that is smaller than the others stands in the middle of their size.
            let creep = f64::from(depth) * self.leaf;
            let room = self.block.0.max(w);
            let inset = if self.settings.fit { (fold - self.border - w) / 2.0 } else { (room - w) / 2.0 };
            let x = if i == 0 { fold - inset - w + creep } else { fold + inset - creep };
            let y = (self.height - h) / 2.0;
            // A page never crosses the fold, nor reaches where the printer cannot print.
            let left = if i == 0 { self.border } else { fold };
            let _ = writeln!(
                content,
                "q {left:.4} {:.4} {:.4} {:.4} re W n {s:.6} 0 0 {s:.6} {x:.4} {y:.4} cm /{name} Do Q",
                self.border,
                fold - self.border,
                self.height - 2.0 * self.border,
            );
            drawn.set(name, form.id);
        }
        if !is_back && depth == 0 {
            self.marks(&mut content);
        }
        (content, drawn)
    }

    /// How a back is moved so that it falls on its front. What was read is where the back lies, seen from the front: to the right, and up.
    /// Turned along its short edge, a sheet shows its back with left and right exchanged; along its long edge, with top and bottom.
    fn correction(&self) -> (f64, f64) {
        let (x, y) = (self.offset.x * MM, self.offset.y * MM);
        match self.settings.duplex {
            Duplex::ShortEdge => (x, -y),
            Duplex::LongEdge => (-x, y),
        }
    }

    /// Marks on the outside of a booklet: where it is folded, and where it is stapled.
    fn marks(&self, content: &mut String) {
        let fold = self.width / 2.0;
        let mut line = |x0: f64, y0: f64, x1: f64, y1: f64| {
            let _ = writeln!(content, "q 0 G 0.25 w {x0:.4} {y0:.4} m {x1:.4} {y1:.4} l S Q");
        };
        if self.settings.fold {
            let length = 4.0 * MM;
            line(fold, self.border, fold, self.border + length);
            line(fold, self.height - self.border, fold, self.height - self.border - length);
        }
        if self.settings.staples {
            let bottom = (self.height - self.block.1) / 2.0;
            for quarter in [0.25, 0.75] {
                let y = bottom + self.block.1 * quarter;
                let (half, tick) = (6.0 * MM, 1.5 * MM);
                line(fold, y - half, fold, y + half);
                line(fold - tick, y - half, fold + tick, y - half);
                line(fold - tick, y + half, fold + tick, y + half);
            }
        }
    }

    fn page(&self, document: &mut Document, tree: ObjectId, content: String, drawn: Dictionary) -> Object {
        let content = document.add_object(Stream::new(Dictionary::new(), content.into_bytes()));
        let page = document.add_object(dictionary! {
            "Type" => "Page", "Parent" => tree,
            "MediaBox" => numbers(&[0.0, 0.0, self.width, self.height]),
            "Resources" => dictionary! { "XObject" => drawn },
            "Contents" => content,
        });
        Object::Reference(page)
    }
}

/// Numbers as a PDF writes them.
fn numbers(values: &[f64]) -> Vec<Object> {
    values.iter().map(|v| Object::Real(*v as f32)).collect()
}
