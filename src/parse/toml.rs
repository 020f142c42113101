//! TOML as a tree of [`Node`]s with places, from the `toml` crate's spanned tree.

use toml::Spanned as Placed;
use toml::de::{DeArray, DeTable, DeValue};

use super::node::{Entry, List, Map, Node, Value};
use crate::diagnostic::{Code, Diagnostic};
use crate::source::{SourceText, Span};

/// The tree of a whole file; what can be read of it when there are mistakes.
pub(super) fn parse(source: &SourceText) -> (Node, Vec<Diagnostic>) {
    let (table, errors) = DeTable::parse_recoverable(source.text());
    let mut diagnostics = Vec::new();
    for error in &errors {
        let range = error.span().unwrap_or(0..0);
        let message = error.message().lines().next().unwrap_or("the settings cannot be read").trim_end_matches('.');
        let place = source.span(range.clone());
        if is_new(&diagnostics, source, place.start) {
            let typed = source.text().get(range).unwrap_or_default();
            diagnostics.push(problem(message, typed, place));
        }
    }
    let mut node = table_node(source, &table);
    if let (Value::Map(map), false) = (&mut node.value, errors.is_empty()) {
        map.incomplete = true;
    }
    (node, diagnostics)
}

/// A problem in the author's terms, from what the parser says of it.
fn problem(message: &str, typed: &str, place: Span) -> Diagnostic {
    let diagnostic = |code, message| Diagnostic::new(code, place, message);
    if message.starts_with("duplicate key") {
        return diagnostic(Code::DuplicateKey, format!("the key `{typed}` stands twice"))
            .help("delete one of them, or make one of both");
    }
    if message.starts_with("string values must be quoted") {
        let typed = typed.trim();
        return diagnostic(Code::TomlSyntax, format!("the text `{typed}` is not in quotation marks"))
            .help(format!("write `\"{typed}\"`"));
    }
    diagnostic(Code::TomlSyntax, message.to_owned())
        .help("settings are lines such as `title = \"Briefings\"` below `[site]`")
}

/// Whether no problem has been found in that line yet: what follows the first is only its consequence.
fn is_new(diagnostics: &[Diagnostic], source: &SourceText, start: u32) -> bool {
    let line = |start| source.position(start).line;
    diagnostics.last().and_then(Diagnostic::span).is_none_or(|span| line(span.start) != line(start))
}

fn table_node(source: &SourceText, table: &Placed<DeTable<'_>>) -> Node {
    Node { span: source.span(table.span()), value: map(source, table.get_ref()) }
}

fn map(source: &SourceText, table: &DeTable<'_>) -> Value {
    let mut entries: Vec<_> = table
        .iter()
        .map(|(key, value)| Entry {
            key: key.get_ref().to_string(),
            key_span: source.span(key.span()),
            value: value_node(source, value),
        })
        .collect();
    entries.sort_by_key(|entry| entry.key_span.start);
    Value::Map(Map { entries, incomplete: false })
}

fn list(source: &SourceText, array: &DeArray<'_>) -> Value {
    Value::List(List { items: array.iter().map(|item| value_node(source, item)).collect() })
}

fn value_node(source: &SourceText, value: &Placed<DeValue<'_>>) -> Node {
    let span = source.span(value.span());
    match value.get_ref() {
        // Nothing written at all is what the parser puts where it found no value, which has been reported.
        DeValue::String(text) if text.is_empty() && span.start == span.end => Node::broken(span),
        DeValue::String(text) => Node::scalar(text.as_ref(), false, span),
        DeValue::Integer(number) => Node::scalar(number.to_string(), true, span),
        DeValue::Float(number) => Node::scalar(number.as_str(), true, span),
        DeValue::Boolean(truth) => Node::scalar(truth.to_string(), true, span),
        DeValue::Datetime(date) => Node::scalar(date.to_string(), true, span),
        DeValue::Array(array) => Node { span, value: list(source, array) },
        DeValue::Table(table) => Node { span, value: map(source, table) },
    }
}
