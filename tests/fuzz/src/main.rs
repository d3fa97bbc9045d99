//! The same trials without a nightly compiler: texts of a folder, changed at random, for a number of seconds.
//!
//! `cargo run --release --no-default-features -- typography 600 ../fixtures/fiches`. The last text is in `artifacts/last-<target>` when a trial panics.

use livret_fuzz::trial;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// Pieces that rules react to.
const PIECES: &[&str] = &[
    " ",
    "\u{a0}",
    "\u{202f}",
    "\n",
    "\n\n",
    "« ",
    " »",
    "\"",
    "'",
    "’",
    "…",
    "...",
    " - ",
    "–",
    ",",
    ", ,",
    ";",
    ":",
    "!",
    "?",
    "etc",
    "A ",
    "Etat",
    "C.A.I.",
    "CRIs",
    "km2",
    "B-5000 Namur",
    "N° 12",
    "art. 12bis",
    "§ 1er",
    "Mr ",
    "081/25.51.80",
    "+32 (0)",
    "(trices)",
    "06 Juin",
    "14:30",
    "1er",
    "XXe siècle",
    "pp. 12-14",
    "12 000 €",
    "---\n",
    ":::encadre {titre=\"",
    "\"}\n",
    ":::",
    "[[",
    "]]",
    "[",
    "](",
    ")",
    "{lang=nl}",
    "![",
    "[^1]",
    "[^1]: ",
    "> ",
    "- ",
    "1. ",
    "| ",
    "|---|\n",
    "`",
    "```\n",
    "*",
    "**",
    "_",
    "~",
    "^",
    "<b>",
    "<!-- ",
    " -->",
    "&amp;",
    "&#27;",
    "\\",
    "# ",
    "titre: ",
    "date: ",
    "  - ",
    "{ ",
    " }",
    ": |\n  ",
    "&a ",
    "*a",
    "!!int ",
    "? ",
    "%",
    "\u{fffc}",
    "\u{301}",
    "\u{feff}",
    "\u{0}",
    "é",
];

fn main() {
    let mut args = std::env::args().skip(1);
    let target = args.next().unwrap_or_default();
    let trial: fn(&[u8]) = match target.as_str() {
        "typography" => trial::typography,
        "header" => trial::header,
        "markdown" => trial::markdown,
        _ => panic!("a target: typography, header or markdown"),
    };
    let seconds = args.next().and_then(|s| s.parse().ok()).unwrap_or(10);
    let mut seeds: Vec<Vec<u8>> = args.map(PathBuf::from).flat_map(|folder| texts(&folder)).collect();
    seeds.push(b"Un texte.".to_vec());
    let end = Instant::now() + Duration::from_secs(seconds);
    let mut random = Random(0x9e37_79b9_7f4a_7c15);
    let mut count = 0u64;
    let last = Path::new("artifacts").join(format!("last-{target}"));
    let _ = std::fs::create_dir_all("artifacts");
    while Instant::now() < end {
        let text = random.changed(&seeds);
        let begun = Instant::now();
        if std::panic::catch_unwind(|| trial(&text)).is_err() {
            std::fs::write(&last, &text).expect("the folder can be written to");
            println!("{count} texts, then a panic: {}", last.display());
            std::process::exit(1);
        }
        if begun.elapsed() > Duration::from_secs(5) {
            std::fs::write(&last, &text).expect("the folder can be written to");
            println!("slow ({:?} for {} bytes): {}", begun.elapsed(), text.len(), last.display());
        }
        count += 1;
    }
    println!("{target}: {count} texts in {seconds} s, no panic");
}

/// The texts of a folder, cut to what a trial reads quickly.
fn texts(folder: &Path) -> Vec<Vec<u8>> {
    let mut paths: Vec<PathBuf> = std::fs::read_dir(folder).map(|entries| entries.flatten().map(|e| e.path()).collect()).unwrap_or_default();
    paths.sort();
    paths.iter().filter_map(|p| std::fs::read(p).ok()).collect()
}

/// Xorshift: the same texts every time.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 33).unwrap_or(0) % limit.max(1)
    }

    /// A stretch of some seed, with pieces put in, taken out and moved.
    fn changed(&mut self, seeds: &[Vec<u8>]) -> Vec<u8> {
        let seed = &seeds[self.below(seeds.len())];
        let from = self.below(seed.len());
        let length = 1 + self.below(2000);
        let mut text: Vec<u8> = seed[from..].iter().copied().take(length).collect();
        for _ in 0..1 + self.below(12) {
            let at = self.below(text.len() + 1);
            match self.below(8) {
                0 => {
                    let end = (at + 1 + self.below(20)).min(text.len());
                    text.drain(at.min(end)..end);
                }
                1 if !text.is_empty() => {
                    let i = at.min(text.len() - 1);
                    text[i] = u8::try_from(self.below(256)).unwrap_or(0);
                }
                2 => {
                    let end = (at + self.below(40)).min(text.len());
                    let copy = text[at..end].to_vec();
                    let to = self.below(text.len() + 1);
                    text.splice(to..to, copy);
                }
                3 => {
                    let other = &seeds[self.below(seeds.len())];
                    let from = self.below(other.len());
                    let piece: Vec<u8> = other[from..].iter().copied().take(60).collect();
                    text.splice(at..at, piece);
                }
                _ => {
                    let piece = PIECES[self.below(PIECES.len())];
                    text.splice(at..at, piece.bytes());
                }
            }
        }
        text
    }
}
