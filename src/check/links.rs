//! Links and references whose words do not say where they lead: WCAG 2.4.4, DOMAIN.md 1.2.

use super::prose::{folded, likeness};
use super::{Context, Rule};
use crate::base::diag::{Code, Diagnostic};
use crate::base::node::shorten;
use crate::base::source::Span;
use crate::model::fiche::Fiche;
use crate::model::markup::{Inline, InlineKind, Role, plain, visit};
use regex::Regex;
use std::collections::BTreeMap;
use std::sync::LazyLock;

crate::codes! {
    /// A link that says nothing.
    WORDS = "C124" Warning {
        "les mots de ce lien ne disent pas où il mène : « {found} »" / "the words of this link do not say where it leads: “{found}”",
        "mettez le lien sur le nom de ce qu’on y trouve" / "put the link on the name of what is there",
        "Sur papier, « ici » ne mène nulle part ; un lecteur d’écran lit les liens hors de leur phrase (WCAG 2.4.4)." /
        "On paper “here” leads nowhere; a screen reader reads links without their sentence (WCAG 2.4.4).",
        wrong "Le rapport se trouve [ici](https://exemple.be/rapport.pdf).\n",
        right "Le [rapport d’activités 2008](https://exemple.be/rapport.pdf) est en ligne.\n",
    }
    /// A reference with another title.
    QUOTED = "C126" Warning {
        "le renvoi annonce « {found} », la fiche s’appelle « {title} »" / "the reference announces “{found}”, the fiche is called “{title}”",
        "écrivez [[{target}]] sans titre : le numéro, le titre et la page se mettent seuls" / "write [[{target}]] without a title: number, title and page are put in by themselves",
        "Un titre recopié vieillit quand la fiche change de nom : le lecteur cherche alors une fiche qui n’existe pas." /
        "A copied title ages when the fiche gets another name: the reader then looks for a fiche that does not exist.",
        wrong "---\ntitre: Mise en place des cours\ndate: 1985\nnumero: 8\n---\nVoir Fiche 8 – Les cours de français.\n",
        right "---\ntitre: Mise en place des cours\ndate: 1985\nnumero: 8\n---\nVoir Fiche 8 – Mise en place des cours.\n",
    }
}

/// Words that say nothing of what is behind a link, as whole texts of it.
const EMPTY: &[&str] = &[
    "",
    "ici",
    "là",
    "cliquez ici",
    "cliquer ici",
    "cliquez",
    "clic",
    "lien",
    "le lien",
    "ce lien",
    "un lien",
    "ce site",
    "site",
    "le site",
    "site web",
    "site internet",
    "page",
    "cette page",
    "voir",
    "voir ici",
    "voir plus",
    "voir le lien",
    "voir la page",
    "lire",
    "lire ici",
    "lire plus",
    "lire la suite",
    "la suite",
    "suite",
    "plus",
    "en savoir plus",
    "plus d infos",
    "plus d informations",
    "infos",
    "info",
    "détails",
    "document",
    "le document",
    "ce document",
    "fichier",
    "pdf",
    "télécharger",
    "à télécharger",
    "url",
    "adresse",
    "source",
    "article",
    "cet article",
    "ajouter liens",
    "here",
    "click here",
    "link",
    "this link",
    "more",
    "read more",
    "download",
];

/// What follows « Fiche 8 »: « – Titre », « , « Titre » ».
static TITLE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^[\s\u{a0}\u{202f}]*(?:[–—,:-][\s\u{a0}\u{202f}]*)?(?:«[\s\u{a0}\u{202f}]*([^«»\n]+?)[\s\u{a0}\u{202f}]*»|“([^“”\n]+?)”)")
        .expect("a pattern that is tested")
});

/// « – Titre » without quotes, up to the end of the parenthesis or of the sentence.
static BARE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^[\s\u{a0}\u{202f}]*[–—-][\s\u{a0}\u{202f}]+([^()\[\].;\n]+?)[\s\u{a0}\u{202f}]*(?:[)\].;]|$)").expect("a pattern that is tested")
});

/// The words of a reference that name another number.
static NUMBER: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"(?i)^fiche[\s\u{a0}\u{202f}]+(?:n[°o][\s\u{a0}]*)?(\d+)$").expect("a pattern that is tested"));

/// The rule.
pub(super) struct Links;

impl Rule for Links {
    fn codes(&self) -> &'static [&'static Code] {
        CODES
    }

    fn check(&self, context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
        let fiches: BTreeMap<&str, &Fiche> = context.corpus.fiches.iter().map(|f| (f.id.as_str(), f)).collect();
        let mut each = |inline: &Inline, _: Role| match &inline.kind {
            InlineKind::Link { content, .. } => {
                let words = plain(content);
                let picture = content.iter().any(|i| matches!(i.kind, InlineKind::Picture(_)));
                if !picture && EMPTY.contains(&folded(&words).as_str()) {
                    findings.push(Diagnostic::at(&WORDS, inline.span).with("found", shorten(words.trim())));
                }
            }
            InlineKind::FicheRef { target, shown } => {
                let Some(fiche) = fiches.get(target.as_str()) else { return };
                let found = match shown {
                    Some(words) => quoted(words, fiche),
                    None => following(context, inline.span, fiche),
                };
                if let Some(found) = found.filter(|f| !says(f, fiche)) {
                    let finding = Diagnostic::at(&QUOTED, inline.span).with("found", shorten(&found)).with("title", shorten(&fiche.title));
                    findings.push(finding.with("target", target.clone()).see(fiche.title.span));
                }
            }
            _ => {}
        };
        context.corpus.texts().for_each(|blocks| visit(blocks, &mut each));
    }
}

/// Whether words name a fiche rightly: its title, or its number.
fn says(words: &str, fiche: &Fiche) -> bool {
    let title = folded(&fiche.title);
    let words = folded(words);
    // The subtitle may be left out.
    let main = fiche.title.split(" : ").next().map(folded).unwrap_or_default();
    words == title || words == main || NUMBER.captures(&words).is_some_and(|n| n.get(1).and_then(|n| n.as_str().parse().ok()) == fiche.number)
}

/// The title that the words of a reference claim to be: in quotes, nearly the title, or another number. Other words are a phrase.
fn quoted(words: &str, fiche: &Fiche) -> Option<String> {
    let inner = TITLE.captures(words).and_then(|c| c.get(1).or_else(|| c.get(2))).map(|m| m.as_str().to_owned());
    let near = likeness(words, &fiche.title) >= 0.75 && folded(words).split(' ').count() > 3;
    inner.filter(|i| i.len() + 8 > words.len()).or_else(|| (near || NUMBER.is_match(words.trim())).then(|| words.trim().to_owned()))
}

/// The title that stands after « Fiche 8 » in the source.
fn following(context: &Context<'_>, span: Span, fiche: &Fiche) -> Option<String> {
    let source = context.sources.get(span.source);
    // A reference in double brackets needs no title after it, but people write one; a figure is « Fiche 8 ».
    let rest = source.text.get(span.end as usize..)?;
    let rest = &rest[..rest.find('\n').unwrap_or(rest.len())];
    let quoted = TITLE.captures(rest).and_then(|c| c.get(1).or_else(|| c.get(2)));
    let numbered = context.sources.slice(span).ends_with(|c: char| c.is_ascii_digit());
    // Without quotes, a part of the title is a short title; it gives way to the whole one in print.
    let title = format!(" {} ", folded(&fiche.title));
    let is_part = |words: &str| title.contains(&format!(" {} ", folded(words)));
    let bare = || BARE.captures(rest).and_then(|c| c.get(1)).filter(|m| numbered && !is_part(m.as_str()));
    quoted.or_else(bare).map(|m| m.as_str().to_owned()).filter(|title| (3..=150).contains(&title.chars().count()))
}
