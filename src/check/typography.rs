//! French typography that only the author can mend: letters, digits, order. What changes by itself when typesetting is no finding.
//!
//! What is found, and what to write instead, is [`crate::lang::typography::lint`]; this rule looks at every text and gives each finding
//! its place and its change in the author's file.

use super::{Context, Rule};
use crate::base::diag::{Code, Diagnostic};
use crate::base::node::shorten;
use crate::base::source::{Sources, Span, Spanned};
use crate::lang::typography::{Language, Lint, LintKind, Settings, lint, shares_second_half};
use crate::model::corpus::PublicationSpec;
use crate::model::fiche::{Fiche, Memorandum, Resource, Slot};
use crate::model::markup::{Block, Body, Inline, InlineKind, Line, visit_runs};
use rayon::prelude::*;
use std::ops::Range;

crate::codes! {
    /// Two commas in a row.
    DOUBLED_COMMA = "C301" Warning {
        "deux virgules se suivent" / "two commas in a row",
        "supprimez-en une, ou écrivez le mot qui manque entre les deux" / "remove one, or write the word that is missing between them",
        "Une énumération a perdu un élément, ou gagné une virgule : seul l’auteur le sait." / "A list has lost an item or gained a comma: only the author knows.",
        wrong "Le Centre propose des cours, , des ateliers et un accueil.\n",
        right "Le Centre propose des cours, des ateliers et un accueil.\n",
    }
    /// A guillemet turned the wrong way.
    REVERSED_GUILLEMET = "C302" Warning {
        "ce guillemet est à l’envers" / "this guillemet is turned the wrong way",
        "écrivez {new}" / "write {new}",
        "« ouvre et » ferme ; certains sites retournent le premier guillemet d’un titre." / "« opens and » closes; some web sites turn the first guillemet of a title.",
        wrong "Le salon »Emploi » ouvre ses portes.\n",
        right "Le salon « Emploi » ouvre ses portes.\n",
    }
    /// A guillemet left by a template.
    STRAY_GUILLEMET = "C303" Warning {
        "ce guillemet fermant est collé au début d’un mot et ne ferme rien" / "this closing guillemet is glued to the beginning of a word and closes nothing",
        "supprimez-le, ou ouvrez la citation avec «" / "remove it, or open the quotation with «",
        "C’est souvent un reste du gabarit d’une page web." / "It is often left over from the template of a web page.",
        wrong "»Mais voilà une autre histoire.\n",
        right "Mais voilà une autre histoire.\n",
    }
    /// A space in a compound.
    BROKEN_COMPOUND = "C304" Warning {
        "une espace ou une fin de ligne coupe ce mot composé : « {found} »" / "a space or the end of a line cuts this compound: “{found}”",
        "écrivez « {new} »" / "write “{new}”",
        "Une fin de ligne de l’original reste parfois au milieu d’un mot composé." / "A line end of the original sometimes stays in the middle of a compound.",
        wrong "Le premier rallye « Métier-Formation-\nEmploi » a lieu en 2008, au Pont- à-Mousson.\n",
        right "Le premier rallye « Métier-Formation-Emploi » a lieu en 2008, aux niveaux socio-\net culturel.\n",
    }
    /// « années ’60 ».
    DECADE = "C305" Warning {
        "une décennie s’écrit sans apostrophe : « {found} »" / "French decades have no apostrophe: “{found}”",
        "écrivez « {new} »" / "write “{new}”",
        "L’apostrophe des « années ’60 » vient de l’anglais." / "The apostrophe of « années ’60 » comes from English.",
        wrong "Les travailleurs arrivent dans les années ’60.\n",
        right "Les travailleurs arrivent dans les années 60.\n",
    }
    /// « etc… ».
    ET_CAETERA = "C306" Warning {
        "« etc. » s’écrit avec un seul point" / "« etc. » has one point",
        "écrivez « etc. »" / "write « etc. »",
        "« etc. » dit déjà que la liste continue : les points de suspension le répètent." / "« etc. » already says that the list goes on: an ellipsis repeats it.",
        wrong "On y trouve des livres, des jeux, etc…\n",
        right "On y trouve des livres, des jeux, etc.\n",
    }
    /// A comma before an ellipsis.
    COMMA_BEFORE_ELLIPSIS = "C307" Warning {
        "il n’y a pas de virgule avant « … »" / "there is no comma before “…”",
        "supprimez la virgule" / "remove the comma",
        "Les points de suspension tiennent lieu de la suite de la liste, virgule comprise." / "The ellipsis stands for the rest of the list, its comma included.",
        wrong "On y trouve des livres, des jeux,…\n",
        right "On y trouve des livres, des jeux…\n",
    }
    /// « A Namur ».
    CAPITAL_A = "C308" Warning {
        "« {found} » : la capitale a perdu son accent" / "“{found}”: the capital has lost its accent",
        "écrivez « {new} »" / "write “{new}”",
        "En français l’accent a pleine valeur, sur les capitales aussi : « A » est un verbe, « À » une préposition." /
        "In French accents count, on capitals too: « A » is a verb, « À » a preposition.",
        wrong "A Namur, les cours commencent en 1985.\n",
        right "À Namur, les cours commencent en 1985.\n",
    }
    /// « Etat ».
    CAPITAL_ACCENT = "C309" Warning {
        "« {found} » : il manque un accent" / "“{found}”: an accent is missing",
        "écrivez « {new} »" / "write “{new}”",
        "En français l’accent a pleine valeur orthographique, sur les capitales aussi." / "In French accents are part of the spelling, on capitals too.",
        wrong "Les aides de l’Etat diminuent.\n",
        right "Les aides de l’État diminuent.\n",
    }
    /// « coeur ».
    LIGATURE = "C310" Warning {
        "« {found} » s’écrit avec œ" / "“{found}” is written with œ",
        "écrivez « {new} »" / "write “{new}”",
        "œ est une lettre du français, pas un ornement : cœur, œuvre, sœur." / "œ is a letter of French, not an ornament: cœur, œuvre, sœur.",
        wrong "L’accueil est au coeur du projet.\n",
        right "L’accueil est au cœur du projet.\n",
    }
    /// « C.S.C.I.N. ».
    DOTTED_SIGLE = "C311" Note {
        "un sigle s’écrit sans points : « {found} »" / "a sigle has no points: “{found}”",
        "écrivez « {new} »" / "write “{new}”",
        "Deux graphies d’un même sigle font douter le lecteur, et le glossaire n’en retient qu’une." /
        "Two spellings of a sigle make readers doubt, and the glossary keeps only one.",
        wrong "La C.S.C. a soutenu le projet.\n",
        right "La CSC a soutenu le projet.\n",
    }
    /// « les CRIs ».
    PLURAL_SIGLE = "C312" Warning {
        "un sigle ne prend pas la marque du pluriel : « {found} »" / "a sigle takes no plural: “{found}”",
        "écrivez « {new} »" / "write “{new}”",
        "Les sigles sont invariables : les CRI, des ONG." / "Sigles do not vary: les CRI, des ONG.",
        wrong "Les CRIs se réunissent chaque mois.\n",
        right "Les CRI se réunissent chaque mois.\n",
    }
    /// « km2 ».
    POWER = "C313" Warning {
        "« {found} » : l’exposant est écrit comme un chiffre" / "“{found}”: the exponent is written as a digit",
        "écrivez « {new} »" / "write “{new}”",
        "« 30 m2 » se lit trente mètres deux." / "“30 m2” reads as thirty metres two.",
        wrong "Le local a une surface de 30 m2.\n",
        right "Le local a une surface de 30 m².\n",
    }
    /// « B-5000 ».
    POSTAL_PREFIX = "C314" Note {
        "un code postal belge s’écrit sans « B- »" / "a Belgian postal code has no “B-”",
        "écrivez « {new} »" / "write “{new}”",
        "La poste ne demande plus ce préfixe ; pour l’étranger, le pays s’écrit en toutes lettres sous la ville." /
        "The post no longer asks for this prefix; from abroad the country is written in full below the town.",
        wrong "Le Centre se trouve rue Haute, B-5000 Namur.\n",
        right "Le Centre se trouve rue Haute, 5000 Namur.\n",
    }
    /// « voir N° 12 ».
    NUMBER_CAPITAL = "C315" Note {
        "« N° » prend une minuscule dans une phrase" / "« N° » has a small letter inside a sentence",
        "écrivez « {new} »" / "write “{new}”",
        "« Numéro » n’est pas un nom propre." / "« Numéro » is no proper name.",
        wrong "Le texte complet est dans le N° 7 de la revue.\n",
        right "Le texte complet est dans le n° 7 de la revue.\n",
    }
    /// « art. 12. § 1er ».
    LEGAL_SEPARATOR = "C316" Note {
        "les membres d’une référence légale se séparent par des virgules" / "commas part the members of a reference to a law",
        "écrivez « {new} »" / "write “{new}”",
        "« art. 12, § 1er, 1° » se lit d’un trait et ne se confond pas avec deux phrases." / "“art. 12, § 1er, 1°” reads at once and is not taken for two sentences.",
        wrong "C’est ce que prévoit l’art. 12 § 1er du décret.\n",
        right "C’est ce que prévoit l’art. 12, § 1er du décret.\n",
    }
    /// « art. 12bis ».
    LEGAL_SUFFIX = "C317" Note {
        "« {found} » s’écrit en italique après le numéro d’un article" / "“{found}” is italic after the number of an article",
        "écrivez {new}" / "write {new}",
        "Bis, ter et quater sont des mots latins : l’italique les sépare du chiffre." / "Bis, ter and quater are Latin: italics part them from the digits.",
        wrong "C’est ce que prévoit l’art. 12bis du décret.\n",
        right "C’est ce que prévoit l’art. 12*bis* du décret.\n",
    }
    /// « Mr Dupont ».
    CIVIL_TITLE = "C318" Warning {
        "« {found} » n’est pas l’abréviation française" / "“{found}” is not the French abbreviation",
        "écrivez « {new} »" / "write “{new}”",
        "« Mr » abrège l’anglais Mister ; Monsieur s’abrège M., Mademoiselle Mlle, et Mme n’a pas de point." /
        "« Mr » is short for the English Mister; Monsieur is M., Mademoiselle Mlle, and Mme has no point.",
        wrong "Le projet est mené avec Mr Dupont.\n",
        right "Le projet est mené avec M. Dupont.\n",
    }
    /// « 081/25.51.80 ».
    TELEPHONE = "C319" Note {
        "ce numéro de téléphone s’écrit par groupes, sans barre ni point : {found}" / "this telephone number is written in groups, without strokes or points: {found}",
        "écrivez {new}" / "write {new}",
        "Des groupes toujours pareils se lisent et se composent sans faute ; le (0) ne se compose pas depuis l’étranger (UIT-T E.123)." /
        "Groups that are always the same are read and dialled without mistakes; the (0) is not dialled from abroad (ITU-T E.123).",
        wrong "Le Centre répond au 081/25.51.80.\n",
        right "Le Centre répond au 081 25 51 80.\n",
    }
    /// « médiateurs(trices) ».
    SHORT_FEMININE = "C320" Note {
        "« {found} » : une forme abrégée à écrire en toutes lettres" / "“{found}”: a short form to be written in full",
        "{?écrivez « {new} », ?}ou un mot qui dit les deux" / "{?write “{new}”, ?}or a word that means both",
        "Entre parenthèses, le féminin est un à-côté ; à haute voix, la forme ne se lit pas. Le réglage « inclusif » de collection.yaml décide des autres formes." /
        "In parentheses the feminine is an aside, and nobody can read the form aloud. The setting « inclusif » of collection.yaml decides about other forms.",
        wrong "Les médiateurs(trices) accompagnent les familles.\n",
        right "Les médiateurs et médiatrices accompagnent les familles.\n",
    }
    /// « 06 Juin ».
    DATE = "C321" Note {
        "« {found} » : un jour s’écrit 1er, 2, 3…, et le mois prend une minuscule" / "“{found}”: days are written 1er, 2, 3…, and months with a small letter",
        "écrivez « {new} »" / "write “{new}”",
        "« Le 06 Juin » est une date de formulaire ; dans un texte on écrit « le 6 juin »." / "« Le 06 Juin » is the date of a form; a text has « le 6 juin ».",
        wrong "La rencontre a lieu le 06 Juin.\n",
        right "La rencontre a lieu le 6 juin.\n",
    }
    /// « à 14:30 ».
    HOUR = "C322" Note {
        "une heure s’écrit avec « h » : « {found} »" / "hours are written with « h »: “{found}”",
        "écrivez « {new} »" / "write “{new}”",
        "Le deux-points est celui des horloges et des horaires ; dans une phrase on écrit 14 h 30." / "The colon is for clocks and timetables; a sentence has 14 h 30.",
        wrong "La rencontre commence à 14:30.\n",
        right "La rencontre commence à 14 h 30.\n",
    }
    /// « 12.5 % ».
    DECIMAL_POINT = "C323" Note {
        "le signe décimal est la virgule : « {found} »" / "the decimal sign of French is the comma: “{found}”",
        "écrivez « {new} »" / "write “{new}”",
        "Le point sépare les milliers en Belgique et les décimales en anglais : le lecteur ne peut pas deviner." /
        "The point parts thousands in Belgium and decimals in English: readers cannot guess.",
        wrong "Le taux passe à 12.5 % en 2008.\n",
        right "Le taux passe à 12,5 % en 2008, sur la fréquence 101.5 FM.\n",
    }
}

/// The rule.
pub(super) struct Typography;

impl Rule for Typography {
    fn codes(&self) -> &'static [&'static Code] {
        CODES
    }

    fn check(&self, context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
        let (corpus, sources, settings) = (context.corpus, context.sources, context.typography);
        // Texts know nothing of each other; what is found keeps their order.
        let look = |language: &str, each: &dyn Fn(&mut Look<'_>)| {
            let mut look = Look { sources, settings, language: Language::of(language), findings: Vec::new() };
            each(&mut look);
            look.findings
        };
        let fiches: Vec<Vec<Diagnostic>> = corpus.fiches.par_iter().map(|f| look(&f.language, &|look| look.fiche(f))).collect();
        let memorandums = corpus.memorandums.iter().map(|m| look(&m.language, &|look| look.memorandum(m)));
        let publications = corpus.publications.iter().map(|p| look("fr", &|look| look.publication(p)));
        findings.extend(fiches.into_iter().chain(memorandums).chain(publications).flatten());
    }
}

/// Stands for what is no text, as when typesetting.
const OPAQUE: char = '\u{fffc}';

struct Look<'a> {
    sources: &'a Sources,
    settings: &'a Settings,
    language: Language,
    findings: Vec<Diagnostic>,
}

/// A piece of text of a run.
struct Piece {
    /// Its bytes in the flat text.
    range: Range<usize>,
    /// Where it was written.
    span: Span,
    /// The byte of the source at which its words stand as they are; none when escapes or entities write them.
    exact: Option<usize>,
    /// Whether it is italic already.
    italic: bool,
}

impl Look<'_> {
    fn fiche(&mut self, fiche: &Fiche) {
        self.value(&fiche.title);
        self.text_of(&[&fiche.lead], &fiche.body, &fiche.sources);
        for Resource { title, description, .. } in fiche.resources.filled().into_iter().flatten() {
            self.value(title);
            description.iter().for_each(|d| self.value(d));
        }
    }

    fn memorandum(&mut self, memorandum: &Memorandum) {
        self.value(&memorandum.title);
        memorandum.subtitle.iter().for_each(|s| self.value(s));
        self.text_of(&[&memorandum.lead, &memorandum.method], &memorandum.body, &memorandum.sources);
    }

    fn publication(&mut self, publication: &PublicationSpec) {
        self.value(&publication.title);
        publication.subtitle.iter().for_each(|s| self.value(s));
        self.blocks(&publication.blurb);
    }

    fn text_of(&mut self, front: &[&Vec<Block>], body: &Body, sources: &Slot<Vec<Line>>) {
        for blocks in front.iter().copied().chain([&body.blocks]).chain(&body.notes) {
            self.blocks(blocks);
        }
        sources.filled().into_iter().flatten().for_each(|line| self.run(line, self.language));
    }

    fn blocks(&mut self, blocks: &[Block]) {
        visit_runs(blocks, &mut |run, _| self.run(run, self.language));
    }

    fn value(&mut self, text: &Spanned<String>) {
        let piece = Piece { range: 0..text.value.len(), span: text.span, exact: self.locate(&text.value, text.span), italic: false };
        self.text(&text.value, &[piece], self.language);
    }

    fn run(&mut self, run: &[Inline], language: Language) {
        let mut flat = String::new();
        let mut pieces = Vec::new();
        self.flatten(run, false, &mut flat, &mut pieces);
        self.text(&flat, &pieces, language);
    }

    /// The text of a run as typography sees it; passages in another language have none of these rules.
    fn flatten(&mut self, run: &[Inline], italic: bool, flat: &mut String, pieces: &mut Vec<Piece>) {
        for inline in run {
            let words = match &inline.kind {
                InlineKind::Text(text) => text,
                InlineKind::Sigle(sigle) => &sigle.shown,
                InlineKind::Foreign { lang, content } => {
                    flat.push(OPAQUE);
                    self.run(content, Language::of(lang));
                    continue;
                }
                // An address that is its own words.
                InlineKind::Link { url, content } if matches!(content.as_slice(), [Inline { kind: InlineKind::Text(text), .. }] if url.ends_with(text.as_str())) =>
                {
                    flat.push(OPAQUE);
                    continue;
                }
                kind => {
                    match kind.children() {
                        Some(children) => self.flatten(children, italic || matches!(kind, InlineKind::Emph(_)), flat, pieces),
                        None => flat.push(OPAQUE),
                    }
                    continue;
                }
            };
            let start = flat.len();
            flat.push_str(words);
            pieces.push(Piece { range: start..flat.len(), span: inline.span, exact: self.locate(words, inline.span), italic });
        }
    }

    fn text(&mut self, flat: &str, pieces: &[Piece], language: Language) {
        let mut all = lint(flat, self.settings, language);
        self.line_ends(flat, pieces, language, &mut all);
        for found in all {
            if found.kind == LintKind::LegalSuffix && pieces.iter().any(|p| p.italic && p.range.contains(&found.range.start)) {
                continue;
            }
            let Some(place) = self.place(flat, &found.range, pieces) else { continue };
            let (shown, new) = in_context(flat, &found);
            let finding = Diagnostic::at(code(found.kind), place.span).with("found", shorten(&shown)).with("new", shorten(&new));
            self.findings.push(match (found.replacement, place.exact) {
                (Some(replacement), true) => finding.fix(place.span, replacement, found.sure),
                (Some(_), false) | (None, _) => finding,
            });
        }
    }

    /// Compounds that only the end of a line of the source breaks: there, unlike after a space, any word with a hyphen is one.
    fn line_ends(&self, flat: &str, pieces: &[Piece], language: Language, all: &mut Vec<Lint>) {
        if language != Language::French {
            return;
        }
        for (at, _) in flat.match_indices("- ") {
            let range = at + 1..at + 2;
            let between = flat[..at].ends_with(char::is_alphanumeric) && flat[range.end..].starts_with(char::is_alphabetic);
            let next = flat[range.end..].split(|c: char| !c.is_alphabetic()).next().unwrap_or("");
            // « socio- et culturel » waits for its second half on purpose.
            if !between || shares_second_half(next) || all.iter().any(|l| l.range.start < range.end && range.start < l.range.end) {
                continue;
            }
            let broken = self.place(flat, &range, pieces).is_some_and(|p| self.sources.slice(p.span).starts_with('\n'));
            if broken {
                all.push(Lint { range, kind: LintKind::BrokenCompound, replacement: Some(String::new()), sure: false });
            }
        }
    }

    /// Where a range of the flat text was written. It is exact when the source has the very same letters there.
    fn place(&self, flat: &str, range: &Range<usize>, pieces: &[Piece]) -> Option<Place> {
        // An insertion stands after the piece that ends there.
        let insertion = usize::from(range.is_empty());
        let first = pieces.get(pieces.partition_point(|p| p.range.end + insertion <= range.start))?;
        if range.start < first.range.start {
            return None;
        }
        let last = pieces.get(pieces.partition_point(|p| p.range.end < range.end)).unwrap_or(first);
        let at = |piece: &Piece, offset: usize| piece.exact.map(|from| from + offset - piece.range.start);
        let rough = Place { span: first.span, exact: false };
        if last.range.start > range.end || first.span.source != last.span.source {
            return Some(rough);
        }
        let (Some(start), Some(end)) = (at(first, range.start), at(last, range.end)) else { return Some(rough) };
        if end < start {
            return Some(rough);
        }
        let span = Span::new(first.span.source, start..end);
        // A line end of the source is a space of the text.
        let exact = self.sources.slice(span).replace('\n', " ") == flat[range.clone()];
        Some(Place { span, exact })
    }

    /// The byte of the source at which some words stand as they are.
    fn locate(&self, words: &str, span: Span) -> Option<usize> {
        let written = self.sources.get(span.source).text.get(span.range())?;
        // A line end of the source is a space of the text.
        let same = written.len() == words.len() && written.bytes().zip(words.bytes()).all(|(w, t)| w == t || (w, t) == (b'\n', b' '));
        if same {
            return Some(span.start as usize);
        }
        // The value of a header may have its quotes around it.
        let from = written.find(words).filter(|from| written.rfind(words) == Some(*from))?;
        Some(span.start as usize + from)
    }
}

/// A place in a source.
struct Place {
    span: Span,
    exact: bool,
}

/// The words around a finding as they are and as they should be.
fn in_context(flat: &str, found: &Lint) -> (String, String) {
    let Range { start, end } = found.range;
    let whole = matches!(found.kind, LintKind::LegalSuffix | LintKind::ReversedGuillemet);
    // What a finding shows is a word or two, not the sentence.
    let breaks = |c: char| c.is_whitespace() || c == OPAQUE;
    let (from, to) = if whole {
        (start, end)
    } else {
        let mut from = flat[..start].rfind(breaks).map_or(0, |i| i + flat[i..].chars().next().map_or(1, char::len_utf8));
        let mut to = flat[end..].find(breaks).map_or(flat.len(), |i| end + i);
        let next_word = |at: usize| flat[at..].char_indices().skip(1).find(|(_, c)| breaks(*c)).map_or(flat.len(), |(i, _)| at + i);
        match found.kind {
            LintKind::CapitalA | LintKind::PostalPrefix | LintKind::NumberCapital | LintKind::CivilTitle | LintKind::Date if to < flat.len() => {
                to = next_word(to)
            }
            LintKind::DecimalPoint if to < flat.len() && flat[to..].trim_start_matches(breaks).starts_with(['%', '‰', '€']) => to = next_word(to),
            LintKind::Decade | LintKind::Power | LintKind::LegalSeparator if from > 0 => {
                let before = flat[..from].trim_end_matches(breaks);
                from = before.rfind(breaks).map_or(0, |i| i + before[i..].chars().next().map_or(1, char::len_utf8));
            }
            _ => {}
        }
        (from, to)
    };
    // Signs after the word are no part of what is wrong.
    let from = start.min(to - flat[from..to].trim_start_matches(['«', '“', '"', '(', '[', ' ', '\u{a0}', '\u{202f}']).len());
    let to = end.max(from + flat[from..to].trim_end_matches([',', ';', ':', '»', '”', '"', ' ', '\u{a0}', '\u{202f}']).len());
    let shown = flat[from..to].trim().to_owned();
    let new = found.replacement.as_ref().map(|r| format!("{}{r}{}", &flat[from..start], &flat[end..to]).trim().to_owned());
    (shown, new.unwrap_or_default())
}

/// The code of a kind.
fn code(kind: LintKind) -> &'static Code {
    match kind {
        LintKind::DoubledComma => &DOUBLED_COMMA,
        LintKind::ReversedGuillemet => &REVERSED_GUILLEMET,
        LintKind::StrayGuillemet => &STRAY_GUILLEMET,
        LintKind::BrokenCompound => &BROKEN_COMPOUND,
        LintKind::Decade => &DECADE,
        LintKind::EtCaetera => &ET_CAETERA,
        LintKind::CommaBeforeEllipsis => &COMMA_BEFORE_ELLIPSIS,
        LintKind::CapitalA => &CAPITAL_A,
        LintKind::CapitalAccent => &CAPITAL_ACCENT,
        LintKind::Ligature => &LIGATURE,
        LintKind::DottedSigle => &DOTTED_SIGLE,
        LintKind::PluralSigle => &PLURAL_SIGLE,
        LintKind::Power => &POWER,
        LintKind::PostalPrefix => &POSTAL_PREFIX,
        LintKind::NumberCapital => &NUMBER_CAPITAL,
        LintKind::LegalSeparator => &LEGAL_SEPARATOR,
        LintKind::LegalSuffix => &LEGAL_SUFFIX,
        LintKind::CivilTitle => &CIVIL_TITLE,
        LintKind::Telephone => &TELEPHONE,
        LintKind::ShortFeminine => &SHORT_FEMININE,
        LintKind::Date => &DATE,
        LintKind::Hour => &HOUR,
        LintKind::DecimalPoint => &DECIMAL_POINT,
    }
}
