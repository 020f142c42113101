//! All articles together: from names to handles, and what must hold of the whole.
//!
//! *Declare everything, then bind.* After this room there are no names, only handles that exist; edges lead both ways, and
//! every list has one order.

pub mod graph;

pub use graph::{Graph, Handle};

use std::sync::Arc;

use crate::anchor::Anchored;
use crate::config::Settings;
use crate::diagnostic::Diagnostic;
use crate::project::Project;

/// The graph of all articles, and everything that does not hold.
#[must_use]
pub fn resolve(articles: &[Arc<Anchored>], project: &Project, settings: &Settings) -> (Graph, Vec<Diagnostic>) {
    let _ = (articles, project, settings);
    (Graph::default(), Vec::new())
}
