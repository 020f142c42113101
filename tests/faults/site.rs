//! A site that is in one of two states, what others keep in its output, and what must hold of both after a fault.

use std::collections::BTreeMap;
use std::fs;
use std::process::{Command, Stdio};

use crate::generated;
use crate::place::{Place, Run};

/// Every file below a folder, with its bytes.
pub(crate) type Tree = BTreeMap<String, Vec<u8>>;

/// What the site says at a moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum State {
    Old,
    New,
}

/// What a build may leave of its own beside the site.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Left {
    /// What was written beside its place: nobody could take it away.
    Staged,
    /// Nothing.
    Nothing,
}

/// A site below `site`, with its output in `site/public`.
pub(crate) struct Site {
    pub(crate) place: Place,
    /// What a first build makes of each state.
    old: Tree,
    new: Tree,
}

impl Site {
    /// A site that was built in its old state, is in its new one now, and holds files of others in its output.
    pub(crate) fn new() -> Self {
        let mut site = Self { place: Place::in_memory(), old: Tree::new(), new: Tree::new() };
        for state in [State::New, State::Old] {
            site.put(state);
            let run = site.build();
            assert_eq!(run.code, 0, "{run:?}");
            let tree = site.standing();
            assert!(tree.len() > 150, "{}", tree.len());
            match state {
                State::New => {
                    site.new = tree;
                    fs::remove_dir_all(site.place.path("site/public")).expect("removed");
                }
                State::Old => site.old = tree,
            }
        }
        site.visit();
        site.put(State::New);
        site
    }

    /// Others put their files into the output.
    pub(crate) fn visit(&self) {
        for (path, text) in THEIRS {
            self.place.put(&format!("site/public/{path}"), text);
        }
    }

    /// Makes the sources say so.
    pub(crate) fn put(&self, state: State) {
        let (files, others) = (files(state), files(state.other()));
        for path in others.keys().filter(|path| !files.contains_key(*path)) {
            let path = self.place.path(&format!("site/{path}"));
            if path.is_dir() {
                fs::remove_dir_all(path).expect("removed");
            } else if path.exists() {
                fs::remove_file(path).expect("removed");
            }
        }
        for (path, text) in &files {
            let file = self.place.path(&format!("site/{path}"));
            if fs::read(&file).is_ok_and(|bytes| bytes == text.as_bytes()) {
                continue;
            }
            if file.is_dir() {
                fs::remove_dir_all(file).expect("removed");
            } else if let Some(parent) = file.parent().filter(|parent| parent.is_file()) {
                fs::remove_file(parent).expect("removed");
            }
            self.place.put(&format!("site/{path}"), text);
        }
    }

    /// What a build of this state makes.
    pub(crate) fn tree(&self, state: State) -> &Tree {
        match state {
            State::Old => &self.old,
            State::New => &self.new,
        }
    }

    pub(crate) fn build(&self) -> Run {
        self.place.run("site", &BUILD)
    }

    /// The same, by another program that runs what it is given.
    pub(crate) fn build_by(&self, wrapper: &[&str]) -> Run {
        let line: Vec<&str> = wrapper.iter().copied().chain([env!("CARGO_BIN_EXE_postil")]).chain(BUILD).collect();
        let mut command = self.place.command(line[0], "site");
        Run::of(&command.args(&line[1..]).output().expect("it runs"))
    }

    /// A build that says nothing.
    pub(crate) fn command(&self) -> Command {
        let mut command = self.place.command(env!("CARGO_BIN_EXE_postil"), "site");
        command.args(BUILD).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        command
    }

    /// The files of the site that stand in the output.
    pub(crate) fn standing(&self) -> Tree {
        self.standing_in("site/public")
    }

    pub(crate) fn standing_in(&self, folder: &str) -> Tree {
        let mut tree = if self.place.path(folder).exists() { self.place.files(folder) } else { Tree::new() };
        tree.retain(|path, _| !path.starts_with(".postil-") && !THEIRS.iter().any(|(theirs, _)| path == theirs));
        tree
    }

    /// Whether something stands in the output that was written beside its place.
    pub(crate) fn has_staged(&self) -> bool {
        let entries = fs::read_dir(self.place.path("site/public")).into_iter().flatten().flatten();
        entries.into_iter().any(|entry| entry.file_name().to_string_lossy().starts_with(".postil-tmp"))
    }

    /// What holds after any fault: nobody lost anything, and each file of the output is old or new, never half.
    pub(crate) fn holds(&self, state: State, left: Left, after: &str) {
        self.sources_are(state, after);
        self.theirs_are_there("site/public", after);
        for (path, bytes) in self.standing() {
            let known = [&self.old, &self.new].into_iter().any(|tree| tree.get(&path) == Some(&bytes));
            assert!(known, "after {after}: `{path}` is neither old nor new");
        }
        assert!(left == Left::Staged || !self.has_staged(), "after {after}: something was left");
    }

    pub(crate) fn theirs_are_there(&self, folder: &str, after: &str) {
        for (path, text) in THEIRS {
            let path = format!("{folder}/{path}");
            let found = fs::read_to_string(self.place.path(&path));
            assert_eq!(found.ok().as_deref(), Some(text), "after {after}: `{path}`");
        }
    }

    /// The sources are what was written, to the byte.
    pub(crate) fn sources_are(&self, state: State, after: &str) {
        let mut found = Tree::new();
        for entry in fs::read_dir(self.place.path("site")).expect("a folder").map(|entry| entry.expect("an entry")) {
            let name = entry.file_name().to_string_lossy().into_owned();
            match entry.file_type().expect("a kind").is_dir() {
                _ if name == "public" => {}
                false => drop(found.insert(name, fs::read(entry.path()).expect("bytes"))),
                true => {
                    let below = self.place.files(&format!("site/{name}")).into_iter();
                    found.extend(below.map(|(path, bytes)| (format!("{name}/{path}"), bytes)));
                }
            }
        }
        let wanted: Tree = files(state).into_iter().map(|(path, text)| (path, text.into_bytes())).collect();
        assert!(found == wanted, "after {after}: the sources differ");
    }

    /// The next build makes the output what a first one makes.
    pub(crate) fn is_repaired(&self, state: State, after: &str) {
        let run = self.build();
        assert_eq!(run.code, 0, "after {after}: {run:?}");
        self.holds(state, Left::Nothing, after);
        self.is_whole(state, after);
    }

    pub(crate) fn is_whole(&self, state: State, after: &str) {
        assert!(self.standing() == *self.tree(state), "after {after}: the output is not that of {state:?}");
    }
}

impl State {
    pub(crate) fn other(self) -> Self {
        match self {
            Self::Old => Self::New,
            Self::New => Self::Old,
        }
    }
}

/// Few pages and many other files, so that writing takes most of the time: some stay, some differ, some go, some come, a file
/// becomes a folder and a folder a file.
fn files(state: State) -> BTreeMap<String, String> {
    let mut files: BTreeMap<String, String> = generated::site(2).into_iter().collect();
    for number in 0..60 {
        files.insert(format!("static/same/{number}.txt"), format!("{number}\n").repeat(20));
        files.insert(format!("static/differs/{number}.txt"), format!("{state:?} {number}\n").repeat(200));
    }
    let (goes, comes) = ("static/old/only.txt", "static/new/only.txt");
    let (path, folder, file) = match state {
        State::Old => (goes, "static/turns", "static/folds/inside.txt"),
        State::New => (comes, "static/turns/inside.txt", "static/folds"),
    };
    for path in [path, folder, file] {
        files.insert(path.to_owned(), format!("{state:?}\n"));
    }
    files
}

/// Files in the output that Postil did not write.
const THEIRS: [(&str, &str); 3] =
    [("CNAME", "notes.example.org\n"), ("differs/mine.txt", "mine\n"), ("own/deep/er.txt", "mine too\n")];

const BUILD: [&str; 3] = ["build", "--today", "2026-01-15"];
