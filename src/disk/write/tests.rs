//! What must hold of writing, whatever happens in the middle of it.

use std::cell::Cell;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::SystemTime;

use chrono::NaiveDate;
use tempfile::TempDir;

use super::*;
use crate::compile::Ground;
use crate::project::Options;
use crate::source::FileId;

mod cards;
mod meanwhile;

/// Makes the target hold this output.
fn write(output: &Output, project: &Project, target: Target<'_>, before: Before<'_>) -> Result<Changes, Error> {
    let writing = Writing::open(target, project, &|_| (), before)?;
    output.files.par_iter().for_each(|(path, content)| writing.take(path, content.clone(), Vec::new()));
    writing.finish(false)
}

/// A site in a temporary folder, with its output in `public`.
struct Bench {
    root: TempDir,
}

impl Bench {
    fn new() -> Self {
        let root = tempfile::tempdir().expect("a temporary folder");
        fs::create_dir_all(root.path().join("content")).expect("a folder");
        Self { root }
    }

    fn public(&self) -> PathBuf {
        self.root.path().join("public")
    }

    fn project(&self) -> Project {
        let day = NaiveDate::from_ymd_opt(2025, 12, 11).expect("a day");
        crate::disk::read(self.root.path(), day, Options::default()).expect("a project")
    }

    fn write(&self, output: &Output) -> Result<Changes, Error> {
        self.write_to(&self.public(), output, false)
    }

    fn write_to(&self, folder: &Path, output: &Output, force: bool) -> Result<Changes, Error> {
        let target = Target { root: self.root.path(), folder, force, origin: None };
        write(output, &self.project(), target, &|_| Ok(()))
    }

    /// Writes until this many changes were made to the disk, and then is as good as dead.
    fn write_until(&self, output: &Output, steps: usize) -> Result<Changes, Error> {
        let taken = AtomicUsize::new(0);
        let target = Target { root: self.root.path(), folder: &self.public(), force: false, origin: None };
        write(output, &self.project(), target, &|_| {
            if taken.fetch_add(1, Ordering::SeqCst) < steps { Ok(()) } else { Err(io::Error::other("killed")) }
        })
    }

    /// Everything that stands in the output, but what Postil keeps there for itself.
    fn standing(&self) -> BTreeMap<String, String> {
        standing(&self.public())
    }
}

fn standing(folder: &Path) -> BTreeMap<String, String> {
    let entries = walkdir::WalkDir::new(folder).min_depth(1).into_iter().map(|entry| entry.expect("an entry"));
    let visible =
        entries.filter(|entry| !matches!(entry.file_name().to_str(), Some(".postil-lock" | ".postil-manifest.json")));
    visible
        .map(|entry| {
            let path = entry.path().strip_prefix(folder).expect("below").to_str().expect("UTF-8").to_owned();
            let is_folder = entry.file_type().is_dir();
            let text =
                if is_folder { "(folder)".to_owned() } else { fs::read_to_string(entry.path()).expect("a text") };
            (path, text)
        })
        .collect()
}

fn output(files: &[(&str, &str)]) -> Output {
    let content = |text: &str| Content::Bytes(text.to_owned().into());
    let files = files.iter().map(|(path, text)| ((*path).to_owned(), content(text))).collect();
    Output { files, ..Output::default() }
}

fn times(folder: &Path) -> BTreeMap<PathBuf, SystemTime> {
    let entries = walkdir::WalkDir::new(folder).into_iter().map(|entry| entry.expect("an entry"));
    entries
        .map(|entry| {
            (entry.path().to_owned(), crate::disk::touched::last_touched(&entry.metadata().expect("metadata")))
        })
        .collect()
}

fn before() -> Output {
    output(&[
        ("index.html", "old home"),
        ("same/index.html", "same"),
        ("gone/deep/index.html", "gone"),
        ("turns", "a file that becomes a folder"),
        ("folds/index.html", "a folder that becomes a file"),
        ("Case.png", "a name in another case"),
    ])
}

fn after() -> Output {
    output(&[
        ("index.html", "new home"),
        ("same/index.html", "same"),
        ("new/index.html", "new"),
        ("turns/index.html", "a folder now"),
        ("folds", "a file now"),
        ("case.png", "a name in lower case"),
    ])
}

#[test]
fn a_folder_comes_to_hold_the_output() {
    let bench = Bench::new();
    assert_eq!(bench.write(&before()).expect("written"), Changes { written: 6, unchanged: 0, removed: 0 });
    assert_eq!(bench.write(&after()).expect("written"), Changes { written: 5, unchanged: 1, removed: 4 });
    let fresh = Bench::new();
    fresh.write(&after()).expect("written");
    assert_eq!(bench.standing(), fresh.standing(), "nothing is left of what was there before");
    let manifest =
        |bench: &Bench| fs::read_to_string(bench.public().join(".postil-manifest.json")).expect("a manifest");
    assert_eq!(manifest(&bench), manifest(&fresh), "and the manifest depends on the output alone");
}

#[test]
fn an_unchanged_build_touches_nothing() {
    let bench = Bench::new();
    bench.write(&before()).expect("written");
    let touched = times(&bench.public());
    assert_eq!(bench.write(&before()).expect("written"), Changes { written: 0, unchanged: 6, removed: 0 });
    assert_eq!(times(&bench.public()), touched);
}

#[test]
fn a_build_that_stops_anywhere_leaves_files_old_or_new_and_the_next_repairs_the_rest() {
    let clean = Bench::new();
    clean.write(&after()).expect("written");
    let (old, new) = (before(), after());
    let bytes = |output: &Output, path: &str| match output.files.get(path) {
        Some(Content::Bytes(bytes)) => Some(String::from_utf8(bytes.to_vec()).expect("UTF-8")),
        _ => None,
    };
    let finished = Cell::new(false);
    for steps in 0.. {
        let bench = Bench::new();
        bench.write(&old).expect("written");
        finished.set(bench.write_until(&new, steps).is_ok());
        for (path, text) in bench.standing() {
            let is_own = path.split('/').any(is_own);
            let is_old_or_new = [bytes(&old, &path), bytes(&new, &path)].contains(&Some(text.clone()));
            assert!(is_own || text == "(folder)" || is_old_or_new, "after {steps} steps, {path} holds {text:?}");
        }
        bench.write(&new).expect("the next build");
        assert_eq!(bench.standing(), clean.standing(), "after {steps} steps");
        if finished.get() {
            assert!(steps > 15, "the build has many steps");
            return;
        }
    }
}

#[test]
fn a_first_build_that_stops_anywhere_is_taken_up_by_the_next() {
    for steps in 0.. {
        let bench = Bench::new();
        let finished = bench.write_until(&before(), steps).is_ok();
        bench.write(&after()).expect("the next build, of another state of the site");
        let clean = Bench::new();
        clean.write(&after()).expect("written");
        assert_eq!(bench.standing(), clean.standing(), "after {steps} steps");
        if finished {
            return;
        }
    }
}

#[test]
fn edited_and_missing_files_are_repaired() {
    let bench = Bench::new();
    bench.write(&before()).expect("written");
    let home = bench.public().join("index.html");
    let modified = fs::metadata(&home).and_then(|metadata| metadata.modified()).expect("a time");
    fs::write(&home, "OLD HOME").expect("edited, with the same length");
    fs::File::options()
        .write(true)
        .open(&home)
        .and_then(|file| file.set_modified(modified))
        .expect("and the same time");
    fs::remove_file(bench.public().join("same/index.html")).expect("removed");
    assert_eq!(bench.write(&before()).expect("written"), Changes { written: 2, unchanged: 4, removed: 0 });
    assert_eq!(bench.standing()["index.html"], "old home");
}

#[test]
fn files_of_others_are_neither_removed_nor_replaced() {
    let bench = Bench::new();
    bench.write(&before()).expect("written");
    fs::write(bench.public().join("CNAME"), "example.org").expect("a file");
    fs::write(bench.public().join("gone/deep/mine.txt"), "mine").expect("a file");
    fs::create_dir(bench.public().join("new")).expect("a folder");
    fs::write(bench.public().join("new/index.html"), "mine").expect("a file");
    let held = bench.standing();
    let error = bench.write(&after()).expect_err("a file is in the way").to_string();
    assert!(error.contains("\n  new/index.html\n") && error.ends_with("replace them with `--force`"), "{error}");
    assert_eq!(bench.standing(), held, "nothing was written");
    bench.write_to(&bench.public(), &after(), true).expect("written by force");
    let standing = bench.standing();
    assert_eq!(standing["new/index.html"], "new");
    assert_eq!((&*standing["CNAME"], &*standing["gone/deep/mine.txt"]), ("example.org", "mine"));
}

#[test]
fn a_folder_of_others_is_never_replaced_by_a_file() {
    let bench = Bench::new();
    bench.write(&before()).expect("written");
    fs::write(bench.public().join("folds/mine.txt"), "mine").expect("a file");
    let held = bench.standing();
    for force in [false, true] {
        let error = bench.write_to(&bench.public(), &after(), force).expect_err("a folder is in the way").to_string();
        assert!(error.contains("\n  folds\n") && error.ends_with("move them away"), "{error}");
        assert_eq!(bench.standing(), held);
    }
}

#[test]
fn a_folder_that_postil_did_not_make_is_refused() {
    let bench = Bench::new();
    fs::create_dir(bench.public()).expect("a folder");
    bench.write(&output(&[])).expect("an empty folder is fine");
    fs::write(bench.public().join("thesis.tex"), "years of work").expect("a file");
    let error = bench.write(&before()).expect_err("refused").to_string();
    assert!(error.contains("is not empty, and Postil did not make it"), "{error}");
    assert_eq!(bench.standing().len(), 1);
    bench.write_to(&bench.public(), &before(), true).expect("adopted");
    bench.write(&output(&[])).expect("written");
    assert_eq!(bench.standing().keys().collect::<Vec<_>>(), ["thesis.tex"]);
}

#[test]
fn the_site_cannot_be_its_own_output() {
    let bench = Bench::new();
    let root = bench.root.path();
    for folder in ["", "content", "content/public", ".", "public/..", "missing/../content", ".."] {
        let error = bench.write_to(&root.join(folder), &before(), true).expect_err(folder).to_string();
        assert!(error.contains("cannot hold the output"), "{folder}: {error}");
    }
    assert!(!root.join("index.html").exists());
    fs::write(root.join("file"), "").expect("a file");
    let error = bench.write_to(&root.join("file"), &before(), true).expect_err("a file").to_string();
    assert!(error.ends_with("it is a file"), "{error}");
}

#[test]
fn two_builds_at_once_do_not_mix() {
    let bench = Bench::new();
    let target = Target { root: bench.root.path(), folder: &bench.public(), force: false, origin: None };
    let first = Folder::open(target, &|_| Ok(())).expect("the first build");
    let error = bench.write(&before()).expect_err("the second build").to_string();
    assert!(error.starts_with("another build is writing to"), "{error}");
    drop(first);
    bench.write(&before()).expect("the next build");
}

#[test]
fn a_damaged_manifest_is_reported_and_does_no_harm() {
    for damaged in ["", "{}", r#"{"version":1,"complete":true,"files":{"../content/a.md":{"length":1,"hash":""}}}"#] {
        let bench = Bench::new();
        bench.write(&before()).expect("written");
        fs::write(bench.root.path().join("content/a.md"), "a").expect("a file");
        fs::write(bench.public().join(".postil-manifest.json"), damaged).expect("a file");
        let error = bench.write(&after()).expect_err("refused").to_string();
        assert!(error.contains(".postil-manifest.json` cannot be read: "), "{error}");
        bench.write_to(&bench.public(), &before(), true).expect("by force");
        bench.write(&after()).expect("written");
        assert!(bench.root.path().join("content/a.md").exists());
    }
}

#[test]
fn a_site_that_wants_impossible_names_is_refused() {
    let bench = Bench::new();
    for path in ["../x", "/x", "", "a//b", ".postil-lock", "a/.postil-tmp"] {
        bench.write(&output(&[(path, "x")])).expect_err(path);
    }
    let error = bench.write(&output(&[("a", "x"), ("a/b", "x")])).expect_err("both").to_string();
    assert_eq!(error, "the site has both a file and a folder `a`");
}

#[cfg(unix)]
#[test]
fn links_are_not_followed_out_of_the_output() {
    use std::os::unix::fs::symlink;

    let bench = Bench::new();
    let outside = tempfile::tempdir().expect("a temporary folder");
    fs::write(outside.path().join("index.html"), "outside").expect("a file");
    bench.write(&before()).expect("written");
    fs::remove_dir_all(bench.public().join("gone")).expect("removed");
    fs::create_dir(outside.path().join("deep")).expect("a folder");
    fs::write(outside.path().join("deep/index.html"), "outside").expect("a file");
    symlink(outside.path(), bench.public().join("gone")).expect("a link");
    symlink(outside.path(), bench.public().join("new")).expect("a link");
    let error = bench.write_to(&bench.public(), &after(), true).expect_err("a link is in the way").to_string();
    assert!(error.contains("\n  new\n"), "{error}");
    fs::remove_file(bench.public().join("new")).expect("removed");
    bench.write(&after()).expect("written");
    assert_eq!(standing(outside.path()).values().filter(|text| *text == "outside").count(), 2);
}

#[cfg(unix)]
#[test]
fn the_output_may_be_a_link_itself_and_files_can_be_read_by_others() {
    use std::os::unix::fs::{PermissionsExt, symlink};

    let bench = Bench::new();
    let elsewhere = tempfile::tempdir().expect("a temporary folder");
    symlink(elsewhere.path(), bench.public()).expect("a link");
    bench.write(&before()).expect("written");
    let mode = |path: &Path| fs::metadata(path).expect("metadata").permissions().mode() & 0o777;
    let ordinary = elsewhere.path().join("ordinary");
    fs::write(&ordinary, "").expect("a file");
    assert_eq!(mode(&elsewhere.path().join("index.html")), mode(&ordinary), "as the umask says, like any other file");
}

#[test]
fn an_asset_that_changes_while_the_site_is_built_is_noticed() {
    let bench = Bench::new();
    let picture = bench.root.path().join("content/picture.png");
    fs::write(&picture, "pixels").expect("a file");
    let project = bench.project();
    let asset = SitePath::new("content/picture.png").expect("a path");
    let output = Output { files: [("picture.png".to_owned(), Content::Asset(asset))].into(), ..Output::default() };
    let target = Target { root: bench.root.path(), folder: &bench.public(), force: false, origin: None };
    assert_eq!(write(&output, &project, target, &|_| Ok(())).expect("written").written, 1);
    assert_eq!(bench.standing()["picture.png"], "pixels");
    fs::write(&picture, "others").expect("a file");
    fs::remove_file(bench.public().join("picture.png")).expect("removed");
    let error = write(&output, &project, target, &|_| Ok(())).expect_err("changed").to_string();
    assert!(error.contains("has changed while the site was built; build again"), "{error}");
    assert_eq!(bench.standing(), BTreeMap::new(), "and no half of it is left");
}

#[test]
fn what_was_made_of_the_same_is_known_to_stand_there_until_a_file_or_its_origin_differs() {
    let bench = Bench::new();
    let project = bench.project();
    let origin = Origin::of(&project, Ground::default());
    let public = bench.public();
    let target = Target { root: bench.root.path(), folder: &public, force: false, origin: origin.as_ref() };
    assert!(holds(target).is_none());
    assert!(!public.exists());
    let fill = |target| write(&before(), &project, target, &|_| Ok(())).expect("written");
    let count = fill(target).written;
    // Files as young as the manifest are read, older ones are not: both must be seen to stand.
    assert_eq!(holds(target).expect("known").changes(), Changes { unchanged: count, ..Changes::default() });

    let later = Project { today: project.today.succ_opt().expect("a day"), ..project.clone() };
    let later = Origin::of(&later, Ground::default());
    assert!(holds(Target { origin: later.as_ref(), ..target }).is_none());

    let (path, _) = before().files.into_iter().next().expect("a file");
    fs::write(public.join(&path), "edited").expect("edited");
    assert!(holds(target).is_none());
    assert_eq!(fill(target).written, 1);
    assert!(holds(target).is_some());
    fs::remove_file(public.join(&path)).expect("removed");
    assert!(holds(target).is_none());

    // Another output, of which nothing is noted.
    fill(target);
    bench.write(&output(&[("other.html", "other")])).expect("written");
    assert!(holds(target).is_none());
}

#[test]
fn a_file_stands_there_unless_prose_in_it_has_changed() {
    let bench = Bench::new();
    let (project, public) = (bench.project(), bench.public());
    let article = Prose::Whole(FileId::of(&SitePath::new("content/briefings/a.md").expect("a path")));
    let origin = |rest, prose| Origin::of(&project, Ground { rest, prose: BTreeMap::from([(article, prose)]) });
    let (first, later, other) = (origin(1, 1), origin(1, 2), origin(2, 1));
    let of = |origin| Target { root: bench.root.path(), folder: &public, force: false, origin };
    let open = |origin| Writing::open(of(origin), &project, &|_| (), &|_| Ok(())).expect("a folder");
    let fill = |has_shown| {
        let writing = open(first.as_ref());
        writing.take("shows.html", Content::Bytes("shows it".into()), vec![article]);
        writing.take("other.html", Content::Bytes("does not".into()), Vec::new());
        writing.finish(has_shown).expect("written")
    };
    let standing = |origin| {
        let writing = open(origin);
        ["shows.html", "other.html", "unknown.html"].map(|path| writing.holds(path))
    };
    assert_eq!(fill(false).written, 2);
    assert!(holds(of(first.as_ref())).is_some());
    assert_eq!(standing(first.as_ref()), [Some(8), Some(8), None]);
    assert_eq!(standing(later.as_ref()), [None, Some(8), None]);
    assert_eq!(standing(other.as_ref()), [None, None, None]);
    assert_eq!(standing(None), [None, None, None]);

    // Problems that only making the files shows are no reason to make a file that is the same.
    fill(true);
    assert!(holds(of(first.as_ref())).is_none());
    assert_eq!(standing(later.as_ref()), [None, Some(8), None]);

    // What is held is wanted, and noted for the build after.
    let writing = open(later.as_ref());
    writing.take("shows.html", Content::Bytes("shows another".into()), vec![article]);
    assert_eq!(writing.holds("other.html"), Some(8));
    assert_eq!(writing.finish(false).expect("written"), Changes { written: 1, unchanged: 1, removed: 0 });
    assert_eq!(standing(first.as_ref()), [None, Some(8), None]);
    fs::write(public.join("other.html"), "does it").expect("edited");
    assert_eq!(standing(later.as_ref()), [Some(13), None, None]);

    // Of a note that is cut off nothing is believed of what prose stands where.
    let lock = public.join(".postil-lock");
    let note = fs::read_to_string(&lock).expect("a note");
    assert!(note.lines().count() > 2, "{note}");
    for end in 0..note.len() {
        fs::write(&lock, &note[..end]).expect("cut off");
        assert_eq!(standing(later.as_ref()), [None, None, None], "{end} of {note}");
    }
    fs::write(&lock, &note).expect("whole again");
    assert_eq!(standing(later.as_ref()), [Some(13), None, None]);
}

#[test]
fn what_is_abandoned_leaves_everything_as_it_was() {
    let bench = Bench::new();
    let (project, public) = (bench.project(), bench.public());
    let target = Target { root: bench.root.path(), folder: &public, force: false, origin: None };
    let take = || {
        let writing = Writing::open(target, &project, &|_| (), &|_| Ok(())).expect("a folder");
        after().files.iter().for_each(|(path, content)| writing.take(path, content.clone(), Vec::new()));
        assert!(public.join(".postil-tmp").exists(), "they wait in the stage");
        writing
    };
    take().abandon();
    assert!(!public.exists(), "the folder was made for nothing");
    bench.write(&before()).expect("written");
    let touched = times(&public);
    take().abandon();
    let now = times(&public).into_iter().filter(|(path, _)| *path != public);
    assert!(now.eq(touched.into_iter().filter(|(path, _)| *path != public)), "nothing was touched");
}
