//! Pictures with far more pixels than is seen, written with fewer; pictures that the press converts, given to it as they are.
//!
//! The engine has decoded every picture for the layout: its pixels are there. A picture that is shown in several sizes is written once,
//! for the largest. What is measured on pages (the resolution of pictures, for one) is measured on the files as they came.

use super::Layout;
use crate::model::bundle::Bundle;
use crate::model::plate::{Key, Plate, STAND_IN};
use crate::model::preflight::ReducedFact;
use crate::model::profile::Profile;
use fast_image_resize::images::{Image as Area, ImageRef};
use fast_image_resize::{FilterType, PixelType, ResizeAlg, ResizeOptions, Resizer};
use image::DynamicImage;
use jpeg_encoder::{ColorType, Encoder, SamplingFactor};
use rayon::prelude::*;
use std::collections::BTreeMap;
use typst::foundations::{Bytes, Smart};
use typst::layout::{Frame, FrameItem, Point, Size, Transform};
use typst::utils::hash128;
use typst::visualize::{ExchangeFormat, Image, ImageKind, PixelEncoding, PixelFormat, RasterFormat, RasterImage};
use typst_layout::{Page, PagedDocument};

/// From how many times the pixels that are enough a picture is made smaller: below that, little is gained, and a little sharpness lost.
const SPARE: f64 = 1.25;
/// The quality of a photograph on a screen, from 0 to 100; colours are half as fine as light, as in nearly every photograph.
const SCREEN_QUALITY: u8 = 88;

/// Pictures of a layout as a file gets them.
pub(super) struct Pictures {
    /// The pages with these pictures; none when they are those of the layout.
    pub(super) document: Option<PagedDocument>,
    /// Those for the press.
    pub(super) plates: Vec<Plate>,
    /// Those with fewer pixels than their files.
    pub(super) reduced: Vec<ReducedFact>,
}

/// A picture of pixels, and the share of them that is enough: 1 for all.
struct Used {
    raster: RasterImage,
    share: f64,
}

impl Used {
    /// Width and height in pixels of what is written.
    fn size(&self) -> (u32, u32) {
        let side = |pixels: u32| ((f64::from(pixels) * self.share).ceil() as u32).clamp(1, pixels);
        (side(self.raster.width()), side(self.raster.height()))
    }

    fn is_reduced(&self) -> bool {
        self.size() != (self.raster.width(), self.raster.height())
    }

    fn is_jpeg(&self) -> bool {
        self.raster.format() == RasterFormat::Exchange(ExchangeFormat::Jpg)
    }
}

/// Makes the pictures of a file: no finer than its profile wants, and those that the press converts as stand-ins.
pub(super) fn pictures(layout: &Layout, bundle: &Bundle, profile: &Profile) -> Pictures {
    let mut used: BTreeMap<u128, Used> = BTreeMap::new();
    for page in layout.document.pages() {
        find(&page.frame, Transform::identity(), profile.resolution, &mut used);
    }
    let press = profile.condition.is_some();
    let mut plates = Vec::new();
    let mut standing: BTreeMap<u128, RasterImage> = BTreeMap::new();
    let mut smaller: Vec<(u128, Used)> = Vec::new();
    let mut reduced = Vec::new();
    let path = |raster: &RasterImage| {
        let found = bundle.files.iter().find(|(_, file)| file.bytes.as_slice() == raster.data().as_slice());
        found.map(|(path, _)| path.clone()).unwrap_or_default()
    };
    let mut tell = |used: &Used| {
        if used.is_reduced() {
            reduced.push(ReducedFact { path: path(&used.raster), from: (used.raster.width(), used.raster.height()), to: used.size() });
        }
    };
    for (print, used) in used {
        if press && !used.raster.dynamic().color().has_alpha() {
            let plate = plate(&used);
            if let Ok(raster) = RasterImage::plain(Bytes::new(plate.key), pixels(PixelEncoding::Rgb8, STAND_IN)) {
                tell(&used);
                standing.insert(print, raster);
                plates.push(plate);
            }
        } else if used.is_reduced() {
            smaller.push((print, used));
        }
    }
    let made: Vec<(u128, Used, Option<RasterImage>)> = smaller
        .into_par_iter()
        .map(|(print, used)| {
            let raster = smaller_raster(used.raster.clone(), used.size());
            (print, used, raster)
        })
        .collect();
    for (print, used, raster) in made {
        if let Some(raster) = raster {
            tell(&used);
            standing.insert(print, raster);
        }
    }
    reduced.sort_by(|a, b| a.path.cmp(&b.path));
    let document = (!standing.is_empty()).then(|| replaced(&layout.document, &standing));
    Pictures { document, plates, reduced }
}

/// Finds every picture of pixels, and how fine it must be.
fn find(frame: &Frame, at: Transform, resolution: f64, out: &mut BTreeMap<u128, Used>) {
    for (position, item) in frame.items() {
        let here = at.pre_concat(Transform::translate(position.x, position.y));
        match item {
            FrameItem::Group(group) => find(&group.frame, here.pre_concat(group.transform), resolution, out),
            FrameItem::Image(image, size, _) => {
                if let ImageKind::Raster(raster) = image.kind() {
                    let share = share(raster, *size, here, resolution);
                    let used = out.entry(hash128(raster)).or_insert_with(|| Used { raster: raster.clone(), share: 0.0 });
                    used.share = used.share.max(share);
                }
            }
            FrameItem::Text(_) | FrameItem::Shape(..) | FrameItem::Link(..) | FrameItem::Tag(_) => {}
        }
    }
}

/// The share of the pixels of a picture, in each direction, that is enough at the size in which it is shown.
fn share(raster: &RasterImage, size: Size, at: Transform, resolution: f64) -> f64 {
    if resolution <= 0.0 {
        return 1.0;
    }
    let origin = Point::zero().transform(at);
    let length = |end: Point| (end.transform(at) - origin).hypot().to_inches();
    let enough = |end: Point, pixels: u32| length(end) * resolution / f64::from(pixels.max(1));
    let share = enough(Point::with_x(size.x), raster.width()).max(enough(Point::with_y(size.y), raster.height()));
    if share * SPARE < 1.0 { share } else { 1.0 }
}

/// The pages with other pictures in the place of some.
fn replaced(document: &PagedDocument, standing: &BTreeMap<u128, RasterImage>) -> PagedDocument {
    let pages: Vec<Page> = document
        .pages()
        .par_iter()
        .map(|page| {
            let mut page = page.clone();
            if shows(&page.frame) {
                replace(&mut page.frame, standing);
            }
            page
        })
        .collect();
    PagedDocument::new(pages.into_iter().collect(), document.clone().info_mut().clone())
}

/// Whether a frame shows a picture: the others are shared with the layout.
fn shows(frame: &Frame) -> bool {
    frame.items().any(|(_, item)| match item {
        FrameItem::Group(group) => shows(&group.frame),
        FrameItem::Image(image, ..) => matches!(image.kind(), ImageKind::Raster(_)),
        FrameItem::Text(_) | FrameItem::Shape(..) | FrameItem::Link(..) | FrameItem::Tag(_) => false,
    })
}

fn replace(frame: &mut Frame, standing: &BTreeMap<u128, RasterImage>) {
    frame.retain(|item| {
        match item {
            FrameItem::Group(group) if shows(&group.frame) => replace(&mut group.frame, standing),
            FrameItem::Image(image, ..) => {
                if let ImageKind::Raster(raster) = image.kind()
                    && let Some(other) = standing.get(&hash128(raster))
                {
                    *image = Image::new(other.clone(), image.alt().map(Into::into), image.scaling());
                }
            }
            FrameItem::Group(_) | FrameItem::Text(_) | FrameItem::Shape(..) | FrameItem::Link(..) | FrameItem::Tag(_) => {}
        }
        true
    });
}

/// A picture for the press.
fn plate(used: &Used) -> Plate {
    let print = hash128(&(&used.raster, used.size())).to_be_bytes();
    let key: Key = std::array::from_fn(|i| print[i]);
    let (raster, size) = (used.raster.clone(), used.size());
    Plate {
        key,
        size,
        lossy: used.is_jpeg(),
        profile: raster.icc().map(|icc| icc.to_vec()),
        pixels: Box::new(move || {
            let small = resized(raster.dynamic(), size)?;
            Some(small.into_rgb8().into_raw())
        }),
    }
}

fn pixels(encoding: PixelEncoding, (width, height): (u32, u32)) -> PixelFormat {
    PixelFormat { encoding, width, height }
}

/// A picture with fewer pixels, for a file that is read as it is: a photograph stays one, the rest is written without loss. None when that
/// would be no smaller. Several publications show the same pictures: it is made once.
#[comemo::memoize]
fn smaller_raster(raster: RasterImage, size: (u32, u32)) -> Option<RasterImage> {
    let small = resized(raster.dynamic(), size)?;
    let icc = raster.icc().cloned().map_or(Smart::Auto, Smart::Custom);
    if raster.format() != RasterFormat::Exchange(ExchangeFormat::Jpg) {
        let encoding = match small {
            DynamicImage::ImageLuma8(_) => PixelEncoding::Luma8,
            DynamicImage::ImageLumaA8(_) => PixelEncoding::Lumaa8,
            DynamicImage::ImageRgba8(_) => PixelEncoding::Rgba8,
            _ => PixelEncoding::Rgb8,
        };
        return RasterImage::new(Bytes::new(small.into_bytes()), pixels(encoding, size), icc).ok();
    }
    let (width, height) = (u16::try_from(size.0).ok()?, u16::try_from(size.1).ok()?);
    let colours = if matches!(small, DynamicImage::ImageLuma8(_)) { ColorType::Luma } else { ColorType::Rgb };
    let mut bytes = Vec::new();
    let mut encoder = Encoder::new(&mut bytes, SCREEN_QUALITY);
    encoder.set_sampling_factor(SamplingFactor::F_2_2);
    encoder.encode(small.as_bytes(), width, height, colours).ok()?;
    if bytes.len() >= raster.data().len() {
        return None;
    }
    RasterImage::new(Bytes::new(bytes), ExchangeFormat::Jpg, icc).ok()
}

/// A picture with so many pixels of eight bits a value: as it is, or made smaller.
fn resized(picture: &DynamicImage, (width, height): (u32, u32)) -> Option<DynamicImage> {
    // Sixteen bits a value become eight, as the engine writes them.
    let eight = match picture {
        DynamicImage::ImageLuma8(_) | DynamicImage::ImageLumaA8(_) | DynamicImage::ImageRgb8(_) | DynamicImage::ImageRgba8(_) => None,
        other => Some(match (other.color().has_color(), other.color().has_alpha()) {
            (false, false) => DynamicImage::ImageLuma8(other.to_luma8()),
            (false, true) => DynamicImage::ImageLumaA8(other.to_luma_alpha8()),
            (true, false) => DynamicImage::ImageRgb8(other.to_rgb8()),
            (true, true) => DynamicImage::ImageRgba8(other.to_rgba8()),
        }),
    };
    let picture = eight.as_ref().unwrap_or(picture);
    if (picture.width(), picture.height()) == (width, height) {
        return Some(picture.clone());
    }
    let kind = match picture.color().channel_count() {
        1 => PixelType::U8,
        2 => PixelType::U8x2,
        3 => PixelType::U8x3,
        _ => PixelType::U8x4,
    };
    let from = ImageRef::new(picture.width(), picture.height(), picture.as_bytes(), kind).ok()?;
    let mut to = Area::new(width, height, kind);
    let options = ResizeOptions::new().resize_alg(ResizeAlg::Convolution(FilterType::Lanczos3));
    Resizer::new().resize(&from, &mut to, &options).ok()?;
    let bytes = to.into_vec();
    match kind {
        PixelType::U8 => image::GrayImage::from_raw(width, height, bytes).map(DynamicImage::ImageLuma8),
        PixelType::U8x2 => image::GrayAlphaImage::from_raw(width, height, bytes).map(DynamicImage::ImageLumaA8),
        PixelType::U8x3 => image::RgbImage::from_raw(width, height, bytes).map(DynamicImage::ImageRgb8),
        _ => image::RgbaImage::from_raw(width, height, bytes).map(DynamicImage::ImageRgba8),
    }
}
