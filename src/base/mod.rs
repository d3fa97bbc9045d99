//! Floor 0: what every other part of the house stands on. Sources and places in them, findings, and the tree of a
//! YAML file with its places.

pub mod diag;
pub mod files;
pub mod node;
pub mod source;
