//! What a site exports is what it says, when it is imported.
//!
//! Annotations carry everything that briefings say of claims: see `cannot_travel` for what they do not.
//!
//! What a table of statements can carry: every statement with its claim, who makes it, for whom, to whom, what about, its
//! stance, mode, date, passage, language, translation, event, source and place in the source. With the tables of claims, actors
//! and events: these too. What it cannot: the text around the passages, notes, tags, former states of a claim, what is
//! confidential, and in which briefings an actor is only listed.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use csv::ReaderBuilder;
use postil::compile::{analyse, export};
use postil::disk;
use postil::import::{self, Request, after};
use postil::model::Word;
use postil::plan::WHOLE;
use postil::project::{Options, Project};
use serde_json::{Value, json};

use crate::{placed, support, text};

const BASE: &str = "https://example.org/sub/";

/// The demonstration, the invented scenario, and a generated site.
fn sites() -> Vec<(&'static str, Project)> {
    let options = || Options { base_url: Some(BASE.to_owned()), ..Options::default() };
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let read = |path: &str| disk::read(&root.join(path), support::today(), options()).expect("a site");
    let generated = support::generated::site(60);
    let generated = support::project(generated.iter().map(|(path, text)| (path.as_str(), text.as_str())));
    let generated = Project { options: options(), ..generated };
    vec![("demonstration", read(".")), ("scenario", read("tests/scenario")), ("generated", generated)]
}

fn exported(project: &Project, name: &str) -> String {
    let format = WHOLE.iter().find(|it| it.name == name).expect("a format");
    let made = export(project, format);
    made.text.unwrap_or_else(|| panic!("{name}: {:#?}", made.diagnostics))
}

/// An empty site at the same address.
fn empty() -> Project {
    let mut project = support::project([("postil.toml", "")]);
    project.options.base_url = Some(BASE.to_owned());
    project
}

const TABLES: [&str; 4] = ["csv-statements", "csv-claims", "csv-actors", "csv-events"];

fn tables(project: &Project, names: &[&str]) -> Vec<postil::source::SourceText> {
    names.iter().map(|name| text(&format!("{name}.csv"), &exported(project, name))).collect()
}

/// A table by the names of its columns.
fn read(table: &str) -> Vec<Vec<(String, String)>> {
    let mut reader = ReaderBuilder::new().from_reader(table.trim_start_matches('\u{feff}').as_bytes());
    let names = reader.headers().expect("columns").clone();
    let rows = reader.records().map(|row| row.expect("a row"));
    rows.map(|row| names.iter().zip(&row).map(|(name, cell)| (name.to_owned(), told(name, cell))).collect()).collect()
}

/// What a cell tells. Roles at events do not travel, so that somebody who has two of them is there once.
fn told(column: &str, cell: &str) -> String {
    let mut parts: Vec<&str> = cell.split("; ").collect();
    if column == "actors" {
        parts.dedup();
    }
    parts.join("; ")
}

/// Whether a row tells everything: what is protected has a name in it, and no id.
fn is_open(row: &[(String, String)]) -> bool {
    let cell = |name: &str| row.iter().find(|(it, _)| it == name).map_or("", |(_, cell)| cell);
    let count = |name: &str| cell(name).split("; ").filter(|it| !it.is_empty()).count();
    count("by") == count("by_names") && cell("source").is_empty() == cell("source_title").is_empty()
}

/// The rows of a table that tell everything, without these columns.
fn rows(table: &str, without: &[&str]) -> Vec<Vec<(String, String)>> {
    let rows = read(table).into_iter().filter(|row| is_open(row));
    rows.map(|row| row.into_iter().filter(|(name, _)| !without.contains(&name.as_str())).collect()).collect()
}

/// The addresses of the other rows.
fn protected(table: &str) -> Vec<String> {
    let rows = read(table).into_iter().filter(|row| !is_open(row));
    rows.flat_map(|row| row.into_iter().filter(|(name, _)| name == "address").map(|(_, cell)| cell)).collect()
}

type Rows = [Vec<(String, String)>];

/// Fails with the first row that differs.
fn same(was: &Rows, is: &Rows, what: &str) {
    for (was, is) in was.iter().zip(is) {
        assert_eq!(was, is, "{what}");
    }
    assert_eq!(was.len(), is.len(), "{what}");
}

#[test]
fn tables_come_back_into_an_empty_site() {
    for (name, site) in sites() {
        let request = Request::default();
        let (import, problems) = placed(&empty(), import::tables(&tables(&site, &TABLES)), &request);
        let dated = "warning[import-assumed]: a table does not say when briefings were written: new ones get the date of their latest statement";
        assert_eq!(problems, [dated], "{name}");
        let made = after(&empty(), &import.changes);
        for table in ["csv-statements", "csv-claims", "csv-events"] {
            // Of one day, the order of the front matter counts, which a table does not tell.
            let (mut was, mut is) = (rows(&exported(&site, table), &[]), rows(&exported(&made, table), &[]));
            let protected = protected(&exported(&site, table));
            is.retain(|row| row.iter().all(|(name, cell)| name != "address" || !protected.contains(cell)));
            was.sort();
            is.sort();
            assert!(was.len() > 4, "{name} {table}");
            same(&was, &is, &format!("{name} {table}"));
        }
        // Lists of actors do not travel; what is confidential comes back under the name that is shown.
        let actors = |project: &Project| rows(&exported(project, "csv-actors"), &["briefings"]);
        let now = actors(&made);
        let missing: Vec<_> = actors(&site).into_iter().filter(|it| !now.contains(it)).collect();
        assert!(missing.is_empty(), "{name}: {missing:#?}");
    }
}

#[test]
fn what_is_imported_twice_is_not_doubled() {
    for (name, site) in sites() {
        let tables = tables(&site, &TABLES);
        let request = Request::default();
        let (import, problems) = placed(&site, import::tables(&tables), &request);
        assert!(import.changes.is_empty() && problems.is_empty(), "{name}: {problems:#?} {:#?}", import.changes);
        assert!(import.known > 30, "{name}: {}", import.known);
        let (first, _) = placed(&empty(), import::tables(&tables), &request);
        let made = after(&empty(), &first.changes);
        let (second, problems) = placed(&made, import::tables(&tables), &request);
        assert!(second.changes.is_empty() && problems.is_empty(), "{name}: {problems:#?} {:#?}", second.changes);
    }
}

/// The site without the statements and notes of its briefings.
fn bare(site: &Project) -> Project {
    let mut bare = site.clone();
    for source in site.texts.iter().filter(|it| it.path().below("content/briefings").is_some()) {
        let mut kept = String::new();
        let (mut inside, mut fences) = (false, 0);
        for line in source.text().split_inclusive('\n') {
            fences += usize::from(fences < 2 && line.trim_end() == "---");
            let begins = !line.starts_with([' ', '#', '-']) || line.starts_with("---");
            inside = fences == 1
                && if begins {
                    ["claims:", "notes:", "updates:"].iter().any(|it| line.starts_with(it))
                } else {
                    inside
                };
            if !inside {
                kept.push_str(line);
            }
        }
        bare.texts.insert(postil::source::SourceText::new(source.path().clone(), kept));
    }
    bare
}

#[test]
fn statements_find_their_places_in_the_briefings_that_lost_them() {
    for (name, site) in sites() {
        let bare = bare(&site);
        let sources = ["csv-statements", "csv-claims"];
        let (import, problems) = placed(&bare, import::tables(&tables(&site, &sources)), &Request::default());
        // A table does not say which of several places is meant.
        let unclear = problems.iter().filter(|it| it.contains("ambiguous-quote")).count();
        assert_eq!(unclear, if name == "scenario" { 4 } else { 0 }, "{name}: {problems:#?}");
        let lost = problems
            .iter()
            .all(|it| it.contains("ambiguous-quote") || it.contains("`half-the-crew-left` is declared nowhere"));
        assert!(lost, "{name}: {problems:#?}");
        let made = after(&bare, &import.changes);
        // What is about a claim that has no place is no longer about it.
        let stated =
            |project: &Project| rows(&exported(project, "csv-statements"), &["address", "claim_status", "about"]);
        let (was, is) = (stated(&site), stated(&made));
        let more: Vec<_> = is.iter().filter(|it| !was.contains(it)).collect();
        assert!(more.is_empty(), "{name}: {more:#?}");
        assert_eq!(was.len(), is.len() + unclear, "{name}");
    }
}

fn read_json(project: &Project, name: &str) -> Value {
    serde_json::from_str(&exported(project, name)).expect("JSON")
}

/// Where two values differ: the way to each place, with what stands there. Things with an id or address are compared with those
/// that have the same.
fn differences(was: &Value, is: &Value, way: &str, found: &mut Vec<String>) {
    match (was, is) {
        (Value::Object(a), Value::Object(b)) => {
            let keys: BTreeSet<&String> = a.keys().chain(b.keys()).collect();
            for key in keys {
                differences(
                    a.get(key).unwrap_or(&Value::Null),
                    b.get(key).unwrap_or(&Value::Null),
                    &format!("{way}/{key}"),
                    found,
                );
            }
        }
        (Value::Array(a), Value::Array(b)) => {
            let key = |it: &Value, at: usize| {
                let named = ["href", "id", "title"].iter().find_map(|key| it[*key].as_str());
                named.map_or_else(|| at.to_string(), str::to_owned)
            };
            let keyed = |list: &[Value]| -> BTreeMap<String, Value> {
                list.iter().enumerate().map(|(at, it)| (key(it, at), it.clone())).collect()
            };
            let order = |list: &[Value]| list.iter().enumerate().map(|(at, it)| key(it, at)).collect::<Vec<_>>();
            let (in_a, in_b) = (keyed(a), keyed(b));
            if in_a.keys().eq(in_b.keys()) && order(a) != order(b) {
                found.push(format!("{way}: another order"));
            }
            for key in in_a.keys().chain(in_b.keys()).collect::<BTreeSet<_>>() {
                differences(
                    in_a.get(key).unwrap_or(&Value::Null),
                    in_b.get(key).unwrap_or(&Value::Null),
                    &format!("{way}/[{key}]"),
                    found,
                );
            }
        }
        (a, b) if a == b => {}
        (a, b) => found.push(format!("{way}: {a} -> {b}")),
    }
}

/// What cannot travel in annotations, so that a briefing that lost its annotations does not get it back.
///
/// Who was only named is declared, for an annotation has no other place for the id.
fn cannot_travel(difference: &str) -> bool {
    difference.starts_with("/actors/") && difference.ends_with("/declared: false -> true")
}

/// The same graph: everything as data, field by field, and every annotation with its remark and place.
#[test]
fn annotations_bring_back_the_graph_of_briefings_that_lost_it() {
    for (name, site) in sites() {
        let annotations = [text("annotations.json", &exported(&site, "web-annotation"))];
        let (again, problems) = placed(&site, import::web_annotation(&annotations), &Request::default());
        assert!(again.changes.is_empty() && problems.is_empty(), "{name}: {problems:#?} {:#?}", again.changes);
        let bare = bare(&site);
        let (import, problems) = placed(&bare, import::web_annotation(&annotations), &Request::default());
        assert!(problems.is_empty(), "{name}: {problems:#?}");
        let made = after(&bare, &import.changes);
        for format in ["json", "web-annotation"] {
            let (was, is) = (read_json(&site, format), read_json(&made, format));
            let mut found = Vec::new();
            differences(&was, &is, "", &mut found);
            found.retain(|it| !cannot_travel(it));
            assert!(found.is_empty(), "{name} {format}: {} differ: {:#?}", found.len(), &found[..found.len().min(20)]);
        }
        let written: usize = import.changes.iter().flat_map(|it| it.counts.values()).sum();
        assert!(written > 20, "{name}: little was lost, so that little was shown");
        let (second, problems) = placed(&made, import::web_annotation(&annotations), &Request::default());
        assert!(second.changes.is_empty() && problems.is_empty(), "{name}: {problems:#?} {:#?}", second.changes);
    }
}

/// Fields of things, by the id of each.
fn told_of(data: &Value, list: &str, fields: &[&str]) -> BTreeMap<String, Vec<Value>> {
    let things = data[list].as_array().expect("a list").iter();
    let told = |it: &Value| fields.iter().map(|field| it[*field].clone()).collect();
    things.map(|it| (it["id"].as_str().unwrap_or_default().to_owned(), told(it))).collect()
}

#[test]
fn annotations_alone_fill_an_empty_site() {
    for (name, site) in sites() {
        let annotations = [text("annotations.json", &exported(&site, "web-annotation"))];
        let (import, problems) = placed(&empty(), import::web_annotation(&annotations), &Request::default());
        assert!(problems.is_empty(), "{name}: {problems:#?}");
        let made = after(&empty(), &import.changes);
        let (was, is) = (read_json(&site, "json"), read_json(&made, "json"));
        let event = ["title", "date", "status", "kind", "cameo", "place", "actors", "part_of", "follows", "summary"];
        assert_eq!(told_of(&was, "events", &event), told_of(&is, "events", &event), "{name}");
        let briefing = ["title", "date", "updated", "summary", "authors", "tags"];
        let now = told_of(&is, "briefings", &briefing);
        let mut then = told_of(&was, "briefings", &briefing);
        // A briefing in which nobody speaks is in no annotation.
        then.retain(|id, _| now.contains_key(id));
        assert!(then.len() > 2, "{name}");
        assert_eq!(then, now, "{name}");
        let claim = [
            "claim",
            "kind",
            "status",
            "credibility",
            "likelihood",
            "confidence",
            "condition",
            "declared_in",
            "changes",
        ];
        assert_eq!(told_of(&was, "claims", &claim), told_of(&is, "claims", &claim), "{name}");
        for table in ["csv-statements", "csv-claims"] {
            let (mut was, mut is) = (rows(&exported(&site, table), &[]), rows(&exported(&made, table), &[]));
            let protected = protected(&exported(&site, table));
            is.retain(|row| row.iter().all(|(name, cell)| name != "address" || !protected.contains(cell)));
            was.sort();
            is.sort();
            same(&was, &is, &format!("{name} {table}"));
        }
        let (second, problems) = placed(&made, import::web_annotation(&annotations), &Request::default());
        assert!(second.changes.is_empty() && problems.is_empty(), "{name}: {problems:#?} {:#?}", second.changes);
    }
}

const FEE: &str = "---\ntitle: The fee\ndate: 2025-03-12\nactors: [Mira Adler]\nupdates:\n  - {claim: low, status: refuted, why: It rose.}\n---\n\nMira Adler says that the fee is low.\n";

/// A collection of the briefing `fee` alone; its claim was changed by three briefings, one of which nobody has.
fn changed_elsewhere() -> String {
    let change = |briefing: &str, to: &str, why: &str| json!({"cause": "update", "briefing": briefing, "date": "2025-03-12", "to": to, "why": why, "from": "open"});
    json!({
        "type": "AnnotationCollection",
        "first": {"type": "AnnotationPage", "items": []},
        "briefings": [{"id": "fee", "title": "The fee", "date": "2025-03-12"}],
        "claims": [{"id": "low", "claim": "The fee is low.", "changes": [
            {"cause": "declared", "date": "2025-01-01", "to": "disputed"},
            change("fee", "refuted", "It rose."),
            change("fee", "superseded", "It rose: \"twice\"."),
            change("later", "unverifiable", "Nobody knows."),
        ]}],
    })
    .to_string()
}

#[test]
fn a_change_of_status_goes_into_the_briefing_that_tells_of_it() {
    let site = support::project([
        ("postil.toml", ""),
        ("content/claims.yaml", "- {id: low, text: The fee is low., by: Mira Adler, date: 2025-01-01}\n"),
        ("content/briefings/fee.md", FEE),
    ]);
    let annotations = [text("annotations.json", &changed_elsewhere())];
    let (import, problems) = placed(&site, import::web_annotation(&annotations), &Request::default());
    let elsewhere =
        "error[import-unplaced]: a change of status of `low` belongs to the briefing `later`, which is not here";
    assert_eq!(problems, [elsewhere]);
    let [change] = import.changes.as_slice() else { panic!("{:#?}", import.changes) };
    let there = "  - {claim: low, status: refuted, why: It rose.}\n";
    let new = "  - claim: low\n    status: superseded\n    why: \"It rose: \\\"twice\\\".\"\n";
    assert_eq!(change.after, FEE.replace(there, &format!("{there}{new}")));
    let (second, _) = placed(&after(&site, &import.changes), import::web_annotation(&annotations), &Request::default());
    assert!(second.changes.is_empty(), "{:#?}", second.changes);
}

/// The id that a claim gets when another has its own is the one that its changes name.
#[test]
fn changes_of_a_claim_that_got_another_id_come_once() {
    let site = support::project([
        ("postil.toml", ""),
        ("content/claims.yaml", "- {id: low, text: The water is low., by: Tomas Reyl, date: 2025-01-01}\n"),
        (
            "content/briefings/fee.md",
            FEE.split("updates:").next().map(|it| format!("{it}---\n\nThe fee.\n")).expect("a text").as_str(),
        ),
    ]);
    let annotations = [text("annotations.json", &changed_elsewhere())];
    let (import, _) = placed(&site, import::web_annotation(&annotations), &Request::default());
    let made = after(&site, &import.changes);
    let graph = analyse(&made).graph;
    let status =
        |id: &str| graph.claims.iter().find(|it| it.source.id.slug.as_str() == id).map(|it| it.status.as_str());
    assert_eq!((status("low"), status("low-2")), (Some("unverified"), Some("superseded")), "{:#?}", import.changes);
    let (second, _) = placed(&made, import::web_annotation(&annotations), &Request::default());
    assert!(second.changes.is_empty(), "{:#?}", second.changes);
}
