//! A temporary folder in which programs are run as people run them.
#![allow(dead_code, reason = "each test program uses a part")]
#![allow(unreachable_pub, clippy::expect_used, reason = "this is a test's own house")]
#![allow(clippy::disallowed_methods, clippy::disallowed_types, reason = "tests run programs on real folders")]

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use tempfile::TempDir;

/// A temporary folder, which is also the home of whoever works in it.
pub(crate) struct Place {
    folder: TempDir,
}

/// How a run of a program ended.
#[derive(Debug)]
pub(crate) struct Run {
    pub(crate) code: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Place {
    pub(crate) fn new() -> Self {
        Self { folder: tempfile::tempdir().expect("a temporary folder") }
    }

    /// One in memory where the machine offers that: for what writes thousands of files.
    pub(crate) fn in_memory() -> Self {
        let folder = tempfile::tempdir_in("/dev/shm").or_else(|_| tempfile::tempdir());
        Self { folder: folder.expect("a temporary folder") }
    }

    pub(crate) fn path(&self, path: &str) -> PathBuf {
        self.folder.path().join(path)
    }

    pub(crate) fn put(&self, path: &str, text: &str) {
        let path = self.path(path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(path, text).expect("a file");
    }

    pub(crate) fn text(&self, path: &str) -> String {
        fs::read_to_string(self.path(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
    }

    /// Replaces what must stand in a file once.
    pub(crate) fn edit(&self, path: &str, from: &str, to: &str) {
        let text = self.text(path);
        assert_eq!(text.matches(from).count(), 1, "{path}: {from}");
        self.put(path, &text.replace(from, to));
    }

    /// Every file below a folder, with its bytes.
    pub(crate) fn files(&self, folder: &str) -> BTreeMap<String, Vec<u8>> {
        let folder = self.path(folder);
        let entries = walkdir::WalkDir::new(&folder).into_iter().map(|entry| entry.expect("an entry"));
        let files = entries.filter(|entry| !entry.file_type().is_dir());
        files.map(|entry| (relative(entry.path(), &folder), fs::read(entry.path()).expect("bytes"))).collect()
    }

    /// Runs Postil in a folder of the place.
    pub(crate) fn run(&self, folder: &str, arguments: &[&str]) -> Run {
        self.with(folder, arguments, &[])
    }

    /// The same with more variables in the environment.
    pub(crate) fn with(&self, folder: &str, arguments: &[&str], environment: &[(&str, &str)]) -> Run {
        let mut command = self.command(env!("CARGO_BIN_EXE_postil"), folder);
        Run::of(&command.args(arguments).envs(environment.iter().copied()).output().expect("run"))
    }

    /// Runs git, which must succeed, and gives what it printed.
    pub(crate) fn git(&self, folder: &str, arguments: &[&str]) -> String {
        let run = Run::of(&self.command("git", folder).args(arguments).output().expect("git"));
        assert_eq!(run.code, 0, "git {arguments:?}: {run:?}");
        run.out.trim_end().to_owned()
    }

    /// A program that knows nothing of the machine's settings, in a folder that exists or is made.
    pub(crate) fn command(&self, program: impl AsRef<OsStr>, folder: &str) -> Command {
        let folder = self.path(folder);
        fs::create_dir_all(&folder).expect("a folder");
        let mut command = Command::new(program);
        command.current_dir(folder).env("HOME", self.folder.path()).env("GIT_CONFIG_NOSYSTEM", "1");
        // Neither a repository around the temporary folder nor the one under test may be found.
        command.env("GIT_CEILING_DIRECTORIES", self.folder.path().parent().expect("a folder"));
        for name in
            ["NO_COLOR", "CLICOLOR", "CLICOLOR_FORCE", "SOURCE_DATE_EPOCH", "VISUAL", "EDITOR", "XDG_CONFIG_HOME"]
        {
            command.env_remove(name);
        }
        for (name, _) in std::env::vars_os() {
            let is_git = name.to_str().is_some_and(|name| name.starts_with("GIT_") && !OURS.contains(&name));
            let is_setting = name.to_str().is_some_and(|name| name.starts_with("POSTIL_"));
            if is_git || is_setting {
                command.env_remove(name);
            }
        }
        command
    }
}

impl Run {
    pub(crate) fn of(output: &Output) -> Self {
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        let code = output.status.code().unwrap_or_else(|| panic!("no exit code: {output:?}"));
        Self { code, out: text(&output.stdout), err: text(&output.stderr) }
    }
}

fn relative(path: &Path, folder: &Path) -> String {
    path.strip_prefix(folder).expect("below").to_string_lossy().replace('\\', "/")
}

const OURS: [&str; 2] = ["GIT_CONFIG_NOSYSTEM", "GIT_CEILING_DIRECTORIES"];
