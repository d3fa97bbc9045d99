//! PDF → PDF, on its objects. The only user of a PDF library.

use crate::base::diag::Diagnostic;
use crate::model::imposition::{Sheet, Side};
use lopdf::{Document, Object, ObjectId, Stream, dictionary};

crate::codes! {
    /// A PDF that cannot be imposed.
    IMPOSE = "T201" Error {
        "les pages ne peuvent pas être mises en feuilles : {why}" / "the pages cannot be put on sheets: {why}",
        "signalez cette erreur : le PDF vient d’être produit par livret" / "report this error: livret has just made the PDF",
        "Le profil « bureau » plie deux pages sur une feuille." / "The profile `bureau` folds two pages on a sheet.",
    }
}

/// Puts single pages side by side on sheets of twice their width, as vectors: each page becomes a form that its sheet draws.
///
/// # Errors
/// When the PDF does not hold what it should.
pub fn two_up(pdf: &[u8], sheets: &[Sheet]) -> Result<Vec<u8>, Diagnostic> {
    impose(pdf, sheets).map_err(|why| Diagnostic::on(&IMPOSE, "").with("why", why))
}

fn impose(pdf: &[u8], sheets: &[Sheet]) -> Result<Vec<u8>, String> {
    let text = |e: lopdf::Error| e.to_string();
    let mut document = Document::load_mem(pdf).map_err(text)?;
    let pages = document.get_pages();
    let (width, height) = pages.values().next().map_or(Ok((0.0, 0.0)), |id| size(&document, *id))?;
    let mut forms = std::collections::BTreeMap::new();
    for (number, id) in &pages {
        let content = document.get_page_content(*id);
        let resources = inherited(&document, *id, b"Resources").unwrap_or_else(|| Object::Dictionary(lopdf::Dictionary::new()));
        let (w, h) = size(&document, *id)?;
        let mut form = Stream::new(
            dictionary! {
                "Type" => "XObject", "Subtype" => "Form", "FormType" => 1,
                "BBox" => vec![0.into(), 0.into(), w.into(), h.into()],
                "Resources" => resources,
            },
            content,
        );
        form.compress().map_err(text)?;
        forms.insert(*number, document.add_object(form));
    }
    let tree: ObjectId = document.new_object_id();
    let mut kids = Vec::new();
    for side in sheets.iter().flat_map(|s| [s.front, s.back]) {
        kids.push(sheet_page(&mut document, tree, &side, &forms, width, height));
    }
    let count = i64::try_from(kids.len()).unwrap_or(i64::MAX);
    document.objects.insert(tree, Object::Dictionary(dictionary! { "Type" => "Pages", "Kids" => kids, "Count" => count }));
    let catalog = document.catalog_mut().map_err(text)?;
    catalog.set("Pages", tree);
    for key in [&b"Outlines"[..], b"Dests", b"Names", b"StructTreeRoot", b"MarkInfo", b"PageLabels", b"OpenAction"] {
        catalog.remove(key);
    }
    // Whoever prints a booklet wants its two sides to meet at the fold.
    catalog.set("ViewerPreferences", dictionary! { "Duplex" => "DuplexFlipShortEdge", "PrintScaling" => "None", "DisplayDocTitle" => true });
    document.prune_objects();
    document.renumber_objects();
    let mut out = Vec::new();
    document.save_to(&mut out).map_err(|e| e.to_string())?;
    Ok(out)
}

fn sheet_page(document: &mut Document, tree: ObjectId, side: &Side, forms: &std::collections::BTreeMap<u32, ObjectId>, width: f32, height: f32) -> Object {
    let mut drawn = lopdf::Dictionary::new();
    let mut content = String::new();
    for (i, page) in side.iter().enumerate() {
        if let Some(form) = page.and_then(|p| forms.get(&p)) {
            let name = format!("P{i}");
            let x = if i == 0 { 0.0 } else { width };
            content.push_str(&format!("q 1 0 0 1 {x} 0 cm 0 0 {width} {height} re W n /{name} Do Q\n"));
            drawn.set(name, *form);
        }
    }
    let content = document.add_object(Stream::new(lopdf::Dictionary::new(), content.into_bytes()));
    let page = document.add_object(dictionary! {
        "Type" => "Page", "Parent" => tree,
        "MediaBox" => vec![0.into(), 0.into(), (2.0 * width).into(), height.into()],
        "Resources" => dictionary! { "XObject" => drawn },
        "Contents" => content,
    });
    Object::Reference(page)
}

/// A value of a page or of the nodes above it.
fn inherited(document: &Document, page: ObjectId, key: &[u8]) -> Option<Object> {
    let mut at = page;
    for _ in 0..64 {
        let node = document.get_dictionary(at).ok()?;
        if let Ok(value) = node.get(key) {
            return Some(value.clone());
        }
        at = node.get(b"Parent").ok()?.as_reference().ok()?;
    }
    None
}

/// Width and height of a page in pt.
fn size(document: &Document, page: ObjectId) -> Result<(f32, f32), String> {
    let value = inherited(document, page, b"MediaBox").ok_or("MediaBox")?;
    let value = match value {
        Object::Reference(id) => document.get_object(id).map_err(|e| e.to_string())?.clone(),
        other => other,
    };
    let numbers: Vec<f32> = value.as_array().map_err(|e| e.to_string())?.iter().filter_map(|n| n.as_float().ok()).collect();
    match numbers.as_slice() {
        [x0, y0, x1, y1] => Ok((x1 - x0, y1 - y0)),
        _ => Err("MediaBox".to_owned()),
    }
}
