//! The importer on whole texts: the archive when it is there, invented samples, and any text at all.

use super::texte;
use crate::base::diag::{Diagnostic, Lang, Severity};
use crate::base::source::{Source, SourceId, Sources};
use crate::import::ImportedFile;
use crate::model::fiche::{FicheDraft, Slot};
use crate::model::markup::{Block, BlockKind, Inline, InlineKind, Role, visit};
use crate::resolve::Drafts;
use proptest::prelude::*;
use std::collections::BTreeSet;

fn import(path: &str, text: &str) -> (Vec<ImportedFile>, Vec<Diagnostic>, Source) {
    let source = Source::new(path, text);
    let made = texte(&source, SourceId(0));
    (made.value, made.findings, source)
}

/// The findings as lines « line code message »; `!` marks a warning.
fn report(findings: &[Diagnostic], source: &Source) -> String {
    let mut out = String::new();
    for f in findings {
        // No wording has a hole: every name in it was said.
        for wording in [f.code.message.fr, f.code.message.en, f.code.remedy.fr, f.code.remedy.en] {
            let mut required = String::new();
            let mut rest = wording;
            while let Some((before, after)) = rest.split_once("{?") {
                required.push_str(before);
                rest = after.split_once("?}").map_or("", |(_, r)| r);
            }
            required.push_str(rest);
            for name in required.split('{').skip(1).filter_map(|p| p.split_once('}')).map(|(name, _)| name) {
                assert!(f.args.iter().any(|(n, value)| *n == name && !value.is_empty()), "{} does not say {name}", f.code.id);
            }
        }
        let line = f.span.map_or(0, |s| source.position(s.start as usize).line);
        let mark = match f.severity {
            Severity::Note => "",
            Severity::Warning => "!",
            Severity::Error => "E",
        };
        out.push_str(&format!("{line} {}{mark} {}\n", f.code.id, f.message(Lang::Fr)));
    }
    out
}

/// Reads the files as a workspace; what the readers and `resolve` find is the second value.
fn workspace(files: &[ImportedFile]) -> (Vec<FicheDraft>, Vec<Diagnostic>) {
    let mut sources = Sources::default();
    let mut findings = Vec::new();
    let mut drafts = Drafts { profiles: vec!["ecran".to_owned()], ..Drafts::default() };
    for file in files {
        let id = crate::parse::text::decode(&mut sources, &file.path, file.text.as_bytes()).unload(&mut findings);
        match file.path.as_str() {
            "collection.yaml" => {
                drafts.catalog.collection = crate::parse::catalog::collection(&sources, id, &mut findings);
                drafts.collection_source = Some(id);
            }
            "publications.yaml" => crate::parse::catalog::publications(&sources, id, &mut drafts.catalog, &mut findings),
            "categories.yaml" => crate::parse::catalog::categories(&sources, id, &mut drafts.catalog, &mut findings),
            "sigles.yaml" => crate::parse::catalog::terms(&sources, id, &mut drafts.catalog, &mut findings),
            _ => drafts.fiches.push(crate::parse::fiche(sources.get(id), id).unload(&mut findings)),
        }
    }
    let fiches = drafts.fiches.clone();
    let corpus = crate::resolve::resolve(drafts, None).unload(&mut findings);
    assert_eq!((corpus.fiches.len() + corpus.broken.len(), corpus.publications.len()), (fiches.len(), 1));
    (fiches, findings)
}

fn errors(findings: &[Diagnostic]) -> Vec<String> {
    findings.iter().filter(|f| f.severity == Severity::Error).map(|f| format!("{} {}", f.code.id, f.message(Lang::Fr))).collect()
}

fn words(text: &str) -> Vec<String> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).map(str::to_owned).collect()
}

fn words_of(blocks: &[Block]) -> Vec<String> {
    let mut out = Vec::new();
    visit(blocks, &mut |inline: &Inline, _: Role| {
        if let InlineKind::Text(text) | InlineKind::Code(text) = &inline.kind {
            out.extend(words(text));
        }
    });
    out
}

/// All words of a fiche, in order.
fn words_in(draft: &FicheDraft) -> Vec<String> {
    let mut out = draft.header.date.as_ref().map(|d| words(&d.to_string())).unwrap_or_default();
    out.extend(draft.header.title.iter().flat_map(|t| words(t)));
    out.extend(words_of(&draft.lead));
    out.extend(words_of(&draft.body.blocks));
    out
}

fn fixture(text: &str) -> String {
    let (files, findings, source) = import("x.txt", text);
    let (_, found) = workspace(&files);
    assert_eq!(errors(&found), Vec::<String>::new());
    let mut out = String::new();
    for file in files.iter().filter(|f| f.path.starts_with("fiches/")) {
        out.push_str(&format!("== {}\n{}", file.path, file.text));
    }
    format!("{out}== rapport\n{}", report(&findings, &source))
}

#[test]
fn titles_that_differ() {
    insta::assert_snapshot!(fixture(include_str!("../../../tests/fixtures/import/texte/titres-divergents.txt")), @r##"
== fiches/1998-journee-sur-la-mediation.md
---
titre: Une journée sur la médiation
date: 1998
statut: brouillon
chapeau: |
  Une association d’exemple invite ses voisins à une journée d’étude.
---
1998 – Une journée sur la médiation interculturelle

Le matin, deux exposés ; l’après-midi, trois ateliers.
== fiches/1999-centre-de-l-exemple.md
---
titre: Le centre de l’exemple
date: 1999
statut: brouillon
chapeau: |
  Un premier paragraphe.
---
Un second.
== fiches/2000-titre-seul-en-tete.md
---
titre: Un titre seul en tête
date: 2000
statut: brouillon
chapeau: |
  2001 – une année d’exemple – ne fait pas un second titre, puisque ses mots sont autres.
---
La suite.
== rapport
1 I702 3 texte(s) : 3 fiche(s) datée(s), 0 page(s) sans date
1 I705 les textes ont le statut « brouillon », et la publication « livret » les retient tous
1 I706! collection.yaml est à compléter : nom de l’organisation, éditeur responsable, date de l’édition (2000-01-01 en attendant)
1 I703 fiche de 1998, « Une journée sur la médiation » → fiches/1998-journee-sur-la-mediation.md
4 I711! deux titres différents : « Une journée sur la médiation » (gardé) et « 1998 – Une journée sur la médiation interculturelle »
6 I718 le premier paragraphe devient le chapeau
14 I703 fiche de 1999, « Le centre de l’exemple » → fiches/1999-centre-de-l-exemple.md
16 I711! deux titres différents : « Le centre de l’exemple » (gardé) et « 1999 – Le Centre de l’exemple »
18 I718 le premier paragraphe devient le chapeau
25 I703 fiche de 2000, « Un titre seul en tête » → fiches/2000-titre-seul-en-tete.md
27 I718 le premier paragraphe devient le chapeau
"##);
}

#[test]
fn filled_blocks_and_mixed_boxes() {
    insta::assert_snapshot!(fixture(include_str!("../../../tests/fixtures/import/texte/rubriques-remplies.txt")), @r##"
== fiches/1983-commissions-d-exemple.md
---
titre: Des commissions d’exemple
date: 1983/1985
statut: brouillon
chapeau: |
  Trois commissions se réunissent chaque mois dans une salle prêtée (voir Fiche 2 – Bulletin de liaison).
axes: [accompagnement]
thematiques: [enseignement-formation-emploi, juridique-justice, mobilite]
sigles:
  GEX: groupe d’exemple
  CEX: "commission : exemple"
# à compléter : primo-exemple
ressources:
  - titre: Brochure de synthèse
    url: https://exemple.be/synthese.pdf
    description: "PDF, 2 pages"
  - titre: Plan du quartier
    url: https://www.exemple.be/plan
# adresse à retrouver : Affiche de la journée
sources:
  - "Rapport d’activités 1985, p. 12 et annexe"
  - "« Un article », \\*Revue d’exemple\\*, n° 3, 1986"
---
Le Fonds d’exemple local (FEL) paie le local : 50 \* 2 = 100 \[francs/euros] par an, note_1 et \<b>.

1\. pas un numéro, une ligne qui commence par un chiffre

Imprimer cette page
== fiches/1986-lancement-du-bulletin-de-liaison.md
---
titre: Lancement du bulletin de liaison
date: 1986
statut: brouillon
---
Le bulletin paraît.
== rapport
1 I702 2 texte(s) : 2 fiche(s) datée(s), 0 page(s) sans date
1 I705 les textes ont le statut « brouillon », et la publication « livret » les retient tous
1 I706! collection.yaml est à compléter : nom de l’organisation, éditeur responsable, date de l’édition (1986-01-01 en attendant)
1 I703 fiche de 1983/1985, « Des commissions d’exemple » → fiches/1983-commissions-d-exemple.md
3 I710 le titre est écrit deux fois ; il est gardé une fois
5 I718 le premier paragraphe devient le chapeau
5 I726 le renvoi « Fiche 2 – Bulletin de liaison » désigne 1986-lancement-du-bulletin-de-liaison par son titre
7 I738 le texte explique FEL : « Fonds d’exemple local » → sigles.yaml
11 I728 la ligne « * Légende » est retirée
13 I730 la rubrique « Ressources à télécharger » donne 3 entrée(s) de « ressources »
17 I735! la ressource « Affiche de la journée » n’a pas d’adresse
19 I730 la rubrique « Jargon, abréviations, sigles et acronymes » donne 3 entrée(s) de « sigles »
23 I736! « primo-exemple » n’a pas la forme « SIGLE : développement »
25 I730 la rubrique « Sources » donne 2 entrée(s) de « sources »
31 I733 4 catégorie(s) cochée(s) : Accompagnement, Enseignement/formation / emploi, Juridique / Justice, Mobilité
48 I734! la catégorie « Santee » n’est pas de la liste, sa case est vide ; elle est ajoutée à categories.yaml (santee)
54 I737! ce texte suit les rubriques ; il est gardé à la fin du texte
54 I725! « Imprimer cette page » vient sans doute du site, pas du texte ; c’est gardé
61 I703 fiche de 1986, « Lancement du bulletin de liaison » → fiches/1986-lancement-du-bulletin-de-liaison.md
63 I719 pas de chapeau : le texte n’a pas un premier paragraphe suivi d’autre chose
"##);
}

#[test]
fn empty_and_missing_blocks_and_periods() {
    insta::assert_snapshot!(fixture(include_str!("../../../tests/fixtures/import/texte/rubriques-vides.txt")), @r##"
== fiches/1990-fiche-sans-cases-cochees.md
---
titre: Une fiche sans cases cochées
date: 1990
statut: brouillon
chapeau: |
  Un chapeau.
axes: à compléter
thematiques: à compléter
sources: à compléter
---
Un texte.
== fiches/2010-periode-sans-aucune-rubrique.md
---
titre: "Une période, sans aucune rubrique"
date: 2010/2012
statut: brouillon
chapeau: |
  Un chapeau.
---
Un texte.
== fiches/1985-periode-a-l-envers.md
---
titre: Une période à l’envers
date: 1985
statut: brouillon
---
Un seul paragraphe.
== fiches/1992-sources-en-paragraphes.md
---
titre: Des sources en paragraphes
date: 1992
statut: brouillon
chapeau: |
  Un chapeau.
thematiques: [logement]
sources:
  - Un premier rapport
  - Un second rapport
---
Un texte.

Tourisme
== rapport
1 I702 4 texte(s) : 4 fiche(s) datée(s), 0 page(s) sans date
1 I705 les textes ont le statut « brouillon », et la publication « livret » les retient tous
1 I706! collection.yaml est à compléter : nom de l’organisation, éditeur responsable, date de l’édition (2012-01-01 en attendant)
1 I703 fiche de 1990, « Une fiche sans cases cochées » → fiches/1990-fiche-sans-cases-cochees.md
3 I718 le premier paragraphe devient le chapeau
7 I729 la rubrique « Sources » est vide
9 I732 aucune case n’est cochée sous « Catégories »
14 I703 fiche de 2010/2012, « Une période, sans aucune rubrique » → fiches/2010-periode-sans-aucune-rubrique.md
16 I718 le premier paragraphe devient le chapeau
23 I715! « 1985/1983 » n’est pas une période ; la date est 1985
23 I703 fiche de 1985, « Une période à l’envers » → fiches/1985-periode-a-l-envers.md
25 I719 pas de chapeau : le texte n’a pas un premier paragraphe suivi d’autre chose
30 I703 fiche de 1992, « Des sources en paragraphes » → fiches/1992-sources-en-paragraphes.md
32 I718 le premier paragraphe devient le chapeau
36 I730 la rubrique « Sources » donne 2 entrée(s) de « sources »
42 I733 1 catégorie(s) cochée(s) : Logement
45 I737! ce texte suit les rubriques ; il est gardé à la fin du texte
"##);
}

#[test]
fn the_same_text_twice() {
    insta::assert_snapshot!(fixture(include_str!("../../../tests/fixtures/import/texte/doublons.txt")), @r##"
== fiches/2003-fiche-copiee.md
---
titre: Une fiche copiée
date: 2003
statut: brouillon
chapeau: |
  Un chapeau.
---
Un texte.
== fiches/2003-fiche-copiee-2.md
---
titre: Une fiche copiée
date: 2003
statut: brouillon
chapeau: |
  Un chapeau.
---
Un texte revu.
== rapport
1 I702 2 texte(s) : 2 fiche(s) datée(s), 0 page(s) sans date
1 I705 les textes ont le statut « brouillon », et la publication « livret » les retient tous
1 I706! collection.yaml est à compléter : nom de l’organisation, éditeur responsable, date de l’édition (2003-01-01 en attendant)
1 I703 fiche de 2003, « Une fiche copiée » → fiches/2003-fiche-copiee.md
3 I718 le premier paragraphe devient le chapeau
11 I716 « Une fiche copiée » est déjà là, mot pour mot ; une seule copie est gardée
11 I707 espaces ramenées à des espaces ordinaires : suites × 1
21 I703 fiche de 2003, « Une fiche copiée » → fiches/2003-fiche-copiee-2.md
21 I717! « Une fiche copiée » est déjà là avec un autre texte ; cette version va dans fiches/2003-fiche-copiee-2.md
23 I718 le premier paragraphe devient le chapeau
"##);
}

/// The archive, where it is: in $LIVRET_CORPUS or in ../shared/corpus.
fn archive() -> Option<String> {
    let folder = std::env::var_os("LIVRET_CORPUS").map_or_else(|| std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpus"), Into::into);
    std::fs::read_to_string(folder.join("archive-web.txt")).ok()
}

#[test]
#[allow(clippy::print_stderr, reason = "a test that is skipped says so")]
fn the_archive() {
    let Some(text) = archive() else {
        eprintln!("skipped: no archive-web.txt in $LIVRET_CORPUS or ../shared/corpus");
        return;
    };
    let (files, findings, source) = import("archive-web.txt", &text);
    let (fiches, found) = workspace(&files);
    // A reference to a fiche that the archive does not hold is all that resolving finds.
    assert_eq!(found.iter().map(|f| f.code.id).collect::<Vec<_>>(), ["R106"]);

    let summary: Vec<_> = fiches
        .iter()
        .map(|f| {
            let h = &f.header;
            let state = |placeholder: bool, absent: bool| {
                if placeholder {
                    '…'
                } else if absent {
                    '-'
                } else {
                    '+'
                }
            };
            let states: String = [
                state(matches!(h.axes, Slot::Placeholder(_)), h.axes == Slot::Absent),
                state(matches!(h.themes, Slot::Placeholder(_)), h.themes == Slot::Absent),
                state(matches!(h.terms, Slot::Placeholder(_)), h.terms == Slot::Absent),
                state(matches!(h.resources, Slot::Placeholder(_)), h.resources == Slot::Absent),
                state(matches!(h.sources, Slot::Placeholder(_)), h.sources == Slot::Absent),
            ]
            .into_iter()
            .collect();
            let shape: String = f
                .body
                .blocks
                .iter()
                .map(|b| match &b.kind {
                    BlockKind::Paragraph(_) => "p".to_owned(),
                    BlockKind::Heading { .. } => "h".to_owned(),
                    BlockKind::List { items, .. } => format!("({})", items.iter().map(|i| if i.blocks.len() > 1 { 'L' } else { 'l' }).collect::<String>()),
                    _ => "?".to_owned(),
                })
                .collect();
            format!("{} {} {states} {} {shape}", f.id, h.date.as_ref().map(|d| d.to_string()).unwrap_or_default(), f.lead.len())
        })
        .collect();
    assert_eq!(
        summary,
        [
            "2009-travail-en-reseau-pour-accompagner-les-personnes 2009 …………… 1 ppppppp(lllll)ppppppp",
            "2007-faciliter-l-acces-aux-droits-fondamentaux-et-le-vivre 2007 …………… 1 ppppppppppppp(llL)ppppphp",
            "pleniere-ppli-2023  ----- 0 phpppph(llLlll)pp",
            "seance-d-info-sur-l-appel-a-projets-pci-2025  ----- 0 phpp(ll)ppp",
            "analyse-de-l-irfam-2022  ----- 0 ppppphpppppp",
            "rencontre-des-associations-de-migrants-inscription  ----- 0 ",
        ]
    );

    // Every word of the archive is in the files, in its order; what is left out is the template's.
    let mut titles = BTreeSet::new();
    let template = |line: &str| {
        let slug = crate::lang::format::slug(line);
        line.starts_with('☑') || super::rubrics::is_label(line) || slug == "ajouter-liens"
    };
    let expected: Vec<_> = text
        .lines()
        .map(|l| l.replace(['\u{a0}', '\u{202f}'], " ").trim().to_owned())
        .filter(|l| !l.is_empty() && !template(l) && (super::posts::dated(l).is_none() || titles.insert(words(l))))
        .flat_map(|l| words(&l))
        .collect();
    let written: Vec<_> = fiches.iter().flat_map(words_in).collect();
    assert_eq!(written.len(), expected.len());
    assert_eq!(written, expected);

    // The findings, without the words of the archive.
    let codes: Vec<_> = report(&findings, &source).lines().map(|l| l.split(' ').take(2).collect::<Vec<_>>().join(" ")).collect();
    assert_eq!(codes.join(", "), ARCHIVE_FINDINGS);
}

const ARCHIVE_FINDINGS: &str = "1 I702, 1 I705, 1 I706!, 1 I703, 4 I710, 4 I707, 6 I718, 8 I738, 16 I739, 16 I738, 30 I739, 30 I738, 34 I722, 35 I723!, 40 I738, \
    40 I738, 44 I728, 46 I729, 50 I729, 54 I729, 58 I731, 90 I703, 92 I710, 94 I718, 98 I738, 100 I739, 100 I727!, 102 I738, 104 I738, \
    106 I739, 110 I738, 120 I739, 120 I738, 130 I739, 132 I738, 132 I738, 142 I720, 146 I728, 148 I729, 152 I729, 156 I729, 160 I731, \
    191 I704, 195 I720, 205 I725!, 207 I720, 209 I721, 224 I725!, 226 I725!, 231 I704, 233 I739, 235 I720, 241 I721, 245 I725!, \
    247 I725!, 262 I704, 275 I720, 287 I725!, 293 I704, 293 I713!";

/// Lines that a text of this kind can hold.
fn line() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => Just(String::new()),
        1 => Just("\u{a0}".to_owned()),
        3 => "[A-Za-zé’ ,.:;*_\\[\\]#<>|`~^{}&«»\\\\-]{1,40}",
        1 => "(19|20)[0-9]{2}(/20[0-9]{2})? [–-] [A-Za-z «»:#]{1,20}",
        1 => "( {0,8})• [A-Za-z :*-]{0,20}",
        1 => "[0-2]?[0-9]h[0-5][0-9] : [a-z]{1,9}",
        1 => "[0-9]{1,2}[.)] [a-z]{1,9}",
        1 => "(☑|☐|\\[x\\]|X) ?(Logement|Santé|Enseignement/ formation/emploi|Tourisme|[a-z]{1,9})",
        1 => "[A-Z]{2,4} ?[:–] ?[a-z ]{1,20}",
        1 => prop::sample::select(vec![
            "* Légende", "Ressources à télécharger :", "Jargon, abréviations, sigles et acronymes :", "Sources :", "Catégories :", "Générales :", "Spécifiques :",
            "  • Ajouter liens", "Programme", "cliquez ici", "le Fonds social européen (FSE)", "(voir Fiche 3 – Un titre)", "un mot cou-", "https://exemple.be/a_b?c=d",
            "• Brochure : https://exemple.be", "---", ":::encadre",
        ]).prop_map(str::to_owned),
        1 => "\\PC{0,30}",
        1 => "[\\x00-\\x1f\\u{80}-\\u{9f}\\u{200b}\\u{202e}\\u{feff}a ]{0,8}",
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, rng_seed: proptest::test_runner::RngSeed::Fixed(2009), failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_gives_a_workspace_and_loses_no_word(lines in prop::collection::vec(line(), 0..60)) {
        let text = lines.join("\n");
        let (files, findings, source) = import("x.txt", &text);
        let (_, found) = workspace(&files);
        prop_assert_eq!(errors(&found), Vec::<String>::new(), "{}\n=>\n{:#?}", text, files);
        for f in &findings {
            let span = f.span.map(|s| s.range()).unwrap_or_default();
            prop_assert!(source.text.get(span.clone()).is_some(), "{:?} {}", span, f.code.id);
        }
        // The words are compared as the importer sees them: without marks of no width, and with the template's own words set aside.
        let seen = super::lines::read(&source, SourceId(0), &mut Vec::new());
        let mut kept: BTreeSet<String> = files.iter().flat_map(|f| words(&f.text)).collect();
        kept.extend(findings.iter().flat_map(|f| words(&f.message(Lang::Fr))));
        for line in seen.iter().filter(|l| !super::rubrics::is_label(&l.text) && super::rubrics::tick(&l.text).is_none() && l.text != "• Ajouter liens") {
            for word in words(&line.text) {
                prop_assert!(kept.contains(&word) || word == "X", "{word:?} of {:?} is lost in {:#?}", line.text, files);
            }
        }
    }
}

#[test]
fn extreme_texts() {
    for text in [
        String::new(),
        "\n\n\u{a0}\n".to_owned(),
        "x".repeat(1_000_000),
        "mot ".repeat(250_000),
        "*_[<".repeat(100_000),
        "Titre\n".repeat(20_000),
        "2009 – T\n\n\n\n\n".repeat(300),
        format!("Titre\n\n{}", "  • a\n".repeat(10_000)),
        (0..200).map(|n| format!("{}• a\n", " ".repeat(n))).collect(),
        "☑ Logement".to_owned(),
        format!("2009 – T\n\nx\n\nSources :\n{0}\n{0}\n\nCatégories :\n☑ {0}\n• {0}\n\nJargon :\nA : {0}", "mot ".repeat(50_000)),
        "Catégories :\n☑ ".to_owned() + &"a".repeat(5_000),
        "Sources :".to_owned(),
        "(".repeat(50_000) + "ABC)",
        "\u{0}\u{1}\u{fffd}".repeat(10_000),
    ] {
        let (files, _, _) = import("x.txt", &text);
        let (_, found) = workspace(&files);
        assert_eq!(errors(&found), Vec::<String>::new(), "{text:.40}");
    }
}
