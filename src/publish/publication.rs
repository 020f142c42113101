//! The output of a site as git knows it.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::path::Path;

use rayon::prelude::*;

use super::object::Format;
use super::repository::Repository;
use crate::disk::{self, MANIFEST, Manifest};
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
    /// What the branch is to hold. `root` is the folder that the project was read from.
    ///
    /// # Errors
    /// When a file cannot be read, has changed since it was, or cannot be called so in git.
    pub fn new(
        root: &'a Path,
        project: &'a Project,
        output: &'a Output,
        repository: &Repository,
    ) -> Result<Self, Refusal> {
        let manifest = Manifest::of(disk::wanted(output, project, root)?).text();
        let mut new = Self { root, project, output, manifest, blobs: BTreeMap::new() };
        new.blobs = new.named(repository.format)?;
        Ok(new)
    }

    /// The bytes of a file.
    pub(super) fn bytes(&self, path: &str) -> Result<Cow<'_, [u8]>, Refusal> {
        match self.output.files.get(path) {
            Some(Content::Bytes(bytes)) => Ok(Cow::Borrowed(bytes)),
            Some(Content::Asset(asset)) => match self.project.assets.get(asset) {
                Some(known) => Ok(Cow::Owned(disk::asset_bytes(self.root, asset, known)?)),
                None => Err(Refusal::new(format!("`{asset}` is not among the files of the site"))),
            },
            None if path == MANIFEST => Ok(Cow::Borrowed(self.manifest.as_bytes())),
            None => Ok(Cow::Borrowed(&[])),
        }
    }

    fn named(&self, format: Format) -> Result<BTreeMap<&'a str, String>, Refusal> {
        let named = |path: &'a str| {
            // Git refuses these names, and a checkout of them could run what the site holds.
            if path.split('/').any(|part| part.eq_ignore_ascii_case(".git")) {
                return Err(Refusal::new(format!("no file on a branch can be called `{path}`")));
            }
            Ok((path, format.blob(&self.bytes(path)?)))
        };
        let paths: Vec<&'a str> = self.output.files.keys().map(String::as_str).chain([MANIFEST]).collect();
        paths.into_par_iter().map(named).collect()
    }
}

/// Tells GitHub Pages to serve the files as they are.
pub(super) const NO_JEKYLL: &str = ".nojekyll";

/// What stands on the branch beside the site.
pub(super) const SPECIAL: [&str; 2] = [NO_JEKYLL, MANIFEST];
