//! What pages say: pieces of text back to words, in reading order.

use livret::typeset::Piece;

pub(crate) const MM: f64 = 72.0 / 25.4;

/// A run of letters and digits, as it stands on the page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Word {
    /// Its letters.
    pub(crate) text: String,
    /// It ends a line with a hyphen or where a long piece may break: what follows may be its second half.
    pub(crate) cut: bool,
}

/// The margins at the head and at the foot, in pt: beyond them are running heads and folios (templates/tokens.yaml).
pub(crate) fn margins(width: f64) -> (f64, f64) {
    if width < 180.0 * MM { (20.0 * MM, 20.0 * MM) } else { (26.0 * MM, 26.0 * MM) }
}

/// Whether a piece is the number on the fore-edge.
pub(crate) fn on_the_fore_edge(piece: &Piece, width: f64) -> bool {
    piece.x + piece.width < 12.0 * MM || piece.x > width - 12.0 * MM
}

/// The pieces between running head and folio.
pub(crate) fn body(page: &[Piece], size: (f64, f64)) -> Vec<Piece> {
    let (top, bottom) = margins(size.0);
    page.iter().filter(|p| p.y > top && p.y < size.1 - bottom && !on_the_fore_edge(p, size.0)).cloned().collect()
}

/// The pieces outside of the text: running head and folio.
pub(crate) fn furniture(page: &[Piece], size: (f64, f64)) -> Vec<Piece> {
    let (top, bottom) = margins(size.0);
    page.iter().filter(|p| (p.y <= top || p.y >= size.1 - bottom) && !on_the_fore_edge(p, size.0)).cloned().collect()
}

/// Whether a piece goes on where the one before it ends: on the same line (a raised or lowered letter counts), without a gap.
fn joins(before: &Piece, piece: &Piece) -> bool {
    let size = before.size.max(piece.size);
    (piece.x - before.x - before.width).abs() < 0.08 * size && (piece.y - before.y).abs() < 0.75 * size
}

/// The pieces as lines of text: what stands apart is separated by a space, what stands lower by a line end.
pub(crate) fn text(pieces: &[Piece]) -> String {
    let mut out = String::new();
    for (i, piece) in pieces.iter().enumerate() {
        if let Some(before) = i.checked_sub(1).map(|i| &pieces[i])
            && !joins(before, piece)
        {
            out.push(if (piece.y - before.y).abs() < 0.75 * before.size.max(piece.size) { ' ' } else { '\n' });
        }
        out.extend(piece.text.chars().filter(|c| *c != '\u{200b}'));
    }
    out
}

/// The words of some pieces. Punctuation separates, as in [`words_of`].
pub(crate) fn words(pieces: &[Piece]) -> Vec<Word> {
    let mut out: Vec<Word> = Vec::new();
    let mut open = false;
    for (i, piece) in pieces.iter().enumerate() {
        if i > 0 && !joins(&pieces[i - 1], piece) {
            open = false;
            // A word that ends where a line ends may go on.
            let before = &pieces[i - 1].text;
            if before.ends_with(['-', '\u{ad}', '\u{2010}', '\u{200b}'])
                && piece.y > pieces[i - 1].y
                && let Some(last) = out.last_mut()
            {
                last.cut = true;
            }
        }
        for c in piece.text.chars() {
            if c == '\u{200b}' || c == '\u{ad}' {
                continue;
            }
            if !is_letter(c) {
                open = false;
                continue;
            }
            match out.last_mut().filter(|_| open) {
                Some(last) => last.text.push(c),
                None => out.push(Word { text: c.to_string(), cut: false }),
            }
            open = true;
        }
    }
    out
}

/// The words of a text.
pub(crate) fn words_of(text: &str) -> Vec<String> {
    text.split(|c| !is_letter(c)).filter(|w| !w.is_empty()).map(str::to_owned).collect()
}

fn is_letter(c: char) -> bool {
    c.is_alphanumeric()
}

/// Where two lists of words part; nothing when they are the same, hyphenation undone.
pub(crate) fn difference(expected: &[String], found: &[Word]) -> Option<String> {
    let (mut e, mut f) = (0, 0);
    while let (Some(want), Some(have)) = (expected.get(e), found.get(f)) {
        if *want == have.text {
            (e, f) = (e + 1, f + 1);
            continue;
        }
        // The parts of a word that was cut at one line end or more.
        let (mut whole, mut next) = (have.text.clone(), f);
        while found[next].cut && next + 1 < found.len() && whole.len() < want.len() {
            next += 1;
            whole.push_str(&found[next].text);
        }
        if whole != *want {
            break;
        }
        (e, f) = (e + 1, next + 1);
    }
    if e == expected.len() && f == found.len() {
        return None;
    }
    let rest = |words: Vec<&str>| words.join(" ");
    Some(format!(
        "after {e} words: expected « {} », found « {} »",
        rest(expected[e..].iter().take(12).map(String::as_str).collect()),
        rest(found[f..].iter().take(12).map(|w| w.text.as_str()).collect())
    ))
}
