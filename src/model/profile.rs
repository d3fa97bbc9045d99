//! Profiles: how a publication is made for a use. Data of `templates/profiles.yaml`.

use super::imposition::ImposeSetting;
use crate::base::node::{FromNode, Node, Reader, Value};
use crate::base::source::Spanned;

crate::vocabulary! {
    /// A PDF standard that the engine can claim.
    pub enum Standard {
        /// PDF/UA-1.
        Ua1 = "ua-1",
        /// PDF/A-2a.
        A2a = "a-2a",
        /// PDF/A-3a.
        A3a = "a-3a",
        /// PDF 1.6
        Pdf16 = "1.6",
        /// PDF 1.7
        Pdf17 = "1.7",
    }
}

crate::record! {
    /// One profile.
    pub struct Profile {
        /// Links are live.
        links = "links": bool,
        /// The PDF carries its structure.
        tagged = "tagged": bool,
        /// The standards that it claims.
        standards = "standards": Vec<Spanned<Standard>>,
        /// The file carries its sources.
        sources = "sources": bool,
        /// Bleed in mm.
        bleed = "bleed": f64,
        /// Marks outside of the bleed.
        marks = "marks": Marks,
        /// Pixels per inch that are enough for a picture at its largest printed size: a finer one is written with fewer. 0: as it is.
        resolution = "resolution": f64,
        /// Whether the cover of a glued publication is a file of its own.
        cover = "cover": CoverFile,
        /// Proof marks.
        proof = "proof": bool,
        /// Colours in CMYK.
        cmyk = "cmyk": bool,
        /// The printing condition: colours are converted to it.
        condition = "condition": Option<Spanned<Condition>>,
        /// The addresses of links and of resources are printed.
        urls = "urls": bool,
        /// The number of pages is made a multiple of this.
        multiple = "multiple": u32,
        /// How pages go on sheets.
        impose = "impose": ImposeSetting,
        /// The paper, for the creep, the spine and the weight.
        paper = "paper": Option<Paper>,
        /// Left and right pages differ.
        facing = "facing": bool,
        /// A word on every page.
        label = "label": Option<String>,
    }
}

crate::vocabulary! {
    /// A kind of marks for the printing house.
    pub enum Mark {
        /// Where the sheet is trimmed, and where a cover is folded.
        Crop = "coupe",
        /// What shows whether the plates lie on each other: all inks, on every side.
        Registration = "montage",
        /// Patches of the inks.
        Colours = "couleurs",
    }
}

/// `marks:` of a profile: a list, or yes for marks of trimming and of registration.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Marks(pub Vec<Mark>);

impl FromNode for Marks {
    fn from_node(node: &Node, reader: &mut Reader<'_>) -> Option<Self> {
        match &node.value {
            Value::Scalar(word) if matches!(word.as_str(), "oui" | "true") => Some(Self(vec![Mark::Crop, Mark::Registration])),
            Value::Scalar(word) if matches!(word.as_str(), "non" | "false") => Some(Self::default()),
            Value::Null | Value::Scalar(_) | Value::Seq(_) | Value::Map(_) => Vec::from_node(node, reader).map(Self),
        }
    }
}

impl schemars::JsonSchema for Marks {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Marks".into()
    }
    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        let (yes, list) = (generator.subschema_for::<bool>(), generator.subschema_for::<Vec<Mark>>());
        schemars::json_schema!({ "anyOf": [yes, list] })
    }
}

crate::vocabulary! {
    /// Where the cover of a glued publication goes.
    #[derive(Default)]
    pub enum CoverFile {
        /// Into the file, as its first and last page.
        #[default]
        Inside = "inside",
        /// Into a file of its own, with its spine; a stapled publication has none.
        Separate = "separate",
    }
}

crate::record! {
    /// A printing condition.
    pub struct Condition {
        /// The file of its ICC profile in `templates/icc/`.
        icc = "icc": String,
        /// Its name in the registry of the ICC, FOGRA39 for example.
        identifier = "identifier": String,
    }
}

crate::record! {
    /// The paper of a profile.
    pub struct Paper {
        /// Weight in g/m².
        weight = "weight": f64,
        /// Bulk in cm³/g: 1.25 for offset paper, 0.85 for coated paper (DOMAIN.md 4.1).
        bulk = "bulk": f64,
        /// Weight of a separate cover in g/m²; none when the cover is of the same paper.
        cover_weight = "cover_weight": Option<f64>,
        /// Bulk of a separate cover in cm³/g.
        cover_bulk = "cover_bulk": Option<f64>,
    }
}

impl Profile {
    /// Whether it is for the screen: only such a file can claim a standard of accessibility or of archives.
    pub fn is_for_screen(&self) -> bool {
        self.tagged && !self.proof && !self.cmyk && self.marks.0.is_empty() && !self.impose.0.folds()
    }
}

impl Paper {
    /// Thickness of a leaf in mm: weight × bulk (DOMAIN.md 4.1).
    pub fn leaf(&self) -> f64 {
        self.weight * self.bulk / 1000.0
    }

    /// The settings that no paper has: the key, and the largest value.
    pub fn faults(&self) -> Vec<(&'static str, f64)> {
        let mut out = Vec::new();
        for (key, value, limit) in [
            ("weight", Some(self.weight), 500.0),
            ("bulk", Some(self.bulk), 3.0),
            ("cover_weight", self.cover_weight, 500.0),
            ("cover_bulk", self.cover_bulk, 3.0),
        ] {
            if value.is_some_and(|v| !(0.0..=limit).contains(&v)) {
                out.push((key, limit));
            }
        }
        out
    }
}
