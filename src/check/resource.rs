//! Files that a fiche offers.

use super::{Context, Rule};
use crate::base::diag::{Code, Diagnostic};
use crate::base::files::FileFault;

crate::codes! {
    /// A resource that is not there.
    RESOURCE = "C105" Error {
        "le fichier « {path} » n’existe pas dans content/" / "there is no file “{path}” in content/",
        "déposez-le dans content/resources/, ou corrigez le chemin" / "put it into content/resources/, or correct the path",
        "Le livret promettrait un téléchargement qui n’existe pas." / "The booklet would promise a download that does not exist.",
        wrong "---\ntitre: A\ndate: 2007\nressources:\n  - { titre: La brochure, fichier: resources/absente.pdf }\n---\nUn texte.\n",
        right "---\ntitre: A\ndate: 2007\nressources:\n  - { titre: La brochure, url: https://exemple.be/brochure.pdf }\n---\nUn texte.\n",
    }
}

/// The rule.
pub(super) struct ResourceFile;

impl Rule for ResourceFile {
    fn codes(&self) -> &'static [&'static Code] {
        CODES
    }

    fn is_firm(&self) -> bool {
        true
    }

    fn check(&self, context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
        for resource in context.corpus.fiches.iter().filter_map(|f| f.resources.filled()).flatten() {
            let Some(file) = &resource.file else { continue };
            if matches!(context.files.read(&format!("content/{}", file.value)), Err(FileFault::Missing | FileFault::Outside | FileFault::Unreadable(_))) {
                findings.push(Diagnostic::at(&RESOURCE, file.span).with("path", file.value.clone()));
            }
        }
    }
}
