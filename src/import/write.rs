//! Entries as YAML, as an author would write it.

use super::draft::{Entry, Quote, Section, Value};
use crate::model::{Date, Slug};

/// An entry as an item of a list in lines, the first of which begins with `- ` after `indent` spaces. Each line ends with
/// a line feed.
pub(super) fn block(entry: &Entry, indent: usize) -> String {
    let space = " ".repeat(indent);
    let mut text = String::new();
    let fields = ordered(entry);
    if let [(_, Shown::Scalar(name))] = fields.as_slice()
        && entry.section == Section::Actors
    {
        return format!("{space}- {}\n", scalar(name));
    }
    for (at, (key, value)) in fields.iter().enumerate() {
        let lead = if at == 0 { "- " } else { "  " };
        let value = match value {
            Shown::Scalar(text) if text.contains('\n') => literal(text, indent + 4),
            Shown::Scalar(text) => scalar(text),
            Shown::Flow(text) | Shown::Plain(text) => text.clone(),
        };
        text.push_str(&format!("{space}{lead}{key}: {value}\n"));
    }
    text
}

/// An entry in one line.
pub(super) fn flow(entry: &Entry) -> String {
    let fields = ordered(entry);
    if let [(_, Shown::Scalar(name))] = fields.as_slice()
        && entry.section == Section::Actors
    {
        return flow_scalar(name);
    }
    let fields: Vec<String> = fields
        .iter()
        .map(|(key, value)| match value {
            Shown::Scalar(text) => format!("{key}: {}", flow_scalar(text)),
            Shown::Plain(text) if text.ends_with('?') => format!("{key}: {}", quoted(text)),
            Shown::Flow(text) | Shown::Plain(text) => format!("{key}: {text}"),
        })
        .collect();
    format!("{{{}}}", fields.join(", "))
}

/// A value as it is written.
enum Shown {
    /// A text.
    Scalar(String),
    /// A word, date, number or id.
    Plain(String),
    /// A list or mapping in one line.
    Flow(String),
}

/// The fields in the order in which authors write them.
fn ordered(entry: &Entry) -> Vec<(&'static str, Shown)> {
    let order = |key: &str| match entry.section {
        Section::Claims => CLAIM.iter().position(|it| *it == key).unwrap_or(CLAIM.len()),
        section => section.keys().names().position(|it| it == key).unwrap_or(usize::MAX),
    };
    let mut fields: Vec<(&'static str, Shown)> = Vec::new();
    for field in &entry.fields {
        let shown = match &field.value {
            Value::Text(text) if PLAIN.contains(&field.key) => Shown::Plain(text.clone()),
            Value::Text(text) if field.key == "aliases" => Shown::Flow(format!("[{}]", flow_scalar(text))),
            Value::Text(text) => Shown::Scalar(text.clone()),
            Value::Texts(texts) => {
                let texts: Vec<_> = texts.iter().map(|it| flow_scalar(it)).collect();
                Shown::Flow(format!("[{}]", texts.join(", ")))
            }
            Value::Map(fields) => Shown::Flow(map(fields)),
            Value::Maps(maps) => {
                Shown::Flow(format!("[{}]", maps.iter().map(|it| map(it)).collect::<Vec<_>>().join(", ")))
            }
        };
        fields.push((field.key, shown));
    }
    fields.extend(entry.quote.as_ref().map(|it| ("quote", quote(it))));
    fields.sort_by_key(|(key, _)| order(key));
    fields
}

fn quote(quote: &Quote) -> Shown {
    if quote.prefix.is_none() && quote.suffix.is_none() {
        return Shown::Scalar(quote.exact.value.clone());
    }
    let beside =
        [("exact", Some(&quote.exact.value)), ("prefix", quote.prefix.as_ref()), ("suffix", quote.suffix.as_ref())];
    let keys: Vec<String> =
        beside.into_iter().filter_map(|(key, text)| Some(format!("{key}: {}", flow_scalar(text?)))).collect();
    Shown::Flow(format!("{{{}}}", keys.join(", ")))
}

/// A mapping in one line; one that has a name alone is that name.
fn map(fields: &[(&'static str, String)]) -> String {
    if let [("actor" | "tags", name)] = fields {
        return flow_scalar(name);
    }
    let fields: Vec<_> = fields.iter().map(|(key, text)| format!("{key}: {}", flow_scalar(text))).collect();
    format!("{{{}}}", fields.join(", "))
}

/// A text as a scalar in one line: plain where that cannot be misread, else in double quotation marks.
pub(crate) fn scalar(text: &str) -> String {
    let is_plain = |c: char| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_' | '.' | ',' | '(' | ')' | '’' | '\'');
    if is_reference(text) || (is_plain_word(text) && text.chars().all(is_plain)) {
        text.to_owned()
    } else {
        quoted(text)
    }
}

/// The same where a comma or bracket would end it.
pub(super) fn flow_scalar(text: &str) -> String {
    let is_plain = |c: char| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_' | '.' | '(' | ')' | '’' | '\'');
    let is_date = text.len() == 10 && Date::parse(text).is_ok();
    if is_reference(text) || is_date || (is_plain_word(text) && text.chars().all(is_plain)) {
        return text.to_owned();
    }
    quoted(text)
}

/// Whether a text refers to an event, claim or actor by its id.
fn is_reference(text: &str) -> bool {
    let parts = text.split_once(':');
    parts.is_some_and(|(kind, id)| matches!(kind, "event" | "claim" | "actor") && Slug::parse(id).is_some())
}

/// Whether a text begins and ends as a plain scalar may, and is no word that YAML takes for something else.
fn is_plain_word(text: &str) -> bool {
    let is_word = matches!(
        text.to_ascii_lowercase().as_str(),
        "true" | "false" | "null" | "yes" | "no" | "on" | "off" | "y" | "n"
    );
    let is_dashed = text.ends_with('-') || text.contains(" -") || text.contains("- ");
    text.starts_with(char::is_alphabetic) && !is_word && !is_dashed && text.trim() == text
}

fn quoted(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    for c in text.chars() {
        match c {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            '\n' => quoted.push_str("\\n"),
            '\t' => quoted.push_str("\\t"),
            '\u{85}' | '\u{a0}' | '\u{2028}' | '\u{2029}' => quoted.push_str(&format!("\\u{:04X}", u32::from(c))),
            c => quoted.push(c),
        }
    }
    quoted + "\""
}

/// A text of several lines as a literal block, where that cannot be misread.
fn literal(text: &str, indent: usize) -> String {
    let is_odd = text.starts_with([' ', '\t', '\n'])
        || text.ends_with('\n')
        || text.contains(['\t', '\u{85}', '\u{2028}', '\u{2029}', '\u{a0}']);
    if is_odd {
        return quoted(text);
    }
    let space = " ".repeat(indent);
    let lines = text.split('\n').map(|line| if line.is_empty() { String::new() } else { format!("{space}{line}") });
    format!("|-\n{}", lines.collect::<Vec<_>>().join("\n"))
}

/// Keys whose values are words, dates, numbers or ids, or are written already.
const PLAIN: [&str; 14] = [
    "id",
    "claim",
    "kind",
    "status",
    "stance",
    "mode",
    "date",
    "type",
    "credibility",
    "likelihood",
    "confidence",
    "accessed",
    "reliability",
    "extra",
];

/// The order of keys in an entry of `claims`.
const CLAIM: [&str; 33] = [
    "id",
    "claim",
    "text",
    "kind",
    "status",
    "credibility",
    "likelihood",
    "confidence",
    "by",
    "for",
    "to",
    "about",
    "stance",
    "quote",
    "mode",
    "lang",
    "translation",
    "date",
    "event",
    "source",
    "locator",
    "condition",
    "supports",
    "confirms",
    "disputes",
    "refutes",
    "contradicts",
    "qualifies",
    "responds-to",
    "updates",
    "supersedes",
    "derived-from",
    "note",
];
