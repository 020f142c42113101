//! What a branch holds.

use std::collections::BTreeMap;

use crate::disk::{Manifest, Record};

/// The last commit of a branch on its remote, as far as publishing needs to know it.
#[derive(Debug, Default)]
pub struct Tip {
    /// Its name; none when the branch does not exist.
    pub(super) commit: Option<String>,
    /// Whether there are commits before it.
    pub(super) has_history: bool,
    /// Its files, by path.
    pub(super) files: BTreeMap<String, Entry>,
    /// What Postil wrote, as the branch itself says.
    pub(super) manifest: Manifest,
    /// The text of a file `CNAME`.
    pub(super) cname: Option<String>,
}

/// A file of a commit.
#[derive(Debug)]
pub(super) struct Entry {
    /// Whether it is an ordinary file: neither a link nor a submodule.
    pub(super) is_file: bool,
    /// The name of its object.
    pub(super) id: String,
}

impl Tip {
    /// Whether the branch exists.
    #[must_use]
    pub fn exists(&self) -> bool {
        self.commit.is_some()
    }

    /// Whether Postil wrote the file at this path.
    pub(super) fn wrote(&self, path: &str) -> bool {
        self.manifest.files.contains_key(path)
    }

    /// The social card at this path, when Postil drew it: the name of its object, and what is known of it.
    pub(super) fn card(&self, path: &str) -> Option<(&str, &Record)> {
        let record = self.manifest.files.get(path).filter(|record| record.is_of_made_card())?;
        let entry = self.files.get(path).filter(|entry| entry.is_file)?;
        Some((&entry.id, record))
    }

    /// The files below a folder.
    pub(super) fn below(&self, folder: &str) -> impl Iterator<Item = &str> {
        let prefix = format!("{folder}/");
        let from = self.files.range(prefix.clone()..);
        from.map(|(path, _)| path.as_str()).take_while(move |path| path.starts_with(&prefix))
    }
}
