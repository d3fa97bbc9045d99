//! The same inputs give the same bytes, anywhere; and what did not change is not made again.

use crate::command::{Folder, copy, notice};
use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

/// The sample, its files created in one order or the other.
fn sample(backwards: bool) -> Folder {
    let folder = Folder::empty();
    copy(&Path::new(env!("CARGO_MANIFEST_DIR")).join("content"), &folder.path("content"), backwards);
    folder
}

/// Every file in `output/` and its bytes.
fn made(folder: &Folder) -> BTreeMap<String, Vec<u8>> {
    folder.everything().into_iter().map(|name| (name.clone(), folder.get(&format!("output/{name}")))).collect()
}

/// The lines of a build that say what was made, and what was left as it was.
fn outcome(folder: &Folder) -> (Vec<String>, Vec<String>) {
    let run = folder.livret(&["build"]).exits(0);
    let (unchanged, made): (Vec<&str>, Vec<&str>) = run.out.lines().partition(|l| l.ends_with("(inchangé)"));
    let names = |lines: Vec<&str>| lines.into_iter().filter_map(|l| l.split_whitespace().next()).map(str::to_owned).collect();
    (names(made), names(unchanged))
}

/// Whether some bytes are in others.
fn holds(bytes: &[u8], part: &[u8]) -> bool {
    bytes.windows(part.len()).any(|w| w == part)
}

#[test]
fn same_inputs_same_bytes() {
    let (first, second) = (sample(false), sample(true));
    // Every profile, one thread and several, two folders, two time zones, two locales, files of another age, another clock.
    let all = ["build", "--profile", "ecran", "--profile", "bureau", "--profile", "imprimeur", "--profile", "epreuve"];
    first.run_in("", &[&all[..], &["--jobs", "1"]].concat(), &[("TZ", "America/Lima"), ("LC_ALL", "C")]).exits(0);
    let elsewhere = [("TZ", "Asia/Tokyo"), ("LC_ALL", "tr_TR.UTF-8"), ("LANG", "fr_BE.UTF-8"), ("HOME", "/nonexistent"), ("USER", "autre")];
    second.run_in("", &[&all[..], &["--jobs", "4"]].concat(), &elsewhere).exits(0);
    if Command::new("faketime").arg("--version").output().is_ok() {
        // A clock that is years ahead, and a hundred times too fast.
        let later = sample(true);
        later.shell("set -- faketime -f '@2031-02-03 04:05:06 x100' \"$@\"", &all).exits(0);
        assert!(made(&later) == made(&first), "another clock gives other bytes");
    } else {
        assert!(std::env::var_os("LIVRET_SKIP_NOTHING").is_none(), "faketime is missing: apt-get install faketime");
        notice("SKIPPED another clock: faketime is not installed");
    }
    let (a, b) = (made(&first), made(&second));
    assert_eq!(a.keys().collect::<Vec<_>>(), b.keys().collect::<Vec<_>>());
    assert!(a.keys().filter(|n| n.ends_with(".pdf")).count() >= 24, "{:?}", a.keys());
    for (name, bytes) in &a {
        assert!(*bytes == b[name], "{name} differs");
        let path = first.path("");
        let path = path.to_string_lossy();
        assert!(!holds(bytes, path.trim_end_matches('/').as_bytes()), "{name} holds the folder’s path");
    }
    // The same sheets of the same pages.
    for folder in [&first, &second] {
        folder.livret(&["impose", "output/livret-chronologique-imprimeur.pdf", "-o", "feuilles.pdf", "--instructions", "--fold"]).exits(0);
    }
    assert!(first.get("feuilles.pdf") == second.get("feuilles.pdf"), "imposed sheets differ");
    // Over what stands already, with and without the manifest, and with --force: the same again.
    std::fs::remove_file(second.path("output/manifest.json")).expect("the manifest");
    second.livret(&[&all[..], &["--jobs", "1"]].concat()).exits(0);
    first.livret(&[&all[..], &["--force", "--jobs", "2"]].concat()).exits(0);
    assert!(made(&first) == a && made(&second) == a, "a second build differs");
}

/// A photograph with more pixels than the screen needs: it is decoded, made smaller, compressed; and converted for the press.
fn photograph() -> Vec<u8> {
    let picture = image::RgbImage::from_fn(2000, 1300, |x, y| {
        let grain = (x.wrapping_mul(2_654_435_761) ^ y.wrapping_mul(40_503)) >> 27;
        image::Rgb([(x / 8) as u8, (y / 6) as u8, (200 - x / 16) as u8].map(|v| v.saturating_add(grain as u8)))
    });
    let mut out = std::io::Cursor::new(Vec::new());
    picture.write_to(&mut out, image::ImageFormat::Jpeg).expect("it can be written");
    out.into_inner()
}

/// Libraries take another way where a processor has wider instructions (AVX2, AVX-512): the bytes must not tell which one it was.
#[test]
fn another_processor_gives_the_same_bytes() {
    if !cfg!(target_arch = "x86_64") {
        return notice("SKIPPED another processor: this one is none of x86_64");
    }
    if Command::new("qemu-x86_64").arg("--version").output().is_err() {
        assert!(std::env::var_os("LIVRET_SKIP_NOTHING").is_none(), "qemu-x86_64 is missing: apt-get install qemu-user");
        return notice("SKIPPED another processor: qemu-x86_64 is not installed (package qemu-user)");
    }
    let folder = || {
        let folder = Folder::two();
        folder.put("content/images/photo.jpg", photograph());
        folder.put("content/fiches/photo.md", format!("{}![Une image](images/photo.jpg)\n", crate::command::HEAD));
        folder
    };
    let args = ["build", "--profile", "ecran", "--profile", "imprimeur"];
    let (here, there) = (folder(), folder());
    here.livret(&args).exits(0);
    // A processor of 2008, which has none of them.
    there.shell("set -- qemu-x86_64 -cpu Nehalem \"$@\"", &args).exits(0);
    let (a, b) = (made(&here), made(&there));
    let reports: Vec<_> = a.iter().filter(|(name, _)| name.ends_with(".json")).map(|(_, bytes)| String::from_utf8_lossy(bytes)).collect();
    assert!(reports.iter().any(|r| r.contains("photo.jpg") && r.contains("2000")), "the photograph is in no file: {reports:?}");
    assert_eq!(a.keys().collect::<Vec<_>>(), b.keys().collect::<Vec<_>>());
    for (name, bytes) in &a {
        assert!(*bytes == b[name], "{name} differs on another processor");
    }
}

#[test]
fn only_what_changed_is_made_again() {
    let folder = sample(false);
    let (all, none) = outcome(&folder);
    assert!(none.is_empty() && all.len() >= 7, "{all:?}");
    let before = made(&folder);
    assert_eq!(outcome(&folder), (Vec::new(), all.clone()));

    // One word of one fiche: the publications that hold it, and no other. « paroles-associations » is in the chronological booklet.
    let fiche = "content/fiches/accompagnement-isp.md";
    let text = String::from_utf8(folder.get(fiche)).expect("text");
    let (header, body) = text[4..].split_once("\n---\n").expect("a header");
    folder.put(fiche, format!("---\n{header}\n---\n{} Ajout.", body.trim_end()));
    let (again, unchanged) = outcome(&folder);
    let after = made(&folder);
    assert!(!again.is_empty() && !unchanged.is_empty(), "{again:?} {unchanged:?}");
    for name in &all {
        let same = before[name] == after[name];
        match name.strip_suffix("-couverture.pdf") {
            // A cover goes with its inside, whose pages make its spine: it is made again exactly when that is, and may be the same.
            Some(inside) => {
                assert_eq!(unchanged.contains(name), unchanged.contains(&format!("{inside}.pdf")), "{name}");
                assert!(same || !unchanged.contains(name), "{name}");
            }
            None => assert_eq!(same, unchanged.contains(name), "{name}"),
        }
    }
    assert!(again.iter().all(|n| n.starts_with("livret-")) && unchanged.iter().any(|n| n.starts_with("memorandum-")), "{again:?} {unchanged:?}");
    for name in all.iter().filter(|n| n.starts_with("livret-chronologique")) {
        assert!(again.contains(name), "{name}");
    }
    // Back as it was: the same bytes as before.
    folder.put(fiche, text);
    outcome(&folder);
    assert!(made(&folder) == before, "going back differs");
}

#[test]
fn what_is_lost_or_altered_is_made_again() {
    let folder = Folder::empty();
    folder.livret(&["init", "."]).exits(0);
    let (all, _) = outcome(&folder);
    let before = made(&folder);
    assert_eq!(outcome(&folder), (Vec::new(), all.clone()));

    let victim = format!("output/{}", all[0]);
    std::fs::remove_file(folder.path(&victim)).expect("the file");
    assert_eq!(outcome(&folder), (vec![all[0].clone()], all[1..].to_vec()), "deleted");

    let mut bytes = folder.get(&victim);
    bytes[100] ^= 1;
    folder.put(&victim, bytes);
    assert_eq!(outcome(&folder), (vec![all[0].clone()], all[1..].to_vec()), "altered");

    folder.put("output/manifest.json", "{ pas du JSON");
    assert_eq!(outcome(&folder).0, all, "a manifest that cannot be read");
    assert!(made(&folder) == before, "the same inputs give other bytes");

    let tokens = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/templates/tokens.yaml")).expect("the tokens");
    folder.put("templates/tokens.yaml", format!("{tokens}# autre\n"));
    assert_eq!(outcome(&folder).0, all, "a template");

    let run = folder.run_in("", &["build"], &[("SOURCE_DATE_EPOCH", "0")]).exits(0);
    assert!(!run.out.contains("inchangé"), "another date: {}", run.out);
}

#[test]
fn a_publication_that_is_gone_is_forgotten() {
    let folder = Folder::two();
    folder.put("content/fiches/x.md", format!("{}a\n", crate::command::HEAD));
    outcome(&folder);
    folder.put("content/publications.yaml", "- { id: bon, genre: livret, titre: Bon, selection: { fiches: [bonne] } }\n");
    outcome(&folder);
    let manifest = String::from_utf8_lossy(&folder.get("output/manifest.json")).into_owned();
    assert!(!manifest.contains("mauvais") && folder.has("output/mauvais-ecran.pdf"), "the file itself is the user’s");
}
