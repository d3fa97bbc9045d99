//! Bytes that are no text, or no text of a person's.

use super::{HEAD, accepted_fiche, refused, refused_fiche, refused_text};
use crate::command::Folder;

#[test]
fn bytes_that_are_no_text() {
    refused_fiche("Latin-1", [HEAD.as_bytes(), b"Un \xe9t\xe9.\n"].concat(), &[("S001", "6:4")]);
    let utf16: Vec<u8> = std::iter::once(0xFEFF).chain(HEAD.encode_utf16()).flat_map(u16::to_le_bytes).collect();
    refused_fiche("UTF-16", utf16, &[("S001", "1:1")]);
    refused_text("NUL", "a\0b", &[("S004", "6:2")]);
    refused_text("an escape of a terminal", "a \u{1b}[2J b", &[("S004", "6:3")]);
    refused_text("an eight-bit escape", "a \u{9b}2J b", &[("S004", "6:3")]);
    refused_text("right-to-left override", "fiche\u{202e}dm.", &[("S005", "6:6")]);
    refused_text("an isolate", "fiche \u{2066}dm.", &[("S005", "6:7")]);
}

#[test]
fn what_an_escape_makes_counts_too() {
    refused_fiche("YAML", "---\ntitre: \"a\\e[2J\"\ndate: 2005\nstatut: publié\n---\nx\n", &[("S004", "2:8")]);
    refused_fiche("YAML, a key", "---\ntitre: a\ndate: 2005\nstatut: publié\nsigles: { \"A\\u202e\": b }\n---\nx\n", &[("S005", "5:11")]);
    refused_text("an entity", "a &#27;[2J", &[("S004", "6:3")]);
    refused_text("an entity in an address", "a [b](https://exemple.be/&#x202e;)", &[("S005", "6:26")]);
}

#[test]
fn marks_of_other_systems_are_warnings() {
    for (name, text, code) in [("BOM", format!("\u{feff}{HEAD}a\n"), "S002"), ("CRLF", format!("{HEAD}a\n").replace('\n', "\r\n"), "S003")] {
        let folder = accepted_fiche(name, &text);
        let warnings: Vec<String> = folder.findings("warning").into_iter().map(|(code, _)| code).collect();
        assert_eq!(warnings, [code], "{name}");
        folder.livret(&["build", "--strict"]).exits(1);
        folder.livret(&["check", "--strict"]).exits(1);
        folder.livret(&["check"]).exits(0);
    }
}

#[test]
fn what_is_too_long() {
    refused_text("a line of a megabyte", &"abc def ".repeat(130_000), &[("S006", "6:1")]);
    refused_text("a line of 30 000 bytes", &"abc def ".repeat(4_000), &[("S006", "6:1")]);
    refused_text("a word of 12 000 bytes", &format!("un {} mot", "a".repeat(12_000)), &[("S007", "6:4")]);
    refused_text("a text of two megabytes", &"Une ligne.\n\n".repeat(200_000), &[("S008", "1:1")]);
    let folder = Folder::two();
    std::fs::File::create(folder.path("content/fiches/x.md")).and_then(|f| f.set_len(70_000_000)).expect("a large file");
    refused("a file of 70 MB", &folder, &[("W102", "content/fiches/x.md:1:1")]);
}

#[test]
fn a_title_of_5000_characters_prints() {
    let folder = accepted_fiche("title", &format!("---\ntitre: {}\ndate: 2005\nstatut: publié\n---\na\n", "mot ".repeat(1_250)));
    if let Some(words) = folder.words("output/mauvais-ecran.pdf") {
        assert!(words.matches("mot").count() >= 1_250);
    }
}

#[test]
fn words_just_short_enough_print() {
    let words = ["a", "é", "(", "/", "—", "\u{4e2d}"].map(|c| c.repeat(9_000 / c.len())).join("\n\n");
    let folder = Folder::two();
    folder.put("content/fiches/x.md", format!("{HEAD}{words}\n"));
    // The Chinese character has no glyph in the fonts of the program.
    assert_eq!(folder.errors().into_iter().map(|(code, _)| code).collect::<Vec<_>>(), ["C104"]);
    folder.put("content/fiches/x.md", format!("{HEAD}{}\n", words.replace('\u{4e2d}', "«")));
    super::accepted("long words", &folder);
}

/// The same texts once kept the parser or the engine busy for minutes.
#[test]
fn nothing_takes_long() {
    for (name, line) in [
        ("quotations", "> ".repeat(9_000)),
        ("lists", "- ".repeat(9_000)),
        ("brackets", "[a] ".repeat(4_000)),
        ("pictures", "![a ".repeat(4_000)),
        ("emphasis", "*a _b ".repeat(3_000)),
        ("references", "[[a ".repeat(4_000)),
        ("fiches", "voir Fiche 37 ".repeat(1_200)),
    ] {
        let folder = Folder::two();
        folder.put("content/fiches/x.md", format!("{HEAD}{line}\n\n{line}\n"));
        // The time is what counts here; `livret` ends the test when it is too long.
        let run = folder.livret(&["check", "--format", "short"]);
        assert!(matches!(run.code, Some(0 | 1)), "{name}: {}", run.all());
    }
}

#[test]
fn names_of_files() {
    for name in ["une fiche", "été", "l’a \"b\" 'c'", "a\nb", "🎉", "a\u{1b}[2Jb", "A", "-x", "a..b", "x#y", "a{{b}}", "#import \"x\"", "$(id)"] {
        let folder = Folder::two();
        folder.put(&format!("content/fiches/{name}.md"), format!("{HEAD}Texte.\n"));
        let run = folder.livret(&["build"]).exits(0);
        assert!(run.err.contains("avertissement[R111]"), "{name:?}: {}", run.err);
        assert!(!run.all().contains('\u{1b}'), "{name:?}");
        assert!(!run.err.contains("« .md »"), "{name:?}: {}", run.err);
        folder.is_pdf("output/mauvais-ecran.pdf");
        for format in ["json", "short", "sarif", "github"] {
            let run = folder.livret(&["check", "--format", format]).exits(0);
            assert!(!run.all().contains('\u{1b}'), "{name:?} {format}");
            assert!(format == "json" || format == "sarif" || run.out.lines().count() == 1, "{name:?} {format}: {}", run.out);
        }
        let run = folder.livret(&["build", "--fiche", name]);
        assert!(run.code == Some(0) || name.starts_with('-'), "{name:?}: {}", run.all());
    }
}

#[cfg(unix)]
#[test]
fn nothing_is_skipped_silently() {
    use std::os::unix::ffi::OsStringExt;
    use std::os::unix::fs::symlink;
    let outside = Folder::empty();
    outside.put("y.md", format!("{HEAD}Ailleurs.\n"));

    let folder = Folder::two();
    symlink(outside.path("y.md"), folder.path("content/fiches/x.md")).expect("a link");
    refused("a link to a file elsewhere", &folder, &[("W102", "content/fiches/x.md:1:1")]);

    let folder = Folder::two();
    symlink(outside.path(""), folder.path("content/fiches/plus")).expect("a link");
    refused("a link to a folder elsewhere", &folder, &[("W102", "content/fiches/plus:1:1")]);

    let folder = Folder::two();
    symlink("nulle-part.md", folder.path("content/fiches/x.md")).expect("a link");
    refused("a dead link", &folder, &[("W102", "content/fiches/x.md:1:1")]);

    let folder = Folder::two();
    let name = std::ffi::OsString::from_vec(b"\xe9t\xe9.md".to_vec());
    if std::fs::write(folder.path("content/fiches").join(name), format!("{HEAD}a\n")).is_ok() {
        refused("a name in Latin-1", &folder, &[("W102", "content/fiches/\u{fffd}t\u{fffd}.md:1:1")]);
    }

    let folder = Folder::two();
    folder.put("content/fiches/vraie.txt", "Pas une fiche.\n").put("content/fiches/x.md", format!("{HEAD}a\n"));
    symlink("x.md", folder.path("content/fiches/y.md")).expect("a link");
    super::accepted("a link inside, and another kind of file", &folder);
}
