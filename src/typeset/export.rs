//! Laid-out pages → files, and what the pages say.

use super::codes::STANDARD;
use super::pictures::{Pictures, pictures};
use super::{Layout, Piece, diagnostics};
use crate::base::diag::Diagnostic;
use crate::model::bundle::Bundle;
use crate::model::plate::Plate;
use crate::model::preflight::ReducedFact;
use crate::model::profile::{Profile, Standard};
use typst::foundations::Smart;
use typst::layout::{Abs, Frame, FrameItem, Point};
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards};

fn standard(standard: Standard) -> PdfStandard {
    match standard {
        Standard::Ua1 => PdfStandard::Ua_1,
        Standard::A2a => PdfStandard::A_2a,
        Standard::A3a => PdfStandard::A_3a,
        Standard::Pdf16 => PdfStandard::V_1_6,
        Standard::Pdf17 => PdfStandard::V_1_7,
    }
}

/// Why the standards of a profile do not go together, in the engine's words.
pub fn conflict(profile: &Profile) -> Option<String> {
    let wanted: Vec<PdfStandard> = profile.standards.iter().map(|s| standard(s.value)).collect();
    PdfStandards::new(&wanted).err().map(|e| e.message().to_string())
}

/// A layout as a file.
pub struct Export {
    /// The bytes of the PDF.
    pub bytes: Vec<u8>,
    /// The pictures that the press puts in the place of what stands for them.
    pub plates: Vec<Plate>,
    /// The pictures that were written with fewer pixels than their files have.
    pub reduced: Vec<ReducedFact>,
}

/// The PDF of a layout. No timestamp: the date comes with the document. Pictures are no finer than the profile wants; where it has a
/// printing condition they are stand-ins, and [`Export::plates`] has them.
///
/// # Errors
/// What the standards of the profile refuse, at the author's place where there is one.
pub fn pdf(layout: &Layout, bundle: &Bundle, profile: &Profile, ident: &str) -> Result<Export, Vec<Diagnostic>> {
    let names: Vec<&str> = profile.standards.iter().map(|s| s.value.word()).collect();
    let names = names.join(" + ");
    let wanted: Vec<PdfStandard> = profile.standards.iter().map(|s| standard(s.value)).collect();
    let standards = PdfStandards::new(&wanted)
        .map_err(|e| vec![Diagnostic::on(&STANDARD, "templates/profiles.yaml").with("standard", names.clone()).with("why", e.message().to_string())])?;
    let options = PdfOptions {
        ident: Smart::Custom(ident.to_owned()),
        creator: Smart::Custom(Some(format!("livret {}", env!("CARGO_PKG_VERSION")))),
        timestamp: None,
        page_ranges: None,
        standards,
        tagged: profile.tagged,
        pretty: false,
    };
    let Pictures { document, plates, reduced } = pictures(layout, bundle, profile);
    let bytes = typst_pdf::pdf(document.as_ref().unwrap_or(&layout.document), &options).map_err(|errors| {
        let mut findings = diagnostics::all(&errors, &layout.world, bundle);
        for finding in &mut findings {
            finding.code = &STANDARD;
            finding.args.push(("standard", names.clone().into()));
        }
        findings
    })?;
    Ok(Export { bytes, plates, reduced })
}

/// Each page as a PNG.
///
/// # Errors
/// The words of the encoder.
pub fn png(layout: &Layout, pixels_per_inch: f64) -> Result<Vec<Vec<u8>>, String> {
    let pixel_per_pt = typst::utils::Scalar::new(pixels_per_inch / 72.0);
    let options = typst_render::RenderOptions { pixel_per_pt, ..Default::default() };
    layout.document.pages().iter().map(|page| typst_render::render(page, &options).encode_png().map_err(|e| e.to_string())).collect()
}

/// Whether the engine can draw an SVG: it has a size, and not too many parts.
pub fn draws(bytes: &crate::base::files::Bytes) -> bool {
    typst::visualize::SvgImage::new(typst::foundations::Bytes::new(super::world::SharedBytes(bytes.clone()))).is_ok()
}

/// The pieces of text of a frame.
pub(super) fn pieces(frame: &Frame) -> Vec<Piece> {
    fn walk(frame: &Frame, at: Point, out: &mut Vec<Piece>) {
        for (position, item) in frame.items() {
            let here = at + *position;
            match item {
                FrameItem::Group(group) => walk(&group.frame, here, out),
                FrameItem::Text(text) => out.push(Piece {
                    text: text.text.to_string(),
                    x: (here.x + text.glyphs.first().map_or_else(Abs::zero, |g| g.x_offset.at(text.size))).to_pt(),
                    y: here.y.to_pt(),
                    size: text.size.to_pt(),
                    width: text.width().to_pt(),
                    family: text.font.info().family.clone(),
                }),
                FrameItem::Shape(..) | FrameItem::Image(..) | FrameItem::Link(..) | FrameItem::Tag(_) => {}
            }
        }
    }
    let mut out = Vec::new();
    walk(frame, Point::zero(), &mut out);
    out
}
