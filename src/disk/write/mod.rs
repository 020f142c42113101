//! From an output to a folder that holds it: only what differs is touched, and only what Postil wrote is replaced or removed.
//!
//! The order of the steps is what makes a build safe to kill. First a manifest is written that lists everything that stood
//! there and everything that will, marked as incomplete. Then each file is written beside its place and renamed into it, so
//! that it is old or new and never half. Then what is no longer wanted is removed, and at last the manifest is written
//! that lists exactly what stands there. A build that finds an incomplete manifest trusts nothing and reads every file.
//!
//! After a complete build, a file is taken to be as it was written when it has its length and has not been changed since
//! the manifest was written (its change and modification times are earlier); any other is read and compared. So a file that
//! was edited, damaged or deleted is repaired by the next build, and an unchanged site costs one look at each file.
//!
//! The file that is locked meanwhile says from which project and by which program the folder was filled ([`Origin`]). A build
//! that would do the same again need not make the output to see that it is there: [`holds`].
//!
//! Social cards are made when they are written, one at a time on each thread, and only those that are not there.

mod difference;
mod folder;
mod manifest;
mod origin;
mod place;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::io;
use std::path::Path;

use rayon::prelude::*;

use super::error::Error;
use super::read::on_disk;
use crate::output::{Content, Output};
use crate::project::Project;
use crate::source::SitePath;
use difference::Difference;
pub(crate) use folder::MANIFEST;
use folder::Standing;
use folder::{Folder, is_own};
pub(crate) use manifest::{Manifest, Record};
pub use origin::Origin;

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
    pub origin: Option<Origin>,
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

/// What a build would change, when it is known without making the output: nothing, because the target was filled from the same
/// origin, and each file is as it was written.
#[must_use]
pub fn holds(target: Target<'_>) -> Option<Changes> {
    let origin = target.origin?;
    // A folder that is not there is not made to look into it.
    if !target.folder.join(MANIFEST).is_file() {
        return None;
    }
    let folder = Folder::open(target, &|_| Ok(())).ok()?;
    let known = folder.manifest(false).ok()?;
    if !known.complete || folder.note().ok()? != origin.note(&known) {
        return None;
    }
    let stands = |(path, record): (&String, &Record)| {
        folder.standing(path).is_ok_and(|it| it == Standing::File)
            && folder.is_as_recorded(path, record, true).unwrap_or(false)
    };
    known.files.par_iter().all(stands).then(|| Changes { unchanged: known.files.len(), ..Changes::default() })
}

/// Makes the target hold exactly this output, beside files that Postil did not write.
///
/// # Errors
/// When the folder may not be used, another build is writing to it, a file that Postil did not write is in the way, or the
/// operating system refuses. What was written until then is repaired or completed by the next build.
pub fn write(output: &Output, project: &Project, target: Target<'_>, before: Before<'_>) -> Result<Changes, Error> {
    let mut wanted = wanted(output, project, target.root)?;
    let folder = Folder::open(target, before)?;
    let known = folder.manifest(target.force)?;
    if !known.complete {
        folder.remove_leftovers();
    }
    take_made_cards(&mut wanted, &known);
    let difference = Difference::between(&known, &wanted, &folder, target.force)?;
    let changes = difference.changes(&wanted);
    if known.complete && known.files == wanted && difference.write.is_empty() {
        folder.keep_note(target.origin.map(|origin| origin.note(&known)));
        return Ok(changes);
    }
    folder.save(&Manifest::union(&known, &wanted))?;
    folder.remove(&difference.remove_first)?;
    folder.make_folders(difference.write.iter().copied())?;
    let put = |path: &&str| match &output.files[*path] {
        Content::Bytes(bytes) => folder.put(path, |file| io::Write::write_all(file, bytes)).map(|()| None),
        Content::Asset(asset) => folder.copy(path, &on_disk(target.root, asset), &wanted[*path]).map(|()| None),
        Content::Card(card) => {
            let bytes = card.png();
            folder.put(path, |file| io::Write::write_all(file, &bytes))?;
            Ok(Some(((*path).to_owned(), Record::of_card(&bytes))))
        }
    };
    let made: Vec<_> = difference.write.par_iter().map(put).filter_map(Result::transpose).collect::<Result<_, _>>()?;
    folder.remove(&difference.remove)?;
    wanted.extend(made);
    let manifest = Manifest::of(wanted);
    folder.save(&manifest)?;
    folder.keep_note(target.origin.map(|origin| origin.note(&manifest)));
    Ok(changes)
}

/// A social card is called by what it shows, so the one that was made before under a name is the one that is wanted, and its
/// bytes need not be made again to know them.
fn take_made_cards(wanted: &mut BTreeMap<String, Record>, known: &Manifest) {
    for (path, record) in wanted.iter_mut().filter(|(_, record)| **record == Record::of_unmade_card()) {
        if let Some(made) = known.files.get(path).filter(|made| made.is_of_made_card()) {
            *record = made.clone();
        }
    }
}

/// Length and hash of every file of the output, except of social cards, which are not made yet.
///
/// # Errors
/// When its paths cannot stand in one folder.
pub(crate) fn wanted(output: &Output, project: &Project, root: &Path) -> Result<BTreeMap<String, Record>, Error> {
    let of = |(path, content): (&String, &Content)| {
        let is_clean = SitePath::new(path).is_ok_and(|clean| clean.as_str() == path && !path.is_empty());
        if !is_clean || path.split('/').any(is_own) {
            return Err(Error::declined(path, format!("no file of a site can be called `{path}`")));
        }
        let record = match content {
            Content::Bytes(bytes) => Record::of(bytes),
            Content::Card(_) => Record::of_unmade_card(),
            Content::Asset(asset) => project.assets.get(asset).map(Record::from).ok_or_else(|| {
                Error::declined(root.join(asset.as_str()), format!("`{asset}` is not among the files of the site"))
            })?,
        };
        Ok((path.clone(), record))
    };
    let wanted: BTreeMap<String, Record> = output.files.par_iter().map(of).collect::<Result<_, _>>()?;
    let folders = wanted.keys().flat_map(|path| path.match_indices('/').map(|(at, _)| &path[..at]));
    match folders.into_iter().find(|folder| wanted.contains_key(*folder)) {
        Some(both) => Err(Error::declined(both, format!("the site has both a file and a folder `{both}`"))),
        None => Ok(wanted),
    }
}
