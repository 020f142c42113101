//! What others do while a site is built: they edit, they delete, they build too.

use std::fs;
use std::io::Write;
use std::process::Stdio;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use crate::generated::Dice;
use crate::place::Run;
use crate::site::{Left, Site, State};

#[test]
fn files_that_vanish_grow_and_change_while_they_are_read_give_a_site_or_a_reason() {
    let site = Site::new();
    let (done, place) = (AtomicBool::new(false), &site.place);
    let churn = || {
        let mut round = 0_u64;
        while !done.load(Ordering::Relaxed) {
            std::thread::sleep(Duration::from_micros(500));
            round += 1;
            let (text, asset) = (place.path("site/content/pages/churn.md"), place.path("site/static/churn.txt"));
            match round % 4 {
                0 => drop((fs::remove_file(&text), fs::remove_file(&asset))),
                1 => place.put("site/content/pages/churn.md", "---\ntitle: Churn\n---\nWords.\n"),
                2 => place.put("site/static/churn.txt", &"more\n".repeat(40_000)),
                _ => {
                    for path in [text, asset] {
                        let Ok(mut file) = fs::OpenOptions::new().append(true).open(path) else { continue };
                        for _ in 0..200 {
                            file.write_all(b"And more words.\n").expect("written");
                        }
                    }
                }
            }
        }
    };
    std::thread::scope(|scope| {
        scope.spawn(churn);
        // Nothing is judged before the other thread has been told to stop.
        let look = |_| (site.place.files("site/public"), site.build(), site.place.files("site/public"));
        let builds: Vec<_> = (0..30).map(look).collect();
        done.store(true, Ordering::Relaxed);
        let mut whole = 0;
        for (before, run, after) in builds {
            assert!((0..=2).contains(&run.code), "{run:?}");
            assert!(!after.keys().any(|path| path.starts_with(".postil-tmp")), "{run:?}");
            if run.code == 0 {
                whole += 1;
                continue;
            }
            let reasons = ["went away while", "is written to while", "has changed while", "pages/churn.md"];
            assert!(reasons.iter().any(|reason| run.err.contains(reason)), "{run:?}");
            let differs = |path: &String| path != ".postil-lock" && before.get(path) != after.get(path);
            assert!(!before.keys().chain(after.keys()).any(differs), "{run:?}");
        }
        assert!(whole > 0, "some builds had a quiet moment");
    });
    drop((
        fs::remove_file(site.place.path("site/content/pages/churn.md")),
        fs::remove_file(site.place.path("site/static/churn.txt")),
    ));
    site.is_repaired(State::New, "files that changed");
}

#[test]
fn an_output_that_is_deleted_or_replaced_meanwhile_is_told_and_nothing_of_others_is_touched() {
    let site = Site::new();
    let public = site.place.path("site/public");
    let begun = Instant::now();
    assert_eq!(site.build().code, 0);
    let longest = begun.elapsed();
    for (path, text) in [("else/index.html", "theirs"), ("else/same/1.txt", "theirs"), ("else/differs/9.txt", "theirs")]
    {
        site.place.put(path, text);
    }
    let theirs = site.place.files("else");
    let mut dice = Dice(0xde1);
    let mut told = 0;
    for round in 0..45 {
        let way = round % 3;
        if public.is_dir() && !public.is_symlink() {
            fs::remove_dir_all(&public).expect("removed");
        }
        let child = site
            .place
            .command(env!("CARGO_BIN_EXE_postil"), "site")
            .args(["build", "--today", "2026-01-15"])
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("it runs");
        // Sooner or later after the folder is there.
        let started = Instant::now();
        while !public.exists() && started.elapsed() < Duration::from_secs(60) {
            std::thread::sleep(Duration::from_micros(200));
        }
        std::thread::sleep(longest * u32::try_from(dice.roll(300)).expect("small") / 1000);
        let away = site.place.path(&format!("away-{round}"));
        fs::rename(&public, &away).expect("moved away");
        match way {
            0 => fs::remove_dir_all(&away).expect("removed"),
            1 => std::os::unix::fs::symlink(site.place.path("else"), &public).expect("a link"),
            _ => fs::write(&public, "a file of somebody").expect("a file"),
        }
        let run = Run::of(&child.wait_with_output().expect("it ended"));
        assert!(matches!(run.code, 0 | 2), "{round}: {run:?}");
        if run.code == 2 {
            told += 1;
            let reasons = [
                "removed or replaced while",
                "is a file",
                "is not a folder",
                "again and again",
                "did not make it",
                "meanwhile",
            ];
            assert!(reasons.iter().any(|reason| run.err.contains(reason)), "{round}: {run:?}");
        }
        site.sources_are(State::New, &format!("replacement {round}"));
        assert!(site.place.files("else") == theirs, "{round}: files of others were touched");
        if way == 2 {
            assert_eq!(fs::read_to_string(&public).expect("a file"), "a file of somebody", "{round}");
        }
        if way > 0 {
            fs::remove_file(&public).expect("removed");
        }
        let run = site.build();
        assert_eq!(run.code, 0, "{round}: {run:?}");
        site.is_whole(State::New, &format!("replacement {round}"));
    }
    assert!(told >= 5, "only {told} of 45 builds were struck while they wrote");
}

#[test]
fn of_builds_at_once_one_writes_and_the_others_say_so() {
    let site = Site::new();
    let mut state = State::New;
    let mut refused = 0;
    for round in 0..8 {
        site.put(state);
        let start = || {
            let mut command = site.place.command(env!("CARGO_BIN_EXE_postil"), "site");
            command.args(["build", "--today", "2026-01-15"]).stdout(Stdio::piped()).stderr(Stdio::piped());
            command.spawn().expect("it runs")
        };
        let builds: Vec<_> = (0..4).map(|_| start()).collect();
        let mut done = 0;
        for build in builds {
            let run = Run::of(&build.wait_with_output().expect("it ended"));
            match run.code {
                0 => done += 1,
                2 => {
                    refused += 1;
                    assert!(run.err.contains("another build is writing to `./public`; nothing was done"), "{run:?}");
                }
                _ => panic!("{run:?}"),
            }
        }
        assert!(done >= 1, "round {round}: one of them writes");
        let after = format!("builds at once, round {round}");
        site.holds(state, Left::Nothing, &after);
        site.is_whole(state, &after);
        state = state.other();
    }
    assert!(refused > 0, "they never met");
}
