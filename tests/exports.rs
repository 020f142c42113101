//! Annotations, linked data and networks: that each file says what the site says, and that annotations select in the page.
//!
//! Whether other programs take them is asked in `tests/validate`.
#![allow(clippy::disallowed_methods, reason = "this test reads the files of the repository")]
#![allow(clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

mod support;

use std::collections::BTreeSet;
use std::path::Path;

use postil::compile::compile;
use postil::output::{Content, Output};
use postil::project::{Options, Project};
use serde_json::Value;
use support::dom::Page;

const BASE: &str = "https://example.org/sub/";

/// The place of each annotation is that of the mark with its id, and the words there are its words.
#[test]
fn annotations_select_in_the_published_page() {
    for (name, output) in sites() {
        let mut selected = 0;
        for path in paths(&output, "/annotations.jsonld").filter(|path| path.starts_with("briefings/")) {
            let page = Page::parse(text(&output, &path.replace("annotations.jsonld", "index.html")));
            let collection: Value = serde_json::from_str(text(&output, path)).expect("JSON");
            for item in collection["first"]["items"].as_array().expect("a list") {
                selected += selects(&page, item).unwrap_or_else(|problem| panic!("{name} {path}: {problem}\n{item:#}"));
            }
        }
        assert!(selected > 20, "{name}: only {selected}");
    }
}

/// Markdown that is hard on positions: entities, characters beyond the basic plane, tables, footnotes, code, raw HTML.
#[test]
fn annotations_select_in_odd_texts() {
    let body = "First & &lt;last&gt; 👩‍🚀 *one\ntwo* three.\n\n\
        | a | b |\n|---|---|\n| cell &amp; one | cell 𝔘 two |\n\n\
        - item one[^n]\n- item two\n\n```rust\nlet code = \"four & five\";\n```\n\n\
        A <b title=\"a > b\">bold & raw</b><!-- no words --> end.\n\n<div>\n\nin a box\n\n</div>\n\n[^n]: The foot of it.\n";
    let quotes = [
        "<last> 👩‍🚀 one two three",
        "one cell 𝔘",
        "cell 𝔘 two",
        "item one",
        "four & five",
        "bold & raw",
        "raw […] end",
        "in a box",
        "The foot of it",
        "First […] three",
    ];
    let claims: String = quotes
        .iter()
        .enumerate()
        .map(|(at, quote)| format!("  - {{id: q{at}, text: Claim {at}., by: Ada, quote: {}}}\n", Value::from(*quote)))
        .collect();
    let briefing = format!("---\ntitle: Odd\ndate: 2025-01-01\nclaims:\n{claims}---\n\n{body}");
    for raw in ["sanitize", "allow", "escape"] {
        let settings = format!("[site]\nbase_url = \"{BASE}\"\n[content]\nraw_html = \"{raw}\"\n");
        let files = [("postil.toml", settings.as_str()), ("content/briefings/odd.md", briefing.as_str())];
        let made = compile(&support::project(files));
        let Some(output) = made.output else {
            // What is told about a quotation that stands nowhere is another test's.
            let wrong: Vec<_> = made.diagnostics.iter().map(|it| it.message.clone()).collect();
            panic!("{raw}: {wrong:#?}");
        };
        let page = Page::parse(text(&output, "briefings/odd/index.html"));
        let collection: Value = serde_json::from_str(text(&output, "briefings/odd/annotations.jsonld")).expect("JSON");
        let items = collection["first"]["items"].as_array().expect("a list");
        assert_eq!(items.len(), quotes.len());
        for item in items {
            let count = selects(&page, item).unwrap_or_else(|problem| panic!("{raw}: {problem}\n{item:#}"));
            assert!(count > 0, "{item:#}");
        }
    }
}

/// How many pieces of an annotation select their words in the page.
fn selects(page: &Page, annotation: &Value) -> Result<usize, String> {
    let id = annotation["id"].as_str().ok_or("no id")?;
    let targets = match &annotation["target"] {
        Value::Array(several) => several.clone(),
        only => vec![only.clone()],
    };
    let mut words = String::new();
    for target in targets.iter().filter(|it| it.is_object()) {
        let [quote, fragment] = [0, 1].map(|at| &target["selector"][at]);
        let exact = quote["exact"].as_str().ok_or("no words")?;
        let block = fragment["value"].as_str().ok_or("no block")?;
        let element = page.select(&format!("#{block}")).into_iter().next().ok_or(format!("no `{block}`"))?;
        let content: Vec<char> = element.text().chars().collect();
        let point = |key: &str| fragment["refinedBy"][key].as_u64().and_then(|it| usize::try_from(it).ok());
        let (start, end) = (point("start").ok_or("no start")?, point("end").ok_or("no end")?);
        let found: String = content.get(start..end).ok_or("beyond the text")?.iter().collect();
        if found != exact {
            return Err(format!("`{found}` is not `{exact}`"));
        }
        let (prefix, suffix) = (quote["prefix"].as_str(), quote["suffix"].as_str());
        let around = format!("{}{exact}{}", prefix.unwrap_or_default(), suffix.unwrap_or_default());
        if !element.text().contains(&around) {
            return Err(format!("`{around}` is not there"));
        }
        words.push_str(exact);
    }
    let anchor = id.split_once('#').map(|(_, anchor)| anchor).unwrap_or_default();
    let anchor = percent_encoding::percent_decode_str(anchor).decode_utf8().map_err(|it| it.to_string())?;
    // The mark that has the id is the first of its pieces.
    if let Some(mark) = page.elements().iter().find(|it| it.attribute("id").as_deref() == Some(&*anchor))
        && !words.is_empty()
        && !squeezed(&words).starts_with(&squeezed(&mark.text()))
    {
        return Err(format!("`{}` is marked, `{words}` selected", mark.text()));
    }
    Ok(targets.iter().filter(|it| it.is_object()).count())
}

/// The whole site has the annotations of all its briefings, each once, and the claims that they are of.
#[test]
fn a_collection_is_whole() {
    for (name, output) in sites() {
        let whole: Value = serde_json::from_str(text(&output, "data/annotations.jsonld")).expect("JSON");
        let site: Value = serde_json::from_str(text(&output, "data/site.json")).expect("JSON");
        let items = whole["first"]["items"].as_array().expect("a list");
        assert_eq!(whole["total"], items.len(), "{name}");
        let ids: BTreeSet<_> = items.iter().filter_map(|it| it["id"].as_str()).collect();
        assert_eq!(ids.len(), items.len(), "{name}: an id stands twice");
        let statements: Vec<_> = items.iter().filter(|it| it["statement"].is_object()).collect();
        assert_eq!(statements.len(), site["statements"].as_array().expect("a list").len(), "{name}");
        let claims: BTreeSet<_> =
            whole["claims"].as_array().expect("a list").iter().filter_map(|it| it["id"].as_str()).collect();
        for item in statements {
            assert!(item["statement"]["claim"].as_str().is_some_and(|it| claims.contains(it)), "{name} {item:#}");
        }
        let own = paths(&output, "/annotations.jsonld").filter(|it| it.starts_with("briefings/"));
        for path in own {
            let part: Value = serde_json::from_str(text(&output, path)).expect("JSON");
            for item in part["first"]["items"].as_array().expect("a list") {
                assert!(ids.contains(item["id"].as_str().expect("an id")), "{name} {path}");
            }
        }
    }
}

/// Every page of something says what it is; nothing that an author writes ends the script.
#[test]
fn pages_tell_what_they_are_about() {
    for (name, output) in sites() {
        let (mut kinds, mut quotations) = (BTreeSet::new(), 0);
        for path in paths(&output, "index.html") {
            let page = Page::parse(text(&output, path));
            let scripts = page.select("script");
            let told: Vec<_> =
                scripts.iter().filter(|it| it.attribute("type").as_deref() == Some("application/ld+json")).collect();
            let parts: Vec<_> = path.split('/').collect();
            let is_thing = ["briefings", "actors", "claims", "events", "sources"].contains(&parts[0])
                && !matches!(parts[1], "index.html" | "page" | "by");
            let is_first = !path.contains("/page/");
            let is_redirect = page.elements().iter().any(|it| it.attribute("http-equiv").as_deref() == Some("refresh"));
            if is_thing && is_first && !is_redirect {
                assert_eq!(told.len(), 1, "{name} {path}");
            }
            for script in told {
                let value: Value =
                    serde_json::from_str(&script.text()).unwrap_or_else(|error| panic!("{path}: {error}"));
                let things = value["@graph"].as_array().cloned().unwrap_or_else(|| vec![value.clone()]);
                for thing in &things {
                    let kind = &thing["@type"];
                    kinds.insert(kind.as_str().or_else(|| kind[0].as_str()).expect("a type").to_owned());
                }
                quotations += script.text().matches("\"Quotation\"").count();
            }
        }
        for kind in ["AnalysisNewsArticle", "Claim", "Person", "Event", "WebSite"] {
            assert!(kinds.contains(kind), "{name}: no {kind} among {kinds:?}");
        }
        assert!(quotations > 0 || name != "scenario", "{name}");
    }
}

#[test]
fn only_a_rating_makes_a_review() {
    let claims = [("a", "credibility: 2"), ("b", "credibility: 6"), ("c", "status: refuted"), ("d", "kind: fact")];
    let claims: String =
        claims.iter().map(|(id, more)| format!("- {{id: {id}, text: '</script><b>{id}', {more}}}\n")).collect();
    let files = [("content/claims.yaml", claims.as_str())];
    let output = compile(&support::project(files)).output.expect("the site builds");
    let review = |id: &str| {
        let page = Page::parse(text(&output, &format!("claims/{id}/index.html")));
        let script =
            page.elements().into_iter().find(|it| it.attribute("type").is_some_and(|it| it.ends_with("ld+json")));
        let value: Value = serde_json::from_str(&script.expect("a script").text()).expect("JSON");
        value["@graph"].as_array().and_then(|it| it.iter().find(|it| it["@type"] == "ClaimReview").cloned())
    };
    let rated = review("a").expect("a rating");
    assert_eq!(rated["claimReviewed"], "</script><b>a");
    assert_eq!(rated["reviewRating"]["ratingValue"], 4);
    assert_eq!(rated["reviewRating"]["alternateName"], "probably true");
    assert_eq!(["b", "c", "d"].map(review), [None, None, None]);
}

/// Both forms have the same triples; each statement of a briefing stands in its graph.
#[test]
fn linked_data_can_be_read() {
    for (name, output) in sites() {
        let turtle: Result<Vec<_>, _> = oxttl::TurtleParser::new().for_slice(text(&output, "data/site.ttl")).collect();
        let quads: Result<Vec<_>, _> = oxttl::NQuadsParser::new().for_slice(text(&output, "data/site.nq")).collect();
        let turtle = turtle.unwrap_or_else(|error| panic!("{name}: {error}"));
        let quads = quads.unwrap_or_else(|error| panic!("{name}: {error}"));
        assert_eq!(turtle.len(), quads.len(), "{name}");
        let annotations = quads.iter().filter(|it| it.object.to_string() == "<http://www.w3.org/ns/oa#Annotation>");
        let mut count = 0;
        for quad in annotations {
            let subject = quad.subject.to_string();
            let page = subject.trim_matches(['<', '>']).split_once('#').expect("a place in a page").0;
            let graph = quad.graph_name.to_string();
            let graph = graph.trim_matches(['<', '>']);
            assert!(graph == page || page.contains("/claims/") && graph == BASE, "{name}: {subject} in {graph}");
            count += 1;
        }
        let site: Value = serde_json::from_str(text(&output, "data/site.json")).expect("JSON");
        assert_eq!(count, site["statements"].as_array().expect("a list").len(), "{name}");
    }
}

/// The demonstration, the scenario, and a generated site.
fn sites() -> Vec<(&'static str, Output)> {
    let files = support::generated::site(60);
    let generated = support::project(files.iter().map(|(path, text)| (path.as_str(), text.as_str())));
    let options = Options { base_url: Some(BASE.to_owned()), ..generated.options.clone() };
    let generated = Project { options, ..generated };
    let sites = [("demonstration", on_disk(".")), ("scenario", on_disk("tests/scenario")), ("generated", generated)];
    sites.map(|(name, project)| (name, compile(&project).output.expect("the site builds"))).into()
}

fn on_disk(root: &str) -> Project {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join(root);
    let options = Options { base_url: Some(BASE.to_owned()), ..Options::default() };
    postil::disk::read(&root, support::today(), options).expect("the site can be read")
}

fn text<'a>(output: &'a Output, path: &str) -> &'a str {
    match output.files.get(path) {
        Some(Content::Bytes(bytes)) => std::str::from_utf8(bytes).expect("UTF-8"),
        _ => panic!("{path} is not made"),
    }
}

fn paths<'a>(output: &'a Output, end: &str) -> impl Iterator<Item = &'a str> {
    output.files.keys().filter(move |path| path.ends_with(end)).map(String::as_str)
}

fn squeezed(text: &str) -> String {
    text.split_whitespace().collect()
}
