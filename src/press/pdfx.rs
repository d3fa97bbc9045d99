//! The rules of PDF/X-4 (ISO 15930-7:2010) that a program can check, on a finished file. A file that meets them all does not claim PDF/X:
//! a second, independent program would have to say so too, and no free one checks the whole standard. What exists checks parts of it: the
//! Ruby library `preflight` (keys of the catalog, boxes, fonts), the Rust library `pdf_oxide` (intent, metadata, boxes, colours, fonts,
//! annotations, actions).
//!
//! Checked: version of the PDF, encryption, identifier, output intent and its profile, metadata, trapping, boxes, areas that viewers show,
//! embedding of fonts, RGB of a device (in contents, forms, patterns, shadings, pictures), spaces of transparency, blend modes, rendering
//! intents, transfer curves and halftones, PostScript, referenced pages, alternate pictures, separated pages, filters and streams outside
//! of the file, scripts and actions, forms, annotations, layers (the standard permits some; we have none).
//!
//! Not checked: operators that PDF does not know; the insides of fonts (widths, glyphs that are missing); that titles and dates are the
//! same in the information dictionary and in the metadata; the version of ICC profiles; overprinting of ICC-based CMYK; limits of
//! numbers. The engine's writer (krilla) and ours make none of these wrong that we know of, but nothing here proves it.

use super::opened::{Opened, number};
use super::scan::{Space, space_of};
use crate::model::preflight::FileFacts;
use lopdf::{Dictionary, Object};
use moxcms::{ColorProfile, DataColorSpace, ProfileClass};

/// What may be drawn over what: the blend modes of PDF 32000-1, 11.3.5.
const BLENDS: [&[u8]; 17] = [
    b"Normal",
    b"Compatible",
    b"Multiply",
    b"Screen",
    b"Overlay",
    b"Darken",
    b"Lighten",
    b"ColorDodge",
    b"ColorBurn",
    b"HardLight",
    b"SoftLight",
    b"Difference",
    b"Exclusion",
    b"Hue",
    b"Saturation",
    b"Color",
    b"Luminosity",
];

/// How colours that the press does not have are brought into its reach: PDF 32000-1, 8.6.5.8.
const INTENTS: [&[u8]; 4] = [b"AbsoluteColorimetric", b"RelativeColorimetric", b"Saturation", b"Perceptual"];

/// What a catalog may say of what viewers show and print: PDF 32000-1, 12.2.
const AREAS: [&[u8]; 4] = [b"ViewArea", b"ViewClip", b"PrintArea", b"PrintClip"];

/// What rounding hides, in pt.
const SLACK: f64 = 0.01;

/// A rule that was looked at: what it wants, in French and in English, and whether it is met.
pub struct PrintRule {
    /// What it wants.
    pub wants: (&'static str, &'static str),
    /// Whether the file does so.
    pub met: bool,
}

impl Opened {
    /// Looks at every rule. `facts` are those of the same file.
    pub fn print_rules(&self, facts: &FileFacts) -> Vec<PrintRule> {
        let document = &self.document;
        let dicts = || document.objects.values().filter_map(|o| o.as_dict().ok().or_else(|| o.as_stream().ok().map(|s| &s.dict)));
        // Dictionaries that stand inside others: states, resources, actions.
        let any = |test: &dyn Fn(&Dictionary) -> bool| dicts().any(|d| within(d, test, 0));
        let name = |d: &Dictionary, key: &[u8]| d.get(key).and_then(Object::as_name).map(<[u8]>::to_vec).unwrap_or_default();
        let xmp = document.catalog().and_then(|c| c.get(b"Metadata")).and_then(|m| document.dereference(m)).and_then(|(_, m)| m.as_stream());
        let xmp = xmp.ok().and_then(|s| s.get_plain_content().ok()).map(|b| String::from_utf8_lossy(&b).into_owned()).unwrap_or_default();
        let said = |tag: &str| xmp.contains(&format!("<{tag}>")) || xmp.contains(&format!(" {tag}=\""));
        let info = document.trailer.get(b"Info").and_then(|i| document.dereference(i)).and_then(|(_, i)| i.as_dict()).ok();
        let trapped = info.map(|i| name(i, b"Trapped")).unwrap_or_default();
        let rect = |page, key: &[u8]| self.value(page, key).and_then(|v| self.rectangle(&v));
        let boxed = self.pages.iter().all(|page| {
            let own = document.get_dictionary(*page);
            let one = own.is_ok_and(|p| p.has(b"TrimBox") != p.has(b"ArtBox"));
            let (media, bleed, trim) = (rect(*page, b"MediaBox"), rect(*page, b"BleedBox"), rect(*page, b"TrimBox").or(rect(*page, b"ArtBox")));
            let holds = |outer: super::opened::Rect, inner: super::opened::Rect| {
                outer.x0 <= inner.x0 + SLACK && outer.y0 <= inner.y0 + SLACK && outer.x1 >= inner.x1 - SLACK && outer.y1 >= inner.y1 - SLACK
            };
            one && matches!((media, trim), (Some(media), Some(trim)) if holds(media, bleed.unwrap_or(trim)) && holds(bleed.unwrap_or(trim), trim))
        });
        let rule = |fr, en, met| PrintRule { wants: (fr, en), met };
        vec![
            rule("la version du PDF est au plus 1.6", "the version of the PDF is 1.6 at most", self.is_of_version_6()),
            rule("le fichier n’est pas chiffré", "the file is not encrypted", !document.trailer.has(b"Encrypt")),
            rule(
                "il a un identifiant de deux parties",
                "it has an identifier of two parts",
                document.trailer.get(b"ID").and_then(Object::as_array).is_ok_and(|a| a.len() == 2),
            ),
            rule(
                "une seule intention de sortie PDF/X, avec un profil d’impression CMJN",
                "one PDF/X output intent, with an output profile for CMYK",
                self.has_print_intent(),
            ),
            rule(
                "titre, dates, identifiants et version dans les métadonnées XMP",
                "title, dates, identifiers and version in the XMP metadata",
                ["dc:title", "xmp:CreateDate", "xmp:ModifyDate", "xmpMM:DocumentID", "xmpMM:VersionID", "xmpMM:RenditionClass"].iter().all(|t| said(t)),
            ),
            rule(
                "« Trapped » dit vrai ou faux, partout la même chose",
                "“Trapped” says true or false, the same everywhere",
                (trapped == b"True" || trapped == b"False") && xmp.contains(&format!("<pdf:Trapped>{}</pdf:Trapped>", String::from_utf8_lossy(&trapped))),
            ),
            rule("chaque page a une TrimBox, dans sa BleedBox, dans sa MediaBox", "each page has a TrimBox within its BleedBox within its MediaBox", boxed),
            rule(
                "ce que les lecteurs montrent et impriment est la page ou son fond perdu",
                "what viewers show and print is the page or its bleed",
                !any(&|d| AREAS.iter().any(|key| d.get(key).is_ok_and(|v| !matches!(v.as_name(), Ok(b"MediaBox" | b"BleedBox"))))),
            ),
            rule("aucune page n’est séparée en encres", "no page is separated into inks", !any(&|d| d.has(b"SeparationInfo"))),
            rule("toutes les polices sont incorporées", "every font is embedded", facts.fonts.iter().all(|f| f.embedded)),
            rule("aucune couleur n’est en RVB de l’appareil", "no colour is in the RGB of a device", facts.colours.rgb == 0),
            rule(
                "les mélanges transparents se calculent en CMJN ou en gris",
                "transparency is computed in CMYK or in grey",
                !any(&|d| name(d, b"S") == b"Transparency" && d.get(b"CS").is_ok_and(|cs| space_of(document, cs) == Space::Rgb)),
            ),
            rule("aucun mode de fusion inconnu", "no unknown blend mode", !any(&|d| d.get(b"BM").is_ok_and(|b| !blends(b)))),
            rule(
                "aucun mode de rendu des couleurs inconnu",
                "no unknown rendering intent",
                !any(&|d| {
                    let intent = |key: &[u8]| d.get(key).is_ok_and(|i| i.as_name().is_ok_and(|i| !INTENTS.contains(&i)));
                    intent(b"RI") || (name(d, b"Subtype") == b"Image" && intent(b"Intent"))
                }),
            ),
            rule(
                "aucune courbe de transfert, aucune trame imposée",
                "no transfer curve, no halftone of its own",
                !any(&|d| {
                    d.has(b"HTP")
                        || d.get(b"HT").is_ok_and(|h| h.as_name().ok() != Some(b"Default"))
                        || (d.has(b"TR") && name(d, b"Type") == b"ExtGState")
                        || d.get(b"TR2").is_ok_and(|t| t.as_name().ok() != Some(b"Default"))
                }),
            ),
            rule(
                "ni PostScript, ni page référencée, ni image de remplacement",
                "no PostScript, no referenced page, no alternate picture",
                !any(&|d| (name(d, b"Subtype") == b"PS") || (name(d, b"Subtype") == b"Form" && d.has(b"Ref")) || d.has(b"OPI") || d.has(b"Alternates")),
            ),
            rule(
                "aucun flux en LZW ni hors du fichier",
                "no stream in LZW or outside of the file",
                !document.objects.values().any(|o| o.as_stream().is_ok_and(astray)),
            ),
            rule(
                "ni script, ni action",
                "no script, no action",
                !any(&|d| d.has(b"AA") || d.has(b"OpenAction") && name(d, b"Type") == b"Catalog" || d.has(b"JS") || d.has(b"JavaScript")),
            ),
            rule("aucun formulaire", "no form to fill in", document.catalog().is_ok_and(|c| !c.has(b"AcroForm"))),
            rule("aucune annotation dans la page imprimée", "no annotation in the printed page", self.no_annotation_inside()),
            rule("aucun calque", "no layer", document.catalog().is_ok_and(|c| !c.has(b"OCProperties"))),
        ]
    }

    /// Whether neither the header nor the catalog says a version after 1.6.
    fn is_of_version_6(&self) -> bool {
        let fits = |version: &str| version.strip_prefix("1.").and_then(|minor| minor.parse::<u32>().ok()).is_some_and(|minor| minor <= 6);
        let catalog = self.document.catalog().and_then(|c| c.get(b"Version")).and_then(Object::as_name).ok();
        fits(&self.document.version) && catalog.is_none_or(|v| std::str::from_utf8(v).is_ok_and(fits))
    }

    /// One output intent of PDF/X, with a profile that a press can print with.
    fn has_print_intent(&self) -> bool {
        let document = &self.document;
        let Ok(Object::Array(list)) = document.catalog().and_then(|c| c.get(b"OutputIntents")).and_then(|l| document.dereference(l)).map(|(_, l)| l) else {
            return false;
        };
        let mut ours = list
            .iter()
            .filter_map(|i| document.dereference(i).ok()?.1.as_dict().ok())
            .filter(|d| d.get(b"S").and_then(Object::as_name).is_ok_and(|s| s == b"GTS_PDFX"));
        let (Some(intent), None) = (ours.next(), ours.next()) else { return false };
        let profile = intent.get(b"DestOutputProfile").and_then(|p| document.dereference(p)).and_then(|(_, p)| p.as_stream());
        let profile = profile.ok().and_then(|s| s.get_plain_content().ok()).and_then(|b| ColorProfile::new_from_slice(&b).ok());
        let press = profile.is_some_and(|p| p.color_space == DataColorSpace::Cmyk && p.profile_class == ProfileClass::OutputDevice);
        press && intent.get(b"OutputConditionIdentifier").and_then(Object::as_str).is_ok_and(|s| !s.is_empty())
    }

    /// Whether every annotation lies outside of the bleed, or is one of the printing house.
    fn no_annotation_inside(&self) -> bool {
        self.pages.iter().all(|page| {
            let Some(Object::Array(list)) = self.value(*page, b"Annots") else { return true };
            let bled = ["BleedBox", "TrimBox", "MediaBox"].iter().find_map(|k| self.value(*page, k.as_bytes()).and_then(|v| self.rectangle(&v)));
            list.iter().filter_map(|a| self.document.dereference(a).ok()?.1.as_dict().ok()).all(|annotation| {
                let kind = annotation.get(b"Subtype").and_then(Object::as_name).unwrap_or_default();
                let place = annotation.get(b"Rect").ok().and_then(|r| self.rectangle(r));
                let apart = matches!((place, bled), (Some(p), Some(b)) if { let both = p.within(b); both.width() <= 0.0 || both.height() <= 0.0 });
                matches!(kind, b"PrinterMark" | b"TrapNet" | b"Popup") || apart
            })
        })
    }
}

/// Whether a dictionary, or one that stands in it, answers.
fn within(dict: &Dictionary, test: &dyn Fn(&Dictionary) -> bool, depth: usize) -> bool {
    fn value(object: &Object, test: &dyn Fn(&Dictionary) -> bool, depth: usize) -> bool {
        match object {
            Object::Dictionary(inner) => within(inner, test, depth + 1),
            Object::Array(list) => depth < 32 && list.iter().any(|o| value(o, test, depth + 1)),
            _ => false,
        }
    }
    depth < 32 && (test(dict) || dict.iter().any(|(_, v)| value(v, test, depth)))
}

fn blends(mode: &Object) -> bool {
    match mode {
        Object::Name(name) => BLENDS.contains(&name.as_slice()),
        Object::Array(list) => list.iter().all(blends),
        other => number(other).is_none() && matches!(other, Object::Reference(_)),
    }
}

fn astray(stream: &lopdf::Stream) -> bool {
    stream.dict.has(b"F") || stream.filters().is_ok_and(|f| f.iter().any(|f| matches!(*f, b"LZWDecode" | b"LZW" | b"Crypt")))
}
