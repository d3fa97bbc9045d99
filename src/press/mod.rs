//! PDF → PDF, on its objects. The only user of a PDF library.

mod cmyk;
mod codes;
mod finish;
mod opened;
mod preflight;
mod scan;
mod sheets;
mod structure;
mod words;

pub use cmyk::Condition;
pub use codes::{CODES, INK, NEAR_EDGE, NO_FILE, NOT_A_PROFILE, NOT_EMBEDDED, OUT_OF_RANGE, QR_SMALL, QR_UNREADABLE, RGB, SAME_FILE, SHORT_BLEED, SOFT};
pub use finish::for_press;
pub use opened::Opened;
pub use sheets::{Imposed, Imposition, impose};
pub use structure::Structure;

/// Points in a millimetre.
const MM: f64 = 72.0 / 25.4;
