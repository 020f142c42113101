//! What publishing changes on a branch.

use std::collections::BTreeSet;

use super::publication::{NO_JEKYLL, Publication, SPECIAL};
use super::tip::Tip;
use crate::diagnostic::render::counted;
use crate::disk::MANIFEST;
use crate::plan::address_of_file;
use crate::refusal::Refusal;

/// The files that differ, in order of their paths.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Difference {
    /// Those that are new.
    pub added: Vec<String>,
    /// Those that were others.
    pub changed: Vec<String>,
    /// Those that Postil wrote and the site no longer has.
    pub removed: Vec<String>,
    /// How many files Postil did not write and leaves as they are.
    pub kept: usize,
    /// What Postil keeps for itself on the branch, and has to write.
    pub(super) special: Vec<&'static str>,
}

impl Difference {
    /// What has to be done so that the branch holds the publication, beside what Postil did not write.
    ///
    /// # Errors
    /// When something that Postil did not write is in the way. With `force`, files are replaced, but never a folder.
    pub fn between(tip: &Tip, publication: &Publication<'_>, force: bool) -> Result<Self, Refusal> {
        let mut difference = Self::default();
        let mut in_the_way = BTreeSet::new();
        for (path, id) in &publication.blobs {
            match tip.files.get(*path) {
                Some(entry) if entry.is_file && entry.id == *id => {}
                _ if *path == MANIFEST => difference.special.push(MANIFEST),
                Some(_) if tip.wrote(path) || force => difference.changed.push((*path).to_owned()),
                Some(_) => _ = in_the_way.insert((*path, true)),
                None => match blocking(tip, path) {
                    Some(what) => _ = in_the_way.insert((what, false)),
                    None => difference.added.push((*path).to_owned()),
                },
            }
        }
        if !in_the_way.is_empty() {
            return Err(refusal(&in_the_way));
        }
        if !tip.files.contains_key(NO_JEKYLL) {
            difference.special.push(NO_JEKYLL);
        }
        let is_over = |path: &&String| tip.files.contains_key(*path) && !publication.blobs.contains_key(path.as_str());
        difference.removed = tip.manifest.files.keys().filter(is_over).cloned().collect();
        difference.removed.retain(|path| !SPECIAL.contains(&path.as_str()));
        let is_kept =
            |path: &&str| !tip.wrote(path) && !publication.blobs.contains_key(path) && !SPECIAL.contains(path);
        difference.kept = tip.files.keys().map(String::as_str).filter(is_kept).count();
        Ok(difference)
    }

    /// Whether the branch is as it is to be.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.added.is_empty() && self.changed.is_empty() && self.removed.is_empty() && self.special.is_empty()
    }

    /// `3 files added, 1 changed, 0 removed`, and what is kept.
    #[must_use]
    pub fn summary(&self) -> String {
        let (changed, removed) = (self.changed.len(), self.removed.len());
        let kept = match self.kept {
            0 => String::new(),
            kept => format!(", {kept} kept that Postil did not write"),
        };
        format!("{} added, {changed} changed, {removed} removed{kept}", counted(self.added.len(), "file"))
    }

    /// One line for each file, in order: what becomes of it, and the address at which it stands.
    #[must_use]
    pub fn lines(&self) -> String {
        let kinds = [("added  ", &self.added), ("changed", &self.changed), ("removed", &self.removed)];
        let mut lines: Vec<(&str, &str)> =
            kinds.iter().flat_map(|(what, paths)| paths.iter().map(|path| (path.as_str(), *what))).collect();
        lines.sort_unstable();
        lines.into_iter().map(|(path, what)| format!("{what}  /{}\n", address_of_file(path))).collect()
    }
}

/// Something that Postil did not write, and that stands in place of a folder that the path needs, or is a folder at the path.
fn blocking<'t>(tip: &'t Tip, path: &'t str) -> Option<&'t str> {
    let mut folders = path.match_indices('/').map(|(at, _)| &path[..at]);
    folders
        .find(|folder| tip.files.contains_key(*folder) && !tip.wrote(folder))
        .or_else(|| tip.below(path).any(|file| !tip.wrote(file)).then_some(path))
}

fn refusal(in_the_way: &BTreeSet<(&str, bool)>) -> Refusal {
    let mut message = "files on the branch that Postil did not write are in the way; nothing was published:".to_owned();
    for (path, _) in in_the_way.iter().take(MAX_SHOWN) {
        message.push_str(&format!("\n  {path}"));
    }
    if in_the_way.len() > MAX_SHOWN {
        message.push_str(&format!("\n  and {} more", in_the_way.len() - MAX_SHOWN));
    }
    let replaceable = in_the_way.iter().all(|(_, replaceable)| *replaceable);
    Refusal::new(message).help(if replaceable {
        "`--force` replaces these and keeps all others; or publish to another branch with `--branch`"
    } else {
        "remove them from the branch, or publish to another one with `--branch`"
    })
}

const MAX_SHOWN: usize = 20;
