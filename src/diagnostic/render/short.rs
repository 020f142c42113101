//! One line a problem: `content/a.md:3:1: error[unknown-key]: message`, as compilers print it and editors read it.

use std::fmt::Write;

use super::MAX_SHOWN;
use super::place::{Place, file};
use super::summary::more;
use super::terminal::printable;
use crate::diagnostic::Diagnostic;
use crate::source::Sources;

/// One line a problem; columns count characters from 1.
#[must_use]
pub fn render(diagnostics: &[Diagnostic], sources: &Sources) -> String {
    let mut text = String::new();
    for diagnostic in diagnostics.iter().take(MAX_SHOWN) {
        if let Some(path) = file(diagnostic, sources) {
            let _ = write!(text, "{}:", printable(path.as_str()));
        }
        if let Some(place) = diagnostic.span().and_then(|span| Place::of(span, sources)) {
            let _ = write!(text, "{}:{}:", place.start.line, place.start.column);
        }
        if !text.is_empty() && !text.ends_with('\n') {
            text.push(' ');
        }
        let (severity, code, message) = (diagnostic.severity.as_str(), diagnostic.code, printable(&diagnostic.message));
        let _ = writeln!(text, "{severity}[{code}]: {message}");
    }
    text + &more(diagnostics)
}
