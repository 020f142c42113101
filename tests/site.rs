//! What holds of every page of a whole site: the demonstration, the invented scenario, and a generated one.

#![allow(clippy::expect_used, reason = "a test fails by panicking")]
#![allow(clippy::case_sensitive_file_extension_comparisons, reason = "the pages of the output end in `.html`")]

mod support;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use percent_encoding::percent_decode_str;
use postil::compile::compile;
use postil::output::{Content, Output};
use postil::project::{Options, Project};
use support::dom::Page;

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

/// Every link and fragment inside the site is right, ids are unique, and pages name no other host for what they load.
fn assert_sound(project: Project) {
    let base = "https://example.org/sub/";
    let options = Options { base_url: Some(base.to_owned()), ..project.options.clone() };
    let project = Project { options, ..project };
    let output = compile(&project).output.expect("the site builds");
    let pages = pages(&output);
    let ids: BTreeMap<&str, BTreeSet<String>> = pages.iter().map(|(path, page)| (*path, ids(path, page))).collect();
    let mut wrong = Vec::new();
    let mut links = 0;
    for (path, page) in &pages {
        for element in page.elements() {
            for name in ["href", "src", "poster", "data-src"] {
                let Some(link) = element.attribute(name) else { continue };
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

/// The file and fragment that a link means; none when it leaves the site.
fn internal(page: &str, link: &str, base: &str) -> Option<(String, Option<String>)> {
    let (link, fragment) = match link.split_once('#') {
        Some((link, fragment)) => (link, Some(decoded(fragment)).filter(|fragment| !fragment.is_empty())),
        None => (link, None),
    };
    let path = match link.strip_prefix(base) {
        Some(rest) => rest.to_owned(),
        None if link.contains("://") || link.starts_with("mailto:") || link.starts_with("tel:") => return None,
        // The page for what does not exist is shown at any depth.
        None if page == "404.html" && link.starts_with("/sub/") => link["/sub/".len()..].to_owned(),
        None => {
            let folder = page.rsplit_once('/').map_or("", |(folder, _)| folder);
            if link.is_empty() { page.to_owned() } else { joined(folder, link) }
        }
    };
    let path = decoded(path.split('?').next().unwrap_or_default());
    let file = if path.is_empty() || path.ends_with('/') { format!("{path}index.html") } else { path };
    Some((file, fragment))
}

fn joined(folder: &str, link: &str) -> String {
    assert!(!link.starts_with('/'), "`{link}` works at the root of a host only");
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in link.split('/') {
        match part {
            "." => {}
            ".." => assert!(parts.pop().is_some(), "`{link}` leaves the site from `{folder}`"),
            part => parts.push(part),
        }
    }
    let whole = parts.join("/");
    // `..` and `.` mean a folder, as an empty last part does.
    if matches!(link.rsplit('/').next(), Some(".." | ".")) && !whole.is_empty() { whole + "/" } else { whole }
}

fn decoded(text: &str) -> String {
    percent_decode_str(text).decode_utf8().expect("addresses are UTF-8").into_owned()
}
