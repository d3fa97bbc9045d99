//! The suite.

mod bad_input;
mod command;
