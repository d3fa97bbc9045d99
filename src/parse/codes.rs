//! The findings of parsing.

crate::codes! {
    /// Bytes that are no UTF-8.
    NOT_UTF8 = "S001" Error {
        "ce fichier n’est pas du texte en UTF-8 : ce signe n’est pas lisible" / "this file is not UTF-8 text: this sign cannot be read",
        "enregistrez-le en UTF-8 (Bloc-notes : « Enregistrer sous », encodage UTF-8 ; Word : « Texte brut », encodage Unicode (UTF-8))" /
        "save it as UTF-8 (Notepad: “Save as”, encoding UTF-8; Word: “Plain text”, encoding Unicode (UTF-8))",
        "Un autre codage rendrait les accents illisibles." / "Another encoding would garble accents.",
    }
    /// A byte order mark.
    BOM = "S002" Warning {
        "le fichier commence par une marque d’ordre des octets (BOM)" / "the file begins with a byte order mark (BOM)",
        "enregistrez-le en « UTF-8 » sans BOM ; livret l’ignore en attendant" / "save it as “UTF-8” without BOM; livret ignores it meanwhile",
        "Cette marque invisible gêne d’autres outils (git, scripts)." / "This invisible mark disturbs other tools (git, scripts).",
    }
    /// Windows line ends.
    CRLF = "S003" Warning {
        "les fins de ligne sont celles de Windows (CRLF)" / "line ends are those of Windows (CRLF)",
        "réglez l’éditeur sur LF ; livret les accepte en attendant" / "set the editor to LF; livret accepts them meanwhile",
        "Le même texte aurait deux formes selon la machine, et git verrait tout le fichier changé." / "The same text would have two forms by machine, and git would see the whole file changed.",
    }
    /// Control characters.
    CONTROL = "S004" Error {
        "caractère de commande invisible : {char}" / "invisible control character: {char}",
        "supprimez-le : c’est souvent le reste d’un copier-coller" / "remove it: it is often left by a copy and paste",
        "Un tel caractère ne s’imprime pas et peut casser d’autres programmes." / "Such a character does not print and may break other programs.",
    }
    /// Characters that reorder the text around them.
    BIDI = "S005" Error {
        "caractère invisible qui change le sens de lecture : {char}" / "invisible character that changes the reading direction: {char}",
        "supprimez-le ; pour un passage en arabe, écrivez [texte]{{lang=ar}}" / "remove it; for a passage in Arabic, write [text]{{lang=ar}}",
        "Le texte affiché ne serait plus celui du fichier (« Trojan Source », CVE-2021-42574)." / "The text shown would no longer be that of the file (“Trojan Source”, CVE-2021-42574).",
    }
    /// A line that no person wrote.
    LONG_LINE = "S006" Error {
        "cette ligne fait {length} octets" / "this line is {length} bytes long",
        "coupez-la en paragraphes (limite : {limit} octets)" / "cut it into paragraphs (limit: {limit} bytes)",
        "Une ligne pareille est presque toujours une image ou un fichier collé par erreur." / "Such a line is nearly always a picture or a file pasted by mistake.",
    }
    /// A word that no person wrote.
    LONG_WORD = "S007" Error {
        "ce mot fait {length} octets" / "this word is {length} bytes long",
        "supprimez-le, ou coupez-le par des espaces (limite : {limit} octets)" / "remove it, or cut it with spaces (limit: {limit} bytes)",
        "C’est presque toujours une image ou un fichier collé par erreur, et aucune page ne peut le montrer." / "It is nearly always a picture or a file pasted by mistake, and no page can show it.",
    }
    /// A text as long as a library.
    LONG_TEXT = "S008" Error {
        "ce texte est trop long : {length} ko" / "this text is too long: {length} kB",
        "coupez-le en plusieurs fiches (limite : {limit} ko, soit environ 600 pages)" / "cut it into several fiches (limit: {limit} kB, about 600 pages)",
        "Une fiche se lit d’une traite ; un fichier de cette taille n’a pas été écrit à la main." / "A fiche is read in one go; a file of this size was not written by hand.",
    }
    /// No header.
    NO_HEADER = "H001" Error {
        "la fiche n’a pas d’en-tête" / "the fiche has no header",
        "commencez le fichier par une ligne « --- », les clés (titre, date…), puis une ligne « --- »" / "begin the file with a line `---`, the keys (titre, date…), then a line `---`",
        "L’en-tête porte le titre, la date et les catégories." / "The header holds title, date and categories.",
    }
    /// A header without an end.
    OPEN_HEADER = "H002" Error {
        "l’en-tête n’est pas fermé" / "the header is not closed",
        "ajoutez une ligne « --- » après la dernière clé" / "add a line `---` after the last key",
        "Sans elle, on ne sait pas où commence le texte." / "Without it there is no telling where the text begins.",
    }
    /// YAML that does not parse.
    BAD_YAML = "H003" Error {
        "ces lignes ne peuvent pas être lues : {why}" / "these lines cannot be read: {why_en}",
        "vérifiez le retrait, les « : » et les guillemets de cette ligne et de la précédente ; une valeur qui contient « : » se met entre guillemets" /
        "check the indentation, the `:` and the quotes of this line and the one before; a value that contains `: ` goes between quotes",
        "L’en-tête et les fichiers de réglages s’écrivent en YAML : tant qu’une ligne n’est pas lisible, rien de ce qui suit n’est sûr." /
        "Headers and settings are written in YAML: as long as a line cannot be read, nothing after it is certain.",
    }
    /// YAML that expands beyond any use.
    YAML_LIMIT = "H004" Error {
        "ces valeurs dépassent toute mesure : {why}" / "these values exceed all bounds: {why_en}",
        "écrivez les valeurs en toutes lettres, sans « &ancre » ni « *alias »" / "write the values out, without `&anchor` or `*alias`",
        "Quelques lignes de YAML peuvent se déplier en milliards de valeurs." / "A few lines of YAML can expand to billions of values.",
    }
    /// Raw HTML.
    RAW_HTML = "M101" Warning {
        "HTML dans le texte : {found}" / "HTML in the text: {found}",
        "écrivez-le en Markdown ; le texte est gardé, les balises sont ignorées" / "write it in Markdown; the text is kept, the tags are ignored",
        "Le livret n’est pas une page web : une balise n’y a pas de sens." / "The booklet is no web page: a tag means nothing there.",
    }
    /// Too deep.
    TOO_DEEP = "M102" Error {
        "imbrication trop profonde (plus de {limit} niveaux)" / "nested too deeply (more than {limit} levels)",
        "remontez ce passage de quelques niveaux ; ses mots sont gardés à plat" / "move this passage up some levels; its words are kept flat",
        "Une page ne peut pas montrer tant de niveaux, et le moteur de mise en page s’arrête." / "No page can show so many levels, and the layout engine stops.",
    }
    /// A directive that does not exist.
    UNKNOWN_DIRECTIVE = "M103" Error {
        "le bloc « :::{found} » n’existe pas" / "there is no block `:::{found}`",
        "{?vouliez-vous « :::{nearest} » ? ?}blocs : {words}" / "{?did you mean `:::{nearest}`? ?}blocks: {words}",
        "Un bloc inconnu n’aurait pas de mise en page." / "An unknown block would have no look.",
    }
    /// A directive that is not closed.
    BAD_ATTRIBUTES = "M104" Error {
        "attributs illisibles : {found}" / "unreadable attributes: {found}",
        "écrivez {{#identifiant clé=valeur clé=\"valeur avec espaces\"}}" / "write {{#identifier key=value key=\"value with spaces\"}}",
        "Les attributs disent qui parle, à quel niveau, avec quelle priorité." / "Attributes tell who speaks, at which level, with which priority.",
    }
    /// An attribute that does not exist.
    UNKNOWN_ATTRIBUTE = "M105" Error {
        "l’attribut « {key} » n’existe pas ici" / "there is no attribute “{key}” here",
        "{?vouliez-vous « {nearest} » ? ?}attributs : {words}" / "{?did you mean “{nearest}”? ?}attributes: {words}",
        "Un attribut mal orthographié serait ignoré sans bruit." / "A misspelt attribute would be ignored silently.",
    }
    /// A value that the attribute does not take.
    BAD_ATTRIBUTE = "M106" Error {
        "« {found} » n’est pas une valeur de « {key} »" / "“{found}” is no value of “{key}”",
        "{?vouliez-vous « {nearest} » ? ?}valeurs : {words}" / "{?did you mean “{nearest}”? ?}values: {words}",
        "La sélection, les tableaux et les pictogrammes en dépendent." / "Selections, tables and icons depend on it.",
    }
    /// A demand without identifier.
    DEMAND_ID = "M107" Error {
        "cette demande n’a pas d’identifiant" / "this demand has no identifier",
        "ajoutez-en un, permanent : :::demande {{#logement-1 niveaux=\"communal\"}}" / "add a permanent one: :::demande {{#logement-1 niveaux=\"communal\"}}",
        "Le numéro imprimé change d’une édition à l’autre ; l’identifiant reste." / "The printed number changes from one edition to the next; the identifier stays.",
    }
    /// A demand without a sentence.
    DEMAND_EMPTY = "M108" Error {
        "cette demande ne commence pas par une phrase" / "this demand does not begin with a sentence",
        "le premier paragraphe est la demande, à l’infinitif ; le détail suit" / "the first paragraph is the demand; details follow",
        "C’est cette phrase que montrent le résumé et les tableaux." / "The summary and the tables show this sentence.",
    }
    /// A demand without a level.
    DEMAND_LEVELS = "M109" Error {
        "cette demande ne dit pas à quel niveau de pouvoir elle s’adresse" / "this demand does not say to which level of power it is put",
        "ajoutez niveaux=\"communal regional\" (dans : {words})" / "add niveaux=\"communal regional\" (among: {words})",
        "Le tableau par niveau de pouvoir est fait de là." / "The table by level of power is made from it.",
    }
    /// A note that nobody calls.
    UNUSED_NOTE = "M110" Warning {
        "la note [^{name}] n’est appelée nulle part" / "the note [^{name}] is called nowhere",
        "appelez-la dans le texte par [^{name}], ou supprimez-la ; elle n’est pas imprimée" / "call it in the text with [^{name}], or remove it; it is not printed",
        "Une note sans appel n’a pas de place dans la page." / "A note without a call has no place on the page.",
    }
    /// A picture inside the words of a link and the like.
    UNKNOWN_LANGUAGE = "M111" Error {
        "« {found} » n’est pas un code de langue" / "“{found}” is no language code",
        "écrivez un code de deux lettres : nl, ar, en, de, tr…" / "write a code of two letters: nl, ar, en, de, tr…",
        "La langue commande la césure, les guillemets et la voix du lecteur d’écran." / "The language drives hyphenation, quotes and the screen reader’s voice.",
    }
    /// A row that is longer than the header of its table.
    EXTRA_CELLS = "M112" Warning {
        "cette ligne a plus de cellules que l’en-tête du tableau : {found}" / "this row has more cells than the table’s header: {found}",
        "ajoutez une colonne à l’en-tête et à la ligne de tirets, ou écrivez « \\| » pour une barre dans le texte" /
        "add a column to the header and to the row of dashes, or write `\\|` for a bar in the text",
        "Une cellule sans colonne ne s’imprime pas, et ses mots seraient perdus." / "A cell without a column is not printed, and its words would be lost.",
    }
    /// A demand where none is counted.
    DEMAND_PLACE = "M113" Error {
        "une demande ne peut pas se trouver ici" / "a demand cannot stand here",
        "placez-la dans un mémorandum, hors des listes, des notes et des autres demandes ; dans une fiche, écrivez :::encadre" /
        "put it into a memorandum, outside of lists, notes and other demands; in a fiche write :::encadre",
        "Elle n’aurait ni numéro ni page, et manquerait dans le résumé et les tableaux." / "It would have neither number nor page, and would be missing from the summary and the tables.",
    }
    /// Two notes of one name.
    DUPLICATE_NOTE = "M115" Error {
        "la note [^{name}] est écrite deux fois" / "the note [^{name}] is written twice",
        "donnez à l’une des deux un autre nom, dans le texte aussi" / "give one of the two another name, in the text too",
        "On ne saurait pas laquelle des deux imprimer." / "There is no telling which of the two to print.",
    }
    /// A note that is not there.
    UNKNOWN_NOTE = "M116" Warning {
        "la note [^{name}] n’est écrite nulle part" / "the note [^{name}] is written nowhere",
        "écrivez-la après le texte : « [^{name}]: … » ; pour des crochets tels quels : \\[^{name}]" / "write it after the text: `[^{name}]: …`; for brackets as they are: \\[^{name}]",
        "L’appel s’imprimerait entre crochets, et la note manquerait." / "The call would print between brackets, and the note would be missing.",
    }
    /// A table that no page can show.
    LARGE_TABLE = "M114" Error {
        "ce tableau est trop grand : {columns} colonnes, {rows} lignes" / "this table is too large: {columns} columns, {rows} rows",
        "coupez-le en plusieurs tableaux, ou joignez-le comme ressource (limites : {limit} colonnes, {cells} cases)" / "cut it into several tables, or offer it as a resource (limits: {limit} columns, {cells} cells)",
        "Une page montre une douzaine de colonnes ; au-delà, personne ne lit plus." / "A page shows a dozen columns; beyond, nobody reads on.",
    }
}
