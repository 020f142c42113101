//! `postil check`: everything that is wrong with the site, on the standard output.

use std::mem::ManuallyDrop;

use super::console::Stream;
use super::request::Site;
use super::{Failure, Outcome};
use crate::compile::analyse;
use crate::diagnostic::render::summary;

/// Looks for problems and shows them.
pub(super) fn check(site: &Site) -> Result<Outcome, Failure> {
    // The program ends with the check: the values of a site are not given back one by one only for that.
    let project = ManuallyDrop::new(site.read()?);
    let analysis = ManuallyDrop::new(analyse(&project));
    let outcome = site.console.problems(Stream::Output, &analysis.diagnostics, &project.texts)?;
    site.console.say(&summary(&analysis.diagnostics, &project.texts))?;
    Ok(outcome)
}
