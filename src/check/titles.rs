//! Titles written twice, written in two ways, or too long: DOMAIN.md 1.1 and 1.3.

use super::prose::{folded, likeness};
use super::{Context, Rule};
use crate::base::diag::{Code, Diagnostic};
use crate::base::node::shorten;
use crate::base::source::{Span, Spanned};
use crate::model::markup::{Block, BlockKind, plain};
use regex::Regex;
use std::sync::LazyLock;

crate::codes! {
    /// The title again.
    DOUBLED = "C121" Warning {
        "le titre est répété au début du texte" / "the title is repeated at the beginning of the text",
        "supprimez cette ligne : le titre de l’en-tête suffit" / "remove this line: the title of the header is enough",
        "Le site écrit le titre deux fois ; imprimé, il serait deux fois sur la page." / "The website writes the title twice; in print it would stand on the page twice.",
        wrong "---\ntitre: Mise en place des cours de français\ndate: 1985\n---\n1985 – Mise en place des cours de français\n\nUn texte.\n",
        right "---\ntitre: Mise en place des cours de français\ndate: 1985\n---\nUn texte.\n",
    }
    /// The title in other words.
    DIVERGENT = "C122" Warning {
        "ce titre n’est pas celui de l’en-tête : « {found} »" / "this title is not that of the header: “{found}”",
        "choisissez l’un des deux et supprimez cette ligne" / "choose one of the two and remove this line",
        "Deux titres presque semblables ne disent pas la même chose : « médiation culturelle » n’est pas « médiation interculturelle »." /
        "Two titles that are nearly alike do not say the same: “médiation culturelle” is not “médiation interculturelle”.",
        wrong "---\ntitre: Prélude à la réflexion sur la médiation interculturelle\ndate: 1994\n---\n## Prélude à la réflexion sur la médiation culturelle\n\nUn texte.\n",
        right "---\ntitre: Prélude à la réflexion sur la médiation interculturelle\ndate: 1994\n---\n## Une première journée\n\nUn texte.\n",
    }
    /// A title that is too long.
    LONG = "C123" Warning {
        "ce titre est trop long pour le sommaire : {length} caractères" / "this title is too long for the contents: {length} characters",
        "ramenez-le à {limit} caractères ; le chapeau dira le reste" / "bring it down to {limit} characters; the chapeau will say the rest",
        "Au sommaire d’un A5, une ligne tient une cinquantaine de caractères : au-delà de deux lignes, on ne le parcourt plus d’un regard." /
        "In the contents of an A5 booklet a line holds some fifty characters: beyond two lines nobody takes it in at a glance.",
        wrong "---\ntitre: Recherche-action et cadastre des associations issues de l’immigration, pour valoriser leur rôle dans la société et soutenir leurs projets\ndate: 2022\n---\nUn texte.\n",
        right "---\ntitre: Recherche-action et cadastre des associations issues de l’immigration\ndate: 2022\n---\nUn texte.\n",
    }
}

/// The longest title, in characters: two lines of the contents in A5 (51 characters a line, measured), and some indulgence.
const LONGEST: usize = 120;

/// From which likeness on two lines are two versions of one title.
const ALIKE: f64 = 0.6;

/// The date that the website puts before a title.
static DATE: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"^\s*\d{4}(?:\s*[/–-]\s*\d{4})?[\s\u{a0}]*[–—:-]\s*").expect("a pattern that is tested"));

/// The rule.
pub(super) struct Titles;

impl Rule for Titles {
    fn codes(&self) -> &'static [&'static Code] {
        CODES
    }

    fn check(&self, context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
        let corpus = context.corpus;
        let fiches = corpus.fiches.iter().map(|f| (&f.title, &f.lead, &f.body.blocks));
        let memorandums = corpus.memorandums.iter().map(|m| (&m.title, &m.lead, &m.body.blocks));
        for (title, lead, body) in fiches.chain(memorandums) {
            again(title, lead, findings);
            again(title, body, findings);
            let length = title.chars().count();
            if length > LONGEST {
                findings.push(Diagnostic::at(&LONG, title.span).with("length", length.to_string()).with("limit", LONGEST.to_string()));
            }
        }
    }
}

/// Compares the title with the first lines of a text.
fn again(title: &Spanned<String>, blocks: &[Block], findings: &mut Vec<Diagnostic>) {
    for block in blocks.iter().take(2) {
        let (content, is_heading) = match &block.kind {
            BlockKind::Heading { content, .. } => (content, true),
            BlockKind::Paragraph(content) => (content, false),
            _ => return,
        };
        let words = plain(content);
        let bare = DATE.replace(&words, "");
        let place = Span { end: block.span.end, ..block.span };
        if folded(&bare) == folded(&DATE.replace(title, "")) {
            findings.push(Diagnostic::at(&DOUBLED, place).see(title.span));
            return;
        }
        // A sentence that takes up the words of the title is no title.
        let titled = is_heading || bare.len() != words.len() || !words.trim_end().ends_with(['.', ';', ':', '…']);
        if titled && words.chars().count() < 300 && folded(&bare).split(' ').count() > 2 && likeness(&bare, title) >= ALIKE {
            findings.push(Diagnostic::at(&DIVERGENT, place).with("found", shorten(bare.trim())).see(title.span));
            return;
        }
    }
}
