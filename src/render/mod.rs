//! From the plan to bytes.
//!
//! Each kind of page has one view (what its template sees, in [`view`]) and one template of the same name. Rendering looks
//! nothing up: a template sees its view and the site. Whatever many pages show (a claim in a list, an actor's name) is a
//! card, made into a value once and shared ([`card`]).

pub mod card;
pub mod export;
mod expand;
mod fragment;
mod frame;
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
mod written;

pub mod body;

pub(crate) use press::counts;
pub use press::{Press, Whole};

use crate::diagnostic::Diagnostic;
use crate::output::Taker;

/// Makes all files of the site, and gives each away. What only making them shows.
#[must_use]
pub fn render(whole: Whole<'_>, taker: &dyn Taker) -> Vec<Diagnostic> {
    let (press, mut diagnostics) = Press::new(whole, None);
    let Some(press) = press else { return diagnostics };
    let (weight, found) = press.all(whole, taker);
    diagnostics.extend(found);
    diagnostics.extend(weight.warnings());
    diagnostics
}
