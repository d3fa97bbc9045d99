//! The findings of the engine.

crate::codes! {
    /// An error of the engine at an author's place.
    ENGINE = "T101" Error {
        "cela ne peut pas être mis en page : {why}" / "this cannot be laid out: {why}",
        "simplifiez ce passage{? (conseil du moteur : {hint})?}" / "simplify this passage{? (the engine’s advice: {hint})?}",
        "Le moteur de mise en page (Typst) a refusé ce passage ; le message est le sien." / "The layout engine (Typst) refused this passage; the message is its own.",
    }
    /// A warning of the engine.
    ENGINE_WARNING = "T102" Warning {
        "mise en page : {why}" / "layout: {why}",
        "regardez cette page du PDF{? (conseil du moteur : {hint})?}" / "look at this page of the PDF{? (the engine’s advice: {hint})?}",
        "Le moteur de mise en page (Typst) a composé la page, mais signale ceci." / "The layout engine (Typst) set the page, but reports this.",
    }
    /// Page numbers that move each other for ever.
    UNSTABLE = "T103" Warning {
        "les numéros de page ne se stabilisent pas après {rounds} mises en page" / "page numbers do not settle after {rounds} layouts",
        "changez un peu le texte près d’un bas de page ; certains numéros de renvoi peuvent être faux d’une page" / "change the text near the foot of a page a little; some printed page numbers may be off by one",
        "Un numéro de page qui change de largeur peut déplacer une ligne, donc un autre numéro." / "A page number that changes its width can move a line, and so another number.",
    }
    /// An error in a template.
    TEMPLATE_TYPST = "W402" Error outside {
        "la bibliothèque de mise en page a une erreur : {why}" / "the layout library has an error: {why}",
        "corrigez templates/{file}, ou supprimez-le pour reprendre celui du programme{? (conseil du moteur : {hint})?}" / "correct templates/{file}, or remove it to take the program’s own{? (the engine’s advice: {hint})?}",
        "Un fichier de templates/ remplace celui du programme : il doit définir tout ce que le texte appelle." / "A file of templates/ replaces the program’s own: it must define all that the text calls.",
    }
    /// A font file that is none.
    BAD_FONT = "W403" Error {
        "« {file} » n’est pas une police lisible : {why}" / "“{file}” is no readable font: {why}",
        "supprimez le fichier, ou remplacez-le par une police .ttf ou .otf" / "remove the file, or replace it with a .ttf or .otf font",
        "Une police abîmée peut bloquer la mise en page ou changer les lettres." / "A damaged font may hang the layout or change letters.",
    }
    /// The PDF standard is not met.
    STANDARD = "T104" Error {
        "la norme {standard} n’est pas respectée : {why}" / "the standard {standard} is not met: {why}",
        "corrigez ce passage, ou retirez la norme du profil dans templates/profiles.yaml{? (conseil du moteur : {hint})?}" /
        "correct this passage, or take the standard off the profile in templates/profiles.yaml{? (the engine’s advice: {hint})?}",
        "Le profil promet cette norme : un fichier qui ne la tient pas n’est pas écrit." / "The profile promises this standard: a file that does not meet it is not written.",
    }
}
