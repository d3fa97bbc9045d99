//! Font files that are none. A damaged one once made the engine ask for eight gigabytes, or search for ever.

use crate::command::Folder;

/// A workspace with a font, built with little memory.
#[track_caller]
fn built_with(name: &str, bytes: &[u8]) -> crate::command::Run {
    let folder = Folder::two();
    folder.put(&format!("fonts/{name}"), bytes).put("content/fiches/x.md", format!("{}a\n", super::HEAD));
    let run = folder.shell("ulimit -v 4000000", &["build"]);
    assert!(matches!(run.code, Some(0 | 1)), "{name}: {:?} {}", run.code, run.all());
    for file in ["output/bon-ecran.pdf", "output/mauvais-ecran.pdf"] {
        folder.is_pdf(file);
    }
    run
}

fn real() -> Vec<u8> {
    std::fs::read(concat!(env!("CARGO_MANIFEST_DIR"), "/fonts/source-serif-4/SourceSerif4_400Regular.ttf")).expect("a font")
}

/// Where a table of a font begins, and how long it is.
fn table(font: &[u8], name: &[u8; 4]) -> std::ops::Range<usize> {
    let long = |at: usize| u32::from_be_bytes([font[at], font[at + 1], font[at + 2], font[at + 3]]) as usize;
    let entry = (0..64).map(|i| 12 + 16 * i).find(|at| &font[*at..at + 4] == name).expect("the table");
    long(entry + 8)..long(entry + 8) + long(entry + 12)
}

#[test]
fn files_that_are_no_fonts() {
    let font = real();
    let noise: Vec<u8> = (0..5_000u32).map(|i| (i.wrapping_mul(2_654_435_761) >> 13) as u8).collect();
    for (name, bytes) in [
        ("random.ttf", noise.as_slice()),
        ("empty.otf", b""),
        ("truncated.ttf", &font[..font.len() / 2]),
        ("twelve.ttc", b"ttcf\0\x01\0\0\xff\xff\xff\xff"),
        ("twelve.ttf", b"ttcf\0\x01\0\0\xff\xff\xff\xff"),
        ("header.ttf", b"\0\x01\0\0\0\x05\0\0\0\0\0\0"),
    ] {
        let run = built_with(name, bytes).exits(1);
        assert!(run.err.contains("erreur[W403]") && run.err.contains(&format!("fonts/{name}")), "{name}: {}", run.err);
    }
}

#[test]
fn a_table_that_claims_billions_of_characters() {
    let font = real();
    let cmap = table(&font, b"cmap");
    let mut claims = font.clone();
    // One subtable of format 12 whose groups all run from 0 to 2^32 - 1.
    let start = cmap.start;
    claims[start..start + 12].copy_from_slice(&[0, 0, 0, 1, 0, 3, 0, 10, 0, 0, 0, 12]);
    let groups = u32::try_from((cmap.len() - 28) / 12).expect("a number");
    claims[start + 12..start + 16].copy_from_slice(&[0, 12, 0, 0]);
    claims[start + 24..start + 28].copy_from_slice(&groups.to_be_bytes());
    for at in (start + 28..cmap.end - 12).step_by(12) {
        claims[at..at + 12].copy_from_slice(&[0, 0, 0, 0, 255, 255, 255, 255, 0, 0, 0, 0]);
    }
    let run = built_with("claims.ttf", &claims).exits(1);
    assert!(run.err.contains("erreur[W403]"), "{}", run.err);
}

/// Damage of every kind, the same each time: refused or taken, but neither slow nor hungry.
#[test]
fn damaged_copies_of_a_real_font() {
    let font = real();
    let mut state = 7u32;
    let mut next = move |below: usize| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (state >> 8) as usize % below
    };
    for round in 0..24 {
        let mut copy = font.clone();
        match round % 3 {
            0 => (0..1 + next(2_000)).for_each(|_| copy[next(font.len())] = next(256) as u8),
            1 => {
                let names = [b"cmap", b"name", b"maxp", b"hhea", b"hmtx", b"loca", b"GSUB", b"GPOS"];
                let range = table(&font, names[next(names.len())]);
                (0..20).for_each(|_| copy[range.start + next(range.len().min(64))] = 255);
            }
            _ => {
                let names = [b"cmap", b"OS/2", b"head", b"post", b"glyf"];
                let range = table(&font, names[next(names.len())]);
                (0..range.len() / 3).for_each(|_| copy[range.start + next(range.len())] = next(256) as u8);
            }
        }
        built_with(&format!("zz{round}.ttf"), &copy);
    }
}
