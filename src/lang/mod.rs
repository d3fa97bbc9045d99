//! French as pure functions over text: no files, no engine, no state.
//!
//! - [`typography`] sets spaces, quotes, dashes and superscripts in a paragraph;
//! - [`capitals`] tells words in capitals from sigles;
//! - [`chronology`] orders fiches in time, and says why;
//! - [`collate`] orders words as a dictionary does;
//! - [`sigles`] finds sigles in a text, known and unknown; [`mining`] finds what texts say they stand for;
//! - [`format`](mod@format) writes dates, lists and page numbers out in French.

pub mod capitals;
pub mod chronology;
pub mod collate;
pub mod format;
pub mod mining;
pub mod sigles;
pub mod typography;
