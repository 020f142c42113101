//! All articles together: from names to handles, and what must hold of the whole.
//!
//! *Declare everything, then bind.* After this room there are no names, only handles that exist; edges lead both ways, and
//! every list has one order.
//!
//! `declare` collects what is declared; `build` makes the lists and binds their references; `edges`, `number`, `links`,
//! `opposition` and `history` add what follows from them; `check` says what does not hold.

pub mod graph;

mod alike;
mod bind;
mod build;
mod check;
mod declare;
mod edges;
mod exchange;
mod fingerprint;
mod handle;
mod history;
mod links;
mod names;
mod nearest;
mod number;
mod opposition;
mod protect;
mod targets;
mod visible;

#[cfg(test)]
mod tests;

pub(crate) use build::status_on;
pub use exchange::Edit;
pub use graph::{Graph, Handle};
pub(crate) use names::name_key;

use std::sync::Arc;

use crate::anchor::Anchored;
use crate::config::Settings;
use crate::diagnostic::Diagnostic;
use crate::project::Project;

/// The graph of all articles, and everything that does not hold.
#[must_use]
pub fn resolve(articles: &[Arc<Anchored>], project: &Project, settings: &Settings) -> (Graph, Vec<Diagnostic>) {
    let mut problems = Vec::new();
    let declared = declare::declare(articles, project, settings, &mut problems);
    let mut binder = bind::Binder::new(&declared);
    let (mut graph, contexts) = build::build(&mut binder, project);
    edges::link(&mut graph);
    history::history(&mut graph, &mut binder, &contexts);
    opposition::oppose(&mut graph);
    number::number(&mut graph);
    links::bind(&mut graph, &mut binder, &contexts, project);
    problems.append(&mut binder.problems);
    let site = check::Site { graph: &graph, declared: &declared, project, settings };
    problems.extend(check::check(&site));
    (graph, problems)
}
