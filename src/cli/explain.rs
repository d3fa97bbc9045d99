//! `livret explain CODE`.

use super::Exit;
use super::args::{ExplainArgs, Global};
use super::terminal::Terminal;
use crate::base::diag::{Code, Lang, Severity, nearest};

pub(super) fn run(args: &ExplainArgs, global: &Global, terminal: &mut Terminal) -> Exit {
    let lang = global.lang(None);
    let codes = crate::pipeline::codes();
    let Some(wanted) = &args.code else {
        for code in codes {
            terminal.out(&format!("{}  {}\n", code.id, plain(code.message.get(lang))));
        }
        return Exit::Done;
    };
    match codes.iter().find(|c| c.id.eq_ignore_ascii_case(wanted)) {
        Some(code) => {
            terminal.out(&text(code, lang));
            Exit::Done
        }
        None => {
            let near = nearest(wanted, codes.iter().map(|c| c.id)).unwrap_or("livret explain");
            terminal.err(&match lang {
                Lang::Fr => format!("le code « {wanted} » n’existe pas ({near} ?)\n"),
                Lang::En => format!("there is no code “{wanted}” ({near}?)\n"),
            });
            Exit::Command
        }
    }
}

/// The documentation of a code, in fixed sections.
fn text(code: &Code, lang: Lang) -> String {
    let weight = match (code.severity, lang) {
        (Severity::Error, Lang::Fr) => "erreur",
        (Severity::Warning, Lang::Fr) => "avertissement",
        (Severity::Note, _) => "note",
        (Severity::Error, Lang::En) => "error",
        (Severity::Warning, Lang::En) => "warning",
    };
    let (what, why, how) = match lang {
        Lang::Fr => ("Ce que c’est", "Pourquoi", "Remède"),
        Lang::En => ("What it is", "Why", "Remedy"),
    };
    format!(
        "{} ({weight})\n\n{what}\n  {}\n\n{why}\n  {}\n\n{how}\n  {}\n",
        code.id,
        plain(code.message.get(lang)),
        code.why.get(lang),
        plain(code.remedy.get(lang))
    )
}

/// A wording with its arguments left open.
fn plain(wording: &str) -> String {
    let mut out = wording.replace("{?", "").replace("?}", "").replace("{{", "\u{1}").replace("}}", "\u{2}");
    while let (Some(open), Some(close)) = (out.find('{'), out.find('}')) {
        if close < open {
            break;
        }
        out.replace_range(open..=close, "…");
    }
    out.replace('\u{1}', "{").replace('\u{2}', "}")
}
