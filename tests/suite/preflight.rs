//! The report that goes with each file, and what it finds at the author's line.

use crate::command::Folder;
use crate::harness::project::{PNG, Project};
use livret::pipeline::{Outcome, Report};

fn built(project: Project, profile: &str) -> (Report, Vec<String>) {
    let book = project.load().clean();
    let (outcome, made, findings) = book.build("livret", profile);
    assert_eq!(outcome, Outcome::Made, "{findings:?}");
    (made.unwrap_or_else(|| panic!("made, and not there")).report, findings)
}

/// The embedded template, changed.
fn template(name: &str, from: &str, to: &str) -> (String, String) {
    let text = String::from_utf8(livret::workspace::embedded_templates().0[name].to_vec()).expect("text");
    assert!(text.contains(from), "{name} no longer holds « {from} »");
    (format!("templates/{name}"), text.replace(from, to))
}

fn with(project: Project, (path, text): (String, String)) -> Project {
    project.file(&path, text)
}

#[test]
fn a_file_for_the_printing_house_is_described() {
    let project = Project::new().fiche("a", "date: 2001\nressources: [{ titre: Un site, url: \"https://exemple.be/un-site\" }]", "Un texte.");
    let (report, findings) = built(project, "imprimeur");
    assert_eq!(findings, [""; 0]);
    assert!(report.multiple_of_four && report.pages % 4 == 0);
    let boxes: Vec<(&str, f64, f64, u32)> = report.file.boxes.iter().map(|b| (b.name, b.width, b.height, b.pages)).collect();
    assert!(boxes.contains(&("TrimBox", 148.0, 210.0, report.pages)) && boxes.contains(&("MediaBox", 154.0, 216.0, report.pages)), "{boxes:?}");
    assert!(report.file.fonts.len() >= 2 && report.file.fonts.iter().all(|f| f.embedded), "{:?}", report.file.fonts);
    let fiche = report.pages / 2;
    assert_eq!(report.bleeding, [1, fiche, report.pages], "the cover, and the thumb index of the fiche");
    assert_eq!((report.file.colours.rgb, report.file.colours.spot), (0, 0));
    assert!(report.file.ink > 100.0 && report.file.ink <= 300.0);
    assert!(report.nearest_text.is_some_and(|(_, mm)| mm > 5.0));
    let [code] = report.codes.as_slice() else { panic!("{:?}", report.codes) };
    assert_eq!(code.content.as_deref(), Some("https://exemple.be/un-site"));
    assert!(code.side >= 20.0 && code.module >= 0.4);
    let text = report.text();
    assert!(text.contains("non PDF/X") && text.contains("Rien à signaler.") && text.contains("lu : https://exemple.be/un-site"), "{text}");
    serde_json::from_str::<serde_json::Value>(&report.json()).expect("JSON");
}

#[test]
fn a_code_is_read_from_the_finished_file_by_another_renderer() {
    let project = Project::new().fiche("a", "date: 2001\nressources: [{ titre: Un site, url: \"https://exemple.be/un-site\" }]", "Un texte.");
    let (_, made, findings) = project.load().clean().build("livret", "imprimeur");
    let made = made.unwrap_or_else(|| panic!("{findings:?}"));
    let [code] = made.report.codes.as_slice() else { panic!("{:?}", made.report.codes) };
    let folder = Folder::empty();
    folder.put("a.pdf", &made.bytes);
    let page = code.page.to_string();
    let run = std::process::Command::new("gs")
        .args(["-q", "-sDEVICE=pnggray", "-r300", &format!("-dFirstPage={page}"), &format!("-dLastPage={page}"), "-o"])
        .arg(folder.path("page.png"))
        .arg(folder.path("a.pdf"))
        .output();
    if !run.is_ok_and(|r| r.status.success()) {
        crate::command::notice("Ghostscript is not installed: codes are read from our own rendering only");
        return;
    }
    let picture = image::load_from_memory(&folder.get("page.png")).expect("a picture").to_luma8();
    let mut picture =
        rqrr::PreparedImage::prepare_from_greyscale(picture.width() as usize, picture.height() as usize, |x, y| picture.get_pixel(x as u32, y as u32).0[0]);
    let read: Vec<String> = picture.detect_grids().iter().filter_map(|g| g.decode().ok()).map(|(_, text)| text).collect();
    assert_eq!(read, ["https://exemple.be/un-site"]);
}

#[test]
fn a_picture_with_too_few_pixels_is_found_at_its_line() {
    let text = "Avant.\n\n![Un gris](images/gris.png){largeur=50%}\n\nAprès.";
    let project = Project::new().file("content/images/gris.png", PNG).fiche("a", "date: 2001", text);
    for (profile, expected) in [("imprimeur", 1), ("bureau", 1), ("ecran", 0)] {
        let (report, findings) = built(project.clone(), profile);
        let found: Vec<&String> = findings.iter().filter(|f| f.ends_with("F010")).collect();
        assert_eq!(found.len(), expected, "{profile}: {findings:?}");
        assert!(found.iter().all(|f| f.starts_with("content/fiches/a.md:7:")), "{findings:?}");
        let [picture] = report.pictures.as_slice() else { panic!("{:?}", report.pictures) };
        // One pixel on half of the text's width: (148 − 39) / 2 mm.
        assert!((picture.width - 54.5).abs() < 0.1 && picture.ppi < 1.0 && picture.place == "content/fiches/a.md:7", "{picture:?}");
    }
}

#[test]
fn what_a_printing_house_would_refuse_is_found() {
    let fiche = || Project::new().fiche("a", "date: 2001\nressources: [{ titre: Un site, url: \"https://exemple.be/un-site\" }]", "Un texte.");
    let cover = "place(top + left, dx: slug, dy: slug, rect(width: format-width + 2 * bleed, height: high + bleed,";
    for (name, change, profile, code) in [
        ("a code of 5 mm", template("tokens.yaml", "qr_mm: 20", "qr_mm: 5"), "imprimeur", "F017"),
        ("a code in light grey", template("tokens.yaml", "text:    { rgb: \"#000000\"", "text:    { rgb: \"#f4f4f4\""), "bureau", "F016"),
        ("text at the edge", template("tokens.yaml", "inside: 20, outside: 19 }   #", "inside: 20, outside: 2 }   #"), "imprimeur", "F012"),
        (
            "four inks of 90 %",
            template("tokens.yaml", "cover:   { rgb: \"#0f4c5c\", cmyk: [90, 45, 40, 40] }", "cover:   { rgb: \"#0f4c5c\", cmyk: [90, 90, 90, 90] }"),
            "imprimeur",
            "F015",
        ),
        (
            "a cover that stops at the edge",
            template("lib/parts.typ", cover, "place(top + left, dx: bleed + slug, dy: bleed + slug, rect(width: format-width, height: high,"),
            "imprimeur",
            "F011",
        ),
    ] {
        let (report, findings) = built(with(fiche(), change), profile);
        assert!(findings.iter().any(|f| f.ends_with(code)), "{name}: {findings:?}");
        assert!(report.findings.iter().any(|f| f.0 == code) && report.text().contains(code), "{name}: {}", report.text());
        // What is judged of the look (L…) is another matter.
        let codes: std::collections::BTreeSet<&str> = findings.iter().filter_map(|f| f.rsplit(' ').next()).filter(|c| c.starts_with('F')).collect();
        assert_eq!(codes.len(), 1, "{name}: nothing else is wrong: {findings:?}");
    }
}

#[test]
fn the_paper_gives_a_weight() {
    let (report, _) = built(Project::new().fiche("a", "date: 2001", "Un texte."), "bureau");
    let paper = report.paper.unwrap_or_else(|| panic!("the office has paper"));
    let leaves = f64::from(report.pages / 2);
    assert_eq!((paper.copy, paper.thickness), ((leaves * 0.148 * 0.210 * 80.0).round(), (leaves * 10.0).round() / 100.0));
    assert_eq!(report.sheets, Some(report.pages / 4));
}

#[test]
fn a_report_counts_what_its_reader_counts() {
    let project = Project::new().fiche("a", "date: 2001", "Le mot mot est double.");
    let (screen, _) = built(project.clone(), "ecran");
    assert!(!screen.text().contains("multiple de quatre"), "a screen has no sheets: {}", screen.text());
    let (office, _) = built(project.clone(), "bureau");
    let sides = office.pages / 2;
    assert!(office.text().contains("(multiple de quatre)") && office.text().contains(&format!("297 × 210 mm, {sides} côtés")), "{}", office.text());
    let (printer, _) = built(project.clone(), "imprimeur");
    assert!(printer.text().contains(" % (limite 300 %)"), "{}", printer.text());
    // Behind the pages of a proof stands the list of its remarks.
    let (proof, _) = built(project, "epreuve");
    let (pages, next) = (proof.pages, proof.pages + 1);
    assert_eq!((proof.remarks, proof.file.pages), (Some(1), next));
    let text = proof.text();
    assert!(
        text.contains(&format!("{pages} + 1 page de remarques")) && text.contains(&format!("1 remarque dans la marge ; la liste est page {next}")),
        "{text}"
    );
    assert!(!text.contains("Rien à signaler"), "{text}");
}

#[test]
fn each_file_has_its_report_beside_it() {
    let folder = Folder::two();
    folder.livret(&["build", "bon", "--profile", "imprimeur"]).exits(0);
    assert_eq!(folder.everything(), ["bon-imprimeur.pdf", "bon-imprimeur.rapport.json", "bon-imprimeur.rapport.txt", "manifest.json"]);
    let text = String::from_utf8(folder.get("output/bon-imprimeur.rapport.txt")).expect("text");
    assert!(text.starts_with("Rapport de bon-imprimeur\n") && text.contains("148 × 210 mm"), "{text}");
    // A report that is lost is made again, and so is its file.
    std::fs::remove_file(folder.path("output/bon-imprimeur.rapport.txt")).expect("the report");
    let run = folder.livret(&["build", "bon", "--profile", "imprimeur"]).exits(0);
    assert!(!run.out.contains("inchangé"), "{}", run.out);
    assert_eq!(folder.get("output/bon-imprimeur.rapport.txt"), text.as_bytes());
}

/// A file that was not made again once said nothing of its pages, and `--strict` let it pass the second time.
#[test]
fn what_stands_says_again_what_was_found_on_its_pages() {
    let folder = Folder::two();
    let (path, text) = template("tokens.yaml", "inside: 20, outside: 19 }   #", "inside: 20, outside: 2 }   #");
    folder.put(&path, text);
    let near = |err: &str| err.lines().filter(|l| l.contains("F012")).count();
    let strict = ["build", "bon", "--profile", "imprimeur", "--strict"];
    let first = folder.livret(&strict).exits(1);
    assert!(near(&first.err) > 0 && !first.out.contains("inchangé"), "{}", first.all());
    for (arguments, code) in [(&strict[..], 1), (&strict[..4], 0)] {
        let again = folder.livret(arguments).exits(code);
        assert!(again.out.contains("inchangé"), "{}", again.all());
        assert_eq!(near(&again.err), near(&first.err), "{}\n{}", first.err, again.err);
    }
    // Nothing at all changed since a complete build: no text is read, and the same is said.
    folder.put("content/publications.yaml", "- { id: bon, genre: livret, titre: Bon, selection: { fiches: [bonne] }, profils: [imprimeur] }\n");
    for (arguments, code) in [(&["build"][..], 0), (&["build"], 0), (&["build", "--strict"], 1), (&["build", "--strict"], 1)] {
        assert!(near(&folder.livret(arguments).exits(code).err) > 0, "{arguments:?}");
    }
}
