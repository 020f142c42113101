//! Making files that do not exist yet.

use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::path::Path;

use crate::refusal::Refusal;

/// What became of the files that were to be made, by their paths in the folder.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Files {
    /// Those that were made.
    pub made: Vec<String>,
    /// Those that existed, and are as they were.
    pub left: Vec<String>,
}

impl Files {
    /// Makes a file in a folder, and the folders that it needs, unless it exists.
    pub(super) fn make(&mut self, folder: &Path, path: &str, text: &str) -> Result<(), Refusal> {
        match make(&folder.join(path), text) {
            Ok(()) => self.made.push(path.to_owned()),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => self.left.push(path.to_owned()),
            Err(error) => return Err(Refusal::by_system("write", &folder.join(path), &error)),
        }
        Ok(())
    }
}

/// Makes a file that must not exist, and the folders that it needs.
pub(super) fn make(path: &Path, text: &str) -> io::Result<()> {
    // Asked first, because a folder or a link to nothing would give other errors.
    if path.symlink_metadata().is_ok() {
        return Err(io::ErrorKind::AlreadyExists.into());
    }
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    let mut file = OpenOptions::new().write(true).create_new(true).open(path)?;
    file.write_all(text.as_bytes()).inspect_err(|_| {
        // Half a file would be left by the next attempt.
        let _ = fs::remove_file(path);
    })
}
