//! The proof: lines numbered by fiche, remarks in the margin, what changed since a release.

use crate::command::Folder;
use crate::harness::project::Project;
use livret::model::page::SectionKind;

const COLLECTION: &str =
    "version: 1\nnom: Association Exemple\nediteur_responsable: { nom: Prénom Nom, adresse: Rue de l’Exemple 1 }\ndate: 2026-01-01\nedition: \"2\"\n";

/// A text of several lines in each of two fiches, one of them with a word written twice.
fn folder() -> Folder {
    let folder = Folder::empty();
    let long =
        "Les personnes arrivent le matin, posent leurs questions, attendent une réponse et repartent avec un rendez-vous pour la semaine suivante. ".repeat(3);
    folder.put("content/collection.yaml", COLLECTION);
    folder.put("content/publications.yaml", "- { id: essai, genre: livret, titre: Essai, profils: [ecran] }\n");
    folder.put(
        "content/fiches/une.md",
        format!("---\ntitre: Une\ndate: 2001\nstatut: publié\n---\n{long}\n\n- premier point\n- second point\n\nOn répond à 250 communes.\n"),
    );
    folder.put(
        "content/fiches/deux.md",
        format!("---\ntitre: Deux\ndate: 2002\nstatut: publié\n---\n{long}\n\nElle a vu la la salle.\n\nUn passage de trop.\n\nLa fin.\n"),
    );
    folder
}

#[test]
fn lines_are_numbered_by_fiche() {
    let body = "Un paragraphe.\n\n## Un intertitre\n\nUn autre paragraphe.\n\n| a | b |\n| --- | --- |\n| c | d |\n\n- un point\n";
    let book = Project::new()
        .file("content/collection.yaml", COLLECTION)
        .file("content/publications.yaml", "- { id: essai, genre: livret, titre: Essai }\n")
        .fiche("une", "date: 2001\nstatut: publié", body)
        .fiche("deux", "date: 2002\nstatut: publié", body)
        .load();
    let laid = book.pages("essai", "epreuve");
    let pages = livret::typeset::pages(&laid.layout, &laid.bundle, "essai", false);
    let fiches: Vec<u32> = pages.sections.iter().filter(|s| s.kind == SectionKind::Fiche).map(|s| s.page).collect();
    let numbers: Vec<(u32, u32)> = livret::proof::numbers(&pages).iter().map(|n| (n.page, n.number)).collect();
    // Titles and tables have no number.
    let each = |page: u32| [1, 2, 3].map(|n| (page, n));
    assert_eq!(numbers, [each(fiches[0]), each(fiches[1])].concat());
}

#[test]
fn a_proof_shows_findings_and_what_changed() {
    let folder = folder();
    folder.livret(&["build"]).exits(0);
    for name in ["essai-ecran.pdf", "manifest.json"] {
        folder.put(&format!("avant/{name}"), folder.get(&format!("output/{name}")));
    }
    // Nothing changed: nothing is marked, though lines and pages of a proof are others than those of the screen.
    folder.livret(&["build", "--profile", "epreuve", "--since", "avant/essai-ecran.pdf"]).exits(0);
    let same = folder.get("output/essai-epreuve.pdf");
    let Some(words) = folder.words("output/essai-epreuve.pdf") else { return };
    assert!(words.contains("ÉPREUVE · 1er janvier 2026") && words.contains("édition 2 · version "), "{words}");
    assert!(words.contains("changements marqués depuis essai-ecran.pdf") && !words.contains("Passages retirés"), "{words}");
    assert!(words.contains("C113") && words.contains("« la » est écrit deux fois"), "{words}");

    let change = |file: &str, from: &str, to: &str| {
        let text = String::from_utf8(folder.get(file)).expect("text");
        assert!(text.contains(from), "{text}");
        folder.put(file, text.replace(from, to));
    };
    change("content/fiches/une.md", "250", "260");
    change("content/fiches/deux.md", "Un passage de trop.\n\n", "");
    folder.livret(&["build", "--profile", "epreuve", "--since", "avant/manifest.json"]).exits(0);
    let words = folder.words("output/essai-epreuve.pdf").unwrap_or_default();
    let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(
        words.contains("[250]")
            && words.contains("[Un passage de trop.]")
            && words.contains("comparée (entre crochets, après les mots qui les précédaient) (2)"),
        "{words}"
    );
    assert!(same != folder.get("output/essai-epreuve.pdf"));
    // The file of the screen knows nothing of it.
    folder.livret(&["build"]).exits(0);
    assert!(!folder.words("output/essai-ecran.pdf").unwrap_or_default().contains("C113"));
}

#[test]
fn a_release_that_cannot_be_compared_is_refused() {
    let folder = folder();
    folder.livret(&["build", "--profile", "ecran", "--profile", "imprimeur"]).exits(0);
    let refused = |since: &str, more: &[&str], code: &str| {
        let run = folder.livret(&[&["build", "--since", since], more].concat()).exits(2);
        assert!(run.err.contains(code), "{code}: {}", run.err);
    };
    let proof = ["--profile", "epreuve"];
    refused("absent.pdf", &proof, "P120");
    refused("output/essai-imprimeur.pdf", &proof, "P121");
    refused("content/collection.yaml", &proof, "F001");
    refused("output/essai-ecran.pdf", &[], "P125");
    folder.put("content/publications.yaml", "- { id: essai, genre: livret, titre: Essai }\n- { id: autre, genre: livret, titre: Autre }\n");
    refused("output/essai-ecran.pdf", &proof, "P122");
    let run = folder.livret(&["build", "--profile", "epreuve", "--since", "output/manifest.json"]).exits(0);
    assert!(run.err.contains("P123"), "a publication that was not there: {}", run.err);
    folder.put("output/essai-ecran.pdf", b"%PDF-1.7 autre");
    refused("output/manifest.json", &proof, "P124");
    folder.put("faux.json", b"{}");
    refused("faux.json", &proof, "P120");
}
