//! Lines of titles. A title is read by its groups of words: no line of it ends with a word that only announces the next one, and none
//! holds a short word alone (Lexique des règles typographiques, « Titres » [K]).

use super::NO_BREAK;

/// Articles, prepositions, conjunctions, possessives: each belongs to the word behind it.
const ANNOUNCING: [&str; 36] = [
    "à", "au", "aux", "avec", "ce", "ces", "cette", "chez", "dans", "de", "des", "du", "en", "entre", "et", "la", "le", "les", "leur", "leurs", "ne", "ni",
    "notre", "nos", "ou", "par", "pour", "qui", "sa", "sans", "ses", "son", "sous", "sur", "un", "une",
];

/// A last word of so many characters stands on no line alone.
const ALONE: usize = 5;

/// A group of so many characters is kept on one line: it holds on one in the narrowest format that we ship, at the size of its titles.
const TOGETHER: usize = 29;

/// Where a title may part best: after the sign that ends a group.
const GROUP_ENDS: [char; 5] = [',', ';', ':', '?', '!'];

/// A title of running French with no-break spaces where none of its lines should end. Letters and signs stay as they are.
pub fn bound(title: &str) -> String {
    let pieces: Vec<&str> = title.split(' ').collect();
    let mut out = String::with_capacity(title.len() + 8);
    for group in pieces.split_inclusive(|piece| piece.ends_with(GROUP_ENDS)) {
        if !out.is_empty() {
            out.push(' ');
        }
        let one = group.len() < pieces.len() && group.iter().map(|p| p.chars().count() + 1).sum::<usize>() <= TOGETHER + 1;
        bind(group, one, &mut out);
    }
    out
}

/// One group of words, kept whole when `one`.
fn bind(group: &[&str], one: bool, out: &mut String) {
    for (i, piece) in group.iter().enumerate() {
        out.push_str(piece);
        let Some(next) = group.get(i + 1) else { break };
        let word = piece.trim_start_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
        let last = i + 2 == group.len() && i > 0 && next.chars().count() <= ALONE;
        out.push(if one || ANNOUNCING.contains(&word.as_str()) || last { NO_BREAK } else { ' ' });
    }
}

#[cfg(test)]
mod tests {
    use super::bound;

    #[test]
    fn lines_of_a_title_end_with_words_that_say_something() {
        let shown = |title: &str| bound(title).replace('\u{a0}', "~");
        assert_eq!(shown("La médiation interculturelle entre à l’hôpital"), "La~médiation interculturelle entre~à~l’hôpital");
        assert_eq!(shown("Sept bureaux de plus, pour aller vers les gens"), "Sept~bureaux~de~plus, pour~aller~vers~les~gens");
        assert_eq!(shown("« À nous la parole » : les premiers"), "«~À~nous~la~parole~»~: les~premiers");
        assert_eq!(shown("Un salon pas comme les autres, en 2010"), "Un~salon~pas~comme~les~autres, en~2010");
        assert_eq!(shown("« Devenir du Migrant » : un bulletin, puis des cahiers"), "«~Devenir~du~Migrant~»~: un~bulletin, puis~des~cahiers");
        assert_eq!(shown("L’agrément comme centre régional d’intégration, en 1997"), "L’agrément comme centre régional d’intégration, en~1997");
        assert_eq!(shown("Le plan"), "Le~plan");
        assert_eq!(shown("Coaxions"), "Coaxions");
    }
}
