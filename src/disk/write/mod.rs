//! From the files of a site to a folder that holds them: only what differs is touched, and only what Postil wrote is replaced
//! or removed.
//!
//! The order of the steps is what makes a build safe to kill. Each file that differs is first written into a folder of ours,
//! the stage, while the site is made, so that never all of it is in memory, and a site that turns out to have an error, or a
//! disk that is full, changes nothing. Then a manifest is written that lists everything that stood there and everything that
//! will, marked as incomplete. Then all is renamed into its place: folders that are not there yet as a whole, other files one
//! by one, each old or new and never half. Then what is no longer wanted is removed, and at last the manifest is written that
//! lists exactly what stands there. A build that finds an incomplete manifest trusts nothing and reads every file.
//!
//! The folder itself may be removed or replaced meanwhile, and files of others may come into it. So the folder is held open, and
//! each change goes to it and to no other that takes its name; a build whose locked file does not stand where it was ends; and a
//! file is put only where nothing of others stands at that moment.
//!
//! After a complete build, a file is taken to be as it was written when it has its length and has not been changed since
//! the manifest was written (its change and modification times are earlier); any other is read and compared. So a file that
//! was edited, damaged or deleted is repaired by the next build, and an unchanged site costs one look at each file.
//!
//! The file that is locked meanwhile says from which project and by which program the folder was filled ([`Origin`]). A build
//! that would do the same again need not make the output to see that it is there: [`holds`]. And where only
//! the prose of some articles is another, it says which files show that; the others are not made.
//!
//! Social cards are made when they are written, one at a time on each thread, and only those that are not there.

mod difference;
mod folder;
mod lock;
mod manifest;
mod opened;
mod origin;
mod place;
mod stage;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::{fmt, io};

use rayon::prelude::*;

use super::error::Error;
use super::read::on_disk;
use crate::output::{Content, Output, Prose, Taker};
use crate::project::Project;
use crate::source::SitePath;
use difference::{Difference, InTheWay, Known, Need, refusal};
pub(crate) use folder::MANIFEST;
use folder::{Folder, is_own};
pub(crate) use manifest::{Manifest, Record};
pub use origin::Origin;
use origin::{Earlier, Shown};
use stage::Staged;

/// Where a site is written.
#[derive(Debug, Clone, Copy)]
pub struct Target<'a> {
    /// The folder that the site was read from, in which its assets stand.
    pub root: &'a Path,
    /// The folder that is to hold the output.
    pub folder: &'a Path,
    /// Whether a folder that Postil did not make may be used, and files in the way be replaced.
    pub force: bool,
    /// What the output is made of, for the next build to know; none when making it is not all that a build does.
    pub origin: Option<&'a Origin>,
}

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

/// Called before each change to the disk, possibly from several threads: shows progress, and lets tests interrupt.
pub type Before<'a> = &'a (dyn Fn(&Path) -> io::Result<()> + Sync);

/// A folder that holds what a build would make.
#[derive(Debug)]
pub struct Held(BTreeMap<String, Record>);

impl Held {
    /// What the build would change.
    #[must_use]
    pub fn changes(&self) -> Changes {
        Changes { unchanged: self.0.len(), ..Changes::default() }
    }

    /// Its files with their lengths, and whether each is a social card.
    pub fn lengths(&self) -> impl Iterator<Item = (&str, u64, bool)> {
        self.0.iter().map(|(path, record)| (path.as_str(), record.length, record.is_of_made_card()))
    }
}

/// Whether a build would change nothing, as far as is known without making the output: because the target was filled from the
/// same origin, and each file is as it was written.
#[must_use]
pub fn holds(target: Target<'_>) -> Option<Held> {
    let origin = target.origin?;
    // A folder that is not there is not made to look into it.
    if !target.folder.join(MANIFEST).is_file() {
        return None;
    }
    let folder = Folder::open(target, &|_| Ok(())).ok()?;
    let manifest = folder.manifest().ok()??;
    if !origin.is_noted(&folder.lock.note().ok()?, &manifest) {
        return None;
    }
    let known = folder.known(Some(&manifest), false).ok().filter(|known| known.complete)?;
    // What a build left that was killed is gone then too.
    folder.clear_stage();
    known.files.par_iter().all(|(path, record)| folder.stands(path, record)).then_some(Held(known.files))
}

/// A folder that comes to hold a site: it takes the files, and at the end they are put in their places, or all is as it was.
pub struct Writing<'a> {
    folder: Folder<'a>,
    target: Target<'a>,
    project: &'a Project,
    known: Known,
    earlier: Option<Earlier>,
    taken: Mutex<Taken>,
    begin: &'a (dyn Fn(usize) + Sync),
}

/// What was taken so far.
#[derive(Debug, Default)]
struct Taken {
    /// By path.
    files: BTreeMap<String, File>,
    /// What Postil did not write and is not replaced.
    in_the_way: BTreeSet<InTheWay>,
    /// Why nothing more is taken.
    failed: Option<Error>,
}

/// A file that was taken. There are as many as the site has, while all else fills the memory too.
#[derive(Debug)]
struct File {
    record: Record,
    /// Whether it differs, so that it is in the stage; and then, whether nothing stands in its place.
    staged: Option<bool>,
    /// What prose it shows.
    prose: Box<[Prose]>,
}

impl<'a> Writing<'a> {
    /// Makes the folder if needed, and locks it. It is told how many files there will be (`begin`), and each change to the disk
    /// (`before`).
    ///
    /// # Errors
    /// When the folder may not be used, another build is writing to it, or the operating system refuses.
    pub fn open(
        target: Target<'a>,
        project: &'a Project,
        begin: &'a (dyn Fn(usize) + Sync),
        before: Before<'a>,
    ) -> Result<Self, Error> {
        let folder = Folder::open(target, before)?;
        let manifest = folder.manifest()?;
        let known = Known::from(folder.known(manifest.as_deref(), target.force)?);
        folder.clear_stage();
        let earlier = target
            .origin
            .filter(|_| known.manifest.complete)
            .and_then(|origin| origin.earlier(&folder.lock.note().ok()?, manifest.as_ref()?, &known.manifest));
        Ok(Self { folder, target, project, known, earlier, taken: Mutex::default(), begin })
    }

    /// Puts everything that was taken in its place. Where the target has an origin, the next build knows what the files were
    /// made of; and when making the site has shown problems, that it must be made again to show them.
    ///
    /// # Errors
    /// When a file could not be written, a file that Postil did not write is in the way, or the operating system refuses. If
    /// that was before anything was put in its place, all is as it was; else the next build completes it.
    pub fn finish(self, has_shown: bool) -> Result<Changes, Error> {
        let Self { folder, known, taken, target, .. } = self;
        let taken = taken.into_inner().unwrap_or_else(PoisonError::into_inner);
        let Taken { files, in_the_way, failed } = taken;
        let (mut wanted, mut staged, mut shown) = (BTreeMap::new(), Staged::new(), Shown::default());
        for (path, file) in files {
            if let Some(is_new) = file.staged {
                staged.insert(path.clone(), is_new);
            }
            if !file.prose.is_empty() {
                shown.insert(path.clone(), file.prose);
            }
            wanted.insert(path, file.record);
        }
        let refused = file_and_folder(&wanted)
            .or(failed)
            .or_else(|| (!in_the_way.is_empty()).then(|| refusal(&in_the_way, &folder)));
        if let Some(error) = refused {
            folder.abandon();
            return Err(error);
        }
        let known = known.manifest;
        let difference = Difference::between(&known, &wanted);
        let changes = Changes {
            written: staged.len(),
            unchanged: wanted.len() - staged.len(),
            removed: difference.remove_first.len() + difference.remove.len(),
        };
        let note = |text: String, manifest: &Manifest| {
            Some(target.origin?.note((text.as_bytes(), manifest), &shown, has_shown))
        };
        if known.complete && known.files == wanted && staged.is_empty() {
            folder.lock.keep_note(note(known.text(), &known));
            return Ok(changes);
        }
        if let Err(error) = folder.save(&Manifest::union(&known, &wanted)) {
            folder.abandon();
            return Err(error);
        }
        folder.remove(&difference.remove_first)?;
        folder.place(&staged)?;
        folder.remove(&difference.remove)?;
        let manifest = Manifest::of(wanted);
        let text = folder.save(&manifest)?;
        folder.lock.keep_note(note(text, &manifest));
        Ok(changes)
    }

    /// Leaves everything as it was.
    pub fn abandon(self) {
        self.folder.abandon();
    }

    fn taken(&self) -> MutexGuard<'_, Taken> {
        self.taken.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What a file is to be like, before its bytes are there to say it. A social card is called by what it shows, so the one
    /// that was made before under a name is the one that is wanted, and its bytes need not be made again to know them.
    fn record(&self, path: &str, content: &Content) -> Result<Record, Error> {
        let made = || self.known.manifest.files.get(path).filter(|made| made.is_of_made_card()).cloned();
        match content {
            Content::Card(_) => Ok(made().unwrap_or_else(Record::of_unmade_card)),
            _ => record(path, content, self.project, self.target.root),
        }
    }

    /// Writes a file that differs into the stage: what it is like.
    fn stage(&self, path: &str, content: &Content, record: Record) -> Result<Record, Error> {
        let folder = &self.folder;
        match content {
            Content::Bytes(bytes) => folder.stage(path, |file| io::Write::write_all(file, bytes))?,
            Content::Asset(asset) => folder.copy(path, &on_disk(self.target.root, asset), &record)?,
            Content::Card(card) => {
                let bytes = card.png();
                folder.stage(path, |file| io::Write::write_all(file, &bytes))?;
                return Ok(Record::of_card(&bytes));
            }
        }
        Ok(record)
    }

    fn try_take(&self, path: &str, content: &Content, prose: Vec<Prose>) -> Result<(), Error> {
        checked_name(path)?;
        let record = self.record(path, content)?;
        let prose = prose.into_boxed_slice();
        match self.known.need(path, &record, &self.folder)? {
            Need::Nothing => {
                self.taken().files.insert(path.to_owned(), File { record, staged: None, prose });
            }
            Need::InTheWay(what) if !(what.is_replaceable && self.target.force) => {
                self.taken().in_the_way.insert(what);
            }
            need @ (Need::Make | Need::Replace | Need::InTheWay(_)) => {
                let made = self.stage(path, content, record.clone());
                let staged = made.is_ok().then_some(matches!(need, Need::Make));
                // Wanted also where it fails, for a folder with the name of a file is told as what it is.
                let record = made.as_ref().map_or(record, Clone::clone);
                self.taken().files.insert(path.to_owned(), File { record, staged, prose });
                made?;
            }
        }
        Ok(())
    }
}

impl Taker for Writing<'_> {
    fn begin(&self, files: usize) {
        (self.begin)(files);
    }

    /// A file that shows no prose that has changed is the one that stands there, if that is as it was written.
    fn holds(&self, path: &str) -> Option<u64> {
        let shown = self.earlier.as_ref()?.unchanged(path)?;
        let record = self.known.manifest.files.get(path)?;
        if !self.folder.stands(path, record) {
            return None;
        }
        let file = File { record: record.clone(), staged: None, prose: shown.into() };
        self.taken().files.insert(path.to_owned(), file);
        Some(record.length)
    }

    fn take(&self, path: &str, content: Content, prose: Vec<Prose>) {
        if self.taken().failed.is_some() {
            return;
        }
        if let Err(error) = self.try_take(path, &content, prose) {
            self.taken().failed.get_or_insert(error);
        }
    }
}

impl fmt::Debug for Writing<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Writing").field("target", &self.target).finish_non_exhaustive()
    }
}

/// Length and hash of every file of the output, except of social cards, which are not made yet.
///
/// # Errors
/// When its paths cannot stand in one folder.
pub(crate) fn wanted(output: &Output, project: &Project, root: &Path) -> Result<BTreeMap<String, Record>, Error> {
    let of = |(path, content): (&String, &Content)| {
        checked_name(path)?;
        Ok((path.clone(), record(path, content, project, root)?))
    };
    let wanted: BTreeMap<String, Record> = output.files.par_iter().map(of).collect::<Result<_, Error>>()?;
    file_and_folder(&wanted).map_or(Ok(wanted), Err)
}

fn record(path: &str, content: &Content, project: &Project, root: &Path) -> Result<Record, Error> {
    match content {
        Content::Bytes(bytes) => Ok(Record::of(bytes)),
        Content::Card(_) => Ok(Record::of_unmade_card()),
        Content::Asset(asset) => project.assets.get(asset).map(Record::from).ok_or_else(|| {
            let reason = format!("`{asset}`, which `{path}` is a copy of, is not among the files of the site");
            Error::declined(root.join(asset.as_str()), reason)
        }),
    }
}

/// A site has no file that is called as Postil's own are, or leads elsewhere.
fn checked_name(path: &str) -> Result<(), Error> {
    let is_clean = SitePath::new(path).is_ok_and(|clean| clean.as_str() == path && !path.is_empty());
    if is_clean && !path.split('/').any(is_own) {
        return Ok(());
    }
    Err(Error::declined(path, format!("no file of a site can be called `{path}`")))
}

/// Whether both a file and a folder would have one name.
fn file_and_folder(wanted: &BTreeMap<String, Record>) -> Option<Error> {
    let mut folders = wanted.keys().flat_map(|path| path.match_indices('/').map(|(at, _)| &path[..at]));
    let both = folders.find(|folder| wanted.contains_key(*folder))?;
    Some(Error::declined(both, format!("the site has both a file and a folder `{both}`")))
}
