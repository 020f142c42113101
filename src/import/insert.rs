//! Entries into a file that exists: lines between its lines, and nothing else changes.

use std::ops::Range;

use super::draft::{Entry, Section};
use super::write::{block, flow};
use crate::parse::front_matter::Parts;
use crate::parse::node::{Entry as Pair, List, Map, Node, Value};
use crate::parse::yaml;
use crate::source::SourceText;

/// An entry with its number among all that are imported.
pub(super) type Numbered = (usize, Entry);

/// A text that gets into another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Insertion {
    /// Before which byte.
    pub(super) at: usize,
    /// What.
    pub(super) text: String,
    /// Whether it goes on with a list that is there.
    pub(super) continues: bool,
    /// Which bytes of it are which entry.
    pub(super) parts: Vec<(usize, Range<usize>)>,
}

/// What gets into a briefing whose front matter is the mapping at the top.
///
/// # Errors
/// Why nothing can be added to it, and what would help.
pub(super) fn into_briefing(text: &SourceText, section: Section, entries: &[Numbered]) -> Result<Insertion, Obstacle> {
    let parts = Parts::of(text);
    let obstacle = |what: &str| Obstacle {
        message: format!("nothing can be added to `{}` of `{}`: {what}", section.key(), text.path()),
        help: format!("write `{}` there as a list with an entry on each line, and import again", section.key()),
    };
    let Some(range) = parts.front_matter.filter(|_| !parts.unclosed) else {
        return Err(obstacle("it has no front matter"));
    };
    let line = line_end(text.text());
    let fence = range.end;
    let root = match yaml::parse(text, range).0 {
        None => return Ok(with_key(fence, section, entries, line)),
        Some(Node { value: Value::Map(map), span }) => {
            if text.text()[span.range()].starts_with('{') {
                return Err(obstacle("all of its front matter is on one line"));
            }
            map
        }
        Some(_) => return Err(obstacle("its front matter is no mapping")),
    };
    match entry(&root, section.key()) {
        None => Ok(with_key(fence, section, entries, line)),
        Some(pair) => into_value(text, pair, entries, line).ok_or_else(|| obstacle("it is no list")),
    }
}

/// What gets to the end of a list file.
///
/// # Errors
/// Why nothing can be added to it, and what would help.
pub(super) fn into_list(text: &SourceText, entries: &[Numbered]) -> Result<Insertion, Obstacle> {
    let whole = text.text();
    let obstacle = || Obstacle {
        message: format!("nothing can be added to `{}`: it is no list with an entry on each line", text.path()),
        help: "write it so, and import again".to_owned(),
    };
    let line = line_end(whole);
    let begin = if whole.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    match yaml::parse(text, begin..whole.len()).0 {
        None => {
            let lead = if whole.is_empty() || whole.ends_with('\n') { "" } else { line };
            Ok(blocks(whole.len(), lead, entries, 0, line))
        }
        Some(Node { value: Value::List(list), span }) => {
            after_items(whole, &list, span.range(), entries, line).ok_or_else(obstacle)
        }
        Some(_) => Err(obstacle()),
    }
}

/// Why nothing can be added.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Obstacle {
    pub(super) message: String,
    pub(super) help: String,
}

/// Entries one after the other, in lines.
pub(super) fn blocks(at: usize, lead: &str, entries: &[Numbered], indent: usize, line: &str) -> Insertion {
    let mut insertion = Insertion { at, text: lead.to_owned(), continues: true, parts: Vec::new() };
    for (number, entry) in entries {
        let start = insertion.text.len();
        insertion.text.push_str(&block(entry, indent).replace('\n', line));
        insertion.parts.push((*number, start..insertion.text.len()));
    }
    insertion
}

fn with_key(fence: usize, section: Section, entries: &[Numbered], line: &str) -> Insertion {
    let made = blocks(fence, &format!("{}:{line}", section.key()), entries, 2, line);
    Insertion { continues: false, ..made }
}

fn into_value(text: &SourceText, pair: &Pair, entries: &[Numbered], line: &str) -> Option<Insertion> {
    let whole = text.text();
    let span = pair.value.span.range();
    match &pair.value.value {
        Value::List(list) => after_items(whole, list, span, entries, line),
        Value::Scalar(scalar) if scalar.text.is_empty() && scalar.plain => {
            let at = next_line(whole, pair.key_span.range().end)?;
            Some(blocks(at, "", entries, 2, line))
        }
        Value::Scalar(_) | Value::Map(_) | Value::Broken => None,
    }
}

/// Behind the last item of a list.
fn after_items(whole: &str, list: &List, span: Range<usize>, entries: &[Numbered], line: &str) -> Option<Insertion> {
    if whole.get(span.clone())?.starts_with('[') {
        let mut insertion = Insertion { at: span.start + 1, text: String::new(), continues: true, parts: Vec::new() };
        if let Some(last) = list.items.last() {
            insertion.at = end_of(whole, last.span.range());
            insertion.text.push_str(", ");
        }
        for (nth, (number, entry)) in entries.iter().enumerate() {
            insertion.text.push_str(if nth == 0 { "" } else { ", " });
            let start = insertion.text.len();
            insertion.text.push_str(&flow(entry));
            insertion.parts.push((*number, start..insertion.text.len()));
        }
        return Some(insertion);
    }
    let (first, last) = (list.items.first()?, list.items.last()?);
    let dash = whole[..first.span.range().start].rfind('-')?;
    let begin = whole[..dash].rfind('\n').map_or(0, |at| at + 1);
    let lead = whole[begin..dash].trim_start_matches('\u{feff}');
    // A list that begins behind its key, or in a list, has no lines of its own.
    if !lead.chars().all(|c| c == ' ') {
        return None;
    }
    let end = end_of(whole, last.span.range());
    let (at, open) = match next_line(whole, end) {
        Some(at) => (at, ""),
        None => (whole.len(), line),
    };
    Some(blocks(at, open, entries, lead.len(), line))
}

/// Where a value ends, without the white space that a parser counts with it.
fn end_of(whole: &str, span: Range<usize>) -> usize {
    span.start + whole.get(span.clone()).unwrap_or_default().trim_end().len()
}

/// The beginning of the line after this place; none where the text ends with this one.
fn next_line(whole: &str, at: usize) -> Option<usize> {
    whole.get(at..)?.find('\n').map(|next| at + next + 1)
}

fn entry<'m>(map: &'m Map, key: &str) -> Option<&'m Pair> {
    map.entries.iter().find(|it| it.key == key)
}

/// How lines end in a text.
pub(super) fn line_end(text: &str) -> &'static str {
    match text.find('\n') {
        Some(at) if text[..at].ends_with('\r') => "\r\n",
        _ => "\n",
    }
}
