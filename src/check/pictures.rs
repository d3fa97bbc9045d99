//! Pictures: read, looked at before any decoder does, accepted or refused at the author's line (TYPST.md section 11).

use super::{lettering, resolution};
use crate::base::diag::Diagnostic;
use crate::base::files::{Bytes, FileFault, Files};
use crate::base::source::Span;
use crate::model::assets::{Assets, Families};
use crate::model::catalog::PublicationKind;
use crate::model::corpus::Corpus;
use crate::model::markup::{Block, BlockKind, Picture, pictures, visit_siblings};
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

crate::codes! {
    /// A picture that is not there.
    MISSING = "C201" Error {
        "l’image « {path} » n’existe pas dans content/" / "there is no picture “{path}” in content/",
        "déposez-la dans content/images/, ou corrigez le chemin" / "put it into content/images/, or correct the path",
        "Il y aurait un trou dans la page." / "There would be a hole in the page.",
    }
    /// A picture outside the workspace.
    OUTSIDE = "C202" Error {
        "l’image « {path} » est en dehors de l’espace de travail" / "the picture “{path}” is outside the workspace",
        "copiez-la dans content/images/ (pas de « .. », de chemin absolu ni de lien vers l’extérieur)" / "copy it into content/images/ (no `..`, absolute path or link to the outside)",
        "Un texte ne peut lire que son propre dossier." / "A text can read its own folder only.",
    }
    /// A picture that cannot be read.
    BROKEN = "C203" Error {
        "l’image « {path} » n’est pas lisible : {why}" / "the picture “{path}” cannot be read: {why_en}",
        "exportez-la de nouveau en PNG, JPEG, SVG, GIF ou WebP, avec le nom qui convient" / "export it again as PNG, JPEG, SVG, GIF or WebP, with the name that fits",
        "Un fichier abîmé ou d’un autre format ne peut pas être imprimé." / "A damaged file, or one of another format, cannot be printed.",
    }
    /// A picture that is too large.
    TOO_LARGE = "C204" Error {
        "l’image « {path} » est trop grande : {size}" / "the picture “{path}” is too large: {size}",
        "réduisez-la : 300 points par pouce suffisent, soit 2480 × 3508 pour une page A4 (limite : 100 millions de pixels, 64 Mo)" /
        "reduce it: 300 dots per inch are enough, 2480 × 3508 for an A4 page (limit: 100 million pixels, 64 MB)",
        "Quelques kilo-octets peuvent se déplier en plusieurs gigaoctets de mémoire." / "A few kilobytes can unfold into gigabytes of memory.",
    }
    /// An SVG that reaches out.
    SVG = "C205" Error {
        "l’image « {path} » contient ce qu’un SVG imprimé ne peut pas contenir : {why}" / "the picture “{path}” holds what a printed SVG cannot hold: {why}",
        "enregistrez-la en « SVG simple », images incorporées, sans filtre ni script" / "save it as “plain SVG”, pictures embedded, without filters or scripts",
        "Un SVG peut appeler d’autres fichiers ou le réseau, et un filtre occuper la machine longtemps." / "An SVG can call other files or the network, and a filter can keep the machine busy for long.",
    }
}

/// The most pixels that a picture may have.
const MOST_PIXELS: u64 = 100_000_000;

/// Whether the engine can draw an SVG.
pub type Drawable<'a> = &'a (dyn Fn(&Bytes) -> bool + Sync);

/// Reads every picture that the collection shows. What is refused is a finding at each line that asks for it.
pub fn assets(corpus: &Corpus, files: &dyn Files, drawable: Drawable<'_>, families: Families<'_>, findings: &mut Vec<Diagnostic>) -> Assets {
    let mut wanted: BTreeMap<String, Vec<Span>> = BTreeMap::new();
    let mut want = |path: &str, span: Span| wanted.entry(path.to_owned()).or_default().push(span);
    let shown: Vec<Picture> = corpus.texts().flat_map(|blocks| pictures(blocks)).collect();
    for picture in &shown {
        want(&picture.path, picture.span);
    }
    let logos = corpus.collection.logos.iter().filter_map(|l| l.file.as_ref());
    let signatures = corpus.memorandums.iter().flat_map(|m| &m.signatories).filter_map(|s| s.logo.as_ref());
    for path in logos.chain(signatures).chain(corpus.publications.iter().filter_map(|p| p.cover.as_ref())) {
        want(&path.value, path.span);
    }
    let mut assets = Assets::default();
    let memorandums: BTreeSet<_> = corpus.memorandums.iter().map(|m| m.source).collect();
    let placed: BTreeSet<Span> = corpus.texts().flat_map(|blocks| placed(blocks)).collect();
    // Each is decoded once here: what the engine would stumble over is known before any page is made.
    let looked: Vec<_> = wanted.into_par_iter().map(|(path, places)| (accept(&path, files, drawable), path, places)).collect();
    for (accepted, path, places) in looked {
        match accepted {
            Ok((bytes, size)) => {
                // A portrait and a sign in the line are small: only pictures that stand by themselves are as wide as the text says.
                let here = size.into_iter().flat_map(|size| shown.iter().filter(|p| p.path == path).map(move |p| (p, size)));
                for (picture, size) in here.filter(|(p, _)| placed.contains(&p.span)) {
                    let kind = if memorandums.contains(&picture.span.source) { PublicationKind::Memorandum } else { PublicationKind::Booklet };
                    findings.extend(resolution::check(picture, picture.span, resolution::widest(corpus, kind), size, &bytes));
                }
                if size.is_none() {
                    let asked = lettering::check(&path, &bytes, families);
                    findings.extend(places.iter().flat_map(|span| asked.iter().map(|f| Diagnostic { span: Some(*span), path: None, ..f.clone() })));
                }
                assets.0.insert(path, bytes);
            }
            Err(fault) => findings.extend(places.into_iter().map(|span| Diagnostic { span: Some(span), path: None, ..fault.clone() })),
        }
    }
    assets
}

/// The places of the pictures of some blocks that stand by themselves.
fn placed(blocks: &[Block]) -> Vec<Span> {
    let mut out = Vec::new();
    visit_siblings(blocks, &mut |siblings| {
        out.extend(siblings.iter().filter_map(|b| match &b.kind {
            BlockKind::Picture(picture) => Some(picture.span),
            _ => None,
        }));
    });
    out
}

/// A picture that may be shown, and its width and height in dots unless it is a drawing.
type Accepted = (Bytes, Option<(u32, u32)>);

/// Reads a picture and looks at it.
fn accept(path: &str, files: &dyn Files, drawable: Drawable<'_>) -> Result<Accepted, Diagnostic> {
    let shown = crate::base::node::shorten(path);
    let fault = |code| Diagnostic::on(code, "").with("path", shown.clone());
    let broken = |why: &str, why_en: &str| fault(&BROKEN).with("why", why.to_owned()).with("why_en", why_en.to_owned());
    if path.contains("://") || path.starts_with("data:") || path.starts_with('/') {
        return Err(fault(&OUTSIDE));
    }
    // The name decides how the engine reads the file, and keeps a picture from passing for another of the engine's files.
    let extension = path.rsplit_once('.').map(|(_, e)| e.to_lowercase()).unwrap_or_default();
    use image::ImageFormat::{Gif, Jpeg, Png, WebP};
    let named = match extension.as_str() {
        "svg" => None,
        "png" => Some(Png),
        "jpg" | "jpeg" => Some(Jpeg),
        "gif" => Some(Gif),
        "webp" => Some(WebP),
        _ => return Err(broken("son nom ne finit ni par .png, .jpg, .gif, .webp, ni par .svg", "its name ends with none of .png, .jpg, .gif, .webp, .svg")),
    };
    let bytes = files.read(&format!("content/{path}")).map_err(|e| match e {
        FileFault::Missing => fault(&MISSING),
        FileFault::Outside => fault(&OUTSIDE),
        FileFault::TooLarge(limit) => fault(&TOO_LARGE).with("size", format!("> {} Mo", limit / 1_000_000)),
        FileFault::Unreadable(why) => broken(&why, &why),
    })?;
    let Some(named) = named else {
        if std::str::from_utf8(&bytes).is_err() {
            return Err(broken("ce n’est pas un SVG", "it is no SVG"));
        }
        svg(&bytes).map_err(|why| fault(&SVG).with("why", why))?;
        let words = ("le dessin n’a pas de taille, ou trop d’éléments", "the drawing has no size, or too many parts");
        return if drawable(&bytes) { Ok((bytes, None)) } else { Err(broken(words.0, words.1)) };
    };
    let open = || image::ImageReader::new(std::io::Cursor::new(bytes.as_slice())).with_guessed_format();
    let words = |e: &dyn std::fmt::Display| broken(&e.to_string(), &e.to_string());
    let reader = open().map_err(|e| words(&e))?;
    match reader.format() {
        Some(format) if format == named => {}
        Some(format @ (Png | Jpeg | Gif | WebP)) => {
            let real = format.extensions_str().first().copied().unwrap_or_default();
            return Err(broken(&format!("c’est un fichier .{real} sous un autre nom"), &format!("it is a .{real} file under another name")));
        }
        _ => return Err(broken("ce n’est pas une image", "it is no picture")),
    }
    let (width, height) = reader.into_dimensions().map_err(|e| words(&e))?;
    if u64::from(width) * u64::from(height) > MOST_PIXELS {
        return Err(fault(&TOO_LARGE).with("size", format!("{width} × {height}")));
    }
    open().map_err(|e| words(&e))?.decode().map_err(|e| broken(&format!("fichier abîmé ou incomplet ({e})"), &format!("damaged or incomplete ({e})")))?;
    Ok((bytes, Some((width, height))))
}

/// Looks at an SVG: nothing from elsewhere, no script, no filter, no entities.
fn svg(bytes: &[u8]) -> Result<(), String> {
    let text = std::str::from_utf8(bytes).map_err(|_| "UTF-8".to_owned())?;
    // Entities and document types are refused by the parser's default options.
    let document = roxmltree::Document::parse(text).map_err(|e| match e {
        roxmltree::Error::DtdDetected => "<!DOCTYPE>".to_owned(),
        other => other.to_string(),
    })?;
    if document.root_element().tag_name().name() != "svg" {
        return Err(format!("<{}>", crate::base::node::shorten(document.root_element().tag_name().name())));
    }
    if document.descendants().any(|n| n.pi().is_some_and(|pi| pi.target == "xml-stylesheet")) {
        return Err("<?xml-stylesheet?>".to_owned());
    }
    // `url(#part)` stays in the file.
    let leaves = |css: &str| css.split("url(").skip(1).any(|rest| !rest.trim_start().trim_start_matches(['"', '\'']).starts_with('#'));
    for node in document.descendants().filter(roxmltree::Node::is_element) {
        let name = node.tag_name().name();
        if matches!(name, "script" | "foreignObject" | "filter" | "animate" | "set")
            || (name == "style" && node.text().is_some_and(|t| t.contains("@import") || leaves(t)))
        {
            return Err(format!("<{name}>"));
        }
        for attribute in node.attributes() {
            let value = attribute.value().trim();
            // An SVG in an SVG could hide anything; pictures of pixels are checked by the engine.
            let embedded = value.starts_with("data:image/") && !value.starts_with("data:image/svg");
            let reference = attribute.name() == "href" && name != "a" && !(value.starts_with('#') || embedded);
            if embedded && let Some((width, height)) = embedded_size(value).filter(|(w, h)| u64::from(*w) * u64::from(*h) > MOST_PIXELS) {
                return Err(format!("<{name}> : {width} × {height}"));
            }
            if reference || leaves(value) {
                return Err(format!("<{name} {}=\"{}\">", attribute.name(), crate::base::node::shorten(value)));
            }
        }
    }
    Ok(())
}

/// Width and height of a picture in a `data:` address.
fn embedded_size(address: &str) -> Option<(u32, u32)> {
    let (_, text) = address.split_once(";base64,")?;
    let bytes = base64(text);
    image::ImageReader::new(std::io::Cursor::new(bytes)).with_guessed_format().ok()?.into_dimensions().ok()
}

/// Base64 (RFC 4648) as bytes; what is no sign of it is passed over.
fn base64(text: &str) -> Vec<u8> {
    const SIGNS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut values = [None; 256];
    for (value, sign) in (0u32..).zip(SIGNS) {
        values[usize::from(*sign)] = Some(value);
    }
    let mut out = Vec::with_capacity(text.len() / 4 * 3);
    let (mut bits, mut count) = (0u32, 0);
    for value in text.bytes().filter_map(|b| values[usize::from(b)]) {
        bits = (bits << 6) | value;
        count += 6;
        if count >= 8 {
            count -= 8;
            out.push((bits >> count).to_be_bytes()[3]);
            bits &= (1 << count) - 1;
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{base64, svg};

    #[test]
    fn base64_is_read() {
        for (text, bytes) in [("", &b""[..]), ("Zg==", b"f"), ("Zm8=", b"fo"), ("Zm9v", b"foo"), ("Zm9v\n YmFy", b"foobar"), ("/+8=", b"\xff\xef")] {
            assert_eq!(base64(text), bytes, "{text}");
        }
    }

    #[test]
    fn an_svg_stays_at_home() {
        let wrap = |inner: &str| format!("<svg xmlns=\"http://www.w3.org/2000/svg\" xmlns:xlink=\"http://www.w3.org/1999/xlink\">{inner}</svg>");
        for good in ["<path d=\"M0 0\"/>", "<use href=\"#a\"/>", "<rect fill=\"url(#g)\"/>", "<image href=\"data:image/png;base64,AAAA\"/>"] {
            assert_eq!(svg(wrap(good).as_bytes()), Ok(()), "{good}");
        }
        for bad in [
            "<image href=\"http://exemple.be/a.png\"/>",
            "<image xlink:href=\"../a.png\"/>",
            "<image href=\"file:///etc/passwd\"/>",
            "<script/>",
            "<filter/>",
            "<rect fill=\"url(a.svg#g)\"/>",
            "<style>@import url(a.css)</style>",
            "<rect style=\"fill:url(#a) url(http://exemple.be/x)\"/>",
            "<image href=\"data:image/svg+xml;base64,AAAA\"/>",
        ] {
            assert!(svg(wrap(bad).as_bytes()).is_err(), "{bad}");
        }
        assert!(svg(b"<?xml-stylesheet href=\"http://exemple.be/a.css\"?><svg/>").is_err());
        assert!(svg(b"<!DOCTYPE svg [<!ENTITY a \"b\">]><svg>&a;</svg>").is_err());
        assert!(svg(b"pas du xml").is_err());
    }
}
