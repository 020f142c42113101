//! What a machine lacks: a home, git, readers, open files, a clock that goes forward.

use std::fs::{self, File};
use std::time::{Duration, SystemTime};

use crate::place::Run;
use crate::site::{Left, Site, State};

#[test]
fn no_home_and_no_git_are_needed_to_build() {
    let site = Site::new();
    let bare = |arguments: &[&str]| {
        let mut command = site.place.command(env!("CARGO_BIN_EXE_postil"), "site");
        Run::of(&command.env_clear().env("PATH", "").args(arguments).output().expect("it runs"))
    };
    let run = bare(&["build", "--today", "2026-01-15"]);
    assert_eq!(run.code, 0, "{run:?}");
    site.holds(State::New, Left::Nothing, "a build without a home");
    site.is_whole(State::New, "a build without a home");
    for arguments in
        [&["init", "../fresh"][..], &["new", "briefing", "One", "--root", "../fresh"], &["check", "../fresh"]]
    {
        let run = bare(arguments);
        assert_eq!(run.code, 0, "{arguments:?}: {run:?}");
    }
    let run = bare(&["publish"]);
    assert_eq!(run.code, 2, "{run:?}");
    assert!(run.err.contains("there is no `git` on this machine") && run.err.contains("\nhelp: install it"), "{run:?}");
}

#[test]
fn readers_that_have_left_are_no_error() {
    let site = Site::new();
    for line in [
        "build",
        "check",
        "check --message-format json",
        "check --message-format sarif",
        "export json",
        "explain",
        "schema",
        "config",
        "man",
        "completions bash",
        "--help",
        "--version",
    ] {
        for how in ["exec \"$@\" >&-", "exec \"$@\" >&- 2>&-", "exec \"$@\" | true", "exec \"$@\" 2>&1 | true"] {
            let script = format!("set -o pipefail; {how}");
            let wrapper = ["bash", "-c", &script, "bash", env!("CARGO_BIN_EXE_postil")];
            let mut command = site.place.command(wrapper[0], "site");
            let run = Run::of(&command.args(&wrapper[1..]).args(line.split(' ')).output().expect("it runs"));
            assert_eq!(run.code, 0, "{line} with {how}: {run:?}");
        }
    }
    site.is_repaired(State::New, "readers that left");
}

#[test]
fn too_few_open_files_are_told_and_nothing_is_lost() {
    let site = Site::new();
    let mut refused = 0;
    let mut state = State::New;
    for most in [5, 6, 7, 8, 9, 10, 12, 16, 24] {
        let after = format!("at most {most} open files");
        site.put(state);
        let run = site.build_by(&["prlimit", &format!("--nofile={most}")]);
        if run.code == 0 {
            site.is_whole(state, &after);
        } else {
            refused += 1;
            assert!(matches!(run.code, 1 | 2), "{after}: {run:?}");
            assert!(
                run.err.contains("too many files are open") && run.err.contains("help: raise the limit"),
                "{after}: {run:?}"
            );
        }
        site.holds(state, Left::Nothing, &after);
        site.is_repaired(state, &after);
        state = state.other();
    }
    assert!(refused > 0, "no limit was low enough");
}

/// A manifest that was written tomorrow says that the clock was set back; a change today then looks as if it came before.
#[test]
fn a_clock_that_was_set_back_hides_no_change() {
    let site = Site::new();
    site.is_repaired(State::New, "nothing");
    let tomorrow = SystemTime::now() + Duration::from_secs(24 * 60 * 60);
    let manifest =
        File::options().write(true).open(site.place.path("site/public/.postil-manifest.json")).expect("a file");
    manifest.set_modified(tomorrow).expect("its time can be set");
    let path = site.place.path("site/public/differs/7.txt");
    let text = fs::read_to_string(&path).expect("a text");
    fs::write(&path, text.replace("New", "Bad")).expect("a file of the same length");
    site.is_repaired(State::New, "a clock that was set back");
    // Sources from tomorrow are read as others are.
    let source = File::options().write(true).open(site.place.path("site/static/differs/8.txt")).expect("a file");
    source.set_modified(tomorrow).expect("its time can be set");
    site.is_repaired(State::New, "a source from tomorrow");
}
