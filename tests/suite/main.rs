//! The suite: one binary, so that the engine is linked once. What goes where is in tests/README.md.

mod harness;

mod bad_input;
mod check;
mod chronology;
mod cli;
mod command;
mod determinism;
mod fixes;
mod fixtures;
mod house;
mod impose;
mod preflight;
mod press;
mod properties;
mod sigles;
mod spec;
mod typeset;
mod typography;
mod visual;
