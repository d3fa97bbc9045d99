//! What is never edited: addresses, file names, identifiers, telephone and account numbers, minutes and seconds of arc, smileys.

use super::characters::{NO_BREAK, OPAQUE, THIN, WORD, after_digits, had, has, is_digit, is_exactly, is_letter, is_one_of, is_space, is_word};
use super::inclusive::inclusive_tail;
use super::{Inclusive, Settings};
use std::ops::Range;

/// Marks the characters that belong to addresses, file names, paths, identifiers, telephone and account numbers,
/// minutes and seconds of arc, smileys.
pub(super) fn protect(text: &[char], settings: &Settings) -> Vec<bool> {
    let mut fixed: Vec<bool> = text.iter().map(|&c| c == OPAQUE).collect();
    let limit = |c: char| is_space(c) || matches!(c, OPAQUE | '"' | '«' | '»' | '“' | '”' | '„' | '<' | '>');
    let mut at = 0;
    while at < text.len() {
        let end = at + text[at..].iter().take_while(|&&c| !limit(c)).count();
        if end > at {
            protect_token(text, at..end, settings, &mut fixed);
        }
        at = end + 1;
    }
    let mut at = 0;
    while at < text.len() {
        // Each of them begins with a sign of its own, which most characters are not.
        let found = if !matches!(text[at], '+' | '0'..='9' | 'A'..='Z') || had(text, at, |c| is_word(c) || c == '+') {
            None
        } else {
            telephone(text, at).or_else(|| account(text, at)).or_else(|| minutes_and_seconds(text, at))
        };
        match found {
            Some(end) if end > at => {
                fixed[at..end].fill(true);
                at = end;
            }
            _ => at += 1,
        }
    }
    fixed
}

/// Protects what looks like an address or a name for machines in a run without spaces.
fn protect_token(text: &[char], token: Range<usize>, settings: &Settings, fixed: &mut [bool]) {
    const SMILEYS: &[&str] = &[":)", ":-)", ";)", ";-)", ":(", ":-(", ":D", ":-D", ":P", ":-P", ":/", ":-/"];
    let whole = &text[token.clone()];
    // Nearly every run is a word of the language: it has none of the signs that what follows asks for, but a stop at its end.
    let tells = |c: &char| matches!(c, '_' | '\\' | '=' | ':' | ';' | '/' | '@' | '.' | '&');
    let (last, before) = (whole[whole.len() - 1], &whole[..whole.len() - 1]);
    if !before.iter().any(tells) && !matches!(last, '_' | '\\' | '=' | '/' | '@' | '&') {
        return;
    }
    if matches!(whole[0], ':' | ';') && is_exactly(whole, SMILEYS) {
        fixed[token].fill(true);
        return;
    }
    for (index, _) in whole.iter().enumerate().filter(|&(_, &c)| c == '&') {
        if let Some(length) = entity(&whole[index..]) {
            fixed[token.start + index..token.start + index + length].fill(true);
        }
    }
    let scheme = whole.windows(3).position(|three| three == [':', '/', '/']);
    if let Some(colon) = scheme {
        let name = whole[..colon].iter().rev().take_while(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '.' | '-')).count();
        let address = trimmed(text, token.start + colon - name..token.end);
        if name > 0 && address.end > token.start + colon + 3 {
            fixed[address].fill(true);
            return;
        }
    }
    // An elision is no part of the name that follows it: « l'index.html ».
    let mut start = token.start;
    for part in whole.split(|&c| matches!(c, '\'' | '’' | '‘' | '´')) {
        let range = trimmed(text, start..start + part.len());
        if is_machine_name(&text[range.clone()], settings) {
            fixed[range].fill(true);
        }
        start += part.len() + 1;
    }
}

/// Leaves out the brackets and signs around an address.
fn trimmed(text: &[char], range: Range<usize>) -> Range<usize> {
    let Range { mut start, mut end } = range;
    while start < end && matches!(text[start], '(' | '[' | '{' | '*' | ',' | ';' | '-' | '–' | '—') {
        start += 1;
    }
    let mut open = text[start..end].iter().filter(|&&c| c == '(').count();
    let mut shut = text[start..end].iter().filter(|&&c| c == ')').count();
    while start < end {
        match text[end - 1] {
            '.' | ',' | ';' | ':' | '!' | '?' | ']' | '}' | '…' | '*' | '\'' | '’' | '–' | '—' => {}
            // « (voir cainamur.be) », but « wiki/Namur_(ville) ».
            ')' if shut > open => shut -= 1,
            _ => break,
        }
        end -= 1;
        open = open.min(end - start);
    }
    start..end
}

/// The length of the character reference (`&nbsp;` and its like) with which the text begins.
fn entity(text: &[char]) -> Option<usize> {
    let name = text.iter().skip(1).take(WORD).take_while(|&&c| c.is_ascii_alphanumeric() || c == '#').count();
    (name > 0 && has(text, name + 1, |c| c == ';')).then_some(name + 2)
}

/// An e-mail address, a host, a file name, a path, an identifier.
fn is_machine_name(part: &[char], settings: &Settings) -> bool {
    const EXTENSIONS: &[&str] = &[
        "jpg", "jpeg", "png", "gif", "svg", "tif", "tiff", "webp", "pdf", "doc", "docx", "odt", "rtf", "xls", "xlsx", "ods", "ppt", "pptx", "odp", "csv",
        "tsv", "txt", "md", "typ", "html", "htm", "php", "xml", "json", "yaml", "yml", "toml", "zip", "mp3", "mp4", "wav", "avi", "mov", "epub", "rs", "js",
        "css", "idml", "indd",
    ];
    let Some(&first) = part.first() else { return false };
    let starts = |prefix: &str| part.len() > prefix.len() && prefix.chars().eq(part[..prefix.len()].iter().map(char::to_ascii_lowercase));
    if part.iter().any(|&c| matches!(c, '_' | '\\' | '=')) || part.windows(2).any(|two| two == [':', ':']) {
        return part.iter().any(|&c| is_word(c));
    }
    if starts("www.") || starts("mailto:") || starts("tel:") || starts("doi:") {
        return true;
    }
    if starts("./") || starts("../") || starts("~/") || (first == '/' && has(part, 1, is_letter)) {
        return true;
    }
    if let Some(sign) = part.iter().position(|&c| c == '@') {
        return sign > 0 && part[sign + 1..].contains(&'.');
    }
    if settings.inclusive != Inclusive::Garder && !part.contains(&'/') && inclusive_tail(part, '.') {
        return false;
    }
    let name = part.split(|&c| matches!(c, '?' | '#')).next().unwrap_or_default();
    let host = name.split(|&c| matches!(c, '/' | ':')).next().unwrap_or_default();
    let file = name.rsplit(|&c| c == '/').next().unwrap_or_default();
    let extension = file.iter().rposition(|&c| c == '.').filter(|&dot| dot > 0).map(|dot| &file[dot + 1..]);
    extension.is_some_and(|extension| is_one_of(extension, EXTENSIONS)) || is_host(host)
}

/// `cainamur.be`: labels of ASCII letters, digits and hyphens, the last one of two letters or more. A capital
/// there shows a sentence whose space is missing (« fin.Mais »).
fn is_host(text: &[char]) -> bool {
    let mut labels = text.split(|&c| c == '.').rev();
    let last = labels.next().unwrap_or_default();
    let mut more = false;
    last.len() >= 2
        && (last.iter().all(char::is_ascii_lowercase) || last.iter().all(char::is_ascii_uppercase))
        && labels.all(|label| {
            more = true;
            !label.is_empty() && label.iter().all(|&c| c.is_ascii_alphanumeric() || c == '-')
        })
        && more
}

/// The end of a telephone or enterprise number that begins at `at`: +32 81 73 71 76, 081/25.51.80, 0456.789.012.
/// Dates such as 06/07/2009 come under it too, and no harm.
pub(super) fn telephone(text: &[char], at: usize) -> Option<usize> {
    let (mut end, enough, least) = match (text.get(at)?, text.get(at + 1)) {
        ('+', Some('1'..='9')) => (at + 1, 11, 9),
        ('0', Some('0')) => (at, 13, 11),
        ('0', Some('1'..='9')) => (at, 9, 8),
        _ => return None,
    };
    let mut groups: Vec<usize> = Vec::new();
    let mut total = 0;
    let mut last = at;
    loop {
        let next = after_digits(text, end);
        let length = next - end;
        if length == 0 || total + length > enough + 3 {
            break;
        }
        // « 06/07/2009 14h30 »: the hour is no part of it.
        if has(text, next, is_letter) {
            break;
        }
        total += length;
        groups.push(length);
        last = next;
        if total >= enough || groups == [2, 2, 4] {
            break;
        }
        end = match text.get(next..).unwrap_or_default() {
            [' ' | NO_BREAK | THIN, '(', '0', ')', ' ' | NO_BREAK | THIN, d, ..] if is_digit(*d) => next + 5,
            [' ' | NO_BREAK | THIN, '(', '0', ')', d, ..] if is_digit(*d) => next + 4,
            ['(', '0', ')', ' ' | NO_BREAK | THIN, d, ..] if is_digit(*d) => next + 4,
            ['(', '0', ')', d, ..] if is_digit(*d) => next + 3,
            ['.' | '/' | '-' | ' ' | NO_BREAK | THIN, d, ..] if is_digit(*d) => next + 1,
            // « 081 / 25.51.80 », after a zone.
            [' ' | NO_BREAK | THIN, '/', ' ' | NO_BREAK | THIN, d, ..] if is_digit(*d) && groups.len() == 1 && length > 1 => next + 3,
            _ => break,
        };
    }
    (total >= least).then_some(last)
}

/// The end of an IBAN that begins at `at`: two capitals, two digits, then groups of four.
fn account(text: &[char], at: usize) -> Option<usize> {
    let [a, b, c, d, ..] = *text.get(at..)? else { return None };
    if !(a.is_ascii_uppercase() && b.is_ascii_uppercase() && is_digit(c) && is_digit(d)) {
        return None;
    }
    let good = |c: char| c.is_ascii_uppercase() || is_digit(c);
    let (mut end, mut total) = (at + 4, 4);
    loop {
        let gap = usize::from(has(text, end, is_space));
        let length = text[end + gap..].iter().take(31).take_while(|&&c| good(c)).count();
        if length == 0 || total + length > 34 || (gap == 1 && length > 4) || has(text, end + gap + length, is_letter) {
            break;
        }
        end += gap + length;
        total += length;
        // A shorter group is the last one.
        if gap == 1 && length < 4 {
            break;
        }
    }
    (total >= 15).then_some(end)
}

/// The end of « 5' 30" » that begins at `at`.
fn minutes_and_seconds(text: &[char], at: usize) -> Option<usize> {
    let minutes = after_digits(text, at);
    if minutes == at || minutes > at + 4 || !has(text, minutes, |c| c == '\'') {
        return None;
    }
    let seconds = minutes + 1 + usize::from(has(text, minutes + 1, is_space));
    let end = after_digits(text, seconds);
    (end > seconds && end <= seconds + 4 && has(text, end, |c| c == '"')).then_some(end + 1)
}
