//! Golden pages: one per component of the library, small. Structure is tested elsewhere; these catch what only an eye would.
//!
//! `UPDATE=1 cargo test --release --test suite visual` writes them anew: look at the difference before committing it.

use crate::harness::project::Project;
use std::path::{Path, PathBuf};

/// Pixels per inch: enough to see a component, small enough to keep.
const PPI: f64 = 42.0;

/// The largest golden picture, in bytes.
const LARGEST: usize = 20 * 1024;

/// Publication, page, name of the picture.
const PAGES: &[(&str, usize, &str)] = &[
    ("livret", 1, "couverture"),
    ("livret", 2, "ours"),
    ("livret", 3, "sommaire"),
    ("livret", 4, "legende"),
    ("livret", 5, "fiche"),
    ("memorandum", 1, "memorandum-couverture"),
    ("memorandum", 6, "memorandum-theme"),
];

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden")
}

#[test]
fn pages_look_as_they_did() {
    let book = Project::folder("tests/fixtures/projects/basic").load();
    let update = std::env::var_os("UPDATE").is_some();
    let mut wrong = Vec::new();
    for publication in ["livret", "memorandum"] {
        let pictures = book.pictures(publication, "ecran", PPI);
        for (_, page, name) in PAGES.iter().filter(|(p, _, _)| *p == publication) {
            let path = folder().join(format!("{name}.png"));
            let Some(now) = pictures.get(page - 1) else {
                wrong.push(format!("{name}: there is no page {page}"));
                continue;
            };
            if update {
                assert!(now.len() <= LARGEST, "{name}: {} bytes", now.len());
                std::fs::create_dir_all(folder()).expect("the folder can be made");
                std::fs::write(&path, now).expect("the picture can be written");
                continue;
            }
            match std::fs::read(&path) {
                Ok(golden) => match difference(&golden, now) {
                    None => {}
                    Some(how) => {
                        let shown = std::env::temp_dir().join(format!("livret-{name}.png"));
                        let _ = std::fs::write(&shown, now);
                        wrong.push(format!("{name}: {how}; the page as it is now: {}", shown.display()));
                    }
                },
                Err(error) => wrong.push(format!("{name}: {error}")),
            }
        }
    }
    assert!(wrong.is_empty(), "UPDATE=1 rewrites the golden pages:\n{}", wrong.join("\n"));
}

#[test]
fn no_golden_page_without_a_case() {
    let known: Vec<String> = PAGES.iter().map(|(_, _, name)| format!("{name}.png")).collect();
    for entry in std::fs::read_dir(folder()).expect("tests/golden exists") {
        let name = entry.expect("the folder can be read").file_name().to_string_lossy().into_owned();
        assert!(known.contains(&name), "rm tests/golden/{name}");
    }
}

/// How two pictures differ, beyond one step of a channel; none when they do not.
fn difference(golden: &[u8], now: &[u8]) -> Option<String> {
    let read = |bytes: &[u8]| image::load_from_memory(bytes).map(|i| i.to_rgba8());
    let (golden, now) = match (read(golden), read(now)) {
        (Ok(a), Ok(b)) => (a, b),
        (Err(e), _) | (_, Err(e)) => return Some(e.to_string()),
    };
    if golden.dimensions() != now.dimensions() {
        return Some(format!("{:?} instead of {:?}", now.dimensions(), golden.dimensions()));
    }
    let count = golden.as_raw().iter().zip(now.as_raw()).filter(|(a, b)| a.abs_diff(**b) > 1).count();
    (count > 0).then(|| format!("{count} values differ"))
}

#[test]
fn a_difference_is_seen() {
    let png = |shade: u8| {
        let mut bytes = std::io::Cursor::new(Vec::new());
        image::RgbaImage::from_pixel(4, 4, image::Rgba([shade, 0, 0, 255])).write_to(&mut bytes, image::ImageFormat::Png).expect("a picture can be written");
        bytes.into_inner()
    };
    assert_eq!(difference(&png(100), &png(101)), None);
    assert!(difference(&png(100), &png(140)).is_some());
}
