//! What a build writes before it is put in its place: a folder beside the output, in it, that looks as the output will.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::io::{self, Read, Write};
use std::path::Path;

use rayon::prelude::*;
use xxhash_rust::xxh3::Xxh3;

use super::super::error::Error;
use super::folder::{Folder, STAGE, Standing};
use super::manifest::Record;

/// What was staged, by path: whether nothing stood in its place.
pub(super) type Staged = BTreeMap<String, bool>;

impl Folder<'_> {
    /// Writes a file that belongs at this path into the stage.
    pub(super) fn stage(&self, path: &str, content: impl FnOnce(&mut File) -> io::Result<()>) -> Result<(), Error> {
        let place = in_stage(path);
        let fill = || {
            self.tell(&place)?;
            let mut new = match self.opened.create(&place) {
                Err(error) if error.kind() == io::ErrorKind::NotFound => {
                    self.announce(&place)?;
                    self.opened.make_folders_of(&place)?;
                    self.opened.create(&place)?
                }
                created => created?,
            };
            content(&mut new)
        };
        fill().map_err(|error| Error::refused("write", self.shown.join(path), self.reason(error)))
    }

    /// The same with the bytes of a file of the site, which must be those that were read before.
    pub(super) fn copy(&self, path: &str, from: &Path, record: &Record) -> Result<(), Error> {
        let mut source = File::open(from).map_err(|error| Error::lost(from, error))?;
        let mut hasher = Xxh3::new();
        let mut length = 0;
        self.stage(path, |file| {
            let mut buffer = vec![0; 64 * 1024];
            loop {
                let read = source.read(&mut buffer)?;
                if read == 0 {
                    break;
                }
                hasher.update(&buffer[..read]);
                length += read as u64;
                file.write_all(&buffer[..read])?;
            }
            if record.fits((length, hasher.digest128())) {
                return Ok(());
            }
            let name = from.display();
            Err(io::Error::other(format!("`{name}` has changed while the site was built; build again")))
        })
    }

    /// Moves everything into its place: a folder that is not there yet as a whole, every other file alone, so that each place
    /// holds the old or the new at every moment.
    pub(super) fn place(&self, staged: &Staged) -> Result<(), Error> {
        let moved = self.place_folders(staged)?;
        let alone: Vec<_> = staged.iter().filter(|(path, _)| !is_below(path, &moved)).collect();
        self.make_folders(alone.iter().map(|(path, _)| path.as_str()))?;
        alone.par_iter().try_for_each(|(path, is_new)| self.place_file(path, **is_new))?;
        self.clear_stage();
        Ok(())
    }

    /// Moves the folders that are not there yet, outer ones first: those that were moved.
    fn place_folders<'s>(&self, staged: &'s Staged) -> Result<BTreeSet<&'s str>, Error> {
        let folders: BTreeSet<&str> =
            staged.keys().flat_map(|path| path.match_indices('/').map(|(at, _)| &path[..at])).collect();
        let mut moved = BTreeSet::new();
        for folder in folders {
            if is_below(folder, &moved) {
                continue;
            }
            let refused = |error| Error::refused("write", self.shown.join(folder), self.reason(error));
            if self.standing(folder).map_err(refused)? == Standing::Nothing {
                self.announce(folder).map_err(refused)?;
                match self.opened.rename(&in_stage(folder), folder) {
                    Ok(()) => {
                        moved.insert(folder);
                    }
                    // Somebody was faster: what came there is looked at file by file.
                    Err(_) if self.opened.entry(folder).is_ok_and(|there| there != Standing::Nothing) => {}
                    Err(error) => return Err(refused(error)),
                }
            }
        }
        Ok(moved)
    }

    /// Moves a file into its place. What came into the way since it was looked at is left there.
    fn place_file(&self, path: &str, is_new: bool) -> Result<(), Error> {
        let shown = || self.shown.join(path);
        let refused = |error| Error::refused("write", shown(), self.reason(error));
        self.announce(path).map_err(refused)?;
        let is_free = match self.standing(path).map_err(refused)? {
            Standing::Nothing => true,
            Standing::File => !is_new,
            Standing::Folder | Standing::Blocked(_) => false,
        };
        if is_free {
            return self.opened.rename(&in_stage(path), path).map_err(refused);
        }
        let reason = format!(
            "something that Postil did not write came to stand at `{}` while the site was built; it was left there\nhelp: move \
             it away, and build again",
            shown().display()
        );
        Err(Error::declined(shown(), reason))
    }
}

/// Where a file waits.
fn in_stage(path: &str) -> String {
    format!("{STAGE}/{path}")
}

/// Whether a path is in one of these folders, or is one of them.
fn is_below(path: &str, folders: &BTreeSet<&str>) -> bool {
    let mut prefixes = path.match_indices('/').map(|(at, _)| &path[..at]).chain([path]);
    prefixes.any(|it| folders.contains(it))
}
