//! A site that follows edits is at every step what compiling it anew would make.

#![allow(clippy::expect_used, reason = "a test fails by panicking")]
#![allow(clippy::disallowed_methods, reason = "this test reads the sites of the repository")]

mod support;

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use postil::compile::{Edition, Memory, Next, compile, next};
use postil::diagnostic::{Code, Diagnostic};
use postil::project::Project;
use proptest::prelude::*;

type Files = BTreeMap<String, String>;

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn following_edits_gives_what_compiling_anew_gives(site in 0..3_usize, seed in any::<u64>()) {
        let mut files = match site {
            0 => support::generated::site(8).into_iter().collect(),
            1 => read(""),
            _ => read("tests/scenario"),
        };
        let whole = files.clone();
        let mut dice = support::generated::Dice(seed);
        let mut follower = Follower::default();
        follower.follow(&files);
        for _ in 0..8 {
            let edit = if follower.is_broken && dice.roll(3) > 0 {
                files.clone_from(&whole);
                "restoring everything".to_owned()
            } else {
                edited(&mut files, &whole, &mut dice)
            };
            follower.follow(&files);
            follower.compare(&files, &edit)?;
        }
    }
}

#[test]
fn each_edit_takes_the_shortest_way() {
    let mut files: Files = support::generated::site(8).into_iter().collect();
    let mut follower = Follower::default();
    assert_eq!(follower.follow(&files), "new");
    assert_eq!(follower.follow(&files), "exchanged");
    let path = "content/briefings/briefing-3.md";
    let path = files.keys().find(|it| it.contains("briefing-3") || *it == path).expect("a briefing").clone();
    let before = files[&path].clone();
    files.insert(path.clone(), format!("{before}\nOne more paragraph.\n"));
    assert_eq!(follower.follow(&files), "exchanged");
    files.insert(path.clone(), before.replacen("title: ", "title: Other ", 1));
    assert_eq!(follower.follow(&files), "exchanged");
    files.insert(path.clone(), before.replacen("date: 2", "date: 1", 1));
    assert_eq!(follower.follow(&files), "new");
    files.insert(path.clone(), before.replacen("---\n", "---\nnonsense: 1\n", 1));
    assert_eq!(follower.follow(&files), "broken");
    files.insert(path, before);
    assert_eq!(follower.follow(&files), "new");
    files.insert("environment".to_owned(), "POSTIL_SITE__TITLE=Other\n".to_owned());
    assert_eq!(follower.follow(&files), "new");
    files.insert("templates/404.html".to_owned(), "{% extends \"default/404.html\" %}".to_owned());
    assert_eq!(follower.follow(&files), "dressed");
    files.insert("templates/404.html".to_owned(), "{% if %}".to_owned());
    assert_eq!(follower.follow(&files), "broken");
    files.insert("templates/404.html".to_owned(), "{% extends \"default/404.html\" %}".to_owned());
    assert_eq!(follower.follow(&files), "new");
}

/// What a server keeps.
#[derive(Default)]
struct Follower {
    memory: Memory,
    edition: Option<Edition>,
    diagnostics: Vec<Diagnostic>,
    is_broken: bool,
}

impl Follower {
    fn follow(&mut self, files: &Files) -> &'static str {
        let next = next(self.edition.as_ref(), &Arc::new(project(files)), &mut self.memory);
        let way = match &next {
            Next::Exchanged(..) => "exchanged",
            Next::Dressed(..) => "dressed",
            Next::New(_) => "new",
            Next::Broken(_) => "broken",
        };
        self.is_broken = way == "broken";
        self.diagnostics = next.replace(&mut self.edition);
        way
    }

    fn compare(&self, files: &Files, edit: &str) -> Result<(), TestCaseError> {
        let anew = compile(&project(files));
        // What only making every page shows is told with the output.
        let of_output = |it: &Diagnostic| it.code == Code::CardWithoutText;
        let (late, early): (Vec<_>, Vec<_>) = anew.diagnostics.into_iter().partition(of_output);
        prop_assert_eq!(&self.diagnostics, &early, "after {}", edit);
        prop_assert_eq!(self.is_broken, anew.output.is_none(), "after {}", edit);
        let (Some(anew), Some(edition)) = (anew.output, &self.edition) else { return Ok(()) };
        let (followed, found) = edition.output();
        prop_assert_eq!(found, late, "after {}", edit);
        for (name, content) in &anew.files {
            prop_assert_eq!(followed.files.get(name), Some(content), "{} after {}", name, edit);
            prop_assert_eq!(edition.file(name), Some(Ok(content.clone())), "{} alone after {}", name, edit);
        }
        prop_assert_eq!(followed.files.len(), anew.files.len());
        Ok(())
    }
}

/// Makes one edit, mostly of prose, as an author would; what it was.
fn edited(files: &mut Files, whole: &Files, dice: &mut support::generated::Dice) -> String {
    let texts: Vec<String> =
        files.keys().filter(|path| Path::new(path).extension().is_some_and(|it| it == "md")).cloned().collect();
    let path = texts[dice.roll(texts.len())].clone();
    let text = files[&path].clone();
    let words: Vec<(usize, &str)> = text.match_indices(' ').collect();
    let body = text.rfind("\n---\n").map_or(0, |at| at + 5);
    let place = |dice: &mut support::generated::Dice, from: usize| {
        let after: Vec<usize> = words.iter().map(|(at, _)| *at).filter(|at| *at > from).collect();
        if after.is_empty() { text.len() } else { after[dice.roll(after.len())] }
    };
    let inserted = |at: usize, words: &str| format!("{}{words}{}", &text[..at], &text[at..]);
    let in_head = |dice: &mut support::generated::Dice| {
        let keys = ["title: ", "text: ", "quote: ", "summary: ", "note: ", "why: ", "- "];
        let places = keys.iter().flat_map(|key| text[..body].match_indices(key).map(|(at, key)| at + key.len()));
        let places: Vec<usize> = places.collect();
        // A quotation that opens stays open.
        let place = places.get(dice.roll(places.len().max(1))).copied().unwrap_or_default();
        if text[place..].starts_with(['"', '\'']) { place + 1 } else { place }
    };
    let (what, after) = match dice.roll(14) {
        10 | 11 => ("words in the front matter", inserted(in_head(dice), "Zones ")),
        12 => ("a letter in the front matter", inserted(in_head(dice), "é")),
        13 => ("a line in the front matter", text.replacen("---\n", "---\n# A remark.\n", 1)),
        0..=3 => ("words in prose", inserted(place(dice, body), " further words,")),
        4 => ("a paragraph", format!("{text}\nA paragraph with a [link](/claims/).\n")),
        5 => ("words anywhere", inserted(place(dice, 0), " more")),
        6 => ("a heading", format!("{text}\n## A heading {}\n\nIts text.\n", dice.roll(3))),
        7 => {
            let gone: Vec<&String> = whole.keys().filter(|path| !files.contains_key(*path)).collect();
            if let Some(back) = gone.first().map(|path| (*path).clone()) {
                files.insert(back.clone(), whole[&back].clone());
                return format!("restoring {back}");
            }
            files.remove(&path);
            return format!("removing {path}");
        }
        8 => {
            let (name, text) = ("templates/page.html".to_owned(), "{% extends \"default/page.html\" %}");
            if files.remove(&name).is_none() {
                files.insert(name, text.to_owned());
            }
            return "a template".to_owned();
        }
        _ => ("restoring", whole.get(&path).cloned().unwrap_or(text.clone())),
    };
    files.insert(path.clone(), after);
    format!("{what} in {path}")
}

fn project(files: &Files) -> Project {
    let mut project = support::project(files.iter().map(|(path, text)| (path.as_str(), text.as_str())));
    for (path, asset) in &mut project.assets {
        asset.hash = u128::from(files[path.as_str()].len() as u64);
    }
    project
}

/// A site of the repository.
fn read(folder: &str) -> Files {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let tops = ["content", "templates", "static", "postil.toml"].map(|top| root.join(top));
    let tops = tops.iter().filter(|top| top.exists() && !(folder.is_empty() && top.ends_with("templates")));
    let entries = tops.flat_map(|top| walkdir::WalkDir::new(top).into_iter().map(|entry| entry.expect("an entry")));
    let files = entries.filter(|entry| entry.file_type().is_file());
    let relative = |path: &Path| path.strip_prefix(&root).expect("below").to_string_lossy().into_owned();
    files
        .map(|entry| {
            (
                relative(entry.path()),
                String::from_utf8_lossy(&std::fs::read(entry.path()).expect("a file")).into_owned(),
            )
        })
        .collect()
}
