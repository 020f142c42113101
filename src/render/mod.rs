//! From the plan to bytes.
//!
//! Each kind of page has one view (what its template sees, in [`view`]) and one template of the same name. Rendering looks
//! nothing up: a template sees its view and the site. Whatever many pages show (a claim in a list, an actor's name) is a
//! card, made into a value once and shared ([`card`]).

pub mod card;
pub mod export;
mod leak;
mod machine;
mod picture;
mod press;
pub mod preview;
mod prose;
mod search;
pub mod social;
mod stylesheet;
mod theme;
pub mod view;

pub mod body;

pub(crate) use press::counts;
pub use press::{Press, Whole};

use crate::config::Settings;
use crate::diagnostic::Diagnostic;
use crate::output::Output;
use crate::plan::Plan;
use crate::project::Project;
use crate::resolve::Graph;

/// All files of the site.
#[must_use]
pub fn render(graph: &Graph, plan: &Plan, project: &Project, settings: &Settings) -> (Output, Vec<Diagnostic>) {
    let whole = Whole { graph, plan, project, settings };
    let (press, mut diagnostics) = Press::new(whole, None);
    let Some(press) = press else { return (Output::default(), diagnostics) };
    let (output, found) = press.all(whole);
    diagnostics.extend(found);
    (output, diagnostics)
}
