//! The findings about PDF files.

crate::codes! {
    /// A PDF of our own that cannot be imposed.
    IMPOSE = "T201" Error {
        "les pages ne peuvent pas être mises en feuilles : {why}" / "the pages cannot be put on sheets: {why}",
        "signalez cette erreur : le PDF vient d’être produit par livret" / "report this error: livret has just made the PDF",
        "Le profil « bureau » plie deux pages sur une feuille." / "The profile `bureau` folds two pages on a sheet.",
    }
    /// A file that is no PDF, or a damaged one.
    BROKEN = "F001" Error {
        "« {file} » n’est pas un PDF lisible : {why}" / "“{file}” is no readable PDF: {why_en}",
        "ouvrez-le dans un lecteur de PDF et enregistrez-le de nouveau, ou demandez un autre fichier" / "open it in a PDF reader and save it again, or ask for another file",
        "D’un fichier abîmé il pourrait manquer des pages, sans que personne ne le voie avant l’impression." / "Of a damaged file pages might be missing, and nobody would notice before it is printed.",
    }
    /// A PDF with a password.
    ENCRYPTED = "F002" Error {
        "« {file} » est protégé par un mot de passe ou des restrictions" / "“{file}” is protected by a password or by restrictions",
        "demandez à son auteur un fichier sans protection" / "ask its author for a file without protection",
        "livret ne contourne aucune protection, et un imprimeur refuse un fichier protégé." / "livret works around no protection, and a printing house refuses a protected file.",
    }
    /// A PDF without pages.
    NO_PAGES = "F003" Error {
        "« {file} » n’a aucune page" / "“{file}” has no page",
        "vérifiez que c’est le bon fichier" / "check that it is the right file",
        "Il n’y a rien à imprimer." / "There is nothing to print.",
    }
    /// A setting that no printer could use.
    OUT_OF_RANGE = "F004" Error {
        "« {key} » va de {least} à {limit}" / "`{key}` goes from {least} to {limit}",
        "corrigez ce nombre" / "correct this number",
        "Au-delà, rien de ce qui est posé sur la feuille ne serait à sa place." / "Beyond that, nothing on the sheet would be in its place.",
    }
    /// A page that is made smaller.
    REDUCED = "F005" Note {
        "{pages} : réduites à {percent} % pour tenir sur une demi-feuille" / "{pages_en}: made smaller, {percent} %, to hold on half a sheet",
        "{?si ce n’est pas voulu, prenez un papier plus grand : {sheet}?}" / "{?if that is not wanted, take a larger paper: {sheet}?}",
        "Une page trop grande serait coupée au pli." / "A page that is too large would be cut at the fold.",
    }
    /// A booklet that is too thick for its creep.
    THICK = "F006" Warning {
        "les pages du milieu sont rentrées de {creep} mm vers le pli" / "the pages in the middle move {creep} mm towards the fold",
        "faites plusieurs cahiers (« signature »), ou vérifiez que la marge intérieure y suffit" / "make several signatures (`signature`), or check that the inner margin is wide enough",
        "Les feuilles du milieu dépassent une fois pliées ; pour que rien ne soit coupé au massicot, leurs pages rentrent d’autant." /
        "The sheets in the middle stick out once folded; so that nothing is trimmed off, their pages move in by as much.",
    }
    /// A page whose content would be lost.
    WORN = "F007" Error {
        "la page {page} de « {file} » ne peut pas être reprise : {why}" / "page {page} of “{file}” cannot be taken over: {why_en}",
        "ouvrez le fichier dans un lecteur de PDF et imprimez-le dans un nouveau PDF" / "open the file in a PDF reader and print it to a new PDF",
        "Une page reprise à moitié partirait à l’impression." / "Half a page would go to print.",
    }
    /// A file that would replace what it is made from.
    SAME_FILE = "F008" Error {
        "le résultat remplacerait « {file} » lui-même" / "the result would replace “{file}” itself",
        "donnez un autre nom avec --output" / "give another name with --output",
        "Le fichier d’origine serait perdu." / "The original file would be lost.",
    }
    /// Nothing to impose.
    NO_FILE = "F009" Error {
        "aucun PDF n’est donné" / "no PDF is given",
        "nommez-en un, ou demandez la feuille de réglage avec --calibration" / "name one, or ask for the calibration sheet with --calibration",
        "« livret impose » met en feuilles un PDF, ou produit la feuille qui mesure le décalage du recto verso." /
        "`livret impose` puts a PDF on sheets, or makes the sheet that measures the offset of the two sides.",
    }
}
