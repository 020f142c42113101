//! The file by which one process alone writes to a folder, and what it notes there.

use std::fs::{File, TryLockError};
use std::io::{self, Read, Seek, Write};
use std::path::{Path, PathBuf};

use super::super::error::Error;
use super::opened::{Identity, Opened, identity_at, identity_of};

/// A file that is locked for this process. The operating system gives it back even if the process is killed.
pub(super) struct Lock {
    file: File,
    path: PathBuf,
    identity: Identity,
}

impl Lock {
    /// Locks an open folder, which stands at `path` and which people know as `shown`; none when another folder, or none, stands
    /// there now, or another file to lock.
    ///
    /// # Errors
    /// When another process has it, or the operating system refuses.
    pub(super) fn of(folder: &Opened, path: &Path, shown: &Path) -> Result<Option<Self>, Error> {
        let path = path.join(LOCK);
        if path.is_symlink() {
            let reason = format!("`{LOCK}` in `{}` is a link; remove it", shown.display());
            return Err(Error::declined(shown, reason));
        }
        let refused = |error| Error::refused("write to", shown, error);
        let file = match folder.open_or_create(LOCK) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            opened => opened.map_err(refused)?,
        };
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                let reason = format!("another build is writing to `{}`; nothing was done", shown.display());
                return Err(Error::declined(shown, reason));
            }
            Err(TryLockError::Error(error)) => return Err(Error::refused("lock", shown, error)),
        }
        let identity = identity_of(&file).map_err(refused)?;
        let lock = Self { file, path, identity };
        // Whoever had it may have removed it just before, and somebody else may have the next one.
        Ok(lock.stands().then_some(lock))
    }

    /// Whether it is still the file that stands there. If not, the folder was removed, or another has taken its place.
    pub(super) fn stands(&self) -> bool {
        identity_at(&self.path).is_ok_and(|there| there == self.identity)
    }

    /// Whether it still stands in the folder that was locked, wherever that is now, so that nobody else writes to it.
    pub(super) fn is_in(&self, folder: &Opened) -> bool {
        folder.identity(LOCK).is_ok_and(|there| there == self.identity)
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
}

/// The name of the file.
pub(super) const LOCK: &str = ".postil-lock";
