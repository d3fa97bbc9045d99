//! What each target does with its bytes. A panic is what it looks for; it also says so when a promise of the stage does not hold.

use crate::base::source::{SourceId, Sources};
use crate::lang::typography::{Inclusive, Language, Profile, Settings, apply, edits, lint, mend, typeset};
use crate::model::markup::{Body, visit};
use crate::parse;

/// Forgets what the stages remember for a preview: a hundred thousand texts would fill the memory.
fn forget() {
    comemo::evict(0);
}

/// The first two bytes choose the language and the settings, the rest is a text.
pub fn typography(bytes: &[u8]) {
    forget();
    let [language, choice, text @ ..] = bytes else { return };
    let text = String::from_utf8_lossy(text);
    let language = [Language::French, Language::French, Language::Dutch, Language::German, Language::English, Language::Other][usize::from(*language) % 6];
    let settings = Settings {
        profile: Profile::ALL[usize::from(*choice) % Profile::ALL.len()],
        inclusive: Inclusive::ALL[usize::from(*choice >> 3) % Inclusive::ALL.len()],
        space_after_ellipsis: choice & 64 == 0,
        superscript_titles: choice & 128 == 0,
        ..Settings::default()
    };
    let made = edits(&text, &settings, language);
    let mut position = 0;
    for edit in &made {
        assert!(edit.range.start >= position && text.get(edit.range.clone()).is_some(), "an edit out of its text");
        position = edit.range.end;
    }
    let once = apply(&text, &made);
    assert_eq!(typeset(&once, &settings, language), once, "setting twice is setting once");
    let found = lint(&text, &settings, language);
    let mut position = 0;
    for l in &found {
        assert!(l.range.start >= position && text.get(l.range.clone()).is_some(), "a finding out of its text");
        position = l.range.end;
    }
    let _ = mend(&text, &found);
}

/// The bytes as a header, and as a whole file.
pub fn header(bytes: &[u8]) {
    forget();
    let wrapped = [b"---\n", bytes, b"\n---\nUn texte.\n"].concat();
    for bytes in [bytes, &wrapped] {
        file(bytes);
    }
    let mut sources = Sources::default();
    let mut findings = Vec::new();
    let id = parse::text::decode(&mut sources, "content/collection.yaml", bytes).unload(&mut findings);
    let _ = parse::catalog::collection(&sources, id, &mut findings);
    let _ = parse::catalog::profiles(&sources, id, &mut findings);
    inside(&sources, &findings);
}

/// The bytes as the text of a fiche.
pub fn markdown(bytes: &[u8]) {
    forget();
    file(&[b"---\ntitre: T\ndate: 2001\n---\n", bytes].concat());
}

/// Reads a file as a fiche and as a memorandum; every place lies in the file.
fn file(bytes: &[u8]) {
    let mut sources = Sources::default();
    let mut findings = Vec::new();
    let id = parse::text::decode(&mut sources, "content/fiches/a.md", bytes).unload(&mut findings);
    let fiche = parse::fiche(sources.get(id), id).unload(&mut findings);
    places(&sources, id, &fiche.body);
    let memorandum = parse::memorandum(sources.get(id), id).unload(&mut findings);
    places(&sources, id, &memorandum.body);
    inside(&sources, &findings);
}

fn places(sources: &Sources, id: SourceId, body: &Body) {
    let length = sources.get(id).text.len();
    for blocks in std::iter::once(&body.blocks).chain(&body.notes) {
        for block in blocks {
            assert!(block.span.range().end <= length && block.span.start <= block.span.end, "a block out of its file");
        }
        visit(blocks, &mut |inline, _| {
            assert!(inline.span.range().end <= length && inline.span.start <= inline.span.end, "words out of their file");
        });
    }
}

fn inside(sources: &Sources, findings: &[crate::base::diag::Diagnostic]) {
    for finding in findings {
        if let Some(span) = finding.span {
            assert!(span.range().end <= sources.get(span.source).text.len(), "{} out of its file", finding.code.id);
        }
        assert!(!finding.message(crate::base::diag::Lang::Fr).is_empty());
        let _ = finding.remedy(crate::base::diag::Lang::En);
    }
}
