//! `postil publish`: the site on the branch that GitHub Pages serves, or the workflow that publishes without one.

use super::console::{Stream, complain, print};
use super::progress::Progress;
use super::request::{Publish, Workflow};
use super::{Failure, Outcome};
use crate::compile::{compile, configure};
use crate::diagnostic::render::{printable, summary};
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
    let mut project = site.read()?;
    let mut asked = None;
    if configure(&project).0.base_url.is_none() {
        let tip = branch.tip(request.force)?;
        let address = Address::find(&site.root, &branch, &tip)?;
        project.options.base_url = address.as_ref().map(|address| address.url.clone());
        asked = Some((tip, address));
    }
    // Only while nothing else can be asked or said: git may want a passphrase.
    let progress = Progress::new(site.console.is_talkative());
    progress.phase("compiling");
    let compiled = compile(&project);
    drop(progress);
    let outcome = site.console.problems(Stream::Error, &compiled.diagnostics, &project.texts)?;
    let found = summary(&compiled.diagnostics, &project.texts);
    let Some(output) = &compiled.output else {
        site.console.say(&format!("{found}; nothing was published"))?;
        return Ok(outcome);
    };
    if !compiled.diagnostics.is_empty() {
        site.console.say(&found)?;
    }
    let tip = match asked {
        Some((tip, address)) => {
            site.console.say(&standing(address.as_ref()))?;
            tip
        }
        None => branch.tip(request.force)?,
    };
    let publication = Publication::new(&site.root, &project, output, &repository, &tip)?;
    if request.dry_run {
        let difference = Difference::between(&tip, &publication, request.force)?;
        print(&difference.lines())?;
        let (would, place) = (difference.summary(), place(&branch));
        site.console.say(&format!("{would}: that is what publishing to {place} would do"))?;
        return Ok(outcome);
    }
    let message = request.message.clone().map_or_else(|| repository.message(!changes.is_empty()), Ok)?;
    let order = Order { message: &message, squash: request.squash, force: request.force };
    let is_new = !tip.exists();
    let published = push(&branch, &publication, tip, order)?;
    let url = compiled.settings.base_url.as_deref();
    for line in told(&published, &branch, url, is_new) {
        site.console.say(&line)?;
    }
    Ok(outcome)
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

/// What became of a publication, in lines.
fn told(published: &Published, branch: &Branch<'_>, url: Option<&str>, is_new: bool) -> Vec<String> {
    let Published { difference, commit, overtaken } = published;
    let place = place(branch);
    if commit.is_none() {
        return vec![format!("{place} is as the site is; nothing was to be done")];
    }
    let mut lines = Vec::new();
    if *overtaken > 0 {
        lines.push("somebody else published meanwhile; this was put on top".to_owned());
    }
    let at = url.map(|url| format!(", for {}", printable(url))).unwrap_or_default();
    lines.push(format!("published to {place}{at}: {}", difference.summary()));
    if is_new && url.is_some_and(|url| url.contains(".github.io/")) {
        let name = branch.name();
        lines.push(format!(
            "the branch is new: choose `{name}` in the settings of the repository on GitHub, under Pages"
        ));
    }
    lines
}

fn place(branch: &Branch<'_>) -> String {
    format!("`{}` of `{}`", branch.name(), branch.remote())
}

/// Where the site will stand although its settings do not say so.
fn standing(address: Option<&Address>) -> String {
    let Some(Address { url, origin }) = address else {
        return "the settings have no `base_url`, and the remote does not tell where the site will stand: it gets neither \
                a feed nor a site map"
            .to_owned();
    };
    let origin = match origin {
        Origin::Site => "`static/CNAME`",
        Origin::Branch => "`CNAME` on the branch",
        Origin::Remote => "the address of the remote",
    };
    format!("the site will stand at {url}, as {origin} tells")
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
