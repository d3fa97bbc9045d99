//! Headers, identifiers, dates and numbers.

use super::{HEAD, refused, refused_fiche, refused_text};
use crate::command::Folder;

#[test]
fn headers_that_cannot_be_read() {
    for (name, text, expected) in [
        ("no YAML", "---\ntitre: [a\ndate: : :\n---\nx\n", &[("H003", "3:5")][..]),
        ("no end", "---\ntitre: Une\ndate: 2005\n\nx\n", &[("H002", "1:1")]),
        ("no header", "Un texte.\n", &[("H001", "1:1")]),
        ("an empty file", "", &[("H001", "1:1")]),
        ("an empty header", "---\n---\nx\n", &[("R101", "1:1"), ("R101", "1:1")]),
        ("a list", "---\n- titre\n- date\n---\nx\n", &[("H103", "2:1")]),
        ("a word", "---\ntitre\n---\nx\n", &[("H103", "2:1")]),
        ("a tab", "---\ntitre: Une\nsources:\n\t- a\n---\nx\n", &[("H003", "4:2")]),
        ("a tab before a key", "---\ntitre:\tUne\n\tdate: 2005\n---\nx\n", &[("H003", "2:8")]),
        ("a colon", "---\ntitre: Une fiche : suite\ndate: 2005\n---\nx\n", &[("H003", "2:18")]),
        ("an open quote", "---\ntitre: \"Une\ndate: 2005\n---\nx\n", &[("H003", "2:8")]),
        ("a wrong indentation", "---\ntitre: Une\n date: 2005\n---\nx\n", &[("H003", "3:6")]),
        ("no space", "---\ntitre:Une\ndate: 2005\n---\nx\n", &[("H003", "3:5")]),
        ("an asterisk", "---\ntitre: *une*\ndate: 2005\n---\nx\n", &[("H003", "2:8")]),
    ] {
        refused_fiche(name, text, expected);
    }
}

#[test]
fn keys_and_values() {
    for (name, lines, expected) in [
        ("an unknown key", "titre: Une\ndate: 2005\nstatus: publié\n", &[("H101", "4:1")][..]),
        ("a misspelt status", "titre: Une\ndate: 2005\nstatut: publiée\n", &[("H104", "4:9")]),
        ("a key twice", "titre: Une\ntitre: Deux\ndate: 2005\n", &[("H102", "3:1")]),
        ("a list for a text", "titre: [a, b]\ndate: 2005\n", &[("H103", "2:8")]),
        ("a word for a number", "titre: Une\ndate: 2005\nordre: deux\n", &[("H103", "4:8")]),
        ("a map for a list", "titre: Une\ndate: 2005\naxes: { a: b }\n", &[("H103", "4:7")]),
        ("no title", "date: 2005\n", &[("R101", "1:1")]),
        ("a blank title", "titre: \" \"\ndate: 2005\n", &[("R101", "1:1")]),
        ("no date", "titre: Une\n", &[("R101", "1:1")]),
        ("an unknown category", "titre: Une\ndate: 2005\nthematiques: [santé]\n", &[("R104", "4:15")]),
        ("a resource without title", "titre: Une\ndate: 2005\nressources:\n  - url: https://exemple.be\n", &[("R101", "5:5")]),
        ("a resource that is not there", "titre: Une\ndate: 2005\nressources:\n  - { titre: a, fichier: resources/a.pdf }\n", &[("C105", "5:26")]),
        ("a resource elsewhere", "titre: Une\ndate: 2005\nressources:\n  - { titre: a, fichier: ../../../etc/passwd }\n", &[("C105", "5:26")]),
    ] {
        let status = if lines.contains("stat") { "" } else { "statut: publié\n" };
        refused_fiche(name, format!("---\n{lines}{status}---\nx\n"), expected);
    }
    let folder = Folder::two();
    folder.put("content/fiches/x.md", "---\ntitre: Une\ndate: 2005\nstatus: publié\n---\nx\n");
    assert!(folder.livret(&["build"]).err.contains("écrivez « statut »"));
}

#[test]
fn dates_that_are_none() {
    for date in [
        "2005-02-30",
        "2009-13",
        "2009-06-31",
        "2016/2010",
        "XXXX",
        "99999",
        "12/2009",
        "juin 2009",
        "2009-6",
        "\"\"",
        "2009-06-23T10:00",
        "2009/2010/2011",
        "Y170000002",
        "0001/Y99999",
    ] {
        refused_fiche(date, format!("---\ntitre: Une\ndate: {date}\nstatut: publié\n---\nx\n"), &[("H105", "3:7")]);
    }
}

#[test]
fn far_dates_are_set_in_time() {
    let folder = Folder::two();
    for (i, date) in ["0001/9999", "-9999", "../2016", "19XX", "1985~/..", "9999/.."].iter().enumerate() {
        folder.put(&format!("content/fiches/d{i}.md"), format!("---\ntitre: Une\ndate: {date}\nstatut: publié\n---\nx\n"));
    }
    // The time is what counts here: a timeline over 170 million years once had no end.
    super::accepted("far dates", &folder);
}

#[test]
fn one_name_for_two_things() {
    let folder = Folder::two();
    folder.put("content/fiches/a.md", format!("{HEAD}a\n")).put("content/fiches/sub/a.md", format!("{HEAD}a\n"));
    refused("one identifier", &folder, &[("R102", "content/fiches/sub/a.md:1:1")]);

    let folder = Folder::two();
    let pinned = HEAD.replace("statut", "numero: 3\nstatut");
    folder.put("content/fiches/a.md", format!("{pinned}a\n")).put("content/fiches/b.md", format!("{pinned}a\n"));
    refused("one number", &folder, &[("R103", "content/fiches/b.md:4:9")]);

    let folder = Folder::two();
    folder.put(
        "content/publications.yaml",
        "- { id: bon, genre: livret, titre: Bon, selection: { fiches: [bonne] } }\n- { id: bon, genre: livret, titre: Autre }\n",
    );
    assert_eq!(folder.errors(), [("R102".to_owned(), "content/publications.yaml:2:9".to_owned())]);
    folder.livret(&["build"]).exits(1);
    folder.is_pdf("output/bon-ecran.pdf");
}

#[test]
fn references_to_nothing() {
    refused_text("a misspelt fiche", "Voir [[bone]].", &[("R105", "6:6")]);
    refused_text("nothing near", "Voir [[x-y-z]] et [[]].", &[("R105", "6:6"), ("R105", "6:19")]);
    refused_text("in a note", "Voir[^1].\n\n[^1]: [[rien]]", &[("R105", "8:7")]);
    refused_text("code", "[[#import \"x\"]] [[../bonne]]", &[("R105", "6:1"), ("R105", "6:17")]);
}

#[test]
fn yaml_that_expands_without_end() {
    let mut bomb = "a: &a [x,x,x,x,x,x,x,x,x]\n".to_owned();
    for (name, last) in ('b'..='i').zip('a'..='h') {
        bomb.push_str(&format!("{name}: &{name} [{}]\n", vec![format!("*{last}"); 9].join(",")));
    }
    let folder = Folder::two();
    folder.put("content/fiches/x.md", format!("---\ntitre: Une\ndate: 2005\n{bomb}---\nx\n"));
    assert_eq!(folder.errors().iter().map(|(c, _)| c.as_str()).collect::<Vec<_>>(), ["H004"]);
    refused_fiche("20 brackets", format!("---\ntitre: {}{}\n---\nx\n", "[".repeat(20), "]".repeat(20)), &[("H004", "2:23")]);
    let steps: String = (0..3_000).map(|i| format!("{}a:\n", " ".repeat(i.min(3_000)))).collect();
    let folder = Folder::two();
    folder.put("content/fiches/x.md", format!("---\n{steps}---\nx\n"));
    assert!(folder.errors().iter().any(|(c, _)| c == "H004" || c == "S008"), "{:?}", folder.errors());
    // The same in a file that every publication needs: nothing is made, and nothing breaks.
    let folder = Folder::two();
    folder.put("content/sigles.yaml", &bomb);
    assert_eq!(folder.errors().iter().map(|(c, _)| c.as_str()).collect::<Vec<_>>(), ["H004"]);
    folder.livret(&["build"]).exits(1);
    assert!(!folder.has("output/bon-ecran.pdf"));
}

#[test]
fn thousands_of_faults_are_all_said_in_order() {
    let folder = Folder::two();
    for i in 0..2_000 {
        folder.put(&format!("content/fiches/fiche-{i:04}.md"), format!("{HEAD}Voir [[fiche-{i:04}-bis]] et [[y]].\n"));
    }
    let errors = folder.errors();
    assert_eq!(errors.len(), 4_000);
    let files: Vec<&str> = errors.iter().filter_map(|(_, place)| place.split(':').next()).collect();
    assert!(files.is_sorted(), "the findings are not in the order of the files");
    let run = folder.livret(&["build"]).exits(1);
    assert!(run.err.contains("4000 erreurs"), "{}", &run.err[run.err.len() - 200..]);
    assert!(run.err.lines().all(|line| line.chars().count() < 400), "a line is too long to read");
    folder.is_pdf("output/bon-ecran.pdf");
}
