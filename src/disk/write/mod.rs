//! From an output to a folder that holds it.

use std::fs;
use std::path::Path;

use super::error::Error;
use super::read::on_disk;
use crate::output::{Content, Output};

/// What writing changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Changes {
    /// Files that are new or different.
    pub written: usize,
    /// Files that were as they should be.
    pub unchanged: usize,
    /// Files that are no longer part of the site.
    pub removed: usize,
}

/// Makes `folder` hold this output.
///
/// # Errors
/// When a file cannot be written.
pub fn write(output: &Output, root: &Path, folder: &Path, force: bool) -> Result<Changes, Error> {
    let _ = force;
    let mut changes = Changes::default();
    for (path, content) in &output.files {
        let target = folder.join(path);
        let parent = target.parent().unwrap_or(folder);
        fs::create_dir_all(parent).map_err(|error| Error::refused("create", parent, error))?;
        match content {
            Content::Bytes(bytes) => fs::write(&target, bytes),
            Content::Asset(asset) => fs::copy(on_disk(root, asset), &target).map(drop),
        }
        .map_err(|error| Error::refused("write", &target, error))?;
        changes.written += 1;
    }
    Ok(changes)
}
