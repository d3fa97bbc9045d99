//! PDFs that carry their sources: what they give back, and what they refuse.

use crate::command::Folder;
use crate::harness::project::Project;
use livret::base::files::Files;
use livret::pipeline::{self, Archive, Input, Job, Subject};
use lopdf::{Document, Object};

const ASKED: &[&str] = &["build", "bon", "--profile", "ecran", "--standard", "ua-1+a-3a", "--embed-sources"];
const FILE: &str = "output/bon-ecran.pdf";

/// A workspace with a file of every kind: texts, a picture, a template and a resource of its own.
fn workspace() -> Folder {
    let folder = Folder::two();
    folder.put("content/fiches/bonne.md", "---\ntitre: Une bonne fiche\ndate: 2001\nstatut: publié\n---\nUn texte.\n\n![Un point](images/point.png)\n");
    folder.put("content/images/point.png", crate::harness::project::PNG);
    folder.put("content/resources/été & hiver.txt", "Des saisons.\n");
    folder.put("content/resources/feint.typ", "#panic(\"les sources ne sont pas exécutées\")\n");
    folder.put("templates/fiche.typ.hbs", [&livret::workspace::embedded_templates().0["fiche.typ.hbs"][..], b"// \xc3\xa0 nous\n"].concat());
    folder
}

/// A workspace whose publication was made with its sources.
fn archived() -> Folder {
    let folder = workspace();
    folder.livret(ASKED).exits(0);
    folder
}

/// The file with the names of its embedded files changed.
fn renamed(bytes: &[u8], change: impl Fn(&str) -> Option<String>) -> Vec<u8> {
    let mut document = Document::load_mem(bytes).unwrap_or_else(|e| panic!("{e}"));
    let mut changed = 0;
    for object in document.objects.values_mut() {
        let Object::Dictionary(spec) = object else { continue };
        let Some(name) = spec.get(b"UF").ok().and_then(|n| lopdf::decode_text_string(n).ok()).filter(|_| spec.has(b"EF")) else { continue };
        if let Some(other) = change(&name) {
            spec.set("UF", lopdf::text_string(&other));
            spec.set("F", Object::string_literal(other));
            changed += 1;
        }
    }
    assert!(changed > 0, "no name was changed");
    let mut out = Vec::new();
    document.save_to(&mut out).unwrap_or_else(|e| panic!("{e}"));
    out
}

#[test]
fn what_is_recovered_is_what_it_was_made_from() {
    let folder = archived();
    folder.is_pdf(FILE);
    let run = folder.livret(&["recover", FILE, "--into", "rendu"]).exits(0);
    assert!(run.out.starts_with("rendu  fichiers écrits : 8, déjà là : 0"), "{}", run.all());
    assert!(run.err.contains("livret build bon --profile ecran --standard ua-1+a-3a --embed-sources"), "{}", run.err);
    for name in [
        "content/collection.yaml",
        "content/categories.yaml",
        "content/publications.yaml",
        "content/fiches/bonne.md",
        "content/images/point.png",
        "content/resources/été & hiver.txt",
        "content/resources/feint.typ",
        "templates/fiche.typ.hbs",
    ] {
        assert_eq!(folder.get(&format!("rendu/{name}")), folder.get(name), "{name}");
    }
    assert!(!folder.has("rendu/livret.json"));
    // What was recovered makes the same file, and recovering once more changes nothing.
    folder.run_in("rendu", ASKED, &[]).exits(0);
    assert!(folder.get("rendu/output/bon-ecran.pdf") == folder.get(FILE), "the recovered sources make another file");
    let run = folder.livret(&["recover", FILE, "--into", "rendu"]).exits(0);
    assert!(run.out.contains("fichiers écrits : 0, déjà là : 8"), "{}", run.out);
    // Its own name, when no folder is given.
    folder.livret(&["recover", FILE]).exits(0);
    assert!(folder.has("bon-ecran-sources/content/collection.yaml"));
}

#[test]
fn nothing_that_stands_is_replaced() {
    let folder = archived();
    folder.put("rendu/content/fiches/bonne.md", "Un autre texte.\n");
    let run = folder.livret(&["recover", FILE, "--into", "rendu"]).exits(2);
    assert!(run.err.contains("erreur[W105]") && run.err.contains("content/fiches/bonne.md"), "{}", run.err);
    assert_eq!(folder.get("rendu/content/fiches/bonne.md"), "Un autre texte.\n".as_bytes());
    assert!(!folder.has("rendu/content/collection.yaml"), "all or nothing");
    #[cfg(unix)]
    {
        folder.put("ailleurs/x", "");
        folder.put("lié/x", "");
        std::os::unix::fs::symlink(folder.path("ailleurs"), folder.path("lié/content")).expect("a link");
        let run = folder.livret(&["recover", FILE, "--into", "lié"]).exits(2);
        assert!(run.err.contains("erreur[W106]"), "{}", run.err);
        assert!(!folder.has("ailleurs/collection.yaml"));
    }
}

#[test]
fn a_file_is_verified() {
    let folder = archived();
    let run = folder.livret(&["verify", FILE]).exits(0);
    assert_eq!((run.out.as_str(), run.err.as_str()), ("bon-ecran.pdf  identique, octet pour octet\n", ""));
    // One letter of the metadata, then what another program saves.
    let mut bytes = folder.get(FILE);
    let at = bytes.windows(9).position(|w| w == b"(livret 0").expect("the name of the program");
    bytes[at + 1] = b'L';
    folder.put("change.pdf", &bytes);
    let run = folder.livret(&["verify", "change.pdf"]).exits(1);
    assert!(run.out.contains("différent") && run.err.contains("erreur[F060]") && run.err.contains(&format!("l’octet {}", at + 2)), "{}", run.all());
    let mut saved = Vec::new();
    Document::load_mem(&folder.get(FILE)).and_then(|mut d| d.save_to(&mut saved).map_err(Into::into)).unwrap_or_else(|e| panic!("{e}"));
    folder.put("enregistre.pdf", &saved);
    folder.livret(&["verify", "enregistre.pdf"]).exits(1);
    // What carries nothing, and what is no PDF.
    folder.livret(&["build", "bon", "--profile", "ecran"]).exits(0);
    for command in ["verify", "recover"] {
        let run = folder.livret(&[command, FILE]).exits(2);
        assert!(run.err.contains("erreur[F056]"), "{}", run.err);
        assert!(folder.livret(&[command, "content/collection.yaml"]).exits(2).err.contains("erreur[F001]"));
        assert!(folder.livret(&[command, "nulle-part.pdf"]).exits(2).err.contains("erreur[W102]"));
    }
    assert!(!folder.has("bon-ecran-sources"));
}

#[test]
fn the_date_and_a_single_fiche_are_part_of_how_it_is_made() {
    let folder = workspace();
    let args = ["build", "--fiche", "bonne", "--standard", "a-3a+ua-1", "--embed-sources"];
    folder.run_in("", &args, &[("SOURCE_DATE_EPOCH", "1000000000")]).exits(0);
    let first = folder.get("output/bonne.pdf");
    folder.livret(&["verify", "output/bonne.pdf"]).exits(0);
    assert!(folder.livret(&["recover", "output/bonne.pdf"]).exits(0).err.contains("2001-09-09"));
    folder.livret(&args).exits(0);
    assert!(folder.get("output/bonne.pdf") != first, "another date");
    folder.livret(&["verify", "output/bonne.pdf"]).exits(0);
}

#[test]
fn another_program_is_named() {
    let folder = archived();
    let bytes = folder.get(FILE);
    let mut document = Document::load_mem(&bytes).unwrap_or_else(|e| panic!("{e}"));
    for object in document.objects.values_mut() {
        let Object::Stream(stream) = object else { continue };
        let Ok(text) = stream.decompressed_content() else { continue };
        if text.starts_with(b"{\n  \"version\": 1") {
            let text = String::from_utf8_lossy(&text).replace("\"program\": \"0.1.0\"", "\"program\": \"0.0.9\"");
            assert!(text.contains("0.0.9"));
            stream.set_plain_content(text.into_bytes());
        }
    }
    let mut other = Vec::new();
    document.save_to(&mut other).unwrap_or_else(|e| panic!("{e}"));
    folder.put("autre.pdf", other);
    let run = folder.livret(&["verify", "autre.pdf"]).exits(1);
    assert!(run.err.contains("avertissement[F059]") && run.err.contains("livret 0.0.9"), "{}", run.err);
    assert!(folder.livret(&["recover", "autre.pdf", "--into", "rendu"]).exits(0).err.contains("F059"));
}

#[test]
fn crafted_paths_are_refused() {
    let folder = archived();
    let bytes = folder.get(FILE);
    for path in [
        "../evade.md",
        "content/../../evade.md",
        "/tmp/evade.md",
        "C:/evade.md",
        "content\\..\\evade.md",
        "content/.git/hooks/pre-commit",
        ".bashrc",
        "evade.md",
        "src/main.rs",
        "content//evade.md",
        "content/./evade.md",
        "content/é\nb.md",
        "content",
        "content/",
        // What is there already: twice, and as a folder.
        "content/collection.yaml",
        "content/collection.yaml/x.md",
        "",
    ] {
        let crafted = renamed(&bytes, |name| (name == "content/fiches/bonne.md").then(|| path.to_owned()));
        let Err(findings) = Archive::open(&crafted, "x.pdf") else { panic!("{path:?} is taken") };
        let codes: Vec<&str> = findings.iter().map(|f| f.code.id).collect();
        assert_eq!(codes, ["F057"], "{path:?}");
        folder.put("x.pdf", &crafted);
        folder.livret(&["recover", "x.pdf", "--into", "rendu"]).exits(2);
        assert!(!folder.has("rendu") && !folder.has("evade.md"), "{path:?}");
    }
    // All of them are said.
    let crafted = renamed(&bytes, |name| name.starts_with("content/").then(|| format!("../{name}")));
    assert!(Archive::open(&crafted, "x.pdf").is_err_and(|f| f.len() > 5));
}

#[test]
fn a_recipe_that_cannot_be_followed_is_refused() {
    let folder = archived();
    let bytes = folder.get(FILE);
    let with = |change: &dyn Fn(String) -> String| {
        let mut document = Document::load_mem(&bytes).unwrap_or_else(|e| panic!("{e}"));
        for object in document.objects.values_mut() {
            let Object::Stream(stream) = object else { continue };
            let Some(text) = stream.decompressed_content().ok().filter(|t| t.starts_with(b"{\n  \"version\": 1")) else { continue };
            stream.set_plain_content(change(String::from_utf8_lossy(&text).into_owned()).into_bytes());
        }
        let mut out = Vec::new();
        document.save_to(&mut out).unwrap_or_else(|e| panic!("{e}"));
        out
    };
    let verified = |bytes: Vec<u8>| -> Vec<&'static str> {
        let found = match Archive::open(&bytes, "x.pdf") {
            Err(findings) => findings,
            Ok(archive) => archive.verify(&bytes).err().map(|(findings, _)| findings).unwrap_or_default(),
        };
        found.iter().map(|f| f.code.id).collect()
    };
    assert_eq!(verified(with(&|_| "rien".to_owned())), ["F058"]);
    assert_eq!(verified(with(&|t| t.replace("\"version\": 1", "\"version\": 7"))), ["F058"]);
    assert_eq!(verified(with(&|t| t.replace("\"id\": \"bon\"", "\"id\": \"autre\""))), ["F058"]);
    assert_eq!(verified(with(&|t| t.replace("\"date\": null", "\"date\": [2001, 13, 40]"))), ["F058"]);
    assert_eq!(verified(with(&|t| t.replace("\"a-3a\"", "\"x-4\""))), ["F058"]);
    assert_eq!(verified(with(&|t| t.replace("\"a-3a\"", "\"a-2a\""))), ["F053"]);
    assert_eq!(verified(with(&|t| t.replace("\"ecran\"", "\"imprimeur\""))), ["F054"]);
    assert_eq!(verified(with(&|t| t.replace("\"ecran\"", "\"nulle-part\""))), ["F054"]);
}

#[test]
fn standards_that_make_no_sense_are_refused() {
    let folder = workspace();
    let refused = |args: &[&str], code: &str, words: &str| {
        let run = folder.livret(&[&["build", "bon"], args].concat()).exits(2);
        assert!(run.err.contains(&format!("erreur[{code}]")) && run.err.contains(words), "{args:?}: {}", run.err);
        assert_eq!(folder.everything(), [""; 0], "{args:?}");
    };
    refused(&["--standard", "ua-2"], "F052", "« ua-1 »");
    refused(&["--standard", ""], "F052", "n’est pas une norme");
    refused(&["--standard", "1.7"], "F052", "n’est pas une norme");
    refused(&["--standard", "a-2a+a-3a"], "F052", "deux normes d’archivage");
    refused(&["--standard", "ua-1+ua-1"], "F052", "deux fois");
    refused(&["--profile", "ecran", "--embed-sources"], "F053", "a-3a");
    refused(&["--profile", "ecran", "--standard", "ua-1+a-2a", "--embed-sources"], "F053", "a-2a");
    refused(&["--profile", "imprimeur", "--profile", "bureau", "--standard", "a-3a"], "F054", "bureau, imprimeur");
}

#[test]
fn only_the_screen_follows_and_the_next_build_takes_its_profile_again() {
    let folder = workspace();
    folder.put("content/publications.yaml", "- { id: bon, genre: livret, titre: Bon, profils: [ecran, bureau], selection: { fiches: [bonne] } }\n");
    folder.livret(&["build"]).exits(0);
    let (screen, copier) = (folder.get(FILE), folder.get("output/bon-bureau.pdf"));
    let manifest = |folder: &Folder| -> serde_json::Value { serde_json::from_slice(&folder.get("output/manifest.json")).unwrap_or_default() };
    folder.livret(&["build", "--standard", "ua-1+a-3a", "--embed-sources"]).exits(0);
    assert!(folder.get(FILE) != screen && folder.get("output/bon-bureau.pdf") == copier);
    assert_eq!(manifest(&folder)["files"]["bon-ecran.pdf"]["standards"], serde_json::json!(["ua-1", "a-3a"]));
    let run = folder.livret(&["build"]).exits(0);
    assert!(folder.get(FILE) == screen, "{}", run.all());
    assert_eq!(manifest(&folder)["files"]["bon-ecran.pdf"]["standards"], serde_json::json!(["ua-1", "a-2a"]));
    // One norm alone, and the pages are the same with sources or without.
    let pages = manifest(&folder)["files"]["bon-ecran.pdf"]["pages"].clone();
    folder.livret(ASKED).exits(0);
    assert_eq!(manifest(&folder)["files"]["bon-ecran.pdf"]["pages"], pages);
    folder.livret(&["build", "bon", "--profile", "ecran", "--standard", "ua-1"]).exits(0);
    assert_eq!(manifest(&folder)["files"]["bon-ecran.pdf"]["standards"], serde_json::json!(["ua-1"]));
}

#[cfg(unix)]
#[test]
fn a_source_that_cannot_be_read_is_not_left_out() {
    let folder = workspace();
    let outside = Folder::empty();
    outside.put("x.txt", "dehors\n");
    std::os::unix::fs::symlink(outside.path("x.txt"), folder.path("content/resources/dehors.txt")).expect("a link");
    let run = folder.livret(ASKED).exits(1);
    assert!(run.err.contains("erreur[F055]") && run.err.contains("content/resources/dehors.txt"), "{}", run.err);
    assert!(!folder.has(FILE));
}

#[test]
fn a_draft_among_the_sources_is_told() {
    let folder = workspace();
    folder.put("content/fiches/secret.md", "---\ntitre: Un secret\ndate: 2003\nstatut: brouillon\n---\nPas encore.\n");
    folder.put("content/fiches/public.md", "---\ntitre: Publique\ndate: 2004\nstatut: publié\n---\nUn texte.\n");
    let run = folder.livret(ASKED).exits(0);
    assert_eq!(run.err.matches("avertissement[F061]").count(), 1, "{}", run.err);
    assert!(run.err.contains("« secret » n’est pas publié (brouillon)") && run.err.contains("content/fiches/secret.md:2"), "{}", run.err);
    folder.livret(&[ASKED, &["--strict", "--force"]].concat()).exits(1);
    // Whoever prints it knows it; whoever embeds nothing gives nothing away.
    assert!(!folder.livret(&["build", "bon", "--profile", "ecran", "--force"]).exits(0).err.contains("F061"));
    folder.put("content/publications.yaml", "- { id: bon, genre: livret, titre: Bon, selection: { statut: brouillon } }\n");
    assert!(!folder.livret(ASKED).exits(0).err.contains("F061"));
}

#[test]
fn a_profile_can_carry_its_sources_and_says_so_rightly() {
    let own = |standards: &str| format!("ecran: {{ links: true, tagged: true, standards: [{standards}], sources: true, multiple: 1 }}\n");
    let project = Project::new().fiche("a", "date: 2001", "Texte.");
    let book = project.clone().file("templates/profiles.yaml", own("ua-1, a-3a")).load().clean();
    let made = book.build("livret", "ecran").1.unwrap_or_else(|| panic!("it is made"));
    let archive = Archive::open(&made.bytes, "livret.pdf").unwrap_or_else(|f| panic!("{f:?}"));
    assert_eq!(archive.recipe.profile, "ecran");
    assert!(archive.files.list("templates").contains(&"templates/profiles.yaml".to_owned()));
    assert!(archive.verify(&made.bytes).is_ok_and(|v| v.same));
    let book = project.file("templates/profiles.yaml", own("ua-1, a-2a")).load();
    assert_eq!(book.findings().iter().filter(|f| f.contains("F053")).count(), 1, "{:?}", book.findings());
}

#[test]
fn the_archive_of_the_sample_meets_its_standards_and_is_the_same_each_time() {
    use page_validation::{ValidationOptions, ValidationProfile, validate_pdf_bytes};
    let project = Project::folder("");
    let make = |id: &str| {
        let mut loaded = pipeline::load(&Input { files: &project.0, date: None });
        let standards = pipeline::standards("ua-1+a-3a").unwrap_or_else(|f| panic!("{f:?}"));
        let job = Job { subject: Subject::Publication(id.to_owned()), profile: "ecran".to_owned(), file: "essai.pdf".to_owned() };
        pipeline::claim(&mut loaded, &project.0, std::slice::from_ref(&job), Some(&standards), true).unwrap_or_else(|f| panic!("{f:?}"));
        pipeline::build_one(&loaded, &job).unwrap_or_else(|f| panic!("{f:?}"))
    };
    for id in ["livret-chronologique", "memorandum-2024"] {
        let bytes = make(id);
        assert!(bytes == make(id), "{id}: other bytes the second time");
        for profile in [ValidationProfile::PdfUa1, ValidationProfile::PdfA3a] {
            let report = validate_pdf_bytes(&crate::typeset::unambiguous(&bytes), &ValidationOptions::default().profile(profile))
                .unwrap_or_else(|e| panic!("{id}: {e}"));
            let failures: Vec<String> = report.failures.iter().map(ToString::to_string).collect();
            assert!(report.is_compliant, "{id}, {profile:?}: {failures:#?}");
        }
        let archive = Archive::open(&bytes, "x.pdf").unwrap_or_else(|f| panic!("{f:?}"));
        assert_eq!(archive.files.list("content"), project.0.list("content"));
    }
}
