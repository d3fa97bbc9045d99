//! The alphabetical order of a French dictionary, for the glossary and the index.
//!
//! The order is CLDR's for `fr` (Belgium uses the same; Quebec's backward accents are another), with
//! punctuation and spaces ignored and numbers compared as numbers: CRACO < CRAC’S < CRACS, PST 3 < PST 10.

use std::cmp::Ordering;

use icu_collator::options::{AlternateHandling, CollatorOptions, Strength};
use icu_collator::preferences::CollationNumericOrdering;
use icu_collator::{CollatorBorrowed, CollatorPreferences};
use icu_locale_core::locale;
use unicode_normalization::UnicodeNormalization;

/// Compares terms as a French dictionary does. Building one costs more than a comparison: keep it.
#[derive(Debug)]
pub struct Collator {
    inner: CollatorBorrowed<'static>,
}

impl Collator {
    /// The order of `fr`, punctuation ignored, numbers by value.
    #[expect(clippy::missing_panics_doc, reason = "the data is compiled in: this fails on no machine or on all")]
    pub fn french() -> Self {
        let mut preferences = CollatorPreferences::from(&locale!("fr"));
        preferences.numeric_ordering = Some(CollationNumericOrdering::True);
        let mut options = CollatorOptions::default();
        // Ignored punctuation still counts at the fourth level: it puts CRAC’S before CRACS, which the
        // first three levels hold for equal.
        options.strength = Some(Strength::Quaternary);
        options.alternate_handling = Some(AlternateHandling::Shifted);
        let inner = icu_collator::Collator::try_new(preferences, options).expect("collation data is compiled in");
        Self { inner }
    }

    /// The order of two terms: total, and equal only for the same text (the last resort is the code points).
    pub fn compare(&self, a: &str, b: &str) -> Ordering {
        self.inner.compare(a, b).then_with(|| a.cmp(b))
    }
}

/// The heading under which a term is filed: its first letter without accent, upper-case (É → E, Œ → O),
/// « 0-9 » for a digit, « # » when it has neither letter nor digit. What precedes the first letter is ignored.
pub fn letter(term: &str) -> String {
    let Some(first) = term.chars().find(|c| c.is_alphanumeric()) else {
        return "#".to_owned();
    };
    if first.is_numeric() {
        return "0-9".to_owned();
    }
    // Letters that Unicode does not decompose although the dictionary files them under a plain one.
    let base = match first {
        'œ' | 'Œ' | 'ø' | 'Ø' => 'o',
        'æ' | 'Æ' => 'a',
        'ß' | 'ẞ' => 's',
        'ł' | 'Ł' => 'l',
        'đ' | 'Đ' => 'd',
        'ı' => 'i',
        // Only Latin letters lose their accent: й is a letter of its own, a Korean syllable is no sum of parts.
        other => other.nfkd().next().filter(char::is_ascii_alphabetic).unwrap_or(other),
    };
    base.to_uppercase().collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const CHAINS: &[&[&str]] = &[
        &["CRAC", "CRACO", "CRAC’S", "CRACS"],
        &["CASITA", "CASIT-UO"],
        &["Abattoir", "Anous", "À nous la parole"],
        &["CIRE", "CIRÉ", "CIREB"],
        &["FECRI", "FéCRI", "FSE"],
        &["cote", "coté", "côte", "côté"],
        &["Oeuvre", "Œuvre", "Offre"],
        &["Corum", "Çorum", "Coruna"],
        &["Keçeliöz", "Kecskemet"],
        &["Etat", "état", "ÉTAT", "Étudiant"],
        &["PST 2", "PST 3", "PST 10"],
    ];

    #[test]
    fn every_chain_of_the_dictionary() {
        let french = Collator::french();
        for chain in CHAINS {
            for pair in chain.windows(2) {
                assert_eq!(french.compare(pair[0], pair[1]), Ordering::Less, "{} < {}", pair[0], pair[1]);
                assert_eq!(french.compare(pair[1], pair[0]), Ordering::Greater);
            }
        }
    }

    #[test]
    fn code_points_are_not_the_alphabet() {
        let wanted = ["À nous la parole", "CIRE", "CIRÉ", "CIREB", "Corum", "Çorum", "ÉTAT", "Offre", "Zone"];
        let mut naive = wanted;
        naive.sort_unstable();
        assert_ne!(naive, wanted, "a naive sort would do, and this test would show nothing");
        let mut sorted = naive;
        let french = Collator::french();
        sorted.sort_by(|a, b| french.compare(a, b));
        assert_eq!(sorted, wanted);
    }

    #[test]
    fn headings() {
        for (term, heading) in [
            ("État", "E"),
            ("Œuvre", "O"),
            ("œuvre", "O"),
            ("Çorum", "C"),
            ("« À nous la parole »", "A"),
            ("“étude”", "E"),
            ("’t Werkhuis", "T"),
            ("160° FEE", "0-9"),
            ("٣", "0-9"),
            ("ışık", "I"),
            ("şehir", "S"),
            ("ß", "S"),
            ("E\u{301}tat", "E"),
            ("йод", "Й"),
            ("αβγ", "Α"),
            ("한국", "한"),
            ("…", "#"),
            ("", "#"),
        ] {
            assert_eq!(letter(term), heading, "{term}");
        }
    }

    proptest! {
        #[test]
        fn the_order_is_total(a in "[a-cé’ 0-9œ.A-C-]{0,5}", b in "[a-cé’ 0-9œ.A-C-]{0,5}", c in "[a-cé’ 0-9œ.A-C-]{0,5}") {
            let french = Collator::french();
            prop_assert_eq!(french.compare(&a, &b), french.compare(&b, &a).reverse());
            prop_assert_eq!(french.compare(&a, &b) == Ordering::Equal, a == b);
            if french.compare(&a, &b) != Ordering::Greater && french.compare(&b, &c) != Ordering::Greater {
                prop_assert_ne!(french.compare(&a, &c), Ordering::Greater);
            }
        }

        #[test]
        fn a_heading_is_never_empty(term in ".{0,12}") {
            prop_assert!(!letter(&term).is_empty());
        }
    }
}
