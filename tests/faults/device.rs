//! Devices that are full or cannot be written to: small ones are mounted in a namespace of the test's own.

use std::fs;
use std::process::{Command, Stdio};

use crate::place::Run;
use crate::site::{Left, Site, State};

/// Runs a script as the first user of a namespace, in which it may mount.
const NAMESPACE: [&str; 6] = ["unshare", "--user", "--map-root-user", "--mount", "sh", "-euc"];

#[test]
fn a_device_that_is_full_leaves_everything_as_it_was() {
    if !mounts() {
        return;
    }
    let site = Site::new();
    let mut refused = 0;
    // So much room beyond what stands there: kibibytes, and files.
    for (size, files) in
        [(0, 9999), (4, 9999), (40, 9999), (200, 9999), (900, 9999), (9999, 0), (9999, 3), (9999, 90), (9999, 9999)]
    {
        let after = format!("{size} KiB and {files} files of room");
        let script = format!(
            "cp -a public ../was\n\
             mount -t tmpfs -o size=64m,nr_inodes=20000 tmpfs public\n\
             cp -a ../was/. public\n\
             set -- $(df -k --output=used,iused public | tail -1)\n\
             mount -o remount,size=$(($1 + {size}))k,nr_inodes=$(($2 + {files})) public\n\
             code=0; \"$POSTIL\" build --today 2026-01-15 || code=$?\n\
             cp -a public ../then\n\
             mount -o remount,size=64m,nr_inodes=20000 public\n\
             \"$POSTIL\" build --quiet --today 2026-01-15\n\
             cp -a public ../repaired\n\
             exit $code"
        );
        let run = within(&site, &script);
        let then = site.standing_in("then");
        if run.code == 0 {
            assert!(then == *site.tree(State::New), "{after}");
        } else {
            refused += 1;
            assert_eq!(run.code, 2, "{after}: {run:?}");
            assert!(run.err.contains("no space is left on the device\nhelp: make room there"), "{after}: {run:?}");
            assert!(then == *site.tree(State::Old), "{after}: not all is as it was");
            let left = |entry: &fs::DirEntry| entry.file_name().to_string_lossy().starts_with(".postil-tmp");
            assert!(!fs::read_dir(site.place.path("then")).expect("a folder").flatten().any(|it| left(&it)), "{after}");
        }
        assert!(site.standing_in("repaired") == *site.tree(State::New), "{after}: it was not repaired");
        for folder in ["was", "then", "repaired"] {
            site.theirs_are_there(folder, &after);
            fs::remove_dir_all(site.place.path(folder)).expect("removed");
        }
        site.sources_are(State::New, &after);
    }
    assert!((6..9).contains(&refused), "{refused} of 9 were refused");
}

#[test]
fn a_device_that_is_read_only_is_named() {
    if !mounts() {
        return;
    }
    let site = Site::new();
    let script =
        "mount --bind public public && mount -o remount,bind,ro public && exec \"$POSTIL\" build --today 2026-01-15";
    let run = within(&site, script);
    assert_eq!(run.code, 2, "{run:?}");
    assert!(run.err.contains("public`: the file system is read-only\nhelp: choose another place"), "{run:?}");
    site.is_whole(State::Old, "a device that is read-only");
    site.holds(State::New, Left::Nothing, "a device that is read-only");
    site.is_repaired(State::New, "a device that is read-only");
}

#[test]
fn what_is_printed_to_a_full_device_is_missed() {
    let site = Site::new();
    let lines =
        ["check --message-format json", "export json", "explain", "config", "man", "completions bash", "--help"];
    for line in lines {
        let script = format!("exec \"$POSTIL\" {line} > /dev/full");
        let run = by_shell(&site, &["sh", "-c"], &script);
        assert_eq!(run.code, 2, "{line}: {run:?}");
        assert!(run.err.contains("no space is left on the device"), "{line}: {run:?}");
    }
}

fn within(site: &Site, script: &str) -> Run {
    by_shell(site, &NAMESPACE, script)
}

fn by_shell(site: &Site, shell: &[&str], script: &str) -> Run {
    let mut command = site.place.command(shell[0], "site");
    command.args(&shell[1..]).arg(script).env("POSTIL", env!("CARGO_BIN_EXE_postil"));
    Run::of(&command.output().expect("it runs"))
}

/// Whether devices can be mounted here. Where they cannot, it is said.
fn mounts() -> bool {
    let mut command = Command::new(NAMESPACE[0]);
    command.args(&NAMESPACE[1..]).arg("mount -t tmpfs tmpfs /mnt").stdout(Stdio::null()).stderr(Stdio::null());
    let works = command.status().is_ok_and(|status| status.success());
    if !works {
        eprintln!("SKIPPED: this machine lets nobody mount in a namespace; full and read-only devices are not tried");
    }
    works
}
