//! A site in a repository, and the remote that it is published to.
#![allow(dead_code, reason = "each test program uses a part")]
#![allow(unreachable_pub, clippy::expect_used, reason = "this is a test's own house")]
#![allow(clippy::disallowed_methods, reason = "tests run programs on real folders")]

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::PermissionsExt;

use crate::place::{Place, Run};

/// A site that is committed, and the repository that it is pushed to.
pub(crate) struct Desk {
    pub(crate) place: Place,
}

impl Desk {
    pub(crate) fn new() -> Self {
        let place = Place::new();
        for (key, value) in [
            ("user.name", "Mira Adler"),
            ("user.email", "mira@example.org"),
            ("init.defaultBranch", "main"),
            ("gc.auto", "0"),
            ("receive.autogc", "false"),
        ] {
            place.git("", &["config", "--global", key, value]);
        }
        place.git("", &["init", "-q", "--bare", "remote.git"]);
        place.git("", &["init", "-q", "site"]);
        place.put("site/postil.toml", "[site]\ntitle = \"Notes\"\n");
        place.put("site/static/gone.txt", "until later\n");
        place.put("site/.gitignore", "/public/\n");
        place.put(
            "site/content/briefings/fee.md",
            "---\ntitle: The harbour fee\ndate: 2025-03-14\nactors:\n  - {name: Mira Adler, type: person}\nclaims:\n  - id: \
             no-new-fee\n    text: The harbour will not raise its fee.\n    by: Mira Adler\n    quote: no vessel will pay \
             more\n---\n\nMira Adler told the council that no vessel will pay more this year.\n",
        );
        place.git("site", &["remote", "add", "origin", "../remote.git"]);
        let desk = Self { place };
        desk.commit("the site");
        desk.place.git("site", &["push", "-q", "origin", "main"]);
        desk
    }

    pub(crate) fn commit(&self, message: &str) {
        self.place.git("site", &["add", "."]);
        self.place.git("site", &["commit", "-qm", message]);
    }

    /// Publishes, and makes sure that nothing of the user's has changed.
    pub(crate) fn publish(&self, arguments: &[&str]) -> Run {
        let before = self.untouchable();
        let run = self.place.run("site", &[&["publish"], arguments].concat());
        let after = self.untouchable();
        assert_eq!(after.keys().collect::<Vec<_>>(), before.keys().collect::<Vec<_>>());
        assert!(after == before, "the checkout, the index and the branches are as they were");
        run
    }

    /// Everything in the checkout and its repository, but objects and what is known of remotes.
    pub(crate) fn untouchable(&self) -> BTreeMap<String, Vec<u8>> {
        let mut files = self.place.files("site");
        files.retain(|path, _| {
            let free = [".git/objects/", ".git/refs/remotes/", ".git/logs/refs/remotes/"];
            !free.iter().any(|free| path.starts_with(free))
        });
        assert!(files.contains_key(".git/index"));
        files
    }

    /// Somebody else pushes these files to the branch.
    pub(crate) fn elsewhere(&self, files: &[(&str, &str)]) {
        if !self.place.path("elsewhere").exists() {
            self.place.git("", &["clone", "-q", "remote.git", "elsewhere"]);
            if self.tip().is_none() {
                self.place.git("elsewhere", &["checkout", "-q", "--orphan", "gh-pages"]);
                self.place.git("elsewhere", &["rm", "-rqf", "."]);
            } else {
                self.place.git("elsewhere", &["checkout", "-q", "gh-pages"]);
            }
        }
        if self.tip().is_some() {
            self.place.git("elsewhere", &["fetch", "-q"]);
            self.place.git("elsewhere", &["reset", "-q", "--hard", "origin/gh-pages"]);
        }
        for (path, text) in files {
            self.place.put(&format!("elsewhere/{path}"), text);
        }
        self.place.git("elsewhere", &["add", "-A"]);
        self.place.git("elsewhere", &["commit", "-qm", "theirs"]);
        self.place.git("elsewhere", &["push", "-q", "origin", "gh-pages"]);
    }

    pub(crate) fn tip(&self) -> Option<String> {
        let tip = self.place.git("remote.git", &["for-each-ref", "--format=%(objectname)", "refs/heads/gh-pages"]);
        Some(tip).filter(|tip| !tip.is_empty())
    }

    /// Subjects of the commits on the branch, newest first.
    pub(crate) fn log(&self) -> Vec<String> {
        self.place.git("remote.git", &["log", "--format=%s", "gh-pages"]).lines().map(str::to_owned).collect()
    }

    /// The files on the branch.
    pub(crate) fn branch(&self) -> BTreeMap<String, Vec<u8>> {
        let _ = fs::remove_dir_all(self.place.path("look"));
        self.place.git("", &["clone", "-q", "-c", "core.autocrlf=false", "-b", "gh-pages", "remote.git", "look"]);
        let mut files = self.place.files("look");
        files.retain(|path, _| !path.starts_with(".git/"));
        files
    }

    /// How many objects the remote has.
    pub(crate) fn objects(&self) -> usize {
        let counted =
            self.place.git("remote.git", &["cat-file", "--batch-check", "--batch-all-objects", "--unordered"]);
        counted.lines().count()
    }

    pub(crate) fn script(&self, path: &str, commands: &str) {
        self.place.put(path, &format!("#!/bin/sh\n{commands}\n"));
        fs::set_permissions(self.place.path(path), fs::Permissions::from_mode(0o755)).expect("permissions");
    }
}
