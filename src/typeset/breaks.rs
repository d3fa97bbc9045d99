//! French words are hyphenated: « l’accompa-gnement », « interculturali-té ; ».
//!
//! The engine hyphenates a piece of a word-segmented text only when all of it are letters (typst-layout 0.15.1, `inline/linebreak.rs`), and
//! for Unicode an apostrophe and a narrow no-break space belong to the word beside them (UAX 29, MidNumLet and ExtendNumLet). So no word
//! after an elision, before ; ! ? or in guillemets ever broke, and the lines before them were loose. The engine is given signs of the same
//! looks that leave the word alone, and the laid-out pages get theirs back: what is copied, searched and read aloud is unchanged.
//!
//! And where it is needed only: looking for places for hyphens is a fifth of the work of a book in which one line in a hundred ends with one.
//! So a first layout has none, as TeX tries a paragraph without them first (its `pretolerance`), and the paragraphs that have a loose line
//! get them in the second. No word is cut where a page ends.

use super::fonts::Fonts;
use super::places::is_inside;
use crate::model::bundle::BundleFile;
use rayon::prelude::*;
use std::ops::Range;
use typst::foundations::Value;
use typst::introspection::Tag;
use typst::layout::{Abs, Frame, FrameItem, Inherit, Point};
use typst::syntax::Span;
use typst::text::TextItem;
use typst_layout::PagedDocument;

const APOSTROPHE: char = '’';
/// U+02BC, a letter of the same shape.
const LETTER: char = 'ʼ';

const NARROW: char = '\u{202f}';
/// A thin space that a word joiner makes unbreakable.
const THIN: &str = "\u{2009}\u{2060}";
const JOINER: char = '\u{2060}';
/// The same as a text to insert.
pub(super) const JOINED: &str = "\u{2060}";

/// Words under so many letters are not worth a hyphen.
const LEAST: usize = 6;

/// What ends with an apostrophe before a vowel: « l’ », « d’ », « qu’ »…
const ELIDED: [&str; 14] = ["l", "d", "j", "m", "n", "s", "t", "c", "qu", "L", "D", "N", "S", "C"];

/// The blocks of running text in a generated body.
const RUNNING: [&str; 4] = ["#para", "#bullets(", "#numbered(", "#closing["];

/// Where the text that the engine reads differs in length from the one that was generated: where each changed sign ends, in ascending
/// order, and by how many bytes the generated text is longer up to there.
#[derive(Default, Clone)]
pub(super) struct Shift(Vec<(usize, isize)>);

impl Shift {
    /// Some bytes more at a place of the text that the engine reads.
    pub(super) fn insert(&mut self, at: usize, bytes: usize) {
        let i = self.0.partition_point(|(end, _)| *end <= at);
        let longer = i.checked_sub(1).map_or(0, |before| self.0[before].1);
        for (end, longer) in &mut self.0[i..] {
            *end += bytes;
            *longer -= bytes as isize;
        }
        self.0.insert(i, (at + bytes, longer - bytes as isize));
    }

    /// A range of the text that the engine reads, in the generated one.
    pub(super) fn back(&self, range: Range<usize>) -> Range<usize> {
        let moved = |at: usize| at.saturating_add_signed(self.longer(at));
        moved(range.start)..moved(range.end)
    }

    fn longer(&self, at: usize) -> isize {
        self.0.partition_point(|(end, _)| *end <= at).checked_sub(1).map_or(0, |i| self.0[i].1)
    }

    /// How many bytes of the generated text come between a place in the text that the engine reads and another, `offset` bytes further.
    pub(super) fn between(&self, from: usize, offset: usize) -> usize {
        offset.saturating_add_signed(self.longer(from + offset) - self.longer(from))
    }
}

/// Whether the fonts can do it: whichever has the signs of French has the others as well. The Latin of an Arabic face is never the text's.
pub(super) fn fits(fonts: &Fonts) -> bool {
    fonts.all(|font| {
        let has = |c: char| font.info().coverage.contains(u32::from(c));
        let whole = (!has(APOSTROPHE) || has(LETTER)) && (!has(NARROW) || has('\u{2009}'));
        !has('é') || has('ا') || whole
    })
}

/// A generated file of a bundle with those signs; none for a template, and where there is nothing to do.
pub(super) fn of(file: &BundleFile) -> Option<(String, Shift)> {
    let text = std::str::from_utf8(&file.bytes).ok().filter(|_| !file.map.0.is_empty())?;
    open(text)
}

/// A generated body with those signs in its running text; none where there is nothing to do.
fn open(body: &str) -> Option<(String, Shift)> {
    let mut out = String::with_capacity(body.len() + body.len() / 64);
    let mut shift = Shift::default();
    for line in body.split_inclusive('\n') {
        if !RUNNING.iter().any(|start| line.starts_with(start)) {
            out.push_str(line);
            continue;
        }
        let mut rest = line;
        // Only what is set: the literals of content, not those of arguments.
        while let Some(start) = rest.find("#\"") {
            let (before, literal) = rest.split_at(start + 2);
            out.push_str(before);
            let end = end_of(literal);
            let follows = &literal[end..];
            words(&literal[..end], follows, &mut out, &mut shift);
            rest = follows;
        }
        out.push_str(rest);
    }
    (!shift.0.is_empty()).then_some((out, shift))
}

/// Where a literal ends: at the first quote that is not escaped.
fn end_of(literal: &str) -> usize {
    let mut escaped = false;
    let quote = literal.bytes().position(|b| {
        let ends = b == b'"' && !escaped;
        escaped = b == b'\\' && !escaped;
        ends
    });
    quote.unwrap_or(literal.len())
}

/// `follows` is the code behind the literal: a word may begin in the next one, as a link does.
fn words(text: &str, follows: &str, out: &mut String, shift: &mut Shift) {
    let after = |from: usize, part: fn(char) -> bool| text[from..].chars().take_while(|c| part(*c)).map(char::len_utf8).sum::<usize>();
    let before = |to: usize, part: fn(char) -> bool| text[..to].chars().rev().take_while(|c| part(*c)).map(char::len_utf8).sum::<usize>();
    let in_word = |c: char| c.is_alphabetic() || c == APOSTROPHE;
    let mut done = 0;
    for (at, sign) in text.match_indices([APOSTROPHE, NARROW]) {
        let next = at + sign.len();
        let other = if sign.starts_with(APOSTROPHE) {
            let behind = follows.find("#\"").map_or("", |start| &follows[start + 2..]);
            let word = if next == text.len() { behind } else { &text[next..] };
            let word = word.split(|c: char| !c.is_alphabetic()).next().unwrap_or_default();
            let elided = &text[at - before(at, char::is_alphabetic)..at];
            if !ELIDED.contains(&elided) || !breaks_well(elided, word) {
                continue;
            }
            LETTER.to_string()
        } else {
            let long = |word: &str| word.chars().count() >= LEAST;
            if !long(&text[at - before(at, in_word)..at]) && !long(&text[next..next + after(next, in_word)]) {
                continue;
            }
            THIN.to_owned()
        };
        out.push_str(&text[done..at]);
        out.push_str(&other);
        done = next;
        let longer = shift.0.last().map_or(0, |(_, n)| *n) + sign.len() as isize - other.len() as isize;
        shift.0.push((out.len(), longer));
    }
    out.push_str(&text[done..]);
}

/// Whether a word is long, and nothing breaks right behind the apostrophe or one letter after it: « d’a-nalyse » and « l’-hôpital » are no
/// better than a loose line. The patterns see the word as the engine gives it to them.
fn breaks_well(elided: &str, word: &str) -> bool {
    let first = word.chars().next().is_some_and(|c| !matches!(c, 'h' | 'H'));
    let whole = || format!("{elided}{LETTER}{word}");
    let begins = || hypher::hyphenate(&whole(), hypher::Lang::French).next().is_some_and(|s| s.chars().count() > elided.chars().count() + 2);
    first && word.chars().count() >= LEAST && begins()
}

/// Whether a run of letters has to get its signs back.
pub(super) fn concerns(text: &TextItem) -> bool {
    text.text.contains([LETTER, JOINER])
}

/// Gives a run of letters its signs back.
pub(super) fn close(text: &mut TextItem) {
    let mut out = String::with_capacity(text.text.len());
    let mut shift = Shift::default();
    let mut joiners = Vec::new();
    let mut signs = text.text.char_indices().peekable();
    while let Some((at, sign)) = signs.next() {
        let narrow = sign == '\u{2009}' && signs.peek().is_some_and(|(_, c)| *c == JOINER);
        let back = if narrow {
            joiners.extend(signs.next().map(|(at, _)| at));
            NARROW
        } else if sign == LETTER {
            APOSTROPHE
        } else if sign == JOINER {
            joiners.push(at);
            let end = at + JOINER.len_utf8();
            shift.0.push((end, out.len() as isize - end as isize));
            continue;
        } else {
            sign
        };
        out.push(back);
        let end = at + if narrow { THIN.len() } else { sign.len_utf8() };
        if back != sign {
            shift.0.push((end, out.len() as isize - end as isize));
        }
    }
    // The joiner has neither shape nor width.
    text.glyphs.retain(|g| !joiners.contains(&usize::from(g.range.start)));
    let glyph_of = |c: char| text.font.ttf().glyph_index(c).map(|g| g.0);
    let same = [(glyph_of(LETTER), glyph_of(APOSTROPHE)), (glyph_of('\u{2009}'), glyph_of(NARROW))];
    for glyph in &mut text.glyphs {
        let start = usize::from(glyph.range.start);
        let narrow = text.text[start..].starts_with(THIN);
        let changed = narrow || text.text[start..].starts_with(LETTER);
        let range = shift.back(start..usize::from(glyph.range.end));
        let end = if narrow { range.start + NARROW.len_utf8() } else { range.end };
        glyph.range = u16::try_from(range.start).unwrap_or(0)..u16::try_from(end).unwrap_or(0);
        if let Some((_, Some(sign))) = same.iter().find(|(from, _)| changed && *from == Some(glyph.id)) {
            glyph.id = *sign;
        }
    }
    text.text = out.into();
}

/// So many bytes before and behind the end of a page: the next layout may end it there instead. (More would leave a loose line there without
/// the hyphen that it needs.)
const NEAR: usize = 24;

/// Where word joiners go into a literal so that no word is cut at `offset` bytes of its text, where a page ends, nor near it: the words are
/// no longer all letters. In ascending order.
pub(super) fn joints(text: &str, literal: Range<usize>, offset: usize) -> Vec<usize> {
    let at = literal.start + 1 + offset;
    if at >= literal.end || !text.is_char_boundary(at) {
        return Vec::new();
    }
    let mut out = Vec::new();
    let mut start = None;
    let behind = |at: usize| std::iter::once((at, ' '));
    for (i, c) in text[literal.clone()].char_indices().map(|(i, c)| (literal.start + i, c)).chain(behind(literal.end)) {
        match (c.is_alphabetic(), start) {
            (true, None) => start = Some(i),
            (false, Some(from)) => {
                let long = text[from..i].chars().count() >= LEAST;
                let second = text[from..].char_indices().nth(2).map_or(from, |(n, _)| from + n);
                if from < at && at < i {
                    out.push(at);
                } else if long && i + NEAR > at && from < at + NEAR {
                    out.push(second);
                }
                start = None;
            }
            (true, Some(_)) | (false, None) => {}
        }
    }
    out
}

/// A hyphen costs the engine as much as word spaces that are so many times as wide as those of the font: the templates let it draw them out
/// to 1.45 times before it does so at any price, and what exceeds that by half the size of the type is as bad again (typst-layout 0.15.1,
/// `inline/linebreak.rs`). A paragraph without such a line would hardly get a hyphen.
const LOOSE: f64 = 1.67;

/// The lines that have such spaces: a span in each.
pub(super) fn loose(document: &PagedDocument) -> Vec<Span> {
    fn look(frame: &Frame, out: &mut Vec<Span>) {
        for (_, item) in frame.items() {
            match item {
                FrameItem::Group(group) => look(&group.frame, out),
                FrameItem::Text(text) => {
                    let is_space = |g: &&typst::text::Glyph| text.text.as_bytes().get(usize::from(g.range.start)) == Some(&b' ');
                    // All spaces of a line are drawn out alike.
                    if let Some(space) = text.glyphs.iter().find(is_space)
                        && text.font.x_advance(space.id).is_some_and(|own| space.x_advance.get() > own.get() * LOOSE)
                    {
                        out.push(space.span.0);
                    }
                }
                FrameItem::Tag(_) | FrameItem::Shape(..) | FrameItem::Image(..) | FrameItem::Link(..) => {}
            }
        }
    }
    let of_page = |page: &typst_layout::Page| {
        let mut out = Vec::new();
        look(&page.frame, &mut out);
        out
    };
    document.pages().par_iter().flat_map_iter(of_page).collect()
}

/// What a paragraph can be told (`para` of templates/lib/body.typ), as an argument before others and alone.
pub(super) type Argument = (&'static str, &'static str, &'static str);
pub(super) const HYPHENS: Argument = ("hyphens:", "hyphens: true, ", "(hyphens: true)");
pub(super) const WIDE: Argument = ("wide:", "wide: 0.042em, ", "(wide: 0.042em)");
pub(super) const WIDER: Argument = ("wide:", "wide: 0.055em, ", "(wide: 0.055em)");
pub(super) const CUT: Argument = ("cut:", "cut: true, wide: 0.042em, ", "(cut: true, wide: 0.042em)");
pub(super) const SHORT: Argument = ("short:", "short: true, ", "(short: true)");
pub(super) const KEPT: Argument = ("kept:", "kept: true, ", "(kept: true)");
pub(super) const FREE: Argument = ("free:", "free: true, ", "(free: true)");
pub(super) const FREE_AND_SHORT: Argument = ("free:", "free: true, short: true, ", "(free: true, short: true)");

/// Where a paragraph that holds a literal may be told something, and the words that tell it; none where it has been, and outside of one.
pub(super) fn argument(text: &str, literal: usize, (name, before, alone): Argument) -> Option<(usize, &'static str)> {
    const PARAGRAPH: &str = "#para";
    let at = text[..literal].rfind(PARAGRAPH)? + PARAGRAPH.len();
    match &text.as_bytes()[at..] {
        [b'[', ..] => Some((at, alone)),
        [b'(', ..] => {
            let arguments = text[at..literal].split(")[").next().unwrap_or_default();
            (!arguments.contains(name)).then_some((at + 1, before))
        }
        _ => None,
    }
}

/// Where a paragraph that holds a literal may be told to use hyphens, and the words that tell it; none where it does, and outside of one.
pub(super) fn hyphens(text: &str, literal: usize) -> Option<(usize, &'static str)> {
    argument(text, literal, HYPHENS)
}

/// The first literal of the paragraph under some titles, where a literal is that of a title; else the same.
pub(super) fn under_titles(text: &str, literal: Range<usize>) -> Range<usize> {
    const TITLE: &str = "#section(";
    let line = text[..literal.start].rfind('\n').map_or(0, |end| end + 1);
    let mut at = line;
    while let Some(rest) = text.get(at..).filter(|rest| rest.starts_with(TITLE)) {
        at += rest.find('\n').map_or(rest.len(), |end| end + 1);
    }
    let begins = text.get(at..).filter(|rest| at > line && rest.starts_with("#para")).and_then(|rest| rest.find("#\""));
    begins.map_or(literal, |start| at + start + 1..at + start + 2)
}

/// Where the block that keeps a literal and its neighbours together may be told to let them part.
pub(super) fn together(text: &str, literal: usize) -> Option<usize> {
    const TOGETHER: &str = "#together";
    let at = text[..literal].rfind(TOGETHER)? + TOGETHER.len();
    // It ends with a line of its own.
    (text[at..].starts_with('[') && !text[at..literal].contains("\n]\n")).then_some(at)
}

/// Where a page ends: the last letter of its lowest line.
pub(super) struct PageEnd {
    pub span: Span,
    /// How many bytes of the text of that span stand on the page.
    pub offset: usize,
    /// Whether the line ends with the hyphen of a word that it cuts.
    pub cuts: bool,
}

/// Where the pages end. The engine cuts lines before it knows where a page ends, so it is asked once more with the words there whole.
pub(super) fn ends(document: &PagedDocument) -> Vec<PageEnd> {
    document.pages().par_iter().filter_map(end_of_page).collect()
}

/// The same of one page.
pub(super) fn end_of_page(page: &typst_layout::Page) -> Option<PageEnd> {
    Foot::of(&page.frame)?.end()
}

/// The first and the last height at which texts stand on a page; none where the page does not say.
pub(super) fn area(frame: &Frame) -> Option<(f64, f64)> {
    let mut foot = Foot::default();
    foot.area(frame);
    Some((foot.top?.to_pt(), (frame.height() - foot.bottom?).to_pt()))
}

/// The lowest line of the text of a page.
#[derive(Default)]
struct Foot<'a> {
    lowest: Option<(Abs, Abs, &'a TextItem)>,
    /// Where the text block begins.
    top: Option<Abs>,
    /// Where it ends.
    bottom: Option<Abs>,
    /// The width of the page.
    width: Abs,
}

impl<'a> Foot<'a> {
    fn of(frame: &'a Frame) -> Option<Self> {
        let mut foot = Self::default();
        foot.area(frame);
        foot.bottom = Some(frame.height() - foot.bottom?);
        foot.width = frame.width();
        foot.look(frame, Point::zero());
        Some(foot)
    }

    /// Reads the margin below the text block from the sign in the head of the page.
    fn area(&mut self, frame: &Frame) {
        for (_, item) in frame.items() {
            match item {
                FrameItem::Group(group) if self.bottom.is_none() => self.area(&group.frame),
                FrameItem::Tag(Tag::Start(element, _)) if element.label().is_some_and(|l| l.resolve().as_str() == "lv-area") => {
                    if let Ok(Value::Str(value)) = element.get_by_name("value") {
                        let mut margins = value.rsplit(' ').map(|pt| pt.parse().ok().map(Abs::pt));
                        (self.bottom, self.top) = (margins.next().flatten(), margins.next().flatten());
                    }
                }
                FrameItem::Group(_) | FrameItem::Tag(_) | FrameItem::Text(_) | FrameItem::Shape(..) | FrameItem::Image(..) | FrameItem::Link(..) => {}
            }
        }
    }

    fn look(&mut self, frame: &'a Frame, at: Point) {
        for (position, item) in frame.items() {
            let here = at + *position;
            match item {
                // Notes stand below the text.
                FrameItem::Group(group) if group.parent.is_some_and(|p| matches!(p.inherit, Inherit::No)) => {}
                FrameItem::Group(group) => self.look(&group.frame, here),
                // A number on the fore-edge stands anywhere.
                FrameItem::Text(text) if self.bottom.is_some_and(|bottom| here.y <= bottom) && is_inside(here.x, self.width) => {
                    if self.lowest.is_none_or(|(y, x, _)| (here.y, here.x) > (y, x)) {
                        self.lowest = Some((here.y, here.x, text));
                    }
                }
                FrameItem::Text(_) | FrameItem::Tag(_) | FrameItem::Shape(..) | FrameItem::Image(..) | FrameItem::Link(..) => {}
            }
        }
    }

    fn end(&self) -> Option<PageEnd> {
        let (_, _, text) = self.lowest?;
        let of = |glyph: &typst::text::Glyph| text.text.get(usize::from(glyph.range.start)..usize::from(glyph.range.end));
        let (last, before) = text.glyphs.split_last()?;
        let cuts = of(last) == Some("\u{ad}");
        let letter = if cuts { before.last()? } else { last };
        Some(PageEnd { span: letter.span.0, offset: usize::from(letter.span.1) + of(letter)?.len(), cuts })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_near_the_end_of_a_page_stay_whole() {
        let (mut text, mut shift) = open("#para[#\"Un court accompagnement de l’interculturalité namuroise.\"]\n").expect("a word");
        let literal = text.find('"').expect("a literal")..text.rfind('"').expect("its end") + 1;
        let offset = text.find("culturalité").expect("the word") - literal.start - 1;
        let places = joints(&text, literal.clone(), offset);
        for at in places.iter().rev() {
            shift.insert(*at, JOINER.len_utf8());
        }
        places.iter().rev().for_each(|at| text.insert(*at, JOINER));
        assert!(text.contains("ac\u{2060}compagnement de lʼinter\u{2060}culturalité na\u{2060}muroise"), "{text}");
        assert!(text.contains("Un court"), "{text}");
        let back = shift.back(text.find("muroise").expect("the word")..text.find('.').expect("the end"));
        assert_eq!(&"#para[#\"Un court accompagnement de l’interculturalité namuroise.\"]\n"[back], "muroise");
        // Short words are left alone, and what is further away than a few words.
        let few = "#para[#\"Un tout petit mot, puis un autre, encore un, et voici l’accompagnement.\"]";
        assert_eq!(joints(few, few.find('"').expect("a literal")..few.len() - 1, 2), [0; 0]);
    }

    #[test]
    fn what_is_kept_together_is_told_to_part() {
        let body = "#together[\n#section(2, id: none)[#\"Un titre\"]\n#para[#\"Un.\"]\n]\n#section(2)[#\"Deux\"]\n#section(3)[#\"Trois\"]\n#para(last: true)[#\"Quatre.\"]\n";
        let at = |word: &str| body.find(word).expect("the word");
        assert_eq!(together(body, at("Un titre")), Some("#together".len()));
        assert_eq!(together(body, at("Deux")), None);
        let paragraph = |word: &str| under_titles(body, at(word) - 1..at(word)).start;
        assert_eq!(paragraph("Deux"), at("Quatre") - 1);
        assert_eq!(paragraph("Quatre"), at("Quatre") - 1);
        assert_eq!(argument(body, paragraph("Deux"), FREE).map(|(at, words)| (&body[at..at + 4], words)), Some(("last", "free: true, ")));
        assert_eq!(argument(body, at("Un."), WIDE).map(|(_, words)| words), Some("(wide: 0.042em)"));
        assert_eq!(argument("#para(free: true)[#\"Un\"]", 20, FREE), None);
    }

    #[test]
    fn a_paragraph_is_told_to_use_hyphens_once() {
        let told = |text: &str, word: &str| {
            let mut out = text.to_owned();
            hyphens(text, text.find(word).expect("the word")).inspect(|(at, words)| out.insert_str(*at, words)).map(|_| out)
        };
        let body = "#para[#\"Un.\"]\n#para(kept: true)[#\"Deux, \"#emph[#\"trois\"].]\n";
        assert_eq!(told(body, "Un"), Some(body.replacen("#para[", "#para(hyphens: true)[", 1)));
        let once = body.replacen("#para(", "#para(hyphens: true, ", 1);
        assert_eq!(told(body, "trois"), Some(once.clone()));
        assert_eq!(told(&once, "trois"), None);
        assert_eq!(told("#section(2)[#\"Un titre\"]", "titre"), None);
    }

    #[test]
    fn long_words_of_running_text_stand_alone_and_places_lead_back() {
        let body = "#section(2)[#\"L’interculturalité ?\"]\n#para[#\"L’interculturalité\u{202f}; l’école, l’hôpital, d’analyse, «\u{202f}oui\u{202f}»\"#weblink(\"x’imprimerie\")[#\"l’imprimerie\"]]\n";
        let (out, shift) = open(body).expect("two words");
        let wanted = body.replace("\"L’interculturalité\u{202f};", "\"Lʼinterculturalité\u{2009}\u{2060};").replace("[#\"l’imprimerie", "[#\"lʼimprimerie");
        assert_eq!(out, wanted);
        for word in ["interculturalité\u{2009}", "; l’école", "analyse", "imprimerie\"]]"] {
            let at = out.find(word).expect("the word");
            assert_eq!(&body[shift.back(at..at + 3)], &word[..3]);
        }
        let literal = out.find("Lʼ").expect("the literal");
        let offset = out.find("analyse").expect("the word") - literal;
        let start = body.find("L’interculturalité\u{202f};").expect("the literal");
        assert_eq!(&body[start + shift.between(literal, offset)..][..7], "analyse");
    }
}
