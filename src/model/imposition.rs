//! Sheets of paper: how pages are to be put on them, and which page stands where.

use crate::base::node::{FromNode, Node, Reader, Value};

/// One side of a sheet: the page (from 1) at the left and at the right; none for a blank.
pub type Side = [Option<u32>; 2];

/// One sheet, printed on both sides.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sheet {
    /// What is printed first.
    pub front: Side,
    /// What is printed on its back, as seen when the sheet is turned like the page of a book.
    pub back: Side,
    /// How many sheets of its signature lie around it: 0 for the outermost.
    pub depth: u32,
}

crate::vocabulary! {
    /// How pages are put on sheets.
    pub enum Scheme {
        /// One page a sheet, in reading order.
        None = "none",
        /// Two pages side by side, to be folded into a booklet.
        TwoUp = "two-up",
    }
}

crate::vocabulary! {
    /// Along which edge the printer turns the sheet.
    #[derive(Default)]
    pub enum Duplex {
        /// The short one: a landscape sheet turns like the page of a book.
        #[default]
        ShortEdge = "short-edge",
        /// The long one: a landscape sheet turns like the page of a wall calendar.
        LongEdge = "long-edge",
    }
}

crate::vocabulary! {
    /// The paper in the printer.
    #[derive(Default)]
    pub enum SheetFormat {
        /// The one that two pages fill: A4 for A5, A3 for A4; for another size, a sheet of exactly two pages.
        #[default]
        Auto = "auto",
        /// 210 × 148 mm.
        A5 = "A5",
        /// 297 × 210 mm.
        A4 = "A4",
        /// 420 × 297 mm.
        A3 = "A3",
        /// 450 × 320 mm.
        Sra3 = "SRA3",
    }
}

impl SheetFormat {
    /// Width and height in mm, landscape (ISO 216, ISO 217); none for [`SheetFormat::Auto`].
    pub fn size(self) -> Option<(f64, f64)> {
        match self {
            Self::Auto => None,
            Self::A5 => Some((210.0, 148.0)),
            Self::A4 => Some((297.0, 210.0)),
            Self::A3 => Some((420.0, 297.0)),
            Self::Sra3 => Some((450.0, 320.0)),
        }
    }
}

crate::record! {
    /// How pages are put on sheets. Lengths are in mm.
    pub struct Impose {
        /// Two pages a side, or none.
        scheme = "scheme": Option<Scheme>,
        /// The paper.
        sheet = "sheet": SheetFormat,
        /// Along which edge the printer turns the sheet.
        duplex = "duplex": Duplex,
        /// Sheets in a signature; 0 puts all in one booklet.
        signature = "signature": u32,
        /// Thickness of a leaf, for the creep; by default that of the paper.
        thickness = "thickness": Option<f64>,
        /// Border that the printer cannot print, left white.
        border = "border": f64,
        /// Pages are made as large as the printable part of half a sheet; otherwise they are only made smaller when they must.
        fit = "fit": bool,
        /// Marks at the fold.
        fold = "fold": bool,
        /// Marks where the staples go.
        staples = "staples": bool,
        /// The last page stays last: blank pages come before it.
        cover = "cover": bool,
        /// A first page tells how to print, fold and staple.
        instructions = "instructions": bool,
    }
}

/// The most sheets that a signature may have; a stapler takes about twenty.
pub const MOST_SHEETS: u32 = 64;
/// The widest border in mm.
pub const WIDEST_BORDER: f64 = 20.0;
/// The thickest leaf in mm: a cover of 400 g/m² has 0.5.
pub const THICKEST_LEAF: f64 = 1.0;

impl Impose {
    /// The settings that no printer could use: the key, and the largest value.
    pub fn faults(&self) -> Vec<(&'static str, f64)> {
        let mut out = Vec::new();
        let mut within = |key, value: f64, limit: f64| {
            if !(0.0..=limit).contains(&value) {
                out.push((key, limit));
            }
        };
        within("signature", f64::from(self.signature), f64::from(MOST_SHEETS));
        within("border", self.border, WIDEST_BORDER);
        within("thickness", self.thickness.unwrap_or(0.0), THICKEST_LEAF);
        out
    }

    /// Whether pages go on sheets.
    pub fn folds(&self) -> bool {
        self.scheme == Some(Scheme::TwoUp)
    }
}

/// `impose:` of a profile: a scheme alone, or all of it.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ImposeSetting(pub Impose);

impl FromNode for ImposeSetting {
    fn from_node(node: &Node, reader: &mut Reader<'_>) -> Option<Self> {
        match &node.value {
            Value::Scalar(_) => Scheme::from_node(node, reader).map(|scheme| Self(Impose { scheme: Some(scheme), ..Impose::default() })),
            Value::Null | Value::Map(_) | Value::Seq(_) => {
                let mut impose = Impose::from_node(node, reader)?;
                if impose != Impose::default() {
                    // Whoever says how pages go on sheets wants them there.
                    impose.scheme.get_or_insert(Scheme::TwoUp);
                }
                Some(Self(impose))
            }
        }
    }
}

impl schemars::JsonSchema for ImposeSetting {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "ImposeSetting".into()
    }
    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        let (word, all) = (generator.subschema_for::<Scheme>(), generator.subschema_for::<Impose>());
        schemars::json_schema!({ "anyOf": [word, all] })
    }
}

/// How far the back of a sheet lies from where it should, in mm, read on the calibration sheet held against the light: to the right, and up.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Offset {
    /// To the right, seen from the front.
    pub x: f64,
    /// Up.
    pub y: f64,
}

/// The largest offset in mm that can be corrected: the rulers of the calibration sheet end there.
pub const LARGEST_OFFSET: f64 = 10.0;
