//! The site as data, read by libraries that know nothing of Postil.
#![allow(clippy::disallowed_methods, reason = "this test reads the files of the repository")]
#![allow(clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]
#![allow(clippy::case_sensitive_file_extension_comparisons, reason = "the names of our files are in lower case")]

mod support;

use std::collections::{BTreeMap, BTreeSet};
use std::io::Cursor;
use std::path::Path;

use boon::{Compiler, Schemas};
use feed_rs::model::{Feed, FeedType};
use ical::parser::ical::component::IcalEvent;
use postil::compile::{compile, export};
use postil::output::{Content, Output};
use postil::plan::WHOLE;
use postil::project::{Options, Project};
use serde_json::Value;

const BASE: &str = "https://example.org/sub/";

#[test]
fn feeds_are_what_a_reader_of_feeds_takes() {
    for (name, output) in sites() {
        let (mut feeds, mut entries) = (0, 0);
        for (path, text) in texts(&output, &["atom.xml", "feed.json"]) {
            let feed =
                feed_rs::parser::parse(Cursor::new(text)).unwrap_or_else(|error| panic!("{name} {path}: {error}"));
            let is_atom = path.ends_with(".xml");
            assert_eq!(feed.feed_type, if is_atom { FeedType::Atom } else { FeedType::JSON }, "{name} {path}");
            assert!(feed.title.as_ref().is_some_and(|it| !it.content.is_empty()), "{name} {path}");
            let own = format!("{BASE}{path}");
            assert!(feed.links.iter().any(|it| decoded(&it.href) == own), "{name} {path}: {:?}", feed.links);
            let ids: BTreeSet<_> = feed.entries.iter().map(|it| &it.id).collect();
            assert_eq!(ids.len(), feed.entries.len(), "{name} {path}: an id stands twice");
            for entry in &feed.entries {
                let content = entry.content.as_ref().and_then(|it| it.body.as_ref()).expect("content");
                assert!(entry.links.iter().all(|it| it.href.starts_with(BASE)), "{name} {path}: {:?}", entry.links);
                for link in links(content) {
                    assert!(is_full(&link), "{name} {path}: `{link}` is relative");
                }
            }
            feeds += 1;
            entries += feed.entries.len();
        }
        assert!(feeds > 20 && entries > 20, "{name}: {feeds} feeds, {entries} entries");
    }
}

/// Both formats of a feed say the same.
#[test]
fn atom_and_json_feed_have_the_same_entries() {
    for (name, output) in sites() {
        for (path, text) in texts(&output, &["atom.xml"]) {
            let other = path.replace("atom.xml", "feed.json");
            let told = |text: &[u8]| -> Vec<_> {
                let feed: Feed = feed_rs::parser::parse(Cursor::new(text)).expect("a feed");
                let entry =
                    |it: feed_rs::model::Entry| (it.id, it.title.map(|it| it.content), it.published, it.updated);
                feed.entries.into_iter().map(entry).collect()
            };
            let plain = |(id, title, published, updated): (String, Option<String>, _, _)| {
                (id, title.map(|it| it.split_whitespace().collect::<Vec<_>>().join(" ")), published, updated)
            };
            let atom: Vec<_> = told(text).into_iter().map(plain).collect();
            let json: Vec<_> = told(bytes(&output, &other)).into_iter().map(plain).collect();
            assert_eq!(atom, json, "{name} {path}");
        }
    }
}

/// An entry moves when its author says so, and nothing else moves it.
#[test]
fn an_entry_is_updated_only_when_it_changed() {
    let site = |second: &str, claim: &str| {
        let first = format!(
            "---\ntitle: First\ndate: 2025-01-01\nclaims:\n  - {{id: x, text: {claim}, by: Ada, quote: it is so}}\n---\n\nAda said it is so.\n"
        );
        let files = [
            ("postil.toml", "[site]\nbase_url = \"https://example.org/sub/\"\n".to_owned()),
            ("content/briefings/first.md", first),
            ("content/briefings/second.md", second.to_owned()),
        ];
        let project = support::project(files.iter().map(|(path, text)| (*path, text.as_str())));
        let output = compile(&project).output.expect("the site builds");
        let entries = |path: &str| -> BTreeMap<String, _> {
            let feed = feed_rs::parser::parse(Cursor::new(bytes(&output, path))).expect("a feed");
            feed.entries.into_iter().map(|it| (it.id, it.updated.map(|it| it.to_rfc3339()))).collect()
        };
        (entries("atom.xml"), entries("actors/ada/atom.xml"), entries("changes/atom.xml"))
    };
    let quiet = "---\ntitle: Second\ndate: 2025-02-01\n---\n\nNothing.\n";
    let against = "---\ntitle: Second\ndate: 2025-02-01\nupdated: 2025-03-01\nclaims:\n  - {claim: x, by: Bo, stance: denies, quote: it is not}\n---\n\nBo said it is not.\n";
    let (site_before, actor_before, changes_before) = site(quiet, "It is so.");
    let (site_after, actor_after, changes_after) = site(against, "It is so.");
    let first = "https://example.org/sub/briefings/first/";
    let second = "https://example.org/sub/briefings/second/";
    assert_eq!(site_before[first], site_after[first]);
    assert_eq!(site_before[second].as_deref(), Some("2025-02-01T00:00:00+00:00"));
    assert_eq!(site_after[second].as_deref(), Some("2025-03-01T00:00:00+00:00"));
    // That somebody denies the claim is no change of what Ada said.
    assert_eq!(actor_before, actor_after);
    assert_eq!(actor_before.len(), 1);
    assert!(changes_before.is_empty());
    let id = "https://example.org/sub/claims/x/#2025-02-01_disputed".to_owned();
    assert_eq!(changes_after.into_iter().collect::<Vec<_>>(), [(id, Some("2025-02-01T00:00:00+00:00".to_owned()))]);
}

#[test]
fn calendars_are_what_a_calendar_takes() {
    for (name, output) in sites() {
        let mut count = 0;
        for (path, text) in texts(&output, &[".ics"]) {
            let text = std::str::from_utf8(text).expect("UTF-8");
            assert!(text.split("\r\n").all(|line| line.len() <= 75 && !line.contains('\n')), "{name} {path}");
            let calendars: Vec<_> = ical::IcalParser::new(text.as_bytes()).collect();
            let [Ok(calendar)] = calendars.as_slice() else { panic!("{name} {path}: {calendars:?}") };
            let uids: BTreeSet<_> = calendar.events.iter().map(|it| property(it, "UID")).collect();
            assert_eq!(uids.len(), calendar.events.len(), "{name} {path}");
            for event in &calendar.events {
                for key in ["DTSTAMP", "DTSTART", "SUMMARY", "URL"] {
                    assert!(property(event, key).is_some_and(|it| !it.is_empty()), "{name} {path}: no {key}");
                }
            }
            count += calendar.events.len();
        }
        assert!(count > 0, "{name}");
    }
}

#[test]
fn a_date_in_a_calendar_is_as_precise_as_it_is_known() {
    let dates = [
        "2025-03-04",
        "2025-03",
        "2024",
        "2025-03-04T10:30:00+02:00",
        "2025-03-04/2025-03-06",
        "2025-03-04~",
        "../2025-03-04",
    ];
    let events: String = dates
        .iter()
        .enumerate()
        .map(|(at, date)| format!("- {{id: e{at}, title: \"Talks, round {at}; open\", date: {date}, actors: [Ada]}}\n"))
        .collect();
    let files =
        [("postil.toml", "[site]\nbase_url = \"https://example.org/\"\n"), ("content/events.yaml", events.as_str())];
    let output = compile(&support::project(files)).output.expect("the site builds");
    let mut calendars = ical::IcalParser::new(bytes(&output, "events/events.ics"));
    let calendar = calendars.next().expect("a calendar").expect("which can be read");
    let of = |id: &str| {
        let event = calendar.events.iter().find(|it| property(it, "UID") == Some(format!("{id}@example.org")));
        let event = event.expect("the event");
        assert!(property(event, "SUMMARY").is_some_and(|it| it.starts_with("Talks\\, round")), "{event:?}");
        let is_noted = property(event, "DESCRIPTION").is_some_and(|it| it.contains("not known"));
        (property(event, "DTSTART").expect("a start"), property(event, "DTEND"), is_noted)
    };
    let day = |from: &str, to: &str, is_noted| (from.to_owned(), Some(to.to_owned()), is_noted);
    assert_eq!(of("e0"), day("20250304", "20250305", false));
    assert_eq!(of("e1"), day("20250301", "20250401", true));
    assert_eq!(of("e2"), day("20240101", "20250101", true));
    assert_eq!(of("e3"), ("20250304T083000Z".to_owned(), None, false));
    assert_eq!(of("e4"), day("20250304", "20250307", false));
    assert_eq!(of("e5"), day("20250304", "20250305", true));
    assert_eq!(of("e6"), day("20250304", "20250305", true));
}

#[test]
fn json_is_as_its_schema_says() {
    for (name, output) in sites() {
        let schema: Value = serde_json::from_slice(bytes(&output, "data/schema.json")).expect("the schema");
        let (mut schemas, mut compiler) = (Schemas::new(), Compiler::new());
        compiler.add_resource("schema.json", schema).expect("a schema");
        let schema = compiler.compile("schema.json", &mut schemas).expect("a right schema");
        let mut kinds = BTreeSet::new();
        for (path, text) in texts(&output, &["index.json", "data/site.json"]) {
            let value: Value = serde_json::from_slice(text).expect("JSON");
            if let Err(error) = schemas.validate(&value, schema) {
                panic!("{name} {path}: {error:#}");
            }
            kinds.extend(
                ["site", "briefing", "actor", "claim", "event", "source"]
                    .into_iter()
                    .filter(|it| value.get(it).is_some()),
            );
        }
        assert_eq!(kinds.len(), 6, "{name}: {kinds:?}");
    }
}

/// Whatever the document of the whole site points at is there, and quotations stand where it says.
#[test]
fn what_the_json_refers_to_is_there() {
    for (name, output) in sites() {
        let site: Value = serde_json::from_slice(bytes(&output, "data/site.json")).expect("JSON");
        let list = |key: &str| site[key].as_array().expect("a list");
        let ids = |key: &str| -> BTreeSet<&str> { list(key).iter().filter_map(|it| it["id"].as_str()).collect() };
        let (briefings, claims, events) = (ids("briefings"), ids("claims"), ids("events"));
        let statements: BTreeSet<_> = list("statements").iter().filter_map(|it| it["href"].as_str()).collect();
        assert_eq!(statements.len(), list("statements").len(), "{name}: a statement's address stands twice");
        let mut placed = 0;
        for statement in list("statements") {
            let said = |key: &str| statement[key].as_str();
            assert!(said("claim").is_some_and(|it| claims.contains(it)), "{name} {statement}");
            assert!(said("event").is_none_or(|it| events.contains(it)), "{name} {statement}");
            assert!(said("briefing").is_none_or(|it| briefings.contains(it)), "{name} {statement}");
            let Some(positions) = statement["quote"]["position"].as_array() else { continue };
            let briefing = list("briefings").iter().find(|it| it["id"] == statement["briefing"]).expect("a briefing");
            let text: Vec<char> = briefing["text"].as_str().expect("a text").chars().collect();
            let point = |it: &Value| usize::try_from(it.as_u64().expect("a number")).expect("a small number");
            let piece =
                |it: &Value| text[point(&it["start"])..point(&it["end"])].iter().collect::<String>().replace('\n', " ");
            let words = positions.iter().map(|it| piece(it).trim().to_owned()).collect::<Vec<_>>().join(" […] ");
            assert_eq!(statement["quote"]["exact"].as_str(), Some(words.as_str()), "{name}");
            placed += 1;
        }
        assert!(placed > 3, "{name}");
        let listed = ["briefings", "claims", "actors", "events", "sources"].into_iter().flat_map(list);
        for thing in listed {
            let page = decoded(thing["href"].as_str().expect("an address"));
            assert!(output.files.contains_key(&format!("{page}index.html")), "{name} {page}");
            for statement in thing["statements"].as_array().expect("a list") {
                assert!(statement.as_str().is_some_and(|it| statements.contains(it)), "{name} {statement}");
            }
        }
    }
}

#[test]
fn tables_have_a_row_for_each_thing() {
    for (name, output) in sites() {
        let site: Value = serde_json::from_slice(bytes(&output, "data/site.json")).expect("JSON");
        for table in ["statements", "actors", "claims", "events"] {
            let text = bytes(&output, &format!("data/{table}.csv"));
            let mut reader = csv::Reader::from_reader(text);
            let columns = reader.headers().expect("columns").len();
            let rows: Vec<_> = reader.records().map(|row| row.expect("a row as long as the columns")).collect();
            assert_eq!(rows.len(), site[table].as_array().expect("a list").len(), "{name} {table}");
            for cell in rows.iter().flatten() {
                let is_formula = cell.starts_with(['=', '+', '-', '@', '\t', '\r']) && cell.parse::<f64>().is_err();
                assert!(!is_formula, "{name} {table}: {cell}");
            }
            assert!(columns > 10 && std::str::from_utf8(text).is_ok_and(|it| it.contains("\r\n")), "{name} {table}");
        }
    }
}

#[test]
fn what_an_author_writes_breaks_no_table() {
    let files = [
        ("content/actors.yaml", "- {id: a, name: '=HYPERLINK(\"http://x\",\"y\")', summary: \"two, and\\tthree\"}\n"),
        ("content/claims.yaml", "- {id: x, text: 'So \"it\" is, isn''t it?'}\n"),
    ];
    let output = compile(&support::project(files)).output.expect("the site builds");
    let row = |table: &str, column: usize| {
        let mut reader = csv::Reader::from_reader(bytes(&output, table));
        let row = reader.records().next().expect("a row").expect("which can be read");
        row.get(column).expect("a cell").to_owned()
    };
    assert_eq!(row("data/actors.csv", 2), "'=HYPERLINK(\"http://x\",\"y\")");
    assert_eq!(row("data/claims.csv", 2), "So \"it\" is, isn't it?");
}

/// Every file is linked from the page it belongs to, and is made by itself as it stands in the output.
#[test]
fn every_file_is_linked_and_can_be_printed() {
    for root in [".", "tests/scenario"] {
        let project = on_disk(root);
        let output = compile(&project).output.expect("the site builds");
        let mut linked = BTreeSet::new();
        for (path, content) in &output.files {
            let Content::Bytes(html) = content else { continue };
            if path.ends_with(".html") {
                let page = support::dom::Page::parse(std::str::from_utf8(html).expect("UTF-8"));
                let links =
                    page.elements().into_iter().filter(|it| it.attribute("rel").as_deref() == Some("alternate"));
                linked.extend(links.filter_map(|it| it.attribute("href")).map(|it| resolved(path, &it)));
            }
        }
        let data = ["atom.xml", "feed.json", "index.json", ".ics", ".csv", ".bib", ".csl.json", "data/site.json"];
        let more = [".jsonld", ".ttl", ".nq", ".ftm.json", ".graphml", ".gexf", "data/timeline.json", ".argdown"];
        let data = [&data[..], &more[..]].concat();
        for (path, _) in texts(&output, &data) {
            assert!(linked.contains(path), "{root}: {path} is linked from no page");
        }
        for format in WHOLE {
            let exported = export(&project, format).text.expect("a file");
            assert!(exported.as_bytes() == bytes(&output, format.address), "{root}: {}", format.name);
        }
    }
}

#[test]
fn the_settings_choose() {
    let small = |settings: &str| {
        let files = [("postil.toml", settings), ("content/actors.yaml", "- {id: a, name: Ada}\n")];
        let output = compile(&support::project(files)).output.expect("the site builds");
        output.files.into_keys().filter(|it| !it.ends_with(".html")).collect::<BTreeSet<_>>()
    };
    let all = small("[site]\nbase_url = \"https://example.org/\"\n");
    for path in ["atom.xml", "actors/a/feed.json", "actors/a/index.json", "data/actors.csv", "data/sources.bib"] {
        assert!(all.contains(path), "{path}");
    }
    let none = small("");
    assert!(!none.contains("atom.xml") && none.contains("data/site.json"), "feeds need addresses: {none:?}");
    let chosen = small(
        "[site]\nbase_url = \"https://example.org/\"\n[exports]\njson = false\njson_feed = false\nbibtex = false\nentities = \"off\"\n",
    );
    assert!(chosen.contains("atom.xml") && chosen.contains("data/actors.csv"));
    let others = [".csl.json", "data/entities.ftm.json", "data/timeline.json"];
    let is_other = |it: &str| it.starts_with("search/") || others.iter().any(|end| it.ends_with(end));
    let left_out = |it: &&String| it.ends_with(".json") && !is_other(it) || it.ends_with(".bib");
    assert_eq!(chosen.iter().filter(left_out).collect::<Vec<_>>(), Vec::<&String>::new());
    assert!(!chosen.contains("actors/a/atom.xml"));
}

#[test]
fn bibliographies_have_an_entry_for_each_work() {
    for (name, output) in sites() {
        let site: Value = serde_json::from_slice(bytes(&output, "data/site.json")).expect("JSON");
        for works in ["sources", "briefings", "claims"] {
            let count = site[works].as_array().expect("a list").len();
            let items: Value = serde_json::from_slice(bytes(&output, &format!("data/{works}.csl.json"))).expect("JSON");
            let ids: BTreeSet<_> =
                items.as_array().expect("a list").iter().filter_map(|it| it["id"].as_str()).collect();
            assert_eq!(ids.len(), count, "{name} {works}");
            let text = std::str::from_utf8(bytes(&output, &format!("data/{works}.bib"))).expect("UTF-8");
            assert_eq!(text.lines().filter(|it| it.starts_with('@')).count(), count, "{name} {works}");
            let escaped = text.replace("\\{", "").replace("\\}", "");
            let depth = |open: char| escaped.matches(open).count();
            assert_eq!(depth('{'), depth('}'), "{name} {works}");
        }
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

fn bytes<'a>(output: &'a Output, path: &str) -> &'a [u8] {
    match output.files.get(path) {
        Some(Content::Bytes(bytes)) => bytes,
        _ => panic!("{path} is not made"),
    }
}

fn texts<'a>(output: &'a Output, ends: &[&str]) -> Vec<(&'a str, &'a [u8])> {
    let wanted = output.files.keys().filter(|path| ends.iter().any(|end| path.ends_with(end)));
    wanted.map(|path| (path.as_str(), bytes(output, path))).collect()
}

fn property(event: &IcalEvent, name: &str) -> Option<String> {
    event.properties.iter().find(|it| it.name == name).and_then(|it| it.value.clone())
}

fn links(html: &str) -> Vec<String> {
    let page = support::dom::Page::parse(html);
    let elements = page.elements();
    let links = elements.iter().flat_map(|it| ["href", "src"].map(|name| it.attribute(name)));
    links.flatten().collect()
}

fn is_full(link: &str) -> bool {
    ["https://", "http://", "mailto:"].iter().any(|it| link.starts_with(it))
}

fn decoded(href: &str) -> String {
    percent_encoding::percent_decode_str(href).decode_utf8().expect("UTF-8").into_owned()
}

fn resolved(page: &str, link: &str) -> String {
    let base = format!("{BASE}{page}");
    let url = url::Url::parse(&base).and_then(|it| it.join(link)).expect("an address");
    decoded(url.as_str().strip_prefix(BASE).unwrap_or_default())
}
