//! The page count solver: the smallest change of the layout that gives a printed publication the number of pages that it has to have.
//!
//! Changes come in a fixed order, from what nobody sees to what takes something away, and each keeps those before it. Every one has a
//! limit here, so that a page count is never bought with a text that cannot be read. The first that reaches the goal is taken.

use super::{Job, Loaded, bundle};
use crate::base::diag::{Diagnostic, Lang, Warned};
use crate::model::bundle::Bundle;
use crate::model::making::{Fit, OptionalPart, PageGoal};
use crate::model::profile::Profile;
use crate::model::publication::Publication;
use crate::render::data::Engine;
use crate::typeset::{self, Layout};
use serde::Serialize;

crate::codes! {
    /// A layout that was changed to reach a number of pages.
    FITTED = "F040" Note {
        "« {id} » ({profile}) tient en {pages} pages au lieu de {natural} : {changes}" / "“{id}” ({profile}) holds in {pages} pages instead of {natural}: {changes_en}",
        "rien à faire ; « livret build --explain-fit » montre chaque essai" / "nothing to do; `livret build --explain-fit` shows every attempt",
        "Le nombre de pages demandé (`pages` dans publications.yaml) est atteint par le plus petit changement qui suffit." / "The number of pages asked for (`pages` in publications.yaml) is reached by the smallest change that is enough.",
    }
    /// A number of pages that no permitted change reaches.
    OUT_OF_REACH = "F041" Error {
        "« {id} » ({profile}) fait {natural} pages : {goal}, c’est hors d’atteinte ({best} au mieux{? ; essais : {tried}?})" /
        "“{id}” ({profile}) has {natural} pages: {goal_en} cannot be reached ({best} at best{?; attempts: {tried_en}?})",
        "demandez {nearest} pages, ou {cut}" / "ask for {nearest} pages, or {cut_en}",
        "livret ne dépasse jamais ses limites d’interligne, d’approche et d’images : un texte trop serré ne se lit plus." / "livret never goes beyond its limits of leading, tracking and pictures: too tight a text cannot be read.",
    }
    /// A number of pages that no printing house can bind.
    NOT_A_MULTIPLE = "F042" Error {
        "{pages} pages : le profil « {profile} » veut un multiple de {multiple}" / "{pages} pages: the profile “{profile}” wants a multiple of {multiple}",
        "demandez {lower} ou {upper} pages" / "ask for {lower} or {upper} pages",
        "Une feuille pliée a quatre pages : un autre nombre laisserait des pages blanches que personne n’a prévues." / "A folded sheet has four pages: another number would leave blank pages that nobody planned.",
    }
}

/// The most layouts that are tried: the one of the templates and nine changes.
const MOST_LAYOUTS: usize = 10;
/// Distances of baselines: at least and at most this part of what the templates say.
const LEADING: [f64; 2] = [0.98, 1.03];
/// Letters come closer or go apart by at most this, in em.
const TRACKING: f64 = 0.01;
/// The narrowest space between words, as a part of its width, once letters are at their limit.
const LEAST_SPACE: f64 = 0.7;
/// The smallest part of a picture's height.
const PICTURES: f64 = 0.88;

/// A layout to try, and what is new in it, in French and in English.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct State {
    fit: Fit,
    dropped: Vec<OptionalPart>,
    words: (&'static str, &'static str),
}

/// An attempt: what was changed beside what was already, and how many pages it gave, blank ones left out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Attempt {
    /// What was changed, in French.
    pub change: String,
    /// The same in English.
    #[serde(skip)]
    pub change_en: String,
    /// Pages, without those for notes.
    pub pages: u32,
}

impl State {
    /// A publication with the change.
    pub(super) fn of(&self, publication: &Publication) -> Publication {
        let mut publication = Publication { fit: self.fit, ..publication.clone() };
        for part in &self.dropped {
            match part {
                OptionalPart::Index => publication.index.clear(),
                OptionalPart::Timeline => publication.timeline.clear(),
                OptionalPart::Legend => publication.legend.clear(),
            }
        }
        publication
    }
}

/// What the solver did.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FitFact {
    /// What is asked for, in French.
    pub goal: String,
    /// The same in English.
    #[serde(skip)]
    pub goal_en: String,
    /// Pages before any change, without those for notes.
    pub natural: u32,
    /// The attempts in their order; the last one was taken.
    pub attempts: Vec<Attempt>,
    /// Pages of the file.
    pub pages: u32,
    /// What one step further would give, when that was asked for and there is one.
    pub further: Option<Attempt>,
}

/// A publication laid out so that it has the pages that it has to have.
pub(super) struct Fitted {
    pub(super) publication: Publication,
    pub(super) bundle: Bundle,
    pub(super) layout: Layout,
    pub(super) fact: Option<FitFact>,
    /// The change that was needed.
    pub(super) change: Option<State>,
}

/// What a number of pages has to answer.
struct Goal<'a> {
    wanted: &'a PageGoal,
    multiple: u32,
    notes: u32,
}

impl Goal<'_> {
    /// With how many pages a file of so many goes to print; none when it does not answer.
    fn total(&self, pages: u32) -> Option<u32> {
        let total = self.wanted.exact.unwrap_or_else(|| pages.next_multiple_of(self.multiple.max(1)));
        let holds = total >= pages && total - pages <= self.notes && self.wanted.most.is_none_or(|most| total <= most);
        holds.then_some(total)
    }

    fn words(&self) -> (String, String) {
        match (self.wanted.exact, self.wanted.most) {
            (Some(n), _) => (format!("{n} pages"), format!("{n} pages")),
            (None, Some(most)) => (format!("un multiple de {}, {most} au plus", self.multiple), format!("a multiple of {}, {most} at most", self.multiple)),
            (None, None) => (
                format!("un multiple de {} avec {} pages de notes au plus", self.multiple, self.notes),
                format!("a multiple of {} with {} pages of notes at most", self.multiple, self.notes),
            ),
        }
    }
}

/// Lays a publication out; where a number of pages is asked for, with the smallest change that reaches it. The goal is one of paper: a
/// profile whose pages need no multiple, for the screen, has none.
///
/// # Errors
/// What the engine says, and a goal out of reach.
pub(super) fn fitted(
    loaded: &Loaded,
    job: &Job,
    first: &Bundle,
    profile: &Profile,
    publication: &Publication,
    explain: bool,
) -> Result<Warned<Fitted>, Vec<Diagnostic>> {
    let wanted = publication.making.goal.as_ref().filter(|_| profile.multiple > 1 && !publication.single);
    let Some(wanted) = wanted else {
        let Warned { value: layout, findings } = typeset::layout(first, &loaded.fonts, profile.multiple)?;
        return Ok(Warned { value: Fitted { publication: publication.clone(), bundle: first.clone(), layout, fact: None, change: None }, findings });
    };
    // What is asked for never undoes what the profile needs.
    let asked = wanted.value.0.multiple.unwrap_or(1).max(1);
    let multiple = asked / common(asked, profile.multiple) * profile.multiple;
    let goal = Goal { wanted: &wanted.value.0, multiple, notes: wanted.value.0.notes.unwrap_or(multiple - 1) };
    if let Some(exact) = goal.wanted.exact.filter(|n| n % profile.multiple != 0) {
        let lower = exact / profile.multiple * profile.multiple;
        return Err(vec![
            Diagnostic::at(&NOT_A_MULTIPLE, wanted.span)
                .with("pages", exact.to_string())
                .with("profile", job.profile.clone())
                .with("multiple", profile.multiple.to_string())
                .with("lower", lower.max(profile.multiple).to_string())
                .with("upper", (lower + profile.multiple).to_string()),
        ]);
    }
    // Blank pages come last: what is compared is the text.
    let natural = typeset::layout(first, &loaded.fonts, 1)?.value;
    let pages = natural.pages();
    let too_few = goal.total(pages).is_none() && goal.wanted.exact.is_some_and(|n| pages < n);
    let states = if goal.total(pages).is_some() { Vec::new() } else { states(publication, goal.wanted, too_few, first) };
    let mut attempts: Vec<Attempt> = Vec::new();
    let mut at: Option<usize> = None;
    let mut current = Fitted { publication: publication.clone(), bundle: first.clone(), layout: natural, fact: None, change: None };
    let mut best = pages;
    if goal.total(pages).is_none() {
        for (i, state) in states.iter().enumerate() {
            current = lay_out(loaded, job, profile, publication, state, &current.layout)?;
            let pages = current.layout.pages();
            best = if too_few { best.max(pages) } else { best.min(pages) };
            attempts.push(Attempt { change: state.words.0.to_owned(), change_en: state.words.1.to_owned(), pages });
            if goal.total(pages).is_some() {
                at = Some(i);
                break;
            }
        }
    }
    let (goal_words, goal_words_en) = goal.words();
    let found = current.layout.pages();
    let Some(total) = goal.total(found) else {
        // What the goal would have to be: enough for the best attempt.
        let nearest = best.next_multiple_of(profile.multiple);
        let over = best.saturating_sub(goal.wanted.exact.or(goal.wanted.most).unwrap_or(best));
        let (cut, cut_en) = match (too_few, over) {
            (true, _) => {
                ("ajoutez du texte, ou permettez plus de pages de notes (`notes`)".to_owned(), "add text, or allow more pages of notes (`notes`)".to_owned())
            }
            (false, 0) => ("permettez plus de pages de notes (`notes`)".to_owned(), "allow more pages of notes (`notes`)".to_owned()),
            (false, n) => (
                format!("coupez {n} {} : retirez une fiche, raccourcissez des textes", if n > 1 { "pages" } else { "page" }),
                format!("cut {n} {}: leave a fiche out, shorten texts", if n > 1 { "pages" } else { "page" }),
            ),
        };
        let tried = |of: fn(&Attempt) -> &String| {
            let list = attempts.iter().filter(|_| explain).map(|a| format!("{} → {} p.", of(a), a.pages));
            list.collect::<Vec<_>>().join(", ")
        };
        return Err(vec![
            Diagnostic::at(&OUT_OF_REACH, wanted.span)
                .with("tried", tried(|a| &a.change))
                .with("tried_en", tried(|a| &a.change_en))
                .with("id", publication.id.clone())
                .with("profile", job.profile.clone())
                .with("natural", pages.to_string())
                .with("goal", goal_words)
                .with("goal_en", goal_words_en)
                .with("best", best.to_string())
                .with("nearest", nearest.to_string())
                .with("cut", cut)
                .with("cut_en", cut_en),
        ]);
    };
    let further = match at.and_then(|i| states.get(i + 1)).filter(|_| explain) {
        Some(state) => {
            let pages = lay_out(loaded, job, profile, publication, state, &current.layout)?.layout.pages();
            Some(Attempt { change: state.words.0.to_owned(), change_en: state.words.1.to_owned(), pages })
        }
        None => None,
    };
    // With the pages for notes that are left.
    let Warned { value: layout, mut findings } = typeset::layout_after(&current.bundle, &loaded.fonts, total, Some(&current.layout))?;
    current.layout = layout;
    if !attempts.is_empty() {
        let list = |of: fn(&Attempt) -> &String| attempts.iter().map(|a| of(a).as_str()).collect::<Vec<_>>().join(", ");
        findings.push(
            Diagnostic::at(&FITTED, wanted.span)
                .with("id", publication.id.clone())
                .with("profile", job.profile.clone())
                .with("pages", total.to_string())
                .with("natural", pages.to_string())
                .with("changes", list(|a| &a.change))
                .with("changes_en", list(|a| &a.change_en)),
        );
    }
    current.fact = Some(FitFact { goal: goal_words, goal_en: goal_words_en, natural: pages, attempts, pages: total, further });
    Ok(Warned { value: current, findings })
}

/// Whether all that stops a publication is the number of pages that it would have.
pub(super) fn is_only_goal(findings: &[Diagnostic]) -> bool {
    findings.iter().all(is_goal)
}

/// Whether a finding says that the number of pages that was asked for is out of reach.
pub fn is_goal(finding: &Diagnostic) -> bool {
    finding.code == &OUT_OF_REACH || finding.code == &NOT_A_MULTIPLE
}

/// The greatest number that divides both.
fn common(a: u32, b: u32) -> u32 {
    if b == 0 { a } else { common(b, a % b) }
}

/// Lays out a state, without pages for notes.
fn lay_out(loaded: &Loaded, job: &Job, profile: &Profile, publication: &Publication, state: &State, before: &Layout) -> Result<Fitted, Vec<Diagnostic>> {
    let publication = state.of(publication);
    let bundle = bundle(loaded, &publication, &job.profile, profile, Engine::Livret).map_err(|f| vec![f])?;
    let layout = typeset::layout_after(&bundle, &loaded.fonts, 1, Some(before))?.value;
    Ok(Fitted { publication, bundle, layout, fact: None, change: Some(state.clone()) })
}

/// The changes that may be tried, in their order; one that can change nothing is left out.
fn states(publication: &Publication, wanted: &PageGoal, loosen: bool, bundle: &Bundle) -> Vec<State> {
    let mut out: Vec<State> = Vec::new();
    let mut fit = Fit::default();
    let mut dropped = Vec::new();
    let mut put = |fit: Fit, dropped: &[OptionalPart], words: (&'static str, &'static str)| out.push(State { fit, dropped: dropped.to_vec(), words });
    if loosen {
        for (leading, words) in
            [(1.01, ("interligne +1 %", "leading +1 %")), (1.02, ("interligne +2 %", "leading +2 %")), (LEADING[1], ("interligne +3 %", "leading +3 %"))]
        {
            fit.leading = leading;
            put(fit, &dropped, words);
        }
        for (tracking, words) in [(TRACKING / 2.0, ("approche +0,5 %", "tracking +0.5 %")), (TRACKING, ("approche +1 %", "tracking +1 %"))] {
            fit.tracking = tracking;
            put(fit, &dropped, words);
        }
        return out;
    }
    for (leading, words) in [(0.99, ("interligne −1 %", "leading −1 %")), (LEADING[0], ("interligne −2 %", "leading −2 %"))] {
        fit.leading = leading;
        put(fit, &dropped, words);
    }
    fit.tracking = -TRACKING / 2.0;
    put(fit, &dropped, ("approche −0,5 %", "tracking −0.5 %"));
    (fit.tracking, fit.least_space) = (-TRACKING, LEAST_SPACE);
    put(fit, &dropped, ("approche −1 %, espaces entre les mots de 70 % au moins", "tracking −1 %, spaces between words of 70 % at least"));
    let picture = |path: &String| [".png", ".jpg", ".jpeg", ".webp", ".svg", ".pdf"].iter().any(|end| path.to_lowercase().ends_with(end));
    if bundle.files.keys().any(picture) {
        fit.pictures = PICTURES;
        put(fit, &dropped, ("images de 88 % de leur hauteur", "pictures of 88 % of their height"));
    }
    let joined = !publication.legend.is_empty() && !publication.contents.is_empty() || !publication.timeline.is_empty() && !publication.index.is_empty();
    if joined {
        fit.run_on = true;
        put(fit, &dropped, ("légende et index à la suite, sans page neuve", "legend and index run on, without a new page"));
    }
    for part in wanted.optional.clone().unwrap_or_else(|| vec![OptionalPart::Index, OptionalPart::Timeline]) {
        let (is_there, words) = match part {
            OptionalPart::Index => (!publication.index.is_empty(), ("sans l’index par catégorie", "without the index of categories")),
            OptionalPart::Timeline => (!publication.timeline.is_empty(), ("sans la ligne du temps", "without the timeline")),
            OptionalPart::Legend => (!publication.legend.is_empty(), ("sans la légende", "without the legend")),
        };
        if is_there && !dropped.contains(&part) {
            dropped.push(part);
            put(fit, &dropped, words);
        }
    }
    out.truncate(MOST_LAYOUTS - 1);
    out
}

impl FitFact {
    /// What was done, for people.
    pub fn text(&self, file: &str, lang: Lang) -> String {
        let change = |a: &Attempt| if lang == Lang::Fr { a.change.clone() } else { a.change_en.clone() };
        let mut out = match lang {
            Lang::Fr => format!("{file} : {} pages sans les notes ; demandé : {}\n", self.natural, self.goal),
            Lang::En => format!("{file}: {} pages without notes; asked for: {}\n", self.natural, self.goal_en),
        };
        for (i, attempt) in self.attempts.iter().enumerate() {
            let taken = i + 1 == self.attempts.len();
            let note = match (taken, lang) {
                (true, Lang::Fr) => ", retenu",
                (true, Lang::En) => ", taken",
                (false, _) => "",
            };
            let plus = if i == 0 { "" } else { "+ " };
            out.push_str(&format!("  {}. {plus}{} → {} p.{note}\n", i + 1, change(attempt), attempt.pages));
        }
        let notes = self.pages - self.attempts.last().map_or(self.natural, |a| a.pages);
        out.push_str(&match (lang, self.attempts.is_empty()) {
            (Lang::Fr, true) => format!("  rien à changer : {} pages, dont {notes} de notes\n", self.pages),
            (Lang::En, true) => format!("  nothing to change: {} pages, {notes} of them for notes\n", self.pages),
            (Lang::Fr, false) => format!("  {} pages, dont {notes} de notes\n", self.pages),
            (Lang::En, false) => format!("  {} pages, {notes} of them for notes\n", self.pages),
        });
        if let Some(further) = &self.further {
            out.push_str(&match lang {
                Lang::Fr => format!("  un pas de plus : {} → {} p.\n", change(further), further.pages),
                Lang::En => format!("  one step further: {} → {} pp.\n", change(further), further.pages),
            });
        }
        out
    }

    /// How many layouts were tried.
    pub fn layouts(&self) -> usize {
        1 + self.attempts.len() + usize::from(self.further.is_some())
    }
}
