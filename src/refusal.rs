//! Why something that touches the world was not done: what the rooms above `disk` answer instead of doing half of it.

use std::path::Path;
use std::{fmt, io};

use crate::disk;

/// Why something was not done, and what can be done about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    message: String,
    help: Option<String>,
}

impl Refusal {
    /// A reason that stands alone.
    #[must_use]
    pub fn new(message: impl Into<String>) -> Self {
        Self { message: message.into(), help: None }
    }

    /// The operating system refused to `attempt` (a verb: `read`, `write`) something with this path.
    #[must_use]
    pub fn by_system(attempt: &str, path: &Path, error: &io::Error) -> Self {
        let help = disk::help(attempt, error).map(str::to_owned);
        Self { message: format!("cannot {attempt} `{}`: {}", path.display(), disk::words(error)), help }
    }

    /// The same with one thing that can be done.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)?;
        match &self.help {
            Some(help) => write!(f, "\nhelp: {help}"),
            None => Ok(()),
        }
    }
}

impl std::error::Error for Refusal {}

impl From<disk::Error> for Refusal {
    fn from(error: disk::Error) -> Self {
        Self::new(error.to_string())
    }
}
