//! The families that the words of a drawing ask for: what there is not, the engine replaces without a word.

use crate::base::diag::{Diagnostic, nearest};
use crate::model::assets::Families;

crate::codes! {
    /// A drawing whose words ask for a family that there is not.
    FAMILY = "C207" Warning {
        "le dessin « {path} » demande la police « {found} », qui n’est pas là : ses mots sont composés dans une autre" / "the drawing “{path}” asks for the font “{found}”, which is not there: its words are set in another one",
        "{?vouliez-vous « {nearest} » ? ?}placez les fichiers de la police dans fonts/, ou enregistrez le dessin avec le texte converti en tracés" /
        "{?did you mean “{nearest}”? ?}put the files of the font into fonts/, or save the drawing with its text as outlines",
        "Une autre police n’a pas la même largeur : des mots sortent de leur case ou se chevauchent." / "Another font has another width: words leave their box or overlap.",
    }
}

/// Words that stand for no family of their own (CSS Fonts 4, 2.1.1; CSS Values 4, 2.4).
const GENERIC: [&str; 17] = [
    "serif",
    "sans-serif",
    "monospace",
    "cursive",
    "fantasy",
    "system-ui",
    "math",
    "ui-serif",
    "ui-sans-serif",
    "ui-monospace",
    "ui-rounded",
    "inherit",
    "initial",
    "unset",
    "revert",
    "revert-layer",
    "none",
];

/// The lists of families that the words of an SVG ask for and of which none is there, the first family of each: one finding a family.
pub(super) fn check(path: &str, bytes: &[u8], families: Families<'_>) -> Vec<Diagnostic> {
    let Some(document) = std::str::from_utf8(bytes).ok().and_then(|t| roxmltree::Document::parse(t).ok()) else { return Vec::new() };
    let lettered = |node: &roxmltree::Node<'_, '_>| {
        let holds = |n: roxmltree::Node<'_, '_>| n.has_tag_name((n.tag_name().namespace().unwrap_or_default(), "text")) && n.descendants().any(|t| t.is_text());
        node.ancestors().any(holds) || node.descendants().any(holds)
    };
    let mut lists: Vec<Vec<String>> = Vec::new();
    let words = document.root_element();
    for node in document.descendants().filter(roxmltree::Node::is_element) {
        if node.tag_name().name() == "style" && lettered(&words) {
            let css = without_comments(&node.descendants().filter_map(|n| if n.is_text() { n.text() } else { None }).collect::<String>());
            css.split('{').skip(1).filter_map(|rest| rest.split('}').next()).for_each(|rule| lists.extend(declared(rule)));
        } else if lettered(&node) {
            lists.extend(node.attribute("font-family").map(list));
            lists.extend(node.attribute("style").map(without_comments).iter().flat_map(|css| declared(css)));
        }
    }
    let mut missing: Vec<String> = Vec::new();
    for list in lists {
        let named = || list.iter().filter(|f| !GENERIC.contains(&f.to_lowercase().as_str()));
        if let Some(first) = named().next().filter(|_| !named().any(|f| families.iter().any(|own| own.to_lowercase() == f.to_lowercase())))
            && !missing.contains(first)
        {
            missing.push(first.clone());
        }
    }
    let finding = |family: String| {
        let near = nearest(&family, families.iter().map(String::as_str)).unwrap_or_default().to_owned();
        let found = crate::base::node::shorten(&family);
        Diagnostic::on(&FAMILY, "").with("path", crate::base::node::shorten(path)).with("found", found).with("nearest", near)
    };
    missing.into_iter().map(finding).collect()
}

fn without_comments(css: &str) -> String {
    let mut out = String::with_capacity(css.len());
    let mut rest = css;
    while let Some((before, after)) = rest.split_once("/*") {
        out.push_str(before);
        rest = after.split_once("*/").map_or("", |(_, after)| after);
    }
    out + rest
}

/// The lists of families in some declarations of CSS.
fn declared(css: &str) -> Vec<Vec<String>> {
    let of = |declaration: String| {
        let (name, value) = declaration.split_once(':')?;
        let value = value.split('!').next().unwrap_or_default();
        match name.trim().to_lowercase().as_str() {
            "font-family" => Some(list(value)),
            "font" => Some(list(after_size(value)?)),
            _ => None,
        }
    };
    split(css, ';').into_iter().filter_map(of).collect()
}

/// What follows the size in `font: italic 12px/1.5 "A B", serif`.
fn after_size(value: &str) -> Option<&str> {
    const SIZES: [&str; 10] = ["xx-small", "x-small", "small", "medium", "large", "x-large", "xx-large", "xxx-large", "larger", "smaller"];
    let mut rest = value.trim_start();
    loop {
        let (word, after) = rest.split_once(char::is_whitespace)?;
        rest = after.trim_start();
        let size = word.split('/').next().unwrap_or_default();
        // A weight is a number without a unit.
        let measured = size.starts_with(|c: char| c.is_ascii_digit() || c == '.') && size.ends_with(|c: char| c.is_ascii_alphabetic() || c == '%');
        if measured || SIZES.contains(&size) {
            // `12px / 1.5 A`: the height of the line may stand apart.
            return match rest.strip_prefix('/') {
                Some(height) => height.trim_start().split_once(char::is_whitespace).map(|(_, after)| after),
                None => Some(rest),
            };
        }
    }
}

/// The families of a list, without quotes.
fn list(value: &str) -> Vec<String> {
    let name = |part: String| part.trim().trim_matches(['"', '\'']).split_whitespace().collect::<Vec<_>>().join(" ");
    split(value, ',').into_iter().map(name).filter(|n| !n.is_empty()).collect()
}

/// The parts between signs that stand outside of quotes.
fn split(text: &str, sign: char) -> Vec<String> {
    let mut parts = vec![String::new()];
    let mut quote = None;
    for c in text.chars() {
        match quote {
            Some(open) if c == open => quote = None,
            None if c == '"' || c == '\'' => quote = Some(c),
            None if c == sign => {
                parts.push(String::new());
                continue;
            }
            Some(_) | None => {}
        }
        if let Some(last) = parts.last_mut() {
            last.push(c);
        }
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::check;

    #[test]
    fn a_family_is_asked_for_in_many_ways() {
        let families = ["Source Sans 3".to_owned(), "DejaVu Sans Mono".to_owned()];
        let drawing = |head: &str, attributes: &str| {
            format!("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"9\" height=\"9\">{head}<g {attributes}><text>Mot</text></g></svg>")
        };
        let said = |text: &str| -> Vec<String> {
            check("a.svg", text.as_bytes(), &families).iter().flat_map(|f| f.args.iter().filter(|(k, _)| *k == "found").map(|(_, v)| v.to_string())).collect()
        };
        for (attributes, missing) in [
            ("font-family=\"'Foo Bar', serif\"", &["Foo Bar"][..]),
            ("font-family='&quot;Foo Bar&quot;'", &["Foo Bar"]),
            ("font-family=\"Foo  Bar\"", &["Foo Bar"]),
            ("font-family=\"Foo, 'source sans 3'\"", &[]),
            ("font-family=\"'DejaVu Sans Mono'\"", &[]),
            ("font-family=\"sans-serif\"", &[]),
            ("style=\"fill:red;font-family:'Foo; Bar',serif !important\"", &["Foo; Bar"]),
            ("style=\"font: italic 700 12px/1.5 'Foo Bar', serif\"", &["Foo Bar"]),
            ("style=\"font: bold large / 2 Foo\"", &["Foo"]),
            ("style=\"/* font-family: Foo */ fill: red\"", &[]),
            ("", &[]),
        ] {
            assert_eq!(said(&drawing("", attributes)), missing, "{attributes}");
        }
        let css = "<style><![CDATA[ .a { fill: red } text, .b > c { font-family: 'Foo Bar' } /* d { font-family: Baz } */ .e{font:9pt \"Qux\"} ]]></style>";
        assert_eq!(said(&drawing(css, "")), ["Foo Bar", "Qux"]);
        // Without a word, nothing asks.
        assert_eq!(said(&drawing(css, "").replace("<text>Mot</text>", "<path/>")), [""; 0]);
        assert_eq!(said(&drawing("<path font-family='Foo'/>", "")), [""; 0]);
    }
}
