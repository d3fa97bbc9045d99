//! Livret.

#[macro_use]
pub mod base;
pub mod import;
pub mod impose;
pub mod lang;
pub mod model;
pub mod parse;
pub mod resolve;
