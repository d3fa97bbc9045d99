//! Publications as things of paper: the cover with its spine, marks, and the number of pages that was asked for.

use crate::command::Folder;
use crate::harness::project::Project;
use livret::pipeline::{Made, Outcome};
use lopdf::{Document, Object};

const MM: f64 = 72.0 / 25.4;

fn publication(lines: &str) -> String {
    format!(
        "- id: livret\n  genre: livret\n  titre: Livret d’essai\n  format: A5\n  selection: {{ statut: brouillon }}\n  profils: [ecran, imprimeur]\n{lines}"
    )
}

/// A booklet of so many fiches of about two pages, with more lines in its description.
fn booklet(fiches: usize, lines: &str) -> Project {
    let mut project = Project::new().file("content/publications.yaml", publication(lines));
    for i in 1..=fiches {
        let text = format!("Une phrase de la fiche {i}, qui en dit un peu plus long que le titre. ").repeat(50 + i % 7 * 6);
        project = project.fiche(&format!("fiche-{i:02}"), &format!("date: {}\naxes: [accueil]", 1970 + i), &text);
    }
    project
}

fn built(project: &Project) -> (Outcome, Option<Made>, Vec<String>) {
    let (outcome, made, findings) = project.load().build("livret", "imprimeur");
    (outcome, made, findings.into_iter().filter(|f| !f.rsplit(' ').next().unwrap_or("").starts_with('L')).collect())
}

fn made(project: &Project) -> (Made, Vec<String>) {
    let (outcome, made, findings) = built(project);
    assert_eq!(outcome, Outcome::Made, "{findings:?}");
    (made.expect("it was made"), findings)
}

/// The boxes of the first page of a file, in mm.
fn boxes(bytes: &[u8]) -> [[f64; 4]; 3] {
    let document = Document::load_mem(bytes).unwrap_or_else(|e| panic!("{e}"));
    let page = document.page_iter().next().and_then(|p| document.get_dictionary(p).ok()).expect("a page");
    [&b"MediaBox"[..], b"BleedBox", b"TrimBox"].map(|key| {
        let list = page.get(key).and_then(Object::as_array).expect("a box");
        let numbers: Vec<f64> = list.iter().map(|n| f64::from(n.as_float().expect("a number")) / MM).collect();
        numbers.try_into().expect("four numbers")
    })
}

fn close(found: [f64; 4], expected: [f64; 4]) -> bool {
    found.iter().zip(expected).all(|(a, b)| (a - b).abs() < 0.01)
}

fn profiles(from: &str, to: &str) -> String {
    let text = String::from_utf8(livret::workspace::embedded_templates().0["profiles.yaml"].to_vec()).expect("text");
    let start = text.find("\nimprimeur:").expect("the profile");
    assert!(text[start..].contains(from), "{from}");
    format!("{}{}", &text[..start], text[start..].replacen(from, to, 1))
}

#[test]
fn a_stapled_booklet_stays_in_one_file() {
    for lines in ["", "  reliure: agrafee\n"] {
        let (made, findings) = made(&booklet(3, lines));
        assert!(made.cover.is_none(), "{lines}");
        assert_eq!(findings, [""; 0]);
        assert_eq!(made.pages % 4, 0);
    }
}

#[test]
fn a_glued_booklet_has_a_cover_of_its_own() {
    let whole = made(&booklet(20, "")).0;
    let (inside, findings) =
        made(&booklet(20, "  reliure: dos-carre-colle\n  papier: { grammage: 90, main: 1.25, couverture: { grammage: 250, main: 0.9 } }\n"));
    assert_eq!(findings, [""; 0]);
    let cover = inside.cover.as_ref().expect("a cover");
    assert_eq!(cover.file, "livret-imprimeur-couverture.pdf");
    // Leaves of 0.1125 mm, twice a cover of 0.225 mm, half a millimetre of glue.
    let spine = (f64::from(inside.pages / 2) * 0.1125 + 0.45 + 0.5) * 10.0;
    let spine = spine.round() / 10.0;
    assert!(spine > 3.0, "{spine}: enough pages for a spine");
    assert_eq!(cover.report.spine, Some(spine));
    let width = 2.0 * 148.0 + spine;
    let [media, bleed, trim] = boxes(&cover.bytes);
    assert!(close(media, [0.0, 0.0, width + 6.0, 216.0]), "{media:?}");
    assert!(close(bleed, media) && close(trim, [3.0, 3.0, 3.0 + width, 213.0]), "{bleed:?} {trim:?}");
    assert_eq!(cover.report.file.pages, 1);
    assert_eq!((cover.report.file.colours.rgb, cover.report.file.intent.as_deref()), (0, Some("FOGRA39")));
    assert!(cover.report.findings.is_empty() && cover.report.text().starts_with("Rapport de livret-imprimeur-couverture\n"), "{}", cover.report.text());
    // Fiches keep their pages: the title stands where the cover stood; the back cover is gone.
    assert_eq!(inside.fiches, whole.fiches);
    assert_eq!(inside.pages % 4, 0);
    assert!(!inside.report.bleeding.contains(&1) && !inside.report.bleeding.contains(&inside.pages), "no cover inside: {:?}", inside.report.bleeding);
    // One copy: its leaves, and the cover around them.
    let paper = inside.report.paper.as_ref().expect("a paper");
    assert_eq!(paper.copy, ((f64::from(inside.pages / 2) * 90.0 + 2.0 * 250.0) * 0.148 * 0.210).round());
    assert_eq!(paper.thickness, spine);
}

#[test]
fn the_spine_bears_the_title_when_there_is_room() {
    let text = |lines: &str, fiches: usize| -> (String, Vec<String>) {
        let (made, findings) = made(&booklet(fiches, &format!("  reliure: dos-carre-colle\n{lines}")));
        let folder = Folder::empty();
        folder.put("couverture.pdf", &made.cover.expect("a cover").bytes);
        let out = std::process::Command::new("pdftotext").arg("-raw").arg(folder.path("couverture.pdf")).arg("-").output();
        (out.map_or_else(|_| String::new(), |o| String::from_utf8_lossy(&o.stdout).split_whitespace().collect::<Vec<_>>().join(" ")), findings)
    };
    let (with, findings) = text("  dos: { largeur: 4.2, texte: Texte du dos }\n", 3);
    assert_eq!(findings, [""; 0]);
    if with.is_empty() {
        crate::command::notice("pdftotext is not installed: the words of the spine are not read back");
        return;
    }
    assert!(with.contains("Texte du dos") && with.contains("Maison d’essai"), "{with}");
    let titles = |text: &str| text.matches("d’essai").count();
    let (title, _) = text("  dos: { largeur: 4.2 }\n", 3);
    let (none, findings) = text("  dos: { largeur: 4.2, texte: non }\n", 3);
    assert_eq!(findings, [""; 0]);
    assert_eq!(titles(&title), titles(&none) + 1, "the title, by default: {title}");
    // Too thin for its text: said at the text, and left out. Without a text of its own, said at the binding.
    let (thin, findings) = text("  dos:\n    largeur: 2.1\n    texte: Texte du dos\n", 3);
    assert_eq!(findings, ["content/publications.yaml:10:12 F030"]);
    assert!(!thin.contains("Texte du dos"));
    let (_, findings) = text("", 2);
    assert_eq!(findings, ["content/publications.yaml:7:12 F030"]);
}

#[test]
fn a_spine_needs_a_paper() {
    let without = profiles("  paper: { weight: 115, bulk: 0.85 }\n", "");
    let (outcome, made, findings) = built(&booklet(3, "  reliure: dos-carre-colle\n").file("templates/profiles.yaml", without.clone()));
    assert_eq!((outcome, made.is_none()), (Outcome::Failed, true));
    assert_eq!(findings, ["content/publications.yaml:7:12 F031"]);
    let given = booklet(3, "  reliure: dos-carre-colle\n  papier: { grammage: 90, epaisseur: 0.1 }\n").file("templates/profiles.yaml", without);
    assert_eq!(built(&given).0, Outcome::Made);
}

#[test]
fn settings_that_nobody_can_print_with_are_refused() {
    for (lines, expected) in [
        ("  papier: { grammage: -3 }\n", &["F032"][..]),
        ("  papier: { epaisseur: 5 }\n", &["F032"]),
        ("  dos: { largeur: 1e9 }\n", &["F032"]),
        ("  pages: 0\n", &["F032"]),
        ("  pages: { max: 100000 }\n", &["F032"]),
        ("  pages: beaucoup\n", &["H103"]),
        ("  pages: { maximum: 12 }\n", &["H101"]),
        ("  reliure: spirale\n", &["H104"]),
    ] {
        let book = booklet(1, lines).load();
        let codes: Vec<String> = book.faults().iter().map(|f| f.code.id.to_owned()).collect();
        assert_eq!(codes, expected, "{lines}");
    }
}

#[test]
fn too_many_stapled_pages_are_told() {
    let lines = "  reliure: agrafee\n  papier: { grammage: 115, main: 0.85 }\n";
    let (made, findings) = made(&booklet(26, lines));
    assert!(made.pages > 48, "{}", made.pages);
    assert_eq!(findings, ["content/publications.yaml:7:12 F033"]);
}

/// A booklet of a hundred pages once went to the printing house without a word on its binding.
#[test]
fn a_thick_booklet_is_told_to_choose_its_binding() {
    let line = |made: &Made| made.report.text().lines().find(|l| l.starts_with("Reliure")).unwrap_or_default().to_owned();
    let paper = "  papier: { grammage: 115, main: 0.85 }\n";
    let (thick, findings) = made(&booklet(26, paper));
    assert_eq!(findings, ["content/publications.yaml:3:10 F029"]);
    assert!(thick.report.findings.iter().any(|f| f.0 == "F029") && !thick.report.text().contains("Rien à signaler"), "{}", thick.report.text());
    assert!(line(&thick).contains("trop de pages pour l’agrafe (48 au plus) ; dos carré collé possible (dos de "), "{}", line(&thick));
    for (lines, expected) in [
        ("", "agrafée au pli, faute d’autre indication"),
        ("  reliure: agrafee\n", "agrafée au pli"),
        ("  reliure: dos-carre-colle\n  dos: { largeur: 4.2 }\n", "dos carré collé, dos de 4,2 mm, couverture à part"),
    ] {
        let (made, _) = made(&booklet(3, lines));
        assert_eq!(line(&made), format!("{:<24}{expected}", "Reliure"), "{lines}");
        assert!(!made.cover.is_some_and(|c| c.report.text().contains("Reliure")), "a cover is not bound by itself");
    }
    // What is wrong with the binding is in the report too.
    let (stapled, _) = made(&booklet(26, &format!("  reliure: agrafee\n{paper}")));
    assert!(stapled.report.findings.iter().any(|f| f.0 == "F033"), "{}", stapled.report.text());
}

#[test]
fn marks_are_drawn_in_all_plates_and_are_no_colours_of_the_page() {
    let plain = made(&booklet(2, "")).0;
    let marked = booklet(2, "").file("templates/profiles.yaml", profiles("marks: false", "marks: [coupe, montage, couleurs]"));
    let (marked, findings) = self::made(&marked);
    assert_eq!(findings, [""; 0]);
    let [media, bleed, trim] = boxes(&marked.bytes);
    assert!(close(media, [-7.0, -7.0, 161.0, 223.0]), "{media:?}");
    assert!(close(bleed, [0.0, 0.0, 154.0, 216.0]) && close(trim, [3.0, 3.0, 151.0, 213.0]), "{bleed:?} {trim:?}");
    assert_eq!((marked.report.file.colours.clone(), marked.report.file.ink), (plain.report.file.colours.clone(), plain.report.file.ink));
    let text = String::from_utf8_lossy(&marked.bytes).into_owned();
    assert!(text.contains("/Separation") && text.contains("/All"), "registration is in all plates");
    let folder = Folder::empty();
    folder.put("a.pdf", &marked.bytes);
    folder.is_pdf("a.pdf");
    // The colophon is black; marks of trimming and registration put the same on every plate.
    let inks = |bytes: &[u8]| -> Option<Vec<f64>> {
        folder.put("b.pdf", bytes);
        let run =
            std::process::Command::new("gs").args(["-q", "-sDEVICE=inkcov", "-dFirstPage=2", "-dLastPage=2", "-o", "-"]).arg(folder.path("b.pdf")).output();
        let out = run.ok().filter(|r| r.status.success())?;
        Some(String::from_utf8_lossy(&out.stdout).split_whitespace().take(3).filter_map(|n| n.parse().ok()).collect())
    };
    let lines = self::made(&booklet(2, "").file("templates/profiles.yaml", profiles("marks: false", "marks: [coupe, montage]"))).0;
    match (inks(&plain.bytes), inks(&lines.bytes)) {
        (Some(before), Some(after)) => {
            assert_eq!(before, [0.0, 0.0, 0.0]);
            assert!(after.len() == 3 && after[0] > 0.0 && after.iter().all(|ink| *ink == after[0]), "{after:?}");
        }
        _ => crate::command::notice("Ghostscript is not installed: plates are not drawn"),
    }
}

#[test]
fn a_cover_is_marked_where_it_is_folded() {
    let project = booklet(3, "  reliure: dos-carre-colle\n  dos: { largeur: 4 }\n").file("templates/profiles.yaml", profiles("marks: false", "marks: [coupe]"));
    let (made, _) = made(&project);
    let cover = made.cover.expect("a cover");
    let [media, _, trim] = boxes(&cover.bytes);
    assert!(close(media, [-7.0, -7.0, 313.0, 223.0]) && close(trim, [3.0, 3.0, 303.0, 213.0]), "{media:?} {trim:?}");
    let document = Document::load_mem(&cover.bytes).unwrap_or_else(|e| panic!("{e}"));
    let marks = document.objects.values().find_map(|o| {
        let stream = o.as_stream().ok()?;
        let text = String::from_utf8(stream.get_plain_content().ok()?).ok()?;
        text.contains("/All CS").then_some(text)
    });
    let marks = marks.expect("marks");
    for fold in [3.0 + 148.0, 3.0 + 152.0] {
        assert!(marks.contains(&format!("{:.4} ", fold * MM)), "{fold} mm: {marks}");
    }
    assert_eq!(marks.matches("[2 1.5] 0 d").count(), 2);
}

#[test]
fn marks_and_standards_exclude_each_other() {
    let profiles = profiles("standards: []", "standards: [\"a-2a\"]").replacen("tagged: false\n  standards: [\"a", "tagged: true\n  standards: [\"a", 1);
    let profiles = {
        let at = profiles.find("\nimprimeur:").expect("the profile");
        format!("{}{}", &profiles[..at], profiles[at..].replacen("marks: false", "marks: true", 1))
    };
    let codes: Vec<String> = booklet(1, "").file("templates/profiles.yaml", profiles).load().faults().iter().map(|f| f.code.id.to_owned()).collect();
    assert_eq!(codes, ["P111"]);
}

#[test]
fn covers_are_stored_and_forgotten_with_their_file() {
    let folder = Folder::two();
    let publications = |binding: &str| {
        format!(
            "- {{ id: bon, genre: livret, titre: Bon, selection: {{ fiches: [bonne] }}, profils: [imprimeur], reliure: {binding}, dos: {{ largeur: 4 }} }}\n"
        )
    };
    folder.put("content/publications.yaml", publications("dos-carre-colle"));
    let run = folder.livret(&["build"]).exits(0);
    assert!(run.out.contains("bon-imprimeur-couverture.pdf"), "{}", run.out);
    for name in ["bon-imprimeur.pdf", "bon-imprimeur-couverture.pdf", "bon-imprimeur-couverture.rapport.txt", "bon-imprimeur-couverture.rapport.json"] {
        assert!(folder.has(&format!("output/{name}")), "{name}");
    }
    let cover = folder.get("output/bon-imprimeur-couverture.pdf");
    let run = folder.livret(&["build"]).exits(0);
    assert_eq!(run.out.matches("inchangé").count(), 2, "{}", run.out);
    // A cover that is lost is made again.
    std::fs::remove_file(folder.path("output/bon-imprimeur-couverture.pdf")).expect("the cover");
    folder.livret(&["build"]).exits(0);
    assert_eq!(folder.get("output/bon-imprimeur-couverture.pdf"), cover, "the same bytes");
    // A stapled one has none: the manifest no longer names it.
    folder.put("content/publications.yaml", publications("agrafee"));
    folder.livret(&["build"]).exits(0);
    let manifest = String::from_utf8(folder.get("output/manifest.json")).expect("text");
    assert!(!manifest.contains("couverture"), "{manifest}");
}

#[test]
fn a_page_count_is_reached_by_the_smallest_change() {
    let natural = made(&booklet(14, "  pages: { multiple: 1, notes: 63, max: 2000 }\n")).0.fit.expect("a goal").natural;
    // What is near below the natural count, and a multiple of four.
    let wanted = (natural - 1) / 4 * 4;
    let (made, findings) = made(&booklet(14, &format!("  pages: {wanted}\n")));
    let fit = made.fit.expect("a goal");
    assert_eq!((made.pages, fit.pages, fit.natural), (wanted, wanted, natural));
    assert_eq!(findings, ["content/publications.yaml:7:10 F040"], "never silently");
    let last = fit.attempts.last().expect("something was changed");
    assert!(last.pages <= wanted && wanted - last.pages <= 3);
    assert!(fit.attempts[..fit.attempts.len() - 1].iter().all(|a| a.pages > wanted), "nothing smaller was enough: {fit:?}");
    assert!(fit.layouts() <= 10, "{}", fit.layouts());
    assert!(made.report.text().contains("Ajustement"), "{}", made.report.text());
    // The same each time, to the byte.
    let project = booklet(14, &format!("  pages: {wanted}\n"));
    let again = self::made(&project).0;
    assert!(again.bytes == made.bytes);
    // Whoever looks at the pages sees the change too.
    let seen = project.load().pages("livret", "imprimeur");
    assert_eq!((seen.layout.pages(), &seen.layout.fiches), (wanted, &made.fiches));
}

#[test]
fn a_page_count_that_is_met_changes_nothing() {
    let plain = made(&booklet(5, "")).0;
    let (goal, findings) = made(&booklet(5, &format!("  pages: {}\n", plain.pages)));
    assert_eq!(findings, [""; 0]);
    assert!(goal.fit.as_ref().is_some_and(|f| f.attempts.is_empty() && f.layouts() == 1), "{:?}", goal.fit);
    assert_eq!(goal.bytes, plain.bytes, "no change, no other file");
    // On the screen nobody counts sheets.
    let (_, screen, _) = booklet(5, "  pages: 48\n").load().build("livret", "ecran");
    assert!(screen.is_some_and(|s| s.fit.is_none()));
}

#[test]
fn a_limit_of_blank_pages_is_kept() {
    // For each number of fiches one page of notes at most, or a clear refusal: both happen.
    let mut counts = [0, 0, 0];
    for fiches in [4, 5, 6, 7, 8, 9] {
        let (outcome, made, findings) = built(&booklet(fiches, "  pages: { multiple: 4, max: 60, notes: 1 }\n"));
        match made {
            Some(made) => {
                let fit = made.fit.expect("a goal");
                let text = fit.attempts.last().map_or(fit.natural, |a| a.pages);
                assert!(made.pages % 4 == 0 && made.pages - text <= 1, "{fit:?}");
                counts[usize::from(!fit.attempts.is_empty())] += 1;
            }
            None => {
                assert_eq!((outcome, findings), (Outcome::Failed, vec!["content/publications.yaml:7:10 F041".to_owned()]));
                counts[2] += 1;
            }
        }
    }
    assert!(counts[1] > 0, "something was squeezed: {counts:?}");
}

#[test]
fn a_page_count_out_of_reach_is_refused_and_other_files_are_made() {
    let (outcome, made, findings) = built(&booklet(12, "  pages: 8\n"));
    assert_eq!((outcome, made.is_none()), (Outcome::Failed, true));
    assert_eq!(findings, ["content/publications.yaml:7:10 F041"]);
    let seen = booklet(12, "  pages: 8\n").load().pages("livret", "imprimeur");
    assert!(seen.layout.pages() > 8 && seen.findings.iter().any(|f| f.code.id == "F041"), "the pages are shown as they come, with the reason");
    let (outcome, _, findings) = built(&booklet(2, "  pages: 400\n"));
    assert_eq!((outcome, findings), (Outcome::Failed, vec!["content/publications.yaml:7:10 F041".to_owned()]));
    let (outcome, _, findings) = built(&booklet(2, "  pages: 50\n"));
    assert_eq!((outcome, findings), (Outcome::Failed, vec!["content/publications.yaml:7:10 F042".to_owned()]));

    let folder = Folder::two();
    folder
        .put("content/publications.yaml", "- { id: bon, genre: livret, titre: Bon, selection: { fiches: [bonne] }, profils: [ecran, imprimeur], pages: 4 }\n");
    let run = folder.livret(&["build"]).exits(1);
    assert!(run.err.contains("erreur[F041]") && run.err.contains("publications.yaml:1:"), "{}", run.err);
    assert!(!run.err.contains("essais"), "{}", run.err);
    // « None of the files has a number of pages to reach » was said of the very file that missed it.
    let run = folder.livret(&["build", "--explain-fit"]).exits(1);
    assert!(run.err.contains("; essais : ") && run.err.contains(" → ") && !run.err.contains("aucun des fichiers"), "{}", run.err);
    assert!(folder.has("output/bon-ecran.pdf") && !folder.has("output/bon-imprimeur.pdf") && !folder.has("output/bon-imprimeur.rapport.txt"));
}

#[test]
fn explain_fit_tells_every_attempt() {
    let folder = Folder::two();
    for i in 1..=9 {
        let text = "Une phrase comme une autre, ni longue ni courte. ".repeat(50 + i % 7 * 6);
        folder.put(&format!("content/fiches/f{i}.md"), format!("---\ntitre: Fiche {i}\ndate: {}\naxes: [accueil]\nstatut: publié\n---\n{text}\n", 1990 + i));
    }
    let publications = |goal: &str| format!("- {{ id: bon, genre: livret, titre: Bon, selection: {{ sauf: [bonne] }}, profils: [imprimeur]{goal} }}\n");
    folder.put("content/publications.yaml", publications(""));
    let pages = |folder: &Folder| -> u32 {
        let manifest: serde_json::Value = serde_json::from_slice(&folder.get("output/manifest.json")).expect("JSON");
        u32::try_from(manifest["files"]["bon-imprimeur.pdf"]["pages"].as_u64().expect("a number")).expect("small")
    };
    let run = folder.livret(&["build", "--explain-fit"]).exits(0);
    assert!(run.err.contains("aucun des fichiers demandés"), "{}", run.err);
    let natural = pages(&folder);
    let goal = natural - 4;
    folder.put("content/publications.yaml", publications(&format!(", pages: {goal}")));
    let run = folder.livret(&["build", "--explain-fit"]).exits(0);
    assert_eq!(pages(&folder), goal);
    assert!(run.out.contains("1. interligne −1 % → ") && run.out.contains("retenu") && run.out.contains("un pas de plus : "), "{}", run.out);
    // Asked again, it is told again though nothing changed.
    assert_eq!(folder.livret(&["build", "--explain-fit"]).exits(0).out, run.out);
}
