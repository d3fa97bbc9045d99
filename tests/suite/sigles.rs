//! Sigles: what the miner finds in real texts, and how much of it is right.

use crate::harness::corpus;
use crate::harness::project::Project;
use livret::base::source::{Source, SourceId};
use livret::lang::mining::{self, Passage};
use livret::lang::sigles::fold;
use livret::model::prose::documents;
use std::collections::BTreeMap;

/// The list of sigles made by hand from the texts: its rows whose provenance is the archive and whose words stand in it. The last
/// row is a gloss, which no letters can find: it counts as missed.
const ARCHIVE: &str = include_str!("../fixtures/sigles/archive.tsv");

/// The archive as a workspace without a glossary.
fn archive(test: &str) -> Option<Project> {
    let text = corpus::text(test, "archive-web.txt")?;
    let source = Source::new("archive-web.txt", text);
    let files = livret::import::texte(&source, SourceId(0)).value;
    Some(files.into_iter().filter(|f| f.path != "sigles.yaml").fold(Project::new(), |p, f| p.file(&format!("content/{}", f.path), f.text)))
}

fn percent(part: usize, whole: usize) -> f64 {
    100.0 * part as f64 / whole.max(1) as f64
}

#[test]
#[expect(clippy::print_stdout, reason = "a measure is printed")]
fn mining_the_archive_is_precise_and_complete() {
    let Some(project) = archive("mining_the_archive_is_precise_and_complete") else { return };
    let book = project.load();
    let documents = documents(&book.0.corpus);
    let passages: Vec<Passage<'_>> =
        documents.iter().enumerate().flat_map(|(document, d)| d.runs.iter().map(move |r| Passage { document, text: &r.text })).collect();
    let found: BTreeMap<String, String> = mining::suggest(&passages, &|_| true).into_iter().map(|s| (s.term, s.expansion)).collect();
    let wanted: BTreeMap<&str, &str> = ARCHIVE.lines().filter(|l| !l.starts_with('#')).filter_map(|l| l.split_once('\t')).collect();
    let right: Vec<&String> = found.iter().filter(|(t, e)| wanted.get(t.as_str()).is_some_and(|w| mining::same(w, e))).map(|(t, _)| t).collect();
    let wrong: Vec<_> = found.iter().filter(|(t, _)| !right.contains(t)).collect();
    let missed: Vec<_> = wanted.keys().filter(|w| !right.iter().any(|r| r == *w)).collect();
    let (precision, recall) = (percent(right.len(), found.len()), percent(right.len(), wanted.len()));
    println!("archive: precision {precision:.1} %, recall {recall:.1} % ({} right of {} found, {} wanted)", right.len(), found.len(), wanted.len());
    println!("wrong: {wrong:?}\nmissed: {missed:?}");
    assert!(precision >= 95.0 && recall >= 90.0, "wrong: {wrong:?}; missed: {missed:?}");
}

#[test]
#[expect(clippy::print_stdout, reason = "a measure is printed")]
fn mining_sigles_of_others() {
    let Some(text) = corpus::text("mining_sigles_of_others", "sigles-300.csv") else { return };
    // term and definition are the second and third columns; quoted fields hold no quote.
    let rows: Vec<(String, String)> = text
        .lines()
        .skip(1)
        .filter_map(|line| {
            let mut fields: Vec<String> = vec![String::new()];
            let mut quoted = false;
            for c in line.chars() {
                match c {
                    '"' => quoted = !quoted,
                    ',' if !quoted => fields.push(String::new()),
                    c => fields.last_mut().expect("there is one").push(c),
                }
            }
            let (term, definition) = (fields.get(1)?.trim().to_owned(), fields.get(2)?.trim().trim_end_matches('.').to_owned());
            (livret::lang::sigles::has_shape(&term) && !definition.is_empty()).then_some((term, definition))
        })
        .collect();
    let say = |text: &str| mining::find(text).into_iter().map(|f| (text[f.sigle].to_owned(), text[f.expansion].to_owned())).collect::<Vec<_>>();
    let (mut forward, mut reversed, mut strange) = (Vec::new(), Vec::new(), Vec::new());
    for (i, (term, definition)) in rows.iter().enumerate() {
        let at = |text: String| say(&text).into_iter().any(|(t, d)| t == *term && fold(&d) == fold(definition));
        if !at(format!("En 2007, le dossier passe par : {definition} ({term}), et la commune le suit.")) {
            forward.push(format!("{term}={definition}"));
        }
        if !at(format!("En 2007, le dossier {term} ({definition}) avance.")) {
            reversed.push(format!("{term}={definition}"));
        }
        // The words of another row are no expansion.
        let (_, other) = &rows[(i * 7 + 3) % rows.len()];
        if other != definition {
            strange.extend(say(&format!("Le dossier {term} ({other}) avance.")).into_iter().filter(|(t, _)| t == term));
            strange.extend(say(&format!("En 2007, on voit {other} ({term}) ici.")).into_iter().filter(|(t, _)| t == term));
        }
    }
    let n = rows.len();
    println!(
        "300 sigles of others: {n} usable; recall {:.1} % forward, {:.1} % reversed; {:.1} % of strangers accepted",
        percent(n - forward.len(), n),
        percent(n - reversed.len(), n),
        percent(strange.len(), 2 * n)
    );
    println!("forward: {forward:#?}\nreversed only: {:#?}\nstrange: {strange:#?}", reversed.iter().filter(|r| !forward.contains(r)).collect::<Vec<_>>());
    assert!(
        forward.len() * 100 <= n * 20 && reversed.len() * 100 <= n * 15 && strange.len() * 100 <= n * 2,
        "{} {} {}",
        forward.len(),
        reversed.len(),
        strange.len()
    );
}

const GLOSSARY: &str = "- { terme: FSE, developpement: Fonds social européen }
- { terme: CRI, developpement: centre régional d’intégration, pluriel: centres régionaux d’intégration }
- { terme: FéCRI, nature: acronyme, developpement: Fédération des centres régionaux d’intégration }
- { terme: Forem, nature: acronyme, developpement: Office wallon de la formation, variantes: [FOREM] }
- { terme: PST 3, developpement: Plan stratégique transversal 3 }
";

/// A workspace with a glossary and one fiche of these paragraphs: its findings on the fiche, as `line:column code`.
fn found(text: &str) -> Vec<String> {
    found_in(&Project::new().file("content/sigles.yaml", GLOSSARY).fiche("a", "date: 2001", text))
}

fn found_in(project: &Project) -> Vec<String> {
    // The rules of this file: what others say of the same words is theirs.
    let ours = |f: &String| f.rsplit(' ').next().is_some_and(|code| code.starts_with("C4") || code.starts_with('R')) && !f.ends_with("C405");
    project.load().findings().into_iter().filter(ours).map(|f| f.replace("content/fiches/a.md:", "")).collect()
}

/// The message, the remedy and the change of the first finding with a code.
fn said(project: &Project, code: &str) -> String {
    use livret::base::diag::Lang;
    let book = project.load();
    let f = book.0.findings.iter().find(|f| f.code.id == code).unwrap_or_else(|| panic!("{code} is not among {:?}", book.findings()));
    let fix = f.fix.as_ref().map(|x| format!(" → {:?} {}", x.replacement, if x.sure { "sure" } else { "proposed" })).unwrap_or_default();
    // Every wording is whole in both languages.
    assert!([Lang::Fr, Lang::En].iter().all(|l| !f.message(*l).contains(['{', '}']) && !f.remedy(*l).contains(['{', '}'])), "{code}");
    format!("{}{fix}", f.message(Lang::Fr))
}

#[test]
fn a_sigle_that_nothing_explains_is_reported_once() {
    assert_eq!(found("La RTA émet.\n\nLa RTA et le FSE."), ["5:4 C401"]);
    // Explained in the text, in the header, known to all, or only in capitals.
    assert_eq!(found("La Radio et télévision associative (RTA) émet. La RTA dure."), ["5:37 C403"]);
    assert_eq!(found_in(&Project::new().fiche("a", "date: 2001\nsigles: { RTA: Radio et télévision associative }", "La RTA émet.")), [""; 0]);
    let plain = "version: 1\nnom: A\ndate: 2026-01-01\nediteur_responsable: { nom: A, adresse: B }\nsigle: RTA\nsigles_courants: [UE]\n";
    assert_eq!(found_in(&Project::new().file("content/collection.yaml", plain).fiche("a", "date: 2001", "L’UE aide la RTA.")), [""; 0]);
    assert_eq!(found("INSCRIPTIONS CLOTUREES, Louis XIV, 12 MW, le CV, le CRAC’S (centre culturel local), il faut un PLAN, un plan."), [""; 0]);
    assert_eq!(found("avec Liliana GOMEZ, puis Liliana GOMEZ"), [""; 0]);
    // Another language has its own.
    assert_eq!(found_in(&Project::new().fiche("a", "date: 2001\nlangue: nl", "De RTA.")), [""; 0]);
    assert_eq!(found("dit [de RTA]{lang=nl} et `RTA`"), [""; 0]);
}

#[test]
fn a_sigle_that_only_another_fiche_explains_is_reported() {
    let project = Project::new().fiche("b", "date: 2000", "La Radio et télévision associative (RTA) émet.").fiche("a", "date: 2001", "La RTA émet.");
    assert_eq!(found_in(&project), ["5:4 C402"]);
    assert_eq!(said(&project, "C402"), "« RTA » n’est expliqué que dans content/fiches/b.md");
}

#[test]
fn terms_without_a_use_are_noted() {
    let project = Project::new().file("content/sigles.yaml", GLOSSARY).fiche(
        "a",
        "date: 2001\nsigles: { RTA: Radio associative }",
        "Le FSE, le Forem, la FéCRI, un CRI.",
    );
    assert_eq!(project.load().findings(), ["content/sigles.yaml:5:12 C405", "content/fiches/a.md:4:11 C413"]);
}

#[test]
fn two_expansions_of_one_sigle_are_reported() {
    assert_eq!(found("le Fonds de secours européen (FSE)"), ["5:31 C404"]);
    // The same, in capitals, in the plural, shortened or longer.
    assert_eq!(found("le Fonds Social Européen (FSE), les Centres régionaux d’intégration (CRI), le Centre régional d’intégration de Namur (CRI)"), [""; 0]);
    let project = Project::new().fiche("b", "date: 2000", "l’Association Travail-Amitié-Culture (ATAC)").fiche(
        "a",
        "date: 2001",
        "l’Association Travail-Amitiés-Culture (ATAC)",
    );
    assert!(found_in(&project).contains(&"5:40 C404".to_owned()), "{:?}", found_in(&project));
    assert_eq!(
        said(&project, "C404"),
        "« ATAC » est expliqué de deux façons : « Association Travail-Amitiés-Culture », et ailleurs « Association Travail-Amitié-Culture »"
    );
    // A header against the glossary.
    let project = Project::new().file("content/sigles.yaml", GLOSSARY).fiche("a", "date: 2001\nsigles: { FSE: Foyer de soins }", "Le FSE.");
    assert_eq!(found_in(&project), ["4:16 C404"]);
}

#[test]
fn homonyms_need_a_scope() {
    let two = |scope: &str| {
        let glossary =
            format!("- {{ terme: PST, developpement: Plan stratégique transversal }}\n- {{ terme: PST, developpement: Programme de travail{scope} }}\n");
        Project::new().file("content/sigles.yaml", glossary).fiche("a", "date: 2001", "Le PST avance.").fiche("b", "date: 2002", "Le PST recule.")
    };
    assert_eq!(two("").load().findings(), ["content/sigles.yaml:2:12 R116"]);
    let book = two(", portee: [b]").load().clean();
    let uses = |id: &str| book.0.corpus.fiche(id).map(|f| f.uses.iter().cloned().collect::<Vec<_>>()).unwrap_or_default();
    assert_eq!((uses("a"), uses("b")), (vec!["PST".to_owned()], vec!["PST (2)".to_owned()]));
    // Each is expanded and listed as its own.
    let text =
        String::from_utf8_lossy(&book.emitted(livret::pipeline::Subject::Publication("livret".to_owned()), "ecran").files["body/b.typ"].bytes).into_owned();
    assert!(text.contains("Programme de travail"), "{text}");
    assert_eq!(two(", portee: [c]").load().findings(), ["content/sigles.yaml:2:12 C405", "content/sigles.yaml:2:63 R108"]);
    // A meaning elsewhere only.
    let project = Project::new()
        .file("content/sigles.yaml", "- { terme: PST, developpement: Plan stratégique transversal, portee: [b] }\n")
        .fiche("a", "date: 2001", "Le PST avance.")
        .fiche("b", "date: 2002", "Le PST recule.");
    assert_eq!(found_in(&project), ["5:4 C412"]);
}

#[test]
fn spellings_are_brought_together() {
    let fiche = |text: &str| Project::new().file("content/sigles.yaml", GLOSSARY).fiche("a", "date: 2001", text);
    // An unknown spelling of a known term; only signs differ in the second.
    assert_eq!(said(&fiche("la FeCRI"), "C406"), "« FeCRI » est une autre graphie de « FéCRI » → \"FéCRI\" proposed");
    // Variants: both in one fiche, or the other than the glossary's.
    assert_eq!(said(&fiche("le Forem et le FOREM"), "C407"), "« FOREM » s’écrit aussi « Forem » → \"Forem\" proposed");
    assert_eq!(said(&fiche("le FOREM"), "C408"), "« FOREM » : le glossaire écrit « Forem » → \"Forem\" proposed");
    assert_eq!(said(&fiche("le F.S.E. aide, le FSE paie"), "C407"), "« F.S.E. » s’écrit aussi « FSE » → \"FSE\" sure");
    assert_eq!(found("les CRIs, le PST\u{a0}3, l’ex-FSE"), [""; 0]);
    // Of a sigle that the glossary does not have.
    assert_eq!(said(&fiche("la DISCRI, puis le DisCRI et le DisCRI"), "C407"), "« DISCRI » s’écrit aussi « DisCRI » → \"DisCRI\" proposed");
    assert_eq!(said(&fiche("l’IRFAM publie, et l’Irfam signe avec l’IRFAM"), "C407"), "« Irfam » s’écrit aussi « IRFAM » → \"IRFAM\" proposed");
}

#[test]
fn words_are_written_in_one_way_in_a_fiche() {
    let fiche = |text: &str| Project::new().file("content/sigles.yaml", GLOSSARY).fiche("a", "date: 2001", text);
    assert_eq!(
        said(&fiche("une insertion socioprofessionnelle, des projets socio-professionnels, socioprofessionnels"), "C135"),
        "« socio-professionnels » est aussi écrit « socioprofessionnelle » dans cette fiche → \"socioprofessionnels\" proposed"
    );
    assert_eq!(
        said(&fiche("la cellule « L’EnTrain », puis L’En train"), "C135"),
        "« L’En train » est aussi écrit « L’EnTrain » dans cette fiche → \"L’EnTrain\" proposed"
    );
    assert_eq!(
        said(&fiche("la cellule EnTrain, puis la cellule En Train"), "C135"),
        "« En Train » est aussi écrit « EnTrain » dans cette fiche → \"EnTrain\" proposed"
    );
    assert_eq!(
        said(&fiche("un plan socio-économique, un projet socioéconomique"), "C135"),
        "« socioéconomique » est aussi écrit « socio-économique » dans cette fiche → \"socio-économique\" proposed"
    );
    assert_eq!(
        said(&fiche("le Fonds social européen, puis le fonds social européen, le Fonds social européen"), "C414"),
        "« fonds social européen » : ce texte met aussi d’autres capitales, « Fonds social européen »"
    );
    assert_eq!(found("peut-être, un peut être, semi-remorque. Fonds social européen, le fonds social européen"), [""; 0]);
}

#[test]
fn names_belong_to_their_time() {
    let glossary = "- { terme: CAI, developpement: Centre d’action interculturelle, depuis: 1998-10 }
- { terme: CSCIN, developpement: Centre socio-culturel, depuis: 1983, jusqu’à: 1998-10, devient: CAI }
- { terme: Unia, nature: acronyme, depuis: 2014 }
";
    let at = |date: &str, text: &str| found_in(&Project::new().file("content/sigles.yaml", glossary).fiche("a", &format!("date: {date}"), text));
    assert_eq!(at("1990", "Le CAI agit."), ["5:4 C410"]);
    assert_eq!(at("2005", "Le CSCIN agit."), ["5:4 C411"]);
    assert_eq!(at("1990", "Unia agit."), ["5:1 C452"]);
    // In their time; or the text says where it looks.
    for (date, text) in [
        ("1990", "Le CSCIN agit."),
        ("1998", "Le CAI et la ville."),
        ("1990/2001", "Le CAI agit."),
        ("1990", "Le CSCIN, bientôt le CAI."),
        ("1990", "Le futur CAI agit déjà."),
        ("2024", "Quarante ans après le CSCIN de 1983."),
        ("1996", "Le Centre prépare Unia, créé en 2014."),
    ] {
        assert_eq!(at(date, text), [""; 0], "{date} {text}");
    }
    let project = Project::new().file("content/sigles.yaml", glossary).fiche("a", "date: 1990", "Le CAI agit.");
    assert_eq!(said(&project, "C410"), "« CAI » n’existe que depuis octobre 1998 ; la fiche est datée 1990 → \"CSCIN\" proposed");
    let wrong = "- { terme: A2B, depuis: 2000, jusqua: 1999 }\n- { terme: CSC, devient: CAO }\n";
    assert_eq!(
        Project::new()
            .file("content/sigles.yaml", wrong)
            .load()
            .findings()
            .iter()
            .map(|f| &f[f.len() - 4..])
            .filter(|c| c.starts_with('R'))
            .collect::<Vec<_>>(),
        ["R118", "R117"]
    );
}
