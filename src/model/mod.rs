//! Floor 1: the nouns. Pure data, complete when it exists; the verbs of floor 2 meet here.

pub mod allowance;
pub mod archive;
pub mod assets;
pub mod brand;
pub mod bundle;
pub mod catalog;
pub mod corpus;
pub mod date;
pub mod fiche;
pub mod imposition;
pub mod making;
pub mod markup;
pub mod page;
pub mod plate;
pub mod preflight;
pub mod profile;
pub mod proof;
pub mod prose;
pub mod publication;
pub mod typography;
