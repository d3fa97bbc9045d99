//! `livret` turns a folder of *fiches* (dated sheets in Markdown) and *mémorandums* into typeset PDF publications.
//!
//! # Steps
//! 1. [`workspace`] finds and reads the files: bytes become a [`Source`](base::source::Source);
//! 2. [`parse`] turns each into a draft ([`FicheDraft`](model::fiche::FicheDraft)): the header's values and the text as a tree;
//! 3. [`resolve`] makes the [`Corpus`](model::corpus::Corpus): dates, numbers, categories, references, sigles;
//! 4. [`check`] looks for what is wrong in it;
//! 5. [`assemble`] makes a [`Publication`](model::publication::Publication): which fiches, in which order, and every list;
//! 6. [`render`] writes it as a [`Bundle`](model::bundle::Bundle): virtual files for the engine, with the places of the author's words;
//! 7. [`typeset`] lays it out, [`judge`] looks at the pages, [`proof`] puts remarks beside them; it exports them, and [`press`] puts them on sheets as [`impose`] says;
//! 8. [`workspace`] stores the files, whole or not at all.
//!
//! [`pipeline`] holds this order, once. [`preview`] follows it at every save and shows the pages in a browser. [`import`] goes the other way, from foreign texts to fiches.
//!
//! # Floors
//! 0 [`base`] · 1 [`model`], [`lang`] · 2 the verbs `parse` … `import`, which never know each other · 3 [`typeset`], [`press`] ·
//! 4 [`workspace`], [`pipeline`] · 5 [`preview`], [`cli`], which starts it. Imports go down only; `tests/suite/house.rs` checks it.
//!
//! # Invariants
//! - Every stage returns its value and its findings; no fault stops the search for others.
//! - A type is complete when it exists.
//! - The author's text reaches the engine as string literals, never as code.
//! - Same inputs, same bytes: no clock, no system font, no order of files, threads or hashes.

pub mod assemble;
pub mod base;
pub mod check;
pub mod cli;
pub mod import;
pub mod impose;
pub mod judge;
pub mod lang;
pub mod model;
pub mod parse;
pub mod pipeline;
pub mod press;
pub mod preview;
pub mod proof;
pub mod render;
pub mod resolve;
pub mod typeset;
pub mod workspace;
