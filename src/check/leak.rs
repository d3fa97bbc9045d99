//! What belongs to a website and came along with the text: DOMAIN.md 1.7.

use super::prose::{Prose, folded};
use super::{Context, Rule};
use crate::base::diag::{Code, Diagnostic};
use crate::base::node::shorten;
use crate::model::markup::Role;
use regex::Regex;
use std::sync::LazyLock;

crate::codes! {
    /// Interface text.
    LEAK = "C112" Warning {
        "« {found} » appartient au site, pas au texte" / "“{found}” belongs to the website, not to the text",
        "supprimez ces mots, ou récrivez la phrase : sur papier on ne clique pas" / "remove these words, or write the sentence anew: nobody clicks on paper",
        "Un copier-coller emporte les menus, les boutons et les légendes d’images de la page." / "Copy and paste takes the menus, buttons and picture labels of the page along.",
        wrong "Pour lire l’analyse complète, cliquez ici\n\nlogo cai\n\nPartager sur Facebook\n",
        right "L’analyse complète est sur le site du Centre.\n",
    }
}

/// What a site prints around a text, as whole lines: small letters, no signs.
const LABELS: &[&str] = &[
    "accueil du site",
    "aller au contenu",
    "aller au contenu principal",
    "article précédent",
    "article suivant",
    "articles similaires",
    "articles récents",
    "à lire aussi",
    "aucun commentaire",
    "commentaires",
    "laisser un commentaire",
    "laissez un commentaire",
    "contactez nous",
    "copier le lien",
    "envoyer par e mail",
    "envoyer à un ami",
    "facebook",
    "twitter",
    "linkedin",
    "instagram",
    "whatsapp",
    "youtube",
    "tweeter",
    "partager",
    "partagez",
    "partager cet article",
    "partager cette page",
    "partager la page",
    "fil d ariane",
    "haut de page",
    "retour en haut",
    "retour",
    "retour à l accueil",
    "retour à la liste",
    "imprimer",
    "imprimer cette page",
    "j aime",
    "chargement",
    "lire la suite",
    "lire plus",
    "en savoir plus",
    "voir plus",
    "voir tout",
    "afficher plus",
    "plus d infos",
    "plus d informations",
    "menu",
    "menu principal",
    "navigation",
    "navigation de l article",
    "mentions légales",
    "politique de confidentialité",
    "plan du site",
    "tout accepter",
    "accepter",
    "accepter les cookies",
    "tout refuser",
    "nous utilisons des cookies",
    "page précédente",
    "page suivante",
    "précédent",
    "suivant",
    "rechercher",
    "recherche",
    "recherche pour",
    "s abonner",
    "s inscrire",
    "je m inscris",
    "inscription à la newsletter",
    "newsletter",
    "lettre d information",
    "suivez nous",
    "se connecter",
    "connexion",
    "télécharger",
    "télécharger le pdf",
    "télécharger le document",
    "version imprimable",
    "une collaboration",
    "un partenariat",
    "en collaboration avec",
    "avec le soutien de",
    "nos partenaires",
    "légende",
    "catégories",
    "étiquettes",
    "mots clés",
    "ressources à télécharger",
    "jargon abréviations sigles et acronymes",
    "axes stratégiques d intervention",
    "thématiques traversées par l activité",
    "read more",
    "share",
    "skip to content",
    "back to top",
    "leave a comment",
    "next",
    "previous",
    "search",
    "png",
    "jpg",
    "jpeg",
    "gif",
    "pdf",
    "image",
    "photo",
    "logo",
    "bannière",
    "vignette",
    "diaporama",
    "galerie",
];

/// Lines that are a site’s as a whole, whatever names they hold.
static LINES: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(concat!(
        r"(?i)^(?:",
        r"(?:logo|photo|image|bannière|vignette|capture|icône)\s+\S+(?:\s+\S+){0,2}[^.!?;:…]",
        r"|[\w\-]+(?:[ _][\w\-]+)*\.(?:png|jpe?g|gif|webp|svg|pdf|docx?)",
        r"|inscriptions?\s+(?:cl[oô]tur|ferm|ouvert|compl[eè]t)\w*",
        r"|(?:publié|posté|mis en ligne|mise? à jour|modifié)\s+(?:le|par)\s.+",
        r"|\d+\s+(?:commentaires?|vues?|partages?|j[’']aime)",
        r"|page\s+\d+\s+(?:sur|de|/)\s+\d+",
        r"|\d{1,3}",
        r"|[☐☑☒].*",
        r"|©.*tous droits réservés\.?",
        r"|[←→«»<>‹›]+\s*(?:précédent|suivant|retour|article\s+\w+)e?\s*[←→«»<>‹›]*",
        r")$"
    ))
    .expect("a pattern that is tested")
});

/// Words that make sense on a screen only. Boundaries are those of ASCII: others slow the search of a text with accents down a hundred times.
static WORDS: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(concat!(
        r"(?i)(?-u:\b)(?:",
        r"(?:en\s+)?cliqu(?:ez|er|ant|e)\s+(?:ici|là|sur|dessus|ci-dessous|ci-contre|droit)(?-u:\b)(?:\s+(?:le|la|l[’']|les|ce|cette)\s*\p{L}+)?",
        r"|lire\s+la\s+suite\s*(?:…|\.\.\.|→|>|»)",
        r"|(?:le|ce|un|du|au)\s+(?:formulaire|bouton|lien|menu|logo)(?:\s+\p{L}+)?\s+ci-(?:dessous|dessus|contre|après)",
        r"|via\s+(?:le|ce|notre)\s+formulaire(?:\s+d[’']inscription|\s+en\s+ligne)?",
        r"|voir\s+(?:le\s+)?plan\s+sur\s+google(?:\s*maps?)?",
        r"|partage[rz]\s+(?:sur|cet\s+article|cette\s+page)(?-u:\b)(?:\s+(?:facebook|twitter|linkedin|x|whatsapp))?",
        r"|suivez-nous\s+sur(?-u:\b)|abonnez-vous\s+à\s+(?:notre|la)\s+(?:newsletter|lettre)",
        r"|javascript\s+(?:est\s+désactivé|doit\s+être)|votre\s+navigateur\s+ne\s+(?:supporte|prend)|ce\s+site\s+utilise\s+des\s+cookies",
        r")"
    ))
    .expect("a pattern that is tested")
});

/// The rule.
pub(super) struct Leak;

impl Rule for Leak {
    fn codes(&self) -> &'static [&'static Code] {
        CODES
    }

    fn check(&self, context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
        for run in context.documents.iter().filter(|d| d.is_french()).flat_map(super::Document::all) {
            for range in leaks(run) {
                if let Some(span) = run.span(range.clone()) {
                    findings.push(Diagnostic::at(&LEAK, span).with("found", shorten(run.text[range].trim())));
                }
            }
        }
    }
}

fn leaks(run: &Prose) -> Vec<std::ops::Range<usize>> {
    let line = run.text.trim();
    // A cell holds figures, and a heading may be one word of the trade.
    if run.role == Role::Text && line.len() < 120 && (LINES.is_match(line) || LABELS.contains(&folded(line).as_str())) {
        let whole = 0..run.text.len();
        return Vec::from([whole]);
    }
    WORDS.find_iter(&run.text).map(|m| m.range()).collect()
}
