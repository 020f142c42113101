//! The index of the search, read as the script of the theme reads it.

#![allow(clippy::expect_used, clippy::disallowed_methods, reason = "a test fails by panicking")]
#![allow(clippy::case_sensitive_file_extension_comparisons, reason = "these names are written by the program")]

mod support;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use postil::compile::{analyse, compile};
use postil::diagnostic::Code;
use postil::output::{Content, Output};
use postil::project::{Options, Project};
use serde_json::Value;

/// An index with all its files.
struct Index {
    files: BTreeMap<String, Value>,
    lists: BTreeMap<String, String>,
    stems: BTreeMap<String, String>,
}

impl Index {
    fn of(output: &Output) -> Self {
        let is_index = |path: &&String| path.starts_with("search/") && path.ends_with(".json");
        let paths: Vec<&String> = output.files.keys().filter(is_index).collect();
        let json = |path: &str| serde_json::from_slice(bytes(output, path)).expect("JSON");
        let files: BTreeMap<String, Value> = paths.into_iter().map(|path| (path.clone(), json(path))).collect();
        let (mut lists, mut stems) = (BTreeMap::new(), BTreeMap::new());
        for (_, file) in files.iter().filter(|(path, _)| path.starts_with("search/words/")) {
            for (key, into) in [("lists", &mut lists), ("stems", &mut stems)] {
                for (word, value) in file[key].as_object().expect("a mapping") {
                    let before = into.insert(word.clone(), value.as_str().expect("a text").to_owned());
                    assert!(before.is_none(), "{word} stands in two files");
                }
            }
        }
        Self { files, lists, stems }
    }

    /// The titles of what holds a word, as it is typed, with how telling its place is (0 is most), by kind.
    fn holders(&self, word: &str) -> BTreeSet<(String, u32, String)> {
        let own = self.lists.contains_key(word).then_some(word);
        let stems = own.into_iter().chain(self.stems.get(word).into_iter().flat_map(|it| it.split(' ')));
        stems.flat_map(|stem| self.documents(stem)).collect()
    }

    fn titles(&self, word: &str) -> Vec<String> {
        self.holders(word).into_iter().map(|(_, _, title)| title).collect()
    }

    fn documents(&self, stem: &str) -> Vec<(String, u32, String)> {
        const KINDS: [&str; 7] = ["briefing", "claim", "actor", "event", "source", "tag", "page"];
        let mut found = Vec::new();
        for (group, documents) in decoded(&self.lists[stem]) {
            let kind = KINDS[group as usize / 4];
            for document in documents {
                let file = &self.files[&format!("search/{kind}/{}.json", document / 16)];
                let title = file[document as usize % 16][1].as_str().expect("a title");
                found.push((kind.to_owned(), group % 4, title.to_owned()));
            }
        }
        found
    }
}

/// Lists of numbers, as the index writes them: a group, how many, the parameter, Golomb–Rice codes of the gaps.
fn decoded(text: &str) -> Vec<(u32, Vec<u32>)> {
    const LETTERS: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789àé";
    let value = |letter| LETTERS.chars().position(|it| it == letter).and_then(|it| u32::try_from(it).ok());
    let mut letters = text.chars().map(|it| value(it).expect("a letter"));
    let mut lists = Vec::new();
    while let Some(group) = number(&mut letters) {
        let count = number(&mut letters).expect("a count");
        let bits = letters.next().expect("a parameter");
        let (mut letter, mut left) = (0, 0);
        let mut bit = || {
            if left == 0 {
                (letter, left) = (letters.next().expect("a letter"), 6);
            }
            left -= 1;
            letter >> left & 1
        };
        let mut next = 0;
        let mut gap = || {
            let ones = std::iter::from_fn(|| (bit() == 1).then_some(())).count();
            let low = (0..bits).fold(0, |low, _| low << 1 | bit());
            next += (u32::try_from(ones).expect("small") << bits | low) + 1;
            next - 1
        };
        lists.push((group, (0..count).map(|_| gap()).collect()));
    }
    lists
}

fn number(letters: &mut impl Iterator<Item = u32>) -> Option<u32> {
    let (mut sum, mut shift) = (0, 0);
    loop {
        let letter = letters.next()?;
        sum |= (letter & 31) << shift;
        if letter < 32 {
            return Some(sum);
        }
        shift += 5;
    }
}

#[test]
fn words_stand_where_they_are_said() {
    let index = Index::of(&built([
        (
            "content/actors.yaml",
            "- {id: mira, name: Mira Adler, aliases: [The Chair], type: person, summary: She sails., roles: [{title: Treasurer, org: council}]}\n- {id: council, name: Harbour Council}\n",
        ),
        (
            "content/events.yaml",
            "- {id: talks, title: Talks on the quay, date: 2025-03-01, place: Lowen, actors: [mira]}\n",
        ),
        (
            "content/briefings/a.md",
            "---\ntitle: The fee\ndate: 2025-03-02\ntags: [tariffs]\nclaims:\n  - {id: no-fee, text: Nobody pays., by: mira, quote: nobody will pay}\n---\n\n## Meetings\n\nMira Adler said that nobody will pay.\n",
        ),
    ]));
    let one = |word: &str, kind: &str, level: u32, title: &str| {
        let holders = index.holders(word);
        assert!(holders.contains(&(kind.to_owned(), level, title.to_owned())), "{word}: {holders:?}");
    };
    one("mira", "actor", 0, "Mira Adler");
    one("chair", "actor", 0, "Mira Adler");
    one("treasurer", "actor", 2, "Mira Adler");
    one("mira", "claim", 2, "Nobody pays.");
    one("pay", "claim", 2, "Nobody pays.");
    one("fee", "briefing", 0, "The fee");
    one("meetings", "briefing", 2, "The fee");
    one("said", "briefing", 3, "The fee");
    one("quay", "event", 1, "Talks on the quay");
    one("lowen", "event", 2, "Talks on the quay");
    one("tariffs", "tag", 0, "tariffs");
    assert_eq!(index.titles("@mira"), ["Mira Adler", "The fee", "Nobody pays.", "Talks on the quay"]);
    assert_eq!(index.titles("#tariffs"), ["The fee", "Nobody pays.", "tariffs"]);
    assert_eq!(index.titles("=unverified"), ["Nobody pays."]);
    assert_eq!(index.titles("~2025"), ["The fee", "Nobody pays.", "Talks on the quay"]);
    assert_eq!(index.files["search/contents.json"]["years"], serde_json::json!(["2025"]));
}

#[test]
fn every_language_is_found_as_it_is_typed() {
    let index = Index::of(&built([
        (
            "content/actors.yaml",
            "- {id: lavrov, name: Сергей Лавров}\n- {id: emile, name: Émile Zoła}\n- {id: minister, name: الأمير سامي}\n",
        ),
        (
            "content/briefings/ar.md",
            "---\ntitle: أمن السدود\ndate: 2025-01-01\nlang: ar\n---\n\nقال الوزير إن السدَّ آمن.\n",
        ),
        (
            "content/briefings/ru.md",
            "---\ntitle: Переговоры\ndate: 2025-01-02\nlang: ru\n---\n\nО переговорах ещё говорят.\n",
        ),
        (
            "content/briefings/ja.md",
            "---\ntitle: 港湾料金の交渉\ndate: 2025-01-03\nlang: ja\n---\n\n東京で開かれた。\n",
        ),
        ("content/briefings/zh.md", "---\ntitle: 外交部发言人\ndate: 2025-01-04\nlang: zh\n---\n\n水闸安全。\n"),
        ("content/briefings/th.md", "---\ntitle: ข่าวท่าเรือ\ndate: 2025-01-05\nlang: th\n---\n\nน้ำท่วม\n"),
        ("content/briefings/de.md", "---\ntitle: Verträge\ndate: 2025-01-06\nlang: de\n---\n\nDie Straße.\n"),
    ]));
    assert_eq!(index.titles("лавров"), ["Сергей Лавров"]);
    assert_eq!(index.titles("emile"), ["Émile Zoła"]);
    assert_eq!(index.titles("zola"), ["Émile Zoła"]);
    assert_eq!(index.titles("امير"), ["الأمير سامي"], "without the article");
    assert_eq!(index.titles("الامير"), ["الأمير سامي"]);
    assert_eq!(index.titles("السد"), ["أمن السدود"]);
    assert_eq!(index.titles("переговоры"), ["Переговоры"]);
    assert_eq!(index.titles("еще"), ["Переговоры"]);
    assert_eq!(index.titles("vertrage"), ["Verträge"]);
    assert_eq!(index.titles("strasse"), ["Verträge"]);
    for (pair, title) in [
        ("料金", "港湾料金の交渉"),
        ("東京", "港湾料金の交渉"),
        ("外交", "外交部发言人"),
        ("闸安", "外交部发言人"),
        ("ท่า", "ข่าวท่าเรือ"),
    ] {
        let found: Vec<_> = pairs(pair).iter().flat_map(|it| index.titles(it)).collect();
        assert!(found.iter().any(|it| it == title), "{pair}: {found:?}");
    }
}

/// The pairs of characters of a run.
fn pairs(run: &str) -> Vec<String> {
    let letters: Vec<char> = run.chars().collect();
    letters.windows(2).map(|pair| pair.iter().collect()).collect()
}

#[test]
fn names_are_kept_by_their_halves() {
    let actors: String = (0..900).map(|at| format!("- {{id: a{at}, name: Person Namefield{at}}}\n")).collect();
    let index = Index::of(&built([("content/actors.yaml", actors.as_str())]));
    let count = index.files["search/contents.json"]["names"].as_u64().expect("a number");
    assert_eq!(index.files.keys().filter(|it| it.starts_with("search/names/")).count() as u64, count);
    assert_eq!(count, 16, "of 902 words, each in two files");
    for (path, file) in index.files.iter().filter(|(path, _)| path.starts_with("search/names/")) {
        let names: Vec<&str> = file.as_array().expect("a list").iter().filter_map(Value::as_str).collect();
        assert!(names.is_sorted() && names.iter().all(|it| it.len() > 3), "{path}: {names:?}");
    }
}

/// A first search reads the index, the files of its words, and those of its results.
#[test]
fn files_are_small_and_stand_in_order() {
    let files = support::generated::site(300);
    let output = built(files.iter().map(|(path, text)| (path.as_str(), text.as_str())));
    let index = Index::of(&output);
    let firsts = &index.files["search/contents.json"]["words"];
    let firsts: Vec<&str> = firsts.as_array().expect("a list").iter().filter_map(Value::as_str).collect();
    assert!(firsts.len() > 3 && firsts.is_sorted(), "{firsts:?}");
    for (nth, first) in firsts.iter().enumerate() {
        let file = &index.files[&format!("search/words/{nth}.json")];
        let words = ["lists", "stems"].into_iter().flat_map(|key| file[key].as_object().expect("a mapping").keys());
        for word in words {
            let next = firsts.get(nth + 1);
            assert!(word.as_str() >= *first && next.is_none_or(|next| word.as_str() < *next), "{word} in {nth}");
        }
    }
    for path in index.files.keys() {
        let size = bytes(&output, path).len();
        assert!(size < 14_000, "{path} has {size} bytes");
    }
}

#[test]
fn what_is_new_changes_no_earlier_record() {
    let mut files = support::generated::site(64);
    let before = built(files.iter().map(|(path, text)| (path.as_str(), text.as_str())));
    files.push((
        "content/briefings/new.md".to_owned(),
        "---\ntitle: New\ndate: 2025-05-05\nclaims:\n  - {id: new, text: This is new., by: actor-1}\n---\n\nText.\n"
            .to_owned(),
    ));
    let after = built(files.iter().map(|(path, text)| (path.as_str(), text.as_str())));
    for path in ["search/briefing/0.json", "search/briefing/3.json", "search/claim/19.json"] {
        assert!(bytes(&before, path) == bytes(&after, path), "{path}");
    }
    assert!(after.files.contains_key("search/briefing/4.json") && after.files.contains_key("search/claim/20.json"));
}

/// Of the scenario's confidential actors and sources no word is in the index that is not said elsewhere.
#[test]
fn what_is_confidential_is_not_found() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/scenario");
    let project = postil::disk::read(&root, support::today(), Options::default()).expect("the scenario");
    let graph = analyse(&project).graph;
    let output = compile(&project).output.expect("the scenario builds");
    let index = Index::of(&output);
    let secrets = graph.protected();
    assert!(secrets.len() >= 3, "{secrets:?}");
    let pages: String = output
        .files
        .iter()
        .filter(|(path, _)| path.ends_with(".html"))
        .map(|(path, _)| String::from_utf8_lossy(bytes(&output, path)).to_lowercase())
        .collect();
    for (path, file) in &index.files {
        let text = file.to_string();
        for secret in &secrets {
            assert!(!text.contains(secret.as_str()), "{path} holds {secret:?}");
        }
    }
    let mut looked_for = 0;
    for word in
        secrets.iter().flat_map(|it| it.split(|c: char| !c.is_alphanumeric())).filter(|it| it.chars().count() > 2)
    {
        let word = word.to_lowercase();
        if !pages.contains(&word) {
            looked_for += 1;
            assert!(!index.lists.contains_key(&word) && !index.stems.contains_key(&word), "{word} is found");
            let names = index.files.iter().filter(|(path, _)| path.starts_with("search/names/"));
            assert!(names.into_iter().all(|(_, file)| !file.to_string().contains(&word)), "{word} is a name");
        }
    }
    assert!(looked_for >= 3, "{looked_for}");
    let hidden = graph.actors.iter().filter(|it| it.confidential.is_some()).map(|it| it.source.id.slug.as_str());
    let hidden: Vec<&str> = hidden.collect();
    assert!(!hidden.is_empty() && hidden.iter().all(|it| !index.lists.contains_key(&format!("@{it}"))), "{hidden:?}");
    let displays: Vec<&String> = graph.actors.iter().filter_map(|it| it.confidential.as_ref()).collect();
    let records = index.files.iter().filter(|(path, _)| path.starts_with("search/claim/"));
    let records: String = records.map(|(_, file)| file.to_string()).collect();
    assert!(displays.iter().any(|it| records.contains(it.as_str())), "its display is shown: {displays:?}");
}

#[test]
fn a_site_can_do_without() {
    let files = [("postil.toml", "[build]\nsearch = false\n"), ("content/actors.yaml", "- {id: a, name: Ada}\n")];
    let output = built(files);
    let is_of_search = |path: &&String| path.starts_with("search") && *path != "search/index.html";
    assert_eq!(output.files.keys().filter(is_of_search).collect::<Vec<_>>(), Vec::<&String>::new());
    let page = String::from_utf8_lossy(bytes(&output, "search/index.html")).into_owned();
    assert!(page.contains("data-tool=\"list\"") && !page.contains("data-search") && !page.contains("search.css"));
    assert!(!String::from_utf8_lossy(bytes(&output, "index.html")).contains("aria-keyshortcuts"));
}

#[test]
fn a_file_in_its_place_is_told() {
    let files = [("content/actors.yaml", "- {id: a, name: Ada}\n"), ("static/search/contents.json", "{}")];
    let found = compile(&support::project(files)).diagnostics;
    let conflict = found.iter().find(|it| it.code == Code::AddressConflict).expect("a conflict");
    assert!(conflict.message.contains("search/contents.json"), "{}", conflict.message);
}

#[test]
fn what_pagefind_reads_is_marked() {
    let output = built([
        ("content/actors.yaml", "- {id: a, name: Ada}\n"),
        (
            "content/briefings/b.md",
            "---\ntitle: B\ndate: 2025-01-01\ntags: [t]\nclaims:\n  - {id: c, text: C., by: a}\n---\n\nText.\n",
        ),
    ]);
    let marked: BTreeMap<&str, bool> = output
        .files
        .iter()
        .filter(|(path, _)| path.ends_with(".html"))
        .map(|(path, _)| (path.as_str(), String::from_utf8_lossy(bytes(&output, path)).contains(" data-pagefind-body")))
        .collect();
    for path in ["actors/a/index.html", "briefings/b/index.html", "claims/c/index.html", "tags/t/index.html"] {
        assert!(marked[path], "{path}");
    }
    for path in ["index.html", "actors/index.html", "search/index.html", "timeline/index.html", "matrix/index.html"] {
        assert!(!marked[path], "{path}");
    }
    let claim = String::from_utf8_lossy(bytes(&output, "claims/c/index.html")).into_owned();
    assert!(claim.contains("data-pagefind-filter=\"kind:claim\""));
    assert!(claim.contains("data-pagefind-filter=\"status\""));
}

fn built<'a>(files: impl IntoIterator<Item = (&'a str, &'a str)>) -> Output {
    let project: Project = support::project(files);
    let compiled = compile(&project);
    compiled.output.unwrap_or_else(|| panic!("{:#?}", compiled.diagnostics))
}

fn bytes<'a>(output: &'a Output, path: &str) -> &'a [u8] {
    match output.files.get(path) {
        Some(Content::Bytes(bytes)) => bytes,
        _ => panic!("{path} is not made"),
    }
}
