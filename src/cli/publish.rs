//! `postil publish`: the site on the branch that GitHub Pages serves, or the workflow that publishes without one.

use super::console::{Stream, complain, print};
use super::progress::Progress;
use super::request::{Publish, Site, Workflow};
use super::{Failure, Outcome};
use crate::compile::{Compiled, compile, settings};
use crate::diagnostic::render::{printable, summary};
use crate::project::Project;
use crate::publish::{
    Address, Branch, Difference, Order, Origin, Publication, Published, Repository, WORKFLOW_PATH, Written,
    publish as push, write_workflow,
};
use crate::refusal::Refusal;

/// Compiles the site and pushes it, unless it has errors.
pub(super) fn publish(request: &Publish) -> Result<Outcome, Failure> {
    let site = &request.site;
    let repository = Repository::around(&site.root)?;
    let branch = repository.branch(&request.branch, request.remote.as_deref())?;
    let changes = repository.uncommitted()?;
    if !changes.is_empty() && !request.allow_dirty && !request.dry_run {
        return Err(dirty(&changes).into());
    }
    if !request.dry_run {
        repository.check_identity()?;
    }
    let progress = Progress::new(site.console.is_talkative());
    progress.phase("reading");
    let mut project = site.read()?;
    let mut tip = None;
    if settings(&project).base_url.is_none() {
        progress.phase("asking the remote");
        let known = branch.tip(request.force)?;
        let address = Address::find(&site.root, &branch, &known)?;
        tip = Some(known);
        tell_address(site, address.as_ref())?;
        project.options.base_url = address.map(|address| address.url);
    }
    progress.phase("compiling");
    let compiled = compile(&project);
    progress.phase("asking the remote");
    let prepared = match (&compiled.output, tip) {
        (None, _) => None,
        (Some(output), Some(tip)) => Some((output, tip)),
        (Some(output), None) => Some((output, branch.tip(request.force)?)),
    };
    progress.phase("publishing");
    let told = match prepared {
        Some((output, tip)) => {
            let publication = Publication::new(&site.root, &project, output, &repository)?;
            if request.dry_run {
                let difference = Difference::between(&tip, &publication, request.force)?;
                Some(Told::Would(difference))
            } else {
                let message = request.message.clone().map_or_else(|| repository.message(!changes.is_empty()), Ok)?;
                let order = Order { message: &message, squash: request.squash, force: request.force };
                let is_new = !tip.exists();
                Some(Told::Did(push(&branch, &publication, tip, order)?, is_new))
            }
        }
        None => None,
    };
    drop(progress);
    tell(site, &branch, &project, &compiled, told)
}

/// Writes the workflow.
pub(super) fn workflow(request: &Workflow) -> Result<Outcome, Failure> {
    let text = match write_workflow(&request.root, request.force)? {
        Written::Same => format!("`{WORKFLOW_PATH}` is as it should be\n"),
        Written::Made => format!(
            "made `{WORKFLOW_PATH}`: commit and push it, and choose GitHub Actions as the source of the pages, in the \
             settings of the repository under Pages\n"
        ),
    };
    complain(&text)?;
    Ok(Outcome::Done)
}

/// What is to be told of a site without errors.
enum Told {
    /// What would be done.
    Would(Difference),
    /// What was done, and whether the branch is new.
    Did(Published, bool),
}

fn tell(
    site: &Site,
    branch: &Branch<'_>,
    project: &Project,
    compiled: &Compiled,
    told: Option<Told>,
) -> Result<Outcome, Failure> {
    let outcome = site.console.problems(Stream::Error, &compiled.diagnostics, &project.texts)?;
    let found = summary(&compiled.diagnostics, &project.texts);
    let Some(told) = told else {
        site.console.say(&format!("{found}; nothing was published"))?;
        return Ok(outcome);
    };
    if !compiled.diagnostics.is_empty() {
        site.console.say(&found)?;
    }
    let place = format!("`{}` of `{}`", branch.name(), branch.remote());
    let say = |line: String| site.console.say(&line);
    match told {
        Told::Would(difference) => {
            print(&difference.lines())?;
            let would = difference.summary();
            say(format!("{would}: that is what publishing to {place} would do"))?;
        }
        Told::Did(Published { commit: None, .. }, ..) => {
            say(format!("{place} is as the site is; nothing was to be done"))?;
        }
        Told::Did(Published { difference, overtaken, .. }, is_new) => {
            if overtaken > 0 {
                say("somebody else published meanwhile; this was put on top".to_owned())?;
            }
            let url = compiled.settings.base_url.as_deref();
            let at = url.map(|url| format!(", for {}", printable(url))).unwrap_or_default();
            say(format!("published to {place}{at}: {}", difference.summary()))?;
            if is_new && url.is_some_and(|url| url.contains(".github.io/")) {
                let name = branch.name();
                say(format!(
                    "the branch is new: choose `{name}` in the settings of the repository on GitHub, under Pages"
                ))?;
            }
        }
    }
    Ok(outcome)
}

fn tell_address(site: &Site, address: Option<&Address>) -> Result<(), Failure> {
    let text = match address {
        None => {
            "the settings have no `base_url`, and the remote does not tell where the site will stand: it gets neither \
                 a feed nor a site map"
                .to_owned()
        }
        Some(Address { url, origin }) => {
            let origin = match origin {
                Origin::Site => "`static/CNAME`",
                Origin::Branch => "`CNAME` on the branch",
                Origin::Remote => "the address of the remote",
            };
            format!("the site will stand at {url}, as {origin} tells")
        }
    };
    Ok(site.console.say(&text)?)
}

fn dirty(changes: &[String]) -> Refusal {
    let mut message = "files of the site are not committed, so that nobody could tell what was published:".to_owned();
    for path in changes.iter().take(MAX_SHOWN) {
        message.push_str(&format!("\n  {}", printable(path)));
    }
    if changes.len() > MAX_SHOWN {
        message.push_str(&format!("\n  and {} more", changes.len() - MAX_SHOWN));
    }
    Refusal::new(message)
        .help("commit them, or publish all the same with `--allow-dirty`; `--dry-run` shows what would change")
}

const MAX_SHOWN: usize = 10;
