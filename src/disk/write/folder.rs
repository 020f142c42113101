//! The folder that holds the output, while this process alone writes to it.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, OnceLock, PoisonError};
use std::time::SystemTime;

use foldhash::HashSet;
use walkdir::WalkDir;

use super::super::error::Error;
use super::super::read::digest;
use super::super::touched::last_touched;
use super::lock::{LOCK, Lock};
use super::manifest::{Manifest, Record};
use super::opened::{Opened, is_absence};
use super::{Before, Target, place};

/// A folder that is locked for this process. Every change to the disk goes through it, and is announced before it is made.
pub(super) struct Folder<'a> {
    /// Its real path, so that nothing depends on links that may change meanwhile.
    path: PathBuf,
    /// The folder itself, whatever its path leads to later.
    pub(super) opened: Opened,
    /// Its path as people know it.
    pub(super) shown: &'a Path,
    before: Before<'a>,
    /// Whether it was made for this output.
    is_new: bool,
    /// When the manifest was written; what is older has not been touched since. Unknown when that is still to come: then a
    /// clock was set back, and no time tells anything.
    manifest_time: OnceLock<SystemTime>,
    /// Folders in it that were seen to stand there while nothing was changed yet.
    folders: Mutex<HashSet<String>>,
    /// Held until the end of the build.
    pub(super) lock: Lock,
}

/// What stands at a path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Standing {
    /// Nothing.
    Nothing,
    /// A file, or a link to something.
    File,
    /// A folder.
    Folder,
    /// Something below a file or a link, which is the prefix of the path of this length.
    Blocked(usize),
}

impl<'a> Folder<'a> {
    /// Makes the folder if needed, and locks it.
    pub(super) fn open(target: Target<'a>, before: Before<'a>) -> Result<Self, Error> {
        let path = place::checked(target)?;
        let shown = target.folder;
        let declined_if_foreign = |opened: &Opened| match is_foreign(opened) {
            Ok(true) if !target.force => Err(foreign(shown)),
            Ok(_) => Ok(()),
            Err(error) => Err(Error::refused("read", shown, error)),
        };
        let is_new = !path.exists();
        for _ in 0..ATTEMPTS {
            let make = before(&path).and_then(|()| fs::create_dir_all(&path));
            make.map_err(|error| Error::refused("create", shown, error))?;
            let opened = match Opened::new(&path) {
                Err(error) if is_absence(&error) => continue,
                opened => opened.map_err(|error| Error::refused("read", shown, error))?,
            };
            declined_if_foreign(&opened)?;
            let Some(lock) = Lock::of(&opened, &path, shown)? else { continue };
            // It may have come in the moment before it was locked.
            declined_if_foreign(&opened).inspect_err(|_| drop(opened.remove_file(LOCK)))?;
            return Ok(Self {
                path,
                opened,
                shown,
                before,
                is_new,
                manifest_time: OnceLock::new(),
                folders: Mutex::default(),
                lock,
            });
        }
        let reason = format!("`{}` is removed again and again while it is to be written to", shown.display());
        Err(Error::declined(shown, reason))
    }

    /// The manifest as it stands there; none when the folder is new.
    pub(super) fn manifest(&self) -> Result<Option<Vec<u8>>, Error> {
        let _ = self.opened.remove_file(MANIFEST_TEMPORARY);
        let mut text = Vec::new();
        let read = self.opened.read(MANIFEST).and_then(|mut file| {
            let written = last_touched(&file.metadata()?);
            if written <= SystemTime::now() {
                let _ = self.manifest_time.set(written);
            }
            file.read_to_end(&mut text)
        });
        match read {
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(Error::refused("read", self.shown.join(MANIFEST), error)),
            Ok(_) => Ok(Some(text)),
        }
    }

    /// What is known of the folder, by its manifest as it stands there; nothing when it is new.
    pub(super) fn known(&self, manifest: Option<&[u8]>, force: bool) -> Result<Manifest, Error> {
        let Some(manifest) = manifest else { return Ok(Manifest::default()) };
        Manifest::parse(manifest).or_else(|wrong| {
            if force {
                return Ok(Manifest::union(&Manifest::default(), &BTreeMap::new()));
            }
            let shown = self.shown.join(MANIFEST);
            let reason = format!(
                "`{}` cannot be read: {wrong}; remove the folder, or build with `--force`, which replaces files in the way",
                shown.display()
            );
            Err(Error::declined(shown, reason))
        })
    }

    /// What stands at a path, without following links.
    pub(super) fn standing(&self, path: &str) -> io::Result<Standing> {
        for (at, _) in path.match_indices('/') {
            match self.opened.entry(&path[..at])? {
                Standing::Folder => {}
                Standing::File => return Ok(Standing::Blocked(at)),
                nothing => return Ok(nothing),
            }
        }
        self.opened.entry(path)
    }

    /// Whether a file stands there as it was written, and no link leads to it. Its folders are looked at once for all files.
    pub(super) fn stands(&self, path: &str, record: &Record) -> bool {
        for (at, _) in path.match_indices('/') {
            let folder = &path[..at];
            if !self.folders().contains(folder) {
                if !self.opened.entry(folder).is_ok_and(|it| it == Standing::Folder) {
                    return false;
                }
                self.folders().insert(folder.to_owned());
            }
        }
        self.is_as_recorded(path, record, true).unwrap_or(false)
    }

    fn folders(&self) -> MutexGuard<'_, HashSet<String>> {
        self.folders.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// All files and links below a folder, by their paths in this folder. An empty folder has none.
    pub(super) fn files_in(&self, folder: &str) -> io::Result<Vec<String>> {
        let mut files = Vec::new();
        for entry in WalkDir::new(self.path.join(folder)) {
            let entry = entry?;
            if !entry.file_type().is_dir() {
                let path = entry.path().strip_prefix(&self.path).unwrap_or(entry.path());
                files.push(path.to_string_lossy().replace('\\', "/"));
            }
        }
        Ok(files)
    }

    /// Whether two paths name one file, as on a file system that does not know case.
    pub(super) fn is_same_file(&self, one: &str, other: &str) -> bool {
        let real = |path: &str| fs::canonicalize(self.path.join(path)).ok();
        real(one).is_some_and(|one| Some(one) == real(other))
    }

    /// Whether a file that stands there is as recorded: by its length and times when `trusted`, else by its bytes.
    pub(super) fn is_as_recorded(&self, path: &str, record: &Record, trusted: bool) -> io::Result<bool> {
        let place = self.path.join(path);
        let metadata = fs::symlink_metadata(&place)?;
        if !metadata.is_file() || metadata.len() != record.length {
            return Ok(false);
        }
        let is_untouched = self.manifest_time.get().is_some_and(|written| last_touched(&metadata) < *written);
        if trusted && is_untouched {
            return Ok(true);
        }
        Ok(record.fits(digest(&mut File::open(place)?)?))
    }

    /// Writes the manifest. What stands there then.
    pub(super) fn save(&self, manifest: &Manifest) -> Result<String, Error> {
        let text = manifest.text();
        let written = self.fill(MANIFEST_TEMPORARY, |file| file.write_all(text.as_bytes()));
        let place = || self.announce(MANIFEST).and_then(|()| self.opened.rename(MANIFEST_TEMPORARY, MANIFEST));
        written.and_then(|()| place()).map(|()| text).map_err(|error| {
            self.discard(MANIFEST_TEMPORARY);
            Error::refused("write", self.shown.join(MANIFEST), error)
        })
    }

    /// Makes the folders that these files need, once each and outer ones first.
    pub(super) fn make_folders<'p>(&self, files: impl Iterator<Item = &'p str>) -> Result<(), Error> {
        let folders: BTreeSet<&str> =
            files.flat_map(|path| path.match_indices('/').map(|(at, _)| &path[..at])).collect();
        for folder in folders {
            let is_there = || self.opened.entry(folder).is_ok_and(|there| there == Standing::Folder);
            let make = || self.announce(folder).and_then(|()| self.opened.make_folder(folder));
            let make =
                if is_there() { Ok(()) } else { make().or_else(|error| if is_there() { Ok(()) } else { Err(error) }) };
            make.map_err(|error| Error::refused("create", self.shown.join(folder), self.reason(error)))?;
        }
        Ok(())
    }

    /// Removes files, and folders that are empty then. What is not there, or is not reached without following a link, is
    /// left alone.
    pub(super) fn remove(&self, paths: &[&str]) -> Result<(), Error> {
        for path in paths {
            let remove = || {
                self.announce(path)?;
                match self.standing(path)? {
                    Standing::File => self.opened.remove_file(path),
                    Standing::Nothing | Standing::Folder | Standing::Blocked(_) => Ok(()),
                }
            };
            remove().map_err(|error| Error::refused("remove", self.shown.join(path), error))?;
        }
        let folders: BTreeSet<&str> =
            paths.iter().flat_map(|path| path.match_indices('/').map(|(at, _)| &path[..at])).collect();
        // Inner folders come after outer ones, so they are taken from the end.
        for folder in folders.into_iter().rev() {
            if self.standing(folder).is_ok_and(|standing| standing == Standing::Folder) {
                self.announce(folder).map_err(|error| Error::refused("remove", self.shown.join(folder), error))?;
                // It fails for a folder that still holds something, as it should.
                let _ = self.opened.remove_folder(folder);
            }
        }
        Ok(())
    }

    /// Makes a new file with this content, or leaves none.
    fn fill(&self, name: &str, content: impl FnOnce(&mut File) -> io::Result<()>) -> io::Result<()> {
        let fill = || {
            self.announce(name)?;
            let mut new = match self.opened.create(name) {
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
                    self.opened.remove_file(name)?;
                    self.opened.create(name)?
                }
                created => created?,
            };
            content(&mut new)
        };
        fill().inspect_err(|_| self.discard(name))
    }

    /// Announced like every change, so that a test that stops a build before it stops this too.
    fn discard(&self, name: &str) {
        let _ = self.announce(name).and_then(|()| self.opened.remove_file(name));
    }

    /// Tells of a change.
    pub(super) fn tell(&self, path: &str) -> io::Result<()> {
        (self.before)(&self.path.join(path))
    }

    /// Tells of a change, which is made only while the folder is the one that was locked, so that a build of which nobody sees
    /// anything ends soon. That it goes to no other folder is sure anyway.
    pub(super) fn announce(&self, path: &str) -> io::Result<()> {
        self.tell(path)?;
        if self.lock.stands() { Ok(()) } else { Err(replaced()) }
    }

    /// Removes the stage, wherever the folder is now, if nobody else writes to it.
    pub(super) fn clear_stage(&self) {
        let is_there = self.opened.entry(STAGE).is_ok_and(|there| there != Standing::Nothing);
        if is_there && self.lock.is_in(&self.opened) {
            let _ = self.tell(STAGE).and_then(|()| self.opened.remove_all(STAGE));
        }
    }

    /// Removes what was staged, and the folder when it was made for nothing.
    pub(super) fn abandon(self) {
        self.clear_stage();
        if self.is_new {
            let gone = self.announce(LOCK).and_then(|()| self.opened.remove_file(LOCK));
            let _ = gone.and_then(|()| (self.before)(&self.path)).and_then(|()| fs::remove_dir(&self.path));
        }
    }

    /// Why a change failed: where the folder is not ours any more, that is the reason, whatever the operating system says of
    /// what it found there.
    pub(super) fn reason(&self, error: io::Error) -> io::Error {
        if self.lock.stands() { error } else { replaced() }
    }
}

fn replaced() -> io::Error {
    io::Error::other("the output folder was removed or replaced while it was written to; build again")
}

/// Whether a name is one that Postil uses for itself in a folder.
pub(super) fn is_own(name: &str) -> bool {
    name == MANIFEST || name == LOCK || name == MANIFEST_TEMPORARY || name == STAGE
}

/// Whether there is no manifest, but something that is not Postil's.
fn is_foreign(folder: &Opened) -> io::Result<bool> {
    let names = folder.names()?;
    Ok(!names.iter().any(|name| name == MANIFEST) && names.iter().any(|name| !is_own(name)))
}

fn foreign(shown: &Path) -> Error {
    let reason = format!(
        "`{}` is not empty, and Postil did not make it: choose another folder with `--output`, or use it with `--force`",
        shown.display()
    );
    Error::declined(shown, reason)
}

/// The name of the manifest.
pub(crate) const MANIFEST: &str = ".postil-manifest.json";
const MANIFEST_TEMPORARY: &str = ".postil-tmp-manifest";
/// The name of the folder in which everything waits until it is put in its place.
pub(super) const STAGE: &str = ".postil-tmp";

const ATTEMPTS: usize = 5;
