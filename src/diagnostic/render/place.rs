//! Where a label points to, in the units that the formats count in.

use crate::diagnostic::Diagnostic;
use crate::source::{Position, SitePath, SourceText, Sources, Span};

/// A span together with the text that it points into.
#[derive(Debug, Clone, Copy)]
pub(super) struct Place<'a> {
    /// The text.
    pub(super) source: &'a SourceText,
    /// The bytes of it.
    pub(super) span: Span,
    /// The first character.
    pub(super) start: Position,
    /// The character after the last.
    pub(super) end: Position,
}

impl<'a> Place<'a> {
    /// Where this span stands; none when its text is not among the sources.
    pub(super) fn of(span: Span, sources: &'a Sources) -> Option<Self> {
        let source = sources.get(span.file)?;
        let span = source.span(span.range());
        Some(Self { source, span, start: source.position(span.start), end: source.position(span.end) })
    }

    /// The path of the text.
    pub(super) fn path(&self) -> &'a SitePath {
        self.source.path()
    }
}

/// The file that a problem is about, when it is about one.
pub(super) fn file<'a>(diagnostic: &'a Diagnostic, sources: &'a Sources) -> Option<&'a SitePath> {
    let of_span = diagnostic.span().and_then(|span| sources.get(span.file)).map(SourceText::path);
    of_span.or(diagnostic.file.as_ref())
}
