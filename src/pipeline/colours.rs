//! The colours and families of an organisation, looked at before anything is laid out with them: those of `content/marque.yaml`, and of
//! `templates/tokens.yaml` what the printing house needs.

use super::Loaded;
use crate::base::diag::Diagnostic;
use crate::base::node::{Node, Value};
use crate::base::source::{Source, SourceId, Spanned};
use crate::model::assets::Templates;
use crate::model::brand::{Brand, rgb};
use crate::resolve::codes::BAD_COLOR;
use crate::typeset::Fonts;
use crate::{judge, parse};
use std::collections::BTreeMap;

crate::codes! {
    /// A colour that has no CMYK.
    NO_CMYK = "F035" Error outside {
        "la couleur « {name} » n’a pas de valeur `cmyk` utilisable{? : {found}?}" / "the colour “{name}” has no usable `cmyk` value{?: {found}?}",
        "donnez-lui quatre nombres de 0 à 100 : `{name}: {{ rgb: \"…\", cmyk: [90, 45, 40, 40] }}`" / "give it four numbers from 0 to 100: `{name}: {{ rgb: \"…\", cmyk: [90, 45, 40, 40] }}`",
        "Les encres d’une couleur se choisissent : sans elles, chaque programme convertirait la couleur de l’écran à sa façon." / "The inks of a colour are a choice: without them each program would convert the colour of the screen in its own way.",
    }
    /// A colour of the brand whose inks are not known.
    NO_INKS = "F036" Error {
        "la couleur « {name} » de la marque n’a pas ses quatre encres" / "the brand’s colour “{name}” lacks its four inks",
        "donnez cyan, magenta, jaune et noir, de 0 à 100 : `{name}: {{ ecran: \"{found}\", impression: [90, 45, 40, 40] }}`" / "give cyan, magenta, yellow and black, from 0 to 100: `{name}: {{ ecran: \"{found}\", impression: [90, 45, 40, 40] }}`",
        "L’imprimeur pose quatre encres : une couleur d’écran convertie au hasard ne serait pas celle de l’organisation." / "A printing house lays four inks: a colour of the screen, converted at random, would not be that of the organisation.",
    }
    /// A family of the brand that there is not.
    NO_FAMILY = "F037" Error {
        "il n’y a pas de famille de caractères « {found} »" / "there is no type family “{found}”",
        "{?vouliez-vous « {nearest} » ? ?}placez ses fichiers .otf ou .ttf dans le dossier fonts/ de l’espace de travail" / "{?did you mean “{nearest}”? ?}put its .otf or .ttf files into the folder fonts/ of the workspace",
        "Seules servent les polices du programme et celles de l’espace de travail, jamais celles de la machine : les pages sont partout les mêmes." / "Only the fonts of the program and of the workspace are used, never those of the machine: pages are the same everywhere.",
    }
    /// Two colours of the brand that are told apart with difficulty.
    FAINT_BRAND = "L030" Warning {
        "« {name} » ({found}) n’a qu’un contraste de {ratio}:1 avec « {other} » ({value})" / "“{name}” ({found}) has a contrast of {ratio}:1 only with “{other}” ({value})",
        "il faut {least}:1 : prenez par exemple {better}" / "{least}:1 is needed: take {better}, for example",
        "Un texte pâle ne se lit plus sur une photocopie, ni avec une vue faible (WCAG 2, 1.4.3 et 1.4.11)." / "Pale text cannot be read on a photocopy, nor with low vision (WCAG 2, 1.4.3 and 1.4.11).",
    }
}

/// What stands on what in the templates, with the least contrast: of text, and of what is drawn.
const PAIRS: [(&str, &str, f64); 9] = [
    ("text", "paper", judge::TEXT),
    ("muted", "paper", judge::TEXT),
    ("accent", "paper", judge::TEXT),
    ("link", "paper", judge::TEXT),
    ("paper", "cover", judge::TEXT),
    ("text", "tint", judge::TEXT),
    ("muted", "tint", judge::TEXT),
    ("accent", "tint", judge::TEXT),
    ("line", "paper", judge::DRAWN),
];

/// What is wrong with the colours and families of a brand: what is no colour, what is hardly seen, what there is not.
pub(super) fn of_brand(brand: &Brand, templates: &Templates, fonts: &Fonts) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    let mut colours: BTreeMap<String, [u8; 3]> = BTreeMap::new();
    if let Some((_, known)) = of_tokens(templates) {
        for (name, colour) in &known {
            let value = colour.get("rgb").and_then(|n| if let Value::Scalar(text) = &n.value { rgb(text) } else { None });
            colours.extend(value.map(|c| (name.value.clone(), c)));
        }
    }
    let mut places = BTreeMap::new();
    for (name, key, colour) in brand.colours.given() {
        match &colour.rgb {
            Some(text) => match rgb(text) {
                Some(value) => {
                    colours.insert(name.to_owned(), value);
                    places.insert(name, (key, text.span));
                }
                None => findings.push(Diagnostic::at(&BAD_COLOR, text.span).with("found", text.value.clone())),
            },
            None => findings.push(Diagnostic::at(&crate::resolve::codes::MISSING_KEY, colour.span).with("key", "ecran")),
        }
    }
    // Of each colour, the pair that is seen worst: what mends it mends the others.
    let mut worst: BTreeMap<&str, (f64, Diagnostic)> = BTreeMap::new();
    for (ink, ground, least) in PAIRS {
        let (Some(a), Some(b)) = (colours.get(ink), colours.get(ground)) else { continue };
        let given = |name: &&str| places.contains_key(name);
        let (Some(name), Some(faint)) = ([ink, ground].into_iter().find(given), judge::faint(*a, *b, least)) else { continue };
        // The colour that is given is the one to change.
        let better = if name == ink { faint.better } else { judge::faint(*b, *a, least).map_or(faint.better, |f| f.better) };
        let (word, place) = places[name];
        let other = if name == ink { ground } else { ink };
        let finding = Diagnostic::at(&FAINT_BRAND, place).with("name", word).with("found", judge::hex(colours[name]));
        let finding = finding.with("other", key_of(other)).with("value", judge::hex(colours[other])).with("ratio", faint.ratio);
        let finding = finding.with("better", better).with("least", least.to_string().replace('.', ","));
        let ratio = judge::contrast(*a, *b);
        if worst.get(name).is_none_or(|(before, _)| ratio < *before) {
            worst.insert(name, (ratio, finding));
        }
    }
    findings.extend(worst.into_values().map(|(_, finding)| finding));
    for family in brand.families.lists().into_iter().flat_map(|(_, list)| list) {
        if !fonts.has_family(family) {
            let near = crate::base::diag::nearest(family, fonts.families()).unwrap_or_default().to_owned();
            findings.push(Diagnostic::at(&NO_FAMILY, family.span).with("found", family.value.clone()).with("nearest", near));
        }
    }
    findings
}

/// The word that editors have for a colour of the templates.
fn key_of(name: &str) -> &'static str {
    crate::model::brand::KEYS.iter().find(|(own, _)| *own == name).map_or("papier", |(_, key)| key)
}

const PATH: &str = "templates/tokens.yaml";

/// The tokens of the templates, with the text that they are read from.
pub(super) fn tokens(templates: &Templates) -> Option<(Source, Node)> {
    let source = Source::new(PATH, String::from_utf8(templates.0.get("tokens.yaml")?.to_vec()).ok()?);
    let tokens = parse::yaml(&source, SourceId(0), 0..source.text.len()).value;
    Some((source, tokens))
}

/// Colours of the tokens, by their names.
type Colours = Vec<(Spanned<String>, Node)>;

/// The colours of the tokens, with the text that they are read from.
fn of_tokens(templates: &Templates) -> Option<(Source, Colours)> {
    let (source, tokens) = tokens(templates)?;
    match &tokens.get("colors")?.value {
        Value::Map(colours) => Some((source, colours.clone())),
        Value::Null | Value::Scalar(_) | Value::Seq(_) => None,
    }
}

/// The colours that have no CMYK, each at its line.
pub(super) fn faults(loaded: &Loaded) -> Vec<Diagnostic> {
    let whole = |parts: &[f64]| parts.len() == 4 && parts.iter().all(|v| (0.0..=100.0).contains(v));
    let brand = &loaded.corpus.brand.colours;
    let unset = |(_, key, colour): (&str, &'static str, &Spanned<crate::model::brand::BrandColour>)| {
        let good = colour.cmyk.as_ref().is_some_and(|c| whole(&c.value));
        let found = colour.rgb.as_ref().map(|c| c.value.clone()).unwrap_or_default();
        (!good).then(|| Diagnostic::at(&NO_INKS, colour.span).with("name", key).with("found", found))
    };
    let mut findings: Vec<Diagnostic> = brand.given().filter_map(unset).collect();
    let Some((source, colours)) = of_tokens(&loaded.templates) else { return findings };
    let share = |n: &Node| matches!(&n.value, Value::Scalar(text) if text.parse::<f64>().is_ok_and(|v| (0.0..=100.0).contains(&v)));
    let fault = |(name, colour): &(Spanned<String>, Node)| {
        let cmyk = colour.get("cmyk");
        let good = matches!(cmyk.map(|n| &n.value), Some(Value::Seq(parts)) if parts.len() == 4 && parts.iter().all(share));
        if good || brand.given().any(|(given, ..)| given == name.value) {
            return None;
        }
        let found = cmyk.map(|n| source.text[n.span.start as usize..n.span.end as usize].trim().to_owned()).unwrap_or_default();
        let line = source.position(name.span.start as usize).line;
        let finding = Diagnostic::on(&NO_CMYK, format!("{PATH}:{line}")).with("name", name.value.clone());
        Some(finding.with("found", crate::base::node::shorten(&found)))
    };
    findings.extend(colours.iter().filter_map(fault));
    findings
}
