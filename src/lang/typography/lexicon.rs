//! Words that keyboards spell badly: accents left out of capitals (« Etat »), ligatures taken apart (« coeur »).
//!
//! The lists hold French words whose wrong spelling is no other word. Personal names are not in them: their owners choose.

use super::characters::WORD;
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// Words that begin with an accent, in the singular and the masculine; verbs in the infinitive.
const ACCENTED: &[&str] = &[
    "âge",
    "âgé",
    "âme",
    "âpre",
    "âtre",
    "çà",
    "ébauche",
    "ébaucher",
    "éboueur",
    "écart",
    "écarter",
    "échange",
    "échanger",
    "échantillon",
    "échapper",
    "échéance",
    "échec",
    "échelle",
    "échelon",
    "échevin",
    "échevinat",
    "écho",
    "échouer",
    "éclair",
    "éclairage",
    "éclairer",
    "éclat",
    "éclatement",
    "éclosion",
    "école",
    "écolier",
    "écologie",
    "écologique",
    "écologiste",
    "économe",
    "économie",
    "économique",
    "économiste",
    "écoute",
    "écouter",
    "écran",
    "écrin",
    "écrire",
    "écrit",
    "écriture",
    "écrivain",
    "édifice",
    "édifier",
    "éditer",
    "éditeur",
    "édition",
    "éditorial",
    "éditrice",
    "éducateur",
    "éducatif",
    "éducation",
    "éducative",
    "éducatrice",
    "éduquer",
    "égal",
    "également",
    "égalité",
    "égard",
    "égarer",
    "église",
    "égoïsme",
    "égorger",
    "élaboration",
    "élaborer",
    "élan",
    "élargir",
    "élargissement",
    "électeur",
    "élection",
    "électoral",
    "électorale",
    "électricité",
    "électrique",
    "électronique",
    "élément",
    "élémentaire",
    "élevage",
    "élévation",
    "élève",
    "élever",
    "éligible",
    "élimination",
    "éliminer",
    "élire",
    "élite",
    "éloge",
    "éloigner",
    "éloignement",
    "élu",
    "émail",
    "émancipation",
    "émanciper",
    "émergence",
    "émerger",
    "émettre",
    "émigration",
    "émigré",
    "émigrer",
    "éminent",
    "émission",
    "émotion",
    "émouvoir",
    "émulation",
    "énergie",
    "énergétique",
    "énigme",
    "énoncé",
    "énoncer",
    "énorme",
    "énormément",
    "énumération",
    "énumérer",
    "épanouissement",
    "épanouir",
    "épargne",
    "épargner",
    "épaule",
    "épicerie",
    "épidémie",
    "épilogue",
    "épisode",
    "époque",
    "épouse",
    "époux",
    "épouvantable",
    "épreuve",
    "éprouver",
    "épuisement",
    "équilibre",
    "équilibrer",
    "équipage",
    "équipe",
    "équipement",
    "équiper",
    "équitable",
    "équité",
    "équivalence",
    "équivalent",
    "érection",
    "ériger",
    "érosion",
    "érudit",
    "établir",
    "établissement",
    "étage",
    "étagère",
    "étang",
    "étape",
    "état",
    "étatique",
    "étayer",
    "été",
    "éteindre",
    "étendre",
    "étendue",
    "éternel",
    "éternité",
    "éthique",
    "étincelle",
    "étiquette",
    "étoile",
    "étonnement",
    "étonner",
    "étranger",
    "étrangère",
    "être",
    "étroit",
    "étude",
    "étudiant",
    "étudier",
    "étymologie",
    "évaluateur",
    "évaluation",
    "évaluer",
    "évasion",
    "éveil",
    "éveiller",
    "événement",
    "évènement",
    "éventail",
    "éventualité",
    "éventuel",
    "éventuellement",
    "éventuelle",
    "évêché",
    "évêque",
    "évidemment",
    "évidence",
    "évident",
    "éviter",
    "évocation",
    "évoluer",
    "évolution",
    "évoquer",
    "êtes",
    "étais",
    "était",
    "étaient",
    "étant",
    "étions",
    "île",
    "îlot",
    "ôter",
    "éclaircir",
    "éclaircissement",
    "écueil",
    "édit",
    "égide",
    "égouttoir",
    "éhonté",
    "élogieux",
    "émanation",
    "éphémère",
    "épineux",
    "épisodique",
    "éprouvant",
    "équation",
    "équivoque",
    "éradication",
    "ère",
    "ébullition",
    "écartèlement",
    "échafaudage",
    "écrasant",
    "écroulement",
    "étalage",
    "étaler",
    "étayage",
    "étouffer",
    "évacuation",
    "évacuer",
    "éperdument",
    "éploré",
    // Municipalities of French-speaking Belgium, in their official spelling.
    "éghezée",
    "érezée",
    "étalle",
    "écaussinnes",
    "éprave",
];

/// Beginnings of words that are written with œ.
const WITH_LIGATURE: &[&str] = &[
    "boeuf",
    "choeur",
    "coelacanth",
    "coeliaque",
    "coeur",
    "désoeuvr",
    "écoeur",
    "foetal",
    "foetus",
    "manoeuvr",
    "moeurs",
    "noeud",
    "oecumén",
    "oedème",
    "oedip",
    "oeil",
    "oeillade",
    "oeillet",
    "oenolog",
    "oenotour",
    "oesophag",
    "oestrogèn",
    "oeuf",
    "oeuvr",
    "rancoeur",
    "sacré-coeur",
    "soeur",
    "voeu",
];

/// The accented words by how they are typed with a plain capital. What comes out is the right spelling in small letters.
static BY_TYPED: LazyLock<BTreeMap<String, String>> = LazyLock::new(|| {
    let mut map = BTreeMap::new();
    for word in ACCENTED.iter().filter(|w| !w.starts_with('e')) {
        for form in forms(word) {
            // « Evènement » has its first accent missing only, « Evenement » all of them. A form that another word has too keeps the first.
            let mut chars = form.chars();
            let first: String = chars.next().map(plain).into_iter().chain(chars).collect();
            let all: String = form.chars().map(plain).collect();
            for typed in [first, all] {
                map.entry(typed).or_insert_with(|| form.clone());
            }
        }
    }
    // What these are without their accents is another word.
    for word in ["age", "ages", "ere", "eres", "ca", "edit", "edits", "elan", "elans", "ecot", "ecots"] {
        map.remove(word);
    }
    map
});

/// The forms of a word: plural, feminine, and for a verb its participles and commonest persons.
fn forms(word: &str) -> Vec<String> {
    let mut out = vec![word.to_owned()];
    let mut add = |stem: &str, endings: &[&str]| out.extend(endings.iter().map(|ending| format!("{stem}{ending}")));
    match word {
        "êtes" | "étais" | "était" | "étaient" | "étant" | "étions" => {}
        _ => {
            add(word, &["s", "e", "es", "x"]);
            if let Some(stem) = word.strip_suffix("er") {
                add(stem, &["é", "ée", "és", "ées", "ant", "ent", "ait", "aient", "ons", "ez", "era", "eront", "a"]);
            }
            if let Some(stem) = word.strip_suffix("ir") {
                add(stem, &["i", "ie", "is", "ies", "it", "issant", "issent"]);
            }
            if let Some(stem) = word.strip_suffix("al") {
                add(stem, &["aux"]);
            }
            if let Some(stem) = word.strip_suffix('l') {
                add(stem, &["lle", "lles"]);
            }
        }
    }
    out
}

/// The letter without its accent.
fn plain(c: char) -> char {
    match c {
        'é' | 'è' | 'ê' | 'ë' => 'e',
        'à' | 'â' => 'a',
        'î' | 'ï' => 'i',
        'ô' => 'o',
        'ç' => 'c',
        other => other,
    }
}

/// The word with its accents, when it is a capitalised word of the list whose capital has lost its own.
pub(super) fn accented(word: &[char]) -> Option<String> {
    let first = *word.first()?;
    if !matches!(first, 'A' | 'E' | 'I' | 'O') || !(3..=WORD).contains(&word.len()) {
        return None;
    }
    let shouted = word.iter().all(|c| c.is_uppercase());
    // A short word in capitals may be a sigle.
    if shouted && word.len() < 4 {
        return None;
    }
    let typed: String = word.iter().flat_map(|c| c.to_lowercase()).collect();
    let right = BY_TYPED.get(&typed)?;
    if shouted {
        return Some(right.to_uppercase());
    }
    word[1..].iter().all(|c| c.is_lowercase()).then(|| {
        let mut chars = right.chars();
        chars.next().map(|c| c.to_uppercase().chain(chars).collect()).unwrap_or_default()
    })
}

/// The word with its ligature, when it is written « oe » and French has « œ ».
pub(super) fn ligature(word: &[char]) -> Option<String> {
    if !(4..=WORD).contains(&word.len()) {
        return None;
    }
    let at = word.windows(2).position(|two| matches!(two, ['o' | 'O', 'e' | 'E']))?;
    let small: String = word.iter().flat_map(|c| c.to_lowercase()).collect();
    if !WITH_LIGATURE.iter().any(|beginning| small.starts_with(beginning)) {
        return None;
    }
    let sign = if word[at] == 'O' { 'Œ' } else { 'œ' };
    Some(word[..at].iter().chain([&sign]).chain(&word[at + 2..]).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn letters(word: &str) -> Vec<char> {
        word.chars().collect()
    }

    #[test]
    fn capitals_get_their_accents() {
        for (typed, right) in [
            ("Etat", "État"),
            ("Etats", "États"),
            ("ETATS", "ÉTATS"),
            ("Echanges", "Échanges"),
            ("Ecole", "École"),
            ("Evenements", "Événements"),
            ("Elèves", "Élèves"),
            ("Eleve", "Élève"),
            ("Egalité", "Égalité"),
            ("EGALITE", "ÉGALITÉ"),
            ("Elaborée", "Élaborée"),
            ("Etre", "Être"),
            ("Ile", "Île"),
            ("Ame", "Âme"),
            ("Eghezée", "Éghezée"),
            ("Etaient", "Étaient"),
        ] {
            assert_eq!(accented(&letters(typed)).as_deref(), Some(right), "{typed}");
        }
        for fine in ["État", "Emploi", "Europe", "Ethnique", "Elle", "Eric", "Evere", "EPI", "etat", "Age", "Ensemble", "Edit", "Image", "Office", "EcoLe"] {
            assert_eq!(accented(&letters(fine)), None, "{fine}");
        }
    }

    #[test]
    fn ligatures_come_back() {
        for (typed, right) in
            [("coeur", "cœur"), ("Oeuvres", "Œuvres"), ("SOEUR", "SŒUR"), ("manoeuvrer", "manœuvrer"), ("voeux", "vœux"), ("noeuds", "nœuds"), ("Oeil", "Œil")]
        {
            assert_eq!(ligature(&letters(typed)).as_deref(), Some(right), "{typed}");
        }
        for fine in ["moelle", "coexister", "poème", "Noël", "coefficient", "Goethe", "cœur", "poêle", "Leboeuf", "coercition"] {
            assert_eq!(ligature(&letters(fine)), None, "{fine}");
        }
    }
}
