//! Text → drafts. The only user of comrak and of the YAML library.

pub mod attributes;
pub mod catalog;
pub mod codes;
mod document;
mod markdown;
pub mod text;
mod yaml;

pub use document::{HEADER, fiche, memorandum, split_front_matter};
pub use yaml::parse as yaml;
