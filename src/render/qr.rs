//! QR codes as rows of modules.

use fast_qr::{ECL, QRBuilder};

/// The rows of the code of an address, `1` for a dark module, without its quiet zone. Level M: DOMAIN.md 4.1.
pub(super) fn rows(address: &str) -> Option<Vec<String>> {
    let code = QRBuilder::new(address).ecl(ECL::M).build().ok()?;
    Some((0..code.size).map(|y| code[y].iter().take(code.size).map(|m| if m.value() { '1' } else { '0' }).collect()).collect())
}
