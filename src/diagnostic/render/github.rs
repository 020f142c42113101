//! For GitHub Actions: workflow commands, which become annotations of the changed files.

use std::fmt::Write;

use super::place::{Place, file};
use crate::diagnostic::{Diagnostic, Severity};
use crate::source::Sources;

/// One command a problem. `folder` is where the site stands in the repository, empty or with a `/` at its end.
#[must_use]
pub fn render(diagnostics: &[Diagnostic], sources: &Sources, folder: &str) -> String {
    diagnostics.iter().map(|diagnostic| one(diagnostic, sources, folder)).collect()
}

fn one(diagnostic: &Diagnostic, sources: &Sources, folder: &str) -> String {
    let command = match diagnostic.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "notice",
    };
    let mut properties = Vec::new();
    if let Some(path) = file(diagnostic, sources) {
        properties.push(format!("file={}", property(&format!("{folder}{path}"))));
    }
    if let Some(place) = diagnostic.span().and_then(|span| Place::of(span, sources)) {
        properties.push(format!("line={},endLine={}", place.start.line, place.end.line));
        // GitHub takes columns only within one line.
        if place.start.line == place.end.line {
            properties.push(format!("col={},endColumn={}", place.start.column, place.end.column));
        }
    }
    properties.push(format!("title={}", property(diagnostic.code.name())));
    format!("::{command} {}::{}\n", properties.join(","), data(&words(diagnostic, sources)))
}

/// The message and everything that is said beside it, a line each.
fn words(diagnostic: &Diagnostic, sources: &Sources) -> String {
    let mut text = diagnostic.message.clone();
    for (nth, label) in diagnostic.labels.iter().enumerate().filter(|(_, label)| !label.text.is_empty()) {
        match Place::of(label.span, sources) {
            Some(place) if nth > 0 => _ = write!(text, "\n{}:{}: {}", place.path(), place.start.line, label.text),
            _ => _ = write!(text, "\n{}", label.text),
        }
    }
    for note in &diagnostic.notes {
        _ = write!(text, "\nnote: {note}");
    }
    if let Some(help) = &diagnostic.help {
        _ = write!(text, "\nhelp: {help}");
    }
    text
}

/// Escapes what stands after the second `::` (actions/toolkit, `escapeData`).
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// Escapes the value of a property (actions/toolkit, `escapeProperty`).
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Code;
    use crate::source::{SitePath, SourceText};

    #[test]
    fn nothing_in_a_text_ends_a_command() {
        let a = SourceText::new(SitePath::new("content/a,b: 100%.md").expect("a path"), "one\ntwo\n");
        let problem = Diagnostic::new(Code::UnknownKey, a.span(4..7), "bad\n::error::100%").help("write `two`");
        let across = Diagnostic::new(Code::Reversal, a.span(0..7), "across");
        let sources = [a].into_iter().collect();
        assert_eq!(
            render(&[problem, across], &sources, "site/"),
            "::error file=site/content/a%2Cb%3A 100%25.md,line=2,endLine=2,col=1,endColumn=4,title=unknown-key\
             ::bad%0A::error::100%25%0Ahelp: write `two`\n\
             ::notice file=site/content/a%2Cb%3A 100%25.md,line=1,endLine=2,title=reversal::across\n"
        );
    }
}
