//! For programs.

use super::short;
use crate::diagnostic::Diagnostic;
use crate::source::Sources;

/// To come.
#[must_use]
pub fn github(diagnostics: &[Diagnostic], sources: &Sources) -> String {
    short(diagnostics, sources)
}
