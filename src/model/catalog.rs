//! What the whole collection shares: the organisation, the glossary's authority, the categories, the publications asked for.

use super::fiche::Status;
use super::typography::TypographyEntry;
use crate::base::node::Pairs;
use crate::base::source::Spanned;

crate::record! {
    /// L’éditeur responsable : une personne, avec une adresse (DOMAIN.md 2.3).
    pub struct ResponsiblePublisher {
        /// Prénom et nom.
        name = "nom": Option<Spanned<String>>,
        /// Adresse complète.
        address = "adresse": Option<Spanned<String>>,
    }
}

crate::record! {
    /// Un crédit de l’ours.
    pub struct Credit {
        /// Rôle : rédaction, relecture, mise en page, photos…
        role = "role": Option<Spanned<String>>,
        /// Noms.
        names = "noms": Vec<Spanned<String>>,
    }
}

crate::record! {
    /// Un logo.
    pub struct Logo {
        /// Chemin dans content/.
        #[schemars(required)]
        file = "fichier": Option<Spanned<String>>,
        /// Texte alternatif.
        #[schemars(required)]
        alt = "texte": Option<Spanned<String>>,
    }
}

crate::vocabulary! {
    /// Langue des messages du programme.
    pub enum MessageLanguage {
        /// Français.
        French = "fr",
        /// Anglais.
        English = "en",
    }
}

crate::record! {
    /// Le décalage du verso sur le copieur, en millimètres, lu à contre-jour sur la feuille de réglage.
    pub struct DuplexOffset {
        /// Vers la droite.
        x = "horizontal": f64,
        /// Vers le haut.
        y = "vertical": f64,
    }
}

crate::record! {
    /// L’organisation et ce que toutes ses publications partagent : content/collection.yaml.
    pub struct Collection {
        /// Numéro du format de ces fichiers : 1.
        #[schemars(required)]
        version = "version": Option<Spanned<u32>>,
        /// Nom de l’organisation.
        #[schemars(required)]
        name = "nom": Option<Spanned<String>>,
        /// Son sigle.
        short = "sigle": Option<Spanned<String>>,
        /// Adresse, une ligne par élément.
        address = "adresse": Vec<Spanned<String>>,
        /// Téléphone.
        phone = "telephone": Option<Spanned<String>>,
        /// Courriel.
        email = "courriel": Option<Spanned<String>>,
        /// Site, https://…
        web = "site": Option<Spanned<String>>,
        /// Numéro d’entreprise (BCE).
        enterprise = "numero_entreprise": Option<Spanned<String>>,
        /// Éditeur responsable.
        publisher = "editeur_responsable": Option<Spanned<ResponsiblePublisher>>,
        /// Numéro de dépôt légal, D/année/éditeur/ordre.
        legal_deposit = "depot_legal": Option<Spanned<String>>,
        /// ISBN.
        isbn = "isbn": Option<Spanned<String>>,
        /// Crédits de l’ours.
        credits = "credits": Vec<Credit>,
        /// Phrase des pouvoirs subsidiants.
        support = "soutien": Option<Spanned<String>>,
        /// Autres mentions légales.
        mentions = "mentions": Vec<Spanned<String>>,
        /// Logos, quand content/marque.yaml n’en a pas.
        logos = "logos": Vec<Logo>,
        /// Licence des textes.
        licence = "licence": Option<Spanned<String>>,
        /// Langue des messages : fr ou en.
        language = "langue": Option<Spanned<MessageLanguage>>,
        /// Date de l’édition, AAAA-MM-JJ ; jamais celle de l’horloge.
        date = "date": Option<Spanned<super::date::Date>>,
        /// Numéro de l’édition.
        edition = "edition": Option<Spanned<String>>,
        /// Sigles que tout lecteur connaît et que le glossaire n’explique pas.
        plain_sigles = "sigles_courants": Vec<Spanned<String>>,
        /// Décalage du verso, lu sur la feuille de réglage (« livret impose --calibration »).
        duplex = "recto_verso": Option<Spanned<DuplexOffset>>,
        /// Gravité de certaines règles : code: erreur | avertissement | non.
        rules = "regles": Pairs<Spanned<RuleLevel>>,
        /// Typographie : le profil, et ce qui s’en écarte.
        typography = "typographie": TypographyEntry,
    }
}

crate::vocabulary! {
    /// Ce que vaut une règle dans cette collection.
    pub enum RuleLevel {
        /// Une erreur.
        Error = "erreur",
        /// Un avertissement.
        Warning = "avertissement",
        /// Rien.
        Off = "non",
    }
}

crate::vocabulary! {
    /// Nature d’un terme : les quatre que la rubrique des fiches nomme (DOMAIN.md 1.3).
    pub enum TermKind {
        /// Initiales épelées.
        Sigle = "sigle",
        /// Sigle lu comme un mot.
        Acronym = "acronyme",
        /// Mot raccourci.
        Abbreviation = "abréviation" | "abreviation",
        /// Vocabulaire du métier.
        Jargon = "jargon",
    }
}

crate::record! {
    /// Un terme du glossaire.
    pub struct TermEntry {
        /// Le terme tel qu’il s’imprime.
        #[schemars(required)]
        term = "terme": Option<Spanned<String>>,
        /// sigle, acronyme, abréviation ou jargon.
        kind = "nature": Option<Spanned<TermKind>>,
        /// Développement.
        expansion = "developpement": Option<Spanned<String>>,
        /// Développement au pluriel.
        plural = "pluriel": Option<Spanned<String>>,
        /// Définition, une phrase (Markdown).
        definition = "definition": Option<Spanned<String>>,
        /// Autres graphies du terme.
        variants = "variantes": Vec<Spanned<String>>,
        /// Autres termes à voir.
        see = "voir": Vec<Spanned<String>>,
        /// Les seules fiches (ou les seuls mémorandums) où il a ce sens : pour deux termes qui s’écrivent de même.
        scope = "portee" | "portée": Vec<Spanned<String>>,
        /// Date EDTF à partir de laquelle ce nom existe.
        since = "depuis": Option<Spanned<super::date::Date>>,
        /// Date EDTF jusqu’à laquelle ce nom existe.
        until = "jusqua" | "jusqu’à" | "jusqu'à" | "jusquà": Option<Spanned<super::date::Date>>,
        /// Le terme qui lui succède.
        becomes = "devient": Option<Spanned<String>>,
    }
}

crate::vocabulary! {
    /// Ce qui est arrivé à une organisation, un texte ou un projet.
    pub enum Event {
        /// Sa création.
        Creation = "création" | "creation" | "fondation" | "naissance" | "constitution",
        /// Son agrément.
        Recognition = "agrément" | "agrement" | "reconnaissance",
        /// Le jour où il prend ce nom.
        Naming = "changement de nom" | "nouveau nom",
        /// Sa fusion avec un autre.
        Merger = "fusion",
        /// Son lancement, sa première parution.
        Launch = "lancement" | "première parution",
        /// Son adoption, pour un décret ou un plan.
        Adoption = "adoption" | "vote",
        /// Sa fin.
        End = "fin" | "dissolution" | "fermeture",
    }
}

crate::record! {
    /// Un fait daté : content/faits.yaml, ou « faits » dans l’en-tête d’une fiche.
    pub struct FactEntry {
        /// De qui ou de quoi il s’agit : un terme du glossaire, ou un nom.
        #[schemars(required)]
        subject = "sujet": Option<Spanned<String>>,
        /// Ce qui est arrivé.
        #[schemars(required)]
        event = "fait": Option<Spanned<Event>>,
        /// Date EDTF.
        #[schemars(required)]
        date = "date": Option<Spanned<super::date::Date>>,
        /// D’où on le sait.
        source = "source": Option<Spanned<String>>,
    }
}

crate::vocabulary! {
    /// Famille d’une catégorie, dans l’ordre de la légende (DOMAIN.md 1.4).
    pub enum Family {
        /// Axes stratégiques d’intervention.
        Axis = "axe",
        /// Thématiques générales.
        General = "generale" | "générale",
        /// Thématiques spécifiques.
        Specific = "specifique" | "spécifique",
    }
}

impl Family {
    /// The heading of the family in the legend.
    pub fn label(self) -> &'static str {
        match self {
            Self::Axis => "Axes stratégiques d’intervention",
            Self::General => "Thématiques générales",
            Self::Specific => "Thématiques spécifiques",
        }
    }
}

crate::record! {
    /// Une catégorie.
    pub struct CategoryEntry {
        /// Identifiant, celui que les fiches écrivent.
        #[schemars(required)]
        id = "id": Option<Spanned<String>>,
        /// axe, generale ou specifique.
        #[schemars(required)]
        family = "famille": Option<Spanned<Family>>,
        /// Nom imprimé.
        #[schemars(required)]
        name = "nom": Option<Spanned<String>>,
        /// Couleur, #rrggbb.
        color = "couleur": Option<Spanned<String>>,
        /// Nom du pictogramme ; par défaut l’identifiant.
        icon = "icone": Option<Spanned<String>>,
        /// Définition, une phrase.
        definition = "definition": Option<Spanned<String>>,
    }
}

crate::vocabulary! {
    /// Genre d’une publication.
    pub enum PublicationKind {
        /// Un livret de fiches.
        Booklet = "livret",
        /// Un mémorandum.
        Memorandum = "memorandum" | "mémorandum",
    }
}

crate::vocabulary! {
    /// Format rogné d’une page.
    pub enum PageFormat {
        /// 148 × 210 mm.
        A5 = "A5",
        /// 210 × 297 mm.
        A4 = "A4",
        /// 210 × 210 mm, un carré.
        Square = "210x210" | "210 × 210" | "210×210",
        /// 99 × 210 mm, le dépliant ou la carte qui entre dans une enveloppe DL : une colonne étroite.
        Dl = "DL",
    }
}

impl PageFormat {
    /// Width and height in mm (ISO 216; a third of an A4 for an envelope DL of ISO 269).
    pub fn size(self) -> (f64, f64) {
        match self {
            Self::A5 => (148.0, 210.0),
            Self::A4 => (210.0, 297.0),
            Self::Square => (210.0, 210.0),
            Self::Dl => (99.0, 210.0),
        }
    }
}

crate::record! {
    /// Ce qu’un livret retient ; tout ce qui est dit doit être vrai ensemble.
    pub struct Selection {
        /// Statut minimal : publié, relu ou brouillon.
        status = "statut": Option<Spanned<Status>>,
        /// Années, 1983..1999, 2007.., ..1999 ou 2007.
        years = "annees": Option<Spanned<String>>,
        /// Au moins un de ces axes.
        axes = "axes": Vec<Spanned<String>>,
        /// Au moins une de ces thématiques.
        themes = "thematiques": Vec<Spanned<String>>,
        /// Ces fiches-ci seulement.
        fiches = "fiches": Vec<Spanned<String>>,
        /// Sauf celles-ci.
        except = "sauf": Vec<Spanned<String>>,
    }
}

crate::record! {
    /// Une publication.
    pub struct PublicationEntry {
        /// Identifiant : le nom du fichier produit commence par lui.
        #[schemars(required)]
        id = "id": Option<Spanned<String>>,
        /// livret ou memorandum.
        #[schemars(required)]
        kind = "genre": Option<Spanned<PublicationKind>>,
        /// Titre de couverture ; celui du mémorandum par défaut.
        title = "titre": Option<Spanned<String>>,
        /// Sous-titre.
        subtitle = "sous_titre": Option<Spanned<String>>,
        /// A5, A4, 210x210 ou DL (99 × 210 mm).
        format = "format": Option<Spanned<PageFormat>>,
        /// Image de couverture, chemin dans content/.
        cover = "couverture": Option<Spanned<String>>,
        /// Texte de quatrième de couverture (Markdown).
        blurb = "presentation": Option<Spanned<String>>,
        /// Le fichier d’un mémorandum, chemin dans content/.
        source = "source": Option<Spanned<String>>,
        /// Ce qu’un livret retient.
        selection = "selection": Selection,
        /// Les profils à produire.
        profiles = "profils": Vec<Spanned<String>>,
        /// La reliure chez l’imprimeur : agrafee (par défaut) ou dos-carre-colle.
        binding = "reliure": Option<Spanned<super::making::Binding>>,
        /// Le papier, quand ce n’est pas celui du profil.
        paper = "papier": Option<Spanned<super::making::PaperEntry>>,
        /// Le dos d’une publication collée.
        spine = "dos": Option<Spanned<super::making::SpineEntry>>,
        /// Le nombre de pages à atteindre à l’impression : 48, ou { multiple: 4, max: 60 }.
        goal = "pages": Option<Spanned<super::making::GoalSetting>>,
    }
}

/// A complete category.
#[derive(Debug, Clone, PartialEq)]
pub struct Category {
    /// The identifier.
    pub id: String,
    /// The family.
    pub family: Family,
    /// The printed name.
    pub name: Spanned<String>,
    /// `#rrggbb`.
    pub color: String,
    /// The name of the icon.
    pub icon: String,
    /// What it means.
    pub definition: Option<Spanned<String>>,
}

/// A complete term of the glossary.
#[derive(Debug, Clone, PartialEq)]
pub struct Term {
    /// The term as it is printed, and its key everywhere.
    pub term: Spanned<String>,
    /// Its kind.
    pub kind: TermKind,
    /// What its letters stand for.
    pub expansion: Option<Spanned<String>>,
    /// The same in the plural.
    pub plural: Option<Spanned<String>>,
    /// What it means, as a line of Markdown.
    pub definition: Option<super::markup::Line>,
    /// Other spellings.
    pub variants: Vec<Spanned<String>>,
    /// Other terms to see.
    pub see: Vec<String>,
    /// The documents in which it has this meaning; none for all.
    pub scope: Vec<Spanned<String>>,
    /// Since when the name exists.
    pub since: Option<Spanned<super::date::Date>>,
    /// Until when.
    pub until: Option<Spanned<super::date::Date>>,
    /// The term that took its place.
    pub becomes: Option<Spanned<String>>,
}

impl Term {
    /// A term of which nothing else is known.
    pub fn bare(term: Spanned<String>, kind: TermKind) -> Self {
        Self {
            term,
            kind,
            expansion: None,
            plural: None,
            definition: None,
            variants: Vec::new(),
            see: Vec::new(),
            scope: Vec::new(),
            since: None,
            until: None,
            becomes: None,
        }
    }

    /// Whether it has this meaning in a document.
    pub fn is_meant_in(&self, document: &str) -> bool {
        self.scope.is_empty() || self.scope.iter().any(|d| d.value == document)
    }
}

/// A dated fact that somebody states.
#[derive(Debug, Clone, PartialEq)]
pub struct Fact {
    /// Of whom or what.
    pub subject: Spanned<String>,
    /// What happened.
    pub event: Event,
    /// When.
    pub date: Spanned<super::date::Date>,
}

/// The catalogue as parsing leaves it.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct CatalogDraft {
    /// `collection.yaml`.
    pub collection: Collection,
    /// `marque.yaml`.
    pub brand: super::brand::Brand,
    /// `categories.yaml`.
    pub categories: Vec<Spanned<CategoryEntry>>,
    /// `sigles.yaml`, each with its definition as a line.
    pub terms: Vec<(Spanned<TermEntry>, Option<super::markup::Line>)>,
    /// `faits.yaml`.
    pub facts: Vec<Spanned<FactEntry>>,
    /// `publications.yaml`, each with its blurb as blocks.
    pub publications: Vec<(Spanned<PublicationEntry>, Vec<super::markup::Block>)>,
}
