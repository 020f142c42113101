//! JSON in a shape of our own, which `schema` describes.

use serde::Serialize;
use serde_json::{Value, json};

use super::describe::{self, record};
use super::{Each, compact, document, handles};
use crate::plan::Address;
use crate::render::view::Site;
use crate::resolve::Handle;
use crate::resolve::graph::{Actor, Node, Source, Statement};

/// Everything, each thing once. Each is described when it is written, for all together would take ten times the room.
pub(super) fn site(site: &Site<'_>, address: &str) -> String {
    let graph = site.graph;
    let settings = site.settings;
    let actors =
        (0..graph.actors.len()).map(Handle::new).filter(|it: &Handle<Actor>| graph[*it].confidential.is_none());
    let sources =
        (0..graph.sources.len()).map(Handle::new).filter(|it: &Handle<Source>| graph[*it].confidential.is_none());
    compact(&Everything {
        schema: schema(address),
        site: record(json!({
            "title": settings.title,
            "description": settings.description,
            "base_url": settings.base_url,
            "language": settings.language,
            "author": settings.author,
        })),
        actors: Each(actors.map(|it| describe::actor(site, it))),
        briefings: Each(handles(&graph.briefings).map(|it| describe::briefing(site, it))),
        claims: Each(handles(&graph.claims).map(|it| describe::claim(site, it))),
        events: Each(handles(&graph.events).map(|it| describe::event(site, it))),
        sources: Each(sources.map(|it| describe::source(site, it))),
        statements: Each(handles(&graph.statements).map(|it| describe::statement(site, it))),
        tags: Each(handles(&graph.tags).map(|it| describe::tag(site, it))),
    })
}

#[derive(Serialize)]
struct Everything<A, B, C, E, O, S, T> {
    #[serde(rename = "$schema")]
    schema: String,
    actors: A,
    briefings: B,
    claims: C,
    events: E,
    site: Value,
    sources: O,
    statements: S,
    tags: T,
}

/// One thing; with the statements of a briefing or claim in full.
pub(super) fn entity(site: &Site<'_>, address: &str, node: &Node) -> String {
    let statements =
        |list: &[Handle<Statement>]| list.iter().map(|it| describe::statement(site, *it)).collect::<Vec<_>>();
    let (kind, value, statements) = match node {
        Node::Briefing(it) => {
            ("briefing", json!(describe::briefing(site, *it)), Some(statements(&site.graph[*it].statements)))
        }
        Node::Claim(it) => ("claim", json!(describe::claim(site, *it)), Some(statements(&site.graph[*it].statements))),
        Node::Actor(it) => ("actor", json!(describe::actor(site, *it)), None),
        Node::Event(it) => ("event", json!(describe::event(site, *it)), None),
        Node::Source(it) => ("source", json!(describe::source(site, *it)), None),
        Node::Page(_) | Node::Home | Node::Asset(_) => return String::new(),
    };
    let mut file = json!({ "$schema": schema(address), "statements": statements });
    file[kind] = value;
    document(&record(file))
}

/// The way to the schema.
fn schema(address: &str) -> String {
    format!("{}data/schema.json", Address::new(address).root())
}
