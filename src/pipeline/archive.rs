//! PDFs that carry their sources: what is embedded, what is taken out again, and whether it makes the same file.

use super::{Input, Job, Loaded, Subject, build_one, load};
use crate::base::diag::{Diagnostic, nearest};
use crate::base::files::{Bytes, FileFault, Files, MemFiles};
use crate::base::source::{SourceId, Sources, Span, Spanned};
use crate::model::archive::{Attachment, RECIPE, RECIPE_VERSION, Recipe, RecipeKind, path_fault};
use crate::model::bundle::Bundle;
use crate::model::fiche::{Fiche, Status};
use crate::model::profile::{Profile, Standard};
use crate::model::publication::Publication;
use crate::press::Opened;
use crate::{render, workspace};
use std::collections::BTreeSet;
use std::sync::Arc;

crate::codes! {
    /// Standards that cannot be asked for.
    BAD_STANDARDS = "F052" Error outside {
        "--standard : « {found} » {why}" / "--standard: “{found}” {why_en}",
        "{?vouliez-vous « {nearest} » ? ?}normes : ua-1, a-2a ou a-3a, jointes par + : « ua-1+a-3a »" /
        "{?did you mean “{nearest}”? ?}standards: ua-1, a-2a or a-3a, joined by +: `ua-1+a-3a`",
        "ua-1 est l’accessibilité, a-2a et a-3a l’archivage ; un fichier suit une seule norme d’archivage." /
        "ua-1 is accessibility, a-2a and a-3a are for archives; a file follows one standard for archives.",
    }
    /// Sources in a file whose standard does not allow it.
    NEEDS_A3 = "F053" Error outside {
        "profil « {id} » : seule la norme a-3a permet de joindre les sources{? (ici : {standards})?}" /
        "profile “{id}”: only the standard a-3a allows sources to be embedded{? (here: {standards})?}",
        "demandez « livret build --standard ua-1+a-3a --embed-sources »" / "ask for `livret build --standard ua-1+a-3a --embed-sources`",
        "Un fichier PDF/A-2 ne peut contenir aucun autre fichier que des PDF/A ; PDF/A-3 le permet." /
        "A PDF/A-2 file may hold no other files than PDF/A; PDF/A-3 allows it.",
    }
    /// Standards for files that cannot claim any.
    NO_SCREEN = "F054" Error outside {
        "aucun des profils demandés ({words}) n’est un PDF balisé pour l’écran" / "none of the profiles asked for ({words}) is a tagged PDF for the screen",
        "ajoutez « --profile ecran »" / "add `--profile ecran`",
        "ua-1, a-2a et a-3a veulent un fichier balisé ; celui du copieur, celui de l’imprimeur et l’épreuve ne le sont pas." /
        "ua-1, a-2a and a-3a want a tagged file; those for the copier and the printing house and proofs are not.",
    }
    /// A source that cannot be embedded.
    NOT_CARRIED = "F055" Error {
        "ce fichier ne peut pas être joint au PDF : {why}" / "this file cannot be embedded in the PDF: {why_en}",
        "mettez le fichier lui-même à cet endroit, nommé simplement, ou retirez-le de content/" / "put the file itself in this place, plainly named, or take it out of content/",
        "Des sources incomplètes ne permettraient pas de refaire le même fichier." / "With incomplete sources the same file could not be made again.",
    }
    /// A draft among the sources that a file carries.
    UNPUBLISHED = "F061" Warning {
        "« {id} » n’est pas publié ({status}), mais son texte part avec les sources jointes au PDF" /
        "“{id}” is not published ({status}), but its text goes out with the sources that the PDF carries",
        "publiez la fiche (`statut: publié`), sortez son fichier de content/, ou ne joignez pas les sources" /
        "publish the fiche (`statut: publié`), take its file out of content/, or do not embed the sources",
        "Qui reçoit le PDF peut en reprendre chaque fichier de content/ (« livret recover »), brouillons compris." /
        "Whoever gets the PDF can take every file of content/ out of it (`livret recover`), drafts included.",
    }
    /// A PDF that carries no sources of ours.
    NO_SOURCES = "F056" Error {
        "« {file} » ne contient pas ses sources" / "“{file}” does not carry its sources",
        "seuls les PDF faits avec « livret build --standard ua-1+a-3a --embed-sources » les contiennent" /
        "only PDFs made with `livret build --standard ua-1+a-3a --embed-sources` do",
        "livret ne devine pas un texte à partir de ses pages." / "livret does not guess a text from its pages.",
    }
    /// A path that is not to be written.
    BAD_PATH = "F057" Error {
        "« {file} » contient un fichier dont le chemin est refusé, « {path} » : {why}" / "“{file}” holds a file whose path is refused, “{path}”: {why_en}",
        "ne vous fiez pas à ce PDF : livret n’écrit jamais un tel chemin ; rien n’a été repris" / "do not trust this PDF: livret never writes such a path; nothing was taken over",
        "Un PDF fabriqué pourrait faire écrire un fichier n’importe où sur le disque." / "A crafted PDF could have a file written anywhere on the disk.",
    }
    /// A recipe that cannot be followed.
    BAD_RECIPE = "F058" Error {
        "« {file} » ne dit pas comment il a été fait : {why}" / "“{file}” does not say how it was made: {why_en}",
        "prenez la version de livret qui l’a fait, ou reprenez le PDF tel qu’elle l’a écrit" / "take the version of livret that made it, or the PDF as it wrote it",
        "Le fichier livret.json, joint aux sources, donne la publication, le profil, les normes et la date." /
        "The file livret.json, beside the sources, gives the publication, the profile, the standards and the date.",
    }
    /// Another program than the one that made the file.
    OTHER_PROGRAM = "F059" Warning {
        "« {file} » a été fait par {made} ; ce programme est {own}" / "“{file}” was made by {made}; this program is {own}",
        "des octets différents peuvent n’avoir que cette cause : prenez cette version-là pour en être sûr" / "different bytes may have no other cause: take that version to be sure",
        "Chaque version de livret peut mettre en page un peu autrement." / "Each version of livret may set pages a little differently.",
    }
    /// A file that its sources do not make.
    DIFFERENT = "F060" Error {
        "« {file} » n’est pas ce que ses sources donnent : {own} octets, {made} une fois refait ; premier écart à l’octet {at}" /
        "“{file}” is not what its sources make: {own} bytes, {made} when made again; first difference at byte {at}",
        "demandez le fichier d’origine, ou refaites-le : « livret recover », puis « livret build »" / "ask for the original file, or make it again: `livret recover`, then `livret build`",
        "Le PDF ou ses sources ont été changés après coup, ou un autre programme les a refaits." / "The PDF or its sources were changed afterwards, or another program made them.",
    }
}

/// Reads the standards of `--standard`: words joined by `+`.
///
/// # Errors
/// An unknown word, a word twice, two standards for archives.
pub fn standards(text: &str) -> Result<Vec<Standard>, Diagnostic> {
    const OFFERED: [Standard; 3] = [Standard::Ua1, Standard::A2a, Standard::A3a];
    let bad = |found: &str, why: &'static str, why_en: &'static str| {
        Diagnostic::on(&BAD_STANDARDS, "").with("found", found.to_owned()).with("why", why).with("why_en", why_en)
    };
    let mut out: Vec<Standard> = Vec::new();
    for word in text.split('+').map(str::trim) {
        let Some(standard) = Standard::from_word(&word.to_lowercase()).filter(|s| OFFERED.contains(s)) else {
            let near = nearest(word, OFFERED.iter().map(|s| s.word())).unwrap_or_default();
            return Err(bad(word, "n’est pas une norme que l’on demande ici", "is no standard to be asked for here").with("nearest", near));
        };
        if out.contains(&standard) {
            return Err(bad(word, "est demandé deux fois", "is asked for twice"));
        }
        out.push(standard);
    }
    if out.contains(&Standard::A2a) && out.contains(&Standard::A3a) {
        return Err(bad(text, "demande deux normes d’archivage", "asks for two standards for archives"));
    }
    // The engine takes them in any order; the file says them in this one.
    out.sort();
    Ok(out)
}

/// Lets the profiles for the screen among those of some jobs claim other standards, and carry the sources.
///
/// # Errors
/// When there is no such profile, or its standards do not allow sources.
pub fn claim(loaded: &mut Loaded, files: &dyn Files, jobs: &[Job], standards: Option<&[Standard]>, embed: bool) -> Result<(), Vec<Diagnostic>> {
    let asked: BTreeSet<&str> = jobs.iter().map(|j| j.profile.as_str()).collect();
    let mut findings = Vec::new();
    let mut any = false;
    for (name, profile) in loaded.profiles.iter_mut().filter(|(name, p)| asked.contains(name.as_str()) && p.is_for_screen()) {
        any = true;
        if let Some(standards) = standards {
            profile.standards = standards.iter().map(|s| Spanned::new(*s, Span::file(SourceId(0)))).collect();
        }
        profile.sources |= embed;
        findings.extend(unfit(name, profile).map(|f| Diagnostic { path: Some(String::new()), ..f }));
    }
    if !any {
        findings.push(Diagnostic::on(&NO_SCREEN, "").with("words", asked.into_iter().collect::<Vec<_>>().join(", ")));
    }
    if !findings.is_empty() {
        return Err(findings);
    }
    if embed && loaded.carried.is_none() {
        loaded.carried = Some(Carried::read(files));
    }
    Ok(())
}

/// The finding about a profile that carries sources and must not.
pub(super) fn unfit(name: &str, profile: &Profile) -> Option<Diagnostic> {
    let words = || profile.standards.iter().map(|s| s.value.word()).collect::<Vec<_>>().join(", ");
    let fit = profile.standards.iter().any(|s| s.value == Standard::A3a);
    (profile.sources && !fit).then(|| Diagnostic::on(&NEEDS_A3, "templates/profiles.yaml").with("id", name.to_owned()).with("standards", words()))
}

/// All that a file has to carry so that it can be made again.
#[derive(Debug, Clone, Default)]
pub(super) struct Carried {
    files: Vec<(String, Bytes)>,
    /// What cannot be carried.
    pub(super) faults: Vec<Diagnostic>,
}

impl Carried {
    /// Every file of `content/`, since rules and lists look at all of them; and of `templates/` and `fonts/` what the program has not
    /// itself. The licence of a font goes with it.
    pub(super) fn read(files: &dyn Files) -> Self {
        let mut out = Self::default();
        let (templates, fonts) = (workspace::embedded_templates(), workspace::embedded_fonts());
        let mut take = |path: String, own: &dyn Fn(&Bytes) -> bool| match (files.read(&path), path_fault(&path)) {
            (Ok(bytes), None) => {
                if own(&bytes) {
                    out.files.push((path, bytes));
                }
            }
            (Ok(_), Some((why, why_en))) => out.faults.push(Diagnostic::on(&NOT_CARRIED, path).with("why", why).with("why_en", why_en)),
            (Err(fault), _) => out.faults.push(unread(&path, &fault)),
        };
        for path in files.list("content") {
            take(path, &|_| true);
        }
        for path in files.list("templates") {
            let name = path.trim_start_matches("templates/").to_owned();
            // What documents the templates, or makes a new workspace, makes no page.
            let used = [".typ", ".hbs", ".yaml", ".icc"].iter().any(|end| name.ends_with(end)) && !name.starts_with("new/");
            if used {
                take(path, &|bytes| templates.0.get(&name) != Some(bytes));
            }
        }
        let mut folder = files.list("fonts");
        let is_own = |path: &String| !fonts.contains_key(path) || files.read(path).ok().as_ref() != fonts.get(path);
        let is_font = |path: &String| [".ttf", ".otf", ".ttc"].iter().any(|end| path.to_lowercase().ends_with(end));
        if !folder.iter().any(|path| is_font(path) && is_own(path)) {
            folder.clear();
        }
        for path in folder {
            let same = fonts.get(&path);
            take(path.clone(), &|bytes| same != Some(bytes));
        }
        out
    }
}

fn unread(path: &str, fault: &FileFault) -> Diagnostic {
    let said = super::unreadable(fault, None, path);
    Diagnostic { code: &NOT_CARRIED, severity: NOT_CARRIED.severity, ..said }
}

/// Puts the sources of a publication, and how it is made, into its bundle.
pub(super) fn carry(bundle: &mut Bundle, loaded: &Loaded, publication: &Publication, profile_name: &str, profile: &Profile) {
    let recipe = Recipe {
        version: RECIPE_VERSION,
        program: env!("CARGO_PKG_VERSION").to_owned(),
        build: env!("LIVRET_BUILD").to_owned(),
        kind: if publication.single { RecipeKind::Fiche } else { RecipeKind::Publication },
        id: publication.id.clone(),
        profile: profile_name.to_owned(),
        standards: profile.standards.iter().map(|s| s.value.word().to_owned()).collect(),
        date: loaded.date,
    };
    let bytes = loaded.recipe.clone().unwrap_or_else(|| {
        let mut text = serde_json::to_string_pretty(&recipe).unwrap_or_default();
        text.push('\n');
        Arc::new(text.into_bytes())
    });
    let mut files = vec![Attachment { path: RECIPE.to_owned(), bytes, is_source: false }];
    let carried = loaded.carried.iter().flat_map(|c| &c.files);
    files.extend(carried.map(|(path, bytes)| Attachment { path: path.clone(), bytes: bytes.clone(), is_source: true }));
    render::attach(bundle, &files);
}

/// The findings about fiches that a file carries and its pages do not show, because they are not published.
pub(super) fn unpublished(loaded: &Loaded, publication: &Publication) -> Vec<Diagnostic> {
    let hidden = |f: &&Fiche| f.status != Status::Published && !publication.fiches.contains(&f.id);
    let fiches = loaded.corpus.fiches.iter().filter(hidden);
    fiches.map(|f| Diagnostic::at(&UNPUBLISHED, f.title.span).with("id", f.id.clone()).with("status", f.status.word())).collect()
}

/// What a PDF carries.
pub struct Archive {
    /// How it was made.
    pub recipe: Recipe,
    /// Its sources.
    pub files: MemFiles,
    /// The recipe as it is written in the file.
    written: Bytes,
    /// The name of the PDF, for findings.
    name: String,
}

/// What [`Archive::verify`] finds.
pub struct Verdict {
    /// Whether the file made again has the same bytes.
    pub same: bool,
    /// What there is to say.
    pub findings: Vec<Diagnostic>,
    /// The sources that findings point into.
    pub sources: Sources,
}

impl Archive {
    /// Takes the sources out of a PDF.
    ///
    /// # Errors
    /// When it is no PDF, carries none, or carries what must not be written: every such path.
    pub fn open(bytes: &[u8], name: &str) -> Result<Self, Vec<Diagnostic>> {
        let attached = Opened::new(bytes, name).and_then(|pdf| pdf.attachments()).map_err(|f| vec![f])?;
        let on = |code| Diagnostic::on(code, name).with("file", name.to_owned());
        let Some((_, written)) = attached.iter().find(|(path, _)| path == RECIPE) else { return Err(vec![on(&NO_SOURCES)]) };
        let written: Bytes = Arc::new(written.clone());
        let bad = |why: String, why_en: String| vec![on(&BAD_RECIPE).with("why", why).with("why_en", why_en)];
        let recipe = serde_json::from_slice::<serde_json::Value>(&written).map_err(|e| bad(e.to_string(), e.to_string()))?;
        if let Some(version) = recipe.get("version").and_then(serde_json::Value::as_u64).filter(|v| *v > u64::from(RECIPE_VERSION)) {
            return Err(bad(format!("format {version}, plus récent que ce programme"), format!("format {version}, later than this program")));
        }
        let recipe: Recipe = serde_json::from_value(recipe).map_err(|e| bad(e.to_string(), e.to_string()))?;
        let mut files = MemFiles::default();
        let mut findings = Vec::new();
        for (path, bytes) in attached.into_iter().filter(|(path, _)| path != RECIPE) {
            let twice = files.0.contains_key(&path);
            let fault = path_fault(&path).or_else(|| twice.then_some(("il y est deux fois", "it is there twice")));
            if let Some((why, why_en)) = fault {
                findings.push(on(&BAD_PATH).with("path", path).with("why", why).with("why_en", why_en));
            } else {
                files.put(path, bytes);
            }
        }
        // No file can be a folder of another.
        for path in files.0.keys() {
            let mut above = path.as_str();
            while let Some((folder, _)) = above.rsplit_once('/') {
                if files.0.contains_key(folder) {
                    findings.push(
                        on(&BAD_PATH)
                            .with("path", path.clone())
                            .with("why", "un autre fichier a le nom de son dossier")
                            .with("why_en", "another file has its folder’s name"),
                    );
                }
                above = folder;
            }
        }
        if findings.is_empty() && files.0.is_empty() {
            findings.push(on(&NO_SOURCES));
        }
        if findings.is_empty() { Ok(Self { recipe, files, written, name: name.to_owned() }) } else { Err(findings) }
    }

    /// The finding about the program that made the file, when it was another.
    pub fn other_program(&self) -> Option<Diagnostic> {
        let (made, own) = ((self.recipe.program.as_str(), self.recipe.build.as_str()), (env!("CARGO_PKG_VERSION"), env!("LIVRET_BUILD")));
        let words = |(version, build): (&str, &str)| format!("livret {version} ({build})");
        (made != own)
            .then(|| Diagnostic::on(&OTHER_PROGRAM, self.name.clone()).with("file", self.name.clone()).with("made", words(made)).with("own", words(own)))
    }

    /// Makes the file again in memory and compares.
    ///
    /// # Errors
    /// When it cannot be made, with the sources that findings point into.
    pub fn verify(&self, bytes: &[u8]) -> Result<Verdict, (Vec<Diagnostic>, Sources)> {
        let mut findings: Vec<Diagnostic> = self.other_program().into_iter().collect();
        let bad = |why: &str, why_en: &str| {
            let finding = Diagnostic::on(&BAD_RECIPE, self.name.clone()).with("file", self.name.clone());
            finding.with("why", why.to_owned()).with("why_en", why_en.to_owned())
        };
        let recipe = &self.recipe;
        let asked = match standards(&recipe.standards.join("+")) {
            Ok(asked) => asked,
            Err(_) => return Err((vec![bad("normes inconnues", "unknown standards")], Sources::default())),
        };
        let date = recipe.date.filter(|(_, month, day)| (1..=12).contains(month) && (1..=31).contains(day));
        if date != recipe.date {
            return Err((vec![bad("date impossible", "impossible date")], Sources::default()));
        }
        let mut loaded = load(&Input { files: &self.files, date });
        loaded.recipe = Some(self.written.clone());
        let subject = match recipe.kind {
            RecipeKind::Publication => Subject::Publication(recipe.id.clone()),
            RecipeKind::Fiche => Subject::Fiche(recipe.id.clone()),
        };
        let known = match &subject {
            Subject::Publication(id) => loaded.corpus.publications.iter().any(|p| p.id == *id),
            Subject::Fiche(id) => loaded.corpus.fiche(id).is_some(),
        };
        let job = Job { subject, profile: recipe.profile.clone(), file: self.name.clone() };
        let claimed = claim(&mut loaded, &self.files, std::slice::from_ref(&job), Some(&asked), true);
        let more = match claimed {
            Err(faults) => faults,
            Ok(()) if !known => vec![bad("ses sources n’ont pas ce qu’il montre", "its sources lack what it shows")],
            Ok(()) => Vec::new(),
        };
        if !more.is_empty() {
            findings.extend(more);
            return Err((findings, loaded.sources));
        }
        let made = match build_one(&loaded, &job) {
            Ok(made) => made,
            Err(faults) => {
                let errors = loaded.findings.iter().filter(|f| f.severity == crate::base::diag::Severity::Error).cloned();
                findings.extend(errors.chain(faults));
                return Err((findings, loaded.sources));
            }
        };
        let same = made == bytes;
        if !same {
            let at = made.iter().zip(bytes).take_while(|(a, b)| a == b).count() + 1;
            let finding = Diagnostic::on(&DIFFERENT, self.name.clone()).with("file", self.name.clone());
            findings.push(finding.with("own", bytes.len().to_string()).with("made", made.len().to_string()).with("at", at.to_string()));
        }
        Ok(Verdict { same, findings, sources: loaded.sources })
    }
}
