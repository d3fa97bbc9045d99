//! Laid-out frames → the pages that are judged.
//!
//! What a line belongs to is read from the signs that the engine leaves in the frames for tagged PDF (paragraph, title, item, cell, note),
//! never guessed from where it stands. Running heads, folios, grounds and overlays are left out.

use super::Layout;
use super::world::World;
use crate::base::source::Span;
use crate::model::bundle::{Bundle, BundleFile, SourceMap};
use crate::model::page::{Call, Gap, Ink, Kind, Line, Page, Pages, Picture, Rect, Section, SectionKind, Thing};
use std::collections::{BTreeSet, HashMap};
use typst::foundations::{Content, NativeElement, StyleChain, Value};
use typst::introspection::{Location, Tag};
use typst::layout::{Abs, Frame, FrameItem, GridCell, GroupItem, Inherit, PlaceElem, Point, Size, Transform};
use typst::loading::LoadSource;
use typst::model::{EnumItem, FigureCaption, FigureElem, FootnoteEntry, HeadingElem, ListItem, ParElem, TableCell, TermItem, TitleElem};
use typst::pdf::{ArtifactElem, ArtifactKind, PdfMarkerTag};
use typst::syntax::FileId;
use typst::text::TextItem;
use typst::visualize::{Color, Geometry, Image, ImageElem, ImageKind, Paint, Shape};

/// Small letters reach so far above the baseline, and deep ones so far under it, in parts of the size of the type.
const ABOVE: f64 = 0.66;
const UNDER: f64 = 0.16;

/// A line begins when the baseline moves by more than this part of the size of the type: raised letters stay in their line.
const NEXT_LINE: f64 = 0.6;

/// The largest side of what counts as an icon, and the smallest of what can be told at all, in pt.
const LARGEST_ICON: f64 = 48.0;
const SMALLEST_ICON: f64 = 3.0;

/// Where the text of a generated body ends and its apparatus begins: what `render/body.rs` writes. Words cannot hold a line end.
const APPARATUS: &str = "\n#apparatus(";

/// The pages of a layout.
pub fn pages(layout: &Layout, bundle: &Bundle, name: &str, paper: bool) -> Pages {
    let pages = read(&layout.world, bundle.files.iter(), layout.document.pages(), 0, layout.places.calls());
    Pages { name: name.to_owned(), paper, ..pages }
}

/// Some pages, which `before` others precede; only places in these files are found.
pub(super) fn read<'a>(
    world: &'a World,
    files: impl Iterator<Item = (&'a String, &'a BundleFile)>,
    pages: &[typst_layout::Page],
    before: u32,
    calls: Vec<Call>,
) -> Pages {
    let mut reader = Reader {
        finder: Finder::new(world, files),
        out: Pages { calls, ..Pages::default() },
        section: None,
        units: 0,
        known: HashMap::new(),
        stack: Vec::new(),
        page: Page { size: (0.0, 0.0), bleed: 0.0, area: Rect::default(), things: Vec::new(), drawn: false },
        number: 0,
        before,
        grounds: Vec::new(),
        pairs: BTreeSet::new(),
    };
    for page in pages {
        reader.read(page);
    }
    reader.out
}

/// The author's places behind the engine's.
struct Finder<'a> {
    world: &'a World,
    /// The generated bodies: where their words came from, and where their apparatus begins.
    bodies: HashMap<FileId, (&'a SourceMap, usize)>,
    /// For each picture of each body, the literals that name it, in the order of the file.
    pictures: HashMap<(FileId, String), Vec<Span>>,
    /// How many of them were met.
    met: HashMap<(FileId, String), usize>,
    /// The body whose words came last.
    last: Option<FileId>,
    known: HashMap<typst::syntax::Span, Option<(FileId, Span, bool)>>,
}

impl<'a> Finder<'a> {
    fn new(world: &'a World, files: impl Iterator<Item = (&'a String, &'a BundleFile)>) -> Self {
        let mut bodies = HashMap::new();
        let mut pictures: HashMap<(FileId, String), Vec<Span>> = HashMap::new();
        for (path, file) in files.filter(|(_, f)| !f.map.0.is_empty()) {
            let (Some(id), Ok(text)) = (super::world::file_id(path), std::str::from_utf8(&file.bytes)) else { continue };
            bodies.insert(id, (&file.map, text.rfind(APPARATUS).unwrap_or(usize::MAX)));
            for (range, span) in &file.map.0 {
                // The path of a picture is the one literal that is an argument, not content.
                if text[..range.start].ends_with("picture(")
                    && let Some(name) = text.get(range.clone())
                {
                    pictures.entry((id, name.trim_matches('"').trim_start_matches('/').to_owned())).or_default().push(*span);
                }
            }
        }
        Self { world, bodies, pictures, met: HashMap::new(), last: None, known: HashMap::new() }
    }

    /// The author's place of a glyph, and whether it belongs to the apparatus.
    fn words(&mut self, span: typst::syntax::Span) -> Option<(Span, bool)> {
        let id = span.id()?;
        let (map, apparatus) = *self.bodies.get(&id)?;
        let found = *self.known.entry(span).or_insert_with(|| {
            let range = self.world.range(span)?;
            Some((id, map.lookup(range.clone())?, range.start > apparatus))
        });
        let (id, place, apparatus) = found?;
        self.last = Some(id);
        Some((place, apparatus))
    }

    /// The place where the author asks for a picture, which stands after the words that came last.
    fn picture(&mut self, path: &str) -> Option<Span> {
        let key = (self.last?, path.to_owned());
        let places = self.pictures.get(&key)?;
        let met = self.met.entry(key).or_insert(0);
        *met += 1;
        places.get(*met - 1).or(places.last()).copied()
    }
}

/// What an open element means for what stands in it.
#[derive(Clone, PartialEq)]
enum Role {
    Unit(Kind, usize),
    /// A head, a foot or a ground.
    Marginal,
    /// An ornament.
    Artifact,
    Placed,
    Image(String),
}

#[derive(Clone)]
struct Open {
    location: Location,
    role: Role,
}

/// Where and how something is put.
#[derive(Clone, Copy)]
struct At {
    transform: Transform,
    /// What is seen of it.
    clip: Option<Rect>,
}

impl At {
    fn point(self, point: Point) -> Point {
        point.transform(self.transform)
    }

    fn rect(self, min: Point, max: Point) -> Rect {
        let corners = [min, max, Point::new(min.x, max.y), Point::new(max.x, min.y)].map(|p| self.point(p));
        let mut out = Rect::new(f64::MAX, f64::MAX, f64::MIN, f64::MIN);
        for p in corners {
            out = out.with(Rect::new(p.x.to_pt(), p.y.to_pt(), p.x.to_pt(), p.y.to_pt()));
        }
        self.clip.map_or(out, |clip| out.common(clip))
    }
}

struct Reader<'a> {
    finder: Finder<'a>,
    out: Pages,
    section: Option<usize>,
    units: usize,
    /// The run of lines that an element last was: what goes on over a page comes without a sign.
    known: HashMap<Location, (Kind, usize)>,
    stack: Vec<Open>,
    page: Page,
    number: u32,
    /// How many pages come before the first one.
    before: u32,
    /// The solid grounds of the page so far.
    grounds: Vec<(Rect, [u8; 3])>,
    pairs: BTreeSet<([u8; 3], [u8; 3], bool)>,
}

impl Reader<'_> {
    fn read(&mut self, page: &typst_layout::Page) {
        self.number += 1;
        let (width, height) = (page.frame.width().to_pt(), page.frame.height().to_pt());
        let whole = Rect::new(0.0, 0.0, width, height);
        let white = match page.fill_or_white() {
            Some(Paint::Solid(color)) => rgb(&color),
            Some(Paint::Gradient(_) | Paint::Tiling(_)) | None => [255; 3],
        };
        self.grounds = vec![(whole, white)];
        self.page = Page { size: (width, height), bleed: page.bleed.left.to_pt(), area: whole, things: Vec::new(), drawn: false };
        for (position, item) in page.frame.items() {
            self.item(At { transform: Transform::translate(position.x, position.y), clip: None }, item);
        }
        let area = self.page.area;
        // What is put in the head or in the foot is an overlay: the word of a proof.
        let overlay = |thing: &Thing| {
            let bounds = thing.bounds();
            thing.line().is_some_and(|l| l.placed) && (bounds.y1 < area.y0 && bounds.y0 > 0.0 || bounds.y0 > area.y1 && bounds.y1 < height)
        };
        self.page.things.retain(|(_, thing)| !overlay(thing));
        let empty = Page { size: (0.0, 0.0), bleed: 0.0, area: whole, things: Vec::new(), drawn: false };
        self.out.pages.push(std::mem::replace(&mut self.page, empty));
    }

    fn group(&mut self, at: At, group: &GroupItem) {
        let transform = at.transform.pre_concat(group.transform);
        let mut inner = At { transform, clip: at.clip };
        if let Some(clip) = &group.clip {
            let bounds = clip.bbox(None);
            inner.clip = Some(inner.rect(bounds.min, bounds.max));
        }
        // What belongs elsewhere (a note at the foot) has nothing to do with the elements that are open here; a cell that goes on over a
        // page comes without a sign of its own.
        let Some(parent) = group.parent else { return self.frame(inner, &group.frame) };
        let open = self.known.get(&parent.location).map(|(kind, unit)| Open { location: parent.location, role: Role::Unit(*kind, *unit) });
        let kept = match parent.inherit {
            Inherit::No => std::mem::take(&mut self.stack),
            Inherit::Yes => self.stack.clone(),
        };
        self.stack.extend(open);
        self.frame(inner, &group.frame);
        self.stack = kept;
    }

    fn frame(&mut self, at: At, frame: &Frame) {
        for (position, item) in frame.items() {
            let here = At { transform: at.transform.pre_concat(Transform::translate(position.x, position.y)), clip: at.clip };
            match item {
                FrameItem::Group(group) => self.group(here, group),
                FrameItem::Text(_) | FrameItem::Shape(..) | FrameItem::Image(..) | FrameItem::Link(..) | FrameItem::Tag(_) => self.item(here, item),
            }
        }
    }

    fn item(&mut self, at: At, item: &FrameItem) {
        match item {
            FrameItem::Tag(Tag::Start(element, _)) => self.start(element),
            FrameItem::Tag(Tag::End(location, ..)) => {
                if let Some(i) = self.stack.iter().rposition(|o| o.location == *location) {
                    self.stack.truncate(i);
                }
            }
            FrameItem::Text(text) => self.text(at, text),
            FrameItem::Shape(shape, _) => self.shape(at, shape),
            FrameItem::Image(image, size, _) => self.image(at, image, *size),
            FrameItem::Group(group) => self.group(at, group),
            FrameItem::Link(..) => {}
        }
    }

    /// Reads where the text block is: `mirrored` or `fixed`, then the margins inside or left, outside or right, above, below, in pt. Pages
    /// without the sign, as a cover, are all text block.
    fn area(&mut self, sign: &Content) {
        let Ok(Value::Str(value)) = sign.get_by_name("value") else { return };
        let mut parts = value.as_str().split(' ');
        let mirrored = parts.next() == Some("mirrored");
        let margins: Vec<f64> = parts.filter_map(|p| p.parse().ok()).collect();
        let [first, second, top, bottom] = margins[..] else { return };
        let (left, right) = if mirrored && (self.number + self.before).is_multiple_of(2) { (second, first) } else { (first, second) };
        let (width, height) = self.page.size;
        self.page.area = Rect::new(left, top, width - right, height - bottom);
    }

    /// Takes note of an element that begins.
    fn start(&mut self, element: &Content) {
        let Some(location) = element.location() else { return };
        if let Some(label) = element.label() {
            let name = label.resolve();
            let kind = match name.as_str() {
                "lv-fiche" => Some(SectionKind::Fiche),
                "lv-theme" => Some(SectionKind::Theme),
                "lv-part" => Some(SectionKind::Part),
                "lv-area" => {
                    self.area(element);
                    None
                }
                _ => None,
            };
            if let Some(kind) = kind
                && let Ok(Value::Str(key)) = element.get_by_name("value")
            {
                self.out.sections.push(Section { kind, key: key.to_string(), page: self.number });
                self.section = Some(self.out.sections.len() - 1);
            }
        }
        let what = element.elem();
        let in_note = || self.stack.iter().any(|o| matches!(o.role, Role::Unit(Kind::Note, _)));
        let kind = if what == ParElem::ELEM {
            // A paragraph is what holds it: an item, a cell, a note.
            let holder = self.stack.iter().rev().find_map(|o| match o.role {
                Role::Unit(kind @ (Kind::Item | Kind::Cell | Kind::Note | Kind::Caption | Kind::Heading(_)), _) => Some(kind),
                Role::Unit(Kind::Paragraph | Kind::Other, _) | Role::Marginal | Role::Artifact | Role::Placed | Role::Image(_) => None,
            });
            holder.unwrap_or(Kind::Paragraph)
        } else if what == HeadingElem::ELEM {
            let level = match element.get_by_name("level") {
                Ok(Value::Int(level)) => u8::try_from(level).unwrap_or(u8::MAX),
                _ => 2,
            };
            Kind::Heading(level)
        } else if what == TitleElem::ELEM {
            Kind::Heading(0)
        } else if what == FootnoteEntry::ELEM {
            Kind::Note
        } else if what == TableCell::ELEM {
            Kind::Cell
        } else if what == GridCell::ELEM {
            Kind::Other
        } else if what == FigureCaption::ELEM {
            Kind::Caption
        } else if what == ListItem::ELEM || what == EnumItem::ELEM || what == TermItem::ELEM || what == PdfMarkerTag::ELEM {
            if in_note() { Kind::Note } else { Kind::Item }
        } else {
            let role = if let Some(artifact) = element.to_packed::<ArtifactElem>() {
                let kind = artifact.kind.get(StyleChain::default());
                if matches!(kind, ArtifactKind::Header | ArtifactKind::Footer | ArtifactKind::Background) { Role::Marginal } else { Role::Artifact }
            } else if what == PlaceElem::ELEM {
                Role::Placed
            } else if let Some(image) = element.to_packed::<ImageElem>() {
                let path = match image.source.derived.source.v {
                    LoadSource::Path(id) => id.vpath().get_without_slash().to_owned(),
                    LoadSource::Bytes => String::new(),
                };
                Role::Image(path)
            } else if what == FigureElem::ELEM {
                // What is drawn in a line stays in its line; a picture begins no paragraph.
                return;
            } else {
                return;
            };
            self.stack.push(Open { location, role });
            return;
        };
        self.units += 1;
        self.known.insert(location, (kind, self.units));
        self.stack.push(Open { location, role: Role::Unit(kind, self.units) });
    }

    fn is_artifact(&self) -> bool {
        self.is(&Role::Marginal) || self.is(&Role::Artifact)
    }

    fn is(&self, role: &Role) -> bool {
        self.stack.iter().any(|o| o.role == *role)
    }

    fn text(&mut self, at: At, text: &TextItem) {
        let origin = at.point(Point::zero());
        let (x, y) = (origin.x.to_pt(), origin.y.to_pt());
        let size = text.size.to_pt();
        let upright = at.transform.is_only_translate();
        let bounds = at.rect(Point::new(Abs::zero(), -text.size * ABOVE), Point::new(text.width(), text.size * UNDER));
        let place = text.glyphs.iter().find_map(|g| self.finder.words(g.span.0));
        if let Paint::Solid(color) = &text.fill {
            let blank = text.text.chars().all(|c| c.is_whitespace() || c == '\u{200b}');
            if !blank {
                self.ink(rgb(color), bounds, false, place.map(|p| p.0));
            }
        }
        if self.is_artifact() {
            return;
        }
        let placed = self.is(&Role::Placed);
        let (kind, unit) = self
            .stack
            .iter()
            .rev()
            .find_map(|o| match o.role {
                Role::Unit(kind, unit) => Some((kind, unit)),
                Role::Marginal | Role::Artifact | Role::Placed | Role::Image(_) => None,
            })
            .unwrap_or((Kind::Other, 0));
        let mut gaps = Vec::new();
        let mut advance = Abs::zero();
        for glyph in &text.glyphs {
            let width = glyph.x_advance.at(text.size);
            if matches!(text.text.as_str().get(usize::from(glyph.range.start)..).and_then(|t| t.chars().next()), Some(' ' | '\u{a0}')) && upright {
                let normal = text.font.x_advance(glyph.id).map_or(width, |w| w.at(text.size));
                gaps.push(Gap { x: x + advance.to_pt(), width: width.to_pt(), normal: normal.to_pt() });
            }
            advance += width;
        }
        let section = self.section;
        // The same line goes on while the run of lines is the same and the baseline hardly moves.
        if upright
            && let Some((_, Thing::Line(line))) = self.page.things.iter_mut().rev().find(|(_, t)| t.line().is_some())
            && line.unit == unit
            && unit != 0
            && (line.baseline - y).abs() < NEXT_LINE * line.size.max(size)
        {
            if size > line.size {
                line.baseline = y;
            }
            line.size = line.size.max(size);
            line.bounds = line.bounds.with(bounds);
            if line.place.is_none() {
                line.place = place.map(|p| p.0);
            }
            line.apparatus |= place.is_some_and(|p| p.1);
            // Pieces that stand apart without a space (a year and a number at both ends) are different words.
            line.text.push_str(&text.text);
            line.gaps.extend(gaps);
            return;
        }
        let line = Line {
            bounds,
            baseline: y,
            size,
            text: text.text.to_string(),
            unit,
            kind: if upright { kind } else { Kind::Other },
            gaps,
            place: place.map(|p| p.0),
            placed,
            apparatus: place.is_some_and(|p| p.1),
        };
        self.page.things.push((section, Thing::Line(line)));
    }

    fn shape(&mut self, at: At, shape: &Shape) {
        let bounds = shape.geometry.bbox(None);
        let bounds = at.rect(bounds.min, bounds.max);
        let solid = |paint: &Option<Paint>| match paint {
            Some(Paint::Solid(color)) if color.alpha().is_none_or(|a| a > 0.99) => Some(rgb(color)),
            Some(Paint::Solid(_) | Paint::Gradient(_) | Paint::Tiling(_)) | None => None,
        };
        let fill = solid(&shape.fill);
        let small = |side: f64| (SMALLEST_ICON..=LARGEST_ICON).contains(&side);
        if matches!(shape.geometry, Geometry::Curve(_)) && small(bounds.width()) && small(bounds.height()) {
            let stroke = shape.stroke.as_ref().and_then(|s| solid(&Some(s.paint.clone())));
            if let Some(color) = stroke.or(fill) {
                self.ink(color, bounds, true, None);
            }
        }
        if let Some(color) = fill {
            self.grounds.push((bounds, color));
        }
        if !self.is_artifact() {
            self.page.drawn = true;
        }
    }

    fn image(&mut self, at: At, image: &Image, size: Size) {
        let bounds = at.rect(Point::zero(), size.to_point());
        let path = self.stack.iter().rev().find_map(|o| match &o.role {
            Role::Image(path) => Some(path.clone()),
            Role::Unit(..) | Role::Marginal | Role::Artifact | Role::Placed => None,
        });
        let path = path.unwrap_or_default();
        let pixels = match image.kind() {
            ImageKind::Raster(raster) => Some((raster.width(), raster.height())),
            ImageKind::Svg(_) | ImageKind::Pdf(_) => None,
        };
        let inline = self.stack.iter().any(|o| matches!(o.role, Role::Unit(Kind::Paragraph | Kind::Heading(_) | Kind::Item | Kind::Cell | Kind::Note, _)));
        let place = self.finder.picture(&path);
        let placed = self.is(&Role::Marginal) || self.is(&Role::Placed);
        // A picture is a ground of unknown colour: what is written on it is not judged for its contrast.
        self.grounds.retain(|(ground, _)| ground.common(bounds) != *ground);
        let picture = Picture { bounds, size: (size.x.to_pt(), size.y.to_pt()), pixels, path, place, placed, inline };
        self.page.things.push((self.section, Thing::Picture(picture)));
    }

    /// Takes note of a colour on the ground that lies under it.
    fn ink(&mut self, ink: [u8; 3], bounds: Rect, icon: bool, place: Option<Span>) {
        let (x, y) = (f64::midpoint(bounds.x0, bounds.x1), f64::midpoint(bounds.y0, bounds.y1));
        let Some((_, ground)) = self.grounds.iter().rev().find(|(g, _)| g.holds(x, y) && g.width() >= bounds.width() && g.height() >= bounds.height()) else {
            return;
        };
        if self.pairs.insert((ink, *ground, icon)) {
            self.out.inks.push(Ink { ink, ground: *ground, icon, page: self.number, bounds, place });
        }
    }
}

fn rgb(color: &Color) -> [u8; 3] {
    let [r, g, b, _] = color.to_rgb().into_format::<u8, u8>().into();
    [r, g, b]
}
