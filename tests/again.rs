//! What a build leaves that comes after others: what a first one does, to the byte, and made of as little as can be.

#![allow(clippy::expect_used, reason = "a test fails by panicking")]
#![allow(clippy::disallowed_methods, reason = "this test writes to temporary folders")]

mod support;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use postil::compile::analyse;
use postil::disk::{self, Origin, Writing};
use postil::output::{Content, Prose, Taker};
use postil::project::{Options, Project};
use postil::source::{SitePath, SourceText};
use proptest::collection::vec;
use proptest::prelude::*;

type Files = BTreeMap<String, String>;

/// A folder after a build: everything in it, and what the build made.
#[derive(Debug, PartialEq, Eq)]
struct Built {
    folder: BTreeMap<PathBuf, Vec<u8>>,
    made: BTreeSet<String>,
}

/// A build's files on their way to the folder, counted.
struct Counting<'a> {
    writing: &'a Writing<'a>,
    made: Mutex<BTreeSet<String>>,
}

impl Taker for Counting<'_> {
    fn begin(&self, files: usize) {
        self.writing.begin(files);
    }

    fn holds(&self, path: &str) -> Option<u64> {
        self.writing.holds(path)
    }

    fn take(&self, path: &str, content: Content, prose: Vec<Prose>) {
        self.made.lock().expect("no panic").insert(path.to_owned());
        self.writing.take(path, content, prose);
    }
}

/// Builds a site, unless it has errors.
fn build(project: &Project, folder: &Path) -> Option<Built> {
    let analysis = analyse(project);
    let origin = Origin::of(project, analysis.ground(project));
    let root = folder.parent().expect("a folder");
    let target = disk::Target { root, folder, force: false, origin: origin.as_ref() };
    let writing = Writing::open(target, project, &|_| (), &|_| Ok(())).expect("a folder");
    let counting = Counting { writing: &writing, made: Mutex::default() };
    let (_, is_whole) = analysis.make(project, &counting);
    let made = counting.made.into_inner().expect("no panic");
    if !is_whole {
        writing.abandon();
        return None;
    }
    writing.finish(false).expect("written");
    let entries = walkdir::WalkDir::new(folder).min_depth(1).into_iter().map(|entry| entry.expect("an entry"));
    let bytes = |entry: &walkdir::DirEntry| {
        if entry.file_type().is_dir() { Vec::new() } else { fs::read(entry.path()).expect("a file") }
    };
    let below = |entry: &walkdir::DirEntry| entry.path().strip_prefix(folder).expect("below").to_owned();
    Some(Built { folder: entries.map(|entry| (below(&entry), bytes(&entry))).collect(), made })
}

fn project(files: &Files) -> Project {
    support::project(files.iter().map(|(path, text)| (path.as_str(), text.as_str())))
}

fn generated(briefings: usize, cards: &str) -> Files {
    let mut files: Files = support::generated::site(briefings).into_iter().collect();
    let settings = files.get_mut("postil.toml").expect("the settings");
    *settings = settings.replace("social_cards = \"off\"", &format!("social_cards = \"{cards}\""));
    assert!(settings.contains(cards));
    files
}

fn briefings(files: &Files) -> Vec<String> {
    files.keys().filter(|path| path.starts_with("content/briefings/")).cloned().collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 4, failure_persistence: None, ..ProptestConfig::default() })]

    /// Whatever is changed, added or taken away between builds, a build on top of others leaves what a first one does.
    #[test]
    fn building_again_gives_what_building_anew_gives(edits in vec((any::<usize>(), 0..4_u8), 1..5)) {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let again = folder.path().join("again");
        // Cards are files like others; those of briefings are enough to see that.
        let mut files = generated(8, "briefings");
        let mut before = build(&project(&files), &again).expect("a site");
        for (nth, (pick, edit)) in edits.into_iter().enumerate() {
            changed(&mut files, pick, edit, nth);
            let anew = build(&project(&files), &folder.path().join(format!("anew-{nth}"))).expect("a site");
            let after = build(&project(&files), &again).expect("a site");
            prop_assert_eq!(&after.folder, &anew.folder);
            prop_assert_ne!(&after.folder, &before.folder);
            before = after;
        }
    }

    /// The same of prose, after which most files are not made.
    #[test]
    fn prose_reaches_no_file_that_is_not_made(edits in vec((any::<usize>(), any::<usize>()), 1..6)) {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let again = folder.path().join("again");
        let mut files = generated(6, "all");
        build(&project(&files), &again).expect("a site");
        for (nth, (pick, edit)) in edits.into_iter().enumerate() {
            let briefings = briefings(&files);
            let text = files.get_mut(&briefings[pick % briefings.len()]).expect("a briefing");
            rewrite(text, EDITS[edit % EDITS.len()], nth);
            let anew = build(&project(&files), &folder.path().join(format!("anew-{nth}")));
            let after = build(&project(&files), &again);
            prop_assert_eq!(after.map(|it| it.folder), anew.map(|it| it.folder));
        }
    }
}

/// Changes a title, adds a briefing or a page, or takes away what was added.
fn changed(files: &mut Files, pick: usize, edit: u8, nth: usize) {
    let added: Vec<String> = files.keys().filter(|path| path.contains("added")).cloned().collect();
    let briefings: Vec<String> = files.keys().filter(|path| path.contains("briefing-")).cloned().collect();
    match edit {
        0 if !added.is_empty() => {
            files.remove(&added[pick % added.len()]);
        }
        1 => {
            let text =
                format!("---\ntitle: Added {nth}\ndate: 2024-01-0{}\ntags: [added-{nth}]\n---\nWords.\n", nth + 1);
            files.insert(format!("content/briefings/added-{nth}.md"), text);
        }
        2 => {
            files.insert(format!("content/pages/added-{nth}.md"), format!("---\ntitle: Page {nth}\n---\nWords.\n"));
        }
        _ => {
            let text = files.get_mut(&briefings[pick % briefings.len()]).expect("a briefing");
            *text = text.replacen("title: ", &format!("title: Again ({nth}) "), 1);
        }
    }
}

/// What may happen to prose. Some of it reaches far: a link is told of where it leads, words in quotation marks are direct speech,
/// and the order of passages is that of their numbers.
#[derive(Debug, Clone, Copy)]
enum Rewrite {
    Append(&'static str),
    Prepend(&'static str),
    Replace(&'static str, &'static str),
    Reverse,
}

const EDITS: &[Rewrite] = &[
    Rewrite::Append("Words of turn {}."),
    Rewrite::Append("## A heading of turn {}\n\n### And one below"),
    Rewrite::Append("[[claim-1-1]] and [[actor-3|somebody]] in turn {}, and [a place](https://example.org/{})."),
    Rewrite::Append("A note[^{}].\n\n[^{}]: In turn {}."),
    Rewrite::Prepend("Words of turn {} before all others."),
    Rewrite::Replace(" told ", " said in turn {} to "),
    Rewrite::Replace(" that the ", " that “the "),
    Rewrite::Replace(". ", "! "),
    Rewrite::Replace("the gas storage", "the *gas* storage"),
    Rewrite::Reverse,
];

fn rewrite(text: &mut String, how: Rewrite, nth: usize) {
    let turn = |words: &str| words.replace("{}", &nth.to_string());
    let at = text.find("\n---\n").expect("front matter") + "\n---\n".len();
    let (head, body) = text.split_at(at);
    let body = match how {
        Rewrite::Append(words) => format!("{body}\n{}\n", turn(words)),
        Rewrite::Prepend(words) => format!("\n{}\n{body}", turn(words)),
        Rewrite::Replace(words, others) => body.replacen(words, &turn(others), 2),
        Rewrite::Reverse => body.split("\n\n").collect::<Vec<_>>().into_iter().rev().collect::<Vec<_>>().join("\n\n"),
    };
    *text = format!("{head}{body}");
}

/// Each briefing, page and claim of a site that has everything, one after the other.
#[test]
fn whatever_is_written_on_building_again_gives_what_building_anew_gives() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/scenario");
    let project = disk::read(&root, support::today(), Options::default()).expect("the scenario");
    // Files stand where the site does, for those that are copied.
    let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).expect("a temporary folder");
    let output = |name: &str| folder.path().join(name);
    copy(&root.join("static"), &output("static"));
    copy(&root.join("content"), &output("content"));
    build(&project, &output("again")).expect("a site");
    let written = |text: &&SourceText| {
        let folders = ["content/briefings", "content/pages", "content/claims"];
        has_extension(text.path().as_str(), "md") && folders.iter().any(|folder| text.path().below(folder).is_some())
    };
    let (mut kept, mut builds) = (0, 0);
    for (nth, text) in project.texts.iter().filter(written).enumerate() {
        let mut changed = project.clone();
        let mut new = text.text().to_string();
        rewrite(&mut new, Rewrite::Append("Words of turn {}."), nth);
        changed.texts.insert(SourceText::new(text.path().clone(), new));
        let Some(again) = build(&changed, &output("again")) else { continue };
        let anew = build(&changed, &output(&format!("anew-{nth}"))).expect("a site");
        assert_eq!(again.folder.keys().collect::<Vec<_>>(), anew.folder.keys().collect::<Vec<_>>());
        for (path, bytes) in &again.folder {
            assert!(*bytes == anew.folder[path], "{} differs after a change of {}", path.display(), text.path());
        }
        kept += usize::from(again.made.len() * 2 < anew.made.len());
        builds += 1;
        fs::remove_dir_all(output(&format!("anew-{nth}"))).expect("removed");
    }
    assert!(builds > 10 && kept > 10, "{kept} of {builds} builds kept most");
}

fn has_extension(path: &str, extension: &str) -> bool {
    Path::new(path).extension().is_some_and(|it| it == extension)
}

fn copy(from: &Path, to: &Path) {
    for entry in walkdir::WalkDir::new(from) {
        let entry = entry.expect("an entry");
        let to = to.join(entry.path().strip_prefix(from).expect("below"));
        if entry.file_type().is_dir() { fs::create_dir_all(to) } else { fs::copy(entry.path(), to).map(|_| ()) }
            .expect("copied");
    }
}

/// A text that had none gets prose, and loses it.
#[test]
fn the_first_word_of_a_text_is_seen() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let mut files = generated(4, "off");
    let texts = [
        ("content/briefings/bare.md", "---\ntitle: Bare\ndate: 2024-01-01\n---\n"),
        ("content/pages/bare.md", "---\ntitle: Bare\n---"),
        ("content/index.md", "---\ntitle: Bare\n---\n"),
    ];
    for (path, head) in texts {
        for (nth, prose) in ["", "\nA word.", "", "\n\nAnother.\n"].into_iter().enumerate() {
            files.insert(path.to_owned(), format!("{head}{prose}"));
            let again = build(&project(&files), &folder.path().join("again")).expect("a site");
            let anew = build(&project(&files), &folder.path().join(format!("{}-{nth}", path.replace('/', "-"))));
            assert!(Some(again.folder) == anew.map(|it| it.folder), "{path} with {prose:?} ({nth})");
        }
    }
}

/// A word in one briefing is no reason to make the pages of others.
#[test]
fn a_word_in_prose_reaches_the_pages_that_show_it() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let output = folder.path().join("public");
    let mut files = generated(40, "off");
    let first = build(&project(&files), &output).expect("a site");
    let (path, nth) = (briefings(&files)[20].clone(), 20);
    let text = files.get_mut(&path).expect("a briefing");
    rewrite(text, Rewrite::Append("Words of turn {}."), 1);
    let second = build(&project(&files), &output).expect("a site");
    let slug = SitePath::new(&path).expect("a path").name().trim_end_matches(".md").to_owned();
    assert!(second.made.iter().any(|it| it.starts_with("briefings/") && it.contains(&slug)), "{:?}", second.made);
    let others: Vec<&String> =
        second.made.iter().filter(|it| it.starts_with("briefings/") && !it.contains(&slug)).collect();
    assert_eq!(others, Vec::<&String>::new(), "{nth}");
    let quotes = |it: &String| has_extension(it, "html") && (it.starts_with("claims/") || it.starts_with("actors/"));
    let quoting = |built: &Built| built.made.iter().any(quotes);
    assert!(!quoting(&second), "no quotation has changed: {:?}", second.made);
    let pages = |built: &Built| built.made.iter().filter(|it| has_extension(it, "html")).count();
    assert!(pages(&second) * 10 < pages(&first), "{} of {} pages", pages(&second), pages(&first));

    // The sentence around a quotation has.
    rewrite(files.get_mut(&path).expect("a briefing"), Rewrite::Replace(" told ", " said in turn {} to "), 2);
    let second = build(&project(&files), &output).expect("a site");
    assert!(quoting(&second), "{:?}", second.made);

    // What was damaged is made anew, whatever has changed.
    fs::write(output.join("actors/index.html"), "damaged").expect("written");
    let third = build(&project(&files), &output).expect("a site");
    assert!(third.made.contains("actors/index.html"));
    assert_eq!(third.folder, second.folder);
}
