//! Errors of the world: a file or folder, and what went wrong with it.

use std::path::{Path, PathBuf};
use std::{fmt, io};

/// Why a site could not be read or written, with the path that it is about.
#[derive(Debug)]
pub struct Error {
    path: PathBuf,
    problem: Problem,
}

#[derive(Debug)]
enum Problem {
    /// The operating system refused: what was attempted, and its answer.
    Refused(&'static str, io::Error),
    /// Postil refuses, for this reason.
    Declined(String),
}

impl Error {
    /// The operating system refused to `attempt` (a verb: `read`, `write`) something with this path.
    pub(super) fn refused(attempt: &'static str, path: impl Into<PathBuf>, error: io::Error) -> Self {
        Self { path: path.into(), problem: Problem::Refused(attempt, error) }
    }

    /// Postil refuses to go on; the reason is a whole message.
    pub(super) fn declined(path: impl Into<PathBuf>, reason: impl Into<String>) -> Self {
        Self { path: path.into(), problem: Problem::Declined(reason.into()) }
    }

    /// The file or folder that it is about.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.problem {
            Problem::Refused(attempt, error) => {
                write!(f, "cannot {attempt} `{}`: {}", self.path.display(), words(error))
            }
            Problem::Declined(reason) => f.write_str(reason),
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match &self.problem {
            Problem::Refused(_, error) => Some(error),
            Problem::Declined(_) => None,
        }
    }
}

/// What the operating system answered, without its number.
pub(crate) fn words(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "it does not exist".to_owned(),
        io::ErrorKind::PermissionDenied => "permission denied".to_owned(),
        io::ErrorKind::StorageFull => "no space is left on the device".to_owned(),
        io::ErrorKind::ReadOnlyFilesystem => "the file system is read-only".to_owned(),
        io::ErrorKind::IsADirectory => "it is a folder".to_owned(),
        io::ErrorKind::NotADirectory => "it is not a folder".to_owned(),
        _ => error.to_string(),
    }
}
