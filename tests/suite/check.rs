//! Rules: each finds what it is for, at its place, and nothing else.

use crate::harness::project::Project;

#[test]
fn placeholders_are_reported_and_never_printed() {
    let header = "date: 2001\nsources: [Ajouter liens]\nressources: à compléter\naxes: [accueil]\nthematiques: [logement]";
    let book = Project::new().fiche("a", header, "Un texte.\n\nAjouter liens\n").load();
    // Both categories of the collection are ticked: that is its template.
    assert_eq!(
        book.findings(),
        ["content/fiches/a.md:4:10 C101", "content/fiches/a.md:5:13 C101", "content/fiches/a.md:6:8 C101", "content/fiches/a.md:11:1 C101",]
    );
    let one = Project::new().fiche("a", "date: 2001\nsources: [Un rapport]\naxes: [accueil]", "Un texte.").load();
    assert_eq!(one.findings(), [""; 0]);
}

#[test]
fn a_publication_names_who_answers_for_it() {
    let without = "version: 1\nnom: Maison\ndate: 2026-03-01\n";
    let named = |collection: &str| Project::new().file("content/collection.yaml", collection).fiche("a", "date: 2001", "Un texte.").load().findings();
    assert_eq!(named(without), ["content/collection.yaml:1:1 C102"]);
    assert_eq!(named(&format!("{without}editeur_responsable: {{ nom: A }}\n")), ["content/collection.yaml:4:22 C102"]);
    assert_eq!(named(&format!("{without}editeur_responsable: {{ nom: A, adresse: B }}\n")), [""; 0]);
}
