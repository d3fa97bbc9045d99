//! PDF → PDF, on its objects. The only user of a PDF library.

mod codes;
mod opened;
mod sheets;

pub use codes::{CODES, NO_FILE, OUT_OF_RANGE, SAME_FILE};
pub use opened::Opened;
pub use sheets::{Imposed, Imposition, impose};

/// Points in a millimetre.
const MM: f64 = 72.0 / 25.4;
