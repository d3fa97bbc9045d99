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
        ("de 9h-9h15", "de 9_h_– 9_h_15"),
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
    let text = "it's \"a \"b\" c\"... oui ? 5%";
    for (language, wanted) in [
        (Language::Dutch, "it’s ‘a “b” c’… oui ? 5%"),
        (Language::German, "it’s „a ‚b‘ c“… oui ? 5%"),
        (Language::English, "it’s “a ‘b’ c”… oui ? 5%"),
        (Language::Other, text),
    ] {
        assert_eq!(typeset(text, &Settings::default(), language), wanted, "{language:?}");
    }
    let dutch = typeset("'s avonds in 't dorp", &Settings::default(), Language::Dutch);
    assert_eq!(dutch, "’s avonds in ’t dorp");
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
        inclusive: if inclusive { Inclusive::Median } else { Inclusive::Garder },
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
