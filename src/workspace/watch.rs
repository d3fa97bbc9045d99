//! The workspace as it stands now, kept in memory, and word of every change.
//!
//! Bytes that did not change stay the same allocation, so that whoever keeps results can tell by the pointer. A change is looked for on
//! disk, never taken from an event alone: events are lost, doubled and out of order, the files are not.

use super::DiskFiles;
use crate::base::files::{Bytes, FileFault, Files};
use notify::{RecursiveMode, Watcher as _};
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::mpsc::Sender;
use std::time::SystemTime;

/// The folders that publications are made from.
const FOLDERS: [&str; 3] = ["content", "templates", "fonts"];

/// When a file was written last, and how long it is.
type Mark = Option<(SystemTime, u64)>;

/// The files of a workspace at one moment.
#[derive(Debug, Clone)]
pub struct Snapshot {
    disk: DiskFiles,
    files: BTreeMap<String, (Mark, Result<Bytes, FileFault>)>,
}

impl Snapshot {
    /// Reads every file.
    pub fn read(disk: &DiskFiles) -> Self {
        let mut out = Self { disk: disk.clone(), files: BTreeMap::new() };
        out.refresh(true);
        out
    }

    /// Looks at every file again and reads those that were written since, or all of them; gives the paths of those whose bytes differ.
    pub fn refresh(&mut self, all: bool) -> Vec<String> {
        let mut changed = Vec::new();
        let listed: BTreeMap<String, Mark> =
            FOLDERS.iter().flat_map(|folder| self.disk.list(folder)).map(|path| (path.clone(), mark(&self.disk.root().join(&path)))).collect();
        self.files.retain(|path, _| {
            let stays = listed.contains_key(path);
            if !stays {
                changed.push(path.clone());
            }
            stays
        });
        for (path, mark) in listed {
            match self.files.get_mut(&path) {
                Some((old, _)) if *old == mark && mark.is_some() && !all => {}
                Some((old, bytes)) => {
                    let now = self.disk.read(&path);
                    *old = mark;
                    if *bytes != now {
                        *bytes = now;
                        changed.push(path);
                    }
                }
                None => {
                    let bytes = self.disk.read(&path);
                    changed.push(path.clone());
                    self.files.insert(path, (mark, bytes));
                }
            }
        }
        changed
    }

    /// The bytes of a file that can be read.
    pub fn bytes(&self, path: &str) -> Option<&Bytes> {
        self.files.get(path).and_then(|(_, bytes)| bytes.as_ref().ok())
    }

    /// Takes other bytes for a file, in memory only.
    pub fn put(&mut self, path: &str, bytes: Bytes) {
        self.files.insert(path.to_owned(), (None, Ok(bytes)));
    }

    /// The paths of all files.
    pub fn paths(&self) -> impl Iterator<Item = &str> {
        self.files.keys().map(String::as_str)
    }
}

fn mark(path: &Path) -> Mark {
    let meta = std::fs::metadata(path).ok()?;
    Some((meta.modified().ok()?, meta.len()))
}

impl Files for Snapshot {
    fn list(&self, folder: &str) -> Vec<String> {
        let prefix = format!("{}/", folder.trim_end_matches('/'));
        self.files.range(prefix.clone()..).map(|(path, _)| path).take_while(|path| path.starts_with(&prefix)).cloned().collect()
    }

    fn read(&self, path: &str) -> Result<Bytes, FileFault> {
        // What is not listed may be there all the same, behind a link to a folder: the disk knows.
        self.files.get(path).map_or_else(|| self.disk.read(path), |(_, bytes)| bytes.clone())
    }
}

/// Tells of every change in the workspace, until it is dropped.
pub struct Watch(#[expect(dead_code, reason = "watching ends when it is dropped")] notify::RecommendedWatcher);

impl Watch {
    /// Begins to watch. A word is sent for each event, whatever it is.
    ///
    /// # Errors
    /// The words of the system, when it cannot watch: whoever wants to know looks from time to time.
    pub fn begin<T: Send + 'static>(disk: &DiskFiles, changes: Sender<T>, word: impl Fn() -> T + Send + 'static) -> Result<Self, String> {
        let report = move |event: notify::Result<notify::Event>| {
            // Our own reading is no change.
            if !event.is_ok_and(|e| e.kind.is_access()) {
                let _ = changes.send(word());
            }
        };
        let mut watcher = notify::recommended_watcher(report).map_err(|e| e.to_string())?;
        for folder in FOLDERS {
            let path = disk.root().join(folder);
            if path.is_dir() {
                watcher.watch(&path, RecursiveMode::Recursive).map_err(|e| e.to_string())?;
            }
        }
        // A folder that is not there yet comes into being in the root.
        watcher.watch(disk.root(), RecursiveMode::NonRecursive).map_err(|e| e.to_string())?;
        Ok(Self(watcher))
    }
}
