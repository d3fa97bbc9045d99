//! The shared files of a workspace that an import begins: enough to build, and nothing invented.

use super::ImportedFile;
use super::codes::NEW_CATEGORY;
use super::glossary::{Explained, entry};
use super::write::scalar;
use crate::base::diag::{Diagnostic, nearest};
use crate::base::node::shorten;
use crate::base::source::{Source, Spanned};
use crate::lang::format::slug;
use crate::model::catalog::Family;
use std::fmt::Write as _;

/// The publication that takes everything.
pub(super) const PUBLICATION: &str = "livret";

/// The controlled vocabulary of the fiches (DOMAIN.md 1.4), each with a colour whose contrast with white is at least 4.5:1.
pub(super) static CATEGORIES: &[(&str, Family, &str, &str)] = &[
    ("accompagnement", Family::Axis, "Accompagnement", "#0b6e4f"),
    ("interpellation", Family::Axis, "Interpellation", "#b03a2e"),
    ("travail-en-reseau", Family::Axis, "Travail en réseau", "#1f5a8a"),
    ("citoyennete", Family::General, "Citoyenneté", "#6a4c93"),
    ("enseignement-formation-emploi", Family::General, "Enseignement / formation / emploi", "#8a5a00"),
    ("juridique-justice", Family::General, "Juridique / justice", "#3d4f5d"),
    ("logement", Family::General, "Logement", "#a0522d"),
    ("mobilite", Family::General, "Mobilité", "#00707a"),
    ("sante", Family::General, "Santé", "#ad2a5d"),
    ("integration", Family::Specific, "Intégration", "#4d6b1d"),
    ("interculturalite", Family::Specific, "Interculturalité", "#7a4300"),
    ("lutte-contre-les-discriminations", Family::Specific, "Lutte contre les discriminations", "#5b3a8e"),
    ("lutte-contre-le-racisme", Family::Specific, "Lutte contre le racisme", "#8c1c3a"),
];

/// The colour of a category that the list does not have.
const GREY: &str = "#555555";

/// The identifier of a category's name, whatever its spaces, capitals and accents.
pub(super) fn category_id(name: &str) -> Option<(String, Family)> {
    let id = slug(name);
    CATEGORIES.iter().find(|(known, ..)| *known == id).map(|(id, family, ..)| ((*id).to_owned(), *family))
}

/// The categories that the texts add to the list.
#[derive(Debug, Default)]
pub(super) struct Vocabulary {
    added: Vec<(String, Family, String)>,
}

impl Vocabulary {
    /// Adds a category, reported when it is new, and gives its identifier.
    pub(super) fn add(&mut self, family: Family, name: &Spanned<String>, ticked: bool, findings: &mut Vec<Diagnostic>) -> String {
        let mut id = slug(name);
        if id.is_empty() {
            id = format!("categorie-{}", CATEGORIES.len() + self.added.len() + 1);
        }
        if let Some((known, ..)) = self.added.iter().find(|(known, _, n)| *known == id || *n == name.value) {
            return known.clone();
        }
        // A name of a thousand letters is no typing error.
        let near = if name.len() < 100 { nearest(name, CATEGORIES.iter().map(|(_, _, n, _)| *n)) } else { None };
        findings.push(
            Diagnostic::at(&NEW_CATEGORY, name.span)
                .with("found", shorten(name))
                .with("state", if ticked { "" } else { "sa case est vide" })
                .with("state_en", if ticked { "" } else { "its box is empty" })
                .with("id", id.clone())
                .with("nearest", near.unwrap_or_default()),
        );
        self.added.push((id.clone(), family, name.value.clone()));
        id
    }
}

/// What the shared files are made from.
#[derive(Debug)]
pub(super) struct Scaffold<'a> {
    /// The archive.
    pub source: &'a Source,
    /// The newest year of a title.
    pub year: Option<i32>,
    /// The categories added.
    pub vocabulary: &'a Vocabulary,
    /// The sigles that the texts explain.
    pub terms: &'a [Explained],
}

impl Scaffold<'_> {
    /// The date of the edition until someone writes it: never the clock's.
    pub(super) fn date(&self) -> String {
        format!("{}-01-01", self.year.unwrap_or(2000))
    }

    /// The files.
    pub(super) fn files(&self) -> Vec<ImportedFile> {
        let file = |path: &str, text: String| ImportedFile { path: path.to_owned(), text };
        vec![
            file("collection.yaml", self.collection()),
            file("publications.yaml", publications()),
            file("categories.yaml", self.categories()),
            file("sigles.yaml", self.terms()),
        ]
    }

    fn collection(&self) -> String {
        format!(
            "version: 1\n\
             # À compléter : ce que l’archive ne dit pas.\n\
             nom: À compléter\n\
             # sigle: ABC\n\
             # adresse: [\"Rue et numéro\", \"Code postal et localité\"]\n\
             # L’éditeur responsable est une personne, avec une adresse ; un imprimé doit le nommer.\n\
             # editeur_responsable: {{ nom: Prénom Nom, adresse: \"Rue, numéro, code postal, localité\" }}\n\
             langue: fr\n\
             # La date de l’édition : à vérifier.\n\
             date: {}\n",
            self.date()
        )
    }

    fn categories(&self) -> String {
        let mut out = String::from(
            "# L’ordre de cette liste est l’ordre d’impression. Chaque couleur a un contraste d’au moins 4,5:1 avec le blanc.\n# À compléter : definition, une phrase par catégorie.\n",
        );
        for family in Family::ALL {
            for (id, _, name, color) in CATEGORIES.iter().filter(|c| c.1 == *family) {
                let _ = write!(out, "- id: {id}\n  famille: {}\n  nom: {}\n  couleur: \"{color}\"\n  icone: {id}\n", family.word(), scalar(name));
            }
            for (id, _, name) in self.vocabulary.added.iter().filter(|c| c.1 == *family) {
                let _ = write!(
                    out,
                    "# Trouvée dans l’archive, à vérifier :\n- id: {id}\n  famille: {}\n  nom: {}\n  couleur: \"{GREY}\"\n",
                    family.word(),
                    scalar(name)
                );
            }
        }
        out
    }

    fn terms(&self) -> String {
        let archive = self.source.path.rsplit(['/', '\\']).next().unwrap_or("");
        let mut out = String::from(
            "# Les sigles que les textes expliquent, avec leur place dans l’archive. Une entrée en commentaire reste à vérifier.\n# nature : sigle (on épelle) · acronyme (on prononce comme un mot) · abréviation · jargon (vocabulaire de métier)\n",
        );
        for term in self.terms {
            let line = self.source.position(term.span.start as usize).line;
            let mut comments = vec![format!("{archive}:{line}, {}", term.suggestion.confidence.word())];
            comments.extend(term.suggestion.rivals.iter().map(|(rival, _)| format!("ou bien : {rival}")));
            out.push_str(&entry(&term.suggestion, &comments, ""));
        }
        out
    }
}

fn publications() -> String {
    format!(
        "# Un livret de tous les textes repris. Quand ils sont relus, resserrez la sélection : statut: relu, puis publié.\n\
         - id: {PUBLICATION}\n  genre: livret\n  titre: Recueil des fiches\n  format: A5\n  selection: {{ statut: brouillon }}\n  profils: [ecran]\n"
    )
}
