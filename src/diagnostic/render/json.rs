//! For programs: one JSON object a line. The schema is in `docs/messages.md`.

use serde::Serialize;

use super::place::{Place, file};
use crate::diagnostic::{Diagnostic, Label};
use crate::source::Sources;

/// One object a line, all problems.
#[must_use]
pub fn render(diagnostics: &[Diagnostic], sources: &Sources) -> String {
    let mut text = String::new();
    for diagnostic in diagnostics {
        text.push_str(&serde_json::to_string(&Object::of(diagnostic, sources)).unwrap_or_default());
        text.push('\n');
    }
    text
}

#[derive(Serialize)]
struct Object<'a> {
    code: &'static str,
    severity: &'static str,
    group: &'static str,
    message: &'a str,
    file: Option<&'a str>,
    #[serde(flatten)]
    region: Option<Region>,
    labels: Vec<Marked<'a>>,
    notes: &'a [String],
    help: Option<&'a str>,
}

#[derive(Serialize)]
struct Marked<'a> {
    file: &'a str,
    #[serde(flatten)]
    region: Region,
    text: &'a str,
}

/// Lines and columns count from 1, columns in characters; bytes from 0; ends are exclusive.
#[derive(Serialize)]
struct Region {
    line: u32,
    column: u32,
    end_line: u32,
    end_column: u32,
    start_byte: u32,
    end_byte: u32,
}

impl<'a> Object<'a> {
    fn of(diagnostic: &'a Diagnostic, sources: &'a Sources) -> Self {
        let region = diagnostic.span().and_then(|span| Place::of(span, sources)).map(|place| Region::of(&place));
        let marked = |label: &'a Label| {
            let place = Place::of(label.span, sources)?;
            Some(Marked { file: place.path().as_str(), region: Region::of(&place), text: &label.text })
        };
        Self {
            code: diagnostic.code.name(),
            severity: diagnostic.severity.as_str(),
            group: diagnostic.code.group().as_str(),
            message: &diagnostic.message,
            file: file(diagnostic, sources).map(|path| path.as_str()),
            region,
            labels: diagnostic.labels.iter().filter_map(marked).collect(),
            notes: &diagnostic.notes,
            help: diagnostic.help.as_deref(),
        }
    }
}

impl Region {
    fn of(place: &Place<'_>) -> Self {
        Self {
            line: place.start.line,
            column: place.start.column,
            end_line: place.end.line,
            end_column: place.end.column,
            start_byte: place.span.start,
            end_byte: place.span.end,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Code;
    use crate::source::{SitePath, SourceText};

    #[test]
    fn a_problem_is_one_line_of_json() {
        let a = SourceText::new(SitePath::new("content/a.md").expect("a path"), "é\r\n\u{1b}[2Jx");
        let problem = Diagnostic::new(Code::UnknownKey, a.span(4..9), "line\nend \u{1b}").label("x").help("h");
        let text =
            render(&[problem, Diagnostic::without_place(Code::SiteNearLimit, "large")], &[a].into_iter().collect());
        let lines: Vec<serde_json::Value> =
            text.lines().map(|line| serde_json::from_str(line).expect("an object")).collect();
        assert_eq!(lines.len(), 2);
        assert_eq!(lines[0]["code"], "unknown-key");
        assert_eq!(lines[0]["group"], "form");
        assert_eq!(lines[0]["message"], "line\nend \u{1b}");
        assert_eq!((&lines[0]["line"], &lines[0]["column"]), (&2.into(), &1.into()));
        assert_eq!((&lines[0]["end_line"], &lines[0]["end_column"]), (&2.into(), &6.into()));
        assert_eq!((&lines[0]["start_byte"], &lines[0]["end_byte"]), (&4.into(), &9.into()));
        assert_eq!(lines[0]["labels"][0]["text"], "x");
        assert_eq!(lines[1]["file"], serde_json::Value::Null);
        assert!(!text.contains('\u{1b}'), "control characters are escaped");
    }
}
