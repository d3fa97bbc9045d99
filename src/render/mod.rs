//! Publication → [`Bundle`]. The only producer of Typst text and the only user of handlebars.
//!
//! - [`code`](mod@code) writes Typst text and remembers where each literal came from;
//! - `body` turns blocks into calls on `templates/lib/body.typ`;
//! - [`data`] is the contract of `publication.json`;
//! - [`driver`] fills the Handlebars templates.

mod body;
pub mod code;
pub mod data;
pub mod driver;
mod qr;
pub mod sheets;
mod sources;

pub use sources::attach;

use crate::base::diag::Diagnostic;
use crate::lang::typography;
use crate::model::assets::{Assets, Templates};
use crate::model::bundle::{Bundle, BundleFile, DATA, FIGURES, MAIN, PADDING, PICTURES, USES, body_path, figures, tight};
use crate::model::catalog::PublicationKind;
use crate::model::corpus::Corpus;
use crate::model::making::Piece;
use crate::model::profile::Profile;
use crate::model::publication::Publication;
use data::Engine;
use rayon::prelude::*;
use std::collections::BTreeMap;

crate::codes! {
    /// A driver that does not work.
    TEMPLATE = "W401" Error outside {
        "le gabarit ne fonctionne pas : {why}" / "the template does not work: {why_en}",
        "corrigez templates/{file}, ou supprimez-le pour reprendre celui du programme" / "correct templates/{file}, or remove it to take the program’s own",
        "Les gabarits disent quelles parties une publication a, et dans quel ordre." / "Templates say which parts a publication has, and in which order.",
    }
}

/// What a render needs beside the publication.
pub struct Setting<'a> {
    /// The collection.
    pub corpus: &'a Corpus,
    /// The templates in force.
    pub templates: &'a Templates,
    /// The pictures that may be shown.
    pub assets: &'a Assets,
    /// The name of the profile.
    pub profile_name: &'a str,
    /// The profile.
    pub profile: &'a Profile,
    /// For whom the library is set up.
    pub engine: Engine,
    /// How text is set.
    pub typography: &'a typography::Settings,
}

/// Renders a publication.
///
/// # Errors
/// When a driver cannot be filled.
pub fn bundle(publication: &Publication, setting: &Setting<'_>) -> Result<Bundle, Diagnostic> {
    let mut bundle = Bundle::default();
    let mut bodies = Vec::new();
    let corpus = setting.corpus;
    let codes: Vec<(String, code::Code)> =
        publication.fiches.par_iter().filter_map(|id| corpus.fiche(id)).map(|fiche| (body_path(&fiche.id), body::fiche(fiche, publication, setting))).collect();
    for (path, code) in codes {
        put_code(&mut bundle, &path, code);
        bodies.push(format!("/{path}"));
    }
    let memorandum = publication.memorandum.as_ref().and_then(|parts| Some((parts, corpus.memorandum(&parts.id)?)));
    if let Some((parts, memorandum)) = memorandum {
        put_code(&mut bundle, "body/memorandum.typ", body::memorandum(memorandum, parts, setting));
        bodies.push("/body/memorandum.typ".to_owned());
    }
    put_code(&mut bundle, "body/front.typ", body::front(publication, memorandum.map(|(_, m)| m), setting));
    put_code(&mut bundle, "body/glossary.typ", body::glossary(publication, setting));

    let facts = data::publication(publication, setting);
    bundle.put(DATA, serde_json::to_vec_pretty(&facts).unwrap_or_default());
    for id in &publication.fiches {
        bundle.put(tight(id), "0");
    }
    if setting.engine == Engine::Livret {
        for (id, page) in guess(publication, &bundle) {
            bundle.put(figures(id), page.to_string().len().to_string());
        }
        // A memorandum has less than a hundred pages, and its demands come after the ninth.
        let demands: BTreeMap<String, usize> = publication.memorandum.iter().flat_map(|m| m.demands.keys()).map(|id| (format!("demand/{id}"), 2)).collect();
        bundle.put(FIGURES, serde_json::to_vec(&demands).unwrap_or_default());
        bundle.put(USES, "{}");
        bundle.put(PICTURES, "{}");
        bundle.put(PADDING, "0");
    }

    let kind = kind(publication);
    let main = driver::fill(&driver_name(publication), setting.templates, &driver::Parts { id: &publication.id, kind, bodies: &bodies })?;
    bundle.put(MAIN, main);

    for (path, bytes) in &setting.templates.0 {
        if path.starts_with("lib/") || path == "tokens.yaml" {
            bundle.files.insert(format!("templates/{path}"), BundleFile { bytes: bytes.clone(), map: Default::default(), template: true });
        }
    }
    for path in pictures(publication, setting) {
        if let Some(bytes) = setting.assets.0.get(&path) {
            bundle.files.insert(path, BundleFile { bytes: bytes.clone(), map: Default::default(), template: false });
        }
    }
    Ok(bundle)
}

/// The page on which each fiche might begin, from the length of those before it. Only the number of its figures counts; the layout
/// corrects what is wrong.
fn guess<'a>(publication: &'a Publication, bundle: &Bundle) -> Vec<(&'a String, usize)> {
    let mut page = FRONT_PAGES + publication.fiches.len().div_ceil(FICHES_A_CONTENTS_PAGE);
    let mut out = Vec::new();
    for id in &publication.fiches {
        out.push((id, page));
        page += bundle.files.get(&body_path(id)).map_or(0, |f| f.bytes.len()).div_ceil(BYTES_A_PAGE);
    }
    out
}

/// Cover, colophon, foreword, first page of the legend.
const FRONT_PAGES: usize = 5;
/// Lines of the table of contents on a page.
const FICHES_A_CONTENTS_PAGE: usize = 16;
/// Bytes of a generated body that fill a page of a booklet.
const BYTES_A_PAGE: usize = 3000;

fn kind(publication: &Publication) -> &'static str {
    match (publication.single, publication.kind) {
        (true, _) => "fiche",
        (false, PublicationKind::Booklet) => "livret",
        (false, PublicationKind::Memorandum) => "memorandum",
    }
}

/// The driver that says which parts a publication has.
pub fn driver_name(publication: &Publication) -> String {
    match publication.piece {
        Piece::Cover(_) => "couverture.typ.hbs".to_owned(),
        Piece::Whole | Piece::Inside => format!("{}.typ.hbs", kind(publication)),
    }
}

fn put_code(bundle: &mut Bundle, path: &str, code: code::Code) {
    let (text, map) = code.finish();
    bundle.files.insert(path.to_owned(), BundleFile { bytes: std::sync::Arc::new(text.into_bytes()), map, template: false });
}

/// The paths of the pictures that a publication shows.
pub fn pictures(publication: &Publication, setting: &Setting<'_>) -> std::collections::BTreeSet<String> {
    use crate::model::markup::pictures as of;
    let corpus = setting.corpus;
    let mut out: std::collections::BTreeSet<String> = corpus.collection.logos.iter().filter_map(|l| l.file.as_ref()).map(|f| f.value.clone()).collect();
    out.extend(publication.cover.iter().map(|c| c.value.clone()));
    let mut add = |blocks: &[crate::model::markup::Block]| out.extend(of(blocks).into_iter().map(|p| p.path));
    add(&publication.blurb);
    for fiche in publication.fiches.iter().filter_map(|id| corpus.fiche(id)) {
        add(&fiche.lead);
        add(&fiche.body.blocks);
        fiche.body.notes.iter().for_each(|n| add(n));
    }
    if let Some(memorandum) = publication.memorandum.as_ref().and_then(|p| corpus.memorandum(&p.id)) {
        add(&memorandum.lead);
        add(&memorandum.method);
        add(&memorandum.body.blocks);
        memorandum.body.notes.iter().for_each(|n| add(n));
        out.extend(memorandum.signatories.iter().filter_map(|s| s.logo.as_ref()).map(|l| l.value.clone()));
    }
    out
}
