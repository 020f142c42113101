//! What ends in the middle: kill -9 and Ctrl-C, of a build and of a publication.

use std::os::unix::process::CommandExt;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use crate::desk::Desk;
use crate::generated::Dice;
use crate::site::{Left, Site, State};

/// Whom a signal goes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Struck {
    /// Postil alone: what it started goes on.
    Alone,
    /// Everything that it started too, as by Ctrl-C or the end of the machine.
    Together,
}

#[test]
fn a_build_that_is_killed_at_any_moment_is_repaired_by_the_next() {
    let site = Site::new();
    let longest = time(&site);
    let mut dice = Dice(0x9111);
    let mut halves = 0;
    let mut state = State::New;
    for round in 0..150 {
        site.put(state);
        let mut child = site.command().spawn().expect("it runs");
        let mut at = moment(&mut dice, longest);
        // How long a build takes changes with what else runs. Now and then the moment counts from when it writes.
        if round % 4 == 0 {
            while !site.has_staged() && child.try_wait().expect("a child").is_none() {
                std::thread::sleep(Duration::from_micros(200));
            }
            at /= 8;
        }
        strike(child, "KILL", Struck::Alone, at);
        let after = format!("kill {round}");
        site.holds(state, Left::Staged, &after);
        halves += usize::from(site.has_staged());
        // Also on top of what others that were killed have left.
        if round % 4 == 3 {
            site.is_repaired(state, &after);
        }
        state = state.other();
    }
    assert!(halves >= 20, "only {halves} of 150 were killed while they wrote");
}

#[test]
fn a_first_build_that_is_killed_at_any_moment_is_taken_up_by_the_next() {
    let site = Site::new();
    let longest = time(&site);
    let mut dice = Dice(0xf125);
    for round in 0..50 {
        let public = site.place.path("site/public");
        std::fs::remove_dir_all(&public).expect("removed");
        strike(site.command().spawn().expect("it runs"), "KILL", Struck::Alone, moment(&mut dice, longest));
        let after = format!("kill {round} of a first build");
        site.sources_are(State::New, &after);
        let run = site.build();
        assert_eq!(run.code, 0, "after {after}: {run:?}");
        site.is_whole(State::New, &after);
        assert!(!site.has_staged());
    }
}

#[test]
fn ctrl_c_leaves_what_the_next_build_repairs() {
    let site = Site::new();
    let longest = time(&site);
    let mut dice = Dice(0xc7c);
    let mut state = State::New;
    for round in 0..30 {
        site.put(state);
        strike(site.command().spawn().expect("it runs"), "INT", Struck::Alone, moment(&mut dice, longest));
        let after = format!("Ctrl-C {round}");
        site.holds(state, Left::Staged, &after);
        if round % 3 == 2 {
            site.is_repaired(state, &after);
        }
        state = state.other();
    }
}

#[test]
fn a_publication_that_is_killed_at_any_moment_is_whole_or_was_never_begun() {
    publications_end(&[("KILL", Struck::Alone), ("KILL", Struck::Together), ("KILL", Struck::Alone)], 120);
}

#[test]
fn a_publication_that_is_asked_to_end_at_any_moment_is_whole_or_was_never_begun() {
    publications_end(&[("INT", Struck::Together), ("TERM", Struck::Together)], 80);
}

/// Ends so many publications by these signals in turn, each at a moment of its own.
fn publications_end(signals: &[(&str, Struck)], rounds: usize) {
    let desk = Desk::new();
    let begun = Instant::now();
    let trees = ["old\n", "new\n"].map(|note| {
        desk.place.put("site/static/note.txt", note);
        let run = desk.publish(&["--allow-dirty"]);
        assert_eq!(run.code, 0, "{run:?}");
        tree(&desk)
    });
    let longest = begun.elapsed() / 2;
    let mut dice = Dice(0x9b1);
    let mut moved = 0;
    for round in 0..rounds {
        desk.place.put("site/static/note.txt", ["old\n", "new\n"][round % 2]);
        let before = (desk.untouchable(), tree(&desk));
        let mut command = desk.place.command(env!("CARGO_BIN_EXE_postil"), "site");
        command.args(["publish", "--allow-dirty"]).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        let (signal, struck) = signals[round % signals.len()];
        strike(command.process_group(0).spawn().expect("it runs"), signal, struck, moment(&mut dice, longest));
        let now = tree(&desk);
        assert!(trees.contains(&now), "{signal} {round}: the branch holds neither the old nor the new");
        moved += usize::from(now != before.1);
        if (signal, struck) == ("KILL", Struck::Together) {
            // What git held in the remote, and of what it knows of it, as after any push that dies with its machine.
            unlock(&desk, "remote.git");
            unlock(&desk, "site/.git/refs/remotes");
        }
        let mut after = desk.untouchable();
        // What git writes about its own death.
        after.retain(|path, _| !path.starts_with(".git/fast_import_crash_"));
        let paths = before.0.keys().chain(after.keys());
        let differs: Vec<_> = paths.filter(|path| before.0.get(*path) != after.get(*path)).collect();
        assert!(differs.is_empty(), "{signal} {round}: something of the user's has changed: {differs:?}");
        if round % 6 == 5 {
            let run = desk.place.run("site", &["publish", "--allow-dirty"]);
            assert_eq!(run.code, 0, "after {signal} {round}: {run:?}");
            assert_eq!(tree(&desk), trees[round % 2], "after {signal} {round}");
        }
    }
    assert!(moved > 0, "none was killed late enough");
    desk.place.git("remote.git", &["fsck", "--strict"]);
    desk.place.git("site", &["fsck", "--strict"]);
}

/// Removes the locks below a folder.
fn unlock(desk: &Desk, folder: &str) {
    let entries = walkdir::WalkDir::new(desk.place.path(folder)).into_iter().flatten();
    for entry in entries.filter(|entry| entry.path().extension().is_some_and(|it| it == "lock")) {
        std::fs::remove_file(entry.path()).expect("removed");
    }
}

/// The tree that the branch holds.
fn tree(desk: &Desk) -> String {
    desk.place.git("remote.git", &["rev-parse", "gh-pages^{tree}"])
}

/// How long a build takes that writes about half of the site; the state is as it was.
fn time(site: &Site) -> Duration {
    let mut longest = Duration::ZERO;
    for state in [State::Old, State::New, State::Old, State::New] {
        site.put(state);
        let begun = Instant::now();
        assert!(site.command().status().expect("it runs").success());
        longest = longest.max(begun.elapsed());
    }
    longest
}

/// A moment of something that takes so long, or just after it.
fn moment(dice: &mut Dice, longest: Duration) -> Duration {
    longest * u32::try_from(dice.roll(1050)).expect("a small number") / 1000
}

/// Waits, sends the signal, and waits until it has struck and whatever goes on has come to its end.
fn strike(mut child: Child, signal: &str, struck: Struck, at: Duration) {
    std::thread::sleep(at);
    let (alone, together) = (child.id().to_string(), format!("-{}", child.id()));
    let send = |signal: &str, to: &str| {
        let sent = Command::new("kill").args(["-s", signal, "--", to]).stderr(Stdio::null()).status();
        sent.expect("kill runs").success()
    };
    // It may have ended by itself.
    send(signal, if struck == Struck::Alone { &alone } else { &together });
    child.wait().expect("a child");
    // There is such a group only where one was made.
    let until = Instant::now() + Duration::from_secs(20);
    while send("0", &together) {
        assert!(Instant::now() < until, "what it started does not end");
        std::thread::sleep(Duration::from_millis(5));
    }
}
