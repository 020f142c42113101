//! What a site exports is what it says, when it is imported.
//!
//! What a table of statements can carry: every statement with its claim, who makes it, for whom, to whom, what about, its
//! stance, mode, date, passage, language, translation, event, source and place in the source. With the tables of claims, actors
//! and events: these too. What it cannot: the text around the passages, notes, tags, former states of a claim, what is
//! confidential, and in which briefings an actor is only listed.

use std::path::Path;

use csv::ReaderBuilder;
use postil::compile::{analyse, export};
use postil::disk;
use postil::import::{self, Request, after};
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

/// Columns that follow from changes of status and from the order of the front matter, which do not travel.
const WITHOUT: &[&str] = &["address", "claim_status", "status", "standing"];

/// The Web Annotation collection that we export, made of the records that it holds.
fn collection(site: &Project) -> String {
    let data: Value = serde_json::from_str(&exported(site, "json")).expect("JSON");
    let graph = analyse(site).graph;
    let around = |at: usize| -> (String, String) {
        let statement = &graph.statements[at];
        let anchor = statement.source.statements[statement.index].as_ref();
        let body = statement.source.article.body.as_deref().map(postil::parse::Body::text).unwrap_or_default();
        let Some(anchor) = anchor else { return Default::default() };
        let (start, end) = (anchor.pieces[0].start as usize, anchor.pieces[anchor.pieces.len() - 1].end as usize);
        let before: Vec<char> = body[..start].chars().rev().take(40).collect();
        (before.into_iter().rev().collect(), body[end..].chars().take(40).collect())
    };
    let items = data["statements"].as_array().into_iter().flatten().enumerate().map(|(at, statement)| {
        let (prefix, suffix) = around(at);
        let page =
            format!("{BASE}{}", statement["href"].as_str().unwrap_or_default().split('#').next().unwrap_or_default());
        json!({
            "type": "Annotation",
            "motivation": "identifying",
            "body": [{"type": "TextualBody", "purpose": "tagging", "value": statement["stance"]}],
            "target": {"type": "SpecificResource", "source": page, "selector": [
                {"type": "TextQuoteSelector", "exact": statement["quote"]["exact"], "prefix": prefix, "suffix": suffix},
            ]},
            "statement": statement,
        })
    });
    let items: Vec<Value> = items.collect();
    json!({"type": "AnnotationCollection", "first": {"type": "AnnotationPage", "items": items}, "claims": data["claims"]}).to_string()
}

#[test]
fn our_own_web_annotations_come_back_whole() {
    for (name, site) in sites() {
        let annotations = [text("annotations.json", &collection(&site))];
        let (again, problems) = placed(&site, import::web_annotation(&annotations), &Request::default());
        assert!(again.changes.is_empty() && problems.is_empty(), "{name}: {problems:#?} {:#?}", again.changes);
        let bare = bare(&site);
        let (import, problems) = placed(&bare, import::web_annotation(&annotations), &Request::default());
        assert!(problems.is_empty(), "{name}: {problems:#?}");
        let made = after(&bare, &import.changes);
        for table in ["csv-statements", "csv-claims"] {
            let (mut was, mut is) = (rows(&exported(&site, table), WITHOUT), rows(&exported(&made, table), WITHOUT));
            was.sort();
            is.sort();
            same(&was, &is, &format!("{name} {table}"));
        }
    }
}
