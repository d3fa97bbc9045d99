//! Templates with an error: the command cannot work (2), and the finding names the template and its line.

use crate::command::{Folder, HEAD};

fn own(name: &str, change: impl Fn(String) -> String) -> Folder {
    let folder = Folder::two();
    let path = format!("{}/templates/{name}", env!("CARGO_MANIFEST_DIR"));
    folder.put(&format!("templates/{name}"), change(std::fs::read_to_string(path).expect("a template")));
    folder.put("content/fiches/x.md", format!("{HEAD}Un *texte*.\n"));
    folder
}

#[track_caller]
fn fails(folder: &Folder, code: &str, place: &str) {
    let run = folder.livret(&["build"]).exits(2);
    assert!(run.err.contains(&format!("erreur[{code}]")) && run.err.contains(&format!("--> {place}\n")), "{code} {place}\n{}", run.err);
    assert!(run.err.contains("remède"), "{}", run.err);
    assert!(folder.outputs().iter().all(|name| name == "manifest.json"), "{:?}", folder.outputs());
}

/// How many lines a driver of the program has.
fn lines(name: &str) -> usize {
    std::fs::read_to_string(format!("{}/templates/{name}", env!("CARGO_MANIFEST_DIR"))).expect("a template").lines().count()
}

#[test]
fn drivers() {
    let last = lines("livret.typ.hbs") + 1;
    for line in ["{{#each bodies}", "{{titre}}", "{{foo titre}}", "{{{id}}}", "{{&id}}", "{{~{id}~}}", "{{> x}}", "{{#*inline \"x\"}}{{> x}}{{/inline}}{{> x}}"]
    {
        fails(&own("livret.typ.hbs", |text| format!("{text}{line}\n")), "W401", &format!("templates/livret.typ.hbs:{last}"));
    }
    fails(&own("livret.typ.hbs", |text| format!("{text}#nope()\n")), "W402", &format!("templates/livret.typ.hbs:{last}"));
    let folder = Folder::two();
    folder.put("templates/livret.typ.hbs", b"#cover()\n\xff\n");
    fails(&folder, "W401", "templates/livret.typ.hbs:2");
}

#[test]
fn the_library() {
    let at = |text: &str, part: &str| text[..text.find(part).expect("the part")].matches('\n').count() + 1;
    let body = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/templates/lib/body.typ")).expect("the library");
    let line = at(&body, "#let sup(body) =");
    let broken = own("lib/body.typ", |text| text.replacen("#let sup(body) =", "#let sup(body = (", 1));
    let run = broken.livret(&["build"]).exits(2);
    assert!(run.err.contains(&format!("templates/lib/body.typ:{line}:")), "{}", run.err);
    fails(&own("lib/body.typ", |text| text.replacen("#let para(", "#let parra(", 1)), "W402", "templates/lib/body.typ");
    let line = at(&body, "if not empty(chapeau) {");
    fails(
        &own("lib/body.typ", |text| text.replacen("if not empty(chapeau) {", "if not emptyy(chapeau) {", 1)),
        "W402",
        &format!("templates/lib/body.typ:{line}:10"),
    );
    let folder = Folder::two();
    folder.put("templates/lib/body.typ", b"// \xff\n");
    fails(&folder, "W401", "templates/lib/body.typ:1");
    let folder = Folder::two();
    folder.put("templates/tokens.yaml", "a: 1\nb: [c\n");
    fails(&folder, "W402", "templates/tokens.yaml:3:1");
}

#[test]
fn a_template_reads_nothing_outside() {
    for code in
        ["#read(\"/etc/passwd\")", "#read(\"../../../etc/passwd\")", "#image(\"/etc/passwd\")", "#import \"@preview/cetz:0.3.0\"", "#import \"/etc/passwd\""]
    {
        let folder = own("livret.typ.hbs", |text| format!("{text}{code}\n"));
        let run = folder.livret(&["build"]).exits(2);
        assert!(!run.all().contains("root:"), "{code}");
    }
}

#[cfg(unix)]
#[test]
fn a_template_through_a_link_is_not_read() {
    let outside = Folder::empty();
    outside.put("livret.typ.hbs", "#import \"/templates/lib/livret.typ\": *\n");
    let folder = Folder::two();
    std::fs::create_dir_all(folder.path("templates")).expect("a folder");
    std::os::unix::fs::symlink(outside.path("livret.typ.hbs"), folder.path("templates/livret.typ.hbs")).expect("a link");
    let run = folder.livret(&["build", "bon"]).exits(1);
    assert!(run.err.contains("erreur[W102]") && run.err.contains("--> templates/livret.typ.hbs\n"), "{}", run.err);
}
