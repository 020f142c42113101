//! YAML as a tree of [`Node`]s with places, from the events of `saphyr-parser`.
//!
//! The format uses a small YAML: one document, no anchors, aliases, tags or merge keys. What is beyond it is reported
//! and read as well as can be. When a part cannot be read, `recovery` reads the other parts by themselves, and
//! `mistakes` finds out what the author probably meant. What keys and values mean is the business of `lower`.

mod build;
mod characters;
mod mistakes;
mod recovery;

use std::ops::Range;

use super::node::{Node, Value};
use crate::diagnostic::Diagnostic;
use crate::source::SourceText;

/// The tree of the YAML that stands in these bytes of a file; none when there is nothing but space and comments.
#[must_use]
pub fn parse(source: &SourceText, range: Range<usize>) -> (Option<Node>, Vec<Diagnostic>) {
    let whole = build::tree(source, range.clone());
    if whole.failure.is_none() {
        return (whole.node, whole.diagnostics);
    }
    if let Some((node, diagnostics)) = recovery::in_parts(source, range.clone()) {
        return (Some(node), diagnostics);
    }
    let mut diagnostics = whole.diagnostics;
    diagnostics.extend(whole.failure.map(|failure| failure.explain(source, range.clone())));
    let node = whole.node.unwrap_or(Node { span: source.span(range), value: Value::Broken });
    (Some(node), diagnostics)
}

/// The deepest nesting that is read.
pub const MAX_DEPTH: usize = 24;

/// The most values that are read in one file.
pub const MAX_NODES: usize = 1_000_000;
