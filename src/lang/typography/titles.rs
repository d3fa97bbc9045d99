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

/// A title of running French with no-break spaces where none of its lines should end. Letters and signs stay as they are.
pub fn bound(title: &str) -> String {
    let pieces: Vec<&str> = title.split(' ').collect();
    let mut out = String::with_capacity(title.len() + 8);
    for (i, piece) in pieces.iter().enumerate() {
        out.push_str(piece);
        let Some(next) = pieces.get(i + 1) else { break };
        let word = piece.trim_start_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
        let last = i + 2 == pieces.len() && i > 0 && next.chars().count() <= ALONE;
        out.push(if ANNOUNCING.contains(&word.as_str()) || last { NO_BREAK } else { ' ' });
    }
    out
}

#[cfg(test)]
mod tests {
    use super::bound;

    #[test]
    fn lines_of_a_title_end_with_words_that_say_something() {
        let shown = |title: &str| bound(title).replace('\u{a0}', "~");
        assert_eq!(shown("La médiation interculturelle entre à l’hôpital"), "La~médiation interculturelle entre~à~l’hôpital");
        assert_eq!(shown("Sept bureaux de plus, pour aller vers les gens"), "Sept bureaux de~plus, pour~aller vers les~gens");
        assert_eq!(shown("« À nous la parole » : les premiers"), "« À~nous la~parole » : les~premiers");
        assert_eq!(shown("Un salon pas comme les autres, en 2010"), "Un~salon pas comme les~autres, en~2010");
        assert_eq!(shown("Le plan"), "Le~plan");
        assert_eq!(shown("Coaxions"), "Coaxions");
    }
}
