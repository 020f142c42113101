//! What others do to the output between any two steps of a build.

use std::path::Path;

use super::*;

/// What stands somewhere else and is nobody's business here.
fn elsewhere(bench: &Bench) -> PathBuf {
    let folder = bench.root.path().join("elsewhere");
    for (path, text) in [("index.html", "theirs"), ("new/index.html", "theirs"), ("gone/deep/index.html", "theirs")] {
        put(&folder.join(path), text);
    }
    folder
}

fn put(path: &Path, text: &str) {
    fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
    fs::write(path, text).expect("a file");
}

/// Writes, and does the mischief before that step; none when there are fewer. On one thread, so that it comes between two steps:
/// what comes between a look and the system call after it cannot be noticed.
fn write_with(bench: &Bench, step: usize, mischief: &(dyn Fn() + Sync)) -> Option<Result<Changes, Error>> {
    let taken = AtomicUsize::new(0);
    let target = Target { root: bench.root.path(), folder: &bench.public(), force: false, origin: None };
    let before = |_: &Path| {
        if taken.fetch_add(1, Ordering::SeqCst) == step {
            mischief();
        }
        Ok(())
    };
    let one = rayon::ThreadPoolBuilder::new().num_threads(1).build().expect("a thread");
    let done = one.install(|| write(&after(), &bench.project(), target, &before));
    (taken.into_inner() > step).then_some(done)
}

/// Tries a mischief before each step, and looks at what is left.
#[cfg(unix)]
fn at_each_step(mischief: impl Fn(&Bench) + Sync, look: impl Fn(&Bench, usize)) {
    let mut told = 0;
    for step in 0.. {
        let bench = Bench::new();
        bench.write(&before()).expect("written");
        let theirs = standing(&elsewhere(&bench));
        let Some(done) = write_with(&bench, step, &|| mischief(&bench)) else { break };
        assert_eq!(standing(&elsewhere(&bench)), theirs, "before step {step}");
        if let Err(error) = done {
            told += 1;
            let error = error.to_string();
            assert!(WHY.iter().any(|why| error.contains(why)), "{step}: {error}");
        }
        look(&bench, step);
    }
    assert!(told > 8, "{told}");
}

#[cfg(unix)]
#[test]
fn an_output_that_goes_is_made_by_the_next_build() {
    let go = |bench: &Bench| {
        // At once: a folder of which half is deleted is another fault.
        let moved = bench.root.path().join("moved");
        fs::rename(bench.public(), &moved).expect("moved away");
        fs::remove_dir_all(moved).expect("removed");
    };
    at_each_step(go, |bench, step| {
        bench.write(&after()).expect("written");
        let fresh = Bench::new();
        fresh.write(&after()).expect("written");
        assert_eq!(bench.standing(), fresh.standing(), "before step {step}");
    });
}

#[cfg(unix)]
#[test]
fn an_output_that_becomes_a_link_leads_nowhere() {
    let link = |bench: &Bench| {
        fs::rename(bench.public(), bench.root.path().join("moved")).expect("moved away");
        std::os::unix::fs::symlink(bench.root.path().join("elsewhere"), bench.public()).expect("a link");
    };
    at_each_step(link, |bench, step| {
        let error = bench.write(&after()).expect_err("it is somebody else's").to_string();
        assert!(error.contains("Postil did not make it"), "{step}: {error}");
    });
}

#[cfg(unix)]
#[test]
fn an_output_that_becomes_another_folder_is_left_alone() {
    let replace = |bench: &Bench| {
        fs::rename(bench.public(), bench.root.path().join("moved")).expect("moved away");
        put(&bench.public().join("index.html"), "theirs");
    };
    at_each_step(replace, |bench, step| {
        let left: Vec<_> = bench.standing().into_iter().collect();
        assert_eq!(left, [("index.html".to_owned(), "theirs".to_owned())], "before step {step}");
    });
}

/// What comes between a look and the change after it cannot be noticed, but does no harm.
#[cfg(unix)]
#[test]
fn what_is_done_to_an_open_folder_is_done_to_no_other_that_takes_its_name() {
    let bench = Bench::new();
    let (elsewhere, moved) = (elsewhere(&bench), bench.root.path().join("moved"));
    put(&bench.public().join("gone/deep/index.html"), "ours");
    put(&bench.public().join("index.html"), "ours");
    let theirs = standing(&elsewhere);
    let opened = opened::Opened::new(&bench.public()).expect("a folder");
    fs::rename(bench.public(), &moved).expect("moved away");
    std::os::unix::fs::symlink(&elsewhere, bench.public()).expect("a link");
    opened.make_folders_of("a/b/c").expect("folders");
    drop(opened.create("a/b/c").expect("a file"));
    opened.rename("index.html", "a/index.html").expect("renamed");
    opened.remove_all("gone").expect("removed");
    assert_eq!(standing(&elsewhere), theirs);
    let ours: Vec<_> = standing(&moved).into_keys().collect();
    assert_eq!(ours, ["a", "a/b", "a/b/c", "a/index.html"]);
}

#[test]
fn files_that_come_meanwhile_are_not_replaced() {
    let mut told = 0;
    for step in 0.. {
        let bench = Bench::new();
        bench.write(&before()).expect("written");
        let theirs = bench.public().join("new/index.html");
        // Once Postil has put its own there, it is Postil's.
        let come = || {
            if !theirs.exists() {
                put(&theirs, "theirs");
            }
        };
        let Some(done) = write_with(&bench, step, &come) else { break };
        let text = fs::read_to_string(&theirs).expect("a text");
        match done {
            Ok(_) => assert_eq!(text, "new", "before step {step}"),
            Err(error) => {
                told += 1;
                assert_eq!(text, "theirs", "before step {step}");
                let (error, place) = (error.to_string(), "new/index.html");
                assert!(error.contains("did not write") && error.contains(place), "{step}: {error}");
                assert!(error.contains("move"), "{error}");
            }
        }
    }
    assert!(told > 5, "{told}");
}

#[cfg(unix)]
#[test]
fn folders_that_become_links_meanwhile_are_not_followed() {
    let mut told = 0;
    for step in 0.. {
        let bench = Bench::new();
        bench.write(&before()).expect("written");
        let theirs = standing(&elsewhere(&bench));
        let folder = bench.public().join("new");
        let link = || {
            let _ = fs::remove_dir_all(&folder);
            std::os::unix::fs::symlink(bench.root.path().join("elsewhere/new"), &folder).expect("a link");
        };
        let Some(done) = write_with(&bench, step, &link) else { break };
        assert_eq!(standing(&elsewhere(&bench)), theirs, "before step {step}");
        told += usize::from(done.is_err());
    }
    assert!(told > 5, "{told}");
}

#[test]
fn times_from_a_clock_that_was_set_back_are_not_trusted() {
    let bench = Bench::new();
    bench.write(&before()).expect("written");
    let manifest = fs::File::options().write(true).open(bench.public().join(MANIFEST)).expect("the manifest");
    manifest.set_modified(SystemTime::now() + std::time::Duration::from_secs(3600)).expect("its time can be set");
    fs::write(bench.public().join("index.html"), "bad home").expect("a file of the same length");
    assert_eq!(bench.write(&before()).expect("written").written, 1);
    assert_eq!(bench.standing()["index.html"], "old home");
}

/// Why a build stops whose output is no more what it was.
const WHY: [&str; 3] = ["removed or replaced while", "meanwhile", "Postil did not make it"];
