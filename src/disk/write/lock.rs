//! The file by which one process alone writes to a folder, and what it notes there.

use std::fs::{self, File, Metadata, OpenOptions, TryLockError};
use std::io::{self, Read, Seek, Write};
use std::path::{Path, PathBuf};

use super::super::error::Error;

/// A file that is locked for this process. The operating system gives it back even if the process is killed.
pub(super) struct Lock {
    file: File,
    path: PathBuf,
}

impl Lock {
    /// Locks a folder, which people know as `shown`.
    ///
    /// # Errors
    /// When another process has it, or the operating system refuses.
    pub(super) fn of(folder: &Path, shown: &Path) -> Result<Self, Error> {
        let path = folder.join(LOCK);
        for _ in 0..ATTEMPTS {
            if path.is_symlink() {
                let reason = format!("`{LOCK}` in `{}` is a link; remove it", shown.display());
                return Err(Error::declined(shown, reason));
            }
            let opened = OpenOptions::new().create(true).truncate(false).read(true).write(true).open(&path);
            let file = opened.map_err(|error| Error::refused("write to", shown, error))?;
            match file.try_lock() {
                Ok(()) => {}
                Err(TryLockError::WouldBlock) => {
                    let reason = format!("another build is writing to `{}`; nothing was done", shown.display());
                    return Err(Error::declined(shown, reason));
                }
                Err(TryLockError::Error(error)) => return Err(Error::refused("lock", shown, error)),
            }
            let lock = Self { file, path: path.clone() };
            // Whoever had it may have removed it just before, and somebody else may have the next one.
            if lock.stands() {
                return Ok(lock);
            }
        }
        let reason = format!("`{}` is removed again and again while it is to be written to", shown.display());
        Err(Error::declined(shown, reason))
    }

    /// Whether it is still the file that stands there. If not, the folder was removed, or another has taken its place.
    pub(super) fn stands(&self) -> bool {
        let (ours, there) = (self.file.metadata(), fs::symlink_metadata(&self.path));
        matches!((ours, there), (Ok(ours), Ok(there)) if identity(&ours) == identity(&there))
    }

    /// What was noted in it.
    pub(super) fn note(&self) -> io::Result<String> {
        let mut file = &self.file;
        let mut note = String::new();
        file.rewind()?;
        file.read_to_string(&mut note)?;
        Ok(note)
    }

    /// Makes it say so, or nothing. A note that is lost or damaged only costs time.
    pub(super) fn keep_note(&self, note: Option<String>) {
        let note = note.unwrap_or_default();
        if self.note().is_ok_and(|known| known == note) {
            return;
        }
        let mut file = &self.file;
        let _ = file.set_len(0).and_then(|()| file.rewind()).and_then(|()| file.write_all(note.as_bytes()));
    }

    /// Where it stands.
    pub(super) fn path(&self) -> &Path {
        &self.path
    }
}

/// Device and number of a file.
#[cfg(unix)]
fn identity(found: &Metadata) -> (u64, u64) {
    use std::os::unix::fs::MetadataExt;

    (found.dev(), found.ino())
}

/// When a file was made, which tells two of them apart well enough where the standard library has no more.
#[cfg(not(unix))]
fn identity(found: &Metadata) -> Option<std::time::SystemTime> {
    found.created().ok()
}

/// The name of the file.
pub(super) const LOCK: &str = ".postil-lock";

const ATTEMPTS: usize = 5;
