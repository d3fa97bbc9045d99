//! Profiles: how a publication is made for a use. Data of `templates/profiles.yaml`.

use crate::base::source::Spanned;

crate::vocabulary! {
    /// How pages are put on sheets.
    pub enum Scheme {
        /// One page a sheet, in reading order.
        None = "none",
        /// Two pages side by side, to be folded into a booklet.
        TwoUp = "two-up",
    }
}

crate::vocabulary! {
    /// A PDF standard that the engine can claim.
    pub enum Standard {
        /// PDF/UA-1.
        Ua1 = "ua-1",
        /// PDF/A-2a.
        A2a = "a-2a",
        /// PDF/A-3a.
        A3a = "a-3a",
        /// PDF 1.6
        Pdf16 = "1.6",
        /// PDF 1.7
        Pdf17 = "1.7",
    }
}

crate::record! {
    /// One profile.
    pub struct Profile {
        /// Links are live.
        links = "links": bool,
        /// The PDF carries its structure.
        tagged = "tagged": bool,
        /// The standards that it claims.
        standards = "standards": Vec<Spanned<Standard>>,
        /// Bleed in mm.
        bleed = "bleed": f64,
        /// Crop marks.
        marks = "marks": bool,
        /// Proof marks.
        proof = "proof": bool,
        /// Colours in CMYK.
        cmyk = "cmyk": bool,
        /// The addresses of links and of resources are printed.
        urls = "urls": bool,
        /// The number of pages is made a multiple of this.
        multiple = "multiple": u32,
        /// How pages go on sheets.
        impose = "impose": Option<Spanned<Scheme>>,
        /// Left and right pages differ.
        facing = "facing": bool,
        /// A word on every page.
        label = "label": Option<String>,
    }
}
