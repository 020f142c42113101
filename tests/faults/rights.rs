//! What the user may not read or write.

use std::fs;
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::path::Path;
use std::process::{Command, Stdio};

use crate::site::{Left, Site, State};

/// Who is bound by permissions, when a test is run by somebody who is not.
const NOBODY: [&str; 6] = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "--inh-caps=-all", "--"];

#[test]
fn what_may_not_be_read_or_written_is_named_and_everything_stays() {
    let site = Site::new();
    let Some(wrapper) = bound(&site) else { return };
    let read = "help: let your user read it";
    let write = "help: let your user write there";
    for (path, mode, code, told, help) in [
        ("public", 0o555, 2, "cannot write `./public/", write),
        ("public", 0o000, 2, "cannot read `./public`: permission denied", read),
        (
            "public/.postil-manifest.json",
            0o000,
            2,
            "cannot read `./public/.postil-manifest.json`: permission denied",
            read,
        ),
        ("public/.postil-lock", 0o444, 2, "cannot write to `./public`: permission denied", write),
        ("public/differs", 0o555, 2, "cannot write `./public/differs/", write),
        ("public/differs", 0o000, 2, "`./public/differs/", ""),
        ("public/index.html", 0o000, 2, "cannot read `./public/index.html`: permission denied", read),
        ("public/differs/1.txt", 0o444, 0, "written", ""),
        ("postil.toml", 0o000, 1, "`postil.toml` cannot be read: permission denied", read),
        ("content", 0o000, 1, "`content` cannot be read: permission denied", read),
        ("content/actors.yaml", 0o000, 1, "`content/actors.yaml` cannot be read: permission denied", read),
        ("static", 0o000, 1, "`static` cannot be read: permission denied", read),
        ("static/differs/1.txt", 0o000, 1, "`static/differs/1.txt` cannot be read: permission denied", read),
        ("static/differs", 0o311, 1, "`static/differs` cannot be read: permission denied", read),
        (".", 0o444, 2, "permission denied", read),
    ] {
        let after = format!("{path} with {mode:o}");
        let place = site.place.path("site").join(path);
        let before = fs::metadata(&place).expect("it is there").permissions();
        fs::set_permissions(&place, fs::Permissions::from_mode(mode)).expect("permissions");
        let run = site.build_by(&wrapper);
        fs::set_permissions(&place, before).expect("permissions");
        assert_eq!(run.code, code, "{after}: {run:?}");
        assert!(run.err.contains(told) && run.err.contains(help), "{after}: {run:?}");
        // A folder in the middle is noticed only when all else is in its place.
        let left = if path == "public/differs" { Left::Staged } else { Left::Nothing };
        site.holds(State::New, left, &after);
        if code == 1 || path == "public" {
            site.is_whole(State::Old, &after);
        }
        let run = site.build_by(&wrapper);
        assert_eq!(run.code, 0, "after {after}: {run:?}");
        site.is_whole(State::New, &after);
        site.put(State::Old);
        own(&site, &wrapper);
        assert_eq!(site.build_by(&wrapper).code, 0);
        site.put(State::New);
        own(&site, &wrapper);
    }
}

/// What runs a program bound by permissions: nothing, or a change of the user. None where that cannot be had.
fn bound(site: &Site) -> Option<Vec<&'static str>> {
    let root = site.place.path("");
    if fs::metadata(&root).expect("a folder").uid() != 0 {
        return Some(Vec::new());
    }
    // The folder is the other user's, and the program must be one that it may run.
    own(site, &NOBODY);
    let run = Command::new(NOBODY[0])
        .args(&NOBODY[1..])
        .args([env!("CARGO_BIN_EXE_postil"), "--version"])
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status();
    let works = run.is_ok_and(|status| status.success());
    if !works {
        eprintln!("SKIPPED: nothing binds this user, and no other can be had; permissions are not tried");
    }
    works.then(|| NOBODY.to_vec())
}

/// Gives everything to the user who runs the program, when that is another.
fn own(site: &Site, wrapper: &[&str]) {
    if wrapper.is_empty() {
        return;
    }
    for entry in walkdir::WalkDir::new(site.place.path("")).into_iter().flatten() {
        give(entry.path());
    }
}

fn give(path: &Path) {
    std::os::unix::fs::lchown(path, Some(65534), Some(65534)).expect("it can be given away");
}
