//! Any bytes as the text of a fiche and of a memorandum.
#![no_main]

use libfuzzer_sys::fuzz_target;
use livret_fuzz::trial;

fuzz_target!(|bytes: &[u8]| trial::markdown(bytes));
