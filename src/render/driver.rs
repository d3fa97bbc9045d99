//! Handlebars drivers: which parts a publication has, and in which order.

use super::TEMPLATE;
use crate::base::diag::Diagnostic;
use crate::model::assets::Templates;
use handlebars::Handlebars;
use serde::Serialize;

/// What a driver can say.
#[derive(Debug, Serialize)]
pub struct Parts<'a> {
    /// The identifier of the publication.
    pub id: &'a str,
    /// `livret`, `memorandum` or `fiche`.
    pub kind: &'a str,
    /// The virtual files of the texts, in order.
    pub bodies: &'a [String],
}

/// What the scaffold of a new fiche can say.
#[derive(Debug, Serialize)]
pub struct NewFiche<'a> {
    /// The title, as a YAML value.
    pub title: &'a str,
    /// The date.
    pub date: &'a str,
}

/// Fills a driver. Values are escaped as Typst strings; `{{{ }}}` and `{{& }}` are refused, so that nothing gets past the escape.
///
/// # Errors
/// When the template is missing, does not parse, or asks for what does not exist; the finding names its line.
pub fn fill(name: &str, templates: &Templates, values: &impl Serialize) -> Result<String, Diagnostic> {
    fill_escaped(name, templates, values, |value| {
        let mut out = String::new();
        super::code::literal(value, &mut out);
        // The quotes belong to the template.
        out[1..out.len() - 1].to_owned()
    })
}

/// Fills the scaffold of a new file: values are complete YAML scalars, written by the caller.
///
/// # Errors
/// As [`fill`].
pub fn scaffold(name: &str, templates: &Templates, values: &impl Serialize) -> Result<String, Diagnostic> {
    fill_escaped(name, templates, values, str::to_owned)
}

fn fill_escaped(name: &str, templates: &Templates, values: &impl Serialize, escape: fn(&str) -> String) -> Result<String, Diagnostic> {
    let fault = |line: Option<usize>, why: &str, why_en: &str| {
        let place = line.map_or_else(|| format!("templates/{name}"), |l| format!("templates/{name}:{l}"));
        Diagnostic::on(&TEMPLATE, place).with("why", why.to_owned()).with("why_en", why_en.to_owned()).with("file", name.to_owned())
    };
    let bytes = templates.0.get(name).ok_or_else(|| fault(None, "il n’existe pas", "it does not exist"))?;
    let text = std::str::from_utf8(bytes).map_err(|_| fault(None, "ce n’est pas du texte en UTF-8", "it is not UTF-8 text"))?;
    if let Some((at, tag)) = refused(text) {
        let line = text[..at].matches('\n').count() + 1;
        let why = match tag {
            '{' | '&' => {
                ("« {{{ }}} » et « {{& }} » sont refusés : une valeur est toujours protégée", "`{{{ }}}` and `{{& }}` are refused: a value is always escaped")
            }
            _ => ("« {{> }} » et « {{* }} » sont refusés : un gabarit tient dans un fichier", "`{{> }}` and `{{* }}` are refused: a template is one file"),
        };
        return Err(fault(Some(line), why.0, why.1));
    }
    let mut handlebars = Handlebars::new();
    handlebars.set_strict_mode(true);
    handlebars.register_escape_fn(escape);
    // The library's words, first sentence only: the rest is a list of its grammar.
    let words = |why: String| why.split(['\n', ',']).next().unwrap_or("").trim().to_owned();
    handlebars.register_template_string(name, text).map_err(|e| {
        let why = words(e.reason().to_string());
        fault(e.pos().map(|(line, _)| line), &why, &why)
    })?;
    handlebars.render(name, values).map_err(|e| {
        let why = match e.reason() {
            handlebars::RenderErrorReason::MissingVariable(Some(variable)) => {
                (format!("la variable « {variable} » n’existe pas"), format!("there is no variable “{variable}”"))
            }
            handlebars::RenderErrorReason::HelperNotFound(helper) => (format!("« {helper} » n’existe pas"), format!("there is no “{helper}”")),
            reason => (words(reason.to_string()), words(reason.to_string())),
        };
        fault(e.line_no, &why.0, &why.1)
    })
}

/// The first tag that gets past the escape (`{{{`, `{{&`) or calls a template that may call itself (`{{>`, `{{*`), and its sign.
fn refused(text: &str) -> Option<(usize, char)> {
    text.match_indices("{{").find_map(|(at, _)| {
        let sign = text[at + 2..].trim_start_matches(['~', '#', ' ', '\t', '\r', '\n']).chars().next()?;
        matches!(sign, '{' | '&' | '>' | '*').then_some((at, sign))
    })
}

#[cfg(test)]
mod tests {
    use super::refused;

    #[test]
    fn nothing_gets_past_the_escape() {
        for bad in ["{{{id}}}", "{{~{id}~}}", "{{ {id} }}", "{{&id}}", "{{> x}}", "{{#> x}}", "{{#*inline \"x\"}}", "{{~> x}}", "{{\n&id}}"] {
            assert!(refused(bad).is_some(), "{bad}");
        }
        assert_eq!(refused("{{#each bodies}} {{this}} {{~id~}} {{! > & }} {{/each}}"), None);
    }
}
