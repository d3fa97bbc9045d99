//! The arguments, as typed.

use crate::base::diag::Lang;
use crate::model::imposition::{Duplex, SheetFormat};
use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{Args as ClapArgs, Parser, Subcommand, ValueEnum};
use std::path::PathBuf;

/// Des fiches datées et des mémorandums en Markdown, composés en livrets PDF.
#[derive(Debug, Parser)]
#[command(name = "livret", version, about, propagate_version = true, arg_required_else_help = true)]
pub(super) struct Args {
    #[command(flatten)]
    pub(super) global: Global,
    #[command(subcommand)]
    pub(super) command: Command,
}

#[derive(Debug, ClapArgs)]
pub(super) struct Global {
    /// Dossier de l’espace de travail (par défaut : le plus proche, vers le haut, qui contient content/collection.yaml)
    #[arg(long, global = true, value_name = "DOSSIER")]
    pub(super) workspace: Option<PathBuf>,
    /// Langue des messages
    #[arg(long, global = true, value_enum)]
    pub(super) lang: Option<MessageLang>,
    /// Couleurs
    #[arg(long, global = true, value_enum, default_value = "auto")]
    pub(super) color: Color,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
pub(super) enum MessageLang {
    Fr,
    En,
}

impl From<MessageLang> for Lang {
    fn from(lang: MessageLang) -> Self {
        match lang {
            MessageLang::Fr => Self::Fr,
            MessageLang::En => Self::En,
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Color {
    Auto,
    Always,
    Never,
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Produit les PDF dans output/ : tout, ou les publications nommées
    Build(BuildArgs),
    /// Montre les pages dans le navigateur, et suit chaque enregistrement
    Preview(PreviewArgs),
    /// Signale ce qui manque ou ne va pas, sans rien produire
    Check(CheckArgs),
    /// Montre les publications, les fiches, les profils, les catégories ou les sigles
    List(ListArgs),
    /// Travaille sur le glossaire : propose les sigles que les textes expliquent
    Sigles(SiglesArgs),
    /// Crée une fiche ou un mémorandum
    New(NewArgs),
    /// Crée un espace de travail prêt à l’emploi
    Init(InitArgs),
    /// Transforme un texte venu d’ailleurs en espace de travail
    Import(ImportArgs),
    /// Met un PDF en feuilles à plier : deux pages par côté, recto verso
    Impose(ImposeArgs),
    /// Rend les sources qu’un PDF contient
    Recover(RecoverArgs),
    /// Refait un PDF à partir des sources qu’il contient, et dit si les octets sont les mêmes
    Verify(VerifyArgs),
    /// Explique un code de message
    Explain(ExplainArgs),
    /// Écrit les schémas JSON des formats, pour l’éditeur de texte
    Schema(SchemaArgs),
    /// Écrit les complétions du shell
    Completions {
        /// Le shell
        shell: clap_complete::Shell,
    },
}

#[derive(Debug, ClapArgs)]
pub(super) struct BuildArgs {
    /// Publications (par défaut : toutes)
    pub(super) publications: Vec<String>,
    /// Une fiche seule, avec le numéro et les renvois qu’elle a dans le livret
    #[arg(long, value_name = "ID")]
    pub(super) fiche: Vec<String>,
    /// Profil : ecran, bureau, imprimeur, epreuve (par défaut : ceux de la publication)
    #[arg(long, value_name = "PROFIL")]
    pub(super) profile: Vec<String>,
    /// Les avertissements comptent comme des erreurs
    #[arg(long)]
    pub(super) strict: bool,
    /// Écrit aussi : le projet Typst équivalent, ou les pages en PNG
    #[arg(long, value_enum)]
    pub(super) emit: Option<Emit>,
    /// Résolution des PNG, en points par pouce
    #[arg(long, default_value_t = 110.0, value_name = "PPP")]
    pub(super) ppi: f64,
    /// Écrit aussi une épreuve annotée de ce qui est à revoir dans la mise en page : <fichier>-mise-en-page.pdf
    #[arg(long)]
    pub(super) layout_report: bool,
    /// Dit ce qui a été changé pour atteindre le nombre de pages demandé, et ce que donnerait un pas de plus
    #[arg(long)]
    pub(super) explain_fit: bool,
    /// Épreuves : marque ce qui a changé depuis un PDF « ecran » antérieur, ou depuis son manifest.json
    #[arg(long, value_name = "FICHIER")]
    pub(super) since: Option<PathBuf>,
    /// Normes des PDF pour l’écran, jointes par + : ua-1, a-2a ou a-3a (par défaut : celles du profil)
    #[arg(long, value_name = "NORMES")]
    pub(super) standard: Option<String>,
    /// Joint aux PDF pour l’écran les sources dont ils sont faits : tout content/, brouillons compris (veut la norme a-3a)
    #[arg(long)]
    pub(super) embed_sources: bool,
    /// Refait même ce qui n’a pas changé
    #[arg(long)]
    pub(super) force: bool,
    /// Nombre de fils d’exécution
    #[arg(long, value_name = "N")]
    pub(super) jobs: Option<usize>,
    /// Dossier des fichiers produits
    #[arg(long, value_name = "DOSSIER")]
    pub(super) output: Option<PathBuf>,
}

#[derive(Debug, ClapArgs)]
pub(super) struct PreviewArgs {
    /// La fiche ou la publication à montrer (par défaut : la première publication)
    #[arg(value_name = "FICHE | PUBLICATION")]
    pub(super) subject: Option<String>,
    /// Port de l’adresse locale ; 0 : n’importe lequel
    #[arg(long, value_name = "N", default_value_t = 4747)]
    pub(super) port: u16,
    /// Ouvre le navigateur
    #[arg(long)]
    pub(super) open: bool,
    /// N’ouvre aucun texte depuis la page : pour un projecteur, une réunion
    #[arg(long)]
    pub(super) readonly: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Emit {
    /// Un dossier que le programme Typst compile
    Typst,
    /// Une image par page
    Png,
}

#[derive(Debug, ClapArgs)]
pub(super) struct CheckArgs {
    /// Fichiers à vérifier (par défaut : tout)
    pub(super) files: Vec<PathBuf>,
    /// Applique les corrections qui ne peuvent pas changer le sens ; jamais une lettre ni un chiffre
    #[arg(long)]
    pub(super) fix: bool,
    /// Avec --fix : montre les corrections sans rien écrire
    #[arg(long, requires = "fix")]
    pub(super) dry_run: bool,
    /// Forme du rapport
    #[arg(long, value_enum, default_value = "human")]
    pub(super) format: Format,
    /// Les avertissements comptent comme des erreurs
    #[arg(long)]
    pub(super) strict: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Format {
    Human,
    Short,
    Json,
    Sarif,
    Github,
}

#[derive(Debug, ClapArgs)]
pub(super) struct ListArgs {
    /// Ce qu’il faut montrer
    #[arg(value_enum, default_value = "publications")]
    pub(super) what: Listed,
    /// En JSON
    #[arg(long)]
    pub(super) json: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Listed {
    Publications,
    Fiches,
    Profils,
    Categories,
    Sigles,
    /// L’ordre des fiches, et ce qui place chacune
    Chronologie,
}

#[derive(Debug, ClapArgs)]
pub(super) struct SiglesArgs {
    #[command(subcommand)]
    pub(super) command: SiglesCommand,
}

#[derive(Debug, Subcommand)]
pub(super) enum SiglesCommand {
    /// Cherche dans les textes ce que les sigles veulent dire, et propose des entrées pour content/sigles.yaml
    Suggest(SuggestArgs),
}

#[derive(Debug, ClapArgs)]
pub(super) struct SuggestArgs {
    /// Ajoute les entrées sûres à content/sigles.yaml, sans rien y changer d’autre
    #[arg(long)]
    pub(super) write: bool,
    /// Forme de la réponse
    #[arg(long, value_enum, default_value = "human")]
    pub(super) format: SuggestFormat,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum SuggestFormat {
    Human,
    Json,
}

#[derive(Debug, ClapArgs)]
pub(super) struct NewArgs {
    /// Ce qu’il faut créer
    #[arg(value_enum)]
    pub(super) what: NewKind,
    /// Titre
    pub(super) title: String,
    /// Date EDTF : 2012, 2012-06-23, 2010/2015, 1985~…
    #[arg(long)]
    pub(super) date: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum NewKind {
    Fiche,
    Memorandum,
}

#[derive(Debug, ClapArgs)]
pub(super) struct InitArgs {
    /// Dossier à créer
    pub(super) dir: PathBuf,
}

#[derive(Debug, ClapArgs)]
pub(super) struct ImportArgs {
    /// Format du fichier
    #[arg(long, value_enum)]
    pub(super) from: ImportFormat,
    /// Le fichier à importer
    pub(super) file: PathBuf,
    /// Dossier où créer l’espace de travail
    #[arg(long, value_name = "DOSSIER")]
    pub(super) into: PathBuf,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum ImportFormat {
    /// Texte copié du site (archive)
    Texte,
}

#[derive(Debug, ClapArgs)]
pub(super) struct ImposeArgs {
    /// Le PDF à mettre en feuilles
    pub(super) file: Option<PathBuf>,
    /// Le fichier à écrire (par défaut : à côté, « …-imposé.pdf »)
    #[arg(long, short, value_name = "FICHIER")]
    pub(super) output: Option<PathBuf>,
    /// Papier : auto prend l’A4 pour l’A5 et l’A3 pour l’A4
    #[arg(long, value_name = "PAPIER", default_value = "auto", value_parser = PossibleValuesParser::new(SheetFormat::WORDS).map(|w| SheetFormat::from_word(&w).unwrap_or_default()))]
    pub(super) sheet: SheetFormat,
    /// Bord sur lequel l’imprimante retourne la feuille : court ou long
    #[arg(long, value_name = "BORD", default_value = "short-edge", value_parser = PossibleValuesParser::new(Duplex::WORDS).map(|w| Duplex::from_word(&w).unwrap_or_default()))]
    pub(super) duplex: Duplex,
    /// Feuilles par cahier ; 0 : un seul livret
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub(super) signature: u32,
    /// Épaisseur d’une feuille en mm, pour la chasse (0.1 pour 80 g)
    #[arg(long, value_name = "MM")]
    pub(super) thickness: Option<f64>,
    /// Bord que l’imprimante n’imprime pas, en mm, laissé blanc
    #[arg(long, value_name = "MM", default_value_t = 0.0)]
    pub(super) border: f64,
    /// Agrandit ou réduit les pages à la partie imprimable
    #[arg(long)]
    pub(super) fit: bool,
    /// Repères de pli
    #[arg(long)]
    pub(super) fold: bool,
    /// Repères d’agrafes
    #[arg(long)]
    pub(super) staples: bool,
    /// La dernière page reste la dernière : les pages blanches passent avant elle
    #[arg(long)]
    pub(super) cover: bool,
    /// Une première page dit comment imprimer, plier et agrafer
    #[arg(long)]
    pub(super) instructions: bool,
    /// Produit la feuille qui mesure le décalage du recto verso
    #[arg(long)]
    pub(super) calibration: bool,
    /// Décalage du verso en mm, vers la droite et vers le haut, au lieu de celui de collection.yaml
    #[arg(long, value_name = "X,Y", value_parser = offset, allow_hyphen_values = true)]
    pub(super) offset: Option<(f64, f64)>,
}

/// Two numbers, as « 0.5,-1 ».
fn offset(text: &str) -> Result<(f64, f64), String> {
    let numbers: Option<Vec<f64>> = text.split(',').map(|n| n.trim().parse().ok()).collect();
    match numbers.as_deref() {
        Some([x, y]) => Ok((*x, *y)),
        _ => Err("deux nombres séparés par une virgule, par exemple 0.5,-1".to_owned()),
    }
}

#[derive(Debug, ClapArgs)]
pub(super) struct RecoverArgs {
    /// Le PDF
    pub(super) file: PathBuf,
    /// Dossier où écrire (par défaut : « …-sources », ici)
    #[arg(long, value_name = "DOSSIER")]
    pub(super) into: Option<PathBuf>,
}

#[derive(Debug, ClapArgs)]
pub(super) struct VerifyArgs {
    /// Le PDF
    pub(super) file: PathBuf,
}

#[derive(Debug, ClapArgs)]
pub(super) struct ExplainArgs {
    /// Code, par exemple R105 ; sans code, la liste de tous
    pub(super) code: Option<String>,
    /// Le catalogue de tous les codes, en Markdown
    #[arg(long, conflicts_with = "code")]
    pub(super) catalogue: bool,
}

#[derive(Debug, ClapArgs)]
pub(super) struct SchemaArgs {
    /// Le format ; sans nom, la liste
    #[arg(value_enum)]
    pub(super) name: Option<SchemaName>,
    /// Écrit tous les schémas dans ce dossier, et les réglages à donner à VS Code
    #[arg(long, value_name = "DOSSIER")]
    pub(super) into: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum SchemaName {
    Fiche,
    Memorandum,
    Collection,
    Marque,
    Publications,
    Sigles,
    Faits,
    Categories,
    Profiles,
    /// Le rapport de « livret check --format json »
    Rapport,
}
