//! Dates that contradict each other, and the order of fiches.

use crate::command::Folder;
use crate::harness::project::Project;

fn dated(title: &str, date: &str) -> Vec<String> {
    Project::new().file("content/fiches/a.md", format!("---\ntitre: \"{title}\"\ndate: {date}\n---\nTexte.\n")).load().findings()
}

#[test]
fn the_year_of_a_title_is_the_header_s() {
    for (title, date) in [
        ("2007 – Les Assises", "2008"),
        ("1983/1985 – Commissions", "1983"),
        ("Analyse (2022)", "2021"),
        ("2010-2015 : relance", "2010/2014"),
        ("Un accord signé en 2013", "2012"),
    ] {
        assert_eq!(dated(title, date), ["content/fiches/a.md:2:8 C451"], "{title}");
    }
    for (title, date) in [
        ("2007 – Les Assises", "2007-06-23"),
        ("1983/1985 – Commissions", "1983/1985"),
        ("1985 – Radio", "198X"),
        ("Mémorandum 2024", "2023"),
        ("2000 familles accueillies", "1999"),
        ("Analyse (2022)", "2022"),
        ("1984 : un an", "1983/.."),
        ("Un accord signé en 2013", "2013-05"),
        ("Ce qui a changé en 2013 et après", "2015"),
    ] {
        assert_eq!(dated(title, date), [""; 0], "{title}");
    }
}

#[test]
fn two_dates_of_one_fact_contradict() {
    let facts = "- { sujet: CSCIN, fait: création, date: 1983, source: Statuts }\n- { sujet: Radio, fait: lancement, date: 1985~ }\n";
    let book = |header: &str, text: &str| {
        Project::new()
            .file("content/sigles.yaml", "- { terme: CSCIN, developpement: Centre socio-culturel }\n")
            .file("content/faits.yaml", facts)
            .fiche("a", &format!("date: 2001\n{header}"), text)
            .load()
            .findings()
    };
    assert_eq!(book("faits: [{ sujet: cscin, fait: fondation, date: 1982-05 }]", "Le CSCIN dure."), ["content/fiches/a.md:4:48 C453"]);
    assert_eq!(book("langue: fr", "Le CSCIN est créé en 1982."), ["content/fiches/a.md:6:4 C453"]);
    assert_eq!(book("langue: fr", "Né en 1982, le CSCIN dure."), ["content/fiches/a.md:6:16 C453"]);
    for text in [
        "Le CSCIN est créé en 1983.",
        "La commission du CSCIN est créée en 1985.",
        "Le CSCIN est créé, et en 1990 il dure.",
        "Le CSCIN est fondé le 28 novembre 1983.",
    ] {
        assert_eq!(book("langue: fr", text), [""; 0], "{text}");
    }
    // A month within the year, a guess near another: no contradiction. Another subject or event: another fact.
    assert_eq!(
        book(
            "faits: [{ sujet: CSCIN, fait: création, date: 1983-11-28 }, { sujet: radio, fait: lancement, date: 1986 }, { sujet: CSCIN, fait: agrément, date: 1997 }]",
            "Le CSCIN."
        ),
        [""; 0]
    );
    assert_eq!(book("faits: [{ sujet: CSCIN, fait: départ, date: 1983 }]", "Le CSCIN."), ["content/fiches/a.md:4:31 H104"]);
}

#[test]
fn numbers_in_print_stay() {
    let book =
        |header: &str, text: &str| Project::new().fiche("a", "date: 2001", text).fiche("b", &format!("date: 2002\n{header}"), "Texte.").load().findings();
    // Cited by a number that may change.
    assert_eq!(book("statut: relu", "Voir Fiche 2."), ["content/fiches/a.md:5:6 C454"]);
    assert_eq!(book("statut: relu", "Voir [[2]] et [[b]]."), ["content/fiches/a.md:5:6 C454"]);
    assert_eq!(book("numero: 2", "Voir Fiche 2 et [[2]]."), [""; 0]);
    // A pinned number before a smaller one.
    assert_eq!(
        Project::new().fiche("a", "date: 2001\nnumero: 7", "Texte.").fiche("b", "date: 2002", "Texte.").load().findings(),
        ["content/fiches/a.md:4:9 C455"]
    );
    // A page has no number.
    assert_eq!(Project::new().fiche("a", "genre: page\nnumero: 7", "Texte.").load().findings(), ["content/fiches/a.md:4:9 R119"]);
}

#[test]
fn the_order_is_shown_with_its_reasons() {
    let folder = Folder::two();
    for (id, header) in [
        ("a", "date: 1983"),
        ("b", "date: 1983/1985"),
        ("c", "date: 1985\nordre: 1"),
        ("d", "date: 1985\nordre: 2"),
        ("e", "date: 1986\nnumero: 3"),
        ("f", "date: 1986"),
        ("g", "date: 1986"),
        ("h", "genre: page"),
    ] {
        folder.put(&format!("content/fiches/{id}.md"), format!("---\ntitre: Fiche {id}\n{header}\n---\nTexte.\n"));
    }
    let out = folder.livret(&["list", "chronologie"]).exits(0).out;
    let rows: Vec<Vec<&str>> = out.lines().map(|l| l.split("  ").map(str::trim).filter(|c| !c.is_empty()).collect()).collect();
    let why: Vec<String> = rows.iter().filter(|r| r.len() > 3).map(|r| r.join("|")).collect();
    assert_eq!(
        why,
        [
            "1|1983|a|première|Fiche a",
            "2|1983/1985|b|fin|Fiche b",
            "4|1985|c|début|Fiche c|ordre 1",
            "5|1985|d|ordre|Fiche d|ordre 2",
            "3|1986|e|début|Fiche e|numéro fixé",
            "6|1986|f|numéro|Fiche f",
            "7|1986|g|titre|Fiche g",
            "8|2001|bonne|début|Une bonne fiche",
        ]
    );
}

#[test]
fn sigles_are_suggested_and_written() {
    let folder = Folder::two();
    let glossary = "# À nous.\n- terme: CAI   # le Centre\n  developpement: Centre d’action interculturelle\n\n# Le plan.\n- terme: PCS\n  developpement: Plan de cohésion sociale\n";
    folder.put("content/sigles.yaml", glossary);
    folder.put(
        "content/fiches/x.md",
        "---\ntitre: Une fiche\ndate: 2005\nstatut: publié\n---\nLe *Fonds social\neuropéen* (FSE), le quai (BAC) ou non, les Plans locaux d’action (PLA), le Programme communal social (PCS).\n",
    );
    let run = folder.livret(&["sigles", "suggest"]).exits(0);
    assert_eq!(
        run.out,
        "# content/fiches/x.md:6, sûr : Fonds social européen (FSE)\n- terme: FSE\n  nature: sigle\n  developpement: Fonds social européen\n\
         # content/fiches/x.md:7, probable : Plans locaux d’action (PLA)\n# - terme: PLA\n#   nature: sigle\n#   developpement: Plan local d’action\n#   pluriel: Plans locaux d’action\n\
         # content/fiches/x.md:7 : PCS = Programme communal social ; mais le glossaire dit : Plan de cohésion sociale\n"
    );
    assert_eq!(run.err, "propositions sûres : 1 ; à vérifier : 1 ; en conflit : 1\n");
    assert_eq!(folder.get("content/sigles.yaml"), glossary.as_bytes());
    let json: serde_json::Value = serde_json::from_str(&folder.livret(&["sigles", "suggest", "--format", "json"]).exits(0).out).expect("JSON");
    assert_eq!(json["version"], 1);
    assert_eq!(json["suggestions"][0]["evidence"][0]["line"], 6);
    assert_eq!(json["conflicts"][0]["term"], "PCS");
    // What is sure is written once; every other byte stays.
    folder.livret(&["sigles", "suggest", "--write"]).exits(0);
    let entry = "# content/fiches/x.md:6\n- terme: FSE\n  nature: sigle\n  developpement: Fonds social européen\n";
    assert_eq!(String::from_utf8_lossy(&folder.get("content/sigles.yaml")), glossary.replace("# Le plan.\n", &format!("{entry}# Le plan.\n")));
    let once = folder.get("content/sigles.yaml");
    folder.livret(&["sigles", "suggest", "--write"]).exits(0);
    assert_eq!(folder.get("content/sigles.yaml"), once);
    // A list that is written otherwise is left alone.
    folder.put("content/sigles.yaml", "[{ terme: CAI, developpement: Centre d’action interculturelle }]\n");
    let run = folder.livret(&["sigles", "suggest", "--write"]).exits(2);
    assert!(run.err.contains("erreur[I790]"), "{}", run.err);
    // In English.
    let run = folder.livret(&["--lang", "en", "sigles", "suggest"]).exits(0);
    assert!(run.err.starts_with("sure suggestions: 2"), "{}", run.err);
}
