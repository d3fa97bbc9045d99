//! The order of fiches in time, and why one stands after another (DOMAIN.md 1.6).

use super::collate::Collator;
use crate::model::fiche::Fiche;
use std::cmp::Ordering;

/// What puts one fiche after another: the first of these in which they differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reason {
    /// One has a date, the other none.
    Dated,
    /// The first day.
    Start,
    /// The last day: a year stands before a span that begins with it.
    End,
    /// `ordre`.
    Order,
    /// The number that was pinned.
    Number,
    /// The title, as a dictionary has it.
    Title,
    /// The identifier: nothing else differs.
    Id,
}

impl Reason {
    /// The word for people, in French.
    pub fn word(self) -> &'static str {
        match self {
            Self::Dated => "sans date",
            Self::Start => "début",
            Self::End => "fin",
            Self::Order => "ordre",
            Self::Number => "numéro",
            Self::Title => "titre",
            Self::Id => "identifiant",
        }
    }
}

/// Compares two fiches: start, end, `ordre`, number, title, identifier; those without a date last. The order is total.
///
/// The number counts as long as only pinned numbers are given: the order makes the others.
pub fn compare(a: &Fiche, b: &Fiche, collator: &Collator) -> (Ordering, Reason) {
    compare_with(a, b, collator, |f| f.number.unwrap_or(u32::MAX))
}

/// The same for fiches that all have their numbers: `pinned` says which of them count.
pub fn compare_numbered(a: &Fiche, b: &Fiche, collator: &Collator, pinned: &dyn Fn(u32) -> bool) -> (Ordering, Reason) {
    compare_with(a, b, collator, |f| f.number.filter(|n| pinned(*n)).unwrap_or(u32::MAX))
}

fn compare_with(a: &Fiche, b: &Fiche, collator: &Collator, number: impl Fn(&Fiche) -> u32) -> (Ordering, Reason) {
    let mut steps: Vec<(Ordering, Reason)> = match (&a.date, &b.date) {
        (Some(x), Some(y)) => vec![(x.start().total_cmp(&y.start()), Reason::Start), (x.end().total_cmp(&y.end()), Reason::End)],
        (x, y) => vec![(x.is_none().cmp(&y.is_none()), Reason::Dated)],
    };
    steps.extend([(a.order.cmp(&b.order), Reason::Order), (number(a).cmp(&number(b)), Reason::Number)]);
    let early = steps.into_iter().find(|(order, _)| order.is_ne());
    early.unwrap_or_else(|| match collator.compare(&a.title, &b.title) {
        Ordering::Equal => (a.id.cmp(&b.id), Reason::Id),
        order => (order, Reason::Title),
    })
}
