//! Pages on sheets, read back from the sheets that were made.

use crate::command::Folder;
use crate::harness::project::Project;
use livret::model::imposition::{Duplex, Impose, Offset, Scheme, SheetFormat};
use livret::pipeline::Sheets;
use lopdf::{Dictionary, Document, Object, Stream, dictionary};

/// Points in a millimetre.
const MM: f64 = 72.0 / 25.4;

/// A page to make: its entries beside its content.
type Page = Dictionary;

fn a5() -> Page {
    sized(148.0, 210.0)
}

fn sized(width: f64, height: f64) -> Page {
    dictionary! { "MediaBox" => boxed(0.0, 0.0, width, height) }
}

/// A rectangle in mm as a PDF writes it.
fn boxed(x0: f64, y0: f64, x1: f64, y1: f64) -> Object {
    Object::Array([x0, y0, x1, y1].iter().map(|v| Object::Real((v * MM) as f32)).collect())
}

/// A PDF whose page n bears « n » a little above and to the right of the corner of its MediaBox.
fn pdf(pages: impl IntoIterator<Item = Page>) -> Vec<u8> {
    let mut document = document(pages);
    let mut out = Vec::new();
    document.save_to(&mut out).expect("it can be written");
    out
}

fn document(pages: impl IntoIterator<Item = Page>) -> Document {
    let mut document = Document::with_version("1.6");
    let tree = document.new_object_id();
    let font = document.add_object(dictionary! { "Type" => "Font", "Subtype" => "Type1", "BaseFont" => "Helvetica" });
    let mut kids: Vec<Object> = Vec::new();
    for (n, mut page) in (1..).zip(pages) {
        let content = document.add_object(Stream::new(Dictionary::new(), format!("BT /F 12 Tf 30 30 Td ({n}) Tj ET").into_bytes()));
        page.set("Type", "Page");
        page.set("Parent", tree);
        page.set("Contents", content);
        page.set("Resources", dictionary! { "Font" => dictionary! { "F" => font } });
        kids.push(document.add_object(page).into());
    }
    let count = i64::try_from(kids.len()).expect("few pages");
    document.objects.insert(tree, dictionary! { "Type" => "Pages", "Kids" => kids, "Count" => count }.into());
    let catalog = document.add_object(dictionary! { "Type" => "Catalog", "Pages" => tree });
    document.trailer.set("Root", catalog);
    document
}

fn settings() -> Impose {
    Impose { scheme: Some(Scheme::TwoUp), ..Impose::default() }
}

#[track_caller]
fn imposed(bytes: &[u8], settings: &Impose) -> (Document, Vec<&'static str>) {
    imposed_with(bytes, settings, Offset::default())
}

#[track_caller]
fn imposed_with(bytes: &[u8], settings: &Impose, offset: Offset) -> (Document, Vec<&'static str>) {
    let made = Sheets::embedded().with_offset(offset).impose(bytes, "essai.pdf", settings).unwrap_or_else(|f| panic!("{f:?}"));
    let sheets = Document::load_mem(&made.bytes).unwrap_or_else(|e| panic!("{e}"));
    assert_eq!(sheets.get_pages().len(), made.sides as usize);
    (sheets, made.findings.iter().map(|f| f.code.id).collect())
}

/// What stands on a side: the number of each page, and where the point (0, 0) of its upright face lies and how it is turned, as a matrix.
fn side(document: &Document, page: lopdf::ObjectId) -> Vec<(u32, [f64; 6])> {
    let content = String::from_utf8(document.get_page_content(page)).expect("our own content");
    let resources = document.get_dictionary(page).and_then(|p| p.get(b"Resources")).and_then(Object::as_dict).expect("resources");
    let forms = resources.get(b"XObject").and_then(Object::as_dict).expect("forms");
    let mut outer = [1.0, 0.0, 0.0, 1.0, 0.0, 0.0];
    let mut out = Vec::new();
    for line in content.lines() {
        let words: Vec<&str> = line.split_whitespace().collect();
        let matrix_before = |cm: usize| -> [f64; 6] { std::array::from_fn(|i| words[cm - 6 + i].parse().expect("a number")) };
        let Some(cm) = words.iter().position(|w| *w == "cm") else { continue };
        let Some(name) = words.iter().position(|w| *w == "Do").map(|at| words[at - 1].trim_start_matches('/')) else {
            outer = times(matrix_before(cm), outer);
            continue;
        };
        let form = forms.get(name.as_bytes()).and_then(Object::as_reference).and_then(|id| document.get_object(id)).and_then(Object::as_stream);
        let form = form.expect("a form");
        let text = String::from_utf8(form.decompressed_content().unwrap_or_else(|_| form.content.clone())).expect("our own content");
        let number = text.split_once('(').and_then(|(_, rest)| rest.split_once(')')).map(|(n, _)| n.parse().expect("a number"));
        out.extend(number.map(|n| (n, times(matrix_before(cm), outer))));
    }
    out
}

/// First `a`, then `b`.
fn times(a: [f64; 6], b: [f64; 6]) -> [f64; 6] {
    [
        a[0] * b[0] + a[1] * b[2],
        a[0] * b[1] + a[1] * b[3],
        a[2] * b[0] + a[3] * b[2],
        a[2] * b[1] + a[3] * b[3],
        a[4] * b[0] + a[5] * b[2] + b[4],
        a[4] * b[1] + a[5] * b[3] + b[5],
    ]
}

/// The pages of a side as a person sees them who turned the sheet along the edge meant: left and right.
fn seen(document: &Document, page: lopdf::ObjectId, turned: bool) -> [Option<u32>; 2] {
    let width = width(document, page);
    let mut out = [None, None];
    for (n, [a, .., x, _]) in side(document, page) {
        assert_eq!(a < 0.0, turned, "page {n} stands the right way up");
        let left = if turned { width - x } else { x } < width / 4.0;
        out[usize::from(!left)] = Some(n);
    }
    out
}

fn width(document: &Document, page: lopdf::ObjectId) -> f64 {
    document.get_dictionary(page).and_then(|p| p.get(b"MediaBox")).and_then(Object::as_array).expect("a box")[2].as_float().expect("a number").into()
}

fn height(document: &Document, page: lopdf::ObjectId) -> f64 {
    document.get_dictionary(page).and_then(|p| p.get(b"MediaBox")).and_then(Object::as_array).expect("a box")[3].as_float().expect("a number").into()
}

/// Folds the printed sheets, signature by signature, and leafs through them.
fn leafed(document: &Document, signature: u32, duplex: Duplex) -> Vec<u32> {
    let sides: Vec<[Option<u32>; 2]> = document.page_iter().enumerate().map(|(i, p)| seen(document, p, i % 2 == 1 && duplex == Duplex::LongEdge)).collect();
    let sheets: Vec<&[[Option<u32>; 2]]> = sides.chunks(2).collect();
    let length = if signature == 0 { sheets.len().max(1) } else { signature as usize };
    let mut out = Vec::new();
    for signature in sheets.chunks(length) {
        out.extend(signature.iter().flat_map(|s| [s[0][1], s[1][0]]));
        out.extend(signature.iter().rev().flat_map(|s| [s[1][1], s[0][0]]));
    }
    out.into_iter().flatten().collect()
}

#[test]
fn every_page_once_and_in_order_from_1_to_400() {
    let counts: Vec<u32> = (1..=400).collect();
    crate::harness::each(&counts, |pages| {
        let bytes = pdf((0..*pages).map(|_| a5()));
        let expected: Vec<u32> = (1..=*pages).collect();
        let (signature, duplex) = ([0, 1, 3, 4, 8][*pages as usize % 5], [Duplex::ShortEdge, Duplex::LongEdge][*pages as usize % 2]);
        for settings in [settings(), Impose { signature, duplex, cover: pages % 3 == 0, thickness: Some(0.1), ..settings() }] {
            let (document, _) = imposed(&bytes, &settings);
            assert_eq!(document.page_iter().count(), pages.div_ceil(4) as usize * 2);
            assert_eq!(leafed(&document, settings.signature, settings.duplex), expected, "{pages} pages, {settings:?}");
        }
    });
}

#[test]
fn a_sheet_holds_two_pages_at_the_fold() {
    for (page, sheet, paper) in [
        (a5(), SheetFormat::Auto, (297.0, 210.0)),
        (sized(210.0, 297.0), SheetFormat::Auto, (420.0, 297.0)),
        (sized(200.0, 200.0), SheetFormat::Auto, (400.0, 200.0)),
        (a5(), SheetFormat::A3, (420.0, 297.0)),
    ] {
        let (document, findings) = imposed(&pdf(vec![page; 4]), &Impose { sheet, ..settings() });
        assert_eq!(findings, [""; 0]);
        let first = document.page_iter().next().expect("a page");
        assert!((width(&document, first) - paper.0 * MM).abs() < 0.01 && (height(&document, first) - paper.1 * MM).abs() < 0.01, "{paper:?}");
        let sides = side(&document, first);
        let right = sides.iter().find(|(n, _)| *n == 1).expect("page 1").1;
        assert!((right[4] - paper.0 * MM / 2.0).abs() < 0.01 && (right[0] - 1.0).abs() < 1e-6, "page 1 begins at the fold, at 100 %: {right:?}");
    }
}

#[test]
fn a_page_that_is_too_large_is_made_smaller_and_said() {
    let pages = [a5(), sized(210.0, 297.0), a5(), a5()];
    let (document, findings) = imposed(&pdf(pages), &Impose { sheet: SheetFormat::A4, ..settings() });
    assert_eq!(findings, ["F005"]);
    let back = document.page_iter().nth(1).expect("a back");
    let (n, [scale, .., x, y]) = side(&document, back)[0];
    assert_eq!(n, 2);
    assert!((scale - 148.5 / 210.0).abs() < 0.001 && x.abs() < 0.1 && y.abs() < 0.1, "{scale} {x} {y}");
    // With `fit`, every page takes what can be printed of its half.
    let (document, _) = imposed(&pdf([a5(), a5()]), &Impose { sheet: SheetFormat::A4, border: 5.0, fit: true, ..settings() });
    let (_, [scale, ..]) = side(&document, document.page_iter().next().expect("a front"))[0];
    assert!((scale - 200.0 / 210.0_f64).abs() < 0.001, "{scale}");
}

#[test]
fn what_sheets_do_to_pages_is_never_silent() {
    let twenty_one = pdf(vec![a5(); 81]);
    assert_eq!(imposed(&pdf(vec![a5(); 80]), &settings()).1, [""; 0]);
    assert_eq!(imposed(&twenty_one, &settings()).1, ["F028"]);
    assert_eq!(imposed(&twenty_one, &Impose { signature: 5, ..settings() }).1, [""; 0]);
    // A border cuts into pages as large as half the sheet, and leaves smaller ones alone.
    let border = |fit: bool| Impose { border: 5.0, fit, ..settings() };
    assert_eq!(imposed(&pdf([a5()]), &border(false)).1, ["F027"]);
    assert_eq!(imposed(&pdf([a5()]), &border(true)).1, ["F005"]);
    let on_a4 = Impose { sheet: SheetFormat::A4, ..border(false) };
    assert_eq!(imposed(&pdf([sized(140.0, 200.0)]), &on_a4).1, [""; 0]);
}

#[test]
fn rotated_pages_stand_upright() {
    for (turn, corner) in [(0, [30.0, 30.0]), (90, [30.0, 148.0 * MM - 30.0]), (180, [148.0 * MM - 30.0, 210.0 * MM - 30.0]), (270, [210.0 * MM - 30.0, 30.0])]
    {
        for turn in [turn, turn - 360] {
            let mut page = a5();
            page.set("Rotate", turn);
            let (document, _) = imposed(&pdf([page]), &settings());
            let front = document.page_iter().next().expect("a front");
            let size = if turn % 180 == 0 { (297.0, 210.0) } else { (420.0, 148.0) };
            assert!((width(&document, front) - size.0 * MM).abs() < 3.1 && (height(&document, front) - size.1 * MM).abs() < 0.1, "{turn}");
            let resources = document.get_dictionary(front).and_then(|p| p.get(b"Resources")).and_then(Object::as_dict).expect("resources");
            let forms = resources.get(b"XObject").and_then(Object::as_dict).expect("forms");
            let form = forms.iter().next().expect("a form").1.as_reference().and_then(|id| document.get_object(id)).and_then(Object::as_stream);
            let matrix = form.expect("a form").dict.get(b"Matrix").and_then(Object::as_array).expect("a matrix").clone();
            let m: Vec<f64> = matrix.iter().map(|n| n.as_float().expect("a number").into()).collect();
            // Where the text of the page begins, measured from the lower left corner of the page as it is seen.
            let at = [m[0] * 30.0 + m[2] * 30.0 + m[4], m[1] * 30.0 + m[3] * 30.0 + m[5]];
            assert!((at[0] - corner[0]).abs() < 0.1 && (at[1] - corner[1]).abs() < 0.1, "{turn}: {at:?}, {corner:?}");
        }
    }
}

#[test]
fn what_is_trimmed_is_what_is_folded() {
    // A page of a printing house: bleed and marks around A5. The boxes of the second lie elsewhere; those of the third are no boxes.
    let with = |media: Object, trim: Object| dictionary! { "MediaBox" => media, "TrimBox" => trim };
    let pages = [
        with(boxed(0.0, 0.0, 168.0, 230.0), boxed(10.0, 10.0, 158.0, 220.0)),
        with(boxed(-50.0, -50.0, 118.0, 180.0), boxed(108.0, 170.0, -40.0, -40.0)),
        with(boxed(0.0, 0.0, 148.0, 210.0), boxed(500.0, 500.0, 600.0, 600.0)),
        dictionary! { "MediaBox" => boxed(0.0, 0.0, 200.0, 300.0), "CropBox" => boxed(0.0, 0.0, 148.0, 210.0) },
    ];
    let opened = livret::press::Opened::new(&pdf(pages.clone()), "essai.pdf").unwrap_or_else(|f| panic!("{f:?}"));
    for (w, h) in opened.sizes().unwrap_or_else(|f| panic!("{f:?}")) {
        assert!((w - 148.0).abs() < 0.01 && (h - 210.0).abs() < 0.01, "{w} × {h}");
    }
    let (document, findings) = imposed(&pdf(pages), &settings());
    assert_eq!((leafed(&document, 0, Duplex::ShortEdge), findings), (vec![1, 2, 3, 4], Vec::new()));
}

#[test]
fn creep_moves_inner_pages_towards_the_fold() {
    let (document, findings) = imposed(&pdf(vec![a5(); 40]), &Impose { thickness: Some(0.1), ..settings() });
    assert_eq!(findings, [""; 0]);
    for (i, front) in document.page_iter().step_by(2).enumerate() {
        for (n, [.., x, _]) in side(&document, front) {
            let straight = if n % 2 == 1 { 148.5 } else { 0.5 };
            let moved = if n % 2 == 1 { straight * MM - x } else { x - straight * MM };
            assert!((moved - 0.1 * MM * i as f64).abs() < 0.01, "sheet {i}, page {n}: {}", moved / MM);
        }
    }
    let (_, findings) = imposed(&pdf(vec![a5(); 200]), &Impose { thickness: Some(0.1), ..settings() });
    assert_eq!(findings, ["F028", "F006"]);
    let (_, findings) = imposed(&pdf(vec![a5(); 200]), &Impose { thickness: Some(0.1), signature: 8, ..settings() });
    assert_eq!(findings, [""; 0]);
}

#[test]
fn the_back_is_moved_by_what_was_measured() {
    // Whatever the printer does to the back, seen through the sheet it then lies where it should.
    for duplex in [Duplex::ShortEdge, Duplex::LongEdge] {
        let settings = Impose { duplex, ..settings() };
        let (straight, _) = imposed(&pdf(vec![a5(); 4]), &settings);
        let (moved, _) = imposed_with(&pdf(vec![a5(); 4]), &settings, Offset { x: 1.5, y: -0.5 });
        for (i, (a, b)) in straight.page_iter().zip(moved.page_iter()).enumerate() {
            for ((_, a), (_, b)) in side(&straight, a).into_iter().zip(side(&moved, b)) {
                let (dx, dy) = (b[4] - a[4], b[5] - a[5]);
                // Seen from the front: a sheet turned along its short edge exchanges left and right, along its long edge top and bottom.
                let (dx, dy) = if duplex == Duplex::ShortEdge { (-dx, dy) } else { (dx, -dy) };
                let (x, y) = if i % 2 == 0 { (0.0, 0.0) } else { (-1.5 * MM, 0.5 * MM) };
                assert!((dx - x).abs() < 0.01 && (dy - y).abs() < 0.01, "{duplex:?}, side {i}: {dx} {dy}");
            }
        }
    }
}

#[test]
fn what_a_page_shows_is_kept_and_what_is_no_longer_true_is_not() {
    // A filled field, a hidden note, a title, a bookmark, a claim.
    let mut source = document([a5(), a5()]);
    let shown = source.add_object(Stream::new(
        dictionary! { "Type" => "XObject", "Subtype" => "Form", "BBox" => vec![0.into(), 0.into(), 10.into(), 10.into()] },
        b"(field) Tj".to_vec(),
    ));
    let field = |flags: i64| {
        let place: Vec<Object> = vec![100.into(), 100.into(), 120.into(), 140.into()];
        Object::Dictionary(dictionary! { "Type" => "Annot", "Subtype" => "Widget", "F" => flags, "Rect" => place, "AP" => dictionary! { "N" => shown } })
    };
    let first = source.page_iter().next().expect("a page");
    source.get_dictionary_mut(first).expect("a page").set("Annots", vec![field(4), field(6), field(0)]);
    let info = source.add_object(dictionary! { "Title" => Object::string_literal("Essai"), "GTS_PDFXVersion" => Object::string_literal("PDF/X-4") });
    source.trailer.set("Info", info);
    let metadata = source.add_object(Stream::new(Dictionary::new(), b"pdfaid:part".to_vec()));
    source.catalog_mut().expect("a catalog").set("Metadata", metadata);
    let mut bytes = Vec::new();
    source.save_to(&mut bytes).expect("it can be written");
    let made = Sheets::embedded().impose(&bytes, "essai.pdf", &settings()).unwrap_or_else(|f| panic!("{f:?}")).bytes;
    let text = String::from_utf8_lossy(&made).into_owned();
    assert!(text.contains("Essai") && !text.contains("GTS_PDFX") && !text.contains("pdfaid") && !text.contains("/Annots"), "{text}");
    assert_eq!(text.matches("(field) Tj").count(), 1, "the appearance is an object of the sheets");
    assert_eq!(text.matches("/A0 Do").count(), 1, "the visible field is drawn once");
    assert!(text.contains("q 2.0000 0.0000 0.0000 4.0000 100.0000 100.0000 cm /A0 Do Q") && !text.contains("/A1"), "in its place: {text}");
}

#[test]
fn a_content_in_several_streams_is_one() {
    let mut source = document([a5()]);
    let page = source.page_iter().next().expect("a page");
    let mut parts: Vec<Object> = Vec::new();
    for part in ["BT /F 12 Tf", "30 30 Td (7) Tj", "ET"] {
        let mut stream = Stream::new(Dictionary::new(), format!("{part}{}", " ".repeat(200)).into_bytes());
        stream.compress().expect("it can be compressed");
        parts.push(source.add_object(stream).into());
    }
    source.get_dictionary_mut(page).expect("a page").set("Contents", parts);
    let mut bytes = Vec::new();
    source.save_to(&mut bytes).expect("it can be written");
    let (document, _) = imposed(&bytes, &settings());
    assert_eq!(leafed(&document, 0, Duplex::ShortEdge), [7]);
}

#[track_caller]
fn refused(name: &str, bytes: &[u8], settings: &Impose) -> Vec<&'static str> {
    match Sheets::embedded().impose(bytes, "essai.pdf", settings) {
        Ok(_) => panic!("{name}: it is imposed"),
        Err(findings) => findings.iter().map(|f| f.code.id).collect(),
    }
}

#[test]
fn what_cannot_be_imposed_is_refused() {
    let good = pdf(vec![a5(); 3]);
    assert_eq!(refused("nothing", b"", &settings()), ["F001"]);
    assert_eq!(refused("a text", b"Bonjour", &settings()), ["F001"]);
    assert_eq!(refused("only a header", b"%PDF-1.7\n", &settings()), ["F001"]);
    assert_eq!(refused("cut in two", &good[..good.len() / 2], &settings()), ["F001"]);
    assert_eq!(refused("no page", &pdf([]), &settings()), ["F003"]);
    assert_eq!(refused("a page without size", &pdf([Dictionary::new()]), &settings()), ["F007"]);
    assert_eq!(refused("a page of no width", &pdf([sized(0.0, 210.0)]), &settings()), ["F007"]);
    let mut lost = document([a5(), a5()]);
    let page = lost.page_iter().next().expect("a page");
    lost.get_dictionary_mut(page).expect("a page").set("Contents", Object::Reference((999, 0)));
    let mut bytes = Vec::new();
    lost.save_to(&mut bytes).expect("it can be written");
    assert_eq!(refused("a content that is not there", &bytes, &settings()), ["F007"]);
    let mut fewer = document([a5(), a5()]);
    let tree = fewer.catalog().and_then(|c| c.get(b"Pages")).and_then(Object::as_reference).expect("a tree");
    fewer.get_dictionary_mut(tree).expect("a tree").set("Count", 5);
    let mut bytes = Vec::new();
    fewer.save_to(&mut bytes).expect("it can be written");
    assert_eq!(refused("pages that are missing", &bytes, &settings()), ["F001"]);
    for wrong in [
        Impose { border: 50.0, ..settings() },
        Impose { border: f64::NAN, ..settings() },
        Impose { signature: 1000, ..settings() },
        Impose { thickness: Some(-1.0), ..settings() },
    ] {
        assert_eq!(refused("a setting", &good, &wrong), ["F004"]);
    }
}

#[test]
fn a_protected_file_is_refused() {
    let folder = Folder::empty();
    folder.put("clair.pdf", pdf(vec![a5(); 4]));
    for (name, user) in [("ouvert.pdf", ""), ("ferme.pdf", "secret")] {
        let status = std::process::Command::new("qpdf")
            .args(["--encrypt", user, "maître", "256", "--print=none", "--"])
            .args([folder.path("clair.pdf"), folder.path(name)])
            .output();
        let Ok(out) = status else {
            crate::command::notice("qpdf is not installed: protected files are not tried");
            return;
        };
        assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
        let run = folder.livret(&["impose", name]).exits(2);
        assert!(run.err.contains("erreur[F002]") && run.err.contains("sans protection"), "{}", run.err);
        assert!(!folder.has(&name.replace(".pdf", "-imposé.pdf")), "nothing is written");
    }
}

#[test]
fn what_is_refused_leaves_everything_as_it_was() {
    let good = pdf(vec![a5(); 6]);
    let mut looped = document([a5(), a5()]);
    let tree = looped.catalog().and_then(|c| c.get(b"Pages")).and_then(Object::as_reference).expect("a tree");
    looped.get_dictionary_mut(tree).expect("a tree").set("Kids", vec![tree.into(), tree.into()]);
    let mut bytes = Vec::new();
    looped.save_to(&mut bytes).expect("it can be written");
    let folder = Folder::empty();
    let cases: [(&str, Vec<u8>, &str); 6] = [
        ("vide", Vec::new(), "F001"),
        ("texte", b"Ceci n'est pas un PDF".to_vec(), "F001"),
        ("tronque", good[..good.len() - 40].to_vec(), "F001"),
        ("moitie", good[..good.len() / 2].to_vec(), "F001"),
        ("sans-page", pdf([]), "F003"),
        ("boucle", bytes, "F001"),
    ];
    for (name, bytes, code) in cases {
        let (from, to) = (format!("{name}.pdf"), format!("{name}-imposé.pdf"));
        folder.put(&from, &bytes).put(&to, "ce qui était là");
        let run = folder.livret(&["impose", &from]).exits(2);
        assert!(run.err.contains(&format!("erreur[{code}]")) && run.err.contains("remède"), "{name}: {}", run.err);
        assert!(folder.get(&to) == "ce qui était là".as_bytes() && folder.get(&from) == bytes, "{name}");
    }
    let mut left: Vec<String> =
        std::fs::read_dir(folder.path("")).expect("the folder").flatten().map(|e| e.file_name().to_string_lossy().into_owned()).collect();
    left.retain(|name| !name.ends_with(".pdf"));
    assert_eq!(left, [""; 0], "no temporary file is left");
    // Every length that a download can be cut to.
    let sheets = Sheets::embedded();
    for length in (0..good.len()).step_by(7) {
        if let Ok(made) = sheets.impose(&good[..length], "essai.pdf", &settings()) {
            // Only the list at the end may be missing: no page is.
            let document = Document::load_mem(&made.bytes).unwrap_or_else(|e| panic!("{e}"));
            assert_eq!(leafed(&document, 0, Duplex::ShortEdge), [1, 2, 3, 4, 5, 6], "{length} of {} bytes", good.len());
        }
    }
}

#[test]
fn pages_of_every_kind_in_one_file_stand_upright_in_the_middle_of_their_half() {
    // A5; A6 lying, turned; trimmed out of a larger sheet away from the origin; with a corner below zero; a scale of its own.
    let mut turned = sized(148.0, 105.0);
    turned.set("Rotate", 90);
    let mut trimmed = sized(200.0, 300.0);
    trimmed.set("CropBox", boxed(10.0, 10.0, 190.0, 290.0));
    trimmed.set("TrimBox", boxed(26.0, 45.0, 174.0, 255.0));
    let below = dictionary! { "MediaBox" => boxed(-20.0, -50.0, 128.0, 160.0) };
    let mut scaled = sized(74.0, 105.0);
    scaled.set("UserUnit", 2);
    let sizes = [(148.0, 210.0), (105.0, 148.0), (148.0, 210.0), (148.0, 210.0), (148.0, 210.0)];
    let bytes = pdf([a5(), turned, trimmed, below, scaled]);
    let opened = livret::press::Opened::new(&bytes, "a.pdf").unwrap_or_else(|f| panic!("{f:?}"));
    for (found, wanted) in opened.sizes().unwrap_or_else(|f| panic!("{f:?}")).into_iter().zip(sizes) {
        assert!((found.0 - wanted.0).abs() < 0.01 && (found.1 - wanted.1).abs() < 0.01, "{found:?} {wanted:?}");
    }
    let (document, findings) = imposed(&bytes, &settings());
    assert_eq!(findings, [""; 0]);
    assert_eq!(document.page_iter().count(), 4, "two sheets");
    assert_eq!(leafed(&document, 0, Duplex::ShortEdge), [1, 2, 3, 4, 5]);
}

#[test]
fn damaged_files_never_panic() {
    // A fixed sequence that looks like chance.
    let mut state = 1u64;
    let mut draw = |n: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as usize % n
    };
    let good = pdf(vec![a5(); 5]);
    let sheets = Sheets::embedded();
    for _ in 0..400 {
        let mut bytes = good.clone();
        for _ in 0..1 + draw(8) {
            let at = draw(bytes.len());
            bytes[at] = draw(256) as u8;
        }
        // Whatever comes of it, it comes without a panic.
        let _ = sheets.impose(&bytes, "essai.pdf", &settings());
    }
}

#[test]
fn the_command() {
    let folder = Folder::empty();
    folder.put("été.pdf", pdf(vec![a5(); 7]));
    let run = folder.livret(&["impose", "été.pdf", "--cover", "--fold", "--staples", "--border", "5", "--thickness", "0.1"]).exits(0);
    assert_eq!(run.out, "été-imposé.pdf  2 feuilles\n");
    folder.is_pdf("été-imposé.pdf");
    let run = folder.livret(&["impose", "été.pdf", "--output", "été.pdf"]).exits(2);
    assert!(run.err.contains("erreur[F008]"), "{}", run.err);
    let run = folder.livret(&["impose", "absent.pdf"]).exits(2);
    assert!(run.err.contains("erreur[W102]"), "{}", run.err);
    let run = folder.livret(&["impose"]).exits(2);
    assert!(run.err.contains("erreur[F009]"), "{}", run.err);
    let run = folder.livret(&["impose", "été.pdf", "--offset", "20,0"]).exits(2);
    assert!(run.err.contains("erreur[F004]: « horizontal » va de -10 à 10"), "{}", run.err);
    folder.livret(&["impose", "été.pdf", "--sheet", "A2"]).exits(2);

    let run = folder.livret(&["impose", "été.pdf", "--instructions", "-o", "avec.pdf"]).exits(0);
    assert_eq!(run.out, "avec.pdf  2 feuilles, après une feuille d’instructions\n");
    folder.is_pdf("avec.pdf");
    let words = folder.words("avec.pdf");
    if let Some(words) = words {
        let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(words.contains("Comment imprimer ce livret") && words.contains("2 feuilles de papier A4") && words.contains("bord court"), "{words}");
        assert!(words.contains("de 1 à 7") && words.contains("un seul exemplaire"), "{words}");
    }
    let run = folder.livret(&["impose", "--calibration", "--duplex", "long-edge", "--sheet", "A3"]).exits(0);
    assert_eq!(run.out, "reglage-recto-verso.pdf\n");
    folder.is_pdf("reglage-recto-verso.pdf");
    if let Some(words) = folder.words("reglage-recto-verso.pdf") {
        assert!(words.contains("bord long") && words.contains("recto_verso:") && words.contains("VERSO"), "{words}");
    }
    let calibration = Document::load_mem(&folder.get("reglage-recto-verso.pdf")).unwrap_or_else(|e| panic!("{e}"));
    assert_eq!(calibration.page_iter().count(), 2);
}

#[test]
fn the_collection_knows_its_printer() {
    let collection = "version: 1\nnom: Essai\ndate: 2026-01-01\nediteur_responsable: { nom: Prénom Nom, adresse: Rue 1 }\n";
    let folder = Folder::empty();
    folder.put("content/collection.yaml", collection).put("a.pdf", pdf(vec![a5(); 4]));
    folder.livret(&["impose", "a.pdf"]).exits(0);
    let straight = folder.get("a-imposé.pdf");
    folder.put("content/collection.yaml", format!("{collection}recto_verso:\n  horizontal: 0.5\n  vertical: -1\n"));
    folder.livret(&["impose", "a.pdf"]).exits(0);
    let moved = folder.get("a-imposé.pdf");
    assert!(straight != moved, "the offset of collection.yaml counts");
    folder.livret(&["impose", "a.pdf", "--offset", "0,0"]).exits(0);
    assert!(folder.get("a-imposé.pdf") == straight, "the offset of the command line comes first");
    folder.put("content/collection.yaml", format!("{collection}recto_verso: {{ horizontal: 12 }}\n"));
    let run = folder.livret(&["check"]).exits(1);
    assert!(run.all().contains("erreur[F004]") && run.all().contains("collection.yaml:5:14"), "{}", run.all());
}

#[test]
fn a_profile_says_how_its_pages_go_on_sheets() {
    let profiles = String::from_utf8(livret::workspace::embedded_templates().0["profiles.yaml"].to_vec()).expect("text");
    let project = |impose: &str| {
        let start = profiles.find("  impose: { scheme").expect("the settings of bureau");
        let end = start + profiles[start..].find('\n').expect("a line");
        let text = format!("{}  impose: {impose}{}", &profiles[..start], &profiles[end..]);
        let mut project = Project::new().file("templates/profiles.yaml", text);
        for i in 1..=12 {
            project = project.fiche(&format!("f{i}"), &format!("date: {}", 1990 + i), "Texte.");
        }
        project.load()
    };
    let made = |impose: &str| {
        let book = project(impose).clean();
        let made = book.build("livret", "bureau").1.unwrap_or_else(|| panic!("{impose}: it is made"));
        (made.pages, made.sides, made.bytes)
    };
    let (pages, sides, plain) = made("two-up");
    assert_eq!(sides, Some(pages / 2));
    assert_eq!(made("none").1, None);
    assert!(made("{ signature: 2 }").2 != plain && made("{ duplex: long-edge }").2 != plain);
    assert_eq!(made("{ instructions: true }").1, Some(pages / 2 + 2));
    assert_eq!(project("{ border: 90 }").findings().iter().map(|f| f.split(' ').nth(1).unwrap_or("")).collect::<Vec<_>>(), ["P107"]);
    assert_eq!(project("{ bord: 9 }").findings().iter().map(|f| f.split(' ').nth(1).unwrap_or("")).collect::<Vec<_>>(), ["H101"]);
    assert_eq!(project("{ duplex: long }").findings().iter().map(|f| f.split(' ').nth(1).unwrap_or("")).collect::<Vec<_>>(), ["H104"]);
}
