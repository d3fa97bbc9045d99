//! The sources of a publication, as files of its bundle that the engine embeds.

use crate::model::archive::Attachment;
use crate::model::bundle::{Bundle, BundleFile, MAIN};
use serde::Serialize;

/// The list that `templates/lib/sources.typ` reads.
const LIST: &str = "data/sources.json";

/// What `sources.typ` is told of a file.
#[derive(Serialize)]
struct Entry<'a> {
    path: &'a str,
    data: String,
    mime: &'static str,
    relationship: &'static str,
    description: String,
}

/// Adds files to a bundle: the engine embeds them in the PDF. They stand there under numbers, so that none passes for a part of the
/// bundle, whatever its name.
pub fn attach(bundle: &mut Bundle, files: &[Attachment]) {
    let mut list = Vec::new();
    for (i, file) in files.iter().enumerate() {
        let data = format!("sources/{:05}", i + 1);
        let (relationship, what) = if file.is_source { ("source", "Source") } else { ("data", "Comment ce fichier a été fait") };
        list.push(Entry { path: &file.path, data: data.clone(), mime: mime(&file.path), relationship, description: format!("{what} : {}", file.path) });
        bundle.files.insert(data, BundleFile { bytes: file.bytes.clone(), map: Default::default(), template: false });
    }
    bundle.put(LIST, serde_json::to_vec(&list).unwrap_or_default());
    // The drivers say which parts a publication has; this is none, and a workspace's own driver must not lose it. The last line, since
    // errors are looked up by line.
    if let Some(main) = bundle.files.get_mut(MAIN) {
        let mut text = main.bytes.to_vec();
        text.extend_from_slice(b"\n#include \"/templates/lib/sources.typ\"\n");
        main.bytes = std::sync::Arc::new(text);
    }
}

/// The kind of a file, as its name tells it (PDF/A-3 wants one for each).
fn mime(path: &str) -> &'static str {
    let extension = path.rsplit_once('.').map(|(_, e)| e.to_lowercase()).unwrap_or_default();
    match extension.as_str() {
        "md" => "text/markdown",
        "yaml" | "yml" => "application/yaml",
        "json" => "application/json",
        "csv" => "text/csv",
        "txt" | "typ" | "hbs" => "text/plain",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "webp" => "image/webp",
        "svg" => "image/svg+xml",
        "pdf" => "application/pdf",
        "ttf" => "font/ttf",
        "otf" => "font/otf",
        "ttc" => "font/collection",
        "icc" => "application/vnd.iccprofile",
        _ => "application/octet-stream",
    }
}
