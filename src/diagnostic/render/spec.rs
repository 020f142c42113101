//! For tests: every place, note and help of every problem, in lines that a writer can read and a test can compare.

use std::fmt::Write;

use super::place::{Place, file};
use crate::diagnostic::Diagnostic;
use crate::source::{Sources, Span};

/// For each problem `error[unknown-key] content/a.md:3:1-5 message`, then what is said at its places, its notes and its help.
///
/// `3:1-5` is line 3, from the first to the fifth character; `3:1-4:2` ends in line 4; `3:1` is a place without characters.
#[must_use]
pub fn render(diagnostics: &[Diagnostic], sources: &Sources) -> String {
    diagnostics.iter().map(|diagnostic| one(diagnostic, sources)).collect()
}

fn one(diagnostic: &Diagnostic, sources: &Sources) -> String {
    let Diagnostic { code, severity, message, labels, notes, help, .. } = diagnostic;
    let mut text = format!("{}[{code}] ", severity.as_str());
    match diagnostic.span().and_then(|span| written(span, sources)) {
        Some(place) => _ = write!(text, "{place} "),
        None => _ = file(diagnostic, sources).map(|path| write!(text, "{path} ")),
    }
    _ = writeln!(text, "{message}");
    if let Some(first) = labels.first().filter(|first| !first.text.is_empty()) {
        _ = writeln!(text, "  here: {}", first.text);
    }
    for label in labels.iter().skip(1) {
        let place = written(label.span, sources).unwrap_or_else(|| "?".to_owned());
        _ = writeln!(text, "  at {place} {}", label.text);
    }
    for note in notes {
        _ = writeln!(text, "  note: {note}");
    }
    if let Some(help) = help {
        _ = writeln!(text, "  help: {help}");
    }
    text
}

/// `content/a.md:3:1-5`
fn written(span: Span, sources: &Sources) -> Option<String> {
    let place = Place::of(span, sources)?;
    let start = format!("{}:{}:{}", place.path(), place.start.line, place.start.column);
    let last = place.source.text()[place.span.range()].char_indices().next_back();
    let Some((at, _)) = last else { return Some(start) };
    let last = place.source.position(place.span.start + u32::try_from(at).unwrap_or(0));
    Some(match last.line == place.start.line {
        true => format!("{start}-{}", last.column),
        false => format!("{start}-{}:{}", last.line, last.column),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Code;
    use crate::source::{SitePath, SourceText};

    #[test]
    fn every_part_of_a_problem_has_its_line() {
        let path = |path| SitePath::new(path).expect("a path");
        let a = SourceText::new(path("content/a.md"), "---\nDatum: é\n---\n");
        let b = SourceText::new(path("content/b.md"), "ab");
        let diagnostics = [
            Diagnostic::new(Code::UnknownKey, a.span(4..9), "unknown key `Datum`")
                .label("not a key")
                .also(b.span(1..2), "as here")
                .also(a.span(11..17), "to here")
                .note("A note.")
                .help("write `date`"),
            Diagnostic::new(Code::MissingKey, b.span(2..2), "empty"),
            Diagnostic::about_file(Code::UnreadableFile, path("content/c.md"), "unreadable"),
            Diagnostic::without_place(Code::SiteNearLimit, "large"),
        ];
        let sources: Sources = [a, b].into_iter().collect();
        let expected = "\
error[unknown-key] content/a.md:2:1-5 unknown key `Datum`
  here: not a key
  at content/b.md:1:2-2 as here
  at content/a.md:2:8-3:3 to here
  note: A note.
  help: write `date`
error[missing-key] content/b.md:1:3 empty
error[unreadable-file] content/c.md unreadable
warning[site-near-limit] large
";
        assert_eq!(render(&diagnostics, &sources), expected);
    }
}
