//! The two forms of addresses: what a site is in one form it is in the other, whatever reads it.
//!
//! That every link of every page leads somewhere in both is held by `tests/site.rs`.
#![allow(clippy::case_sensitive_file_extension_comparisons, reason = "the output has extensions in small letters")]
#![allow(
    clippy::expect_used,
    clippy::disallowed_methods,
    reason = "a test looks at the repository, and fails by panicking"
)]

mod support;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use postil::compile::compile;
use postil::output::{Content, Output};
use postil::project::{Options, Project};
use serde_json::Value;
use support::dom::Page;
use support::links::decoded;

/// Every page has its file, and all other files are the same ones in the same places.
#[test]
fn both_forms_have_the_same_pages_and_the_same_files_beside_them() {
    let [folder, file] = both();
    let as_file = |path: &String| match path.strip_suffix("/index.html") {
        Some(place) if !is_redirect(&folder, path) => format!("{place}.html"),
        _ => path.clone(),
    };
    let expected: BTreeSet<String> = folder.files.keys().map(as_file).collect();
    assert_eq!(expected, file.files.keys().cloned().collect());
    let pages = folder.files.keys().filter(|path| path.ends_with("/index.html")).count();
    let left: Vec<_> = file.files.keys().filter(|path| path.ends_with("index.html")).collect();
    assert!(pages > 300 && left.len() > 2, "{pages} {left:?}");
    assert!(left.iter().all(|path| *path == "index.html" || is_redirect(&file, path)), "{left:?}");
}

/// Feeds, site maps, calendars, tables, linked data: every full address in them is of something that the site has.
#[test]
fn every_full_address_in_files_for_other_programs_leads_to_a_file() {
    for output in both() {
        let mut seen = 0;
        for (path, text) in texts(&output) {
            if path.ends_with(".html") {
                continue;
            }
            // A calendar folds its lines, and Markdown escapes nothing in an address.
            let text = text.replace("\r\n ", "");
            for (at, _) in text.match_indices(BASE) {
                let rest = &text[at + BASE.len()..];
                let end = rest.find(|c: char| c.is_whitespace() || "\"'<>\\,;{}|&".contains(c)).unwrap_or(rest.len());
                seen += usize::from(end > 0);
                assert_leads(&output, path, &rest[..end]);
            }
        }
        assert!(seen > 2000, "{seen} addresses were seen");
    }
}

/// JSON for other programs, and the records of the search, name pages relative to the root.
#[test]
fn every_relative_address_in_data_leads_to_a_file() {
    for output in both() {
        let mut seen = 0;
        for (path, text) in texts(&output).filter(|(path, _)| path.ends_with(".json") && !path.ends_with(".ftm.json")) {
            let json: Value = serde_json::from_str(text).expect("JSON");
            let mut addresses = Vec::new();
            let kind = path.strip_prefix("search/").and_then(|it| it.split('/').next());
            if let Some("briefing" | "claim" | "actor" | "event" | "source" | "tag" | "page") = kind {
                addresses.extend(json.as_array().expect("records").iter().map(|it| &it[0]));
            } else {
                hrefs(&json, &mut addresses);
            }
            for address in addresses.iter().filter_map(|it| it.as_str()) {
                seen += 1;
                assert_leads(&output, path, address);
            }
        }
        assert!(seen > 1000, "{seen} addresses were seen");
    }
}

/// Canonical addresses are those of the site map, and the home page is the address of the site.
#[test]
fn pages_call_themselves_by_the_addresses_in_the_site_map() {
    for output in both() {
        let map = text(&output, "sitemap.xml");
        let mut called = BTreeSet::new();
        for (path, text) in texts(&output).filter(|(path, _)| path.ends_with(".html")) {
            let page = Page::parse(text);
            let canonical = page.select("link[rel=canonical]").first().and_then(|it| it.attribute("href"));
            if let Some(canonical) = canonical.filter(|_| !is_redirect(&output, path)) {
                assert!(map.contains(&format!("<loc>{canonical}</loc>")), "{path}: {canonical}");
                assert!(called.insert(canonical.clone()), "{path}: {canonical} is another page");
                assert_leads(&output, path, canonical.strip_prefix(BASE).expect("an address of the site"));
            }
        }
        assert_eq!(called.len(), map.matches("<loc>").count());
        assert!(called.contains(BASE) && !called.contains(&format!("{BASE}index.html")));
    }
}

/// Whoever has an old address is led on, in whichever form it was written.
#[test]
fn former_addresses_stay_as_they_were_written() {
    for (form, now) in [("folder", "../../claims/fee/"), ("file", "../../claims/fee.html")] {
        let project = support::project([
            (
                "content/claims.yaml",
                "- {id: fee, text: It costs nothing., redirects: [/old/toll/, /claims/toll.html]}\n",
            ),
            ("content/briefings/a.md", "---\ntitle: A\ndate: 2025-01-01\nclaims: [{claim: fee, by: Ann}]\n---\n"),
        ]);
        let compiled = compile(&support::in_form(project, form));
        let output = compiled.output.unwrap_or_else(|| panic!("{:?}", compiled.diagnostics));
        assert!(text(&output, "old/toll/index.html").contains(&format!("url={now}\"")), "{form}");
        assert!(text(&output, "claims/toll.html").contains(&format!("url={}\"", &now[3..])), "{form}");
    }
}

/// The plan knows how addresses are written, and nobody else.
#[test]
fn no_template_and_no_code_outside_the_plan_spells_the_address_of_a_page() {
    const PLACES: &[&str] = &[
        "briefings",
        "actors",
        "claims",
        "claims/by/status",
        "claims/by/actor",
        "events",
        "sources",
        "tags",
        "timeline",
        "network",
        "matrix",
        "disputed",
        "changes",
        "search",
        "page",
    ];
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files = Vec::new();
    for folder in ["src", "templates", "static"] {
        collect(&root.join(folder), &mut files);
    }
    let (mut read, mut wrong) = (0, Vec::new());
    for path in files.iter().filter(|path| !path.starts_with(root.join("src/plan"))) {
        let Ok(text) = std::fs::read_to_string(path) else { continue };
        read += 1;
        for place in PLACES {
            let spelled = [
                format!("\"{place}/\""),
                format!("\"{place}/{{"),
                format!("}}{place}/\""),
                format!("}}{place}.html"),
                format!("}}}}{place}/"),
                format!("}}{place}/$"),
                format!("}}{place}/{{"),
                format!("}} {place}/"),
                format!("}}{place}/`"),
                format!("{place}/?"),
            ];
            wrong.extend(spelled.iter().filter(|it| text.contains(*it)).map(|it| format!("{}: {it}", path.display())));
        }
        wrong.extend(text.contains("href=\"{{ root }}\"").then(|| format!("{}: a bare root", path.display())));
    }
    assert!(read > 250, "{read} files were read");
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// The scenario in each form, in a folder of its host.
fn both() -> [Output; 2] {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/scenario");
    let options = Options { base_url: Some(BASE.to_owned()), ..Options::default() };
    let project: Project = postil::disk::read(&root, support::today(), options).expect("the scenario");
    ["folder", "file"].map(|form| compile(&support::in_form(project.clone(), form)).output.expect("it builds"))
}

fn texts(output: &Output) -> impl Iterator<Item = (&String, &str)> {
    output.files.iter().filter_map(|(path, content)| match content {
        Content::Bytes(bytes) => Some((path, std::str::from_utf8(bytes).ok()?)),
        Content::Asset(_) | Content::Card(_) => None,
    })
}

fn text<'o>(output: &'o Output, file: &str) -> &'o str {
    texts(output).find(|(path, _)| *path == file).unwrap_or_else(|| panic!("no {file}")).1
}

fn is_redirect(output: &Output, path: &str) -> bool {
    text(output, path).contains("http-equiv=\"refresh\"")
}

/// Something stands at this address below that of the site.
fn assert_leads(output: &Output, path: &str, address: &str) {
    let address = decoded(address.split(['#', '?']).next().unwrap_or_default());
    let file = if address.is_empty() || address.ends_with('/') { format!("{address}index.html") } else { address };
    assert!(output.files.contains_key(&file), "{path}: nothing stands at `{file}`");
}

/// The addresses within the site that a document names: the values of `href`, and where statements stand.
fn hrefs<'v>(json: &'v Value, found: &mut Vec<&'v Value>) {
    match json {
        Value::Array(list) => list.iter().for_each(|it| hrefs(it, found)),
        Value::Object(map) => {
            let is_here = |it: &&Value| it.as_str().is_some_and(|it| !it.contains("://"));
            found.extend(map.get("href").filter(is_here));
            found.extend(map.get("statements").and_then(Value::as_array).into_iter().flatten().filter(is_here));
            map.values().for_each(|it| hrefs(it, found));
        }
        _ => {}
    }
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() { collect(&path, files) } else { files.push(path) }
    }
}

const BASE: &str = "https://example.org/sub/";
