//! The program: its arguments, and an exit code.

fn main() -> std::process::ExitCode {
    livret::cli::run(std::env::args_os())
}
