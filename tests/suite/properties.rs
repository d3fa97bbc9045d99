//! To come.
use crate::harness::{paper, project::Project};
#[test]
fn scratch() {
    let text = std::fs::read_to_string("/tmp/scratch.md").unwrap();
    for part in text.split("\n=====\n") {
        let book = Project::new().fiche("a", "genre: page", part).load();
        let laid = book.single("a");
        let sizes = laid.layout.sizes();
        let pieces: Vec<_> = laid.layout.text().iter().zip(sizes).flat_map(|(page, size)| paper::body(page, size)).collect();
        println!(
            "=====\n{part}\n--> {}\n{:?}\n{}",
            paper::text(&pieces),
            book.findings(),
            paper::words(&pieces).iter().map(|w| w.text.clone()).collect::<Vec<_>>().join("|")
        );
        println!("{}", String::from_utf8_lossy(&laid.bundle.files["body/a.typ"].bytes));
    }
}
