//! `livret schema`: JSON Schemas made from the types, so that an editor completes and validates.

use super::args::{Global, SchemaArgs, SchemaName};
use super::terminal::Terminal;
use super::{Exit, report};
use crate::base::node::Pairs;
use crate::model::brand::Brand;
use crate::model::catalog::{CategoryEntry, Collection, FactEntry, PublicationEntry, TermEntry};
use crate::model::fiche::{FicheHeader, MemorandumHeader};
use crate::model::profile::Profile;
use crate::workspace::store;
use clap::ValueEnum;

/// The schema of a format, as text.
fn text(name: SchemaName) -> String {
    let schema = match name {
        SchemaName::Fiche => schemars::schema_for!(FicheHeader),
        SchemaName::Memorandum => schemars::schema_for!(MemorandumHeader),
        SchemaName::Collection => schemars::schema_for!(Collection),
        SchemaName::Marque => schemars::schema_for!(Brand),
        SchemaName::Publications => schemars::schema_for!(Vec<PublicationEntry>),
        SchemaName::Sigles => schemars::schema_for!(Vec<TermEntry>),
        SchemaName::Faits => schemars::schema_for!(Vec<FactEntry>),
        SchemaName::Categories => schemars::schema_for!(Vec<CategoryEntry>),
        SchemaName::Profiles => schemars::schema_for!(Pairs<Profile>),
        SchemaName::Rapport => report::schema(),
    };
    let mut out = serde_json::to_string_pretty(&schema).unwrap_or_default();
    out.push('\n');
    out
}

fn word(name: SchemaName) -> String {
    name.to_possible_value().map(|v| v.get_name().to_owned()).unwrap_or_default()
}

pub(super) fn run(args: &SchemaArgs, global: &Global, terminal: &mut Terminal) -> Exit {
    if let Some(dir) = &args.into {
        for name in SchemaName::value_variants() {
            let file = format!("{}.schema.json", word(*name));
            if let Err(finding) = store(&dir.join(&file), text(*name).as_bytes()) {
                report::findings(&[finding], &Default::default(), global.lang(None), terminal);
                return Exit::Command;
            }
            terminal.out(&format!("{file}\n"));
        }
        // Beside them, what VS Code's YAML extension must be told; the user's own settings are never touched.
        let yaml = ["collection", "marque", "publications", "sigles", "faits", "categories"]
            .map(|name| (format!("./{name}.schema.json"), format!("content/{name}.yaml")));
        let settings = std::collections::BTreeMap::from([("yaml.schemas", yaml.into_iter().collect::<std::collections::BTreeMap<_, _>>())]);
        let text = serde_json::to_string_pretty(&settings).unwrap_or_default().replace("./", &format!("{}/", dir.to_string_lossy().replace('\\', "/")));
        if let Err(finding) = store(&dir.join("reglages-vscode.json"), format!("{text}\n").as_bytes()) {
            report::findings(&[finding], &Default::default(), global.lang(None), terminal);
            return Exit::Command;
        }
        terminal.out("reglages-vscode.json\n");
        return Exit::Done;
    }
    match args.name {
        Some(name) => terminal.out(&text(name)),
        None => SchemaName::value_variants().iter().for_each(|name| terminal.out(&format!("{}\n", word(*name)))),
    }
    Exit::Done
}
