//! One construct each: fiches → the Typst text that is generated. A change of `render` is reviewed as a diff of these snapshots.

use crate::harness::project::{Book, PNG, Project};
use livret::pipeline::Subject;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests").join(name)
}

/// Names of the files of a folder with an ending, without it.
fn names(folder: &Path, ending: &str) -> Vec<String> {
    let entries = std::fs::read_dir(folder).unwrap_or_else(|e| panic!("{}: {e}", folder.display()));
    let mut out: Vec<String> = entries.flatten().filter_map(|e| e.file_name().to_str().and_then(|n| n.strip_suffix(ending)).map(str::to_owned)).collect();
    out.sort();
    out
}

/// Compares a text with its snapshot in `tests/snapshots/`; says whether it is the same.
fn matches(name: &str, text: &str) -> bool {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path("../snapshots");
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| std::panic::catch_unwind(|| insta::assert_snapshot!(name, text)).is_ok())
}

const TERMS: &str = "- { terme: FSE, nature: sigle, developpement: Fonds social européen, variantes: [F.S.E.] }
- { terme: CRI, nature: sigle, developpement: centre régional d’intégration, pluriel: centres régionaux d’intégration }
- { terme: ISP, nature: sigle, developpement: insertion socioprofessionnelle }
- { terme: BAPA, nature: acronyme, developpement: bureau d’accueil des primo-arrivants }
- { terme: primo-arrivant, nature: jargon, definition: Personne arrivée depuis peu. }
";

/// One workspace that holds every fixture.
fn book() -> Book {
    let mut project = Project::new().file("content/sigles.yaml", TERMS).file("content/images/gris.png", PNG).file("content/resources/fichier.txt", "…").fiche(
        "autre",
        "date: 1990\nnumero: 1",
        "Une autre fiche.",
    );
    let fixtures = folder("fixtures/fiches");
    for name in names(&fixtures, ".md") {
        let text = std::fs::read(fixtures.join(format!("{name}.md"))).unwrap_or_else(|e| panic!("{name}: {e}"));
        let kind = if name.starts_with("memorandum-") { "memorandums" } else { "fiches" };
        project = project.file(&format!("content/{kind}/{name}.md"), text);
    }
    let memorandum = "- { id: memo, genre: memorandum, source: memorandums/memorandum-demandes.md, format: A4, profils: [ecran] }\n";
    project.file("content/publications.yaml", memorandum).load()
}

/// What was found in a file, and the bodies that were generated from it.
fn dump(book: &Book, name: &str) -> String {
    let (subject, folder, bodies) = if name.starts_with("memorandum-") {
        (Subject::Publication("memo".to_owned()), "memorandums", vec!["body/front.typ".to_owned(), "body/memorandum.typ".to_owned()])
    } else {
        (Subject::Fiche(name.to_owned()), "fiches", vec![format!("body/{name}.typ")])
    };
    let path = format!("content/{folder}/{name}.md");
    let set = match book.laid(subject.clone(), "ecran") {
        Ok(laid) => laid.findings,
        Err(findings) => findings,
    };
    let mut out = String::new();
    for line in book.short(&book.faults()).iter().filter(|l| l.starts_with(&path)).chain(&book.short(&set)) {
        let _ = writeln!(out, "{}", line.trim_start_matches(&path).trim_start_matches(':'));
    }
    let bundle = book.emitted(subject, "ecran");
    for path in bodies {
        let _ = write!(out, "── {path}\n{}", String::from_utf8_lossy(&bundle.files[&path].bytes));
    }
    out
}

#[test]
fn fiches_as_typst() {
    let book = book();
    let mut wrong = Vec::new();
    let fixtures = names(&folder("fixtures/fiches"), ".md");
    for name in &fixtures {
        if !matches(&format!("fiche-{name}"), &dump(&book, name)) {
            wrong.push(name.as_str());
        }
    }
    // A snapshot whose fixture is gone would never be looked at again.
    for snapshot in names(&folder("snapshots"), ".snap").iter().filter_map(|s| s.strip_prefix("fiche-")) {
        assert!(fixtures.iter().any(|f| f == snapshot), "tests/snapshots/fiche-{snapshot}.snap has no fixture: remove it");
    }
    assert!(wrong.is_empty(), "these differ from their snapshots: {wrong:?}");
}

/// `/data/publication.json` is what templates may rely on: a change of it is a change of the contract.
#[test]
fn publication_as_data() {
    let book = Project::folder("tests/fixtures/projects/basic").load().clean();
    let laid = book.pages("livret", "ecran");
    let facts = String::from_utf8_lossy(&laid.bundle.files["data/publication.json"].bytes).into_owned();
    let memo = book.pages("memorandum", "imprimeur");
    let memo_facts: serde_json::Value = serde_json::from_slice(&memo.bundle.files["data/publication.json"].bytes).unwrap_or_default();
    let memo_facts = serde_json::to_string_pretty(&memo_facts["memorandum"]).unwrap_or_default();
    let same = [matches("basic-publication.json", &facts), matches("basic-memorandum.json", &memo_facts), matches("basic-lists", &lists(&book))];
    assert_eq!(same, [true; 3]);
}

/// The lists of a booklet as text: contents, chronology, index, glossary, references both ways.
fn lists(book: &Book) -> String {
    let corpus = &book.0.corpus;
    let spec = corpus.publications.iter().find(|p| p.id == "livret").unwrap_or_else(|| panic!("no publication « livret »"));
    let publication = livret::assemble::publication(corpus, spec).value;
    let mut out = String::from("── contents\n");
    let title =
        |id: &str| corpus.fiche(id).map_or_else(String::new, |f| format!("{} {}", f.number.map_or_else(|| "–".to_owned(), |n| n.to_string()), f.title.value));
    for period in &publication.contents {
        let _ = writeln!(out, "{}", period.label.as_deref().unwrap_or("(undated)"));
        for id in &period.fiches {
            let _ = writeln!(out, "  {}", title(id));
        }
    }
    out.push_str("── chronology\n");
    for entry in &publication.timeline {
        let signs =
            format!("{}{}{}", if entry.vague { " ~" } else { "" }, if entry.open_before { " …<" } else { "" }, if entry.open_after { " …" } else { "" });
        let _ = writeln!(out, "{:.3} to {:.3}{signs}: {}", entry.start, entry.end, entry.fiche);
    }
    out.push_str("── index\n");
    for (category, ids) in &publication.index {
        let _ = writeln!(out, "{category}: {}", ids.join(", "));
    }
    out.push_str("── glossary\n");
    for entry in &publication.glossary {
        let expansion = corpus.terms.get(&entry.key).and_then(|t| t.expansion.as_ref()).map_or("", |e| e.value.as_str());
        let _ = writeln!(out, "{} | {} | {expansion}", entry.letter, entry.key);
    }
    out.push_str("── see also\n");
    for (id, others) in &publication.see_also {
        let _ = writeln!(out, "{id}: {}", others.iter().map(|(o, d)| format!("{o} ({d:?})")).collect::<Vec<_>>().join(", "));
    }
    out
}

/// It used to stop the layout with an error of the library.
#[test]
fn a_demand_that_nothing_counts_is_reported() {
    let text = "---
titre: Mémorandum
---
## Thème

:::demande {#une niveaux=communal}
Une demande.

> :::demande {#dedans niveaux=communal}
> Dans les détails d’une autre.
> :::
:::

:::constat
:::demande {#deux niveaux=communal}
Dans un constat : comptée.
:::
:::

- :::demande {#trois niveaux=communal}
  Dans une liste.
  :::

Une note[^1].

[^1]: :::demande {#quatre niveaux=communal}
    Dans une note.
    :::
";
    let book = Project::new()
        .file("content/memorandums/m.md", text)
        .file("content/publications.yaml", "- { id: memo, genre: memorandum, source: memorandums/m.md, format: A4, profils: [ecran] }\n")
        .load();
    let places: Vec<String> = book.findings().into_iter().filter(|l| l.ends_with("M113")).collect();
    assert_eq!(
        places,
        ["content/memorandums/m.md:9:3 M113", "content/memorandums/m.md:20:3 M113", "content/memorandums/m.md:26:7 M113"],
        "{:?}",
        book.short(&book.faults())
    );
}
