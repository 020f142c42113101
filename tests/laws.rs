//! What holds of every build, whatever the site.

#![allow(clippy::expect_used, reason = "a test fails by panicking")]
#![allow(clippy::disallowed_methods, reason = "this test reads a site")]

mod support;

use std::collections::BTreeMap;
use std::path::Path;

use postil::compile::{analyse, compile};
use postil::diagnostic::{Diagnostic, Severity};
use postil::disk;
use postil::output::Content;
use postil::project::Project;
use proptest::prelude::*;

#[test]
fn one_thread_gives_what_many_give() {
    let project = generated(60);
    let one = with_threads(1, || bytes(&project));
    let many = with_threads(8, || bytes(&project));
    assert!(!one.is_empty());
    assert_eq!(one, many);
}

#[test]
fn problems_come_in_one_order_on_any_number_of_threads() {
    let mut files = support::generated::site(40);
    for (path, text) in &mut files {
        if path.contains("briefing-") {
            *text = text.replace("kind: offer", "kind: ofer").replacen("that the", "that thé", 2);
        }
    }
    let project = project(&files);
    let one = with_threads(1, || compile(&project).diagnostics);
    let many = with_threads(8, || compile(&project).diagnostics);
    assert!(one.len() > 20, "{}", one.len());
    assert_eq!(one, many);
}

/// The rows that many pages show are made once, but not where a site has components of its own, which may look at their page.
#[test]
fn what_is_made_once_is_as_what_is_made_on_each_page() {
    let remark = |(path, text): (String, String)| {
        (path, text.replace("    kind: position", "    kind: position\n    note: \"See [[claim-1-1]].\""))
    };
    let mut files: Vec<_> = support::generated::site(60).into_iter().map(remark).collect();
    let once = bytes(&project(&files));
    files.push(("templates/own.html".to_owned(), "{% component unused() %}{% endcomponent unused %}".to_owned()));
    let each = bytes(&project(&files));
    assert!(once.len() > 400 && once.values().any(|page| page.windows(6).any(|it| it == b"remark")));
    assert!(once.values().all(|file| !file.contains(&0)), "nothing is left of what stood for the way to the root");
    for (path, page) in &each {
        assert_eq!(String::from_utf8_lossy(page), String::from_utf8_lossy(&once[path]), "{path}");
    }
    assert_eq!(each.len(), once.len());
}

/// A site that only dresses its pages keeps as little of each thing as the default theme needs.
#[test]
fn what_is_kept_of_cards_changes_no_page() {
    let base = include_str!("../templates/base.html").replace("Made with Postil", "Made with care");
    let dressed = |base: String| {
        let mut files = support::generated::site(60);
        files.push(("templates/base.html".to_owned(), base));
        bytes(&project(&files))
    };
    let little = dressed(base.clone());
    // What Postil does not follow may look at anything.
    let all = dressed(format!("{{% set anything = 1 %}}{base}"));
    assert!(little["index.html"].windows(14).any(|it| it == b"Made with care"));
    for (path, page) in &all {
        assert_eq!(String::from_utf8_lossy(page), String::from_utf8_lossy(&little[path]), "{path}");
    }
    assert_eq!(little.len(), all.len());
}

#[test]
fn a_generated_site_has_no_problem() {
    let compiled = compile(&generated(60));
    let wrong = |found: &&Diagnostic| found.severity != Severity::Note;
    assert_eq!(compiled.diagnostics.iter().filter(wrong).collect::<Vec<_>>(), Vec::<&Diagnostic>::new());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(8))]

    #[test]
    fn the_order_of_files_does_not_matter(seed in any::<u64>()) {
        let mut files = support::generated::site(12);
        let expected = bytes(&project(&files));
        let mut dice = support::generated::Dice(seed);
        for at in (1..files.len()).rev() {
            files.swap(at, dice.roll(at + 1));
        }
        prop_assert_eq!(expected, bytes(&project(&files)));
    }
}

/// The strings that `tests/scenario` keeps confidential, in any of its files' output.
#[test]
fn no_confidential_byte_is_published() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/scenario");
    let project = disk::read(&root, support::today(), postil::project::Options::default()).expect("the scenario");
    let compiled = compile(&project);
    let secrets = analyse(&project).graph.protected();
    assert!(secrets.len() >= 3, "the scenario keeps secrets: {secrets:?}");
    let output = compiled.output.expect("the scenario builds");
    for file in
        ["atom.xml", "feed.json", "events/events.ics", "data/site.json", "data/statements.csv", "data/sources.bib"]
    {
        assert!(output.files.contains_key(file), "{file} is looked at");
    }
    for (path, content) in &output.files {
        let Content::Bytes(bytes) = content else { continue };
        // Calendars break long lines.
        let text = String::from_utf8_lossy(bytes).replace("\r\n ", "");
        for secret in &secrets {
            assert!(!text.contains(secret.as_str()) && !path.contains(secret.as_str()), "{path} holds {secret:?}");
        }
    }
}

fn generated(briefings: usize) -> Project {
    project(&support::generated::site(briefings))
}

fn project(files: &[(String, String)]) -> Project {
    support::project(files.iter().map(|(path, text)| (path.as_str(), text.as_str())))
}

fn bytes(project: &Project) -> BTreeMap<String, Vec<u8>> {
    let output = compile(project).output.expect("the site builds");
    output
        .files
        .into_iter()
        .map(|(path, content)| match content {
            Content::Bytes(bytes) => (path, bytes.to_vec()),
            Content::Asset(asset) => (path, asset.as_str().as_bytes().to_vec()),
            Content::Card(card) => (path, card.texts().concat().into_bytes()),
        })
        .collect()
}

fn with_threads<T: Send>(threads: usize, work: impl FnOnce() -> T + Send) -> T {
    rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("threads").install(work)
}
