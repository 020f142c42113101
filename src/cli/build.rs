//! `postil build`: the site as files.

use std::time::Instant;

use super::console::Stream;
use super::progress::Progress;
use super::request::Build;
use super::{Failure, Outcome};
use crate::compile::compile;
use crate::diagnostic::render::{counted, summary};
use crate::disk::{self, Changes, Target};
use crate::output::Counts;

/// Compiles the site and writes it, unless it has errors.
pub(super) fn build(request: &Build) -> Result<Outcome, Failure> {
    let begun = Instant::now();
    let site = &request.site;
    let progress = Progress::new(site.console.is_talkative());
    progress.phase("reading");
    let project = site.read()?;
    progress.phase("compiling");
    let compiled = compile(&project);
    let folder = request.output.clone().unwrap_or_else(|| site.root.join(&compiled.settings.output));
    let written = compiled.output.map(|output| {
        progress.files(output.files.len());
        let target = Target { root: &site.root, folder: &folder, force: request.force };
        let before = |path: &std::path::Path| {
            progress.file(path);
            Ok(())
        };
        disk::write(&output, &project, target, &before).map(|changes| (output.counts, changes))
    });
    drop(progress);
    let outcome = site.console.problems(Stream::Error, &compiled.diagnostics, &project.texts)?;
    let found = summary(&compiled.diagnostics, &project.texts);
    let Some(written) = written else {
        site.console.say(&format!("{found}; nothing was written"))?;
        return Ok(outcome);
    };
    let (counts, changes) = written?;
    if !compiled.diagnostics.is_empty() {
        site.console.say(&found)?;
    }
    let line = line(counts, changes, begun.elapsed().as_secs_f64());
    site.console.say(&format!("{line}, in `{}`", folder.display()))?;
    Ok(outcome)
}

fn line(counts: Counts, changes: Changes, seconds: f64) -> String {
    let has = [counted(counts.pages, "page"), counted(counts.briefings, "briefing"), counted(counts.claims, "claim")];
    let Changes { written, unchanged, removed } = changes;
    let written = counted(written, "file");
    format!("{} in {seconds:.2} s: {written} written, {unchanged} unchanged, {removed} removed", has.join(", "))
}
