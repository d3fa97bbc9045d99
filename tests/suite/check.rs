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
    let named = |collection: &str| here(Project::new().file("content/collection.yaml", collection).fiche("a", "date: 2001", "Un texte.").load().findings());
    assert_eq!(named(without), ["content/collection.yaml:1:1 C102"]);
    assert_eq!(named(&format!("{without}editeur_responsable: {{ nom: A }}\n")), ["content/collection.yaml:4:22 C102"]);
    assert_eq!(named(&format!("{without}editeur_responsable: {{ nom: A, adresse: B }}\n")), [""; 0]);
}

/// Without what typography (C3…), sigles and chronology (C4…) say: other files test these.
fn here(findings: Vec<String>) -> Vec<String> {
    findings.into_iter().filter(|f| !f.rsplit(' ').next().is_some_and(|code| code.starts_with("C3") || code.starts_with("C4"))).collect()
}

/// What the examples about sigles and dates take for granted; they say it themselves in a comment.
const GLOSSARY: &str = "- { terme: CAI, developpement: Centre d’action interculturelle, depuis: 1998-10 }
- { terme: CSCIN, developpement: Centre socio-culturel, depuis: 1983, jusqu’à: 1998-10, devient: CAI }
- { terme: FéCRI, nature: acronyme, developpement: Fédération des centres régionaux d’intégration }
- { terme: Forem, nature: acronyme, developpement: Office wallon de la formation, variantes: [FOREM] }
- { terme: FSE, developpement: Fonds social européen }
- { terme: PST, developpement: Plan stratégique transversal, portee: [voisine] }
- { terme: Unia, nature: acronyme, depuis: 2014 }
";

/// A workspace in which the example of a code is looked at.
fn shown(code: &str, text: &str) -> Vec<String> {
    let mut project = Project::new().file("content/images/colloque.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"10\" height=\"10\"/>");
    let collection = "version: 1\nnom: Maison\ndate: 2026-03-01\nediteur_responsable: { nom: A, adresse: B }\n";
    project = if text.starts_with("version:") {
        project.file("content/collection.yaml", text)
    } else {
        project.file("content/collection.yaml", format!("{collection}regles: {{ C130: avertissement }}\n"))
    };
    // Sigles and dates are judged beside a glossary and another fiche.
    if code.starts_with("C4") {
        let glossary = if text.contains("\n- terme:") { text } else { GLOSSARY };
        project = project.file("content/sigles.yaml", glossary).fiche("voisine", "date: 2003", "La Régie de quartier namuroise (RQN) commence.\n");
    }
    project = match text {
        _ if text.contains("\n- terme:") => project.fiche("a", "date: 2001", "Le CAI dure.\n"),
        _ if text.starts_with("version:") => project.fiche("a", "date: 2001", "Un texte.\n"),
        _ if text.starts_with("---") => project.file("content/fiches/a.md", text),
        _ => project.fiche("a", "date: 2001", text),
    };
    let found = project.load().findings();
    found.into_iter().filter(|f| f.ends_with(&format!(" {code}")) && !f.contains("/voisine.md:")).collect()
}

/// The documentation of a rule is a test of it: the wrong text has its finding, the right one has not.
#[test]
fn the_examples_of_the_documentation_are_true() {
    for code in livret::pipeline::codes() {
        let Some(example) = code.example else { continue };
        assert_ne!(shown(code.id, example.wrong), [""; 0], "{}: the wrong example has no such finding", code.id);
        assert_eq!(shown(code.id, example.right), [""; 0], "{}: the right example has one", code.id);
    }
}

#[test]
fn every_rule_shows_an_example() {
    let without: Vec<&str> = livret::check::RULES.iter().flat_map(|r| r.codes()).filter(|c| c.example.is_none()).map(|c| c.id).collect();
    assert_eq!(without, [""; 0]);
}

/// Each text and what is found in it, as line, column and code below a header of five lines.
#[test]
fn what_editors_leave_behind() {
    let mut wrong = Vec::new();
    for (text, expected) in [
        // Placeholders.
        ("Le [date à préciser] juin.", &["6:4 C101"][..]),
        ("- Ajouter liens\n- Un vrai point", &["6:3 C101"]),
        ("Texte ??? à voir. TODO", &["6:7 C101", "6:19 C101"]),
        // Alternatives.
        ("Un [oui/non] et [a / b].", &["6:4 C111", "6:17 C111"]),
        ("Un *mot [accompagnées d’/jumelée/couplées]*.", &["6:9 C111"]),
        ("[…] et [sic], [et/ou], [1/2], [art. 152/3], [voir](https://exemple.be/a/b), [https://exemple.be/a/b].", &["6:45 C124"]),
        ("Un renvoi[^1].\n\n[^1]: Une note/un mot.", &[]),
        // Leaks.
        ("Lire la suite", &["6:1 C112"]),
        ("Un texte.\n\nPartager\n\n12\n\nlogo du centre", &["8:1 C112", "10:1 C112", "12:1 C112"]),
        ("Pour s’inscrire, cliquez sur le bouton ci-dessous.", &["6:18 C112"]),
        ("Il faut partager les savoirs, imprimer le rapport et lire la suite avec soin. Suivant le décret, on avance.", &[]),
        ("## Accueil\n\nUn texte.", &[]),
        // Doubled words and spaces.
        ("Et et voilà. Nous nous voyons ; il va va bien.", &["6:1 C113", "6:36 C113"]),
        ("En **et** et en.", &["6:6 C113"]),
        ("Vous vous trompez en en parlant : « très très » bien, Baden Baden, PLI PLI, 10 10.", &[]),
        ("Un  mot,\u{a0} deux\u{a0}: trois.", &["6:3 C114", "6:9 C114"]),
        ("Un `a  b` code et une ligne  \nqui finit.", &[]),
        // Brackets.
        ("Un (mot et [un autre.", &["6:4 C115", "6:12 C115"]),
        // A guillemet the wrong way is C302, two commas are C301: one fault, one finding.
        ("Le salon »Emploi » et « un mot«.", &[]),
        ("»Mais voilà.", &[]),
        ("Un, ; deux, , trois.", &["6:3 C118"]),
        ("Un mot) et »un autre«.", &["6:7 C115", "6:12 C115", "6:21 C115"]),
        ("a) un ; b) deux ; 1°) trois ; iv) quatre ; (voir a) ; :)", &[]),
        ("« Une longue citation\n\n« qui continue\n\n« et finit. »", &[]),
        ("Il dit \"oui et s’en va.", &["6:8 C115"]),
        ("Il dit \"oui, 5\" et prend un ruban de 5\" de large.", &[]),
        // Holes.
        ("1. un\n2. deux\n4. quatre", &["8:1 C116"]),
        ("1. un\n1. deux\n1. trois", &[]),
        ("1. un\n2. deux\n\nUn texte.\n\n3. trois\n4. quatre", &[]),
        ("1. un\n2. deux\n\nUn texte.\n\n5. cinq", &["11:1 C116"]),
        ("- un\n-\n- trois", &["7:1 C117"]),
        ("Un, ; deux ; ( ) et « » rien.", &["6:3 C118", "6:14 C118", "6:21 C118"]),
        // Colons.
        ("- Un point :\n- Deux points.\n- Trois.", &["6:12 C119"]),
        ("Voici :\n\n## Titre\n\nUn texte.", &["6:7 C119"]),
        ("- Un titre caché :\n\nUn texte.", &["6:3 C129"]),
        ("Voici :\n\n- un ;\n- deux.", &[]),
        // Lists.
        ("- un ;\n- deux.\n- trois ;\n- quatre.", &["7:7 C120"]),
        ("- un ;\n- deux ;\n- trois", &["8:7 C120"]),
        ("- un ;\n- deux :\n  - a ;\n  - b ;\n- trois.", &[]),
        ("- un\n- deux\n- trois", &[]),
        ("- Un mot. Et deux.\n- Deux mots !\n- Trois mots…", &[]),
        ("- les cours ;\n- Les ateliers ;\n- Namur ;\n- CPAS.\n\nVoici les faits.", &["7:3 C136"]),
        // Titles.
        ("## essai\n\nUn texte.", &["6:1 C121"]),
        ("2001 – Essai\n\nUn texte.", &["6:1 C121"]),
        // Links.
        ("Le rapport est [ici](https://exemple.be/a), [en savoir plus](https://exemple.be/b).", &["6:16 C124", "6:45 C124"]),
        ("<https://exemple.be> et le [site du Centre](https://exemple.be).", &[]),
        // Empty.
        ("## Un\n\n## Deux\n\n### Trois\n\nUn texte.", &["6:1 C128"]),
        ("Un texte.\n\n## Fin", &["8:1 C128"]),
        ("Un texte.\n\n\u{a0} \u{a0}\n\nUn autre.", &["8:1 C138"]),
        // Repetition.
        (
            "Une phrase assez longue pour compter vraiment deux fois ici. Une autre. Une phrase assez longue pour compter vraiment deux fois ici.",
            &["6:73 C131"],
        ),
        // Marks.
        ("La FéCRI[1] naît.", &["6:9 C132"]),
        // Grammar: what is wrong in every sentence.
        ("Malgré qu’il n’en n’ai pas, il veut leurs présenter trois ateliers (2 aux choix parmi 4).", &["6:14 C139", "6:37 C139", "6:71 C139"]),
        ("Il s’occupe ensuite de la auprès de la Ville.", &["6:24 C139"]),
        ("Prenez-la avec vous : leurs métiers, leur métier, les sans-abri, aux choix des jeunes, il n’en a pas.", &[]),
        // Spelling.
        ("Le plan socio-économique et les plans socioéconomiques.", &["6:39 C135"]),
        ("Elle reconnait ; il reconnaît ; un aller-retour, des allers-retours.", &["6:21 C135"]),
        ("« L’EnTrain », « L’En Train » et L’En train.", &["6:18 C135", "6:34 C135"]),
    ] {
        let expected: Vec<String> = expected.iter().map(|e| format!("content/fiches/essai.md:{e}")).collect();
        let found = here(Project::new().fiche("essai", "date: 2001\nstatut: relu", &format!("{text}\n")).load().findings());
        if found != expected {
            wrong.push(format!("{text}\n  expected {expected:?}\n  found    {found:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

#[test]
fn titles_are_compared_and_measured() {
    let of = |title: &str, text: &str| {
        let fiche = format!("---\ntitre: \"{title}\"\ndate: 2001\n---\n{text}\n");
        here(Project::new().file("content/fiches/a.md", fiche).load().findings())
    };
    assert_eq!(of("Prélude à la médiation interculturelle", "1994 – Prélude à la médiation culturelle\n\nUn texte."), ["content/fiches/a.md:5:1 C122"]);
    assert_eq!(of("Carrefour : un nouveau centre", "« Carrefour » : un\u{a0}nouveau centre\n\nUn texte."), ["content/fiches/a.md:5:1 C121"]);
    assert_eq!(of("Carrefour", "Carrefour est un nouveau centre de la ville.\n\nUn texte."), [""; 0]);
    assert_eq!(of(&"un long titre ".repeat(9), "Un texte."), ["content/fiches/a.md:2:8 C123"]);
}

#[test]
fn references_announce_the_right_title() {
    let with = |text: &str| {
        let cited = "---\ntitre: Mise en place des cours de français\ndate: 1985\nnumero: 8\n---\nUn texte.\n";
        here(Project::new().file("content/fiches/cours.md", cited).fiche("a", "date: 2001", text).load().findings())
    };
    let wrong = |at: &str| vec![format!("content/fiches/a.md:5:{at} C126")];
    assert_eq!(with("Cf. (voir Fiche 8 – Français Alphabétisation)."), wrong("11"));
    assert_eq!(with("Voir Fiche 8, « Les cours »."), wrong("6"));
    assert_eq!(with("Voir [[cours|Fiche 12]]."), wrong("6"));
    assert_eq!(with("Voir [[cours|« Les cours du soir »]]."), wrong("6"));
    for right in [
        "Voir Fiche 8 – Mise en place des cours de français.",
        "(voir Fiche 8 – Cours de français)",
        "Voir [[cours|les cours]], [[cours|Fiche 8]] et [[cours]].",
        "Voir Fiche 8.",
    ] {
        assert_eq!(with(right), [""; 0], "{right}");
    }
}

#[test]
fn pictures_have_a_credit_and_enough_dots() {
    let png = grey(400, 200);
    let with = |text: &str| here(Project::new().file("content/images/a.png", &png[..]).fiche("a", "date: 2001", text).load().findings());
    assert_eq!(with("![Une salle](images/a.png \"Le colloque.\"){largeur=30%}"), ["content/fiches/a.md:5:1 C125"]);
    assert_eq!(with("![Une salle](images/a.png \"Le colloque. © Exemple\"){largeur=100%}"), ["content/fiches/a.md:5:1 C206"]);
    assert_eq!(with("![Une salle](images/a.png \"Le colloque. © Exemple\"){largeur=30%}"), [""; 0]);
    assert_eq!(with("Le signe ![un carré](images/a.png) marque un bureau."), [""; 0]);
    assert_eq!(with(":::temoignage {nom=\"A\" portrait=\"images/a.png\" alt=\"Un visage\"}\nBonjour.\n:::"), [""; 0]);
}

/// A grey picture of this size (PNG 3): signature, IHDR, IDAT (zlib, stored blocks), IEND.
fn grey(width: u32, height: u32) -> Vec<u8> {
    let crc =
        |bytes: &[u8]| !bytes.iter().fold(!0u32, |crc, b| (0..8).fold(crc ^ u32::from(*b), |c, _| if c & 1 == 1 { (c >> 1) ^ 0xedb8_8320 } else { c >> 1 }));
    let mut out = b"\x89PNG\r\n\x1a\n".to_vec();
    let mut chunk = |name: &[u8], data: &[u8]| {
        let body = [name, data].concat();
        out.extend(u32::try_from(data.len()).expect("small").to_be_bytes());
        out.extend(&body);
        out.extend(crc(&body).to_be_bytes());
    };
    chunk(b"IHDR", &[width.to_be_bytes().as_slice(), &height.to_be_bytes(), &[8, 0, 0, 0, 0]].concat());
    let rows = vec![0u8; (width as usize + 1) * height as usize];
    let mut data = vec![0x78, 0x01];
    let blocks: Vec<&[u8]> = rows.chunks(65_535).collect();
    for (i, block) in blocks.iter().enumerate() {
        let length = u16::try_from(block.len()).expect("a block");
        data.push(u8::from(i + 1 == blocks.len()));
        data.extend(length.to_le_bytes());
        data.extend((!length).to_le_bytes());
        data.extend(*block);
    }
    let (a, b) = rows.iter().fold((1u32, 0u32), |(a, b), x| ((a + u32::from(*x)) % 65_521, (b + a + u32::from(*x)) % 65_521));
    data.extend(((b << 16) | a).to_be_bytes());
    chunk(b"IDAT", &data);
    chunk(b"IEND", b"");
    out
}

/// An entity once hid a character without glyph, and a character in a comment of the header was reported.
#[test]
fn glyphs_are_looked_for_in_what_is_read() {
    let of = |header: &str, text: &str| here(Project::new().fiche("a", header, text).load().findings());
    assert_eq!(of("date: 2001", "Merci à tous &#x1F600; ici.\n"), ["content/fiches/a.md:5:14 C104"]);
    assert_eq!(of("date: 2001", "Un `&#x1F600;` code et `\u{1f600}`.\n"), ["content/fiches/a.md:5:25 C104"]);
    assert_eq!(of("date: 2001\nsources: [\"Un \\U0001F600 rapport\"]", "Un texte.\n"), ["content/fiches/a.md:4:11 C104"]);
    assert_eq!(of("date: 2001 # \u{1f600}", "Un texte <!-- livret: permettre C104 « \u{1f600} » -->.\n"), ["content/fiches/a.md:5:33 C110"]);
}

#[test]
fn a_line_allows_a_rule_and_says_why() {
    let of = |text: &str| here(Project::new().fiche("a", "date: 2001", &format!("{text}\n")).load().findings());
    let at = |places: &[&str]| places.iter().map(|p| format!("content/fiches/a.md:{p}")).collect::<Vec<_>>();
    assert_eq!(of("Il dit et et répète. <!-- livret: permettre C113 « bégaiement » -->"), [""; 0]);
    assert_eq!(of("<!-- livret: permettre C113 « bégaiement » -->\n\nIl dit et et répète\net et encore.\n\nPuis et et fini."), at(&["10:6 C113"]));
    assert_eq!(of("<!-- livret: permettre c113 « a » -->\n<!-- livret: permettre C114 \"b\" -->\n- Il  dit et et répète."), [""; 0]);
    assert_eq!(of("Il dit et et répète. <!-- livret: permettre C113 -->"), at(&["5:8 C113", "5:45 C108"]));
    assert_eq!(of("Il dit et répète. <!-- livret: permettre C113 « plus rien » -->"), at(&["5:42 C109"]));
    assert_eq!(of("Un texte. <!-- livret: permettre C999 « a » --> <!-- livret: oublier -->"), at(&["5:34 C107", "5:54 C137"]));
    assert_eq!(of("Voir [[rien]]. <!-- livret: permettre R105 « a » -->"), at(&["5:6 R105", "5:39 C110"]));
    assert_eq!(of("Montrer : `<!-- livret: permettre C113 -->`.\n\n```html\n<!-- livret: permettre C113 -->\n```"), [""; 0]);
    // In a header and in a file of settings the comment is YAML’s.
    let header = Project::new().fiche("a", "date: 2001\nsources: [Ajouter liens] # livret: permettre C101 « en cours »", "Un texte.\n").load();
    assert_eq!(header.findings(), [""; 0]);
    let settings = "# livret: permettre C102 « brouillon interne »\nversion: 1\nnom: Maison\ndate: 2026-03-01\n";
    assert_eq!(Project::new().file("content/collection.yaml", settings).fiche("a", "date: 2001", "Un texte.\n").load().findings(), [""; 0]);
}

#[test]
fn an_allowance_leaves_nothing_in_print() {
    let with =
        Project::new().fiche("a", "date: 2001", "Il dit et et <!-- livret: permettre C113 « a » --> répète. <!-- livret: permettre C113 « b » -->\n").load();
    let without = Project::new().fiche("a", "date: 2001", "Il dit et et répète.\n").load();
    let bundle = |book: &crate::harness::project::Book| {
        let bundle = book.emitted(livret::pipeline::Subject::Fiche("a".to_owned()), "ecran");
        let body = bundle.files.iter().find(|(path, _)| path.contains("body/a")).expect("the body of the fiche");
        String::from_utf8_lossy(&body.1.bytes).into_owned()
    };
    assert_eq!(bundle(&with).replace("\"#\"", ""), bundle(&without).replace("\"#\"", ""));
}

#[test]
fn rules_are_weighed_by_the_collection() {
    let of = |rules: &str, text: &str| {
        let collection = format!("version: 1\nnom: Maison\ndate: 2026-03-01\nediteur_responsable: {{ nom: A, adresse: B }}\nregles: {{ {rules} }}\n");
        let book = Project::new().file("content/collection.yaml", collection).fiche("a", "date: 2001", &format!("{text}\n")).load();
        book.0.findings.iter().filter(|f| !f.code.id.starts_with("C3")).map(|f| format!("{} {:?}", f.code.id, f.severity)).collect::<Vec<_>>()
    };
    assert_eq!(of("", "Un [a/b]."), ["C111 Error"]);
    assert_eq!(of("C111: avertissement", "Un [a/b]."), ["C111 Warning"]);
    assert_eq!(of("C111: non", "Un [a/b]."), [""; 0]);
    assert_eq!(of("C113: erreur", "Un et et deux."), ["C113 Error"]);
    // Off until somebody asks for it.
    let heading = "Un titre caché :\n\nUn texte.";
    assert_eq!(of("", heading), [""; 0]);
    assert_eq!(of("C130: avertissement", heading), ["C130 Warning"]);
    // What cannot be printed cannot be talked away, and a code that is none is said.
    assert_eq!(of("C104: non", "Un \u{1f600}."), ["C110 Warning", "C104 Error"]);
    assert_eq!(of("C913: non", "Un texte."), ["C107 Warning"]);
}

/// The defects of the archive (DOMAIN.md 1.7) that `check` is there for, after the import: file, line, code. The import mends others
/// itself (doubled titles, doubled spaces, the broken « Métier-Formation-Emploi ») and says so in its report.
#[test]
fn the_defects_of_the_archive_are_found() {
    let Some(archive) = crate::harness::corpus::text("the_defects_of_the_archive_are_found", "archive-web.txt") else { return };
    let folder = crate::command::Folder::empty();
    folder.put("archive.txt", archive);
    folder.livret(&["import", "--from", "texte", "archive.txt", "--into", "a"]).exits(0);
    let run = folder.run_in("a", &["check", "--format", "json"], &[]).exits(0);
    let report: serde_json::Value = serde_json::from_str(&run.out).expect("JSON");
    let mut found: Vec<String> = Vec::new();
    for finding in report["findings"].as_array().expect("a list") {
        assert_ne!(finding["severity"], "error", "{finding}");
        let file = finding["file"].as_str().unwrap_or("").trim_start_matches("content/fiches/").chars().take(12).collect::<String>();
        found.push(format!("{file}:{} {}", finding["start"]["line"], finding["code"].as_str().unwrap_or("")));
    }
    for defect in [
        // The template’s text, and categories that nobody chose: two fiches, four blocks each.
        "2007-facilit:8 C101",
        "2007-facilit:9 C101",
        "2007-facilit:10 C101",
        "2007-facilit:11 C101",
        "2009-travail:8 C101",
        "2009-travail:9 C101",
        "2009-travail:10 C101",
        "2009-travail:11 C101",
        // « voir Fiche 37 », which is not there.
        "2007-facilit:17 R106",
        // « socio-professionnelle » and « socioprofessionnelle »; three spellings of « L’EnTrain ».
        "2009-travail:21 C135",
        "2009-travail:41 C135",
        "2009-travail:43 C135",
        // What belongs to the site: « cliquez ici », « INSCRIPTIONS CLOTUREES », the form, « une collaboration », « logo cai », the logo to click on.
        "analyse-de-l:28 C112",
        "pleniere-ppl:16 C112",
        "pleniere-ppl:27 C112",
        "pleniere-ppl:31 C112",
        "pleniere-ppl:33 C112",
        "seance-d-inf:17 C112",
        "seance-d-inf:19 C112",
        // A second title, in other words; a title without text.
        "pleniere-ppl:8 C122",
        "seance-d-inf:8 C122",
        "rencontre-de:3 C127",
        // Nobody answers for it.
        "content/coll:1 C102",
    ] {
        assert!(found.iter().any(|f| f == defect), "{defect} is not found\n{}", found.join("\n"));
    }
}

/// One « : » too many in categories.yaml once gave a finding for every category of every fiche, each with a list of no categories.
#[test]
fn what_follows_from_an_unread_file_is_not_said() {
    let project = Project::new()
        .file("content/sigles.yaml", "- { terme: FSE, nature: sigle, developpement: Fonds social européen }\n")
        .fiche("a", "date: 2001\naxes: [accueil]", "Le FSE aide. Le FSE paie.")
        .fiche("b", "date: 2002\naxes: [accueil]", "Le FSE aide encore.");
    let faults = |project: Project| -> Vec<String> {
        let book = project.load();
        book.0.findings.iter().map(|f| format!("{} {}", f.span.map_or("", |s| book.0.sources.get(s.source).path.as_str()), f.code.id)).collect()
    };
    for path in ["content/categories.yaml", "content/sigles.yaml", "content/collection.yaml"] {
        assert_eq!(faults(project.clone().file(path, "cle: a: b: c\n- autre")), [format!("{path} H003")]);
    }
    for path in ["content/categories.yaml", "content/sigles.yaml"] {
        assert_eq!(faults(project.clone().file(path, "du texte")), [format!("{path} H103")]);
    }
    // An empty list is no fault of reading: what is unknown is said, with a remedy.
    let book = project.file("content/categories.yaml", "[]").load();
    let unknown: Vec<_> = book.0.findings.iter().filter(|f| f.code.id == "R104").collect();
    assert_eq!(unknown.len(), 2);
    assert!(unknown.iter().all(|f| f.remedy(livret::base::diag::Lang::Fr) == "écrivez une catégorie de categories.yaml"));
}
