//! The pages are judged: each rule finds the planted fault and is silent on the good page; and what a real layout shows is read rightly.

use crate::harness::project::{PNG, Project};
use livret::base::diag::{Diagnostic, Lang, Severity};
use livret::base::source::{SourceId, Span};
use livret::judge::{Remark, judge};
use livret::model::bundle::body_path;
use livret::model::page::{Call, Gap, Ink, Kind, Line, Page, Pages, Picture, Rect, Section, SectionKind, Thing};
use livret::pipeline::{self, Request, Subject, Work};
use std::sync::Mutex;

// --------------------------------------------------------------------------------------------- pages made by hand

const LEADING: f64 = 13.5;
const SIZE: f64 = 10.0;

/// A publication of one fiche in the making: A5, text block of 310 × 484 pt.
struct Book {
    pages: Pages,
    units: usize,
    y: f64,
}

fn span() -> Option<Span> {
    Some(Span::new(SourceId(0), 10..20))
}

impl Book {
    fn new() -> Self {
        let section = Section { kind: SectionKind::Fiche, key: "a".to_owned(), page: 1 };
        let mut book = Self { pages: Pages { name: "livret".to_owned(), sections: vec![section], ..Pages::default() }, units: 0, y: 0.0 };
        book.turn();
        book
    }

    /// A new page.
    fn turn(&mut self) {
        let area = Rect::new(56.0, 56.0, 366.0, 540.0);
        self.pages.pages.push(Page { size: (420.0, 595.0), bleed: 0.0, area, things: Vec::new(), drawn: false });
        self.y = area.y0 + SIZE;
    }

    fn page(&mut self) -> &mut Page {
        self.pages.pages.last_mut().expect("there is a page")
    }

    fn put(&mut self, thing: Thing) {
        self.page().things.push((Some(0), thing));
    }

    /// One line of the current run; justified lines are full, others as wide as their letters.
    fn line(&mut self, kind: Kind, text: &str, full: bool) {
        let width = if full { 310.0 } else { text.chars().count() as f64 * 4.8 };
        let bounds = Rect::new(56.0, self.y - 6.6, 56.0 + width, self.y + 1.6);
        // Spaces stand where their letters do, and no two lines alike.
        let gaps = text.char_indices().filter(|(_, c)| *c == ' ').map(|(i, _)| Gap { x: 56.0 + i as f64 * 4.8, width: 2.8, normal: 2.5 }).collect();
        let line =
            Line { bounds, baseline: self.y, size: SIZE, text: text.to_owned(), unit: self.units, kind, gaps, place: span(), placed: false, apparatus: false };
        self.put(Thing::Line(line));
        self.y += LEADING;
    }

    /// A paragraph; `/` turns the page.
    fn para(&mut self, lines: &[&str]) {
        self.run(Kind::Paragraph, lines);
    }

    fn run(&mut self, kind: Kind, lines: &[&str]) {
        self.units += 1;
        for (i, text) in lines.iter().enumerate() {
            if *text == "/" {
                self.turn();
            } else {
                self.line(kind, text, i + 1 < lines.len());
            }
        }
    }

    /// So many lines of text in paragraphs of four.
    fn filler(&mut self, lines: usize) {
        for i in 0..lines / 4 {
            let words =
                ["Le centre ouvre une permanence au", "rez-de-chaussée de la maison voisine et", "y reçoit qui le demande chaque", "mardi, sans rendez-vous."];
            let end = format!("{} ({i})", words[3]);
            self.para(&[words[0], words[1], words[2], &end]);
        }
    }

    fn picture(&mut self, width: f64, height: f64, pixels: Option<(u32, u32)>) {
        let bounds = Rect::new(56.0, self.y, 56.0 + width, self.y + height);
        let picture = Picture { bounds, size: (width, height), pixels, path: "images/pont.png".to_owned(), place: span(), placed: false, inline: false };
        self.put(Thing::Picture(picture));
        self.y += height + LEADING;
    }

    fn last(&mut self) -> &mut Line {
        let things = &mut self.page().things;
        match things.last_mut().map(|t| &mut t.1) {
            Some(Thing::Line(line)) => line,
            _ => panic!("the last thing is a line"),
        }
    }

    fn judged(&self) -> Vec<Remark> {
        judge(&self.pages)
    }

    /// The codes, each with its page.
    fn codes(&self) -> Vec<String> {
        self.judged().iter().map(|r| format!("{} p{}", r.finding.code.id, r.page)).collect()
    }

    /// What the only remark says, and what it advises.
    fn said(&self, code: &str) -> String {
        let all = self.judged();
        let found: Vec<&Remark> = all.iter().filter(|r| r.finding.code.id == code).collect();
        assert_eq!(found.len(), 1, "{all:?}");
        format!("{} → {}", found[0].finding.message(Lang::Fr), found[0].finding.remedy(Lang::Fr))
    }
}

#[test]
fn a_good_book_has_nothing_to_mend() {
    let mut book = Book::new();
    book.run(Kind::Heading(1), &["2009", "Le plan local d’intégration"]);
    book.filler(24);
    book.run(Kind::Heading(2), &["Un intertitre"]);
    book.para(&["Une ligne pleine, puis une autre", "et une troisième,", "/", "et deux lignes en haut de", "la page, comme il faut."]);
    book.filler(12);
    book.pages.inks.push(Ink { ink: [74, 79, 85], ground: [255; 3], icon: false, page: 1, bounds: Rect::default(), place: None });
    assert_eq!(book.codes(), [""; 0]);
}

#[test]
fn widows_and_orphans() {
    let mut book = Book::new();
    book.filler(32);
    book.para(&["Une première ligne, une", "deuxième, et la dernière est", "/", "seule en haut, avec six mots."]);
    book.filler(4);
    assert_eq!(book.codes(), ["L004 p2"]);
    insta::assert_snapshot!(book.said("L004"), @"livret, page 2 : la dernière ligne du paragraphe est seule en haut de la page → raccourcissez ce paragraphe de six mots, ou allongez-le d’une ligne");
    let mut book = Book::new();
    book.filler(32);
    book.para(&["Une première ligne seule en bas,", "/", "puis deux autres qui suivent en", "haut de la page suivante."]);
    book.filler(4);
    assert_eq!(book.codes(), ["L005 p1"]);
    insta::assert_snapshot!(book.said("L005"), @"livret, page 1 : la première ligne du paragraphe est seule en bas de la page → raccourcissez de quatre mots le paragraphe « Le centre ouvre une permanence … », ou allongez ce qui précède d’une ligne");
    // A paragraph of one line is neither.
    let mut book = Book::new();
    book.filler(32);
    book.para(&["Une ligne, une phrase."]);
    book.turn();
    book.para(&["Une autre ligne, une autre phrase."]);
    assert_eq!(book.codes(), [""; 0]);
}

#[test]
fn runts() {
    let mut book = Book::new();
    book.filler(8);
    book.para(&["Un paragraphe dont la dernière ligne est", "là."]);
    assert_eq!(book.codes(), ["L006 p1"]);
    insta::assert_snapshot!(book.said("L006"), @"livret, page 1 : la dernière ligne du paragraphe n’a que « là. » → raccourcissez ce paragraphe d’un mot, ou allongez-le un peu");
    let mut book = Book::new();
    book.filler(8);
    book.para(&["Un paragraphe dont la dernière ligne est", "un peu plus longue."]);
    // One line is no last line, and a note ends as it ends.
    book.para(&["Oui."]);
    book.run(Kind::Note, &["Une référence assez longue pour deux lignes, et", "p. 3"]);
    assert_eq!(book.codes(), [""; 0]);
}

#[test]
fn stranded_titles() {
    let mut book = Book::new();
    book.filler(28);
    book.run(Kind::Heading(2), &["Un intertitre"]);
    book.para(&["Une seule ligne sous le titre,", "/", "et la suite du paragraphe est", "sur la page suivante, hélas."]);
    assert!(book.codes().contains(&"L007 p1".to_owned()), "{:?}", book.codes());
    insta::assert_snapshot!(book.said("L007"), @"livret, page 1 : l’intertitre « Un intertitre » est au bas de la page, avec une ligne dessous → raccourcissez de quatre mots le paragraphe « Le centre ouvre une permanence … », ou allongez ce qui précède de deux lignes pour que le titre passe à la page suivante");
    // Without any line; a note at the foot is none.
    let mut book = Book::new();
    book.filler(28);
    book.run(Kind::Heading(3), &["Un intertitre"]);
    book.run(Kind::Note, &["Une note en bas de page, qui tient", "sur deux lignes pleines."]);
    book.turn();
    book.filler(8);
    assert_eq!(book.codes(), ["L007 p1"]);
    // Two lines are enough, a picture too, and a section that ends with the fiche is whole.
    let mut book = Book::new();
    book.filler(28);
    book.run(Kind::Heading(2), &["Un intertitre"]);
    book.para(&["Une ligne sous le titre, puis", "une deuxième, et la suite", "/", "du paragraphe est sur la page", "suivante, comme il faut."]);
    book.run(Kind::Heading(2), &["Une image"]);
    book.picture(200.0, 100.0, None);
    book.turn();
    book.filler(8);
    book.run(Kind::Heading(2), &["Le mot de la fin"]);
    book.para(&["Une seule ligne."]);
    assert_eq!(book.codes(), ["L019 p2"]);
}

#[test]
fn ladders_of_hyphens() {
    let lines = |ends: &[&str]| {
        let mut book = Book::new();
        book.filler(8);
        let mut all: Vec<String> = ends.iter().map(|e| format!("Une ligne du paragraphe qui va jusqu’à {e}")).collect();
        all.push("et puis la dernière ligne.".to_owned());
        book.para(&all.iter().map(String::as_str).collect::<Vec<_>>());
        book
    };
    let book = lines(&["mu-", "cen-", "as\u{ad}", "loin"]);
    assert_eq!(book.codes(), ["L008 p1"]);
    insta::assert_snapshot!(book.said("L008"), @"livret, page 1 : 3 lignes de suite finissent par un trait d’union (mu-, cen-, as-) → changez un mot avant « as- », ou écrivez-le d’une pièce plus courte");
    assert_eq!(lines(&["mu-", "cen-", "plus", "as-"]).codes(), [""; 0]);
}

#[test]
fn loose_lines_and_rivers() {
    let widen = |times: f64| {
        let mut book = Book::new();
        book.filler(8);
        book.para(&["Une ligne que la suivante étire", "interculturellement et sans fin, dit-on."]);
        let line = book.page().things.iter_mut().rev().nth(1).and_then(|(_, t)| match t {
            Thing::Line(line) => Some(line),
            Thing::Picture(_) => None,
        });
        line.expect("a line").gaps.iter_mut().for_each(|g| g.width = 2.5 * times);
        book
    };
    assert_eq!(widen(2.4).codes(), ["L009 p1"]);
    insta::assert_snapshot!(widen(2.4).said("L009"), @"livret, page 1 : la ligne « Une ligne que la suivante … » est lâche, ses espaces font 2,4 fois la normale → « interculturellement », qui suit, ne peut pas commencer sur cette ligne : ajoutez un mot court ici, ou remplacez le suivant par un plus court");
    assert_eq!(widen(1.9).codes(), [""; 0]);

    let river = |width: f64, drift: f64| {
        let mut book = Book::new();
        book.units += 1;
        for i in 0..6 {
            book.line(Kind::Paragraph, &format!("Ligne {i} du paragraphe, assez longue pour une colonne"), i < 5);
            let x = 150.0 + drift * f64::from(i);
            book.last().gaps = vec![Gap { x: 80.0 + 37.0 * f64::from(i % 3), width: 2.5, normal: 2.5 }, Gap { x, width, normal: 2.5 }];
        }
        book.codes()
    };
    assert_eq!(river(4.0, 0.8), ["L010 p1"]);
    // Narrow spaces make no river, nor do wide ones that are not under each other.
    assert_eq!(river(2.9, 0.8), [""; 0]);
    assert_eq!(river(4.0, 9.0), [""; 0]);
}

#[test]
fn signs_at_the_ends_of_lines() {
    let mut book = Book::new();
    book.filler(8);
    book.para(&["La question est posée à tous", "; elle reste ouverte, et le mot «", "accueil » est de ceux qui durent."]);
    assert_eq!(book.codes(), ["L011 p1", "L012 p1"]);
    let mut book = Book::new();
    book.filler(8);
    book.para(&["La question est posée à tous\u{a0};", "elle reste ouverte, et le mot", "«\u{202f}accueil\u{202f}» est de ceux qui durent."]);
    assert_eq!(book.codes(), [""; 0]);
}

#[test]
fn openings_and_blank_pages() {
    let opening = |lines: usize| {
        let mut book = Book::new();
        book.run(Kind::Heading(1), &["2009", "Un titre"]);
        book.para(&["Une ligne.", "Deux lignes.", "Trois lignes, bien remplies."][..lines]);
        book.turn();
        book.filler(12);
        book.codes()
    };
    assert_eq!(opening(2), ["L013 p1", "L019 p1"]);
    assert_eq!(opening(3), ["L019 p1"]);

    let blank = |then: bool| {
        let mut book = Book::new();
        book.filler(24);
        book.turn();
        book.turn();
        if then {
            book.pages.sections.push(Section { kind: SectionKind::Part, key: "glossary".to_owned(), page: 3 });
            book.units += 1;
            let part = Some(1);
            book.line(Kind::Other, "Glossaire", false);
            book.page().things[0].0 = part;
        } else {
            book.filler(12);
        }
        book.codes()
    };
    // A blank left-hand page is explained by a part that begins on the right.
    assert_eq!(blank(true), [""; 0]);
    assert_eq!(blank(false), ["L014 p2"]);
}

#[test]
fn a_last_page_of_sources_only() {
    let last = |text: bool| {
        let mut book = Book::new();
        book.filler(32);
        book.turn();
        if text {
            book.filler(4);
        }
        book.run(Kind::Heading(2), &["Sources"]);
        book.last().place = None;
        for words in ["Rapport d’activités, p. 12", "Procès-verbal du conseil"] {
            book.run(Kind::Item, &[words]);
            book.last().apparatus = true;
        }
        book
    };
    assert_eq!(last(true).codes(), [""; 0]);
    assert_eq!(last(false).codes(), ["L018 p2"]);
    insta::assert_snapshot!(last(false).said("L018"), @"livret, page 2 : la dernière page de la fiche ne porte que trois lignes de sources, sigles ou ressources → raccourcissez le texte de trois lignes, ou allongez-le pour qu’il passe aussi sur cette page");
}

#[test]
fn two_pages_that_share_the_end_of_a_text_are_no_hole() {
    let book = |lines: usize, apparatus: bool| {
        let mut book = Book::new();
        book.filler(lines);
        book.turn();
        book.filler(4);
        book.run(Kind::Item, &["Rapport d’activités, p. 12"]);
        book.last().apparatus = apparatus;
        book
    };
    assert_eq!(book(24, true).codes(), [""; 0]);
    assert_eq!(book(24, false).codes(), ["L019 p1"]);
    assert_eq!(book(14, true).codes(), ["L019 p1"]);
}

#[test]
fn white_before_a_title_ends_a_passage() {
    let book = |lines: usize, titled: bool| {
        let mut book = Book::new();
        book.filler(lines);
        book.para(&["Une ligne, une phrase."]);
        book.turn();
        if titled {
            book.run(Kind::Heading(2), &["Un intertitre"]);
        }
        book.filler(16);
        book.codes()
    };
    assert_eq!(book(24, false), ["L019 p1"]);
    assert_eq!(book(24, true), [""; 0]);
    assert_eq!(book(20, true), ["L019 p1"]);
}

#[test]
fn a_note_stands_on_the_page_of_its_call() {
    let book = |note: u32| {
        let mut book = Book::new();
        book.filler(32);
        book.turn();
        book.filler(8);
        book.pages.calls.push(Call { number: "3".to_owned(), page: 1, y: 300.0, note: Some(note) });
        book
    };
    assert_eq!(book(1).codes(), [""; 0]);
    assert_eq!(book(2).codes(), ["L020 p1"]);
    insta::assert_snapshot!(book(2).said("L020"), @"livret, page 1 : la note 3 est à la page 2, loin de son appel → déplacez l’appel d’une phrase, ou raccourcissez la note");
}

#[test]
fn no_page_ends_within_a_word() {
    let book = |end: &str| {
        let mut book = Book::new();
        book.filler(32);
        book.para(&["Une première ligne du paragraphe, puis", &format!("une autre qui va jusqu’à l’{end}"), "/", "tion, et la suite de ce", "paragraphe."]);
        book.filler(4);
        book
    };
    assert_eq!(book("inté\u{ad}").codes(), ["L021 p1"]);
    insta::assert_snapshot!(book("inté\u{ad}").said("L021"), @"livret, page 1 : le dernier mot de la page est coupé (« l’inté- ») → changez un mot du paragraphe : sa ligne « une autre qui va jusqu’à … » finira autrement");
    // A hyphen of the author’s is part of the word.
    assert_eq!(book("aide-").codes(), [""; 0]);
}

#[test]
fn a_hole_before_a_picture_says_where_the_picture_goes() {
    let book = |lines: usize| {
        let mut book = Book::new();
        book.filler(lines);
        book.turn();
        book.picture(300.0, 220.0, None);
        book.filler(16);
        book
    };
    assert_eq!(book(32).codes(), [""; 0]);
    assert_eq!(book(20).codes(), ["L019 p1"]);
    insta::assert_snapshot!(book(20).said("L019"), @"livret, page 1 : 76 mm restent blancs en bas de la page devant une image → placez l’image après le paragraphe 9 (« Le centre ouvre une permanence … »), ou réduisez-la pour qu’elle tienne ici (largeur=88%)");
}

#[test]
fn what_stands_over_an_edge_or_on_something() {
    let out = |x1: f64| {
        let mut book = Book::new();
        book.filler(8);
        book.para(&["Une ligne.", "Une autre ligne, longue."]);
        book.last().bounds.x1 = x1;
        book.codes()
    };
    // A sign may hang into the margin.
    assert_eq!(out(368.0), [""; 0]);
    assert_eq!(out(380.0), ["L002 p1"]);
    assert_eq!(out(430.0), ["L001 p1"]);
    let bleeding = |x1: f64| {
        let mut book = Book::new();
        book.page().bleed = 8.5;
        book.filler(8);
        book.picture(300.0, 200.0, None);
        if let Some((_, Thing::Picture(picture))) = book.page().things.last_mut() {
            picture.bounds.x1 = x1;
            picture.placed = true;
        }
        book.codes()
    };
    assert_eq!(bleeding(428.5), [""; 0]);
    assert_eq!(bleeding(424.0), ["L001 p1"]);

    let over = |up: f64| {
        let mut book = Book::new();
        book.filler(8);
        book.y -= up;
        book.para(&["Une phrase sur une autre."]);
        book.codes()
    };
    assert_eq!(over(0.0), [""; 0]);
    assert_eq!(over(10.0), ["L003 p1"]);
}

#[test]
fn pictures_have_enough_pixels_on_paper() {
    let picture = |paper: bool, pixels: Option<(u32, u32)>| {
        let mut book = Book::new();
        book.pages.paper = paper;
        book.filler(8);
        book.picture(288.0, 144.0, pixels);
        book
    };
    // 4 inches ask for 1200 pixels.
    assert_eq!(picture(true, Some((1200, 600))).codes(), [""; 0]);
    assert_eq!(picture(true, None).codes(), [""; 0]);
    assert_eq!(picture(false, Some((600, 300))).codes(), [""; 0]);
    assert_eq!(picture(true, Some((600, 300))).codes(), ["L015 p1"]);
    insta::assert_snapshot!(picture(true, Some((600, 300))).said("L015"), @"livret, page 1 : l’image « images/pont.png » est imprimée à 150 points par pouce → donnez-la en 1200 × 600 pixels au moins, ou réduisez-la à 51 mm de large (largeur=46%)");
}

#[test]
fn colours_are_seen() {
    let ink = |ink: [u8; 3], ground: [u8; 3], icon: bool| {
        let mut book = Book::new();
        book.filler(8);
        book.pages.inks.push(Ink { ink, ground, icon, page: 1, bounds: Rect::default(), place: None });
        book
    };
    // #767676 is the lightest grey that WCAG takes for text on white, #949494 for what is drawn.
    assert_eq!(ink([0x76; 3], [255; 3], false).codes(), [""; 0]);
    assert_eq!(ink([0x77; 3], [255; 3], false).codes(), ["L016 p1"]);
    assert_eq!(ink([0x94; 3], [255; 3], true).codes(), [""; 0]);
    assert_eq!(ink([0x96; 3], [255; 3], true).codes(), ["L017 p1"]);
    insta::assert_snapshot!(ink([0x99; 3], [255; 3], false).said("L016"), @"livret, page 1 : le texte en #999999 sur #ffffff n’a qu’un contraste de 2,8:1 → il faut 4,5:1 : prenez par exemple #767676");
}

// ------------------------------------------------------------------------------------------------- pages as laid out

const SENTENCE: &str = "Le centre ouvre une permanence au rez-de-chaussée de la maison voisine, y reçoit qui le demande chaque mardi sans rendez-vous, et tient le compte des questions. ";

/// What is found on the pages of the booklet, with its lines.
fn built(project: &Project, profile: &str) -> Vec<String> {
    let book = project.load();
    let (outcome, made, findings) = book.build("livret", profile);
    assert!(made.is_some(), "{outcome:?} {findings:?}");
    findings
}

fn with_driver(project: Project, change: impl Fn(&str) -> String) -> Project {
    let templates = livret::workspace::embedded_templates();
    let driver = String::from_utf8_lossy(&templates.0["livret.typ.hbs"]).into_owned();
    project.file("templates/livret.typ.hbs", change(&driver))
}

fn text(sentences: usize) -> String {
    (0..sentences).map(|i| format!("{SENTENCE}{}\n\n", SENTENCE.repeat(i % 2))).collect()
}

#[test]
fn widows_of_a_real_layout_are_found_at_their_paragraph() {
    // The engine avoids widows; a driver that tells it not to care plants them.
    let careless = |d: &str| d.replace("{{#each bodies}}", "#set text(costs: (widow: 0%, orphan: 0%))\n{{#each bodies}}");
    let mut found = std::collections::BTreeSet::new();
    for n in 0..6 {
        let body = format!("{}{}", "Une ligne.\n\n".repeat(n), format!("{SENTENCE}\n\n").repeat(20));
        let project = Project::new().fiche("a", "date: 2001\naxes: [accueil]", &body);
        let good = built(&project, "ecran");
        assert!(!good.iter().any(|f| f.ends_with("L004") || f.ends_with("L005")), "{n}: {good:?}");
        let bad = built(&with_driver(project, careless), "ecran");
        for finding in bad.iter().filter(|f| f.ends_with("L004") || f.ends_with("L005")) {
            assert!(finding.starts_with("content/fiches/a.md:"), "{finding}");
            found.insert(finding[finding.len() - 4..].to_owned());
        }
    }
    assert!(!found.is_empty(), "no widow and no orphan in six texts of different lengths");
}

#[test]
fn stranded_titles_of_a_real_layout() {
    // Titles that do not stay with their text.
    let library = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/templates/lib/body.typ")).expect("the library");
    let loose = library.replace("below: leading, sticky: true, if short", "below: leading, sticky: false, if short");
    assert_ne!(loose, library);
    let mut found = 0;
    for n in 14..36 {
        let body = format!("{}## Un intertitre\n\n{}", "Une ligne.\n\n".repeat(n), text(3));
        let project = Project::new().fiche("a", "date: 2001\naxes: [accueil]", &body).file("templates/lib/body.typ", loose.as_str());
        let at = format!("content/fiches/a.md:{}:", 6 + 2 * n);
        found += built(&project, "ecran").iter().filter(|f| f.ends_with("L007")).inspect(|f| assert!(f.starts_with(&at), "{f} is not at {at}")).count();
    }
    assert!(found > 0, "no title was stranded in 22 texts of different lengths");
}

#[test]
fn pictures_of_a_real_layout() {
    let body = format!("{}![Un point](images/point.png \"Une légende. © Exemple\"){{largeur=60%}}\n\n{}", text(2), text(1));
    let project = Project::new().fiche("a", "date: 2001\naxes: [accueil]", &body).file("content/images/point.png", PNG);
    let book = project.load();
    let laid = book.pages("livret", "bureau");
    let found = |paper: bool| {
        let pages = livret::typeset::pages(&laid.layout, &laid.bundle, "livret", paper);
        let findings: Vec<Diagnostic> = judge(&pages).into_iter().map(|r| r.finding).collect();
        book.short(&findings)
    };
    assert_eq!(found(true), ["content/fiches/a.md:10:1 L015"]);
    assert_eq!(found(false), [""; 0]);
    // Check says it already, at the same picture: once is enough.
    let said = built(&project, "bureau");
    assert!(!said.iter().any(|f| f.ends_with("L015")) && book.findings().iter().any(|f| f.ends_with("C206")), "{said:?}");
}

#[test]
fn colours_of_a_real_layout() {
    let project = Project::new().fiche("a", "date: 2001\naxes: [accueil]", &text(2));
    let codes = |project: &Project| built(project, "ecran").into_iter().filter(|f| f.contains("L01")).collect::<Vec<_>>();
    assert_eq!(codes(&project), [""; 0]);
    let templates = livret::workspace::embedded_templates();
    let tokens = String::from_utf8_lossy(&templates.0["tokens.yaml"]).into_owned();
    let pale: String = tokens
        .lines()
        .map(|l| if l.trim_start().starts_with("text:") { "  text: { rgb: \"#aaaaaa\", cmyk: [0, 0, 0, 30] }\n".to_owned() } else { format!("{l}\n") })
        .collect();
    assert!(codes(&project.clone().file("templates/tokens.yaml", pale)).iter().any(|f| f.ends_with("L016")));
    let category = "- { id: accueil, famille: axe, nom: Accueil, couleur: \"#f0e0a0\", icone: accompagnement, definition: Ouvrir la porte. }\n- { id: logement, famille: generale, nom: Logement, couleur: \"#a0522d\", icone: logement, definition: Un toit. }\n";
    assert!(codes(&project.file("content/categories.yaml", category)).iter().any(|f| f.ends_with("L017")));
}

#[test]
fn a_note_moves_with_the_title_and_the_sources_around_its_paragraph() {
    // A title and a paragraph with a note; a last paragraph with a note before the sources. Each at every height of a page.
    for n in 18..34 {
        let lines = "Une ligne.\n\n".repeat(n);
        let first = format!("{lines}## Un intertitre\n\n{SENTENCE}[^1]\n\n{}\n\n[^1]: Une note en bas de page, qui tient sur une ligne ou deux.\n", text(2));
        let last = format!("{lines}{SENTENCE}[^1]\n\n[^1]: Une note en bas de page, qui tient sur une ligne ou deux.\n");
        let sources = "date: 2002\naxes: [accueil]\nsources: [Rapport d’activités, Procès-verbal du conseil, Bulletin]";
        let project = Project::new().fiche("a", "date: 2001\naxes: [accueil]", &first).fiche("b", sources, &last);
        let found = built(&project, "ecran");
        let bad: Vec<&String> = found.iter().filter(|f| ["L004", "L007", "L018", "L020"].iter().any(|code| f.ends_with(code))).collect();
        assert!(bad.is_empty(), "{n}: {bad:?}");
    }
}

#[test]
fn sources_that_only_fail_to_fit_are_set_run_in() {
    // The apparatus at every height of the second page: where it would begin a third one by little, that page is saved, in two layouts.
    let sources: String = (1..7).map(|i| format!("  - Rapport d’activités de la maison d’essai, année {i}, p. 1{i}\n")).collect();
    let mut run_in = 0;
    for n in 62..72 {
        let body = format!("{}La fin du texte, dont une seconde ligne suit pour que le paragraphe soit un vrai paragraphe.\n", "Une ligne.\n\n".repeat(n));
        let after = "date: 2002\naxes: [accueil]";
        let project = Project::new().fiche("a", &format!("date: 2001\naxes: [accueil]\nsources:\n{}", sources.trim_end()), &body).fiche("b", after, &text(1));
        let laid = project.load().pages("livret", "ecran");
        assert!(laid.layout.rounds <= 2, "{n}: {} layouts", laid.layout.rounds);
        run_in += laid.layout.text().iter().flatten().filter(|piece| piece.text.contains('⋅') || piece.text.contains('·')).count().min(1);
        let found = built(&project, "ecran");
        assert!(!found.iter().any(|f| f.ends_with("L018") || f.ends_with("L019")), "{n}: {found:?}");
    }
    assert!(run_in > 0, "no apparatus was set run-in");
}

#[test]
fn a_line_that_no_hyphen_mends_is_set_in_another_way() {
    // Each of these paragraphs has a loose line at the width of A5 when it is set with hyphens like any other.
    let loose = [
        "Au retour de la flotte, l’atelier naval durable inspire le théâtre solidaire au prix d’un long débat. Le Service commun de documentation (SCD) documente la serre, puisque le funiculaire annonce le moulin. L’auberge sobre emploie le chantier ; le rapport du PRV soutient l’atelier naval. Faute de crédits, la criée finance le lavoir autonome au nom de tous. Voir aussi la liste des moulins.",
        "La criée mobile transforme le phare unique, parce que l’amphithéâtre fidèle rassemble la serre. Le laboratoire répare collectivement la serre ; le rapport de l’atelier le dit.",
        "L’amphithéâtre rapproche la fanfare ; le rapport du LNE contourne le lavoir. Au retour de la flotte, la poste accueille l’observatoire.",
    ];
    let header = |year: u32| format!("date: {year}\naxes: [accueil]");
    let project = Project::new().fiche("a", &header(2001), &loose.join("\n\n")).fiche("b", &header(2002), &text(1));
    let found = built(&project, "ecran");
    assert!(!found.iter().any(|f| f.ends_with("L009")), "{found:?}");
    let settled = project.load().settled(Subject::Publication("livret".to_owned()), "ecran");
    let body = |fiche: &str| String::from_utf8_lossy(&settled.files[&body_path(fiche)].bytes).into_owned();
    assert!(["wide:", "short:"].iter().any(|word| body("a").contains(word)), "{}", body("a"));
    assert!(!body("b").contains("wide:"), "{}", body("b"));
}

#[test]
fn the_longest_and_the_shortest_hold_in_every_format() {
    // A title of 190 characters, three lines, nine pages, twelve pictures, forty sources, nine fiches of a year, seven columns, a word of
    // forty letters and an address of two hundred.
    let book = Project::folder("tests/fixtures/projects/extremes").load().clean();
    for publication in ["livret-a5", "livret-carre", "livret-dl", "livret-a4"] {
        let (outcome, made, findings) = book.build(publication, "ecran");
        assert!(made.is_some(), "{publication}: {outcome:?}");
        let pages: Vec<&String> = findings.iter().filter(|f| f.rsplit(' ').next().is_some_and(|code| code.starts_with('L'))).collect();
        // On A4 the end of forty sources goes on to a page of its own; on DL the table of seven columns is turned and takes a page. Both are said.
        let wanted: &[&str] = match publication {
            "livret-a4" => &["content/fiches/quarante-sources.md:18:6 L018"],
            // The words near the end of its third and fourth page have no other place.
            "livret-dl" => &["content/fiches/neuf-pages.md:49:1 L021", "content/fiches/neuf-pages.md:59:1 L021", "content/fiches/tableau.md:9:3 L019"],
            _ => &[],
        };
        assert_eq!(pages, wanted, "{publication}");
    }
}

/// Other colours, families, logos and format than ours.
const BRAND: &str = "couleurs:
  accent: { ecran: \"#7a1f3d\", impression: [30, 100, 50, 35] }
  couverture: { ecran: \"#7a1f3d\", impression: [30, 100, 50, 35] }
  fond: { ecran: \"#f8efe6\", impression: [0, 4, 9, 2] }
familles:
  texte: [Source Sans 3]
  titres: [Source Serif 4]
format: 210x210
logos:
  - { fichier: images/gris.png, texte: Un point gris }
";

fn branded(brand: &str) -> Project {
    let publications = "- { id: livret, genre: livret, titre: Livret d’essai, selection: { statut: brouillon }, profils: [ecran, imprimeur] }\n- { id: petit, genre: livret, titre: Petit livret, format: DL, selection: { statut: brouillon } }\n";
    let project = Project::new().fiche("a", "date: 2001\naxes: [accueil]", &text(2)).file("content/publications.yaml", publications);
    project.file("content/images/gris.png", PNG).file("content/marque.yaml", brand.to_owned())
}

#[test]
fn a_brand_is_one_file() {
    // In the longest and shortest cases as well: as legible as ours.
    let book = Project::folder("tests/fixtures/projects/extremes").file("content/marque.yaml", BRAND.split("logos:").next().unwrap_or_default()).load().clean();
    let (_, made, findings) = book.build("livret-carre", "ecran");
    assert!(made.is_some());
    let pages: Vec<&String> = findings.iter().filter(|f| f.ends_with("L016") || f.ends_with("L017")).collect();
    assert!(pages.is_empty(), "{pages:?}");

    let book = branded(BRAND).load().clean();
    let laid = book.pages("livret", "ecran");
    let judged = livret::typeset::pages(&laid.layout, &laid.bundle, "livret", false);
    assert!(judged.inks.iter().any(|i| i.ink == [0x7a, 0x1f, 0x3d]), "the colour of the brand is on the pages");
    assert!(judged.inks.iter().all(|i| i.ink != [0x0f, 0x4c, 0x5c] && i.ground != [0x0f, 0x4c, 0x5c]), "ours is on none");
    let pages = laid.layout.text();
    let words = |what: &str| pages.iter().flatten().find(|p| p.text.contains(what)).map(|p| p.family.clone());
    assert_eq!(words("maison").as_deref(), Some("Source Sans 3"), "the text");
    let side = 210.0 * crate::harness::paper::MM;
    assert!(laid.layout.sizes().iter().all(|(w, h)| (w - side).abs() < 0.01 && (h - side).abs() < 0.01), "the format of the brand");
    assert!(laid.bundle.files.contains_key("images/gris.png"), "the logo of the brand");
    assert!((book.pages("petit", "ecran").layout.sizes()[0].0 - 99.0 * crate::harness::paper::MM).abs() < 0.01, "a publication may have another format");
    assert_eq!(book.build("livret", "imprimeur").0, pipeline::Outcome::Made);
}

#[test]
fn what_is_wrong_with_a_brand_is_told_at_its_line() {
    let wrong = "couleurs:
  accent: { ecran: \"#9fc0c8\", impression: [30, 10, 10, 10] }
  couverture: { ecran: rouge }
  fond: { ecran: \"#222222\", impression: [0, 0, 0, 87] }
familles:
  texte: [Source Serif 5]
";
    let book = branded(wrong).load();
    let said = book.findings();
    let mut found: Vec<&str> = said.iter().filter(|f| f.contains("marque.yaml")).map(String::as_str).collect();
    found.sort_unstable();
    let wanted = ["content/marque.yaml:2:20 L030", "content/marque.yaml:3:24 R112", "content/marque.yaml:4:18 L030", "content/marque.yaml:6:11 F037"];
    assert_eq!(found, wanted);
    let told: Vec<&str> =
        book.0.findings.iter().filter(|f| f.code.id == "L030").filter_map(|f| f.args.iter().find(|(k, _)| *k == "other").map(|(_, v)| v.as_ref())).collect();
    assert_eq!(told, ["papier", "texte"], "the worst pair of each");
    // A colour for the screen alone serves the screen alone.
    let book = branded("couleurs:\n  accent: { ecran: \"#7a1f3d\" }\n").load().clean();
    assert_eq!(book.build("livret", "ecran").0, pipeline::Outcome::Made);
    let (outcome, _, findings) = book.build("livret", "imprimeur");
    assert!(outcome != pipeline::Outcome::Made && findings.iter().any(|f| f.ends_with("F036") && f.contains("marque.yaml:2")), "{outcome:?} {findings:?}");
}

#[test]
fn blank_pages_and_margins_of_a_real_layout() {
    let project = Project::new().fiche("a", "date: 2001\naxes: [accueil]", &text(2));
    let planted = |typst: &str| {
        let project = with_driver(project.clone(), |d| d.replace("#back-cover()", &format!("{typst}\n#back-cover()")));
        built(&project, "ecran")
            .into_iter()
            .filter_map(|f| f.rsplit_once(' ').map(|(_, code)| code.to_owned()))
            .filter(|c| c.starts_with('L'))
            .collect::<Vec<_>>()
    };
    assert_eq!(planted(""), [""; 0]);
    assert_eq!(planted("#page(header: none, footer: none)[]"), ["L014"]);
    assert_eq!(planted("#page[#par[Un texte.] #par[#box(width: 0pt, box(width: 340pt, align(right)[Loin])) ] #lorem(150)]"), ["L002"]);
    assert_eq!(planted("#page[#par[Un texte.] #par[#box(width: 0pt, box(width: 500pt, align(right)[Loin])) ] #lorem(150)]"), ["L001"]);
    assert_eq!(planted("#page[#par[Un texte qui est là.] #v(-1.2em) #par[Un autre texte.] #lorem(150)]"), ["L003"]);
}

#[test]
fn the_collection_says_how_much_a_remark_weighs() {
    let project = Project::new().fiche("a", "date: 2001\naxes: [accueil]", &text(2));
    let project = with_driver(project, |d| d.replace("#back-cover()", "#page(header: none, footer: none)[]\n#back-cover()"));
    let severity = |rule: &str| -> Vec<Severity> {
        use livret::base::files::Files as _;
        let collection = String::from_utf8_lossy(&project.0.read("content/collection.yaml").expect("a collection")).into_owned();
        let book = project.clone().file("content/collection.yaml", format!("{collection}{rule}")).load();
        let request = Request { publications: vec!["livret".to_owned()], ..Request::default() };
        let jobs = pipeline::plan(&book.0, &request).unwrap_or_default();
        let sink = |_: &pipeline::Job, _: pipeline::Made| Ok(());
        let work =
            Work { is_fresh: &|_, _| false, sink: &sink, progress: &|_, _| {}, pictures: None, proof: None, since: None, explain_fit: false, threads: 1 };
        let found: Vec<Diagnostic> = pipeline::build(&book.0, &jobs, &work).1;
        found.iter().filter(|f| f.code.id == "L014").map(|f| f.severity).collect()
    };
    assert_eq!(severity(""), [Severity::Warning]);
    assert_eq!(severity("regles: { L014: non }\n"), []);
    assert_eq!(severity("regles: { L014: erreur }\n"), [Severity::Error]);
}

#[test]
fn the_annotated_proof_has_the_pages_and_the_list() {
    let book = Project::new().fiche("a", "date: 2001\naxes: [accueil]", &text(3)).load();
    let request = Request { publications: vec!["livret".to_owned()], profiles: vec!["ecran".to_owned()], ..Request::default() };
    let jobs = pipeline::plan(&book.0, &request).unwrap_or_default();
    let proofs = Mutex::new(Vec::new());
    let sink = |_: &pipeline::Job, made: pipeline::Made| {
        proofs.lock().expect("nothing panics while it holds the lock").push((made.pages, made.proof.expect("a proof was asked for")));
        Ok(())
    };
    let work =
        Work { is_fresh: &|_, _| false, sink: &sink, progress: &|_, _| {}, pictures: None, proof: Some(Lang::Fr), since: None, explain_fit: false, threads: 1 };
    pipeline::build(&book.0, &jobs, &work);
    pipeline::build(&book.0, &jobs, &work);
    let proofs = proofs.into_inner().expect("nothing panics while it holds the lock");
    let pages = lopdf::Document::load_mem(&proofs[0].1).expect("a PDF").get_pages().len();
    assert_eq!(pages, proofs[0].0 as usize + 1);
    assert_eq!(proofs[0].1, proofs[1].1, "the same pages give the same proof");
}
