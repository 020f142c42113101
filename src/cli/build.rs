//! `postil build`: the site as files.

use std::time::Instant;

use super::console::Stream;
use super::request::Build;
use super::{Failure, Outcome};
use crate::compile::compile;
use crate::diagnostic::render::summary;
use crate::disk::{self, Changes, Target};
use crate::output::Counts;

/// Compiles the site and writes it, unless it has errors.
pub(super) fn build(request: &Build) -> Result<Outcome, Failure> {
    let begun = Instant::now();
    let site = &request.site;
    let project = site.read()?;
    let compiled = compile(&project);
    let outcome = site.console.problems(Stream::Error, &compiled.diagnostics, &project.texts)?;
    let found = summary(&compiled.diagnostics, &project.texts);
    let Some(output) = compiled.output else {
        site.console.say(&format!("{found}; nothing was written"))?;
        return Ok(outcome);
    };
    let folder = request.output.clone().unwrap_or_else(|| site.root.join(&compiled.settings.output));
    let target = Target { root: &site.root, folder: &folder, force: request.force };
    let changes = disk::write(&output, &project, target, &|_| Ok(()))?;
    if !compiled.diagnostics.is_empty() {
        site.console.say(&found)?;
    }
    let line = line(output.counts, changes, begun.elapsed().as_secs_f64());
    site.console.say(&format!("{line} in `{}`", folder.display()))?;
    Ok(outcome)
}

fn line(counts: Counts, changes: Changes, seconds: f64) -> String {
    let Counts { pages, briefings, claims, .. } = counts;
    let Changes { written, unchanged, removed } = changes;
    format!(
        "{pages} pages, {briefings} briefings, {claims} claims in {seconds:.2} s: \
         {written} files written, {unchanged} unchanged, {removed} removed"
    )
}
