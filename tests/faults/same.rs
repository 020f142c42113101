//! The same sources give the same bytes: in any folder, for any user, mask, time zone, language and number of threads.

use std::fs;
use std::path::Path;
use std::process::Command;

use crate::place::{Place, Run};

/// What a build must not depend on.
struct Machine {
    folder: &'static str,
    wrapper: &'static [&'static str],
    threads: &'static str,
    environment: &'static [(&'static str, &'static str)],
    /// Whether the files are made in the other order.
    backwards: bool,
}

const MACHINES: [Machine; 4] = [
    Machine {
        folder: "a",
        wrapper: &[],
        threads: "1",
        environment: &[("TZ", "UTC"), ("LC_ALL", "C")],
        backwards: false,
    },
    Machine {
        folder: "a much longer path/über/Łódź",
        wrapper: &["sh", "-c", "umask 077; exec \"$@\"", "sh"],
        threads: "8",
        environment: &[("TZ", "Pacific/Kiritimati"), ("LC_ALL", "tr_TR.UTF-8"), ("LANG", "tr_TR.UTF-8")],
        backwards: true,
    },
    Machine {
        folder: "b",
        wrapper: &["sh", "-c", "umask 000; exec \"$@\"", "sh"],
        threads: "3",
        environment: &[("TZ", "America/Adak"), ("LC_ALL", "de_DE.ISO-8859-1"), ("COLUMNS", "20"), ("USER", "x")],
        backwards: false,
    },
    Machine {
        folder: "c",
        wrapper: &["unshare", "--user", "--map-user=1234", "--map-group=1234"],
        threads: "2",
        environment: &[("TZ", "Asia/Kathmandu"), ("HOME", "/nonexistent"), ("TMPDIR", "/nonexistent")],
        backwards: true,
    },
];

#[test]
fn the_output_depends_on_the_sources_alone() {
    let place = Place::new();
    let mut trees = Vec::new();
    for machine in &MACHINES {
        let works = machine.wrapper.first().is_none_or(|program| {
            let line = [&machine.wrapper[1..], &["true"]].concat();
            Command::new(program).args(line).status().is_ok_and(|status| status.success())
        });
        if !works {
            eprintln!("SKIPPED: {:?} does not run here; that user is not tried", machine.wrapper);
            continue;
        }
        copy(&place, machine);
        let root = format!("{}/site", machine.folder);
        // The day is told in seconds, which are in the middle of the night for some.
        let mut said = Vec::new();
        for line in [&["build", "--output", "../out"][..], &["check", "--message-format", "json"]] {
            let words: Vec<&str> = machine
                .wrapper
                .iter()
                .copied()
                .chain([env!("CARGO_BIN_EXE_postil")])
                .chain(line.iter().copied())
                .collect();
            let mut command = place.command(words[0], &root);
            command.args(&words[1..]).args(["--threads", machine.threads]);
            command.env("SOURCE_DATE_EPOCH", "1768435200").envs(machine.environment.iter().copied());
            let run = Run::of(&command.output().expect("it runs"));
            assert_eq!(run.code, 0, "{}: {run:?}", machine.folder);
            said.push(run.out);
        }
        // Also what Postil keeps there for itself.
        trees.push((machine.folder, said, place.files(&format!("{}/out", machine.folder))));
    }
    assert!(trees.len() >= 3 && trees[0].2.len() > 100, "{}", trees[0].2.len());
    assert!(trees[0].2.keys().any(|path| path.starts_with("cards/")), "social cards are looked at");
    for (folder, said, tree) in &trees[1..] {
        assert_eq!(said, &trees[0].1, "{folder}");
        let differs: Vec<_> =
            tree.iter().filter(|(path, bytes)| trees[0].2.get(*path) != Some(*bytes)).map(|it| it.0).collect();
        assert!(differs.is_empty() && tree.len() == trees[0].2.len(), "{folder}: {differs:?}");
    }
}

/// The site of the scenario, file by file in one order or the other.
fn copy(place: &Place, machine: &Machine) {
    let from = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/scenario");
    let entries = walkdir::WalkDir::new(&from).sort_by_file_name().into_iter().map(|entry| entry.expect("an entry"));
    let mut files: Vec<_> =
        entries.filter(|entry| entry.file_type().is_file()).map(walkdir::DirEntry::into_path).collect();
    if machine.backwards {
        files.reverse();
    }
    for file in files {
        let to = place.path(&format!("{}/site", machine.folder)).join(file.strip_prefix(&from).expect("below"));
        fs::create_dir_all(to.parent().expect("a folder")).expect("a folder");
        fs::write(&to, fs::read(&file).expect("bytes")).expect("a copy");
    }
}
