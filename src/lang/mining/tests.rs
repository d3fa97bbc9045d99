//! What texts say, pattern by pattern; precision and recall on real texts are in `tests/suite/sigles.rs`.

use super::*;

/// `SIGLE=expansion` for each explanation of a passage.
fn found(text: &str) -> String {
    find(text).iter().map(|f| format!("{}={}", &text[f.sigle.clone()], &text[f.expansion.clone()])).collect::<Vec<_>>().join("; ")
}

#[test]
fn each_pattern_is_found() {
    for (text, wanted) in [
        // développement (SIGLE)
        ("l’appel du Fonds social européen (FSE) pour", "FSE=Fonds social européen"),
        ("une insertion socio-professionnelle (ISP) du Centre", "ISP=insertion socio-professionnelle"),
        ("une insertion socioprofessionnelle (ISP) du Centre", "ISP=insertion socioprofessionnelle"),
        ("l’agrément des Centres régionaux d’intégration (CRI) en 1997", "CRI=Centres régionaux d’intégration"),
        ("Un Contrat d’Avenir pour la Wallonie (CAW) voit le jour", "CAW=Contrat d’Avenir pour la Wallonie"),
        ("une association sans but lucratif (ASBL)", "ASBL=association sans but lucratif"),
        ("des Bureaux d’accueil des primo-arrivants (BAPA)", "BAPA=Bureaux d’accueil des primo-arrivants"),
        ("par l’Institut de recherche, formation et action sur les migrations (IRFAM).", "IRFAM=Institut de recherche, formation et action sur les migrations"),
        ("un Plan stratégique transversal – Inclusion sociale 2006-2009 (PST 3) « pour", "PST 3=Plan stratégique transversal – Inclusion sociale 2006-2009"),
        ("la Fédération des centres régionaux d’intégration (FéCRI)", "FéCRI=Fédération des centres régionaux d’intégration"),
        ("le Centre régional d’intégration de la province de Luxembourg (CRILUX)", "CRILUX=Centre régional d’intégration de la province de Luxembourg"),
        ("le Fonds de la recherche scientifique (FNRS)", "FNRS=Fonds de la recherche scientifique"),
        ("du « Fonds social européen » (FSE)", "FSE=Fonds social européen"),
        ("du Fonds social européen [F.S.E.]", "F.S.E.=Fonds social européen"),
        ("du Fonds social européen (ci-après FSE)", "FSE=Fonds social européen"),
        ("du Fonds social européen (ci-après : « FSE »)", "FSE=Fonds social européen"),
        ("du Fonds social européen (ou FSE)", "FSE=Fonds social européen"),
        ("du Fonds social européen (le « FSE »)", "FSE=Fonds social européen"),
        ("du Fonds social européen (en abrégé FSE)", "FSE=Fonds social européen"),
        ("du Fonds social européen (FSE, 2014-2020)", "FSE=Fonds social européen"),
        // SIGLE (développement)
        ("du FSE (Fonds social européen)", "FSE=Fonds social européen"),
        (
            "PIPSISS (Portefeuille intégré de projets structurants en insertion sociale à Sambreville)",
            "PIPSISS=Portefeuille intégré de projets structurants en insertion sociale à Sambreville",
        ),
        (
            "la Mirena (Mission régionale pour l’Emploi des arrondissements de Namur et Dinant)",
            "Mirena=Mission régionale pour l’Emploi des arrondissements de Namur et Dinant",
        ),
        ("le CASIT-UO (Centre d’action sociale italien et son université ouvrière)", "CASIT-UO=Centre d’action sociale italien et son université ouvrière"),
        ("le FSE (le Fonds social européen, créé en 1957)", "FSE=Fonds social européen"),
        ("le FLE (pour français langue étrangère)", "FLE=français langue étrangère"),
        // développement, SIGLE
        ("la Direction interdépartementale de l’Intégration sociale, DIIS)", "DIIS=Direction interdépartementale de l’Intégration sociale"),
        ("le Fonds social européen, en abrégé FSE, finance", "FSE=Fonds social européen"),
        ("le Fonds social européen, dit FSE, finance", "FSE=Fonds social européen"),
        ("le Fonds social européen – FSE", "FSE=Fonds social européen"),
        ("connu sous le sigle FSE", ""),
        // SIGLE : développement
        ("(PLIC : plan local d’intégration et de cohabitation, vu la présence de nomades)", "PLIC=plan local d’intégration et de cohabitation"),
        ("FSE : Fonds social européen", "FSE=Fonds social européen"),
        ("FSE – Fonds social européen", "FSE=Fonds social européen"),
        ("L’emploi d’abord. PST : plan stratégique transversal. Puis", "PST=plan stratégique transversal"),
        ("Une phrase. PST : les partenaires sont là.", ""),
        ("le plan « Habiter ici » (PHI) de", "PHI=plan « Habiter ici"),
        ("une journée « Habiter ici » (PHI) de", ""),
        // The letters of another language's order.
        ("le Fonds asile, migration et intégration (AMIF) de", "AMIF=Fonds asile, migration et intégration"),
        ("un texte sur la famille et le médiateur (AMIF)", ""),
        // SIGLE, c’est-à-dire …
        ("le FSE, c’est-à-dire le Fonds social européen, finance", "FSE=Fonds social européen"),
        ("FSE signifie « Fonds social européen »", "FSE=Fonds social européen"),
        ("la DIIS, Direction interdépartementale de l’Intégration sociale, soutient", "DIIS=Direction interdépartementale de l’Intégration sociale"),
    ] {
        assert_eq!(found(text), wanted, "{text}");
    }
}

#[test]
fn what_only_looks_like_an_explanation_is_none() {
    for text in [
        "le CRAC’S (centre culturel local de Sambreville)",
        "intervention de InES (Think Tank)",
        "d’autres (FIPI par exemple)",
        "la fin du financement (FIPI)",
        "un financement du FSE (URBAN)",
        "le Plan (PST 3) et l’été (2009)",
        "la commune de Namur (Belgique)",
        "le rallye de Dinant (Namur)",
        "le CPAS, la Commune, le GABS et le CAI",
        "avec le CAI, la Ville de Namur, le CPAS",
        "le CAI, centre de Namur, et",
        "le projet de la ville (CPAS)",
        "la Région wallonne (Direction de l’action sociale)",
        "en province de Namur (CAI, CPAS)",
    ] {
        assert_eq!(found(text), "", "{text}");
    }
}

fn suggested(texts: &[(usize, &str)]) -> String {
    let passages: Vec<Passage<'_>> = texts.iter().map(|(document, text)| Passage { document: *document, text }).collect();
    let line = |s: &Suggestion| {
        let plural = s.plural.as_ref().map(|p| format!(" / {p}")).unwrap_or_default();
        let rivals: String = s.rivals.iter().map(|(r, _)| format!(" ≠ {r}")).collect();
        format!("{}={}{plural} [{}, {}]{rivals}", s.term, s.expansion, s.confidence.word(), s.evidence.len())
    };
    suggest(&passages, &|_| true).iter().map(line).collect::<Vec<_>>().join("; ")
}

#[test]
fn passages_are_put_together() {
    for (texts, wanted) in [
        (vec![(0, "le Fonds social européen (FSE)"), (1, "le F.S.E. (Fonds Social Européen)")], "FSE=Fonds social européen [sûr, 2]"),
        (vec![(0, "les Plans locaux d’intégration (PLI)")], "PLI=Plan local d’intégration / Plans locaux d’intégration [probable, 1]"),
        (
            vec![(0, "les Plans locaux d’intégration (PLI)"), (1, "un plan local d’intégration")],
            "PLI=Plan local d’intégration / Plans locaux d’intégration [sûr, 1]",
        ),
        (
            vec![(0, "l’Association Travail-Amitié-Culture (ATAC)"), (1, "l’Association Travail-Amitiés-Culture (ATAC)")],
            "ATAC=Association Travail-Amitié-Culture [sûr, 1] ≠ Association Travail-Amitiés-Culture",
        ),
        (
            vec![(0, "Appel à projets PCI 2025"), (0, "l’appel « Promotion de la citoyenneté et de l’interculturalité 2025 » est lancé")],
            "PCI=Promotion de la citoyenneté et de l’interculturalité [à vérifier, 1]",
        ),
        (vec![(0, "Appel à projets PCI 2025"), (1, "« Promotion de la citoyenneté et de l’interculturalité »")], ""),
    ] {
        assert_eq!(suggested(&texts), wanted);
    }
}
