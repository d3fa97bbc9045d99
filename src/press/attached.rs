//! The files that a PDF carries.

use super::codes::{CARRIES_TOO_MUCH, LOST_ATTACHMENT};
use super::opened::Opened;
use crate::base::diag::Diagnostic;
use lopdf::{Dictionary, decode_text_string};

/// The most files that are taken out.
const MOST_FILES: usize = 20_000;
/// The most bytes that one file may unfold to: what a workspace reads.
const LARGEST: usize = 64_000_000;
/// The most bytes that all of them may unfold to.
const MOST_BYTES: usize = 1_000_000_000;

impl Opened {
    /// The files in the tree of embedded files, by name, in the order of the tree (PDF 32000-1, 7.11.4).
    ///
    /// # Errors
    /// When one cannot be read, or they are more than a workspace can be.
    pub fn attachments(&self) -> Result<Vec<(String, Vec<u8>)>, Diagnostic> {
        let tree = self.document.catalog().ok().and_then(|c| self.dict_of(c, b"Names")).and_then(|names| self.dict_of(names, b"EmbeddedFiles"));
        let specs = tree.map(|tree| self.names(tree)).unwrap_or_default();
        let too_much = || Diagnostic::on(&CARRIES_TOO_MUCH, self.name.clone()).with("file", self.name.clone());
        if specs.len() > MOST_FILES {
            return Err(too_much());
        }
        let mut out = Vec::new();
        let mut room = MOST_BYTES;
        for (_, spec) in specs {
            let lost = |name: &str| Diagnostic::on(&LOST_ATTACHMENT, self.name.clone()).with("file", self.name.clone()).with("name", name.to_owned());
            let spec = self.document.dereference(spec).ok().and_then(|(_, s)| s.as_dict().ok()).ok_or_else(|| lost("?"))?;
            let name = self.file_name(spec).ok_or_else(|| lost("?"))?;
            let files = self.dict_of(spec, b"EF").ok_or_else(|| lost(&name))?;
            let stream = files.get(b"UF").or_else(|_| files.get(b"F")).ok().and_then(|s| self.document.dereference(s).ok());
            let stream = stream.and_then(|(_, s)| s.as_stream().ok()).ok_or_else(|| lost(&name))?;
            let bytes = if stream.is_compressed() {
                // One byte more tells what is cut off from what just fits.
                stream.decompressed_content_with_limit(LARGEST.min(room) + 1).map_err(|_| lost(&name))?
            } else {
                stream.content.clone()
            };
            if bytes.len() > LARGEST.min(room) {
                return Err(too_much());
            }
            room -= bytes.len();
            out.push((name, bytes));
        }
        Ok(out)
    }

    fn dict_of<'a>(&'a self, dict: &'a Dictionary, key: &[u8]) -> Option<&'a Dictionary> {
        self.document.dereference(dict.get(key).ok()?).ok()?.1.as_dict().ok()
    }

    /// `UF` is a text; `F` is bytes, which this program and most others write as UTF-8.
    fn file_name(&self, spec: &Dictionary) -> Option<String> {
        let value = |key: &[u8]| spec.get(key).ok().and_then(|v| self.document.dereference(v).ok()).map(|(_, v)| v);
        let plain = || value(b"F").and_then(|v| v.as_str().ok()).and_then(|bytes| String::from_utf8(bytes.to_vec()).ok());
        value(b"UF").and_then(|v| decode_text_string(v).ok()).or_else(plain)
    }
}
