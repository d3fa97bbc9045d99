//! Lines → blocks: paragraphs, lists, programmes, headings; and the pieces of the site that slipped in.

use super::lines::Line;
use crate::base::diag::Diagnostic;
use crate::base::node::shorten;
use crate::base::source::Span;
use crate::import::codes::{FLATTENED, HEADING, HYPHEN_JOINED, LEAKED, LINES_JOINED, TIMETABLE};
use crate::model::markup::{Block, BlockKind, Inline, InlineKind, Item};
use regex::Regex;
use std::sync::LazyLock;

/// The levels of a list that are kept.
const LEVELS: usize = 5;

/// The text after a bullet that is never anything else.
pub(super) fn bullet(text: &str) -> Option<&str> {
    text.strip_prefix(['•', '◦', '▪', '▫', '●', '○', '‣', '⁃', '∙', '·', '■', '➢', '►']).map(str::trim_start)
}

/// The text after a dash or a star at the start of a line: a bullet only where several lines have one.
fn dash(text: &str) -> Option<&str> {
    ["- ", "– ", "— ", "* ", "+ "].iter().find_map(|d| text.strip_prefix(d)).map(str::trim_start)
}

/// The number of a line « 1. texte » or « 1) texte ».
fn numbered(text: &str) -> Option<(u32, &str)> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let rest = text[digits..].strip_prefix(['.', ')'])?.strip_prefix(' ')?;
    // Markdown would write 07 as 7.
    (digits <= 3 && !text.starts_with('0')).then_some(())?;
    Some((text[..digits].parse().ok()?, rest.trim_start()))
}

/// Whether a line is an item of a list.
pub(super) fn is_item(text: &str) -> bool {
    bullet(text).is_some() || super::rubrics::tick(text).is_some()
}

/// « 09h00 : Accueil », « 14h–15h30 : Atelier ».
static HOUR: LazyLock<Regex> = LazyLock::new(|| {
    let time = r"\d{1,2} ?(?:[hH](?: ?[0-5]\d)?|:[0-5]\d)";
    Regex::new(&format!(r"^(?:[Dd]e )?{time}(?: ?(?:[-–—/]|à) ?{time})? ?[:–—-] ?\S")).expect("the pattern is valid")
});

/// Adds a line to a text: with a space, except after a hyphen inside a word.
pub(super) fn join(text: &mut String, next: &str) -> bool {
    if text.is_empty() {
        text.push_str(next);
        return false;
    }
    let hyphen = text.strip_suffix(['-', '‐', '‑']).is_some_and(|t| t.ends_with(char::is_alphabetic)) && next.starts_with(char::is_alphabetic);
    if !hyphen {
        text.push(' ');
    }
    text.push_str(next);
    hyphen
}

/// A piece of the text between blank lines, or a part of it.
#[derive(Debug)]
enum Unit {
    Paragraph(Words),
    /// Bullets with their indentation.
    List(Vec<(usize, Words)>),
    Numbered(u32, Vec<Words>),
    /// Lines of a programme, each with the bullets below it.
    Hours(Vec<(Words, Vec<(usize, Words)>)>),
}

/// Words and their place.
#[derive(Debug)]
struct Words {
    text: String,
    span: Span,
    lines: usize,
    leaked: bool,
}

impl Words {
    fn new(text: &str, line: &Line) -> Self {
        Self { text: text.to_owned(), span: line.span, lines: 1, leaked: leaked(&line.text).is_some() }
    }

    fn join(&mut self, line: &Line, findings: &mut Vec<Diagnostic>) {
        let before = self.text.split(' ').next_back().unwrap_or("").to_owned();
        if join(&mut self.text, &line.text) {
            let after = line.text.split(' ').next().unwrap_or("").to_owned();
            findings.push(Diagnostic::at(&HYPHEN_JOINED, line.span).with("before", before).with("after", after));
        }
        self.span = self.span.to(line.span);
        self.lines += 1;
    }

    fn inlines(self) -> Vec<Inline> {
        vec![Inline { kind: InlineKind::Text(self.text), span: self.span }]
    }
}

/// Converts the lines of a text. In a fiche the first paragraph is the chapeau and never a heading.
pub(super) fn convert(lines: &[Line], fiche: bool, findings: &mut Vec<Diagnostic>) -> Vec<Block> {
    for line in lines {
        if let Some(found) = leaked(&line.text) {
            findings.push(Diagnostic::at(&LEAKED, line.span).with("found", shorten(found)));
        }
    }
    let mut units = Vec::new();
    for chunk in lines.chunk_by(|_, next| next.blank == 0) {
        self::units(chunk, &mut units, findings);
    }
    let units = merged(units, findings);
    let mut out = Vec::new();
    let mut after_heading = fiche;
    let mut units = units.into_iter().peekable();
    while let Some(unit) = units.next() {
        let heading = if after_heading { Err(unit) } else { heading(unit, units.peek()) };
        after_heading = heading.is_ok();
        match heading {
            Ok(words) => {
                findings.push(Diagnostic::at(&HEADING, words.span).with("text", words.text.clone()));
                out.push(Block { span: words.span, kind: BlockKind::Heading { level: 2, id: None, content: words.inlines() } });
            }
            Err(unit) => out.extend(block(unit, findings)),
        }
    }
    out
}

/// Cuts the lines between two blank lines into units.
fn units(chunk: &[Line], out: &mut Vec<Unit>, findings: &mut Vec<Diagnostic>) {
    let dashes = chunk.iter().filter(|l| dash(&l.text).is_some()).count() > 1;
    let counts = matches!(chunk.first().and_then(|l| numbered(&l.text)), Some((first, _)) if chunk.iter().any(|l| matches!(numbered(&l.text), Some((n, _)) if Some(n) == first.checked_add(1))));
    let start = out.len();
    for line in chunk {
        let last = if out.len() > start { out.last_mut() } else { None };
        let item = bullet(&line.text).or_else(|| dash(&line.text).filter(|_| dashes)).or_else(|| super::rubrics::tick(&line.text).map(|_| line.text.as_str()));
        if let Some(text) = item {
            let words = Words::new(text, line);
            match last {
                Some(Unit::List(items)) => items.push((line.indent, words)),
                _ => out.push(Unit::List(vec![(line.indent, words)])),
            }
        } else if HOUR.is_match(&line.text) {
            let entry = (Words::new(&line.text, line), Vec::new());
            match last {
                Some(Unit::Hours(entries)) => entries.push(entry),
                _ => out.push(Unit::Hours(vec![entry])),
            }
        } else if let (true, Some((number, text))) = (counts, numbered(&line.text)) {
            let words = Words::new(text, line);
            match last {
                Some(Unit::Numbered(first, items)) if first.checked_add(u32::try_from(items.len()).unwrap_or(0)) == Some(number) => items.push(words),
                // A number out of order belongs to the words.
                Some(Unit::Numbered(_, items)) => {
                    if let Some(last) = items.last_mut() {
                        last.join(line, findings);
                    }
                }
                _ => out.push(Unit::Numbered(number, vec![words])),
            }
        } else {
            let open = match last {
                Some(Unit::Paragraph(words)) => Some(words),
                Some(Unit::List(items)) => items.last_mut().map(|(_, w)| w),
                Some(Unit::Numbered(_, items)) => items.last_mut(),
                Some(Unit::Hours(entries)) => entries.last_mut().map(|(w, _)| w),
                None => None,
            };
            match open {
                Some(words) => words.join(line, findings),
                None => out.push(Unit::Paragraph(Words::new(&line.text, line))),
            }
        }
    }
}

/// Puts together what blank lines had cut: lists that follow each other, and the lines of a programme with its bullets.
fn merged(units: Vec<Unit>, findings: &mut Vec<Diagnostic>) -> Vec<Unit> {
    let mut out: Vec<Unit> = Vec::new();
    let mut units = units.into_iter().peekable();
    while let Some(unit) = units.next() {
        match (out.last_mut(), unit) {
            (Some(Unit::List(items)), Unit::List(more)) => items.extend(more),
            (Some(Unit::Hours(entries)), Unit::Hours(more)) => entries.extend(more),
            // Bullets between two times belong to the first.
            (Some(Unit::Hours(entries)), Unit::List(items)) if matches!(units.peek(), Some(Unit::Hours(_))) => match entries.last_mut() {
                Some((_, below)) => below.extend(items),
                None => out.push(Unit::List(items)),
            },
            (_, unit) => out.push(unit),
        }
    }
    for unit in &mut out {
        if let Unit::Hours(entries) = unit {
            match entries.first() {
                Some((first, _)) if entries.len() > 1 => findings.push(Diagnostic::at(&TIMETABLE, first.span).with("count", entries.len().to_string())),
                // One time alone is a sentence.
                _ => {
                    if let Some((words, _)) = entries.pop() {
                        *unit = Unit::Paragraph(words);
                    }
                }
            }
        }
    }
    out
}

/// A short line without full stop that stands alone, or that ends with « : », before a text.
fn is_heading(unit: &Unit, next: Option<&Unit>) -> bool {
    let Some(next) = next else { return false };
    let before_text = match next {
        // What introduces a quotation is no heading.
        Unit::Paragraph(words) => !words.text.starts_with(['«', '“', '"', '–', '—']) && !words.leaked,
        Unit::List(_) | Unit::Numbered(..) | Unit::Hours(_) => false,
    };
    let (words, lone_bullet) = match unit {
        Unit::Paragraph(words) => (words, false),
        // « • Un statut inédit : » alone before a paragraph.
        Unit::List(items) if items.len() == 1 && items[0].1.text.ends_with(':') => (&items[0].1, true),
        Unit::List(_) | Unit::Numbered(..) | Unit::Hours(_) => return false,
    };
    let text = words.text.as_str();
    let count = text.split(' ').filter(|w| w.chars().any(char::is_alphanumeric)).count();
    let capital = text.chars().find(|c| c.is_alphanumeric()).is_some_and(|c| c.is_uppercase() || c.is_numeric());
    let one_sentence = !text.contains(". ") && !text.contains("? ") && !text.contains("! ");
    if words.leaked || HOUR.is_match(text) || words.lines > 1 || count == 0 || !capital || !one_sentence {
        return false;
    }
    if text.ends_with(':') {
        return before_text && count <= 14 && text.chars().count() <= 90;
    }
    let close = text.trim_end_matches(['»', '”', '"', ')', ' ']);
    !lone_bullet && count <= 9 && text.chars().count() <= 70 && close.ends_with(char::is_alphanumeric) && (before_text || !matches!(next, Unit::Paragraph(_)))
}

/// The words of a heading, or the unit when it is none.
fn heading(unit: Unit, next: Option<&Unit>) -> Result<Words, Unit> {
    if !is_heading(&unit, next) {
        return Err(unit);
    }
    let mut words = match unit {
        Unit::Paragraph(words) => words,
        Unit::List(mut items) if items.len() == 1 => items.remove(0).1,
        other @ (Unit::List(_) | Unit::Numbered(..) | Unit::Hours(_)) => return Err(other),
    };
    words.text.truncate(words.text.trim_end_matches([':', ' ']).len());
    Ok(words)
}

/// A unit as a block; none when it has no words.
fn block(unit: Unit, findings: &mut Vec<Diagnostic>) -> Option<Block> {
    match unit {
        Unit::Paragraph(words) => Some(paragraph(words, findings)),
        Unit::List(items) => list(items, findings),
        Unit::Numbered(first, items) => listed(Some(first), items.into_iter().map(|w| item(paragraph(w, findings), None)).collect()),
        Unit::Hours(entries) => {
            let items = entries.into_iter().map(|(words, below)| item(paragraph(words, findings), list(below, findings))).collect();
            listed(None, items)
        }
    }
}

fn paragraph(words: Words, findings: &mut Vec<Diagnostic>) -> Block {
    if words.lines > 1 {
        findings.push(Diagnostic::at(&LINES_JOINED, words.span).with("count", words.lines.to_string()));
    }
    Block { span: words.span, kind: BlockKind::Paragraph(words.inlines()) }
}

fn item(first: Block, below: Option<Block>) -> Item {
    Item { task: None, blocks: std::iter::once(first).chain(below).collect() }
}

/// Items as a list; none without items.
fn listed(start: Option<u32>, items: Vec<Item>) -> Option<Block> {
    let span = items.iter().flat_map(|i| &i.blocks).map(|b| b.span).reduce(Span::to)?;
    Some(Block { span, kind: BlockKind::List { start, tight: true, items } })
}

/// Bullets with their indentation as a tree.
fn list(items: Vec<(usize, Words)>, findings: &mut Vec<Diagnostic>) -> Option<Block> {
    // The indentations of the levels that are open, and the items of each.
    let mut open: Vec<(usize, Vec<Item>)> = Vec::new();
    let close = |open: &mut Vec<(usize, Vec<Item>)>| {
        let block = open.pop().and_then(|(_, items)| listed(None, items));
        if let Some(parent) = open.last_mut().and_then(|(_, items)| items.last_mut()) {
            parent.blocks.extend(block);
        }
    };
    let mut flattened = false;
    for (indent, words) in items.into_iter().filter(|(_, w)| !w.text.is_empty()) {
        while open.len() > 1 && open.last().is_some_and(|(i, _)| indent < *i) {
            close(&mut open);
        }
        let deep = open.len() >= LEVELS;
        match open.last_mut() {
            Some((level, _)) if indent <= *level => *level = indent,
            Some(_) if deep => {
                if !std::mem::replace(&mut flattened, true) {
                    findings.push(Diagnostic::at(&FLATTENED, words.span).with("limit", LEVELS.to_string()));
                }
            }
            _ => open.push((indent, Vec::new())),
        }
        let made = item(paragraph(words, findings), None);
        if let Some((_, items)) = open.last_mut() {
            items.push(made);
        }
    }
    while open.len() > 1 {
        close(&mut open);
    }
    open.pop().and_then(|(_, items)| listed(None, items))
}

/// Words that belong to a web page rather than to its text.
static INTERFACE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?ix) cliqu(?:ez|er|ant)\ (?:ici|sur) | (?:formulaire|logo\ \w+|bouton|lien)\ ci-(?:dessous|contre) | voir\ (?:le\ )?plan\ sur
        | lire\ la\ suite | ^logo\b.{0,40}$ | ^une\ collaboration\.?$ | ^(?:png|jpe?g|pdf|menu|accueil)$ | ^photo\ .{1,40}$
        | ^(?:partager|imprimer|tweeter|télécharger|en\ savoir\ plus|haut\ de\ page)\b.{0,20}$ | ^\d{1,3}$",
    )
    .expect("the pattern is valid")
});

/// What of a line belongs to the site: an interface's words, a shout in capitals.
fn leaked(text: &str) -> Option<&str> {
    let text = bullet(text).unwrap_or(text);
    if let Some(found) = INTERFACE.find(text) {
        return Some(found.as_str());
    }
    let letters = || text.chars().filter(|c| c.is_alphabetic());
    let shouted = text.split(' ').filter(|w| w.chars().filter(|c| c.is_alphabetic()).count() > 3).count() >= 2 && letters().all(|c| !c.is_lowercase());
    (shouted && text.len() < 100).then_some(text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::diag::Lang;
    use crate::base::source::{Source, SourceId};
    use crate::import::write;

    fn converted(text: &str, fiche: bool) -> (String, String) {
        let mut findings = Vec::new();
        let lines = super::super::lines::read(&Source::new("a.txt", text), SourceId(0), &mut Vec::new());
        let blocks = convert(&lines, fiche, &mut findings);
        (write::blocks(&blocks), findings.iter().map(|f| format!("{} {}", f.code.id, f.message(Lang::Fr))).collect::<Vec<_>>().join("\n"))
    }

    #[test]
    fn blocks_of_a_text() {
        for (text, wanted) in [
            ("Un.\n\nDeux\ntrois.", "Un.\n\nDeux trois.\n"),
            ("Le mot Porte-\nvoix est\nlà.", "Le mot Porte-voix est là.\n"),
            ("Un –\ndeux -\ntrois", "Un – deux - trois\n"),
            ("Des services :\n\n  • un ;\n  • deux :\n    • a ;\n    • b.\n  • trois", "Des services :\n\n- un ;\n- deux :\n  - a ;\n  - b.\n- trois\n"),
            ("• a\n\n• b\nsuite", "- a\n- b suite\n"),
            ("    • a\n  • b\n      • c", "- a\n- b\n  - c\n"),
            ("•\nvide", "- vide\n"),
            ("- a\n- b", "- a\n- b\n"),
            ("- a", "\\- a\n"),
            ("1. a\n2. b\nsuite\n4. c", "1. a\n2. b suite 4. c\n"),
            ("12. a", "12\\. a\n"),
            ("☐ a\n☑ b", "- ☐ a\n- ☑ b\n"),
            (
                "09h00 : Accueil\n09h30 : Début\n\n10h : ateliers\n\n  • un\n  • deux\n\n12h30–13h30 : repas",
                "- 09h00 : Accueil\n- 09h30 : Début\n- 10h : ateliers\n  - un\n  - deux\n- 12h30–13h30 : repas\n",
            ),
            ("14h : Accueil\n\nTexte.", "14h : Accueil\n\nTexte.\n"),
            ("Un bilan :\n\nLe texte.", "## Un bilan\n\nLe texte.\n"),
            ("Un bilan :\n\n• a", "Un bilan :\n\n- a\n"),
            ("Il précise :\n\n« Une phrase. »", "Il précise :\n\n« Une phrase. »\n"),
            ("• Un statut inédit :\n\nLe texte.", "## Un statut inédit\n\nLe texte.\n"),
            ("Programme\n\n09h : a\n10h : b", "## Programme\n\n- 09h : a\n- 10h : b\n"),
            ("Sans suite", "Sans suite\n"),
            ("Une phrase finie.\n\nTexte.", "Une phrase finie.\n\nTexte.\n"),
            ("« Quelle question ? »\n\nTexte.", "« Quelle question ? »\n\nTexte.\n"),
            ("Premier\n\nSecond\n\nTexte.", "## Premier\n\nSecond\n\nTexte.\n"),
            ("INSCRIPTIONS CLOSES\n\nProgramme\n\nTexte.", "INSCRIPTIONS CLOSES\n\n## Programme\n\nTexte.\n"),
        ] {
            assert_eq!(converted(text, false).0, wanted, "{text}");
        }
        assert_eq!(converted("Court\n\nTexte.", true).0, "Court\n\nTexte.\n");
    }

    #[test]
    fn decisions_are_told() {
        assert_eq!(
            converted("Le mot Porte-\nvoix\n\nlogo exemple\n\nPour la suite, cliquez ici\n\n • a\n  • b\n   • c\n    • d\n     • e\n      • f", false).1,
            "I725 « logo exemple » vient sans doute du site, pas du texte ; c’est gardé\n\
             I725 « cliquez ici » vient sans doute du site, pas du texte ; c’est gardé\n\
             I723 « Porte- » et « voix » sont réunis par-dessus la fin de ligne : « Porte-voix »\n\
             I722 2 lignes qui se suivent forment un seul paragraphe\n\
             I724 la liste descend trop bas ; les niveaux au-delà du 5e sont remontés"
        );
    }
}
