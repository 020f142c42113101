//! Which folders may hold the output.

use std::fs;
use std::path::{Component, Path, PathBuf};

use super::super::error::Error;
use super::Target;

/// The real path of the output folder, which need not exist yet.
///
/// # Errors
/// When writing there could touch what the site is made from.
pub(super) fn checked(target: Target<'_>) -> Result<PathBuf, Error> {
    let folder = real(target.folder)?;
    let root = real(target.root)?;
    let decline = |why: &str| {
        let reason = format!("`{}` cannot hold the output: {why}", target.folder.display());
        Err(Error::declined(target.folder, reason))
    };
    if root.starts_with(&folder) {
        return decline("it holds the site itself; choose a folder of its own, such as `public`");
    }
    for source in SOURCES {
        let Ok(source_folder) = fs::canonicalize(root.join(source)) else { continue };
        if folder.starts_with(&source_folder) {
            return decline(&format!("it is in `{source}`, from which the site is read"));
        }
        if source_folder.starts_with(&folder) {
            return decline(&format!("it holds `{source}`, from which the site is read"));
        }
    }
    if folder.exists() && !folder.is_dir() {
        return decline("it is a file");
    }
    Ok(folder)
}

/// The path without links, `.` and `..`, as far as it exists.
fn real(path: &Path) -> Result<PathBuf, Error> {
    let mut existing = std::path::absolute(path).map_err(|error| Error::refused("open", path, error))?;
    let mut missing = Vec::new();
    loop {
        match fs::canonicalize(&existing) {
            Ok(real) => {
                return Ok(missing.into_iter().rev().fold(real, |real, part| match part {
                    Part::Up => real.parent().map(Path::to_owned).unwrap_or(real),
                    Part::Name(name) => real.join(name),
                }));
            }
            Err(error) => {
                missing.push(match existing.components().next_back() {
                    Some(Component::Normal(name)) => Part::Name(name.to_owned()),
                    Some(Component::ParentDir) => Part::Up,
                    _ => return Err(Error::refused("open", path, error)),
                });
                existing.pop();
            }
        }
    }
}

/// A part of a path that does not exist.
enum Part {
    Up,
    Name(std::ffi::OsString),
}

const SOURCES: [&str; 4] = ["content", "templates", "static", "postil.toml"];
