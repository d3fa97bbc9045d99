//! A fiche and a memorandum: what the header says, the draft that parsing gives, and the complete thing.

use super::catalog::FactEntry;
use super::date::{Date, DateError};
use super::markup::{Block, Body, Line, PowerLevel};
use crate::base::node::{FromNode, Node, Pairs, Reader, Value};
use crate::base::source::{SourceId, Span, Spanned};
use std::collections::BTreeSet;

crate::codes! {
    /// A date that EDTF does not know.
    BAD_DATE = "H105" Error {
        "« {found} » n’est pas une date" / "“{found}” is not a date",
        "{?{why} ; ?}écrivez par exemple 2009, 2009-06-23, 2010/2015, 1985~ (vers 1985), 198X (années 1980) ou 2016/.. (depuis 2016)" /
        "{?{why_en}; ?}write for instance 2009, 2009-06-23, 2010/2015, 1985~ (about 1985), 198X (the 1980s) or 2016/.. (since 2016)",
        "Les dates suivent la norme EDTF (ISO 8601-2) : c’est d’elles que viennent l’ordre, les numéros et la frise." /
        "Dates follow EDTF (ISO 8601-2): order, numbers and the timeline come from them.",
    }
}

crate::vocabulary! {
    /// How far the text is.
    pub enum Status {
        /// En cours d’écriture.
        Draft = "brouillon",
        /// Relu.
        Reviewed = "relu",
        /// Bon à imprimer.
        Published = "publié" | "publie",
    }
}

crate::vocabulary! {
    /// What a file of `fiches/` holds.
    pub enum Genre {
        /// Une fiche datée.
        Fiche = "fiche",
        /// Un texte sans date : invitation, analyse.
        Page = "page",
    }
}

/// The farthest year that a text may have, before or after our era.
const FARTHEST_YEAR: u32 = 9999;

impl FromNode for Date {
    fn from_node(node: &Node, reader: &mut Reader<'_>) -> Option<Self> {
        let text = String::from_node(node, reader)?;
        // EDTF knows years of any length; a timeline does not.
        let near = |date: Self| {
            let far = [Some(date.start_year()), date.end_year()].into_iter().flatten().find(|year| year.unsigned_abs() > FARTHEST_YEAR);
            far.map_or(Ok(date), |year| Err(DateError::YearOutOfRange(year.to_string())))
        };
        match Self::parse(text.trim()).and_then(near) {
            Ok(date) => Some(date),
            Err(error) => {
                let (why, why_en) = reason(&error);
                reader.findings.push(
                    crate::base::diag::Diagnostic::at(&BAD_DATE, node.span)
                        .with("key", reader.key.clone())
                        .with("found", crate::base::node::shorten(&text))
                        .with("why", why)
                        .with("why_en", why_en),
                );
                None
            }
        }
    }
}

/// Why a text is no date, in French and in English.
fn reason(error: &DateError) -> (String, String) {
    let fr = match error {
        DateError::Empty => "la date est vide".to_owned(),
        DateError::Unrecognised(part) => format!("« {part} » n’est pas une forme EDTF"),
        DateError::NoSuchMonth(month) => format!("il n’y a pas de mois {month:02}"),
        DateError::NoSuchDay { year, month, day } => format!("il n’y a pas de {day:02}-{month:02} en {year}"),
        DateError::YearOutOfRange(year) => format!("l’année {year} est trop lointaine"),
        DateError::TooManyBounds => "un intervalle n’a qu’une barre « / »".to_owned(),
        DateError::NoBound => "l’intervalle n’a aucune date".to_owned(),
        DateError::EndBeforeStart => "la fin précède le début".to_owned(),
    };
    (fr, error.to_string())
}

impl schemars::JsonSchema for Date {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Date".into()
    }
    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({
            "description": "Date EDTF : 2009, 2009-06-23, 2010/2015, 1985~ (vers 1985), 198X (années 1980), 2016/.. (depuis 2016)",
            "type": ["string", "integer"],
            "examples": [2009, "2009-06-23", "2010/2015", "1985~", "198X", "2016/.."]
        })
    }
}

/// A block of a fiche that is absent, still holds the template's placeholder, or is filled: DOMAIN.md 1.4.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum Slot<T> {
    /// Not there.
    #[default]
    Absent,
    /// « Ajouter liens », every box ticked: never printed, always reported.
    Placeholder(Span),
    /// There.
    Filled(T),
}

impl<T> Slot<T> {
    /// What is in it, if anything.
    pub fn filled(&self) -> Option<&T> {
        match self {
            Self::Filled(value) => Some(value),
            Self::Absent | Self::Placeholder(_) => None,
        }
    }

    /// The same state with another content.
    pub fn map<U>(self, f: impl FnOnce(T) -> U) -> Slot<U> {
        match self {
            Self::Absent => Slot::Absent,
            Self::Placeholder(span) => Slot::Placeholder(span),
            Self::Filled(value) => Slot::Filled(f(value)),
        }
    }
}

/// What marks a block that nobody has filled yet, as the importer writes it.
pub const PLACEHOLDER: &str = "à compléter";

/// Whether a text is a placeholder: the template's « Ajouter liens » and its like.
pub fn is_placeholder(text: &str) -> bool {
    let folded = text.trim().trim_matches(['.', '…', '[', ']', '(', ')', '<', '>', ' ', '\u{a0}']).to_lowercase();
    matches!(
        folded.as_str(),
        "ajouter liens"
            | "ajouter des liens"
            | "ajouter lien"
            | "ajouter un lien"
            | "à compléter"
            | "a completer"
            | "à remplir"
            | "todo"
            | "tbd"
            | "xxx"
            | "lorem ipsum"
    )
}

impl<T: FromNode> FromNode for Slot<T> {
    fn from_node(node: &Node, reader: &mut Reader<'_>) -> Option<Self> {
        fn only_placeholders(node: &Node) -> bool {
            match &node.value {
                Value::Scalar(s) => is_placeholder(s),
                Value::Seq(items) => !items.is_empty() && items.iter().all(only_placeholders),
                Value::Map(entries) => !entries.is_empty() && entries.iter().all(|(k, v)| is_placeholder(k) || only_placeholders(v)),
                Value::Null => false,
            }
        }
        match &node.value {
            Value::Null => Some(Self::Absent),
            Value::Seq(items) if items.is_empty() => Some(Self::Absent),
            _ if only_placeholders(node) => Some(Self::Placeholder(node.span)),
            Value::Scalar(_) | Value::Seq(_) | Value::Map(_) => T::from_node(node, reader).map(Self::Filled),
        }
    }
}

impl<T: schemars::JsonSchema> schemars::JsonSchema for Slot<T> {
    fn inline_schema() -> bool {
        true
    }
    fn schema_name() -> std::borrow::Cow<'static, str> {
        format!("Slot_{}", T::schema_name()).into()
    }
    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        let inner = generator.subschema_for::<T>();
        schemars::json_schema!({ "anyOf": [inner, { "const": PLACEHOLDER }, { "type": "null" }] })
    }
}

crate::record! {
    /// Une ressource à télécharger : un fichier de content/ ou une adresse.
    pub struct ResourceHeader {
        /// Ce que le lecteur trouve.
        title = "titre": Option<Spanned<String>>,
        /// Chemin du fichier dans content/.
        file = "fichier": Option<Spanned<String>>,
        /// Adresse complète, https://…
        url = "url": Option<Spanned<String>>,
        /// Type, poids, date de mise à jour.
        description = "description": Option<Spanned<String>>,
    }
}

crate::record! {
    /// En-tête d’une fiche.
    pub struct FicheHeader {
        /// fiche (par défaut) ou page : un texte sans date.
        genre = "genre": Option<Spanned<Genre>>,
        /// Titre, sans la date ni point final.
        #[schemars(required)]
        title = "titre": Option<Spanned<String>>,
        /// Date EDTF : 2009, 2009-06-23, 2010/2015, 1985~, 198X, 2016/..
        date = "date": Option<Spanned<Date>>,
        /// Ordre parmi les fiches de même date.
        order = "ordre": Option<Spanned<i32>>,
        /// Numéro déjà cité dans un imprimé ; sinon la chronologie numérote.
        number = "numero": Option<Spanned<u32>>,
        /// brouillon, relu ou publié.
        status = "statut": Option<Spanned<Status>>,
        /// Un ou deux paragraphes qui résument la fiche (Markdown).
        lead = "chapeau": Option<Spanned<String>>,
        /// Axes stratégiques : identifiants de categories.yaml.
        axes = "axes": Slot<Vec<Spanned<String>>>,
        /// Thématiques : identifiants de categories.yaml.
        themes = "thematiques": Slot<Vec<Spanned<String>>>,
        /// Langue du texte, fr par défaut.
        language = "langue": Option<Spanned<String>>,
        /// Sigles que sigles.yaml ne définit pas.
        terms = "sigles": Slot<Pairs<Spanned<String>>>,
        /// Ressources à télécharger.
        resources = "ressources": Slot<Vec<Spanned<ResourceHeader>>>,
        /// Sources, une par ligne (Markdown).
        sources = "sources": Slot<Vec<Spanned<String>>>,
        /// Faits datés que la fiche affirme : « livret check » les compare.
        facts = "faits": Vec<Spanned<FactEntry>>,
    }
}

crate::record! {
    /// Un signataire.
    pub struct Signatory {
        /// Nom de l’organisation.
        #[schemars(required)]
        name = "nom": Option<Spanned<String>>,
        /// Logo, chemin dans content/.
        logo = "logo": Option<Spanned<String>>,
        /// Texte alternatif du logo.
        alt = "texte": Option<Spanned<String>>,
    }
}

crate::record! {
    /// En-tête d’un mémorandum.
    pub struct MemorandumHeader {
        /// Titre.
        #[schemars(required)]
        title = "titre": Option<Spanned<String>>,
        /// Sous-titre.
        subtitle = "sous_titre": Option<Spanned<String>>,
        /// Date EDTF.
        date = "date": Option<Spanned<Date>>,
        /// Le scrutin auquel il s’adresse.
        vote = "scrutin": Option<Spanned<String>>,
        /// Qui signe.
        signatories = "signataires": Vec<Spanned<Signatory>>,
        /// Introduction (Markdown).
        lead = "chapeau": Option<Spanned<String>>,
        /// Comment il a été fait (Markdown).
        method = "methode": Option<Spanned<String>>,
        /// Niveaux de pouvoir auxquels il s’adresse.
        addressed = "adresse_a": Vec<Spanned<PowerLevel>>,
        /// Langue du texte, fr par défaut.
        language = "langue": Option<Spanned<String>>,
        /// Sigles que sigles.yaml ne définit pas.
        terms = "sigles": Slot<Pairs<Spanned<String>>>,
        /// Sources, une par ligne (Markdown).
        sources = "sources": Slot<Vec<Spanned<String>>>,
    }
}

/// A file of `fiches/` as parsing leaves it: the header's values and the text, nothing looked up yet.
#[derive(Debug, Clone, PartialEq)]
pub struct FicheDraft {
    /// The stem of the file: the permanent identifier.
    pub id: String,
    /// The file.
    pub source: SourceId,
    /// What the header says.
    pub header: FicheHeader,
    /// The chapeau as blocks.
    pub lead: Vec<Block>,
    /// The sources, each as a line.
    pub sources: Vec<Line>,
    /// The text.
    pub body: Body,
}

/// A file of `memorandums/` as parsing leaves it.
#[derive(Debug, Clone, PartialEq)]
pub struct MemorandumDraft {
    /// The stem of the file.
    pub id: String,
    /// The file.
    pub source: SourceId,
    /// What the header says.
    pub header: MemorandumHeader,
    /// The introduction.
    pub lead: Vec<Block>,
    /// How it was made.
    pub method: Vec<Block>,
    /// The sources, each as a line.
    pub sources: Vec<Line>,
    /// The text.
    pub body: Body,
}

/// Something to download.
#[derive(Debug, Clone, PartialEq)]
pub struct Resource {
    /// What it is.
    pub title: Spanned<String>,
    /// Type, weight, date.
    pub description: Option<Spanned<String>>,
    /// The address to print, when there is one.
    pub url: Option<Spanned<String>>,
    /// The file in `content/`, when there is one.
    pub file: Option<Spanned<String>>,
}

/// A complete fiche: every reference in it leads somewhere.
#[derive(Debug, Clone, PartialEq)]
pub struct Fiche {
    /// The permanent identifier.
    pub id: String,
    /// The file.
    pub source: SourceId,
    /// The title.
    pub title: Spanned<String>,
    /// The date; none for a page.
    pub date: Option<Spanned<Date>>,
    /// The order among fiches of the same date; the default is 0.
    pub order: i32,
    /// The printed number; none for a page.
    pub number: Option<u32>,
    /// How far the text is.
    pub status: Status,
    /// ISO 639-1 code.
    pub language: String,
    /// The chapeau.
    pub lead: Vec<Block>,
    /// Its categories, in the order of the catalogue.
    pub categories: Slot<Vec<String>>,
    /// Terms that it defines itself.
    pub terms: Slot<Vec<(Spanned<String>, Spanned<String>)>>,
    /// What it offers.
    pub resources: Slot<Vec<Resource>>,
    /// Where it comes from.
    pub sources: Slot<Vec<Line>>,
    /// The text.
    pub body: Body,
    /// The fiches that it cites, in the order of their identifiers.
    pub cites: BTreeSet<String>,
    /// The terms of the glossary that it uses.
    pub uses: BTreeSet<String>,
}

/// A complete memorandum.
#[derive(Debug, Clone, PartialEq)]
pub struct Memorandum {
    /// The stem of the file.
    pub id: String,
    /// The file.
    pub source: SourceId,
    /// The title.
    pub title: Spanned<String>,
    /// The subtitle.
    pub subtitle: Option<Spanned<String>>,
    /// The date.
    pub date: Option<Spanned<Date>>,
    /// The vote.
    pub vote: Option<Spanned<String>>,
    /// Who signs.
    pub signatories: Vec<Signatory>,
    /// The introduction.
    pub lead: Vec<Block>,
    /// How it was made.
    pub method: Vec<Block>,
    /// Whom it is put to.
    pub addressed: Vec<PowerLevel>,
    /// ISO 639-1 code.
    pub language: String,
    /// Terms that it defines itself.
    pub terms: Slot<Vec<(Spanned<String>, Spanned<String>)>>,
    /// Where it comes from.
    pub sources: Slot<Vec<Line>>,
    /// The text.
    pub body: Body,
    /// The fiches that it cites.
    pub cites: BTreeSet<String>,
    /// The terms of the glossary that it uses.
    pub uses: BTreeSet<String>,
}

#[cfg(test)]
mod tests {
    #[test]
    fn placeholders_are_known() {
        for yes in ["Ajouter liens", " ajouter  liens".replace("  ", " ").as_str(), "[à compléter]", "TODO", "Ajouter liens."] {
            assert!(super::is_placeholder(yes), "{yes}");
        }
        assert!(!super::is_placeholder("Ajouter un accent"));
    }
}
