//! The one place that prints. Data goes to standard output, everything else to standard error.

use super::args::Color;
use anstream::{AutoStream, ColorChoice};
use std::io::{IsTerminal, Write};

/// The two streams.
pub(super) struct Terminal {
    choice: Color,
}

impl Terminal {
    pub(super) fn new(choice: Color) -> Self {
        Self { choice }
    }

    /// Writes data. A reader that went away (`livret list | head`) is no error.
    pub(super) fn out(&mut self, text: &str) {
        let _ = AutoStream::new(std::io::stdout(), self.color(std::io::stdout().is_terminal())).write_all(text.as_bytes());
    }

    /// Writes a message.
    pub(super) fn err(&mut self, text: &str) {
        let _ = AutoStream::new(std::io::stderr(), self.color(std::io::stderr().is_terminal())).write_all(text.as_bytes());
    }

    fn color(&self, terminal: bool) -> ColorChoice {
        let no_color = std::env::var_os("NO_COLOR").is_some_and(|v| !v.is_empty());
        match self.choice {
            Color::Always => ColorChoice::Always,
            Color::Never => ColorChoice::Never,
            Color::Auto if terminal && !no_color => ColorChoice::Always,
            Color::Auto => ColorChoice::Never,
        }
    }

    /// Whether a person watches the messages: progress is for nobody else.
    pub(super) fn is_watched(&self) -> bool {
        std::io::stderr().is_terminal() && std::env::var_os("CI").is_none()
    }
}
