//! What people and machines put into a workspace by mistake or on purpose. Each gives a finding at its place, with a remedy; the other
//! publication is made; nothing panics, hangs or leaves half a file.

use crate::command::{Folder, HEAD};

#[path = "bad/disk.rs"]
mod disk;
#[path = "bad/fields.rs"]
mod fields;
#[path = "bad/fonts.rs"]
mod fonts;
#[path = "bad/header.rs"]
mod header;
#[path = "bad/markup.rs"]
mod markup;
#[path = "bad/pictures.rs"]
mod pictures;
#[path = "bad/settings.rs"]
mod settings;
#[path = "bad/templates.rs"]
mod templates;
#[path = "bad/text.rs"]
mod text;

/// What is expected of a workspace: the errors, as codes and places, and nothing else.
type Expected<'a> = &'a [(&'a str, &'a str)];

/// Asserts that a workspace has exactly these errors, that `mauvais` is not made because of them, and that `bon` is made all the same.
#[track_caller]
fn refused(name: &str, folder: &Folder, expected: Expected<'_>) {
    let expected: Vec<(String, String)> = expected.iter().map(|(c, p)| ((*c).to_owned(), (*p).to_owned())).collect();
    assert_eq!(folder.errors(), expected, "{name}");
    let run = folder.livret(&["build"]).exits(1);
    for (code, _) in &expected {
        assert!(run.err.contains(&format!("[{code}]")), "{name}: {code} is not said\n{}", run.err);
    }
    assert!(run.err.contains("note[P103]: « mauvais » n’est pas produit"), "{name}: {}", run.err);
    assert!(!run.all().contains('\u{1b}'), "{name}: an escape reached the terminal");
    assert_eq!(folder.outputs(), ["bon-ecran.pdf", "manifest.json"], "{name}");
    folder.is_pdf("output/bon-ecran.pdf");
}

/// The same for one fiche, `x`, next to the fiche that is right.
#[track_caller]
fn refused_fiche(name: &str, text: impl AsRef<[u8]>, expected: Expected<'_>) {
    let folder = Folder::two();
    folder.put("content/fiches/x.md", text);
    let places: Vec<(&str, String)> = expected.iter().map(|(c, at)| (*c, format!("content/fiches/x.md:{at}"))).collect();
    let places: Vec<(&str, &str)> = places.iter().map(|(c, p)| (*c, p.as_str())).collect();
    refused(name, &folder, &places);
}

/// The same for the text of a fiche below a header that is right, whose six lines come first.
#[track_caller]
fn refused_text(name: &str, text: &str, expected: Expected<'_>) {
    refused_fiche(name, format!("{HEAD}{text}\n"), expected);
}

/// Asserts that both publications are made of a fiche `x`.
#[track_caller]
fn accepted_fiche(name: &str, text: &str) -> Folder {
    let folder = Folder::two();
    folder.put("content/fiches/x.md", text);
    accepted(name, &folder);
    folder
}

/// Asserts that both publications are made.
#[track_caller]
fn accepted(name: &str, folder: &Folder) {
    assert_eq!(folder.errors(), [], "{name}");
    folder.livret(&["build"]).exits(0);
    for file in ["output/bon-ecran.pdf", "output/mauvais-ecran.pdf"] {
        folder.is_pdf(file);
    }
}
