//! The arguments, as typed.

use crate::base::diag::Lang;
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
    /// Crée une fiche ou un mémorandum
    New(NewArgs),
    /// Crée un espace de travail prêt à l’emploi
    Init(InitArgs),
    /// Transforme un texte venu d’ailleurs en espace de travail
    Import(ImportArgs),
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
pub(super) struct ExplainArgs {
    /// Code, par exemple R105 ; sans code, la liste de tous
    pub(super) code: Option<String>,
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
    Publications,
    Sigles,
    Categories,
    Profiles,
}
