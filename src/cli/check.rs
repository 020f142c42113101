//! `postil check`: everything that is wrong with the site, on the standard output.

use super::console::Stream;
use super::request::Site;
use super::{Failure, Outcome};
use crate::compile::analyse;
use crate::diagnostic::render::summary;

/// Looks for problems and shows them.
pub(super) fn check(site: &Site) -> Result<Outcome, Failure> {
    let project = site.read()?;
    let analysis = analyse(&project);
    let outcome = site.console.problems(Stream::Output, &analysis.diagnostics, &project.texts)?;
    site.console.say(&summary(&analysis.diagnostics, &project.texts))?;
    Ok(outcome)
}
