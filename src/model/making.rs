//! How a publication becomes a thing of paper: its binding, its paper, its spine, the number of pages that it has to have.

use super::profile;
use crate::base::node::{FromNode, Node, Reader, Value};
use crate::base::source::{Span, Spanned};

crate::vocabulary! {
    /// La reliure d’une publication imprimée.
    #[derive(Default)]
    pub enum Binding {
        /// Agrafée au pli : pas de dos, la couverture reste dans le fichier.
        #[default]
        Stapled = "agrafee" | "agrafée",
        /// Dos carré collé : chez l’imprimeur, la couverture est un fichier à part.
        Glued = "dos-carre-colle" | "dos-carré-collé",
    }
}

crate::record! {
    /// Un papier : grammage et main, ou l’épaisseur que donne l’imprimeur.
    pub struct Stock {
        /// Grammage, en g/m².
        weight = "grammage": Option<f64>,
        /// Main, en cm³/g : 1.25 pour l’offset, 0.85 pour le couché.
        bulk = "main": Option<f64>,
        /// Épaisseur d’une feuille, en mm ; elle l’emporte sur grammage × main.
        thickness = "epaisseur" | "épaisseur": Option<f64>,
    }
}

crate::record! {
    /// Le papier d’une publication, quand ce n’est pas celui du profil.
    pub struct PaperEntry {
        /// Grammage de l’intérieur, en g/m².
        weight = "grammage": Option<f64>,
        /// Main de l’intérieur, en cm³/g.
        bulk = "main": Option<f64>,
        /// Épaisseur d’une feuille de l’intérieur, en mm.
        thickness = "epaisseur" | "épaisseur": Option<f64>,
        /// Le papier de la couverture.
        cover = "couverture": Option<Stock>,
    }
}

crate::record! {
    /// Le dos d’une publication collée.
    pub struct SpineEntry {
        /// Largeur en mm que donne l’imprimeur ; sans elle, livret la calcule.
        width = "largeur": Option<f64>,
        /// Texte du dos ; « non » pour n’en imprimer aucun. Par défaut le titre, dès que le dos a 3 mm.
        text = "texte": Option<Spanned<String>>,
    }
}

crate::vocabulary! {
    /// Une partie qu’une publication peut perdre quand il y a trop de pages.
    pub enum OptionalPart {
        /// L’index par catégorie.
        Index = "index",
        /// La ligne du temps.
        Timeline = "ligne-du-temps",
        /// La légende des catégories.
        Legend = "legende" | "légende",
    }
}

crate::record! {
    /// Le nombre de pages que doit avoir une publication imprimée.
    pub struct PageGoal {
        /// Ce nombre de pages exactement.
        exact = "nombre": Option<u32>,
        /// Un multiple de ce nombre ; celui du profil par défaut.
        multiple = "multiple": Option<u32>,
        /// Au plus ce nombre de pages.
        most = "max": Option<u32>,
        /// Au plus ce nombre de pages de notes, laissées blanches ; par défaut le multiple moins une.
        notes = "notes": Option<u32>,
        /// Les parties qui peuvent tomber, dans cet ordre ; l’index puis la ligne du temps par défaut, aucune avec [].
        optional = "facultatives": Option<Vec<OptionalPart>>,
    }
}

/// `pages:` of a publication: a number alone, or all of it.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct GoalSetting(pub PageGoal);

impl FromNode for GoalSetting {
    fn from_node(node: &Node, reader: &mut Reader<'_>) -> Option<Self> {
        match &node.value {
            Value::Scalar(_) => u32::from_node(node, reader).map(|n| Self(PageGoal { exact: Some(n), ..PageGoal::default() })),
            Value::Null | Value::Map(_) | Value::Seq(_) => PageGoal::from_node(node, reader).map(Self),
        }
    }
}

impl schemars::JsonSchema for GoalSetting {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "GoalSetting".into()
    }
    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        let (number, all) = (generator.subschema_for::<u32>(), generator.subschema_for::<PageGoal>());
        schemars::json_schema!({ "anyOf": [number, all] })
    }
}

/// The most pages that can be asked for.
pub const MOST_PAGES: u32 = 2000;

/// How a publication is made, as it was asked for.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Making {
    /// The binding, and where it is asked for.
    pub binding: Option<Spanned<Binding>>,
    /// Its paper, where it is not the profile's.
    pub paper: Option<Spanned<PaperEntry>>,
    /// The spine.
    pub spine: Option<Spanned<SpineEntry>>,
    /// The number of pages that it has to have.
    pub goal: Option<Spanned<GoalSetting>>,
}

/// A sheet of paper: what a square metre weighs, and how thick it is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Leaf {
    /// g/m².
    pub weight: f64,
    /// mm.
    pub thickness: f64,
}

/// The papers of a copy.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Papers {
    /// Of the inside.
    pub inside: Leaf,
    /// Of the cover; that of the inside when it has none of its own.
    pub cover: Leaf,
    /// Whether the cover has a paper of its own.
    pub own_cover: bool,
}

/// What the glue adds to a spine, in mm: DOMAIN.md 4.1.
const GLUE: f64 = 0.5;

impl Papers {
    /// The papers of a publication in a profile; none where neither says enough.
    pub fn of(making: &Making, profile: Option<&profile::Paper>) -> Option<Self> {
        let entry = making.paper.as_ref().map(|p| &p.value);
        let leaf = |weight: Option<f64>, bulk: Option<f64>, thickness: Option<f64>| -> Option<Leaf> {
            let weight = weight?;
            Some(Leaf { weight, thickness: thickness.or_else(|| bulk.map(|b| weight * b / 1000.0))? })
        };
        let inside = leaf(
            entry.and_then(|e| e.weight).or(profile.map(|p| p.weight)),
            entry.and_then(|e| e.bulk).or(profile.map(|p| p.bulk)),
            entry.and_then(|e| e.thickness),
        )?;
        let stock = entry.and_then(|e| e.cover.as_ref());
        let cover = leaf(
            stock.and_then(|s| s.weight).or(profile.and_then(|p| p.cover_weight)),
            stock.and_then(|s| s.bulk).or(profile.and_then(|p| p.cover_bulk)).or(profile.map(|p| p.bulk)),
            stock.and_then(|s| s.thickness),
        );
        Some(Self { inside, cover: cover.unwrap_or(inside), own_cover: cover.is_some() })
    }

    /// The width of a glued spine in mm, to a tenth: the leaves of the inside, both covers, the glue (DOMAIN.md 4.1).
    pub fn spine(&self, pages: u32) -> f64 {
        let width = f64::from(pages.div_ceil(2)) * self.inside.thickness + 2.0 * self.cover.thickness + GLUE;
        (width * 10.0).round() / 10.0
    }
}

impl Making {
    /// How it is bound.
    pub fn binding(&self) -> Binding {
        self.binding.as_ref().map(|b| b.value).unwrap_or_default()
    }

    /// Settings that nobody could print with: the key, its place, the least and the largest value.
    pub fn faults(&self) -> Vec<(&'static str, Span, f64, f64)> {
        let mut out = Vec::new();
        let mut within = |key, span: Span, value: Option<f64>, least: f64, limit: f64| {
            if value.is_some_and(|v| !(least..=limit).contains(&v)) {
                out.push((key, span, least, limit));
            }
        };
        if let Some(paper) = &self.paper {
            let cover = paper.cover.clone().unwrap_or_default();
            for (weight, bulk, thickness) in [(paper.weight, paper.bulk, paper.thickness), (cover.weight, cover.bulk, cover.thickness)] {
                within("grammage", paper.span, weight, 20.0, 500.0);
                within("main", paper.span, bulk, 0.5, 3.0);
                within("epaisseur", paper.span, thickness, 0.02, 1.0);
            }
        }
        if let Some(spine) = &self.spine {
            within("largeur", spine.span, spine.width, 0.0, 80.0);
        }
        if let Some(goal) = &self.goal {
            let number = |n: Option<u32>| n.map(f64::from);
            within("nombre", goal.span, number(goal.0.exact), 4.0, f64::from(MOST_PAGES));
            within("max", goal.span, number(goal.0.most), 4.0, f64::from(MOST_PAGES));
            within("multiple", goal.span, number(goal.0.multiple), 1.0, 64.0);
            within("notes", goal.span, number(goal.0.notes), 0.0, 64.0);
        }
        out
    }
}

/// How much of a publication a file holds.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum Piece {
    /// All of it, from cover to cover.
    #[default]
    Whole,
    /// What is between the covers: a page with the title stands where the cover stood.
    Inside,
    /// The cover alone: front, spine, back.
    Cover(Spine),
}

/// A spine, as it is drawn.
#[derive(Debug, Clone, PartialEq)]
pub struct Spine {
    /// mm.
    pub width: f64,
    /// What stands on it.
    pub text: Option<String>,
}

/// By how much a layout differs from that of the templates, to reach a number of pages. Neutral by default.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Fit {
    /// What distances of baselines are multiplied by.
    pub leading: f64,
    /// What is added between letters, in em.
    pub tracking: f64,
    /// The narrowest space between words, as a part of its width.
    pub least_space: f64,
    /// What heights of pictures are multiplied by.
    pub pictures: f64,
    /// The legend follows the contents on the same page, the index the timeline.
    pub run_on: bool,
}

impl Default for Fit {
    fn default() -> Self {
        Self { leading: 1.0, tracking: 0.0, least_space: 0.78, pictures: 1.0, run_on: false }
    }
}
