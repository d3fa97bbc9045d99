//! Code of every language in every field prints as it is, and drives nothing.

use crate::command::Folder;

/// What is tried: Typst, Handlebars, mathematics, escapes. Without the marks that typography changes and those that Markdown reads.
const CODE: &str = "#read(/etc/passwd) #import x {{#each}} {{{y}}} $z$ \\u{41} @preview <lab> //c";

/// The same for Markdown fields, with a backtick that closes nothing.
const MARKED: &str = "#read(/etc/passwd) #import x {{#each}} {{{y}}} $z$ \\u{41} @preview ` //c";

/// A YAML string.
fn quoted(text: &str) -> String {
    serde_json::to_string(text).expect("a string")
}

fn squeezed(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace() && !matches!(c, '\u{ad}' | '\u{200b}' | '-')).collect()
}

#[test]
fn code_in_every_field() {
    let folder = Folder::two();
    let mut count = 0;
    let mut tagged = |text: &str| {
        count += 1;
        quoted(&format!("c{count}c {text}"))
    };
    let collection: String = ["nom", "sigle", "telephone", "courriel", "numero_entreprise", "depot_legal", "isbn", "soutien", "licence", "edition"]
        .iter()
        .map(|key| format!("{key}: {}\n", tagged(CODE)))
        .collect();
    folder.put(
        "content/collection.yaml",
        format!(
            "version: 1\n{collection}date: 2026\nadresse: [{}]\nmentions: [{}]\nsite: {}\nediteur_responsable: {{ nom: {}, adresse: {} }}\ncredits: [ {{ role: {}, noms: [{}] }} ]\n",
            tagged(CODE), tagged(CODE), tagged(CODE), tagged(CODE), tagged(CODE), tagged(CODE), tagged(CODE)
        ),
    );
    folder.put(
        "content/categories.yaml",
        format!(
            "- {{ id: accueil, famille: axe, nom: {}, definition: {}, couleur: \"#0b6e4f\", icone: {} }}\n- {{ id: sante, famille: generale, nom: Santé }}\n",
            tagged(CODE),
            tagged(CODE),
            quoted("#panic()")
        ),
    );
    folder.put(
        "content/sigles.yaml",
        format!(
            "- {{ terme: \"A#B\", developpement: {}, definition: {} }}\n- {{ terme: \"{{{{C}}}}\", developpement: {}, nature: sigle }}\n",
            tagged(CODE),
            tagged(MARKED),
            tagged(CODE)
        ),
    );
    folder.put(
        "content/publications.yaml",
        format!("- id: livre\n  genre: livret\n  titre: {}\n  sous_titre: {}\n  presentation: {}\n", tagged(CODE), tagged(CODE), tagged(MARKED)),
    );
    folder.put("content/images/p.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"10\" height=\"10\"><path d=\"M0 0L5 5L0 5z\"/></svg>");
    folder.put(
        "content/fiches/x.md",
        format!(
            "---\ntitre: {}\ndate: 2005\nstatut: publié\nchapeau: {}\naxes: [accueil]\nsigles: {{ \"D$E\": {} }}\nressources:\n  - {{ titre: {}, description: {}, url: {} }}\nsources: [{}]\n---\n\
             A#B et {{{{C}}}} et D$E. {}\n\n## {} {{#ancre}}\n\n![{}](images/p.svg \"{} © {}\")\n\n\
             :::encadre {{titre={}}}\nx\n:::\n\n:::citation {{auteur={} source={}}}\nx\n:::\n\n:::temoignage {{nom={} lieu={} date={} portrait=\"images/p.svg\" alt={}}}\nx\n:::\n\n\
             > [!NOTE] {}\n> x\n\n| {} |\n|---|\n| {} |\n\nTerme\n\n: {}\n\n```{}\n{}\n```\n\nAppel[^1]\n\n[^1]: {}\n",
            tagged(CODE), tagged(MARKED), tagged(CODE), tagged(CODE), tagged(CODE), quoted(&format!("https://exemple.be/{CODE}")), tagged(MARKED),
            tagged(MARKED).trim_matches('"').replace("\\\\", "\\"), "Titre #read(a) {{b}} $c$", MARKED, "Légende #read(a) {{{b}}} $c$", "crédit #read(a)",
            quoted("Encadré #read(a) {{{b}}} $c$"), quoted("Auteur #read(a)"), quoted("Source #read(a)"),
            quoted("Nom #read(a)"), quoted("Lieu {{b}}"), quoted("Date $c$"), quoted("alt #read(a)"),
            "Avis #read(a)", "Case #read(a) {{{b}}}", "Case $c$ #let", "Sens #read(a)", "#read(a)", "#read(\"/etc/passwd\") {{{b}}} $c$ `d` \\u{41}", "Note #read(a) {{{b}}} $c$"
        ),
    );
    let run = folder.livret(&["build", "--profile", "ecran", "--profile", "imprimeur"]);
    assert_eq!(run.code, Some(0), "{}", run.all());
    folder.livret(&["build", "--fiche", "x"]).exits(0);
    let Some(words) = folder.words("output/livre-ecran.pdf") else { return };
    let words = squeezed(&words);
    assert!(!words.contains("root:x:0"), "a file was read");
    for part in [
        "#read(/etc/passwd)#importx{{#each}}{{{y}}}$z$\\u{41}@preview<lab>//c",
        "Titre#read(a){{b}}$c$",
        "Légende#read(a){{{b}}}$c$",
        "©crédit#read(a)",
        "Encadré#read(a){{{b}}}$c$",
        "Auteur#read(a)",
        "Source#read(a)",
        "Nom#read(a)",
        "Lieu{{b}}",
        "Date$c$",
        "Avis#read(a)",
        "Case#read(a){{{b}}}",
        "Case$c$#let",
        "Sens#read(a)",
        "#read(\"/etc/passwd\"){{{b}}}$c$`d`\\u{41}",
        "Note#read(a){{{b}}}$c$",
        "A#B",
        "{{C}}",
        "D$E",
    ] {
        assert!(words.contains(&squeezed(part)), "{part} is not printed as it is");
    }
    // Every field that prints in a booklet: the beginning of its code stands right after its mark.
    let missing: Vec<usize> = (1..=count).filter(|n| !words.contains(&format!("c{n}c#read(/etc/passwd)#importx{{{{#each}}}}{{{{{{y}}}}}}"))).collect();
    // The second is the organisation’s sigle, which a cover has no room for; the thirteenth its site, which prints as an address.
    assert_eq!(missing, [2, 13], "these fields are not printed as they are\n{words}");
}

#[test]
fn a_list_of_terms_drives_no_terminal() {
    let folder = Folder::two();
    folder.put("content/sigles.yaml", "- { terme: \"A\\e]8;;https://exemple.be\\e\\\\B\", developpement: x }\n");
    folder.put("content/fiches/x\u{9b}31m.md", "---\ntitre: \"\\e[2J\"\ndate: 2005\n---\n");
    for args in [
        &["list", "sigles"][..],
        &["list", "sigles", "--json"],
        &["list", "fiches"],
        &["list", "fiches", "--json"],
        &["check"],
        &["check", "--format", "json"],
        &["check", "--format", "sarif"],
        &["check", "--format", "github"],
        &["check", "--format", "short"],
        &["build"],
        &["build", "--color", "never"],
    ] {
        let run = folder.livret(args);
        assert!(!run.all().contains(['\u{1b}', '\u{9b}']), "{args:?}: {:?}", run.all());
    }
    assert_eq!(folder.errors().into_iter().map(|(code, _)| code).collect::<Vec<_>>(), ["S004", "S004"]);
}
