//! Contrast, as WCAG 2 measures it.

use super::codes::{CONTRAST, FAINT};
use super::{Remark, View};

/// The least contrast of text (WCAG 2, 1.4.3).
pub const TEXT: f64 = 4.5;
/// The least contrast of what is drawn (WCAG 2, 1.4.11).
pub const DRAWN: f64 = 3.0;

/// Two colours that are hardly told apart.
pub struct Faint {
    /// Their contrast, as people write it.
    pub ratio: String,
    /// A colour near the first one that does better.
    pub better: String,
}

/// What to say of a colour on another, when their contrast is less than it must be.
pub fn faint(ink: [u8; 3], ground: [u8; 3], least: f64) -> Option<Faint> {
    let ratio = contrast(ink, ground);
    // Rounded down: what is under the limit never reads as the limit.
    let shown = || format!("{:.1}", (ratio * 10.0).floor() / 10.0).replace('.', ",");
    (ratio < least).then(|| Faint { ratio: shown(), better: hex(better(ink, ground, least)) })
}

pub(super) fn judge(view: &View<'_>, out: &mut Vec<Remark>) {
    for ink in &view.pages.inks {
        let least = if ink.icon { DRAWN } else { TEXT };
        // A piece of a drawing that lies on another of the same colour is one with it.
        let Some(faint) = faint(ink.ink, ink.ground, least).filter(|_| !ink.icon || ink.ink != ink.ground) else { continue };
        let code = if ink.icon { &FAINT } else { &CONTRAST };
        let remark = view.remark_at(code, ink.page as usize - 1, ink.place, ink.bounds);
        let remark = remark.with("ink", hex(ink.ink)).with("ground", hex(ink.ground));
        out.push(remark.with("ratio", faint.ratio).with("better", faint.better));
    }
}

/// A colour as `#rrggbb`.
pub fn hex([r, g, b]: [u8; 3]) -> String {
    format!("#{r:02x}{g:02x}{b:02x}")
}

/// Relative luminance.
fn luminance(color: [u8; 3]) -> f64 {
    let linear = |c: u8| {
        let c = f64::from(c) / 255.0;
        if c <= 0.04045 { c / 12.92 } else { ((c + 0.055) / 1.055).powf(2.4) }
    };
    let [r, g, b] = color.map(linear);
    0.2126 * r + 0.7152 * g + 0.0722 * b
}

/// The contrast of two colours, 1 to 21.
pub fn contrast(a: [u8; 3], b: [u8; 3]) -> f64 {
    let (a, b) = (luminance(a), luminance(b));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

/// The colour nearest to this one, on the way to black or to white, that is seen well enough.
fn better(ink: [u8; 3], ground: [u8; 3], least: f64) -> [u8; 3] {
    let end = if contrast([0; 3], ground) >= contrast([255; 3], ground) { 0.0 } else { 255.0 };
    let toward = |part: f64| ink.map(|c| (f64::from(c) + (end - f64::from(c)) * part).round() as u8);
    (1..=100).map(|i| toward(f64::from(i) / 100.0)).find(|c| contrast(*c, ground) >= least).unwrap_or([end as u8; 3])
}
