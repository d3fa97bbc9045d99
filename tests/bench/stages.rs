//! Each stage alone, on a corpus in memory.
//!
//! `cargo bench --bench stages` measures the built-in corpus of 40 fiches; with `LIVRET_BENCH=FOLDER`, the workspace of that folder
//! (`corpus.py` writes one).

use divan::counter::{BytesCount, ItemsCount};
use divan::{Bencher, black_box};
use livret::base::files::{Files, MemFiles};
use livret::lang::typography::{Language, Settings, edits, lint};
use livret::model::bundle::Bundle;
use livret::model::corpus::PublicationSpec;
use livret::model::profile::Profile;
use livret::model::publication::Publication;
use livret::pipeline::{Input, Loaded, load};
use livret::render::{Setting, data::Engine};
use livret::workspace::DiskFiles;
use livret::{assemble, render, typeset};
use std::fmt::Write as _;
use std::sync::LazyLock;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() {
    divan::main();
}

// -------------------------------------------------------------------------------------------------------------- the corpus

const FICHES: usize = 40;
const SIGLES: [(&str, &str); 8] = [
    ("BPB", "Bureau des phares et balises"),
    ("CDS", "Conseil des sauniers"),
    ("FLC", "Fonds local de la culture"),
    ("GMN", "Groupement des marins du nord"),
    ("PCE", "Plan commun de l’eau"),
    ("RMV", "Réseau des musées vivants"),
    ("SAM", "Service d’assistance en mer"),
    ("TMI", "Théâtre mobile des îles"),
];
const NAMES: [&str; 7] = ["le phare", "la criée", "l'école du soir", "le bac", "la digue rustique", "l'atelier naval", "la bibliothèque"];
const VERBS: [&str; 5] = ["répare", "accueille volontiers", "finance", "ne remplace plus", "transforme"];

/// A fixed sequence that looks like chance.
struct Draw(u64);

impl Draw {
    fn from<T: Copy>(&mut self, all: &[T]) -> T {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        all[(self.0 >> 33) as usize % all.len()]
    }

    fn paragraph(&mut self, out: &mut String) {
        for i in 0..4 {
            let (a, b, c) = (self.from(&NAMES), self.from(&NAMES), self.from(&NAMES));
            let (v, w) = (self.from(&VERBS), self.from(&VERBS));
            let (sigle, _) = self.from(&SIGLES);
            // One sentence in four has many signs to set; the others have what running text has.
            let _ = match i {
                0 => write!(out, "Dès 1998, {a} {v} {b} : le {sigle} {w} {c}, \"sans attendre\" la 2e saison ; qui s'en plaint ? "),
                1 => write!(out, "Au fil des réunions, {a} {v} {b}, {c} {w} le reste, et le {sigle} en rend compte à tous. "),
                _ => write!(out, "Un dimanche sur deux, {a} {v} {b} avec le {sigle}, tandis que {c} {w} une autre île. "),
            };
        }
        out.push_str("\n\n");
    }
}

/// 40 fiches of about 700 words, in all that livret offers to an ordinary text.
fn built_in() -> MemFiles {
    let mut files = MemFiles::default();
    files.put(
        "content/collection.yaml",
        "version: 1\nnom: Archives\nediteur_responsable: { nom: Nom (exemple), adresse: Quai 1 }\nlangue: fr\ndate: 2026-11-23\n",
    );
    files.put(
        "content/publications.yaml",
        "- id: livre\n  genre: livret\n  titre: Un livre\n  format: A5\n  selection: { statut: publié }\n  profils: [ecran]\n",
    );
    files.put("content/categories.yaml", "- { id: accompagnement, famille: axe, nom: Entraide, couleur: \"#0b6e4f\", icone: accompagnement, definition: Aider. }\n- { id: logement, famille: generale, nom: Maisons, couleur: \"#a0522d\", icone: logement, definition: Bâtir. }\n- { id: sante, famille: generale, nom: Santé, couleur: \"#ad2a5d\", icone: sante, definition: Soigner. }\n");
    files.put("content/sigles.yaml", SIGLES.map(|(s, long)| format!("- {{ terme: {s}, nature: sigle, developpement: {long} }}\n")).concat());
    let mut draw = Draw(23);
    for i in 0..FICHES {
        let mut text = format!(
            "---\ntitre: \"La fiche {i} : {}\"\ndate: {}\nordre: {i}\nstatut: publié\nchapeau: Quelques mots d'ouverture.\naxes: [accompagnement]\nthematiques: [logement]\n---\n",
            draw.from(&NAMES),
            1980 + i
        );
        for section in ["Au début", "Ensuite", "Pour finir"] {
            let _ = writeln!(text, "## {section}\n");
            for _ in 0..3 {
                draw.paragraph(&mut text);
            }
            let _ = writeln!(text, "- {} ;\n- {}.\n", draw.from(&NAMES), draw.from(&NAMES));
        }
        let _ = writeln!(text, "Voir la [[fiche-{}]].[^1]\n\n| Année | Voix |\n|---|---|\n| 1998 | 12 |\n\n[^1]: Une note.", (i + 7) % FICHES);
        files.put(format!("content/fiches/fiche-{i}.md"), text);
    }
    files
}

/// The files of the corpus, all in memory.
static FILES: LazyLock<MemFiles> = LazyLock::new(|| {
    let Some(folder) = std::env::var_os("LIVRET_BENCH") else { return built_in() };
    let disk = DiskFiles::open(folder.as_ref()).expect("LIVRET_BENCH is a folder");
    let mut files = MemFiles::default();
    for path in ["content", "templates", "fonts"].iter().flat_map(|f| disk.list(f)) {
        files.put(path.clone(), disk.read(&path).expect("the file can be read").to_vec());
    }
    files
});

static LOADED: LazyLock<Loaded> = LazyLock::new(|| {
    let loaded = load(&input());
    assert!(loaded.findings.is_empty(), "{} findings, first: {:?}", loaded.findings.len(), loaded.findings.first());
    loaded
});

fn input() -> Input<'static> {
    Input { files: &*FILES, date: None }
}

/// How many fiches there are, and how many bytes they have.
fn size() -> (usize, usize) {
    let fiches = FILES.list("content/fiches");
    (fiches.len(), fiches.iter().filter_map(|p| FILES.read(p).ok()).map(|b| b.len()).sum())
}

fn spec() -> &'static PublicationSpec {
    LOADED.corpus.publications.first().expect("the corpus has a publication")
}

fn profile() -> &'static Profile {
    &LOADED.profiles.iter().find(|(name, _)| name == "ecran").expect("there is a profile ecran").1
}

fn bundle(publication: &Publication) -> Bundle {
    let setting = Setting {
        corpus: &LOADED.corpus,
        templates: &LOADED.templates,
        assets: &LOADED.assets,
        profile_name: "ecran",
        profile: profile(),
        engine: Engine::Livret,
        typography: &LOADED.typography,
    };
    render::bundle(publication, &setting).unwrap_or_else(|f| panic!("{f:?}"))
}

fn one_fiche() -> Bundle {
    let fiche = LOADED.corpus.fiches.first().expect("the corpus has a fiche");
    bundle(&assemble::single(&LOADED.corpus, fiche, spec().format))
}

// -------------------------------------------------------------------------------------------------------------- the stages

/// Fonts, parse, resolve, check: everything up to the corpus.
#[divan::bench(sample_count = 20, sample_size = 1)]
fn s1_load(bencher: Bencher<'_, '_>) {
    let (fiches, bytes) = size();
    bencher.counter(ItemsCount::new(fiches)).counter(BytesCount::new(bytes)).bench(|| load(black_box(&input())));
}

#[divan::bench(sample_count = 20, sample_size = 1)]
fn s2_assemble(bencher: Bencher<'_, '_>) {
    LazyLock::force(&LOADED);
    bencher.counter(ItemsCount::new(size().0)).bench(|| assemble::publication(black_box(&LOADED.corpus), spec()));
}

#[divan::bench(sample_count = 20, sample_size = 1)]
fn s3_render(bencher: Bencher<'_, '_>) {
    let publication = assemble::publication(&LOADED.corpus, spec()).value;
    let (fiches, bytes) = size();
    bencher.counter(ItemsCount::new(fiches)).counter(BytesCount::new(bytes)).bench(|| bundle(black_box(&publication)));
}

/// Ordinary paragraphs for typography.
fn paragraphs() -> Vec<String> {
    let mut draw = Draw(7);
    let paragraph = || {
        let mut out = String::new();
        draw.paragraph(&mut out);
        out
    };
    std::iter::repeat_with(paragraph).take(500).collect()
}

/// The French typography of ordinary text.
#[divan::bench(sample_count = 20, sample_size = 1)]
fn typography(bencher: Bencher<'_, '_>) {
    let (paragraphs, settings) = (paragraphs(), Settings::default());
    bencher
        .counter(BytesCount::new(paragraphs.iter().map(String::len).sum::<usize>()))
        .bench(|| paragraphs.iter().map(|p| edits(black_box(p), &settings, Language::French).len()).sum::<usize>());
}

/// What only the author can mend, in the same text.
#[divan::bench(sample_count = 20, sample_size = 1)]
fn typography_lint(bencher: Bencher<'_, '_>) {
    let (paragraphs, settings) = (paragraphs(), Settings::default());
    bencher
        .counter(BytesCount::new(paragraphs.iter().map(String::len).sum::<usize>()))
        .bench(|| paragraphs.iter().map(|p| lint(black_box(p), &settings, Language::French).len()).sum::<usize>());
}

/// The same text as one paragraph, twice and four times as long: the time grows as the length does.
#[divan::bench(sample_count = 10, sample_size = 1, args = [1, 2, 4])]
fn typography_of_one_paragraph(bencher: Bencher<'_, '_>, times: usize) {
    let (text, settings) = (paragraphs().concat().repeat(times), Settings::default());
    bencher.counter(BytesCount::new(text.len())).bench(|| {
        let text = black_box(&text);
        edits(text, &settings, Language::French).len() + lint(text, &settings, Language::French).len()
    });
}

/// One fiche laid out from nothing: what a change of the templates costs.
#[divan::bench(sample_count = 20, sample_size = 1)]
fn s4_layout_of_one_fiche(bencher: Bencher<'_, '_>) {
    let bundle = one_fiche();
    let pages = typeset::layout(&bundle, &LOADED.fonts, 1).expect("the fiche can be laid out").value.pages();
    bencher
        .counter(ItemsCount::new(pages))
        .with_inputs(|| typeset::forget(0))
        .bench_local_values(|()| typeset::layout(black_box(&bundle), &LOADED.fonts, 1).map(|l| l.value.pages()));
}

/// What is found on the same pages: read from the frames, and judged.
#[divan::bench(sample_count = 20, sample_size = 1)]
fn s4_judgement_of_one_fiche(bencher: Bencher<'_, '_>) {
    let bundle = one_fiche();
    let layout = typeset::layout(&bundle, &LOADED.fonts, 1).expect("the fiche can be laid out").value;
    bencher.counter(ItemsCount::new(layout.pages())).bench_local(|| livret::judge::judge(&typeset::pages(black_box(&layout), &bundle, "fiche", true)).len());
}

/// The same pages as a tagged PDF.
#[divan::bench(sample_count = 20, sample_size = 1)]
fn s5_pdf_of_one_fiche(bencher: Bencher<'_, '_>) {
    let bundle = one_fiche();
    let layout = typeset::layout(&bundle, &LOADED.fonts, 1).expect("the fiche can be laid out").value;
    bencher.counter(ItemsCount::new(layout.pages())).bench_local(|| typeset::pdf(black_box(&layout), &bundle, profile(), "fiche").map(|file| file.bytes.len()));
}

/// 1 200 pages on 300 sheets.
#[divan::bench(sample_count = 10, sample_size = 1)]
fn s6_sheets_of_1200_pages(bencher: Bencher<'_, '_>) {
    use livret::model::imposition::{Impose, Scheme};
    use lopdf::{Document, Object, Stream, dictionary};
    let mut document = Document::with_version("1.7");
    let tree = document.new_object_id();
    let mut draw = Draw(11);
    let mut kids: Vec<Object> = Vec::new();
    for _ in 0..1200 {
        let mut text = String::new();
        draw.paragraph(&mut text);
        let mut content = Stream::new(dictionary! {}, format!("BT /F 10 Tf 40 500 Td ({}) Tj ET", text.replace(['(', ')', '\\'], "")).into_bytes());
        content.compress().expect("it can be compressed");
        let content = document.add_object(content);
        let media: Vec<Object> = vec![0.into(), 0.into(), 419.53f32.into(), 595.28f32.into()];
        kids.push(document.add_object(dictionary! { "Type" => "Page", "Parent" => tree, "MediaBox" => media, "Contents" => content }).into());
    }
    document.objects.insert(tree, dictionary! { "Type" => "Pages", "Kids" => kids, "Count" => 1200 }.into());
    let catalog = document.add_object(dictionary! { "Type" => "Catalog", "Pages" => tree });
    document.trailer.set("Root", catalog);
    let mut bytes = Vec::new();
    document.save_to(&mut bytes).expect("it can be written");
    let (sheets, settings) = (livret::pipeline::Sheets::embedded(), Impose { scheme: Some(Scheme::TwoUp), ..Impose::default() });
    bencher.counter(ItemsCount::new(1200u32)).bench_local(|| sheets.impose(black_box(&bytes), "a.pdf", &settings).map(|made| made.bytes.len()));
}
