//! The only user of the disk: find a workspace, read it, store what was made, whole or not at all.

mod disk;
mod embedded;
mod manifest;
mod store;
mod watch;

pub use disk::DiskFiles;
pub use embedded::{embedded_fonts, embedded_templates, scaffold};
pub use manifest::{Manifest, Output, Said, digest, report_names};
pub use store::{create_new, replace, restore, store};
pub use watch::{Snapshot, Watch};

use crate::base::diag::Diagnostic;
use crate::base::files::{Bytes, Files};
use crate::model::assets::Templates;
use std::path::{Path, PathBuf};

/// The finding about a file that the system does not let be read.
pub fn unreadable(path: &std::path::Path, error: &std::io::Error) -> Diagnostic {
    use std::io::ErrorKind::{IsADirectory, NotFound, PermissionDenied};
    let (why, why_en) = match error.kind() {
        NotFound => ("il n’existe pas".to_owned(), "it does not exist".to_owned()),
        PermissionDenied => ("vous n’en avez pas le droit".to_owned(), "you are not allowed to".to_owned()),
        IsADirectory => ("c’est un dossier".to_owned(), "it is a folder".to_owned()),
        _ => (error.to_string(), error.to_string()),
    };
    Diagnostic::on(&UNREADABLE, path.to_string_lossy()).with("why", why).with("why_en", why_en)
}

crate::codes! {
    /// No workspace.
    NO_WORKSPACE = "W101" Error outside {
        "aucun espace de travail ici : content/collection.yaml est introuvable" / "no workspace here: content/collection.yaml cannot be found",
        "placez-vous dans le dossier qui contient content/, donnez-le avec --workspace, ou créez-en un avec « livret init DOSSIER »" /
        "go to the folder that holds content/, give it with --workspace, or make one with `livret init FOLDER`",
        "L’espace de travail est le dossier le plus proche, vers le haut, qui contient content/collection.yaml." /
        "The workspace is the nearest folder upwards that holds content/collection.yaml.",
    }
    /// A file of the workspace that cannot be read.
    UNREADABLE = "W102" Error {
        "ce fichier ne peut pas être lu : {why}" / "this file cannot be read: {why_en}",
        "mettez le fichier lui-même à cet endroit, lisible et nommé sans signe étrange" / "put the file itself in this place, readable and with a plain name",
        "Un fichier de content/ compte toujours : rien n’est sauté en silence." / "A file of content/ always counts: nothing is skipped silently.",
    }
    /// The output cannot be written.
    NOT_WRITTEN = "W103" Error outside {
        "impossible d’écrire « {path} » : {why}" / "cannot write “{path}”: {why}",
        "vérifiez les droits du dossier et la place sur le disque ; l’ancien fichier est intact" / "check the folder’s permissions and the space on the disk; the old file is untouched",
        "Un fichier est écrit en entier ou pas du tout." / "A file is written whole or not at all.",
    }
    /// A file that was taken out of a PDF and would replace another.
    STANDS = "W105" Error {
        "« {path} » existe déjà, et n’est pas le même" / "“{path}” exists already, and is not the same",
        "choisissez un autre dossier avec --into ; rien n’a été écrit" / "choose another folder with --into; nothing was written",
        "livret ne remplace jamais un texte écrit par quelqu’un." / "livret never replaces a text that somebody wrote.",
    }
    /// A link where files are to be written.
    LINKED = "W106" Error {
        "« {path} » est un lien : livret n’écrit pas au travers" / "“{path}” is a link: livret does not write through it",
        "choisissez un dossier neuf avec --into ; rien n’a été écrit" / "choose a new folder with --into; nothing was written",
        "Ce qu’un PDF contient ne doit pas pouvoir être écrit hors du dossier choisi." / "What a PDF holds must not be written outside of the folder that was chosen.",
    }
    /// A file would be overwritten.
    EXISTS = "W104" Error outside {
        "« {path} » existe déjà" / "“{path}” exists already",
        "choisissez un autre nom, ou déplacez-le" / "choose another name, or move it",
        "livret ne remplace jamais un texte écrit par quelqu’un." / "livret never replaces a text that somebody wrote.",
    }
}

/// How many files were written, and how many stood there already, the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Restored {
    /// Written.
    pub written: usize,
    /// The same already.
    pub same: usize,
}

/// The file that makes a folder a workspace.
pub const MARK: &str = "content/collection.yaml";

/// The nearest folder upwards that is a workspace.
pub fn find(from: &Path) -> Option<PathBuf> {
    from.ancestors().find(|dir| dir.join(MARK).is_file()).map(Path::to_path_buf)
}

/// The templates in force: the binary's, and over them the workspace's files of the same name.
pub fn templates(files: &dyn Files) -> Templates {
    let mut out = embedded_templates();
    for path in files.list("templates") {
        if let (Some(name), Ok(bytes)) = (path.strip_prefix("templates/"), files.read(&path)) {
            out.0.insert(name.to_owned(), bytes);
        }
    }
    out
}

/// The font files in force, in the order of their names: the binary's, and the workspace's own.
pub fn fonts(files: &dyn Files) -> Vec<(String, Bytes)> {
    let mut out = embedded_fonts();
    for path in files.list("fonts") {
        let lower = path.to_lowercase();
        if (lower.ends_with(".ttf") || lower.ends_with(".otf") || lower.ends_with(".ttc"))
            && let Ok(bytes) = files.read(&path)
        {
            out.insert(path, bytes);
        }
    }
    out.into_iter().collect()
}

/// A finding about what could not be written.
pub(crate) fn not_written(path: &Path, error: &std::io::Error) -> Diagnostic {
    let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    Diagnostic::on(&NOT_WRITTEN, name.clone()).with("path", name).with("why", error.to_string())
}
