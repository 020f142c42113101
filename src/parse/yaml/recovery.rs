//! Reading the parts of a document that as a whole cannot be read.
//!
//! The parts are the entries of the outermost mapping, which begin with a key in the first column, or the items of the
//! outermost list. A part that is a list itself is divided again. Everything in a part that can be read is kept.

use std::collections::BTreeMap;
use std::ops::Range;

use super::build::{self, Tree};
use super::mistakes::Failure;
use crate::diagnostic::Diagnostic;
use crate::parse::node::{List, Map, Node, Value};
use crate::source::SourceText;

/// The parts put together again; none when the text does not have the shape of a mapping or list of parts.
pub(super) fn in_parts(source: &SourceText, range: Range<usize>) -> Option<(Node, Vec<Diagnostic>)> {
    if let Some((node, diagnostics)) = items(source, range.clone()) {
        return Some((node, diagnostics));
    }
    let parts = parts(source, range.clone(), begins_entry);
    if parts.is_empty() {
        return None;
    }
    let mut diagnostics = Vec::new();
    let mut whole = Map::default();
    let mut places = BTreeMap::new();
    for part in parts {
        let node = entry(source, part, &mut diagnostics);
        match node.map(|node| node.value) {
            Some(Value::Map(map)) => merge(&mut whole, &mut places, map, &mut diagnostics),
            _ => whole.incomplete = true,
        }
    }
    let span = source.span(range);
    Some((Node { span, value: Value::Map(whole) }, diagnostics))
}

/// One entry of the outermost mapping, whose value may be a list that is divided again.
fn entry(source: &SourceText, part: Range<usize>, diagnostics: &mut Vec<Diagnostic>) -> Option<Node> {
    let mut tree = build::tree(source, part.clone());
    if tree.failure.is_none() {
        if !matches!(tree.node, Some(Node { value: Value::Scalar(_) | Value::List(_), .. })) {
            diagnostics.extend(tree.diagnostics);
            return tree.node;
        }
        // By itself `key:value` is a text, and nobody would hear of it.
        tree.failure = Some(Failure { at: part.start, info: "expected key".to_owned() });
        tree.node = None;
    }
    let line_end = part.start + line_lengths(&source.text()[part.clone()]).next().unwrap_or(0);
    let head = source.text()[part.start..line_end].trim_end();
    if head.ends_with(':')
        && let Some((list, found)) = items(source, line_end..part.end)
    {
        let key = build::tree(source, part.start..line_end);
        if let (Some(Node { span, value: Value::Map(mut map) }), None) = (key.node, key.failure) {
            diagnostics.extend(found);
            if let Some(entry) = map.entries.first_mut() {
                entry.value = list;
            }
            return Some(Node { span, value: Value::Map(map) });
        }
    }
    Some(report(source, part, tree, diagnostics))
}

/// A list, item by item; none when the text is not one.
fn items(source: &SourceText, range: Range<usize>) -> Option<(Node, Vec<Diagnostic>)> {
    let text = &source.text()[range.clone()];
    let first = text.lines().find(|line| !is_blank(line))?;
    let indent = first.len() - first.trim_start_matches(' ').len();
    if !is_item(&first[indent..]) {
        return None;
    }
    let begins = |line: &str| {
        let spaces = line.len() - line.trim_start_matches(' ').len();
        spaces == indent && is_item(&line[indent..])
    };
    let mut diagnostics = Vec::new();
    let mut whole = List::default();
    for part in parts(source, range.clone(), begins) {
        let tree = build::tree(source, part.clone());
        let node = report(source, part.clone(), tree, &mut diagnostics);
        match node.value {
            Value::List(list) => whole.items.extend(list.items),
            _ => whole.items.push(Node::broken(node.span)),
        }
    }
    let start = range.start + text.find(first).unwrap_or(0) + indent;
    let span = source.span(start..start + source.text()[start..range.end].trim_end().len());
    Some((Node { span, value: Value::List(whole) }, diagnostics))
}

/// What could be read of a part, with the one problem that stopped the reading.
fn report(source: &SourceText, part: Range<usize>, tree: Tree, diagnostics: &mut Vec<Diagnostic>) -> Node {
    diagnostics.extend(tree.diagnostics);
    diagnostics.extend(tree.failure.map(|failure| failure.explain(source, part.clone())));
    tree.node.unwrap_or_else(|| Node::broken(source.span(part)))
}

fn merge(whole: &mut Map, places: &mut BTreeMap<String, usize>, part: Map, diagnostics: &mut Vec<Diagnostic>) {
    whole.incomplete |= part.incomplete;
    for entry in part.entries {
        if let Some(first) = places.get(&entry.key).and_then(|index| whole.entries.get(*index)) {
            diagnostics.push(build::duplicate(&entry.key, entry.key_span, first.key_span));
        } else {
            places.insert(entry.key.clone(), whole.entries.len());
            whole.entries.push(entry);
        }
    }
}

/// The text divided before each line that begins a part. What stands before the first of them is a part too, unless
/// it is blank.
fn parts(source: &SourceText, range: Range<usize>, begins: impl Fn(&str) -> bool) -> Vec<Range<usize>> {
    let text = &source.text()[range.clone()];
    let mut starts = Vec::new();
    let mut found = false;
    let mut at = range.start;
    for length in line_lengths(text) {
        let line = source.text()[at..at + length].trim_end_matches(['\r', '\n']);
        if begins(line) {
            found = true;
            starts.push(at);
        } else if starts.is_empty() && !is_blank(line) {
            starts.push(at);
        }
        at += length;
    }
    if !found {
        return Vec::new();
    }
    let ends = starts.iter().skip(1).copied().chain([range.end]);
    starts.iter().copied().zip(ends).map(|(start, end)| start..end).collect()
}

fn line_lengths(text: &str) -> impl Iterator<Item = usize> {
    text.split_inclusive('\n').map(str::len)
}

fn begins_entry(line: &str) -> bool {
    let key = line.trim_start_matches(['"', '\'']);
    let name_end = key.find(|c: char| !(c.is_alphanumeric() || matches!(c, '-' | '_'))).unwrap_or(key.len());
    name_end > 0 && key[name_end..].trim_start_matches(['"', '\'', ' ']).starts_with(':')
}

fn is_item(line: &str) -> bool {
    line == "-" || line.starts_with("- ")
}

fn is_blank(line: &str) -> bool {
    let line = line.trim();
    line.is_empty() || line.starts_with('#') || line == "---"
}
