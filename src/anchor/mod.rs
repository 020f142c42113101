//! Quotations to places in the rendered text of their briefing, and names of actors in prose.
//!
//! Looks at one article only. A quotation that has no one place gives a diagnostic, and its statement stays without anchor.

use std::ops::Range;
use std::sync::Arc;

use crate::diagnostic::Diagnostic;
use crate::model::Mode;
use crate::parse::Article;
use crate::source::Span;

/// Finds the place of every quotation of an article.
#[must_use]
pub fn anchor(article: Arc<Article>) -> (Anchored, Vec<Diagnostic>) {
    let statements = vec![None; article.statements.len()];
    (Anchored { article, statements, notes: Vec::new() }, Vec::new())
}

/// An article whose annotations have their places in the body, or are known to have none.
#[derive(Debug, Clone)]
pub struct Anchored {
    /// The article.
    pub article: Arc<Article>,
    /// For each statement of the article, its place.
    pub statements: Vec<Option<Anchor>>,
    /// For each note of the article, its place.
    pub notes: Vec<Option<Anchor>>,
}

/// The place of a quotation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Anchor {
    /// Its pieces in the rendered text (bytes), in order, not overlapping; several when `[…]` skips text.
    pub pieces: Vec<Range<u32>>,
    /// The sentence or sentences that hold it, in the rendered text (bytes), within its blocks.
    pub context: Range<u32>,
    /// How its words are given, found from the quotation marks in the passage.
    pub mode: Mode,
    /// Where it stands in the source.
    pub span: Span,
}
