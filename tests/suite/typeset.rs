//! The structure of laid-out pages: what stands where, without looking at pixels.

use crate::harness::paper::{self, MM};
use crate::harness::project::{Book, PNG, Project};
use crate::harness::roomy;
use livret::base::diag::Lang;
use livret::pipeline::{Laid, Outcome, Subject};
use livret::typeset::Piece;
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// A collection of forty fiches of several pages, with references both ways, sigles, notes and pictures: one load for all tests.
static LARGE: LazyLock<Book> = LazyLock::new(|| {
    let mut project = Project::new()
        .file("content/images/gris.png", PNG)
        .file(
            "content/publications.yaml",
            "- id: livret
  genre: livret
  titre: Livret d’essai
  presentation: Un livret pour l’essai.
  format: A5
  selection: { statut: brouillon }
  profils: [ecran]
",
        )
        .file(
            "content/sigles.yaml",
            "- { terme: FSE, nature: sigle, developpement: Fonds social européen }
- { terme: CRI, nature: sigle, developpement: centre régional d’intégration }
- { terme: DAPA, nature: acronyme, developpement: dispositif d’accueil, voir: [BAPA] }
- { terme: BAPA, nature: acronyme, developpement: bureau d’accueil }
",
        );
    for i in 1..=40 {
        let words = "La maison ouvre ses portes et chacun y trouve une place, un temps et une parole. ".repeat(6);
        let paragraphs = format!("{words}\n\n").repeat(1 + i % 7);
        let sigle = ["FSE", "CRI", "DAPA", "rien"][i % 4];
        let body = format!(
            "Voici le {sigle} de la fiche. Voir [[fiche-{:02}]] et [[fiche-{:02}]].\n\n{paragraphs}\n\n## Intertitre\n\nUne note[^1].\n\n[^1]: Le {sigle} encore.\n",
            (i + 13) % 40 + 1,
            (i + 7) % 40 + 1
        );
        let axes = if i % 3 == 0 { "\naxes: [accueil]" } else { "\nthematiques: [logement]" };
        project = project
            .file(&format!("content/fiches/fiche-{i:02}.md"), format!("---\ntitre: Titre numéro {i} de la collection\ndate: {}{axes}\n---\n{body}", 1980 + i));
    }
    project.load().clean()
});

static SCREEN: LazyLock<Laid> = LazyLock::new(|| {
    let laid = LARGE.pages("livret", "ecran");
    assert_eq!(LARGE.short(&laid.findings), [""; 0]);
    laid
});

/// Every page as text, with and without running head and folio.
struct Pages {
    whole: Vec<Vec<Piece>>,
    body: Vec<Vec<Piece>>,
    furniture: Vec<Vec<Piece>>,
}

fn pages(laid: &Laid) -> Pages {
    let whole = laid.layout.text();
    let sizes = laid.layout.sizes();
    let body = whole.iter().zip(&sizes).map(|(page, size)| paper::body(page, *size)).collect();
    let furniture = whole.iter().zip(&sizes).map(|(page, size)| paper::furniture(page, *size)).collect();
    Pages { whole, body, furniture }
}

/// Text with every space as a plain one.
fn plain(pieces: &[Piece]) -> String {
    paper::text(pieces).split_whitespace().collect::<Vec<_>>().join(" ").replace(['\u{a0}', '\u{202f}'], " ")
}

/// The pages, from 1, on which a text stands.
fn pages_with(pages: &[Vec<Piece>], text: &str) -> Vec<usize> {
    pages.iter().enumerate().filter(|(_, page)| plain(page).contains(text)).map(|(i, _)| i + 1).collect()
}

/// The page on which a part begins: its title is the first line of its text.
fn part(pages: &Pages, title: &str) -> usize {
    let found = pages.body.iter().position(|page| plain(page).starts_with(title));
    1 + found.unwrap_or_else(|| panic!("no page begins with « {title} »"))
}

/// The text between two pages, both counted from 1, the second left out.
fn between(pages: &Pages, from: usize, to: usize) -> String {
    pages.body[from - 1..to - 1].iter().map(|p| plain(p)).collect::<Vec<_>>().join(" ")
}

fn number_after<'a>(text: &'a str, words: &str) -> Option<(usize, &'a str)> {
    let at = text.find(words)? + words.len();
    let rest = &text[at..];
    let start = rest.find(|c: char| c.is_ascii_digit())?;
    let end = rest[start..].find(|c: char| !c.is_ascii_digit()).map_or(rest.len(), |i| start + i);
    Some((rest[start..end].parse().ok()?, &rest[end..]))
}

#[test]
fn contents_and_timeline_tell_the_page_of_each_fiche() {
    let pages = pages(&SCREEN);
    let contents = between(&pages, part(&pages, "Table des matières"), part(&pages, "Légende"));
    let timeline = between(&pages, part(&pages, "Ligne du temps"), part(&pages, "Index par catégorie"));
    let index = between(&pages, part(&pages, "Index par catégorie"), part(&pages, "Glossaire"));
    for i in 1..=40 {
        let title = format!("Titre numéro {i} de la collection");
        let id = format!("fiche-{i:02}");
        let begins = pages.body.iter().position(|page| {
            let text = plain(page);
            text.starts_with(&format!("{} Fiche {i} {title}", 1980 + i)) || text.starts_with(&format!("{} Fiche {i}", 1980 + i))
        });
        let begins = 1 + begins.unwrap_or_else(|| panic!("fiche {i} begins on no page"));
        for (name, list) in [("contents", &contents), ("timeline", &timeline), ("index", &index)] {
            assert_eq!(number_after(list, &title).map(|n| n.0), Some(begins), "{name}, fiche {i}");
        }
        assert_eq!(SCREEN.layout.fiches.get(&id).map(|p| *p as usize), Some(begins), "what the manifest says of {id}");
    }
}

#[test]
fn glossary_tells_the_pages_of_each_use() {
    let pages = pages(&SCREEN);
    let glossary = between(&pages, part(&pages, "Glossaire"), pages.body.len());
    let (first, last) = (part(&pages, "1981"), part(&pages, "Ligne du temps"));
    for (term, next) in [("BAPA", " CRI "), ("CRI", " DAPA "), ("DAPA", " FSE "), ("FSE", "\u{0}")] {
        let at = glossary.find(&format!("{term} ")).unwrap_or_else(|| panic!("{term} is not in the glossary"));
        let entry = glossary[at..].split(next).next().unwrap_or("");
        let listed: Vec<usize> = entry.split_once('→').map(|(_, list)| page_list(list)).unwrap_or_default();
        let used: Vec<usize> =
            pages_with(&pages.whole[first - 1..last - 1], term).into_iter().map(|p| p + first - 1).filter(|p| holds_word(&pages.body[p - 1], term)).collect();
        assert_eq!(listed, used, "{term}: {entry}");
    }
}

fn holds_word(page: &[Piece], word: &str) -> bool {
    paper::words(page).iter().any(|w| w.text == word)
}

/// « 3, 7, 12–14 » as pages.
fn page_list(text: &str) -> Vec<usize> {
    let mut out = Vec::new();
    for run in text.split(',') {
        let ends: Vec<usize> = run.split('–').filter_map(|n| n.split_whitespace().next()?.parse().ok()).collect();
        match ends.as_slice() {
            [one] => out.push(*one),
            [from, to] => out.extend(*from..=*to),
            _ => {}
        }
    }
    out
}

#[test]
fn references_tell_number_title_and_page() {
    let pages = pages(&SCREEN);
    let begins = |i: usize| SCREEN.layout.fiches[&format!("fiche-{i:02}")] as usize;
    for i in 1..=40 {
        let text = between(&pages, begins(i), begins(i) + 2);
        for other in [(i + 13) % 40 + 1, (i + 7) % 40 + 1] {
            let words = format!("fiche {other}, Titre numéro {other} de la collection, page ");
            assert_eq!(number_after(&text, &words).map(|n| n.0), Some(begins(other)), "fiche {i} to {other}: {text}");
        }
    }
}

#[test]
fn running_heads_name_the_fiche_except_on_its_first_page() {
    let pages = pages(&SCREEN);
    let mut starts: Vec<(usize, usize)> = (1..=40).map(|i| (SCREEN.layout.fiches[&format!("fiche-{i:02}")] as usize, i)).collect();
    starts.sort_unstable();
    let end = part(&pages, "Ligne du temps");
    for (k, (start, i)) in starts.iter().enumerate() {
        let next = starts.get(k + 1).map_or(end, |s| s.0);
        for page in *start..next {
            let furniture = plain(&pages.furniture[page - 1]);
            let folio = page.to_string();
            assert!(furniture.ends_with(&folio), "page {page} has the folio {furniture}");
            let head = furniture.trim_end_matches(&folio).trim();
            let expected = if page == *start { String::new() } else { format!("Livret d’essai Fiche {i} · Titre numéro {i} de la collection") };
            assert_eq!(head, expected, "page {page}");
        }
    }
}

#[test]
fn facing_pages_have_their_heads_and_folios_outside() {
    let laid = LARGE.pages("livret", "imprimeur");
    let pages = pages(&laid);
    let mut starts: Vec<(usize, usize)> = (1..=40).map(|i| (laid.layout.fiches[&format!("fiche-{i:02}")] as usize, i)).collect();
    starts.sort_unstable();
    // The text block, from the pages that are full: those of fiches, on the right and on the left of a spread.
    let (first, last) = (starts[0].0, starts[39].0);
    let pieces = |side: usize| (first..last).filter(move |page| page % 2 == side).flat_map(|page| &pages.body[page - 1]);
    let left = pieces(0).map(|p| p.x).fold(f64::INFINITY, f64::min);
    let right = pieces(1).map(|p| p.x + p.width).fold(0.0, f64::max);
    let mut seen = [0; 2];
    for (k, (start, i)) in starts.iter().enumerate().take(39) {
        for page in start + 1..starts[k + 1].0 {
            let [head, folio] = &pages.furniture[page - 1][..] else { panic!("page {page} has a head and a folio: {:?}", pages.furniture[page - 1]) };
            assert_eq!(folio.text, page.to_string());
            seen[page % 2] += 1;
            if page % 2 == 0 {
                assert_eq!(head.text, "Livret d’essai");
                assert!((head.x - left).abs() < 0.1 && (folio.x - left).abs() < 0.1, "page {page}: {head:?}, {folio:?}, {left}");
            } else {
                assert_eq!(head.text, format!("Fiche {i} · Titre numéro {i} de la collection"));
                let ends = [head, folio].map(|p| p.x + p.width - right);
                assert!(ends.iter().all(|d| d.abs() < 3.0) && (ends[0] - ends[1]).abs() < 0.1, "page {page}: {head:?}, {folio:?}, {right}");
            }
        }
    }
    assert!(seen.iter().all(|n| *n > 3), "{seen:?}");
}

/// The baseline grid: `line_pt` and the head margin of templates/tokens.yaml.
#[test]
fn lines_of_text_stand_on_the_grid_after_whatever_comes_between() {
    let words = "La maison ouvre ses portes et chacun y trouve une place, un temps et une parole. ".repeat(5);
    let between = [
        "## Un intertitre",
        "## Un intertitre assez long pour prendre deux lignes entières au moins dans la justification de cette page",
        "### Un intertitre de troisième niveau",
        "- un\n- deux\n  - trois\n",
        "1. un\n2. deux\n",
        "- [ ] un\n- [x] deux\n",
        "Terme\n: Sa définition.\n",
        "> Une citation qui tient en une ligne.",
        "| a | b |\n|---|---|\n| 1 | 2 |\n| 3 | 4 |\n",
        "![Gris](images/gris.png \"Légende. © Exemple\"){largeur=50%}",
        "> [!NOTE]\n> Une note.",
        ":::encadre {titre=\"Titre\"}\nDu texte dans une boîte.\n:::",
        ":::citation {auteur=\"Exemple\"}\nUne phrase mise en avant.\n:::",
        ":::temoignage {nom=\"Exemple\"}\nOn y était.\n:::",
    ];
    let mut project = Project::new()
        .file("content/images/gris.png", PNG)
        .file("content/publications.yaml", "- { id: livret, genre: livret, titre: Livret, format: A5, selection: { statut: brouillon }, profils: [ecran] }\n");
    for (i, block) in between.iter().enumerate() {
        let text = format!("{words}\n\n{block}\n\n{words}\n\n").repeat(3);
        project = project.file(&format!("content/fiches/f{i:02}.md"), format!("---\ntitre: Fiche {i}\ndate: {}\nchapeau: Un chapeau.\n---\n{text}", 1980 + i));
    }
    let laid = project.load().clean().pages("livret", "ecran");
    let mut lines = 0;
    for (i, block) in between.iter().enumerate() {
        let first = laid.layout.fiches[&format!("f{i:02}")] as usize;
        for (n, page) in laid.layout.text()[first - 1..].iter().enumerate().take(2) {
            for piece in page.iter().filter(|p| p.family == "Source Serif 4" && (p.size - 10.0).abs() < 0.01 && p.text.len() > 20) {
                let off = (piece.y - 20.0 * MM - 8.0).rem_euclid(13.0);
                let off = off.min(13.0 - off);
                assert!(off < 0.1, "{block}: page {} of the fiche, « {} » is {off:.2} pt off", n + 1, piece.text);
                lines += 1;
            }
        }
    }
    assert!(lines > 300, "{lines}");
}

#[test]
fn a_page_number_with_more_figures_than_guessed_is_right() {
    // Very short items fill pages with few bytes, so that the second fiche is guessed to stand before page 10; the third far too late.
    let items = "- a\n".repeat(700);
    let comments = "Voir [[b]], [[c]].\n\n".repeat(3) + &"[a](https://example.be/une-adresse-qui-ne-s-imprime-pas-dans-ce-profil)\n".repeat(300);
    let project = Project::new()
        .file("content/publications.yaml", "- { id: livret, genre: livret, titre: Livret, format: A5, selection: { statut: brouillon }, profils: [ecran] }\n")
        .file("content/fiches/a.md", format!("---\ntitre: Première\ndate: 1980\n---\nVoir [[b]] et [[c]].\n\n{items}"))
        .file("content/fiches/b.md", format!("---\ntitre: Deuxième\ndate: 1990\n---\n{comments}"))
        .file("content/fiches/c.md", "---\ntitre: Troisième\ndate: 2000\n---\nTexte.\n");
    let laid = project.load().clean().pages("livret", "ecran");
    let (b, c) = (laid.layout.fiches["b"], laid.layout.fiches["c"]);
    assert!(b > 9, "{b}");
    let text = plain(&pages(&laid).body.concat());
    assert!(text.contains(&format!("fiche 2, Deuxième, page {b} et fiche 3, Troisième, page {c}.")), "{b} {c}: {text}");
}

#[test]
fn no_text_outside_of_the_trimmed_page() {
    let basic = Project::folder("tests/fixtures/projects/basic").load().clean();
    for (book, id) in [(&*LARGE, "livret"), (&basic, "livret"), (&basic, "memorandum")] {
        for profile in ["ecran", "bureau", "imprimeur", "epreuve"] {
            let laid = book.pages(id, profile);
            for (n, (page, (width, height))) in laid.layout.text().iter().zip(laid.layout.sizes()).enumerate() {
                for piece in page {
                    let inside =
                        piece.x >= 0.0 && piece.x + piece.width <= width + 0.01 && piece.y - 0.7 * piece.size >= 0.0 && piece.y + 0.2 * piece.size <= height;
                    assert!(inside, "{id}, {profile}, page {}: {piece:?} on {width} × {height}", n + 1);
                    // A line that is too long would reach into the margin.
                    let margin = 10.0 * MM;
                    if paper::on_the_fore_edge(piece, width) {
                        assert!(piece.text.len() < 3 && piece.text.bytes().all(|b| b.is_ascii_digit()), "{piece:?}");
                        continue;
                    }
                    assert!(piece.x + piece.width <= width - margin, "{id}, {profile}, page {}: {piece:?} reaches into the margin", n + 1);
                }
            }
        }
    }
}

#[test]
fn printed_profiles_have_a_multiple_of_four_pages_notes_before_the_back_cover() {
    let mut remainders = std::collections::BTreeSet::new();
    for fiches in 1..=5 {
        let mut project = Project::new().file(
            "content/publications.yaml",
            "- { id: livret, genre: livret, titre: Livret, presentation: Au dos du livret., format: A5, selection: { statut: brouillon }, profils: [ecran] }\n",
        );
        for i in 1..=fiches {
            project = project.fiche(&format!("f{i}"), &format!("date: {}", 1990 + i), "Texte.");
        }
        let book = project.load().clean();
        let screen = book.pages("livret", "ecran").layout.pages() as usize;
        remainders.insert(screen % 4);
        for profile in ["bureau", "imprimeur"] {
            let laid = book.pages("livret", profile);
            let pages = pages(&laid);
            let count = pages.whole.len();
            assert_eq!(count % 4, 0, "{profile}: {count} pages");
            assert_eq!(count, screen.next_multiple_of(4), "{profile}: no more than it takes");
            assert!(plain(&pages.whole[count - 1]).contains("Au dos du livret."), "{profile}: the back cover is the last page");
            let notes = pages_with(&pages.body, "Notes");
            let expected: Vec<usize> = (screen..count).collect();
            assert_eq!(notes, expected, "{profile}: pages for notes stand just before the back cover");
        }
    }
    assert!(remainders.len() >= 3, "the sizes of these booklets cover too few cases: {remainders:?}");
}

#[test]
fn two_pages_a_side_in_bureau() {
    let (outcome, made, findings) = LARGE.build("livret", "bureau");
    // Made-up texts leave titles at the foot of their last page.
    let findings: Vec<String> = findings.into_iter().filter(|f| !f.contains(" L0")).collect();
    // More sheets than are folded well: said, and made all the same.
    assert_eq!((outcome, findings), (Outcome::Made, vec!["livret-bureau.pdf F028".to_owned()]));
    // Its report once said that nothing was wrong.
    let made = made.unwrap_or_else(|| panic!("made, and not there"));
    let report = &made.report;
    assert!(report.findings.iter().any(|f| f.0 == "F028") && !report.text().contains("Rien à signaler"), "{}", report.text());
    let sheets = lopdf::Document::load_mem(&made.bytes).unwrap_or_else(|e| panic!("{e}"));
    assert_eq!(made.sides, Some(made.pages / 2));
    assert_eq!(sheets.get_pages().len(), made.pages as usize / 2);
}

/// One stream in 256 ends with the byte of a carriage return: with the line end before `endstream` the crate then takes it for one
/// CR LF and finds the stream a byte too short; veraPDF 1.31 reads it rightly. The other line end leaves no doubt.
pub(crate) fn unambiguous(pdf: &[u8]) -> Vec<u8> {
    const END: &[u8] = b"\r\nendstream";
    let mut out = pdf.to_vec();
    for at in 0..out.len().saturating_sub(END.len()) {
        if out[at..].starts_with(END) {
            out[at + 1] = b'\r';
        }
    }
    out
}

/// The crate checks the machine-checkable rules of a standard, whatever the file claims for itself.
#[test]
fn screen_profile_meets_its_standards() {
    use page_validation::{ValidationOptions, ValidationProfile, validate_pdf_bytes};
    let basic = Project::folder("tests/fixtures/projects/basic").load().clean();
    let real = Project::folder("").load();
    for (name, book, id) in [
        ("large", &*LARGE, "livret"),
        ("basic", &basic, "livret"),
        ("basic", &basic, "memorandum"),
        ("sample", &real, "livret-chronologique"),
        ("sample", &real, "memorandum-2024"),
    ] {
        let (outcome, made, findings) = book.build(id, "ecran");
        assert_eq!(outcome, Outcome::Made, "{name}, {id}: {findings:?}");
        let made = made.unwrap_or_else(|| panic!("made, and not there"));
        assert_eq!(made.standards, ["ua-1", "a-2a"]);
        for profile in [ValidationProfile::PdfUa1, ValidationProfile::PdfA2a] {
            let report =
                validate_pdf_bytes(&unambiguous(&made.bytes), &ValidationOptions::default().profile(profile)).unwrap_or_else(|e| panic!("{name}, {id}: {e}"));
            let failures: Vec<String> = report.failures.iter().map(ToString::to_string).collect();
            assert!(report.is_compliant, "{name}, {id}, {profile:?}: {failures:#?}");
        }
    }
}

#[test]
fn the_checker_of_standards_finds_what_is_wrong() {
    use page_validation::{ValidationOptions, ValidationProfile, validate_pdf_bytes};
    let (_, made, _) = LARGE.build("livret", "epreuve");
    let bytes = made.unwrap_or_else(|| panic!("a proof is made")).bytes;
    let report = validate_pdf_bytes(&bytes, &ValidationOptions::default().profile(ValidationProfile::PdfUa1)).unwrap_or_else(|e| panic!("{e}"));
    assert!(!report.is_compliant, "a proof is not tagged");
}

#[test]
fn hyphens_stand_where_lines_would_be_loose_and_never_at_the_end_of_a_page() {
    // A paragraph of several pages, of long words after an elision, that begins at other places of a line.
    for letters in 0..8 {
        let words = "l’intercommunautaire d’accompagnement s’organise, l’assemblée l’interculturalité\u{202f}; ".repeat(60);
        let text = format!("{}{words}", "a ".repeat(letters));
        let book = Project::new().fiche("longue", "date: 2001", &text).load();
        let laid = book.pages("livret", "ecran");
        let pages: Vec<String> = laid.layout.text().iter().map(|page| page.iter().map(|piece| piece.text.as_str()).collect()).collect();
        assert!(pages.iter().any(|page| page.contains('\u{ad}')), "{letters}: lines of long words have hyphens");
        // The signs that the engine was given have become those of the text again, and the file can be written.
        assert!(!pages.concat().contains(['ʼ', '\u{2060}', '\u{2009}']), "{letters}");
        let (outcome, _, findings) = book.build("livret", "ecran");
        assert_eq!(outcome, Outcome::Made, "{letters}: {findings:?}");
        assert!(!findings.iter().any(|f| f.ends_with("L021")), "{letters}: {findings:?}");
    }
}

#[test]
fn a_character_that_no_font_has_is_found_at_its_place() {
    let book = Project::new().fiche("a", "date: 2001", "Un ☃ bonhomme,\net un 𐎀 cunéiforme 𐎀.").load();
    // The header is four lines.
    assert_eq!(book.findings(), ["content/fiches/a.md:6:7 C104"]);
    let text = book.0.findings[0].message(Lang::En);
    assert!(text.contains("U+10380"), "{text}");
    assert_eq!(book.build("livret", "ecran").0, Outcome::Blocked);
}

/// A library that fails on a word: the engine's error then comes from an author's text.
fn with_body_library(change: impl Fn(&str) -> String) -> Project {
    let original = livret::workspace::embedded_templates().0["lib/body.typ"].to_vec();
    let text = String::from_utf8(original).unwrap_or_default();
    Project::new().file("templates/lib/body.typ", change(&text))
}

#[test]
fn an_error_of_a_function_is_the_templates_and_shows_the_words_that_led_to_it() {
    let project = with_body_library(|text| {
        let marked = text.replace("#let strong", "#let strong-before");
        format!("{marked}\n#let strong(body) = {{ if plain(body) == \"interdit\" {{ panic(\"refusé\") }}; std.strong(body) }}\n")
    });
    let book = project.fiche("a", "date: 2001", "Un mot **permis**.\n\nUne ligne, puis un\nmot **interdit** ici.").load().clean();
    let Err(findings) = book.laid(livret::pipeline::Subject::Publication("livret".to_owned()), "ecran") else { panic!("the layout fails") };
    let [finding] = findings.as_slice() else { panic!("{findings:?}") };
    assert_eq!(finding.code.id, "W402");
    assert!(finding.path.as_ref().is_some_and(|p| p.starts_with("templates/lib/body.typ:")), "{finding:?}");
    let led: Vec<_> = finding.related.iter().map(|s| book.0.sources.get(s.source).position(s.start as usize)).map(|at| (at.line, at.column)).collect();
    assert_eq!(led, [(8, 7)]);
}

#[test]
fn a_picture_that_does_not_decode_is_reported_at_its_own_line() {
    // The size can be read, the pixels cannot. What is reported must not be the paragraph before.
    let broken = &PNG[..PNG.len() - 20];
    let book =
        Project::new().file("content/images/gris.png", broken).fiche("a", "date: 2001", "Un paragraphe.\n\n![Un carré](images/gris.png)\n\nUn autre.").load();
    assert_eq!(book.short(&book.faults()), ["content/fiches/a.md:7:1 C203"]);
    assert_eq!(book.build("livret", "ecran").0, Outcome::Blocked);
}

#[test]
fn an_error_of_a_template_is_reported_at_its_line() {
    let lines = String::from_utf8(livret::workspace::embedded_templates().0["lib/parts.typ"].to_vec()).unwrap_or_default();
    let broken = format!("{lines}\n#let colophon() = {{\n  nulle-part\n}}\n");
    let line = broken.lines().position(|l| l.trim() == "nulle-part").map_or(0, |i| i + 1);
    let book = Project::new().file("templates/lib/parts.typ", broken).fiche("a", "date: 2001", "Texte.").load().clean();
    let (outcome, _, findings) = book.build("livret", "ecran");
    assert_eq!(outcome, Outcome::Failed);
    assert_eq!(findings, [format!("templates/lib/parts.typ:{line}:3 W402")]);
}

#[test]
fn a_driver_that_fails_is_reported_at_its_line() {
    let book = Project::new()
        .file("templates/livret.typ.hbs", "#import \"/templates/lib/livret.typ\": *\n{{nulle-part}}\n")
        .fiche("a", "date: 2001", "Texte.")
        .load()
        .clean();
    let (outcome, _, findings) = book.build("livret", "ecran");
    assert_eq!((outcome, findings), (Outcome::Failed, vec!["templates/livret.typ.hbs:2 W401".to_owned()]));
}

/// The engine's world over an emitted bundle, as the Typst program sees its folder.
mod emitted {
    use livret::model::bundle::{Bundle, MAIN};
    use std::collections::HashMap;
    use typst::diag::{FileError, FileResult};
    use typst::foundations::{Bytes, Datetime, Duration};
    use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
    use typst::text::{Font, FontBook};
    use typst::utils::LazyHash;
    use typst::{Library, LibraryExt as _, World};

    pub(super) struct Folder {
        library: LazyHash<Library>,
        book: LazyHash<FontBook>,
        fonts: Vec<Font>,
        main: FileId,
        files: HashMap<FileId, Vec<u8>>,
    }

    fn id(path: &str) -> FileId {
        RootedPath::new(VirtualRoot::Project, VirtualPath::new(path).unwrap_or_else(|e| panic!("{path}: {e:?}"))).intern()
    }

    impl Folder {
        pub(super) fn new(bundle: &Bundle) -> Self {
            let fonts: Vec<Font> = livret::workspace::embedded_fonts().into_values().flat_map(|b| Font::iter(Bytes::new(b.to_vec()))).collect();
            Self {
                library: LazyHash::new(Library::default()),
                book: LazyHash::new(FontBook::from_fonts(&fonts)),
                fonts,
                main: id(MAIN),
                files: bundle.files.iter().map(|(path, file)| (id(path), file.bytes.to_vec())).collect(),
            }
        }

        fn bytes(&self, id: FileId) -> FileResult<&Vec<u8>> {
            self.files.get(&id).ok_or_else(|| FileError::NotFound(id.vpath().get_without_slash().into()))
        }
    }

    impl World for Folder {
        fn library(&self) -> &LazyHash<Library> {
            &self.library
        }
        fn book(&self) -> &LazyHash<FontBook> {
            &self.book
        }
        fn main(&self) -> FileId {
            self.main
        }
        fn source(&self, id: FileId) -> FileResult<Source> {
            Ok(Source::new(id, String::from_utf8(self.bytes(id)?.clone()).map_err(|_| FileError::InvalidUtf8)?))
        }
        fn file(&self, id: FileId) -> FileResult<Bytes> {
            Ok(Bytes::new(self.bytes(id)?.clone()))
        }
        fn font(&self, index: usize) -> Option<Font> {
            self.fonts.get(index).cloned()
        }
        fn today(&self, _: Option<Duration>) -> Option<Datetime> {
            None
        }
    }
}

/// The words of a frame of the engine's, in order.
fn frame_words(frame: &typst::layout::Frame, out: &mut String) {
    for (_, item) in frame.items() {
        match item {
            typst::layout::FrameItem::Group(group) => frame_words(&group.frame, out),
            typst::layout::FrameItem::Text(text) => out.push_str(&text.text),
            _ => {}
        }
    }
}

/// Nobody is locked in: the Typst program makes the same pages from what `build --emit typst` writes.
#[test]
fn an_emitted_project_compiles_to_the_same_pages() {
    let basic = Project::folder("tests/fixtures/projects/basic").load().clean();
    for (book, id, profile) in [(&*LARGE, "livret", "ecran"), (&basic, "livret", "ecran"), (&basic, "memorandum", "ecran"), (&basic, "memorandum", "epreuve")] {
        let folder = emitted::Folder::new(&book.settled(Subject::Publication(id.to_owned()), profile));
        let warned = roomy(|| typst::compile::<typst_layout::PagedDocument>(&folder));
        let document = warned.output.unwrap_or_else(|e| panic!("{id}, {profile}: {e:?}"));
        assert_eq!(warned.warnings.len(), 0, "{id}, {profile}: {:?}", warned.warnings);
        let ours: BTreeMap<usize, String> =
            book.pages(id, profile).layout.text().iter().map(|page| page.iter().map(|p| p.text.as_str()).collect()).enumerate().collect();
        let theirs: BTreeMap<usize, String> = document
            .pages()
            .iter()
            .map(|page| {
                let mut words = String::new();
                frame_words(&page.frame, &mut words);
                // What the program puts right in its own pages (src/typeset/breaks.rs).
                words.replace('ʼ', "’").replace("\u{2009}\u{2060}", "\u{202f}").replace('\u{2060}', "")
            })
            .enumerate()
            .collect();
        assert_eq!(ours.len(), theirs.len(), "{id}, {profile}: number of pages");
        // The lines of a proof are numbered by the engine there, and by this program in its own file.
        let counted = |words: &String| if profile == "epreuve" { words.replace(|c: char| c.is_ascii_digit(), "") } else { words.clone() };
        for (n, words) in &ours {
            assert_eq!(counted(words), counted(&theirs[n]), "{id}, {profile}, page {}", n + 1);
        }
    }
}

/// A glossary of several pages: every term begins with a number of its own, in the order of the glossary.
fn long_glossary() -> Book {
    let term = |i: usize| format!("T{i:03}");
    let mut sigles = String::new();
    let mut words = String::new();
    for i in 0..150 {
        let long = if i % 9 == 0 { format!("Un mot de tous les jours. {}", "Et ce qu’il veut dire ici, en long. ".repeat(i % 7)) } else { String::new() };
        sigles += &format!("- {{ terme: {}, nature: sigle, developpement: association numéro {i}, definition: \"{long}\" }}\n", term(i));
        words += &format!("Voici {} et sa suite.\n\n", term((i * 37) % 150));
    }
    let fiche = format!("---\ntitre: Une fiche\ndate: 1990\naxes: [accueil]\n---\n{words}");
    Project::new().file("content/sigles.yaml", sigles).file("content/fiches/une.md", fiche).load().clean()
}

fn assert_guided(pages: &Pages) {
    let terms = |pieces: &[Piece]| -> Vec<String> {
        let words = plain(pieces);
        words.split(' ').filter(|w| w.len() == 4 && w.starts_with('T') && w[1..].bytes().all(|b| b.is_ascii_digit())).map(str::to_owned).collect()
    };
    let first = part(pages, "Glossaire");
    let mut met = 0;
    for page in first..=pages.body.len() {
        let mut begin = terms(&pages.body[page - 1]);
        begin.sort();
        met += begin.len();
        let ends: Vec<String> = begin.first().into_iter().chain(begin.last()).cloned().collect();
        assert_eq!(terms(&pages.furniture[page - 1]), ends, "page {page}");
    }
    assert_eq!(met, 150);
    assert!(pages.body.len() - first > 2, "the glossary has several pages");
    assert!(plain(&pages.furniture[first]).contains("Glossaire") && !plain(&pages.furniture[first - 1]).contains("Glossaire"));
}

#[test]
fn each_page_of_a_glossary_names_its_first_and_last_terms() {
    let book = long_glossary();
    let laid = book.pages("livret", "ecran");
    assert_guided(&pages(&laid));
    assert_eq!(laid.layout.rounds, 2, "no layout is made for the guides");
}

#[test]
fn an_emitted_glossary_asks_for_its_guides() {
    let book = long_glossary();
    let bundle = book.emitted(Subject::Publication("livret".to_owned()), "ecran");
    let layout = roomy(|| livret::typeset::layout(&bundle, &book.0.fonts, 1)).unwrap_or_else(|f| panic!("{:?}", book.short(&f)));
    let laid = layout.value.text();
    let sizes = layout.value.sizes();
    let body = laid.iter().zip(&sizes).map(|(page, size)| paper::body(page, *size)).collect();
    let furniture = laid.iter().zip(&sizes).map(|(page, size)| paper::furniture(page, *size)).collect();
    assert_guided(&Pages { whole: laid, body, furniture });
}

#[test]
fn a_glossary_of_one_page_has_no_guides() {
    let pages = pages(&SCREEN);
    let glossary = part(&pages, "Glossaire");
    assert!(!plain(&pages.furniture[glossary - 1]).contains("BAPA"), "{}", plain(&pages.furniture[glossary - 1]));
}

/// Where each title of a part stands, of those that stand at all.
fn pages_of_titles(project: &Project, id: &str, titles: &[&str]) -> Vec<Vec<usize>> {
    let book = project.load();
    let laid = book.pages(id, "ecran");
    // The contents name the parts as well.
    let body: Vec<Vec<Piece>> =
        pages(&laid).body.into_iter().map(|page| if plain(&page).starts_with("Table des matières") { Vec::new() } else { page }).collect();
    titles.iter().map(|title| pages_with(&body, title)).collect()
}

/// The index of a small booklet stands under its timeline, the glossary of a memorandum under its last table; and a driver that leaves out the
/// one part keeps the other, which was lost with it.
#[test]
fn a_part_that_runs_on_is_not_lost_with_the_one_before_it() {
    let embedded = |name: &str| String::from_utf8_lossy(&livret::workspace::embedded_templates().0[name]).into_owned();
    for (id, driver, both, second, titles) in [
        ("livret-langues", "livret.typ.hbs", "#timeline-and-index()", "#category-index()", ["Ligne du temps", "Index par catégorie"]),
        ("memorandum-2024", "memorandum.typ.hbs", "#demands-and-glossary()", "#glossary()", ["Niveau communal", "Glossaire"]),
    ] {
        let sample = || Project::folder("");
        let shipped = pages_of_titles(&sample(), id, &titles);
        assert!(shipped[0].len() == 1 && shipped[0] == shipped[1], "{id}: {shipped:?}");
        let driven = |own: &str| {
            let text = embedded(driver);
            assert!(text.contains(both), "{driver} no longer calls {both}");
            pages_of_titles(&sample().file(&format!("templates/{driver}"), text.replace(both, own)), id, &titles)
        };
        let alone = driven(second);
        assert!(alone[0].is_empty() && alone[1].len() == 1, "{id}: {alone:?}");
    }
}
