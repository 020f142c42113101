//! From a tip and a publication to a branch that holds it.

use std::thread;
use std::time::Duration;

use super::branch::Branch;
use super::difference::Difference;
use super::git::Answer;
use super::publication::Publication;
use super::tip::Tip;
use super::tree::tree;
use crate::refusal::Refusal;

/// How it is to be published.
#[derive(Debug, Clone, Copy)]
pub struct Order<'a> {
    /// The message of the commit.
    pub message: &'a str,
    /// Whether the branch is to have one commit and no history.
    pub squash: bool,
    /// Whether files that Postil did not write may be replaced.
    pub force: bool,
}

/// What became of it.
#[derive(Debug)]
pub struct Published {
    /// What was changed on the branch; nothing when it was as it is to be.
    pub difference: Difference,
    /// The commit that the branch is at now, if one was made.
    pub commit: Option<String>,
    /// How often somebody else was first, and this was put on top of it.
    pub overtaken: usize,
}

/// Makes the branch hold the publication, beside what Postil did not write: one commit on top of the tip, or, when somebody
/// published meanwhile, on top of theirs.
///
/// # Errors
/// When something is in the way, git cannot commit, or the remote refuses. The branch is as it was then.
pub fn publish(
    branch: &Branch<'_>,
    publication: &Publication<'_>,
    mut tip: Tip,
    order: Order<'_>,
) -> Result<Published, Refusal> {
    let mut overtaken = 0;
    loop {
        let difference = Difference::between(&tip, publication, order.force)?;
        if difference.is_empty() && tip.exists() && !(order.squash && tip.has_history) {
            return Ok(Published { difference, commit: None, overtaken });
        }
        let tree = tree(branch.repository, publication, &tip, &difference)?;
        let parent = tip.commit.as_deref().filter(|_| !order.squash);
        let commit = commit(branch, &tree, parent, order.message)?;
        let pushed = push(branch, &commit, &tip, order.squash)?;
        let now = if pushed.done { Some(commit.clone()) } else { branch.on_remote().unwrap_or(tip.commit.clone()) };
        if now.as_ref() == Some(&commit) {
            return Ok(Published { difference, commit: Some(commit), overtaken });
        }
        overtaken += 1;
        // A remote that is just taking another push says so before that push is seen.
        let is_busy = now == tip.commit && pushed.said.contains("lock");
        if overtaken == ATTEMPTS || (now == tip.commit && !is_busy) {
            return Err(rejected(branch, &pushed));
        }
        if is_busy {
            thread::sleep(PAUSE);
        }
        tip = branch.tip(order.force)?;
    }
}

/// Makes a commit that nothing points to, signed when the user's commits are.
fn commit(branch: &Branch<'_>, tree: &str, parent: Option<&str>, message: &str) -> Result<String, Refusal> {
    let git = &branch.repository.git;
    let mut arguments = vec!["commit-tree", tree, "-F", "-"];
    if git.text(&["config", "--type=bool", "--get", "commit.gpgSign"])?.as_deref() == Some("true") {
        arguments.push("-S");
    }
    if let Some(parent) = parent {
        arguments.extend(["-p", parent]);
    }
    let answer = git.run_with(&arguments, |input| {
        std::io::Write::write_all(input, message.as_bytes())?;
        Ok(())
    })?;
    if answer.done { Ok(answer.text()) } else { Err(answer.refusal("git cannot commit; nothing was published")) }
}

fn push(branch: &Branch<'_>, commit: &str, tip: &Tip, squash: bool) -> Result<Answer, Refusal> {
    let Branch { repository, remote, full, .. } = branch;
    let lease = format!("--force-with-lease={full}:{}", tip.commit.as_deref().unwrap_or_default());
    let mut arguments = vec!["push", "--no-follow-tags", "--recurse-submodules=no"];
    if squash {
        arguments.push(&lease);
    }
    let what = format!("{commit}:{full}");
    arguments.extend(["--", remote, &what]);
    repository.git.run(&arguments)
}

fn rejected(branch: &Branch<'_>, pushed: &Answer) -> Refusal {
    let refusal = pushed.refusal(&format!("`{}` did not take the push to `{}`", branch.remote, branch.name));
    refusal.help("nothing was published; when a rule or a hook refused it, whoever keeps the repository can tell more")
}

/// After so many others it is time to ask a person.
const ATTEMPTS: usize = 10;

const PAUSE: Duration = Duration::from_millis(300);
