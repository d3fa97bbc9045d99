//! The decisions of the importers.

crate::codes! {
    /// Nothing to import.
    NO_TEXT = "I701" Warning {
        "ce fichier ne contient aucun texte" / "this file holds no text",
        "vérifiez que c’est le bon fichier" / "check that it is the right file",
        "Une archive vide vient souvent d’un enregistrement manqué." / "An empty archive often comes from a failed save.",
    }
    /// How many texts there are.
    TEXTS_FOUND = "I702" Note {
        "{count} texte(s) : {fiches} fiche(s) datée(s), {pages} page(s) sans date" / "{count} text(s): {fiches} dated fiche(s), {pages} undated page(s)",
        "" / "",
        "Les textes d’une archive sont séparés par quatre lignes vides ; une fiche commence par « AAAA – Titre »." /
        "The texts of an archive are separated by four empty lines; a fiche begins with “YYYY – Title”.",
    }
    /// A dated fiche.
    FICHE_FOUND = "I703" Note {
        "fiche de {date}, « {title} » → {path}" / "fiche of {date}, “{title}” → {path}",
        "" / "",
        "La date passe dans l’en-tête ; le titre est gardé sans elle." / "The date goes to the header; the title is kept without it.",
    }
    /// An undated text.
    PAGE_FOUND = "I704" Note {
        "texte sans date, « {title} » → {path} (genre: page)" / "undated text, “{title}” → {path} (genre: page)",
        "pour en faire une fiche, remplacez « genre: page » par une date" / "to make it a fiche, replace `genre: page` with a date",
        "Seul un titre « AAAA – Titre » fait une fiche." / "Only a title “YYYY – Title” makes a fiche.",
    }
    /// What status the texts get.
    STATUS_CHOSEN = "I705" Note {
        "les textes ont le statut « brouillon », et la publication « {id} » les retient tous" / "the texts have the status `brouillon`, and the publication `{id}` takes them all",
        "passez chacun à « relu » ou « publié » après lecture, puis resserrez la sélection" / "set each to `relu` or `publié` once read, then narrow the selection",
        "Ce qui vient d’être repris n’a encore été relu par personne." / "What has just been taken over has been read by nobody yet.",
    }
    /// The organisation is not known.
    COLLECTION_TO_FILL = "I706" Warning {
        "collection.yaml est à compléter : nom de l’organisation, éditeur responsable, date de l’édition ({date} en attendant)" /
        "collection.yaml is to be filled in: name of the organisation, éditeur responsable, date of the edition ({date} meanwhile)",
        "écrivez-les dans collection.yaml ; rien n’a été inventé" / "write them in collection.yaml; nothing was invented",
        "L’archive ne dit pas qui publie ; un imprimé doit le dire." / "The archive does not tell who publishes; printed matter must.",
    }
    /// Spaces made ordinary.
    SPACES = "I707" Note {
        "espaces ramenées à des espaces ordinaires : {counts}" / "spaces made ordinary: {counts}",
        "" / "",
        "Le programme pose lui-même les espaces insécables du français." / "The program sets the French no-break spaces itself.",
    }
    /// Characters that no text may hold.
    CONTROLS = "I708" Warning {
        "{count} caractère(s) de commande remplacé(s) par une espace" / "{count} control character(s) replaced by a space",
        "vérifiez que le fichier est bien du texte" / "check that the file is text indeed",
        "Un tel caractère ne s’imprime pas et peut casser d’autres programmes." / "Such a character does not print and may break other programs.",
    }
    /// A word that no person wrote.
    LONG_WORD = "I709" Warning {
        "un mot de {length} octets est coupé par des espaces" / "a word of {length} bytes is cut by spaces",
        "supprimez-le si c’est une image ou un fichier collé par erreur" / "remove it if it is a picture or a file pasted by mistake",
        "Une ligne pareille ne se met pas en page." / "Such a line cannot be laid out.",
    }
    /// The title stands twice.
    DOUBLE_TITLE = "I710" Note {
        "le titre est écrit deux fois ; il est gardé une fois" / "the title is written twice; it is kept once",
        "" / "",
        "Le site répète le titre dans le texte ; seules les espaces diffèrent." / "The site repeats the title in the text; only spaces differ.",
    }
    /// The two titles differ.
    TITLES_DIFFER = "I711" Warning {
        "deux titres différents : « {first} » (gardé) et « {second} »" / "two different titles: “{first}” (kept) and “{second}”",
        "choisissez ; {?le second est le premier paragraphe du texte de {path}, ?}supprimez ce qui ne doit pas rester" /
        "choose; {?the second is the first paragraph of the text of {path}, ?}remove what must not stay",
        "Une fiche n’a qu’un titre, et le programme ne peut pas savoir lequel est le bon." / "A fiche has one title, and the program cannot know which is right.",
    }
    /// A title that is too long for one.
    LONG_TITLE = "I712" Warning {
        "la première ligne est trop longue pour un titre ({length} caractères)" / "the first line is too long for a title ({length} characters)",
        "corrigez « titre » : le début de la ligne en tient lieu, la ligne entière est gardée dans le texte" / "correct `titre`: the beginning of the line stands in, the whole line is kept in the text",
        "Un titre se lit d’un coup d’œil dans une table des matières." / "A title is read at a glance in a table of contents.",
    }
    /// A title and nothing else.
    LONE_TITLE = "I713" Warning {
        "« {title} » : un titre sans texte" / "“{title}”: a title without text",
        "retrouvez le texte, ou supprimez {path}" / "find the text, or remove {path}",
        "Le texte s’est sans doute arrêté là dans l’archive." / "The archive probably stopped there.",
    }
    /// A text without title.
    NO_TITLE = "I714" Warning {
        "ce texte n’a pas de titre" / "this text has no title",
        "corrigez « titre » dans {path}" / "correct `titre` in {path}",
        "Il commence par une rubrique ou par une liste." / "It begins with a block or with a list.",
    }
    /// A range that runs backwards.
    BAD_RANGE = "I715" Warning {
        "« {found} » n’est pas une période ; la date est {date}" / "“{found}” is no period; the date is {date}",
        "corrigez « date » dans {path}" / "correct `date` in {path}",
        "Une période va d’une année à une année plus tardive." / "A period goes from a year to a later one.",
    }
    /// The same text twice.
    SAME_TEXT = "I716" Note {
        "« {title} » est déjà là, mot pour mot ; une seule copie est gardée" / "“{title}” is already there, word for word; one copy is kept",
        "" / "",
        "La même fiche figure dans plusieurs pages d’une archive." / "The same fiche is in several pages of an archive.",
    }
    /// Two revisions of a text.
    SAME_NAME = "I717" Warning {
        "« {title} » est déjà là avec un autre texte ; cette version va dans {path}" / "“{title}” is already there with another text; this version goes to {path}",
        "comparez les deux, gardez la bonne" / "compare the two, keep the right one",
        "Deux versions d’une fiche seraient imprimées." / "Two versions of a fiche would be printed.",
    }
    /// The first paragraph sums up.
    LEAD = "I718" Note {
        "le premier paragraphe devient le chapeau" / "the first paragraph becomes the chapeau",
        "" / "",
        "Rien ne le marque dans l’archive, mais les fiches commencent ainsi." / "Nothing marks it in the archive, but fiches begin so.",
    }
    /// No paragraph to take as chapeau.
    NO_LEAD = "I719" Note {
        "pas de chapeau : le texte n’a pas un premier paragraphe suivi d’autre chose" / "no chapeau: the text has no first paragraph with something after it",
        "écrivez-en un dans {path}" / "write one in {path}",
        "La frise montre le chapeau de chaque fiche." / "The timeline shows the chapeau of each fiche.",
    }
    /// A heading.
    HEADING = "I720" Note {
        "« {text} » devient un intertitre" / "“{text}” becomes a heading",
        "" / "",
        "Une ligne courte, sans point, suivie d’un texte." / "A short line, without full stop, with text after it.",
    }
    /// A programme.
    TIMETABLE = "I721" Note {
        "{count} lignes horaires deviennent une liste" / "{count} lines with a time become a list",
        "" / "",
        "Mises bout à bout, elles ne se liraient pas." / "Run together they could not be read.",
    }
    /// Lines of one paragraph.
    LINES_JOINED = "I722" Note {
        "{count} lignes qui se suivent forment un seul paragraphe" / "{count} lines that follow each other make one paragraph",
        "" / "",
        "Seule une ligne blanche sépare deux paragraphes." / "Only a blank line separates two paragraphs.",
    }
    /// A word cut by a line end.
    HYPHEN_JOINED = "I723" Warning {
        "« {before} » et « {after} » sont réunis par-dessus la fin de ligne : « {before}{after} »" / "“{before}” and “{after}” are joined over the line end: “{before}{after}”",
        "vérifiez que le trait d’union est voulu" / "check that the hyphen is meant",
        "Le trait d’union peut appartenir au mot ou n’être qu’une coupure." / "The hyphen may belong to the word or be a mere break.",
    }
    /// A list that is too deep.
    FLATTENED = "I724" Warning {
        "la liste descend trop bas ; les niveaux au-delà du {limit}e sont remontés" / "the list goes too deep; levels beyond {limit} are moved up",
        "" / "",
        "Une page ne montre que quelques niveaux." / "A page shows a few levels only.",
    }
    /// Words of the site, not of the text.
    LEAKED = "I725" Warning {
        "« {found} » vient sans doute du site, pas du texte ; c’est gardé" / "“{found}” probably belongs to the site, not to the text; it is kept",
        "supprimez-le ou récrivez-le : sur papier on ne clique pas" / "remove or rewrite it: there is no clicking on paper",
        "Des morceaux d’interface se glissent dans le texte copié." / "Pieces of the interface slip into copied text.",
    }
    /// A reference that leads somewhere.
    REFERENCE = "I726" Note {
        "le renvoi « {found} » désigne {target} par son titre" / "the reference “{found}” means {target} by its title",
        "pour qu’il suive la fiche, écrivez [[{target}]]" / "for it to follow the fiche, write [[{target}]]",
        "Les numéros viennent de la chronologie et changent ; l’identifiant reste." / "Numbers come from the chronology and change; the identifier stays.",
    }
    /// A reference that leads nowhere.
    REFERENCE_OPEN = "I727" Warning {
        "le renvoi « {found} » est à résoudre{? (le numéro {number} irait à {guess})?}" / "the reference “{found}” is to be resolved{? (number {number} would go to {guess})?}",
        "écrivez [[identifiant]], ou fixez « numero: {number} » dans la fiche visée" / "write [[identifier]], or pin `numero: {number}` in the fiche meant",
        "Le numéro est celui de la collection d’origine, pas celui des fiches reprises." / "The number is that of the original collection, not of the fiches taken over.",
    }
    /// The anchor of a legend.
    LEGEND_DROPPED = "I728" Note {
        "la ligne « {found} » est retirée" / "the line “{found}” is left out",
        "" / "",
        "Elle annonce une légende qui n’est pas là ; le livret compose la sienne." / "It announces a legend that is not there; the booklet makes its own.",
    }
    /// A block that nobody has filled.
    PLACEHOLDER_BLOCK = "I729" Note {
        "la rubrique « {label} » est vide{? (« {found} »)?}" / "the block “{label}” is empty{? (“{found}”)?}",
        "complétez « {key} » dans {path}, ou supprimez cette ligne" / "fill in `{key}` in {path}, or remove that line",
        "Elle n’est pas imprimée, et « livret check » la rappelle." / "It is not printed, and `livret check` reminds of it.",
    }
    /// A block that is filled.
    FILLED_BLOCK = "I730" Note {
        "la rubrique « {label} » donne {count} entrée(s) de « {key} »{? (« {found} » est retiré)?}" / "the block “{label}” gives {count} entry(ies) of `{key}`{? (“{found}” is left out)?}",
        "" / "",
        "Les rubriques de la fiche passent dans l’en-tête." / "The blocks of the fiche go to the header.",
    }
    /// Every box of the template.
    TEMPLATE_CATEGORIES = "I731" Note {
        "les catégories sont identiques au modèle ({count} cases cochées) : aucun choix n’a été fait" / "the categories are those of the template ({count} boxes ticked): nothing was chosen",
        "choisissez « axes » et « thematiques » dans {path}" / "choose `axes` and `thematiques` in {path}",
        "Une fiche qui parle de tout ne se classe nulle part." / "A fiche that is about everything belongs nowhere.",
    }
    /// No box.
    NO_BOX = "I732" Note {
        "aucune case n’est cochée sous « {label} »" / "no box is ticked under “{label}”",
        "choisissez « axes » et « thematiques » dans {path}" / "choose `axes` and `thematiques` in {path}",
        "Sans catégorie, la fiche échappe aux sélections." / "Without a category the fiche escapes selections.",
    }
    /// Chosen categories.
    CATEGORIES = "I733" Note {
        "{count} catégorie(s) cochée(s) : {names}" / "{count} category(ies) ticked: {names}",
        "" / "",
        "Seules les cases cochées comptent." / "Only ticked boxes count.",
    }
    /// A category that the list does not have.
    NEW_CATEGORY = "I734" Warning {
        "la catégorie « {found} » n’est pas de la liste{?, {state}?} ; elle est ajoutée à categories.yaml ({id})" /
        "the category “{found}” is not in the list{?, {state_en}?}; it is added to categories.yaml ({id})",
        "{?vouliez-vous « {nearest} » ? ?}gardez-la avec sa couleur et sa définition, ou corrigez la fiche" / "{?did you mean “{nearest}”? ?}keep it with a colour and a definition, or correct the fiche",
        "La liste est propre à chaque organisation." / "Each organisation has its own list.",
    }
    /// A resource whose address was lost.
    NO_ADDRESS = "I735" Warning {
        "la ressource « {found} » n’a pas d’adresse" / "the resource “{found}” has no address",
        "retrouvez le lien ou le fichier ; l’entrée attend en commentaire dans l’en-tête de {path}" / "find the link or the file; the entry waits as a comment in the header of {path}",
        "Un lien copié comme texte perd son adresse." / "A link copied as text loses its address.",
    }
    /// A term that cannot be told from its expansion.
    NO_EXPANSION = "I736" Warning {
        "« {found} » n’a pas la forme « SIGLE : développement »{?, ou redit {key}?}" / "“{found}” has not the form “SIGLE: expansion”{?, or says {key} again?}",
        "complétez ; l’entrée attend en commentaire dans l’en-tête de {path}" / "complete it; the entry waits as a comment in the header of {path}",
        "Le glossaire imprime chaque terme avec son développement." / "The glossary prints each term with its expansion.",
    }
    /// Text after the blocks.
    AFTER_BLOCKS = "I737" Warning {
        "ce texte suit les rubriques ; il est gardé à la fin du texte" / "this text comes after the blocks; it is kept at the end of the text",
        "déplacez-le ou supprimez-le dans {path}" / "move or remove it in {path}",
        "Les rubriques ferment une fiche." / "The blocks close a fiche.",
    }
    /// Sigles that the text explains.
    TERM_FOUND = "I738" Note {
        "le texte explique {term} : « {expansion} » → sigles.yaml" / "the text explains {term}: “{expansion}” → sigles.yaml",
        "" / "",
        "Les initiales du développement sont les lettres du sigle." / "The initials of the expansion are the letters of the sigle.",
    }
    /// A sigle that the text explains, with something to read first.
    TERM_PLURAL = "I739" Note {
        "le texte explique sans doute {term} : « {expansion} » ; l’entrée attend en commentaire dans sigles.yaml" / "the text probably explains {term}: “{expansion}”; the entry waits as a comment in sigles.yaml",
        "vérifiez le développement et son singulier, puis ôtez les « # »" / "check the expansion and its singular, then take away the `#`",
        "Un singulier que le texte n’écrit pas, ou des lettres qui ne sont pas toutes des initiales, se relisent avant d’être imprimés." /
        "A singular that the text does not write, or letters that are not all initials, are read before they are printed.",
    }
    /// A sigle explained in two ways.
    TERM_CONFLICT = "I740" Warning {
        "{term} est expliqué de deux façons : « {first} » (gardé) et « {second} »" / "{term} is explained in two ways: “{first}” (kept) and “{second}”",
        "choisissez dans sigles.yaml" / "choose in sigles.yaml",
        "Le glossaire n’a qu’un développement par sigle." / "The glossary has one expansion per sigle.",
    }
    /// A glossary that entries cannot be written into.
    GLOSSARY_SHAPE = "I790" Error {
        "content/sigles.yaml ne peut pas recevoir d’entrées : {why}" / "content/sigles.yaml cannot take entries: {why_en}",
        "copiez les entrées que « livret sigles suggest » montre, ou écrivez la liste avec un tiret par entrée ; le fichier n’a pas changé" /
        "copy the entries that `livret sigles suggest` shows, or write the list with a dash for each entry; the file has not changed",
        "Le programme n’ajoute que des lignes entières à un fichier dont il retrouve ensuite chaque entrée." /
        "The program adds only whole lines, to a file in which it then finds every entry again.",
    }
}
