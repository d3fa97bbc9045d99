//! Markdown deeper, wider or stranger than a page.

use super::{HEAD, accepted_fiche, refused_text};
use crate::command::Folder;

/// A text in `count` directives of one kind, the outermost with the most colons.
fn directives(kind: &str, count: usize, inside: &str) -> String {
    let mut out = inside.to_owned();
    for i in 0..count {
        let fence = ":".repeat(3 + i);
        out = format!("{fence}{kind}\n\n{out}\n\n{fence}");
    }
    out
}

const TABLE: &str = "| a | b |\n|---|---|\n| c | d |";

#[test]
fn nested_too_deeply() {
    let lists: String = (0..900).map(|i| format!("{}- a\n", "  ".repeat(i))).collect();
    refused_text("900 lists", &lists, &[("M102", "13:15")]);
    refused_text("40 quotations", &format!("{}a", "> ".repeat(40)), &[("M102", "6:15")]);
    refused_text("9 000 quotations", &format!("{}a", "> ".repeat(9_000)), &[("M102", "6:1")]);
    refused_text("100 emphases", &format!("{}a{}", "*".repeat(100), "*".repeat(100)), &[("M102", "6:25")]);
    refused_text(
        "a table in a list in quotations",
        &format!("{}- | a | b |\n{}  |---|---|\n{}  | c | d |", "> ".repeat(8), "> ".repeat(8), "> ".repeat(8)),
        &[("M102", "6:15")],
    );
    refused_text("quotations in lists in directives", &directives("encadre", 6, "- > a\n  >\n  > b"), &[("M102", "18:3")]);
}

/// What is just not too deep must be laid out: every kind of block, in every profile.
#[test]
fn as_deep_as_is_allowed() {
    let folder = Folder::two();
    let quoted = |text: &str, n: usize| text.lines().map(|l| format!("{}{l}\n", "> ".repeat(n))).collect::<String>();
    let mut i = 0;
    let mut fiche = |text: String| {
        folder.put(&format!("content/fiches/f{i}.md"), format!("{HEAD}{text}\n\nAppel[^1].\n\n[^1]: > > > > > > une note ***~~profonde~~***\n"));
        i += 1;
    };
    for kind in ["encadre", "citation", "temoignage", "constat", "enjeu", "bonne-pratique"] {
        for inside in [TABLE, "***[~~a~~](https://exemple.be)***", "```\ncode\n```"] {
            fiche(directives(kind, 7, inside));
        }
    }
    fiche(quoted(TABLE, 7));
    fiche((0..7).map(|i| format!("{}- a\n", "  ".repeat(i))).collect());
    fiche((0..7).map(|i| format!("{}1. a\n", "   ".repeat(i))).collect());
    fiche(directives("encadre", 3, &quoted(&format!("- {}", TABLE.replace('\n', "\n  ")), 3)));
    let run = folder.livret(&["build", "mauvais", "--profile", "ecran", "--profile", "bureau", "--profile", "imprimeur", "--profile", "epreuve"]).exits(0);
    assert_eq!(run.err, "", "warnings");
    folder.is_pdf("output/mauvais-imprimeur.pdf");
}

#[test]
fn notes() {
    refused_text("two of one name", "a[^1]\n\n[^1]: un\n\n[^1]: deux", &[("M115", "10:1")]);
    for (name, text) in [("itself", "a[^1]\n\n[^1]: moi[^1]"), ("a circle", "a[^1]\n\n[^1]: b[^2]\n\n[^2]: c[^1]"), ("brackets as they are", "a\\[^1] `[^1]`")]
    {
        accepted_fiche(name, &format!("{HEAD}{text}\n"));
    }
    let chain: String = (0..3_000).map(|i| format!("[^{i}]: n[^{}]\n\n", i + 1)).collect();
    accepted_fiche("a chain", &format!("{HEAD}a[^0]\n\n{chain}[^3000]: fin\n"));
}

#[test]
fn a_fiche_may_cite_itself() {
    accepted_fiche("itself", &format!("{HEAD}Voir [[x]] et Fiche 2.\n"));
}

#[test]
fn tables_no_page_can_show() {
    let row = |cell: &str, n: usize| format!("|{}\n", format!("{cell}|").repeat(n));
    refused_text("1 500 columns", &format!("{}{}{}", row("a", 1_500), row("-", 1_500), "|b|\n".repeat(2_000)), &[("M114", "6:1")]);
    refused_text("40 000 cells", &format!("{}{}{}", row("a", 4), row("-", 4), row("b", 4).repeat(10_000)), &[("M114", "6:1")]);
}

#[test]
fn directives_and_attributes() {
    for (name, text, expected) in [
        ("an unknown directive", ":::encart\na\n:::", &[("M103", "6:4")][..]),
        ("an unreadable attribute", ":::encadre {titre}\na\n:::", &[("M104", "6:4")]),
        ("an unknown attribute", ":::encadre {title=\"a\"}\na\n:::", &[("M105", "6:13")]),
        ("a width that is none", "![a](images/p.svg){largeur=900%}", &[("M106", "6:28"), ("C201", "6:1")]),
        ("a language that is none", "[a]{lang=nederlands}", &[("M111", "6:1")]),
        ("a demand without name or level", ":::demande\nFaire.\n:::", &[("M107", "6:1"), ("M109", "6:1"), ("M113", "6:1")]),
        ("a demand without a sentence", ":::demande {#a niveaux=communal}\n:::", &[("M108", "6:1"), ("M113", "6:1")]),
        ("a level that is none", ":::demande {#a niveaux=comunal}\nFaire.\n:::", &[("M106", "6:24"), ("M113", "6:1")]),
        ("a picture without words", "![](images/p.svg)", &[("C103", "6:1"), ("C201", "6:1")]),
        ("a character without a glyph", "a \u{1f600} b", &[("C104", "6:3")]),
    ] {
        let mut expected = expected.to_vec();
        let place = |at: &str| at.split(':').filter_map(|n| n.parse::<u32>().ok()).collect::<Vec<_>>();
        expected.sort_by_key(|(code, at)| (place(at), *code));
        refused_text(name, text, &expected);
    }
}

#[test]
fn struck_links_keep_the_standards() {
    accepted_fiche("strikes", &format!("{HEAD}~~a ~~b~~ [c](https://exemple.be)~~ et [~~d~~](https://exemple.be) et ~~*e*~~.\n"));
}

#[test]
fn html_and_addresses_are_warnings() {
    let folder = Folder::two();
    folder.put("content/fiches/x.md", format!("{HEAD}Un <b>mot</b>. [a](javascript:alert(1)) [b](../c) Fiche 99.\n\n[^u]: seule\n"));
    super::accepted("html", &folder);
    let mut codes: Vec<String> = folder.findings("warning").into_iter().map(|(code, _)| code).collect();
    codes.dedup();
    assert_eq!(codes, ["M101", "C106", "R106", "M110"]);
}

#[test]
fn what_is_left_of_the_template_is_a_warning() {
    let folder = Folder::two();
    folder.put(
        "content/fiches/x.md",
        "---\ntitre: Une fiche\ndate: 2005\nstatut: publié\nsources: [Ajouter liens]\nressources: à compléter\n---\nAjouter liens\n",
    );
    folder.put("content/collection.yaml", "version: 1\nnom: A\ndate: 2026\nediteur_responsable: { nom: Prénom Nom }\n");
    super::accepted("placeholders", &folder);
    let at = |code: &str, place: &str| (code.to_owned(), place.to_owned());
    let expected = [
        at("C102", "content/collection.yaml:4:22"),
        at("C101", "content/fiches/x.md:5:10"),
        at("C101", "content/fiches/x.md:6:13"),
        at("C101", "content/fiches/x.md:8:1"),
    ];
    assert_eq!(folder.findings("warning"), expected);
    if let Some(words) = folder.words("output/mauvais-ecran.pdf") {
        assert!(!words.contains("Sources") && !words.contains("Ressources"), "{words}");
    }
}
