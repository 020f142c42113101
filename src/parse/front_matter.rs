//! Where the front matter of a file ends and its prose begins.

use std::ops::Range;

use crate::diagnostic::{Code, Diagnostic};
use crate::source::SourceText;

/// The two parts of a file, as bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parts {
    /// What stands between the `---` lines; none when there is no front matter.
    pub front_matter: Option<Range<usize>>,
    /// What stands after them.
    pub body: Range<usize>,
    /// Whether the line that ends the front matter is missing.
    pub unclosed: bool,
}

impl Parts {
    /// The parts of a file.
    #[must_use]
    pub fn of(source: &SourceText) -> Self {
        let text = source.text();
        let begin = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
        let mut lines = Lines { text, at: begin };
        let opens = lines.next().is_some_and(|line| is_fence(&text[line]));
        if !opens {
            return Self { front_matter: None, body: begin..text.len(), unclosed: false };
        }
        let start = lines.at;
        for line in lines {
            if is_fence(&text[line.clone()]) {
                return Self { front_matter: Some(start..line.start), body: line.end..text.len(), unclosed: false };
            }
        }
        // What follows the first blank line is taken for the prose, so that one missing line does not make it YAML.
        let end = blank_line(&text[start..]).map_or(text.len(), |at| start + at);
        Self { front_matter: Some(start..end), body: end..text.len(), unclosed: true }
    }

    /// What is wrong with the division. `required`: the first key of the front matter, when the file must have one.
    #[must_use]
    pub fn problem(&self, source: &SourceText, required: Option<&str>) -> Option<Diagnostic> {
        if self.unclosed {
            let first = source.text().find("---").unwrap_or(0);
            return Some(
                Diagnostic::new(
                    Code::FrontMatterUnclosed,
                    source.span(first..first + 3),
                    "the front matter is not closed",
                )
                .label("opened here")
                .help("write a line `---` after the last line of the front matter"),
            );
        }
        let key = required.filter(|_| self.front_matter.is_none())?;
        let first = source.text().lines().next().unwrap_or_default();
        Some(
            Diagnostic::new(Code::FrontMatterMissing, source.span(0..first.len()), "the file has no front matter")
                .help(format!(
                    "begin the file with a line `---`, then `{key}:` and other keys, then another line `---`"
                )),
        )
    }
}

struct Lines<'a> {
    text: &'a str,
    at: usize,
}

impl Iterator for Lines<'_> {
    type Item = Range<usize>;

    fn next(&mut self) -> Option<Range<usize>> {
        let rest = &self.text[self.at..];
        if rest.is_empty() {
            return None;
        }
        let length = rest.find('\n').map_or(rest.len(), |at| at + 1);
        let line = self.at..self.at + length;
        self.at = line.end;
        Some(line)
    }
}

fn is_fence(line: &str) -> bool {
    line.trim_end() == "---"
}

fn blank_line(text: &str) -> Option<usize> {
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        if line.trim().is_empty() {
            return Some(at);
        }
        at += line.len();
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::SitePath;

    fn parts(text: &str) -> (Option<String>, String, bool) {
        let source = SourceText::new(SitePath::new("content/briefings/a.md").expect("a path"), text);
        let parts = Parts::of(&source);
        (parts.front_matter.map(|range| text[range].to_owned()), text[parts.body].to_owned(), parts.unclosed)
    }

    #[test]
    fn line_ends_and_marks_do_not_matter() {
        assert_eq!(parts("---\na: b\n---\nText"), (Some("a: b\n".to_owned()), "Text".to_owned(), false));
        assert_eq!(parts("\u{feff}---\r\na: b\r\n---  \r\nT"), (Some("a: b\r\n".to_owned()), "T".to_owned(), false));
        assert_eq!(parts("---\n---"), (Some(String::new()), String::new(), false));
    }

    #[test]
    fn what_is_not_there_is_noticed() {
        assert_eq!(parts("Text\n---\n"), (None, "Text\n---\n".to_owned(), false));
        assert_eq!(parts("---- \na"), (None, "---- \na".to_owned(), false));
        assert_eq!(parts("---\na: b\n\nText"), (Some("a: b\n".to_owned()), "\nText".to_owned(), true));
        assert_eq!(parts(""), (None, String::new(), false));
    }
}
