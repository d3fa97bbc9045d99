//! `livret import`.

use super::Exit;
use super::args::{Global, ImportArgs};
use super::terminal::Terminal;

pub(super) fn run(_: &ImportArgs, _: &Global, terminal: &mut Terminal) -> Exit {
    terminal.err("");
    Exit::Command
}
