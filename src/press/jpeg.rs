//! Photographs in CMYK as JPEG, written and read back.
//!
//! What came as JPEG leaves as JPEG, at a quality at which nobody sees it and without coarser colours; what came without loss stays
//! without. Compression moves every value a little, and dark places of a photograph have nearly as much ink as the paper takes: there is
//! less ink in them before, and still less when what is read from the finished picture has too much.

use super::cmyk::MOST_INK;
use super::scan::counted;
use jpeg_encoder::{ColorType, Encoder, EncodingError, ImageBuffer, JpegColorType, SamplingFactor};
use lopdf::Object;
use zune_jpeg::JpegDecoder;
use zune_jpeg::zune_core::bytestream::ZCursor;
use zune_jpeg::zune_core::colorspace::ColorSpace;
use zune_jpeg::zune_core::options::DecoderOptions;

/// From 0 to 100.
const QUALITY: u8 = 95;
/// The most ink that a place is given before it is compressed for the first time, in 1/255 of one: 284 %. Noise in the darkest tones was
/// seen to reach 292 % after.
pub(super) const CEILING: u32 = 724;
/// How often a photograph is compressed at most until it has no more ink than it may have; after that it is written without loss.
const MOST_TRIES: usize = 4;
/// By how much more than its excess the ceiling comes down each time, in 1/255 of one ink.
const STEP: u32 = 4;
/// What a reader does to values that stand in a JPEG the other way round, as those of Adobe's programs do.
pub(super) const TURNED: [i64; 8] = [1, 0, 1, 0, 1, 0, 1, 0];

/// A picture whose rows of CMYK `row` gives, as a JPEG of values that are [`TURNED`], with at most `ceiling` of ink before it is compressed;
/// none when it is too large for one.
fn photograph(size: (usize, usize), ceiling: u32, row: impl Fn(usize) -> Vec<u8>) -> Option<Vec<u8>> {
    let rows = Rows { width: u16::try_from(size.0).ok()?, height: u16::try_from(size.1).ok()?, ceiling, row };
    encoded(size, |encoder| encoder.encode_image(rows))
}

/// The same with at most [`MOST_INK`] of ink in what is read from it: each time that there is more, it is compressed again with less ink
/// before. With it whether it has colour, and its most ink in %. None when it is too large, or too noisy to be a JPEG at all.
pub(super) fn within_limit(size: (usize, usize), start: u32, row: impl Fn(usize) -> Vec<u8>) -> Option<(Vec<u8>, (bool, f64))> {
    let mut ceiling = start;
    for _ in 0..MOST_TRIES {
        let content = photograph(size, ceiling, &row)?;
        let found = counted(&inks(&content)?);
        if found.1 <= MOST_INK {
            return Some((content, found));
        }
        ceiling = ceiling.saturating_sub(((found.1 - MOST_INK) * 2.55).ceil() as u32 + STEP);
    }
    None
}

/// Pixels of grey as a JPEG; none when there are too many.
pub(super) fn grey(size: (usize, usize), pixels: &[u8]) -> Option<Vec<u8>> {
    let (width, height) = (u16::try_from(size.0).ok()?, u16::try_from(size.1).ok()?);
    encoded(size, |encoder| encoder.encode(pixels, width, height, ColorType::Luma))
}

fn encoded(size: (usize, usize), encode: impl FnOnce(Encoder<&mut Vec<u8>>) -> Result<(), EncodingError>) -> Option<Vec<u8>> {
    let mut bytes = Vec::with_capacity(size.0.checked_mul(size.1)? / 2);
    let mut encoder = Encoder::new(&mut bytes, QUALITY);
    encoder.set_sampling_factor(SamplingFactor::F_1_1);
    encode(encoder).ok()?;
    Some(bytes)
}

/// The inks of a JPEG that [`photograph`] made, as they are printed.
fn inks(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut values = values(bytes)?;
    values.iter_mut().for_each(|v| *v = 255 - *v);
    Some(values)
}

/// A picture of CMYK that is made row by row: there are millions of pixels, and nobody needs them all at once.
struct Rows<F> {
    width: u16,
    height: u16,
    ceiling: u32,
    row: F,
}

impl<F: Fn(usize) -> Vec<u8>> ImageBuffer for Rows<F> {
    fn get_jpeg_color_type(&self) -> JpegColorType {
        JpegColorType::Cmyk
    }

    fn width(&self) -> u16 {
        self.width
    }

    fn height(&self) -> u16 {
        self.height
    }

    fn fill_buffers(&self, y: u16, buffers: &mut [Vec<u8>; 4]) {
        let mut row = (self.row)(usize::from(y));
        row.resize(usize::from(self.width) * 4, 0);
        for pixel in row.chunks_exact_mut(4) {
            lessen(pixel, self.ceiling);
            for (buffer, value) in buffers.iter_mut().zip(pixel) {
                buffer.push(255 - *value);
            }
        }
    }
}

/// Takes colour away from a pixel with more ink than `ceiling`, in 1/255 of one. Black stays: dark remains dark.
pub(super) fn lessen(pixel: &mut [u8], ceiling: u32) {
    let sum: u32 = pixel.iter().map(|v| u32::from(*v)).sum();
    if sum > ceiling {
        let black = u32::from(pixel[3]);
        for value in &mut pixel[..3] {
            *value = (u32::from(*value) * ceiling.saturating_sub(black) / (sum - black)) as u8;
        }
    }
}

/// The values of a JPEG of four inks, as its filter gives them to a reader of PDF (PDF 32000-1, 7.4.8); none for another one.
pub(super) fn values(bytes: &[u8]) -> Option<Vec<u8>> {
    let read = |space: ColorSpace| JpegDecoder::new_with_options(ZCursor::new(bytes), DecoderOptions::default().jpeg_set_out_colorspace(space));
    let mut head = read(ColorSpace::CMYK);
    head.decode_headers().ok()?;
    match head.input_colorspace()? {
        ColorSpace::CMYK => read(ColorSpace::CMYK).decode().ok(),
        // Three of the inks stand as lightness and two colours: JFIF, section 7, then the complement.
        ColorSpace::YCCK => {
            let mut out = read(ColorSpace::YCCK).decode().ok()?;
            for pixel in out.chunks_exact_mut(4) {
                let [y, blue, red] = [pixel[0], pixel[1], pixel[2]].map(f64::from);
                let rgb = [y + 1.402 * (red - 128.0), y - 0.344_136 * (blue - 128.0) - 0.714_136 * (red - 128.0), y + 1.772 * (blue - 128.0)];
                for (value, light) in pixel.iter_mut().zip(rgb) {
                    *value = 255 - light.round().clamp(0.0, 255.0) as u8;
                }
            }
            Some(out)
        }
        _ => None,
    }
}

/// Whether a reader turns the values of a picture of four inks round; none when it does something else to them.
pub(super) fn is_turned(decode: Option<&Object>) -> Option<bool> {
    let Some(decode) = decode else { return Some(false) };
    let numbers: Option<Vec<f64>> = decode.as_array().ok()?.iter().map(super::opened::number).collect();
    let numbers = numbers?;
    let same = |wanted: &[i64; 8]| numbers.len() == 8 && numbers.iter().zip(wanted).all(|(n, w)| *n == *w as f64);
    if same(&TURNED) { Some(true) } else { same(&[0, 1, 0, 1, 0, 1, 0, 1]).then_some(false) }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A photograph too noisy for the room that was left once was reported, and went to the press as it was.
    #[test]
    fn a_photograph_with_too_much_ink_after_compression_is_made_again() {
        let (width, height) = (160, 120);
        // As much ink as there may be, shared out at random: what compression changes goes up as often as down.
        let row = |y: usize| -> Vec<u8> {
            let mut noise = y as u64 + 1;
            let mut next = || {
                noise = noise.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                (noise >> 56) as u8
            };
            (0..width).flat_map(|_| [255 - next() / 3, 200 - next() / 2, 255 - next() / 4, next()]).collect()
        };
        let before = photograph((width, height), 765, row).expect("a JPEG");
        let (_, most) = counted(&inks(&before).expect("inks"));
        assert!(most > MOST_INK + 1.0, "the case: {most}");
        let (after, found) = within_limit((width, height), 765, row).expect("a JPEG");
        assert_eq!(counted(&inks(&after).expect("inks")), found);
        assert!(found.1 <= MOST_INK && found.1 > 250.0, "{found:?}");
    }
}
