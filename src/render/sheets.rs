//! The pages that imposed sheets may begin with, and the calibration sheet, as bundles: `templates/sheets/`.

use super::TEMPLATE;
use crate::base::diag::Diagnostic;
use crate::model::assets::Templates;
use crate::model::bundle::{Bundle, BundleFile, MAIN};
use serde::Serialize;

/// A page of `templates/sheets/`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SheetPage {
    /// How to print, fold and staple.
    Instructions,
    /// What measures the offset of the two sides.
    Calibration,
}

/// What such a page tells: `/data/sheets.json`.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SheetFacts {
    /// Width of the sheet in mm.
    pub width: f64,
    /// Its height in mm.
    pub height: f64,
    /// The border that the printer leaves white, in mm.
    pub border: f64,
    /// « A4 », or its size.
    pub paper: String,
    /// « bord court » or « bord long ».
    pub edge: &'static str,
    /// How many pages the booklet has.
    pub pages: u32,
    /// How many sheets.
    pub sheets: usize,
    /// First and last sheet of each signature, from 1.
    pub signatures: Vec<(usize, usize)>,
    /// What stands on the front of the first sheet, left and right.
    pub outer: [String; 2],
    /// Whether marks show where the staples go.
    pub staples: bool,
    /// How far the pages in the middle move towards the fold, in mm.
    pub creep: f64,
}

/// The bundle of a page.
///
/// # Errors
/// When its template is missing.
pub fn sheet_page(page: SheetPage, facts: &SheetFacts, templates: &Templates) -> Result<Bundle, Diagnostic> {
    let name = match page {
        SheetPage::Instructions => "sheets/instructions.typ",
        SheetPage::Calibration => "sheets/calibration.typ",
    };
    let mut bundle = Bundle::default();
    for (path, bytes) in templates.0.iter().filter(|(path, _)| path.starts_with("sheets/")) {
        bundle.files.insert(format!("templates/{path}"), BundleFile { bytes: bytes.clone(), map: Default::default(), template: true });
    }
    if !templates.0.contains_key(name) {
        let finding = Diagnostic::on(&TEMPLATE, format!("templates/{name}"));
        return Err(finding.with("why", "il n’existe pas").with("why_en", "it does not exist").with("file", name));
    }
    bundle.put(MAIN, format!("#include \"/templates/{name}\"\n"));
    bundle.put("data/sheets.json", serde_json::to_vec_pretty(facts).unwrap_or_default());
    Ok(bundle)
}
