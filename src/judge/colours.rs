//! Contrast, as WCAG 2 measures it.

use super::codes::{CONTRAST, FAINT};
use super::{Remark, View};

/// The least contrast of text, and of what is drawn.
const TEXT: f64 = 4.5;
const DRAWN: f64 = 3.0;

pub(super) fn judge(view: &View<'_>, out: &mut Vec<Remark>) {
    for ink in &view.pages.inks {
        let least = if ink.icon { DRAWN } else { TEXT };
        let ratio = contrast(ink.ink, ink.ground);
        // A piece of a drawing that lies on another of the same colour is one with it.
        if ratio >= least || ink.icon && ink.ink == ink.ground {
            continue;
        }
        let code = if ink.icon { &FAINT } else { &CONTRAST };
        let remark = view.remark_at(code, ink.page as usize - 1, ink.place, ink.bounds);
        let remark = remark.with("ink", hex(ink.ink)).with("ground", hex(ink.ground));
        // Rounded down: what is under the limit never reads as the limit.
        let shown = format!("{:.1}", (ratio * 10.0).floor() / 10.0).replace('.', ",");
        out.push(remark.with("ratio", shown).with("better", hex(better(ink.ink, ink.ground, least))));
    }
}

fn hex([r, g, b]: [u8; 3]) -> String {
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
pub(super) fn contrast(a: [u8; 3], b: [u8; 3]) -> f64 {
    let (a, b) = (luminance(a), luminance(b));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

/// The colour nearest to this one, on the way to black or to white, that is seen well enough.
fn better(ink: [u8; 3], ground: [u8; 3], least: f64) -> [u8; 3] {
    let end = if contrast([0; 3], ground) >= contrast([255; 3], ground) { 0.0 } else { 255.0 };
    let toward = |part: f64| ink.map(|c| (f64::from(c) + (end - f64::from(c)) * part).round() as u8);
    (1..=100).map(|i| toward(f64::from(i) / 100.0)).find(|c| contrast(*c, ground) >= least).unwrap_or([end as u8; 3])
}
