//! The singular of an expansion: the glossary prints « centre régional d’intégration » where a text has « Centres régionaux d’intégration (CRI) ».

use super::align::SMALL;
use crate::lang::sigles::fold;

/// Words that end with s or x in the singular.
const SINGULAR: &[&str] = &[
    "abus",
    "acces",
    "apres",
    "appuis",
    "avis",
    "bas",
    "bras",
    "campus",
    "choix",
    "concours",
    "congres",
    "consensus",
    "corps",
    "cours",
    "croix",
    "deces",
    "discours",
    "dos",
    "exces",
    "fils",
    "fois",
    "fonds",
    "frais",
    "gens",
    "heureux",
    "houx",
    "interes",
    "jus",
    "mais",
    "mois",
    "noix",
    "os",
    "palais",
    "parcours",
    "pays",
    "poids",
    "prix",
    "proces",
    "processus",
    "progres",
    "propos",
    "puits",
    "recours",
    "refus",
    "repos",
    "rhinoceros",
    "sans",
    "secours",
    "sens",
    "souris",
    "succes",
    "temps",
    "tiers",
    "toux",
    "univers",
    "velours",
    "versus",
    "virus",
    "voix",
    "croix",
    "taux",
    "faux",
    "doux",
    "roux",
    "deux",
    "trois",
    "six",
    "dix",
    "mieux",
    "moins",
    "plus",
    "tous",
    "gros",
    "gras",
    "bas",
    "epais",
    "divers",
    "dehors",
    "dessous",
    "dessus",
    "bus",
    "os",
    "cas",
    "pas",
    "lycees",
];

/// Adjectives and nouns of peoples and places that end with s in the singular: français, namurois, belge is not one.
fn of_a_place(word: &str) -> bool {
    ["ais", "ois", "eux", "us", "is"].iter().any(|e| word.ends_with(e)) && !word.ends_with("lois") && !word.ends_with("emplois") && !word.ends_with("tissus")
}

/// Whether a word has a plural's ending and is no singular that has it too.
fn plural_word(word: &str) -> bool {
    let word = fold(word);
    word.len() > 3 && word.ends_with(['s', 'x']) && !SINGULAR.contains(&word.as_str()) && !of_a_place(&word)
}

/// The words of a noun phrase before its first complement, as byte ranges: nouns and adjectives that agree.
fn head(expansion: &str) -> Vec<std::ops::Range<usize>> {
    let mut out = Vec::new();
    let mut start = None;
    for (at, c) in expansion.char_indices().chain(std::iter::once((expansion.len(), ' '))) {
        // A hyphenated word agrees in its last part (« socio-professionnelles ») and, as a noun, in its first; an elision ends the head.
        let inside = c.is_alphanumeric() || c == '-' || c == '\u{2011}';
        match (inside, start) {
            (true, None) => start = Some(at),
            (false, Some(from)) => {
                let word = fold(&expansion[from..at]);
                let conjunction = matches!(word.as_str(), "et" | "ou");
                if !conjunction && SMALL.contains(&word.as_str()) || matches!(c, '’' | '\'') {
                    return out;
                }
                if !conjunction {
                    out.push(from..at);
                }
                if matches!(c, ',' | '–' | '(' | ':') {
                    return out;
                }
                start = None;
            }
            (true, Some(_)) | (false, None) => {}
        }
    }
    out
}

/// Whether an expansion stands in the plural: its noun, and the adjective that follows it, do.
pub fn is_plural(expansion: &str) -> bool {
    let head = head(expansion);
    let Some(first) = head.first() else { return false };
    // An adjective in the singular settles it: « Fonds européen ».
    plural_word(&expansion[first.clone()])
        && head.get(1).is_none_or(|second| plural_word(&expansion[second.clone()]) || of_a_place(&fold(&expansion[second.clone()])))
}

/// The singular of an expansion in the plural: the words of its head, the rest as it stands.
pub fn singular(expansion: &str) -> String {
    let mut out = String::new();
    let mut done = 0;
    for range in head(expansion) {
        out.push_str(&expansion[done..range.start]);
        out.push_str(&singular_word(&expansion[range.clone()]));
        done = range.end;
    }
    out.push_str(&expansion[done..]);
    out
}

/// The singular of a word, by its ending (Grevisse, Le bon usage, § 515–525: -aux, -eaux, -eux, -s).
fn singular_word(word: &str) -> String {
    if let Some((first, last)) = word.rsplit_once(['-', '\u{2011}']) {
        let sign = &word[first.len()..word.len() - last.len()];
        return format!("{first}{sign}{}", singular_word(last));
    }
    if !plural_word(word) {
        return word.to_owned();
    }
    let lower = word.to_lowercase();
    let cut = |n: usize, ending: &str| format!("{}{ending}", word.chars().take(word.chars().count() - n).collect::<String>());
    if ["travaux", "coraux", "vitraux", "baux", "émaux", "soupiraux"].contains(&lower.as_str()) {
        return cut(2, "il");
    }
    if lower.ends_with("eaux")
        || lower.ends_with("oyaux")
        || lower.ends_with("uyaux")
        || ["choux", "genoux", "bijoux", "jeux", "lieux", "feux", "cheveux", "vœux", "neveux", "milieux"].contains(&lower.as_str())
    {
        return cut(1, "");
    }
    if lower.ends_with("aux") {
        return cut(2, "l");
    }
    cut(1, "")
}

/// Whether two expansions say the same: the same words, or the same in the other number.
pub fn same(a: &str, b: &str) -> bool {
    let joined = |text: &str| fold(text).replace(' ', "");
    if joined(a) == joined(b) {
        return true;
    }
    is_plural(a) != is_plural(b) && {
        let one = |text: &str| joined(&if is_plural(text) { singular(text) } else { text.to_owned() });
        // What follows may be in the other number too: « Bureaux d’accueil des primo-arrivants ».
        let all = |text: &str| fold(text).split(' ').map(|w| fold(&singular_word(w))).collect::<String>();
        one(a) == one(b) || all(a) == all(b)
    }
}

/// Whether what a text says is what an entry says: the same, or its beginning (« Centre d’action interculturelle » for « … de la province de
/// Namur »), or the entry with more behind it.
pub fn says(entry: &str, text: &str) -> bool {
    let begins = |long: &str, short: &str| {
        let (long, short) = (fold(long), fold(short));
        long.strip_prefix(&short).is_some_and(|rest| rest.starts_with(' '))
    };
    let one = |text: &str| if is_plural(text) { singular(text) } else { text.to_owned() };
    same(entry, text) || begins(&one(entry), &one(text)) || begins(&one(text), &one(entry))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plurals_have_a_singular() {
        for (plural, one) in [
            ("Centres régionaux d’intégration", "Centre régional d’intégration"),
            ("Plans locaux d’intégration", "Plan local d’intégration"),
            ("Bureaux d’accueil des primo-arrivants", "Bureau d’accueil des primo-arrivants"),
            ("initiatives locales d’intégration", "initiative locale d’intégration"),
            ("centres publics d’action sociale", "centre public d’action sociale"),
            ("réseaux d’échanges réciproques", "réseau d’échanges réciproques"),
            ("mineurs étrangers non accompagnés", "mineur étranger non accompagné"),
            ("travaux d’intérêt général", "travail d’intérêt général"),
            ("actions socio-professionnelles", "action socio-professionnelle"),
            ("associations sans but lucratif", "association sans but lucratif"),
        ] {
            assert!(is_plural(plural), "{plural}");
            assert_eq!(singular(plural), one);
            assert!(same(plural, one), "{plural}");
        }
        for one in ["Fonds social européen", "Fonds d’impulsion", "parcours d’accueil", "français langue étrangère", "Centre namurois", "Processus de paix"]
        {
            assert!(!is_plural(one), "{one}");
        }
    }

    #[test]
    fn another_word_is_another_expansion() {
        assert!(same("insertion socio-professionnelle", "insertion socioprofessionnelle"));
        assert!(same("Centre local de promotion de la Santé", "centre local de promotion de la santé"));
        assert!(!same("Association Travail-Amitié-Culture", "Association Travail-Amitiés-Culture"));
        assert!(!same("Plan stratégique transversal", "Programme stratégique et transversal"));
        assert!(!same("bureau d’accueil des primo-arrivants", "bureau d’accueil pour primo-arrivants"));
    }
}
