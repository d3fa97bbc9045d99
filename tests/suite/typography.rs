//! French typography from end to end: a text in a fiche, what is printed of it, what is found in it, and what becomes of it when the
//! proposals are accepted. The rows are those of `fixtures/typography/cases.tsv`.

use crate::harness::project::{Book, Project};
use livret::pipeline::Subject;

/// One row of the table.
struct Row {
    id: String,
    mode: String,
    input: String,
    expected: String,
}

fn rows() -> Vec<Row> {
    let table = include_str!("../fixtures/typography/cases.tsv");
    let rows: Vec<Row> = table
        .lines()
        .skip(1)
        .map(|line| {
            let mut cells = line.split('\t').map(str::to_owned);
            let (id, _, mode) = (cells.next(), cells.next(), cells.next());
            let cell = |c: Option<String>| c.unwrap_or_else(|| panic!("{line}: a cell is missing"));
            let mut row = Row { id: cell(id), mode: cell(mode), input: cell(cells.next()), expected: cell(cells.next()) };
            match row.id.as_str() {
                // « straight quotes, level 1 »: the table has lost them on its way.
                "T025" => row.input = format!("\"{}\"", row.input),
                // « then rule above »: the remedy is shown without what typesetting adds to it.
                "T077" => row.expected = row.expected.replace(' ', "\u{a0}"),
                _ => {}
            }
            row
        })
        .collect();
    assert_eq!(rows.len(), 82);
    rows
}

const COLLECTION: &str = "version: 1\nnom: Maison d’essai\ndate: 2026-03-01\nediteur_responsable: { nom: N, adresse: A }\nlangue: fr\n";

/// A fiche with this text as its only paragraph, in a collection with these settings.
fn fiche(settings: &str, text: &str) -> Project {
    // What Markdown would take for a list is a dash.
    let body = if text.starts_with("- ") { format!("\\{text}") } else { text.to_owned() };
    Project::new().file("content/collection.yaml", format!("{COLLECTION}{settings}")).fiche("a", "date: 2001", &format!("{body}\n"))
}

/// What a paragraph prints, with `<sup>` and `<em>` as in the table.
fn printed(book: &Book) -> String {
    let bundle = book.emitted(Subject::Fiche("a".to_owned()), "ecran");
    let body = String::from_utf8_lossy(&bundle.files["body/a.typ"].bytes).into_owned();
    let line = body.lines().find(|l| l.starts_with("#para")).unwrap_or_else(|| panic!("no paragraph in {body}"));
    let mut out = String::new();
    let mut closers: Vec<&str> = Vec::new();
    let mut rest = line;
    while let Some(c) = rest.chars().next() {
        if let Some(after) = rest.strip_prefix("#\"") {
            rest = literal(after, &mut out);
        } else if let Some(after) = rest.strip_prefix('#') {
            let name: String = after.chars().take_while(|c| c.is_alphanumeric() || *c == '-').collect();
            rest = &after[name.len()..];
            if rest.starts_with('(') {
                let mut depth = 0;
                while let Some(c) = rest.chars().next() {
                    rest = &rest[c.len_utf8()..];
                    match c {
                        '"' => rest = literal(rest, &mut String::new()),
                        '(' => depth += 1,
                        ')' if depth == 1 => break,
                        ')' => depth -= 1,
                        _ => {}
                    }
                }
            }
            let (open, close) = match name.as_str() {
                "sup" => ("<sup>", "</sup>"),
                "emph" => ("<em>", "</em>"),
                _ => ("", ""),
            };
            if let Some(after) = rest.strip_prefix('[') {
                out.push_str(open);
                closers.push(close);
                rest = after;
            }
        } else {
            if c == ']' {
                out.push_str(closers.pop().unwrap_or(""));
            }
            rest = &rest[c.len_utf8()..];
        }
    }
    out
}

/// Reads a string up to its closing quote, and gives what follows.
fn literal<'a>(text: &'a str, out: &mut String) -> &'a str {
    let mut chars = text.char_indices();
    while let Some((at, c)) = chars.next() {
        match c {
            '"' => return &text[at + 1..],
            '\\' => out.extend(chars.next().map(|(_, c)| c)),
            c => out.push(c),
        }
    }
    ""
}

/// The codes of typography found, in order.
fn codes(book: &Book) -> Vec<&'static str> {
    book.0.findings.iter().map(|f| f.code.id).filter(|id| id.starts_with("C3")).collect()
}

/// The source of the fiche with every proposal of typography accepted.
fn mended(book: &Book) -> String {
    let source = book.0.sources.find("content/fiches/a.md").expect("the fiche");
    let mut text = book.0.sources.get(source).text.clone();
    let mut fixes: Vec<_> = book.0.findings.iter().filter(|f| f.code.id.starts_with("C3")).filter_map(|f| f.fix.clone()).collect();
    fixes.sort_by_key(|f| std::cmp::Reverse(f.span));
    for fix in fixes {
        text.replace_range(fix.span.range(), &fix.replacement);
    }
    text
}

/// What is printed once every proposal is accepted; then nothing more is proposed.
fn after_proposals(settings: &str, text: &str) -> (String, Vec<&'static str>) {
    let project = fiche(settings, text);
    let book = project.load();
    let found = codes(&book);
    let again = project.file("content/fiches/a.md", mended(&book)).load();
    let left: Vec<&str> = again.0.findings.iter().filter(|f| f.code.id.starts_with("C3") && f.fix.is_some()).map(|f| f.code.id).collect();
    assert!(left.is_empty(), "{text}: {left:?} once more after its remedy");
    (printed(&again), found)
}

#[test]
fn rows_that_typesetting_applies() {
    let mut wrong = Vec::new();
    let rows = rows();
    for row in rows.iter().filter(|r| r.mode == "auto") {
        let book = fiche("", &row.input).load();
        let out = printed(&book);
        if out != row.expected {
            wrong.push(format!("{}: {:?} gives {out:?}, not {:?}", row.id, row.input, row.expected));
        }
        if !codes(&book).is_empty() && row.id != "T016" {
            wrong.push(format!("{}: what is mended by itself is no finding: {:?}", row.id, codes(&book)));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn rows_that_follow_a_setting() {
    // The row, the setting that gives what it shows, another setting and what that one gives.
    let settings = [
        ("T008", "", "typographie: { espace_apres_suspension: non }", "Vraiment…?"),
        ("T011", "", "typographie: { profil: fine-partout }", "Catégories\u{202f}:"),
        ("T028", "", "typographie: { guillemets_internes: francais }", "«\u{202f}Il dit\u{a0}: «\u{202f}non\u{202f}» et sort.\u{202f}»"),
        ("T091", "", "typographie: { ordinaux: garder }", "2ème ligne"),
        ("T092", "", "typographie: { ordinaux: garder }", "XXème siècle"),
        ("T103", "typographie: { titres_en_exposant: oui }", "", "Mme\u{a0}Dubois"),
        ("T109", "typographie: { inclusif: median }", "typographie: { inclusif: garder }", "Intervenant.e.s\u{a0}:"),
        ("T112", "typographie: { inclusif: median }", "", "seul-e-s"),
    ];
    for row in rows().iter().filter(|r| r.mode == "config") {
        let (_, shown, other, otherwise) = settings.iter().find(|s| s.0 == row.id).unwrap_or_else(|| panic!("{}: no setting gives it", row.id));
        assert_eq!(printed(&fiche(shown, &row.input).load()), row.expected, "{}", row.id);
        assert_eq!(printed(&fiche(other, &row.input).load()), *otherwise, "{}: {other}", row.id);
    }
}

/// Rows whose finding is no matter of typography, with the code of the rule that finds them.
const ELSEWHERE: [(&str, &[&str]); 3] = [("T116", &["C111"]), ("T118", &["C112"]), ("T119", &["C112", "C124"])];

#[test]
fn rows_that_are_findings() {
    let mut wrong = Vec::new();
    for row in rows().iter().filter(|r| matches!(r.mode.as_str(), "lint" | "lexicon" | "error")) {
        if let Some((_, known)) = ELSEWHERE.iter().find(|(id, _)| *id == row.id) {
            let found = fiche("", &row.input).load().findings();
            let exists = livret::pipeline::codes().iter().any(|c| known.contains(&c.id));
            if exists && !found.iter().any(|f| known.iter().any(|k| f.ends_with(k))) {
                wrong.push(format!("{}: {:?} is not found: {found:?}", row.id, row.input));
            }
            continue;
        }
        let (out, found) = after_proposals("", &row.input);
        if found.is_empty() {
            wrong.push(format!("{}: nothing is found in {:?}", row.id, row.input));
        }
        if !row.expected.is_empty() && out != row.expected {
            wrong.push(format!("{}: {:?} gives {out:?}, not {:?}", row.id, row.input, row.expected));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// What the import makes of a line of boxes: the identifier of each category that is ticked.
#[test]
fn rows_that_are_parsed() {
    use livret::base::source::{Source, SourceId};
    let thematiques = |boxes: &str| -> Vec<String> {
        let text =
            format!("2001 – Une fiche d’exemple\n\nUn texte assez long pour un paragraphe.\n\nCatégories :\n\nThématiques :\n\nGénérales :\n\n{boxes}\n");
        let files = livret::import::texte(&Source::new("a.txt", text), SourceId(0)).value;
        let fiche = files.into_iter().find(|f| f.path.starts_with("fiches/")).expect("a fiche");
        let project = Project::new().file("content/fiches/a.md", fiche.text).file("content/categories.yaml", include_str!("../../content/categories.yaml"));
        let book = project.load();
        book.0.corpus.fiches[0].categories.filled().into_iter().flatten().map(|c| c.to_string()).collect()
    };
    let mut seen = 0;
    for row in rows().iter().filter(|r| r.mode == "parse") {
        let id = row.expected.split('"').nth(1).unwrap_or_else(|| panic!("{}: no identifier in {}", row.id, row.expected));
        assert_eq!(thematiques(&row.input), [id], "{}", row.id);
        seen += 1;
    }
    assert_eq!(seen, 1);
    // ☑ is yes, ☐ and ☒ are no, as the note of the row says; other hands write the same otherwise.
    assert_eq!(thematiques("☑ Logement\n☐ Santé\n☒ Mobilité\n☑ Citoyenneté"), ["citoyennete", "logement"]);
    assert_eq!(thematiques("• ☑ Enseignement/formation / emploi\n[ ] Santé\n[x] Juridique / justice"), ["enseignement-formation-emploi", "juridique-justice"]);
}

#[test]
fn an_unknown_profile_is_a_finding_with_the_nearest_name() {
    for (settings, message) in [
        ("typographie: { profil: be-defaut }", "vouliez-vous « be-default » ?"),
        ("typographie: { profil: fine-partou }", "vouliez-vous « fine-partout » ?"),
        ("typographie: { inclusif: mediane }", "vouliez-vous « median » ?"),
        ("typographie: { profile: ue }", "écrivez « profil »"),
    ] {
        let book = fiche(settings, "Un texte.").load();
        let finding = book.0.findings.first().unwrap_or_else(|| panic!("{settings}: nothing is found"));
        assert!(finding.remedy(Default::default()).starts_with(message), "{settings}: {}", finding.remedy(Default::default()));
    }
}

#[test]
fn profiles_differ_as_they_say() {
    let text = "Il dit : « oui » ; 465 000 fois !";
    for (profile, wanted) in [
        ("be-default", "Il dit\u{a0}: «\u{202f}oui\u{202f}»\u{202f}; 465\u{202f}000 fois\u{202f}!"),
        ("fine-partout", "Il dit\u{202f}: «\u{202f}oui\u{202f}»\u{202f}; 465\u{202f}000 fois\u{202f}!"),
        ("imprimerie-nationale", "Il dit\u{a0}: «\u{a0}oui\u{a0}»\u{202f}; 465\u{202f}000 fois\u{202f}!"),
        ("ue", "Il dit: «oui»; 465\u{a0}000 fois!"),
        ("falc", "Il dit\u{a0}: «\u{a0}oui\u{a0}»\u{a0}; 465\u{a0}000 fois\u{a0}!"),
    ] {
        assert_eq!(printed(&fiche(&format!("typographie: {{ profil: {profile} }}"), text).load()), wanted, "{profile}");
    }
    // Easy texts are not divided at the end of lines, and have no short forms.
    let easy = fiche("typographie: { profil: falc }", "Les intervenant·e·s.").load();
    assert_eq!(codes(&easy), ["C320"]);
    let data = |book: &Book| String::from_utf8_lossy(&book.emitted(Subject::Fiche("a".to_owned()), "ecran").files["data/publication.json"].bytes).into_owned();
    assert!(data(&easy).contains("\"hyphenate\": false"));
    assert!(data(&fiche("", "Un texte.").load()).contains("\"hyphenate\": true"));
}

/// A text of a fiche, and the whole file once every proposal is accepted.
#[track_caller]
fn mends(file: &str, wanted: &str) {
    let project = Project::new().file("content/fiches/a.md", file);
    assert_eq!(mended(&project.load()), wanted);
}

#[test]
fn proposals_keep_the_markdown_around_them() {
    let head = "---\ntitre: Un titre\ndate: 2001\n---\n";
    for (text, wanted) in [
        ("- Des livres, *etc…*\n- **A Namur**, [les CRIs](https://x.be/CRIs)\n", "- Des livres, *etc.*\n- **À Namur**, [les CRI](https://x.be/CRIs)\n"),
        ("> Mr Dupont\n> et Melle Roy\n", "> M. Dupont\n> et Mlle Roy\n"),
        ("| Etat | m2 |\n|---|---|\n| 30 m2 | `Etat` |\n", "| État | m² |\n|---|---|\n| 30 m² | `Etat` |\n"),
        ("# A Liège\n\nMot[^1].\n\n[^1]: Voir N° 7.\n", "# À Liège\n\nMot[^1].\n\n[^1]: Voir n° 7.\n"),
        ("Le rallye « Métier-Formation-\nEmploi » a lieu.\n", "Le rallye « Métier-Formation-Emploi » a lieu.\n"),
        // A line end breaks what a space alone would not.
        ("Un plan socio-\nprofessionnel, aux niveaux socio-\net culturel.\n", "Un plan socio-professionnel, aux niveaux socio-\net culturel.\n"),
        (":::encadre {titre=\"A Namur\"}\nDes chats,… et des chiens.\n:::\n", ":::encadre {titre=\"À Namur\"}\nDes chats… et des chiens.\n:::\n"),
        // What is italic already is right; what is code, an address or another language is nobody's French.
        ("L’art. 12*bis* et `art. 12bis`.\n", "L’art. 12*bis* et `art. 12bis`.\n"),
        ("[A Portrait, 30 m2]{lang=en} et [Etat 's]{lang=nl}\n", "[A Portrait, 30 m2]{lang=en} et [Etat 's]{lang=nl}\n"),
        ("<https://x.be/Etat,…> et info@Etat.be, Etat.pdf\n", "<https://x.be/Etat,…> et info@Etat.be, Etat.pdf\n"),
    ] {
        mends(&format!("{head}{text}"), &format!("{head}{wanted}"));
    }
    mends(
        "---\ntitre: \"A Namur : l'Etat\"\ndate: 2001\nchapeau: |\n  A Liège, les ONGs.\n\n  Des chats,… puis rien.\nsources:\n  - Le coeur, p. 3\n---\nUn texte.\n",
        "---\ntitre: \"À Namur : l'État\"\ndate: 2001\nchapeau: |\n  À Liège, les ONG.\n\n  Des chats… puis rien.\nsources:\n  - Le cœur, p. 3\n---\nUn texte.\n",
    );
    // A fiche in Dutch.
    let dutch = "---\ntitre: Etat\ndate: 2001\nlangue: nl\n---\nA Namur, 30 m2.\n";
    mends(dutch, dutch);
}

/// Rows of the same kinds as those of the table: what is wrong, and what is printed once the proposals are accepted.
#[test]
fn others_of_the_same_kinds() {
    let mut wrong = Vec::new();
    for (text, code, wanted) in [
        ("Namur,, Dinant et Huy", "C301", "Namur, Dinant et Huy"),
        ("Le projet \u{202f}» Ensemble \u{202f}» démarre", "C302", "Le projet «\u{202f}Ensemble\u{202f}» démarre"),
        ("Jemeppe-sur- Sambre", "C304", "Jemeppe-sur-Sambre"),
        ("un savoir- faire", "C304", "un savoir-faire"),
        ("c’est -à-dire", "C304", "c’est-à-dire"),
        ("les années '70 et '80", "C305", "les années 70 et 80"),
        ("les années 1960’s", "C305", "les années 1960"),
        ("des livres etc ...", "C306", "des livres etc."),
        ("des livres, ect.", "C306", "des livres, etc."),
        ("Huy, Liège ,….", "C307", "Huy, Liège…."),
        ("A partir de 2010", "C308", "À partir de 2010"),
        ("Les ECOLES", "C309", "Les ÉCOLES"),
        ("un chef-d'oeuvre", "C310", "un chef-d’œuvre"),
        ("une a.s.b.l. namuroise", "C311", "une asbl namuroise"),
        ("la S.N.C.B. roule", "C311", "la SNCB roule"),
        ("des CRI’s", "C312", "des CRI"),
        ("12 m3", "C313", "12\u{a0}m³"),
        ("BE-4000 Liège", "C314", "4000\u{a0}Liège"),
        ("B - 5000 Namur", "C314", "5000\u{a0}Namur"),
        ("voir N°8", "C315", "voir n°\u{a0}8"),
        ("art. 5 §2 3°", "C316", "art.\u{a0}5, §\u{a0}2, 3°"),
        ("Mr et Mme Dupont", "C318", "M. et Mme\u{a0}Dupont"),
        ("Mme. Roy", "C318", "Mme\u{a0}Roy"),
        ("02-345 67 89", "C319", "02\u{a0}345\u{a0}67\u{a0}89"),
        ("081 / 25.51.80", "C319", "081\u{a0}25\u{a0}51\u{a0}80"),
        ("0032 81 73 71 76", "C319", "+32\u{a0}81\u{a0}73\u{a0}71\u{a0}76"),
        ("les étudiant(e)s", "C320", "les étudiantes et étudiants"),
        ("le 06 Juin", "C321", "le 6\u{a0}juin"),
        ("12.50 € et 3.5 km", "C323", "12,50\u{a0}€ et 3,5\u{a0}km"),
    ] {
        let (out, found) = after_proposals("", text);
        if out != wanted || !found.contains(&code) {
            wrong.push(format!("{text:?} gives {out:?} with {found:?}, not {wanted:?} with {code}"));
        }
    }
    // The same signs where they are right.
    for text in [
        "aux niveaux socio- et psychologique, micro-, méso- ou macro-économique",
        "la fréquence 107.2 FM, la version 3.10, le point 2.1, à 14.30 h",
        "MM. X et Y, c.q.f.d., p.ex., M.B. et A.R.",
        "Une avant- et une après-guerre",
        "un BE 0456.789.012 et +32 81 73 71 76",
    ] {
        let found = codes(&fiche("", text).load());
        if !found.is_empty() {
            wrong.push(format!("{text:?} is right, and has {found:?}"));
        }
    }
    for (text, wanted) in [
        ("le CASIT-UO, Métier-Formation, COVID-19", "le CASIT\u{2011}UO, Métier-Formation, COVID-19"),
        ("de Lu–Ve, les XXe–XXIe siècles", "de Lu–Ve, les XX<sup>e</sup>–XXI<sup>e</sup>\u{a0}siècles"),
    ] {
        let out = printed(&fiche("", text).load());
        if out != wanted {
            wrong.push(format!("{text:?} gives {out:?}, not {wanted:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn what_an_escape_hides_is_found_without_a_change() {
    let head = "---\ntitre: Un titre\ndate: 2001\n---\n";
    let text = format!("{head}Une &amp; deux, l&#x2019;Etat et \\*rien.\n");
    let book = Project::new().file("content/fiches/a.md", text.clone()).load();
    assert_eq!(codes(&book), ["C309"]);
    assert_eq!(mended(&book), text);
}

#[test]
fn passages_in_another_language_have_their_own_quotes_and_spaces() {
    for (text, wanted) in [
        ("Il dit [Wie ? \"Wij\" : 30 %]{lang=nl} !", "Il dit Wie? ‘Wij’: 30\u{a0}%\u{202f}!"),
        ("Le slogan [« Willkommen » !]{lang=de} est \"clair\".", "Le slogan „Willkommen“! est «\u{202f}clair\u{202f}»."),
        ("Le \"[it's \"our\" home]{lang=en}\" !", "Le «\u{202f}it’s “our” home\u{202f}»\u{202f}!"),
        ("Un [mot \"autre\" ?]{lang=tr}", "Un mot \"autre\" ?"),
    ] {
        assert_eq!(printed(&fiche("", text).load()), wanted, "{text}");
    }
    let dutch = Project::new().fiche("a", "date: 2001\nlangue: nl", "Wie ? \"Wij\" ; 5 %.\n").load();
    assert_eq!(printed(&dutch), "Wie? ‘Wij’; 5\u{a0}%.");
}

/// Every code of typography, with a text that has it; what is found is that, at its place.
#[test]
fn each_code_finds_what_it_is_for() {
    for (text, wanted) in [
        ("Un, , deux.", "5:3 C301"),
        ("Le salon »Emploi ».", "5:10 C302"),
        ("»Mais voilà.", "5:1 C303"),
        ("Le Métier-Formation- Emploi.", "5:21 C304"),
        ("Les années ’60.", "5:12 C305"),
        ("Des livres, etc…", "5:16 C306"),
        ("Des livres,…", "5:11 C307"),
        ("A Namur.", "5:1 C308"),
        ("L’Etat.", "5:3 C309"),
        ("Le coeur.", "5:4 C310"),
        ("La C.S.C. a dit.", "5:4 C311"),
        ("Les CRIs.", "5:8 C312"),
        ("Un pré de 30 m2.", "5:15 C313"),
        ("Rue Haute, B-5000 Namur.", "5:12 C314"),
        ("Voir N° 7.", "5:6 C315"),
        ("L’art. 12 § 1er.", "5:10 C316"),
        ("L’art. 12bis.", "5:10 C317"),
        ("Avec Mr Dupont.", "5:6 C318"),
        ("Au 081/25.51.80.", "5:4 C319"),
        ("Les médiateurs(trices).", "5:5 C320"),
        ("Le 06 juin.", "5:4 C321"),
        ("À 14:30.", "5:5 C322"),
        ("Un taux de 12.5 %.", "5:14 C323"),
    ] {
        let found = fiche("", text).load().findings();
        assert!(found.contains(&format!("content/fiches/a.md:{wanted}")), "{text}: {found:?}");
    }
}

#[test]
fn the_sample_has_nothing_to_mend() {
    let book = Project::folder("").load();
    let found: Vec<String> = book.findings().into_iter().filter(|f| f.contains(" C3")).collect();
    assert_eq!(found, [""; 0]);
}
