//! A cover on one sheet: back, spine and front side by side, with the bleed around the three of them.

use super::MM;
use super::codes::FINISH;
use super::opened::{Opened, Rect};
use crate::base::diag::Diagnostic;
use lopdf::{Dictionary, Object, ObjectId, Stream, dictionary};

/// A cover on its sheet.
pub struct CoverSheet {
    /// The PDF, of one page.
    pub bytes: Vec<u8>,
    /// Where the sheet is folded: distances from the left of the trimmed sheet, in mm.
    pub folds: [f64; 2],
}

/// Puts the three pages of a file (front, spine, back) on one sheet. Where they meet, each ends at its trimmed edge; around the sheet
/// they keep their bleed.
///
/// # Errors
/// When the file has not three pages that can be taken over whole.
pub fn cover_sheet(bytes: &[u8], name: &str) -> Result<CoverSheet, Diagnostic> {
    let mut opened = Opened::new(bytes, name)?;
    let fault = |why: String| Diagnostic::on(&FINISH, name.to_owned()).with("why", why);
    let &[front, spine, back] = opened.pages.as_slice() else {
        return Err(fault("la couverture tient en deux pages et un dos".to_owned()));
    };
    let boxes = |opened: &Opened, page: ObjectId| -> Option<(Rect, Rect)> {
        let rect = |key: &[u8]| opened.value(page, key).and_then(|v| opened.rectangle(&v));
        let media = rect(b"MediaBox")?;
        let trim = rect(b"TrimBox").unwrap_or(media);
        Some((trim, rect(b"BleedBox").unwrap_or(trim).within(media)))
    };
    let mut at = 0.0;
    let mut folds = Vec::new();
    let mut drawn = Dictionary::new();
    let mut content = String::new();
    let (mut left, mut right) = (0.0, 0.0);
    let (mut low, mut high, mut height) = (0.0_f64, 0.0_f64, 0.0_f64);
    for (index, (page, letter)) in [(back, 'B'), (spine, 'S'), (front, 'F')].into_iter().enumerate() {
        let (trim, bled) = boxes(&opened, page).ok_or_else(|| fault("une boîte de page manque".to_owned()))?;
        let shown = Rect { x0: if index == 0 { bled.x0 } else { trim.x0 }, x1: if index == 2 { bled.x1 } else { trim.x1 }, ..bled };
        let number = opened.pages.iter().position(|p| *p == page).unwrap_or(0);
        let form = form(&mut opened, number, shown)?;
        drawn.set(letter.to_string(), form);
        content.push_str(&format!("q 1 0 0 1 {:.4} {:.4} cm /{letter} Do Q\n", at - trim.x0, -trim.y0));
        match index {
            0 => left = trim.x0 - bled.x0,
            2 => right = bled.x1 - trim.x1,
            _ => {}
        }
        (low, high, height) = (low.max(trim.y0 - bled.y0), high.max(bled.y1 - trim.y1), height.max(trim.height()));
        at += trim.width();
        if index < 2 {
            folds.push(at / MM);
        }
    }
    let document = &mut opened.document;
    let numbers = |values: [f64; 4]| -> Vec<Object> { values.iter().map(|v| Object::Real(*v as f32)).collect() };
    // Nothing lies at a negative place: the trimmed sheet begins where the bleed ends.
    let content = format!("1 0 0 1 {left:.4} {low:.4} cm\n{content}");
    let content = document.add_object(Stream::new(Dictionary::new(), content.into_bytes()));
    let tree = document.new_object_id();
    let media = [0.0, 0.0, left + at + right, low + height + high];
    let sheet = document.add_object(dictionary! {
        "Type" => "Page", "Parent" => tree,
        "MediaBox" => numbers(media), "BleedBox" => numbers(media),
        "TrimBox" => numbers([left, low, left + at, low + height]),
        "Resources" => dictionary! { "XObject" => drawn },
        "Contents" => content,
    });
    document.objects.insert(tree, Object::Dictionary(dictionary! { "Type" => "Pages", "Count" => 1, "Kids" => vec![Object::Reference(sheet)] }));
    let catalog = document.catalog_mut().map_err(|e| fault(e.to_string()))?;
    catalog.set("Pages", tree);
    for key in [&b"Outlines"[..], b"Dests", b"Names", b"PageLabels", b"OpenAction", b"PageMode"] {
        catalog.remove(key);
    }
    if let Some(id) = document.catalog().ok().and_then(|c| c.get(b"Metadata").ok()).and_then(|m| m.as_reference().ok())
        && let Ok(Object::Stream(stream)) = document.get_object_mut(id)
        && let Ok(text) = String::from_utf8(stream.content.clone())
    {
        stream.set_content(text.replacen("<xmpTPg:NPages>3</xmpTPg:NPages>", "<xmpTPg:NPages>1</xmpTPg:NPages>", 1).into_bytes());
    }
    document.prune_objects();
    document.renumber_objects();
    let mut out = Vec::new();
    document.save_to(&mut out).map_err(|e| fault(e.to_string()))?;
    let &[a, b] = folds.as_slice() else { return Err(fault("la couverture n’a pas deux plis".to_owned())) };
    Ok(CoverSheet { bytes: out, folds: [a, b] })
}

/// A part of a page as a form, in the page's own space.
fn form(opened: &mut Opened, index: usize, shown: Rect) -> Result<ObjectId, Diagnostic> {
    let (content, filters) = opened.content(index)?;
    let page = opened.pages[index];
    let resources = opened.resources(index).cloned().unwrap_or_default();
    let mut dict = dictionary! {
        "Type" => "XObject", "Subtype" => "Form", "FormType" => 1,
        "BBox" => [shown.x0, shown.y0, shown.x1, shown.y1].map(|v| Object::Real(v as f32)).to_vec(),
        "Resources" => resources,
    };
    dict.extend(&filters);
    if let Some(group) = opened.value(page, b"Group") {
        dict.set("Group", group);
    }
    Ok(opened.document.add_object(Stream::new(dict, content)))
}
