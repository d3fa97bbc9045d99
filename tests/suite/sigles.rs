//! Sigles: what the miner finds in real texts, and how much of it is right.

use crate::harness::corpus;
use crate::harness::project::Project;
use livret::base::source::{Source, SourceId};
use livret::lang::mining::{self, Passage};
use livret::lang::sigles::fold;
use livret::model::prose::documents;
use std::collections::BTreeMap;

/// The list of sigles made by hand from the texts: its rows whose provenance is the archive and whose words stand in it. The last
/// row is a gloss, which no letters can find: it counts as missed.
const ARCHIVE: &str = include_str!("../fixtures/sigles/archive.tsv");

/// The archive as a workspace without a glossary.
fn archive(test: &str) -> Option<Project> {
    let text = corpus::text(test, "archive-web.txt")?;
    let source = Source::new("archive-web.txt", text);
    let files = livret::import::texte(&source, SourceId(0)).value;
    Some(files.into_iter().filter(|f| f.path != "sigles.yaml").fold(Project::new(), |p, f| p.file(&format!("content/{}", f.path), f.text)))
}

fn percent(part: usize, whole: usize) -> f64 {
    100.0 * part as f64 / whole.max(1) as f64
}

#[test]
#[expect(clippy::print_stdout, reason = "a measure is printed")]
fn mining_the_archive_is_precise_and_complete() {
    let Some(project) = archive("mining_the_archive_is_precise_and_complete") else { return };
    let book = project.load();
    let documents = documents(&book.0.corpus);
    let passages: Vec<Passage<'_>> =
        documents.iter().enumerate().flat_map(|(document, d)| d.runs.iter().map(move |r| Passage { document, text: &r.text })).collect();
    let found: BTreeMap<String, String> = mining::suggest(&passages, &|_| true).into_iter().map(|s| (s.term, s.expansion)).collect();
    let wanted: BTreeMap<&str, &str> = ARCHIVE.lines().filter(|l| !l.starts_with('#')).filter_map(|l| l.split_once('\t')).collect();
    let right: Vec<&String> = found.iter().filter(|(t, e)| wanted.get(t.as_str()).is_some_and(|w| mining::same(w, e))).map(|(t, _)| t).collect();
    let wrong: Vec<_> = found.iter().filter(|(t, _)| !right.contains(t)).collect();
    let missed: Vec<_> = wanted.keys().filter(|w| !right.iter().any(|r| r == *w)).collect();
    let (precision, recall) = (percent(right.len(), found.len()), percent(right.len(), wanted.len()));
    println!("archive: precision {precision:.1} %, recall {recall:.1} % ({} right of {} found, {} wanted)", right.len(), found.len(), wanted.len());
    println!("wrong: {wrong:?}\nmissed: {missed:?}");
    assert!(precision >= 95.0 && recall >= 90.0, "wrong: {wrong:?}; missed: {missed:?}");
}

#[test]
#[expect(clippy::print_stdout, reason = "a measure is printed")]
fn mining_sigles_of_others() {
    let Some(text) = corpus::text("mining_sigles_of_others", "sigles-300.csv") else { return };
    // term and definition are the second and third columns; quoted fields hold no quote.
    let rows: Vec<(String, String)> = text
        .lines()
        .skip(1)
        .filter_map(|line| {
            let mut fields: Vec<String> = vec![String::new()];
            let mut quoted = false;
            for c in line.chars() {
                match c {
                    '"' => quoted = !quoted,
                    ',' if !quoted => fields.push(String::new()),
                    c => fields.last_mut().expect("there is one").push(c),
                }
            }
            let (term, definition) = (fields.get(1)?.trim().to_owned(), fields.get(2)?.trim().trim_end_matches('.').to_owned());
            (livret::lang::sigles::has_shape(&term) && !definition.is_empty()).then_some((term, definition))
        })
        .collect();
    let say = |text: &str| mining::find(text).into_iter().map(|f| (text[f.sigle].to_owned(), text[f.expansion].to_owned())).collect::<Vec<_>>();
    let (mut forward, mut reversed, mut strange) = (Vec::new(), Vec::new(), Vec::new());
    for (i, (term, definition)) in rows.iter().enumerate() {
        let at = |text: String| say(&text).into_iter().any(|(t, d)| t == *term && fold(&d) == fold(definition));
        if !at(format!("En 2007, le dossier passe par : {definition} ({term}), et la commune le suit.")) {
            forward.push(format!("{term}={definition}"));
        }
        if !at(format!("En 2007, le dossier {term} ({definition}) avance.")) {
            reversed.push(format!("{term}={definition}"));
        }
        // The words of another row are no expansion.
        let (_, other) = &rows[(i * 7 + 3) % rows.len()];
        if other != definition {
            strange.extend(say(&format!("Le dossier {term} ({other}) avance.")).into_iter().filter(|(t, _)| t == term));
            strange.extend(say(&format!("En 2007, on voit {other} ({term}) ici.")).into_iter().filter(|(t, _)| t == term));
        }
    }
    let n = rows.len();
    println!(
        "300 sigles of others: {n} usable; recall {:.1} % forward, {:.1} % reversed; {:.1} % of strangers accepted",
        percent(n - forward.len(), n),
        percent(n - reversed.len(), n),
        percent(strange.len(), 2 * n)
    );
    println!("forward: {forward:#?}\nreversed only: {:#?}\nstrange: {strange:#?}", reversed.iter().filter(|r| !forward.contains(r)).collect::<Vec<_>>());
    assert!(forward.len() * 100 <= n * 20 && reversed.len() * 100 <= n * 15 && strange.len() * 100 <= n * 2, "{} {} {}", forward.len(), reversed.len(), strange.len());
}
