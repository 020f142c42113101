//! Which pages there are, and where.
//!
//! The kinds of pages are a closed list, every page has one address, and every link can be written. Two things that want one
//! address are an error that shows both.

mod address;

pub use address::Address;

use crate::config::Settings;
use crate::diagnostic::Diagnostic;
use crate::project::Project;
use crate::resolve::Graph;

/// The pages of a site, in one order.
#[derive(Debug, Default)]
pub struct Plan {}

/// Gives every page its address.
#[must_use]
pub fn plan(graph: &Graph, project: &Project, settings: &Settings) -> (Plan, Vec<Diagnostic>) {
    let _ = (graph, project, settings);
    (Plan::default(), Vec::new())
}
