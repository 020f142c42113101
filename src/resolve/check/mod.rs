//! What must hold of the whole.
//!
//! Each module has the checks of one group of the catalogue. They read the graph and what was written; they change nothing.

mod confusable;
mod files;
pub(super) mod identity;
pub(super) mod protection;
mod reference;
mod similar;
pub(super) mod source;
pub(super) mod terms;
mod time;
mod tradecraft;

use super::declare::Declared;
use super::graph::{Graph, Statement};
use crate::config::Settings;
use crate::diagnostic::Diagnostic;
use crate::model::declaration::{ClaimReference, StatementDeclaration};
use crate::project::Project;
use crate::source::Span;

/// What a check may look at.
pub(super) struct Site<'a> {
    /// The graph, complete.
    pub(super) graph: &'a Graph,
    /// What was written.
    pub(super) declared: &'a Declared,
    /// The texts.
    pub(super) project: &'a Project,
    /// The settings.
    pub(super) settings: &'a Settings,
}

/// Runs all checks.
pub(super) fn check(site: &Site) -> Vec<Diagnostic> {
    let mut problems = Vec::new();
    files::check(site, &mut problems);
    reference::check(site, &mut problems);
    time::check(site, &mut problems);
    tradecraft::check(site, &mut problems);
    terms::check(site, &mut problems);
    identity::check(site, &mut problems);
    similar::check(site, &mut problems);
    confusable::check(site, &mut problems);
    source::check(site, &mut problems);
    protection::check(site, &mut problems);
    problems
}

/// What was written of a statement.
fn written(statement: &Statement) -> Option<&StatementDeclaration> {
    statement.source.article.statements.get(statement.index)
}

/// The smallest place that shows which statement is meant: the id of its claim, or the text that the id is made from.
fn place(statement: &Statement) -> Option<Span> {
    let written = written(statement)?;
    Some(match &written.claim {
        ClaimReference::Here(index) => statement.source.article.claims.get(*index)?.id.span,
        ClaimReference::Elsewhere(id) => id.span,
    })
}
