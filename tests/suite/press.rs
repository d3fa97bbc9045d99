//! Files for the printing house and for the screen, read back from the PDF that was made.

use crate::command::{Folder, notice};
use crate::harness::project::{Book, Project};
use livret::pipeline::{Made, Outcome};
use livret::press::{Opened, Tagged};
use lopdf::{Document, Object};

fn made(book: &Book, profile: &str) -> (Made, Vec<String>) {
    let (outcome, made, findings) = book.build("livret", profile);
    assert_eq!(outcome, Outcome::Made, "{findings:?}");
    (made.unwrap_or_else(|| panic!("made, and not there")), findings)
}

/// A picture of 600 × 600 pixels, whose colours `of` gives.
fn picture(format: image::ImageFormat, of: impl Fn(u32, u32) -> [u8; 3]) -> Vec<u8> {
    let picture = image::RgbImage::from_fn(600, 600, |x, y| image::Rgb(of(x, y)));
    let mut out = std::io::Cursor::new(Vec::new());
    picture.write_to(&mut out, format).expect("it can be written");
    out.into_inner()
}

const SVG: &str = "<svg xmlns='http://www.w3.org/2000/svg' width='100' height='100'><defs><linearGradient id='g'><stop offset='0' stop-color='#ff0000'/>\
<stop offset='0.4' stop-color='#00ff00'/><stop offset='1' stop-color='#000000'/></linearGradient></defs>\
<rect width='50' height='100' fill='url(#g)'/><circle cx='70' cy='50' r='20' fill='#123456' fill-opacity='0.5'/><path d='M60 0H90V20Z' fill='#808080'/></svg>";

/// The spaces of the pictures of a file, and the values of their pixels.
fn pictures(document: &Document) -> Vec<(String, Vec<u8>)> {
    let mut out = Vec::new();
    for object in document.objects.values() {
        let Object::Stream(stream) = object else { continue };
        if stream.dict.get(b"Subtype").and_then(Object::as_name).is_ok_and(|s| s == b"Image") {
            let space = match stream.dict.get(b"ColorSpace") {
                Ok(Object::Name(name)) => String::from_utf8_lossy(name).into_owned(),
                other => format!("{other:?}"),
            };
            out.push((space, stream.decompressed_content().unwrap_or_default()));
        }
    }
    out.sort();
    out
}

#[test]
fn nothing_is_rgb_and_nothing_has_more_than_three_hundred_percent_of_ink() {
    let dark = picture(image::ImageFormat::Png, |x, y| [(x % 30) as u8, (y % 20) as u8, 40]);
    let photo = picture(image::ImageFormat::Jpeg, |x, y| [(x / 3) as u8, (y / 3) as u8, 128]);
    let grey = picture(image::ImageFormat::Png, |x, _| [(x / 3) as u8; 3]);
    let text = "![Sombre](images/sombre.png)\n\n![Photo](images/photo.jpg)\n\n![Gris](images/gris.png)\n\n![Dessin](images/dessin.svg)\n";
    let book = Project::new()
        .file("content/images/sombre.png", dark)
        .file("content/images/photo.jpg", photo)
        .file("content/images/gris.png", grey)
        .file("content/images/dessin.svg", SVG)
        .fiche("a", "date: 2001\naxes: [accueil]", text)
        .load()
        .clean();
    let (made, findings) = made(&book, "imprimeur");
    let codes: Vec<&str> = findings.iter().filter_map(|f| f.rsplit(' ').next()).filter(|c| c.starts_with('F') && *c != "F010").collect();
    assert_eq!(codes, [""; 0], "{findings:?}");
    let facts = &made.report.file;
    assert_eq!((facts.colours.rgb, facts.colours.spot), (0, 0));
    assert!(facts.ink > 200.0 && facts.ink <= 300.5, "{}", facts.ink);
    let document = Document::load_mem(&made.bytes).unwrap_or_else(|e| panic!("{e}"));
    let pictures = pictures(&document);
    let spaces: Vec<&str> = pictures.iter().map(|(space, _)| space.as_str()).collect();
    assert_eq!(spaces.iter().filter(|s| **s == "DeviceCMYK").count(), 2, "{spaces:?}");
    assert!(spaces.contains(&"DeviceGray"), "what has no colour is printed in black alone: {spaces:?}");
    assert!(spaces.iter().all(|s| ["DeviceCMYK", "DeviceGray"].contains(s)), "{spaces:?}");
    // The photograph stays a JPEG; `ink` above counts it.
    let lossless: Vec<_> = pictures.iter().filter(|(space, pixels)| space == "DeviceCMYK" && pixels.len() == 600 * 600 * 4).collect();
    assert_eq!(lossless.len(), 1);
    for (_, pixels) in lossless {
        let most = pixels.chunks_exact(4).map(|p| p.iter().map(|v| u32::from(*v)).sum::<u32>()).max().unwrap_or(0);
        assert!(f64::from(most) / 2.55 <= 300.5, "{most}");
    }
}

/// A photograph: every pixel a little different from the next one.
fn photograph(quality: u8, of: impl Fn(f64, f64, f64) -> [f64; 3]) -> Vec<u8> {
    let mut noise = 7_u64;
    let picture = image::RgbImage::from_fn(600, 400, |x, y| {
        noise = noise.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let grain = (noise >> 40) as f64 / f64::from(1 << 24);
        image::Rgb(of(f64::from(x) / 600.0, f64::from(y) / 400.0, grain).map(|v| v.clamp(0.0, 255.0) as u8))
    });
    let mut out = Vec::new();
    image::codecs::jpeg::JpegEncoder::new_with_quality(&mut out, quality).encode_image(&picture).expect("it can be written");
    out
}

#[test]
fn a_photograph_stays_a_jpeg_and_what_came_without_loss_stays_without() {
    let coloured = |x: f64, y: f64, n: f64| [60.0 + 150.0 * x + 20.0 * n, 90.0 + 120.0 * y + 20.0 * n, 140.0 - 80.0 * x * y + 20.0 * n];
    // Nearly black, and as noisy as a photograph can be: compression adds ink.
    let dark = |x: f64, y: f64, n: f64| [30.0 * x * n, 12.0 * n, 26.0 * y * n];
    let grey = |x: f64, _: f64, n: f64| [80.0 + 100.0 * x + 30.0 * n; 3];
    let drawing = picture(image::ImageFormat::Png, |x, y| if (x / 50 + y / 50) % 2 == 0 { [200, 30, 40] } else { [20, 60, 160] });
    let book = Project::new()
        .file("content/images/claire.jpg", photograph(90, coloured))
        .file("content/images/sombre.jpg", photograph(90, dark))
        .file("content/images/grise.jpg", photograph(90, grey))
        .file("content/images/dessin.png", drawing)
        .fiche("a", "date: 2001\naxes: [accueil]", "![A](images/claire.jpg)\n\n![B](images/sombre.jpg)\n\n![C](images/grise.jpg)\n\n![D](images/dessin.png)\n")
        .load()
        .clean();
    let (made, findings) = made(&book, "imprimeur");
    assert!(!findings.iter().any(|f| [" F014", " F015"].iter().any(|c| f.contains(c))), "{findings:?}");
    // The truth, counted on what the finished file holds: much, and not too much.
    let ink = made.report.file.ink;
    assert!(ink > 250.0 && ink <= 300.0, "{ink}");
    let document = Document::load_mem(&made.bytes).unwrap_or_else(|e| panic!("{e}"));
    let mut kinds: Vec<String> = Vec::new();
    for stream in document.objects.values().filter_map(|o| o.as_stream().ok()) {
        let name = |key: &[u8]| stream.dict.get(key).and_then(Object::as_name).map(|n| String::from_utf8_lossy(n).into_owned()).unwrap_or_default();
        if name(b"Subtype") == "Image" {
            kinds.push(format!("{} {}{}", name(b"ColorSpace"), name(b"Filter"), if stream.dict.has(b"Decode") { " turned" } else { "" }));
        }
    }
    kinds.sort();
    assert_eq!(kinds, ["DeviceCMYK DCTDecode turned", "DeviceCMYK DCTDecode turned", "DeviceCMYK FlateDecode", "DeviceGray DCTDecode"]);
    assert!(made.bytes.len() < 900_000, "{}", made.bytes.len());
    let again = book.build("livret", "imprimeur").1;
    assert!(again.is_some_and(|again| again.bytes == made.bytes), "the same bytes");

    // Another program sees the same colours as on the screen, or nearly: values that nobody turns round would give the negative.
    let folder = Folder::empty();
    folder.put("a.pdf", &made.bytes);
    let out = folder.path("page");
    let run = std::process::Command::new("gs")
        .args(["-q", "-dBATCH", "-dNOPAUSE", "-dSAFER", "-sDEVICE=png16m", "-r36", "-o"])
        .arg(format!("{}-%02d.png", out.display()))
        .arg(folder.path("a.pdf"))
        .status();
    if run.is_err() {
        crate::command::notice("gs is not installed: colours are not looked at");
        return;
    }
    // The light photograph has its own blue corner at the left and its orange one at the right.
    let pages: Vec<image::RgbImage> = (1..=made.pages)
        .filter_map(|n| image::load_from_memory(&std::fs::read(format!("{}-{n:02}.png", out.display())).ok()?).ok().map(|i| i.to_rgb8()))
        .collect();
    assert_eq!(pages.len(), made.pages as usize);
    let pixels = || pages.iter().flat_map(image::RgbImage::pixels);
    assert!(pixels().any(|p| p.0[0] > 180 && p.0[1] > 130 && p.0[2] < 150), "orange");
    assert!(pixels().any(|p| p.0[2] > 110 && p.0[2] > p.0[0] + 30), "blue");
}

/// Width, height and filter of every picture of a file, largest first.
fn sizes(bytes: &[u8]) -> Vec<(i64, i64, String)> {
    let document = Document::load_mem(bytes).unwrap_or_else(|e| panic!("{e}"));
    let picture = |s: &lopdf::Stream| s.dict.get(b"Subtype").and_then(Object::as_name).is_ok_and(|s| s == b"Image");
    let number = |s: &lopdf::Stream, key: &[u8]| s.dict.get(key).and_then(Object::as_i64).unwrap_or_default();
    let mut out: Vec<_> = document
        .objects
        .values()
        .filter_map(|o| o.as_stream().ok().filter(|s| picture(s)))
        .map(|s| (number(s, b"Width"), number(s, b"Height"), s.filters().map(|f| String::from_utf8_lossy(f[0]).into_owned()).unwrap_or_default()))
        .collect();
    out.sort_by(|a, b| b.cmp(a));
    out
}

/// A photograph of so many pixels, with a little grain.
fn large(width: u32, height: u32) -> image::RgbImage {
    image::RgbImage::from_fn(width, height, |x, y| image::Rgb([(x * 200 / width) as u8, (y * 200 / height) as u8, (60 + (x * 7 + y * 13) % 40) as u8]))
}

fn encoded(picture: impl Into<image::DynamicImage>, format: image::ImageFormat) -> Vec<u8> {
    let mut out = std::io::Cursor::new(Vec::new());
    picture.into().write_to(&mut out, format).expect("it can be written");
    out.into_inner()
}

#[test]
fn a_picture_is_no_finer_than_its_profile_wants_at_its_largest_printed_size() {
    use page_validation::{ValidationOptions, ValidationProfile, validate_pdf_bytes};
    let alpha = image::RgbaImage::from_fn(2000, 1000, |x, y| image::Rgba([200, (y / 5) as u8, 30, (x / 8) as u8]));
    let body = "![A](images/fine.jpg){largeur=20%}\n\n![A](images/fine.jpg){largeur=60%}\n\n![B](images/claire.png){largeur=50%}\n\n\
        ![C](images/juste.jpg){largeur=50%}\n\n![D](images/grise.jpg){largeur=50%}\n";
    let book = Project::new()
        .file("content/images/fine.jpg", encoded(large(2400, 1600), image::ImageFormat::Jpeg))
        .file("content/images/claire.png", encoded(alpha, image::ImageFormat::Png))
        .file("content/images/juste.jpg", encoded(large(600, 400), image::ImageFormat::Jpeg))
        .file("content/images/grise.jpg", encoded(image::DynamicImage::from(large(2000, 1000)).to_luma8(), image::ImageFormat::Jpeg))
        .fiche("a", "date: 2001\naxes: [accueil]", body)
        .load()
        .clean();
    for (profile, ppi, kept) in [("imprimeur", 300.0, "DCTDecode"), ("ecran", 220.0, "DCTDecode"), ("bureau", 300.0, "DCTDecode")] {
        let (made, _) = made(&book, profile);
        let shown = |path: &str| made.report.pictures.iter().filter(|p| p.path.ends_with(path)).map(|p| p.width).fold(0.0, f64::max);
        let enough = |path: &str, height: f64| {
            let width = shown(path) / 25.4 * ppi;
            (width, width * height)
        };
        let found = sizes(&made.bytes);
        // What is written is enough at the largest size, and not a pixel more; the soft mask goes with its picture.
        let near = |(width, height): (f64, f64), filter: &str| {
            let fits = |(w, h, f): &&(i64, i64, String)| (*w as f64 - width).abs() <= 1.5 && (*h as f64 - height).abs() <= 1.5 && f == filter;
            found.iter().filter(fits).count()
        };
        assert_eq!(near(enough("fine.jpg", 2.0 / 3.0), kept), 1, "{profile}: {found:?}");
        assert_eq!(near(enough("grise.jpg", 0.5), kept), 1, "{profile}: {found:?}");
        assert_eq!(near(enough("claire.png", 0.5), "FlateDecode"), 2, "{profile}: {found:?}");
        assert!(found.contains(&(600, 400, kept.to_owned())) || ppi < 250.0, "{profile}: {found:?}");
        assert!(!found.iter().any(|(w, h, _)| (*w, *h) == (4, 1)), "no stand-in is left: {found:?}");
        // The report says it; what is said of the resolution is that of the file.
        let reduced: Vec<(&str, (u32, u32))> = made.report.reduced.iter().map(|r| (r.path.rsplit('/').next().unwrap_or_default(), r.from)).collect();
        assert!(reduced.contains(&("fine.jpg", (2400, 1600))) && reduced.contains(&("claire.png", (2000, 1000))), "{reduced:?}");
        assert!(reduced.iter().all(|(path, _)| *path != "juste.jpg") || ppi < 250.0, "{reduced:?}");
        assert!(made.report.text().contains(&format!("Réduites à {ppi} ppp")) && made.report.text().contains("2400 × 1600 → "), "{}", made.report.text());
        let finest = made.report.pictures.iter().map(|p| p.ppi).fold(0.0, f64::max);
        assert!(finest > 2000.0, "{finest}");
        let again = book.build("livret", profile).1;
        assert!(again.is_some_and(|again| again.bytes == made.bytes), "{profile}: the same bytes");
        for standard in [ValidationProfile::PdfUa1, ValidationProfile::PdfA2a].into_iter().filter(|_| profile == "ecran") {
            let report = validate_pdf_bytes(&crate::typeset::unambiguous(&made.bytes), &ValidationOptions::default().profile(standard))
                .unwrap_or_else(|e| panic!("{e}"));
            assert!(report.is_compliant, "{standard:?}");
        }
    }
    // With 0 every picture is written as it is.
    let profiles = String::from_utf8(livret::workspace::embedded_templates().0["profiles.yaml"].to_vec()).expect("text");
    let book = Project::new()
        .file("templates/profiles.yaml", profiles.replace("resolution: 300", "resolution: 0"))
        .file("content/images/fine.jpg", encoded(large(2400, 1600), image::ImageFormat::Jpeg))
        .fiche("a", "date: 2001\naxes: [accueil]", "![A](images/fine.jpg){largeur=20%}")
        .load()
        .clean();
    let (made, _) = made(&book, "imprimeur");
    assert_eq!(sizes(&made.bytes), [(2400, 1600, "DCTDecode".to_owned())]);
    assert!(made.report.reduced.is_empty() && !made.report.text().contains("Réduites"));
}

/// The numbers of a picture in a wide space of colours were taken for those of sRGB, and came out dull.
#[test]
fn the_colours_of_a_picture_are_those_of_its_own_profile() {
    let pixels = |icc: Option<Vec<u8>>| {
        let mut jpeg = Vec::new();
        let mut encoder = image::codecs::jpeg::JpegEncoder::new_with_quality(&mut jpeg, 95);
        if let Some(icc) = icc {
            image::ImageEncoder::set_icc_profile(&mut encoder, icc).expect("a profile");
        }
        encoder.encode_image(&image::RgbImage::from_pixel(300, 300, image::Rgb([60, 160, 60]))).expect("it can be written");
        let book = Project::new().file("content/images/a.jpg", jpeg).fiche("a", "date: 2001\naxes: [accueil]", "![A](images/a.jpg)").load().clean();
        let (made, _) = made(&book, "imprimeur");
        let document = Document::load_mem(&made.bytes).unwrap_or_else(|e| panic!("{e}"));
        let jpeg = document.objects.values().find_map(|o| o.as_stream().ok().filter(|s| s.filters().is_ok_and(|f| f == [b"DCTDecode"])).cloned());
        let mut decoder = zune_jpeg::JpegDecoder::new_with_options(
            zune_jpeg::zune_core::bytestream::ZCursor::new(jpeg.expect("a JPEG").content),
            zune_jpeg::zune_core::options::DecoderOptions::default().jpeg_set_out_colorspace(zune_jpeg::zune_core::colorspace::ColorSpace::CMYK),
        );
        let values = decoder.decode().expect("values");
        [0, 1, 2, 3].map(|i| i32::from(255 - values[i]))
    };
    let (plain, wide) = (pixels(None), pixels(Some(moxcms::ColorProfile::new_adobe_rgb().encode().expect("a profile"))));
    assert!(wide[1] + 8 < plain[1], "a purer green has less magenta: {wide:?} {plain:?}");
}

#[test]
fn text_is_black_and_nothing_else() {
    let mut project = Project::new();
    for i in 1..=4 {
        project = project.fiche(&format!("f{i}"), &format!("date: {}", 1990 + i), &"Du texte et rien que du texte. ".repeat(300));
    }
    let (made, findings) = made(&project.load().clean(), "imprimeur");
    assert_eq!(findings, [""; 0]);
    let black = made.report.file.colours.black_only;
    assert!(black >= 4, "the second page of each fiche holds text alone: {black}");
    let folder = Folder::empty();
    folder.put("a.pdf", &made.bytes);
    folder.is_pdf("a.pdf");
    let out = std::process::Command::new("gs").args(["-q", "-sDEVICE=inkcov", "-o", "-"]).arg(folder.path("a.pdf")).output();
    let Ok(out) = out else {
        notice("Ghostscript is not installed: inks are counted by ourselves only");
        return;
    };
    let out = String::from_utf8_lossy(&out.stdout).into_owned();
    let none = |line: &&str| line.split_whitespace().take(3).all(|ink| ink.parse::<f64>() == Ok(0.0));
    assert_eq!(out.lines().filter(none).count(), black as usize, "{out}");
}

#[test]
fn boxes_are_exact() {
    let (made, _) = made(&Project::new().fiche("a", "date: 2001", "Texte.").load().clean(), "imprimeur");
    let document = Document::load_mem(&made.bytes).unwrap_or_else(|e| panic!("{e}"));
    let mm = 72.0 / 25.4;
    for page in document.page_iter() {
        let page = document.get_dictionary(page).unwrap_or_else(|e| panic!("{e}"));
        let rect = |key: &[u8]| -> Vec<f64> {
            page.get(key).and_then(Object::as_array).map(|a| a.iter().map(|n| f64::from(n.as_float().expect("a number")) / mm).collect()).expect("a box")
        };
        for (key, expected) in [(&b"MediaBox"[..], [0.0, 0.0, 154.0, 216.0]), (b"BleedBox", [0.0, 0.0, 154.0, 216.0]), (b"TrimBox", [3.0, 3.0, 151.0, 213.0])] {
            let found = rect(key);
            assert!(found.iter().zip(expected).all(|(a, b)| (a - b).abs() < 0.01), "{}: {found:?}", String::from_utf8_lossy(key));
        }
    }
    assert_eq!(made.report.file.intent.as_deref(), Some("FOGRA39"));
    let text = String::from_utf8_lossy(&made.bytes).into_owned();
    assert!(!text.contains("GTS_PDFXVersion") && !text.contains("pdfxid"), "no claim that was not checked");
}

#[test]
fn marks_lie_outside_of_the_bleed() {
    let profiles = String::from_utf8(livret::workspace::embedded_templates().0["profiles.yaml"].to_vec()).expect("text");
    let start = profiles.find("\nimprimeur:").expect("the profile");
    let with = format!("{}{}", &profiles[..start], profiles[start..].replacen("marks: false", "marks: true", 1));
    let (made, findings) = made(&Project::new().file("templates/profiles.yaml", with).fiche("a", "date: 2001", "Texte.").load().clean(), "imprimeur");
    assert_eq!(findings, [""; 0]);
    let boxes: Vec<(&str, f64, f64)> = made.report.file.boxes.iter().map(|b| (b.name, b.width, b.height)).collect();
    assert_eq!(boxes, [("MediaBox", 168.0, 230.0), ("BleedBox", 154.0, 216.0), ("TrimBox", 148.0, 210.0)]);
}

#[test]
fn a_profile_of_colours_that_is_none_is_refused_and_the_rest_is_made() {
    for (name, put) in [("no profile", Some(&b"pas un profil"[..])), ("a profile for screens", None)] {
        let folder = Folder::two();
        folder.put("content/publications.yaml", "- { id: bon, genre: livret, titre: Bon, selection: { fiches: [bonne] }, profils: [ecran, imprimeur] }\n");
        match put {
            Some(bytes) => {
                folder.put("templates/icc/fogra39-coated.icc", bytes);
            }
            None => {
                // The profile of the grey or RGB output intent of our own screen file.
                folder.livret(&["build", "bon", "--profile", "ecran"]).exits(0);
                let document = Document::load_mem(&folder.get("output/bon-ecran.pdf")).unwrap_or_else(|e| panic!("{e}"));
                let icc = document.objects.values().find_map(|o| match o {
                    Object::Stream(s) if s.dict.get(b"N").and_then(Object::as_i64).is_ok_and(|n| n == 3) => s.decompressed_content().ok(),
                    _ => None,
                });
                folder.put("templates/icc/fogra39-coated.icc", icc.unwrap_or_else(|| panic!("an RGB profile")));
            }
        }
        let run = folder.livret(&["build"]).exits(2);
        assert!(run.err.contains("erreur[F018]") && run.err.contains("profiles.yaml:"), "{name}: {}", run.err);
        // The library says why in English.
        assert!(!run.err.contains("Invalid"), "{name}: {}", run.err);
        assert!(folder.has("output/bon-ecran.pdf") && !folder.has("output/bon-imprimeur.pdf"), "{name}");
        assert!(!folder.has("output/bon-imprimeur.rapport.txt"), "{name}: nothing half written");
    }
}

#[test]
fn fiches_can_be_linked_to_by_name() {
    let mut project = Project::new();
    for i in 1..=12 {
        project = project.fiche(
            &format!("fiche-{i:02}"),
            &format!("date: {}", 1990 + i),
            &format!("Voir [[fiche-{:02}]].\n\n{}", i % 12 + 1, "Des mots. ".repeat(400)),
        );
    }
    let (made, findings) = made(&project.load().clean(), "ecran");
    assert_eq!(findings, [""; 0]);
    let structure = Tagged::new(&made.bytes, "a.pdf").unwrap_or_else(|f| panic!("{f:?}")).structure();
    for (id, page) in &made.fiches {
        assert_eq!(structure.destinations.get(&format!("fiche-{id}")), Some(page), "{id}");
        let marked = structure.bookmarks.iter().any(|(_, title, p)| p == page && title.contains(id.as_str()));
        assert!(marked, "{id}: a bookmark with its title leads to page {page}: {:?}", structure.bookmarks);
    }
    let order: Vec<u32> = structure.bookmarks.iter().map(|(_, _, page)| *page).collect();
    assert!(order.is_sorted(), "bookmarks follow the pages: {order:?}");
    assert!(made.pages >= 21);

    // What validators do not see is found: each fault put into a good file.
    let faults = |change: &dyn Fn(&mut Document)| structure_faults(&made.bytes, change);
    let none: &[&str] = &[];
    assert_eq!(faults(&|_| {}), none);
    let catalog = |document: &mut Document, key: &[u8]| {
        document.catalog_mut().expect("a catalog").remove(key);
    };
    assert_eq!(faults(&|d| catalog(d, b"Lang")), ["F022"]);
    assert_eq!(faults(&|d| catalog(d, b"Outlines")), ["F021"]);
    let links = |document: &mut Document, change: &dyn Fn(&mut lopdf::Dictionary)| {
        for object in document.objects.values_mut() {
            if let Object::Dictionary(dict) = object
                && dict.get(b"Subtype").and_then(Object::as_name).is_ok_and(|s| s == b"Link")
            {
                change(dict);
            }
        }
    };
    assert_eq!(faults(&|d| links(d, &|link| drop(link.remove(b"Contents")))), ["F023"]);
    let astray = |link: &mut lopdf::Dictionary| {
        link.remove(b"A");
        link.set("Dest", Object::string_literal("nulle-part"));
    };
    assert_eq!(faults(&|d| links(d, &astray)), ["F020"]);
}

/// What the elements of a tagged file stand for, in the order in which a reader meets them, each with the text of its pieces.
fn expansions(bytes: &[u8]) -> Vec<String> {
    let document = Document::load_mem(bytes).unwrap_or_else(|e| panic!("{e}"));
    let mut out = Vec::new();
    let mut open = vec![document.catalog().and_then(|c| c.get(b"StructTreeRoot")).expect("a structure")];
    while let Some(object) = open.pop() {
        match document.dereference(object).expect("it is there").1 {
            Object::Array(list) => open.extend(list.iter().rev()),
            Object::Dictionary(dict) => {
                if let Ok(words) = dict.get(b"E") {
                    assert_eq!(dict.get(b"S").and_then(Object::as_name).ok(), Some(&b"Span"[..]));
                    assert!(dict.has(b"K"), "it stands around the letters");
                    out.push(lopdf::decode_text_string(words).expect("a text"));
                }
                open.extend(dict.get(b"K"));
            }
            _ => {}
        }
    }
    out
}

#[test]
fn each_use_of_a_sigle_says_what_it_stands_for() {
    let sigles = "- { terme: FSE, nature: sigle, developpement: Fonds social européen, definition: Un fonds. }\n\
        - { terme: CRI, nature: sigle, developpement: centre régional d’intégration, definition: Un centre. }\n\
        - { terme: primo-arrivant, nature: jargon, definition: Qui vient d’arriver. }\n";
    let text = "Le FSE aide le CRI, et le FSE aide encore.\n\n## Le CRI et après\n\n- **Le FSE**, *du FSE*, ~~sans FSE~~\n- un primo-arrivant\n\n\
        | FSE | Autre |\n|---|---|\n| CRI | Voir [le FSE](https://exemple.be/fse) |\n\nUn appel[^1].\n\n[^1]: Note du CRI.\n";
    let mut project = Project::new().file("content/sigles.yaml", sigles);
    for i in 1..=2 {
        project = project.fiche(&format!("f{i}"), &format!("date: {}\naxes: [accueil]", 1990 + i), text);
    }
    let book = project.load().clean();
    let uses = book.emitted(livret::pipeline::Subject::Publication("livret".to_owned()), "ecran");
    let uses: usize =
        uses.files.iter().filter(|(p, _)| p.starts_with("body/")).map(|(_, f)| String::from_utf8_lossy(&f.bytes).matches("#sigle(\"").count()).sum();
    let (made, findings) = made(&book, "ecran");
    assert!(!findings.iter().any(|f| f.contains(" F02")), "{findings:?}");
    let (fonds, centre) = ("Fonds social européen", "centre régional d’intégration");
    // In the order of the text: the note is read at its call.
    let once = [fonds, centre, fonds, centre, fonds, fonds, fonds, fonds, centre, fonds, centre];
    assert_eq!(expansions(&made.bytes), [once, once].concat());
    // The term without an expansion is the only use that says nothing.
    assert_eq!(uses, 2 * (once.len() + 1));
    assert!(!String::from_utf8_lossy(&made.bytes).contains("BackgroundColor"), "no mark is left");
    // Other programs read the file as before: the table of its objects is right.
    Document::load_mem(&made.bytes).unwrap_or_else(|e| panic!("{e}"));
    let folder = Folder::empty();
    folder.put("a.pdf", &made.bytes).is_pdf("a.pdf");
    assert_eq!(book.build("livret", "ecran").1.map(|again| again.bytes == made.bytes), Some(true));
}

#[test]
fn several_of_a_sigle_are_said_in_the_plural() {
    let sigles = "- { terme: CRI, nature: sigle, developpement: centre régional d’intégration, pluriel: centres régionaux d’intégration, definition: Un centre. }\n\
        - { terme: ONG, nature: sigle, developpement: organisation non gouvernementale, definition: Une organisation. }\n";
    let text = "Le CRI de Namur et les CRI de Wallonie. Les ONG, **des CRI** et un CRI.\n\n- sept CRI\n- un nouveau CRI\n";
    let book = Project::new().file("content/sigles.yaml", sigles).fiche("a", "date: 2001\naxes: [accueil]", text).load().clean();
    let (one, several) = ("centre régional d’intégration", "centres régionaux d’intégration");
    // Where the glossary has no plural, the singular is said.
    assert_eq!(expansions(&made(&book, "ecran").0.bytes), [one, several, "organisation non gouvernementale", several, one, several, one]);
}

#[test]
fn a_structure_that_comes_back_to_itself_is_walked_once() {
    let (made, _) = made(&Project::new().fiche("a", "date: 2001\naxes: [accueil]", "Un texte.\n").load().clean(), "ecran");
    let faults = structure_faults(&made.bytes, &|document| {
        let root = document.catalog().and_then(|c| c.get(b"StructTreeRoot")).and_then(Object::as_reference).expect("a structure");
        for object in document.objects.values_mut() {
            if let Object::Dictionary(dict) = object
                && let Ok(Object::Array(kids)) = dict.get_mut(b"K")
            {
                kids.push(root.into());
            }
        }
        // A tree of names that is its own branch.
        let names = document.new_object_id();
        let dests = lopdf::dictionary! { "Kids" => vec![names.into(), names.into()], "Names" => vec![Object::string_literal("x"), Object::Null] };
        document.objects.insert(names, dests.into());
        document.catalog_mut().expect("a catalog").set("Names", lopdf::dictionary! { "Dests" => names });
    });
    assert_eq!(faults, ["F020"], "the name that leads nowhere, and an end");
}

/// The codes of what the structure checker says of a file with a change in it.
fn structure_faults(bytes: &[u8], change: &dyn Fn(&mut Document)) -> Vec<&'static str> {
    let mut document = Document::load_mem(bytes).unwrap_or_else(|e| panic!("{e}"));
    change(&mut document);
    let mut bytes = Vec::new();
    document.save_to(&mut bytes).expect("it can be written");
    let tagged = Tagged::new(&bytes, "a.pdf").unwrap_or_else(|f| panic!("{f:?}"));
    let mut codes: Vec<&str> = tagged.structure().findings.iter().map(|f| f.code.id).collect();
    codes.dedup();
    codes
}

#[test]
fn reading_order_and_bookmarks_are_those_of_the_text() {
    let text = "Un appel[^1].\n\n## Un intertitre\n\n- un\n- deux\n\n| A | B |\n|---|---|\n| 1 | 2 |\n\n![Gris](images/gris.png \"Une légende\")\n\n## Un autre\n\nFin.\n\n[^1]: La note.\n";
    let grey = picture(image::ImageFormat::Png, |x, _| [(x / 3) as u8; 3]);
    let mut project = Project::new().file("content/images/gris.png", grey);
    for i in 1..=3 {
        project = project.fiche(&format!("f{i}"), &format!("date: {}\naxes: [accueil]", 1990 + i), text);
    }
    let (made, findings) = made(&project.load(), "ecran");
    assert!(!findings.iter().any(|f| f.contains(" F02")), "{findings:?}");
    let structure = Tagged::new(&made.bytes, "a.pdf").unwrap_or_else(|f| panic!("{f:?}")).structure();
    let titles: Vec<&str> = structure.headings.iter().filter(|h| h.level == 2).map(|h| h.title.as_str()).collect();
    assert!(titles.iter().filter(|t| **t == "Un intertitre").count() == 3 && titles.contains(&"Un autre"), "{titles:?}");

    let faults = |change: &dyn Fn(&mut Document)| structure_faults(&made.bytes, change);
    let none: &[&str] = &[];
    assert_eq!(faults(&|_| {}), none);
    let elements = |document: &mut Document, change: &dyn Fn(&mut lopdf::Dictionary)| {
        for object in document.objects.values_mut() {
            if let Object::Dictionary(dict) = object {
                change(dict);
            }
        }
    };
    let named = |dict: &lopdf::Dictionary, name: &[u8]| dict.get(b"S").and_then(Object::as_name).is_ok_and(|s| s == name);
    // The body of the file, read from its end.
    let backwards = |d: &mut Document| {
        elements(d, &|dict| {
            if named(dict, b"Document")
                && let Ok(Object::Array(kids)) = dict.get_mut(b"K")
            {
                kids.reverse();
            }
        });
    };
    let codes = faults(&backwards);
    assert!(codes.contains(&"F025"), "{codes:?}");
    // A heading that is none: its bookmark stands alone. A bookmark with other words: so do both.
    let unmade = |d: &mut Document| {
        elements(d, &|dict| {
            if named(dict, b"H1") {
                dict.set("S", "P");
            }
        });
    };
    assert_eq!(faults(&unmade), ["F024"]);
    let renamed = |d: &mut Document| {
        elements(d, &|dict| {
            if dict.has(b"Title") && dict.has(b"Dest") | dict.has(b"A") && dict.has(b"Parent") {
                dict.set("Title", Object::string_literal("Autre"));
            }
        });
    };
    assert_eq!(faults(&renamed), ["F024"]);
}

#[test]
fn the_rules_of_pdf_x_are_checked_and_not_claimed() {
    let photo = picture(image::ImageFormat::Jpeg, |x, y| [(x / 3) as u8, (y / 3) as u8, 128]);
    let text = "![Photo](images/photo.jpg)\n\n![Dessin](images/dessin.svg)\n";
    let project = Project::new().file("content/images/photo.jpg", photo).file("content/images/dessin.svg", SVG).fiche("a", "date: 2001", text);
    let (made, findings) = made(&project.load(), "imprimeur");
    assert!(!findings.iter().any(|f| f.ends_with("F034")), "{findings:?}");
    let (rules, met) = made.report.print_rules.expect("looked at");
    assert!(rules == met && rules >= 21, "{met} of {rules}");
    assert!(made.report.conformity.starts_with("prêt pour l’impression, non PDF/X : "), "{}", made.report.conformity);
    assert!(made.bytes.starts_with(b"%PDF-1.6"));
    assert!(made.report.text().contains("non PDF/X") && !String::from_utf8_lossy(&made.bytes).contains("GTS_PDFXVersion"));
    // Each fault put into a good file breaks its rule, and no other.
    let broken = |change: &dyn Fn(&mut Document)| -> Vec<&'static str> {
        let mut document = Document::load_mem(&made.bytes).unwrap_or_else(|e| panic!("{e}"));
        change(&mut document);
        let mut bytes = Vec::new();
        document.save_to(&mut bytes).expect("it can be written");
        let opened = Opened::new(&bytes, "a.pdf").unwrap_or_else(|f| panic!("{f:?}"));
        opened.print_rules(&opened.facts(None)).into_iter().filter(|r| !r.met).map(|r| r.wants.1).collect()
    };
    let none: &[&str] = &[];
    assert_eq!(broken(&|_| {}), none);
    let on_page = |document: &mut Document, key: &str, value: Object| {
        let page = document.page_iter().next().expect("a page");
        document.get_dictionary_mut(page).expect("a page").set(key, value);
    };
    let catalog = |d: &mut Document, key: &str, value: Object| d.catalog_mut().expect("a catalog").set(key, value);
    let add = |d: &mut Document, object: Object| {
        d.add_object(object);
    };
    let annotation = || Object::from(lopdf::dictionary! { "Subtype" => "Link", "Rect" => vec![100.into(), 100.into(), 200.into(), 200.into()] });
    for (change, word) in [
        (&(|d: &mut Document| drop(d.trailer.remove(b"ID"))) as &dyn Fn(&mut Document), "identifier"),
        (&|d: &mut Document| drop(d.catalog_mut().expect("a catalog").remove(b"OutputIntents")), "output intent"),
        (&|d: &mut Document| drop(d.catalog_mut().expect("a catalog").remove(b"Metadata")), "metadata"),
        (&|d: &mut Document| on_page(d, "TrimBox", vec![(-50).into(), 0.into(), 900.into(), 900.into()].into()), "TrimBox"),
        (&|d: &mut Document| on_page(d, "Annots", vec![annotation()].into()), "annotation"),
        (&|d: &mut Document| on_page(d, "AA", lopdf::Dictionary::new().into()), "action"),
        (&|d: &mut Document| catalog(d, "OCProperties", lopdf::Dictionary::new().into()), "layer"),
        (&|d: &mut Document| add(d, lopdf::dictionary! { "Type" => "ExtGState", "TR" => "Identity" }.into()), "transfer"),
        (&|d: &mut Document| add(d, lopdf::dictionary! { "Type" => "ExtGState", "BM" => "Fantaisie" }.into()), "blend"),
        (&|d: &mut Document| add(d, lopdf::dictionary! { "S" => "Transparency", "CS" => "DeviceRGB" }.into()), "transparency"),
        (&|d: &mut Document| add(d, lopdf::Stream::new(lopdf::dictionary! { "Subtype" => "PS" }, Vec::new()).into()), "PostScript"),
        (&|d: &mut Document| add(d, lopdf::Stream::new(lopdf::dictionary! { "Filter" => "LZWDecode" }, Vec::new()).into()), "LZW"),
        (&|d: &mut Document| d.version = "1.7".to_owned(), "version"),
        (&|d: &mut Document| catalog(d, "ViewerPreferences", lopdf::dictionary! { "PrintArea" => "CropBox" }.into()), "viewers"),
        (&|d: &mut Document| catalog(d, "AcroForm", lopdf::Dictionary::new().into()), "form"),
        (&|d: &mut Document| on_page(d, "SeparationInfo", lopdf::Dictionary::new().into()), "separated"),
        (&|d: &mut Document| add(d, lopdf::dictionary! { "Type" => "ExtGState", "RI" => "Fantaisie" }.into()), "intent"),
        (&|d: &mut Document| add(d, lopdf::dictionary! { "Type" => "ExtGState", "HT" => lopdf::dictionary! { "HalftoneType" => 1 } }.into()), "halftone"),
    ] {
        let rules = broken(change);
        assert!(rules.iter().any(|r| r.contains(word)) && rules.len() <= 2, "{word}: {rules:?}");
    }
}

#[test]
fn a_colour_without_cmyk_is_told_at_its_line_and_the_rest_is_made() {
    let tokens = String::from_utf8(livret::workspace::embedded_templates().0["tokens.yaml"].to_vec()).expect("text");
    let line = tokens.lines().position(|l| l.trim_start().starts_with("accent:")).expect("the colour") + 1;
    for (name, value) in [("without", ""), ("three numbers", ", cmyk: [90, 45, 40]"), ("too much", ", cmyk: [90, 45, 40, 400]"), ("a word", ", cmyk: bleu")] {
        let changed = tokens.replace(", cmyk: [90, 45, 40, 40] } # années", &format!("{value} }} # années"));
        assert_ne!(changed, tokens, "{name}");
        let folder = Folder::two();
        folder.put("templates/tokens.yaml", changed);
        folder.put("content/publications.yaml", "- { id: bon, genre: livret, titre: Bon, selection: { fiches: [bonne] }, profils: [ecran, imprimeur] }\n");
        let run = folder.livret(&["build"]).exits(2);
        assert!(
            run.err.contains("erreur[F035]") && run.err.contains(&format!("templates/tokens.yaml:{line}")) && run.err.contains("« accent »"),
            "{name}: {}",
            run.err
        );
        assert!(folder.has("output/bon-ecran.pdf") && !folder.has("output/bon-imprimeur.pdf"), "{name}");
    }
}

#[test]
fn a_cover_picture_with_too_few_pixels_is_found_where_it_is_asked_for() {
    let publications =
        "- id: livret\n  genre: livret\n  titre: Livret d’essai\n  selection: { statut: brouillon }\n  profils: [imprimeur]\n  couverture: images/petite.png\n";
    let project = Project::new().file("content/publications.yaml", publications).file("content/images/petite.png", crate::harness::project::PNG);
    let book = project.fiche("a", "date: 2001", "Texte.\n\n![A](images/petite.png)").load();
    let (made, findings) = made(&book, "imprimeur");
    assert!(findings.contains(&"content/publications.yaml:6:15 F010".to_owned()), "{findings:?}");
    // A picture on a cover has no width to be given.
    let remedies: Vec<String> = made.findings.iter().filter(|f| f.code.id == "F010").map(|f| f.remedy(livret::base::diag::Lang::Fr)).collect();
    assert_eq!(remedies.len(), 2, "{remedies:?}");
    assert_eq!(remedies.iter().filter(|r| r.ends_with(", ou réduisez-la avec {largeur=…}")).count(), 1, "{remedies:?}");
}

#[test]
fn a_proof_says_which_one_it_is() {
    let collection =
        "version: 1\nnom: Maison d’essai\ndate: 2026-03-01\nedition: \"1.2\"\nediteur_responsable: { nom: Prénom Nom, adresse: Rue 1 }\nlangue: fr\n";
    let book = Project::new().file("content/collection.yaml", collection).fiche("a", "date: 2001", &"Des mots. ".repeat(800)).load().clean();
    let laid = book.pages("livret", "epreuve");
    let pages = laid.layout.text();
    assert!(pages.len() >= 4);
    for page in &pages {
        let text: String = page.iter().map(|p| p.text.as_str()).collect::<Vec<_>>().join(" ").replace(['\u{a0}', '\u{202f}'], " ");
        assert!(text.contains("ÉPREUVE") && text.contains("mars 2026") && text.contains("édition 1.2"), "{text}");
    }
}
