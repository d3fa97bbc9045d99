//! The last step for a printing house: colours in CMYK, boxes, the printing condition.

use super::MM;
use super::cmyk::{Condition, convert};
use super::codes::FINISH;
use super::opened::{Opened, Rect};
use crate::base::diag::Diagnostic;
use crate::model::plate::Plate;
use lopdf::{Document, Object, Stream, dictionary};

/// Says in the metadata what a printing house looks for there: that nothing is trapped, and that this is the file to print.
fn describe(document: &mut Document) {
    let Some(id) = document.catalog().ok().and_then(|c| c.get(b"Metadata").ok()).and_then(|m| m.as_reference().ok()) else { return };
    let Ok(Object::Stream(stream)) = document.get_object_mut(id) else { return };
    let Ok(text) = String::from_utf8(stream.content.clone()) else { return };
    let said = "<xmpMM:RenditionClass>default</xmpMM:RenditionClass><xmpMM:VersionID>1</xmpMM:VersionID><pdf:Trapped>False</pdf:Trapped>";
    let text = text.replacen("<xmpMM:RenditionClass>proof</xmpMM:RenditionClass>", said, 1);
    stream.set_content(text.into_bytes());
}

/// Makes a file ready for a printing house: every colour in CMYK, `plates` in the places of their stand-ins, the boxes of each page, the
/// condition as output intent. It claims no standard: PDF/X-4 would have to be checked by a second program first.
///
/// # Errors
/// When the PDF does not hold what it should.
pub fn for_press(bytes: &[u8], name: &str, condition: &Condition, bleed: f64, plates: &[Plate]) -> Result<Vec<u8>, Diagnostic> {
    let mut opened = Opened::new(bytes, name)?;
    convert(&mut opened, condition, plates);
    let fault = |why: String| Diagnostic::on(&FINISH, name.to_owned()).with("why", why);
    for page in opened.pages.clone() {
        let rect = |key: &[u8]| opened.value(page, key).and_then(|v| opened.rectangle(&v));
        let Some(media) = rect(b"MediaBox") else { continue };
        let trim = rect(b"TrimBox").unwrap_or(media);
        let by = bleed * MM;
        let bled = Rect { x0: trim.x0 - by, y0: trim.y0 - by, x1: trim.x1 + by, y1: trim.y1 + by }.within(media);
        let page = opened.document.get_dictionary_mut(page).map_err(|e| fault(e.to_string()))?;
        for (key, rect) in [("TrimBox", trim), ("BleedBox", bled)] {
            let numbers = [rect.x0, rect.y0, rect.x1, rect.y1].map(|v| Object::Real(v as f32));
            page.set(key, numbers.to_vec());
        }
    }
    let document = &mut opened.document;
    // PDF/X-4 is PDF 1.6, and nothing that came later is in an untagged file of the engine.
    document.version = "1.6".to_owned();
    let mut profile = Stream::new(dictionary! { "N" => 4, "Alternate" => "DeviceCMYK" }, condition.icc.to_vec());
    // A profile that cannot be compressed stays as it is.
    let _ = profile.compress();
    let profile = document.add_object(profile);
    let identifier = Object::string_literal(condition.identifier.as_str());
    let intent = document.add_object(dictionary! {
        "Type" => "OutputIntent", "S" => "GTS_PDFX",
        "OutputConditionIdentifier" => identifier.clone(), "Info" => identifier,
        "RegistryName" => Object::string_literal("http://www.color.org"),
        "DestOutputProfile" => profile,
    });
    document.catalog_mut().map_err(|e| fault(e.to_string()))?.set("OutputIntents", vec![Object::Reference(intent)]);
    if let Ok(info) = document.trailer.get(b"Info").and_then(Object::as_reference)
        && let Ok(info) = document.get_dictionary_mut(info)
    {
        // Nothing in the file has been trapped: that is the printing house's work.
        info.set("Trapped", "False");
    }
    describe(document);
    document.prune_objects();
    document.renumber_objects();
    let mut out = Vec::new();
    document.save_to(&mut out).map_err(|e| fault(e.to_string()))?;
    Ok(out)
}
