//! `postil rename`: another id for something, everywhere.

use std::collections::BTreeSet;

use super::console::{Stream, complain, print};
use super::request::Rename;
use super::{Failure, Outcome};
use crate::diagnostic::render::counted;
use crate::project::Project;
use crate::refusal::Refusal;
use crate::rename::{Obstacle, Renaming, prepare};

/// Renames, or shows what would change.
pub(super) fn rename(request: &Rename) -> Result<Outcome, Failure> {
    let site = &request.site;
    let project = site.read()?;
    let renaming = match prepare(&project, request.kind, &request.old, &request.new) {
        Ok(renaming) => renaming,
        Err(obstacle) => return refused(request, &project, obstacle),
    };
    if request.dry_run {
        print(&places(&renaming))?;
    } else {
        renaming.apply(&site.root)?;
    }
    complain(&said(request, &renaming))?;
    Ok(Outcome::Done)
}

fn refused(request: &Rename, project: &Project, obstacle: Obstacle) -> Result<Outcome, Failure> {
    let console = &request.site.console;
    match obstacle {
        Obstacle::Refused(refusal) => Err(refusal.into()),
        Obstacle::Errors(found) => {
            let outcome = console.problems(Stream::Error, &found, &project.texts)?;
            console.say("these errors may hide places of the id; nothing was renamed")?;
            Ok(outcome)
        }
        Obstacle::Consequences(found, texts) => {
            console.problems(Stream::Error, &found, &texts)?;
            let message = format!("the site would have these problems if `{}` were `{}`", request.old, request.new);
            Err(Refusal::new(message)
                .help("choose another id, or correct those places first; nothing was renamed")
                .into())
        }
    }
}

/// Every place in a line: `content/actors.yaml:3:7: old → new`.
fn places(renaming: &Renaming) -> String {
    let mut text = String::new();
    for (from, to) in &renaming.moves {
        text.push_str(&format!("{from} → {to}\n"));
    }
    for place in &renaming.places {
        let (before, after) = (one_line(&place.before), one_line(&place.after));
        let change = match (before.is_empty(), after.is_empty()) {
            (true, _) => format!("+ {after}"),
            (_, true) => format!("- {before}"),
            _ => format!("{before} → {after}"),
        };
        text.push_str(&format!("{}:{}:{}: {change}\n", place.path, place.line, place.column));
    }
    text
}

fn said(request: &Rename, renaming: &Renaming) -> String {
    let files: BTreeSet<_> = renaming.places.iter().map(|place| &place.path).collect();
    let (kind, old, new) = (request.kind.name(), &request.old, &request.new);
    let verb = if request.dry_run { "would be renamed" } else { "was renamed" };
    let (places, files) = (counted(renaming.places.len(), "place"), counted(files.len(), "file"));
    let mut text = format!("the {kind} `{old}` {verb} to `{new}`: {places} in {files}\n");
    if let Some(address) = &renaming.redirect {
        text.push_str(&format!("visitors of `{address}` are led on\n"));
    }
    if !request.dry_run {
        text.push_str(&format!("take it back: postil rename {kind} {new} {old}\n"));
    }
    text
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
