//! The program as people and scripts meet it: exit codes, streams, formats, and what it does to folders.
#![allow(clippy::disallowed_methods, clippy::disallowed_types, reason = "this test runs the program on real folders")]
#![allow(clippy::expect_used, clippy::missing_panics_doc, reason = "a test that cannot set up its site has failed")]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant};

use tempfile::TempDir;

#[test]
fn a_sound_site_is_built_and_the_exit_code_is_0() {
    let site = Site::sound();
    let built = site.run(&["build"]);
    assert_eq!(built.code, 0, "{built:?}");
    assert_eq!(built.out, "", "nothing but what programs asked for is on the standard output");
    let files = site.output().into_iter().filter(|(path, _)| !path.starts_with(".postil-lock")).count();
    assert!(built.err.contains(" briefing") && built.err.contains(" claim"), "{}", built.err);
    assert!(built.err.contains(" written, 0 unchanged, 0 removed, in `./public`"), "{}", built.err);
    assert!(files == 0 || site.path("public/.postil-manifest.json").exists(), "what was written is recorded");
    assert_eq!(site.run(&["check"]).code, 0);
}

#[test]
fn a_site_with_errors_is_not_built_and_the_exit_code_is_1() {
    let site = Site::sound();
    site.run(&["build"]);
    let before = site.output();
    site.put("content/actors.yaml", b"\xff\xfe");
    for arguments in [&["build"][..], &["build", "--quiet"], &["check"]] {
        let run = site.run(arguments);
        assert_eq!(run.code, 1, "{run:?}");
        assert!(
            format!("{}{}", run.out, run.err).contains("error[unreadable-file]: `content/actors.yaml` is in UTF-16")
        );
    }
    assert!(site.run(&["build"]).err.ends_with("nothing was written\n"));
    assert_eq!(site.output(), before, "the last output is as it was");
}

/// A build lets go of most texts before it makes pages.
#[test]
fn a_build_shows_the_lines_of_problems_as_a_check_does() {
    let site = Site::sound();
    site.put("content/actors.yaml", b"- {id: nobody, name: Nobody Anywhere}\n");
    let (built, checked) = (site.run(&["build"]), site.run(&["check"]));
    assert_eq!((built.code, checked.code), (0, 0), "{built:?} {checked:?}");
    assert!(checked.out.contains("1 | - {id: nobody, name: Nobody Anywhere}"), "{checked:?}");
    assert!(built.err.contains(checked.out.trim_end()), "{built:?} {checked:?}");
}

#[test]
fn what_postil_cannot_do_has_the_exit_code_2() {
    let site = Site::sound();
    fs::create_dir(site.path("elsewhere")).expect("a folder");
    fs::write(site.path("elsewhere/thesis.tex"), "").expect("a file");
    for (arguments, why) in [
        (&["biuld"][..], "unrecognized subcommand"),
        (&["build", "--base-url", "example.org"], "the base URL `example.org` cannot be read"),
        (&["build", "--base-url", "file:///tmp"], "does not begin with `https://`"),
        (&["build", "--today", "tomorrow"], "invalid value 'tomorrow'"),
        (&["build", "missing"], "cannot open `missing`: it does not exist"),
        (&["build", "elsewhere"], "is not a Postil site"),
        (&["build", "--output", "elsewhere"], "is not empty, and Postil did not make it"),
        (&["build", "--output", "content/out"], "cannot hold the output"),
        (&["build", "--output", "."], "cannot hold the output"),
        (&["explain", "unkown-key"], "help: `unknown-key` is near"),
    ] {
        let run = site.run(arguments);
        assert_eq!((run.code, &*run.out), (2, ""), "{arguments:?}: {run:?}");
        assert!(run.err.contains(why), "{arguments:?}: {}", run.err);
    }
    assert_eq!(site.with(&["build"], &[("SOURCE_DATE_EPOCH", "noon")]).code, 2);
    assert!(!site.path("public").exists());
}

#[test]
fn help_and_explanations_are_what_was_asked_for() {
    let site = Site::sound();
    for (arguments, says) in [
        (&["--help"][..], "Usage: postil"),
        (&["--version"], concat!("postil ", env!("CARGO_PKG_VERSION"))),
        (&["explain"], "  unknown-key "),
        (&["explain", "unknown-key"], "error[unknown-key]: A key that Postil does not know\n\n"),
    ] {
        let run = site.run(arguments);
        assert_eq!((run.code, &*run.err), (0, ""), "{arguments:?}");
        assert!(run.out.contains(says), "{arguments:?}: {}", run.out);
    }
}

#[test]
fn every_format_tells_the_same_problems() {
    let site = Site::sound();
    site.put("content/actors.yaml", b"\xff\xfe");
    let count = |format, mark| {
        let run = site.run(&["check", "--message-format", format]);
        assert_eq!(run.code, 1);
        run.out.matches(mark).count()
    };
    let all = count("json", "\"severity\":\"error\"");
    assert!(all > 0);
    assert_eq!(count("human", "error["), all);
    assert_eq!(count("short", ": error["), all);
    assert_eq!(count("github", "::error file="), all);
    assert_eq!(count("sarif", "\"level\": \"error\"") - count("sarif", "\"defaultConfiguration\""), all);
    let built = site.run(&["build", "--message-format", "json"]);
    assert!(built.out.lines().all(|line| line.starts_with('{')), "only JSON on the standard output: {}", built.out);
}

#[test]
fn paths_for_github_are_seen_from_where_postil_was_called() {
    let site = Site::sound();
    site.put("content/actors.yaml", b"\xff\xfe");
    let folder = site.root.path().file_name().and_then(|name| name.to_str()).expect("a name");
    let above = site.root.path().parent().expect("a folder");
    let check =
        || Command::new(POSTIL).args(["check", folder, "--message-format", "github"]).current_dir(above).output();
    let out = check().expect("run").stdout;
    assert!(String::from_utf8_lossy(&out).contains(&format!("file={folder}/content/actors.yaml")));
}

#[test]
fn colours_are_used_when_they_are_wanted() {
    let site = Site::sound();
    site.put("content/actors.yaml", b"\xff\xfe");
    let coloured = |arguments: &[&str], environment: &[(&str, &str)]| {
        site.with(&[&["check"], arguments].concat(), environment).out.contains('\x1b')
    };
    assert!(!coloured(&[], &[]), "not into a pipe");
    assert!(coloured(&["--color", "always"], &[("NO_COLOR", "1")]), "an option says more than the environment");
    assert!(coloured(&[], &[("CLICOLOR_FORCE", "1")]));
    assert!(!coloured(&[], &[("CLICOLOR_FORCE", "1"), ("NO_COLOR", "1")]));
    assert!(!coloured(&["--color", "never"], &[("CLICOLOR_FORCE", "1")]));
}

#[test]
fn a_reader_that_leaves_is_no_error() {
    let site = Site::sound();
    site.put("content/actors.yaml", b"\xff\xfe");
    for (arguments, code) in [(&["explain"][..], 0), (&["--help"], 0), (&["check", "--message-format", "sarif"], 1)] {
        let mut child = site.command(arguments).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("started");
        drop(child.stdout.take());
        let run = child.wait_with_output().expect("ended");
        let err = String::from_utf8_lossy(&run.stderr);
        assert_eq!(run.status.code(), Some(code), "{arguments:?}: {err}");
        assert!(!err.contains("panicked"), "{err}");
    }
}

#[test]
fn the_output_depends_on_the_site_alone() {
    let site = Site::sound();
    let mut outputs = Vec::new();
    for (nth, (threads, environment)) in [
        ("1", [("TZ", "UTC"), ("LC_ALL", "C")]),
        ("8", [("TZ", "Pacific/Kiritimati"), ("LC_ALL", "tr_TR.UTF-8")]),
        ("3", [("TZ", "America/Adak"), ("LC_ALL", "de_DE.UTF-8")]),
    ]
    .into_iter()
    .enumerate()
    {
        let folder = format!("out-{nth}");
        let arguments = ["build", "--today", "2026-01-15", "--threads", threads, "--output", &folder];
        assert_eq!(site.with(&arguments, &environment).code, 0);
        outputs.push(standing(&site.path(&folder)));
    }
    assert!(outputs.windows(2).all(|two| two[0] == two[1]));
}

#[test]
fn a_day_can_be_given_in_two_ways() {
    let site = Site::sound();
    site.run(&["build", "--today", "2026-01-15", "--output", "one"]);
    site.with(&["build", "--output", "other"], &[("SOURCE_DATE_EPOCH", "1768471200")]);
    assert_eq!(standing(&site.path("one")), standing(&site.path("other")));
}

/// The lines of standard error but for the last, which says what was done.
fn told(run: &Run) -> Vec<&str> {
    run.err.lines().filter(|line| !line.contains(" files written, ")).collect()
}

#[test]
fn a_site_near_a_limit_says_so_each_time_and_is_not_made_again() {
    let site = Site::sound();
    fs::create_dir_all(site.path("static")).expect("a folder");
    fs::File::create(site.path("static/film.mp4")).and_then(|film| film.set_len(85_000_000)).expect("a large file");
    let first = site.run(&["build", "--today", "2026-01-15"]);
    let warning = "warning[site-near-limit]: `film.mp4` has 85 MB; GitHub takes files of up to 100 MB";
    assert!(first.code == 0 && first.err.contains(warning), "{first:?}");
    assert_ne!(fs::read(site.path("public/.postil-lock")).expect("a note"), b"", "what it is made of is known");
    let again = site.run(&["build", "--today", "2026-01-15"]);
    assert!(again.code == 0 && again.err.contains(": 0 files written, "), "{again:?}");
    assert_eq!(told(&again), told(&first));
}

#[test]
fn an_unchanged_site_is_left_untouched() {
    let site = Site::sound();
    site.run(&["build"]);
    let times = || -> Vec<_> {
        let entries = walkdir::WalkDir::new(site.path("public")).sort_by_file_name().into_iter();
        let time = |entry: &walkdir::DirEntry| entry.metadata().ok()?.modified().ok();
        entries.filter_map(Result::ok).map(|entry| (time(&entry), entry.into_path())).collect()
    };
    let before = times();
    let again = site.run(&["build"]);
    assert!(again.err.contains(": 0 files written, ") && again.err.contains(", 0 removed"), "{}", again.err);
    assert_eq!(times(), before);
}

#[test]
fn a_build_that_finds_everything_there_tells_what_the_first_told_and_a_damaged_file_is_mended() {
    let site = Site::sound();
    site.put("content/actors.yaml", b"- {id: nobody, name: Nobody Mentions Me}\n");
    let first = site.run(&["build"]);
    let built = site.output();
    let again = site.run(&["build"]);
    assert!(told(&first).concat().contains("actor-never-used"), "{first:?}");
    assert_eq!((again.code, told(&again)), (0, told(&first)));
    assert!(again.err.contains(": 0 files written, "), "{}", again.err);
    site.put("public/claims/index.html", b"damaged");
    assert!(site.run(&["build"]).err.contains(": 1 file written, "));
    assert_eq!(site.output(), built);
    // What the same site becomes on another day, or with other settings, is another output.
    let other = site.run(&["build", "--base-url", "https://example.org/"]);
    assert!(!other.err.contains(": 0 files written, "), "{}", other.err);
    assert_ne!(site.output(), built);
}

#[test]
fn pages_of_the_other_form_go_when_the_setting_changes() {
    let site = Site::sound();
    let build = |form: &str, output: &str| {
        let built = site.with(&["build", "--output", output], &[("POSTIL_BUILD__ADDRESSES", form)]);
        assert_eq!(built.code, 0, "{built:?}");
        standing(&site.path(output))
    };
    let folders = build("folder", "public");
    let files = build("file", "public");
    let has = |standing: &BTreeMap<PathBuf, Vec<u8>>, path: &str| standing.contains_key(Path::new(path));
    assert!(has(&folders, "claims/treaty/index.html") && !has(&folders, "claims/treaty.html"));
    assert!(has(&files, "claims/treaty.html") && !has(&files, "claims/treaty/index.html") && !has(&files, "disputed"));
    assert!(has(&files, "claims/treaty/index.json") && has(&files, "index.html") && !has(&files, "claims/index.html"));
    assert!(files == build("file", "elsewhere"), "nothing is left of the other form");
    assert!(folders == build("folder", "public"), "and back");
    let wrong = site.with(&["check"], &[("POSTIL_BUILD__ADDRESSES", "flat")]);
    assert!(wrong.code == 1 && wrong.out.contains("`addresses` cannot be `flat`"), "{wrong:?}");
}

#[test]
fn a_second_build_says_so_and_stops() {
    let site = Site::sound();
    site.run(&["build"]);
    let lock = fs::File::options().write(true).open(site.path("public/.postil-lock")).expect("a lock");
    lock.lock().expect("locked");
    let second = site.run(&["build"]);
    assert_eq!(second.code, 2);
    assert!(second.err.contains("another build is writing to `./public`; nothing was done"), "{}", second.err);
    drop(lock);
    assert_eq!(site.run(&["build"]).code, 0);
}

/// Kills builds at moments that are spread over the time that one takes, each on top of what the last one left.
#[test]
fn a_killed_build_is_repaired_by_the_next() {
    let site = Site::sound();
    let begun = Instant::now();
    assert_eq!(site.run(&["build", "--output", "clean"]).code, 0);
    let takes = begun.elapsed();
    let clean = standing(&site.path("clean"));
    site.run(&["build"]);
    for kill in 0..20_u32 {
        site.put("static/static-0.bin", &[u8::try_from(kill).expect("small"); 100]);
        site.put(&format!("static/killed-{}.bin", kill % 3), b"for a while");
        let mut child = site.command(&["build"]).stderr(Stdio::null()).spawn().expect("started");
        std::thread::sleep(takes * kill / 20 + Duration::from_micros(u64::from(kill) * 137));
        child.kill().expect("killed or ended");
        child.wait().expect("ended");
        fs::remove_file(site.path(&format!("static/killed-{}.bin", kill % 3))).expect("removed");
    }
    site.put("static/static-0.bin", &Site::asset(0));
    let repaired = site.run(&["build"]);
    assert_eq!(repaired.code, 0, "{repaired:?}");
    assert_eq!(site.output(), clean);
}

/// A site in a temporary folder.
struct Site {
    root: TempDir,
}

/// How a run of the program ended.
#[derive(Debug)]
struct Run {
    code: i32,
    out: String,
    err: String,
}

impl Site {
    /// A site without problems, and with files enough that writing it takes a while.
    fn sound() -> Self {
        let site = Self { root: tempfile::tempdir().expect("a temporary folder") };
        site.put("postil.toml", b"[site]\ntitle = \"Test\"\n");
        site.put("content/briefings/offer.md", BRIEFING.as_bytes());
        for nth in 0..300 {
            site.put(&format!("static/static-{nth}.bin"), &Self::asset(nth));
        }
        site
    }

    fn asset(nth: u32) -> Vec<u8> {
        nth.to_le_bytes().repeat(25)
    }

    fn path(&self, path: &str) -> PathBuf {
        self.root.path().join(path)
    }

    fn put(&self, path: &str, bytes: &[u8]) {
        let path = self.path(path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(path, bytes).expect("a file");
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(POSTIL);
        command.args(arguments).current_dir(self.root.path());
        for name in ["NO_COLOR", "CLICOLOR", "CLICOLOR_FORCE", "SOURCE_DATE_EPOCH"] {
            command.env_remove(name);
        }
        // Nor are settings of whoever runs the tests those of the site.
        for (name, _) in std::env::vars_os() {
            if name.to_string_lossy().starts_with("POSTIL_") {
                command.env_remove(name);
            }
        }
        command
    }

    fn run(&self, arguments: &[&str]) -> Run {
        self.with(arguments, &[])
    }

    fn with(&self, arguments: &[&str], environment: &[(&str, &str)]) -> Run {
        let output = self.command(arguments).envs(environment.iter().copied()).output().expect("run");
        let Output { status, stdout, stderr } = output;
        let text = |bytes| String::from_utf8(bytes).expect("UTF-8");
        Run { code: status.code().expect("an exit code"), out: text(stdout), err: text(stderr) }
    }

    fn output(&self) -> BTreeMap<PathBuf, Vec<u8>> {
        standing(&self.path("public"))
    }
}

/// Everything in a folder, manifest and lock included.
fn standing(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let entries = walkdir::WalkDir::new(folder).min_depth(1).into_iter().map(|entry| entry.expect("an entry"));
    entries
        .map(|entry| {
            let path = entry.path().strip_prefix(folder).expect("below").to_owned();
            let bytes = if entry.file_type().is_dir() { Vec::new() } else { fs::read(entry.path()).expect("bytes") };
            (path, bytes)
        })
        .collect()
}

const POSTIL: &str = env!("CARGO_BIN_EXE_postil");

const BRIEFING: &str = "\
---
title: The offer
date: 2025-12-11
claims:
  - id: treaty
    text: A treaty is on offer.
    kind: offer
    by: Sergei Lavrov
    quote: a legally binding treaty
---

Sergei Lavrov spoke of a legally binding treaty.
";
