//! What a page is found to have, and what an editor can do about it. `page` is the page of the file, counted from its first.

crate::codes! {
    /// Text or a picture that leaves the page.
    TRIM = "L001" Warning {
        "{id}, page {page} : {what} dépasse le bord de la page de {mm} mm" / "{id}, page {page}: {what_en} leaves the page by {mm} mm",
        "{todo}" / "{todo_en}",
        "Ce qui dépasse le bord est coupé au massicot. Une image à fond perdu doit couvrir tout le fond perdu." / "What leaves the page is cut off. A picture that bleeds must cover the whole bleed.",
    }
    /// Text or a picture in the margin.
    AREA = "L002" Warning {
        "{id}, page {page} : {what} sort du bloc de texte de {mm} mm ({side})" / "{id}, page {page}: {what_en} leaves the text block by {mm} mm ({side_en})",
        "{todo}" / "{todo_en}",
        "La marge tient le texte loin du pli et de la coupe, et les lignes au même bord." / "The margin keeps text off the fold and the cut, and lines at one edge.",
    }
    /// Two things on each other.
    OVERLAP = "L003" Warning {
        "{id}, page {page} : {what} et {other} se chevauchent" / "{id}, page {page}: {what_en} and {other_en} overlap",
        "raccourcissez l’un des deux, ou séparez-les d’un paragraphe" / "shorten one of them, or put a paragraph between them",
        "L’un cache l’autre." / "One hides the other.",
    }
    /// A last line alone at the head of a page.
    WIDOW = "L004" Warning {
        "{id}, page {page} : la dernière ligne du paragraphe est seule en haut {of}" / "{id}, page {page}: the last line of the paragraph stands alone at the head of the {of_en}",
        "raccourcissez ce paragraphe {words}, ou allongez-le d’une ligne" / "shorten this paragraph {words_en}, or lengthen it by a line",
        "Une ligne veuve se lit sans sa phrase, et laisse un trou en haut de la page." / "A widow is read without its sentence and leaves a hole at the head of the page.",
    }
    /// A first line alone at the foot of a page.
    ORPHAN = "L005" Warning {
        "{id}, page {page} : la première ligne du paragraphe est seule en bas {of}" / "{id}, page {page}: the first line of the paragraph stands alone at the foot of the {of_en}",
        "{?raccourcissez {words} le paragraphe « {before} », ou ?}allongez ce qui précède d’une ligne" / "{?shorten the paragraph “{before}” {words_en}, or ?}lengthen what comes before by a line",
        "Une ligne orpheline annonce un paragraphe que l’on ne voit pas." / "An orphan announces a paragraph that is not seen.",
    }
    /// A last line that is very short.
    RUNT = "L006" Note {
        "{id}, page {page} : la dernière ligne du paragraphe n’a que « {tail} »" / "{id}, page {page}: the last line of the paragraph holds only “{tail}”",
        "raccourcissez ce paragraphe {words}, ou allongez-le un peu" / "shorten this paragraph {words_en}, or lengthen it a little",
        "Une dernière ligne de moins de deux cadratins est plus courte que l’alinéa qui suit : elle fait un trou dans la page." /
        "A last line under two ems is shorter than the indent that follows: it makes a hole in the page.",
    }
    /// A title at the foot of a page.
    STRANDED = "L007" Warning {
        "{id}, page {page} : l’intertitre « {title} » est au bas {of}, avec {lines} dessous" / "{id}, page {page}: the title “{title}” is at the foot of the {of_en}, with {lines_en} under it",
        "{?raccourcissez {words} le paragraphe « {before} », ou ?}allongez ce qui précède {more} pour que le titre passe à la page suivante" /
        "{?shorten the paragraph “{before}” {words_en}, or ?}lengthen what comes before {more_en} so that the title moves to the next page",
        "Un titre est lu avec au moins deux lignes de son texte." / "A title is read with at least two lines of its text.",
    }
    /// Hyphens under each other.
    LADDER = "L008" Note {
        "{id}, page {page} : {count} lignes de suite finissent par un trait d’union ({tails})" / "{id}, page {page}: {count} lines in a row end with a hyphen ({tails})",
        "changez un mot avant « {word} », ou écrivez-le d’une pièce plus courte" / "change a word before “{word}”, or use a shorter one",
        "Plus de deux coupures de suite font une échelle au bord de la page." / "More than two hyphens in a row make a ladder at the edge of the page.",
    }
    /// A line with wide word spaces.
    LOOSE = "L009" Note {
        "{id}, page {page} : la ligne « {line} » est lâche, ses espaces font {times} fois la normale" / "{id}, page {page}: the line “{line}” is loose, its spaces are {times} times the normal",
        "{?« {word} », qui suit, ne peut pas commencer sur cette ligne : ?}ajoutez un mot court ici, ou remplacez le suivant par un plus court" /
        "{?“{word}”, which follows, cannot begin on this line: ?}add a short word here, or replace the next with a shorter one",
        "Des espaces de plus du double font des blancs dans le gris du texte." / "Spaces of more than twice the normal make holes in the grey of the text.",
    }
    /// Word spaces under each other.
    RIVER = "L010" Note {
        "{id}, page {page} : une lézarde traverse {count} lignes à partir de « {line} »" / "{id}, page {page}: a river runs through {count} lines from “{line}” on",
        "changez un mot de la ligne « {middle} »" / "change a word of the line “{middle}”",
        "Des espaces larges alignées d’une ligne à l’autre dessinent un blanc que l’œil suit au lieu du texte." /
        "Wide spaces that stand under each other draw a white stream that the eye follows instead of the text.",
    }
    /// A line that begins with a sign that ends something.
    LINE_START = "L011" Warning {
        "{id}, page {page} : une ligne commence par « {sign} »" / "{id}, page {page}: a line begins with “{sign}”",
        "collez le signe au mot qui précède (espace insécable), sans balise ni lien entre les deux" / "keep the sign with the word before it (no-break space), without markup or link between them",
        "En français, ; : ! ? et » restent avec ce qui les précède." / "In French, ; : ! ? and » stay with what comes before.",
    }
    /// A line that ends with an opening quotation mark.
    LINE_END = "L012" Warning {
        "{id}, page {page} : une ligne finit par « {sign} »" / "{id}, page {page}: a line ends with “{sign}”",
        "collez le guillemet au mot qui suit (espace insécable), sans balise ni lien entre les deux" / "keep the quotation mark with the word after it (no-break space), without markup or link between them",
        "Un guillemet ouvrant reste avec ce qu’il ouvre." / "An opening quotation mark stays with what it opens.",
    }
    /// A first page nearly without text.
    OPENING = "L013" Warning {
        "{id}, page {page} : la première page a {lines} de texte, et la suite est sur la page suivante" / "{id}, page {page}: the first page has {lines_en} of text, and the rest is on the next page",
        "{todo}" / "{todo_en}",
        "Une ouverture sans texte ressemble à une page vide." / "An opening without text looks like an empty page.",
    }
    /// A page with nothing on it.
    BLANK = "L014" Warning {
        "{id}, page {page} : la page est blanche" / "{id}, page {page}: the page is blank",
        "{?raccourcissez ce qui précède, ?}ou demandez un modèle sans page blanche : rien ne l’explique ici" / "{?shorten what comes before, ?}or ask for a template without a blank page: nothing explains it here",
        "Une page blanche ne s’explique que devant une page de droite qui ouvre une partie." / "A blank page is explained only before a right-hand page that opens a part.",
    }
    /// A picture with too few pixels.
    PIXELS = "L015" Warning {
        "{id}, page {page} : l’image « {path} » est imprimée à {dpi} points par pouce" / "{id}, page {page}: the picture “{path}” is printed at {dpi} dots per inch",
        "donnez-la en {wanted} pixels au moins{?, ou réduisez-la à {mm} mm de large (largeur={percent}%)?}" / "give it at least {wanted} pixels{?, or reduce it to a width of {mm} mm (largeur={percent}%)?}",
        "Sous 300 points par pouce, une photo imprimée est floue." / "Under 300 dots per inch a printed photograph is blurred.",
    }
    /// Text that is hard to read on its ground.
    CONTRAST = "L016" Warning {
        "{id}, page {page} : le texte en {ink} sur {ground} n’a qu’un contraste de {ratio}:1" / "{id}, page {page}: the text in {ink} on {ground} has a contrast of {ratio}:1 only",
        "il faut 4,5:1 : prenez par exemple {better}" / "4.5:1 is needed: take {better}, for example",
        "Sous 4,5:1 (WCAG 2, 1.4.3), une personne sur vingt ne lit plus, et le copieur perd le texte." / "Under 4.5:1 (WCAG 2, 1.4.3) one person in twenty cannot read it, and a copier loses it.",
    }
    /// An icon that is hard to see on its ground.
    FAINT = "L017" Warning {
        "{id}, page {page} : le pictogramme en {ink} sur {ground} n’a qu’un contraste de {ratio}:1" / "{id}, page {page}: the icon in {ink} on {ground} has a contrast of {ratio}:1 only",
        "il faut 3:1 : prenez par exemple {better}" / "3:1 is needed: take {better}, for example",
        "Sous 3:1 (WCAG 2, 1.4.11), un dessin fin disparaît." / "Under 3:1 (WCAG 2, 1.4.11) a thin drawing disappears.",
    }
    /// A last page of sources only.
    APPARATUS = "L018" Note {
        "{id}, page {page} : la dernière page de la fiche ne porte que {lines} de sources, sigles ou ressources" / "{id}, page {page}: the last page of the fiche holds only {lines_en} of sources, sigles or resources",
        "raccourcissez le texte {cut}, ou allongez-le pour qu’il passe aussi sur cette page" / "shorten the text by {cut_en}, or lengthen it so that it goes on over this page",
        "Une page de notes seules coûte une page et se lit sans ce qu’elle appuie." / "A page of references alone costs a page and is read without what it supports.",
    }
    /// A note on another page than its call.
    AWAY = "L020" Warning {
        "{id}, page {page} : la note {number} est à la page {other}, loin de son appel" / "{id}, page {page}: note {number} stands on page {other}, away from its call",
        "déplacez l’appel d’une phrase, ou raccourcissez la note" / "move the call by a sentence, or shorten the note",
        "Une note se lit au pied de la page qui l’appelle." / "A note is read at the foot of the page that calls it.",
    }
    /// A word cut by the end of a page.
    CUT = "L021" Note {
        "{id}, page {page} : le dernier mot {of} est coupé (« {tail} »)" / "{id}, page {page}: the last word of the {of_en} is cut (“{tail}”)",
        "changez un mot du paragraphe : sa ligne « {line} » finira autrement" / "change a word of the paragraph: its line “{line}” will end in another way",
        "Un mot coupé par la page oblige à tourner pour le lire. Le moteur ne sait pas où finira la page quand il coupe les lignes." /
        "A word that is cut by a page has to be turned over to be read. The engine does not know where the page will end when it cuts the lines.",
    }
    /// A hole at the foot of a page.
    HOLE = "L019" Note {
        "{id}, page {page} : {mm} mm restent blancs en bas de la page devant {what}" / "{id}, page {page}: {mm} mm stay blank at the foot of the page before {what_en}",
        "{todo}" / "{todo_en}",
        "Ce qui ne peut pas être coupé passe à la page suivante et laisse un trou." / "What cannot be cut moves to the next page and leaves a hole.",
    }
}
