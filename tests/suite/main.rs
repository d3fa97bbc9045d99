//! The suite: one binary, so that the engine is linked once. What goes where is in tests/README.md.

mod harness;

mod archive;
mod bad_input;
mod binding;
mod browser;
mod check;
mod chronology;
mod cli;
mod command;
mod determinism;
mod fixes;
mod fixtures;
mod house;
mod impose;
mod judge;
mod preflight;
mod press;
mod preview;
mod proof;
mod properties;
mod sigles;
mod spec;
mod typeset;
mod typography;
mod visual;
