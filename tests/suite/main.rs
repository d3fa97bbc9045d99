//! The suite: one binary, so that the engine is linked once. What goes where is in tests/README.md.

mod harness;

mod bad_input;
mod check;
mod cli;
mod command;
mod determinism;
mod fixtures;
mod house;
mod preview;
mod properties;
mod spec;
mod typeset;
mod visual;
