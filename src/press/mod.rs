//! PDF → PDF, on its objects. The only user of a PDF library.

mod attached;
mod cmyk;
mod codes;
mod cover;
mod expansions;
mod finish;
mod jpeg;
mod marks;
mod opened;
mod pdfx;
mod preflight;
mod reading;
mod scan;
mod sheets;
mod structure;
mod tagged;
mod tree;
mod words;

pub use cmyk::{Condition, MOST_INK};
pub use codes::{
    BINDING_RANGE, BORDER, CODES, INK, MANY_STAPLED, NEAR_EDGE, NO_FILE, NOT_A_PROFILE, NOT_EMBEDDED, NOT_X4, OUT_OF_RANGE, QR_SMALL, QR_UNREADABLE, RGB,
    SAME_FILE, SHORT_BLEED, SOFT, SPINE_THIN, SPINE_UNKNOWN, UNBOUND,
};
pub use cover::{CoverSheet, cover_sheet};
pub use expansions::expand;
pub use finish::for_press;
pub use marks::with_marks;
pub use opened::Opened;
pub use pdfx::PrintRule;
pub use reading::Heading;
pub use sheets::{Imposed, Imposition, impose};
pub use structure::Structure;
pub use tagged::Tagged;
pub use words::passages;

/// Points in a millimetre.
const MM: f64 = 72.0 / 25.4;
