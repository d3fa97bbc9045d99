//! The commands as people and scripts run them: what goes to which stream, exit codes, formats, where the workspace is looked for.

use crate::command::{Folder, HEAD};
use livret::base::diag::Severity;
use serde_json::Value;

#[track_caller]
fn json(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_else(|e| panic!("{e}: {text}"))
}

/// A workspace with one fiche that has an error.
fn wrong() -> Folder {
    let folder = Folder::two();
    folder.put("content/fiches/x.md", format!("{HEAD}Voir [[bone]].\n"));
    folder
}

/// A workspace that is right.
fn right() -> Folder {
    let folder = Folder::two();
    folder.put("content/fiches/x.md", format!("{HEAD}Voir [[bonne]].\n"));
    folder
}

#[test]
fn help_and_version() {
    let folder = Folder::empty();
    for args in [&["--help"][..], &["--version"], &["build", "--help"], &["check", "-h"], &["help", "list"]] {
        let run = folder.livret(args).exits(0);
        assert!(!run.out.is_empty() && run.err.is_empty(), "{args:?}");
    }
    for args in [&[][..], &["buidl"], &["build", "--formt", "x"], &["check", "--format", "xml"], &["list", "tout"], &["new", "fiche"], &["completions", "csh2"]]
    {
        let run = folder.livret(args).exits(2);
        assert!(run.out.is_empty() && !run.err.is_empty(), "{args:?}: {}", run.all());
    }
    // What clap writes around our words is French too.
    for args in [&["--help"][..], &["build", "--help"], &["check", "-h"], &["impose", "--help"], &["help", "list"], &["help"]] {
        let help = folder.livret(args).exits(0).out;
        assert!(help.contains("Usage :") && help.contains("Options :") && help.contains("Montre cette aide"), "{help}");
        for english in ["Usage:", "Options:", "Arguments:", "Commands:", "default:", "possible values", "Possible values", "Print "] {
            assert!(!help.contains(english), "{args:?}: {english}\n{help}");
        }
    }
    let help = folder.livret(&["build", "--help"]).exits(0).out;
    assert!(help.contains("[valeurs : typst, png]") && help.contains("- png : Une image par page") && help.contains("[par défaut : 110]"), "{help}");
    assert!(folder.livret(&["buidl"]).err.contains("build"), "the nearest command is named");
}

/// What is wrong with the arguments was said in English, whatever the language of the messages.
#[test]
fn arguments_that_are_wrong_are_told_in_french() {
    let folder = Folder::empty();
    let cases: [(&[&str], &str, &str); 12] = [
        (&["build", "--fichs", "a"], "l’argument « --fichs » n’existe pas ici", "remède : vouliez-vous dire l’option « --fiche » ?"),
        (&["buld"], "la commande « buld » n’existe pas", "remède : vouliez-vous dire la commande « build » ?"),
        (&["build", "--emit", "gif"], "« gif » n’est pas une valeur de « --emit <EMIT> »", "remède : ce qui est possible : typst, png"),
        (&["build", "--jobs", "deux"], "« deux » ne convient pas à « --jobs <N> » : il faut un nombre entier", "--help"),
        (&["build", "--ppi", "fin"], "« fin » ne convient pas à « --ppi <PPP> » : il faut un nombre, comme 0.1", "--help"),
        (&["impose", "--offset", "1"], "« 1 » ne convient pas à « --offset <X,Y> » : deux nombres séparés par une virgule", "--help"),
        (&["check", "--dry-run"], "il manque « --fix »", "Usage : livret check --fix"),
        (&["explain", "--catalogue", "C101"], "« --catalogue » ne va pas avec « [CODE] »", "Usage : livret explain"),
        (&["recover"], "il manque « <FILE> »", "Usage : livret recover <FILE>"),
        (&["build", "--lang"], "il manque une valeur à « --lang <LANG> »", "remède : ce qui est possible : fr, en"),
        (&["build", "--ppi", "9", "--ppi", "9"], "« --ppi <PPP> » ne se donne qu’une fois", "Usage : livret build"),
        (&["recover", "a.pdf", "b.pdf"], "l’argument « b.pdf » n’existe pas ici", "Usage : livret recover"),
    ];
    for (args, message, help) in cases {
        let run = folder.livret(args).exits(2);
        assert!(run.out.is_empty() && run.err.starts_with("erreur : ") && run.err.contains(message) && run.err.contains(help), "{args:?}\n{}", run.err);
        for english in ["error:", "tip:", "For more information", "Usage:", "possible values"] {
            assert!(!run.err.contains(english), "{args:?}: {english}\n{}", run.err);
        }
        let run = folder.livret(&[args, &["--lang", "en"]].concat()).exits(2);
        assert!(run.err.starts_with("error: ") || args.contains(&"--lang"), "{args:?}\n{}", run.err);
    }
    // A name of a program without a command is answered with the help, not with a fault.
    assert!(folder.livret(&[]).exits(2).err.contains("Commandes :"));
}

#[test]
fn no_workspace() {
    let folder = Folder::empty();
    for args in [&["build"][..], &["check"], &["list"], &["new", "fiche", "A", "--date", "2012"], &["build", "--workspace", "nulle-part"]] {
        let run = folder.livret(args).exits(2);
        assert!(run.err.contains("erreur[W101]") && run.err.contains("livret init"), "{args:?}: {}", run.err);
        assert!(run.out.is_empty(), "{args:?}");
    }
    let run = folder.livret(&["build", "--lang", "en"]).exits(2);
    assert!(run.err.contains("error[W101]: no workspace here"), "{}", run.err);
}

#[test]
fn the_workspace_is_found() {
    let folder = Folder::empty();
    let name = "l’été à Namur – 2026";
    folder.livret(&["init", name]).exits(0);
    // From inside, from below, and from anywhere when it is named.
    for (below, args) in [(name, &["list"][..]), ("l’été à Namur – 2026/content/fiches", &["list"]), ("", &["list", "--workspace", name])] {
        let run = folder.run_in(below, args, &[]).exits(0);
        assert!(run.out.starts_with("livret "), "{below}: {}", run.all());
    }
    folder.run_in("l’été à Namur – 2026/content", &["build"], &[]).exits(0);
    folder.is_pdf("l’été à Namur – 2026/output/livret-ecran.pdf");
    // A folder that is named is not looked for upwards.
    folder.run_in(name, &["list", "--workspace", "content"], &[]).exits(2);
}

#[test]
fn a_new_workspace_builds_at_once_and_is_clean() {
    let folder = Folder::empty();
    let run = folder.livret(&["init", "w"]).exits(0);
    assert!(run.out.contains("content/collection.yaml\n") && run.err.contains("livret build"), "{}", run.all());
    let run = folder.run_in("w", &["check", "--strict"], &[]).exits(0);
    assert_eq!((run.out.as_str(), run.err.as_str()), ("", "0 erreur, 0 avertissement\n"));
    let run = folder.run_in("w", &["build", "--strict"], &[]).exits(0);
    assert_eq!(run.err, "");
    for file in run.out.lines().map(|l| l.split_whitespace().next().unwrap_or("")) {
        folder.is_pdf(&format!("w/output/{file}"));
    }
    // It is never written over: not the whole, not a single file of it.
    let before = folder.get("w/content/collection.yaml");
    let run = folder.livret(&["init", "w"]).exits(2);
    assert!(run.err.contains("erreur[W104]"), "{}", run.err);
    folder.put("v/content/sigles.yaml", "# à moi\n");
    folder.livret(&["init", "v"]).exits(2);
    assert_eq!(folder.get("v/content/sigles.yaml"), "# à moi\n".as_bytes());
    assert!(!folder.has("v/content/collection.yaml") && folder.get("w/content/collection.yaml") == before);
}

#[test]
fn a_new_fiche_checks_clean_and_builds() {
    let folder = Folder::empty();
    folder.livret(&["init", "."]).exits(0);
    for (title, id) in [
        ("Titre : avec « guillemets »", "titre-avec-guillemets"),
        ("L’été \"chaud\" \\ #1 {{x}} *a*", "l-ete-chaud-1-x-a"),
        ("- [ ] & ! % @ ` | >", ""),
        ("Deux\nlignes", "deux-lignes"),
        ("null", "null"),
        ("2012", "2012"),
    ] {
        let run = folder.livret(&["new", "fiche", "--date", "2012", "--", title]);
        if id.is_empty() {
            assert_eq!(run.code, Some(2), "{title}: {}", run.all());
            continue;
        }
        assert_eq!(run.exits(0).out, format!("content/fiches/{id}.md\n"), "{title}");
        // Nothing is wrong with it but that it has no text yet.
        let run = folder.livret(&["check", "--format", "short", &format!("content/fiches/{id}.md")]).exits(0);
        assert!(run.out.lines().count() == 1 && run.out.contains("[C127]"), "{title}: {}", run.all());
        folder.livret(&["build", "--fiche", id]).exits(0);
        folder.is_pdf(&format!("output/{id}.pdf"));
        let before = folder.get(&format!("content/fiches/{id}.md"));
        let run = folder.livret(&["new", "fiche", "--date", "2013", "--", title]).exits(2);
        assert!(run.err.contains("erreur[W104]"), "{}", run.err);
        assert_eq!(folder.get(&format!("content/fiches/{id}.md")), before);
    }
    if let Some(words) = folder.words("output/titre-avec-guillemets.pdf") {
        assert!(words.contains("avec «\u{a0}guillemets\u{a0}»") || words.contains("guillemets"), "{words}");
    }
    let run = folder.livret(&["new", "fiche", "Sans date"]).exits(2);
    assert!(run.err.contains("--date 2012"), "{}", run.err);
    let run = folder.livret(&["new", "fiche", "Fausse date", "--date", "2012-02-31"]).exits(2);
    assert!(run.err.contains("2012-02-31") && !folder.has("content/fiches/fausse-date.md"), "{}", run.err);
    folder.livret(&["new", "memorandum", "Élections de 2030"]).exits(0);
    folder.livret(&["check", "--strict", "content/memorandums/elections-de-2030.md"]).exits(0);
    folder.livret(&["new", "memorandum", "Élections de 2030"]).exits(2);
}

#[test]
fn check_and_its_formats() {
    let (wrong, right) = (wrong(), right());
    let run = right.livret(&["check"]).exits(0);
    assert_eq!((run.out.as_str(), run.err.as_str()), ("", "0 erreur, 0 avertissement\n"));

    let run = wrong.livret(&["check"]).exits(1);
    assert_eq!(run.err, "1 erreur, 0 avertissement\n");
    assert!(
        run.out.starts_with("erreur[R105]: « [[bone]] » ne mène à aucune fiche\n --> content/fiches/x.md:6:6\n")
            && run.out.contains("remède: vouliez-vous [[bonne]] ?"),
        "{}",
        run.out
    );
    let run = wrong.livret(&["check", "--lang", "en"]).exits(1);
    assert!(run.out.starts_with("error[R105]: “[[bone]]” leads to no fiche") && run.err == "1 error, 0 warnings\n", "{}", run.all());

    let run = wrong.livret(&["check", "--format", "short"]).exits(1);
    assert_eq!(run.err, "");
    assert!(run.out.starts_with("content/fiches/x.md:6:6: erreur[R105] ") && run.out.lines().count() == 1, "{}", run.out);

    let report = json(&wrong.livret(&["check", "--format", "json"]).exits(1).out);
    assert_eq!(report["version"], 1);
    let finding = &report["findings"][0];
    assert_eq!((finding["code"].as_str(), finding["severity"].as_str(), finding["file"].as_str()), (Some("R105"), Some("error"), Some("content/fiches/x.md")));
    assert_eq!((&finding["start"]["line"], &finding["start"]["column"], &finding["end"]["column"]), (&Value::from(6), &Value::from(6), &Value::from(14)));
    assert_eq!(json(&right.livret(&["check", "--format", "json"]).exits(0).out)["findings"], Value::Array(Vec::new()));

    // SARIF 2.1.0: what the schema requires, and every result's rule is described.
    for (folder, code, results) in [(&wrong, 1, 1), (&right, 0, 0)] {
        let log = json(&folder.livret(&["check", "--format", "sarif"]).exits(code).out);
        assert_eq!(log["version"], "2.1.0");
        assert!(log["$schema"].as_str().is_some_and(|s| s.contains("sarif-2.1.0")));
        let run = &log["runs"][0];
        assert_eq!(run["tool"]["driver"]["name"], "livret");
        let list = run["results"].as_array().expect("results");
        assert_eq!(list.len(), results);
        for result in list {
            assert!(result["message"]["text"].is_string() && ["error", "warning", "note"].contains(&result["level"].as_str().unwrap_or("")));
            let rules = run["tool"]["driver"]["rules"].as_array().expect("rules");
            assert!(rules.iter().any(|r| r["id"] == result["ruleId"]), "{result}");
            let place = &result["locations"][0]["physicalLocation"];
            assert_eq!(place["artifactLocation"]["uri"], "content/fiches/x.md");
            assert_eq!((&place["region"]["startLine"], &place["region"]["startColumn"]), (&Value::from(6), &Value::from(6)));
        }
    }

    let run = wrong.livret(&["check", "--format", "github"]).exits(1);
    assert!(run.out.starts_with("::error title=R105,file=content/fiches/x.md,line=6,endLine=6,col=6,endColumn=14::"), "{}", run.out);
}

#[test]
fn check_of_some_files_and_strict() {
    let folder = wrong();
    folder.put("content/fiches/bonne.md", format!("{HEAD}Un <b>mot</b>.\n"));
    folder.livret(&["check", "content/fiches/bonne.md"]).exits(0);
    folder.livret(&["check", "--strict", "content/fiches/bonne.md"]).exits(1);
    let run = folder.run_in("content/fiches", &["check", "--format", "short", "x.md"], &[]).exits(1);
    assert!(run.out.lines().all(|l| l.starts_with("content/fiches/x.md:")), "{}", run.out);
    let run = folder.livret(&["check", "content/fiches/y.md"]).exits(2);
    assert!(run.err.contains("y.md") && run.out.is_empty(), "{}", run.all());
    // A collection can change the weight of a rule, but an error stays one.
    folder.put("content/fiches/x.md", format!("{HEAD}Texte.\n"));
    let collection = String::from_utf8(folder.get("content/collection.yaml")).expect("text");
    folder.put("content/collection.yaml", format!("{collection}regles: {{ M101: erreur }}\n"));
    folder.livret(&["check"]).exits(1);
    folder.put("content/collection.yaml", format!("{collection}regles: {{ M101: non }}\n"));
    folder.livret(&["check", "--strict"]).exits(0);
}

#[test]
fn colours_are_for_people() {
    let folder = wrong();
    for (args, variables, coloured) in [
        (&["check"][..], &[][..], false),
        (&["check", "--color", "always"], &[], true),
        (&["check", "--color", "never"], &[], false),
        (&["check", "--color", "auto"], &[("NO_COLOR", "1")], false),
        (&["build"], &[], false),
        (&["build", "--color", "always"], &[("NO_COLOR", "")], true),
        (&["check", "--format", "json", "--color", "never"], &[], false),
    ] {
        let run = folder.run_in("", args, variables);
        assert_eq!(run.all().contains('\u{1b}'), coloured, "{args:?} {variables:?}: {:?}", run.all());
    }
    // A pipe gets no progress: what is printed is lines, each once.
    let run = right().livret(&["build"]).exits(0);
    assert!(run.err.is_empty() && !run.out.contains('\r') && run.out.lines().count() == 2, "{:?}", run.all());
}

#[test]
fn build_says_what_it_makes() {
    let folder = right();
    let run = folder.livret(&["build"]).exits(0);
    assert!(run.out.lines().all(|l| l.ends_with(" p.")) && run.out.starts_with("bon-ecran.pdf "), "{}", run.out);
    let run = folder.livret(&["build"]).exits(0);
    assert!(run.out.lines().all(|l| l.ends_with("(inchangé)")), "{}", run.out);
    let run = folder.livret(&["build", "--force", "--lang", "en"]).exits(0);
    assert!(run.out.lines().all(|l| l.ends_with(" pp.")), "{}", run.out);
    let run = folder.livret(&["build", "--lang", "en"]).exits(0);
    assert!(run.out.lines().all(|l| l.ends_with("(unchanged)")), "{}", run.out);
    // An error of the content: what does not hold it is made.
    let run = wrong().livret(&["build"]).exits(1);
    assert!(run.out.starts_with("bon-ecran.pdf ") && run.out.lines().count() == 1 && run.err.contains("erreur[R105]"), "{}", run.all());
}

#[test]
fn build_of_a_part() {
    let folder = right();
    folder.livret(&["build", "bon"]).exits(0);
    assert_eq!(folder.outputs(), ["bon-ecran.pdf", "manifest.json"]);
    folder.livret(&["build", "--fiche", "x"]).exits(0);
    folder.livret(&["build", "--fiche", "content/fiches/bonne.md", "--profile", "imprimeur"]).exits(0);
    folder.livret(&["build", "mauvais", "--profile", "bureau", "--profile", "epreuve", "--output", "ailleurs/là"]).exits(0);
    assert_eq!(folder.outputs(), ["bon-ecran.pdf", "bonne-imprimeur.pdf", "manifest.json", "x.pdf"]);
    for file in ["output/x.pdf", "output/bonne-imprimeur.pdf", "ailleurs/là/mauvais-bureau.pdf", "ailleurs/là/mauvais-epreuve.pdf"] {
        folder.is_pdf(file);
    }
    assert!(folder.has("ailleurs/là/manifest.json"));
    let manifest = json(&String::from_utf8_lossy(&folder.get("output/manifest.json")));
    assert_eq!(
        manifest["files"].as_object().map(|m| m.keys().cloned().collect::<Vec<_>>()),
        Some(vec!["bon-ecran.pdf".to_owned(), "bonne-imprimeur.pdf".to_owned(), "x.pdf".to_owned()])
    );
    // A whole build keeps what is known of single fiches.
    folder.livret(&["build"]).exits(0);
    assert!(String::from_utf8_lossy(&folder.get("output/manifest.json")).contains("\"x.pdf\""));
}

#[test]
fn names_that_do_not_exist() {
    let folder = right();
    for (args, code, nearest) in [
        (&["build", "bom"][..], "P104", "« bon »"),
        (&["build", "--fiche", "bonnne"], "P104", "« bonne »"),
        (&["build", "--profile", "écran"], "P105", "« ecran »"),
    ] {
        let run = folder.livret(args).exits(2);
        assert!(run.err.contains(&format!("erreur[{code}]")) && run.err.contains(&format!("vouliez-vous {nearest} ?")), "{args:?}: {}", run.err);
        assert!(!folder.has("output/manifest.json"), "{args:?}");
    }
    let run = folder.livret(&["explain", "R10"]).exits(2);
    assert!(run.err.contains("R10"), "{}", run.err);
}

#[test]
fn strict() {
    let folder = right();
    folder.put("content/fiches/x.md", format!("{HEAD}Un <b>mot</b>.\n"));
    folder.livret(&["build"]).exits(0);
    // Whether it is made again or stands as it was, the warnings count.
    let run = folder.livret(&["build", "--strict"]).exits(1);
    assert!(run.err.contains("avertissement[M101]"), "{}", run.err);
    let run = folder.livret(&["build"]).exits(0);
    assert!(run.err.contains("2 avertissement"), "{}", run.err);
}

#[test]
fn emit() {
    let folder = right();
    folder.livret(&["build", "bon", "--emit", "typst"]).exits(0);
    for file in ["main.typ", "data/publication.json", "body/bonne.typ", "templates/lib/body.typ", "LISEZMOI.txt"] {
        assert!(folder.has(&format!("output/bon-ecran-typst/{file}")), "{file}");
    }
    json(&String::from_utf8_lossy(&folder.get("output/bon-ecran-typst/data/publication.json")));
    // What holds a text with an error is not written as if it were whole, and that is said.
    let run = Folder::two();
    run.put("content/fiches/fautive.md", "---\ntitre: Fautive\ndate: pas une date\n---\nUn texte.\n");
    let emitted = run.livret(&["build", "--emit", "typst"]).exits(1);
    assert!(run.has("output/bon-ecran-typst/main.typ") && !run.has("output/mauvais-ecran-typst/main.typ"), "{}", emitted.all());
    assert!(emitted.err.contains("P103") && emitted.err.contains("fautive.md"), "{}", emitted.err);
    let run = folder.livret(&["build", "bon", "--emit", "png", "--ppi", "40"]).exits(0);
    let pages: usize = run.out.split_whitespace().nth(1).and_then(|n| n.parse().ok()).unwrap_or(0);
    let pictures: Vec<_> = std::fs::read_dir(folder.path("output/bon-ecran")).expect("the pictures").flatten().collect();
    assert!(pages > 0 && pictures.len() == pages, "{pages} pages, {} pictures", pictures.len());
    assert!(folder.get("output/bon-ecran/001.png").starts_with(b"\x89PNG"));
}

#[test]
fn list() {
    let folder = right();
    for (what, part) in [("publications", "bon"), ("fiches", "bonne"), ("profils", "ecran"), ("categories", "accueil"), ("sigles", "")] {
        let run = folder.livret(&["list", what]).exits(0);
        assert!(run.out.contains(part) && run.err.is_empty(), "{what}: {}", run.all());
        let rows = json(&folder.livret(&["list", what, "--json"]).exits(0).out);
        let rows = rows.as_array().expect("a list");
        assert_eq!(rows.len(), run.out.lines().count(), "{what}");
        assert!(rows.iter().all(|r| r["id"].is_string() && r["title"].is_string()), "{what}");
    }
    let rows = json(&folder.livret(&["list", "fiches", "--json"]).out);
    assert_eq!((&rows[0]["id"], &rows[0]["number"], &rows[1]["number"]), (&Value::from("bonne"), &Value::from(1), &Value::from(2)));
}

#[test]
fn every_code_is_explained_in_both_languages() {
    let folder = Folder::empty();
    let listed = folder.livret(&["explain"]).exits(0).out;
    for code in livret::pipeline::codes() {
        for (texts, language) in [([code.message.fr, code.why.fr, code.remedy.fr], "fr"), ([code.message.en, code.why.en, code.remedy.en], "en")] {
            for (i, text) in texts.into_iter().enumerate() {
                // A note asks for nothing, and an import only reports what it decided.
                let may_be_empty = i == 2 && (code.severity == Severity::Note || code.id.starts_with('I'));
                assert!(may_be_empty || !text.trim().is_empty(), "{} says nothing in {language}", code.id);
                // What stands between braces is an argument, else it would vanish from the message.
                for piece in text.replace("{{", "").replace("}}", "").replace("{?", "").replace("?}", "").split('{').skip(1) {
                    let name = piece.split('}').next().unwrap_or("");
                    assert!(!name.is_empty() && name.chars().all(|c| c.is_ascii_lowercase() || c == '_'), "{}: {{{name}}} in {text}", code.id);
                }
            }
            assert!(texts[1].ends_with(['.', '?', '!']), "{}: {}", code.id, texts[1]);
        }
        assert!(listed.contains(code.id), "{}", code.id);
    }
    for (language, words) in [("fr", ["Ce que c’est", "Pourquoi", "Remède"]), ("en", ["What it is", "Why", "Remedy"])] {
        let run = folder.livret(&["explain", "r105", "--lang", language]).exits(0);
        assert!(run.out.starts_with("R105") && words.iter().all(|w| run.out.contains(w)), "{}", run.out);
    }
}

#[test]
fn schemas_are_schemas_and_the_sample_has_only_their_keys() {
    let folder = Folder::sample();
    let names: Vec<String> = folder.livret(&["schema"]).exits(0).out.lines().map(str::to_owned).collect();
    assert!(names.len() >= 7, "{names:?}");
    for name in &names {
        let schema = json(&folder.livret(&["schema", name]).exits(0).out);
        assert!(schema["$schema"].as_str().is_some_and(|s| s.starts_with("https://json-schema.org/")), "{name}");
        assert!(schema["type"].is_string() || schema["type"].is_array() || schema["anyOf"].is_array(), "{name}: {schema}");
        references(&schema, &schema, name);
    }
    folder.livret(&["schema", "--into", "schemas"]).exits(0);
    for name in &names {
        assert_eq!(json(&String::from_utf8_lossy(&folder.get(&format!("schemas/{name}.schema.json")))), json(&folder.livret(&["schema", name]).out));
    }
    // The keys that the sample's fiches write are all described.
    let schema = json(&folder.livret(&["schema", "fiche"]).out);
    let described: Vec<&String> = schema["properties"].as_object().expect("properties").keys().collect();
    for entry in std::fs::read_dir(folder.path("content/fiches")).expect("the fiches").flatten() {
        let text = std::fs::read_to_string(entry.path()).expect("a fiche");
        let header = text.split("---\n").nth(1).unwrap_or("");
        for key in header.lines().filter(|l| l.starts_with(char::is_alphabetic)).filter_map(|l| l.split_once(':')).map(|(key, _)| key) {
            assert!(described.iter().any(|d| *d == key), "{key} of {:?} is not in the schema", entry.path());
        }
    }
    assert_eq!(schema["additionalProperties"], false);
    // What may be left out is not required: the sample leaves out most of it.
    for (name, required) in [("fiche", &["titre"][..]), ("memorandum", &["titre"]), ("collection", &["nom", "version"])] {
        let schema = json(&folder.livret(&["schema", name]).out);
        let mut list: Vec<&str> = schema["required"].as_array().map(|l| l.iter().filter_map(Value::as_str).collect()).unwrap_or_default();
        list.sort_unstable();
        assert_eq!(list, required, "{name}");
    }
}

/// Every reference inside a schema leads somewhere, and every property says what it is.
fn references(value: &Value, root: &Value, name: &str) {
    match value {
        Value::Object(map) => {
            if let Some(target) = map.get("$ref").and_then(Value::as_str) {
                assert!(root.pointer(target.trim_start_matches('#')).is_some(), "{name}: {target} leads nowhere");
            }
            map.values().for_each(|v| references(v, root, name));
        }
        Value::Array(list) => list.iter().for_each(|v| references(v, root, name)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

#[test]
fn completions() {
    let folder = Folder::empty();
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let run = folder.livret(&["completions", shell]).exits(0);
        assert!(run.out.contains("livret") && run.out.contains("explain") && run.err.is_empty(), "{shell}");
    }
}

#[test]
fn the_date_can_be_given() {
    let folder = right();
    folder.livret(&["build", "bon"]).exits(0);
    let plain = folder.get("output/bon-ecran.pdf");
    folder.run_in("", &["build", "bon"], &[("SOURCE_DATE_EPOCH", "951782400")]).exits(0);
    let dated = folder.get("output/bon-ecran.pdf");
    assert!(plain != dated, "the date changes the PDF");
    if let Some(words) = folder.words("output/bon-ecran.pdf") {
        assert!(words.contains("29 février 2000"), "{words}");
    }
    for odd in ["", "demain", "-99999999999999999999", "9223372036854775807"] {
        folder.run_in("", &["build", "bon", "--force"], &[("SOURCE_DATE_EPOCH", odd)]).exits(0);
        folder.is_pdf("output/bon-ecran.pdf");
    }
}

#[cfg(unix)]
#[test]
fn a_reader_that_goes_away_is_no_error() {
    let folder = Folder::two();
    let run = folder.shell("exec 3>&1; \"$@\" explain | head -c 10 >&3; exit 0", &[]);
    assert!(!run.err.contains("panicked"), "{}", run.err);
}
