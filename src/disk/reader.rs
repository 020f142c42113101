//! A site that is read again and again: only what may differ is opened.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, SystemTime};
use std::{fs, io};

use chrono::NaiveDate;
use rayon::prelude::*;

use super::error::Error;
use super::read::{Candidate, Found, TOPS, Thing, is_wanted_name, on_disk, real};
use crate::diagnostic::Diagnostic;
use crate::project::{Options, Project};
use crate::source::SitePath;

/// A site on disk and what was last read of it. What it holds is always what [`read`](super::read()) would give, as far as
/// it was told where to look.
#[derive(Debug)]
pub struct Reader {
    root: PathBuf,
    real: PathBuf,
    options: Options,
    project: Arc<Project>,
    files: BTreeMap<SitePath, Known>,
    /// The files by where they stand on disk.
    places: BTreeMap<PathBuf, SitePath>,
    /// What was wrong with the folders.
    problems: Vec<Diagnostic>,
    links: Vec<PathBuf>,
    /// Whether a folder could not be read for a reason that passes.
    is_passing: bool,
}

/// Where something may differ.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Touched {
    /// In these files or folders.
    Paths(BTreeSet<PathBuf>),
    /// Anywhere.
    Anything,
}

/// A file that was read.
#[derive(Debug, Clone)]
struct Known {
    on_disk: PathBuf,
    stamp: Option<Stamp>,
    problem: Option<Diagnostic>,
    /// Whether the problem passes by itself.
    is_passing: bool,
}

impl Known {
    fn new(file: &Candidate, stamp: Option<Stamp>, thing: Option<&Thing>) -> Self {
        Self {
            on_disk: file.on_disk.clone(),
            stamp,
            problem: thing.and_then(Thing::problem).cloned(),
            is_passing: matches!(thing, Some(Thing::Later(_))),
        }
    }
}

/// By what a file is known to be the one that was read. None for a file that was written so shortly before it was read that
/// it may have been written again without its time telling so.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Stamp {
    length: u64,
    modified: SystemTime,
    identity: Option<(u64, u64)>,
}

impl Reader {
    /// Reads the site in this folder.
    ///
    /// # Errors
    /// When it cannot be opened, or holds neither `postil.toml` nor `content/`.
    pub fn open(root: &Path, today: NaiveDate, options: Options) -> Result<Self, Error> {
        let real = real(root)?;
        let mut reader = Self {
            root: root.to_owned(),
            real,
            project: Arc::new(Project::empty(today, options.clone())),
            options,
            files: BTreeMap::new(),
            places: BTreeMap::new(),
            problems: Vec::new(),
            links: Vec::new(),
            is_passing: false,
        };
        reader.everything(today)?;
        Ok(reader)
    }

    /// What was last read.
    #[must_use]
    pub fn project(&self) -> &Arc<Project> {
        &self.project
    }

    /// The folder of the site, without links.
    #[must_use]
    pub fn folder(&self) -> &Path {
        &self.real
    }

    /// Where links of the site lead, below its folder.
    #[must_use]
    pub fn links(&self) -> &[PathBuf] {
        &self.links
    }

    /// Whether something could not be read for a reason that passes, such as too many open files: nothing will tell when it has
    /// passed.
    #[must_use]
    pub fn is_waiting(&self) -> bool {
        self.is_passing || self.files.values().any(|known| known.is_passing)
    }

    /// Looks again, and says whether anything differs.
    ///
    /// # Errors
    /// When the folder is gone, or no longer a site. What was read before stays.
    pub fn look(&mut self, touched: &Touched, today: NaiveDate) -> Result<bool, Error> {
        match touched {
            Touched::Paths(paths) if self.links.is_empty() && today == self.project.today => {
                match self.known_files(paths) {
                    Some(files) => Ok(self.some(&files)),
                    None => self.everything(today),
                }
            }
            _ => self.everything(today),
        }
    }

    /// The files that stand at these paths, when nothing but their contents can differ.
    fn known_files(&self, paths: &BTreeSet<PathBuf>) -> Option<Vec<Candidate>> {
        let mut files = Vec::new();
        for path in paths.iter().filter(|path| self.is_of_site(path)) {
            match (fs::symlink_metadata(path), self.places.get(path)) {
                (Ok(found), Some(known)) if found.is_file() => {
                    files.push(Candidate { path: known.clone(), on_disk: path.clone() });
                }
                // It came and went, as what editors write before they rename it does.
                (Err(error), None) if error.kind() == io::ErrorKind::NotFound && self.is_nothing(path) => {}
                _ => return None,
            }
        }
        Some(files)
    }

    /// Whether nothing was known at or below a path.
    fn is_nothing(&self, path: &Path) -> bool {
        let next = self.places.range(path.to_owned()..).next();
        self.problems.is_empty() && !next.is_some_and(|(place, _)| place.starts_with(path))
    }

    /// Whether a path is one that is read, as far as its name tells.
    fn is_of_site(&self, path: &Path) -> bool {
        let Ok(relative) = path.strip_prefix(&self.real) else { return true };
        let mut parts = relative.components().map(|part| part.as_os_str().to_str());
        let top = parts.next().flatten();
        let is_top = top.is_none_or(|top| TOPS.contains(&top));
        is_top && parts.all(|part| part.is_none_or(is_wanted_name))
    }

    /// Reads these files again.
    fn some(&mut self, files: &[Candidate]) -> bool {
        let things: Vec<_> = files.par_iter().map(|file| (file, Stamp::of(file), file.read())).collect();
        let mut project = (*self.project).clone();
        for (file, stamp, thing) in things {
            if thing.problem().is_some() {
                project.texts.remove(&file.path);
                project.assets.remove(&file.path);
                project.fonts.remove(&file.path);
            }
            self.files.insert(file.path.clone(), Known::new(file, stamp, Some(&thing)));
            thing.put_into(&mut project);
        }
        project.problems = self.all_problems();
        self.replace(project)
    }

    /// Walks the whole site, and reads what may differ.
    fn everything(&mut self, today: NaiveDate) -> Result<bool, Error> {
        self.real = real(&self.root)?;
        let found = Found::below(&self.real);
        let before = &self.files;
        let read = |file: &Candidate| {
            let stamp = Stamp::of(file);
            let known = before.get(&file.path).filter(|known| known.on_disk == file.on_disk);
            let same = known.is_some_and(|known| stamp.is_some() && known.stamp == stamp && known.problem.is_none());
            (stamp, (!same).then(|| file.read()))
        };
        let things: Vec<_> = found.files.par_iter().map(read).collect();
        let mut project = Project::empty(today, self.options.clone());
        let mut files = BTreeMap::new();
        for (file, (stamp, thing)) in found.files.iter().zip(things) {
            files.insert(file.path.clone(), Known::new(file, stamp, thing.as_ref()));
            match thing {
                Some(thing) => thing.put_into(&mut project),
                None => keep(&self.project, &file.path, &mut project),
            }
        }
        self.places = files.iter().map(|(path, known)| (known.on_disk.clone(), path.clone())).collect();
        self.files = files;
        self.problems = found.problems;
        self.links = found.links;
        self.is_passing = found.is_passing;
        project.problems = self.all_problems();
        Ok(self.replace(project))
    }

    fn all_problems(&self) -> Vec<Diagnostic> {
        let files = self.files.values().filter_map(|known| known.problem.as_ref());
        self.problems.iter().chain(files).cloned().collect()
    }

    fn replace(&mut self, project: Project) -> bool {
        let differs = !is_same(&self.project, &project);
        if differs {
            self.project = Arc::new(project);
        }
        differs
    }
}

/// The bytes of a file that is copied, as it is now. `folder` is that of the site, without links.
///
/// # Errors
/// When it cannot be read, or is no longer a file within the site.
pub fn copied(folder: &Path, path: &SitePath) -> io::Result<Vec<u8>> {
    let file = fs::canonicalize(on_disk(folder, path))?;
    if file.starts_with(folder) && file.is_file() { fs::read(file) } else { Err(io::ErrorKind::NotFound.into()) }
}

impl Stamp {
    fn of(file: &Candidate) -> Option<Self> {
        let now = SystemTime::now();
        let found = fs::metadata(&file.on_disk).ok()?;
        let modified = found.modified().ok()?;
        let settled = now.duration_since(modified).is_ok_and(|age| age > COARSEST);
        settled.then(|| Self { length: found.len(), modified, identity: identity(&found) })
    }
}

#[cfg(unix)]
#[expect(clippy::unnecessary_wraps, reason = "other systems have none")]
fn identity(found: &fs::Metadata) -> Option<(u64, u64)> {
    use std::os::unix::fs::MetadataExt;
    Some((found.ino(), found.ctime_nsec().unsigned_abs() ^ found.ctime().unsigned_abs().rotate_left(32)))
}

#[cfg(not(unix))]
fn identity(_: &fs::Metadata) -> Option<(u64, u64)> {
    None
}

fn keep(before: &Project, path: &SitePath, project: &mut Project) {
    if let Some(text) = before.texts.at(path) {
        project.texts.insert(text.clone());
    } else if let Some(asset) = before.assets.get(path) {
        project.assets.insert(path.clone(), asset.clone());
    } else if let Some(font) = before.fonts.get(path) {
        project.fonts.insert(path.clone(), Arc::clone(font));
    }
}

/// Whether nothing that a build looks at differs.
fn is_same(a: &Project, b: &Project) -> bool {
    let mut texts = a.texts.iter().zip(b.texts.iter());
    a.today == b.today
        && a.texts.len() == b.texts.len()
        && a.problems == b.problems
        && a.assets == b.assets
        && a.fonts == b.fonts
        && texts.all(|(a, b)| a.path() == b.path() && (Arc::ptr_eq(a.text(), b.text()) || a.text() == b.text()))
}

/// The coarsest clock of a file system that is written to: FAT counts in steps of two seconds.
const COARSEST: Duration = Duration::from_secs(2);
