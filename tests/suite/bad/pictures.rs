//! Pictures that are not there, not what they say, or too much.

use super::{HEAD, accepted, refused};
use crate::command::Folder;
use image::{ColorType, ImageEncoder};

/// A grey PNG.
fn png(side: u32) -> Vec<u8> {
    let mut out = Vec::new();
    let pixels = vec![128; (side * side) as usize];
    image::codecs::png::PngEncoder::new(&mut out).write_image(&pixels, side, side, ColorType::L8.into()).expect("a PNG");
    out
}

/// A grey JPEG.
fn jpeg(side: u32) -> Vec<u8> {
    let mut out = Vec::new();
    let pixels: Vec<u8> = (0..side * side).map(|i| (i * 37 % 251) as u8).collect();
    image::codecs::jpeg::JpegEncoder::new(&mut out).write_image(&pixels, side, side, ColorType::L8.into()).expect("a JPEG");
    out
}

fn svg(inside: &str) -> String {
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" xmlns:xlink=\"http://www.w3.org/1999/xlink\" width=\"10\" height=\"10\">{inside}<path d=\"M0 0L5 5L0 5z\"/></svg>"
    )
}

/// The header of a PNG that claims a size, with its checksum right.
fn claims(side: u32) -> Vec<u8> {
    let mut out = png(8);
    out[16..20].copy_from_slice(&side.to_be_bytes());
    out[20..24].copy_from_slice(&side.to_be_bytes());
    let mut crc = u32::MAX;
    for byte in &out[12..29] {
        crc ^= u32::from(*byte);
        for _ in 0..8 {
            crc = if crc & 1 == 1 { (crc >> 1) ^ 0xEDB8_8320 } else { crc >> 1 };
        }
    }
    out[29..33].copy_from_slice(&(!crc).to_be_bytes());
    out
}

/// A fiche that shows a picture, with the file when there is one.
fn showing(path: &str, bytes: Option<&[u8]>) -> Folder {
    let folder = Folder::two();
    folder.put("content/fiches/x.md", format!("{HEAD}Texte.\n\n![Un dessin](<{path}>)\n"));
    if let Some(bytes) = bytes {
        folder.put(&format!("content/{path}"), bytes);
    }
    folder
}

#[track_caller]
fn refused_picture(name: &str, path: &str, bytes: Option<&[u8]>, code: &str) {
    refused(name, &showing(path, bytes), &[(code, "content/fiches/x.md:8:1")]);
}

#[test]
fn pictures_that_are_not_there() {
    refused_picture("missing", "images/q.png", None, "C201");
    for path in ["../x.png", "images/../../x.png", "/etc/passwd", "file:///etc/passwd", "https://exemple.be/x.png", "data:image/png;base64,AAAA", "C:\\x.png"] {
        refused_picture(path, path, None, "C202");
    }
}

#[cfg(unix)]
#[test]
fn links_do_not_lead_out() {
    let outside = Folder::empty();
    outside.put("p.png", png(8));
    let folder = showing("images/l.png", None);
    std::fs::create_dir_all(folder.path("content/images")).expect("a folder");
    std::os::unix::fs::symlink(outside.path("p.png"), folder.path("content/images/l.png")).expect("a link");
    refused("a link to a file", &folder, &[("C202", "content/fiches/x.md:8:1")]);
    let folder = showing("images/l/p.png", None);
    std::fs::create_dir_all(folder.path("content/images")).expect("a folder");
    std::os::unix::fs::symlink(outside.path(""), folder.path("content/images/l")).expect("a link");
    refused("a linked folder", &folder, &[("C202", "content/fiches/x.md:8:1")]);
}

#[test]
fn pictures_that_are_broken() {
    let (png, jpeg) = (png(30), jpeg(200));
    let mut flipped = png.clone();
    let middle = flipped.len() - 30;
    flipped[middle] ^= 0xFF;
    for (name, path, bytes) in [
        ("a truncated PNG", "images/p.png", &png[..png.len() / 2]),
        ("a damaged PNG", "images/p.png", &flipped),
        ("a truncated JPEG", "images/p.jpg", &jpeg[..300]),
        ("an empty file", "images/p.png", b""),
        ("words", "images/p.png", b"pas une image"),
        ("a PNG named .jpg", "images/p.jpg", &png),
        ("a PNG named .svg", "images/p.svg", &png),
        ("a PNG without a name", "images/p", &png),
        ("a PNG that would pass for data", "data/publication.json", &png),
        ("a PNG that would pass for a template", "templates/lib/body.typ", &png),
        ("an SVG without a size", "images/p.svg", b"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"0\" height=\"0\"/>"),
    ] {
        refused_picture(name, path, Some(bytes), "C203");
    }
    refused_picture("50 000 x 50 000 pixels", "images/p.png", Some(&claims(50_000)), "C204");
    refused_picture("2^31 x 2^31 pixels", "images/p.png", Some(&claims(0x7FFF_FFFF)), "C203");
}

/// Bytes as base64.
fn base64(bytes: &[u8]) -> String {
    const SIGNS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let group = |part: &[u8]| {
        let bits = part.iter().fold(0u32, |bits, b| (bits << 8) | u32::from(*b)) << (8 * (3 - part.len()));
        (0..=part.len()).map(|i| char::from(SIGNS[(bits >> (18 - 6 * i)) as usize & 63])).collect::<String>()
    };
    bytes.chunks(3).map(group).collect()
}

#[test]
fn an_svg_that_holds_too_much() {
    let image = |bytes: &[u8]| svg(&format!("<image width=\"5\" height=\"5\" href=\"data:image/png;base64,{}\"/>", base64(bytes)));
    refused_picture("50 000 x 50 000 pixels inside", "images/p.svg", Some(image(&claims(50_000)).as_bytes()), "C205");
    accepted("a small picture inside", &showing("images/p.svg", Some(image(&png(8)).as_bytes())));
}

#[test]
fn an_svg_that_reaches_out() {
    let many: String = (0..12).map(|i| format!("<g id=\"g{i}\">{}</g>", format!("<use xlink:href=\"#g{}\"/>", i + 1).repeat(10))).collect();
    refused_picture("a picture that unfolds", "images/p.svg", Some(svg(&format!("{many}<g id=\"g12\"/>")).as_bytes()), "C203");
    for (name, text) in [
        ("href", svg("<image href=\"http://exemple.be/a.png\"/>")),
        ("xlink", svg("<image xlink:href=\"file:///etc/passwd\"/>")),
        ("a neighbour", svg("<use href=\"autre.svg#a\"/>")),
        ("url()", svg("<rect fill=\"url(http://exemple.be/a)\"/>")),
        ("url() in a style", svg("<style>rect { fill: url(http://exemple.be/a) }</style>")),
        ("@import", svg("<style>@import 'http://exemple.be/a.css';</style>")),
        ("a stylesheet", format!("<?xml-stylesheet href=\"http://exemple.be/a.css\"?>{}", svg(""))),
        ("an entity", format!("<!DOCTYPE svg [<!ENTITY a \"b\">]>{}", svg("<text>&a;</text>"))),
        ("an external entity", format!("<!DOCTYPE svg [<!ENTITY a SYSTEM \"file:///etc/passwd\">]>{}", svg("<text>&a;</text>"))),
        ("an external DTD", format!("<!DOCTYPE svg SYSTEM \"http://exemple.be/a.dtd\">{}", svg(""))),
        ("a script", svg("<script>1</script>")),
        ("a filter", svg("<filter id=\"a\"/>")),
        ("an SVG in an SVG", svg("<image href=\"data:image/svg+xml;base64,PHN2Zy8+\"/>")),
        ("no XML", "pas du xml".to_owned()),
    ] {
        refused_picture(name, "images/p.svg", Some(text.as_bytes()), "C205");
    }
}

#[test]
fn a_cover_and_a_logo_are_looked_at_too() {
    let folder = Folder::two();
    folder.put("content/fiches/x.md", format!("{HEAD}x\n")).put("content/images/p.png", &png(30)[..60]).put(
        "content/publications.yaml",
        "- { id: bon, genre: livret, titre: Bon, selection: { fiches: [bonne] } }\n- { id: mauvais, genre: livret, titre: Mauvais, selection: { sauf: [bonne] }, couverture: images/p.png }\n",
    );
    refused("a cover", &folder, &[("C203", "content/publications.yaml:2:91")]);
    let folder = Folder::two();
    folder.put(
        "content/collection.yaml",
        "version: 1\nnom: A\ndate: 2026\nediteur_responsable: { nom: a, adresse: b }\nlogos: [ { fichier: images/p.png, texte: Un logo } ]\n",
    );
    assert_eq!(folder.errors(), [("C201".to_owned(), "content/collection.yaml:5:21".to_owned())]);
    folder.livret(&["build"]).exits(1);
    assert_eq!(folder.outputs(), ["manifest.json"]);
}

#[test]
fn pictures_that_are_right() {
    let folder = Folder::two();
    let mut text = HEAD.to_owned();
    for (path, bytes) in [
        ("images/é à.png", png(8)),
        ("images/a:b*?.png", png(8)),
        ("images/P.PNG", png(8)),
        ("images/p.jpeg", jpeg(8)),
        ("images/sous/p.svg", svg("<rect fill=\"url(#a)\"/>").into_bytes()),
    ] {
        folder.put(&format!("content/{path}"), bytes);
        text.push_str(&format!("![Un dessin](<{path}>)\n\n"));
    }
    text.push_str("![Le même](<./images/p.jpeg>)\n\nDans la ligne ![un dessin](images/p.jpeg).\n");
    folder.put("content/fiches/x.md", text);
    accepted("pictures", &folder);
}
