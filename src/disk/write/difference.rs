//! What has to be done so that a folder holds what is wanted.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;
use unicode_normalization::UnicodeNormalization;

use super::super::error::Error;
use super::Changes;
use super::folder::{Folder, Standing};
use super::manifest::{Manifest, Record};

/// The work of a build, each list in order of paths.
#[derive(Debug, Default)]
pub(super) struct Difference<'a> {
    /// Files of before that stand where a wanted file or its folder belongs, on some file systems.
    pub(super) remove_first: Vec<&'a str>,
    /// Files that are absent or different.
    pub(super) write: Vec<&'a str>,
    /// Other files of before that are not wanted.
    pub(super) remove: Vec<&'a str>,
}

/// What is to be done about one wanted file.
enum Need<'a> {
    Nothing,
    Write(&'a str),
    /// Something that Postil did not write stands there. A folder, or a link in place of one, is never replaced.
    InTheWay {
        what: &'a str,
        replaceable: bool,
    },
}

impl<'a> Difference<'a> {
    /// Looks at what stands in the folder.
    pub(super) fn between(
        known: &'a Manifest,
        wanted: &'a BTreeMap<String, Record>,
        folder: &Folder<'_>,
        force: bool,
    ) -> Result<Self, Error> {
        let own = Own::of(known);
        let needs: Result<Vec<Need<'a>>, Error> =
            wanted.par_iter().map(|(path, record)| own.need(path, record, folder)).collect();
        let mut difference = Self::default();
        let mut in_the_way = BTreeSet::new();
        for need in needs? {
            match need {
                Need::Nothing => {}
                Need::Write(path) => difference.write.push(path),
                Need::InTheWay { what, replaceable: true } if force => difference.write.push(what),
                Need::InTheWay { what, replaceable } => _ = in_the_way.insert((what, replaceable)),
            }
        }
        if !in_the_way.is_empty() {
            return Err(refusal(&in_the_way, folder));
        }
        difference.sort_removals(known, wanted);
        Ok(difference)
    }

    /// What the summary counts.
    pub(super) fn changes(&self, wanted: &BTreeMap<String, Record>) -> Changes {
        Changes {
            written: self.write.len(),
            unchanged: wanted.len() - self.write.len(),
            removed: self.remove_first.len() + self.remove.len(),
        }
    }

    /// Most files are removed after the new ones are there. But where a file becomes a folder, or a folder a file, or a name
    /// changes in a way that some file systems do not see, the old one must go first.
    fn sort_removals(&mut self, known: &'a Manifest, wanted: &BTreeMap<String, Record>) {
        let mut places: BTreeSet<String> = BTreeSet::new();
        let mut files: BTreeSet<String> = BTreeSet::new();
        for path in wanted.keys() {
            let path = folded(path);
            places.extend(path.match_indices('/').map(|(at, _)| path[..at].to_owned()));
            files.insert(path);
        }
        for path in known.files.keys().filter(|path| !wanted.contains_key(*path)) {
            let folded = folded(path);
            let is_below_file = folded.match_indices('/').any(|(at, _)| files.contains(&folded[..at]));
            if is_below_file || files.contains(&folded) || places.contains(&folded) {
                self.remove_first.push(path);
            } else {
                self.remove.push(path);
            }
        }
    }
}

/// What Postil wrote before.
struct Own<'a> {
    manifest: &'a Manifest,
    /// Its paths by how a file system sees them that knows neither case nor normal forms.
    folded: BTreeMap<String, &'a str>,
}

impl<'a> Own<'a> {
    fn of(manifest: &'a Manifest) -> Self {
        let folded = manifest.files.keys().map(|path| (folded(path), path.as_str())).collect();
        Self { manifest, folded }
    }

    fn need(&self, path: &'a str, record: &Record, folder: &Folder<'_>) -> Result<Need<'a>, Error> {
        let look = || {
            Ok(match folder.standing(path)? {
                Standing::Nothing => Need::Write(path),
                Standing::Blocked(at) if self.wrote(&path[..at], folder) => Need::Write(path),
                Standing::Blocked(at) => Need::InTheWay { what: &path[..at], replaceable: false },
                Standing::Folder if folder.files_in(path)?.iter().all(|file| self.wrote(file, folder)) => {
                    Need::Write(path)
                }
                Standing::Folder => Need::InTheWay { what: path, replaceable: false },
                Standing::File => match self.manifest.files.get(path) {
                    Some(known) => {
                        let trusted = self.manifest.complete && known == record;
                        if folder.is_as_recorded(path, record, trusted)? { Need::Nothing } else { Need::Write(path) }
                    }
                    None if self.wrote(path, folder) => Need::Write(path),
                    None => Need::InTheWay { what: path, replaceable: true },
                },
            })
        };
        look().map_err(|error| Error::refused("read", folder.shown.join(path), error))
    }

    /// Whether what stands at this path is a file of before, perhaps under a name that the file system takes as the same.
    fn wrote(&self, path: &str, folder: &Folder<'_>) -> bool {
        let own = self.folded.get(&folded(path));
        self.manifest.files.contains_key(path) || own.is_some_and(|own| folder.is_same_file(own, path))
    }
}

fn refusal(in_the_way: &BTreeSet<(&str, bool)>, folder: &Folder<'_>) -> Error {
    let shown = folder.shown.display();
    let mut reason = format!("files in `{shown}` that Postil did not write are in the way; nothing was written:\n");
    for (path, _) in in_the_way {
        reason.push_str("  ");
        reason.push_str(path);
        reason.push('\n');
    }
    let replaceable = in_the_way.iter().all(|(_, replaceable)| *replaceable);
    reason.push_str(if replaceable { "move them away, or replace them with `--force`" } else { "move them away" });
    Error::declined(folder.shown, reason)
}

/// The path as seen by a file system that knows neither case nor normal forms.
fn folded(path: &str) -> String {
    if path.is_ascii() {
        path.to_ascii_lowercase()
    } else {
        path.nfc().collect::<String>().to_lowercase().nfc().collect()
    }
}
