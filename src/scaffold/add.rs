//! `postil import`: new files, and lines in files that exist; all of them, or none.

use std::fs;
use std::path::{Path, PathBuf};

use super::place::make;
use crate::disk::{self, Rewrite};
use crate::import::Change;
use crate::refusal::Refusal;

/// Makes these changes in the site at this root. New files are made first; when something cannot be written, they are taken
/// away, and all is as it was.
///
/// # Errors
/// When a new file exists meanwhile, a file is not as it was read, or the operating system refuses.
pub fn add(root: &Path, changes: &[Change]) -> Result<(), Refusal> {
    let mut made: Vec<PathBuf> = Vec::new();
    let undo = |made: &[PathBuf]| {
        for path in made {
            // It was made a moment ago; what cannot be taken away is a file more.
            let _ = fs::remove_file(path);
        }
    };
    for change in changes.iter().filter(|it| it.before.is_none()) {
        let path = root.join(change.path.as_str());
        if let Err(error) = make(&path, &change.after) {
            undo(&made);
            return Err(Refusal::by_system("make", &path, &error).help("nothing was imported"));
        }
        made.push(path);
    }
    let rewrites: Vec<Rewrite> = changes
        .iter()
        .filter_map(|it| {
            let before = it.before.clone()?;
            Some(Rewrite { path: it.path.clone(), before, after: it.after.clone(), moved: None })
        })
        .collect();
    disk::rewrite(root, &rewrites, &|_| Ok(())).map_err(|error| {
        undo(&made);
        Refusal::from(error)
    })
}
