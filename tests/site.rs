//! What holds of every page of a whole site: the demonstration, the invented scenario, and a generated one.

#![allow(clippy::expect_used, reason = "a test fails by panicking")]
#![allow(clippy::case_sensitive_file_extension_comparisons, reason = "the pages of the output end in `.html`")]

mod support;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use postil::compile::compile;
use postil::output::{Content, Output};
use postil::project::{Options, Project};
use support::dom::Page;
use support::links::{internal, joined};

#[test]
fn every_link_of_the_demonstration_leads_somewhere() {
    assert_sound(on_disk("."));
}

#[test]
fn every_link_of_the_scenario_leads_somewhere() {
    assert_sound(on_disk("tests/scenario"));
}

#[test]
fn every_link_of_a_generated_site_leads_somewhere() {
    let files = support::generated::site(60);
    assert_sound(support::project(files.iter().map(|(path, text)| (path.as_str(), text.as_str()))));
}

#[test]
fn no_page_loads_more_than_20_kb_of_styles_and_15_kb_of_scripts() {
    let generated = support::generated::site(20);
    let generated = support::project(generated.iter().map(|(path, text)| (path.as_str(), text.as_str())));
    for project in [on_disk("."), on_disk("tests/scenario"), generated].map(|it| based(it, BASE)) {
        let output = compile(&project).output.expect("the site builds");
        for (path, page) in pages(&output) {
            let loaded = |tag: &str, attribute: &str| -> usize {
                let elements = page.elements().into_iter().filter(|it| it.name() == tag);
                let links = elements.filter(|it| tag != "link" || it.attribute("rel").as_deref() == Some("stylesheet"));
                let files = links.filter_map(|it| internal(path, &it.attribute(attribute)?, BASE));
                files.map(|(file, _)| size(&output, &file)).sum()
            };
            let (styles, scripts) = (loaded("link", "href"), loaded("script", "src"));
            if !path.starts_with("previews/") {
                assert!(styles > 10_000 && scripts > 5_000, "{path} loads {styles} and {scripts} bytes");
            }
            assert!(styles <= 20_000, "{path} loads {styles} bytes of styles");
            assert!(scripts <= 15_000, "{path} loads {scripts} bytes of scripts");
        }
    }
}

/// Whatever there is much of is cut or stands on several pages.
#[test]
fn no_page_grows_with_the_site() {
    let [small, large] = [200, 1000].map(|count| {
        let output = compile(&popular(count)).output.expect("the site builds");
        let mut largest: BTreeMap<String, (usize, String)> = BTreeMap::new();
        for path in output.files.keys().filter(|path| path.ends_with(".html")) {
            let kind = path.split('/').next().unwrap_or_default().to_owned();
            let found = (size(&output, path), path.clone());
            let entry = largest.entry(kind).or_default();
            *entry = found.max(entry.clone());
        }
        largest
    });
    let grown = large.into_iter().filter(|(kind, (size, _))| *size > small[kind].0 * 5 / 4 + 4000);
    let grown: Vec<_> = grown.map(|(kind, it)| (it, small[&kind].0)).collect();
    assert!(grown.is_empty(), "with five times as much, size and page, and the size before: {grown:?}");
}

/// A site in which one actor says one claim so many times, at one event, taken from one source, in as many briefings.
fn popular(count: usize) -> Project {
    let lists = [
        ("content/actors.yaml", "- {id: hub, name: Hub, type: person}\n"),
        ("content/claims.yaml", "- {id: claim, text: It is so.}\n"),
        ("content/events.yaml", "- {id: event, title: Event, date: 2024-05-06, actors: [hub]}\n"),
        ("content/sources.yaml", "- {id: source, title: Source}\n"),
    ];
    let briefing = |at: usize| {
        let (month, day) = (1 + at / 28 % 12, 1 + at % 28);
        let text = format!(
            "---\ntitle: Briefing {at}\ndate: 2024-{month:02}-{day:02}\ntags: [tag]\nclaims:\n\
             - {{claim: claim, by: hub, to: [Other {at}], event: event, source: source, quote: it is so}}\n\
             - {{id: against-{at}, text: It is not so {at}., by: Other {at}, about: [hub], for: hub, disputes: claim}}\n---\n\n\
             Hub says that it is so. See [a](claim:claim), [b](actor:hub), [c](event:event) and [d](source:source).\n"
        );
        (format!("content/briefings/b{at}.md"), text)
    };
    let briefings: Vec<_> = (0..count).map(briefing).collect();
    let briefings = briefings.iter().map(|(path, text)| (path.as_str(), text.as_str()));
    support::project(lists.into_iter().chain(briefings))
}

/// The site as it is built for this address.
fn based(project: Project, base: &str) -> Project {
    let options = Options { base_url: Some(base.to_owned()), ..project.options.clone() };
    Project { options, ..project }
}

const BASE: &str = "https://example.org/sub/";

fn size(output: &Output, file: &str) -> usize {
    match output.files.get(file) {
        Some(Content::Bytes(bytes)) => bytes.len(),
        _ => panic!("{file} is not made"),
    }
}

/// The scenario has everything that a site can have, so each kind of page is looked at.
#[test]
fn the_scenario_has_every_kind_of_page() {
    let output = compile(&on_disk("tests/scenario")).output.expect("the scenario builds");
    for page in [
        "",
        "briefings/",
        "briefings/2024/речь-министра/",
        "briefings/page/2/",
        "actors/",
        "actors/wadira/",
        "actors/wadira/page/2/",
        "claims/",
        "claims/by/status/",
        "claims/by/actor/",
        "claims/gates-are-sound/",
        "events/",
        "events/night-release/",
        "sources/",
        "tags/",
        "timeline/",
        "timeline/events/",
        "timeline/statements/",
        "timeline/tags/gauge/",
        "search/",
        "network/",
        "matrix/",
        "disputed/",
        "changes/",
        "glossary/",
    ] {
        assert!(output.files.contains_key(&format!("{page}index.html")), "{page}");
    }
    let below = |folder: &str| output.files.keys().filter(|path| path.starts_with(folder)).count();
    for folder in ["sources/", "tags/", "matrix/tags/", "matrix/briefings/"] {
        assert!(below(folder) > 1, "{folder}");
    }
    for file in ["sitemap.xml", "robots.txt", "atom.xml", "404.html", "notes/first.html"] {
        assert!(output.files.contains_key(file), "{file}");
    }
}

fn on_disk(root: &str) -> Project {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join(root);
    postil::disk::read(&root, support::today(), Options::default()).expect("the site can be read")
}

/// With either form of addresses, every link and fragment inside the site is right, ids are unique, and pages name no other
/// host for what they load. Where pages are files, no link leads to a folder.
fn assert_sound(project: Project) {
    let project = based(project, BASE);
    assert_linked(&support::in_form(project.clone(), "file"), |link| {
        let path = link.split(['?', '#']).next().unwrap_or_default();
        !path.is_empty() && matches!(path.rsplit('/').next(), Some("" | "." | ".."))
    });
    assert_linked(&support::in_form(project, "folder"), |link| link.split(['?', '#']).next() == Some("index.html"));
}

fn assert_linked(project: &Project, is_wrong: impl Fn(&str) -> bool) {
    let base = BASE;
    let output = compile(project).output.expect("the site builds");
    let pages = pages(&output);
    let ids: BTreeMap<&str, BTreeSet<String>> = pages.iter().map(|(path, page)| (*path, ids(path, page))).collect();
    let mut wrong = Vec::new();
    let mut links = 0;
    for (path, page) in &pages {
        for element in page.elements() {
            if let Some(root) = element.attribute("data-root").filter(|_| *path != "404.html") {
                assert_eq!(joined(path.rsplit_once('/').map_or("", |(folder, _)| folder), &root), "", "{path}");
            }
            for name in ["href", "src", "poster", "data-src", "action", "data-search", "data-first", "data-others"] {
                let Some(link) = element.attribute(name).filter(|link| !(name == "data-search" && link.is_empty()))
                else {
                    continue;
                };
                let link = link.replace("{number}", "2");
                if is_wrong(&link) && !link.contains("://") {
                    wrong.push(format!("{path}: `{link}` is of the other form"));
                }
                let Some((target, fragment)) = internal(path, &link, base) else {
                    let loads = matches!(element.name().as_str(), "script" | "img" | "iframe" | "video" | "audio")
                        || element.attribute("rel").as_deref() == Some("stylesheet");
                    if loads {
                        wrong.push(format!("{path}: `{link}` is loaded from elsewhere"));
                    }
                    continue;
                };
                links += 1;
                if !output.files.contains_key(&target) {
                    wrong.push(format!("{path}: `{link}` leads to `{target}`, which does not exist"));
                } else if let (Some(fragment), Some(known)) = (fragment, ids.get(target.as_str()))
                    && !known.contains(&fragment)
                {
                    wrong.push(format!("{path}: `{link}`: `{target}` has no id `{fragment}`"));
                }
            }
        }
    }
    assert!(links > pages.len() * 5, "only {links} links were seen");
    assert!(wrong.is_empty(), "{} wrong links, such as\n{}", wrong.len(), wrong[..wrong.len().min(20)].join("\n"));
}

fn pages(output: &Output) -> BTreeMap<&str, Page> {
    let html = |(path, content): (&'_ String, &Content)| match content {
        Content::Bytes(bytes) if path.ends_with(".html") => {
            Some(Page::parse(std::str::from_utf8(bytes).expect("pages are UTF-8")))
        }
        _ => None,
    };
    output.files.iter().filter_map(|entry| Some((entry.0.as_str(), html(entry)?))).collect()
}

fn ids(path: &str, page: &Page) -> BTreeSet<String> {
    let mut ids = BTreeSet::new();
    for id in page.elements().iter().filter_map(|element| element.attribute("id")) {
        assert!(!id.is_empty() && !id.contains(char::is_whitespace), "{path} has the id {id:?}");
        assert!(ids.insert(id.clone()), "{path} has the id {id:?} twice");
    }
    ids
}
