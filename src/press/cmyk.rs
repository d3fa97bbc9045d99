//! RGB → CMYK, in the objects of a PDF: the colours of contents and shadings, pictures, the spaces in which transparency is computed.
//!
//! What is neutral becomes black alone, in vectors and in pictures that hold nothing else: no black of four inks. The rest goes through
//! the profile of the printing condition.

use super::codes::NOT_A_PROFILE;
use super::jpeg;
use super::opened::{Opened, number};
use super::scan::{Space, Token, Tokens, named, space_of, unfold, value};
use crate::base::diag::Diagnostic;
use lopdf::{Dictionary, Document, Object, ObjectId, Stream};
use moxcms::{ColorProfile, DataColorSpace, Layout, ProfileClass, RenderingIntent, Transform8BitExecutor, TransformOptions};
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::io::Write as _;
use std::sync::Arc;

/// What a printing house prints with: an output profile for CMYK.
pub struct Condition {
    /// The bytes of the ICC profile.
    pub icc: Arc<Vec<u8>>,
    /// The name of the condition in the registry of the ICC: `FOGRA39`.
    pub identifier: String,
    transform: Arc<Transform8BitExecutor>,
}

impl Condition {
    /// Opens an ICC profile.
    ///
    /// # Errors
    /// When it is no output profile for CMYK.
    pub fn new(icc: Arc<Vec<u8>>, identifier: String, path: &str) -> Result<Self, Diagnostic> {
        let wrong = |why: &str, why_en: &str| {
            Diagnostic::on(&NOT_A_PROFILE, path).with("file", path.to_owned()).with("why", why.to_owned()).with("why_en", why_en.to_owned())
        };
        let broken = |e: moxcms::CmsError| wrong(&e.to_string(), &e.to_string());
        let profile = ColorProfile::new_from_slice(&icc).map_err(broken)?;
        if profile.color_space != DataColorSpace::Cmyk || profile.profile_class != ProfileClass::OutputDevice {
            return Err(wrong("ce n’est pas un profil d’impression CMJN", "it is no output profile for CMYK"));
        }
        let options = TransformOptions { rendering_intent: RenderingIntent::Perceptual, ..TransformOptions::default() };
        let transform = ColorProfile::new_srgb().create_transform_8bit(Layout::Rgb, &profile, Layout::Rgba, options).map_err(broken)?;
        Ok(Self { icc, identifier, transform })
    }

    /// Pixels of RGB as pixels of CMYK; a pixel without colour becomes black alone when `neutral` is.
    fn pixels(&self, rgb: &[u8]) -> Option<Vec<u8>> {
        let mut out = vec![0; rgb.len() / 3 * 4];
        self.transform.transform(&rgb[..rgb.len() / 3 * 3], &mut out).ok()?;
        Some(out)
    }

    /// A colour of a drawing, components from 0 to 1.
    fn colour(&self, rgb: [f64; 3]) -> [f64; 4] {
        let [r, g, b] = rgb.map(|v| v.clamp(0.0, 1.0));
        if (r - g).abs() < 0.004 && (g - b).abs() < 0.004 {
            return [0.0, 0.0, 0.0, 1.0 - (r + g + b) / 3.0];
        }
        let bytes = [r, g, b].map(|v| (v * 255.0).round() as u8);
        match self.pixels(&bytes).as_deref() {
            Some([c, m, y, k]) => [c, m, y, k].map(|v| f64::from(*v) / 255.0),
            _ => [0.0, 0.0, 0.0, 1.0],
        }
    }
}

/// Gives every colour of a file in CMYK. What cannot be converted stays, and the preflight finds it.
pub(super) fn convert(opened: &mut Opened, condition: &Condition) {
    let pages = opened.pages.clone();
    let mut work = Work { condition, done: BTreeSet::new(), functions: BTreeMap::new() };
    work.pictures(&mut opened.document);
    // Contents first: they say in which spaces their resources are used.
    for (index, page) in pages.iter().enumerate() {
        let resources = opened.resources(index).cloned();
        if let Ok((bytes, filters)) = opened.content(index) {
            let mut dict = Dictionary::new();
            dict.extend(&filters);
            let stream = Stream::new(dict, bytes);
            if let Some(content) = unfold(&stream)
                && let Some(changed) = work.content(&opened.document, &content, resources.as_ref())
            {
                let id = opened.document.add_object(folded(Dictionary::new(), changed));
                if let Ok(page) = opened.document.get_dictionary_mut(*page) {
                    page.set("Contents", id);
                }
            }
        }
        if let Some(resources) = resources {
            work.resources(&mut opened.document, &resources, 0);
        }
    }
    let masks = soft_masks(&opened.document);
    let groups: Vec<ObjectId> = opened.document.objects.keys().filter(|id| !masks.contains(id)).copied().collect();
    for id in groups {
        blend_in_cmyk(&mut opened.document, id);
    }
}

/// The groups whose lightness is an opacity, not a colour: they stay as they are.
fn soft_masks(document: &Document) -> BTreeSet<ObjectId> {
    let mut out = BTreeSet::new();
    for object in document.objects.values() {
        let Ok(dict) = object.as_dict() else { continue };
        let inner = dict.get(b"SMask").and_then(Object::as_dict).ok();
        out.extend([Some(dict), inner].into_iter().flatten().filter(|d| d.has(b"S")).filter_map(|d| d.get(b"G").and_then(Object::as_reference).ok()));
    }
    out
}

/// A stream, compressed as ours are: the level does not depend on the machine.
fn folded(mut dict: Dictionary, bytes: Vec<u8>) -> Stream {
    dict.remove(b"Filter");
    dict.remove(b"DecodeParms");
    dict.remove(b"Length");
    let mut stream = Stream::new(dict, bytes);
    // What cannot be compressed stays as it is.
    let _ = stream.compress();
    stream
}

/// The pixels of a picture, compressed in a hurry: what photographs hold hardly gets smaller for more time, and there are millions.
fn packed(mut dict: Dictionary, bytes: Vec<u8>) -> Stream {
    dict.remove(b"DecodeParms");
    dict.remove(b"Length");
    let mut encoder = flate2::write::ZlibEncoder::new(Vec::with_capacity(bytes.len() / 2), flate2::Compression::fast());
    match encoder.write_all(&bytes).and_then(|()| encoder.finish()) {
        Ok(content) => {
            dict.set("Filter", "FlateDecode");
            Stream::new(dict, content)
        }
        Err(_) => folded(dict, bytes),
    }
}

/// The space in which transparency is computed, where it is one of RGB.
fn blend_in_cmyk(document: &mut Document, id: ObjectId) {
    let is_rgb = |dict: &Dictionary| -> bool {
        let group = dict.get(b"Group").ok().and_then(|g| document.dereference(g).ok()).and_then(|(_, g)| g.as_dict().ok());
        group.and_then(|g| g.get(b"CS").ok()).is_some_and(|cs| space_of(document, cs) == Space::Rgb)
    };
    let (rgb, reference) = match document.objects.get(&id) {
        Some(Object::Dictionary(dict)) => (is_rgb(dict), dict.get(b"Group").and_then(Object::as_reference).ok()),
        Some(Object::Stream(stream)) => (is_rgb(&stream.dict), stream.dict.get(b"Group").and_then(Object::as_reference).ok()),
        _ => return,
    };
    if !rgb {
        return;
    }
    if let Some(group) = reference {
        if let Ok(group) = document.get_dictionary_mut(group) {
            group.set("CS", "DeviceCMYK");
        }
        return;
    }
    let dict = match document.objects.get_mut(&id) {
        Some(Object::Dictionary(dict)) => dict,
        Some(Object::Stream(stream)) => &mut stream.dict,
        _ => return,
    };
    if let Ok(Object::Dictionary(group)) = dict.get_mut(b"Group") {
        group.set("CS", "DeviceCMYK");
    }
}

/// How deep forms in each other are followed.
const DEEPEST: usize = 24;

struct Work<'a> {
    condition: &'a Condition,
    /// The objects that were looked at.
    done: BTreeSet<ObjectId>,
    /// Functions with three values and what they became.
    functions: BTreeMap<ObjectId, Option<ObjectId>>,
}

impl Work<'_> {
    /// Every picture of RGB, several at once: a photograph has millions of pixels. What a soft mask holds is grey, and stays.
    fn pictures(&mut self, document: &mut Document) {
        let is_picture = |s: &Stream| s.dict.get(b"Subtype").and_then(Object::as_name).is_ok_and(|s| s == b"Image");
        let is_rgb = |s: &Stream| s.dict.get(b"ColorSpace").is_ok_and(|cs| space_of(document, cs) == Space::Rgb);
        let found = document.objects.iter().filter_map(|(id, o)| Some((*id, o.as_stream().ok().filter(|s| is_picture(s) && is_rgb(s))?)));
        let found: Vec<(ObjectId, &Stream)> = found.collect();
        let made: Vec<(ObjectId, Option<Stream>)> = found.into_par_iter().map(|(id, stream)| (id, self.picture(document, stream))).collect();
        for (id, picture) in made {
            if let Some(picture) = picture {
                document.objects.insert(id, picture.into());
                self.done.insert(id);
            }
        }
    }

    /// Everything that a list of resources draws with.
    fn resources(&mut self, document: &mut Document, resources: &Dictionary, depth: usize) {
        if depth >= DEEPEST {
            return;
        }
        for kind in [&b"XObject"[..], b"Pattern", b"Shading"] {
            let Some(list) = resources.get(kind).ok().and_then(|l| document.dereference(l).ok()).and_then(|(_, l)| l.as_dict().ok()).cloned() else {
                continue;
            };
            for (_, item) in list.iter() {
                if let Ok(id) = item.as_reference() {
                    self.object(document, id, Some(resources), depth);
                }
            }
        }
        // Soft masks are drawn too, but in grey: their values are opacities, not inks.
    }

    fn object(&mut self, document: &mut Document, id: ObjectId, outer: Option<&Dictionary>, depth: usize) {
        if !self.done.insert(id) {
            return;
        }
        let Ok(object) = document.get_object(id).cloned() else { return };
        match object {
            Object::Stream(stream) => {
                let subtype = stream.dict.get(b"Subtype").and_then(Object::as_name).unwrap_or_default();
                if subtype == b"Image" {
                    if let Some(changed) = self.picture(document, &stream) {
                        document.objects.insert(id, changed.into());
                    }
                } else if subtype == b"Form" || stream.dict.has(b"PatternType") {
                    let own = stream.dict.get(b"Resources").ok().and_then(|r| document.dereference(r).ok()).and_then(|(_, r)| r.as_dict().ok()).cloned();
                    let resources = own.as_ref().or(outer);
                    if let Some(changed) = unfold(&stream).and_then(|content| self.content(document, &content, resources)) {
                        document.objects.insert(id, folded(stream.dict.clone(), changed).into());
                    }
                    if let Some(own) = own {
                        self.resources(document, &own, depth + 1);
                    }
                } else if stream.dict.has(b"ShadingType") {
                    // Meshes hold their colours in their data: they stay, and are found.
                }
            }
            Object::Dictionary(dict) => {
                // A shading, or a pattern that holds one.
                if dict.has(b"ShadingType") {
                    if let Some(changed) = self.shading(document, &dict) {
                        document.objects.insert(id, changed.into());
                    }
                } else if let Ok(shading) = dict.get(b"Shading") {
                    match shading {
                        Object::Reference(shading) => self.object(document, *shading, None, depth + 1),
                        Object::Dictionary(shading) => {
                            if let Some(changed) = self.shading(document, shading) {
                                let mut dict = dict.clone();
                                dict.set("Shading", changed);
                                document.objects.insert(id, dict.into());
                            }
                        }
                        _ => {}
                    }
                }
            }
            _ => {}
        }
    }

    /// A content with its colours in CMYK; none when it has no other.
    fn content(&self, document: &Document, content: &[u8], resources: Option<&Dictionary>) -> Option<Vec<u8>> {
        let mut out = Vec::with_capacity(content.len());
        let mut changed = false;
        // The spaces of filling and of strokes, saved and restored with the rest of the state.
        let mut state = [Space::Grey, Space::Grey];
        let mut saved = Vec::new();
        let mut numbers: Vec<f64> = Vec::new();
        let mut name: &[u8] = b"";
        // Where the operands of the operator begin, and how far what was read has been written.
        let (mut operands, mut written) = (0, 0);
        let mut tokens = Tokens::new(content);
        loop {
            let before = tokens.at();
            let Some(token) = tokens.next() else { break };
            if numbers.is_empty() && name.is_empty() && matches!(token, Token::Number(_) | Token::Name(_)) {
                operands = before;
            }
            match token {
                Token::Number(n) => numbers.extend(value(n)),
                Token::Name(n) => name = n,
                Token::Other => {}
                Token::Operator(operator) => {
                    let side = usize::from(operator.first().is_some_and(u8::is_ascii_uppercase));
                    let ink = ["k", "K"][side];
                    let mut put = |[c, m, y, k]: [f64; 4], out: &mut Vec<u8>| {
                        out.extend_from_slice(&content[written..operands]);
                        let short = |v: f64| format!("{v:.3}").trim_end_matches('0').trim_end_matches('.').to_owned();
                        let _ = write!(out, " {} {} {} {} {ink}", short(c), short(m), short(y), short(k));
                        written = tokens.at();
                        changed = true;
                    };
                    match (operator, numbers.as_slice()) {
                        (b"q", _) => saved.push(state),
                        (b"Q", _) => state = saved.pop().unwrap_or(state),
                        (b"BI", _) => tokens.skip_picture(),
                        (b"rg" | b"RG", [r, g, b]) => {
                            state[side] = Space::Cmyk;
                            put(self.condition.colour([*r, *g, *b]), &mut out);
                        }
                        (b"g" | b"G", [v]) => {
                            state[side] = Space::Cmyk;
                            put([0.0, 0.0, 0.0, 1.0 - v.clamp(0.0, 1.0)], &mut out);
                        }
                        (b"k" | b"K", _) => state[side] = Space::Cmyk,
                        (b"cs" | b"CS", _) => {
                            let found = named(document, resources, b"ColorSpace", name);
                            state[side] = found.map_or_else(|| space_of(document, &Object::Name(name.to_vec())), |s| space_of(document, s));
                            if matches!(state[side], Space::Rgb | Space::Grey) {
                                put([0.0, 0.0, 0.0, 1.0], &mut out);
                            }
                        }
                        (b"sc" | b"scn" | b"SC" | b"SCN", [r, g, b]) if state[side] == Space::Rgb => put(self.condition.colour([*r, *g, *b]), &mut out),
                        (b"sc" | b"scn" | b"SC" | b"SCN", [v]) if state[side] == Space::Grey => put([0.0, 0.0, 0.0, 1.0 - v.clamp(0.0, 1.0)], &mut out),
                        _ => {}
                    }
                    numbers.clear();
                    name = b"";
                }
            }
        }
        out.extend_from_slice(&content[written..]);
        changed.then_some(out)
    }

    /// A picture in CMYK, or in grey when it has no colour; none when it stays as it is.
    fn picture(&self, document: &Document, stream: &Stream) -> Option<Stream> {
        let dict = &stream.dict;
        if dict.get(b"ImageMask").and_then(Object::as_bool).unwrap_or(false) || dict.has(b"Decode") || dict.has(b"Mask") {
            return None;
        }
        let space = dict.get(b"ColorSpace").ok()?;
        if let Some(palette) = self.palette(document, space) {
            let mut dict = dict.clone();
            dict.set("ColorSpace", palette);
            return Some(Stream { dict, ..stream.clone() });
        }
        match space_of(document, space) {
            // A profile of grey says how light it is on a screen; on paper it is black.
            Space::Grey => {
                let mut dict = dict.clone();
                dict.set("ColorSpace", "DeviceGray");
                Some(Stream { dict, ..stream.clone() })
            }
            Space::Rgb => {
                let rgb = pixels(stream)?;
                let mut dict = dict.clone();
                dict.set("BitsPerComponent", 8);
                // A photograph came as JPEG, and leaves as one.
                let size = is_jpeg(stream).then(|| size(stream)).flatten();
                if rgb.chunks_exact(3).all(|p| p[0] == p[1] && p[1] == p[2]) {
                    dict.set("ColorSpace", "DeviceGray");
                    let grey: Vec<u8> = rgb.chunks_exact(3).map(|p| p[0]).collect();
                    return size.and_then(|size| jpeg::grey(&dict, size, &grey)).or_else(|| Some(packed(dict, grey)));
                }
                dict.set("ColorSpace", "DeviceCMYK");
                let photograph = |(width, height): (usize, usize)| {
                    let row = |y: usize| rgb.get(y * width * 3..(y + 1) * width * 3).and_then(|row| self.condition.pixels(row)).unwrap_or_default();
                    jpeg::photograph(&dict, (width, height), row)
                };
                size.and_then(photograph).or_else(|| Some(packed(dict.clone(), self.condition.pixels(&rgb)?)))
            }
            Space::Cmyk | Space::Spot | Space::Pattern | Space::Other => None,
        }
    }

    /// An indexed space of RGB as one of CMYK.
    fn palette(&self, document: &Document, space: &Object) -> Option<Object> {
        let parts = document.dereference(space).ok()?.1.as_array().ok()?;
        let [kind, base, last, table] = parts.as_slice() else { return None };
        if kind.as_name().ok()? != b"Indexed" || space_of(document, base) != Space::Rgb {
            return None;
        }
        let table = match document.dereference(table).ok()?.1 {
            Object::String(bytes, _) => bytes.clone(),
            Object::Stream(stream) => unfold(stream)?,
            _ => return None,
        };
        let inks: Vec<u8> = table
            .chunks_exact(3)
            .flat_map(|p| self.condition.colour([p[0], p[1], p[2]].map(|v| f64::from(v) / 255.0)).map(|v| (v * 255.0).round() as u8))
            .collect();
        let table = Object::String(inks, lopdf::StringFormat::Hexadecimal);
        Some(Object::Array(vec!["Indexed".into(), "DeviceCMYK".into(), last.clone(), table]))
    }

    /// A shading between colours of RGB as one between colours of CMYK.
    fn shading(&mut self, document: &mut Document, shading: &Dictionary) -> Option<Dictionary> {
        let space = shading.get(b"ColorSpace").ok()?;
        let space = space_of(document, space);
        if !matches!(space, Space::Rgb | Space::Grey) {
            return None;
        }
        let function = self.function(document, shading.get(b"Function").ok()?, space)?;
        let mut out = shading.clone();
        out.set("ColorSpace", "DeviceCMYK");
        out.set("Function", function);
        for key in [&b"Background"[..]] {
            if let Ok(Object::Array(values)) = shading.get(key) {
                out.set(key.to_vec(), self.ends(values, space)?);
            }
        }
        Some(out)
    }

    /// Values of a function as inks.
    fn ends(&self, values: &[Object], space: Space) -> Option<Object> {
        let values: Vec<f64> = values.iter().filter_map(number).collect();
        let inks = match (space, values.as_slice()) {
            (Space::Rgb, [r, g, b]) => self.condition.colour([*r, *g, *b]),
            (Space::Grey, [v]) => [0.0, 0.0, 0.0, 1.0 - v.clamp(0.0, 1.0)],
            _ => return None,
        };
        Some(Object::Array(inks.iter().map(|v| Object::Real(*v as f32)).collect()))
    }

    /// A function from a number to a colour: sampled, exponential or stitched (PDF 32000-1, 7.10). Others stay.
    fn function(&mut self, document: &mut Document, function: &Object, space: Space) -> Option<Object> {
        if let Object::Reference(id) = function {
            if let Some(known) = self.functions.get(id) {
                return known.map(Object::Reference);
            }
            // Against a function that stitches itself.
            self.functions.insert(*id, None);
            let inner = document.get_object(*id).ok()?.clone();
            let changed = match inner {
                Object::Stream(stream) => self.sampled(&stream, space).map(Object::Stream),
                other => self.function(document, &other, space),
            }?;
            let new = document.add_object(changed);
            self.functions.insert(*id, Some(new));
            return Some(Object::Reference(new));
        }
        let dict = function.as_dict().ok()?;
        let mut out = dict.clone();
        match dict.get(b"FunctionType").and_then(Object::as_i64).ok()? {
            2 => {
                let one = |v: f32| Object::Array(vec![Object::Real(v); if space == Space::Rgb { 3 } else { 1 }]);
                for (key, default) in [(&b"C0"[..], one(0.0)), (b"C1", one(1.0))] {
                    let values = dict.get(key).unwrap_or(&default).as_array().ok()?.clone();
                    out.set(key.to_vec(), self.ends(&values, space)?);
                }
            }
            3 => {
                let parts = document.dereference(dict.get(b"Functions").ok()?).ok()?.1.as_array().ok()?.clone();
                let parts: Option<Vec<Object>> = parts.iter().map(|p| self.function(document, p, space)).collect();
                out.set("Functions", parts?);
            }
            _ => return None,
        }
        out.remove(b"Range");
        Some(Object::Dictionary(out))
    }

    fn sampled(&self, stream: &Stream, space: Space) -> Option<Stream> {
        let dict = &stream.dict;
        let plain = dict.get(b"FunctionType").and_then(Object::as_i64).ok()? == 0 && dict.get(b"BitsPerSample").and_then(Object::as_i64).ok()? == 8;
        if !plain || dict.has(b"Decode") || space != Space::Rgb {
            return None;
        }
        let inks: Vec<u8> = unfold(stream)?
            .chunks_exact(3)
            .flat_map(|p| self.condition.colour([p[0], p[1], p[2]].map(|v| f64::from(v) / 255.0)).map(|v| (v * 255.0).round() as u8))
            .collect();
        let mut dict = dict.clone();
        dict.set("Range", vec![0.into(), 1.into(), 0.into(), 1.into(), 0.into(), 1.into(), 0.into(), Object::Integer(1)]);
        Some(folded(dict, inks))
    }
}

fn is_jpeg(stream: &Stream) -> bool {
    stream.filters().ok().is_some_and(|f| f == [b"DCTDecode"])
}

/// Width and height of a picture, in pixels.
fn size(stream: &Stream) -> Option<(usize, usize)> {
    let side = |key: &[u8]| stream.dict.get(key).and_then(Object::as_i64).ok().and_then(|n| usize::try_from(n).ok());
    Some((side(b"Width")?, side(b"Height")?))
}

/// The pixels of a picture in RGB, eight bits a component.
fn pixels(stream: &Stream) -> Option<Vec<u8>> {
    let (width, height) = size(stream)?;
    if is_jpeg(stream) {
        let picture = image::load_from_memory_with_format(&stream.content, image::ImageFormat::Jpeg).ok()?.into_rgb8();
        return (picture.width() as usize == width && picture.height() as usize == height).then(|| picture.into_raw());
    }
    let bytes = unfold(stream)?;
    let needed = width.checked_mul(height)?.checked_mul(3)?;
    match stream.dict.get(b"BitsPerComponent").and_then(Object::as_i64).ok()? {
        8 => bytes.get(..needed).map(<[u8]>::to_vec),
        // Of sixteen bits, the upper eight.
        16 => bytes.get(..needed * 2).map(|b| b.iter().step_by(2).copied().collect()),
        _ => None,
    }
}
