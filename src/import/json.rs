//! JSON whose every value knows where it stands. The only file that knows how `serde_json` gives slices.
//!
//! A value is read one level at a time: what nobody asks for is never built.

use std::collections::BTreeMap;

use serde_json::value::RawValue;

use crate::diagnostic::{Code, Diagnostic};
use crate::source::{SourceText, Span};

/// A value in a text.
#[derive(Debug, Clone, Copy)]
pub(super) struct Json<'a> {
    source: &'a SourceText,
    raw: &'a RawValue,
}

/// A mapping in a text.
pub(super) type Object<'a> = BTreeMap<String, Json<'a>>;

/// The value that a text is.
///
/// # Errors
/// When it is no JSON: with the place where that shows.
pub(super) fn json(source: &SourceText) -> Result<Json<'_>, Box<Diagnostic>> {
    let parsed: Result<&RawValue, _> = serde_json::from_str(source.text());
    parsed.map(|raw| Json { source, raw }).map_err(|error| {
        let start = line(source.text(), error.line()) + error.column().saturating_sub(1);
        let reason = error.to_string();
        let reason = reason.split(" at line ").next().unwrap_or_default();
        let span = source.span(start..start.saturating_add(1).min(source.text().len()));
        let message = format!("this is no JSON: {reason}");
        let help = "export the annotations again; a file that was cut off or edited by hand often ends here";
        Box::new(Diagnostic::new(Code::ImportSyntax, span, message).help(help))
    })
}

/// The byte at which a line (from 1) begins.
fn line(text: &str, number: usize) -> usize {
    let ends = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n').map(|(at, _)| at + 1);
    std::iter::once(0).chain(ends).nth(number.saturating_sub(1)).unwrap_or(text.len())
}

impl<'a> Json<'a> {
    /// Where it stands.
    pub(super) fn span(self) -> Span {
        let raw = self.raw.get();
        // Slices of the text: their distance is the offset.
        let start = (raw.as_ptr() as usize).saturating_sub(self.source.text().as_ptr() as usize);
        self.source.span(start..start + raw.len())
    }

    /// The mapping that it is.
    pub(super) fn object(self) -> Option<Object<'a>> {
        let fields: BTreeMap<String, &'a RawValue> = serde_json::from_str(self.raw.get()).ok()?;
        Some(fields.into_iter().map(|(key, raw)| (key, Json { source: self.source, raw })).collect())
    }

    /// The values of the list that it is; itself, when it is none.
    pub(super) fn list(self) -> Vec<Self> {
        if !self.raw.get().starts_with('[') {
            return if self.raw.get() == "null" { Vec::new() } else { vec![self] };
        }
        let items: Vec<&'a RawValue> = serde_json::from_str(self.raw.get()).unwrap_or_default();
        items.into_iter().map(|raw| Self { source: self.source, raw }).collect()
    }

    /// The text that it is; a number as it is written.
    pub(super) fn text(self) -> Option<String> {
        let raw = self.raw.get();
        if raw.starts_with(|c: char| c.is_ascii_digit() || c == '-') {
            return Some(raw.to_owned());
        }
        serde_json::from_str(raw).ok()
    }

    /// The text under a key of the mapping that it is.
    pub(super) fn text_at(self, key: &str) -> Option<String> {
        self.object()?.get(key).and_then(|it| it.text())
    }
}

/// The text under a key.
pub(super) fn text(object: &Object<'_>, key: &str) -> Option<String> {
    object.get(key).and_then(|it| it.text()).filter(|it| !it.trim().is_empty())
}

/// The values under a key: those of a list, or one.
pub(super) fn list<'a>(object: &Object<'a>, key: &str) -> Vec<Json<'a>> {
    object.get(key).map(|it| it.list()).unwrap_or_default()
}
