//! What livret does before the engine, in a process of its own: reads, resolves, assembles and renders the first publication of a workspace,
//! with the rules beside as in a build, and prints how many milliseconds that took. `whole.py` runs it.

#![expect(clippy::print_stdout, reason = "what it measured is what it says")]

use livret::assemble;
use livret::pipeline::{self, DEEP_STACK, Input};
use livret::render::{self, Setting, data::Engine};
use livret::workspace::DiskFiles;
use std::time::Instant;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() {
    let begun = Instant::now();
    // Cargo gives `--bench` to every benchmark: without a workspace there is nothing to do.
    let Some(folder) = std::env::args().skip(1).find(|a| !a.starts_with("--")) else { return };
    let disk = DiskFiles::open(folder.as_ref()).expect("a workspace");
    let loaded = pipeline::read_after(&Input { files: &disk, date: None }, None);
    std::thread::scope(|scope| {
        let rules = std::thread::Builder::new().stack_size(DEEP_STACK);
        rules.spawn_scoped(scope, || pipeline::inspect(&loaded, &disk)).expect("a thread");
        let spec = loaded.corpus.publications.first().expect("a publication");
        let (name, profile) = loaded.profiles.iter().find(|(name, _)| name == "ecran").expect("the profile ecran");
        let setting = Setting {
            corpus: &loaded.corpus,
            templates: &loaded.templates,
            assets: &loaded.assets,
            profile_name: name,
            profile,
            engine: Engine::Livret,
            typography: &loaded.typography,
        };
        let bundle = render::bundle(&assemble::publication(&loaded.corpus, spec).value, &setting).expect("a bundle");
        assert!(bundle.files.len() > loaded.corpus.fiches.len(), "every fiche is rendered");
        println!("{:.1}", begun.elapsed().as_secs_f64() * 1000.0);
        // The rules are no part of it.
        std::process::exit(0);
    });
}
