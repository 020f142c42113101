//! The output of a site as git knows it.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::path::Path;

use rayon::prelude::*;

use super::object::Format;
use super::repository::Repository;
use super::tip::Tip;
use crate::disk::{self, MANIFEST, Manifest, Record};
use crate::output::{Content, Output};
use crate::project::Project;
use crate::refusal::Refusal;

/// Every file that is to stand on the branch, with the name of its blob.
#[derive(Debug)]
pub struct Publication<'a> {
    root: &'a Path,
    project: &'a Project,
    output: &'a Output,
    manifest: String,
    /// Names of blobs by path: the output, and the manifest of it.
    pub(super) blobs: BTreeMap<&'a str, String>,
}

impl<'a> Publication<'a> {
    /// What the branch is to hold. `root` is the folder that the project was read from. A social card that stands on the branch
    /// is not drawn again to know its name: it is called by what it shows.
    ///
    /// # Errors
    /// When a file cannot be read, has changed since it was, or cannot be called so in git.
    pub fn new(
        root: &'a Path,
        project: &'a Project,
        output: &'a Output,
        repository: &Repository,
        tip: &Tip,
    ) -> Result<Self, Refusal> {
        let mut new = Self { root, project, output, manifest: String::new(), blobs: BTreeMap::new() };
        let made = new.named(repository.format, tip)?;
        let mut files = disk::wanted(output, project, root)?;
        for (path, (blob, record)) in made {
            if let Some(record) = record {
                files.insert(path.to_owned(), record);
            }
            new.blobs.insert(path, blob);
        }
        new.manifest = Manifest::of(files).text();
        new.blobs.insert(MANIFEST, repository.format.blob(new.manifest.as_bytes()));
        Ok(new)
    }

    /// The bytes of a file.
    pub(super) fn bytes(&self, path: &str) -> Result<Cow<'_, [u8]>, Refusal> {
        match self.output.files.get(path) {
            Some(Content::Bytes(bytes)) => Ok(Cow::Borrowed(bytes)),
            Some(Content::Card(card)) => Ok(Cow::Owned(card.png())),
            Some(Content::Asset(asset)) => match self.project.assets.get(asset) {
                Some(known) => Ok(Cow::Owned(disk::asset_bytes(self.root, asset, known)?)),
                None => Err(Refusal::new(format!("`{asset}` is not among the files of the site"))),
            },
            None if path == MANIFEST => Ok(Cow::Borrowed(self.manifest.as_bytes())),
            None => Ok(Cow::Borrowed(&[])),
        }
    }

    /// The names of the blobs of the output, and of each social card what is known of it once it is made.
    fn named(&self, format: Format, tip: &Tip) -> Result<BTreeMap<&'a str, (String, Option<Record>)>, Refusal> {
        let named = |(path, content): (&'a String, &Content)| {
            // Git refuses these names, and a checkout of them could run what the site holds.
            if path.split('/').any(|part| part.eq_ignore_ascii_case(".git")) {
                return Err(Refusal::new(format!("no file on a branch can be called `{path}`")));
            }
            let is_card = matches!(content, Content::Card(_));
            if let Some((blob, record)) = tip.card(path).filter(|_| is_card) {
                return Ok((path.as_str(), (blob.to_owned(), Some(record.clone()))));
            }
            let bytes = self.bytes(path)?;
            Ok((path.as_str(), (format.blob(&bytes), is_card.then(|| Record::of_card(&bytes)))))
        };
        self.output.files.par_iter().map(named).collect()
    }
}

/// Tells GitHub Pages to serve the files as they are.
pub(super) const NO_JEKYLL: &str = ".nojekyll";

/// What stands on the branch beside the site.
pub(super) const SPECIAL: [&str; 2] = [NO_JEKYLL, MANIFEST];
