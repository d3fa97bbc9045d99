//! The typographic habits of a house: the key `typographie` of `collection.yaml` (DOMAIN.md 3.2 to 3.8).

use crate::base::source::Spanned;

crate::vocabulary! {
    /// Habitudes typographiques d’une maison, sous un nom.
    pub enum Profile {
        /// Fine insécable avant ; ! ? et dans les guillemets, espace insécable avant le deux-points.
        BeDefault = "be-default",
        /// Fine insécable avant le deux-points aussi.
        FinePartout = "fine-partout",
        /// Espace-mot insécable dans les guillemets (Lexique de l’Imprimerie nationale).
        ImprimerieNationale = "imprimerie-nationale",
        /// Aucune espace avant ; : ! ? ni dans les guillemets (Code de rédaction interinstitutionnel, 6.4).
        Ue = "ue",
        /// Facile à lire : aucune fine, ni milliers ni signes ; les doublets sont proposés au lieu des formes abrégées.
        Falc = "falc",
    }
}

crate::vocabulary! {
    /// Espace avant un signe.
    pub enum Space {
        /// Aucune.
        None = "aucune",
        /// Insécable (U+00A0).
        NoBreak = "insecable" | "insécable",
        /// Fine insécable (U+202F).
        Thin = "fine",
    }
}

crate::vocabulary! {
    /// Guillemets dans des guillemets.
    pub enum NestedQuotes {
        /// “ ”, puis ‘ ’.
        English = "anglais",
        /// « » à tous les niveaux.
        French = "francais" | "français",
    }
}

crate::vocabulary! {
    /// Terminaison des ordinaux.
    pub enum Ordinals {
        /// « 2ème » devient 2e, terminaison en exposant.
        Normalise = "normaliser",
        /// « 2ème » reste ; 1er et 2e ont quand même leur exposant.
        Keep = "garder",
    }
}

crate::vocabulary! {
    /// Formes inclusives abrégées.
    pub enum Inclusive {
        /// Telles que l’auteur les écrit.
        Garder = "garder",
        /// Avec le point médian : intervenant·e·s.
        Median = "median" | "médian",
        /// Signalées, avec le doublet à écrire : intervenantes et intervenants.
        Doublet = "doublet",
    }
}

crate::vocabulary! {
    /// Tiret des incises.
    pub enum Dash {
        /// Demi-cadratin : –
        En = "demi-cadratin",
        /// Cadratin : —
        Em = "cadratin",
    }
}

crate::record! {
    /// Typographie : un profil, et ce qui s’en écarte.
    pub struct TypographyEntry {
        /// be-default (par défaut), fine-partout, imprimerie-nationale, ue ou falc.
        profile = "profil": Option<Spanned<Profile>>,
        /// Espace avant le deux-points : insecable, fine ou aucune ; par défaut celle du profil.
        colon = "deux_points": Option<Spanned<Space>>,
        /// Guillemets dans des guillemets : anglais (“ ”, par défaut) ou francais (« »).
        nested = "guillemets_internes": Option<Spanned<NestedQuotes>>,
        /// Espace avant ! et ? qui suivent « … » : oui (par défaut) ou non.
        space_after_ellipsis = "espace_apres_suspension": Option<Spanned<bool>>,
        /// Ordinaux : normaliser (par défaut) ou garder.
        ordinals = "ordinaux": Option<Spanned<Ordinals>>,
        /// Formes inclusives : garder, median ou doublet ; par défaut garder, et doublet dans le profil falc.
        inclusive = "inclusif": Option<Spanned<Inclusive>>,
        /// « Mme » avec « me » en exposant : oui ou non (par défaut).
        superscript_titles = "titres_en_exposant": Option<Spanned<bool>>,
        /// Grouper par milliers dès quatre chiffres : oui, ou non (par défaut : dès cinq).
        four_digits = "milliers_des_quatre_chiffres": Option<Spanned<bool>>,
        /// Tiret des incises : demi-cadratin (par défaut) ou cadratin.
        dash = "tiret": Option<Spanned<Dash>>,
    }
}
