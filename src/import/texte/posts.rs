//! The archive cut into its texts, and the titles at the head of each.

use super::lines::Line;
use super::rubrics::tick;
use crate::base::source::Span;
use crate::model::date::Date;
use regex::Regex;
use std::sync::LazyLock;

/// The empty lines that separate two texts. Empty paragraphs inside a text hold a no-break space and never make such a run.
const SEPARATOR: usize = 4;

/// The longest line that can be a title, in characters; the longest one seen has 183.
pub(super) const LONGEST_TITLE: usize = 300;

/// « 2009 – Titre », « 1983/1985 – Titre »: any dash, any spaces.
static DATED: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"^((?:1[5-9]|20|21)\d\d)(?: ?[/‐‑‒–—-] ?((?:1[5-9]|20|21)\d\d|\d\d))? ?[‐‑‒–—―−-] ?(\S.*)$").expect("the pattern is valid"));

/// A title that begins with a date.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Dated {
    /// The date.
    pub date: Date,
    /// The years as written, when they make no period.
    pub bad: Option<String>,
    /// The rest.
    pub title: String,
}

/// Reads a title that begins with a date.
pub(super) fn dated(text: &str) -> Option<Dated> {
    if text.chars().count() > LONGEST_TITLE {
        return None;
    }
    let found = DATED.captures(text)?;
    let (start, title) = (&found[1], found[3].to_owned());
    let Some(end) = found.get(2).map(|m| m.as_str()) else { return Some(Dated { date: Date::parse(start).ok()?, bad: None, title }) };
    // « 1983/85 »
    let whole = if end.len() == 2 { format!("{}{end}", &start[..2]) } else { end.to_owned() };
    match Date::parse(&format!("{start}/{whole}")) {
        Ok(date) => Some(Dated { date, bad: None, title }),
        Err(_) => Some(Dated { date: Date::parse(start).ok()?, bad: Some(format!("{start}/{end}")), title }),
    }
}

/// A text of the archive: its titles, then its lines.
#[derive(Debug)]
pub(super) struct Post {
    /// The date and the title; the line as it stands in an undated text.
    pub title: Option<(Option<Dated>, Line)>,
    /// The title again, if it stands twice.
    pub again: Option<Line>,
    /// The rest.
    pub lines: Vec<Line>,
    /// From the first line to the last.
    pub span: Span,
}

/// Whether two titles are the same words; spaces are already ordinary.
pub(super) fn same_title(a: &str, b: &str) -> bool {
    let squeeze = |s: &str| s.chars().filter(|c| !c.is_whitespace()).collect::<String>();
    squeeze(a) == squeeze(b)
}

/// The words of a text, for comparing.
pub(super) fn words(text: &str) -> Vec<String> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).map(str::to_lowercase).collect()
}

/// Cuts the lines into texts.
pub(super) fn cut(lines: Vec<Line>) -> Vec<Post> {
    let mut groups: Vec<Vec<Line>> = Vec::new();
    for line in lines {
        let fresh = match groups.last() {
            None => true,
            Some(group) => {
                let title = dated(&line.text).is_some();
                // A dated title also begins a text after fewer empty lines, unless it is the title of this one again.
                let only_titles = group.iter().all(|l| dated(&l.text).is_some());
                // Boxes close a fiche.
                let closed = group.last().is_some_and(|l| tick(&l.text).is_some());
                line.empty >= SEPARATOR || (line.blank >= 2 && title && !only_titles) || (closed && (line.blank >= 3 || (line.blank >= 1 && title)))
            }
        };
        match groups.last_mut() {
            // A title alone before the text that it belongs to.
            Some(group) if fresh && group.len() == 1 && doubles(&group[0], &line) => group.push(line),
            Some(group) if !fresh => group.push(line),
            _ => groups.push(vec![line]),
        }
    }
    groups.into_iter().filter_map(post).collect()
}

/// Whether a dated line says the date and the words of another.
fn doubles(first: &Line, second: &Line) -> bool {
    matches!((dated(&first.text), dated(&second.text)), (Some(a), Some(b)) if a.date == b.date && same_title(&a.title, &b.title))
}

fn post(mut lines: Vec<Line>) -> Option<Post> {
    let span = lines.first()?.span.to(lines.last()?.span);
    let has_title = !super::rubrics::is_label(&lines[0].text) && !super::body::is_item(&lines[0].text);
    let title = has_title.then(|| lines.remove(0)).map(|line| (dated(&line.text), line));
    let again = match (&title, lines.first()) {
        (Some((Some(first), _)), Some(second)) => match dated(&second.text) {
            // Another date with other words is a sentence that begins with a year.
            Some(other) if other.date == first.date || same_title(&other.title, &first.title) => true,
            _ => same_title(&second.text, &first.title),
        },
        (Some((None, first)), Some(second)) => same_title(&first.text, &second.text),
        (_, _) => false,
    };
    let again = again.then(|| lines.remove(0));
    Some(Post { title, again, lines, span })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::source::{Source, SourceId};

    #[test]
    fn dates_of_titles() {
        for (text, wanted) in [
            ("2009 – Un titre", Some("2009|Un titre|")),
            ("1983/1985 — Des commissions", Some("1983/1985|Des commissions|")),
            ("1983 / 1985-Titre", Some("1983/1985|Titre|")),
            ("1983/85 - Titre", Some("1983/1985|Titre|")),
            ("2010-2015 – Titre", Some("2010/2015|Titre|")),
            ("1985/1983 – Titre", Some("1985|Titre|1985/1983")),
            ("2009 – 20 ans après", Some("2009|20 ans après|")),
            ("2009 : Titre", None),
            ("5000 – Ville", None),
            ("En 2009 – Titre", None),
            ("2009 –", None),
            ("20091 – Titre", None),
        ] {
            let found = dated(text).map(|d| format!("{}|{}|{}", d.date, d.title, d.bad.unwrap_or_default()));
            assert_eq!(found.as_deref(), wanted, "{text}");
        }
    }

    #[test]
    fn texts_are_cut_where_the_site_cuts_them() {
        for (text, wanted) in [
            ("A\n\nx\n\n\u{a0}\n\ny\n\n\n\n\nB\n\nz", "A+x,y B+z"),
            ("A\n\n\u{a0}\n\n\u{a0}\n\n\u{a0}\n\nx", "A+x"),
            ("2009 – T\n\n\n2009 –  T\n\nx\n\n\n2010 – U\n\ny", "2009 – T=2009 – T+x 2010 – U+y"),
            ("2009 – T\n\n\n\n\n2009 – T\n\nx", "2009 – T=2009 – T+x"),
            ("2009 – T\n\n\n\n\n2009 – U\n\nx", "2009 – T+ 2009 – U+x"),
            ("2009 – T\nT\nx", "2009 – T=T+x"),
            ("2009 – T\n\n2010 – une année\n\nx", "2009 – T+2010 – une année,x"),
            ("A\n\nx\n\n☑ Logement\n\n\u{a0}\n\nB", "A+x,☑ Logement B+"),
            ("1990 – A\n\nx\n\n☑ Logement\n\n1991 – B\n\ny", "1990 – A+x,☑ Logement 1991 – B+y"),
            ("• a\n• b", "+• a,• b"),
            ("", ""),
        ] {
            let lines = super::super::lines::read(&Source::new("a.txt", text), SourceId(0), &mut Vec::new());
            let shown: Vec<_> = cut(lines)
                .into_iter()
                .map(|p| {
                    let lines: Vec<_> = p.lines.into_iter().map(|l| l.text).collect();
                    format!(
                        "{}{}+{}",
                        p.title.map(|t| t.1.text).unwrap_or_default(),
                        p.again.map(|a| format!("={}", a.text)).unwrap_or_default(),
                        lines.join(",")
                    )
                })
                .collect();
            assert_eq!(shown.join(" "), wanted, "{text:?}");
        }
    }
}
