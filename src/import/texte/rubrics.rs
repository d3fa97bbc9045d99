//! The blocks that close a fiche (DOMAIN.md 1.3): legend, resources, terms, sources, categories, each absent, placeholder or filled.

use super::body::{bullet, join};
use super::lines::Line;
use crate::base::diag::Diagnostic;
use crate::base::node::{Pairs, shorten};
use crate::base::source::{Span, Spanned};
use crate::import::codes::{AFTER_BLOCKS, CATEGORIES, FILLED_BLOCK, LEGEND_DROPPED, NO_ADDRESS, NO_BOX, NO_EXPANSION, PLACEHOLDER_BLOCK, TEMPLATE_CATEGORIES};
use crate::import::workspace::{Vocabulary, category_id};
use crate::import::write::{self, Remark};
use crate::lang::format::slug;
use crate::model::catalog::Family;
use crate::model::fiche::{FicheHeader, ResourceHeader, Slot, is_placeholder};
use crate::model::markup::{Inline, InlineKind};
use regex::Regex;
use std::sync::LazyLock;

/// The longest entry of a block, in bytes; longer ones are text.
const LONGEST_ENTRY: usize = 2_000;

/// The longest line, in bytes, that is taken for an entry without a bullet.
const SHORT_ENTRY: usize = 300;

/// The labels of the blocks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Rubric {
    Legend,
    Resources,
    Terms,
    Sources,
    Categories,
    Family(Family),
}

/// The block that a line opens.
fn rubric(text: &str) -> Option<Rubric> {
    if text.len() > 100 {
        return None;
    }
    let word = slug(text);
    // Words that a text may use as a heading are labels only with their « : ».
    let colon = text.ends_with(':');
    match word.as_str() {
        "legende" if text.starts_with('*') => Some(Rubric::Legend),
        "ressources-a-telecharger" => Some(Rubric::Resources),
        "ressources" if colon => Some(Rubric::Resources),
        "jargon" if colon => Some(Rubric::Terms),
        "sigles-et-acronymes" | "abreviations-sigles-et-acronymes" => Some(Rubric::Terms),
        word if word.starts_with("jargon-abreviations") => Some(Rubric::Terms),
        "sources" if colon => Some(Rubric::Sources),
        "categories" if colon => Some(Rubric::Categories),
        "axes-strategiques" | "axes-strategiques-d-intervention" => Some(Rubric::Family(Family::Axis)),
        "thematiques-traversees-par-l-activite" => Some(Rubric::Family(Family::General)),
        "thematiques" | "generales" | "thematiques-generales" if colon => Some(Rubric::Family(Family::General)),
        "specifiques" | "thematiques-specifiques" if colon => Some(Rubric::Family(Family::Specific)),
        _ => None,
    }
}

/// Whether a line opens a block.
pub(super) fn is_label(text: &str) -> bool {
    rubric(text).is_some()
}

/// A ticked or empty box and the words beside it: ☑, [x], ☐, ☒, [ ].
pub(super) fn tick(text: &str) -> Option<(bool, &str)> {
    let text = bullet(text).unwrap_or(text);
    for (marks, ticked) in [
        (&["☑", "✓", "✔", "✅", "🗹", "[x]", "[X]", "[✓]", "[✔]", "(x)", "(X)"][..], true),
        // A crossed box says no, as the web site has it (U+2612).
        (&["☐", "☒", "🗷", "□", "◻", "⬜", "❏", "❑", "[ ]", "[]", "( )"][..], false),
    ] {
        if let Some(rest) = marks.iter().find_map(|m| text.strip_prefix(m)) {
            let rest = rest.trim_start_matches('\u{fe0f}').trim();
            return (!rest.is_empty()).then_some((ticked, rest));
        }
    }
    None
}

/// A line under « Catégories »: a box, an X before the words, or a bullet.
fn category(text: &str) -> Option<(bool, &str)> {
    if let Some(found) = tick(text) {
        return Some(found);
    }
    let plain = bullet(text).unwrap_or(text);
    if let Some(rest) = plain.strip_prefix("X ").or_else(|| plain.strip_prefix("x ")).filter(|r| category_id(r).is_some()) {
        return Some((true, rest));
    }
    (category_id(plain).is_some() || (bullet(text).is_some() && !is_placeholder(plain))).then_some((true, plain))
}

/// What the blocks of a text say.
#[derive(Debug, Default)]
pub(super) struct Found {
    opened: Vec<(Rubric, Line)>,
    entries: Vec<(Rubric, Entry)>,
    boxes: Vec<(Family, bool, Spanned<String>)>,
}

/// An entry of a block.
#[derive(Debug)]
struct Entry {
    text: String,
    span: Span,
    bulleted: bool,
}

/// Takes the blocks out of the lines of a text.
pub(super) fn take(lines: Vec<Line>, path: &str, findings: &mut Vec<Diagnostic>) -> (Vec<Line>, Found) {
    // Whether only short lines stand between a line and a label further down: then they are entries, blank lines or not.
    let mut enclosed = vec![false; lines.len()];
    let mut before_label = false;
    for (index, line) in lines.iter().enumerate().rev() {
        before_label = is_label(&line.text) || (before_label && line.text.len() <= SHORT_ENTRY);
        enclosed[index] = before_label;
    }
    let mut found = Found::default();
    let mut body = Vec::new();
    let mut current: Option<Rubric> = None;
    let (mut first, mut reported) = (false, false);
    for (mut line, enclosed) in lines.into_iter().zip(enclosed) {
        if let Some(label) = rubric(&line.text) {
            first = true;
            current = Some(label).filter(|l| *l != Rubric::Legend);
            found.opened.push((label, line));
            continue;
        }
        let follows = std::mem::take(&mut first) || enclosed;
        if current.is_some_and(|label| line.text.len() <= LONGEST_ENTRY && found.holds(label, &line, follows)) {
            continue;
        }
        if current.take().is_some() {
            line.blank = line.blank.max(1);
            if !std::mem::replace(&mut reported, true) {
                findings.push(Diagnostic::at(&AFTER_BLOCKS, line.span).with("path", path.to_owned()));
            }
        }
        body.push(line);
    }
    (body, found)
}

impl Found {
    /// Takes a line into the block that is open, if it belongs there. A line without bullet does when it comes first.
    fn holds(&mut self, label: Rubric, line: &Line, first: bool) -> bool {
        let text = bullet(&line.text).unwrap_or(&line.text);
        let bulleted = bullet(&line.text).is_some();
        let family = match label {
            Rubric::Categories => Some(Family::Axis),
            Rubric::Family(family) => Some(family),
            Rubric::Legend | Rubric::Resources | Rubric::Terms | Rubric::Sources => None,
        };
        if let Some(family) = family {
            if let Some((ticked, name)) = category(&line.text) {
                self.boxes.push((family, ticked, Spanned::new(name.to_owned(), line.span)));
                return true;
            }
            return is_placeholder(text);
        }
        let last = self.entries.last_mut().filter(|(r, _)| *r == label).map(|(_, e)| e);
        if let Some(entry) = last
            && !bulleted
            && line.blank == 0
        {
            if entry.bulleted && entry.text.len() <= LONGEST_ENTRY {
                join(&mut entry.text, &line.text);
            } else {
                self.entries.push((label, Entry { text: text.to_owned(), span: line.span, bulleted }));
            }
            return true;
        }
        if bulleted || first || is_placeholder(text) {
            self.entries.push((label, Entry { text: text.to_owned(), span: line.span, bulleted }));
            return true;
        }
        false
    }

    /// Whether there is none.
    pub(super) fn is_empty(&self) -> bool {
        self.opened.is_empty()
    }

    /// Writes the blocks into a header.
    pub(super) fn into_header(
        self,
        path: &str,
        header: &mut FicheHeader,
        remarks: &mut Vec<Remark>,
        vocabulary: &mut Vocabulary,
        findings: &mut Vec<Diagnostic>,
    ) {
        for (_, line) in self.opened.iter().filter(|(r, _)| *r == Rubric::Legend) {
            findings.push(Diagnostic::at(&LEGEND_DROPPED, line.span).with("found", line.text.clone()));
        }
        self.categories(path, header, vocabulary, findings);
        let mut entries = self.entries;
        let mut of = |rubric: Rubric, key: &'static str| block(rubric, key, &self.opened, &mut entries, path, findings);
        let resources = of(Rubric::Resources, "ressources");
        let terms = of(Rubric::Terms, "sigles");
        let sources = of(Rubric::Sources, "sources");
        header.resources = filled(resources, |e| resource(e, path, remarks, findings));
        header.terms = match terms {
            Slot::Absent => Slot::Absent,
            Slot::Placeholder(span) => Slot::Placeholder(span),
            Slot::Filled(list) => self::terms(list, path, remarks, findings),
        };
        header.sources = filled(sources, |e| Some(Spanned::new(write::line(&text(&e)), e.span)));
    }

    fn categories(&self, path: &str, header: &mut FicheHeader, vocabulary: &mut Vocabulary, findings: &mut Vec<Diagnostic>) {
        let Some((_, label)) = self.opened.iter().find(|(r, _)| matches!(r, Rubric::Categories | Rubric::Family(_))) else { return };
        let words = label.text.trim_end_matches([':', ' ']).to_owned();
        let (mut ids, mut ticked): (Vec<(Family, Spanned<String>)>, Vec<String>) = (Vec::new(), Vec::new());
        for (family, is_ticked, name) in &self.boxes {
            let (id, family) = match category_id(name) {
                Some(known) => known,
                None => (vocabulary.add(*family, name, *is_ticked, findings), *family),
            };
            if *is_ticked && !ids.iter().any(|(_, i)| i.value == id) {
                ids.push((family, Spanned::new(id, name.span)));
                ticked.push(name.value.clone());
            }
        }
        let all = crate::import::workspace::CATEGORIES.len();
        let template = ids.len() >= all && self.boxes.iter().all(|(_, t, _)| *t);
        if ids.is_empty() || template {
            if template {
                findings.push(Diagnostic::at(&TEMPLATE_CATEGORIES, label.span).with("count", ids.len().to_string()).with("path", path.to_owned()));
            } else {
                findings.push(Diagnostic::at(&NO_BOX, label.span).with("label", words).with("path", path.to_owned()));
            }
            header.axes = Slot::Placeholder(label.span);
            header.themes = Slot::Placeholder(label.span);
            return;
        }
        findings.push(Diagnostic::at(&CATEGORIES, label.span).with("count", ids.len().to_string()).with("names", ticked.join(", ")));
        let (axes, themes): (Vec<_>, Vec<_>) = ids.into_iter().partition(|(family, _)| *family == Family::Axis);
        let slot =
            |list: Vec<(Family, Spanned<String>)>| if list.is_empty() { Slot::Absent } else { Slot::Filled(list.into_iter().map(|(_, id)| id).collect()) };
        header.axes = slot(axes);
        header.themes = slot(themes);
    }
}

/// The entries of one block in its state.
fn block(
    rubric: Rubric,
    key: &'static str,
    opened: &[(Rubric, Line)],
    entries: &mut Vec<(Rubric, Entry)>,
    path: &str,
    findings: &mut Vec<Diagnostic>,
) -> Slot<Vec<Entry>> {
    let Some((_, label)) = opened.iter().find(|(r, _)| *r == rubric) else { return Slot::Absent };
    let words = label.text.trim_end_matches([':', ' ']).to_owned();
    let mut list = Vec::new();
    let mut placeholder = String::new();
    for (_, entry) in entries.extract_if(.., |(r, _)| *r == rubric) {
        if is_placeholder(&entry.text) {
            placeholder = entry.text;
        } else if !entry.text.is_empty() {
            list.push(entry);
        }
    }
    if list.is_empty() {
        findings.push(
            Diagnostic::at(&PLACEHOLDER_BLOCK, label.span).with("label", words).with("found", placeholder).with("key", key).with("path", path.to_owned()),
        );
        return Slot::Placeholder(label.span);
    }
    findings
        .push(Diagnostic::at(&FILLED_BLOCK, label.span).with("label", words).with("count", list.len().to_string()).with("key", key).with("found", placeholder));
    Slot::Filled(list)
}

/// Converts entries; a block of which no entry can be converted is still to be filled in.
fn filled<T>(slot: Slot<Vec<Entry>>, convert: impl FnMut(Entry) -> Option<T>) -> Slot<Vec<T>> {
    match slot {
        Slot::Absent => Slot::Absent,
        Slot::Placeholder(span) => Slot::Placeholder(span),
        Slot::Filled(list) => {
            let place = list.first().map(|e| e.span);
            let converted: Vec<T> = list.into_iter().filter_map(convert).collect();
            match (converted.is_empty(), place) {
                (true, Some(place)) => Slot::Placeholder(place),
                (true, None) => Slot::Absent,
                (false, _) => Slot::Filled(converted),
            }
        }
    }
}

fn text(entry: &Entry) -> Vec<Inline> {
    vec![Inline { kind: InlineKind::Text(entry.text.clone()), span: entry.span }]
}

/// An address, with the brackets that may hold it.
static URL: LazyLock<Regex> = LazyLock::new(|| Regex::new(r#"[(<\[]?((?:https?://|www\.)[^\s<>()\[\]"]+)[)>\]]?"#).expect("the pattern is valid"));

/// « (PDF, 2 pages) » at the end.
static ABOUT: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)\s*\(([^()]*\b(?:pdf|docx?|word|xlsx?|excel|odt|mp3|mp4|zip|ko|mo|pages?|mise à jour)\b[^()]*)\)$").expect("the pattern is valid")
});

/// « Titre : https://… », « Titre (https://…) », « Titre (PDF) https://… ».
fn resource(entry: Entry, path: &str, remarks: &mut Vec<Remark>, findings: &mut Vec<Diagnostic>) -> Option<Spanned<ResourceHeader>> {
    let at = |value: String| Some(Spanned::new(value, entry.span));
    let Some(found) = URL.captures(&entry.text) else {
        findings.push(Diagnostic::at(&NO_ADDRESS, entry.span).with("found", shorten(&entry.text)).with("path", path.to_owned()));
        remarks.push(Remark { key: "ressources", text: format!("adresse à retrouver : {}", entry.text) });
        return None;
    };
    let (whole, address) = (found.get(0)?, found.get(1)?.as_str().trim_end_matches(['.', ',', ';']));
    let url = if address.starts_with("www.") { format!("https://{address}") } else { address.to_owned() };
    let rest = format!("{} {}", &entry.text[..whole.start()], &entry.text[whole.end()..]);
    let mut title = rest.split_whitespace().collect::<Vec<_>>().join(" ").trim_matches([':', '–', '—', '-', ';', ',', '.', ' ']).to_owned();
    let mut description = None;
    if let Some(about) = ABOUT.captures(&title).map(|c| (c.get(0).map_or(0, |m| m.start()), c[1].to_owned())) {
        title.truncate(about.0);
        description = at(about.1);
    }
    let title = if title.is_empty() { address.to_owned() } else { title };
    Some(Spanned::new(ResourceHeader { title: at(title), file: None, url: at(url), description }, entry.span))
}

/// « SIGLE : développement », « SIGLE – développement », « SIGLE (développement) ».
static TERM: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"^(\S[^:=]{0,59}?)(?: ?[:=] ?| [–—-] )(\S.*)$").expect("the pattern is valid"));
static TERM_IN_BRACKETS: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"^(\S[^()]{0,39}?) \(([^()]+)\)\.?$").expect("the pattern is valid"));

fn terms(list: Vec<Entry>, path: &str, remarks: &mut Vec<Remark>, findings: &mut Vec<Diagnostic>) -> Slot<Pairs<Spanned<String>>> {
    let mut pairs: Vec<(Spanned<String>, Spanned<String>)> = Vec::new();
    let place = list.first().map(|e| e.span);
    for entry in list {
        let split = TERM
            .captures(&entry.text)
            .or_else(|| TERM_IN_BRACKETS.captures(&entry.text))
            .map(|c| (c[1].trim().to_owned(), c[2].trim_end_matches([';', ' ']).to_owned()));
        let again = split.as_ref().and_then(|(term, _)| pairs.iter().find(|(t, _)| t.value == *term));
        match (split.clone(), again) {
            (Some((term, expansion)), None) if !expansion.is_empty() => pairs.push((Spanned::new(term, entry.span), Spanned::new(expansion, entry.span))),
            (Some((_, expansion)), Some((_, known))) if known.value == expansion => {}
            (_, again) => {
                let key = again.map(|(t, _)| t.value.clone()).unwrap_or_default();
                findings.push(Diagnostic::at(&NO_EXPANSION, entry.span).with("found", shorten(&entry.text)).with("key", key).with("path", path.to_owned()));
                remarks.push(Remark { key: "sigles", text: format!("à compléter : {}", entry.text) });
            }
        }
    }
    match (pairs.is_empty(), place) {
        (true, Some(place)) => Slot::Placeholder(place),
        (true, None) => Slot::Absent,
        (false, _) => Slot::Filled(Pairs(pairs)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_and_boxes() {
        for (text, wanted) in [
            ("Ressources à télécharger :", true),
            ("Jargon, abréviations, sigles et acronymes :", true),
            ("JARGON, abreviations, sigles et acronymes", true),
            ("Sources :", true),
            ("Sources", false),
            ("* Légende", true),
            ("Légende", false),
            ("Générales :", true),
            ("Axes stratégiques d'intervention", true),
            ("Les sources de la Meuse :", false),
        ] {
            assert_eq!(is_label(text), wanted, "{text}");
        }
        for (text, wanted) in [
            ("☑ Logement", Some((true, "Logement"))),
            ("☒Santé", Some((false, "Santé"))),
            ("• [x] Santé", Some((true, "Santé"))),
            ("X Juridique/justice", Some((true, "Juridique/justice"))),
            ("[ ] Mobilité", Some((false, "Mobilité"))),
            ("☐ Mobilité", Some((false, "Mobilité"))),
            ("Enseignement/formation / emploi", Some((true, "Enseignement/formation / emploi"))),
            ("• Tourisme", Some((true, "Tourisme"))),
            ("Xylophone", None),
            ("☑", None),
        ] {
            assert_eq!(category(text), wanted, "{text}");
        }
    }

    #[test]
    fn resources_and_terms() {
        let entry = |text: &str| Entry { text: text.to_owned(), span: Span::file(crate::base::source::SourceId(0)), bulleted: true };
        for (text, wanted) in [
            ("Brochure : https://exemple.be/a.pdf", "Brochure|https://exemple.be/a.pdf|"),
            ("Brochure (PDF, 2 pages) – https://exemple.be/a.pdf", "Brochure|https://exemple.be/a.pdf|PDF, 2 pages"),
            ("Brochure (www.exemple.be/a)", "Brochure|https://www.exemple.be/a|"),
            ("https://exemple.be", "https://exemple.be|https://exemple.be|"),
            ("Brochure", ""),
        ] {
            let made = resource(entry(text), "x.md", &mut Vec::new(), &mut Vec::new());
            let show = |v: &Option<Spanned<String>>| v.as_ref().map(|v| v.value.clone()).unwrap_or_default();
            assert_eq!(made.map(|r| format!("{}|{}|{}", show(&r.title), show(&r.url), show(&r.description))).unwrap_or_default(), wanted, "{text}");
        }
        let (mut remarks, mut findings) = (Vec::new(), Vec::new());
        let list =
            ["ABC : un sens", "DE – deux", "FG (trois mots)", "ABC : un sens", "ABC : un autre", "primo", "PST 3 = plan"].into_iter().map(entry).collect();
        let made = terms(list, "x.md", &mut remarks, &mut findings);
        let shown: Vec<_> = made.filled().map(|p| p.0.iter().map(|(k, v)| format!("{}={}", k.value, v.value)).collect()).unwrap_or_default();
        assert_eq!(shown, ["ABC=un sens", "DE=deux", "FG=trois mots", "PST 3=plan"]);
        assert_eq!(remarks.into_iter().map(|r| r.text).collect::<Vec<_>>(), ["à compléter : ABC : un autre", "à compléter : primo"]);
        assert_eq!(findings.len(), 2);
    }
}
