//! What is wrong with the release that a proof is compared with.

crate::codes! {
    /// A release that cannot be read.
    NO_RELEASE = "P120" Error outside {
        "la version à comparer ne peut pas être lue : {why}" / "the release to compare with cannot be read: {why}",
        "donnez à --since le PDF « ecran » d’une version antérieure, ou son manifest.json" / "give --since the `ecran` PDF of an earlier release, or its manifest.json",
        "L’épreuve marque dans la marge ce qui a changé depuis cette version." / "The proof marks in its margin what changed since that release.",
    }
    /// A release without structure.
    UNTAGGED = "P121" Error outside {
        "« {file} » n’est pas balisé : ses phrases ne peuvent pas être comparées" / "“{file}” is not tagged: its sentences cannot be compared",
        "donnez le PDF du profil « ecran » de la même version" / "give the PDF of the same release in the profile `ecran`",
        "Seule la structure d’un PDF balisé dit où commence un paragraphe et ce qui n’est qu’un titre courant." /
        "Only the structure of a tagged PDF says where a paragraph begins and what is a mere running head.",
    }
    /// A release for several publications.
    WHICH = "P122" Error outside {
        "--since donne un seul PDF, et plusieurs épreuves sont demandées : {words}" / "--since gives one PDF, and several proofs are asked for: {words}",
        "nommez une seule publication, ou donnez le manifest.json de la version antérieure" / "name one publication, or give the manifest.json of the earlier release",
        "Comparée au PDF d’une autre publication, une épreuve serait marquée partout." / "Compared with the PDF of another publication, a proof would be marked everywhere.",
    }
    /// A comparison without a proof.
    NO_PROOF = "P125" Error outside {
        "--since ne concerne que les épreuves, et aucune n’est demandée" / "--since is about proofs, and none is asked for",
        "ajoutez --profile epreuve" / "add --profile epreuve",
        "Ce qui a changé se marque dans la marge d’une épreuve, jamais dans un fichier à diffuser." / "What changed is marked in the margin of a proof, never in a file to give away.",
    }
    /// A manifest without the publication.
    NOT_LISTED = "P123" Warning {
        "« {id} » n’a pas de PDF « ecran » dans {file} : rien n’est comparé" / "“{id}” has no `ecran` PDF in {file}: nothing is compared",
        "donnez le manifeste d’une version où cette publication a été produite, ou son PDF" / "give the manifest of a release that made this publication, or its PDF",
        "Une publication nouvelle n’a pas de version antérieure." / "A new publication has no earlier release.",
    }
    /// A file that is not the one of the manifest.
    NOT_INTACT = "P124" Error outside {
        "« {file} » n’est pas, à côté du manifeste, le fichier qu’il décrit" / "“{file}” is not, beside the manifest, the file that it describes",
        "remettez le dossier complet de cette version, ou donnez le PDF lui-même" / "put the whole folder of that release back, or give the PDF itself",
        "Un manifeste donne l’empreinte de chaque fichier : un autre fichier serait comparé sans que personne ne le sache." /
        "A manifest gives the hash of each file: another file would be compared without anybody knowing.",
    }
}
