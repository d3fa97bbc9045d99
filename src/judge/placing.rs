//! What stands where it should not: over the edge, in the margin, on something else; and pictures with too few pixels.

use super::codes::{AREA, OVERLAP, PIXELS, TRIM};
use super::words::{mm, named};
use super::{Remark, View};
use crate::model::page::{Kind, Picture, Rect, Thing};

/// What is less far out than this is not seen, in pt.
const UNSEEN: f64 = 1.5;

/// Signs at both ends of a line may hang into the margin, by so many parts of the size of the type.
const HANGING: f64 = 0.3;

/// The fewest dots per inch of a printed picture.
const DOTS: f64 = 300.0;

pub(super) fn judge(view: &View<'_>, out: &mut Vec<Remark>) {
    for (index, page) in view.pages.pages.iter().enumerate() {
        for (i, (_, thing)) in page.things.iter().enumerate() {
            if !trim(view, index, i, thing, out) {
                area(view, index, i, thing, out);
            }
            if let Thing::Picture(picture) = thing {
                pixels(view, index, i, picture, out);
            }
        }
        overlaps(view, index, out);
    }
}

/// How far something reaches out of a rectangle, and on which side.
fn out_of(thing: Rect, frame: Rect) -> (f64, (&'static str, &'static str)) {
    let sides = [
        (frame.x0 - thing.x0, ("à gauche", "left")),
        (thing.x1 - frame.x1, ("à droite", "right")),
        (frame.y0 - thing.y0, ("en haut", "head")),
        (thing.y1 - frame.y1, ("en bas", "foot")),
    ];
    sides.into_iter().fold((0.0, ("", "")), |most, side| if side.0 > most.0 { side } else { most })
}

fn what(thing: &Thing) -> (String, String) {
    match thing {
        Thing::Line(line) => named(line),
        Thing::Picture(picture) => (format!("l’image « {} »", picture.path), format!("the picture “{}”", picture.path)),
    }
}

/// What an editor does with something that is too wide or too tall for its frame.
fn todo(thing: &Thing, room: Rect) -> (String, String) {
    match thing {
        Thing::Picture(picture) => {
            let scale = (room.width() / picture.bounds.width()).min(room.height() / picture.bounds.height()).min(1.0);
            let percent = (picture.bounds.width() * scale / room.width() * 100.0).floor();
            (format!("réduisez l’image : largeur={percent}%"), format!("reduce the picture: largeur={percent}%"))
        }
        Thing::Line(line) if line.kind == Kind::Cell => (
            "raccourcissez le plus long mot de cette colonne, ou partagez le tableau en deux".to_owned(),
            "shorten the longest word of this column, or split the table in two".to_owned(),
        ),
        Thing::Line(_) => (
            "raccourcissez le mot ou l’adresse qui ne se coupe pas, ou écrivez-le en deux".to_owned(),
            "shorten the word or the address that does not break, or write it as two".to_owned(),
        ),
    }
}

/// Says whether the remark was made: what leaves the page leaves the text block too.
fn trim(view: &View<'_>, index: usize, i: usize, thing: &Thing, out: &mut Vec<Remark>) -> bool {
    let page = view.page(index);
    let edge = Rect::new(0.0, 0.0, page.size.0, page.size.1);
    let bounds = thing.bounds();
    let (far, _) = out_of(bounds, edge);
    if far <= UNSEEN || bounds.width() <= 0.0 || bounds.height() <= 0.0 {
        return false;
    }
    // A picture that covers the bleed is meant to be cut.
    if matches!(thing, Thing::Picture(_)) && page.bleed > 0.0 && far >= page.bleed - UNSEEN {
        return true;
    }
    let remark = view.remark(&TRIM, index, i, bounds).say("what", "what_en", what(thing)).with("mm", mm(far));
    out.push(remark.say("todo", "todo_en", todo(thing, page.area)));
    true
}

fn area(view: &View<'_>, index: usize, i: usize, thing: &Thing, out: &mut Vec<Remark>) {
    let page = view.page(index);
    let placed = match thing {
        Thing::Line(line) => line.placed,
        Thing::Picture(picture) => picture.placed,
    };
    if placed {
        return;
    }
    let bounds = thing.bounds();
    let (far, (side, side_en)) = out_of(bounds, page.area);
    let allowed = match thing {
        Thing::Line(line) => UNSEEN.max(HANGING * line.size),
        Thing::Picture(_) => UNSEEN,
    };
    if far > allowed {
        let remark = view.remark(&AREA, index, i, bounds).say("what", "what_en", what(thing)).with("mm", mm(far));
        out.push(remark.with("side", side).with("side_en", side_en).say("todo", "todo_en", todo(thing, page.area)));
    }
}

fn overlaps(view: &View<'_>, index: usize, out: &mut Vec<Remark>) {
    let things: Vec<(usize, &Thing, Rect)> = view.page(index).things.iter().enumerate().map(|(i, (_, t))| (i, t, t.bounds())).collect();
    let mut order: Vec<usize> = (0..things.len()).collect();
    order.sort_by(|a, b| things[*a].2.y0.total_cmp(&things[*b].2.y0));
    for (n, a) in order.iter().enumerate() {
        for b in order[n + 1..].iter().take_while(|b| things[**b].2.y0 < things[*a].2.y1) {
            let (first, second) = (&things[(*a).min(*b)], &things[(*a).max(*b)]);
            if covers(first.1, second.1) {
                let bounds = first.2.common(second.2);
                let remark = view.remark(&OVERLAP, index, second.0, bounds).say("what", "what_en", what(first.1));
                out.push(remark.say("other", "other_en", what(second.1)));
            }
        }
    }
}

/// Whether two things lie on each other so that it is seen.
fn covers(a: &Thing, b: &Thing) -> bool {
    let common = a.bounds().common(b.bounds());
    let (width, height) = (common.width(), common.height());
    match (a, b) {
        // Lines of one run are the engine's own; what has no word hides nothing.
        (Thing::Line(one), Thing::Line(two)) => {
            let worded = |t: &str| t.chars().any(|c| !c.is_whitespace() && c != '\u{200b}');
            let same = one.unit == two.unit && one.unit != 0;
            !same && width > 1.0 && height > 0.15 * one.size.min(two.size) && worded(&one.text) && worded(&two.text)
        }
        (Thing::Picture(picture), Thing::Line(line)) | (Thing::Line(line), Thing::Picture(picture)) => {
            let inside = picture.inline || picture.placed && line.placed;
            !inside && width > 2.0 && height > 0.3 * line.size
        }
        (Thing::Picture(one), Thing::Picture(two)) => !one.placed && !two.placed && width > 2.0 && height > 2.0,
    }
}

fn pixels(view: &View<'_>, index: usize, i: usize, picture: &Picture, out: &mut Vec<Remark>) {
    let Some((across, down)) = picture.pixels.filter(|_| view.pages.paper) else { return };
    let (width, height) = picture.size;
    let dots = (f64::from(across) * 72.0 / width).min(f64::from(down) * 72.0 / height);
    if !(dots > 0.0 && dots < DOTS - 0.5) {
        return;
    }
    let needed = |pt: f64| (pt / 72.0 * DOTS).ceil();
    let remark = view.remark(&PIXELS, index, i, picture.bounds).with("path", picture.path.clone()).with("dpi", format!("{dots:.0}"));
    let remark = remark.with("wanted", format!("{:.0} × {:.0}", needed(width), needed(height)));
    let good = width * dots / DOTS;
    let percent = (good / view.page(index).area.width() * 100.0).floor();
    // In a line, on a cover or as a logo a picture has the size that the template gives it.
    let free = !picture.inline && !picture.placed && percent >= 10.0;
    out.push(if free { remark.with("mm", mm(good)).with("percent", format!("{percent:.0}")) } else { remark });
}
