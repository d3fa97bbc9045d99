//! How text runs over the pages: stranded titles, openings without text, blank pages, last pages of sources only, holes at the foot.

use super::codes::{APPARATUS, AWAY, BLANK, HOLE, OPENING, STRANDED};
use super::words::{by_words, first, lines, mm, of, words};
use super::{Remark, Set, View};
use crate::model::page::{Kind, Line, Page, Rect, SectionKind, Thing};
use std::collections::BTreeSet;

/// A title has at least so many lines of its text under it.
const UNDER_TITLE: usize = 2;

/// An opening page has at least so many lines of text.
const OPENING_LINES: usize = 3;

/// So much of the text block may stay blank at a foot, in parts of its height.
const HOLE_PART: f64 = 0.25;

/// So much of it before a title that goes on to the next page with its text: the white ends the passage before.
const ENDED_PART: f64 = 0.33;

/// So much of it before the last page of a fiche whose text goes on there with the apparatus: two pages that share a text are no hole.
const SHARED_PART: f64 = 0.42;

/// A last page that holds so much of apparatus is well used, in parts of the height of the text block.
const WELL_USED: f64 = 0.5;

pub(super) fn judge(view: &View<'_>, out: &mut Vec<Remark>) {
    for index in 0..view.pages.pages.len() {
        blank(view, index, out);
        hole(view, index, out);
    }
    notes(view, out);
    titles(view, out);
    openings(view, out);
    apparatus(view, out);
}

/// How many baselines the lines have: a table has several lines beside each other.
fn rows<'a>(lines: impl Iterator<Item = &'a Line>) -> usize {
    lines.filter(|l| !words_of(l).is_empty()).map(|l| l.baseline.round() as i64).collect::<BTreeSet<_>>().len()
}

fn words_of(line: &Line) -> Vec<&str> {
    words(&line.text).collect()
}

fn titles(view: &View<'_>, out: &mut Vec<Remark>) {
    for run in view.runs.values() {
        let Some(last) = run.last().filter(|l| !l.line.placed) else { continue };
        let Kind::Heading(level @ 2..) = last.line.kind else { continue };
        let index = last.page;
        let things = &view.page(index).things;
        let section = things[last.index].0;
        // What stands under the title in its column, down to the foot.
        let mut under: Vec<&Line> = Vec::new();
        let mut pictures = false;
        let mut next_column = None;
        let mut above = last.line.baseline;
        for (of, thing) in &things[last.index + 1..] {
            if *of != section {
                break;
            }
            match thing {
                Thing::Line(line) if line.kind == Kind::Note => {}
                Thing::Line(line) => {
                    if line.baseline < above - line.size {
                        next_column = Some(line);
                        break;
                    }
                    above = above.max(line.baseline);
                    under.push(line);
                }
                Thing::Picture(_) => pictures = true,
            }
        }
        if pictures {
            continue;
        }
        // Another title below is judged for itself; a title of higher rank ends the text of this one.
        let ended = under.iter().position(|l| matches!(l.kind, Kind::Heading(other) if other <= level));
        if ended.is_some() {
            continue;
        }
        let text = under.iter().filter(|l| !matches!(l.kind, Kind::Heading(_))).copied();
        let rows = rows(text);
        let goes_on = next_column.or_else(|| first_of(view, index + 1, section));
        let Some(next) = goes_on.filter(|_| rows < UNDER_TITLE) else { continue };
        // A part of the library ends where its words end: what the template puts behind it is no text of this title.
        let of_part = section.and_then(|s| view.pages.sections.get(s)).is_none_or(|s| s.kind == SectionKind::Part);
        if of_part && next.place.is_none() {
            continue;
        }
        // The text under the title is whole when what follows is another title of its rank.
        if rows > 0 && matches!(next.kind, Kind::Heading(other) if other <= level) {
            continue;
        }
        let page = ("de la page".to_owned(), "page".to_owned());
        let column = ("de la colonne".to_owned(), "column".to_owned());
        let remark = view.remark(&STRANDED, index, last.index, last.line.bounds).with("title", first(&run[0].line.text));
        let mut remark = remark.say("of", "of_en", if next_column.is_some() { column } else { page }).say("lines", "lines_en", lines(rows));
        let more = lines(rows + 1);
        remark = remark.say("more", "more_en", (of(&more.0), format!("by {}", more.1)));
        // One line less above is enough when one is missing.
        if rows + 1 == UNDER_TITLE
            && let Some((before, count)) = view.shortest_before(index, last.index)
        {
            remark = remark.with("before", before).say("words", "words_en", by_words(count));
        }
        out.push(remark);
    }
}

/// The first line of a section on a page.
fn first_of<'a>(view: &View<'a>, page: usize, section: Option<usize>) -> Option<&'a Line> {
    let page = view.pages.pages.get(page)?;
    page.things.iter().filter(|(of, _)| *of == section).find_map(|(_, t)| t.line().filter(|l| l.kind != Kind::Note))
}

fn openings(view: &View<'_>, out: &mut Vec<Remark>) {
    for (number, section) in view.pages.sections.iter().enumerate().filter(|(_, s)| s.kind != SectionKind::Part) {
        let index = section.page as usize - 1;
        let Some(page) = view.pages.pages.get(index) else { continue };
        let mine = |(of, thing): &(Option<usize>, Thing)| (*of == Some(number)).then(|| thing.clone());
        let of_page: Vec<Thing> = page.things.iter().filter_map(mine).collect();
        let goes_on = view.pages.pages.get(index + 1).is_some_and(|p| p.things.iter().any(|(of, _)| *of == Some(number)));
        let text =
            of_page.iter().filter_map(Thing::line).filter(|l| l.place.is_some() && matches!(l.kind, Kind::Paragraph | Kind::Item | Kind::Cell | Kind::Other));
        let count = rows(text);
        let pictures = of_page.iter().any(|t| matches!(t, Thing::Picture(p) if !p.inline));
        if !goes_on || pictures || count >= OPENING_LINES {
            continue;
        }
        let at = page.things.iter().position(|(of, t)| *of == Some(number) && t.place().is_some()).unwrap_or(0);
        let bounds = page.things.get(at).map_or(page.area, |(_, t)| t.bounds());
        // A picture or a box that did not fit leaves the opening empty; else the title takes the page.
        let next = view.pages.pages.get(index + 1).and_then(|p| p.things.iter().find(|(of, _)| *of == Some(number)));
        let todo = match next.map(|n| &n.1) {
            Some(Thing::Picture(_)) => ("placez l’image plus loin dans le texte", "place the picture further down in the text"),
            _ => ("raccourcissez le titre ou le chapeau, ou commencez par un paragraphe", "shorten the title or the lead, or begin with a paragraph"),
        };
        let remark = view.remark(&OPENING, index, at, bounds).say("lines", "lines_en", lines(count));
        out.push(remark.say("todo", "todo_en", (todo.0.to_owned(), todo.1.to_owned())));
    }
}

/// A note begins on the page of its call.
fn notes(view: &View<'_>, out: &mut Vec<Remark>) {
    for call in view.pages.calls.iter().filter(|call| call.note.is_some_and(|note| note != call.page)) {
        let index = call.page as usize - 1;
        let at = view.pages.pages.get(index).map_or(0, |p| p.things.partition_point(|(_, t)| t.bounds().y1 < call.y));
        let bounds = view.pages.pages.get(index).and_then(|p| p.things.get(at)).map_or_else(Rect::default, |(_, t)| t.bounds());
        let remark = view.remark(&AWAY, index, at, bounds).with("number", call.number.clone());
        out.push(remark.with("other", call.note.unwrap_or_default().to_string()));
    }
}

fn is_blank(page: &Page) -> bool {
    page.things.is_empty() && !page.drawn
}

fn blank(view: &View<'_>, index: usize, out: &mut Vec<Remark>) {
    let page = view.page(index);
    if !is_blank(page) {
        return;
    }
    // Pages count from 1: the next page is a right-hand one when its number is odd.
    let opens = view.pages.sections.iter().any(|s| s.page as usize == index + 2 && (s.kind, s.key.as_str()) != (SectionKind::Part, "back"));
    if opens && (index + 2) % 2 == 1 {
        return;
    }
    // The place is that of the last words before.
    let before = (0..index).rev().find_map(|p| view.page(p).things.iter().rev().find_map(|(_, t)| t.place()));
    out.push(view.remark_at(&BLANK, index, before, page.area));
}

fn apparatus(view: &View<'_>, out: &mut Vec<Remark>) {
    for (number, section) in view.pages.sections.iter().enumerate().filter(|(_, s)| s.kind == SectionKind::Fiche) {
        let mine = |p: &Page| p.things.iter().any(|(of, _)| *of == Some(number));
        let Some(index) = view.pages.pages.iter().rposition(mine).filter(|i| *i + 1 > section.page as usize) else { continue };
        let page = view.page(index);
        let own: Vec<(usize, &Thing)> = page.things.iter().enumerate().filter(|(_, (of, _))| *of == Some(number)).map(|(i, (_, t))| (i, t)).collect();
        let Some((at, Thing::Line(line))) = own.iter().find(|(_, t)| t.line().is_some_and(|l| l.apparatus)) else { continue };
        // The library's words (« Sources ») belong to what is beside them; any other word of the author's is text.
        let text = own.iter().any(|(_, t)| match t {
            Thing::Line(l) => !l.apparatus && l.place.is_some(),
            Thing::Picture(_) => true,
        });
        let bounds = own.iter().fold(line.bounds, |all, (_, t)| all.with(t.bounds()));
        if text || bounds.height() > WELL_USED * page.area.height() {
            continue;
        }
        let count = rows(own.iter().filter_map(|(_, t)| t.line()));
        let remark = view.remark(&APPARATUS, index, *at, bounds).say("lines", "lines_en", lines(count));
        let (cut, cut_en) = lines(count);
        out.push(remark.say("cut", "cut_en", (of(&cut), cut_en)));
    }
}

fn hole(view: &View<'_>, index: usize, out: &mut Vec<Remark>) {
    let page = view.page(index);
    let Some((section, last)) = page.things.last() else { return };
    let Some(next) = view.pages.pages.get(index + 1) else { return };
    let part = |s: Option<usize>| s.and_then(|s| view.pages.sections.get(s)).is_none_or(|s| s.kind == SectionKind::Part);
    let Some(follows) = next.things.iter().position(|(of, t)| of == section && !matches!(t, Thing::Line(l) if matches!(l.kind, Kind::Heading(_)))) else {
        return;
    };
    if part(*section) || next.things.first().is_none_or(|(of, _)| of != section) {
        return;
    }
    // Sources that are kept together and move to a page of their own are another remark.
    if next.things[follows..].iter().find_map(|(_, t)| t.line().filter(|l| l.place.is_some())).is_some_and(|l| l.apparatus) {
        return;
    }
    // Notes stand at the foot of the page: the hole is above them.
    let notes = page.things.iter().filter_map(|(_, t)| t.line().filter(|l| l.kind == Kind::Note)).map(|l| l.bounds.y0).fold(page.area.y1, f64::min);
    let foot =
        page.things.iter().filter(|(_, t)| !matches!(t, Thing::Line(l) if l.kind == Kind::Note)).map(|(_, t)| t.bounds().y1).fold(page.area.y0, f64::max);
    let blank = notes - foot;
    // The last words of the text went to the apparatus, so that it does not stand alone.
    let own: Vec<&Line> = next.things.iter().filter(|(of, _)| of == section).filter_map(|(_, t)| t.line()).filter(|l| l.place.is_some()).collect();
    let text = |l: &&&Line| matches!(l.kind, Kind::Paragraph | Kind::Note | Kind::Heading(_) | Kind::Item);
    let shared = own.iter().find(|l| !text(l) || l.apparatus).is_some_and(|l| l.apparatus);
    let titled = next.things.first().is_some_and(|(_, t)| matches!(t, Thing::Line(l) if matches!(l.kind, Kind::Heading(_))));
    let most = if shared {
        SHARED_PART
    } else if titled {
        ENDED_PART
    } else {
        HOLE_PART
    };
    if blank < most * page.area.height() {
        return;
    }
    let thing = &next.things[follows].1;
    let (what, what_en, todo) = match thing {
        Thing::Picture(_) => ("une image", "a picture", moved(view, index, follows, blank)),
        Thing::Line(l) if l.kind == Kind::Cell => (
            "un tableau",
            "a table",
            ("placez le tableau plus loin, ou partagez-le en deux".to_owned(), "place the table further down, or split it in two".to_owned()),
        ),
        Thing::Line(_) => (
            "un passage qui ne se coupe pas",
            "a passage that is kept together",
            ("placez ce passage plus haut ou plus loin, ou raccourcissez-le".to_owned(), "place this passage earlier or later, or shorten it".to_owned()),
        ),
    };
    let bounds = Rect::new(page.area.x0, foot, page.area.x1, notes);
    // The place to change is that of what did not fit.
    let place = thing.place().or_else(|| view.place(index + 1, follows)).or_else(|| last.place());
    let remark = view.remark_at(&HOLE, index, place, bounds).with("mm", mm(blank)).with("what", what).with("what_en", what_en);
    out.push(remark.say("todo", "todo_en", todo));
}

/// After which paragraph a picture fills no page badly: the first one at which the text that follows it fills the hole; or how small the
/// picture has to be to fit.
fn moved(view: &View<'_>, index: usize, follows: usize, blank: f64) -> (String, String) {
    let next = view.page(index + 1);
    let (section, thing) = &next.things[follows];
    let fiche = |run: &&Vec<Set<'_>>| {
        run.first()
            .is_some_and(|l| l.line.kind == Kind::Paragraph && !l.line.apparatus && l.line.place.is_some() && view.page(l.page).things[l.index].0 == *section)
    };
    let mut filled = 0.0;
    let mut found = None;
    for (number, run) in view.texts().filter(fiche).enumerate() {
        let Some(line) = run.first() else { continue };
        let after = line.page > index + 1 || line.page == index + 1 && line.index > follows;
        if !after {
            continue;
        }
        let leading = run.windows(2).map(|w| w[1].line.baseline - w[0].line.baseline).find(|d| *d > 0.0).unwrap_or(line.line.size * 1.3);
        filled += leading * run.len() as f64;
        found = Some((number + 1, first(&line.line.text)));
        if filled >= blank * 0.8 {
            break;
        }
    }
    let caption = next.things[follows + 1..].iter().filter_map(|(_, t)| t.line()).take_while(|l| l.kind == Kind::Caption).map(|l| l.size * 1.4).sum::<f64>();
    let room = blank - caption - 14.0;
    let scale = room / thing.bounds().height();
    let smaller = (scale > 0.55 && scale < 1.0).then(|| (thing.bounds().width() * scale / next.area.width() * 100.0).floor());
    let fr = [
        found.as_ref().map(|(n, words)| format!("placez l’image après le paragraphe {n} (« {words} »)")),
        smaller.map(|p| format!("réduisez-la pour qu’elle tienne ici (largeur={p}%)")),
    ];
    let en = [
        found.as_ref().map(|(n, words)| format!("place the picture after paragraph {n} (“{words}”)")),
        smaller.map(|p| format!("reduce it so that it fits here (largeur={p}%)")),
    ];
    let joined = |parts: [Option<String>; 2], or: &str, else_: &str| {
        let parts: Vec<String> = parts.into_iter().flatten().collect();
        if parts.is_empty() { else_.to_owned() } else { parts.join(or) }
    };
    (joined(fr, ", ou ", "placez l’image plus haut dans le texte"), joined(en, ", or ", "place the picture earlier in the text"))
}
