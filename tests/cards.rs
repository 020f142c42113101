//! Social cards of whole sites.

#![allow(clippy::expect_used, reason = "a test fails by panicking")]
#![allow(clippy::disallowed_methods, reason = "this test writes to temporary folders and reads the scenario")]

#[path = "support/place.rs"]
mod place;
mod support;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;

use place::Place;
use postil::compile::{Memory, compile, next};
use postil::diagnostic::Code;
use postil::disk;
use postil::output::{Content, Output};
use postil::project::{Options, Project};
use postil::source::SitePath;
use support::dom::Page;

const BASE: &str = "https://example.org/sub/path/";

/// Each briefing and claim has a card that is there, and each card is named by a page.
#[test]
fn every_page_of_a_briefing_or_claim_leads_to_its_card() {
    for project in [scenario(), generated(20)] {
        let output = compile(&project).output.expect("the site builds");
        let mut named = BTreeSet::new();
        for (path, content) in output.files.iter().filter(|(path, _)| path.ends_with("/index.html")) {
            let Content::Bytes(bytes) = content else { continue };
            let page = Page::parse(std::str::from_utf8(bytes).expect("UTF-8"));
            let value = |name: &str| {
                let found = page.select(&format!("meta[property={name}]"));
                found.first().and_then(|it| it.attribute("content"))
            };
            let mut folders = path.split('/');
            let is_entity = match folders.next() {
                Some("briefings") => folders.clone().count() > 1 && !path.contains("/page/"),
                Some("claims") => folders.clone().count() == 2,
                _ => false,
            };
            let is_redirect = !page.select("meta[http-equiv=refresh]").is_empty();
            assert_eq!(value("og:image").is_some(), is_entity && !is_redirect, "{path}");
            let Some(image) = value("og:image") else { continue };
            let file = image.strip_prefix(BASE).unwrap_or_else(|| panic!("{path}: {image}"));
            assert!(value("og:image:alt").is_some_and(|alt| !alt.is_empty()), "{path}");
            if file.starts_with("cards/") {
                assert!(matches!(output.files.get(file), Some(Content::Card(_))), "{path}: {file}");
                assert_eq!(
                    (value("og:image:width"), value("og:image:height")),
                    (Some("1200".into()), Some("630".into()))
                );
                named.insert(file.to_owned());
            } else {
                assert!(output.files.keys().any(|it| *it == file), "{path}: {file}");
            }
        }
        let cards: BTreeSet<_> = output.files.keys().filter(|path| path.starts_with("cards/")).cloned().collect();
        assert!(cards.len() > 20, "{} cards", cards.len());
        assert_eq!(named, cards, "no card is made for nobody");
    }
}

#[test]
fn cards_are_the_same_on_any_number_of_threads_and_alone() {
    let project = generated(3);
    let on = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("threads");
        pool.install(|| pictures(&compile(&project).output.expect("the site builds")))
    };
    let one = on(1);
    assert!(one.len() > 10 && one == on(8));
    for (path, bytes) in &one {
        let mut decoder = png::Decoder::new(std::io::Cursor::new(bytes)).read_info().expect("a PNG");
        let mut pixels = vec![0; decoder.output_buffer_size().expect("a size")];
        let info = decoder.next_frame(&mut pixels).expect("whole");
        assert_eq!((info.width, info.height), (1200, 630), "{path}");
    }
    let mut edition = None;
    let _ = next(None, &Arc::new(project), &mut Memory::default()).replace(&mut edition);
    let edition = edition.expect("an edition");
    let (path, bytes) = one.first_key_value().expect("a card");
    let alone = edition.file(path).expect("the card").expect("no problem");
    assert_eq!(alone.bytes().as_deref(), Some(&bytes[..]));
    assert!(edition.file("cards/00000000000000000000000000000000.png").is_none());
}

/// Nothing that the scenario protects is written on a card.
#[test]
fn no_card_shows_what_is_confidential() {
    let project = scenario();
    let secrets = postil::compile::analyse(&project).graph.protected();
    let output = compile(&project).output.expect("the scenario builds");
    let mut cards = 0;
    for content in output.files.values() {
        let Content::Card(card) = content else { continue };
        cards += 1;
        let shown = [card.texts().join(" "), card.alt()].concat();
        assert!(secrets.iter().all(|secret| !shown.contains(secret.as_str())), "{shown}");
    }
    assert!(cards > 20 && !secrets.is_empty());
}

#[test]
fn building_again_makes_only_the_cards_that_show_something_else() {
    let place = Place::new();
    for (path, text) in with_cards(4) {
        place.put(&format!("site/{path}"), &text);
    }
    let build = |arguments: &[&str]| {
        let run = place.run("site", &[&["build", "--base-url", BASE, "--today", "2026-01-15"], arguments].concat());
        assert_eq!(run.code, 0, "{run:?}");
        run.err
    };
    build(&[]);
    let cards = || -> BTreeMap<String, Vec<u8>> {
        place.files("site/public").into_iter().filter(|(path, _)| path.starts_with("cards/")).collect()
    };
    let first = cards();
    assert!(first.len() > 15, "{} cards", first.len());
    build(&[]);
    assert_eq!(cards(), first);
    let briefing = place.files("site/content/briefings").into_keys().next().expect("a briefing");
    let path = format!("site/content/briefings/{briefing}");
    let text = place.text(&path).replacen("title: ", "title: Again, ", 1);
    place.put(&path, &text);
    build(&[]);
    let second = cards();
    assert_eq!(second.keys().filter(|path| !first.contains_key(*path)).count(), 1);
    assert_eq!(first.keys().filter(|path| !second.contains_key(*path)).count(), 1);
    build(&["--output", "fresh"]);
    assert_eq!(place.files("site/public"), place.files("site/fresh"));
    place.put("site/postil.toml", &place.text("site/postil.toml").replace("\"all\"", "\"off\""));
    build(&[]);
    assert!(cards().is_empty() && !place.path("site/public/cards").exists());
}

#[test]
fn fonts_of_the_site_are_read_and_not_published() {
    let place = Place::new();
    place.put("site/content/briefings/a.md", "---\ntitle: กรุงเทพ\ndate: 2025-01-01\n---\n\nWords.\n");
    let build = || place.run("site", &["build", "--base-url", BASE]);
    let run = build();
    assert!(run.code == 0 && run.err.contains("card-without-text") && run.err.contains("`ก`"), "{run:?}");
    let font = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fonts/thai.ttf");
    place.put("site/fonts/OFL.txt", "The licence.");
    std::fs::copy(font, place.path("site/fonts/thai.ttf")).expect("copied");
    let run = build();
    assert!(run.code == 0 && !run.err.contains("card-without-text"), "{run:?}");
    assert!(!place.path("site/public/fonts").exists() && !place.path("site/public/thai.ttf").exists());
    place.put("site/fonts/web.woff2", "wOF2, which is for the web");
    let run = build();
    assert!(run.code == 1 && run.err.contains("`fonts/web.woff2` is no font"), "{run:?}");
    let run = place.run("site", &["build"]);
    assert_eq!(run.code, 0, "without cards nobody looks at fonts: {run:?}");
}

/// An edition takes other fonts without forgetting that it has them.
#[test]
fn an_edition_follows_its_fonts() {
    let text = ("content/briefings/a.md", "---\ntitle: กรุงเทพ\ndate: 2025-01-01\n---\n\nWords.\n");
    let project = |fonts: &[&'static [u8]]| {
        let mut project = support::project([text]);
        project.options.base_url = Some(BASE.to_owned());
        let path = |number: usize| SitePath::new(&format!("fonts/{number}.ttf")).expect("a path");
        project.fonts = fonts.iter().enumerate().map(|(at, bytes)| (path(at), Arc::from(*bytes))).collect();
        Arc::new(project)
    };
    let (mut memory, mut edition) = (Memory::default(), None);
    for fonts in [&[][..], &[THAI], &[THAI], &[]] {
        let project = project(fonts);
        let _ = next(edition.as_ref(), &project, &mut memory).replace(&mut edition);
        let (output, found) = edition.as_ref().expect("an edition").output();
        let lacking = found.iter().any(|it| it.code == Code::CardWithoutText);
        assert_eq!(lacking, fonts.is_empty());
        assert_eq!(output.files, compile(&project).output.expect("the site builds").files);
    }
}

const THAI: &[u8] = include_bytes!("fonts/thai.ttf");

fn pictures(output: &Output) -> BTreeMap<String, Vec<u8>> {
    let cards = output.files.iter().filter(|(_, content)| matches!(content, Content::Card(_)));
    cards.map(|(path, content)| (path.clone(), content.bytes().expect("bytes").to_vec())).collect()
}

fn scenario() -> Project {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/scenario");
    let options = Options { base_url: Some(BASE.to_owned()), ..Options::default() };
    disk::read(&root, support::today(), options).expect("the scenario")
}

/// The generated site, which has no cards of its own.
fn with_cards(briefings: usize) -> Vec<(String, String)> {
    let on = |text: String| text.replace("social_cards = \"off\"", "social_cards = \"all\"");
    support::generated::site(briefings).into_iter().map(|(path, text)| (path, on(text))).collect()
}

fn generated(briefings: usize) -> Project {
    let files = with_cards(briefings);
    let mut project = support::project(files.iter().map(|(path, text)| (path.as_str(), text.as_str())));
    project.options.base_url = Some(BASE.to_owned());
    project
}
