//! The content of pages, read only as far as colours go (PDF 32000-1, 7.8.2 and 8.6).

use super::cmyk::Condition;
use lopdf::{Dictionary, Document, Object, ObjectId, Stream};
use std::collections::BTreeMap;

/// How deep forms and patterns in each other are followed.
const DEEPEST: usize = 24;
/// The most bytes that a stream may unfold to when it is looked at.
const MOST_BYTES: usize = 512 * 1024 * 1024;

/// The inks that some content asks for.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(super) struct Inks {
    pub(super) grey: bool,
    pub(super) rgb: bool,
    pub(super) cmyk: bool,
    pub(super) spot: bool,
    /// Some cyan, magenta or yellow.
    pub(super) colour: bool,
    /// The most CMYK ink, in %.
    pub(super) most: f64,
}

impl Inks {
    fn add(&mut self, other: Self) {
        self.grey |= other.grey;
        self.rgb |= other.rgb;
        self.cmyk |= other.cmyk;
        self.spot |= other.spot;
        self.colour |= other.colour;
        self.most = self.most.max(other.most);
    }

    fn tone(&mut self, space: Space, values: &[f64]) {
        match space {
            Space::Grey => self.grey = true,
            Space::Rgb => self.rgb = true,
            Space::Spot => self.spot = true,
            Space::Cmyk => {
                self.cmyk = true;
                if let [c, m, y, k] = values {
                    self.colour |= [c, m, y].into_iter().any(|v| *v > 0.0);
                    self.most = self.most.max([c, m, y, k].into_iter().map(|v| v.clamp(0.0, 1.0)).sum::<f64>() * 100.0);
                }
            }
            Space::Pattern | Space::Other => {}
        }
    }
}

/// What the numbers of a colour mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Space {
    Grey,
    Rgb,
    Cmyk,
    Spot,
    Pattern,
    /// Lab and what is not known.
    Other,
}

/// Reads contents, and remembers the forms and pictures that it has read.
pub(super) struct Scanner<'a> {
    document: &'a Document,
    /// The condition for which the file was made: it has counted the ink of photographs.
    condition: Option<&'a Condition>,
    known: BTreeMap<ObjectId, Inks>,
}

impl<'a> Scanner<'a> {
    pub(super) fn new(document: &'a Document, condition: Option<&'a Condition>) -> Self {
        Self { document, condition, known: BTreeMap::new() }
    }

    /// The inks of a page.
    pub(super) fn page(&mut self, content: &[u8], resources: Option<&'a Dictionary>) -> Inks {
        self.content(content, resources, 0)
    }

    fn content(&mut self, content: &[u8], resources: Option<&'a Dictionary>, depth: usize) -> Inks {
        let mut inks = Inks::default();
        let (mut fill, mut stroke) = (Space::Grey, Space::Grey);
        // Most numbers are places, which nobody asks for.
        let mut numbers: Vec<&[u8]> = Vec::new();
        let mut name: &[u8] = b"";
        let mut tokens = Tokens::new(content);
        while let Some(token) = tokens.next() {
            match token {
                Token::Number(n) => numbers.push(n),
                Token::Name(n) => name = n,
                Token::Other => {}
                Token::Operator(operator) => {
                    let values = || numbers.iter().filter_map(|n| value(n)).collect::<Vec<f64>>();
                    match operator {
                        b"g" | b"G" => inks.tone(Space::Grey, &values()),
                        b"rg" | b"RG" => inks.tone(Space::Rgb, &values()),
                        b"k" | b"K" => inks.tone(Space::Cmyk, &values()),
                        b"cs" => fill = self.space_named(name, resources),
                        b"CS" => stroke = self.space_named(name, resources),
                        b"sc" | b"scn" if fill == Space::Pattern => inks.add(self.pattern(name, resources, depth)),
                        b"SC" | b"SCN" if stroke == Space::Pattern => inks.add(self.pattern(name, resources, depth)),
                        b"sc" | b"scn" => inks.tone(fill, &values()),
                        b"SC" | b"SCN" => inks.tone(stroke, &values()),
                        b"sh" => inks.add(self.shading(named(self.document, resources, b"Shading", name))),
                        b"Do" if name == super::marks::MARKS => {}
                        b"Do" => inks.add(self.drawn(name, resources, depth)),
                        b"BI" => tokens.skip_picture(),
                        _ => {}
                    }
                    numbers.clear();
                }
            }
        }
        inks
    }

    /// What `Do` draws.
    fn drawn(&mut self, name: &[u8], resources: Option<&'a Dictionary>, depth: usize) -> Inks {
        let Some(Object::Reference(id)) = raw(self.document, resources, b"XObject", name) else { return Inks::default() };
        if let Some(known) = self.known.get(id) {
            return *known;
        }
        let Ok(stream) = self.document.get_object(*id).and_then(Object::as_stream) else { return Inks::default() };
        let inks = match stream.dict.get(b"Subtype").and_then(Object::as_name) {
            Ok(b"Form") => self.stream(stream, resources, depth),
            Ok(b"Image") => self.picture(stream),
            _ => Inks::default(),
        };
        self.known.insert(*id, inks);
        inks
    }

    /// A form or a tiling pattern.
    fn stream(&mut self, stream: &'a Stream, resources: Option<&'a Dictionary>, depth: usize) -> Inks {
        if depth >= DEEPEST {
            return Inks::default();
        }
        let own = stream.dict.get(b"Resources").ok().and_then(|r| self.document.dereference(r).ok()).and_then(|(_, r)| r.as_dict().ok());
        self.content(&unfolded(stream), own.or(resources), depth + 1)
    }

    fn pattern(&mut self, name: &[u8], resources: Option<&'a Dictionary>, depth: usize) -> Inks {
        match named(self.document, resources, b"Pattern", name) {
            Some(Object::Stream(stream)) => self.stream(stream, resources, depth),
            Some(Object::Dictionary(dict)) => {
                let shading = dict.get(b"Shading").ok().and_then(|s| self.document.dereference(s).ok()).map(|(_, s)| s);
                self.shading(shading)
            }
            _ => Inks::default(),
        }
    }

    fn shading(&mut self, shading: Option<&'a Object>) -> Inks {
        let mut inks = Inks::default();
        let dict = match shading {
            Some(Object::Dictionary(dict)) => dict,
            Some(Object::Stream(stream)) => &stream.dict,
            _ => return inks,
        };
        let space = dict.get(b"ColorSpace").map_or(Space::Other, |s| space_of(self.document, s));
        inks.tone(space, &[]);
        inks.colour |= space == Space::Cmyk;
        inks
    }

    fn picture(&mut self, stream: &Stream) -> Inks {
        let mut inks = Inks::default();
        if stream.dict.get(b"ImageMask").and_then(Object::as_bool).unwrap_or(false) {
            return inks;
        }
        let space = stream.dict.get(b"ColorSpace").map_or(Space::Other, |s| space_of(self.document, s));
        inks.tone(space, &[]);
        if space == Space::Cmyk {
            let known = self.condition.and_then(|condition| condition.counted(&stream.content));
            // What cannot be counted may be anything.
            (inks.colour, inks.most) = known.or_else(|| self.table(stream).or_else(|| plain(stream)).map(|values| counted(&values))).unwrap_or((true, 400.0));
        }
        inks
    }

    /// The colours of a picture that has a list of them.
    fn table(&self, stream: &Stream) -> Option<Vec<u8>> {
        let space = self.document.dereference(stream.dict.get(b"ColorSpace").ok()?).ok()?.1.as_array().ok()?;
        let [kind, _, _, table] = space.as_slice() else { return None };
        if !matches!(kind.as_name(), Ok(b"Indexed" | b"I")) {
            return None;
        }
        match self.document.dereference(table).ok()?.1 {
            Object::String(bytes, _) => Some(bytes.clone()),
            Object::Stream(stream) => unfold(stream),
            _ => None,
        }
    }

    fn space_named(&self, name: &[u8], resources: Option<&'a Dictionary>) -> Space {
        match named(self.document, resources, b"ColorSpace", name) {
            Some(space) => space_of(self.document, space),
            None => device(name),
        }
    }
}

/// Whether pixels of CMYK have some cyan, magenta or yellow, and their most ink in %.
pub(super) fn counted(values: &[u8]) -> (bool, f64) {
    let (mut colour, mut most) = (false, 0);
    for pixel in values.chunks_exact(4) {
        colour |= pixel[..3].iter().any(|v| *v > 0);
        most = most.max(pixel.iter().map(|v| u32::from(*v)).sum::<u32>());
    }
    (colour, f64::from(most) / 2.55)
}

/// What the numbers of a colour space mean.
pub(super) fn space_of(document: &Document, space: &Object) -> Space {
    space_within(document, space, 0)
}

fn space_within(document: &Document, space: &Object, depth: usize) -> Space {
    let Ok((_, space)) = document.dereference(space) else { return Space::Other };
    match space {
        Object::Name(name) => device(name),
        Object::Array(parts) => match (parts.first().and_then(|p| p.as_name().ok()), parts.get(1)) {
            (Some(b"ICCBased"), Some(profile)) => {
                let profile = document.dereference(profile).ok().and_then(|(_, p)| p.as_stream().ok());
                match profile.and_then(|p| p.dict.get(b"N").and_then(Object::as_i64).ok()) {
                    Some(1) => Space::Grey,
                    Some(3) => Space::Rgb,
                    Some(4) => Space::Cmyk,
                    _ => Space::Other,
                }
            }
            (Some(b"Indexed" | b"I"), Some(base)) if depth < 4 => space_within(document, base, depth + 1),
            (Some(b"Pattern"), _) => Space::Pattern,
            (Some(name), _) => device(name),
            (None, _) => Space::Other,
        },
        _ => Space::Other,
    }
}

fn device(name: &[u8]) -> Space {
    match name {
        b"DeviceGray" | b"G" | b"CalGray" => Space::Grey,
        b"DeviceRGB" | b"RGB" | b"CalRGB" => Space::Rgb,
        b"DeviceCMYK" | b"CMYK" => Space::Cmyk,
        b"Separation" | b"DeviceN" => Space::Spot,
        b"Pattern" => Space::Pattern,
        _ => Space::Other,
    }
}

/// A resource, as it stands in its list.
fn raw<'a>(document: &'a Document, resources: Option<&'a Dictionary>, kind: &[u8], name: &[u8]) -> Option<&'a Object> {
    let list = resources?.get(kind).ok()?;
    document.dereference(list).ok()?.1.as_dict().ok()?.get(name).ok()
}

/// A resource.
pub(super) fn named<'a>(document: &'a Document, resources: Option<&'a Dictionary>, kind: &[u8], name: &[u8]) -> Option<&'a Object> {
    document.dereference(raw(document, resources, kind, name)?).ok().map(|(_, object)| object)
}

/// A stream without its filters; none when one of them is not known here.
pub(super) fn unfold(stream: &Stream) -> Option<Vec<u8>> {
    if !stream.is_compressed() {
        return Some(stream.content.clone());
    }
    let known = |f: &&[u8]| matches!(*f, b"FlateDecode" | b"LZWDecode" | b"ASCII85Decode" | b"ASCIIHexDecode");
    if !stream.filters().ok()?.iter().all(known) {
        return None;
    }
    stream.decompressed_content_with_limit(MOST_BYTES).ok()
}

/// The inks of a picture of CMYK, eight bits each, as they are printed; none when they cannot be told.
pub(super) fn plain(stream: &Stream) -> Option<Vec<u8>> {
    if stream.dict.get(b"BitsPerComponent").and_then(Object::as_i64).ok()? != 8 {
        return None;
    }
    let mut values = if is_jpeg(stream) { super::jpeg::values(&stream.content)? } else { unfold(stream)? };
    if super::jpeg::is_turned(stream.dict.get(b"Decode").ok())? {
        values.iter_mut().for_each(|v| *v = 255 - *v);
    }
    Some(values)
}

/// Whether a picture is a JPEG and nothing around it.
pub(super) fn is_jpeg(stream: &Stream) -> bool {
    stream.filters().ok().is_some_and(|f| f == [b"DCTDecode"])
}

fn unfolded(stream: &Stream) -> Vec<u8> {
    unfold(stream).unwrap_or_default()
}

/// A piece of a content.
pub(super) enum Token<'a> {
    /// A number, as it is written: [`value`] reads it.
    Number(&'a [u8]),
    Name(&'a [u8]),
    Operator(&'a [u8]),
    /// A string, or a sign of an array or of a dictionary.
    Other,
}

/// A number as it is written in a content.
pub(super) fn value(written: &[u8]) -> Option<f64> {
    std::str::from_utf8(written).ok()?.parse().ok().filter(|n: &f64| n.is_finite())
}

/// What ends a word of a content: white space and delimiters (PDF 32000-1, 7.2.2).
const ENDS: [bool; 256] = {
    let mut ends = [false; 256];
    let all = b"\0\t\n\x0c\r ()<>[]{}/%";
    let mut i = 0;
    while i < all.len() {
        ends[all[i] as usize] = true;
        i += 1;
    }
    ends
};

/// The pieces of a content, one after the other.
pub(super) struct Tokens<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Tokens<'a> {
    pub(super) fn new(bytes: &'a [u8]) -> Self {
        Self { bytes, at: 0 }
    }

    /// How far the content was read.
    pub(super) fn at(&self) -> usize {
        self.at.min(self.bytes.len())
    }

    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    fn word(&mut self) -> &'a [u8] {
        let rest = &self.bytes[self.at.min(self.bytes.len())..];
        let word = &rest[..rest.iter().position(|b| ENDS[usize::from(*b)]).unwrap_or(rest.len())];
        self.at += word.len();
        word
    }

    /// Goes behind the end of a picture that stands in the content itself.
    pub(super) fn skip_picture(&mut self) {
        let rest = &self.bytes[self.at.min(self.bytes.len())..];
        let end = rest.windows(4).position(|w| w[0].is_ascii_whitespace() && &w[1..3] == b"EI" && w[3].is_ascii_whitespace());
        self.at = end.map_or(self.bytes.len(), |e| self.at + e + 3);
    }
}

impl<'a> Iterator for Tokens<'a> {
    type Item = Token<'a>;

    fn next(&mut self) -> Option<Token<'a>> {
        loop {
            match self.peek()? {
                b'%' => {
                    while self.peek().is_some_and(|b| b != b'\n' && b != b'\r') {
                        self.at += 1;
                    }
                }
                b if b.is_ascii_whitespace() || b == 0 => self.at += 1,
                _ => break,
            }
        }
        match self.peek()? {
            b'(' => {
                let mut depth = 0;
                while let Some(b) = self.peek() {
                    self.at += 1;
                    match b {
                        b'\\' => self.at += 1,
                        b'(' => depth += 1,
                        b')' => depth -= 1,
                        _ => {}
                    }
                    if depth == 0 {
                        break;
                    }
                }
                Some(Token::Other)
            }
            b'<' if self.bytes.get(self.at + 1) != Some(&b'<') => {
                let rest = &self.bytes[self.at..];
                self.at += rest.iter().position(|b| *b == b'>').unwrap_or(rest.len()) + 1;
                Some(Token::Other)
            }
            b'/' => {
                self.at += 1;
                Some(Token::Name(self.word()))
            }
            b'<' | b'>' | b'[' | b']' | b'{' | b'}' | b')' => {
                self.at += 1;
                Some(Token::Other)
            }
            _ => {
                let word = self.word();
                let is_number = matches!(word.first(), Some(b'0'..=b'9' | b'+' | b'-' | b'.'));
                Some(if is_number { Token::Number(word) } else { Token::Operator(word) })
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use lopdf::dictionary;

    fn inks(content: &str) -> Inks {
        let mut document = Document::new();
        let profile = document.add_object(Stream::new(dictionary! { "N" => 4 }, Vec::new()));
        let form = document.add_object(Stream::new(dictionary! { "Subtype" => "Form" }, b"1 0 0 rg".to_vec()));
        let resources = dictionary! {
            "ColorSpace" => dictionary! { "A" => vec!["ICCBased".into(), profile.into()], "B" => vec!["Separation".into(), "Or".into()] },
            "XObject" => dictionary! { "F" => form },
        };
        Scanner::new(&document, None).page(content.as_bytes(), Some(&resources))
    }

    #[test]
    fn colours_are_read() {
        let none = Inks::default();
        let black = Inks { cmyk: true, most: 100.0, ..none };
        for (content, expected) in [
            ("", none),
            ("0 g 1 G", Inks { grey: true, ..none }),
            ("0 0 0 1 k", black),
            ("(1 0 0 rg \\( \\) ) Tj 0 0 0 1 k <31> Tj", black),
            ("% 1 0 0 rg\n0 0 0 1 K", black),
            ("0.5 0 0 1 k", Inks { colour: true, most: 150.0, ..black }),
            ("/A cs 0 .5 0 .75 scn", Inks { cmyk: true, colour: true, most: 125.0, ..none }),
            ("/B cs 1 scn", Inks { spot: true, ..none }),
            ("/DeviceRGB CS 1 0 0 SC", Inks { rgb: true, ..none }),
            ("q /F Do Q", Inks { rgb: true, ..none }),
            ("BI /W 1 /H 1 ID 1 0 0 rg EI 0 g", Inks { grey: true, ..none }),
            ("/Inconnu Do /Inconnu cs 1 scn (", none),
        ] {
            assert_eq!(inks(content), expected, "{content}");
        }
    }

    #[test]
    fn a_form_that_draws_itself_ends() {
        let mut document = Document::new();
        let id = document.new_object_id();
        let resources = dictionary! { "XObject" => dictionary! { "F" => id } };
        document.objects.insert(id, Stream::new(dictionary! { "Subtype" => "Form", "Resources" => resources.clone() }, b"/F Do 0 g".to_vec()).into());
        assert!(Scanner::new(&document, None).page(b"/F Do", Some(&resources)).grey);
    }
}
