//! Any text, in every language and under every profile: it is set once and for all, and no finding lies outside of it.
#![no_main]

use libfuzzer_sys::fuzz_target;
use livret_fuzz::trial;

fuzz_target!(|bytes: &[u8]| trial::typography(bytes));
