//! `check --fix`, the formats of the report, and the documentation of codes, at the command line.

use crate::command::{Folder, HEAD, notice};
use serde_json::Value;

/// A workspace with things to mend, and things that only a person can.
fn messy() -> Folder {
    let folder = Folder::two();
    folder.put("content/fiches/x.md", format!("{HEAD}Un  projet,\u{a0} deux.\n\nIl dit et et répète.\u{a0}\n\n`a  b`   fin\n"));
    folder
}

/// A workspace in which nothing is found.
fn tidy() -> Folder {
    let folder = Folder::two();
    folder.put("content/fiches/x.md", format!("{HEAD}Un texte.\n"));
    folder
}

#[test]
fn fix_changes_what_is_sure_and_nothing_else() {
    let folder = messy();
    let run = folder.livret(&["check", "--fix", "--dry-run"]).exits(0);
    assert!(run.out.starts_with("--- a/content/fiches/x.md\n+++ b/content/fiches/x.md\n@@ "), "{}", run.out);
    assert!(run.out.contains("\n-Un  projet,\u{a0} deux.\n+Un projet,\u{a0}deux.\n"), "{}", run.out);
    assert_eq!(folder.get("content/fiches/x.md"), format!("{HEAD}Un  projet,\u{a0} deux.\n\nIl dit et et répète.\u{a0}\n\n`a  b`   fin\n").into_bytes());
    let run = folder.livret(&["check", "--fix"]).exits(0);
    assert!(run.err.contains("1 fichier corrigé\n  content/fiches/x.md\n"), "{}", run.err);
    // The doubled word is proposed, the code is as it was.
    assert!(run.out.contains("C113") && run.out.contains("proposition: supprimer « et »"), "{}", run.out);
    let fixed = format!("{HEAD}Un projet,\u{a0}deux.\n\nIl dit et et répète.\u{a0}\n\n`a  b` fin\n");
    assert_eq!(String::from_utf8(folder.get("content/fiches/x.md")), Ok(fixed.clone()));
    // Again: nothing.
    let run = folder.livret(&["check", "--fix"]).exits(0);
    assert!(run.err.contains("rien à corriger sans vous"), "{}", run.err);
    assert!(folder.livret(&["check", "--fix", "--dry-run"]).exits(0).out.is_empty());
    assert_eq!(String::from_utf8(folder.get("content/fiches/x.md")), Ok(fixed));
}

#[test]
fn fix_of_one_file_leaves_the_others() {
    let folder = messy();
    let other = format!("{HEAD}Un  autre.\n");
    folder.put("content/fiches/y.md", &other);
    folder.livret(&["check", "--fix", "content/fiches/x.md"]).exits(0);
    assert_eq!(folder.get("content/fiches/y.md"), other.into_bytes());
    folder.livret(&["check", "--dry-run"]).exits(2);
}

#[test]
fn fix_mends_marks_of_other_systems() {
    let folder = Folder::two();
    let text = format!("\u{feff}{HEAD}Un  mot.\nDeux\u{a0} mots.\n").replace('\n', "\r\n");
    folder.put("content/fiches/x.md", text);
    folder.livret(&["check", "--fix", "--strict"]).exits(0);
    assert_eq!(String::from_utf8(folder.get("content/fiches/x.md")), Ok(format!("{HEAD}Un mot.\nDeux\u{a0}mots.\n")));
    // What is no text, or too long, is not touched.
    let latin = [HEAD.as_bytes(), b"Un  \xe9t\xe9.\n"].concat();
    folder.put("content/fiches/x.md", &latin);
    folder.livret(&["check", "--fix"]).exits(1);
    assert_eq!(folder.get("content/fiches/x.md"), latin);
}

#[cfg(unix)]
#[test]
fn fix_keeps_links_and_permissions() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let folder = Folder::two();
    folder.put("content/textes/vrai.md", format!("{HEAD}Un  mot.\n"));
    symlink("../textes/vrai.md", folder.path("content/fiches/x.md")).expect("a link");
    std::fs::set_permissions(folder.path("content/textes/vrai.md"), std::fs::Permissions::from_mode(0o640)).expect("permissions");
    folder.livret(&["check", "--fix"]).exits(0);
    assert!(folder.path("content/fiches/x.md").is_symlink());
    let file = std::fs::metadata(folder.path("content/textes/vrai.md")).expect("the file");
    assert_eq!((folder.get("content/textes/vrai.md"), file.permissions().mode() & 0o777), (format!("{HEAD}Un mot.\n").into_bytes(), 0o640));
}

/// Asserts that a text is JSON and meets a schema. The validator is Python's `jsonschema`, as qpdf is a tool beside: a crate for it changes
/// features that Typst shares, and the engine would be compiled once more for the tests.
#[track_caller]
fn valid(schema: &str, text: &str) -> Value {
    let value: Value = serde_json::from_str(text).unwrap_or_else(|e| panic!("{e}: {text}"));
    let folder = Folder::empty();
    folder.put("schema.json", schema).put("value.json", text);
    let script = "import json, jsonschema\nschema, value = (json.load(open(f, encoding='utf-8')) for f in ('schema.json', 'value.json'))\n\
                  validator = jsonschema.validators.validator_for(schema)\nvalidator.check_schema(schema)\n\
                  print('\\n'.join(f'{list(e.absolute_path)}: {e.message}' for e in validator(schema).iter_errors(value)), end='')";
    let has = |out: &std::process::Output| out.status.success() || !String::from_utf8_lossy(&out.stderr).contains("ModuleNotFoundError");
    match std::process::Command::new("python3").args(["-W", "ignore", "-c", script]).current_dir(folder.path("")).output() {
        Ok(out) if has(&out) => {
            assert!(out.status.success() && out.stdout.is_empty(), "{}{}\n{text}", String::from_utf8_lossy(&out.stdout), String::from_utf8_lossy(&out.stderr));
        }
        Ok(_) | Err(_) => notice("python3-jsonschema is not installed: reports are not checked against their schemas"),
    }
    value
}

#[test]
fn reports_for_programs_meet_their_schemas() {
    let folder = messy();
    folder.put("content/fiches/é & y.md", format!("{HEAD}Voir [[bonn]], [[rien-du-tout]] et  [a/b].\n"));
    folder.put("content/fiches/z.md", b"\xff\xfe");
    let rapport = folder.livret(&["schema", "rapport"]).exits(0).out;
    let report = valid(&rapport, &folder.livret(&["check", "--format", "json"]).exits(1).out);
    let fix = |code: &str| report["findings"].as_array().and_then(|l| l.iter().find(|f| f["code"] == code)).map(|f| f["fix"].clone()).unwrap_or_default();
    assert_eq!((&fix("C114")["sure"], &fix("C114")["replacement"]), (&Value::Bool(true), &Value::from(" ")));
    assert_eq!((&fix("C113")["sure"], &fix("R105")["replacement"]), (&Value::Bool(false), &Value::from("[[bonne]]")));
    let file = report["summary"].as_array().and_then(|l| l.iter().find(|f| f["file"] == "content/fiches/x.md")).cloned().unwrap_or_default();
    assert_eq!((&file["errors"], &file["warnings"], &file["codes"]["C113"]), (&Value::from(0), &Value::from(4), &Value::from(1)));
    // The schema of OASIS, as the crate serde-sarif (MIT) carries it; its notice allows copies.
    let sarif = include_str!("../fixtures/schemas/sarif-2.1.0.json");
    let log = valid(sarif, &folder.livret(&["check", "--format", "sarif"]).exits(1).out);
    let results = log["runs"][0]["results"].as_array().cloned().unwrap_or_default();
    assert!(results.iter().any(|r| r["fixes"][0]["artifactChanges"][0]["replacements"][0]["insertedContent"]["text"] == "[[bonne]]"));
    valid(sarif, &tidy().livret(&["check", "--format", "sarif"]).exits(0).out);
    // What a line allows is there with its reason, and asks for nothing.
    let folder = tidy();
    folder.put("content/fiches/y.md", format!("{HEAD}Il dit et et répète. <!-- livret: permettre C113 « bégaiement voulu » -->\n"));
    let log = valid(sarif, &folder.livret(&["check", "--strict", "--format", "sarif"]).exits(0).out);
    let results = log["runs"][0]["results"].as_array().cloned().unwrap_or_default();
    let [result] = results.as_slice() else { panic!("{results:?}") };
    assert_eq!((&result["ruleId"], &result["suppressions"][0]["kind"]), (&Value::from("C113"), &Value::from("inSource")));
    assert_eq!(result["suppressions"][0]["justification"], "bégaiement voulu");
    valid(&rapport, &tidy().livret(&["check", "--format", "json"]).exits(0).out);
}

#[test]
fn what_is_missing_is_told_by_file() {
    let folder = messy();
    let run = folder.livret(&["check"]).exits(0);
    let (_, list) = run.out.split_once("Ce qui manque avant d’imprimer\n").expect("the list");
    assert!(
        list.contains("content/fiches/x.md (0 erreur, 4 avertissements)\n  C113  « et » est écrit deux fois\n  C114 ×\u{a0}3  plusieurs espaces se suivent\n"),
        "{list}"
    );
    let run = folder.livret(&["check", "--lang", "en"]).exits(0);
    assert!(run.out.contains("What is missing before printing\n"), "{}", run.out);
    assert!(tidy().livret(&["check"]).exits(0).out.is_empty());
}

#[test]
fn check_puts_publications_together() {
    let folder = Folder::two();
    folder.put("content/memorandums/m.md", "---\ntitre: Mémorandum\ndate: 2024\n---\nUn texte.\n");
    let publications = String::from_utf8(folder.get("content/publications.yaml")).expect("text");
    let more = "- { id: vide, genre: livret, titre: Vide, selection: { annees: 1700..1701 } }\n- { id: m, genre: memorandum, source: memorandums/m.md }\n";
    folder.put("content/publications.yaml", format!("{publications}{more}"));
    let empty = |at: &str| ("P101".to_owned(), format!("content/publications.yaml:{at}"));
    assert_eq!(folder.errors(), [empty("2:9"), empty("3:9")]);
    assert_eq!(folder.findings("warning"), [("P102".to_owned(), "content/memorandums/m.md:1:1".to_owned())]);
}

#[test]
fn a_fault_of_the_profiles_is_no_fault_of_the_content() {
    let folder = Folder::sample();
    let profiles = std::fs::read_to_string(std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("templates/profiles.yaml")).expect("the profiles");
    folder.put("templates/profiles.yaml", profiles.replacen("[\"ua-1\", \"a-2a\"]", "[\"ua-1\", \"a-2a\", \"a-3a\"]", 1));
    let run = folder.livret(&["check", "--format", "short"]).exits(2);
    let line = profiles.lines().position(|l| l.contains("[\"ua-1\", \"a-2a\"]")).expect("the standards of ecran") + 1;
    assert!(
        run.out.contains(&format!("templates/profiles.yaml:{line}:15: erreur[P109] profil « ecran » : les normes ua-1, a-2a, a-3a ne vont pas ensemble")),
        "{}",
        run.out
    );
    folder.put("templates/profiles.yaml", "ecran: { lien: true }\n");
    folder.livret(&["check"]).exits(2);
}

#[test]
fn explain_has_fixed_sections() {
    let folder = Folder::empty();
    let run = folder.livret(&["explain", "c113"]).exits(0);
    let headings: Vec<&str> = run.out.lines().filter(|l| !l.starts_with(' ') && !l.is_empty()).collect();
    assert_eq!(headings, ["C113 (avertissement)", "Ce que c’est", "Pourquoi", "À corriger", "Corrigé", "Remède", "Permettre ou régler"]);
    let run = folder.livret(&["explain", "C104", "--lang", "en"]).exits(0);
    assert!(run.out.ends_with("Allow or set\n  cannot be allowed or lowered: it is no matter of taste\n"), "{}", run.out);
    assert!(folder.livret(&["explain", "C130"]).exits(0).out.starts_with("C130 (éteint par défaut)\n"));
    folder.livret(&["explain", "C113", "--catalogue"]).exits(2);
}

/// `UPDATE=1` writes it anew.
#[test]
fn the_catalogue_of_codes_is_up_to_date() {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src/check/README.md");
    let now = Folder::empty().livret(&["explain", "--catalogue"]).exits(0).out;
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(&path, &now).expect("the catalogue");
    }
    assert!(std::fs::read_to_string(&path).is_ok_and(|text| text == now), "livret explain --catalogue > src/check/README.md");
}
