//! The findings of resolving.

crate::codes! {
    /// A key that must be there.
    MISSING_KEY = "R101" Error {
        "il manque la clé « {key} »" / "the key “{key}” is missing",
        "ajoutez une ligne « {key}: … »" / "add a line `{key}: …`",
        "Sans elle, la fiche, la catégorie ou la publication ne peut pas être imprimée." / "Without it the fiche, category or publication cannot be printed.",
    }
    /// One identifier for two things.
    DUPLICATE_ID = "R102" Error {
        "l’identifiant « {id} » sert deux fois" / "the identifier “{id}” is used twice",
        "donnez à l’un des deux un autre identifiant (pour une fiche : renommez le fichier)" / "give one of the two another identifier (for a fiche: rename the file)",
        "Un identifiant est permanent et désigne une seule chose : les renvois en dépendent." / "An identifier is permanent and means one thing: references depend on it.",
    }
    /// One pinned number for two fiches.
    DUPLICATE_NUMBER = "R103" Error {
        "le numéro {number} est déjà celui d’une autre fiche" / "the number {number} already belongs to another fiche",
        "changez ou supprimez « numero » dans l’une des deux" / "change or remove `numero` in one of the two",
        "Un numéro imprimé doit mener à une seule fiche." / "A printed number must lead to one fiche.",
    }
    /// A category that the catalogue does not have.
    UNKNOWN_CATEGORY = "R104" Error {
        "la catégorie « {found} » n’existe pas" / "there is no category “{found}”",
        "{?vouliez-vous « {nearest} » ? ?}écrivez une catégorie de categories.yaml{? : {words}?}" / "{?did you mean “{nearest}”? ?}write a category of categories.yaml{?: {words}?}",
        "Le vocabulaire des catégories est celui de categories.yaml : la légende et l’index en sont faits." / "The vocabulary is that of categories.yaml: legend and index are made from it.",
    }
    /// A reference to nothing.
    UNKNOWN_TARGET = "R105" Error {
        "« [[{found}]] » ne mène à aucune fiche" / "“[[{found}]]” leads to no fiche",
        "{?vouliez-vous [[{nearest}]] ? ?}écrivez l’identifiant d’une fiche : le nom de son fichier sans .md" / "{?did you mean [[{nearest}]]? ?}write a fiche’s identifier: its file name without .md",
        "Sur papier, un renvoi mort ne se répare plus." / "On paper a dead reference cannot be mended.",
    }
    /// « voir Fiche 37 » where there is no 37.
    UNKNOWN_NUMBER = "R106" Warning {
        "aucune fiche ne porte le numéro {number}" / "no fiche has the number {number}",
        "remplacez par [[identifiant]], ou fixez « numero: {number} » dans la fiche visée ; les mots s’impriment tels quels" /
        "replace it with [[identifier]], or pin `numero: {number}` in the fiche meant; the words print as they are",
        "Les numéros viennent de la chronologie : un numéro écrit à la main vieillit." / "Numbers come from the chronology: a number written by hand ages.",
    }
    /// A value that a selection does not take.
    BAD_YEARS = "R107" Error {
        "« {found} » n’est pas une période" / "“{found}” is no period",
        "écrivez 1983..1999, 2007.., ..1999 ou 2007" / "write 1983..1999, 2007.., ..1999 or 2007",
        "La sélection par années choisit les fiches du livret." / "The selection by years chooses the fiches of the booklet.",
    }
    /// A fiche that a selection names and that does not exist.
    UNKNOWN_FICHE = "R108" Error {
        "la fiche « {found} » n’existe pas" / "there is no fiche “{found}”",
        "{?vouliez-vous « {nearest} » ? ?}écrivez le nom d’un fichier de content/fiches sans .md" / "{?did you mean “{nearest}”? ?}write the name of a file of content/fiches without .md",
        "Une fiche attendue manquerait dans le livret." / "An expected fiche would be missing from the booklet.",
    }
    /// A memorandum that a publication names and that does not exist.
    UNKNOWN_MEMORANDUM = "R109" Error {
        "le mémorandum « {found} » n’existe pas" / "there is no memorandum “{found}”",
        "{?vouliez-vous « {nearest} » ? ?}écrivez par exemple source: memorandums/2024.md" / "{?did you mean “{nearest}”? ?}write for instance source: memorandums/2024.md",
        "La publication n’aurait pas de texte." / "The publication would have no text.",
    }
    /// A profile that does not exist.
    UNKNOWN_PROFILE = "R110" Error {
        "le profil « {found} » n’existe pas" / "there is no profile “{found}”",
        "{?vouliez-vous « {nearest} » ? ?}profils : {words}" / "{?did you mean “{nearest}”? ?}profiles: {words}",
        "Le profil dit pour quel usage le PDF est fait." / "The profile tells what the PDF is for.",
    }
    /// An identifier that would age badly.
    ODD_ID = "R111" Warning {
        "« {id} » est un identifiant fragile" / "“{id}” is a fragile identifier",
        "renommez le fichier{? « {nearest}.md »?} : lettres minuscules sans accent, chiffres et traits d’union" / "rename the file{? `{nearest}.md`?}: plain lower-case letters, digits and hyphens",
        "L’identifiant sert dans les renvois, les noms de fichiers produits et les adresses." / "The identifier is used in references, in output names and in addresses.",
    }
    /// A colour that is none.
    BAD_COLOR = "R112" Error {
        "« {found} » n’est pas une couleur" / "“{found}” is no colour",
        "écrivez six chiffres hexadécimaux : \"#0b6e4f\"" / "write six hexadecimal digits: \"#0b6e4f\"",
        "La légende en dépend." / "The legend depends on it.",
    }
    /// The collection has no date.
    NO_DATE = "R113" Warning {
        "la collection n’a pas de date d’édition" / "the collection has no date of edition",
        "ajoutez dans collection.yaml : date: AAAA-MM-JJ (ou fixez SOURCE_DATE_EPOCH)" / "add to collection.yaml: date: YYYY-MM-DD (or set SOURCE_DATE_EPOCH)",
        "L’horloge n’est jamais lue : les mêmes sources donnent les mêmes octets." / "The clock is never read: the same sources give the same bytes.",
    }
    /// The format of the workspace is not ours.
    BAD_VERSION = "R114" Error {
        "cette version du format n’est pas connue : {found}" / "this version of the format is not known: {found}",
        "collection.yaml commence par « version: 1 »" / "collection.yaml begins with `version: 1`",
        "Un format ultérieur pourrait être mal lu sans que rien ne le dise." / "A later format could be misread without notice.",
    }
    /// An identifier that cannot name a file.
    NO_FILE_NAME = "R115" Error {
        "« {id} » ne peut pas servir de nom de fichier" / "“{id}” cannot be a file name",
        "{?écrivez « {nearest} » : ?}des lettres, des chiffres et des traits d’union" / "{?write “{nearest}”: ?}letters, digits and hyphens",
        "Les PDF portent ce nom : une barre oblique les ferait écrire dans un autre dossier." / "The PDFs bear this name: a slash would have them written to another folder.",
    }
    /// Two terms that are written the same, with nothing to part them.
    HOMONYM = "R116" Error {
        "« {id} » a deux sens dans le glossaire, et rien ne dit où vaut chacun" / "“{id}” has two meanings in the glossary, and nothing says where each holds",
        "donnez à l’un des deux « portee: [fiche-a, fiche-b] » : les fiches où il a ce sens ; une fiche n’a qu’un sens par sigle" /
        "give one of the two `portee: [fiche-a, fiche-b]`: the fiches in which it has this meaning; a fiche has one meaning a sigle",
        "Le lecteur d’une fiche lirait le développement d’un autre sigle." / "The reader of a fiche would read what another sigle stands for.",
    }
    /// A successor that the glossary does not have.
    UNKNOWN_TERM = "R117" Error {
        "le glossaire n’a pas de terme « {found} »" / "the glossary has no term “{found}”",
        "{?vouliez-vous « {nearest} » ? ?}écrivez un terme de sigles.yaml, ou ajoutez-le" / "{?did you mean “{nearest}”? ?}write a term of sigles.yaml, or add it",
        "« devient » mène au nom d’aujourd’hui : il doit être expliqué lui aussi." / "`devient` leads to today’s name: it must be explained too.",
    }
    /// A name that ends before it begins.
    BAD_LIFE = "R118" Error {
        "« {id} » finirait avant de commencer" / "“{id}” would end before it begins",
        "corrigez « depuis » ou « jusqua »" / "correct `depuis` or `jusqua`",
        "Ces dates disent dans quelles fiches un nom est à sa place." / "These dates tell in which fiches a name is in its place.",
    }
    /// A number of a text that has none.
    NUMBER_LOST = "R119" Warning {
        "« numero: {number} » est sans effet : une page n’a pas de numéro" / "`numero: {number}` has no effect: a page has no number",
        "donnez une date à ce texte et ôtez « genre: page », ou supprimez la ligne ; si ce numéro est imprimé, plus rien n’y mènera" /
        "give this text a date and take away `genre: page`, or remove the line; if this number is in print, nothing will lead to it any more",
        "Un numéro cité dans un imprimé ne doit pas disparaître sans que personne ne le voie." / "A number that is cited in print must not vanish unnoticed.",
    }
}
