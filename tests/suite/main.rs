//! The suite: one binary, so that the engine is linked once. What goes where is in tests/README.md.

mod harness;

mod bad_input;
mod command;
mod fixtures;
mod properties;
mod spec;
mod typeset;
mod visual;
