//! Pictures that the engine refuses. It decodes them while it lays out, where it knows the line of the library only: each picture is
//! then tried by itself, and the finding goes to whoever shows it.

use super::codes::{ENGINE, TEMPLATE_TYPST};
use super::fonts::Fonts;
use super::world::World;
use crate::base::diag::Diagnostic;
use crate::base::source::Span;
use crate::model::bundle::{Bundle, BundleFile, MAIN};
use crate::render::code;
use typst_layout::PagedDocument;

/// Puts what was found in the library, and is the fault of a picture, at the places that show the picture.
pub(super) fn blame(findings: Vec<Diagnostic>, bundle: &Bundle, fonts: &Fonts) -> Vec<Diagnostic> {
    let why = |finding: &Diagnostic| finding.args.iter().find(|(name, _)| *name == "why").map(|(_, why)| why.clone());
    if !findings.iter().any(|f| f.code == &TEMPLATE_TYPST) {
        return findings;
    }
    let refused: Vec<(&String, String)> = bundle.files.iter().filter_map(|(path, file)| Some((path, refusal(path, file, fonts)?))).collect();
    let mut out = Vec::new();
    for finding in findings {
        let at_fault: Vec<_> = refused.iter().filter(|(_, reason)| finding.code == &TEMPLATE_TYPST && why(&finding).is_some_and(|w| w == *reason)).collect();
        if at_fault.is_empty() {
            out.push(finding);
        }
        for (path, reason) in at_fault {
            let places = places(path, bundle);
            if places.is_empty() {
                out.push(Diagnostic::on(&ENGINE, format!("content/{path}")).with("why", reason.clone()));
            }
            out.extend(places.into_iter().map(|span| Diagnostic::at(&ENGINE, span).with("why", reason.clone())));
        }
    }
    out
}

/// What the engine says of a picture; nothing when it can show it, or when the file is none.
fn refusal(path: &str, file: &BundleFile, fonts: &Fonts) -> Option<String> {
    if file.template || path.starts_with("data/") || path.ends_with(".typ") {
        return None;
    }
    let mut alone = Bundle::default();
    alone.files.insert(path.to_owned(), file.clone());
    alone.put(MAIN, code::picture_alone(path));
    let errors = typst::compile::<PagedDocument>(&World::new(&alone, fonts)).output.err()?;
    errors.first().map(|e| e.message.to_string())
}

/// The places whose words are the path of a picture.
fn places(path: &str, bundle: &Bundle) -> Vec<Span> {
    let mut literal = String::new();
    code::literal(&format!("/{path}"), &mut literal);
    let shows = |file: &BundleFile, range: &std::ops::Range<usize>| file.bytes.get(range.clone()) == Some(literal.as_bytes());
    bundle.files.values().flat_map(|file| file.map.0.iter().filter(|(range, _)| shows(file, range)).map(|(_, span)| *span)).collect()
}
