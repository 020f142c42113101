//! The things of a site as JSON. What is confidential is its `display` and nothing else, as on the pages.
//!
//! The free data of `extra` is for the templates of a site, and is not told.

use serde_json::{Value, json};

use super::authors;
use crate::anchor::Anchor;
use crate::model::EventRole;
use crate::model::declaration::Text;
use crate::parse::{Body, Head};
use crate::plan::Address;
use crate::render::card::locator;
use crate::render::view::Site;
use crate::resolve::Handle;
use crate::resolve::graph::{
    Actor, Briefing, Cause, Change, Claim, EntryKind, Event, Graph, Node, Relation, Role, Source, Statement, Tag,
};

/// A mapping without what there is nothing to say of.
pub(super) fn record(mut value: Value) -> Value {
    if let Some(fields) = value.as_object_mut() {
        fields.retain(|_, value| !value.is_null());
    }
    value
}

/// A briefing.
pub(super) fn briefing(site: &Site<'_>, handle: Handle<Briefing>) -> Value {
    let graph = site.graph;
    let briefing = &graph[handle];
    let head = match &briefing.source.article.head {
        Head::Briefing(head) => Some(head),
        Head::Page(_) | Head::Home(_) | Head::Entity | Head::List => None,
    };
    let claims = briefing.claims.iter();
    record(json!({
        "id": id(graph, &Node::Briefing(handle)),
        "href": href(site, &Node::Briefing(handle)),
        "title": head.map(|it| &it.title.value),
        "date": briefing.date,
        "updated": head.and_then(|it| it.updated.as_ref()).map(|it| it.value),
        "language": head.and_then(|it| it.lang.as_ref()).map_or(&site.settings.language, |it| &it.value),
        "summary": head.and_then(|it| text(it.summary.as_ref())),
        "authors": authors(briefing),
        "tags": briefing.tags.iter().map(|it| graph[*it].slug.as_str()).collect::<Vec<_>>(),
        "actors": briefing.actors.iter().map(|it| reference(site, &Node::Actor(*it))).collect::<Vec<_>>(),
        "events": briefing.events.iter().map(|it| id(graph, &Node::Event(*it))).collect::<Vec<_>>(),
        "sources": briefing.sources.iter().map(|it| reference(site, &Node::Source(*it))).collect::<Vec<_>>(),
        "claims": claims.map(|(it, then)| json!({ "id": id(graph, &Node::Claim(*it)), "status": then })).collect::<Vec<_>>(),
        "statements": hrefs(site, &briefing.statements),
        "text": site.written(&briefing.source).body.and_then(prose),
    }))
}

/// An actor that is not confidential.
pub(super) fn actor(site: &Site<'_>, handle: Handle<Actor>) -> Value {
    let graph = site.graph;
    let actor = &graph[handle];
    let written = &actor.source;
    let event =
        |(it, role): &(_, Option<EventRole>)| record(json!({ "id": id(graph, &Node::Event(*it)), "role": role }));
    let links = written.links.iter();
    record(json!({
        "id": id(graph, &Node::Actor(handle)),
        "href": href(site, &Node::Actor(handle)),
        "name": written.name.value,
        "kind": actor.kind,
        "declared": !actor.implicit,
        "aliases": texts(&written.aliases),
        "country": text(written.country.as_ref()),
        "wikidata": text(written.wikidata.as_ref()),
        "links": links.map(|it| record(json!({ "title": text(it.title.as_ref()), "url": it.url.value }))).collect::<Vec<_>>(),
        "reliability": written.reliability.map(|it| it.value),
        "summary": text(written.summary.as_ref()),
        "roles": actor.roles.iter().map(|it| role(site, it)).collect::<Vec<_>>(),
        "relations": actor.relations.iter().map(|it| relation(site, it)).collect::<Vec<_>>(),
        "events": actor.events.iter().map(event).collect::<Vec<_>>(),
        "statements": hrefs(site, &actor.statements),
        "briefings": actor.briefings.iter().map(|it| id(graph, &Node::Briefing(*it))).collect::<Vec<_>>(),
        "text": written.body.as_deref().and_then(prose),
    }))
}

fn role(site: &Site<'_>, role: &Role) -> Value {
    record(json!({
        "title": role.title,
        "organization": role.org.map(|it| reference(site, &Node::Actor(it))),
        "from": role.from,
        "to": role.to,
    }))
}

fn relation(site: &Site<'_>, relation: &Relation) -> Value {
    record(json!({
        "kind": relation.kind,
        "other": reference(site, &Node::Actor(relation.other)),
        "declared_by_other": relation.inverse,
        "from": relation.from,
        "to": relation.to,
        "source": relation.source.map(|it| reference(site, &Node::Source(it))),
        "note": relation.note,
    }))
}

/// A claim.
pub(super) fn claim(site: &Site<'_>, handle: Handle<Claim>) -> Value {
    let graph = site.graph;
    let claim = &graph[handle];
    let written = &claim.source;
    let relations = claim.relations.iter();
    let changes = graph_changes(graph, claim);
    record(json!({
        "id": id(graph, &Node::Claim(handle)),
        "href": href(site, &Node::Claim(handle)),
        "claim": written.text.value,
        "kind": claim.kind,
        "status": claim.status,
        "standing": claim.status.standing(),
        "credibility": written.credibility.map(|it| it.value),
        "likelihood": written.likelihood.map(|it| it.value),
        "confidence": written.confidence.map(|it| it.value),
        "condition": text(written.condition.as_ref()),
        "declared_in": claim.declared_in.map(|it| id(graph, &Node::Briefing(it))),
        "relations": relations.map(|(kind, it)| json!({ "kind": kind, "id": id(graph, &Node::Claim(*it)) })).collect::<Vec<_>>(),
        "statements": hrefs(site, &claim.statements),
        "changes": changes.map(|it| change(site, it)).collect::<Vec<_>>(),
        "text": written.body.as_deref().and_then(prose),
    }))
}

fn graph_changes<'a>(graph: &'a Graph, claim: &'a Claim) -> impl Iterator<Item = &'a Change> {
    claim.history.iter().filter_map(|entry| match entry.what {
        EntryKind::Change(it) => Some(&graph[it]),
        EntryKind::Statement(_) => None,
    })
}

fn change(site: &Site<'_>, change: &Change) -> Value {
    let (cause, why, statement, claim) = match &change.cause {
        Cause::Default => ("default", None, None, None),
        Cause::Declared => ("declared", None, None, None),
        Cause::Update(why) => ("update", Some(why), None, None),
        Cause::Opposed(it) => ("opposed", None, Some(*it), None),
        Cause::Withdrawn(it) => ("withdrawn", None, Some(*it), None),
        Cause::Countered(it) => ("countered", None, None, Some(*it)),
    };
    record(json!({
        "date": change.date,
        "from": change.from,
        "to": change.to,
        "cause": cause,
        "why": why,
        "statement": statement.map(|it| statement_href(site, it)),
        "claim": claim.map(|it| id(site.graph, &Node::Claim(it))),
        "briefing": change.briefing.map(|it| id(site.graph, &Node::Briefing(it))),
        "source": change.source.map(|it| reference(site, &Node::Source(it))),
    }))
}

/// A statement.
pub(super) fn statement(site: &Site<'_>, handle: Handle<Statement>) -> Value {
    let graph = site.graph;
    let statement = &graph[handle];
    let written = statement.source.article.statements.get(statement.index);
    let actors = |list: &[Handle<Actor>]| list.iter().map(|it| reference(site, &Node::Actor(*it))).collect::<Vec<_>>();
    record(json!({
        "href": statement_href(site, handle),
        "claim": id(graph, &Node::Claim(statement.claim)),
        "briefing": statement.briefing.map(|it| id(graph, &Node::Briefing(it))),
        "by": actors(&statement.by),
        "on_behalf_of": actors(&statement.on_behalf_of),
        "to": actors(&statement.to),
        "about": statement.about.iter().map(|it| reference(site, it)).collect::<Vec<_>>(),
        "stance": statement.stance,
        "mode": statement.mode,
        "date": statement.date,
        "event": statement.event.map(|it| id(graph, &Node::Event(it))),
        "source": statement.taken_from.map(|it| reference(site, &Node::Source(it))),
        "locator": locator(graph, statement),
        "quote": quote(site, statement),
        "translation": written.and_then(|it| text(it.translation.as_deref())),
        "note": written.and_then(|it| it.note.as_deref()).and_then(prose),
    }))
}

/// The words, and where they stand in the text of the briefing.
fn quote<'a>(site: &Site<'a>, statement: &'a Statement) -> Option<Value> {
    let (exact, language) = site.cards.quoted(statement)?;
    let written = site.written(&statement.source);
    let position = written.anchor(statement).zip(written.body.map(Body::text)).map(|(anchor, text)| positions(anchor, text));
    Some(record(json!({ "exact": exact, "language": language, "position": position })))
}

/// The pieces of a quotation in code points, as the `TextPositionSelector` of the Web Annotation Data Model counts them.
fn positions(anchor: &Anchor, text: &str) -> Vec<Value> {
    let (mut bytes, mut points) = (0, 0);
    let mut point = |at: u32| {
        points += text.get(bytes..at as usize).map_or(0, |between| between.chars().count());
        bytes = at as usize;
        points
    };
    let pieces = anchor.pieces.iter();
    pieces.map(|piece| json!({ "start": point(piece.start), "end": point(piece.end) })).collect()
}

/// An event.
pub(super) fn event(site: &Site<'_>, handle: Handle<Event>) -> Value {
    let graph = site.graph;
    let event = &graph[handle];
    let written = &event.source;
    let actor = |(it, role): &(_, Option<EventRole>)| {
        record(json!({ "actor": reference(site, &Node::Actor(*it)), "role": role }))
    };
    record(json!({
        "id": id(graph, &Node::Event(handle)),
        "href": href(site, &Node::Event(handle)),
        "title": written.title.value,
        "date": written.date.value,
        "status": event.status,
        "kind": text(written.kind.as_ref()),
        "cameo": written.cameo.map(|it| format!("{:02}", it.value)),
        "place": written.place.as_ref().map(|it| record(json!({
            "name": it.name.value,
            "country": text(it.country.as_ref()),
            "lat": it.lat,
            "lon": it.lon,
        }))),
        "actors": event.actors.iter().map(actor).collect::<Vec<_>>(),
        "part_of": event.part_of.map(|it| id(graph, &Node::Event(it))),
        "follows": event.follows.iter().map(|it| id(graph, &Node::Event(*it))).collect::<Vec<_>>(),
        "sources": event.sources.iter().map(|it| reference(site, &Node::Source(*it))).collect::<Vec<_>>(),
        "statements": hrefs(site, &event.statements),
        "briefings": event.briefings.iter().map(|it| id(graph, &Node::Briefing(*it))).collect::<Vec<_>>(),
        "summary": text(written.summary.as_ref()),
        "text": written.body.as_deref().and_then(prose),
    }))
}

/// A source that is not confidential.
pub(super) fn source(site: &Site<'_>, handle: Handle<Source>) -> Value {
    let graph = site.graph;
    let source = &graph[handle];
    let written = &source.source;
    record(json!({
        "id": id(graph, &Node::Source(handle)),
        "href": href(site, &Node::Source(handle)),
        "title": written.title.value,
        "kind": written.kind.map(|it| it.value),
        "authors": texts(&written.author),
        "publisher": text(written.publisher.as_ref()),
        "date": written.date.map(|it| it.value),
        "accessed": written.accessed.map(|it| it.value),
        "url": text(written.url.as_ref()),
        "archive_url": text(written.archive_url.as_ref()),
        "sha256": text(written.sha256.as_ref()),
        "reliability": written.reliability.map(|it| it.value),
        "access": written.access.map(|it| it.value),
        "derived_from": source.derived_from.iter().map(|it| reference(site, &Node::Source(*it))).collect::<Vec<_>>(),
        "language": text(written.lang.as_ref()),
        "summary": text(written.summary.as_ref()),
        "statements": hrefs(site, &source.statements),
        "briefings": source.briefings.iter().map(|it| id(graph, &Node::Briefing(*it))).collect::<Vec<_>>(),
        "text": written.body.as_deref().and_then(prose),
    }))
}

/// A tag.
pub(super) fn tag(site: &Site<'_>, handle: Handle<Tag>) -> Value {
    let tag = &site.graph[handle];
    json!({
        "id": tag.slug.as_str(),
        "href": site.plan.tag(handle).map(Address::href),
        "name": tag.name,
        "briefings": tag.briefings.iter().map(|it| id(site.graph, &Node::Briefing(*it))).collect::<Vec<_>>(),
    })
}

/// What something is called, with its id and address unless it is confidential.
pub(super) fn reference(site: &Site<'_>, node: &Node) -> Value {
    let link = site.link(node);
    record(json!({
        "kind": link.kind,
        "id": id(site.graph, node),
        "title": link.title,
        "href": link.href,
    }))
}

/// The id of something that has one, among those of its kind; none for what is confidential.
pub(super) fn id(graph: &Graph, node: &Node) -> Option<String> {
    match node {
        Node::Briefing(it) => Some(format!("{}{}", graph[*it].folder, graph[*it].slug)),
        Node::Actor(it) => graph[*it].confidential.is_none().then(|| graph[*it].source.id.slug.to_string()),
        Node::Claim(it) => Some(graph[*it].source.id.slug.to_string()),
        Node::Event(it) => Some(graph[*it].source.id.slug.to_string()),
        Node::Source(it) => graph[*it].confidential.is_none().then(|| graph[*it].source.id.slug.to_string()),
        Node::Page(it) => Some(graph[*it].slug.to_string()),
        Node::Home | Node::Asset(_) => None,
    }
}

/// Where a statement stands, relative to the root of the site, which no other does: its passage or its card on the page of its
/// briefing; outside of briefings, its claim's page with its number there.
pub(super) fn statement_href(site: &Site<'_>, handle: Handle<Statement>) -> String {
    let statement = &site.graph[handle];
    let page = |node| site.plan.address(&node).map(Address::href).unwrap_or_default();
    if let Some(briefing) = statement.briefing {
        let id = &statement.anchor_id;
        let id = if statement.is_anchored() { id.clone() } else { format!("note_{id}") };
        return format!("{}#{}", page(Node::Briefing(briefing)), Address::new(id).href());
    }
    let nth = site.graph[statement.claim].statements.iter().position(|it| *it == handle).unwrap_or_default();
    format!("{}#statement-{}", page(Node::Claim(statement.claim)), nth + 1)
}

fn href(site: &Site<'_>, node: &Node) -> Option<String> {
    site.plan.address(node).map(Address::href)
}

fn hrefs(site: &Site<'_>, statements: &[Handle<Statement>]) -> Vec<String> {
    statements.iter().map(|it| statement_href(site, *it)).collect()
}

pub(super) fn text(text: Option<&Text>) -> Option<&str> {
    text.map(|it| it.value.as_str())
}

fn texts(texts: &[Text]) -> Vec<&str> {
    texts.iter().map(|it| it.value.as_str()).collect()
}

/// The words of a prose, without its marks.
fn prose(body: &Body) -> Option<&str> {
    Some(body.text()).filter(|text| !text.trim().is_empty())
}
