//! The files of settings: collection, publications, profiles.

use super::HEAD;
use crate::command::Folder;

#[track_caller]
fn errors(name: &str, folder: &Folder, expected: &[(&str, &str)]) {
    let expected: Vec<(String, String)> = expected.iter().map(|(c, p)| ((*c).to_owned(), (*p).to_owned())).collect();
    assert_eq!(folder.errors(), expected, "{name}");
    folder.livret(&["build"]).exits(1);
    assert_eq!(folder.outputs().into_iter().filter(|n| n.ends_with(".pdf") && !n.starts_with("bon")).collect::<Vec<_>>(), [] as [&str; 0], "{name}");
}

#[test]
fn a_workspace_with_nothing_in_it() {
    let folder = Folder::empty();
    folder.put("content/collection.yaml", "version: 1\nnom: A\ndate: 2026\nediteur_responsable: { nom: a, adresse: b }\n");
    folder.livret(&["check"]).exits(0);
    let run = folder.livret(&["build"]).exits(1);
    assert!(run.err.contains("erreur[P108]") && run.err.contains("content/publications.yaml"), "{}", run.err);
    folder.put("content/collection.yaml", "");
    let at = "content/collection.yaml:1:1";
    errors("an empty file", &folder, &[("R101", at), ("R101", at)]);
}

#[test]
fn the_collection() {
    let at = |place: &str| format!("content/collection.yaml:{place}");
    for (name, text, code, place) in [
        ("a later format", "version: 2\nnom: A\n", "R114", "1:10"),
        ("a word for the format", "version: un\nnom: A\n", "H103", "1:10"),
        ("a list", "[a, b]\n", "H103", "1:1"),
        ("an unknown key", "version: 1\nnom: A\ntitre: B\n", "H101", "3:1"),
        ("a key twice", "version: 1\nnom: A\nnom: B\n", "H102", "3:1"),
        ("no YAML", "version: 1\nnom: [A\n", "H003", "2:6"),
        ("a date that is none", "version: 1\nnom: A\ndate: 2026-02-30\n", "H105", "3:7"),
    ] {
        let folder = Folder::two();
        folder.put("content/collection.yaml", text).put("content/fiches/x.md", format!("{HEAD}a\n"));
        errors(name, &folder, &[(code, &at(place))]);
        assert!(!folder.has("output/bon-ecran.pdf"), "{name}: every publication depends on this file");
    }
}

#[test]
fn publications() {
    let good = "- { id: bon, genre: livret, titre: Bon, selection: { fiches: [bonne] } }\n";
    for (name, entry, code, column) in [
        ("a path for a name", "{ id: ../../evil, genre: livret, titre: A }", "R115", 9),
        ("an absolute path", "{ id: /tmp/evil, genre: livret, titre: A }", "R115", 9),
        ("a hidden name", "{ id: .evil, genre: livret, titre: A }", "R115", 9),
        ("another kind", "{ id: a, genre: livre, titre: A }", "H104", 19),
        ("no title", "{ id: a, genre: livret }", "R101", 3),
        ("an unknown fiche", "{ id: a, genre: livret, titre: A, selection: { fiches: [bone] } }", "R108", 59),
        ("an unknown theme", "{ id: a, genre: livret, titre: A, selection: { thematiques: [santé] } }", "R104", 64),
        ("years that are none", "{ id: a, genre: livret, titre: A, selection: { annees: 1999..1983 } }", "R107", 58),
        ("an unknown profile", "{ id: a, genre: livret, titre: A, profils: [écran] }", "R110", 47),
        ("an unknown memorandum", "{ id: a, genre: memorandum, source: memorandums/2025.md }", "R109", 39),
        ("another format", "{ id: a, genre: livret, titre: A, format: A3 }", "H104", 45),
        ("a word", "mauvais", "H103", 3),
    ] {
        let folder = Folder::two();
        folder.put("content/publications.yaml", format!("{good}- {entry}\n"));
        let place = format!("content/publications.yaml:2:{column}");
        let found = folder.errors();
        assert_eq!(found, [(code.to_owned(), place)], "{name}");
        folder.livret(&["build"]).exits(1);
        folder.is_pdf("output/bon-ecran.pdf");
        assert!(folder.outputs().iter().all(|n| n == "bon-ecran.pdf" || n == "manifest.json" || name == "another format"), "{name}: {:?}", folder.outputs());
    }
}

#[test]
fn a_selection_that_selects_nothing() {
    let folder = Folder::two();
    let run = folder.livret(&["build"]).exits(1);
    assert!(run.err.contains("erreur[P101]") && run.err.contains("--> content/publications.yaml:2:9"), "{}", run.err);
    folder.is_pdf("output/bon-ecran.pdf");
}

#[test]
fn a_memorandum_with_a_fault_is_not_unknown() {
    let folder = Folder::two();
    folder.put(
        "content/publications.yaml",
        "- { id: bon, genre: livret, titre: Bon, selection: { fiches: [bonne] } }\n- { id: m, genre: memorandum, source: memorandums/m.md }\n",
    );
    folder.put("content/memorandums/m.md", "---\ntitre: [a]\n---\n## A\n");
    errors("a memorandum", &folder, &[("H103", "content/memorandums/m.md:2:8")]);
    folder.is_pdf("output/bon-ecran.pdf");
    // The reason is said even when only the publication is asked for.
    let run = folder.livret(&["build", "m"]).exits(2);
    assert!(run.err.contains("erreur[H103]") && run.err.contains("erreur[P104]"), "{}", run.err);
}

#[test]
fn profiles() {
    let own = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/templates/profiles.yaml")).expect("the profiles");
    let last = own.lines().count();
    for (name, lines, code, place) in [
        ("an unknown key", "a:\n  taged: true\n", "H101", format!("{}:3", last + 2)),
        ("a number too large", "a:\n  bleed: 1000\n", "P107", format!("{}:1", last + 1)),
        ("no number", "a:\n  bleed: NaN\n", "P107", format!("{}:1", last + 1)),
        ("billions of pages", "a:\n  multiple: 4000000000\n", "P107", format!("{}:1", last + 1)),
        ("an unknown standard", "a:\n  standards: [ua-9]\n", "H104", format!("{}:15", last + 2)),
        ("a path for a name", "../../a:\n  links: true\n", "R115", format!("{}:1", last + 1)),
        ("no YAML", "a: [\n", "H003", format!("{}:4", last + 1)),
    ] {
        let folder = Folder::two();
        folder.put("templates/profiles.yaml", format!("{own}{lines}"));
        let found = folder.errors();
        assert!(found.contains(&(code.to_owned(), format!("templates/profiles.yaml:{place}"))), "{name}: {found:?}");
        // Templates and profiles are no content.
        folder.livret(&["build"]).exits(2);
        assert_eq!(folder.outputs(), ["manifest.json"], "{name}");
    }
    let folder = Folder::two();
    folder.put("templates/profiles.yaml", "autre:\n  links: true\n");
    let run = folder.livret(&["build", "bon"]).exits(2);
    assert!(run.err.contains("erreur[P105]") && run.err.contains("autre"), "{}", run.err);
}
