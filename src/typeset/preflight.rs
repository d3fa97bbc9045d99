//! What laid-out pages show: pictures at their printed size, QR codes read from the drawn page, what reaches the edge, what comes near it.

use super::{Layout, diagnostics};
use crate::model::bundle::Bundle;
use crate::model::preflight::{EdgeFact, NearFact, PageFacts, PictureFact, QrFact};
use typst::layout::{Abs, Frame, FrameItem, Point, Transform};
use typst::visualize::{CurveItem, Geometry, ImageKind, Shape};
use typst_layout::Page;

/// From this number of straight pieces on, one filled curve is a QR code: the smallest has 21 rows with several dark runs.
const LEAST_PIECES: usize = 300;
/// Resolution at which QR codes are read, in pixels per mm: what a telephone sees from a hand's length.
const QR_PIXELS: f64 = 8.0;
/// Distance in mm from the edge from which on the furniture of the page is left to who drew the page.
const FURNITURE: f64 = 1.5;
/// Below this width in mm a page is the spine of a cover: what stands on it is near its edges on purpose.
const NARROW: f64 = 80.0;
/// What reaches within this of the edge, in mm, reaches it.
const AT_EDGE: f64 = 0.1;

struct Walk<'a> {
    layout: &'a Layout,
    bundle: &'a Bundle,
    number: u32,
    size: (f64, f64),
    safety: f64,
    facts: &'a mut PageFacts,
    nearest: Option<NearFact>,
    codes: Vec<(typst::layout::Rect, QrFact)>,
}

/// Looks at every page. Text nearer to an edge than `safety`, in mm, is reported one by one.
pub fn page_facts(layout: &Layout, bundle: &Bundle, safety: f64) -> PageFacts {
    let mut facts = PageFacts::default();
    for (number, page) in (1..).zip(layout.document.pages()) {
        let size = (page.frame.width().to_mm(), page.frame.height().to_mm());
        let mut walk = Walk { layout, bundle, number, size, safety, facts: &mut facts, nearest: None, codes: Vec::new() };
        walk.frame(&page.frame, Transform::identity());
        let (codes, nearest) = (std::mem::take(&mut walk.codes), walk.nearest.take());
        facts.codes.extend(read(page, codes));
        if let Some(near) = nearest {
            if near.distance < safety {
                facts.near.push(near.clone());
            }
            if facts.nearest.as_ref().is_none_or(|n| near.distance < n.distance) {
                facts.nearest = Some(near);
            }
        }
    }
    facts
}

impl Walk<'_> {
    fn frame(&mut self, frame: &Frame, at: Transform) {
        for (position, item) in frame.items() {
            let here = at.pre_concat(Transform::translate(position.x, position.y));
            match item {
                FrameItem::Group(group) => {
                    let clipped =
                        group.clip.is_some().then(|| (self.facts.edges.len(), bounds(group.frame.size().to_point(), here.pre_concat(group.transform))));
                    self.frame(&group.frame, here.pre_concat(group.transform));
                    // What is cut off does not reach further than the cut.
                    if let Some((from, area)) = clipped {
                        let beyond = self.beyond(area);
                        self.facts.edges.truncate(from);
                        self.edge(area, beyond, None);
                    }
                }
                FrameItem::Text(text) => {
                    let (width, size) = (text.width(), text.size);
                    let corners = [Point::new(Abs::zero(), -size * 0.7), Point::new(width, size * 0.2)];
                    self.near(area_of(&corners, here), text.text.as_str(), || self_span(self.layout, self.bundle, text));
                }
                FrameItem::Shape(shape, span) => self.shape(shape, *span, here),
                FrameItem::Image(image, size, span) => {
                    let area = bounds(size.to_point(), here);
                    let found = diagnostics::author_place((*span).into(), &self.layout.world, self.bundle);
                    let beyond = self.beyond(area);
                    self.edge(area, beyond, found);
                    if let ImageKind::Raster(raster) = image.kind() {
                        let (width, height) = ((area.max.x - area.min.x).to_mm(), (area.max.y - area.min.y).to_mm());
                        let ppi = (f64::from(raster.width()) / width).min(f64::from(raster.height()) / height) * 25.4;
                        let same = |file: &(&String, &crate::model::bundle::BundleFile)| file.1.bytes.as_slice() == raster.data().as_slice();
                        let path = self.bundle.files.iter().find(same).map(|(p, _)| p.clone()).unwrap_or_default();
                        self.facts.pictures.push(PictureFact { page: self.number, path, width, height, ppi, place: String::new(), span: found });
                    }
                }
                FrameItem::Link(..) | FrameItem::Tag(_) => {}
            }
        }
    }

    fn shape(&mut self, shape: &Shape, span: typst::syntax::Span, here: Transform) {
        let inner = shape.bbox(false);
        let area = area_of(&[inner.min, inner.max], here);
        let found = diagnostics::author_place(span.into(), &self.layout.world, self.bundle);
        if let Geometry::Curve(curve) = &shape.geometry
            && shape.stroke.is_none()
            && curve.0.len() >= LEAST_PIECES
            && curve.0.iter().all(|item| !matches!(item, CurveItem::Cubic(..)))
        {
            // A run of modules is as high as one module.
            let module = curve.0.windows(3).find_map(|w| match w {
                [CurveItem::Move(_), CurveItem::Line(a), CurveItem::Line(b)] => Some((b.y - a.y).to_mm().abs()),
                _ => None,
            });
            let side = (area.max.x - area.min.x).to_mm();
            self.codes.push((area, QrFact { page: self.number, side, module: module.unwrap_or(0.0), content: None, span: found }));
            return;
        }
        // Lines end where they are drawn to; only what is filled has an edge to bleed.
        if shape.fill.is_some() {
            let beyond = self.beyond(area);
            self.edge(area, beyond, found);
        }
    }

    /// How far an area reaches beyond each side of the page that it reaches: left, right, top, bottom.
    fn beyond(&self, area: typst::layout::Rect) -> [f64; 4] {
        [-area.min.x.to_mm(), area.max.x.to_mm() - self.size.0, -area.min.y.to_mm(), area.max.y.to_mm() - self.size.1]
    }

    fn edge(&mut self, area: typst::layout::Rect, beyond: [f64; 4], span: Option<crate::base::source::Span>) {
        let empty = area.max.x <= area.min.x || area.max.y <= area.min.y;
        let least = beyond.into_iter().filter(|b| *b >= -AT_EDGE).fold(f64::INFINITY, f64::min);
        if !empty && least.is_finite() {
            self.facts.edges.push(EdgeFact { page: self.number, beyond: least, span });
        }
    }

    fn near(&mut self, area: typst::layout::Rect, words: &str, span: impl FnOnce() -> Option<crate::base::source::Span>) {
        let distance = self.beyond(area).into_iter().map(|b| -b).fold(f64::INFINITY, f64::min);
        if self.size.0 < NARROW || words.trim().is_empty() || self.nearest.as_ref().is_some_and(|n| n.distance <= distance) {
            return;
        }
        let span = if distance < self.safety { span() } else { None };
        // A number of the thumb index stands on the fore-edge on purpose; the author's words never do.
        if distance < self.safety && distance >= FURNITURE.min(self.safety) && span.is_none() {
            return;
        }
        self.nearest = Some(NearFact { page: self.number, distance, words: words.to_owned(), span });
    }
}

fn self_span(layout: &Layout, bundle: &Bundle, text: &typst::text::TextItem) -> Option<crate::base::source::Span> {
    let span = text.glyphs.first()?.span.0;
    diagnostics::author_place(span.into(), &layout.world, bundle)
}

/// The area of a size at the origin, once moved.
fn bounds(size: Point, at: Transform) -> typst::layout::Rect {
    area_of(&[Point::zero(), size], at)
}

/// The smallest upright rectangle around two corners, once moved.
fn area_of(corners: &[Point; 2], at: Transform) -> typst::layout::Rect {
    let [a, b] = *corners;
    let moved = [a, Point::new(b.x, a.y), Point::new(a.x, b.y), b].map(|p| p.transform(at));
    let min = moved.iter().skip(1).fold(moved[0], |m, p| m.min(*p));
    let max = moved.iter().skip(1).fold(moved[0], |m, p| m.max(*p));
    typst::layout::Rect::new(min, max)
}

/// Reads the codes of a page from the page as it is drawn.
fn read(page: &Page, codes: Vec<(typst::layout::Rect, QrFact)>) -> Vec<QrFact> {
    if codes.is_empty() {
        return Vec::new();
    }
    let per_pt = QR_PIXELS * 25.4 / 72.0;
    let options = typst_render::RenderOptions { pixel_per_pt: typst::utils::Scalar::new(per_pt), ..Default::default() };
    let drawn = typst_render::render(page, &options);
    let (width, height) = (drawn.width() as usize, drawn.height() as usize);
    codes
        .into_iter()
        .map(|(area, fact)| {
            // With its quiet zone of four modules: DOMAIN.md 4.1.
            let quiet = (fact.module * 4.0 * QR_PIXELS).ceil();
            let pixel = |v: Abs, by: f64, most: usize| ((v.to_pt() * per_pt + by).max(0.0) as usize).min(most);
            let (x0, x1) = (pixel(area.min.x, -quiet, width), pixel(area.max.x, quiet, width));
            let (y0, y1) = (pixel(area.min.y, -quiet, height), pixel(area.max.y, quiet, height));
            let light = |x: usize, y: usize| {
                let at = ((y + y0) * width + x + x0) * 4;
                let p = drawn.data().get(at..at + 4).unwrap_or(&[255; 4]);
                // What is not covered is paper.
                let grey = (u32::from(p[0]) * 299 + u32::from(p[1]) * 587 + u32::from(p[2]) * 114) / 1000;
                (grey + 255 - u32::from(p[3])).min(255) as u8
            };
            let mut picture = rqrr::PreparedImage::prepare_from_greyscale(x1.saturating_sub(x0), y1.saturating_sub(y0), light);
            let content = picture.detect_grids().iter().find_map(|grid| grid.decode().ok()).map(|(_, text)| text);
            QrFact { content, ..fact }
        })
        .collect()
}
