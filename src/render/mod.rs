//! From the plan to bytes.
//!
//! Each kind of page has one view (what its template sees, in `view/`) and one template. Rendering looks nothing up: a
//! template sees its view and the site.

pub mod body;

use crate::config::Settings;
use crate::diagnostic::Diagnostic;
use crate::output::Output;
use crate::plan::Plan;
use crate::project::Project;
use crate::resolve::Graph;

/// All files of the site.
#[must_use]
pub fn render(graph: &Graph, plan: &Plan, project: &Project, settings: &Settings) -> (Output, Vec<Diagnostic>) {
    let _ = (graph, plan, project, settings);
    (Output::default(), Vec::new())
}
