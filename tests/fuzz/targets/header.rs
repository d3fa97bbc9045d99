//! Any bytes between the two lines of a header, and any bytes as a whole file.
#![no_main]

use libfuzzer_sys::fuzz_target;
use livret_fuzz::trial;

fuzz_target!(|bytes: &[u8]| trial::header(bytes));
