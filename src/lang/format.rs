//! Values written out in French: dates, lists, page numbers, identifiers.
//!
//! Spaces that must not break are U+00A0 (day and month, before a spaced dash) and U+202F (before « ? »).
//! Ordinals are plain text (« 1er », « XXe »): raising their letters is [`super::typography`]'s work.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use crate::model::date::{Bound, Date, Moment, Precision, Qualifier, Season, Shape};

/// The longest identifier that [`slug`] makes, in characters.
const SLUG_LENGTH: usize = 80;

const MONTHS: [&str; 12] = ["janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre", "décembre"];

/// A date in running text: « 23 juin 2009 », « vers 1985 », « années 1980 », « 1983–1985 », « depuis 2016 ».
pub fn date(date: &Date) -> String {
    match date.shape() {
        Shape::Single(moment) => qualified(moment),
        Shape::Interval { start: Bound::At(start), end: Bound::At(end) } => interval(start, end),
        Shape::Interval { start: Bound::At(start), end: Bound::Open } => since(start),
        Shape::Interval { start: Bound::Open, end: Bound::At(end) } => until(end),
        Shape::Interval { start, end } => join(&bound(start), &bound(end)),
    }
}

/// A day in running text; empty when the calendar has no such day.
pub fn day(year: i32, month: u8, day: u8) -> String {
    Date::parse(&format!("{year:04}-{month:02}-{day:02}")).map(|d| date(&d)).unwrap_or_default()
}

/// Whether an address leads somewhere from a PDF: the web, an e-mail, a telephone. Others (`javascript:`, paths) do not.
pub fn is_web(url: &str) -> bool {
    let lower = url.trim().to_ascii_lowercase();
    ["http://", "https://", "mailto:", "tel:"].iter().any(|scheme| lower.starts_with(scheme))
}

/// A list in a sentence: « a, b et c ».
pub fn list(items: &[impl AsRef<str>]) -> String {
    match items {
        [] => String::new(),
        [only] => only.as_ref().to_owned(),
        [first @ .., last] => {
            let first: Vec<&str> = first.iter().map(AsRef::as_ref).collect();
            format!("{} et {}", first.join(", "), last.as_ref())
        }
    }
}

/// Page numbers in order, each once, runs of three or more compressed: « 3, 7, 12–14 ». Two pages that
/// follow each other stay apart: a dash would promise more than it says.
pub fn page_list(pages: &[u32]) -> String {
    let mut pages = pages.to_vec();
    pages.sort_unstable();
    pages.dedup();
    let mut parts = Vec::new();
    for run in pages.chunk_by(|a, b| b - a == 1) {
        match run {
            [first, _, .., last] if run.len() > 2 => parts.push(format!("{first}–{last}")),
            _ => parts.extend(run.iter().map(u32::to_string)),
        }
    }
    parts.join(", ")
}

/// An identifier for file names and links: lower-case ASCII letters and digits, single hyphens between words,
/// no accent, œ as oe, 80 characters at most and cut between two words where that is possible. It is
/// empty when the text has no letter that can be written so.
pub fn slug(text: &str) -> String {
    let mut slug = String::new();
    let mut gap = false;
    for c in text.nfkd().filter(|&c| !is_combining_mark(c)).flat_map(char::to_lowercase) {
        let letters = match c {
            'œ' => "oe",
            'æ' => "ae",
            'ß' => "ss",
            'ø' => "o",
            'ł' => "l",
            'đ' => "d",
            'ı' => "i",
            _ => "",
        };
        if letters.is_empty() && !c.is_ascii_alphanumeric() {
            // Turkish İ leaves a combining point behind when it is lowered: it separates no words.
            gap |= !is_combining_mark(c);
            continue;
        }
        if gap && !slug.is_empty() {
            slug.push('-');
        }
        gap = false;
        if letters.is_empty() {
            slug.push(c);
        } else {
            slug.push_str(letters);
        }
    }
    if slug.len() > SLUG_LENGTH {
        let cut = slug[..=SLUG_LENGTH].rfind('-').unwrap_or(SLUG_LENGTH);
        slug.truncate(cut);
    }
    slug
}

/// A moment with what its author thinks of it.
fn qualified(moment: Moment) -> String {
    let text = plain(moment.precision);
    let about = match moment.qualifier {
        Qualifier::None | Qualifier::Uncertain => text,
        Qualifier::Approximate | Qualifier::UncertainApproximate => format!("vers {}", with_article(moment.precision)),
    };
    doubtful(about, moment.qualifier)
}

/// Adds the question mark of a doubtful date.
fn doubtful(text: String, qualifier: Qualifier) -> String {
    match qualifier {
        Qualifier::Uncertain | Qualifier::UncertainApproximate => format!("{text}\u{202f}?"),
        Qualifier::None | Qualifier::Approximate => text,
    }
}

/// A moment alone, as in a heading.
fn plain(precision: Precision) -> String {
    match precision {
        Precision::Century(century) => format!("{}\u{a0}siècle", century_ordinal(century)),
        Precision::Decade(decade) => format!("années {decade}0"),
        Precision::Year(y) | Precision::SomeMonth(y) | Precision::SomeDayOfYear(y) => year(y),
        Precision::Season(y, season) => format!("{} {}", season_name(season), year(y)),
        Precision::Month(y, month) | Precision::SomeDay(y, month) => format!("{} {}", month_name(month), year(y)),
        Precision::Day(y, month, day) => format!("{}\u{a0}{} {}", day_number(day), month_name(month), year(y)),
    }
}

/// A moment after a preposition: « le 3 juin 1990 », « les années 1980 », « l’été 2009 », but « 1990 ».
fn with_article(precision: Precision) -> String {
    let text = plain(precision);
    match precision {
        Precision::Century(_) | Precision::Day(..) | Precision::Season(_, Season::Spring) => format!("le {text}"),
        Precision::Season(..) => format!("l’{text}"),
        Precision::Decade(_) => format!("les {text}"),
        Precision::Year(_) | Precision::SomeMonth(_) | Precision::SomeDayOfYear(_) => text,
        Precision::Month(..) | Precision::SomeDay(..) => text,
    }
}

fn since(start: Moment) -> String {
    let about = match start.qualifier {
        Qualifier::None | Qualifier::Uncertain => "depuis",
        Qualifier::Approximate | Qualifier::UncertainApproximate => "depuis environ",
    };
    doubtful(format!("{about} {}", with_article(start.precision)), start.qualifier)
}

fn until(end: Moment) -> String {
    let text = match (end.qualifier, end.precision) {
        (Qualifier::Approximate | Qualifier::UncertainApproximate, precision) => {
            format!("jusque vers {}", with_article(precision))
        }
        (_, precision @ (Precision::Century(_) | Precision::Day(..) | Precision::Season(_, Season::Spring))) => {
            format!("jusqu’au {}", plain(precision))
        }
        (_, precision @ Precision::Season(..)) => format!("jusqu’à l’{}", plain(precision)),
        (_, precision @ Precision::Decade(_)) => format!("jusqu’aux {}", plain(precision)),
        (_, precision) => format!("jusqu’en {}", plain(precision)),
    };
    doubtful(text, end.qualifier)
}

/// Two dates, saying once what they share: « 3–5 juin 2009 », « juin–août 2009 », « années 1980–1990 ».
fn interval(start: Moment, end: Moment) -> String {
    if start == end {
        return qualified(start);
    }
    if start.qualifier != Qualifier::None || end.qualifier != Qualifier::None {
        return join(&qualified(start), &qualified(end));
    }
    let (from, to) = (start.precision, end.precision);
    let last = plain(to);
    match (from, to) {
        (Precision::Day(y, m, day), Precision::Day(y2, m2, _)) if (y, m) == (y2, m2) => {
            format!("{}–{last}", day_number(day))
        }
        (Precision::Decade(decade), Precision::Decade(_)) => {
            format!("années {decade}0–{}", last.trim_start_matches("années "))
        }
        (Precision::Century(first), Precision::Century(second)) => {
            format!("{}–{}\u{a0}siècles", century_ordinal(first), century_ordinal(second))
        }
        _ => match (within_year(from), within_year(to)) {
            // « juin–août 2009 »: the end has a space, but only after what the dash joins.
            (Some((y, first)), Some((y2, second))) if y == y2 && first != second => {
                format!("{} {}", join(&first, &second), year(y))
            }
            _ if plain(from) == last => last,
            _ => join(&plain(from), &last),
        },
    }
}

/// The year, and the rest of the date without it, for dates that have a rest.
fn within_year(precision: Precision) -> Option<(i32, String)> {
    match precision {
        Precision::Season(year, season) => Some((year, season_name(season).to_owned())),
        Precision::Month(year, month) | Precision::SomeDay(year, month) => Some((year, month_name(month).to_owned())),
        Precision::Day(year, month, day) => Some((year, format!("{}\u{a0}{}", day_number(day), month_name(month)))),
        Precision::Century(_) | Precision::Decade(_) | Precision::Year(_) => None,
        Precision::SomeMonth(_) | Precision::SomeDayOfYear(_) => None,
    }
}

/// Joins the ends of a range: tight between words without spaces, else with a space on each side, of which the
/// first does not break, so that no line begins with the dash.
fn join(start: &str, end: &str) -> String {
    if start.contains(char::is_whitespace) || end.contains(char::is_whitespace) { format!("{start}\u{a0}– {end}") } else { format!("{start}–{end}") }
}

fn bound(bound: Bound) -> String {
    match bound {
        Bound::At(moment) => qualified(moment),
        Bound::Open => "…".to_owned(),
        Bound::Unknown => "?".to_owned(),
    }
}

/// « 2009 », « 44 av. J.-C. », « 170 000 ». EDTF counts a year 0, history does not: −43 is 44 BC.
fn year(year: i32) -> String {
    if year <= 0 {
        return format!("{}\u{a0}av.\u{a0}J.-C.", grouped(1 - i64::from(year)));
    }
    grouped(i64::from(year))
}

/// Digits in groups of three from five digits on.
fn grouped(number: i64) -> String {
    let digits = number.to_string();
    if digits.len() < 5 {
        return digits;
    }
    let mut text = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push('\u{202f}');
        }
        text.push(digit);
    }
    text
}

/// « 1er » for the first of the month, a plain number for the others.
fn day_number(day: u8) -> String {
    if day == 1 { "1er".to_owned() } else { day.to_string() }
}

fn month_name(month: u8) -> &'static str {
    MONTHS.get(usize::from(month).wrapping_sub(1)).copied().unwrap_or_default()
}

fn season_name(season: Season) -> &'static str {
    match season {
        Season::Spring => "printemps",
        Season::Summer => "été",
        Season::Autumn => "automne",
        Season::Winter => "hiver",
    }
}

/// « XXe » for 19, « Ier » for 0.
fn century_ordinal(century: u16) -> String {
    let numeral = roman(century + 1);
    let ending = if century == 0 { "er" } else { "e" };
    format!("{numeral}{ending}")
}

fn roman(mut number: u16) -> String {
    const VALUES: [(u16, &str); 9] = [(100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")];
    let mut text = String::new();
    for (value, letters) in VALUES {
        while number >= value {
            text.push_str(letters);
            number -= value;
        }
    }
    text
}

/// Whether an identifier can name the files made from it: one name, never a path, on any system.
pub fn is_file_name(id: &str) -> bool {
    !id.is_empty() && id.len() <= 100 && !id.starts_with(['.', '-']) && id.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | '.'))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Makes the spaces that do not break visible: `_` for U+00A0, `:` for U+202F.
    fn shown(text: &str) -> String {
        text.replace('\u{a0}', "_").replace('\u{202f}', ":")
    }

    #[test]
    fn dates_in_french() {
        for (edtf, french) in [
            ("1983", "1983"),
            ("2009-06", "juin 2009"),
            ("2009-06-23", "23_juin 2009"),
            ("2009-06-01", "1er_juin 2009"),
            ("2009-08-02", "2_août 2009"),
            ("1985~", "vers 1985"),
            ("1985?", "1985:?"),
            ("1985%", "vers 1985:?"),
            ("2009-06-23~", "vers le 23_juin 2009"),
            ("198X", "années 1980"),
            ("198X~", "vers les années 1980"),
            ("19XX", "XXe_siècle"),
            ("00XX", "Ier_siècle"),
            ("18XX?", "XIXe_siècle:?"),
            ("2004-06-XX", "juin 2004"),
            ("2004-XX", "2004"),
            ("2004-XX-XX", "2004"),
            ("2009-21", "printemps 2009"),
            ("2009-22", "été 2009"),
            ("2009-23", "automne 2009"),
            ("2009-24", "hiver 2009"),
            ("1983/1985", "1983–1985"),
            ("1983/1983", "1983"),
            ("2004/2004-XX", "2004"),
            ("2009-06/2010-01-05", "juin 2009_– 5_janvier 2010"),
            ("2009-06-03/2009-06-05", "3–5_juin 2009"),
            ("2009-06-01/2009-06-05", "1er–5_juin 2009"),
            ("2009-06/2009-08", "juin–août 2009"),
            ("2009-06-03/2009-08-05", "3_juin_– 5_août 2009"),
            ("2009-21/2009-23", "printemps–automne 2009"),
            ("2009-06/2010-08", "juin 2009_– août 2010"),
            ("2009/2010-08", "2009_– août 2010"),
            ("198X/199X", "années 1980–1990"),
            ("18XX/19XX", "XIXe–XXe_siècles"),
            ("1983~/1985", "vers 1983_– 1985"),
            ("2016/..", "depuis 2016"),
            ("2009-06/..", "depuis juin 2009"),
            ("2009-06-03/..", "depuis le 3_juin 2009"),
            ("198X/..", "depuis les années 1980"),
            ("2009-22/..", "depuis l’été 2009"),
            ("1985~/..", "depuis environ 1985"),
            ("1985?/..", "depuis 1985:?"),
            ("../1990", "jusqu’en 1990"),
            ("../1990-06", "jusqu’en juin 1990"),
            ("../1990-06-03", "jusqu’au 3_juin 1990"),
            ("../198X", "jusqu’aux années 1980"),
            ("../19XX", "jusqu’au XXe_siècle"),
            ("../2009-21", "jusqu’au printemps 2009"),
            ("../2009-23", "jusqu’à l’automne 2009"),
            ("../1990~", "jusque vers 1990"),
            ("2016/", "2016–?"),
            ("/1990", "?–1990"),
            ("2009-06/", "juin 2009_– ?"),
            ("-0043", "44_av._J.-C."),
            ("0000", "1_av._J.-C."),
            ("Y170000", "170:000"),
        ] {
            let parsed = Date::parse(edtf).unwrap_or_else(|error| panic!("{edtf}: {error}"));
            assert_eq!(shown(&date(&parsed)), french, "{edtf}");
        }
    }

    #[test]
    fn lists() {
        assert_eq!(list(&[] as &[&str]), "");
        assert_eq!(list(&["a"]), "a");
        assert_eq!(list(&["a", "b"]), "a et b");
        assert_eq!(list(&["a".to_owned(), "b".to_owned(), "c".to_owned()]), "a, b et c");
    }

    #[test]
    fn pages() {
        for (pages, text) in [
            (&[][..], ""),
            (&[3], "3"),
            (&[3, 4], "3, 4"),
            (&[3, 7, 12, 13, 14], "3, 7, 12–14"),
            (&[14, 12, 13, 3, 3], "3, 12–14"),
            (&[1, 2, 4, 5, 6, 7, 9], "1, 2, 4–7, 9"),
            (&[0, u32::MAX], "0, 4294967295"),
        ] {
            assert_eq!(page_list(pages), text);
        }
    }

    #[test]
    fn slugs() {
        for (text, wanted) in [
            ("Le plan local d’intégration", "le-plan-local-d-integration"),
            ("« À nous la parole »", "a-nous-la-parole"),
            ("Main-d’œuvre", "main-d-oeuvre"),
            ("CRAC'S – 1983/1985", "crac-s-1983-1985"),
            ("Çorum, Keçeliöz & İstanbul", "corum-kecelioz-istanbul"),
            ("E\u{301}tat", "etat"),
            ("日本", ""),
            ("", ""),
        ] {
            assert_eq!(slug(text), wanted, "{text}");
        }
        let long = slug(&"intégration ".repeat(12));
        assert!(long.len() <= SLUG_LENGTH && long.ends_with("integration"), "{long}");
        assert_eq!(slug(&"a".repeat(100)).len(), SLUG_LENGTH);
    }

    proptest! {
        #[test]
        fn a_slug_is_an_identifier(text in ".{0,120}") {
            let made = slug(&text);
            prop_assert!(made.len() <= SLUG_LENGTH);
            prop_assert!(made.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-'));
            prop_assert!(!made.contains("--") && !made.starts_with('-') && !made.ends_with('-'));
            prop_assert_eq!(slug(&made), made);
        }
    }
}
