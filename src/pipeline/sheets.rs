//! Pages on sheets: for a job, for any PDF, and the sheet that measures the offset of the two sides.

use super::Loaded;
use crate::base::diag::Diagnostic;
use crate::model::assets::Templates;
use crate::model::imposition::{Duplex, Impose, LARGEST_OFFSET, Offset, SheetFormat};
use crate::model::profile::Profile;
use crate::press::{self, Imposed, Imposition, Opened};
use crate::render::sheets::{SheetFacts, SheetPage, sheet_page};
use crate::typeset::Fonts;
use crate::{impose, render, typeset, workspace};

/// What putting pages on sheets needs beside the pages.
pub struct Sheets {
    templates: Templates,
    fonts: Fonts,
    offset: Offset,
}

impl Sheets {
    /// With what the workspace has: its templates, its fonts, and the offset of its printer.
    pub fn of(loaded: &Loaded) -> Self {
        Self { templates: loaded.templates.clone(), fonts: loaded.fonts.clone(), offset: offset(loaded) }
    }

    /// With what the binary carries, outside of any workspace.
    pub fn embedded() -> Self {
        let fonts: Vec<_> = workspace::embedded_fonts().into_iter().collect();
        Self { templates: workspace::embedded_templates(), fonts: Fonts::open(&fonts, &mut Vec::new()), offset: Offset::default() }
    }

    /// The same with another offset.
    #[must_use]
    pub fn with_offset(self, offset: Offset) -> Self {
        Self { offset, ..self }
    }

    /// Puts the pages of a PDF on sheets. A leaf's thickness is that of the settings, else none.
    ///
    /// # Errors
    /// Settings that no printer could use; a PDF that is protected, damaged or empty.
    pub fn impose(&self, bytes: &[u8], name: &str, settings: &Impose) -> Result<Imposed, Vec<Diagnostic>> {
        let mut faults: Vec<Diagnostic> = settings.faults().into_iter().map(|(key, limit)| out_of_range(key, 0.0, limit)).collect();
        faults.extend(offset_faults(self.offset));
        if !faults.is_empty() {
            return Err(faults);
        }
        self.put(bytes, name, settings, settings.thickness.unwrap_or(0.0)).map_err(|f| vec![f])
    }

    /// What a border takes away from pages, of which nothing is known but their size.
    fn cut(settings: &Impose, page: (f64, f64), sheet: (f64, f64)) -> Option<Diagnostic> {
        let border = settings.border;
        // Sizes are rounded in many files.
        let cuts = page.0 > sheet.0 / 2.0 - border + 0.5 || page.1 > sheet.1 - 2.0 * border + 0.5;
        let said = || Diagnostic::on(&press::BORDER, "").with("border", border.to_string().replace('.', ","));
        (border > 0.0 && !settings.fit && cuts).then(said)
    }

    fn put(&self, bytes: &[u8], name: &str, settings: &Impose, leaf: f64) -> Result<Imposed, Diagnostic> {
        let opened = Opened::new(bytes, name)?;
        let sizes = opened.sizes()?;
        let page = sizes.iter().fold((0.0_f64, 0.0_f64), |m, s| (m.0.max(s.0), m.1.max(s.1)));
        let size = impose::sheet_size(page, settings);
        let sheets = impose::sheets(opened.pages(), settings);
        let first = match settings.instructions {
            true => {
                let word = |n: Option<u32>| n.map_or_else(String::new, |n| n.to_string());
                let outer = sheets.first().map(|s| s.front.map(word)).unwrap_or_default();
                let deepest = sheets.iter().map(|s| s.depth).max().unwrap_or(0);
                let facts = SheetFacts {
                    pages: opened.pages(),
                    sheets: sheets.len(),
                    signatures: impose::signatures(&sheets),
                    outer,
                    creep: f64::from(deepest) * leaf,
                    ..facts(settings, size)
                };
                Some(Opened::new(&self.page(SheetPage::Instructions, &facts)?, name)?)
            }
            false => None,
        };
        let imposition = Imposition { sheets: &sheets, impose: settings, size, leaf, offset: self.offset, first };
        let mut imposed = press::impose(opened, imposition)?;
        imposed.findings.extend(Self::cut(settings, page, size));
        Ok(imposed)
    }

    /// The calibration sheet: two pages for one sheet of paper, never corrected.
    ///
    /// # Errors
    /// Settings that no printer could use, or a template that does not work.
    pub fn calibration(&self, settings: &Impose) -> Result<Vec<u8>, Vec<Diagnostic>> {
        let faults: Vec<Diagnostic> = settings.faults().into_iter().map(|(key, limit)| out_of_range(key, 0.0, limit)).collect();
        if !faults.is_empty() {
            return Err(faults);
        }
        let format = if settings.sheet == SheetFormat::Auto { SheetFormat::A4 } else { settings.sheet };
        let size = format.size().unwrap_or((297.0, 210.0));
        self.page(SheetPage::Calibration, &facts(settings, size)).map_err(|f| vec![f])
    }

    fn page(&self, page: SheetPage, facts: &SheetFacts) -> Result<Vec<u8>, Diagnostic> {
        let bundle = sheet_page(page, facts, &self.templates)?;
        let first = |errors: Vec<Diagnostic>| errors.into_iter().next().unwrap_or_else(|| Diagnostic::on(&render::TEMPLATE, "templates/sheets"));
        let layout = typeset::layout(&bundle, &self.fonts, 1).map_err(first)?.value;
        typeset::pdf(&layout, &bundle, &Profile::default(), "livret-feuille").map(|file| file.bytes).map_err(first)
    }
}

/// Puts the pages of a job on sheets. What is found then is found in the file of the job.
pub(super) fn of_job(loaded: &Loaded, profile: &Profile, bytes: &[u8], file: &str) -> Result<Imposed, Diagnostic> {
    let mut imposed = Sheets::of(loaded).put(bytes, file, &profile.impose.0, leaf(profile))?;
    // Of these pages the preflight knows what stands near the edge, and says it at the author's line.
    imposed.findings.retain(|f| f.code != &press::BORDER);
    for finding in imposed.findings.iter_mut().filter(|f| f.span.is_none()) {
        finding.path = Some(file.to_owned());
    }
    Ok(imposed)
}

/// The thickness of a leaf in mm: as the profile says, else that of its paper.
pub(super) fn leaf(profile: &Profile) -> f64 {
    profile.impose.0.thickness.or_else(|| profile.paper.as_ref().map(crate::model::profile::Paper::leaf)).unwrap_or(0.0)
}

/// The offset that was measured on the calibration sheet.
pub(super) fn offset(loaded: &Loaded) -> Offset {
    loaded.corpus.collection.duplex.as_ref().map(|d| Offset { x: d.value.x, y: d.value.y }).unwrap_or_default()
}

/// The findings about an offset that no calibration sheet can show.
pub(super) fn offset_faults(offset: Offset) -> Vec<Diagnostic> {
    let wrong = |v: f64| !(-LARGEST_OFFSET..=LARGEST_OFFSET).contains(&v);
    let keys = [("horizontal", offset.x), ("vertical", offset.y)];
    keys.into_iter().filter(|(_, v)| wrong(*v)).map(|(key, _)| out_of_range(key, -LARGEST_OFFSET, LARGEST_OFFSET)).collect()
}

fn out_of_range(key: &'static str, least: f64, limit: f64) -> Diagnostic {
    Diagnostic::on(&press::OUT_OF_RANGE, "").with("key", key).with("least", least.to_string()).with("limit", limit.to_string())
}

/// What the settings alone tell.
fn facts(settings: &Impose, size: (f64, f64)) -> SheetFacts {
    let named = [SheetFormat::A5, SheetFormat::A4, SheetFormat::A3, SheetFormat::Sra3].into_iter().find(|f| f.size() == Some(size));
    let length = |mm: f64| format!("{mm:.0}");
    SheetFacts {
        width: size.0,
        height: size.1,
        border: settings.border,
        paper: named.map_or_else(|| format!("de {} × {} mm", length(size.0), length(size.1)), |f| f.word().to_owned()),
        edge: match settings.duplex {
            Duplex::ShortEdge => "bord court",
            Duplex::LongEdge => "bord long",
        },
        pages: 0,
        sheets: 0,
        signatures: Vec::new(),
        outer: Default::default(),
        staples: settings.staples,
        creep: 0.0,
    }
}
