//! JSON in a shape of our own, which `schema` describes.

use serde_json::{Value, json};

use super::describe::{self, record};
use super::{compact, document};
use crate::plan::Address;
use crate::render::view::Site;
use crate::resolve::Handle;
use crate::resolve::graph::{Actor, Node, Source, Statement};

/// Everything, each thing once.
pub(super) fn site(site: &Site<'_>, address: &str) -> String {
    let graph = site.graph;
    let settings = site.settings;
    let actors =
        (0..graph.actors.len()).map(Handle::new).filter(|it: &Handle<Actor>| graph[*it].confidential.is_none());
    let sources =
        (0..graph.sources.len()).map(Handle::new).filter(|it: &Handle<Source>| graph[*it].confidential.is_none());
    compact(&record(json!({
        "$schema": schema(address),
        "site": record(json!({
            "title": settings.title,
            "description": settings.description,
            "base_url": settings.base_url,
            "language": settings.language,
            "author": settings.author,
        })),
        "briefings": all(graph.briefings.len(), |it| describe::briefing(site, it)),
        "actors": actors.map(|it| describe::actor(site, it)).collect::<Vec<_>>(),
        "claims": all(graph.claims.len(), |it| describe::claim(site, it)),
        "statements": all(graph.statements.len(), |it| describe::statement(site, it)),
        "events": all(graph.events.len(), |it| describe::event(site, it)),
        "sources": sources.map(|it| describe::source(site, it)).collect::<Vec<_>>(),
        "tags": all(graph.tags.len(), |it| describe::tag(site, it)),
    })))
}

/// One thing; with the statements of a briefing or claim in full.
pub(super) fn entity(site: &Site<'_>, address: &str, node: &Node) -> String {
    let statements =
        |list: &[Handle<Statement>]| list.iter().map(|it| describe::statement(site, *it)).collect::<Vec<_>>();
    let (kind, value, statements) = match node {
        Node::Briefing(it) => {
            ("briefing", describe::briefing(site, *it), Some(statements(&site.graph[*it].statements)))
        }
        Node::Claim(it) => ("claim", describe::claim(site, *it), Some(statements(&site.graph[*it].statements))),
        Node::Actor(it) => ("actor", describe::actor(site, *it), None),
        Node::Event(it) => ("event", describe::event(site, *it), None),
        Node::Source(it) => ("source", describe::source(site, *it), None),
        Node::Page(_) | Node::Home | Node::Asset(_) => return String::new(),
    };
    let mut file = json!({ "$schema": schema(address), "statements": statements });
    file[kind] = value;
    document(&record(file))
}

fn all<T>(count: usize, describe: impl Fn(Handle<T>) -> Value) -> Vec<Value> {
    (0..count).map(|at| describe(Handle::new(at))).collect()
}

/// The way to the schema.
fn schema(address: &str) -> String {
    format!("{}data/schema.json", Address::new(address).root())
}
