//! `livret explain`: the documentation of codes, in fixed sections, and the catalogue of all of them.

use super::Exit;
use super::args::{ExplainArgs, Global};
use super::report::open;
use super::terminal::Terminal;
use crate::base::diag::{Code, Lang, Severity, nearest};

pub(super) fn run(args: &ExplainArgs, global: &Global, terminal: &mut Terminal) -> Exit {
    let lang = global.lang(None);
    let codes = crate::pipeline::codes();
    if args.catalogue {
        terminal.out(&catalogue(&codes, lang));
        return Exit::Done;
    }
    let Some(wanted) = &args.code else {
        for code in codes {
            terminal.out(&format!("{}  {}\n", code.id, open(code.message.get(lang))));
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

/// How much a code weighs.
fn weight(code: &Code, lang: Lang) -> &'static str {
    match (code.off, code.severity, lang) {
        (true, _, Lang::Fr) => "éteint par défaut",
        (true, _, Lang::En) => "off by default",
        (false, Severity::Error, Lang::Fr) => "erreur",
        (false, Severity::Warning, Lang::Fr) => "avertissement",
        (false, Severity::Note, _) => "note",
        (false, Severity::Error, Lang::En) => "error",
        (false, Severity::Warning, Lang::En) => "warning",
    }
}

/// A section: its heading, its words, and whether these are an example.
type Section = (&'static str, String, bool);

/// The documentation of a code: the same sections in the same order. A code whose fault cannot be shown in a fiche has no example.
fn sections(code: &Code, lang: Lang) -> Vec<Section> {
    let [what, why, wrong, right, how, rule] = match lang {
        Lang::Fr => ["Ce que c’est", "Pourquoi", "À corriger", "Corrigé", "Remède", "Permettre ou régler"],
        Lang::En => ["What it is", "Why", "Wrong", "Right", "Remedy", "Allow or set"],
    };
    let example = |text: &str| text.trim_end().to_owned();
    let mut out = vec![(what, open(code.message.get(lang)), false), (why, code.why.get(lang).to_owned(), false)];
    if let Some(shown) = code.example {
        out.push((wrong, example(shown.wrong), true));
        out.push((right, example(shown.right), true));
    }
    out.push((how, open(code.remedy.get(lang)), false));
    out.push((rule, adjust(code, lang), false));
    out
}

/// How a code is allowed or switched off.
fn adjust(code: &Code, lang: Lang) -> String {
    let id = code.id;
    match (crate::pipeline::is_adjustable(code), code.severity, lang) {
        (_, Severity::Note, Lang::Fr) => "une note n’arrête rien".to_owned(),
        (_, Severity::Note, Lang::En) => "a note stops nothing".to_owned(),
        (true, _, Lang::Fr) => format!(
            "une fois : <!-- livret: permettre {id} « raison » --> à la fin de la ligne, ou seul sur la ligne au-dessus (# livret: … dans un en-tête) ; \
             partout : regles: {{ {id}: non }} dans collection.yaml (erreur, avertissement ou non)"
        ),
        (true, _, Lang::En) => format!(
            "once: <!-- livret: permettre {id} « reason » --> at the end of the line, or alone on the line above (# livret: … in a header); \
             everywhere: regles: {{ {id}: non }} in collection.yaml (erreur, avertissement or non)"
        ),
        (false, _, Lang::Fr) => "ne se permet pas et ne s’abaisse pas : ce n’est pas une affaire de goût".to_owned(),
        (false, _, Lang::En) => "cannot be allowed or lowered: it is no matter of taste".to_owned(),
    }
}

fn text(code: &Code, lang: Lang) -> String {
    let mut out = format!("{} ({})\n", code.id, weight(code, lang));
    for (heading, words, _) in sections(code, lang) {
        out.push_str(&format!("\n{heading}\n"));
        for line in words.lines() {
            out.push_str(format!("  {line}").trim_end());
            out.push('\n');
        }
    }
    out
}

/// Every code with its documentation, as Markdown.
fn catalogue(codes: &[&Code], lang: Lang) -> String {
    let mut out = match lang {
        Lang::Fr => {
            "# Les messages de livret\n\nUn code ne change jamais de sens. Cette page est écrite par `livret explain --catalogue` : on ne la modifie pas à la main.\n".to_owned()
        }
        Lang::En => {
            "# The messages of livret\n\nA code never changes its meaning. This page is written by `livret explain --catalogue --lang en`: it is not edited by hand.\n"
                .to_owned()
        }
    };
    for code in codes {
        out.push_str(&format!("\n## {} ({})\n", code.id, weight(code, lang)));
        for (heading, words, example) in sections(code, lang) {
            if example {
                out.push_str(&format!("\n**{heading}**\n\n````text\n{words}\n````\n"));
            } else {
                let colon = if lang == Lang::Fr { " :" } else { ":" };
                out.push_str(&format!("\n**{heading}**{colon} {}\n", escaped(&words)));
            }
        }
    }
    out
}

/// Words in which Markdown finds no mark of its own.
fn escaped(words: &str) -> String {
    let mut out = String::with_capacity(words.len());
    for c in words.chars() {
        if matches!(c, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '#' | '|' | '~' | '^') {
            out.push('\\');
        }
        out.push(c);
    }
    out
}
