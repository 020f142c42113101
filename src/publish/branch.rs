//! The branch of a remote that is published to.

use std::collections::BTreeMap;

use super::git::Answer;
use super::repository::Repository;
use super::tip::{Entry, Tip};
use crate::disk::{MANIFEST, Manifest};
use crate::refusal::Refusal;

/// A branch of a remote, which need not exist.
#[derive(Debug)]
pub struct Branch<'a> {
    pub(super) repository: &'a Repository,
    /// The name of the remote.
    pub(super) remote: String,
    /// What is asked and fetched from: the remote, or where it is pushed to when that is elsewhere.
    pub(super) source: String,
    /// The name of the branch, such as `gh-pages`.
    pub(super) name: String,
    /// The same as a reference.
    pub(super) full: String,
}

impl Branch<'_> {
    /// The name of the branch.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The name of the remote.
    #[must_use]
    pub fn remote(&self) -> &str {
        &self.remote
    }

    /// What the branch holds now on the remote. Its objects are fetched when they are not here; no branch is changed.
    ///
    /// # Errors
    /// When the remote cannot be reached, or the branch holds what no site can be published over.
    pub fn tip(&self, force: bool) -> Result<Tip, Refusal> {
        let Some(commit) = self.fetched()? else { return Ok(Tip::default()) };
        let git = &self.repository.git;
        let listed = git.run(&["ls-tree", "-r", "-z", "--full-tree", &commit])?;
        if !listed.done {
            return Err(listed.refusal(&format!("git cannot list the files of `{}`", self.name)));
        }
        let files = entries(&String::from_utf8_lossy(&listed.out));
        let parents = git.text(&["rev-list", "--parents", "-n", "1", &commit])?.unwrap_or_default();
        let has_history = parents.split_whitespace().count() > 1;
        let manifest = self.manifest(&files, force)?;
        let cname = match files.get("CNAME") {
            Some(entry) => git.text(&["cat-file", "blob", &entry.id])?,
            None => None,
        };
        let tip = Tip { commit: Some(commit), has_history, files, manifest, cname };
        self.refuse_sources(&tip)?;
        Ok(tip)
    }

    /// The commit that the branch is at on the remote, with all its objects in this repository; none when there is no branch.
    fn fetched(&self) -> Result<Option<String>, Refusal> {
        let Self { repository, remote, source, name, full } = self;
        let has = |commit: &str| repository.git.run(&["cat-file", "-e", &format!("{commit}^{{tree}}")]);
        // The branch may move between the question and the answer.
        for _ in 0..ATTEMPTS {
            let Some(commit) = self.on_remote()? else { return Ok(None) };
            if has(&commit)?.done {
                return Ok(Some(commit));
            }
            let mut fetch = vec!["fetch", "--quiet", "--no-tags", "--no-prune", "--no-recurse-submodules"];
            fetch.extend(["--no-auto-maintenance", "--no-write-fetch-head"]);
            if repository.git.text(&["rev-parse", "--is-shallow-repository"])?.as_deref() == Some("true") {
                // Whoever does not want the history of the site does not want that of the branch either.
                fetch.push("--depth=1");
            }
            fetch.extend(["--", source, full]);
            let answer = repository.git.run(&fetch)?;
            if has(&commit)?.done {
                return Ok(Some(commit));
            }
            if !answer.done {
                return Err(answer.refusal(&format!("`{name}` of `{remote}` cannot be fetched")));
            }
        }
        Err(Refusal::new(format!("`{name}` of `{remote}` is changed faster than it can be fetched")).help("try again"))
    }

    /// The commit that the branch is at on the remote, whose objects need not be here.
    pub(super) fn on_remote(&self) -> Result<Option<String>, Refusal> {
        let answer = self.repository.git.run(&["ls-remote", "--", &self.source, &self.full])?;
        if !answer.done {
            return Err(self.unreachable(&answer));
        }
        let text = answer.text();
        let mut lines = text.lines().filter_map(|line| line.split_once('\t'));
        Ok(lines.find(|(_, name)| *name == self.full).map(|(commit, _)| commit.to_owned()))
    }

    fn unreachable(&self, answer: &Answer) -> Refusal {
        let refusal = answer.refusal(&format!("the remote `{}` cannot be reached", self.remote));
        let remote = &self.remote;
        refusal.help(format!(
            "check the network, its address (`git remote get-url {remote}`), and that you may use it; nothing was published"
        ))
    }

    /// What Postil wrote to the branch.
    fn manifest(&self, files: &BTreeMap<String, Entry>, force: bool) -> Result<Manifest, Refusal> {
        let Some(entry) = files.get(MANIFEST) else { return Ok(Manifest::default()) };
        let answer = self.repository.git.run(&["cat-file", "blob", &entry.id])?;
        let parsed = if answer.done { Manifest::parse(&answer.out) } else { Err(answer.said) };
        match parsed {
            Ok(manifest) => Ok(manifest),
            Err(_) if force => Ok(Manifest::default()),
            Err(wrong) => {
                let message = format!("`{MANIFEST}` on `{}` cannot be read: {wrong}", self.name);
                Err(Refusal::new(message).help(
                    "`--force` publishes all the same: files in the way are replaced, and all others count as not Postil's",
                ))
            }
        }
    }

    /// A branch that holds the sources of a site is not the one to publish to, whatever was typed.
    fn refuse_sources(&self, tip: &Tip) -> Result<(), Refusal> {
        let settings = format!("{}postil.toml", self.repository.folder);
        let is_source = |path: &str| tip.files.contains_key(path) && !tip.manifest.files.contains_key(path);
        match ["postil.toml", &settings].into_iter().find(|path| is_source(path)) {
            None => Ok(()),
            Some(path) => {
                let (name, remote) = (&self.name, &self.remote);
                let message = format!("`{name}` of `{remote}` holds the sources of a site: there is `{path}`");
                Err(Refusal::new(message).help("publish to a branch of its own, such as `--branch gh-pages`"))
            }
        }
    }
}

/// The entries that `git ls-tree -r -z` prints.
fn entries(listed: &str) -> BTreeMap<String, Entry> {
    let entry = |line: &str| {
        let (what, path) = line.split_once('\t')?;
        let mut words = what.split(' ');
        let (mode, _, id) = (words.next()?, words.next()?, words.next()?);
        Some((path.to_owned(), Entry { is_file: mode.starts_with("100"), id: id.to_owned() }))
    };
    listed.split('\0').filter_map(entry).collect()
}

const ATTEMPTS: usize = 5;
