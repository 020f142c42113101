//! What has to be done so that a folder holds what is wanted.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

use super::super::error::Error;
use super::folder::{Folder, Standing};
use super::manifest::{Manifest, Record};
use crate::source::SitePath;

/// What has to be removed, each list in order of paths.
#[derive(Debug, Default)]
pub(super) struct Difference<'a> {
    /// Files of before that stand where a wanted file or its folder belongs, on some file systems.
    pub(super) remove_first: Vec<&'a str>,
    /// Other files of before that are not wanted.
    pub(super) remove: Vec<&'a str>,
}

/// What is to be done about one wanted file.
#[derive(Debug)]
pub(super) enum Need {
    /// It stands there.
    Nothing,
    /// Nothing stands there.
    Make,
    /// It is different, or what Postil wrote is in its way.
    Replace,
    /// Something that Postil did not write stands there.
    InTheWay(InTheWay),
}

/// Something that Postil did not write stands where a file belongs.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct InTheWay {
    /// Its path.
    pub(super) path: String,
    /// Whether it may be replaced by force. A folder, or a link in place of one, is never replaced.
    pub(super) is_replaceable: bool,
}

impl<'a> Difference<'a> {
    /// What is not wanted any more.
    pub(super) fn between(known: &'a Manifest, wanted: &BTreeMap<String, Record>) -> Self {
        let mut difference = Self::default();
        difference.sort_removals(known, wanted);
        difference
    }

    /// Most files are removed after the new ones are there. But where a file becomes a folder, or a folder a file, or a name
    /// changes in a way that some file systems do not see, the old one must go first.
    fn sort_removals(&mut self, known: &'a Manifest, wanted: &BTreeMap<String, Record>) {
        if known.files.keys().eq(wanted.keys()) {
            return;
        }
        let gone: Vec<&String> = known.files.keys().filter(|path| !wanted.contains_key(*path)).collect();
        let mut places: BTreeSet<String> = BTreeSet::new();
        let mut files: BTreeSet<String> = BTreeSet::new();
        for path in wanted.keys() {
            let path = SitePath::folded(path);
            places.extend(path.match_indices('/').map(|(at, _)| path[..at].to_owned()));
            files.insert(path);
        }
        for path in gone {
            let folded = SitePath::folded(path);
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
pub(super) struct Known {
    /// The files.
    pub(super) manifest: Manifest,
    /// Its paths by how a file system sees them that knows neither case nor normal forms; wanted only where something unknown
    /// stands.
    folded: OnceLock<BTreeMap<String, String>>,
}

impl From<Manifest> for Known {
    fn from(manifest: Manifest) -> Self {
        Self { manifest, folded: OnceLock::new() }
    }
}

impl Known {
    /// What is to be done so that the folder holds this file.
    pub(super) fn need(&self, path: &str, record: &Record, folder: &Folder<'_>) -> Result<Need, Error> {
        let in_the_way =
            |path: &str, is_replaceable| Need::InTheWay(InTheWay { path: path.to_owned(), is_replaceable });
        let look = || {
            Ok(match folder.standing(path)? {
                Standing::Nothing => Need::Make,
                Standing::Blocked(at) if self.wrote(&path[..at], folder) => Need::Replace,
                Standing::Blocked(at) => in_the_way(&path[..at], false),
                Standing::Folder if folder.files_in(path)?.iter().all(|file| self.wrote(file, folder)) => Need::Replace,
                Standing::Folder => in_the_way(path, false),
                Standing::File => match self.manifest.files.get(path) {
                    Some(known) => {
                        let trusted = self.manifest.complete && known == record;
                        if folder.is_as_recorded(path, record, trusted)? { Need::Nothing } else { Need::Replace }
                    }
                    None if self.wrote(path, folder) => Need::Replace,
                    None => in_the_way(path, true),
                },
            })
        };
        look().map_err(|error| Error::refused("read", folder.shown.join(path), error))
    }

    /// Whether what stands at this path is a file of before, perhaps under a name that the file system takes as the same.
    fn wrote(&self, path: &str, folder: &Folder<'_>) -> bool {
        let fold = || self.manifest.files.keys().map(|path| (SitePath::folded(path), path.clone())).collect();
        let own = self.folded.get_or_init(fold).get(&SitePath::folded(path));
        self.manifest.files.contains_key(path) || own.is_some_and(|own| folder.is_same_file(own, path))
    }
}

/// Why nothing is written when something is in the way.
pub(super) fn refusal(in_the_way: &BTreeSet<InTheWay>, folder: &Folder<'_>) -> Error {
    let shown = folder.shown.display();
    let mut reason = format!("files in `{shown}` that Postil did not write are in the way; nothing was written:\n");
    for InTheWay { path, .. } in in_the_way {
        reason.push_str("  ");
        reason.push_str(path);
        reason.push('\n');
    }
    let by_force = in_the_way.iter().all(|it| it.is_replaceable);
    reason.push_str(if by_force { "move them away, or replace them with `--force`" } else { "move them away" });
    Error::declined(folder.shown, reason)
}
