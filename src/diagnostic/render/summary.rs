//! How many problems there are, in one line.

use std::collections::{BTreeMap, BTreeSet};

use super::place::file;
use crate::diagnostic::{Diagnostic, Severity};
use crate::source::Sources;

/// `3 errors, 2 warnings in 2 files`; `no problems` when there is none.
#[must_use]
pub fn summary(diagnostics: &[Diagnostic], sources: &Sources) -> String {
    if diagnostics.is_empty() {
        return "no problems".to_owned();
    }
    let files: BTreeSet<_> = diagnostics.iter().filter_map(|diagnostic| file(diagnostic, sources)).collect();
    match files.len() {
        0 => counts(diagnostics),
        files => format!("{} in {}", counts(diagnostics), counted(files, "file")),
    }
}

/// `3 errors, 2 warnings`
pub(super) fn counts<'a>(diagnostics: impl IntoIterator<Item = &'a Diagnostic>) -> String {
    let mut found: BTreeMap<Severity, usize> = BTreeMap::new();
    for diagnostic in diagnostics {
        *found.entry(diagnostic.severity).or_default() += 1;
    }
    let parts: Vec<String> = found.into_iter().map(|(severity, count)| counted(count, severity.as_str())).collect();
    parts.join(", ")
}

/// What follows the problems that are shown when there are more: `and 3 errors, 2 warnings more`; empty when all are shown.
pub(super) fn more(diagnostics: &[Diagnostic]) -> String {
    match diagnostics.get(super::MAX_SHOWN..) {
        None | Some([]) => String::new(),
        Some(rest) => format!("… and {} more\n", counts(rest)),
    }
}

/// `1 file`, `2 files`
#[must_use]
pub fn counted(count: usize, noun: &str) -> String {
    if count == 1 { format!("1 {noun}") } else { format!("{count} {noun}s") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Code;
    use crate::source::{SitePath, SourceText};

    #[test]
    fn problems_are_counted_by_severity_and_file() {
        let path = |path| SitePath::new(path).expect("a path");
        let source = SourceText::new(path("content/a.md"), "text");
        let diagnostics = [
            Diagnostic::new(Code::UnknownKey, source.span(0..1), "x"),
            Diagnostic::new(Code::UnknownKey, source.span(1..2), "x"),
            Diagnostic::about_file(Code::UnreadableFile, path("content/b.md"), "x"),
            Diagnostic::without_place(Code::SiteNearLimit, "x"),
            Diagnostic::new(Code::Reversal, source.span(1..2), "x"),
        ];
        let sources: Sources = [source].into_iter().collect();
        assert_eq!(summary(&diagnostics, &sources), "3 errors, 1 warning, 1 note in 2 files");
        assert_eq!(summary(&[], &sources), "no problems");
    }
}
