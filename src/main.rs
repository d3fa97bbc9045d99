//! The program: its arguments, and an exit code.

/// The engine makes and drops many small values: measured, a tenth of its time on 200 fiches (tests/bench/README.md).
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> std::process::ExitCode {
    livret::cli::run(std::env::args_os())
}
