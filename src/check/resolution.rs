//! Pictures too coarse for the size at which they print: DOMAIN.md 4.1.

use crate::base::diag::Diagnostic;
use crate::base::source::Span;
use crate::model::catalog::{PageFormat, PublicationKind};
use crate::model::corpus::Corpus;
use crate::model::markup::Picture;

crate::codes! {
    /// Fewer than 300 dots per inch.
    RESOLUTION = "C206" Warning {
        "cette image n’aura que {dpi} points par pouce : {width} × {height} points sur {size} mm" /
        "this picture will have {dpi} dots per inch only: {width} × {height} dots on {size} mm",
        "prenez l’original, ou montrez-la plus petite : {{largeur={percent}%}}" / "take the original, or show it smaller: {{largeur={percent}%}}",
        "L’imprimeur demande 300 points par pouce ; au-dessous de 200 le flou se voit, au-dessous de 150 l’image est refusée." /
        "Printers ask for 300 dots per inch; below 200 the blur shows, below 150 the picture is refused.",
    }
}

/// What printing houses ask for, in dots per inch.
const WANTED: f64 = 300.0;

/// What the engine takes for a picture that does not say how dense it is (Typst 0.15.1).
const UNKNOWN_DENSITY: f64 = 72.0;

/// Millimetres in an inch.
const INCH: f64 = 25.4;

/// The block of text, width and height in mm: the formats less the margins of `templates/tokens.yaml`.
fn block(format: PageFormat) -> (f64, f64) {
    match format {
        PageFormat::A5 => (111.0, 171.0),
        PageFormat::A4 => (215.0 - 86.0, 245.0),
        PageFormat::Square => (132.0, 166.0),
        PageFormat::Dl => (79.0, 178.0),
    }
}

/// What a caption and the air around a picture take of the height, in mm.
const AROUND: f64 = 25.0;

/// The widest format in which a text is published: fiches in booklets, memorandums by themselves.
pub(super) fn widest(corpus: &Corpus, kind: PublicationKind) -> PageFormat {
    let formats: Vec<PageFormat> = corpus.publications.iter().filter(|p| p.contents.kind() == kind).map(|p| p.format).collect();
    let asked = if kind == PublicationKind::Memorandum { PageFormat::A4 } else { corpus.fiche_format() };
    formats.into_iter().max_by(|a, b| block(*a).0.total_cmp(&block(*b).0)).unwrap_or(asked)
}

/// Looks at a picture of the text, `width` × `height` dots large.
pub(super) fn check(picture: &Picture, span: Span, format: PageFormat, (width, height): (u32, u32), bytes: &[u8]) -> Option<Diagnostic> {
    let (across, down) = block(format);
    let (w, h) = (f64::from(width.max(1)), f64::from(height.max(1)));
    let asked = match picture.width {
        Some(percent) => across * f64::from(percent) / 100.0,
        None => across.min(w / density(bytes).unwrap_or(UNKNOWN_DENSITY) * INCH),
    };
    // A tall picture is drawn smaller, so that it fits the page.
    let printed = asked.min((down - AROUND) * w / h);
    let dpi = w / printed * INCH;
    // Half a dot is nobody's fault.
    (dpi < WANTED - 0.5).then(|| {
        let percent = (w / WANTED * INCH / across * 100.0).floor().clamp(5.0, 100.0);
        Diagnostic::at(&RESOLUTION, span)
            .with("dpi", format!("{dpi:.0}"))
            .with("width", width.to_string())
            .with("height", height.to_string())
            .with("size", format!("{printed:.0}"))
            .with("percent", format!("{percent:.0}"))
    })
}

/// The dots per inch that a picture claims: `pHYs` of a PNG (PNG 3, 11.3.4.3), the JFIF header of a JPEG (ITU-T T.871, 10.1).
fn density(bytes: &[u8]) -> Option<f64> {
    let number = |at: usize, n: usize| bytes.get(at..at + n).map(|b| b.iter().fold(0u32, |sum, b| sum << 8 | u32::from(*b)));
    if bytes.starts_with(b"\x89PNG") {
        let mut at = 8;
        while let (Some(length), Some(name)) = (number(at, 4), bytes.get(at + 4..at + 8)) {
            match name {
                b"pHYs" => {
                    let meter = bytes.get(at + 16) == Some(&1);
                    return number(at + 8, 4).filter(|n| meter && *n > 0).map(|n| f64::from(n) * INCH / 1000.0);
                }
                b"IDAT" => return None,
                _ => at += 12 + usize::try_from(length).ok()?,
            }
        }
        return None;
    }
    let jfif = bytes.starts_with(&[0xff, 0xd8, 0xff, 0xe0]) && bytes.get(6..11) == Some(b"JFIF\0");
    let per_unit = number(14, 2).filter(|n| jfif && *n > 0).map(f64::from)?;
    match bytes.get(13)? {
        1 => Some(per_unit),
        2 => Some(per_unit * INCH / 10.0),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::source::SourceId;

    #[test]
    fn dots_are_counted_at_the_printed_size() {
        let span = Span::file(SourceId(0));
        let picture = |width| Picture { path: String::new(), alt: String::new(), caption: None, credit: None, width, span };
        let dpi = |width, size, bytes: &[u8]| {
            let found = check(&picture(width), span, PageFormat::A5, size, bytes);
            found.and_then(|f| f.args.iter().find(|(n, _)| *n == "dpi").map(|(_, v)| v.to_string()))
        };
        // 111 mm are 1311 dots.
        assert_eq!(dpi(Some(100), (1311, 800), b""), None);
        assert_eq!(dpi(Some(100), (656, 400), b""), Some("150".to_owned()));
        assert_eq!(dpi(Some(50), (656, 400), b""), None);
        // A tall one is drawn 146 mm high: 1725 dots.
        assert_eq!(dpi(Some(100), (600, 1800), b""), None);
        // Without a width it prints at its own: 72 dots per inch unless it says more.
        assert_eq!(dpi(None, (100, 50), b""), Some("72".to_owned()));
        let dense = [b"\xff\xd8\xff\xe0\0\x10JFIF\0\x01\x01\x01\x01\x2c\x01\x2c".as_slice()].concat();
        assert_eq!(dpi(None, (100, 50), &dense), None);
        let png = [b"\x89PNG\r\n\x1a\n\0\0\0\0IHDR\0\0\0\0\0\0\0\x09pHYs\0\0\x2e\x23\0\0\x2e\x23\x01".as_slice()].concat();
        assert_eq!(density(&png).map(f64::round), Some(300.0));
    }
}
