//! The colours of the printing house: what `templates/tokens.yaml` gives in CMYK, looked at before anything is laid out with it.

use super::Loaded;
use crate::base::diag::Diagnostic;
use crate::base::node::{Node, Value};
use crate::base::source::{Source, SourceId};
use crate::parse;

crate::codes! {
    /// A colour that has no CMYK.
    NO_CMYK = "F035" Error {
        "la couleur « {name} » n’a pas de valeur `cmyk` utilisable{? : {found}?}" / "the colour “{name}” has no usable `cmyk` value{?: {found}?}",
        "donnez-lui quatre nombres de 0 à 100 : `{name}: {{ rgb: \"…\", cmyk: [90, 45, 40, 40] }}`" / "give it four numbers from 0 to 100: `{name}: {{ rgb: \"…\", cmyk: [90, 45, 40, 40] }}`",
        "L’imprimeur pose quatre encres : une couleur d’écran convertie au hasard ne serait pas celle de l’organisation." / "A printing house lays four inks: a colour of the screen, converted at random, would not be that of the organisation.",
    }
}

/// The colours of the tokens that have no CMYK, each at its line.
pub(super) fn faults(loaded: &Loaded) -> Vec<Diagnostic> {
    const PATH: &str = "templates/tokens.yaml";
    let Some(text) = loaded.templates.0.get("tokens.yaml").and_then(|b| String::from_utf8(b.to_vec()).ok()) else { return Vec::new() };
    let source = Source::new(PATH, text);
    let tokens = parse::yaml(&source, SourceId(0), 0..source.text.len()).value;
    let get = |node: &Node, key: &str| match &node.value {
        Value::Map(entries) => entries.iter().find(|(k, _)| k.value == key).map(|(_, v)| v.clone()),
        Value::Null | Value::Scalar(_) | Value::Seq(_) => None,
    };
    let Some(Value::Map(colours)) = get(&tokens, "colors").map(|n| n.value) else { return Vec::new() };
    let share = |n: &Node| matches!(&n.value, Value::Scalar(text) if text.parse::<f64>().is_ok_and(|v| (0.0..=100.0).contains(&v)));
    let fault = |(name, colour): &(crate::base::source::Spanned<String>, Node)| {
        let cmyk = get(colour, "cmyk");
        let good = matches!(cmyk.as_ref().map(|n| &n.value), Some(Value::Seq(parts)) if parts.len() == 4 && parts.iter().all(share));
        if good {
            return None;
        }
        let found = cmyk.map(|n| source.text[n.span.start as usize..n.span.end as usize].trim().to_owned()).unwrap_or_default();
        let line = source.position(name.span.start as usize).line;
        let finding = Diagnostic::on(&NO_CMYK, format!("{PATH}:{line}")).with("name", name.value.clone());
        Some(finding.with("found", crate::base::node::shorten(&found)))
    };
    colours.iter().filter_map(fault).collect()
}
