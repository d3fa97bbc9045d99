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
    let fault = |line: Option<usize>, why: String| {
        let place = line.map_or_else(|| format!("templates/{name}"), |l| format!("templates/{name}:{l}"));
        Diagnostic::on(&TEMPLATE, place).with("why", why).with("file", name.to_owned())
    };
    let bytes = templates.0.get(name).ok_or_else(|| fault(None, "il manque / missing".to_owned()))?;
    let text = std::str::from_utf8(bytes).map_err(|_| fault(None, "UTF-8".to_owned()))?;
    if let Some(at) = ["{{{", "{{&"].iter().filter_map(|raw| text.find(raw)).min() {
        let line = text[..at].matches('\n').count() + 1;
        return Err(fault(Some(line), "{{{ }}} : une valeur sans échappement est refusée / an unescaped value is refused".to_owned()));
    }
    let mut handlebars = Handlebars::new();
    handlebars.set_strict_mode(true);
    handlebars.register_escape_fn(escape);
    handlebars.register_template_string(name, text).map_err(|e| fault(e.pos().map(|(line, _)| line), e.reason().to_string()))?;
    handlebars.render(name, values).map_err(|e| fault(e.line_no, e.reason().to_string()))
}
