//! The specifications of Markdown: no word of an author is lost or moved between the text and the page.
//!
//! Each example is the body of a fiche; the words of its page must be the words of the specification's HTML, in that order.

use crate::harness::project::{Book, Project};
use crate::harness::{corpus, each, paper};
use livret::base::diag::Severity;
use livret::model::markup::AlertKind;
use livret::pipeline::Subject;
use std::fmt::Write as _;

/// An example of a specification.
struct Example {
    number: usize,
    /// The words after `example` on its first line.
    kind: String,
    markdown: String,
    html: String,
}

/// The examples of a specification, numbered from 1.
fn examples(text: &str) -> Vec<Example> {
    let mut out: Vec<Example> = Vec::new();
    let mut lines = text.lines();
    while let Some(line) = lines.next() {
        let Some((_, kind)) = line.split_once("````````````````````````````````").filter(|(before, kind)| before.is_empty() && kind.contains("example")) else {
            continue;
        };
        let mut part = |end: &dyn Fn(&str) -> bool| {
            let mut text = String::new();
            for line in lines.by_ref().take_while(|l| !end(l)) {
                text.push_str(&line.replace('→', "\t"));
                text.push('\n');
            }
            text
        };
        let markdown = part(&|l| l == ".");
        let html = part(&|l| l.starts_with("````````````````````````````````"));
        out.push(Example { number: out.len() + 1, kind: kind.trim().to_owned(), markdown, html });
    }
    out
}

/// The words that a page shows for some HTML: those of the text, the alternative texts of pictures, and what the page adds by itself:
/// the numbers of items, the words of alerts.
fn words_of_html(html: &str) -> Vec<String> {
    let html = notes_last(html);
    let mut text = String::new();
    let mut lists: Vec<Option<usize>> = Vec::new();
    let mut rest = html.as_str();
    while let Some(open) = rest.find('<') {
        text.push_str(&html_escape::decode_html_entities(&rest[..open]));
        let here = &rest[open..];
        let length = tag_length(here);
        let tag = &here[..length];
        rest = &here[length..];
        let name: String = tag.trim_start_matches(['<', '/']).chars().take_while(char::is_ascii_alphanumeric).collect::<String>().to_lowercase();
        let closing = tag.starts_with("</");
        match (name.as_str(), closing) {
            ("", _) if length == 1 => text.push('<'),
            ("ol", false) => lists.push(Some(attribute(tag, "start").and_then(|s| s.parse().ok()).unwrap_or(1))),
            ("ul", false) => lists.push(None),
            ("ol" | "ul", true) => drop(lists.pop()),
            ("li", false) => {
                let level = lists.iter().filter(|l| l.is_some()).count();
                if let Some(Some(number)) = lists.last_mut() {
                    let _ = write!(text, "\n{} ", shown_number(*number, level));
                    *number += 1;
                }
            }
            ("img", _) => text.push_str(&attribute(tag, "alt").unwrap_or_default()),
            ("blockquote", false) => {
                if let Some(kind) = attribute(tag, "class").and_then(|c| c.strip_prefix("markdown-alert-").map(str::to_owned)) {
                    let _ = write!(text, "\n{} ", alert_word(&kind));
                }
            }
            _ => {}
        }
        let inline = ["a", "abbr", "b", "bab", "c2c", "code", "del", "em", "i", "img", "m", "responsive", "s", "span", "strong", "sub", "sup", "u"];
        if length > 1 && !inline.contains(&name.as_str()) {
            text.push('\n');
        }
    }
    text.push_str(&html_escape::decode_html_entities(rest));
    paper::words_of(&text)
}

/// The word that `templates/lib/body.typ` prints over an alert.
fn alert_word(kind: &str) -> &'static str {
    let kinds = [
        ("note", AlertKind::Note, "Note"),
        ("tip", AlertKind::Tip, "Conseil"),
        ("important", AlertKind::Important, "Important"),
        ("warning", AlertKind::Warning, "Attention"),
        ("caution", AlertKind::Caution, "Prudence"),
    ];
    kinds.iter().find(|k| k.0 == kind).map_or("", |k| k.2)
}

/// The number of an item: figures, then letters, then Roman figures, as the library sets them.
fn shown_number(number: usize, level: usize) -> String {
    match level {
        1 => number.to_string(),
        2 => char::from_u32(96 + u32::try_from(number).unwrap_or(1)).unwrap_or('a').to_string(),
        _ => ["", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x"].get(number).map_or_else(String::new, |s| (*s).to_owned()),
    }
}

/// The definitions of notes moved to the end in the order of their numbers, as a page has them; those that nothing calls left out.
fn notes_last(html: &str) -> String {
    const OPEN: &str = "<div class=\"footnote-definition\"";
    let mut text = html.to_owned();
    let mut notes: Vec<(String, String)> = Vec::new();
    // The last one first: it holds no other.
    while let Some(at) = text.rfind(OPEN) {
        let end = text[at..].find("</div>").map_or(text.len(), |i| at + i + 6);
        let note: String = text.drain(at..end).collect();
        let head = &note[..tag_length(&note)];
        let id = attribute(head, "id").unwrap_or_default();
        notes.push((id, note.replacen("</sup>", "</sup>\n", 1)));
    }
    let number = |note: &str| note.split(['>', '<']).find_map(|w| w.trim().parse::<usize>().ok()).unwrap_or(0);
    notes.sort_by_key(|(_, note)| number(note));
    let mut called: Vec<bool> = notes.iter().map(|(id, _)| text.contains(&format!("href=\"#{id}\""))).collect();
    loop {
        let before = called.clone();
        for (i, (id, _)) in notes.iter().enumerate() {
            called[i] |= notes.iter().zip(&before).any(|((_, note), called)| *called && note.contains(&format!("href=\"#{id}\"")));
        }
        if called == before {
            break;
        }
    }
    for ((_, note), _) in notes.iter().zip(called).filter(|(_, called)| *called) {
        text.push('\n');
        text.push_str(note);
    }
    text
}

/// The length of the tag, comment or declaration at the beginning of some HTML; 1 when it is a bare `<`.
fn tag_length(html: &str) -> usize {
    // What is opened and never closed ends with its line: no text is lost.
    let line = html.find('\n').unwrap_or(html.len());
    let until = |end: &str| html.find(end).map_or(line, |i| i + end.len());
    if html.starts_with("<!--") {
        // `<!-->` and `<!--->` are whole comments.
        return if html.starts_with("<!-->") {
            5
        } else if html.starts_with("<!--->") {
            6
        } else {
            until("-->")
        };
    }
    if html.starts_with("<![CDATA[") {
        return "<![CDATA[".len();
    }
    if html.starts_with("<?") {
        return until("?>");
    }
    if !html[1..].starts_with(|c: char| c.is_ascii_alphabetic() || c == '/' || c == '!') {
        return 1;
    }
    let mut quote = None;
    for (i, c) in html.char_indices() {
        match (quote, c) {
            (Some(q), c) if q == c => quote = None,
            (None, '"' | '\'') => quote = Some(c),
            (None, '>') => return i + 1,
            _ => {}
        }
    }
    until(">")
}

fn attribute(tag: &str, name: &str) -> Option<String> {
    let at = tag.find(&format!(" {name}=\""))? + name.len() + 3;
    let end = at + tag[at..].find('"')?;
    Some(html_escape::decode_html_entities(&tag[at..end]).into_owned())
}

/// Examples whose page rightly differs from the specification's HTML, or that rightly have an error: file, number, reason.
const DIFFERENCES: &[(&str, usize, &str)] = &[
    ("gfm", 637, "GitHub escapes some raw HTML; here every tag is left out, with a warning"),
    ("footnotes", 11, "a note in a note stands in parentheses, not under a number of its own"),
    ("footnotes", 12, "a definition does not begin inside the line of another: its signs are text"),
    ("footnotes", 16, "words in brackets just before the call of a note stay in their brackets"),
    ("old_footnotes", 3, "what a note holds is indented, as on GitHub: an unindented list follows the note"),
    ("old_footnotes", 7, "a note in a note stands in parentheses; an unindented quotation is not part of a note"),
    ("strikethrough", 8, "one tilde is a subscript"),
    ("strikethrough", 9, "one tilde is a subscript"),
    ("heading_attrs", 3, "attributes may stand before the closing signs of a heading"),
    ("heading_attrs", 8, "attributes may go over lines; the classes are reported"),
    ("heading_attrs", 27, "attributes may go over lines; the classes are reported"),
    ("wikilinks", 5, "the words of a link may hold a reference: the address is followed, not printed"),
    ("wikilinks", 23, "an entity in a reference is read as everywhere else"),
];

/// Errors that an example may have: what it shows is wrong in a fiche, and its words are kept.
const JUSTIFIED: &[(&str, &str)] = &[
    ("C103", "a picture without alternative text"),
    ("C201", "a picture whose file is missing"),
    ("C202", "a picture outside of the workspace"),
    ("C203", "a picture that is none"),
    ("C104", "a character that the fonts lack"),
    ("C111", "an alternative that was left open: words on both sides of a bar, in brackets"),
    ("M105", "an attribute that the format does not have"),
    ("S004", "a control character"),
    ("R105", "a reference to a fiche that does not exist"),
];

/// What a specification is compared for.
#[derive(Clone, Copy)]
enum Mode {
    /// The words are the same, in the same order.
    Same,
    /// No word is lost: where the syntax of an extension is read less widely than by another program, its signs stay on the page.
    Kept,
}

/// Sets every example, and says how each differs from its specification.
fn run(file: &str, path: &str, mode: Mode, keep: impl Fn(&Example) -> bool) {
    let Some(text) = corpus::text(file, path) else { return };
    let all = examples(&text);
    let examples: Vec<Example> = all.into_iter().filter(|e| keep(e)).collect();
    assert!(!examples.is_empty(), "{path} holds no example");
    let mut project = Project::new();
    for example in &examples {
        project = project.file(&format!("content/fiches/e{}.md", example.number), format!("---\ntitre: Titre\ngenre: page\n---\n{}", example.markdown));
    }
    let book = project.load();
    let outcomes: Vec<Option<String>> = each(&examples, |example| compare(&book, example, mode));
    livret::typeset::forget(0);
    let known: Vec<usize> = DIFFERENCES.iter().filter(|d| d.0 == file).map(|d| d.1).collect();
    let mut report = String::new();
    for (example, outcome) in examples.iter().zip(&outcomes) {
        match outcome {
            Some(how) if !known.contains(&example.number) => {
                let _ = writeln!(report, "── {file} {}: {how}\n{}── expected\n{}", example.number, example.markdown, example.html);
            }
            None if known.contains(&example.number) => {
                let _ = writeln!(report, "── {file} {} does not differ any more: take it from the table", example.number);
            }
            _ => {}
        }
    }
    for number in known.iter().filter(|n| !examples.iter().any(|e| e.number == **n)) {
        let _ = writeln!(report, "── {file} {number} is no example: take it from the table");
    }
    let same = outcomes.iter().filter(|o| o.is_none()).count();
    assert!(report.is_empty(), "{report}\n{same} of {} examples are as specified", examples.len());
}

/// How the page of an example differs from its HTML.
fn compare(book: &Book, example: &Example, mode: Mode) -> Option<String> {
    let id = format!("e{}", example.number);
    let source = book.0.sources.find(&format!("content/fiches/{id}.md"));
    let wrong: Vec<_> = book
        .0
        .findings
        .iter()
        .filter(|f| f.span.map(|s| s.source) == source && f.severity == Severity::Error && !JUSTIFIED.iter().any(|j| j.0 == f.code.id))
        .cloned()
        .collect();
    if !wrong.is_empty() {
        return Some(format!("errors {:?}", book.short(&wrong)));
    }
    let laid = match livret::pipeline::lay_out(&book.0, &job(&id)) {
        Ok(laid) => laid,
        Err(findings) => return Some(format!("not laid out: {:?}", findings.iter().map(|f| f.message(Default::default())).collect::<Vec<_>>())),
    };
    if !laid.findings.is_empty() {
        return Some(format!("the engine says {:?}", laid.findings.iter().map(|f| f.message(Default::default())).collect::<Vec<_>>()));
    }
    let sizes = laid.layout.sizes();
    let pieces: Vec<_> = laid.layout.text().iter().zip(sizes).flat_map(|(page, size)| paper::body(page, size)).collect();
    let mut found = paper::words(&pieces);
    if found.is_empty() || found.remove(0).text != "Titre" {
        return Some("the title is not there".to_owned());
    }
    let expected = words_of_html(&example.html);
    match mode {
        Mode::Same => paper::difference(&expected, &found),
        Mode::Kept => {
            let mut rest = found.iter();
            let lost = expected.iter().find(|word| !rest.any(|f| f.text == **word))?;
            Some(format!("« {lost} » is lost: found « {} »", found.iter().map(|w| w.text.as_str()).collect::<Vec<_>>().join(" ")))
        }
    }
}

fn job(id: &str) -> livret::pipeline::Job {
    livret::pipeline::Job { subject: Subject::Fiche(id.to_owned()), profile: "ecran".to_owned(), file: String::new() }
}

macro_rules! specifications {
    ($($name:ident: $path:literal, $mode:ident, $keep:expr;)*) => {
        $(#[test]
        fn $name() {
            run(stringify!($name), $path, Mode::$mode, $keep);
        })*
    };
}

specifications! {
    commonmark: "commonmark/spec.txt", Same, |_| true;
    gfm: "pulldown-cmark/gfm_spec.txt", Same, |e| e.kind != "example";
    gfm_table: "pulldown-cmark/gfm_table.txt", Same, |_| true;
    table: "pulldown-cmark/table.txt", Same, |e| !e.kind.contains("DISABLED");
    gfm_strikethrough: "pulldown-cmark/gfm_strikethrough.txt", Same, |_| true;
    strikethrough: "pulldown-cmark/strikethrough.txt", Same, |_| true;
    gfm_tasklist: "pulldown-cmark/gfm_tasklist.txt", Same, |_| true;
    footnotes: "pulldown-cmark/footnotes.txt", Same, |_| true;
    old_footnotes: "pulldown-cmark/old_footnotes.txt", Same, |_| true;
    definition_lists: "pulldown-cmark/definition_lists.txt", Same, |_| true;
    super_sub: "pulldown-cmark/super_sub.txt", Same, |_| true;
    wikilinks: "pulldown-cmark/wikilinks.txt", Kept, |_| true;
    alerts: "pulldown-cmark/blockquotes_tags.txt", Same, |_| true;
    heading_attrs: "pulldown-cmark/heading_attrs.txt", Kept, |_| true;
}
