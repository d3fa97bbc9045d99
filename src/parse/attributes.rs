//! The attributes of a block directive: `encadre {#ancre clé=valeur clé="valeur avec espaces"}`.

use std::ops::Range;

/// Attributes, with byte ranges relative to the text that was parsed.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Attributes {
    /// The word before the braces.
    pub name: String,
    /// Where the word stands.
    pub name_range: Range<usize>,
    /// `#id`
    pub id: Option<String>,
    /// `key=value`, in order, with the range of the key and that of the value without its quotes.
    pub pairs: Vec<(String, Range<usize>, String, Range<usize>)>,
}

/// Parses the information of a directive; none when the braces do not make sense.
pub fn parse(info: &str) -> Option<Attributes> {
    let name_start = info.len() - info.trim_start().len();
    let name_end = info[name_start..].find(|c: char| c.is_whitespace() || c == '{').map_or(info.len(), |i| name_start + i);
    let mut out = Attributes { name: info[name_start..name_end].to_owned(), name_range: name_start..name_end, ..Attributes::default() };
    let rest = info[name_end..].trim_end();
    let open = rest.len() - rest.trim_start().len();
    if rest[open..].is_empty() {
        return Some(out);
    }
    let inner = rest[open..].strip_prefix('{')?.strip_suffix('}')?;
    let base = name_end + open + 1;
    let mut at = 0;
    while at < inner.len() {
        let here = &inner[at..];
        let c = here.chars().next()?;
        if c.is_whitespace() {
            at += c.len_utf8();
        } else if let Some(id) = here.strip_prefix('#') {
            let end = id.find(char::is_whitespace).unwrap_or(id.len());
            if end == 0 {
                return None;
            }
            out.id = Some(id[..end].to_owned());
            at += 1 + end;
        } else {
            let equals = here.find('=')?;
            let key = &here[..equals];
            if key.is_empty() || key.contains(char::is_whitespace) || key.contains('"') {
                return None;
            }
            let key_range = base + at..base + at + equals;
            let value_at = at + equals + 1;
            let value = &inner[value_at..];
            let (text, skip, taken) = match value.strip_prefix('"') {
                Some(quoted) => {
                    let end = quoted.find('"')?;
                    (&quoted[..end], 1, end + 2)
                }
                None => {
                    let end = value.find(char::is_whitespace).unwrap_or(value.len());
                    (&value[..end], 0, end)
                }
            };
            let start = base + value_at + skip;
            out.pairs.push((key.to_owned(), key_range, text.to_owned(), start..start + text.len()));
            at = value_at + taken;
        }
    }
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_ids_and_values() {
        let info = "demande {#logement-1 niveaux=\"communal regional\" cout=€€}";
        let a = parse(info).unwrap_or_default();
        assert_eq!((a.name.as_str(), a.id.as_deref()), ("demande", Some("logement-1")));
        let pairs: Vec<_> = a.pairs.iter().map(|(k, _, v, r)| (k.as_str(), v.as_str(), &info[r.clone()])).collect();
        assert_eq!(pairs, [("niveaux", "communal regional", "communal regional"), ("cout", "€€", "€€")]);
        assert_eq!(parse("encadre").map(|a| a.name), Some("encadre".to_owned()));
        for bad in ["x {", "x {a}", "x {#}", "x {a=\"b}", "x y"] {
            assert_eq!(parse(bad), None, "{bad}");
        }
    }
}
