//! Livret.

pub mod assemble;
pub mod base;
pub mod impose;
pub mod lang;
pub mod model;
pub mod parse;
pub mod render;
pub mod resolve;
pub mod typeset;
