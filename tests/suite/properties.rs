//! What holds for every text, tried on texts that nobody would write. Seeds are fixed: a run repeats the one before.

use crate::harness::project::Project;
use crate::harness::{each, paper, roomy};
use livret::base::source::{Source, SourceId, Sources, Span};
use livret::lang::typography::{self, Language};
use livret::model::assets::{Assets, Templates};
use livret::model::bundle::{Bundle, BundleFile};
use livret::model::catalog::{CatalogDraft, PageFormat};
use livret::model::corpus::Corpus;
use livret::model::date::Date;
use livret::model::markup::{Block, BlockKind};
use livret::model::profile::Profile;
use livret::render::{code, data::Engine};
use livret::{assemble, parse, render, resolve};
use proptest::prelude::*;
use proptest::test_runner::{RngSeed, TestRunner};
use std::sync::LazyLock;
use typst::syntax::ast;
use typst::syntax::{SyntaxKind, SyntaxNode};

/// Runs a property on `cases` values; a failure shows the smallest value found.
fn check<S>(cases: u32, strategy: S, test: impl Fn(S::Value) -> Result<(), TestCaseError> + Send)
where
    S: Strategy + Send,
{
    let config = ProptestConfig { cases, failure_persistence: None, rng_seed: RngSeed::Fixed(2026), max_shrink_iters: 20_000, ..ProptestConfig::default() };
    let outcome = roomy(move || TestRunner::new(config).run(&strategy, test).map_err(|e| e.to_string()));
    if let Err(failure) = outcome {
        panic!("{failure}");
    }
}

/// The signs of Markdown, of Typst, of French, and of neither, each able to open what nothing closes. `W` becomes a word of its own.
const PIECES: &[&str] = &[
    "W",
    "W",
    "W",
    "W",
    "W",
    " ",
    " ",
    " ",
    "\n",
    "\n",
    "\n\n",
    "\n\n",
    "\n> ",
    "\n- ",
    "\n  - ",
    "\n1. ",
    "\n   ",
    "\n    ",
    "\n# ",
    "\n### ",
    "*",
    "**",
    "_",
    "`",
    "``",
    "\n```\n",
    "\n~~~ x\n",
    "[",
    "](",
    ")",
    "![",
    "[[",
    "]]",
    "|",
    "\n|",
    "|\n|---|---|\n|",
    "\n:::encadre {titre=\"W : W\"}\n",
    "\n:::\n",
    "\n:::citation {auteur=W}\n",
    "\n:::demande {#W niveaux=communal}\n",
    "\n::::\n",
    "\n:::W\n",
    "{",
    "}",
    "{#W}",
    "{.W}",
    "{largeur=50%}",
    "\"",
    "'",
    "’",
    "[^1]",
    "\n[^1]: ",
    "[^2]",
    "\n[^2]: W [^1] ",
    "<b>",
    "</b>",
    "<br>",
    "<!--",
    "-->",
    "\n<div>\n",
    "<https://exemple.be/W>",
    "https://exemple.be/W",
    "\\",
    "\\\\",
    "$",
    "#let x = ",
    "#",
    "@W",
    "<W>",
    "//",
    "/*",
    "é",
    "œ",
    "« ",
    " »",
    "\u{a0}",
    "\u{202f}",
    "\u{200b}",
    "\u{ad}",
    "العربية",
    "𝔘",
    "\t",
    "\r\n",
    "[W]{lang=ar}",
    "]{lang=nl}",
    "\n: W\n",
    "~",
    "~~",
    "^",
    "voir Fiche 1",
    "[[e0]]",
    "[[e0|W]]",
    "FSE",
    "FSE",
    "1er ",
    "XXe siècle",
    " ; ",
    " : ",
    "!",
    "?",
    "...",
    "--",
    "\n---\n",
    "\n===\n",
    "\n- [x] ",
    "\n> [!NOTE] W\n> ",
    "&amp;",
    "&eacute;",
    "&#0;",
    "&",
    "12 000",
    "50 %",
    "(",
    ".",
    ",",
    "x^2^",
    "H~2~O",
];

/// A text made of the pieces, each `W` a word that stands nowhere else.
fn markdown() -> impl Strategy<Value = String> {
    let piece = prop_oneof![12 => proptest::sample::select(PIECES).prop_map(str::to_owned), 1 => any::<char>().prop_map(|c| c.to_string())];
    proptest::collection::vec(piece, 0..60).prop_map(|pieces| {
        let mut out = String::new();
        let mut words = 0;
        for piece in pieces {
            for c in piece.chars() {
                if c == 'W' {
                    words += 1;
                    out.push_str(&format!("mot{words}x"));
                } else {
                    out.push(c);
                }
            }
        }
        out
    })
}

static TEMPLATES: LazyLock<Templates> = LazyLock::new(livret::workspace::embedded_templates);

static PROFILE: LazyLock<Profile> = LazyLock::new(|| {
    let mut sources = Sources::default();
    let id = sources.add(Source::new("profiles.yaml", String::from_utf8_lossy(&TEMPLATES.0["profiles.yaml"])));
    let mut profiles = parse::catalog::profiles(&sources, id, &mut Vec::new());
    profiles.remove(0).1
});

/// A fiche with this text, and what the stages make of it.
struct Made {
    sources: Sources,
    corpus: Corpus,
    findings: Vec<livret::base::diag::Diagnostic>,
    bundle: Bundle,
}

fn make(text: &str) -> Made {
    let mut sources = Sources::default();
    let mut findings = Vec::new();
    let mut catalog = CatalogDraft::default();
    let terms = sources.add(Source::new("content/sigles.yaml", "- { terme: FSE, nature: sigle, developpement: Fonds social européen }\n"));
    parse::catalog::terms(&sources, terms, &mut catalog, &mut findings);
    let mut fiches = Vec::new();
    for (i, body) in ["Un autre texte.", text].iter().enumerate() {
        let id = sources.add(Source::new(format!("content/fiches/e{i}.md"), format!("---\ntitre: Titre\ndate: 200{i}\n---\n{body}")));
        fiches.push(parse::fiche(sources.get(id), id).unload(&mut findings));
    }
    let drafts = resolve::Drafts { catalog, fiches, ..resolve::Drafts::default() };
    let corpus = resolve::resolve(drafts, Some((2026, 1, 1))).unload(&mut findings);
    let fiche = corpus.fiche("e1").unwrap_or_else(|| panic!("the fiche is not there"));
    let publication = assemble::single(&corpus, fiche, PageFormat::A5);
    let setting = render::Setting {
        corpus: &corpus,
        templates: &TEMPLATES,
        assets: &Assets::default(),
        profile_name: "ecran",
        profile: &PROFILE,
        engine: Engine::Livret,
        typography: &typography::Settings::default(),
    };
    let bundle = render::bundle(&publication, &setting).unwrap_or_else(|f| panic!("{}", f.message(Default::default())));
    Made { sources, corpus, findings, bundle }
}

/// The string literals of some Typst text, decoded, with their places.
fn literals(node: &SyntaxNode, at: usize, out: &mut Vec<(usize, String)>) {
    if node.kind() == SyntaxKind::Str {
        out.extend(node.cast::<ast::Str<'_>>().map(|s| (at, s.get().to_string())));
    }
    let mut at = at;
    for child in node.children() {
        literals(child, at, out);
        at += child.len();
    }
}

fn generated(made: &Made) -> impl Iterator<Item = (&String, &BundleFile, String)> {
    made.bundle.files.iter().filter(|(path, _)| path.starts_with("body/")).map(|(path, file)| (path, file, String::from_utf8_lossy(&file.bytes).into_owned()))
}

#[test]
fn a_literal_reads_back_as_what_was_written() {
    let nasty = proptest::collection::vec(
        prop_oneof![
            proptest::sample::select(vec!["\\", "\"", "\n", "\r", "\t", "\\u{41}", "\\n", "#", "$", "{", "}", "\0", "\u{7f}", "\u{2028}", "\u{feff}", "é"])
                .prop_map(str::to_owned),
            any::<String>()
        ],
        0..20,
    )
    .prop_map(|pieces| pieces.concat());
    check(2000, nasty, |text| {
        let mut written = String::new();
        code::literal(&text, &mut written);
        let node = typst::syntax::parse_code(&written);
        prop_assert_eq!(node.errors_and_warnings().0.len(), 0, "{}", written);
        let mut found = Vec::new();
        literals(&node, 0, &mut found);
        prop_assert_eq!(found, vec![(0, text.clone())]);
        // A body keeps one block a line.
        prop_assert!(!written.contains(['\n', '\r']), "{}", written);
        Ok(())
    });
}

#[test]
fn any_text_becomes_typst_without_errors() {
    check(1500, markdown(), |text| {
        let made = make(&text);
        for (path, _, typst) in generated(&made) {
            let (errors, _) = typst::syntax::parse(&typst).errors_and_warnings();
            prop_assert!(errors.is_empty(), "{}: {:?}\n{}", path, errors, typst);
        }
        Ok(())
    });
}

#[test]
fn every_place_lies_in_its_source() {
    check(1500, markdown(), |text| {
        let made = make(&text);
        let sound = |span: Span| {
            let text = &made.sources.get(span.source).text;
            span.start <= span.end && text.get(span.range()).is_some()
        };
        for finding in &made.findings {
            prop_assert!(finding.span.is_none_or(sound), "{} at {:?}", finding.code.id, finding.span);
        }
        let fiche = made.corpus.fiche("e1").unwrap_or_else(|| panic!("the fiche is not there"));
        let mut spans: Vec<Span> = Vec::new();
        fiche.body.visit(&mut |inline, _| spans.push(inline.span));
        block_spans(&fiche.body.blocks, &mut spans);
        fiche.body.notes.iter().for_each(|note| block_spans(note, &mut spans));
        for (_, file, typst) in generated(&made) {
            spans.extend(file.map.0.iter().map(|(_, span)| *span));
            prop_assert!(file.map.0.iter().all(|(range, _)| typst.get(range.clone()).is_some()));
            prop_assert!(file.map.0.windows(2).all(|w| w[0].0.end <= w[1].0.start), "in the order of the file, without overlaps");
        }
        for span in spans {
            prop_assert!(sound(span), "{:?} of {:?}", span, made.sources.get(span.source).text);
            prop_assert!(span.source == fiche.source || span.source == SourceId(0), "{:?}", span);
        }
        Ok(())
    });
}

fn block_spans(blocks: &[Block], out: &mut Vec<Span>) {
    for block in blocks {
        out.push(block.span);
        match &block.kind {
            BlockKind::List { items, .. } => items.iter().for_each(|i| block_spans(&i.blocks, out)),
            BlockKind::Quote(inner) | BlockKind::Alert { blocks: inner, .. } | BlockKind::Directive(_, inner) => block_spans(inner, out),
            BlockKind::Definitions(list) => list.iter().for_each(|d| block_spans(&d.details, out)),
            BlockKind::Demand(demand) => block_spans(&demand.details, out),
            _ => {}
        }
    }
}

/// A finding of the engine, or a click in a preview, lands on the author's words.
#[test]
fn literals_lead_to_their_own_words() {
    check(1500, markdown(), |text| {
        let made = make(&text);
        for (_, file, typst) in generated(&made) {
            let mut found = Vec::new();
            literals(&typst::syntax::parse(&typst), 0, &mut found);
            for (range, span) in &file.map.0 {
                let Some((at, literal)) = found.iter().find(|(at, _)| *at == range.start) else { continue };
                let source = made.sources.slice(*span);
                for word in paper::words_of(literal).iter().filter(|w| w.starts_with("mot") && w.ends_with('x') && text.contains(w.as_str())) {
                    prop_assert!(source.contains(word.as_str()), "{:?} leads to {:?}", literal, source);
                }
                prop_assert_eq!(file.map.lookup(*at..at + 1), Some(*span));
            }
        }
        Ok(())
    });
}

/// Every word of its own comes out, or something was found.
#[test]
fn no_word_vanishes_in_silence() {
    check(1500, markdown(), |text| {
        let made = make(&text);
        let mut written = String::new();
        for (_, _, typst) in generated(&made) {
            let mut found = Vec::new();
            literals(&typst::syntax::parse(&typst), 0, &mut found);
            found.into_iter().for_each(|(_, s)| {
                written.push_str(&s);
                written.push(' ');
            });
        }
        // What is no text: addresses and their definitions, titles of links, the information of code, anchors. Findings say the rest.
        let quiet = made.findings.iter().all(|f| f.span.is_some_and(|s| s.source == SourceId(0)));
        if quiet && !text.contains("](") && !text.contains("]:") && !text.contains("```") && !text.contains("~~~") && !text.contains("{#") {
            for word in paper::words_of(&text).iter().filter(|w| w.starts_with("mot") && w.ends_with('x')) {
                prop_assert!(written.contains(word.as_str()), "{:?} is not in {:?}", word, written);
            }
        }
        Ok(())
    });
}

#[test]
fn typography_has_nothing_more_to_do_on_its_own_work() {
    let settings = typography::Settings::default();
    check(3000, markdown(), |text| {
        for language in [Language::French, Language::Dutch, Language::English] {
            let once = typography::typeset(&text, &settings, language);
            let twice = typography::typeset(&once, &settings, language);
            prop_assert_eq!(&once, &twice, "{:?}", language);
        }
        Ok(())
    });
}

/// EDTF dates of all the shapes that a header may hold.
fn dates() -> impl Strategy<Value = Date> {
    let moment = (1900i32..2050, 0u8..=12, 0u8..=28, proptest::sample::select(vec!["", "~", "?", "%"])).prop_map(|(y, m, d, q)| match (m, d) {
        (0, 0..=9) => format!("{y:04}{q}"),
        (0, _) => format!("{}X{q}", y / 10),
        (m, 0) => format!("{y:04}-{m:02}{q}"),
        (m, d) => format!("{y:04}-{m:02}-{d:02}{q}"),
    });
    let side = prop_oneof![6 => moment.clone(), 1 => Just("..".to_owned()), 1 => Just(String::new())];
    prop_oneof![moment, (side.clone(), side).prop_map(|(a, b)| format!("{a}/{b}"))].prop_filter_map("a date", |text| Date::parse(&text).ok())
}

#[test]
fn dates_have_one_order() {
    use std::cmp::Ordering;
    check(3000, (dates(), dates(), dates()), |(a, b, c)| {
        prop_assert_eq!(a.cmp(&b), b.cmp(&a).reverse());
        prop_assert_eq!(a == b, a.cmp(&b) == Ordering::Equal, "equal and same place: {} and {}", a, b);
        if a <= b && b <= c {
            prop_assert!(a <= c, "{} {} {}", a, b, c);
        }
        prop_assert!(a.start() < a.end(), "{}", a);
        prop_assert!(a.start_year() <= a.end_year().unwrap_or(i32::MAX));
        prop_assert_eq!(Date::parse(&a.to_string()), Ok(a.clone()), "reads back as written");
        if a.start() < b.start() {
            prop_assert!(a < b, "{} starts before {}", a, b);
        }
        Ok(())
    });
}

/// A sample of such texts is laid out: what parses is also set.
#[test]
fn any_text_is_set() {
    let texts = std::cell::RefCell::new(Vec::new());
    let config = ProptestConfig { cases: 150, failure_persistence: None, rng_seed: RngSeed::Fixed(7), ..ProptestConfig::default() };
    let collected = TestRunner::new(config).run(&markdown(), |text| {
        texts.borrow_mut().push(text);
        Ok(())
    });
    assert!(collected.is_ok());
    let texts = texts.into_inner();
    let mut project = Project::new().file("content/sigles.yaml", "- { terme: FSE, nature: sigle, developpement: Fonds social européen }\n");
    for (i, text) in texts.iter().enumerate() {
        project = project.fiche(&format!("e{i}"), "date: 2001", text);
    }
    let book = project.load();
    // A demand in a fiche is an error, found before anything is set.
    let demands: Vec<&str> =
        book.0.findings.iter().filter(|f| f.code.id == "M113").filter_map(|f| f.span).map(|s| book.0.sources.get(s.source).path.as_str()).collect();
    let numbers: Vec<usize> = (0..texts.len()).filter(|i| !demands.contains(&format!("content/fiches/e{i}.md").as_str())).collect();
    assert!(numbers.len() > 100);
    let failures: Vec<String> = each(&numbers, |i| {
        let job = livret::pipeline::Job { subject: livret::pipeline::Subject::Fiche(format!("e{i}")), profile: "ecran".to_owned(), file: String::new() };
        match livret::pipeline::lay_out(&book.0, &job) {
            Ok(_) => None,
            Err(findings) => Some(format!("{:?}\n{:?}", texts[*i], findings.iter().map(|f| f.message(Default::default())).collect::<Vec<_>>())),
        }
    })
    .into_iter()
    .flatten()
    .collect();
    livret::typeset::forget(0);
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}
