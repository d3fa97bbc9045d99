//! The text of a site as its archive print gives it (`curl …?print`, or copied from the screen): posts glued together,
//! titles twice, the blocks of the fiche template, spaces of all kinds. DOMAIN.md 1.3 to 1.7 describe it.
//!
//! ```text
//! lines (spaces made ordinary) → posts (cut, titles) → blocks at the end taken out → body → files
//! ```

mod body;
mod lines;
mod posts;
mod references;
mod rubrics;
#[cfg(test)]
mod tests;

use super::ImportedFile;
use super::codes::{
    BAD_RANGE, COLLECTION_TO_FILL, DOUBLE_TITLE, FICHE_FOUND, LEAD, LONE_TITLE, LONG_TITLE, NO_LEAD, NO_TEXT, NO_TITLE, PAGE_FOUND, SAME_NAME, SAME_TEXT,
    STATUS_CHOSEN, TEXTS_FOUND, TITLES_DIFFER,
};
use super::workspace::{PUBLICATION, Scaffold, Vocabulary};
use super::write;
use crate::base::diag::{Diagnostic, Warned};
use crate::base::source::{Source, SourceId, Span, Spanned};
use crate::lang::format::slug;
use crate::model::fiche::{FicheHeader, Genre, Status};
use crate::model::markup::{Block, BlockKind, Body, Inline, InlineKind, Role, visit};
use posts::{LONGEST_TITLE, Post, same_title, words};
use regex::Regex;
use std::sync::LazyLock;

/// The longest identifier of a text.
const LONGEST_NAME: usize = 60;

/// The title of a text that has none.
const UNTITLED: &str = "Texte sans titre";

/// A text, made.
struct Made {
    name: String,
    title: Spanned<String>,
    header: FicheHeader,
    lead: Vec<Block>,
    body: Body,
    /// The whole file.
    file: String,
    references: Vec<references::Cited>,
}

/// Imports a text: the files of a workspace, and the decisions taken.
pub fn texte(source: &Source, id: SourceId) -> Warned<Vec<ImportedFile>> {
    let mut findings = Vec::new();
    let posts = posts::cut(lines::read(source, id, &mut findings));
    let start = Span::file(id);
    let mut vocabulary = Vocabulary::default();
    let mut made: Vec<Made> = Vec::new();
    for post in posts {
        let mut own = Vec::new();
        let text = text(post, &made, source, &mut vocabulary, &mut own);
        // The same text again has nothing new to report.
        match made.iter().find(|m| m.file == text.file) {
            Some(first) => findings.push(Diagnostic::at(&SAME_TEXT, text.title.span).with("title", text.title.value).see(first.title.span)),
            None => {
                findings.append(&mut own);
                made.push(text);
            }
        }
    }
    let fiches = made.iter().filter(|m| m.header.date.is_some()).count();
    // What is said of the whole comes first.
    let mut general = Vec::new();
    if made.is_empty() {
        general.push(Diagnostic::at(&NO_TEXT, start));
    } else {
        general.push(
            Diagnostic::at(&TEXTS_FOUND, start)
                .with("count", made.len().to_string())
                .with("fiches", fiches.to_string())
                .with("pages", (made.len() - fiches).to_string()),
        );
        general.push(Diagnostic::at(&STATUS_CHOSEN, start).with("id", PUBLICATION));
    }
    references::report(&made, &mut findings);

    let known: Vec<String> = made.iter().filter_map(|m| m.header.terms.filled()).flat_map(|p| p.0.iter().map(|(k, _)| k.value.clone())).collect();
    let mut paragraphs: Vec<(usize, String, Span)> = Vec::new();
    for (document, text) in made.iter().enumerate() {
        paragraphs.push((document, text.title.value.clone(), text.title.span));
        for blocks in [&text.lead, &text.body.blocks] {
            visit(blocks, &mut |inline: &Inline, _: Role| {
                if let InlineKind::Text(words) = &inline.kind {
                    paragraphs.push((document, words.clone(), inline.span));
                }
            });
        }
    }
    let terms = super::glossary::explained(&paragraphs, &known, &mut findings);
    let scaffold = Scaffold { source, year: newest_year(&made), vocabulary: &vocabulary, terms: &terms };
    general.push(Diagnostic::at(&COLLECTION_TO_FILL, start).with("date", scaffold.date()));
    let mut files = scaffold.files();
    files.extend(made.iter().map(|m| ImportedFile { path: path(&m.name), text: m.file.clone() }));
    findings.sort_by_key(|f| f.span.map(|s| s.start));
    general.append(&mut findings);
    Warned { value: files, findings: general }
}

fn path(name: &str) -> String {
    format!("fiches/{name}.md")
}

/// Makes one text of a post.
fn text(post: Post, before: &[Made], source: &Source, vocabulary: &mut Vocabulary, findings: &mut Vec<Diagnostic>) -> Made {
    let Post { title, again, lines, span } = post;
    let mut header = FicheHeader { status: Some(Spanned::new(Status::Draft, span)), ..FicheHeader::default() };
    let mut extra: Vec<Block> = Vec::new();
    let (dated, title) = match title {
        Some((Some(dated), line)) => (Some((dated.date, dated.bad)), Spanned::new(dated.title, line.span)),
        Some((None, line)) if line.text.chars().count() > LONGEST_TITLE => {
            findings.push(Diagnostic::at(&LONG_TITLE, line.span).with("length", line.text.chars().count().to_string()));
            let title = beginning(&line.text);
            extra.push(paragraph(line.text, line.span));
            (None, Spanned::new(title, line.span))
        }
        Some((None, line)) => (None, Spanned::new(line.text, line.span)),
        None => (None, Spanned::new(UNTITLED.to_owned(), Span { end: span.start, ..span })),
    };
    let year = dated.as_ref().map(|(date, _)| date.start_year());
    let wanted = name(year, &title, before.len() + 1);
    let name = free(&wanted, before);
    let path = path(&name);

    let code = if let Some((date, bad)) = dated {
        if let Some(found) = bad {
            findings.push(Diagnostic::at(&BAD_RANGE, title.span).with("found", found).with("date", date.to_string()).with("path", path.clone()));
        }
        header.date = Some(Spanned::new(date, title.span));
        &FICHE_FOUND
    } else {
        header.genre = Some(Spanned::new(Genre::Page, title.span));
        &PAGE_FOUND
    };
    let date = header.date.as_ref().map(|d| d.to_string()).unwrap_or_default();
    findings.push(Diagnostic::at(code, title.span).with("date", date).with("title", title.value.clone()).with("path", path.clone()));
    if title.span.start == title.span.end {
        findings.push(Diagnostic::at(&NO_TITLE, title.span).with("path", path.clone()));
    }
    if let Some(line) = again {
        let second = posts::dated(&line.text).map_or_else(|| line.text.clone(), |d| d.title);
        let same_date = posts::dated(&line.text).is_none_or(|d| header.date.as_ref().is_some_and(|h| h.value == d.date));
        if same_date && same_title(&second, &title) {
            findings.push(Diagnostic::at(&DOUBLE_TITLE, line.span).see(title.span));
        } else {
            // Words that the first title does not have are text; a mere capital or accent is in the finding.
            let differ = !same_date || words(&second) != words(&title);
            let kept = if differ { path.clone() } else { String::new() };
            findings.push(
                Diagnostic::at(&TITLES_DIFFER, line.span)
                    .with("first", title.value.clone())
                    .with("second", line.text.clone())
                    .with("path", kept)
                    .see(title.span),
            );
            if differ {
                extra.push(paragraph(line.text, line.span));
            }
        }
    }

    let fiche = header.date.is_some();
    let (lines, found) = rubrics::take(lines, &path, findings);
    let mut remarks = Vec::new();
    let empty = lines.is_empty() && found.is_empty() && extra.is_empty();
    found.into_header(&path, &mut header, &mut remarks, vocabulary, findings);
    let mut blocks = body::convert(&lines, fiche, findings);
    let mut lead = Vec::new();
    if fiche && !blocks.is_empty() {
        if blocks.len() > 1 && matches!(blocks[0].kind, BlockKind::Paragraph(_)) {
            lead.push(blocks.remove(0));
            findings.push(Diagnostic::at(&LEAD, lead[0].span));
            header.lead = Some(Spanned::new(write::blocks(&lead), lead[0].span));
        } else {
            findings.push(Diagnostic::at(&NO_LEAD, blocks[0].span).with("path", path.clone()));
        }
    }
    if empty {
        findings.push(Diagnostic::at(&LONE_TITLE, title.span).with("title", title.value.clone()).with("path", path));
    }
    extra.append(&mut blocks);
    header.title = Some(title.clone());
    let references = references::cited(&lines, source);
    let body = Body { blocks: extra, notes: Vec::new() };
    let file = write::fiche(&header, &remarks, &body);
    if name != wanted {
        let first = before.iter().find(|m| m.name == wanted).map(|m| m.title.span);
        let mut finding = Diagnostic::at(&SAME_NAME, title.span).with("title", title.value.clone()).with("path", self::path(&name));
        finding.related.extend(first);
        findings.push(finding);
    }
    Made { name, title, header, lead, body, file, references }
}

fn paragraph(text: String, span: Span) -> Block {
    Block { kind: BlockKind::Paragraph(vec![Inline { kind: InlineKind::Text(text), span }]), span }
}

/// The first words of a line that is too long for a title.
fn beginning(text: &str) -> String {
    let mut out = String::new();
    for word in text.split(' ') {
        if out.chars().count() + word.chars().count() > 80 {
            break;
        }
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    }
    if out.is_empty() {
        out = text.chars().take(80).collect();
    }
    format!("{out}…")
}

/// The identifier of a text: its year and the words of its title, without the article at its head.
fn name(year: Option<i32>, title: &str, number: usize) -> String {
    let words = slug(title);
    let words = ["un-", "une-", "le-", "la-", "les-", "l-", "des-", "du-"].iter().find_map(|a| words.strip_prefix(a)).unwrap_or(&words);
    let mut name = match (year, words) {
        (None, "") => format!("texte-{number}"),
        (Some(year), "") => format!("{year}-texte-{number}"),
        (None, words) => words.to_owned(),
        (Some(year), words) => format!("{year}-{words}"),
    };
    if name.len() > LONGEST_NAME {
        let cut = name[..=LONGEST_NAME].rfind('-').unwrap_or(LONGEST_NAME);
        name.truncate(cut);
        // No small word at the end.
        while let Some((head, last)) = name.rsplit_once('-') {
            if last.len() > 3 && last != "pour" && last != "dans" && last != "avec" || head.is_empty() || last.bytes().all(|b| b.is_ascii_digit()) {
                break;
            }
            name = head.to_owned();
        }
    }
    name
}

/// The first free identifier.
fn free(wanted: &str, before: &[Made]) -> String {
    let taken = |name: &str| before.iter().any(|m| m.name == name);
    std::iter::once(wanted.to_owned()).chain((2..).map(|n| format!("{wanted}-{n}"))).find(|n| !taken(n)).unwrap_or_default()
}

/// A year in a title.
static YEAR: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"\b(?:19|20)\d\d\b").expect("the pattern is valid"));

/// The newest year of the dates and titles: the text may speak of the future.
fn newest_year(made: &[Made]) -> Option<i32> {
    let dates = made.iter().filter_map(|m| m.header.date.as_ref()).map(|d| d.end_year().unwrap_or_else(|| d.start_year()));
    let titles = made.iter().flat_map(|m| YEAR.find_iter(&m.title)).filter_map(|y| y.as_str().parse().ok());
    dates.chain(titles).max()
}
