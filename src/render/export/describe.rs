//! The things of a site as JSON. What is confidential is its `display` and nothing else, as on the pages.
//!
//! The free data of `extra` is for the templates of a site, and is not told.

use std::borrow::Cow;

use serde_json::Value;

use super::authors;
use super::shapes::{self, ClaimThen, Id, Page, Part, Participant, Position, Quote, Reference, ToClaim};
use crate::anchor::Anchor;
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
pub(super) fn briefing<'a>(site: &Site<'a>, handle: Handle<Briefing>) -> shapes::Briefing<'a> {
    let graph = site.graph;
    let briefing = &graph[handle];
    let head = match &briefing.source.article.head {
        Head::Briefing(head) => Some(head),
        Head::Page(_) | Head::Home(_) | Head::Entity | Head::List => None,
    };
    let claims = briefing.claims.iter();
    shapes::Briefing {
        id: briefing_id(briefing),
        href: href(site, &Node::Briefing(handle)),
        title: head.map(|it| it.title.value.as_str()),
        date: briefing.date,
        updated: head.and_then(|it| it.updated.as_ref()).map(|it| it.value),
        language: head.and_then(|it| text(it.lang.as_ref())).unwrap_or(&site.settings.language),
        summary: head.and_then(|it| text(it.summary.as_ref())),
        authors: authors(briefing),
        tags: briefing.tags.iter().map(|it| graph[*it].slug.as_str()).collect(),
        actors: references(site, briefing.actors.iter().copied().map(Node::Actor)),
        events: briefing.events.iter().map(|it| event_id(graph, *it)).collect(),
        sources: references(site, briefing.sources.iter().copied().map(Node::Source)),
        claims: claims.map(|(it, then)| ClaimThen { id: claim_id(graph, *it), status: *then }).collect(),
        statements: hrefs(site, &briefing.statements),
        text: site.written(&briefing.source).body.and_then(prose),
    }
}

/// An actor that is not confidential.
pub(super) fn actor<'a>(site: &Site<'a>, handle: Handle<Actor>) -> shapes::Actor<'a> {
    let graph = site.graph;
    let actor = &graph[handle];
    let written = &actor.source;
    let links = written.links.iter();
    shapes::Actor {
        id: id(graph, &Node::Actor(handle)),
        href: href(site, &Node::Actor(handle)),
        name: &written.name.value,
        kind: actor.kind,
        declared: !actor.implicit,
        aliases: texts(&written.aliases),
        country: text(written.country.as_ref()),
        wikidata: text(written.wikidata.as_ref()),
        links: links.map(|it| Page { title: text(it.title.as_ref()), url: &it.url.value }).collect(),
        reliability: written.reliability.map(|it| it.value),
        summary: text(written.summary.as_ref()),
        roles: actor.roles.iter().map(|it| role(site, it)).collect(),
        relations: actor.relations.iter().map(|it| relation(site, it)).collect(),
        events: actor.events.iter().map(|(it, role)| Part { id: event_id(graph, *it), role: *role }).collect(),
        statements: hrefs(site, &actor.statements),
        briefings: briefing_ids(graph, &actor.briefings),
        text: written.body.as_deref().and_then(prose),
    }
}

fn role<'a>(site: &Site<'a>, role: &'a Role) -> shapes::Role<'a> {
    shapes::Role {
        title: &role.title,
        organization: role.org.map(|it| reference(site, &Node::Actor(it))),
        from: role.from,
        to: role.to,
    }
}

fn relation<'a>(site: &Site<'a>, relation: &'a Relation) -> shapes::Relation<'a> {
    shapes::Relation {
        kind: relation.kind,
        other: reference(site, &Node::Actor(relation.other)),
        declared_by_other: relation.inverse,
        from: relation.from,
        to: relation.to,
        source: relation.source.map(|it| reference(site, &Node::Source(it))),
        note: relation.note.as_deref(),
    }
}

/// A claim.
pub(super) fn claim<'a>(site: &Site<'a>, handle: Handle<Claim>) -> shapes::Claim<'a> {
    let graph = site.graph;
    let claim = &graph[handle];
    let written = &claim.source;
    let relations = claim.relations.iter();
    let changes = graph_changes(graph, claim);
    shapes::Claim {
        id: claim_id(graph, handle),
        href: href(site, &Node::Claim(handle)),
        claim: &written.text.value,
        kind: claim.kind,
        status: claim.status,
        standing: claim.status.standing(),
        credibility: written.credibility.map(|it| it.value),
        likelihood: written.likelihood.map(|it| it.value),
        confidence: written.confidence.map(|it| it.value),
        condition: text(written.condition.as_ref()),
        declared_in: claim.declared_in.map(|it| briefing_id(&graph[it])),
        relations: relations.map(|(kind, it)| ToClaim { kind: *kind, id: claim_id(graph, *it) }).collect(),
        statements: hrefs(site, &claim.statements),
        changes: changes.map(|it| change(site, it)).collect(),
        text: written.body.as_deref().and_then(prose),
    }
}

fn graph_changes<'a>(graph: &'a Graph, claim: &'a Claim) -> impl Iterator<Item = &'a Change> {
    claim.history.iter().filter_map(|entry| match entry.what {
        EntryKind::Change(it) => Some(&graph[it]),
        EntryKind::Statement(_) => None,
    })
}

fn change<'a>(site: &Site<'a>, change: &'a Change) -> shapes::Change<'a> {
    let (cause, why, statement, claim) = match &change.cause {
        Cause::Default => ("default", None, None, None),
        Cause::Declared => ("declared", None, None, None),
        Cause::Update(why) => ("update", Some(why.as_str()), None, None),
        Cause::Opposed(it) => ("opposed", None, Some(*it), None),
        Cause::Withdrawn(it) => ("withdrawn", None, Some(*it), None),
        Cause::Countered(it) => ("countered", None, None, Some(*it)),
    };
    shapes::Change {
        date: change.date,
        from: change.from,
        to: change.to,
        cause,
        why,
        statement: statement.map(|it| statement_href(site, it)),
        claim: claim.map(|it| claim_id(site.graph, it)),
        briefing: change.briefing.map(|it| briefing_id(&site.graph[it])),
        source: change.source.map(|it| reference(site, &Node::Source(it))),
    }
}

/// A statement.
pub(super) fn statement<'a>(site: &Site<'a>, handle: Handle<Statement>) -> shapes::Statement<'a> {
    let graph = site.graph;
    let statement = &graph[handle];
    let written = statement.source.article.statements.get(statement.index);
    let actors = |list: &[Handle<Actor>]| references(site, list.iter().copied().map(Node::Actor));
    shapes::Statement {
        href: statement_href(site, handle),
        claim: claim_id(graph, statement.claim),
        briefing: statement.briefing.map(|it| briefing_id(&graph[it])),
        by: actors(&statement.by),
        on_behalf_of: actors(&statement.on_behalf_of),
        to: actors(&statement.to),
        about: statement.about.iter().map(|it| reference(site, it)).collect(),
        stance: statement.stance,
        mode: statement.mode,
        date: statement.date,
        event: statement.event.map(|it| event_id(graph, it)),
        source: statement.taken_from.map(|it| reference(site, &Node::Source(it))),
        locator: locator(graph, statement),
        quote: quote(site, statement),
        translation: written.and_then(|it| text(it.translation.as_deref())),
        note: written.and_then(|it| it.note.as_deref()).and_then(prose),
    }
}

/// The words, and where they stand in the text of the briefing.
fn quote<'a>(site: &Site<'a>, statement: &'a Statement) -> Option<Quote<'a>> {
    let (exact, language) = site.cards.quoted(statement)?;
    let written = site.written(&statement.source);
    let position = written.anchor(statement).zip(written.body).map(|(anchor, body)| positions(anchor, body.text()));
    Some(Quote { exact, language, position })
}

/// The pieces of a quotation in code points.
fn positions(anchor: &Anchor, text: &str) -> Vec<Position> {
    let (mut bytes, mut points) = (0, 0);
    let mut point = |at: u32| {
        points += text.get(bytes..at as usize).map_or(0, |between| between.chars().count());
        bytes = at as usize;
        points
    };
    let pieces = anchor.pieces.iter();
    pieces.map(|piece| (point(piece.start), point(piece.end))).map(|(start, end)| Position { end, start }).collect()
}

/// An event.
pub(super) fn event<'a>(site: &Site<'a>, handle: Handle<Event>) -> shapes::Event<'a> {
    let graph = site.graph;
    let event = &graph[handle];
    let written = &event.source;
    let actors = event.actors.iter();
    shapes::Event {
        id: event_id(graph, handle),
        href: href(site, &Node::Event(handle)),
        title: &written.title.value,
        date: written.date.value,
        status: event.status,
        kind: text(written.kind.as_ref()),
        cameo: written.cameo.map(|it| format!("{:02}", it.value)),
        place: written.place.as_ref().map(|it| shapes::Place {
            name: &it.name.value,
            country: text(it.country.as_ref()),
            lat: it.lat,
            lon: it.lon,
        }),
        actors: actors
            .map(|(it, role)| Participant { actor: reference(site, &Node::Actor(*it)), role: *role })
            .collect(),
        part_of: event.part_of.map(|it| event_id(graph, it)),
        follows: event.follows.iter().map(|it| event_id(graph, *it)).collect(),
        sources: references(site, event.sources.iter().copied().map(Node::Source)),
        statements: hrefs(site, &event.statements),
        briefings: briefing_ids(graph, &event.briefings),
        summary: text(written.summary.as_ref()),
        text: written.body.as_deref().and_then(prose),
    }
}

/// A source that is not confidential.
pub(super) fn source<'a>(site: &Site<'a>, handle: Handle<Source>) -> shapes::Source<'a> {
    let graph = site.graph;
    let source = &graph[handle];
    let written = &source.source;
    shapes::Source {
        id: id(graph, &Node::Source(handle)),
        href: href(site, &Node::Source(handle)),
        title: &written.title.value,
        kind: written.kind.map(|it| it.value),
        authors: texts(&written.author),
        publisher: text(written.publisher.as_ref()),
        date: written.date.map(|it| it.value),
        accessed: written.accessed.map(|it| it.value),
        url: text(written.url.as_ref()),
        archive_url: text(written.archive_url.as_ref()),
        sha256: text(written.sha256.as_ref()),
        reliability: written.reliability.map(|it| it.value),
        access: written.access.map(|it| it.value),
        derived_from: references(site, source.derived_from.iter().copied().map(Node::Source)),
        language: text(written.lang.as_ref()),
        summary: text(written.summary.as_ref()),
        statements: hrefs(site, &source.statements),
        briefings: briefing_ids(graph, &source.briefings),
        text: written.body.as_deref().and_then(prose),
    }
}

/// A tag.
pub(super) fn tag<'a>(site: &Site<'a>, handle: Handle<Tag>) -> shapes::Tag<'a> {
    let tag = &site.graph[handle];
    shapes::Tag {
        id: tag.slug.as_str(),
        href: site.plan.tag(handle).map(Address::href),
        name: &tag.name,
        briefings: briefing_ids(site.graph, &tag.briefings),
    }
}

/// What something is called, with its id and address unless it is confidential.
pub(super) fn reference<'a>(site: &Site<'a>, node: &Node) -> Reference<'a> {
    let link = site.link(node);
    Reference { kind: link.kind, id: id(site.graph, node), title: link.title, href: link.href }
}

fn references<'a>(site: &Site<'a>, nodes: impl Iterator<Item = Node>) -> Vec<Reference<'a>> {
    nodes.map(|it| reference(site, &it)).collect()
}

/// The id of something that has one, among those of its kind; none for what is confidential.
pub(super) fn id<'a>(graph: &'a Graph, node: &Node) -> Option<Id<'a>> {
    match node {
        Node::Briefing(it) => Some(briefing_id(&graph[*it])),
        Node::Actor(it) => graph[*it].confidential.is_none().then(|| graph[*it].source.id.slug.as_str().into()),
        Node::Claim(it) => Some(claim_id(graph, *it)),
        Node::Event(it) => Some(event_id(graph, *it)),
        Node::Source(it) => graph[*it].confidential.is_none().then(|| graph[*it].source.id.slug.as_str().into()),
        Node::Page(it) => Some(graph[*it].slug.as_str().into()),
        Node::Home | Node::Asset(_) => None,
    }
}

fn briefing_id(briefing: &Briefing) -> Id<'_> {
    if briefing.folder.is_empty() {
        return briefing.slug.as_str().into();
    }
    Cow::Owned(format!("{}{}", briefing.folder, briefing.slug))
}

fn briefing_ids<'a>(graph: &'a Graph, briefings: &[Handle<Briefing>]) -> Vec<Id<'a>> {
    briefings.iter().map(|it| briefing_id(&graph[*it])).collect()
}

fn claim_id(graph: &Graph, claim: Handle<Claim>) -> Id<'_> {
    graph[claim].source.id.slug.as_str().into()
}

fn event_id(graph: &Graph, event: Handle<Event>) -> Id<'_> {
    graph[event].source.id.slug.as_str().into()
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
