//! For programs: a versioned document, whose schema is `livret schema rapport`.

use super::{place, to_json, todo};
use crate::base::diag::{Diagnostic, Lang, Severity};
use crate::base::source::{Position, Sources, Span};
use schemars::JsonSchema;
use serde::Serialize;
use std::collections::BTreeMap;

/// Rapport de « livret check --format json ».
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Rapport", deny_unknown_fields)]
pub(super) struct Report {
    /// Numéro de ce format : 1. Des clés peuvent s’ajouter, aucune ne change de sens.
    version: u32,
    /// Ce qui a été trouvé, dans l’ordre des fichiers.
    findings: Vec<Finding>,
    /// Ce qui manque avant d’imprimer, fichier par fichier.
    summary: Vec<File>,
}

/// Un constat.
#[derive(Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
struct Finding {
    /// Code stable, que « livret explain » explique.
    #[schemars(regex(pattern = r"^[A-Z][0-9]{3}$"))]
    code: &'static str,
    /// Gravité.
    severity: Weight,
    /// Ce qui ne va pas, en une phrase.
    message: String,
    /// Ce qu’il faut faire.
    remedy: String,
    /// Chemin dans l’espace de travail ; vide quand il n’y en a pas.
    file: String,
    /// Où cela commence.
    #[serde(skip_serializing_if = "Option::is_none")]
    start: Option<Place>,
    /// Où cela finit.
    #[serde(skip_serializing_if = "Option::is_none")]
    end: Option<Place>,
    /// D’autres endroits qui vont avec.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schemars(default)]
    related: Vec<Region>,
    /// Le changement qui corrige, quand il est connu.
    #[serde(skip_serializing_if = "Option::is_none")]
    fix: Option<Change>,
}

/// Gravité.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
enum Weight {
    Error,
    Warning,
    Note,
}

/// Une ligne et une colonne, comptées à partir de 1 ; la colonne en caractères.
#[derive(Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
struct Place {
    line: usize,
    column: usize,
}

/// Une partie d’un fichier.
#[derive(Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
struct Region {
    file: String,
    start: Place,
    end: Place,
}

/// Un changement du texte.
#[derive(Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
struct Change {
    file: String,
    start: Place,
    end: Place,
    /// Ce qui remplace le passage.
    replacement: String,
    /// Si « livret check --fix » l’applique ; sinon, c’est une proposition.
    sure: bool,
}

/// Ce qui manque dans un fichier.
#[derive(Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
struct File {
    file: String,
    errors: usize,
    warnings: usize,
    /// Combien de fois chaque code.
    codes: BTreeMap<&'static str, usize>,
}

impl From<Position> for Place {
    fn from(p: Position) -> Self {
        Self { line: p.line, column: p.column }
    }
}

pub(super) fn render(findings: &[Diagnostic], sources: &Sources, lang: Lang) -> String {
    let region = |span: &Span| {
        let source = sources.get(span.source);
        Region { file: source.path.clone(), start: source.position(span.start as usize).into(), end: source.position(span.end as usize).into() }
    };
    let list = findings.iter().map(|f| {
        let (file, at) = place(f, sources);
        let (start, end) = at.map_or((None, None), |(s, e)| (Some(s.into()), Some(e.into())));
        let weight = match f.severity {
            Severity::Error => Weight::Error,
            Severity::Warning => Weight::Warning,
            Severity::Note => Weight::Note,
        };
        let fix = f.fix.as_deref().map(|fix| {
            let Region { file, start, end } = region(&fix.span);
            Change { file, start, end, replacement: fix.replacement.clone(), sure: fix.sure }
        });
        let related = f.related.iter().map(region).collect();
        Finding { code: f.code.id, severity: weight, message: f.message(lang), remedy: f.remedy(lang), file, start, end, related, fix }
    });
    let summary = todo(findings, sources, lang).into_iter().map(|t| {
        let codes = t.codes.into_iter().map(|(code, (count, _))| (code, count)).collect();
        File { file: t.path, errors: t.errors, warnings: t.warnings, codes }
    });
    to_json(&Report { version: 1, findings: list.collect(), summary: summary.collect() })
}
