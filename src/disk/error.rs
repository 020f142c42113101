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

    /// A file of the site cannot be read that was read before.
    pub(super) fn lost(path: &Path, error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::NotFound => {
                let reason =
                    format!("`{}` went away while the site was built\nhelp: do the same again", path.display());
                Self::declined(path, reason)
            }
            _ => Self::refused("read", path, error),
        }
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
                write!(f, "cannot {attempt} `{}`: {}", self.path.display(), words(error))?;
                help(attempt, error).map_or(Ok(()), |help| write!(f, "\nhelp: {help}"))
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
        io::ErrorKind::QuotaExceeded => "nothing more may be stored there".to_owned(),
        io::ErrorKind::IsADirectory => "it is a folder".to_owned(),
        io::ErrorKind::NotADirectory => "it is not a folder".to_owned(),
        _ if is_too_many_files(error) => "too many files are open".to_owned(),
        _ => error.to_string(),
    }
}

/// What can be done when the operating system does not let us `attempt` (a verb) something, where that is known.
pub(crate) fn help(attempt: &str, error: &io::Error) -> Option<&'static str> {
    let reads = matches!(attempt, "read" | "open");
    Some(match error.kind() {
        io::ErrorKind::NotFound if !reads => "it, or a folder around it, was removed meanwhile; do the same again",
        io::ErrorKind::ResourceBusy if reads => "do the same again when whatever writes it is done",
        io::ErrorKind::PermissionDenied if reads => "let your user read it, and do the same again",
        io::ErrorKind::PermissionDenied => "let your user write there, or choose another place",
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => "make room there, and do the same again",
        io::ErrorKind::ReadOnlyFilesystem => "choose another place, or make that one writable",
        _ if is_too_many_files(error) => "raise the limit (`ulimit -n`); `--threads 1` opens fewer at once",
        _ => return None,
    })
}

/// Whether the same may be done a moment later without anybody having changed anything.
pub(super) fn passes(error: &io::Error) -> bool {
    is_too_many_files(error) || error.kind() == io::ErrorKind::ResourceBusy
}

fn is_too_many_files(error: &io::Error) -> bool {
    // EMFILE and ENFILE; ERROR_TOO_MANY_OPEN_FILES.
    let codes: &[i32] = if cfg!(windows) { &[4] } else { &[23, 24] };
    error.raw_os_error().is_some_and(|code| codes.contains(&code))
}
