//! The house: who may lean on whom, which foreign crate lives where, and that every code is tested.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// The folders of `src/`, floor by floor, and the folders of lower floors that each may use. The verbs of floor 2 never know each other.
const ALLOWED: &[(&str, &[&str])] = &[
    ("base", &[]),
    ("model", &["base"]),
    ("lang", &["base", "model"]),
    ("parse", &["base", "model", "lang"]),
    ("resolve", &["base", "model", "lang"]),
    ("check", &["base", "model", "lang"]),
    ("assemble", &["base", "model", "lang"]),
    ("render", &["base", "model", "lang"]),
    ("impose", &["base", "model", "lang"]),
    ("judge", &["base", "model", "lang"]),
    ("proof", &["base", "model", "lang"]),
    ("import", &["base", "model", "lang"]),
    // The judge says which of two settings of a fiche is better.
    ("typeset", &["base", "model", "lang", "judge"]),
    ("press", &["base", "model", "lang"]),
    ("workspace", &["base", "model"]),
    // `import` for its codes only: the list of all of them is here.
    (
        "pipeline",
        &["base", "model", "lang", "parse", "resolve", "check", "assemble", "render", "impose", "judge", "proof", "import", "typeset", "press", "workspace"],
    ),
    // The preview puts pages together for a browser: what a build makes, at every save.
    ("preview", &["base", "model", "impose", "typeset", "workspace", "pipeline"]),
    // The command line shows what the pipeline gives, and calls a stage itself where there is no pipeline: `new` (render), `import`
    // (parse, import), `schema` (model).
    ("cli", &["base", "model", "lang", "parse", "render", "import", "workspace", "pipeline", "preview"]),
];

/// Foreign crates and their only home.
const HOMES: &[(&str, &[&str])] = &[
    ("comrak", &["parse"]),
    ("serde_saphyr", &["parse"]),
    ("handlebars", &["render"]),
    ("fast_qr", &["render"]),
    ("typst", &["typeset"]),
    ("typst_layout", &["typeset"]),
    ("typst_pdf", &["typeset"]),
    ("typst_render", &["typeset"]),
    ("lopdf", &["press"]),
    ("moxcms", &["press"]),
    ("jpeg_encoder", &["press", "typeset"]),
    ("fast_image_resize", &["typeset"]),
    ("zune_jpeg", &["press"]),
    ("rqrr", &["typeset"]),
    ("image", &["check", "press", "typeset"]),
    ("roxmltree", &["check"]),
    ("clap", &["cli"]),
    ("clap_complete", &["cli"]),
    ("anstream", &["cli"]),
    ("indicatif", &["cli"]),
    ("annotate_snippets", &["cli"]),
    ("similar", &["cli", "proof"]),
    ("include_dir", &["workspace"]),
    ("sha2", &["workspace"]),
    ("tempfile", &["workspace"]),
    ("icu_collator", &["lang"]),
    ("icu_locale_core", &["lang"]),
    ("strsim", &["base"]),
    ("notify", &["workspace"]),
    ("hyper", &["preview"]),
    ("hyper_util", &["preview"]),
    ("http_body_util", &["preview"]),
    ("tokio", &["preview"]),
    ("form_urlencoded", &["preview"]),
    ("getrandom", &["preview"]),
    ("open", &["cli"]),
    // What is remembered: by the functions that are worth it; the engine's home says how long.
    ("comemo", &["lang", "parse", "typeset"]),
];

/// Who else touches the disk, and why.
const DISK: &[(&str, &str)] = &[
    ("cli/archive.rs", "the file that carries its sources lies anywhere"),
    ("cli/build.rs", "the earlier release of a proof lies anywhere"),
    ("cli/check.rs", "a file named on the command line is compared with the workspace"),
    ("cli/impose.rs", "the file to put on sheets lies anywhere"),
    ("cli/import.rs", "the file to import lies outside of any workspace"),
];

fn source() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src")
}

fn rust_files(folder: &Path, out: &mut Vec<PathBuf>) {
    let mut entries: Vec<_> = std::fs::read_dir(folder).expect("a folder").flatten().map(|e| e.path()).collect();
    entries.sort();
    for path in entries {
        if path.is_dir() {
            rust_files(&path, out);
        } else if path.extension().is_some_and(|e| e == "rs") {
            out.push(path);
        }
    }
}

/// Every file of `src/`: its path, the folder (or file) of its floor, and its code without comments and without its own tests.
fn files() -> Vec<(String, String, String)> {
    let mut paths = Vec::new();
    rust_files(&source(), &mut paths);
    paths
        .into_iter()
        .filter_map(|path| {
            let name = path.strip_prefix(source()).ok()?.to_string_lossy().replace('\\', "/");
            let floor = name.split('/').next()?.trim_end_matches(".rs").to_owned();
            let text = std::fs::read_to_string(&path).ok()?;
            let text: String = text.lines().filter(|l| !l.trim_start().starts_with("//")).map(|l| format!("{l}\n")).collect();
            let code = text.split("#[cfg(test)]\nmod tests {").next().unwrap_or("").to_owned();
            // A file of tests may put stages together.
            (!matches!(floor.as_str(), "lib" | "main" | "build") && !name.ends_with("/tests.rs")).then_some((name, floor, code))
        })
        .collect()
}

/// The first names after `crate::` in a piece of code: `crate::a::b` and `use crate::{a, b::{c, d}};`.
fn named(code: &str) -> BTreeSet<String> {
    let mut out = BTreeSet::new();
    let word = |text: &str| text.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect::<String>();
    for (at, _) in code.match_indices("crate::") {
        if code[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_') {
            continue;
        }
        let rest = &code[at + 7..];
        let Some(group) = rest.strip_prefix('{') else {
            out.insert(word(rest));
            continue;
        };
        let mut depth = 0;
        let mut begins = true;
        for (i, c) in group.char_indices() {
            match c {
                '{' => depth += 1,
                '}' if depth == 0 => break,
                '}' => depth -= 1,
                ',' if depth == 0 => begins = true,
                c if begins && !c.is_whitespace() => {
                    out.insert(word(&group[i..]));
                    begins = false;
                }
                _ => {}
            }
        }
    }
    out
}

#[test]
fn imports_go_down_only() {
    let allowed: BTreeMap<&str, &[&str]> = ALLOWED.iter().copied().collect();
    // Macros stand at the root of the crate, wherever they are declared.
    let macros = ["codes", "record", "vocabulary"];
    let mut wrong = Vec::new();
    let mut used: BTreeSet<(String, String)> = BTreeSet::new();
    for (name, floor, code) in files() {
        let Some(lower) = allowed.get(floor.as_str()) else {
            wrong.push(format!("src/{name}: « {floor} » has no floor: add it to ALLOWED and to DESIGN.md"));
            continue;
        };
        for other in named(&code).into_iter().filter(|o| *o != floor && !macros.contains(&o.as_str())) {
            if !lower.contains(&other.as_str()) {
                wrong.push(format!("src/{name} uses crate::{other}"));
            }
            used.insert((floor.clone(), other));
        }
    }
    assert!(wrong.is_empty(), "imports that do not go down:\n{}", wrong.join("\n"));
    // An edge that nobody uses is taken off the list, so that it stays the plan of the house.
    let common = ["base", "model", "lang"];
    let unused: Vec<String> = ALLOWED
        .iter()
        .flat_map(|(floor, lower)| lower.iter().map(move |l| (*floor, *l)))
        .filter(|(floor, l)| !common.contains(l) && !used.contains(&((*floor).to_owned(), (*l).to_owned())))
        .map(|(floor, l)| format!("{floor} → {l}"))
        .collect();
    assert!(unused.is_empty(), "edges that nobody uses: {unused:?}");
}

#[test]
fn foreign_crates_have_one_home() {
    let mut wrong = Vec::new();
    for (name, floor, code) in files() {
        for (krate, homes) in HOMES.iter().filter(|(_, homes)| !homes.contains(&floor.as_str())) {
            let path = format!("{krate}::");
            let uses = code.match_indices(&path).any(|(at, _)| !code[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_' || c == ':'));
            // A local module may have the same name: `use typst::` and `typst::x` are the crate unless it is declared here.
            if uses && !code.contains(&format!("mod {krate};")) {
                wrong.push(format!("src/{name} uses {krate}, whose home is src/{}", homes.join(", src/")));
            }
        }
        let disk = ["std::fs", "fs::read", "fs::write", "File::open", "File::create", "fs::canonicalize"].iter().any(|f| code.contains(f));
        if disk && floor != "workspace" && !DISK.iter().any(|(file, _)| *file == name) {
            wrong.push(format!("src/{name} uses std::fs, whose home is src/workspace"));
        }
        for forbidden in ["SystemTime::now", "Instant::now", "std::net", "println!", "eprintln!"] {
            if code.contains(forbidden) {
                wrong.push(format!("src/{name} uses {forbidden}"));
            }
        }
    }
    for (file, why) in DISK {
        let code = std::fs::read_to_string(source().join(file)).unwrap_or_default();
        if !code.contains("std::fs") {
            wrong.push(format!("src/{file} no longer uses the disk ({why}): take it off the list"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn codes_are_unique_and_well_formed() {
    let codes = livret::pipeline::codes();
    let mut seen = BTreeSet::new();
    for code in &codes {
        assert!(seen.insert(code.id), "{} is given twice", code.id);
        assert!(code.id.len() == 4 && code.id.starts_with(|c: char| c.is_ascii_uppercase()) && code.id[1..].bytes().all(|b| b.is_ascii_digit()), "{}", code.id);
    }
    // Every code that a file declares is in the list: none is forgotten by `explain`.
    for (name, _, code) in files() {
        for (at, _) in code.match_indices(" = \"") {
            let rest = &code[at + 4..];
            let id = rest.get(..4).unwrap_or("");
            let severity = rest.get(5..).unwrap_or("");
            if [" Error {", " Warning {", " Note {"].iter().any(|s| severity.starts_with(s)) {
                assert!(seen.contains(id), "src/{name}: {id} is not in pipeline::codes()");
            }
        }
    }
}

#[test]
fn every_rule_has_a_test() {
    let mut paths = Vec::new();
    rust_files(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests"), &mut paths);
    let tests: String = paths.iter().filter(|p| !p.ends_with("house.rs")).filter_map(|p| std::fs::read_to_string(p).ok()).collect();
    let untested: Vec<&str> =
        livret::check::RULES.iter().flat_map(|r| r.codes()).chain(livret::judge::CODES).map(|c| c.id).filter(|id| !tests.contains(id)).collect();
    assert!(untested.is_empty(), "rules without a test: {untested:?}");
}

#[test]
fn every_file_of_the_suite_is_declared() {
    let suite = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/suite");
    let mut paths = Vec::new();
    rust_files(&suite, &mut paths);
    let text: String = paths.iter().filter_map(|p| std::fs::read_to_string(p).ok()).collect();
    for path in paths.iter().filter(|p| !p.ends_with("main.rs") && !p.ends_with("mod.rs")) {
        let stem = path.file_stem().map(|s| s.to_string_lossy().into_owned()).unwrap_or_default();
        assert!(text.contains(&format!("mod {stem};")), "{} is declared nowhere", path.display());
    }
}
