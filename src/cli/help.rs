//! The help in French: what clap writes around our own words.

use clap::builder::StyledStr;
use clap::{Arg, ArgAction, Command};
use std::fmt::Write as _;

/// A command whose help is all in French.
pub(super) fn french(mut command: Command) -> Command {
    // What clap adds itself, « help » and the options of every command, is there once it is built.
    command.build();
    of(command)
}

fn of(command: Command) -> Command {
    let command = match command.get_name() {
        "help" => command.about("Montre cette aide, ou celle d’une commande"),
        _ => command,
    };
    let command = command.mut_args(argument).mut_subcommands(of);
    let template = template(&command);
    command.help_template(template)
}

/// The words of an argument, with its default and its values behind them.
fn argument(argument: Arg) -> Arg {
    let argument = match argument.get_action() {
        ArgAction::Help | ArgAction::HelpShort | ArgAction::HelpLong => return argument.help("Montre cette aide").long_help(None),
        ArgAction::Version => return argument.help("Montre la version"),
        _ => argument,
    };
    let mut words = argument.get_help().map(ToString::to_string).unwrap_or_default();
    let values: Vec<String> = argument.get_possible_values().iter().filter(|v| !v.is_hide_set()).map(|v| v.get_name().to_owned()).collect();
    let takes = argument.get_action().takes_values();
    let default: Vec<_> = argument.get_default_values().iter().map(|v| v.to_string_lossy()).collect();
    if takes && !default.is_empty() && !argument.is_hide_default_value_set() {
        let _ = write!(words, " [par défaut : {}]", default.join(" "));
    }
    if takes && !values.is_empty() && !argument.is_hide_possible_values_set() {
        let _ = write!(words, " [valeurs : {}]", values.join(", "));
    }
    // What each value means, where it is said: in the long help only.
    let meanings: Vec<String> = argument.get_possible_values().iter().filter_map(|v| Some(format!("- {} : {}", v.get_name(), v.get_help()?))).collect();
    let argument = if takes && !meanings.is_empty() { argument.long_help(format!("{words}\n\n{}", meanings.join("\n"))) } else { argument.long_help(None) };
    argument.help(words).hide_default_value(true).hide_possible_values(true)
}

/// The parts of the help that a command has, under their headings.
fn template(command: &Command) -> StyledStr {
    let style = command.get_styles().get_header();
    let heading = |words: &str| format!("{style}{words} :{style:#}");
    let mut out = format!("{{about-with-newline}}\n{} {{usage}}", heading("Usage"));
    let shown = |positional: bool| command.get_arguments().any(|a| a.is_positional() == positional && !a.is_hide_set());
    let parts = [
        (command.get_subcommands().any(|c| !c.is_hide_set()), "Commandes", "{subcommands}"),
        (shown(true), "Arguments", "{positionals}"),
        (shown(false), "Options", "{options}"),
    ];
    for (_, words, tag) in parts.into_iter().filter(|(there, ..)| *there) {
        let _ = write!(out, "\n\n{}\n{tag}", heading(words));
    }
    out.into()
}
