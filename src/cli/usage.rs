//! What clap did not understand, in French: its own sentences are English.

use clap::builder::StyledStr;
use clap::error::{ContextKind, ContextValue, Error, ErrorFormatter, ErrorKind};
use std::error::Error as _;
use std::ffi::OsString;
use std::num::{ParseFloatError, ParseIntError};

/// Whether the arguments ask for messages in English: nothing else is known of a command that was not understood.
pub(super) fn wants_english(args: &[OsString]) -> bool {
    let args: Vec<&str> = args.iter().filter_map(|arg| arg.to_str()).collect();
    args.windows(2).any(|pair| pair == ["--lang", "en"]) || args.contains(&"--lang=en")
}

/// Says in French what is wrong with the arguments; help and version are none of this, and stay what they are.
pub(super) struct French;

impl ErrorFormatter for French {
    fn format_error(error: &Error<Self>) -> StyledStr {
        let mut out = format!("erreur : {}\n", sentence(error));
        for (kind, words) in
            [(ContextKind::SuggestedArg, "l’option"), (ContextKind::SuggestedSubcommand, "la commande"), (ContextKind::SuggestedValue, "la valeur")]
        {
            let meant = quoted(error, kind);
            if !meant.is_empty() {
                out += &format!("\nremède : vouliez-vous dire {words} {meant} ?\n");
            }
        }
        for kind in [ContextKind::ValidValue, ContextKind::ValidSubcommand] {
            let all = words(error, kind);
            if !all.is_empty() {
                out += &format!("\nremède : ce qui est possible : {}\n", all.join(", "));
            }
        }
        if let Some(ContextValue::StyledStr(usage)) = error.get(ContextKind::Usage) {
            // Clap begins with its own word for it, and that word is the French one.
            let usage = usage.to_string();
            out += &format!("\nUsage : {}\n", usage.trim_start().trim_start_matches("Usage:").trim_start());
        }
        out += "\nPour en savoir plus : --help\n";
        out.into()
    }
}

/// What is wrong, in one sentence without its stop.
fn sentence(error: &Error<French>) -> String {
    let argument = || quoted(error, ContextKind::InvalidArg);
    let value = || words(error, ContextKind::InvalidValue).concat();
    match error.kind() {
        ErrorKind::UnknownArgument => format!("l’argument {} n’existe pas ici", argument()),
        ErrorKind::InvalidSubcommand => format!("la commande {} n’existe pas", quoted(error, ContextKind::InvalidSubcommand)),
        ErrorKind::MissingSubcommand => format!("il manque une commande après {}", quoted(error, ContextKind::InvalidSubcommand)),
        ErrorKind::MissingRequiredArgument => format!("il manque {}", argument()),
        ErrorKind::InvalidValue if value().is_empty() => format!("il manque une valeur à {}", argument()),
        ErrorKind::InvalidValue => format!("« {} » n’est pas une valeur de {}", value(), argument()),
        ErrorKind::ValueValidation => format!("« {} » ne convient pas à {}{}", value(), argument(), wanted(error)),
        ErrorKind::ArgumentConflict => match quoted(error, ContextKind::PriorArg) {
            prior if prior.is_empty() => format!("{} ne va pas avec les autres arguments", argument()),
            prior if prior == argument() => format!("{prior} ne se donne qu’une fois"),
            prior => format!("{} ne va pas avec {prior}", argument()),
        },
        ErrorKind::NoEquals => format!("il faut un signe égal entre {} et sa valeur", argument()),
        ErrorKind::TooManyValues => format!("« {} » est une valeur de trop pour {}", value(), argument()),
        ErrorKind::TooFewValues | ErrorKind::WrongNumberOfValues => format!("{} n’a pas le bon nombre de valeurs", argument()),
        ErrorKind::InvalidUtf8 => "un argument n’est pas écrit en UTF-8".to_owned(),
        other => other.to_string(),
    }
}

/// What a value should have been: a word of our own, or of the number that could not be read.
fn wanted(error: &Error<French>) -> String {
    match error.source() {
        Some(source) if source.is::<ParseIntError>() => " : il faut un nombre entier".to_owned(),
        Some(source) if source.is::<ParseFloatError>() => " : il faut un nombre, comme 0.1".to_owned(),
        Some(source) => format!(" : {source}"),
        None => String::new(),
    }
}

/// What the error tells about something, each word of it between « ».
fn quoted(error: &Error<French>, kind: ContextKind) -> String {
    words(error, kind).iter().map(|word| format!("« {word} »")).collect::<Vec<_>>().join(", ")
}

/// What the error tells about something; nothing when it does not.
fn words(error: &Error<French>, kind: ContextKind) -> Vec<String> {
    match error.get(kind) {
        Some(ContextValue::String(word)) => vec![word.clone()],
        Some(ContextValue::Strings(words)) => words.clone(),
        Some(ContextValue::StyledStr(words)) => vec![words.to_string()],
        Some(ContextValue::StyledStrs(words)) => words.iter().map(ToString::to_string).collect(),
        _ => Vec::new(),
    }
}
