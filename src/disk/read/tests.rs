//! What is read, and what is said about what cannot be.

use tempfile::TempDir;

use super::*;
use crate::diagnostic::render::spec;

fn site(files: &[(&str, &[u8])]) -> TempDir {
    let root = tempfile::tempdir().expect("a temporary folder");
    for (path, bytes) in files {
        let path = root.path().join(path);
        fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
        fs::write(path, bytes).expect("a file");
    }
    root
}

fn project(root: &TempDir) -> Project {
    let day = NaiveDate::from_ymd_opt(2025, 12, 11).expect("a day");
    read(root.path(), day, Options::default()).expect("a project")
}

fn problems(root: &TempDir) -> String {
    let project = project(root);
    spec::render(&project.problems, &project.texts)
}

fn texts(project: &Project) -> Vec<&str> {
    project.texts.iter().map(|text| text.path().as_str()).collect()
}

fn assets(project: &Project) -> Vec<&str> {
    project.assets.keys().map(SitePath::as_str).collect()
}

#[test]
fn texts_and_assets_are_told_apart_by_where_they_stand() {
    let root = site(&[
        ("postil.toml", b""),
        ("README.md", b"not of the site"),
        ("content/index.md", b"x"),
        ("content/actors.yaml", b"x"),
        ("content/briefings/a/index.md", b"x"),
        ("content/briefings/a/map.png", b"\x89PNG\0"),
        ("content/snapshots/wire.txt", b"x"),
        ("static/robots.txt", b"\xff"),
        ("static/CNAME", b"example.org"),
        ("templates/base.html", b"x"),
        ("public/index.html", b"an output"),
    ]);
    let project = project(&root);
    assert_eq!(project.problems, []);
    assert_eq!(
        texts(&project),
        [
            "content/actors.yaml",
            "content/briefings/a/index.md",
            "content/index.md",
            "content/snapshots/wire.txt",
            "postil.toml",
            "templates/base.html",
        ]
    );
    assert_eq!(assets(&project), ["content/briefings/a/map.png", "static/CNAME", "static/robots.txt"]);
    let hash = xxh3_128(b"example.org");
    assert_eq!(project.assets[&SitePath::new("static/CNAME").expect("a path")], Asset { length: 11, hash });
}

#[test]
fn what_editors_and_systems_leave_behind_is_passed_over() {
    let root = site(&[
        ("content/a.md", b"x"),
        ("content/.a.md.swp", b"\xff"),
        ("content/a.md~", b"\xff"),
        ("content/#a.md#", b"\xff"),
        ("content/.#a.md", b"\xff"),
        ("content/4913", b"\xff"),
        ("content/.DS_Store", b"\xff"),
        ("content/.obsidian/b.md", b"\xff"),
    ]);
    let project = project(&root);
    assert_eq!((texts(&project), assets(&project), &*project.problems), (vec!["content/a.md"], vec![], &[][..]));
}

#[test]
fn what_is_no_text_is_said_file_by_file() {
    let root = site(&[
        ("content/a.md", b"\xff\xfea\0"),
        ("content/b.md", b"one\ntwo\0"),
        ("content/c.md", b"one\r\ntwo\r\nCaf\xe9"),
        ("content/d.md", b"fine"),
    ]);
    let expected = "\
error[unreadable-file] content/a.md `content/a.md` is in UTF-16
  help: save it as UTF-8
error[unreadable-file] content/b.md `content/b.md` is not a text: line 2 holds a NUL byte
  help: save it as UTF-8
error[unreadable-file] content/c.md `content/c.md` is not in UTF-8: line 3 holds the byte 0xe9
  help: save it as UTF-8
";
    assert_eq!(problems(&root), expected);
}

#[test]
fn a_byte_order_mark_is_no_part_of_the_text() {
    let root = site(&[("content/a.md", "\u{feff}---\n".as_bytes())]);
    let project = project(&root);
    assert_eq!(project.texts.iter().map(|text| &**text.text()).collect::<Vec<_>>(), ["---\n"]);
}

#[test]
fn a_text_that_is_too_large_is_refused_and_an_asset_is_not() {
    let large = vec![b'x'; usize::try_from(SourceText::MAX_BYTES).expect("a size") + 1];
    let root = site(&[("content/a.md", &large), ("static/a.md", &large)]);
    assert_eq!(
        problems(&root),
        "error[limit-exceeded] content/a.md `content/a.md` is larger than 64 MiB\n  \
         help: split it, or move it to `static/` if it is only to be copied\n"
    );
    assert_eq!(assets(&project(&root)), ["static/a.md"]);
}

#[test]
fn a_folder_that_is_no_site_is_an_error() {
    let root = site(&[("notes/a.md", b"x")]);
    let day = NaiveDate::from_ymd_opt(2025, 12, 11).expect("a day");
    let error = read(root.path(), day, Options::default()).expect_err("no site").to_string();
    assert!(
        error.ends_with("is not a Postil site: it has neither a file `postil.toml` nor a folder `content/`"),
        "{error}"
    );
    let missing = root.path().join("missing");
    let error = read(&missing, day, Options::default()).expect_err("no folder").to_string();
    assert_eq!(error, format!("cannot open `{}`: it does not exist", missing.display()));
}

#[cfg(unix)]
#[test]
fn links_are_followed_within_the_site_only() {
    use std::os::unix::fs::symlink;

    let outside = site(&[("secret.md", b"secret"), ("folder/secret.md", b"secret")]);
    let root = site(&[("content/a.md", b"x"), ("shared/b.md", b"x")]);
    let link = |target: &Path, name: &str| symlink(target, root.path().join(name)).expect("a link");
    link(&root.path().join("shared"), "content/shared");
    link(&outside.path().join("secret.md"), "content/leak.md");
    link(&outside.path().join("folder"), "content/leaks");
    link(Path::new("nothing.md"), "content/missing.md");
    link(Path::new("own.md"), "content/own.md");
    link(Path::new("."), "content/round");
    let expected = "\
error[unreadable-file] content/leak.md `content/leak.md` is a link that leaves the site
  help: copy what it links to into the site
error[unreadable-file] content/leaks `content/leaks` is a link that leaves the site
  help: copy what it links to into the site
error[unreadable-file] content/missing.md `content/missing.md` is a link that leads nowhere
  help: remove or correct the link
error[unreadable-file] content/own.md `content/own.md` is a link that leads nowhere
  help: remove or correct the link
error[unreadable-file] content/round `content/round` is a link to a folder that holds it
  help: remove the link
";
    assert_eq!(problems(&root), expected);
    assert_eq!(texts(&project(&root)), ["content/a.md", "content/shared/b.md"]);
}

#[cfg(unix)]
#[test]
fn a_pipe_is_not_waited_for() {
    let root = site(&[("content/a.md", b"x")]);
    let made = std::process::Command::new("mkfifo").arg(root.path().join("content/b.md")).status();
    assert!(made.is_ok_and(|status| status.success()), "mkfifo");
    assert_eq!(
        problems(&root),
        "error[unreadable-file] content/b.md `content/b.md` is neither a file nor a folder\n  help: move it out of the site\n"
    );
}

#[cfg(target_os = "linux")]
#[test]
fn names_are_read_in_one_normal_form() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;

    let root =
        site(&[("content/e\u{301}.png", b"decomposed"), ("content/u\u{308}.md", b"x"), ("content/\u{fc}.md", b"x")]);
    fs::write(root.path().join("content").join(OsStr::from_bytes(b"\xff.md")), "x").expect("a file");
    let project = project(&root);
    let picture = SitePath::new("content/\u{e9}.png").expect("a path");
    assert!(project.assets.contains_key(&picture));
    assert_eq!(
        fs::read(on_disk(&root.path().canonicalize().expect("a path"), &picture)).expect("a file"),
        b"decomposed"
    );
    let problems = spec::render(&project.problems, &project.texts);
    assert!(
        problems.contains("two files have the name `content/\u{fc}.md` in different normal forms of Unicode"),
        "{problems}"
    );
    assert!(problems.contains("cannot be part of an address"), "{problems}");
}

#[test]
fn a_file_that_grows_while_it_is_read_is_told_and_not_cut() {
    use std::io::Write;
    use std::sync::atomic::{AtomicBool, Ordering};
    use std::time::{Duration, Instant};

    let root = site(&[("content/pages/log.md", &b"word ".repeat(100_000))]);
    let done = AtomicBool::new(false);
    let told = std::thread::scope(|scope| {
        scope.spawn(|| {
            let path = root.path().join("content/pages/log.md");
            let mut file = fs::OpenOptions::new().append(true).open(path).expect("the file");
            while !done.load(Ordering::Relaxed) {
                for _ in 0..10_000 {
                    file.write_all(&[b'a'; 64]).expect("written");
                }
                file.set_len(500_000).expect("cut");
            }
        });
        // On a busy machine the other thread is not always at work.
        let until = Instant::now() + Duration::from_secs(30);
        let told =
            std::iter::from_fn(|| (Instant::now() < until).then(|| project(&root).problems.pop())).flatten().next();
        done.store(true, Ordering::Relaxed);
        told
    });
    let told = told.expect("it grew while it was read");
    assert_eq!(told.message, "`content/pages/log.md` cannot be read: it is written to while it is read");
    assert_eq!(told.help.as_deref(), Some("do the same again when whatever writes it is done"));
    assert_eq!(problems(&root), "");
}

#[test]
fn a_file_that_vanishes_before_it_is_read_is_told() {
    let root = site(&[("content/index.md", b"Words.\n")]);
    let found = Found::below(root.path());
    fs::remove_file(root.path().join("content/index.md")).expect("removed");
    let Thing::Problem(problem) = found.files[0].read() else { panic!("it is gone") };
    assert_eq!(problem.message, "`content/index.md` went away while the site was read");
    assert_eq!(problem.help.as_deref(), Some("do the same again"));
}
