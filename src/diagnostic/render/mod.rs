//! Diagnostics as text: one file per format, each a pure function of the diagnostics and the texts they point into.
//!
//! [`human`], [`short`], [`html`] and [`summary()`] are for people, show at most [`MAX_SHOWN`] problems and never let an author's text
//! move the cursor of a terminal. [`json`], [`github`] and [`sarif`] are for programs and leave nothing out; what they say
//! is described in `docs/messages.md`. [`spec`] is what the tests compare. Where the text goes, and whether in colour, is the
//! business of `cli`.

pub mod github;
pub mod html;
pub mod human;
pub mod json;
pub mod sarif;
pub mod short;
pub mod spec;

mod place;
mod summary;
mod terminal;
#[cfg(test)]
mod tests;

pub use summary::{counted, summary};
pub use terminal::{printable, printable_lines};

/// How many problems people are shown; the rest is counted.
pub const MAX_SHOWN: usize = 100;
