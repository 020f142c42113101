//! A tree of scalars, lists and mappings in which everything has its place: what YAML and TOML have in common.
//!
//! Scalars keep the text that was written; what it means is decided by `lower`. Parts that could not be read are
//! [`Value::Broken`], and a mapping of which a part could not be read says so, so that nobody misses what stands there.

use crate::model::Extra;
use crate::source::{Span, Spanned};

/// A value and its place.
#[derive(Debug, Clone, PartialEq)]
pub struct Node {
    /// Where it stands.
    pub span: Span,
    /// What it is.
    pub value: Value,
}

/// What a node is.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// A text, number, date, or truth value.
    Scalar(Scalar),
    /// A list.
    List(List),
    /// A mapping.
    Map(Map),
    /// Something that could not be read; the reason has been reported.
    Broken,
}

/// A scalar as it was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scalar {
    /// Its text, after escapes and folding.
    pub text: String,
    /// Whether it was written without quotation marks, so that `true`, `5` and nothing at all can mean something else.
    pub plain: bool,
}

/// A list.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct List {
    /// Its items, in order.
    pub items: Vec<Node>,
}

/// A mapping.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Map {
    /// Its entries, in the order in which they were written; each key once.
    pub entries: Vec<Entry>,
    /// Whether a part of it could not be read.
    pub incomplete: bool,
}

/// A key and its value.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// The key.
    pub key: String,
    /// Where the key stands.
    pub key_span: Span,
    /// The value.
    pub value: Node,
}

impl Node {
    /// A scalar.
    #[must_use]
    pub fn scalar(text: impl Into<String>, plain: bool, span: Span) -> Self {
        Self { span, value: Value::Scalar(Scalar { text: text.into(), plain }) }
    }

    /// Something that could not be read.
    #[must_use]
    pub fn broken(span: Span) -> Self {
        Self { span, value: Value::Broken }
    }

    /// Whether nothing was written: an empty place, `~` or `null`.
    #[must_use]
    pub fn is_nothing(&self) -> bool {
        matches!(&self.value, Value::Scalar(scalar) if scalar.is_nothing())
    }

    /// What it is, for messages: "a list", "the number `5`".
    #[must_use]
    pub fn description(&self) -> &'static str {
        match &self.value {
            Value::Scalar(scalar) if scalar.is_nothing() => "nothing",
            Value::Scalar(_) => "a single value",
            Value::List(_) => "a list",
            Value::Map(_) => "a mapping",
            Value::Broken => "something that cannot be read",
        }
    }

    /// The same as free data: plain `true`, `false` and numbers are these, all else is text.
    #[must_use]
    pub fn to_extra(&self) -> Extra {
        match &self.value {
            Value::Broken => Extra::Nothing,
            Value::Scalar(scalar) => scalar.to_extra(self.span),
            Value::List(list) => Extra::List(list.items.iter().map(Self::to_extra).collect()),
            Value::Map(map) => Extra::Map(
                map.entries.iter().map(|entry| (entry.key.clone(), (entry.key_span, entry.value.to_extra()))).collect(),
            ),
        }
    }
}

impl Scalar {
    /// Whether nothing was written: an empty place, `~` or `null`.
    #[must_use]
    pub fn is_nothing(&self) -> bool {
        self.plain && matches!(self.text.as_str(), "" | "~" | "null")
    }

    fn to_extra(&self, span: Span) -> Extra {
        let text = self.text.as_str();
        let as_text = || Extra::Text(Spanned::new(text.to_owned(), span));
        if !self.plain {
            return as_text();
        }
        match text {
            "" | "~" | "null" => Extra::Nothing,
            "true" => Extra::Truth(true),
            "false" => Extra::Truth(false),
            _ if !is_number(text) => as_text(),
            _ => match (text.parse(), text.parse::<f64>()) {
                (Ok(integer), _) => Extra::Integer(integer),
                (_, Ok(number)) if number.is_finite() => Extra::Number(number),
                _ => as_text(),
            },
        }
    }
}

/// Whether a text is a decimal number that loses nothing by being read as one: `007` and `+5` do, and stay texts.
fn is_number(text: &str) -> bool {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let first_zero = digits.starts_with('0') && digits[1..].starts_with(|c: char| c.is_ascii_digit());
    digits.starts_with(|c: char| c.is_ascii_digit())
        && !first_zero
        && digits.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b'e' | b'E' | b'+' | b'-'))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::{FileId, SitePath};

    #[test]
    fn only_plain_scalars_are_numbers_and_truths() {
        let span = Span::new(FileId::of(&SitePath::new("a.yaml").expect("a path")), 0, 1);
        let extra = |text: &str, plain| Scalar { text: text.to_owned(), plain }.to_extra(span);
        assert_eq!(extra("12", true), Extra::Integer(12));
        assert_eq!(extra("-1.5", true), Extra::Number(-1.5));
        assert_eq!(extra("true", true), Extra::Truth(true));
        assert_eq!(extra("", true), Extra::Nothing);
        for (text, plain) in [("12", false), ("true", false), ("007", true), ("no", true), ("1e999", true), ("", false)]
        {
            assert_eq!(extra(text, plain), Extra::Text(Spanned::new(text.to_owned(), span)), "{text}");
        }
    }
}
