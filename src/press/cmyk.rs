//! RGB → CMYK, in the objects of a PDF: the colours of contents and shadings, pictures, the spaces in which transparency is computed.
//!
//! What is neutral becomes black alone, in vectors and in pictures that hold nothing else: no black of four inks. The rest goes through
//! the profile of the printing condition.

use super::codes::NOT_A_PROFILE;
use super::jpeg;
use super::opened::{Opened, number};
use super::scan::{Space, Token, Tokens, counted, is_jpeg, named, space_of, unfold, value};
use crate::base::diag::Diagnostic;
use crate::model::plate::{Key, Plate, STAND_IN};
use lopdf::{Dictionary, Document, Object, ObjectId, Stream};
use moxcms::{ColorProfile, DataColorSpace, Layout, ProfileClass, RenderingIntent, Transform8BitExecutor, TransformOptions};
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::io::Write as _;
use std::sync::{Arc, Mutex, OnceLock};

/// The most ink of a place in %, that of offset on coated paper: DOMAIN.md 4.1 (TAC).
pub const MOST_INK: f64 = 300.0;
/// The same in 1/255 of one ink.
const MOST: u32 = 765;

/// What a printing house prints with: an output profile for CMYK.
pub struct Condition {
    /// The bytes of the ICC profile.
    pub icc: Arc<Vec<u8>>,
    /// The name of the condition in the registry of the ICC: `FOGRA39`.
    pub identifier: String,
    profile: ColorProfile,
    transform: Arc<Transform8BitExecutor>,
    /// The pictures that were converted: two files may show the same one.
    plates: Mutex<BTreeMap<Key, Arc<OnceLock<Option<Converted>>>>>,
}

/// A picture as a press gets it.
struct Converted {
    grey: bool,
    /// Whether the content is a JPEG; else it is deflated.
    jpeg: bool,
    content: Vec<u8>,
    /// Whether it has some cyan, magenta or yellow, and its most ink in %, counted on the content.
    inks: (bool, f64),
}

impl Converted {
    /// As an object of a file; what `dict` says of its colours and its coding is replaced.
    fn stream(&self, dict: &Dictionary, size: (usize, usize)) -> Stream {
        let mut dict = dict.clone();
        dict.remove(b"DecodeParms");
        dict.remove(b"Length");
        for (key, side) in [("Width", size.0), ("Height", size.1)] {
            dict.set(key, i64::try_from(side).unwrap_or(i64::MAX));
        }
        dict.set("BitsPerComponent", 8);
        dict.set("ColorSpace", if self.grey { "DeviceGray" } else { "DeviceCMYK" });
        dict.set("Filter", if self.jpeg { "DCTDecode" } else { "FlateDecode" });
        if self.jpeg && !self.grey {
            dict.set("Decode", jpeg::TURNED.map(Object::Integer).to_vec());
        }
        Stream::new(dict, self.content.clone())
    }
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
        let broken = |e: moxcms::CmsError| wrong("ce n’est pas un fichier ICC, ou il est abîmé", &e.to_string());
        let profile = ColorProfile::new_from_slice(&icc).map_err(broken)?;
        if profile.color_space != DataColorSpace::Cmyk || profile.profile_class != ProfileClass::OutputDevice {
            return Err(wrong("ce n’est pas un profil d’impression CMJN", "it is no output profile for CMYK"));
        }
        let transform = ColorProfile::new_srgb().create_transform_8bit(Layout::Rgb, &profile, Layout::Rgba, perceptual()).map_err(broken)?;
        Ok(Self { icc, identifier, profile, transform, plates: Mutex::default() })
    }

    /// From the colours of a profile to the inks; from sRGB where it is none that can be used for RGB.
    fn from(&self, icc: Option<&[u8]>) -> Arc<Transform8BitExecutor> {
        let own = || {
            let from = ColorProfile::new_from_slice(icc?).ok().filter(|p| p.color_space == DataColorSpace::Rgb)?;
            from.create_transform_8bit(Layout::Rgb, &self.profile, Layout::Rgba, perceptual()).ok()
        };
        own().unwrap_or_else(|| self.transform.clone())
    }

    /// A picture in CMYK, or in grey when it has no colour; none when its pixels are not there. A photograph stays one as long as what is
    /// read from it has no more ink than it may have.
    fn converted(&self, (width, height): (usize, usize), lossy: bool, rgb: &[u8], icc: Option<&[u8]>) -> Option<Converted> {
        let rgb = rgb.get(..width.checked_mul(height)?.checked_mul(3)?)?;
        if rgb.chunks_exact(3).all(|p| p[0] == p[1] && p[1] == p[2]) {
            let grey: Vec<u8> = rgb.chunks_exact(3).map(|p| p[0]).collect();
            let written = if lossy { jpeg::grey((width, height), &grey) } else { None };
            let (jpeg, content) = written.map_or_else(|| Some((false, deflated(&grey)?)), |jpeg| Some((true, jpeg)))?;
            return Some(Converted { grey: true, jpeg, content, inks: (false, 0.0) });
        }
        let transform = self.from(icc);
        let row = |y: usize| rgb.get(y * width * 3..(y + 1) * width * 3).and_then(|row| inks(&transform, row)).unwrap_or_default();
        if lossy && let Some((content, inks)) = jpeg::within_limit((width, height), jpeg::CEILING, row) {
            return Some(Converted { grey: false, jpeg: true, content, inks });
        }
        let values: Vec<u8> = (0..height).flat_map(row).collect();
        let inks = counted(&values);
        Some(Converted { grey: false, jpeg: false, content: deflated(&values)?, inks })
    }

    /// A picture in the place of its stand-in.
    fn plate(&self, dict: &Dictionary, plate: &Plate) -> Option<Stream> {
        let cell = self.plates.lock().ok()?.entry(plate.key).or_default().clone();
        let size = (plate.size.0 as usize, plate.size.1 as usize);
        let made = cell.get_or_init(|| self.converted(size, plate.lossy, &(plate.pixels)()?, plate.profile.as_deref()));
        Some(made.as_ref()?.stream(dict, size))
    }

    /// What was counted on the content of a picture when it was made: whether it has colour, and its most ink in %.
    pub(super) fn counted(&self, content: &[u8]) -> Option<(bool, f64)> {
        let plates = self.plates.lock().ok()?;
        plates.values().filter_map(|cell| cell.get()?.as_ref()).find(|made| !made.grey && made.content == content).map(|made| made.inks)
    }

    /// Pixels of RGB as pixels of CMYK.
    fn pixels(&self, rgb: &[u8]) -> Option<Vec<u8>> {
        inks(&self.transform, rgb)
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

fn perceptual() -> TransformOptions {
    TransformOptions { rendering_intent: RenderingIntent::Perceptual, ..TransformOptions::default() }
}

/// Pixels of RGB as pixels of CMYK, none with more ink than it may have.
fn inks(transform: &Arc<Transform8BitExecutor>, rgb: &[u8]) -> Option<Vec<u8>> {
    let mut out = vec![0; rgb.len() / 3 * 4];
    transform.transform(&rgb[..rgb.len() / 3 * 3], &mut out).ok()?;
    out.chunks_exact_mut(4).for_each(|pixel| jpeg::lessen(pixel, MOST));
    Some(out)
}

/// Gives every colour of a file in CMYK, and every stand-in its picture. What cannot be converted stays, and the preflight finds it.
pub(super) fn convert(opened: &mut Opened, condition: &Condition, plates: &[Plate]) {
    let pages = opened.pages.clone();
    let mut work = Work { condition, done: BTreeSet::new(), functions: BTreeMap::new() };
    work.pictures(&mut opened.document, plates);
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
fn deflated(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut encoder = flate2::write::ZlibEncoder::new(Vec::with_capacity(bytes.len() / 2), flate2::Compression::fast());
    encoder.write_all(bytes).and_then(|()| encoder.finish()).ok()
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
    fn pictures(&mut self, document: &mut Document, plates: &[Plate]) {
        let plates: BTreeMap<Key, &Plate> = plates.iter().map(|p| (p.key, p)).collect();
        let is_picture = |s: &Stream| s.dict.get(b"Subtype").and_then(Object::as_name).is_ok_and(|s| s == b"Image");
        let is_rgb = |s: &Stream| s.dict.get(b"ColorSpace").is_ok_and(|cs| space_of(document, cs) == Space::Rgb);
        let found = document.objects.iter().filter_map(|(id, o)| Some((*id, o.as_stream().ok().filter(|s| is_picture(s) && is_rgb(s))?)));
        let found: Vec<(ObjectId, &Stream)> = found.collect();
        let made: Vec<(ObjectId, Option<Stream>)> =
            found.into_par_iter().map(|(id, stream)| (id, self.stand_in(stream, &plates).or_else(|| self.picture(document, stream)))).collect();
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

    /// The picture that a stand-in stands for; none when it is a picture of its own.
    fn stand_in(&self, stream: &Stream, plates: &BTreeMap<Key, &Plate>) -> Option<Stream> {
        if size(stream)? != (STAND_IN.0 as usize, STAND_IN.1 as usize) {
            return None;
        }
        let key = Key::try_from(unfold(stream)?.as_slice()).ok()?;
        self.condition.plate(&stream.dict, plates.get(&key)?)
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
                let profile = icc(document, space);
                Some(self.condition.converted(size(stream)?, is_jpeg(stream), &pixels(stream)?, profile.as_deref())?.stream(dict, size(stream)?))
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

/// The profile of a space of colours, where it has one.
fn icc(document: &Document, space: &Object) -> Option<Vec<u8>> {
    let parts = document.dereference(space).ok()?.1.as_array().ok()?;
    match parts.as_slice() {
        [kind, profile] if kind.as_name().is_ok_and(|k| k == b"ICCBased") => unfold(document.dereference(profile).ok()?.1.as_stream().ok()?),
        _ => None,
    }
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
