//! Diagnostics as text: one file per format, each a pure function of the diagnostics and the texts they point into.
//!
//! [`human()`], [`short()`] and [`summary()`] are for people, show at most [`MAX_SHOWN`] problems and never let an author's
//! text move the cursor of a terminal. [`json()`], [`github()`] and [`sarif()`] are for programs and leave nothing out.
//! [`spec()`] is what the tests compare. Where the text goes, and whether in colour, is the business of `cli`.

mod github;
mod human;
mod json;
mod place;
mod sarif;
mod short;
mod spec;
mod summary;
mod terminal;

pub use github::github;
pub use human::{Style, human};
pub use json::json;
pub use sarif::sarif;
pub use short::short;
pub use spec::spec;
pub use summary::summary;
pub use terminal::printable;

/// How many problems people are shown; the rest is counted.
pub const MAX_SHOWN: usize = 100;
