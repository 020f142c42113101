//! `postil build`: the site as files.

use std::collections::BTreeSet;
use std::mem::ManuallyDrop;
use std::time::Instant;

use super::console::Stream;
use super::progress::Progress;
use super::request::Build;
use super::{Failure, Outcome};
use crate::compile::{Analysis, analyse, has_errors};
use crate::diagnostic::render::{counted, summary};
use crate::diagnostic::{Code, Diagnostic};
use crate::disk::{self, Changes, Origin, Target, Writing};
use crate::output::{Counts, Weight};
use crate::project::Project;
use crate::source::FileId;

/// Compiles the site and writes it, unless it has errors.
pub(super) fn build(request: &Build) -> Result<Outcome, Failure> {
    let begun = Instant::now();
    let site = &request.site;
    let progress = Progress::new(site.console.is_talkative());
    progress.phase("reading");
    // The program ends with the build: a million values are not given back one by one only for that.
    let mut project = ManuallyDrop::new(site.read()?);
    progress.phase("compiling");
    let analysis = ManuallyDrop::new(analyse(&project));
    let folder = request.output.clone().unwrap_or_else(|| site.root.join(&analysis.settings.output));
    let origin = Origin::of(&project, analysis.ground(&project));
    let target = Target { root: &site.root, folder: &folder, force: request.force, origin: origin.as_ref() };
    let counts = analysis.counts();
    let (diagnostics, written) = if let Some(held) = disk::holds(target) {
        let mut weight = Weight::default();
        for (path, length, is_card) in held.lengths() {
            weight.add_length(path, length, is_card, || analysis.copied_to(path).cloned());
        }
        (analysis.made_before(&project, weight), Some(Ok(held.changes())))
    } else {
        // Pages are made of what was found in texts, and what that shows points into templates. But what is told already
        // shows lines.
        let labels = analysis.diagnostics.iter().flat_map(|it| &it.labels);
        let told: BTreeSet<FileId> = labels.map(|label| label.span.file).collect();
        project.texts.release(|text| text.path().below("content").is_none() || told.contains(&text.id()));
        make(&analysis, &project, target, &progress)
    };
    drop(progress);
    let outcome = site.console.problems(Stream::Error, &diagnostics, &project.texts)?;
    let found = summary(&diagnostics, &project.texts);
    let Some(written) = written else {
        site.console.say(&format!("{found}; nothing was written"))?;
        return Ok(outcome);
    };
    let changes = written?;
    if !diagnostics.is_empty() {
        site.console.say(&found)?;
    }
    let line = line(counts, changes, begun.elapsed().as_secs_f64());
    site.console.say(&format!("{line}, in `{}`", folder.display()))?;
    Ok(outcome)
}

/// Every problem, and what writing the site changed, or that it was not written for an error.
fn make(
    analysis: &Analysis,
    project: &Project,
    target: Target<'_>,
    progress: &Progress,
) -> (Vec<Diagnostic>, Option<Result<Changes, disk::Error>>) {
    if has_errors(&analysis.diagnostics) {
        return (analysis.diagnostics.clone(), None);
    }
    let begin = |files| progress.files(files);
    let before = |path: &std::path::Path| {
        progress.file(path);
        Ok(())
    };
    let writing = match Writing::open(target, project, &begin, &before) {
        Ok(writing) => writing,
        Err(error) => return (analysis.diagnostics.clone(), Some(Err(error))),
    };
    let known = analysis.diagnostics.len();
    let (diagnostics, is_whole) = analysis.make(project, &writing);
    if !is_whole {
        writing.abandon();
        return (diagnostics, None);
    }
    // The lengths of files are known without making them.
    let shown = diagnostics.iter().filter(|it| it.code != Code::SiteNearLimit).count();
    let written = writing.finish(shown != known);
    (diagnostics, Some(written))
}

fn line(counts: Counts, changes: Changes, seconds: f64) -> String {
    let has = [counted(counts.pages, "page"), counted(counts.briefings, "briefing"), counted(counts.claims, "claim")];
    let Changes { written, unchanged, removed } = changes;
    let written = counted(written, "file");
    format!("{} in {seconds:.2} s: {written} written, {unchanged} unchanged, {removed} removed", has.join(", "))
}
