//! Disks that do not take what is written: no half file, and the old one stays.

use super::HEAD;
use crate::command::{Folder, notice};

fn built() -> Folder {
    let folder = Folder::two();
    folder.put("content/fiches/x.md", format!("{HEAD}Avant.\n"));
    folder.livret(&["build"]).exits(0);
    folder
}

#[test]
fn a_file_in_the_place_of_the_folder() {
    let folder = Folder::two();
    folder.put("content/fiches/x.md", format!("{HEAD}a\n")).put("output", "Un fichier.\n");
    let run = folder.livret(&["build"]).exits(2);
    assert!(run.err.contains("erreur[W103]") && run.err.contains("bon-ecran.pdf"), "{}", run.err);
    assert_eq!(folder.get("output"), b"Un fichier.\n");
    if cfg!(target_os = "linux") {
        let run = folder.livret(&["build", "--output", "/proc/livret"]).exits(2);
        assert!(run.err.contains("erreur[W103]"), "{}", run.err);
        folder.livret(&["init", "/proc/livret"]).exits(2);
    }
    // A folder in the place of the file.
    let folder = built();
    std::fs::remove_file(folder.path("output/bon-ecran.pdf")).expect("the file");
    folder.put("output/bon-ecran.pdf/x", "");
    let run = folder.livret(&["build"]).exits(2);
    assert!(run.err.contains("erreur[W103]"), "{}", run.err);
    folder.is_pdf("output/mauvais-ecran.pdf");
    assert!(folder.outputs().iter().all(|n| !n.starts_with(".livret-")), "{:?}", folder.outputs());
}

/// A limit on the size of files stands for a full disk: the write fails in the middle.
#[cfg(unix)]
#[test]
fn a_full_disk() {
    let folder = built();
    let before = folder.get("output/mauvais-ecran.pdf");
    let manifest = folder.get("output/manifest.json");
    folder.put("content/fiches/x.md", format!("{HEAD}Après.\n"));
    // 8 blocks of 512 bytes; the signal of the limit is ignored, so that the write returns an error as it does on a full disk.
    let run = folder.shell("trap '' XFSZ; ulimit -f 8", &["build"]);
    assert_eq!(run.code, Some(2), "{}", run.all());
    assert!(run.err.contains("erreur[W103]") && run.err.contains("mauvais-ecran.pdf"), "{}", run.err);
    assert!(folder.get("output/mauvais-ecran.pdf") == before, "the old file changed");
    assert!(folder.get("output/manifest.json") == manifest || String::from_utf8_lossy(&folder.get("output/manifest.json")).ends_with("}\n"));
    assert_eq!(folder.outputs(), ["bon-ecran.pdf", "manifest.json", "mauvais-ecran.pdf"]);
    folder.livret(&["build"]).exits(0);
    assert!(folder.get("output/mauvais-ecran.pdf") != before, "the next build did not make it again");
}

/// A small disk of its own, where the system allows one.
#[cfg(target_os = "linux")]
#[test]
fn a_small_disk() {
    let folder = Folder::two();
    folder.put("content/fiches/x.md", format!("{HEAD}a\n"));
    std::fs::create_dir_all(folder.path("output")).expect("a folder");
    let mount = |args: &[&str]| std::process::Command::new(args[0]).args(&args[1..]).arg(folder.path("output")).output().is_ok_and(|o| o.status.success());
    if !mount(&["mount", "-t", "tmpfs", "-o", "size=48k", "tmpfs"]) {
        notice("no small disk can be mounted here");
        return;
    }
    let run = folder.livret(&["build"]);
    let outputs = folder.outputs();
    mount(&["umount"]);
    assert_eq!(run.code, Some(2), "{}", run.all());
    assert!(run.err.contains("erreur[W103]"), "{}", run.err);
    assert!(outputs.iter().all(|n| !n.starts_with(".livret-")), "{outputs:?}");
}
