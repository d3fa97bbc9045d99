//! Typography on whole lines: the cases of the house, one table a family of rules, and properties of any text.

use super::characters::is_word;
use super::*;
use proptest::prelude::*;

/// Makes spaces visible in expectations: `_` for U+00A0, `~` for U+202F; raised letters stand between ^ ^.
fn shown(text: &str, settings: &Settings) -> String {
    let mut edits = edits(text, settings, Language::French);
    for edit in &mut edits {
        if edit.style == Style::Superscript {
            edit.text = format!("^{}^", edit.text);
        }
    }
    apply(text, &edits).replace(NO_BREAK, "_").replace(THIN, "~")
}

#[track_caller]
fn check(settings: &Settings, cases: &[(&str, &str)]) {
    for (text, wanted) in cases {
        assert_eq!(shown(text, settings), *wanted, "{text}");
    }
}

#[track_caller]
fn check_default(cases: &[(&str, &str)]) {
    check(&Settings::default(), cases);
}

#[test]
fn cases_of_the_house() {
    // The rows of mode `auto` of shared/typography/cases.tsv, by their number.
    for (row, text, wanted) in [
        ("T001", "Pourquoi ?", "Pourquoi~?"),
        ("T002", "Pourquoi?", "Pourquoi~?"),
        ("T004", "Quoi ?!", "Quoi~?!"),
        ("T005", "Non !!!", "Non~!!!"),
        ("T007", "[!]", "[!]"),
        ("T010", "freins à l’emploi\u{a0};", "freins à l’emploi~;"),
        ("T013", "14h00 \u{202f}: rencontre", "14_h_00_: rencontre"),
        ("T014", "https://cainamur.be/notre-histoire", "https://cainamur.be/notre-histoire"),
        ("T016", "Le train part à 14:30.", "Le train part à 14:30."),
        ("T017", "échelle 1:100", "échelle 1:100"),
        ("T019", "“Place à l’Emploi” ,Un salon", "«~Place à l’Emploi~», Un salon"),
        ("T022", "projet\u{a0} « Relance »", "projet «~Relance~»"),
        ("T023", "«\u{a0}À nous la parole\u{a0}»", "«~À nous la parole~»"),
        ("T025", "\"À nous la parole\"", "«~À nous la parole~»"),
        ("T026", "“À nous la parole”", "«~À nous la parole~»"),
        ("T032", "«\u{202f}N’aie pas peur\u{202f}»", "«~N’aie pas peur~»"),
        ("T034", "CRAC'S", "CRAC’S"),
        ("T040", "2009 –\u{a0}Un travail en réseau", "2009_– Un travail en réseau"),
        ("T041", "1985 –  Lancement du bulletin", "1985_– Lancement du bulletin"),
        ("T043", "de 2010 à 2015", "de 2010 à 2015"),
        ("T044", "1983/1985 – Constitution", "1983/1985_– Constitution"),
        ("T046", "son identité - ou un sentiment - et", "son identité –_ou un sentiment_– et"),
        ("T047", "- le Maroc et la Turquie -, cet événement", "–_le Maroc et la Turquie_–, cet événement"),
        ("T049", "Métier-Formation-Emploi", "Métier-Formation-Emploi"),
        ("T056", "Œuvrer à l’ouverture", "Œuvrer à l’ouverture"),
        ("T062", "le PST 3", "le PST_3"),
        ("T064", "Fiche 37", "Fiche_37"),
        ("T065", "voir Fiche 37 – Parcours d’intégration", "voir Fiche_37_– Parcours d’intégration"),
        ("T067", "(Cf. Fiche 8 – Français Alphabétisation)", "(cf. Fiche_8_– Français Alphabétisation)"),
        ("T068", "Le CAR prévoit", "Le CAR prévoit"),
        ("T070", "une version 2.0", "une version 2.0"),
        ("T071", "465 000 habitants", "465~000 habitants"),
        ("T074", "1 046 personnes", "1~046 personnes"),
        ("T076", "5000 Namur", "5000_Namur"),
        ("T079", "12,6%", "12,6_%"),
        ("T080", "5€", "5_€"),
        ("T082", "323.000,50 €", "323~000,50_€"),
        ("T083", "400h sur 16 mois", "400_h sur 16_mois"),
        ("T085", "13h45", "13_h_45"),
        ("T086", "101.5 FM", "101.5_FM"),
        ("T088", "1er janvier 2025", "1^er^_janvier 2025"),
        ("T089", "le 6 juin 2023", "le 6_juin 2023"),
        ("T094", "n°52", "n°_52"),
        ("T098", "loi du 8 décembre 1992", "loi du 8_décembre 1992"),
        ("T100", "p. 16", "p._16"),
        ("T101", "pp. 12-14", "p._12–14"),
        ("T110", "enseignant·e, animateur·rice", "enseignant·e, animateur·rice"),
        ("T115", "www.pci.cfwb.be.", "www.pci.cfwb.be."),
    ] {
        assert_eq!(shown(text, &Settings::default()), wanted, "{row}");
    }
    // The rows of mode `config`, under the setting that they name and under the other ones.
    let thin_colon = Settings { profile: Profile::FinePartout, ..Settings::default() };
    let lacroux = Settings { space_after_ellipsis: false, ..Settings::default() };
    let french_nesting = Settings { nested: NestedQuotes::French, ..Settings::default() };
    let as_written = Settings { ordinals: Ordinals::Keep, ..Settings::default() };
    let titles = Settings { superscript_titles: true, ..Settings::default() };
    let median = Settings { inclusive: Inclusive::Median, ..Settings::default() };
    let plain = Settings::default();
    for (row, settings, text, wanted) in [
        ("T008", &plain, "Vraiment…?", "Vraiment…~?"),
        ("T008", &lacroux, "Vraiment… ?", "Vraiment…?"),
        ("T011", &plain, "Catégories :", "Catégories_:"),
        ("T011", &thin_colon, "Catégories :", "Catégories~:"),
        ("T028", &plain, "« Il dit : « non » et sort. »", "«~Il dit_: “non” et sort.~»"),
        ("T028", &french_nesting, "« Il dit : “non” et sort. »", "«~Il dit_: «~non~» et sort.~»"),
        ("T091", &plain, "2ème ligne", "2^e^ ligne"),
        ("T091", &as_written, "2ème ligne", "2ème ligne"),
        ("T092", &plain, "XXème siècle", "XX^e^_siècle"),
        ("T092", &as_written, "XXe siècle", "XX^e^_siècle"),
        ("T103", &titles, "Mme Dubois", "M^me^_Dubois"),
        ("T103", &plain, "Mme Dubois", "Mme_Dubois"),
        ("T109", &median, "Intervenant.e.s :", "Intervenant·e·s_:"),
        ("T109", &plain, "Intervenant.e.s :", "Intervenant.e.s_:"),
        ("T112", &median, "seul-e-s", "seul·e·s"),
        ("T112", &plain, "seul-e-s", "seul-e-s"),
    ] {
        assert_eq!(shown(text, settings), wanted, "{row}");
    }
}

#[test]
fn spaces_before_signs() {
    check_default(&[
        ("Oui ; non", "Oui~; non"),
        ("Oui;non", "Oui~; non"),
        ("Vraiment?Parce que", "Vraiment~? Parce que"),
        ("Quoi ? !", "Quoi~?!"),
        ("(vraiment ?)", "(vraiment~?)"),
        ("(?)", "(?)"),
        ("« Quoi ? » !", "«~Quoi~?~»~!"),
        ("Note :suite", "Note_:suite"),
        ("Note:suite et std::vec", "Note:suite et std::vec"),
        ("¿Que?", "¿Que~?"),
        ("\u{fffc} ?", "\u{fffc}~?"),
        ("la fin\n?", "la fin~?"),
        ("Ça va :) bien ;-)", "Ça va :) bien ;-)"),
        ("R&amp;D &nbsp;", "R&amp;D &nbsp;"),
        ("si a != b", "si a != b"),
        ("Namur,Dinant ,Ciney .", "Namur, Dinant, Ciney."),
        ("12,5 et .NET", "12,5 et .NET"),
        ("( voir ici ) et [ ]", "(voir ici) et [ ]"),
        ("mot … suite", "mot… suite"),
        ("mot\u{2009}mot", "mot mot"),
        ("accueil / formation", "accueil_/ formation"),
        ("et/ou", "et/ou"),
        ("?", "?"),
        (" ? seul", " ? seul"),
    ]);
}

#[test]
fn profiles() {
    let text = "Il dit : « oui » ; 465 000 fois !";
    for (profile, wanted) in [
        (Profile::BeDefault, "Il dit_: «~oui~»~; 465~000 fois~!"),
        (Profile::FinePartout, "Il dit~: «~oui~»~; 465~000 fois~!"),
        (Profile::ImprimerieNationale, "Il dit_: «_oui_»~; 465~000 fois~!"),
        (Profile::Ue, "Il dit: «oui»; 465_000 fois!"),
        (Profile::Falc, "Il dit_: «_oui_»_; 465_000 fois_!"),
    ] {
        assert_eq!(shown(text, &Settings { profile, ..Settings::default() }), wanted, "{profile:?}");
    }
    let four = Settings { grouped_from: 4, ..Settings::default() };
    assert_eq!(shown("2350 habitants, en 2009, 5000 Namur", &four), "2~350 habitants, en 2009, 5000_Namur");
    let long = Settings { dash: Dash::Em, ..Settings::default() };
    assert_eq!(shown("un mot - une incise – et une suite ; 2009 - titre", &long), "un mot —_une incise_— et une suite~; 2009_– titre");
    let colon = Settings { colon: Some(Space::None), ..Settings::default() };
    assert_eq!(shown("Note : oui", &colon), "Note: oui");
}

#[test]
fn quotes_by_level() {
    check_default(&[
        ("Il dit \"oui\" puis \"non\".", "Il dit «~oui~» puis «~non~»."),
        ("\"je dis \"non\" et oui\"", "«~je dis “non” et oui~»"),
        ("« a « b « c » d » e »", "«~a “b ‘c’ d” e~»"),
        ("l'\"Emploi\"", "l’«~Emploi~»"),
        ("\" mot \" et \" autre \"", "«~mot~» et «~autre~»"),
        ("(\"annexe\")", "(«~annexe~»)"),
        ("„mot“ et „mot”", "«~mot~» et «~mot~»"),
        ("”mot”", "«~mot~»"),
        ("\"mot”", "«~mot~»"),
        // A quotation of several paragraphs: the level is not known, what is typed stays.
        ("« Il dit “non” et « oui »", "«~Il dit “non” et «~oui~»"),
        ("Il dit “non”. »", "Il dit “non”.~»"),
        ("« Il dit \"non\"", "«~Il dit “non”"),
        ("un seul \" ici", "un seul \" ici"),
        ("\"\" et « »", "\"\" et « »"),
        ("12\" de large", "12\" de large"),
        ("le \u{fffc} \"mot \u{fffc}\"", "le \u{fffc} «~mot \u{fffc}~»"),
    ]);
}

#[test]
fn apostrophes_by_context() {
    check_default(&[
        ("l'été d'un aujourd'hui, qu'il", "l’été d’un aujourd’hui, qu’il"),
        ("l´école", "l’école"),
        ("d'\u{fffc}", "d’\u{fffc}"),
        ("les années '60", "les années ’60"),
        ("l' école et d’ Œuvres, qu' il", "l’école et d’Œuvres, qu’il"),
        ("la lettre ‘l’ est, l’ Été, j' ne", "la lettre ‘l’ est, l’Été, j’ ne"),
        ("un 'mot' ici", "un ‘mot’ ici"),
        ("un 'mot ici", "un ’mot ici"),
        ("5' 30\" et 7'", "5' 30\" et 7'"),
        ("l'image.png d'https://x.be/l'eau", "l’image.png d’https://x.be/l'eau"),
    ]);
}

#[test]
fn dashes_by_role() {
    check_default(&[
        ("un mot - une incise - et une suite", "un mot –_une incise_– et une suite"),
        ("Titre - sous-titre", "Titre_– sous-titre"),
        ("2009 - 20 ans", "2009_– 20_ans"),
        ("En 2009 - année faste - le centre", "En 2009 –_année faste_– le centre"),
        ("Axe 2 -- Emploi", "Axe_2_– Emploi"),
        ("a — b — c", "a —_b_— c"),
        ("un –mot– seul", "un –_mot_– seul"),
        ("A - b. C - d.", "A_– b. C_– d."),
        ("M. Dupont - qui - va", "M._Dupont –_qui_– va"),
        ("- Bonjour", "–_Bonjour"),
        ("9 h - 9 h 15", "9_h_– 9_h_15"),
        ("-5 °C et –5 °C", "-5_°C et –5_°C"),
        ("Jemeppe-sur-Sambre", "Jemeppe-sur-Sambre"),
        ("2009- Un titre. 1- Un point", "2009_– Un titre. 1- Un point"),
        ("Métier- Emploi", "Métier- Emploi"),
    ]);
}

#[test]
fn numbers_and_units() {
    check_default(&[
        ("465000 habitants et 12500 €", "465~000 habitants et 12~500_€"),
        ("75001 Paris, 1046 pages", "75001 Paris, 1046 pages"),
        ("1 234 567,89 euros", "1~234~567,89_euros"),
        ("1.234.567 et 323.000 euros", "1~234~567 et 323~000_euros"),
        ("version 2.000 sur 192.168.100.200", "version 2.000 sur 192.168.100.200"),
        ("En 2009 465 000 personnes", "En 2009 465~000 personnes"),
        ("Fiche 37 200 mots", "Fiche_37 200 mots"),
        ("EUR 12 000", "EUR 12~000"),
        ("081/25.51.80 et 0473 12 34 56", "081/25.51.80 et 0473 12 34 56"),
        ("+32 (0)81 73 71 76", "+32 (0)81 73 71 76"),
        ("BE68 5390 0754 7034", "BE68 5390 0754 7034"),
        ("BE 0456.789.012 et 0456 789 012", "BE 0456.789.012 et 0456 789 012"),
        ("le 06/07/2009 14h30 et 10 %", "le 06/07/2009 14_h_30 et 10_%"),
        ("100% 20°C, 20° C, 12°", "100_% 20_°C, 20_°C, 12°"),
        ("3km, 30 km², 90 km/h, 5 m", "3_km, 30_km², 90_km/h, 5_m"),
        ("3 millions d’euros en 16 mois", "3_millions d’euros en 16_mois"),
        ("4x4, 3D, 5G, A4", "4x4, 3D, 5G, A4"),
        ("€ 5 et 50 €/mois", "€_5 et 50_€/mois"),
        ("24h/24, 9h à 10h30.", "24_h/24, 9_h à 10_h_30."),
        ("de 9h-9h15, 14 h 05 min", "de 9_h_– 9_h_15, 14_h_05_min"),
        ("rue Haute 3, 1000 Bruxelles", "rue Haute 3, 1000_Bruxelles"),
        ("En 2009 Namur, 1950 Kraainem", "En 2009 Namur, 1950_Kraainem"),
        ("5000 NAMUR et 5000 FSE", "5000_NAMUR et 5000 FSE"),
        ("Alpha 5000", "Alpha 5000"),
    ]);
}

#[test]
fn ranges_between_numbers() {
    check_default(&[
        ("2006-2009, (1983-1985)", "2006–2009, (1983–1985)"),
        ("pages 12-14, 16-18 et 20-22", "pages_12–14, 16–18 et 20–22"),
        ("de 12-14 ans, 3-5 juin, 10-12%", "de 12–14_ans, 3–5_juin, 10–12_%"),
        ("2006-12-04", "2006-12-04"),
        ("2009-06", "2009-06"),
        ("2009-2006", "2009-2006"),
        ("n° 12-14 et art. 458-1", "n°_12-14 et art._458-1"),
        ("02-123-45-67", "02-123-45-67"),
        ("RW-2006-2009 et COVID-19", "RW-2006-2009 et COVID-19"),
        ("photo-2006-2009.jpg", "photo-2006-2009.jpg"),
        ("pp. 12-14-16", "p._12-14-16"),
    ]);
}

#[test]
fn ordinals_raised() {
    check_default(&[
        ("1ère, 1re, 2nde, 3es, 2ièmes", "1^re^, 1^re^, 2^nde^, 3^es^, 2^es^"),
        ("XIXe et XXe siècles, Ier siècle, VIe", "XIX^e^ et XX^e^_siècles, I^er^_siècle, VI^e^"),
        ("Me Dupont, Le, De, Ce, MMe, Ie", "Me_Dupont, Le, De, Ce, MMe, I^e^"),
        ("VIVe et IIIIe", "VIVe et IIIIe"),
        ("21er, 12ers, 1.2e, 3e5", "21er, 12ers, 1.2e, 3e5"),
        ("§1er et § 3", "§_1^er^ et §_3"),
    ]);
    let text = "1er et 2ème";
    let styles = edits(text, &Settings::default(), Language::French);
    let superscript = |range, text: &str| Edit { range, text: text.to_owned(), style: Style::Superscript };
    assert_eq!(styles, [superscript(1..3, "er"), superscript(8..12, "e")]);
}

#[test]
fn what_stays_together() {
    check_default(&[
        ("art.12, al. 2, § 3, chap. IV, t. II", "art._12, al._2, §_3, chap._IV, t._II"),
        ("N° 12 et n°12", "N°_12 et n°_12"),
        ("M. Dupont, MM. Martin et J. Durand", "M._Dupont, MM._Martin et J._Durand"),
        ("Mlle Roy, Dr House", "Mlle_Roy, Dr_House"),
        ("L’A.R. Namur", "L’A.R. Namur"),
        ("Axe II, tableau 3, pages 12", "Axe_II, tableau_3, pages_12"),
        ("PST 10 et CAI 2009", "PST_10 et CAI 2009"),
        ("p. ex. et p.16", "p._ex. et p._16"),
        ("n ° 8, nos 4 et 5, M.Dupont, M.B. du", "n°_8, nos_4 et 5, M._Dupont, M.B. du"),
        ("le point I’m", "le point I’m"),
    ]);
}

#[test]
fn inclusive_forms_with_a_median_point() {
    let median = Settings { inclusive: Inclusive::Median, ..Settings::default() };
    check(
        &median,
        &[
            ("les motivé(e)s", "les motivé·e·s"),
            ("invité(e)", "invité·e"),
            ("formateur.rice.s", "formateur·rice·s"),
            ("étudiant.es", "étudiant·es"),
            ("est-elle, donne-le, a-t-elle", "est-elle, donne-le, a-t-elle"),
            ("www.enseignant.es et site.ne.jp", "www.enseignant.es et site.ne.jp"),
            ("fin.Elle, p.ex.", "fin.Elle, p.ex."),
        ],
    );
}

#[test]
fn machine_names_are_left_alone() {
    for text in [
        "https://x.be/a?b=c;d:e!f",
        "info@cainamur.be",
        "photo.jpg",
        "l’Été...2009.pdf",
        "src/main.rs",
        "C:\\Mes documents\\a.txt",
        "./a...b",
        "nom_de_variable",
        "a==b",
        "wiki.be/Namur_(ville)",
        "1.2.3",
        "version 10.0.1",
    ] {
        assert_eq!(french(text), text);
    }
    check_default(&[("(voir https://x.be/a?b.)", "(voir https://x.be/a?b.)"), ("Voir www.x.be?", "Voir www.x.be~?"), ("À info@x.be;", "À info@x.be~;")]);
}

fn french(text: &str) -> String {
    typeset(text, &Settings::default(), Language::French)
}

#[test]
fn other_languages() {
    #[track_caller]
    fn check(language: Language, cases: &[(&str, &str)]) {
        for (text, wanted) in cases {
            let set = typeset(text, &Settings::default(), language);
            assert_eq!(set.replace(NO_BREAK, "_").replace(THIN, "~"), *wanted, "{language:?}: {text}");
            assert!(lint(text, &Settings::default(), language).is_empty());
        }
    }
    check(
        Language::Dutch,
        &[
            ("zo'n \"a \"b\" c\"... ja? 5%", "zo’n ‘a “b” c’… ja? 5%"),
            ("'s avonds in 't dorp", "’s avonds in ’t dorp"),
            ("Wie ? Wij : « samen » !", "Wie? Wij: ‘samen’!"),
            ("“Samen leven” of ‘samen’ of „samen”", "“Samen leven” of ‘samen’ of „samen”"),
            ("30 % van de € 500 ; 20 €", "30_% van de €_500; 20_€"),
            ("( hier )  en daar .", "(hier) en daar."),
            ("Etat, B-5000 Namur en 10 000 mensen", "Etat, B-5000 Namur en 10 000 mensen"),
        ],
    );
    check(
        Language::German,
        &[
            ("\"a \"b\" c\"...", "„a ‚b‘ c“…"),
            ("„Wort“ und “Wort” und »Wort«", "„Wort“ und „Wort“ und »Wort«"),
            ("Er sagte : « Komm » !", "Er sagte: „Komm“!"),
            ("Wer ? 10 % davon", "Wer? 10_% davon"),
        ],
    );
    check(
        Language::English,
        &[
            ("it's \"a \"b\" c\"... oui", "it’s “a ‘b’ c”… oui"),
            ("'Hello' and « hello » !", "‘Hello’ and “hello”!"),
            ("What ? Yes : no ; \u{202f}no", "What? Yes: no; no"),
            ("see https://x.be/a?b :) and a != b", "see https://x.be/a?b :) and a != b"),
            ("the parents' house", "the parents’ house"),
        ],
    );
    check(Language::Other, &[("it's \"a\" ? 5%", "it's \"a\" ? 5%")]);
}

#[test]
fn edits_that_do_not_fit_are_passed_over() {
    let edit = |range| Edit { range, text: "x".to_owned(), style: Style::Plain };
    assert_eq!(apply("été", &[edit(0..1), edit(0..2), edit(1..3), edit(9..12)]), "xté");
}

/// Pieces that rules react to, put side by side without sense.
fn nasty() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        6 => "[ \u{a0}\u{202f}\u{2009}\u{200b}\n\t]",
        6 => "[\"'«»“”‘’„‚´]",
        5 => "[-–—·./,:;!?…]",
        2 => "\\.\\.\\.|--|\\?!|://",
        4 => "( [-–—])+ | [-–] [-–] |« ?| ?»|\" | \"|[?!;:] [?!]| [,.] | / |\\( | \\)",
        4 => "[0-9]{1,4}",
        2 => "[()\\[\\]{}<>@_=&#*%€§°+|\\\\]",
        6 => "[a-zA-ZéÉœçßIVXLhpn]{1,3}",
        3 => "er|e|ème|siècle|juin|h|km|mois|Fiche|pp|p|art|M|Mme|MM|Cf|n|et|CAI|PST|www|jpg|be|habitants|BE68|rice|s",
        2 => "[\u{fffc}\u{301}🎉שم²\u{200f}\u{feff}]",
    ];
    prop::collection::vec(piece, 0..24).prop_map(|pieces| pieces.concat())
}

fn any_settings() -> impl Strategy<Value = Settings> {
    let profiles =
        prop_oneof![Just(Profile::BeDefault), Just(Profile::FinePartout), Just(Profile::ImprimerieNationale), Just(Profile::Ue), Just(Profile::Falc),];
    (profiles, any::<[bool; 5]>()).prop_map(|(profile, [nested, ellipsis, ordinals, inclusive, titles])| Settings {
        profile,
        colon: nested.then_some(Space::None),
        nested: if nested { NestedQuotes::French } else { NestedQuotes::English },
        space_after_ellipsis: ellipsis,
        ordinals: if ordinals { Ordinals::Keep } else { Ordinals::Normalise },
        inclusive: if inclusive {
            Inclusive::Median
        } else if titles {
            Inclusive::Doublet
        } else {
            Inclusive::Garder
        },
        superscript_titles: titles,
        grouped_from: if ellipsis { 4 } else { 5 },
        dash: if titles { Dash::Em } else { Dash::En },
    })
}

/// What must come through unchanged: letters, digits and opaque signs, in order. « pp. » and « (Cf. » are
/// the two words that lose or change a letter.
fn substance(text: &str) -> String {
    let mut kept: Vec<char> = text.chars().filter(|&c| is_word(c)).flat_map(char::to_lowercase).collect();
    kept.dedup_by(|a, b| *a == 'p' && *b == 'p');
    kept.into_iter().collect()
}

fn check_properties(text: &str, settings: &Settings, language: Language) -> Result<(), TestCaseError> {
    let settled = settle(text, settings, language);
    prop_assert!(settled.is_some(), "{:?} does not settle", text);
    let made = settled.map(|line| line.edits(text)).unwrap_or_default();
    let mut position = 0;
    for edit in &made {
        prop_assert!(edit.range.start >= position && edit.range.end >= edit.range.start);
        let replaced = text.get(edit.range.clone());
        prop_assert!(replaced.is_some_and(|old| !old.contains(OPAQUE)));
        prop_assert!(replaced != Some(&edit.text) || edit.style != Style::Plain);
        position = edit.range.end;
    }
    let once = apply(text, &made);
    prop_assert_eq!(&typeset(&once, settings, language), &once);
    if settings.ordinals == Ordinals::Keep {
        prop_assert_eq!(substance(&once), substance(text));
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 20_000, ..ProptestConfig::default() })]

    #[test]
    fn setting_twice_is_setting_once(text in nasty()) {
        check_properties(&text, &Settings::default(), Language::French)?;
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1_000, ..ProptestConfig::default() })]

    #[test]
    fn under_any_settings_too(text in nasty(), settings in any_settings()) {
        check_properties(&text, &settings, Language::French)?;
    }

    #[test]
    fn nothing_is_lost(text in nasty()) {
        let settings = Settings { ordinals: Ordinals::Keep, ..Settings::default() };
        check_properties(&text, &settings, Language::French)?;
    }
}

proptest! {
    #[test]
    fn in_other_languages_too(text in nasty(), language in prop_oneof![Just(Language::Dutch), Just(Language::German), Just(Language::English), Just(Language::Other)]) {
        check_properties(&text, &Settings { ordinals: Ordinals::Keep, ..Settings::default() }, language)?;
    }

    #[test]
    fn no_text_panics(text in any::<String>()) {
        check_properties(&text, &Settings::default(), Language::French)?;
    }
}

/// What [`lint`] finds, as the text with every replacement made; a finding without replacement shows as `‹kind›`.
fn proposed(text: &str, settings: &Settings) -> String {
    let lints = lint(text, settings, Language::French);
    let out = mend(text, &lints).replace(NO_BREAK, "_").replace(THIN, "~");
    let reported: String = lints.iter().filter(|l| l.replacement.is_none()).map(|l| format!(" ‹{:?}›", l.kind)).collect();
    out + &reported
}

#[track_caller]
fn check_lint(kinds: &[LintKind], cases: &[(&str, &str)]) {
    for (text, wanted) in cases {
        assert_eq!(proposed(text, &Settings::default()), *wanted, "{text}");
        let found = lint(text, &Settings::default(), Language::French);
        assert!(found.iter().all(|l| kinds.contains(&l.kind)), "{text}: {found:?}");
        assert_eq!(found.is_empty(), text == wanted, "{text}: {found:?}");
    }
}

#[test]
fn lint_of_signs() {
    use LintKind::*;
    check_lint(
        &[DoubledComma],
        &[
            ("Pierre, Paul, , Jacques", "Pierre, Paul, Jacques"),
            ("un, deux,, trois ,,, quatre", "un, deux, trois, quatre"),
            ("fin, ,", "fin,"),
            ("Er sagte ,,Wort''", "Er sagte ,,Wort''"),
            ("un, deux", "un, deux"),
        ],
    );
    check_lint(
        &[ReversedGuillemet, StrayGuillemet],
        &[
            ("» Bienvenue chez vous »", "« Bienvenue chez vous »"),
            ("« Une fête pour tous «", "« Une fête pour tous »"),
            ("Le film » Nuit noire » passe", "Le film « Nuit noire » passe"),
            ("le salon »Emploi »", "le salon «Emploi »"),
            ("»Lire la suite", "»Lire la suite ‹StrayGuillemet›"),
            // A quotation of several paragraphs ends in one of them.
            ("La fin. » Il ajouta : « oui. »", "La fin. » Il ajouta : « oui. »"),
            ("c’est dit-il » et « non »", "c’est dit-il » et « non »"),
            ("« Un paragraphe ouvert", "« Un paragraphe ouvert"),
            ("« a « b » c »", "« a « b » c »"),
        ],
    );
    check_lint(
        &[EtCaetera],
        &[
            ("des livres, etc…, des films", "des livres, etc., des films"),
            ("des livres, etc .. et plus", "des livres, etc. et plus"),
            ("des livres etc, et (films, etc)", "des livres etc., et (films, etc.)"),
            ("des livres, etc. Et puis", "des livres, etc. Et puis"),
            ("/etc/hosts et etc.txt", "/etc/hosts et etc.txt"),
        ],
    );
    check_lint(
        &[CommaBeforeEllipsis],
        &[
            ("chats, chiens,...", "chats, chiens..."),
            ("chats , … et", "chats… et"),
            ("Namur, Dinant,…", "Namur, Dinant…"),
            ("pommes, …poires", "pommes, …poires"),
            ("chats… et, enfin", "chats… et, enfin"),
            ("un [, …] deux", "un […] deux"),
        ],
    );
    check_lint(
        &[BrokenCompound],
        &[
            ("Centre-Action- Formation", "Centre-Action-Formation"),
            ("Vivre- Ensemble", "Vivre-Ensemble"),
            ("Jemeppe-sur -Sambre", "Jemeppe-sur-Sambre"),
            ("socio- et psycho-pédagogique, pré- ou postscolaire", "socio- et psycho-pédagogique, pré- ou postscolaire"),
            ("un mot - une incise", "un mot - une incise"),
            ("le Nord -Sud", "le Nord -Sud"),
        ],
    );
    check_lint(
        &[Decade],
        &[
            ("les années '80, ’70 et ‘90", "les années 80, 70 et 90"),
            ("années ’60-’70, en mai ’68", "années 60-70, en mai 68"),
            ("dans les années ’60 à ’80", "dans les années 60 à 80"),
            ("les années 60 et 5'30\"", "les années 60 et 5'30\""),
            ("rock ’n’ roll", "rock ’n’ roll"),
        ],
    );
}

#[test]
fn lint_of_letters() {
    use LintKind::*;
    check_lint(
        &[CapitalA],
        &[
            ("A Liège, on A Bruxelles.", "À Liège, on A Bruxelles."),
            ("A l’occasion de la fête. A partir de 2010", "À l’occasion de la fête. À partir de 2010"),
            ("« A vos marques ! » A la suite", "« À vos marques ! » À la suite"),
            ("A 14 h. Ca va. En 2010. A Dinant", "À 14 h. Ça va. En 2010. À Dinant"),
            ("A. Dupont, A/B, A-t-il, A", "A. Dupont, A/B, A-t-il, A"),
            ("A participé à la réunion. A été élu.", "A participé à la réunion. A été élu."),
            ("Groupe A Namur, M. A Dupont", "Groupe A Namur, M. A Dupont"),
            ("A Portrait of the artist? A History of Namur", "A Portrait of the artist? A History of Namur"),
        ],
    );
    check_lint(
        &[CapitalAccent, Ligature],
        &[
            ("Etats-Unis, l’Etat, l'Eglise, ETAT", "États-Unis, l’État, l'Église, ÉTAT"),
            ("Ecole des Etudiantes", "École des Étudiantes"),
            ("le voeu de ma soeur, chef-d'oeuvre", "le vœu de ma sœur, chef-d'œuvre"),
            ("Evaluation of education", "Evaluation of education"),
            ("Emploi, Europe, État, Eric, coefficient", "Emploi, Europe, État, Eric, coefficient"),
            ("voir https://x.be/Etat et Etat.pdf", "voir https://x.be/Etat et Etat.pdf"),
        ],
    );
    check_lint(
        &[DottedSigle, PluralSigle],
        &[
            ("le F.S.E. finance l’A.S.B.L. Machin", "le FSE finance l’ASBL Machin"),
            ("à la R.T.B.F. Le lendemain", "à la RTBF. Le lendemain"),
            ("membre de l’O.N.U.", "membre de l’ONU."),
            ("les ONGs, des CPASs et les CRI’s", "les ONG, des CPAS et les CRI"),
            ("avec J.R.R. Tolkien, A.R. du 25, M.B.", "avec J.R.R. Tolkien, A.R. du 25, M.B."),
            ("CRAC’S, des iPads, les CRI, Mrs", "CRAC’S, des iPads, les CRI, Mrs"),
        ],
    );
    check_lint(
        &[CivilTitle, NumberCapital],
        &[
            ("Mr Durand, Mr. Roy et Mr le Bourgmestre", "M. Durand, M. Roy et M. le Bourgmestre"),
            ("Melle Roy, Mme. Roy", "Mlle Roy, Mme Roy"),
            ("M. Durand, Mme Roy, Mlle Roy", "M. Durand, Mme Roy, Mlle Roy"),
            ("voir N° 7 et le N°12", "voir n° 7 et le n°12"),
            ("N° 7 du bulletin ; BULLETIN N° 12", "N° 7 du bulletin ; BULLETIN N° 12"),
        ],
    );
    check_lint(
        &[ShortFeminine],
        &[
            ("animateurs(trices) et étudiant(e)s", "animatrices et animateurs et étudiantes et étudiants"),
            ("travailleur(euse)s, citoyen(ne)s", "travailleuses et travailleurs, citoyennes et citoyens"),
            ("un directeur(trice), acteur(-trice)s", "un directrice ou directeur, actrices et acteurs"),
            ("projet(s), enfant(s), un(e), (elle) ; f(x)", "projet(s), enfant(s), un(e), (elle) ; f(x)"),
            ("enseignant·e·s, seul-e-s", "enseignant·e·s, seul-e-s"),
        ],
    );
}

#[test]
fn lint_of_numbers() {
    use LintKind::*;
    check_lint(
        &[Power],
        &[
            ("30 m2, 12km2 et 4 cm.3", "30 m², 12km² et 4 cm³"),
            ("5 €/m2, 100 hab./km2", "5 €/m², 100 hab./km²"),
            ("le master 2, M2, CM2, m2m, 30 m²", "le master 2, M2, CM2, m2m, 30 m²"),
        ],
    );
    check_lint(
        &[PostalPrefix],
        &[
            ("B-4000 Liège, BE-6000 Charleroi", "4000 Liège, 6000 Charleroi"),
            ("rue Haute 3, B–1000 Bruxelles", "rue Haute 3, 1000 Bruxelles"),
            ("F-75001 Paris, avenue B-12, plan B-5000", "F-75001 Paris, avenue B-12, plan B-5000"),
        ],
    );
    check_lint(
        &[LegalSeparator, LegalSuffix],
        &[
            ("art. 5bis, article 3ter. § 2", "art. 5*bis*, article 3*ter*, § 2"),
            ("§2 al. 3", "§2, al. 3"),
            ("l'art. 14 § 2, 3°", "l'art. 14, § 2, 3°"),
            ("art. 10, § 1er, 2° et rue Haute 12bis", "art. 10, § 1er, 2° et rue Haute 12bis"),
            ("art. 12. Le texte", "art. 12. Le texte"),
        ],
    );
    check_lint(
        &[Telephone],
        &[
            ("081/22.22.22, 02/123.45.67, 0473/12.34.56", "081_22_22_22, 02_123_45_67, 0473_12_34_56"),
            ("+32 (0)2 123 45 67 ou +32(0)473/12.34.56", "+32_2_123_45_67 ou +32_473_12_34_56"),
            ("0032/81/25.51.80 et +33 (0)1 23 45 67 89", "+32_81_25_51_80 et +33_1_23_45_67_89"),
            ("0800/12.345, 04/222.33.44, 071-12-34-56", "0800_12_345, 04_222_33_44, 071_12_34_56"),
            ("06/07/2009, BCE 0456.789.012, 0456.789.012", "06/07/2009, BCE 0456.789.012, 0456.789.012"),
            ("081 25 51 80, n° 081/25.51.80, 081/25.51.80-12", "081 25 51 80, n° 081/25.51.80, 081/25.51.80-12"),
        ],
    );
    check_lint(
        &[Date, Hour],
        &[
            ("le 06 juin, 1 mai 2020, 12 Juin", "le 6 juin, 1er mai 2020, 12 juin"),
            ("de 9:00 à 12:30", "de 9_h_00 à 12_h_30"),
            ("16:9, Jn 3:16, 14:30:12, à 1:100", "16:9, Jn 3:16, 14:30:12, à 1:100"),
            ("le 6 juin, 1er mai, 31 Namurois", "le 6 juin, 1er mai, 31 Namurois"),
        ],
    );
}

#[test]
fn lint_of_short_forms_where_doublets_are_wanted() {
    let doublet = Settings { inclusive: Inclusive::Doublet, ..Settings::default() };
    for (text, wanted) in [
        ("les intervenant.e.s", "les intervenantes et intervenants"),
        ("des animateur·rice·s seul-e-s", "des animatrices et animateurs seules et seuls"),
        ("l’enseignant·e", "l’enseignante ou enseignant"),
        ("est-elle, donne-le, www.enseignant.es", "est-elle, donne-le, www.enseignant.es"),
        ("un·e artiste", "un·e artiste"),
    ] {
        assert_eq!(proposed(text, &doublet), wanted, "{text}");
    }
}

/// The kinds of changes that may be made without asking leave every letter and every digit as it is.
fn check_lints(text: &str, settings: &Settings) -> Result<(), TestCaseError> {
    let found = lint(text, settings, Language::French);
    let mut position = 0;
    for l in &found {
        prop_assert!(l.range.start >= position && l.range.end >= l.range.start, "{:?}", found);
        let old = text.get(l.range.clone());
        prop_assert!(old.is_some_and(|old| !old.contains(OPAQUE)), "{:?}", l);
        if let (Some(old), Some(new)) = (old, &l.replacement) {
            prop_assert!(old != new, "{:?} changes nothing", l);
            let substance = |t: &str| t.chars().filter(|c| is_word(*c)).collect::<String>();
            prop_assert!(!l.sure || substance(old) == substance(new), "{:?} is not sure", l);
        }
        position = l.range.end;
    }
    // Accepting every proposal, again and again, comes to an end soon.
    let mut now = text.to_owned();
    for _ in 0..4 {
        now = mend(&now, &lint(&now, settings, Language::French));
    }
    let left: Vec<Lint> = lint(&now, settings, Language::French).into_iter().filter(|l| l.replacement.is_some()).collect();
    prop_assert!(left.is_empty(), "{:?} of {:?} is still {:?}", left, text, now);
    Ok(())
}

/// Pieces that [`lint`] reacts to.
fn suspect() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        4 => "[ \u{a0}\u{202f}]",
        2 => "[,.…’'()«»§°:/-]",
        3 => "etc|\\.\\.\\.|,|, ,|«|» |années|’60|A |Namur|Etat|coeur|C\\.A\\.I\\.|CRIs|km2|m\\.2|B-5000|N° ?|12|art\\. |bis|§ ?|1°|al\\. |Mr|Melle|Mme\\.|Dupont",
        2 => "081/25\\.51\\.80|\\+32 \\(0\\)|médiateurs\\(trices\\)|\\(e\\)|s|juin|Juin|06|1|14:30|à |Métier-|- |Emploi|O\\.N\\.U|le |Le |\u{fffc}",
    ];
    prop::collection::vec(piece, 0..16).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 4_000, ..ProptestConfig::default() })]

    #[test]
    fn lints_mend_what_they_find(text in suspect()) {
        check_lints(&text, &Settings::default())?;
        check_lints(&text, &Settings { inclusive: Inclusive::Doublet, ..Settings::default() })?;
    }

    #[test]
    fn lints_of_any_pieces(text in nasty()) {
        check_lints(&text, &Settings::default())?;
    }

    #[test]
    fn suspect_texts_are_set_once(text in suspect()) {
        check_properties(&text, &Settings::default(), Language::French)?;
    }
}
