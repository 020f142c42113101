//! What an author probably meant where YAML cannot be read.
//!
//! A scanner notices a mistake late and in its own words. Here the lines up to that place are looked at for the mistakes
//! that people make: tabs, a colon or a quotation mark within a text, a text that begins with a sign.

use std::ops::Range;

use crate::diagnostic::{Code, Diagnostic};
use crate::source::SourceText;

/// Where and why the reading stopped, as the scanner says it.
pub(super) struct Failure {
    pub(super) at: usize,
    pub(super) info: String,
}

impl Failure {
    /// The problem of this part of a file, in the author's terms.
    pub(super) fn explain(&self, source: &SourceText, part: Range<usize>) -> Diagnostic {
        if self.info.contains("recursion limit") {
            let place = self.place(source, &part);
            return Diagnostic::new(Code::LimitExceeded, place, "values are nested too deep")
                .help("write it with fewer levels");
        }
        let lines = Line::all(source, part.clone(), self.at);
        let tab = lines.iter().find_map(|line| line.tab(source));
        let own = || lines.last().and_then(|line| line.mistake(source, &self.info));
        let earlier = || lines.iter().rev().skip(1).find_map(|line| line.unclosed(source));
        tab.or_else(own).or_else(earlier).unwrap_or_else(|| self.plain(source, &part))
    }

    fn plain(&self, source: &SourceText, part: &Range<usize>) -> Diagnostic {
        let info = self.info.trim_start_matches("while parsing ").trim_start_matches("while scanning ");
        let message = match info {
            _ if info.contains("indentation") => "this line is not indented as those around it",
            _ if info.contains("mapping values are not allowed") => "a `:` cannot stand here",
            _ if info.contains("simple key") || info.contains("expected key") => "a line with `key: value` is expected here",
            _ if info.contains("expected '-'") => "an item that begins with `- ` is expected here",
            _ if info.contains("',' or ']'") => "a `,` or `]` is expected here",
            _ if info.contains("',' or '}'") => "a `,` or `}` is expected here",
            _ => {
                return Diagnostic::new(Code::YamlSyntax, self.place(source, part), format!("the YAML cannot be read: {info}"))
                    .help("if this is meant as text, put the whole value in quotation marks");
            }
        };
        Diagnostic::new(Code::YamlSyntax, self.place(source, part), message)
            .help("indent the line as those beside it, or put a text with signs in quotation marks")
    }

    /// The word at the place, or the last one before it when it is at the end.
    fn place(&self, source: &SourceText, part: &Range<usize>) -> crate::source::Span {
        let text = source.text();
        let before = text.get(part.start..self.at.min(part.end)).unwrap_or_default();
        let rest = text.get(self.at.min(part.end)..part.end).unwrap_or_default();
        let line = rest.lines().next().unwrap_or_default();
        let word = line.split_whitespace().next().map_or(0, |word| line.find(word).unwrap_or(0) + word.len());
        if word > 0 {
            let lead = line.len() - line.trim_start().len();
            return source.span(self.at + lead..self.at + word);
        }
        let end = part.start + before.trim_end().len();
        let start = text.get(..end).and_then(|head| head.char_indices().next_back()).map_or(end, |(at, _)| at);
        source.span(start..end)
    }
}

/// A line, divided into what is before its value and the value.
struct Line<'a> {
    /// The byte at which it begins.
    start: usize,
    text: &'a str,
    /// Within the text: the byte at which the value begins, after `- ` and `key: `.
    value: usize,
    key: Option<&'a str>,
}

impl<'a> Line<'a> {
    /// The lines of a part up to and with that of a place.
    fn all(source: &'a SourceText, part: Range<usize>, until: usize) -> Vec<Self> {
        let mut lines = Vec::new();
        let mut at = part.start;
        for line in source.text().get(part.clone()).unwrap_or_default().split_inclusive('\n') {
            if at > until {
                break;
            }
            let text = line.trim_end_matches(['\n', '\r']);
            // The place is often at the end of a part, behind what it is about.
            if !text.trim().is_empty() {
                lines.push(Self::new(at, text));
            }
            at += line.len();
        }
        lines
    }

    fn new(start: usize, text: &'a str) -> Self {
        let mut value = text.len() - text.trim_start().len();
        while let Some(rest) = text[value..].strip_prefix("- ") {
            value = text.len() - rest.trim_start().len();
        }
        let rest = &text[value..];
        let name = rest.find(|c: char| !(c.is_alphanumeric() || matches!(c, '-' | '_'))).unwrap_or(rest.len());
        let mut key = None;
        if name > 0 && (rest[name..].starts_with(": ") || rest[name..] == *":") {
            key = Some(&rest[..name]);
            let after = &rest[name + 1..];
            value = text.len() - after.trim_start().len();
        }
        Self { start, text, value, key }
    }

    fn tab(&self, source: &SourceText) -> Option<Diagnostic> {
        let space = self.text.len() - self.text.trim_start().len();
        let at = self.text[..space].find('\t')?;
        let place = source.span(self.start + at..self.start + at + 1);
        let diagnostic = Diagnostic::new(Code::YamlSyntax, place, "a tab indents this line");
        Some(diagnostic.note("YAML allows only spaces there").help("replace the tab with spaces"))
    }

    fn mistake(&self, source: &SourceText, info: &str) -> Option<Diagnostic> {
        self.unclosed(source)
            .or_else(|| self.after_quote(source))
            .or_else(|| self.sign(source))
            .or_else(|| self.colon(source))
            .or_else(|| self.missing_space(source, info))
    }

    fn value(&self) -> &'a str {
        self.text[self.value..].trim_end()
    }

    fn place(&self, source: &SourceText, from: usize, to: usize) -> crate::source::Span {
        source.span(self.start + self.value + from..self.start + self.value + to)
    }

    /// A quotation mark that opens the value and is not closed in the line.
    fn unclosed(&self, source: &SourceText) -> Option<Diagnostic> {
        let value = self.value();
        let mark = value.chars().next().filter(|c| matches!(c, '"' | '\''))?;
        if closing(value, mark).is_some() {
            return None;
        }
        let message = format!("the quotation mark `{mark}` is not closed");
        let diagnostic = Diagnostic::new(Code::YamlSyntax, self.place(source, 0, 1), message).label("opened here");
        Some(diagnostic.help(format!("write another `{mark}` at the end of the text")))
    }

    /// Text after a quoted value.
    fn after_quote(&self, source: &SourceText) -> Option<Diagnostic> {
        let value = self.value();
        let mark = value.chars().next().filter(|c| matches!(c, '"' | '\''))?;
        let end = closing(value, mark)? + 1;
        let rest = value[end..].trim_start();
        if rest.is_empty() || rest.starts_with('#') || rest.starts_with([',', ']', '}', ':']) {
            return None;
        }
        let place = self.place(source, value.len() - rest.len(), value.len());
        let other = if mark == '"' { '\'' } else { '"' };
        let diagnostic = Diagnostic::new(Code::YamlSyntax, place, "text follows the closing quotation mark");
        Some(diagnostic.help(format!("put the whole value between `{other}` and `{other}`")))
    }

    /// A text that begins with a sign that means something else.
    fn sign(&self, source: &SourceText) -> Option<Diagnostic> {
        let value = self.value();
        let sign = value.chars().next().filter(|c| "[{*&@`%!|>,]}".contains(*c))?;
        let balanced = |open: char, close: char| value.matches(open).count() == value.matches(close).count();
        let message = match sign {
            '[' if !balanced('[', ']') => "the list that `[` begins is not closed".to_owned(),
            '{' if !balanced('{', '}') => "the mapping that `{` begins is not closed".to_owned(),
            '{' if value.contains(": ") => return None,
            '[' | '{' if value.ends_with([']', '}']) => return None,
            '|' | '>' if value.len() == 1 => return None,
            _ => format!("a text cannot begin with `{sign}`"),
        };
        let diagnostic = Diagnostic::new(Code::YamlSyntax, self.place(source, 0, 1), message);
        let help = match sign {
            '[' if !value.contains(']') => "write `]` at its end, or put a text in quotation marks".to_owned(),
            '{' if !value.contains('}') => "write `}` at its end, or put a text in quotation marks".to_owned(),
            _ => format!("put it in quotation marks: {}", quoted(value)),
        };
        Some(diagnostic.help(help))
    }

    /// A colon and a space within a plain text.
    fn colon(&self, source: &SourceText) -> Option<Diagnostic> {
        let value = self.value();
        if value.starts_with(['"', '\'', '[', '{']) {
            return None;
        }
        self.key?;
        let at = value.find(": ").or_else(|| value.strip_suffix(':').map(str::len))?;
        let diagnostic = Diagnostic::new(
            Code::YamlSyntax,
            self.place(source, at, at + 1),
            "a colon and a space stand within a text that is not in quotation marks",
        );
        Some(diagnostic.help(format!("put it in quotation marks: {}", quoted(value))))
    }

    /// `key:value`, where the space is missing.
    fn missing_space(&self, source: &SourceText, info: &str) -> Option<Diagnostic> {
        let value = self.value();
        let at = value.find(':')?;
        let is_key = at > 0 && value[..at].chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_'));
        if self.key.is_some() || !is_key || info.contains("indentation") || value[at + 1..].starts_with(' ') {
            return None;
        }
        let place = self.place(source, at, at + 1);
        let diagnostic = Diagnostic::new(Code::YamlSyntax, place, "a space is missing after the colon");
        Some(diagnostic.help(format!("write `{}: {}`", &value[..at], &value[at + 1..])))
    }
}

/// The byte of the mark that closes a quoted text which begins with it.
fn closing(value: &str, mark: char) -> Option<usize> {
    let bytes = value.as_bytes();
    let mark = u8::try_from(mark).ok()?;
    let mut at = 1;
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'\\' if mark == b'"' => at += 1,
            _ if *byte == mark && mark == b'\'' && bytes.get(at + 1) == Some(&mark) => at += 1,
            _ if *byte == mark => return Some(at),
            _ => {}
        }
        at += 1;
    }
    None
}

/// The text as a quoted scalar, shortened when it is long.
fn quoted(value: &str) -> String {
    let short: String = value.chars().take(QUOTED_CHARS).collect();
    let dots = if short.len() < value.len() { "…" } else { "" };
    if short.contains('"') { format!("`'{}{dots}'`", short.replace('\'', "''")) } else { format!("`\"{short}{dots}\"`") }
}

const QUOTED_CHARS: usize = 60;
