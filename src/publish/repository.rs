//! The repository that a site stands in.

use std::path::{Path, PathBuf};

use super::branch::Branch;
use super::git::Git;
use super::object::Format;
use crate::refusal::Refusal;

/// The repository around a site, seen from the folder of the site.
#[derive(Debug)]
pub struct Repository {
    pub(super) git: Git,
    pub(super) format: Format,
    /// The root of the checkout.
    pub(super) top: PathBuf,
    /// The folder of the site below that root, with a `/` at its end; empty when it is the root.
    pub(super) folder: String,
    /// The branch that is checked out, `main`; none when HEAD is detached.
    pub(super) current: Option<String>,
}

impl Repository {
    /// The repository in whose checkout this folder stands.
    ///
    /// # Errors
    /// When there is no git, no repository, or no checkout.
    pub fn around(root: &Path) -> Result<Self, Refusal> {
        let git = Git::new(root);
        let answer = git.run(&["rev-parse", "--show-object-format", "--show-prefix", "--show-toplevel"])?;
        if !answer.done {
            let refusal = answer.refusal(&format!("`{}` is not in the checkout of a git repository", root.display()));
            return Err(refusal.help("`git init` makes a repository; then commit the site, and add where to push to"));
        }
        let text = answer.text();
        let mut lines = text.lines();
        let format = match lines.next() {
            Some("sha256") => Format::Sha256,
            _ => Format::Sha1,
        };
        let folder = lines.next().unwrap_or_default().to_owned();
        let top = PathBuf::from(lines.next().unwrap_or_default());
        let current = git.text(&["symbolic-ref", "-q", "HEAD"])?;
        let current = current.and_then(|name| name.strip_prefix("refs/heads/").map(str::to_owned));
        Ok(Self { git, format, top, folder, current })
    }

    /// Files of the site that are not as the last commit has them, by their paths in the repository.
    ///
    /// # Errors
    /// When git refuses.
    pub fn uncommitted(&self) -> Result<Vec<String>, Refusal> {
        let status = ["status", "--porcelain", "-z", "--no-renames", "--untracked-files=all", "--"];
        let answer = self.git.run(&[&status[..], &SOURCES].concat())?;
        if !answer.done {
            return Err(answer.refusal("git cannot tell whether the site is committed"));
        }
        let out = String::from_utf8_lossy(&answer.out);
        Ok(out.split('\0').filter_map(|entry| entry.get(3..)).map(str::to_owned).collect())
    }

    /// Whether git knows in whose name to commit.
    ///
    /// # Errors
    /// When it does not.
    pub fn check_identity(&self) -> Result<(), Refusal> {
        for who in ["GIT_AUTHOR_IDENT", "GIT_COMMITTER_IDENT"] {
            let answer = self.git.run(&["var", who])?;
            if !answer.done {
                return Err(Refusal::new("git does not know in whose name to commit")
                    .help("`git config user.name \"Your Name\"` and `git config user.email you@example.org` tell it"));
            }
        }
        Ok(())
    }

    /// The branch of a remote that is to be published to. Without a remote, it is `origin`, or the only one.
    ///
    /// # Errors
    /// When there is no such remote, the branch cannot be called so, or it is the one that is checked out.
    pub fn branch(&self, name: &str, remote: Option<&str>) -> Result<Branch<'_>, Refusal> {
        let full = format!("refs/heads/{name}");
        if name.starts_with('-') || !self.git.run(&["check-ref-format", &full])?.done {
            let message = format!("no branch can be called `{name}`");
            return Err(Refusal::new(message).help("GitHub Pages usually serves `gh-pages`"));
        }
        if self.current.as_deref() == Some(name) {
            let message = format!("`{name}` is the branch that you are on; the site would be pushed over its sources");
            return Err(Refusal::new(message).help("publish to a branch of its own, such as `--branch gh-pages`"));
        }
        let remote = self.remote(remote)?;
        let source = self.git.text(&["remote", "get-url", "--push", "--", &remote])?;
        let source = match (source, self.git.text(&["remote", "get-url", "--", &remote])?) {
            (Some(there), Some(here)) if there != here => there,
            _ => remote.clone(),
        };
        Ok(Branch { repository: self, remote, source, name: name.to_owned(), full })
    }

    /// What the commit on the branch says unless something else is wanted: from which commit the site was made.
    ///
    /// # Errors
    /// When git cannot be run.
    pub fn message(&self, dirty: bool) -> Result<String, Refusal> {
        let head = self.git.text(&["rev-parse", "--short", "--verify", "-q", "HEAD^{commit}"])?;
        Ok(match (head, dirty) {
            (Some(head), false) => format!("Publish the site as of {head}\n"),
            (Some(head), true) => format!("Publish the site as of {head}, with changes that are not committed\n"),
            (None, _) => "Publish the site\n".to_owned(),
        })
    }

    /// The branch that a repository is cloned to begin with, as far as that is known.
    pub(super) fn default_branch(&self) -> Result<String, Refusal> {
        let remote = self.git.text(&["symbolic-ref", "-q", "refs/remotes/origin/HEAD"])?;
        let remote = remote.and_then(|name| name.strip_prefix("refs/remotes/origin/").map(str::to_owned));
        Ok(remote.or_else(|| self.current.clone()).unwrap_or_else(|| "main".to_owned()))
    }

    fn remote(&self, wanted: Option<&str>) -> Result<String, Refusal> {
        let answer = self.git.run(&["remote"])?;
        let text = answer.text();
        let remotes: Vec<&str> = text.lines().collect();
        match (wanted, &remotes[..]) {
            (Some(wanted), _) if remotes.contains(&wanted) => Ok(wanted.to_owned()),
            (None, _) if remotes.contains(&"origin") => Ok("origin".to_owned()),
            (None, [only]) => Ok((*only).to_owned()),
            (_, []) => Err(Refusal::new("the repository has no remote to publish to")
                .help("`git remote add origin URL` adds one, such as git@github.com:OWNER/REPOSITORY.git")),
            (Some(wanted), _) => Err(Refusal::new(format!("the repository has no remote `{wanted}`"))
                .help(format!("it has `{}`", remotes.join("`, `")))),
            (None, _) => Err(Refusal::new("the repository has several remotes, and none is called `origin`")
                .help(format!("choose with `--remote`: `{}`", remotes.join("`, `")))),
        }
    }
}

/// What a site is read from.
const SOURCES: [&str; 4] = ["postil.toml", "content", "templates", "static"];
