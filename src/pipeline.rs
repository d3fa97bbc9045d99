//! The order of the stages, written once; what stops what.
//!
//! An error in a text stops the publications that hold it, and no other. A finding never stops the search for others.

use crate::{assemble, check, judge, parse, press, render, resolve, typeset, workspace};

mod archive;
mod colours;
mod cover;
mod fit;
mod jobs;
mod laid;
mod make;
mod preflight;
mod proof;
mod reading;
mod sheets;

pub use crate::proof::{NO_PROOF, NO_RELEASE};
pub use archive::{Archive, Verdict, claim, standards};
pub use cover::Cover;
pub use fit::{Attempt, FitFact, is_goal};
pub use jobs::{Job, Request, Subject, obstacle, plan, publications};
pub use laid::{Grid, Laid, emit, grid, holds, lay_out, lay_out_after, lay_out_showing, settled};
pub use make::{DEEP_STACK, Made, Outcome, Work, build, build_one, inspect_and_build};
pub use preflight::{PaperFact, Report};
pub use press::{NO_FILE, SAME_FILE};
pub use proof::Since;
pub use reading::{Change, Input, Loaded, fix, inputs_digest, inspect, is_adjustable, load, read_after};
pub use sheets::Sheets;

use laid::bundle;
use reading::unreadable;

crate::codes! {
    /// A publication that is not made.
    BLOCKED = "P103" Note {
        "« {id} » n’est pas produit (fichiers en erreur : {count})" / "“{id}” is not made (files with errors: {count})",
        "corrigez les erreurs de {files}" / "correct the errors of {files}",
        "Une publication incomplète pourrait partir à l’impression sans que personne ne le voie." / "An incomplete publication might go to print without anybody noticing.",
    }
    /// A publication or a fiche that does not exist.
    NO_SUBJECT = "P104" Error outside {
        "il n’y a ni publication ni fiche « {id} »" / "there is no publication or fiche “{id}”",
        "{?vouliez-vous « {nearest} » ? ?}« livret list » les montre toutes" / "{?did you mean “{nearest}”? ?}`livret list` shows them all",
        "Le nom est celui de publications.yaml, ou celui du fichier de la fiche." / "The name is that of publications.yaml, or of the fiche’s file.",
    }
    /// A profile that does not exist.
    NO_PROFILE = "P105" Error outside {
        "le profil « {id} » n’existe pas" / "there is no profile “{id}”",
        "{?vouliez-vous « {nearest} » ? ?}{?profils : {words}?}" / "{?did you mean “{nearest}”? ?}{?profiles: {words}?}",
        "Les profils sont ceux de templates/profiles.yaml." / "Profiles are those of templates/profiles.yaml.",
    }
    /// A number of a profile that no press could use.
    OUT_OF_RANGE = "P107" Error {
        "profil « {id} » : « {key} » va de 0 à {limit}" / "profile “{id}”: `{key}` goes from 0 to {limit}",
        "corrigez ce nombre, ou supprimez la ligne" / "correct this number, or remove the line",
        "Un fond perdu démesuré ou un multiple énorme produirait des milliers de pages vides." / "A huge bleed or multiple would make thousands of blank pages.",
    }
    /// Standards that exclude each other.
    CONFLICT = "P109" Error {
        "profil « {id} » : les normes {standards} ne vont pas ensemble ({why})" / "profile “{id}”: the standards {standards} do not go together ({why})",
        "retirez l’une des normes de « standards » ; « ua-1 » va avec une seule norme PDF/A" / "take one of the standards out of `standards`; `ua-1` goes with one PDF/A standard",
        "Chaque norme fixe la version du PDF et ce qu’il peut contenir : certaines se contredisent." / "Each standard fixes the version of the PDF and what it may hold: some contradict each other.",
    }
    /// Marks on a file that claims a standard.
    MARKED = "P111" Error {
        "profil « {id} » : des repères (marks) ne vont pas avec {standards}" / "profile “{id}”: marks do not go with {standards}",
        "retirez `marks`, ou les normes de `standards`" / "take out `marks`, or the `standards`",
        "Les repères sont dessinés sur le fichier terminé, qui ne respecterait plus la norme qu’il annonce." / "Marks are drawn on the finished file, which would no longer meet the standard that it claims.",
    }
    /// A workspace that asks for nothing.
    NOTHING = "P108" Error {
        "il n’y a rien à produire : aucune publication n’est décrite" / "there is nothing to make: no publication is described",
        "décrivez-en une dans content/publications.yaml, ou demandez une fiche avec --fiche" / "describe one in content/publications.yaml, or ask for a fiche with --fiche",
        "Une publication dit quelles fiches vont ensemble, sous quel titre, dans quel format." / "A publication tells which fiches go together, under which title, in which format.",
    }
    /// A port that cannot be listened on.
    PORT_TAKEN = "P110" Error outside {
        "le port {port} ne peut pas servir : {why}" / "port {port} cannot be used: {why}",
        "un autre aperçu tourne sans doute déjà : ouvrez-le, fermez-le, ou choisissez un autre port avec --port (0 : n’importe lequel)" /
        "another preview probably runs already: open it, close it, or choose another port with --port (0: any)",
        "L’aperçu répond à une adresse de cette machine, et un port n’a qu’un seul occupant." / "The preview answers at an address of this machine, and a port has one holder only.",
    }
    /// A file that two documents would write.
    SAME_OUTPUT = "P106" Error outside {
        "« {id} » produirait le même fichier qu’une autre demande" / "“{id}” would make the same file as another request",
        "donnez à la publication un autre identifiant que celui d’une fiche" / "give the publication another identifier than a fiche’s",
        "L’un des deux fichiers écraserait l’autre." / "One of the two files would overwrite the other.",
    }
}

/// Every code of every stage, in the order of their identifiers.
pub fn codes() -> Vec<&'static crate::base::diag::Code> {
    let mut all: Vec<&'static crate::base::diag::Code> = [
        crate::base::node::CODES,
        crate::model::fiche::CODES,
        parse::codes::CODES,
        resolve::codes::CODES,
        assemble::CODES,
        render::CODES,
        judge::CODES,
        typeset::CODES,
        crate::import::codes::CODES,
        press::CODES,
        fit::CODES,
        archive::CODES,
        colours::CODES,
        crate::proof::CODES,
        workspace::CODES,
        CODES,
    ]
    .concat();
    all.extend(check::other_codes());
    all.extend(check::RULES.iter().flat_map(|r| r.codes().iter().copied()));
    all.sort_by_key(|c| c.id);
    all
}
