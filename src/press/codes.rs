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
    /// A picture with too few pixels for its size.
    SOFT = "F010" Warning {
        "cette image n’a que {ppi} points par pouce à sa taille imprimée (p. {page})" / "this picture has only {ppi} dots per inch at its printed size (p. {page})",
        "il en faut {least}, mieux 300 : donnez un fichier de {width} × {height} pixels{?, ou {smaller} avec {{largeur=…}}?}" /
        "it takes {least}, better 300: give a file of {width} × {height} pixels{?, or {smaller_en} with {{largeur=…}}?}",
        "En dessous, les pixels se voient sur le papier." / "Below that, pixels can be seen on paper.",
    }
    /// Something that reaches the edge, but not into the bleed.
    SHORT_BLEED = "F011" Warning {
        "p. {page} : ce qui touche le bord ne déborde que de {reach} mm, il faut {bleed} mm" / "p. {page}: what touches the edge reaches only {reach} mm beyond it, {bleed} mm are needed",
        "agrandissez-le jusqu’au fond perdu, ou éloignez-le du bord" / "enlarge it into the bleed, or move it away from the edge",
        "La coupe n’est jamais exacte au dixième : un filet blanc resterait au bord." / "Trimming is never exact to a tenth: a white line would stay at the edge.",
    }
    /// Text near the edge.
    NEAR_EDGE = "F012" Warning {
        "p. {page} : « {words} » est à {distance} mm du bord, il faut {least} mm" / "p. {page}: “{words}” is {distance} mm from the edge, {least} mm are needed",
        "éloignez ce texte du bord (marges dans templates/tokens.yaml)" / "move this text away from the edge (margins in templates/tokens.yaml)",
        "La coupe, la chasse ou le bord que le copieur n’imprime pas pourraient l’entamer." / "Trimming, creep or the border that the copier does not print might cut into it.",
    }
    /// A font that is not in the file.
    NOT_EMBEDDED = "F013" Error {
        "la police « {font} » n’est pas incorporée" / "the font “{font}” is not embedded",
        "remplacez cette police, ou l’image qui l’utilise" / "replace this font, or the picture that uses it",
        "L’imprimeur la remplacerait par une autre." / "The printing house would replace it by another.",
    }
    /// RGB in a file for the printing house.
    RGB = "F014" Warning {
        "il reste du RVB dans le fichier d’impression (p. {pages})" / "there is RGB left in the file for printing (p. {pages})",
        "donnez l’image en CMJN ou en noir, ou faites confirmer la conversion par l’imprimeur" / "give the picture in CMYK or black, or let the printing house confirm the conversion",
        "Chaque machine convertit le RVB à sa façon ; le noir y devient quatre encres." / "Each machine converts RGB in its own way; black becomes four inks.",
    }
    /// Too much ink.
    INK = "F015" Warning {
        "l’encrage atteint {ink} %" / "the ink reaches {ink} %",
        "baissez les valeurs `cmyk` de templates/tokens.yaml : 300 % au plus" / "lower the `cmyk` values of templates/tokens.yaml: 300 % at most",
        "Au-delà, l’encre ne sèche pas et tache la feuille voisine." / "Beyond that, the ink does not dry and stains the next sheet.",
    }
    /// A QR code that cannot be read.
    QR_UNREADABLE = "F016" Warning {
        "le code QR de la page {page} ne se lit pas" / "the QR code of page {page} cannot be read",
        "vérifiez `qr_mm` et les couleurs de templates/tokens.yaml : noir sur blanc, 20 mm" / "check `qr_mm` and the colours of templates/tokens.yaml: black on white, 20 mm",
        "Le lecteur d’un téléphone n’y arriverait pas non plus." / "The reader of a telephone would not manage either.",
    }
    /// A QR code that is too small.
    QR_SMALL = "F017" Warning {
        "le code QR de la page {page} n’a que {side} mm de côté" / "the QR code of page {page} is only {side} mm wide",
        "au moins 15 mm, et 0,4 mm par module (`qr_mm` dans templates/tokens.yaml)" / "at least 15 mm, and 0.4 mm a module (`qr_mm` in templates/tokens.yaml)",
        "Un code trop petit ne se lit pas avec tous les téléphones." / "A code that is too small cannot be read by every telephone.",
    }
    /// A profile of colours that is none.
    NOT_A_PROFILE = "F018" Error {
        "« {file} » n’est pas un profil utilisable : {why}" / "“{file}” is no usable profile: {why_en}",
        "mettez un profil ICC d’impression CMJN dans templates/icc/, et son nom dans `condition` du profil" /
        "put an ICC output profile for CMYK into templates/icc/, and its name into `condition` of the profile",
        "Sans le profil de la presse, les couleurs imprimées seraient livrées au hasard." / "Without the profile of the press, printed colours would be left to chance.",
    }
    /// A PDF of our own that cannot be made ready for a printing house.
    FINISH = "F019" Error {
        "le fichier d’impression ne peut pas être terminé : {why}" / "the file for printing cannot be finished: {why}",
        "signalez cette erreur : le PDF vient d’être produit par livret" / "report this error: livret has just made the PDF",
        "Couleurs, boîtes et condition d’impression sont posées sur le PDF terminé." / "Colours, boxes and the printing condition are set on the finished PDF.",
    }
    /// A link, a bookmark or a name that leads nowhere.
    DEAD_LINK = "F020" Warning {
        "un lien ou un signet ne mène nulle part{? (p. {page})?}{? : « {what} »?}" / "a link or a bookmark leads nowhere{? (p. {page})?}{?: “{what}”?}",
        "corrigez le gabarit qui l’a posé" / "correct the template that set it",
        "Les validateurs ne le voient pas ; qui lit à l’écran reste sur place." / "Validators do not see it; whoever reads on screen stays in place.",
    }
    /// A tagged file without bookmarks.
    NO_BOOKMARKS = "F021" Warning {
        "le fichier a {pages} pages et aucun signet" / "the file has {pages} pages and no bookmark",
        "gardez des titres dans la publication : les signets en viennent" / "keep headings in the publication: bookmarks come from them",
        "Sans signets, un long document ne se parcourt que page à page." / "Without bookmarks, a long document can be read page by page only.",
    }
    /// A tagged file without a language.
    NO_LANGUAGE = "F022" Warning {
        "le fichier ne dit pas dans quelle langue il est" / "the file does not say which language it is in",
        "gardez `set text(lang: …)` dans templates/lib/page.typ" / "keep `set text(lang: …)` in templates/lib/page.typ",
        "Une synthèse vocale lirait le français avec l’accent d’une autre langue." / "A screen reader would read French with the accent of another language.",
    }
    /// A bookmark that is no heading, or the reverse.
    BOOKMARK = "F024" Warning {
        "p. {page} : {what} « {title} » {lacks}" / "p. {page}: {what_en} “{title}” {lacks_en}",
        "gardez `heading(…)` pour les titres dans le gabarit, et leurs signets" / "keep `heading(…)` for titles in the template, and their bookmarks",
        "Qui navigue par signets et qui navigue par titres doit trouver la même chose." / "Whoever moves by bookmarks and whoever moves by headings must find the same.",
    }
    /// Something that is read out of turn.
    ORDER = "F025" Warning {
        "p. {pages} : les lecteurs d’écran lisent le texte dans un autre ordre que celui de la page" / "p. {pages}: screen readers read the text in another order than that of the page",
        "dans le gabarit, gardez les contenus dans l’ordre du texte ; ce qui est décoratif va dans `pdf.artifact`" / "in the template, keep contents in the order of the text; what is decorative goes into `pdf.artifact`",
        "L’ordre de lecture d’un PDF balisé est celui de sa structure : les validateurs ne le comparent pas au texte." / "The reading order of a tagged PDF is that of its structure: validators do not compare it with the text.",
    }
    /// A tagged file whose sigles cannot be given their words.
    UNTOLD = "F026" Error {
        "les sigles de « {file} » ne peuvent pas recevoir leur développement" / "the sigles of “{file}” cannot be given what they stand for",
        "signalez cette erreur : le PDF vient d’être produit par livret" / "report this error: livret has just made the PDF",
        "Dans un PDF balisé, chaque emploi d’un sigle porte ce que disent les lecteurs d’écran : « Fonds social européen » pour FSE." /
        "In a tagged PDF each use of a sigle bears what screen readers say: “Fonds social européen” for FSE.",
    }
    /// A border that cuts into pages.
    BORDER = "F027" Note {
        "ce qui est à moins de {border} mm du bord de la feuille reste blanc, même si la page y montre quelque chose" /
        "what is nearer than {border} mm to the edge of the sheet stays white, even where the page shows something there",
        "si le texte ou une image en souffre, réduisez les pages à la partie imprimable avec --fit, ou prenez un papier plus grand" /
        "if text or a picture suffers, make the pages fit the printable part with --fit, or take a larger paper",
        "Un copieur n’imprime pas jusqu’au bord ; sans réduction, une page de la taille de la demi-feuille y perd le sien." /
        "A copier does not print to the edge; without reduction, a page as large as half the sheet loses its own there.",
    }
    /// More sheets in one booklet than are folded and stapled well.
    MANY_SHEETS = "F028" Note {
        "{sheets} feuilles dans un seul cahier : au-delà de {limit}, il se plie et s’agrafe mal" / "{sheets} sheets in one booklet: beyond {limit} it folds and staples badly",
        "faites des cahiers de quelques feuilles, à coudre ou à coller : « signature: 5 » dans le profil, --signature 5 avec « livret impose »" /
        "make signatures of a few sheets, to be sewn or glued: `signature: 5` in the profile, --signature 5 with `livret impose`",
        "Un copieur plie et agrafe rarement plus de vingt feuilles, et les pages du milieu dépassent." / "A copier rarely folds and staples more than twenty sheets, and the pages in the middle stick out.",
    }
    /// A rule of PDF/X-4 that a file for the printing house does not meet.
    NOT_X4 = "F034" Warning {
        "une règle de PDF/X-4 n’est pas respectée : {rule}" / "a rule of PDF/X-4 is not met: {rule_en}",
        "corrigez le gabarit ou l’image en cause, ou faites confirmer par l’imprimeur" / "mend the template or the picture in question, or let the printing house confirm",
        "Le fichier ne se dit pas PDF/X, mais il en suit les règles qu’un programme peut vérifier : un imprimeur peut y compter." / "The file does not claim PDF/X, but follows the rules that a program can check: a printing house can rely on that.",
    }
    /// A spine that is too thin.
    SPINE_THIN = "F030" Warning {
        "le dos n’a que {width} mm{? : « {text} » n’y est pas imprimé?}" / "the spine is only {width} mm wide{?: “{text}” is not printed on it?}",
        "agrafez la publication (`reliure: agrafee`), prenez un papier plus épais, ou faites confirmer par l’imprimeur" /
        "staple the publication (`reliure: agrafee`), take a thicker paper, or let the printing house confirm",
        "Sous 3 mm, la colle tient mal, et un texte déborde du dos au moindre écart de pliage." / "Below 3 mm glue holds badly, and a text leaves the spine at the least deviation of the fold.",
    }
    /// A spine that cannot be computed.
    SPINE_UNKNOWN = "F031" Error {
        "le dos de « {id} » ne peut pas être calculé : le papier manque" / "the spine of “{id}” cannot be computed: the paper is missing",
        "donnez `papier: {{ grammage: 90, main: 1.25 }}` à la publication ou `paper` au profil, ou la largeur que donne l’imprimeur : `dos: {{ largeur: 4.2 }}`" /
        "give `papier: {{ grammage: 90, main: 1.25 }}` to the publication or `paper` to the profile, or the width that the printing house gives: `dos: {{ largeur: 4.2 }}`",
        "La couverture d’un dos carré collé est un seul feuillet, large de deux pages et d’un dos." / "The cover of a glued publication is one sheet, as wide as two pages and a spine.",
    }
    /// A setting of the binding that nobody could print with.
    BINDING_RANGE = "F032" Error {
        "« {key} » va de {least} à {limit}" / "`{key}` goes from {least} to {limit}",
        "corrigez ce nombre" / "correct this number",
        "Hors de ces bornes il n’y a ni papier, ni dos, ni cahier." / "Beyond these there is no such paper, spine or booklet.",
    }
    /// More pages than staples hold.
    MANY_STAPLED = "F033" Warning {
        "{pages} pages agrafées : l’agrafe en tient {limit} au plus sur ce papier" / "{pages} stapled pages: staples hold {limit} at most on this paper",
        "passez à `reliure: dos-carre-colle`, ou faites confirmer par l’imprimeur" / "go to `reliure: dos-carre-colle`, or let the printing house confirm",
        "Un cahier trop épais bâille, et ses pages du milieu dépassent de plusieurs millimètres." / "Too thick a booklet gapes, and its middle pages stick out by several millimetres.",
    }
    /// More pages than staples hold, of a publication that says nothing of its binding.
    UNBOUND = "F029" Note {
        "{pages} pages, et rien ne dit comment les relier : l’agrafe en tient {limit} au plus sur ce papier" / "{pages} pages, and nothing says how to bind them: staples hold {limit} at most on this paper",
        "écrivez `reliure: dos-carre-colle` dans publications.yaml : la couverture devient un fichier à part, avec un dos de {spine} mm ; ou voyez avec l’imprimeur" /
        "write `reliure: dos-carre-colle` in publications.yaml: the cover becomes a file of its own, with a spine of {spine} mm; or ask the printing house",
        "Un cahier trop épais bâille, et ses pages du milieu dépassent de plusieurs millimètres." / "Too thick a booklet gapes, and its middle pages stick out by several millimetres.",
    }
    /// A link without words of its own.
    SILENT_LINK = "F023" Warning {
        "p. {page} : un lien n’a pas de texte pour les lecteurs d’écran" / "p. {page}: a link has no words for screen readers",
        "donnez-lui un texte dans le gabarit" / "give it a text in the template",
        "Un lecteur d’écran ne saurait dire où il mène." / "A screen reader could not tell where it leads.",
    }
    /// An embedded file that cannot be taken out.
    LOST_ATTACHMENT = "F050" Error {
        "« {name} », joint à « {file} », est illisible" / "“{name}”, embedded in “{file}”, cannot be read",
        "reprenez le PDF tel que livret l’a écrit" / "take the PDF as livret wrote it",
        "Des sources dont il manque une partie ne referaient pas le même livret." / "Sources of which a part is missing would not make the same booklet.",
    }
    /// More than a workspace can be.
    CARRIES_TOO_MUCH = "F051" Error {
        "« {file} » contient plus de fichiers, ou de plus gros, qu’un espace de travail" / "“{file}” holds more files, or larger ones, than a workspace",
        "vérifiez d’où vient ce PDF : livret ne joint que les sources d’une publication" / "check where this PDF comes from: livret embeds nothing but the sources of a publication",
        "Un petit fichier peut en cacher d’énormes, qui rempliraient le disque." / "A small file can hide huge ones, which would fill the disk.",
    }
}
